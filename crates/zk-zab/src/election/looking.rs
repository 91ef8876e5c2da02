//! One running election of one server: its proposal, the ballots of the others, when to repeat itself and when to
//! decide. Whether an election is running at all, and what is said outside of one, is for the parent.

use std::collections::BTreeSet;

use zk_mutants::{Mutant, on};
use zk_proto::ServerId;
use zk_proto::election::{Notification, PeerState};

use super::vote::{Ballot, Ballots};
use super::{ElectionOutput, Surroundings, Vote};

/// How an election ended.
#[derive(Clone, Debug)]
pub(super) struct Verdict {
    pub(super) vote: Vote,
    pub(super) round: i64,
    /// The voters whose ballots decided it.
    pub(super) supporters: BTreeSet<ServerId>,
}

#[derive(Clone, Debug)]
pub(super) struct Looking {
    round: i64,
    /// What this server proposes of itself, and goes back to in every new round.
    initial: Vote,
    proposal: Vote,
    /// Ballots of this round, this server's own among them if it has a vote.
    received: Ballots,
    /// Ballots of voters that have a leader, of any round. Never cleared while the election runs.
    established: Ballots,
    resend_at_ms: u64,
    resend_every_ms: u64,
    /// Set while a quorum agrees with the proposal: when to stop waiting for a better one.
    decide_at_ms: Option<u64>,
    outsider_answers_left: u32,
    /// How often the proposal was repeated since the other voters had their last chance to hear of it anew.
    repeated: u32,
}

impl Looking {
    /// Begins with a proposal of its own, which is sent to every voter. The verdict may be at hand at once: a
    /// single voter needs nobody.
    pub(super) fn enter(
        s: &Surroundings,
        now_ms: u64,
        round: i64,
        initial: Vote,
        out: &mut Vec<ElectionOutput>,
    ) -> (Looking, Option<Verdict>) {
        let mut looking = Looking {
            round,
            initial,
            proposal: initial,
            received: Ballots::default(),
            established: Ballots::default(),
            resend_at_ms: now_ms,
            resend_every_ms: 0,
            decide_at_ms: None,
            outsider_answers_left: OUTSIDER_ANSWERS_PER_RESEND,
            repeated: 0,
        };
        looking.hurry(s, now_ms);
        looking.propose(s, initial, out);
        let verdict = looking.judge(s, now_ms);
        (looking, verdict)
    }

    pub(super) fn round(&self) -> i64 {
        self.round
    }

    pub(super) fn proposal(&self) -> &Vote {
        &self.proposal
    }

    /// A voter is looking, too.
    pub(super) fn hear_looking(
        &mut self,
        s: &Surroundings,
        now_ms: u64,
        from: ServerId,
        n: &Notification,
        out: &mut Vec<ElectionOutput>,
    ) -> Option<Verdict> {
        if n.round < self.round {
            // Differs: a server without a vote keeps silent. Its proposal counts nowhere, and ZooKeeper's two would
            // answer each other's answers for as long as the voter looks: one as the later round, one as a voter.
            if s.has_vote() {
                out.push(self.answer(s, from));
            }
            return None;
        }
        // A history that nobody vouches for neither gives nor takes a vote; its owner waits for a found leader.
        if !self.is_trusted() || n.zxid == Vote::UNTRUSTED {
            return None;
        }
        if !s.config.memberships.is_voter(n.leader) {
            // Differs: its round counts, though its vote does not. It is one whom a reconfiguration makes a voter, and it takes a
            // vote of its own round or a later one: ZooKeeper, which ignores it, then stays in two rounds for good.
            if n.round <= self.round {
                return None;
            }
            self.round = n.round;
            self.received.clear();
            self.propose(s, self.initial, out);
            return self.judge(s, now_ms);
        }
        let vote = Vote::of(n);
        let lacks = self.lacks_my_history(s, &vote);
        if n.round > self.round {
            self.round = n.round;
            self.received.clear();
            let is_better = !lacks && vote.beats(&self.initial, &s.config.memberships);
            self.propose(s, if is_better { vote } else { self.initial }, out);
        } else if !lacks && vote.beats(&self.proposal, &s.config.memberships) {
            self.propose(s, vote, out);
        } else if s.has_vote() && self.may_lack_my_vote(s, from, &vote) {
            out.push(self.answer(s, from));
        }
        self.received.enter(from, Ballot::of(n).unversioned());
        self.judge(s, now_ms)
    }

    /// A voter says that it leads or follows.
    ///
    /// Mirrors: ZooKeeper 3.9 `FastLeaderElection.receivedFollowingNotification`, `receivedLeadingNotification`.
    pub(super) fn hear_established(
        &mut self,
        s: &Surroundings,
        from: ServerId,
        n: &Notification,
    ) -> Option<Verdict> {
        if !s.config.memberships.is_voter(n.leader) {
            return None;
        }
        let choice = Ballot::of(n);
        if n.round == self.round {
            self.received.enter(from, choice.unversioned());
            if let Some(verdict) = self.follow(s, &self.received, &choice) {
                return Some(verdict);
            }
        }
        if on(Mutant::RoundsMustMatch) {
            return None;
        }
        self.established.enter(from, choice);
        self.follow(s, &self.established, &choice).or_else(|| self.follow_one_of_two(s, from, &choice))
    }

