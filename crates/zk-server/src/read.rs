//! Answers everything that is no write: a pure function over the tree, the watch table and the connection.

use zk_proto::multi::{MultiHeader, OpResult};
use zk_proto::op::xid;
use zk_proto::reply::{ReplyHeader, encode_who_am_i};
use zk_proto::request::{RequestHeader, SetWatches, add_watch_mode, watcher_type};
use zk_proto::watch::{AddWatchMode, EventType};
use zk_proto::{Acl, ErrorCode, OpCode, Perms, Reader, Request, SessionId, Stat, Writer, Zxid, frame};
use zk_tree::watches::{Table, encode_event};
use zk_tree::{ConnId, DataTree, Identities, NodeRef, WatchTable};

/// Most paths that one connection may watch.
pub const MAX_WATCHED_PATHS: usize = 100_000;

/// Gives the watch table to a read for a moment. It is asked for only by reads that need it.
pub trait WatchAccess {
    /// Runs `f` on the table.
    fn with<R>(&mut self, f: impl FnOnce(&mut WatchTable) -> R) -> R;
}

impl WatchAccess for &mut WatchTable {
    fn with<R>(&mut self, f: impl FnOnce(&mut WatchTable) -> R) -> R {
        f(self)
    }
}

/// Who reads, and from what.
pub struct ReadContext<'a> {
    /// The tree, borrowed for the whole read.
    pub tree: &'a DataTree,
    /// The connection, for watches.
    pub conn: ConnId,
    /// Its session.
    pub session: SessionId,
    /// Its identities.
    pub who: &'a Identities,
}

/// What became of a read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReadOutcome {
    /// The operation, if it is known.
    pub op: Option<OpCode>,
    /// The request's xid.
    pub xid: i32,
    /// The code in the reply's header; 0 is success.
    pub err: i32,
    /// False if the connection must end once the reply is out.
    pub keep: bool,
}

type Answer = Result<(), ErrorCode>;

/// Answers one request that is no write: appends the framed reply to `out`, after the events that it brings.
///
/// `request` is a whole frame's body: header and record. Operations that no client may send are answered with
/// [`ErrorCode::Unimplemented`] and end the connection.
pub fn execute(
    ctx: &ReadContext<'_>,
    watches: &mut impl WatchAccess,
    request: &[u8],
    out: &mut Vec<u8>,
) -> ReadOutcome {
    let mut r = Reader::new(request);
    let Ok(header) = RequestHeader::decode(&mut r) else {
        return ReadOutcome { op: None, xid: 0, err: ErrorCode::MarshallingError.code(), keep: false };
    };
    let op = OpCode::from_i32(header.op).filter(|op| op.is_client_request());
    let Some(op) = op else {
        let err = ErrorCode::Unimplemented.code();
        crate::reply::header_only(out, header.xid, Zxid(-1), err);
        return ReadOutcome { op: None, xid: header.xid, err, keep: false };
    };
    // A ping is answered under its own xid, whatever the client wrote.
    let reply_xid = if op == OpCode::Ping { xid::PING } else { header.xid };
    let zxid = if op == OpCode::Sasl { Zxid::ZERO } else { ctx.tree.last_zxid() };
    let frame_start = out.len();
    let answer = match Request::decode_body(op, &mut r) {
        Err(_) => Err(ErrorCode::MarshallingError),
        Ok(Request::SetWatches(s) | Request::SetWatches2(s)) => {
            set_watches(ctx, watches, &s, out).map(|()| {
                crate::reply::header_only(out, header.xid, zxid, 0);
            })
        }
        Ok(request) => {
            let mut answer = Ok(());
            frame::write(out, |w| {
                ReplyHeader { xid: reply_xid, zxid, err: 0 }.encode(w);
                answer = answer_one(ctx, watches, &request, w);
            });
            answer
        }
    };
    let err = answer.map_or_else(ErrorCode::code, |()| 0);
    if err != 0 {
        out.truncate(frame_start);
        crate::reply::header_only(out, header.xid, zxid, err);
    }
    ReadOutcome { op: Some(op), xid: header.xid, err, keep: true }
}

/// Operation and xid of a request that a server with too much to do may refuse.
pub(crate) fn refusable(frame: &[u8]) -> Option<(OpCode, i32)> {
    let header = RequestHeader::decode(&mut Reader::new(frame)).ok()?;
    let op = OpCode::from_i32(header.op).filter(|op| op.is_client_request())?;
    let must_go_on = matches!(
        op,
        OpCode::Ping
            | OpCode::CloseSession
            | OpCode::CreateSession
            | OpCode::Auth
            | OpCode::Sasl
            | OpCode::SetWatches
            | OpCode::SetWatches2
    );
    (!must_go_on).then_some((op, header.xid))
}

