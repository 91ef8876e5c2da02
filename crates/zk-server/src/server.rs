//! The machine: requests into transactions, durable transactions into replies, time into expiry.

use std::sync::Arc;

use zk_mutants::{Mutant, on};
use zk_proto::connect::{ConnectRequest, ConnectResponse};
use zk_proto::request::RequestHeader;
use zk_proto::{ErrorCode, OpCode, Reader, Request, SessionId, Zxid, frame};
use zk_tree::quota::QuotaBreach;
use zk_tree::{Applied, ConnId, DataTree, Identities, Preparer, WatchTable, WriteContext};

use zk_zab::LinkId;

use crate::answers::{Fire, answer_read, answer_refused, attached, is_moved};
use crate::batch::{AskedToClose, Item};
use crate::local::{Asks, Closed, Locals};
use crate::read::{self, ReadContext};
use crate::sessions::{Lapsed, SessionTracker};
use crate::{Asker, Batch, CloseReason, Completed, Origin, ServerConfig, Sink};

/// The times that come in with every input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Times {
    /// Monotonic milliseconds, for timeouts.
    pub now_ms: u64,
    /// Milliseconds since 1970, stamped into transactions.
    pub wall_ms: i64,
}

/// A request that needs the machine: a write, or anything behind one.
#[derive(Clone, Copy, Debug)]
pub struct Incoming<'a> {
    /// The connection.
    pub conn: ConnId,
    /// Its session.
    pub session: SessionId,
    /// Its identities when the request came in.
    pub who: &'a Arc<Identities>,
    /// The frame's body: header and record.
    pub frame: &'a [u8],
    /// When it came in, in microseconds of the shell's clock; handed back in [`Completed`].
    pub received_us: u64,
}

/// How long closed sessions are remembered at least, see [`Closed`]: longer than a learner's silence is borne.
const KEEP_CLOSED_MS: u64 = 60_000;

/// One server's request pipeline and session table.
#[derive(Debug)]
pub struct Server {
    pub(crate) config: ServerConfig,
    pub(crate) prep: Preparer,
    pub(crate) sessions: SessionTracker,
    pub(crate) locals: Locals,
    /// Kept where there are local sessions, for so long that nothing older can be under way from a learner.
    pub(crate) closed: Closed,
    pub(crate) keep_closed_ms: u64,
    last_proposed: Zxid,
    next_session: i64,
    next_container_check_ms: u64,
    pub(crate) batch: Batch,
    internal: Identities,
}

impl Server {
    /// A server over a recovered tree. Every session in it starts anew with its full timeout.
    pub fn new(config: ServerConfig, tree: &DataTree, times: Times) -> Server {
        let mut sessions = SessionTracker::new(config.tick_ms);
        for (id, timeout_ms) in tree.sessions() {
            sessions.open(id, timeout_ms, None, times.now_ms);
        }
        Server {
            prep: Preparer::new(config.prepare.clone()),
            locals: Locals::new(config.local_sessions, config.tick_ms),
            closed: Closed::default(),
            keep_closed_ms: KEEP_CLOSED_MS.max(2 * config.max_session_timeout_ms.max(0) as u64),
            sessions,
            last_proposed: tree.last_zxid(),
            next_session: first_session_id(config.server_id, times.wall_ms, tree.last_zxid()),
            next_container_check_ms: times.now_ms + config.container_check_interval_ms,
            batch: Batch::default(),
            internal: Identities::internal(),
            config,
        }
    }

    /// The session table: the sessions of the ensemble.
    pub fn sessions(&self) -> &SessionTracker {
        &self.sessions
    }

    /// The quotas that writes have run into since this was asked last.
    pub fn take_quota_breaches(&mut self) -> Vec<QuotaBreach> {
        self.prep.take_quota_breaches()
    }

    /// The sessions whose time was up since this was asked last: those of the ensemble, and this server's own.
    pub fn take_lapsed(&mut self) -> [Lapsed; 2] {
        [self.sessions.take_lapsed(), self.locals.take_lapsed()]
    }

