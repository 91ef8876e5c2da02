//! Thresholds with hysteresis: an alert comes when a figure is over its limit for a while, and goes only when it has
//! been well below for as long. One flapping figure makes one alert.

use std::collections::BTreeMap;
use std::fmt;

use serde::Serialize;

use crate::time::At;

/// What is watched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Fewer voters serve than make a quorum.
    NoQuorum,
    /// Nobody leads.
    NoLeader,
    /// More than one leads.
    TwoLeaders,
    /// A server cannot be reached, or is silent.
    Down,
    /// A server contradicts.
    Odd,
    /// A server refuses what we need.
    Denied,
    /// The leader counts other followers than we can reach.
    Disagreement,
    /// Transactions behind.
    LagTxns,
    /// Time behind.
    LagTime,
    /// Mean latency of recent requests.
    Latency,
    /// The latency that one of a hundred requests exceeds, as the server counts: since its start or the last `srst`.
    LatencyP99,
    /// Syncs of the log.
    Fsync,
    /// Requests under way.
    Outstanding,
}

impl Kind {
    /// As it is called on screen.
    pub fn name(self) -> &'static str {
        match self {
            Kind::NoQuorum => "no quorum",
            Kind::NoLeader => "no leader",
            Kind::TwoLeaders => "two leaders",
            Kind::Down => "down",
            Kind::Odd => "odd",
            Kind::Denied => "denied",
            Kind::Disagreement => "followers disagree",
            Kind::LagTxns => "lag (txns)",
            Kind::LagTime => "lag (time)",
            Kind::Latency => "latency",
            Kind::LatencyP99 => "p99",
            Kind::Fsync => "fsync",
            Kind::Outstanding => "outstanding",
        }
    }

    fn text(self, value: f64) -> String {
        match self {
            Kind::LagTime => crate::time::short(value as u64),
            Kind::Latency | Kind::LatencyP99 | Kind::Fsync => crate::text::millis(value),
            Kind::LagTxns | Kind::Outstanding => crate::text::count(value),
            _ => String::new(),
        }
    }
}

/// How bad.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Look at it.
    Warn,
    /// Act.
    Crit,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Severity::Warn => "warn",
            Severity::Crit => "crit",
        })
    }
}

/// When a figure is too much.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Threshold {
    /// From here on a warning.
    pub warn: f64,
    /// From here on serious.
    pub crit: f64,
    /// For how long it must be so, in either direction.
    pub hold_ms: u64,
}

/// The thresholds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Thresholds {
    /// Transactions behind.
    pub lag_txns: Threshold,
    /// Milliseconds behind.
    pub lag_ms: Threshold,
    /// Mean latency of recent requests in milliseconds.
    pub latency_ms: Threshold,
    /// The latency that one of a hundred requests exceeds, in milliseconds.
    pub latency_ms_p99: Threshold,
    /// Mean sync of the log in milliseconds.
    pub fsync_ms: Threshold,
    /// Requests under way.
    pub outstanding: Threshold,
}

impl Default for Thresholds {
    fn default() -> Thresholds {
        let t = |warn, crit, hold_ms| Threshold { warn, crit, hold_ms };
        Thresholds {
            lag_txns: t(100.0, 1000.0, 5000),
            lag_ms: t(2000.0, 10_000.0, 5000),
            latency_ms: t(50.0, 250.0, 10_000),
            latency_ms_p99: t(50.0, 250.0, 10_000),
            fsync_ms: t(20.0, 100.0, 10_000),
            outstanding: t(50.0, 500.0, 5000),
        }
    }
}

impl Thresholds {
    /// Takes those of the configuration file; what it does not name stays.
    pub fn set(&mut self, limits: &BTreeMap<String, zk_config::Limits>) {
        let all = [
            ("lag_txn", &mut self.lag_txns),
            ("lag_time", &mut self.lag_ms),
            ("latency", &mut self.latency_ms),
            ("latency_p99", &mut self.latency_ms_p99),
            ("fsync", &mut self.fsync_ms),
            ("outstanding", &mut self.outstanding),
        ];
        for (name, threshold) in all {
            let Some(limits) = limits.get(name) else { continue };
            (threshold.warn, threshold.crit) = (limits.warn, limits.crit);
            if let Some(hold) = limits.hold {
                threshold.hold_ms = u64::try_from(hold.as_millis()).unwrap_or(u64::MAX);
            }
        }
    }

    /// The limit of a kind; what is a plain yes or no is serious from one on.
    pub fn of(&self, kind: Kind) -> Threshold {
        let plain = |hold_ms| Threshold { warn: 1.0, crit: 1.0, hold_ms };
        match kind {
            Kind::LagTxns => self.lag_txns,
            Kind::LagTime => self.lag_ms,
            Kind::Latency => self.latency_ms,
            Kind::LatencyP99 => self.latency_ms_p99,
            Kind::Fsync => self.fsync_ms,
            Kind::Outstanding => self.outstanding,
            Kind::TwoLeaders | Kind::Odd => plain(0),
            Kind::NoQuorum | Kind::NoLeader => plain(0),
            Kind::Down => plain(1000),
            Kind::Denied => Threshold { warn: 1.0, crit: f64::INFINITY, hold_ms: 0 },
            Kind::Disagreement => Threshold { warn: 1.0, crit: f64::INFINITY, hold_ms: 5000 },
        }
    }
}

/// Below this part of the limit a figure is well again.
const CLEAR_PART: f64 = 0.8;