    /// Decides for the leader of two voters that says itself that it leads: the oracle may have permitted it to do so without
    /// this server.
    ///
    /// Differs: Java asks its own oracle, and does not follow if it is permitted to lead, too. Whoever leads already has the
    /// longer history, and with this server it needs no oracle.
    fn follow_one_of_two(&self, s: &Surroundings, from: ServerId, choice: &Ballot) -> Option<Verdict> {
        let leads = choice.state == PeerState::Leading && from == choice.vote.leader;
        (leads && s.alone_ms.is_some()).then(|| Verdict {
            vote: choice.vote,
            round: choice.round,
            supporters: self.established.supporters(choice),
        })
    }

    /// Decides for this server if the oracle permits it and the other voter has had every chance to say something.
    ///
    /// Differs: Java asks the oracle as soon as it counts its own vote; a server that starts at the same time and has more would be
    /// left behind.
    fn lead_one_of_two(&self, s: &Surroundings, now_ms: u64) -> Option<Verdict> {
        let is_permitted = s.alone_ms.as_ref().is_some_and(|at| at.contains(&now_ms));
        let mine = self.proposal.leader == s.config.my_id && s.has_vote() && self.is_trusted();
        let speaks = s.links.iter().any(|peer| self.received.has(*peer));
        (is_permitted && mine && !speaks && self.repeated >= REPEATED_BEFORE_ORACLE).then(|| Verdict {
            vote: self.proposal,
            round: self.round,
            supporters: self.received.supporters(&self.my_ballot()),
        })
    }

    /// The connection to a voter is new, and with it its queue: what was sent before may be lost.
    pub(super) fn link_up(
        &mut self,
        s: &Surroundings,
        now_ms: u64,
        peer: ServerId,
        out: &mut Vec<ElectionOutput>,
    ) {
        out.push(self.answer(s, peer));
        // Whoever was out of reach comes back: the long pauses of a long wait for it are over (K-31).
        self.hurry(s, now_ms);
        self.repeated = 0;
    }

    /// Somebody whose word was waited for has none any more.
    pub(super) fn link_down(&mut self, s: &Surroundings, now_ms: u64) -> Option<Verdict> {
        self.decide_at_ms.and_then(|_| self.judge(s, now_ms))
    }

    pub(super) fn tick(
        &mut self,
        s: &Surroundings,
        now_ms: u64,
        out: &mut Vec<ElectionOutput>,
    ) -> Option<Verdict> {
        if self.decide_at_ms.is_some_and(|at| at <= now_ms)
            && let Some(verdict) = self.judge(s, now_ms)
        {
            return Some(verdict);
        }
        if let Some(verdict) = self.lead_one_of_two(s, now_ms) {
            return Some(verdict);
        }
        if self.resend_at_ms <= now_ms {
            match self.is_reserve(s) && self.is_abstaining() && self.repeated >= REPEATED_BEFORE_STANDING {
                true => {
                    let Vote { zxid, epoch, .. } = self.initial;
                    self.propose(s, Vote { leader: s.config.my_id, zxid, epoch }, out);
                }
                false => self.send_to_all(s, out),
            }
            self.repeated = self.repeated.saturating_add(1);
            self.outsider_answers_left = OUTSIDER_ANSWERS_PER_RESEND;
            let longest = s.config.max_notification_ms.max(1);
            self.resend_every_ms = self.resend_every_ms.saturating_mul(2).min(longest);
            self.resend_at_ms = now_ms.saturating_add(self.resend_every_ms);
        }
        None
    }

    /// Asks for leave to answer a server without a vote.
    pub(super) fn may_answer_outsider(&mut self) -> bool {
        let left = self.outsider_answers_left.checked_sub(1);
        self.outsider_answers_left = left.unwrap_or(0);
        left.is_some()
    }

    pub(super) fn next_timeout_ms(&self) -> u64 {
        self.decide_at_ms.map_or(self.resend_at_ms, |at| at.min(self.resend_at_ms))
    }

    /// What is sent to one voter: the proposal as it is now.
    fn answer(&self, s: &Surroundings, to: ServerId) -> ElectionOutput {
        s.send(to, PeerState::Looking, &self.proposal, self.round)
    }

    fn send_to_all(&self, s: &Surroundings, out: &mut Vec<ElectionOutput>) {
        let others = s.config.memberships.voters().into_iter().filter(|sid| *sid != s.config.my_id);
        out.extend(others.map(|sid| self.answer(s, sid)));
    }

    fn propose(&mut self, s: &Surroundings, vote: Vote, out: &mut Vec<ElectionOutput>) {
        self.proposal = vote;
        self.decide_at_ms = None;
        if s.has_vote() && self.is_trusted() {
            self.received.enter(s.config.my_id, self.my_ballot());
        }
        self.send_to_all(s, out);
    }

