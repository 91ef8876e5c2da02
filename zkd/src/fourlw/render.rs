//! The answers' texts, byte for byte in Apache's shapes where scripts cut numbers out of them.
//!
//! Differs: times are kept in microseconds, so that means and sums of what takes less than a millisecond are not
//! zero; fractions print as decimals always (Java turns to `3.0E-4` below a thousandth); lists are in a fixed
//! order instead of that of Java's hash tables.

use crate::config::Config;
use crate::config::ensemble::Ensemble;
use crate::config::members::Role;
use crate::fourlw::Word;
use crate::status::host::Civil;
use crate::status::metrics::{Counter, Detail, NamespacesSnapshot, Summary, SummarySnapshot, Unit};
use crate::status::quorum::{LeaderStatus, LearnerKind, QuorumStatus};
use crate::status::quotas::key_part;
use crate::status::{ConnStatus, ExpiryBucket, LastMinMax, Mode, ServerStatus, Serving, version};
use std::fmt::{self, Display, Write};
use std::net::SocketAddr;
use std::path::Path;

/// The answer to a word. The status must hold what [`Word::needs`] names, taken after [`Word::action`] was done.
pub fn render(word: Word, status: &ServerStatus, config: &Config) -> String {
    if status.serving == Serving::No && !word.answers_while_not_serving() {
        // Java prints this one without the end of line.
        let end = if word == Word::Hash { "" } else { "\n" };
        return format!("This ZooKeeper instance is not currently serving requests{end}");
    }
    let mut out = String::new();
    let result = match word {
        Word::Ruok => out.write_str("imok"),
        Word::Isro => out.write_str(match status.serving {
            Serving::No => "null",
            Serving::ReadOnly => "ro",
            Serving::ReadWrite => "rw",
        }),
        Word::Gtmk | Word::Stmk => write!(out, "{}", status.trace_mask),
        Word::Crst => out.write_str("Connection stats reset.\n"),
        Word::Srst => out.write_str("Server stats reset.\n"),
        Word::Srvr => server(&mut out, status, Clients::Hide),
        Word::Stat => server(&mut out, status, Clients::Show),
        Word::Cons => connections(&mut out, status),
        Word::Conf => configuration(&mut out, status, config),
        Word::Dirs => directories(&mut out, status),
        Word::Dump => dump(&mut out, status),
        Word::Envi => environment(&mut out, status),
        Word::Hash => digests(&mut out, status),
        Word::Mntr => monitor(&mut out, status),
        Word::Wchs => watch_totals(&mut out, status),
        Word::Wchc => watches_by_session(&mut out, status),
        Word::Wchp => watches_by_path(&mut out, status),
    };
    debug_assert!(result.is_ok(), "writing to a String does not fail");
    out
}

/// Bits of `gtmk` on a server whose mask was never set.
pub const DEFAULT_TRACE_MASK: i64 = 306;

#[derive(Clone, Copy, PartialEq)]
enum Clients {
    Show,
    Hide,
}

fn server(out: &mut String, status: &ServerStatus, clients: Clients) -> fmt::Result {
    writeln!(out, "Zookeeper version: {}", version())?;
    if status.serving == Serving::ReadOnly {
        writeln!(out, "READ-ONLY mode; serving only read-only clients")?;
    }
    if clients == Clients::Show {
        writeln!(out, "Clients:")?;
        for conn in &status.connections {
            writeln!(out, " {}[{:x}]({})", JavaAddr(conn.addr), conn.interest_ops, Packets(conn))?;
        }
        writeln!(out)?;
    }
    let latency = status.metrics.summary(Summary::RequestLatency);
    let (min, mean, max) = (latency.min() / 1000, Fraction(latency.mean() / 1000.0), latency.max() / 1000);
    writeln!(out, "Latency min/avg/max: {min}/{mean}/{max}")?;
    writeln!(out, "Received: {}", status.metrics.counter(Counter::PacketsReceived))?;
    writeln!(out, "Sent: {}", status.metrics.counter(Counter::PacketsSent))?;
    writeln!(out, "Connections: {}", status.connection_count)?;
    writeln!(out, "Outstanding: {}", status.outstanding)?;
    writeln!(out, "Zxid: {}", status.zxid)?;
    writeln!(out, "Mode: {}", status.mode.name())?;
    writeln!(out, "Node count: {}", status.node_count)?;
    match status.leading() {
        Some(leading) => {
            let LastMinMax { last, min, max } = proposal_sizes(leading);
            writeln!(out, "Proposal sizes last/min/max: {last}/{min}/{max}")
        }
        None => Ok(()),
    }
}