    /// The sessions that this server alone knows.
    pub fn local_sessions(&self) -> &SessionTracker {
        self.locals.tracker()
    }

    /// The next session id, and the least one that the next one may be.
    pub(crate) fn next_session_mut(&mut self) -> &mut i64 {
        &mut self.next_session
    }

    /// Zxid of the last transaction that was put into a batch.
    pub fn last_proposed(&self) -> Zxid {
        self.last_proposed
    }

    /// A client's first packet. Answers at once, or proposes the session and answers on commit.
    ///
    /// Mirrors: ZooKeeper `ZooKeeperServer.processConnectRequest`. Differs: the password is checked before the
    /// session's present connection is closed (known-bugs K-39).
    pub fn connect(
        &mut self,
        tree: &DataTree,
        times: Times,
        conn: ConnId,
        request: &ConnectRequest<'_>,
        received_us: u64,
        sink: &mut impl Sink,
    ) {
        if request.last_zxid_seen > tree.last_zxid() {
            sink.close(conn, CloseReason::ClientAhead);
            return;
        }
        let timeout_ms = self.config.granted_timeout_ms(request.timeout_ms);
        if request.session_id == SessionId::NONE {
            let session = self.allocate_session();
            if self.locals.is_on() {
                self.locals.open(session, timeout_ms, conn, times.now_ms);
                self.attached(conn, session, timeout_ms, request.read_only, sink);
                let op = Some(OpCode::CreateSession);
                sink.completed(Completed { conn, op, xid: 0, received_us, err: 0 });
                return;
            }
            self.sessions.open(session, timeout_ms, Some(conn), times.now_ms);
            let origin = Origin::OpenSession { conn, read_only: request.read_only, received_us };
            self.propose(times, session, 0, origin, |prep, ctx, out| {
                prep.create_session(tree, ctx, timeout_ms, out);
            });
            return;
        }
        let session = request.session_id;
        let local = self.locals.holds(session);
        let known = local || self.sessions.find(session).is_some_and(|s| !s.closing);
        if !known || !self.config.passwords.fits(session, request.password) {
            let response = ConnectResponse::expired(request.read_only.map(|_| false));
            sink.send(conn, |out| frame::write(out, |w| response.encode(w)));
            sink.close(conn, CloseReason::InvalidSession);
            return;
        }
        let before = if local {
            self.locals.attach(session, conn, timeout_ms, times.now_ms)
        } else {
            self.sessions.attach(session, conn, timeout_ms, times.now_ms)
        };
        if let Some(before) = before {
            sink.close(before, CloseReason::ClientReconnect);
        }
        self.attached(conn, session, timeout_ms, request.read_only, sink);
    }

    fn attached(
        &self,
        conn: ConnId,
        session: SessionId,
        timeout_ms: i32,
        asked_read_only: Option<bool>,
        sink: &mut impl Sink,
    ) {
        let password = self.config.passwords.of(session);
        attached(conn, (session, password), timeout_ms, asked_read_only.map(|_| false), sink);
    }

    fn allocate_session(&mut self) -> SessionId {
        loop {
            let id = SessionId(self.next_session);
            self.next_session = self.next_session.wrapping_add(1);
            // A restart within the same millisecond, or a clock set back, must not give an id out twice.
            let taken = self.sessions.find(id).is_some() || self.locals.knows(id);
            let taken = taken && !on(Mutant::SessionIdsFromClock);
            if id != SessionId::NONE && !taken {
                return id;
            }
        }
    }

