//! SASL by DIGEST-MD5 on the way to a session; the server's side is computed here.

use md5::{Digest, Md5};
use zk_client::{Auth, Client, ConnectError, Options, Sasl, SessionState};
use zk_proto::{OpCode, Reader, Writer};

use crate::fake::{Conn, FakeServer, within};
use crate::sessions::state_becomes;

const CHALLENGE: &str = r#"realm="zk-sasl-md5",nonce="n0nce",qop="auth",charset=utf-8,algorithm=md5-sess"#;

fn options(password: &str) -> Options {
    Options { sasl: Some(Sasl::digest_md5("bob", password)), ..Options::default() }
}

/// The client's next token, and the xid to answer with.
async fn token(conn: &mut Conn) -> (i32, String) {
    let request = conn.request().await;
    assert_eq!(request.op, OpCode::Sasl);
    let token = Reader::new(request.body()).buffer().unwrap().unwrap_or_default();
    (request.xid, String::from_utf8(token.to_vec()).unwrap())
}

async fn reply(conn: &mut Conn, xid: i32, token: Option<&str>) {
    conn.reply(xid, 0, 0, |w| w.put_buffer(token.map(str::as_bytes))).await;
}

fn directive<'a>(token: &'a str, name: &str) -> &'a str {
    let found = token.split(',').find_map(|d| d.strip_prefix(name)?.strip_prefix('='));
    found.unwrap_or_else(|| panic!("{name} in {token}")).trim_matches('"')
}

/// Both proofs for the password, given the client's token.
fn proofs(token: &str, password: &str) -> (String, String) {
    let hex = |bytes: &[u8]| bytes.iter().map(|b| format!("{b:02x}")).collect::<String>();
    let cnonce = directive(token, "cnonce");
    let mut secret = Md5::digest(format!("bob:zk-sasl-md5:{password}")).to_vec();
    secret.extend_from_slice(format!(":n0nce:{cnonce}").as_bytes());
    let secret = hex(&Md5::digest(&secret));
    let proof = |verb: &str| {
        let action = hex(&Md5::digest(format!("{verb}:zookeeper/zk-sasl-md5")));
        hex(&Md5::digest(format!("{secret}:n0nce:00000001:{cnonce}:auth:{action}")))
    };
    (proof("AUTHENTICATE"), proof(""))
}

#[tokio::test]
async fn the_exchange_comes_first_on_every_connection_and_never_repeats_a_nonce() {
    let server = FakeServer::start().await;
    let auth = vec![Auth::new("digest", *b"a:b")];
    let options = Options { auth, ..options("secret") };
    let mut nonces = Vec::new();
    let mut exchange = async |conn: &mut Conn| {
        let (xid, first) = token(conn).await;
        assert_eq!(first, "");
        assert_eq!(conn.request().await.op, OpCode::Auth);
        reply(conn, xid, Some(CHALLENGE)).await;
        conn.reply(-4, 0, 0, |_| {}).await;
        let (xid, answer) = token(conn).await;
        assert!(!answer.contains("secret"), "{answer}");
        let (response, proof) = proofs(&answer, "secret");
        assert_eq!(directive(&answer, "response"), response);
        nonces.push(directive(&answer, "cnonce").to_owned());
        reply(conn, xid, Some(&format!("rspauth={proof}"))).await;
    };
    let play = async {
        let (mut conn, _) = server.accept_session(30_000).await;
        exchange(&mut conn).await;
        conn
    };
    let (client, conn) = tokio::join!(Client::connect(server.connect_string(), options), play);
    let client = client.unwrap();
    drop(conn);
    state_becomes(&client, |s| *s == SessionState::Disconnected).await;
    let read = client.get_data("/a");
    let (mut conn, _) = server.accept_session(30_000).await;
    exchange(&mut conn).await;
    let xid = conn.expect(OpCode::GetData, "/a").await;
    conn.reply_data(xid, 1).await;
    within(read).await.unwrap();
    assert_ne!(nonces[0], nonces[1]);
}

#[tokio::test]
async fn every_refusal_is_a_failed_authentication_that_says_why() {
    for (case, says) in [
        ("error", "did not accept the user or the password"),
        ("none", "does no SASL"),
        ("allowed", "did not accept the user or the password"),
        ("impostor", "not who it claims"),
        ("unimplemented", "does no SASL"),
    ] {
        let server = FakeServer::start().await;
        let play = async {
            let (mut conn, _) = server.accept_session(30_000).await;
            let (xid, _) = token(&mut conn).await;
            match case {
                "none" => return reply(&mut conn, xid, None).await,
                "unimplemented" => return conn.reply(xid, 0, -6, |_| {}).await,
                _ => reply(&mut conn, xid, Some(CHALLENGE)).await,
            }
            let (xid, answer) = token(&mut conn).await;
            match case {
                "error" => conn.reply(xid, 0, -115, |w| w.put_buffer(None)).await,
                "allowed" => reply(&mut conn, xid, None).await,
                _ => {
                    let (_, proof) = proofs(&answer, "another");
                    reply(&mut conn, xid, Some(&format!("rspauth={proof}"))).await;
                }
            }
        };
        let (client, ()) = tokio::join!(Client::connect(server.connect_string(), options("canary")), play);
        match client.unwrap_err() {
            ConnectError::AuthFailed { reason } => {
                assert!(reason.contains(says) && !reason.contains("canary"), "{case}: {reason}");
            }
            other => panic!("{case}: {other:?}"),
        }
    }
}
