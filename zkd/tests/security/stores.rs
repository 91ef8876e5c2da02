//! Servers with stores in every form, of Java's keytool and of openssl: those of `zk-tls`, whose README says what is in them.

use std::path::{Path, PathBuf};
#[cfg(feature = "pkcs12")]
use std::time::{Duration, Instant};

use zk_client::{CreateMode, Options, Tls, TlsOptions};
use zkd::config::Secret;
use zkd::config::tls::{ClientAuth, TlsConfig, TlsSide};

use super::clients::start_error;
use super::{Authority, TestServer, connect};

pub(super) fn stored(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/zk-tls/testdata").join(name)
}

fn secret(text: &str) -> Option<Secret> {
    (!text.is_empty()).then(|| Secret::new(text))
}

fn tls(side: TlsSide, keys: (&Path, &str), trust: (&Path, &str)) -> TlsConfig {
    let mut tls = TlsConfig::new(side).with_pem(keys.0, trust.0);
    (tls.key_store.password, tls.trust_store.password) = (secret(keys.1), secret(trust.1));
    tls.client_auth = ClientAuth::Want;
    tls
}

fn believing(ca: &Path) -> Options {
    let tls = TlsOptions { ca: Some(ca.to_owned()), ..TlsOptions::default() };
    Options { tls: Some(Tls::new(tls).unwrap()), ..Options::default() }
}

#[cfg(feature = "pkcs12")]
const STORES: &[(&str, &str, &str, &str, &str)] = &[
    ("key.jks", "secret1", "trust.jks", "secret2", "key.pem"),
    ("key.p12", "secret1", "trust.p12", "secret2", "key.pem"),
    ("key-legacy.p12", "secret1", "trust-legacy.p12", "secret2", "key.pem"),
    ("key.p12", "secret1", "trust-open.p12", "", "key.pem"),
    ("chain.p12", "secret3", "root.pem", "", "root.pem"),
    ("key.p12", "secret1", "key.p12", "secret1", "key.pem"),
];
#[cfg(not(feature = "pkcs12"))]
const STORES: &[(&str, &str, &str, &str, &str)] = &[
    ("key.jks", "secret1", "trust.jks", "secret2", "key.pem"),
    ("key.jks", "secret1", "trust.jks", "", "key.pem"),
];

/// An EC key among them, whose public half Java leaves out.
#[tokio::test]
async fn javas_stores_are_read() {
    for (key, secret1, trust, secret2, ca) in STORES {
        let tls = tls(TlsSide::Clients, (&stored(key), secret1), (&stored(trust), secret2));
        let zkd = TestServer::start(Some(tls), |_| {});
        let client = connect(zkd.secure(), believing(&stored(ca))).await;
        client
            .unwrap_or_else(|e| panic!("{key}: {e}"))
            .create("/a", None, CreateMode::Persistent)
            .await
            .unwrap();
    }
}

#[test]
fn a_file_with_the_password_comes_before_the_password() {
    let ca = Authority::new();
    std::fs::write(ca.path("password"), "wrong\n").unwrap();
    for (key, password, trust, ..) in STORES {
        let mut tls = tls(TlsSide::Clients, (&stored(key), password), (&stored(trust), ""));
        tls.key_store.password_path = Some(ca.path("password"));
        let error = start_error(|c| c.client_tls = Some(tls));
        assert!(
            error.starts_with("ssl.keyStore.location=") && error.contains("the password is wrong"),
            "{error}"
        );
    }
}

#[cfg(not(feature = "pkcs12"))]
#[test]
fn a_build_without_pkcs12_says_what_to_do() {
    for (key, said) in [("key.p12", "openssl pkcs12 -in"), ("sealed.pem", "openssl pkey -in")] {
        let tls = tls(TlsSide::Clients, (&stored(key), "secret1"), (&stored("key.pem"), ""));
        let error = start_error(|c| c.client_tls = Some(tls));
        assert!(error.contains(said) && error.contains("this build"), "{error}");
    }
}

/// The key of a PEM file under a password, at first; then a PKCS12 store takes the file's place, and another one that of
/// the other, while the server runs.
#[cfg(feature = "pkcs12")]
#[tokio::test]
async fn encrypted_keys_are_opened_and_stores_reloaded() {
    let ca = Authority::new();
    let put = |name: &str, place: &str| {
        std::fs::copy(stored(name), ca.path("new")).unwrap();
        std::fs::rename(ca.path("new"), ca.path(place)).unwrap();
    };
    put("sealed.pem", "store");
    let (store, root) = (ca.path("store"), stored("root.pem"));
    let sealed = tls(TlsSide::Clients, (&store, "secret3"), (&root, ""));
    let zkd = TestServer::start(Some(sealed), |_| {});
    assert!(connect(zkd.secure(), believing(&root)).await.is_ok());
    drop(zkd);

    put("chain.p12", "store.p12");
    std::fs::write(ca.path("password"), "secret3\n").unwrap();
    let mut tls = tls(TlsSide::Clients, (&ca.path("store.p12"), ""), (&root, ""));
    tls.key_store.password_path = Some(ca.path("password"));
    tls.reload = true;
    let zkd = TestServer::start(Some(tls), |_| {});
    assert!(connect(zkd.secure(), believing(&root)).await.is_ok());
    // Another store with another password: neither alone can be read, both are taken up together.
    put("key.p12", "store.p12");
    std::fs::write(ca.path("password"), "secret1\n").unwrap();
    let deadline = Instant::now() + Duration::from_secs(20);
    while connect(zkd.secure(), believing(&stored("key.pem"))).await.is_err() {
        assert!(Instant::now() < deadline, "the new store was not taken up");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert!(connect(zkd.secure(), believing(&root)).await.is_err());
}
