//! Scans one log file as a stream: records are lent out of a window, and at the end stands a verdict that tells
//! padding from a torn tail and a torn tail from damage inside the log.

use std::io::{self, Read};

use zk_proto::{Reader, TxnHeader, Zxid};

use super::mark;
use super::resync::{self, Found};
use super::{
    BadRecord, DEFAULT_MAX_RECORD_BYTES, END_MARK, FRAME_BYTES, HEADER_BYTES, LOG_MAGIC, payload_zxid,
};
use crate::window::{Window, leading_zeros};

/// How a log file ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogEnd {
    /// Zeros, or nothing, behind the last whole record.
    Clean {
        /// End of the last whole record, in bytes.
        offset: u64,
        /// Bytes of zeros behind it.
        padding: u64,
    },
    /// An incomplete or bad record that a crash explains: no valid one stands behind it, or it lies above the file's
    /// durable mark, in a write of which sectors are missing.
    Torn {
        /// End of the last whole record, in bytes. 0 if not even the header is whole.
        offset: u64,
        /// Bytes from there to the last one that is not zero.
        bytes: u64,
        /// What is wrong there.
        reason: BadRecord,
    },
    /// A bad record with valid ones behind it, not above the durable mark, or something that no crash leaves.
    Damaged {
        /// End of the last whole record, in bytes.
        offset: u64,
        /// What is wrong there.
        reason: BadRecord,
        /// Where the next valid record begins, if one was found.
        resume: Option<u64>,
    },
}

impl LogEnd {
    /// End of the last whole record before the verdict, in bytes.
    pub fn offset(&self) -> u64 {
        match *self {
            LogEnd::Clean { offset, .. } | LogEnd::Torn { offset, .. } | LogEnd::Damaged { offset, .. } => {
                offset
            }
        }
    }
}

/// Where a record is and which transaction it holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RecordHead {
    /// Offset of its frame in the file, in bytes.
    pub offset: u64,
    /// Its transaction.
    pub zxid: Zxid,
    /// Payload size in bytes.
    pub len: usize,
}

impl RecordHead {
    /// Offset of the byte behind the record.
    pub fn end(&self) -> u64 {
        self.offset + (FRAME_BYTES + self.len + 1) as u64
    }
}

/// A whole record with a right checksum.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Record<'a> {
    /// Where and what.
    pub head: RecordHead,
    /// The encoded transaction: header, body, digest.
    pub payload: &'a [u8],
}

/// Scans one log file.
pub struct LogReader<R> {
    window: Window<R>,
    max_record_bytes: usize,
    header_read: bool,
    /// Up to where the file says that it was durable.
    durable: Option<u64>,
    last: Option<RecordHead>,
    /// True while the window still holds the payload of `last`.
    lent: bool,
    end: Option<LogEnd>,
    /// What is no whole record yet ends it without a verdict.
    growing: bool,
}

/// What stands where a record should be.
enum Probe {
    Good {
        len: usize,
        zxid: Zxid,
    },
    /// Checksum and length zero, or fewer zeros than a frame.
    Zeros,
    Bad(BadRecord),
}

impl<R: Read> LogReader<R> {
    /// Reads from the start of a file, with the default limit on records.
    pub fn new(input: R) -> LogReader<R> {
        LogReader::with_limit(input, DEFAULT_MAX_RECORD_BYTES)
    }

    /// Reads from the start of a file; payloads longer than `max_record_bytes` count as bad.
    pub fn with_limit(input: R, max_record_bytes: usize) -> LogReader<R> {
        LogReader {
            window: Window::new(input),
            max_record_bytes,
            header_read: false,
            durable: None,
            last: None,
            lent: false,
            end: None,
            growing: false,
        }
    }

    /// Goes on behind `last`, a record of the same file, to which `input` has been brought.
    pub fn behind(input: R, last: RecordHead, max_record_bytes: usize) -> LogReader<R> {
        LogReader {
            window: Window::at(input, last.end()),
            max_record_bytes,
            header_read: true,
            durable: None,
            last: Some(last),
            lent: false,
            end: None,
            growing: false,
        }
    }

    /// For a log that somebody may be writing: what is no whole record ends it without a verdict, and what is behind that
    /// is not read.
    pub fn growing(mut self) -> LogReader<R> {
        self.growing = true;
        self
    }

