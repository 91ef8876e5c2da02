//! What a learner must be sent so that its history becomes the leader's.
//!
//! Mirrors: ZooKeeper `LearnerHandler.syncFollower`. Differs: **a DIFF only behind a transaction that is provably in
//! this history** (an exact match, or an epoch's start), a TRUNC only to one that the learner provably has
//! (known-bugs K-18, K-26); everything else gets a SNAP.

use zk_mutants::{Mutant, on};
use zk_proto::Zxid;

use crate::History;
use crate::core::{Core, UNTRUSTED};

/// The plan for one learner.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Plan {
    /// What is behind `after`.
    Diff { after: Zxid },
    /// Cut to here, then what is behind.
    Trunc { to: Zxid },
    /// Read the log behind `after` up to the base of what is in memory; a SNAP if that fails.
    Log { after: Zxid },
    /// The whole tree.
    Snap,
}

/// `learner` is the end of the learner's history, `committed` that of what this leader calls committed.
pub(crate) fn plan(core: &Core, learner: Zxid, committed: Zxid) -> Plan {
    let history = &core.history;
    if learner == UNTRUSTED || learner < Zxid::ZERO || core.config.force_snapshot {
        return Plan::Snap;
    }
    if learner == committed {
        return Plan::Diff { after: learner };
    }
    // An epoch's first zxid is no transaction: who claims it has the history with which that epoch was
    // established, which is a part of every later leader's.
    let epoch_start = learner.counter() == 0 && learner != Zxid::ZERO;
    if learner > committed && on(Mutant::EmptyDiffByEpoch) {
        return Plan::Diff { after: learner };
    }
    if learner > committed {
        // Counters have no gap within an epoch, so it has what comes before in the same one; and who has a
        // proposal of this leader has adopted the history in front of it.
        let same_epoch = committed.epoch() == learner.epoch() && committed.counter() > 0;
        let has_it = !epoch_start && (same_epoch || history.contains(learner));
        return if has_it { Plan::Trunc { to: committed } } else { Plan::Snap };
    }
    if on(Mutant::DiffAcrossRestore) && History::follows(learner, history.base()) {
        return Plan::Diff { after: history.base() };
    }
    if learner < history.base() && on(Mutant::RingMinIgnored) {
        return Plan::Diff { after: history.base() };
    }
    if learner < history.base() {
        return Plan::Log { after: learner };
    }
    if history.contains(learner) {
        return Plan::Diff { after: learner };
    }
    let before = history.floor(learner);
    if epoch_start || on(Mutant::DiffOverTail) {
        Plan::Diff { after: before }
    } else if before.epoch() == learner.epoch() && before.counter() > 0 {
        Plan::Trunc { to: before }
    } else {
        Plan::Snap
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use bytes::Bytes;
    use zk_proto::ServerId;

    use super::*;
    use crate::{Groups, MemberRole, Membership, Recovered, ZabConfig};

    const fn z(epoch: u32, counter: u32) -> Zxid {
        Zxid::new(epoch, counter)
    }

    fn core() -> Core {
        let members = [(ServerId(1), MemberRole::Participant)];
        let membership = Membership::new(members, Groups::default(), 0, Arc::from("")).unwrap();
        let config = ZabConfig::for_tests(ServerId(1), Arc::new(membership));
        let recovered = Recovered { accepted_epoch: 8, current_epoch: 8, last_zxid: z(7, 2) };
        let mut core = Core::new(config, recovered);
        for zxid in [z(7, 3), z(8, 1), z(8, 2)] {
            core.append(zxid, Bytes::from_static(b"x"), &mut Vec::new()).unwrap();
        }
        core
    }

    #[test]
    fn each_learner_gets_what_is_right_for_it() {
        let core = core();
        let end = z(8, 2);
        for (learner, expected) in [
            (Zxid(-1), Plan::Snap),
            (z(8, 2), Plan::Diff { after: z(8, 2) }),
            (z(8, 1), Plan::Diff { after: z(8, 1) }),
            (z(7, 2), Plan::Diff { after: z(7, 2) }),
            (z(7, 1), Plan::Log { after: z(7, 1) }),
            (Zxid::ZERO, Plan::Log { after: Zxid::ZERO }),
            // zk1154: an old leader with a tail that nobody else has.
            (z(7, 4), Plan::Trunc { to: z(7, 3) }),
            (z(8, 5), Plan::Trunc { to: z(8, 2) }),
            (z(8, 0), Plan::Diff { after: z(7, 3) }),
            (z(9, 0), Plan::Snap),
            (z(9, 1), Plan::Snap),
        ] {
            assert_eq!(plan(&core, learner, end), expected, "{learner}");
        }
        // A tail of an epoch of which nothing is in this history.
        let mut other = core;
        other.history.truncate(z(7, 3));
        other.append(z(9, 1), Bytes::from_static(b"x"), &mut Vec::new()).unwrap();
        assert_eq!(plan(&other, z(8, 1), z(9, 1)), Plan::Snap);
    }

    #[test]
    fn what_is_proposed_and_not_committed_is_cut_and_sent_again() {
        assert_eq!(plan(&core(), z(8, 2), z(8, 1)), Plan::Trunc { to: z(8, 1) });
        assert_eq!(plan(&core(), z(8, 1), z(7, 3)), Plan::Trunc { to: z(7, 3) });
    }
}
