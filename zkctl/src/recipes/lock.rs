//! `lock`: a command under a lock, and who holds it.

use zk_recipes::holders::{Place, places};
use zk_recipes::{Contest, Held, Kind, Layout, Semaphore};

use super::args::{LockArgs, LockLayout};
use super::signals::Signals;
use super::{deadline, failure, identity, node_path, patient_client, run_under, tell};
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::{Failure, Result};
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

impl LockArgs {
    /// What is wanted, where it is no semaphore.
    pub fn kind(&self) -> Kind {
        match (self.read, self.write) {
            (true, _) => Kind::Read,
            (_, true) => Kind::Write,
            _ => Kind::Mutex,
        }
    }
}

/// Waits for the lock, runs the command, releases the lock.
pub async fn run(args: LockArgs, context: &mut Context, signals: &mut Signals) -> Result<u8> {
    if args.command.is_empty() {
        return Err(Failure::usage("lock needs a command to run under the lock, or --ls")
            .hint("lock PATH -- COMMAND; in the shell `lock PATH` holds it until `release`"));
    }
    let path = node_path(context, &args.path)?;
    let held = win(&args, &path, context, signals).await?;
    run_under(held, &path, &args.command, args.grace, context, signals).await
}

/// Waits for the lock. A signal gives the place in the queue back.
pub async fn win(args: &LockArgs, path: &str, context: &mut Context, signals: &mut Signals) -> Result<Held> {
    let deadline = deadline(args.wait);
    let late = if args.command.is_empty() { Exit::TimedOut } else { Exit::WaitedTooLong };
    let client = patient_client(context).await?;
    let id = identity(args.id.clone());
    let (data, acl) = (Some(id.as_bytes()), args.made.list());
    let layout = Layout::from(args.layout);
    let waiting = |node: &str| tell(context, format_args!("waiting for {}", crate::sanitise::line(node)));
    let won = async {
        match args.permits {
            Some(permits) => {
                let semaphore = Semaphore { path, layout, permits, data, acl };
                semaphore.win(&client, deadline, waiting).await
            }
            None => {
                let contest = Contest { path, layout, kind: args.kind(), data, acl };
                contest.win(&client, deadline, waiting).await
            }
        }
    };
    tokio::select! {
        held = won => held.map_err(|e| failure(context, "lock", path, e, late)),
        signal = signals.next() => Err(signals.cut_short(signal)),
    }
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
pub async fn list(args: LockArgs, context: &mut Context) -> Result<()> {
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
    Ok(())
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
