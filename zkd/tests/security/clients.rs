//! Clients over TLS: who is let in, as whom, and who cannot disturb them.

use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;
use std::sync::Arc;
use std::time::{Duration, Instant};

use rcgen::{DnType, SanType};
use rustls::pki_types::{CertificateDer, pem::PemObject};
use zk_client::{Acl, Auth, CreateMode, CreateOptions, ErrorCode, Id, Options, Perms};
use zkd::config::tls::{ClientAuth, TlsSide, TlsVersions};
use zkd::{Config, TlsError};

use super::{Authority, LOCALHOST, TestServer, connect};

fn x509(perms: Perms, subject: &str) -> Acl {
    Acl { perms, id: Id::new("x509", subject) }
}

#[tokio::test]
async fn a_certificate_is_an_identity_that_acls_can_name() {
    let ca = Authority::new();
    ca.sign("alice", &[], |p| p.distinguished_name.push(DnType::OrganizationName, "Ours, Inc."));
    ca.sign("bob", &[], |_| {});
    ca.sign("root", &[], |_| {});
    let tls = ca.tls(TlsSide::Clients, ClientAuth::Need);
    let zkd = TestServer::start(Some(tls), |c| c.x509_super_user = Some("CN=root".into()));
    let alice = connect(zkd.secure(), ca.client(Some("alice"))).await.unwrap();
    let subject =
        alice.who_am_i().await.unwrap().into_value().into_iter().find(|id| id.scheme == "x509").unwrap().id;
    assert_eq!(subject, "O=Ours\\, Inc.,CN=alice");
    // Larger than one record, and than what is encrypted at a time.
    let data = vec![b'x'; 900_000];
    let acl = [x509(Perms::ALL, &subject)];
    let options = CreateOptions::new(CreateMode::Persistent).acl(acl.to_vec());
    alice.create("/hers", Some(&data), options).await.unwrap();
    assert_eq!(alice.get_data("/hers").await.unwrap().into_value().data, Some(data));
    let bob = connect(zkd.secure(), ca.client(Some("bob"))).await.unwrap();
    assert_eq!(bob.get_data("/hers").await.unwrap_err().code(), Some(ErrorCode::NoAuth));
    // A certificate that names nobody lets nobody in, as with Apache.
    ca.sign("nobody", &[], |p| p.distinguished_name = rcgen::DistinguishedName::new());
    assert!(connect(zkd.secure(), ca.client(Some("nobody"))).await.is_err());
    let root = connect(zkd.secure(), ca.client(Some("root"))).await.unwrap();
    assert_eq!(root.get_acl("/hers").await.unwrap().into_value().acl, acl);
    let plain = connect(zkd.plain(), Options::default()).await.unwrap();
    assert!(plain.get_data("/hers").await.is_err());
}

/// What the file says is what counts: the name of a SPIFFE id, here also as the super user's.
/// A leader judges the ACLs that clients of other members set, which may take certificates and logins where it takes none.
#[tokio::test]
async fn schemes_that_only_others_can_prove_may_be_named_where_their_providers_are() {
    let dir = tempfile::tempdir().unwrap();
    let set = async |lines: &str| {
        let cfg = dir.path().join("zoo.cfg");
        std::fs::write(&cfg, format!("dataDir=/d\nclientPort=2181\nadmin.enableServer=false\n{lines}"))
            .unwrap();
        let (loaded, warnings) = Config::load(&cfg).unwrap();
        assert_eq!(warnings.len(), lines.lines().count(), "{warnings:?}");
        let zkd = TestServer::start(None, |c| {
            let (data, logs) = (c.data_dir.clone(), c.data_log_dir.clone());
            *c = loaded;
            (c.data_dir, c.data_log_dir, c.client_port, c.client_addr) =
                (data, logs, Some(0), Some("127.0.0.1".into()));
        });
        let client = connect(zkd.plain(), Options::default()).await.unwrap();
        let acls = [x509(Perms::ALL, "CN=alice"), Acl { perms: Perms::ALL, id: Id::new("sasl", "bob") }];
        let mut codes = Vec::new();
        for (n, acl) in acls.into_iter().enumerate() {
            let options = CreateOptions::new(CreateMode::Persistent).acl(vec![acl]);
            codes.push(client.create(&format!("/{n}"), None, options).await.err().and_then(|e| e.code()));
        }
        codes
    };
    let class = "org.apache.zookeeper.server.auth.";
    assert_eq!(set("").await, [Some(ErrorCode::InvalidAcl); 2]);
    let both = format!(
        "authProvider.1={class}X509AuthenticationProvider\nauthProvider.2={class}SASLAuthenticationProvider\n"
    );
    assert_eq!(set(&both).await, [None; 2]);
}

