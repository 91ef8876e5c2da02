//! Counters and summaries that the server's threads bump while they work, named as Apache's `mntr` names them
//! (without its `zk_`). Only what zkd really measures has an entry: a number nobody keeps is not printed.
//!
//! Each thread keeps a [`Metrics`] of its own, so that counting never bounces a cache line between cores; a
//! reader takes a [`MetricsSnapshot`] of each and merges them. All times are kept in microseconds, although the
//! old names mean milliseconds.

mod names;
mod namespaces;

pub use names::{Counter, Summary};
pub use namespaces::{Namespaces, NamespacesSnapshot, Run, Volume};

use names::{OPERATION_NAMES, operation_index};
use std::sync::OnceLock;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering::Relaxed;
use std::time::Duration;
use zk_proto::OpCode;

/// What a summary measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Kept in microseconds, printed in milliseconds.
    Time,
    /// Things.
    Count,
}

/// How much a summary keeps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detail {
    /// Count, sum and extremes; in Prometheus the median, too.
    Basic,
    /// Quantiles.
    Advanced,
}

/// The numbers of one thread.
pub struct Metrics {
    counters: [AtomicU64; COUNTERS],
    operations: [AtomicU64; OPERATIONS],
    summaries: Vec<Cell>,
    /// Bytes that clients read, by the first part of the path.
    pub reads: Namespaces,
    /// Bytes of paths and data that were written, by the first part of the path.
    pub writes: Namespaces,
    last_response_bytes: AtomicU64,
    min_response_bytes: AtomicU64,
    max_response_bytes: AtomicU64,
}

impl Default for Metrics {
    fn default() -> Self {
        Metrics::new()
    }
}

impl Metrics {
    /// All zero.
    pub fn new() -> Metrics {
        Metrics {
            counters: [const { AtomicU64::new(0) }; COUNTERS],
            operations: [const { AtomicU64::new(0) }; OPERATIONS],
            summaries: Summary::ALL.iter().map(|_| Cell::default()).collect(),
            reads: Namespaces::default(),
            writes: Namespaces::default(),
            last_response_bytes: AtomicU64::new(0),
            min_response_bytes: AtomicU64::new(u64::MAX),
            max_response_bytes: AtomicU64::new(0),
        }
    }

    /// Something happened once.
    pub fn count(&self, counter: Counter) {
        self.add(counter, 1);
    }

    /// Something happened `n` times.
    pub fn add(&self, counter: Counter, n: u64) {
        self.counters[counter as usize].fetch_add(n, Relaxed);
    }

    /// One counter as it is now.
    pub fn counter(&self, counter: Counter) -> u64 {
        self.counters[counter as usize].load(Relaxed)
    }

    /// A request of this kind was taken up.
    pub fn count_operation(&self, op: OpCode) {
        self.count_operations(op, 1);
    }

    /// `n` requests of this kind were taken up.
    pub fn count_operations(&self, op: OpCode, n: u64) {
        if let Some(index) = operation_index(op) {
            self.operations[index].fetch_add(n, Relaxed);
        }
    }

    /// Something took this long.
    pub fn record_time(&self, summary: Summary, took: Duration) {
        debug_assert_eq!(summary.unit(), Unit::Time, "{summary:?} counts things");
        self.summaries[summary as usize].record(micros(took), 1);
    }

    /// Something was this many.
    pub fn record_count(&self, summary: Summary, n: u64) {
        debug_assert_eq!(summary.unit(), Unit::Count, "{summary:?} measures time");
        self.summaries[summary as usize].record(n, 1);
    }

    /// A request was answered: its latency goes into the summary of all requests and that of its kind.
    pub fn record_request(&self, kind: RequestKind, took: Duration) {
        self.record_requests(kind, took, 1);
    }

    /// `n` requests that came together were answered together.
    pub fn record_requests(&self, kind: RequestKind, took: Duration, n: u64) {
        let of_kind = match kind {
            RequestKind::Read => Summary::ReadLatency,
            RequestKind::Write => Summary::UpdateLatency,
        };
        for summary in [Summary::RequestLatency, of_kind] {
            self.summaries[summary as usize].record(micros(took), n);
        }
    }

