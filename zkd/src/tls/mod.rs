//! TLS of both kinds of connection, clients' and members': what the files say, checked once at the start and again when
//! they change. `rustls` does the rest. Who opens connections takes the [`Material`] of the moment and keeps it for the
//! handshake, so that a change of files never meets a handshake half way.

mod alternative;
pub(crate) mod handshake;
mod material;
mod own;
mod reload;
mod store;
mod subject;

use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};

use rustls::client::verify_server_name;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::server::ParsedCertificate;
use thiserror::Error;

pub(crate) use self::material::Material;
pub(crate) use self::own::own_client;
pub(crate) use self::reload::Reloader;
use crate::config::tls::TlsConfig;

/// Why TLS cannot be used as it is configured.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum TlsError {
    /// A key is needed that is not there.
    #[error("{key} is not set: TLS needs it (for callers without certificates set clientAuth to none)")]
    Missing {
        /// The key.
        key: String,
    },
    /// A store cannot be used.
    #[error("{key}={}: {reason}", .path.display())]
    File {
        /// The key that names it.
        key: String,
        /// The file.
        path: PathBuf,
        /// What is wrong with it, and what to do.
        reason: String,
    },
    /// A file with a password cannot be read.
    #[error("{prefix}passwordPath={}: {source}", .path.display())]
    Password {
        /// What the key begins with.
        prefix: String,
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// None of the cipher suites is there.
    #[error("{key}: none of these cipher suites is known; zkd has {known}")]
    Ciphers {
        /// The key.
        key: String,
        /// Those that there are.
        known: String,
    },
    /// The library refused.
    #[error("{prefix}*: TLS cannot be set up: {reason}")]
    Library {
        /// What the keys begin with.
        prefix: String,
        /// Its words.
        reason: String,
    },
}

impl TlsError {
    fn file(prefix: &str, path: &Path, reason: impl Into<String>) -> TlsError {
        TlsError::File { key: format!("{prefix}location"), path: path.to_owned(), reason: reason.into() }
    }
}

/// The TLS of one side, replaced as a whole when its files change.
pub(crate) struct Tls {
    config: TlsConfig,
    material: RwLock<Arc<Material>>,
}

impl Tls {
    /// Reads the files.
    ///
    /// # Errors
    /// [`TlsError`] names the key and the file.
    pub(crate) fn load(config: TlsConfig) -> Result<Arc<Tls>, TlsError> {
        let material = RwLock::new(Arc::new(Material::read(&config)?));
        Ok(Arc::new(Tls { config, material }))
    }

    pub(crate) fn config(&self) -> &TlsConfig {
        &self.config
    }

    /// What holds for a connection that begins now.
    pub(crate) fn material(&self) -> Arc<Material> {
        self.material.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn replace(&self, material: Material) {
        *self.material.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(material);
    }
}

/// Whether the files that a configuration names can be used, for `zkd config check`.
pub(crate) fn problem(config: &TlsConfig) -> Option<TlsError> {
    Material::read(config).err()
}

/// Whether a certificate names this host: an address or a DNS name of its subjectAltName. Never asks the DNS: a name that
/// its owner's resolver vouches for proves nothing (CVE-2026-24281).
pub(crate) fn names(certificate: &CertificateDer<'_>, host: &str) -> bool {
    let host = host.trim_start_matches('[').trim_end_matches(']');
    let (Ok(certificate), Ok(name)) = (ParsedCertificate::try_from(certificate), ServerName::try_from(host))
    else {
        return false;
    };
    verify_server_name(&certificate, &name).is_ok()
}
