//! Znode paths: validation as the server does it, and the parent and name of a path.

/// Longest depth of a path that is accepted, in levels.
pub const MAX_DEPTH: usize = 4096;

/// Why a path is not acceptable for a create.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PathError {
    /// No characters at all.
    #[error("a path cannot be empty")]
    Empty,
    /// Does not start with a slash.
    #[error("a path must start with /")]
    NotAbsolute,
    /// Ends with a slash and is not the root.
    #[error("a path must not end with /")]
    TrailingSlash,
    /// Two slashes in a row.
    #[error("empty node name at byte {0}")]
    EmptyName(usize),
    /// A component is `.` or `..`.
    #[error("relative name at byte {0}")]
    Relative(usize),
    /// A character that ZooKeeper does not allow.
    #[error("character {0:?} is not allowed in a path")]
    Character(char),
    /// More levels than [`MAX_DEPTH`].
    #[error("a path has at most {MAX_DEPTH} levels")]
    TooDeep,
}

fn is_forbidden(c: char) -> bool {
    // Anything outside the basic plane is a pair of surrogates to Java, and surrogates are refused.
    matches!(c,
        '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{e000}'..='\u{f8ff}' | '\u{fff0}'..='\u{ffff}'
        | '\u{10000}'..)
}

/// Checks a complete path.
///
/// # Errors
/// The first rule that the path breaks.
///
/// Mirrors: ZooKeeper `PathUtils.validatePath`. Differs: [`MAX_DEPTH`] levels at the most.
pub fn validate(path: &str) -> Result<(), PathError> {
    let Some(rest) = path.strip_prefix('/') else {
        return Err(if path.is_empty() { PathError::Empty } else { PathError::NotAbsolute });
    };
    if rest.is_empty() {
        return Ok(());
    }
    if rest.ends_with('/') {
        return Err(PathError::TrailingSlash);
    }
    let mut offset = 1;
    for (depth, name) in rest.split('/').enumerate() {
        if depth >= MAX_DEPTH {
            return Err(PathError::TooDeep);
        }
        match name {
            "" => return Err(PathError::EmptyName(offset)),
            "." | ".." => return Err(PathError::Relative(offset)),
            _ => {}
        }
        if !name.bytes().all(|b| (0x20..0x7f).contains(&b))
            && let Some(c) = name.chars().find(|c| is_forbidden(*c))
        {
            return Err(PathError::Character(c));
        }
        offset += name.len() + 1;
    }
    Ok(())
}

/// Splits at the last slash: `/a/b` into (`/a`, `b`), `/a` into (``, `a`), `/` into (``, ``).
/// The empty parent is the root. `None` if there is no slash.
pub fn split(path: &str) -> Option<(&str, &str)> {
    path.rsplit_once('/')
}

/// The parent as clients write it: `/a` has the parent `/`; the root and paths without a slash have none.
pub fn parent(path: &str) -> Option<&str> {
    match split(path)? {
        ("", "") => None,
        ("", _) => Some("/"),
        (p, _) => Some(p),
    }
}

/// The last component; empty for the root.
pub fn name(path: &str) -> &str {
    split(path).map_or(path, |(_, n)| n)
}

/// Appends a child's name to a path.
pub fn join(parent: &str, name: &str) -> String {
    let parent = if parent == "/" { "" } else { parent };
    let mut path = String::with_capacity(parent.len() + 1 + name.len());
    path.push_str(parent);
    path.push('/');
    path.push_str(name);
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_judged_as_java_does() {
        for good in ["/", "/a", "/a/b", "/...", "/.a", "/a..b", "/é", "/\u{fe0e}", "/a b"] {
            assert_eq!(validate(good), Ok(()), "{good:?}");
        }
        for bad in [
            "",
            "a",
            "a/b",
            "/a/",
            "//",
            "/a//b",
            "/./a",
            "/a/..",
            "/a/./b",
            "/\0",
            "/a\u{1}",
            "/\u{7f}",
            "/\u{9f}",
            "/\u{e000}",
            "/\u{f8ff}",
            "/\u{fff0}",
            "/\u{ffff}",
            "/\u{1f600}",
        ] {
            assert!(validate(bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn depth_is_bounded() {
        assert_eq!(validate(&"/a".repeat(MAX_DEPTH)), Ok(()));
        assert_eq!(validate(&"/a".repeat(MAX_DEPTH + 1)), Err(PathError::TooDeep));
    }

    #[test]
    fn parents_and_names() {
        assert_eq!(parent("/a/b"), Some("/a"));
        assert_eq!(parent("/a"), Some("/"));
        assert_eq!(parent("/"), None);
        assert_eq!(name("/a/b"), "b");
        assert_eq!(join("/", "a"), "/a");
        assert_eq!(join("/a", "b"), "/a/b");
    }
}
