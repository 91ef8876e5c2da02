//! Members that lose their disks, with `db.autocreate=false`: an empty directory has no vote, unless the file
//! `initialize` says that it may be empty. So two members without the last transactions cannot go on without them.

use super::stage::Stage;
use crate::interop::ensemble::Role;
use crate::interop::process::poll;
use anyhow::{Context, Result, ensure};
use std::time::Duration;

pub(super) fn run(stage: &mut Stage<'_>) -> Result<()> {
    stage.ensemble.settings = stage.ensemble.settings.clone().with("db.autocreate", false);
    stage.case("boot, each on an empty directory with the marker", boot)?;
    stage.case("an empty member does not make a quorum with one that lags", one_lost)?;
    stage.case("empty members wait until one of them is marked", two_lost)
}

/// Long enough for several elections.
const NOBODY_LEADS: Duration = Duration::from_secs(4);

fn boot(stage: &mut Stage<'_>) -> Result<()> {
    for index in 0..stage.ensemble.members.len() {
        mark(stage, index)?;
        stage.ensemble.start(index)?;
    }
    stage.ensemble.wait_formed()?;
    stage.write(0, 30, 100)?;
    stage.settle()?;
    for member in &stage.ensemble.members {
        ensure!(!member.dir.join("data/initialize").exists(), "the marker of one start would allow another");
    }
    Ok(())
}

/// Says that a member may start empty.
fn mark(stage: &Stage<'_>, index: usize) -> Result<()> {
    let path = stage.ensemble.members[index].dir.join("data/initialize");
    std::fs::write(&path, "").with_context(|| path.display().to_string())
}

/// Just so many voters lose their disks that the rest, together with as many as were away, is no quorum of its own.
fn one_lost(stage: &mut Stage<'_>) -> Result<()> {
    let voters: Vec<usize> = stage.ensemble.voters().collect();
    let minority = (voters.len() - 1) / 2;
    let (lagging, informed) = voters.split_at(minority);
    let (lost, intact) = informed.split_at(1);
    lagging.iter().for_each(|index| stage.ensemble.kill(*index));
    stage.ensemble.wait_formed()?;
    stage.write(intact[0], 20, 10)?;
    let before = stage.all_alike()?;
    stage.ensemble.kill_all();
    stage.ensemble.wipe(lost[0])?;
    for index in lagging.iter().chain(lost) {
        stage.ensemble.start(*index)?;
    }
    nobody_leads(stage, "without the last transactions")?;
    for index in 0..stage.ensemble.members.len() {
        stage.ensemble.start(index)?;
    }
    let after = stage.all_alike()?;
    ensure!(before.keys().all(|path| after.contains_key(path)), "acknowledged writes are gone");
    Ok(())
}

/// Just so many lose their disks that the rest is no quorum, and is one with one more. What is left is not taken for the
/// whole truth, nor for nothing, before somebody says so.
fn two_lost(stage: &mut Stage<'_>) -> Result<()> {
    let voters: Vec<usize> = stage.ensemble.voters().collect();
    let quorum = voters.len() / 2 + 1;
    let lost: Vec<usize> = voters.iter().copied().take(voters.len() - quorum + 1).collect();
    let before = stage.all_alike()?;
    stage.ensemble.kill_all();
    let marks = stage.marks();
    for index in &lost {
        stage.ensemble.wipe(*index)?;
    }
    for index in 0..stage.ensemble.members.len() {
        stage.ensemble.start(index)?;
    }
    nobody_leads(stage, "with too many disks empty")?;
    for index in &lost {
        let said = stage.said_since(&marks, *index);
        let told = !stage.ensemble.members[*index].software.is_zkd() || said.contains("nothing to vouch for");
        ensure!(told, "member {} does not say why it has no vote:\n{said}", index + 1);
    }
    let first = lost[0];
    // An Apache server does not start where it has been without a vote.
    stage.ensemble.wipe(first)?;
    mark(stage, first)?;
    stage.ensemble.start(first)?;
    let after = stage.all_alike()?;
    ensure!(before.keys().all(|path| after.contains_key(path)), "what the intact disk had is gone");
    Ok(())
}

fn nobody_leads(stage: &mut Stage<'_>, when: &str) -> Result<()> {
    // The members have to be up for their silence to mean something.
    let up: Vec<usize> = (0..stage.ensemble.members.len())
        .filter(|index| stage.ensemble.members[*index].is_up())
        .filter(|index| stage.ensemble.members[*index].role == Role::Participant)
        .collect();
    for index in up {
        stage.ensemble.wait("a member does not come up", Duration::from_secs(60), |ensemble| {
            ensemble.members[index].word("ruok").is_ok_and(|answer| !answer.is_empty()).then_some(())
        })?;
    }
    let leader = poll(NOBODY_LEADS, || stage.ensemble.leader());
    ensure!(leader.is_none(), "member {} leads {when}", leader.unwrap_or_default() + 1);
    Ok(())
}
