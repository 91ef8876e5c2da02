//! Requests: order, loss, time limits, chroot, and servers that talk nonsense.

use std::time::Duration;

use zk_client::{
    Applied, Client, ConnectString, CreateMode, Error, ErrorCode, Multi, OpCode, Options, Reason, Stat, Zxid,
};
use zk_proto::Writer;
use zk_proto::request::Request;

use crate::fake::{FakeServer, within};

#[tokio::test]
async fn requests_go_out_without_waiting_and_answers_match_in_order() {
    let server = FakeServer::start().await;
    let (client, mut conn) = server.client(Options::default()).await;
    let pending: Vec<_> = (0..2000).map(|i| client.get_data(&format!("/n{i}"))).collect();
    client.delete("/unobserved", None).detach();
    let mut xids = Vec::new();
    for i in 0..2000 {
        xids.push(conn.expect(OpCode::GetData, &format!("/n{i}")).await);
    }
    assert!(xids.windows(2).all(|w| w[1] == w[0] + 1));
    let last = conn.expect(OpCode::Delete, "/unobserved").await;
    for (i, xid) in xids.into_iter().enumerate() {
        conn.reply_data(xid, i as i64 + 1).await;
    }
    conn.reply(last, 5000, 0, |_| {}).await;
    for (i, p) in pending.into_iter().enumerate() {
        assert_eq!(within(p).await.unwrap().zxid, Zxid(i as i64 + 1));
    }
}

#[tokio::test]
async fn a_lost_write_is_unknown_and_a_lost_read_may_be_repeated() {
    let server = FakeServer::start().await;
    let (client, mut conn) = server.client(Options::default()).await;
    let write = client.set_data("/a", Some(b"x"), None);
    let read = client.get_data("/a");
    conn.expect(OpCode::SetData, "/a").await;
    conn.expect(OpCode::GetData, "/a").await;
    drop(conn);
    let error = within(write).await.unwrap_err();
    assert_eq!(error, Error::OutcomeUnknown(Reason::ConnectionLost));
    assert_eq!((error.applied(), error.is_retryable()), (Applied::Unknown, false));
    let error = within(read).await.unwrap_err();
    assert_eq!(error, Error::ReadLost(Reason::ConnectionLost));
    assert_eq!((error.applied(), error.is_retryable()), (Applied::No, true));
}

#[tokio::test]
async fn refusals_carry_code_path_and_zxid() {
    let server = FakeServer::start().await;
    let (client, mut conn) = server.client(Options::default()).await;
    let write = client.delete("/a", Some(3));
    let xid = conn.expect(OpCode::Delete, "/a").await;
    conn.reply(xid, 9, -103, |_| {}).await;
    let error = within(write).await.unwrap_err();
    assert_eq!(error, Error::Server { code: ErrorCode::BadVersion, path: "/a".to_owned(), zxid: Zxid(9) });
    assert_eq!(error.applied(), Applied::No);
    let odd = client.delete("/a", None);
    let xid = conn.expect(OpCode::Delete, "/a").await;
    conn.reply(xid, 10, -4711, |_| {}).await;
    let expected = Error::UnknownCode { code: -4711, path: "/a".to_owned(), zxid: Zxid(10) };
    assert_eq!(within(odd).await.unwrap_err(), expected);
}

#[tokio::test]
async fn a_late_answer_is_for_nobody_and_hurts_nobody() {
    let server = FakeServer::start().await;
    let options = Options { request_timeout: Some(Duration::from_millis(100)), ..Options::default() };
    let (client, mut conn) = server.client(options).await;
    let write = client.set_data("/a", None, None);
    let late = conn.expect(OpCode::SetData, "/a").await;
    assert_eq!(within(write).await.unwrap_err(), Error::OutcomeUnknown(Reason::Timeout));
    let read = client.with_request_timeout(None).get_data("/b");
    let xid = conn.expect(OpCode::GetData, "/b").await;
    conn.reply(late, 1, 0, |w| Stat::default().encode(w)).await;
    conn.reply_data(xid, 2).await;
    assert_eq!(within(read).await.unwrap().zxid, Zxid(2));
}

#[tokio::test]
async fn an_unsent_request_that_times_out_had_no_effect() {
    let server = FakeServer::start().await;
    let options = Options { request_timeout: Some(Duration::from_millis(50)), ..Options::default() };
    let client = Client::start(server.connect_string(), options);
    let error = within(client.set_data("/a", None, None)).await.unwrap_err();
    assert_eq!(error, Error::NotSent(Reason::Timeout));
    assert_eq!((error.applied(), error.is_retryable()), (Applied::No, true));
}

