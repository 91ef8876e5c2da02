//! What clients have asked for and not been answered yet. Requests of a connection are answered in their order, so that a queue
//! for each connection suffices.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

use zk_proto::request::{CreateMode, RequestHeader};
use zk_proto::{AclBytes, OpCode, Reader, Request, Zxid};
use zk_server::Completed;
use zk_tree::Applied;

use super::{AuditConfig, Event, Outcome, User};
use crate::conn::Conn;

/// One request.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Asked {
    xid: i32,
    what: What,
}

#[derive(Debug, PartialEq, Eq)]
enum What {
    One(Part),
    /// `None` for a version check, which changes nothing.
    Multi(Vec<Option<Part>>),
}

#[derive(Debug, PartialEq, Eq)]
struct Part {
    operation: &'static str,
    znode: Option<String>,
    znode_type: Option<&'static str>,
    acl: Option<String>,
}

/// The queue of one connection.
pub(crate) type Queue = Mutex<VecDeque<Asked>>;

/// The client of `conn` has asked for this. `frame` is a whole frame's body.
pub(crate) fn ask(queue: &Queue, config: &AuditConfig, frame: &[u8]) {
    let Some(asked) = Asked::read(config, frame) else { return };
    queue.lock().unwrap_or_else(PoisonError::into_inner).push_back(asked);
}

/// Its oldest request with this xid; those before it will not be answered any more.
fn take(queue: &Queue, xid: i32) -> Option<Asked> {
    let mut queue = queue.lock().unwrap_or_else(PoisonError::into_inner);
    let at = queue.iter().position(|a| a.xid == xid)?;
    queue.drain(..=at).next_back()
}

/// The events of a write that was committed.
pub(crate) fn committed(
    conn: &Conn,
    queue: &Queue,
    xid: i32,
    zxid: Zxid,
    applied: &Applied<'_>,
    wall_ms: i64,
    mut tell: impl FnMut(Event),
) {
    let Some(Asked { what, .. }) = take(queue, xid) else { return };
    let mut event = |part: Part, znode: Option<String>, code: i32| {
        tell(part.event(conn, znode, Outcome::of(code), Some(zxid), wall_ms));
    };
    match (what, applied) {
        (What::One(part), applied) => event(part, created(applied), code(applied)),
        (What::Multi(parts), Applied::Multi(results)) if results.iter().all(|r| code(r) == 0) => {
            for (part, result) in parts.into_iter().zip(results) {
                if let Some(part) = part {
                    event(part, created(result), 0);
                }
            }
        }
        (What::Multi(_), applied) => {
            let failed = match applied {
                // The operation that failed, and not those that were not tried because of it.
                Applied::Multi(results) => results.iter().map(code).find(|c| !matches!(c, 0 | -2)),
                other => Some(code(other)),
            };
            event(Part::new("multiOperation", None), None, failed.unwrap_or(-2));
        }
    }
}

/// The event of a read that was answered.
pub(crate) fn answered(conn: &Conn, queue: &Queue, done: &Completed, wall_ms: i64) -> Option<Event> {
    take(queue, done.xid)?.into_read(conn, done.err, wall_ms)
}

/// The event of a read that never waited.
pub(crate) fn read(
    conn: &Conn,
    config: &AuditConfig,
    frame: &[u8],
    code: i32,
    wall_ms: i64,
) -> Option<Event> {
    Asked::read(config, frame)?.into_read(conn, code, wall_ms)
}

fn code(applied: &Applied<'_>) -> i32 {
    if let Applied::Failed(code) = applied { *code } else { 0 }
}

/// The path that a create came to, with its number.
fn created(applied: &Applied<'_>) -> Option<String> {
    if let Applied::Created { path, .. } = applied { Some(path.to_string()) } else { None }
}

impl Asked {
    fn into_read(self, conn: &Conn, code: i32, wall_ms: i64) -> Option<Event> {
        let What::One(part) = self.what else { return None };
        Some(part.event(conn, None, Outcome::of(code), None, wall_ms))
    }

