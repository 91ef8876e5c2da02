//! Planted mistakes. Each is a known way to lose or invent transactions, most of them ways in which a server once did;
//! the simulator turns one on and must notice. A checker that has never failed is not trusted.
//!
//! **Without the feature `on`, [`on`] is the constant `false`** and a hook is no code at all. With it, the mistake is
//! chosen for each thread, so that several may be tried at once.
#![warn(missing_docs)]
#![forbid(unsafe_code)]

macro_rules! mutants {
    ($($name:ident $text:literal $what:literal,)*) => {
        /// A mistake.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Mutant {
            $(#[doc = $what] $name,)*
        }

        impl Mutant {
            /// All of them.
            pub const ALL: &[Mutant] = &[$(Mutant::$name,)*];

            /// Its name.
            pub const fn name(self) -> &'static str {
                match self { $(Mutant::$name => $text,)* }
            }

            /// What it does.
            pub const fn what(self) -> &'static str {
                match self { $(Mutant::$name => $what,)* }
            }
        }
    };
}

mutants! {
    // What a leader sends.
    DiffOverTail "diff-over-tail" "a learner with a tail of its own gets a DIFF on top of it",
    EmptyDiffByEpoch "empty-diff-by-epoch" "a tail below the new epoch's first zxid counts as known, and gets an empty DIFF",
    RingMinIgnored "ring-min-ignored" "a learner that is older than what is in memory gets what is in memory",
    NextMembershipIgnored "next-membership-ignored" "from its proposal on a reconfiguration needs the old quorum alone",
    MembershipNotNoted "membership-not-noted" "that a membership is active is forgotten at a restart",
    ReconfigByOldRules "reconfig-by-old-rules" "what is behind a reconfiguration is committed with it, by the quorum before it",
    RingHole "ring-hole" "what is given up from memory leaves a hole behind the base",
    RingOffByOne "ring-off-by-one" "what is sent from memory begins one transaction too late",
    RingTrimmedWhileRead "ring-trimmed-while-read" "memory is given up that a learner still needs behind the log on disk",
    NewLeaderOvertakesSnap "new-leader-overtakes-snap" "what is proposed behind a SNAP's zxid and before NEWLEADER is left out",
    SnapBeforeInit "snap-before-init" "a SNAP ends before the history with which the epoch begins",
    ForwardAfterAck "forward-after-ack" "a learner gets proposals from its ACK of NEWLEADER on, not from NEWLEADER on",
    CommitWithoutProposal "commit-without-proposal" "a learner that is still being synchronised gets commits of what it was not sent",
    LogAcrossGap "log-across-gap" "a SNAP leaves the old logs, and learners are served from them, across the gap",
    InformAtProposal "inform-at-proposal" "observers hear of what is proposed, not of what is committed",
    UpToDateEarly "up-to-date-early" "UPTODATE follows NEWLEADER's ACK, whether or not a quorum has it",
    // What a learner does.
    TruncIgnored "trunc-ignored" "TRUNC is taken for done",
    AckBeforeHistory "ack-before-history" "NEWLEADER is acknowledged when it comes",
    AckOnReceive "ack-on-receive" "proposals are acknowledged when they come",
    TailCommitted "tail-committed" "proposals before NEWLEADER count as committed",
    CommitFatalBeforeUpToDate "commit-fatal-before-up-to-date" "a COMMIT between NEWLEADER and UPTODATE ends the link",
    AckForgotten "ack-forgotten" "proposals that were open at NEWLEADER are never acknowledged",
    GapAccepted "gap-accepted" "a proposal that does not follow the last one is taken",
    ClaimsSyncTarget "claims-sync-target" "the zxid of DIFF counts as the end of the history here",
    ServesBeforeUpToDate "serves-before-up-to-date" "clients are served from NEWLEADER's ACK on",
    AppliesProposals "applies-proposals" "what is proposed is applied and answered",
    CommitsRunAhead "commits-run-ahead" "a COMMIT commits everything that was proposed",
    OldEpochAccepted "old-epoch-accepted" "a leader of an older epoch than promised is followed",
    AcceptedInMemory "accepted-in-memory" "an epoch is promised before it is on disk",
    // Elections and epochs.
    ClaimsApplied "claims-applied" "votes and ACKEPOCH name what is applied, not what is logged",
    ForgetsQueued "forgets-queued" "a new role begins while the disk still works for the last one",
    CandidateEpochZxid "candidate-epoch-zxid" "a candidate claims the first zxid of the epoch it was promised",
    ZxidIgnoresEpoch "zxid-ignores-epoch" "histories are compared without the epoch that adopted them",
    AheadLearnerIgnored "ahead-learner-ignored" "elections are by id alone, and a leader goes on though a learner has more history",
    PromisesAny "promises-any" "who has promised the epoch already counts again, and a leader asks nobody what was promised",
    LeaderPromisesInMemory "leader-promises-in-memory" "LEADERINFO leaves before the epoch is on the leader's disk",
    EmptyHistoryCounts "empty-history-counts" "a member that has nothing to vouch for is as good as a new one",
    RoundsMustMatch "rounds-must-match" "who looks does not join a leader that was elected in another round",
    NoSecondThoughts "no-second-thoughts" "a leader to be waits for those who went elsewhere",
    DirtySnapshot "dirty-snapshot" "a snapshot is taken at the start of leadership, and TRUNC leaves it",
    // Quorums and commits.
    QuorumOffByOne "quorum-off-by-one" "half is a majority",
    ObserverCounted "observer-counted" "observers count",
    CommitOnOwnAck "commit-on-own-ack" "a leader commits what is on its own disk",
    EarlyAckCounts "early-ack-counts" "acknowledgements count before NEWLEADER's",
    EarlyAckFatal "early-ack-fatal" "an acknowledgement before NEWLEADER's makes the leader step down",
    ReplyBeforeQuorum "reply-before-quorum" "a leader commits what it has proposed",
    // Disks.
    EpochBeforeHistory "epoch-before-history" "currentEpoch is durable before the history that it vouches for",
    EpochOvertakesAppend "epoch-overtakes-append" "what was appended last is written behind currentEpoch",
    SnapInMemory "snap-in-memory" "a received tree is used and not written",
    LogNotSynced "log-not-synced" "the log is written and not synced",
    DirectoryNotSynced "directory-not-synced" "a new log file's name is not made durable",
    EpochNotSynced "epoch-not-synced" "an epoch file is renamed without a sync of its content",
    EpochNameNotSynced "epoch-name-not-synced" "an epoch file is renamed without a sync of its directory",
    WriteErrorIgnored "write-error-ignored" "after a failed write the log goes on without it",
    MarkAhead "mark-ahead" "a log's durable mark covers what is not synced yet",
    MarkStays "mark-stays" "a log's durable mark stays where the file began",
    SyncRetried "sync-retried" "a failed sync is tried again, and believed",
    SnapshotsOutliveTrunc "snapshots-outlive-trunc" "TRUNC leaves snapshots above its target",
    TruncInclusive "trunc-inclusive" "TRUNC cuts its target, too",
    TruncOneTooFew "trunc-one-too-few" "TRUNC leaves one transaction too many",
    TruncNotSynced "trunc-not-synced" "a cut is not made durable",
    InstallRemovesFirst "install-removes-first" "the old history is gone before the received snapshot is there",
    GapIgnored "gap-ignored" "a start passes over missing transactions",
    DamageIsTorn "damage-is-torn" "damage inside the log is cut off like a torn tail",
    TornIsFatal "torn-is-fatal" "a log file without a whole record keeps the server from starting",
    EpochBehindLogFatal "epoch-behind-log-fatal" "a start refuses a currentEpoch older than the log",
    PurgeOneTooMany "purge-one-too-many" "a purge removes the log that the newest snapshot needs",
    LogUnderFinalName "log-under-final-name" "a log file has its name before its content, and an empty one is damage",
    // Two voters and an oracle.
    PermissionStays "permission-stays" "what an oracle has permitted once, is permitted for good",
    OracleUnasked "oracle-unasked" "one of two voters goes on alone without a permission",
    LoneEpochsAlike "lone-epochs-alike" "each of two voters takes the next number for an epoch of its own",
    OtherVoterIgnored "other-voter-ignored" "who may go on alone does not wait for the other voter, which is there",
    // A leader that lets another one lead.
    ResignStands "resign-stands" "a leader that lets another one lead stays a candidate",
    ResignAlone "resign-alone" "a leader gives up though the others are no quorum",
    // A backup takes the place of the history.
    DiffAcrossRestore "diff-across-restore" "who lacks nothing but the restored tree gets a DIFF on top of the old one",
    RestoreInPlace "restore-in-place" "the restored tree has the zxid of the last transaction",
    RestoreAnsweredEarly "restore-answered-early" "a restore is called done when one disk has it",
    // Observers of a follower.
    MasterTellsLogged "master-tells-logged" "a follower tells its observers of what it has logged",
    MasterAnswersSync "master-answers-sync" "a follower answers the syncs of its observers itself",
    MasterSyncOvertakes "master-sync-overtakes" "a SYNC for an observer overtakes what was committed before it",
    MasterOrdersForget "master-orders-forget" "a follower that knows less than its observer orders it to forget that",
    // Reads alone.
    ReadsGoOn "reads-go-on" "a member that has found a leader still has the sessions for reads alone",
    ReadsForAll "reads-for-all" "a session of the ensemble is taken up for reads alone",
    ReadsDisown "reads-disown" "who answers reads alone says that a session is gone which it does not know",
    // Sessions.
    ClosedForgotten "closed-forgotten" "a leader takes a session that was closed for one that a learner alone knows",
    LocalOutlives "local-outlives" "local sessions do not expire",
    SessionIdsFromClock "session-ids-from-clock" "session ids begin anew whenever a server begins to serve",
    ExpireOnWallClock "expire-on-wall-clock" "sessions expire by the wall clock",
    MoveUnchecked "move-unchecked" "a request counts though its session has moved",
    LocalOwns "local-owns" "a leader lets a session own a node that only a learner knows",
    LocalStays "local-stays" "a session that was opened in the ensemble is still taken for a local one",
    SyncLocal "sync-local" "a learner answers a sync without asking its leader",
    CounterRunsOut "counter-runs-out" "an epoch goes on when its zxids come to their end",
}

