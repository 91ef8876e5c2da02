//! Clients as threads: each holds a session, moves it to another member whenever its connection fails, and writes down
//! every request and answer. Connections are raw, so that xids go on over connections as the logs show them.

use super::cluster::Cluster;
use crate::interop::process::poll;
use anyhow::{Context, Result, anyhow};
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};
use zk_client::{ErrorCode, SessionId, Zxid};
use zk_proto::Request;
use zk_proto::request::CreateMode;
use zkd_tests::check::history::{Answer, Call, Op, Outcome};
use zkd_tests::conn::{Incoming, RawConn, Reply, Session, known_session, new_session};
use zkd_tests::ops::create_request;
use zkd_tests::rng::Rng;

pub(super) struct Clients {
    shared: Arc<Shared>,
    threads: Vec<JoinHandle<Vec<Op>>>,
}

struct Shared {
    entrances: Vec<SocketAddr>,
    begun: Instant,
    stop: AtomicBool,
    done: AtomicU64,
    generations: u64,
}

const CLIENTS: u64 = 8;
/// Registers that are in use at a time.
const REGISTERS: usize = 4;
/// How long a set of registers is in use: keeps each one's history short.
const GENERATION: Duration = Duration::from_secs(4);
pub(super) const SESSION_TIMEOUT_MS: i32 = 6000;
/// After this without an answer a client looks for another server.
const PATIENCE: Duration = Duration::from_millis(2500);
const CONNECT_LIMIT: Duration = Duration::from_millis(500);
/// What a register holds at first.
pub(super) const INITIAL: &[u8] = b"initial";

impl Clients {
    /// Makes the nodes they work on, then starts them.
    pub(super) fn start(cluster: &Cluster<'_>, seed: u64, seconds: u64) -> Result<Clients> {
        // Faults may hold a run up for long; the last set serves until the end.
        let generations = seconds * 2 / GENERATION.as_secs() + 5;
        let mut maker = RawConn::connect(cluster.entrances[0], 30_000);
        let made =
            (0..generations).flat_map(|generation| (0..REGISTERS).map(move |n| register(generation, n)));
        for path in ["/r", "/seq", "/eph"].map(str::to_owned).into_iter().chain(made) {
            maker.create(&path, INITIAL).map_err(|code| anyhow!("creating {path}: {code}"))?;
        }
        maker.close();
        let shared = Arc::new(Shared {
            entrances: cluster.entrances.clone(),
            begun: Instant::now(),
            stop: AtomicBool::new(false),
            done: AtomicU64::new(0),
            generations,
        });
        let start = |id: u64| {
            let shared = shared.clone();
            let rng = Rng::new(seed.wrapping_add(id));
            std::thread::spawn(move || Client::new(id, shared, rng).run())
        };
        let threads = (0..CLIENTS).map(start).collect();
        Ok(Clients { shared, threads })
    }

    /// Operations answered so far.
    pub(super) fn done(&self) -> u64 {
        self.shared.done.load(Ordering::Relaxed)
    }

    /// Operations a second, measured once the first fifty have been answered.
    pub(super) fn rate(&self, limit: Duration) -> Result<u64> {
        let (from, at) = (self.done(), Instant::now());
        let fifty = poll(limit, || (self.done() >= from + 50).then_some(()));
        fifty.with_context(|| format!("{} operations within {} s", self.done() - from, limit.as_secs()))?;
        // Slow for as long as it took to find a server is not slow.
        let (from, took) = if at.elapsed() > Duration::from_secs(1) {
            let (from, at) = (self.done(), Instant::now());
            let again = poll(limit, || (self.done() >= from + 50).then_some(()));
            again.context("operations stopped again")?;
            (from, at.elapsed())
        } else {
            (from, at.elapsed())
        };
        Ok((self.done() - from) * 1000 / u64::try_from(took.as_millis()).unwrap_or(u64::MAX).max(1))
    }

