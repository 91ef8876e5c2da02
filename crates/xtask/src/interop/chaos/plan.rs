//! What is done to an ensemble and when, as it follows from a seed.

use std::fmt;
use std::time::Duration;
use zkd_tests::rng::Rng;

/// The member a fault hits, found when its time has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Who {
    Leader,
    /// The n-th of those that do not lead.
    Follower(usize),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// Cut off from all members, clients included or not.
    Isolate {
        who: Who,
        clients: bool,
    },
    /// Hears nobody.
    Deaf(Who),
    /// Is heard by nobody.
    Mute(Who),
    /// The election ports alone are cut.
    NoElections(Who),
    /// The quorum ports alone are cut.
    NoQuorum(Who),
    /// The two others do not see each other; this one sees both.
    Bridge(Who),
    /// Every connection between members is slow.
    Slow(Duration),
    /// Every connection is reset at once, again and again.
    ResetAll,
    /// What the leader sends to a follower ends in the middle of a packet.
    CutMidFrame {
        follower: usize,
        bytes: usize,
    },
    /// The clients of a member are cut off from it.
    NoClients(Who),
    Kill(Who),
    KillAll,
    Pause(Who),
    PauseAll,
    /// Stopped by SIGTERM and started again.
    Restart(Who),
    /// Loses its disk and comes back empty. One at a time only: more would destroy what was promised.
    Wipe(Who),
}

impl Fault {
    fn name(&self) -> &'static str {
        match self {
            Fault::Isolate { clients: false, .. } => "isolate",
            Fault::Isolate { clients: true, .. } => "isolate-with-clients",
            Fault::Deaf(_) => "deaf",
            Fault::Mute(_) => "mute",
            Fault::NoElections(_) => "no-elections",
            Fault::NoQuorum(_) => "no-quorum",
            Fault::Bridge(_) => "bridge",
            Fault::Slow(_) => "slow",
            Fault::ResetAll => "reset-all",
            Fault::CutMidFrame { .. } => "cut-mid-frame",
            Fault::NoClients(_) => "no-clients",
            Fault::Kill(_) => "kill",
            Fault::KillAll => "kill-all",
            Fault::Pause(_) => "pause",
            Fault::PauseAll => "pause-all",
            Fault::Restart(_) => "restart",
            Fault::Wipe(_) => "wipe",
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())?;
        match self {
            Fault::Isolate { who, .. }
            | Fault::Deaf(who)
            | Fault::Mute(who)
            | Fault::NoElections(who)
            | Fault::NoQuorum(who)
            | Fault::Bridge(who)
            | Fault::NoClients(who)
            | Fault::Kill(who)
            | Fault::Pause(who)
            | Fault::Restart(who)
            | Fault::Wipe(who) => write!(f, " {who}"),
            Fault::Slow(delay) => write!(f, " {} ms", delay.as_millis()),
            Fault::CutMidFrame { follower, bytes } => write!(f, " follower {follower} after {bytes} bytes"),
            Fault::ResetAll | Fault::KillAll | Fault::PauseAll => Ok(()),
        }
    }
}

impl fmt::Display for Who {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Who::Leader => f.write_str("the leader"),
            Who::Follower(n) => write!(f, "follower {n}"),
        }
    }
}

#[derive(Clone, Debug)]
pub(super) struct Step {
    pub(super) fault: Fault,
    pub(super) hold: Duration,
}

#[derive(Clone, Debug)]
pub(super) struct Plan {
    pub(super) steps: Vec<Step>,
}

/// What a step takes besides its own time: to see the ensemble lively before and after it.
const AROUND: Duration = Duration::from_millis(2500);

impl Plan {
    /// As many steps as fit; every kind of fault comes before any comes again.
    pub(super) fn new(rng: &mut Rng, voters: usize, length: Duration, only: Option<&[&str]>) -> Plan {
        let mut steps = Vec::new();
        let mut spent = Duration::ZERO;
        let mut deck: Vec<Fault> = Vec::new();
        while spent < length {
            if deck.is_empty() {
                deck = deal(rng, voters.saturating_sub(1).max(1));
                deck.retain(|fault| only.is_none_or(|only| only.contains(&fault.name())));
            }
            if deck.is_empty() {
                break;
            }
            let fault = deck.swap_remove(rng.below(deck.len()));
            // Shorter than any time-out, or longer than most.
            let long = rng.chance(60);
            let hold = Duration::from_millis(
                if long { 2000 + rng.below(4000) } else { 100 + rng.below(1200) } as u64,
            );
            spent += hold + AROUND;
            steps.push(Step { fault, hold });
        }
        Plan { steps }
    }
}

impl fmt::Display for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (number, step) in self.steps.iter().enumerate() {
            writeln!(f, "  {:2}. {} for {} ms", number + 1, step.fault, step.hold.as_millis())?;
        }
        Ok(())
    }
}

/// One fault of each kind, those that differ between leader and follower twice.
fn deal(rng: &mut Rng, followers: usize) -> Vec<Fault> {
    let mut follower = || Who::Follower(rng.below(followers));
    let mut deck = vec![
        Fault::Isolate { who: Who::Leader, clients: false },
        Fault::Isolate { who: Who::Leader, clients: true },
        Fault::Isolate { who: follower(), clients: false },
        Fault::Deaf(Who::Leader),
        Fault::Deaf(follower()),
        Fault::Mute(Who::Leader),
        Fault::Mute(follower()),
        Fault::NoElections(Who::Leader),
        Fault::NoQuorum(Who::Leader),
        Fault::Bridge(follower()),
        Fault::Bridge(Who::Leader),
        Fault::NoClients(follower()),
        Fault::ResetAll,
        Fault::Kill(Who::Leader),
        Fault::Kill(Who::Leader),
        Fault::Kill(follower()),
        Fault::KillAll,
        Fault::Pause(Who::Leader),
        Fault::Pause(follower()),
        Fault::PauseAll,
        Fault::Restart(Who::Leader),
        Fault::Restart(follower()),
        Fault::Wipe(follower()),
    ];
    deck.push(Fault::Slow(Duration::from_millis(5 + rng.below(60) as u64)));
    deck.push(Fault::CutMidFrame { follower: rng.below(followers), bytes: 1 + rng.below(3000) });
    deck
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_is_a_plan() {
        let plan = |seed| Plan::new(&mut Rng::new(seed), 3, Duration::from_secs(300), None).to_string();
        assert_eq!(plan(4), plan(4));
        assert_ne!(plan(4), plan(5));
        let long = plan(6);
        for name in ["isolate", "kill", "pause", "cut-mid-frame", "wipe", "slow", "bridge"] {
            assert!(long.contains(name), "{name}");
        }
    }
}
