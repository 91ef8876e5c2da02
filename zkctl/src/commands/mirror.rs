//! `mirror`: a subtree is made the same as another one, here or elsewhere, and kept so. Only what differs is written,
//! so that it may be stopped and started at any time.

use std::collections::BTreeSet;
use std::pin::Pin;
use std::time::Duration;

use zk_client::{Error, ErrorCode, WatchEvent};
use zk_proto::SessionId;
use zk_proto::watch::AddWatchMode;

use crate::bulk::compare::Pairs;
use crate::bulk::import::{AclFrom, Counts, Ephemerals, Importer, OnConflict, Rules};
use crate::bulk::journal::Journal;
use crate::bulk::order::{self, Key};
use crate::bulk::remove::remove;
use crate::bulk::side::{Side, connect, open_export};
use crate::bulk::{Link, TreeNode, TreeSource, Walk, Want, Writes, grouped, nodes};
use crate::bulk_args::MirrorArgs;
use crate::commands::bulk_report::{FATES, end, not_kept, way_back};
use crate::commands::diff::Aspects;
use crate::commands::import::show;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::{Failure, Result};
use crate::interrupt;
use crate::output::{Pace, Progress};
use crate::reply::report::{Cell, Row};
use crate::reply::{Record, Reply};

/// Changes that come so close together are handled together.
const TOGETHER: Duration = Duration::from_millis(20);

/// Both ends.
struct Ends {
    source: Side,
    /// Where the source is live.
    from: Option<(Link, String, bool)>,
    to: (Link, String, bool),
    /// The target's servers, for the undo journal.
    hosts: String,
    /// Whether what is written over is kept.
    keeps: bool,
    authenticated: bool,
}

/// What a pass did.
struct Passed {
    counts: Counts,
    deleted: u64,
    undo: Vec<String>,
}

pub async fn run(args: MirrorArgs, context: &mut Context) -> Result<Reply> {
    let (source, target) = (Side::parse(&args.source), Side::parse(&args.target));
    let from = match &source {
        Side::Export(_) if args.watch => {
            return Err(Failure::usage("a file does not change: --watch needs a source on a server"));
        }
        Side::Export(_) | Side::Past { .. } => None,
        live => Some(connect(live, args.pace.patience, context).await?),
    };
    let to = connect(&target, args.pace.patience, context).await?;
    let hosts = match &target {
        Side::There { hosts, .. } => hosts.clone(),
        _ => context.hosts().to_owned(),
    };
    if let (Side::Here(_), Side::Here(_), Some((_, path, _))) = (&source, &target, &from) {
        crate::commands::copy::refuse_impossible("mirror", path, &to.1)?;
        crate::commands::copy::refuse_impossible("mirror", &to.1, path)?;
    }
    if order::below(&to.1, "/zookeeper").is_some() {
        let said = "refused to mirror into /zookeeper: the server keeps its own state there";
        return Err(Failure::new(Exit::Refused, "Refused", said));
    }
    let keeps = context.keeps_undo(args.no_undo);
    let mut ends = Ends { source, from, to, hosts, keeps, authenticated: !context.auth().await?.is_empty() };
    if args.watch {
        return watch(&args, &mut ends, context).await;
    }
    let passed = ends.pass(&args, context).await?;
    tell(&args, &passed, context);
    if args.dry_run {
        return Err(Failure::silent(Exit::Ok));
    }
    let fields = vec![
        ("source", Cell::from(args.source.as_str())),
        ("target", Cell::from(args.target.as_str())),
        ("deleted", Cell::from(passed.deleted)),
    ];
    end(fields, &passed.counts, passed.undo.into_iter().next(), context)
}

fn tell(args: &MirrorArgs, passed: &Passed, context: &Context) {
    let c = &passed.counts;
    let would = if args.dry_run { "would be " } else { "" };
    context.note(format_args!(
        "{} the same, {} {would}created, {} {would}written over, {} {would}deleted",
        nodes(c.same),
        grouped(c.created),
        grouped(c.overwritten),
        grouped(passed.deleted)
    ));
    if !args.dry_run {
        context.heed(not_kept(c));
    }
    passed.undo.iter().for_each(|id| way_back(Some(id), context));
}

