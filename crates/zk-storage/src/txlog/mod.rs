//! The transaction log: `log.<zxid>` files of framed records, each behind an Adler-32 of its payload, with zeros
//! to the end. By verb: [`writer`](LogWriter) appends, [`reader`](LogReader) scans one file,
//! [`cursor`](LogCursor) walks several in order, `repair` cuts.
//!
//! ```text
//! file    := int "ZKLG", int 2, long mark, record*, zeros
//! record  := long adler32(payload), int length, payload, byte 'B'
//! payload := transaction header (32 bytes), body, [digest (12 bytes)]
//! ```
//!
//! The mark is ours (see `mark.rs`); Java writes 0 and reads nothing.
//!
//! Mirrors: ZooKeeper `FileTxnLog`. Its header comment claims a wider checksum than its code computes.

mod cursor;
mod fill;
mod mark;
mod order;
mod reader;
pub(crate) mod repair;
mod resync;
mod writer;

use std::path::{Path, PathBuf};

use thiserror::Error;
use zk_proto::{Reader, Zxid};

pub use cursor::{CursorNote, LogCursor, LoggedAt, TornTail};
pub use fill::Fill;
pub use order::{OrderError, ZxidOrder};
pub use reader::{LogEnd, LogReader, Record, RecordHead};
pub use repair::Repaired;
pub(crate) use writer::LOG_TMP;
pub use writer::{LogWriter, WriterConfig, WriterStatus};

use crate::disk::Disk;
use crate::error::{IoContext, StorageError};

/// First four bytes of a log file, "ZKLG".
pub const LOG_MAGIC: i32 = 0x5a4b_4c47;
/// Format version that every ZooKeeper writes; not checked on reading, as in Java.
pub const LOG_VERSION: i32 = 2;
/// Size of the file header in bytes.
pub const HEADER_BYTES: usize = 16;
/// Checksum and length before a payload, in bytes.
pub const FRAME_BYTES: usize = 12;
/// What follows every payload.
pub const END_MARK: u8 = b'B';
/// Largest payload that a reader takes by default: Java's limit on a request, as much again for what preparing
/// a transaction adds, and a margin. In bytes.
pub const DEFAULT_MAX_RECORD_BYTES: usize = 2 * 0xf_ffff + (1 << 20);

/// A log file by its name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LogFile {
    /// Transaction of its first record, as its name says.
    pub zxid: Zxid,
    /// Where it is.
    pub path: PathBuf,
    /// Size in bytes, padding included.
    pub len: u64,
}

/// Name of the log file that begins with `zxid`.
pub fn log_name(zxid: Zxid) -> String {
    format!("log.{}", zxid.file_suffix())
}

/// The transaction in a log file's name; `None` for every other name.
///
/// Differs: Java looks at the first two dot-separated parts only, so that `log.5.bak` is a log to it.
pub fn parse_log_name(name: &str) -> Option<Zxid> {
    parse_zxid(name.strip_prefix("log.")?)
}

/// Reads the hex digits of a file name; Java reads them as a signed number, so the upper half is out.
pub(crate) fn parse_zxid(hex: &str) -> Option<Zxid> {
    let plain = !hex.is_empty() && hex.bytes().all(|b| b.is_ascii_hexdigit());
    if plain { i64::from_str_radix(hex, 16).ok().map(Zxid) } else { None }
}

/// The log files in `dir`, oldest first.
pub fn list_logs<D: Disk>(disk: &D, dir: &Path) -> Result<Vec<LogFile>, StorageError> {
    let mut out: Vec<LogFile> = disk
        .read_dir(dir)
        .at("list", dir)?
        .into_iter()
        .filter(|e| !e.is_dir)
        .filter_map(|e| Some(LogFile { zxid: parse_log_name(&e.name)?, path: dir.join(&e.name), len: e.len }))
        .collect();
    out.sort();
    Ok(out)
}

/// The 16 bytes that begin every log file.
pub(crate) fn header_bytes() -> [u8; HEADER_BYTES] {
    let mut out = [0; HEADER_BYTES];
    let fields = LOG_MAGIC.to_be_bytes().into_iter().chain(LOG_VERSION.to_be_bytes());
    out.iter_mut().zip(fields).for_each(|(o, b)| *o = b);
    out
}

/// The zxid in a payload; `None` if it is too short for a transaction header.
pub fn payload_zxid(payload: &[u8]) -> Option<Zxid> {
    let mut r = Reader::new(payload);
    r.bytes(12).ok()?;
    let zxid = Zxid(r.i64().ok()?);
    r.bytes(12).ok()?;
    Some(zxid)
}

/// What is wrong with the bytes where a record should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum BadRecord {
    /// The file is too short for its header.
    #[error("file header cut short")]
    PartialHeader,
    /// The file does not begin as a log does.
    #[error("no log file: it begins with {found:#010x}")]
    BadMagic {
        /// The first four bytes.
        found: u32,
    },
    /// The file ends inside the record.
    #[error("cut short: {needed} bytes needed, {left} left")]
    Truncated {
        /// Size of the record, or of its frame if its length cannot be read.
        needed: u64,
        /// What the file has.
        left: u64,
    },
    /// The length field is negative or beyond the limit.
    #[error("unreasonable length {length}")]
    Length {
        /// As read.
        length: i32,
    },
    /// Length zero, which marks the end of the log, and yet other bytes than zeros behind it.
    #[error("zeros with other bytes behind them")]
    ZeroLength,
    /// The end mark is missing.
    #[error("end mark is {found:#04x}, not 'B'")]
    EndMark {
        /// The byte in its place.
        found: u8,
    },
    /// The payload does not match its checksum.
    #[error("checksum {computed:#x}, recorded {stored:#x}")]
    Checksum {
        /// As recorded.
        stored: u64,
        /// Of the bytes that are there.
        computed: u32,
    },
    /// The checksum is right but the payload is too short for a transaction.
    #[error("payload of {len} bytes is too short for a transaction")]
    Content {
        /// Payload size in bytes.
        len: usize,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_parsed_as_java_writes_them() {
        assert_eq!(parse_log_name("log.100000001"), Some(Zxid(0x1_0000_0001)));
        assert_eq!(log_name(Zxid(0x1_0000_0001)), "log.100000001");
        for bad in
            ["log", "log.", "log.x", "log.5.bak", "log.-5", "log.+5", "log.ffffffffffffffff", "snapshot.1"]
        {
            assert_eq!(parse_log_name(bad), None, "{bad}");
        }
    }
}
