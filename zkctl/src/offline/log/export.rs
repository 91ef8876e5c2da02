//! `log export`: transactions as evidence, whole: one JSON object per line, or a script for a database.

use std::cell::RefCell;
use std::collections::HashMap;

use base64::Engine;
use serde_json::{Map, Value, json};
use zk_forensics::txn::{Cause, body};
use zk_proto::Acl;
use zk_proto::jute::{Decode, Reader};
use zk_proto::txn::{CreateKind, LoggedTxn, Txn};
use zk_storage::txlog::RecordHead;

use super::export_sql;
use crate::context::Context;
use crate::failure::Result;
use crate::offline::log_args::{ExportFormat, LogExport, Redact};
use crate::offline::txn::kind_name;
use crate::offline::{Flow, OnDamage, logs, scan, verdict};
use crate::output::{SCHEMA, iso_ms};
use crate::parse::acl_text;
use crate::reply::Reply;

pub fn run(args: &LogExport, context: &mut Context) -> Result<Reply> {
    let found = logs(&args.from.sources, &args.from.dirs)?;
    let filter = args.filter.told(context);
    let files = found.logs_between(filter.from, filter.to);
    let keep = Keep::without(&args.redact);
    let is_sql = args.format == ExportFormat::Sql;
    let mut count = 0u64;
    if is_sql {
        context.out.raw(export_sql::HEAD)?;
    }
    let damaged = scan(&found, &files, OnDamage::GoOn, context, |scan, step, context| {
        if args.limit.is_some_and(|limit| count >= limit) {
            return Ok(Flow::Stop);
        }
        let payload = scan.payload();
        match filter.admits(&step.header, body(payload)) {
            Ok(false) => return Ok(Flow::Go),
            Ok(true) => {}
            Err(e) => return Ok(Flow::Bad(e.to_string())),
        }
        let file = scan.file(step.file).map(|f| f.path.display().to_string()).unwrap_or_default();
        match object(payload, &file, &step.head, scan.checksum(), &keep) {
            Ok(object) => {
                count += 1;
                let text =
                    if is_sql { export_sql::rows(&object) } else { format!("{}\n", Value::Object(object)) };
                context.out.raw(&text)?;
            }
            Err(e) => return Ok(Flow::Bad(e.to_string())),
        }
        Ok(Flow::Go)
    })?;
    if is_sql {
        context.out.raw(export_sql::TAIL)?;
    }
    context.out.end()?;
    context.note(crate::output::counted(count, "transaction"));
    Err(verdict(damaged))
}

/// What goes into the evidence.
struct Keep {
    data: bool,
    paths: bool,
    ids: bool,
    /// Numbers that stand for names, in the order in which those come: nothing can be guessed from them. One entry for
    /// each name that is left out.
    numbers: RefCell<HashMap<String, usize>>,
}

impl Keep {
    fn without(redact: &[Redact]) -> Keep {
        let keeps = |what| !redact.contains(&what) && !redact.contains(&Redact::All);
        let (data, paths, ids) = (keeps(Redact::Data), keeps(Redact::Paths), keeps(Redact::Ids));
        Keep { data, paths, ids, numbers: RefCell::default() }
    }

    fn is_whole(&self) -> bool {
        self.data && self.paths && self.ids
    }

    fn word(&self, text: &str) -> String {
        let mut numbers = self.numbers.borrow_mut();
        let next = numbers.len() + 1;
        format!("redacted-{}", numbers.entry(text.to_owned()).or_insert(next))
    }

    fn path(&self, path: &str) -> String {
        if self.paths || path == "/zookeeper" || path.starts_with("/zookeeper/config") {
            return path.to_owned();
        }
        let own = |i: usize, name: &str| {
            name.is_empty()
                || (i == 1 && name == "zookeeper")
                || (i == 2 && path.starts_with("/zookeeper/quota"))
        };
        let names = path.split('/').enumerate();
        let names: Vec<String> =
            names.map(|(i, name)| if own(i, name) { name.to_owned() } else { self.word(name) }).collect();
        names.join("/")
    }

    fn acl(&self, mut acl: Vec<Acl>) -> String {
        for entry in acl.iter_mut().filter(|a| !self.ids && a.id.scheme != "world") {
            entry.id.id = self.word(&entry.id.id);
        }
        acl_text(&acl)
    }
}

