//! What servers say: handshakes, answers, events.

use zk_proto::connect::ConnectResponse;
use zk_proto::op::xid;
use zk_proto::reply::ReplyHeader;
use zk_proto::request::Request;
use zk_proto::watch::WatcherEvent;
use zk_proto::{ErrorCode, Reader, Zxid};

use super::{Change, Effect, Output, Phase, Session, State};
use crate::time::Instant;
use crate::types::RawReply;
use crate::watches::WatchKind;

impl<T> Session<T> {
    pub(super) fn handle_frame(&mut self, now: Instant, body: &[u8]) -> Result<(), String> {
        if matches!(self.phase, Phase::Handshake { .. }) {
            return self.handle_handshake(now, body);
        }
        let mut r = Reader::new(body);
        let header = ReplyHeader::decode(&mut r).map_err(|e| e.to_string())?;
        match header.xid {
            xid::NOTIFICATION => self.handle_event(header.zxid, &mut r),
            xid::PING => Ok(()),
            xid::AUTH => self.handle_auth_reply(now, header),
            xid::SET_WATCHES => {
                self.on_set_watches_reply(header.err);
                Ok(())
            }
            _ => {
                let body = r.rest();
                if self.handle_sasl_reply(now, header, body)? {
                    Ok(())
                } else {
                    self.handle_reply(header, body)
                }
            }
        }
    }

    pub(super) fn handle_handshake(&mut self, now: Instant, body: &[u8]) -> Result<(), String> {
        let response = ConnectResponse::decode(&mut Reader::new(body))
            .map_err(|e| refusal_in_place_of_session(body).unwrap_or_else(|| e.to_string()))?;
        let timeout_ms = u32::try_from(response.timeout_ms).unwrap_or(0);
        if timeout_ms == 0 {
            self.end(State::Expired);
            return Ok(());
        }
        self.session_id = response.session_id;
        self.password = response.password;
        self.timeout_ms = timeout_ms;
        self.read_only = response.read_only == Some(true);
        self.is_global |= !self.read_only;
        let replayed = self.config.auth.clone().into_iter().map(|a| (a, None));
        let queued = std::mem::take(&mut self.auth_queued).into_iter().map(|(a, t)| (a, Some(t)));
        self.begin_sasl(now);
        for (auth, ticket) in replayed.chain(queued).collect::<Vec<_>>() {
            self.send_auth(now, auth, ticket);
        }
        match self.phase {
            Phase::Handshake { deadline } if self.is_authenticating() => {
                self.phase = Phase::Auth { deadline }
            }
            _ => self.go_live(now),
        }
        Ok(())
    }

    pub(super) fn go_live(&mut self, now: Instant) {
        self.phase = Phase::Live { since: now };
        self.outputs
            .push_back(Output::State(State::Connected { host: self.host, read_only: self.read_only }));
        let watches = std::mem::take(&mut self.watches);
        for packet in watches.set_watches(self.last_zxid) {
            let persists = !packet.persistent.is_empty() || !packet.persistent_recursive.is_empty();
            // Servers before 3.6 know only the narrow form.
            let request = if persists { Request::SetWatches2(packet) } else { Request::SetWatches(packet) };
            self.send(now, xid::SET_WATCHES, &request);
        }
        self.watches = watches;
        if self.was_live {
            self.tell_streams(Change::Reconnected);
        }
        self.was_live = true;
        self.pump(now);
    }

    pub(super) fn handle_event(&mut self, zxid: Zxid, r: &mut Reader<'_>) -> Result<(), String> {
        let event = WatcherEvent::decode(r).map_err(|e| e.to_string())?;
        let watchers = self.watches.fire(event.event, &event.path);
        if !watchers.is_empty() {
            self.outputs.push_back(Output::NodeEvent {
                watchers,
                event: event.event,
                path: event.path.into_owned(),
                zxid: (zxid.0 > 0).then_some(zxid),
            });
        }
        Ok(())
    }

