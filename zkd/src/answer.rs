//! Gathers the status that a four-letter word or a page of the AdminServer shows, and answers the words.

use std::collections::BTreeMap;
use std::sync::atomic::Ordering;

use zk_proto::election::PeerState;
use zk_proto::{SessionId, Zxid};

use crate::config::tls::ClientAuth;
use crate::conn::Transport;
use crate::core::{ByExpiry, SessionReport};
use crate::fourlw::{Action, Word, render};
use crate::queue::Entry;
use crate::shared::Shared;
use crate::status::consistency::Consistency;
use crate::status::host::Environment;
use crate::status::metrics::MetricsSnapshot;
use crate::status::process::Process;
use crate::status::quorum::Phase;
use crate::status::quotas;
use crate::status::{
    ConnKey, DirectorySizes, ExpiryBucket, FileDescriptors, Mode, Needs, ServerStatus, Serving, WatchNeed,
    WatchStatus, WithoutCertificate,
};

/// Does what the word does and returns what it says.
pub(crate) async fn answer(shared: &Shared, word: Word) -> String {
    act(shared, word.action());
    render(word, &status(shared, word.needs()).await, &shared.config)
}

/// Does what a word or a page does besides looking.
pub(crate) fn act(shared: &Shared, action: Action) {
    match action {
        Action::ResetConnections => shared.conns().iter().for_each(|c| c.stats.reset()),
        Action::ResetObservers => shared.reset_observers(),
        Action::ResetServer => {
            shared.metrics.iter().for_each(|m| m.reset());
            shared.quotas.reset();
        }
        Action::Nothing | Action::SetTraceMask => {}
    }
}

/// Returns when the core has taken up what it was given so far, or has ended.
pub(crate) async fn ask_core(shared: &Shared) {
    let _ = report(shared).await;
}

/// What the server can say about itself, as far as it is asked for.
pub(crate) async fn status(shared: &Shared, needs: Needs) -> ServerStatus {
    let mut status = base(shared);
    let config = &shared.config;
    if needs.host {
        status.file_descriptors = FileDescriptors::read();
        status.environment = Some(Environment::read());
        status.process = Process::read();
        status.without_certificate = without_certificate(shared);
        (status.quotas, status.quota_count) = quotas::of(&shared.tree());
        status.quota_refusals = shared.quotas.refused();
    }
    if needs.quotas {
        (status.quota_details, status.quota_details_count) = quotas::details(&shared.tree());
    }
    if needs.directories {
        status.directories = DirectorySizes::read(&config.snapshot_dir(), &config.log_dir());
    }
    if needs.connections {
        status.connections = shared.conns().iter().map(|c| c.status()).collect();
    }
    if needs.digests {
        status.digests = shared.tree().kept_digests().iter().collect();
    }
    if needs.sessions {
        sessions(shared, &mut status).await;
    }
    watches(shared, needs.watches, &mut status.watches);
    status
}

fn without_certificate(shared: &Shared) -> WithoutCertificate {
    let shown = shared.config.client_tls.as_ref().is_some_and(|tls| tls.client_auth == ClientAuth::Need);
    let mut out = WithoutCertificate::default();
    for conn in shared.conns().iter().filter(|c| !(shown && c.transport == Transport::Tls)) {
        match conn.addr.ip().to_canonical().is_loopback() {
            true => out.local_count += 1,
            false => out.remote_count += 1,
        }
    }
    out
}

