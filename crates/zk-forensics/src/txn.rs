//! What a logged transaction touches, read straight from its bytes: as much as a question needs.

use std::borrow::Cow;

use zk_proto::jute::{Decode, DecodeError, Reader};
use zk_proto::{AclBytes, OpCode, TxnHeader};

/// The body in a record's payload: what stands behind the header.
pub fn body(payload: &[u8]) -> &[u8] {
    payload.get(TxnHeader::SIZE..).unwrap_or_default()
}

/// The header of a record's payload.
///
/// # Errors
/// The payload is too short, which no whole record is.
pub fn header(payload: &[u8]) -> Decode<TxnHeader> {
    TxnHeader::decode(&mut Reader::new(payload))
}

/// A part of a multi, or the whole of any other transaction.
#[derive(Clone, Copy, Debug)]
pub struct Part<'a> {
    /// Type number.
    pub kind: i32,
    /// Its body.
    pub body: &'a [u8],
    /// Counted from 0; `None` outside a multi.
    pub index: Option<usize>,
    /// How many parts there are; 1 outside a multi.
    pub count: usize,
}

/// Calls `each` for the transaction, or for every part of a multi.
///
/// # Errors
/// The frame of a multi's parts is broken.
pub fn parts<'a>(kind: i32, body: &'a [u8], mut each: impl FnMut(Part<'a>) -> Decode<()>) -> Decode<()> {
    if kind != OpCode::Multi.code() {
        return each(Part { kind, body, index: None, count: 1 });
    }
    let mut r = Reader::new(body);
    let count = r.count(8)?.unwrap_or(0);
    for index in 0..count {
        let (kind, body) = (r.i32()?, r.buffer()?.unwrap_or_default());
        each(Part { kind, body, index: Some(index), count })?;
    }
    Ok(())
}

/// Why a multi was refused: the code of the first of its parts that is an error. The parts before that one stand in the
/// log as if they had been done, and were not. `None` for a multi that was done, and for everything else.
///
/// # Errors
/// The frame of the parts is broken.
///
/// Mirrors: ZooKeeper `DataTree.processTxn`, which turns the other parts into errors when it applies them.
pub fn refusal(kind: i32, body: &[u8]) -> Decode<Option<i32>> {
    let mut code = None;
    if kind == OpCode::Multi.code() {
        parts(kind, body, |part| {
            if part.kind == OpCode::Error.code() && code.is_none() {
                code = Some(Reader::new(part.body).i32()?);
            }
            Ok(())
        })?;
    }
    Ok(code)
}

/// The same as [`parts`], but only of what changed the tree: none of a multi that was refused.
///
/// # Errors
/// The frame of a multi's parts is broken.
pub fn applied<'a>(kind: i32, body: &'a [u8], each: impl FnMut(Part<'a>) -> Decode<()>) -> Decode<()> {
    if refusal(kind, body)?.is_some() { Ok(()) } else { parts(kind, body, each) }
}

impl<'a> Part<'a> {
    /// The path that it names; sessions and errors name none.
    ///
    /// # Errors
    /// The bytes are no transaction of this type.
    pub fn path(&self) -> Decode<Option<Cow<'a, str>>> {
        match OpCode::from_i32(self.kind) {
            Some(
                OpCode::Create
                | OpCode::Create2
                | OpCode::CreateContainer
                | OpCode::CreateTtl
                | OpCode::Delete
                | OpCode::DeleteContainer
                | OpCode::SetData
                | OpCode::Reconfig
                | OpCode::SetAcl
                | OpCode::Check,
            ) => Reader::new(self.body).required_string().map(Some),
            Some(OpCode::CreateSession | OpCode::CloseSession | OpCode::Error | OpCode::Multi) => Ok(None),
            _ => Err(DecodeError::Unknown { what: "transaction type", value: self.kind.into() }),
        }
    }

    /// Size of the data that it writes, in bytes.
    ///
    /// # Errors
    /// The bytes are no transaction of this type.
    pub fn data_bytes(&self) -> Decode<u64> {
        match OpCode::from_i32(self.kind) {
            Some(
                OpCode::Create
                | OpCode::Create2
                | OpCode::CreateContainer
                | OpCode::CreateTtl
                | OpCode::SetData
                | OpCode::Reconfig,
            ) => {
                let mut r = Reader::new(self.body);
                r.buffer()?;
                Ok(r.buffer()?.map_or(0, |d| d.len() as u64))
            }
            _ => Ok(0),
        }
    }
}