impl Ends {
    /// Compares all and writes what differs.
    async fn pass(&mut self, args: &MirrorArgs, context: &mut Context) -> Result<Passed> {
        let left: Box<dyn TreeSource> = match (&self.source, &self.from) {
            (Side::Export(file), _) => open_export(file)?,
            (_, Some((link, path, chrooted))) => Box::new(walk(link, path, *chrooted, args)),
            (_, None) => return Err(Failure::usage("there is no source")),
        };
        let right = self.target(args).await?;
        let from = left.root().to_owned();
        let mut importer = self.importer(args, &from)?;
        let keeps = args.delete && !args.dry_run && context.keeps_undo(args.no_undo);
        let mut journal = keeps.then(|| self.journal(args)).transpose()?;
        let mut extra = Vec::new();
        let mut pairs = Pairs::new(left, right);
        let mut progress = Progress::of_nodes(None, context.quiet || args.dry_run);
        let mut met = 0u64;
        if args.dry_run {
            context.out.begin("plan", Pace::Bulk)?;
        }
        while let Some(pair) = pairs.next().await? {
            met += 1;
            progress.set(met);
            interrupt::check()?;
            match (pair.left, pair.right) {
                (Some(l), Some(r)) if same(&l, &r) => importer.counts_mut().same += 1,
                (Some(l), _) => importer.node(l).await?,
                (None, Some(r)) if args.delete && !is_ephemeral(&r) => {
                    if let Some(journal) = &mut journal {
                        journal.write(&r)?;
                    }
                    extra.push(r.path);
                }
                (None, Some(_)) => importer.counts_mut().left += 1,
                (None, None) => {}
            }
            show(&mut importer.fates(), context)?;
        }
        let (counts, _, undo, mut fates) = importer.finish().await?;
        progress.finish();
        show(&mut fates, context)?;
        let mut passed = Passed { counts, deleted: 0, undo: undo.into_iter().collect() };
        if args.dry_run {
            for path in &extra {
                let row = Row::new(vec!["delete".into(), path.as_str().into()]);
                context.out.record(&Record::Row { columns: FATES, row })?;
            }
            passed.deleted = extra.len() as u64;
            context.out.end()?;
        } else {
            self.delete(extra, journal, args, &mut passed, context).await?;
        }
        Ok(passed)
    }

    /// Deletes what the source does not have.
    async fn delete(
        &mut self,
        extra: Vec<String>,
        journal: Option<Journal>,
        args: &MirrorArgs,
        passed: &mut Passed,
        context: &mut Context,
    ) -> Result<()> {
        let count = extra.len() as u64;
        let allowed = if extra.len() > context.max_nodes(args.max_nodes) {
            let said = format!(
                "refused to delete {} that the source does not have: more than {}; all else is done",
                nodes(count),
                context.max_nodes(args.max_nodes)
            );
            Err(Failure::new(Exit::Refused, "Refused", said)
                .hint("`--dry-run` lists them, `--max-nodes` raises the limit"))
        } else if count > 0 {
            let at = crate::sanitise::line(&args.target);
            context.confirm(&format!("delete {} of {at} that the source does not have?", nodes(count))).await
        } else {
            Ok(())
        };
        if let Err(failure) = allowed {
            if let Some(journal) = journal {
                journal.discard();
            }
            return Err(failure);
        }
        passed.undo.extend(journal.map(Journal::commit).transpose()?.flatten());
        let mut writes = Writes::new(self.to.0.fork(), args.pace.concurrency, args.pace.pace());
        let mut progress = Progress::of_nodes(Some(count), context.quiet);
        let removed = remove(&extra, &mut writes, &mut progress).await;
        progress.finish();
        if removed.is_err() {
            passed.undo.iter().for_each(|id| way_back(Some(id), context));
        }
        passed.deleted = removed?;
        Ok(())
    }

