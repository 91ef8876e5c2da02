//! Snapshot files: made under a temporary name and renamed when durable, opened by what their name says.
//!
//! Requests: create `.zkd.snapshot.<zxid>.tmp`, writes with a sync every few MiB, a last sync, rename to the
//! final name, sync of the directory. The file may be relied on from then on; before, there is none of its name.
//!
//! Differs: Java writes under the final name, or under `snapshot.<zxid>.tmp`, which it would later take for a
//! snapshot; and it never syncs the directory.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use zk_proto::{AclBytes, SessionId, StatPersisted, Zxid};

use super::{
    Compression, Decoder, Encoder, SnapshotDigest, SnapshotError, SnapshotFile, SnapshotReader,
    SnapshotWriter, snapshot_name,
};
use crate::datadir::{Fence, Generation};
use crate::disk::{Disk, DiskFile, FileReader, OpenMode};
use crate::error::{IoContext, StorageError};

/// Bytes between two syncs of a snapshot: what the disk still has to write when a log's sync comes by.
const SYNC_BYTES: u64 = 512 << 10;

/// A snapshot being written. Dropped without [`commit`](Self::commit), it leaves nothing.
pub struct PendingSnapshot<D: Disk> {
    disk: D,
    dir: PathBuf,
    tmp: PathBuf,
    path: PathBuf,
    compression: Compression,
    fence: Option<(Fence, Generation)>,
    /// Read the snapshot as a whole before it gets its name, with this limit on fields in bytes.
    read_back: Option<usize>,
    writer: Option<SnapshotWriter<Encoder<FileSink<D::File>>>>,
}

impl<D: Disk> PendingSnapshot<D> {
    /// Begins the snapshot of `zxid` in `snap_dir` (a `version-2` directory).
    pub fn create(
        disk: D,
        snap_dir: &Path,
        zxid: Zxid,
        compression: Compression,
    ) -> Result<Self, StorageError> {
        let name = snapshot_name(zxid, compression);
        PendingSnapshot::create_as(disk, snap_dir, &name, &zxid.file_suffix(), compression)
    }

    /// Begins one that gets `name`, and for so long `stem` between the prefix and the suffix of unfinished ones.
    pub(crate) fn create_as(
        disk: D,
        snap_dir: &Path,
        name: &str,
        stem: &str,
        compression: Compression,
    ) -> Result<Self, StorageError> {
        let path = snap_dir.join(name);
        let tmp = snap_dir.join(format!("{SNAPSHOT_TMP_PREFIX}{stem}{TMP_SUFFIX}"));
        let file = disk.open(&tmp, OpenMode::Create).at("create", &tmp)?;
        let sink = FileSink { file, position: 0, synced: 0 };
        Ok(PendingSnapshot {
            disk,
            dir: snap_dir.to_path_buf(),
            tmp,
            path,
            compression,
            fence: None,
            read_back: None,
            writer: Some(SnapshotWriter::new(Encoder::new(sink, compression))),
        })
    }

    /// It gets its name only if the history is still the one of `generation`.
    pub(crate) fn fenced(mut self, fence: Fence, generation: Generation) -> Self {
        self.fence = Some((fence, generation));
        self
    }

    /// It gets its name only if it reads back as a whole.
    pub(crate) fn read_back(mut self, max_field_bytes: usize) -> Self {
        self.read_back = Some(max_field_bytes);
        self
    }

    /// See [`SnapshotWriter::sessions`].
    pub fn sessions(
        &mut self,
        sessions: impl ExactSizeIterator<Item = (SessionId, i32)>,
    ) -> Result<(), StorageError> {
        self.write(|w| w.sessions(sessions))
    }

    /// See [`SnapshotWriter::acls`].
    pub fn acls<'a>(
        &mut self,
        acls: impl ExactSizeIterator<Item = (i64, AclBytes<'a>)>,
    ) -> Result<(), StorageError> {
        self.write(|w| w.acls(acls))
    }

    /// See [`SnapshotWriter::node`].
    #[inline]
    pub fn node(
        &mut self,
        path: &str,
        data: Option<&[u8]>,
        acl: i64,
        stat: &StatPersisted,
    ) -> Result<(), StorageError> {
        self.write(|w| w.node(path, data, acl, stat))
    }

