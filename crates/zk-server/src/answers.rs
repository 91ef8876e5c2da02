//! How clients are told: of a session, a read, a refusal, and of what changes.

use zk_proto::connect::{ConnectResponse, Password};
use zk_proto::{ErrorCode, SessionId, Zxid, frame};
use zk_tree::watches::EventSink;
use zk_tree::{AclList, Applied, Change, Changes, ConnId, WatchTable};

use crate::read::{self, ReadContext};
use crate::{CloseReason, Completed, Sink};

/// True if a write failed because its session is served by another server.
pub(crate) fn is_moved(applied: &Applied<'_>) -> bool {
    matches!(applied, Applied::Failed(code) if *code == ErrorCode::SessionMoved.code())
}

/// Answers a request that was refused before its turn came, with the error that `done` says.
pub(crate) fn answer_refused(done: Completed, zxid: Zxid, request: &[u8], sink: &mut impl Sink) {
    sink.send(done.conn, |out| crate::reply::header_only(out, done.xid, zxid, done.err));
    sink.completed_unnamed(done, request);
}

/// Answers a read that had to wait for its turn.
pub(crate) fn answer_read(
    ctx: &ReadContext<'_>,
    watches: &mut WatchTable,
    frame: &[u8],
    received_us: u64,
    sink: &mut impl Sink,
) {
    let mut watches = watches;
    let mut outcome = None;
    sink.send(ctx.conn, |out| outcome = Some(read::execute(ctx, &mut watches, frame, out)));
    if let Some(o) = outcome {
        let done = Completed { conn: ctx.conn, op: o.op, xid: o.xid, received_us, err: o.err };
        sink.completed_unnamed(done, frame);
        if !o.keep {
            sink.close(ctx.conn, CloseReason::BadOperation);
        }
    }
}

/// Tells a client that it has its session. `read_only` says whether this server takes no writes; it is left out for clients that
/// did not ask, which are too old to know the word.
pub(crate) fn attached(
    conn: ConnId,
    (session, password): (SessionId, Password),
    timeout_ms: i32,
    read_only: Option<bool>,
    sink: &mut impl Sink,
) {
    sink.session_attached(conn, session, timeout_ms);
    let response =
        ConnectResponse { protocol_version: 0, timeout_ms, session_id: session, password, read_only };
    sink.send(conn, |out| frame::write(out, |w| response.encode(w)));
}

/// Hands the tree's changes to the watch table and its events to the sink.
pub(crate) struct Fire<'a, S> {
    pub(crate) watches: &'a mut WatchTable,
    pub(crate) sink: &'a mut S,
}

impl<S: Sink> Changes for Fire<'_, S> {
    fn change(&mut self, zxid: Zxid, change: Change, path: &str, acl: &AclList, parent_acl: &AclList) {
        self.watches.fire(zxid, change, path, acl, parent_acl, self.sink);
    }
}

impl<S: Sink> EventSink for Fire<'_, S> {
    fn event(&mut self, conn: ConnId, acl: &AclList, packet: &[u8]) {
        self.sink.event(conn, acl, packet);
    }
}
