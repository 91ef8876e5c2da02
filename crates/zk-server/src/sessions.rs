//! Which sessions live, when they expire, and which connection carries each.
//!
//! Mirrors: ZooKeeper `SessionTrackerImpl` with `ExpiryQueue`: expiry is rounded up to the next tick, so a session
//! lives between its timeout and its timeout plus one tick after it was last heard of.

use std::collections::{BTreeMap, BTreeSet};

use foldhash::fast::FixedState;
use hashbrown::HashMap;
use zk_mutants::{Mutant, on};
use zk_proto::SessionId;
use zk_tree::ConnId;
use zk_zab::LinkId;

/// A session that is being tracked.
#[derive(Clone, Copy, Debug)]
pub struct TrackedSession {
    /// Timeout in milliseconds.
    pub timeout_ms: i32,
    /// The connection that carries it, if any.
    pub conn: Option<ConnId>,
    /// The learner whose client it is, if any. Never together with a connection.
    pub learner: Option<LinkId>,
    /// It was with a connection of this server last, which may be gone.
    pub here: bool,
    /// A close is on its way; nothing may revive it.
    pub closing: bool,
    expires_ms: u64,
    bucket_ms: u64,
}

/// Sessions whose time was up: how many, and the first of them with their timeouts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lapsed {
    /// All of them.
    pub count: u64,
    /// The first [`Lapsed::MAX_NAMED`], each with its timeout in milliseconds.
    pub named: Vec<(SessionId, i32)>,
}

impl Lapsed {
    /// More than these are not worth a line each.
    pub const MAX_NAMED: usize = 100;

    fn note(&mut self, session: SessionId, timeout_ms: i32) {
        self.count += 1;
        if self.named.len() < Self::MAX_NAMED {
            self.named.push((session, timeout_ms));
        }
    }
}

/// The sessions of one server, by expiry.
#[derive(Debug)]
pub struct SessionTracker {
    tick_ms: u64,
    sessions: HashMap<SessionId, TrackedSession, FixedState>,
    /// Sessions to look at when their bucket's time comes. A touch moves a session's expiry only; the bucket is
    /// corrected when it is looked at, so that a touch costs one look-up.
    buckets: BTreeMap<u64, BTreeSet<SessionId>>,
    lapsed: Lapsed,
}

impl SessionTracker {
    /// An empty tracker whose buckets are `tick_ms` apart.
    pub fn new(tick_ms: u64) -> SessionTracker {
        SessionTracker {
            tick_ms: tick_ms.max(1),
            sessions: HashMap::default(),
            buckets: BTreeMap::new(),
            lapsed: Lapsed::default(),
        }
    }

    /// Starts to track a session, with a full timeout from `now_ms`.
    pub fn open(&mut self, session: SessionId, timeout_ms: i32, conn: Option<ConnId>, now_ms: u64) {
        self.forget(session);
        let expires_ms = self.expiry(now_ms, timeout_ms);
        let tracked = TrackedSession {
            timeout_ms,
            conn,
            learner: None,
            here: conn.is_some(),
            closing: false,
            expires_ms,
            bucket_ms: expires_ms,
        };
        self.sessions.insert(session, tracked);
        self.buckets.entry(expires_ms).or_default().insert(session);
    }

    fn expiry(&self, now_ms: u64, timeout_ms: i32) -> u64 {
        (now_ms + timeout_ms.max(0) as u64) / self.tick_ms * self.tick_ms + self.tick_ms
    }

    /// A session was heard of at `at_ms`. False if it is not there or closing.
    pub fn touch(&mut self, session: SessionId, at_ms: u64) -> bool {
        let Some(s) = self.sessions.get(&session).copied().filter(|s| !s.closing) else { return false };
        let expires_ms = self.expiry(at_ms, s.timeout_ms).max(s.expires_ms);
        if let Some(s) = self.sessions.get_mut(&session) {
            s.expires_ms = expires_ms;
        }
        true
    }

    /// Another connection takes the session over, with a timeout negotiated anew. Returns the one that had it.
    pub fn attach(
        &mut self,
        session: SessionId,
        conn: ConnId,
        timeout_ms: i32,
        now_ms: u64,
    ) -> Option<ConnId> {
        let s = self.sessions.get_mut(&session)?;
        s.timeout_ms = timeout_ms;
        s.learner = None;
        s.here = true;
        let before = s.conn.replace(conn);
        self.restart(session, now_ms);
        before
    }

