//! One link: its socket, what is known about it, and the two ways to send.

use std::io;
use std::net::{Shutdown, SocketAddr, TcpStream};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering::Relaxed;
use std::time::Duration;

use bytes::Bytes;
use socket2::SockRef;
use zk_proto::ServerId;
use zk_zab::{Door, LinkId};

use super::outgoing::{self, Outgoing};
use super::received::Unhandled;
use super::wire::Wire;
use super::{Producer, Shared};
use crate::quorum::address::{KeepAlive, watch_over};

/// How a link came to be.
#[derive(Clone, Copy, Debug)]
pub(super) enum Origin {
    /// Somebody called.
    Accepted { from: SocketAddr, door: Door },
    /// This server called, for the dial of this number.
    Dialed { to: ServerId, door: Door, addr: SocketAddr, dial: u64 },
}

impl Origin {
    pub(super) fn dialed_to(self) -> Option<ServerId> {
        match self {
            Origin::Accepted { .. } => None,
            Origin::Dialed { to, .. } => Some(to),
        }
    }

    pub(super) fn door(self) -> Door {
        match self {
            Origin::Accepted { door, .. } | Origin::Dialed { door, .. } => door,
        }
    }

    pub(super) fn dial(self) -> Option<u64> {
        match self {
            Origin::Accepted { .. } => None,
            Origin::Dialed { dial, .. } => Some(dial),
        }
    }
}

/// A link.
pub(super) struct Link {
    pub(super) id: LinkId,
    pub(super) peer: SocketAddr,
    pub(super) origin: Origin,
    pub(super) socket: TcpStream,
    pub(super) wire: Wire,
    pub(super) outgoing: Outgoing,
    pub(super) unhandled: Arc<Unhandled>,
    /// A whole packet has come in.
    has_spoken: AtomicBool,
}

impl Link {
    /// A link without a name yet.
    pub(super) fn new(
        socket: TcpStream,
        origin: Origin,
        wire: Wire,
        (write_timeout, keep_alive): (Duration, KeepAlive),
    ) -> io::Result<Link> {
        let peer = match origin {
            Origin::Accepted { from, .. } => from,
            Origin::Dialed { addr, .. } => addr,
        };
        socket.set_nodelay(true)?;
        watch_over(&SockRef::from(&socket), write_timeout, keep_alive)?;
        // The kernel closes the socket of a peer that acknowledges nothing, or whose window stays shut, for the
        // timeout. This one is for a peer that takes a little now and then.
        socket.set_write_timeout(Some(write_timeout * SLOW_FACTOR))?;
        Ok(Link {
            id: LinkId(0),
            peer,
            origin,
            socket,
            wire,
            outgoing: Outgoing::default(),
            unhandled: Arc::default(),
            has_spoken: AtomicBool::new(false),
        })
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

    /// A whole packet came in.
    pub(super) fn has_spoken(&self) {
        self.has_spoken.store(true, Relaxed);
    }

    /// Accepted, and nothing came yet.
    pub(super) fn is_silent_caller(&self) -> bool {
        self.origin.dialed_to().is_none() && !self.has_spoken.load(Relaxed)
    }
}

/// A slow peer may need this many write timeouts to make room for a third of the socket's buffer, which is when the
/// kernel lets a writer go on.
const SLOW_FACTOR: u32 = 6;
