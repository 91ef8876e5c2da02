//! Logins that succeed, and all the ways in which they do not.

use super::*;
use crate::{Exchange, Sasl, Step};

fn password_of(user: &str) -> Option<&'static str> {
    match user {
        "bob" => Some("bobsecret"),
        "böb" => Some("秘密"),
        _ => None,
    }
}

fn challenged(service: Service) -> (ServerExchange, Vec<u8>) {
    let mut server = ServerExchange::new(service, [9; 16]);
    match server.step(b"", password_of).unwrap() {
        ServerStep::Challenge(challenge) => (server, challenge),
        done => panic!("{done:?}"),
    }
}

fn answer(service: Service, challenge: &[u8], user: &str, password: &str) -> (Exchange, Vec<u8>) {
    let mut client = Exchange::new(service, Sasl::digest_md5(user, password), [7; 16]);
    match client.step(Some(challenge)).unwrap() {
        Step::Answer(token) => (client, token),
        Step::Done => panic!("done before it began"),
    }
}

#[test]
fn both_sides_prove_that_they_know_the_password() {
    for service in [Service::CLIENTS, Service::QUORUM] {
        for name in ["bob", "böb"] {
            let (mut server, challenge) = challenged(service);
            let (mut client, token) = answer(service, &challenge, name, password_of(name).unwrap());
            let ServerStep::Done { user, proof } = server.step(&token, password_of).unwrap() else {
                panic!()
            };
            assert_eq!(user, name);
            assert_eq!(client.step(Some(&proof)), Ok(Step::Done));
            assert!(server.step(&token, password_of).unwrap_err().contains("behind the end"));
        }
    }
}

#[test]
fn wrong_passwords_unknown_users_and_other_services_are_refused() {
    let refused = |user: &str, password: &str, service: Service| {
        let (mut server, challenge) = challenged(Service::CLIENTS);
        let (_, token) = answer(service, &challenge, user, password);
        let error = server.step(&token, password_of).unwrap_err();
        assert!(!error.contains("secret"), "{error}");
        error
    };
    assert_eq!(refused("bob", "bobsecreT", Service::CLIENTS), "wrong password of user \"bob\"");
    assert_eq!(refused("bob", "", Service::CLIENTS), "wrong password of user \"bob\"");
    assert_eq!(refused("eve\n\u{1b}[2J", "x", Service::CLIENTS), "unknown user \"eve\\n\\u{1b}[2J\"");
    // Whom nobody knows has no empty password either.
    assert_eq!(refused("eve", "", Service::CLIENTS), "unknown user \"eve\"");
    assert!(refused("bob", "bobsecret", Service::QUORUM).contains("another service"));
    assert!(refused(&"e".repeat(3000), "x", Service::CLIENTS).len() < 100);
}

/// CVE-2023-44981: a part of an identity that is optional must not be a check that is skipped. Each part of a good answer is left
/// out, doubled or changed: no such answer is a login.
/// CVE-2023-44981, too: a name that lacks its instance is refused although the proof is one for just that name.
#[test]
fn a_proof_for_another_name_than_ours_is_refused() {
    let judged = |uri: &str, realm: &str| {
        let (mut server, challenge) = challenged(Service::QUORUM);
        let challenge = String::from_utf8(challenge).unwrap();
        let nonce = challenge.split("nonce=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        let facts = crate::proof::Facts {
            user: "bob",
            realm,
            password: password_of("bob").unwrap(),
            nonce: nonce.as_bytes(),
            client_nonce: b"c",
            authorization: None,
            uri: uri.as_bytes(),
        };
        let token = format!(
            "username=\"bob\",realm=\"{realm}\",nonce=\"{nonce}\",cnonce=\"c\",nc=00000001,qop=auth,\
             digest-uri=\"{uri}\",response={},charset=utf-8",
            facts.of_client()
        );
        server.step(token.as_bytes(), password_of).map(|_| ())
    };
    assert_eq!(judged("zookeeper-quorum/zk-quorum-sasl-md5", "zk-quorum-sasl-md5"), Ok(()));
    for uri in [
        "zookeeper-quorum",
        "zookeeper-quorum/",
        "zookeeper-quorum/zk-quorum-sasl-md5/x",
        "/zk-quorum-sasl-md5",
        "",
    ] {
        let said = judged(uri, "zk-quorum-sasl-md5").unwrap_err();
        assert!(said.contains("another service"), "{uri}: {said}");
    }
    for realm in ["", "zk-sasl-md5", "zk-quorum-sasl-md5x"] {
        let said = judged("zookeeper-quorum/zk-quorum-sasl-md5", realm).unwrap_err();
        assert!(said.contains("not ours"), "{realm}: {said}");
    }
}

