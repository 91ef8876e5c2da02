//! The profile before the current one: for `profile -`, as `cd -` does it.

use std::io::Write;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::PathBuf;

use etcetera::BaseStrategy;

use crate::failure::{Failure, Result};

fn file() -> Option<PathBuf> {
    let dirs = etcetera::choose_base_strategy().ok()?;
    Some(dirs.state_dir().unwrap_or_else(|| dirs.data_dir()).join("zkd").join("previous-profile"))
}

/// Its name, if there was one.
pub fn read() -> Option<String> {
    let name = std::fs::read_to_string(file()?).ok()?;
    Some(name.trim().to_owned()).filter(|n| !n.is_empty())
}

/// Remembers one.
///
/// # Errors
/// It cannot be written.
pub fn write(name: &str) -> Result<()> {
    let Some(file) = file() else { return Ok(()) };
    let written = (|| {
        if let Some(dir) = file.parent() {
            std::fs::DirBuilder::new().recursive(true).mode(0o700).create(dir)?;
        }
        let mut out =
            std::fs::File::options().write(true).create(true).truncate(true).mode(0o600).open(&file)?;
        writeln!(out, "{name}")
    })();
    written.map_err(|e| Failure::io(format_args!("cannot write {}", file.display()), e))
}
