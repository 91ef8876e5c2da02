//! Ensembles whose members talk TLS.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU16, Ordering};
use std::time::{Duration, Instant};

use rcgen::SerialNumber;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use tempfile::TempDir;
use zk_client::{Client, CreateMode, Options};
use zkd::config::ensemble::{Ensemble, QuorumTls};
use zkd::config::members::{Member, Membership, MultiAddress};
use zkd::config::sasl::{QuorumSasl, Users};
use zkd::config::tls::{ClientAuth, TlsConfig, TlsSide};
use zkd::{Config, Server};

use super::reload::shown;
use super::{Authority, LOCALHOST, connect};

/// Three members of 127.0.0.1.
struct Trio {
    dirs: Vec<TempDir>,
    ports: Vec<(u16, u16)>,
    servers: Vec<Option<Server>>,
    /// Of the members that are started from now on.
    sasl: Option<QuorumSasl>,
}

/// A port that stays free while its member is down: below those that the kernel hands out to callers, one of which might
/// otherwise have it when the member comes back.
pub fn free_port() -> u16 {
    static NEXT: AtomicU16 = AtomicU16::new(0);
    let first = 20_000 + (std::process::id() % 1000) as u16 * 11;
    loop {
        let port = first + NEXT.fetch_add(1, Ordering::Relaxed) % 800;
        if TcpListener::bind((Ipv4Addr::UNSPECIFIED, port)).is_ok() {
            return port;
        }
    }
}

impl Trio {
    fn start(tls: &QuorumTls) -> Trio {
        let ports = (0..3).map(|_| (free_port(), free_port())).collect();
        let dirs = (0..3).map(|_| tempfile::tempdir().unwrap()).collect();
        let mut trio = Trio { dirs, ports, servers: vec![None, None, None], sasl: None };
        for index in 0..3 {
            trio.start_member(index, tls);
        }
        trio
    }

    fn start_member(&mut self, index: usize, tls: &QuorumTls) {
        let mut membership = Membership::default();
        for (n, (quorum, election)) in self.ports.iter().enumerate() {
            let line = format!("localhost:{quorum}:{election}");
            membership.members.insert(n as i64 + 1, Member::parse(&line, MultiAddress::Disabled).unwrap());
        }
        let mut ensemble = Ensemble::new(index as i64 + 1, membership).unwrap();
        ensemble.tls = tls.clone();
        ensemble.sasl = self.sasl.clone();
        let addr = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
        let mut config =
            Config::standalone(self.dirs[index].path(), addr).with_tick_ms(500).with_ensemble(ensemble);
        config.fourlw_whitelist = zkd::fourlw::Whitelist::parse("*").0;
        self.servers[index] = Some(Server::start(config).unwrap());
    }

    fn stop_member(&mut self, index: usize) {
        self.servers[index].take().unwrap().stop().unwrap();
    }

    fn addr(&self, index: usize) -> SocketAddr {
        self.servers[index].as_ref().unwrap().client_addr()
    }

    /// Waits until the member serves.
    async fn client(&self, index: usize) -> Client {
        let deadline = Instant::now() + Duration::from_secs(60);
        loop {
            let options = Options { connect_timeout: Duration::from_secs(2), ..Options::default() };
            match connect(self.addr(index), options).await {
                Ok(client) => return client,
                Err(e) => assert!(Instant::now() < deadline, "member {} does not serve: {e}", index + 1),
            }
        }
    }

    /// Writes through each member and reads it through the next one.
    async fn replicates(&self, name: &str) {
        let live: Vec<usize> = (0..3).filter(|n| self.servers[*n].is_some()).collect();
        for (at, index) in live.iter().enumerate() {
            let path = format!("/{name}-{index}");
            let data = vec![b'x'; 300_000];
            self.client(*index).await.create(&path, Some(&data), CreateMode::Persistent).await.unwrap();
            let other = self.client(live[(at + 1) % live.len()]).await;
            other.sync("/").await.unwrap();
            assert_eq!(other.get_data(&path).await.unwrap().into_value().data, Some(data));
        }
    }

