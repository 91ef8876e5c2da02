//! Backups: the tree of exactly one transaction, in a file that proves it.
//!
//! A snapshot that is written while the tree changes is a mix of moments: only the log makes it whole. A backup has to
//! stand for itself, so the copy is carried on here by the log on the disk to the last transaction that it may hold
//! traces of, and is compared with what the server had at that transaction. That also proves that the log reads back.
//! Nobody waits meanwhile; it costs the memory of a second tree.
//!
//! [`read`] takes only such files: the digest behind the nodes is that of the tree at one transaction, and the nodes of
//! a mix have another one.

use std::io::Read;
use std::path::PathBuf;

use thiserror::Error;
use zk_proto::{AclBytes, SessionId, StatPersisted, Zxid};
use zk_storage::snapshot::Decoder;
use zk_storage::{
    Compression, DataDir, Disk, NodeRef, RecoverOptions, RecoveryTarget, SnapshotDigest, SnapshotError,
    SnapshotReader, StorageError, TargetError,
};
use zk_tree::DataTree;

use crate::builder::Builder;
use crate::copy::{Changes, Output, TreeCopy, TreeSource};
use crate::snapshot::SnapshotFormat;
use crate::stream::StreamLimits;

/// A backup that was taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Backup {
    /// The file.
    pub path: PathBuf,
    /// The transaction whose tree it holds.
    pub zxid: Zxid,
    /// Its nodes.
    pub nodes: usize,
}

/// Why there is no backup.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum BackupError {
    /// The disk failed, or the history was replaced meanwhile.
    #[error("{0}")]
    Storage(#[from] StorageError),
    /// The copy does not fit together.
    #[error("the copy of the tree does not fit together: {0}")]
    Copy(#[from] TargetError),
    /// What the disk holds makes another tree than the one in memory.
    #[error(
        "the log on the disk makes another tree at {zxid} than the server has: digest {found:#x}, not {expected:#x}"
    )]
    Mismatch {
        /// The transaction.
        zxid: Zxid,
        /// Of the tree that was made.
        found: u64,
        /// Of the server's.
        expected: u64,
    },
    /// The log does not reach as far as the tree in time.
    #[error("the log on the disk ends at {last}, and the tree is at {zxid}")]
    LogShort {
        /// Where the log ends.
        last: Zxid,
        /// Where the tree was.
        zxid: Zxid,
    },
}

/// Why a file is not taken for a backup.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum UnfitError {
    /// It is no whole snapshot.
    #[error("no whole snapshot: {0}")]
    Snapshot(#[from] SnapshotError),
    /// It goes on beyond the limit.
    #[error("longer than {limit} bytes")]
    TooLong {
        /// The limit.
        limit: u64,
    },
    /// Nothing says which tree it should be.
    #[error(
        "it carries no digest, so nothing proves that it is the tree of one moment (digest.enabled was off)"
    )]
    NoDigest,
    /// It is a mix of moments.
    #[error(
        "its nodes are not the tree of {zxid}: digest {found:#x}, not {expected:#x}. It was written while the tree \
         changed, and only the log of its server makes it whole"
    )]
    Mixed {
        /// The transaction that it names.
        zxid: Zxid,
        /// Of its nodes.
        found: u64,
        /// As it says.
        expected: u64,
    },
}

/// Writes the tree of one transaction of a server at work; `None` if the source gave up. `wait` is called when the
/// log has not come as far as the tree yet, which happens to members; false gives up waiting.
///
/// # Errors
/// [`BackupError`]; then there is no file.
pub fn write<D: Disk>(
    dir: &DataDir<D>,
    source: &mut impl TreeSource,
    format: SnapshotFormat,
    options: &RecoverOptions,
    seed: u64,
    mut wait: impl FnMut() -> bool,
) -> Result<Option<Backup>, BackupError> {
    // Before the tree is looked at, which may belong to a history that ends in between.
    let generation = dir.generation();
    let (copy, nodes) = source.with(|tree| (TreeCopy::begin(tree, Changes::MayCome), tree.node_count()));
    let from = copy.zxid();
    let mut builder = Builder::new(seed, nodes);
    builder.begin_snapshot(from);
    if !copy.write_turns(source, &mut builder)? {
        return Ok(None);
    }
    let (zxid, expected) = source.with(|tree| (tree.last_zxid(), tree.digest()));
    builder.snapshot_done(None, None)?;
    replay(dir, &mut builder, from, zxid, options.max_record_bytes, &mut wait)?;
    let tree = builder.into_tree();
    let found = tree.digest();
    if (tree.last_zxid(), found) != (zxid, expected) {
        return Err(BackupError::Mismatch { zxid, found, expected });
    }
    let mut out = dir.create_backup_of(generation, zxid, format.compression, options.max_field_bytes)?;
    TreeCopy::begin(&tree, Changes::None).write_all(&tree, &mut out)?;
    // Whatever the format of other snapshots: without these nobody could tell what it is.
    let digest = SnapshotDigest { zxid, version: zk_proto::txn::DIGEST_VERSION, digest: found };
    let path = out.commit(Some(digest), Some(zxid))?;
    Ok(Some(Backup { path, zxid, nodes: tree.node_count() }))
}

