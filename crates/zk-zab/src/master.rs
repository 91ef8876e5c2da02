//! Whom a learner has its history from.

use std::fmt;

use zk_proto::ServerId;

use crate::Door;
use crate::core::Core;

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
        order.sort_unstable_by_key(|sid| (spread(me, *sid), *sid));
        let turn = core.calls;
        core.calls = core.calls.wrapping_add(1);
        match order.get(turn % order.len().max(1)) {
            Some(sid) => Master { sid: *sid, door: Door::Observers },
            None => Master::leader(leader),
        }
    }
}

/// A number that looks as if it had nothing to do with the two (splitmix64's last step).
fn spread(observer: ServerId, voter: ServerId) -> u64 {
    let mut z = (observer.0 as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ voter.0 as u64;
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

impl fmt::Display for Master {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.door {
            Door::Quorum => write!(f, "leader {}", self.sid),
            Door::Observers => write!(f, "observer master {}", self.sid),
        }
    }
}
