//! What a vote says, which of two votes is better, and when two ballots are for the same leader. Pure functions
//! over plain values; what follows from them is for the election.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use zk_mutants::{Mutant, on};
use zk_proto::election::{Notification, PeerState};
use zk_proto::{ServerId, Zxid};

use crate::Memberships;

/// A proposal for leader, with what speaks for it: how far the proposed server's history reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Vote {
    /// The proposed leader.
    pub leader: ServerId,
    /// Its last zxid; [`Vote::UNTRUSTED`] if its history is not to be relied on.
    pub zxid: Zxid,
    /// Its current epoch.
    pub epoch: i64,
}

impl Vote {
    /// The last zxid of a server that has no history that it could vouch for.
    pub const UNTRUSTED: Zxid = Zxid(-1);

    /// What a server without a vote sends while it is looking for a leader. Loses to every vote.
    pub const ABSTENTION: Vote = Vote { leader: ServerId(i64::MIN), zxid: Zxid(i64::MIN), epoch: i64::MIN };

    /// The vote that a notification carries.
    pub fn of(n: &Notification) -> Vote {
        Vote { leader: n.leader, zxid: n.zxid, epoch: n.peer_epoch }
    }

    /// True if this vote is to replace `other`: the higher epoch, then the higher zxid, then the higher id, all of
    /// them signed. A server without weight is never better than anybody.
    ///
    /// Mirrors: ZooKeeper 3.9 `FastLeaderElection.totalOrderPredicate`. Differs: every vote for a server with
    /// weight beats one for a server without. A server without weight starts by proposing itself; where its
    /// history is the longest, it would never join the others' vote and hear of the leader a resend later. And of servers with
    /// the same history one that votes already comes before one whom a reconfiguration makes a voter: not everybody may know
    /// that one.
    pub fn beats(&self, other: &Vote, memberships: &Memberships) -> bool {
        let electable = |vote: &Vote| memberships.is_electable(vote.leader);
        let epoch = |vote: &Vote| if on(Mutant::ZxidIgnoresEpoch) { 0 } else { vote.epoch };
        let rank = |vote: &Vote| match on(Mutant::AheadLearnerIgnored) {
            true => (0, Zxid::ZERO, true, vote.leader),
            false => (epoch(vote), vote.zxid, memberships.active().is_voter(vote.leader), vote.leader),
        };
        electable(self) && (!electable(other) || rank(self) > rank(other))
    }
}

impl fmt::Display for Vote {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} (zxid {}, epoch {})", self.leader, self.zxid, self.epoch)
    }
}

/// A voter's vote as it is kept for counting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Ballot {
    pub(super) vote: Vote,
    pub(super) round: i64,
    /// What the voter was doing.
    pub(super) state: PeerState,
    /// Of the voter's notification, or 0: see [`Ballot::same_choice`].
    pub(super) version: i32,
}

impl Ballot {
    pub(super) fn of(n: &Notification) -> Ballot {
        Ballot { vote: Vote::of(n), round: n.round, state: n.state, version: n.version }
    }

    /// The form in which ballots of the running round are kept, whatever their notification said.
    pub(super) fn unversioned(self) -> Ballot {
        Ballot { version: 0, ..self }
    }

    /// True if both are for the same leader in the same election.
    ///
    /// Who is still looking must agree in everything. Who has found its leader may have found it in another round
    /// and with another zxid, and overwrites the epoch once it is synchronised: then leader and epoch must agree,
    /// and where one ballot has a version and the other has none, the leader alone. ZooKeeper keeps the ballots of
    /// the running round without a version, so that between found leaders it compares them by leader only there.
    ///
    /// Mirrors: ZooKeeper 3.9 `Vote.equals`.
    pub(super) fn same_choice(&self, other: &Ballot) -> bool {
        if self.state == PeerState::Looking || other.state == PeerState::Looking {
            return self.vote == other.vote && self.round == other.round;
        }
        let comparable = (self.version > 0) == (other.version > 0);
        self.vote.leader == other.vote.leader && (!comparable || self.vote.epoch == other.vote.epoch)
    }
}

/// The newest ballot of each voter. Only voters are entered, which bounds it.
#[derive(Clone, Debug, Default)]
pub(super) struct Ballots(BTreeMap<ServerId, Ballot>);

impl Ballots {
    pub(super) fn enter(&mut self, voter: ServerId, ballot: Ballot) {
        self.0.insert(voter, ballot);
    }

    pub(super) fn clear(&mut self) {
        self.0.clear();
    }

    /// True if there is a ballot of this voter.
    pub(super) fn has(&self, voter: ServerId) -> bool {
        self.0.contains_key(&voter)
    }

    /// True if the voter's newest ballot makes the same choice.
    pub(super) fn supports(&self, voter: ServerId, choice: &Ballot) -> bool {
        self.0.get(&voter).is_some_and(|ballot| ballot.same_choice(choice))
    }

    pub(super) fn has_quorum(&self, choice: &Ballot, memberships: &Memberships) -> bool {
        memberships.has_quorum(|voter| self.supports(voter, choice))
    }

    /// The same for a leader that others have already, see [`Memberships::has_quorum_of_one`].
    pub(super) fn may_have_quorum(&self, choice: &Ballot, memberships: &Memberships) -> bool {
        memberships.has_quorum_of_one(|voter| self.supports(voter, choice))
    }

    pub(super) fn supporters(&self, choice: &Ballot) -> BTreeSet<ServerId> {
        self.0.iter().filter(|(_, ballot)| ballot.same_choice(choice)).map(|(voter, _)| *voter).collect()
    }

    /// True if the server itself said that it leads.
    pub(super) fn leads(&self, sid: ServerId) -> bool {
        self.0.get(&sid).is_some_and(|ballot| ballot.state == PeerState::Leading)
    }

    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }
}
