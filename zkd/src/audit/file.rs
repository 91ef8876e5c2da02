//! The file of the audit log. Whoever rotates logs moves it away; then it is made anew, without a signal.

use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// A file that is appended to.
pub(super) struct AuditFile {
    path: PathBuf,
    file: File,
    /// Lines that could not be written since that was last said.
    lost: u64,
    said: Option<Instant>,
}

/// Failures are said this often at most.
const SAY_EVERY: Duration = Duration::from_secs(60);

impl AuditFile {
    /// Opens it, or makes it for this user and its group alone.
    pub(super) fn open(path: PathBuf) -> io::Result<AuditFile> {
        let file = append_to(&path)?;
        Ok(AuditFile { path, file, lost: 0, said: None })
    }

    /// Appends whole lines. What cannot be written is counted and said.
    pub(super) fn append(&mut self, text: &str, lines: u64) {
        if let Err(e) = self.try_append(text) {
            self.lost += lines;
            if self.said.is_none_or(|at| at.elapsed() > SAY_EVERY) {
                tracing::error!(
                    "{} lines of the audit log are lost: {}: {e}",
                    self.lost,
                    self.path.display()
                );
                (self.lost, self.said) = (0, Some(Instant::now()));
            }
        }
    }

    fn try_append(&mut self, text: &str) -> io::Result<()> {
        if !self.is_in_place()? {
            self.file = append_to(&self.path)?;
        }
        self.file.write_all(text.as_bytes())
    }

    /// Whether the path still leads to the open file.
    fn is_in_place(&self) -> io::Result<bool> {
        let open = self.file.metadata()?;
        match std::fs::metadata(&self.path) {
            Ok(there) => Ok((there.dev(), there.ino()) == (open.dev(), open.ino())),
            Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(false),
            Err(e) => Err(e),
        }
    }
}

impl Drop for AuditFile {
    fn drop(&mut self) {
        if self.lost > 0 {
            tracing::error!("{} more lines of the audit log are lost: {}", self.lost, self.path.display());
        }
    }
}

fn append_to(path: &PathBuf) -> io::Result<File> {
    OpenOptions::new().append(true).create(true).mode(0o640).open(path)
}