    /// Waits until the others have refused the third member, which then is not in.
    async fn is_refused_and_out(&self, number: usize) {
        let untrusted = || -> u64 {
            let counts = (0..2).map(|n| word(self.addr(n), "mntr"));
            let of = |text: String| -> u64 {
                let lines = text.lines().filter(|line| line.contains("port_untrusted"));
                lines.filter_map(|line| line.rsplit('\t').next()?.parse::<u64>().ok()).sum()
            };
            counts.map(of).sum()
        };
        let before = untrusted();
        let deadline = Instant::now() + Duration::from_secs(30);
        while untrusted() <= before {
            assert!(Instant::now() < deadline, "stranger {number} was not noticed");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        assert!(word(self.addr(2), "srvr").contains("not currently serving"), "stranger {number} is in");
    }

    fn leader(&self) -> Option<usize> {
        (0..3).find(|n| self.servers[*n].is_some() && word(self.addr(*n), "srvr").contains("Mode: leader"))
    }
}

fn word(addr: SocketAddr, word: &str) -> String {
    let mut stream = TcpStream::connect(addr).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    stream.write_all(word.as_bytes()).unwrap();
    let mut text = String::new();
    stream.read_to_string(&mut text).unwrap();
    text
}

#[tokio::test]
async fn members_replicate_over_tls_and_change_leaders() {
    let ca = Authority::new();
    let tls = QuorumTls::Required(ca.tls(TlsSide::Quorum, ClientAuth::Need));
    let mut trio = Trio::start(&tls);
    trio.replicates("first").await;
    let leader = trio.leader().expect("a leader");
    trio.stop_member(leader);
    trio.replicates("second").await;
    // It comes back with what it missed, of which there is more than one record.
    trio.start_member(leader, &tls);
    trio.replicates("third").await;
    assert!(trio.client(leader).await.exists("/second-0").await.unwrap().is_some() || leader == 0);
}

/// The members get certificates of another authority while they serve: no request fails, and links that are made anew have them.
#[tokio::test]
async fn certificates_between_members_change_under_load() {
    let (ca, other) = (Authority::new(), Authority::new());
    let both = ca.path("both.pem");
    let pem = |path: PathBuf| std::fs::read_to_string(path).unwrap();
    std::fs::write(&both, pem(ca.path("ca.pem")) + &pem(other.path("ca.pem"))).unwrap();
    let mut tls = ca.tls(TlsSide::Quorum, ClientAuth::Need);
    (tls.trust_store.location, tls.reload) = (Some(both.clone()), true);
    let tls = QuorumTls::Required(tls);
    let mut trio = Trio::start(&tls);
    trio.replicates("first").await;
    let (stop, client) = (Arc::new(AtomicBool::new(false)), trio.client(0).await);
    client.create("/load", None, CreateMode::Persistent).await.unwrap();
    let load = tokio::spawn({
        let stop = stop.clone();
        async move {
            let mut done = 0_u64;
            while !stop.load(Ordering::Relaxed) {
                client.set_data("/load", Some(&done.to_be_bytes()), None).await.expect("a write under load");
                done += 1;
            }
            done
        }
    });
    std::fs::copy(other.sign("server", LOCALHOST, |_| {}), ca.path("new")).unwrap();
    std::fs::rename(ca.path("new"), ca.path("server.pem")).unwrap();
    let new = CertificateDer::from_pem_file(ca.path("server.pem")).unwrap();
    for (_, election) in trio.ports.clone() {
        let deadline = Instant::now() + Duration::from_secs(20);
        while shown((Ipv4Addr::LOCALHOST, election).into(), both.clone()).await != new {
            assert!(Instant::now() < deadline, "the new certificate was not taken up");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }
    // Its links are made anew, between new certificates.
    let leader = trio.leader().expect("a leader");
    let follower = (1..3).find(|n| *n != leader).unwrap();
    trio.stop_member(follower);
    trio.start_member(follower, &tls);
    trio.replicates("second").await;
    stop.store(true, Ordering::Relaxed);
    assert!(load.await.unwrap() > 0);
}

/// An ensemble in service goes from plain text to TLS, one member at a time, and always has a quorum.
#[tokio::test]
async fn a_running_ensemble_changes_to_tls_member_by_member() {
    let ca = Authority::new();
    let files = || ca.tls(TlsSide::Quorum, ClientAuth::Need);
    let files: TlsConfig = files();
    let stages =
        [QuorumTls::Accepted(files.clone()), QuorumTls::Preferred(files.clone()), QuorumTls::Required(files)];
    let mut trio = Trio::start(&QuorumTls::Off);
    trio.replicates("plain").await;
    for (number, stage) in stages.iter().enumerate() {
        for index in 0..3 {
            trio.stop_member(index);
            trio.start_member(index, stage);
            trio.client(index).await;
        }
        trio.replicates(&format!("stage{number}")).await;
    }
}

fn sasl(user: &str, password: &str, learner_requires: bool, server_requires: bool) -> QuorumSasl {
    let server = Users::default().with("zk", "quorumsecret");
    let learner = zk_client::Sasl::digest_md5(user, password);
    QuorumSasl { server, learner, learner_requires, server_requires }
}

/// On, then `learnerRequireSasl`, then `serverRequireSasl`, all of it under TLS at last: writes succeed at every stage.
#[tokio::test]
async fn a_running_ensemble_changes_to_sasl_member_by_member() {
    let ca = Authority::new();
    let tls = ca.tls(TlsSide::Quorum, ClientAuth::Need);
    let mut trio = Trio::start(&QuorumTls::Off);
    trio.replicates("open").await;
    let with = |learner, server| sasl("zk", "quorumsecret", learner, server);
    for (number, stage, tls) in [
        (1, with(false, false), QuorumTls::Off),
        (2, with(true, false), QuorumTls::Off),
        (3, with(true, true), QuorumTls::Off),
        (4, with(true, true), QuorumTls::Accepted(tls.clone())),
        (5, with(true, true), QuorumTls::Preferred(tls.clone())),
    ] {
        trio.sasl = Some(stage);
        for index in 0..3 {
            trio.stop_member(index);
            trio.start_member(index, &tls);
            trio.client(index).await;
        }
        trio.replicates(&format!("stage{number}")).await;
    }
}

/// CVE-2018-8012 without TLS: nobody joins who does not log in, or not as a member.
#[tokio::test]
async fn quorum_rejects_stranger_without_login() {
    let good = Some(sasl("zk", "quorumsecret", true, true));
    let mut trio = Trio::start(&QuorumTls::Off);
    for index in 0..3 {
        trio.stop_member(index);
    }
    trio.sasl = good.clone();
    for index in 0..3 {
        trio.start_member(index, &QuorumTls::Off);
    }
    trio.replicates("first").await;
    trio.stop_member(2);
    let strangers =
        [None, Some(sasl("zk", "wrong", true, true)), Some(sasl("eve", "quorumsecret", true, true))];
    for (number, stranger) in strangers.into_iter().enumerate() {
        trio.sasl = stranger;
        trio.start_member(2, &QuorumTls::Off);
        trio.is_refused_and_out(number).await;
        trio.stop_member(2);
    }
    trio.sasl = good;
    trio.start_member(2, &QuorumTls::Off);
    trio.client(2).await;
    trio.replicates("last").await;
}

/// CVE-2018-8012: nobody joins without a member's certificate: not in plain text, not with another authority's
/// certificate, not with a good one that names another host, not with one that was taken back.
#[tokio::test]
async fn quorum_rejects_stranger() {
    let ca = Authority::new();
    let other = Authority::new();
    let mut tls = ca.tls(TlsSide::Quorum, ClientAuth::Need);
    let revoked: PathBuf = ca.sign("revoked", LOCALHOST, |p| p.serial_number = Some(SerialNumber::from(13)));
    ca.list("trust.pem", &[13], 2099);
    (tls.trust_store.location, tls.check_revocation) = (Some(ca.path("trust.pem")), true);
    let strange_cert: PathBuf = other.sign("server", LOCALHOST, |_| {});
    let misnamed: PathBuf = ca.sign("misnamed", &["elsewhere.example"], |_| {});
    let strangers = [
        QuorumTls::Off,
        QuorumTls::Required(TlsConfig::new(TlsSide::Quorum).with_pem(strange_cert, ca.path("ca.pem"))),
        QuorumTls::Required(TlsConfig::new(TlsSide::Quorum).with_pem(misnamed, ca.path("ca.pem"))),
        QuorumTls::Required(TlsConfig::new(TlsSide::Quorum).with_pem(revoked, ca.path("ca.pem"))),
    ];
    let required = QuorumTls::Required(tls);
    let mut trio = Trio::start(&required);
    trio.replicates("first").await;
    trio.stop_member(2);
    for (number, stranger) in strangers.iter().enumerate() {
        // It has a member's number, address and data, and no certificate that proves it.
        trio.start_member(2, stranger);
        trio.is_refused_and_out(number).await;
        trio.stop_member(2);
    }
    trio.start_member(2, &required);
    trio.client(2).await;
    trio.replicates("last").await;
}