    /// A learner's client takes the session over. Returns the connection that had it here.
    pub fn attach_learner(
        &mut self,
        session: SessionId,
        learner: LinkId,
        timeout_ms: i32,
        now_ms: u64,
    ) -> Option<ConnId> {
        let s = self.sessions.get_mut(&session)?;
        s.timeout_ms = timeout_ms;
        s.learner = Some(learner);
        s.here = false;
        let before = s.conn.take();
        self.restart(session, now_ms);
        before
    }

    /// The time of a session starts anew, with a timeout that may have changed.
    fn restart(&mut self, session: SessionId, now_ms: u64) {
        let Some(s) = self.sessions.get_mut(&session) else { return };
        // A shorter timeout must be able to bring the expiry forward.
        s.expires_ms = 0;
        self.touch(session, now_ms);
        if let Some((new, old)) = self.sessions.get(&session).map(|s| (s.expires_ms, s.bucket_ms))
            && new < old
        {
            self.move_bucket(session, new);
        }
    }

    /// True if a request of this session may come from this learner, which is its owner from now on if nobody was.
    ///
    /// Mirrors: ZooKeeper `SessionTrackerImpl.checkSession`.
    pub fn is_at_learner(&mut self, session: SessionId, learner: LinkId) -> bool {
        match self.sessions.get_mut(&session) {
            Some(_) if on(Mutant::MoveUnchecked) => true,
            // What a session has left behind at a learner must not be done once it was somewhere else, even if it is
            // there no more.
            Some(s) if s.conn.is_none() && !s.here && s.learner.is_none_or(|l| l == learner) => {
                s.learner = Some(learner);
                true
            }
            _ => false,
        }
    }

    /// A learner is gone; its clients' sessions live on.
    pub fn detach_learner(&mut self, learner: LinkId) {
        for s in self.sessions.values_mut().filter(|s| s.learner == Some(learner)) {
            s.learner = None;
        }
    }

    /// The connection is gone; its session lives on without it.
    pub fn detach(&mut self, session: SessionId, conn: ConnId) {
        if let Some(s) = self.sessions.get_mut(&session)
            && s.conn == Some(conn)
        {
            s.conn = None;
        }
    }

    /// Looks a session up.
    pub fn find(&self, session: SessionId) -> Option<&TrackedSession> {
        self.sessions.get(&session)
    }

    /// From now on the session cannot be revived. False if it is not there or was closing already.
    pub fn mark_closing(&mut self, session: SessionId) -> bool {
        match self.sessions.get_mut(&session) {
            Some(s) if !s.closing => {
                s.closing = true;
                true
            }
            _ => false,
        }
    }

    /// Stops tracking a session. Returns what was known of it.
    pub fn forget(&mut self, session: SessionId) -> Option<TrackedSession> {
        let s = self.sessions.remove(&session)?;
        self.leave_bucket(session, s.bucket_ms);
        Some(s)
    }

    fn leave_bucket(&mut self, session: SessionId, bucket_ms: u64) {
        if let Some(b) = self.buckets.get_mut(&bucket_ms) {
            b.remove(&session);
            if b.is_empty() {
                self.buckets.remove(&bucket_ms);
            }
        }
    }

    fn move_bucket(&mut self, session: SessionId, to_ms: u64) {
        let Some(s) = self.sessions.get_mut(&session) else { return };
        let from = std::mem::replace(&mut s.bucket_ms, to_ms);
        self.leave_bucket(session, from);
        self.buckets.entry(to_ms).or_default().insert(session);
    }

    /// The sessions whose time is up at `now_ms`, in order of their ids within each bucket. They stay tracked,
    /// out of any bucket, until [`SessionTracker::forget`].
    pub fn expired(&mut self, now_ms: u64) -> Vec<SessionId> {
        let mut out = Vec::new();
        while let Some(bucket) = self.buckets.first_entry().filter(|b| *b.key() <= now_ms) {
            for session in bucket.remove() {
                match self.sessions.get_mut(&session) {
                    Some(s) if s.expires_ms > now_ms && !s.closing => {
                        s.bucket_ms = s.expires_ms;
                        self.buckets.entry(s.expires_ms).or_default().insert(session);
                    }
                    Some(s) if !s.closing => {
                        self.lapsed.note(session, s.timeout_ms);
                        out.push(session);
                    }
                    _ => {}
                }
            }
        }
        out
    }

