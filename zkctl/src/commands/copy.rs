//! `cp`: a node or a subtree once more, at another place.
//!
//! A copy has data and ACLs of the source. What the protocol lets nobody set is its own: times, zxids, versions, the
//! counter of sequential children, owners.

use zk_proto::SessionId;

use crate::bulk::import::{Counts, Ephemerals, Importer, OnConflict, Rules};
use crate::bulk::journal::Journal;
use crate::bulk::{CONCURRENCY, Link, Pace, Patience, Walk, Want, Writes, nodes};
use crate::commands::bulk_report::{not_kept, way_back};
use crate::commands::create::make_parents;
use crate::commands::import::acl_from;
use crate::commands::walk;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::{Failure, Result};
use crate::reply::Reply;
use crate::walk_args::{CopyArgs, Overwrite};

pub async fn run(args: CopyArgs, context: &mut Context) -> Result<Reply> {
    let (source, target) = (context.path(&args.source)?, context.path(&args.target)?);
    refuse_impossible("copy", &source, &target)?;
    let depth = if args.recursive { None } else { Some(0) };
    if args.ephemerals == Ephemerals::Fail {
        refuse_ephemerals(&source, depth, context).await?;
    }
    if args.parents {
        make_parents(&target, context).await?;
    }
    let on_conflict = match args.overwrite {
        Overwrite::Never => OnConflict::Fail,
        Overwrite::Always => OnConflict::Overwrite,
        Overwrite::Older => OnConflict::Older,
    };
    let keeps = args.overwrite != Overwrite::Never && context.keeps_undo(args.no_undo);
    let line = crate::sanitise::line;
    let command = || format!("cp {} {}", line(&source), line(&target));
    let journal = keeps.then(|| Journal::begin(command(), context.hosts())).transpose()?;
    let rules = Rules { on_conflict, ephemerals: args.ephemerals, acl: acl_from(&args.acl), plan: false };
    let (counts, undo) = copy(&source, &target, depth, rules, journal, context).await.map_err(|failure| {
        match failure.code() {
            "NodeExists" => failure
                .hint("--overwrite always writes over what is there, --overwrite older if that is older"),
            _ => failure,
        }
    })?;
    let copied = counts.written() + counts.same;
    let skipped = counts.ephemerals + counts.left;
    let left_out = if skipped > 0 { format!(", {skipped} left out") } else { String::new() };
    context.note(format_args!("copied {}{left_out}", nodes(copied)));
    if counts.counters > 0 || counts.persisted > 0 {
        context.heed(not_kept(&counts));
    }
    way_back(undo.as_deref(), context);
    let number = |n: u64| usize::try_from(n).unwrap_or(usize::MAX);
    let reply = Reply::Copied { source, target, nodes: number(copied), skipped: number(skipped) };
    problems(reply, &counts, context)
}

/// Puts what is below `source` below `target`.
pub async fn copy(
    source: &str,
    target: &str,
    depth: Option<usize>,
    rules: Rules,
    journal: Option<Journal>,
    context: &mut Context,
) -> Result<(Counts, Option<String>)> {
    let patience = Patience::Long(context.op_timeout());
    let link = Link::of(context, patience).await?;
    let mut walk = Walk::new(link.fork(), source, Want::ALL).down_to(depth);
    let writes = Writes::new(link, CONCURRENCY, Pace::new(None));
    let authenticated = !context.auth().await?.is_empty();
    let importer = Importer::new(writes, rules, source, target).journaled(journal);
    let mut importer = importer.authenticated(authenticated);
    // The source first: that it is missing says more than that the target is there.
    let mut next = walk.step().await.map_err(|e| e.failure("copy"))?;
    importer.check_target().await?;
    while let Some(node) = next {
        importer.node(node).await?;
        next = walk.step().await.map_err(|e| e.failure("copy"))?;
    }
    let (mut counts, _, undo, _) = importer.finish().await?;
    counts.left += walk.seen().vanished;
    Ok((counts, undo))
}

/// Tells each problem and ends with "partial" if there is one.
pub fn problems(reply: Reply, counts: &Counts, context: &mut Context) -> Result<Reply> {
    if counts.problems == 0 {
        return Ok(reply);
    }
    context.out.show(&reply)?;
    for (path, why) in &counts.told {
        let said = format!("{}: {}", crate::sanitise::line(path), crate::sanitise::line(why));
        crate::report(&Failure::new(Exit::Partial, "Partial", said).on(path), context.out.format());
    }
    Err(Failure::silent(Exit::Partial))
}

/// Refuses targets that are part of the source, or the server's own.
pub fn refuse_impossible(verb: &str, source: &str, target: &str) -> Result<()> {
    let inside = |path: &str, top: &str| crate::bulk::order::below(path, top).is_some();
    let why = if inside(target, source) {
        "the target would be part of the source"
    } else if inside(target, "/zookeeper") {
        "the server keeps its own state there"
    } else {
        return Ok(());
    };
    let line = crate::sanitise::line;
    let said = format!("refused to {verb} {} to {}: {why}", line(source), line(target));
    Err(Failure::new(Exit::Refused, "Refused", said).on(target))
}

/// Looks for ephemeral nodes before anything is written.
pub async fn refuse_ephemerals(source: &str, depth: Option<usize>, context: &mut Context) -> Result<()> {
    let mut walk = walk::start(source, depth, context).await?;
    while let Some(node) = walk.step().await.map_err(|e| e.failure("copy"))? {
        let owner = node.stat.map_or(SessionId::NONE, |s| s.ephemeral_owner);
        if owner != SessionId::NONE {
            let said = format!(
                "{} is ephemeral, of session {owner}; nothing was copied",
                crate::sanitise::line(&node.path)
            );
            return Err(Failure::new(Exit::Precondition, "Ephemeral", said).on(&node.path).hint(
                "--ephemerals skip leaves such nodes out, --ephemerals persist makes their copies persistent",
            ));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_is_no_part_of_its_source() {
        for (source, target) in [("/a", "/a"), ("/a", "/a/b"), ("/", "/b"), ("/a", "/zookeeper/x")] {
            assert!(refuse_impossible("copy", source, target).is_err(), "{source} {target}");
        }
        assert!(refuse_impossible("copy", "/a", "/ab").is_ok());
        assert!(refuse_impossible("copy", "/a/b", "/a").is_ok());
    }
}
