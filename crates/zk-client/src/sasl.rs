//! SASL by DIGEST-MD5 (RFC 2831), as ZooKeeper's servers do it with a JAAS file: the password never crosses the wire,
//! and the server proves that it knows it too.
//!
//! A pure machine: nonces come in as arguments.

use std::fmt;

use md5::{Digest, Md5};

/// Service name and host in the digest: the two that every ZooKeeper server uses, whatever it is called.
const DIGEST_URI: &str = "zookeeper/zk-sasl-md5";
/// The first, and only, use of a nonce.
const NONCE_COUNT: &str = "00000001";
/// Longest challenge that is read; RFC 2831 allows 2048 bytes.
const MAX_CHALLENGE_BYTES: usize = 4096;

/// Who we are to a server that does SASL with DIGEST-MD5.
#[derive(Clone, PartialEq, Eq)]
pub struct Sasl {
    /// User.
    pub user: String,
    /// Password.
    pub password: String,
}

impl Sasl {
    /// A user and a password.
    pub fn digest_md5(user: impl Into<String>, password: impl Into<String>) -> Sasl {
        Sasl { user: user.into(), password: password.into() }
    }
}

impl fmt::Debug for Sasl {
    /// Leaves the password out.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sasl").field("user", &self.user).finish_non_exhaustive()
    }
}

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
    sasl: Sasl,
    client_nonce: String,
    /// What the server's proof must be, once we have answered.
    expected: Option<String>,
}

impl Exchange {
    /// An exchange with a nonce of its own, which must not be used again.
    pub fn new(sasl: Sasl, nonce: [u8; 16]) -> Exchange {
        Exchange { sasl, client_nonce: hex(&nonce), expected: None }
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
            Some(expected) => {
                let proof = directives(token)?.into_iter().find(|(name, _)| name == "rspauth");
                match proof {
                    Some((_, value)) if value == expected => Ok(Step::Done),
                    Some(_) => Err("the server does not know the password: it is not who it claims".into()),
                    None => Err("the server gave no proof that it knows the password".into()),
                }
            }
        }
    }

    fn answer(&mut self, challenge: &[u8]) -> Result<Vec<u8>, String> {
        let challenge = directives(challenge)?;
        let find = |name: &str| challenge.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str());
        let nonce = find("nonce").ok_or("the server's challenge has no nonce: it is no DIGEST-MD5")?;
        if find("algorithm") != Some("md5-sess") {
            return Err("the server's challenge is not DIGEST-MD5's (algorithm md5-sess)".into());
        }
        if find("qop").is_some_and(|qop| !qop.split(',').any(|q| q.trim() == "auth")) {
            return Err(
                "the server wants SASL to encrypt or sign, which ZooKeeper's protocol has no place for"
                    .into(),
            );
        }
        // One that names no realm is content with an empty one.
        let realm = find("realm").unwrap_or_default();
        let Sasl { user, password } = &self.sasl;
        let mut secret = Md5::digest(latin1_or_utf8(&format!("{user}:{realm}:{password}"))).to_vec();
        secret.extend_from_slice(format!(":{nonce}:{}", self.client_nonce).as_bytes());
        let secret = hex(&Md5::digest(&secret));
        let proof = |verb: &str| {
            let action = hex(&Md5::digest(format!("{verb}:{DIGEST_URI}")));
            let whole = format!("{secret}:{nonce}:{NONCE_COUNT}:{}:auth:{action}", self.client_nonce);
            hex(&Md5::digest(whole))
        };
        let (response, expected) = (proof("AUTHENTICATE"), proof(""));
        let mut out = String::from("charset=utf-8,");
        out += &format!("username={},realm={},nonce={},", quoted(user), quoted(realm), quoted(nonce));
        out += &format!("nc={NONCE_COUNT},cnonce=\"{}\",digest-uri=\"{DIGEST_URI}\",", self.client_nonce);
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

/// The nonce of a client's n-th connection.
pub(crate) fn nonce(seed: &[u8; 16], connection: u64) -> [u8; 16] {
    Md5::new().chain_update(seed).chain_update(connection.to_be_bytes()).finalize().into()
}

/// `name=value,name="value"…`; a name may come more than once.
fn directives(token: &[u8]) -> Result<Vec<(String, String)>, String> {
    let malformed = || "the server's SASL token is malformed".to_owned();
    if token.len() > MAX_CHALLENGE_BYTES {
        return Err(format!("the server's SASL token has {} bytes", token.len()));
    }
    let text = std::str::from_utf8(token).map_err(|_| malformed())?;
    let mut chars = text.chars().peekable();
    let mut out = Vec::new();
    loop {
        while chars.next_if(|c| c.is_ascii_whitespace() || *c == ',').is_some() {}
        if chars.peek().is_none() {
            return Ok(out);
        }
        let mut name = String::new();
        while let Some(c) = chars.next_if(|c| *c != '=' && *c != ',') {
            name.push(c);
        }
        chars.next_if_eq(&'=').ok_or_else(malformed)?;
        let mut value = String::new();
        if chars.next_if_eq(&'"').is_some() {
            loop {
                match chars.next().ok_or_else(malformed)? {
                    '"' => break,
                    '\\' => value.push(chars.next().ok_or_else(malformed)?),
                    c => value.push(c),
                }
            }
        } else {
            while let Some(c) = chars.next_if(|c| *c != ',') {
                value.push(c);
            }
        }
        out.push((name.trim().to_ascii_lowercase(), value.trim_end().to_owned()));
    }
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// RFC 2831 hashes text in ISO 8859-1 where it fits, whatever the charset of the token.
fn latin1_or_utf8(text: &str) -> Vec<u8> {
    let latin1: Option<Vec<u8>> = text.chars().map(|c| u8::try_from(u32::from(c)).ok()).collect();
    latin1.unwrap_or_else(|| text.as_bytes().to_vec())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const CHALLENGE: &str =
        r#"realm="zk-sasl-md5",nonce="n/+\"x",qop="auth,auth-int",charset=utf-8,algorithm=md5-sess"#;

    fn exchange(password: &str) -> Exchange {
        Exchange::new(Sasl::digest_md5("bob", password), [7; 16])
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
            let mut exchange = Exchange::new(Sasl::digest_md5(user, password), [0; 16]);
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
        assert!(!format!("{:?}", Sasl::digest_md5("u", "canary")).contains("canary"));
    }

    #[test]
    fn nonces_differ_by_seed_and_connection() {
        let all = [nonce(&[0; 16], 1), nonce(&[0; 16], 2), nonce(&[1; 16], 1)];
        assert!(all[0] != all[1] && all[0] != all[2]);
    }
}