    /// A request that needs the pipeline.
    pub fn request(&mut self, tree: &DataTree, times: Times, incoming: Incoming<'_>) {
        let Incoming { conn, session, who, frame, received_us } = incoming;
        let mut r = Reader::new(frame);
        let header = RequestHeader::decode(&mut r).ok();
        let write = header.filter(|h| read::is_write(h.op));
        let (Some(header), Some(op)) = (write, write.and_then(|h| OpCode::from_i32(h.op))) else {
            // It may have to wait for a commit that never comes; the client is alive all the same.
            self.touch(session, times.now_ms);
            let start = self.batch.bytes.len();
            self.batch.bytes.extend_from_slice(frame);
            let frame = start..self.batch.bytes.len();
            let who = who.clone();
            self.batch.items.push(Item::Read { conn, session, who, frame, received_us });
            return;
        };
        let origin = Origin::Client { conn, op, xid: header.xid, received_us };
        let moved = self.sessions.find(session).is_some_and(|s| s.learner.is_some());
        let moved = moved && !on(Mutant::MoveUnchecked);
        if op == OpCode::CloseSession && self.locals.mark_closing(session) {
            let asked = Some(AskedToClose { conn, xid: header.xid, received_us });
            self.batch.items.push(Item::CloseLocal { session, asked });
            return;
        }
        let request = Request::decode_body(op, &mut r);
        let no_ephemerals = match self.locals.asks(session, request.as_ref().ok()) {
            Asks::Nothing => None,
            Asks::ToBeUpgraded => {
                self.upgrade(tree, times, session);
                None
            }
            Asks::TooMuch => Some(ErrorCode::EphemeralOnLocalSession),
        };
        let alive = if op == OpCode::CloseSession && !moved {
            self.sessions.mark_closing(session)
        } else {
            self.touch(session, times.now_ms)
        };
        if self.config.eager_acl_check
            && !moved
            && alive
            && let Ok(request) = &request
            && let Err(code) = self.prep.screen(tree, who, request)
        {
            let request = self.batch.keep_beginning(frame);
            self.batch.items.push(Item::Refused { conn, op, xid: header.xid, received_us, code, request });
            return;
        }
        let mut failed = true;
        self.propose_for(times, session, header.xid, origin, who, |prep, ctx, out| match request {
            _ if moved => prep.error(ctx, ErrorCode::SessionMoved, out),
            _ if !alive => prep.error(ctx, ErrorCode::SessionExpired, out),
            Err(_) => prep.error(ctx, ErrorCode::MarshallingError, out),
            Ok(request) => {
                let ctx = WriteContext { no_ephemerals, ..ctx };
                failed = prep.prepare(tree, ctx, &request, out).is_err();
            }
        });
        if failed {
            self.batch.name_last(frame);
        }
    }

    /// Opens a local session in the ensemble, in front of the request that needs it.
    fn upgrade(&mut self, tree: &DataTree, times: Times, session: SessionId) {
        let Some(s) = self.locals.upgrade(session) else { return };
        self.sessions.open(session, s.timeout_ms, s.conn, times.now_ms);
        self.propose(times, session, 0, Origin::Internal, |prep, ctx, out| {
            prep.create_session(tree, ctx, s.timeout_ms, out);
        });
    }

    /// Refuses a request, in its turn, without doing anything of it. False if it is one that must not be refused: what
    /// keeps a session alive, closes it, or proves who its client is.
    pub fn refuse(&mut self, times: Times, incoming: &Incoming<'_>, code: ErrorCode) -> bool {
        let Some((op, xid)) = read::refusable(incoming.frame) else { return false };
        self.touch(incoming.session, times.now_ms);
        let Incoming { conn, received_us, .. } = *incoming;
        let request = self.batch.keep_beginning(incoming.frame);
        self.batch.items.push(Item::Refused { conn, op, xid, received_us, code, request });
        true
    }

    /// What the next reconfiguration is judged by.
    pub(crate) fn set_ensemble(&mut self, ensemble: zk_tree::Ensemble) {
        self.prep.set_ensemble(ensemble);
    }

    /// A learner is gone.
    pub(crate) fn learner_gone(&mut self, learner: LinkId) {
        self.sessions.detach_learner(learner);
    }

    /// The next transaction is the first of this epoch.
    pub(crate) fn begin_epoch(&mut self, epoch_start: Zxid) {
        self.last_proposed = epoch_start;
    }

