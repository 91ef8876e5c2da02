//! Trees as snapshots are written of them: as a whole, or while they change.

use std::collections::VecDeque;

use bytes::Bytes;
use zk_journal::TreeSource;
use zk_journal::stream::{self, StreamLimits};
use zk_proto::Zxid;
use zk_tree::DataTree;

/// Larger trees are not copied.
const MAX_NODES: usize = 300;

/// A tree that stands still.
pub(super) struct Whole<'a>(pub(super) &'a DataTree);

impl TreeSource for Whole<'_> {
    fn with<R>(&mut self, look: impl FnOnce(&DataTree) -> R) -> R {
        look(self.0)
    }
}

/// A copy of the tree as it was when the snapshot was begun. What is applied to the tree until the snapshot is written
/// is applied to the copy in between the looks at it.
pub(super) struct Slow {
    tree: DataTree,
    txns: VecDeque<(Zxid, Bytes)>,
    looks: usize,
    /// Transactions that came in between.
    pub(super) moved: usize,
}

impl Slow {
    /// Of a tree that is small enough.
    pub(super) fn begin(tree: &DataTree) -> Option<Slow> {
        if tree.node_count() > MAX_NODES {
            return None;
        }
        let bytes = stream::write(tree, Vec::new()).ok()?;
        let tree = stream::read(&mut &bytes[..], tree.last_zxid(), 1, StreamLimits::default()).ok()?;
        Some(Slow { tree, txns: VecDeque::new(), looks: 0, moved: 0 })
    }

    /// A transaction was appended to the log.
    pub(super) fn appended(&mut self, zxid: Zxid, payload: &Bytes) {
        if zxid > self.tree.last_zxid() {
            self.txns.push_back((zxid, payload.clone()));
        }
    }

    /// The tree has got this far.
    pub(super) fn reached(&mut self, last: Zxid) {
        self.txns.retain(|(z, _)| *z <= last);
    }
}

impl TreeSource for Slow {
    fn with<R>(&mut self, look: impl FnOnce(&DataTree) -> R) -> R {
        self.looks += 1;
        // The first look is where the snapshot begins; the last one must see all of it.
        let due = if self.looks == 1 { 0 } else { self.txns.len().div_ceil(2) };
        for (_, payload) in self.txns.drain(..due) {
            self.moved += usize::from(self.tree.apply_payload(&payload, &mut ()).is_ok());
        }
        look(&self.tree)
    }
}
