//! Clients that log in by SASL (DIGEST-MD5): who gets in, as whom, and what becomes of the others.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::time::Duration;

use zk_client::{Acl, Client, ConnectError, CreateMode, CreateOptions, ErrorCode, Id, Options, Perms, Sasl};
use zkd::Config;
use zkd::config::sasl::{ClientSasl, Users};

use super::{TestServer, connect};

fn users() -> Users {
    Users::default().with("bob", "bobsecret").with("böb", "秘密").with("super", "s").with("admin", "a")
}

fn start(adjust: impl FnOnce(&mut Config)) -> TestServer {
    TestServer::start(None, |c| {
        c.sasl =
            Some(ClientSasl { users: users(), super_users: vec!["admin".into()], ..ClientSasl::default() });
        c.fourlw_whitelist = zkd::fourlw::Whitelist::parse("mntr").0;
        adjust(c);
    })
}

async fn log_in(zkd: &TestServer, user: &str, password: &str) -> Result<Client, ConnectError> {
    let options = Options { sasl: Some(Sasl::digest_md5(user, password)), ..Options::default() };
    connect(zkd.plain(), options).await
}

fn mntr(zkd: &TestServer, name: &str) -> Option<u64> {
    let mut stream = TcpStream::connect(zkd.plain()).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    stream.write_all(b"mntr").unwrap();
    let mut text = String::new();
    stream.read_to_string(&mut text).unwrap();
    text.lines().find_map(|l| l.strip_prefix(name)?.trim().parse().ok())
}

#[tokio::test]
async fn sasl_users_are_identities_that_acls_can_name() {
    let zkd = start(|_| {});
    let bob = log_in(&zkd, "bob", "bobsecret").await.unwrap();
    assert!(bob.who_am_i().await.unwrap().into_value().contains(&Id::new("sasl", "bob")));
    let acl = vec![Acl { perms: Perms::ALL, id: Id::new("sasl", "bob") }];
    bob.create("/his", Some(b"x"), CreateOptions::new(CreateMode::Persistent).acl(acl.clone()))
        .await
        .unwrap();
    // `auth` means those whom the connection has proved to be.
    let mine = vec![Acl { perms: Perms::ALL, id: Id::new("auth", "") }];
    bob.create("/mine", None, CreateOptions::new(CreateMode::Persistent).acl(mine)).await.unwrap();
    assert_eq!(bob.get_acl("/mine").await.unwrap().into_value().acl, acl);
    let other = log_in(&zkd, "böb", "秘密").await.unwrap();
    assert_eq!(other.get_data("/his").await.unwrap_err().code(), Some(ErrorCode::NoAuth));
    // The one is a super user by `superUser`, the other is every SASL user to ACLs of the scheme.
    for (user, password) in [("admin", "a"), ("super", "s")] {
        let client = log_in(&zkd, user, password).await.unwrap();
        assert!(client.get_data("/his").await.is_ok(), "{user}");
    }
    let nobody = connect(zkd.plain(), Options::default()).await.unwrap();
    assert_eq!(nobody.get_data("/his").await.unwrap_err().code(), Some(ErrorCode::NoAuth));
    // The scheme digest is another one, and its super user has to be configured.
    let digest = vec![zk_client::Auth::new("digest", b"bob:bobsecret".to_vec())];
    let digest = connect(zkd.plain(), Options { auth: digest, ..Options::default() }).await.unwrap();
    assert_eq!(digest.get_data("/his").await.unwrap_err().code(), Some(ErrorCode::NoAuth));
}

#[tokio::test]
async fn a_failed_login_ends_the_connection_and_is_counted() {
    let zkd = start(|_| {});
    for (user, password) in [("bob", "wrong"), ("bob", ""), ("eve", "bobsecret"), ("", "x")] {
        let error = log_in(&zkd, user, password).await.expect_err("refused").to_string();
        assert!(error.contains("did not accept the user or the password"), "{user}: {error}");
    }
    assert_eq!(mntr(&zkd, "zk_auth_failed_count"), Some(4));
    log_in(&zkd, "bob", "bobsecret").await.unwrap();
}

