//! Observers that followers serve in the leader's place (`observerMasterPort`): each kind of observer under each kind of
//! follower, with clients on the observers alone.

use super::sessions::goes_round;
use super::stage::Stage;
use anyhow::{Context, Result, ensure};
use zk_client::CreateMode;
use zkd_tests::server::free_port;

/// Three voters or more, and observers.
pub(super) fn suits(composition: &str) -> bool {
    let voters = composition.chars().filter(|c| c.is_uppercase()).count();
    voters >= 3 && voters < composition.len()
}

pub(super) fn run(stage: &mut Stage<'_>) -> Result<()> {
    serve_observers_by_followers(stage);
    stage.case("boot", |stage| {
        let voters: Vec<usize> = stage.ensemble.voters().collect();
        let top = stage.top();
        let company: Vec<usize> =
            voters.iter().copied().filter(|i| *i != top).take(voters.len() / 2).collect();
        stage.ensemble.form(top, &company)?;
        stage.write(0, 10, 10)
    })?;
    stage.case("observers are served by followers", |stage| {
        served_by_others_than(stage, &[])?;
        ask_through_each(stage, "first")
    })?;
    stage.case("a session with an ephemeral goes round all members", goes_round)?;
    for round in 0..2 {
        stage.case(&format!("their follower is stopped, round {round}"), |stage| {
            let first = stage.ensemble.observers()[0];
            let master =
                stage.ensemble.members[first].observer_master().context("the observer has a master")?;
            stage.ensemble.stop(master)?;
            stage.ensemble.wait_formed()?;
            served_by_others_than(stage, &[master])?;
            ask_through_each(stage, &format!("round-{round}"))?;
            stage.ensemble.start(master)?;
            stage.ensemble.wait_formed().map(drop)
        })?;
    }
    stage.case("the leader is killed", |stage| {
        let leader = stage.ensemble.wait_formed()?;
        stage.ensemble.kill(leader);
        stage.ensemble.wait_formed()?;
        ask_through_each(stage, "no-leader")?;
        stage.ensemble.start(leader)?;
        stage.ensemble.wait_formed()?;
        ask_through_each(stage, "end")
    })
}

/// All listen for observers at the same port, each at an address of its own.
pub(super) fn serve_observers_by_followers(stage: &mut Stage<'_>) {
    stage.ensemble.apart = true;
    let settings = std::mem::take(&mut stage.ensemble.settings);
    stage.ensemble.settings = settings.with("observerMasterPort", free_port());
}

/// Waits until every observer is served by a follower that is none of these, and notes which kind serves which.
pub(super) fn served_by_others_than(stage: &mut Stage<'_>, not: &[usize]) -> Result<()> {
    stage.ensemble.wait_formed()?;
    let (served, leader) = stage.ensemble.wait_observers_served(not)?;
    let member = |index: usize| stage.ensemble.members[index].software;
    let kinds =
        served.iter().map(|(observer, master)| format!("{} under {}", member(*observer), member(*master)));
    let kinds = kinds.collect::<Vec<_>>().join(", ");
    let leads = member(leader);
    stage.report.note(format!("{kinds}; {leads} leads"));
    Ok(())
}

/// Writes, syncs and reads through each observer, in one go, so that the answers have to keep their order.
pub(super) fn ask_through_each(stage: &mut Stage<'_>, name: &str) -> Result<()> {
    for observer in stage.ensemble.observers() {
        stage.write(observer, 20, 50)?;
        let client = stage.client(observer)?;
        let kind = stage.ensemble.members[observer].software;
        stage.block_on(async {
            let path = format!("/{name}-{observer}");
            let mut asked = Vec::new();
            client.create(&path, Some(b"0"), CreateMode::Persistent).await?;
            client.create(&format!("{path}/mine"), None, CreateMode::Ephemeral).await?;
            for n in 1..=30 {
                let set = client.set_data(&path, Some(n.to_string().as_bytes()), Some(n - 1));
                asked.push((set, client.sync("/"), client.get_data(&path), n));
            }
            for (set, sync, read, n) in asked {
                set.await?;
                sync.await?;
                let data = read.await?.into_value().data;
                ensure!(data.as_deref() == Some(n.to_string().as_bytes()), "{kind}: after set {n}: {data:?}");
            }
            client.close().await?;
            Ok(())
        })?;
    }
    Ok(())
}
