//! `cargo xtask interop`: foreign clients against zkd, and data directories handed back and forth between zkd and
//! Apache ZooKeeper. This file holds the command line, the list of suites and the tally; a suite has its own module.
//!
//! A peer program prints one line per case, `ok NAME` or `FAIL NAME: WHY`; whatever else it prints is shown only when
//! something failed. Everything downloaded, built or written lies under `target/interop/`.

mod c_client;
mod c_secure;
pub(crate) mod chaos;
mod complaints;
mod curator;
mod datadir;
mod diff;
mod dump;
mod ensemble;
mod java;
mod kazoo;
mod lab;
mod mixed;
mod past;
mod peers;
pub(crate) mod pictures;
mod process;
mod prometheus;
mod recipes;
mod report;
mod rust_client;
mod server;
mod tls;
mod zkcli;
mod zkctl_tls;
mod zktui;

use anyhow::Result;
use lab::Lab;
use report::{Report, Tally};
use std::process::ExitCode;
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

#[derive(clap::Args)]
pub(crate) struct Args {
    /// Which suites to run
    #[arg(value_enum, default_value_t = Group::All)]
    group: Group,
    /// A subset of about three minutes
    #[arg(long)]
    quick: bool,
    /// Only suites whose name contains this
    #[arg(long, value_name = "NAME")]
    only: Option<String>,
    /// The server to judge; the word CFG becomes the path of its zoo.cfg [default: zkd of this tree]
    #[arg(long, value_name = "CMD", conflicts_with = "peer")]
    server: Option<String>,
    /// Run the suites against Apache ZooKeeper itself, to judge the suites; `mixed`: the release of its Apache members
    #[arg(long, value_enum)]
    peer: Option<Peer>,
    /// Compositions of `mixed`, as JJZ,ZZJ: Apache ZooKeeper and zkd by member id, observers in lower case
    #[arg(long, value_name = "LIST")]
    members: Option<String>,
}

#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Group {
    Clients,
    Datadir,
    Diff,
    /// zkd over TLS and SASL, with Apache's clients and servers
    Tls,
    /// zkd's metrics in a Prometheus
    Metrics,
    /// Ensembles of Apache ZooKeeper and zkd; not part of `all`
    Mixed,
    /// The monitor in a real terminal; not part of `all`
    Zktui,
    All,
}

#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Peer {
    Apache38,
    Apache395,
}

impl Args {
    pub(crate) fn quick() -> Self {
        Self { group: Group::All, quick: true, only: None, server: None, peer: None, members: None }
    }
}

/// Whether a suite belongs to the quick subset.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Speed {
    Quick,
    Full,
}

struct Suite {
    name: &'static str,
    group: Group,
    speed: Speed,
    run: fn(&Lab) -> Result<Report>,
}

/// The long ones first, so that no worker is left with one at the end.
const SUITES: &[Suite] = &[
    Suite { name: "datadir-3.9.5", group: Group::Datadir, speed: Speed::Quick, run: datadir::run_395 },
    Suite { name: "datadir-3.8.0", group: Group::Datadir, speed: Speed::Quick, run: datadir::run_38 },
    Suite { name: "past-3.9.5", group: Group::Datadir, speed: Speed::Quick, run: past::run_395 },
    Suite { name: "past-3.8.0", group: Group::Datadir, speed: Speed::Full, run: past::run_38 },
    Suite { name: "java-3.9.5", group: Group::Clients, speed: Speed::Quick, run: java::run_395 },
    Suite { name: "java-3.8.0", group: Group::Clients, speed: Speed::Full, run: java::run_38 },
    Suite { name: "kazoo-own", group: Group::Clients, speed: Speed::Full, run: kazoo::run_own },
    Suite { name: "rust-client", group: Group::Clients, speed: Speed::Quick, run: rust_client::run },
    Suite { name: "curator", group: Group::Clients, speed: Speed::Quick, run: curator::run },
    Suite { name: "kazoo", group: Group::Clients, speed: Speed::Quick, run: kazoo::run },
    Suite { name: "c-client", group: Group::Clients, speed: Speed::Quick, run: c_client::run },
    Suite { name: "zkcli-3.9.5", group: Group::Clients, speed: Speed::Quick, run: zkcli::run_395 },
    Suite { name: "zkcli-zkctl", group: Group::Clients, speed: Speed::Quick, run: zkcli::run_zkctl },
    Suite { name: "zkcli-3.8.0", group: Group::Clients, speed: Speed::Quick, run: zkcli::run_38 },
    Suite { name: "recipes-kazoo", group: Group::Clients, speed: Speed::Quick, run: recipes::run_kazoo },
    Suite { name: "same-verbs", group: Group::Clients, speed: Speed::Quick, run: recipes::run_verbs },
    Suite { name: "recipes-curator", group: Group::Clients, speed: Speed::Quick, run: recipes::run_curator },
    Suite { name: "zkctl-tls", group: Group::Clients, speed: Speed::Full, run: zkctl_tls::run },
    Suite { name: "c-secure", group: Group::Tls, speed: Speed::Full, run: c_secure::run },
    Suite { name: "tls", group: Group::Tls, speed: Speed::Quick, run: tls::run },
    Suite { name: "prometheus", group: Group::Metrics, speed: Speed::Quick, run: prometheus::run },
    Suite { name: "diff", group: Group::Diff, speed: Speed::Quick, run: diff::run },
];

/// Runs the chosen suites. The tally is the last line printed, whatever the outcome.
pub(crate) fn run(args: &Args) -> Result<ExitCode> {
    if args.group == Group::Mixed {
        return mixed::run(args);
    }
    if args.group == Group::Zktui {
        return zktui::run(args);
    }
    let lab = Lab::prepare(args)?;
    let suites = Mutex::new(SUITES.iter().filter(|suite| args.selects(suite)));
    let tally = Mutex::new(Tally::default());
    std::thread::scope(|scope| {
        for _ in 0..AT_A_TIME {
            scope.spawn(|| {
                while let Some(suite) = next(&suites) {
                    run_suite(suite, &lab, &tally);
                }
            });
        }
    });
    Ok(tally.into_inner().unwrap_or_else(PoisonError::into_inner).end())
}

/// Most of a suite is waiting: for timeouts, for events, for a JVM.
const AT_A_TIME: usize = 2;

fn next<'a>(suites: &Mutex<impl Iterator<Item = &'a Suite>>) -> Option<&'a Suite> {
    suites.lock().unwrap_or_else(PoisonError::into_inner).next()
}

fn run_suite(suite: &Suite, lab: &Lab, tally: &Mutex<Tally>) {
    let started = Instant::now();
    let report = (suite.run)(lab).unwrap_or_else(|error| Report::broken(suite.name, &error));
    let mut tally = tally.lock().unwrap_or_else(PoisonError::into_inner);
    print!("{}", report.render(suite.name, started.elapsed()));
    tally.add(&report);
}

impl Args {
    fn selects(&self, suite: &Suite) -> bool {
        let in_group = self.group == Group::All || self.group == suite.group;
        let named = self.only.as_ref().is_none_or(|only| suite.name.contains(only.as_str()));
        // A server cannot be compared with itself.
        let judged_by_apache = self.peer.is_none() || suite.group != Group::Diff;
        let fits = !self.quick || suite.speed == Speed::Quick;
        in_group && named && judged_by_apache && fits
    }
}
