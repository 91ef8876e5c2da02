//! Start-up: the data directory becomes a tree, and what has to be mended is mended and said.

use std::path::PathBuf;
use std::sync::Arc;

use zk_mutants::{Mutant, on};
use zk_proto::Zxid;
use zk_storage::{Access, Base, DataDir, Disk, RecoverOptions, RecoveryReport, StorageError};
use zk_tree::DataTree;

use crate::builder::Builder;
use crate::epochs::{self, Epochs};
use crate::snapshot::{self, SnapshotFormat};

/// Bytes per node of a snapshot with small nodes; only a first guess for the size of the index.
const NODE_BYTES: u64 = 200;
/// And no guess above this.
const MAX_NODES_HINT: u64 = 16 << 20;

/// Whose data it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// A server of its own: its history is the whole truth, and it never starts without one.
    Standalone,
    /// A member of an ensemble: it may have nothing to vouch for, and changes nothing that others do not.
    Member,
}

/// Where the data is and what may be assumed about it.
#[derive(Clone, Debug)]
pub struct RecoverConfig {
    /// Directory of snapshots and epochs.
    pub data_dir: PathBuf,
    /// Directory of the logs, if it is another one.
    pub data_log_dir: Option<PathBuf>,
    /// Make missing directories (`datadir.autocreate`).
    pub datadir_autocreate: bool,
    /// Start empty on an empty directory (`db.autocreate`); otherwise only with the marker `initialize`.
    pub db_autocreate: bool,
    /// Replay logs from an empty tree if there is no snapshot (`snapshot.trust.empty`).
    pub trust_empty_snapshot: bool,
    /// Limit of a log record's payload in bytes.
    pub max_record_bytes: usize,
    /// Limit of a snapshot's path, data or ACL list in bytes.
    pub max_field_bytes: usize,
    /// How snapshots are written.
    pub format: SnapshotFormat,
    /// Whose data it is.
    pub standing: Standing,
    /// What `/zookeeper/config` says in the first snapshot of a new directory.
    pub membership: Option<Arc<str>>,
    /// Keeps hash order from being guessed.
    pub seed: u64,
}

impl RecoverConfig {
    /// ZooKeeper's defaults.
    pub fn new(data_dir: impl Into<PathBuf>, standing: Standing) -> RecoverConfig {
        let defaults = RecoverOptions::default();
        RecoverConfig {
            data_dir: data_dir.into(),
            data_log_dir: None,
            datadir_autocreate: true,
            db_autocreate: true,
            trust_empty_snapshot: defaults.trust_empty_snapshot,
            max_record_bytes: defaults.max_record_bytes,
            max_field_bytes: defaults.max_field_bytes,
            format: SnapshotFormat::default(),
            standing,
            membership: None,
            seed: 0,
        }
    }

    /// The same for the storage.
    pub fn options(&self) -> RecoverOptions {
        RecoverOptions {
            trust_empty_snapshot: self.trust_empty_snapshot,
            trust_empty_dir: self.db_autocreate,
            max_record_bytes: self.max_record_bytes,
            max_field_bytes: self.max_field_bytes,
            ..RecoverOptions::default()
        }
    }

    /// A tree before its first transaction.
    ///
    /// Mirrors: ZooKeeper `QuorumPeer.initConfigInZKDatabase`, which comes before the first snapshot: an Apache server
    /// that is started on this directory and leads shows what it finds there.
    fn new_tree(&self) -> DataTree {
        let mut tree = DataTree::new(self.seed);
        if let Some(text) = &self.membership {
            tree.set_config(text.as_bytes(), Zxid::ZERO, 0);
        }
        tree
    }

    fn open<D: Disk>(&self, disk: D) -> Result<DataDir<D>, StorageError> {
        let access = if self.datadir_autocreate { Access::Create } else { Access::Existing };
        DataDir::open(disk, &self.data_dir, self.data_log_dir.as_deref(), access)
    }
}

/// What the log had beyond the snapshot.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Replayed {
    /// Transactions.
    pub txns: u64,
    /// Their payload in bytes.
    pub bytes: u64,
    /// Log files read.
    pub log_files: usize,
}

/// What a start begins with.
pub struct Recovered<D: Disk> {
    /// The directory, locked.
    pub dir: Arc<DataDir<D>>,
    /// The tree after the last transaction. What its digest check has met, the caller should look at.
    pub tree: DataTree,
    /// The end of the history; -1 for a member that has nothing to vouch for.
    pub last_zxid: Zxid,
    /// The snapshot that recovery began with; 0 for none. What the log holds up to there is of doubtful value.
    pub base: Zxid,
    /// A member's epochs; a server of its own has none.
    pub epochs: Option<Epochs>,
    /// What was replayed over the snapshot.
    pub replayed: Replayed,
    /// What an operator should know.
    pub warnings: Vec<String>,
}

impl<D: Disk> Recovered<D> {
    /// What a member's broadcast begins with.
    pub fn for_broadcast(&self) -> zk_zab::Recovered {
        let epochs = self.epochs.unwrap_or(Epochs { accepted: -1, current: -1 });
        zk_zab::Recovered {
            accepted_epoch: epochs.accepted,
            current_epoch: epochs.current,
            last_zxid: self.last_zxid,
        }
    }
}

