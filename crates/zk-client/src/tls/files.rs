//! Files: authorities, a chain, a private key; PEM, or a store of Java's.

use std::io;
use std::path::{Path, PathBuf};

use rustls::RootCertStore;
use rustls::pki_types::pem::{self, PemObject};
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use thiserror::Error;
use zk_tls::{Store, StoreKind};

use super::Password;

/// Longest file that is read.
const MAX_FILE_BYTES: u64 = 16 << 20;

/// Why TLS cannot be used as it was asked for.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum TlsSetupError {
    /// A file cannot be read.
    #[error("cannot read {}: {source}", .file.display())]
    Read {
        /// The file.
        file: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A file is no PEM file.
    #[error("{} is no PEM file: {reason}", .file.display())]
    Pem {
        /// The file.
        file: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// A Java store, or an encrypted key, cannot be used.
    #[error("{}: {reason}", .file.display())]
    Store {
        /// The file.
        file: PathBuf,
        /// Why.
        reason: String,
        /// Whether a password was given.
        has_password: bool,
    },
    /// There is no certificate in a file.
    #[error("there is no certificate in {}", .file.display())]
    NoCertificate {
        /// The file.
        file: PathBuf,
    },
    /// A certificate that cannot be used as an authority.
    #[error("certificate {number} in {} cannot be used: {reason}", .file.display())]
    Authority {
        /// The file.
        file: PathBuf,
        /// Which one, from 1.
        number: usize,
        /// Why.
        reason: String,
    },
    /// There is no private key in a file.
    #[error("there is no private key in {}", .file.display())]
    NoKey {
        /// The file.
        file: PathBuf,
    },
    /// A private key behind a passphrase.
    #[error("the private key in {} is encrypted", .file.display())]
    EncryptedKey {
        /// The file.
        file: PathBuf,
    },
    /// A key of another certificate, or of a kind that is not known.
    #[error("the certificate in {} cannot be used with the key in {}: {reason}", .cert.display(), .key.display())]
    Pair {
        /// The certificate's file.
        cert: PathBuf,
        /// The key's file.
        key: PathBuf,
        /// Why.
        reason: String,
    },
    /// A key without a certificate.
    #[error("the key {} has no certificate", .key.display())]
    KeyAlone {
        /// The key's file.
        key: PathBuf,
    },
    /// Nobody could vouch for the server.
    #[error("no authority is named that could vouch for the server")]
    NoAuthority,
    /// A name that no server can have.
    #[error("{name:?} is no host name")]
    Name {
        /// The name.
        name: String,
    },
    /// The library refused.
    #[error("TLS cannot be set up: {0}")]
    Library(String),
}

impl TlsSetupError {
    /// What to try, if something can be said.
    pub fn hint(&self) -> Option<String> {
        Some(match self {
            TlsSetupError::Pem { file, .. } => {
                format!("if it is DER: openssl x509 -inform der -in {} -out new.pem", file.display())
            }
            TlsSetupError::Store { has_password: false, .. } => {
                "the file of --tls-password-file, which only you may read, holds its password".into()
            }
            TlsSetupError::EncryptedKey { file } => {
                format!(
                    "--tls-password-file FILE opens it; or openssl pkey -in {} -out plain.key, and keep that file to yourself \
                     (chmod 600)",
                    file.display()
                )
            }
            TlsSetupError::NoKey { .. } => "the key goes into --tls-key".into(),
            TlsSetupError::KeyAlone { .. } => "the certificate goes into --tls-cert".into(),
            TlsSetupError::NoAuthority => {
                "--tls-ca FILE names one; --tls-insecure believes whoever answers".into()
            }
            _ => return None,
        })
    }
}

/// The authorities in a file.
pub(super) fn roots(file: &Path, password: Option<&Password>) -> Result<RootCertStore, TlsSetupError> {
    let bytes = read(file)?;
    let found = match StoreKind::of_content(&bytes) {
        Some(kind) => store(file, &bytes, kind, password, |store| store.authorities())?,
        None => certificates(file, &bytes)?,
    };
    let mut roots = RootCertStore::empty();
    for (i, certificate) in found.into_iter().enumerate() {
        roots.add(certificate).map_err(|e| TlsSetupError::Authority {
            file: file.to_owned(),
            number: i + 1,
            reason: e.to_string(),
        })?;
    }
    Ok(roots)
}

/// Our certificate, and those above it.
pub(super) fn chain(
    file: &Path,
    password: Option<&Password>,
) -> Result<Vec<CertificateDer<'static>>, TlsSetupError> {
    let bytes = read(file)?;
    match StoreKind::of_content(&bytes) {
        Some(kind) => Ok(store(file, &bytes, kind, password, |store| store.identity())?.chain),
        None => certificates(file, &bytes),
    }
}

