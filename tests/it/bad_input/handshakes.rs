//! Connect requests and credentials of every kind, with the exact bytes of the answers.

use super::*;

#[test]
fn handshakes_of_every_kind_are_answered_byte_for_byte() {
    let scene =
        Scene::with(Settings::usual().with("minSessionTimeout", 1000).with("maxSessionTimeout", 10_000));
    let base = new_session(4000);
    let accepted: [(ConnectRequest<'_>, i32); 9] = [
        (base.clone(), 4000),
        (ConnectRequest { protocol_version: 7, ..base.clone() }, 4000),
        (ConnectRequest { timeout_ms: -1, ..base.clone() }, 1000),
        (ConnectRequest { timeout_ms: i32::MIN, ..base.clone() }, 1000),
        (ConnectRequest { timeout_ms: i32::MAX, ..base.clone() }, 10_000),
        (ConnectRequest { password: None, ..base.clone() }, 4000),
        (ConnectRequest { password: Some(b""), ..base.clone() }, 4000),
        (ConnectRequest { password: Some(&[1; 17]), ..base.clone() }, 4000),
        (ConnectRequest { last_zxid_seen: Zxid(i64::MIN), ..base.clone() }, 4000),
    ];
    for (request, timeout_ms) in accepted {
        for read_only in [None, Some(false), Some(true)] {
            let request = ConnectRequest { read_only, ..request.clone() };
            let mut conn = scene.open();
            let answer = conn.handshake_bytes(&request).expect("connect response");
            let id = SessionId(i64::from_be_bytes(answer[8..16].try_into().expect("8 bytes")));
            assert_eq!(
                answer,
                connect_response(timeout_ms, id, &session_password(id), read_only),
                "{request:?}"
            );
            assert_eq!(conn.ping().err, 0);
        }
    }
    scene.unharmed();
}

#[test]
fn handshakes_for_no_session_are_refused_byte_for_byte() {
    let scene = Scene::new();
    let unknown = SessionId(0x7777_0000_1234);
    let password = session_password(unknown);
    for read_only in [None, Some(false)] {
        let request = ConnectRequest {
            session_id: unknown,
            password: Some(&password),
            read_only,
            ..new_session(TIMEOUT_MS)
        };
        let mut conn = scene.open();
        let answer = conn.handshake_bytes(&request).expect("connect response");
        assert_eq!(answer, connect_response(0, SessionId::NONE, &[0; 16], read_only));
        assert_eq!(conn.read_to_close(), b"");
    }
    let mut ahead = scene.open();
    let answer =
        ahead.handshake(&ConnectRequest { last_zxid_seen: Zxid(1 << 40), ..new_session(TIMEOUT_MS) });
    assert_eq!(
        answer,
        Incoming::Closed,
        "a client that saw more than the server is turned away without an answer"
    );
    let mut short = scene.open();
    short.send_frame(&[0; 20]);
    assert_eq!(short.read_to_close(), b"");
    scene.unharmed();
}

#[test]
fn a_connect_request_of_a_megabyte_harms_nobody() {
    let scene = Scene::new();
    let mut conn = scene.open();
    let password = vec![1; DEFAULT_MAX_BUFFER - 64];
    // Apache takes it; zkd reads no more than a connect request can need.
    let answer = conn.handshake(&ConnectRequest { password: Some(&password), ..new_session(TIMEOUT_MS) });
    assert!(matches!(answer, Incoming::Got(_) | Incoming::Closed));
    scene.unharmed();
}

#[test]
fn a_wrong_password_does_not_disturb_the_owner() {
    let scene = Scene::new();
    let mut owner = scene.conn();
    let session = owner.session().clone();
    for password in [None, Some(&[0_u8; 16][..]), Some(&session.password[..8])] {
        let mut thief = scene.open();
        let answer = thief.handshake_bytes(&ConnectRequest { password, ..known_session(&session) });
        assert_eq!(
            answer,
            Incoming::Got(connect_response(0, SessionId::NONE, &[0; 16], Some(false))),
            "password {password:?}"
        );
    }
    // Differs: Apache hangs up on the owner before it looks at the password.
    if scene.is_zkd() {
        assert_eq!(owner.ping().err, 0);
    } else {
        assert!(owner.closes());
    }
    scene.unharmed();
}

#[test]
fn requests_sent_before_the_handshake_is_answered_are_served() {
    let scene = Scene::new();
    let mut conn = scene.open();
    let mut bytes = Vec::new();
    zk_proto::frame::write(&mut bytes, |out| new_session(TIMEOUT_MS).encode(out));
    zk_proto::frame::write(&mut bytes, |out| {
        out.put_bytes(&request_frame(1, OpCode::Create.code(), &create_body("/early", 0)));
    });
    conn.send_bytes(&bytes);
    assert_eq!(conn.recv_frame().expect("connect response").len(), 37);
    assert_eq!(conn.recv_reply().expect("reply").path(), "/early");
    scene.unharmed();
}

#[test]
fn a_second_connect_request_ends_the_connection() {
    let scene = Scene::new();
    let mut conn = scene.conn();
    let mut body = Vec::new();
    new_session(TIMEOUT_MS).encode(&mut body);
    conn.send_frame(&body);
    // Read as a request it has xid 0 and operation 0.
    let reply = conn.recv_reply().expect("reply");
    assert_eq!((reply.xid, reply.zxid, reply.err), (0, -1, UNIMPLEMENTED));
    assert!(conn.closes());
    scene.unharmed();
}

#[test]
fn bad_credentials_end_the_connection() {
    let scene = Scene::new();
    for (scheme, auth) in [("nosuch", &b"x"[..]), ("world", b"anyone"), ("", b""), ("auth", b"")] {
        let mut conn = scene.conn();
        assert_eq!(conn.add_auth(scheme, auth), Err(AUTH_FAILED), "{scheme}");
        assert!(conn.closes(), "{scheme}");
    }
    let mut null = scene.conn();
    let mut body = Vec::new();
    Request::Auth { kind: 0, scheme: "digest".into(), auth: None }.encode_body(&mut body);
    assert_eq!(null.call_raw(xid::AUTH, OpCode::Auth.code(), &body).err, AUTH_FAILED);
    assert!(null.closes());
    let mut no_password = scene.conn();
    assert_eq!(no_password.add_auth("digest", b"nocolon"), Ok(()));
    assert_eq!(no_password.ping().err, 0);
    let mut huge = scene.conn();
    let outcome = huge.add_auth("digest", &vec![b'x'; 500_000]);
    assert!(outcome.is_ok() || outcome == Err(AUTH_FAILED));
    scene.unharmed();
}

#[test]
fn sasl_without_a_login_gets_an_empty_answer() {
    let scene = Scene::new();
    let mut conn = scene.conn();
    for token in [&b""[..], b"token", &[0; 60_000]] {
        let reply = conn.call(&Request::Sasl { token: Some(token) });
        assert_eq!((reply.zxid, reply.err, &reply.body[..]), (0, 0, &[0xff; 4][..]));
    }
    // Apache closes on a null token.
    conn.send(&Request::Sasl { token: None });
    assert!(!matches!(conn.recv_reply(), Incoming::Silent));
    scene.unharmed();
}
