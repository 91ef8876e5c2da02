//! Every word against what Apache ZooKeeper 3.8.0 answered (`testdata/fourlw`), given the same numbers.

use super::*;
use crate::config::Config;
use crate::status::host::Environment;
use crate::status::metrics::{Counter, Metrics, RequestKind};
use crate::status::{
    ConnKey, ConnLatency, ConnSession, ConnStatus, DirectorySizes, ExpiryBucket, FileDescriptors, Mode,
    ServerStatus, Serving, WatchStatus, version,
};
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::time::Duration;
use zk_proto::{SessionId, Zxid};

const ONE: SessionId = SessionId(0x0100_0024_7eac_0000);
const TWO: SessionId = SessionId(0x0100_0024_7eac_0001);

fn captured(word: &str) -> String {
    let path = format!("{}/testdata/fourlw/zookeeper-3.8.0/{word}.txt", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(path).expect("a capture")
}

/// The capture with our version in place of theirs.
fn captured_with_our_version(word: &str) -> String {
    captured(word).replace("3.8.0-${mvngit.commit.id}, built on 2024-12-29 17:54 UTC", &version())
}

fn config() -> Config {
    let mut config = Config::standalone("/var/lib/zookeeper", addr("127.0.0.1:2181")).with_tick_ms(2000);
    config.max_client_cnxns = 0;
    config
}

fn addr(text: &str) -> SocketAddr {
    text.parse().expect("an address")
}

/// 2026-11-20 10:19:49 UTC, the first expiry in the capture of `dump`.
const EXPIRY: i64 = 1_795_169_989_000;

fn bucket<T>(seconds: i64, member: T) -> ExpiryBucket<T> {
    ExpiryBucket { at_unix_ms: EXPIRY + seconds * 1000, members: vec![member] }
}

fn conn(port: u16, received: u64, session: Option<ConnSession>) -> ConnStatus {
    let asks = session.is_none();
    ConnStatus {
        is_secure: false,
        addr: SocketAddr::from(([127, 0, 0, 1], port)),
        interest_ops: u8::from(!asks),
        queued: 0,
        received,
        sent: if asks { 0 } else { received },
        session,
    }
}

fn session(
    id: SessionId,
    last_op: &'static str,
    established: i64,
    timeout_ms: i32,
    cxid: i64,
) -> ConnSession {
    ConnSession {
        id,
        last_op,
        established_unix_ms: established,
        timeout_ms,
        last_cxid: cxid,
        last_zxid: Zxid(0x132),
        last_response_ms: if id == ONE { 2_392_760 } else { 2_392_761 },
        latency: ConnLatency { last_ms: 1, min_ms: 0, avg_ms: 0, max_ms: if id == ONE { 15 } else { 1 } },
    }
}

/// The server that was captured. `asker` is the port from which the word came.
fn status(asker: u16, received: u64) -> ServerStatus {
    let metrics = Metrics::new();
    metrics.add(Counter::PacketsReceived, received);
    metrics.add(Counter::PacketsSent, received - 1);
    for (count, ms) in [(1, 15), (248, 1), (95, 0)] {
        (0..count).for_each(|_| metrics.record_request(RequestKind::Write, Duration::from_millis(ms)));
    }
    let conn_key = |port, session| ConnKey { addr: SocketAddr::from(([127, 0, 0, 1], port)), session };
    ServerStatus {
        serving: Serving::ReadWrite,
        mode: Mode::Standalone,
        client_port: Some(2181),
        zxid: Zxid(0x132),
        connection_count: 3,
        node_count: 9,
        watch_count: 4,
        ephemerals_count: 3,
        approximate_data_bytes: 71,
        session_count: 2,
        metrics: metrics.snapshot(),
        trace_mask: DEFAULT_TRACE_MASK,
        file_descriptors: Some(FileDescriptors { open_count: 42, max_count: 20_000 }),
        directories: DirectorySizes { data_bytes: 67_109_337, log_bytes: 67_109_337 },
        connections: vec![
            conn(48906, 306, Some(session(ONE, "GETC", 1_795_169_967_529, 30_000, 0x131))),
            conn(asker, 1, None),
            conn(48908, 4, Some(session(TWO, "EXIS", 1_795_169_967_553, 20_000, 3))),
        ],
        session_expiry: vec![bucket(0, TWO), bucket(10, ONE)],
        connection_expiry: vec![
            bucket(-4, conn_key(asker, SessionId::NONE)),
            bucket(6, conn_key(48908, TWO)),
            bucket(16, conn_key(48906, ONE)),
        ],
        ephemerals: vec![
            (ONE, vec!["/app/e1".to_owned(), "/app/e2".to_owned()]),
            (TWO, vec!["/lock".to_owned()]),
        ],
        watches: WatchStatus {
            connection_count: 2,
            path_count: 2,
            total: 3,
            by_session: vec![
                (ONE, vec!["/app".to_owned()]),
                (TWO, vec!["/app".to_owned(), "/none".to_owned()]),
            ],
            by_path: vec![("/app".to_owned(), vec![ONE, TWO]), ("/none".to_owned(), vec![TWO])],
        },
        digests: vec![(Zxid(0x80), 16_361_131_687), (Zxid(0x100), 16_000_860_237)],
        environment: Some(Environment::read()),
        ..ServerStatus::default()
    }
}

#[test]
fn answers_are_those_of_apache_byte_for_byte() {
    for (word, asker, received) in [
        (Word::Ruok, 0, 1),
        (Word::Isro, 0, 1),
        (Word::Gtmk, 0, 1),
        (Word::Stmk, 0, 1),
        (Word::Crst, 0, 1),
        (Word::Srst, 0, 1),
        (Word::Srvr, 0, 320),
        (Word::Stat, 48972, 321),
        (Word::Cons, 48984, 1),
        (Word::Conf, 0, 1),
        (Word::Dirs, 0, 1),
        (Word::Dump, 49026, 1),
        (Word::Hash, 0, 1),
        (Word::Wchs, 0, 1),
        (Word::Wchc, 0, 1),
        (Word::Wchp, 0, 1),
    ] {
        let got = render(word, &status(asker, received), &config());
        assert_eq!(got, captured_with_our_version(word.name()), "{}", word.name());
    }
}

/// Key and value of each line of `mntr` or `envi`.
fn pairs(text: &str, separator: char) -> BTreeMap<String, String> {
    text.lines()
        .filter_map(|line| line.split_once(separator))
        .map(|(k, v)| (k.to_owned(), v.to_owned()))
        .collect()
}

#[test]
fn mntr_uses_the_keys_and_number_formats_of_apache() {
    let ours = pairs(&render(Word::Mntr, &status(0, 328), &config()), '\t');
    let theirs = pairs(&captured("mntr"), '\t');
    for key in [
        "zk_server_state",
        "zk_avg_latency",
        "zk_min_latency",
        "zk_max_latency",
        "zk_packets_received",
        "zk_packets_sent",
        "zk_num_alive_connections",
        "zk_outstanding_requests",
        "zk_znode_count",
        "zk_watch_count",
        "zk_ephemerals_count",
        "zk_approximate_data_size",
        "zk_open_file_descriptor_count",
        "zk_max_file_descriptor_count",
        "zk_global_sessions",
        "zk_local_sessions",
    ] {
        assert_eq!(ours.get(key), theirs.get(key), "{key}");
    }
    for (key, value) in ours.iter().filter(|(key, _)| theirs.contains_key(*key)) {
        assert_eq!(value.contains('.'), theirs[key].contains('.'), "{key}: {value} against {}", theirs[key]);
    }
    // What is not in 3.8.0 is from later versions or our own.
    let newer = |key: &str| {
        let name = key.trim_start_matches("zk_");
        name.starts_with("op_count_")
            || name.starts_with("ttl_node_")
            || matches!(
                name,
                "snapshot_error_count" | "snapshot_rate_limited_count" | "restore_rate_limited_count"
            )
            || name == "restore_error_count"
            || name.ends_with("_restore_time")
            || name.starts_with("connection_drop_")
            || matches!(
                name,
                "slow_requests_count"
                    | "quota_exceeded_count"
                    | "four_letter_words_count"
                    | "fsync_threshold_exceed_count"
            )
    };
    let strange: Vec<_> = ours.keys().filter(|key| !theirs.contains_key(*key) && !newer(key)).collect();
    assert!(strange.is_empty(), "{strange:?}");
}

#[test]
fn mntr_prints_quantiles_in_milliseconds() {
    let ours = pairs(&render(Word::Mntr, &status(0, 328), &config()), '\t');
    assert_eq!(ours["zk_avg_updatelatency"], "0.7645");
    assert_eq!(ours["zk_sum_updatelatency"], "263");
    assert_eq!(ours["zk_cnt_updatelatency"], "344");
    assert_eq!(ours["zk_p50_updatelatency"], "1");
    assert_eq!(ours["zk_p999_updatelatency"], "15");
    assert_eq!(ours["zk_min_client_response_size"], "-1");
    assert_eq!(ours["zk_avg_fsynctime"], "0.0");
    assert!(!ours.contains_key("zk_p50_fsynctime"));
}

#[test]
fn envi_keeps_the_keys_that_are_not_about_java() {
    let ours = render(Word::Envi, &status(0, 1), &config());
    assert!(ours.starts_with("Environment:\nzookeeper.version=3.9.5-zkd-"), "{ours}");
    let ours: Vec<_> = pairs(&ours, '=').into_keys().collect();
    let mut theirs: Vec<_> = pairs(&captured("envi"), '=').into_keys().collect();
    theirs.retain(|key| !key.starts_with("java."));
    theirs.insert(theirs.len() - 1, "zkd.version".to_owned());
    assert_eq!(ours, theirs);
}

#[test]
fn a_server_that_does_not_serve_says_so() {
    let status = ServerStatus { trace_mask: DEFAULT_TRACE_MASK, ..ServerStatus::default() };
    for word in Word::ALL {
        let answer = render(*word, &status, &config());
        match word {
            Word::Ruok => assert_eq!(answer, "imok"),
            Word::Isro => assert_eq!(answer, "null"),
            Word::Gtmk | Word::Stmk => assert_eq!(answer, "306"),
            Word::Envi => assert!(answer.starts_with("Environment:\n")),
            Word::Hash => assert_eq!(answer, captured("not-serving").trim_end()),
            _ => assert_eq!(answer, captured("not-serving"), "{}", word.name()),
        }
    }
}

#[test]
fn a_read_only_server_shows_it() {
    let mut status = status(0, 1);
    (status.serving, status.mode) = (Serving::ReadOnly, Mode::ReadOnly);
    let answer = render(Word::Srvr, &status, &config());
    assert_eq!(answer.lines().nth(1), Some("READ-ONLY mode; serving only read-only clients"));
    assert!(answer.contains("\nMode: read-only\n"));
    assert_eq!(render(Word::Isro, &status, &config()), "ro");
}

#[test]
fn fractions_have_one_to_four_places() {
    for (us, text) in [(0, "0.0"), (1000, "1.0"), (300, "0.3"), (10_773, "10.773"), (1, "0.001")] {
        let metrics = Metrics::new();
        metrics.record_request(RequestKind::Read, Duration::from_micros(us));
        let status =
            ServerStatus { serving: Serving::ReadWrite, metrics: metrics.snapshot(), ..status(0, 1) };
        let answer = render(Word::Srvr, &status, &config());
        let expected = format!("Latency min/avg/max: {}/{text}/{}", us / 1000, us / 1000);
        assert_eq!(answer.lines().nth(1), Some(&*expected));
    }
}

#[test]
fn addresses_print_as_in_java() {
    for (given, printed) in [
        ("[::1]:9", "/[0:0:0:0:0:0:0:1]:9"),
        ("[::ffff:10.0.0.1]:9", "/10.0.0.1:9"),
        ("[2001:db8::a:0:0:1]:9", "/[2001:db8:0:0:a:0:0:1]:9"),
    ] {
        let status = ServerStatus {
            serving: Serving::ReadWrite,
            connections: vec![ConnStatus { addr: addr(given), ..conn(9, 1, None) }],
            ..ServerStatus::default()
        };
        let answer = render(Word::Cons, &status, &config());
        assert_eq!(answer, format!(" {printed}[0](queued=0,recved=1,sent=0)\n\n"));
    }
}

#[test]
fn a_ping_as_last_request_has_no_cxid() {
    let mut status = status(1, 1);
    status.connections = vec![conn(7, 1, Some(session(ONE, "PING", 0, 30_000, -2)))];
    let answer = render(Word::Cons, &status, &config());
    assert!(answer.contains(",to=30000,lzxid=0x132,"), "{answer}");
}

#[test]
fn a_word_is_four_exact_bytes_and_must_be_listed() {
    let whitelist = Whitelist::parse("ruok").0;
    assert_eq!(decide(*b"ruok", &whitelist), Decision::Answer(Word::Ruok));
    assert_eq!(decide(*b"srvr", &whitelist), Decision::Answer(Word::Srvr));
    assert_eq!(decide(*b"mntr", &whitelist), Decision::Refuse(captured("refused")));
    assert_eq!(decide(*b"RUOK", &whitelist), Decision::NotAWord);
    assert_eq!(decide([0, 0, 0, 44], &whitelist), Decision::NotAWord);
    assert_eq!(decide([0xff, 0xf4, 0xff, 0xfd], &Whitelist::all()), Decision::Close);
}

#[test]
fn our_words_are_the_known_ones() {
    let names: Vec<_> = Word::ALL.iter().map(|w| w.name()).collect();
    assert_eq!(names, zk_proto::four_letter::KNOWN);
}

mod ensemble;