#[test]
fn sasl_instance_missing() {
    let (_, challenge) = challenged(Service::CLIENTS);
    let (_, token) = answer(Service::CLIENTS, &challenge, "bob", "bobsecret");
    let token = String::from_utf8(token).unwrap();
    let parts: Vec<&str> = token.split(',').collect();
    let judged = |token: &str| challenged(Service::CLIENTS).0.step(token.as_bytes(), password_of);
    assert!(judged(&token).is_ok());
    for (at, part) in parts.iter().enumerate() {
        let name = part.split('=').next().unwrap();
        let without: Vec<&str> =
            parts.iter().enumerate().filter(|(n, _)| *n != at).map(|(_, p)| *p).collect();
        // Nothing is checked by these three: `auth` is all that is offered, no buffer is used, and ASCII is ASCII.
        let is_optional = matches!(name, "qop" | "maxbuf" | "charset");
        assert_eq!(judged(&without.join(",")).is_ok(), is_optional, "without {name}");
        if name != "maxbuf" {
            assert!(judged(&format!("{token},{part}")).is_err(), "{name} twice");
        }
        for value in
            ["", "\"\"", "\"x\"", "00000002", "auth-int", "auth-conf", "0", "\"zookeeper/\"", "utf-16"]
        {
            let mut changed = without.clone();
            let new = format!("{name}={value}");
            changed.push(&new);
            let is_let_in = judged(&changed.join(",")).is_ok();
            assert!(!is_let_in || name == "maxbuf", "{new}");
        }
    }
    for (authzid, is_let_in) in [("", true), ("alice", false), ("super", false)] {
        // Empty is nobody else; whoever names another is refused whatever was hashed.
        assert_eq!(judged(&format!("{token},authzid=\"{authzid}\"")).is_ok(), is_let_in, "{authzid}");
    }
    // Naming oneself is fine if it was hashed as well, which here it was not.
    assert!(judged(&format!("{token},authzid=\"bob\"")).unwrap_err().contains("wrong password"));
}

#[test]
fn other_mechanisms_long_tokens_and_noise_are_refused_once_and_for_all() {
    for first in [&b"\x60\x82\x01"[..], b"a", &[b'a'; MAX_TOKEN_BYTES + 1]] {
        let mut server = ServerExchange::new(Service::CLIENTS, [9; 16]);
        assert!(server.step(first, password_of).is_err());
        assert!(server.step(b"", password_of).is_err(), "no second try");
    }
    for token in
        [&b""[..], b"=", b"username", b"username=\"bob", b"\xff\xfe", &[b','; MAX_TOKEN_BYTES], &[b'"'; 5000]]
    {
        let (mut server, _) = challenged(Service::CLIENTS);
        assert!(server.step(token, password_of).is_err());
    }
    // Every start of a good answer is a bad one.
    let (_, challenge) = challenged(Service::CLIENTS);
    let (_, token) = answer(Service::CLIENTS, &challenge, "bob", "bobsecret");
    for length in 0..token.len() {
        let judged = challenged(Service::CLIENTS).0.step(&token[..length], password_of);
        // `qop` is the last part, and may be left out.
        let is_whole = matches!(&token[length..], b"qop=auth" | b",qop=auth");
        assert_eq!(judged.is_ok(), is_whole, "{length}");
    }
}
