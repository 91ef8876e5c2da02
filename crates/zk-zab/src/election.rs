//! Fast leader election: the voters tell each other whom they propose and settle on the one with the longest
//! history. The connections, and what a leader does before it may lead, are for others.
//!
//! Invariants:
//! - Outputs depend on inputs alone: no clock, no randomness.
//! - **A vote is a hint, never a permission.** Discovery and not the election makes sure that one epoch has one
//!   leader and that the leader has everything that was committed; every message may be lost, doubled or late.
//! - Within one round a proposal only gets better ([`Vote::beats`]).
//! - Servers without a vote are never counted, here or as a proposed leader.
//! - What is kept is bounded by the number of voters.
//!
//! | phase | input | next | outputs |
//! | --- | --- | --- | --- |
//! | any | `start` | `Looking`, next round | own proposal to all voters |
//! | any | notification under this server's own id | same | none |
//! | any but `Idle` | looking server without a vote | same | current vote, current round |
//! | any | other server without a vote | same | none: it only answered |
//! | `Idle` | notification | same | none: there is no vote yet |
//! | `Looking` | looking voter, earlier round | same | proposal to it |
//! | `Looking` | looking voter, later round | its round | better of its vote and the initial one to all |
//! | `Looking` | looking voter that abstains, later round | its round | the initial vote to all |
//! | `Looking` | looking voter, same round, better vote | takes it | proposal to all |
//! | `Looking` | looking voter, same round, other vote | counts it | proposal to it if it may lack it |
//! | `Looking` | a quorum agrees, nobody can object or time is up | `Settled` | `Decided` |
//! | `Looking` | leading or following voter | `Settled` if quorum and leader agree | `Decided`, the vote to whom it had proposed |
//! | `Looking` | with an oracle: the other voter leads | `Settled` | `Decided` |
//! | `Looking` | with an oracle: it permits, the other voter has been silent | `Settled` | `Decided` |
//! | `Looking` | observing voter | same | none |
//! | `Looking` | link up | same | proposal to it |
//! | `Looking` | link down | `Settled` if that was the last to wait for | `Decided` |
//! | `Looking` | resend is due | same | proposal to all voters |
//! | `Settled` | looking voter | same | current vote, the vote's round, to it |
//! | `Settled` | other voter | same | none; it supports whom it follows |
//! | `Idle`, `Settled` | link, time | same | none |

mod looking;
mod vote;

use std::collections::BTreeSet;
use std::fmt;
use std::ops::Range;

use zk_proto::election::{Notification, PeerState};
use zk_proto::{ServerId, Zxid};

use crate::{MemberRole, Memberships};
use looking::{Looking, Verdict};
pub use vote::Vote;

/// Who this server is, and how patient.
#[derive(Clone, Debug)]
pub struct ElectionConfig {
    /// This server.
    pub my_id: ServerId,
    /// Everybody.
    pub memberships: Memberships,
    /// What this server wants to be. It votes only if a membership agrees.
    pub my_role: MemberRole,
    /// First pause before a proposal is repeated, milliseconds (`fastleader.minNotificationInterval`, 200).
    pub min_notification_ms: u64,
    /// Longest such pause; each is twice the one before (`fastleader.maxNotificationInterval`).
    pub max_notification_ms: u64,
    /// How long a better vote is waited for when a quorum agrees and somebody connected has not (200).
    pub finalize_wait_ms: u64,
}

/// What the election wants done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ElectionOutput {
    /// Send this to a peer, in place of what still waits to be sent to it. Never to this server itself; the peer may
    /// be none of the ensemble if it asked.
    Send {
        /// The peer.
        to: ServerId,
        /// What to send.
        notification: Notification,
    },
    /// The election is over: lead, or join this leader.
    Decided {
        /// The elected server.
        leader: ServerId,
        /// What this server becomes by it.
        state: PeerState,
    },
}

impl fmt::Display for ElectionOutput {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ElectionOutput::Send { to, notification: n } => {
                write!(f, "send to {to}: {}, round {}, vote {}", n.state, n.round, Vote::of(n))
            }
            ElectionOutput::Decided { leader, state } => write!(f, "decided: {state}, leader {leader}"),
        }
    }
}

