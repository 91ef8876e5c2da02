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
