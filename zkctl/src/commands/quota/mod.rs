//! `quota`: limits of subtrees. Servers keep them below `/zookeeper/quota`, as zkCli writes them.

mod door;
pub mod limits;

use zk_client::Error;

use crate::commands::walk::no_node;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::{Failure, Result};
use crate::group_args::quota::{QuotaCommand, QuotaGetArgs, QuotaRmArgs, QuotaSetArgs};
use crate::reply::Reply;
use crate::reply::report::{Cell, Column, Report, Row, Tone};
pub use door::{Door, Stored};
use limits::Limits;

/// Runs one of the group's commands.
pub async fn run(command: QuotaCommand, context: &mut Context) -> Result<Reply> {
    match command {
        QuotaCommand::Get(args) => get(args, context).await,
        QuotaCommand::Set(args) => set(args, context).await,
        QuotaCommand::Ls { path, recursive, usage } => ls(&path, recursive, usage, context).await,
        QuotaCommand::Rm(args) => delete(args, context).await,
    }
}

const FULL: &[Column] = &[
    Column::new("path", "PATH"),
    Column::new("count", "NODES"),
    Column::new("count_limit", "SOFT"),
    Column::new("count_hard_limit", "HARD"),
    Column::new("bytes", "BYTES"),
    Column::new("bytes_limit", "SOFT"),
    Column::new("bytes_hard_limit", "HARD"),
    Column::new("state", "STATE"),
];
const LIMITS_ONLY: &[Column] = &[
    Column::new("path", "PATH"),
    Column::new("count_limit", "NODES soft"),
    Column::new("count_hard_limit", "hard"),
    Column::new("bytes_limit", "BYTES soft"),
    Column::new("bytes_hard_limit", "hard"),
];

fn bytes(n: Option<i64>) -> Cell {
    n.and_then(|n| u64::try_from(n).ok()).map_or(Cell::None, Cell::Bytes)
}

fn full_row(q: &Stored) -> Row {
    let used = q.used.unwrap_or_default();
    let over = q.used.and_then(|used| q.limits.exceeded(used));
    Row::new(vec![
        q.path.as_str().into(),
        used.count.into(),
        q.limits.count.into(),
        q.limits.hard_count.into(),
        bytes(used.bytes),
        bytes(q.limits.bytes),
        bytes(q.limits.hard_bytes),
        over.unwrap_or("ok").into(),
    ])
    .tone(if over.is_some() { Tone::Warning } else { Tone::Plain })
}

/// The quota of a node.
pub async fn get(args: QuotaGetArgs, context: &mut Context) -> Result<Reply> {
    let path = context.path(&args.path)?;
    let door = Door::open(context).await?;
    let found = door.get(&path).await;
    let above = match &found {
        Ok(None) => above(&door, &path).await.unwrap_or(None),
        _ => None,
    };
    door.close().await;
    let found = found.map_err(|e| context.failure("read the quota of", &path, e))?;
    let Some(quota) = found else { return Err(none(&path, above.as_ref())) };
    let rows = vec![full_row(&quota)];
    Ok(Reply::Report(Report { name: "quotas", columns: FULL, rows, ..Report::default() }))
}

fn none(path: &str, above: Option<&Stored>) -> Failure {
    let text = format!("no quota is set on {}", crate::sanitise::line(path));
    let failure = Failure::new(Exit::NotFound, "NoQuota", text).on(path);
    match above {
        Some(q) => {
            failure.hint(format!("{} has one, which holds for all below", crate::sanitise::line(&q.path)))
        }
        None => failure.hint("`zkctl quota ls -R` lists all"),
    }
}

/// The quota of the nearest node above.
async fn above(door: &Door, path: &str) -> std::result::Result<Option<Stored>, Error> {
    let mut path = path;
    while let Some((parent, _)) = path.rsplit_once('/').filter(|(parent, _)| !parent.is_empty()) {
        if let Some(found) = door.get(parent).await? {
            return Ok(Some(found));
        }
        path = parent;
    }
    Ok(None)
}

/// Sets limits; those that are not named stay.
pub async fn set(args: QuotaSetArgs, context: &mut Context) -> Result<Reply> {
    let path = context.path(&args.path)?;
    let size = |n: Option<u64>| n.map(|n| i64::try_from(n).unwrap_or(i64::MAX));
    let wanted = Limits {
        count: args.soft_count,
        bytes: size(args.soft_bytes),
        hard_count: args.hard_count,
        hard_bytes: size(args.hard_bytes),
    };
    if wanted.is_empty() {
        return Err(Failure::usage("a quota of what? give -n or -N (nodes), -b or -B (bytes)"));
    }
    if path == "/" || path == "/zookeeper" || path.starts_with("/zookeeper/") {
        let text = format!("servers keep no quota on {}", crate::sanitise::line(&path));
        return Err(Failure::usage(text).on(&path));
    }
    let stat = context.read("stat", &path, |c| c.exists(&path)).await?.into_value();
    if stat.is_none() {
        return Err(context.failure("set a quota on", &path, no_node(&path)));
    }
    let door = Door::open(context).await?;
    let done = put(&door, &path, wanted, context).await;
    door.close().await;
    done
}

