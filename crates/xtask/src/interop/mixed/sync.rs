//! How a member that comes back is brought up to date, in every way there is: each case makes one such way necessary,
//! and where an Apache server takes part, its log must name it.

use super::stage::Stage;
use crate::interop::ensemble::{Role, Software};
use crate::interop::process::poll;
use anyhow::{Context, Result, ensure};
use std::time::Duration;
use zk_client::CreateMode;
use zkd_tests::txnlogs;

pub(super) fn run(stage: &mut Stage<'_>) -> Result<()> {
    // No limit on the log that may be sent in place of a snapshot.
    stage.ensemble.settings = stage.ensemble.settings.clone().with("snapshotSizeFactor", 0);
    stage.case("boot", boot)?;
    stage.case("an up-to-date member gets an empty DIFF", |stage| comes_back(stage, 0, Sync::Diff))?;
    stage.case("a member a little behind gets a DIFF", |stage| comes_back(stage, 20, Sync::Diff))?;
    stage.case("a member behind the leader's memory gets a DIFF", |stage| {
        comes_back(stage, MEMORY + 150, Sync::Diff)
    })?;
    stage.case("observers get a DIFF", |stage| observers_come_back(stage, 20, Sync::Diff))?;
    stage.case("a tail nobody else has is truncated", |stage| tail(stage, 0))?;
    stage.case("such a tail goes although the epoch has writes", |stage| tail(stage, 5))?;
    stage.case("the longest log leads whatever the id", longest_log_leads)?;
    stage.ensemble.settings = stage.ensemble.settings.clone().with("snapshotSizeFactor", -1);
    stage.case("all start again", |stage| {
        let top = stage.top();
        form_led_by(stage, top)
    })?;
    stage.case("a member far behind gets a SNAP", |stage| comes_back(stage, MEMORY + 150, Sync::Snap))?;
    stage.case("a fresh member gets a SNAP", |stage| fresh_disk(stage, LEARNER))?;
    stage.case("observers get a SNAP", |stage| observers_come_back(stage, MEMORY + 150, Sync::Snap))?;
    stage.case("a member killed while it caught up", killed_while_catching_up)
}

/// Transactions a leader keeps in memory (`commitLogCount`).
const MEMORY: usize = 500;

/// The member that comes back.
const LEARNER: usize = 0;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sync {
    Diff,
    Trunc,
    Snap,
}

fn form_led_by(stage: &mut Stage<'_>, leader: usize) -> Result<()> {
    let voters: Vec<usize> = stage.ensemble.voters().collect();
    let others = voters.iter().copied().filter(|index| *index != leader && *index != LEARNER);
    let company: Vec<usize> = others.take(voters.len() / 2).collect();
    stage.ensemble.form(leader, &company)
}

fn boot(stage: &mut Stage<'_>) -> Result<()> {
    let top = stage.top();
    form_led_by(stage, top)?;
    stage.write(LEARNER, 30, 100)?;
    // A large node lets a snapshot grow beyond any log.
    stage.write(top, 3, 100_000)
}

/// The learner is away while so many transactions happen.
fn comes_back(stage: &mut Stage<'_>, count: usize, expected: Sync) -> Result<()> {
    member_comes_back(stage, LEARNER, count, expected)
}

fn member_comes_back(stage: &mut Stage<'_>, learner: usize, count: usize, expected: Sync) -> Result<()> {
    stage.ensemble.kill(learner);
    let leader = stage.ensemble.wait_formed()?;
    if count > 0 {
        stage.write(leader, count, 10)?;
    }
    return_learner(stage, learner, Some(expected))
}

/// Observers are brought up to date as followers are, and are told of what happens in another way.
fn observers_come_back(stage: &mut Stage<'_>, count: usize, expected: Sync) -> Result<()> {
    let observers =
        (0..stage.ensemble.members.len()).filter(|i| stage.ensemble.members[*i].role == Role::Observer);
    for observer in observers.collect::<Vec<_>>() {
        member_comes_back(stage, observer, count, expected)?;
        stage.write(observer, 20, 10)?;
        if expected == Sync::Snap {
            fresh_disk(stage, observer)?;
        }
    }
    Ok(())
}