    pub(super) fn handle_auth_reply(&mut self, now: Instant, header: ReplyHeader) -> Result<(), String> {
        let (auth, ticket) =
            self.auth_sent.pop_front().ok_or("an answer to credentials that were not sent")?;
        match (header.err, ticket) {
            (0, None) => {}
            (0, Some(ticket)) => {
                self.config.auth.push(auth);
                self.complete(ticket, header, &[]);
            }
            // The server closes the connection; the next one will do without these credentials.
            (_, Some(ticket)) => self.complete(ticket, header, &[]),
            (_, None) => {
                let scheme: String = auth.scheme.chars().take(64).collect();
                let reason = format!("the server refused the credentials of scheme {scheme}");
                self.outputs.push_back(Output::AttemptFailed { host: self.host, reason });
                self.end(State::AuthFailed);
                return Ok(());
            }
        }
        self.go_live_if_authenticated(now);
        Ok(())
    }

    /// A server that cannot re-arm leaves watchers waiting in vain: they are told that their watch is gone.
    pub(super) fn on_set_watches_reply(&mut self, err: i32) {
        if err != 0 {
            let watchers = self.watches.clear();
            self.outputs.push_back(Output::SessionEvent { watchers, change: Change::Removed });
        }
    }

    pub(super) fn handle_reply(&mut self, header: ReplyHeader, body: &[u8]) -> Result<(), String> {
        let expected = self.sent.front().map(|s| s.xid);
        if expected.is_none() && self.closing.as_ref().is_some_and(|c| c.xid == header.xid && c.xid != 0) {
            self.note_zxid(header.zxid);
            let reply = RawReply { xid: header.xid, zxid: header.zxid, err: header.err, body: Vec::new() };
            self.finish_close(Ok(reply));
            return Ok(());
        }
        if expected != Some(header.xid) {
            return Err(match expected {
                Some(expected) => format!("an answer to request {}, expected {expected}", header.xid),
                None => format!("an answer to request {}, none is outstanding", header.xid),
            });
        }
        let Some(request) = self.sent.pop_front() else { return Ok(()) };
        self.note_zxid(header.zxid);
        if request.ticket.is_some() {
            self.take_effect(request.effect, header.err);
        }
        if let Some(ticket) = request.ticket {
            self.complete(ticket, header, body);
        }
        Ok(())
    }

    /// Only answers to requests count, as in Java's client: a ping's or an event's zxid could hide from
    /// re-arming what this connection has not delivered yet.
    pub(super) fn note_zxid(&mut self, zxid: Zxid) {
        self.last_zxid = self.last_zxid.max(zxid);
    }

    pub(super) fn take_effect(&mut self, effect: Effect, err: i32) {
        match effect {
            Effect::None => {}
            Effect::Watch { kind, path, id } => {
                let set = match (kind, err) {
                    (WatchKind::Exist, 0) => Some(WatchKind::Data),
                    (WatchKind::Exist, e) if e == ErrorCode::NoNode.code() => Some(WatchKind::Exist),
                    (kind, 0) => Some(kind),
                    _ => None,
                };
                if let Some(kind) = set {
                    self.watches.add(kind, &path, id);
                }
            }
            Effect::Unwatch { path, kind } => {
                if err == 0 {
                    let watchers = self.watches.remove(&path, kind);
                    if !watchers.is_empty() {
                        self.outputs.push_back(Output::SessionEvent { watchers, change: Change::Removed });
                    }
                }
            }
        }
    }

    pub(super) fn complete(&mut self, ticket: T, header: ReplyHeader, body: &[u8]) {
        let reply = RawReply { xid: header.xid, zxid: header.zxid, err: header.err, body: body.to_vec() };
        self.outputs.push_back(Output::Complete { ticket, result: Ok(reply) });
    }
}

/// A ZooKeeper 3.8 without a quorum answers the handshake with an error's header (-119), unless local sessions
/// are enabled: it cannot open global ones.
fn refusal_in_place_of_session(body: &[u8]) -> Option<String> {
    let header =
        ReplyHeader::decode(&mut Reader::new(body)).ok().filter(|_| body.len() == ReplyHeader::SIZE)?;
    let code = ErrorCode::from_i32(header.err)?;
    Some(format!("the server refused to open a session: {code}"))
}
