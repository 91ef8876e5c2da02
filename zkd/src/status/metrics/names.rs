//! What is counted and measured, under Apache's names. Only what zkd really keeps has an entry; `docs/metrics.md` says of
//! Apache's other names why zkd has none of them.

use zk_proto::OpCode;

use super::{Detail, Unit};

macro_rules! counters {
    ($($(#[$doc:meta])* $name:ident = $text:literal;)*) => {
        /// Something that happens a number of times.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[repr(usize)]
        pub enum Counter {
            $($(#[$doc])* $name,)*
        }

        impl Counter {
            /// Every counter, in the order in which they are printed.
            pub const ALL: &[Counter] = &[$(Counter::$name,)*];

            /// Apache's name, without `zk_`.
            pub fn name(self) -> &'static str {
                match self {
                    $(Counter::$name => $text,)*
                }
            }
        }
    };
}

counters! {
    /// Client packets in, pings, connect requests and four-letter words included.
    PacketsReceived = "packets_received";
    /// Client packets out.
    PacketsSent = "packets_sent";
    /// Bytes that clients sent.
    BytesReceived = "bytes_received_count";
    /// Bytes of replies.
    ResponseBytes = "response_bytes";
    /// Bytes of watch events.
    WatchBytes = "watch_bytes";
    /// Connections that asked for a session.
    ConnectionRequest = "connection_request_count";
    /// Connections closed at accept because of a limit.
    ConnectionRejected = "connection_rejected";
    /// Connections that the server ended, for whatever reason.
    ConnectionDrop = "connection_drop_count";
    /// Dropped: `maxClientCnxns` or `maxCnxns` reached.
    DropLimit = "connection_drop_limit_count";
    /// Dropped: a frame length that is negative or above `jute.maxbuffer`.
    DropBadLength = "connection_drop_bad_length_count";
    /// Dropped: a frame that does not decode.
    DropBadFrame = "connection_drop_bad_frame_count";
    /// Dropped: the peer stopped reading and its replies reached their bound.
    DropSlowReader = "connection_drop_slow_reader_count";
    /// Dropped: an error of the socket.
    DropIo = "connection_drop_io_count";
    /// Dropped: no session within `nio.sessionlessCnxnTimeout`.
    SessionlessExpired = "sessionless_connections_expired";
    /// Sessions that expired.
    SessionsExpired = "stale_sessions_expired";
    /// Reconnects to an existing session.
    Revalidate = "connection_revalidate_count";
    /// Sessions that learners had the leader confirm, counted by the leader.
    LearnerRevalidate = "revalidate_count";
    /// Connect requests that came while no clients were served.
    NotServing = "cnxn_closed_without_zk_server_running";
    /// Failed authentications.
    AuthFailed = "auth_failed_count";
    /// Clients that named this ensemble (`ensembleAuthName`).
    EnsembleAuthSuccess = "ensemble_auth_success";
    /// Clients that named another ensemble.
    EnsembleAuthFail = "ensemble_auth_fail";
    /// Clients that named an ensemble where none is configured, or none.
    EnsembleAuthSkip = "ensemble_auth_skip";
    /// TLS handshakes of clients that came to nothing.
    UnsuccessfulHandshake = "unsuccessful_handshake";
    /// Callers turned away because too many shook hands.
    TlsHandshakeExceeded = "tls_handshake_exceeded";
    /// Times a connection was not read for a while because of `globalOutstandingLimit`.
    ThrottleWait = "request_throttle_wait_count";
    /// Requests refused because they had waited too long (`throttled_op_wait_time`).
    ThrottledOps = "throttled_ops";
    /// Connections closed because of `largeRequestMaxBytes`.
    LargeRequestsRejected = "large_requests_rejected";
    /// Requests that took longer than `slowRequest.thresholdMs`.
    SlowRequests = "slow_requests_count";
    /// Writes given to the preparing stage.
    PrepQueued = "prep_processor_request_queued";
    /// Transactions given to the log.
    SyncQueued = "sync_processor_request_queued";
    /// Transactions applied.
    ///
    /// Differs: Apache counts on a leader only.
    Commit = "commit_count";
    /// Transactions that this server proposed as leader.
    Proposal = "proposal_count";
    /// Proposals that this server got as follower.
    LearnerProposal = "learner_proposal_received_count";
    /// Commits that this server was told of as follower or observer.
    LearnerCommit = "learner_commit_received_count";
    /// Learners that were brought up to date by transactions.
    Diff = "diff_count";
    /// Learners that were brought up to date by a snapshot.
    Snap = "snap_count";
    /// Times that this server began to look for a leader.
    Looking = "looking_count";
    /// Writes of this server's clients that a hard quota refused.
    QuotaExceeded = "quota_exceeded_count";
    /// Transactions whose tree digest is not the recorded one.
    DigestMismatches = "digest_mismatches_count";
    /// Failed writes of the log, of snapshots, and other ends of the server.
    UnrecoverableErrors = "unrecoverable_error_count";
    /// Snapshots that could not be written.
    SnapshotErrors = "snapshot_error_count";
    /// Backups refused because of `admin.rateLimiterIntervalInMS`.
    SnapshotRateLimited = "snapshot_rate_limited_count";
    /// Restores that failed.
    RestoreErrors = "restore_error_count";
    /// Restores refused because of `admin.rateLimiterIntervalInMS`.
    RestoreRateLimited = "restore_rate_limited_count";
    /// Callers of the AdminServer without TLS on a port that takes both.
    InsecureAdmin = "insecure_admin_count";
    /// Syncs slower than `fsync.warningthresholdms`.
    FsyncThresholdExceeded = "fsync_threshold_exceed_count";
    /// Four-letter words answered.
    FourLetterWords = "four_letter_words_count";
}

macro_rules! summaries {
    ($($(#[$doc:meta])* $name:ident = $text:literal, $unit:ident, $detail:ident;)*) => {
        /// Something that is measured a number of times.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[repr(usize)]
        pub enum Summary {
            $($(#[$doc])* $name,)*
        }

        impl Summary {
            /// Every summary, in the order in which they are printed: basic ones, then those with quantiles.
            pub const ALL: &[Summary] = &[$(Summary::$name,)*];

            /// Apache's name, without `zk_` and `avg_`.
            pub fn name(self) -> &'static str {
                match self {
                    $(Summary::$name => $text,)*
                }
            }

            /// What is measured.
            pub fn unit(self) -> Unit {
                match self {
                    $(Summary::$name => Unit::$unit,)*
                }
            }

            /// How much of it is printed.
            pub fn detail(self) -> Detail {
                match self {
                    $(Summary::$name => Detail::$detail,)*
                }
            }
        }
    };
}

summaries! {
    /// One sync of the log.
    Fsync = "fsynctime", Time, Basic;
    /// Writing one snapshot.
    Snapshot = "snapshottime", Time, Basic;
    /// Putting a backup in the place of the database.
    Restore = "restore_time", Time, Basic;
    /// Loading the database at start.
    DbInit = "dbinittime", Time, Basic;
    /// Transactions replayed at start.
    StartupTxns = "startup_txns_loaded", Count, Basic;
    /// From the beginning of an election to its end.
    Election = "election_time", Time, Basic;
    /// From when this server ceased to serve, or started, until it serves as part of a quorum.
    Unavailable = "unavailable_time", Time, Basic;
    /// The same, of a server that leads then.
    LeaderUnavailable = "leader_unavailable_time", Time, Basic;
    /// What a follower took from the end of an election until it served.
    FollowerSync = "follower_sync_time", Time, Basic;
    /// What an observer took for that.
    ObserverSync = "observer_sync_time", Time, Basic;
    /// Snapshots on their way to learners, looked at when one more begins.
    InflightSnap = "inflight_snap_count", Count, Basic;
    /// Learners that are brought up to date by transactions, looked at when one more begins.
    InflightDiff = "inflight_diff_count", Count, Basic;
    /// Tokens that the bucket of `connection_throttle_tokens` lacks, looked at by each connect request.
    TokenDeficit = "connection_token_deficit", Count, Basic;
    /// Watches that one creation fired.
    CreatedWatches = "node_created_watch_count", Count, Basic;
    /// Watches that one deletion fired.
    DeletedWatches = "node_deleted_watch_count", Count, Basic;
    /// Watches that one change of data fired.
    ChangedWatches = "node_changed_watch_count", Count, Basic;
    /// Watches that one change of a node's children fired.
    ChildrenWatches = "node_children_watch_count", Count, Basic;
    /// What the core finds waiting when it looks: a connection's requests that came together are one.
    PrepQueueSize = "prep_processor_queue_size", Count, Basic;
    /// Transactions that one sync covered.
    BatchSize = "sync_processor_batch_size", Count, Basic;
    /// Validating one batch of writes.
    PrepTime = "prep_process_time", Time, Basic;
    /// What requests waited for the core.
    PrepQueueTime = "prep_processor_queue_time_ms", Time, Advanced;
    /// From the leader's clock at a proposal to its arrival at this follower; of what comes together, the first.
    ProposalLatency = "proposal_latency", Time, Advanced;
    /// From a proposal of this leader until a quorum has it; of all that are under way, one at a time.
    QuorumAck = "quorum_ack_latency", Time, Advanced;
    /// From the leader's clock at a proposal until this server has applied it; of what is applied together, the first.
    Propagation = "propagation_latency", Time, Advanced;
    /// Arrival to reply, of every request. Printed as `min_latency`, `avg_latency`, `max_latency`.
    RequestLatency = "request_latency", Time, Advanced;
    /// Arrival to reply, of reads.
    ReadLatency = "readlatency", Time, Advanced;
    /// Arrival to reply, of writes.
    UpdateLatency = "updatelatency", Time, Advanced;
}

impl Summary {
    /// Whether there is a histogram of it in seconds, besides what Apache prints.
    pub fn has_histogram(self) -> bool {
        self.unit() == Unit::Time && (self.detail() == Detail::Advanced || self == Summary::Fsync)
    }
}

/// The kinds that Apache counts; several operations share one.
pub(super) const OPERATION_NAMES: &[&str] = &[
    "op_count_add_watch",
    "op_count_check",
    "op_count_check_watches",
    "op_count_close_session",
    "op_count_create",
    "op_count_create_session",
    "op_count_delete",
    "op_count_exists",
    "op_count_get_acl",
    "op_count_get_all_children_number",
    "op_count_get_children",
    "op_count_get_data",
    "op_count_get_ephemerals",
    "op_count_multi",
    "op_count_multi_read",
    "op_count_ping",
    "op_count_reconfig",
    "op_count_remove_watches",
    "op_count_set_acl",
    "op_count_set_data",
    "op_count_set_watches",
    "op_count_sync",
    "op_count_who_am_i",
];

pub(super) fn operation_index(op: OpCode) -> Option<usize> {
    Some(match op {
        OpCode::AddWatch => 0,
        OpCode::Check => 1,
        OpCode::CheckWatches => 2,
        OpCode::CloseSession => 3,
        OpCode::Create | OpCode::Create2 | OpCode::CreateContainer | OpCode::CreateTtl => 4,
        OpCode::CreateSession => 5,
        OpCode::Delete | OpCode::DeleteContainer => 6,
        OpCode::Exists => 7,
        OpCode::GetAcl => 8,
        OpCode::GetAllChildrenNumber => 9,
        OpCode::GetChildren | OpCode::GetChildren2 => 10,
        OpCode::GetData => 11,
        OpCode::GetEphemerals => 12,
        OpCode::Multi => 13,
        OpCode::MultiRead => 14,
        OpCode::Ping => 15,
        OpCode::Reconfig => 16,
        OpCode::RemoveWatches => 17,
        OpCode::SetAcl => 18,
        OpCode::SetData => 19,
        OpCode::SetWatches | OpCode::SetWatches2 => 20,
        OpCode::Sync => 21,
        OpCode::WhoAmI => 22,
        OpCode::Notification | OpCode::Auth | OpCode::Sasl | OpCode::Error => return None,
    })
}
