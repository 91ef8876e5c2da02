//! Writes snapshots while the server works, at a pace that leaves most of the processor and of the disk to the
//! requests.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use zk_journal::backup::{self, Backup, BackupError};
use zk_journal::{Standing, TreeSource};
use zk_storage::{DataDir, OsDisk, StorageError};
use zk_tree::DataTree;

use crate::recover;
use crate::shared::Shared;

/// After each turn in which clients asked for something, the writer rests for this many times as long as the turn
/// took, so that a snapshot never takes more than a third of a core, and of the disk, from the requests.
const REST: u32 = 2;

/// The server's tree, and the rests in between.
struct Paced<'a> {
    shared: &'a Shared,
    packets: u64,
    turn: Instant,
}

impl TreeSource for Paced<'_> {
    fn with<R>(&mut self, look: impl FnOnce(&DataTree) -> R) -> R {
        self.turn = Instant::now();
        look(&self.shared.tree())
    }

    fn rest(&mut self) -> bool {
        if self.shared.is_stopping() {
            return false;
        }
        if std::mem::replace(&mut self.packets, self.shared.packets_received()) != self.packets {
            std::thread::sleep(self.turn.elapsed() * REST);
        }
        true
    }
}

/// Writes a snapshot of the tree as others change it; `None` if the server stops meanwhile.
///
/// # Errors
/// See [`zk_journal::snapshot::write_fuzzy`].
pub(crate) fn write_fuzzy(shared: &Shared, dir: &DataDir<OsDisk>) -> Result<Option<PathBuf>, StorageError> {
    let mut source = Paced { shared, packets: shared.packets_received(), turn: Instant::now() };
    zk_journal::snapshot::write_fuzzy(dir, &mut source, recover::format(&shared.config))
}

/// Writes a backup: the tree of one transaction, rebuilt from what the disk holds. `None` if the server stops meanwhile.
///
/// # Errors
/// See [`zk_journal::backup::write`].
pub(crate) fn write_backup(shared: &Shared, dir: &DataDir<OsDisk>) -> Result<Option<Backup>, BackupError> {
    let settings = recover::settings(&shared.config, Standing::Standalone, 0);
    let mut source = Paced { shared, packets: shared.packets_received(), turn: Instant::now() };
    // A member may apply what its own disk is still writing.
    let deadline = Instant::now() + LOG_CATCHES_UP;
    let wait = || {
        std::thread::sleep(Duration::from_millis(5));
        Instant::now() < deadline && !shared.is_stopping()
    };
    backup::write(dir, &mut source, recover::format(&shared.config), &settings.options(), settings.seed, wait)
}

/// The log is behind the tree by one sync of the disk, as a rule.
const LOG_CATCHES_UP: Duration = Duration::from_secs(30);
