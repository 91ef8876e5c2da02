//! `undo`: lists what commands destroyed or wrote over, and brings it back.

mod change;

use crate::bulk::import::{Ephemerals, Importer, OnConflict, Rules};
use crate::bulk::journal::{self, Journal};
use crate::bulk::{CONCURRENCY, Link, Pace, Patience, Writes, nodes};
use crate::bulk_args::UndoArgs;
use crate::commands::bulk_report::{end, not_kept, way_back};
use crate::commands::import::{acl_from, show};
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::{Failure, Result};
use crate::output;
use crate::reply::Reply;
use crate::reply::report::{Cell, Column, Report, Row};

const ENTRIES: &[Column] = &[
    Column::new("id", "ID"),
    Column::new("time", "TIME"),
    Column::new("nodes", "NODES"),
    Column::new("bytes", "SIZE"),
    Column::new("servers", "SERVERS"),
    Column::new("command", "COMMAND"),
];

pub async fn run(args: UndoArgs, context: &mut Context) -> Result<Reply> {
    let Some(id) = &args.id else { return list() };
    let mut entry = journal::open(id)?;
    let head = entry.head().clone();
    if head.servers != context.hosts() {
        let line = crate::sanitise::line;
        let said = format!(
            "entry {id} was taken from {}, and this is {}",
            line(&head.servers),
            line(context.hosts())
        );
        return Err(
            Failure::new(Exit::Refused, "OtherServers", said).hint(format!("-C {}", line(&head.servers)))
        );
    }
    if head.changes {
        return change::undo(&args, &mut entry, context).await;
    }
    let command = head.undoes.unwrap_or_default();
    if args.overwrite && !args.dry_run {
        context
            .confirm(&format!("write over nodes that differ from what they were before `{command}`?"))
            .await?;
    }
    let writes = args.overwrite && !args.dry_run;
    let journal = writes.then(|| Journal::begin(format!("undo {id}"), context.hosts())).transpose()?;
    let rules = Rules {
        on_conflict: if args.overwrite { OnConflict::Overwrite } else { OnConflict::Skip },
        ephemerals: Ephemerals::Skip,
        acl: acl_from(&args.acl),
        plan: args.dry_run,
    };
    let link = Link::of(context, Patience::Long(context.op_timeout())).await?;
    let writes = Writes::new(link, CONCURRENCY, Pace::new(None));
    let mut importer = Importer::new(writes, rules, "/", "/")
        .journaled(journal)
        .authenticated(!context.auth().await?.is_empty());
    if args.dry_run {
        context.out.begin("plan", output::Pace::Bulk)?;
    }
    loop {
        match entry.read() {
            Ok(Some(node)) => importer.node(node).await?,
            Ok(None) => break,
            // The command ended before it was whole; what it holds is good.
            Err(failure) if failure.code() == "Truncated" => {
                context.heed("note: the command was cut off while it went on; the entry ends there");
                break;
            }
            Err(failure) => return Err(failure),
        }
        show(&mut importer.fates(), context)?;
    }
    let (counts, _, undo, mut fates) = importer.finish().await?;
    show(&mut fates, context)?;
    let said = if args.dry_run { "would bring back" } else { "brought back" };
    context.note(format_args!("{said} {} of `{command}`", nodes(counts.written())));
    if counts.left > 0 {
        let left = nodes(counts.left);
        context.heed(format_args!(
            "{left} are there, perhaps changed since, and were left: --overwrite writes over"
        ));
    }
    if args.dry_run {
        context.out.end()?;
        return Err(Failure::silent(Exit::Ok));
    }
    context.heed(not_kept(&counts));
    way_back(undo.as_deref(), context);
    end(vec![("entry", Cell::from(id.as_str()))], &counts, undo, context)
}

fn list() -> Result<Reply> {
    let rows: Vec<Row> = journal::list()?
        .into_iter()
        .map(|e| {
            let command = e.head.undoes.unwrap_or_default();
            let servers = e.head.servers;
            Row::new(vec![
                e.id.into(),
                e.head.time.into(),
                e.nodes.into(),
                Cell::Bytes(e.bytes),
                servers.into(),
                command.into(),
            ])
        })
        .collect();
    let foot = if rows.is_empty() { vec!["there is nothing to undo".to_owned()] } else { Vec::new() };
    Ok(Reply::Report(Report { name: "entries", columns: ENTRIES, rows, foot, ..Report::default() }))
}
