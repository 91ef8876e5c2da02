//! What a server sent, without what may differ between two servers: clock times, session ids, orders that the
//! protocol leaves open. Everything else stays, down to flags and lengths.

use std::collections::HashMap;
use std::fmt::Write as _;
use zk_proto::jute::Decode;
use zk_proto::multi::MultiHeader;
use zk_proto::{AclBytes, OpCode, Reader, SessionId, Stat};
use zkd_tests::Reply;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Line {
    Reply {
        xid: i32,
        code: i32,
        err: i32,
        zxid: i64,
        body: String,
    },
    Event {
        zxid: i64,
        kind: i32,
        state: i32,
        path: String,
    },
    Connected {
        size: usize,
        timeout_ms: i32,
        session: usize,
        password_fits: bool,
        read_only: Option<bool>,
    },
    /// The handshake's answer for a session that is none.
    Refused {
        size: usize,
        zeros: bool,
        read_only: Option<bool>,
        closed: bool,
    },
    Closed,
    Silent,
}

impl Line {
    /// The same reply, but the other server has used up one zxid more.
    pub fn is_one_zxid_before(&self, other: &Line) -> bool {
        match (self.clone(), other) {
            (Line::Reply { xid, code, err, zxid, body }, other) => {
                Line::Reply { xid, code, err, zxid: zxid + 1, body } == *other
            }
            _ => false,
        }
    }
}

/// What one server calls things, and what they are called in the comparison.
#[derive(Default)]
pub struct Names {
    sessions: HashMap<SessionId, usize>,
    /// From this zxid on (own numbering), so much is added.
    shifts: Vec<(i64, i64)>,
}

impl Names {
    pub fn session(&mut self, id: SessionId, key: usize) {
        self.sessions.insert(id, key);
    }

    /// From `first` on, this server's zxids are `by` lower than the other's.
    pub fn shift(&mut self, first: i64, by: i64) {
        self.shifts.push((first, by));
    }

    pub fn zxid(&self, own: i64) -> i64 {
        let by = self.shifts.iter().rev().find(|(first, _)| own >= *first).map_or(0, |(_, by)| *by);
        own + by
    }

    /// The inverse of [`Names::zxid`].
    pub fn own_zxid(&self, common: i64) -> i64 {
        let by = self.shifts.iter().rev().find(|(first, by)| common - by >= *first).map_or(0, |(_, by)| *by);
        common - by
    }
}

pub fn render_reply(code: i32, reply: &Reply, names: &Names) -> Line {
    let body =
        render_body(code, &reply.body, names).unwrap_or_else(|_| format!("undecodable {:02x?}", reply.body));
    Line::Reply { xid: reply.xid, code, err: reply.err, zxid: names.zxid(reply.zxid), body }
}

fn render_body(code: i32, body: &[u8], names: &Names) -> Decode<String> {
    if body.is_empty() {
        return Ok(String::new());
    }
    let mut r = Reader::new(body);
    let mut out = String::new();
    match OpCode::from_i32(code) {
        Some(OpCode::Create | OpCode::Sync) => string(&mut r, &mut out)?,
        Some(OpCode::Create2 | OpCode::CreateContainer | OpCode::CreateTtl) => {
            string(&mut r, &mut out)?;
            stat(&mut r, &mut out, names)?;
        }
        Some(OpCode::Exists | OpCode::SetData | OpCode::SetAcl) => stat(&mut r, &mut out, names)?,
        Some(OpCode::GetData) => {
            buffer(&mut r, &mut out)?;
            stat(&mut r, &mut out, names)?;
        }
        Some(OpCode::GetAcl) => {
            acl(&mut r, &mut out)?;
            stat(&mut r, &mut out, names)?;
        }
        Some(OpCode::GetChildren | OpCode::GetEphemerals) => strings(&mut r, &mut out)?,
        Some(OpCode::GetChildren2) => {
            strings(&mut r, &mut out)?;
            stat(&mut r, &mut out, names)?;
        }
        Some(OpCode::Multi | OpCode::MultiRead) => multi(&mut r, &mut out, names)?,
        Some(OpCode::WhoAmI) => identities(&mut r, &mut out)?,
        _ => {}
    }
    if !r.is_empty() {
        let _ = write!(out, " bytes {:02x?}", r.rest());
    }
    Ok(out)
}

