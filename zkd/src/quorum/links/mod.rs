//! Links: the connections between a leader and its learners, accepted on the quorum port or dialled; and those between a
//! follower and the observers that it serves, on a port of their own, which is bound while it serves them.
//!
//! Each link has a thread that reads it (`reader`), cuts whole packets and reports them in batches, and, from the
//! first time on that its socket does not take everything at once, one that writes it (`link`). The sender does not
//! wait for either: what the socket takes is sent at once, without blocking, the rest waits.
//!
//! Order: a link's first event is [`LinkEvent::Opened`], its last [`LinkEvent::Closed`], which comes once, and not at
//! all after [`Links::hang_up`]. An event that was on its way then may still come in: who hung up ignores it.
//!
//! Bounds: [`MAX_SILENT`] accepted links that have not sent a packet (one more closes the oldest), [`MAX_LINKS`] in
//! all, [`FIRST_DATA_BYTES`] in an accepted link's first packet and [`LinksConfig::max_data`] in all others,
//! [`MAX_UNHANDLED_BYTES`] of a link's packets that are reported and not yet dropped by who handles them (then it is
//! not read), [`LinksConfig::backlog_limit`] to be sent (then it is closed).
//!
//! Differs: ZooKeeper listens only while it leads; here the port is always bound, and the core hangs up.

mod dial;
mod link;
mod login;
mod outgoing;
mod reader;
mod received;
mod refusal;
#[cfg(test)]
mod tests;
mod wire;

use std::collections::BTreeMap;
use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering::SeqCst;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use bytes::Bytes;
use socket2::SockRef;
use zk_proto::{ServerId, Zxid};
use zk_tree::DataTree;
use zk_zab::{Door, LinkId};

use self::link::{Link, Origin};
pub(crate) use self::received::Received;
pub(crate) use self::refusal::Refusal;
use self::refusal::Refusals;
use self::wire::Wire;
use super::HostPort;
use super::address::{KeepAlive, canonical};
use super::login::QuorumLogin;
use super::secure::QuorumSecurity;
use crate::listen;

/// Accepted links that have not sent a packet.
const MAX_SILENT: usize = 64;
/// All links.
const MAX_LINKS: usize = 1024;
/// Data of an accepted link's first packet, in which the caller says who it is.
const FIRST_DATA_BYTES: usize = 64 << 10;
/// Packets of a link that were reported and are still held by who handles them.
const MAX_UNHANDLED_BYTES: usize = 16 << 20;
/// Without file descriptors, as a rule: some are given back meanwhile.
const ACCEPT_PAUSE: Duration = Duration::from_millis(50);

/// The usual [`LinksConfig::backlog_limit`].
pub(crate) const BACKLOG_LIMIT_BYTES: usize = 256 << 20;

/// What happens on the links.
#[derive(Debug)]
pub(crate) enum LinkEvent {
    /// There is a new link.
    Opened {
        /// Its name.
        link: LinkId,
        /// The other end.
        peer: SocketAddr,
        /// Whom [`Links::dial`] was to reach; none if the other end called.
        dialed_to: Option<ServerId>,
        /// At which port the other end called, or was called.
        door: Door,
    },
    /// Whole packets, in order; at least one.
    Packets {
        /// The link.
        link: LinkId,
        /// The packets, one after the other. The link is read on as long as not too many of these are held.
        bytes: Received,
        /// The last transaction that they speak of, 0 if of none. Only on dialled links, whose other end leads or passes on
        /// what the leader says. It is known as soon as they are here, however long they wait to be handled.
        heard: Option<Zxid>,
    },
    /// A SNAP packet and the tree behind it. Only on dialled links.
    Snapshot {
        /// The link.
        link: LinkId,
        /// Of the packet.
        zxid: Zxid,
        /// What was behind it.
        tree: Box<DataTree>,
    },
    /// The link is gone.
    Closed {
        /// The link.
        link: LinkId,
        /// For the log.
        reason: String,
    },
    /// The leader, or who was called in its place, cannot be reached.
    DialFailed {
        /// Whom [`Links::dial`] was to reach.
        to: ServerId,
        /// For the log.
        reason: String,
    },
}

/// Where events go: called on the links' threads, and within [`Links::send`] when that closes the link. Must not
/// block.
pub(crate) type Deliver = Arc<dyn Fn(LinkEvent) + Send + Sync>;

/// Reads the tree behind a SNAP packet. What it is given is buffered: it must not read beyond the stream's end.
pub(crate) type LoadSnapshot =
    Arc<dyn Fn(&mut dyn Read, Zxid) -> Result<Box<DataTree>, String> + Send + Sync>;

