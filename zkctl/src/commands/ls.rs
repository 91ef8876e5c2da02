//! `ls`: names of children, with their status, or all nodes below.

use crate::args::LsArgs;
use crate::commands::walk;
use crate::context::Context;
use crate::failure::Result;
use crate::output::Pace;
use crate::reply::{LongRow, Record, Reply};

pub async fn run(args: LsArgs, context: &mut Context) -> Result<Reply> {
    let path = context.path(args.path.as_deref().unwrap_or(""))?;
    if args.recursive {
        return recursive(&path, context).await;
    }
    let children = context.read("list", &path, |c| c.get_children(&path)).await?.into_value();
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

async fn recursive(path: &str, context: &mut Context) -> Result<Reply> {
    let mut walk = walk::start(path, None, context).await?;
    let mut first = true;
    while let Some(node) = walk.step().await.map_err(|e| e.failure("list"))? {
        if std::mem::take(&mut first) {
            context.out.begin("paths", Pace::Bulk)?;
        }
        context.out.record(&Record::Path(node.path))?;
    }
    context.out.end()?;
    walk::finish(walk.seen(), context)?;
    Err(crate::failure::Failure::silent(crate::exit::Exit::Ok))
}
