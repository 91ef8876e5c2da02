//! The log of slow requests: who asked for what, and where the time went.
//!
//! Whoever takes up or syncs a batch notes when; from these times and from when the request came in follow its phases.
//! A batch costs two notes, a request that is not slow one comparison.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use zk_proto::request::RequestHeader;
use zk_proto::{OpCode, Reader, SessionId, TxnHeader, Zxid};

/// Lines a second; what is above is only counted.
const MAX_LINES: u64 = 10;
/// Batches whose times are kept.
const KEPT: usize = 4096;

/// Notes of one kind: microseconds since the start, rising.
#[derive(Debug, Default)]
struct Marks(Mutex<VecDeque<u64>>);

impl Marks {
    fn note(&self, at_us: u64) {
        let mut marks = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if marks.len() == KEPT {
            marks.pop_front();
        }
        marks.push_back(at_us);
    }

    /// The first one that is not before `us`; none if it is not kept any more.
    fn first_from(&self, us: u64) -> Option<u64> {
        let marks = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if marks.len() == KEPT && marks.front().is_some_and(|first| *first > us) {
            return None;
        }
        marks.get(marks.partition_point(|at| *at < us)).copied()
    }
}

/// What all threads share of it.
#[derive(Debug, Default)]
pub(crate) struct SlowLog {
    taken: Marks,
    synced: Marks,
    /// The second in which the last line was written, and the lines in it.
    second: AtomicU64,
    lines: AtomicU64,
    untold: AtomicU64,
}

/// A request that was slow.
pub(crate) struct Slow<'a> {
    pub(crate) peer: std::net::SocketAddr,
    pub(crate) session: SessionId,
    pub(crate) op: Option<OpCode>,
    pub(crate) xid: i32,
    pub(crate) path: Option<&'a str>,
    pub(crate) zxid: Option<Zxid>,
    pub(crate) received_us: u64,
    /// When it was begun to be applied; a read's, to be answered.
    pub(crate) applied_us: u64,
    pub(crate) answered_us: u64,
    pub(crate) waits_for_log: bool,
}

/// The parts of a request's time, in microseconds. What is not known any more is in the part behind it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Phases {
    /// Until the core took it up.
    queue: u64,
    /// Until this server's log was durable.
    log: u64,
    /// Until it was its turn: a member's, until a quorum had it.
    commit: u64,
    /// Applied and answered.
    apply: u64,
}

impl SlowLog {
    /// The core has taken up what had come together.
    pub(crate) fn taken(&self, at_us: u64) {
        self.taken.note(at_us);
    }

    /// The log is durable up to here.
    pub(crate) fn synced(&self, at_us: u64) {
        self.synced.note(at_us);
    }

    fn phases(&self, slow: &Slow<'_>) -> Phases {
        let within = |at: Option<u64>, from: u64| at.filter(|at| *at <= slow.applied_us).unwrap_or(from);
        let taken = within(self.taken.first_from(slow.received_us), slow.received_us);
        let synced = match slow.waits_for_log {
            true => within(self.synced.first_from(taken), taken),
            false => taken,
        };
        Phases {
            queue: taken - slow.received_us,
            log: synced - taken,
            commit: slow.applied_us.saturating_sub(synced),
            apply: slow.answered_us.saturating_sub(slow.applied_us),
        }
    }

    /// Tells of it, unless there were too many lines this second.
    pub(crate) fn tell(&self, slow: &Slow<'_>) {
        let second = slow.answered_us / 1_000_000;
        if self.second.swap(second, Ordering::Relaxed) != second {
            self.lines.store(0, Ordering::Relaxed);
        }
        if self.lines.fetch_add(1, Ordering::Relaxed) >= MAX_LINES {
            self.untold.fetch_add(1, Ordering::Relaxed);
            return;
        }
        let p = self.phases(slow);
        let ms = |us: u64| us as f64 / 1000.0;
        tracing::warn!(
            session = %slow.session,
            peer = %slow.peer,
            op = slow.op.map_or("unknown", OpCode::name),
            xid = slow.xid,
            path = slow.path.map(|p| p.escape_debug().to_string()).unwrap_or_default(),
            zxid = slow.zxid.map(|z| z.to_string()).unwrap_or_default(),
            total_ms = ms(slow.answered_us.saturating_sub(slow.received_us)),
            queue_ms = ms(p.queue),
            log_ms = ms(p.log),
            commit_ms = ms(p.commit),
            apply_ms = ms(p.apply),
            untold = self.untold.swap(0, Ordering::Relaxed),
            "slow request"
        );
    }
}

