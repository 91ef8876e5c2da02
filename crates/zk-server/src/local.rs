//! Sessions that one server alone knows: no transaction opens or closes them, and that server alone lets them expire.
//!
//! Mirrors: ZooKeeper `LocalSessionTracker` and `UpgradeableSessionTracker`.
//!
//! - **A local session owns no node.** Before its first ephemeral a transaction makes it a session of the ensemble, or the
//!   request is refused; the leader checks it once more.
//! - **It ends with the role of its server**: the others have never heard of it, so that nobody could take it over.

use std::collections::VecDeque;

use foldhash::fast::FixedState;
use hashbrown::HashSet;
use zk_mutants::{Mutant, on};
use zk_proto::request::CreateMode;
use zk_proto::{OpCode, Request, SessionId};
use zk_tree::ConnId;

use crate::{Lapsed, SessionTracker, TrackedSession};

/// Whether new sessions are known to this server alone (`localSessionsEnabled`, `localSessionsUpgradingEnabled`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LocalSessions {
    /// Every session is opened by a transaction.
    #[default]
    Off,
    /// New sessions are local, and stay so: they get no ephemerals.
    On,
    /// New sessions are local until they want an ephemeral.
    Upgraded,
}

/// What a request asks of the session that it comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Asks {
    /// Nothing that a local session has not.
    Nothing,
    /// To own a node, for which the session must be opened in the ensemble first.
    ToBeUpgraded,
    /// To own a node, which this server's local sessions may not.
    TooMuch,
}

/// The local sessions of one server.
#[derive(Debug)]
pub(crate) struct Locals {
    policy: LocalSessions,
    tracker: SessionTracker,
}

impl Locals {
    pub(crate) fn new(policy: LocalSessions, tick_ms: u64) -> Locals {
        Locals { policy, tracker: SessionTracker::new(tick_ms) }
    }

    /// True if new sessions are local.
    pub(crate) fn is_on(&self) -> bool {
        self.policy != LocalSessions::Off
    }

    pub(crate) fn tracker(&self) -> &SessionTracker {
        &self.tracker
    }

    pub(crate) fn open(&mut self, session: SessionId, timeout_ms: i32, conn: ConnId, now_ms: u64) {
        self.tracker.open(session, timeout_ms, Some(conn), now_ms);
    }

    /// True if it is there, be it that it is about to end.
    pub(crate) fn knows(&self, session: SessionId) -> bool {
        self.tracker.find(session).is_some()
    }

    /// True if it is there and goes on.
    pub(crate) fn holds(&self, session: SessionId) -> bool {
        self.tracker.find(session).is_some_and(|s| !s.closing)
    }

    /// See [`SessionTracker::touch`].
    pub(crate) fn touch(&mut self, session: SessionId, at_ms: u64) -> bool {
        self.tracker.touch(session, at_ms)
    }

    /// See [`SessionTracker::attach`].
    pub(crate) fn attach(
        &mut self,
        session: SessionId,
        conn: ConnId,
        timeout_ms: i32,
        now_ms: u64,
    ) -> Option<ConnId> {
        self.tracker.attach(session, conn, timeout_ms, now_ms)
    }

    pub(crate) fn detach(&mut self, session: SessionId, conn: ConnId) {
        self.tracker.detach(session, conn);
    }

    /// From now on it cannot be revived.
    pub(crate) fn mark_closing(&mut self, session: SessionId) -> bool {
        self.tracker.mark_closing(session)
    }

    pub(crate) fn forget(&mut self, session: SessionId) -> Option<TrackedSession> {
        self.tracker.forget(session)
    }

    /// Those whose time is up.
    pub(crate) fn expired(&mut self, now_ms: u64) -> Vec<SessionId> {
        self.tracker.expired(now_ms)
    }

    /// See [`SessionTracker::take_lapsed`].
    pub(crate) fn take_lapsed(&mut self) -> Lapsed {
        self.tracker.take_lapsed()
    }

    pub(crate) fn next_expiry_ms(&self) -> Option<u64> {
        self.tracker.next_expiry_ms()
    }

