//! `mv`: a node or a subtree to another place. ZooKeeper has no such operation: it is a copy and a deletion, in one
//! request if they fit, which then is atomic; else copied, compared, and deleted only if both are the same.

use zk_client::{CreateMode, CreateOptions, Error, ErrorCode, Multi};
use zk_proto::{Acl, Perms, SessionId};

use crate::bulk::compare::Pairs;
use crate::bulk::import::{AclFrom, Ephemerals, OnConflict, Rules};
use crate::bulk::journal::Journal;
use crate::bulk::{Link, Patience, TreeNode, Walk, Want, nodes, order};
use crate::bulk_args::MoveArgs;
use crate::commands::bulk_report::way_back;
use crate::commands::copy::{copy, refuse_impossible};
use crate::commands::create::make_parents;
use crate::commands::delete::{Doomed, delete_all_of};
use crate::commands::diff::Aspects;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::{Failure, Result};
use crate::interrupt;
use crate::reply::Reply;
use crate::reply::report::{Cell, Report};

/// What fits into one request, below the servers' usual 1 MiB: paths are in it twice.
const MULTI_BYTES: usize = 900 << 10;
const MULTI_NODES: usize = 2_000;

pub async fn run(args: MoveArgs, context: &mut Context) -> Result<Reply> {
    let (source, target) = (context.path(&args.source)?, context.path(&args.target)?);
    refuse_impossible("move", &source, &target)?;
    if order::below(&source, "/zookeeper").is_some() || source == "/" {
        let said = format!(
            "refused to move {}: the server keeps its own state there",
            crate::sanitise::line(&source)
        );
        return Err(Failure::new(Exit::Refused, "Refused", said).on(&source));
    }
    let tree = collect(&source, &args, context).await?;
    let whole = fits(&tree);
    let count = u64::try_from(tree.len()).unwrap_or(u64::MAX);
    let line = crate::sanitise::line;
    if args.dry_run {
        let how = if whole { "atomically, in one request" } else { "by a copy, a comparison and a deletion" };
        context.note(format_args!("would move {} {how}", nodes(count)));
        return Ok(reply(source, target, count, whole, true, None));
    }
    if args.parents {
        make_parents(&target, context).await?;
    }
    if count > 1 {
        let question =
            format!("move {} and {} below it to {}?", line(&source), nodes(count - 1), line(&target));
        context.confirm(&question).await?;
    }
    let command = format!("mv {} {}", line(&source), line(&target));
    let mut journal =
        context.keeps_undo(args.no_undo).then(|| Journal::begin(command, context.hosts())).transpose()?;
    if let Some(journal) = &mut journal {
        tree.iter().try_for_each(|node| journal.write(node))?;
    }
    let atomic = whole
        && in_one(&tree, &source, &target, context).await.inspect_err(|failure| {
            // Nothing was moved, so there is nothing to bring back, unless nobody knows.
            if failure.exit() != Exit::OutcomeUnknown
                && let Some(journal) = journal.take()
            {
                journal.discard();
            }
        })?;
    let undo = if atomic {
        context.note(format_args!("moved {}, all at once", nodes(count)));
        journal.map(Journal::commit).transpose()?.flatten()
    } else {
        by_copy(tree, &source, &target, &args, journal, context).await?
    };
    way_back(undo.as_deref(), context);
    Ok(reply(source, target, count, atomic, false, undo))
}

fn reply(source: String, target: String, count: u64, atomic: bool, dry: bool, undo: Option<String>) -> Reply {
    let fields = vec![
        ("source", Cell::from(source)),
        ("target", Cell::from(target)),
        ("nodes", Cell::from(count)),
        ("atomic", Cell::from(atomic)),
        ("dry_run", Cell::from(dry)),
        ("undo", Cell::from(undo)),
    ];
    Reply::Report(Report { name: "problems", fields, ..Report::default() })
}

