//! Start-up: the data directory becomes a tree, and what has to be mended is mended and said.

use std::sync::Arc;

use zk_proto::{AclBytes, SessionId, Zxid};
use zk_storage::{
    Access, Base, Compression, DataDir, NodeRef, OsDisk, RecoverOptions, RecoveryTarget, SnapshotDigest,
    StorageError, TargetError,
};
use zk_tree::DataTree;

use crate::config::{Config, SnapshotCompression};

/// Builds a tree of what recovery reads.
struct Builder {
    tree: DataTree,
    seed: u64,
    snapshot: Zxid,
    nodes_hint: usize,
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

/// What the log had beyond the snapshot.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Replayed {
    pub(crate) txns: u64,
    pub(crate) bytes: u64,
}

/// What a start begins with.
pub(crate) struct Recovered {
    pub(crate) dir: Arc<DataDir<OsDisk>>,
    pub(crate) tree: DataTree,
    /// What was replayed over the snapshot.
    pub(crate) replayed: Replayed,
}

/// How the configuration's compression is called in the storage.
pub(crate) fn compression(config: &Config) -> Compression {
    match config.snapshot_compression {
        SnapshotCompression::None => Compression::Plain,
        SnapshotCompression::Gzip => Compression::Gzip,
        SnapshotCompression::Snappy => Compression::Snappy,
    }
}

/// Limits for records that are read back: what this server would accept, and room for what it builds itself.
fn options(config: &Config, trust_empty_dir: bool) -> RecoverOptions {
    let largest = config.max_buffer_bytes as usize + config.max_buffer_extra_bytes as usize;
    let defaults = RecoverOptions::default();
    RecoverOptions {
        trust_empty_snapshot: config.snapshot_trust_empty,
        trust_empty_dir,
        max_record_bytes: defaults.max_record_bytes.max(largest),
        max_field_bytes: defaults.max_field_bytes.max(largest),
        ..defaults
    }
}

/// Opens and locks the data directory and rebuilds the tree from it.
///
/// # Errors
/// What [`DataDir::open`] and [`DataDir::recover`] refuse. A standalone server never starts on a damaged history.
pub(crate) fn recover(config: &Config, seed: u64) -> Result<Recovered, StorageError> {
    let access = if config.datadir_autocreate { Access::Create } else { Access::Existing };
    let log_dir = (config.data_log_dir != config.data_dir).then_some(&*config.data_log_dir);
    let dir = DataDir::open(OsDisk, &config.data_dir, log_dir, access)?;
    let trust_empty = config.db_autocreate || dir.has_initialize_marker()?;
    // Bytes per node of a snapshot with small nodes; only a first guess for the size of the index.
    let nodes_hint = dir.plausible_snapshots()?.first().map_or(0, |s| (s.len / 200).min(16 << 20) as usize);
    let mut builder = Builder { tree: DataTree::new(seed), seed, snapshot: Zxid::ZERO, nodes_hint };
    let report = dir.recover(&options(config, trust_empty), &mut builder)?;
    for warning in &report.warnings {
        tracing::warn!("{warning}");
    }
    if let Some(torn) = &report.torn {
        dir.repair_tail(torn)?;
    }
    if report.base == Base::Untrusted {
        return Err(StorageError::Io {
            op: "start on",
            path: config.data_dir.clone(),
            source: std::io::Error::new(
                std::io::ErrorKind::NotFound,
                "the database is empty, db.autocreate is false and there is no file `initialize`",
            ),
        });
    }
    let mut tree = builder.tree;
    let mismatches = tree.digest_check().mismatches();
    if let Some(first) = tree.digest_check().first_mismatch() {
        tracing::error!(
            "{mismatches} replayed transactions, the first of them {first}, left another tree than their digest says"
        );
    }
    let orphans = tree.drop_orphaned_ephemerals();
    if orphans > 0 {
        tracing::warn!("{orphans} ephemeral nodes of sessions that no longer exist were deleted");
    }
    if report.base == Base::Empty && report.txns == 0 {
        // Java does not start on a log without a snapshot.
        write_initial(&dir, &tree, config)?;
        dir.take_initialize_marker()?;
    }
    tracing::info!(
        zxid = %tree.last_zxid(),
        nodes = tree.node_count(),
        sessions = tree.sessions().count(),
        replayed = report.txns,
        log_files = report.log_files,
        "recovered"
    );
    Ok(Recovered {
        dir: Arc::new(dir),
        tree,
        replayed: Replayed { txns: report.txns, bytes: report.txn_bytes },
    })
}

fn write_initial(dir: &DataDir<OsDisk>, tree: &DataTree, config: &Config) -> Result<(), StorageError> {
    crate::snapshot::write_whole(dir, tree, compression(config), config.digest_enabled).map(|_| ())
}
