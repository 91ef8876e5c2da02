//! The machine: election, then leader or learner, then election again.

mod restore;

use std::collections::BTreeMap;

use bytes::Bytes;
use zk_mutants::{Mutant, on};
use zk_proto::election::{Notification, PeerState};
use zk_proto::quorum::{PacketKind, QuorumPacket};
use zk_proto::{ServerId, Zxid, members};

use crate::core::{Core, Recovered, ZabConfig};
use crate::leader::{Handler, Leader, LearnerStage, SyncMode};
use crate::learner::Learner;
use crate::wire::epoch_zxid;
use crate::{
    Door, Election, ElectionConfig, ElectionOutput, Entry, LinkId, MemberRole, Membership, Memberships,
    Oracle, Output, Vote,
};

/// Whose business a packet is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Passed {
    /// The machine has dealt with it.
    No,
    /// REQUEST, REVALIDATE or PING of a learner that is up to date: a leader's, or an observer of this follower.
    FromLearner {
        /// Its link.
        link: LinkId,
        /// Who it is.
        sid: ServerId,
    },
    /// PING, SYNC or REVALIDATE of the leader.
    FromLeader,
}

/// What a member does.
#[derive(Debug)]
enum Role {
    /// Nothing yet.
    Idle,
    /// The last role has ended; the disk still works on what it left. Then a leader that a reconfiguration has named is
    /// joined, or one is looked for, not before `until_ms`.
    Settling {
        token: Option<u64>,
        then: Option<ServerId>,
        until_ms: u64,
    },
    Looking,
    Leading(Box<Leader>),
    Learning(Box<Learner>),
}

/// A leader's view of one learner, or a follower's of one of its observers, for status.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LearnerStatus {
    /// Its link.
    pub link: LinkId,
    /// Who it is; -1 until it has said so.
    pub sid: ServerId,
    /// Whether it follows with proposals and commits, or observes.
    pub participant: bool,
    /// Whether what it acknowledges counts.
    pub voter: bool,
    /// Whether it is synchronised.
    pub synced: bool,
    /// The last transaction that it has acknowledged.
    pub acked: Zxid,
    /// How it was synchronised.
    pub sync_mode: Option<SyncMode>,
    /// When it was heard of last, in monotonic milliseconds.
    pub heard_ms: u64,
}

/// One member's part in the broadcast. See the crate's head.
#[derive(Debug)]
pub struct Zab {
    core: Core,
    election: Election,
    role: Role,
    /// Learners that came while this server does not lead: it may be about to.
    lobby: BTreeMap<LinkId, Handler>,
    /// Until then this server is no candidate: it has let another one lead. 0: it is one.
    abstains_until_ms: u64,
    votes: Vec<ElectionOutput>,
}

impl Zab {
    /// A member that has just started. Nothing happens before [`Zab::start`].
    pub fn new(config: ZabConfig, recovered: Recovered) -> Zab {
        let election = Election::new(ElectionConfig {
            my_id: config.my_id,
            memberships: Memberships::of(config.membership.clone()),
            my_role: config.role,
            min_notification_ms: config.min_notification_ms,
            max_notification_ms: config.max_notification_ms,
            finalize_wait_ms: config.finalize_wait_ms,
        });
        Zab {
            core: Core::new(config, recovered),
            election,
            role: Role::Idle,
            lobby: BTreeMap::new(),
            abstains_until_ms: 0,
            votes: Vec::new(),
        }
    }

    /// The election's round, for votes that a test makes up.
    #[cfg(test)]
    pub(crate) fn round(&self) -> i64 {
        self.election.round()
    }

    /// Begins to look for a leader.
    pub fn start(&mut self, now_ms: u64, out: &mut Vec<Output>) {
        self.look(now_ms, out);
    }

