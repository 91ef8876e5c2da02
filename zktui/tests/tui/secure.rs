//! Profiles: TLS, credentials and AdminServers out of the configuration file, against a real server behind TLS.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::Arc;

use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use rustls::ServerConfig;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use zk_client::{Acl, Auth, Client, CreateMode, Id, Options, Perms};

struct Lab {
    dir: tempfile::TempDir,
    runtime: tokio::runtime::Runtime,
    server: Option<zkd::Server>,
    words: SocketAddr,
    pages: SocketAddr,
}

/// Writes `ca.pem` and the server's certificate for zk.example.
fn certificates(dir: &Path) {
    let mut params = CertificateParams::new(Vec::new()).unwrap();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let key = KeyPair::generate().unwrap();
    std::fs::write(dir.join("ca.pem"), params.self_signed(&key).unwrap().pem()).unwrap();
    let issuer = Issuer::new(params, key);
    let key = KeyPair::generate().unwrap();
    let certificate = CertificateParams::new(vec!["zk.example".to_owned()]).unwrap();
    std::fs::write(dir.join("server.pem"), certificate.signed_by(&key, &issuer).unwrap().pem()).unwrap();
    std::fs::write(dir.join("server.key"), key.serialize_pem()).unwrap();
}

/// Accepts TLS and passes on what is in it.
fn front(runtime: &tokio::runtime::Runtime, dir: &Path, onward: SocketAddr) -> SocketAddr {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder =
        ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
    let chain = vec![CertificateDer::from_pem_file(dir.join("server.pem")).unwrap()];
    let key = PrivateKeyDer::from_pem_file(dir.join("server.key")).unwrap();
    let config = builder.with_no_client_auth().with_single_cert(chain, key).unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0")).unwrap();
    let addr = listener.local_addr().unwrap();
    runtime.spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let acceptor = acceptor.clone();
            tokio::spawn(async move {
                let Ok(mut stream) = acceptor.accept(stream).await else { return };
                let Ok(mut onward) = TcpStream::connect(onward).await else { return };
                let _ = tokio::io::copy_bidirectional(&mut stream, &mut onward).await;
            });
        }
    });
    addr
}

impl Lab {
    /// A server whose words are as `allowed`, behind TLS, with a root that only bob may list.
    fn new(allowed: zkd::fourlw::Whitelist) -> Lab {
        let dir = tempfile::tempdir().unwrap();
        certificates(dir.path());
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let mut config =
            zkd::Config::standalone(dir.path().join("data"), SocketAddr::from(([127, 0, 0, 1], 0)));
        config.admin = Some(zkd::config::HttpConfig { port: 0, ..Default::default() });
        config.fourlw_whitelist = allowed;
        config.force_sync = false;
        let server = zkd::Server::start(config).unwrap();
        runtime.block_on(async {
            let options = Options { auth: vec![Auth::new("digest", "bob:secret")], ..Options::default() };
            let hosts = server.client_addr().to_string().parse().unwrap();
            let client = Client::connect(hosts, options).await.unwrap();
            client.create("/bobs", Some(b"for bob alone"), CreateMode::Persistent).await.unwrap();
            let own = vec![Acl { perms: Perms::ALL, id: Id::new("auth", "") }];
            client.set_acl("/", &own, None).await.unwrap();
            client.close().await.unwrap();
        });
        let words = front(&runtime, dir.path(), server.client_addr());
        let pages = front(&runtime, dir.path(), server.http_addrs()[0]);
        Lab { dir, runtime, server: Some(server), words, pages }
    }