impl Mutant {
    /// The mistake of that name.
    pub fn from_name(name: &str) -> Option<Mutant> {
        Mutant::ALL.iter().copied().find(|m| m.name() == name)
    }
}

/// Where the simulator's wall clocks begin, for a mistake that takes one for a monotonic clock: 14 November 2023.
pub const WALL_START_MS: i64 = 1_700_000_000_000;

/// True if hooks are compiled in.
pub const COMPILED: bool = cfg!(feature = "on");

#[cfg(feature = "on")]
mod switch {
    use super::Mutant;
    use std::cell::Cell;

    std::thread_local! {
        static CHOSEN: Cell<Option<Mutant>> = const { Cell::new(None) };
    }

    /// True if this thread is to make this mistake.
    #[inline]
    pub fn on(mutant: Mutant) -> bool {
        CHOSEN.get() == Some(mutant)
    }

    /// Chooses a mistake for this thread, or none.
    pub fn choose(mutant: Option<Mutant>) {
        CHOSEN.set(mutant);
    }
}

#[cfg(not(feature = "on"))]
mod switch {
    use super::Mutant;

    /// False: no mistake is compiled in.
    #[inline(always)]
    pub const fn on(_mutant: Mutant) -> bool {
        false
    }

    /// Does nothing: no mistake is compiled in.
    pub const fn choose(_mutant: Option<Mutant>) {}
}

pub use switch::{choose, on};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_different() {
        for m in Mutant::ALL {
            assert_eq!(Mutant::from_name(m.name()), Some(*m));
        }
        assert_eq!(Mutant::from_name("none"), None);
    }

    #[test]
    fn nothing_is_on_unless_chosen() {
        assert!(Mutant::ALL.iter().all(|m| !on(*m)));
        choose(Some(Mutant::AckOnReceive));
        assert_eq!(on(Mutant::AckOnReceive), COMPILED);
        assert!(!on(Mutant::TruncIgnored));
        choose(None);
    }
}
