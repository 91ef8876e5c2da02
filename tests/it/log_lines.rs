//! What operators of Apache ZooKeeper search logs for is in zkd's, too.

use std::io::Write;
use std::net::TcpStream;

use zkd_tests::{PATIENCE, Program, RawConn, ServerUnderTest, Settings, poll};

#[test]
fn lines_that_people_search_for_have_apaches_words() {
    if !Program::under_test().is_zkd() {
        return;
    }
    let settings = Settings::usual()
        .with("snapCount", 5)
        .with("maxClientCnxns", 8)
        .with("autopurge.purgeInterval", "100ms")
        .with("minSessionTimeout", 300);
    let server = ServerUnderTest::start(Program::under_test(), settings);
    let says = |text: &str| {
        poll(PATIENCE, || server.log().contains(text).then_some(()))
            .unwrap_or_else(|| panic!("no {text} in {}", server.log()));
    };
    says("Reading configuration from: ");

    let lost = RawConn::connect(server.addr(), 300);
    let (id, timeout_ms) = (lost.session().id, lost.session().timeout_ms);
    says(&format!("Expiring session {id}, timeout of {timeout_ms}ms exceeded"));
    let mut conn = RawConn::connect(server.addr(), 30_000);
    let own = conn.session().id;

    let mut astray = TcpStream::connect(server.addr()).expect("a connection");
    astray.write_all(b"GET / HTTP/1.1\r\n\r\n").expect("bytes");
    says("Len error. A message from 127.0.0.1:");
    says("with advertised length of 1195725856 is either a malformed message or too large to process");

    let crowd: Vec<_> = (0..12).map(|_| TcpStream::connect(server.addr()).expect("a connection")).collect();
    says("Too many connections from 127.0.0.1 - max is 8");
    drop(crowd);

    let mut written = 0;
    poll(PATIENCE, || {
        written += 1;
        conn.create(&format!("/n{written}"), b"").expect("create");
        server.log().contains("Removing file: snapshot.").then_some(())
    })
    .expect("old snapshots are removed");
    says("Snapshotting: 0x");
    conn.close();
    assert!(!server.log().contains(&format!("Expiring session {own}")), "it was closed, and did not expire");
}

/// Who sends no frame may have lost the thread in the middle of a password.
#[test]
fn the_first_bytes_of_a_bad_frame_are_told_and_secrets_are_not() {
    if !Program::under_test().is_zkd() {
        return;
    }
    let told = |send: &dyn Fn(&ServerUnderTest)| {
        let server = ServerUnderTest::start(Program::under_test(), Settings::usual());
        send(&server);
        let line = poll(PATIENCE, || server.log().lines().find(|l| l.contains("begins=")).map(str::to_owned));
        line.unwrap_or_else(|| panic!("nothing is told of it: {}", server.log()))
    };
    let says = |bytes: &'static [u8]| {
        told(&|server| {
            let mut stranger = TcpStream::connect(server.addr()).expect("a connection");
            stranger.write_all(bytes).expect("bytes");
        })
    };
    let quorum = says(b"\xff\xff\xff\xfe\0\0\0\0\0\0\0\x01\x80\x81\x82\x83\x84\x85");
    assert!(quorum.ends_with("begins=ff ff ff fe 00 00 00 00 00 00 00 01 80 81 82 83"), "{quorum}");
    let redis = says(b"AUTH hunter2\r\n");
    assert!(redis.ends_with("begins=41 55 54 48"), "{redis}");
    let short = says(b"\0\0\0\x0b\0bob\0hunter2");
    assert!(
        short.contains("bytes that are no request") && short.ends_with("begins=00 00 00 0b 00"),
        "{short}"
    );
    let client = told(&|server| {
        let mut conn = RawConn::connect(server.addr(), 30_000);
        conn.add_auth("digest", b"bob:hunter2").expect("auth");
        // The same once more, by a client that counts its bytes wrongly.
        conn.send_bytes(b"\x7f\0\0\0\xff\xff\xff\xfc\0\0\0\x64\0\0\0\0\0\0\0\x06digest\0\0\0\x0bbob:hunter2");
        assert!(conn.closes());
    });
    assert!(client.ends_with("begins=7f 00 00 00 (auth)"), "{client}");
}
