//! One client connection: what the core and its shard share of it ([`Conn`]), and the task that reads it.

mod group;
mod looks;
mod out;
mod secure;
mod serve;
mod stats;

use std::collections::VecDeque;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, AtomicI32, AtomicI64, AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::net::tcp::OwnedWriteHalf;
use zk_proto::SessionId;
use zk_tree::{ConnId, Identities};

use crate::audit::asked;
use crate::limits::Place;

pub(crate) use looks::Looks;
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
    /// Large writes that are not answered yet: their xids and sizes. There if there is a limit on them.
    large: Option<Box<Mutex<LargeWrites>>>,
    _place: Place,
}

/// Xids and sizes in bytes, oldest first.
type LargeWrites = VecDeque<(i32, u64)>;

/// Of what a connection keeps an account.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Accounts {
    /// What its client waits for.
    pub(crate) asked: bool,
    /// Its large writes.
    pub(crate) large: bool,
}

impl Conn {
    pub(crate) fn new(
        id: ConnId,
        (addr, transport): (SocketAddr, Transport),
        socket: OwnedWriteHalf,
        who: Identities,
        wall_ms: i64,
        place: Place,
        accounts: Accounts,
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
            asked: accounts.asked.then(Box::default),
            large: accounts.large.then(Box::default),
            _place: place,
        }
    }

    /// A large write goes to the core.
    pub(crate) fn ask_large(&self, xid: i32, bytes: u64) {
        if let Some(large) = &self.large {
            large.lock().unwrap_or_else(PoisonError::into_inner).push_back((xid, bytes));
        }
    }

    /// A request was answered: the bytes of it and of those before it, as far as they were large.
    pub(crate) fn answered_large(&self, xid: i32) -> u64 {
        let Some(large) = &self.large else { return 0 };
        let mut large = large.lock().unwrap_or_else(PoisonError::into_inner);
        match large.iter().position(|(x, _)| *x == xid) {
            Some(at) => large.drain(..=at).map(|(_, bytes)| bytes).sum(),
            None => 0,
        }
    }

    /// The bytes of all that will not be answered any more.
    pub(crate) fn forget_large(&self) -> u64 {
        let Some(large) = &self.large else { return 0 };
        large.lock().unwrap_or_else(PoisonError::into_inner).drain(..).map(|(_, bytes)| bytes).sum()
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