    /// What all of them saw, each session's requests in order.
    pub(super) fn stop(self) -> Result<Vec<Op>> {
        self.shared.stop.store(true, Ordering::Relaxed);
        let mut history = Vec::new();
        for thread in self.threads {
            history.extend(
                thread.join().map_err(|_| anyhow!("a client panicked: what it was sent makes no sense"))?,
            );
        }
        Ok(history)
    }
}

fn register(generation: u64, n: usize) -> String {
    format!("/r/{generation:04}-{n}")
}

struct Client {
    id: u64,
    shared: Arc<Shared>,
    rng: Rng,
    session: Option<Session>,
    connection: Option<(RawConn, usize)>,
    connections: u32,
    last_xid: i32,
    last_zxid: Zxid,
    written: u64,
    /// Versions last seen, for conditional writes.
    versions: BTreeMap<String, i32>,
    /// Sequential nodes it made and has not deleted.
    own: Vec<String>,
    history: Vec<Op>,
}

impl Client {
    fn new(id: u64, shared: Arc<Shared>, rng: Rng) -> Client {
        Client {
            id,
            shared,
            rng,
            session: None,
            connection: None,
            connections: 0,
            last_xid: 0,
            last_zxid: Zxid::ZERO,
            written: 0,
            versions: BTreeMap::new(),
            own: Vec::new(),
            history: Vec::new(),
        }
    }

    fn run(mut self) -> Vec<Op> {
        while !self.shared.stop.load(Ordering::Relaxed) {
            if self.connection.is_none() {
                self.connect();
            }
            if self.connection.is_some() {
                self.act();
                // Not to gather where the last fault drove everybody; and sessions move in quiet times too.
                if self.rng.chance(1) {
                    self.connection = None;
                }
                // Think time: the judges have to read all of it.
                std::thread::sleep(Duration::from_millis(2));
            } else {
                std::thread::sleep(Duration::from_millis(20));
            }
        }
        self.history
    }

    /// Tries one server; takes the session along, or opens another if it has expired.
    fn connect(&mut self) {
        let server = self.rng.below(self.shared.entrances.len());
        let Ok(mut connection) = RawConn::try_open(self.shared.entrances[server], CONNECT_LIMIT) else {
            return;
        };
        connection.set_patience(PATIENCE);
        let request = match &self.session {
            Some(session) => known_session(session),
            None => new_session(SESSION_TIMEOUT_MS),
        };
        let request = zk_proto::connect::ConnectRequest { last_zxid_seen: self.last_zxid, ..request };
        let Incoming::Got(response) = connection.handshake(&request) else { return };
        if response.timeout_ms <= 0 {
            self.session = None;
            return;
        }
        if self.session.is_none() {
            (self.last_xid, self.connections, self.last_zxid) = (0, 0, Zxid::ZERO);
            self.own.clear();
        }
        self.session = connection.session.clone();
        connection.set_last_xid(self.last_xid);
        self.connections += 1;
        self.connection = Some((connection, server));
    }

    fn act(&mut self) {
        let generation = self.shared.begun.elapsed().as_secs() / GENERATION.as_secs();
        let path = register(generation.min(self.shared.generations - 1), self.rng.below(REGISTERS));
        self.written += 1;
        let data = format!("{}-{}", self.id, self.written).into_bytes();
        match self.rng.below(100) {
            0..30 => self.get(path),
            30..50 => {
                if self.call(Call::Sync).is_some() {
                    self.get(path);
                }
            }
            50..70 => {
                self.call(Call::Set { path, data, version: -1 });
            }
            70..87 => {
                let version = self.versions.get(&path).copied().unwrap_or(0);
                self.call(Call::Set { path, data, version });
            }
            87..92 => {
                let call = Call::Create { path: "/seq/n-".into(), data, ephemeral: false, sequential: true };
                if let Some(Outcome::Ok(_, Answer::Path(path, _))) = self.call(call) {
                    self.own.push(path);
                }
            }
            92..94 => {
                if let Some(path) = self.own.pop() {
                    self.call(Call::Delete { path, version: -1 });
                }
            }
            94..97 => {
                let path = format!("/eph/{}-{}", self.id, self.rng.below(3));
                self.call(Call::Create { path, data, ephemeral: true, sequential: false });
            }
            _ => {
                self.call(Call::Children { path: "/eph".into() });
            }
        }
    }