fn object(
    payload: &[u8],
    file: &str,
    head: &RecordHead,
    checksum: u32,
    keep: &Keep,
) -> Decode<Map<String, Value>> {
    let logged = LoggedTxn::decode(payload)?;
    let h = &logged.header;
    let mut out = Map::new();
    out.insert("schema".into(), json!(SCHEMA));
    out.insert("zxid".into(), json!(h.zxid.to_string()));
    out.insert("time".into(), json!(iso_ms(h.time)));
    out.insert("session".into(), json!(h.session.to_string()));
    out.insert("cxid".into(), json!(h.cxid));
    out.insert("cause".into(), json!(Cause::of(h).word()));
    op(h.kind, &logged.txn, keep, &mut out)?;
    let digest = logged.digest.filter(|_| keep.data && keep.paths);
    out.insert("digest".into(), json!(digest.map(|d| format!("{:#x}", d.tree_digest))));
    out.insert("file".into(), json!(file));
    out.insert("offset".into(), json!(head.offset));
    // Not even a checksum of what is left out: a short value can be guessed from it.
    let checksum = keep.is_whole().then(|| format!("{checksum:#010x}"));
    out.insert("checksum".into(), json!(checksum));
    Ok(out)
}

fn op(kind: i32, txn: &Txn<'_>, keep: &Keep, out: &mut Map<String, Value>) -> Decode<()> {
    out.insert("op".into(), json!(kind_name(kind)));
    match txn {
        Txn::CreateSession { timeout_ms } => {
            out.insert("timeout_ms".into(), json!(timeout_ms));
        }
        Txn::CloseSession { paths } => {
            out.insert(
                "ephemerals".into(),
                json!(paths.as_ref().map(|p| p.iter().map(|p| keep.path(p)).collect::<Vec<_>>())),
            );
        }
        Txn::Error { code } => {
            out.insert("code".into(), json!(code));
        }
        Txn::Create(c) => {
            out.insert("path".into(), json!(keep.path(&c.path)));
            data(c.data, keep, out);
            out.insert("acl".into(), json!(keep.acl(c.acl.to_vec())));
            let (word, ttl) = match c.kind {
                CreateKind::Persistent => ("persistent", None),
                CreateKind::Ephemeral => ("ephemeral", None),
                CreateKind::Container => ("container", None),
                CreateKind::Ttl(ms) => ("ttl", Some(ms)),
            };
            out.insert("kind".into(), json!(word));
            if let Some(ms) = ttl {
                out.insert("ttl_ms".into(), json!(ms));
            }
            out.insert("parent_cversion".into(), json!(c.parent_cversion));
        }
        Txn::Delete { path } => {
            out.insert("path".into(), json!(keep.path(path)));
        }
        Txn::SetData { path, data: bytes, version } => {
            out.insert("path".into(), json!(keep.path(path)));
            data(*bytes, keep, out);
            out.insert("version".into(), json!(version));
        }
        Txn::SetAcl { path, acl, version } => {
            out.insert("path".into(), json!(keep.path(path)));
            out.insert("acl".into(), json!(keep.acl(acl.to_vec())));
            out.insert("version".into(), json!(version));
        }
        Txn::Check { path, version } => {
            out.insert("path".into(), json!(keep.path(path)));
            out.insert("version".into(), json!(version));
        }
        Txn::Multi(subs) => {
            let mut parts = Vec::new();
            for s in subs {
                let mut part = Map::new();
                op(s.kind, &Txn::decode(s.kind, &mut Reader::new(s.body))?, keep, &mut part)?;
                parts.push(Value::Object(part));
            }
            out.insert("parts".into(), Value::Array(parts));
        }
    }
    Ok(())
}

fn data(bytes: Option<&[u8]>, keep: &Keep, out: &mut Map<String, Value>) {
    let base64 = |b: &[u8]| base64::engine::general_purpose::STANDARD.encode(b);
    out.insert("bytes".into(), json!(bytes.map(<[u8]>::len)));
    if keep.data {
        out.insert("data_base64".into(), json!(bytes.map(base64)));
    }
}