#[tokio::test]
async fn failed_clients_stay_as_nobody_where_that_is_allowed() {
    let zkd = start(|c| c.sasl.as_mut().unwrap().keeps_failed = true);
    let error = log_in(&zkd, "bob", "wrong").await.expect_err("our own client insists").to_string();
    assert!(error.contains("did not accept"), "{error}");
    let mut raw = Raw::connect(&zkd);
    raw.round(Some(b""));
    assert_eq!(raw.round(Some(b"username=\"bob\"")), (0, None));
    // No second try on this connection, which is served as that of nobody.
    assert_eq!(raw.round(Some(b"")), (0, None));
    assert_eq!(raw.exists("/"), Some(0));
}

#[tokio::test]
async fn nothing_is_served_before_an_enforced_login() {
    let zkd = start(|c| {
        c.enforced_auth_schemes = vec!["sasl".into()];
        c.sasl.as_mut().unwrap().keeps_failed = true;
    });
    let mut raw = Raw::connect(&zkd);
    assert_eq!(raw.exists("/"), Some(-124));
    assert!(raw.is_closed());
    let bob = log_in(&zkd, "bob", "bobsecret").await.unwrap();
    assert!(bob.exists("/").await.unwrap().is_some());
    // A failed login is told that it was needed, whatever allowSaslFailedClients says.
    let mut raw = Raw::connect(&zkd);
    raw.round(Some(b""));
    assert_eq!(raw.round(Some(b"username=\"bob\"")), (-124, None));
    assert!(raw.is_closed());
}

/// A wrong mechanism, an oversized token, one too many, rounds without end, no token at all: the reply, then the end.
#[tokio::test]
async fn bad_tokens_are_refused_and_rounds_are_bounded() {
    let zkd = start(|_| {});
    let long = vec![b'a'; 5000];
    let first: [Option<&[u8]>; 5] =
        [None, Some(b"\x60\x82\x01\x00"), Some(b"PLAIN"), Some(b"\0bob\0pw"), Some(&long)];
    for token in first {
        let mut raw = Raw::connect(&zkd);
        assert_eq!(raw.round(token), (-115, None), "{token:?}");
        assert!(raw.is_closed());
    }
    for token in [&b""[..], b"=,\"", b"username=\"bob", &long, b"\xff\xff\xff"] {
        let mut raw = Raw::connect(&zkd);
        let (err, challenge) = raw.round(Some(b""));
        let challenge = String::from_utf8(challenge.unwrap()).unwrap();
        assert_eq!(err, 0);
        assert!(challenge.starts_with("realm=\"zk-sasl-md5\",nonce=\""), "{challenge}");
        assert!(challenge.ends_with("\",qop=\"auth\",charset=utf-8,algorithm=md5-sess"), "{challenge}");
        assert_eq!(raw.round(Some(token)), (-115, None));
        assert!(raw.is_closed());
    }
    // Nobody else has noticed.
    assert!(log_in(&zkd, "bob", "bobsecret").await.is_ok());
}

#[tokio::test]
async fn without_a_login_configuration_the_answer_is_empty() {
    let zkd = TestServer::start(None, |_| {});
    assert_eq!(Raw::connect(&zkd).round(Some(b"")), (0, None));
    let error = log_in(&zkd, "bob", "bobsecret").await.expect_err("refused").to_string();
    assert!(error.contains("no login configuration"), "{error}");
}

