//! The AdminServer behind TLS: from the keys of a zoo.cfg to what callers get, whoever they are.

use std::io::Write;
use std::net::TcpStream;
use std::os::unix::fs::PermissionsExt;
use std::time::Duration;

use serde_json::Value;
use zk_client::admin::{AdminError, AdminRequest, AdminUrl, admin_command_over, text_page};
use zk_client::{Tls, TlsOptions};
use zkd::{Config, Server};

use super::{Authority, LOCALHOST};

const PATIENCE: Duration = Duration::from_secs(20);

struct Pages {
    server: Server,
    _dir: tempfile::TempDir,
}

impl Pages {
    /// A server whose zoo.cfg names a certificate of this authority, and has these lines.
    fn start(ca: &Authority, lines: &str) -> Pages {
        let dir = tempfile::tempdir().unwrap();
        let cfg = dir.path().join("zoo.cfg");
        let text = format!(
            "dataDir={}\nclientPort=2181\nclientPortAddress=127.0.0.1\nadmin.serverAddress=127.0.0.1\n\
             ssl.quorum.keyStore.location={}\nssl.quorum.trustStore.location={}\n{lines}",
            dir.path().join("data").display(),
            ca.sign("server", LOCALHOST, |_| {}).display(),
            ca.path("ca.pem").display()
        );
        std::fs::write(&cfg, text).unwrap();
        std::fs::set_permissions(&cfg, std::fs::Permissions::from_mode(0o600)).unwrap();
        let (mut config, warnings) = Config::load(&cfg).unwrap();
        assert!(warnings.is_empty(), "{warnings:?}");
        // A free one each, which a file cannot ask for.
        config.client_port = Some(0);
        config.admin.as_mut().unwrap().port = 0;
        Pages { server: Server::start(config).unwrap(), _dir: dir }
    }

    fn url(&self, scheme: &str, path: &str) -> AdminUrl {
        format!("{scheme}://{}{path}", self.server.http_addrs()[0]).parse().unwrap()
    }

    async fn command(&self, scheme: &str, tls: Option<&Tls>, command: &str) -> Result<Value, AdminError> {
        // Who the certificate names, for what asks for it.
        let authorization = tls.map(|_| "x509".to_owned());
        let request = AdminRequest { command: command.into(), authorization, ..AdminRequest::default() };
        let url = self.url(scheme, "/commands");
        admin_command_over(&url, tls, &request, PATIENCE).await.map(Value::Object)
    }
}

/// A caller that trusts this authority, with a certificate or none.
fn caller(ca: &Authority, name: Option<&str>) -> Tls {
    let cert = name.map(|name| ca.path(&format!("{name}.pem")));
    Tls::new(TlsOptions { ca: Some(ca.path("ca.pem")), cert, ..TlsOptions::default() }).unwrap()
}

#[tokio::test]
async fn pages_are_served_over_tls_alone_where_that_is_forced() {
    let (ca, other) = (Authority::new(), Authority::new());
    let zkd = Pages::start(&ca, "admin.forceHttps=true\n");
    let ours = caller(&ca, None);
    let monitor = zkd.command("https", Some(&ours), "monitor").await.unwrap();
    assert!(monitor["znode_count"].is_number(), "{monitor}");
    for (path, part) in
        [("/livez", ""), ("/readyz", "\"ready\""), ("/metrics", "znode_count"), ("/commands", "ruok")]
    {
        let page = text_page(&zkd.url("https", path), Some(&ours), PATIENCE).await.unwrap();
        assert!(page.contains(part), "{path}: {page}");
    }
    // In plain text, with another authority's trust, and under a name that the certificate does not have.
    assert!(zkd.command("http", None, "monitor").await.is_err());
    let stranger = caller(&other, None);
    let error = zkd.command("https", Some(&stranger), "monitor").await.unwrap_err().to_string();
    assert!(error.contains("certificate") || error.contains("authority"), "{error}");
    let misnamed = TlsOptions {
        ca: Some(ca.path("ca.pem")),
        name: Some("elsewhere.example".into()),
        ..TlsOptions::default()
    };
    let misnamed = Tls::new(misnamed).unwrap();
    assert!(zkd.command("https", Some(&misnamed), "monitor").await.is_err());
    // Who says nothing or garbage, or stops in the middle of a handshake, holds up nobody.
    let addr = zkd.server.http_addrs()[0];
    let callers: Vec<TcpStream> =
        [&b""[..], b"\x16\x03\x01\x02\x00\x01", b"GET / HTTP/1.1\r\n\r\n", &[0xff; 600]]
            .into_iter()
            .cycle()
            .take(20)
            .map(|said| {
                let mut stream = TcpStream::connect(addr).unwrap();
                let _ = stream.write_all(said);
                stream
            })
            .collect();
    assert!(zkd.command("https", Some(&ours), "ruok").await.is_ok());
    drop(callers);
    zkd.server.stop().unwrap();
}

