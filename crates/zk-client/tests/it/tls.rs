//! TLS against an acceptor in this process, with certificates made for each test.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::WebPkiClientVerifier;
use rustls::{RootCertStore, ServerConfig};
use tempfile::TempDir;
use tokio_rustls::TlsAcceptor;
use zk_client::admin::{FourLetterError, four_letter_over};
use zk_client::{
    Client, ConnectError, FailureKind, HostPort, Options, Password, SessionState, Tls, TlsCheck, TlsOptions,
    TlsSetupError,
};
use zk_proto::OpCode;

use crate::fake::{FakeServer, within};

/// An authority, and the files that it signed.
struct Authority {
    dir: TempDir,
    issuer: Issuer<'static, KeyPair>,
}

impl Authority {
    fn new(name: &str) -> Authority {
        let dir = tempfile::tempdir().unwrap();
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.distinguished_name.push(DnType::CommonName, name);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().unwrap();
        let certificate = params.self_signed(&key).unwrap();
        std::fs::write(dir.path().join("ca.pem"), certificate.pem()).unwrap();
        Authority { dir, issuer: Issuer::new(params, key) }
    }

    /// Writes `NAME.pem` and `NAME.key`.
    fn sign(&self, name: &str, hosts: &[&str], adjust: impl FnOnce(&mut CertificateParams)) {
        let hosts: Vec<String> = hosts.iter().map(|h| (*h).to_owned()).collect();
        let mut params = CertificateParams::new(hosts).unwrap();
        adjust(&mut params);
        let key = KeyPair::generate().unwrap();
        let certificate = params.signed_by(&key, &self.issuer).unwrap();
        std::fs::write(self.path(&format!("{name}.pem")), certificate.pem()).unwrap();
        std::fs::write(self.path(&format!("{name}.key")), key.serialize_pem()).unwrap();
    }

    fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// A server with the certificate `server`, which wants one of its clients if `mutual`.
    async fn server(&self, mutual: bool) -> FakeServer {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let builder = ServerConfig::builder_with_provider(provider.clone())
            .with_safe_default_protocol_versions()
            .unwrap();
        let builder = if mutual {
            let mut roots = RootCertStore::empty();
            roots.add(CertificateDer::from_pem_file(self.path("ca.pem")).unwrap()).unwrap();
            let verifier = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider);
            builder.with_client_cert_verifier(verifier.build().unwrap())
        } else {
            builder.with_no_client_auth()
        };
        let chain = vec![CertificateDer::from_pem_file(self.path("server.pem")).unwrap()];
        let key = PrivateKeyDer::from_pem_file(self.path("server.key")).unwrap();
        let config = builder.with_single_cert(chain, key).unwrap();
        FakeServer::start_tls(TlsAcceptor::from(Arc::new(config))).await
    }

    fn options(&self) -> TlsOptions {
        TlsOptions { ca: Some(self.path("ca.pem")), ..TlsOptions::default() }
    }
}

fn with(tls: TlsOptions) -> Options {
    Options {
        tls: Some(Tls::new(tls).unwrap()),
        connect_timeout: Duration::from_secs(15),
        ..Options::default()
    }
}

