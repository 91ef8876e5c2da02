//! What a connection waits for or is closed for because there is too much, and what is told because it was slow.

use std::future::Future;
use std::sync::atomic::Ordering;
use std::task::{Context, Poll};
use std::time::Duration;

use zk_proto::request::RequestHeader;
use zk_proto::{Reader, frame};

use super::{Stage, Task, Waiting};
use crate::queue::Entry;
use crate::slow::{Slow, path_of_request};
use crate::status::metrics::Counter;

impl Task {
    /// Requests have to wait for others: for as many as are allowed in flight, of `all` that are, or for connections that
    /// have waited longer. What comes before the first request does not: whoever asks how the server is has no less
    /// reason to when it is busy.
    pub(super) fn is_over_limit(&self, all: u64) -> bool {
        let limit = u64::from(self.shared.config.request_limit);
        let is_first = || self.shared.turnstile.is_first(self.waiting.as_ref().map(|w| &w.ticket));
        limit > 0 && self.stage == Stage::Established && (all >= limit || !is_first())
    }

    /// Ready when a connection should look again whether it may read: one without requests of its own in flight, so that
    /// no answer wakes it. Its session lives meanwhile if its client says anything.
    pub(super) fn poll_stall(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        if self.stage != Stage::Established || self.conn.out().is_ending() || self.with_core() {
            self.waiting = None;
            return Poll::Pending;
        }
        if !self.is_over_limit(self.shared.outstanding.load(Ordering::SeqCst)) {
            // There were too many a moment ago, or the server takes no more requests at all.
            return if self.is_throttled() { Poll::Pending } else { Poll::Ready(()) };
        }
        let pause = Duration::from_millis(self.shared.config.request_stall_ms.into());
        if self.waiting.is_none() {
            self.touch_if_readable(cx);
            let ticket = self.shared.turnstile.wait(cx.waker());
            self.waiting = Some(Box::new(Waiting { ticket, timer: Box::pin(tokio::time::sleep(pause)) }));
            // Whoever was to call it may have done so before.
            return Poll::Ready(());
        }
        let Some(waiting) = &mut self.waiting else { return Poll::Pending };
        if waiting.timer.as_mut().poll(cx).is_pending() {
            return Poll::Pending;
        }
        waiting.timer.as_mut().reset(tokio::time::Instant::now() + pause);
        self.touch_if_readable(cx);
        Poll::Ready(())
    }

    fn touch_if_readable(&self, cx: &mut Context<'_>) {
        if self.socket.as_ref().poll_read_ready(cx).is_ready() {
            let (session, at_ms) = (self.conn.session(), self.shared.clock.now_ms());
            self.shared.queue.push_lazily(Entry::Touch { session, at_ms });
        }
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
