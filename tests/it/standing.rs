//! What the AdminServer says of members beside their numbers: whether clients should go there, and why not; whether its tree is
//! the one of its leader.

use std::net::TcpListener;
use std::path::Path;

use serde_json::Value;
use zk_proto::Zxid;
use zk_proto::request::CreateMode;
use zk_storage::{OsDisk, txlog};
use zkd_tests::ensemble::{EnsembleUnderTest, FORM_LIMIT, PeerPorts, member_settings};
use zkd_tests::http::{ask, get};
use zkd_tests::leader::{EPOCH, Leader};
use zkd_tests::ops::create_request;
use zkd_tests::server::free_port;
use zkd_tests::{PATIENCE, Program, ServerUnderTest, Settings, poll};

fn is_not_zkd() -> bool {
    // Apache has none of these pages.
    !Program::under_test().is_zkd()
}

fn with_admin(settings: Settings, port: u16) -> Settings {
    settings.with("admin.enableServer", true).with("admin.serverPort", port)
}

fn json(port: u16, path: &str) -> Value {
    let page = get(port, path);
    serde_json::from_str(&page.body).unwrap_or_else(|e| panic!("{path}: {e}: {}", page.body))
}

/// Three members, and the ports of their pages.
fn three() -> (EnsembleUnderTest, [u16; 3], usize) {
    let ports = [free_port(), free_port(), free_port()];
    let mut ensemble = EnsembleUnderTest::start_with(3, |index, settings| with_admin(settings, ports[index]));
    let leader = ensemble.wait_serving();
    for port in ports {
        let ready = || ask(port, "GET", "/readyz", &[], b"").is_ok_and(|page| page.code == 200);
        poll(PATIENCE, || ready().then_some(())).expect("every member gets ready");
    }
    (ensemble, ports, leader)
}

#[test]
fn a_leader_tells_how_its_learners_stand_and_a_learner_how_it_stands_to_its_leader() {
    if is_not_zkd() {
        return;
    }
    let (mut ensemble, ports, leader) = three();
    let (follower, other) = ((leader + 1) % 3, (leader + 2) % 3);
    let mut conn = ensemble.conn(follower);
    for n in 0..10 {
        conn.create(&format!("/n{n}"), b"").expect("create");
    }
    let page = poll(PATIENCE, || {
        let page = json(ports[leader], "/readyz");
        let learners = page["learners"].as_array().expect("learners");
        let all = |l: &Value| l["synced"] == true && l["kind"] == "follower" && l["lag_transactions"] == 0;
        (learners.len() == 2 && learners.iter().all(all)).then_some(page)
    });
    let page = page.expect("both are in sync and have everything");
    assert_eq!((&page["absent_voters"], &page["tree"]), (&serde_json::json!([]), &"agrees".into()));
    assert!(page["disks"][0]["free_bytes"].as_u64().expect("free space") > 0);
    let last = page["last_zxid"].clone();
    assert_eq!(page["learners"][0]["last_acked_zxid"], last);

    let page = poll(PATIENCE, || {
        Some(json(ports[follower], "/readyz")).filter(|page| page["lag_transactions"] == 0)
    });
    let page = page.expect("it has applied what it has heard of");
    assert_eq!(page["leader_id"], leader + 1);
    assert_eq!((&page["leader_zxid"], &page["last_zxid"]), (&last, &last));
    assert!(page["leader_heard_ms"].is_u64() && page["learners"].is_null());

    ensemble.members[other].kill9();
    let page = poll(FORM_LIMIT, || {
        Some(json(ports[leader], "/readyz"))
            .filter(|page| page["absent_voters"] == serde_json::json!([other + 1]))
    });
    let page = page.expect("the leader misses it");
    assert_eq!((&page["ready"], page["learners"].as_array().map(Vec::len)), (&true.into(), Some(1)));
}

#[test]
fn a_server_without_room_for_its_log_is_not_ready_until_the_limit_or_the_room_is_another() {
    if is_not_zkd() {
        return;
    }
    let port = free_port();
    let settings = with_admin(Settings::usual(), port);
    let too_much = settings.clone().with("admin.readyz.minFreeInKb", i64::MAX);
    let mut server = ServerUnderTest::start(Program::under_test(), too_much);
    let page = poll(PATIENCE, || ask(port, "GET", "/readyz", &[], b"").ok()).expect("it answers");
    assert_eq!(page.code, 503);
    assert!(page.body.contains("KiB are free for dataDir, less than"), "{}", page.body);
    assert!(page.body.contains("admin.readyz.minFreeInKb"), "{}", page.body);
    assert_eq!(get(port, "/livez").code, 200, "it serves");
    server.reconfigure(settings.with("admin.readyz.minFreeInKb", 1));
    poll(PATIENCE, || (get(port, "/readyz").code == 200).then_some(())).expect("SIGHUP takes it up");
}

