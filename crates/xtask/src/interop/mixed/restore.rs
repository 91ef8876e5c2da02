//! A backup takes the place of the tree of an ensemble that a zkd leads: with one request, whatever the others are.

use super::stage::Stage;
use crate::interop::process::poll;
use crate::interop::server::Settings;
use anyhow::{Context, Result, ensure};
use std::time::Duration;
use zkd_tests::http::{Page, ask, ask_within};
use zkd_tests::server::free_port;

/// super:admin
const SUPER_DIGEST: &str = "super:xQJmxLMiHGwaqBvst5y6rkB6HQs=";
const AS_SUPER: &str = "Authorization: digest super:admin";

/// The member that is away meanwhile.
const AWAY: usize = 0;

/// True if the member that leads is a zkd.
pub(super) fn suits(members: &str) -> bool {
    members.chars().rfind(|c| c.is_ascii_uppercase()) == Some('Z') && members.len() >= 3
}

pub(super) fn run(stage: &mut Stage<'_>) -> Result<()> {
    let port = free_port();
    let top = stage.top();
    stage.ensemble.members[top].own = Settings::default()
        .with("admin.enableServer", true)
        .with("admin.serverPort", port)
        .with("admin.snapshot.enabled", true)
        .with("admin.restore.enabled", true)
        .with("admin.rateLimiterIntervalInMS", 0)
        .with("DigestAuthenticationProvider.superDigest", SUPER_DIGEST);
    let mut backup = Vec::new();
    stage.case("boot, and a backup", |stage| {
        for index in 0..stage.ensemble.members.len() {
            stage.ensemble.start(index)?;
        }
        led_by_top(stage)?;
        stage.write(AWAY, 30, 100)?;
        stage.all_alike()?;
        backup = page(ask(port, "GET", "/commands/snapshot", &[AS_SUPER], b""))?.bytes;
        stage.write(top, 20, 10)
    })?;
    stage.case("the leader restores all", |stage| restored(stage, port, &backup))?;
    stage.case("one that was away gets what was restored meanwhile", |stage| {
        stage.ensemble.kill(AWAY);
        stage.ensemble.wait_formed()?;
        stage.write(top, 20, 10)?;
        restored(stage, port, &backup)?;
        stage.ensemble.start(AWAY)?;
        Ok(())
    })?;
    stage.case("they stop, and start with it", |stage| {
        let before = stage.all_alike()?;
        stage.ensemble.stop_all()?;
        for index in 0..stage.ensemble.members.len() {
            stage.ensemble.start(index)?;
        }
        let after = stage.all_alike()?;
        ensure!(before.keys().eq(after.keys()), "the tree is another one");
        Ok(())
    })?;
    stage.case("nobody hears of it in time, and the others go on without it", |stage| {
        unheard(stage, port, &backup)
    })
}

fn page(answer: std::io::Result<Page>) -> Result<Page> {
    let page = answer.context("the AdminServer")?;
    ensure!(page.code == 200, "the AdminServer says {} {}", page.code, page.body);
    Ok(page)
}

/// Waits until the member with the AdminServer leads.
fn led_by_top(stage: &mut Stage<'_>) -> Result<()> {
    let (top, leader) = (stage.top(), stage.ensemble.wait_formed()?);
    if leader != top {
        let company: Vec<usize> = (0..stage.ensemble.members.len()).filter(|index| *index != top).collect();
        stage.ensemble.form(top, &company)?;
    }
    Ok(())
}

/// Restores, and looks that nothing is there that the backup does not know.
fn restored(stage: &mut Stage<'_>, port: u16, backup: &[u8]) -> Result<()> {
    led_by_top(stage)?;
    stage.write(stage.top(), 1, 10)?;
    let before = stage.all_alike()?;
    let newest = before.keys().rev().find(|path| path.starts_with("/n")).cloned().context("no node")?;
    let page = page(ask(port, "POST", "/commands/restore", &[AS_SUPER], backup))?;
    let leader = format!("{}", stage.top() + 1);
    ensure!(page.field("leader_id") == leader, "{}", page.body);
    let after = stage.all_alike()?;
    ensure!(!after.contains_key(&newest), "{newest} is there, which the backup does not know");
    stage.absent(&newest)?;
    ensure!(after.contains_key("/n000001"), "what the backup holds is not there");
    Ok(())
}

/// The leader has it on its disk and dies; the others, which stood still, elect another one. Then it comes back.
fn unheard(stage: &mut Stage<'_>, port: u16, backup: &[u8]) -> Result<()> {
    led_by_top(stage)?;
    let top = stage.top();
    stage.write(top, 5, 10)?;
    let before = stage.all_alike()?;
    let marks = stage.marks();
    let others: Vec<usize> = (0..stage.ensemble.members.len()).filter(|index| *index != top).collect();
    for index in &others {
        stage.ensemble.freeze(*index)?;
    }
    // Nobody answers.
    let _ = ask_within(port, "POST", "/commands/restore", &[AS_SUPER], backup, Duration::from_millis(100));
    let on_disk = poll(Duration::from_secs(20), || {
        stage.said_since(&marks, top).contains("a backup has taken the place of the history").then_some(())
    });
    on_disk.context("the backup does not get to the leader's disk")?;
    stage.ensemble.kill(top);
    for index in &others {
        stage.ensemble.thaw(*index)?;
    }
    let next = stage.ensemble.wait_formed()?;
    stage.write(next, 5, 10)?;
    stage.ensemble.start(top)?;
    let after = stage.all_alike()?;
    ensure!(
        before.keys().all(|path| after.contains_key(path)),
        "what nobody took over has taken something away"
    );
    let is_apache = |index: &usize| !stage.ensemble.members[*index].software.is_zkd();
    if others.iter().any(is_apache) {
        stage.report.note(format!("member {} led without the backup", next + 1));
    }
    Ok(())
}
