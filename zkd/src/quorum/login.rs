//! SASL between members: who has to log in, and both sides of a login as machines without a socket.
//!
//! Mirrors: ZooKeeper 3.9 `SaslQuorumAuthServer`, `SaslQuorumAuthLearner`. Differs: a caller whose login failed is sent away even
//! where none is required (it goes by itself, as a rule), and is told so after its first mistake.

use std::net::SocketAddr;
use std::sync::Arc;

use zk_proto::quorum_auth::{AuthStatus, QuorumAuthPacket};
use zk_sasl::{Exchange, ServerExchange, ServerStep, Service, Step};

use crate::config::sasl::{QuorumSasl, Users};
use crate::sasl::nonce;

/// Who logs in as whom, where, and who has to.
#[derive(Clone)]
pub(crate) struct QuorumLogin(Arc<QuorumSasl>);

impl QuorumLogin {
    /// None if nobody logs in.
    pub(crate) fn new(config: Option<&QuorumSasl>) -> Option<QuorumLogin> {
        config.map(|config| QuorumLogin(Arc::new(config.clone())))
    }

    /// Our own login with a server that we call, if we are to log in.
    ///
    /// # Errors
    /// There is no random number.
    pub(super) fn call(&self) -> Result<Option<Caller>, String> {
        if !self.0.learner_requires {
            return Ok(None);
        }
        let exchange = Exchange::new(Service::QUORUM, self.0.learner.clone(), nonce()?);
        Ok(Some(Caller { exchange, user: self.0.learner.user.clone() }))
    }

    /// The login of one who calls.
    ///
    /// # Errors
    /// There is no random number.
    pub(super) fn callee(&self) -> Result<Callee<'_>, String> {
        Ok(Callee { users: &self.0.server, exchange: ServerExchange::new(Service::QUORUM, nonce()?) })
    }

    /// What is said of a caller that does not log in.
    ///
    /// # Errors
    /// It would have to.
    pub(super) fn let_in_without(&self) -> Result<(), String> {
        match self.0.server_requires {
            true => Err("it does not log in (quorum.auth.serverRequireSasl)".into()),
            false => Ok(()),
        }
    }
}

/// The side of one who calls.
pub(super) struct Caller {
    exchange: Exchange,
    user: String,
}

/// What to do with a packet of the server that was called.
pub(super) enum Called {
    /// Send this.
    Send(Vec<u8>),
    /// We are in, and the server is who it should be.
    Done,
}

impl Caller {
    /// What to begin with.
    pub(super) fn first(&self) -> Vec<u8> {
        packet(AuthStatus::InProgress, b"")
    }

    /// Takes a packet.
    ///
    /// # Errors
    /// The login failed.
    pub(super) fn step(&mut self, packet_in: QuorumAuthPacket<'_>) -> Result<Called, String> {
        let user = &self.user;
        let failed =
            |why: &str| format!("SASL login as {user:?} (quorum.auth.learner.saslLoginContext): {why}");
        let step = match packet_in.status {
            AuthStatus::Error => return Err(failed("the server did not accept the user or the password")),
            AuthStatus::InProgress | AuthStatus::Success => self.exchange.step(Some(packet_in.token)),
        };
        match (step.map_err(|e| failed(&e))?, packet_in.status) {
            (Step::Answer(token), AuthStatus::InProgress) => {
                Ok(Called::Send(packet(AuthStatus::InProgress, &token)))
            }
            (Step::Done, AuthStatus::Success) => Ok(Called::Done),
            _ => Err(failed("the server ended it out of turn")),
        }
    }
}

/// The side of one who is called.
pub(super) struct Callee<'a> {
    users: &'a Users,
    exchange: ServerExchange,
}

/// What to do with a packet of a caller.
pub(super) enum Judged {
    /// Send this.
    Send(Vec<u8>),
    /// Send this; the caller is in.
    LetIn(Vec<u8>),
    /// Send this and hang up, because of that.
    Refused(Vec<u8>, String),
}

