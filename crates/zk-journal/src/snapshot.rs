//! Snapshots in files: of a tree that stands still, and of one that goes on changing.

use std::path::PathBuf;

use zk_proto::Zxid;
use zk_storage::{Compression, DataDir, Disk, SnapshotDigest, StorageError};
use zk_tree::DataTree;

use crate::copy::{Changes, TreeCopy, TreeSource};

/// How snapshots are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SnapshotFormat {
    /// The name's ending and the content.
    pub compression: Compression,
    /// Write the digest trailer (`digest.enabled`).
    pub digest: bool,
    /// Write the last transaction behind it (`serializeLastProcessedZxid.enabled`).
    pub last_zxid: bool,
}

impl Default for SnapshotFormat {
    /// ZooKeeper's defaults.
    fn default() -> SnapshotFormat {
        SnapshotFormat { compression: Compression::Plain, digest: true, last_zxid: true }
    }
}

impl SnapshotFormat {
    fn trailers(&self, tree: &DataTree) -> (Option<SnapshotDigest>, Option<Zxid>) {
        let zxid = tree.last_zxid();
        let digest = self.digest.then(|| SnapshotDigest {
            zxid,
            version: zk_proto::txn::DIGEST_VERSION,
            // What Java writes before the first transaction.
            digest: if zxid == Zxid::ZERO { 0 } else { tree.digest() },
        });
        (digest, self.last_zxid.then_some(zxid))
    }
}

/// Writes a snapshot of a tree that nobody changes meanwhile.
///
/// # Errors
/// What the disk said; then there is no snapshot.
pub fn write_whole<D: Disk>(
    dir: &DataDir<D>,
    tree: &DataTree,
    format: SnapshotFormat,
) -> Result<PathBuf, StorageError> {
    let copy = TreeCopy::begin(tree, Changes::None);
    let mut out = dir.create_snapshot(copy.zxid(), format.compression)?;
    copy.write_all(tree, &mut out)?;
    let (digest, last) = format.trailers(tree);
    out.commit(digest, last)
}

/// Writes a snapshot of the tree as others change it; the log from its zxid on makes it whole. `None` if the source
/// gave up.
///
/// # Errors
/// What the disk said, or [`StorageError::Superseded`] if the history was cut or replaced meanwhile. Then there is no
/// snapshot, and the log still covers everything.
pub fn write_fuzzy<D: Disk>(
    dir: &DataDir<D>,
    source: &mut impl TreeSource,
    format: SnapshotFormat,
) -> Result<Option<PathBuf>, StorageError> {
    // Before the tree is looked at, which may belong to a history that ends in between.
    let generation = dir.generation();
    let copy = source.with(|tree| TreeCopy::begin(tree, Changes::MayCome));
    let mut out = dir.create_snapshot_of(generation, copy.zxid(), format.compression)?;
    if !copy.write_turns(source, &mut out)? {
        return Ok(None);
    }
    let (digest, last) = source.with(|tree| format.trailers(tree));
    out.commit(digest, last).map(Some)
}

/// Replaces the whole history by this tree. No log writer may have a file open.
///
/// # Errors
/// What the disk said; then either history may be there, but only one.
pub fn install<D: Disk>(
    dir: &DataDir<D>,
    tree: &DataTree,
    format: SnapshotFormat,
    max_field_bytes: usize,
) -> Result<PathBuf, StorageError> {
    let copy = TreeCopy::begin(tree, Changes::None);
    let mut install = dir.create_install(copy.zxid(), format.compression, max_field_bytes)?;
    copy.write_all(tree, install.snapshot())?;
    let (digest, last) = format.trailers(tree);
    install.commit(digest, last)
}
