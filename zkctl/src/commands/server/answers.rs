//! `server ls`, `stats`, `metrics`, `env`, `conf`.

use regex::Regex;
use zk_client::HostPort;
use zk_client::admin::Conf;

use super::gather;
use crate::context::Context;
use crate::failure::Result;
use crate::group_args::AdminArgs;
use crate::group_args::server::WhichServer;
use crate::reply::Reply;
use crate::reply::report::{Cell, Column, Report, Row, Tone};
use crate::survey::{self, Survey, View, members};

const LS: &[Column] = &[
    Column::new("id", "ID"),
    Column::new("server", "SERVER"),
    Column::new("member", "MEMBER"),
    Column::new("mode", "ROLE"),
    Column::new("state", "STATE"),
    Column::new("in_connect_string", "LISTED"),
    Column::new("quorum_address", "QUORUM"),
    Column::new("version", "VERSION"),
];

/// The connect string's servers, then members that it does not name.
pub async fn ls(admin: &AdminArgs, context: &mut Context) -> Result<Reply> {
    let survey = Survey::take(&survey::targets(context, admin)?).await;
    let mut rows: Vec<Row> = survey.views.iter().map(|view| ls_row(&survey, view, true)).collect();
    let known: Vec<i64> = survey.views.iter().filter_map(|v| v.id).collect();
    let others = survey.membership.members.iter().filter(|(id, _)| !known.contains(id));
    let unlisted: Vec<survey::Target> = others
        .filter_map(|(_, member)| members::client_address(member))
        .filter_map(|server| target_like(context, admin, server).ok())
        .collect();
    let more = Survey::take(&unlisted).await;
    for mut view in more.views {
        view.id = view.id.or_else(|| members::at(&survey.membership, view.server()));
        rows.push(ls_row(&survey, &view, false));
    }
    Ok(Reply::Report(Report { name: "servers", columns: LS, rows, ..Report::default() }))
}

fn target_like(context: &Context, admin: &AdminArgs, server: HostPort) -> Result<survey::Target> {
    // A list of AdminServers is in the connect string's order; only a pattern fits others.
    let given = survey::given_urls(context, admin).iter();
    let pattern: Vec<String> = given.filter(|a| a.contains("{host}")).cloned().collect();
    let urls = survey::admin::urls(std::slice::from_ref(&server), &pattern)?;
    let url = urls.into_iter().next().ok_or_else(|| crate::failure::Failure::usage("no AdminServer"))?;
    Ok(survey::Doors::of(context, admin)?.target(server, url, !pattern.is_empty()))
}

fn ls_row(survey: &Survey, view: &View, listed: bool) -> Row {
    let member = view.id.and_then(|id| survey.membership.members.get(&id));
    let address = member.and_then(|m| m.addresses.first()).map(|a| format!("{}:{}", a.host, a.quorum_port));
    let (state, tone) = match &view.srvr {
        Ok(s) if s.read_only => ("read-only", Tone::Warning),
        Ok(_) if !listed => ("ok", Tone::Dim),
        Ok(_) => ("ok", Tone::Plain),
        Err(trouble) => (trouble.state(), Tone::Bad),
    };
    Row::new(vec![
        view.id.into(),
        view.server().to_string().into(),
        member.map(members::role).into(),
        view.mode().map(ToString::to_string).into(),
        state.into(),
        listed.into(),
        address.into(),
        view.version().into(),
    ])
    .tone(tone)
}

const STATS: &[Column] = &[
    Column::new("server", "SERVER"),
    Column::new("mode", "ROLE"),
    Column::new("zxid", "ZXID"),
    Column::new("nodes", "NODES"),
    Column::new("data_bytes", "DATA"),
    Column::new("sessions", "SESSIONS"),
    Column::new("connections", "CONNS"),
    Column::new("watches", "WATCHES"),
    Column::new("ephemerals", "EPHEM"),
    Column::new("outstanding", "OUT"),
    Column::new("received", "RECV"),
    Column::new("sent", "SENT"),
    Column::new("latency_avg_ms", "LAT avg"),
    Column::new("latency_max_ms", "max ms"),
    Column::new("fsync_avg_ms", "FSYNC avg"),
    Column::new("fsync_max_ms", "max ms"),
    Column::new("uptime_ms", "UPTIME ms"),
];

