//! Java writes the private key of an elliptic curve without its public half, which the library wants to see. It is in the
//! certificate.

use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use x509_cert::Certificate;
use x509_cert::der::Decode;

use super::jks::Input;

/// 1.2.840.10045.2.1, as DER.
const EC_PUBLIC_KEY: &[u8] = &[0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01];
const SEQUENCE: u8 = 0x30;
const INTEGER: u8 = 0x02;
const OCTETS: u8 = 0x04;
const BITS: u8 = 0x03;
/// `publicKey [1]` of RFC 5915.
const PUBLIC_KEY: u8 = 0xa1;

/// The key with its public half, taken from its certificate, if it is of that kind; as it is if not.
pub(super) fn completed(
    key: PrivateKeyDer<'static>,
    certificate: Option<&CertificateDer<'_>>,
) -> PrivateKeyDer<'static> {
    let whole = match (&key, certificate) {
        (PrivateKeyDer::Pkcs8(pkcs8), Some(certificate)) => {
            complete(pkcs8.secret_pkcs8_der(), certificate).ok().flatten()
        }
        _ => None,
    };
    whole.map_or(key, |der| PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(der)))
}

fn complete(pkcs8: &[u8], certificate: &CertificateDer<'_>) -> Result<Option<Vec<u8>>, String> {
    let mut info = Input::new(Input::new(pkcs8).der(SEQUENCE)?);
    let version = info.der(INTEGER)?;
    let algorithm = info.der(SEQUENCE)?;
    if !algorithm.starts_with(EC_PUBLIC_KEY) {
        return Ok(None);
    }
    let mut private = Input::new(Input::new(info.der(OCTETS)?).der(SEQUENCE)?);
    let (one, secret) = (private.der(INTEGER)?, private.der(OCTETS)?);
    while !private.is_empty() {
        if private.any()?.0 == PUBLIC_KEY {
            return Ok(None);
        }
    }
    let parsed = Certificate::from_der(certificate).map_err(|e| e.to_string())?;
    let public = parsed.tbs_certificate().subject_public_key_info().subject_public_key.raw_bytes();
    let bits = element(BITS, &[&[0], public]);
    let private = element(
        SEQUENCE,
        &[&element(INTEGER, &[one]), &element(OCTETS, &[secret]), &element(PUBLIC_KEY, &[&bits])],
    );
    let parts = [element(INTEGER, &[version]), element(SEQUENCE, &[algorithm]), element(OCTETS, &[&private])];
    Ok(Some(element(SEQUENCE, &[&parts[0], &parts[1], &parts[2]])))
}

fn element(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
    let content = parts.concat();
    let mut out = vec![tag];
    match u8::try_from(content.len()) {
        Ok(length @ ..0x80) => out.push(length),
        Ok(length) => out.extend([0x81, length]),
        Err(_) => {
            out.push(0x82);
            out.extend((content.len() as u16).to_be_bytes());
        }
    }
    out.extend(content);
    out
}
