//! What the file says.

use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

use crate::error::{ConfigError, suggest};

/// A whole file; the default is that of no file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Config {
    /// Where it was read.
    pub path: Option<PathBuf>,
    /// The profile that is used where none is named.
    pub current: Option<String>,
    /// Settings below every profile.
    pub defaults: Settings,
    /// Profiles by name.
    pub profiles: BTreeMap<String, Profile>,
    /// Commands by the name that stands for them.
    pub aliases: BTreeMap<String, String>,
}

impl Config {
    /// A profile by its name.
    ///
    /// # Errors
    /// [`ConfigError::NoProfile`], with the name that may have been meant.
    pub fn profile(&self, name: &str) -> Result<&Profile, ConfigError> {
        self.profiles.get(name).ok_or_else(|| {
            let hint = match suggest(name, self.profiles.keys().map(String::as_str)) {
                Some(meant) => format!("did you mean `{meant}`?"),
                None if self.profiles.is_empty() => "zkctl profile add NAME --connect HOSTS".into(),
                None => {
                    format!("there are: {}", self.profiles.keys().cloned().collect::<Vec<_>>().join(", "))
                }
            };
            ConfigError::NoProfile { name: name.to_owned(), hint }
        })
    }
}

/// What both `[defaults]` and a profile may set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    /// How to print on a terminal.
    pub output: Option<String>,
    /// How to print times.
    pub time: Option<String>,
    /// Longest wait for one operation.
    pub timeout: Option<Duration>,
    /// Longest wait for a server to accept us.
    pub connect_timeout: Option<Duration>,
    /// Session timeout to ask for.
    pub session_timeout: Option<Duration>,
    /// How often a read whose connection broke is sent again.
    pub retries: Option<u32>,
    /// Most nodes that a recursive write may touch.
    pub max_nodes: Option<usize>,
}

/// An ensemble, and how to talk to it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Profile {
    /// Connect string.
    pub connect: Option<String>,
    /// Changes of what exists are confirmed by typing the path.
    pub protected: bool,
    /// Nodes that are not changed, with all below: patterns for whole paths.
    pub protect_paths: Vec<String>,
    /// Nothing is written.
    pub read_only: bool,
    /// TLS; a table that is there switches it on.
    pub tls: Option<TlsFiles>,
    /// SASL mechanism.
    pub sasl: Option<String>,
    /// Credentials.
    pub auth: Vec<AuthEntry>,
    /// Settings that go before `[defaults]`.
    pub settings: Settings,
}

/// The table `tls` of a profile.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TlsFiles {
    /// Authorities.
    pub ca: Option<PathBuf>,
    /// Our certificate.
    pub cert: Option<PathBuf>,
    /// Its key.
    pub key: Option<PathBuf>,
    /// The name that the server's certificate must have.
    pub server_name: Option<String>,
    /// Whoever answers is believed.
    pub insecure: bool,
}

/// Credentials of a profile: who, and where the secret is. The secret itself has no place in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuthEntry {
    /// Scheme.
    pub scheme: String,
    /// User.
    pub user: String,
    /// Where the secret comes from.
    pub secret: Secret,
}

/// Where a secret comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Secret {
    /// Asked for on the terminal.
    Ask,
    /// The first line of a file that only its owner can read.
    File(PathBuf),
    /// The first line that a command prints.
    Command(String),
}

impl fmt::Display for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Secret::Ask => f.write_str("asked for"),
            Secret::File(file) => write!(f, "in {}", file.display()),
            Secret::Command(_) => f.write_str("from a command"),
        }
    }
}
