//! `server conns` and `server watches`: what can be long.

use serde_json::{Map, Value};
use zk_client::admin::{Connection, parse_cons, parse_watch_groups, parse_wchs};
use zk_proto::{SessionId, Zxid};

use super::gather;
use crate::context::Context;
use crate::failure::Result;
use crate::group_args::AdminArgs;
use crate::group_args::server::{WatchesBy, WhichServer};
use crate::reply::Reply;
use crate::reply::report::{Cell, Column, Row};
use crate::survey::{Known, Target};

const CONNS: &[Column] = &[
    Column::new("server", "SERVER"),
    Column::new("client", "CLIENT"),
    Column::new("session", "SESSION"),
    Column::new("timeout_ms", "TIMEOUT"),
    Column::new("established", "SINCE"),
    Column::new("queued", "QUEUED"),
    Column::new("received", "RECV"),
    Column::new("sent", "SENT"),
    Column::new("last_op", "LAST OP"),
    Column::new("last_zxid", "LAST ZXID"),
    Column::new("latency_avg_ms", "LAT avg"),
    Column::new("latency_max_ms", "max ms"),
];

/// The connections of a server, from either of its doors.
pub async fn connections(target: &Target) -> Known<Vec<Connection>> {
    let refusal = match target.word("cons").await {
        Ok(text) => return Ok(parse_cons(&text)),
        Err(refusal) if refusal.is_denied() => refusal,
        Err(other) => return Err(other),
    };
    let object = target.own_admin("connections").await.map_err(|_| refusal)?;
    let lists =
        ["connections", "secure_connections"].into_iter().filter_map(|name| object.get(name)?.as_array());
    Ok(lists.flatten().filter_map(Value::as_object).map(connection).collect())
}

fn connection(object: &Map<String, Value>) -> Connection {
    let int = |name: &str| object.get(name).and_then(Value::as_i64);
    let float = |name: &str| object.get(name).and_then(Value::as_f64);
    let text = |name: &str| object.get(name).and_then(Value::as_str).map(str::to_owned);
    Connection {
        address: text("remote_socket_address").unwrap_or_default().trim_start_matches('/').to_owned(),
        queued: int("outstanding_requests"),
        received: int("packets_received"),
        sent: int("packets_sent"),
        session_id: int("session_id").filter(|id| *id != 0).map(SessionId),
        last_op: text("last_operation"),
        established: int("established"),
        timeout: int("session_timeout"),
        last_xid: int("last_cxid"),
        last_zxid: int("last_zxid").map(Zxid),
        last_latency: float("last_latency"),
        min_latency: float("min_latency"),
        avg_latency: float("avg_latency"),
        max_latency: float("max_latency"),
        fields: Vec::new(),
    }
}

pub async fn conns(admin: &AdminArgs, which: &WhichServer, context: &mut Context) -> Result<Reply> {
    let targets = gather::targets(admin, which, context).await?;
    gather::report(
        "connections",
        CONNS,
        &targets,
        |target| async move {
            let row = |c: Connection| {
                Row::new(vec![
                    target.server.to_string().into(),
                    c.address.into(),
                    c.session_id.into(),
                    c.timeout.map_or(Cell::None, Cell::Millis),
                    c.established.map_or(Cell::None, Cell::Time),
                    c.queued.into(),
                    c.received.into(),
                    c.sent.into(),
                    c.last_op.into(),
                    c.last_zxid.into(),
                    c.avg_latency.map_or(Cell::None, Cell::Decimal),
                    c.max_latency.map_or(Cell::None, Cell::Decimal),
                ])
            };
            Ok(connections(&target).await?.into_iter().map(row).collect())
        },
        context,
    )
    .await
}

const WATCH_COUNT: &[Column] = &[
    Column::new("server", "SERVER"),
    Column::new("connections", "CONNS"),
    Column::new("paths", "PATHS"),
    Column::new("watches", "WATCHES"),
];
const WATCHES: &[Column] =
    &[Column::new("server", "SERVER"), Column::new("session", "SESSION"), Column::new("path", "PATH")];

pub async fn watches(
    admin: &AdminArgs,
    which: &WhichServer,
    by: WatchesBy,
    context: &mut Context,
) -> Result<Reply> {
    let targets = gather::targets(admin, which, context).await?;
    if by == WatchesBy::Count {
        return gather::report(
            "watches",
            WATCH_COUNT,
            &targets,
            |target| async move {
                let refusal = match target.word("wchs").await {
                    Ok(text) => {
                        let w = parse_wchs(&text);
                        return Ok(vec![watch_row(&target, [w.connections, w.paths, w.watches])]);
                    }
                    Err(refusal) if refusal.is_denied() => refusal,
                    Err(other) => return Err(other),
                };
                let object = target.own_admin("watch_summary").await.map_err(|_| refusal)?;
                let int = |name: &str| object.get(name).and_then(Value::as_i64);
                let counts = [int("num_connections"), int("num_paths"), int("num_total_watches")];
                Ok(vec![watch_row(&target, counts)])
            },
            context,
        )
        .await;
    }
    let by_session = by == WatchesBy::Session;
    gather::report(
        "watches",
        WATCHES,
        &targets,
        move |target| async move {
            let pairs = watch_pairs(&target, by_session).await?;
            let row = |(session, path): (String, String)| {
                let session = session.parse().map_or(Cell::Text(session), |id: SessionId| Cell::Session(id));
                Row::new(vec![target.server.to_string().into(), session, path.into()])
            };
            Ok(pairs.into_iter().map(row).collect())
        },
        context,
    )
    .await
}

fn watch_row(target: &Target, counts: [Option<i64>; 3]) -> Row {
    let cells = counts.into_iter().map(Cell::from);
    Row::new(std::iter::once(target.server.to_string().into()).chain(cells).collect())
}

/// Sessions with paths, in the order of either.
pub async fn watch_pairs(target: &Target, by_session: bool) -> Known<Vec<(String, String)>> {
    let (word, command, field) = match by_session {
        true => ("wchc", "watches", "session_id_to_watched_paths"),
        false => ("wchp", "watches_by_path", "path_to_session_ids"),
    };
    let pair = |head: &str, member: &str| match by_session {
        true => (head.to_owned(), member.to_owned()),
        false => (member.to_owned(), head.to_owned()),
    };
    let refusal = match target.word(word).await {
        Ok(text) => {
            let groups = parse_watch_groups(&text);
            let pairs = groups.iter().flat_map(|g| g.members.iter().map(|m| pair(&g.head, m)));
            return Ok(pairs.collect());
        }
        Err(refusal) if refusal.is_denied() => refusal,
        Err(other) => return Err(other),
    };
    let object = target.own_admin(command).await.map_err(|_| refusal)?;
    let groups = object.get(field).and_then(Value::as_object).into_iter().flatten();
    let session = |id: i64| SessionId(id).to_string();
    let text = |value: &Value| match value {
        Value::Number(n) => n.as_i64().map(session).unwrap_or_default(),
        other => other.as_str().unwrap_or_default().to_owned(),
    };
    let head =
        |key: &str| if by_session { key.parse().map_or(key.to_owned(), session) } else { key.to_owned() };
    let pairs = groups.flat_map(|(key, list)| {
        let members = list.as_array().into_iter().flatten().map(text);
        members.map(|m| pair(&head(key), &m)).collect::<Vec<_>>()
    });
    Ok(pairs.collect())
}
