//! The password of a session: what a client shows to take it up again, at whichever server. None of them is kept, since every
//! server of the ensemble derives them anew.

use std::fmt;
use std::sync::Arc;

use zk_proto::SessionId;
use zk_proto::connect::Password;

/// How the passwords follow from the sessions.
#[derive(Clone, Default)]
pub struct SessionPasswords(Option<Arc<dyn Fn(SessionId) -> Password + Send + Sync>>);

impl SessionPasswords {
    /// By a function with a secret in it, which all servers of the ensemble have. The default is what Apache ZooKeeper does,
    /// by which everybody can work them out.
    pub fn keyed(derive: impl Fn(SessionId) -> Password + Send + Sync + 'static) -> SessionPasswords {
        SessionPasswords(Some(Arc::new(derive)))
    }

    /// The password of a session.
    pub fn of(&self, session: SessionId) -> Password {
        match &self.0 {
            Some(derive) => derive(session),
            None => zk_proto::reply::session_password(session),
        }
    }

    /// Whether a client has shown the right one. How long it takes does not tell how much of it was right.
    pub(crate) fn fits(&self, session: SessionId, shown: Option<&[u8]>) -> bool {
        let right = self.of(session);
        shown.is_some_and(|shown| {
            shown.len() == right.len() && shown.iter().zip(right).fold(0, |diff, (a, b)| diff | (a ^ b)) == 0
        })
    }
}

impl fmt::Debug for SessionPasswords {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_some() { "keyed" } else { "as Apache's" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_password_of_the_session_fits() {
        let keyed = SessionPasswords::keyed(|session| [session.0 as u8; 16]);
        let plain = SessionPasswords::default();
        for passwords in [&keyed, &plain] {
            let (one, other) = (passwords.of(SessionId(1)), passwords.of(SessionId(2)));
            assert!(passwords.fits(SessionId(1), Some(&one)));
            for wrong in [Some(&other[..]), Some(&one[..15]), Some(&[]), None] {
                assert!(!passwords.fits(SessionId(1), wrong), "{passwords:?} {wrong:?}");
            }
        }
        assert!(!keyed.fits(SessionId(1), Some(&plain.of(SessionId(1)))));
    }
}
