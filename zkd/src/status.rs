//! What a server can say about itself: plain numbers and lists that the daemon's threads fill in and that the
//! four-letter words (later the admin pages and the tools) render. Nothing here reads a clock or the tree.
//!
//! Long lists cost a walk over sessions, connections or watches, so each question names what it needs
//! ([`Needs`]) and everything else stays empty.

pub mod consistency;
pub mod host;
pub mod metrics;
pub mod process;
pub mod quorum;
pub mod quotas;

use crate::status::consistency::Consistency;
use crate::status::host::Environment;
use crate::status::metrics::MetricsSnapshot;
use crate::status::process::Process;
use crate::status::quorum::{LeaderStatus, QuorumStatus, UpstreamStatus};
use crate::status::quotas::{Quota, QuotaDetail};
use std::collections::BTreeMap;
use std::net::SocketAddr;
use zk_proto::{SessionId, Zxid};

/// The version this server claims to be compatible with, then its own, in the shape of Apache's version line.
///
/// Tools cut the first three numbers out of `Zookeeper version: 3.9.5-…`, so a ZooKeeper number comes first.
/// The date is that of `SOURCE_DATE_EPOCH` at build time, so that the same sources give the same bytes.
pub fn version() -> String {
    format!("{COMPATIBLE_VERSION}-zkd-{}, built on {} UTC", env!("CARGO_PKG_VERSION"), build_date())
}

/// The certificate that a kind of connection shows, and what became of changes to its files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TlsStatus {
    /// Whose connections: `clients`, `quorum`, `admin` or `metrics`.
    pub of: &'static str,
    /// When the certificate expires, in seconds since 1970. `None`: it cannot be read.
    pub not_after_secs: Option<u64>,
    /// Changed files that were taken up.
    pub reload_count: u64,
    /// Changed files that could not be used.
    pub refusal_count: u64,
    /// The files as they are now cannot be used; what was read before is.
    pub is_refused: bool,
}

/// What there is to know about a running server at one moment.
#[derive(Clone, Debug, Default)]
pub struct ServerStatus {
    /// Whether clients are served. While they are not, most words refuse to answer.
    pub serving: Serving,
    /// The role, as the `Mode:` line names it.
    pub mode: Mode,
    /// Where plain clients connect, as bound (a configured port 0 is resolved). `None`: no such listener.
    pub client_port: Option<u16>,
    /// Since start, in milliseconds.
    pub uptime_ms: u64,
    /// The last transaction applied; on a leader, its epoch's start before the first one.
    pub zxid: Zxid,
    /// Connections that one address may have, if that may be another number than the configuration's by now.
    pub max_client_cnxns: Option<u32>,
    /// The chance that a new session is refused (`connection_throttle_freeze_time`).
    pub drop_probability: f64,
    /// TLS handshakes of clients under way.
    pub outstanding_tls_handshakes: u64,
    /// The TLS in use.
    pub tls: Vec<TlsStatus>,
    /// The port for TLS clients, if there is one.
    pub secure_client_port: Option<u16>,
    /// Open client connections, the one that asks included.
    pub connection_count: u64,
    /// Requests accepted and not yet answered.
    pub outstanding: u64,
    /// Nodes in the tree, those under `/zookeeper` included.
    pub node_count: u64,
    /// Registered (path, watcher) pairs of this server.
    pub watch_count: u64,
    /// Ephemeral nodes.
    pub ephemerals_count: u64,
    /// Bytes of all paths and data.
    pub approximate_data_bytes: u64,
    /// Live sessions of the ensemble.
    pub session_count: u64,
    /// Live sessions that this server alone knows.
    pub local_session_count: u64,
    /// Counters and summaries since start or the last `srst`.
    pub metrics: MetricsSnapshot,
    /// Bits of the trace mask (`gtmk`, `stmk`); zkd keeps the number and does nothing with it.
    pub trace_mask: i64,
    /// Its part in an ensemble. `None` when standalone.
    pub quorum: Option<QuorumStatus>,
    /// How far its leader has got. Only of a learner that serves.
    pub upstream: Option<UpstreamStatus>,
    /// For how long the log has waited for its disk, in milliseconds. `None`: it does not.
    pub log_waiting_ms: Option<u64>,
    /// Whether the tree is the one that its transactions say.
    pub consistency: Consistency,
    /// Open and allowed file descriptors of the process. Filled when [`Needs::host`].
    pub file_descriptors: Option<FileDescriptors>,
    /// Time and memory of the process. Filled when [`Needs::host`].
    pub process: Option<Process>,
    /// Client connections on which the other side has shown no certificate. Filled when [`Needs::host`].
    pub without_certificate: WithoutCertificate,
    /// Quotas by namespace, the first of them by name. Filled when [`Needs::host`].
    pub quotas: Vec<Quota>,
    /// How many there are.
    pub quota_count: u64,
    /// Quotas one by one, the first of them by path. Filled when [`Needs::quotas`].
    pub quota_details: Vec<QuotaDetail>,
    /// How many there are. Filled when [`Needs::quotas`].
    pub quota_details_count: u64,
    /// Writes that hard quotas refused, by namespace, on a server that leads or stands alone. Filled when [`Needs::host`].
    pub quota_refusals: BTreeMap<String, u64>,
    /// Bytes of the two directories. Filled when [`Needs::directories`].
    pub directories: DirectorySizes,
    /// Facts about the machine and user. Filled when [`Needs::host`].
    pub environment: Option<Environment>,
    /// Filled when [`Needs::connections`].
    pub connections: Vec<ConnStatus>,
    /// Filled when [`Needs::sessions`], except on a learner, whose leader expires sessions; ascending by time.
    pub session_expiry: Vec<ExpiryBucket<SessionId>>,
    /// Sessions that this server alone knows, ascending by time. Filled when [`Needs::sessions`], where new sessions are local.
    pub local_session_expiry: Option<Vec<ExpiryBucket<SessionId>>>,
    /// All sessions with their timeouts in milliseconds. Filled on a learner when [`Needs::sessions`].
    pub learner_sessions: Vec<(SessionId, i32)>,
    /// Filled when [`Needs::sessions`]; ascending by time. A connection without a session expires, too.
    pub connection_expiry: Vec<ExpiryBucket<ConnKey>>,
    /// Paths by owner. Filled when [`Needs::sessions`].
    pub ephemerals: Vec<(SessionId, Vec<String>)>,
    /// Filled as far as [`Needs::watches`] says.
    pub watches: WatchStatus,
    /// Digests kept for comparison with other servers, oldest first. Filled when [`Needs::digests`].
    pub digests: Vec<(Zxid, u64)>,
}

