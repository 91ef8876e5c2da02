//! Requests of clients: the header and one record per operation, decoded as borrowed views.

use std::borrow::Cow;

use crate::OpCode;
use crate::acl::AclBytes;
use crate::jute::{Decode, DecodeError, Reader, Writer};
use crate::multi::{self, MultiKind};
use crate::watch::{AddWatchMode, WatcherType};

/// What every request starts with, and auth and ping packets too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RequestHeader {
    /// Chosen by the client, echoed by the server; see [`crate::op::xid`] for the reserved ones.
    pub xid: i32,
    /// Operation number.
    pub op: i32,
}

impl RequestHeader {
    /// Encoded size in bytes.
    pub const SIZE: usize = 8;

    /// Reads eight bytes.
    pub fn decode(r: &mut Reader<'_>) -> Decode<RequestHeader> {
        Ok(RequestHeader { xid: r.i32()?, op: r.i32()? })
    }

    /// Appends eight bytes.
    pub fn encode(&self, w: &mut impl Writer) {
        w.put_i32(self.xid);
        w.put_i32(self.op);
    }
}

/// The `flags` of a create: what kind of node, and whether to append a sequence number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(i32)]
pub enum CreateMode {
    /// Stays until deleted.
    Persistent = 0,
    /// Goes with its session.
    Ephemeral = 1,
    /// Stays; the name gets a sequence number.
    PersistentSequential = 2,
    /// Goes with its session; the name gets a sequence number.
    EphemeralSequential = 3,
    /// Reaped once its last child is gone.
    Container = 4,
    /// Reaped when childless and unmodified for its time to live.
    Ttl = 5,
    /// As [`CreateMode::Ttl`]; the name gets a sequence number.
    TtlSequential = 6,
}

impl CreateMode {
    /// The mode of a `flags` field.
    pub fn from_i32(flags: i32) -> Option<CreateMode> {
        Some(match flags {
            0 => CreateMode::Persistent,
            1 => CreateMode::Ephemeral,
            2 => CreateMode::PersistentSequential,
            3 => CreateMode::EphemeralSequential,
            4 => CreateMode::Container,
            5 => CreateMode::Ttl,
            6 => CreateMode::TtlSequential,
            _ => return None,
        })
    }

    /// Whether the name gets a sequence number.
    pub fn is_sequential(self) -> bool {
        matches!(
            self,
            CreateMode::PersistentSequential | CreateMode::EphemeralSequential | CreateMode::TtlSequential
        )
    }

    /// Whether the node goes with its session.
    pub fn is_ephemeral(self) -> bool {
        matches!(self, CreateMode::Ephemeral | CreateMode::EphemeralSequential)
    }

    /// Whether the node has a time to live.
    pub fn is_ttl(self) -> bool {
        matches!(self, CreateMode::Ttl | CreateMode::TtlSequential)
    }
}

/// A create of any operation: `create`, `create2`, `createContainer`, `createTTL`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CreateRequest<'a> {
    /// Which of the four.
    pub op: OpCode,
    /// Path; a sequence number is appended by the server.
    pub path: Cow<'a, str>,
    /// Data; null differs from empty.
    pub data: Option<&'a [u8]>,
    /// ACL.
    pub acl: AclBytes<'a>,
    /// Raw [`CreateMode`].
    pub flags: i32,
    /// Time to live in milliseconds, `createTTL` only; -1 otherwise.
    pub ttl_ms: i64,
}

/// The watches that a client re-registers after a reconnect.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SetWatches<'a> {
    /// Zxid up to which the client has seen events.
    pub relative_zxid: i64,
    /// Data watches.
    pub data: Vec<Cow<'a, str>>,
    /// Watches on nodes that did not exist.
    pub exist: Vec<Cow<'a, str>>,
    /// Child watches.
    pub child: Vec<Cow<'a, str>>,
    /// Persistent watches (`setWatches2`).
    pub persistent: Vec<Cow<'a, str>>,
    /// Persistent recursive watches (`setWatches2`).
    pub persistent_recursive: Vec<Cow<'a, str>>,
}

