//! What a run found, as plain data to print or serialise.

use std::collections::BTreeMap;
use std::time::Duration;

use hdrhistogram::Histogram;
use serde::{Deserialize, Serialize};

use super::load::Tally;
use super::{BenchConfig, BenchError, Workload};

/// The result of a run.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct BenchReport {
    /// `read`, `write`, `create` or `mixed`.
    pub workload: &'static str,
    /// Share of reads of a mixed workload.
    pub reads_percent: Option<u8>,
    /// Servers that the connections went to.
    pub servers: Vec<String>,
    /// Connections.
    pub connections: usize,
    /// Requests under way per connection.
    pub pipeline: usize,
    /// Size of a value.
    pub value_bytes: usize,
    /// Znodes read and written.
    pub keys: usize,
    /// Requests per second asked for, in an open loop.
    pub rate: Option<f64>,
    /// Seconds measured.
    pub seconds: f64,
    /// Requests answered without an error in that time.
    pub ops: u64,
    /// The same per second.
    pub ops_per_second: f64,
    /// Latencies of all of them.
    pub latency_us: Latency,
    /// Latencies of the reads alone, of a mixed workload.
    pub read_latency_us: Option<Latency>,
    /// Latencies of the writes alone, of a mixed workload.
    pub write_latency_us: Option<Latency>,
    /// Whether people want to see [`BenchReport::by_server`].
    #[serde(skip)]
    pub per_server: bool,
    /// Latencies of each server's connections.
    pub by_server: Vec<ServerLatency>,
    /// Latencies in a histogram: buckets from the least to the most, each twice as wide as the one before.
    pub histogram: Vec<Bucket>,
    /// Of an open loop: how long requests that were due waited for room in the pipeline, or for the generator.
    pub start_delay_us: Option<Latency>,
    /// Number of errors, warm-up included.
    pub errors: u64,
    /// Errors by code or cause.
    pub errors_by_kind: BTreeMap<String, u64>,
    /// How cleaning up went.
    pub cleanup: Cleanup,
}

impl BenchReport {
    pub(super) fn new(config: &BenchConfig, tally: &Tally, seconds: f64, cleanup: Cleanup) -> BenchReport {
        let mut all = tally.reads.clone();
        all += &tally.writes;
        let reads_percent = match config.workload {
            Workload::Mixed { reads_percent, .. } => Some(reads_percent),
            _ => None,
        };
        let part = |h: &Histogram<u64>| reads_percent.map(|_| Latency::new(h));
        BenchReport {
            workload: config.workload.name(),
            reads_percent,
            servers: config.servers.iter().map(ToString::to_string).collect(),
            connections: config.connections,
            pipeline: config.pipeline,
            value_bytes: config.value_bytes,
            keys: config.keys,
            rate: config.rate,
            seconds,
            ops: all.len(),
            ops_per_second: if seconds > 0.0 { all.len() as f64 / seconds } else { 0.0 },
            latency_us: Latency::new(&all),
            read_latency_us: part(&tally.reads),
            write_latency_us: part(&tally.writes),
            per_server: false,
            by_server: tally
                .by_server
                .iter()
                .filter_map(|(index, latencies)| {
                    let server = config.servers.get(*index)?.to_string();
                    let rate = if seconds > 0.0 { latencies.len() as f64 / seconds } else { 0.0 };
                    Some(ServerLatency { server, ops_per_second: rate, latency_us: Latency::new(latencies) })
                })
                .collect(),
            histogram: buckets(&all),
            start_delay_us: config.rate.map(|_| Latency::new(&tally.lateness)),
            errors: tally.errors.values().sum(),
            errors_by_kind: tally.errors.clone(),
            cleanup,
        }
    }
}

/// Latencies in microseconds; zeros where nothing was counted.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Latency {
    /// Number of requests.
    pub count: u64,
    /// Least.
    pub min: f64,
    /// Mean.
    pub mean: f64,
    /// Median.
    pub p50: f64,
    /// 90th percentile.
    pub p90: f64,
    /// 99th percentile.
    pub p99: f64,
    /// 99.9th percentile.
    pub p999: f64,
    /// Most.
    pub max: f64,
}

impl Latency {
    fn new(histogram: &Histogram<u64>) -> Latency {
        // The histogram keeps three digits of nanoseconds; a tenth of a microsecond is enough to show.
        let us = |ns: f64| (ns / 100.0).round() / 10.0;
        let at = |quantile| us(histogram.value_at_quantile(quantile) as f64);
        let min = if histogram.is_empty() { 0.0 } else { us(histogram.min() as f64) };
        Latency {
            count: histogram.len(),
            min,
            mean: us(histogram.mean()),
            p50: at(0.5),
            p90: at(0.9),
            p99: at(0.99),
            p999: at(0.999),
            max: us(histogram.max() as f64),
        }
    }
}

/// What the connections to one server saw.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ServerLatency {
    /// Its address.
    pub server: String,
    /// Requests answered per second.
    pub ops_per_second: f64,
    /// Latencies.
    pub latency_us: Latency,
}

/// A bar of a histogram.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Bucket {
    /// Up to this latency in microseconds, and above the one before.
    pub up_to_us: u64,
    /// Requests.
    pub count: u64,
}

/// Buckets that double, without those at either end that are empty.
fn buckets(histogram: &Histogram<u64>) -> Vec<Bucket> {
    if histogram.is_empty() {
        return Vec::new();
    }
    let mut out: Vec<Bucket> = histogram
        .iter_log(FIRST_BUCKET_NS, 2.0)
        .map(|step| Bucket {
            up_to_us: step.value_iterated_to().div_ceil(1_000),
            count: step.count_since_last_iteration(),
        })
        .collect();
    let first = out.iter().position(|b| b.count > 0).unwrap_or(0);
    let last = out.iter().rposition(|b| b.count > 0).unwrap_or(0);
    out.truncate(last + 1);
    out.drain(..first);
    out
}

/// The end of the first bucket.
const FIRST_BUCKET_NS: u64 = 8_000;

/// How deleting the benchmark's znodes went.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Cleanup {
    /// Znodes deleted.
    pub deleted: u64,
    /// Seconds that it took.
    pub seconds: f64,
    /// Why it did not finish; znodes are left then.
    pub failure: Option<String>,
}

impl Cleanup {
    pub(super) fn new(outcome: &Result<u64, BenchError>, took: Duration) -> Cleanup {
        Cleanup {
            deleted: outcome.as_ref().copied().unwrap_or(0),
            seconds: took.as_secs_f64(),
            failure: outcome.as_ref().err().map(ToString::to_string),
        }
    }
}
