//! What servers say, as values: the answers to `srvr`, `mntr` and `conf` reduced to what is shown. They are also
//! what a recording holds. What a server leaves out is `None`, never a zero.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};
use zk_client::admin::{Conf, Mntr, Mode, Srvr};
use zk_proto::Zxid;

use crate::text::clean;

/// A question to a server's client port.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Word {
    /// Role, zxid, connections: allowed on every server unless somebody forbade it.
    Srvr,
    /// The server's metrics; most servers must be told to allow it.
    Mntr,
    /// Its number and the membership. Asked rarely.
    Conf,
    /// As `srvr`, of the AdminServer, where four-letter words are refused.
    Stats,
    /// As `mntr`, of the AdminServer.
    Monitor,
    /// What a leader says of each learner, of zkd's AdminServer.
    Learners,
    /// As `mntr`, of the page for Prometheus, where nothing else is allowed.
    Metrics,
}

impl Word {
    /// Whether it goes by HTTP.
    pub fn is_page(self) -> bool {
        self.is_admin() || self == Word::Metrics
    }

    /// Whether it goes to the AdminServer.
    pub fn is_admin(self) -> bool {
        matches!(self, Word::Stats | Word::Monitor | Word::Learners)
    }

    /// Where a figure comes from, in words.
    pub fn source(self) -> &'static str {
        match self {
            Word::Stats => "AdminServer stats",
            Word::Monitor => "AdminServer monitor",
            Word::Metrics => "Prometheus page",
            word => word.name(),
        }
    }

    /// As it goes over the wire.
    pub fn name(self) -> &'static str {
        match self {
            Word::Stats => "server_stats",
            Word::Monitor => "monitor",
            Word::Learners => "learners",
            Word::Metrics => "metrics",
            Word::Srvr => "srvr",
            Word::Mntr => "mntr",
            Word::Conf => "conf",
        }
    }
}

/// What a server does in its ensemble.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Orders the writes.
    Leader,
    /// Votes and follows.
    Follower,
    /// Follows without a vote.
    Observer,
    /// Is alone.
    Standalone,
    /// Lacks its quorum and serves reads only.
    ReadOnly,
    /// Says something unknown.
    Other,
}

impl Role {
    /// The whole word.
    pub fn name(self) -> &'static str {
        match self {
            Role::Leader => "leader",
            Role::Follower => "follower",
            Role::Observer => "observer",
            Role::Standalone => "alone",
            Role::ReadOnly => "read-only",
            Role::Other => "other",
        }
    }

    /// One letter, for narrow screens.
    pub fn letter(self) -> &'static str {
        match self {
            Role::Leader => "L",
            Role::Follower => "F",
            Role::Observer => "O",
            Role::Standalone => "S",
            Role::ReadOnly => "R",
            Role::Other => "?",
        }
    }

    fn of(mode: &Mode) -> Role {
        match mode {
            Mode::Leader => Role::Leader,
            Mode::Follower => Role::Follower,
            Mode::Observer => Role::Observer,
            Mode::Standalone => Role::Standalone,
            Mode::ReadOnly => Role::ReadOnly,
            Mode::Other(_) => Role::Other,
        }
    }
}

/// The answer to `srvr`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Brief {
    /// Product and version.
    pub version: String,
    /// Role.
    pub role: Option<Role>,
    /// Last processed transaction.
    #[serde(with = "hex")]
    pub zxid: Option<Zxid>,
    /// Mean latency in milliseconds since the server's start (or a reset).
    pub latency_ms_avg: Option<f64>,
    /// Worst latency in milliseconds since the server's start (or a reset).
    pub latency_ms_max: Option<f64>,
    /// Packets received since its start.
    pub received: Option<i64>,
    /// Packets sent since its start.
    pub sent: Option<i64>,
    /// Open connections.
    pub connections: Option<i64>,
    /// Requests under way.
    pub outstanding: Option<i64>,
    /// Znodes.
    pub nodes: Option<i64>,
}

impl Brief {
    /// What is shown of an answer.
    pub fn of(srvr: &Srvr) -> Brief {
        Brief {
            version: version(&srvr.version),
            role: srvr.mode.as_ref().map(Role::of),
            zxid: srvr.zxid,
            latency_ms_avg: srvr.latency_ms.map(|l| l.1),
            latency_ms_max: srvr.latency_ms.map(|l| l.2),
            received: srvr.received,
            sent: srvr.sent,
            connections: srvr.connections,
            outstanding: srvr.outstanding,
            nodes: srvr.node_count,
        }
    }
}

/// Without the hash and the time of its build; zkd names the version that it is like and its own.
fn version(text: &str) -> String {
    let text = text.split(',').next().unwrap_or("");
    match text.split_once("-zkd-") {
        Some((like, own)) => clean(&format!("zkd {own}, like {like}")),
        None => clean(text.split('-').next().unwrap_or("")),
    }
}

