//! Planted mistakes against the checkers: which kind of seeds finds each, and the search for it.

mod focus;

use std::time::{Duration, Instant};

use zk_mutants::Mutant;

use crate::batch::{Case, OPS, run_plan};
use crate::ghost::Violation;
use crate::plan::Profile;
use crate::script::{self, Script};
pub use focus::Focus;

/// How a mistake is to be found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hunt {
    /// By seeds of this family, and by the general mix.
    Seeds(Focus),
    /// By seeds, but not within the time of every change: more than so many are needed.
    Long(Focus, u32),
    /// By its script alone, since no seed can come there: why.
    Script(&'static str),
}

/// How this one is to be found.
pub fn hunt(mutant: Mutant) -> Hunt {
    use Mutant as M;
    use Profile::{Disk, Elect, Mixed, Session, Sync};
    let profile = |p| Hunt::Seeds(Focus::Profile(p));
    match mutant {
        M::GapAccepted => Hunt::Script("no leader of ours sends a gap"),
        M::EarlyAckCounts | M::EarlyAckFatal => {
            Hunt::Script("no learner of ours acknowledges a proposal before NEWLEADER")
        }
        M::GapIgnored => Hunt::Script("no planned fault removes a log file"),
        M::DamageIsTorn | M::MarkStays => Hunt::Script("no planned fault damages what is durable"),
        M::TornIsFatal => Hunt::Script("no log file of ours exists before it has a record"),
        M::EpochBehindLogFatal => Hunt::Script("no epoch file of ours is behind the log"),
        M::SnapshotsOutliveTrunc => Hunt::Script("no snapshot of ours holds what is not committed"),
        M::EmptyHistoryCounts => Hunt::Script("no planned fault takes a disk away"),
        M::CommitFatalBeforeUpToDate | M::AckForgotten | M::NoSecondThoughts => {
            Hunt::Script("it costs time, and the bounds of the liveness phase are wider")
        }
        M::MasterAnswersSync | M::MasterSyncOvertakes => {
            Hunt::Script("what a sync promises in real time is not checked in runs from seeds")
        }
        M::MasterOrdersForget => Hunt::Script("an observer of ours refuses, and asks the next one"),
        M::OtherVoterIgnored => Hunt::Script("an oracle that tells the truth permits it"),
        M::LoneEpochsAlike => Hunt::Script(
            "an oracle that tells the truth permits nobody who does not know of the other's epoch",
        ),
        M::ResignStands => Hunt::Script("who leads next is no matter of safety"),
        M::ResignAlone => Hunt::Script("it costs time, and the bounds of the liveness phase are wider"),
        M::DiffAcrossRestore | M::RestoreInPlace | M::RestoreAnsweredEarly => Hunt::Seeds(Focus::Restore),
        M::PermissionStays | M::OracleUnasked => Hunt::Seeds(Focus::Pair),
        M::ReadsGoOn | M::ReadsForAll | M::ReadsDisown => Hunt::Seeds(Focus::Readers),
        M::MasterTellsLogged => Hunt::Seeds(Focus::Masters),
        M::SyncLocal => Hunt::Script("what a sync promises in real time is not checked in runs from seeds"),
        M::CounterRunsOut => Hunt::Script("nobody writes four thousand million transactions"),
        M::DiffOverTail | M::EmptyDiffByEpoch | M::TruncIgnored | M::ZxidIgnoresEpoch => {
            Hunt::Seeds(Focus::Tails)
        }
        M::TruncInclusive | M::TruncOneTooFew | M::TruncNotSynced | M::DirtySnapshot => {
            Hunt::Seeds(Focus::Tails)
        }
        M::SnapInMemory | M::SnapBeforeInit | M::NewLeaderOvertakesSnap | M::InstallRemovesFirst => {
            Hunt::Seeds(Focus::Snap)
        }
        M::RingMinIgnored
        | M::RingHole
        | M::RingOffByOne
        | M::RingTrimmedWhileRead
        | M::CommitWithoutProposal
        | M::LogAcrossGap => Hunt::Seeds(Focus::Log),
        // A server must have promised an epoch that came to nothing, above that of the leader it meets next.
        M::OldEpochAccepted => Hunt::Long(Focus::Stages, 438),
        M::TailCommitted => Hunt::Seeds(Focus::Slow),
        M::ClaimsSyncTarget | M::CandidateEpochZxid | M::PromisesAny | M::AheadLearnerIgnored => {
            Hunt::Seeds(Focus::Stages)
        }
        M::ClaimsApplied
        | M::ForgetsQueued
        | M::LeaderPromisesInMemory
        | M::AcceptedInMemory
        | M::RoundsMustMatch
        | M::QuorumOffByOne
        | M::ObserverCounted => profile(Elect),
        M::EpochBeforeHistory
        | M::EpochOvertakesAppend
        | M::LogNotSynced
        | M::MarkAhead
        | M::DirectoryNotSynced
        | M::EpochNotSynced
        | M::EpochNameNotSynced
        | M::WriteErrorIgnored
        | M::SyncRetried
        | M::PurgeOneTooMany
        | M::LogUnderFinalName => profile(Disk),
        // A request must be on its way from a learner while the leader lets its session expire.
        M::ClosedForgotten => Hunt::Long(Focus::Locals, 275),
        M::LocalOwns | M::LocalStays | M::LocalOutlives => Hunt::Seeds(Focus::Locals),
        M::SessionIdsFromClock | M::ExpireOnWallClock | M::MoveUnchecked => profile(Session),
        M::NextMembershipIgnored | M::MembershipNotNoted | M::ReconfigByOldRules => {
            Hunt::Seeds(Focus::Reconfig)
        }
        M::CommitOnOwnAck | M::ReplyBeforeQuorum | M::AppliesProposals | M::CommitsRunAhead => profile(Mixed),
        M::ForwardAfterAck
        | M::InformAtProposal
        | M::UpToDateEarly
        | M::AckBeforeHistory
        | M::AckOnReceive
        | M::ServesBeforeUpToDate => profile(Sync),
    }
}

