//! The client's side: takes a challenge, answers it, checks the server's proof.

use std::fmt;

use crate::proof::{Facts, NONCE_COUNT, hex};
use crate::token::{Directives, quoted};
use crate::{MAX_TOKEN_BYTES, Sasl, Service};

/// What to do with a server's token.
#[derive(Debug, PartialEq, Eq)]
pub enum Step {
    /// Send this.
    Answer(Vec<u8>),
    /// It is proved on both sides.
    Done,
}

/// One exchange: challenge, answer, proof.
pub struct Exchange {
    service: Service,
    sasl: Sasl,
    client_nonce: String,
    /// What the server's proof must be, once we have answered.
    expected: Option<String>,
}

impl Exchange {
    /// An exchange with a nonce of its own, which must not be used again.
    pub fn new(service: Service, sasl: Sasl, nonce: [u8; 16]) -> Exchange {
        Exchange { service, sasl, client_nonce: hex(&nonce), expected: None }
    }

    /// Takes the server's token.
    ///
    /// # Errors
    /// A sentence that says what is wrong with it, without anything secret.
    pub fn step(&mut self, token: Option<&[u8]>) -> Result<Step, String> {
        let Some(token) = token.filter(|t| !t.is_empty()) else {
            return Err(match self.expected {
                // What Apache answers that was told to let failed clients in.
                Some(_) => "the server did not accept the user or the password",
                None => "the server does no SASL: it has no login configuration (JAAS)",
            }
            .into());
        };
        match self.expected.take() {
            None => self.answer(token).map(Step::Answer),
            Some(expected) => match directives(token)?.find("rspauth") {
                Some(value) if value == expected.as_bytes() => Ok(Step::Done),
                Some(_) => Err("the server does not know the password: it is not who it claims".into()),
                None => Err("the server gave no proof that it knows the password".into()),
            },
        }
    }

    fn answer(&mut self, challenge: &[u8]) -> Result<Vec<u8>, String> {
        let challenge = directives(challenge)?;
        let text = |name: &str| match challenge.find(name) {
            None => Ok(None),
            Some(value) => std::str::from_utf8(value).map(Some).map_err(|_| malformed()),
        };
        let nonce = text("nonce")?.ok_or("the server's challenge has no nonce: it is no DIGEST-MD5")?;
        if text("algorithm")? != Some("md5-sess") {
            return Err("the server's challenge is not DIGEST-MD5's (algorithm md5-sess)".into());
        }
        if text("qop")?.is_some_and(|qop| !qop.split(',').any(|q| q.trim() == "auth")) {
            return Err(
                "the server wants SASL to encrypt or sign, which ZooKeeper's protocol has no place for"
                    .into(),
            );
        }
        // One that names no realm is content with an empty one.
        let realm = text("realm")?.unwrap_or_default();
        let uri = self.service.uri();
        let Sasl { user, password } = &self.sasl;
        let facts = Facts {
            user,
            realm,
            password,
            nonce: nonce.as_bytes(),
            client_nonce: self.client_nonce.as_bytes(),
            authorization: None,
            uri: uri.as_bytes(),
        };
        let (response, expected) = (facts.of_client(), facts.of_server());
        let mut out = String::from("charset=utf-8,");
        out += &format!("username={},realm={},nonce={},", quoted(user), quoted(realm), quoted(nonce));
        out += &format!("nc={NONCE_COUNT},cnonce=\"{}\",digest-uri=\"{uri}\",", self.client_nonce);
        out += &format!("maxbuf=65536,response={response},qop=auth");
        self.expected = Some(expected);
        Ok(out.into_bytes())
    }
}

impl fmt::Debug for Exchange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Exchange").field("sasl", &self.sasl).finish_non_exhaustive()
    }
}

fn directives(token: &[u8]) -> Result<Directives, String> {
    if token.len() > MAX_TOKEN_BYTES {
        return Err(format!("the server's SASL token has {} bytes", token.len()));
    }
    Directives::parse(token).ok_or_else(malformed)
}

fn malformed() -> String {
    "the server's SASL token is malformed".into()
}

#[cfg(test)]
mod tests {
    use super::*;

    const CHALLENGE: &str =
        r#"realm="zk-sasl-md5",nonce="n/+\"x",qop="auth,auth-int",charset=utf-8,algorithm=md5-sess"#;

    fn exchange(password: &str) -> Exchange {
        Exchange::new(Service::CLIENTS, Sasl::digest_md5("bob", password), [7; 16])
    }

    fn answer(exchange: &mut Exchange, challenge: &str) -> String {
        match exchange.step(Some(challenge.as_bytes())) {
            Ok(Step::Answer(bytes)) => String::from_utf8(bytes).unwrap(),
            other => panic!("{other:?}"),
        }
    }

    /// User, password, answer and proof for the nonces below, computed apart from this code by the formula of RFC 2831.
    const PROOFS: [(&str, &str, &str, &str); 3] = [
        ("bob", "bobsecret", "43af49b5e0a8e42bf0dfdf9fa91de624", "2c0af0db909831fe1a24556fded30915"),
        ("böb", "pässwort", "bfaa9aff4e78fb2768dcac2ce0c75a00", "72fbd8d8dc2d111b75ecb56128ac305c"),
        ("боб", "秘密", "6a6fbb469da9c8d3115d08a2651b525c", "e2b5ac0e2f9c07e85b9e45fd732833b5"),
    ];

    #[test]
    fn answers_and_proofs_are_those_of_the_standard() {
        for (user, password, response, proof) in PROOFS {
            let mut exchange = Exchange::new(Service::CLIENTS, Sasl::digest_md5(user, password), [0; 16]);
            exchange.client_nonce = "c0ffee".into();
            let challenge =
                "realm=\"zk-sasl-md5\",nonce=\"abc123\",qop=\"auth\",charset=utf-8,algorithm=md5-sess";
            let text = answer(&mut exchange, challenge);
            assert!(text.contains(&format!("response={response},")), "{user}: {text}");
            assert_eq!(exchange.step(Some(format!("rspauth={proof}").as_bytes())), Ok(Step::Done));
        }
    }

    #[test]
    fn a_server_that_does_not_know_the_password_is_found_out() {
        let mut exchange = exchange("secret");
        let text = answer(&mut exchange, CHALLENGE);
        assert!(text.contains(r#"nonce="n/+\"x""#) && !text.contains("secret"), "{text}");
        let error = exchange.step(Some(b"rspauth=00")).unwrap_err();
        assert!(error.contains("not who it claims"), "{error}");
    }

    #[test]
    fn refusals_are_told_apart() {
        let refused =
            |challenge: Option<&str>| exchange("canary").step(challenge.map(str::as_bytes)).unwrap_err();
        assert!(refused(None).contains("does no SASL"));
        assert!(refused(Some("")).contains("does no SASL"));
        assert!(refused(Some("realm=\"a\",algorithm=md5-sess")).contains("no nonce"));
        assert!(refused(Some("nonce=\"a\",algorithm=md5")).contains("md5-sess"));
        assert!(refused(Some("nonce=\"a\",algorithm=md5-sess,qop=\"auth-conf\"")).contains("encrypt"));
        for bad in ["nonce=\"a", "nonce", "nonce=\"a\\", "=,=,\"", &"a=b,".repeat(2000)] {
            let error = refused(Some(bad));
            assert!(!error.contains("canary"), "{error}");
        }
        let mut exchange = exchange("x");
        answer(&mut exchange, CHALLENGE);
        assert!(exchange.step(None).unwrap_err().contains("did not accept"));
    }
}
