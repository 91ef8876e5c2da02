//! `ls`: names of children, with their status, or all nodes below.

use std::cmp::Reverse;

use zk_proto::Stat;

use crate::bulk::{self, CONCURRENCY, Link, Patience, WIDE, Walk, WalkError, Want, nodes};
use crate::commands::walk;
use crate::context::Context;
use crate::failure::{Failure, Result};
use crate::ls_args::{LsArgs, LsOrder};
use crate::output::Pace;
use crate::reply::{LongRow, Record, Reply};

pub async fn run(args: LsArgs, context: &mut Context) -> Result<Reply> {
    let path = context.path(args.path.as_deref().unwrap_or(""))?;
    if args.recursive {
        return recursive(&path, &args, context).await;
    }
    let children = match context.read("list", &path, |c| c.get_children(&path)).await {
        Ok(children) => children.into_value(),
        Err(failure) if failure.code() == "Protocol" => {
            return Err(too_wide(&path, context).await.unwrap_or(failure));
        }
        Err(failure) => return Err(failure),
    };
    let mut names = children.names;
    names.sort_unstable();
    let stat = args.stat.then_some(children.stat);
    let by_status = args.sort != LsOrder::Name;
    if !by_status {
        limit(&mut names, args.limit, context);
    }
    if !args.long && !by_status {
        return Ok(Reply::Names { path, names, stat, single: args.single });
    }
    let mut rows = statuses(&path, &names, context).await?;
    if by_status {
        rows.sort_by_key(|row| Reverse(key(args.sort, &row.stat)));
        limit(&mut rows, args.limit, context);
    }
    if args.long {
        return Ok(Reply::Long { path, rows, stat });
    }
    let names = rows.into_iter().map(|row| row.name).collect();
    Ok(Reply::Names { path, names, stat, single: args.single })
}

/// What the largest of is to come first; equal ones stay in the order of their names.
fn key(order: LsOrder, stat: &Stat) -> i64 {
    match order {
        LsOrder::Name => 0,
        LsOrder::Ctime => stat.ctime,
        LsOrder::Mtime => stat.mtime,
        LsOrder::Size => stat.data_length.into(),
        LsOrder::Children => stat.num_children.into(),
    }
}

/// Leaves the first ones, and says how many it takes away.
fn limit<T>(items: &mut Vec<T>, most: Option<u64>, context: &Context) {
    let Some(most) = most.and_then(|most| usize::try_from(most).ok()).filter(|most| *most < items.len())
    else {
        return;
    };
    context.heed(format_args!("note: {} more", nodes((items.len() - most) as u64)));
    items.truncate(most);
}

async fn statuses(path: &str, names: &[String], context: &mut Context) -> Result<Vec<LongRow>> {
    let client = context.client().await?;
    let mut rows = Vec::with_capacity(names.len());
    for chunk in names.chunks(walk::PIPELINE) {
        let asked: Vec<_> = chunk.iter().map(|n| client.exists(&zk_proto::path::join(path, n))).collect();
        for (name, answer) in chunk.iter().zip(asked) {
            let answer = answer.await.map_err(|e| context.failure("stat", path, e))?;
            // A child that went away in between is left out.
            if let Some(stat) = answer.into_value() {
                rows.push(LongRow { name: name.clone(), stat });
            }
        }
    }
    Ok(rows)
}

/// Why the connection broke at a list of children, if it was for their number.
async fn too_wide(path: &str, context: &mut Context) -> Option<Failure> {
    let stat = context.read("stat", path, |c| c.exists(path)).await.ok()?.into_value()?;
    (stat.num_children >= WIDE)
        .then(|| WalkError::too_wide(path.to_owned(), stat.num_children).failure("list"))
}

async fn recursive(path: &str, args: &LsArgs, context: &mut Context) -> Result<Reply> {
    let link = Link::of(context, Patience::Short).await?;
    let walk = Walk::new(link, path, Want::PATHS).down_to(args.below.depth);
    let mut walk = walk.paced(args.below.concurrency.unwrap_or(CONCURRENCY), bulk::Pace::new(None));
    let mut left = args.limit.unwrap_or(u64::MAX);
    let mut first = true;
    while let Some(node) = walk.step().await.map_err(|e| e.failure("list"))? {
        if std::mem::take(&mut first) {
            context.out.begin("paths", Pace::Bulk)?;
        }
        if left == 0 {
            context.heed(format_args!(
                "note: there are more; stopped at the {} of --limit",
                nodes(walk.seen().nodes - 1)
            ));
            context.out.end()?;
            return Err(Failure::silent(crate::exit::Exit::Ok));
        }
        left -= 1;
        context.out.record(&Record::Path(node.path))?;
    }
    let whole = walk::finish(walk.seen(), context);
    context.out.end()?;
    whole?;
    Err(Failure::silent(crate::exit::Exit::Ok))
}
