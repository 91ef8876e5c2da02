//! `queue`: put, take, peek, list.

use zk_recipes::queue::{Entry, Queue, QueueLayout, until};

use super::args::{QueueArgs, QueueCommand, QueuePutArgs, QueueStyle, QueueTakeArgs};
use super::{failure, node_path, patient_client};
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::{Failure, Result};
use crate::reply::report::{Cell, Column, Report, Row};
use crate::reply::{Encoding, Node, Reply};

impl From<QueueStyle> for QueueLayout {
    fn from(style: QueueStyle) -> QueueLayout {
        match style {
            QueueStyle::Kazoo => QueueLayout::Kazoo,
            QueueStyle::Curator => QueueLayout::Curator,
            QueueStyle::CuratorSimple => QueueLayout::CuratorSimple,
        }
    }
}

/// Runs one of them.
pub async fn run(command: QueueCommand, context: &mut Context) -> Result<Reply> {
    match command {
        QueueCommand::Put(args) => put(args, context).await,
        QueueCommand::Take(args) => take(args, context).await,
        QueueCommand::Peek(args) => peek(args, context).await,
        QueueCommand::Ls(args) => list(args, context).await,
    }
}

async fn put(args: QueuePutArgs, context: &mut Context) -> Result<Reply> {
    let path = node_path(context, &args.queue.path)?;
    let data = crate::data::read(&args.data)?
        .ok_or_else(|| Failure::usage("there is nothing to put: give DATA, `-` or @FILE").on(&path))?;
    let client = context.client().await?;
    let queue = Queue { path: &path, layout: args.queue.layout.into(), acl: args.made.list() };
    crate::interrupt::write_begins("put into", &path);
    let put = queue.put(&client, &data, args.priority, None).await;
    crate::interrupt::write_ended();
    let node = put.map_err(|e| failure(context, "put into", &path, e, Exit::TimedOut))?;
    Ok(Reply::Created { path: node.path, stat: node.stat })
}

async fn take(args: QueueTakeArgs, context: &mut Context) -> Result<Reply> {
    let path = node_path(context, &args.queue.path)?;
    let client = patient_client(context).await?;
    let queue = Queue { path: &path, layout: args.queue.layout.into(), acl: &[] };
    let wait = args.wait.map(until);
    let taken = queue.take(&client, wait).await;
    let taken = taken.map_err(|e| failure(context, "take from", &path, e, Exit::TimedOut))?;
    let entry = taken.ok_or_else(|| empty(&path))?;
    let (node, sure) = (entry.path.clone(), entry.surely_ours);
    let reply = data(entry);
    if sure {
        return Ok(reply);
    }
    context.out.show(&reply)?;
    Err(Failure::new(
        Exit::OutcomeUnknown,
        "ConnectionLoss",
        format!(
            "cannot tell whether {} was taken by us or by another consumer",
            crate::sanitise::line(&node)
        ),
    )
    .on(&node)
    .outcome_unknown()
    .hint("its data was printed; it is no longer in the queue"))
}

async fn peek(args: QueueArgs, context: &mut Context) -> Result<Reply> {
    let path = node_path(context, &args.path)?;
    let client = context.client().await?;
    let found = Queue { path: &path, layout: args.layout.into(), acl: &[] }.peek(&client, None).await;
    let found = found.map_err(|e| failure(context, "look into", &path, e, Exit::TimedOut))?;
    Ok(data(found.ok_or_else(|| empty(&path))?))
}

fn empty(path: &str) -> Failure {
    let text = format!("the queue {} is empty", crate::sanitise::line(path));
    Failure::new(Exit::NotFound, "Empty", text).on(path)
}

/// As `get` shows data: one node, or several where an envelope held several items.
fn data(entry: Entry) -> Reply {
    let node = |data: Vec<u8>| Node {
        path: entry.path.clone(),
        data: Some(data),
        stat: entry.stat,
        encoding: Encoding::Raw,
        show_stat: false,
    };
    Reply::Data(entry.items.into_iter().map(node).collect())
}

const COLUMNS: &[Column] = &[
    Column::new("name", "NAME"),
    Column::new("bytes", "SIZE"),
    Column::new("items", "ITEMS"),
    Column::new("since", "SINCE"),
];

async fn list(args: QueueArgs, context: &mut Context) -> Result<Reply> {
    let path = node_path(context, &args.path)?;
    let client = context.client().await?;
    let queue = Queue { path: &path, layout: args.layout.into(), acl: &[] };
    let fail = |context: &Context, e| failure(context, "list", &path, e, Exit::TimedOut);
    let names = queue.names(&client, None).await.map_err(|e| fail(context, e))?;
    let mut rows = Vec::new();
    for name in names {
        let Some(entry) = queue.look(&client, &name, None).await.map_err(|e| fail(context, e))? else {
            continue;
        };
        let bytes: usize = entry.items.iter().map(Vec::len).sum();
        rows.push(Row::new(vec![
            Cell::from(name),
            Cell::Bytes(bytes as u64),
            Cell::from(entry.items.len()),
            Cell::Time(entry.stat.ctime),
        ]));
    }
    let foot = vec![format!("{} entries", rows.len())];
    let fields = vec![("path", Cell::text(&path))];
    Ok(Reply::Report(Report { name: "entries", head: Vec::new(), fields, columns: COLUMNS, rows, foot }))
}
