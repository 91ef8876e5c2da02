//! The small files of one number: `acceptedEpoch`, `currentEpoch`, `myid`; and the marker `initialize`.
//!
//! Requests of an epoch file: write `<name>.tmp`, sync it, rename it, sync the directory. It may be relied on
//! from then on; before, the old content stands.

use std::path::Path;

use super::DataDir;
use crate::disk::{Disk, read_small, write_atomically};
use crate::error::{IoContext, StorageError};

const ACCEPTED: &str = "acceptedEpoch";
const CURRENT: &str = "currentEpoch";
/// Longest content that can be a number, in bytes.
const NUMBER_BYTES: usize = 64;

/// The two epochs as stored; `None` where there is no file. -1 is what Java stores for a member that has
/// nothing to vouch for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Epochs {
    /// The last epoch promised to a prospective leader.
    pub accepted: Option<i64>,
    /// The last epoch whose history was adopted.
    pub current: Option<i64>,
    /// What an interrupted write of `current` wanted to store. Java takes it if the history is of a later epoch
    /// than `current`.
    pub current_pending: Option<i64>,
}

impl<D: Disk> DataDir<D> {
    /// Reads the epoch files.
    ///
    /// # Errors
    /// [`StorageError::BadNumber`] if one is empty or holds anything but a decimal number.
    pub fn epochs(&self) -> Result<Epochs, StorageError> {
        let pending = self.number(&self.snap_dir.join(format!("{CURRENT}.tmp")), "an epoch");
        Ok(Epochs {
            accepted: self.number(&self.snap_dir.join(ACCEPTED), "an epoch")?,
            current: self.number(&self.snap_dir.join(CURRENT), "an epoch")?,
            // An interrupted write may have left anything; then it wanted nothing that counts.
            current_pending: match pending {
                Err(StorageError::BadNumber { .. }) => None,
                other => other?,
            },
        })
    }

    /// Stores the accepted epoch, durably.
    pub fn write_accepted_epoch(&self, epoch: i64) -> Result<(), StorageError> {
        self.write_number(ACCEPTED, epoch)
    }

    /// Stores the current epoch, durably. Everything that it vouches for must be durable before.
    pub fn write_current_epoch(&self, epoch: i64) -> Result<(), StorageError> {
        self.write_number(CURRENT, epoch)
    }

    /// Reads this server's id from `myid`; `None` if there is no such file.
    ///
    /// # Errors
    /// [`StorageError::BadNumber`] if its first line is not a decimal number without blanks, as in Java.
    pub fn my_id(&self) -> Result<Option<i64>, StorageError> {
        let path = self.snap_root.join("myid");
        let Some(text) = self.text(&path, 4096)? else { return Ok(None) };
        let line = text.lines().next().unwrap_or_default();
        line.parse().map(Some).map_err(|_| StorageError::BadNumber {
            path,
            expected: "this server's id as a decimal number, with nothing before or behind it,",
            text: line.to_string(),
        })
    }

    /// True if the marker `initialize` stands beside the log's `version-2`: this member may start empty.
    pub fn has_initialize_marker(&self) -> Result<bool, StorageError> {
        let path = self.log_root.join("initialize");
        self.disk.exists(&path).at("look up", &path)
    }

    /// Removes the marker `initialize`, durably; true if it was there. Do it once the member has started, as the
    /// marker allows one start only.
    pub fn take_initialize_marker(&self) -> Result<bool, StorageError> {
        if !self.has_initialize_marker()? {
            return Ok(false);
        }
        let path = self.log_root.join("initialize");
        self.disk.remove(&path).at("remove", &path)?;
        self.disk.sync_dir(&self.log_root).at("sync directory", &self.log_root)?;
        Ok(true)
    }

    fn write_number(&self, name: &str, number: i64) -> Result<(), StorageError> {
        let (dir, tmp) = (&self.snap_dir, format!("{name}.tmp"));
        write_atomically(&self.disk, dir, name, &tmp, number.to_string().as_bytes())
            .at("write", &dir.join(name))
            .map(|_| ())
    }

    fn number(&self, path: &Path, expected: &'static str) -> Result<Option<i64>, StorageError> {
        let Some(text) = self.text(path, NUMBER_BYTES)? else { return Ok(None) };
        let bad = |_| StorageError::BadNumber { path: path.to_path_buf(), expected, text: text.clone() };
        text.trim().parse().map(Some).map_err(bad)
    }

    fn text(&self, path: &Path, limit: usize) -> Result<Option<String>, StorageError> {
        let bytes = read_small(&self.disk, path, limit).at("read", path)?;
        Ok(bytes.map(|b| String::from_utf8_lossy(&b).into_owned()))
    }
}
