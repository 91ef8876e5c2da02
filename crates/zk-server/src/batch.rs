//! A batch: transactions that become durable together, with the reads that wait behind them.

use std::ops::Range;
use std::sync::Arc;

use zk_proto::{ErrorCode, OpCode, SessionId, Zxid};
use zk_tree::{ConnId, Identities};
use zk_zab::LinkId;

use crate::beginning;

/// Whom a transaction's result goes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// A client's request.
    Client {
        /// Its connection.
        conn: ConnId,
        /// Its operation.
        op: OpCode,
        /// Its xid.
        xid: i32,
        /// When it came in, in microseconds of the shell's clock.
        received_us: u64,
    },
    /// A client that opens a session.
    OpenSession {
        /// Its connection.
        conn: ConnId,
        /// The flag that is echoed, if its request had one.
        read_only: Option<bool>,
        /// When it came in, in microseconds of the shell's clock.
        received_us: u64,
    },
    /// A learner's client: the learner sees the commit and answers.
    Learner,
    /// The server itself: expiry, reaping.
    Internal,
}

/// A client that closes its local session.
#[derive(Clone, Copy, Debug)]
pub(crate) struct AskedToClose {
    pub(crate) conn: ConnId,
    pub(crate) xid: i32,
    pub(crate) received_us: u64,
}

#[derive(Debug)]
pub(crate) enum Item {
    Txn {
        zxid: Zxid,
        payload: Range<usize>,
        origin: Origin,
        /// How the request of one that failed began; otherwise empty.
        request: Range<usize>,
    },
    Read {
        conn: ConnId,
        session: SessionId,
        who: Arc<Identities>,
        frame: Range<usize>,
        received_us: u64,
    },
    /// Answered with this error when its turn comes.
    Refused {
        conn: ConnId,
        op: OpCode,
        xid: i32,
        received_us: u64,
        code: ErrorCode,
        /// How the request began.
        request: Range<usize>,
    },
    /// A local session ends, without a transaction.
    CloseLocal {
        session: SessionId,
        /// Who asked for it; nobody, if its time is up.
        asked: Option<AskedToClose>,
    },
    /// A learner's sync: answered once everything before it is committed.
    Sync {
        learner: LinkId,
    },
}

/// What [`crate::Server::take_batch`] hands to the shell and [`crate::Server::commit`] takes back.
#[derive(Debug, Default)]
pub struct Batch {
    pub(crate) bytes: Vec<u8>,
    pub(crate) items: Vec<Item>,
}

impl Batch {
    /// True if there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// Number of transactions and reads.
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// The transactions in order: zxid and payload as it goes into the log.
    pub fn txns(&self) -> impl Iterator<Item = (Zxid, &[u8])> {
        self.items.iter().filter_map(|item| match item {
            Item::Txn { zxid, payload, .. } => Some((*zxid, &self.bytes[payload.clone()])),
            Item::Read { .. } | Item::Refused { .. } | Item::CloseLocal { .. } | Item::Sync { .. } => None,
        })
    }

    /// Keeps how a request began.
    pub(crate) fn keep_beginning(&mut self, frame: &[u8]) -> Range<usize> {
        let start = self.bytes.len();
        self.bytes.extend_from_slice(beginning::of(frame));
        start..self.bytes.len()
    }

    /// The same for the transaction that was put in last, which failed.
    pub(crate) fn name_last(&mut self, frame: &[u8]) {
        let kept = self.keep_beginning(frame);
        if let Some(Item::Txn { request, .. }) = self.items.last_mut() {
            *request = kept;
        }
    }

    /// Empties the batch and keeps its memory, up to `keep_bytes`.
    pub fn clear(&mut self, keep_bytes: usize) {
        self.items.clear();
        self.bytes.clear();
        self.bytes.shrink_to(keep_bytes);
        self.items.shrink_to(keep_bytes / size_of::<Item>());
    }
}
