//! Profiles: what is known of an ensemble before a connection is made. Options of the command line, variables, a
//! profile and `[defaults]` become one [`Target`]; secrets and files are looked at only when a connection needs them.

pub mod args;
pub mod commands;
mod credentials;
mod java;
mod previous;
mod secret_prompt;
mod server_id;
mod target;

use std::path::PathBuf;

use zk_config::{Config, ConfigError};

use crate::connect_args::ConnectArgs;
use crate::exit::Exit;
use crate::failure::{Failure, Result};

pub use credentials::{Credentials, guard};
pub use server_id::find as find_server;
pub use target::{Target, load_tls};

/// Where the configuration file is, and whether it was named.
pub fn config_path(args: &ConnectArgs) -> Option<PathBuf> {
    if args.no_config {
        return None;
    }
    args.config.clone().or_else(zk_config::default_path)
}

/// The configuration; without a file an empty one, unless the file was named.
///
/// # Errors
/// The file cannot be read or understood.
pub fn config(args: &ConnectArgs) -> Result<Config> {
    if args.no_config {
        return Ok(Config::default());
    }
    Config::load(args.config.as_deref()).map_err(|error| failure(&error))
}

/// What an error of the configuration means to the user.
pub fn failure(error: &ConfigError) -> Failure {
    let exit = match error {
        ConfigError::Io { .. } | ConfigError::Command { .. } => Exit::Unexpected,
        _ => Exit::Usage,
    };
    // Files and names may hold anything.
    let failure = Failure::new(exit, "Config", crate::sanitise::line(&error.to_string()).into_owned());
    match error.hint() {
        Some(hint) => failure.hint(crate::sanitise::line(&hint).into_owned()),
        None => failure,
    }
}