    /// Starts the pauses between resends anew with the shortest.
    fn hurry(&mut self, s: &Surroundings, now_ms: u64) {
        let shortest = s.config.min_notification_ms.min(s.config.max_notification_ms).max(1);
        self.resend_every_ms = shortest;
        self.resend_at_ms = now_ms.saturating_add(shortest);
    }

    /// Decides if a quorum agrees with the proposal and nobody is left to bring a better one, or the time for that
    /// is up.
    ///
    /// Differs: ZooKeeper waits until nothing better came for 200 ms after the last message, always. Here the wait
    /// has a fixed end, and there is none if everybody who is connected has voted for the proposal. Either is a
    /// guess at who will lead *well* and no more: a vote that comes too late costs its voter a round, at worst a
    /// leader that finds no quorum of followers. That no committed transaction is lost, and that an epoch has one
    /// leader, does not depend on the election at all: the leader must still win a quorum with a new epoch, and
    /// none of those may have a longer history than it has (discovery).
    fn judge(&mut self, s: &Surroundings, now_ms: u64) -> Option<Verdict> {
        let choice = self.my_ballot();
        if !self.received.has_quorum(&choice, &s.config.memberships) {
            self.decide_at_ms = None;
            return None;
        }
        let wait_ms = s.config.finalize_wait_ms;
        let decide_at_ms = *self.decide_at_ms.get_or_insert(now_ms.saturating_add(wait_ms));
        let voters = || s.links.iter().filter(|peer| s.config.memberships.is_voter(**peer));
        let unanimous = || voters().all(|voter| self.received.supports(*voter, &choice));
        (decide_at_ms <= now_ms || unanimous()).then(|| Verdict {
            vote: self.proposal,
            round: self.round,
            supporters: self.received.supporters(&choice),
        })
    }

    /// Decides for the leader that others already have, if they are a quorum and the leader itself says so, too:
    /// followers may not know yet that theirs is gone.
    fn follow(&self, s: &Surroundings, ballots: &Ballots, choice: &Ballot) -> Option<Verdict> {
        let leader = choice.vote.leader;
        let confirmed = if leader == s.config.my_id {
            // Differs: without a vote, or without a history to vouch for, this server leads nobody. ZooKeeper lets
            // discovery find that out.
            choice.round == self.round && s.has_vote() && self.is_trusted()
        } else {
            ballots.leads(leader)
        };
        (confirmed && ballots.may_have_quorum(choice, &s.config.memberships)).then(|| Verdict {
            vote: choice.vote,
            round: choice.round,
            supporters: ballots.supporters(choice),
        })
    }

    fn my_ballot(&self) -> Ballot {
        Ballot { vote: self.proposal, round: self.round, state: PeerState::Looking, version: 0 }
    }

    fn is_trusted(&self) -> bool {
        self.initial.zxid != Vote::UNTRUSTED
    }

    /// True for a server whom a reconfiguration makes a voter. It abstains, as with ZooKeeper, and takes the vote of one who
    /// votes already.
    ///
    /// Differs: if all whom it hears know less than it does, none of them may lead, since its promise is needed and it is
    /// ahead of them; ZooKeeper then has no leader for good. Once it is clear that nobody better is there, it is a candidate.
    fn is_reserve(&self, s: &Surroundings) -> bool {
        let (me, memberships) = (s.config.my_id, &s.config.memberships);
        s.has_vote()
            && self.is_trusted()
            && memberships.is_electable(me)
            && !memberships.active().is_voter(me)
    }

    fn is_abstaining(&self) -> bool {
        self.proposal.leader == Vote::ABSTENTION.leader
    }

    /// True if this reserve knows more than whom the vote is for.
    fn lacks_my_history(&self, s: &Surroundings, vote: &Vote) -> bool {
        self.is_reserve(s) && (vote.epoch, vote.zxid) < (self.initial.epoch, self.initial.zxid)
    }

    /// True if a voter of this round may have missed the proposal because it was not looking when that was sent: it
    /// votes for something worse, or is itself the one proposed and may wait for just this vote.
    ///
    /// Differs: ZooKeeper keeps silent, and the other waits for the next resend. No two servers can go on answering
    /// each other so: the first case makes the other one take the better vote, and in the second the answer is for
    /// its receiver and not for its sender.
    fn may_lack_my_vote(&self, s: &Surroundings, from: ServerId, vote: &Vote) -> bool {
        self.proposal.beats(vote, &s.config.memberships) || (*vote == self.proposal && vote.leader == from)
    }

    #[cfg(test)]
    pub(super) fn ballots_kept(&self) -> usize {
        self.received.len().max(self.established.len())
    }
}

/// So often a reserve tells the others that it is there before it is a candidate: whoever has as much history has been heard.
const REPEATED_BEFORE_STANDING: u32 = 2;

/// So often a server of two asks the other one before it asks the oracle: 3 s with the usual pauses.
pub(super) const REPEATED_BEFORE_ORACLE: u32 = 4;

/// How often servers without a vote are answered between two resends. A looking ZooKeeper observer that is some
/// rounds ahead answers each answer, as fast as the network carries them.
pub(super) const OUTSIDER_ANSWERS_PER_RESEND: u32 = 256;