fn connections(out: &mut String, status: &ServerStatus) -> fmt::Result {
    for conn in &status.connections {
        write!(out, " {}[{:x}]({}", JavaAddr(conn.addr), conn.interest_ops, Packets(conn))?;
        if let Some(s) = &conn.session {
            write!(out, ",sid={},lop={},est={},to={}", s.id, s.last_op, s.established_unix_ms, s.timeout_ms)?;
            if s.last_cxid >= 0 {
                write!(out, ",lcxid={:#x}", s.last_cxid)?;
            }
            write!(out, ",lzxid={},lresp={}", s.last_zxid, s.last_response_ms)?;
            let l = s.latency;
            write!(out, ",llat={},minlat={},avglat={},maxlat={}", l.last_ms, l.min_ms, l.avg_ms, l.max_ms)?;
        }
        writeln!(out, ")")?;
    }
    writeln!(out)
}

fn configuration(out: &mut String, status: &ServerStatus, config: &Config) -> fmt::Result {
    let absolute = |path: &Path| std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    writeln!(out, "clientPort={}", status.client_port.map_or(-1, i32::from))?;
    writeln!(out, "secureClientPort={}", status.secure_client_port.map_or(-1, i32::from))?;
    writeln!(out, "dataDir={}", absolute(&config.snapshot_dir()).display())?;
    writeln!(out, "dataDirSize={}", status.directories.data_bytes)?;
    writeln!(out, "dataLogDir={}", absolute(&config.log_dir()).display())?;
    writeln!(out, "dataLogSize={}", status.directories.log_bytes)?;
    writeln!(out, "tickTime={}", config.tick_ms)?;
    let per_address = status.max_client_cnxns.unwrap_or(config.max_client_cnxns);
    writeln!(out, "maxClientCnxns={per_address}")?;
    writeln!(out, "minSessionTimeout={}", config.min_session_timeout_ms)?;
    writeln!(out, "maxSessionTimeout={}", config.max_session_timeout_ms)?;
    writeln!(out, "clientPortListenBacklog={}", config.listen_backlog)?;
    match config.ensemble() {
        None => writeln!(out, "serverId=0"),
        Some(ensemble) => member_configuration(out, &as_of_now(ensemble, status)),
    }
}

/// The membership may have changed since the configuration was read.
fn as_of_now(ensemble: &Ensemble, status: &ServerStatus) -> Ensemble {
    let mut ensemble = ensemble.clone();
    if let Some(quorum) = status.quorum.as_ref().filter(|q| !q.membership.members.is_empty()) {
        ensemble.membership = (*quorum.membership).clone();
        ensemble.version = quorum.membership_version;
    }
    ensemble
}

/// Ends without an end of line, as Apache's.
fn member_configuration(out: &mut String, ensemble: &Ensemble) -> fmt::Result {
    writeln!(out, "serverId={}", ensemble.my_id)?;
    writeln!(out, "initLimit={}", ensemble.init_limit_ticks)?;
    writeln!(out, "syncLimit={}", ensemble.sync_limit_ticks)?;
    writeln!(out, "electionAlg=3")?;
    if let Some(address) = ensemble.me().and_then(|me| me.addresses.first()) {
        writeln!(out, "electionPort={}", address.election_port)?;
        writeln!(out, "quorumPort={}", address.quorum_port)?;
    }
    let peer_type = match ensemble.role() {
        Role::Participant => 0,
        Role::Observer => 1,
    };
    write!(out, "peerType={peer_type}\nmembership: \n{}", ensemble.text())
}

