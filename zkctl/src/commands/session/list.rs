//! `session ls`, `get`, `owner`, `ephemerals`: from `cons` and `dump` of the servers, or their AdminServers.

use std::collections::BTreeMap;

use serde_json::Value;
use zk_client::HostPort;
use zk_client::admin::{Connection, Dump, parse_dump};
use zk_proto::{ErrorCode, SessionId};

use super::super::server::gather;
use super::super::server::lists::{connections, watch_pairs};
use crate::commands::walk::{Walk, no_node};
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::{Failure, Result};
use crate::group_args::AdminArgs;
use crate::group_args::session::SessionOrder;
use crate::output::now_ms;
use crate::reply::Reply;
use crate::reply::report::{Cell, Column, Report, Row};
use crate::survey::{self, Known, Target, Trouble};

const SESSIONS: &[Column] = &[
    Column::new("session", "SESSION"),
    Column::new("client", "CLIENT"),
    Column::new("server", "SERVER"),
    Column::minor("timeout_ms", "TIMEOUT"),
    Column::minor("established", "SINCE"),
    Column::new("ephemerals", "EPHEM"),
    Column::minor("queued", "QUEUED"),
    Column::minor("received", "RECV"),
    Column::minor("latency_avg_ms", "LAT avg"),
    Column::minor("latency_max_ms", "max ms"),
    Column::minor("last_op", "LAST OP"),
];

/// Connections with a session, and the server that each is with; and who did not tell.
struct Connected {
    all: Vec<(HostPort, Connection)>,
    troubles: Vec<(String, Trouble)>,
}

async fn connected(targets: &[Target]) -> Result<Connected> {
    let answers = survey::ask_all(targets, |t| async move { connections(&t).await }).await;
    let mut out = Connected { all: Vec::new(), troubles: Vec::new() };
    for (target, answer) in targets.iter().zip(answers) {
        match answer {
            Ok(list) => {
                let sessions = list.into_iter().filter(|c| c.session_id.is_some());
                out.all.extend(sessions.map(|c| (target.server.clone(), c)));
            }
            Err(trouble) => out.troubles.push((target.server.to_string(), trouble)),
        }
    }
    if out.troubles.len() == targets.len() {
        return Err(gather::nobody(&out.troubles));
    }
    Ok(out)
}

/// The client's address of each session that some server tells of; nothing where they tell nobody, as with files.
pub async fn clients(context: &mut Context) -> Vec<(SessionId, String)> {
    if context.is_offline() {
        return Vec::new();
    }
    let Ok(targets) = survey::targets(context, &AdminArgs::default()) else { return Vec::new() };
    let Ok(connected) = connected(&targets).await else { return Vec::new() };
    connected.all.into_iter().filter_map(|(_, c)| Some((c.session_id?, c.address))).collect()
}

/// Sessions and ephemerals as one server knows them.
async fn dump(target: &Target) -> Known<Dump> {
    let refusal = match target.word("dump").await {
        Ok(text) => return Ok(parse_dump(&text)),
        Err(refusal) if refusal.is_denied() => refusal,
        Err(other) => return Err(other),
    };
    let object = target.own_admin("dump").await.map_err(|_| refusal)?;
    let id = |text: &str| text.parse::<i64>().ok().map(SessionId);
    let mut dump = Dump::default();
    let expiry = object.get("expiry_time_to_session_ids").and_then(Value::as_object);
    for list in expiry.into_iter().flatten().filter_map(|(_, list)| list.as_array()) {
        dump.sessions.extend(list.iter().filter_map(Value::as_i64).map(SessionId));
    }
    let owners = object.get("session_id_to_ephemeral_paths").and_then(Value::as_object);
    for (owner, paths) in owners.into_iter().flatten() {
        let paths = paths.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned);
        if let Some(owner) = id(owner) {
            dump.ephemerals.insert(owner, paths.collect());
        }
    }
    Ok(dump)
}

/// The dump of a server that knows most: any of them knows all ephemerals, only the leader all sessions of the ensemble.
/// What each has of local sessions, which nobody else knows, is added.
pub async fn best_dump(targets: &[Target]) -> Option<Dump> {
    let answers = survey::ask_all(targets, |t| async move { dump(&t).await }).await;
    let dumps: Vec<Dump> = answers.into_iter().flatten().collect();
    let local: Vec<SessionId> = dumps.iter().flat_map(|d| d.local.iter().copied()).collect();
    let shared = |d: &Dump| d.sessions.len().saturating_sub(d.local.len());
    let mut best = dumps.into_iter().max_by_key(|d| (shared(d), d.ephemerals.len()))?;
    best.sessions.extend(&local);
    best.sessions.sort_unstable();
    best.sessions.dedup();
    best.local = local;
    Some(best)
}

