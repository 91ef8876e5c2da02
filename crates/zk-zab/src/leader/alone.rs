//! Leading without the other voter of an ensemble of two, which is no quorum: an oracle may permit it.
//!
//! Invariants:
//! - **Without a permission of this moment nothing is done that two voters would not do without an oracle.**
//! - The oracle decides in place of a voter that is not here. Of one that is here the word is needed: for an epoch from its
//!   FOLLOWERINFO on, for a transaction once it has taken over the history.
//! - A leader that the other voter has elected, too, waits for it until it is established.
//! - **No two servers choose one number for an epoch alone**, whatever the oracle says: what they propose would be taken for the
//!   same history.
//!
//! Mirrors: ZooKeeper `QuorumOracleMaj`. Differs: Java takes the next number for an epoch chosen alone, too.

use zk_mutants::{Mutant, on};

use super::handler::MAX_EPOCH;
use super::{Handler, Leader, LearnerStage};
use crate::Output;
use crate::core::Core;

/// The first epoch from this one on that this server may choose alone: odd ones are one voter's, even ones the other's.
pub(super) fn own_epoch(core: &Core, epoch: i64) -> i64 {
    if is_own(core, epoch) || epoch >= MAX_EPOCH { epoch } else { epoch + 1 }
}

fn is_own(core: &Core, epoch: i64) -> bool {
    if on(Mutant::LoneEpochsAlike) {
        return true;
    }
    core.memberships.voters().first().map_or(0, |first| i64::from(*first == core.config.my_id)) == epoch & 1
}

impl Leader {
    /// True if the other voter is not here and an oracle permits this server to go on without it.
    pub(super) fn is_alone(&self, core: &Core, now_ms: u64) -> bool {
        // One that vouches for nothing will be brought up, and has nothing to say before.
        let vouches = |h: &Handler| h.stage != LearnerStage::Promised || h.promise_counts;
        // The other voter may not have promised the epoch of one that is not established.
        let may_be_chosen =
            self.is_established() || (self.is_elected_alone && (self.epoch < 0 || is_own(core, self.epoch)));
        may_be_chosen && !self.outdone && self.lacks_other(core, now_ms, vouches)
    }

    /// True if an oracle permits this server to commit what it has on disk itself: the other voter has not taken over the
    /// history.
    pub(super) fn commits_alone(&self, core: &Core, now_ms: u64) -> bool {
        self.lacks_other(core, now_ms, Handler::has_adopted)
    }

    fn lacks_other(&self, core: &Core, now_ms: u64, is_here: impl Fn(&Handler) -> bool) -> bool {
        let other = |h: &Handler| h.may_count() && core.memberships.is_voter(h.sid) && is_here(h);
        core.is_permitted(now_ms) && (!self.learners.values().any(other) || on(Mutant::OtherVoterIgnored))
    }

    /// Tells the operator once when it begins and once when it ends.
    pub(super) fn say_alone(&mut self, core: &Core, now_ms: u64, out: &mut Vec<Output>) {
        let is_alone = self.is_established() && self.is_alone(core, now_ms);
        if is_alone != self.said_alone {
            self.said_alone = is_alone;
            let text = match is_alone {
                true => "the other voter is gone: the oracle permits this server to lead and commit alone",
                false => "this server does not lead alone any more",
            };
            out.push(Output::Note { alarm: false, text: text.into() });
        }
    }
}
