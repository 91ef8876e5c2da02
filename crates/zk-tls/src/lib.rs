//! What TLS needs from files: key stores and trust stores in the forms that operators of ZooKeeper have (PEM, Java's JKS,
//! PKCS12), from bytes and a password; and who vouches for a server. Opens no file and no connection: that is for those
//! who use it, zkd and `zk-client`, whose own interfaces show none of `rustls`'s types.
//!
//! No message repeats what is in a store: it may be a key's.

mod ec;
mod jks;
mod pem;
#[cfg(feature = "pkcs12")]
mod pkcs12;
#[cfg(feature = "pkcs12")]
mod sealed_key;
mod verifier;

use std::fmt;
use std::path::Path;

use rustls::pki_types::{CertificateDer, CertificateRevocationListDer, PrivateKeyDer};

pub use self::verifier::AnyName;

/// The form of a store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StoreKind {
    /// PEM: certificates, and for a key store the key, in one file.
    Pem,
    /// Java's old form.
    Jks,
    /// The standard's form, which Java writes since its release 9.
    Pkcs12,
}

impl StoreKind {
    /// The form with this name.
    ///
    /// # Errors
    /// Why it is none that can be read, and what to do.
    pub fn parse(name: &str) -> Result<StoreKind, String> {
        match name.to_ascii_uppercase().as_str() {
            "PEM" => Ok(StoreKind::Pem),
            "JKS" => Ok(StoreKind::Jks),
            "PKCS12" => Ok(StoreKind::Pkcs12),
            "BCFKS" => Err(NO_BCFKS.to_owned()),
            _ => {
                Err(format!("`{name}` is no form of a store that can be read, which are PEM, JKS and PKCS12"))
            }
        }
    }

    /// The form of a Java store, by its first bytes; none if it is no such store.
    pub fn of_content(bytes: &[u8]) -> Option<StoreKind> {
        // A PKCS12 store is a sequence that begins with its version, 3; a certificate begins with another sequence.
        let rest = match bytes {
            [0xfe, 0xed, 0xfe, 0xed, ..] => return Some(StoreKind::Jks),
            [0x30, 0x82, _, _, rest @ ..] | [0x30, 0x81, _, rest @ ..] | [0x30, 0x80, rest @ ..] => rest,
            [0x30, 0x83, _, _, _, rest @ ..] => rest,
            _ => return None,
        };
        rest.starts_with(&[0x02, 0x01, 0x03]).then_some(StoreKind::Pkcs12)
    }

    /// The form that the end of a file's name stands for: `.jks`, `.p12`, `.pfx`; PEM for any other.
    ///
    /// # Errors
    /// Why it is none that can be read, and what to do.
    pub fn of_name(path: &Path) -> Result<StoreKind, String> {
        let end = path.extension().map(|e| e.to_string_lossy().to_ascii_lowercase()).unwrap_or_default();
        match end.as_str() {
            "jks" => Ok(StoreKind::Jks),
            "p12" | "pfx" => Ok(StoreKind::Pkcs12),
            "bcfks" => Err(NO_BCFKS.to_owned()),
            _ => Ok(StoreKind::Pem),
        }
    }
}

/// As in configuration files.
impl fmt::Display for StoreKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            StoreKind::Pem => "PEM",
            StoreKind::Jks => "JKS",
            StoreKind::Pkcs12 => "PKCS12",
        })
    }
}

const NO_BCFKS: &str =
    "BCFKS is a form that only Bouncy Castle knows; PEM, JKS and PKCS12 can be read: export it as PKCS12";

const NO_JCEKS: &str = "it is a JCEKS store, a form of Java's that is not read: keytool -importkeystore -srckeystore STORE \
                        -srcstoretype JCEKS -destkeystore new.p12 -deststoretype PKCS12 makes one that is";

/// A certificate with those above it, and its key.
pub struct Identity {
    /// The owner's certificate first.
    pub chain: Vec<CertificateDer<'static>>,
    /// Its private key.
    pub key: PrivateKeyDer<'static>,
}

/// The bytes of a store, and what it takes to read them.
#[derive(Clone, Copy)]
pub struct Store<'a> {
    /// What they are called in messages.
    pub path: &'a Path,
    /// The whole file.
    pub bytes: &'a [u8],
    /// What it is said to be. Java takes JKS for PKCS12 and the other way round, as the content says, and so does this.
    pub kind: StoreKind,
    /// Of the store, and of the key in it.
    pub password: Option<&'a str>,
}

