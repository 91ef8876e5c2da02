//! Auth packets: which credentials a connection may add to its identities.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::Digest;
use subtle::ConstantTimeEq;
use zk_proto::{ErrorCode, Id};
use zk_tree::Identities;

use crate::config::{Config, DigestAlg};

/// What an auth packet comes to.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// The connection now has these identities too.
    Added(Vec<Id>),
    /// Accepted, and nothing to add.
    Nothing,
    /// The client means to talk to another ensemble: the connection ends without an answer, so that it tries another server.
    OtherEnsemble,
    /// The connection is refused.
    Failed,
}

/// The identity that `user:password` proves, hashed as the configuration says.
fn digest_id(alg: DigestAlg, credentials: &str) -> String {
    let user = credentials.split(':').next().unwrap_or_default();
    match alg {
        DigestAlg::Sha1 => zk_tree::auth::digest_id(credentials),
        DigestAlg::Sha256 => format!("{user}:{}", STANDARD.encode(sha2::Sha256::digest(credentials))),
        DigestAlg::Sha512 => format!("{user}:{}", STANDARD.encode(sha2::Sha512::digest(credentials))),
    }
}

/// Judges one auth packet.
///
/// Mirrors: ZooKeeper `DigestAuthenticationProvider.handleAuthentication`, `IPAuthenticationProvider`,
/// `EnsembleAuthenticationProvider`.
pub(crate) fn authenticate(config: &Config, scheme: &str, credentials: &[u8]) -> Outcome {
    match scheme {
        "digest" if config.digest_auth_enabled => {
            let credentials = String::from_utf8_lossy(credentials);
            let id = digest_id(config.digest_alg, &credentials);
            let mut ids = Vec::new();
            // How long it takes does not tell how much of it was right.
            if config.super_digest.as_ref().is_some_and(|s| s.expose().as_bytes().ct_eq(id.as_bytes()).into())
            {
                ids.push(Id::new("super", ""));
            }
            ids.push(Id::new("digest", id));
            Outcome::Added(ids)
        }
        // The address is known already.
        "ip" => Outcome::Nothing,
        "ensemble" => match &config.ensemble_names {
            None => Outcome::Failed,
            Some(names) => {
                let is_ours = |name: &String| name.as_bytes() == credentials;
                let fits = credentials.is_empty() || names.is_empty() || names.iter().any(is_ours);
                if fits { Outcome::Nothing } else { Outcome::OtherEnsemble }
            }
        },
        _ => Outcome::Failed,
    }
}

/// Whether a connection with these identities may ask for something.
pub(crate) fn is_enough(config: &Config, who: &Identities) -> bool {
    let wanted = &config.enforced_auth_schemes;
    wanted.is_empty() || who.ids().iter().any(|id| wanted.contains(&id.scheme))
}

/// Adds the outcome to a connection's identities.
///
/// # Errors
/// [`ErrorCode::AuthFailed`] if it is refused or has too many identities already; the connection then ends.
pub(crate) fn add(who: &Identities, outcome: Outcome) -> Result<Identities, ErrorCode> {
    let mut who = who.clone();
    match outcome {
        Outcome::Failed | Outcome::OtherEnsemble => return Err(ErrorCode::AuthFailed),
        Outcome::Nothing => {}
        Outcome::Added(ids) => ids.into_iter().for_each(|id| who.add(id)),
    }
    if who.ids().len() > zk_tree::auth::MAX_IDENTITIES { Err(ErrorCode::AuthFailed) } else { Ok(who) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config() -> Config {
        let text = "dataDir=/d\nclientPort=1\nDigestAuthenticationProvider.superDigest=super:xQJmxLMiHGwaqBvst5y6rkB6HQs=\n";
        Config::parse(text, "test").unwrap().0
    }

    #[test]
    fn the_super_digest_makes_a_super_user() {
        let Outcome::Added(ids) = authenticate(&config(), "digest", b"super:admin") else { panic!() };
        assert_eq!(ids[0], Id::new("super", ""));
        let Outcome::Added(ids) = authenticate(&config(), "digest", b"super:wrong") else { panic!() };
        assert_eq!(ids.len(), 1);
    }

    #[test]
    fn a_name_of_the_ensemble_proves_nothing_and_another_one_is_sent_away() {
        let names = |names: Option<&[&str]>| Config {
            ensemble_names: names.map(|names| names.iter().map(|n| (*n).to_owned()).collect()),
            ..config()
        };
        for (ours, said, outcome) in [
            (None, "a", Outcome::Failed),
            (Some(&["a", "b"][..]), "b", Outcome::Nothing),
            (Some(&["a", "b"]), "", Outcome::Nothing),
            (Some(&["a", "b"]), "c", Outcome::OtherEnsemble),
            (Some(&["a", "b"]), "a,b", Outcome::OtherEnsemble),
            (Some(&[]), "c", Outcome::Nothing),
        ] {
            assert_eq!(authenticate(&names(ours), "ensemble", said.as_bytes()), outcome, "{ours:?} {said:?}");
        }
    }

    #[test]
    fn unknown_schemes_and_too_many_identities_are_refused() {
        assert_eq!(authenticate(&config(), "nonsense", b""), Outcome::Failed);
        let mut who = Identities::of_address("127.0.0.1".parse().unwrap());
        let mut credentials = (0..).map(|i| authenticate(&config(), "digest", format!("u{i}:p").as_bytes()));
        // With the address.
        for _ in 1..zk_tree::auth::MAX_IDENTITIES {
            who = add(&who, credentials.next().unwrap()).unwrap();
        }
        assert_eq!(add(&who, credentials.next().unwrap()).unwrap_err(), ErrorCode::AuthFailed);
        let again = authenticate(&config(), "digest", b"u0:p");
        assert!(add(&who, again).is_ok(), "what is there already takes no room");
    }
}