/// A total and a count since the server's start, whose growth gives a recent mean.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Summary {
    /// Sum in milliseconds.
    pub sum: f64,
    /// How many.
    pub count: f64,
}

impl Summary {
    /// The mean of what came since `earlier`; `None` if nothing came or the server was restarted.
    pub fn mean_since(self, earlier: Summary) -> Option<f64> {
        let count = self.count - earlier.count;
        (count > 0.0 && self.sum >= earlier.sum).then(|| (self.sum - earlier.sum) / count)
    }

    fn of(mntr: &Mntr, name: &str) -> Option<Summary> {
        let sum = mntr.number(&format!("sum_{name}")).or_else(|| mntr.number(&format!("{name}_sum")))?;
        let count = mntr.number(&format!("cnt_{name}")).or_else(|| mntr.number(&format!("{name}_count")))?;
        Some(Summary { sum, count })
    }

    fn plus(self, other: Option<Summary>) -> Summary {
        let other = other.unwrap_or_default();
        Summary { sum: self.sum + other.sum, count: self.count + other.count }
    }
}

/// What a leader says of one learner.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct LearnerView {
    /// Most packets that ever waited for it.
    pub queue_max: Option<f64>,
    /// How long packets waited, 99th percentile, in milliseconds.
    pub wait_ms_p99: Option<f64>,
}

/// What zkd's AdminServer says of one learner.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct LearnerStatus {
    /// Whether it has caught up.
    pub synced: bool,
    /// How it caught up: `diff`, `trunc` or `snap`.
    pub sync_mode: Option<String>,
    /// The last transaction that it acknowledged.
    #[serde(with = "hex")]
    pub last_acked: Option<Zxid>,
    /// Transactions of the leader that it has not acknowledged.
    pub lag_txns: Option<i64>,
    /// Bytes that wait to be sent to it.
    pub queued_bytes: Option<i64>,
    /// How long its last acknowledgement took, in milliseconds.
    pub ack_ms: Option<f64>,
    /// Ninety-nine of a hundred took less, in milliseconds.
    pub ack_ms_p99: Option<f64>,
    /// How long one has been waited for that is not here yet, in milliseconds.
    pub ack_waiting_ms: Option<f64>,
    /// How far the transfer is that brings it up to date: bytes sent, and of how many if that is known.
    pub sync_bytes: Option<(i64, Option<i64>)>,
    /// How long bringing it up to date takes, or took, in milliseconds.
    pub sync_ms: Option<i64>,
}

/// The answer to `mntr`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Detail {
    /// As `following - broadcast`.
    pub peer_state: Option<String>,
    /// Half of all requests took less, in milliseconds: the worse of reads and writes.
    pub latency_ms_p50: Option<f64>,
    /// Ninety-nine of a hundred requests took less: the worse of reads and writes.
    pub latency_ms_p99: Option<f64>,
    /// Reads and writes together.
    pub latency: Option<Summary>,
    /// Syncs of the log.
    pub fsync: Option<Summary>,
    /// Worst sync of the log in milliseconds since the server's start.
    pub fsync_ms_max: Option<f64>,
    /// Watches.
    pub watches: Option<i64>,
    /// Ephemerals.
    pub ephemerals: Option<i64>,
    /// Bytes of paths and data.
    pub data_bytes: Option<i64>,
    /// Open files.
    pub fds: Option<i64>,
    /// Most files that may be open.
    pub fds_max: Option<i64>,
    /// Milliseconds since its start.
    pub uptime_ms: Option<i64>,
    /// Learners connected; leaders only.
    pub learners: Option<i64>,
    /// Followers in sync, as the leader believes; leaders only.
    pub synced: Option<i64>,
    /// Voters.
    pub voters: Option<i64>,
    /// Elections it took part in.
    pub elections: Option<Summary>,
    /// Sessions that expired.
    pub expired: Option<i64>,
    /// Digests that did not agree.
    pub digest_mismatches: Option<i64>,
    /// Worst pause of the virtual machine in milliseconds.
    pub pause_ms_max: Option<f64>,
    /// What the leader says of its learners, by server number.
    pub views: BTreeMap<i64, LearnerView>,
    /// Every line of the answer, for the list of all metrics. Not recorded.
    #[serde(skip)]
    pub metrics: Vec<(String, String)>,
}

/// Most lines of `mntr` that are kept: some servers have metrics by namespace, without end.
const MAX_METRICS: usize = 4000;