fn directories(out: &mut String, status: &ServerStatus) -> fmt::Result {
    writeln!(out, "datadir_size: {}", status.directories.data_bytes)?;
    writeln!(out, "logdir_size: {}", status.directories.log_bytes)
}

fn dump(out: &mut String, status: &ServerStatus) -> fmt::Result {
    writeln!(out, "SessionTracker dump:")?;
    if let Some(local) = &status.local_session_expiry {
        writeln!(out, "Local Session {}", Buckets(local))?;
        expiry(out, local, |session| session.to_string())?;
    }
    if status.mode.is_learner() {
        writeln!(out, "Global Sessions({}):", status.learner_sessions.len())?;
        for (session, timeout_ms) in &status.learner_sessions {
            writeln!(out, "{session}\t{timeout_ms}ms")?;
        }
    } else {
        let kind = if status.local_session_expiry.is_some() { "Global " } else { "" };
        writeln!(out, "{kind}Session {}", Buckets(&status.session_expiry))?;
        expiry(out, &status.session_expiry, |session| session.to_string())?;
    }
    writeln!(out, "ephemeral nodes dump:")?;
    writeln!(out, "Sessions with Ephemerals ({}):", status.ephemerals.len())?;
    for (session, paths) in &status.ephemerals {
        group(out, &format_args!("{session}:"), paths)?;
    }
    writeln!(out, "Connections dump:\nConnections {}", Buckets(&status.connection_expiry))?;
    expiry(out, &status.connection_expiry, |conn| {
        format!("ip: {} sessionId: {}", JavaAddr(conn.addr), conn.session)
    })
}

fn expiry<T>(out: &mut String, buckets: &[ExpiryBucket<T>], name: impl Fn(&T) -> String) -> fmt::Result {
    for bucket in buckets {
        let at = Civil::from_unix_ms(bucket.at_unix_ms).java_date();
        let header = format!("{} expire at {at}:", bucket.members.len());
        group(out, &header, bucket.members.iter().map(&name))?;
    }
    Ok(())
}

/// `(buckets)/(members):`
struct Buckets<'a, T>(&'a [ExpiryBucket<T>]);

impl<T> Display for Buckets<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let members: usize = self.0.iter().map(|b| b.members.len()).sum();
        write!(f, "Sets ({})/({members}):", self.0.len())
    }
}

/// A line, and what belongs to it, each behind a TAB.
fn group(
    out: &mut String,
    header: &dyn Display,
    members: impl IntoIterator<Item = impl Display>,
) -> fmt::Result {
    writeln!(out, "{header}")?;
    for member in members {
        writeln!(out, "\t{member}")?;
    }
    Ok(())
}

fn environment(out: &mut String, status: &ServerStatus) -> fmt::Result {
    writeln!(out, "Environment:\nzookeeper.version={}", version())?;
    for (key, value) in status.environment.iter().flat_map(|e| &e.entries) {
        writeln!(out, "{key}={value}")?;
    }
    Ok(())
}

fn digests(out: &mut String, status: &ServerStatus) -> fmt::Result {
    for (zxid, digest) in &status.digests {
        // Java's digest is a signed number.
        writeln!(out, "{}: {}", zxid.file_suffix(), *digest as i64)?;
    }
    Ok(())
}

fn watch_totals(out: &mut String, status: &ServerStatus) -> fmt::Result {
    let w = &status.watches;
    writeln!(
        out,
        "{} connections watching {} paths\nTotal watches:{}",
        w.connection_count, w.path_count, w.total
    )
}

fn watches_by_session(out: &mut String, status: &ServerStatus) -> fmt::Result {
    for (session, paths) in &status.watches.by_session {
        group(out, session, paths)?;
    }
    writeln!(out)
}

fn watches_by_path(out: &mut String, status: &ServerStatus) -> fmt::Result {
    for (path, sessions) in &status.watches.by_path {
        group(out, path, sessions)?;
    }
    writeln!(out)
}

