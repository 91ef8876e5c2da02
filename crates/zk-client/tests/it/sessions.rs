//! Sessions: opening, losing, taking up again, expiring, closing.

use std::time::Duration;

use zk_client::{
    Auth, Client, ConnectError, ConnectString, Error, HostPort, OpCode, Options, Reason, Resume, SessionId,
    SessionState, Zxid,
};
use zk_proto::request::Request;

use crate::fake::{FakeServer, PASSWORD, SESSION, within};

pub async fn state_becomes(client: &Client, wanted: impl Fn(&SessionState) -> bool) {
    let mut states = client.states();
    within(states.wait_for(|s| wanted(s))).await.unwrap();
}

#[tokio::test]
async fn a_new_session_tells_what_it_is() {
    let server = FakeServer::start().await;
    let options = Options { session_timeout: Duration::from_secs(12), read_only: true, ..Options::default() };
    let (client, (_conn, hello)) =
        tokio::join!(Client::connect(server.connect_string(), options), server.accept_session(8_000));
    let client = client.unwrap();
    assert_eq!((hello.session_id, hello.timeout_ms), (SessionId::NONE, 12_000));
    assert_eq!((hello.read_only, hello.last_zxid), (Some(true), Zxid::ZERO));
    let info = client.session().unwrap();
    assert_eq!((info.session_id, info.password, info.timeout_ms), (SESSION, PASSWORD, 8_000));
    assert_eq!((info.server, info.read_only), (server.address(), false));
    assert!(info.peer.is_some());
}

#[tokio::test]
async fn a_lost_connection_is_taken_up_again_with_the_last_zxid() {
    let server = FakeServer::start().await;
    let (client, mut conn) = server.client(Options::default()).await;
    let read = client.get_data("/a");
    let xid = conn.expect(OpCode::GetData, "/a").await;
    conn.reply_data(xid, 0x77).await;
    assert_eq!(within(read).await.unwrap().zxid, Zxid(0x77));
    drop(conn);
    state_becomes(&client, |s| *s == SessionState::Disconnected).await;
    // Made while there is no connection: waits for the next one.
    let read = client.get_data("/b");
    let (mut conn, hello) = server.accept_session(30_000).await;
    assert_eq!((hello.session_id, hello.password.as_slice()), (SESSION, &PASSWORD[..]));
    assert_eq!(hello.last_zxid, Zxid(0x77));
    let xid = conn.expect(OpCode::GetData, "/b").await;
    conn.reply_data(xid, 0x78).await;
    within(read).await.unwrap();
    assert_eq!(client.last_zxid(), Zxid(0x78));
    assert_eq!(client.session_id(), SESSION);
}

#[tokio::test]
async fn an_expired_session_fails_what_waits_and_what_comes() {
    let server = FakeServer::start().await;
    let (client, conn) = server.client(Options::default()).await;
    drop(conn);
    state_becomes(&client, |s| *s == SessionState::Disconnected).await;
    let waiting = client.set_data("/a", None, None);
    let mut conn = server.accept().await;
    conn.hello().await;
    conn.say_expired().await;
    assert_eq!(within(waiting).await.unwrap_err(), Error::SessionExpired);
    state_becomes(&client, |s| *s == SessionState::Expired).await;
    assert_eq!(within(client.get_data("/a")).await.unwrap_err(), Error::SessionExpired);
    within(client.close()).await.unwrap();
}

#[tokio::test]
async fn resuming_presents_the_session_and_may_find_it_gone() {
    let server = FakeServer::start().await;
    let resume = Resume { session_id: SESSION, password: PASSWORD, last_zxid: Zxid(5) };
    let options = Options { resume: Some(resume), ..Options::default() };
    let play = async {
        let mut conn = server.accept().await;
        let hello = conn.hello().await;
        assert_eq!((hello.session_id, hello.last_zxid), (SESSION, Zxid(5)));
        conn.say_expired().await;
    };
    let (client, ()) = tokio::join!(Client::connect(server.connect_string(), options), play);
    assert_eq!(client.unwrap_err(), ConnectError::SessionExpired);
}

#[tokio::test]
async fn detaching_leaves_the_session_open() {
    let server = FakeServer::start().await;
    let (client, mut conn) = server.client(Options::default()).await;
    let resume = within(client.detach()).await.unwrap();
    assert_eq!(resume, Resume { session_id: SESSION, password: PASSWORD, last_zxid: Zxid::ZERO });
    assert!(conn.request_or_end().await.is_none());
    assert_eq!(client.state(), SessionState::Closed);
}

#[tokio::test]
async fn credentials_go_first_on_every_connection() {
    let server = FakeServer::start().await;
    let options = Options { auth: vec![Auth::new("digest", *b"a:b")], ..Options::default() };
    let connect = Client::connect(server.connect_string(), options);
    let play = async {
        let (mut conn, _) = server.accept_session(30_000).await;
        let auth = conn.request().await;
        assert_eq!((auth.op, auth.xid), (OpCode::Auth, -4));
        conn.reply(-4, 0, 0, |_| {}).await;
        conn
    };
    let (client, mut conn) = tokio::join!(connect, play);
    let client = client.unwrap();
    let added = client.add_auth("digest", b"c:d");
    assert_eq!(conn.request().await.op, OpCode::Auth);
    conn.reply(-4, 0, 0, |_| {}).await;
    within(added).await.unwrap();
    drop(conn);
    state_becomes(&client, |s| *s == SessionState::Disconnected).await;
    let read = client.get_data("/a");
    let (mut conn, _) = server.accept_session(30_000).await;
    for expected in [&b"a:b"[..], b"c:d"] {
        match conn.request().await.request() {
            Request::Auth { auth, .. } => assert_eq!(auth, Some(expected)),
            other => panic!("{other:?}"),
        }
        conn.reply(-4, 0, 0, |_| {}).await;
    }
    let xid = conn.expect(OpCode::GetData, "/a").await;
    conn.reply_data(xid, 1).await;
    within(read).await.unwrap();
}

