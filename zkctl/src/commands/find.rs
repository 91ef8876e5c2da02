//! `find`: the nodes of a subtree that fit, as they are met; or what is done with them.

use std::process::Command;

use zk_proto::{SessionId, Stat};

use crate::bulk::journal::Journal;
use crate::bulk::{CONCURRENCY, Link, Patience, Walk, Want, nodes};
use crate::commands::bulk_report::way_back;
use crate::commands::delete::{Doomed, delete_all_of};
use crate::commands::walk;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::{Failure, Result};
use crate::output::{Pace, now_ms};
use crate::reply::{Deleted, Record, Reply};
use crate::walk_args::{FindArgs, NodeKind};

pub async fn run(args: FindArgs, context: &mut Context) -> Result<Reply> {
    let path = context.path(args.path.as_deref().unwrap_or(""))?;
    if args.delete && !args.dry_run {
        return delete(args, &path, context).await;
    }
    let mut walk = walk::start(&path, args.depth, context).await?;
    let now_ms = now_ms();
    let mut met = false;
    let mut failed = 0;
    let mut found = false;
    while let Some(node) = walk.step().await.map_err(|e| e.failure("search"))? {
        if !std::mem::replace(&mut met, true) && args.exec.is_empty() {
            context.out.begin("nodes", Pace::Live)?;
        }
        let stat = node.stat.unwrap_or_default();
        if !fits(&args, &node.path, &stat, now_ms) {
            continue;
        }
        found = true;
        if args.exec.is_empty() {
            context.out.record(&Record::Found { path: node.path, stat })?;
        } else {
            failed += u64::from(!execute(&args.exec, &node.path)?);
        }
    }
    let whole = walk::finish(walk.seen(), context);
    context.out.end()?;
    whole?;
    if failed > 0 {
        let said = format!("the command failed for {}", nodes(failed));
        return Err(Failure::new(Exit::Partial, "Partial", said));
    }
    Err(Failure::silent(if found && args.fail_on_match { Exit::Findings } else { Exit::Ok }))
}

/// Deletes what fits.
async fn delete(args: FindArgs, path: &str, context: &mut Context) -> Result<Reply> {
    let line = crate::sanitise::line;
    let command = format!("find {} --delete", line(path));
    let journal =
        context.keeps_undo(args.no_undo).then(|| Journal::begin(command, context.hosts())).transpose()?;
    let want = if journal.is_some() { Want::ALL } else { Want::default() };
    let mut doomed = Doomed {
        paths: Vec::new(),
        ephemerals: 0,
        masked: 0,
        limit: context.max_nodes(args.max_nodes),
        journal,
    };
    if let Err(failure) = gather(&args, path, want, &mut doomed, context).await {
        doomed.discard();
        return Err(failure);
    }
    let (paths, ephemerals) = (doomed.paths.clone(), doomed.ephemerals);
    let count = u64::try_from(paths.len()).unwrap_or(u64::MAX);
    if count > 0 {
        let question = format!("delete {} found below {}?", nodes(count), line(path));
        if let Err(failure) = context.confirm_change(path, &question).await {
            doomed.discard();
            return Err(failure);
        }
    }
    let undo = delete_all_of(doomed, CONCURRENCY, context).await?;
    context.note(format_args!("deleted {}", nodes(count)));
    way_back(undo.as_deref(), context);
    Ok(Reply::Deleted(Deleted { nodes: paths.len(), paths, ephemerals, dry_run: false }))
}

async fn gather(
    args: &FindArgs,
    path: &str,
    want: Want,
    doomed: &mut Doomed,
    context: &mut Context,
) -> Result<()> {
    let link = Link::of(context, Patience::Long(context.op_timeout())).await?;
    let chrooted = !context.servers()?.chroot().is_empty();
    let mut walk = Walk::new(link, path, want).down_to(args.depth).without_system(chrooted);
    let now_ms = now_ms();
    while let Some(node) = walk.step().await.map_err(|e| e.failure("search"))? {
        if node.path != "/" && fits(args, &node.path, &node.stat.unwrap_or_default(), now_ms) {
            doomed.add(node, path)?;
        }
    }
    Ok(())
}

/// Runs a command for a node, with our own input and output; true if it succeeded.
fn execute(words: &[String], path: &str) -> Result<bool> {
    let Some((program, arguments)) = words.split_first() else { return Ok(true) };
    let mut command = Command::new(program);
    command.args(arguments.iter().map(|word| word.replace("{}", path)));
    let status = tokio::task::block_in_place(|| command.status());
    let status =
        status.map_err(|e| Failure::io(format_args!("cannot run {}", crate::sanitise::line(program)), e))?;
    Ok(status.success())
}

/// Whether a node is what is looked for: everything that was asked must hold.
fn fits(args: &FindArgs, path: &str, stat: &Stat, now_ms: i64) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let is_ephemeral = stat.ephemeral_owner != SessionId::NONE;
    let age_ms = now_ms.saturating_sub(stat.mtime);
    let at_least =
        |limit: std::time::Duration| age_ms >= i64::try_from(limit.as_millis()).unwrap_or(i64::MAX);
    args.name.as_ref().is_none_or(|glob| glob.is_match(name))
        && args.regex.as_ref().is_none_or(|regex| regex.is_match(path))
        && args.kind.is_none_or(|kind| match kind {
            NodeKind::Persistent => !is_ephemeral,
            NodeKind::Ephemeral => is_ephemeral,
            NodeKind::Sequential => is_sequential(name),
        })
        && args.owner.is_none_or(|owner| stat.ephemeral_owner == owner)
        && (!args.empty || stat.data_length == 0 && stat.num_children == 0)
        && args.older.is_none_or(at_least)
        && args.newer.is_none_or(|limit| !at_least(limit))
        && args.min_size.is_none_or(|bytes| u64::try_from(stat.data_length).is_ok_and(|n| n >= bytes))
        && args.min_children.is_none_or(|count| u32::try_from(stat.num_children).is_ok_and(|n| n >= count))
}

/// Ten digits at the end, as the server appends them.
fn is_sequential(name: &str) -> bool {
    name.len()
        .checked_sub(10)
        .and_then(|at| name.get(at..))
        .is_some_and(|d| d.bytes().all(|b| b.is_ascii_digit()))
}
