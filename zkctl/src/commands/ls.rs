//! `ls`: names of children, with their status, or all nodes below.

use crate::args::LsArgs;
use crate::bulk::{self, CONCURRENCY, Link, Patience, WIDE, Walk, WalkError, Want};
use crate::commands::walk;
use crate::context::Context;
use crate::failure::{Failure, Result};
use crate::output::Pace;
use crate::reply::{LongRow, Record, Reply};
use crate::walk_args::BelowArgs;

pub async fn run(args: LsArgs, context: &mut Context) -> Result<Reply> {
    let path = context.path(args.path.as_deref().unwrap_or(""))?;
    if args.recursive {
        return recursive(&path, &args.below, context).await;
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
    if !args.long {
        return Ok(Reply::Names { path, names, stat });
    }
    let client = context.client().await?;
    let mut rows = Vec::with_capacity(names.len());
    for chunk in names.chunks(walk::PIPELINE) {
        let asked: Vec<_> = chunk.iter().map(|n| client.exists(&zk_proto::path::join(&path, n))).collect();
        for (name, answer) in chunk.iter().zip(asked) {
            let answer = answer.await.map_err(|e| context.failure("stat", &path, e))?;
            // A child that went away in between is left out.
            if let Some(stat) = answer.into_value() {
                rows.push(LongRow { name: name.clone(), stat });
            }
        }
    }
    Ok(Reply::Long { path, rows, stat })
}

/// Why the connection broke at a list of children, if it was for their number.
async fn too_wide(path: &str, context: &mut Context) -> Option<Failure> {
    let stat = context.read("stat", path, |c| c.exists(path)).await.ok()?.into_value()?;
    (stat.num_children >= WIDE)
        .then(|| WalkError::too_wide(path.to_owned(), stat.num_children).failure("list"))
}

async fn recursive(path: &str, below: &BelowArgs, context: &mut Context) -> Result<Reply> {
    let link = Link::of(context, Patience::Short).await?;
    let walk = Walk::new(link, path, Want::PATHS).down_to(below.depth);
    let mut walk = walk.paced(below.concurrency.unwrap_or(CONCURRENCY), bulk::Pace::new(None));
    let mut first = true;
    while let Some(node) = walk.step().await.map_err(|e| e.failure("list"))? {
        if std::mem::take(&mut first) {
            context.out.begin("paths", Pace::Bulk)?;
        }
        context.out.record(&Record::Path(node.path))?;
    }
    let whole = walk::finish(walk.seen(), context);
    context.out.end()?;
    whole?;
    Err(Failure::silent(crate::exit::Exit::Ok))
}
