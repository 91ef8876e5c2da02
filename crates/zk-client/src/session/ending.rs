//! What ends: connections, sessions, requests whose time is up. Decides what each loss means for whom.

use std::collections::VecDeque;

use super::{Change, Class, Output, Phase, STABLE_MS, Session, State, earliest};
use crate::error::{Error, Reason};
use crate::time::Instant;
use crate::types::RawReply;

impl<T> Session<T> {
    /// Gives the connection up and plans the next one.
    pub(super) fn lose(&mut self, now: Instant, reason: Reason, detail: &str) {
        let live_since = match self.phase {
            Phase::Live { since } => Some(since),
            _ => None,
        };
        self.outputs.push_back(Output::Disconnect);
        if self.closing.as_ref().is_some_and(|c| c.xid != 0) {
            self.finish_close(Err(Error::OutcomeUnknown(reason)));
            return;
        }
        self.outputs.push_back(Output::AttemptFailed { host: self.host, reason: detail.to_owned() });
        if let Some(since) = live_since {
            self.outputs.push_back(Output::State(State::Disconnected));
            self.tell_streams(Change::Disconnected);
            self.orphan_deadline = now.plus(self.timeout_ms.into());
            if now.since(since) >= STABLE_MS {
                self.hosts.succeeded();
            }
        }
        self.fail_sent(reason);
        let next = self.hosts.next_attempt();
        self.host = next.host;
        self.phase = Phase::Waiting { until: now.plus(next.delay_ms) };
    }

    pub(super) fn finish_close(&mut self, result: Result<RawReply, Error>) {
        let ticket = self.closing.take().and_then(|c| c.ticket);
        self.end(State::Closed);
        if let Some(ticket) = ticket {
            self.outputs.push_back(Output::Complete { ticket, result });
        }
    }

    /// Enters a final state; everything that waits fails.
    pub(super) fn end(&mut self, state: State) {
        let (error, change) = match state {
            State::Expired => (Error::SessionExpired, Change::Expired),
            State::AuthFailed => (Error::AuthFailed, Change::Removed),
            _ => (Error::NotSent(Reason::Closed), Change::Removed),
        };
        self.phase = Phase::Ended(state);
        self.outputs.push_back(Output::Disconnect);
        self.outputs.push_back(Output::State(state));
        let watchers = self.watches.clear();
        if !watchers.is_empty() {
            self.outputs.push_back(Output::SessionEvent { watchers, change });
        }
        self.fail_sent(Reason::Closed);
        self.fail_queued(&error);
        if let Some(ticket) = self.closing.take().and_then(|c| c.ticket) {
            self.outputs.push_back(Output::Complete { ticket, result: Err(error) });
        }
    }

    /// Fails what this connection was to carry, according to how far it got.
    pub(super) fn fail_sent(&mut self, reason: Reason) {
        for request in std::mem::take(&mut self.sent) {
            let Some(ticket) = request.ticket else { continue };
            let error = match request.class {
                // A server cannot have read the whole of it.
                _ if request.end > self.stream_written => Error::NotSent(reason),
                Class::Read => Error::ReadLost(reason),
                Class::Write => Error::OutcomeUnknown(reason),
            };
            self.outputs.push_back(Output::Complete { ticket, result: Err(error) });
        }
        self.sasl = None;
        for (_, ticket) in std::mem::take(&mut self.auth_sent) {
            if let Some(ticket) = ticket {
                let result = Err(Error::ReadLost(reason));
                self.outputs.push_back(Output::Complete { ticket, result });
            }
        }
        self.out.clear();
        self.out_written = 0;
        self.stream_len = 0;
        self.stream_written = 0;
    }

    pub(super) fn fail_queued(&mut self, error: &Error) {
        let requests = std::mem::take(&mut self.queued).into_iter().map(|q| q.ticket);
        let auths = std::mem::take(&mut self.auth_queued).into_iter().map(|(_, ticket)| ticket);
        for ticket in requests.chain(auths) {
            self.outputs.push_back(Output::Complete { ticket, result: Err(error.clone()) });
        }
    }

    /// Fails the requests whose time is up, and finds the next deadline.
    pub(super) fn expire_requests(&mut self, now: Instant) {
        let mut next = None;
        let mut kept = VecDeque::with_capacity(self.queued.len());
        for request in std::mem::take(&mut self.queued) {
            if request.deadline.is_some_and(|d| d <= now) {
                let result = Err(Error::NotSent(Reason::Timeout));
                self.outputs.push_back(Output::Complete { ticket: request.ticket, result });
            } else {
                next = earliest(next, request.deadline);
                kept.push_back(request);
            }
        }
        self.queued = kept;
        for request in &mut self.sent {
            if request.deadline.is_none_or(|d| d > now) {
                next = earliest(next, request.deadline);
                continue;
            }
            request.deadline = None;
            // The answer, should it still come, is for nobody.
            if let Some(ticket) = request.ticket.take() {
                let error = match request.class {
                    Class::Read => Error::ReadLost(Reason::Timeout),
                    Class::Write => Error::OutcomeUnknown(Reason::Timeout),
                };
                self.outputs.push_back(Output::Complete { ticket, result: Err(error) });
            }
        }
        self.request_deadline = next;
    }
}
