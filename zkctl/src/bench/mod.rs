//! The load generator behind `bench`: raw pipelined connections, closed or open loop, latency histograms.
//! It knows the protocol's bytes and the clock; arguments and rendering are the caller's.
//!
//! A run makes a znode of its own below [`BenchConfig::root`], fills it, opens the connections, warms up,
//! measures, and deletes what it made, also when it was stopped or failed.

mod baseline;
mod link;
mod load;
mod nodes;
mod report;

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Barrier, OnceLock};
use std::time::{Duration, Instant};

use thiserror::Error;
use zk_client::{Auth, ErrorCode, HostPort, Sasl, Tls};

pub use baseline::{Baseline, Compared};
use link::Link;
use load::{Tally, Window};
use nodes::Nodes;
pub use report::{BenchReport, Bucket, Cleanup, Latency, ServerLatency};

/// What to do to a server, and how hard. Start from [`BenchConfig::new`].
#[derive(Clone, Debug)]
pub struct BenchConfig {
    /// Servers; connections go round them. Name one to measure one.
    pub servers: Vec<HostPort>,
    /// Chroot, or the empty string; [`BenchConfig::root`] is below it.
    pub chroot: String,
    /// Credentials of every connection. Znodes are made open to everybody all the same.
    pub auth: Vec<Auth>,
    /// SASL on every connection.
    pub sasl: Option<Sasl>,
    /// TLS, if the servers' port speaks it.
    pub tls: Option<Tls>,
    /// Session timeout to ask for.
    pub session_timeout: Duration,
    /// How long opening one connection may take.
    pub connect_timeout: Duration,
    /// What the requests are.
    pub workload: Workload,
    /// Connections, each with a session of its own. At least 1.
    pub connections: usize,
    /// Requests under way on each connection (closed loop), or at most so many (open loop). At least 1.
    pub pipeline: usize,
    /// Size of each value in bytes.
    pub value_bytes: usize,
    /// Znodes made beforehand, over which reads and writes are spread at random. At least 1.
    pub keys: usize,
    /// How long the same load runs before anything counts.
    pub warmup: Duration,
    /// How much is measured.
    pub length: Length,
    /// Requests per second over all connections, evenly spaced (open loop): a request's latency then counts
    /// from the moment it was due, so that a server that falls behind cannot hide it. `None` for a closed
    /// loop, in which every answer is followed by the next request.
    pub rate: Option<f64>,
    /// Threads of the generator; one is good for some hundred thousand operations per second.
    pub threads: usize,
    /// Counts every answer, warm-up included, for whoever shows progress.
    pub answered: Arc<AtomicU64>,
    /// Znode to work below. Made if missing, and then deleted at the end.
    pub root: String,
}

impl BenchConfig {
    /// A tenth writes over 1000 nodes of 128 bytes, 8 connections with 16 requests each, for ten seconds.
    pub fn new(servers: Vec<HostPort>) -> BenchConfig {
        BenchConfig {
            servers,
            chroot: String::new(),
            auth: Vec::new(),
            sasl: None,
            tls: None,
            session_timeout: Duration::from_secs(30),
            connect_timeout: Duration::from_secs(10),
            workload: Workload::Mixed { reads_percent: 90, creates_percent: 0 },
            connections: 8,
            pipeline: 16,
            value_bytes: 128,
            keys: 1000,
            warmup: Duration::from_secs(1),
            length: Length::Time(Duration::from_secs(10)),
            rate: None,
            threads: 1,
            answered: Arc::default(),
            root: "/zkctl-bench".to_owned(),
        }
    }
}

/// What the requests are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Workload {
    /// `getData`.
    Read,
    /// `setData`.
    Write,
    /// `create` of znodes with distinct names, in one parent per connection.
    Create,
    /// `getData`, `setData` and `create`, at random.
    Mixed {
        /// Share of reads, 0 to 100.
        reads_percent: u8,
        /// Share of creates, 0 to 100; what is left are writes.
        creates_percent: u8,
    },
}

impl Workload {
    /// A name for reports.
    pub fn name(self) -> &'static str {
        match self {
            Workload::Read => "read",
            Workload::Write => "write",
            Workload::Create => "create",
            Workload::Mixed { .. } => "mixed",
        }
    }
}

/// How much is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Length {
    /// What is answered within this time.
    Time(Duration),
    /// This many requests, however long they take.
    Ops(u64),
}

/// Why there is no result.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum BenchError {
    /// The configuration makes no sense.
    #[error("{0}")]
    Config(&'static str),
    /// A connection could not be opened, or broke outside the measured load.
    #[error("{server}: {reason}")]
    Connection {
        /// The server.
        server: HostPort,
        /// What happened.
        reason: String,
    },
    /// The server did not take the credentials.
    #[error("{server}: {reason}")]
    Credentials {
        /// The server.
        server: HostPort,
        /// Why, without anything secret.
        reason: String,
    },
    /// The server refused to make or delete the benchmark's own znodes.
    #[error("cannot {what} {path}: {}", code.map_or("unknown error", ErrorCode::name))]
    Refused {
        /// `create`, `list` or `delete`.
        what: &'static str,
        /// The znode, chroot included.
        path: String,
        /// The server's code.
        code: Option<ErrorCode>,
    },
    /// A thread could not be started, or ended early.
    #[error("the load generator failed: {0}")]
    Internal(String),
}

/// Runs a benchmark to its end. Blocks: call it from `spawn_blocking`.
///
/// # Errors
/// [`BenchError`]; what had been made is deleted as far as possible.
pub fn run(config: BenchConfig) -> Result<BenchReport, BenchError> {
    run_until(config, Arc::default())
}

