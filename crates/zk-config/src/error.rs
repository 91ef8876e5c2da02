//! What can be wrong with the file.

use std::io;
use std::path::PathBuf;

use thiserror::Error;

/// Why the configuration cannot be used.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ConfigError {
    /// The file cannot be read or written.
    #[error("cannot {verb} {}: {source}", .file.display())]
    Io {
        /// `read` or `write`.
        verb: &'static str,
        /// The file.
        file: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The file is no TOML.
    #[error("{}:{line}: {reason}", .file.display())]
    Syntax {
        /// The file.
        file: PathBuf,
        /// Line, from 1.
        line: usize,
        /// What is wrong, in one line.
        reason: String,
    },
    /// The file was written for a later version.
    #[error("{}: schema {found} is newer than this program, which understands up to {}", .file.display(), crate::SCHEMA)]
    Newer {
        /// The file.
        file: PathBuf,
        /// Its schema.
        found: i64,
    },
    /// A key that does not exist.
    #[error("{}:{line}: unknown key `{key}`", .file.display())]
    UnknownKey {
        /// The file.
        file: PathBuf,
        /// Line, from 1.
        line: usize,
        /// The key with the tables that it is in.
        key: String,
        /// The key that may have been meant, or all that there are.
        hint: String,
    },
    /// A value that a key does not take.
    #[error("{}:{line}: `{key}`: {reason}", .file.display())]
    Value {
        /// The file.
        file: PathBuf,
        /// Line, from 1.
        line: usize,
        /// The key with the tables that it is in.
        key: String,
        /// What is wrong.
        reason: String,
    },
    /// A profile that does not exist.
    #[error("there is no profile `{name}`")]
    NoProfile {
        /// The name.
        name: String,
        /// What to try.
        hint: String,
    },
    /// A file with a secret that others can read.
    #[error("{} can be read by others (mode {mode:04o})", .file.display())]
    Exposed {
        /// The file.
        file: PathBuf,
        /// Its permissions.
        mode: u32,
    },
    /// A command that was to give a secret did not.
    #[error("the command of {what} {reason}")]
    Command {
        /// Where the command stands.
        what: String,
        /// What happened.
        reason: String,
    },
    /// Credentials that are not to be had, or make no sense.
    #[error("{reason}")]
    Credentials {
        /// What is wrong; no secret is part of it.
        reason: String,
        /// What to try.
        hint: Option<String>,
    },
    /// A pattern of `protect_paths` that is none.
    #[error("protect_paths: `{pattern}` is no pattern: {reason}")]
    Pattern {
        /// The pattern.
        pattern: String,
        /// What is wrong with it.
        reason: String,
    },
}

impl ConfigError {
    /// What to try, if something can be said.
    pub fn hint(&self) -> Option<String> {
        match self {
            ConfigError::Newer { .. } => {
                Some("use the version that wrote it, or another file with --config".into())
            }
            ConfigError::UnknownKey { hint, .. } | ConfigError::NoProfile { hint, .. } => Some(hint.clone()),
            ConfigError::Credentials { hint, .. } => hint.clone(),
            ConfigError::Exposed { file, .. } => Some(format!("chmod 600 {}", file.display())),
            _ => None,
        }
    }
}

/// The one of `known` that may have been meant.
pub fn suggest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let distance = |k: &str| strsim::damerau_levenshtein(word, k);
    let best = known.into_iter().min_by_key(|k| distance(k))?;
    (distance(best) <= 1 + word.chars().count() / 4).then_some(best)
}
