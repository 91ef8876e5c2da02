//! The configuration file of the tools, `$XDG_CONFIG_HOME/zkd/config.toml`: read, checked in full, and changed without
//! losing its comments. What its values mean to a program is that program's business.
//!
//! Every key is known or an error; every error names the file, the line, the key, and the key that may have been meant.
#![warn(missing_docs)]
#![forbid(unsafe_code)]

mod credentials;
mod duration;
mod edit;
mod error;
mod model;
mod protection;
mod read;
mod secret;
mod table;
mod tui;

pub use credentials::{Credential, Credentials, Given, Identity, Ways};
pub use duration::duration;
pub use edit::Editor;
pub use error::{ConfigError, suggest};
pub use model::{AuthEntry, Config, DecodeRule, Decoder, Profile, Secret, Settings, TlsFiles, is_tls_url};
pub use protection::{Change, Protection};
pub use secret::{read_private, run};
pub use tui::{Limits, Tui};

use std::path::PathBuf;

use etcetera::BaseStrategy;

/// The newest `schema` that is understood.
pub const SCHEMA: i64 = 1;

/// Where the file is if nobody says otherwise; `None` without a home.
pub fn default_path() -> Option<PathBuf> {
    Some(etcetera::choose_base_strategy().ok()?.config_dir().join("zkd").join("config.toml"))
}

/// `~/x` as a path in the home directory; anything else as it stands.
pub fn expand_home(path: &str) -> PathBuf {
    match (path.strip_prefix("~/"), etcetera::home_dir()) {
        (Some(rest), Ok(home)) => home.join(rest),
        _ => PathBuf::from(path),
    }
}
