//! Session passwords with a secret of the ensemble in them (`sessionPasswordKeyFile`).

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use zk_proto::SessionId;
use zk_proto::connect::{PASSWORD_LEN, Password};
use zk_server::SessionPasswords;

use crate::config::Secret;

/// The same key makes no other kind of code.
const PURPOSE: &[u8] = b"zkd session password 1\0";

/// Apache's without a key: whoever hears of a session can take it over then.
pub(crate) fn passwords(key: Option<&Secret>) -> SessionPasswords {
    let Some(key) = key.cloned() else { return SessionPasswords::default() };
    SessionPasswords::keyed(move |session| password(key.expose().as_bytes(), session))
}

fn password(key: &[u8], session: SessionId) -> Password {
    let mut out = Password::default();
    // A key of any length makes one.
    if let Ok(mut mac) = <Hmac<Sha256> as KeyInit>::new_from_slice(key) {
        mac.update(PURPOSE);
        mac.update(&session.0.to_be_bytes());
        out.copy_from_slice(&mac.finalize().into_bytes()[..PASSWORD_LEN]);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_depends_on_the_key_and_the_session() {
        let of = |key: &str, session| passwords(Some(&Secret::new(key))).of(SessionId(session));
        assert_eq!(of("a secret of theirs", 7), of("a secret of theirs", 7));
        assert_ne!(of("a secret of theirs", 7), of("a secret of theirs", 8));
        assert_ne!(of("a secret of theirs", 7), of("another secret", 7));
        assert_ne!(of("a secret of theirs", 7), passwords(None).of(SessionId(7)));
        // openssl: printf 'zkd session password 1\0\0\0\0\0\0\0\0\7' | openssl dgst -sha256 -hmac 'a secret of theirs'
        let text: String = of("a secret of theirs", 7).iter().map(|b| format!("{b:02x}")).collect();
        assert_eq!(text, "006052ebca46012110dc2b2ca69e2008");
    }
}
