//! Builds a tree of what a snapshot and the log hold.

use zk_proto::{AclBytes, SessionId, Zxid};
use zk_storage::{NodeRef, RecoveryTarget, SnapshotDigest, TargetError};
use zk_tree::DataTree;

pub(crate) struct Builder {
    tree: DataTree,
    seed: u64,
    snapshot: Zxid,
    nodes_hint: usize,
}

impl Builder {
    /// `seed` keeps hash order from being guessed; `nodes_hint` is a first guess for the size of the index.
    pub(crate) fn new(seed: u64, nodes_hint: usize) -> Builder {
        Builder { tree: DataTree::new(seed), seed, snapshot: Zxid::ZERO, nodes_hint }
    }

    pub(crate) fn into_tree(self) -> DataTree {
        self.tree
    }
}

impl RecoveryTarget for Builder {
    fn begin_snapshot(&mut self, zxid: Zxid) {
        self.tree = DataTree::bare(self.seed);
        self.tree.reserve(self.nodes_hint);
        self.snapshot = zxid;
    }

    fn session(&mut self, session: SessionId, timeout_ms: i32) -> Result<(), TargetError> {
        self.tree.load_session(session, timeout_ms);
        Ok(())
    }

    fn acl(&mut self, id: i64, acl: AclBytes<'_>) -> Result<(), TargetError> {
        self.tree.load_acl(id, acl);
        Ok(())
    }

    fn node(&mut self, node: NodeRef<'_>) -> Result<(), TargetError> {
        Ok(self.tree.load_node(node.path, node.data, node.acl, node.stat)?)
    }

    fn snapshot_done(
        &mut self,
        digest: Option<SnapshotDigest>,
        _last_zxid: Option<Zxid>,
    ) -> Result<(), TargetError> {
        let digest =
            digest.filter(|d| d.version == zk_proto::txn::DIGEST_VERSION).map(|d| (d.zxid, d.digest));
        self.tree.finish_load(self.snapshot, digest);
        Ok(())
    }

    fn discard_snapshot(&mut self) {
        self.tree = DataTree::new(self.seed);
        self.snapshot = Zxid::ZERO;
    }

    fn txn(&mut self, _zxid: Zxid, payload: &[u8]) -> Result<(), TargetError> {
        self.tree.apply_payload(payload, &mut ())?;
        Ok(())
    }
}
