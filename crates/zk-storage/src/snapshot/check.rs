//! The cheap look at a snapshot that comes before loading it.

use std::io;

use super::{Compression, SnapshotFile};
use crate::disk::{Disk, DiskFile, OpenMode};

/// A plain snapshot ends with the string "/", as every seal does.
const PLAIN_END: [u8; 5] = [0, 0, 0, 1, b'/'];
/// Shortest plain file that Java looks at, in bytes.
const PLAIN_MIN_BYTES: u64 = 10;

/// True if the file may be a whole snapshot: a plain one ends as it must, a compressed one begins as it must.
///
/// Mirrors: ZooKeeper `SnapStream.isValidSnapshot`.
pub fn looks_valid<D: Disk>(disk: &D, snapshot: &SnapshotFile) -> io::Result<bool> {
    let file = disk.open(&snapshot.path, OpenMode::Read)?;
    let has = |offset: u64, wanted: &[u8]| -> io::Result<bool> {
        let mut found = vec![0; wanted.len()];
        Ok(file.read_at(&mut found, offset)? == wanted.len() && found == wanted)
    };
    match snapshot.compression {
        Compression::Gzip => has(0, &super::compress::GZIP_MAGIC),
        Compression::Snappy => has(0, &super::compress::SNAPPY_MAGIC),
        Compression::Plain => {
            let len = file.len()?;
            Ok(len >= PLAIN_MIN_BYTES && has(len - PLAIN_END.len() as u64, &PLAIN_END)?)
        }
    }
}