fn string(r: &mut Reader<'_>, out: &mut String) -> Decode<()> {
    let _ = write!(out, " {:?}", r.string()?);
    Ok(())
}

fn buffer(r: &mut Reader<'_>, out: &mut String) -> Decode<()> {
    match r.buffer()? {
        None => out.push_str(" null"),
        Some(bytes) => {
            let _ = write!(out, " \"{}\"", bytes.escape_ascii());
        }
    }
    Ok(())
}

/// Children and ephemerals come in no order.
fn strings(r: &mut Reader<'_>, out: &mut String) -> Decode<()> {
    let mut names = r.strings()?;
    names.sort();
    let _ = write!(out, " {names:?}");
    Ok(())
}

/// Clock times are kept only as "never" or "some time".
fn stat(r: &mut Reader<'_>, out: &mut String, names: &Names) -> Decode<()> {
    let s = Stat::decode(r)?;
    let owner = match names.sessions.get(&s.ephemeral_owner) {
        Some(key) => format!("session {key}"),
        None => format!("{:?}", s.ephemeral_owner.0),
    };
    let _ = write!(
        out,
        " stat(c {} m {} p {} ctime {} mtime {} v {} cv {} av {} owner {owner} len {} children {})",
        names.zxid(s.czxid.0),
        names.zxid(s.mzxid.0),
        names.zxid(s.pzxid.0),
        s.ctime.signum(),
        s.mtime.signum(),
        s.version,
        s.cversion,
        s.aversion,
        s.data_length,
        s.num_children,
    );
    Ok(())
}

/// The entries that stand for `auth` come in the order of a hash table: neighbours with the same rights are sorted.
fn acl(r: &mut Reader<'_>, out: &mut String) -> Decode<()> {
    let mut entries: Vec<_> = AclBytes::decode(r)?
        .to_vec()
        .into_iter()
        .map(|acl| (acl.perms.0, acl.id.scheme, acl.id.id))
        .collect();
    for run in entries.chunk_by_mut(|a, b| a.0 == b.0 && a.1 == "digest" && b.1 == "digest") {
        run.sort();
    }
    let _ = write!(out, " acl {entries:?}");
    Ok(())
}

/// A connection's identities come in the order of a hash table.
fn identities(r: &mut Reader<'_>, out: &mut String) -> Decode<()> {
    let mut ids = zk_proto::reply::decode_who_am_i(r)?;
    ids.sort_by(|a, b| (&a.scheme, &a.id).cmp(&(&b.scheme, &b.id)));
    let _ = write!(out, " {ids:?}");
    Ok(())
}

fn multi(r: &mut Reader<'_>, out: &mut String, names: &Names) -> Decode<()> {
    loop {
        let header = MultiHeader::decode(r)?;
        let _ = write!(out, " [{} {} {}", header.kind, header.done, header.err);
        if header.done {
            out.push(']');
            return Ok(());
        }
        match OpCode::from_i32(header.kind) {
            Some(OpCode::Create) => string(r, out)?,
            Some(OpCode::Create2 | OpCode::CreateContainer | OpCode::CreateTtl) => {
                string(r, out)?;
                stat(r, out, names)?;
            }
            Some(OpCode::SetData) => stat(r, out, names)?,
            Some(OpCode::GetData) => {
                buffer(r, out)?;
                stat(r, out, names)?;
            }
            Some(OpCode::GetChildren) => strings(r, out)?,
            Some(OpCode::Error) => {
                let _ = write!(out, " {}", r.i32()?);
            }
            _ => {}
        }
        out.push(']');
    }
}
