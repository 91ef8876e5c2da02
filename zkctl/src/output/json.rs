//! The JSON form, `"schema": "zkctl/1"`: fields may be added, never changed. Ids are `0x…` strings, since
//! common consumers mangle numbers above 2^53; times are ISO 8601 in UTC.

use std::io::{self, Write};

use base64::Engine;
use serde::Serialize;
use serde_json::{Map, Value, json};
use zk_proto::{Acl, SessionId, Stat, Zxid};

use super::SCHEMA;
use super::text::{iso_ms, stored_owner};
use crate::commands::reconfig::Member;
use crate::failure::Failure;
use crate::reply::{Detail, Node, Record, Reply, SnapNode, TxnOp, TxnRow, Usage};

#[derive(Serialize)]
struct Document<'a, T: Serialize> {
    schema: &'static str,
    #[serde(flatten)]
    body: T,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    notes: &'a [String],
}

fn write<T: Serialize>(body: T, notes: &[String], w: &mut impl Write) -> io::Result<()> {
    serde_json::to_writer(&mut *w, &Document { schema: SCHEMA, body, notes }).map_err(io::Error::from)?;
    w.write_all(b"\n")
}

#[derive(Serialize)]
struct StatBody {
    czxid: String,
    mzxid: String,
    pzxid: String,
    epoch: u32,
    ctime: String,
    mtime: String,
    version: i32,
    cversion: i32,
    aversion: i32,
    ephemeral_owner: Option<String>,
    data_length: i32,
    num_children: i32,
}

impl From<&Stat> for StatBody {
    fn from(s: &Stat) -> Self {
        StatBody {
            czxid: s.czxid.to_string(),
            mzxid: s.mzxid.to_string(),
            pzxid: s.pzxid.to_string(),
            epoch: s.mzxid.epoch(),
            ctime: iso_ms(s.ctime),
            mtime: iso_ms(s.mtime),
            version: s.version,
            cversion: s.cversion,
            aversion: s.aversion,
            ephemeral_owner: session(s.ephemeral_owner),
            data_length: s.data_length,
            num_children: s.num_children,
        }
    }
}

#[derive(Serialize)]
struct ValueBody {
    encoding: &'static str,
    data: Option<String>,
    bytes: usize,
    null: bool,
}

impl From<Option<&[u8]>> for ValueBody {
    fn from(data: Option<&[u8]>) -> Self {
        let bytes = data.unwrap_or_default();
        match std::str::from_utf8(bytes) {
            Ok(text) => ValueBody {
                encoding: "utf8",
                data: data.map(|_| text.to_owned()),
                bytes: bytes.len(),
                null: data.is_none(),
            },
            Err(_) => {
                ValueBody { encoding: "base64", data: Some(base64(bytes)), bytes: bytes.len(), null: false }
            }
        }
    }
}

#[derive(Serialize)]
struct AclBody {
    scheme: String,
    id: String,
    perms: String,
}

impl From<&Acl> for AclBody {
    fn from(a: &Acl) -> Self {
        AclBody { scheme: a.id.scheme.clone(), id: a.id.id.clone(), perms: a.perms.letters() }
    }
}

#[derive(Serialize)]
struct WithStat<'a> {
    path: &'a str,
    stat: StatBody,
}

#[derive(Serialize)]
struct NodeBody<'a> {
    path: &'a str,
    value: ValueBody,
    stat: StatBody,
}

impl<'a> From<&'a Node> for NodeBody<'a> {
    fn from(n: &'a Node) -> Self {
        NodeBody { path: &n.path, value: n.data.as_deref().into(), stat: (&n.stat).into() }
    }
}

fn base64(data: &[u8]) -> String {
    base64::engine::general_purpose::STANDARD.encode(data)
}

fn session(id: SessionId) -> Option<String> {
    (id != SessionId::NONE).then(|| id.to_string())
}

fn zxid(z: Option<Zxid>) -> Option<String> {
    z.map(|z| z.to_string())
}