    /// `None` for what is not told.
    fn read(config: &AuditConfig, frame: &[u8]) -> Option<Asked> {
        let mut r = Reader::new(frame);
        let header = RequestHeader::decode(&mut r).ok()?;
        let op = OpCode::from_i32(header.op)?;
        let what = match Request::decode_body(op, &mut r) {
            Ok(Request::Multi(ops)) => What::Multi(ops.iter().map(|op| Part::read(config, op)).collect()),
            Ok(request) => What::One(Part::read(config, &request)?),
            // Refused as such.
            Err(_) => return None,
        };
        Some(Asked { xid: header.xid, what })
    }
}

impl Part {
    fn new(operation: &'static str, znode: Option<&str>) -> Part {
        Part { operation, znode: znode.map(str::to_owned), znode_type: None, acl: None }
    }

    fn read(config: &AuditConfig, request: &Request<'_>) -> Option<Part> {
        Some(match request {
            Request::Create(c) => {
                let znode_type = CreateMode::from_i32(c.flags).map(type_name);
                Part { znode_type, ..Part::new("create", Some(&c.path)) }
            }
            Request::Delete { path, .. } => Part::new("delete", Some(path)),
            Request::SetData { path, .. } => Part::new("setData", Some(path)),
            Request::SetAcl { path, acl, .. } => {
                Part { acl: Some(acl_text(acl)), ..Part::new("setAcl", Some(path)) }
            }
            Request::Reconfig { .. } => Part::new("reconfig", Some("/zookeeper/config")),
            Request::GetData { path, .. } if config.reads => Part::new("getData", Some(path)),
            Request::Exists { path, .. } if config.reads => Part::new("exists", Some(path)),
            Request::GetAcl { path } if config.reads => Part::new("getAcl", Some(path)),
            Request::GetChildren { path, .. } | Request::GetChildren2 { path, .. } if config.reads => {
                Part::new("getChildren", Some(path))
            }
            Request::GetAllChildrenNumber { path } if config.reads => {
                Part::new("getAllChildrenNumber", Some(path))
            }
            Request::GetEphemerals { prefix } if config.reads => {
                Part::new("getEphemerals", Some(prefix.as_deref().unwrap_or("/")))
            }
            Request::MultiRead(_) if config.reads => Part::new("multiRead", None),
            _ => return None,
        })
    }

    fn event(
        self,
        conn: &Conn,
        znode: Option<String>,
        outcome: Outcome,
        zxid: Option<Zxid>,
        wall_ms: i64,
    ) -> Event {
        Event {
            wall_ms,
            session: Some(conn.session()),
            user: User::Client(conn.who()),
            ip: Some(conn.addr.ip()),
            operation: self.operation,
            znode: znode.or(self.znode),
            znode_type: self.znode_type,
            acl: self.acl,
            outcome,
            zxid,
        }
    }
}

/// As Apache spells them.
fn type_name(mode: CreateMode) -> &'static str {
    match mode {
        CreateMode::Persistent => "persistent",
        CreateMode::Ephemeral => "ephemeral",
        CreateMode::PersistentSequential => "persistent_sequential",
        CreateMode::EphemeralSequential => "ephemeral_sequential",
        CreateMode::Container => "container",
        CreateMode::Ttl => "persistent_with_ttl",
        CreateMode::TtlSequential => "persistent_sequential_with_ttl",
    }
}

/// `scheme:id:perms` with commas between, without the hashes of passwords.
fn acl_text(acl: &AclBytes<'_>) -> String {
    let entries = acl.to_vec().into_iter().map(|a| {
        let id = match (a.id.scheme.as_str(), a.id.id.split_once(':')) {
            ("digest" | "super", Some((user, _))) => format!("{user}:x"),
            _ => a.id.id,
        };
        format!("{}:{id}:{}", a.id.scheme, a.perms.letters())
    });
    entries.collect::<Vec<_>>().join(",")
}
