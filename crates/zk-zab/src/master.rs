//! Whom a learner has its history from.

use std::fmt;

use zk_proto::ServerId;

use crate::Door;
use crate::core::Core;
use crate::pacing::spread;

/// The leader, or for an observer a follower that serves observers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Master {
    pub(crate) sid: ServerId,
    pub(crate) door: Door,
}

impl Master {
    pub(crate) fn leader(sid: ServerId) -> Master {
        Master { sid, door: Door::Quorum }
    }

    /// Whose turn it is to be called by an observer of this leader; the leader's if there is nobody else.
    ///
    /// Mirrors: ZooKeeper `QuorumPeer.nextObserverMaster`: the voters in an order that each observer has for itself, one after
    /// the other. Differs: the order follows from the observer's id and not from chance, which spreads observers as well and
    /// can be replayed; the leader, which serves nobody at that port, is left out.
    pub(crate) fn next(core: &mut Core, leader: ServerId) -> Master {
        let me = core.config.my_id;
        let voters = core.memberships.active().voters().filter(|sid| *sid != leader && *sid != me);
        let mut order: Vec<ServerId> = voters.collect();
        order.sort_unstable_by_key(|sid| (spread(me.0 as u64, sid.0 as u64), *sid));
        let turn = core.calls;
        core.calls = core.calls.wrapping_add(1);
        match order.get(turn % order.len().max(1)) {
            Some(sid) => Master { sid: *sid, door: Door::Observers },
            None => Master::leader(leader),
        }
    }

    /// How long an observer of this leader waits before its next call: it has a list of followers to go through first.
    ///
    /// Mirrors: ZooKeeper `QuorumPeer.findLearnerMaster`.
    pub(crate) fn pause_ms(core: &mut Core, leader: ServerId) -> u64 {
        let me = core.config.my_id;
        let followers = core.memberships.active().voters().filter(|sid| *sid != leader && *sid != me).count();
        let has_list = core.config.observer_masters && followers > 0;
        let goes_on = has_list && (core.calls == 0 || !core.calls.is_multiple_of(followers));
        if goes_on { 0 } else { core.pause_ms(core.config.pacing.reconnect_delay_ms) }
    }
}

impl fmt::Display for Master {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.door {
            Door::Quorum => write!(f, "leader {}", self.sid),
            Door::Observers => write!(f, "observer master {}", self.sid),
        }
    }
}
