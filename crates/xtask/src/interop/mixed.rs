//! `cargo xtask interop mixed`: ensembles of zkd and Apache ZooKeeper. A composition such as `JZJ` names what each
//! member runs; the member with the highest id leads unless a case wants otherwise, so that over all compositions each
//! kind leads over each. This file holds the plan; what is done to an ensemble lies in the files below.

mod disks;
mod local;
mod observers;
mod reconfig;
mod restore;
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

/// Every composition of three voters; of four voters with an observer or two, in which each kind observes each; and of
/// five voters. The ones of one kind are the controls.
const FULL: &[&str] = &[
    "JJZ", "ZZJ", "JZJ", "ZJZ", "ZJJ", "JZZ", "ZZZ", "JZZJj", "ZJJZz", "JJZZj", "ZZJJz", "ZJZJZ", "JZJZJ",
    "JJJZZ", "ZZZJJ", "JJJ",
];

/// zkd leads Apache servers; follows one, in an ensemble of five with an observer of each kind; leads those; and the way
/// there and back under load; a membership that changes, with an Apache leader that gives way to a zkd or the other way
/// round; followers that serve observers of both kinds; and a backup that takes the place of everything, by way of zkd.
const QUICK: &[(&str, &str)] = &[
    ("JJZ", "sync"),
    ("ZZJzj", "sync"),
    ("JZZjz", "sessions"),
    ("JZJ", "local"),
    ("ZJZ", "local"),
    ("ZZZ", "disks"),
    ("ZZJ", "rolling"),
    ("JZJZZ", "reconfig"),
    ("JZJzj", "observers"),
    ("JJZ", "restore"),
];

/// Three voters of both kinds, and an observer of each kind: each is served by each kind of follower, under a leader of each
/// kind.
const OBSERVED: &[&str] = &["JZJzj", "JZZzj"];

pub(super) fn run(args: &Args) -> Result<ExitCode> {
    let lab = Lab::of_ensembles("run-mixed", args.quick)?;
    let peers: &[Software] = match args.peer {
        Some(Peer::Apache38) => &[Software::Apache38],
        Some(Peer::Apache395) => &[Software::Apache395],
        None if args.quick => &[Software::Apache395],
        None => &[Software::Apache395, Software::Apache38],
    };
    let plan: Vec<(&str, &Scenario)> = match &args.members {
        Some(list) => every_scenario(list.split(',')),
        None if args.quick => QUICK
            .iter()
            .flat_map(|(members, name)| {
                every_scenario([*members]).into_iter().filter(|each| each.1.name == *name)
            })
            .collect(),
        None => {
            let mut plan = every_scenario(FULL.iter().copied());
            plan.retain(|(_, scenario)| !scenario.is_observed());
            plan.extend(every_scenario(OBSERVED.iter().copied()).into_iter().filter(|s| s.1.is_observed()));
            plan
        }
    };
    let mut tally = Tally::default();
    for apache in peers {
        for (composition, scenario) in &plan {
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
    Ok(tally.end())
}

fn every_scenario<'a>(members: impl IntoIterator<Item = &'a str>) -> Vec<(&'a str, &'static Scenario)> {
    let all = members.into_iter().flat_map(|members| SCENARIOS.iter().map(move |each| (members, each)));
    // The membership changes between three and five voters.
    all.filter(|(members, each)| match each.name {
        "reconfig" => reconfig::suits(members),
        "reconfig-observed" => reconfig::suits_observed(members),
        "restore" => restore::suits(members),
        _ if each.is_observed() => observers::suits(members),
        _ => true,
    })
    .collect()
}

struct Scenario {
    name: &'static str,
    run: fn(&mut Stage<'_>) -> Result<()>,
}

impl Scenario {
    /// Followers serve observers in it.
    fn is_observed(&self) -> bool {
        ["observers", "local-observed", "reconfig-observed"].contains(&self.name)
    }
}

const SCENARIOS: &[Scenario] = &[
    Scenario { name: "sync", run: sync::run },
    Scenario { name: "sessions", run: sessions::run },
    Scenario { name: "local", run: local::run },
    Scenario { name: "disks", run: disks::run },
    Scenario { name: "rolling", run: rolling::run },
    Scenario { name: "reconfig", run: reconfig::run },
    Scenario { name: "restore", run: restore::run },
    Scenario { name: "observers", run: observers::run },
    Scenario { name: "local-observed", run: local::run_behind_followers },
    Scenario { name: "reconfig-observed", run: reconfig::run_observed },
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
        Ok(()) if scenario.name.starts_with("reconfig") => {}
        // What is restored is in no log.
        Ok(()) if scenario.name == "restore" => {}
        Ok(()) => stage.finish(),
        Err(_) if stage.is_void() => {}
        Err(error) => stage.report.fail("the ensemble", format!("{error:#}")),
    }
    Ok(std::mem::take(&mut stage.report))
}