    fn file(&self, name: &str, text: &str) -> PathBuf {
        use std::os::unix::fs::PermissionsExt;
        let file = self.dir.path().join(name);
        std::fs::write(&file, text).unwrap();
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o600)).unwrap();
        file
    }

    fn profile(&self, more: &str) -> PathBuf {
        let (words, pages, ca) = (self.words, self.pages, self.dir.path().join("ca.pem"));
        let secret = self.file("secret", "secret\n");
        let text = format!(
            "current = \"prod\"\n[profile.prod]\nconnect = \"{words}\"\nadmin = \"https://{pages}\"\n{more}\n\
             [profile.prod.tls]\nca = {ca:?}\nserver_name = \"zk.example\"\n\
             [[profile.prod.auth]]\nuser = \"bob\"\nsecret_file = {secret:?}\n"
        );
        self.file("config.toml", &text)
    }

    fn run(&self, config: &Path, args: &[&str]) -> (Output, String) {
        let output = Command::new(env!("CARGO_BIN_EXE_zktui"))
            .arg("--config")
            .arg(config)
            .args(args)
            .env("NO_COLOR", "1")
            .env_remove("ZKD_CONNECT")
            .output()
            .unwrap();
        let text = [&output.stdout[..], &output.stderr].concat();
        let text = String::from_utf8_lossy(&text).into_owned();
        (output, text)
    }
}

/// Three members whose client ports take plain connections and TLS.
fn unified(dir: &Path) -> Vec<zkd::Server> {
    use zkd::config::tls::{ClientAuth, TlsConfig, TlsSide};
    let [chain, key] = ["server.pem", "server.key"].map(|name| std::fs::read(dir.join(name)).unwrap());
    std::fs::write(dir.join("both.pem"), [chain, key].concat()).unwrap();
    let mut tls = TlsConfig::new(TlsSide::Clients).with_pem(dir.join("both.pem"), dir.join("ca.pem"));
    tls.client_auth = ClientAuth::None;
    let tune = |config: &mut zkd::Config| {
        config.client_port_unification = true;
        config.client_tls = Some(tls.clone());
    };
    crate::members::start(dir, &crate::members::ports(), tune, |_, _, ports| ports)
}

#[test]
fn members_that_nobody_named_are_found_behind_tls() {
    let dir = tempfile::tempdir().unwrap();
    certificates(dir.path());
    let servers = unified(dir.path());
    let ca = dir.path().join("ca.pem");
    let (addr, ca) = (format!("zks://{}", servers[0].client_addr()), ca.to_str().unwrap());
    let args = ["--no-config", "-C", &addr, "--tls-ca", ca, "--tls-name", "zk.example", "--once", "--json"];
    let mut command = Command::new(env!("CARGO_BIN_EXE_zktui"));
    let output = command.args(args).args(["--after", "8s"]).env_remove("ZKD_CONNECT").output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let json: serde_json::Value = serde_json::from_str(&text).unwrap();
    let found = json["servers"].as_array().unwrap();
    assert_eq!(found.len(), 3, "{text}");
    assert!(found.iter().all(|s| s["state"] == "ok"), "{text}");
    servers.into_iter().for_each(|server| server.stop().unwrap());
}

/// SASL by a profile, against a server whose root is for bob alone.
#[test]
fn a_profile_brings_sasl() {
    use std::os::unix::fs::PermissionsExt;
    use zkd::config::sasl::{ClientSasl, Users};
    let dir = tempfile::tempdir().unwrap();
    let private = |name: &str, text: &str| {
        let file = dir.path().join(name);
        std::fs::write(&file, text).unwrap();
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o600)).unwrap();
        file
    };
    let any = SocketAddr::from(([127, 0, 0, 1], 0));
    let mut config = zkd::Config::standalone(dir.path().join("data"), any);
    config.fourlw_whitelist = zkd::fourlw::Whitelist::all();
    config.sasl = Some(ClientSasl { users: Users::default().with("bob", "canary"), ..ClientSasl::default() });
    let server = zkd::Server::start(config).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let hosts = server.client_addr().to_string().parse().unwrap();
        let client = Client::connect(hosts, Options::default()).await.unwrap();
        client.create("/bobs", Some(b""), CreateMode::Persistent).await.unwrap();
        let bob = vec![Acl { perms: Perms::ALL, id: Id::new("sasl", "bob") }];
        client.set_acl("/", &bob, None).await.unwrap();
        client.close().await.unwrap();
    });
    let shown = |password: &str| {
        let secret = private("secret", password);
        let addr = server.client_addr();
        let config = private(
            "config.toml",
            &format!(
                "[profile.prod]\nconnect = \"{addr}\"\nsasl = \"digest-md5\"\n\
                 [[profile.prod.auth]]\nscheme = \"sasl\"\nuser = \"bob\"\nsecret_file = {secret:?}\n"
            ),
        );
        let mut command = Command::new(env!("CARGO_BIN_EXE_zktui"));
        command.arg("--config").arg(config).args(["-P", "prod", "--once", "--view", "znodes"]);
        command.args(["--render", "100x30"]).env("NO_COLOR", "1").env_remove("ZKD_CONNECT");
        let output = command.output().unwrap();
        String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned()
    };
    let text = shown("canary\n");
    assert!(text.contains("bobs") && text.contains("acl sasl:bob cdrwa"), "{text}");
    assert!(!text.contains("canary"), "{text}");
    let text = shown("wrong\n");
    assert!(text.contains("authentication failed") && !text.contains("bobs"), "{text}");
    server.stop().unwrap();
}