    /// A reply of this size was encoded.
    pub fn record_response_size(&self, size_bytes: u64) {
        self.record_response_sizes(
            size_bytes,
            ResponseSizes { last: size_bytes, min: size_bytes, max: size_bytes },
        );
    }

    /// Several replies were encoded, of `total_bytes` together.
    pub fn record_response_sizes(&self, total_bytes: u64, sizes: ResponseSizes) {
        self.add(Counter::ResponseBytes, total_bytes);
        self.last_response_bytes.store(sizes.last, Relaxed);
        self.min_response_bytes.fetch_min(sizes.min, Relaxed);
        self.max_response_bytes.fetch_max(sizes.max, Relaxed);
    }

    /// Back to zero (`srst`). What other threads count meanwhile may be lost.
    pub fn reset(&self) {
        self.counters.iter().chain(&self.operations).for_each(|c| c.store(0, Relaxed));
        self.summaries.iter().for_each(Cell::reset);
        self.reads.reset();
        self.writes.reset();
        self.last_response_bytes.store(0, Relaxed);
        self.min_response_bytes.store(u64::MAX, Relaxed);
        self.max_response_bytes.store(0, Relaxed);
    }

    /// The numbers as they are now.
    pub fn snapshot(&self) -> MetricsSnapshot {
        let min = self.min_response_bytes.load(Relaxed);
        MetricsSnapshot {
            counters: std::array::from_fn(|i| self.counters[i].load(Relaxed)),
            operations: std::array::from_fn(|i| self.operations[i].load(Relaxed)),
            summaries: self.summaries.iter().map(Cell::snapshot).collect(),
            reads: self.reads.snapshot(),
            writes: self.writes.snapshot(),
            response_bytes: (min != u64::MAX).then(|| ResponseSizes {
                last: self.last_response_bytes.load(Relaxed),
                min,
                max: self.max_response_bytes.load(Relaxed),
            }),
        }
    }
}

/// Whether a request changes the tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RequestKind {
    /// It does not.
    Read,
    /// It does.
    Write,
}

/// The numbers of one or more threads at one moment.
#[derive(Clone, Debug)]
pub struct MetricsSnapshot {
    counters: [u64; COUNTERS],
    operations: [u64; OPERATIONS],
    summaries: Vec<SummarySnapshot>,
    /// See [`Metrics::reads`].
    pub reads: NamespacesSnapshot,
    /// See [`Metrics::writes`].
    pub writes: NamespacesSnapshot,
    /// Sizes of replies in bytes; `None` before the first.
    pub response_bytes: Option<ResponseSizes>,
}

/// Sizes of replies in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ResponseSizes {
    /// The latest; of several threads, that of one of them.
    pub last: u64,
    /// The smallest.
    pub min: u64,
    /// The largest.
    pub max: u64,
}

impl Default for MetricsSnapshot {
    fn default() -> Self {
        MetricsSnapshot {
            counters: [0; COUNTERS],
            operations: [0; OPERATIONS],
            summaries: vec![SummarySnapshot::default(); Summary::ALL.len()],
            reads: NamespacesSnapshot::default(),
            writes: NamespacesSnapshot::default(),
            response_bytes: None,
        }
    }
}

impl MetricsSnapshot {
    /// Adds another thread's numbers.
    pub fn merge(&mut self, other: &MetricsSnapshot) {
        for (mine, theirs) in self.counters.iter_mut().zip(other.counters) {
            *mine += theirs;
        }
        for (mine, theirs) in self.operations.iter_mut().zip(other.operations) {
            *mine += theirs;
        }
        for (mine, theirs) in self.summaries.iter_mut().zip(&other.summaries) {
            mine.merge(theirs);
        }
        self.reads.merge(&other.reads);
        self.writes.merge(&other.writes);
        self.response_bytes = match (self.response_bytes, other.response_bytes) {
            (Some(a), Some(b)) => {
                Some(ResponseSizes { last: b.last, min: a.min.min(b.min), max: a.max.max(b.max) })
            }
            (a, b) => a.or(b),
        };
    }

    /// One counter.
    pub fn counter(&self, counter: Counter) -> u64 {
        self.counters[counter as usize]
    }

