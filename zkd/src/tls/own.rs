//! TLS to oneself: `zkd status` asks the server of its own configuration, where that takes no plain connections. The server is
//! the one that has our certificate, and the certificate is what we show. Where the file has been renewed and the server does
//! not use it yet, it is one that our authorities vouch for.

use std::sync::Arc;

use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{CertificateError, ClientConfig, DigitallySignedStruct, Error, SignatureScheme};
use zk_tls::AnyName;

use super::{TlsError, material, store};
use crate::config::tls::TlsConfig;

/// Takes one certificate, and those that our authorities vouch for.
#[derive(Debug)]
struct Ours {
    certificate: CertificateDer<'static>,
    vouched: Option<AnyName>,
    provider: Arc<CryptoProvider>,
}

/// What a call to our own server begins with.
///
/// # Errors
/// The key store cannot be read or used.
pub(crate) fn own_client(config: &TlsConfig) -> Result<ClientConfig, TlsError> {
    let prefix = config.side.prefix();
    let library = |e: Error| TlsError::Library { prefix: prefix.into(), reason: e.to_string() };
    let identity = store::identity(&config.key_store, &format!("{prefix}keyStore."))?;
    let certificate = identity.chain.first().cloned().unwrap_or_else(|| CertificateDer::from(Vec::new()));
    let provider = Arc::new(material::provider(config)?);
    let vouched = match &config.trust_store.location {
        None => None,
        Some(_) => {
            let roots = Arc::new(store::authorities(&config.trust_store, &format!("{prefix}trustStore."))?);
            WebPkiServerVerifier::builder_with_provider(roots, provider.clone()).build().ok().map(AnyName)
        }
    };
    let verifier = Ours { certificate, vouched, provider: provider.clone() };
    ClientConfig::builder_with_provider(provider)
        .with_protocol_versions(material::versions(config.versions))
        .map_err(library)?
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(verifier))
        .with_client_auth_cert(identity.chain, identity.key)
        .map_err(library)
}

impl ServerCertVerifier for Ours {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        name: &ServerName<'_>,
        ocsp: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        // The server's own is its own, even if it has expired.
        if *end_entity == self.certificate {
            return Ok(ServerCertVerified::assertion());
        }
        match &self.vouched {
            Some(vouched) => vouched.verify_server_cert(end_entity, intermediates, name, ocsp, now),
            None => Err(Error::InvalidCertificate(CertificateError::ApplicationVerificationFailure)),
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let algorithms = &self.provider.signature_verification_algorithms;
        verify_tls12_signature(message, certificate, signed, algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let algorithms = &self.provider.signature_verification_algorithms;
        verify_tls13_signature(message, certificate, signed, algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}
