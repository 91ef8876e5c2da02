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
//! keepalive; a knock is answered at the configured address, at one that the caller names only where the membership may
//! change and the caller is no member; a connection that
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
use std::sync::{Arc, Mutex, OnceLock, PoisonError, RwLock};
use std::thread::JoinHandle;
use std::time::Duration;

use socket2::SockRef;
use tokio::net::TcpStream;
use tokio::runtime::Handle;
use tokio::sync::{Notify, mpsc};
use tokio::task::AbortHandle;
use zk_proto::ServerId;
use zk_proto::election::{Hello, MAX_HELLO_ADDRESS_BYTES, Notification};

use self::accept::Handshake;
use self::outbox::Outbox;
use self::peer::{Arrival, PeerTask};
pub(crate) use self::refusal::Refusal;
use self::refusal::Refusals;
use super::HostPort;
use super::address::{KeepAlive, watch_over};
use super::login::QuorumLogin;
use super::secure::QuorumSecurity;
use crate::listen;

/// Sockets that have not said who they are.
const MAX_HANDSHAKES: usize = 64;
/// Sockets of one peer that wait to be taken over by its task.
const MAX_ARRIVALS: usize = 4;
/// Servers that are no members and are talked to: those that want to become some, and those that were.
const MAX_STRANGERS: usize = 16;
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
    /// What to bind: of each group the first that can be bound.
    pub(crate) listen: Vec<Vec<SocketAddr>>,
    /// How often to try to bind, 0 for ever (`electionPortBindRetry`).
    pub(crate) bind_attempts: u32,
    /// The other members; an address that does not answer is followed by the next one.
    pub(crate) peers: Vec<(ServerId, Vec<HostPort>)>,
    /// Servers that are no members are talked to, too: the membership may change (`reconfigEnabled`).
    pub(crate) takes_strangers: bool,
    /// To open a connection, name resolution included (`cnxTimeout`).
    pub(crate) connect_timeout: Duration,
    /// To say hello (`quorumCnxnTimeoutMs`).
    pub(crate) handshake_timeout: Duration,
    /// A peer whose kernel answers nothing for so long is gone.
    pub(crate) silence_timeout: Duration,
    /// Whether it is asked while there is nothing to say.
    pub(crate) keep_alive: KeepAlive,
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
    keep_alive: KeepAlive,
    security: Option<QuorumSecurity>,
    login: Option<QuorumLogin>,
    takes_strangers: bool,
    peers: RwLock<BTreeMap<ServerId, Arc<Peer>>>,
    /// Where the tasks of peers run.
    runtime: Handle,
    handshakes: Mutex<VecDeque<Handshake>>,
    refusals: Refusals,
    deliver: Deliver,
}

impl Net {
    /// Options that every election socket has, whoever made it.
    fn prepare(&self, stream: &TcpStream) -> io::Result<()> {
        stream.set_nodelay(true)?;
        watch_over(&SockRef::from(stream), self.silence_timeout, self.keep_alive)
    }

    fn peer(&self, sid: ServerId) -> Option<Arc<Peer>> {
        self.peers.read().unwrap_or_else(PoisonError::into_inner).get(&sid).cloned()
    }

    /// Gives a peer its task.
    fn add_peer(self: &Arc<Net>, sid: ServerId, addrs: Vec<HostPort>, on_demand: bool) -> Arc<Peer> {
        let (sender, arrivals) = mpsc::channel(MAX_ARRIVALS);
        let peer = Arc::new(Peer {
            addrs: Mutex::new(addrs),
            outbox: Outbox::default(),
            is_up: AtomicBool::new(false),
            on_demand: AtomicBool::new(on_demand),
            arrivals: sender,
            task: OnceLock::new(),
        });
        self.peers.write().unwrap_or_else(PoisonError::into_inner).insert(sid, peer.clone());
        // The task looks itself up in the table.
        let task = self.runtime.spawn(PeerTask::new(self.clone(), sid, arrivals).run());
        let _ = peer.task.set(task.abort_handle());
        peer
    }

