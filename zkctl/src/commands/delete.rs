//! `delete` and `deleteall`.

use zk_proto::{ErrorCode, SessionId};

use crate::args::{DeleteAllArgs, DeleteArgs};
use crate::commands::set::{version_conflict, wanted};
use crate::commands::stat::each;
use crate::commands::walk;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::{Failure, Result};
use crate::interrupt;
use crate::reply::{Deleted, Reply};

pub async fn delete(args: DeleteArgs, context: &mut Context) -> Result<Reply> {
    let version = wanted(args.version);
    let mut paths = Vec::new();
    let mut failures = Vec::new();
    for typed in &args.paths {
        let path = context.path(typed)?;
        match context.write("delete", &path, |c| c.delete(&path, version)).await {
            Ok(_) => paths.push(path),
            Err(failure) => failures.push(version_conflict(failure, "delete", &path, version, context).await),
        }
    }
    let reply = |paths: Vec<String>| {
        Reply::Deleted(Deleted { nodes: paths.len(), paths, ephemerals: 0, dry_run: false })
    };
    each(paths, failures, reply, context)
}

pub async fn delete_all(args: DeleteAllArgs, context: &mut Context) -> Result<Reply> {
    let path = context.path(&args.path)?;
    if path == "/" || path == "/zookeeper" || path.starts_with("/zookeeper/") {
        let why =
            if path == "/" { "the root cannot be deleted" } else { "the server keeps its own state there" };
        return Err(refuse(format!("refused to delete {path}: {why}")).on(&path));
    }
    let limit = if args.dry_run { usize::MAX } else { args.max_nodes };
    let tree = collect(&path, limit, context).await?;
    if tree.more {
        return Err(refuse(format!(
            "refused to delete {}: it and what is below are more than {} nodes",
            crate::sanitise::line(&path),
            args.max_nodes
        ))
        .on(&path)
        .hint("`--dry-run` counts them, `--max-nodes` raises the limit"));
    }
    let nodes = tree.paths.len();
    let deleted =
        Deleted { paths: vec![path.clone()], nodes, ephemerals: tree.ephemerals, dry_run: args.dry_run };
    if args.dry_run {
        return Ok(Reply::Deleted(deleted));
    }
    if nodes > 1 {
        context
            .confirm(&format!("delete {} and {} below it?", crate::sanitise::line(&path), count(nodes - 1)))
            .await?;
    }
    remove(&tree.paths, args.batch.max(1), context).await?;
    context.note(format_args!("deleted {}", count(nodes)));
    Ok(Reply::Deleted(deleted))
}

fn count(nodes: usize) -> String {
    format!("{nodes} {}", if nodes == 1 { "node" } else { "nodes" })
}

fn refuse(message: String) -> Failure {
    Failure::new(Exit::Refused, "Refused", message)
}

struct Subtree {
    /// Every node before its children.
    paths: Vec<String>,
    ephemerals: usize,
    /// There are more than the limit.
    more: bool,
}

async fn collect(path: &str, limit: usize, context: &mut Context) -> Result<Subtree> {
    let mut walk = walk::start(path, None, context).await?;
    let mut tree = Subtree { paths: Vec::new(), ephemerals: 0, more: false };
    while let Some(node) = walk.step().await.map_err(|e| e.failure("list"))? {
        if tree.paths.len() == limit {
            tree.more = true;
            return Ok(tree);
        }
        tree.ephemerals += usize::from(node.stat.is_some_and(|s| s.ephemeral_owner != SessionId::NONE));
        tree.paths.push(node.path);
    }
    Ok(tree)
}

/// Children before their parents: the walk's order, backwards.
async fn remove(paths: &[String], batch: usize, context: &mut Context) -> Result<()> {
    let client = context.client().await?;
    let mut done = 0;
    for chunk in paths.rchunks(batch) {
        // The server executes a session's writes in the order sent, so a whole batch may be under way.
        let sent: Vec<_> = chunk.iter().rev().map(|p| (p, client.delete(p, None))).collect();
        for (path, answer) in sent {
            interrupt::write_begins("delete", path);
            let answer = answer.await;
            interrupt::write_ended();
            match answer {
                Ok(_) => {}
                Err(e) if e.code() == Some(ErrorCode::NoNode) => {}
                Err(e) => {
                    let failure = context.failure("delete", path, e);
                    let text =
                        format!("{}; {done} of {} were deleted", failure.message(), count(paths.len()));
                    return Err(failure.say(text));
                }
            }
            done += 1;
        }
    }
    Ok(())
}
