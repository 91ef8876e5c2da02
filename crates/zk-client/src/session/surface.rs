//! What goes into the machine and what comes out of it.

use zk_proto::Zxid;
use zk_proto::watch::{EventType, WatcherType};
use zk_sasl::Sasl;

use crate::error::Error;
use crate::options::{Auth, Resume};
use crate::types::RawReply;
use crate::watches::{WatchKind, WatcherId};

/// What the machine has to know from the start.
#[derive(Clone, Debug)]
pub struct Config {
    /// Number of servers.
    pub host_count: usize,
    /// Session timeout to ask for, in milliseconds.
    pub session_timeout_ms: u32,
    /// How long one server may take from dialing to the end of authentication, in milliseconds.
    pub attempt_timeout_ms: u64,
    /// How long a close may wait for its answer, in milliseconds.
    pub close_timeout_ms: u64,
    /// Whether a server without a quorum will do.
    pub read_only: bool,
    /// Credentials.
    pub auth: Vec<Auth>,
    /// SASL, before anything but the handshake.
    pub sasl: Option<Sasl>,
    /// What the nonces of SASL are made of: random bytes.
    pub nonce_seed: [u8; 16],
    /// Session to take over.
    pub resume: Option<Resume>,
    /// Longest frame to accept, in bytes.
    pub max_reply_bytes: usize,
}

/// A request on its way in. `T` is whatever the shell needs to find the caller again.
#[derive(Debug)]
pub struct Outgoing<T> {
    /// A whole frame, made by [`super::encode`]; its xid is filled in when it is sent.
    pub frame: Vec<u8>,
    /// Whether it could change the tree.
    pub class: Class,
    /// What success means for the watches.
    pub effect: Effect,
    /// How long it may take, in milliseconds.
    pub timeout_ms: Option<u64>,
    /// Comes back with the outcome.
    pub ticket: T,
}

/// Whether losing a request leaves its outcome unknown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// Changes no znode.
    Read,
    /// May change one.
    Write,
}

/// What the success of a request does to the watches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Nothing.
    None,
    /// Sets one. [`WatchKind::Exist`] becomes [`WatchKind::Data`] where the node is there.
    Watch {
        /// Kind.
        kind: WatchKind,
        /// Path as the server sees it.
        path: String,
        /// For whom.
        id: WatcherId,
    },
    /// Removes some.
    Unwatch {
        /// Path as the server sees it.
        path: String,
        /// Which.
        kind: WatcherType,
    },
}

/// What the shell is to do or to tell.
#[derive(Debug, PartialEq)]
pub enum Output<T> {
    /// Open a connection to the server of this index.
    Connect {
        /// Index in the caller's list.
        host: usize,
    },
    /// Drop the connection, or the attempt to open one.
    Disconnect,
    /// A server did not give a session.
    AttemptFailed {
        /// Its index.
        host: usize,
        /// Why.
        reason: String,
    },
    /// The session's state changed.
    State(State),
    /// A request's outcome.
    Complete {
        /// From [`Outgoing::ticket`].
        ticket: T,
        /// Reply with whatever code it carries, or why there is none.
        result: Result<RawReply, Error>,
    },
    /// Something happened to a znode.
    NodeEvent {
        /// Whom it concerns.
        watchers: Vec<WatcherId>,
        /// What happened.
        event: EventType,
        /// Path as the server sees it.
        path: String,
        /// The transaction, if the server told.
        zxid: Option<Zxid>,
    },
    /// Something happened to the session that these watchers should know.
    SessionEvent {
        /// Whom it concerns.
        watchers: Vec<WatcherId>,
        /// What happened.
        change: Change,
    },
}

/// What may happen to watchers apart from events of znodes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// The connection was lost.
    Disconnected,
    /// The watches are armed again.
    Reconnected,
    /// The session is gone, and the watch with it.
    Expired,
    /// The watch is gone.
    Removed,
}

/// Session states, as [`crate::SessionState`] but with servers by index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Connected.
    Connected {
        /// Index of the server.
        host: usize,
        /// Whether it lacks its quorum.
        read_only: bool,
    },
    /// Connection lost; being restored.
    Disconnected,
    /// Final: the session is gone.
    Expired,
    /// Final: credentials refused.
    AuthFailed,
    /// Final: closed by the caller.
    Closed,
}

/// What the next timeout is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Timer {
    /// Dial the next server.
    Dial,
    /// Give up on the server being tried.
    Attempt,
    /// Send a ping.
    Ping,
    /// The server has been silent for too long.
    Silence,
    /// A request's time may be up.
    Request,
    /// Requests have waited a session timeout for a connection.
    Orphans,
    /// Stop waiting for the answer to a close.
    Close,
}
