//! Moves a history aside that is known to be incomplete, and remembers that the member has none to vouch for.
//!
//! Requests: the mark `.zkd.distrusted` is written with the number of the directory aside; that directory is made;
//! the files are moved, and all directories synced. While the mark stands, opening the directory for writing
//! completes the moves, so that half of a history never looks like a whole one; and an empty directory is no
//! trusted beginning, whatever the configuration says. An installation removes the mark.

use std::path::{Path, PathBuf};

use super::{DataDir, VERSION_DIR};
use crate::disk::{Disk, read_small, write_atomically};
use crate::error::{IoContext, StorageError};

/// Says that the history was moved aside. Java does not look at it.
const MARK: &str = ".zkd.distrusted";
const MARK_TMP: &str = ".zkd.distrusted.tmp";
/// Longest content that can be a number, in bytes.
const NUMBER_BYTES: usize = 64;

impl<D: Disk> DataDir<D> {
    /// Moves the history into `version-2.damaged-<n>` beside `version-2`; nothing is deleted. The member then has
    /// nothing to vouch for, and remains so over restarts, until a snapshot is installed. No log writer may be
    /// open. Returns the directory (that of the snapshots, if there are two).
    ///
    /// `acceptedEpoch` stays: it is a promise, whatever became of the history. `currentEpoch` goes with the history
    /// that it vouched for.
    ///
    /// Differs: Java has nothing of the kind; an operator who empties the directory makes it look like a new one.
    pub fn set_aside(&self) -> Result<PathBuf, StorageError> {
        let number = match self.distrust_number()? {
            Some(number) => number,
            None => {
                let number = self.free_number()?;
                let text = number.to_string();
                write_atomically(&self.disk, &self.snap_dir, MARK, MARK_TMP, text.as_bytes())
                    .at("write", &self.snap_dir.join(MARK))?;
                number
            }
        };
        self.move_aside(number)
    }

    /// True if the history was moved aside and none has come in its place.
    pub fn is_distrusted(&self) -> Result<bool, StorageError> {
        Ok(self.distrust_number()?.is_some())
    }

    /// Completes moves that a crash interrupted.
    pub(super) fn finish_set_aside(&self) -> Result<(), StorageError> {
        match self.distrust_number()? {
            Some(number) => self.move_aside(number).map(|_| ()),
            None => Ok(()),
        }
    }

    /// The member has a history again.
    pub(super) fn clear_distrust(&self) -> Result<(), StorageError> {
        self.remove_durably(&self.snap_dir.join(MARK))
    }

    fn distrust_number(&self) -> Result<Option<u32>, StorageError> {
        let path = self.snap_dir.join(MARK);
        let Some(bytes) = read_small(&self.disk, &path, NUMBER_BYTES).at("read", &path)? else {
            return Ok(None);
        };
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let bad =
            |_| StorageError::BadNumber { path, expected: "the number of a directory", text: text.clone() };
        text.trim().parse().map(Some).map_err(bad)
    }

    fn free_number(&self) -> Result<u32, StorageError> {
        let mut number = 1;
        for root in [&self.snap_root, &self.log_root] {
            let entries = self.disk.read_dir(root).at("list", root)?;
            let prefix = format!("{VERSION_DIR}.damaged-");
            let taken = entries.iter().filter_map(|e| e.name.strip_prefix(&prefix)?.parse::<u32>().ok());
            number = taken.map(|n| n.saturating_add(1)).fold(number, u32::max);
        }
        Ok(number)
    }

    fn move_aside(&self, number: u32) -> Result<PathBuf, StorageError> {
        self.fence.hold().supersede();
        let name = format!("{VERSION_DIR}.damaged-{number}");
        let first = self.snap_root.join(&name);
        self.move_files(&self.snap_dir, &first)?;
        if self.log_dir != self.snap_dir {
            self.move_files(&self.log_dir, &self.log_root.join(&name))?;
        }
        Ok(first)
    }

    fn move_files(&self, from: &Path, to: &Path) -> Result<(), StorageError> {
        self.disk.create_dir_all(to).at("create", to)?;
        let mut moved = false;
        for entry in self.disk.read_dir(from).at("list", from)? {
            if entry.is_dir || !is_history(&entry.name) {
                continue;
            }
            let (old, new) = (from.join(&entry.name), to.join(&entry.name));
            // What the member has written since it lost its history is not part of it.
            if self.disk.exists(&new).at("look up", &new)? {
                continue;
            }
            self.disk.rename(&old, &new).at("move to", &new)?;
            moved = true;
        }
        if moved {
            self.disk.sync_dir(to).at("sync directory", to)?;
            self.disk.sync_dir(from).at("sync directory", from)?;
        }
        Ok(())
    }
}

fn is_history(name: &str) -> bool {
    name == "currentEpoch" || ["snapshot.", "log.", "torn."].iter().any(|p| name.starts_with(p))
}
