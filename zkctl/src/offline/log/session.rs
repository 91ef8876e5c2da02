//! `log session` and `log sessions`: lives of sessions.

use std::cmp::Reverse;

use zk_forensics::LogScan;
use zk_forensics::addresses::Addresses;
use zk_forensics::sessions::{Life, Sessions, origin};
use zk_forensics::snap::Opened;
use zk_forensics::top::{error_name, kind_name};
use zk_forensics::txn::{Cause, body};
use zk_proto::jute::Reader;
use zk_proto::txn::{LoggedTxn, Txn};
use zk_proto::{OpCode, SessionId, Zxid};

use super::blame::addresses;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::{Failure, Result};
use crate::offline::log_args::{LogSession, LogSessions, SessionOrder};
use crate::offline::{Flow, OnDamage, logs, scan, verdict};
use crate::reply::Reply;
use crate::reply::report::{Cell, Column, Report, Row, Tone};

const ONE: &[Column] = &[
    Column::new("zxid", "ZXID"),
    Column::new("time", "TIME"),
    Column::new("cxid", "CXID"),
    Column::new("op", "OP"),
    Column::new("path", "PATH"),
    Column::new("detail", "DETAIL"),
];

pub fn one(args: &LogSession, context: &mut Context) -> Result<Reply> {
    let found = logs(&args.from.sources, &args.from.dirs)?;
    let addresses = addresses(&args.join_log)?;
    let mut sessions = Sessions::default();
    let known = known_sessions(&found, args.id, &mut sessions);
    let mut rows = Vec::new();
    let damaged = scan(&found, &found.logs, OnDamage::GoOn, context, |scan, step, _| {
        if step.header.session != args.id {
            return Ok(Flow::Go);
        }
        let payload = scan.payload();
        match LoggedTxn::decode(payload) {
            Ok(logged) => rows.extend(ops(&logged)),
            Err(e) => return Ok(Flow::Bad(e.to_string())),
        }
        Ok(Flow::of(sessions.txn(&step.header, body(payload))))
    })?;
    let Some(life) = sessions.get(args.id).filter(|_| known || !rows.is_empty()) else {
        let said = format!("the log knows no session {}", args.id);
        return Err(Failure::new(if damaged { Exit::Damaged } else { Exit::NotFound }, "NoSession", said));
    };
    let report = Report {
        name: "ops",
        fields: life_fields(args.id, life, &addresses),
        columns: ONE,
        rows,
        foot: vec![life_line(args.id, life, &addresses)],
        ..Report::default()
    };
    context.out.show(&Reply::Report(report))?;
    Err(verdict(damaged))
}

fn known_sessions(found: &zk_forensics::Sources, id: SessionId, sessions: &mut Sessions) -> bool {
    let opened = found.snapshots.first().and_then(|s| Opened::new(s).ok());
    let known = opened.and_then(|o| o.sessions.into_iter().find(|(s, _)| *s == id));
    if let Some((id, timeout)) = known {
        sessions.known(id, timeout);
    }
    known.is_some()
}