#[tokio::test]
async fn one_port_takes_both_where_that_is_configured() {
    let ca = Authority::new();
    let zkd = Pages::start(&ca, "admin.portUnification=true\n");
    let ours = caller(&ca, None);
    for _ in 0..2 {
        assert!(zkd.command("http", None, "ruok").await.is_ok());
        assert!(zkd.command("https", Some(&ours), "ruok").await.is_ok());
    }
    zkd.server.stop().unwrap();
}

#[tokio::test]
async fn who_has_no_certificate_is_turned_away_where_one_is_needed() {
    let (ca, other) = (Authority::new(), Authority::new());
    ca.sign("ops", &[], |_| {});
    other.sign("ops", &[], |_| {});
    let zkd = Pages::start(&ca, "admin.forceHttps=true\nadmin.needClientAuth=true\n");
    assert!(zkd.command("https", Some(&caller(&ca, Some("ops"))), "ruok").await.is_ok());
    let forged = TlsOptions {
        ca: Some(ca.path("ca.pem")),
        cert: Some(other.path("ops.pem")),
        ..TlsOptions::default()
    };
    for stranger in [caller(&ca, None), Tls::new(forged).unwrap()] {
        assert!(zkd.command("https", Some(&stranger), "ruok").await.is_err());
        assert!(text_page(&zkd.url("https", "/readyz"), Some(&stranger), PATIENCE).await.is_err());
    }
    zkd.server.stop().unwrap();
}

/// CVE-2025-58457: what exports the tree asks for more than a right to read, and a certificate can prove it.
#[tokio::test]
async fn a_certificate_says_who_may_do_more_than_look() {
    let ca = Authority::new();
    ca.sign("ops", &[], |_| {});
    ca.sign("eve", &[], |_| {});
    let zkd = Pages::start(
        &ca,
        "admin.forceHttps=true\nadmin.snapshot.enabled=true\nadmin.rateLimiterIntervalInMS=0\nadmin.users=x509:CN=ops\n",
    );
    for (name, may) in [(None, false), (Some("eve"), false), (Some("ops"), true)] {
        let tls = caller(&ca, name);
        assert!(zkd.command("https", Some(&tls), "ruok").await.is_ok(), "{name:?} may look");
        let snapshot = zkd.command("https", Some(&tls), "snapshot?streaming=false").await;
        match snapshot {
            Ok(answer) => assert!(may && answer["last_zxid"].is_string(), "{name:?}: {answer}"),
            Err(AdminError::NotPermitted { .. }) => assert!(!may, "{name:?}"),
            Err(e) => panic!("{name:?}: {e}"),
        }
    }
    zkd.server.stop().unwrap();
}

#[tokio::test]
async fn the_metrics_are_there_over_tls_for_who_shows_a_certificate_unless_it_is_not_needed() {
    let ca = Authority::new();
    let (named, nobody) = (ca.sign("prometheus", LOCALHOST, |_| {}), caller(&ca, None));
    let prometheus =
        Tls::new(TlsOptions { ca: Some(ca.path("ca.pem")), cert: Some(named), ..TlsOptions::default() })
            .unwrap();
    for needed in [true, false] {
        let dir = tempfile::tempdir().unwrap();
        let cfg = dir.path().join("zoo.cfg");
        let text = format!(
            "dataDir={}\nclientPort=2181\nclientPortAddress=127.0.0.1\nadmin.enableServer=false\n\
             metricsProvider.className=org.apache.zookeeper.metrics.prometheus.PrometheusMetricsProvider\n\
             metricsProvider.httpHost=127.0.0.1\nmetricsProvider.httpsPort=7443\n\
             metricsProvider.ssl.keyStore.location={}\nmetricsProvider.ssl.trustStore.location={}\n\
             metricsProvider.ssl.need.client.auth={needed}\n",
            dir.path().join("data").display(),
            ca.sign("server", LOCALHOST, |_| {}).display(),
            ca.path("ca.pem").display()
        );
        std::fs::write(&cfg, text).unwrap();
        let (mut config, warnings) = Config::load(&cfg).unwrap();
        assert!(warnings.is_empty() && config.metrics_page.is_none(), "{warnings:?}");
        config.client_port = Some(0);
        config.metrics_secure_page.as_mut().unwrap().port = 0;
        let server = Server::start(config).unwrap();
        let url = |scheme: &str| -> AdminUrl {
            format!("{scheme}://{}/metrics", server.http_addrs()[0]).parse().unwrap()
        };
        let page = text_page(&url("https"), Some(&prometheus), PATIENCE).await.unwrap();
        assert!(page.contains("znode_count"), "{page}");
        assert_eq!(text_page(&url("https"), Some(&nobody), PATIENCE).await.is_ok(), !needed);
        assert!(text_page(&url("http"), None, PATIENCE).await.is_err(), "not in plain text");
        server.stop().unwrap();
    }
}
