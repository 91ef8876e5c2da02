//! The load itself: one task per connection, each of which writes as many requests at once as its pipeline
//! has room for, and reads as many answers as the socket holds.

use std::cell::RefCell;
use std::collections::{BTreeMap, VecDeque};
use std::fmt::Write;
use std::io;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use hdrhistogram::Histogram;
use tokio::task::{JoinSet, LocalSet};
use zk_client::ErrorCode;
use zk_proto::request::Request;

use super::link::Link;
use super::nodes::{Nodes, open_create, value};
use super::{BenchConfig, Workload};

/// How long answers may take after the end of the load.
const PATIENCE: Duration = Duration::from_secs(10);
/// How late a timer may be: tokio's have a resolution of a millisecond.
const TIMER_SLACK: Duration = Duration::from_millis(2);
/// How often a connection that waits looks at the clock and at `stop`.
const GLANCE: Duration = Duration::from_millis(100);

/// When requests count.
#[derive(Clone)]
pub(super) struct Window {
    pub(super) from: Instant,
    /// `None` when a number of requests is measured.
    pub(super) until: Option<Instant>,
    /// Requests still to be sent within the window, over all threads.
    pub(super) ops_left: Arc<AtomicU64>,
    pub(super) stop: Arc<AtomicBool>,
}

impl Window {
    fn is_over(&self, now: Instant) -> bool {
        self.until.is_some_and(|until| now >= until)
            || self.ops_left.load(Ordering::Relaxed) == 0
            || self.stop.load(Ordering::Relaxed)
    }

    /// Whether one more request may be sent at `now`.
    fn admits(&self, now: Instant) -> bool {
        if self.until.is_some() || now < self.from {
            return true;
        }
        let take = |left: u64| left.checked_sub(1);
        self.ops_left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, take).is_ok()
    }

    /// A time window counts what is answered in it, a number of requests counts those very requests.
    fn counts(&self, sent: Instant, answered: Instant) -> bool {
        match self.until {
            Some(until) => answered >= self.from && answered < until,
            None => sent >= self.from,
        }
    }
}

/// What was counted.
pub(super) struct Tally {
    pub(super) reads: Histogram<u64>,
    pub(super) writes: Histogram<u64>,
    /// Refused requests by code, and broken connections by cause; those of the warm-up, too.
    pub(super) errors: BTreeMap<String, u64>,
    /// Latencies by server, as an index into the configuration's list.
    pub(super) by_server: BTreeMap<usize, Histogram<u64>>,
    /// Of an open loop: how late requests left that were due, and had room in the pipeline.
    pub(super) lateness: Histogram<u64>,
    /// When the last counted answer came.
    pub(super) last: Option<Instant>,
}

impl Tally {
    pub(super) fn new() -> Tally {
        Tally {
            reads: histogram(),
            writes: histogram(),
            errors: BTreeMap::new(),
            by_server: BTreeMap::new(),
            lateness: histogram(),
            last: None,
        }
    }

    pub(super) fn merge(&mut self, other: &Tally) {
        self.reads += &other.reads;
        self.writes += &other.writes;
        for (what, count) in &other.errors {
            self.error(what.clone(), *count);
        }
        for (server, latencies) in &other.by_server {
            *self.by_server.entry(*server).or_insert_with(histogram) += latencies;
        }
        self.lateness += &other.lateness;
        self.last = self.last.max(other.last);
    }

    fn error(&mut self, what: String, count: u64) {
        *self.errors.entry(what).or_default() += count;
    }

    fn record(&mut self, server: usize, class: Class, latency: Duration) {
        let ns = u64::try_from(latency.as_nanos()).unwrap_or(u64::MAX);
        self.by_server.entry(server).or_insert_with(histogram).saturating_record(ns);
        match class {
            Class::Read => self.reads.saturating_record(ns),
            Class::Write => self.writes.saturating_record(ns),
        }
    }
}

/// Nanoseconds from 1 µs to 10 minutes, to three digits.
fn histogram() -> Histogram<u64> {
    Histogram::new_with_bounds(1_000, 600_000_000_000, 3).expect("these bounds are legal")
}

/// Drives these connections to the end of the window, then closes them.
pub(super) async fn drive_all(
    config: &Arc<BenchConfig>,
    nodes: &Arc<Nodes>,
    links: Vec<(usize, Link)>,
    window: &Window,
) -> Tally {
    let tally = Rc::new(RefCell::new(Tally::new()));
    let data: Rc<[u8]> = value(config.value_bytes).into();
    let tasks = LocalSet::new();
    let mut running = JoinSet::new();
    for (connection, link) in links {
        let driver = Driver {
            link,
            server: connection % config.servers.len(),
            answered: config.answered.clone(),
            source: Source::new(config.workload, nodes.clone(), connection, data.clone()),
            pace: config.rate.map(|rate| Pace::new(rate, connection, config.connections)),
            window: window.clone(),
            tally: tally.clone(),
            sent: VecDeque::with_capacity(config.pipeline),
            last_sent: Instant::now(),
        };
        running.spawn_local_on(driver.run_and_close(config.clone()), &tasks);
    }
    tasks.run_until(async { while running.join_next().await.is_some() {} }).await;
    drop((running, tasks));
    Rc::try_unwrap(tally).map_or_else(|_| Tally::new(), RefCell::into_inner)
}

