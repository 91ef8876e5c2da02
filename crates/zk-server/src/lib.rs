//! One whole server as a sans-IO machine: sessions, the request pipeline and replies over the tree.
//!
//! How a write flows: a frame comes in with [`Server::request`] → it is validated and becomes a transaction in
//! the current [`Batch`] → the shell makes the batch durable → [`Server::commit`] applies it to the tree, fires
//! watches and writes replies. A read goes straight to [`read::execute`] unless the connection has a write on
//! its way; then it takes its place in the batch, so that a session's requests are answered in order and each
//! read sees exactly the writes before it.
//!
//! A standalone server is an ensemble of one: "durable here" is "committed". A member of an ensemble is a
//! [`member::Member`]: the broadcast of `zk-zab`, and the pipeline of the role that it has.
//!
//! Invariants:
//! - **No clock, socket, file, thread or randomness**: times come in with the input, bytes go out through
//!   [`Sink`].
//! - **Nothing is answered that is not durable.** Replies to writes are written by [`Server::commit`] alone.
//! - **A watch event is written to a connection before any reply that shows its change**: both happen inside
//!   `commit`, under the tree's exclusive borrow.
#![warn(missing_docs)]
#![forbid(unsafe_code)]

mod answers;
mod batch;
mod beginning;
mod config;
mod forwarded;
mod local;
pub mod member;
mod passwords;
pub mod read;
mod reply;
mod server;
mod sessions;

#[cfg(test)]
mod tests;

pub use batch::{Batch, Origin};
pub use config::ServerConfig;
pub use local::LocalSessions;
pub use passwords::SessionPasswords;
pub use read::{ReadContext, ReadOutcome, WatchAccess};
pub use server::{Incoming, Server, Times};
pub use sessions::{Lapsed, SessionTracker, TrackedSession};

use zk_proto::{OpCode, SessionId, Zxid};
use zk_tree::watches::EventSink;
use zk_tree::{Applied, ConnId};

/// Why the server ends a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CloseReason {
    /// The client closed its session.
    SessionClosed,
    /// The session timed out.
    SessionExpired,
    /// The session was taken over by another connection.
    ClientReconnect,
    /// The client asked for a session that is not there, or with a wrong password.
    InvalidSession,
    /// The client has seen a later state than this server has.
    ClientAhead,
    /// An operation that the protocol does not allow.
    BadOperation,
    /// The session is served by another server now.
    SessionMoved,
    /// There is no leader, or there was none a moment ago.
    NotServing,
}

/// One answered request, for statistics.
#[derive(Clone, Copy, Debug)]
pub struct Completed {
    /// The connection that asked.
    pub conn: ConnId,
    /// The operation; `None` if it is not known.
    pub op: Option<OpCode>,
    /// The request's xid.
    pub xid: i32,
    /// When the request came in, as given to [`Server::request`].
    pub received_us: u64,
    /// The code in the reply's header; 0 is success.
    pub err: i32,
}

/// Whose request led to a transaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asker {
    /// The connection that asked.
    pub conn: ConnId,
    /// The request's xid.
    pub xid: i32,
}

/// Where the machine's output goes.
pub trait Sink: EventSink {
    /// Lets `write` append whole frames to the connection's outgoing bytes. A connection that is gone is no
    /// error.
    fn send(&mut self, conn: ConnId, write: impl FnOnce(&mut Vec<u8>));

    /// The connection now carries this session.
    fn session_attached(&mut self, conn: ConnId, session: SessionId, timeout_ms: i32);

    /// A transaction has been applied, for a client of this server or for somebody else. Comes before the request's
    /// [`Sink::completed`]. Of interest to whoever keeps accounts, and to nobody otherwise.
    fn committed(&mut self, asker: Option<Asker>, zxid: Zxid, payload: &[u8], applied: &Applied<'_>) {
        let _ = (asker, zxid, payload, applied);
    }

    /// A request has been answered.
    fn completed(&mut self, done: Completed);

    /// The same of one that no transaction names: it has failed, was refused, or changes nothing. `request` is its frame's
    /// body, or how that begins.
    fn completed_unnamed(&mut self, done: Completed, request: &[u8]) {
        let _ = request;
        self.completed(done);
    }

    /// The connection ends once its outgoing bytes are written.
    fn close(&mut self, conn: ConnId, reason: CloseReason);
}
