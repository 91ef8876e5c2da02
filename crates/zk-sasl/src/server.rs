//! The server's side: challenges, judges the answer, proves that it knows the password too.
//!
//! Mirrors: Java's `DigestMD5Server` as ZooKeeper sets it up: one realm, quality of protection `auth`, UTF-8. Every part of an
//! answer that is missing, twice there or not what was offered is a refusal.

use subtle::ConstantTimeEq;

use crate::proof::{Facts, NONCE_COUNT, hex};
use crate::token::{Directives, quoted};
use crate::{MAX_TOKEN_BYTES, Service};

/// What to do with a client's token.
#[derive(Debug, PartialEq, Eq)]
pub enum ServerStep {
    /// Send this challenge.
    Challenge(Vec<u8>),
    /// The client is this user; send the proof that we know the password, too.
    Done {
        /// The user.
        user: String,
        /// What to send.
        proof: Vec<u8>,
    },
}

/// One exchange: challenge, answer, proof. There is no second try.
#[derive(Debug)]
pub struct ServerExchange {
    service: Service,
    nonce: String,
    stage: Stage,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    Start,
    Challenged,
    Over,
}

impl ServerExchange {
    /// An exchange with a nonce of its own, which nobody can foretell and which must not be used again.
    pub fn new(service: Service, nonce: [u8; 16]) -> ServerExchange {
        ServerExchange { service, nonce: hex(&nonce), stage: Stage::Start }
    }

    /// Takes the client's token. `password_of` knows the users.
    ///
    /// # Errors
    /// Why the client is refused, for the log: without anything secret, and with the client's text escaped. Every later token is
    /// refused, too.
    pub fn step<'p>(
        &mut self,
        token: &[u8],
        password_of: impl FnOnce(&str) -> Option<&'p str>,
    ) -> Result<ServerStep, String> {
        let stage = std::mem::replace(&mut self.stage, Stage::Over);
        if token.len() > MAX_TOKEN_BYTES {
            return Err(format!("a token of {} bytes (at most {MAX_TOKEN_BYTES})", token.len()));
        }
        match stage {
            Stage::Start if token.is_empty() => {
                self.stage = Stage::Challenged;
                Ok(ServerStep::Challenge(self.challenge()))
            }
            Stage::Start => {
                Err("the first token is not empty: DIGEST-MD5 begins with the server's challenge, other mechanisms are not known"
                    .into())
            }
            Stage::Challenged => self.judge(token, password_of),
            Stage::Over => Err("a token behind the end of the exchange".into()),
        }
    }

    fn challenge(&self) -> Vec<u8> {
        let realm = quoted(self.service.server_name);
        format!("realm={realm},nonce=\"{}\",qop=\"auth\",charset=utf-8,algorithm=md5-sess", self.nonce)
            .into_bytes()
    }

    fn judge<'p>(
        &self,
        token: &[u8],
        password_of: impl FnOnce(&str) -> Option<&'p str>,
    ) -> Result<ServerStep, String> {
        let answer = Directives::parse(token).ok_or("a malformed token")?;
        let needed = |name: &str| answer.single(name)?.ok_or_else(|| format!("the token has no {name}"));
        let charset = match answer.single("charset")? {
            None => Charset::Latin1,
            Some(b"utf-8") => Charset::Utf8,
            Some(_) => return Err("a charset that is not utf-8".into()),
        };
        let user = charset.decode(needed("username")?).ok_or("a user name that is no utf-8")?;
        let realm = charset.decode(needed("realm")?).ok_or("a realm that is no utf-8")?;
        if user.is_empty() {
            return Err("an empty user name".into());
        }
        let shown = Shown(&user);
        if realm != self.service.server_name {
            return Err(format!("user {shown} of the realm {}, which is not ours", Shown(&realm)));
        }
        if needed("nonce")? != self.nonce.as_bytes() {
            return Err(format!("an answer of user {shown} to another challenge"));
        }
        let count = std::str::from_utf8(needed("nc")?).ok().and_then(|n| u32::from_str_radix(n, 16).ok());
        if count != Some(1) || needed("nc")?.len() != NONCE_COUNT.len() {
            return Err(format!("an answer of user {shown} that is not the first to its challenge"));
        }
        if answer.single("qop")?.is_some_and(|qop| qop != b"auth") {
            return Err(format!("user {shown} asks for a protection that was not offered"));
        }
        let uri = needed("digest-uri")?;
        if !uri.eq_ignore_ascii_case(self.service.uri().as_bytes()) {
            return Err(format!("user {shown} logs in to another service than {}", self.service.uri()));
        }
        let authorization = answer.single("authzid")?.filter(|id| !id.is_empty());
        if authorization.is_some_and(|id| charset.decode(id).as_deref() != Some(&*user)) {
            return Err(format!("user {shown} wants to act as another"));
        }
        let known = password_of(&user);
        let facts = Facts {
            user: &user,
            realm: &realm,
            password: known.unwrap_or_default(),
            nonce: self.nonce.as_bytes(),
            client_nonce: needed("cnonce")?,
            authorization,
            uri,
        };
        let said = needed("response")?;
        // An unknown user takes as long as a wrong password.
        let is_right = bool::from(facts.of_client().as_bytes().ct_eq(said));
        match (known, is_right) {
            (Some(_), true) => {
                let proof = format!("rspauth={}", facts.of_server()).into_bytes();
                Ok(ServerStep::Done { user, proof })
            }
            (Some(_), false) => Err(format!("wrong password of user {shown}")),
            (None, _) => Err(format!("unknown user {shown}")),
        }
    }
}

#[derive(Clone, Copy)]
enum Charset {
    Latin1,
    Utf8,
}

impl Charset {
    fn decode(self, bytes: &[u8]) -> Option<String> {
        match self {
            Charset::Latin1 => Some(bytes.iter().map(|b| char::from(*b)).collect()),
            Charset::Utf8 => String::from_utf8(bytes.to_vec()).ok(),
        }
    }
}

/// A name from outside, for the log.
struct Shown<'a>(&'a str);

const SHOWN_CHARS: usize = 64;

impl std::fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let start: String = self.0.chars().take(SHOWN_CHARS).collect();
        let more = if self.0.chars().nth(SHOWN_CHARS).is_some() { "…" } else { "" };
        write!(f, "{start:?}{more}")
    }
}

#[cfg(test)]
mod tests;
