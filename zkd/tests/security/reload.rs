//! Certificates that change while the server runs.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use rcgen::SerialNumber;
use zk_client::{CreateMode, Options, Tls, TlsOptions};
use zkd::config::tls::{ClientAuth, TlsSide};

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
    let zkd = TestServer::start(Some(tls), |_| {});
    let client = connect(zkd.secure(), believing(&first)).await.unwrap();
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

    // A broken file changes nothing.
    std::fs::write(first.path("server.pem"), "-----BEGIN CERTIFICATE-----\n").unwrap();
    let before = done.load(Ordering::Relaxed);
    let deadline = Instant::now() + Duration::from_secs(3);
    while Instant::now() < deadline {
        assert!(connect(zkd.secure(), believing(&second)).await.is_ok());
    }
    assert!(done.load(Ordering::Relaxed) > before, "the load went on");
    // And the next good one is taken up.
    first.sign("server", LOCALHOST, |_| {});
    until_shown(&zkd, &first).await;
    stop.store(true, Ordering::Relaxed);
    load.await.unwrap();
}
