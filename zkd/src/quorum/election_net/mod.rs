//! The election network: one connection to each other member, over which votes go both ways.
//!
//! Exactly one connection per pair, made by the larger id. The smaller one that wants a connection *knocks*: it dials,
//! says hello and closes, and the larger calls back, at the address of its own configuration. Each peer has a task
//! of its own (`peer`), which is the only one to report that its connection is up or down: these reports alternate,
//! and no message comes while it is down. Every accepted socket says who it is on a task of its own (`accept`).
//!
//! Bounds: [`MAX_HANDSHAKES`] sockets that have not said who they are (one more closes the oldest, which is no
//! member that is in a hurry), [`MAX_ARRIVALS`] per peer that have, one connection per peer, one message to be sent,
//! [`peer`]'s budget of messages received per second.
//!
//! Mirrors: ZooKeeper 3.9 `QuorumCnxManager`. Differs: hellos are read beside each other and not on the accepting
//! thread; peers are dialled beside each other, with a back-off of 2 seconds at most; a dead peer is noticed by
//! keepalive; a knock is answered at the configured address, never at one that the caller names; a connection that
//! works stays until the call back has succeeded.

mod accept;
mod login;
mod outbox;
mod peer;
mod refusal;
mod stream;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, VecDeque};
use std::io;
use std::net::{SocketAddr, TcpListener as StdListener};
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering::Relaxed;
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::Duration;

use socket2::SockRef;
use tokio::net::TcpStream;
use tokio::sync::{Notify, mpsc};
use zk_proto::ServerId;
use zk_proto::election::{Hello, MAX_HELLO_ADDRESS_BYTES, Notification};

use self::accept::Handshake;
use self::outbox::Outbox;
use self::peer::{Arrival, PeerTask};
pub(crate) use self::refusal::Refusal;
use self::refusal::Refusals;
use super::HostPort;
use super::address::watch_over;
use super::login::QuorumLogin;
use super::secure::QuorumSecurity;
use crate::listen;

/// Sockets that have not said who they are.
const MAX_HANDSHAKES: usize = 64;
/// Sockets of one peer that wait to be taken over by its task.
const MAX_ARRIVALS: usize = 4;
/// Between two attempts to bind a port.
const BIND_PAUSE: Duration = Duration::from_secs(1);

/// What the election network reports. Called on its own thread, must not block.
pub(crate) type Deliver = Arc<dyn Fn(ElectionEvent) + Send + Sync>;

/// What happens on the election network.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ElectionEvent {
    /// A vote came in.
    Message {
        /// Who sent it, as its connection's hello said.
        from: ServerId,
        /// The vote.
        notification: Notification,
    },
    /// Votes can be sent to this peer and come from it. What was sent last is on its way again.
    Up(ServerId),
    /// The connection is lost. A connection that takes the place of another shows as down and up.
    Down(ServerId),
}

/// How to take part.
#[derive(Clone)]
pub(crate) struct ElectionNetConfig {
    /// This server.
    pub(crate) my_id: ServerId,
    /// Where this server can be called, as configured; goes into the hello.
    pub(crate) my_addrs: Vec<HostPort>,
    /// What to bind.
    pub(crate) listen: Vec<SocketAddr>,
    /// How often to try to bind, 0 for ever (`electionPortBindRetry`).
    pub(crate) bind_attempts: u32,
    /// The other members; an address that does not answer is followed by the next one.
    pub(crate) peers: Vec<(ServerId, Vec<HostPort>)>,
    /// To open a connection, name resolution included (`cnxTimeout`).
    pub(crate) connect_timeout: Duration,
    /// To say hello (`quorumCnxnTimeoutMs`).
    pub(crate) handshake_timeout: Duration,
    /// A peer whose kernel answers nothing for so long is gone.
    pub(crate) silence_timeout: Duration,
    /// TLS; none: plain text only.
    pub(crate) security: Option<QuorumSecurity>,
    /// Who has to log in; none: nobody.
    pub(crate) login: Option<QuorumLogin>,
}

/// What the tasks share.
struct Net {
    my_id: ServerId,
    /// The hello, encoded.
    hello: Vec<u8>,
    connect_timeout: Duration,
    handshake_timeout: Duration,
    silence_timeout: Duration,
    security: Option<QuorumSecurity>,
    login: Option<QuorumLogin>,
    peers: BTreeMap<ServerId, Peer>,
    handshakes: Mutex<VecDeque<Handshake>>,
    refusals: Refusals,
    deliver: Deliver,
}

impl Net {
    /// Options that every election socket has, whoever made it.
    fn prepare(&self, stream: &TcpStream) -> io::Result<()> {
        stream.set_nodelay(true)?;
        watch_over(&SockRef::from(stream), self.silence_timeout)
    }
}

