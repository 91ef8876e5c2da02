//! One client connection: what the core and its shard share of it ([`Conn`]), and the task that reads it.

mod group;
mod out;
mod secure;
mod serve;
mod stats;

use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, AtomicI32, AtomicI64, AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::net::tcp::OwnedWriteHalf;
use zk_proto::SessionId;
use zk_tree::{ConnId, Identities};

use crate::audit::asked;
use crate::limits::Place;

pub(crate) use out::{End, Out};
pub(crate) use serve::{Scratch, TOUCH_INTERVAL_MS, serve};
pub(crate) use stats::ConnStats;

/// How the bytes of a connection travel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Transport {
    /// As they are.
    Plain,
    /// Encrypted, by the connection's task alone.
    Tls,
}

/// The part of a connection that more than its own task sees.
#[derive(Debug)]
pub(crate) struct Conn {
    pub(crate) id: ConnId,
    pub(crate) addr: SocketAddr,
    pub(crate) transport: Transport,
    socket: OwnedWriteHalf,
    out: Mutex<Out>,
    who: Mutex<Arc<Identities>>,
    session: AtomicI64,
    timeout_ms: AtomicI32,
    /// Requests that the core has and has not answered. While it is not 0, reads go through the core too.
    pub(crate) outstanding: AtomicU32,
    /// The task waits for the core: for its session, or for `outstanding` to fall before it reads on.
    pub(crate) paused: AtomicBool,
    pub(crate) stats: ConnStats,
    /// What its client waits for, if there is an audit log.
    pub(crate) asked: Option<Box<asked::Queue>>,
    _place: Place,
}

impl Conn {
    pub(crate) fn new(
        id: ConnId,
        (addr, transport): (SocketAddr, Transport),
        socket: OwnedWriteHalf,
        who: Identities,
        wall_ms: i64,
        place: Place,
        audited: bool,
    ) -> Conn {
        Conn {
            id,
            addr,
            transport,
            socket,
            out: Mutex::default(),
            who: Mutex::new(Arc::new(who)),
            session: AtomicI64::new(0),
            timeout_ms: AtomicI32::new(0),
            outstanding: AtomicU32::new(0),
            paused: AtomicBool::new(false),
            stats: ConnStats::new(wall_ms),
            asked: audited.then(Box::default),
            _place: place,
        }
    }

    /// The connection's outgoing bytes.
    pub(crate) fn out(&self) -> MutexGuard<'_, Out> {
        self.out.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What the connection has proved to be.
    pub(crate) fn who(&self) -> Arc<Identities> {
        self.who.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(crate) fn set_who(&self, who: Identities) {
        *self.who.lock().unwrap_or_else(PoisonError::into_inner) = Arc::new(who);
    }

    /// The session, or [`SessionId::NONE`] before the handshake is done.
    pub(crate) fn session(&self) -> SessionId {
        SessionId(self.session.load(Ordering::Acquire))
    }

    pub(crate) fn timeout_ms(&self) -> i32 {
        self.timeout_ms.load(Ordering::Relaxed)
    }

    pub(crate) fn attach(&self, session: SessionId, timeout_ms: i32) {
        self.timeout_ms.store(timeout_ms, Ordering::Relaxed);
        self.session.store(session.0, Ordering::Release);
    }

    /// Writes what can be written now without waiting. The rest is left to the connection's own task.
    pub(crate) fn flush(&self) {
        let mut out = self.out();
        if self.transport == Transport::Tls {
            return out.wake();
        }
        out.flush(&self.socket);
        if out.needs_task() || self.paused.load(Ordering::Relaxed) {
            out.wake();
        }
    }

    /// Leaves writing to the connection's own task.
    pub(crate) fn wake(&self) {
        self.out().wake();
    }

    /// Ends the connection; what is in the buffer is written first, as far as the peer takes it.
    pub(crate) fn end(&self, why: End) {
        let mut out = self.out();
        out.end(why);
        out.wake();
    }
}
