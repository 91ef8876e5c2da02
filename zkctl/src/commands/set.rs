//! `set` and `put`.

use zk_client::{CreateMode, CreateOptions};

use crate::args::{PutArgs, SetArgs};
use crate::bulk::change::Before;
use crate::commands::create::{Checked, make_parents, send};
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::{Failure, Result};
use crate::reply::Reply;

/// zkCli's "any version".
pub fn wanted(version: Option<i32>) -> Option<i32> {
    version.filter(|v| *v != -1)
}

pub async fn set(args: SetArgs, context: &mut Context) -> Result<Reply> {
    let path = context.path(&args.path)?;
    let Some(data) = crate::data::read(&args.data)? else {
        return Err(Failure::usage(format!("set {} to what?", crate::sanitise::line(&path)))
            .on(&path)
            .hint("give DATA, `-` for stdin, @FILE for a file, '' for empty"));
    };
    let version = wanted(args.version);
    let mut before = Before::begin(format!("set {path}"), args.no_undo, context);
    let old = before.data(&path, context).await?;
    let result = context.write("set", &path, |c| c.set_data(&path, Some(&data), version)).await;
    match result {
        Ok(reply) => {
            let stat = reply.into_value();
            match old {
                Some(old) if old.wrapping_add(1) == stat.version => drop(before.keep()?),
                // What was taken down is not what we wrote over.
                Some(_) => {
                    before.forget();
                    context.note("note: somebody else changed it at the same time; this cannot be undone");
                }
                None => before.forget(),
            }
            Ok(Reply::Written { path, stat, show_stat: args.stat })
        }
        Err(failure) if failure.exit() == Exit::OutcomeUnknown => {
            before.keep()?;
            Err(failure)
        }
        Err(failure) => {
            before.forget();
            Err(version_conflict(failure, "set", &path, version, context).await)
        }
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
    let set = context.write("put", &path, |c| c.set_data(&path, data.as_deref(), None)).await;
    match set {
        Ok(reply) => return Ok(Reply::Written { path, stat: reply.into_value(), show_stat: false }),
        Err(failure) if failure.code() != "NoNode" => return Err(failure),
        Err(_) => {}
    }
    if args.parents {
        make_parents(&path, context).await?;
    }
    let create = Checked { path, data, options: CreateOptions::new(CreateMode::Persistent) };
    match send(&create, context).await {
        Ok(created) => Ok(Reply::Written { path: created.path, stat: created.stat, show_stat: false }),
        // Created by somebody else between our two requests: now it can be set.
        Err(failure) if failure.code() == "NodeExists" => {
            let (path, data) = (create.path, create.data);
            let reply = context.write("put", &path, |c| c.set_data(&path, data.as_deref(), None)).await?;
            Ok(Reply::Written { path, stat: reply.into_value(), show_stat: false })
        }
        Err(failure) => Err(failure.hint("put -p makes parents too")),
    }
}
