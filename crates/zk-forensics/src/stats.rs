//! What a log holds by numbers: operations, sizes, sessions, and how it went over time.

use std::collections::BTreeMap;

use zk_proto::jute::{Decode, Reader};
use zk_proto::{OpCode, Zxid};

use crate::fold::Gather;
use crate::scan::Step;
use crate::txn::{self, Cause};

/// Intervals of a [`Timeline`] at the most; above, neighbours are joined.
const MAX_INTERVALS: usize = 512;

/// Numbers of one type of transaction.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct KindStats {
    /// How many.
    pub count: u64,
    /// Bytes of records.
    pub bytes: u64,
    /// The largest record, in bytes.
    pub largest: u64,
    /// Where that one is.
    pub largest_at: Zxid,
}

/// Numbers of a whole log.
#[derive(Clone, Debug, Default)]
pub struct Stats {
    /// Transactions.
    pub txns: u64,
    /// Bytes of records.
    pub bytes: u64,
    /// By type number.
    pub kinds: BTreeMap<i32, KindStats>,
    /// Refused writes by their code.
    pub errors: BTreeMap<i32, u64>,
    /// Sessions that clients closed.
    pub closed: u64,
    /// Sessions that the server ended.
    pub expired: u64,
    /// Writes by the size of their data: the index is the number of bits of it.
    pub sizes: [u64; 32],
    /// Transactions over time.
    pub timeline: Timeline,
    /// Sessions that the server ended, over time.
    pub expiries: Timeline,
    /// First and last time, in milliseconds since 1970.
    pub span_ms: Option<(i64, i64)>,
}

impl Gather for Stats {
    fn txn(&mut self, step: &Step, payload: &[u8]) -> Decode<()> {
        let h = &step.header;
        let bytes = step.head.end() - step.head.offset;
        self.txns += 1;
        self.bytes += bytes;
        let kind = self.kinds.entry(h.kind).or_default();
        kind.count += 1;
        kind.bytes += bytes;
        if bytes > kind.largest {
            (kind.largest, kind.largest_at) = (bytes, h.zxid);
        }
        let (first, last) = self.span_ms.unwrap_or((h.time, h.time));
        self.span_ms = Some((first.min(h.time), last.max(h.time)));
        self.timeline.add(h.time, 1);
        match Cause::of(h) {
            Cause::Close => self.closed += 1,
            Cause::Expiry => {
                self.expired += 1;
                self.expiries.add(h.time, 1);
            }
            _ => {}
        }
        let body = txn::body(payload);
        if h.kind == OpCode::Error.code() {
            *self.errors.entry(Reader::new(body).i32()?).or_default() += 1;
            return Ok(());
        }
        let sizes = &mut self.sizes;
        txn::applied(h.kind, body, |part| {
            if matches!(OpCode::from_i32(part.kind), Some(op) if writes_data(op)) {
                let bits = (u64::BITS - part.data_bytes()?.leading_zeros()) as usize;
                if let Some(slot) = sizes.get_mut(bits) {
                    *slot += 1;
                }
            }
            Ok(())
        })
    }

    fn append(&mut self, later: Stats) {
        self.txns += later.txns;
        self.bytes += later.bytes;
        for (kind, theirs) in later.kinds {
            let ours = self.kinds.entry(kind).or_default();
            ours.count += theirs.count;
            ours.bytes += theirs.bytes;
            if theirs.largest > ours.largest {
                (ours.largest, ours.largest_at) = (theirs.largest, theirs.largest_at);
            }
        }
        for (code, count) in later.errors {
            *self.errors.entry(code).or_default() += count;
        }
        self.closed += later.closed;
        self.expired += later.expired;
        self.sizes.iter_mut().zip(later.sizes).for_each(|(ours, theirs)| *ours += theirs);
        self.timeline.append(&later.timeline);
        self.expiries.append(&later.expiries);
        self.span_ms = match (self.span_ms, later.span_ms) {
            (Some((a, b)), Some((c, d))) => Some((a.min(c), b.max(d))),
            (ours, theirs) => ours.or(theirs),
        };
    }
}

fn writes_data(op: OpCode) -> bool {
    matches!(
        op,
        OpCode::Create
            | OpCode::Create2
            | OpCode::CreateContainer
            | OpCode::CreateTtl
            | OpCode::SetData
            | OpCode::Reconfig
    )
}

/// Counts over time in intervals that grow with the span, so that memory stays small.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timeline {
    /// Length of an interval in milliseconds.
    pub interval_ms: i64,
    counts: BTreeMap<i64, u64>,
    last: (i64, u64),
}

