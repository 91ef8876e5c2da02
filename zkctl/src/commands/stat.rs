//! `stat`, `exists`, `count`: what is known about nodes besides their data.

mod human;

use crate::commands::walk::no_node;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::{Failure, Result};
use crate::node_args::{PathArgs, StatArgs};
use crate::reply::Reply;

pub async fn stat(args: StatArgs, context: &mut Context) -> Result<Reply> {
    let mut stats = Vec::new();
    let mut failures = Vec::new();
    for typed in &args.paths {
        let path = context.path(typed)?;
        match context.read("stat", &path, |c| c.exists(&path)).await.map(|r| r.into_value()) {
            Ok(Some(stat)) => stats.push((path, stat)),
            Ok(None) => failures.push(context.failure("stat", &path, no_node(&path))),
            Err(failure) => failures.push(failure),
        }
    }
    // Documents have all of it, in a form that does not change.
    if args.human && !context.out.is_json() {
        let reply = Reply::Report(human::report(&stats, context).await);
        return each_of(stats.len(), reply, failures, context);
    }
    each(stats, failures, Reply::Stats, context)
}

/// Ends a command over several paths: what could be had is printed, each failure is told, and the exit code
/// is the failures' own if nothing succeeded, otherwise "partial".
pub fn each<T>(
    items: Vec<T>,
    failures: Vec<Failure>,
    reply: impl FnOnce(Vec<T>) -> Reply,
    context: &mut Context,
) -> Result<Reply> {
    each_of(items.len(), reply(items), failures, context)
}

/// The same with a reply that is made already, about so many items.
fn each_of(items: usize, reply: Reply, mut failures: Vec<Failure>, context: &mut Context) -> Result<Reply> {
    let Some(last) = failures.pop() else { return Ok(reply) };
    let exit = if items == 0 && failures.iter().all(|f| f.exit() == last.exit()) {
        last.exit()
    } else {
        Exit::Partial
    };
    if failures.is_empty() && items == 0 {
        return Err(last);
    }
    if items > 0 {
        context.out.show(&reply)?;
    }
    for failure in failures.iter().chain([&last]) {
        crate::report(failure, context.out.format());
    }
    Err(Failure::silent(exit))
}

pub async fn exists(args: PathArgs, context: &mut Context) -> Result<()> {
    let path = context.path(&args.path)?;
    let stat = context.read("look for", &path, |c| c.exists(&path)).await?.into_value();
    let exit = if stat.is_some() { Exit::Ok } else { Exit::NotFound };
    context.out.show(&Reply::Exists { path, stat })?;
    if exit == Exit::Ok { Ok(()) } else { Err(Failure::silent(exit)) }
}

pub async fn count(args: PathArgs, context: &mut Context) -> Result<Reply> {
    let path = context.path(&args.path)?;
    let Some(stat) = context.read("count", &path, |c| c.exists(&path)).await?.into_value() else {
        return Err(context.failure("count", &path, no_node(&path)));
    };
    let descendants = match context.read("count", &path, |c| c.get_all_children_number(&path)).await {
        Ok(reply) => reply.into_value(),
        // A server before 3.6: it has to be walked.
        Err(failure) if failure.code() == "Unimplemented" => {
            return walked(path, stat.num_children, context).await;
        }
        Err(failure) => return Err(failure),
    };
    Ok(Reply::Count { path, children: stat.num_children, descendants })
}

async fn walked(path: String, children: i32, context: &mut Context) -> Result<Reply> {
    let mut walk = crate::commands::walk::start(&path, None, context).await?;
    while walk.step().await.map_err(|e| e.failure("count"))?.is_some() {}
    let descendants = i32::try_from(walk.seen().nodes.saturating_sub(1)).unwrap_or(i32::MAX);
    context.out.show(&Reply::Count { path, children, descendants })?;
    crate::commands::walk::finish(walk.seen(), context)?;
    Err(Failure::silent(Exit::Ok))
}
