//! What the file says.

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::error::{ConfigError, suggest};
use crate::tui::Tui;

/// A whole file; the default is that of no file.
#[derive(Clone, Debug, Default, PartialEq)]
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
    /// How data is shown to people, by the node's path, in the file's order: the first pattern that fits counts.
    pub decode: Vec<DecodeRule>,
    /// What the live monitor is to be like.
    pub tui: Tui,
}

impl Config {
    /// The file that was named, or the usual one; without a file an empty configuration, unless it was named.
    ///
    /// # Errors
    /// The file cannot be read or understood.
    pub fn load(named: Option<&Path>) -> Result<Config, ConfigError> {
        let Some(file) = named.map(Path::to_owned).or_else(crate::default_path) else {
            return Ok(Config::default());
        };
        match Config::read(&file) {
            Err(ConfigError::Io { source, .. })
                if source.kind() == std::io::ErrorKind::NotFound && named.is_none() =>
            {
                Ok(Config::default())
            }
            read => read,
        }
    }

    /// The profile that is meant: the one named, or the current one unless servers are named without it. Credentials
    /// of one ensemble are not sent to another.
    pub fn choose(&self, named: Option<&str>, servers_named: bool) -> Option<String> {
        match (named, servers_named) {
            (Some(name), _) => Some(name.to_owned()),
            (None, true) => None,
            (None, false) => self.current.clone(),
        }
    }

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
    /// Whether what commands destroy is kept for `undo`.
    pub undo: Option<bool>,
    /// Most lines of the shell's history that are kept.
    pub history: Option<usize>,
}

/// How the data of some nodes is shown to people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecodeRule {
    /// A pattern for whole paths.
    pub pattern: String,
    /// How.
    pub how: Decoder,
}

/// A way to show data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decoder {
    /// JSON, on several lines.
    Json,
    /// A hex dump.
    Hex,
    /// What a command prints that gets the data on its standard input.
    Command(String),
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
    /// Where the AdminServers are: one address with `{host}` in it, or one for each server.
    pub admin: Vec<String>,
    /// Where the pages for Prometheus are, in the same way.
    pub metrics: Vec<String>,
    /// Whether servers may be asked with four-letter words; the AdminServers are asked where not.
    pub no_four_letter: bool,
    /// Colour of its name in the prompt: a name, or `#rrggbb`.
    pub color: Option<String>,
    /// TLS; a table that is there switches it on.
    pub tls: Option<TlsFiles>,
    /// SASL mechanism.
    pub sasl: Option<String>,
    /// Credentials.
    pub auth: Vec<AuthEntry>,
    /// Settings that go before `[defaults]`.
    pub settings: Settings,
}

/// The table `tls` of a profile, or what a command line says of the same.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TlsFiles {
    /// Authorities.
    pub ca: Option<PathBuf>,
    /// Our certificate.
    pub cert: Option<PathBuf>,
    /// Its key.
    pub key: Option<PathBuf>,
    /// A file with the password of the stores, or of the key; see [`TlsFiles::passwords`].
    pub password_file: Option<PathBuf>,
    /// The name that the server's certificate must have.
    pub server_name: Option<String>,
    /// Whoever answers is believed.
    pub insecure: bool,
}

impl TlsFiles {
    /// The passwords in the file that was named, which only its owner may read: that of our own store or key in the first
    /// line, that of the authorities' in the second, or the same if there is none.
    ///
    /// # Errors
    /// It cannot be read, or others can read it, too.
    pub fn passwords(file: Option<&Path>) -> Result<Option<(String, String)>, ConfigError> {
        let text = file.map(crate::read_private).transpose()?;
        Ok(text.map(|text| {
            let mut lines = text.lines();
            let own = lines.next().unwrap_or_default();
            let ca = lines.next().filter(|line| !line.is_empty()).unwrap_or(own);
            (own.to_owned(), ca.to_owned())
        }))
    }

    /// Whether anything is said.
    pub fn is_set(&self) -> bool {
        *self != TlsFiles::default()
    }

    /// What is not said here is taken from `below`.
    pub fn over(self, below: TlsFiles) -> TlsFiles {
        // A certificate and the key of another one do not go together.
        let key = if self.cert.is_some() { self.key } else { self.key.or(below.key) };
        TlsFiles {
            ca: self.ca.or(below.ca),
            cert: self.cert.or(below.cert),
            key,
            password_file: self.password_file.or(below.password_file),
            server_name: self.server_name.or(below.server_name),
            insecure: self.insecure || below.insecure,
        }
    }
}

/// Whether a connect string asks for TLS.
pub fn is_tls_url(connect: &str) -> bool {
    connect.trim().get(..6).is_some_and(|s| s.eq_ignore_ascii_case("zks://"))
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
