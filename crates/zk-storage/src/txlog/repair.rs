//! Cuts log files: a torn tail off the last file, and whatever lies above a transaction to truncate to.
//!
//! Requests of a repair: write the cut-off bytes to a file aside, sync it, sync the directory; then shorten (or
//! remove) the log file and sync that. A crash in between leaves the torn tail, and the repair is done again.

use std::path::{Path, PathBuf};

use zk_mutants::{Mutant, on};
use zk_proto::Zxid;

use super::{HEADER_BYTES, LogEnd, LogFile, LogReader, TornTail, list_logs, mark};
use crate::disk::{Disk, DiskFile, FileReader, OpenMode};
use crate::error::{IoContext, StorageError};

/// What a repair did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repaired {
    /// The log file.
    pub path: PathBuf,
    /// Its size now, in bytes; `None` if it was removed, as it held no record.
    pub len: Option<u64>,
    /// Where the cut-off bytes are kept; `None` if there was nothing but zeros.
    pub kept: Option<PathBuf>,
}

/// Name of the file that keeps what was cut off a log at `offset`. Java does not take it for a log.
fn torn_name(log: &Path, offset: u64) -> String {
    let log = log.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    format!("torn.{log}.{offset}")
}

/// Cuts a torn tail off, keeping its bytes in a file aside. A file without a whole record is removed.
///
/// Without this a Java server would fail on the tail (checksum) or skip it, and once a later file exists the
/// torn one is no longer the last.
pub(crate) fn repair_tail<D: Disk>(disk: &D, dir: &Path, torn: &TornTail) -> Result<Repaired, StorageError> {
    let path = torn.path.clone();
    let file = disk.open(&path, OpenMode::ReadWrite).at("open", &path)?;
    let kept = keep_aside(disk, dir, &file, torn)?;
    let len = if torn.no_records {
        drop(file);
        disk.remove(&path).at("remove", &path)?;
        disk.sync_dir(dir).at("sync directory", dir)?;
        None
    } else {
        file.set_len(torn.offset).at("shorten", &path)?;
        file.sync_all().at("sync", &path)?;
        if torn.offset >= HEADER_BYTES as u64 {
            // Only now: without its mark the tail would have been damage. One that stays does no harm.
            let _ = file.write_at(&[0; 8], mark::MARK_OFFSET);
        }
        Some(torn.offset)
    };
    Ok(Repaired { path, len, kept })
}

fn keep_aside<D: Disk>(
    disk: &D,
    dir: &Path,
    file: &D::File,
    torn: &TornTail,
) -> Result<Option<PathBuf>, StorageError> {
    if torn.bytes == 0 {
        return Ok(None);
    }
    let aside = dir.join(torn_name(&torn.path, torn.offset));
    let out = disk.open(&aside, OpenMode::Create).at("create", &aside)?;
    let mut block = vec![0u8; 1 << 20];
    let mut done = 0;
    while done < torn.bytes {
        let want = (torn.bytes - done).min(block.len() as u64) as usize;
        let room = block.get_mut(..want).unwrap_or_default();
        let n = file.read_at(room, torn.offset + done).at("read", &torn.path)?;
        if n == 0 {
            break;
        }
        out.write_at(block.get(..n).unwrap_or_default(), done).at("write", &aside)?;
        done += n as u64;
    }
    out.sync_all().at("sync", &aside)?;
    disk.sync_dir(dir).at("sync directory", dir)?;
    Ok(Some(aside))
}

/// Cuts the log behind `zxid`, which is known to be in the history: later files are removed, newest first, then
/// the file is shortened. Whatever a crash leaves of it is a log that ends above `zxid` without a gap, so it can be
/// done again.
pub(crate) fn truncate<D: Disk>(
    disk: &D,
    dir: &Path,
    zxid: Zxid,
    max_record_bytes: usize,
) -> Result<(), StorageError> {
    let (keep, go) = split_at(disk, dir, zxid)?;
    for file in go.iter().rev() {
        disk.remove(&file.path).at("remove", &file.path)?;
        disk.sync_dir(dir).at("sync directory", dir)?;
    }
    let cut = find_cut(disk, keep.last(), zxid, max_record_bytes)?;
    if let Some(file) = keep.last()
        && (cut.above || cut.dirty)
    {
        let opened = disk.open(&file.path, OpenMode::ReadWrite).at("open", &file.path)?;
        opened.set_len(cut.end).at("shorten", &file.path)?;
        if on(Mutant::TruncNotSynced) {
            return Ok(());
        }
        opened.sync_all().at("sync", &file.path)?;
    }
    Ok(())
}

/// Log files that may hold `zxid` or older ones, and those that hold only newer ones.
fn split_at<D: Disk>(disk: &D, dir: &Path, zxid: Zxid) -> Result<(Vec<LogFile>, Vec<LogFile>), StorageError> {
    Ok(list_logs(disk, dir)?.into_iter().partition(|f| f.zxid <= zxid))
}

struct Cut {
    /// End of the last record not above the target, in bytes.
    end: u64,
    /// The target itself was found.
    exact: bool,
    /// A record above the target follows.
    above: bool,
    /// Something else than zeros follows.
    dirty: bool,
}

fn find_cut<D: Disk>(
    disk: &D,
    file: Option<&LogFile>,
    zxid: Zxid,
    max_record_bytes: usize,
) -> Result<Cut, StorageError> {
    let mut cut = Cut { end: HEADER_BYTES as u64, exact: false, above: false, dirty: false };
    let Some(file) = file else { return Ok(cut) };
    let opened = disk.open(&file.path, OpenMode::Read).at("open", &file.path)?;
    let mut reader = LogReader::with_limit(FileReader::new(opened), max_record_bytes);
    loop {
        while let Some(head) = reader.advance().at("read", &file.path)? {
            let inclusive = on(Mutant::TruncInclusive) && head.zxid == zxid;
            let spared = on(Mutant::TruncOneTooFew) && zxid.next() == Some(head.zxid);
            if (head.zxid > zxid || inclusive) && !spared {
                cut.above = true;
                return Ok(cut);
            }
            cut.end = head.end();
            cut.exact |= head.zxid == zxid;
        }
        match reader.end() {
            None | Some(LogEnd::Clean { .. }) => {}
            Some(LogEnd::Torn { .. }) => cut.dirty = true,
            // Below the snapshot that the history builds on, damage is passed over: the target lies behind it.
            Some(LogEnd::Damaged { .. }) if !cut.exact && reader.resume() => continue,
            Some(LogEnd::Damaged { .. }) => cut.above = true,
        }
        return Ok(cut);
    }
}
