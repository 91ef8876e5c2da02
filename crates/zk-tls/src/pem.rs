//! PEM files: certificates and keys between `-----BEGIN` and `-----END` lines, in any order.

use std::path::Path;

use rustls::pki_types::pem::{self, PemObject};
use rustls::pki_types::{CertificateDer, CertificateRevocationListDer, PrivateKeyDer};

const SEALED: &str = "ENCRYPTED PRIVATE KEY";

/// All certificates.
pub(super) fn certificates(bytes: &[u8]) -> Result<Vec<CertificateDer<'static>>, String> {
    let all =
        CertificateDer::pem_slice_iter(bytes).collect::<Result<Vec<_>, _>>().map_err(|e| malformed(&e))?;
    match all.is_empty() {
        false => Ok(all),
        true if is_pem(bytes) => Err("there is no certificate in it".into()),
        true => Err(not_pem_at_all(bytes)),
    }
}

/// All lists of revoked certificates; at least one.
pub(super) fn revocations(bytes: &[u8]) -> Result<Vec<CertificateRevocationListDer<'static>>, String> {
    let all = CertificateRevocationListDer::pem_slice_iter(bytes).collect::<Result<Vec<_>, _>>();
    let all = all.map_err(|e| malformed(&e))?;
    if all.is_empty() {
        return Err(
            "there is no list of revoked certificates in it (-----BEGIN X509 CRL-----): cat ca.pem ca.crl > \
                    trust.pem; openssl crl -inform der -in ca.crl turns DER into PEM"
                .into(),
        );
    }
    Ok(all)
}

/// The first private key.
pub(super) fn private_key(
    bytes: &[u8],
    path: &Path,
    password: Option<&str>,
) -> Result<PrivateKeyDer<'static>, String> {
    if contains(bytes, format!("-----BEGIN {SEALED}-----").as_bytes()) {
        return sealed_key(bytes, path, password);
    }
    // The old form names the cipher in a header and looks like any other key.
    if contains(bytes, b"Proc-Type: 4,ENCRYPTED") {
        return Err(format!(
            "its private key is encrypted in an old form, which gives guesses of the password no work to do: openssl \
             pkcs8 -topk8 -in {} makes one that can be read",
            path.display()
        ));
    }
    PrivateKeyDer::from_pem_slice(bytes).map_err(|e| match e {
        pem::Error::NoItemsFound if !is_pem(bytes) => not_pem_at_all(bytes),
        pem::Error::NoItemsFound => {
            "there is no private key in it: Apache's PEM stores have key and certificates in one file: cat tls.key \
             tls.crt > store.pem"
                .to_owned()
        }
        e => malformed(&e),
    })
}

#[cfg(feature = "pkcs12")]
fn sealed_key(bytes: &[u8], path: &Path, password: Option<&str>) -> Result<PrivateKeyDer<'static>, String> {
    use base64::Engine as _;

    let Some(password) = password else {
        return Err(format!(
            "its private key is encrypted, and no password is given; openssl pkey -in {} shows whether it is the one \
             that you know",
            path.display()
        ));
    };
    let text = String::from_utf8_lossy(bytes);
    let after = text.split_once(&format!("-----BEGIN {SEALED}-----")).map(|(_, after)| after);
    let section = after.and_then(|rest| rest.split_once(&format!("-----END {SEALED}-----")));
    let (body, _) = section.ok_or("a section has no -----END line: was it cut off?")?;
    let body: String = body.chars().filter(|c| !c.is_ascii_whitespace()).collect();
    let der = base64::engine::general_purpose::STANDARD.decode(body);
    crate::sealed_key::open(&der.map_err(|_| "a section is no base64")?, password)
}

#[cfg(not(feature = "pkcs12"))]
fn sealed_key(_: &[u8], path: &Path, _: Option<&str>) -> Result<PrivateKeyDer<'static>, String> {
    Err(format!(
        "its private key is encrypted, which this build cannot read (its feature pkcs12 is off): openssl pkey -in {} -out \
         plain.key, then put plain.key and the certificates into one file that only the server's user can read",
        path.display()
    ))
}

/// Whether it has anything of PEM.
pub(super) fn is_pem(bytes: &[u8]) -> bool {
    contains(bytes, b"-----BEGIN")
}

fn contains(bytes: &[u8], mark: &[u8]) -> bool {
    bytes.windows(mark.len()).any(|w| w == mark)
}

/// Not the error's own text: it may repeat bytes of the file, which may be a key's.
fn malformed(error: &pem::Error) -> String {
    match error {
        pem::Error::NoItemsFound => "it has no -----BEGIN line",
        pem::Error::MissingSectionEnd { .. } => "a section has no -----END line: was it cut off?",
        pem::Error::IllegalSectionStart { .. } => "a -----BEGIN line is malformed",
        _ => "a section is no base64",
    }
    .to_owned()
}

fn not_pem_at_all(bytes: &[u8]) -> String {
    match bytes {
        [] => "it is empty",
        [0xce, 0xce, 0xce, 0xce, ..] => crate::NO_JCEKS,
        [0xfe, 0xed, 0xfe, 0xed, ..] => "it is a JKS store, not PEM: set the type to JKS",
        [0x30, ..] => "it is no PEM file but PKCS12 or DER: of a store set the type to PKCS12; openssl x509 -inform der \
                       turns a certificate into PEM",
        _ => "it is no PEM file: it has no -----BEGIN line",
    }
    .to_owned()
}
