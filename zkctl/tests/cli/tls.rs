//! TLS: a front that decrypts, and a real server behind it.

use std::net::SocketAddr;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::sync::Arc;

use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::WebPkiClientVerifier;
use rustls::{RootCertStore, ServerConfig};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;

use zkd::config::Secret;
use zkd::config::tls::{TlsConfig, TlsSide};

use crate::support::{Lab, Run, run};

/// A server, TLS in front of it, and the files of an authority.
struct Front {
    lab: Lab,
    addr: SocketAddr,
    _runtime: tokio::runtime::Runtime,
}

/// Writes `ca.pem`, `server.*`, `ops.*`, and another authority's `other.pem`.
fn certificates(dir: &Path) {
    let authority = |name: &str| {
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.distinguished_name.push(DnType::CommonName, name);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().unwrap();
        let pem = params.self_signed(&key).unwrap().pem();
        (Issuer::new(params, key), pem)
    };
    let (issuer, ca) = authority("ours");
    std::fs::write(dir.join("ca.pem"), ca).unwrap();
    std::fs::write(dir.join("other.pem"), authority("theirs").1).unwrap();
    for (name, host) in [("server", "zk.example"), ("ops", "ops"), ("admin", "127.0.0.1")] {
        let hosts = vec![host.to_owned()];
        let key = KeyPair::generate().unwrap();
        let certificate = CertificateParams::new(hosts).unwrap().signed_by(&key, &issuer).unwrap();
        std::fs::write(dir.join(format!("{name}.pem")), certificate.pem()).unwrap();
        std::fs::write(dir.join(format!("{name}.key")), key.serialize_pem()).unwrap();
    }
}

impl Front {
    /// With `mutual` clients must have a certificate.
    fn new(mutual: bool) -> Front {
        let lab = Lab::new();
        let behind = lab.addr;
        Front::of(lab, behind, "server", mutual)
    }

    /// In front of any of the lab's ports, with one of the certificates.
    fn of(lab: Lab, behind: SocketAddr, name: &str, mutual: bool) -> Front {
        let dir = std::path::PathBuf::from(lab.path(""));
        certificates(&dir);
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let builder = ServerConfig::builder_with_provider(provider.clone())
            .with_safe_default_protocol_versions()
            .unwrap();
        let builder = if mutual {
            let mut roots = RootCertStore::empty();
            roots.add(CertificateDer::from_pem_file(dir.join("ca.pem")).unwrap()).unwrap();
            let verifier = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider);
            builder.with_client_cert_verifier(verifier.build().unwrap())
        } else {
            builder.with_no_client_auth()
        };
        let chain = vec![CertificateDer::from_pem_file(dir.join(format!("{name}.pem"))).unwrap()];
        let key = PrivateKeyDer::from_pem_file(dir.join(format!("{name}.key"))).unwrap();
        let acceptor = TlsAcceptor::from(Arc::new(builder.with_single_cert(chain, key).unwrap()));
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0")).unwrap();
        let addr = listener.local_addr().unwrap();
        runtime.spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let acceptor = acceptor.clone();
                tokio::spawn(async move {
                    let Ok(mut stream) = acceptor.accept(stream).await else { return };
                    let Ok(mut onward) = TcpStream::connect(behind).await else { return };
                    let _ = tokio::io::copy_bidirectional(&mut stream, &mut onward).await;
                });
            }
        });
        Front { lab, addr, _runtime: runtime }
    }

    fn run(&self, args: &[&str]) -> Run {
        let addr = self.addr.to_string();
        run(self.lab.bare(&[&["-C", addr.as_str()], args].concat()), b"")
    }

    fn file(&self, name: &str) -> String {
        self.lab.path(name)
    }
}

#[test]
fn every_command_goes_over_tls() {
    let front = Front::new(false);
    let ca = front.file("ca.pem");
    let tls = ["--tls-ca", &ca, "--tls-name", "zk.example"];
    front.run(&[&tls[..], &["create", "/a", "x"]].concat()).exits(0);
    assert_eq!(front.run(&[&tls[..], &["get", "/a"]].concat()).exits(0).text(), "x");
    assert!(front.run(&[&tls[..], &["server", "4lw", "srvr"]].concat()).exits(0).text().contains("Mode:"));
    assert!(front.run(&[&tls[..], &["status"]].concat()).exits(0).text().contains("standalone"));
    let url = format!("zks://{}", front.addr);
    run(front.lab.bare(&[&["-C", &url], &tls[..], &["get", "/a"]].concat()), b"").exits(0);
    let config = front.file("c.toml");
    let text = format!(
        "[profile.p]\nconnect = \"{}\"\n[profile.p.tls]\nca = \"{ca}\"\nserver_name = \"zk.example\"\n",
        front.addr
    );
    std::fs::write(&config, text).unwrap();
    run(front.lab.bare(&["--config", &config, "-P", "p", "get", "/a"]), b"").exits(0);
    let mut command = front.lab.bare(&["-C", &front.addr.to_string(), "get", "/a"]);
    command.env("ZKD_TLS_CA", &ca).env("ZKD_TLS_NAME", "zk.example");
    run(command, b"").exits(0);
    let java = front.file("java.properties");
    let text = format!(
        "zookeeper.client.secure=true\nzookeeper.ssl.trustStore.location={ca}\n\
         zookeeper.ssl.hostnameVerification=false\nzookeeper.kinit=x\n"
    );
    std::fs::write(&java, text).unwrap();
    let addr = front.addr.to_string();
    let args = ["-server", addr.as_str(), "-client-configuration", &java, "get", "/a"];
    let done = run(front.lab.bare(&args), b"").exits(0);
    assert_eq!((done.text().as_str(), done.stderr.contains("ignored zookeeper.kinit")), ("x", true));
}

