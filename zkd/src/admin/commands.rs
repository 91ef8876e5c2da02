//! Apache's AdminServer commands that only look, with its names and fields, and some of zkd's own: `consistency`, `learners`,
//! `quotas` and `sessions`. Numbers that Apache prints in decimal have a twin in hex, since readers in JavaScript lose their digits.

mod consistency;
mod quotas;

use std::collections::{BTreeMap, HashMap};
use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, Ordering};

use serde_json::{Number, Value};
use zk_proto::{SessionId, Zxid};
use zk_storage::OsDisk;
use zk_storage::snapshot::list_snapshots;

use super::fields::{Field, Fields};
use crate::config::Config;
use crate::config::ensemble::Ensemble;
use crate::config::members::{Member, MemberAddress, Role};
use crate::fourlw::{Action, Word, render};
use crate::status::metrics::{Counter, ResponseSizes, Summary};
use crate::status::quorum::{LearnerStatus, LinkTraffic, QuorumStatus};
use crate::status::{ConnStatus, ExpiryBucket, LastMinMax, Needs, ServerStatus, Serving, WatchNeed, version};

/// What a command's answer is made of.
pub(super) struct View<'a> {
    pub(super) status: &'a ServerStatus,
    pub(super) config: &'a Config,
}

/// A command of Apache's.
pub(super) struct Command {
    /// Its primary name, and the others.
    pub(super) names: &'static [&'static str],
    pub(super) needs: Needs,
    /// What it changes first.
    pub(super) action: Action,
    /// Whether it answers only while clients are served.
    pub(super) needs_service: bool,
    fields: fn(&View<'_>, &mut Fields) -> Outcome,
}

/// Whether there are fields, or why not.
type Outcome = Result<(), &'static str>;

pub(super) const NOT_SERVING: &str = "This ZooKeeper instance is not currently serving requests";
const NOT_A_MEMBER: &str = "server is not initialized";

impl Command {
    /// By any of its names.
    pub(super) fn find(name: &str) -> Option<&'static Command> {
        COMMANDS.iter().find(|c| c.names.contains(&name))
    }

    /// The primary name.
    pub(super) fn name(&self) -> &'static str {
        self.names[0]
    }

    /// The whole answer.
    pub(super) fn answer(&self, view: &View<'_>) -> Fields {
        let mut fields = Fields::default();
        let outcome = match self.needs_service && view.status.serving == Serving::No {
            true => Err(NOT_SERVING),
            false => (self.fields)(view, &mut fields),
        };
        fields.put("command", self.name()).put("error", outcome.err().map_or(Value::Null, Value::from));
        fields
    }
}

/// What is said of a name that is no command.
pub(super) fn unknown(name: &str) -> Fields {
    let mut fields = Fields::default();
    fields.put("command", name).put("error", format!("Unknown command: {name}"));
    fields
}

const NOTHING: Needs = Needs {
    connections: false,
    sessions: false,
    watches: WatchNeed::Nothing,
    directories: false,
    digests: false,
    quotas: false,
    host: false,
};

const fn command(
    names: &'static [&'static str],
    needs: Needs,
    fields: fn(&View<'_>, &mut Fields) -> Outcome,
) -> Command {
    Command { names, needs, action: Action::Nothing, needs_service: true, fields }
}