/// A request's body.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the fields are the protocol's own: path, data, version, watch")]
pub enum Request<'a> {
    /// `create`, `create2`, `createContainer`, `createTTL`.
    Create(CreateRequest<'a>),
    /// `delete`; version -1 matches any.
    Delete { path: Cow<'a, str>, version: i32 },
    /// `exists`.
    Exists { path: Cow<'a, str>, watch: bool },
    /// `getData`.
    GetData { path: Cow<'a, str>, watch: bool },
    /// `setData`; version -1 matches any.
    SetData { path: Cow<'a, str>, data: Option<&'a [u8]>, version: i32 },
    /// `getACL`.
    GetAcl { path: Cow<'a, str> },
    /// `setACL`; version -1 matches any.
    SetAcl { path: Cow<'a, str>, acl: AclBytes<'a>, version: i32 },
    /// `getChildren`.
    GetChildren { path: Cow<'a, str>, watch: bool },
    /// `getChildren2`.
    GetChildren2 { path: Cow<'a, str>, watch: bool },
    /// `sync`.
    Sync { path: Cow<'a, str> },
    /// `ping`.
    Ping,
    /// `check`, only inside a multi.
    Check { path: Cow<'a, str>, version: i32 },
    /// `multi`.
    Multi(Vec<Request<'a>>),
    /// `multiRead`.
    MultiRead(Vec<Request<'a>>),
    /// `reconfig`.
    Reconfig {
        joining: Option<Cow<'a, str>>,
        leaving: Option<Cow<'a, str>>,
        new_members: Option<Cow<'a, str>>,
        config_id: i64,
    },
    /// `checkWatches`; the kind is the raw number.
    CheckWatches { path: Cow<'a, str>, kind: i32 },
    /// `removeWatches`; the kind is the raw number.
    RemoveWatches { path: Cow<'a, str>, kind: i32 },
    /// `auth`.
    Auth { kind: i32, scheme: Cow<'a, str>, auth: Option<&'a [u8]> },
    /// `setWatches`.
    SetWatches(SetWatches<'a>),
    /// `setWatches2`.
    SetWatches2(SetWatches<'a>),
    /// `sasl`.
    Sasl { token: Option<&'a [u8]> },
    /// `getEphemerals`; null, blank or `/` means all.
    GetEphemerals { prefix: Option<Cow<'a, str>> },
    /// `getAllChildrenNumber`.
    GetAllChildrenNumber { path: Cow<'a, str> },
    /// `addWatch`; the mode is the raw number.
    AddWatch { path: Cow<'a, str>, mode: i32 },
    /// `whoAmI`.
    WhoAmI,
    /// `closeSession`.
    CloseSession,
}

impl<'a> Request<'a> {
    /// Reads the body of a request of operation `op`. Bytes behind the record are ignored, as in Java.
    ///
    /// # Errors
    /// What is wrong with the bytes; [`DecodeError::Unknown`] for operations that are no request.
    pub fn decode_body(op: OpCode, r: &mut Reader<'a>) -> Decode<Request<'a>> {
        Ok(match op {
            OpCode::Create | OpCode::Create2 | OpCode::CreateContainer | OpCode::CreateTtl => {
                let path = r.required_string()?;
                let data = r.buffer()?;
                let acl = AclBytes::decode(r)?;
                let flags = r.i32()?;
                let ttl_ms = if op == OpCode::CreateTtl { r.i64()? } else { -1 };
                Request::Create(CreateRequest { op, path, data, acl, flags, ttl_ms })
            }
            OpCode::Delete => Request::Delete { path: r.required_string()?, version: r.i32()? },
            OpCode::Exists => Request::Exists { path: r.required_string()?, watch: r.bool()? },
            OpCode::GetData => Request::GetData { path: r.required_string()?, watch: r.bool()? },
            OpCode::SetData => {
                Request::SetData { path: r.required_string()?, data: r.buffer()?, version: r.i32()? }
            }
            OpCode::GetAcl => Request::GetAcl { path: r.required_string()? },
            OpCode::SetAcl => {
                Request::SetAcl { path: r.required_string()?, acl: AclBytes::decode(r)?, version: r.i32()? }
            }
            OpCode::GetChildren => Request::GetChildren { path: r.required_string()?, watch: r.bool()? },
            OpCode::GetChildren2 => Request::GetChildren2 { path: r.required_string()?, watch: r.bool()? },
            OpCode::Sync => Request::Sync { path: r.required_string()? },
            OpCode::Ping => Request::Ping,
            OpCode::Check => Request::Check { path: r.required_string()?, version: r.i32()? },
            OpCode::Multi => Request::Multi(multi::decode_ops(MultiKind::Write, r)?),
            OpCode::MultiRead => Request::MultiRead(multi::decode_ops(MultiKind::Read, r)?),
            OpCode::Reconfig => Request::Reconfig {
                joining: r.string()?,
                leaving: r.string()?,
                new_members: r.string()?,
                config_id: r.i64()?,
            },
            OpCode::CheckWatches => Request::CheckWatches { path: r.required_string()?, kind: r.i32()? },
            OpCode::RemoveWatches => Request::RemoveWatches { path: r.required_string()?, kind: r.i32()? },
            OpCode::Auth => Request::Auth { kind: r.i32()?, scheme: r.required_string()?, auth: r.buffer()? },
            OpCode::SetWatches => Request::SetWatches(decode_set_watches(r)?),
            OpCode::SetWatches2 => {
                let mut s = decode_set_watches(r)?;
                s.persistent = r.strings()?;
                s.persistent_recursive = r.strings()?;
                Request::SetWatches2(s)
            }
            OpCode::Sasl => Request::Sasl { token: r.buffer()? },
            OpCode::GetEphemerals => Request::GetEphemerals { prefix: r.string()? },
            OpCode::GetAllChildrenNumber => Request::GetAllChildrenNumber { path: r.required_string()? },
            OpCode::AddWatch => Request::AddWatch { path: r.required_string()?, mode: r.i32()? },
            OpCode::WhoAmI => Request::WhoAmI,
            OpCode::CloseSession => Request::CloseSession,
            OpCode::Notification | OpCode::DeleteContainer | OpCode::CreateSession | OpCode::Error => {
                return Err(DecodeError::Unknown { what: "request", value: op.code() as i64 });
            }
        })
    }

    /// The operation's code.
    pub fn op_code(&self) -> OpCode {
        match self {
            Request::Create(c) => c.op,
            Request::Delete { .. } => OpCode::Delete,
            Request::Exists { .. } => OpCode::Exists,
            Request::GetData { .. } => OpCode::GetData,
            Request::SetData { .. } => OpCode::SetData,
            Request::GetAcl { .. } => OpCode::GetAcl,
            Request::SetAcl { .. } => OpCode::SetAcl,
            Request::GetChildren { .. } => OpCode::GetChildren,
            Request::GetChildren2 { .. } => OpCode::GetChildren2,
            Request::Sync { .. } => OpCode::Sync,
            Request::Ping => OpCode::Ping,
            Request::Check { .. } => OpCode::Check,
            Request::Multi(_) => OpCode::Multi,
            Request::MultiRead(_) => OpCode::MultiRead,
            Request::Reconfig { .. } => OpCode::Reconfig,
            Request::CheckWatches { .. } => OpCode::CheckWatches,
            Request::RemoveWatches { .. } => OpCode::RemoveWatches,
            Request::Auth { .. } => OpCode::Auth,
            Request::SetWatches(_) => OpCode::SetWatches,
            Request::SetWatches2(_) => OpCode::SetWatches2,
            Request::Sasl { .. } => OpCode::Sasl,
            Request::GetEphemerals { .. } => OpCode::GetEphemerals,
            Request::GetAllChildrenNumber { .. } => OpCode::GetAllChildrenNumber,
            Request::AddWatch { .. } => OpCode::AddWatch,
            Request::WhoAmI => OpCode::WhoAmI,
            Request::CloseSession => OpCode::CloseSession,
        }
    }

    /// Appends the body.
    pub fn encode_body(&self, w: &mut impl Writer) {
        match self {
            Request::Create(c) => {
                w.put_str(&c.path);
                w.put_buffer(c.data);
                c.acl.encode(w);
                w.put_i32(c.flags);
                if c.op == OpCode::CreateTtl {
                    w.put_i64(c.ttl_ms);
                }
            }
            Request::Delete { path, version } | Request::Check { path, version } => {
                w.put_str(path);
                w.put_i32(*version);
            }
            Request::Exists { path, watch }
            | Request::GetData { path, watch }
            | Request::GetChildren { path, watch }
            | Request::GetChildren2 { path, watch } => {
                w.put_str(path);
                w.put_bool(*watch);
            }
            Request::SetData { path, data, version } => {
                w.put_str(path);
                w.put_buffer(*data);
                w.put_i32(*version);
            }
            Request::GetAcl { path } | Request::Sync { path } | Request::GetAllChildrenNumber { path } => {
                w.put_str(path);
            }
            Request::SetAcl { path, acl, version } => {
                w.put_str(path);
                acl.encode(w);
                w.put_i32(*version);
            }
            Request::Ping | Request::WhoAmI | Request::CloseSession => {}
            Request::Multi(ops) | Request::MultiRead(ops) => multi::encode_ops(ops, w),
            Request::Reconfig { joining, leaving, new_members, config_id } => {
                for s in [joining, leaving, new_members] {
                    w.put_buffer(s.as_deref().map(str::as_bytes));
                }
                w.put_i64(*config_id);
            }
            Request::CheckWatches { path, kind } | Request::RemoveWatches { path, kind } => {
                w.put_str(path);
                w.put_i32(*kind);
            }
            Request::AddWatch { path, mode } => {
                w.put_str(path);
                w.put_i32(*mode);
            }
            Request::Auth { kind, scheme, auth } => {
                w.put_i32(*kind);
                w.put_str(scheme);
                w.put_buffer(*auth);
            }
            Request::SetWatches(s) => encode_set_watches(s, w),
            Request::SetWatches2(s) => {
                encode_set_watches(s, w);
                w.put_strs(&s.persistent);
                w.put_strs(&s.persistent_recursive);
            }
            Request::Sasl { token } => w.put_buffer(*token),
            Request::GetEphemerals { prefix } => w.put_buffer(prefix.as_deref().map(str::as_bytes)),
        }
    }
}

/// The mode of an `addWatch`.
pub fn add_watch_mode(raw: i32) -> Decode<AddWatchMode> {
    AddWatchMode::from_i32(raw)
}

/// The kind of a `checkWatches` or `removeWatches`.
pub fn watcher_type(raw: i32) -> Decode<WatcherType> {
    WatcherType::from_i32(raw)
}

fn decode_set_watches<'a>(r: &mut Reader<'a>) -> Decode<SetWatches<'a>> {
    Ok(SetWatches {
        relative_zxid: r.i64()?,
        data: r.strings()?,
        exist: r.strings()?,
        child: r.strings()?,
        ..SetWatches::default()
    })
}

fn encode_set_watches(s: &SetWatches<'_>, w: &mut impl Writer) {
    w.put_i64(s.relative_zxid);
    w.put_strs(&s.data);
    w.put_strs(&s.exist);
    w.put_strs(&s.child);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_request_round_trips() {
        let create = |op, flags, ttl_ms| {
            Request::Create(CreateRequest {
                op,
                path: "/a".into(),
                data: Some(b"x"),
                acl: AclBytes::OPEN,
                flags,
                ttl_ms,
            })
        };
        let p = || Cow::from("/a");
        let sets = SetWatches { relative_zxid: 9, data: vec![p()], child: vec![p()], ..Default::default() };
        let all = [
            create(OpCode::Create, 0, -1),
            create(OpCode::Create2, 3, -1),
            create(OpCode::CreateContainer, 4, -1),
            create(OpCode::CreateTtl, 5, 1000),
            Request::Delete { path: p(), version: -1 },
            Request::Exists { path: p(), watch: true },
            Request::GetData { path: p(), watch: false },
            Request::SetData { path: p(), data: None, version: 2 },
            Request::GetAcl { path: p() },
            Request::SetAcl { path: p(), acl: AclBytes::OPEN, version: 0 },
            Request::GetChildren { path: p(), watch: true },
            Request::GetChildren2 { path: p(), watch: true },
            Request::Sync { path: p() },
            Request::Ping,
            Request::Check { path: p(), version: 3 },
            Request::Multi(vec![Request::Check { path: p(), version: 3 }]),
            Request::MultiRead(vec![Request::GetData { path: p(), watch: false }]),
            Request::Reconfig { joining: None, leaving: Some("1".into()), new_members: None, config_id: -1 },
            Request::CheckWatches { path: p(), kind: 3 },
            Request::RemoveWatches { path: p(), kind: 1 },
            Request::Auth { kind: 0, scheme: "digest".into(), auth: Some(b"u:p") },
            Request::SetWatches(sets.clone()),
            Request::SetWatches2(SetWatches { persistent: vec![p()], ..sets }),
            Request::Sasl { token: None },
            Request::GetEphemerals { prefix: None },
            Request::GetAllChildrenNumber { path: p() },
            Request::AddWatch { path: p(), mode: 1 },
            Request::WhoAmI,
            Request::CloseSession,
        ];
        for request in all {
            let mut w = Vec::new();
            request.encode_body(&mut w);
            let back = Request::decode_body(request.op_code(), &mut Reader::new(&w)).unwrap();
            assert_eq!(back, request);
        }
    }

    #[test]
    fn internal_operations_are_no_requests() {
        for op in [OpCode::CreateSession, OpCode::DeleteContainer, OpCode::Error, OpCode::Notification] {
            assert!(Request::decode_body(op, &mut Reader::new(&[0; 32])).is_err());
            assert!(!op.is_client_request());
        }
    }
}