/// Appends a watch's bookkeeping to the table, within the limit.
fn watch(ctx: &ReadContext<'_>, watches: &mut impl WatchAccess, path: &str, table: Table) -> Answer {
    watches.with(|w| {
        if w.paths_of(ctx.conn) >= MAX_WATCHED_PATHS {
            return Err(ErrorCode::ThrottledOp);
        }
        w.add_standard(ctx.conn, path, table);
        Ok(())
    })
}

/// The node, if it is there and may be read.
fn readable<'t>(ctx: &ReadContext<'t>, path: &str) -> Result<NodeRef<'t>, ErrorCode> {
    let node = ctx.tree.find(path).ok_or(ErrorCode::NoNode)?;
    if ctx.who.may(Perms::READ, node.acl()) { Ok(node) } else { Err(ErrorCode::NoAuth) }
}

fn put_children(node: &NodeRef<'_>, w: &mut Vec<u8>) {
    w.put_len(node.num_children());
    for name in node.children() {
        w.put_buffer(Some(name));
    }
}

fn answer_one(
    ctx: &ReadContext<'_>,
    watches: &mut impl WatchAccess,
    request: &Request<'_>,
    w: &mut Vec<u8>,
) -> Answer {
    match request {
        Request::Ping => {}
        Request::Exists { path, watch: wanted } => {
            if path.contains('\0') {
                return Err(ErrorCode::BadArguments);
            }
            let node = match readable(ctx, path) {
                Err(ErrorCode::NoNode) => None,
                other => Some(other?),
            };
            if *wanted {
                watch(ctx, watches, path, Table::Data)?;
            }
            node.ok_or(ErrorCode::NoNode)?.stat().encode(w);
        }
        Request::GetData { path, watch: wanted } => {
            let node = readable(ctx, path)?;
            if *wanted {
                watch(ctx, watches, path, Table::Data)?;
            }
            w.put_buffer(node.data());
            node.stat().encode(w);
        }
        Request::GetChildren { path, watch: wanted } | Request::GetChildren2 { path, watch: wanted } => {
            let node = readable(ctx, path)?;
            if *wanted {
                watch(ctx, watches, path, Table::Child)?;
            }
            put_children(&node, w);
            if matches!(request, Request::GetChildren2 { .. }) {
                node.stat().encode(w);
            }
        }
        Request::GetAcl { path } => get_acl(ctx, path, w)?,
        // Behind everything that was in flight when it came; on a learner, its leader has said so.
        Request::Sync { path } => w.put_str(path),
        Request::GetEphemerals { prefix } => get_ephemerals(ctx, prefix.as_deref(), w),
        Request::GetAllChildrenNumber { path } => {
            let node = readable(ctx, path)?;
            // Under its other name the root counts itself.
            w.put_len(node.descendants() + usize::from(path.is_empty()));
        }
        Request::AddWatch { path, mode } => {
            let mode = add_watch_mode(*mode).map_err(|_| ErrorCode::MarshallingError)?;
            watches.with(|t| {
                if t.paths_of(ctx.conn) >= MAX_WATCHED_PATHS {
                    return Err(ErrorCode::ThrottledOp);
                }
                t.add_persistent(ctx.conn, path, mode);
                Ok(())
            })?;
            w.put_i32(0);
        }
        Request::CheckWatches { path, kind } => {
            let kind = watcher_type(*kind).map_err(|_| ErrorCode::MarshallingError)?;
            if !watches.with(|t| t.contains(ctx.conn, path, kind)) {
                return Err(ErrorCode::NoWatcher);
            }
        }
        Request::RemoveWatches { path, kind } => {
            let kind = watcher_type(*kind).map_err(|_| ErrorCode::MarshallingError)?;
            if !watches.with(|t| t.remove(ctx.conn, path, kind)) {
                return Err(ErrorCode::NoWatcher);
            }
        }
        Request::WhoAmI => encode_who_am_i(&ctx.who.visible(), w),
        Request::MultiRead(ops) => {
            for op in ops {
                read_result(ctx, op).encode(w);
            }
            MultiHeader::END.encode(w);
        }
        // No login module is configured: an empty answer is what such a server gives.
        Request::Sasl { .. } => w.put_buffer(None),
        Request::SetWatches(_)
        | Request::SetWatches2(_)
        | Request::Auth { .. }
        | Request::Create(_)
        | Request::Delete { .. }
        | Request::SetData { .. }
        | Request::SetAcl { .. }
        | Request::Check { .. }
        | Request::Multi(_)
        | Request::Reconfig { .. }
        | Request::CloseSession => return Err(ErrorCode::Unimplemented),
    }
    Ok(())
}