    /// True if the epoch's zxids come to their end: the next one belongs to a new epoch, which an election brings.
    ///
    /// Mirrors: ZooKeeper `Leader.propose`, which does so at the last one. Differs: a little earlier, so that whatever
    /// one run of inputs proposes still has a zxid; that it has is checked again where it enters the history.
    pub(crate) fn is_exhausted(&self) -> bool {
        self.last_proposed.counter() > self.config.epoch_txns && !on(Mutant::CounterRunsOut)
    }

    /// A session was heard of at `at_ms` (monotonic). False if it is not there, or about to end.
    pub fn touch(&mut self, session: SessionId, at_ms: u64) -> bool {
        self.locals.touch(session, at_ms) || self.sessions.touch(session, at_ms)
    }

    /// A connection is gone. Its session lives on until it expires or is attached again.
    pub fn disconnected(&mut self, session: SessionId, conn: ConnId) {
        self.sessions.detach(session, conn);
        self.locals.detach(session, conn);
    }

    /// Expires sessions and reaps containers and TTL nodes whose time has come.
    pub fn tick(&mut self, tree: &DataTree, times: Times) {
        let now_ms = match on(Mutant::ExpireOnWallClock) {
            true => times.wall_ms.saturating_sub(zk_mutants::WALL_START_MS).max(0) as u64,
            false => times.now_ms,
        };
        for session in self.sessions.expired(now_ms.saturating_sub(self.config.touch_delay_ms)) {
            self.close_session(tree, times, session);
        }
        for session in self.locals.expired(now_ms.saturating_sub(self.config.touch_delay_ms)) {
            self.locals.mark_closing(session);
            self.batch.items.push(Item::CloseLocal { session, asked: None });
        }
        if times.now_ms >= self.next_container_check_ms {
            self.next_container_check_ms = times.now_ms + self.config.container_check_interval_ms;
            self.reap(tree, times);
        }
    }

    fn close_session(&mut self, tree: &DataTree, times: Times, session: SessionId) {
        if !self.sessions.mark_closing(session) {
            return;
        }
        self.propose(times, session, 0, Origin::Internal, |prep, ctx, out| {
            let _ = prep.prepare(tree, ctx, &Request::CloseSession, out);
        });
    }

    fn reap(&mut self, tree: &DataTree, times: Times) {
        let due = tree.reapable(times.wall_ms, self.config.container_max_never_used_ms);
        let per_check = self.config.container_max_per_minute as u64
            * self.config.container_check_interval_ms.max(1_000)
            / 60_000;
        for path in due.into_iter().take(per_check.max(1) as usize) {
            let ctx = self.context(times, SessionId::NONE, 0);
            let start = self.batch.bytes.len();
            let ctx = WriteContext { who: &self.internal, ..ctx.with(&self.internal) };
            if self.prep.reap(tree, ctx, &path, &mut self.batch.bytes).is_ok() {
                self.push(ctx.zxid, start, Origin::Internal);
            }
        }
    }

    /// When [`Server::tick`] should be called next, in monotonic milliseconds.
    pub fn next_timeout_ms(&self) -> u64 {
        let next = [self.sessions.next_expiry_ms(), self.locals.next_expiry_ms()].into_iter().flatten().min();
        let expiry = next.map_or(u64::MAX, |t| t + self.config.touch_delay_ms);
        expiry.min(self.next_container_check_ms)
    }

    /// What waits to be made durable and committed. The caller hands it back to [`Server::commit`] once it is
    /// durable, and, emptied, to [`Server::recycle`].
    pub fn take_batch(&mut self) -> Batch {
        std::mem::take(&mut self.batch)
    }

    /// How many transactions wait.
    pub fn pending_txns(&self) -> usize {
        self.batch.txns().count()
    }

    /// True if nothing waits.
    pub fn is_idle(&self) -> bool {
        self.batch.is_empty()
    }

    /// Gives a batch's memory back for the next one.
    pub fn recycle(&mut self, mut batch: Batch) {
        const KEEP_BYTES: usize = 1 << 20;
        if self.batch.is_empty() {
            batch.clear(KEEP_BYTES);
            self.batch = batch;
        }
    }

