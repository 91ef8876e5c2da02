//! Multi: several operations in one request, and their results.

use std::borrow::Cow;

use crate::error::ErrorCode;
use crate::jute::{Decode, DecodeError, Reader, Writer};
use crate::request::{CreateRequest, Request};
use crate::{OpCode, Stat};

/// What stands before each operation and each result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MultiHeader {
    /// Operation, or -1 for an error and for the end.
    pub kind: i32,
    /// True behind the last one.
    pub done: bool,
    /// Result code; -1 in requests.
    pub err: i32,
}

impl MultiHeader {
    /// What ends every multi, in requests and replies.
    pub const END: MultiHeader = MultiHeader { kind: -1, done: true, err: -1 };

    /// Reads nine bytes.
    pub fn decode(r: &mut Reader<'_>) -> Decode<MultiHeader> {
        Ok(MultiHeader { kind: r.i32()?, done: r.bool()?, err: r.i32()? })
    }

    /// Appends nine bytes.
    pub fn encode(&self, w: &mut impl Writer) {
        w.put_i32(self.kind);
        w.put_bool(self.done);
        w.put_i32(self.err);
    }
}

/// Most operations in one multi.
pub const MAX_OPS: usize = 10_000;

/// Which operations a multi holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MultiKind {
    /// `multi`: writes and checks.
    Write,
    /// `multiRead`: `getData` and `getChildren`.
    Read,
}

/// Reads the operations of a multi.
///
/// # Errors
/// [`DecodeError::Unknown`] for an operation that is not allowed in this kind of multi, and for more than
/// [`MAX_OPS`].
pub fn decode_ops<'a>(kind: MultiKind, r: &mut Reader<'a>) -> Decode<Vec<Request<'a>>> {
    let mut ops = Vec::new();
    loop {
        let header = MultiHeader::decode(r)?;
        if header.done {
            break;
        }
        if ops.len() == MAX_OPS {
            return Err(DecodeError::Unknown {
                what: "number of operations in a multi",
                value: MAX_OPS as i64 + 1,
            });
        }
        let unknown = DecodeError::Unknown { what: "operation in a multi", value: header.kind as i64 };
        let op = OpCode::from_i32(header.kind).ok_or(unknown)?;
        let allowed = match kind {
            MultiKind::Read => matches!(op, OpCode::GetData | OpCode::GetChildren),
            MultiKind::Write => matches!(
                op,
                OpCode::Create
                    | OpCode::Create2
                    | OpCode::CreateContainer
                    | OpCode::CreateTtl
                    | OpCode::Delete
                    | OpCode::SetData
                    | OpCode::Check
            ),
        };
        if !allowed {
            return Err(unknown);
        }
        ops.push(Request::decode_body(op, r)?);
    }
    Ok(ops)
}