#[derive(Clone, Copy)]
enum Class {
    Read,
    Write,
}

struct Sent {
    xid: i32,
    class: Class,
    at: Instant,
}

struct Driver {
    link: Link,
    server: usize,
    answered: Arc<AtomicU64>,
    source: Source,
    pace: Option<Pace>,
    window: Window,
    tally: Rc<RefCell<Tally>>,
    sent: VecDeque<Sent>,
    last_sent: Instant,
}

impl Driver {
    async fn run_and_close(mut self, config: Arc<BenchConfig>) {
        match self.run(config.pipeline).await {
            Ok(()) => self.link.close(config.connect_timeout).await,
            Err(e) => {
                let mut tally = self.tally.borrow_mut();
                tally.error(format!("connection: {e}"), 1);
                if !self.sent.is_empty() {
                    tally.error("unanswered".to_owned(), self.sent.len() as u64);
                }
            }
        }
    }

    async fn run(&mut self, pipeline: usize) -> io::Result<()> {
        let mut over_since = None;
        loop {
            let now = Instant::now();
            if self.window.is_over(now) {
                if self.sent.is_empty() {
                    return Ok(());
                }
                if now.duration_since(*over_since.get_or_insert(now)) > PATIENCE {
                    return Err(io::Error::new(io::ErrorKind::TimedOut, "no answer after the end"));
                }
            } else {
                self.fill(pipeline, now);
            }
            if now.duration_since(self.last_sent) > self.link.ping_interval {
                self.link.push_ping();
                self.last_sent = now;
            }
            self.link.write_some()?;
            let pause = self.pace.as_ref().map_or(GLANCE, |p| p.until_next(now).min(GLANCE));
            match tokio::time::timeout(pause, self.link.ready()).await {
                Ok(ready) => ready?,
                Err(_) => continue,
            }
            self.collect()?;
        }
    }

    /// Puts as many requests into the write buffer as are due and as the pipeline has room for.
    fn fill(&mut self, pipeline: usize, now: Instant) {
        if let Some(pace) = &mut self.pace {
            pace.notice(now);
        }
        while self.sent.len() < pipeline {
            let at = match &mut self.pace {
                None => now,
                Some(pace) => match pace.waiting.pop_front() {
                    Some(at) => at,
                    None => break,
                },
            };
            if !self.window.admits(now) {
                break;
            }
            if self.pace.is_some() {
                let late = u64::try_from(now.duration_since(at).as_nanos()).unwrap_or(u64::MAX);
                self.tally.borrow_mut().lateness.saturating_record(late);
            }
            let (xid, class) = self.source.push_next(&mut self.link);
            self.sent.push_back(Sent { xid, class, at });
            self.last_sent = now;
        }
    }

    fn collect(&mut self) -> io::Result<()> {
        let mut tally = self.tally.borrow_mut();
        let (sent, window, server) = (&mut self.sent, &self.window, self.server);
        let answered_count = &self.answered;
        // Read once per batch, after the socket was: what a batch holds was there by then.
        let mut answered = None;
        self.link.read_some(|header| {
            let now = *answered.get_or_insert_with(Instant::now);
            let request = sent.pop_front().filter(|s| s.xid == header.xid);
            let request = request.ok_or_else(|| io::Error::other("an answer out of order"))?;
            answered_count.fetch_add(1, Ordering::Relaxed);
            if header.err != 0 {
                let code = ErrorCode::from_i32(header.err);
                tally.error(code.map_or_else(|| header.err.to_string(), |c| c.name().to_owned()), 1);
            } else if window.counts(request.at, now) {
                tally.record(server, request.class, now.duration_since(request.at));
                tally.last = tally.last.max(Some(now));
            }
            Ok(())
        })
    }
}

/// An even schedule, of which each connection has its share and its turn.
struct Pace {
    interval: Duration,
    next: Instant,
    /// Requests that are due, with the moment from which their latency counts: that of the schedule, so that neither
    /// a slow server nor a generator that it keeps busy can hide behind a late start. Only what a timer of this
    /// resolution is late by is not charged to the server.
    waiting: VecDeque<Instant>,
}

impl Pace {
    fn new(rate: f64, connection: usize, connections: usize) -> Pace {
        let turn = Duration::from_secs_f64(connection as f64 / rate);
        let interval = Duration::from_secs_f64(connections as f64 / rate).max(Duration::from_nanos(1));
        Pace { interval, next: Instant::now() + turn, waiting: VecDeque::new() }
    }

