//! What a connection waits for or is closed for because there is too much, and what is told because it was slow.

use std::future::Future;
use std::sync::atomic::Ordering;
use std::task::{Context, Poll};
use std::time::Duration;

use zk_proto::request::RequestHeader;
use zk_proto::{Reader, frame};

use super::{Stage, Task};
use crate::queue::Entry;
use crate::slow::{Slow, path_of_request};
use crate::status::metrics::Counter;

impl Task {
    pub(super) fn is_over_limit(&self, all: u64) -> bool {
        let limit = u64::from(self.shared.config.request_limit);
        limit > 0 && all >= limit
    }

    /// Ready when a connection that nobody will wake should look again whether it may read: one without requests of its
    /// own in flight. Its session lives meanwhile if its client says anything.
    pub(super) fn poll_stall(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        let is_over = self.is_over_limit(self.shared.outstanding.load(Ordering::Relaxed));
        if !is_over || self.stage != Stage::Established || self.conn.out().is_ending() || self.with_core() {
            self.stall = None;
            return Poll::Pending;
        }
        if self.stall.is_none() {
            if self.socket.as_ref().poll_read_ready(cx).is_ready() {
                let (session, at_ms) = (self.conn.session(), self.shared.clock.now_ms());
                self.shared.queue.push_lazily(Entry::Touch { session, at_ms });
            }
            let pause = Duration::from_millis(self.shared.config.request_stall_ms.into());
            self.stall = Some(Box::pin(tokio::time::sleep(pause)));
        }
        let ended = self.stall.as_mut().is_some_and(|timer| timer.as_mut().poll(cx).is_ready());
        if !ended {
            return Poll::Pending;
        }
        self.stall = None;
        Poll::Ready(())
    }

    /// A read never waits for the core; what it may have waited for is the tree.
    pub(super) fn tell_if_slow(&self, last: Option<zk_server::ReadOutcome>, body: &[u8], received_us: u64) {
        let answered_us = self.shared.clock.now_us();
        if answered_us.saturating_sub(received_us) < self.shared.live.slow_request_us() {
            return;
        }
        self.metrics().count(Counter::SlowRequests);
        self.shared.slow.tell(&Slow {
            peer: self.conn.addr,
            session: self.conn.session(),
            op: last.and_then(|o| o.op),
            xid: last.map_or(0, |o| o.xid),
            path: path_of_request(body).as_deref(),
            zxid: None,
            received_us,
            applied_us: received_us,
            answered_us,
            waits_for_log: false,
        });
    }

    /// Keeps account of the large writes among these; false if there are too many of them, all connections together.
    pub(super) fn admit_large(&self, frames: &[u8]) -> bool {
        let (threshold, max) = (self.shared.config.large_request_threshold, self.max_frame());
        let mut rest = frames;
        while let Ok(Some((body, tail))) = frame::split(rest, max) {
            rest = tail;
            if body.len() <= threshold as usize {
                continue;
            }
            let bytes = body.len() as u64;
            let before = self.shared.large_bytes.fetch_add(bytes, Ordering::Relaxed);
            if before + bytes > self.shared.config.large_request_max_bytes {
                self.shared.large_bytes.fetch_sub(bytes, Ordering::Relaxed);
                return false;
            }
            let xid = RequestHeader::decode(&mut Reader::new(body)).map_or(0, |h| h.xid);
            self.conn.ask_large(xid, bytes);
        }
        true
    }
}