    /// One summary.
    pub fn summary(&self, summary: Summary) -> &SummarySnapshot {
        &self.summaries[summary as usize]
    }

    /// Requests by kind, under the names of `op_count_…`; the first is their sum.
    pub fn operations(&self) -> impl Iterator<Item = (&'static str, u64)> {
        let total = ("op_count_total", self.operations.iter().sum());
        std::iter::once(total).chain(OPERATION_NAMES.iter().copied().zip(self.operations))
    }
}

/// One summary at one moment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SummarySnapshot {
    /// How many measurements.
    pub count: u64,
    /// Their sum, in microseconds or things.
    pub sum: u64,
    min: u64,
    max: u64,
    buckets: Vec<u64>,
}

impl SummarySnapshot {
    /// The smallest measurement, 0 before the first.
    pub fn min(&self) -> u64 {
        if self.count == 0 { 0 } else { self.min }
    }

    /// The largest measurement, 0 before the first.
    pub fn max(&self) -> u64 {
        self.max
    }

    /// The mean, 0 before the first measurement.
    pub fn mean(&self) -> f64 {
        if self.count == 0 { 0.0 } else { self.sum as f64 / self.count as f64 }
    }

    /// The value that `per_mille` of 1000 measurements do not exceed, to about 6 %. `None` before the first.
    pub fn quantile(&self, per_mille: u64) -> Option<u64> {
        let total: u64 = self.buckets.iter().sum();
        if total == 0 {
            return None;
        }
        let rank = (total * per_mille).div_ceil(1000).max(1);
        let mut seen = 0;
        for (index, count) in self.buckets.iter().enumerate() {
            seen += count;
            if seen >= rank {
                return Some(bucket_top(index).clamp(self.min(), self.max));
            }
        }
        Some(0)
    }

    /// How many measurements are known to be no larger than `bound`. Exact for powers of two (less those of just that
    /// size).
    pub fn count_below(&self, bound: u64) -> u64 {
        self.buckets.iter().enumerate().filter(|(index, _)| bucket_top(*index) <= bound).map(|(_, n)| n).sum()
    }

    fn merge(&mut self, other: &SummarySnapshot) {
        if other.count == 0 {
            return;
        }
        self.min = if self.count == 0 { other.min } else { self.min.min(other.min) };
        self.max = self.max.max(other.max);
        self.count += other.count;
        self.sum += other.sum;
        if self.buckets.is_empty() {
            self.buckets = vec![0; other.buckets.len()];
        }
        for (mine, theirs) in self.buckets.iter_mut().zip(&other.buckets) {
            *mine += theirs;
        }
    }
}

fn micros(took: Duration) -> u64 {
    u64::try_from(took.as_micros()).unwrap_or(u64::MAX)
}

/// One summary while it is written to. Most threads never measure most things: the buckets are made for the first value.
#[derive(Default)]
struct Cell {
    count: AtomicU64,
    sum: AtomicU64,
    /// The smallest value's bits, inverted, so that nothing yet is 0.
    not_min: AtomicU64,
    max: AtomicU64,
    buckets: OnceLock<Box<[AtomicU64]>>,
}

impl Cell {
    fn record(&self, value: u64, n: u64) {
        self.count.fetch_add(n, Relaxed);
        self.sum.fetch_add(value.saturating_mul(n), Relaxed);
        self.not_min.fetch_max(!value, Relaxed);
        self.max.fetch_max(value, Relaxed);
        let buckets = self.buckets.get_or_init(|| (0..BUCKETS).map(|_| AtomicU64::new(0)).collect());
        if let Some(bucket) = buckets.get(bucket_index(value).min(BUCKETS - 1)) {
            bucket.fetch_add(n, Relaxed);
        }
    }

    fn reset(&self) {
        self.count.store(0, Relaxed);
        self.sum.store(0, Relaxed);
        self.not_min.store(0, Relaxed);
        self.max.store(0, Relaxed);
        self.buckets.get().into_iter().flatten().for_each(|b| b.store(0, Relaxed));
    }