/// What a store of Java's holds.
#[derive(Default)]
struct Contents {
    /// The first private key, with its chain.
    key: Option<Identity>,
    /// The first certificate of every chain that belongs to a private key.
    owners: Vec<CertificateDer<'static>>,
    /// Certificates that are there to be trusted.
    trusted: Vec<CertificateDer<'static>>,
    /// Certificates that are there for nothing.
    others: usize,
}

impl Store<'_> {
    /// The first private key. That of a PEM file may lie in another one than its certificate.
    ///
    /// # Errors
    /// What is wrong with the store, and what to do.
    pub fn private_key(&self) -> Result<PrivateKeyDer<'static>, String> {
        match self.kind {
            StoreKind::Pem => pem::private_key(self.bytes, self.path, self.password),
            StoreKind::Jks | StoreKind::Pkcs12 => Ok(self.identity()?.key),
        }
    }

    /// The first private key and its certificates.
    ///
    /// # Errors
    /// What is wrong with the store, and what to do.
    pub fn identity(&self) -> Result<Identity, String> {
        let Identity { chain, key } = match self.kind {
            StoreKind::Pem => {
                // The key first: its reasons are the better ones where it is what spoils the file.
                let key = pem::private_key(self.bytes, self.path, self.password)?;
                Identity { chain: pem::certificates(self.bytes)?, key }
            }
            StoreKind::Jks | StoreKind::Pkcs12 => self
                .javas(Some(self.password.unwrap_or_default()))?
                .key
                .ok_or("there is no private key in it")?,
        };
        Ok(Identity { key: ec::completed(key, chain.first()), chain })
    }

    /// The certificates of those who vouch for others.
    ///
    /// # Errors
    /// What is wrong with the store, and what to do.
    pub fn authorities(&self) -> Result<Vec<CertificateDer<'static>>, String> {
        let found = match self.kind {
            StoreKind::Pem => pem::certificates(self.bytes)?,
            StoreKind::Jks | StoreKind::Pkcs12 => {
                let Contents { mut trusted, owners, others, .. } = self.javas(self.password)?;
                // Mirrors: Java's trust managers, which trust the owner of a key, too.
                trusted.extend(owners);
                if trusted.is_empty() && others > 0 {
                    return Err(format!(
                        "none of the {others} certificates in it is marked as trusted, without which Java trusts none, \
                         either: keytool -importcert -trustcacerts -file ca.pem -alias ca -keystore {}",
                        self.path.display()
                    ));
                }
                trusted
            }
        };
        if found.is_empty() {
            return Err("there is no trusted certificate in it".into());
        }
        Ok(found)
    }

    /// The lists of revoked certificates, which a PEM file may have beside its certificates.
    ///
    /// # Errors
    /// There is none, or what is wrong with the store.
    pub fn revocations(&self) -> Result<Vec<CertificateRevocationListDer<'static>>, String> {
        if self.kind != StoreKind::Pem {
            return Err(format!(
                "a {} store holds no lists of revoked certificates; they are looked for in a PEM file, beside the \
                 certificates of those who vouch: cat ca.pem ca.crl > trust.pem",
                self.kind
            ));
        }
        pem::revocations(self.bytes)
    }

    /// Reads what Java writes, by what it is.
    fn javas(&self, password: Option<&str>) -> Result<Contents, String> {
        match self.bytes {
            [0xfe, 0xed, 0xfe, 0xed, ..] => {
                jks::read(self.bytes, password).map_err(|reason| reason + self.hint())
            }
            [0xce, 0xce, 0xce, 0xce, ..] => Err(NO_JCEKS.into()),
            [0x30, ..] => self.pkcs12(password.unwrap_or_default()),
            bytes if pem::is_pem(bytes) => {
                Err(format!("it is a PEM file, not {}: set the type to PEM", self.kind))
            }
            [] => Err("it is empty".into()),
            _ => Err(format!("it is no {} store", self.kind)),
        }
    }

    #[cfg(feature = "pkcs12")]
    fn pkcs12(&self, password: &str) -> Result<Contents, String> {
        pkcs12::read(self.bytes, password).map_err(|reason| reason + self.hint())
    }

    fn hint(&self) -> &'static str {
        if self.password.is_none() { "; it needs a password" } else { "" }
    }

    #[cfg(not(feature = "pkcs12"))]
    fn pkcs12(&self, _: &str) -> Result<Contents, String> {
        let path = self.path.display();
        Err(format!(
            "it is a PKCS12 store, which this build cannot read (its feature pkcs12 is off): openssl pkcs12 -in {path} \
             -nodes -out store.pem"
        ))
    }
}

#[cfg(test)]
mod tests;
