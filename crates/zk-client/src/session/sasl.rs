//! SASL on a new connection: tokens go to and fro as requests, before anything else may be asked for.

use zk_proto::op::xid;
use zk_proto::reply::ReplyHeader;
use zk_proto::request::RequestHeader;
use zk_proto::{ErrorCode, OpCode, Reader, Writer, frame};
use zk_sasl::{Exchange, Service, Step};

use super::{Output, Phase, Session, State};
use crate::time::Instant;

impl<T> Session<T> {
    /// Starts an exchange if there is to be one. The server has the first word, and is asked for it by an empty token.
    pub(super) fn begin_sasl(&mut self, now: Instant) {
        let Some(sasl) = self.config.sasl.clone() else { return };
        self.connections += 1;
        let nonce = zk_sasl::nonce(&self.config.nonce_seed, self.connections);
        let xid = self.send_sasl(now, &[]);
        self.sasl = Some((xid, Exchange::new(Service::CLIENTS, sasl, nonce)));
    }

    /// Takes an answer if it belongs to an exchange.
    pub(super) fn handle_sasl_reply(
        &mut self,
        now: Instant,
        header: ReplyHeader,
        body: &[u8],
    ) -> Result<bool, String> {
        let Some((expected, mut exchange)) = self.sasl.take() else { return Ok(false) };
        if header.xid != expected {
            self.sasl = Some((expected, exchange));
            return Ok(false);
        }
        if header.err != 0 {
            let code = ErrorCode::from_i32(header.err);
            self.refuse_sasl(match code {
                Some(ErrorCode::AuthFailed | ErrorCode::SessionClosedRequireSaslAuth) => {
                    "the server did not accept the user or the password".into()
                }
                Some(ErrorCode::Unimplemented) => "the server does no SASL".into(),
                Some(code) => format!("the server says: {code}"),
                None => format!("the server says error {}", header.err),
            });
            return Ok(true);
        }
        let token =
            Reader::new(body).buffer().map_err(|e| format!("a SASL token that cannot be read: {e}"))?;
        match exchange.step(token) {
            Ok(Step::Answer(answer)) => {
                let xid = self.send_sasl(now, &answer);
                self.sasl = Some((xid, exchange));
            }
            Ok(Step::Done) => self.go_live_if_authenticated(now),
            Err(reason) => self.refuse_sasl(reason),
        }
        Ok(true)
    }

    /// True while it is not settled who we are.
    pub(super) fn is_authenticating(&self) -> bool {
        self.sasl.is_some() || !self.auth_sent.is_empty()
    }

    pub(super) fn go_live_if_authenticated(&mut self, now: Instant) {
        if !self.is_authenticating() && matches!(self.phase, Phase::Auth { .. }) {
            self.go_live(now);
        }
    }

    fn refuse_sasl(&mut self, reason: String) {
        let reason = format!("SASL: {reason}");
        self.outputs.push_back(Output::AttemptFailed { host: self.host, reason });
        self.end(State::AuthFailed);
    }

    fn send_sasl(&mut self, now: Instant, token: &[u8]) -> i32 {
        let xid = self.take_xid();
        debug_assert!(xid != xid::AUTH);
        frame::write(&mut self.out, |w| {
            RequestHeader { xid, op: OpCode::Sasl.code() }.encode(w);
            w.put_buffer(Some(token));
        });
        self.account_for_output(now);
        xid
    }
}