impl ServerStatus {
    /// What only a leader knows.
    pub fn leading(&self) -> Option<&LeaderStatus> {
        self.quorum.as_ref()?.leading.as_ref()
    }
}

/// Whether and how clients are served.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Serving {
    /// Not at all: looking for a leader, syncing, starting or stopping.
    #[default]
    No,
    /// Reads only, cut off from the ensemble.
    ReadOnly,
    /// Everything.
    ReadWrite,
}

/// The role of a server.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// The only server.
    #[default]
    Standalone,
    /// Orders the writes of an ensemble.
    Leader,
    /// Votes.
    Follower,
    /// Does not vote.
    Observer,
    /// Serves what it last knew, without an ensemble.
    ReadOnly,
}

impl Mode {
    /// Whether another server decides, when sessions expire for example.
    pub fn is_learner(self) -> bool {
        matches!(self, Mode::Follower | Mode::Observer)
    }

    /// The name in `Mode:` and `zk_server_state`.
    pub fn name(self) -> &'static str {
        match self {
            Mode::Standalone => "standalone",
            Mode::Leader => "leader",
            Mode::Follower => "follower",
            Mode::Observer => "observer",
            Mode::ReadOnly => "read-only",
        }
    }
}

/// One client connection.
#[derive(Clone, Debug)]
pub struct ConnStatus {
    /// The client's end.
    pub addr: SocketAddr,
    /// Whether it is a TLS connection.
    pub is_secure: bool,
    /// What the socket waits for, in Java NIO's bits: 1 read, 4 write. 0 when it waits for neither.
    pub interest_ops: u8,
    /// Requests accepted and not yet answered.
    pub queued: u64,
    /// Packets in.
    pub received: u64,
    /// Packets out.
    pub sent: u64,
    /// `None` before the session is established.
    pub session: Option<ConnSession>,
}

/// The session part of a connection.
#[derive(Clone, Debug)]
pub struct ConnSession {
    /// The session.
    pub id: SessionId,
    /// Short name of the last operation ([`zk_proto::OpCode::short`]), `NA` before the first.
    pub last_op: &'static str,
    /// When the connection was accepted, milliseconds since 1970.
    pub established_unix_ms: i64,
    /// As negotiated.
    pub timeout_ms: i32,
    /// The last request's xid; negative before the first and for pings, and then not printed.
    pub last_cxid: i64,
    /// The tree's zxid at the last reply; -1 before the first.
    pub last_zxid: Zxid,
    /// When the last reply left, on the monotonic clock.
    pub last_response_ms: i64,
    /// Times between request and reply.
    pub latency: ConnLatency,
}