/// The subtree, as it is to be moved.
async fn collect(source: &str, args: &MoveArgs, context: &mut Context) -> Result<Vec<TreeNode>> {
    let link = Link::of(context, Patience::Long(context.op_timeout())).await?;
    let mut walk = Walk::new(link, source, Want::ALL);
    let mut tree = Vec::new();
    let at = crate::sanitise::line(source);
    while let Some(node) = walk.step().await.map_err(|e| e.failure("move"))? {
        if tree.len() == 1 && !args.recursive {
            let said = format!("{at} has children");
            return Err(Failure::new(Exit::Refused, "Refused", said).on(source).hint("mv -r moves them too"));
        }
        let limit = context.max_nodes(args.max_nodes);
        if tree.len() >= limit && !args.dry_run {
            let said = format!("refused to move {at}: it and what is below are more than {limit} nodes");
            let failure = Failure::new(Exit::Refused, "Refused", said).on(source);
            return Err(failure.hint("`--dry-run` counts them, `--max-nodes` raises the limit"));
        }
        if node.denied {
            let said = format!("cannot move {}: it may not be read", crate::sanitise::line(&node.path));
            return Err(Failure::new(Exit::NotPermitted, "NoAuth", said).on(&node.path));
        }
        if node.is_masked() {
            let said = format!(
                "cannot move {}: the server hides digests of its ACL from us (USER:x), and its users would be locked out",
                crate::sanitise::line(&node.path)
            );
            let failure = Failure::new(Exit::NotPermitted, "HiddenAcl", said).on(&node.path);
            return Err(failure.hint("--auth-file with its administrator's credentials"));
        }
        let owner = node.stat.map_or(SessionId::NONE, |s| s.ephemeral_owner);
        if owner != SessionId::NONE && !args.persist {
            let said = format!("{} is ephemeral, of session {owner}", crate::sanitise::line(&node.path));
            let failure = Failure::new(Exit::Precondition, "Ephemeral", said).on(&node.path);
            return Err(failure.hint("--persist makes such nodes persistent at their new place"));
        }
        tree.push(node);
    }
    Ok(tree)
}

/// Whether all of it goes into one request. A node that lets nobody create below it is made open for a while, which
/// one request cannot do.
fn fits(tree: &[TreeNode]) -> bool {
    let size = |n: &TreeNode| {
        let acl = n.acl.iter().flatten().map(|a| a.id.id.len() + a.id.scheme.len() + 12).sum::<usize>();
        n.value.iter().flatten().map(Vec::len).sum::<usize>() + acl + 2 * n.path.len() + 80
    };
    let open = |acl: &Acl| acl.id.scheme == "world" && acl.perms.intersects(Perms::CREATE);
    let closed =
        |n: &TreeNode| n.stat.is_some_and(|s| s.num_children > 0) && !n.acl.iter().flatten().any(open);
    tree.len() <= MULTI_NODES
        && tree.iter().map(size).sum::<usize>() <= MULTI_BYTES
        && !tree.iter().any(closed)
}

/// Moves in one request; false if the server would not have it so and it has to be done in steps.
async fn in_one(tree: &[TreeNode], source: &str, target: &str, context: &mut Context) -> Result<bool> {
    let mut multi = Multi::new();
    for node in tree {
        let path = order::onto(target, order::below(&node.path, source).unwrap_or_default());
        let acl = node.acl.clone().unwrap_or_else(Acl::open);
        let value = node.value.as_ref().and_then(Option::as_deref);
        multi = multi.create(&path, value, CreateOptions::new(CreateMode::Persistent).acl(acl));
    }
    // Only what was read: somebody's change in between undoes all of it.
    for node in tree.iter().rev() {
        multi = multi.delete(&node.path, node.stat.map(|s| s.version));
    }
    let client = context.client().await?;
    interrupt::write_begins("move", source);
    let answer = client.multi(multi).await;
    interrupt::write_ended();
    let error = match answer {
        Ok(_) => return Ok(true),
        Err(error) => error,
    };
    let line = crate::sanitise::line;
    let (source, target) = (line(source), line(target));
    let refused = |exit, code: &str, why: String| {
        Err(Failure::new(exit, code, format!("cannot move {source} to {target}: {why}; nothing was moved")))
    };
    match &error {
        Error::TooLarge { .. } => Ok(false),
        Error::Multi(m) => match m.error() {
            Some(ErrorCode::NodeExists) => {
                refused(Exit::Precondition, "NodeExists", format!("{} exists", line(&m.path)))
            }
            Some(ErrorCode::NoNode) if m.index == 0 => {
                let failure = refused(Exit::NotFound, "NoNode", "the target's parent does not exist".into());
                failure.map_err(|f: Failure| f.hint("mv -p makes parents too"))
            }
            Some(ErrorCode::NoNode | ErrorCode::BadVersion | ErrorCode::NotEmpty) => {
                let why = format!("somebody changed {} meanwhile", line(&m.path));
                refused(Exit::Precondition, "Changed", why)
            }
            _ => Err(context.failure("move", &m.path, error.clone())),
        },
        _ => Err(context.failure("move", &source, error)),
    }
}

