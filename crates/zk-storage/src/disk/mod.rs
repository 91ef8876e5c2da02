//! The disk as this crate sees it: a handful of requests, so that a simulator can crash between any two of
//! them. [`OsDisk`] is the real one, [`MemDisk`] records and crashes.

mod mem;
mod os;

use std::io::{self, Read};
use std::path::{Path, PathBuf};

use zk_mutants::{Mutant, on};

pub use mem::{CrashOptions, Fault, MemDisk, MemFile, MemLock, Request, Unsynced};
pub use os::{OsDisk, OsFile, OsLock};

/// How to open a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OpenMode {
    /// For reading; it must exist.
    Read,
    /// For reading and writing; it must exist.
    ReadWrite,
    /// For reading and writing; made if missing, emptied if not.
    Create,
}

/// A name in a directory.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct DirEntry {
    /// Name without the directory.
    pub name: String,
    /// Size in bytes.
    pub len: u64,
    /// True for a directory.
    pub is_dir: bool,
}

/// A file system, or something that behaves like one. Clones are handles to the same disk.
pub trait Disk: Clone + Send + Sync + 'static {
    /// An open file.
    type File: DiskFile;
    /// Held while a lock file is locked; dropping it unlocks.
    type Lock: Send + Sync + 'static;

    /// Opens a file.
    fn open(&self, path: &Path, mode: OpenMode) -> io::Result<Self::File>;
    /// Names in `dir`, unsorted. Names that are not UTF-8 are left out.
    fn read_dir(&self, dir: &Path) -> io::Result<Vec<DirEntry>>;
    /// Renames within one file system, replacing what has the new name. Durable after [`Disk::sync_dir`] of the
    /// directory of the new name, and then of the old.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Removes a file. Durable after [`Disk::sync_dir`].
    fn remove(&self, path: &Path) -> io::Result<()>;
    /// Makes a directory and those above it, durably.
    fn create_dir_all(&self, dir: &Path) -> io::Result<()>;
    /// Makes creations, renames and removals in `dir` durable.
    fn sync_dir(&self, dir: &Path) -> io::Result<()>;
    /// Size of a file in bytes; `None` if there is none of that name.
    fn len(&self, path: &Path) -> io::Result<Option<u64>>;
    /// True if the directory exists.
    fn is_dir(&self, dir: &Path) -> io::Result<bool>;
    /// Locks `path`, making it if missing; `None` if another holder (also one of this process) has it.
    fn lock(&self, path: &Path) -> io::Result<Option<Self::Lock>>;

    /// True if a file has that name.
    fn exists(&self, path: &Path) -> io::Result<bool> {
        Ok(self.len(path)?.is_some())
    }
}

/// An open file, addressed by offset. Methods take `&self`: two threads may work on different ranges.
pub trait DiskFile: Send + Sync + 'static {
    /// Reads at `offset` into `buf`; fewer bytes than asked for only near the end, 0 at the end.
    fn read_at(&self, buf: &mut [u8], offset: u64) -> io::Result<usize>;
    /// Writes all of `buf` at `offset`, growing the file if needed.
    fn write_at(&self, buf: &[u8], offset: u64) -> io::Result<()>;
    /// Cuts or extends (with zeros) to `len` bytes.
    fn set_len(&self, len: u64) -> io::Result<()>;
    /// Size in bytes.
    fn len(&self) -> io::Result<u64>;
    /// Makes the content durable, and of the metadata what reading it back needs.
    fn sync_data(&self) -> io::Result<()>;
    /// Makes content and metadata durable.
    fn sync_all(&self) -> io::Result<()>;

    /// True if the file holds no bytes.
    fn is_empty(&self) -> io::Result<bool> {
        Ok(self.len()? == 0)
    }
}

/// Reads a [`DiskFile`] from an offset on.
#[derive(Debug)]
pub struct FileReader<F> {
    file: F,
    position: u64,
}

impl<F: DiskFile> FileReader<F> {
    /// From the start.
    pub fn new(file: F) -> FileReader<F> {
        FileReader::at(file, 0)
    }

    /// From `position` on, in bytes.
    pub fn at(file: F, position: u64) -> FileReader<F> {
        FileReader { file, position }
    }
}

impl<F: DiskFile> Read for FileReader<F> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let n = self.file.read_at(buf, self.position)?;
        self.position += n as u64;
        Ok(n)
    }
}

/// Reads a small file whole; `None` if it does not exist.
///
/// # Errors
/// `InvalidData` if it is longer than `limit` bytes.
pub fn read_small<D: Disk>(disk: &D, path: &Path, limit: usize) -> io::Result<Option<Vec<u8>>> {
    let file = match disk.open(path, OpenMode::Read) {
        Ok(f) => f,
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(e) => return Err(e),
    };
    let mut out = Vec::new();
    FileReader::new(file).take(limit as u64 + 1).read_to_end(&mut out)?;
    if out.len() > limit {
        return Err(io::Error::new(io::ErrorKind::InvalidData, format!("longer than {limit} bytes")));
    }
    Ok(Some(out))
}

/// Replaces a small file so that after a crash either the old or the new content is there, never a mixture:
/// temporary file, sync, rename, sync of the directory.
pub fn write_atomically<D: Disk>(
    disk: &D,
    dir: &Path,
    name: &str,
    tmp: &str,
    bytes: &[u8],
) -> io::Result<PathBuf> {
    let (tmp, path) = (dir.join(tmp), dir.join(name));
    let file = disk.open(&tmp, OpenMode::Create)?;
    file.write_at(bytes, 0)?;
    if !on(Mutant::EpochNotSynced) {
        file.sync_all()?;
    }
    disk.rename(&tmp, &path)?;
    if !on(Mutant::EpochNameNotSynced) {
        disk.sync_dir(dir)?;
    }
    Ok(path)
}
