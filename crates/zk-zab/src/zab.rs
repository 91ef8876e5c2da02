//! The machine: election, then leader or learner, then election again.

mod restore;
mod roles;
mod status;

use std::collections::BTreeMap;

use bytes::Bytes;
use zk_proto::election::{Notification, PeerState};
use zk_proto::quorum::{PacketKind, QuorumPacket};
use zk_proto::{ServerId, Zxid};

use crate::core::{Core, Recovered, ZabConfig};
use crate::leader::{Handler, Leader, LearnerStage};
use crate::learner::Learner;
use crate::{Door, Election, ElectionConfig, ElectionOutput, LinkId, Memberships, Oracle, Output};

pub use status::LearnerStatus;

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

    /// Begins to look for a leader.
    pub fn start(&mut self, now_ms: u64, out: &mut Vec<Output>) {
        self.look(now_ms, out);
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
}