fn monitor(out: &mut String, status: &ServerStatus) -> fmt::Result {
    let mut line = |key: &str, value: &dyn Display| {
        // Namespaces are part of some keys: a blank in one would end it, a line's end the line.
        match key.contains(|c: char| c.is_whitespace() || c.is_control()) {
            true => writeln!(
                out,
                "zk_{}\t{value}",
                key.replace(|c: char| c.is_whitespace() || c.is_control(), "?")
            ),
            false => writeln!(out, "zk_{key}\t{value}"),
        }
    };
    line("version", &version())?;
    line("server_state", &status.mode.name())?;
    if let Some(quorum) = &status.quorum {
        quorum_lines(&mut line, status.mode, quorum)?;
    }
    let latency = status.metrics.summary(Summary::RequestLatency);
    line("avg_latency", &Fraction(latency.mean() / 1000.0))?;
    line("min_latency", &(latency.min() / 1000))?;
    line("max_latency", &(latency.max() / 1000))?;
    line("num_alive_connections", &status.connection_count)?;
    line("outstanding_tls_handshake", &status.outstanding_tls_handshakes)?;
    line("outstanding_requests", &status.outstanding)?;
    line("znode_count", &status.node_count)?;
    line("watch_count", &status.watch_count)?;
    line("ephemerals_count", &status.ephemerals_count)?;
    line("approximate_data_size", &status.approximate_data_bytes)?;
    line("global_sessions", &status.session_count)?;
    line("local_sessions", &status.local_session_count)?;
    line("connection_drop_probability", &Fraction(status.drop_probability))?;
    line("uptime", &status.uptime_ms)?;
    if let Some(files) = status.file_descriptors {
        line("open_file_descriptor_count", &files.open_count)?;
        line("max_file_descriptor_count", &files.max_count)?;
    }
    line("non_mtls_local_conn_count", &status.without_certificate.local_count)?;
    line("non_mtls_remote_conn_count", &status.without_certificate.remote_count)?;
    for q in &status.quotas {
        let namespace = key_part(&q.namespace);
        for (kind, value) in [("count", q.count_limit), ("bytes", q.bytes_limit)] {
            if let Some(value) = value {
                line(&format!("{namespace}_quota_{kind}_limit_per_namespace"), &value)?;
            }
        }
        line(&format!("{namespace}_quota_count_usage_per_namespace"), &q.count)?;
        line(&format!("{namespace}_quota_bytes_usage_per_namespace"), &q.bytes)?;
    }
    for (namespace, count) in &status.quota_refusals {
        line(&format!("{}_quota_exceeded_error_per_namespace", key_part(namespace)), count)?;
    }
    let sizes = status.metrics.response_bytes;
    line("last_client_response_size", &sizes.map_or(-1, |s| s.last as i64))?;
    line("max_client_response_size", &sizes.map_or(-1, |s| s.max as i64))?;
    line("min_client_response_size", &sizes.map_or(-1, |s| s.min as i64))?;
    for counter in Counter::ALL {
        line(counter.name(), &status.metrics.counter(*counter))?;
    }
    for (name, count) in status.metrics.operations() {
        line(name, &count)?;
    }
    for summary in Summary::ALL.iter().filter(|s| **s != Summary::RequestLatency) {
        summary_lines(&mut line, *summary, status.metrics.summary(*summary))?;
    }
    volume_lines(&mut line, "read_per_namespace", &status.metrics.reads)?;
    volume_lines(&mut line, "write_per_namespace", &status.metrics.writes)
}

fn volume_lines(
    line: &mut impl FnMut(&str, &dyn Display) -> fmt::Result,
    name: &str,
    all: &NamespacesSnapshot,
) -> fmt::Result {
    for (key, v) in all.iter() {
        let key = key_part(key);
        let mean = if v.count == 0 { 0.0 } else { v.sum as f64 / v.count as f64 };
        line(&format!("avg_{key}_{name}"), &Fraction(mean))?;
        line(&format!("min_{key}_{name}"), &v.min)?;
        line(&format!("max_{key}_{name}"), &v.max)?;
        line(&format!("cnt_{key}_{name}"), &v.count)?;
        line(&format!("sum_{key}_{name}"), &v.sum)?;
    }
    Ok(())
}