/// The election of one server, from its start to its end: runs whenever the server has no leader, and answers those
/// who have none when it has one.
///
/// Mirrors: ZooKeeper 3.9 `FastLeaderElection`. Differs: decides without a pause when nobody connected can object;
/// answers who may have missed a vote; when it finds another leader than the one it had proposed, it tells that one;
/// configurations in notifications are its owner's business.
#[derive(Clone, Debug)]
pub struct Election {
    surroundings: Surroundings,
    phase: Phase,
}

#[derive(Clone, Debug)]
enum Phase {
    /// No election was started, or the last one's result was given up and the next is not started yet.
    Idle {
        round: i64,
        vote: Vote,
    },
    Looking(Looking),
    Settled(Settled),
}

#[derive(Clone, Debug)]
struct Settled {
    state: PeerState,
    /// The logical clock.
    round: i64,
    vote: Vote,
    /// The round in which the vote was decided; -1 if no election did.
    vote_round: i64,
    /// Voters whose ballots made it, and of whom nothing speaks against it since.
    supporters: BTreeSet<ServerId>,
}

impl Election {
    /// An election that waits to be started.
    pub fn new(config: ElectionConfig) -> Election {
        let surroundings = Surroundings { config, links: BTreeSet::new(), alone_ms: None };
        Election { surroundings, phase: Phase::Idle { round: 0, vote: Vote::ABSTENTION } }
    }

    /// Counts by these memberships from now on; whoever looks for a leader starts anew.
    pub fn set_memberships(&mut self, memberships: Memberships, my_role: MemberRole) {
        self.surroundings.config.memberships = memberships;
        self.surroundings.config.my_role = my_role;
    }

    /// When this server may be elected by itself; `None` where no oracle decides for two voters.
    pub(crate) fn set_oracle(&mut self, alone_ms: Option<Range<u64>>) {
        self.surroundings.alone_ms = alone_ms;
    }

    /// Starts looking for a leader, in a new round. `last_zxid` is the end of this server's history, all of it, or
    /// [`Vote::UNTRUSTED`]: then it only joins a leader that others have found.
    pub fn start(&mut self, now_ms: u64, last_zxid: Zxid, current_epoch: i64, out: &mut Vec<ElectionOutput>) {
        let s = &self.surroundings;
        // Whom a reconfiguration makes a voter abstains, and is a candidate only when nobody else can lead.
        let may_lead = s.config.memberships.active().is_voter(s.config.my_id);
        let initial = match s.config.my_role {
            MemberRole::Observer => Vote::ABSTENTION,
            MemberRole::Participant => {
                let leader = if may_lead { s.config.my_id } else { Vote::ABSTENTION.leader };
                Vote { leader, zxid: last_zxid, epoch: current_epoch }
            }
        };
        // A peer can push the round to its end. Then it stays there, and rounds do not tell elections apart any more;
        // wrapped around, this server's votes would all be of the past.
        let round = self.round().saturating_add(1);
        let (looking, verdict) = Looking::enter(s, now_ms, round, initial, out);
        self.phase = Phase::Looking(looking);
        self.conclude(verdict, out);
    }

    /// Takes a notification from a peer, whose identity is that of its connection.
    pub fn notification(
        &mut self,
        now_ms: u64,
        from: ServerId,
        n: &Notification,
        out: &mut Vec<ElectionOutput>,
    ) {
        let s = &self.surroundings;
        if from == s.config.my_id {
            return;
        }
        if !s.config.memberships.is_voter(from) {
            return self.answer_outsider(from, n, out);
        }
        let verdict = match (&mut self.phase, n.state) {
            (Phase::Idle { .. }, _) => None,
            (Phase::Looking(looking), PeerState::Looking) => looking.hear_looking(s, now_ms, from, n, out),
            (Phase::Looking(looking), PeerState::Following | PeerState::Leading) => {
                looking.hear_established(s, from, n)
            }
            (Phase::Looking(_), PeerState::Observing) => None,
            (Phase::Settled(settled), PeerState::Looking) => {
                settled.hear_looking(from, n);
                out.push(s.send(from, settled.state, &settled.vote, settled.vote_round));
                None
            }
            (Phase::Settled(settled), PeerState::Following | PeerState::Leading | PeerState::Observing) => {
                settled.hear_established(from, n);
                None
            }
        };
        self.conclude(verdict, out);
    }