/// Starts the learner and waits for it; the way it was synchronised is the expected one where a log tells.
fn return_learner(stage: &mut Stage<'_>, learner: usize, expected: Option<Sync>) -> Result<()> {
    let marks = stage.marks();
    let leader = stage.ensemble.leader().context("no leader")?;
    stage.ensemble.start(learner)?;
    stage.settle()?;
    let learner_said = ways(&stage.said_since(&marks, learner), LEARNER_SAYS);
    let sid = format!("sid: {}", learner + 1);
    let leader_said = stage.said_since(&marks, leader);
    let leader_said: String = leader_said.lines().filter(|line| line.contains(&sid)).collect();
    let leader_said = ways(&leader_said, LEADER_SAYS);
    for said in [learner_said, leader_said] {
        if let (Some(way), Some(expected)) = (said.last(), expected) {
            ensure!(*way == expected, "synchronised by {way:?}, not by {expected:?}");
        }
    }
    Ok(())
}

/// What Apache's `Learner` and `LearnerHandler` print.
const LEARNER_SAYS: &[(&str, Sync)] = &[
    ("Getting a diff from the leader", Sync::Diff),
    ("Getting a snapshot from leader", Sync::Snap),
    ("Truncating log to get in sync", Sync::Trunc),
];
const LEADER_SAYS: &[(&str, Sync)] =
    &[("Sending DIFF", Sync::Diff), ("Sending snapshot", Sync::Snap), ("Sending TRUNC", Sync::Trunc)];

fn ways(said: &str, words: &[(&str, Sync)]) -> Vec<Sync> {
    let way = |line: &str| words.iter().find(|(text, _)| line.contains(text)).map(|(_, way)| *way);
    said.lines().filter_map(way).collect()
}

/// The leader logs a transaction that nobody else gets: its followers are frozen while it is sent, and die with it in
/// their sockets. They then go on without it, and the old leader has to give it up.
fn tail(stage: &mut Stage<'_>, writes_before_return: usize) -> Result<()> {
    let top = stage.top();
    if stage.ensemble.leader() != Some(top) {
        form_led_by(stage, top)?;
    }
    let before = stage.settle()?;
    let path = format!("/discarded-{}", before.0);
    let client = stage.client(top)?;
    let others: Vec<usize> = (0..stage.ensemble.members.len()).filter(|index| *index != top).collect();
    for index in &others {
        stage.ensemble.freeze(*index)?;
    }
    let pending = client.create(&path, Some(b"dead"), CreateMode::Persistent);
    let dir = stage.ensemble.members[top].version_2();
    let logged = poll(Duration::from_secs(10), || {
        let log = txnlogs::read("the leader", &dir).ok()?;
        log.records.values().any(|payload| contains(payload, path.as_bytes())).then_some(())
    });
    logged.context("the leader does not log what its followers do not answer")?;
    stage.ensemble.kill(top);
    for index in &others {
        stage.ensemble.kill(*index);
    }
    let outcome = stage.block_on(async { Ok(pending.await) })?;
    ensure!(outcome.is_err(), "a write was acknowledged by a leader without followers");
    drop(client);
    for index in &others {
        stage.ensemble.start(*index)?;
    }
    let leader = stage.ensemble.wait_formed()?;
    let expected = match stage.ensemble.members[leader].software {
        // Apache gives up once its history has gone on in another epoch: a snapshot takes the place of the tail. zkd
        // goes by the last transaction of the tail's own epoch that both have.
        Software::Apache38 | Software::Apache395 if writes_before_return > 0 => Sync::Snap,
        _ => Sync::Trunc,
    };
    if writes_before_return > 0 {
        stage.write(leader, writes_before_return, 10)?;
    }
    return_learner(stage, top, Some(expected))?;
    stage.write(leader, 5, 10)?;
    stage.absent(&path)?;
    // Once more from its own disk.
    stage.ensemble.kill(top);
    return_learner(stage, top, None)?;
    stage.absent(&path)
}