/// All of them, by name.
pub(super) const COMMANDS: &[Command] = &[
    command(&["configuration", "conf", "config"], NOTHING, configuration),
    Command {
        action: Action::ResetConnections,
        ..command(&["connection_stat_reset", "crst"], NOTHING, nothing)
    },
    command(&["connections", "cons"], Needs { connections: true, ..NOTHING }, connections),
    Command {
        needs_service: false,
        ..command(&["consistency"], Needs { digests: true, ..NOTHING }, consistency::fields)
    },
    command(&["dirs"], Needs { directories: true, ..NOTHING }, directories),
    command(&["dump"], Needs { sessions: true, ..NOTHING }, dump),
    Command {
        needs_service: false,
        ..command(&["environment", "env", "envi"], Needs { host: true, ..NOTHING }, environment)
    },
    Command { needs_service: false, ..command(&["get_trace_mask", "gtmk"], NOTHING, trace_mask) },
    command(&["hash"], Needs { digests: true, ..NOTHING }, hash),
    Command {
        needs_service: false,
        ..command(&["initial_configuration", "icfg"], NOTHING, initial_configuration)
    },
    command(&["is_read_only", "isro"], NOTHING, is_read_only),
    command(&["last_snapshot", "lsnp"], NOTHING, last_snapshot),
    command(&["leader", "lead"], NOTHING, leader),
    Command { needs_service: false, ..command(&["learners"], NOTHING, learners) },
    Command {
        needs_service: false,
        ..command(&["monitor", "mntr"], Needs { host: true, ..NOTHING }, monitor)
    },
    Command {
        action: Action::ResetObservers,
        ..command(&["observer_connection_stat_reset", "orst"], NOTHING, nothing)
    },
    command(&["observers", "obsr"], NOTHING, observers),
    command(&["quotas"], Needs { quotas: true, ..NOTHING }, quotas::fields),
    command(&["ruok"], NOTHING, nothing),
    command(&["server_stats", "srvr"], Needs { directories: true, host: true, ..NOTHING }, server_stats),
    command(&["sessions"], Needs { sessions: true, connections: true, ..NOTHING }, sessions),
    Command { action: Action::ResetServer, ..command(&["stat_reset", "srst"], NOTHING, nothing) },
    command(&["stats", "stat"], Needs { directories: true, connections: true, host: true, ..NOTHING }, stats),
    Command {
        needs_service: false,
        ..command(&["system_properties", "sysp"], Needs { host: true, ..NOTHING }, system_properties)
    },
    command(&["voting_view"], NOTHING, voting_view),
    command(&["watch_summary", "wchs"], Needs { watches: WatchNeed::Summary, ..NOTHING }, watch_summary),
    command(&["watches", "wchc"], Needs { watches: WatchNeed::BySession, ..NOTHING }, watches),
    command(&["watches_by_path", "wchp"], Needs { watches: WatchNeed::ByPath, ..NOTHING }, watches_by_path),
    Command { needs_service: false, ..command(&["zabstate"], NOTHING, zab_state) },
];

fn nothing(_: &View<'_>, _: &mut Fields) -> Outcome {
    Ok(())
}

fn configuration(view: &View<'_>, out: &mut Fields) -> Outcome {
    let (status, config) = (view.status, view.config);
    out.put("client_port", status.client_port.map_or(-1, i32::from))
        .put("data_dir", config.snapshot_dir().display().to_string())
        .put("data_log_dir", config.log_dir().display().to_string())
        .put("tick_time", config.tick_ms)
        .put("max_client_cnxns", view.status.max_client_cnxns.unwrap_or(config.max_client_cnxns))
        .put("min_session_timeout", config.min_session_timeout_ms)
        .put("max_session_timeout", config.max_session_timeout_ms)
        .put("server_id", config.ensemble().map_or(0, |e| e.my_id))
        .put("client_port_listen_backlog", config.listen_backlog);
    Ok(())
}

fn connections(view: &View<'_>, out: &mut Fields) -> Outcome {
    let of = |secure| view.status.connections.iter().filter(move |c| c.is_secure == secure);
    out.put("connections", of(false).map(full_connection).collect::<Field>())
        .put("secure_connections", of(true).map(full_connection).collect::<Field>());
    Ok(())
}

fn directories(view: &View<'_>, out: &mut Fields) -> Outcome {
    let sizes = view.status.directories;
    out.put("datadir_size", sizes.data_bytes).put("logdir_size", sizes.log_bytes);
    Ok(())
}

fn dump(view: &View<'_>, out: &mut Fields) -> Outcome {
    let status = view.status;
    let ids = |members: &[SessionId]| members.iter().map(|s| Field::from(s.0)).collect::<Field>();
    // Differs: where sessions of both kinds expire at one time, Java lists those of the ensemble alone.
    let mut buckets: BTreeMap<i64, Vec<SessionId>> = BTreeMap::new();
    for bucket in status.local_session_expiry.iter().flatten().chain(&status.session_expiry) {
        buckets.entry(bucket.at_unix_ms).or_default().extend(&bucket.members);
    }
    let expiry = buckets.iter().map(|(at, members)| (at.to_string(), ids(members)));
    out.put("expiry_time_to_session_ids", expiry.collect::<Fields>());
    let ephemerals = status.ephemerals.iter().map(|(s, paths)| (s.0.to_string(), strings(paths)));
    out.put("session_id_to_ephemeral_paths", ephemerals.collect::<Fields>());
    Ok(())
}