impl Default for Timeline {
    fn default() -> Timeline {
        Timeline { interval_ms: 1000, counts: BTreeMap::new(), last: (0, 0) }
    }
}

impl Timeline {
    /// Counts `n` at a time in milliseconds since 1970.
    #[inline]
    pub fn add(&mut self, time_ms: i64, n: u64) {
        let index = time_ms.div_euclid(self.interval_ms);
        // Neighbours nearly always fall into one interval.
        if index == self.last.0 {
            self.last.1 += n;
            return;
        }
        self.flush();
        // The intervals may have grown.
        self.last = (time_ms.div_euclid(self.interval_ms), n);
    }

    fn flush(&mut self) {
        let (index, n) = std::mem::take(&mut self.last);
        if n > 0 {
            *self.counts.entry(index).or_default() += n;
        }
        while self.counts.len() > MAX_INTERVALS {
            self.widen();
        }
        self.last = (0, 0);
    }

    fn widen(&mut self) {
        self.interval_ms = self.interval_ms.saturating_mul(2);
        let mut wider = BTreeMap::new();
        for (index, n) in std::mem::take(&mut self.counts) {
            *wider.entry(index.div_euclid(2)).or_default() += n;
        }
        self.counts = wider;
    }

    fn append(&mut self, later: &Timeline) {
        let mut later = later.clone();
        later.flush();
        self.flush();
        while self.interval_ms < later.interval_ms {
            self.widen();
        }
        for (index, n) in &later.counts {
            let at = index.saturating_mul(later.interval_ms).div_euclid(self.interval_ms);
            *self.counts.entry(at).or_default() += n;
        }
        self.flush();
    }

    /// The counts in `columns` intervals of equal length over the whole span, the first time, and that length.
    pub fn columns(&self, columns: usize) -> Option<(Vec<u64>, i64, i64)> {
        let mut whole = self.clone();
        whole.flush();
        let (first, last) = (*whole.counts.keys().next()?, *whole.counts.keys().next_back()?);
        let span = last.saturating_sub(first).saturating_add(1);
        let width = u64::try_from(span).unwrap_or(u64::MAX).div_ceil(columns.max(1) as u64).max(1);
        let mut out = vec![0u64; usize::try_from(span as u64 / width).unwrap_or(0).min(columns) + 1];
        for (index, n) in &whole.counts {
            let at = usize::try_from((index - first) as u64 / width).unwrap_or(usize::MAX);
            if let Some(slot) = out.get_mut(at) {
                *slot += n;
            }
        }
        while out.len() > 1 && out.last() == Some(&0) {
            out.pop();
        }
        let width_ms = i64::try_from(width).unwrap_or(i64::MAX).saturating_mul(whole.interval_ms);
        Some((out, first.saturating_mul(whole.interval_ms), width_ms))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_timeline_keeps_every_count_whatever_the_span() {
        for span in [1i64, 100, 10_000, 100_000_000, 40_000_000_000] {
            let mut line = Timeline::default();
            for i in 0..5_000 {
                line.add(1_700_000_000_000 + span * i / 5_000 * 1000, 1);
            }
            let (columns, first, width) = line.columns(60).unwrap();
            assert_eq!(columns.iter().sum::<u64>(), 5_000, "span {span}");
            assert!(columns.len() <= 61 && first <= 1_700_000_000_000 && width > 0);
            assert!(line.counts.len() <= MAX_INTERVALS + 1);
        }
        assert_eq!(Timeline::default().columns(10), None);
    }

    #[test]
    fn counts_stand_at_their_time_also_when_intervals_grow() {
        let mut line = Timeline::default();
        for second in 0..100_000i64 {
            line.add(second * 1000, 1);
        }
        let (columns, first, width_ms) = line.columns(50).unwrap();
        assert_eq!(first, 0);
        let whole = &columns[..columns.len() - 1];
        assert!(whole.iter().all(|n| *n == width_ms.unsigned_abs() / 1000), "{columns:?}");
    }

    #[test]
    fn two_timelines_add_up() {
        let (mut a, mut b) = (Timeline::default(), Timeline::default());
        for i in 0..2_000 {
            a.add(i * 7_000, 1);
            b.add(20_000_000 + i * 900_000, 2);
        }
        a.append(&b);
        assert_eq!(a.columns(30).unwrap().0.iter().sum::<u64>(), 6_000);
    }

    #[test]
    fn extreme_times_harm_nothing() {
        let mut line = Timeline::default();
        for t in [i64::MIN, i64::MAX, 0, -1] {
            line.add(t, 1);
        }
        assert!(line.columns(40).is_some());
    }
}