    /// The election connection to a peer came up, or up again with a new queue, or went down.
    pub fn link(&mut self, now_ms: u64, peer: ServerId, up: bool, out: &mut Vec<ElectionOutput>) {
        let s = &mut self.surroundings;
        if peer == s.config.my_id {
            return;
        }
        if up {
            s.links.insert(peer);
        } else {
            s.links.remove(&peer);
        }
        if !s.config.memberships.is_voter(peer) {
            return;
        }
        match (&mut self.phase, up) {
            (Phase::Looking(looking), true) => looking.link_up(s, now_ms, peer, out),
            (Phase::Looking(looking), false) => {
                let verdict = looking.link_down(s, now_ms);
                self.conclude(verdict, out);
            }
            (Phase::Settled(settled), false) => {
                settled.supporters.remove(&peer);
            }
            (Phase::Settled(_), true) | (Phase::Idle { .. }, _) => {}
        }
    }

    /// Does what is due. May be called at any time.
    pub fn tick(&mut self, now_ms: u64, out: &mut Vec<ElectionOutput>) {
        if let Phase::Looking(looking) = &mut self.phase {
            let verdict = looking.tick(&self.surroundings, now_ms, out);
            self.conclude(verdict, out);
        }
    }

    /// When to call [`Election::tick`], in milliseconds of the same clock; `None` without an election.
    pub fn next_timeout_ms(&self) -> Option<u64> {
        match &self.phase {
            Phase::Looking(looking) => Some(looking.next_timeout_ms()),
            Phase::Idle { .. } | Phase::Settled(_) => None,
        }
    }

    /// Notes what this server became. A decision has noted it already; [`PeerState::Looking`] says that the role was
    /// given up, and until the next start nobody is told anything any more.
    pub fn settled(&mut self, state: PeerState) {
        let (round, vote) = (self.round(), *self.vote());
        match (&mut self.phase, state) {
            (_, PeerState::Looking) => self.phase = Phase::Idle { round, vote },
            (Phase::Settled(settled), _) => settled.state = state,
            (Phase::Idle { .. } | Phase::Looking(_), _) => {
                let supporters = BTreeSet::new();
                self.phase = Phase::Settled(Settled { state, round, vote, vote_round: round, supporters });
            }
        }
    }

    /// Takes a leader that no election has found: a reconfiguration names one. Its vote belongs to no round.
    pub fn designate(&mut self, vote: Vote, state: PeerState) {
        let (round, supporters) = (self.round(), BTreeSet::new());
        self.phase = Phase::Settled(Settled { state, round, vote, vote_round: -1, supporters });
    }

    /// Overwrites the current vote's epoch: to be called when synchronisation is done. All members of one epoch then
    /// tell late joiners the same, whatever each of them voted for (ZOOKEEPER-1732). Not heeded while looking.
    pub fn set_epoch(&mut self, epoch: i64) {
        if let Phase::Settled(settled) = &mut self.phase {
            settled.vote.epoch = epoch;
        }
    }

    /// What this server says it is. Before the first start, and after its role was given up, it is looking.
    pub fn state(&self) -> PeerState {
        match &self.phase {
            Phase::Idle { .. } | Phase::Looking(_) => PeerState::Looking,
            Phase::Settled(settled) => settled.state,
        }
    }

    /// The current vote: a proposal while looking, the decision afterwards.
    pub fn vote(&self) -> &Vote {
        match &self.phase {
            Phase::Idle { vote, .. } => vote,
            Phase::Looking(looking) => looking.proposal(),
            Phase::Settled(settled) => &settled.vote,
        }
    }

    /// The current round (ZooKeeper's logical clock).
    pub fn round(&self) -> i64 {
        match &self.phase {
            Phase::Idle { round, .. } => *round,
            Phase::Looking(looking) => looking.round(),
            Phase::Settled(settled) => settled.round,
        }
    }