#[test]
fn a_member_that_does_not_keep_up_with_what_it_hears_of_is_not_ready() {
    if is_not_zkd() {
        return;
    }
    let listen = || TcpListener::bind("127.0.0.1:0").expect("a port");
    let (election, quorum) = (listen(), listen());
    let port_of = |listener: &TcpListener| listener.local_addr().expect("its address").port();
    let ports = [PeerPorts { quorum: port_of(&quorum), election: port_of(&election) }, PeerPorts::free()];
    let page = free_port();
    // So long that the leader need say nothing that it is not told to.
    let settings = with_admin(member_settings(&ports), page)
        .with("tickTime", 60_000)
        .with("minSessionTimeout", 1000)
        .with("admin.readyz.maxLag", 1000);
    let mut member = ServerUnderTest::member(settings.clone(), 2);
    let mut leader = Leader::of_2(election, &quorum).expect("it follows");
    let probe = || ask(page, "GET", "/readyz", &[], b"").ok();
    poll(PATIENCE, || probe().filter(|page| page.code == 200)).expect("it serves and has all that there is");
    leader.ping(Zxid::new(EPOCH, 1000)).expect("it follows");
    let at_the_limit = get(page, "/readyz");
    assert_eq!((at_the_limit.code, at_the_limit.field("lag_transactions").as_str()), (200, "1000"));
    assert_eq!(at_the_limit.field("leader_zxid"), Zxid::new(EPOCH, 1000).to_string());
    leader.ping(Zxid::new(EPOCH, 1001)).expect("it follows");
    let behind = get(page, "/readyz");
    assert_eq!((behind.code, behind.field("lag_transactions").as_str()), (503, "1001"));
    let reason = "1001 transactions of the leader are not applied here, more than 1000 (admin.readyz.maxLag)";
    assert!(behind.body.contains(reason), "{}", behind.body);
    assert!(get(page, "/metrics").body.contains("zkd_lag_transactions 1001\n"));
    member.reconfigure(settings.with("admin.readyz.maxLag", 0));
    poll(PATIENCE, || probe().filter(|page| page.code == 200)).expect("the lag is not judged any more");
}

/// Overwrites a text in the only log of a data directory, which then is another history with sound checksums; gives the
/// transaction.
fn forge(dir: &Path, old: &[u8], new: &[u8]) -> Zxid {
    assert_eq!(old.len(), new.len());
    for log in txlog::list_logs(&OsDisk, &dir.join("version-2")).expect("logs") {
        let mut bytes = std::fs::read(&log.path).expect("a log");
        // The head of the file, then records: checksum, length, bytes, an end mark.
        let mut at = 16;
        while let Some(len) = bytes.get(at + 8..at + 12) {
            let len = u32::from_be_bytes(len.try_into().expect("four bytes")) as usize;
            let payload = at + 12..at + 12 + len;
            let Some(found) =
                bytes.get(payload.clone()).and_then(|p| p.windows(old.len()).position(|w| w == old))
            else {
                if len == 0 {
                    break;
                }
                at = payload.end + 1;
                continue;
            };
            bytes[payload.start + found..][..new.len()].copy_from_slice(new);
            let sum = adler32(&bytes[payload.clone()]);
            bytes[at..at + 8].copy_from_slice(&u64::from(sum).to_be_bytes());
            std::fs::write(&log.path, &bytes).expect("the log");
            // Session and xid come first.
            let zxid = &bytes[payload.start + 12..payload.start + 20];
            return Zxid(i64::from_be_bytes(zxid.try_into().expect("eight bytes")));
        }
    }
    panic!("there is no such text in {}", dir.display());
}

fn adler32(bytes: &[u8]) -> u32 {
    let (low, high) = bytes.iter().fold((1u32, 0u32), |(low, high), byte| {
        let low = (low + u32::from(*byte)) % 65_521;
        (low, (high + low) % 65_521)
    });
    high << 16 | low
}

