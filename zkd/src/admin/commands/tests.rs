//! The answers' fields, on a status made up here.

use serde_json::Value;

use super::*;
use crate::config::ensemble::{LoopbackPorts, loopback_voter};
use crate::config::members::Membership;
use crate::status::quorum::{
    AckPace, LeaderStatus, LearnerKind, LearnerStatus, Phase, QuorumStatus, SyncMode, SyncProgress,
};
use crate::status::{ConnLatency, ConnSession, ExpiryBucket, Mode};
use zk_proto::ServerId;
use zk_proto::election::PeerState;

fn standalone() -> Config {
    Config::standalone("/data", SocketAddr::from(([127, 0, 0, 1], 2181)))
}

fn member() -> Config {
    let ports = |n: u16| LoopbackPorts { quorum: 2000 + n, election: 3000 + n, client: 4000 + n };
    let members = (1..=3).map(|n| (i64::from(n), loopback_voter(ports(n)))).collect();
    let membership = Membership { members, ..Membership::default() };
    standalone().with_ensemble(Ensemble::new(2, membership).expect("three voters"))
}

fn leading() -> ServerStatus {
    let learner = |sid, acked, kind| LearnerStatus {
        sid: ServerId(sid),
        addr: SocketAddr::from(([127, 0, 0, 1], 50_000)),
        kind,
        synced: true,
        sync_mode: Some(SyncMode::Diff),
        last_acked: acked,
        queued_bytes: 70,
        acks: Some(AckPace { last_us: Some(900), p99_us: Some(2100), ..AckPace::default() }),
        sync: Some(SyncProgress { sent_bytes: 500, total_bytes: 800, took_ms: 40 }),
        traffic: Some(std::sync::Arc::new(LinkTraffic::new(1_700_000_000_000))),
    };
    let leading = LeaderStatus {
        learners: vec![
            learner(1, Zxid::new(5, 7), LearnerKind::Follower),
            learner(4, Zxid::new(4, 7), LearnerKind::Observer),
        ],
        ..LeaderStatus::default()
    };
    let quorum = QuorumStatus {
        state: PeerState::Leading,
        phase: Phase::Broadcast,
        leader: Some(ServerId(2)),
        accepted_epoch: 5,
        current_epoch: 5,
        voter_count: 3,
        membership: std::sync::Arc::new(member().ensemble().expect("a member").membership.clone()),
        membership_version: 0,
        observer_master: None,
        observers: None,
        leading: Some(leading),
        ports: Vec::new(),
    };
    ServerStatus {
        serving: Serving::ReadWrite,
        mode: Mode::Leader,
        zxid: Zxid::new(5, 9),
        quorum: Some(quorum),
        ..ServerStatus::default()
    }
}

fn ask(name: &str, status: &ServerStatus, config: &Config) -> Value {
    let command = Command::find(name).expect("a command");
    serde_json::from_slice(&command.answer(&View { status, config }).render()).expect("JSON")
}

#[test]
fn every_name_is_of_one_command() {
    let mut names: Vec<_> = COMMANDS.iter().flat_map(|c| c.names).collect();
    let count = names.len();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), count);
}

#[test]
fn a_server_that_does_not_serve_says_so_and_still_tells_what_it_can() {
    let down = ServerStatus::default();
    for command in COMMANDS {
        let answer = ask(command.name(), &down, &standalone());
        assert_eq!(answer["command"], command.name());
        let refused = answer["error"] == NOT_SERVING;
        assert_eq!(refused, command.needs_service, "{answer}");
    }
}

#[test]
fn a_leader_tells_how_far_each_learner_is() {
    let answer = ask("learners", &leading(), &member());
    assert_eq!(answer["leader_id"], 2);
    assert_eq!(answer["last_zxid"], "0x500000009");
    assert_eq!(answer["error"], Value::Null);
    let (first, second) = (&answer["learners"][0], &answer["learners"][1]);
    assert_eq!(first["lag_transactions"], 2);
    assert_eq!(first["last_acked_zxid"], "0x500000007");
    assert_eq!(first["sync_mode"], "diff");
    assert_eq!(second["lag_transactions"], Value::Null);
    assert_eq!(second["kind"], "observer");

    let mut following = leading();
    following.quorum.as_mut().expect("a member").leading = None;
    let answer = ask("learners", &following, &member());
    assert_eq!(answer["error"], "this server does not lead");
    assert_eq!(answer["leader_id"], 2);
    assert_eq!(ask("learners", &ServerStatus::default(), &standalone())["error"], NOT_A_MEMBER);
}