pub async fn stats(admin: &AdminArgs, which: &WhichServer, context: &mut Context) -> Result<Reply> {
    let targets = gather::targets(admin, which, context).await?;
    gather::report(
        "servers",
        STATS,
        &targets,
        |target| async move {
            let (srvr, mntr) = (target.srvr().await?, target.mntr().await.ok());
            let int = |name: &str| Cell::from(mntr.as_ref().and_then(|m| m.integer(name)));
            let float =
                |name: &str| mntr.as_ref().and_then(|m| m.number(name)).map_or(Cell::None, Cell::Decimal);
            let count = |name: &str| mntr.as_ref().and_then(|m| m.integer(name));
            let sessions = count("global_sessions").map(|n| n + count("local_sessions").unwrap_or(0)).into();
            let bytes =
                mntr.as_ref().and_then(|m| m.approximate_data_size()).and_then(|n| u64::try_from(n).ok());
            Ok(vec![Row::new(vec![
                target.server.to_string().into(),
                srvr.mode.as_ref().map(ToString::to_string).into(),
                srvr.zxid.into(),
                srvr.node_count.into(),
                bytes.map_or(Cell::None, Cell::Bytes),
                // Those of the ensemble, and those that it alone knows.
                sessions,
                srvr.connections.into(),
                int("watch_count"),
                int("ephemerals_count"),
                srvr.outstanding.into(),
                srvr.received.into(),
                srvr.sent.into(),
                srvr.latency_ms.map_or(Cell::None, |(_, avg, _)| Cell::Decimal(avg)),
                srvr.latency_ms.map_or(Cell::None, |(_, _, max)| Cell::Decimal(max)),
                float("avg_fsynctime"),
                float("max_fsynctime"),
                int("uptime"),
            ])])
        },
        context,
    )
    .await
}

const METRICS: &[Column] =
    &[Column::new("server", "SERVER"), Column::new("metric", "METRIC"), Column::new("value", "VALUE")];

pub async fn metrics(
    admin: &AdminArgs,
    which: &WhichServer,
    grep: Option<&Regex>,
    context: &mut Context,
) -> Result<Reply> {
    let targets = gather::targets(admin, which, context).await?;
    let grep = grep.cloned();
    gather::report(
        "metrics",
        METRICS,
        &targets,
        move |target| {
            let grep = grep.clone();
            async move {
                let mntr = target.mntr().await?;
                let wanted = |name: &String| grep.as_ref().is_none_or(|re| re.is_match(name));
                let row = |(name, value): (&String, &String)| {
                    Row::new(vec![
                        target.server.to_string().into(),
                        name.clone().into(),
                        number_or_text(value),
                    ])
                };
                Ok(mntr.values.iter().filter(|(name, _)| wanted(name)).map(row).collect())
            }
        },
        context,
    )
    .await
}

/// Programs want numbers as numbers; an integer stays one.
fn number_or_text(value: &str) -> Cell {
    match (value.parse::<i64>(), value.parse::<f64>()) {
        (Ok(n), _) => Cell::Number(n),
        (_, Ok(n)) if n.is_finite() => Cell::Decimal(n),
        _ => Cell::text(value),
    }
}

const PAIRS: &[Column] =
    &[Column::new("server", "SERVER"), Column::new("name", "NAME"), Column::new("value", "VALUE")];

fn pair_rows(server: &HostPort, pairs: Vec<(String, String)>) -> Vec<Row> {
    let row = |(name, value): (String, String)| {
        Row::new(vec![server.to_string().into(), name.into(), value.into()])
    };
    pairs.into_iter().map(row).collect()
}

pub async fn env(admin: &AdminArgs, which: &WhichServer, context: &mut Context) -> Result<Reply> {
    let targets = gather::targets(admin, which, context).await?;
    gather::report(
        "environment",
        PAIRS,
        &targets,
        |target| async move { Ok(pair_rows(&target.server, target.envi().await?)) },
        context,
    )
    .await
}

pub async fn conf(admin: &AdminArgs, which: &WhichServer, context: &mut Context) -> Result<Reply> {
    let targets = gather::targets(admin, which, context).await?;
    gather::report(
        "configuration",
        PAIRS,
        &targets,
        |target| async move {
            let Conf { mut values, servers, membership_version } = target.conf().await?;
            values.retain(|(_, value)| !value.is_empty());
            values.extend(servers.into_iter().map(|(id, text)| (format!("server.{id}"), text)));
            values.extend(membership_version.map(|v| ("version".to_owned(), format!("{v:#x}"))));
            Ok(pair_rows(&target.server, values))
        },
        context,
    )
    .await
}