#[test]
fn what_stands_in_the_way_is_named_with_file_and_name() {
    let front = Front::new(false);
    let (ca, other) = (front.file("ca.pem"), front.file("other.pem"));
    let failed = |args: &[&str], exit: i32, says: &[&str]| {
        let start = std::time::Instant::now();
        let args = [args, &["ls", "/", "-o", "json"]].concat();
        let error = front.run(&args).exits(exit).error().to_string();
        for text in says {
            assert!(error.contains(text), "{args:?}: {text}: {error}");
        }
        assert!(start.elapsed() < std::time::Duration::from_secs(4), "it is known at once: {args:?}");
    };
    failed(&["--tls-ca", &ca], 5, &["is for zk.example, not for 127.0.0.1", "--tls-name"]);
    failed(
        &["--tls-ca", &other, "--tls-name", "zk.example"],
        5,
        &["not signed by an authority in", "other.pem"],
    );
    failed(&[], 6, &["it speaks TLS on this port", "--tls-ca"]);
    failed(&["--tls"], 2, &["no authority is named", "--tls-ca FILE"]);
    failed(&["--tls-ca", &front.file("none.pem")], 2, &["none.pem"]);
    failed(&["--tls-ca", &ca, "--tls-key", &ca], 2, &["has no certificate"]);
    let plain = front.lab.addr.to_string();
    let run = run(front.lab.bare(&["-C", &plain, "--tls-ca", &ca, "ls", "/", "-o", "json"]), b"").exits(6);
    assert!(run.stderr.contains("plain ZooKeeper on this port, no TLS"), "{}", run.stderr);
}

#[test]
fn insecurity_is_said_even_when_all_else_is_quiet() {
    let front = Front::new(false);
    let done = front.run(&["--tls-insecure", "-q", "ls", "/"]).exits(0);
    assert_eq!(done.stderr.lines().count(), 1, "{}", done.stderr);
    assert!(done.stderr.starts_with("warning: TLS without verification"), "{}", done.stderr);
    let done = front.run(&["--tls-insecure", "-q", "server", "4lw", "ruok"]).exits(0);
    assert_eq!(done.stderr.lines().count(), 1, "{}", done.stderr);
}

#[test]
fn a_server_that_wants_a_certificate_gets_one() {
    let front = Front::new(true);
    let (ca, cert, key) = (front.file("ca.pem"), front.file("ops.pem"), front.file("ops.key"));
    let tls = ["--tls-ca", &ca, "--tls-name", "zk.example"];
    let error = front.run(&[&tls[..], &["ls", "/", "-o", "json"]].concat()).exits(5).error().to_string();
    assert!(error.contains("wants a certificate of ours") && error.contains("--tls-cert"), "{error}");
    let ours = ["--tls-cert", &cert, "--tls-key", &key];
    front.run(&[&tls[..], &ours, &["ls", "/"]].concat()).exits(0);
    front.run(&[&tls[..], &ours, &["server", "4lw", "ruok"]].concat()).exits(0);
}

#[test]
fn an_adminserver_behind_https_has_authorities_of_its_own() {
    let lab = Lab::with(|config| {
        config.admin = Some(zkd::config::HttpConfig { port: 0, ..Default::default() });
    });
    let pages = lab.http();
    let front = Front::of(lab, pages, "admin", false);
    let url = format!("https://{}/commands", front.addr);
    let ask =
        |more: &[&str]| front.lab.run(&[&["server", "admin", "monitor", "--admin", &url], more].concat());
    let (ca, other) = (front.file("ca.pem"), front.file("other.pem"));
    assert!(ask(&["--admin-ca", &ca]).exits(0).text().contains("znode_count"));
    // The clients' port goes without TLS all the same.
    let stats = front.lab.run(&["server", "stats", "--admin", &url, "--admin-ca", &ca]).exits(0);
    assert!(stats.text().contains("standalone"), "{}", stats.text());
    let wrong = ask(&["--admin-ca", &other]);
    assert!(wrong.code != 0 && wrong.stderr.contains("certificate"), "{} {}", wrong.code, wrong.stderr);
    assert!(ask(&[]).exits(2).stderr.contains("--admin-ca FILE"));
}

