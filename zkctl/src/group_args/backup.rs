//! Arguments of `snap take` and `snap restore`.

use std::path::PathBuf;

use clap::{Args, ValueHint};

use super::AdminArgs;
use super::server::WhichServer;

#[derive(Args, Debug)]
pub struct SnapTake {
    #[command(flatten)]
    pub admin: AdminArgs,
    #[command(flatten)]
    pub which: WhichServer,
    /// A new file, or a directory, in which the snapshot is named as servers name theirs
    #[arg(long, value_name = "FILE|DIR", value_hint = ValueHint::AnyPath)]
    pub to: PathBuf,
}

#[derive(Args, Debug)]
pub struct SnapRestore {
    #[command(flatten)]
    pub admin: AdminArgs,
    /// The server, by id or host:port
    #[arg(id = "which_server", value_name = "SERVER")]
    pub server: String,
    /// A snapshot as `snap take` writes it, also .gz and .snappy
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub file: PathBuf,
}
