//! Stores of Java's keytool and of openssl; `testdata/README.md` says how they were made.

use std::path::{Path, PathBuf};

use rustls::pki_types::pem::PemObject;

use super::*;

fn file(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata").join(name)
}

fn with<T>(
    name: &str,
    password: Option<&str>,
    read: impl Fn(&Store<'_>) -> Result<T, String>,
) -> Result<T, String> {
    let path = file(name);
    let bytes = std::fs::read(&path).unwrap();
    read(&Store { path: &path, bytes: &bytes, kind: StoreKind::of_name(&path).unwrap(), password })
}

fn identity(name: &str, password: Option<&str>) -> Result<Identity, String> {
    with(name, password, |store| store.identity())
}

fn authorities(name: &str, password: Option<&str>) -> Result<Vec<CertificateDer<'static>>, String> {
    with(name, password, |store| store.authorities())
}

fn error<T>(result: Result<T, String>) -> String {
    result.err().expect("an error")
}

#[test]
fn the_name_of_a_file_tells_its_form() {
    let kind = |name: &str| StoreKind::of_name(Path::new(name));
    assert_eq!(kind("/a/store.JKS"), Ok(StoreKind::Jks));
    assert_eq!(kind("/a/tls.crt"), Ok(StoreKind::Pem));
    assert_eq!(kind("/a/store.p12"), Ok(StoreKind::Pkcs12));
    assert_eq!(kind("/a/store.pfx"), Ok(StoreKind::Pkcs12));
    assert!(kind("/a/store.bcfks").unwrap_err().contains("Bouncy Castle"));
    assert_eq!(StoreKind::parse("pkcs12"), Ok(StoreKind::Pkcs12));
    assert!(StoreKind::parse("KEYCHAIN").unwrap_err().contains("PEM, JKS and PKCS12"));
}

#[test]
fn java_stores_are_known_by_their_first_bytes() {
    for (name, kind) in [
        ("key.jks", Some(StoreKind::Jks)),
        ("key.p12", Some(StoreKind::Pkcs12)),
        ("key-legacy.p12", Some(StoreKind::Pkcs12)),
        ("trust-open.p12", Some(StoreKind::Pkcs12)),
        ("unmarked.p12", Some(StoreKind::Pkcs12)),
        ("root.pem", None),
    ] {
        assert_eq!(StoreKind::of_content(&std::fs::read(file(name)).unwrap()), kind, "{name}");
    }
    let certificate = CertificateDer::from_pem_file(file("root.pem")).unwrap();
    assert_eq!(StoreKind::of_content(&certificate), None);
    assert_eq!(StoreKind::of_content(&[]), None);
}

#[test]
fn a_jks_store_may_be_cut_anywhere() {
    let bytes = std::fs::read(file("key.jks")).unwrap();
    let own = identity("key.jks", Some("secret1")).unwrap();
    assert_eq!(own.chain.len(), 1);
    for length in 0..bytes.len() {
        let store = Store {
            path: Path::new("x"),
            bytes: &bytes[..length],
            kind: StoreKind::Jks,
            password: Some("secret1"),
        };
        assert!(store.identity().is_err() && store.authorities().is_err(), "{length} bytes");
    }
    assert!(error(identity("key.jks", Some("wrong"))).contains("the password is wrong"));
    // Without a password Java does not look at the seal, either.
    assert_eq!(authorities("trust.jks", None).unwrap(), own.chain);
}

#[test]
fn what_is_no_store_is_told_for_what_it_is() {
    let read = |bytes: &[u8], kind| {
        let store = Store { path: Path::new("x"), bytes, kind, password: Some("secret1") };
        error(store.identity())
    };
    let jceks = std::fs::read(file("trust.jceks")).unwrap();
    for kind in [StoreKind::Pem, StoreKind::Jks, StoreKind::Pkcs12] {
        assert_eq!(read(&[], kind), "it is empty", "{kind}");
        assert!(read(&jceks, kind).contains("-srcstoretype JCEKS"), "{kind}");
    }
    assert!(error(identity("key.jks", None)).ends_with("; it needs a password"));
}

#[cfg(not(feature = "pkcs12"))]
#[test]
fn without_the_feature_what_to_do_instead_is_said() {
    assert!(error(identity("key.p12", Some("secret1"))).contains("openssl pkcs12 -in"));
    assert!(error(identity("sealed.pem", Some("secret3"))).contains("openssl pkey -in"));
}

#[cfg(feature = "pkcs12")]
mod with_pkcs12 {
    use super::*;

