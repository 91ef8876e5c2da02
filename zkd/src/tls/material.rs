//! What a handshake needs: our certificate and key, the authorities, versions and cipher suites, made from the files once.

use std::fmt;
use std::path::Path;
use std::sync::Arc;

use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::ServerCertVerifier;
use rustls::crypto::CryptoProvider;
use rustls::pki_types::CertificateDer;
use rustls::server::{VerifierBuilderError, WebPkiClientVerifier};
use rustls::version::{TLS12, TLS13};
use rustls::{ClientConfig, RootCertStore, ServerConfig, SupportedCipherSuite, SupportedProtocolVersion};
use x509_cert::Certificate;
use x509_cert::der::Decode;
use zk_tls::AnyName;

use super::reason::KEYS;
use super::validity::Validity;
use super::{TlsError, store};
use crate::config::tls::{ClientAuth, TlsConfig, TlsSide, TlsVersions};

/// For both ends of a handshake.
pub(crate) struct Material {
    /// To be called.
    pub(crate) server: Arc<ServerConfig>,
    /// To call; only members do.
    pub(crate) client: Option<Arc<ClientConfig>>,
    certificate: CertificateDer<'static>,
}

impl Material {
    /// From when until when our certificate holds.
    pub(super) fn validity(&self) -> Option<Validity> {
        Validity::of(&self.certificate)
    }

    /// Whether our certificate names one of these hosts.
    pub(super) fn names_one_of(&self, hosts: &[&str]) -> bool {
        hosts.iter().any(|host| super::names(&self.certificate, host))
    }

    /// What keeps others from us, now or soon.
    pub(super) fn doubts(&self) -> impl Iterator<Item = String> + use<> {
        self.validity().map_or_else(Vec::new, |validity| validity.doubts()).into_iter()
    }

    pub(super) fn read(config: &TlsConfig) -> Result<Material, TlsError> {
        let prefix = config.side.prefix();
        let library =
            |e: &dyn fmt::Display| TlsError::Library { prefix: prefix.into(), reason: e.to_string() };
        let identity = store::identity(&config.key_store, &format!("{prefix}keyStore."))?;
        let trust = format!("{prefix}trustStore.");
        let needs_roots = config.client_auth != ClientAuth::None || config.side == TlsSide::Quorum;
        let roots = match needs_roots {
            true => Arc::new(store::authorities(&config.trust_store, &trust)?),
            false => Arc::new(RootCertStore::empty()),
        };
        let lists = match needs_roots && config.check_revocation {
            true => store::revocations(&config.trust_store, &trust)?,
            false => Vec::new(),
        };
        let unusable = |e: VerifierBuilderError| {
            let path = config.trust_store.location.as_deref().unwrap_or(Path::new(""));
            TlsError::file(&trust, path, e.to_string())
        };
        let provider = Arc::new(provider(config)?);
        let versions = versions(config.versions);
        if provider.key_provider.load_private_key(identity.key.clone_key()).is_err() {
            let path = config.key_store.location.as_deref().unwrap_or(Path::new(""));
            let reason = format!(
                "its private key is of a kind that zkd cannot use: there are {KEYS} (of RSA keys up to 4096 bits)"
            );
            return Err(TlsError::file(&format!("{prefix}keyStore."), path, reason));
        }
        let pair = |e: &rustls::Error| {
            let reason = format!("its key and its first certificate do not go together: {e}");
            let path = config.key_store.location.as_deref().unwrap_or(Path::new(""));
            TlsError::file(&format!("{prefix}keyStore."), path, reason)
        };

        let builder = ServerConfig::builder_with_provider(provider.clone())
            .with_protocol_versions(versions)
            .map_err(|e| library(&e))?;
        // An authority whose list is out of date, or not there, vouches for nobody, as in Java.
        let verifier = || {
            WebPkiClientVerifier::builder_with_provider(roots.clone(), provider.clone())
                .with_crls(lists.clone())
                .enforce_revocation_expiration()
        };
        let builder = match config.client_auth {
            ClientAuth::None => builder.with_no_client_auth(),
            ClientAuth::Want => builder
                .with_client_cert_verifier(verifier().allow_unauthenticated().build().map_err(unusable)?),
            ClientAuth::Need => builder.with_client_cert_verifier(verifier().build().map_err(unusable)?),
        };
        let server = builder
            .with_single_cert(identity.chain.clone(), identity.key.clone_key())
            .map_err(|e| pair(&e))?;
        let certificate = identity.chain.first().cloned().unwrap_or_else(|| CertificateDer::from(Vec::new()));
        let client = match config.side {
            TlsSide::Clients | TlsSide::Metrics => None,
            TlsSide::Quorum => {
                let full = WebPkiServerVerifier::builder_with_provider(roots, provider.clone())
                    .with_crls(lists)
                    .enforce_revocation_expiration()
                    .build()
                    .map_err(unusable)?;
                let verifier: Arc<dyn ServerCertVerifier> =
                    if config.check_server_name { full } else { Arc::new(AnyName(full)) };
                let client = ClientConfig::builder_with_provider(provider)
                    .with_protocol_versions(versions)
                    .map_err(|e| library(&e))?
                    .dangerous()
                    .with_custom_certificate_verifier(verifier)
                    .with_client_auth_cert(identity.chain.clone(), identity.key.clone_key())
                    .map_err(|e| pair(&e))?;
                Some(Arc::new(client))
            }
        };
        Ok(Material { server: Arc::new(server), client, certificate })
    }
}

