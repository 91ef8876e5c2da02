//! What is logged, and how to change that while the process runs. The log is the process's, not the server's: who sets it up
//! says here how its filter is replaced ([`install`]), and without that nothing can be changed.
//!
//! The audit log goes through the same filter where it has no file of its own. It is for others than the operator who wants a
//! quieter log, so no change silences it.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

/// Replaces the filter by what these directives say.
type Apply = Box<dyn Fn(&str) -> Result<(), String> + Send + Sync>;

static LEVELS: OnceLock<LogLevels> = OnceLock::new();

/// The process's filter as it was set at its start, and what replaces it: a filter is a list of directives with commas between,
/// `info,zkd::member=debug`, as `ZKD_LOG` has it. Of several calls the first counts.
pub fn install(filter: String, apply: impl Fn(&str) -> Result<(), String> + Send + Sync + 'static) {
    // There is one log in a process, and whoever set it up first owns it.
    let _ = LEVELS.set(LogLevels::new(filter, Box::new(apply)));
}

/// Those of this process, if they can be changed.
pub(crate) fn of_process() -> Option<&'static LogLevels> {
    LEVELS.get()
}

/// Levels that may be asked for.
pub(crate) const LEVEL_NAMES: [&str; 6] = ["off", "error", "warn", "info", "debug", "trace"];
/// What takes a change back.
pub(crate) const DEFAULT: &str = "default";
/// Targets that may have a level of their own.
const MAX_TARGETS: usize = 64;
const MAX_TARGET_BYTES: usize = 128;
const AUDIT: &str = "audit";

/// What is in effect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Filter {
    /// All of it.
    pub(crate) filter: String,
    /// As it was at the start.
    pub(crate) started_with: String,
}

pub(crate) struct LogLevels {
    started_with: String,
    changes: Mutex<Changes>,
    apply: Apply,
}

/// What was asked for since the start.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Changes {
    /// Of everything, in the place of what there was at the start.
    level: Option<&'static str>,
    targets: BTreeMap<String, &'static str>,
}

impl LogLevels {
    fn new(started_with: String, apply: Apply) -> LogLevels {
        LogLevels { started_with, changes: Mutex::default(), apply }
    }

    fn lock(&self) -> MutexGuard<'_, Changes> {
        self.changes.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What is in effect.
    pub(crate) fn filter(&self) -> Filter {
        Filter { filter: self.directives(&self.lock()), started_with: self.started_with.clone() }
    }

    /// Changes the level of a target, or of everything: what targets had of their own is gone then.
    ///
    /// # Errors
    /// What is wrong with the level or the target; nothing has changed.
    pub(crate) fn set(&self, level: &str, target: Option<&str>) -> Result<Filter, String> {
        let name = LEVEL_NAMES.into_iter().find(|name| name.eq_ignore_ascii_case(level));
        if name.is_none() && !level.eq_ignore_ascii_case(DEFAULT) {
            return Err(format!("level: it takes one of {}, {DEFAULT}", LEVEL_NAMES.join(", ")));
        }
        let mut changes = self.lock();
        let mut new = changes.clone();
        match (target, name) {
            (None, name) => new = Changes { level: name, targets: BTreeMap::new() },
            (Some(target), name) => {
                check(target)?;
                match name {
                    Some(name) => drop(new.targets.insert(target.to_owned(), name)),
                    None => drop(new.targets.remove(target)),
                }
            }
        }
        if new.targets.len() > MAX_TARGETS {
            return Err(format!(
                "target: {MAX_TARGETS} have a level of their own: level={DEFAULT} takes it from one, or from all"
            ));
        }
        let filter = self.directives(&new);
        (self.apply)(&filter)?;
        *changes = new;
        Ok(Filter { filter, started_with: self.started_with.clone() })
    }

    /// Of directives for one target the last counts.
    fn directives(&self, changes: &Changes) -> String {
        let mut out = match changes.level {
            None => self.started_with.clone(),
            Some(level) => format!("{level},{AUDIT}=info"),
        };
        for (target, level) in &changes.targets {
            out.push_str(&format!(",{target}={level}"));
        }
        out
    }
}

fn check(target: &str) -> Result<(), String> {
    let is_path = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | ':' | '-' | '.');
    if target.is_empty() || target.len() > MAX_TARGET_BYTES || !target.chars().all(is_path) {
        return Err(format!(
            "target: it takes a module such as zkd::member, of {MAX_TARGET_BYTES} bytes at most"
        ));
    }
    // A directive covers all targets that begin with it.
    if AUDIT.starts_with(target) || target.starts_with(AUDIT) {
        return Err("target: the audit log is not changed by this (audit.enable)".into());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    fn levels() -> (LogLevels, Arc<Mutex<Vec<String>>>) {
        let applied = Arc::new(Mutex::new(Vec::new()));
        let to = applied.clone();
        let apply = move |filter: &str| {
            to.lock().unwrap().push(filter.to_owned());
            if filter.contains("refused") { Err("refused".into()) } else { Ok(()) }
        };
        (LogLevels::new("info,zkd=warn".into(), Box::new(apply)), applied)
    }

    #[test]
    fn levels_are_set_for_all_or_for_a_target_and_taken_back() {
        let (levels, applied) = levels();
        let set = |level: &str, target| levels.set(level, target).map(|f| f.filter);
        assert_eq!(set("debug", Some("zkd::member")), Ok("info,zkd=warn,zkd::member=debug".into()));
        assert_eq!(set("TRACE", Some("hyper")), Ok("info,zkd=warn,hyper=trace,zkd::member=debug".into()));
        assert_eq!(set("default", Some("hyper")), Ok("info,zkd=warn,zkd::member=debug".into()));
        assert_eq!(set("error", None), Ok("error,audit=info".into()), "all of it, and the audit log stays");
        assert_eq!(set("debug", Some("zkd")), Ok("error,audit=info,zkd=debug".into()));
        assert_eq!(set("default", None), Ok("info,zkd=warn".into()));
        assert_eq!(
            levels.filter(),
            Filter { filter: "info,zkd=warn".into(), started_with: "info,zkd=warn".into() }
        );
        assert_eq!(applied.lock().unwrap().len(), 6);
    }

    #[test]
    fn what_is_no_level_or_no_target_changes_nothing() {
        let (levels, applied) = levels();
        let long = "a".repeat(MAX_TARGET_BYTES + 1);
        for (level, target) in [
            ("", None),
            ("loud", None),
            ("info,zkd=off", None),
            ("off", Some("")),
            ("off", Some("a,b")),
            ("off", Some("zkd=off")),
            ("off", Some("zkd[x]")),
            ("off", Some("a\nb")),
            ("off", Some(long.as_str())),
            ("off", Some("audit")),
            ("off", Some("aud")),
            ("off", Some("audit::x")),
        ] {
            assert!(levels.set(level, target).is_err(), "{level:?} {target:?}");
        }
        assert!(applied.lock().unwrap().is_empty());
        assert_eq!(levels.set("off", Some("refused")), Err("refused".into()));
        assert_eq!(levels.filter().filter, "info,zkd=warn");
        for n in 0..MAX_TARGETS {
            levels.set("debug", Some(&format!("t{n}"))).unwrap();
        }
        assert!(levels.set("debug", Some("t")).unwrap_err().contains("have a level of their own"));
        levels.set("warn", Some("t3")).unwrap();
    }
}
