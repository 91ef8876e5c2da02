//! What a change would mean: who comes and goes, how many may fail then, and what speaks against it.

use std::time::Duration;

use tokio::net::TcpStream;
use tokio::task::JoinSet;
use zkd::config::members::{Member, Membership, Role};

use super::Current;
use crate::reply::report::{Cell, Column, Report, Row, Tone};
use crate::survey::members;

const COLUMNS: &[Column] = &[
    Column::new("change", "CHANGE"),
    Column::new("id", "ID"),
    Column::new("before", "BEFORE"),
    Column::new("after", "AFTER"),
    Column::new("reachable", "REACHABLE"),
];

/// The rows are members that change; the foot says what to think of it.
pub async fn report(current: &Current, after: &Membership, timeout: Duration) -> Report {
    let now = &current.membership;
    let reached = reach(now, after, timeout).await;
    let mut rows = Vec::new();
    for (id, member) in &after.members {
        let before = now.members.get(id);
        if before == Some(member) {
            continue;
        }
        let reached = reached.iter().find(|(other, _)| other == id).map(|(_, ok)| *ok);
        rows.push(
            Row::new(vec![
                if before.is_some() { "change" } else { "add" }.into(),
                (*id).into(),
                before.map(ToString::to_string).into(),
                member.to_string().into(),
                reached.into(),
            ])
            .tone(if reached == Some(false) { Tone::Warning } else { Tone::Plain }),
        );
    }
    for (id, member) in now.members.iter().filter(|(id, _)| !after.members.contains_key(id)) {
        rows.push(Row::new(vec![
            "remove".into(),
            (*id).into(),
            member.to_string().into(),
            Cell::None,
            Cell::None,
        ]));
    }
    let count = |m: &Membership| m.participant_count();
    let (before, then) = (members::majority(count(now)), members::majority(count(after)));
    let warnings = warnings(now, after, &reached);
    let mut foot = vec![format!(
        "voters {} -> {}, quorum {} -> {}, may fail {} -> {}",
        count(now),
        count(after),
        before.0,
        then.0,
        before.1,
        then.1
    )];
    foot.extend(warnings.iter().map(|w| format!("! {w}")));
    let fields = vec![
        ("version", current.version.into()),
        ("voters_before", count(now).into()),
        ("voters_after", count(after).into()),
        ("failures_tolerated_before", before.1.into()),
        ("failures_tolerated_after", then.1.into()),
        ("warnings", Cell::List(warnings)),
    ];
    Report { name: "changes", fields, columns: COLUMNS, rows, foot, ..Report::default() }
}

fn warnings(now: &Membership, after: &Membership, reached: &[(i64, bool)]) -> Vec<String> {
    let mut out = after.problems();
    out.extend(after.clashes());
    let voters = after.participant_count();
    if voters > 0 && voters.is_multiple_of(2) {
        out.push(format!("{voters} voters tolerate no more failures than {}", voters - 1));
    }
    if voters < 3 {
        out.push(format!("with {voters} voters none may fail"));
    }
    let stays =
        now.voters().filter(|id| after.members.get(id).is_some_and(|m| m.role == Role::Participant)).count();
    if stays * 2 < now.participant_count() {
        out.push("fewer than half of the voters stay: go in smaller steps".into());
    }
    for (id, _) in reached.iter().filter(|(_, ok)| !ok) {
        out.push(format!("nobody listens on the election port of server {id}: start it first"));
    }
    out
}

/// Whether somebody listens on the election ports of those that join. That port is open on every running member; the
/// quorum port on the leader alone.
async fn reach(now: &Membership, after: &Membership, timeout: Duration) -> Vec<(i64, bool)> {
    let mut tasks = JoinSet::new();
    let joins = after.members.iter().filter(|(id, m)| now.members.get(id) != Some(m));
    for (id, member) in joins {
        let (id, addresses) = (*id, addresses(member));
        tasks.spawn(async move {
            for (host, port) in addresses {
                let attempt = TcpStream::connect((host.as_str(), port));
                if matches!(tokio::time::timeout(timeout, attempt).await, Ok(Ok(_))) {
                    return (id, true);
                }
            }
            (id, false)
        });
    }
    tasks.join_all().await
}

fn addresses(member: &Member) -> Vec<(String, u16)> {
    member.addresses.iter().map(|a| (a.host.clone(), a.election_port)).collect()
}
