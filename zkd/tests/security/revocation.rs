//! Certificates that were taken back (`ssl.crl`): by the lists in the trust store.

use std::path::Path;
use std::time::{Duration, Instant};

use rcgen::{
    CertificateRevocationListParams, KeyIdMethod, RevocationReason, RevokedCertParams, SerialNumber,
    date_time_ymd,
};
use zk_client::CreateMode;
use zkd::config::tls::{ClientAuth, TlsSide};

use super::clients::start_error;
use super::stores::stored;
use super::{Authority, TestServer, connect};

impl Authority {
    /// Writes `NAME`: the authority's certificate and its list of these serial numbers, good until that year.
    pub(super) fn list(&self, name: &str, serials: &[u64], good_until: i32) {
        let revoked = |serial: &u64| RevokedCertParams {
            serial_number: SerialNumber::from(*serial),
            revocation_time: date_time_ymd(2020, 1, 2),
            reason_code: Some(RevocationReason::KeyCompromise),
            invalidity_date: None,
        };
        let params = CertificateRevocationListParams {
            this_update: date_time_ymd(2020, 1, 1),
            next_update: date_time_ymd(good_until, 1, 1),
            crl_number: SerialNumber::from(1),
            issuing_distribution_point: None,
            revoked_certs: serials.iter().map(revoked).collect(),
            key_identifier_method: KeyIdMethod::Sha256,
        };
        let list = params.signed_by(&self.issuer).unwrap().pem().unwrap();
        let certificate = std::fs::read_to_string(self.path("ca.pem")).unwrap();
        std::fs::write(self.path("new"), certificate + &list).unwrap();
        std::fs::rename(self.path("new"), self.path(name)).unwrap();
    }
}

#[tokio::test]
async fn revoked_certificates_are_refused_and_the_list_may_change() {
    let ca = Authority::new();
    for (name, serial) in [("alice", 11u64), ("bob", 12)] {
        ca.sign(name, &[], |p| p.serial_number = Some(SerialNumber::from(serial)));
    }
    ca.list("trust.pem", &[12], 2099);
    let mut tls = ca.tls(TlsSide::Clients, ClientAuth::Need);
    tls.trust_store.location = Some(ca.path("trust.pem"));
    (tls.check_revocation, tls.reload) = (true, true);
    let zkd = TestServer::start(Some(tls.clone()), |_| {});
    let alice = connect(zkd.secure(), ca.client(Some("alice"))).await.unwrap();
    alice.create("/a", None, CreateMode::Persistent).await.unwrap();
    assert!(connect(zkd.secure(), ca.client(Some("bob"))).await.is_err());
    // Both are in the next list. Who is in stays in, as with any change of the files.
    ca.list("trust.pem", &[11, 12], 2099);
    let deadline = Instant::now() + Duration::from_secs(20);
    while connect(zkd.secure(), ca.client(Some("alice"))).await.is_ok() {
        assert!(Instant::now() < deadline, "the new list was not taken up");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert!(alice.exists("/a").await.unwrap().is_some());
    drop(zkd);
    // A list that is out of date says nothing of anybody, so that nobody gets in.
    ca.list("trust.pem", &[], 2021);
    let zkd = TestServer::start(Some(tls.clone()), |_| {});
    assert!(connect(zkd.secure(), ca.client(Some("alice"))).await.is_err());
    tls.check_revocation = false;
    let zkd = TestServer::start(Some(tls), |_| {});
    assert!(connect(zkd.secure(), ca.client(Some("bob"))).await.is_ok());
}

#[test]
fn lists_that_are_not_there_are_missed_at_the_start() {
    let ca = Authority::new();
    let broken = ca.path("broken.pem");
    let certificate = std::fs::read_to_string(ca.path("ca.pem")).unwrap();
    std::fs::write(&broken, certificate + "-----BEGIN X509 CRL-----\nMIIB\n-----END X509 CRL-----\n")
        .unwrap();
    let cases: [(&Path, &str); 3] = [
        (&ca.path("ca.pem"), "no list of revoked certificates"),
        (&stored("trust.jks"), "a JKS store holds no lists"),
        (&broken, "broken.pem"),
    ];
    for (trust, said) in cases {
        let mut tls = ca.tls(TlsSide::Clients, ClientAuth::Need);
        tls.trust_store.location = Some(trust.to_owned());
        tls.check_revocation = true;
        let error = start_error(|c| c.client_tls = Some(tls));
        assert!(error.starts_with("ssl.trustStore.location=") && error.contains(said), "{error}");
    }
}
