//! What a connection has to prove, and what becomes of one that cannot.

use zk_proto::request::RequestHeader;
use zk_proto::{ErrorCode, OpCode, Reader, Request, frame};
use zk_server::read;

use super::Task;
use crate::auth;
use crate::conn::End;
use crate::sasl::{self, Round};
use crate::status::metrics::Counter;

impl Task {
    /// Auth packets bypass the pipeline: they hold for every request behind them.
    pub(super) fn authenticate(&mut self, frames: &[u8]) {
        let Ok(Some((body, _))) = frame::split(frames, self.max_frame()) else { return };
        let mut r = Reader::new(body);
        let Ok(header) = RequestHeader::decode(&mut r) else { return };
        if header.op == OpCode::Sasl.code() {
            return self.authenticate_by_sasl(header.xid, body);
        }
        let who = self.conn.who();
        let outcome = match Request::decode_body(OpCode::Auth, &mut r) {
            Ok(Request::Auth { scheme, auth: Some(credentials), .. }) => {
                let judged = auth::authenticate(&self.shared.config, &scheme, credentials);
                if scheme == "ensemble" {
                    self.count_ensemble(&judged, credentials);
                }
                if judged == auth::Outcome::OtherEnsemble {
                    return self.send_elsewhere();
                }
                auth::add(&who, judged)
            }
            _ => Err(zk_proto::ErrorCode::AuthFailed),
        };
        let result = match outcome {
            Ok(who) => {
                self.must_authenticate = !auth::is_enough(&self.shared.config, &who);
                self.conn.set_who(who);
                Ok(())
            }
            Err(e) => Err(e),
        };
        if let Some(audit) = &self.shared.audit {
            let code = result.map_or_else(zk_proto::ErrorCode::code, |()| 0);
            audit.tell_of_authentication(&self.conn, code, self.shared.clock.wall_ms());
        }
        self.metrics().count(Counter::PacketsSent);
        let mut out = self.conn.out();
        read::auth_reply(out.buffer(), header.xid, result);
        if result.is_err() {
            out.end(End::AuthFailed);
        }
        drop(out);
        if result.is_err() {
            self.metrics().count(Counter::AuthFailed);
        }
    }

    fn count_ensemble(&self, judged: &auth::Outcome, name: &[u8]) {
        let has_names = self.shared.config.ensemble_names.as_ref().is_some_and(|names| !names.is_empty());
        let counter = match judged {
            auth::Outcome::Nothing if has_names && !name.is_empty() => Counter::EnsembleAuthSuccess,
            auth::Outcome::Nothing => Counter::EnsembleAuthSkip,
            _ => Counter::EnsembleAuthFail,
        };
        self.metrics().count(counter);
    }

    /// The client is told nothing: by an answer it would take its credentials for wrong, and give up.
    fn send_elsewhere(&mut self) {
        if let Some(audit) = &self.shared.audit {
            audit.tell_of_authentication(
                &self.conn,
                ErrorCode::BadArguments.code(),
                self.shared.clock.wall_ms(),
            );
        }
        self.conn.out().end(End::OtherEnsemble);
    }

    fn authenticate_by_sasl(&mut self, xid: i32, body: &[u8]) {
        let round = sasl::round(&self.shared.config, &mut self.sasl, body);
        let peer = self.conn.addr;
        let (result, token) = match round {
            Round::Reply(token) => (None, token),
            Round::Proved(ids, proof) => match auth::add(&self.conn.who(), auth::Outcome::Added(ids)) {
                Ok(who) => {
                    self.must_authenticate = !auth::is_enough(&self.shared.config, &who);
                    self.conn.set_who(who);
                    (Some(Ok(())), Some(proof))
                }
                Err(e) => (Some(Err(e)), None),
            },
            Round::Kept(why) => {
                if self.shared.auth_failures.tells(peer.ip()) {
                    tracing::warn!(%peer, "SASL login failed, the client stays as nobody (allowSaslFailedClients): {why}");
                }
                self.metrics().count(Counter::AuthFailed);
                (None, None)
            }
            Round::Refused(code, why) => {
                if self.shared.auth_failures.tells(peer.ip()) {
                    tracing::warn!(%peer, "SASL login failed: {why}");
                }
                (Some(Err(code)), None)
            }
        };
        if let (Some(audit), Some(result)) = (&self.shared.audit, result) {
            let code = result.map_or_else(ErrorCode::code, |()| 0);
            audit.tell_of_authentication(&self.conn, code, self.shared.clock.wall_ms());
        }
        self.metrics().count(Counter::PacketsSent);
        let mut out = self.conn.out();
        let err = result.map_or(0, |r| r.map_or_else(ErrorCode::code, |()| 0));
        sasl::reply(out.buffer(), xid, err, token.as_deref());
        if err != 0 {
            out.end(End::AuthFailed);
        }
        drop(out);
        if err != 0 {
            self.metrics().count(Counter::AuthFailed);
        }
    }

    /// Tells the first request why, and ends.
    ///
    /// Mirrors: ZooKeeper `AuthenticationHelper.enforceAuthentication`.
    pub(super) fn refuse_unauthenticated(&mut self, frames: &[u8]) {
        let Ok(Some((body, _))) = frame::split(frames, self.max_frame()) else { return };
        let Ok(header) = RequestHeader::decode(&mut Reader::new(body)) else { return };
        self.metrics().count(Counter::PacketsSent);
        self.metrics().count(Counter::AuthFailed);
        let mut out = self.conn.out();
        let why = zk_proto::ErrorCode::SessionClosedRequireSaslAuth;
        read::auth_reply(out.buffer(), header.xid, Err(why));
        out.end(End::AuthFailed);
    }
}
