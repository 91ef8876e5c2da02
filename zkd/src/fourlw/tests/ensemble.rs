//! The words on members of an ensemble, against what Apache ZooKeeper 3.8.0 answered as leader, follower and
//! observer (`testdata/fourlw`), given the same numbers.

use super::*;
use crate::config::ensemble::Ensemble;
use crate::config::members::{Member, Membership, MultiAddress};
use crate::status::LastMinMax;
use crate::status::quorum::{LeaderStatus, LearnerKind, LearnerStatus, Phase, QuorumStatus, SyncMode};
use zk_proto::ServerId;
use zk_proto::election::PeerState;

const SESSION: SessionId = SessionId(0x0100_00b3_6774_0000);

/// 2026-11-20 12:55:55 UTC, the first expiry in the captures of `dump`.
const EXPIRY: i64 = 1_795_179_355_000;

/// One captured server: its directory, number, role, and the ports from which `stat` and `dump` came.
#[derive(Clone, Copy)]
struct Captured {
    role: &'static str,
    my_id: i64,
    mode: Mode,
    state: PeerState,
    stat_from: u16,
    dump_from: u16,
}

const LEADER: Captured = Captured {
    role: "leader",
    my_id: 2,
    mode: Mode::Leader,
    state: PeerState::Leading,
    stat_from: 40658,
    dump_from: 40704,
};
const FOLLOWER: Captured = Captured {
    role: "follower",
    my_id: 1,
    mode: Mode::Follower,
    state: PeerState::Following,
    stat_from: 41148,
    dump_from: 41188,
};
const OBSERVER: Captured = Captured {
    role: "observer",
    my_id: 4,
    mode: Mode::Observer,
    state: PeerState::Observing,
    stat_from: 44396,
    dump_from: 44424,
};

impl Captured {
    fn answer(self, word: &str) -> String {
        let dir = concat!(env!("CARGO_MANIFEST_DIR"), "/testdata/fourlw/zookeeper-3.8.0-ensemble");
        let text = std::fs::read_to_string(format!("{dir}/{}/{word}.txt", self.role)).expect("a capture");
        text.replace("3.8.0-${mvngit.commit.id}, built on 2024-12-29 17:54 UTC", &version())
    }

    fn config(self) -> Config {
        let mut membership = Membership::default();
        for sid in 1..=4 {
            let role = if sid == 4 { ":observer" } else { "" };
            let line = format!("127.0.0.1:2328{sid}:2338{sid}{role}");
            membership.members.insert(sid, Member::parse(&line, MultiAddress::Disabled).expect("a member"));
        }
        let ensemble = Ensemble::new(self.my_id, membership).expect("a membership");
        Config::standalone("/var/lib/zookeeper", addr("127.0.0.1:2181"))
            .with_tick_ms(2000)
            .with_ensemble(ensemble)
    }

    fn quorum(self) -> QuorumStatus {
        QuorumStatus {
            state: self.state,
            phase: Phase::Broadcast,
            leader: Some(ServerId(2)),
            accepted_epoch: 2,
            current_epoch: 2,
            voter_count: 3,
            membership: Default::default(),
            membership_version: 0,
            observer_master: (self.mode == Mode::Observer).then_some(ServerId(2)),
            observers: None,
            leading: (self.mode == Mode::Leader).then(leading),
            ports: Vec::new(),
        }
    }

    fn has_client(self) -> bool {
        self.my_id == 1
    }

    /// The observer was asked for its sessions when the last one was gone.
    fn saw_session(self) -> bool {
        self.my_id != 4
    }

    fn status(self, received: u64) -> ServerStatus {
        let metrics = Metrics::new();
        metrics.add(Counter::PacketsReceived, received);
        metrics.add(Counter::PacketsSent, received - 1);
        if self.has_client() {
            for ms in [6, 7, 12] {
                metrics.record_request(RequestKind::Write, Duration::from_millis(ms));
            }
        }
        let key = |port, session| ConnKey { addr: SocketAddr::from(([127, 0, 0, 1], port)), session };
        let mut status = ServerStatus {
            serving: Serving::ReadWrite,
            mode: self.mode,
            client_port: Some(23180 + self.my_id as u16),
            zxid: Zxid(0x2_0000_0003),
            connection_count: 1,
            node_count: 8,
            metrics: metrics.snapshot(),
            directories: directories(self),
            connections: vec![conn(self.stat_from, 1, None)],
            connection_expiry: vec![at(0, key(self.dump_from, SessionId::NONE))],
            quorum: Some(self.quorum()),
            ..ServerStatus::default()
        };
        if self.has_client() {
            status.connection_count = 2;
            status.connections.insert(0, conn(46854, 3, Some(session(SESSION, "PING", 0, 30_000, -2))));
            status.connection_expiry.push(at(20, key(46854, SESSION)));
        }
        if self.saw_session() {
            status.ephemerals = vec![(SESSION, vec!["/cap-e".to_owned()])];
            match self.mode {
                Mode::Leader => status.session_expiry = vec![at(12, SESSION)],
                _ => status.learner_sessions = vec![(SESSION, 30_000)],
            }
        }
        status
    }
}

fn at<T>(seconds: i64, member: T) -> ExpiryBucket<T> {
    ExpiryBucket { at_unix_ms: EXPIRY + seconds * 1000, members: vec![member] }
}

fn directories(of: Captured) -> DirectorySizes {
    let bytes = match of.my_id {
        1 => 134_218_397,
        2 => 134_219_150,
        _ => 134_219_032,
    };
    DirectorySizes { data_bytes: bytes, log_bytes: bytes }
}