async fn put(door: &Door, path: &str, wanted: Limits, context: &mut Context) -> Result<Reply> {
    let failed = |e: Error| crate::context::client_failure("set a quota on", path, e);
    let old = door.get(path).await.map_err(failed)?;
    // Servers count a change for one quota only: the one that is found first on the way down.
    let nested = match above(door, path).await.map_err(failed)? {
        Some(outer) => Some(outer),
        None => door.list(path, usize::MAX).await.map_err(failed)?.into_iter().find(|q| q.path != path),
    };
    if let Some(other) = nested {
        let (path, other) = (crate::sanitise::line(path), crate::sanitise::line(&other.path).into_owned());
        return Err(Failure::new(
            Exit::Precondition,
            "NestedQuota",
            format!("cannot set a quota on {path}: {other} has one, and quotas cannot be nested"),
        )
        .hint(format!("zkctl quota rm {other}")));
    }
    let old_limits = old.as_ref().map(|q| q.limits).unwrap_or_default();
    let limits = Limits {
        count: wanted.count.or(old_limits.count),
        bytes: wanted.bytes.or(old_limits.bytes),
        hard_count: wanted.hard_count.or(old_limits.hard_count),
        hard_bytes: wanted.hard_bytes.or(old_limits.hard_bytes),
    };
    door.put(path, limits).await.map_err(failed)?;
    let Some(stored) = door.get(path).await.map_err(failed)? else {
        return Err(crate::context::client_failure("read the quota of", path, no_node(path)));
    };
    if let Some(over) = stored.used.and_then(|used| stored.limits.exceeded(used)) {
        let shown = crate::sanitise::line(path);
        context.heed(format_args!("warning: {shown} is {over} already"));
    }
    Ok(Reply::Report(Report {
        name: "quotas",
        columns: FULL,
        rows: vec![full_row(&stored)],
        ..Report::default()
    }))
}

/// Takes limits away, or the quota.
pub async fn delete(args: QuotaRmArgs, context: &mut Context) -> Result<Reply> {
    let path = context.path(&args.path)?;
    let door = Door::open(context).await?;
    let done = take(&door, &path, &args).await;
    door.close().await;
    done.map(|()| Reply::Nothing)
}

async fn take(door: &Door, path: &str, args: &QuotaRmArgs) -> Result<()> {
    let failed = |e: Error| crate::context::client_failure("delete the quota of", path, e);
    let Some(stored) = door.get(path).await.map_err(failed)? else { return Err(none(path, None)) };
    let keep = |gone: bool, limit: Option<i64>| limit.filter(|_| !gone);
    let limits = Limits {
        count: keep(args.soft_count, stored.limits.count),
        bytes: keep(args.soft_bytes, stored.limits.bytes),
        hard_count: keep(args.hard_count, stored.limits.hard_count),
        hard_bytes: keep(args.hard_bytes, stored.limits.hard_bytes),
    };
    let some = args.soft_count || args.soft_bytes || args.hard_count || args.hard_bytes;
    match some && !limits.is_empty() {
        true => door.put(path, limits).await.map_err(failed),
        false => door.remove(path).await.map_err(failed),
    }
}

async fn ls(typed: &str, recursive: bool, usage: bool, context: &mut Context) -> Result<Reply> {
    let path = context.path(typed)?;
    let door = Door::open(context).await?;
    let found = door.list(&path, if recursive { usize::MAX } else { 1 }).await;
    door.close().await;
    let found = found.map_err(|e| context.failure("list the quotas of", &path, e))?;
    let short = |q: &Stored| {
        let l = &q.limits;
        let limits = [l.count.into(), l.hard_count.into(), bytes(l.bytes), bytes(l.hard_bytes)];
        Row::new(std::iter::once(q.path.as_str().into()).chain(limits).collect())
    };
    let (columns, rows) = match usage {
        true => (FULL, found.iter().map(full_row).collect()),
        false => (LIMITS_ONLY, found.iter().map(short).collect()),
    };
    Ok(Reply::Report(Report { name: "quotas", columns, rows, ..Report::default() }))
}
