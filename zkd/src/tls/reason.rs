//! Why a handshake failed, in words for the one who reads the log.

use std::io;

use rustls::{AlertDescription, CertificateError, Error, OtherError, PeerIncompatible};

/// Of a handshake over a socket: none if it is the socket that failed.
pub(crate) fn reason_in(error: &io::Error) -> Option<String> {
    error.get_ref()?.downcast_ref::<Error>().map(reason)
}

/// What the other side, or we, found wrong.
pub(crate) fn reason(error: &Error) -> String {
    match error {
        Error::NoCertificatesPresented => "it showed no certificate, which clientAuth=need asks for".into(),
        Error::InvalidCertificate(why) => certificate(why),
        Error::PeerIncompatible(why) => incompatible(why),
        Error::InvalidMessage(_) => format!("what it said is no TLS: {error}"),
        Error::AlertReceived(alert) => refused(*alert),
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

/// It says so by a number, and why is in its own log.
fn refused(alert: AlertDescription) -> String {
    use AlertDescription as A;
    let why = match alert {
        A::UnknownCA => "it does not know the authority of our certificate",
        A::CertificateExpired => "it finds our certificate, or one above it, expired",
        A::CertificateRevoked => "it finds our certificate revoked",
        A::CertificateRequired => "it wants a certificate and got none",
        A::BadCertificate | A::CertificateUnknown | A::UnsupportedCertificate | A::AccessDenied => {
            "it does not take our certificate"
        }
        A::ProtocolVersion => "it speaks none of our versions of TLS",
        A::HandshakeFailure | A::InsufficientSecurity => {
            "it has nothing in common with us: versions, cipher suites, kinds of keys"
        }
        _ => "it gave up",
    };
    format!("{why} (alert {alert:?})")
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reasons_are_words_for_an_operator() {
        let context = CertificateError::UnsupportedSignatureAlgorithmForPublicKeyContext {
            signature_algorithm_id: vec![6, 8],
            public_key_algorithm_id: vec![6, 7],
        };
        for (error, said) in [
            (Error::NoCertificatesPresented, "clientAuth=need"),
            (CertificateError::UnknownIssuer.into(), "trustStore does not have"),
            (CertificateError::Expired.into(), "has expired"),
            (context.into(), "P-256 and P-384"),
            (PeerIncompatible::NoCipherSuitesInCommon.into(), "ciphersuites"),
            (PeerIncompatible::SignatureAlgorithmsExtensionRequired.into(), "TLS 1.1 or older"),
            (
                Error::AlertReceived(AlertDescription::UnknownCA),
                "authority of our certificate (alert UnknownCA)",
            ),
        ] {
            let text = reason(&error);
            assert!(text.contains(said) && !text.contains(['{', '[']), "{text}");
            assert_eq!(reason_in(&io::Error::new(io::ErrorKind::InvalidData, error)), Some(text));
        }
        assert_eq!(reason_in(&io::ErrorKind::TimedOut.into()), None);
    }
}
