//! `cargo xtask interop mixed`: ensembles of zkd and Apache ZooKeeper. A composition such as `JZJ` names what each
//! member runs; the member with the highest id leads unless a case wants otherwise, so that over all compositions each
//! kind leads over each. This file holds the plan; what is done to an ensemble lies in the files below.

mod rolling;
mod sessions;
mod stage;
mod sync;
mod workload;

use super::ensemble::{Software, parse_composition};
use super::lab::Lab;
use super::report::{Report, Tally};
use super::{Args, Peer};
use anyhow::Result;
use stage::Stage;
use std::process::ExitCode;
use std::time::Instant;

/// Every composition of three voters, and of four voters and an observer.
const FULL: &[&str] =
    &["JJZ", "ZZJ", "JZJ", "ZJZ", "ZJJ", "JZZ", "ZZZ", "JZZJj", "ZJJZz", "JJZZj", "ZZJJz", "JJJ"];
const QUICK: &[&str] = &["JJZ", "ZZJ", "ZJJZz"];

pub(super) fn run(args: &Args) -> Result<ExitCode> {
    let lab = Lab::of_ensembles("run-mixed", args.quick)?;
    let peers: &[Software] = match args.peer {
        Some(Peer::Apache38) => &[Software::Apache38],
        Some(Peer::Apache395) => &[Software::Apache395],
        None if args.quick => &[Software::Apache395],
        None => &[Software::Apache395, Software::Apache38],
    };
    let compositions: Vec<&str> = match &args.members {
        Some(list) => list.split(',').collect(),
        None if args.quick => QUICK.to_vec(),
        None => FULL.to_vec(),
    };
    let mut tally = Tally::default();
    for apache in peers {
        for composition in &compositions {
            for scenario in SCENARIOS {
                let name = format!("mixed-{}-{composition}-{apache}", scenario.name);
                if args.only.as_ref().is_some_and(|only| !name.contains(only.as_str())) {
                    continue;
                }
                let started = Instant::now();
                let report = run_scenario(&lab, scenario, &name, composition, *apache);
                let report = report.unwrap_or_else(|error| Report::broken(&name, &error));
                print!("{}", report.render(&name, started.elapsed()));
                tally.add(&report);
            }
        }
    }
    Ok(tally.end())
}

struct Scenario {
    name: &'static str,
    run: fn(&mut Stage<'_>) -> Result<()>,
}

const SCENARIOS: &[Scenario] = &[
    Scenario { name: "sync", run: sync::run },
    Scenario { name: "sessions", run: sessions::run },
    Scenario { name: "rolling", run: rolling::run },
];

/// Every scenario ends the same way: logs read and compared, and the directories handed to the other kind.
fn run_scenario(
    lab: &Lab,
    scenario: &Scenario,
    name: &str,
    composition: &str,
    apache: Software,
) -> Result<Report> {
    let members = parse_composition(composition, apache)?;
    let mut stage = Stage::new(lab, name, &members, apache)?;
    match (scenario.run)(&mut stage) {
        Ok(()) => stage.finish(),
        Err(error) => stage.report.fail("the ensemble", format!("{error:#}")),
    }
    Ok(std::mem::take(&mut stage.report))
}
