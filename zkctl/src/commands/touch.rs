//! `touch`: a node is written again as it is, or made.

use zk_client::{CreateMode, CreateOptions};

use crate::commands::create::{Checked, make_parents, send};
use crate::commands::stat::each;
use crate::context::Context;
use crate::failure::{Failure, Result};
use crate::reply::Reply;
use crate::walk_args::TouchArgs;

pub async fn run(args: TouchArgs, context: &mut Context) -> Result<Reply> {
    let (mut done, mut failures): (Vec<()>, Vec<Failure>) = (Vec::new(), Vec::new());
    for typed in &args.paths {
        let path = context.path(typed)?;
        match touch(path, args.parents, context).await {
            Ok(()) => done.push(()),
            Err(failure) => failures.push(failure),
        }
    }
    each(done, failures, |_| Reply::Nothing, context)
}

async fn touch(path: String, parents: bool, context: &mut Context) -> Result<()> {
    let node = match context.read("touch", &path, |c| c.get_data(&path)).await {
        Ok(reply) => reply.into_value(),
        Err(failure) if failure.code() == "NoNode" => return make(path, parents, context).await,
        Err(failure) => return Err(failure),
    };
    // Only as it was read: a change that comes in between is a touch as well, and must not be undone.
    let version = Some(node.stat.version);
    match context.write("touch", &path, |c| c.set_data(&path, node.data.as_deref(), version)).await {
        Err(failure) if failure.code() != "BadVersion" => Err(failure),
        _ => Ok(()),
    }
}

async fn make(path: String, parents: bool, context: &mut Context) -> Result<()> {
    if parents {
        make_parents(&path, context).await?;
    }
    let options = CreateOptions::new(CreateMode::Persistent);
    match send(&Checked { path, data: Some(Vec::new()), options }, context).await {
        Err(failure) if failure.code() == "NodeExists" => Ok(()),
        Err(failure) => Err(failure.hint("touch -p makes parents too")),
        Ok(_) => Ok(()),
    }
}
