//! What the machine wants done.

use bytes::Bytes;
use zk_proto::election::Notification;
use zk_proto::{ServerId, Zxid};

use crate::{Door, LinkId, Memberships};

/// One wish of the machine. To be done in the order in which they come.
#[derive(Clone, Debug)]
pub enum Output {
    /// Send a vote.
    Vote {
        /// To whom.
        to: ServerId,
        /// The vote.
        notification: Notification,
    },
    /// Open a link to the leader, or to a follower that serves observers.
    Dial {
        /// Whose port.
        to: ServerId,
        /// Which one.
        door: Door,
    },
    /// Send whole packets.
    Send {
        /// Over this link.
        link: LinkId,
        /// The packets.
        packets: Bytes,
    },
    /// Send the packet SNAP and the tree.
    SendSnapshot {
        /// Over this link.
        link: LinkId,
        /// Zxid of the tree as it is when its turn comes.
        zxid: Zxid,
    },
    /// Close a link.
    HangUp {
        /// The link.
        link: LinkId,
        /// Why, for the log.
        reason: String,
    },
    /// Read the log behind `after`, up to `upto`, for the learner at the other end of the link.
    ReadLog {
        /// The learner's link.
        link: LinkId,
        /// What the learner has.
        after: Zxid,
        /// What is in memory begins behind this.
        upto: Zxid,
    },
    /// Append to the log.
    Append {
        /// Zxid and payload.
        txns: Vec<(Zxid, Bytes)>,
    },
    /// Make durable.
    Sync {
        /// Comes back in [`crate::Zab::disk_done`].
        token: u64,
    },
    /// Write `acceptedEpoch`.
    AcceptedEpoch {
        /// The number.
        epoch: i64,
        /// Comes back.
        token: u64,
    },
    /// Write `currentEpoch`.
    CurrentEpoch {
        /// The number.
        epoch: i64,
        /// Comes back.
        token: u64,
    },
    /// Cut the log behind `to`.
    Truncate {
        /// The last transaction that stays.
        to: Zxid,
        /// The tree holds more than that and must be built anew.
        reload: bool,
        /// Comes back.
        token: u64,
    },
    /// Move the history aside: the member has nothing to vouch for then. What the disk has not answered yet, it does not
    /// do.
    SetAside {
        /// Comes back.
        token: u64,
    },
    /// Make the tree that came in last the base of the history.
    Install {
        /// Its zxid.
        zxid: Zxid,
        /// Comes back.
        token: u64,
    },
    /// An empty tree becomes the base of the history of a member that had none.
    InstallEmpty {
        /// Comes back.
        token: u64,
    },
    /// Apply everything up to and with this transaction: it is committed, or nobody is served. See
    /// [`crate::Zab::entries`].
    Committed {
        /// The last one.
        upto: Zxid,
    },
    /// The member has no leader any more.
    Looking {
        /// Why not.
        reason: String,
    },
    /// The member leads an established epoch and may propose.
    Leading {
        /// The epoch.
        epoch: i64,
    },
    /// The member is synchronised with a leader.
    Following {
        /// The leader.
        leader: ServerId,
        /// Whom the history comes from: the leader, or for an observer maybe a follower.
        master: ServerId,
        /// The epoch.
        epoch: i64,
        /// Without a vote.
        observer: bool,
    },
    /// Other memberships count from now on. The active one is to be durable before anything that is asked of the disk later.
    Memberships {
        /// These.
        memberships: Memberships,
    },
    /// For the operator.
    Note {
        /// True for what needs somebody, false for what is worth a look.
        alarm: bool,
        /// The text.
        text: String,
    },
}
