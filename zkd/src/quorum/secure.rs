//! TLS between members: which calls use it, and whether a caller is who it says.
//!
//! A certificate that an authority of `ssl.quorum.trustStore` has signed is not enough: it must name a member's host as
//! the configuration writes it, and once the caller has said which member it is, that member's (CVE-2018-8012). A plain
//! name in the DNS proves nothing (CVE-2026-24281).

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard};
use std::time::Duration;

use rustls::pki_types::{CertificateDer, ServerName};
use zk_proto::ServerId;

use super::HostPort;
use crate::config::ensemble::QuorumTls;
use crate::tls::{Material, Tls, names};

/// The first byte of every TLS handshake; a hello begins with 0xff, a packet with 0.
pub(super) const HANDSHAKE_RECORD: u8 = 0x16;

/// TLS of the members' ports.
#[derive(Clone)]
pub(crate) struct QuorumSecurity {
    tls: Arc<Tls>,
    calls: Calls,
    takes_plain: bool,
    hosts: Arc<RwLock<BTreeMap<ServerId, Vec<HostPort>>>>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Calls {
    Plain,
    Tls,
}

impl QuorumSecurity {
    /// None if the members talk in plain text only.
    pub(crate) fn new(
        mode: &QuorumTls,
        tls: Option<Arc<Tls>>,
        hosts: BTreeMap<ServerId, Vec<HostPort>>,
    ) -> Option<QuorumSecurity> {
        let (calls, takes_plain) = match mode {
            QuorumTls::Off => return None,
            QuorumTls::Accepted(_) => (Calls::Plain, true),
            QuorumTls::Preferred(_) => (Calls::Tls, true),
            QuorumTls::Required(_) => (Calls::Tls, false),
        };
        Some(QuorumSecurity { tls: tls?, calls, takes_plain, hosts: Arc::new(RwLock::new(hosts)) })
    }

    /// What to call with; none to call in plain text.
    pub(super) fn for_calls(&self) -> Option<Arc<rustls::ClientConfig>> {
        match self.calls {
            Calls::Plain => None,
            Calls::Tls => self.tls.material().client.clone(),
        }
    }

    /// What to be called with.
    pub(super) fn for_callers(&self) -> Arc<Material> {
        self.tls.material()
    }

    /// Whether a caller without TLS is let in.
    pub(super) fn takes_plain(&self) -> bool {
        self.takes_plain
    }

    pub(super) fn patience(&self) -> Duration {
        Duration::from_millis(self.tls.config().handshake_timeout_ms.into())
    }

    fn hosts(&self) -> RwLockReadGuard<'_, BTreeMap<ServerId, Vec<HostPort>>> {
        self.hosts.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// These are the members from now on.
    pub(crate) fn set_hosts(&self, hosts: BTreeMap<ServerId, Vec<HostPort>>) {
        *self.hosts.write().unwrap_or_else(PoisonError::into_inner) = hosts;
    }

    /// Whether a server that is no member is where it says; if so it is let in at the quorum port, too.
    ///
    /// # Errors
    /// What is wrong, for the log.
    pub(super) fn check_stranger(
        &self,
        certificate: Option<&CertificateDer<'_>>,
        sid: ServerId,
        claimed: &[HostPort],
    ) -> Result<(), String> {
        let checks = self.tls.config().check_client_name;
        let is_there = |c: &CertificateDer<'_>| claimed.iter().any(|h| names(c, &h.host));
        if certificate.is_some_and(|c| checks && !is_there(c)) {
            return Err(format!(
                "the certificate of the caller, which says that it is server {sid}, does not name the host at which it \
                 says it is to be reached (ssl.quorum.clientHostnameVerification)"
            ));
        }
        self.hosts.write().unwrap_or_else(PoisonError::into_inner).insert(sid, claimed.to_vec());
        Ok(())
    }

