//! What a client did and what it was told: one [`Op`] per request, in the words of the protocol.

use zk_proto::{SessionId, Stat, Zxid};

/// One request and what came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Op {
    /// The session it was made in.
    pub session: SessionId,
    /// The connection's number within the session.
    pub connection: u32,
    /// Index of the server it was sent to.
    pub server: usize,
    /// The request's xid; never repeats within a session.
    pub xid: i32,
    /// What was asked.
    pub call: Call,
    /// When it was sent, in microseconds of one clock for all clients.
    pub invoked_us: u64,
    /// When the answer was there. Without a meaning if there was none.
    pub completed_us: u64,
    /// What was answered.
    pub outcome: Outcome,
}

/// A request. Versions are -1 for any.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the fields are the protocol's own: path, data, version")]
pub enum Call {
    Create { path: String, data: Vec<u8>, ephemeral: bool, sequential: bool },
    Delete { path: String, version: i32 },
    Set { path: String, data: Vec<u8>, version: i32 },
    Get { path: String },
    Children { path: String },
    Sync,
}

impl Call {
    /// Whether it changes the tree.
    pub fn is_write(&self) -> bool {
        matches!(self, Call::Create { .. } | Call::Delete { .. } | Call::Set { .. })
    }
}

/// What came of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Done; the zxid of the reply's header.
    Ok(Zxid, Answer),
    /// Refused with a code.
    Failed(Zxid, i32),
    /// The connection was lost before the answer.
    Unknown,
}

impl Outcome {
    /// The zxid of the reply's header.
    pub fn zxid(&self) -> Option<Zxid> {
        match self {
            Outcome::Ok(zxid, _) | Outcome::Failed(zxid, _) => Some(*zxid),
            Outcome::Unknown => None,
        }
    }
}

/// The body of a reply.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Of a create: path and stat.
    Path(String, Stat),
    /// Of a set.
    Stat(Stat),
    /// Of a get.
    Data(Option<Vec<u8>>, Stat),
    /// Of a list of children, sorted.
    Names(Vec<String>),
    /// Of a delete or a sync.
    Nothing,
}
