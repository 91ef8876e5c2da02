//! Reads key stores and trust stores: PEM, and Java's old JKS.

use std::io::{self, Read};
use std::path::{Path, PathBuf};

use rustls::RootCertStore;
use rustls::pki_types::pem::{self, PemObject};
use rustls::pki_types::{CertificateDer, PrivateKeyDer};

use super::TlsError;
use super::{ec, jks};
use crate::config::tls::{StoreConfig, StoreKind};

/// A longer file is no store.
const MAX_FILE_BYTES: u64 = 16 << 20;
/// A longer password is none.
const MAX_PASSWORD_BYTES: u64 = 4096;

/// Our own certificate, with those above it, and its key.
pub(super) struct Identity {
    pub(super) chain: Vec<CertificateDer<'static>>,
    pub(super) key: PrivateKeyDer<'static>,
    pub(super) path: PathBuf,
}

/// Reads the key store. `prefix` is `ssl.keyStore.` or `ssl.quorum.keyStore.`.
pub(super) fn identity(store: &StoreConfig, prefix: &str) -> Result<Identity, TlsError> {
    let (path, bytes, kind) = open(store, prefix)?;
    let fail = |reason: String| TlsError::file(prefix, &path, reason);
    let (chain, key) = match kind {
        StoreKind::Pem => (certificates(&bytes).map_err(fail)?, private_key(&bytes, &path).map_err(fail)?),
        StoreKind::Jks => {
            let password = password(store, prefix)?.unwrap_or_default();
            let found = jks::read(&bytes, &password).map_err(|e| fail(jks_reason(e, &bytes, &path)))?;
            let (key, chain) = found.key.ok_or_else(|| fail("there is no private key in it".into()))?;
            (chain, key)
        }
    };
    let key = ec::completed(key, chain.first());
    Ok(Identity { chain, key, path })
}

/// Reads the trust store.
pub(super) fn authorities(store: &StoreConfig, prefix: &str) -> Result<RootCertStore, TlsError> {
    let (path, bytes, kind) = open(store, prefix)?;
    let fail = |reason: String| TlsError::file(prefix, &path, reason);
    let found = match kind {
        StoreKind::Pem => certificates(&bytes).map_err(fail)?,
        StoreKind::Jks => {
            let password = password(store, prefix)?;
            let found = match &password {
                Some(password) => jks::read(&bytes, password),
                None => jks::read_unchecked(&bytes),
            };
            found.map_err(|e| fail(jks_reason(e, &bytes, &path)))?.trusted
        }
    };
    if found.is_empty() {
        return Err(fail("there is no trusted certificate in it".into()));
    }
    let mut roots = RootCertStore::empty();
    for (index, certificate) in found.into_iter().enumerate() {
        roots.add(certificate).map_err(|e| fail(format!("certificate {} cannot be used: {e}", index + 1)))?;
    }
    Ok(roots)
}

/// The files that a store is made of.
pub(super) fn files(store: &StoreConfig) -> impl Iterator<Item = &Path> {
    store.location.iter().chain(&store.password_path).map(PathBuf::as_path)
}

fn open(store: &StoreConfig, prefix: &str) -> Result<(PathBuf, Vec<u8>, StoreKind), TlsError> {
    let Some(path) = &store.location else {
        return Err(TlsError::Missing { key: format!("{prefix}location") });
    };
    let kind = store.kind_of(path).map_err(|e| TlsError::file(prefix, path, e))?;
    let bytes =
        read_bounded(path, MAX_FILE_BYTES).map_err(|e| TlsError::file(prefix, path, e.to_string()))?;
    Ok((path.clone(), bytes, kind))
}

fn password(store: &StoreConfig, prefix: &str) -> Result<Option<String>, TlsError> {
    let Some(path) = &store.password_path else {
        return Ok(store.password.as_ref().map(|p| p.expose().to_owned()));
    };
    let read = read_bounded(path, MAX_PASSWORD_BYTES);
    let bytes =
        read.map_err(|e| TlsError::Password { prefix: prefix.into(), path: path.clone(), source: e })?;
    let text = String::from_utf8_lossy(&bytes);
    Ok(Some(text.lines().next().unwrap_or_default().to_owned()))
}

fn read_bounded(path: &Path, max: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    std::fs::File::open(path)?.take(max + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > max {
        return Err(io::Error::new(io::ErrorKind::InvalidData, format!("it has more than {max} bytes")));
    }
    Ok(bytes)
}

fn certificates(bytes: &[u8]) -> Result<Vec<CertificateDer<'static>>, String> {
    let all = CertificateDer::pem_slice_iter(bytes).collect::<Result<Vec<_>, _>>().map_err(|e| no_pem(&e))?;
    match all.is_empty() {
        false => Ok(all),
        true if is_pem(bytes) => Err("there is no certificate in it".into()),
        true => Err(not_pem_at_all(bytes)),
    }
}

/// The first private key.
fn private_key(bytes: &[u8], path: &Path) -> Result<PrivateKeyDer<'static>, String> {
    let has = |mark: &[u8]| bytes.windows(mark.len()).any(|w| w == mark);
    // The old form names the cipher in a header and looks like any other key.
    if has(b"-----BEGIN ENCRYPTED PRIVATE KEY-----") || has(b"Proc-Type: 4,ENCRYPTED") {
        let path = path.display();
        return Err(format!(
            "its private key is encrypted, which zkd cannot read: openssl pkey -in {path} -out plain.key, then put \
             plain.key and the certificates into one file that only zkd's user can read"
        ));
    }
    PrivateKeyDer::from_pem_slice(bytes).map_err(|e| match e {
        pem::Error::NoItemsFound => {
            "there is no private key in it: Apache's PEM stores have key and certificates in one file, and so have \
             zkd's: cat tls.key tls.crt > store.pem"
                .to_owned()
        }
        e => no_pem(&e),
    })
}

fn is_pem(bytes: &[u8]) -> bool {
    bytes.windows(10).any(|w| w == b"-----BEGIN")
}

/// Not the error's own text: it may repeat bytes of the file, which may be a key's.
fn no_pem(error: &pem::Error) -> String {
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
        [0xfe, 0xed, 0xfe, 0xed, ..] => "it is a JKS store, not PEM: set the type to JKS".into(),
        [0x30, ..] => {
            "it is no PEM file but DER or PKCS12: openssl pkcs12 -in STORE -nodes -out store.pem".into()
        }
        _ => "it is no PEM file: it has no -----BEGIN line".into(),
    }
}

/// Newer keytools write PKCS12 whatever the name of the file says.
fn jks_reason(reason: String, bytes: &[u8], path: &Path) -> String {
    match bytes {
        [0x30, ..] => {
            let path = path.display();
            format!("it is a PKCS12 store, not JKS: openssl pkcs12 -in {path} -nodes -out store.pem")
        }
        bytes if is_pem(bytes) => "it is a PEM file, not JKS: set the type to PEM".into(),
        _ => reason,
    }
}
