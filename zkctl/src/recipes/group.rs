//! `group`: membership, and who is a member.

use std::time::Duration;

use zk_client::SessionState;
use zk_recipes::group::{Group, GroupLayout, Member, News};
use zk_recipes::{Held, Loss};

use super::args::{GroupArgs, GroupJoinArgs, GroupStyle, GroupWatchArgs};
use super::child::{Ended, Job};
use super::signals::Signals;
use super::{RELEASE, deadline, failure, identity, node_path, patient_client, tell};
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::{Failure, Result};
use crate::output::{Pace, now_ms};
use crate::reply::report::{Cell, Column, Report, Row};
use crate::reply::{Record, Reply};

impl From<GroupStyle> for GroupLayout {
    fn from(style: GroupStyle) -> GroupLayout {
        match style {
            GroupStyle::Curator => GroupLayout::Curator,
            GroupStyle::Kazoo => GroupLayout::Kazoo,
            GroupStyle::KazooShallow => GroupLayout::KazooShallow,
        }
    }
}

/// Between two tries to be a member again.
const PAUSE: Duration = Duration::from_secs(1);

/// A member until the command ends or a signal comes.
pub async fn join(args: GroupJoinArgs, context: &mut Context, signals: &mut Signals) -> Result<u8> {
    let path = node_path(context, &args.group.path)?;
    let id = identity(args.id.clone());
    let group = group(&args, &path);
    let data = args.data.as_deref().map(str::as_bytes);
    let mut place = Some(come(&args, &path, &id, context, signals).await?);
    let node = place.as_ref().map(|held| (held.path().to_owned(), held.session()));
    tell(context, format_args!("joined as {}", crate::sanitise::line(node.as_ref().map_or("", |n| &n.0))));
    if args.command.is_empty() {
        let signal = tokio::select! {
            signal = signals.next() => signal,
            () = stay(&mut place, &group, &id, data, context) => return Ok(Exit::Ok.code()),
        };
        return Err(signals.cut_short(signal));
    }
    let variables = node.map(|(path, session)| [("ZKD_PATH", path), ("ZKD_SESSION", session.to_string())]);
    let mut job = Job::start(&args.command, variables.as_ref().map_or(&[], |v| v))?;
    let staying = async {
        stay(&mut place, &group, &id, data, context).await;
        std::future::pending::<Loss>().await
    };
    let ended = job.run(staying, |_| Duration::ZERO, signals).await?;
    if let Some(held) = place {
        // The session's end does the same; a shell's goes on.
        let _ = held.release(Some(tokio::time::Instant::now() + RELEASE)).await;
    }
    match ended {
        Ended::Exited(code) => Ok(code),
        Ended::Stopped(_) => Ok(Exit::LockLost.code()),
    }
}

fn group<'a>(args: &'a GroupJoinArgs, path: &'a str) -> Group<'a> {
    Group { path, layout: args.group.layout.into(), acl: args.made.list() }
}

/// Becomes a member.
pub async fn come(
    args: &GroupJoinArgs,
    path: &str,
    id: &str,
    context: &mut Context,
    signals: &mut Signals,
) -> Result<Held> {
    if id.contains('/') && args.group.layout != GroupStyle::Kazoo {
        return Err(Failure::usage(format!("the id {id:?} becomes a node's name: it cannot contain /")));
    }
    let data = args.data.as_deref().map(str::as_bytes);
    let group = group(args, path);
    tokio::select! {
        held = enter(&group, id, data, context) => held,
        signal = signals.next() => Err(signals.cut_short(signal)),
    }
}

async fn enter(group: &Group<'_>, id: &str, data: Option<&[u8]>, context: &mut Context) -> Result<Held> {
    let client = patient_client(context).await?;
    group.join(&client, id, data, None).await.map_err(|e| match e {
        e if e.is_node_exists() => failure(context, "join", group.path, e, Exit::TimedOut)
            .say(format!(
                "cannot join {}: there is a member {id:?} already",
                crate::sanitise::line(group.path)
            ))
            .hint("choose another --id; a member that died is gone when its session times out"),
        e => failure(context, "join", group.path, e, Exit::TimedOut),
    })
}