    fn look(&mut self, now_ms: u64, out: &mut Vec<Output>) {
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

    fn after_election(&mut self, now_ms: u64, out: &mut Vec<Output>) {
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
    fn tell_election(&mut self) {
        self.election.set_memberships(self.core.memberships.clone(), self.core.role);
        self.election.set_oracle(self.core.may_elect_itself_ms());
    }

    /// What the oracle of an ensemble of two said at `asked_ms`. A permission lasts for a tick and has to be renewed. It is
    /// heeded with [`ZabConfig::oracle`], while there are two voters and no reconfiguration changes that.
    pub fn oracle(&mut self, now_ms: u64, asked_ms: u64, says: Oracle, out: &mut Vec<Output>) {
        self.core.hear_oracle(asked_ms, says);
        self.tell_election();
        match &self.role {
            Role::Looking => {
                self.election.tick(now_ms, &mut self.votes);
                self.after_election(now_ms, out);
            }
            Role::Leading(_) => {
                self.reconsider(now_ms, out);
                self.progress(now_ms, out);
            }
            Role::Idle | Role::Settling { .. } | Role::Learning(_) => {}
        }
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
    fn settle(&mut self, now_ms: u64, out: &mut Vec<Output>) {
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
    fn lose(&mut self, now_ms: u64, reason: String, out: &mut Vec<Output>) {
        self.leave(now_ms, reason, None, out);
    }

    /// The same, for a leader that a reconfiguration has named if there is one.
    fn leave(&mut self, now_ms: u64, reason: String, then: Option<ServerId>, out: &mut Vec<Output>) {
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

    fn progress(&mut self, now_ms: u64, out: &mut Vec<Output>) {
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

    /// A vote has come.
    pub fn notification(&mut self, now_ms: u64, from: ServerId, n: &Notification, out: &mut Vec<Output>) {
        self.hear_of_membership(now_ms, from, n, out);
        let turns_away = n.state == PeerState::Looking && self.election.has_supporter(from);
        self.election.notification(now_ms, from, n, &mut self.votes);
        self.after_election(now_ms, out);
        self.reconsider(now_ms, out);
        if let Role::Leading(leader) = &self.role
            && turns_away
            && leader.has_waited_enough(&self.core, now_ms)
        {
            let reason = format!("{from} looks for a leader again (leader.maxTimeToWaitForEpoch)");
            self.lose(now_ms, reason, out);
        }
    }

    /// While a leader is looked for, the newer membership of a member is taken over: it is active, so its reconfiguration is
    /// committed.
    ///
    /// Mirrors: ZooKeeper `FastLeaderElection.WorkerReceiver`.
    fn hear_of_membership(&mut self, now_ms: u64, from: ServerId, n: &Notification, out: &mut Vec<Output>) {
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
    fn reconsider(&mut self, now_ms: u64, out: &mut Vec<Output>) {
        if let Role::Leading(leader) = &self.role
            && !on(Mutant::NoSecondThoughts)
            && !leader.may_be_established(&self.core, now_ms, |sid| self.election.has_supporter(sid))
        {
            self.lose(now_ms, "too many of those who elected this server changed their mind".into(), out);
        }
    }

    /// The election connection to a member has come up or gone down.
    pub fn election_link(&mut self, now_ms: u64, peer: ServerId, up: bool, out: &mut Vec<Output>) {
        self.election.link(now_ms, peer, up, &mut self.votes);
        self.after_election(now_ms, out);
        self.reconsider(now_ms, out);
        if let Role::Learning(learner) = &self.role
            && !up
            && learner.is_dialing()
            && learner.leader() == peer
        {
            self.lose(now_ms, format!("the elected leader {peer} is gone"), out);
        }
    }

    /// A learner has opened a link to this server.
    pub fn accepted(&mut self, now_ms: u64, link: LinkId, door: Door, out: &mut Vec<Output>) {
        let refused = match (&mut self.role, door) {
            (Role::Leading(leader), Door::Quorum) => return leader.opened(now_ms, link),
            (Role::Learning(learner), Door::Observers) => match learner.observers_mut() {
                Some(observers) => return observers.opened(now_ms, link),
                None => "this server is not synchronised, or serves no observers".into(),
            },
            (Role::Learning(learner), Door::Quorum) => {
                format!("{} leads, not this server", learner.leader())
            }
            (Role::Idle | Role::Settling { .. } | Role::Looking, Door::Quorum) => {
                self.lobby.insert(link, Handler::new(now_ms));
                return;
            }
            (_, Door::Observers) => "this server follows no leader".into(),
        };
        out.push(Output::HangUp { link, reason: refused });
    }

    /// The link that [`Output::Dial`] asked for is open. It may be one that an election before this one asked for.
    pub fn dialed(&mut self, now_ms: u64, to: ServerId, link: LinkId, out: &mut Vec<Output>) {
        match &mut self.role {
            Role::Learning(learner) if learner.master() == to => {
                learner.opened(&mut self.core, now_ms, link, out)
            }
            _ => out.push(Output::HangUp { link, reason: "not needed any more".into() }),
        }
    }

    /// The link that [`Output::Dial`] asked for could not be opened.
    pub fn dial_failed(&mut self, now_ms: u64, to: ServerId, out: &mut Vec<Output>) {
        if let Role::Learning(learner) = &mut self.role
            && learner.master() == to
            && let Err(reason) = learner.dial_failed(&mut self.core, now_ms)
        {
            self.lose(now_ms, reason, out);
        }
    }

    /// A link is gone.
    pub fn closed(&mut self, now_ms: u64, link: LinkId, reason: &str, out: &mut Vec<Output>) {
        self.lobby.remove(&link);
        match &mut self.role {
            Role::Leading(leader) => {
                leader.closed(link);
                self.give_way(now_ms, out);
            }
            Role::Learning(learner) if learner.link() == Some(link) => {
                if let Err(reason) = learner.closed(&mut self.core, now_ms, reason) {
                    self.lose(now_ms, reason, out);
                }
            }
            Role::Learning(learner) => {
                if let Some(observers) = learner.observers_mut() {
                    observers.closed(link);
                }
            }
            _ => {}
        }
    }

    /// Lets the leader lead that a reconfiguration has named in this one's place.
    fn give_way(&mut self, now_ms: u64, out: &mut Vec<Output>) {
        if let Role::Leading(leader) = &self.role
            && let Some(successor) = leader.gives_way_to(now_ms)
        {
            let reason = format!("by a reconfiguration {successor} leads");
            self.leave(now_ms, reason, Some(successor), out);
        }
    }

    /// A packet has come.
    pub fn packet(
        &mut self,
        now_ms: u64,
        link: LinkId,
        packet: &QuorumPacket<'_>,
        out: &mut Vec<Output>,
    ) -> Passed {
        match &mut self.role {
            Role::Leading(leader) => {
                let passed = leader.packet(&mut self.core, now_ms, link, packet, out);
                if passed == Passed::No {
                    self.progress(now_ms, out);
                }
                passed
            }
            Role::Learning(learner) if learner.link() == Some(link) => {
                let result = learner.packet(&mut self.core, now_ms, packet, out);
                self.after_learner(now_ms, result, out)
            }
            Role::Learning(learner) => match learner.observers_mut() {
                Some(observers) => observers.packet(&self.core, now_ms, link, packet, out),
                None => Passed::No,
            },
            _ => {
                self.lobby_packet(now_ms, link, packet, out);
                Passed::No
            }
        }
    }

    fn after_learner(
        &mut self,
        now_ms: u64,
        result: Result<Passed, String>,
        out: &mut Vec<Output>,
    ) -> Passed {
        match result {
            Ok(passed) => {
                if let Role::Learning(learner) = &self.role
                    && learner.is_serving()
                {
                    self.election.set_epoch(learner.epoch());
                }
                passed
            }
            Err(reason) => {
                self.lose(now_ms, reason, out);
                Passed::No
            }
        }
    }

    fn lobby_packet(&mut self, now_ms: u64, link: LinkId, packet: &QuorumPacket<'_>, out: &mut Vec<Output>) {
        let Some(h) = self.lobby.get_mut(&link) else { return };
        h.heard_ms = now_ms;
        let greeting = matches!(packet.kind, PacketKind::FollowerInfo | PacketKind::ObserverInfo);
        let result = if greeting && h.stage == LearnerStage::New {
            h.greet(&self.core, packet)
        } else {
            Err(format!("{} out of turn", packet.kind))
        };
        if let Err(reason) = result {
            self.lobby.remove(&link);
            out.push(Output::HangUp { link, reason });
        }
    }

    /// The tree that follows SNAP has come whole; the owner holds it for [`Output::Install`]. `config` is what it says the
    /// membership is.
    pub fn snapshot(
        &mut self,
        now_ms: u64,
        link: LinkId,
        zxid: Zxid,
        config: Option<&str>,
        out: &mut Vec<Output>,
    ) {
        if let Role::Learning(learner) = &mut self.role
            && learner.link() == Some(link)
            && let Err(reason) = learner.snapshot(&mut self.core, now_ms, zxid, config, out)
        {
            self.lose(now_ms, reason, out);
        }
    }

    /// The answer to [`Output::ReadLog`]: transactions that follow, or why there are none.
    pub fn log_chunk(
        &mut self,
        link: LinkId,
        chunk: Result<Vec<(Zxid, Bytes)>, String>,
        out: &mut Vec<Output>,
    ) {
        match &mut self.role {
            Role::Leading(leader) => leader.log_chunk(&self.core, link, chunk, out),
            Role::Learning(learner) => {
                if let Some(observers) = learner.observers_mut() {
                    observers.log_chunk(&self.core, link, chunk, out);
                }
            }
            Role::Idle | Role::Settling { .. } | Role::Looking => {}
        }
    }

    /// The disk has done everything up to and with what carried this token.
    pub fn disk_done(&mut self, now_ms: u64, token: u64, out: &mut Vec<Output>) {
        self.core.disk_done(token);
        match &mut self.role {
            Role::Settling { .. } => self.settle(now_ms, out),
            Role::Leading(leader) if leader.replaced_by.is_some_and(|token| self.core.is_done(token)) => {
                self.lose(now_ms, "a backup has taken the place of the history".into(), out);
            }
            Role::Leading(_) => self.progress(now_ms, out),
            Role::Learning(learner) => {
                let result = learner.disk_done(&mut self.core, out).map(|()| Passed::No);
                self.after_learner(now_ms, result, out);
            }
            Role::Idle | Role::Looking => {}
        }
    }

    /// Proposes transactions. Each follows the one before it, the first one the last that was proposed.
    ///
    /// To be called only between [`Output::Leading`] and [`Output::Looking`].
    pub fn propose(&mut self, now_ms: u64, txns: Vec<(Zxid, Bytes)>, out: &mut Vec<Output>) {
        let Role::Leading(leader) = &mut self.role else { return };
        match leader.propose(&mut self.core, now_ms, txns, out) {
            Ok(()) => self.core.flush(out),
            Err(reason) => self.lose(now_ms, reason, out),
        }
    }

    /// A learner asks to be told once everything proposed until now is committed. The SYNC takes its place in the learner's
    /// stream: behind those COMMITs, and before that of anything proposed later.
    pub fn sync(&mut self, link: LinkId, out: &mut Vec<Output>) {
        if let Role::Leading(leader) = &mut self.role {
            leader.sync(&self.core, link, out);
        }
    }

    /// Hands over what the leader has called committed by now, and tells observers of it. For a SYNC, which stands behind
    /// that and in front of what the leader says next.
    pub fn catch_up(&mut self, out: &mut Vec<Output>) {
        if let Role::Learning(learner) = &mut self.role {
            learner.catch_up(&mut self.core, out);
        }
    }

    /// The leader's answer to a sync that an observer of this follower has forwarded has come; see [`Zab::catch_up`].
    pub fn answer_sync(&self, link: LinkId, out: &mut Vec<Output>) {
        if let Role::Learning(learner) = &self.role
            && let Some(observers) = learner.observers()
        {
            observers.answer_sync(link, out);
        }
    }

    /// SYNCs that wait for what was proposed before them.
    pub fn pending_syncs(&self) -> usize {
        match &self.role {
            Role::Leading(leader) => leader.pending_syncs(),
            _ => 0,
        }
    }

    /// Hands what has come together to the disk, commits what can be committed, and gives up old history. To be called
    /// after every run of inputs, when all outputs of before have been dealt with.
    pub fn flush(&mut self, now_ms: u64, out: &mut Vec<Output>) {
        self.core.flush(out);
        let mut needed = self.core.applied;
        match &mut self.role {
            Role::Leading(leader) => {
                needed = needed.min(leader.needed_behind(&self.core).unwrap_or(needed));
                leader.try_commit(&mut self.core, now_ms, out);
            }
            Role::Learning(learner) => {
                needed = needed.min(learner.observers().and_then(|o| o.needed_behind()).unwrap_or(needed));
                if let Some(change) = learner.commit(&mut self.core, out) {
                    let reason = format!("a reconfiguration: {} leads", change.leader);
                    self.leave(now_ms, reason, Some(change.leader), out);
                }
            }
            Role::Idle | Role::Settling { .. } | Role::Looking => {}
        }
        self.give_way(now_ms, out);
        self.tell_election();
        self.core.history.trim(needed);
    }

    /// Time has passed.
    pub fn tick(&mut self, now_ms: u64, out: &mut Vec<Output>) {
        let limit = self.core.config.tick_ms * self.core.config.init_limit;
        let stale: Vec<LinkId> =
            self.lobby.iter().filter(|(_, h)| now_ms >= h.heard_ms + limit).map(|(l, _)| *l).collect();
        for link in stale {
            self.lobby.remove(&link);
            out.push(Output::HangUp { link, reason: "no leader was elected".into() });
        }
        let result = match &mut self.role {
            Role::Leading(leader) => leader.tick(&mut self.core, now_ms, out),
            Role::Learning(learner) => learner.tick(&mut self.core, now_ms, out),
            Role::Looking if self.abstains_until_ms != 0 && now_ms >= self.abstains_until_ms => {
                // Nobody else was elected meanwhile.
                self.abstains_until_ms = 0;
                self.look(now_ms, out);
                Ok(())
            }
            Role::Looking => {
                self.election.tick(now_ms, &mut self.votes);
                self.after_election(now_ms, out);
                Ok(())
            }
            Role::Settling { .. } => {
                self.settle(now_ms, out);
                Ok(())
            }
            Role::Idle => Ok(()),
        };
        match result {
            Ok(()) => {
                self.progress(now_ms, out);
                self.give_way(now_ms, out);
            }
            Err(reason) => self.lose(now_ms, reason, out),
        }
    }

    /// When [`Zab::tick`] is to be called next, in monotonic milliseconds.
    pub fn next_timeout_ms(&self) -> u64 {
        let limit = self.core.config.tick_ms * self.core.config.init_limit;
        let lobby = self.lobby.values().map(|h| h.heard_ms + limit).min().unwrap_or(u64::MAX);
        let role = match &self.role {
            Role::Leading(leader) => leader.next_timeout_ms(&self.core),
            Role::Learning(learner) => learner.next_timeout_ms(&self.core),
            Role::Looking => {
                let abstains = Some(self.abstains_until_ms).filter(|ms| *ms != 0).unwrap_or(u64::MAX);
                self.election.next_timeout_ms().unwrap_or(u64::MAX).min(abstains)
            }
            Role::Settling { token, until_ms, .. } if token.is_none_or(|t| self.core.is_done(t)) => *until_ms,
            Role::Idle | Role::Settling { .. } => u64::MAX,
        };
        role.min(lobby)
    }

    /// The transactions in `(after, upto]`, for applying them.
    pub fn entries(&self, after: Zxid, upto: Zxid) -> impl Iterator<Item = &Entry> {
        self.core.history.range(after, upto)
    }

    /// Settings.
    pub fn config(&self) -> &ZabConfig {
        &self.core.config
    }

    /// The memberships that count.
    pub fn memberships(&self) -> &Memberships {
        &self.core.memberships
    }

    /// The last transaction that was proposed in this epoch, or the epoch's start. Of a leader.
    pub fn proposed(&self) -> Option<Zxid> {
        match &self.role {
            Role::Leading(leader) => Some(leader.proposed()),
            _ => None,
        }
    }

    /// The end of the history here, durable or not.
    pub fn last_logged(&self) -> Zxid {
        self.core.history.last()
    }

    /// The end of what is on disk here.
    pub fn durable(&self) -> Zxid {
        self.core.durable
    }

    /// What has been handed to the state machine.
    pub fn applied(&self) -> Zxid {
        self.core.applied
    }

    /// The promised and the adopted epoch.
    pub fn epochs(&self) -> (i64, i64) {
        (self.core.accepted_epoch, self.core.current_epoch)
    }

    /// The state as it is told to others.
    pub fn state(&self) -> PeerState {
        match &self.role {
            Role::Idle | Role::Settling { .. } | Role::Looking => PeerState::Looking,
            Role::Leading(_) => PeerState::Leading,
            Role::Learning(learner) if learner.is_observer() => PeerState::Observing,
            Role::Learning(_) => PeerState::Following,
        }
    }

    /// `election`, `discovery`, `synchronization` or `broadcast`, as ZooKeeper calls them.
    pub fn phase(&self) -> &'static str {
        match &self.role {
            Role::Idle | Role::Settling { .. } | Role::Looking => "election",
            Role::Leading(leader) => leader.stage_name(),
            Role::Learning(learner) => learner.stage_name(),
        }
    }

    /// The leader that this member follows or is.
    pub fn leader(&self) -> Option<ServerId> {
        match &self.role {
            Role::Leading(_) => Some(self.core.config.my_id),
            Role::Learning(learner) => Some(learner.leader()),
            _ => None,
        }
    }

    /// Whom this learner has its history from: the leader, or for an observer maybe a follower.
    pub fn master(&self) -> Option<ServerId> {
        match &self.role {
            Role::Learning(learner) => Some(learner.master()),
            _ => None,
        }
    }

    /// True if this server follows and takes observers.
    pub fn serves_observers(&self) -> bool {
        matches!(&self.role, Role::Learning(learner) if learner.observers().is_some())
    }

    /// The link to the leader, or to whom the history comes from in its place.
    pub fn leader_link(&self) -> Option<LinkId> {
        match &self.role {
            Role::Learning(learner) => learner.link(),
            _ => None,
        }
    }

    /// The learners of a leader, or the observers of a follower.
    pub fn learners(&self) -> impl Iterator<Item = LearnerStatus> {
        let learners = match &self.role {
            Role::Leading(leader) => Some(leader.learners()),
            Role::Learning(learner) => learner.observers().map(|o| o.links()),
            Role::Idle | Role::Settling { .. } | Role::Looking => None,
        };
        learners.into_iter().flatten().map(|(link, h)| LearnerStatus {
            link: *link,
            sid: h.sid,
            participant: h.participant,
            voter: h.may_count() && self.core.memberships.is_voter(h.sid),
            synced: h.stage == LearnerStage::Active,
            acked: h.acked,
            sync_mode: h.sync_mode,
            heard_ms: h.heard_ms,
        })
    }

    /// True for a leader in service that has lost its quorum and can commit nothing. It gives up if that stays so.
    pub fn lacks_quorum(&self, now_ms: u64) -> bool {
        matches!(&self.role, Role::Leading(leader) if leader.lacks_quorum(&self.core, now_ms))
    }

    /// When the leadership was established, in monotonic milliseconds.
    pub fn leading_since_ms(&self) -> Option<u64> {
        match &self.role {
            Role::Leading(leader) if leader.is_established() => Some(leader.established_ms()),
            _ => None,
        }
    }
}
