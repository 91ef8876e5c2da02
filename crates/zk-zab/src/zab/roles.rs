//! From one role to the next: who is looked for, who was elected, and how a role ends.

use zk_mutants::{Mutant, on};
use zk_proto::election::{Notification, PeerState};
use zk_proto::{ServerId, members};

use super::{Role, Zab};
use crate::leader::Leader;
use crate::learner::Learner;
use crate::wire::epoch_zxid;
use crate::{ElectionOutput, MemberRole, Membership, Output, Vote};

impl Zab {
    pub(super) fn look(&mut self, now_ms: u64, out: &mut Vec<Output>) {
        self.role = Role::Looking;
        self.tell_election();
        let last = match on(Mutant::CandidateEpochZxid) {
            _ if now_ms < self.abstains_until_ms => Vote::UNTRUSTED,
            true => self.core.last_zxid().max(epoch_zxid(self.core.accepted_epoch)),
            false => self.core.last_zxid(),
        };
        self.election.start(now_ms, last, self.core.current_epoch, &mut self.votes);
        self.after_election(now_ms, out);
    }

    pub(super) fn after_election(&mut self, now_ms: u64, out: &mut Vec<Output>) {
        let mut decided = None;
        for vote in self.votes.drain(..) {
            match vote {
                ElectionOutput::Send { to, notification } => out.push(Output::Vote { to, notification }),
                ElectionOutput::Decided { leader, state } => decided = Some((leader, state)),
            }
        }
        let Some((leader, state)) = decided else { return };
        if matches!(self.role, Role::Looking) {
            self.take_role(now_ms, leader, state, out);
        }
    }

    /// The election counts by the memberships that there are now.
    pub(super) fn tell_election(&mut self) {
        self.election.set_memberships(self.core.memberships.clone(), self.core.role);
        self.election.set_oracle(self.core.may_elect_itself_ms());
    }

    /// Joins a leader that a reconfiguration has named, or becomes it, without an election. It still has to win a quorum for
    /// its epoch.
    fn designate(&mut self, now_ms: u64, leader: ServerId, out: &mut Vec<Output>) {
        self.tell_election();
        let state = match self.core.role {
            _ if leader == self.core.config.my_id => PeerState::Leading,
            MemberRole::Participant => PeerState::Following,
            MemberRole::Observer => PeerState::Observing,
        };
        let vote = Vote { leader, zxid: self.core.last_zxid(), epoch: -1 };
        self.election.designate(vote, state);
        self.take_role(now_ms, leader, state, out);
        if let Role::Leading(leader) = &mut self.role {
            leader.is_designated = true;
        }
    }

    fn settled(&mut self, now_ms: u64, then: Option<ServerId>, out: &mut Vec<Output>) {
        match then {
            Some(leader) => self.designate(now_ms, leader, out),
            None => self.look(now_ms, out),
        }
    }

    /// Begins the next role once the last one has settled.
    pub(super) fn settle(&mut self, now_ms: u64, out: &mut Vec<Output>) {
        if let Role::Settling { token, then, until_ms } = self.role
            && token.is_none_or(|token| self.core.is_done(token))
            && now_ms >= until_ms
        {
            self.settled(now_ms, then, out);
        }
    }

    fn take_role(&mut self, now_ms: u64, leader: ServerId, state: PeerState, out: &mut Vec<Output>) {
        match state {
            PeerState::Leading => {
                let lobby = std::mem::take(&mut self.lobby);
                let mut leader = Leader::new(&self.core, now_ms, lobby);
                leader.is_elected_alone = self.election.is_decided_alone();
                self.role = Role::Leading(Box::new(leader));
            }
            PeerState::Following | PeerState::Observing => {
                for link in std::mem::take(&mut self.lobby).into_keys() {
                    out.push(Output::HangUp { link, reason: format!("{leader} leads, not this server") });
                }
                self.role = Role::Learning(Box::new(Learner::new(&mut self.core, now_ms, leader, out)));
            }
            PeerState::Looking => {}
        }
        self.progress(now_ms, out);
    }

