//! Transactions as they lie in logs and cross the quorum wire: header, body, digest.

use std::borrow::Cow;

use crate::acl::AclBytes;
use crate::error::ErrorCode;
use crate::jute::{Decode, DecodeError, Reader, Writer};
use crate::{OpCode, SessionId, Zxid};

/// What every transaction starts with (32 bytes).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TxnHeader {
    /// Session whose request this was; 0 for the server's own.
    pub session: SessionId,
    /// The request's xid; 0 for the server's own.
    pub cxid: i32,
    /// The transaction's id.
    pub zxid: Zxid,
    /// The leader's wall clock at preparation, milliseconds since 1970.
    pub time: i64,
    /// Type number; see [`Txn`].
    pub kind: i32,
}

impl TxnHeader {
    /// Encoded size in bytes.
    pub const SIZE: usize = 32;

    /// Reads the 32 bytes.
    pub fn decode(r: &mut Reader<'_>) -> Decode<TxnHeader> {
        Ok(TxnHeader {
            session: SessionId(r.i64()?),
            cxid: r.i32()?,
            zxid: Zxid(r.i64()?),
            time: r.i64()?,
            kind: r.i32()?,
        })
    }

    /// Appends the 32 bytes.
    pub fn encode(&self, w: &mut impl Writer) {
        w.put_i64(self.session.0);
        w.put_i32(self.cxid);
        w.put_i64(self.zxid.0);
        w.put_i64(self.time);
        w.put_i32(self.kind);
    }
}

/// The tree's digest after a transaction (12 bytes behind its body).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TxnDigest {
    /// Version of the algorithm; current servers write [`DIGEST_VERSION`].
    pub version: i32,
    /// Sum of the digests of all nodes, modulo 2^64.
    pub tree_digest: u64,
}

/// The digest algorithm of ZooKeeper 3.6 and later.
pub const DIGEST_VERSION: i32 = 2;

impl TxnDigest {
    /// Encoded size in bytes.
    pub const SIZE: usize = 12;

    /// Appends the 12 bytes.
    pub fn encode(&self, w: &mut impl Writer) {
        w.put_i32(self.version);
        w.put_i64(self.tree_digest as i64);
    }

    /// Reads the 12 bytes.
    pub fn decode(r: &mut Reader<'_>) -> Decode<TxnDigest> {
        Ok(TxnDigest { version: r.i32()?, tree_digest: r.i64()? as u64 })
    }
}

/// What kind of node a create transaction makes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CreateKind {
    /// Type 1 or 15 without the ephemeral flag.
    Persistent,
    /// Type 1 or 15 with the ephemeral flag; the header's session owns it.
    Ephemeral,
    /// Type 19.
    Container,
    /// Type 21, time to live in milliseconds.
    Ttl(i64),
}

/// A create of any type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CreateTxn<'a> {
    /// Path with its sequence number already appended.
    pub path: Cow<'a, str>,
    /// Data; null differs from empty.
    pub data: Option<&'a [u8]>,
    /// ACL.
    pub acl: AclBytes<'a>,
    /// Kind of node.
    pub kind: CreateKind,
    /// The parent's number of creations after this one; -1 in logs older than 3.4.
    pub parent_cversion: i32,
}

/// A sub-transaction of a multi: its type and its undecoded body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SubTxn<'a> {
    /// Type number.
    pub kind: i32,
    /// Body without header and digest.
    pub body: &'a [u8],
}

