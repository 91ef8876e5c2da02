//! The page, read back as Prometheus would.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use super::*;
use crate::status::FileDescriptors;
use crate::status::metrics::{Metrics, RequestKind};
use crate::status::quorum::{AckPace, Phase, QuorumStatus, SyncMode, SyncProgress, UpstreamStatus};
use zk_proto::election::PeerState;
use zk_proto::{ServerId, Zxid};

mod names;
mod packaged;

fn status() -> ServerStatus {
    let metrics = Metrics::new();
    for ms in [1, 2, 3, 400] {
        metrics.record_request(RequestKind::Write, Duration::from_millis(ms));
    }
    let learner = LearnerStatus {
        sid: ServerId(3),
        addr: ([127, 0, 0, 1], 1).into(),
        kind: LearnerKind::Follower,
        synced: true,
        sync_mode: Some(SyncMode::Snap),
        last_acked: Zxid::new(2, 4),
        queued_bytes: 12,
        acks: Some(AckPace { last_us: Some(900), p99_us: Some(2100), ..AckPace::default() }),
        sync: Some(SyncProgress { sent_bytes: 500, total_bytes: 800, took_ms: 40 }),
        traffic: None,
    };
    let quorum = QuorumStatus {
        state: PeerState::Leading,
        phase: Phase::Broadcast,
        leader: Some(ServerId(1)),
        accepted_epoch: 2,
        current_epoch: 2,
        voter_count: 3,
        membership: Default::default(),
        membership_version: 0,
        observer_master: None,
        observers: None,
        leading: Some(LeaderStatus { learners: vec![learner], ..LeaderStatus::default() }),
        ports: vec![("election_connections", 2)],
    };
    let tls = TlsStatus {
        of: "clients",
        not_after_secs: Some(1_800_000_000),
        reload_count: 3,
        refusal_count: 1,
        is_refused: true,
    };
    ServerStatus {
        serving: Serving::ReadWrite,
        mode: Mode::Leader,
        zxid: Zxid::new(2, 9),
        node_count: 12,
        file_descriptors: Some(FileDescriptors { open_count: 20, max_count: 1024 }),
        metrics: metrics.snapshot(),
        quorum: Some(quorum),
        tls: vec![tls],
        ..ServerStatus::default()
    }
}

/// Samples by name and labels; every one must belong to a family that was announced before it, once.
fn parse(text: &str) -> BTreeMap<String, f64> {
    let (mut families, mut samples) = (BTreeSet::new(), BTreeMap::new());
    for line in text.lines() {
        if let Some(rest) = line.strip_prefix("# TYPE ") {
            let (name, kind) = rest.split_once(' ').expect("a kind");
            assert!(["counter", "gauge", "summary", "histogram"].contains(&kind), "{line}");
            assert!(families.insert(name.to_owned()), "{name} is announced twice");
        } else if !line.starts_with("# HELP ") {
            let (name, value) = line.rsplit_once(' ').expect("a value");
            let bare = name.split('{').next().unwrap_or(name);
            let ends = ["_bucket", "_count", "_sum", ""];
            let known = ends.iter().any(|e| bare.strip_suffix(e).is_some_and(|f| families.contains(f)));
            assert!(known, "{line} belongs to no family");
            let value = value.parse().unwrap_or_else(|_| panic!("{line}: no number"));
            assert!(samples.insert(name.to_owned(), value).is_none(), "{name} is there twice");
        }
    }
    samples
}

#[test]
fn apaches_names_are_there_in_both_spellings() {
    let samples = parse(&page(&status()));
    for name in [
        "znode_count",
        "avg_latency",
        "num_alive_connections",
        "watch_count",
        "outstanding_requests",
        "approximate_data_size",
        "commit_count",
        "commit_count_total",
        "fsynctime_count",
        "fsynctime_sum",
        "updatelatency{quantile=\"0.5\"}",
        "updatelatency_count",
        "quorum_size",
        "synced_followers",
        "learners",
    ] {
        assert!(samples.contains_key(name), "{name} is missing");
    }
    assert_eq!(samples["znode_count"], 12.0);
    assert_eq!(samples["updatelatency_count"], 4.0);
    assert_eq!(samples["updatelatency_sum"], 406.0);
}

#[test]
fn histograms_grow_to_their_count_in_seconds() {
    let samples = parse(&page(&status()));
    let bucket = |le: &str| samples[&format!("zkd_updatelatency_seconds_bucket{{le=\"{le}\"}}")];
    assert_eq!(bucket("0.000512"), 0.0);
    assert_eq!(bucket("0.004096"), 3.0);
    assert_eq!(bucket("0.524288"), 4.0);
    assert_eq!(bucket("+Inf"), 4.0);
    assert!((samples["zkd_updatelatency_seconds_sum"] - 0.406).abs() < 1e-9);
}

#[test]
fn a_leader_lists_its_learners() {
    let samples = parse(&page(&status()));
    let labels = "{server_id=\"3\",kind=\"follower\"}";
    assert_eq!(samples[&format!("zkd_learner_lag_transactions{labels}")], 5.0);
    assert_eq!(samples[&format!("zkd_learner_queued_bytes{labels}")], 12.0);
    assert_eq!(samples[&format!("zkd_learner_ack_us_p99{labels}")], 2100.0);
    let (sent, total) = ("zkd_learner_sync_sent_bytes", "zkd_learner_sync_total_bytes");
    assert_eq!((samples[&format!("{sent}{labels}")], samples[&format!("{total}{labels}")]), (500.0, 800.0));
    assert_eq!(samples["zkd_server_state{state=\"leader\"}"], 1.0);
    assert_eq!(samples["zkd_tls_certificate_not_after_seconds{of=\"clients\"}"], 1.8e9);
    assert_eq!(samples["zkd_tls_reloads_total{of=\"clients\"}"], 3.0);
    assert_eq!(samples["zkd_tls_reload_failures_total{of=\"clients\"}"], 1.0);
    assert_eq!(samples["zkd_tls_files_refused{of=\"clients\"}"], 1.0);
    assert!(!page(&ServerStatus::default()).contains("zkd_tls"));
    assert_eq!((samples["zkd_zxid_epoch"], samples["zkd_zxid_in_epoch"]), (2.0, 9.0));
    assert!(!page(&ServerStatus::default()).contains("zkd_learner"));
}

#[test]
fn labels_cannot_break_out_of_their_quotes() {
    assert_eq!(escape("a\"b\\c\nd"), "a\\\"b\\\\c\\nd");
}

#[test]
fn a_learner_tells_how_far_it_is_behind() {
    let mut status = status();
    assert!(!page(&status).contains("zkd_lag_transactions"), "a leader is not behind itself");
    status.upstream = Some(UpstreamStatus { zxid: Some(Zxid::new(2, 12)), lag: Some(3), heard_ms: 1 });
    assert_eq!(parse(&page(&status)).get("zkd_lag_transactions"), Some(&3.0));
}
