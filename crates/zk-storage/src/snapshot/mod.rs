//! Snapshots: `snapshot.<zxid>[.gz|.snappy]`, a stream of sessions, ACL lists and nodes between seals. Written and
//! read as streams; whoever reads builds the tree.
//!
//! ```text
//! file     := int "ZKSN", int 2, long -1, sessions, acls, nodes, seal, [digest, seal], [last zxid, seal]
//! sessions := int count, (long session, int timeout ms)*
//! acls     := int count, (long id, vector<ACL>)*
//! nodes    := (string path, buffer data, long acl id, persisted stat (60 bytes))*, string "/"
//! seal     := long adler32 of every byte before it, string "/"
//! digest   := long zxid, int version, long digest      (version < 2: the digest is a string)
//! stream   := sessions, acls, nodes, string "BenWasHere"      (what a leader sends a learner)
//! ```
//!
//! The root's path is "", so that "/" can end the nodes. All of it is compressed as one stream if the name
//! says so.
//!
//! Mirrors: ZooKeeper `FileSnap`, `SerializeUtils`, `DataTree.serialize`, `SnapStream`.

mod check;
mod compress;
mod file;
mod reader;
mod writer;

use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;
use zk_proto::{DecodeError, StatPersisted, Zxid};

pub use check::looks_valid;
pub use compress::{Compression, Decoder, Encoder};
pub(crate) use file::is_unfinished;
pub use file::{PendingSnapshot, open_snapshot};
pub use reader::{SnapshotReader, Trailers};
pub use writer::SnapshotWriter;

use crate::datadir::TargetError;
use crate::disk::Disk;
use crate::error::{IoContext, StorageError};
use crate::txlog::parse_zxid;

/// First four bytes of a snapshot, "ZKSN".
pub const SNAPSHOT_MAGIC: i32 = 0x5a4b_534e;
/// Format version that every ZooKeeper writes; not checked on reading, as in Java.
pub const SNAPSHOT_VERSION: i32 = 2;
/// What every snapshot has in its header's last field; not checked on reading.
pub const SNAPSHOT_DBID: i64 = -1;
/// What ends a snapshot that a leader sends.
pub const STREAM_SIGNATURE: &str = "BenWasHere";
/// ACL id of `world:anyone:cdrwa`, which is never listed.
pub const OPEN_ACL_ID: i64 = -1;
/// Largest path, data or ACL list that a reader takes by default, in bytes.
pub const DEFAULT_MAX_FIELD_BYTES: usize = 64 << 20;

/// A snapshot file by its name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SnapshotFile {
    /// Everything up to this transaction is in it.
    pub zxid: Zxid,
    /// How it is compressed.
    pub compression: Compression,
    /// Where it is.
    pub path: PathBuf,
    /// Size in bytes.
    pub len: u64,
}

/// A node as a snapshot holds it, lent by the reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NodeRef<'a> {
    /// Path; "" is the root.
    pub path: &'a str,
    /// Data; null differs from empty.
    pub data: Option<&'a [u8]>,
    /// ACL list by its id; [`OPEN_ACL_ID`] is the open one.
    pub acl: i64,
    /// Status.
    pub stat: StatPersisted,
}

/// The digest trailer: the tree's digest at the transaction at which replay leaves the fuzzy part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SnapshotDigest {
    /// Last transaction applied when the nodes had been written.
    pub zxid: Zxid,
    /// Version of the algorithm.
    pub version: i32,
    /// The digest; 0 for versions below 2, which no current server can compare.
    pub digest: u64,
}

/// Why a snapshot cannot be read. Offsets count the uncompressed bytes.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum SnapshotError {
    /// Reading or decompressing failed.
    #[error("cannot read: {0}")]
    Io(#[from] io::Error),
    /// The file does not begin as a snapshot does.
    #[error("no snapshot: it begins with {found:#010x}")]
    BadMagic {
        /// The first four bytes.
        found: u32,
    },
    /// The file ends early.
    #[error("cut short at offset {offset}, in {what}")]
    Truncated {
        /// In which part.
        what: &'static str,
        /// Where the incomplete element begins, in bytes.
        offset: u64,
    },
    /// A length that is negative or beyond the limit.
    #[error("unreasonable length {length} of {what} at offset {offset}")]
    Length {
        /// Of what.
        what: &'static str,
        /// As read.
        length: i64,
        /// Where the element begins, in bytes.
        offset: u64,
    },
    /// A null where something must be.
    #[error("{what} is null at offset {offset}")]
    Null {
        /// What.
        what: &'static str,
        /// Where the element begins, in bytes.
        offset: u64,
    },
    /// An ACL list that cannot be decoded.
    #[error("bad ACL list at offset {offset}: {source}")]
    Acl {
        /// Where the element begins, in bytes.
        offset: u64,
        /// What is wrong with it.
        source: DecodeError,
    },
    /// A checksum that does not match.
    #[error("checksum at offset {offset} is {stored:#x}, computed {computed:#x}")]
    Seal {
        /// Where the seal begins, in bytes.
        offset: u64,
        /// As stored.
        stored: u64,
        /// Of the bytes that are there.
        computed: u32,
    },
    /// A seal does not end as it must.
    #[error("no end mark after the checksum at offset {offset}")]
    SealMark {
        /// Where the seal begins, in bytes.
        offset: u64,
    },
    /// A leader's snapshot does not end as it must.
    #[error("no signature behind the nodes, at offset {offset}")]
    Signature {
        /// Where it should be, in bytes.
        offset: u64,
    },
    /// The caller could not take what was read.
    #[error("cannot be loaded: {0}")]
    Target(TargetError),
}

/// Name of the snapshot of `zxid`.
pub fn snapshot_name(zxid: Zxid, compression: Compression) -> String {
    format!("snapshot.{}{}", zxid.file_suffix(), compression.suffix())
}

/// Transaction and compression in a snapshot's name; `None` for every other name.
///
/// Differs: Java looks at the first two dot-separated parts only, so that `snapshot.5.tmp` is a snapshot to it.
pub fn parse_snapshot_name(name: &str) -> Option<(Zxid, Compression)> {
    let rest = name.strip_prefix("snapshot.")?;
    let (hex, compression) = Compression::split_suffix(rest);
    Some((parse_zxid(hex)?, compression))
}

/// The snapshots in `dir`, oldest first, valid or not.
pub fn list_snapshots<D: Disk>(disk: &D, dir: &Path) -> Result<Vec<SnapshotFile>, StorageError> {
    let mut out: Vec<SnapshotFile> = disk
        .read_dir(dir)
        .at("list", dir)?
        .into_iter()
        .filter(|e| !e.is_dir)
        .filter_map(|e| {
            let (zxid, compression) = parse_snapshot_name(&e.name)?;
            Some(SnapshotFile { zxid, compression, path: dir.join(&e.name), len: e.len })
        })
        .collect();
    out.sort();
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_parsed_as_java_writes_them() {
        assert_eq!(parse_snapshot_name("snapshot.1a"), Some((Zxid(0x1a), Compression::Plain)));
        assert_eq!(parse_snapshot_name("snapshot.0.gz"), Some((Zxid(0), Compression::Gzip)));
        assert_eq!(parse_snapshot_name("snapshot.0.snappy"), Some((Zxid(0), Compression::Snappy)));
        for bad in ["snapshot", "snapshot.", "snapshot.0.tmp", "snapshot.0.bz2", "snapshot.g", "log.1"] {
            assert_eq!(parse_snapshot_name(bad), None, "{bad}");
        }
        assert_eq!(snapshot_name(Zxid(0x1a), Compression::Gzip), "snapshot.1a.gz");
    }
}