#[test]
fn the_ensemble_pages_have_apaches_fields() {
    let answer = ask("leader", &leading(), &member());
    assert_eq!(
        answer,
        serde_json::json!({
            "is_leader": true, "leader_id": 2, "leader_ip": "127.0.0.1", "command": "leader", "error": null
        })
    );
    let view = ask("voting_view", &leading(), &member());
    assert_eq!(
        view["current_config"]["3"],
        serde_json::json!({
            "server_addresses": ["127.0.0.1:2003"],
            "election_addresses": ["127.0.0.1:3003"],
            "client_address": "127.0.0.1:4003",
            "learner_type": "participant",
        })
    );
    let state = ask("zabstate", &leading(), &member());
    assert_eq!((&state["zab_epoch"], &state["zab_counter"]), (&Value::from(5), &Value::from(9)));
    assert_eq!((&state["zabstate"], &state["voting"]), (&Value::from("broadcast"), &Value::from(true)));
    assert_eq!(state["quorum_address"]["one"], "127.0.0.1:2002");
    let answer = ask("obsr", &leading(), &member());
    assert_eq!(answer["synced_observers"], 1);
    let mut names: Vec<_> = answer["observers"][0].as_object().expect("an observer").keys().collect();
    names.sort_unstable();
    // Apache's but `queued_packets`: what waits here is bytes.
    let apache = [
        "established",
        "last_zxid",
        "packets_received",
        "packets_sent",
        "queued_packets_size",
        "remote_socket_address",
        "requests",
        "sid",
    ];
    assert_eq!(names, apache);
    // A follower that serves observers has that page, too; one that serves none has an empty one.
    let mut following = leading();
    let quorum = following.quorum.as_mut().expect("a member");
    let led = quorum.leading.take().expect("a leader");
    assert_eq!(ask("obsr", &following, &member())["observers"], serde_json::json!([]));
    let quorum = following.quorum.as_mut().expect("a member");
    quorum.observers = Some(led.learners.into_iter().filter(|l| l.kind == LearnerKind::Observer).collect());
    let answer = ask("obsr", &following, &member());
    assert_eq!(
        (&answer["synced_observers"], &answer["observers"][0]["sid"]),
        (&Value::from(1), &Value::from(4))
    );
    assert_eq!(ask("lead", &leading(), &standalone())["error"], NOT_A_MEMBER);
}

#[test]
fn monitor_has_the_numbers_of_mntr_as_numbers() {
    let answer = ask("mntr", &leading(), &member());
    assert_eq!(answer["server_state"], "leader");
    assert_eq!(answer["synced_followers"], 1);
    assert!(answer["avg_latency"].is_number() && answer["znode_count"].is_number());
    assert!(answer["version"].is_string());
    let looking = ServerStatus { serving: Serving::No, ..leading() };
    assert_eq!(ask("monitor", &looking, &member())["peer_state"], "leading - broadcast");
}

#[test]
fn ids_have_a_form_that_keeps_its_digits() {
    let session = ConnSession {
        id: SessionId(0x2000_a41b_3c00_0011),
        last_op: "GETD",
        established_unix_ms: 1,
        timeout_ms: 30_000,
        last_cxid: 4,
        last_zxid: Zxid::new(5, 1),
        last_response_ms: 9,
        latency: ConnLatency::default(),
    };
    let conn = ConnStatus {
        is_secure: false,
        addr: SocketAddr::from(([10, 0, 0, 1], 4711)),
        interest_ops: 1,
        queued: 0,
        received: 3,
        sent: 3,
        session: Some(session),
    };
    let status = ServerStatus { connections: vec![conn], ..leading() };
    let answer = ask("cons", &status, &standalone());
    let first = &answer["connections"][0];
    assert_eq!(first["session_id_hex"], "0x2000a41b3c000011");
    assert_eq!(first["session_id"], 0x2000_a41b_3c00_0011i64);
    assert_eq!(first["last_zxid_hex"], "0x500000001");
}

