//! An earlier run to compare with.

use serde::Deserialize;

use super::{BenchReport, Latency};

/// What is compared of a run, read from the JSON of an earlier one.
#[derive(Clone, Debug, Deserialize)]
pub struct Baseline {
    /// `read`, `write`, `create` or `mixed`.
    pub workload: String,
    /// Requests per second asked for.
    pub rate: Option<f64>,
    /// Requests per second answered.
    pub ops_per_second: f64,
    /// Latencies.
    pub latency_us: Latency,
}

/// One number then and now.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Compared {
    /// Its name.
    pub name: &'static str,
    /// In the baseline.
    pub then: f64,
    /// In this run.
    pub now: f64,
    /// How much more it is, in percent.
    pub change_percent: f64,
    /// It is worse by more than the tolerance.
    pub is_worse: bool,
}

impl Baseline {
    /// Compares throughput and latencies. In an open loop the throughput is what was asked for, so that only a
    /// shortfall counts.
    pub fn compare(&self, report: &BenchReport, tolerance_percent: f64) -> Vec<Compared> {
        let compared = |name, then: f64, now: f64, more_is_better: bool| {
            let change_percent = if then > 0.0 { (now - then) * 100.0 / then } else { 0.0 };
            let worse = if more_is_better { -change_percent } else { change_percent };
            Compared { name, then, now, change_percent, is_worse: worse > tolerance_percent }
        };
        let (old, new) = (&self.latency_us, &report.latency_us);
        vec![
            compared("ops_per_second", self.ops_per_second, report.ops_per_second, true),
            compared("p50_us", old.p50, new.p50, false),
            compared("p90_us", old.p90, new.p90, false),
            compared("p99_us", old.p99, new.p99, false),
            compared("p999_us", old.p999, new.p999, false),
        ]
    }
}
