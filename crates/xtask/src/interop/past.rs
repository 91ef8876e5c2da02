//! The forensics suites: Apache ZooKeeper works and is stopped at random moments, and zkctl has to find the trees that it showed
//! then, and to print the lines of Apache's own tools. `tests/interop/corpus` is the client and the judge.

use super::lab::Lab;
use super::process::command;
use super::report::Report;
use anyhow::Result;
use std::time::Duration;

pub(super) fn run_38(lab: &Lab) -> Result<Report> {
    run(lab, "3.8.0", &lab.peers.classpath38)
}

pub(super) fn run_395(lab: &Lab) -> Result<Report> {
    run(lab, "3.9.5", &lab.peers.classpath395)
}

fn run(lab: &Lab, release: &str, classpath: &str) -> Result<Report> {
    let name = format!("past-{release}");
    // Another history at each run; the cases name it.
    let seed = std::time::UNIX_EPOCH.elapsed().map_or(1, |since| since.as_secs() % 1_000_000);
    let ops = if lab.quick { "150" } else { "900" };
    let mut judge = command(&lab.peers.python);
    judge.arg("-B").arg(lab.sources().join("corpus")).args(["check", release, classpath]);
    judge.arg(lab.zkctl()?).arg(lab.run_dir(&name)?.join("data")).args([&seed.to_string(), ops]);
    lab.run_program(&name, &mut judge, Duration::from_secs(180))
}
