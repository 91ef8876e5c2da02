//! The chroot of a connect string: maps paths as callers see them to paths as the server sees them, and back.

use std::borrow::Cow;

/// A prefix that every path gets on its way out and loses on its way in. Empty for none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Chroot(String);

impl Chroot {
    /// `path` must be valid; `/` and the empty string mean none.
    pub(crate) fn new(path: &str) -> Chroot {
        Chroot(if path == "/" { String::new() } else { path.to_owned() })
    }

    pub(crate) fn to_server<'a>(&self, path: &'a str) -> Cow<'a, str> {
        match (self.0.as_str(), path) {
            ("", _) => Cow::Borrowed(path),
            (root, "/") => Cow::Owned(root.to_owned()),
            (root, _) => Cow::Owned(format!("{root}{path}")),
        }
    }

    /// A path outside the chroot is returned as it is: better a strange path than a lost one.
    pub(crate) fn to_client<'a>(&self, path: &'a str) -> Cow<'a, str> {
        match path.strip_prefix(self.0.as_str()) {
            Some("") if !self.0.is_empty() => Cow::Borrowed("/"),
            Some(rest) if rest.starts_with('/') => Cow::Borrowed(rest),
            _ => Cow::Borrowed(path),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_map_both_ways() {
        let root = Chroot::new("/app");
        for (outer, inner) in [("/", "/app"), ("/a", "/app/a"), ("/a/b", "/app/a/b")] {
            assert_eq!(root.to_server(outer), inner);
            assert_eq!(root.to_client(inner), outer);
        }
        assert_eq!(root.to_client("/apple"), "/apple");
        assert_eq!(root.to_client("/other"), "/other");
    }

    #[test]
    fn no_chroot_changes_nothing() {
        for none in ["", "/"] {
            let root = Chroot::new(none);
            assert_eq!(root.to_server("/a"), "/a");
            assert_eq!(root.to_client("/a"), "/a");
            assert_eq!(root.to_client("/"), "/");
        }
    }
}