#[tokio::test]
async fn a_name_of_the_certificate_is_an_identity_where_that_is_asked_for() {
    let ca = Authority::new();
    let named = |name: &str, uris: &[&str]| {
        ca.sign(name, &[], |p| {
            p.subject_alt_names = uris.iter().map(|uri| SanType::URI((*uri).try_into().unwrap())).collect();
        });
    };
    named("alice", &["https://example/alice", "spiffe://example/sa/alice"]);
    named("root", &["spiffe://example/sa/operator"]);
    named("nobody", &["https://example/nobody"]);
    let (config, _) = Config::parse(
        "dataDir=/d\nclientPort=1\nsecureClientPort=2\nssl.x509.clientCertIdType=SAN\n\
         ssl.x509.clientCertIdSanMatchType=6\nssl.x509.clientCertIdSanMatchRegex=^spiffe:\n\
         ssl.x509.clientCertIdSanExtractRegex=/sa/(.*)\nssl.x509.clientCertIdSanExtractMatcherGroupIndex=1\n\
         X509AuthenticationProvider.superUser=operator\n",
        "test",
    )
    .unwrap();
    let tls = ca.tls(TlsSide::Clients, ClientAuth::Need);
    let zkd = TestServer::start(Some(tls), |c| {
        (c.x509_alternative_name, c.x509_super_user) = (config.x509_alternative_name, config.x509_super_user);
    });
    let identity = async |name: &str| {
        let client = connect(zkd.secure(), ca.client(Some(name))).await.unwrap();
        let ids = client.who_am_i().await.unwrap().into_value().into_iter();
        ids.filter(|id| id.scheme != "ip").map(|id| format!("{}:{}", id.scheme, id.id)).collect::<Vec<_>>()
    };
    assert_eq!(identity("alice").await, ["x509:alice"]);
    // Mirrors: without such a name it is the subject.
    assert_eq!(identity("nobody").await, ["x509:CN=nobody"]);
    let mut root = identity("root").await;
    root.sort();
    assert_eq!(root, ["super:operator", "x509:operator"]);
}

#[tokio::test]
async fn who_has_to_show_a_certificate_is_told_by_client_auth() {
    let ca = Authority::new();
    ca.sign("alice", &[], |_| {});
    let stranger = Authority::new();
    stranger.sign("alice", &[], |_| {});
    std::fs::copy(stranger.path("alice.pem"), ca.path("stranger.pem")).unwrap();
    for (client_auth, without, with_stranger) in
        [(ClientAuth::Need, false, false), (ClientAuth::Want, true, false), (ClientAuth::None, true, true)]
    {
        let zkd = TestServer::start(Some(ca.tls(TlsSide::Clients, client_auth)), |_| {});
        assert!(connect(zkd.secure(), ca.client(Some("alice"))).await.is_ok(), "{client_auth:?}");
        assert_eq!(connect(zkd.secure(), ca.client(None)).await.is_ok(), without, "{client_auth:?}");
        let let_in = connect(zkd.secure(), ca.client(Some("stranger"))).await.is_ok();
        assert_eq!(let_in, with_stranger, "{client_auth:?}");
    }
}

#[tokio::test]
async fn a_unified_port_takes_both_kinds_of_client_and_words() {
    let ca = Authority::new();
    let tls = ca.tls(TlsSide::Clients, ClientAuth::None);
    let zkd = TestServer::start(Some(tls), |c| {
        (c.secure_client_port, c.client_port_unification) = (None, true);
    });
    assert!(zkd.server.secure_client_addr().is_none());
    let secure = connect(zkd.plain(), ca.client(None)).await.unwrap();
    let plain = connect(zkd.plain(), Options::default()).await.unwrap();
    secure.create("/a", None, CreateMode::Persistent).await.unwrap();
    plain.sync("/").await.unwrap();
    assert!(plain.exists("/a").await.unwrap().is_some());
    assert!(word(zkd.plain(), "srvr").contains("Mode: standalone"));
}