    /// The target; nothing if it is not there yet.
    async fn target(&mut self, args: &MirrorArgs) -> Result<Box<dyn TreeSource>> {
        let (link, path, chrooted) = &mut self.to;
        let found = link.read(|c| c.exists(path)).await;
        match found.map_err(|e| crate::context::client_failure("look for", path, e))? {
            Some(_) => Ok(Box::new(walk(link, path, *chrooted, args))),
            None => Ok(Box::new(Nothing(path.clone()))),
        }
    }

    fn importer(&self, args: &MirrorArgs, from: &str) -> Result<Importer> {
        let rules = Rules {
            on_conflict: OnConflict::Overwrite,
            ephemerals: args.ephemerals,
            acl: AclFrom::Keep,
            plan: args.dry_run,
        };
        let journal = (!args.dry_run && self.keeps).then(|| self.journal(args)).transpose()?;
        let writes = Writes::new(self.to.0.fork(), args.pace.concurrency, args.pace.pace());
        let importer = Importer::new(writes, rules, from, &self.to.1).journaled(journal);
        Ok(importer.authenticated(self.authenticated))
    }

    fn journal(&self, args: &MirrorArgs) -> Result<Journal> {
        Journal::begin(format!("mirror {} {}", args.source, args.target), &self.hosts)
    }
}

/// Passes, and between them follows single changes.
async fn watch(args: &MirrorArgs, ends: &mut Ends, context: &mut Context) -> Result<Reply> {
    loop {
        let Some((link, root, _)) = &mut ends.from else { return Ok(Reply::Nothing) };
        let root = root.clone();
        // Before the pass, so that nothing changes unseen.
        let mut watch = loop {
            let sent_in = link.breaks();
            match link.client().add_watch(&root, AddWatchMode::PersistentRecursive).await {
                Ok((_, stream)) => break stream,
                Err(error) => link
                    .outlive(error, sent_in)
                    .await
                    .map_err(|e| crate::context::client_failure("watch", &root, e))?,
            }
        };
        let passed = ends.pass(args, context).await?;
        tell(args, &passed, context);
        for (path, why) in &passed.counts.told {
            context.note(format_args!("{}: {}", crate::sanitise::line(path), crate::sanitise::line(why)));
        }
        context.note(format_args!("watching {}", crate::sanitise::line(&root)));
        follow(args, ends, &root, &mut watch, context).await?;
        context.heed("events may have been missed: comparing all again");
    }
}

/// Follows changes until some may have been missed.
async fn follow(
    args: &MirrorArgs,
    ends: &mut Ends,
    root: &str,
    watch: &mut zk_client::WatchStream,
    context: &mut Context,
) -> Result<()> {
    loop {
        let mut changed = BTreeSet::new();
        let Some(event) = watch.next().await else { return Ok(()) };
        let mut gap = !take(event, &mut changed);
        // What follows closely belongs to it, and a burst is handled at once.
        while !gap && let Ok(event) = tokio::time::timeout(TOGETHER, watch.next()).await {
            gap = event.is_none_or(|event| !take(event, &mut changed));
            if changed.len() >= 10_000 {
                break;
            }
        }
        if gap {
            return Ok(());
        }
        for Key(path) in changed {
            single(args, ends, root, &path, context).await?;
        }
    }
}

/// Notes a changed node; false if events were missed.
fn take(event: WatchEvent, changed: &mut BTreeSet<Key>) -> bool {
    match event {
        WatchEvent::Node(event) => {
            changed.insert(Key(event.path));
            true
        }
        _ => false,
    }
}