/// A transaction's body. Borrowed from the log or packet that it was read from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Txn<'a> {
    /// -10: open a session.
    CreateSession {
        /// Session timeout in milliseconds.
        timeout_ms: i32,
    },
    /// -11: close a session. `None` in logs that carry no list of its ephemerals.
    CloseSession {
        /// The ephemerals to delete, in order.
        paths: Option<Vec<Cow<'a, str>>>,
    },
    /// -1: a write that failed validation.
    Error {
        /// Result code as sent to the client.
        code: i32,
    },
    /// 1, 15, 19, 21: create.
    Create(CreateTxn<'a>),
    /// 2, 20: delete.
    Delete {
        /// Which node.
        path: Cow<'a, str>,
    },
    /// 5, 16: overwrite the data; 16 is a reconfiguration.
    SetData {
        /// Which node.
        path: Cow<'a, str>,
        /// New data.
        data: Option<&'a [u8]>,
        /// New version, as it becomes.
        version: i32,
    },
    /// 7: replace the ACL.
    SetAcl {
        /// Which node.
        path: Cow<'a, str>,
        /// New ACL.
        acl: AclBytes<'a>,
        /// New ACL version, as it becomes.
        version: i32,
    },
    /// 13: a version check that held; only inside a multi.
    Check {
        /// Which node.
        path: Cow<'a, str>,
        /// The version.
        version: i32,
    },
    /// 14: several, all or none.
    Multi(Vec<SubTxn<'a>>),
}

/// An error transaction's body is one code.
fn decode_error(r: &mut Reader<'_>) -> Decode<i32> {
    r.i32()
}

impl<'a> Txn<'a> {
    /// Reads the body of a transaction of type `kind`; leaves what follows it (a digest) in `r`.
    ///
    /// # Errors
    /// [`DecodeError::Unknown`] for a type that ZooKeeper does not log; otherwise what is wrong with the bytes.
    ///
    /// Mirrors: ZooKeeper `SerializeUtils.deserializeTxn`.
    pub fn decode(kind: i32, r: &mut Reader<'a>) -> Decode<Txn<'a>> {
        let op = OpCode::from_i32(kind)
            .ok_or(DecodeError::Unknown { what: "transaction type", value: kind as i64 })?;
        Ok(match op {
            OpCode::CreateSession => Txn::CreateSession { timeout_ms: r.i32()? },
            OpCode::CloseSession => Txn::CloseSession { paths: decode_close_session(r)? },
            OpCode::Error => Txn::Error { code: decode_error(r)? },
            OpCode::Create | OpCode::Create2 | OpCode::CreateContainer | OpCode::CreateTtl => {
                Txn::Create(decode_create(op, r)?)
            }
            OpCode::Delete | OpCode::DeleteContainer => Txn::Delete { path: r.required_string()? },
            OpCode::SetData | OpCode::Reconfig => {
                Txn::SetData { path: r.required_string()?, data: r.buffer()?, version: r.i32()? }
            }
            OpCode::SetAcl => {
                Txn::SetAcl { path: r.required_string()?, acl: AclBytes::decode(r)?, version: r.i32()? }
            }
            OpCode::Check => Txn::Check { path: r.required_string()?, version: r.i32()? },
            OpCode::Multi => {
                let count = r.count(8)?.unwrap_or(0);
                let mut subs = Vec::with_capacity(count);
                for _ in 0..count {
                    subs.push(SubTxn { kind: r.i32()?, body: r.buffer()?.unwrap_or_default() });
                }
                Txn::Multi(subs)
            }
            _ => {
                return Err(DecodeError::Unknown { what: "transaction type", value: kind as i64 });
            }
        })
    }

    /// Appends the body of a transaction of type `kind`.
    ///
    /// `kind` decides between the types that share a body (1/15, 2/20, 5/16).
    pub fn encode(&self, w: &mut impl Writer) {
        match self {
            Txn::CreateSession { timeout_ms } => w.put_i32(*timeout_ms),
            Txn::CloseSession { paths: Some(paths) } => w.put_strs(paths),
            Txn::CloseSession { paths: None } => {}
            Txn::Error { code } => w.put_i32(*code),
            Txn::Create(c) => {
                w.put_str(&c.path);
                w.put_buffer(c.data);
                c.acl.encode(w);
                match c.kind {
                    CreateKind::Persistent => w.put_bool(false),
                    CreateKind::Ephemeral => w.put_bool(true),
                    CreateKind::Container | CreateKind::Ttl(_) => {}
                }
                w.put_i32(c.parent_cversion);
                if let CreateKind::Ttl(ms) = c.kind {
                    w.put_i64(ms);
                }
            }
            Txn::Delete { path } => w.put_str(path),
            Txn::SetData { path, data, version } => {
                w.put_str(path);
                w.put_buffer(*data);
                w.put_i32(*version);
            }
            Txn::SetAcl { path, acl, version } => {
                w.put_str(path);
                acl.encode(w);
                w.put_i32(*version);
            }
            Txn::Check { path, version } => {
                w.put_str(path);
                w.put_i32(*version);
            }
            Txn::Multi(subs) => {
                w.put_len(subs.len());
                for s in subs {
                    w.put_i32(s.kind);
                    w.put_buffer(Some(s.body));
                }
            }
        }
    }

    /// The error code of an error transaction.
    pub fn error_code(&self) -> Option<ErrorCode> {
        match self {
            Txn::Error { code } => ErrorCode::from_i32(*code),
            _ => None,
        }
    }
}

/// Logs written before 3.6, or with the feature off (`closeSessionTxn.enabled`), have no list of paths at all, and maybe a
/// digest in its place. A list of the same bytes would hold two empty paths.
///
/// Differs: Java's server takes one or the other, as its own configuration says.
fn decode_close_session<'a>(r: &mut Reader<'a>) -> Decode<Option<Vec<Cow<'a, str>>>> {
    let rest = r.rest();
    let is_digest = rest.len() == DIGEST_BYTES && rest.starts_with(&DIGEST_VERSION.to_be_bytes());
    if rest.is_empty() || is_digest { Ok(None) } else { r.strings().map(Some) }
}

/// Its version and the digest itself.
const DIGEST_BYTES: usize = 12;