#[tokio::test]
async fn refused_credentials_end_the_client() {
    let server = FakeServer::start().await;
    let options = Options { auth: vec![Auth::new("digest", *b"a:b")], ..Options::default() };
    let play = async {
        let (mut conn, _) = server.accept_session(30_000).await;
        conn.request().await;
        conn.reply(-4, 0, -115, |_| {}).await;
    };
    let (client, ()) = tokio::join!(Client::connect(server.connect_string(), options), play);
    let error = client.unwrap_err().to_string();
    assert_eq!(error, "authentication failed: the server refused the credentials of scheme digest");
}

#[tokio::test]
async fn the_next_server_is_tried_and_pinning_tries_no_other() {
    let dead = FakeServer::start().await.address();
    let server = FakeServer::start().await;
    let both = ConnectString::new(vec![dead.clone(), server.address()]).unwrap();
    for _ in 0..4 {
        let (client, _conn) = server.client_of(both.clone(), Options::default()).await;
        assert_eq!(client.state(), SessionState::Connected { server: server.address(), read_only: false });
    }
    let options = Options {
        pin: Some(dead.clone()),
        connect_timeout: Duration::from_millis(300),
        ..Options::default()
    };
    match Client::connect(both, options).await.unwrap_err() {
        ConnectError::Timeout { timeout_ms: 300, attempts } => {
            assert_eq!(attempts.iter().map(|a| &a.server).collect::<Vec<&HostPort>>(), [&dead]);
        }
        e => panic!("{e}"),
    }
}

#[tokio::test]
async fn a_server_that_hangs_up_is_named_in_the_error() {
    let server = FakeServer::start().await;
    let options = Options { connect_timeout: Duration::from_millis(300), ..Options::default() };
    let play = async {
        loop {
            // The handshake, or a look whether we speak TLS.
            server.accept().await.something().await;
        }
    };
    tokio::select! {
        outcome = Client::connect(server.connect_string(), options) => {
            let text = outcome.unwrap_err().to_string();
            assert!(text.contains("the server closed the connection"), "{text}");
        }
        () = play => {}
    }
}

#[tokio::test]
async fn silence_is_broken_by_pings_and_then_given_up() {
    let server = FakeServer::start().await;
    let connect = Client::connect(server.connect_string(), Options::default());
    let (client, (mut conn, _)) = tokio::join!(connect, server.accept_session(900));
    let client = client.unwrap();
    // Answered pings keep a connection alive for longer than a silent one lives.
    let alive = tokio::time::timeout(Duration::from_millis(1500), conn.request_or_end()).await;
    assert!(alive.is_err(), "{alive:?}");
    // Left unanswered from here on.
    let (_conn, hello) = server.accept_session(900).await;
    assert_eq!(hello.session_id, SESSION);
    drop(client);
}

#[tokio::test]
async fn closing_comes_last_and_waits_for_the_answer() {
    let server = FakeServer::start().await;
    let (client, mut conn) = server.client(Options::default()).await;
    let read = client.get_data("/a");
    let closing = client.clone();
    let closing = tokio::spawn(async move { closing.close().await });
    let xid = conn.expect(OpCode::GetData, "/a").await;
    let close = conn.request().await;
    assert_eq!(close.op, OpCode::CloseSession);
    assert!(!closing.is_finished());
    conn.reply_data(xid, 1).await;
    conn.reply(close.xid, 2, 0, |_| {}).await;
    within(read).await.unwrap();
    within(closing).await.unwrap().unwrap();
    assert_eq!(client.state(), SessionState::Closed);
    assert_eq!(within(client.get_data("/a")).await.unwrap_err(), Error::Closed);
}

#[tokio::test]
async fn the_last_handle_closes_the_session() {
    let server = FakeServer::start().await;
    let (client, mut conn) = server.client(Options::default()).await;
    let other = client.clone();
    drop(client);
    let read = other.get_data("/a");
    let xid = conn.expect(OpCode::GetData, "/a").await;
    conn.reply_data(xid, 1).await;
    within(read).await.unwrap();
    drop(other);
    assert_eq!(conn.request().await.op, OpCode::CloseSession);
}

#[tokio::test]
async fn without_a_server_requests_wait_a_session_timeout_at_most() {
    let server = FakeServer::start().await;
    let connect = Client::connect(server.connect_string(), Options::default());
    let (client, (conn, _)) = tokio::join!(connect, server.accept_session(200));
    let client = client.unwrap();
    drop(conn);
    drop(server);
    state_becomes(&client, |s| *s == SessionState::Disconnected).await;
    let error = within(client.set_data("/a", None, None)).await.unwrap_err();
    assert_eq!(error, Error::NotSent(Reason::NotConnected));
}