fn get_acl(ctx: &ReadContext<'_>, path: &str, w: &mut Vec<u8>) -> Answer {
    let node = ctx.tree.find(path).ok_or(ErrorCode::NoNode)?;
    if !ctx.who.may(Perms(Perms::READ.0 | Perms::ADMIN.0), node.acl()) {
        return Err(ErrorCode::NoAuth);
    }
    if ctx.who.may(Perms::ADMIN, node.acl()) {
        w.put_bytes(node.acl().bytes());
    } else {
        Acl::encode_list(&zk_tree::auth::redact(node.acl()), w);
    }
    node.stat().encode(w);
    Ok(())
}

/// A plain prefix of the path, not of its components: that is what Java compares.
fn get_ephemerals(ctx: &ReadContext<'_>, prefix: Option<&str>, w: &mut Vec<u8>) {
    let all = ctx.tree.ephemerals_of(ctx.session);
    // Java's trim takes every control character along.
    let is_root = |p: &str| matches!(p.trim_matches(|c| c <= ' '), "" | "/");
    let prefix = prefix.filter(|p| !is_root(p)).unwrap_or_default();
    let wanted: Vec<&String> = all.iter().filter(|p| p.starts_with(prefix)).collect();
    w.put_strs(&wanted);
}

fn read_result<'a>(ctx: &ReadContext<'a>, op: &Request<'_>) -> OpResult<'a> {
    let result = match op {
        Request::GetData { path, .. } => readable(ctx, path).map(|n| OpResult::GetData(n.data(), n.stat())),
        Request::GetChildren { path, .. } => readable(ctx, path)
            .map(|n| OpResult::GetChildren(n.children().map(String::from_utf8_lossy).collect())),
        _ => Err(ErrorCode::MarshallingError),
    };
    result.unwrap_or_else(|e| OpResult::Error(e.code()))
}

/// Re-registers watches after a reconnect; what happened meanwhile is told at once, before the reply.
fn set_watches(
    ctx: &ReadContext<'_>,
    watches: &mut impl WatchAccess,
    s: &SetWatches<'_>,
    out: &mut Vec<u8>,
) -> Answer {
    let known = watches.with(|t| t.paths_of(ctx.conn));
    let asked = s.data.len() + s.exist.len() + s.child.len() + s.persistent.len();
    if known + asked + s.persistent_recursive.len() > MAX_WATCHED_PATHS {
        return Err(ErrorCode::ThrottledOp);
    }
    let mut tell = |event, path: &str| out.extend(encode_event(Zxid(-1), event, path));
    let stat = |path: &str| -> Option<Stat> { ctx.tree.find(path).map(|n| n.stat()) };
    watches.with(|t| {
        for p in &s.data {
            match stat(p) {
                None => tell(EventType::NodeDeleted, p),
                Some(st) if st.mzxid.0 > s.relative_zxid => tell(EventType::NodeDataChanged, p),
                Some(_) => t.add_standard(ctx.conn, p, Table::Data),
            }
        }
        for p in &s.exist {
            match stat(p) {
                Some(_) => tell(EventType::NodeCreated, p),
                None => t.add_standard(ctx.conn, p, Table::Data),
            }
        }
        for p in &s.child {
            match stat(p) {
                None => tell(EventType::NodeDeleted, p),
                Some(st) if st.pzxid.0 > s.relative_zxid => tell(EventType::NodeChildrenChanged, p),
                Some(_) => t.add_standard(ctx.conn, p, Table::Child),
            }
        }
        for p in &s.persistent {
            t.add_persistent(ctx.conn, p, AddWatchMode::Persistent);
        }
        for p in &s.persistent_recursive {
            t.add_persistent(ctx.conn, p, AddWatchMode::PersistentRecursive);
        }
    });
    Ok(())
}

/// The answer to an auth packet, which bypasses the pipeline: zxid 0.
pub fn auth_reply(out: &mut Vec<u8>, request_xid: i32, outcome: Result<(), ErrorCode>) {
    let err = outcome.err().map_or(0, ErrorCode::code);
    crate::reply::header_only(out, request_xid, Zxid::ZERO, err);
}

/// True for the operations that are not answered from the tree alone: writes, and sync, which asks the leader.
pub fn needs_pipeline(op: i32) -> bool {
    is_write(op) || op == OpCode::Sync.code()
}

/// True for the operations that go through [`crate::Server::request`] as transactions.
pub fn is_write(op: i32) -> bool {
    OpCode::from_i32(op).is_some_and(|op| op.is_client_request() && op.is_write())
}
