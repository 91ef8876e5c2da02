//! A connection's numbers, as the word `cons` shows them.

use std::sync::atomic::Ordering::Relaxed;
use std::sync::atomic::{AtomicI32, AtomicI64, AtomicU64};

use zk_proto::{OpCode, SessionId, Zxid};

use super::Conn;
use crate::status::{ConnLatency, ConnSession, ConnStatus};

/// Written by the connection's shard and by the core, never both for one request.
#[derive(Debug)]
pub(crate) struct ConnStats {
    established_unix_ms: i64,
    received: AtomicU64,
    sent: AtomicU64,
    last_op: AtomicI32,
    last_cxid: AtomicI64,
    last_zxid: AtomicI64,
    last_response_ms: AtomicI64,
    answered: AtomicU64,
    latency_last_us: AtomicU64,
    latency_sum_us: AtomicU64,
    latency_min_us: AtomicU64,
    latency_max_us: AtomicU64,
}

const NO_OP: i32 = i32::MIN;

impl ConnStats {
    pub(crate) fn new(established_unix_ms: i64) -> ConnStats {
        ConnStats {
            established_unix_ms,
            received: AtomicU64::new(0),
            sent: AtomicU64::new(0),
            last_op: AtomicI32::new(NO_OP),
            last_cxid: AtomicI64::new(-1),
            last_zxid: AtomicI64::new(-1),
            last_response_ms: AtomicI64::new(0),
            answered: AtomicU64::new(0),
            latency_last_us: AtomicU64::new(0),
            latency_sum_us: AtomicU64::new(0),
            latency_min_us: AtomicU64::new(u64::MAX),
            latency_max_us: AtomicU64::new(0),
        }
    }

    pub(crate) fn received(&self, packets: u64) {
        self.received.fetch_add(packets, Relaxed);
    }

    pub(crate) fn sent(&self, packets: u64) {
        self.sent.fetch_add(packets, Relaxed);
    }

    /// `count` requests were answered, the last of them `op` with `xid`; each took `took_us`.
    pub(crate) fn answered(
        &self,
        count: u64,
        op: Option<OpCode>,
        xid: i32,
        zxid: Zxid,
        took_us: u64,
        now_ms: u64,
    ) {
        self.sent(count);
        self.last_op.store(op.map_or(NO_OP, OpCode::code), Relaxed);
        self.last_cxid.store(xid as i64, Relaxed);
        self.last_zxid.store(zxid.0, Relaxed);
        self.last_response_ms.store(now_ms as i64, Relaxed);
        self.answered.fetch_add(count, Relaxed);
        self.latency_last_us.store(took_us, Relaxed);
        self.latency_sum_us.fetch_add(took_us * count, Relaxed);
        self.latency_min_us.fetch_min(took_us, Relaxed);
        self.latency_max_us.fetch_max(took_us, Relaxed);
    }

    /// Back to zero (`crst`).
    pub(crate) fn reset(&self) {
        for zero in [
            &self.received,
            &self.sent,
            &self.answered,
            &self.latency_last_us,
            &self.latency_sum_us,
            &self.latency_max_us,
        ] {
            zero.store(0, Relaxed);
        }
        self.latency_min_us.store(u64::MAX, Relaxed);
        self.last_op.store(NO_OP, Relaxed);
        self.last_cxid.store(-1, Relaxed);
    }
}

impl Conn {
    /// The numbers as they are now.
    pub(crate) fn status(&self) -> ConnStatus {
        let s = &self.stats;
        let session = self.session();
        let answered = s.answered.load(Relaxed);
        let min = s.latency_min_us.load(Relaxed);
        ConnStatus {
            addr: self.addr,
            is_secure: self.transport == super::Transport::Tls,
            interest_ops: if self.out().is_ending() { 0 } else { 1 },
            queued: self.outstanding.load(Relaxed) as u64,
            received: s.received.load(Relaxed),
            sent: s.sent.load(Relaxed),
            session: (session != SessionId::NONE).then(|| ConnSession {
                id: session,
                last_op: OpCode::from_i32(s.last_op.load(Relaxed)).map_or("NA", OpCode::short),
                established_unix_ms: s.established_unix_ms,
                timeout_ms: self.timeout_ms(),
                last_cxid: s.last_cxid.load(Relaxed),
                last_zxid: Zxid(s.last_zxid.load(Relaxed)),
                last_response_ms: s.last_response_ms.load(Relaxed),
                latency: ConnLatency {
                    last_ms: s.latency_last_us.load(Relaxed) / 1000,
                    min_ms: if min == u64::MAX { 0 } else { min / 1000 },
                    avg_ms: s.latency_sum_us.load(Relaxed).checked_div(answered).unwrap_or(0) / 1000,
                    max_ms: s.latency_max_us.load(Relaxed) / 1000,
                },
            }),
        }
    }
}
