//! `delete` and `deleteall`.

use zk_proto::SessionId;

use crate::bulk::journal::Journal;
use crate::bulk::remove::remove;
use crate::bulk::{Link, Pace, Patience, TreeNode, Walk, Want, Writes, order};
use crate::bulk_args::DeleteAllArgs;
use crate::commands::bulk_report::way_back;
use crate::commands::set::{version_conflict, wanted};
use crate::commands::stat::each;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::{Failure, Result};
use crate::node_args::DeleteArgs;
use crate::output::Progress;
use crate::reply::{Deleted, Reply};

pub async fn delete(args: DeleteArgs, context: &mut Context) -> Result<Reply> {
    let version = wanted(args.version);
    let mut paths = Vec::new();
    let mut failures = Vec::new();
    for typed in &args.paths {
        let path = context.path(typed)?;
        match context.write("delete", &path, |c| c.delete(&path, version)).await {
            Ok(_) => {
                context.ephemerals.deleted(&path);
                paths.push(path);
            }
            Err(failure) => failures.push(version_conflict(failure, "delete", &path, version, context).await),
        }
    }
    let reply = |paths: Vec<String>| {
        Reply::Deleted(Deleted { nodes: paths.len(), paths, ephemerals: 0, dry_run: false })
    };
    each(paths, failures, reply, context)
}

pub async fn delete_all(args: DeleteAllArgs, context: &mut Context) -> Result<Reply> {
    let roots = roots(&args, context)?;
    let keeps = !args.dry_run && context.keeps_undo(args.no_undo);
    let line = crate::sanitise::line;
    let names: Vec<_> = roots.iter().map(|p| line(p)).collect();
    let journal = keeps.then(|| Journal::begin(format!("deleteall {}", names.join(" ")), context.hosts()));
    let mut doomed = Doomed {
        paths: Vec::new(),
        ephemerals: 0,
        masked: 0,
        limit: if args.dry_run { usize::MAX } else { context.max_nodes(args.max_nodes) },
        journal: journal.transpose()?,
    };
    for root in &roots {
        if let Err(failure) = collect(root, &args, &mut doomed, context).await {
            doomed.discard();
            return Err(failure);
        }
    }
    let nodes = doomed.paths.len();
    let ephemerals = doomed.ephemerals;
    let deleted = Deleted { paths: roots.clone(), nodes, ephemerals, dry_run: args.dry_run };
    if args.dry_run {
        return Ok(Reply::Deleted(deleted));
    }
    if nodes > 1 || args.name.is_some() || context.is_protected() {
        let question = match roots.as_slice() {
            [root] if nodes == 1 && doomed.paths.first() == Some(root) => format!("delete {}?", line(root)),
            [root] if doomed.paths.first() == Some(root) => {
                format!("delete {} and {} below it?", line(root), count(nodes - 1))
            }
            [root] => format!("delete {} below {}?", count(nodes), line(root)),
            _ => format!("delete {} at and below {}?", count(nodes), names.join(" ")),
        };
        for root in &roots {
            if let Err(failure) = context.confirm_change(root, &question).await {
                doomed.discard();
                return Err(failure);
            }
            if !context.is_protected() {
                break;
            }
        }
    }
    let undo = delete_all_of(doomed, args.batch.max(1), context).await?;
    context.note(format_args!("deleted {}", count(nodes)));
    way_back(undo.as_deref(), context);
    Ok(Reply::Deleted(deleted))
}

/// Nodes that are to be deleted, each before its children.
pub struct Doomed {
    pub paths: Vec<String>,
    pub ephemerals: usize,
    /// ACLs that cannot be brought back, since they are hidden from us.
    pub masked: u64,
    /// More are refused.
    pub limit: usize,
    pub journal: Option<Journal>,
}

