//! Reads Java's old key stores (JKS): certificates in the clear, private keys under a password, the whole sealed with a
//! keyed SHA-1. Reading only: who makes a new store has better forms.
//!
//! Layout, all big-endian: magic `feedfeed`, version 2, count of entries, entries, 20 bytes of seal. An entry: tag (1 a
//! key with its chain, 2 a certificate), alias, date in ms, then its data. Text is a u16 length and bytes.

use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use sha1::{Digest, Sha1};

use super::{Contents, Identity};

const MAGIC: u32 = 0xfeed_feed;
const SEAL_BYTES: usize = 20;
/// What Java mixes into the seal.
const WHITENER: &[u8] = b"Mighty Aphrodite";
/// The algorithm of private keys: 1.3.6.1.4.1.42.2.17.1.1, as DER.
const KEY_PROTECTOR: &[u8] = &[0x06, 0x0a, 0x2b, 0x06, 0x01, 0x04, 0x01, 0x2a, 0x02, 0x11, 0x01, 0x01];
/// No store of a server has so many; bounds the work on a bad count.
const MAX_ENTRIES: u32 = 10_000;

/// Reads a store and, with a password, checks its seal. Without one Java does not check it, either, and nobody can read a
/// key.
///
/// # Errors
/// What is wrong with it.
pub(super) fn read(bytes: &[u8], password: Option<&str>) -> Result<Contents, String> {
    let body = bytes.len().checked_sub(SEAL_BYTES).and_then(|at| bytes.split_at_checked(at));
    let (content, seal) = body.ok_or("it is too short for a JKS store")?;
    let Some(password) = password else { return entries(content, None) };
    let password: Vec<u8> = password.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let expected =
        Sha1::new().chain_update(&password).chain_update(WHITENER).chain_update(content).finalize();
    if expected[..] != *seal {
        return Err("the password is wrong, or the store is damaged: its seal does not fit".into());
    }
    entries(content, Some(&password))
}

fn entries(content: &[u8], password: Option<&[u8]>) -> Result<Contents, String> {
    let mut input = Input(content);
    if input.u32()? != MAGIC {
        return Err("it is no JKS store".into());
    }
    let version = input.u32()?;
    if version != 1 && version != 2 {
        return Err(format!("it is a JKS store of the unknown version {version}"));
    }
    let count = input.u32()?;
    if count > MAX_ENTRIES {
        return Err(format!("it claims {count} entries: it is damaged"));
    }
    let mut found = Contents::default();
    for _ in 0..count {
        let tag = input.u32()?;
        input.text()?;
        input.take(8)?;
        match tag {
            1 => {
                let protected = input.data()?;
                let chain_count = input.u32()?;
                let mut chain = Vec::new();
                for _ in 0..chain_count {
                    chain.push(input.certificate(version)?);
                }
                found.owners.extend(chain.first().cloned());
                if let (Some(password), None) = (password, &found.key) {
                    found.key = Some(Identity { key: unprotect(protected, password)?, chain });
                }
            }
            2 => found.trusted.push(input.certificate(version)?),
            _ => return Err(format!("it has an entry of the unknown kind {tag}")),
        }
    }
    Ok(found)
}

/// The key behind Java's own protection: 20 bytes of salt, the key under a stream of chained digests of password and
/// salt, and a digest of password and key.
fn unprotect(protected: &[u8], password: &[u8]) -> Result<PrivateKeyDer<'static>, String> {
    let damaged = || "its private key is damaged".to_owned();
    let mut outer = Input(protected);
    let mut info = Input(outer.der(0x30)?);
    let algorithm = info.der(0x30)?;
    if !algorithm.starts_with(KEY_PROTECTOR) {
        return Err("its private key is protected in a way that is not JKS's".into());
    }
    let data = info.der(0x04)?;
    let (salt, rest) = data.split_at_checked(SEAL_BYTES).ok_or_else(damaged)?;
    let (cipher, check) = rest.split_at_checked(rest.len().saturating_sub(SEAL_BYTES)).ok_or_else(damaged)?;
    let mut plain = Vec::with_capacity(cipher.len());
    let mut digest = salt.to_vec();
    for block in cipher.chunks(SEAL_BYTES) {
        digest = Sha1::new().chain_update(password).chain_update(&digest).finalize().to_vec();
        plain.extend(block.iter().zip(&digest).map(|(c, d)| c ^ d));
    }
    if Sha1::new().chain_update(password).chain_update(&plain).finalize()[..] != *check {
        return Err(
            "the password of its private key is not that of the store: keytool -keypasswd makes them equal"
                .into(),
        );
    }
    Ok(PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(plain)))
}

/// Bytes that are read from the front.
pub(super) struct Input<'a>(&'a [u8]);

impl<'a> Input<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Input<'a> {
        Input(bytes)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn take(&mut self, count: usize) -> Result<&'a [u8], String> {
        let (taken, rest) = self.0.split_at_checked(count).ok_or("it ends in the middle of an entry")?;
        self.0 = rest;
        Ok(taken)
    }

    fn u32(&mut self) -> Result<u32, String> {
        Ok(self.take(4)?.iter().fold(0, |n, b| n << 8 | u32::from(*b)))
    }

    fn text(&mut self) -> Result<&'a [u8], String> {
        let length = self.take(2)?.iter().fold(0, |n, b| n << 8 | usize::from(*b));
        self.take(length)
    }

    fn data(&mut self) -> Result<&'a [u8], String> {
        let length = self.u32()?;
        self.take(length as usize)
    }

    fn certificate(&mut self, version: u32) -> Result<CertificateDer<'static>, String> {
        if version == 2 && self.text()? != b"X.509" {
            return Err("it has a certificate that is no X.509".into());
        }
        Ok(CertificateDer::from(self.data()?.to_vec()))
    }

    /// The content of a DER element with this tag.
    pub(super) fn der(&mut self, tag: u8) -> Result<&'a [u8], String> {
        match self.any()? {
            (found, content) if found == tag => Ok(content),
            _ => Err("its private key is damaged".into()),
        }
    }

    /// Tag and content of a DER element.
    pub(super) fn any(&mut self) -> Result<(u8, &'a [u8]), String> {
        let [found, first] = *self.take(2)? else { return Err("its private key is damaged".into()) };
        let length = match first {
            0..=0x7f => usize::from(first),
            0x81..=0x84 => {
                self.take(usize::from(first & 0x7f))?.iter().fold(0, |n, b| n << 8 | usize::from(*b))
            }
            _ => return Err("its private key is damaged".into()),
        };
        Ok((found, self.take(length)?))
    }
}