fn environment(view: &View<'_>, out: &mut Fields) -> Outcome {
    out.put("zookeeper.version", version());
    for (key, value) in view.status.environment.iter().flat_map(|e| &e.entries) {
        out.put(*key, value.as_str());
    }
    Ok(())
}

fn trace_mask(view: &View<'_>, out: &mut Fields) -> Outcome {
    out.put("tracemask", view.status.trace_mask);
    Ok(())
}

fn hash(view: &View<'_>, out: &mut Fields) -> Outcome {
    let digest = |(zxid, digest): &(Zxid, u64)| {
        let mut fields = Fields::default();
        fields.put("zxid", zxid.0).put("digest", *digest as i64).put("digest_version", 2);
        Field::from(fields)
    };
    out.put("digests", view.status.digests.iter().map(digest).collect::<Field>());
    Ok(())
}

/// The file as it was read at the start.
///
/// Differs: Apache shows secrets, too.
fn initial_configuration(view: &View<'_>, out: &mut Fields) -> Outcome {
    let Some(source) = &view.config.source else { return Err("this server was not started with a file") };
    out.put("initial_configuration", source.text.as_str());
    Ok(())
}

/// What Java's server would have for system properties: keys of the file, and the machine.
///
/// Differs: Apache shows secrets, too.
fn system_properties(view: &View<'_>, out: &mut Fields) -> Outcome {
    let mut all: BTreeMap<&str, &str> = BTreeMap::new();
    let of_file = view.config.source.iter().flat_map(|s| &s.properties);
    all.extend(of_file.map(|(key, value)| (key.as_str(), value.as_str())));
    let of_host = view.status.environment.iter().flat_map(|e| &e.entries);
    all.extend(of_host.map(|(key, value)| (*key, value.as_str())));
    for (key, value) in all {
        out.put(key, value);
    }
    Ok(())
}

fn is_read_only(view: &View<'_>, out: &mut Fields) -> Outcome {
    out.put("read_only", view.status.serving == Serving::ReadOnly);
    Ok(())
}

fn last_snapshot(view: &View<'_>, out: &mut Fields) -> Outcome {
    let newest = list_snapshots(&OsDisk, &view.config.snapshot_dir()).ok().and_then(|s| s.into_iter().last());
    let written = |path: &std::path::Path| {
        let modified = std::fs::metadata(path).ok()?.modified().ok()?;
        i64::try_from(modified.duration_since(std::time::UNIX_EPOCH).ok()?.as_secs()).ok()
    };
    let zxid = newest.as_ref().map_or(Zxid(-1), |s| s.zxid);
    out.put("zxid", zxid.file_suffix().to_string());
    out.put("timestamp", newest.and_then(|s| written(&s.path)).unwrap_or(-1));
    Ok(())
}

fn leader(view: &View<'_>, out: &mut Fields) -> Outcome {
    let (Some(quorum), Some(_)) = (&view.status.quorum, view.config.ensemble()) else {
        return Err(NOT_A_MEMBER);
    };
    let id = quorum.leader.map(|sid| sid.0);
    out.put("is_leader", quorum.leading.is_some()).put("leader_id", optional(id));
    let address = id.and_then(|id| quorum.membership.members.get(&id)?.addresses.first());
    out.put("leader_ip", optional(address.map(|a| a.host.as_str())));
    Ok(())
}

/// What the leader knows of its learners, transaction for transaction. Apache has no such page.
fn learners(view: &View<'_>, out: &mut Fields) -> Outcome {
    let (Some(quorum), Some(ensemble)) = (&view.status.quorum, view.config.ensemble()) else {
        return Err(NOT_A_MEMBER);
    };
    let zxid = view.status.zxid;
    out.put("server_id", ensemble.my_id)
        .put("leader_id", optional(quorum.leader.map(|sid| sid.0)))
        .put("peer_state", quorum.peer_state())
        .put("accepted_epoch", quorum.accepted_epoch)
        .put("current_epoch", quorum.current_epoch)
        .put("last_zxid", zxid.to_string());
    let Some(leading) = &quorum.leading else { return Err("this server does not lead") };
    out.put("learners", leading.learners.iter().map(|l| learner(l, zxid)).collect::<Field>());
    Ok(())
}