impl Doomed {
    /// One more.
    ///
    /// # Errors
    /// There are too many, or it cannot be taken down.
    pub fn add(&mut self, node: TreeNode, root: &str) -> Result<()> {
        if self.paths.len() >= self.limit {
            let said = format!(
                "refused to delete {}: it and what is below are more than {} nodes",
                crate::sanitise::line(root),
                self.limit
            );
            return Err(refuse(said)
                .on(root)
                .hint("`--dry-run` counts them, `--max-nodes` raises the limit"));
        }
        if let Some(journal) = &mut self.journal {
            if node.denied {
                let said = format!(
                    "cannot keep {} for an undo: it may not be read",
                    crate::sanitise::line(&node.path)
                );
                let failure = Failure::new(Exit::NotPermitted, "NoAuth", said).on(&node.path);
                return Err(failure.hint("--no-undo deletes without keeping, if that is permitted"));
            }
            journal.write(&node)?;
            self.masked += u64::from(node.is_masked());
        }
        self.ephemerals += usize::from(node.stat.is_some_and(|s| s.ephemeral_owner != SessionId::NONE));
        self.paths.push(node.path);
        Ok(())
    }

    /// They live on.
    pub fn discard(self) {
        if let Some(journal) = self.journal {
            journal.discard();
        }
    }
}

/// Deletes them, once what they were is safe. Gives the undo entry's id.
pub async fn delete_all_of(doomed: Doomed, batch: usize, context: &mut Context) -> Result<Option<String>> {
    let undo = doomed.journal.map(Journal::commit).transpose()?.flatten();
    if doomed.masked > 0 {
        context.heed(format_args!(
            "note: the server hides digests in the ACLs of {} from us: an undo will need --acl for these",
            crate::bulk::nodes(doomed.masked)
        ));
    }
    let link = Link::of(context, Patience::Long(context.op_timeout())).await?;
    let mut writes = Writes::new(link, batch, Pace::new(None));
    let mut progress = Progress::of_nodes(u64::try_from(doomed.paths.len()).ok(), context.quiet);
    let removed = remove(&doomed.paths, &mut writes, &mut progress).await;
    progress.finish();
    // What was refused has left everything as it was.
    if removed.as_ref().is_err_and(|failure| failure.exit() != Exit::Refused) {
        way_back(undo.as_deref(), context);
    }
    removed.map(|_| undo)
}

/// The subtrees to delete, in order, none within another.
fn roots(args: &DeleteAllArgs, context: &Context) -> Result<Vec<String>> {
    let mut roots: Vec<String> = Vec::new();
    for typed in &args.paths {
        let path = context.path(typed)?;
        let below_only = args.keep_root || args.name.is_some();
        let why = match path.as_str() {
            "/" if !below_only => "the root cannot be deleted",
            path if path != "/" && order::below(path, "/zookeeper").is_some() => {
                "the server keeps its own state there"
            }
            _ => {
                roots.push(path);
                continue;
            }
        };
        return Err(refuse(format!("refused to delete {}: {why}", crate::sanitise::line(&path))).on(&path));
    }
    roots.sort_by(|a, b| order::compare(a, b));
    roots.dedup_by(|b, a| order::below(b, a).is_some());
    Ok(roots)
}

async fn collect(root: &str, args: &DeleteAllArgs, doomed: &mut Doomed, context: &mut Context) -> Result<()> {
    let want = if doomed.journal.is_some() { Want::ALL } else { Want::default() };
    let link = Link::of(context, Patience::Long(context.op_timeout())).await?;
    let chrooted = !context.servers()?.chroot().is_empty();
    let mut walk = Walk::new(link, root, want).without_system(chrooted);
    // The node below which all goes, as its name matched.
    let mut matched: Option<String> = None;
    while let Some(node) = walk.step().await.map_err(|e| e.failure("delete"))? {
        if node.depth == 0 && (args.keep_root || args.name.is_some()) {
            continue;
        }
        if let Some(glob) = &args.name {
            let inside = matched.as_deref().is_some_and(|top| order::below(&node.path, top).is_some());
            if !inside && !glob.is_match(zk_proto::path::name(&node.path)) {
                continue;
            }
            if !inside {
                matched = Some(node.path.clone());
            }
        }
        doomed.add(node, root)?;
    }
    Ok(())
}

fn count(nodes: usize) -> String {
    crate::bulk::nodes(u64::try_from(nodes).unwrap_or(u64::MAX))
}

fn refuse(message: String) -> Failure {
    Failure::new(Exit::Refused, "Refused", message)
}
