//! Looks behind a bad record for a valid one. That decides between a torn tail, which a crash explains, and
//! damage inside the log, behind which acknowledged transactions lie.

use std::io::{self, Read};

use zk_proto::{OpCode, Reader, TxnHeader, Zxid};

use super::FRAME_BYTES;
use super::reader::{frame, is_record};
use crate::window::{Window, leading_zeros};

/// What the scan met.
pub(super) enum Found {
    /// A valid record, at which the window now stands.
    Record { offset: u64 },
    /// None to the end of the input; `bytes` reach from the bad record to the last byte that is not zero.
    Nothing { bytes: u64 },
    /// So many false beginnings that the search was ended.
    GaveUp,
}

/// Smallest record: frame, transaction header, end mark.
const MIN_RECORD_BYTES: usize = FRAME_BYTES + TxnHeader::SIZE + 1;

/// Bytes of false beginnings to check before giving up: hostile input must not cost quadratic time.
const CHECK_BUDGET_BYTES: usize = 256 << 20;

/// Searches from the window's position, or from behind `bad_offset` if the window stands there.
///
/// Only a record above `after` counts: a recycled block may hold old ones.
pub(super) fn scan<R: Read>(
    window: &mut Window<R>,
    bad_offset: u64,
    after: Option<Zxid>,
    max_record_bytes: usize,
) -> io::Result<Found> {
    let mut last_nonzero = bad_offset;
    let mut budget = CHECK_BUDGET_BYTES;
    // What made the record bad may be its first byte alone.
    if window.offset() == bad_offset && step(window, 1, &mut last_nonzero)? == 0 {
        return Ok(Found::Nothing { bytes: 0 });
    }
    loop {
        let bytes = window.fill(MIN_RECORD_BYTES)?;
        if bytes.len() < MIN_RECORD_BYTES {
            let n = bytes.len();
            step(window, n, &mut last_nonzero)?;
            return Ok(Found::Nothing { bytes: last_nonzero - bad_offset });
        }
        if let Some(len) = plausible(bytes, after, max_record_bytes) {
            let Some(left) = budget.checked_sub(len) else { return Ok(Found::GaveUp) };
            budget = left;
            let whole = FRAME_BYTES + len + 1;
            if is_record(window.fill(whole)?, len).is_some() {
                return Ok(Found::Record { offset: window.offset() });
            }
        }
        let zeros = leading_zeros(window.available());
        step(window, zeros.saturating_sub(FRAME_BYTES - 1).max(1), &mut last_nonzero)?;
    }
}

/// Reads to the end: how far the bytes behind `bad_offset` reach, up to the last one that is not zero. Something that is
/// not zero has been found where the window stands.
pub(super) fn rest<R: Read>(window: &mut Window<R>, bad_offset: u64) -> io::Result<u64> {
    let mut last_nonzero = window.offset();
    while !window.fill(1)?.is_empty() {
        let n = window.available().len();
        step(window, n, &mut last_nonzero)?;
    }
    Ok(last_nonzero - bad_offset)
}

/// Passes over up to `n` bytes and notes where the last one that is not zero ended.
fn step<R: Read>(window: &mut Window<R>, n: usize, last_nonzero: &mut u64) -> io::Result<usize> {
    let at = window.offset();
    let bytes = window.fill(n)?;
    let n = n.min(bytes.len());
    if let Some(i) = bytes.get(..n).and_then(|b| b.iter().rposition(|b| *b != 0)) {
        *last_nonzero = at + i as u64 + 1;
    }
    window.consume(n);
    Ok(n)
}

/// The payload size if a record may begin here: cheap checks before the checksum.
#[inline]
fn plausible(bytes: &[u8], after: Option<Zxid>, max_record_bytes: usize) -> Option<usize> {
    let (checksum, length) = frame(bytes)?;
    let len = usize::try_from(length).ok()?;
    if checksum > u64::from(u32::MAX) || !(TxnHeader::SIZE..=max_record_bytes).contains(&len) {
        return None;
    }
    let header = TxnHeader::decode(&mut Reader::new(bytes.get(FRAME_BYTES..)?)).ok()?;
    OpCode::from_i32(header.kind)?;
    (header.zxid.0 > 0 && after.is_none_or(|a| header.zxid > a)).then_some(len)
}