/// One learner of a leader that has got to this zxid.
pub(super) fn learner(l: &LearnerStatus, zxid: Zxid) -> Field {
    let mut fields = Fields::default();
    fields
        .put("server_id", l.sid.0)
        .put("remote_socket_address", l.addr.to_string())
        .put("kind", l.kind.name())
        .put("synced", l.synced)
        .put("sync_mode", optional(l.sync_mode.map(|m| m.name())))
        .put("last_acked_zxid", l.last_acked.to_string())
        .put("lag_transactions", optional(l.lag_behind(zxid)))
        .put("queued_bytes", l.queued_bytes)
        .put("ack_us_last", optional(l.acks.and_then(|a| a.last_us)))
        .put("ack_us_p99", optional(l.acks.and_then(|a| a.p99_us)))
        .put("ack_us_waiting", optional(l.acks.and_then(|a| a.waiting_us)))
        .put("sync_sent_bytes", optional(l.sync.map(|s| s.sent_bytes)))
        .put("sync_total_bytes", optional(l.sync.map(|s| s.total_bytes)))
        .put("sync_ms", optional(l.sync.map(|s| s.took_ms)));
    fields.into()
}

/// The numbers of `mntr` under its names without `zk_`.
fn monitor(view: &View<'_>, out: &mut Fields) -> Outcome {
    if view.status.serving == Serving::No {
        // Apache's word and its page part ways here: the page answers, with what there is.
        out.put("version", version()).put("server_state", view.status.mode.name());
        if let Some(quorum) = &view.status.quorum {
            out.put("peer_state", quorum.peer_state()).put("quorum_size", quorum.voter_count);
        }
        return Ok(());
    }
    for line in render(Word::Mntr, view.status, view.config).lines() {
        let Some((name, text)) = line.split_once('\t') else { continue };
        let number = || text.parse::<Number>().ok().map(Value::Number);
        out.put(name.strip_prefix("zk_").unwrap_or(name), number().unwrap_or_else(|| text.into()));
    }
    Ok(())
}

fn observers(view: &View<'_>, out: &mut Fields) -> Outcome {
    let quorum = view.status.quorum.as_ref();
    out.put("synced_observers", quorum.and_then(QuorumStatus::synced_observers).unwrap_or_default());
    let observers = quorum.into_iter().flat_map(QuorumStatus::fed_observers).map(|l| {
        let count = |of: fn(&LinkTraffic) -> &AtomicU64| {
            optional(l.traffic.as_ref().map(|traffic| of(traffic).load(Ordering::Relaxed)))
        };
        let mut fields = Fields::default();
        fields
            .put("remote_socket_address", l.addr.to_string())
            .put("sid", l.sid.0)
            .put("established", optional(l.traffic.as_ref().map(|traffic| traffic.established_unix_ms)))
            .put("queued_packets_size", l.queued_bytes)
            .put("packets_received", count(|t| &t.received))
            .put("packets_sent", count(|t| &t.sent))
            .put("requests", count(|t| &t.requests))
            .put("last_zxid", l.last_acked.0);
        Field::from(fields)
    });
    out.put("observers", observers.collect::<Field>());
    Ok(())
}

fn server_stats(view: &View<'_>, out: &mut Fields) -> Outcome {
    let status = view.status;
    out.put("version", version()).put("read_only", status.serving == Serving::ReadOnly);
    out.put("server_stats", statistics(view)).put("client_response", response_sizes(view));
    if let Some(leading) = status.leading() {
        let LastMinMax { last, min, max } =
            leading.proposal_sizes.unwrap_or(LastMinMax { last: -1, min: -1, max: -1 });
        out.put("proposal_stats", sizes(last, min, max));
    }
    out.put("node_count", status.node_count);
    Ok(())
}

fn stats(view: &View<'_>, out: &mut Fields) -> Outcome {
    server_stats(view, out)?;
    let of = |secure| view.status.connections.iter().filter(move |c| c.is_secure == secure);
    out.put("connections", of(false).map(|c| brief_connection(c).into()).collect::<Field>())
        .put("secure_connections", of(true).map(|c| brief_connection(c).into()).collect::<Field>());
    Ok(())
}