/// What a client meets at a server that accepts whoever comes.
async fn obstacle(server: &FakeServer, options: Options) -> (FailureKind, String) {
    let accept = async {
        loop {
            let Ok(mut conn) = server.try_accept().await else { continue };
            conn.end().await;
        }
    };
    let error = tokio::select! {
        client = Client::connect(server.connect_string(), options) => client.unwrap_err(),
        () = accept => unreachable!(),
    };
    match error {
        ConnectError::Hopeless { attempts } => (attempts[0].kind, attempts[0].reason.clone()),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_session_over_tls_carries_large_data_and_survives_a_reconnect() {
    let ca = Authority::new("ours");
    ca.sign("server", &["127.0.0.1"], |_| {});
    let server = ca.server(false).await;
    let (client, mut conn) = server.client(with(ca.options())).await;
    let data = vec![b'x'; 900_000];
    let write = client.set_data("/a", Some(&data), None);
    let request = conn.request().await;
    assert_eq!(request.op, OpCode::SetData);
    assert!(request.body().len() > 900_000);
    drop(conn);
    assert!(within(write).await.is_err());
    let read = client.get_data("/a");
    let (mut conn, hello) = server.accept_session(30_000).await;
    assert_eq!(hello.session_id, crate::fake::SESSION);
    let xid = conn.expect(OpCode::GetData, "/a").await;
    conn.reply(xid, 9, 0, |w| {
        zk_proto::Writer::put_buffer(w, Some(&data));
        zk_client::Stat::default().encode(w);
    })
    .await;
    assert_eq!(within(read).await.unwrap().data.as_deref(), Some(&data[..]));
    assert!(matches!(client.state(), SessionState::Connected { .. }));
}

#[tokio::test]
async fn a_server_is_believed_only_with_a_certificate_that_proves_it() {
    let (ca, other) = (Authority::new("ours"), Authority::new("theirs"));
    ca.sign("server", &["zk1.example", "zk2.example"], |_| {});
    let server = ca.server(false).await;

    let (kind, reason) = obstacle(&server, with(ca.options())).await;
    assert_eq!(kind, FailureKind::Untrusted);
    assert_eq!(reason, "the server's certificate is for zk1.example, zk2.example, not for 127.0.0.1");

    let (kind, reason) = obstacle(&server, with(other.options())).await;
    let expected = format!(
        "the server's certificate is not signed by an authority in {}",
        other.path("ca.pem").display()
    );
    assert_eq!((kind, reason), (FailureKind::Untrusted, expected));
    let namesake = Authority::new("ours");
    let (kind, reason) = obstacle(&server, with(namesake.options())).await;
    assert_eq!((kind, reason.contains("another key")), (FailureKind::Untrusted, true), "{reason}");

    let named = TlsOptions { name: Some("zk2.example".into()), ..ca.options() };
    server.client(with(named)).await;
    server.client(with(TlsOptions { check: TlsCheck::AnyName, ..ca.options() })).await;
    server.client(with(TlsOptions { check: TlsCheck::Nothing, ..TlsOptions::default() })).await;
    let (kind, _) = obstacle(&server, with(TlsOptions { check: TlsCheck::AnyName, ..other.options() })).await;
    assert_eq!(kind, FailureKind::Untrusted);
}

#[tokio::test]
async fn the_date_of_an_expired_certificate_is_told() {
    let ca = Authority::new("ours");
    ca.sign("server", &["127.0.0.1"], |params| {
        params.not_before = rcgen::date_time_ymd(2020, 1, 1);
        params.not_after = rcgen::date_time_ymd(2021, 2, 3);
    });
    let (kind, reason) = obstacle(&ca.server(false).await, with(ca.options())).await;
    assert_eq!(kind, FailureKind::Untrusted);
    assert_eq!(reason, "the server's certificate expired at 2021-02-03T00:00:00Z");
}

#[tokio::test]
async fn a_server_that_wants_a_certificate_gets_it_or_says_so() {
    let (ca, other) = (Authority::new("ours"), Authority::new("theirs"));
    for authority in [&ca, &other] {
        authority.sign("server", &["127.0.0.1"], |_| {});
        authority.sign("me", &["me"], |_| {});
    }
    let server = ca.server(true).await;
    let mine = |from: &Authority| TlsOptions {
        cert: Some(from.path("me.pem")),
        key: Some(from.path("me.key")),
        ..ca.options()
    };
    server.client(with(mine(&ca))).await;
    let (kind, reason) = obstacle(&server, with(ca.options())).await;
    let expected = "the server wants a certificate of ours, and none is given";
    assert_eq!((kind, reason.as_str()), (FailureKind::Unwelcome, expected));
    let (kind, reason) = obstacle(&server, with(mine(&other))).await;
    assert_eq!(kind, FailureKind::Unwelcome);
    assert!(reason.contains("does not accept our certificate") && reason.contains("me.pem"), "{reason}");
}

#[tokio::test]
async fn tls_on_one_side_only_is_named() {
    let ca = Authority::new("ours");
    ca.sign("server", &["127.0.0.1"], |_| {});
    let (kind, reason) = obstacle(&ca.server(false).await, Options::default()).await;
    assert_eq!((kind, reason.as_str()), (FailureKind::WantsTls, "it speaks TLS on this port"));

    // What a plain server does: it takes the handshake for the length of a frame, and answers four-letter words.
    let plain = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address: HostPort = plain.local_addr().unwrap().into();
    tokio::spawn(async move {
        use tokio::io::{AsyncReadExt, AsyncWriteExt};
        while let Ok((mut stream, _)) = plain.accept().await {
            let mut head = [0; 4];
            let _ = stream.read_exact(&mut head).await;
            if &head == b"srvr" {
                let _ = stream.write_all(b"Zookeeper version: 3.9.5\n").await;
            }
        }
    });
    let error = Client::connect(address.clone().into(), with(ca.options())).await.unwrap_err();
    match error {
        ConnectError::Hopeless { attempts } => {
            assert_eq!(attempts[0].kind, FailureKind::NotTls);
            assert_eq!(attempts[0].reason, "it speaks plain ZooKeeper on this port, no TLS");
        }
        other => panic!("{other:?}"),
    }
    let tls = Tls::new(ca.options()).unwrap();
    let word = four_letter_over(&address, Some(&tls), "srvr", Duration::from_secs(10), 1000).await;
    match word.unwrap_err() {
        FourLetterError::Unreachable { source, .. } => assert_eq!(source.kind, FailureKind::NotTls),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn four_letter_words_go_over_tls() {
    let ca = Authority::new("ours");
    ca.sign("server", &["127.0.0.1"], |_| {});
    let server = ca.server(false).await;
    let tls = Tls::new(ca.options()).unwrap();
    let play = async {
        let mut conn = server.accept().await;
        assert_eq!(conn.bytes(4).await, b"ruok");
        conn.send_bytes(b"imok").await;
    };
    let address = server.address();
    let word = four_letter_over(&address, Some(&tls), "ruok", Duration::from_secs(10), 1000);
    let (answer, ()) = tokio::join!(word, play);
    assert_eq!(answer.unwrap(), "imok");
}

#[test]
fn files_that_cannot_be_used_are_named_with_what_is_wrong() {
    let (ca, other) = (Authority::new("ours"), Authority::new("theirs"));
    for authority in [&ca, &other] {
        authority.sign("me", &["me"], |_| {});
    }
    std::fs::write(ca.path("der"), [0x30, 0x82, 1, 2]).unwrap();
    std::fs::write(ca.path("store.jks"), [0xfe, 0xed, 0xfe, 0xed]).unwrap();
    std::fs::write(ca.path("broken.pem"), "-----BEGIN CERTIFICATE-----\ncanary!!\n").unwrap();
    std::fs::write(
        ca.path("locked.key"),
        "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n",
    )
    .unwrap();
    let both = std::fs::read_to_string(ca.path("me.pem")).unwrap()
        + &std::fs::read_to_string(ca.path("me.key")).unwrap();
    std::fs::write(ca.path("both.pem"), both).unwrap();
    let check = |cert: Option<&Path>, key: Option<&Path>| {
        let files =
            TlsOptions { cert: cert.map(Path::to_owned), key: key.map(Path::to_owned), ..ca.options() };
        Tls::new(files)
    };
    assert!(check(Some(&ca.path("me.pem")), Some(&ca.path("me.key"))).is_ok());
    assert!(check(Some(&ca.path("both.pem")), None).is_ok());
    let with_ca = |name: &str| Tls::new(TlsOptions { ca: Some(ca.path(name)), ..TlsOptions::default() });
    for (result, file, says) in [
        (with_ca("missing"), "missing", "cannot read"),
        (with_ca("der"), "der", "no PEM file"),
        (with_ca("store.jks"), "store.jks", "too short for a JKS store"),
        (with_ca("broken.pem"), "broken.pem", "no -----END line"),
        (with_ca("me.key"), "me.key", "there is no certificate"),
        (
            check(Some(&ca.path("me.pem")), Some(&other.path("me.key"))),
            "me.key",
            "cannot be used with the key",
        ),
        (check(Some(&ca.path("me.pem")), None), "me.pem", "there is no private key"),
        (check(Some(&ca.path("me.pem")), Some(&ca.path("locked.key"))), "locked.key", "is encrypted"),
        (check(None, Some(&ca.path("me.key"))), "me.key", "has no certificate"),
    ] {
        let error = result.unwrap_err();
        let text = error.to_string();
        assert!(text.contains(file) && text.contains(says) && !text.contains("canary"), "{text}");
    }
    for error in [with_ca("store.jks"), check(Some(&ca.path("me.pem")), Some(&ca.path("locked.key")))] {
        let hint = error.unwrap_err().hint().unwrap();
        assert!(hint.contains("--tls-password-file"), "{hint}");
    }
    assert!(matches!(Tls::new(TlsOptions::default()), Err(TlsSetupError::NoAuthority)));
}

/// Stores of Java's keytool, whatever their names, and an encrypted key; `zk-tls` says what is in them.
#[test]
fn java_stores_and_encrypted_keys_are_opened_with_a_password() {
    let stored =
        |name: &str| Some(Path::new(env!("CARGO_MANIFEST_DIR")).join("../zk-tls/testdata").join(name));
    let password = |text: &str| (!text.is_empty()).then(|| Password::new(text));
    for (ca, ca_password, cert, secret) in [
        ("trust.jks", "", "key.jks", "secret1"),
        ("trust.p12", "secret2", "key.p12", "secret1"),
        ("trust-open.p12", "", "key-legacy.p12", "secret1"),
        ("root.pem", "", "chain.p12", "secret3"),
        ("root.pem", "", "sealed.pem", "secret3"),
    ] {
        let options = TlsOptions {
            ca: stored(ca),
            ca_password: password(ca_password),
            cert: stored(cert),
            password: password(secret),
            ..TlsOptions::default()
        };
        assert!(!format!("{options:?}").contains("secret1"), "{options:?}");
        let without = TlsOptions { password: None, ..options.clone() };
        let wrong = TlsOptions { password: password("wrong"), ..options.clone() };
        Tls::new(options).unwrap_or_else(|e| panic!("{cert}: {e}"));
        let error = Tls::new(without).unwrap_err();
        assert!(error.hint().unwrap().contains("--tls-password-file"), "{error}");
        let error = Tls::new(wrong).unwrap_err();
        assert!(
            error.to_string().contains("password is wrong") && error.to_string().contains(cert),
            "{error}"
        );
    }
}