    fn notice(&mut self, now: Instant) {
        while self.next <= now {
            let late = now.duration_since(self.next);
            self.waiting.push_back(if late <= TIMER_SLACK { now } else { self.next });
            self.next += self.interval;
        }
    }

    fn until_next(&self, now: Instant) -> Duration {
        self.next.saturating_duration_since(now)
    }
}

/// Where the requests of a connection come from.
struct Source {
    workload: Workload,
    nodes: Arc<Nodes>,
    data: Rc<[u8]>,
    random: u64,
    created: u64,
    connection: usize,
    path: String,
}

impl Source {
    fn new(workload: Workload, nodes: Arc<Nodes>, connection: usize, data: Rc<[u8]>) -> Source {
        let random = 0x9e37_79b9_7f4a_7c15_u64.wrapping_mul(connection as u64 + 1);
        Source { workload, nodes, data, random, created: 0, connection, path: String::new() }
    }

    fn push_next(&mut self, link: &mut Link) -> (i32, Class) {
        let workload = self.workload;
        let class = match workload {
            Workload::Read => Class::Read,
            Workload::Write => Class::Write,
            Workload::Create => return (self.push_create(link), Class::Write),
            Workload::Mixed { reads_percent, creates_percent } => match self.below(100) {
                n if n < reads_percent.into() => Class::Read,
                n if n < u64::from(reads_percent) + u64::from(creates_percent) => {
                    return (self.push_create(link), Class::Write);
                }
                _ => Class::Write,
            },
        };
        let key = self.below(self.nodes.keys.len() as u64) as usize;
        let path = self.nodes.keys.get(key).map_or("", String::as_str);
        let xid = match class {
            Class::Read => link.push(&Request::GetData { path: path.into(), watch: false }),
            Class::Write => {
                let data = Some(&*self.data);
                link.push(&Request::SetData { path: path.into(), data, version: -1 })
            }
        };
        (xid, class)
    }

    fn push_create(&mut self, link: &mut Link) -> i32 {
        let parent = self.nodes.parents.get(self.connection).map_or("", String::as_str);
        self.path.clear();
        // Writing to a string cannot fail.
        let _ = write!(self.path, "{parent}/{:08}", self.created);
        self.created += 1;
        link.push(&Request::Create(open_create(&self.path, Some(&self.data))))
    }

    /// A number below `bound`, by a linear congruence whose upper half is scaled down.
    fn below(&mut self, bound: u64) -> u64 {
        self.random =
            self.random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.random >> 32) * bound) >> 32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn window(until: Option<Duration>, ops: u64) -> (Instant, Window) {
        let from = Instant::now() + Duration::from_secs(1);
        let until = until.map(|d| from + d);
        let ops_left = Arc::new(AtomicU64::new(ops));
        (from, Window { from, until, ops_left, stop: Arc::default() })
    }

    #[test]
    fn a_time_window_counts_answers_within_it() {
        let (from, w) = window(Some(Duration::from_secs(2)), u64::MAX);
        let second = Duration::from_secs(1);
        assert!(!w.counts(from - second, from - second / 2));
        assert!(w.counts(from - second, from));
        assert!(!w.counts(from, from + 2 * second));
        assert!(w.is_over(from + 2 * second) && !w.is_over(from + second));
    }

    #[test]
    fn a_number_of_requests_counts_these_and_no_more() {
        let (from, w) = window(None, 2);
        assert!(w.admits(from - Duration::from_millis(1)));
        assert!(w.admits(from) && !w.is_over(from));
        assert!(w.admits(from) && w.is_over(from));
        assert!(!w.admits(from));
        assert!(w.counts(from, from + Duration::from_secs(99)));
        assert!(!w.counts(from - Duration::from_millis(1), from));
    }

    #[test]
    fn a_schedule_keeps_its_rate_over_a_stall() {
        let mut pace = Pace::new(1000.0, 0, 10);
        let start = pace.next;
        pace.notice(start);
        assert_eq!(pace.waiting.len(), 1);
        pace.notice(start + Duration::from_millis(100));
        assert_eq!(pace.waiting.len(), 11);
        // The stall is charged to each request that was due in it, but not what a timer is late by.
        assert_eq!(pace.waiting[1], start + Duration::from_millis(10));
        assert_eq!(pace.waiting[10], start + Duration::from_millis(100));
        assert_eq!(pace.until_next(start + Duration::from_millis(100)), Duration::from_millis(10));
    }

    #[test]
    fn random_numbers_keep_within_their_bound() {
        let mut source = Source::new(Workload::Read, Arc::new(Nodes::default()), 3, Rc::from([]));
        let mut seen = [0u32; 10];
        for _ in 0..10_000 {
            seen[source.below(10) as usize] += 1;
        }
        assert!(seen.iter().all(|n| (800..1200).contains(n)), "{seen:?}");
    }
}