    /// Applies a durable batch: effects, events, replies, in order.
    pub fn commit(
        &mut self,
        batch: &Batch,
        tree: &mut DataTree,
        watches: &mut WatchTable,
        times: Times,
        sink: &mut impl Sink,
    ) {
        for item in &batch.items {
            self.commit_item(&batch.bytes, item, tree, watches, times, sink);
        }
    }

    /// Applies and answers one item of a batch; `bytes` are the batch's.
    pub(crate) fn commit_item(
        &mut self,
        bytes: &[u8],
        item: &Item,
        tree: &mut DataTree,
        watches: &mut WatchTable,
        times: Times,
        sink: &mut impl Sink,
    ) {
        match item {
            Item::Txn { zxid, payload, origin, request } => {
                let (payload, request) = (&bytes[payload.clone()], &bytes[request.clone()]);
                self.commit_txn(*zxid, (payload, request), *origin, tree, watches, times, sink);
            }
            Item::Read { conn, session, who, frame, received_us } => {
                let ctx = ReadContext { tree, conn: *conn, session: *session, who };
                answer_read(&ctx, watches, &bytes[frame.clone()], *received_us, sink);
            }
            Item::Refused { conn, op, xid, received_us, code, request } => {
                let done = Completed {
                    conn: *conn,
                    op: Some(*op),
                    xid: *xid,
                    received_us: *received_us,
                    err: code.code(),
                };
                answer_refused(done, tree.last_zxid(), &bytes[request.clone()], sink);
            }
            Item::CloseLocal { session, asked } => self.close_local(*session, *asked, tree.last_zxid(), sink),
            // Whoever leads learners answers it.
            Item::Sync { .. } => {}
        }
    }

    fn close_local(
        &mut self,
        session: SessionId,
        asked: Option<AskedToClose>,
        zxid: Zxid,
        sink: &mut impl Sink,
    ) {
        let gone = self.locals.forget(session);
        match (asked, gone.and_then(|s| s.conn)) {
            (Some(AskedToClose { conn, xid, received_us }), _) => {
                sink.send(conn, |out| crate::reply::header_only(out, xid, zxid, 0));
                let op = Some(OpCode::CloseSession);
                sink.completed(Completed { conn, op, xid, received_us, err: 0 });
                sink.close(conn, CloseReason::SessionClosed);
            }
            (None, Some(conn)) => sink.close(conn, CloseReason::SessionExpired),
            (None, None) => {}
        }
    }

    #[allow(clippy::too_many_arguments, reason = "the loop of commit in a function of its own")]
    fn commit_txn(
        &mut self,
        zxid: Zxid,
        (payload, request): (&[u8], &[u8]),
        origin: Origin,
        tree: &mut DataTree,
        watches: &mut WatchTable,
        times: Times,
        sink: &mut impl Sink,
    ) {
        let mut fire = Fire { watches, sink };
        let applied = tree.apply_payload(payload, &mut fire);
        // This machine encoded the payload; that it cannot read it back is a broken invariant.
        assert!(applied.is_ok(), "transaction {zxid} cannot be decoded: {:?}", applied.err());
        let Ok((header, applied)) = applied else { return };
        assert_eq!(header.zxid, zxid, "the batch and its payload disagree");
        self.prep.applied(zxid);
        let closed = match applied {
            Applied::SessionClosed => {
                if self.locals.is_on() {
                    self.closed.insert(header.session, times.now_ms, self.keep_closed_ms);
                }
                self.sessions.forget(header.session)
            }
            _ => None,
        };
        let asker = match origin {
            Origin::Client { conn, xid, .. } => Some(Asker { conn, xid }),
            Origin::OpenSession { .. } | Origin::Learner | Origin::Internal => None,
        };
        sink.committed(asker, zxid, payload, &applied);
        match origin {
            Origin::Client { conn, op, xid, received_us } => {
                sink.send(conn, |out| crate::reply::applied(out, xid, zxid, &applied));
                let err = crate::reply::code(&applied);
                let done = Completed { conn, op: Some(op), xid, received_us, err };
                if request.is_empty() {
                    sink.completed(done)
                } else {
                    sink.completed_unnamed(done, request)
                }
                if closed.is_some() {
                    sink.close(conn, CloseReason::SessionClosed);
                } else if is_moved(&applied) {
                    sink.close(conn, CloseReason::SessionMoved);
                }
            }
            Origin::OpenSession { conn, read_only, received_us } => {
                let timeout_ms = tree.session_timeout_ms(header.session).unwrap_or_default();
                self.sessions.touch(header.session, times.now_ms);
                self.attached(conn, header.session, timeout_ms, read_only, sink);
                let op = Some(OpCode::CreateSession);
                sink.completed(Completed { conn, op, xid: 0, received_us, err: 0 });
            }
            // A session that is closed for a learner's client may have come back here meanwhile.
            Origin::Learner | Origin::Internal => {
                if let Some(conn) = closed.and_then(|s| s.conn) {
                    sink.close(conn, CloseReason::SessionExpired);
                }
            }
        }
    }