/// Opens and locks the data directory and rebuilds the tree from it. Everything that was found is durable
/// afterwards.
///
/// # Errors
/// What [`DataDir::open`] and [`DataDir::recover`] refuse; for a server of its own also a directory without a history
/// that is not trusted to be a new one; for a member an unreadable epoch. Nothing is changed then but what an
/// interrupted write had left.
pub fn recover<D: Disk>(disk: D, config: &RecoverConfig) -> Result<Recovered<D>, StorageError> {
    let dir = config.open(disk)?;
    let mut options = config.options();
    options.trust_empty_dir |= dir.has_initialize_marker()?;
    let (tree, report) = rebuild(&dir, &options, config.seed)?;
    let mut warnings: Vec<String> = report.warnings.iter().map(ToString::to_string).collect();
    if report.base == Base::Untrusted {
        warnings.push(untrusted(&dir, config)?);
    }
    if report.base == Base::Empty && report.txns == 0 {
        epochs::check_empty(&dir)?;
    }
    if let Some(torn) = &report.torn {
        dir.repair_tail(torn)?;
    }
    dir.settle()?;
    let mut tree = tree;
    if config.standing == Standing::Standalone {
        // A member leaves them to the leader: what it deleted alone would set it apart from the others.
        let orphans = tree.drop_orphaned_ephemerals();
        if orphans > 0 {
            warnings.push(format!("{orphans} ephemeral nodes of sessions that no longer exist were deleted"));
        }
    }
    let epochs = match config.standing {
        Standing::Standalone => None,
        Standing::Member => Some(epochs::repair(&dir, report.last_zxid, &mut warnings)?),
    };
    if report.base == Base::Empty {
        // Nobody starts on a log without a snapshot, unless told to; a log from the first transaction on builds on this.
        snapshot::write_whole(&dir, &config.new_tree(), config.format)?;
    }
    if on(Mutant::DirtySnapshot) && report.last_zxid > Zxid::ZERO {
        snapshot::write_whole(&dir, &tree, config.format)?;
    }
    // It allows one start; left behind, it would allow another one on a directory that lost everything.
    dir.take_initialize_marker()?;
    let base = match &report.base {
        Base::Snapshot { file, .. } => file.zxid,
        Base::Empty | Base::Untrusted => Zxid::ZERO,
    };
    Ok(Recovered {
        dir: Arc::new(dir),
        tree,
        last_zxid: report.last_zxid,
        base,
        epochs,
        replayed: Replayed { txns: report.txns, bytes: report.txn_bytes, log_files: report.log_files },
        warnings,
    })
}

/// The tree that the directory holds.
pub(crate) fn rebuild<D: Disk>(
    dir: &DataDir<D>,
    options: &RecoverOptions,
    seed: u64,
) -> Result<(DataTree, RecoveryReport), StorageError> {
    let newest = dir.plausible_snapshots()?.into_iter().next();
    let hint = newest.map_or(0, |s| (s.len / NODE_BYTES).min(MAX_NODES_HINT));
    let mut builder = Builder::new(seed, hint as usize);
    let report = dir.recover(options, &mut builder)?;
    Ok((builder.into_tree(), report))
}

/// What to say about a member without a history; a server of its own must not start.
fn untrusted<D: Disk>(dir: &DataDir<D>, config: &RecoverConfig) -> Result<String, StorageError> {
    let why = match dir.is_distrusted()? {
        true => "the history was damaged and has been moved aside",
        false => "the database is empty, db.autocreate is false and there is no file `initialize`",
    };
    match config.standing {
        Standing::Member => Ok(format!(
            "{}: {why}; this member has nothing to vouch for until a leader sends it a snapshot",
            config.data_dir.display()
        )),
        Standing::Standalone => Err(StorageError::Io {
            op: "start on",
            path: config.data_dir.clone(),
            source: std::io::Error::new(std::io::ErrorKind::NotFound, why),
        }),
    }
}

/// True for an error that says that acknowledged transactions may be missing from the directory: a member of three or
/// more may go on without that history ([`set_aside`]), a server of its own may not. Logs without any snapshot are
/// not meant: those are rather a directory that was given wrongly.
pub fn is_damage(error: &StorageError) -> bool {
    matches!(
        error,
        StorageError::LogDamaged { .. }
            | StorageError::ZxidGap { .. }
            | StorageError::ZxidRegression { .. }
            | StorageError::Transaction { .. }
            | StorageError::NoUsableSnapshot { .. }
            | StorageError::LogShort { .. }
            | StorageError::HistoryMissing { .. }
    )
}

/// Moves the history aside after [`recover`] has failed on it; returns where it is now. The next [`recover`] of a
/// member then starts with nothing to vouch for. See [`DataDir::set_aside`].
///
/// # Errors
/// What the disk said. It can be done again; so long the directory holds no history either.
pub fn set_aside<D: Disk>(disk: D, config: &RecoverConfig) -> Result<PathBuf, StorageError> {
    config.open(disk)?.set_aside()
}
