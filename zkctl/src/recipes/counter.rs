//! `counter`: get, add, compare and set.

use zk_recipes::counter::{Counter, CounterLayout};

use super::args::{CounterArgs, CounterCommand, CounterStyle};
use super::{failure, node_path};
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::{Failure, Result};
use crate::reply::Reply;
use crate::reply::report::{Cell, Column, Report, Row};

impl From<CounterStyle> for CounterLayout {
    fn from(style: CounterStyle) -> CounterLayout {
        match style {
            CounterStyle::Kazoo => CounterLayout::Kazoo,
            CounterStyle::Curator => CounterLayout::Curator,
            CounterStyle::CuratorLong => CounterLayout::CuratorLong,
        }
    }
}

/// Runs one of them.
pub async fn run(command: CounterCommand, context: &mut Context) -> Result<Reply> {
    let (CounterCommand::Get(of)
    | CounterCommand::Add(super::args::CounterAddArgs { counter: of, .. })
    | CounterCommand::Cas(super::args::CounterCasArgs { counter: of, .. })) = &command;
    let CounterArgs { path, layout } = of;
    let path = node_path(context, path)?;
    let acl = match &command {
        CounterCommand::Add(args) => args.made.list(),
        CounterCommand::Cas(args) => args.made.list(),
        CounterCommand::Get(_) => &[],
    };
    let counter = Counter { path: &path, layout: (*layout).into(), acl };
    let client = context.client().await?;
    match &command {
        CounterCommand::Get(_) => {
            let found = counter.get(&client, None).await;
            match found.map_err(|e| failure(context, "read", &path, e, Exit::TimedOut))? {
                Some((value, version)) => Ok(reply(&path, value, version)),
                None => Err(Failure::server("read", &path, zk_client::ErrorCode::NoNode)),
            }
        }
        CounterCommand::Add(args) => {
            crate::interrupt::write_begins("add to", &path);
            let added = counter.add(&client, args.delta, None).await;
            crate::interrupt::write_ended();
            let change = added.map_err(|e| failure(context, "add to", &path, e, Exit::TimedOut))?;
            Ok(reply(&path, change.after, change.version))
        }
        CounterCommand::Cas(args) => {
            crate::interrupt::write_begins("set", &path);
            let set = counter.compare_and_set(&client, args.expected, args.new, None).await;
            crate::interrupt::write_ended();
            match set.map_err(|e| failure(context, "set", &path, e, Exit::TimedOut))? {
                Ok(change) => Ok(reply(&path, change.after, change.version)),
                Err(value) => Err(Failure::new(
                    Exit::Precondition,
                    "Mismatch",
                    format!("{} is {value}, not {}", crate::sanitise::line(&path), args.expected),
                )
                .on(&path)),
            }
        }
    }
}

const COLUMNS: &[Column] = &[Column::new("value", "VALUE")];

/// The number alone for people and scripts, path and version beside it in JSON.
fn reply(path: &str, value: i64, version: i32) -> Reply {
    Reply::Report(Report {
        name: "counter",
        head: Vec::new(),
        fields: vec![
            ("path", Cell::text(path)),
            ("value", Cell::from(value)),
            ("version", Cell::from(version)),
        ],
        columns: COLUMNS,
        rows: vec![Row::new(vec![Cell::from(value)])],
        foot: Vec::new(),
    })
}
