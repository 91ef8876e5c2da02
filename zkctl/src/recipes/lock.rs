//! `lock`: a command under a lock, and who holds it.

use std::process::ExitCode;

use zk_recipes::holders::{Place, places};
use zk_recipes::{Contest, Kind, Layout, Semaphore};

use super::args::{LockArgs, LockLayout};
use super::signals::{Signals, cut_short};
use super::{deadline, failure, identity, node_path, patient_client, run_under, tell};
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Result;
use crate::reply::Reply;
use crate::reply::report::{Cell, Column, Report, Row, Tone};

impl From<LockLayout> for Layout {
    fn from(layout: LockLayout) -> Layout {
        match layout {
            LockLayout::Curator => Layout::Curator,
            LockLayout::Kazoo => Layout::Kazoo,
        }
    }
}

/// Waits for the lock, runs the command, releases the lock.
pub async fn run(args: LockArgs, context: &mut Context, signals: &mut Signals) -> Result<ExitCode> {
    let deadline = deadline(args.wait);
    let path = node_path(context, &args.path)?;
    let client = patient_client(context).await?;
    let id = identity(args.id);
    let data = Some(id.as_bytes());
    let layout = Layout::from(args.layout);
    let waiting = |node: &str| tell(context, format_args!("waiting for {}", crate::sanitise::line(node)));
    let won = async {
        match args.permits {
            Some(permits) => {
                let semaphore = Semaphore { path: &path, layout, permits, data };
                semaphore.win(&client, deadline, waiting).await
            }
            None => {
                let kind = match (args.read, args.write) {
                    (true, _) => Kind::Read,
                    (_, true) => Kind::Write,
                    _ => Kind::Mutex,
                };
                Contest { path: &path, layout, kind, data }.win(&client, deadline, waiting).await
            }
        }
    };
    let held = tokio::select! {
        held = won => held.map_err(|e| failure(context, "lock", &path, e, Exit::WaitedTooLong))?,
        signal = signals.next() => return Err(cut_short(signal)),
    };
    run_under(held, &path, &args.command, args.grace, context, signals).await
}

const COLUMNS: &[Column] = &[
    Column::new("state", "STATE"),
    Column::new("kind", "KIND"),
    Column::new("id", "ID"),
    Column::new("session", "SESSION"),
    Column::new("since", "SINCE"),
    Column::new("fence", "FENCE"),
    Column::new("path", "NODE"),
    Column::new("waits_for", "WAITS FOR"),
    Column::new("layout", "LAYOUT"),
];

/// Who holds it and who waits.
pub async fn list(args: LockArgs, context: &mut Context) -> Result<ExitCode> {
    let path = context.path(&args.path)?;
    let client = context.client().await?;
    let found = places(&client, &path, args.permits, None).await;
    let found = found.map_err(|e| failure(context, "list", &path, e, Exit::TimedOut))?;
    let waiting = found.iter().filter(|place| place.waits_for.is_some()).count();
    let report = Report {
        name: "contenders",
        head: Vec::new(),
        fields: vec![("path", Cell::text(&path))],
        columns: COLUMNS,
        foot: vec![format!("{} hold it, {waiting} wait", found.len() - waiting)],
        rows: found.into_iter().map(row).collect(),
    };
    context.out.show(&Reply::Report(report))?;
    Ok(ExitCode::SUCCESS)
}

fn row(place: Place) -> Row {
    let waits = place.waits_for.is_some();
    let layout = match place.layout {
        Layout::Curator => "curator",
        Layout::Kazoo => "kazoo",
    };
    let cells = vec![
        Cell::from(if waits { "waits" } else { "holds" }),
        Cell::from(place.kind),
        Cell::text(String::from_utf8_lossy(&place.data)),
        Cell::Session(place.session),
        Cell::Time(place.since_ms),
        Cell::Zxid(place.fence),
        Cell::from(place.path),
        Cell::from(place.waits_for),
        Cell::from(layout),
    ];
    Row::new(cells).tone(if waits { Tone::Dim } else { Tone::Plain })
}