impl Drop for Lab {
    fn drop(&mut self) {
        if let Some(server) = self.server.take() {
            let _ = server.stop();
        }
        let _ = &self.runtime;
    }
}

#[test]
fn a_profile_brings_tls_credentials_and_admin_servers() {
    let lab = Lab::new(zkd::fourlw::Whitelist::all());
    let config = lab.profile("");
    let (output, text) = lab.run(&config, &["--once", "--json"]);
    assert!(output.status.success(), "{text}");
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((&json["servers"][0]["state"], &json["servers"][0]["tier"]), (&"ok".into(), &"mntr".into()));
    // Znodes over TLS, as bob, whose secret is in a file.
    let (output, text) =
        lab.run(&config, &["-P", "prod", "--once", "--render", "100x30", "--view", "znodes"]);
    assert!(output.status.success() && text.contains("bobs") && text.contains("zktui · prod"), "{text}");
    let (_, text) = lab.run(&config, &["--once", "--view", "sessions", "--render", "100x30"]);
    // Those that ask.
    assert!(text.contains("without a session"), "the lists on demand go over TLS too: {text}");
}

#[test]
fn where_words_are_refused_the_admin_server_of_the_profile_answers() {
    let lab = Lab::new(zkd::fourlw::Whitelist::parse("ruok").0);
    let config = lab.profile("");
    let (output, text) = lab.run(&config, &["--once", "--json"]);
    assert!(output.status.success(), "{text}");
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((&json["servers"][0]["state"], &json["servers"][0]["tier"]), (&"ok".into(), &"admin".into()));
}

#[test]
fn what_stands_in_the_way_is_named() {
    let lab = Lab::new(zkd::fourlw::Whitelist::all());
    let config = lab.profile("");
    let addr = lab.words.to_string();
    // Without TLS the port says nothing that makes sense.
    let (output, text) = lab.run(&config, &["-C", &addr, "--once"]);
    assert_eq!(output.status.code(), Some(1), "{text}");
    let ca = lab.dir.path().join("ca.pem");
    let (output, text) = lab.run(&config, &["-C", &addr, "--tls-ca", ca.to_str().unwrap(), "--once"]);
    assert_eq!(output.status.code(), Some(1), "{text}");
    assert!(text.contains("zk.example"), "the certificate's name is told: {text}");
    let (output, text) = lab.run(&config, &["-P", "prdo", "--once"]);
    assert_eq!(output.status.code(), Some(2), "{text}");
    assert!(text.contains("did you mean `prod`"), "{text}");
    let (output, text) = lab.run(&lab.profile("read_only = true"), &["--once", "--write"]);
    assert!(output.status.code() == Some(2) && text.contains("read-only"), "{text}");
    let (_, text) = lab.run(&config, &["--auth", "digest:bob:canary", "--once"]);
    assert!(text.contains("seen by all") && !text.contains("canary"), "{text}");
}