/// Writes one answer as one line.
pub fn reply(reply: &Reply, notes: &[String], w: &mut impl Write) -> io::Result<()> {
    match reply {
        Reply::Nothing => write(json!({"ok": true}), notes, w),
        Reply::Created { path, stat } => write(WithStat { path, stat: stat.into() }, notes, w),
        Reply::Written { path, stat, .. } => write(WithStat { path, stat: stat.into() }, notes, w),
        Reply::Deleted(d) => write(
            json!({"paths": d.paths, "nodes": d.nodes, "ephemerals": d.ephemerals, "dry_run": d.dry_run}),
            notes,
            w,
        ),
        Reply::Copied { source, target, nodes, skipped } => {
            write(json!({"source": source, "target": target, "nodes": nodes, "skipped": skipped}), notes, w)
        }
        Reply::Data(nodes) => match nodes.as_slice() {
            [node] => write(NodeBody::from(node), notes, w),
            nodes => write(many("nodes", nodes.iter().map(NodeBody::from)), notes, w),
        },
        Reply::Stats(stats) => match stats.as_slice() {
            [(path, stat)] => write(WithStat { path, stat: stat.into() }, notes, w),
            stats => write(
                many("nodes", stats.iter().map(|(path, stat)| WithStat { path, stat: stat.into() })),
                notes,
                w,
            ),
        },
        Reply::Exists { path, stat } => {
            let stat = stat.as_ref().map(StatBody::from);
            write(json!({"path": path, "exists": stat.is_some(), "stat": stat}), notes, w)
        }
        Reply::Names { path, names, stat, .. } => {
            let stat = stat.as_ref().map(StatBody::from);
            write(json!({"path": path, "children": names, "stat": stat}), notes, w)
        }
        Reply::Long { path, rows, stat } => {
            #[derive(Serialize)]
            struct Row<'a> {
                name: &'a str,
                stat: StatBody,
            }
            let rows: Vec<Row<'_>> =
                rows.iter().map(|r| Row { name: &r.name, stat: (&r.stat).into() }).collect();
            write(
                json!({"path": path, "children": rows, "stat": stat.as_ref().map(StatBody::from)}),
                notes,
                w,
            )
        }
        Reply::Acl { path, acl, stat, .. } => {
            let acl: Vec<AclBody> = acl.iter().map(AclBody::from).collect();
            write(json!({"path": path, "acl": acl, "stat": StatBody::from(stat)}), notes, w)
        }
        Reply::Ephemerals { prefix, paths } => {
            write(json!({"prefix": prefix, "ephemerals": paths}), notes, w)
        }
        Reply::Count { path, children, descendants } => {
            write(json!({"path": path, "children": children, "descendants": descendants}), notes, w)
        }
        Reply::Tree(tree) => {
            let nodes: Vec<Value> = tree
                .rows
                .iter()
                .map(|r| json!({"path": r.path, "depth": r.depth, "stat": StatBody::from(&r.stat)}))
                .collect();
            write(json!({"nodes": nodes}), notes, w)
        }
        Reply::Usage { total, rows, left_out } => {
            let usage = |u: &Usage| json!({"path": u.path, "bytes": u.bytes, "nodes": u.nodes, "children": u.children});
            let rows: Vec<Value> = rows.iter().map(usage).collect();
            write(json!({"total": usage(total), "subtrees": rows, "left_out": left_out}), notes, w)
        }
        Reply::Words { word, answers } => {
            let servers: Vec<Value> = answers
                .iter()
                .map(|a| json!({"server": a.server, "answer": a.answer.as_ref().ok(), "error": a.answer.as_ref().err()}))
                .collect();
            write(json!({"word": word, "servers": servers}), notes, w)
        }
        Reply::Multi(rows) => {
            let results: Vec<Value> = rows
                .iter()
                .map(|r| json!({"op": r.op, "path": r.path, "stat": r.stat.as_ref().map(StatBody::from)}))
                .collect();
            write(json!({"results": results}), notes, w)
        }
        Reply::Bench(report) => write(report, notes, w),
        Reply::Watches(rows) => {
            let watches: Vec<Value> = rows
                .iter()
                .map(|r| {
                    let recursive = r.mode == "recursive";
                    json!({"number": r.number, "path": r.path, "mode": r.mode, "recursive": recursive, "events": r.events})
                })
                .collect();
            write(json!({"watches": watches}), notes, w)
        }
        Reply::Membership(m) => {
            let member =
                |m: &Member| json!({"id": m.id, "address": m.address, "role": m.role, "client": m.client});
            let members: Vec<Value> = m.members.iter().map(member).collect();
            let stat = StatBody::from(&m.stat);
            write(
                json!({"version": zxid(m.version), "members": members, "text": m.text, "stat": stat}),
                notes,
                w,
            )
        }
        Reply::Report(report) => write(super::report::json(report), notes, w),
        Reply::Text { key, text } => write(single(key, json!(text)), notes, w),
    }
}

