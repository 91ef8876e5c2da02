//! A membership that changes under load: three members become five, the leader gives way to another, two go, all of it
//! while clients write.

use super::observers;
use super::rolling::{under_load, writes_go_on};
use super::stage::Stage;
use super::workload::Workload;
use crate::interop::complaints::Replays;
use crate::interop::ensemble::Role;
use crate::interop::process::poll;
use anyhow::{Context, Result, ensure};
use std::time::{Duration, Instant};

/// Five voters, of which the first three begin.
pub(super) fn suits(composition: &str) -> bool {
    composition.len() == 5 && composition.chars().all(char::is_uppercase)
}

/// Three voters of both kinds, and an observer of each.
pub(super) fn suits_observed(composition: &str) -> bool {
    composition.len() == 5 && composition.chars().filter(|c| c.is_uppercase()).count() == 3
}

/// Observers that followers serve hear of each change from them: one becomes a voter, and a voter goes. All voters are left, so
/// that whoever serves an observer may change but not end.
pub(super) fn run_observed(stage: &mut Stage<'_>) -> Result<()> {
    stage.replays = Replays::AndAhead;
    observers::serve_observers_by_followers(stage);
    let settings = std::mem::take(&mut stage.ensemble.settings);
    stage.ensemble.settings = settings.with("reconfigEnabled", true).with("skipACL", "yes");
    stage.ensemble.listed = Some(vec![(0..5).collect(); 5]);
    stage.case("boot", |stage| {
        (0..5).try_for_each(|index| stage.ensemble.start(index))?;
        observers::served_by_others_than(stage, &[])?;
        observers::ask_through_each(stage, "first")
    })?;
    stage.case("an observer becomes a voter", |stage| {
        let joining = line(stage, 3);
        reconfigure(stage, Some(&joining), None)?;
        stage.ensemble.members[3].role = Role::Participant;
        observers::served_by_others_than(stage, &[])?;
        same_membership(stage)?;
        observers::ask_through_each(stage, "four")
    })?;
    stage.case("a follower goes, the one of the observer if it may", |stage| {
        let leader = stage.ensemble.wait_formed()?;
        let master = stage.ensemble.members[4].observer_master().filter(|index| *index != leader);
        let goes = master.context("the observer has a follower")?;
        reconfigure(stage, None, Some(&(goes + 1).to_string()))?;
        stage.ensemble.stop(goes)?;
        observers::served_by_others_than(stage, &[goes])?;
        same_membership(stage)?;
        observers::ask_through_each(stage, "three")
    })
}

/// All members that run show the same membership, which a reconfiguration has made.
fn same_membership(stage: &Stage<'_>) -> Result<()> {
    let versions: Vec<i64> = up(stage).into_iter().map(|i| version(stage, i)).collect::<Result<_>>()?;
    ensure!(versions.iter().all(|v| *v == versions[0] && *v > 0), "the versions are {versions:x?}");
    Ok(())
}

/// How a member votes by a reconfiguration.
fn line(stage: &Stage<'_>, index: usize) -> String {
    let m = &stage.ensemble.members[index];
    let (id, quorum, election, client) = (index + 1, m.ports.quorum, m.ports.election, m.client_port);
    let host = if stage.ensemble.apart { id } else { 1 };
    format!("server.{id}=127.0.0.{host}:{quorum}:{election}:participant;127.0.0.1:{client}")
}

pub(super) fn run(stage: &mut Stage<'_>) -> Result<()> {
    stage.replays = Replays::AndAhead;
    let first = vec![0, 1, 2];
    let joiner = |index| vec![0, 1, 2, index];
    stage.ensemble.listed = Some(vec![first.clone(), first.clone(), first, joiner(3), joiner(4)]);
    let settings = std::mem::take(&mut stage.ensemble.settings);
    stage.ensemble.settings = settings.with("reconfigEnabled", true).with("skipACL", "yes");
    stage.case("three begin", |stage| {
        (0..3).try_for_each(|index| stage.ensemble.start(index))?;
        stage.ensemble.wait_formed().map(drop)
    })?;
    stage.case("two join, the leader and another go, under load", |stage| under_load(stage, change))?;
    stage.case("what is left starts again as it is", |stage| {
        for index in up(stage) {
            stage.ensemble.stop(index)?;
            stage.ensemble.start(index)?;
            stage.ensemble.wait_formed()?;
        }
        same_membership(stage)
    })
}

fn up(stage: &Stage<'_>) -> Vec<usize> {
    (0..5).filter(|index| stage.ensemble.members[*index].is_up()).collect()
}

fn change(stage: &mut Stage<'_>, load: &Workload) -> Result<()> {
    let begun = Instant::now();
    for index in [3, 4] {
        stage.ensemble.start(index)?;
    }
    stage.ensemble.wait_formed()?;
    writes_go_on(load)?;
    let joining = format!("{},{}", line(stage, 3), line(stage, 4));
    reconfigure(stage, Some(&joining), None)?;
    stage.ensemble.wait_formed()?;
    writes_go_on(load)?;

    let leader = stage.ensemble.wait_formed()?;
    let other = (0..5).find(|index| *index != leader).context("another")?;
    reconfigure(stage, None, Some(&format!("{},{}", leader + 1, other + 1)))?;
    let names = [leader, other].map(|index| stage.ensemble.members[index].software);
    stage.ensemble.wait_formed()?;
    for index in [leader, other] {
        stage.ensemble.stop(index)?;
    }
    let next = stage.ensemble.wait_formed()?;
    writes_go_on(load)?;
    let next = stage.ensemble.members[next].software;
    // Half of the time that a leader waits for those who do not come.
    let gap = load.longest_gap(begun);
    ensure!(gap < Duration::from_secs(10), "nothing was acknowledged for {} ms", gap.as_millis());
    stage.report.note(format!("leader {} and {} went, {next} leads", names[0], names[1]));
    Ok(())
}

/// Until it is done: a leader that gives way ends its clients' connections.
fn reconfigure(stage: &Stage<'_>, joining: Option<&str>, leaving: Option<&str>) -> Result<()> {
    let before = version(stage, up(stage)[0])?;
    let done = poll(Duration::from_secs(40), || {
        up(stage).into_iter().find_map(|index| {
            if version(stage, index).is_ok_and(|v| v > before) {
                return Some(());
            }
            let client = stage.client(index).ok()?;
            let asked = stage.block_on(async {
                client.reconfig(joining, leaving, None, -1).await?;
                Ok(client.close().await?)
            });
            asked.ok()
        })
    });
    done.context("the membership does not change within 40 s")
}

/// Of the membership that a member shows in `/zookeeper/config`.
fn version(stage: &Stage<'_>, index: usize) -> Result<i64> {
    let client = stage.client(index)?;
    stage.block_on(async {
        client.sync("/zookeeper").await?;
        let node = client.get_data("/zookeeper/config").await?;
        client.close().await?;
        let text = String::from_utf8_lossy(node.data.as_deref().unwrap_or_default()).into_owned();
        let version = text.lines().find_map(|l| l.strip_prefix("version="));
        let version = version.and_then(|v| i64::from_str_radix(v, 16).ok());
        version.with_context(|| format!("no version in {text:?}"))
    })
}