fn decode_create<'a>(op: OpCode, r: &mut Reader<'a>) -> Decode<CreateTxn<'a>> {
    let path = r.required_string()?;
    let data = r.buffer()?;
    let acl = AclBytes::decode(r)?;
    let mut kind = CreateKind::Container;
    if matches!(op, OpCode::Create | OpCode::Create2) {
        kind = if r.bool()? { CreateKind::Ephemeral } else { CreateKind::Persistent };
    }
    // Before 3.4 a create (type 1 only) ended here.
    let parent_cversion = if op == OpCode::Create && r.is_empty() { -1 } else { r.i32()? };
    if op == OpCode::CreateTtl {
        kind = CreateKind::Ttl(r.i64()?);
    }
    Ok(CreateTxn { path, data, acl, kind, parent_cversion })
}

/// A whole log record's payload, decoded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoggedTxn<'a> {
    /// Header.
    pub header: TxnHeader,
    /// Body.
    pub txn: Txn<'a>,
    /// Digest after it, where the server wrote one.
    pub digest: Option<TxnDigest>,
}

impl<'a> LoggedTxn<'a> {
    /// Reads header, body and, if 12 or more bytes follow, the digest. Further bytes are ignored, as in Java.
    pub fn decode(payload: &'a [u8]) -> Decode<LoggedTxn<'a>> {
        let mut r = Reader::new(payload);
        let header = TxnHeader::decode(&mut r)?;
        let txn = Txn::decode(header.kind, &mut r)?;
        let digest = if r.remaining() >= TxnDigest::SIZE { Some(TxnDigest::decode(&mut r)?) } else { None };
        Ok(LoggedTxn { header, txn, digest })
    }

    /// Appends header, body and digest.
    pub fn encode(&self, w: &mut impl Writer) {
        self.header.encode(w);
        self.txn.encode(w);
        if let Some(d) = &self.digest {
            d.encode(w);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn round_trip(kind: OpCode, txn: Txn<'_>) {
        let logged = LoggedTxn {
            header: TxnHeader { session: SessionId(3), cxid: 4, zxid: Zxid(5), time: 6, kind: kind.code() },
            txn,
            digest: Some(TxnDigest { version: 2, tree_digest: u64::MAX - 1 }),
        };
        let mut w = Vec::new();
        logged.encode(&mut w);
        assert_eq!(LoggedTxn::decode(&w).unwrap(), logged);
        for cut in 0..w.len() - TxnDigest::SIZE {
            // A cut may fall where an older format ended; it must never decode to the same transaction.
            if let Ok(short) = LoggedTxn::decode(&w[..cut]) {
                assert_ne!(short, logged);
            }
        }
    }

    #[test]
    fn every_type_round_trips() {
        let create = |kind| {
            Txn::Create(CreateTxn {
                path: "/a".into(),
                data: Some(b"x"),
                acl: AclBytes::OPEN,
                kind,
                parent_cversion: 9,
            })
        };
        round_trip(OpCode::Create, create(CreateKind::Ephemeral));
        round_trip(OpCode::Create2, create(CreateKind::Persistent));
        round_trip(OpCode::CreateContainer, create(CreateKind::Container));
        round_trip(OpCode::CreateTtl, create(CreateKind::Ttl(77)));
        round_trip(OpCode::Delete, Txn::Delete { path: "/a".into() });
        round_trip(OpCode::SetData, Txn::SetData { path: "/a".into(), data: None, version: 3 });
        round_trip(OpCode::SetAcl, Txn::SetAcl { path: "/a".into(), acl: AclBytes::OPEN, version: 1 });
        round_trip(OpCode::CreateSession, Txn::CreateSession { timeout_ms: 4000 });
        round_trip(OpCode::CloseSession, Txn::CloseSession { paths: Some(vec!["/e".into()]) });
        round_trip(OpCode::Error, Txn::Error { code: -101 });
        round_trip(OpCode::Multi, Txn::Multi(vec![SubTxn { kind: 2, body: &[0, 0, 0, 1, b'/'] }]));
    }

    #[test]
    fn old_forms_are_read() {
        let mut w = Vec::new();
        w.put_str("/a");
        w.put_buffer(None);
        AclBytes::OPEN.encode(&mut w);
        w.put_bool(false);
        let Txn::Create(c) = Txn::decode(1, &mut Reader::new(&w)).unwrap() else { panic!() };
        assert_eq!(c.parent_cversion, -1);
        assert!(Txn::decode(15, &mut Reader::new(&w)).is_err());
        assert_eq!(Txn::decode(-11, &mut Reader::new(&[])).unwrap(), Txn::CloseSession { paths: None });
    }

    #[test]
    fn types_that_nobody_logs_are_refused() {
        for kind in [0, 3, 4, 11, 99, 100, i32::MIN] {
            assert!(matches!(
                Txn::decode(kind, &mut Reader::new(&[0; 64])),
                Err(DecodeError::Unknown { .. })
            ));
        }
    }
}