impl Detail {
    /// What is shown of an answer.
    pub fn of(mntr: &Mntr) -> Detail {
        let worst = |quantile: &str, number: &str| {
            let one = |name: &str| {
                mntr.number(&format!("{quantile}_{name}"))
                    .or_else(|| mntr.number(&format!("{name}{{quantile=\"{number}\"}}")))
            };
            match (one("readlatency"), one("updatelatency")) {
                (Some(a), Some(b)) => Some(a.max(b)),
                (a, b) => a.or(b),
            }
        };
        let updates = Summary::of(mntr, "updatelatency");
        Detail {
            peer_state: mntr.peer_state().map(clean),
            latency_ms_p50: worst("p50", "0.5"),
            latency_ms_p99: worst("p99", "0.99"),
            latency: updates.map(|u| u.plus(Summary::of(mntr, "readlatency"))),
            fsync: Summary::of(mntr, "fsynctime"),
            fsync_ms_max: mntr.number("max_fsynctime"),
            watches: mntr.watch_count(),
            ephemerals: mntr.ephemerals_count(),
            data_bytes: mntr.approximate_data_size(),
            fds: mntr.integer("open_file_descriptor_count"),
            fds_max: mntr.integer("max_file_descriptor_count"),
            uptime_ms: mntr.integer("uptime"),
            learners: mntr.learners(),
            synced: mntr.synced_followers(),
            voters: mntr.quorum_size(),
            elections: Summary::of(mntr, "election_time"),
            expired: mntr.integer("stale_sessions_expired"),
            digest_mismatches: mntr.integer("digest_mismatches_count"),
            pause_ms_max: mntr.number("max_jvm_pause_time_ms"),
            views: views(mntr),
            metrics: mntr.values.iter().take(MAX_METRICS).map(|(k, v)| (clean(k), clean(v))).collect(),
        }
    }
}

/// Lines such as `max_2_learner_handler_qp_size`, where 2 is a learner's number.
fn views(mntr: &Mntr) -> BTreeMap<i64, LearnerView> {
    let mut views: BTreeMap<i64, LearnerView> = BTreeMap::new();
    for (name, value) in &mntr.values {
        let number =
            |prefix: &str, suffix: &str| name.strip_prefix(prefix)?.strip_suffix(suffix)?.parse::<i64>().ok();
        let value = value.parse::<f64>().ok().filter(|v| v.is_finite());
        if let Some(sid) = number("max_", "_learner_handler_qp_size") {
            views.entry(sid).or_default().queue_max = value;
        } else if let Some(sid) = number("p99_", "_learner_handler_qp_time_ms") {
            views.entry(sid).or_default().wait_ms_p99 = value;
        }
    }
    views
}

/// A member as the configuration names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    /// Its number.
    pub sid: i64,
    /// Where clients find it, if the configuration says: host and port.
    pub client: Option<(String, u16)>,
    /// Where the other members find it.
    #[serde(default)]
    pub host: String,
    /// Whether it votes.
    pub voter: bool,
}

/// The answer to `conf`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Membership {
    /// The number of the server that answered.
    pub sid: Option<i64>,
    /// Tick in milliseconds.
    pub tick_ms: Option<i64>,
    /// All members; empty for a server that stands alone.
    pub members: Vec<Member>,
}

impl Membership {
    /// What is shown of an answer.
    pub fn of(conf: &Conf) -> Membership {
        Membership {
            sid: conf.server_id().filter(|_| !conf.servers.is_empty()),
            tick_ms: conf.tick_time_ms(),
            members: conf.servers.iter().map(|(sid, text)| member(*sid, text)).collect(),
        }
    }
}

/// Reads `host:2888:3888:participant;host:2181`; the part behind the semicolon may be a bare port or missing.
fn member(sid: i64, text: &str) -> Member {
    let (quorum, client) = text.split_once(';').unwrap_or((text, ""));
    // A server may have several addresses with a bar between; the first will do.
    let first = quorum.split('|').next().unwrap_or("");
    let host = match first.strip_prefix('[') {
        Some(v6) => v6.split(']').next().unwrap_or(""),
        None => first.split(':').next().unwrap_or(""),
    };
    let (name, port) = client.rsplit_once(':').unwrap_or(("", client));
    let name = name.trim_matches(['[', ']']);
    let anywhere = matches!(name, "" | "0.0.0.0" | "::" | "0:0:0:0:0:0:0:0");
    let own = clean(host);
    let host = if anywhere { own.clone() } else { clean(name) };
    let client = port.parse().ok().filter(|_| !host.is_empty()).map(|port| (host, port));
    Member { sid, client, host: own, voter: !quorum.ends_with(":observer") }
}

/// An answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Answer {
    /// To `srvr`.
    Srvr(Brief),
    /// To `mntr`.
    Mntr(Box<Detail>),
    /// To `conf`.
    Conf(Membership),
    /// The page for Prometheus, for both.
    Page(Box<(Brief, Detail)>),
    /// To `learners`, by server number.
    Learners(BTreeMap<i64, LearnerStatus>),
}