/// The path that a request names; `frame` is its body.
pub(crate) fn path_of_request(frame: &[u8]) -> Option<String> {
    let mut r = Reader::new(frame);
    let op = OpCode::from_i32(RequestHeader::decode(&mut r).ok()?.op)?;
    names_a_path(op).then(|| path(&mut r)).flatten()
}

/// The path that a transaction names, of its first bytes.
pub(crate) fn path_of_txn(head: &[u8]) -> Option<String> {
    let mut r = Reader::new(head);
    let op = OpCode::from_i32(TxnHeader::decode(&mut r).ok()?.kind)?;
    names_a_path(op).then(|| path(&mut r)).flatten()
}

/// All of these begin with the path.
fn names_a_path(op: OpCode) -> bool {
    !matches!(
        op,
        OpCode::Multi
            | OpCode::MultiRead
            | OpCode::CreateSession
            | OpCode::CloseSession
            | OpCode::Error
            | OpCode::Ping
            | OpCode::Auth
            | OpCode::Sasl
            | OpCode::SetWatches
            | OpCode::SetWatches2
            | OpCode::Reconfig
            | OpCode::WhoAmI
    )
}

fn path(r: &mut Reader<'_>) -> Option<String> {
    let text = r.string().ok()??;
    text.starts_with('/').then(|| text.chars().take(MAX_PATH_CHARS).collect())
}

/// Of a path that is shown.
const MAX_PATH_CHARS: usize = 256;
/// Of a transaction, enough for its path as far as it is shown.
pub(crate) const TXN_HEAD_BYTES: usize = 1100;

#[cfg(test)]
mod tests {
    use super::*;

    fn slow(received_us: u64, applied_us: u64, answered_us: u64) -> Slow<'static> {
        Slow {
            peer: ([127, 0, 0, 1], 1).into(),
            session: SessionId(1),
            op: Some(OpCode::SetData),
            xid: 1,
            path: None,
            zxid: None,
            received_us,
            applied_us,
            answered_us,
            waits_for_log: true,
        }
    }

    #[test]
    fn the_phases_add_up_to_the_whole() {
        let log = SlowLog::default();
        [100, 200, 300].into_iter().for_each(|at| log.taken(at));
        [150, 280, 390].into_iter().for_each(|at| log.synced(at));
        let phases = log.phases(&slow(120, 500, 510));
        assert_eq!(phases, Phases { queue: 80, log: 80, commit: 220, apply: 10 });
        // A batch that is taken up after the answer has nothing to do with it.
        assert_eq!(log.phases(&slow(310, 320, 330)), Phases { queue: 0, log: 0, commit: 10, apply: 10 });
        let read = Slow { waits_for_log: false, ..slow(120, 500, 510) };
        assert_eq!(log.phases(&read), Phases { queue: 80, log: 0, commit: 300, apply: 10 });
    }

    #[test]
    fn what_is_not_kept_any_more_is_not_guessed() {
        let log = SlowLog::default();
        (0..KEPT as u64 + 10).for_each(|n| log.taken(1000 + n));
        assert_eq!(log.phases(&slow(5, 100_000, 100_000)).queue, 0);
        assert_eq!(log.phases(&slow(1500, 100_000, 100_000)).queue, 0);
        assert_eq!(log.phases(&slow(900, 100_000, 100_000)).commit, 99_100);
    }
}
