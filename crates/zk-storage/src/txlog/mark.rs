//! The durable mark: up to where a log file was certainly on the disk, written into the header's third field, which
//! Java sets to 0 and never reads. It tells what a power failure may leave of one write (its later sectors without its
//! first: a bad record with whole ones behind it, none of them ever acknowledged) from damage to what was acknowledged.
//!
//! Invariants:
//! - **Nothing above the mark is needed for the mark to be true**: it is the end of what an earlier sync has covered.
//! - **A write that can be torn inside is never begun without it**: one that reaches into a second sector brings the mark
//!   along, under the same sync. So behind a mark on the disk there is at most that one write, and after it such as lie
//!   in the sector in which it ends.
//!
//! A file without a mark is judged as if all of it had been durable: Java's, one written without syncs, and one that was
//! closed, since closing takes the mark out. What lies in a directory after a clean stop is byte for byte Java's.

use std::ops::Range;

/// Where in the file the mark stands, in bytes.
pub(super) const MARK_OFFSET: u64 = 8;

/// What tells a mark from an id: the field's upper two bytes, "zk".
const TAG: u64 = 0x7a6b << 48;
const TAG_BITS: u64 = 0xffff << 48;

/// What a disk writes whole or not at all, in bytes.
const SECTOR_BYTES: u64 = 512;

/// The field's content for a file that is durable up to `offset`.
pub(super) fn encode(offset: u64) -> [u8; 8] {
    (TAG | (offset & !TAG_BITS)).to_be_bytes()
}

/// The offset in the field; `None` if it holds something else.
pub(super) fn decode(field: u64) -> Option<u64> {
    (field & TAG_BITS == TAG).then_some(field & !TAG_BITS)
}

/// True if a power failure may leave a later part of a write to `range` without an earlier one.
pub(super) fn can_be_torn_inside(range: &Range<u64>) -> bool {
    range.start / SECTOR_BYTES != range.end.saturating_sub(1) / SECTOR_BYTES
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_is_told_from_an_id() {
        assert_eq!(decode(u64::from_be_bytes(encode(1 << 40))), Some(1 << 40));
        assert_eq!([0, 1, u64::MAX, 0xffff << 48].map(decode), [None; 4]);
    }

    #[test]
    fn only_what_reaches_into_another_sector_can_be_torn_inside() {
        assert!(!can_be_torn_inside(&(512..1024)));
        assert!(can_be_torn_inside(&(512..1025)));
        assert!(can_be_torn_inside(&(511..513)));
        assert!(!can_be_torn_inside(&(16..17)));
    }
}