/// Times between request and reply on one connection, in whole milliseconds as `cons` prints them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ConnLatency {
    /// Of the last request.
    pub last_ms: u64,
    /// The shortest.
    pub min_ms: u64,
    /// The mean, rounded down.
    pub avg_ms: u64,
    /// The longest.
    pub max_ms: u64,
}

/// Names a connection in `dump`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ConnKey {
    /// The client's end.
    pub addr: SocketAddr,
    /// [`SessionId::NONE`] before the session is established.
    pub session: SessionId,
}

/// What expires at one moment unless it is heard of before.
#[derive(Clone, Debug)]
pub struct ExpiryBucket<T> {
    /// Milliseconds since 1970.
    pub at_unix_ms: i64,
    /// What expires.
    pub members: Vec<T>,
}

/// The watches of this server on data and existence. Apache shows no child watches here (they are only in
/// [`ServerStatus::watch_count`]), and lists a path once per session.
#[derive(Clone, Debug, Default)]
pub struct WatchStatus {
    /// Connections that watch anything.
    pub connection_count: u64,
    /// Paths that are watched.
    pub path_count: u64,
    /// (connection, path) pairs.
    pub total: u64,
    /// Filled for [`WatchNeed::BySession`].
    pub by_session: Vec<(SessionId, Vec<String>)>,
    /// Filled for [`WatchNeed::ByPath`].
    pub by_path: Vec<(String, Vec<SessionId>)>,
}

/// Sizes of the files that hold snapshots and logs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DirectorySizes {
    /// `version-2` of `dataDir`, apparent bytes.
    pub data_bytes: u64,
    /// `version-2` of `dataLogDir`, apparent bytes; the same number when both are one directory.
    pub log_bytes: u64,
}

/// File descriptors of the process.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FileDescriptors {
    /// In use.
    pub open_count: u64,
    /// The soft limit.
    pub max_count: u64,
}

/// Client connections on which the other side need not show a certificate.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WithoutCertificate {
    /// From this machine.
    pub local_count: u64,
    /// From another one.
    pub remote_count: u64,
}

/// Extremes of a size in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LastMinMax {
    /// The latest.
    pub last: i64,
    /// The least.
    pub min: i64,
    /// The greatest.
    pub max: i64,
}

/// The expensive parts of [`ServerStatus`] that a question asks for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Needs {
    /// [`ServerStatus::connections`].
    pub connections: bool,
    /// [`ServerStatus::session_expiry`], `connection_expiry` and `ephemerals`.
    pub sessions: bool,
    /// Which lists of [`ServerStatus::watches`].
    pub watches: WatchNeed,
    /// [`ServerStatus::directories`].
    pub directories: bool,
    /// [`ServerStatus::digests`].
    pub digests: bool,
    /// [`ServerStatus::quota_details`].
    pub quotas: bool,
    /// [`ServerStatus::environment`], `file_descriptors`, `process`, `without_certificate` and `quotas`.
    pub host: bool,
}

/// How much of the watches is asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum WatchNeed {
    /// Nothing.
    #[default]
    Nothing,
    /// The three totals.
    Summary,
    /// Paths by session.
    BySession,
    /// Sessions by path.
    ByPath,
}

const COMPATIBLE_VERSION: &str = "3.9.5";

/// When the date is not given by the build, that of the first release of this crate.
const DEFAULT_BUILD_EPOCH: i64 = 1_793_491_200;

fn build_date() -> String {
    let epoch = option_env!("SOURCE_DATE_EPOCH").and_then(|s| s.parse().ok()).unwrap_or(DEFAULT_BUILD_EPOCH);
    let t = host::Civil::from_unix_ms(epoch * 1000);
    format!("{:04}-{:02}-{:02} {:02}:{:02}", t.year, t.month, t.day, t.hour, t.minute)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_starts_with_a_zookeeper_number_and_ends_with_a_date() {
        let version = version();
        assert!(version.starts_with("3.9.5-zkd-"), "{version}");
        let (_, date) = version.split_once(", built on ").expect("a date");
        assert_eq!(date.len(), "2024-12-29 17:54 UTC".len());
        assert!(date.ends_with(" UTC"));
    }
}
