//! Sessions that one member alone knows (`localSessionsEnabled`), until an ephemeral makes them the ensemble's: under a
//! leader of either kind, at members of either kind.

use super::observers;
use super::sessions;
use super::stage::Stage;
use anyhow::{Result, ensure};
use zk_client::CreateMode;

/// The same where followers serve the observers: what a local session of an observer writes, and the session itself once it is the
/// ensemble's, goes over its follower.
pub(super) fn run_behind_followers(stage: &mut Stage<'_>) -> Result<()> {
    observers::serve_observers_by_followers(stage);
    run(stage)
}

pub(super) fn run(stage: &mut Stage<'_>) -> Result<()> {
    let settings = stage.ensemble.settings.clone();
    stage.ensemble.settings =
        settings.with("localSessionsEnabled", true).with("localSessionsUpgradingEnabled", true);
    stage.case("boot", |stage| {
        let voters: Vec<usize> = stage.ensemble.voters().collect();
        let top = stage.top();
        let company: Vec<usize> =
            voters.iter().copied().filter(|i| *i != top).take(voters.len() / 2).collect();
        stage.ensemble.form(top, &company)?;
        if stage.ensemble.apart {
            observers::served_by_others_than(stage, &[])?;
        }
        stage.write(0, 10, 10)
    })?;
    stage.case("a local session of each member writes, and costs no transaction", costs_nothing)?;
    stage.case("with an ephemeral it goes round all members", sessions::goes_round)?;
    stage.case("left alone it expires everywhere", sessions::expires)?;
    // Whoever looks at the restarted servers must open a session in the new epoch, or its first zxid shows at a leader alone.
    let settings = std::mem::take(&mut stage.ensemble.settings);
    stage.ensemble.settings =
        settings.with("localSessionsEnabled", false).with("localSessionsUpgradingEnabled", false);
    Ok(())
}

fn costs_nothing(stage: &mut Stage<'_>) -> Result<()> {
    for index in 0..stage.ensemble.members.len() {
        stage.all_alike()?;
        let before = stage.ensemble.members[index].zxid();
        let client = sessions::at(stage, index, None)?;
        ensure!(
            stage.ensemble.members[index].zxid() == before,
            "member {}: its session took a zxid",
            index + 1
        );
        let written = stage.block_on(async {
            client.create(&format!("/local-{index}"), Some(b"x"), CreateMode::Persistent).await?;
            Ok(client.exists(&format!("/local-{index}")).await?.into_value())
        })?;
        let made = written.map(|stat| stat.czxid);
        let mntr = stage.ensemble.members[index].word("mntr")?;
        ensure!(mntr.contains("zk_local_sessions\t1"), "member {}: {mntr}", index + 1);
        stage.block_on(async { Ok(client.close().await?) })?;
        let after = stage.ensemble.members[index].zxid();
        ensure!(after == made, "member {}: {made:?}, and {after:?} behind the close", index + 1);
    }
    Ok(())
}
