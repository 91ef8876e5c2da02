//! Undoing `set`, `put`, `edit` and changes of ACLs: each node gets back what it had, and goes if it was not there, if
//! nobody has changed it since.

use zk_client::Stat;

use crate::bulk::change::Before;
use crate::bulk::jsonl::JsonlReader;
use crate::bulk::{TreeNode, counted, nodes};
use crate::bulk_args::UndoArgs;
use crate::commands::bulk_report::{FATES, PROBLEMS};
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::{Failure, Result};
use crate::output::Pace;
use crate::reply::report::{Cell, Report, Row, Tone};
use crate::reply::{Record, Reply};
use crate::walk_args::CopiedAcl;

#[derive(Default)]
struct Counts {
    restored: u64,
    changed_since: u64,
    problems: Vec<(String, String)>,
}

/// Gives nodes of an entry back what they had.
pub async fn undo(args: &UndoArgs, entry: &mut JsonlReader, context: &mut Context) -> Result<Reply> {
    if !matches!(args.acl, CopiedAcl::Keep) {
        return Err(Failure::usage("--acl is for nodes that are made again; these are still there"));
    }
    let id = args.id.clone().unwrap_or_default();
    let command = entry.head().undoes.clone().unwrap_or_default();
    if args.overwrite && !args.dry_run {
        context.confirm(&format!("write over what was changed since `{command}`?")).await?;
    }
    if args.dry_run {
        context.out.begin("plan", Pace::Bulk)?;
    }
    let mut before = Before::begin(format!("undo {id}"), args.dry_run, context);
    let mut counts = Counts::default();
    loop {
        let node = match entry.read() {
            Ok(Some(node)) => node,
            Ok(None) => break,
            // The command ended before it was whole; what it holds is good.
            Err(failure) if failure.code() == "Truncated" => break,
            Err(failure) => return Err(failure),
        };
        restore(&node, args, &mut before, &mut counts, context).await?;
    }
    if args.dry_run {
        context.out.end()?;
        context.note(format_args!("would restore {} of `{command}`", nodes(counts.restored)));
        return Err(Failure::silent(Exit::Ok));
    }
    let undo = match counts.restored {
        0 => {
            before.forget();
            None
        }
        _ => before.keep()?,
    };
    context.note(format_args!("restored {} of `{command}`", nodes(counts.restored)));
    if counts.changed_since > 0 {
        let left = counted(counts.changed_since, "node was", "nodes were");
        context.note(format_args!("{left} changed since, and left: --overwrite writes over"));
    }
    tell(id, &counts, undo, context)
}