fn quorum_lines(
    line: &mut impl FnMut(&str, &dyn Display) -> fmt::Result,
    mode: Mode,
    quorum: &QuorumStatus,
) -> fmt::Result {
    line("peer_state", &quorum.peer_state())?;
    if let (Mode::Observer, Some(master)) = (mode, quorum.observer_master) {
        line("observer_master_id", &master)?;
    }
    line("quorum_size", &quorum.voter_count)?;
    for (name, number) in &quorum.ports {
        line(name, number)?;
    }
    let Some(leading) = &quorum.leading else {
        return quorum.synced_observers().map_or(Ok(()), |count| line("synced_observers", &count));
    };
    line("learners", &leading.learners.len())?;
    // Agents older than 3.6 ask for this name.
    line("followers", &leading.learners.len())?;
    line("synced_followers", &leading.synced_count(LearnerKind::Follower))?;
    line("synced_non_voting_followers", &leading.synced_count(LearnerKind::NonVotingFollower))?;
    line("synced_observers", &leading.synced_count(LearnerKind::Observer))?;
    line("pending_syncs", &leading.pending_syncs)?;
    line("leader_uptime", &leading.uptime_ms)?;
    let LastMinMax { last, min, max } = proposal_sizes(leading);
    line("last_proposal_size", &last)?;
    line("max_proposal_size", &max)?;
    line("min_proposal_size", &min)
}

/// -1 before the first.
fn proposal_sizes(leading: &LeaderStatus) -> LastMinMax {
    leading.proposal_sizes.unwrap_or(LastMinMax { last: -1, min: -1, max: -1 })
}

fn summary_lines(
    line: &mut impl FnMut(&str, &dyn Display) -> fmt::Result,
    summary: Summary,
    numbers: &SummarySnapshot,
) -> fmt::Result {
    let name = summary.name();
    let unit = match summary.unit() {
        Unit::Time => 1000,
        Unit::Count => 1,
    };
    line(&format!("avg_{name}"), &Fraction(numbers.mean() / unit as f64))?;
    line(&format!("min_{name}"), &(numbers.min() / unit))?;
    line(&format!("max_{name}"), &(numbers.max() / unit))?;
    line(&format!("cnt_{name}"), &numbers.count)?;
    line(&format!("sum_{name}"), &(numbers.sum / unit))?;
    if summary.detail() == Detail::Basic {
        return Ok(());
    }
    for (per_mille, prefix) in [(500, "p50"), (950, "p95"), (990, "p99"), (999, "p999")] {
        let value = numbers.quantile(per_mille).unwrap_or(0);
        line(&format!("{prefix}_{name}"), &((value + unit / 2) / unit))?;
    }
    Ok(())
}

/// `queued=…,recved=…,sent=…`
struct Packets<'a>(&'a ConnStatus);

impl Display for Packets<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "queued={},recved={},sent={}", self.0.queued, self.0.received, self.0.sent)
    }
}

/// A decimal with one to four places.
struct Fraction(f64);

impl Display for Fraction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = format!("{:.4}", self.0);
        let trimmed = text.trim_end_matches('0');
        let zero = if trimmed.ends_with('.') { "0" } else { "" };
        write!(f, "{trimmed}{zero}")
    }
}

/// An address as Java prints one that was never looked up: `/127.0.0.1:52526`, `/[0:0:0:0:0:0:0:1]:52526`.
struct JavaAddr(SocketAddr);

impl Display for JavaAddr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A listener for both families shows IPv4 clients as mapped ones.
        match SocketAddr::new(self.0.ip().to_canonical(), self.0.port()) {
            SocketAddr::V4(v4) => write!(f, "/{v4}"),
            SocketAddr::V6(v6) => {
                let segments = v6.ip().segments().map(|s| format!("{s:x}"));
                write!(f, "/[{}]:{}", segments.join(":"), v6.port())
            }
        }
    }
}