pub(super) fn word(addr: std::net::SocketAddr, word: &str) -> String {
    let mut stream = TcpStream::connect(addr).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    stream.write_all(word.as_bytes()).unwrap();
    let mut text = String::new();
    stream.read_to_string(&mut text).unwrap();
    text
}

/// Silent callers, callers who stop within the handshake, plain text and noise: none of them costs others a thing, and all
/// of them are let go of in time.
#[tokio::test]
async fn slow_and_garbage_handshakes_hold_up_nobody() {
    let ca = Authority::new();
    let tls = ca.tls(TlsSide::Clients, ClientAuth::None);
    let zkd = TestServer::start(Some(tls), |c| {
        c.sessionless_timeout_ms = 500;
        c.client_tls.as_mut().unwrap().handshake_timeout_ms = 500;
        c.fourlw_whitelist = zkd::fourlw::Whitelist::parse("mntr").0;
    });
    // The head of a record that announces a hello and never brings it; a connect request; noise.
    let openings: [&[u8]; 5] = [
        b"",
        &[0x16, 3, 1, 2, 0, 1, 0],
        &[0, 0, 0, 44, 0, 0, 0, 0],
        b"ruok",
        &[0x16, 3, 1, 0, 4, 9, 9, 9, 9],
    ];
    let mut callers: Vec<TcpStream> = (0..400)
        .map(|n| {
            let mut caller = TcpStream::connect(zkd.secure()).unwrap();
            caller.write_all(openings[n % openings.len()]).unwrap();
            caller
        })
        .collect();
    let start = Instant::now();
    let client = connect(zkd.secure(), ca.client(None)).await.unwrap();
    client.create("/a", None, CreateMode::Persistent).await.unwrap();
    assert!(start.elapsed() < Duration::from_secs(5), "held up for {:?}", start.elapsed());
    for caller in &mut callers {
        caller.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        // At most an alert, then the end.
        let mut said = Vec::new();
        let end = caller.read_to_end(&mut said);
        assert!(end.is_ok() || end.unwrap_err().kind() == ErrorKind::ConnectionReset);
        assert!(said.len() < 100);
    }
    let mntr = word(zkd.plain(), "mntr");
    let count = |name: &str| mntr.lines().find_map(|l| l.strip_prefix(name)?.trim().parse::<u64>().ok());
    assert_eq!(count("zk_unsuccessful_handshake"), Some(400));
    assert_eq!(count("zk_outstanding_tls_handshake"), Some(0));
}