/// What our own certificate is, for the log.
impl fmt::Display for Material {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match Certificate::from_der(&self.certificate) {
            Ok(parsed) => {
                let tbs = parsed.tbs_certificate();
                let subject = super::subject::subject(&self.certificate).unwrap_or_default();
                let (serial, until) = (tbs.serial_number(), tbs.validity().not_after);
                write!(f, "certificate of {subject:?}, serial {serial}, valid until {until}")
            }
            Err(_) => f.write_str("certificate"),
        }
    }
}

/// `TLS_AES_128_GCM_SHA256`, as Java and the standards call it.
fn name(suite: SupportedCipherSuite) -> String {
    format!("{:?}", suite.suite()).replacen("TLS13_", "TLS_", 1)
}

pub(super) fn provider(config: &TlsConfig) -> Result<CryptoProvider, TlsError> {
    let mut provider = rustls::crypto::ring::default_provider();
    let wanted = &config.cipher_suites;
    if wanted.is_empty() {
        return Ok(provider);
    }
    let known: Vec<String> = provider.cipher_suites.iter().map(|s| name(*s)).collect();
    let missing: Vec<&str> =
        wanted.iter().map(String::as_str).filter(|w| !known.iter().any(|k| k == w)).collect();
    provider.cipher_suites.retain(|suite| wanted.contains(&name(*suite)));
    let key = format!("{}ciphersuites", config.side.prefix());
    if provider.cipher_suites.is_empty() {
        return Err(TlsError::Ciphers { key, known: known.join(", ") });
    }
    let spoken = versions(config.versions);
    if !provider.cipher_suites.iter().any(|suite| spoken.contains(&suite.version())) {
        return Err(TlsError::Versions { prefix: config.side.prefix().into() });
    }
    if !missing.is_empty() {
        tracing::warn!("{key}: zkd does not have {}; the others are used", missing.join(", "));
    }
    Ok(provider)
}

pub(super) fn versions(versions: TlsVersions) -> &'static [&'static SupportedProtocolVersion] {
    static BOTH: [&SupportedProtocolVersion; 2] = [&TLS13, &TLS12];
    static ONLY_12: [&SupportedProtocolVersion; 1] = [&TLS12];
    static ONLY_13: [&SupportedProtocolVersion; 1] = [&TLS13];
    match versions {
        TlsVersions::Both => &BOTH,
        TlsVersions::Only12 => &ONLY_12,
        TlsVersions::Only13 => &ONLY_13,
    }
}
