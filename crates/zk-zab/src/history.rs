//! The end of the history, in memory: what is not applied yet, and what learners that are a little behind are sent.

use std::collections::VecDeque;

use bytes::Bytes;
use zk_mutants::{Mutant, on};
use zk_proto::Zxid;

/// One transaction.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Its id.
    pub zxid: Zxid,
    /// Its bytes as in the log.
    pub payload: Bytes,
}

/// Why a transaction does not continue the history.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gap {
    /// The end of the history.
    pub last: Zxid,
    /// What was to follow.
    pub next: Zxid,
}

/// A part of the history without a gap: everything in `(base, last]`.
///
/// **Contiguous by construction**: within an epoch counters rise by one, a new epoch begins with counter 1
/// (known-bugs K-15).
#[derive(Debug)]
pub struct History {
    base: Zxid,
    entries: VecDeque<Entry>,
    bytes: usize,
    keep_txns: usize,
    keep_bytes: usize,
}

impl History {
    /// An empty part behind `base` that keeps about so much of what is applied.
    pub fn new(base: Zxid, keep_txns: usize, keep_bytes: usize) -> History {
        History { base, entries: VecDeque::new(), bytes: 0, keep_txns, keep_bytes }
    }

    /// Everything up to here is in the history, but not in memory.
    pub fn base(&self) -> Zxid {
        self.base
    }

    /// The last transaction, or the base.
    pub fn last(&self) -> Zxid {
        self.entries.back().map_or(self.base, |e| e.zxid)
    }

    /// True if `next` may follow `last`.
    ///
    /// A base that is an epoch's first zxid (counter 0, which no transaction has) stands for the state in which
    /// that epoch began.
    pub fn follows(last: Zxid, next: Zxid) -> bool {
        if next.epoch() == last.epoch() {
            last.next() == Some(next)
        } else {
            next.epoch() > last.epoch() && next.counter() == 1
        }
    }

    /// Adds a transaction.
    ///
    /// # Errors
    /// [`Gap`] if it does not follow the last one; nothing has changed then.
    pub fn push(&mut self, zxid: Zxid, payload: Bytes) -> Result<(), Gap> {
        let last = self.last();
        if !History::follows(last, zxid) && !on(Mutant::GapAccepted) {
            return Err(Gap { last, next: zxid });
        }
        self.bytes += payload.len();
        self.entries.push_back(Entry { zxid, payload });
        Ok(())
    }

    /// Index of the first entry above `zxid`.
    fn index_after(&self, zxid: Zxid) -> usize {
        self.entries.partition_point(|e| e.zxid <= zxid)
    }

    /// True if `zxid` is the base or an entry.
    pub fn contains(&self, zxid: Zxid) -> bool {
        zxid == self.base
            || self.index_after(zxid).checked_sub(1).is_some_and(|i| self.entries[i].zxid == zxid)
    }

    /// The last entry at or below `zxid`, or the base.
    pub fn floor(&self, zxid: Zxid) -> Zxid {
        self.index_after(zxid).checked_sub(1).map_or(self.base, |i| self.entries[i].zxid)
    }

    /// The entries in `(after, upto]`.
    pub fn range(&self, after: Zxid, upto: Zxid) -> impl Iterator<Item = &Entry> {
        let end = self.index_after(upto);
        self.entries.range(self.index_after(after).min(end)..end)
    }

    /// Forgets what is above `zxid`, which must be in the history.
    pub fn truncate(&mut self, zxid: Zxid) {
        if zxid <= self.base {
            self.reset(zxid);
            return;
        }
        let keep = self.index_after(zxid);
        for e in self.entries.drain(keep..) {
            self.bytes -= e.payload.len();
        }
    }

    /// Begins anew behind `base`.
    pub fn reset(&mut self, base: Zxid) {
        self.base = base;
        self.entries.clear();
        self.bytes = 0;
    }

    /// Gives up the oldest entries that are above the limits. What is above `needed` stays in any case.
    pub fn trim(&mut self, needed: Zxid) {
        while (self.entries.len() > self.keep_txns || self.bytes > self.keep_bytes)
            && let Some(first) = self.entries.front().filter(|e| e.zxid <= needed)
        {
            self.bytes -= first.payload.len();
            if !on(Mutant::RingHole) || self.entries.len() == 1 {
                self.base = first.zxid;
            }
            self.entries.pop_front();
        }
    }

    /// Number of entries.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// True if nothing is in memory.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn history(base: Zxid, zxids: &[Zxid]) -> History {
        let mut h = History::new(base, 3, 1 << 20);
        for z in zxids {
            h.push(*z, Bytes::from_static(b"txn")).unwrap();
        }
        h
    }

    const fn z(epoch: u32, counter: u32) -> Zxid {
        Zxid::new(epoch, counter)
    }

    #[test]
    fn only_what_follows_is_taken() {
        let mut h = history(z(1, 3), &[z(1, 4), z(2, 1)]);
        for bad in [z(1, 5), z(2, 1), z(2, 3), z(3, 2), z(3, 0), z(0, 1)] {
            assert_eq!(h.push(bad, Bytes::new()), Err(Gap { last: z(2, 1), next: bad }));
        }
        assert!(h.push(z(2, 2), Bytes::new()).is_ok());
        assert!(h.push(z(7, 1), Bytes::new()).is_ok());
        assert!(History::follows(z(3, 0), z(3, 1)));
        assert!(!History::follows(z(3, u32::MAX), z(4, 0)));
    }

    #[test]
    fn lookups() {
        let h = history(z(1, 3), &[z(1, 4), z(1, 5), z(2, 1)]);
        assert!(h.contains(z(1, 3)) && h.contains(z(1, 5)) && !h.contains(z(1, 2)) && !h.contains(z(2, 2)));
        assert_eq!(h.floor(z(1, 9)), z(1, 5));
        assert_eq!(h.floor(z(1, 3)), z(1, 3));
        let range: Vec<_> = h.range(z(1, 4), z(2, 0)).map(|e| e.zxid).collect();
        assert_eq!(range, [z(1, 5)]);
        assert_eq!(h.range(z(2, 1), z(1, 4)).count(), 0);
    }

    #[test]
    fn truncating_and_trimming() {
        let mut h = history(z(1, 0), &[z(1, 1), z(1, 2), z(1, 3), z(1, 4), z(1, 5)]);
        h.trim(z(1, 1));
        assert_eq!((h.base(), h.len()), (z(1, 1), 4));
        h.trim(z(1, 5));
        assert_eq!((h.base(), h.len()), (z(1, 2), 3));
        h.truncate(z(1, 3));
        assert_eq!(h.last(), z(1, 3));
        h.truncate(z(1, 1));
        assert_eq!((h.base(), h.last(), h.len()), (z(1, 1), z(1, 1), 0));
    }
}
