//! What packages and images bring besides the programs: the scripts run here as an operator's system runs them.

mod entrypoint;
mod server_script;
mod unit;

use std::path::{Path, PathBuf};

/// A file of `packaging/`.
fn packaged(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("packaging").join(name)
}
