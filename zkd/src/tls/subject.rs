//! The subject of a certificate as Java prints it, which is what ACLs of the scheme `x509` hold.
//!
//! Mirrors: `X500Principal.getName()`, RFC 2253: the most specific part first; nine attributes by their short names,
//! others by number with the value as hexadecimal DER.

use rustls::pki_types::CertificateDer;
use x509_cert::Certificate;
use x509_cert::attr::AttributeTypeAndValue;
use x509_cert::der::{Decode, Encode, Tag, Tagged};
use x509_cert::name::Name;

/// The attributes that RFC 2253 names.
const NAMES: [(&str, &str); 9] = [
    ("2.5.4.3", "CN"),
    ("2.5.4.6", "C"),
    ("2.5.4.7", "L"),
    ("2.5.4.8", "ST"),
    ("2.5.4.9", "STREET"),
    ("2.5.4.10", "O"),
    ("2.5.4.11", "OU"),
    ("0.9.2342.19200300.100.1.25", "DC"),
    ("0.9.2342.19200300.100.1.1", "UID"),
];
/// Characters that get a backslash.
const ESCAPED: &str = ",=+<>#;\"\\";

/// The subject, or why there is none.
pub(super) fn subject(certificate: &CertificateDer<'_>) -> Result<String, String> {
    let parsed = Certificate::from_der(certificate).map_err(|e| format!("it cannot be read: {e}"))?;
    spelt(parsed.tbs_certificate().subject())
}

/// A directory name, in the same way.
pub(super) fn spelt(name: &Name) -> Result<String, String> {
    let mut parts = Vec::new();
    for rdn in name.iter_rdn() {
        let values: Vec<String> = rdn.iter().map(attribute).collect::<Result<_, _>>()?;
        parts.push(values.join("+"));
    }
    parts.reverse();
    Ok(parts.join(","))
}

fn attribute(attribute: &AttributeTypeAndValue) -> Result<String, String> {
    let oid = attribute.oid.to_string();
    let is_text = matches!(
        attribute.value.tag(),
        Tag::PrintableString
            | Tag::Utf8String
            | Tag::TeletexString
            | Tag::Ia5String
            | Tag::GeneralString
            | Tag::BmpString
    );
    match NAMES.iter().find(|(number, _)| *number == oid) {
        Some((_, name)) if is_text => Ok(format!("{name}={}", escaped(attribute.value.value()))),
        named => {
            let der = attribute.value.to_der().map_err(|e| format!("an attribute cannot be read: {e}"))?;
            let hex: String = der.iter().map(|b| format!("{b:02x}")).collect();
            Ok(format!("{}=#{hex}", named.map_or(oid.as_str(), |(_, name)| name)))
        }
    }
}

/// Java takes the bytes for UTF-8 whatever the kind of string.
fn escaped(value: &[u8]) -> String {
    let mut text = String::new();
    for c in String::from_utf8_lossy(value).chars() {
        match c {
            '\0' => text.push_str("\\00"),
            c if ESCAPED.contains(c) => text.extend(['\\', c]),
            c => text.push(c),
        }
    }
    let blank = |c: char| c == ' ' || c == '\r';
    let start = text.len() - text.trim_start_matches(blank).len();
    let end = text.trim_end_matches(blank).len().max(start);
    let edge = |part: &str| part.chars().flat_map(|c| ['\\', c]).collect::<String>();
    format!("{}{}{}", edge(&text[..start]), &text[start..end], edge(&text[end..]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rcgen::{CertificateParams, DistinguishedName, DnType, DnValue, KeyPair};

    fn of(parts: &[(DnType, &str)]) -> String {
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.distinguished_name = DistinguishedName::new();
        for (kind, value) in parts {
            params.distinguished_name.push(kind.clone(), DnValue::Utf8String((*value).to_owned()));
        }
        let key = KeyPair::generate().unwrap();
        subject(params.self_signed(&key).unwrap().der()).unwrap()
    }

    /// Certificates with several attributes in one part, kinds of text that are not UTF-8, empty values, numbers for names.
    #[test]
    fn awkward_subjects_are_spelt_as_java_spells_them() {
        use rustls::pki_types::pem::PemObject;
        let text = include_str!("../../../crates/zk-tls/testdata/subjects.pem");
        let expected: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix("subject ")).collect();
        let found =
            CertificateDer::pem_slice_iter(text.as_bytes()).map(|der| subject(&der.unwrap()).unwrap());
        assert_eq!(found.collect::<Vec<_>>(), expected);
        assert_eq!(expected.len(), 9);
    }

    /// The right sides were printed by `new X500Principal(der).getName()`.
    #[test]
    fn subjects_are_spelt_as_java_spells_them() {
        let parts = [
            (DnType::CountryName, "DE"),
            (DnType::OrganizationName, "A, B + C <x>"),
            (DnType::OrganizationalUnitName, "#q=\"w\";\\"),
            (DnType::CommonName, "  zoe müller "),
        ];
        let expected = "CN=\\ \\ zoe müller\\ ,OU=\\#q\\=\\\"w\\\"\\;\\\\,O=A\\, B \\+ C \\<x\\>,C=DE";
        assert_eq!(of(&parts), expected);
        let mail = DnType::CustomDnType(vec![1, 2, 840, 113549, 1, 9, 1]);
        assert_eq!(of(&[(mail, "a@b")]), "1.2.840.113549.1.9.1=#0c03614062");
        assert_eq!(of(&[]), "");
    }
}