impl Callee<'_> {
    /// Takes a packet.
    pub(super) fn step(&mut self, packet_in: QuorumAuthPacket<'_>, peer: SocketAddr) -> Judged {
        let step = match packet_in.status {
            AuthStatus::InProgress => self.exchange.step(packet_in.token, |user| self.users.password(user)),
            AuthStatus::Success | AuthStatus::Error => Err("the caller ended it out of turn".into()),
        };
        match step {
            Ok(ServerStep::Challenge(token)) => Judged::Send(packet(AuthStatus::InProgress, &token)),
            Ok(ServerStep::Done { user, proof }) => {
                tracing::debug!(%peer, "a member logged in as {user:?}");
                Judged::LetIn(packet(AuthStatus::Success, &proof))
            }
            Err(why) => {
                let why = format!("SASL login failed (quorum.auth.server.saslLoginContext): {why}");
                Judged::Refused(packet(AuthStatus::Error, b""), why)
            }
        }
    }
}

fn packet(status: AuthStatus, token: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    QuorumAuthPacket { status, token }.encode(&mut out);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn login(learner: &str, password: &str) -> QuorumLogin {
        let server = Users::default().with("zk", "right");
        let learner = zk_sasl::Sasl::digest_md5(learner, password);
        let config = QuorumSasl { server, learner, learner_requires: true, server_requires: true };
        QuorumLogin::new(Some(&config)).unwrap()
    }

    fn meet(caller: &QuorumLogin, callee: &QuorumLogin) -> Result<usize, String> {
        let peer = "127.0.0.1:1".parse().unwrap();
        let (mut caller, mut callee) = (caller.call().unwrap().unwrap(), callee.callee().unwrap());
        let mut out = caller.first();
        for round in 1.. {
            let split = |bytes: &[u8]| QuorumAuthPacket::split(bytes).unwrap().unwrap().1;
            assert_eq!(split(&out), out.len());
            let judged = callee.step(QuorumAuthPacket::split(&out).unwrap().unwrap().0, peer);
            let (reply, refused) = match judged {
                Judged::Send(reply) | Judged::LetIn(reply) => (reply, None),
                Judged::Refused(reply, why) => (reply, Some(why)),
            };
            match (caller.step(QuorumAuthPacket::split(&reply).unwrap().unwrap().0), refused) {
                (Ok(Called::Send(next)), None) => out = next,
                (Ok(Called::Done), None) => return Ok(round),
                (Err(theirs), Some(ours)) => return Err(format!("{theirs}; {ours}")),
                (other, refused) => panic!("{:?} {refused:?}", other.is_ok()),
            }
        }
        unreachable!()
    }

    #[test]
    fn a_login_takes_two_rounds_and_proves_both_sides() {
        assert_eq!(meet(&login("zk", "right"), &login("zk", "right")), Ok(2));
        let said = meet(&login("zk", "canary"), &login("zk", "right")).unwrap_err();
        assert!(
            said.contains("SASL login as \"zk\"") && said.contains("wrong password of user \"zk\""),
            "{said}"
        );
        assert!(!said.contains("canary"));
        assert!(
            meet(&login("eve", "x"), &login("zk", "right")).unwrap_err().contains("unknown user \"eve\"")
        );
    }

    #[test]
    fn a_server_that_only_says_yes_is_not_believed() {
        let login = login("zk", "right");
        let mut caller = login.call().unwrap().unwrap();
        for (status, token) in [(AuthStatus::Success, &b""[..]), (AuthStatus::Success, b"rspauth=00")] {
            assert!(caller.step(QuorumAuthPacket { status, token }).is_err());
        }
        let challenge =
            b"realm=\"zk-quorum-sasl-md5\",nonce=\"a\",qop=\"auth\",charset=utf-8,algorithm=md5-sess";
        let mut caller = login.call().unwrap().unwrap();
        let too_soon = QuorumAuthPacket { status: AuthStatus::Success, token: challenge };
        assert!(caller.step(too_soon).err().unwrap().contains("out of turn"));
        let mut caller = login.call().unwrap().unwrap();
        let packet = QuorumAuthPacket { status: AuthStatus::InProgress, token: challenge };
        assert!(matches!(caller.step(packet), Ok(Called::Send(_))));
        let lie = QuorumAuthPacket {
            status: AuthStatus::Success,
            token: b"rspauth=00000000000000000000000000000000",
        };
        assert!(caller.step(lie).err().unwrap().contains("not who it claims"));
    }
}