/// Something that is too much, or was.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Alert {
    /// How bad.
    pub severity: Severity,
    /// Since when.
    pub since: At,
    /// The worst value so far.
    pub worst: f64,
    /// The value now, in words.
    pub text: String,
}

#[derive(Clone, Debug, Default)]
struct Watch {
    over_since: Option<At>,
    under_since: Option<At>,
    active: Option<Alert>,
}

/// A server by its index, or the ensemble.
pub type Whose = Option<usize>;

/// A change: an alert came or went.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// Whose.
    pub whose: Whose,
    /// What.
    pub kind: Kind,
    /// The alert if it came, `None` if it went.
    pub came: Option<Alert>,
}

/// All alerts.
#[derive(Clone, Debug, Default)]
pub struct Alerts {
    watches: BTreeMap<(Whose, Kind), Watch>,
}

impl Alerts {
    /// Takes a figure. `None` is not a zero: nothing is known, and nothing changes.
    pub fn take(
        &mut self,
        whose: Whose,
        kind: Kind,
        value: Option<f64>,
        limit: Threshold,
        now: At,
        text: Option<&str>,
    ) -> Option<Change> {
        let value = value?;
        let watch = self.watches.entry((whose, kind)).or_default();
        if value >= limit.warn {
            watch.under_since = None;
            let since = *watch.over_since.get_or_insert(now);
            if now.since(since) < limit.hold_ms {
                return None;
            }
            let severity = if value >= limit.crit { Severity::Crit } else { Severity::Warn };
            let text = text
                .map_or_else(|| format!("{} > {}", kind.text(value), kind.text(limit.warn)), str::to_owned);
            let came = match &mut watch.active {
                Some(alert) => {
                    let worse = severity > alert.severity;
                    alert.severity = alert.severity.max(severity);
                    alert.worst = alert.worst.max(value);
                    alert.text = text;
                    worse.then(|| alert.clone())
                }
                none => Some(none.insert(Alert { severity, since, worst: value, text }).clone()),
            };
            return came.map(|alert| Change { whose, kind, came: Some(alert) });
        }
        watch.over_since = None;
        watch.active.as_ref()?;
        if value >= limit.warn * CLEAR_PART {
            watch.under_since = None;
            return None;
        }
        let since = *watch.under_since.get_or_insert(now);
        if now.since(since) < limit.hold_ms {
            return None;
        }
        watch.active = None;
        watch.under_since = None;
        Some(Change { whose, kind, came: None })
    }

    /// Takes it back without a word, as if nothing had been known: it starts anew with the next figure.
    pub fn forget(&mut self, whose: Whose, kind: Kind) {
        self.watches.remove(&(whose, kind));
    }

    /// What is on now, the worst first.
    pub fn active(&self) -> Vec<(Whose, Kind, &Alert)> {
        let mut all: Vec<_> = self
            .watches
            .iter()
            .filter_map(|((w, k), watch)| Some((*w, *k, watch.active.as_ref()?)))
            .collect();
        all.sort_by_key(|(whose, kind, alert)| (std::cmp::Reverse(alert.severity), *kind, *whose));
        all
    }

    /// One alert.
    pub fn get(&self, whose: Whose, kind: Kind) -> Option<&Alert> {
        self.watches.get(&(whose, kind)).and_then(|w| w.active.as_ref())
    }

    /// How many are on.
    pub fn count(&self) -> usize {
        self.watches.values().filter(|w| w.active.is_some()).count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMIT: Threshold = Threshold { warn: 100.0, crit: 1000.0, hold_ms: 5000 };

    /// Feeds a value a second, and tells what came (`+`), grew worse (`!`) or went (`-`) at which second.
    fn run(values: &[f64]) -> Vec<(u64, char)> {
        let mut alerts = Alerts::default();
        let mut out = Vec::new();
        for (s, value) in (0..).zip(values) {
            match alerts.take(Some(0), Kind::LagTxns, Some(*value), LIMIT, At(s * 1000), None) {
                Some(Change { came: None, .. }) => out.push((s, '-')),
                Some(Change { came: Some(a), .. }) => {
                    out.push((s, if a.severity == Severity::Crit { '!' } else { '+' }));
                }
                None => {}
            }
        }
        out
    }

    #[test]
    fn a_short_peak_is_no_alert() {
        assert_eq!(run(&[0.0, 500.0, 500.0, 0.0, 500.0, 500.0, 0.0]), []);
    }

    #[test]
    fn it_comes_after_the_hold_and_goes_after_the_hold() {
        let mut values = vec![200.0; 6];
        values.extend([0.0; 6]);
        assert_eq!(run(&values), [(5, '+'), (11, '-')]);
    }

    #[test]
    fn just_below_the_limit_it_stays() {
        let mut values = vec![200.0; 6];
        values.extend([90.0; 20]);
        assert_eq!(run(&values), [(5, '+')]);
    }

    #[test]
    fn it_grows_worse_once() {
        let mut values = vec![200.0; 6];
        values.extend([2000.0, 200.0, 2000.0]);
        assert_eq!(run(&values), [(5, '+'), (6, '!')]);
    }

    #[test]
    fn what_is_not_known_changes_nothing() {
        let mut alerts = Alerts::default();
        for s in 0..6 {
            alerts.take(None, Kind::LagTxns, Some(500.0), LIMIT, At(s * 1000), None);
        }
        assert_eq!(alerts.count(), 1);
        for s in 6..100 {
            assert_eq!(alerts.take(None, Kind::LagTxns, None, LIMIT, At(s * 1000), None), None);
        }
        assert_eq!(alerts.count(), 1);
    }
}