/// Copies, compares, deletes.
async fn by_copy(
    tree: Vec<TreeNode>,
    source: &str,
    target: &str,
    args: &MoveArgs,
    journal: Option<Journal>,
    context: &mut Context,
) -> Result<Option<String>> {
    let mut doomed = Doomed { paths: Vec::new(), ephemerals: 0, masked: 0, limit: usize::MAX, journal: None };
    doomed.paths = tree.into_iter().map(|node| node.path).collect();
    doomed.journal = journal;
    let ephemerals = if args.persist { Ephemerals::Persist } else { Ephemerals::Fail };
    let rules = Rules { on_conflict: OnConflict::Fail, ephemerals, acl: AclFrom::Keep, plan: false };
    let copied = copy(source, target, None, rules, None, context).await;
    let line = crate::sanitise::line;
    let verdict = match copied {
        Err(failure) => Err(failure),
        Ok((counts, _)) if counts.problems > 0 => {
            let why = counts
                .told
                .first()
                .map_or_else(String::new, |(path, why)| format!("{}: {}", line(path), line(why)));
            let said = format!(
                "cannot copy all of {} to {} ({why}); the source is as it was",
                line(source),
                line(target)
            );
            Err(Failure::new(Exit::Partial, "Partial", said))
        }
        Ok(_) => verify(source, target, context).await,
    };
    if let Err(failure) = verdict {
        doomed.discard();
        return Err(failure);
    }
    let count = u64::try_from(doomed.paths.len()).unwrap_or(u64::MAX);
    let undo = delete_all_of(doomed, crate::bulk::CONCURRENCY, context).await?;
    context.note(format_args!("moved {}: copied, compared, deleted; not all at once", nodes(count)));
    Ok(undo)
}

/// Compares both.
async fn verify(source: &str, target: &str, context: &mut Context) -> Result<()> {
    let link = Link::of(context, Patience::Long(context.op_timeout())).await?;
    let left = Box::new(Walk::new(link.fork(), source, Want::ALL));
    let right = Box::new(Walk::new(link, target, Want::ALL));
    let mut pairs = Pairs::new(left, right);
    let aspects = Aspects { content: true, acl: true, stat: false };
    while let Some(pair) = pairs.next().await? {
        let same = match (&pair.left, &pair.right) {
            // An ephemeral node's copy is persistent.
            (Some(l), Some(r)) => aspects.differences(l, r).iter().all(|what| *what == "kind"),
            _ => false,
        };
        if !same {
            let line = crate::sanitise::line;
            let said = format!(
                "the copy {} differs from {} at {}: somebody changed it meanwhile; nothing was deleted",
                line(target),
                line(source),
                line(if pair.rest.is_empty() { "/" } else { &pair.rest })
            );
            let failure = Failure::new(Exit::Precondition, "Changed", said).on(source);
            return Err(failure.hint("look at both, delete one"));
        }
    }
    Ok(())
}
