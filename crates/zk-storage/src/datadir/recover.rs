//! Start-up: the newest snapshot that loads, then the log above it, and nothing left out silently. Only reads.
//!
//! | found | outcome |
//! |---|---|
//! | snapshot, logs that follow it | started |
//! | newest snapshot does not load, an older one and the logs do | started, with a warning to act on |
//! | incomplete last record in the last log | started, [`RecoveryReport::torn`] says where |
//! | a record above the last log's durable mark that is bad, whatever is behind it | the same |
//! | incomplete record in an earlier log, next one goes on from there | started, with a warning |
//! | bad record with valid ones behind it | [`StorageError::LogDamaged`] |
//! | transactions missing between two records | [`StorageError::ZxidGap`] |
//! | snapshots, none loads | [`StorageError::NoUsableSnapshot`] |
//! | logs, no snapshot | [`StorageError::SnapshotMissing`], unless trusted |
//! | nothing | started empty, if that is trusted; never if the history was moved aside |
//!
//! Mirrors: ZooKeeper `FileTxnSnapLog.restore`. Differs: Java takes the end of every log file for its end,
//! looks at no gaps, and keeps the sessions of a snapshot that failed to load.

use std::fmt;
use std::path::{Path, PathBuf};

use zk_proto::{AclBytes, SessionId, Zxid};

use super::DataDir;
use crate::disk::Disk;
use crate::error::StorageError;
use crate::snapshot::{
    DEFAULT_MAX_FIELD_BYTES, NodeRef, SnapshotDigest, SnapshotError, SnapshotFile, Trailers, open_snapshot,
};
use crate::txlog::{CursorNote, DEFAULT_MAX_RECORD_BYTES, TornTail};

/// Why a target does not take what was read.
pub type TargetError = Box<dyn std::error::Error + Send + Sync>;

/// Builds a state out of a snapshot and transactions.
pub trait RecoveryTarget {
    /// A snapshot begins that holds everything up to `zxid`. Whatever an earlier attempt left must be gone.
    fn begin_snapshot(&mut self, zxid: Zxid);
    /// A session and its timeout in milliseconds.
    fn session(&mut self, session: SessionId, timeout_ms: i32) -> Result<(), TargetError>;
    /// An ACL list and its id.
    fn acl(&mut self, id: i64, acl: AclBytes<'_>) -> Result<(), TargetError>;
    /// A node; the root comes first, with the path "".
    fn node(&mut self, node: NodeRef<'_>) -> Result<(), TargetError>;
    /// The snapshot was read and its seals are right.
    fn snapshot_done(
        &mut self,
        digest: Option<SnapshotDigest>,
        last_zxid: Option<Zxid>,
    ) -> Result<(), TargetError>;
    /// The snapshot cannot be used: forget it. An older one, or none, follows.
    fn discard_snapshot(&mut self);
    /// A transaction, encoded: header, body, digest.
    fn txn(&mut self, zxid: Zxid, payload: &[u8]) -> Result<(), TargetError>;
}

/// What recovery may assume.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RecoverOptions {
    /// Replay logs from an empty tree if there is no snapshot (`zookeeper.snapshot.trust.empty`).
    pub trust_empty_snapshot: bool,
    /// With neither snapshot nor log, start empty (`zookeeper.db.autocreate`, or the marker `initialize`).
    pub trust_empty_dir: bool,
    /// The log must reach at least to here; known from elsewhere, as a rule from a note of what was durable.
    pub durable: Option<Zxid>,
    /// Limit of a log record's payload in bytes.
    pub max_record_bytes: usize,
    /// Limit of a snapshot's path, data or ACL list in bytes.
    pub max_field_bytes: usize,
}

impl Default for RecoverOptions {
    /// ZooKeeper's defaults.
    fn default() -> RecoverOptions {
        RecoverOptions {
            trust_empty_snapshot: false,
            trust_empty_dir: true,
            durable: None,
            max_record_bytes: DEFAULT_MAX_RECORD_BYTES,
            max_field_bytes: DEFAULT_MAX_FIELD_BYTES,
        }
    }
}

/// What the replay was built on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Base {
    /// A snapshot.
    Snapshot {
        /// The file.
        file: SnapshotFile,
        /// Its trailers and its uncompressed size.
        trailers: Trailers,
        /// Nodes in it.
        nodes: u64,
    },
    /// An empty tree: logs from the first transaction on, or nothing at all.
    Empty,
    /// Nothing, and nothing may be assumed: the member has no history to vouch for. Its zxid is -1.
    Untrusted,
}

