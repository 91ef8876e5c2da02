//! A tree on its way from leader to learner: what follows a SNAP packet. The same as a snapshot file holds, without
//! header, seals and trailers, and ended by a signature.
//!
//! Mirrors: ZooKeeper `ZKDatabase.serializeSnapshot` and the SNAP branch of `Learner.syncWithLeader`.

use std::io::{self, Read, Write};

use thiserror::Error;
use zk_proto::Zxid;
use zk_storage::{RecoveryTarget, SnapshotError, SnapshotReader, SnapshotWriter};
use zk_tree::DataTree;

use crate::builder::Builder;
use crate::copy::{Changes, TreeCopy, TreeSource};

/// How much is taken from a leader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StreamLimits {
    /// Largest path, data or ACL list in bytes.
    pub max_field_bytes: usize,
    /// All of it, in bytes.
    pub max_bytes: u64,
}

impl Default for StreamLimits {
    /// Fields as in snapshot files; as a whole, more than any tree in memory.
    fn default() -> StreamLimits {
        StreamLimits { max_field_bytes: zk_storage::snapshot::DEFAULT_MAX_FIELD_BYTES, max_bytes: 1 << 40 }
    }
}

/// Why a stream makes no tree.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum StreamError {
    /// The connection failed, or what came is no snapshot.
    #[error("the leader's snapshot: {0}")]
    Snapshot(#[from] SnapshotError),
    /// It goes on beyond the limit.
    #[error("the leader's snapshot is longer than {limit} bytes")]
    TooLong {
        /// The limit.
        limit: u64,
    },
}

/// Writes a tree that nobody changes meanwhile; gives the output back.
///
/// # Errors
/// Those of the output.
pub fn write<W: Write>(tree: &DataTree, out: W) -> io::Result<W> {
    let mut out = SnapshotWriter::stream(out);
    TreeCopy::begin(tree, Changes::None).write_all(tree, &mut out)?;
    out.finish_stream()
}

/// A tree to be written while others change it. Everything that is applied to it from [`FuzzyStream::begin`] on must
/// reach the learner behind the stream.
pub struct FuzzyStream {
    copy: TreeCopy,
}

impl FuzzyStream {
    /// Takes what comes before the nodes.
    pub fn begin(tree: &DataTree) -> FuzzyStream {
        FuzzyStream { copy: TreeCopy::begin(tree, Changes::MayCome) }
    }

    /// What the SNAP packet names: everything up to this transaction is in the stream.
    pub fn zxid(&self) -> Zxid {
        self.copy.zxid()
    }

    /// Writes it; gives the output back, or `None` if the source gave up.
    ///
    /// # Errors
    /// Those of the output.
    pub fn write<W: Write>(self, source: &mut impl TreeSource, out: W) -> io::Result<Option<W>> {
        let mut out = SnapshotWriter::stream(out);
        if !self.copy.write_turns(source, &mut out)? {
            return Ok(None);
        }
        out.finish_stream().map(Some)
    }
}

/// Reads a tree that holds everything up to `zxid`, and no byte beyond its end. It asks for a few bytes at a time, so
/// the input should be buffered. `seed` keeps hash order from being guessed.
///
/// Memory is bounded by what really comes in, not by the lengths that it claims.
///
/// # Errors
/// What the input said, or what is wrong with the content.
pub fn read(input: impl Read, zxid: Zxid, seed: u64, limits: StreamLimits) -> Result<DataTree, StreamError> {
    let mut reader = SnapshotReader::stream(input, limits.max_field_bytes)?;
    let mut builder = Builder::new(seed, 0);
    let check = |offset: u64| match offset > limits.max_bytes {
        true => Err(StreamError::TooLong { limit: limits.max_bytes }),
        false => Ok(()),
    };
    builder.begin_snapshot(zxid);
    while let Some((session, timeout_ms)) = reader.next_session()? {
        builder.session(session, timeout_ms).map_err(SnapshotError::Target)?;
        check(reader.offset())?;
    }
    while let Some((id, acl)) = reader.next_acl()? {
        builder.acl(id, acl).map_err(SnapshotError::Target)?;
        check(reader.offset())?;
    }
    while let Some(node) = reader.next_node()? {
        builder.node(node).map_err(SnapshotError::Target)?;
        check(reader.offset())?;
    }
    reader.finish()?;
    builder.snapshot_done(None, None).map_err(SnapshotError::Target)?;
    Ok(builder.into_tree())
}