fn statistics(view: &View<'_>) -> Fields {
    let status = view.status;
    let counter = |c| status.metrics.counter(c);
    let latency = status.metrics.summary(Summary::RequestLatency);
    let mut out = Fields::default();
    out.put("packets_sent", counter(Counter::PacketsSent))
        .put("packets_received", counter(Counter::PacketsReceived))
        .put("fsync_threshold_exceed_count", counter(Counter::FsyncThresholdExceeded))
        .put("client_response_stats", response_sizes(view))
        .put("data_dir_size", status.directories.data_bytes)
        .put("log_dir_size", status.directories.log_bytes)
        .put("provider_null", false)
        .put("server_state", status.mode.name())
        .put("last_processed_zxid", status.zxid.0)
        .put("last_processed_zxid_hex", status.zxid.to_string())
        .put("outstanding_requests", status.outstanding)
        .put("avg_latency", (latency.mean() / 1000.0 * 10_000.0).round() / 10_000.0)
        .put("max_latency", latency.max() / 1000)
        .put("min_latency", latency.min() / 1000)
        .put("num_alive_client_connections", status.connection_count)
        .put("auth_failed_count", counter(Counter::AuthFailed))
        .put("non_mtlsremote_conn_count", status.without_certificate.remote_count)
        .put("non_mtlslocal_conn_count", status.without_certificate.local_count)
        .put("uptime", status.uptime_ms);
    out
}

fn response_sizes(view: &View<'_>) -> Fields {
    match view.status.metrics.response_bytes {
        Some(ResponseSizes { last, min, max }) => sizes(last as i64, min as i64, max as i64),
        None => sizes(-1, -1, -1),
    }
}

fn sizes(last: i64, min: i64, max: i64) -> Fields {
    let mut out = Fields::default();
    out.put("last_buffer_size", last).put("min_buffer_size", min).put("max_buffer_size", max);
    out
}

/// Sessions with what they hold here. Apache has no such page.
fn sessions(view: &View<'_>, out: &mut Fields) -> Outcome {
    let status = view.status;
    let connected: HashMap<SessionId, &ConnStatus> =
        status.connections.iter().filter_map(|c| Some((c.session.as_ref()?.id, c))).collect();
    let ephemerals: HashMap<SessionId, usize> =
        status.ephemerals.iter().map(|(owner, paths)| (*owner, paths.len())).collect();
    let of_learner = status.learner_sessions.iter().map(|(id, timeout)| (*id, Some(*timeout), None, false));
    let in_bucket = |b: &ExpiryBucket<SessionId>, local: bool| {
        let at = b.at_unix_ms;
        b.members.iter().map(|id| (*id, None, Some(at), local)).collect::<Vec<_>>()
    };
    let of_leader = status.session_expiry.iter().flat_map(|b| in_bucket(b, false));
    let local = status.local_session_expiry.iter().flatten().flat_map(|b| in_bucket(b, true));
    let sessions = of_learner.chain(of_leader).chain(local).map(|(id, timeout, expires, local)| {
        let here = connected.get(&id).copied();
        let timeout = timeout.or_else(|| here?.session.as_ref().map(|s| s.timeout_ms));
        let mut fields = Fields::default();
        fields
            .put("session_id", id.to_string())
            .put("session_timeout", optional(timeout))
            .put("expires_at", optional(expires))
            .put("local", local)
            .put("ephemerals", ephemerals.get(&id).copied().unwrap_or(0))
            .put("remote_socket_address", optional(here.map(|c| c.addr.to_string())));
        Field::from(fields)
    });
    out.put("sessions", sessions.collect::<Field>());
    Ok(())
}

fn voting_view(view: &View<'_>, out: &mut Fields) -> Outcome {
    let Some(quorum) = &view.status.quorum else {
        out.put("current_config", Fields::default());
        return Ok(());
    };
    let membership = &quorum.membership;
    let members = membership.voters().filter_map(|id| {
        let member = membership.members.get(&id)?;
        let join = |port: fn(&MemberAddress) -> u16| {
            member.addresses.iter().map(|a| Field::from(format!("{}:{}", a.host, port(a)))).collect::<Field>()
        };
        let mut fields = Fields::default();
        fields
            .put("server_addresses", join(|a| a.quorum_port))
            .put("election_addresses", join(|a| a.election_port))
            .put("client_address", optional(client_address(member)))
            .put("learner_type", "participant");
        Some((id.to_string(), Field::from(fields)))
    });
    out.put("current_config", members.collect::<Fields>());
    Ok(())
}

