//! The differential suite: the same operations against Apache ZooKeeper and zkd, every answer compared. The test itself
//! is `tests/it/diff.rs`; here it only learns where the judge is.

use super::lab::{Lab, zkd_binary};
use super::process::{command, finish};
use super::report::Report;
use crate::root;
use anyhow::Result;
use std::time::Duration;

pub(super) fn run(lab: &Lab) -> Result<Report> {
    let mut report = Report::default();
    let zkd = zkd_binary()?;
    let judges = [("against 3.9.5", &lab.peers.classpath395), ("against 3.8.0", &lab.peers.classpath38)];
    for (name, classpath) in judges {
        let mut cargo = command(env!("CARGO"));
        cargo.args(["test", "--quiet", "-p", "zkd-tests", "--test", "it", "--", "diff"]);
        cargo
            .args(["--nocapture"])
            .env("ZKD_DIFF_APACHE", classpath)
            .env("ZKD_BIN", &zkd)
            .current_dir(root());
        // The quick subset is the same every time; without haste, other seeds each time.
        match lab.quick {
            true => cargo.env("ZKD_DIFF_SEED", QUICK_SEED),
            false => cargo.env("ZKD_DIFF_ROUNDS", FULL_ROUNDS),
        };
        let log = lab.run_dir("diff")?.join(format!("{}.log", name.replace(' ', "-")));
        let finished = finish(&mut cargo, &log, Duration::from_secs(900))?;
        report.check(name, finished.success().map(drop));
    }
    Ok(report)
}

const QUICK_SEED: &str = "1";
const FULL_ROUNDS: &str = "10";
