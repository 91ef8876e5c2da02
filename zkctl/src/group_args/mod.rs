//! Arguments of the groups: commands about the servers, the ensemble, sessions, quotas and ACLs. One file per area.

pub mod acl;
pub mod backup;
pub mod check;
pub mod cluster;
pub mod quota;
pub mod server;
pub mod session;

use std::path::PathBuf;

use clap::Args;

/// Where the servers' AdminServers are.
#[derive(Args, Clone, Debug, Default)]
pub struct AdminArgs {
    /// AdminServers, where words are not allowed: one URL with {host}, or one for each server
    #[arg(long, value_name = "URLS", env = "ZKD_ADMIN", value_delimiter = ',', global = true)]
    #[arg(hide_env_values = true)]
    pub admin: Vec<String>,
    /// Certificates of the authorities that vouch for AdminServers behind https, if not those of --tls-ca (PEM)
    #[arg(long, value_name = "FILE", env = "ZKD_ADMIN_CA", global = true, value_hint = clap::ValueHint::FilePath)]
    #[arg(hide_env_values = true)]
    pub admin_ca: Option<PathBuf>,
}