#[tokio::test]
async fn handshakes_above_the_limit_are_turned_away() {
    let ca = Authority::new();
    let tls = ca.tls(TlsSide::Clients, ClientAuth::None);
    let zkd = TestServer::start(Some(tls), |c| {
        c.tls_handshake_limit = 2;
        c.client_tls.as_mut().unwrap().handshake_timeout_ms = 60_000;
    });
    let half = || {
        let mut caller = TcpStream::connect(zkd.secure()).unwrap();
        caller.write_all(&[0x16, 3, 1, 2, 0, 1, 0]).unwrap();
        caller.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        caller
    };
    let held = [half(), half(), half()];
    let ended = tokio::task::spawn_blocking(move || {
        // Two are waited for; which of the three came last is the kernel's affair.
        let mut ended = 0;
        for mut caller in held {
            caller.set_read_timeout(Some(Duration::from_millis(700))).unwrap();
            // What it said was not read, so that its end may be a reset.
            match caller.read(&mut [0; 1]) {
                Err(e) if matches!(e.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {}
                Ok(0) | Err(_) => ended += 1,
                Ok(_) => panic!("the server spoke first"),
            }
        }
        ended
    });
    assert_eq!(ended.await.unwrap(), 1);

    // Those who were let in and do not go on keep nobody out for more than a moment.
    let stalled = [half(), half()];
    let deadline = Instant::now() + Duration::from_secs(20);
    while connect(zkd.secure(), ca.client(None)).await.is_err() {
        assert!(Instant::now() < deadline, "nobody gets in");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    drop(stalled);
}

/// CVE-2026-24281: a name that only the DNS knows is nobody's identity. The caller's address resolves to `localhost`, for
/// which its certificate is; only one for the address itself will do.
#[tokio::test]
async fn tls_ptr_fallback() {
    let ca = Authority::new();
    ca.sign("named", &["localhost"], |_| {});
    ca.sign("addressed", &["127.0.0.1"], |_| {});
    let tls = ca.tls(TlsSide::Clients, ClientAuth::Need);
    let zkd = TestServer::start(Some(tls), |c| c.client_tls.as_mut().unwrap().check_client_name = true);
    assert!(connect(zkd.secure(), ca.client(Some("named"))).await.is_err());
    assert!(connect(zkd.secure(), ca.client(Some("addressed"))).await.is_ok());
}

#[tokio::test]
async fn nothing_is_served_before_an_enforced_authentication() {
    let zkd = TestServer::start(None, |c| c.enforced_auth_schemes = vec!["digest".into()]);
    let stranger = connect(zkd.plain(), Options::default()).await.unwrap();
    assert!(stranger.get_children("/").await.is_err());
    let auth = vec![Auth::new("digest", b"bob:secret".to_vec())];
    let bob = connect(zkd.plain(), Options { auth, ..Options::default() }).await.unwrap();
    bob.create("/a", None, CreateMode::Persistent).await.unwrap();
    assert!(bob.exists("/a").await.unwrap().is_some());
}

pub(super) fn start_error(adjust: impl FnOnce(&mut Config)) -> String {
    let dir = tempfile::tempdir().unwrap();
    let mut config = Config::standalone(dir.path(), "127.0.0.1:0".parse().unwrap());
    config.secure_client_port = Some(0);
    adjust(&mut config);
    match zkd::Server::start(config) {
        Err(zkd::StartError::Tls(
            e @ (TlsError::File { .. }
            | TlsError::Missing { .. }
            | TlsError::Ciphers { .. }
            | TlsError::Versions { .. }),
        )) => e.to_string(),
        Err(other) => panic!("{other}"),
        Ok(_) => panic!("it started"),
    }
}

#[test]
fn what_is_wrong_with_the_files_is_said_at_the_start() {
    let ca = Authority::new();
    let good = ca.tls(TlsSide::Clients, ClientAuth::Need);
    let other = ca.sign("other", LOCALHOST, |_| {});
    let pem = |path: &std::path::Path| std::fs::read_to_string(path).unwrap();
    let key_of = |text: &str| text.split_inclusive("-----END PRIVATE KEY-----\n").next().unwrap().to_owned();
    let (server, other) = (pem(&ca.path("server.pem")), pem(&other));
    let p521 = pem(&super::stores::stored("p521.pem"));
    let cases: [(&str, String, &str); 9] = [
        ("a.pem", key_of(&server), "there is no certificate in it"),
        ("b.pem", pem(&ca.path("ca.pem")), "there is no private key in it"),
        ("c.pem", key_of(&other) + server.strip_prefix(&key_of(&server)).unwrap(), "do not go together"),
        ("d.pem", server[..server.len() - 40].to_owned(), "no -----END line"),
        ("e.pem", server.replace("PRIVATE KEY", "ENCRYPTED PRIVATE KEY"), "openssl pkey"),
        ("f.p12", server.clone(), "set the type to PEM"),
        ("g.bcfks", server.clone(), "Bouncy Castle"),
        ("h.pem", p521, "P-256 and P-384"),
        ("i.pem", String::new(), "it is empty"),
    ];
    for (name, text, said) in cases {
        let path = ca.path(name);
        std::fs::write(&path, text).unwrap();
        let mut tls = good.clone();
        tls.key_store.location = Some(path.clone());
        let error = start_error(|c| c.client_tls = Some(tls));
        assert!(error.starts_with("ssl.keyStore.location=") && error.contains(name), "{error}");
        assert!(error.contains(said), "{name}: {error}");
    }
    let mut tls = good.clone();
    tls.trust_store.location = None;
    let error = start_error(|c| c.client_tls = Some(tls));
    assert!(error.contains("ssl.trustStore.location is not set"), "{error}");
    let mut tls = good;
    tls.cipher_suites = vec!["TLS_RSA_WITH_AES_128_CBC_SHA".into()];
    let error = start_error(|c| c.client_tls = Some(tls));
    assert!(error.contains("ssl.ciphersuites") && error.contains("TLS_AES_128_GCM_SHA256"), "{error}");
    let mut tls = ca.tls(TlsSide::Clients, ClientAuth::Need);
    tls.cipher_suites = vec!["TLS_AES_128_GCM_SHA256".into()];
    tls.versions = TlsVersions::Only12;
    let error = start_error(|c| c.client_tls = Some(tls));
    assert!(error.contains("ssl.ciphersuites and ssl.enabledProtocols leave nothing"), "{error}");
}

/// `zkd config check` tells what clients would find wrong, also of the pages.
#[test]
fn a_check_tells_of_certificates_that_nobody_will_take() {
    let ca = Authority::new();
    let (cfg, trust) = (ca.path("zoo.cfg"), ca.path("ca.pem"));
    let check = |store: &std::path::Path, page: &str| {
        let text = format!(
            "dataDir=/d\nclientPort=2181\nsecureClientPort=2182\nadmin.enableServer=false\n\
             ssl.keyStore.location={}\nssl.trustStore.location={}\n{page}",
            store.display(),
            trust.display()
        );
        std::fs::write(&cfg, text).unwrap();
        zkd::config::check(&cfg)
    };
    let dated = |name: &str, hosts: &[&str], from: i32, to: i32| {
        ca.sign(name, hosts, |p| {
            (p.not_before, p.not_after) = (rcgen::date_time_ymd(from, 1, 1), rcgen::date_time_ymd(to, 1, 1));
        })
    };
    let good = dated("good", LOCALHOST, 2020, 3000);
    assert_eq!(check(&good, "").to_string().lines().count(), 1);
    for (store, said) in [
        (dated("old", LOCALHOST, 2010, 2020), "it expired"),
        (dated("young", LOCALHOST, 2999, 3000), "it is not valid yet"),
        (dated("nameless", &[], 2020, 3000), "it has no subjectAltName"),
    ] {
        let report = check(&store, "");
        assert!(report.is_ok() && report.to_string().contains(said), "{report}");
        assert!(report.to_string().contains("ssl.keyStore.location="), "{report}");
    }
    // The certificate between servers has to have the host of the server's own line.
    std::fs::create_dir(ca.path("data")).unwrap();
    std::fs::write(ca.path("data").join("myid"), "1").unwrap();
    for (host, lines) in [("localhost", 0), ("zk1.example", 1), ("0.0.0.0", 0)] {
        let quorum = format!(
            "dataDir={}\ninitLimit=5\nsyncLimit=2\nsslQuorum=true\nssl.quorum.keyStore.location={}\n\
             ssl.quorum.trustStore.location={}\nserver.1={host}:2888:3888\nserver.2=b:2888:3888\nserver.3=c:2888:3888\n",
            ca.path("data").display(),
            good.display(),
            trust.display()
        );
        let text = std::fs::read_to_string(&cfg).unwrap();
        let start =
            text.lines().filter(|l| !l.starts_with("dataDir") && !l.contains("ssl")).collect::<Vec<_>>();
        std::fs::write(&cfg, start.join("\n") + "\n" + &quorum).unwrap();
        let report = zkd::config::check(&cfg).to_string();
        let said =
            report.lines().filter(|l| l.contains("has not the host of this server's line (zk1.example)"));
        assert_eq!(said.count(), lines, "{report}");
        std::fs::write(&cfg, text).unwrap();
    }
    let page = "metricsProvider.className=org.apache.zookeeper.metrics.prometheus.PrometheusMetricsProvider\n\
                metricsProvider.httpsPort=7000\nmetricsProvider.ssl.keyStore.location=/none.pem\n\
                metricsProvider.ssl.trustStore.location=/none.pem\n";
    let report = check(&good, page);
    assert!(
        !report.is_ok() && report.to_string().contains("metricsProvider.ssl.keyStore.location=/none.pem"),
        "{report}"
    );
}

/// Apache's C client reads one frame when its socket can be read, and OpenSSL one record: what lies behind a frame in the same
/// record would wait there until something else comes.
#[test]
fn every_frame_has_records_of_its_own() {
    const READS: usize = 50;
    let ca = Authority::new();
    let zkd = TestServer::start(Some(ca.tls(TlsSide::Clients, ClientAuth::None)), |_| {});
    let mut roots = rustls::RootCertStore::empty();
    for cert in CertificateDer::pem_file_iter(ca.path("ca.pem")).unwrap() {
        roots.add(cert.unwrap()).unwrap();
    }
    let config = rustls::ClientConfig::builder().with_root_certificates(roots).with_no_client_auth();
    let mut tls = rustls::ClientConnection::new(Arc::new(config), "localhost".try_into().unwrap()).unwrap();
    let mut socket = TcpStream::connect(zkd.secure()).unwrap();
    socket.set_read_timeout(Some(Duration::from_secs(20))).unwrap();

    let frame = |body: &[u8]| [&(body.len() as u32).to_be_bytes()[..], body].concat();
    let hello =
        frame(&[&[0; 12][..], &30_000_i32.to_be_bytes(), &[0; 8], &(-1_i32).to_be_bytes(), &[0]].concat());
    // getData of / without a watch.
    let read = |xid: u32| frame(&[&xid.to_be_bytes()[..], &[0, 0, 0, 4, 0, 0, 0, 1, b'/', 0]].concat());
    tls.writer().write_all(&hello).unwrap();
    let mut answers = 0;
    while answers < 1 + READS {
        while tls.wants_write() {
            tls.write_tls(&mut socket).unwrap();
        }
        let mut record = vec![0; 5];
        socket.read_exact(&mut record).unwrap();
        let length = usize::from(u16::from_be_bytes([record[3], record[4]]));
        record.resize(5 + length, 0);
        socket.read_exact(&mut record[5..]).unwrap();
        tls.read_tls(&mut &record[..]).unwrap();
        let plain = tls.process_new_packets().unwrap().plaintext_bytes_to_read();
        if plain == 0 {
            continue;
        }
        let mut bytes = vec![0; plain];
        tls.reader().read_exact(&mut bytes).unwrap();
        let in_frame = u32::from_be_bytes(bytes[..4].try_into().unwrap()) as usize;
        assert_eq!(plain, 4 + in_frame, "answer {answers}");
        if answers == 0 {
            let reads: Vec<u8> = (1..=READS as u32).flat_map(read).collect();
            tls.writer().write_all(&reads).unwrap();
        }
        answers += 1;
    }
}

/// Where there is no port for plain connections, `zkd status` asks over TLS, with the server's own certificate.
#[test]
fn a_server_with_tls_alone_is_asked_for_its_status() {
    let authority = Authority::new();
    let tls = authority.tls(TlsSide::Clients, ClientAuth::Need);
    let server = TestServer::start(Some(tls), |config| config.client_port = None);
    let status = zkd::ask_status::ask(server.server.config());
    assert!(status.serves && status.answers, "{}", status.text);
    let port = server.secure().port();
    let expected =
        format!("Client port found: {port}. Client address: 127.0.0.1. Client SSL: true.\nMode: standalone");
    assert_eq!(status.text, expected);
    // A renewed certificate in the file that the server does not use yet: it is the same server.
    authority.sign("server", LOCALHOST, |_| {});
    let status = zkd::ask_status::ask(server.server.config());
    assert_eq!(status.text, expected);
    // A server that shows what nobody here vouches for is not believed to be this one.
    let mut other = server.server.config().clone();
    let stranger = Authority::new();
    other.client_tls = Some(stranger.tls(TlsSide::Clients, ClientAuth::Need));
    let status = zkd::ask_status::ask(&other);
    assert!(!status.serves && !status.answers, "{}", status.text);
    assert!(status.text.contains("probably not running"), "{}", status.text);
    // A file that cannot be used says nothing of the server.
    std::fs::write(authority.path("server.pem"), "nothing").unwrap();
    let status = zkd::ask_status::ask(server.server.config());
    assert!(!status.serves && status.text.contains("It cannot be asked: "), "{}", status.text);
}
