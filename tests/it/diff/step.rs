//! One step of a differential run. Steps hold nothing that a server decides (session ids, passwords, zxids): those
//! are named, and each side puts in its own.

use std::fmt;

/// Connections in use at the same time.
pub const SLOTS: usize = 4;

#[derive(Clone, Debug)]
pub enum Step {
    Connect(Connect),
    /// One request, in lockstep.
    Call {
        slot: usize,
        op: Op,
    },
    /// Several requests in one write.
    Burst {
        slot: usize,
        ops: Vec<Op>,
    },
    /// Bytes that are no frame, or no request; they end the connection.
    Bytes {
        slot: usize,
        bytes: Vec<u8>,
    },
    /// The client goes without closing its session.
    HangUp {
        slot: usize,
    },
}

#[derive(Clone, Debug)]
pub struct Connect {
    pub slot: usize,
    pub who: Who,
    pub timeout_ms: i32,
    pub read_only: Option<bool>,
    pub seen: LastSeen,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// A new session, called `key` from now on.
    New {
        key: usize,
    },
    Known {
        key: usize,
        password: Password,
    },
    /// An id that no server ever gave.
    Unknown,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Password {
    Right,
    Wrong,
    Short,
    Null,
}

/// `lastZxidSeen` of a handshake.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LastSeen {
    Zero,
    Last,
    Ahead,
}

#[derive(Clone)]
pub struct Op {
    pub xid: i32,
    pub code: i32,
    pub body: Vec<u8>,
    /// The body's first eight bytes become the last zxid seen minus this.
    pub zxid_back: Option<i64>,
    /// For people.
    pub note: String,
}

impl fmt::Debug for Op {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "xid {} op {} {}", self.xid, self.code, self.note)
    }
}

impl Step {
    /// The requests of this step, in order.
    pub fn ops(&self) -> &[Op] {
        match self {
            Step::Call { op, .. } => std::slice::from_ref(op),
            Step::Burst { ops, .. } => ops,
            _ => &[],
        }
    }
}