    /// The next record, or `None` at the end; then [`LogReader::end`] has the verdict.
    ///
    /// # Errors
    /// Only those of the input. Damage is not an error but the verdict.
    #[allow(clippy::should_implement_trait)]
    pub fn next(&mut self) -> io::Result<Option<Record<'_>>> {
        let head = self.advance()?;
        Ok(head.map(|head| Record { head, payload: self.payload() }))
    }

    /// Steps to the next record; its payload is [`LogReader::payload`].
    ///
    /// # Errors
    /// Those of the input.
    #[inline]
    pub fn advance(&mut self) -> io::Result<Option<RecordHead>> {
        self.lent = false;
        if self.end.is_some() || (!self.header_read && !self.read_header()?) {
            return Ok(None);
        }
        match self.probe()? {
            Probe::Good { len, zxid } => {
                let head = RecordHead { offset: self.window.offset(), zxid, len };
                self.window.consume(FRAME_BYTES + len + 1);
                self.last = Some(head);
                self.lent = true;
                Ok(Some(head))
            }
            Probe::Zeros | Probe::Bad(_) if self.growing => Ok(None),
            Probe::Zeros => self.judge_zeros(),
            Probe::Bad(reason) => self.judge(reason),
        }
    }

    /// The payload of the record last stepped to; empty if there is none.
    #[inline]
    pub fn payload(&self) -> &[u8] {
        match self.last {
            Some(head) if self.lent => self.window.behind(head.len + 1, head.len),
            _ => &[],
        }
    }

    /// The checksum of the record last stepped to, as stored and as computed; 0 if there is none.
    #[inline]
    pub fn checksum(&self) -> u32 {
        match self.last {
            Some(head) if self.lent => {
                let stored = self.window.behind(FRAME_BYTES + head.len + 1, 8);
                // The upper half is zero: a record with another one is bad.
                stored.get(4..).map_or(0, |b| b.iter().fold(0, |sum, b| sum << 8 | u32::from(*b)))
            }
            _ => 0,
        }
    }

    /// The verdict, once there are no more records.
    pub fn end(&self) -> Option<LogEnd> {
        self.end
    }

    /// The last record stepped to.
    pub fn last(&self) -> Option<RecordHead> {
        self.last
    }

    /// After [`LogEnd::Damaged`]: goes on behind the damage. False if no valid record follows.
    pub fn resume(&mut self) -> bool {
        match self.end {
            Some(LogEnd::Damaged { resume: Some(_), .. }) => {
                // The scan for it left the window at that record.
                self.end = None;
                self.header_read = true;
                true
            }
            _ => false,
        }
    }

    /// True if the header is right; otherwise the verdict is set.
    fn read_header(&mut self) -> io::Result<bool> {
        let head = self.window.fill(HEADER_BYTES)?;
        if head.len() < HEADER_BYTES {
            if self.growing {
                return Ok(false);
            }
            self.judge(BadRecord::PartialHeader)?;
            return Ok(false);
        }
        let mut fields = Reader::new(head);
        let (found, _version) = (fields.i32().unwrap_or_default(), fields.i32());
        let field = fields.i64().unwrap_or_default();
        if found == LOG_MAGIC {
            self.durable = mark::decode(field as u64);
            self.window.consume(HEADER_BYTES);
            self.header_read = true;
            return Ok(true);
        }
        if self.growing {
            return Ok(false);
        }
        self.judge(BadRecord::BadMagic { found: found as u32 })?;
        Ok(false)
    }

    #[inline]
    fn probe(&mut self) -> io::Result<Probe> {
        let head = self.window.fill(FRAME_BYTES)?;
        let Some((stored, length)) = frame(head) else {
            let zeros = leading_zeros(head) == head.len();
            let left = head.len() as u64;
            return Ok(match zeros {
                true => Probe::Zeros,
                false => Probe::Bad(BadRecord::Truncated { needed: FRAME_BYTES as u64, left }),
            });
        };
        let len = match usize::try_from(length) {
            Ok(0) if stored == 0 => return Ok(Probe::Zeros),
            Ok(0) => return Ok(Probe::Bad(BadRecord::ZeroLength)),
            Ok(len) if len <= self.max_record_bytes => len,
            _ => return Ok(Probe::Bad(BadRecord::Length { length })),
        };
        Ok(check_frame(self.window.fill(FRAME_BYTES + len + 1)?, stored, len))
    }

    /// Zeros up to the end are padding; zeros and then something else are a hole.
    fn judge_zeros(&mut self) -> io::Result<Option<RecordHead>> {
        let offset = self.window.offset();
        loop {
            let chunk = self.window.fill(FRAME_BYTES)?;
            let (zeros, whole) = (leading_zeros(chunk), chunk.len());
            if zeros < whole {
                // Keep what may belong to the next record: its checksum and length begin with zeros.
                self.window.consume(zeros.saturating_sub(FRAME_BYTES - 1));
                return self.judge_from(offset, BadRecord::ZeroLength);
            }
            if whole < FRAME_BYTES {
                self.window.consume(whole);
                self.end = Some(LogEnd::Clean { offset, padding: self.window.offset() - offset });
                return Ok(None);
            }
            self.window.consume(whole - (FRAME_BYTES - 1));
        }
    }

    fn judge(&mut self, reason: BadRecord) -> io::Result<Option<RecordHead>> {
        let offset = self.window.offset();
        self.judge_from(offset, reason)
    }

    fn judge_from(&mut self, offset: u64, reason: BadRecord) -> io::Result<Option<RecordHead>> {
        // A foreign file is no torn log: a crash leaves zeros, or a part of the magic and zeros.
        let foreign = matches!(reason, BadRecord::BadMagic { .. });
        let content = matches!(reason, BadRecord::Content { .. });
        let after = self.last.map(|h| h.zxid);
        let unacknowledged = self.durable.is_some_and(|durable| offset >= durable) && !foreign && !content;
        self.end = Some(match resync::scan(&mut self.window, offset, after, self.max_record_bytes)? {
            Found::Record { .. } | Found::GaveUp if unacknowledged => {
                let bytes = resync::rest(&mut self.window, offset)?;
                LogEnd::Torn { offset, bytes, reason }
            }
            Found::Record { offset: at } => LogEnd::Damaged { offset, reason, resume: Some(at) },
            Found::GaveUp => LogEnd::Damaged { offset, reason, resume: None },
            Found::Nothing { bytes } if content || (foreign && bytes > 3) => {
                LogEnd::Damaged { offset, reason, resume: None }
            }
            Found::Nothing { bytes } => LogEnd::Torn { offset, bytes, reason },
        });
        Ok(None)
    }
}