/// Joins again, in a new session if need be, whenever membership is lost. Does not return.
async fn stay(
    place: &mut Option<Held>,
    group: &Group<'_>,
    id: &str,
    data: Option<&[u8]>,
    context: &mut Context,
) {
    loop {
        let Some(held) = place.as_ref() else { return };
        match held.lost(Duration::ZERO).await {
            Loss::Unsure => {
                // Nothing to do about it but to wait which it is.
                if let Some(client) = context.current() {
                    let settled =
                        |s: &SessionState| s.is_final() || matches!(s, SessionState::Connected { .. });
                    let _ = client.states().wait_for(settled).await;
                }
                tokio::time::sleep(PAUSE).await;
                *place = place.take().map(Held::in_doubt);
                continue;
            }
            Loss::SessionExpired => tell(context, "the session has ended; joining again"),
            Loss::NodeDeleted => tell(context, "somebody deleted our node; joining again"),
        }
        *place = None;
        let held = loop {
            if context.current().is_none_or(|client| client.state().is_final()) {
                let _ = context.reconnect(None).await;
            }
            match enter(group, id, data, context).await {
                Ok(held) => break held,
                Err(failure) => tell(context, format_args!("{}", failure.message())),
            }
            tokio::time::sleep(PAUSE).await;
        };
        tell(context, format_args!("joined as {}", crate::sanitise::line(held.path())));
        *place = Some(held);
    }
}

const COLUMNS: &[Column] = &[
    Column::new("id", "ID"),
    Column::new("data", "DATA"),
    Column::new("session", "SESSION"),
    Column::new("since", "SINCE"),
    Column::new("path", "NODE"),
];

/// Who is there.
pub async fn list(args: GroupArgs, context: &mut Context) -> Result<()> {
    let path = node_path(context, &args.path)?;
    let client = context.client().await?;
    let group = Group { path: &path, layout: args.layout.into(), acl: &[] };
    let members = group.members(&client, None).await;
    let members = members.map_err(|e| failure(context, "list", &path, e, Exit::TimedOut))?;
    let report = Report {
        name: "members",
        head: Vec::new(),
        fields: vec![("path", Cell::text(&path))],
        columns: COLUMNS,
        foot: vec![format!("{} members", members.len())],
        rows: members.into_iter().map(|member| Row::new(cells(member))).collect(),
    };
    context.out.show(&Reply::Report(report))?;
    Ok(())
}

fn cells(member: Member) -> Vec<Cell> {
    vec![
        Cell::from(member.id),
        Cell::text(String::from_utf8_lossy(&member.data)),
        Cell::Session(member.session),
        Cell::Time(member.since_ms),
        Cell::from(member.path),
    ]
}

const NEWS_COLUMNS: &[Column] = &[
    Column::new("ts", "TIME"),
    Column::new("event", "EVENT"),
    Column::new("id", "ID"),
    Column::new("data", "DATA"),
    Column::new("session", "SESSION"),
    Column::new("since", "SINCE"),
    Column::new("path", "NODE"),
];

/// Who comes and goes.
pub async fn watch(args: GroupWatchArgs, context: &mut Context) -> Result<()> {
    let until = deadline(args.duration);
    let path = node_path(context, &args.group.path)?;
    let client = patient_client(context).await?;
    let group = Group { path: &path, layout: args.group.layout.into(), acl: &[] };
    let mut following = group.follow(&client);
    context.out.begin("events", Pace::Live)?;
    let mut left = args.count.unwrap_or(u64::MAX);
    while left > 0 {
        let (event, member) = match following.next(until).await {
            Ok(News::Joined(member)) => ("joined", member),
            Ok(News::Left(member)) => ("left", member),
            Err(zk_recipes::Error::TimedOut) => break,
            Err(e) => return Err(failure(context, "watch", &path, e, Exit::TimedOut)),
        };
        let mut row = vec![Cell::Time(now_ms()), Cell::from(event)];
        row.extend(cells(member));
        context.out.record(&Record::Row { columns: NEWS_COLUMNS, row: Row::new(row) })?;
        left -= 1;
    }
    Ok(())
}