    /// The role has ended. The next one begins once the disk has done all that this one asked for: then, and not
    /// before, the end of the log is what may be claimed (known-bugs K-2, K-10, K-17).
    pub(super) fn lose(&mut self, now_ms: u64, reason: String, out: &mut Vec<Output>) {
        self.leave(now_ms, reason, None, out);
    }

    /// The same, for a leader that a reconfiguration has named if there is one.
    pub(super) fn leave(
        &mut self,
        now_ms: u64,
        reason: String,
        then: Option<ServerId>,
        out: &mut Vec<Output>,
    ) {
        let is_observer = matches!(&self.role, Role::Learning(learner) if learner.is_observer());
        let pause_ms = match is_observer && then.is_none() {
            true => self.core.pause_ms(self.core.config.pacing.election_delay_ms),
            false => 0,
        };
        match std::mem::replace(&mut self.role, Role::Idle) {
            Role::Leading(leader) => {
                for link in leader.learners().keys() {
                    out.push(Output::HangUp {
                        link: *link,
                        reason: "this server does not lead any more".into(),
                    });
                }
            }
            Role::Learning(learner) => {
                if let Some(target) = learner.claimed_target() {
                    self.core.history.reset(target);
                }
                if let Some(link) = learner.link() {
                    out.push(Output::HangUp { link, reason: reason.clone() });
                }
                for link in learner.observers().into_iter().flat_map(|o| o.links().keys()) {
                    let reason = "this server does not follow a leader any more".into();
                    out.push(Output::HangUp { link: *link, reason });
                }
            }
            Role::Idle | Role::Settling { .. } | Role::Looking => {}
        }
        out.push(Output::Looking { reason });
        self.election.settled(PeerState::Looking);
        // A first membership that no history holds: the next leader gives it another version. Nor does one count that the
        // last leader only spoke of.
        let is_within = self.core.next_is_within(self.core.history.last());
        if self.core.reconfiguration().is_none() || !is_within {
            self.core.unsee(out);
        }
        match self.core.barrier(out) {
            Some(_) if on(Mutant::ForgetsQueued) => {
                self.core.history.truncate(self.core.durable);
                self.look(now_ms, out);
            }
            None if pause_ms == 0 => self.settled(now_ms, then, out),
            token => self.role = Role::Settling { token, then, until_ms: now_ms + pause_ms },
        }
    }

    /// Gives the leadership up, or leaves the leader: for what only the owner knows.
    pub fn abdicate(&mut self, now_ms: u64, reason: &str, out: &mut Vec<Output>) {
        if matches!(self.role, Role::Leading(_) | Role::Learning(_)) {
            self.lose(now_ms, reason.into(), out);
        }
    }

    /// Who would lead if this server let another one do it; see [`Zab::resign`].
    ///
    /// # Errors
    /// Why it cannot.
    pub fn successor(&self, to: Option<ServerId>) -> Result<ServerId, String> {
        let Role::Leading(leader) = &self.role else { return Err("this server does not lead".into()) };
        if leader.replaced_by.is_some() {
            return Err("a backup is about to take the place of the history".into());
        }
        let successor = leader.successor_by_election(&self.core)?;
        match to {
            Some(to) if to != successor => Err(format!("the others would elect server {successor}")),
            _ => Ok(successor),
        }
    }

    /// Lets another voter lead, which is returned: the one with most of the history, of equals the one with the highest id,
    /// since those are the others' rules of election. For two ticks this server is no candidate. What is on its way has an
    /// outcome that nobody knows, as when a leader fails.
    ///
    /// # Errors
    /// This server does not lead, the others that are in sync are no quorum, or `to` is not whom they would elect: then
    /// nothing has happened.
    pub fn resign(
        &mut self,
        now_ms: u64,
        to: Option<ServerId>,
        out: &mut Vec<Output>,
    ) -> Result<ServerId, String> {
        let successor = self.successor(to)?;
        if !on(Mutant::ResignStands) {
            self.abstains_until_ms = now_ms + 2 * self.core.config.tick_ms;
        }
        self.lose(now_ms, format!("asked to let server {successor} lead"), out);
        Ok(successor)
    }

