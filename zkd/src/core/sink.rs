//! Where the machine's output goes: into the connections' buffers, and from there to their sockets.

use std::sync::atomic::Ordering;
use std::sync::{Arc, RwLockReadGuard};
use std::time::Duration;

use zk_proto::watch::EventType;
use zk_proto::{ErrorCode, OpCode, Reader, SessionId, TxnHeader, Zxid};
use zk_server::{Asker, CloseReason, Completed, Sink};
use zk_tree::watches::EventSink;
use zk_tree::{AclList, Applied, ConnId};

use crate::audit::asked;
use crate::conn::{Conn, End};
use crate::shared::{CORE_METRICS, ConnTable, Shared};
use crate::slow::{self, Slow};
use crate::status::metrics::{Counter, Metrics, RequestKind, Summary};
use zk_proto::Perms;

/// A batch's output. Collects which connections got something, then writes to them.
pub(crate) struct CoreSink<'a> {
    shared: &'a Shared,
    metrics: &'a Metrics,
    conns: RwLockReadGuard<'a, ConnTable>,
    dirty: Vec<Arc<Conn>>,
    /// Answered requests of one connection in a row, not yet counted.
    run: Option<(Arc<Conn>, Run)>,
    /// The tree's last zxid, for statistics.
    pub(crate) zxid: Zxid,
    events: bool,
    /// The event that was fired last, and for how many.
    fired: Option<(Vec<u8>, u64)>,
    /// Whether a transaction was applied by this.
    has_applied: bool,
    /// From here on a request is slow, in microseconds.
    slow_us: u64,
    /// When this was begun.
    started_us: u64,
    /// The first bytes of the last transaction that somebody here waits for, if slow requests are told of.
    txn: Vec<u8>,
}

#[derive(Clone, Copy)]
struct Run {
    count: u32,
    last: Completed,
}

/// Up to this many connections are written to by the core itself, which saves a hand-over; beyond it, their
/// shards do it while the core goes on.
const DIRECT_WRITES: usize = 8;