/// The ephemerals that the end of a session names, one by one.
///
/// # Errors
/// The bytes are no such list.
pub fn closed_paths(body: &[u8], mut each: impl FnMut(&str)) -> Decode<()> {
    // Logs before 3.6, or with the feature off, have no list.
    if body.is_empty() {
        return Ok(());
    }
    let mut r = Reader::new(body);
    let count = r.count(4)?.unwrap_or(0);
    for _ in 0..count {
        each(&r.required_string()?);
    }
    Ok(())
}

/// Every path that a transaction touches: those it names, in multis too, and the ephemerals that go with a session.
///
/// # Errors
/// The bytes are no transaction of this type.
pub fn touched(kind: i32, body: &[u8], mut each: impl FnMut(&str)) -> Decode<()> {
    if kind == OpCode::CloseSession.code() {
        return closed_paths(body, each);
    }
    parts(kind, body, |part| {
        if let Some(path) = part.path()? {
            each(&path);
        }
        Ok(())
    })
}

/// Checks that a payload is a transaction, parts of a multi included. Allocates nothing.
///
/// # Errors
/// What is wrong with it.
pub fn check(header: &TxnHeader, body: &[u8]) -> Decode<()> {
    match OpCode::from_i32(header.kind) {
        Some(OpCode::CloseSession) => closed_paths(body, |_| ()),
        Some(OpCode::Check) => {
            Err(DecodeError::Unknown { what: "transaction type", value: header.kind.into() })
        }
        _ => parts(header.kind, body, |part| check_part(&part)),
    }
}

fn check_part(part: &Part<'_>) -> Decode<()> {
    let mut r = Reader::new(part.body);
    let op = OpCode::from_i32(part.kind);
    if part.path()?.is_some() {
        r.buffer()?;
    }
    match op {
        Some(OpCode::Create | OpCode::Create2) => {
            r.buffer()?;
            AclBytes::decode(&mut r)?;
            r.bool()?;
            // Before 3.4 a create ended here.
            if part.kind != OpCode::Create.code() || !r.is_empty() {
                r.i32()?;
            }
        }
        Some(OpCode::CreateContainer | OpCode::CreateTtl) => {
            r.buffer()?;
            AclBytes::decode(&mut r)?;
            r.i32()?;
            if op == Some(OpCode::CreateTtl) {
                r.i64()?;
            }
        }
        Some(OpCode::SetData | OpCode::Reconfig) => {
            r.buffer()?;
            r.i32()?;
        }
        Some(OpCode::SetAcl) => {
            AclBytes::decode(&mut r)?;
            r.i32()?;
        }
        Some(OpCode::Check | OpCode::Error | OpCode::CreateSession) => {
            r.i32()?;
        }
        // A delete is its path.
        _ => {}
    }
    Ok(())
}

/// What is behind a change, as far as a log tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Cause {
    /// A client asked for it.
    Client,
    /// A client closed its session.
    Close,
    /// The server ended the session, as a rule because nothing was heard of the client.
    Expiry,
    /// The server removed a childless container or a node whose time to live was over.
    Reaper,
    /// A write that was refused; it changed nothing.
    Failed,
}

impl Cause {
    /// What is behind the transaction with this header.
    pub fn of(header: &TxnHeader) -> Cause {
        match OpCode::from_i32(header.kind) {
            // A client's close has its xid, which is never 0; the session tracker's has none.
            Some(OpCode::CloseSession) if header.cxid == 0 => Cause::Expiry,
            Some(OpCode::CloseSession) => Cause::Close,
            Some(OpCode::DeleteContainer) => Cause::Reaper,
            Some(OpCode::Error) => Cause::Failed,
            _ => Cause::Client,
        }
    }

    /// A word for programs.
    pub fn word(self) -> &'static str {
        match self {
            Cause::Client => "client",
            Cause::Close => "close",
            Cause::Expiry => "expiry",
            Cause::Reaper => "reaper",
            Cause::Failed => "failed",
        }
    }
}