#[tokio::test]
async fn the_chroot_is_added_and_taken_off() {
    let server = FakeServer::start().await;
    let servers: ConnectString = format!("{}/app/x", server.address()).parse().unwrap();
    let (client, mut conn) = server.client_of(servers, Options::default()).await;
    let read = client.get_data("/");
    let xid = conn.expect(OpCode::GetData, "/app/x").await;
    conn.reply_data(xid, 1).await;
    within(read).await.unwrap();
    let create = client.create("/n-", None, CreateMode::PersistentSequential);
    let xid = conn.expect(OpCode::Create2, "/app/x/n-").await;
    conn.reply(xid, 2, 0, |w| {
        w.put_str("/app/x/n-0000000001");
        Stat::default().encode(w);
    })
    .await;
    assert_eq!(within(create).await.unwrap().path, "/n-0000000001");
    let mine = client.get_ephemerals("/");
    let xid = conn.expect(OpCode::GetEphemerals, "/app/x").await;
    conn.reply(xid, 2, 0, |w| w.put_strs(&["/app/x/a", "/app/xyz"])).await;
    assert_eq!(within(mine).await.unwrap().value, ["/a", "/app/xyz"]);
    let multi = client.multi(Multi::new().delete("/a", None).check("/", -1));
    let received = conn.request().await;
    match received.request() {
        Request::Multi(ops) => {
            assert!(matches!(&ops[0], Request::Delete { path, version: -1 } if path == "/app/x/a"));
            assert!(matches!(&ops[1], Request::Check { path, version: -1 } if path == "/app/x"));
        }
        other => panic!("{other:?}"),
    }
    conn.reply(received.xid, 3, 0, |w| {
        for (kind, done, err, code) in [(-1, 0, 0, 0), (-1, 0, -101, -101)] {
            w.put_i32(kind);
            w.put_u8(done);
            w.put_i32(err);
            w.put_i32(code);
        }
        zk_proto::multi::MultiHeader::END.encode(w);
    })
    .await;
    match within(multi).await.unwrap_err() {
        Error::Multi(f) => {
            assert_eq!((f.index, f.path.as_str(), f.error()), (1, "/", Some(ErrorCode::NoNode)));
        }
        e => panic!("{e}"),
    }
    let config = client.get_config();
    conn.expect(OpCode::GetData, "/zookeeper/config").await;
    config.detach();
}

#[tokio::test]
async fn nonsense_ends_the_connection_but_not_the_session() {
    let server = FakeServer::start().await;
    let (client, mut conn) = server.client(Options::default()).await;
    let nonsense: [&[u8]; 6] = [
        &[0x7f, 0xff, 0xff, 0xff],
        &[0xff, 0xff, 0xff, 0xff],
        &[0, 0, 0, 0],
        &[0, 0, 0, 3, 1, 2, 3],
        // A notification without its body.
        &[0, 0, 0, 16, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
        // An answer to a request that was never made.
        &[0, 0, 0, 16, 0, 0, 0x70, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0],
    ];
    for bytes in nonsense {
        let write = client.delete("/a", None);
        conn.expect(OpCode::Delete, "/a").await;
        conn.send_bytes(bytes).await;
        assert_eq!(within(write).await.unwrap_err(), Error::OutcomeUnknown(Reason::Protocol));
        (conn, _) = server.accept_session(30_000).await;
    }
}

#[tokio::test]
async fn an_unreadable_answer_to_a_write_says_that_it_was_applied() {
    let server = FakeServer::start().await;
    let (client, mut conn) = server.client(Options::default()).await;
    let write = client.set_data("/a", None, None);
    let xid = conn.expect(OpCode::SetData, "/a").await;
    conn.reply(xid, 1, 0, |w| w.put_i32(5)).await;
    let error = within(write).await.unwrap_err();
    assert!(matches!(error, Error::Decode { .. }));
    assert_eq!(error.applied(), Applied::Yes);
}

#[tokio::test]
async fn limits_refuse_before_sending() {
    let server = FakeServer::start().await;
    let options = Options { max_request_bytes: 100, max_outstanding: 2, ..Options::default() };
    let (client, mut conn) = server.client(options).await;
    let error = client.set_data("/a", Some(&[0; 200]), None).await.unwrap_err();
    assert!(matches!(error, Error::TooLarge { max_bytes: 100, .. }));
    let (a, b) = (client.get_data("/a"), client.get_data("/b"));
    assert_eq!(client.get_data("/c").await.unwrap_err(), Error::NotSent(Reason::QueueFull));
    for _ in 0..2 {
        let xid = conn.request().await.xid;
        conn.reply_data(xid, 1).await;
    }
    within(a).await.unwrap();
    within(b).await.unwrap();
    let c = client.get_data("/c");
    conn.expect(OpCode::GetData, "/c").await;
    c.detach();
}