    fn context(&self, times: Times, session: SessionId, cxid: i32) -> PartialContext {
        // Epoch roll-over needs an election, which a standalone server cannot hold: it counts on, as Java does.
        PartialContext { session, cxid, zxid: Zxid(self.last_proposed.0 + 1), wall_ms: times.wall_ms }
    }

    pub(crate) fn propose(
        &mut self,
        times: Times,
        session: SessionId,
        cxid: i32,
        origin: Origin,
        fill: impl FnOnce(&mut Preparer, WriteContext<'_>, &mut Vec<u8>),
    ) {
        let ctx = self.context(times, session, cxid);
        let start = self.batch.bytes.len();
        fill(&mut self.prep, ctx.with(&self.internal), &mut self.batch.bytes);
        self.push(ctx.zxid, start, origin);
    }

    pub(crate) fn propose_for(
        &mut self,
        times: Times,
        session: SessionId,
        cxid: i32,
        origin: Origin,
        who: &Identities,
        fill: impl FnOnce(&mut Preparer, WriteContext<'_>, &mut Vec<u8>),
    ) {
        let ctx = self.context(times, session, cxid);
        let start = self.batch.bytes.len();
        fill(&mut self.prep, ctx.with(who), &mut self.batch.bytes);
        self.push(ctx.zxid, start, origin);
    }

    fn push(&mut self, zxid: Zxid, start: usize, origin: Origin) {
        assert!(zxid > self.last_proposed, "zxids must rise: {zxid} after {}", self.last_proposed);
        self.last_proposed = zxid;
        let payload = start..self.batch.bytes.len();
        self.batch.items.push(Item::Txn { zxid, payload, origin, request: 0..0 });
    }
}

/// A [`WriteContext`] before it is known who asks.
#[derive(Clone, Copy)]
struct PartialContext {
    session: SessionId,
    cxid: i32,
    zxid: Zxid,
    wall_ms: i64,
}

impl PartialContext {
    fn with(self, who: &Identities) -> WriteContext<'_> {
        let PartialContext { session, cxid, zxid, wall_ms } = self;
        WriteContext { session, cxid, zxid, wall_ms, who, no_ephemerals: None }
    }
}

/// The first session id of a server that starts to serve at `wall_ms` over a history that ends at `last`.
///
/// Every session of the ensemble costs a zxid: two starts in the same millisecond by a clock that was set back, or that
/// begins at the same time whenever the machine does, give out other ids all the same.
///
/// Differs: Java takes the time since boot, which can give out the ids of before a reboot (known-bugs K-38).
pub(crate) fn first_session_id(server_id: u8, wall_ms: i64, last: Zxid) -> i64 {
    if on(Mutant::SessionIdsFromClock) {
        return (server_id as i64) << 56;
    }
    let time = (((wall_ms as u64) << 24) >> 8) as i64 & 0x00ff_ffff_ffff_0000;
    ((server_id as i64) << 56) | time | (last.0 & 0xffff)
}