/// From the file to the client: the keys as Apache's guides write them.
#[tokio::test]
async fn users_come_from_the_jaas_file() {
    let dir = tempfile::tempdir().unwrap();
    let jaas = dir.path().join("jaas.conf");
    let module = "org.apache.zookeeper.server.auth.DigestLoginModule required";
    let only_ours =
        |path: &Path| std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600)).unwrap();
    let write = |text: String| {
        std::fs::write(&jaas, text).unwrap();
        only_ours(&jaas);
    };
    let load = |extra: &str| {
        let cfg = dir.path().join("zoo.cfg");
        let (data, jaas) = (dir.path().display(), jaas.display());
        let text = format!(
            "dataDir={data}\nclientPort=2181\nadmin.enableServer=false\njava.security.auth.login.config={jaas}\n{extra}"
        );
        std::fs::write(&cfg, text).unwrap();
        only_ours(&cfg);
        Config::load(&cfg)
    };
    let provider = "authProvider.1=org.apache.zookeeper.server.auth.SASLAuthenticationProvider\n";
    write(format!("Server {{ {module} user_super=\"canary\" user_bob=\"canary2\"; }};"));
    let all = format!(
        "{provider}sessionRequireClientSASLAuth=true\nsuperUser.1=bob\nSASLAuthenticationProvider.superPassword=other\n"
    );
    let (mut config, warnings) = load(&all).unwrap();
    assert!(warnings.is_empty(), "{warnings:?}");
    assert!(!format!("{config:?}").contains("canary"));
    config.client_port = Some(0);
    config.client_addr = Some("127.0.0.1".into());
    let server = zkd::Server::start(config).unwrap();
    let who = |user: &str, password: &str| {
        let options = Options { sasl: Some(Sasl::digest_md5(user, password)), ..Options::default() };
        connect(server.client_addr(), options)
    };
    let bob = who("bob", "canary2").await.unwrap();
    assert!(bob.who_am_i().await.unwrap().into_value().contains(&Id::new("super", "")));
    assert!(who("super", "canary").await.is_err(), "the key comes before the file");
    assert!(who("super", "other").await.is_ok());
    drop(server);

    let refused = |extra: &str| {
        let said =
            load(extra).unwrap_err().problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
        assert!(!said.contains("canary"), "{said}");
        said
    };
    assert!(refused("sasl.serverconfig=Servre\n").contains("there is no section Servre, only Server"));
    assert!(refused("fips-mode=true\n").contains("rules DIGEST-MD5 out"));
    write(format!("Server {{ {module} user_bob=\"canary; }};"));
    let said = refused("");
    assert!(said.contains("jaas.conf: line 1: a quoted text does not end on its line"), "{said}");
    write(format!("QuorumServer {{ {module} user_bob=\"canary\"; }};"));
    assert!(refused("sessionRequireClientSASLAuth=true\n").contains("nobody could authenticate"));
    let (config, warnings) = load("superUser=bob\n").unwrap();
    assert!(
        config.sasl.is_none() && warnings[0].to_string().contains("no effect without a JAAS file"),
        "{warnings:?}"
    );
    std::fs::remove_file(&jaas).unwrap();
    assert!(refused("").contains("cannot be read"));
}

/// A connection of which every byte is seen.
struct Raw(TcpStream);

impl Raw {
    fn connect(zkd: &TestServer) -> Raw {
        let stream = TcpStream::connect(zkd.plain()).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        let mut raw = Raw(stream);
        let mut request = vec![0; 12];
        request.extend(10_000i32.to_be_bytes());
        request.extend([0; 8]);
        request.extend(16i32.to_be_bytes());
        request.extend([0; 17]);
        raw.send(&request);
        raw.frame().expect("a session");
        raw
    }

    fn send(&mut self, body: &[u8]) {
        let mut frame = (body.len() as i32).to_be_bytes().to_vec();
        frame.extend(body);
        self.0.write_all(&frame).unwrap();
    }

    fn frame(&mut self) -> Option<Vec<u8>> {
        let mut length = [0; 4];
        self.0.read_exact(&mut length).ok()?;
        let mut body = vec![0; i32::from_be_bytes(length) as usize];
        self.0.read_exact(&mut body).ok()?;
        Some(body)
    }

    /// The code and the token of the answer.
    fn round(&mut self, token: Option<&[u8]>) -> (i32, Option<Vec<u8>>) {
        let mut body = [5i32.to_be_bytes(), 102i32.to_be_bytes()].concat();
        body.extend(token.map_or(-1, |t| t.len() as i32).to_be_bytes());
        body.extend(token.unwrap_or_default());
        self.send(&body);
        let reply = self.frame().expect("a reply");
        assert_eq!(reply[..12], [&5i32.to_be_bytes()[..], &[0; 8]].concat(), "xid and zxid");
        let number = |at: usize| i32::from_be_bytes(reply[at..at + 4].try_into().unwrap());
        // The body is there even when there is an error.
        let token = (number(16) >= 0).then(|| reply[20..].to_vec());
        (number(12), token)
    }

    /// The code of the answer; none if there is no answer.
    fn exists(&mut self, path: &str) -> Option<i32> {
        let mut body = [6i32.to_be_bytes(), 3i32.to_be_bytes()].concat();
        body.extend((path.len() as i32).to_be_bytes());
        body.extend(path.as_bytes());
        body.push(0);
        self.send(&body);
        let reply = self.frame()?;
        Some(i32::from_be_bytes(reply[12..16].try_into().unwrap()))
    }

    fn is_closed(&mut self) -> bool {
        self.frame().is_none()
    }
}