#[test]
fn sessions_are_listed_with_what_they_hold_and_where_they_are_connected() {
    let session = |id| ConnSession {
        id: SessionId(id),
        last_op: "PING",
        established_unix_ms: 1,
        timeout_ms: 6_000,
        last_cxid: 1,
        last_zxid: Zxid::ZERO,
        last_response_ms: 1,
        latency: ConnLatency::default(),
    };
    let conn = ConnStatus {
        is_secure: false,
        addr: SocketAddr::from(([10, 0, 0, 1], 4711)),
        interest_ops: 1,
        queued: 0,
        received: 1,
        sent: 1,
        session: Some(session(0x11)),
    };
    let status = ServerStatus {
        connections: vec![conn],
        session_expiry: vec![ExpiryBucket {
            at_unix_ms: 9_000,
            members: vec![SessionId(0x11), SessionId(0x12)],
        }],
        local_session_expiry: Some(vec![ExpiryBucket { at_unix_ms: 9_000, members: vec![SessionId(0x13)] }]),
        ephemerals: vec![(SessionId(0x12), vec!["/a".into(), "/b".into()])],
        ..leading()
    };
    let dump = ask("dump", &status, &member());
    assert_eq!(dump["expiry_time_to_session_ids"], serde_json::json!({ "9000": [0x13, 0x11, 0x12] }));
    let answer = ask("sessions", &status, &member());
    assert_eq!(
        answer["sessions"],
        serde_json::json!([
            {
                "session_id": "0x11", "session_timeout": 6000, "expires_at": 9000, "local": false, "ephemerals": 0,
                "remote_socket_address": "10.0.0.1:4711",
            },
            {
                "session_id": "0x12", "session_timeout": null, "expires_at": 9000, "local": false, "ephemerals": 2,
                "remote_socket_address": null,
            },
            {
                "session_id": "0x13", "session_timeout": null, "expires_at": 9000, "local": true, "ephemerals": 0,
                "remote_socket_address": null,
            },
        ])
    );
}

#[test]
fn a_comparison_is_told_with_both_digests_and_without_a_verdict_on_others() {
    let mut status = leading();
    status.digests = vec![(Zxid::new(5, 128), 0xabc)];
    let answer = ask("consistency", &status, &member());
    assert_eq!((&answer["verdict"], &answer["last_compared"]), (&"unknown".into(), &Value::Null));
    assert!(answer["unknown_because"].is_string());
    assert_eq!(answer["digests"], serde_json::json!([{ "zxid": "0x500000080", "digest": "0xabc" }]));
    assert!(answer["note"].as_str().expect("a note").contains("tell nobody"));

    let at =
        |counter, own| zk_tree::Compared { zxid: Zxid::new(5, counter), time_ms: 11, foretold: 0xf0, own };
    status.mode = Mode::Follower;
    status.consistency.last_agreed = Some(Zxid::new(5, 3));
    status.consistency.first_difference = Some(at(4, 0xf1));
    status.consistency.last = Some(at(9, 0xf2));
    status.consistency.mismatches = 6;
    let answer = ask("consistency", &status, &member());
    assert_eq!((&answer["verdict"], &answer["mismatches"]), (&"differs".into(), &6.into()));
    assert_eq!(answer["last_agreed_zxid"], "0x500000003");
    assert_eq!(
        answer["first_difference"],
        serde_json::json!({
            "zxid": "0x500000004", "time": 11, "foretold_digest": "0xf0", "digest": "0xf1",
        })
    );
    assert!(answer["note"].as_str().expect("a note").contains("does not say who of the two is wrong"));
    // What was different has been written anew.
    status.consistency.last = Some(at(10, 0xf0));
    let answer = ask("consistency", &status, &member());
    assert_eq!((&answer["verdict"], &answer["mismatches"]), (&"agrees".into(), &6.into()));
}

#[test]
fn quotas_are_told_with_what_is_used_and_what_is_exceeded() {
    let track = |count, bytes, count_hard, bytes_hard| zk_tree::quota::StatsTrack {
        count,
        bytes,
        count_hard,
        bytes_hard,
    };
    let quota =
        |path: &str, limits, usage| crate::status::quotas::QuotaDetail { path: path.into(), limits, usage };
    let status = ServerStatus {
        quota_details: vec![
            quota("/a", track(3, -1, -1, 100), track(4, 100, -1, -1)),
            quota("/b", track(-1, -1, -1, 100), track(1, 101, -1, -1)),
        ],
        quota_details_count: 5,
        ..leading()
    };
    let answer = ask("quotas", &status, &member());
    assert_eq!((&answer["quota_count"], &answer["is_complete"]), (&5.into(), &false.into()));
    assert_eq!(
        answer["quotas"][0],
        serde_json::json!({
            "path": "/a", "count": 4, "count_limit": 3, "count_hard_limit": null,
            "bytes": 100, "bytes_limit": null, "bytes_hard_limit": 100,
            "soft_limit_exceeded": true, "hard_limit_exceeded": false,
        })
    );
    let second = &answer["quotas"][1];
    assert_eq!(
        (&second["soft_limit_exceeded"], &second["hard_limit_exceeded"]),
        (&false.into(), &true.into())
    );
}
