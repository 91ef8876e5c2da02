//! Start-up: what the configuration says about the data directory, and what its recovery has to tell.

use std::sync::Arc;

use zk_journal::{RecoverConfig, SnapshotFormat, Standing};
use zk_storage::{Compression, DataDir, OsDisk, StorageError};
use zk_tree::DataTree;

pub(crate) use zk_journal::Replayed;

use crate::config::{Config, SnapshotCompression};

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

/// How snapshots are written.
pub(crate) fn format(config: &Config) -> SnapshotFormat {
    SnapshotFormat {
        compression: compression(config),
        digest: config.digest_enabled,
        last_zxid: config.serialize_last_processed_zxid,
    }
}

/// The data directory as configured. Limits for records that are read back: what this server would accept, and room
/// for what it builds itself.
pub(crate) fn settings(config: &Config, standing: Standing, seed: u64) -> RecoverConfig {
    let largest = config.max_buffer_bytes as usize + config.max_buffer_extra_bytes as usize;
    let defaults = RecoverConfig::new(&config.data_dir, standing);
    RecoverConfig {
        data_log_dir: (config.data_log_dir != config.data_dir).then(|| config.data_log_dir.clone()),
        datadir_autocreate: config.datadir_autocreate,
        db_autocreate: config.db_autocreate,
        trust_empty_snapshot: config.snapshot_trust_empty,
        max_record_bytes: defaults.max_record_bytes.max(largest),
        max_field_bytes: defaults.max_field_bytes.max(largest),
        format: format(config),
        seed,
        ..defaults
    }
}

/// Here they go on as they are, whatever the key says; an Apache ZooKeeper with the key off takes them for ephemerals of
/// sessions that are long gone.
pub(crate) fn warn_of_ttl_nodes(config: &Config, tree: &DataTree) {
    let count = tree.ttl_count();
    if count == 0 || config.extended_types {
        return;
    }
    tracing::warn!(
        ttl_nodes = count,
        "there are TTL nodes in the tree and extendedTypesEnabled is off: they still expire here and no new ones are taken, but \
         an Apache ZooKeeper with this setting deletes them all when it starts or begins to lead. Set \
         extendedTypesEnabled=true on every server for as long as there are any"
    );
}

/// Opens and locks the data directory and rebuilds the tree from it.
///
/// # Errors
/// What [`zk_journal::recover`] refuses. A standalone server never starts on a damaged history.
pub(crate) fn recover(config: &Config, seed: u64) -> Result<Recovered, StorageError> {
    let recovered = zk_journal::recover(OsDisk, &settings(config, Standing::Standalone, seed))?;
    for warning in &recovered.warnings {
        tracing::warn!("{warning}");
    }
    let tree = recovered.tree;
    warn_of_ttl_nodes(config, &tree);
    let mismatches = tree.digest_check().mismatches();
    if let Some(first) = tree.digest_check().first_mismatch() {
        tracing::error!(
            "{mismatches} replayed transactions, the first of them {first}, left another tree than their digest says"
        );
    }
    tracing::info!(
        zxid = %tree.last_zxid(),
        nodes = tree.node_count(),
        sessions = tree.sessions().count(),
        replayed = recovered.replayed.txns,
        log_files = recovered.replayed.log_files,
        "recovered"
    );
    Ok(Recovered { dir: recovered.dir, tree, replayed: recovered.replayed })
}
