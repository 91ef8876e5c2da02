//! Counters and summaries that the server's threads bump while they work, named as Apache's `mntr` names them
//! (without its `zk_`). Only what zkd really measures has an entry: a number nobody keeps is not printed.
//!
//! Each thread keeps a [`Metrics`] of its own, so that counting never bounces a cache line between cores; a
//! reader takes a [`MetricsSnapshot`] of each and merges them. All times are kept in microseconds, although the
//! old names mean milliseconds.

use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering::Relaxed;
use std::time::Duration;
use zk_proto::OpCode;

macro_rules! counters {
    ($($(#[$doc:meta])* $name:ident = $text:literal;)*) => {
        /// Something that happens a number of times.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[repr(usize)]
        pub enum Counter {
            $($(#[$doc])* $name,)*
        }

        impl Counter {
            /// Every counter, in the order in which they are printed.
            pub const ALL: &[Counter] = &[$(Counter::$name,)*];

            /// Apache's name, without `zk_`.
            pub fn name(self) -> &'static str {
                match self {
                    $(Counter::$name => $text,)*
                }
            }
        }
    };
}

counters! {
    /// Client packets in, pings, connect requests and four-letter words included.
    PacketsReceived = "packets_received";
    /// Client packets out.
    PacketsSent = "packets_sent";
    /// Bytes that clients sent.
    BytesReceived = "bytes_received_count";
    /// Bytes of replies.
    ResponseBytes = "response_bytes";
    /// Bytes of watch events.
    WatchBytes = "watch_bytes";
    /// Connections that asked for a session.
    ConnectionRequest = "connection_request_count";
    /// Connections closed at accept because of a limit.
    ConnectionRejected = "connection_rejected";
    /// Connections that the server ended, for whatever reason.
    ConnectionDrop = "connection_drop_count";
    /// Dropped: `maxClientCnxns` or `maxCnxns` reached.
    DropLimit = "connection_drop_limit_count";
    /// Dropped: a frame length that is negative or above `jute.maxbuffer`.
    DropBadLength = "connection_drop_bad_length_count";
    /// Dropped: a frame that does not decode.
    DropBadFrame = "connection_drop_bad_frame_count";
    /// Dropped: the peer stopped reading and its replies reached their bound.
    DropSlowReader = "connection_drop_slow_reader_count";
    /// Dropped: an error of the socket.
    DropIo = "connection_drop_io_count";
    /// Dropped: no session within `nio.sessionlessCnxnTimeout`.
    SessionlessExpired = "sessionless_connections_expired";
    /// Sessions that expired.
    SessionsExpired = "stale_sessions_expired";
    /// Reconnects to an existing session.
    Revalidate = "connection_revalidate_count";
    /// Failed authentications.
    AuthFailed = "auth_failed_count";
    /// Clients that named this ensemble (`ensembleAuthName`).
    EnsembleAuthSuccess = "ensemble_auth_success";
    /// Clients that named another ensemble.
    EnsembleAuthFail = "ensemble_auth_fail";
    /// Clients that named an ensemble where none is configured, or none.
    EnsembleAuthSkip = "ensemble_auth_skip";
    /// TLS handshakes of clients that came to nothing.
    UnsuccessfulHandshake = "unsuccessful_handshake";
    /// Callers turned away because too many shook hands.
    TlsHandshakeExceeded = "tls_handshake_exceeded";
    /// Times a connection was not read for a while because of `globalOutstandingLimit`.
    ThrottleWait = "request_throttle_wait_count";
    /// Requests refused because they had waited too long (`throttled_op_wait_time`).
    ThrottledOps = "throttled_ops";
    /// Connections closed because of `largeRequestMaxBytes`.
    LargeRequestsRejected = "large_requests_rejected";
    /// Requests that took longer than `slowRequest.thresholdMs`.
    SlowRequests = "slow_requests_count";
    /// Writes given to the preparing stage.
    PrepQueued = "prep_processor_request_queued";
    /// Transactions given to the log.
    SyncQueued = "sync_processor_request_queued";
    /// Transactions applied.
    Commit = "commit_count";
    /// Transactions whose tree digest is not the recorded one.
    DigestMismatches = "digest_mismatches_count";
    /// Failed writes of the log, of snapshots, and other ends of the server.
    UnrecoverableErrors = "unrecoverable_error_count";
    /// Snapshots that could not be written.
    SnapshotErrors = "snapshot_error_count";
    /// Backups refused because of `admin.rateLimiterIntervalInMS`.
    SnapshotRateLimited = "snapshot_rate_limited_count";
    /// Restores that failed.
    RestoreErrors = "restore_error_count";
    /// Restores refused because of `admin.rateLimiterIntervalInMS`.
    RestoreRateLimited = "restore_rate_limited_count";
    /// Callers of the AdminServer without TLS on a port that takes both.
    InsecureAdmin = "insecure_admin_count";
    /// Syncs slower than `fsync.warningthresholdms`.
    FsyncThresholdExceeded = "fsync_threshold_exceed_count";
    /// Four-letter words answered.
    FourLetterWords = "four_letter_words_count";
}

macro_rules! summaries {
    ($($(#[$doc:meta])* $name:ident = $text:literal, $unit:ident, $detail:ident;)*) => {
        /// Something that is measured a number of times.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[repr(usize)]
        pub enum Summary {
            $($(#[$doc])* $name,)*
        }

        impl Summary {
            /// Every summary, in the order in which they are printed: basic ones, then those with quantiles.
            pub const ALL: &[Summary] = &[$(Summary::$name,)*];

            /// Apache's name, without `zk_` and `avg_`.
            pub fn name(self) -> &'static str {
                match self {
                    $(Summary::$name => $text,)*
                }
            }

            /// What is measured.
            pub fn unit(self) -> Unit {
                match self {
                    $(Summary::$name => Unit::$unit,)*
                }
            }

            /// Whether quantiles are kept.
            pub fn detail(self) -> Detail {
                match self {
                    $(Summary::$name => Detail::$detail,)*
                }
            }
        }
    };
}

summaries! {
    /// One sync of the log.
    Fsync = "fsynctime", Time, Basic;
    /// Writing one snapshot.
    Snapshot = "snapshottime", Time, Basic;
    /// Putting a backup in the place of the database.
    Restore = "restore_time", Time, Basic;
    /// Loading the database at start.
    DbInit = "dbinittime", Time, Basic;
    /// Transactions replayed at start.
    StartupTxns = "startup_txns_loaded", Count, Basic;
    /// Transactions that one sync covered.
    BatchSize = "sync_processor_batch_size", Count, Basic;
    /// Validating one batch of writes.
    PrepTime = "prep_process_time", Time, Basic;
    /// Arrival to reply, of every request. Printed as `min_latency`, `avg_latency`, `max_latency`.
    RequestLatency = "request_latency", Time, Advanced;
    /// Arrival to reply, of reads.
    ReadLatency = "readlatency", Time, Advanced;
    /// Arrival to reply, of writes.
    UpdateLatency = "updatelatency", Time, Advanced;
}

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
    /// Count, sum and extremes.
    Basic,
    /// Quantiles, too.
    Advanced,
}

/// The numbers of one thread.
pub struct Metrics {
    counters: [AtomicU64; COUNTERS],
    operations: [AtomicU64; OPERATIONS],
    summaries: Vec<Cell>,
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
            summaries: Summary::ALL.iter().map(|s| Cell::new(s.detail())).collect(),
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

    /// The value that `per_mille` of 1000 measurements do not exceed, to about 6 %. `None` without quantiles.
    pub fn quantile(&self, per_mille: u64) -> Option<u64> {
        if self.buckets.is_empty() {
            return None;
        }
        let total: u64 = self.buckets.iter().sum();
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
    /// size), 0 without quantiles.
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

/// One summary while it is written to.
struct Cell {
    count: AtomicU64,
    sum: AtomicU64,
    min: AtomicU64,
    max: AtomicU64,
    buckets: Box<[AtomicU64]>,
}

impl Cell {
    fn new(detail: Detail) -> Cell {
        let buckets = match detail {
            Detail::Basic => 0,
            Detail::Advanced => BUCKETS,
        };
        Cell {
            count: AtomicU64::new(0),
            sum: AtomicU64::new(0),
            min: AtomicU64::new(u64::MAX),
            max: AtomicU64::new(0),
            buckets: (0..buckets).map(|_| AtomicU64::new(0)).collect(),
        }
    }

    fn record(&self, value: u64, n: u64) {
        self.count.fetch_add(n, Relaxed);
        self.sum.fetch_add(value.saturating_mul(n), Relaxed);
        self.min.fetch_min(value, Relaxed);
        self.max.fetch_max(value, Relaxed);
        if let Some(bucket) = self.buckets.get(bucket_index(value).min(BUCKETS - 1)) {
            bucket.fetch_add(n, Relaxed);
        }
    }

    fn reset(&self) {
        self.count.store(0, Relaxed);
        self.sum.store(0, Relaxed);
        self.min.store(u64::MAX, Relaxed);
        self.max.store(0, Relaxed);
        self.buckets.iter().for_each(|b| b.store(0, Relaxed));
    }

    fn snapshot(&self) -> SummarySnapshot {
        SummarySnapshot {
            count: self.count.load(Relaxed),
            sum: self.sum.load(Relaxed),
            min: self.min.load(Relaxed),
            max: self.max.load(Relaxed),
            buckets: self.buckets.iter().map(|b| b.load(Relaxed)).collect(),
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

/// The kinds that Apache counts; several operations share one.
const OPERATION_NAMES: &[&str] = &[
    "op_count_add_watch",
    "op_count_check",
    "op_count_check_watches",
    "op_count_close_session",
    "op_count_create",
    "op_count_create_session",
    "op_count_delete",
    "op_count_exists",
    "op_count_get_acl",
    "op_count_get_all_children_number",
    "op_count_get_children",
    "op_count_get_data",
    "op_count_get_ephemerals",
    "op_count_multi",
    "op_count_multi_read",
    "op_count_ping",
    "op_count_reconfig",
    "op_count_remove_watches",
    "op_count_set_acl",
    "op_count_set_data",
    "op_count_set_watches",
    "op_count_sync",
    "op_count_who_am_i",
];

fn operation_index(op: OpCode) -> Option<usize> {
    Some(match op {
        OpCode::AddWatch => 0,
        OpCode::Check => 1,
        OpCode::CheckWatches => 2,
        OpCode::CloseSession => 3,
        OpCode::Create | OpCode::Create2 | OpCode::CreateContainer | OpCode::CreateTtl => 4,
        OpCode::CreateSession => 5,
        OpCode::Delete | OpCode::DeleteContainer => 6,
        OpCode::Exists => 7,
        OpCode::GetAcl => 8,
        OpCode::GetAllChildrenNumber => 9,
        OpCode::GetChildren | OpCode::GetChildren2 => 10,
        OpCode::GetData => 11,
        OpCode::GetEphemerals => 12,
        OpCode::Multi => 13,
        OpCode::MultiRead => 14,
        OpCode::Ping => 15,
        OpCode::Reconfig => 16,
        OpCode::RemoveWatches => 17,
        OpCode::SetAcl => 18,
        OpCode::SetData => 19,
        OpCode::SetWatches | OpCode::SetWatches2 => 20,
        OpCode::Sync => 21,
        OpCode::WhoAmI => 22,
        OpCode::Notification | OpCode::Auth | OpCode::Sasl | OpCode::Error => return None,
    })
}

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
        assert_eq!(snapshot.summary(Summary::Fsync).quantile(500), None);
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
