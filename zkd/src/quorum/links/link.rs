//! One link: its socket, what is known about it, and the two ways to send.

use std::io;
use std::net::{Shutdown, SocketAddr, TcpStream};
use std::sync::Arc;
use std::sync::atomic::Ordering::Relaxed;
use std::sync::atomic::{AtomicBool, AtomicU64};
use std::time::{Duration, Instant};

use bytes::Bytes;
use socket2::SockRef;
use zk_proto::ServerId;
use zk_zab::LinkId;

use super::outgoing::{self, Outgoing};
use super::received::Unhandled;
use super::{Producer, Shared};
use crate::quorum::address::watch_over;

/// How a link came to be.
#[derive(Clone, Copy, Debug)]
pub(super) enum Origin {
    /// Somebody called.
    Accepted { from: SocketAddr },
    /// This server called, for the dial of this number.
    Dialed { leader: ServerId, addr: SocketAddr, dial: u64 },
}

impl Origin {
    pub(super) fn leader(self) -> Option<ServerId> {
        match self {
            Origin::Accepted { .. } => None,
            Origin::Dialed { leader, .. } => Some(leader),
        }
    }

    pub(super) fn dial(self) -> Option<u64> {
        match self {
            Origin::Accepted { .. } => None,
            Origin::Dialed { dial, .. } => Some(dial),
        }
    }
}

/// What there is to know about a link.
#[derive(Clone, Debug)]
pub(crate) struct LinkStatus {
    /// Its name.
    pub(crate) link: LinkId,
    /// The other end.
    pub(crate) peer: SocketAddr,
    /// Whom it was to reach, if this server called.
    pub(crate) dialed_to: Option<ServerId>,
    /// Bytes received.
    pub(crate) bytes_in: u64,
    /// Bytes that the socket took.
    pub(crate) bytes_out: u64,
    /// Bytes that wait to be sent.
    pub(crate) backlog: usize,
    /// How long ago it was opened.
    pub(crate) age: Duration,
    /// How long ago something came in; the age, if nothing has.
    pub(crate) quiet: Duration,
}

/// A link.
pub(super) struct Link {
    pub(super) id: LinkId,
    pub(super) peer: SocketAddr,
    pub(super) origin: Origin,
    pub(super) socket: TcpStream,
    pub(super) outgoing: Outgoing,
    pub(super) unhandled: Arc<Unhandled>,
    /// A whole packet has come in.
    has_spoken: AtomicBool,
    opened: Instant,
    bytes_in: AtomicU64,
    bytes_out: AtomicU64,
    /// Milliseconds after it was opened.
    last_in_ms: AtomicU64,
}

impl Link {
    /// A link without a name yet.
    pub(super) fn new(socket: TcpStream, origin: Origin, write_timeout: Duration) -> io::Result<Link> {
        let peer = match origin {
            Origin::Accepted { from } => from,
            Origin::Dialed { addr, .. } => addr,
        };
        socket.set_nodelay(true)?;
        let link = Link {
            id: LinkId(0),
            peer,
            origin,
            socket,
            outgoing: Outgoing::default(),
            unhandled: Arc::default(),
            has_spoken: AtomicBool::new(false),
            opened: Instant::now(),
            bytes_in: AtomicU64::new(0),
            bytes_out: AtomicU64::new(0),
            last_in_ms: AtomicU64::new(0),
        };
        link.set_write_timeout(write_timeout)?;
        Ok(link)
    }

    /// See [`super::Links::set_write_timeout`].
    pub(super) fn set_write_timeout(&self, timeout: Duration) -> io::Result<()> {
        watch_over(&SockRef::from(&self.socket), timeout)?;
        // The kernel closes the socket of a peer that acknowledges nothing, or whose window stays shut, for the
        // timeout. This one is for a peer that takes a little now and then.
        self.socket.set_write_timeout(Some(timeout * SLOW_FACTOR))
    }

    /// See [`super::Links::send`].
    ///
    /// # Errors
    /// Why the link is to be closed.
    pub(super) fn send(self: &Arc<Self>, shared: &Arc<Shared>, bytes: Bytes) -> Result<(), String> {
        let has_work = self.outgoing.push(self, bytes, shared.backlog_limit)?;
        self.start_writer(shared, has_work)
    }

    /// See [`super::Links::send_stream`].
    ///
    /// # Errors
    /// Why the link is to be closed.
    pub(super) fn send_stream(
        self: &Arc<Self>,
        shared: &Arc<Shared>,
        producer: Producer,
    ) -> Result<(), String> {
        let has_work = self.outgoing.push_stream(producer);
        self.start_writer(shared, has_work)
    }

    fn start_writer(self: &Arc<Self>, shared: &Arc<Shared>, has_work: outgoing::Work) -> Result<(), String> {
        if has_work == outgoing::Work::NeedsWriter {
            let link = self.clone();
            let run = move |shared: &Arc<Shared>| {
                if let Err(reason) = link.outgoing.write_all(&link) {
                    shared.close(link.id, reason);
                }
            };
            shared.spawn("quorum-writer", run).map_err(|e| format!("no thread for it: {e}"))?;
        }
        Ok(())
    }

    /// Bytes that wait to be sent.
    pub(super) fn backlog(&self) -> usize {
        self.outgoing.backlog()
    }

    /// See [`super::Links::wait_backlog_below`].
    pub(super) fn wait_backlog_below(&self, bytes: usize) -> bool {
        self.outgoing.wait_below(bytes)
    }

    /// Closes the socket and lets nobody wait any more.
    pub(super) fn shut(&self) {
        let _ = self.socket.shutdown(Shutdown::Both);
        self.outgoing.shut();
        self.unhandled.shut();
    }

    /// So many bytes came in.
    pub(super) fn count_in(&self, bytes: usize) {
        self.bytes_in.fetch_add(bytes as u64, Relaxed);
        self.last_in_ms.store(self.opened.elapsed().as_millis() as u64, Relaxed);
    }

    /// So many bytes went out.
    pub(super) fn count_out(&self, bytes: usize) {
        self.bytes_out.fetch_add(bytes as u64, Relaxed);
    }

    /// A whole packet came in.
    pub(super) fn has_spoken(&self) {
        self.has_spoken.store(true, Relaxed);
    }

    /// Accepted, and nothing came yet.
    pub(super) fn is_silent_caller(&self) -> bool {
        self.origin.leader().is_none() && !self.has_spoken.load(Relaxed)
    }

    pub(super) fn status(&self) -> LinkStatus {
        let age = self.opened.elapsed();
        LinkStatus {
            link: self.id,
            peer: self.peer,
            dialed_to: self.origin.leader(),
            bytes_in: self.bytes_in.load(Relaxed),
            bytes_out: self.bytes_out.load(Relaxed),
            backlog: self.backlog(),
            age,
            quiet: age.saturating_sub(Duration::from_millis(self.last_in_ms.load(Relaxed))),
        }
    }
}

/// A slow peer may need this many write timeouts to make room for a third of the socket's buffer, which is when the
/// kernel lets a writer go on.
const SLOW_FACTOR: u32 = 6;