pub async fn ls(admin: &AdminArgs, sort: SessionOrder, context: &mut Context) -> Result<Reply> {
    let targets = survey::targets(context, admin)?;
    let mut connected = connected(&targets).await?;
    let dump = best_dump(&targets).await;
    let count = |id: SessionId| dump.as_ref().map(|d| d.ephemerals.get(&id).map_or(0, Vec::len));
    connected.all.sort_by(|(_, a), (_, b)| {
        let id = |c: &Connection| c.session_id.unwrap_or(SessionId::NONE);
        let by = match sort {
            SessionOrder::Session => std::cmp::Ordering::Equal,
            SessionOrder::Ephemerals => count(id(b)).cmp(&count(id(a))),
            SessionOrder::Queue => b.queued.cmp(&a.queued),
            SessionOrder::Received => b.received.cmp(&a.received),
            SessionOrder::Latency => b.max_latency.unwrap_or(0.0).total_cmp(&a.max_latency.unwrap_or(0.0)),
        };
        by.then_with(|| id(a).0.cast_unsigned().cmp(&id(b).0.cast_unsigned()))
    });
    let rows = connected.all.iter().map(|(server, c)| {
        let id = c.session_id.unwrap_or(SessionId::NONE);
        Row::new(vec![
            id.into(),
            c.address.clone().into(),
            server.to_string().into(),
            c.timeout.map_or(Cell::None, Cell::Millis),
            c.established.map_or(Cell::None, Cell::Time),
            count(id).into(),
            c.queued.into(),
            c.received.into(),
            c.avg_latency.map_or(Cell::None, Cell::Decimal),
            c.max_latency.map_or(Cell::None, Cell::Decimal),
            c.last_op.clone().into(),
        ])
    });
    let rows: Vec<Row> = rows.collect();
    let mut foot = Vec::new();
    if let Some(dump) = &dump {
        let here: Vec<SessionId> = connected.all.iter().filter_map(|(_, c)| c.session_id).collect();
        let away = dump.sessions.iter().filter(|id| !here.contains(id)).count();
        if away > 0 {
            foot.push(format!("{away} more sessions live and are connected to no server that was asked"));
        }
    } else {
        foot.push(
            "no server allows dump, so ephemerals are not counted; add it to 4lw.commands.whitelist".into(),
        );
    }
    let report = Report { name: "sessions", columns: SESSIONS, rows, foot, ..Report::default() };
    Ok(Reply::Report(gather::finish(report, &connected.troubles, context)))
}

const FACTS: &[Column] = &[Column::new("name", "NAME"), Column::new("value", "VALUE")];

pub async fn get(admin: &AdminArgs, session: SessionId, context: &mut Context) -> Result<Reply> {
    let targets = survey::targets(context, admin)?;
    let connected = connected(&targets).await?;
    let connection = connected.all.iter().find(|(_, c)| c.session_id == Some(session));
    let dump = best_dump(&targets).await;
    let known =
        dump.as_ref().is_some_and(|d| d.sessions.contains(&session) || d.ephemerals.contains_key(&session));
    if connection.is_none() && !known {
        return Err(Failure::new(
            Exit::NotFound,
            "NoSession",
            format!("no server that was asked knows a session {session}"),
        )
        .hint("sessions that have ended are in the transaction log: zkctl log cat"));
    }
    let fact = |name: &str, value: Cell| Row::new(vec![name.into(), value]);
    let mut rows = vec![fact("session", session.into())];
    rows.push(fact("created_by_server_id", (session.0.cast_unsigned() >> 56).into()));
    match connection {
        None => rows
            .push(fact("connection", "none: it is disconnected, or with a server that does not tell".into())),
        Some((server, c)) => rows.extend([
            fact("server", server.to_string().into()),
            fact("client", c.address.clone().into()),
            fact("timeout", c.timeout.map_or(Cell::None, Cell::Millis)),
            fact("connected_since", c.established.map_or(Cell::None, Cell::Time)),
            fact("queued", c.queued.into()),
            fact("received", c.received.into()),
            fact("sent", c.sent.into()),
            fact("last_op", c.last_op.clone().into()),
            fact("last_zxid", c.last_zxid.into()),
            fact("latency_avg_ms", c.avg_latency.map_or(Cell::None, Cell::Decimal)),
            fact("latency_max_ms", c.max_latency.map_or(Cell::None, Cell::Decimal)),
        ]),
    }
    if dump.as_ref().is_some_and(|d| d.local.contains(&session)) {
        rows.push(fact("local", "only its server knows it, until it creates an ephemeral".into()));
    }
    let paths = dump.as_ref().map(|d| d.ephemerals.get(&session).cloned().unwrap_or_default());
    match paths {
        None => rows.push(fact("ephemerals", Cell::None)),
        Some(paths) => {
            rows.push(fact("ephemerals", paths.len().into()));
            rows.extend(paths.into_iter().map(|p| fact("ephemeral", p.into())));
        }
    }
    if let Some((server, _)) = connection
        && let Some(target) = targets.iter().find(|t| t.server == *server)
        && let Ok(pairs) = watch_pairs(target, true).await
    {
        let own = session.to_string();
        let paths: Vec<String> = pairs.into_iter().filter(|(s, _)| *s == own).map(|(_, path)| path).collect();
        rows.push(fact("watches", paths.len().into()));
        rows.extend(paths.into_iter().map(|p| fact("watch", p.into())));
    }
    let report = Report { name: "facts", columns: FACTS, rows, ..Report::default() };
    Ok(Reply::Report(gather::finish(report, &connected.troubles, context)))
}

