//! Arguments of `snap install`.

use std::path::PathBuf;

use clap::{Args, ValueHint};

#[derive(Args, Debug)]
pub struct SnapInstall {
    /// A snapshot as `snap take` writes it, also .gz and .snappy
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub file: PathBuf,
    /// The server's dataDir
    #[arg(value_name = "DATADIR", value_hint = ValueHint::DirPath)]
    pub data_dir: PathBuf,
    /// Its dataLogDir, if that is another one
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub data_log_dir: Option<PathBuf>,
    /// The epoch that this history begins with [default: one above the last that the server knows of; if it knows none, one
    /// thousand above that of the backup]
    #[arg(long, value_name = "NUMBER")]
    pub epoch: Option<i64>,
}