/// A mistake that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The seed.
    pub seed: u64,
    /// How many seeds were run, this one among them.
    pub seeds: u64,
    /// By which check.
    pub violation: Violation,
}

/// What came of a search.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Search {
    /// What was found.
    pub found: Option<Found>,
    /// Seeds that were run.
    pub seeds: u64,
    /// Those that fail without the mistake, too.
    pub fails_anyway: Vec<u64>,
    /// Wall clock.
    pub took: Duration,
}

/// Makes a mistake in this thread and runs seeds until one notices; `focus` is `None` for all profiles in rotation.
pub fn search(mutant: Mutant, focus: Option<Focus>, from: u64, seeds: u64, limit: Duration) -> Search {
    let begun = Instant::now();
    zk_mutants::choose(Some(mutant));
    let mut run = 0;
    let (mut found, mut fails_anyway) = (None, Vec::new());
    while found.is_none() && run < seeds && begun.elapsed() < limit {
        let seed = from.wrapping_add(run);
        let profile = Profile::ALL[(seed % Profile::ALL.len() as u64) as usize];
        let plan = match focus {
            Some(focus) => focus.plan(seed),
            None => Case { seed, profile, ops: OPS }.plan(),
        };
        let out = run_plan(&plan);
        run += 1;
        let Some(violation) = out.violation else { continue };
        zk_mutants::choose(None);
        // What fails without the mistake says nothing about it.
        if run_plan(&plan).violation.is_none() {
            found = Some(Found { seed, seeds: run, violation });
        } else {
            fails_anyway.push(seed);
        }
        zk_mutants::choose(Some(mutant));
    }
    zk_mutants::choose(None);
    Search { found, seeds: run, fails_anyway, took: begun.elapsed() }
}

/// Runs seeds of a family without any mistake; whatever fails is a mistake that nobody planted.
pub fn without(focus: Focus, from: u64, seeds: u64, limit: Duration) -> Search {
    let begun = Instant::now();
    let mut s = Search { found: None, seeds: 0, fails_anyway: Vec::new(), took: Duration::ZERO };
    while s.found.is_none() && s.seeds < seeds && begun.elapsed() < limit {
        let seed = from.wrapping_add(s.seeds);
        s.seeds += 1;
        let violation = run_plan(&focus.plan(seed)).violation;
        s.found = violation.map(|violation| Found { seed, seeds: s.seeds, violation });
    }
    s.took = begun.elapsed();
    s
}

/// What a script did against a mistake that it must notice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tried {
    /// The script.
    pub script: String,
    /// By which check it noticed, or `Err` with what happened instead.
    pub result: Result<&'static str, String>,
}

/// Makes a mistake in this thread and runs the scripts that must notice it.
pub fn try_scripts(mutant: Mutant, scripts: &[Script]) -> Vec<Tried> {
    let mut out = Vec::new();
    for script in scripts {
        let Some(expected) = script.mutants.iter().find(|e| e.mutant == mutant) else { continue };
        zk_mutants::choose(Some(mutant));
        let ran = script.run(false);
        zk_mutants::choose(None);
        let result = match ran {
            Ok(_) => Err("it passes".to_string()),
            Err(f) if expected.breaks.iter().any(|b| b == f.violation.invariant) => Ok(f.violation.invariant),
            Err(f) => Err(f.to_string()),
        };
        out.push(Tried { script: script.name.clone(), result });
    }
    out
}

/// The scripts, for whoever asks for mistakes.
///
/// # Errors
/// One of them is none.
pub fn scripts() -> Result<Vec<Script>, script::ParseError> {
    script::schedules()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_only_a_script_can_find_has_a_script() {
        let scripts = scripts().unwrap();
        for m in Mutant::ALL {
            let has = scripts.iter().any(|s| s.mutants.iter().any(|e| e.mutant == *m));
            assert!(has || !matches!(hunt(*m), Hunt::Script(_)), "{} has no script", m.name());
        }
    }

    #[test]
    fn scripts_notice_their_mistakes() {
        if !zk_mutants::COMPILED {
            return;
        }
        let scripts = scripts().unwrap();
        for m in Mutant::ALL {
            for tried in try_scripts(*m, &scripts) {
                assert!(tried.result.is_ok(), "{} by {}: {:?}", m.name(), tried.script, tried.result);
            }
        }
    }
}