/// One other member, as all can see it.
struct Peer {
    addrs: Vec<HostPort>,
    outbox: Outbox,
    is_up: AtomicBool,
    arrivals: mpsc::Sender<Arrival>,
}

/// The running network. Dropping it closes every connection and ends its thread; nothing is reported after that.
pub(crate) struct ElectionNet {
    net: Arc<Net>,
    stop: Arc<Notify>,
    thread: Option<JoinHandle<()>>,
}

impl ElectionNet {
    /// Binds the addresses and begins to call the peers.
    ///
    /// # Errors
    /// An address cannot be bound (ZooKeeper exits with code 14 then), or no thread can be made.
    pub(crate) fn start(config: ElectionNetConfig, deliver: Deliver) -> io::Result<ElectionNet> {
        let listeners: Vec<StdListener> =
            config.listen.iter().map(|a| bind(*a, config.bind_attempts)).collect::<io::Result<_>>()?;
        let mut tasks = Vec::new();
        let mut peers = BTreeMap::new();
        for (sid, addrs) in config.peers {
            if sid == config.my_id {
                continue;
            }
            let (sender, arrivals) = mpsc::channel(MAX_ARRIVALS);
            tasks.push((sid, arrivals));
            let peer =
                Peer { addrs, outbox: Outbox::default(), is_up: AtomicBool::new(false), arrivals: sender };
            peers.insert(sid, peer);
        }
        let net = Arc::new(Net {
            my_id: config.my_id,
            hello: hello(config.my_id, &config.my_addrs)?,
            connect_timeout: config.connect_timeout,
            handshake_timeout: config.handshake_timeout,
            silence_timeout: config.silence_timeout,
            security: config.security,
            login: config.login,
            peers,
            handshakes: Mutex::default(),
            refusals: Refusals::default(),
            deliver,
        });
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let stop = Arc::new(Notify::new());
        let (thread_net, thread_stop) = (net.clone(), stop.clone());
        let thread = std::thread::Builder::new().name("election".into()).spawn(move || {
            runtime.block_on(async {
                for listener in listeners {
                    tokio::spawn(accept::run(thread_net.clone(), listener));
                }
                for (sid, arrivals) in tasks {
                    tokio::spawn(PeerTask::new(thread_net.clone(), sid, arrivals).run());
                }
                thread_stop.notified().await;
            });
            // Not a plain drop: that would wait for names that are being resolved.
            runtime.shutdown_background();
        })?;
        Ok(ElectionNet { net, stop, thread: Some(thread) })
    }

    /// Sends a vote, now or once there is a connection. It takes the place of one that has not been sent yet.
    /// Never blocks. A peer that is not configured is no error.
    pub(crate) fn send(&self, to: ServerId, notification: &Notification) {
        if let Some(peer) = self.net.peers.get(&to) {
            peer.outbox.put(notification);
        }
    }

    /// The peers, and whether each is connected.
    pub(crate) fn peers(&self) -> impl Iterator<Item = (ServerId, bool)> {
        self.net.peers.iter().map(|(sid, peer)| (*sid, peer.is_up.load(Relaxed)))
    }

    /// How often something was refused for this reason.
    pub(crate) fn refused(&self, why: Refusal) -> u64 {
        self.net.refusals.count(why)
    }
}

impl Drop for ElectionNet {
    fn drop(&mut self) {
        self.stop.notify_one();
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn bind(addr: SocketAddr, attempts: u32) -> io::Result<StdListener> {
    let mut failures = 0;
    loop {
        match listen::bind(&[addr], 0) {
            Ok(listener) => return Ok(listener),
            Err(e) => {
                failures += 1;
                if failures == attempts {
                    return Err(e);
                }
                tracing::warn!("cannot listen for votes, attempt {failures}: {e}");
                std::thread::sleep(BIND_PAUSE);
            }
        }
    }
}

fn hello(sid: ServerId, addrs: &[HostPort]) -> io::Result<Vec<u8>> {
    let mut out = Vec::new();
    Hello { sid, addrs: addrs.iter().map(HostPort::to_string).collect() }.encode(&mut out);
    let invalid = |what: &str| Err(io::Error::new(io::ErrorKind::InvalidInput, what.to_owned()));
    match Hello::split(&out) {
        Ok(Some((_, used))) if used == out.len() && !addrs.is_empty() => Ok(out),
        _ if addrs.is_empty() => invalid("no election address of this server is configured"),
        _ => invalid(&format!("election addresses of more than {MAX_HELLO_ADDRESS_BYTES} bytes")),
    }
}