fn certificates(file: &Path, bytes: &[u8]) -> Result<Vec<CertificateDer<'static>>, TlsSetupError> {
    let chain =
        CertificateDer::pem_slice_iter(bytes).collect::<Result<Vec<_>, _>>().map_err(|e| no_pem(file, &e))?;
    match chain.is_empty() {
        false => Ok(chain),
        true if is_pem(bytes) => Err(TlsSetupError::NoCertificate { file: file.to_owned() }),
        true => Err(TlsSetupError::Pem { file: file.to_owned(), reason: "it has no -----BEGIN line".into() }),
    }
}

/// The first private key in a file.
pub(super) fn key(file: &Path, password: Option<&Password>) -> Result<PrivateKeyDer<'static>, TlsSetupError> {
    let bytes = read(file)?;
    if let Some(kind) = StoreKind::of_content(&bytes) {
        return store(file, &bytes, kind, password, |store| store.private_key());
    }
    let text = String::from_utf8_lossy(&bytes);
    // An old form names the cipher in a header and looks like any other key.
    let is_sealed = text.contains("-----BEGIN ENCRYPTED PRIVATE KEY-----");
    match (is_sealed || text.contains("Proc-Type: 4,ENCRYPTED"), password) {
        (true, None) => return Err(TlsSetupError::EncryptedKey { file: file.to_owned() }),
        (true, Some(_)) => return store(file, &bytes, StoreKind::Pem, password, |store| store.private_key()),
        (false, _) => {}
    }
    match PrivateKeyDer::from_pem_slice(&bytes) {
        Ok(key) => Ok(key),
        Err(pem::Error::NoItemsFound) if is_pem(&bytes) => {
            Err(TlsSetupError::NoKey { file: file.to_owned() })
        }
        Err(e) => Err(no_pem(file, &e)),
    }
}

fn store<T>(
    file: &Path,
    bytes: &[u8],
    kind: StoreKind,
    password: Option<&Password>,
    read: impl FnOnce(&Store<'_>) -> Result<T, String>,
) -> Result<T, TlsSetupError> {
    let store = Store { path: file, bytes, kind, password: password.map(Password::expose) };
    read(&store).map_err(|reason| TlsSetupError::Store {
        file: file.to_owned(),
        reason,
        has_password: password.is_some(),
    })
}

fn read(file: &Path) -> Result<Vec<u8>, TlsSetupError> {
    let fail = |source| TlsSetupError::Read { file: file.to_owned(), source };
    let size = std::fs::metadata(file).map_err(fail)?.len();
    if size > MAX_FILE_BYTES {
        return Err(TlsSetupError::Pem { file: file.to_owned(), reason: format!("it has {size} bytes") });
    }
    std::fs::read(file).map_err(fail)
}

fn is_pem(bytes: &[u8]) -> bool {
    bytes.windows(10).any(|w| w == b"-----BEGIN")
}

fn no_pem(file: &Path, error: &pem::Error) -> TlsSetupError {
    let reason = match error {
        pem::Error::NoItemsFound => "it has no -----BEGIN line".to_owned(),
        // Not the error's own text: it may repeat bytes of the file, which may be a key's.
        pem::Error::MissingSectionEnd { .. } => "a section has no -----END line".to_owned(),
        pem::Error::IllegalSectionStart { .. } => "a -----BEGIN line is malformed".to_owned(),
        _ => "a section is no base64".to_owned(),
    };
    TlsSetupError::Pem { file: file.to_owned(), reason }
}
