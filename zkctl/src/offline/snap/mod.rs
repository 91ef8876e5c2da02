//! `snap`: questions to snapshot files.

mod cat;
mod diff;
mod info;
mod install;
mod nodes;
mod people;

use std::path::PathBuf;

use zk_forensics::snap::Opened;
use zk_forensics::travel::When;
use zk_forensics::{SnapshotSource, Sources};
use zk_storage::SnapshotError;
use zk_storage::snapshot::{NodeRef, Trailers};

use super::snap_args::{SnapCommand, SnapDu, UsageOrder};
use crate::bulk::past::PastTree;
use crate::context::Context;
use crate::exit::Exit;
use crate::explore::{self, Order};
use crate::failure::{Failure, Result};
use crate::output::Progress;
use crate::reply::Reply;

/// Nodes between two looks at the clock and at Ctrl-C.
const LOOK_EVERY: u64 = 4096;

/// Runs one of the commands.
pub fn run(command: SnapCommand, context: &mut Context) -> Result<Reply> {
    match command {
        SnapCommand::Info(args) => info::info(&args, context),
        SnapCommand::Ls(args) => nodes::ls(&args, context),
        SnapCommand::Tree(args) => nodes::tree(&args, context),
        SnapCommand::Cat(args) => cat::run(args, context),
        SnapCommand::Get(args) => nodes::get(&args, context),
        SnapCommand::Du(args) => nodes::du(&args, context),
        SnapCommand::Top(args) => nodes::top(&args, context),
        SnapCommand::Diff(args) => diff::run(&args, context),
        SnapCommand::Verify(args) => info::verify(&args, context),
        SnapCommand::Orphans(args) => people::orphans(&args, context),
        SnapCommand::Acls(args) => people::acls(&args, context),
        SnapCommand::Sessions(args) => people::sessions(&args, context),
        SnapCommand::Install(args) => install::run(&args, context),
        SnapCommand::Export(args) => nodes::export(&args, context),
        // They ask a server, and are not passed in here.
        SnapCommand::Take(_) | SnapCommand::Restore(_) => Err(Failure::usage("this asks a server")),
    }
}

/// `snap du -i`: the snapshot's tree is built, since nodes of a snapshot stand in no order that a screen could follow.
pub async fn explore(args: &SnapDu, context: &mut Context) -> Result<Reply> {
    explore::check(context)?;
    let source = pick(&args.at.of.file, context)?;
    let path = context.path(&args.at.path)?;
    let title = source.path.display().to_string();
    let tree = PastTree::open(&[source.path], When::End, &title, &path, context)?.with_system();
    let order = match args.by {
        UsageOrder::Bytes => Order::Bytes,
        UsageOrder::Nodes => Order::Nodes,
        UsageOrder::Children => Order::Children,
        UsageOrder::Path => Order::Name,
    };
    explore::run(Box::new(tree), order, context).await?;
    Err(Failure::silent(Exit::Ok))
}

/// The snapshot that is meant: the file, or the newest one of a directory.
fn pick(file: &PathBuf, context: &Context) -> Result<SnapshotSource> {
    let found = Sources::find(std::slice::from_ref(file))?;
    let Some(newest) = found.snapshots.last() else {
        return Err(Failure::usage(format!("there is no snapshot in {}", file.display())));
    };
    if found.snapshots.len() > 1 {
        context.note(format_args!(
            "note: the newest of {}: {}",
            found.snapshots.len(),
            newest.path.display()
        ));
    }
    Ok(newest.clone())
}

/// How a walk over a snapshot's nodes ended.
struct Walked {
    /// `None` if it is damaged, which was said.
    trailers: Option<Trailers>,
}

impl Walked {
    /// How the command ends.
    fn verdict(&self) -> Failure {
        Failure::silent(if self.trailers.is_some() { Exit::Ok } else { Exit::Damaged })
    }
}

/// Passes all nodes by, to the end of the file, where the seals stand. Damage is told and ends the walk.
fn walk(
    source: &SnapshotSource,
    context: &Context,
    mut begin: impl FnMut(&Opened),
    mut each: impl FnMut(&NodeRef<'_>) -> Result<()>,
) -> Result<Walked> {
    let mut opened = match Opened::new(source) {
        Ok(opened) => opened,
        Err(e) => return damaged(source, &e),
    };
    begin(&opened);
    let mut progress = Progress::of_file(Some(source.len), context.quiet);
    let mut nodes = 0u64;
    loop {
        match opened.next_node() {
            Ok(Some(node)) => each(&node)?,
            Ok(None) => break,
            Err(e) => return damaged(source, &e),
        }
        nodes += 1;
        if nodes.is_multiple_of(LOOK_EVERY) {
            crate::interrupt::check()?;
            // Compressed files are smaller than what is read of them.
            progress.set(opened.offset().min(source.len));
        }
    }
    progress.finish();
    match opened.finish() {
        Ok(trailers) => Ok(Walked { trailers: Some(trailers) }),
        Err(e) => damaged(source, &e),
    }
}

fn damaged(source: &SnapshotSource, error: &SnapshotError) -> Result<Walked> {
    if let SnapshotError::Io(e) = error
        && !matches!(
            e.kind(),
            std::io::ErrorKind::InvalidData
                | std::io::ErrorKind::UnexpectedEof
                | std::io::ErrorKind::InvalidInput
        )
    {
        let source_error = std::io::Error::new(e.kind(), e.to_string());
        return Err(Failure::io(format_args!("cannot read {}", source.path.display()), source_error));
    }
    let text = format!("{}: {error}", source.path.display());
    crate::say(format_args!("damage: {}", crate::sanitise::line(&text)));
    Ok(Walked { trailers: None })
}

/// A path as typed, as snapshots write it: the root is empty.
fn stored_path(typed: &str, context: &Context) -> Result<String> {
    let path = context.path(typed)?;
    Ok(if path == "/" { String::new() } else { path })
}

/// Whether `path` is `root` or below it; `root` as snapshots write it.
fn is_below(path: &str, root: &str) -> bool {
    path.strip_prefix(root).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

fn no_node(typed: &str) -> Failure {
    Failure::new(Exit::NotFound, "NoNode", format!("the snapshot has no {}", crate::sanitise::line(typed)))
        .on(typed)
}