/// As [`run`], but ends early, with a report of what was measured until then, once `stop` is true.
///
/// # Errors
/// As [`run`].
pub fn run_until(config: BenchConfig, stop: Arc<AtomicBool>) -> Result<BenchReport, BenchError> {
    check(&config)?;
    let config = Arc::new(config);
    let nodes = Arc::new(on_runtime(async || Nodes::make(&config).await)?);
    let measured = measure(&config, &nodes, stop);
    let started = Instant::now();
    let deleted = on_runtime(async || nodes.delete(&config).await);
    let cleanup = Cleanup::new(&deleted, started.elapsed());
    let (tally, seconds) = measured?;
    Ok(BenchReport::new(&config, &tally, seconds, cleanup))
}

fn check(config: &BenchConfig) -> Result<(), BenchError> {
    let wrong = |text| Err(BenchError::Config(text));
    match config {
        c if c.servers.is_empty() => wrong("no server to measure"),
        c if c.connections == 0 || c.pipeline == 0 || c.keys == 0 || c.threads == 0 => {
            wrong("connections, pipeline, keys and threads must be at least 1")
        }
        c if c.rate.is_some_and(|r| !(r.is_finite() && r > 0.0)) => wrong("the rate must be above 0"),
        c if zk_proto::path::validate(&c.root).is_err() || c.root == "/" => {
            wrong("the root must be a path other than /")
        }
        _ => Ok(()),
    }
}

/// Opens the connections and drives them; gives what was counted and over how many seconds.
fn measure(
    config: &Arc<BenchConfig>,
    nodes: &Arc<Nodes>,
    stop: Arc<AtomicBool>,
) -> Result<(Tally, f64), BenchError> {
    let threads = config.threads.min(config.connections);
    let ops = match config.length {
        Length::Ops(n) => n,
        Length::Time(_) => u64::MAX,
    };
    let crew = Crew {
        threads,
        ready: Barrier::new(threads),
        start: OnceLock::new(),
        failed: AtomicBool::new(false),
        stop,
        ops_left: Arc::new(AtomicU64::new(ops)),
    };
    let tallies = std::thread::scope(|scope| {
        let crew = &crew;
        let workers: Vec<_> =
            (0..threads).map(|t| scope.spawn(move || work(config, nodes, crew, t))).collect();
        workers.into_iter().map(|w| w.join().unwrap_or_else(|_| Err(panicked()))).collect::<Vec<_>>()
    });
    let mut total = Tally::new();
    for tally in tallies {
        total.merge(&tally?);
    }
    let from = crew.start.get().copied().unwrap_or_else(Instant::now) + config.warmup;
    let last = total.last.unwrap_or(from);
    let until = match config.length {
        Length::Time(_) if crew.stop.load(Ordering::Relaxed) => last,
        Length::Time(d) => from + d,
        Length::Ops(_) => last,
    };
    Ok((total, until.saturating_duration_since(from).as_secs_f64()))
}

/// What the threads share.
struct Crew {
    threads: usize,
    ready: Barrier,
    start: OnceLock<Instant>,
    failed: AtomicBool,
    stop: Arc<AtomicBool>,
    ops_left: Arc<AtomicU64>,
}

/// One thread: opens its share of the connections, waits for the others to have theirs, drives them.
fn work(
    config: &Arc<BenchConfig>,
    nodes: &Arc<Nodes>,
    crew: &Crew,
    thread: usize,
) -> Result<Tally, BenchError> {
    let opened = runtime().and_then(|runtime| {
        let links = runtime.block_on(open_links(
            config,
            nodes,
            (thread..config.connections).step_by(crew.threads),
        ))?;
        Ok((runtime, links))
    });
    if opened.is_err() {
        crew.failed.store(true, Ordering::SeqCst);
    }
    crew.ready.wait();
    let (runtime, links) = opened?;
    if crew.failed.load(Ordering::SeqCst) {
        return Ok(Tally::new());
    }
    let from = *crew.start.get_or_init(Instant::now) + config.warmup;
    let until = match config.length {
        Length::Time(d) => Some(from + d),
        Length::Ops(_) => None,
    };
    let window = Window { from, until, ops_left: crew.ops_left.clone(), stop: crew.stop.clone() };
    Ok(runtime.block_on(load::drive_all(config, nodes, links, &window)))
}

async fn open_links(
    config: &BenchConfig,
    nodes: &Nodes,
    connections: impl Iterator<Item = usize>,
) -> Result<Vec<(usize, Link)>, BenchError> {
    let mut links = Vec::new();
    for (connection, server) in
        connections.filter_map(|c| Some((c, config.servers.get(c % config.servers.len())?)))
    {
        let mut link = Link::open(server, config).await?;
        // A follower may lag behind the server that the keys were made on.
        link.sync(&nodes.run).await?;
        links.push((connection, link));
    }
    Ok(links)
}

fn runtime() -> Result<tokio::runtime::Runtime, BenchError> {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|e| BenchError::Internal(e.to_string()))
}

/// Runs this on a thread and a runtime of its own, since the caller's may belong to another runtime.
fn on_runtime<T: Send>(job: impl AsyncFnOnce() -> Result<T, BenchError> + Send) -> Result<T, BenchError> {
    std::thread::scope(|scope| {
        let thread = scope.spawn(|| runtime()?.block_on(job()));
        thread.join().unwrap_or_else(|_| Err(panicked()))
    })
}

fn panicked() -> BenchError {
    BenchError::Internal("a thread panicked".to_owned())
}