fn single(key: &str, value: Value) -> Map<String, Value> {
    Map::from_iter([(key.to_owned(), value)])
}

fn many<T: Serialize>(
    key: &str,
    items: impl Iterator<Item = T>,
) -> std::collections::BTreeMap<String, Vec<T>> {
    std::collections::BTreeMap::from([(key.to_owned(), items.collect())])
}

/// Opens the document that a stream's records stand in.
pub fn stream_head(name: &str, w: &mut impl Write) -> io::Result<()> {
    write!(w, "{{\"schema\":\"{SCHEMA}\",\"{name}\":[")
}

/// Closes it; what is to be known of the whole stands behind the records.
pub fn stream_end(notes: &[String], w: &mut impl Write) -> io::Result<()> {
    w.write_all(b"\n]")?;
    if !notes.is_empty() {
        w.write_all(b",\"notes\":")?;
        serde_json::to_writer(&mut *w, notes).map_err(io::Error::from)?;
    }
    w.write_all(b"}\n")
}

/// Writes one record, without a line break.
pub fn record(record: &Record, w: &mut impl Write) -> io::Result<()> {
    let value = match record {
        Record::Row { columns, row } => super::report::json_row(columns, row),
        Record::Path(path) => json!({"path": path}),
        Record::Found { path, stat } => {
            let body = WithStat { path, stat: stat.into() };
            return serde_json::to_writer(w, &body).map_err(io::Error::from);
        }
        Record::WatchSet { time_ms, path, mode } => {
            let body = WatchSetBody { schema: SCHEMA, ts: iso_ms(*time_ms), event: "watch_set", path, mode };
            return serde_json::to_writer(w, &body).map_err(io::Error::from);
        }
        Record::Event { time_ms, event, path, zxid: z } => {
            let body = EventBody { ts: iso_ms(*time_ms), event, path, zxid: zxid(*z) };
            return serde_json::to_writer(w, &body).map_err(io::Error::from);
        }
        Record::Change(change) => {
            let of_children = !change.added.is_empty() || !change.removed.is_empty();
            let value = |data: &Option<Vec<u8>>| (!of_children).then(|| ValueBody::from(data.as_deref()));
            let names = |names: &'_ [String]| of_children.then(|| names.to_vec());
            let body = ChangeBody {
                ts: iso_ms(change.time_ms),
                event: "diff",
                path: &change.path,
                old: value(&change.old),
                new: value(&change.new),
                added: names(&change.added),
                removed: names(&change.removed),
            };
            return serde_json::to_writer(w, &body).map_err(io::Error::from);
        }
        Record::Session { time_ms, state, gap, missed } => {
            let body = SessionBody {
                ts: iso_ms(*time_ms),
                event: "session",
                state,
                gap_possible: *gap,
                missed: *missed,
            };
            return serde_json::to_writer(w, &body).map_err(io::Error::from);
        }
        Record::Txn(t) => return serde_json::to_writer(w, &TxnBody::from(t)).map_err(io::Error::from),
        Record::SnapHead { file, zxid: z } => {
            json!({"kind": "snapshot", "file": file, "zxid": zxid(*z)})
        }
        Record::SnapSession { session, timeout_ms } => {
            json!({"kind": "session", "session": session.to_string(), "timeout_ms": timeout_ms})
        }
        Record::SnapNode(n) => {
            return serde_json::to_writer(w, &SnapBody::from(n.as_ref())).map_err(io::Error::from);
        }
    };
    serde_json::to_writer(w, &value).map_err(io::Error::from)
}

#[derive(Serialize)]
struct TxnBody<'a> {
    zxid: String,
    epoch: u32,
    time: String,
    session: String,
    cxid: i32,
    #[serde(flatten)]
    op: OpBody<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ops: Option<Vec<OpBody<'a>>>,
    digest: Option<String>,
    offset: u64,
}