/// Appends the operations of a multi, with the end mark.
pub fn encode_ops(ops: &[Request<'_>], w: &mut impl Writer) {
    for op in ops {
        MultiHeader { kind: op.op_code().code(), done: false, err: -1 }.encode(w);
        op.encode_body(w);
    }
    MultiHeader::END.encode(w);
}

/// One operation's result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OpResult<'a> {
    /// `create`: the path.
    Create(Cow<'a, str>),
    /// `create2` and the kinds that answer like it.
    Create2(Cow<'a, str>, Stat),
    /// `delete`.
    Delete,
    /// `setData`.
    SetData(Stat),
    /// `check`.
    Check,
    /// `getData` (multiRead).
    GetData(Option<&'a [u8]>, Stat),
    /// `getChildren` (multiRead).
    GetChildren(Vec<Cow<'a, str>>),
    /// The code: 0 before the operation that failed, -2 behind it.
    Error(i32),
}

impl<'a> OpResult<'a> {
    /// The type number that the result's header carries.
    pub fn kind(&self) -> i32 {
        match self {
            OpResult::Create(_) => OpCode::Create.code(),
            OpResult::Create2(..) => OpCode::Create2.code(),
            OpResult::Delete => OpCode::Delete.code(),
            OpResult::SetData(_) => OpCode::SetData.code(),
            OpResult::Check => OpCode::Check.code(),
            OpResult::GetData(..) => OpCode::GetData.code(),
            OpResult::GetChildren(_) => OpCode::GetChildren.code(),
            OpResult::Error(_) => OpCode::Error.code(),
        }
    }

    /// The failure, if it is one with a known code.
    pub fn error(&self) -> Option<ErrorCode> {
        match self {
            OpResult::Error(code) => ErrorCode::from_i32(*code),
            _ => None,
        }
    }

    /// Appends header and result.
    pub fn encode(&self, w: &mut impl Writer) {
        let err = if let OpResult::Error(code) = self { *code } else { 0 };
        MultiHeader { kind: self.kind(), done: false, err }.encode(w);
        match self {
            OpResult::Create(path) => w.put_str(path),
            OpResult::Create2(path, stat) => {
                w.put_str(path);
                stat.encode(w);
            }
            OpResult::Delete | OpResult::Check => {}
            OpResult::SetData(stat) => stat.encode(w),
            OpResult::GetData(data, stat) => {
                w.put_buffer(*data);
                stat.encode(w);
            }
            OpResult::GetChildren(names) => w.put_strs(names),
            OpResult::Error(code) => w.put_i32(*code),
        }
    }
}

/// Reads the results of a multi or multiRead up to the end mark.
pub fn decode_results<'a>(r: &mut Reader<'a>) -> Decode<Vec<OpResult<'a>>> {
    let mut out = Vec::new();
    loop {
        let header = MultiHeader::decode(r)?;
        if header.done {
            return Ok(out);
        }
        let unknown = DecodeError::Unknown { what: "result in a multi", value: header.kind as i64 };
        out.push(match OpCode::from_i32(header.kind).ok_or(unknown)? {
            OpCode::Create => OpResult::Create(r.required_string()?),
            OpCode::Create2 | OpCode::CreateContainer | OpCode::CreateTtl => {
                OpResult::Create2(r.required_string()?, Stat::decode(r)?)
            }
            OpCode::Delete => OpResult::Delete,
            OpCode::SetData => OpResult::SetData(Stat::decode(r)?),
            OpCode::Check => OpResult::Check,
            OpCode::GetData => OpResult::GetData(r.buffer()?, Stat::decode(r)?),
            OpCode::GetChildren => OpResult::GetChildren(r.strings()?),
            OpCode::Error => OpResult::Error(r.i32()?),
            _ => return Err(unknown),
        });
    }
}

impl<'a> CreateRequest<'a> {
    /// True for the create operations that answer with a stat inside a multi.
    pub fn answers_with_stat(&self) -> bool {
        self.op != OpCode::Create
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_round_trip() {
        let results = vec![
            OpResult::Create("/a".into()),
            OpResult::Create2("/b".into(), Stat::default()),
            OpResult::Delete,
            OpResult::SetData(Stat::default()),
            OpResult::Check,
            OpResult::GetData(None, Stat::default()),
            OpResult::GetChildren(vec!["x".into()]),
            OpResult::Error(-101),
        ];
        let mut w = Vec::new();
        for r in &results {
            r.encode(&mut w);
        }
        MultiHeader::END.encode(&mut w);
        assert_eq!(decode_results(&mut Reader::new(&w)).unwrap(), results);
    }

    #[test]
    fn reads_and_writes_do_not_mix() {
        let write = [Request::Delete { path: "/a".into(), version: -1 }];
        let read = [Request::GetData { path: "/a".into(), watch: false }];
        for (ops, fits, other) in
            [(&write, MultiKind::Write, MultiKind::Read), (&read, MultiKind::Read, MultiKind::Write)]
        {
            let mut w = Vec::new();
            encode_ops(ops, &mut w);
            assert_eq!(decode_ops(fits, &mut Reader::new(&w)).unwrap(), ops);
            assert!(decode_ops(other, &mut Reader::new(&w)).is_err());
        }
    }
}