    /// Writes trailers, makes the snapshot durable and gives it its name; returns where it is.
    ///
    /// # Errors
    /// What the disk said, or [`StorageError::Superseded`]; then there is no snapshot.
    pub fn commit(
        mut self,
        digest: Option<SnapshotDigest>,
        last_zxid: Option<Zxid>,
    ) -> Result<PathBuf, StorageError> {
        let Some(writer) = self.writer.take() else { return Ok(self.path.clone()) };
        let result = self.finish(writer, digest, last_zxid);
        if result.is_err() {
            self.discard();
        }
        result
    }

    fn finish(
        &self,
        writer: SnapshotWriter<Encoder<FileSink<D::File>>>,
        digest: Option<SnapshotDigest>,
        last_zxid: Option<Zxid>,
    ) -> Result<PathBuf, StorageError> {
        let encoder = writer.finish(digest, last_zxid).at("write", &self.tmp)?;
        let sink = encoder.finish().at("write", &self.tmp)?;
        sink.file.sync_all().at("sync", &self.tmp)?;
        drop(sink);
        if let Some(max_field_bytes) = self.read_back {
            self.verify(max_field_bytes)
                .map_err(|source| StorageError::Snapshot { path: self.tmp.clone(), source })?;
        }
        let _held = match &self.fence {
            None => None,
            Some((fence, generation)) => {
                let held = fence.hold();
                if !held.is_of(*generation) {
                    return Err(StorageError::Superseded { path: self.path.clone() });
                }
                Some(held)
            }
        };
        self.disk.rename(&self.tmp, &self.path).at("rename to", &self.path)?;
        self.disk.sync_dir(&self.dir).at("sync directory", &self.dir)?;
        Ok(self.path.clone())
    }

    fn verify(&self, max_field_bytes: usize) -> Result<(), SnapshotError> {
        let file = FileReader::new(self.disk.open(&self.tmp, OpenMode::Read)?);
        let reader = SnapshotReader::with_limit(Decoder::new(file, self.compression), max_field_bytes)?;
        reader.finish().map(|_| ())
    }

    fn write(
        &mut self,
        f: impl FnOnce(&mut SnapshotWriter<Encoder<FileSink<D::File>>>) -> io::Result<()>,
    ) -> Result<(), StorageError> {
        match &mut self.writer {
            Some(writer) => f(writer).at("write", &self.tmp),
            None => Ok(()),
        }
    }

    fn discard(&self) {
        // Start-up removes what cannot be removed now.
        let _ = self.disk.remove(&self.tmp);
    }
}

impl<D: Disk> Drop for PendingSnapshot<D> {
    fn drop(&mut self) {
        if self.writer.take().is_some() {
            self.discard();
        }
    }
}

const SNAPSHOT_TMP_PREFIX: &str = ".zkd.snapshot.";
const TMP_SUFFIX: &str = ".tmp";

/// True for an unfinished snapshot, ours or Java's.
pub(crate) fn is_unfinished(name: &str) -> bool {
    name.ends_with(TMP_SUFFIX) && (name.starts_with(SNAPSHOT_TMP_PREFIX) || name.starts_with("snapshot."))
}

/// Opens a snapshot for reading, decompressing as its name says.
pub fn open_snapshot<D: Disk>(
    disk: &D,
    snapshot: &SnapshotFile,
    max_field_bytes: usize,
) -> Result<SnapshotReader<Decoder<FileReader<D::File>>>, SnapshotError> {
    let file = disk.open(&snapshot.path, OpenMode::Read)?;
    SnapshotReader::with_limit(Decoder::new(FileReader::new(file), snapshot.compression), max_field_bytes)
}

/// Writes to a file, with a sync every few MiB.
struct FileSink<F> {
    file: F,
    position: u64,
    synced: u64,
}

impl<F: DiskFile> Write for FileSink<F> {
    fn write(&mut self, buf: &[u8]) -> io::Result<usize> {
        self.file.write_at(buf, self.position)?;
        self.position += buf.len() as u64;
        if self.position - self.synced >= SYNC_BYTES {
            self.file.sync_data()?;
            self.synced = self.position;
        }
        Ok(buf.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
