//! The identity that a certificate's subjectAltName gives, by the rule of the keys `ssl.x509.…`.
//!
//! Mirrors: ZooKeeper 3.10 `X509AuthenticationUtil`: exactly one name of the kind may fit the pattern. The names are spelt as Java's
//! `getSubjectAlternativeNames` spells them.

use std::net::{Ipv4Addr, Ipv6Addr};

use rustls::pki_types::CertificateDer;
use x509_cert::Certificate;
use x509_cert::der::Decode;
use x509_cert::ext::pkix::SubjectAltName;
use x509_cert::ext::pkix::name::GeneralName;

use super::subject;
use crate::config::x509::{AlternativeName, NameKind};

/// The identity.
///
/// # Errors
/// Why the certificate has none.
pub(super) fn identity(rule: &AlternativeName, certificate: &CertificateDer<'_>) -> Result<String, String> {
    let parsed = Certificate::from_der(certificate).map_err(|e| format!("it cannot be read: {e}"))?;
    let names = parsed.tbs_certificate().get_extension::<SubjectAltName>();
    let (_, names) = names
        .map_err(|e| format!("its subjectAltName cannot be read: {e}"))?
        .ok_or("it has no subjectAltName")?;
    let of_kind = names.0.iter().filter_map(|name| text(name, rule.kind));
    let mut fitting = of_kind.filter(|name| rule.matching.is_match(name));
    let (Some(name), None) = (fitting.next(), fitting.next()) else {
        return Err("not exactly one name of its subjectAltName fits clientCertIdSanMatchRegex".into());
    };
    let found = rule.extract.captures(&name).and_then(|c| c.get(rule.group)).map(|m| m.as_str().to_owned());
    // Differs: in Java an empty text is an identity, too, and that of many.
    found
        .filter(|id| !id.is_empty())
        .ok_or_else(|| "clientCertIdSanExtractRegex finds nothing in its name".into())
}

/// The name as Java spells it, if it is of this kind.
fn text(name: &GeneralName, kind: NameKind) -> Option<String> {
    match (kind, name) {
        (NameKind::Mail, GeneralName::Rfc822Name(text))
        | (NameKind::Dns, GeneralName::DnsName(text))
        | (NameKind::Uri, GeneralName::UniformResourceIdentifier(text)) => Some(text.as_str().to_owned()),
        (NameKind::Directory, GeneralName::DirectoryName(name)) => subject::spelt(name).ok(),
        (NameKind::Address, GeneralName::IpAddress(octets)) => address(octets.as_bytes()),
        (NameKind::RegisteredId, GeneralName::RegisteredId(id)) => Some(id.to_string()),
        _ => None,
    }
}

/// Java leaves no zeros of an IPv6 address out.
fn address(octets: &[u8]) -> Option<String> {
    if let Ok(four) = <[u8; 4]>::try_from(octets) {
        return Some(Ipv4Addr::from(four).to_string());
    }
    let sixteen = <[u8; 16]>::try_from(octets).ok()?;
    Some(Ipv6Addr::from(sixteen).segments().map(|part| format!("{part:x}")).join(":"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rcgen::{CertificateParams, KeyPair};
    use regex::Regex;
    use rustls::pki_types::pem::PemObject;

    fn rule(kind: NameKind, matching: &str, extract: &str, group: usize) -> AlternativeName {
        let [matching, extract] = [matching, extract].map(|p| Regex::new(p).unwrap());
        AlternativeName { kind, matching, extract, group }
    }

    /// A certificate of openssl's with names of every kind, which are spelt here as Java 17 printed them.
    #[test]
    fn one_name_is_picked_and_cut_to_size() {
        let pem = include_bytes!("../../../crates/zk-tls/testdata/named.pem");
        let all = CertificateDer::from_pem_slice(pem).unwrap();
        let of = |rule: AlternativeName| identity(&rule, &all);
        let spiffe = rule(NameKind::Uri, "^spiffe:", "^spiffe://([^/]+)/sa/(.*)$", 2);
        assert_eq!(of(spiffe), Ok("app".into()));
        assert_eq!(of(rule(NameKind::Dns, ".*", ".*", 0)), Ok("app.example".into()));
        assert_eq!(of(rule(NameKind::Mail, ".*", "^[^@]+", 0)), Ok("ops".into()));
        assert_eq!(of(rule(NameKind::Address, r"\.", ".*", 0)), Ok("10.0.0.7".into()));
        assert_eq!(of(rule(NameKind::Address, ":", ".*", 0)), Ok("fe80:0:0:0:0:0:0:1".into()));
        assert_eq!(of(rule(NameKind::Directory, "CN=dir", ".*", 0)), Ok("O=Ours,CN=dir".into()));
        assert_eq!(of(rule(NameKind::RegisteredId, ".*", ".*", 0)), Ok("1.2.3.4".into()));
        for (rule, said) in [
            (rule(NameKind::Uri, ".*", ".*", 0), "not exactly one"),
            (rule(NameKind::Uri, "^ldap:", ".*", 0), "not exactly one"),
            (rule(NameKind::Address, ".*", ".*", 0), "not exactly one"),
            (rule(NameKind::Dns, ".*", "^x", 0), "finds nothing"),
            (rule(NameKind::Dns, ".*", "z?", 0), "finds nothing"),
        ] {
            assert!(of(rule).unwrap_err().contains(said), "{said}");
        }
        let nameless = CertificateParams::new(Vec::new()).unwrap();
        let nameless = nameless.self_signed(&KeyPair::generate().unwrap()).unwrap();
        let error = identity(&rule(NameKind::Dns, ".*", ".*", 0), nameless.der()).unwrap_err();
        assert!(error.contains("no subjectAltName"), "{error}");
    }
}