/// The voter with the least id has transactions that the one with the highest lacks.
fn longest_log_leads(stage: &mut Stage<'_>) -> Result<()> {
    let top = stage.top();
    stage.ensemble.kill(top);
    let leader = stage.ensemble.wait_formed()?;
    stage.write(leader, 10, 10)?;
    stage.settle()?;
    stage.ensemble.kill_all();
    let voters: Vec<usize> = stage.ensemble.voters().collect();
    // The member without the writes, and just so many with them that together they are a quorum.
    let mut company: Vec<usize> = voters.iter().copied().take(voters.len() / 2).collect();
    company.push(top);
    for index in company {
        stage.ensemble.start(index)?;
    }
    let won = stage.ensemble.wait_formed()?;
    ensure!(won != top, "member {} leads without having the last transactions", top + 1);
    for index in 0..stage.ensemble.members.len() {
        stage.ensemble.start(index)?;
    }
    stage.write(top, 5, 10)
}

fn fresh_disk(stage: &mut Stage<'_>, learner: usize) -> Result<()> {
    stage.ensemble.wipe(learner)?;
    stage.ensemble.wait_formed()?;
    return_learner(stage, learner, Some(Sync::Snap))
}

/// Killed as soon as its directory shows that the snapshot has begun to arrive or to be written; then again.
fn killed_while_catching_up(stage: &mut Stage<'_>) -> Result<()> {
    stage.ensemble.wipe(LEARNER)?;
    stage.ensemble.wait_formed()?;
    for _ in 0..2 {
        stage.ensemble.start(LEARNER)?;
        let dir = stage.ensemble.members[LEARNER].version_2();
        let begun = poll(Duration::from_secs(30), || {
            let names = std::fs::read_dir(&dir).ok()?.flatten();
            let mut names = names.map(|entry| entry.file_name().to_string_lossy().into_owned());
            names.any(|name| name.starts_with("snapshot.") && name != "snapshot.0").then_some(())
        });
        begun.context("no snapshot appears in the member's directory")?;
        stage.ensemble.kill(LEARNER);
    }
    if !starts_again(stage)? {
        stage.report.note("Apache's server, killed between a snapshot and its epoch, does not start again; its disk was emptied");
        stage.ensemble.wipe(LEARNER)?;
    }
    return_learner(stage, LEARNER, None)
}

/// False for an Apache server that was killed after it had written a snapshot and before the file of the snapshot's epoch: it
/// refuses to start (known-bugs K-25), and what it says then is no complaint of the ensemble's. It is left as it is otherwise.
fn starts_again(stage: &mut Stage<'_>) -> Result<bool> {
    if stage.ensemble.members[LEARNER].software.is_zkd() {
        return Ok(true);
    }
    let log = stage.ensemble.members[LEARNER].dir.join("server.log");
    let before = std::fs::metadata(&log)?.len();
    stage.ensemble.start(LEARNER)?;
    let ended = poll(Duration::from_secs(60), || match stage.ensemble.ended() {
        Some(LEARNER) => Some(true),
        _ => stage.ensemble.members[LEARNER].mode().map(|_| false),
    });
    let said = std::fs::read(&log)?.split_off(usize::try_from(before)?);
    if ended != Some(true) || !contains(&said, b"is older than the last zxid") {
        return Ok(true);
    }
    std::fs::File::options().write(true).open(&log)?.set_len(before)?;
    Ok(false)
}

fn contains(bytes: &[u8], wanted: &[u8]) -> bool {
    bytes.windows(wanted.len()).any(|window| window == wanted)
}