    /// True while a voter is among those who made the current leader, as far as is known: it voted for it, was not
    /// heard to look for another one since, and its election connection was not lost, behind which it may have.
    /// Always false while looking, and of a designated leader.
    ///
    /// A new leader without a quorum among itself, these and the learners that reached it waits in vain: it had
    /// better look again at once than when `initLimit` is over (ZOOKEEPER-3109). Worth a look after each notification
    /// and each link that went down.
    pub fn has_supporter(&self, voter: ServerId) -> bool {
        matches!(&self.phase, Phase::Settled(settled) if settled.supporters.contains(&voter))
    }

    /// True if this server's own ballot is all that the decision has.
    pub(crate) fn is_decided_alone(&self) -> bool {
        let me = self.surroundings.config.my_id;
        matches!(&self.phase, Phase::Settled(s) if s.supporters.iter().eq([&me]))
    }

    /// Tells a server without a vote (an observer, one that wants to join) what it asked for.
    ///
    /// Differs: only who is looking is answered, so that no answer is answered; how often, is bounded while this
    /// server looks itself. ZooKeeper answers every message of such a server, and while it looks with its vote of
    /// the election before and the running one's round, which can send an observer to a leader that is gone.
    fn answer_outsider(&mut self, to: ServerId, n: &Notification, out: &mut Vec<ElectionOutput>) {
        if n.state != PeerState::Looking {
            return;
        }
        let may_answer = match &mut self.phase {
            Phase::Idle { .. } => false,
            Phase::Looking(looking) => looking.may_answer_outsider(),
            Phase::Settled(_) => true,
        };
        if !may_answer {
            return;
        }
        out.push(self.surroundings.send(to, self.state(), self.vote(), self.round()));
    }

    fn conclude(&mut self, verdict: Option<Verdict>, out: &mut Vec<ElectionOutput>) {
        let Some(Verdict { vote, round, supporters }) = verdict else { return };
        let proposed = self.vote().leader;
        let config = &self.surroundings.config;
        let state = match config.my_role {
            _ if vote.leader == config.my_id => PeerState::Leading,
            MemberRole::Participant => PeerState::Following,
            MemberRole::Observer => PeerState::Observing,
        };
        self.phase = Phase::Settled(Settled { state, round, vote, vote_round: round, supporters });
        // Who was proposed may count on this vote, and lead and wait for this server for as long as it has patience.
        // Differs: ZooKeeper does not tell; nor does it mind being told.
        let config = &self.surroundings.config;
        if proposed != vote.leader && proposed != config.my_id && config.memberships.is_voter(proposed) {
            out.push(self.surroundings.send(proposed, state, &vote, round));
        }
        out.push(ElectionOutput::Decided { leader: vote.leader, state });
    }
}

impl Settled {
    /// A voter looks for a leader. Who supports this one has no reason to, other than that it has not counted
    /// enough votes yet: then it still proposes the same in the same round.
    fn hear_looking(&mut self, from: ServerId, n: &Notification) {
        if n.leader != self.vote.leader || n.round != self.vote_round {
            self.supporters.remove(&from);
        }
    }

    /// A voter has a leader.
    fn hear_established(&mut self, from: ServerId, n: &Notification) {
        if n.leader != self.vote.leader {
            self.supporters.remove(&from);
        }
    }
}

/// What an election sees of the world: what it was told at its making, and who is connected.
#[derive(Clone, Debug)]
struct Surroundings {
    config: ElectionConfig,
    /// The other servers to whom there is a connection, whether they vote or not.
    links: BTreeSet<ServerId>,
    /// See [`Election::set_oracle`].
    alone_ms: Option<Range<u64>>,
}

impl Surroundings {
    fn has_vote(&self) -> bool {
        self.config.my_role == MemberRole::Participant && self.config.memberships.is_voter(self.config.my_id)
    }

    fn send(&self, to: ServerId, state: PeerState, vote: &Vote, round: i64) -> ElectionOutput {
        let notification = Notification {
            state,
            leader: vote.leader,
            zxid: vote.zxid,
            round,
            peer_epoch: vote.epoch,
            version: Notification::VERSION,
            config: Some(self.config.memberships.active().text().clone()),
        };
        ElectionOutput::Send { to, notification }
    }
}

#[cfg(test)]
mod scenarios;
#[cfg(test)]
mod sim;
#[cfg(test)]
mod tests;
