//! `import`: what an export holds, into a live tree.

use std::path::Path;

use crate::bulk::import::{AclFrom, Action, Importer, OnConflict, Rules};
use crate::bulk::journal::Journal;
use crate::bulk::side::open_export;
use crate::bulk::{Link, Patience, Writes, counted, nodes};
use crate::bulk_args::ImportArgs;
use crate::commands::bulk_report::{FATES, end, not_kept, speed, way_back};
use crate::commands::create::make_parents;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::{Failure, Result};
use crate::interrupt;
use crate::output::{Pace, Progress};
use crate::reply::report::{Cell, Row};
use crate::reply::{Record, Reply};
use crate::walk_args::CopiedAcl;

pub async fn run(args: ImportArgs, context: &mut Context) -> Result<Reply> {
    if let Some(most) = args.max_nodes {
        refuse_many(&args.file, most).await?;
    }
    let mut source = open_export(&args.file)?;
    let from = source.root().to_owned();
    let to = match &args.path {
        Some(typed) => context.path(typed)?,
        None => from.clone(),
    };
    let line = crate::sanitise::line;
    let overwrites = args.on_conflict == OnConflict::Overwrite;
    if overwrites && !args.plan {
        context.confirm(&format!("write over nodes at and below {} that differ?", line(&to))).await?;
    }
    if args.parents && !args.plan {
        make_parents(&to, context).await?;
    }
    let journal = if overwrites && !args.plan && context.keeps_undo(args.no_undo) {
        let command = format!("import {} {}", args.file.display(), to);
        Some(Journal::begin(command, context.hosts())?)
    } else {
        None
    };
    let rules = Rules {
        on_conflict: args.on_conflict,
        ephemerals: args.ephemerals,
        acl: acl_from(&args.acl),
        plan: args.plan,
    };
    let link = Link::of(context, Patience::Long(args.pace.patience)).await?;
    let writes = Writes::new(link, args.pace.concurrency, args.pace.pace());
    let mut importer = Importer::new(writes, rules, &from, &to)
        .journaled(journal)
        .authenticated(!context.auth().await?.is_empty());
    importer.check_target().await.map_err(hint)?;
    if args.plan {
        context.out.begin("plan", Pace::Bulk)?;
    }
    let size = std::fs::metadata(&args.file).ok().filter(std::fs::Metadata::is_file).map(|m| m.len());
    let mut progress = Progress::of_file(size, context.quiet || args.plan);
    while let Some(node) = source.next().await? {
        importer.node(node).await.map_err(hint)?;
        show(&mut importer.fates(), context)?;
        progress.set(source.progress().unwrap_or(importer.counts().written()));
        interrupt::check()?;
    }
    let breaks = importer.writes().breaks();
    let (counts, _, undo, mut fates) = importer.finish().await.map_err(hint)?;
    let took = progress.elapsed();
    progress.finish();
    show(&mut fates, context)?;
    if args.plan {
        context.out.end()?;
        context.note(format_args!(
            "would create {}, write over {}, leave {}",
            nodes(counts.created),
            counts.overwritten,
            counts.left + counts.same + counts.ephemerals
        ));
        return Err(Failure::silent(crate::exit::Exit::Ok));
    }
    let left = counts.left + counts.same;
    context.note(format_args!(
        "imported into {}: {} created, {} written over, {left} left {}",
        line(&to),
        nodes(counts.created),
        counts.overwritten,
        speed(counts.written() + left, took)
    ));
    context.heed(not_kept(&counts));
    if breaks.0 > 0 {
        let (lost, again) = (counted(breaks.0, "time", "times"), counted(breaks.1, "write", "writes"));
        context.note(format_args!("the connection was lost {lost}; {again} sent again after a look"));
    }
    way_back(undo.as_deref(), context);
    let fields = vec![
        ("file", Cell::from(args.file.display().to_string())),
        ("path", Cell::from(to)),
        ("reconnects", Cell::from(breaks.0)),
        ("repeated", Cell::from(breaks.1)),
    ];
    end(fields, &counts, undo, context)
}

/// Reads the export once to its end: nothing is to be written if it holds too much.
async fn refuse_many(file: &Path, most: u64) -> Result<()> {
    if file == Path::new("-") {
        return Err(Failure::usage("--max-nodes reads the file twice, and stdin cannot be")
            .hint("write it to a file first"));
    }
    let mut source = open_export(file)?;
    let mut count = 0u64;
    while source.next().await?.is_some() {
        count += 1;
        interrupt::check()?;
        if count > most {
            let said = format!("{} holds more than {}", file.display(), nodes(most));
            return Err(Failure::new(Exit::Refused, "TooMany", said)
                .hint("`import --plan` says what it would do; a larger --max-nodes allows it"));
        }
    }
    source.close().await;
    Ok(())
}

/// Prints what would become of nodes.
pub fn show(fates: &mut Vec<(Action, String)>, context: &mut Context) -> Result<()> {
    for (action, path) in fates.drain(..) {
        let row = Row::new(vec![action.word().into(), path.into()]);
        context.out.record(&Record::Row { columns: FATES, row })?;
    }
    Ok(())
}

/// Where ACLs come from.
pub fn acl_from(acl: &CopiedAcl) -> AclFrom {
    match acl {
        CopiedAcl::Keep => AclFrom::Keep,
        CopiedAcl::Default => AclFrom::Default,
        CopiedAcl::Given(list) => AclFrom::Given(list.0.clone()),
    }
}

fn hint(failure: Failure) -> Failure {
    match failure.code() {
        "NodeExists" => failure
            .hint("--on-conflict skip leaves nodes that are there, --on-conflict overwrite writes over them"),
        _ => failure,
    }
}
