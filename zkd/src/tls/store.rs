//! Reads the files of key stores and trust stores; `zk-tls` knows their forms.

use std::io::{self, Read};
use std::path::{Path, PathBuf};

use rustls::RootCertStore;
use rustls::pki_types::CertificateRevocationListDer;
use zk_tls::{Identity, Store};

use super::TlsError;
use crate::config::tls::StoreConfig;

/// A longer file is no store.
const MAX_FILE_BYTES: u64 = 16 << 20;
/// A longer password is none.
const MAX_PASSWORD_BYTES: u64 = 4096;

/// Reads the key store. `prefix` is `ssl.keyStore.` or `ssl.quorum.keyStore.`.
pub(super) fn identity(config: &StoreConfig, prefix: &str) -> Result<Identity, TlsError> {
    read(config, prefix, |store| store.identity())
}

/// Reads the trust store.
pub(super) fn authorities(config: &StoreConfig, prefix: &str) -> Result<RootCertStore, TlsError> {
    read(config, prefix, |store| {
        let mut roots = RootCertStore::empty();
        for (index, certificate) in store.authorities()?.into_iter().enumerate() {
            roots.add(certificate).map_err(|e| format!("certificate {} cannot be used: {e}", index + 1))?;
        }
        Ok(roots)
    })
}

/// Reads the lists of revoked certificates in the trust store.
pub(super) fn revocations(
    config: &StoreConfig,
    prefix: &str,
) -> Result<Vec<CertificateRevocationListDer<'static>>, TlsError> {
    read(config, prefix, |store| store.revocations())
}

/// The files that a store is made of.
pub(super) fn files(store: &StoreConfig) -> impl Iterator<Item = &Path> {
    store.location.iter().chain(&store.password_path).map(PathBuf::as_path)
}

fn read<T>(
    config: &StoreConfig,
    prefix: &str,
    read: impl FnOnce(&Store<'_>) -> Result<T, String>,
) -> Result<T, TlsError> {
    let Some(path) = &config.location else {
        return Err(TlsError::Missing { key: format!("{prefix}location") });
    };
    let fail = |reason: String| TlsError::file(prefix, path, reason);
    let kind = config.kind_of(path).map_err(fail)?;
    let bytes = read_bounded(path, MAX_FILE_BYTES).map_err(|e| fail(e.to_string()))?;
    let password = password(config, prefix)?;
    read(&Store { path, bytes: &bytes, kind, password: password.as_deref() }).map_err(fail)
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