/// Writes something long to a link, on the link's own thread.
pub(crate) type Producer = Box<dyn FnOnce(&mut dyn Write) -> io::Result<()> + Send>;

/// How to listen, and the bounds.
pub(crate) struct LinksConfig {
    /// What to bind: of each group the first that can be bound.
    pub(crate) listen: Vec<Vec<SocketAddr>>,
    /// Largest data of a packet, in bytes: `jute.maxbuffer` and the extra room.
    pub(crate) max_data: usize,
    /// Bytes that may wait to be sent over one link, [`BACKLOG_LIMIT_BYTES`] as a rule.
    pub(crate) backlog_limit: usize,
    /// A peer that takes nothing for so long is cut off: `initLimit`, for a learner that writes a tree to its disk does
    /// not read meanwhile.
    pub(crate) write_timeout: Duration,
    /// Where events go.
    pub(crate) deliver: Deliver,
    /// Reads trees.
    pub(crate) load_snapshot: LoadSnapshot,
    /// How long one of several addresses is called before the next one. `None`: its share of the time that there is.
    pub(crate) address_timeout: Option<Duration>,
    /// Whether a peer is asked if it is still there while there is nothing to say.
    pub(crate) keep_alive: KeepAlive,
    /// TLS; none: plain text only.
    pub(crate) security: Option<QuorumSecurity>,
    /// Who has to log in; none: nobody.
    pub(crate) login: Option<QuorumLogin>,
}

/// What the threads share.
struct Shared {
    max_data: usize,
    backlog_limit: usize,
    write_timeout: Duration,
    deliver: Deliver,
    load_snapshot: LoadSnapshot,
    address_timeout: Option<Duration>,
    keep_alive: KeepAlive,
    security: Option<QuorumSecurity>,
    login: Option<QuorumLogin>,
    refusals: Refusals,
    table: Mutex<Table>,
    threads: Mutex<Vec<JoinHandle<()>>>,
}

#[derive(Default)]
struct Table {
    links: BTreeMap<LinkId, Arc<Link>>,
    last_id: u64,
    /// Of the newest dial; an older one ends without a word.
    dial: u64,
    stopping: bool,
}

/// A bound port.
struct Port {
    listener: TcpListener,
    door: Door,
    is_shut: AtomicBool,
}

/// All links of a server. Dropping it closes them; nothing is reported after that.
pub(crate) struct Links {
    shared: Arc<Shared>,
    listeners: Vec<Arc<Port>>,
    /// The ports for observers, while there are some.
    observers: Mutex<Vec<Arc<Port>>>,
}

impl Links {
    /// Binds the addresses and begins to accept.
    ///
    /// # Errors
    /// An address cannot be bound, or no thread can be made.
    pub(crate) fn start(config: LinksConfig) -> io::Result<Links> {
        let listeners =
            config.listen.iter().map(|group| bind(group, Door::Quorum)).collect::<io::Result<Vec<_>>>()?;
        let shared = Arc::new(Shared {
            max_data: config.max_data,
            backlog_limit: config.backlog_limit,
            write_timeout: config.write_timeout,
            deliver: config.deliver,
            load_snapshot: config.load_snapshot,
            address_timeout: config.address_timeout,
            keep_alive: config.keep_alive,
            security: config.security,
            login: config.login,
            refusals: Refusals::default(),
            table: Mutex::default(),
            threads: Mutex::default(),
        });
        // Made before the threads: dropping it ends those that there are, if one cannot be made.
        let links = Links { shared, listeners, observers: Mutex::default() };
        for listener in &links.listeners {
            let (shared, listener) = (links.shared.clone(), listener.clone());
            links.shared.spawn("quorum-listener", move |_| accept(&shared, &listener))?;
        }
        Ok(links)
    }

    /// Binds the first of each group of addresses that can be bound, and accepts observers there, unless it does so already.
    ///
    /// # Errors
    /// None of a group can be bound, or no thread can be made. Then nobody is accepted at any.
    pub(crate) fn open_to_observers(&self, groups: &[Vec<SocketAddr>]) -> io::Result<()> {
        let mut observers = self.observers.lock().unwrap_or_else(PoisonError::into_inner);
        if !observers.is_empty() {
            return Ok(());
        }
        let ports =
            groups.iter().map(|group| bind(group, Door::Observers)).collect::<io::Result<Vec<_>>>()?;
        *observers = ports.clone();
        for port in ports {
            let shared = self.shared.clone();
            if let Err(e) = self.shared.spawn("observer-listener", move |_| accept(&shared, &port)) {
                observers.drain(..).for_each(|port| port.shut());
                return Err(e);
            }
        }
        Ok(())
    }