/// Why there was no answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Failure {
    /// No connection: refused, no route, no such host.
    Unreachable(String),
    /// A connection perhaps, but no whole answer in this many milliseconds.
    Timeout(u64),
    /// The server forbids this word.
    NotAllowed,
    /// The server is up and has no leader.
    NotServing,
    /// The connection broke or said nothing.
    Broken(String),
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Failure::Unreachable(why) => write!(f, "cannot connect: {why}"),
            Failure::Timeout(ms) => write!(f, "no answer within {}", crate::time::short(*ms)),
            Failure::NotAllowed => f.write_str("four-letter words are not allowed"),
            Failure::NotServing => f.write_str("not serving: no leader"),
            Failure::Broken(why) => write!(f, "broken answer: {why}"),
        }
    }
}

/// Zxids in recordings are hexadecimal text: numbers above 2^53 are mangled by many readers of JSON.
mod hex {
    use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
    use zk_proto::Zxid;

    pub fn serialize<S: Serializer>(zxid: &Option<Zxid>, s: S) -> Result<S::Ok, S::Error> {
        zxid.map(|z| format!("0x{:x}", z.0)).serialize(s)
    }

    pub fn deserialize<'a, D: Deserializer<'a>>(d: D) -> Result<Option<Zxid>, D::Error> {
        let Some(text) = Option::<String>::deserialize(d)? else { return Ok(None) };
        let digits = text.strip_prefix("0x").unwrap_or(&text);
        let value = u64::from_str_radix(digits, 16).map_err(de::Error::custom)?;
        Ok(Some(Zxid(value as i64)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use zk_client::admin::{parse_conf, parse_mntr, parse_srvr};

    #[test]
    fn the_members_of_a_configuration() {
        let conf = parse_conf(
            "clientPort=2181\ntickTime=2000\nserverId=2\nserver.1=zk1:2888:3888:participant;0.0.0.0:2181\n\
             server.2=zk2:2888:3888:participant;[::1]:2182\nserver.3=zk3:2888:3888:observer\n",
        );
        let m = Membership::of(&conf);
        assert_eq!((m.sid, m.tick_ms, m.members.len()), (Some(2), Some(2000), 3));
        assert_eq!(m.members[0].client, Some(("zk1".to_owned(), 2181)));
        assert_eq!(m.members[1].client, Some(("::1".to_owned(), 2182)));
        assert_eq!((m.members[2].client.clone(), m.members[2].voter), (None, false));
    }

    #[test]
    fn a_server_that_stands_alone_has_no_number() {
        assert_eq!(Membership::of(&parse_conf("clientPort=2181\nserverId=0\n")).sid, None);
    }

    #[test]
    fn both_dialects_of_metrics() {
        let d = Detail::of(&parse_mntr(
            "zk_p99_readlatency\t3\nzk_p99_updatelatency\t7\nzk_sum_fsynctime\t10\nzk_cnt_fsynctime\t4\n\
             zk_max_2_learner_handler_qp_size\t5\nzk_p99_2_learner_handler_qp_time_ms\t9\n",
        ));
        assert_eq!((d.latency_ms_p99, d.fsync), (Some(7.0), Some(Summary { sum: 10.0, count: 4.0 })));
        assert_eq!(d.views[&2], LearnerView { queue_max: Some(5.0), wait_ms_p99: Some(9.0) });
        let d = Detail::of(&parse_mntr(
            "updatelatency{quantile=\"0.99\"} 4\nfsynctime_sum 2\nfsynctime_count 1\n",
        ));
        assert_eq!((d.latency_ms_p99, d.fsync), (Some(4.0), Some(Summary { sum: 2.0, count: 1.0 })));
    }

    #[test]
    fn versions_are_short() {
        assert_eq!(version("3.9.5-293c895a8d96, built on 2026-02-11"), "3.9.5");
        assert_eq!(version("3.9.5-zkd-0.0.0, built on 2026-11-01"), "zkd 0.0.0, like 3.9.5");
    }

    #[test]
    fn a_recorded_answer_is_the_same_again() {
        let brief = Brief::of(&parse_srvr(
            "Zookeeper version: 3.9.5-abc, built\nZxid: 0xffffffff00000001\nMode: leader\n",
        ));
        assert_eq!((brief.version.as_str(), brief.role), ("3.9.5", Some(Role::Leader)));
        let text = serde_json::to_string(&Answer::Srvr(brief.clone())).unwrap();
        assert!(text.contains("\"0xffffffff00000001\""), "{text}");
        assert_eq!(serde_json::from_str::<Answer>(&text).unwrap(), Answer::Srvr(brief));
    }
}
