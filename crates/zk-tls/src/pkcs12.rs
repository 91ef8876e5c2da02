//! PKCS12 stores, of Java's keytool or of openssl. The library opens them; which certificate belongs to which key, and
//! which ones are to be trusted, is Java's convention.
//!
//! Mirrors: the bags of a key and its certificate share a localKeyID; the others of its chain are found by their names;
//! a certificate is trusted if it carries Oracle's attribute trustedKeyUsage.

use p12_keystore::error::Error;
use p12_keystore::{CertificateBag, Pkcs12Archive, PrivateKeyBag};
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use x509_cert::Certificate;
use x509_cert::der::{Decode, Encode};

use super::{Contents, Identity};

/// No chain is longer.
const MAX_CHAIN: usize = 16;

/// Reads a store. One without seal and encryption needs no password.
///
/// # Errors
/// What is wrong with it.
pub(super) fn read(bytes: &[u8], password: &str) -> Result<Contents, String> {
    let archive = Pkcs12Archive::from_pkcs12(bytes, password).map_err(|e| reason(&e))?;
    let mut found = Contents::default();
    for key in &archive.keys {
        let chain = chain_of(key, &archive)?;
        found.owners.extend(chain.first().cloned());
        if found.key.is_none() {
            let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.key.as_der().to_vec()));
            found.key = Some(Identity { chain, key });
        }
    }
    for certificate in &archive.certs {
        match certificate.trusted && certificate.local_key_id.is_none() {
            true => found.trusted.push(der(certificate)),
            false => found.others += 1,
        }
    }
    Ok(found)
}

/// The certificate of a key, and those above it as far as they are there.
fn chain_of(key: &PrivateKeyBag, archive: &Pkcs12Archive) -> Result<Vec<CertificateDer<'static>>, String> {
    let candidates: Vec<&CertificateBag> = archive.certs.iter().filter(|c| !c.trusted).collect();
    let id = key.local_key_id.as_ref().map(|id| id.as_ref());
    let own = candidates.iter().find(|c| id.is_some() && c.local_key_id.as_deref() == id);
    let mut last = match (own, candidates.as_slice()) {
        (Some(own), _) => *own,
        (None, [only]) => *only,
        (None, []) => return Err("there is no certificate for the private key in it".into()),
        (None, several) => {
            let count = several.len();
            return Err(format!(
                "it does not say which of its {count} certificates is that of its private key"
            ));
        }
    };
    let mut chain = vec![der(last)];
    while let Some((subject, issuer)) = names(last)
        && subject != issuer
        && chain.len() < MAX_CHAIN
        && let Some(next) = candidates.iter().find(|c| names(c).is_some_and(|(subject, _)| subject == issuer))
    {
        last = next;
        chain.push(der(last));
    }
    Ok(chain)
}

fn der(certificate: &CertificateBag) -> CertificateDer<'static> {
    CertificateDer::from(certificate.cert.as_der().to_vec())
}

/// Subject and issuer.
fn names(certificate: &CertificateBag) -> Option<(Vec<u8>, Vec<u8>)> {
    let parsed = Certificate::from_der(certificate.cert.as_der()).ok()?;
    let tbs = parsed.tbs_certificate();
    Some((tbs.subject().to_der().ok()?, tbs.issuer().to_der().ok()?))
}

fn reason(error: &Error) -> String {
    match error {
        Error::MacError(_) | Error::Pkcs5Error(_) | Error::UnpadError => "the password is wrong, or the store is damaged".into(),
        Error::UnsupportedEncryptionScheme => {
            "it is encrypted or sealed in a way that cannot be read: keytool -importkeystore -srckeystore STORE \
             -destkeystore new.p12 -deststoretype PKCS12 makes a common one"
                .into()
        }
        Error::InvalidParameters => {
            "it asks for far more work than any tool does to turn the password into a key".into()
        }
        _ => "it is no PKCS12 store, or it is damaged".into(),
    }
}
