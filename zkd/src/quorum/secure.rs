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
