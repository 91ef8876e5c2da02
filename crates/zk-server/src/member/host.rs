//! What a member asks of its shell: the disk, the network, the tree's lock.

use std::ops::Deref;

use bytes::Bytes;
use zk_proto::election::Notification;
use zk_proto::{ServerId, Zxid};
use zk_tree::{DataTree, WatchTable};
use zk_zab::{Door, LinkId, Memberships};

use crate::Sink;

/// A request to the disk. Requests are executed strictly in the order in which they are made; each that has a
/// token is answered with [`DiskDone`] once its effect, and that of all before it, is durable.
#[derive(Debug)]
pub enum DiskRequest {
    /// Append transactions to the log. Need not be durable before the next [`DiskRequest::Sync`].
    Append {
        /// Zxid and payload, in order.
        txns: Vec<(Zxid, Bytes)>,
    },
    /// Make everything before this durable. Several may be answered by one sync of the file.
    Sync {
        /// Comes back in [`DiskDone`].
        token: u64,
    },
    /// Replace the file `acceptedEpoch`.
    AcceptedEpoch {
        /// The number.
        epoch: i64,
        /// Comes back in [`DiskDone`].
        token: u64,
    },
    /// Replace the file `currentEpoch`; the log before it is durable first.
    CurrentEpoch {
        /// The number.
        epoch: i64,
        /// Comes back in [`DiskDone`].
        token: u64,
    },
    /// Remove every transaction above `to`, and first of all every snapshot above it. Refused, without a change,
    /// if the history does not hold `to` itself.
    Truncate {
        /// The last transaction that stays.
        to: Zxid,
        /// Rebuild the tree from what is left, and hand it over in [`DiskDone`].
        reload: bool,
        /// Comes back in [`DiskDone`].
        token: u64,
    },
    /// Move the history aside: it cannot be made the leader's. The member has nothing to vouch for then; an empty tree
    /// comes back in [`DiskDone`]. Only this is done after a truncation was refused; everything else that was asked
    /// for behind that is passed over without an answer.
    SetAside {
        /// Comes back in [`DiskDone`].
        token: u64,
    },
    /// Note durably which membership is active, before anything that is asked for later. Has no answer.
    Memberships {
        /// It, and the one that may follow it.
        memberships: Memberships,
    },
    /// Make this tree the base of the history: write it as a snapshot at its last zxid, durably; then remove all
    /// logs and other snapshots, which may hold transactions that never were. The tree comes back in
    /// [`DiskDone`].
    Install {
        /// The tree.
        tree: Box<DataTree>,
        /// Comes back in [`DiskDone`].
        token: u64,
    },
}

/// The disk has done what was asked.
#[derive(Debug)]
pub struct DiskDone {
    /// Of the request.
    pub token: u64,
    /// The tree that a truncation rebuilt or an installation wrote, or an empty one for a history set aside.
    pub tree: Option<Box<DataTree>>,
    /// Why a truncation was refused: the history on disk does not hold the zxid. Every other failure of the
    /// disk ends the process instead of coming here.
    pub refused: Option<String>,
}

/// A part of the log on disk, for a learner that is behind what is in memory.
#[derive(Debug)]
pub enum LogChunk {
    /// Transactions that follow the asked one without a gap; never empty.
    Txns(Vec<(Zxid, Bytes)>),
    /// The log cannot serve it: the asked transaction is not in it, it has a gap, or it is longer than a snapshot
    /// would be. Says why.
    Unusable(String),
}

/// Whether and how clients are served.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Serving {
    /// No leader: every client connection is closed, none is accepted.
    No,
    /// No leader: reads are answered, for clients that agree to that.
    ReadOnly,
    /// As leader of this epoch.
    Leader {
        /// The epoch.
        epoch: i64,
    },
    /// As follower or observer of this leader.
    Learner {
        /// The leader.
        leader: ServerId,
        /// Whom the history comes from: the leader, or for an observer maybe a follower.
        master: ServerId,
        /// The epoch.
        epoch: i64,
        /// Without a vote.
        observer: bool,
    },
}

/// The shell around a [`super::Member`].
pub trait Host {
    /// Where replies and events go.
    type Sink<'a>: Sink
    where
        Self: 'a;
    /// The tree, locked for reading.
    type Tree<'a>: Deref<Target = DataTree>
    where
        Self: 'a;

    /// Locks the tree for reading.
    fn tree(&self) -> Self::Tree<'_>;
    /// Runs `f` with the tree and the watches locked for writing, and delivers what it put into the sink.
    fn commit<R>(&mut self, f: impl FnOnce(&mut DataTree, &mut WatchTable, &mut Self::Sink<'_>) -> R) -> R;
    /// Runs `f` with a sink, without the tree, and delivers what it put in.
    fn answer<R>(&mut self, f: impl FnOnce(&mut Self::Sink<'_>) -> R) -> R;
    /// Puts another tree in the place of the one there is. Nobody is being served.
    fn replace_tree(&mut self, tree: DataTree);

    /// Hands a request to the disk.
    fn disk(&mut self, request: DiskRequest);
    /// Asks for the log behind `after`, up to `upto`, in a chunk of about a megabyte; answered by
    /// [`super::Member::log_chunk`] once the link has taken most of what was sent before.
    fn read_log(&mut self, link: LinkId, after: Zxid, upto: Zxid);

    /// Other memberships count from now on: these are the servers to talk to.
    fn memberships(&mut self, memberships: &Memberships);

    /// Sends a vote. The newest one replaces what has not been sent yet.
    fn vote(&mut self, to: ServerId, notification: &Notification);
    /// Opens a link to a port of `to`; answered by [`super::Member::link_opened`] or [`super::Member::dial_failed`].
    fn dial(&mut self, to: ServerId, door: Door);
    /// Sends whole packets over a link. A link that is gone is no error.
    fn send(&mut self, link: LinkId, packets: Bytes);
    /// Sends the packet SNAP with `zxid`, which is the tree's last, and the tree as a stream behind it.
    fn send_snapshot(&mut self, link: LinkId, zxid: Zxid);
    /// Closes a link. Nothing more of it may come in.
    fn hang_up(&mut self, link: LinkId, reason: &str);

    /// The member begins or ceases to serve. At [`Serving::No`] the shell closes every client connection.
    fn serving(&mut self, serving: Serving);
    /// The member cannot go on: the process must end.
    fn halt(&mut self, reason: &str);
    /// Something that an operator should read.
    fn note(&mut self, level: NoteLevel, text: &str);
}

/// How urgent a note is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoteLevel {
    /// The normal course of things.
    Info,
    /// Worth a look.
    Warn,
    /// Needs somebody.
    Error,
}