fn leading() -> LeaderStatus {
    let learner = |sid, kind| LearnerStatus {
        sid: ServerId(sid),
        addr: addr("127.0.0.1:40000"),
        kind,
        synced: true,
        sync_mode: Some(SyncMode::Diff),
        last_acked: Zxid(0x2_0000_0003),
        queued_bytes: 0,
        acks: None,
        sync: None,
        traffic: None,
    };
    LeaderStatus {
        lacks_quorum: false,
        uptime_ms: 7641,
        pending_syncs: 0,
        proposal_sizes: Some(LastMinMax { last: 91, min: 48, max: 93 }),
        learners: vec![
            learner(1, LearnerKind::Follower),
            learner(3, LearnerKind::Follower),
            learner(4, LearnerKind::Observer),
        ],
    }
}

#[test]
fn members_answer_as_apache_byte_for_byte() {
    for of in [LEADER, FOLLOWER, OBSERVER] {
        let more = if of.has_client() { 3 } else { 0 };
        for (word, received) in
            [(Word::Srvr, 3 + more), (Word::Stat, 4 + more), (Word::Conf, 4), (Word::Dump, 4)]
        {
            let got = render(word, &of.status(received), &of.config());
            assert_eq!(got, of.answer(word.name()), "{} of the {}", word.name(), of.role);
        }
        assert_eq!(render(Word::Isro, &of.status(1), &of.config()), "rw");
    }
}

#[test]
fn mntr_of_a_member_has_apaches_keys_for_its_role() {
    let of_quorum = [
        "zk_server_state",
        "zk_peer_state",
        "zk_observer_master_id",
        "zk_quorum_size",
        "zk_learners",
        "zk_synced_followers",
        "zk_synced_non_voting_followers",
        "zk_synced_observers",
        "zk_pending_syncs",
        "zk_leader_uptime",
        "zk_last_proposal_size",
        "zk_max_proposal_size",
        "zk_min_proposal_size",
    ];
    for of in [LEADER, FOLLOWER, OBSERVER] {
        let ours = render(Word::Mntr, &of.status(5), &of.config());
        let theirs = of.answer("mntr");
        // The version, then the states, come first with both.
        let head = |text: &str| text.lines().take(3).map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(head(&ours), head(&theirs), "{}", of.role);
        let (ours, theirs) = (pairs(&ours, '\t'), pairs(&theirs, '\t'));
        for key in of_quorum {
            assert_eq!(ours.get(key), theirs.get(key), "{key} of the {}", of.role);
        }
        let followers = ours.get("zk_followers");
        assert_eq!(followers, theirs.get("zk_learners"), "the name before 3.6, for the {}", of.role);
    }
}

#[test]
fn a_leader_tells_learners_apart_and_has_no_sizes_before_the_first_proposal() {
    let mut status = LEADER.status(5);
    let leading = status.quorum.as_mut().and_then(|q| q.leading.as_mut()).expect("a leader");
    leading.proposal_sizes = None;
    leading.learners[0].synced = false;
    leading.learners[1].kind = LearnerKind::NonVotingFollower;
    let ours = pairs(&render(Word::Mntr, &status, &LEADER.config()), '\t');
    for (key, value) in [
        ("zk_learners", "3"),
        ("zk_synced_followers", "0"),
        ("zk_synced_non_voting_followers", "1"),
        ("zk_synced_observers", "1"),
        ("zk_last_proposal_size", "-1"),
    ] {
        assert_eq!(ours[key], value, "{key}");
    }
    let answer = render(Word::Srvr, &status, &LEADER.config());
    assert!(answer.ends_with("\nProposal sizes last/min/max: -1/-1/-1\n"), "{answer}");
}

#[test]
fn a_member_without_a_leader_serves_nobody() {
    let mut status = FOLLOWER.status(1);
    status.serving = Serving::No;
    for word in [Word::Srvr, Word::Stat, Word::Mntr, Word::Conf, Word::Dump] {
        assert_eq!(render(word, &status, &FOLLOWER.config()), captured("not-serving"), "{}", word.name());
    }
    assert_eq!(render(Word::Isro, &status, &FOLLOWER.config()), "null");
    assert_eq!(render(Word::Ruok, &status, &FOLLOWER.config()), "imok");
}

/// As 3.9.5 prints them: `operations.md` §3.2 has both.
#[test]
fn local_sessions_are_listed_before_those_of_the_ensemble() {
    let part = |of: Captured| {
        let mut status = of.status(4);
        status.local_session_expiry = Some(vec![at(0, SessionId(0x22))]);
        status.local_session_count = 1;
        let mntr = pairs(&render(Word::Mntr, &status, &of.config()), '\t');
        assert_eq!(mntr["zk_local_sessions"], "1");
        let text = render(Word::Dump, &status, &of.config());
        let end = text.find("ephemeral nodes dump:").expect("a dump");
        text[..end].to_owned()
    };
    let local = "SessionTracker dump:\nLocal Session Sets (1)/(1):\n1 expire at Fri Nov 20 12:55:55 UTC 2026:\n\t0x22\n";
    assert_eq!(
        part(LEADER),
        format!(
            "{local}Global Session Sets (1)/(1):\n1 expire at Fri Nov 20 12:56:07 UTC 2026:\n\t0x10000b367740000\n"
        )
    );
    assert_eq!(part(FOLLOWER), format!("{local}Global Sessions(1):\n0x10000b367740000\t30000ms\n"));
}