    fn snapshot(&self) -> SummarySnapshot {
        SummarySnapshot {
            count: self.count.load(Relaxed),
            sum: self.sum.load(Relaxed),
            min: !self.not_min.load(Relaxed),
            max: self.max.load(Relaxed),
            buckets: self.buckets.get().into_iter().flatten().map(|b| b.load(Relaxed)).collect(),
        }
    }
}

/// Values below `LINEAR` have a bucket each, then every power of two is cut in 16.
const LINEAR: u64 = 32;
const STEPS: u64 = 16;
/// Reaches 2^40 µs, twelve days; what is longer counts as that.
const BUCKETS: usize = (LINEAR + (40 - 5) * STEPS) as usize;

fn bucket_index(value: u64) -> usize {
    if value < LINEAR {
        return value as usize;
    }
    let exponent = u64::from(value.ilog2());
    let step = (value >> (exponent - 4)) & (STEPS - 1);
    (LINEAR + (exponent - 5) * STEPS + step) as usize
}

/// The largest value of a bucket.
fn bucket_top(index: usize) -> u64 {
    let index = index as u64;
    if index < LINEAR {
        return index;
    }
    let (exponent, step) = ((index - LINEAR) / STEPS + 5, (index - LINEAR) % STEPS);
    ((STEPS + step + 1) << (exponent - 4)) - 1
}

const COUNTERS: usize = Counter::ALL.len();
const OPERATIONS: usize = OPERATION_NAMES.len();

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_lies_within_its_bucket() {
        for value in (0..5000).chain([1 << 20, (1 << 30) + 12345, (1 << 40) - 1]) {
            let index = bucket_index(value);
            assert!(index < BUCKETS);
            assert!(value <= bucket_top(index), "{value} above the top of bucket {index}");
            assert!(index == 0 || value > bucket_top(index - 1), "{value} belongs below bucket {index}");
        }
    }

    #[test]
    fn quantiles_are_right_to_one_step() {
        let metrics = Metrics::new();
        for ms in 1..=1000 {
            metrics.record_request(RequestKind::Read, Duration::from_millis(ms));
        }
        let snapshot = metrics.snapshot();
        let reads = snapshot.summary(Summary::ReadLatency);
        for (per_mille, ms) in [(500, 500), (950, 950), (990, 990), (999, 999)] {
            let got = reads.quantile(per_mille).expect("kept");
            assert!(got.abs_diff(ms * 1000) <= ms * 1000 / 16, "p{per_mille}: {got}");
        }
        assert_eq!((reads.min(), reads.max(), reads.mean()), (1000, 1_000_000, 500_500.0));
        assert_eq!(snapshot.summary(Summary::Fsync).quantile(500), None, "never measured");
    }

    #[test]
    fn threads_merge_and_a_reset_forgets() {
        let (a, b) = (Metrics::new(), Metrics::new());
        a.record_request(RequestKind::Write, Duration::from_micros(300));
        b.record_request(RequestKind::Write, Duration::from_micros(100));
        b.count_operation(OpCode::Create2);
        b.record_response_size(20);
        let mut sum = MetricsSnapshot::default();
        sum.merge(&a.snapshot());
        sum.merge(&b.snapshot());
        let writes = sum.summary(Summary::UpdateLatency);
        assert_eq!((writes.count, writes.sum, writes.min(), writes.max()), (2, 400, 100, 300));
        assert_eq!(sum.counter(Counter::ResponseBytes), 20);
        assert_eq!(sum.response_bytes, Some(ResponseSizes { last: 20, min: 20, max: 20 }));
        let operations: Vec<_> = sum.operations().filter(|(_, n)| *n > 0).collect();
        assert_eq!(operations, [("op_count_total", 1), ("op_count_create", 1)]);

        b.reset();
        assert_eq!(b.snapshot().summary(Summary::UpdateLatency).min(), 0);
        assert_eq!(b.snapshot().response_bytes, None);
    }

    #[test]
    fn no_name_appears_twice() {
        let mut names: Vec<_> = Counter::ALL.iter().map(|c| c.name()).collect();
        names.extend(Summary::ALL.iter().map(|s| s.name()));
        names.extend(OPERATION_NAMES);
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count);
    }
}
