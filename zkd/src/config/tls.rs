//! What the keys `ssl.…` (clients) and `ssl.quorum.…` (servers) say. Values only: the files that they name are read by
//! `crate::tls`.

use std::path::{Path, PathBuf};

pub use zk_tls::StoreKind;

use crate::config::Secret;

/// Whose connections it is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TlsSide {
    /// `ssl.`: connections of clients.
    Clients,
    /// `ssl.quorum.`: connections between the servers.
    Quorum,
    /// `metricsProvider.ssl.`: who reads the metrics.
    Metrics,
}

impl TlsSide {
    /// What its keys begin with.
    pub fn prefix(self) -> &'static str {
        match self {
            TlsSide::Clients => "ssl.",
            TlsSide::Quorum => "ssl.quorum.",
            TlsSide::Metrics => "metricsProvider.ssl.",
        }
    }
}

/// Whether the one who calls has to show a certificate.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ClientAuth {
    /// It is not asked for one.
    None,
    /// It may; one that it shows must be good.
    Want,
    /// It must.
    #[default]
    Need,
}

/// Which versions of the protocol are spoken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TlsVersions {
    /// 1.2 and 1.3.
    #[default]
    Both,
    /// 1.2.
    Only12,
    /// 1.3.
    Only13,
}

/// A key store or a trust store.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StoreConfig {
    /// The file.
    pub location: Option<PathBuf>,
    /// Its password.
    pub password: Option<Secret>,
    /// A file with its password, which comes before `password`.
    pub password_path: Option<PathBuf>,
    /// Its form; `None`: as the end of the file's name says.
    pub kind: Option<StoreKind>,
}

/// TLS of one side. [`TlsConfig::new`] has Apache's defaults.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TlsConfig {
    /// Which side it is.
    pub side: TlsSide,
    /// Our certificate and key.
    pub key_store: StoreConfig,
    /// The authorities that vouch for the others.
    pub trust_store: StoreConfig,
    /// Whether callers must show a certificate.
    pub client_auth: ClientAuth,
    /// Versions spoken.
    pub versions: TlsVersions,
    /// Cipher suites by their Java (IANA) names; empty: all that there are.
    pub cipher_suites: Vec<String>,
    /// Whether the certificate of a server that we call must have its name.
    pub check_server_name: bool,
    /// Whether the certificate of a caller must have its address or name.
    pub check_client_name: bool,
    /// Whether certificates are looked for in the trust store's lists of revoked ones.
    pub check_revocation: bool,
    /// How long a handshake may take.
    pub handshake_timeout_ms: u32,
    /// Whether changed files are taken up while the server runs.
    pub reload: bool,
    has_enabled_protocols: bool,
}

impl TlsConfig {
    /// Without files.
    pub fn new(side: TlsSide) -> TlsConfig {
        TlsConfig {
            side,
            key_store: StoreConfig::default(),
            trust_store: StoreConfig::default(),
            client_auth: ClientAuth::Need,
            versions: TlsVersions::Both,
            cipher_suites: Vec::new(),
            check_server_name: true,
            check_client_name: side == TlsSide::Quorum,
            check_revocation: false,
            handshake_timeout_ms: 5000,
            reload: false,
            has_enabled_protocols: false,
        }
    }

    /// PEM files, as an embedding program or a test has them.
    pub fn with_pem(mut self, keys: impl Into<PathBuf>, trust: impl Into<PathBuf>) -> TlsConfig {
        let store = |path| StoreConfig { location: Some(path), ..StoreConfig::default() };
        (self.key_store, self.trust_store) = (store(keys.into()), store(trust.into()));
        self
    }

    /// Puts the value of the key `ssl.NAME` or `ssl.quorum.NAME` in its place.
    ///
    /// # Errors
    /// What is wrong with the value.
    pub(super) fn set(&mut self, name: &str, value: &str) -> Result<(), String> {
        let key = |name: &str| format!("{}{name}", self.side.prefix());
        let flag = |text: &str| text.eq_ignore_ascii_case("true");
        if let Some(part) = name.strip_prefix("keyStore.") {
            return set_store(&mut self.key_store, &key("keyStore."), part, value);
        }
        if let Some(part) = name.strip_prefix("trustStore.") {
            return set_store(&mut self.trust_store, &key("trustStore."), part, value);
        }
        match name {
            "clientAuth" => {
                self.client_auth = match value.to_ascii_lowercase().as_str() {
                    "none" => ClientAuth::None,
                    "want" => ClientAuth::Want,
                    "need" | "" => ClientAuth::Need,
                    _ => return Err(format!("{}={value}: it is none, want or need", key(name))),
                }
            }
            // The narrower of the two counts, whichever comes first.
            "protocol" if self.has_enabled_protocols => {
                versions(&key(name), value)?;
            }
            "protocol" => self.versions = versions(&key(name), value)?,
            "enabledProtocols" => {
                self.versions = versions(&key(name), value)?;
                self.has_enabled_protocols = !value.trim().is_empty();
            }
            "ciphersuites" => {
                self.cipher_suites =
                    value.split(',').map(str::trim).filter(|s| !s.is_empty()).map(str::to_owned).collect();
            }
            "hostnameVerification" => self.check_server_name = flag(value),
            "clientHostnameVerification" => self.check_client_name = flag(value),
            "crl" => self.check_revocation = flag(value),
            "handshakeDetectionTimeoutMillis" => {
                let ms = value.parse::<u32>().ok().filter(|ms| *ms > 0);
                self.handshake_timeout_ms =
                    ms.ok_or_else(|| format!("{}={value}: not a number of milliseconds", key(name)))?;
            }
            _ => unreachable!("a key of the table without a place: {name}"),
        }
        Ok(())
    }
}