async fn restore(
    node: &TreeNode,
    args: &UndoArgs,
    before: &mut Before,
    counts: &mut Counts,
    context: &mut Context,
) -> Result<()> {
    let path = node.path.as_str();
    let Some(old) = node.stat else { return Ok(()) };
    if node.value.is_none() && node.acl.is_none() {
        return remove(path, &old, args, counts, context).await;
    }
    // Who may change an ACL may read it, and perhaps nothing else of the node.
    let found = match &node.value {
        Some(_) => context.read("read", path, |c| c.exists(path)).await.map(|reply| reply.into_value()),
        None => {
            context.read("read", path, |c| c.get_acl(path)).await.map(|reply| Some(reply.into_value().stat))
        }
    };
    let found = match found {
        Ok(found) => found,
        Err(failure) if matches!(failure.exit(), Exit::NotPermitted | Exit::NotFound) => None,
        Err(failure) => return Err(failure),
    };
    let version = match &node.value {
        Some(_) => old.version.wrapping_add(1),
        None => old.aversion.wrapping_add(1),
    };
    let now = found.map(|stat| if node.value.is_some() { stat.version } else { stat.aversion });
    // Another node of the same name is not the one that was changed.
    let same = found.is_some_and(|stat| stat.czxid == old.czxid) && now == Some(version);
    if found.is_none() {
        counts.problems.push((path.to_owned(), "is gone, or may not be seen".into()));
        return Ok(());
    }
    if node.is_masked() {
        let why = "the server did not show the digests of its ACL, so it cannot be given back";
        counts.problems.push((path.to_owned(), why.into()));
        return Ok(());
    }
    if !same && !args.overwrite {
        counts.changed_since += 1;
        return Ok(());
    }
    if args.dry_run {
        counts.restored += 1;
        let action = if node.value.is_some() { "set" } else { "set-acl" };
        let row = Row::new(vec![action.into(), path.into()]);
        context.out.record(&Record::Row { columns: FATES, row })?;
        return Ok(());
    }
    let done = match (&node.value, &node.acl) {
        (Some(value), _) => {
            before.data(path, context).await?;
            context.write("set", path, |c| c.set_data(path, value.as_deref(), now)).await.map(drop)
        }
        (None, Some(acl)) => {
            if let Ok(reply) = context.read("read the ACL of", path, |c| c.get_acl(path)).await {
                let found = reply.into_value();
                let (stat, acl) = (Some(found.stat), Some(found.acl));
                before.write(&TreeNode { stat, acl, ..TreeNode::bare(path, 0) })?;
                before.sync()?;
            }
            context.write("change the ACL of", path, |c| c.set_acl(path, acl, now)).await.map(drop)
        }
        (None, None) => return Ok(()),
    };
    match done {
        Ok(()) => counts.restored += 1,
        Err(failure) if failure.code() == "BadVersion" => counts.changed_since += 1,
        Err(failure) if matches!(failure.exit(), Exit::NotPermitted | Exit::NotFound) => {
            counts.problems.push((path.to_owned(), failure.message().to_owned()));
        }
        Err(failure) => return Err(failure),
    }
    Ok(())
}

/// Deletes a node that was not there before, if it is as it was made. With `--overwrite` also if it was changed since,
/// but never another one of the same name.
async fn remove(
    path: &str,
    made: &Stat,
    args: &UndoArgs,
    counts: &mut Counts,
    context: &mut Context,
) -> Result<()> {
    let found = context.read("read", path, |c| c.exists(path)).await?.into_value();
    let Some(now) = found else {
        counts.problems.push((path.to_owned(), "is gone already".into()));
        return Ok(());
    };
    if now.czxid != made.czxid || now.version != made.version && !args.overwrite {
        counts.changed_since += 1;
        return Ok(());
    }
    if args.dry_run {
        counts.restored += 1;
        let row = Row::new(vec!["delete".into(), path.into()]);
        context.out.record(&Record::Row { columns: FATES, row })?;
        return Ok(());
    }
    match context.write("delete", path, |c| c.delete(path, Some(now.version))).await {
        Ok(_) => {
            context.ephemerals.deleted(path);
            counts.restored += 1;
        }
        Err(failure) if failure.code() == "BadVersion" => counts.changed_since += 1,
        Err(failure)
            if matches!(failure.exit(), Exit::NotPermitted | Exit::NotFound)
                || failure.code() == "NotEmpty" =>
        {
            counts.problems.push((path.to_owned(), failure.message().to_owned()));
        }
        Err(failure) => return Err(failure),
    }
    Ok(())
}

fn tell(id: String, counts: &Counts, undo: Option<String>, context: &mut Context) -> Result<Reply> {
    let fields = vec![
        ("entry", Cell::from(id)),
        ("restored", Cell::from(counts.restored)),
        ("changed_since", Cell::from(counts.changed_since)),
        ("failed", Cell::from(counts.problems.len() as u64)),
        ("undo", Cell::from(undo)),
    ];
    let row = |(path, why): &(String, String)| {
        Row::new(vec![path.as_str().into(), why.as_str().into()]).tone(Tone::Bad)
    };
    let rows = counts.problems.iter().map(row).collect();
    let reply =
        Reply::Report(Report { name: "problems", fields, columns: PROBLEMS, rows, ..Report::default() });
    if counts.problems.is_empty() {
        return Ok(reply);
    }
    context.out.show(&reply)?;
    let said = format!("{} could not be restored", nodes(counts.problems.len() as u64));
    crate::report(&Failure::new(Exit::Partial, "Partial", said), context.out.format());
    Err(Failure::silent(Exit::Partial))
}