/// Something that did not stop recovery and that an operator should know.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Warning {
    /// A snapshot that does not load; an older one was used. Worth an alarm.
    SnapshotUnusable {
        /// The snapshot.
        path: PathBuf,
        /// What is wrong with it.
        why: String,
    },
    /// A snapshot that is visibly not whole, above the one that was used.
    SnapshotIncomplete {
        /// The snapshot.
        path: PathBuf,
    },
    /// An incomplete last record. See [`DataDir::repair_tail`].
    TornTail {
        /// Where, and what is wrong.
        torn: TornTail,
        /// The last whole transaction.
        last: Zxid,
    },
    /// Something that the log cursor met.
    Log(CursorNote),
    /// The snapshot holds traces of transactions that the log does not have.
    SnapshotAheadOfLog {
        /// How far the snapshot may reach.
        reaches: Zxid,
        /// Where the log ends.
        last: Zxid,
    },
    /// A leader's snapshot that the next opening for writing makes the whole history; what was read is the one
    /// that it replaces.
    InstallUnfinished {
        /// The snapshot.
        path: PathBuf,
    },
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Warning::SnapshotUnusable { path, why } => {
                write!(f, "snapshot {} cannot be used, an older one was: {why}", path.display())
            }
            Warning::SnapshotIncomplete { path } => {
                write!(f, "snapshot {} is incomplete and was passed over", path.display())
            }
            Warning::TornTail { torn, last } => write!(
                f,
                "{}: incomplete record after zxid {last} at offset {}, {} bytes ({}); not acknowledged, to be cut off",
                torn.path.display(),
                torn.offset,
                torn.bytes,
                torn.reason
            ),
            Warning::Log(CursorNote::TornInside(torn)) => write!(
                f,
                "{}: incomplete record at offset {} ({}); the next file goes on from there, nothing is missing",
                torn.path.display(),
                torn.offset,
                torn.reason
            ),
            Warning::Log(CursorNote::DamageBelow { path, offset, reason }) => write!(
                f,
                "{}: bad record at offset {offset} ({reason}); the snapshot covers what it held",
                path.display()
            ),
            Warning::Log(CursorNote::Repeated { path, first, count }) => {
                write!(
                    f,
                    "{}: {count} transactions from {first} on are logged twice; passed over",
                    path.display()
                )
            }
            Warning::InstallUnfinished { path } => {
                write!(f, "this history is dead: the next start replaces it by {}", path.display())
            }
            Warning::SnapshotAheadOfLog { reaches, last } => write!(
                f,
                "the snapshot may hold traces of transactions up to {reaches}, but the log ends at {last}"
            ),
        }
    }
}

/// What recovery found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecoveryReport {
    /// What the replay was built on.
    pub base: Base,
    /// The last transaction of the history; -1 for [`Base::Untrusted`].
    pub last_zxid: Zxid,
    /// Log files read.
    pub log_files: usize,
    /// Transactions replayed.
    pub txns: u64,
    /// Their payload in bytes.
    pub txn_bytes: u64,
    /// The last log file's incomplete record, to be handed to [`DataDir::repair_tail`] before the first append.
    pub torn: Option<TornTail>,
    /// What did not stop recovery.
    pub warnings: Vec<Warning>,
}

impl<D: Disk> DataDir<D> {
    /// Rebuilds the state into `target`: the newest snapshot that loads, then every transaction above it.
    ///
    /// Changes nothing on disk, and may be repeated. Afterwards, before the first append: the caller hands
    /// [`RecoveryReport::torn`] to [`DataDir::repair_tail`]; for an empty trusted directory it writes snapshot 0.
    ///
    /// # Errors
    /// See the table at the head of the module. With an error, the state in `target` is of no use.
    pub fn recover(
        &self,
        options: &RecoverOptions,
        target: &mut impl RecoveryTarget,
    ) -> Result<RecoveryReport, StorageError> {
        let mut warnings = Vec::new();
        if let Some((path, ..)) = self.unfinished_install()? {
            warnings.push(Warning::InstallUnfinished { path });
        }
        let base = self.load_base(options, target, &mut warnings)?;
        let from = match &base {
            Base::Snapshot { file, .. } => file.zxid,
            Base::Empty => Zxid::ZERO,
            Base::Untrusted => Zxid(-1),
        };
        let mut report = RecoveryReport {
            base,
            last_zxid: from,
            log_files: 0,
            txns: 0,
            txn_bytes: 0,
            torn: None,
            warnings,
        };
        self.replay(options, from, target, &mut report)?;
        self.check_reach(options, &mut report)?;
        Ok(report)
    }

