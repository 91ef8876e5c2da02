//! Why a handshake failed, in words for the one who reads the log.

use rustls::{CertificateError, Error, OtherError, PeerIncompatible};

/// What the other side, or we, found wrong.
pub(crate) fn reason(error: &Error) -> String {
    match error {
        Error::NoCertificatesPresented => "it showed no certificate, which clientAuth=need asks for".into(),
        Error::InvalidCertificate(why) => certificate(why),
        Error::PeerIncompatible(why) => incompatible(why),
        Error::InvalidMessage(_) => format!("what it said is no TLS: {error}"),
        Error::AlertReceived(alert) => format!("it gave up with the alert {alert:?}"),
        Error::PeerMisbehaved(why) => format!("it broke the protocol: {why:?}"),
        other => other.to_string(),
    }
}

fn certificate(why: &CertificateError) -> String {
    use CertificateError as E;
    match why {
        E::UnknownIssuer => {
            "its certificate is of an authority that the trustStore does not have, or an intermediate one is \
                             missing: its own file should have the chain, too"
                .into()
        }
        E::Expired | E::ExpiredContext { .. } => "its certificate has expired".into(),
        E::NotValidYet | E::NotValidYetContext { .. } => "its certificate is not valid yet".into(),
        E::Revoked => "its certificate has been revoked".into(),
        E::UnknownRevocationStatus => {
            "the trustStore has no list of revoked certificates of the authority of its certificate (crl)"
                .into()
        }
        E::ExpiredRevocationList | E::ExpiredRevocationListContext { .. } => {
            "the trustStore's list of revoked certificates is out of date (crl)".into()
        }
        E::InvalidPurpose | E::InvalidPurposeContext { .. } => {
            "its certificate is not for this end of a connection (extendedKeyUsage)".into()
        }
        E::BadSignature => "the signature of its certificate is wrong".into(),
        E::UnsupportedSignatureAlgorithmContext { .. }
        | E::UnsupportedSignatureAlgorithmForPublicKeyContext { .. } => {
            format!(
                "its certificate, or one above it, has a key or a signature that zkd does not check: there are {KEYS}"
            )
        }
        E::Other(OtherError(inner)) if inner.to_string().contains("CaUsedAsEndEntity") => {
            "its certificate is that of an authority (CA:TRUE), not of a client or a server".into()
        }
        other => format!("its certificate is not good: {}", Error::InvalidCertificate(other.clone())),
    }
}

fn incompatible(why: &PeerIncompatible) -> String {
    use PeerIncompatible as P;
    match why {
        P::NoCipherSuitesInCommon => "there is no cipher suite in common (ciphersuites)".into(),
        P::NoKxGroupsInCommon | P::NamedGroupsExtensionRequired | P::EcPointsExtensionRequired => {
            "it offers no key exchange by elliptic curves, as all cipher suites of zkd have it".into()
        }
        P::NoSignatureSchemesInCommon | P::SignatureAlgorithmsExtensionRequired => {
            "it checks no signature that the key of this server makes, or it speaks TLS 1.1 or older".into()
        }
        P::Tls12NotOffered | P::Tls12NotOfferedOrEnabled | P::SupportedVersionsExtensionRequired => {
            "there is no version of TLS in common (enabledProtocols)".into()
        }
        other => format!("it cannot do what this server needs: {other:?}"),
    }
}

/// The keys that are understood.
pub(super) const KEYS: &str = "RSA of 2048 bits or more, ECDSA on the curves P-256 and P-384, and Ed25519";