    /// A server that is no member says hello. Makes room for it at the cost of those that are not connected.
    fn add_stranger(self: &Arc<Net>, sid: ServerId, addrs: Vec<HostPort>) -> Option<Arc<Peer>> {
        {
            let mut peers = self.peers.write().unwrap_or_else(PoisonError::into_inner);
            let strangers = |p: &&Arc<Peer>| p.on_demand.load(Relaxed);
            if peers.values().filter(strangers).count() >= MAX_STRANGERS {
                peers.retain(|_, p| {
                    let stays = !p.on_demand.load(Relaxed) || p.is_up.load(Relaxed);
                    if !stays {
                        p.end();
                    }
                    stays
                });
            }
            if peers.values().filter(strangers).count() >= MAX_STRANGERS {
                return None;
            }
        }
        Some(self.add_peer(sid, addrs, true))
    }
}

/// One other server, as all can see it.
struct Peer {
    addrs: Mutex<Vec<HostPort>>,
    outbox: Outbox,
    is_up: AtomicBool,
    /// No member: it is called only when it asks for that.
    on_demand: AtomicBool,
    arrivals: mpsc::Sender<Arrival>,
    task: OnceLock<AbortHandle>,
}

impl Peer {
    fn end(&self) {
        if let Some(task) = self.task.get() {
            task.abort();
        }
    }

    fn addrs(&self) -> Vec<HostPort> {
        self.addrs.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn set_addrs(&self, addrs: Vec<HostPort>) {
        *self.addrs.lock().unwrap_or_else(PoisonError::into_inner) = addrs;
    }
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
            config.listen.iter().map(|group| bind(group, config.bind_attempts)).collect::<io::Result<_>>()?;
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let net = Arc::new(Net {
            my_id: config.my_id,
            hello: hello(config.my_id, &config.my_addrs)?,
            connect_timeout: config.connect_timeout,
            handshake_timeout: config.handshake_timeout,
            silence_timeout: config.silence_timeout,
            keep_alive: config.keep_alive,
            security: config.security,
            login: config.login,
            takes_strangers: config.takes_strangers,
            peers: RwLock::default(),
            runtime: runtime.handle().clone(),
            handshakes: Mutex::default(),
            refusals: Refusals::default(),
            deliver,
        });
        for (sid, addrs) in config.peers.into_iter().filter(|(sid, _)| *sid != config.my_id) {
            net.add_peer(sid, addrs, false);
        }
        let stop = Arc::new(Notify::new());
        let (thread_net, thread_stop) = (net.clone(), stop.clone());
        let thread = std::thread::Builder::new().name("election".into()).spawn(move || {
            runtime.block_on(async {
                for listener in listeners {
                    tokio::spawn(accept::run(thread_net.clone(), listener));
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
        if let Some(peer) = self.net.peer(to) {
            peer.outbox.put(notification);
        }
    }

    /// These are the other members from now on. Who is none any more is still talked to while its connection lasts.
    pub(crate) fn set_members(&self, members: BTreeMap<ServerId, Vec<HostPort>>) {
        for (sid, addrs) in members.iter().filter(|(sid, _)| **sid != self.net.my_id) {
            match self.net.peer(*sid) {
                Some(peer) => {
                    peer.set_addrs(addrs.clone());
                    peer.on_demand.store(false, Relaxed);
                }
                None => {
                    self.net.add_peer(*sid, addrs.clone(), false);
                }
            }
        }
        self.net.peers.write().unwrap_or_else(PoisonError::into_inner).retain(|sid, peer| {
            if members.contains_key(sid) {
                return true;
            }
            peer.on_demand.store(true, Relaxed);
            let stays = peer.is_up.load(Relaxed);
            if !stays {
                peer.end();
            }
            stays
        });
    }

    /// The peers, and whether each is connected.
    pub(crate) fn peers(&self) -> impl Iterator<Item = (ServerId, bool)> {
        let peers = self.net.peers.read().unwrap_or_else(PoisonError::into_inner);
        let peers: Vec<_> = peers.iter().map(|(sid, peer)| (*sid, peer.is_up.load(Relaxed))).collect();
        peers.into_iter()
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

fn bind(addrs: &[SocketAddr], attempts: u32) -> io::Result<StdListener> {
    let mut failures = 0;
    loop {
        match listen::bind(addrs, 0) {
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
