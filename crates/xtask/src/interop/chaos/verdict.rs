//! The end of a run: members alike, logs alike, and the clients' histories held against both.

use super::clients::INITIAL;
use super::cluster::Cluster;
use crate::interop::complaints::Replays;
use crate::interop::dump::{self, Dump, compare, compare_with_model};
use crate::interop::report::Report;
use anyhow::{Context, Result, bail, ensure};
use std::collections::{BTreeMap, BTreeSet};
use zk_client::{ErrorCode, SessionId};
use zkd_tests::check::history::{Answer, Call, Op, Outcome};
use zkd_tests::check::linear::{self, Action, Event, Register, Time, Verdict};
use zkd_tests::check::model::Model;
use zkd_tests::check::order::{self, Findings};
use zkd_tests::txnlogs::Chosen;

pub(super) fn judge(cluster: &mut Cluster<'_>, history: &[Op], report: &mut Report) -> Result<()> {
    let answered = history.iter().filter(|op| op.outcome != Outcome::Unknown).count();
    report.note(format!("{answered} requests answered, {} not", history.len() - answered));
    let tree = alike(cluster);
    cluster.ensemble.stop_all()?;
    if let Some(member) = cluster.ensemble.never_logged() {
        report.note(format!(
            "not judged: the thread that writes the log of member {}, an Apache server, ended with a null pointer, and what \
             it had still to write is missing there (ZOOKEEPER-4409)",
            member + 1
        ));
        return Ok(());
    }
    let chosen = cluster.ensemble.chosen()?;
    report.pass("all logs agree");
    if let Some(member) = cluster.ensemble.kept_what_was_cut(&chosen) {
        report.note(format!(
            "not judged further: member {} is an Apache server that was told to truncate its log and went on with a \
             snapshot of what was cut (ZOOKEEPER-1549)",
            member + 1
        ));
        return Ok(());
    }
    let tree = tree?;
    report.pass("all members hold the same tree");
    make_this_tree(&chosen, &tree)?;
    report.pass("the logs make this tree");
    report.check("no member complains", cluster.ensemble.no_complaints(Replays::Tolerated));
    let findings = order::judge(&chosen, history);
    report.note(format!(
        "{} transactions; unanswered writes: {} applied, {} not; syncs older than an acknowledged write: {}",
        chosen.len(),
        findings.unknown_applied,
        findings.unknown_lost,
        findings.stale_syncs
    ));
    report.check("the history fits the logs", no_violations(&findings));
    report.check(
        "the history is linearizable",
        linearizable(history, &findings).map(|line| report_line(&line)),
    );
    Ok(())
}

fn report_line(line: &str) {
    println!("  {line}");
}

/// Every member's own view of the others' addresses is in its configuration node, so that one is not compared.
fn alike(cluster: &mut Cluster<'_>) -> Result<Dump> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    // A session that outlives its client would go in the middle of the comparison.
    let ports: Vec<u16> = cluster.ensemble.members.iter().map(|member| member.client_port).collect();
    cluster.ensemble.wait_sessions_gone()?;
    let mut first: Option<Dump> = None;
    for (index, port) in ports.iter().enumerate() {
        let name = format!("member {}", index + 1);
        let mut tree = runtime.block_on(dump::dump(*port)).with_context(|| format!("reading {name}"))?;
        tree.remove("/zookeeper/config");
        match &first {
            None => first = Some(tree),
            Some(other) => compare(("member 1", other), (&name, &tree))?,
        }
    }
    cluster.ensemble.wait_settled()?;
    first.context("no member")
}

fn make_this_tree(chosen: &Chosen, tree: &Dump) -> Result<()> {
    let mut model = Model::default();
    for payload in chosen.values() {
        model.apply(payload).map_err(anyhow::Error::msg)?;
    }
    compare_with_model(tree, &model)
}

fn no_violations(findings: &Findings) -> Result<()> {
    let count = findings.violations.len();
    let first: Vec<&str> = findings.violations.iter().take(5).map(String::as_str).collect();
    ensure!(count == 0, "{count} violations:\n{}", first.join("\n"));
    Ok(())
}