fn set_store(store: &mut StoreConfig, prefix: &str, part: &str, value: &str) -> Result<(), String> {
    let given = !value.is_empty();
    match part {
        "location" => store.location = given.then(|| PathBuf::from(value)),
        "password" => store.password = given.then(|| Secret::new(value)),
        "passwordPath" => store.password_path = given.then(|| PathBuf::from(value)),
        "type" => {
            let parse = |name| StoreKind::parse(name).map_err(|e| format!("{prefix}type={value}: {e}"));
            store.kind = given.then(|| parse(value)).transpose()?;
        }
        _ => unreachable!("a key of the table without a place: {part}"),
    }
    Ok(())
}

impl StoreConfig {
    /// The form of the file.
    ///
    /// # Errors
    /// One that cannot be read, and what to do.
    pub(crate) fn kind_of(&self, path: &Path) -> Result<StoreKind, String> {
        self.kind.map_or_else(|| StoreKind::of_name(path), Ok)
    }
}

fn versions(key: &str, value: &str) -> Result<TlsVersions, String> {
    let (mut v12, mut v13) = (false, false);
    for name in value.split(',').map(str::trim).filter(|n| !n.is_empty()) {
        match name {
            "TLSv1.2" => v12 = true,
            "TLSv1.3" => v13 = true,
            // Java's `TLS` and `Default` stand for what there is.
            "TLS" | "Default" => (v12, v13) = (true, true),
            // Never spoken; who lists them beside better ones loses nothing.
            "TLSv1" | "TLSv1.1" | "SSLv3" | "SSLv2Hello" => {}
            _ => return Err(format!("{key}: `{name}` is no version of TLS; there are TLSv1.2 and TLSv1.3")),
        }
    }
    match (v12, v13) {
        (true, true) => Ok(TlsVersions::Both),
        (true, false) => Ok(TlsVersions::Only12),
        (false, true) => Ok(TlsVersions::Only13),
        (false, false) if value.trim().is_empty() => Ok(TlsVersions::Both),
        (false, false) => Err(format!("{key}={value}: zkd speaks TLSv1.2 and TLSv1.3 only")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_find_their_place_or_say_what_they_could_be() {
        let mut tls = TlsConfig::new(TlsSide::Quorum);
        for (name, value) in [
            ("keyStore.location", "/etc/zk/key.pem"),
            ("trustStore.type", "jks"),
            ("clientAuth", "WANT"),
            ("enabledProtocols", "TLSv1.2"),
            ("ciphersuites", "TLS_AES_128_GCM_SHA256, TLS_AES_256_GCM_SHA384"),
            ("clientHostnameVerification", "false"),
        ] {
            tls.set(name, value).unwrap();
        }
        assert_eq!(tls.key_store.location.as_deref(), Some(Path::new("/etc/zk/key.pem")));
        assert_eq!(tls.trust_store.kind, Some(StoreKind::Jks));
        assert_eq!((tls.client_auth, tls.versions), (ClientAuth::Want, TlsVersions::Only12));
        assert_eq!((tls.cipher_suites.len(), tls.check_client_name), (2, false));
        for (name, value, said) in [
            ("clientAuth", "maybe", "none, want or need"),
            ("protocol", "TLSv1.1", "TLSv1.2 and TLSv1.3 only"),
            ("protocol", "TLS9", "no version of TLS"),
            ("keyStore.type", "KEYCHAIN", "PEM, JKS and PKCS12"),
            ("keyStore.type", "BCFKS", "Bouncy Castle"),
        ] {
            let error = tls.set(name, value).unwrap_err();
            assert!(error.contains(said) && error.contains("ssl.quorum."), "{error}");
        }
    }
}