#[test]
fn a_bench_goes_over_tls_and_with_an_identity() {
    let front = Front::new(true);
    let (ca, ops, key) = (front.file("ca.pem"), front.file("ops.pem"), front.file("ops.key"));
    let auth = front.lab.private("auth", "digest:bob:secret\n");
    let tls = ["--tls-ca", &ca, "--tls-name", "zk.example", "--tls-cert", &ops, "--tls-key", &key];
    // Values that fill several records of TLS each, and many requests under way at once.
    let load =
        ["bench", "mixed", "-n", "400", "--warmup", "0", "--keys", "20", "--size", "40000", "--clients", "2"];
    let bench = front.run(&[&tls[..], &["--auth-file", &auth, "-o", "json"], &load].concat()).exits(0).json();
    assert_eq!((&bench["ops"], &bench["errors"]), (&400.into(), &0.into()), "{bench}");
    front.lab.run(&["exists", "/zkctl-bench"]).exits(3);
    assert!(front.run(&[&["--tls-ca", &ca, "--tls-name", "zk.example"][..], &load].concat()).code != 0);
}

/// A server and its clients, all with what keytool made.
#[test]
fn javas_stores_are_opened_with_the_password_of_a_file() {
    let stored = |name: &str| format!("{}/../crates/zk-tls/testdata/{name}", env!("CARGO_MANIFEST_DIR"));
    let lab = Lab::new();
    let mut tls = TlsConfig::new(TlsSide::Clients).with_pem(stored("key.p12"), stored("key.p12"));
    tls.key_store.password = Some(Secret::new("secret1"));
    tls.trust_store.password = Some(Secret::new("secret1"));
    let data = lab.path("secure");
    std::fs::create_dir(&data).unwrap();
    let mut config = zkd::Config::standalone(&data, "127.0.0.1:0".parse().unwrap());
    (config.secure_client_port, config.secure_client_addr) = (Some(0), Some("127.0.0.1".into()));
    config.client_tls = Some(tls);
    let server = zkd::Server::start(config).unwrap();
    let addr = server.secure_client_addr().unwrap().to_string();

    let password = lab.private("password", "secret1\n");
    let (key, jks) = (stored("key.p12"), stored("key.jks"));
    for store in [&key, &jks] {
        let args =
            ["-C", &addr, "--tls-ca", store, "--tls-cert", store, "--tls-password-file", &password, "whoami"];
        let text = run(lab.bare(&args), b"").exits(0).text();
        assert!(text.contains("x509") && text.contains("CN=server,O=Test"), "{text}");
    }
    let without = run(lab.bare(&["-C", &addr, "--tls-ca", &key, "whoami"]), b"").exits(2);
    assert!(without.stderr.contains("needs a password") && without.stderr.contains("--tls-password-file"));
    // Each store with its own.
    let (two, trust) = (lab.private("two", "secret1\nsecret2\n"), stored("trust.p12"));
    let args = ["-C", &addr, "--tls-ca", &trust, "--tls-cert", &key, "--tls-password-file", &two, "whoami"];
    assert!(run(lab.bare(&args), b"").exits(0).text().contains("CN=server,O=Test"));
    let args =
        ["-C", &addr, "--tls-ca", &trust, "--tls-cert", &key, "--tls-password-file", &password, "whoami"];
    assert!(run(lab.bare(&args), b"").exits(2).stderr.contains("trust.p12"));
    let open = lab.path("open");
    std::fs::write(&open, "secret1\n").unwrap();
    std::fs::set_permissions(&open, std::fs::Permissions::from_mode(0o644)).unwrap();
    let args = ["-C", &addr, "--tls-ca", &key, "--tls-password-file", &open, "whoami"];
    let exposed = run(lab.bare(&args), b"");
    assert!(exposed.code != 0 && exposed.stderr.contains("open"), "{}", exposed.stderr);

    // The same from a profile, and from the properties of a Java client, where each store has its own password.
    let config = lab.path("c.toml");
    let text = format!(
        "[profile.p]\nconnect = \"{addr}\"\n[profile.p.tls]\nca = \"{key}\"\ncert = \"{key}\"\npassword_file = \"{password}\"\n"
    );
    std::fs::write(&config, text).unwrap();
    run(lab.bare(&["--config", &config, "-P", "p", "whoami"]), b"").exits(0);
    let shown = run(lab.bare(&["--config", &config, "-P", "p", "profile", "show"]), b"").exits(0).text();
    assert!(shown.contains(&password) && !shown.contains("secret1"), "{shown}");
    let properties = lab.path("client.properties");
    let text = format!(
        "zookeeper.client.secure=true\nzookeeper.ssl.keyStore.location={key}\nzookeeper.ssl.keyStore.password=secret1\n\
         zookeeper.ssl.trustStore.location={}\nzookeeper.ssl.trustStore.type=PKCS12\n\
         zookeeper.ssl.trustStore.password=secret2\n",
        stored("trust.p12")
    );
    std::fs::write(&properties, text).unwrap();
    let java = run(lab.bare(&["-C", &addr, "--client-configuration", &properties, "whoami"]), b"").exits(0);
    assert!(!java.stderr.contains("ignored") && java.text().contains("CN=server"), "{}", java.stderr);
}
