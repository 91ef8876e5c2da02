//! Private keys under a password in the standard's form, `ENCRYPTED PRIVATE KEY` (PKCS#8 with PBES2).

use pkcs8::EncryptedPrivateKeyInfoRef;
use pkcs8::der::Decode;
use pkcs8::pkcs5::EncryptionScheme;
use pkcs8::pkcs5::pbes2::Kdf;
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};

/// What a file may ask for before its password is known to be right: a second or so of work, and memory.
const MAX_ROUNDS: u32 = 10_000_000;
const MAX_SCRYPT_BYTES: u64 = 256 << 20;
const MAX_SCRYPT_LANES: u16 = 16;

/// Decrypts the key.
///
/// # Errors
/// What is wrong with it, or with the password.
pub(super) fn open(der: &[u8], password: &str) -> Result<PrivateKeyDer<'static>, String> {
    let sealed = EncryptedPrivateKeyInfoRef::from_der(der).map_err(|_| {
        "its encrypted private key is damaged, or encrypted in a way that cannot be read: openssl pkcs8 -topk8 -v2 \
         aes-256-cbc makes a common one"
    })?;
    let EncryptionScheme::Pbes2(parameters) = &sealed.encryption_algorithm else {
        return Err("its private key is encrypted by PBES1, which is weak: openssl pkcs8 -topk8 -v2 aes-256-cbc makes a \
                    better one"
            .into());
    };
    let is_fair = match &parameters.kdf {
        Kdf::Pbkdf2(p) => p.iteration_count <= MAX_ROUNDS,
        Kdf::Scrypt(p) => {
            let bytes = 128u64.checked_mul(p.cost_parameter).and_then(|n| n.checked_mul(p.block_size.into()));
            bytes.is_some_and(|n| n <= MAX_SCRYPT_BYTES) && p.parallelization <= MAX_SCRYPT_LANES
        }
        _ => true,
    };
    if !is_fair {
        return Err(
            "its private key asks for far more work than any tool does to turn the password into a key"
                .into(),
        );
    }
    let plain = sealed.decrypt(password).map_err(|_| {
        "its private key cannot be decrypted: the password is wrong, or it is damaged, or encrypted in a way that cannot be \
         read (openssl pkcs8 -topk8 -v2 aes-256-cbc makes a common one)"
    })?;
    Ok(PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(plain.as_bytes().to_vec())))
}