    /// What a write of this session asks of it.
    ///
    /// Mirrors: ZooKeeper `QuorumZooKeeperServer.checkUpgradeSession`.
    pub(crate) fn asks(&self, session: SessionId, request: Option<&Request<'_>>) -> Asks {
        if !request.is_some_and(owns) || !self.holds(session) {
            return Asks::Nothing;
        }
        match self.policy {
            LocalSessions::Upgraded => Asks::ToBeUpgraded,
            LocalSessions::On | LocalSessions::Off => Asks::TooMuch,
        }
    }

    /// The session is local no more. Returns what was known of it.
    pub(crate) fn upgrade(&mut self, session: SessionId) -> Option<TrackedSession> {
        if on(Mutant::LocalStays) {
            return self.tracker.find(session).copied();
        }
        self.tracker.forget(session)
    }
}

/// True if the node that a request makes belongs to its session.
fn owns(request: &Request<'_>) -> bool {
    match request {
        Request::Create(create) => {
            matches!(create.op, OpCode::Create | OpCode::Create2)
                && CreateMode::from_i32(create.flags).is_some_and(CreateMode::is_ephemeral)
        }
        Request::Multi(ops) => ops.iter().any(owns),
        _ => false,
    }
}

/// Sessions of the ensemble that were closed lately. To a leader they would look like local sessions of a learner, and what
/// that had forwarded before it heard of the close would be done.
///
/// Differs: Java's leader does it.
#[derive(Debug, Default)]
pub(crate) struct Closed {
    order: VecDeque<(u64, SessionId)>,
    sessions: HashSet<SessionId, FixedState>,
}

/// Most sessions that are remembered; the oldest go.
const MAX_CLOSED: usize = 1 << 20;

impl Closed {
    /// `keep_ms` is longer than any packet of a learner that still counts may be under way.
    pub(crate) fn insert(&mut self, session: SessionId, now_ms: u64, keep_ms: u64) {
        while let Some((at_ms, oldest)) = self.order.front().copied()
            && (at_ms.saturating_add(keep_ms) < now_ms || self.order.len() >= MAX_CLOSED)
        {
            self.order.pop_front();
            self.sessions.remove(&oldest);
        }
        if self.sessions.insert(session) {
            self.order.push_back((now_ms, session));
        }
    }

    pub(crate) fn contains(&self, session: SessionId) -> bool {
        self.sessions.contains(&session)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use zk_proto::AclBytes;
    use zk_proto::request::CreateRequest;

    fn create(op: OpCode, flags: i32) -> Request<'static> {
        let (path, data, acl) = ("/a".into(), None, AclBytes::OPEN);
        Request::Create(CreateRequest { op, path, data, acl, flags, ttl_ms: -1 })
    }

    #[test]
    fn what_makes_an_ephemeral_asks_for_more_than_a_local_session_has() {
        let session = SessionId(7);
        let asks = |policy, request: &Request<'_>| {
            let mut locals = Locals::new(policy, 1000);
            locals.open(session, 4000, ConnId(1), 0);
            locals.asks(session, Some(request))
        };
        let multi = Request::Multi(vec![create(OpCode::Create, 0), create(OpCode::Create2, 3)]);
        for wanted in [create(OpCode::Create, 1), create(OpCode::Create2, 3), multi] {
            assert_eq!(asks(LocalSessions::Upgraded, &wanted), Asks::ToBeUpgraded);
            assert_eq!(asks(LocalSessions::On, &wanted), Asks::TooMuch);
        }
        let plain = Request::Multi(vec![create(OpCode::Create, 0), create(OpCode::Create2, 2)]);
        let ttl = create(OpCode::CreateTtl, 5);
        for wanted in
            [create(OpCode::Create, 0), create(OpCode::Create, 99), ttl, plain, Request::CloseSession]
        {
            assert_eq!(asks(LocalSessions::Upgraded, &wanted), Asks::Nothing);
        }
        let global = Locals::new(LocalSessions::Upgraded, 1000);
        assert_eq!(global.asks(session, Some(&create(OpCode::Create, 1))), Asks::Nothing);
    }

    #[test]
    fn closed_sessions_are_forgotten_in_time() {
        let mut closed = Closed::default();
        closed.insert(SessionId(1), 100, 50);
        closed.insert(SessionId(1), 120, 50);
        closed.insert(SessionId(2), 150, 50);
        assert!(closed.contains(SessionId(1)) && closed.contains(SessionId(2)));
        closed.insert(SessionId(3), 151, 50);
        assert!(!closed.contains(SessionId(1)) && closed.contains(SessionId(2)));
    }
}
