//! `elect`: stand for election, or listen who leads.

use std::time::Duration;

use tokio::time::Instant;
use zk_recipes::election::{Following, Leader};
use zk_recipes::{Contest, Held, Kind, Layout, Loss};

use super::args::{ElectArgs, ElectLayout};
use super::signals::Signals;
use super::{RELEASE, deadline, failure, identity, node_path, patient_client, run_under, tell};
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::{Failure, Result};
use crate::output::{Pace, now_ms};
use crate::reply::Record;
use crate::reply::report::{Cell, Column, Row};

impl ElectLayout {
    fn contest(self) -> (Layout, Kind) {
        match self {
            ElectLayout::Curator => (Layout::Curator, Kind::Latch),
            ElectLayout::CuratorSelector => (Layout::Curator, Kind::Mutex),
            ElectLayout::Kazoo => (Layout::Kazoo, Kind::Mutex),
        }
    }
}

/// Waits until we lead; then the command, or nothing until a signal comes.
pub async fn run(args: ElectArgs, context: &mut Context, signals: &mut Signals) -> Result<u8> {
    let path = node_path(context, &args.path)?;
    let id = identity(args.id.clone());
    let held = win(&args, &path, &id, context, signals).await?;
    if !args.command.is_empty() {
        return run_under(held, &path, &args.command, args.grace, context, signals).await;
    }
    context.out.begin("events", Pace::Live)?;
    let leader = Leader {
        path: held.path().to_owned(),
        id: id.into_bytes(),
        session: held.session(),
        fence: held.fence(),
        candidates: 1,
    };
    context.out.record(&record("elected", Some(leader)))?;
    tokio::select! {
        loss = held.lost(Duration::ZERO) => Err(deposed(&path, loss)),
        signal = signals.next() => {
            // The session's end does the same.
            let _ = held.release(Some(Instant::now() + RELEASE)).await;
            Err(signals.cut_short(signal))
        }
    }
}

/// Waits until we lead. A signal gives the place in the queue back.
pub async fn win(
    args: &ElectArgs,
    path: &str,
    id: &str,
    context: &mut Context,
    signals: &mut Signals,
) -> Result<Held> {
    let deadline = deadline(args.wait);
    let client = patient_client(context).await?;
    let (layout, kind) = args.layout.contest();
    let contest = Contest { path, layout, kind, data: Some(id.as_bytes()), acl: args.made.list() };
    let waiting = |node: &str| tell(context, format_args!("waiting for {}", crate::sanitise::line(node)));
    let late = if args.command.is_empty() { Exit::TimedOut } else { Exit::WaitedTooLong };
    tokio::select! {
        held = contest.win(&client, deadline, waiting) => {
            held.map_err(|e| failure(context, "be elected in", path, e, late))
        }
        signal = signals.next() => Err(signals.cut_short(signal)),
    }
}

fn deposed(path: &str, loss: Loss) -> Failure {
    let path_text = crate::sanitise::line(path);
    let why = match loss {
        Loss::SessionExpired => "the session has ended",
        Loss::NodeDeleted => "somebody deleted our node",
        Loss::Unsure => "no server has answered for so long that the session may have ended",
    };
    Failure::new(Exit::SessionLost, "Deposed", format!("no longer leading {path_text}: {why}")).on(path)
}

const COLUMNS: &[Column] = &[
    Column::new("ts", "TIME"),
    Column::new("event", "EVENT"),
    Column::new("id", "ID"),
    Column::new("session", "SESSION"),
    Column::new("fence", "FENCE"),
    Column::new("path", "NODE"),
];

/// Prints who leads, and every change.
pub async fn listen(args: ElectArgs, context: &mut Context) -> Result<()> {
    let path = node_path(context, &args.path)?;
    let client = patient_client(context).await?;
    let (layout, kind) = args.layout.contest();
    let mut following = Following::new(&client, &path, layout, kind);
    context.out.begin("events", Pace::Live)?;
    let mut left = args.count.unwrap_or(u64::MAX);
    while left > 0 {
        let leader = following.next(None).await;
        let leader = leader.map_err(|e| failure(context, "listen to", &path, e, Exit::TimedOut))?;
        let event = if leader.is_some() { "leader" } else { "no_leader" };
        context.out.record(&record(event, leader))?;
        left -= 1;
    }
    Ok(())
}

fn record(event: &'static str, leader: Option<Leader>) -> Record {
    let mut cells = vec![Cell::Time(now_ms()), Cell::from(event)];
    match leader {
        Some(leader) => cells.extend([
            Cell::text(String::from_utf8_lossy(&leader.id)),
            Cell::Session(leader.session),
            Cell::Zxid(leader.fence),
            Cell::from(leader.path),
        ]),
        None => cells.extend([Cell::None, Cell::None, Cell::None, Cell::None]),
    }
    Record::Row { columns: COLUMNS, row: Row::new(cells) }
}