    /// Accepts no observers any more. Those that there are stay.
    pub(crate) fn close_to_observers(&self) {
        let mut observers = self.observers.lock().unwrap_or_else(PoisonError::into_inner);
        observers.drain(..).for_each(|port| port.shut());
    }

    /// The bound addresses, with a port 0 replaced by the port in use.
    #[cfg(test)]
    pub(crate) fn listen_addrs(&self) -> Vec<SocketAddr> {
        self.listeners.iter().filter_map(|l| l.listener.local_addr().ok()).collect()
    }

    /// The same of the port for observers.
    #[cfg(test)]
    pub(crate) fn observers_addr(&self) -> Option<SocketAddr> {
        let port = self.observers.lock().unwrap_or_else(PoisonError::into_inner);
        port.first().and_then(|port| port.listener.local_addr().ok())
    }

    /// Connects to a leader, or to who serves observers in its place; answered by [`LinkEvent::Opened`] or [`LinkEvent::DialFailed`], and not at all if
    /// another dial is asked for before. Tries each address once.
    pub(crate) fn dial(&self, to: ServerId, door: Door, addrs: Vec<HostPort>, timeout: Duration) {
        dial::start(&self.shared, (to, door), addrs, timeout);
    }

    /// Sends whole packets. Never blocks. A link that is gone is no error; one whose backlog reaches its limit is
    /// closed.
    pub(crate) fn send(&self, link: LinkId, packets: Bytes) {
        if let Some(link) = self.shared.find(link)
            && let Err(reason) = link.send(&self.shared, packets)
        {
            self.shared.close(link.id, reason);
        }
    }

    /// Sends what `producer` writes, behind what was sent before; what is sent later waits for its end. An error of
    /// the producer closes the link.
    pub(crate) fn send_stream(&self, link: LinkId, producer: Producer) {
        if let Some(link) = self.shared.find(link)
            && let Err(reason) = link.send_stream(&self.shared, producer)
        {
            self.shared.close(link.id, reason);
        }
    }

    /// How often something was refused for this reason.
    pub(crate) fn refused(&self, why: Refusal) -> u64 {
        self.shared.refusals.count(why)
    }

    /// Bytes that wait to be sent, without those of streams. 0 if the link is gone.
    pub(crate) fn backlog(&self, link: LinkId) -> usize {
        self.shared.find(link).map_or(0, |link| link.backlog())
    }

    /// Waits until less than `bytes` wait to be sent, and no stream. False if the link is gone.
    pub(crate) fn wait_backlog_below(&self, link: LinkId, bytes: usize) -> bool {
        self.shared.find(link).is_some_and(|link| link.wait_backlog_below(bytes))
    }

    /// Closes a link at once, without what waits to be sent. Nothing more is reported of it.
    pub(crate) fn hang_up(&self, link: LinkId, reason: &str) {
        if let Some(link) = self.shared.remove(link) {
            self.shared.refusals.hung_up(link.peer, reason);
            link.shut();
        }
    }

    /// Closes every link, lets nobody wait any more, and accepts no others. Nothing is reported after that. For an end
    /// that does not wait until the last user of the links has let go of them.
    pub(crate) fn stop(&self) {
        let links = {
            let mut table = self.shared.table();
            table.stopping = true;
            std::mem::take(&mut table.links)
        };
        self.close_to_observers();
        self.listeners.iter().for_each(|port| port.shut());
        for link in links.values() {
            link.shut();
        }
        let threads = std::mem::take(&mut *self.shared.threads());
        for thread in threads {
            let _ = thread.join();
        }
    }

    /// Which links there are.
    #[cfg(test)]
    fn open(&self) -> Vec<LinkId> {
        self.shared.table().links.keys().copied().collect()
    }
}

impl Drop for Links {
    fn drop(&mut self) {
        self.stop();
    }
}