impl<'a> From<&'a TxnRow> for TxnBody<'a> {
    fn from(t: &'a TxnRow) -> Self {
        TxnBody {
            zxid: t.zxid.to_string(),
            epoch: t.zxid.epoch(),
            time: iso_ms(t.time_ms),
            session: t.session.to_string(),
            cxid: t.cxid,
            op: (&t.op).into(),
            ops: (t.op.kind == "multi").then(|| t.parts.iter().map(OpBody::from).collect()),
            digest: t.digest.map(|d| format!("{d:#x}")),
            offset: t.offset,
        }
    }
}

#[derive(Serialize)]
struct OpBody<'a> {
    r#type: &'a str,
    path: Option<&'a str>,
    #[serde(flatten)]
    details: Map<String, Value>,
}

impl<'a> From<&'a TxnOp> for OpBody<'a> {
    fn from(op: &'a TxnOp) -> Self {
        let value = |value: &Detail| match value {
            Detail::Number(n) => json!(n),
            Detail::Text(t) => json!(t),
            Detail::Flag => json!(true),
            Detail::Null => Value::Null,
            Detail::List(items) => json!(items),
        };
        let details = op.details.iter().map(|(name, v)| ((*name).to_owned(), value(v))).collect();
        OpBody { r#type: &op.kind, path: op.path.as_deref(), details }
    }
}

#[derive(Serialize)]
struct WatchSetBody<'a> {
    schema: &'static str,
    ts: String,
    event: &'static str,
    path: &'a str,
    mode: &'static str,
}

#[derive(Serialize)]
struct EventBody<'a> {
    ts: String,
    event: &'a str,
    path: &'a str,
    zxid: Option<String>,
}

/// Of data, or of children.
#[derive(Serialize)]
struct ChangeBody<'a> {
    ts: String,
    event: &'a str,
    path: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    old: Option<ValueBody>,
    #[serde(skip_serializing_if = "Option::is_none")]
    new: Option<ValueBody>,
    #[serde(skip_serializing_if = "Option::is_none")]
    added: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    removed: Option<Vec<String>>,
}

#[derive(Serialize)]
struct SessionBody<'a> {
    ts: String,
    event: &'a str,
    state: &'a str,
    gap_possible: bool,
    missed: u64,
}

#[derive(Serialize)]
struct SnapBody<'a> {
    kind: &'static str,
    path: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<ValueBody>,
    acl: Vec<AclBody>,
    stat: StoredStatBody,
}

#[derive(Serialize)]
struct StoredStatBody {
    czxid: String,
    mzxid: String,
    pzxid: String,
    ctime: String,
    mtime: String,
    version: i32,
    cversion: i32,
    aversion: i32,
    owner: Option<String>,
    data_length: usize,
}

impl<'a> From<&'a SnapNode> for SnapBody<'a> {
    fn from(n: &'a SnapNode) -> Self {
        let s = &n.stat;
        SnapBody {
            kind: "node",
            path: &n.path,
            value: n.show_data.then(|| n.data.as_deref().into()),
            acl: n.acl.iter().map(AclBody::from).collect(),
            stat: StoredStatBody {
                czxid: s.czxid.to_string(),
                mzxid: s.mzxid.to_string(),
                pzxid: s.pzxid.to_string(),
                ctime: iso_ms(s.ctime),
                mtime: iso_ms(s.mtime),
                version: s.version,
                cversion: s.cversion,
                aversion: s.aversion,
                owner: (s.ephemeral_owner != 0).then(|| stored_owner(s.ephemeral_owner)),
                data_length: n.data.as_ref().map_or(0, Vec::len),
            },
        }
    }
}

#[derive(Serialize)]
struct ErrorBody<'a> {
    code: &'a str,
    exit: u8,
    path: Option<&'a str>,
    message: &'a str,
    hint: Option<&'a str>,
    applied: &'static str,
}

/// The object that a failure writes to stderr.
pub fn error(failure: &Failure) -> String {
    let error = ErrorBody {
        code: failure.code(),
        exit: failure.exit().code(),
        path: failure.path(),
        message: failure.message(),
        hint: failure.hint_text(),
        applied: failure.applied(),
    };
    let body = std::collections::BTreeMap::from([("error", error)]);
    let document = Document { schema: SCHEMA, body, notes: &[] };
    serde_json::to_string(&document).unwrap_or_default()
}
