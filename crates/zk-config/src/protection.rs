//! What must not be changed, or only after a second thought: read-only runs, protected profiles, protected paths.

use std::sync::{Arc, Mutex, PoisonError};

use globset::{GlobBuilder, GlobMatcher};

use crate::error::ConfigError;
use crate::model::Profile;

/// What is to be done to a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// It is made anew: that takes nothing away.
    Create,
    /// It is there already, and is changed or goes.
    Existing,
}

/// The rules, shared with the guard of every session.
#[derive(Clone, Debug, Default)]
pub struct Protection(Arc<Rules>);

#[derive(Debug, Default)]
struct Rules {
    profile: String,
    read_only: bool,
    protected: bool,
    patterns: Vec<(String, GlobMatcher)>,
    /// Paths that were typed; what is below them may change too.
    confirmed: Mutex<Vec<String>>,
}

impl Protection {
    /// The rules of a profile; `read_only` forbids every change.
    ///
    /// # Errors
    /// A pattern makes no sense.
    pub fn new(name: Option<String>, profile: &Profile, read_only: bool) -> Result<Protection, ConfigError> {
        let mut patterns = Vec::new();
        for text in &profile.protect_paths {
            let text = if text == "/" { text } else { text.trim_end_matches('/') };
            let built = GlobBuilder::new(text).literal_separator(true).build();
            let glob = built.map_err(|e| ConfigError::Pattern {
                pattern: text.to_owned(),
                reason: e.kind().to_string(),
            })?;
            patterns.push((text.to_owned(), glob.compile_matcher()));
        }
        Ok(Protection(Arc::new(Rules {
            profile: name.unwrap_or_default(),
            read_only,
            protected: profile.protected,
            patterns,
            confirmed: Mutex::default(),
        })))
    }

    /// Whether changes must be confirmed by typing the path.
    pub fn is_protected(&self) -> bool {
        self.0.protected
    }

    /// The path was typed.
    pub fn confirm(&self, path: &str) {
        let mut confirmed = self.0.confirmed.lock().unwrap_or_else(PoisonError::into_inner);
        confirmed.push(path.to_owned());
    }

    /// Nothing is confirmed any more: the next line of a shell begins.
    pub fn forget(&self) {
        self.0.confirmed.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    /// Whether this path, or one above it, was typed.
    pub fn is_confirmed(&self, path: &str) -> bool {
        let confirmed = self.0.confirmed.lock().unwrap_or_else(PoisonError::into_inner);
        confirmed.iter().any(|c| is_at_or_below(path, c))
    }

    /// Whether a change of the path would be refused only because nobody confirmed it.
    pub fn wants_confirmation(&self, path: &str) -> bool {
        let rules = &self.0;
        rules.protected && !rules.read_only && self.pattern(path).is_none() && !self.is_confirmed(path)
    }

    /// Whether there is nothing that it forbids.
    pub fn is_free(&self) -> bool {
        let rules = &self.0;
        !rules.read_only && !rules.protected && rules.patterns.is_empty()
    }

    fn pattern(&self, path: &str) -> Option<&str> {
        let mut at = Some(path);
        while let Some(node) = at {
            if let Some((text, _)) = self.0.patterns.iter().find(|(_, glob)| glob.is_match(node)) {
                return Some(text);
            }
            at = match node.rfind('/') {
                Some(0) if node.len() > 1 => Some("/"),
                Some(cut) if cut > 0 => Some(&node[..cut]),
                _ => None,
            };
        }
        None
    }

    /// # Errors
    /// The rule that the change would break, in words.
    pub fn check(&self, change: Change, path: &str) -> Result<(), String> {
        let rules = &self.0;
        if rules.read_only {
            return Err(match rules.profile.as_str() {
                "" => "this run is read-only".to_owned(),
                name => format!("this run is read-only (--read-only, ZKD_READ_ONLY or profile {name})"),
            });
        }
        if let Some(pattern) = self.pattern(path) {
            return Err(format!("profile {} protects {pattern} (protect_paths)", rules.profile));
        }
        // What is new takes nothing away.
        if rules.protected && change != Change::Create && !self.is_confirmed(path) {
            return Err(format!(
                "profile {} is protected, and the change was not confirmed with --confirm PATH",
                rules.profile
            ));
        }
        Ok(())
    }
}

fn is_at_or_below(path: &str, top: &str) -> bool {
    path.strip_prefix(top.trim_end_matches('/')).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn protection(profile: Profile, read_only: bool) -> Protection {
        Protection::new(Some("prod".into()), &profile, read_only).unwrap()
    }

    #[test]
    fn protected_paths_hold_for_what_is_below_and_for_creation() {
        let patterns = vec!["/kafka/brokers".into(), "/hbase/meta*".into(), "/a/**".into()];
        let p = protection(Profile { protect_paths: patterns, ..Profile::default() }, false);
        for path in ["/kafka/brokers", "/kafka/brokers/ids/1", "/hbase/meta-1", "/hbase/meta/x/y", "/a/b/c"] {
            for change in [Change::Create, Change::Existing] {
                assert!(p.check(change, path).unwrap_err().contains("protect_paths"), "{path}");
            }
        }
        for path in ["/kafka", "/kafka/brokers2", "/hbase/x/meta", "/a", "/"] {
            assert_eq!(p.check(Change::Existing, path), Ok(()), "{path}");
        }
        assert!(
            protection(Profile { protect_paths: vec!["/".into()], ..Profile::default() }, false)
                .check(Change::Create, "/x/y")
                .is_err()
        );
        let bad = Profile { protect_paths: vec!["/[".into()], ..Profile::default() };
        assert!(Protection::new(None, &bad, false).is_err());
    }

    #[test]
    fn a_protected_profile_wants_the_path_and_only_for_what_exists() {
        let p = protection(Profile { protected: true, ..Profile::default() }, false);
        assert_eq!(p.check(Change::Create, "/a"), Ok(()));
        assert!(p.check(Change::Existing, "/a").unwrap_err().contains("--confirm PATH"));
        assert!(p.wants_confirmation("/a"));
        p.confirm("/a");
        assert_eq!(p.check(Change::Existing, "/a/b"), Ok(()));
        assert!(p.check(Change::Existing, "/ab").is_err());
        p.forget();
        assert!(p.check(Change::Existing, "/a").is_err());
        p.confirm("/");
        assert_eq!(p.check(Change::Existing, "/a"), Ok(()));
    }

    #[test]
    fn a_read_only_run_writes_nothing_and_a_free_one_has_no_guard() {
        let p = protection(Profile::default(), true);
        assert!(p.check(Change::Create, "/a").unwrap_err().contains("read-only"));
        assert!(!p.wants_confirmation("/a"));
        assert!(!p.is_free() && protection(Profile::default(), false).is_free());
    }
}