/// Makes one node of the target what the source's is.
async fn single(
    args: &MirrorArgs,
    ends: &mut Ends,
    root: &str,
    path: &str,
    context: &mut Context,
) -> Result<()> {
    let Some(rest) = order::below(path, root) else { return Ok(()) };
    let Some((link, ..)) = &ends.from else { return Ok(()) };
    let mut one = Walk::new(link.fork(), path, Want::ALL).down_to(Some(0));
    let to = order::onto(&ends.to.1, rest);
    let line = crate::sanitise::line;
    match one.step().await {
        Ok(Some(node)) => {
            if is_ephemeral(&node) && args.ephemerals == Ephemerals::Skip {
                return Ok(());
            }
            let mut importer = ends.importer(args, root)?;
            importer.node(node).await?;
            let (counts, ..) = importer.finish().await?;
            if counts.written() > 0 {
                context.note(format_args!("wrote {}", line(&to)));
            }
            for (path, why) in &counts.told {
                context.note(format_args!("{}: {}", line(path), line(why)));
            }
        }
        Ok(None) => {}
        Err(crate::bulk::WalkError::Client {
            error: Error::Server { code: ErrorCode::NoNode, .. }, ..
        }) => {
            if args.delete {
                gone(args, ends, &to, context).await?;
            }
        }
        Err(error) => return Err(error.failure("read")),
    }
    Ok(())
}

/// Deletes a subtree of the target whose source went away.
async fn gone(args: &MirrorArgs, ends: &mut Ends, to: &str, context: &mut Context) -> Result<()> {
    let mut walk = Walk::new(ends.to.0.fork(), to, Want::ALL);
    let mut journal = context.keeps_undo(args.no_undo).then(|| ends.journal(args)).transpose()?;
    let mut paths = Vec::new();
    loop {
        match walk.step().await {
            Ok(Some(node)) => {
                if let Some(journal) = &mut journal {
                    journal.write(&node)?;
                }
                paths.push(node.path);
            }
            Ok(None) => break,
            Err(crate::bulk::WalkError::Client {
                error: Error::Server { code: ErrorCode::NoNode, .. },
                ..
            }) => break,
            Err(error) => return Err(error.failure("read")),
        }
        if paths.len() > context.max_nodes(args.max_nodes) {
            if let Some(journal) = journal {
                journal.discard();
            }
            let said = format!(
                "refused to delete {}: more than {} nodes",
                crate::sanitise::line(to),
                context.max_nodes(args.max_nodes)
            );
            return Err(Failure::new(Exit::Refused, "Refused", said).hint("--max-nodes raises the limit"));
        }
    }
    let undo = journal.map(Journal::commit).transpose()?.flatten();
    let mut writes = Writes::new(ends.to.0.fork(), args.pace.concurrency, args.pace.pace());
    let mut progress = Progress::of_nodes(None, true);
    let count = remove(&paths, &mut writes, &mut progress).await?;
    if count > 0 {
        let undo = undo.map_or_else(String::new, |id| format!(" (undo {id})"));
        context.note(format_args!("deleted {}, {}{undo}", crate::sanitise::line(to), nodes(count)));
    }
    Ok(())
}

fn walk(link: &Link, path: &str, chrooted: bool, args: &MirrorArgs) -> Walk {
    let walk = Walk::new(link.fork(), path, Want::ALL).without_system(chrooted);
    walk.paced(args.pace.concurrency, args.pace.pace())
}

fn is_ephemeral(node: &TreeNode) -> bool {
    node.stat.is_some_and(|s| s.ephemeral_owner != SessionId::NONE)
}

fn same(left: &TreeNode, right: &TreeNode) -> bool {
    let aspects = Aspects { content: true, acl: true, stat: false };
    !left.denied && !right.denied && aspects.differences(left, right).is_empty()
}

/// A subtree that is not there.
struct Nothing(String);

impl TreeSource for Nothing {
    fn next(&mut self) -> Pin<Box<dyn Future<Output = Result<Option<TreeNode>>> + Send + '_>> {
        Box::pin(std::future::ready(Ok(None)))
    }

    fn root(&self) -> &str {
        &self.0
    }

    fn title(&self) -> String {
        self.0.clone()
    }
}