/// States a search may visit before it is given up.
const SEARCH_LIMIT: usize = 2_000_000;

/// Searches every register's history for an order; a `sync` followed by a read counts as a read of now. If that fails,
/// it is tried without: a deposed leader that does not know it yet answers a `sync` of Apache's kind.
fn linearizable(history: &[Op], findings: &Findings) -> Result<String> {
    let mut events: BTreeMap<&str, Vec<(Event, bool)>> = BTreeMap::new();
    let mut processes: BTreeMap<SessionId, usize> = BTreeMap::new();
    let mut values: BTreeMap<&[u8], u64> = BTreeMap::from([(INITIAL, 0)]);
    for (position, op) in history.iter().enumerate() {
        let count = processes.len();
        let process = *processes.entry(op.session).or_insert(count);
        let lost = findings.never_happened.contains(&(op.session, op.xid));
        let Some((path, action)) = action(op, &mut values) else { continue };
        if lost {
            continue;
        }
        let synced = position.checked_sub(1).and_then(|before| history.get(before)).filter(|before| {
            before.session == op.session
                && before.connection == op.connection
                && before.call == Call::Sync
                && matches!(before.outcome, Outcome::Ok(..))
        });
        let read = matches!(action, Action::Get { .. });
        let time = if read && synced.is_none() { Time::Ordered } else { Time::Strict };
        let call = if read { synced.map_or(op.invoked_us, |sync| sync.invoked_us) } else { op.invoked_us };
        let ret = (op.outcome != Outcome::Unknown).then_some(op.completed_us);
        events
            .entry(path)
            .or_default()
            .push((Event { process, call, ret, action, time }, read && synced.is_some()));
    }
    let (mut operations, mut stale) = (0, BTreeSet::new());
    for (path, events) in &events {
        operations += events.len();
        let strict: Vec<Event> = events.iter().map(|(event, _)| *event).collect();
        let start = Register { value: 0, version: 0 };
        let verdict = match linear::search(start, &strict, SEARCH_LIMIT) {
            Verdict::Violation => {
                let relaxed = |(event, synced): &(Event, bool)| match synced {
                    true => Event { time: Time::Ordered, ..*event },
                    false => *event,
                };
                stale.insert(*path);
                linear::search(start, &events.iter().map(relaxed).collect::<Vec<_>>(), SEARCH_LIMIT)
            }
            verdict => verdict,
        };
        match verdict {
            Verdict::Fits => {}
            Verdict::Violation => bail!("no order fits the {} operations on {path}", events.len()),
            Verdict::Undecided => bail!("undecided: {} operations on {path}", events.len()),
        }
    }
    ensure!(operations > 0, "nothing was done to any register");
    Ok(format!(
        "{operations} operations on {} registers; registers with a synced read of the past: {}",
        events.len(),
        stale.len()
    ))
}

/// What an operation means to a register.
fn action<'a>(op: &'a Op, values: &mut BTreeMap<&'a [u8], u64>) -> Option<(&'a str, Action)> {
    let mut number = |data: &'a [u8]| {
        let next = values.len() as u64;
        *values.entry(data).or_insert(next)
    };
    match (&op.call, &op.outcome) {
        (Call::Get { path }, Outcome::Ok(_, Answer::Data(data, stat))) => {
            let value = number(data.as_deref().unwrap_or_default());
            Some((path, Action::Get { found: Register { value, version: stat.version } }))
        }
        (Call::Set { path, data, version }, outcome) => {
            let answered = match outcome {
                Outcome::Ok(_, Answer::Stat(stat)) => Some(stat.version),
                Outcome::Unknown => None,
                Outcome::Failed(_, code) if *code == ErrorCode::BadVersion.code() => {
                    return Some((path, Action::Refused { expected: *version }));
                }
                _ => return None,
            };
            let value = number(data);
            let action = match *version {
                -1 => Action::Set { value, answered },
                expected => Action::SetIf { expected, value, answered },
            };
            Some((path, action))
        }
        _ => None,
    }
}
