//! The way from the shards to the core: frames are copied once, into one buffer that the core swaps out whole.

use std::ops::Range;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use zk_proto::{ServerId, SessionId};
use zk_tree::{ConnId, Identities};

use crate::core::{Restore, SessionReport};
use crate::member::MemberEvent;

/// An operator wants another voter to lead.
#[derive(Debug)]
pub(crate) struct Resign {
    /// Whom, if he minds.
    pub(crate) to: Option<ServerId>,
    pub(crate) step: ResignStep,
    /// Gets who will be elected, or why nothing was done.
    pub(crate) done: tokio::sync::oneshot::Sender<Result<ServerId, String>>,
}

/// How far it is to go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ResignStep {
    /// It is only asked whether it could be done.
    Judge,
    /// It is done.
    Do,
}

/// What a shard tells the core.
#[derive(Debug)]
pub(crate) enum Entry {
    /// A client's first packet: the body of the connect request.
    Connect { conn: ConnId, body: Range<usize>, received_us: u64 },
    /// Whole frames with their lengths, in order.
    Requests {
        conn: ConnId,
        session: SessionId,
        who: Arc<Identities>,
        frames: Range<usize>,
        received_us: u64,
    },
    /// A session was heard of by a request that the core does not see.
    Touch { session: SessionId, at_ms: u64 },
    /// A connection is gone; nothing more comes from it.
    Gone { conn: ConnId, session: SessionId },
    /// Of the ensemble.
    Member(MemberEvent),
    /// Somebody wants to know whether another tree could take the place of the one there is, or why not.
    MayRestore(tokio::sync::oneshot::Sender<Result<(), String>>),
    /// Another tree is to take the place of the server's.
    Restore(Box<Restore>),
    /// Another voter is to lead.
    Resign(Box<Resign>),
    /// Somebody wants to know the sessions.
    Report(tokio::sync::oneshot::Sender<SessionReport>),
}

/// What has come together since the core looked last.
#[derive(Debug, Default)]
pub(crate) struct Inbox {
    pub(crate) bytes: Vec<u8>,
    pub(crate) entries: Vec<Entry>,
}

impl Inbox {
    pub(crate) fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }
}

/// Touches may wait until the core wakes anyway, unless this many have come together.
const LAZY_LIMIT: usize = 10_000;
/// Buffers above this are given back after a burst.
const KEEP_BYTES: usize = 4 << 20;

#[derive(Debug, Default)]
struct State {
    inbox: Inbox,
    stopping: bool,
    core_sleeps: bool,
}

/// The queue itself.
#[derive(Debug, Default)]
pub(crate) struct Queue {
    state: Mutex<State>,
    wake: Condvar,
}

impl Queue {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Hands `bytes` to the core with the entry that `entry` makes of their place. False once it is stopping.
    pub(crate) fn push(&self, bytes: &[u8], entry: impl FnOnce(Range<usize>) -> Entry) -> bool {
        let mut state = self.lock();
        if state.stopping {
            return false;
        }
        let start = state.inbox.bytes.len();
        state.inbox.bytes.extend_from_slice(bytes);
        let range = start..state.inbox.bytes.len();
        state.inbox.entries.push(entry(range));
        let sleeps = std::mem::take(&mut state.core_sleeps);
        drop(state);
        if sleeps {
            self.wake.notify_one();
        }
        true
    }

    /// Hands an entry over without waking the core: it looks before it expires anybody.
    pub(crate) fn push_lazily(&self, entry: Entry) {
        let mut state = self.lock();
        state.inbox.entries.push(entry);
        if state.inbox.entries.len() > LAZY_LIMIT && std::mem::take(&mut state.core_sleeps) {
            drop(state);
            self.wake.notify_one();
        }
    }

    /// No more requests are taken; the core finishes what is there and ends.
    pub(crate) fn stop(&self) {
        self.lock().stopping = true;
        self.wake.notify_all();
    }

    /// Waits for entries, for `timeout`, or for the stop; swaps what is there into `inbox`, which must be empty.
    /// True when the queue is stopping and empty.
    pub(crate) fn take(&self, inbox: &mut Inbox, timeout: Duration) -> bool {
        inbox.bytes.clear();
        inbox.bytes.shrink_to(KEEP_BYTES);
        inbox.entries.clear();
        let mut state = self.lock();
        if state.inbox.is_empty() && !state.stopping {
            state.core_sleeps = true;
            state = match self.wake.wait_timeout(state, timeout) {
                Ok((state, _)) => state,
                Err(poisoned) => poisoned.into_inner().0,
            };
            state.core_sleeps = false;
        }
        std::mem::swap(&mut state.inbox, inbox);
        state.stopping && inbox.is_empty()
    }
}