impl Shared {
    /// Enters a connected socket, reports it, and begins to read it.
    fn open(self: &Arc<Self>, stream: TcpStream, origin: Origin, wire: Wire) {
        let mut link = match Link::new(stream, origin, wire, (self.write_timeout, self.keep_alive)) {
            Ok(link) => link,
            Err(e) => return tracing::debug!("quorum connection lost before it was used: {e}"),
        };
        let (link, crowded) = {
            let mut table = self.table();
            if table.stopping || origin.dial().is_some_and(|number| number != table.dial) {
                return;
            }
            if table.links.len() >= MAX_LINKS {
                return self.refusals.stranger(link.peer, Refusal::Crowded, "too many connections");
            }
            table.last_id += 1;
            link.id = LinkId(table.last_id);
            let link = Arc::new(link);
            let crowded = if origin.dialed_to().is_none() { table.oldest_silent() } else { None };
            table.links.insert(link.id, link.clone());
            (link, crowded)
        };
        if let Some(id) = crowded {
            let reason = format!("more than {MAX_SILENT} callers that say nothing, this one was the slowest");
            self.refuse(id, Refusal::Crowded, reason);
        }
        let (dialed_to, door) = (origin.dialed_to(), origin.door());
        (self.deliver)(LinkEvent::Opened { link: link.id, peer: link.peer, dialed_to, door });
        let id = link.id;
        if let Err(e) = self.spawn("quorum-reader", move |shared| reader::run(shared, &link)) {
            self.close(id, format!("no thread for it: {e}"));
        }
    }

    /// Closes a link and reports it, unless that has happened.
    fn close(&self, id: LinkId, reason: String) {
        let Some(link) = self.remove(id) else { return };
        if link.is_silent_caller() {
            self.refusals.stranger(link.peer, Refusal::Silent, &reason);
        } else {
            tracing::info!(peer = %link.peer, "quorum connection lost: {reason}");
        }
        self.end(&link, reason);
    }

    /// The same for one that did what it should not.
    fn refuse(&self, id: LinkId, why: Refusal, reason: String) {
        let Some(link) = self.remove(id) else { return };
        self.refusals.stranger(link.peer, why, &reason);
        self.end(&link, reason);
    }

    fn end(&self, link: &Link, reason: String) {
        link.shut();
        (self.deliver)(LinkEvent::Closed { link: link.id, reason });
    }

    fn find(&self, id: LinkId) -> Option<Arc<Link>> {
        self.table().links.get(&id).cloned()
    }

    /// Whoever removes a link is the one to report it.
    fn remove(&self, id: LinkId) -> Option<Arc<Link>> {
        self.table().links.remove(&id)
    }

    fn spawn(
        self: &Arc<Self>,
        name: &str,
        run: impl FnOnce(&Arc<Shared>) + Send + 'static,
    ) -> io::Result<()> {
        let shared = self.clone();
        let thread = std::thread::Builder::new().name(name.into()).spawn(move || run(&shared))?;
        let mut threads = self.threads();
        threads.retain(|t| !t.is_finished());
        threads.push(thread);
        Ok(())
    }

    fn table(&self) -> MutexGuard<'_, Table> {
        self.table.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn threads(&self) -> MutexGuard<'_, Vec<JoinHandle<()>>> {
        self.threads.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Table {
    /// The accepted link to close before there is another, if there are too many that have said nothing.
    fn oldest_silent(&self) -> Option<LinkId> {
        let mut silent = self.links.values().filter(|link| link.is_silent_caller());
        let oldest = silent.next()?;
        (silent.count() + 1 >= MAX_SILENT).then_some(oldest.id)
    }
}

impl Port {
    /// Nobody is accepted any more.
    fn shut(&self) {
        self.is_shut.store(true, SeqCst);
        // Wakes the thread that accepts.
        let _ = SockRef::from(&self.listener).shutdown(std::net::Shutdown::Both);
    }
}

fn bind(addrs: &[SocketAddr], door: Door) -> io::Result<Arc<Port>> {
    let listener = listen::bind(addrs, 0)?;
    listener.set_nonblocking(false)?;
    Ok(Arc::new(Port { listener, door, is_shut: AtomicBool::new(false) }))
}

fn accept(shared: &Arc<Shared>, port: &Port) {
    loop {
        let accepted = port.listener.accept();
        if port.is_shut.load(SeqCst) {
            return;
        }
        match accepted {
            Ok((stream, addr)) => {
                let wire = if shared.security.is_some() { Wire::default() } else { Wire::plain() };
                shared.open(stream, Origin::Accepted { from: canonical(addr), door: port.door }, wire);
            }
            Err(e) => {
                let port = match port.door {
                    Door::Quorum => "quorum port",
                    Door::Observers => "port for observers",
                };
                tracing::warn!("accept on the {port} failed: {e}");
                std::thread::sleep(ACCEPT_PAUSE);
            }
        }
    }
}