    #[test]
    fn keytools_pkcs12_stores_hold_what_its_jks_stores_held() {
        let old = identity("key.jks", Some("secret1")).unwrap();
        for name in ["key.p12", "key-legacy.p12"] {
            let new = identity(name, Some("secret1")).unwrap();
            assert_eq!((&new.key, &new.chain), (&old.key, &old.chain), "{name}");
            // As Java has it, the owner of a key is trusted.
            assert_eq!(authorities(name, Some("secret1")).unwrap(), old.chain);
        }
        for (name, password) in
            [("trust.p12", Some("secret2")), ("trust-legacy.p12", Some("secret2")), ("trust-open.p12", None)]
        {
            assert_eq!(authorities(name, password).unwrap(), old.chain, "{name}");
            assert!(error(identity(name, password)).contains("no private key"), "{name}");
        }
    }

    #[test]
    fn a_chain_is_put_in_order_and_what_nobody_trusts_is_not_trusted() {
        let own = identity("chain.p12", Some("secret3")).unwrap();
        let subjects: Vec<String> = own
            .chain
            .iter()
            .map(|c| {
                use x509_cert::der::Decode;
                x509_cert::Certificate::from_der(c).unwrap().tbs_certificate().subject().to_string()
            })
            .collect();
        assert_eq!(subjects, ["CN=leaf", "CN=middle", "CN=root"]);
        assert_eq!(own.key, PrivateKeyDer::from_pem_file(file("leaf.key")).unwrap());
        // The owner only: not the two above it.
        assert_eq!(authorities("chain.p12", Some("secret3")).unwrap(), own.chain[..1]);
        assert!(
            error(authorities("unmarked.p12", Some("secret3"))).contains("keytool -importcert -trustcacerts")
        );
    }

    #[test]
    fn wrong_passwords_and_damage_are_told_and_harmless() {
        for (name, password) in [("key.p12", "wrong"), ("key-legacy.p12", "wrong"), ("key.p12", "")] {
            let error = error(identity(name, Some(password)));
            assert!(error.contains("password"), "{name}: {error}");
        }
        assert!(error(identity("key.p12", None)).contains("it needs a password"));
        // Sealed, so that no change of a byte passes; whichever it is, nothing panics. Not every place: one may ask for
        // more rounds of work, which are bounded, and many.
        let bytes = std::fs::read(file("key-legacy.p12")).unwrap();
        let read = |bytes: &[u8]| {
            let store =
                Store { path: Path::new("x"), bytes, kind: StoreKind::Pkcs12, password: Some("secret1") };
            store.identity().is_ok()
        };
        for at in (0..bytes.len()).step_by(13) {
            assert!(!read(&bytes[..at]), "cut at {at}");
            let mut damaged = bytes.clone();
            damaged[at] ^= 1;
            assert!(!read(&damaged), "damaged at {at}");
        }
    }

    #[test]
    fn java_takes_either_form_under_the_name_of_the_other() {
        for (name, kind) in [("key.p12", StoreKind::Jks), ("key.jks", StoreKind::Pkcs12)] {
            let bytes = std::fs::read(file(name)).unwrap();
            let store = Store { path: Path::new("x"), bytes: &bytes, kind, password: Some("secret1") };
            assert!(store.identity().is_ok(), "{name}");
            let store = Store { kind: StoreKind::Pem, ..store };
            assert!(error(store.identity()).contains("set the type to"), "{name}");
        }
        let bytes = std::fs::read(file("root.pem")).unwrap();
        let store = Store { path: Path::new("x"), bytes: &bytes, kind: StoreKind::Pkcs12, password: None };
        assert!(error(store.authorities()).contains("set the type to PEM"));
    }

    #[test]
    fn encrypted_keys_in_pem_files_are_opened_with_the_password() {
        let plain = PrivateKeyDer::from_pem_file(file("leaf.key")).unwrap();
        for name in ["sealed.pem", "sealed-sha1.pem", "sealed-scrypt.pem"] {
            assert_eq!(identity(name, Some("secret3")).unwrap().key, plain, "{name}");
            assert!(error(identity(name, Some("wrong"))).contains("the password is wrong"), "{name}");
            assert!(error(identity(name, None)).contains("no password is given"), "{name}");
        }
        for name in ["sealed-pbes1.pem", "sealed-old.pem"] {
            let error = error(identity(name, Some("secret3")));
            assert!(error.contains("openssl pkcs8 -topk8"), "{name}: {error}");
        }
        let text = std::fs::read_to_string(file("sealed.pem")).unwrap();
        for (text, said) in [
            (text[..text.len() / 4].to_owned(), "no -----END line"),
            (text.replacen('M', "!", 1), "no base64"),
            (text.replacen("MI", "NI", 1), "damaged"),
        ] {
            let store = Store {
                path: Path::new("x"),
                bytes: text.as_bytes(),
                kind: StoreKind::Pem,
                password: Some("secret3"),
            };
            let error = error(store.identity());
            assert!(error.contains(said), "{error}");
        }
    }
}
