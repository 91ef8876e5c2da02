//! Certificates that change while the server runs.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use rcgen::SerialNumber;
use zk_client::{CreateMode, Options, Tls, TlsOptions};
use zkd::config::HttpConfig;
use zkd::config::tls::{ClientAuth, TlsSide};

use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};

use super::clients::word;
use super::{Authority, LOCALHOST, TestServer, connect};

/// A client that believes this authority only.
fn believing(ca: &Authority) -> Options {
    let tls = TlsOptions { ca: Some(ca.path("ca.pem")), ..TlsOptions::default() };
    Options { tls: Some(Tls::new(tls).unwrap()), ..Options::default() }
}

/// Asks until a new connection shows a certificate of this authority.
async fn until_shown(zkd: &TestServer, ca: &Authority) {
    let deadline = Instant::now() + Duration::from_secs(20);
    while connect(zkd.secure(), believing(ca)).await.is_err() {
        assert!(Instant::now() < deadline, "the new certificate was not taken up");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

#[tokio::test]
async fn certificates_change_under_load_without_a_failed_request() {
    let (first, second) = (Authority::new(), Authority::new());
    let mut tls = first.tls(TlsSide::Clients, ClientAuth::None);
    tls.reload = true;
    let zkd = TestServer::start(Some(tls), |c| {
        c.metrics_page = Some(HttpConfig { port: 0, is_required: true, ..HttpConfig::default() });
    });
    let client = connect(zkd.secure(), believing(&first)).await.unwrap();
    assert_eq!(tls_numbers(&zkd), [("reloads_total", 0), ("reload_failures_total", 0), ("files_refused", 0)]);
    client.create("/a", Some(b""), CreateMode::Persistent).await.unwrap();
    let (stop, done) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicU64::new(0)));
    let load = {
        let (stop, done, client) = (stop.clone(), done.clone(), client.clone());
        tokio::spawn(async move {
            while !stop.load(Ordering::Relaxed) {
                let n = done.fetch_add(1, Ordering::Relaxed);
                client.set_data("/a", Some(&n.to_be_bytes()), None).await.expect("a write under load");
                client.get_data("/a").await.expect("a read under load");
            }
        })
    };
    // Another authority's: who believes the new one only can connect, who believes the old one only no longer.
    let new = second.sign("server", LOCALHOST, |p| p.serial_number = Some(SerialNumber::from(77u64)));
    std::fs::copy(new, first.path("new")).unwrap();
    std::fs::rename(first.path("new"), first.path("server.pem")).unwrap();
    until_shown(&zkd, &second).await;
    assert!(connect(zkd.secure(), believing(&first)).await.is_err());

    // Neither an old certificate nor a broken file changes anything.
    let taken = tls_numbers(&zkd)[0];
    second.sign("old", LOCALHOST, |p| p.not_after = rcgen::date_time_ymd(2020, 1, 1));
    std::fs::copy(second.path("old.pem"), first.path("server.pem")).unwrap();
    let deadline = Instant::now() + Duration::from_secs(20);
    while tls_numbers(&zkd)[2].1 == 0 {
        assert!(Instant::now() < deadline, "the old certificate was not refused");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert_eq!(tls_numbers(&zkd)[0], taken);
    assert!(connect(zkd.secure(), believing(&second)).await.is_ok());
    std::fs::write(first.path("server.pem"), "-----BEGIN CERTIFICATE-----\n").unwrap();
    let before = done.load(Ordering::Relaxed);
    let deadline = Instant::now() + Duration::from_secs(3);
    while Instant::now() < deadline {
        assert!(connect(zkd.secure(), believing(&second)).await.is_ok());
    }
    assert!(done.load(Ordering::Relaxed) > before, "the load went on");
    assert_eq!(tls_numbers(&zkd), [("reloads_total", 1), ("reload_failures_total", 2), ("files_refused", 1)]);
    // And the next good one is taken up.
    first.sign("server", LOCALHOST, |_| {});
    until_shown(&zkd, &first).await;
    assert_eq!(tls_numbers(&zkd), [("reloads_total", 2), ("reload_failures_total", 2), ("files_refused", 0)]);
    stop.store(true, Ordering::Relaxed);
    load.await.unwrap();
}

/// What the page of the metrics says of the clients' certificate.
fn tls_numbers(zkd: &TestServer) -> [(&'static str, u64); 3] {
    let mut stream = TcpStream::connect(zkd.server.http_addrs()[0]).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    stream.write_all(b"GET /metrics HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").unwrap();
    let mut page = String::new();
    stream.read_to_string(&mut page).unwrap();
    assert!(page.contains("zkd_tls_certificate_not_after_seconds{of=\"clients\"} "), "{page}");
    ["reloads_total", "reload_failures_total", "files_refused"].map(|name| {
        let start = format!("zkd_tls_{name}{{of=\"clients\"}} ");
        (name, page.lines().find_map(|l| l.strip_prefix(&start)).unwrap().parse().unwrap())
    })
}

/// SIGHUP takes certificates up, whether or not their files are watched.
#[tokio::test]
async fn a_reload_of_the_configuration_takes_certificates_up() {
    let (first, second) = (Authority::new(), Authority::new());
    let tls = first.tls(TlsSide::Clients, ClientAuth::None);
    let cfg = first.path("zoo.cfg");
    std::fs::write(&cfg, "dataDir=/d\nclientPort=2181\n").unwrap();
    let (loaded, _) = zkd::Config::load(&cfg).unwrap();
    let zkd = TestServer::start(Some(tls), |c| c.source = loaded.source);
    assert_eq!(zkd.server.reload().unwrap(), Vec::<String>::new());
    std::fs::copy(second.sign("server", LOCALHOST, |_| {}), first.path("server.pem")).unwrap();
    let told = zkd.server.reload().unwrap();
    assert!(told.len() == 1 && told[0].contains("changed files are in use"), "{told:?}");
    assert!(connect(zkd.secure(), believing(&second)).await.is_ok());
    std::fs::write(first.path("server.pem"), "").unwrap();
    let told = zkd.server.reload().unwrap();
    assert!(
        told.len() == 1 && told[0].contains("cannot be used") && told[0].contains("it is empty"),
        "{told:?}"
    );
    assert!(connect(zkd.secure(), believing(&second)).await.is_ok());
}

/// The certificate that a new connection is shown.
pub(super) async fn shown(addr: SocketAddr, trust: PathBuf) -> CertificateDer<'static> {
    let look = move || {
        let mut roots = rustls::RootCertStore::empty();
        for ca in CertificateDer::pem_file_iter(trust).unwrap() {
            roots.add(ca.unwrap()).unwrap();
        }
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = rustls::ClientConfig::builder_with_provider(provider);
        let config = config.with_safe_default_protocol_versions().unwrap();
        let config = config.with_root_certificates(roots).with_no_client_auth();
        let name = ServerName::try_from("localhost").unwrap();
        let mut tls = rustls::ClientConnection::new(Arc::new(config), name).unwrap();
        let mut stream = TcpStream::connect(addr).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        while tls.is_handshaking() {
            tls.complete_io(&mut stream).unwrap();
        }
        // A farewell, and the server's, so that it finds nothing amiss.
        tls.send_close_notify();
        tls.write_tls(&mut stream).unwrap();
        let _ = stream.read_to_end(&mut Vec::new());
        tls.peer_certificates().unwrap()[0].clone().into_owned()
    };
    tokio::task::spawn_blocking(look).await.unwrap()
}

/// What the clients of a load have done.
#[derive(Default)]
struct Done {
    stop: AtomicBool,
    requests: AtomicU64,
    connections: AtomicU64,
}

impl Done {
    /// Waits for as many new connections and requests as there are clients, twice over.
    async fn goes_on(&self) {
        let counts = || (self.connections.load(Ordering::Relaxed), self.requests.load(Ordering::Relaxed));
        let before = counts();
        let deadline = Instant::now() + Duration::from_secs(30);
        while counts().0 < before.0 + 2 * CLIENTS || counts().1 < before.1 + 2 * CLIENTS {
            assert!(Instant::now() < deadline, "the load does not go on: {before:?}, {:?}", counts());
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}

/// Half of them stay connected, half come anew for every request.
const CLIENTS: u64 = 8;

/// Writes and reads until it is told to stop. A client that may not try again what failed: anything that fails, fails the
/// test.
async fn load(number: u64, addr: SocketAddr, options: Options, done: Arc<Done>) {
    let path = format!("/load-{number}");
    let mut kept = None;
    let mut value = 0u64;
    while !done.stop.load(Ordering::Relaxed) {
        let client = match kept.take() {
            Some(client) => client,
            None => connect(addr, options.clone()).await.expect("a new connection under load"),
        };
        value += 1;
        client.set_data(&path, Some(&value.to_be_bytes()), None).await.expect("a write under load");
        let read = client.get_data(&path).await.expect("a read under load").into_value();
        assert_eq!(read.data, Some(value.to_be_bytes().to_vec()), "{path}");
        done.requests.fetch_add(2, Ordering::Relaxed);
        if number.is_multiple_of(2) {
            kept = Some(client);
        } else {
            client.close().await.expect("a farewell under load");
            done.connections.fetch_add(1, Ordering::Relaxed);
        }
    }
}

/// Eight clients write and read, four of them over a new connection each time, while the certificate changes five times, the
/// authorities twice: by renaming, by writing in place, and by both at once. Nothing fails, and each change is seen.
#[tokio::test]
async fn five_changes_of_the_files_cost_no_request_and_no_new_connection() {
    let (ca, other) = (Authority::new(), Authority::new());
    ca.sign("alice", &[], |_| {});
    let mut tls = ca.tls(TlsSide::Clients, ClientAuth::Want);
    tls.trust_store.location = Some(ca.path("trust.pem"));
    std::fs::copy(ca.path("ca.pem"), ca.path("trust.pem")).unwrap();
    tls.reload = true;
    let zkd = TestServer::start(Some(tls), |c| c.fourlw_whitelist = zkd::fourlw::Whitelist::parse("mntr").0);
    let setup = connect(zkd.plain(), Options::default()).await.unwrap();
    let done = Arc::new(Done::default());
    let mut clients = Vec::new();
    for number in 0..CLIENTS {
        setup.create(&format!("/load-{number}"), None, CreateMode::Persistent).await.unwrap();
        clients.push(tokio::spawn(load(number, zkd.secure(), ca.client(Some("alice")), done.clone())));
    }
    done.goes_on().await;
    let [own, others] = [&ca, &other].map(|a| std::fs::read_to_string(a.path("ca.pem")).unwrap());
    let both = own + &others;
    for change in 1..=5u64 {
        let before = CertificateDer::from_pem_file(ca.path("server.pem")).unwrap();
        assert_eq!(shown(zkd.secure(), ca.path("ca.pem")).await, before, "change {change}");
        match change {
            // Written over: half of a file may be seen.
            2 => {
                let next = std::fs::read(ca.sign("next", LOCALHOST, |_| {})).unwrap();
                let mut file = std::fs::File::create(ca.path("server.pem")).unwrap();
                for part in next.chunks(next.len() / 3) {
                    file.write_all(part).unwrap();
                    done.goes_on().await;
                }
            }
            // The authorities with it: one more, and one less again.
            3 | 4 => {
                let only = both.strip_suffix(&others).unwrap();
                std::fs::write(ca.path("new-trust"), if change == 3 { both.as_str() } else { only }).unwrap();
                std::fs::rename(ca.path("new-trust"), ca.path("trust.pem")).unwrap();
                ca.sign("server", LOCALHOST, |_| {});
            }
            _ => {
                ca.sign("server", LOCALHOST, |_| {});
            }
        }
        let after = CertificateDer::from_pem_file(ca.path("server.pem")).unwrap();
        assert_ne!(before, after);
        let deadline = Instant::now() + Duration::from_secs(20);
        while shown(zkd.secure(), ca.path("ca.pem")).await != after {
            assert!(Instant::now() < deadline, "change {change} was not taken up");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        done.goes_on().await;
    }
    done.stop.store(true, Ordering::Relaxed);
    for client in clients {
        client.await.unwrap();
    }
    // A client may have tried again: the server knows.
    let mntr = word(zkd.plain(), "mntr");
    for counter in ["zk_unsuccessful_handshake", "zk_tls_handshake_exceeded"] {
        assert!(mntr.lines().any(|l| l == format!("{counter}\t0")), "{counter}: {mntr}");
    }
    let count = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
    println!("{} requests, {} new connections, none failed", count(&done.requests), count(&done.connections));
}