const OWNER: &[Column] = &[
    Column::new("path", "PATH"),
    Column::new("session", "SESSION"),
    Column::new("client", "CLIENT"),
    Column::new("server", "SERVER"),
    Column::new("timeout_ms", "TIMEOUT"),
];

pub async fn owner(admin: &AdminArgs, typed: &str, context: &mut Context) -> Result<Reply> {
    let path = context.path(typed)?;
    let stat = context.read("stat", &path, |c| c.exists(&path)).await?.into_value();
    let Some(stat) = stat else { return Err(context.failure("stat", &path, no_node(&path))) };
    let session = stat.ephemeral_owner;
    if session == SessionId::NONE {
        let shown = crate::sanitise::line(&path).into_owned();
        return Err(Failure::new(
            Exit::NotFound,
            "NotEphemeral",
            format!("{shown} is not ephemeral: nobody owns it"),
        )
        .on(&path));
    }
    let targets = survey::targets(context, admin)?;
    // The owner's id is worth printing even where no server says who that is.
    let (found, troubles) = match connected(&targets).await {
        Ok(connected) => {
            let found = connected.all.into_iter().find(|(_, c)| c.session_id == Some(session));
            (found, connected.troubles)
        }
        Err(why) => (None, vec![("connections".to_owned(), Trouble::Denied(why.message().to_owned()))]),
    };
    let (server, connection) = found.unzip();
    let row = Row::new(vec![
        path.into(),
        session.into(),
        connection.as_ref().map(|c| c.address.clone()).into(),
        server.map(|s| s.to_string()).into(),
        connection.and_then(|c| c.timeout).map_or(Cell::None, Cell::Millis),
    ]);
    let report = Report { name: "owners", columns: OWNER, rows: vec![row], ..Report::default() };
    Ok(Reply::Report(gather::finish(report, &troubles, context)))
}

const EPHEMERALS: &[Column] = &[Column::new("path", "PATH"), Column::new("session", "SESSION")];

pub async fn ephemerals(admin: &AdminArgs, typed: &str, context: &mut Context) -> Result<Reply> {
    let prefix = context.path(typed)?;
    let targets = survey::targets(context, admin)?;
    let chroot = context.servers()?.chroot().to_owned();
    let below = |path: &str| {
        prefix == "/" || path == prefix || path.strip_prefix(&prefix).is_some_and(|r| r.starts_with('/'))
    };
    let mut found: BTreeMap<String, SessionId> = BTreeMap::new();
    match best_dump(&targets).await {
        Some(dump) => {
            let all =
                dump.ephemerals.into_iter().flat_map(|(id, paths)| paths.into_iter().map(move |p| (p, id)));
            // The servers know nothing of our chroot.
            let ours = all.filter_map(|(path, id)| {
                let inner = path.strip_prefix(&chroot).filter(|r| r.starts_with('/'))?;
                Some((inner.to_owned(), id))
            });
            found.extend(ours.filter(|(path, _)| below(path)));
        }
        None => {
            context.heed("note: no server allows dump: walking the tree instead");
            let mut walk = Walk::new(context.client().await?, &prefix);
            let mut nodes = 0u64;
            while let Some(step) = walk.next().await {
                let step = match step {
                    Ok(step) => step,
                    Err(e) if e.code() == Some(ErrorCode::NoAuth) => continue,
                    Err(e) => return Err(context.failure("list", &prefix, e)),
                };
                nodes += 1;
                if step.stat.ephemeral_owner != SessionId::NONE {
                    found.insert(step.path, step.stat.ephemeral_owner);
                }
            }
            if nodes == 0 {
                return Err(context.failure("list", &prefix, no_node(&prefix)));
            }
        }
    }
    let rows = found.into_iter().map(|(path, id)| Row::new(vec![path.into(), id.into()])).collect();
    let fields = vec![("prefix", Cell::text(prefix)), ("time", Cell::Time(now_ms()))];
    Ok(Reply::Report(Report { name: "ephemerals", fields, columns: EPHEMERALS, rows, ..Report::default() }))
}