    /// Whether a caller's certificate is that of a member, of `sid` if that is known.
    ///
    /// # Errors
    /// What is wrong, for the log.
    pub(super) fn check_caller(
        &self,
        certificate: Option<&CertificateDer<'_>>,
        addr: SocketAddr,
        sid: Option<ServerId>,
    ) -> Result<(), String> {
        let Some(certificate) = certificate.filter(|_| self.tls.config().check_client_name) else {
            return Ok(());
        };
        let is_one_of = |hosts: &[HostPort]| hosts.iter().any(|h| names(certificate, &h.host));
        match sid {
            Some(sid) if self.hosts().get(&sid).is_some_and(|hosts| is_one_of(hosts)) => Ok(()),
            Some(sid) => Err(format!(
                "the certificate of the caller, which says that it is member {sid}, does not name that member's host \
                 (ssl.quorum.clientHostnameVerification)"
            )),
            None if names(certificate, &addr.ip().to_string()) => Ok(()),
            None if self.hosts().values().any(|hosts| is_one_of(hosts)) => Ok(()),
            None => Err(format!(
                "the certificate of the caller names neither a member's host nor {} \
                 (ssl.quorum.clientHostnameVerification)",
                addr.ip()
            )),
        }
    }
}

/// A host as certificates name it.
///
/// # Errors
/// No certificate can be for it.
pub(super) fn server_name(host: &HostPort) -> Result<ServerName<'static>, String> {
    let name = host.lookup().0.to_owned();
    ServerName::try_from(name).map_err(|_| format!("no certificate can be for {:?}", host.host))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::tls::{TlsConfig, TlsSide};

    /// Two members with a host each, of whose certificates the first is ours.
    struct Two {
        security: QuorumSecurity,
        certificates: Vec<CertificateDer<'static>>,
        _dir: tempfile::TempDir,
    }

    fn two(adjust: impl FnOnce(&mut TlsConfig)) -> Two {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("server.pem");
        let key = rcgen::KeyPair::generate().unwrap();
        let signed = ["zk1.example", "zk2.example", "elsewhere.example"].map(|host| {
            let params = rcgen::CertificateParams::new(vec![host.to_owned()]).unwrap();
            params.self_signed(&key).unwrap()
        });
        std::fs::write(&path, key.serialize_pem() + &signed[0].pem()).unwrap();
        let mut config = TlsConfig::new(TlsSide::Quorum).with_pem(&path, &path);
        adjust(&mut config);
        let tls = Tls::load(config.clone()).unwrap();
        let host = |n: i64| (ServerId(n), vec![HostPort::parse(&format!("zk{n}.example:2888")).unwrap()]);
        let hosts = BTreeMap::from([host(1), host(2)]);
        let security = QuorumSecurity::new(&QuorumTls::Required(config), Some(tls), hosts).unwrap();
        Two { security, certificates: signed.iter().map(|c| c.der().clone()).collect(), _dir: dir }
    }

    /// CVE-2018-8012: that an authority has signed it is not enough, nor that it is some member's.
    #[test]
    fn a_certificate_speaks_for_its_own_member_alone() {
        let two = two(|_| {});
        let [one, other, strange] = &two.certificates[..] else { panic!() };
        let addr = "192.0.2.7:1".parse().unwrap();
        let check = |certificate, sid| two.security.check_caller(Some(certificate), addr, sid);
        assert_eq!(check(one, Some(ServerId(1))), Ok(()));
        assert_eq!(check(other, Some(ServerId(2))), Ok(()));
        for (certificate, sid) in [(one, 2), (other, 1), (strange, 1), (one, 3)] {
            let said = check(certificate, Some(ServerId(sid))).unwrap_err();
            assert!(said.contains(&format!("member {sid}, does not name that member's host")), "{said}");
        }
        // Before it has said who it is, any member's will do.
        assert_eq!((check(one, None), check(other, None)), (Ok(()), Ok(())));
        assert!(check(strange, None).unwrap_err().contains("neither a member's host nor 192.0.2.7"));
    }

    #[test]
    fn one_who_is_no_member_has_to_be_where_it_says() {
        let two = two(|_| {});
        let strange = &two.certificates[2];
        let at = |host: &str| [HostPort::parse(&format!("{host}:2888")).unwrap()];
        let check = |claimed: &[HostPort]| two.security.check_stranger(Some(strange), ServerId(7), claimed);
        assert!(check(&at("zk1.example")).is_err() && check(&[]).is_err());
        let addr = "192.0.2.7:1".parse().unwrap();
        assert!(two.security.check_caller(Some(strange), addr, Some(ServerId(7))).is_err());
        assert_eq!(check(&at("elsewhere.example")), Ok(()));
        assert_eq!(two.security.check_caller(Some(strange), addr, Some(ServerId(7))), Ok(()));
    }

    #[test]
    fn names_are_not_looked_at_where_that_is_switched_off() {
        let two = two(|c| c.check_client_name = false);
        let addr = "192.0.2.7:1".parse().unwrap();
        assert_eq!(two.security.check_caller(Some(&two.certificates[2]), addr, Some(ServerId(1))), Ok(()));
    }
}