fn watch_summary(view: &View<'_>, out: &mut Fields) -> Outcome {
    let w = &view.status.watches;
    out.put("num_connections", w.connection_count)
        .put("num_paths", w.path_count)
        .put("num_total_watches", w.total);
    Ok(())
}

fn watches(view: &View<'_>, out: &mut Fields) -> Outcome {
    let by_session =
        view.status.watches.by_session.iter().map(|(s, paths)| (s.0.to_string(), strings(paths)));
    out.put("session_id_to_watched_paths", by_session.collect::<Fields>());
    Ok(())
}

fn watches_by_path(view: &View<'_>, out: &mut Fields) -> Outcome {
    let ids = |sessions: &[SessionId]| sessions.iter().map(|s| Field::from(s.0)).collect::<Field>();
    let by_path = view.status.watches.by_path.iter().map(|(path, sessions)| (path.clone(), ids(sessions)));
    out.put("path_to_session_ids", by_path.collect::<Fields>());
    Ok(())
}

fn zab_state(view: &View<'_>, out: &mut Fields) -> Outcome {
    let status = view.status;
    let (Some(ensemble), Some(quorum)) = (view.config.ensemble(), &status.quorum) else {
        out.put("voting", false).put("zabstate", "");
        return Ok(());
    };
    out.put("myid", ensemble.my_id)
        .put("is_leader", quorum.leading.is_some())
        .put("quorum_address", address(ensemble, |a| a.quorum_port))
        .put("election_address", address(ensemble, |a| a.election_port))
        .put("client_address", optional(ensemble.me().and_then(client_address)))
        .put("voting", ensemble.role() == Role::Participant)
        .put("last_zxid", status.zxid.to_string())
        .put("zab_epoch", status.zxid.epoch())
        .put("zab_counter", status.zxid.counter())
        .put("zabstate", quorum.zab_state());
    Ok(())
}

/// Apache prints the bean of a set of addresses; these are the fields of it that say something.
fn address(ensemble: &Ensemble, port: fn(&MemberAddress) -> u16) -> Fields {
    let addresses = ensemble.me().map_or(&[][..], |me| &me.addresses);
    let all: Vec<String> = addresses.iter().map(|a| format!("{}:{}", a.host, port(a))).collect();
    let mut out = Fields::default();
    out.put("one", optional(all.first().cloned())).put("all_addresses", strings(&all));
    out
}

fn client_address(member: &Member) -> Option<String> {
    member.client.as_ref().map(|c| format!("{}:{}", c.host, c.port))
}

fn brief_connection(c: &ConnStatus) -> Fields {
    let mut out = Fields::default();
    out.put("remote_socket_address", socket(c.addr))
        .put("interest_ops", c.interest_ops)
        .put("outstanding_requests", c.queued)
        .put("packets_received", c.received)
        .put("packets_sent", c.sent);
    out
}

fn full_connection(c: &ConnStatus) -> Field {
    let mut out = brief_connection(c);
    if let Some(s) = &c.session {
        out.put("session_id", s.id.0)
            .put("session_id_hex", s.id.to_string())
            .put("last_operation", s.last_op)
            .put("established", s.established_unix_ms)
            .put("session_timeout", s.timeout_ms)
            .put("last_cxid", s.last_cxid)
            .put("last_zxid", s.last_zxid.0)
            .put("last_zxid_hex", s.last_zxid.to_string())
            .put("last_response_time", s.last_response_ms)
            .put("last_latency", s.latency.last_ms)
            .put("min_latency", s.latency.min_ms)
            .put("avg_latency", s.latency.avg_ms)
            .put("max_latency", s.latency.max_ms);
    }
    out.into()
}

fn socket(addr: SocketAddr) -> String {
    addr.to_string()
}

fn strings(items: &[String]) -> Field {
    items.iter().map(|s| Field::from(s.as_str())).collect()
}

pub(super) fn optional(value: Option<impl Into<Value>>) -> Value {
    value.map_or(Value::Null, Into::into)
}

#[cfg(test)]
mod tests;