#[test]
fn a_member_with_another_tree_says_since_when_and_goes_on() {
    if is_not_zkd() {
        return;
    }
    let (mut ensemble, ports, leader) = three();
    let (follower, other) = ((leader + 1) % 3, (leader + 2) % 3);
    let mut conn = ensemble.conn(leader);
    conn.create("/before", b"").expect("create");
    conn.create("/a", b"what was written").expect("create");
    let has_it = || ensemble.members[follower].word("srvr").contains("Node count: 7");
    poll(PATIENCE, || has_it().then_some(())).expect("the follower has it");
    assert!(ensemble.members[follower].stop().success());
    let forged = forge(&ensemble.members[follower].data_dir(), b"what was written", b"what was forged!");
    ensemble.members[follower].launch();
    ensemble.wait_serving();
    conn.create("/after", b"").expect("create");

    let page = poll(PATIENCE, || {
        Some(json(ports[follower], "/commands/consistency"))
            .filter(|page| page["mismatches"].as_u64() >= Some(2))
    });
    let page = page.expect("it compares what it hears of, too");
    assert_eq!((&page["verdict"], &page["error"]), (&"differs".into(), &Value::Null));
    assert_eq!(page["first_difference"]["zxid"], forged.to_string());
    assert_eq!(page["last_agreed_zxid"], Zxid(forged.0 - 1).to_string());
    assert_ne!(page["first_difference"]["digest"], page["first_difference"]["foretold_digest"]);
    assert!(page["first_difference"]["time"].as_i64() > Some(1_600_000_000_000));
    assert_eq!(page["leader_id"], leader + 1);
    for index in [leader, other] {
        let page = json(ports[index], "/commands/consistency");
        assert_eq!((&page["verdict"], &page["mismatches"]), (&"agrees".into(), &0.into()), "{page}");
    }
    // Who of the two is wrong it cannot know.
    let page = get(ports[follower], "/readyz");
    assert_eq!((page.code, page.field("tree").as_str()), (200, "differs"));
}

#[test]
fn members_keep_the_same_digests_at_the_same_transactions() {
    if is_not_zkd() {
        return;
    }
    let (mut ensemble, ports, leader) = three();
    let (follower, other) = ((leader + 1) % 3, (leader + 2) % 3);
    let mut conn = ensemble.conn(leader);
    // Without waiting in between: what is written and applied together passes such a transaction as well.
    const WRITES: usize = 400;
    for n in 0..WRITES {
        conn.send(&create_request(&format!("/n{n}"), b"", CreateMode::Persistent));
    }
    for _ in 0..WRITES {
        assert_eq!(conn.recv_reply().expect("a reply").err, 0);
    }
    let digests = |index: usize| json(ports[index], "/commands/consistency")["digests"].clone();
    let first = digests(leader);
    assert_eq!(first.as_array().map(Vec::len), Some(3), "{first}");
    assert!(first[0]["zxid"].as_str().is_some_and(|zxid| zxid.ends_with("80")), "{first}");
    for index in [follower, other] {
        poll(PATIENCE, || (digests(index) == first).then_some(())).expect("the others have the same");
    }
    // A replay goes the same way.
    ensemble.members[follower].launch();
    ensemble.wait_serving();
    assert_eq!(digests(follower), first);
}

/// Apache's page has these fields, too (`ZKD_TEST_PEER`).
#[test]
fn what_goes_to_an_observer_and_comes_from_it_is_counted() {
    let ports: Vec<PeerPorts> = (0..3).map(|_| PeerPorts::free()).collect();
    let admin = [free_port(), free_port(), free_port()];
    let (quorum, election) = (ports[2].quorum, ports[2].election);
    let observer = format!("127.0.0.1:{quorum}:{election}:observer");
    let settings = |index: usize| {
        let own = with_admin(member_settings(&ports), admin[index]).with("server.3", &observer);
        if index == 2 { own.with("peerType", "observer") } else { own }
    };
    let program = Program::under_test();
    let members = (0..3).map(|i| ServerUnderTest::member_of(program.clone(), settings(i), i + 1)).collect();
    let mut ensemble = EnsembleUnderTest { members, ports };
    let leader = ensemble.wait_serving();
    let of_observer = || {
        let page = ask(admin[leader], "GET", "/commands/observers", &[], b"").ok()?;
        let page: Value = serde_json::from_str(&page.body).ok()?;
        Some(page["observers"][0].clone()).filter(|o| o["sid"] == 3)
    };
    let before = poll(FORM_LIMIT, of_observer).expect("the leader has an observer");
    assert!(before["established"].as_i64() > Some(1_600_000_000_000), "{before}");
    let number = |o: &Value, name: &str| o[name].as_u64().unwrap_or_else(|| panic!("no {name} in {o}"));
    let mut conn = ensemble.conn(2);
    for n in 0..20 {
        conn.create(&format!("/n{n}"), b"").expect("create");
    }
    let after = poll(PATIENCE, || {
        let now = of_observer()?;
        let grew = |name| number(&now, name) >= number(&before, name) + 20;
        ["packets_sent", "packets_received", "requests"].into_iter().all(grew).then_some(now)
    });
    let after = after.expect("each write is a request and an answer at least");
    get(admin[leader], "/commands/orst");
    let anew = of_observer().expect("the observer");
    assert!(number(&anew, "requests") < number(&after, "requests"), "{anew}");
    assert_eq!(anew["established"], after["established"]);
}