    /// Those that [`SessionTracker::expired`] has told since this was asked last.
    pub fn take_lapsed(&mut self) -> Lapsed {
        std::mem::take(&mut self.lapsed)
    }

    /// When [`SessionTracker::expired`] should be asked next.
    pub fn next_expiry_ms(&self) -> Option<u64> {
        self.buckets.keys().next().copied()
    }

    /// Number of sessions.
    pub fn len(&self) -> usize {
        self.sessions.len()
    }

    /// True if there are none.
    pub fn is_empty(&self) -> bool {
        self.sessions.is_empty()
    }

    /// Expiry times with their sessions, for the word `dump`. Computed anew, since buckets lag behind touches.
    pub fn by_expiry(&self) -> BTreeMap<u64, BTreeSet<SessionId>> {
        let mut out: BTreeMap<u64, BTreeSet<SessionId>> = BTreeMap::new();
        for (id, s) in self.buckets.values().flatten().filter_map(|id| Some((id, self.sessions.get(id)?))) {
            out.entry(s.expires_ms).or_default().insert(*id);
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const S: SessionId = SessionId(7);

    #[test]
    fn a_session_lives_between_its_timeout_and_a_tick_more() {
        let mut t = SessionTracker::new(1000);
        t.open(S, 4000, None, 500);
        assert_eq!(t.next_expiry_ms(), Some(5000));
        assert!(t.expired(4999).is_empty());
        assert_eq!(t.expired(5000), [S]);
    }

    #[test]
    fn a_touch_puts_the_expiry_off() {
        let mut t = SessionTracker::new(1000);
        t.open(S, 4000, None, 0);
        assert!(t.touch(S, 3500));
        assert!(t.expired(5000).is_empty());
        assert_eq!(t.next_expiry_ms(), Some(8000));
        assert_eq!(t.expired(8000), [S]);
    }

    #[test]
    fn a_closing_session_cannot_be_touched_and_expires_once() {
        let mut t = SessionTracker::new(1000);
        t.open(S, 4000, None, 0);
        assert!(t.mark_closing(S));
        assert!(!t.mark_closing(S));
        assert!(!t.touch(S, 100));
        assert!(t.expired(60_000).is_empty());
        assert!(t.forget(S).is_some());
        assert!(t.is_empty());
    }

    #[test]
    fn attaching_with_a_shorter_timeout_brings_the_expiry_forward() {
        let mut t = SessionTracker::new(1000);
        t.open(S, 40_000, Some(ConnId(1)), 0);
        assert_eq!(t.attach(S, ConnId(2), 4000, 100), Some(ConnId(1)));
        assert_eq!(t.next_expiry_ms(), Some(5000));
        t.detach(S, ConnId(1));
        assert_eq!(t.find(S).unwrap().conn, Some(ConnId(2)));
    }

    #[test]
    fn what_a_session_left_at_a_learner_is_not_done_after_it_was_here() {
        let mut t = SessionTracker::new(1000);
        t.open(S, 4000, None, 0);
        let old = LinkId(1);
        assert!(t.is_at_learner(S, old));
        t.attach(S, ConnId(9), 4000, 10);
        t.detach(S, ConnId(9));
        assert!(!t.is_at_learner(S, old));
        t.attach_learner(S, LinkId(2), 4000, 20);
        assert!(t.is_at_learner(S, LinkId(2)) && !t.is_at_learner(S, old));
    }

    #[test]
    fn those_whose_time_was_up_are_counted_and_the_first_are_named() {
        let mut t = SessionTracker::new(1000);
        for id in 0..=Lapsed::MAX_NAMED as i64 {
            t.open(SessionId(1000 + id), 4000, None, 0);
        }
        t.open(S, 9000, None, 0);
        t.expired(5000);
        let lapsed = t.take_lapsed();
        assert_eq!((lapsed.count, lapsed.named.len()), (Lapsed::MAX_NAMED as u64 + 1, Lapsed::MAX_NAMED));
        assert_eq!(lapsed.named[1], (SessionId(1001), 4000));
        assert_eq!(t.take_lapsed(), Lapsed::default());
    }
}
