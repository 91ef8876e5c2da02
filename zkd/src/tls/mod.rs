//! TLS of both kinds of connection, clients' and members': what the files say, checked once at the start and again when
//! they change. `rustls` does the rest. Who opens connections takes the [`Material`] of the moment and keeps it for the
//! handshake, so that a change of files never meets a handshake half way.

mod alternative;
pub(crate) mod handshake;
pub(crate) mod handshakes;
mod material;
mod own;
pub(crate) mod reason;
mod reload;
mod store;
mod subject;
mod validity;

use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use rustls::client::verify_server_name;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::server::ParsedCertificate;
use thiserror::Error;

pub(crate) use self::material::Material;
pub(crate) use self::own::own_client;
pub(crate) use self::reload::Reloader;
use self::reload::Version;
use crate::config::tls::TlsConfig;
use crate::status::TlsStatus;

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
    /// The cipher suites are for another version of TLS than is to be spoken.
    #[error(
        "{prefix}ciphersuites and {prefix}enabledProtocols leave nothing: suites with two names in them, as \
         TLS_AES_128_GCM_SHA256, are those of TLSv1.3, and those with WITH in them are those of TLSv1.2"
    )]
    Versions {
        /// What the keys begin with.
        prefix: String,
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
    /// The versions of the files that are in use, or were refused.
    seen: Mutex<Vec<Version>>,
    reloads: AtomicU64,
    refusals: AtomicU64,
    /// The files as they are now were refused.
    is_refused: AtomicBool,
}

impl Tls {
    /// Reads the files.
    ///
    /// # Errors
    /// [`TlsError`] names the key and the file.
    pub(crate) fn load(config: TlsConfig) -> Result<Arc<Tls>, TlsError> {
        // Before they are read: what changes meanwhile is found by the first look for changes.
        let seen = reload::versions(&config);
        let material = Material::read(&config)?;
        material.doubts().for_each(|doubt| tracing::warn!("{}", doubt_of(&config, &doubt)));
        Ok(Arc::new(Tls {
            config,
            material: RwLock::new(Arc::new(material)),
            seen: Mutex::new(seen),
            reloads: AtomicU64::new(0),
            refusals: AtomicU64::new(0),
            is_refused: AtomicBool::new(false),
        }))
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

    /// Takes up the files as they are, if they are not those in use and can be used; otherwise what is in use stays. Says what
    /// came of it; nothing if they are those in use, or were refused before.
    ///
    /// # Errors
    /// Why the changed files cannot be used.
    pub(crate) fn take_up(&self) -> Result<Option<String>, String> {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let found = reload::versions(&self.config);
        if *seen == found {
            return Ok(None);
        }
        *seen = found;
        let prefix = self.config.side.prefix();
        match Material::read(&self.config).map_err(|e| e.to_string()).and_then(|new| self.better(new)) {
            Ok(material) => {
                material.doubts().for_each(|doubt| tracing::warn!("{}", doubt_of(&self.config, &doubt)));
                let said = format!("{prefix}*: changed files are in use for new connections: {material}");
                self.replace(material);
                self.reloads.fetch_add(1, Ordering::Relaxed);
                self.is_refused.store(false, Ordering::Relaxed);
                Ok(Some(said))
            }
            Err(e) => {
                self.refusals.fetch_add(1, Ordering::Relaxed);
                self.is_refused.store(true, Ordering::Relaxed);
                Err(format!("changed files cannot be used, what was read before stays in use: {e}"))
            }
        }
    }

    /// A certificate whose time is over does not take the place of one that clients still take.
    fn better(&self, new: Material) -> Result<Material, String> {
        let is_over = |material: &Material| material.validity().is_some_and(|v| v.is_over());
        match is_over(&new) && !is_over(&self.material()) {
            true => {
                Err(new.doubts().map(|doubt| doubt_of(&self.config, &doubt)).collect::<Vec<_>>().join("; "))
            }
            false => Ok(new),
        }
    }

    /// Why the other members would turn away, if our certificate names none of the hosts at which they find us.
    pub(crate) fn doubt_of_hosts(&self, hosts: &[&str]) -> Option<String> {
        doubt_of_hosts(&self.config, &self.material(), hosts)
    }

    /// For the metrics. `of` says whose connections it is for.
    pub(crate) fn status(&self, of: &'static str) -> TlsStatus {
        TlsStatus {
            of,
            not_after_secs: self.material().validity().map(|v| v.not_after),
            reload_count: self.reloads.load(Ordering::Relaxed),
            refusal_count: self.refusals.load(Ordering::Relaxed),
            is_refused: self.is_refused.load(Ordering::Relaxed),
        }
    }
}

/// What an operator should know of the server's own certificate.
fn doubt_of(config: &TlsConfig, doubt: &str) -> String {
    let file = config.key_store.location.as_deref().unwrap_or(Path::new("")).display();
    format!("{}keyStore.location={file}: the server's own certificate: {doubt}", config.side.prefix())
}

fn doubt_of_hosts(config: &TlsConfig, material: &Material, hosts: &[&str]) -> Option<String> {
    if hosts.is_empty() || material.names_one_of(hosts) {
        return None;
    }
    let doubt = format!(
        "its subjectAltName has not the host of this server's line ({}): the other members turn it away unless their \
         {}hostnameVerification and clientHostnameVerification are false",
        hosts.join(", "),
        config.side.prefix()
    );
    Some(doubt_of(config, &doubt))
}

/// What `zkd config check` finds in the files that a configuration names: doubts about the certificate in them, also for these
/// hosts of a member.
///
/// # Errors
/// They cannot be used.
pub(crate) fn look_at(config: &TlsConfig, hosts: &[&str]) -> Result<Vec<String>, TlsError> {
    let material = Material::read(config)?;
    let of_hosts = doubt_of_hosts(config, &material, hosts);
    Ok(material.doubts().map(|doubt| doubt_of(config, &doubt)).chain(of_hosts).collect())
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