/// Checksum and length of a frame; `None` if there are too few bytes.
#[inline]
pub(super) fn frame(bytes: &[u8]) -> Option<(u64, i32)> {
    let (checksum, rest) = bytes.split_first_chunk::<8>()?;
    let (length, _) = rest.split_first_chunk::<4>()?;
    Some((u64::from_be_bytes(*checksum), i32::from_be_bytes(*length)))
}

/// Checks end mark, checksum and size of the record of `len` payload bytes at the start of `bytes`.
#[inline]
fn check_frame(bytes: &[u8], stored: u64, len: usize) -> Probe {
    let whole = FRAME_BYTES + len + 1;
    let (Some(payload), Some(mark)) =
        (bytes.get(FRAME_BYTES..FRAME_BYTES + len), bytes.get(FRAME_BYTES + len))
    else {
        return Probe::Bad(BadRecord::Truncated { needed: whole as u64, left: bytes.len() as u64 });
    };
    if *mark != END_MARK {
        return Probe::Bad(BadRecord::EndMark { found: *mark });
    }
    let computed = simd_adler32::adler32(&payload);
    if u64::from(computed) != stored {
        return Probe::Bad(BadRecord::Checksum { stored, computed });
    }
    match payload_zxid(payload) {
        Some(zxid) if len >= TxnHeader::SIZE => Probe::Good { len, zxid },
        _ => Probe::Bad(BadRecord::Content { len }),
    }
}

/// True if a whole, right record begins `bytes`, which hold all of it.
pub(super) fn is_record(bytes: &[u8], len: usize) -> Option<Zxid> {
    let (stored, _) = frame(bytes)?;
    match check_frame(bytes, stored, len) {
        Probe::Good { zxid, .. } => Some(zxid),
        _ => None,
    }
}