/// One row for a transaction, or one for each part of a multi.
fn ops(logged: &LoggedTxn<'_>) -> Vec<Row> {
    let h = &logged.header;
    let row = |kind: i32, path: Option<&str>, detail: String, tone| {
        Row::new(vec![
            h.zxid.into(),
            Cell::Time(h.time),
            h.cxid.into(),
            Cell::text(kind_name(kind)),
            path.into(),
            if detail.is_empty() { Cell::None } else { Cell::text(detail) },
        ])
        .tone(tone)
    };
    match &logged.txn {
        Txn::Multi(subs) => {
            let failed = subs.iter().any(|s| s.kind == OpCode::Error.code());
            let parts = subs.iter().enumerate().map(|(i, s)| {
                let of = format!("multi {}/{}", i + 1, subs.len());
                match Txn::decode(s.kind, &mut Reader::new(s.body)) {
                    Ok(txn) => {
                        let (path, mut detail, mut tone) = describe(h.kind, &txn);
                        if failed && s.kind != OpCode::Error.code() {
                            // It stands in the log as if it had been done.
                            (detail, tone) = ("rolled back".to_owned(), Tone::Dim);
                        }
                        let detail = if detail.is_empty() { of } else { format!("{detail}, {of}") };
                        row(s.kind, path.as_deref(), detail, tone)
                    }
                    Err(e) => row(s.kind, None, e.to_string(), Tone::Bad),
                }
            });
            parts.collect()
        }
        Txn::CloseSession { paths } => {
            let how =
                if Cause::of(h) == Cause::Expiry { "by the server, likely expiry" } else { "by its client" };
            let mut rows = vec![row(h.kind, None, how.to_owned(), Tone::Warning)];
            let gone = paths.iter().flatten();
            rows.extend(gone.map(|p| {
                row(
                    OpCode::Delete.code(),
                    Some(p),
                    "ephemeral, went with the session".to_owned(),
                    Tone::Warning,
                )
            }));
            rows
        }
        txn => {
            let (path, detail, tone) = describe(h.kind, txn);
            vec![row(h.kind, path.as_deref(), detail, tone)]
        }
    }
}

fn describe(kind: i32, txn: &Txn<'_>) -> (Option<String>, String, Tone) {
    use zk_proto::txn::CreateKind;
    let size = |d: Option<&[u8]>| d.map_or_else(|| "null".to_owned(), |d| format!("{} bytes", d.len()));
    match txn {
        Txn::CreateSession { timeout_ms } => (None, format!("timeout {timeout_ms} ms"), Tone::Good),
        Txn::Error { code: 0 } if kind == OpCode::Multi.code() => (None, "rolled back".to_owned(), Tone::Dim),
        Txn::Error { code } => (None, error_name(*code), Tone::Bad),
        Txn::Create(c) => {
            let kind = match c.kind {
                CreateKind::Persistent => "",
                CreateKind::Ephemeral => ", ephemeral",
                CreateKind::Container => ", container",
                CreateKind::Ttl(_) => ", ttl",
            };
            (Some(c.path.to_string()), format!("{}{kind}", size(c.data)), Tone::Plain)
        }
        Txn::SetData { path, data, version } => {
            (Some(path.to_string()), format!("{}, version {version}", size(*data)), Tone::Plain)
        }
        Txn::SetAcl { path, version, .. } => {
            (Some(path.to_string()), format!("version {version}"), Tone::Plain)
        }
        Txn::Check { path, version } => (Some(path.to_string()), format!("version {version}"), Tone::Dim),
        Txn::Delete { path } => (Some(path.to_string()), String::new(), Tone::Plain),
        Txn::CloseSession { .. } | Txn::Multi(_) => (None, String::new(), Tone::Plain),
    }
}

fn ended_word(life: &Life) -> &'static str {
    match life.ended {
        Some((_, _, Cause::Expiry)) => "expired",
        Some(_) => "closed",
        None => "open",
    }
}

fn life_fields(id: SessionId, life: &Life, addresses: &Addresses) -> Vec<(&'static str, Cell)> {
    vec![
        ("session", id.into()),
        ("server", i64::from(origin(id)).into()),
        ("client", addresses.get(id).into()),
        ("timeout_ms", life.timeout_ms.into()),
        ("opened_zxid", life.opened.map(|(z, _)| z).into()),
        ("opened", life.opened.map_or(Cell::None, |(_, t)| Cell::Time(t))),
        ("ended_zxid", life.ended.map(|(z, ..)| z).into()),
        ("ended", life.ended.map_or(Cell::None, |(_, t, _)| Cell::Time(t))),
        ("state", ended_word(life).into()),
        ("lifetime_ms", life.lifetime_ms().map_or(Cell::None, Cell::Millis)),
        ("silence_ms", life.silence_ms().map_or(Cell::None, Cell::Millis)),
        ("txns", life.txns.into()),
        ("errors", life.errors.into()),
        ("ephemerals", life.ephemerals.into()),
    ]
}

