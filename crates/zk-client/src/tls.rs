//! TLS: what the files say, checked once, and how connections are opened with it. `rustls` stays inside: none of its
//! types is part of this crate's interface.

mod files;
mod verifier;

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

use rustls::crypto::CryptoProvider;
use rustls::pki_types::ServerName;
use rustls::{ClientConfig, RootCertStore};

pub use files::TlsSetupError;

/// How to talk TLS: files in PEM form or stores of Java's (JKS, PKCS12), told apart by what is in them; and whom to expect.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TlsOptions {
    /// Certificates of the authorities that may vouch for a server.
    pub ca: Option<PathBuf>,
    /// Our own certificate and those above it, for servers that ask who we are.
    pub cert: Option<PathBuf>,
    /// Its private key; where there is none it is looked for beside the certificate, in the same file.
    pub key: Option<PathBuf>,
    /// Opens the store of the certificate, or the encrypted key.
    pub password: Option<Password>,
    /// Opens the store of the authorities.
    pub ca_password: Option<Password>,
    /// The name that the server's certificate must have; that of the connect string if not set.
    pub name: Option<String>,
    /// How much of the server's certificate is checked.
    pub check: TlsCheck,
}

/// A password of a store, which no message shows.
#[derive(Clone, PartialEq, Eq)]
pub struct Password(String);

impl Password {
    /// It.
    pub fn new(text: impl Into<String>) -> Password {
        Password(text.into())
    }

    fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("(a secret)")
    }
}

/// How much of a server's certificate is checked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TlsCheck {
    /// The chain up to an authority, the validity, the name.
    #[default]
    Full,
    /// All but the name.
    AnyName,
    /// Nothing: whoever answers is believed. Encryption without authentication.
    Nothing,
}

/// TLS, ready to be used for any number of connections.
#[derive(Clone)]
pub struct Tls {
    pub(crate) config: Arc<ClientConfig>,
    pub(crate) name: Option<ServerName<'static>>,
    options: Arc<TlsOptions>,
}

impl Tls {
    /// Reads and checks the files.
    ///
    /// # Errors
    /// [`TlsSetupError`] names the file and says what is wrong with it.
    pub fn new(options: TlsOptions) -> Result<Tls, TlsSetupError> {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let (password, ca_password) = (options.password.as_ref(), options.ca_password.as_ref());
        let roots = match (&options.ca, options.check) {
            (Some(file), _) => files::roots(file, ca_password)?,
            (None, TlsCheck::Nothing) => RootCertStore::empty(),
            (None, _) => return Err(TlsSetupError::NoAuthority),
        };
        let name = match &options.name {
            Some(name) => Some(
                ServerName::try_from(name.clone()).map_err(|_| TlsSetupError::Name { name: name.clone() })?,
            ),
            None => None,
        };
        let verifier = verifier::verifier(roots, options.check, &provider)?;
        let builder = Self::builder(provider)?.dangerous().with_custom_certificate_verifier(verifier);
        let config = match (&options.cert, &options.key) {
            (Some(cert), key) => {
                let key = key.as_ref().unwrap_or(cert);
                let (chain, secret) = (files::chain(cert, password)?, files::key(key, password)?);
                builder.with_client_auth_cert(chain, secret).map_err(|e| TlsSetupError::Pair {
                    cert: cert.clone(),
                    key: key.clone(),
                    reason: e.to_string(),
                })?
            }
            (None, Some(key)) => return Err(TlsSetupError::KeyAlone { key: key.clone() }),
            (None, None) => builder.with_no_client_auth(),
        };
        Ok(Tls { config: Arc::new(config), name, options: Arc::new(options) })
    }

    /// What it was made of.
    pub fn options(&self) -> &TlsOptions {
        &self.options
    }

    /// TLS that believes whoever answers: to see whether a port speaks it at all.
    pub(crate) fn blind() -> Result<Tls, TlsSetupError> {
        Tls::new(TlsOptions { check: TlsCheck::Nothing, ..TlsOptions::default() })
    }

    fn builder(
        provider: Arc<CryptoProvider>,
    ) -> Result<rustls::ConfigBuilder<ClientConfig, rustls::WantsVerifier>, TlsSetupError> {
        ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(|e| TlsSetupError::Library(e.to_string()))
    }
}

impl fmt::Debug for Tls {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Tls").field(&self.options).finish()
    }
}

impl PartialEq for Tls {
    fn eq(&self, other: &Tls) -> bool {
        self.options == other.options
    }
}

impl Eq for Tls {}