/// Carries a copy that was begun at `from` on to `upto`.
fn replay<D: Disk>(
    dir: &DataDir<D>,
    builder: &mut Builder,
    from: Zxid,
    upto: Zxid,
    max_record_bytes: usize,
    wait: &mut impl FnMut() -> bool,
) -> Result<(), BackupError> {
    if upto <= from {
        return Ok(());
    }
    let mut cursor = dir.log_cursor(from, max_record_bytes)?;
    while cursor.last() < upto {
        match cursor.advance()? {
            Some(head) => builder.txn(head.zxid, cursor.payload())?,
            None if wait() => cursor.refresh()?,
            None => return Err(BackupError::LogShort { last: cursor.last(), zxid: upto }),
        }
    }
    Ok(())
}

/// Reads a backup: the tree of the transaction that it names. `seed` keeps hash order from being guessed.
///
/// Memory is bounded by what really comes in, not by the lengths that it claims.
///
/// # Errors
/// [`UnfitError`]: a damaged file, and a whole one that is no tree of one moment.
pub fn read(
    input: impl Read,
    compression: Compression,
    seed: u64,
    limits: StreamLimits,
) -> Result<DataTree, UnfitError> {
    let mut reader = SnapshotReader::with_limit(Decoder::new(input, compression), limits.max_field_bytes)?;
    let mut builder = Builder::new(seed, 0);
    let check = |offset: u64| match offset > limits.max_bytes {
        true => Err(UnfitError::TooLong { limit: limits.max_bytes }),
        false => Ok(()),
    };
    builder.begin_snapshot(Zxid::ZERO);
    while let Some((session, timeout_ms)) = reader.next_session()? {
        builder.session(session, timeout_ms).map_err(SnapshotError::Target)?;
        check(reader.offset())?;
    }
    while let Some((id, acl)) = reader.next_acl()? {
        builder.acl(id, acl).map_err(SnapshotError::Target)?;
        check(reader.offset())?;
    }
    while let Some(node) = reader.next_node()? {
        RecoveryTarget::node(&mut builder, node).map_err(SnapshotError::Target)?;
        check(reader.offset())?;
    }
    let trailers = reader.finish()?;
    builder.snapshot_done(None, None).map_err(SnapshotError::Target)?;
    let mut tree = builder.into_tree();
    let known = trailers.digest.filter(|d| d.version == zk_proto::txn::DIGEST_VERSION);
    let Some(digest) = known else { return Err(UnfitError::NoDigest) };
    let zxid = trailers.last_zxid.unwrap_or(digest.zxid);
    let (found, expected) = (tree.digest(), digest.digest);
    // Before its first transaction a server writes 0 for a digest.
    let is_new = digest.zxid == Zxid::ZERO && expected == 0;
    if digest.zxid != zxid || (found != expected && !is_new) {
        return Err(UnfitError::Mixed { zxid, found, expected });
    }
    tree.carry_to(zxid.max(Zxid::ZERO));
    Ok(tree)
}

impl Output for Builder {
    type Error = TargetError;

    fn head(
        &mut self,
        sessions: &[(SessionId, i32)],
        acls: &[(i64, AclBytes<'_>)],
    ) -> Result<(), TargetError> {
        for (session, timeout_ms) in sessions {
            self.session(*session, *timeout_ms)?;
        }
        acls.iter().try_for_each(|(id, acl)| self.acl(*id, *acl))
    }

    fn node(
        &mut self,
        path: &str,
        data: Option<&[u8]>,
        acl: i64,
        stat: &StatPersisted,
    ) -> Result<(), TargetError> {
        RecoveryTarget::node(self, NodeRef { path, data, acl, stat: *stat })
    }
}
