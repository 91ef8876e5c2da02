//! Another tree takes the place of the one there is: between two batches, with nobody connected, and on the disk first.
//!
//! **The zxid goes on**: the restored tree is that of the next transaction, however old what it holds is. Otherwise zxids
//! that clients have seen would come again for other transactions, and clients that are ahead of them be turned away.

use std::time::Instant;

use tokio::sync::oneshot;
use zk_proto::{ServerId, Zxid};
use zk_server::CloseReason;
use zk_storage::StorageError;
use zk_tree::DataTree;

use super::Core;
use crate::conn::End;
use crate::recover::{self, Replayed};
use crate::shared::CORE_METRICS;
use crate::status::Serving;
use crate::status::metrics::Summary;

/// The tree, and who waits for it to be in place.
#[derive(Debug)]
pub(crate) struct Restore {
    pub(crate) tree: DataTree,
    pub(crate) done: oneshot::Sender<Result<InPlace, NotRestored>>,
}

/// A backup that is in place.
#[derive(Debug)]
pub(crate) struct InPlace {
    /// The zxid that the tree has.
    pub(crate) zxid: Zxid,
    pub(crate) nodes: usize,
    pub(crate) digest: u64,
    pub(crate) ensemble: Option<Led>,
}

/// An ensemble that has taken a backup over.
#[derive(Debug)]
pub(crate) struct Led {
    /// The epoch that began with it.
    pub(crate) epoch: i64,
    pub(crate) leader: ServerId,
    /// The members that do not have it yet.
    pub(crate) without: Vec<i64>,
}

/// Why a backup is not in place.
#[derive(Debug)]
pub(crate) enum NotRestored {
    Unchanged(String),
    /// Everything is as it was, under another leader.
    Discarded(String),
    Undecided(String),
}

impl Restore {
    /// Nothing has changed.
    pub(crate) fn refuse(self, why: &str) {
        // Whoever asked may have gone.
        let _ = self.done.send(Err(NotRestored::Unchanged(why.to_owned())));
    }
}

impl Core {
    /// Does it, if there is something to do.
    ///
    /// # Errors
    /// The disk failed half way: then either history is on it, but only one, and the next start finds out which.
    pub(super) fn restore(&mut self) -> Result<(), StorageError> {
        let Some(restore) = self.restore.take() else { return Ok(()) };
        let Restore { mut tree, done } = *restore;
        let start = Instant::now();
        let shared = self.shared.clone();
        shared.set_serving(Serving::No);
        for conn in shared.conns().iter() {
            self.fenced.insert(conn.id);
            conn.end(End::Server(CloseReason::NotServing));
        }
        let (before, held) = (shared.tree().last_zxid(), tree.last_zxid());
        tree.carry_to(held.max(Zxid(before.0 + 1)));
        // Sessions are in it with their ephemerals; an ephemeral without one is nobody's.
        let orphans = tree.drop_orphaned_ephemerals();
        let zxid = tree.last_zxid();
        tracing::warn!(%before, %held, %zxid, nodes = tree.node_count(), orphans, "restoring a backup: every client is let go");
        // No file of the log may be open meanwhile.
        self.log.roll()?;
        let (nodes, digest) = (tree.node_count(), tree.digest());
        let dir = self.snapshots.dir().clone();
        let max_field_bytes =
            recover::settings(&shared.config, zk_journal::Standing::Standalone, 0).max_field_bytes;
        zk_journal::snapshot::install(&dir, &tree, recover::format(&shared.config), max_field_bytes)?;
        self.server = zk_server::Server::new(
            crate::server::standalone_config(&shared.config),
            &tree,
            shared.clock.times(),
        );
        shared.replace_tree(tree);
        self.seed = self.seed.rotate_left(7) | 1;
        self.snapshots.restart(Replayed::default());
        shared.set_serving(Serving::ReadWrite);
        shared.metrics[CORE_METRICS].record_time(Summary::Restore, start.elapsed());
        tracing::info!(%zxid, took_ms = start.elapsed().as_millis() as u64, "the backup is in place");
        let _ = done.send(Ok(InPlace { zxid, nodes, digest, ensemble: None }));
        Ok(())
    }
}