fn life_line(id: SessionId, life: &Life, addresses: &Addresses) -> String {
    let mut out = format!("opened on server {}", origin(id));
    if let Some(address) = addresses.get(id) {
        out.push_str(&format!(" by {address}"));
    }
    if let Some(ms) = life.timeout_ms {
        out.push_str(&format!(", timeout {ms} ms"));
    }
    if life.opened.is_none() {
        out.push_str(", before the log begins");
    }
    out.push_str(&format!(
        "; {} writes, {} refused, {} ephemerals made; {}",
        life.txns,
        life.errors,
        life.ephemerals,
        ended_word(life)
    ));
    if let Some(ms) = life.lifetime_ms() {
        out.push_str(&format!(" after {ms} ms"));
    }
    if let Some(ms) = life.silence_ms() {
        out.push_str(&format!(", {ms} ms after its last write"));
    }
    out
}

const ALL: &[Column] = &[
    Column::new("session", "SESSION"),
    Column::minor("server", "SERVER"),
    Column::minor("client", "CLIENT"),
    Column::new("opened", "OPENED"),
    Column::minor("timeout_ms", "TIMEOUT"),
    Column::new("state", "STATE"),
    Column::minor("ended", "ENDED"),
    Column::new("lifetime_ms", "LIFETIME"),
    Column::new("txns", "TXNS"),
    Column::minor("errors", "ERRORS"),
    Column::new("ephemerals", "EPHEMERALS"),
];

pub fn all(args: &LogSessions, context: &mut Context) -> Result<Reply> {
    let found = logs(&args.from.sources, &args.from.dirs)?;
    let addresses = addresses(&args.join_log)?;
    let mut sessions = Sessions::default();
    for (id, timeout) in
        found.snapshots.first().and_then(|s| Opened::new(s).ok()).into_iter().flat_map(|o| o.sessions)
    {
        sessions.known(id, timeout);
    }
    let damaged = scan(&found, &found.logs, OnDamage::GoOn, context, |scan: &LogScan<'_>, step, _| {
        Ok(Flow::of(sessions.txn(&step.header, body(scan.payload()))))
    })?;
    let mut lives: Vec<(SessionId, &Life)> = sessions.iter().collect();
    let total = lives.len();
    lives.retain(|(_, l)| {
        (!args.open || l.ended.is_none()) && args.min_ephemerals.is_none_or(|n| l.ephemerals >= n)
    });
    lives.sort_by_key(|(id, l)| {
        let opened = l.opened.map_or(Zxid::ZERO, |(z, _)| z);
        let key = match args.sort {
            SessionOrder::Opened => 0,
            SessionOrder::Lifetime => l.lifetime_ms().unwrap_or(i64::MAX),
            SessionOrder::Txns => i64::try_from(l.txns).unwrap_or(i64::MAX),
            SessionOrder::Ephemerals => i64::try_from(l.ephemerals).unwrap_or(i64::MAX),
            SessionOrder::Errors => i64::try_from(l.errors).unwrap_or(i64::MAX),
        };
        (Reverse(key), opened, *id)
    });
    let matching = lives.len();
    lives.truncate(args.limit.unwrap_or(usize::MAX));
    let rows = lives.iter().map(|(id, l)| {
        let tone = if ended_word(l) == "expired" { Tone::Warning } else { Tone::Plain };
        Row::new(vec![
            (*id).into(),
            i64::from(origin(*id)).into(),
            addresses.get(*id).into(),
            l.opened.map_or(Cell::None, |(_, t)| Cell::Time(t)),
            l.timeout_ms.map_or(Cell::None, |t| Cell::Millis(t.into())),
            ended_word(l).into(),
            l.ended.map_or(Cell::None, |(_, t, _)| Cell::Time(t)),
            l.lifetime_ms().map_or(Cell::None, Cell::Millis),
            l.txns.into(),
            l.errors.into(),
            l.ephemerals.into(),
        ])
        .tone(tone)
    });
    let foot = vec![format!("{} of {matching} shown; {total} sessions in the log", rows.len())];
    let report = Report { name: "sessions", columns: ALL, rows: rows.collect(), foot, ..Report::default() };
    context.out.show(&Reply::Report(report))?;
    Err(verdict(damaged))
}
