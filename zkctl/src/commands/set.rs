//! `set` and `put`.

use zk_client::{CreateMode, CreateOptions, NodeData, Stat};

use crate::bulk::TreeNode;
use crate::bulk::change::Before;
use crate::commands::create::{Checked, make_parents, send};
use crate::context::Context;
use crate::failure::{Failure, Result};
use crate::node_args::{PutArgs, SetArgs};
use crate::reply::Reply;

/// zkCli's "any version".
pub fn wanted(version: Option<i32>) -> Option<i32> {
    version.filter(|v| *v != -1)
}

pub async fn set(args: SetArgs, context: &mut Context) -> Result<Reply> {
    let path = context.path(&args.path)?;
    let data = crate::data::read(&args.data)?;
    if data.is_none() && !args.data.null {
        return Err(Failure::usage(format!("set {} to what?", crate::sanitise::line(&path))).on(&path).hint(
            "give DATA, `-` for stdin, @FILE for a file, --empty or '' for empty, --null for none at all",
        ));
    }
    let version = wanted(args.version);
    let undoable = context.keeps_undo(args.no_undo);
    match write_over("set", &path, data.as_deref(), version, undoable, context).await {
        Ok(stat) => Ok(Reply::Written { path, stat, show_stat: args.stat }),
        Err(failure) => Err(version_conflict(failure, "set", &path, version, context).await),
    }
}

/// Writes data, and takes down what was there before.
async fn write_over(
    verb: &str,
    path: &str,
    data: Option<&[u8]>,
    version: Option<i32>,
    undoable: bool,
    context: &mut Context,
) -> Result<Stat> {
    // Asked for in the same breath: it costs no time, and is what the server had just before. So the journal is written
    // behind the change here; of one value that is bearable.
    let (old, stat) = context
        .write(verb, path, |c| {
            let read = undoable.then(|| c.get_data(path));
            let write = c.set_data(path, data, version);
            async move {
                let written = write.await?.into_value();
                let old = match read {
                    Some(read) => read.await.ok().map(|reply| reply.into_value()),
                    None => None,
                };
                Ok((old, written))
            }
        })
        .await?;
    if let Some(old) = old {
        take_down(verb, path, old, stat, context);
    }
    Ok(stat)
}

/// Writes down what a value was, if it is what we wrote over. That it cannot be undone is said; it is done in any case.
pub fn take_down(verb: &str, path: &str, old: NodeData, new: Stat, context: &Context) {
    if old.stat.version.wrapping_add(1) != new.version || old.stat.czxid != new.czxid {
        context.note("note: somebody else changed it at the same time; this cannot be undone");
        return;
    }
    let node = TreeNode { stat: Some(old.stat), value: Some(old.data), ..TreeNode::bare(path, 0) };
    keep(verb, &node, context);
}

fn keep(verb: &str, node: &TreeNode, context: &Context) {
    let mut before = Before::begin(format!("{verb} {}", node.path), false, context);
    if let Err(failure) = before.write(node).and_then(|()| before.keep()) {
        context.note(format_args!("note: this cannot be undone: {}", failure.message()));
    }
}

/// Tells which version the node has where the one given is wrong.
pub async fn version_conflict(
    failure: Failure,
    verb: &str,
    path: &str,
    version: Option<i32>,
    context: &mut Context,
) -> Failure {
    let (Some(expected), "BadVersion") = (version, failure.code()) else { return failure };
    let Ok(reply) = context.read("stat", path, |c| c.exists(path)).await else { return failure };
    let Some(stat) = reply.into_value() else { return failure };
    failure.say(format!(
        "cannot {verb} {}: version {expected} was expected, the node has {} (last change {} at {})",
        crate::sanitise::line(path),
        stat.version,
        stat.mzxid,
        crate::output::iso_seconds(stat.mtime)
    ))
}

pub async fn put(args: PutArgs, context: &mut Context) -> Result<Reply> {
    let path = context.path(&args.path)?;
    let data = crate::data::read(&args.data)?;
    let undoable = context.keeps_undo(args.no_undo);
    match write_over("put", &path, data.as_deref(), None, undoable, context).await {
        Ok(stat) => return Ok(Reply::Written { path, stat, show_stat: false }),
        Err(failure) if failure.code() != "NoNode" => return Err(failure),
        Err(_) => {}
    }
    if args.parents {
        make_parents(&path, context).await?;
    }
    let create = Checked { path, data, options: CreateOptions::new(CreateMode::Persistent) };
    match send(&create, context).await {
        Ok(created) => {
            if undoable {
                // Neither data nor ACL: it was not there.
                let node = TreeNode { stat: Some(created.stat), ..TreeNode::bare(&created.path, 0) };
                keep("put", &node, context);
            }
            Ok(Reply::Written { path: created.path, stat: created.stat, show_stat: false })
        }
        // Created by somebody else between our two requests: now it can be set.
        Err(failure) if failure.code() == "NodeExists" => {
            let (path, data) = (create.path, create.data);
            let stat = write_over("put", &path, data.as_deref(), None, undoable, context).await?;
            Ok(Reply::Written { path, stat, show_stat: false })
        }
        Err(failure) => Err(failure.hint("put -p makes parents too")),
    }
}