    fn load_base(
        &self,
        options: &RecoverOptions,
        target: &mut impl RecoveryTarget,
        warnings: &mut Vec<Warning>,
    ) -> Result<Base, StorageError> {
        let plausible = self.plausible_snapshots()?;
        let mut first_failure = None;
        for file in &plausible {
            target.begin_snapshot(file.zxid);
            match self.load_snapshot(file, options, target) {
                Ok((trailers, nodes)) => {
                    self.warn_incomplete(&plausible, file.zxid, warnings)?;
                    return Ok(Base::Snapshot { file: file.clone(), trailers, nodes });
                }
                Err(e) => {
                    target.discard_snapshot();
                    let why = e.to_string();
                    first_failure.get_or_insert_with(|| (file.path.clone(), why.clone()));
                    warnings.push(Warning::SnapshotUnusable { path: file.path.clone(), why });
                }
            }
        }
        if let Some((newest, why)) = first_failure {
            return Err(StorageError::NoUsableSnapshot { tried: plausible.len(), newest, why });
        }
        self.warn_incomplete(&plausible, Zxid(-1), warnings)?;
        if self.has_records(options)? {
            if options.trust_empty_snapshot {
                return Ok(Base::Empty);
            }
            let (log_dir, snap_dir) = (self.log_dir.clone(), self.snap_dir.clone());
            return Err(StorageError::SnapshotMissing { log_dir, snap_dir });
        }
        let trusted = options.trust_empty_dir && !self.is_distrusted()?;
        Ok(if trusted { Base::Empty } else { Base::Untrusted })
    }

    fn load_snapshot(
        &self,
        file: &SnapshotFile,
        options: &RecoverOptions,
        target: &mut impl RecoveryTarget,
    ) -> Result<(Trailers, u64), SnapshotError> {
        let mut reader = open_snapshot(&self.disk, file, options.max_field_bytes)?;
        while let Some((session, timeout_ms)) = reader.next_session()? {
            target.session(session, timeout_ms).map_err(SnapshotError::Target)?;
        }
        while let Some((id, acl)) = reader.next_acl()? {
            target.acl(id, acl).map_err(SnapshotError::Target)?;
        }
        let mut nodes = 0;
        while let Some(node) = reader.next_node()? {
            target.node(node).map_err(SnapshotError::Target)?;
            nodes += 1;
        }
        let trailers = reader.finish()?;
        target.snapshot_done(trailers.digest, trailers.last_zxid).map_err(SnapshotError::Target)?;
        Ok((trailers, nodes))
    }

    fn warn_incomplete(
        &self,
        plausible: &[SnapshotFile],
        above: Zxid,
        warnings: &mut Vec<Warning>,
    ) -> Result<(), StorageError> {
        let incomplete = self.snapshots()?.into_iter().filter(|s| s.zxid > above && !plausible.contains(s));
        warnings.extend(incomplete.map(|s| Warning::SnapshotIncomplete { path: s.path }));
        Ok(())
    }

    /// True if any log holds a record, or something that is not merely an empty log.
    fn has_records(&self, options: &RecoverOptions) -> Result<bool, StorageError> {
        let mut cursor = self.log_cursor(Zxid(-1), options.max_record_bytes)?;
        match cursor.advance() {
            Ok(None) => Ok(false),
            Ok(Some(_)) | Err(StorageError::ZxidGap { .. }) => Ok(true),
            Err(e) => Err(e),
        }
    }

    fn replay(
        &self,
        options: &RecoverOptions,
        from: Zxid,
        target: &mut impl RecoveryTarget,
        report: &mut RecoveryReport,
    ) -> Result<(), StorageError> {
        let mut cursor = self.log_cursor(from, options.max_record_bytes)?;
        while let Some(head) = cursor.advance()? {
            if let Err(source) = target.txn(head.zxid, cursor.payload()) {
                let path = cursor.path().unwrap_or(Path::new("")).to_path_buf();
                return Err(StorageError::Transaction { path, offset: head.offset, zxid: head.zxid, source });
            }
            report.txns += 1;
        }
        report.last_zxid = cursor.last();
        report.log_files = cursor.files_read();
        report.txn_bytes = cursor.bytes_read();
        report.warnings.extend(cursor.take_notes().into_iter().map(Warning::Log));
        if let Some(torn) = cursor.torn() {
            report.warnings.push(Warning::TornTail { torn: torn.clone(), last: report.last_zxid });
            report.torn = Some(torn.clone());
        }
        Ok(())
    }

    /// Compares where the history ends with where it is known to have been.
    fn check_reach(&self, options: &RecoverOptions, report: &mut RecoveryReport) -> Result<(), StorageError> {
        let last = report.last_zxid;
        if let Some(durable) = options.durable.filter(|d| *d > last) {
            let path = self.logs()?.pop().map_or(self.log_dir.clone(), |l| l.path);
            return Err(StorageError::LogShort { path, last, durable });
        }
        if let Base::Snapshot { trailers: Trailers { digest: Some(digest), .. }, .. } = &report.base
            && digest.zxid > last
        {
            report.warnings.push(Warning::SnapshotAheadOfLog { reaches: digest.zxid, last });
        }
        Ok(())
    }
}