fn base(shared: &Shared) -> ServerStatus {
    let mut metrics = MetricsSnapshot::default();
    shared.metrics.iter().for_each(|m| metrics.merge(&m.snapshot()));
    let watch_count = shared.watches().len() as u64;
    let (quorum, serving) = shared.standing();
    let mode = match quorum.as_ref().map(|q| q.state) {
        _ if serving == Serving::ReadOnly => Mode::ReadOnly,
        None => Mode::Standalone,
        Some(PeerState::Leading) => Mode::Leader,
        Some(PeerState::Observing) => Mode::Observer,
        Some(PeerState::Following | PeerState::Looking) => Mode::Follower,
    };
    let tree = shared.tree();
    // A leader counts from its epoch's start on, before the first transaction too; Java's tree is set to it.
    let epoch_start = match &quorum {
        Some(q) if q.leading.is_some() => Zxid(q.current_epoch << 32),
        _ => Zxid::ZERO,
    };
    let now_ms = shared.clock.now_ms();
    let upstream = quorum
        .as_ref()
        .filter(|q| mode.is_learner() && q.phase == Phase::Broadcast)
        .map(|q| shared.upstream.status(q.current_epoch, tree.last_zxid(), now_ms));
    ServerStatus {
        serving,
        mode,
        quorum,
        upstream,
        log_waiting_ms: shared.disk_wait.waited_ms(now_ms),
        consistency: Consistency::of(tree.digest_check()),
        client_port: shared.config.client_port,
        uptime_ms: now_ms,
        zxid: tree.last_zxid().max(epoch_start),
        max_client_cnxns: Some(shared.limits.per_addr()),
        drop_probability: shared.bucket.drop_probability(),
        secure_client_port: shared.config.secure_client_port,
        outstanding_tls_handshakes: shared.handshakes.count() as u64,
        tls: shared.tls.get().into_iter().flatten().map(|(of, tls)| tls.status(of)).collect(),
        connection_count: u64::from(shared.limits.total()) + u64::from(shared.secure_limits.total()),
        outstanding: shared.outstanding.load(Ordering::Relaxed),
        node_count: tree.node_count_as_java() as u64,
        watch_count,
        ephemerals_count: tree.ephemeral_count() as u64,
        approximate_data_bytes: tree.approximate_data_bytes() as u64,
        session_count: tree.sessions().count() as u64,
        local_session_count: shared.local_sessions.load(Ordering::Relaxed),
        metrics,
        trace_mask: shared.trace_mask.load(Ordering::Relaxed),
        ..ServerStatus::default()
    }
}

async fn sessions(shared: &Shared, status: &mut ServerStatus) {
    if status.mode.is_learner() {
        status.learner_sessions = shared.tree().sessions().collect();
    }
    if !status.mode.is_learner() || shared.local_sessions_on() {
        session_expiry(shared, status).await;
    }
    status.connection_expiry = connection_expiry(shared);
    let tree = shared.tree();
    status.ephemerals = tree.sessions_with_ephemerals().map(|s| (s, tree.ephemerals_of(s))).collect();
}

/// Who expires when; only the core knows.
async fn session_expiry(shared: &Shared, status: &mut ServerStatus) {
    let report = report(shared).await;
    let unix = |at_ms: u64| shared.clock.wall_ms() + at_ms as i64 - shared.clock.now_ms() as i64;
    let buckets = |sessions: ByExpiry| {
        sessions.into_iter().map(|(at, members)| ExpiryBucket { at_unix_ms: unix(at), members }).collect()
    };
    status.session_expiry = buckets(report.global);
    status.local_session_expiry = shared.local_sessions_on().then(|| buckets(report.local));
}

async fn report(shared: &Shared) -> SessionReport {
    let (to, report) = tokio::sync::oneshot::channel();
    shared.queue.push(&[], |_| Entry::Report(to));
    report.await.unwrap_or_default()
}

/// A connection without a session is given the time of the handshake, one with a session its timeout.
fn connection_expiry(shared: &Shared) -> Vec<ExpiryBucket<ConnKey>> {
    let mut buckets: BTreeMap<i64, Vec<ConnKey>> = BTreeMap::new();
    let (now, tick) = (shared.clock.wall_ms(), shared.config.tick_ms.max(1) as i64);
    for c in shared.conns().iter() {
        let session = c.session();
        let timeout = match session {
            SessionId::NONE => shared.config.sessionless_timeout_ms as i64,
            _ => c.timeout_ms() as i64,
        };
        let at = (now + timeout) / tick * tick + tick;
        buckets.entry(at).or_default().push(ConnKey { addr: c.addr, session });
    }
    buckets.into_iter().map(|(at_unix_ms, members)| ExpiryBucket { at_unix_ms, members }).collect()
}

fn watches(shared: &Shared, need: WatchNeed, out: &mut WatchStatus) {
    if need == WatchNeed::Nothing {
        return;
    }
    let table = shared.watches();
    let conns = shared.conns();
    let mut by_session: BTreeMap<SessionId, Vec<String>> = BTreeMap::new();
    let mut by_path: BTreeMap<String, Vec<SessionId>> = BTreeMap::new();
    for (conn, path) in table.data_watches() {
        let Some(session) = conns.find(conn).map(|c| c.session()) else { continue };
        out.total += 1;
        by_session.entry(session).or_default().push(path.to_owned());
        by_path.entry(path.to_owned()).or_default().push(session);
    }
    out.connection_count = by_session.len() as u64;
    out.path_count = by_path.len() as u64;
    match need {
        WatchNeed::BySession => out.by_session = by_session.into_iter().collect(),
        WatchNeed::ByPath => out.by_path = by_path.into_iter().collect(),
        WatchNeed::Nothing | WatchNeed::Summary => {}
    }
}