    /// The history on disk cannot be made the leader's: it is given up, and this member vouches for nothing until it
    /// has another one. Only with three voters or more; one of two is half of what there is.
    ///
    /// It is safe: a leader that orders a history to be cut has at least what was chosen of it, and a member with
    /// nothing to vouch for counts in no quorum of promises, so that no epoch can begin with less.
    pub fn give_up_history(&mut self, now_ms: u64, reason: &str, out: &mut Vec<Output>) {
        self.core.give_up(out);
        self.lose(now_ms, reason.into(), out);
    }

    pub(super) fn progress(&mut self, now_ms: u64, out: &mut Vec<Output>) {
        if let Role::Leading(leader) = &mut self.role {
            let before = leader.is_established();
            leader.progress(&mut self.core, now_ms, out);
            if leader.had_better_be_elected() {
                let reason =
                    "a voter is ahead of the leader that a reconfiguration has named: an election decides";
                return self.lose(now_ms, reason.into(), out);
            }
            if !before && leader.is_established() {
                self.election.set_epoch(leader.epoch());
                // The history with which the epoch began has taken its vote from it.
                if !self.core.memberships.active().is_voter(self.core.config.my_id) {
                    self.lose(now_ms, "this server has no vote any more".into(), out);
                }
            }
        }
    }

    /// While a leader is looked for, the newer membership of a member is taken over: it is active, so its reconfiguration is
    /// committed.
    ///
    /// Mirrors: ZooKeeper `FastLeaderElection.WorkerReceiver`.
    pub(super) fn hear_of_membership(
        &mut self,
        now_ms: u64,
        from: ServerId,
        n: &Notification,
        out: &mut Vec<Output>,
    ) {
        let memberships = &self.core.memberships;
        let may =
            self.core.config.reconfig && matches!(self.role, Role::Looking) && memberships.is_member(from);
        let Some(text) = n.config.as_deref().filter(|_| may) else { return };
        if members::Membership::version_in(text) <= Some(memberships.active().version()) {
            return;
        }
        match Membership::parse(text) {
            Ok(membership) => {
                let text = format!(
                    "{from} says that membership {:x} is active, {:x} was here: it is taken over",
                    membership.version(),
                    self.core.memberships.active().version()
                );
                out.push(Output::Note { alarm: false, text });
                self.core.adopt(membership.into(), out);
                self.look(now_ms, out);
            }
            Err(why) => {
                let text = format!("the membership that {from} says is active: {why}");
                out.push(Output::Note { alarm: false, text });
            }
        }
    }

    /// A leader to be that has lost those who elected it looks again at once (ZOOKEEPER-3109).
    pub(super) fn reconsider(&mut self, now_ms: u64, out: &mut Vec<Output>) {
        if let Role::Leading(leader) = &self.role
            && !on(Mutant::NoSecondThoughts)
            && !leader.may_be_established(&self.core, now_ms, |sid| self.election.has_supporter(sid))
        {
            self.lose(now_ms, "too many of those who elected this server changed their mind".into(), out);
        }
    }

    /// Lets the leader lead that a reconfiguration has named in this one's place.
    pub(super) fn give_way(&mut self, now_ms: u64, out: &mut Vec<Output>) {
        if let Role::Leading(leader) = &self.role
            && let Some(successor) = leader.gives_way_to(now_ms)
        {
            let reason = format!("by a reconfiguration {successor} leads");
            self.leave(now_ms, reason, Some(successor), out);
        }
    }
}