    fn get(&mut self, path: String) {
        if let Some(Outcome::Ok(_, Answer::Data(_, stat))) = self.call(Call::Get { path: path.clone() }) {
            self.versions.insert(path, stat.version);
        }
    }

    /// Sends, waits, writes down. `None` if the connection is gone.
    fn call(&mut self, call: Call) -> Option<Outcome> {
        let (connection, server) = self.connection.as_mut()?;
        let server = *server;
        let invoked_us = self.shared.micros();
        let xid = connection.send(&request(&call));
        self.last_xid = xid;
        let reply = connection.recv_reply();
        let completed_us = self.shared.micros();
        let outcome = match reply {
            Incoming::Got(reply) => {
                assert_eq!(reply.xid, xid, "replies come in the order of requests");
                outcome(&call, &reply)
            }
            Incoming::Closed | Incoming::Silent => Outcome::Unknown,
        };
        let session = self.session.as_ref().map_or(SessionId::NONE, |session| session.id);
        let lost = match &outcome {
            Outcome::Unknown => true,
            Outcome::Ok(zxid, _) | Outcome::Failed(zxid, _) => {
                self.last_zxid = self.last_zxid.max(*zxid);
                self.shared.done.fetch_add(1, Ordering::Relaxed);
                matches!(&outcome, Outcome::Failed(_, code) if ends_the_connection(*code))
            }
        };
        if lost {
            self.connection = None;
        }
        let connection = self.connections;
        let known = outcome.clone();
        self.history.push(Op { session, connection, server, xid, call, invoked_us, completed_us, outcome });
        (!lost).then_some(known)
    }
}

impl Shared {
    fn micros(&self) -> u64 {
        u64::try_from(self.begun.elapsed().as_micros()).unwrap_or(u64::MAX)
    }
}

fn ends_the_connection(code: i32) -> bool {
    [ErrorCode::SessionExpired, ErrorCode::SessionMoved].iter().any(|each| each.code() == code)
}

fn request(call: &Call) -> Request<'_> {
    match call {
        Call::Create { path, data, ephemeral, sequential } => {
            let mode = match (ephemeral, sequential) {
                (false, false) => CreateMode::Persistent,
                (true, false) => CreateMode::Ephemeral,
                (false, true) => CreateMode::PersistentSequential,
                (true, true) => CreateMode::EphemeralSequential,
            };
            create_request(path, data, mode)
        }
        Call::Delete { path, version } => Request::Delete { path: path.into(), version: *version },
        Call::Set { path, data, version } => {
            Request::SetData { path: path.into(), data: Some(data), version: *version }
        }
        Call::Get { path } => Request::GetData { path: path.into(), watch: false },
        Call::Children { path } => Request::GetChildren { path: path.into(), watch: false },
        Call::Sync => Request::Sync { path: "/".into() },
    }
}

fn outcome(call: &Call, reply: &Reply) -> Outcome {
    let zxid = Zxid(reply.zxid);
    // The server gave up on the request, not on what it may have handed on.
    if reply.err == ErrorCode::ConnectionLoss.code() {
        return Outcome::Unknown;
    }
    if reply.err != 0 {
        return Outcome::Failed(zxid, reply.err);
    }
    let answer = match call {
        Call::Create { .. } => {
            let (path, stat) = reply.path_and_stat();
            Answer::Path(path, stat)
        }
        Call::Set { .. } => Answer::Stat(reply.stat()),
        Call::Get { .. } => {
            let (data, stat) = reply.data_and_stat();
            Answer::Data(data, stat)
        }
        Call::Children { .. } => Answer::Names(reply.names()),
        Call::Delete { .. } | Call::Sync => Answer::Nothing,
    };
    Outcome::Ok(zxid, answer)
}
