//! The arithmetic of RFC 2831: what proves that one knows a password.

use md5::{Digest, Md5};

/// The first, and only, use of a nonce.
pub(crate) const NONCE_COUNT: &str = "00000001";

/// Everything that goes into a proof.
pub(crate) struct Facts<'a> {
    pub(crate) user: &'a str,
    pub(crate) realm: &'a str,
    pub(crate) password: &'a str,
    pub(crate) nonce: &'a [u8],
    pub(crate) client_nonce: &'a [u8],
    /// Whom the client wants to act as, if it says so.
    pub(crate) authorization: Option<&'a [u8]>,
    pub(crate) uri: &'a [u8],
}

impl Facts<'_> {
    /// What the client says.
    pub(crate) fn of_client(&self) -> String {
        self.proof(b"AUTHENTICATE")
    }

    /// What the server says.
    pub(crate) fn of_server(&self) -> String {
        self.proof(b"")
    }

    fn proof(&self, verb: &[u8]) -> String {
        let mut secret = Md5::new()
            .chain_update(latin1_or_utf8(self.user))
            .chain_update(b":")
            .chain_update(latin1_or_utf8(self.realm))
            .chain_update(b":")
            .chain_update(latin1_or_utf8(self.password))
            .finalize()
            .to_vec();
        for part in [Some(self.nonce), Some(self.client_nonce), self.authorization].into_iter().flatten() {
            secret.push(b':');
            secret.extend_from_slice(part);
        }
        let action = hex(&Md5::new().chain_update(verb).chain_update(b":").chain_update(self.uri).finalize());
        let whole = Md5::new()
            .chain_update(hex(&Md5::digest(&secret)))
            .chain_update(b":")
            .chain_update(self.nonce)
            .chain_update(b":")
            .chain_update(NONCE_COUNT)
            .chain_update(b":")
            .chain_update(self.client_nonce)
            .chain_update(b":auth:")
            .chain_update(action);
        hex(&whole.finalize())
    }
}

/// RFC 2831 hashes each text in ISO 8859-1 where it fits, whatever the charset of the token.
fn latin1_or_utf8(text: &str) -> Vec<u8> {
    let latin1: Option<Vec<u8>> = text.chars().map(|c| u8::try_from(u32::from(c)).ok()).collect();
    latin1.unwrap_or_else(|| text.as_bytes().to_vec())
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}