impl<'a> CoreSink<'a> {
    pub(crate) fn new(shared: &'a Shared) -> CoreSink<'a> {
        CoreSink {
            shared,
            metrics: &shared.metrics[CORE_METRICS],
            conns: shared.conns(),
            dirty: Vec::new(),
            run: None,
            zxid: Zxid::ZERO,
            events: false,
            fired: None,
            has_applied: false,
            slow_us: shared.live.slow_request_us(),
            started_us: shared.clock.now_us(),
            txn: Vec::new(),
        }
    }

    fn with(&mut self, id: ConnId, f: impl FnOnce(&Arc<Conn>, &mut crate::conn::Out)) {
        let Some(conn) = self.conns.find(id) else { return };
        let mut out = conn.out();
        f(conn, &mut out);
        if !std::mem::replace(&mut out.dirty, true) {
            self.dirty.push(conn.clone());
        }
    }

    /// Ends a connection once its bytes are written.
    pub(crate) fn end(&mut self, id: ConnId, why: End) {
        self.with(id, |_, out| out.end(why));
    }

    fn count_run(&mut self) {
        let Some((conn, run)) = self.run.take() else { return };
        let now_us = self.shared.clock.now_us();
        let took_us = now_us.saturating_sub(run.last.received_us);
        let count = run.count as u64;
        conn.stats.answered(count, run.last.op, run.last.xid, self.zxid, took_us, now_us / 1000);
        self.metrics.add(Counter::PacketsSent, count);
        let write = run.last.op.is_some_and(OpCode::is_write);
        let kind = if write { RequestKind::Write } else { RequestKind::Read };
        self.metrics.record_requests(kind, Duration::from_micros(took_us), count);
        // Only now may the connection's task answer reads by itself again: all replies are in the buffer.
        if run.last.op != Some(OpCode::CreateSession) {
            conn.outstanding.fetch_sub(run.count, Ordering::SeqCst);
            self.shared.done(count);
        }
    }

    /// One change fires one event for all who watch.
    fn count_fired(&mut self) {
        let Some((packet, count)) = self.fired.take() else { return };
        let kind = packet.get(EVENT_TYPE_AT..).and_then(|rest| Reader::new(rest).i32().ok());
        let summary = match kind.and_then(|kind| EventType::from_i32(kind).ok()) {
            Some(EventType::NodeCreated) => Summary::CreatedWatches,
            Some(EventType::NodeDeleted) => Summary::DeletedWatches,
            Some(EventType::NodeDataChanged) => Summary::ChangedWatches,
            Some(EventType::NodeChildrenChanged) => Summary::ChildrenWatches,
            _ => return,
        };
        self.metrics.record_count(summary, count);
    }

    fn count_applied(&mut self, payload: &[u8]) {
        self.metrics.count(Counter::Commit);
        self.metrics.writes.written(payload);
        if !std::mem::replace(&mut self.has_applied, true)
            && let Ok(header) = TxnHeader::decode(&mut Reader::new(payload))
        {
            // Clocks of different machines: a difference below zero says nothing.
            let took_ms = u64::try_from(self.shared.clock.wall_ms() - header.time).unwrap_or(0);
            self.metrics.record_time(Summary::Propagation, Duration::from_millis(took_ms));
        }
    }

    /// `request` is how the request began, if the transaction does not name it.
    fn tell_if_slow(&self, done: &Completed, request: Option<&[u8]>) {
        let answered_us = self.shared.clock.now_us();
        if answered_us.saturating_sub(done.received_us) < self.slow_us {
            return;
        }
        let Some(conn) = self.conns.find(done.conn) else { return };
        self.metrics.count(Counter::SlowRequests);
        let header = TxnHeader::decode(&mut Reader::new(&self.txn)).ok();
        self.shared.slow.tell(&Slow {
            peer: conn.addr,
            session: conn.session(),
            op: done.op,
            xid: done.xid,
            path: slow::path_of_txn(&self.txn).or_else(|| slow::path_of_request(request?)).as_deref(),
            zxid: header.map(|h| h.zxid),
            received_us: done.received_us,
            applied_us: self.started_us.max(done.received_us),
            answered_us,
            waits_for_log: done.op.is_some_and(OpCode::is_write),
        });
    }

    /// Keeps account of an answered request.
    fn note(&mut self, done: Completed, request: Option<&[u8]>) {
        if let Some(audit) = &self.shared.audit
            && let Some(conn) = self.conns.find(done.conn)
        {
            audit.tell_of_answer(conn, &done, self.shared.clock.wall_ms());
        }
        if let Some(op) = done.op {
            self.metrics.count_operation(op);
        }
        if done.err == ErrorCode::QuotaExceeded as i32 {
            self.metrics.count(Counter::QuotaExceeded);
        }
        if self.shared.config.large_request_threshold > 0
            && let Some(conn) = self.conns.find(done.conn)
        {
            self.shared.large_bytes.fetch_sub(conn.answered_large(done.xid), Ordering::Relaxed);
        }
        if self.slow_us != u64::MAX {
            self.tell_if_slow(&done, request);
            self.txn.clear();
        }
        let same =
            |a: &Completed| a.conn == done.conn && a.op == done.op && a.received_us == done.received_us;
        match &mut self.run {
            Some((_, run)) if same(&run.last) => {
                run.count += 1;
                run.last = done;
            }
            _ => {
                self.count_run();
                self.run = self.conns.find(done.conn).map(|c| (c.clone(), Run { count: 1, last: done }));
            }
        }
    }

    /// Writes to the connections that got something. To be called without the tree's lock.
    pub(crate) fn deliver(mut self) {
        self.count_run();
        self.count_fired();
        let direct = self.dirty.len() <= DIRECT_WRITES && !self.events;
        drop(self.conns);
        for conn in &self.dirty {
            conn.out().dirty = false;
            if direct { conn.flush() } else { conn.wake() }
        }
    }
}

/// Where an event's type stands in its packet: behind its length and the header of a reply.
const EVENT_TYPE_AT: usize = 20;

impl EventSink for CoreSink<'_> {
    fn event(&mut self, id: ConnId, acl: &AclList, packet: &[u8]) {
        match &mut self.fired {
            Some((last, count)) if last == packet => *count += 1,
            _ => {
                self.count_fired();
                self.fired = Some((packet.to_vec(), 1));
            }
        }
        let Some(conn) = self.conns.find(id) else { return };
        if !acl.is_open() && !conn.who().may(Perms::READ, acl) {
            return;
        }
        self.metrics.add(Counter::WatchBytes, packet.len() as u64);
        self.metrics.count(Counter::PacketsSent);
        conn.stats.sent(1);
        self.events = true;
        self.with(id, |_, out| out.buffer().extend_from_slice(packet));
    }
}

impl Sink for CoreSink<'_> {
    fn send(&mut self, id: ConnId, write: impl FnOnce(&mut Vec<u8>)) {
        let metrics = self.metrics;
        self.with(id, |_, out| {
            let before = out.buffer().len();
            write(out.buffer());
            metrics.record_response_size((out.buffer().len() - before) as u64);
        });
    }

    fn session_attached(&mut self, id: ConnId, session: SessionId, timeout_ms: i32) {
        self.with(id, |conn, _| conn.attach(session, timeout_ms));
    }

    fn committed(&mut self, asker: Option<Asker>, zxid: Zxid, payload: &[u8], applied: &Applied<'_>) {
        self.count_applied(payload);
        if asker.is_some() && self.slow_us != u64::MAX {
            self.txn.clear();
            self.txn.extend_from_slice(payload.get(..slow::TXN_HEAD_BYTES).unwrap_or(payload));
        }
        let Some(audit) = &self.shared.audit else { return };
        let wall_ms = self.shared.clock.wall_ms();
        let conn = asker.and_then(|a| self.conns.find(a.conn));
        if let (Some(asker), Some(conn)) = (asker, conn)
            && let Some(queue) = &conn.asked
        {
            asked::committed(conn, queue, asker.xid, zxid, applied, wall_ms, |e| audit.tell(e));
        }
        if *applied == Applied::SessionClosed {
            audit.tell_of_closed_session(conn.map(|c| &**c), payload, wall_ms);
        }
    }

    fn completed(&mut self, done: Completed) {
        self.note(done, None);
    }

    fn completed_unnamed(&mut self, done: Completed, request: &[u8]) {
        self.note(done, Some(request));
    }

    fn close(&mut self, id: ConnId, reason: CloseReason) {
        self.end(id, End::Server(reason));
    }
}
