//! Replacement under load: every member in turn is stopped, its directory is taken over by the other kind, and back
//! again; and leaders that die. Clients write all the while.

use super::stage::Stage;
use super::workload::Workload;
use crate::interop::complaints::Replays;
use crate::interop::ensemble::Software;
use crate::interop::process::poll;
use anyhow::{Context, Result};
use std::time::{Duration, Instant};

/// All members are Apache at first, whatever the composition, and in the end again.
pub(super) fn run(stage: &mut Stage<'_>) -> Result<()> {
    stage.replays = Replays::Tolerated;
    let there: Vec<Software> = stage.ensemble.members.iter().map(|member| member.software).collect();
    let apache = stage.apache();
    for member in &mut stage.ensemble.members {
        member.software = apache;
    }
    let before: Vec<Software> = stage.ensemble.members.iter().map(|member| member.software).collect();
    stage.case("boot", boot)?;
    stage.case("replaced one at a time and back, by SIGTERM", |stage| {
        under_load(stage, |stage, load| {
            replace(stage, load, &there, End::Stopped)?;
            replace(stage, load, &before, End::Stopped)
        })
    })?;
    if !stage.quick() {
        stage.case("replaced one at a time, by SIGKILL", |stage| {
            under_load(stage, |stage, load| replace(stage, load, &there, End::Killed))
        })?;
    }
    stage.case("leaders killed under writes", |stage| under_load(stage, kill_leaders))
}

fn boot(stage: &mut Stage<'_>) -> Result<()> {
    for index in 0..stage.ensemble.members.len() {
        stage.ensemble.start(index)?;
    }
    stage.ensemble.wait_formed().map(drop)
}

/// Runs `what` while clients write, and holds the tree against what they were told.
pub(super) fn under_load(
    stage: &mut Stage<'_>,
    what: impl FnOnce(&mut Stage<'_>, &Workload) -> Result<()>,
) -> Result<()> {
    let servers = stage.ensemble.connect_string();
    let load = Workload::start(&stage.runtime, &servers).context("starting the clients")?;
    what(stage, &load)?;
    let finished = load.stop(&stage.runtime)?;
    let tree = stage.all_alike()?;
    let outcome = finished.check(&stage.runtime, &tree)?;
    stage.report.note(format!(
        "{} writes acknowledged, {} of unknown outcome, {} refused; {} turns of the lock; longest gap {} ms",
        outcome.acknowledged,
        outcome.unknown,
        outcome.refused,
        outcome.lock_turns,
        outcome.longest_gap().as_millis()
    ));
    stage.remove("/load")
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    Stopped,
    Killed,
}

/// Followers first, the leader last: an ensemble's administrator would do the same.
fn replace(stage: &mut Stage<'_>, load: &Workload, by: &[Software], end: End) -> Result<()> {
    let mut order: Vec<usize> = (0..stage.ensemble.members.len()).collect();
    let leader = stage.ensemble.wait_formed()?;
    order.sort_by_key(|index| *index == leader);
    let mut gaps = Vec::new();
    for index in order {
        let begun = Instant::now();
        match end {
            End::Stopped => stage.ensemble.stop(index)?,
            End::Killed => stage.ensemble.kill(index),
        }
        stage.ensemble.members[index].software = by[index];
        stage.ensemble.start(index)?;
        stage.ensemble.wait_formed()?;
        writes_go_on(load)?;
        gaps.push(format!("{} by {} {} ms", index + 1, by[index], load.longest_gap(begun).as_millis()));
    }
    stage.report.note(format!("without an acknowledgement at most: {}", gaps.join(", ")));
    Ok(())
}

fn kill_leaders(stage: &mut Stage<'_>, load: &Workload) -> Result<()> {
    let mut gaps = Vec::new();
    for _ in 0..if stage.quick() { 2 } else { 4 } {
        let leader = stage.ensemble.wait_formed()?;
        writes_go_on(load)?;
        let begun = Instant::now();
        stage.ensemble.kill(leader);
        let next = stage.ensemble.wait_formed()?;
        writes_go_on(load)?;
        let names = [leader, next].map(|index| stage.ensemble.members[index].software);
        gaps.push(format!("{} after {} {} ms", names[1], names[0], load.longest_gap(begun).as_millis()));
        stage.ensemble.start(leader)?;
        stage.ensemble.wait_formed()?;
    }
    stage.report.note(format!("gaps when a leader dies: {}", gaps.join(", ")));
    Ok(())
}

pub(super) fn writes_go_on(load: &Workload) -> Result<()> {
    let wanted = load.acknowledged() + 20;
    let more = poll(Duration::from_secs(40), || (load.acknowledged() >= wanted).then_some(()));
    more.context("writes do not go on within 40 s")
}
