//! Paths that a batch of runs should have taken: what was never reached was never tested.

use std::fmt::Write as _;

macro_rules! points {
    ($($name:ident $text:literal,)*) => {
        /// A path.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[allow(missing_docs, reason = "their texts say it")]
        pub enum Point { $($name,)* }

        const TEXTS: &[&str] = &[$($text,)*];
    };
}

points! {
    Established "an epoch was established",
    Led "a leader served",
    Followed "a learner served",
    Diff "synchronized by DIFF",
    DiffEmpty "synchronized by a DIFF of nothing",
    DiffFromMemory "synchronized by a DIFF from memory",
    DiffFromDisk "synchronized by a DIFF from the log on disk",
    TruncThenDiff "transactions came behind a TRUNC",
    TruncAcrossFiles "a truncation went across a boundary of log files",
    Trunc "synchronized by TRUNC",
    Snap "synchronized by SNAP",
    SyncContent "transactions came with the synchronization",
    ProposalBeforeNewLeader "an uncommitted proposal went before NEWLEADER",
    CommitBeforeUpToDate "a commit came between NEWLEADER and UPTODATE",
    AckAfterCommit "an acknowledgement came behind the commit",
    AppliedBeforeDurable "a node applied what its own disk did not hold yet",
    Truncation "a history was truncated",
    Installation "a received snapshot was installed",
    LinkLostInDiscovery "a link was lost in discovery",
    LinkLostInSynchronization "a link was lost in synchronization",
    LinkLostBeforeUpToDate "a link was lost between NEWLEADER and UPTODATE",
    LinkLostInBroadcast "a link was lost in broadcast",
    CrashKill "a process was killed",
    CrashPower "power was lost, unsynced writes dropped",
    CrashRandom "power was lost, unsynced writes kept at random",
    CrashAtWork "a process died between two requests to its disk",
    CrashLeader "a leader died",
    LeaderIsolated "a leader was cut off from the other nodes",
    CrashDuringStart "a process died right after its start",
    TornTail "a start found a torn tail",
    RecoveredFromSnapshot "a start began with a snapshot above 0",
    SnapshotTaken "a snapshot was taken",
    SnapshotFuzzy "the tree changed while a snapshot was written",
    SnapshotAhead "a snapshot was durable before the log up to it",
    TornBatch "a start found a torn write without its first sector",
    FuzzyStart "a tree was built from a snapshot that reaches further than the log",
    Purged "old snapshots and logs were purged",
    LogRead "a learner was served from the log on disk",
    DiskFailed "a disk failed",
    Paused "a process was paused",
    Partitioned "the network was cut",
    SessionMoved "a session moved to another node",
    SessionExpired "a session expired",
    SessionClosed "a session was closed by its client",
    EphemeralGone "an ephemeral node went with its session",
    LocalServed "a client got a session that only its node knows",
    LocalUpgraded "such a session was opened in the ensemble",
    LocalExpired "such a session expired at its node",
    Reconfigured "the membership was changed",
    MultiDone "a multi was done",
    WriteUnknown "a client does not know what became of a write",
    ReadChecked "a read was compared with the model",
    CounterExhausted "an epoch used up its counters",
    DiedInDiscovery "a leader to be died in discovery",
    DiedInSynchronization "a leader to be died in synchronization",
    MovedOverElection "a session moved over an election",
    DiskFull "a disk was full",
    DiskHasRoom "a disk that had been full had room again",
    SyncFailed "a sync failed and lost what it should have kept",
    WallClockJumped "a wall clock jumped",
    Observed "an observer served",
    ServedByFollower "a follower brought an observer up to date",
    HierarchicalQuorum "an epoch was established by a quorum of groups",
    OldEpochRefused "a leader of an older epoch was refused",
    Deposed "a leader lived on while another epoch was established",
    LeaderStoodDown "a leader that lived gave up",
    WatchFired "a watch fired",
    SessionsSettled "all sessions without a client were seen to expire",
    LeaderKept "a leader was seen to stay while nothing went wrong",
    LeaderKeptThroughFault "a fault passed without an election",
    LedAlone "one of two voters led without the other, as an oracle permitted",
    CommittedAlone "such a leader committed by itself",
    Resigned "a leader let another one lead",
    RestoreBegun "a leader put a backup in the place of the history",
    RestoreDone "a quorum took the backup over",
    RestoreDiscarded "the others went on without the backup",
    RestoreUndecided "a leader does not know what became of its backup",
    ReadOnlyServed "a node without a leader answered reads",
    ReadOnlyAsked "a client asked such a node",
    ImageRecovered "a crash image was recovered on the side",
}

const COUNT: usize = TEXTS.len();

/// Those that a batch of some hundred seeds may miss.
const RARE: &[Point] = &[
    Point::CommittedAlone,
    Point::DiedInDiscovery,
    Point::DiedInSynchronization,
    Point::DiskFull,
    Point::DiskHasRoom,
    Point::FuzzyStart,
    Point::LedAlone,
    Point::LinkLostInSynchronization,
    // A script of its own makes sure of it.
    Point::OldEpochRefused,
    Point::RestoreBegun,
    Point::RestoreDiscarded,
    Point::RestoreDone,
    Point::RestoreUndecided,
    Point::TornBatch,
    Point::TornTail,
    Point::TruncAcrossFiles,
    Point::TruncThenDiff,
];

/// How often each was taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Points([u64; COUNT]);

impl Default for Points {
    fn default() -> Points {
        Points([0; COUNT])
    }
}

impl Points {
    /// Taken.
    pub fn hit(&mut self, point: Point) {
        self.0[point as usize] += 1;
    }

    /// How often.
    pub fn count(&self, point: Point) -> u64 {
        self.0[point as usize]
    }

    /// Adds another run's.
    pub fn merge(&mut self, other: &Points) {
        self.0.iter_mut().zip(other.0).for_each(|(a, b)| *a += b);
    }

    /// Those that were never taken.
    pub fn missing(&self) -> Vec<&'static str> {
        TEXTS.iter().zip(self.0).filter(|(_, n)| *n == 0).map(|(t, _)| *t).collect()
    }

    /// Those that every batch must take, however short.
    pub fn required() -> Vec<&'static str> {
        let rare = RARE.iter().map(|p| *p as usize);
        let rare: std::collections::BTreeSet<usize> = rare.collect();
        TEXTS.iter().enumerate().filter(|(n, _)| !rare.contains(n)).map(|(_, text)| *text).collect()
    }

    /// A line for each.
    pub fn table(&self) -> String {
        let mut out = String::new();
        for (text, n) in TEXTS.iter().zip(self.0) {
            let _ = writeln!(out, "{n:>10}  {text}");
        }
        out
    }
}
