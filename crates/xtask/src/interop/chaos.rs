//! `cargo xtask chaos`: an ensemble of real processes behind a proxy per directed pair and port, clients that record
//! what they are told, and a seeded plan of faults. Then two judges: the order of the members' logs, and a search for
//! any order at all. Timings vary from run to run; the plan does not.

mod clients;
mod cluster;
mod disk;
mod plan;
mod readiness;
mod verdict;

use super::Peer;
use super::ensemble::Software;
use super::lab::Lab;
use super::report::{Report, Tally};
use anyhow::{Context, Result, ensure};
use clients::Clients;
use cluster::Cluster;
use plan::{Fault, Plan};
use readiness::{ALONE_LIMIT, Readiness};
use std::process::ExitCode;
use std::time::{Duration, Instant};
use zkd_tests::rng::{Rng, seed_from};

#[derive(clap::Args)]
pub(crate) struct Args {
    /// How long faults go on
    #[arg(long, default_value_t = 40)]
    seconds: u64,
    /// Of the plan and of what clients do [default: another each time]
    #[arg(long)]
    seed: Option<u64>,
    /// zkd, java, mixed, or a composition such as JZJ
    #[arg(long, default_value = "zkd")]
    members: String,
    /// The release of Apache members
    #[arg(long, value_enum, default_value = "apache395")]
    peer: Peer,
    /// Which faults
    #[arg(long, value_enum, default_value_t = What::All)]
    faults: What,
    /// Only these faults of the network and of processes, by the names the plan prints, comma-separated
    #[arg(long, value_name = "LIST")]
    only: Option<String>,
}

#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum What {
    /// Of network and processes
    Network,
    /// Of disks
    Disk,
    All,
}

pub(crate) fn run(args: &Args) -> Result<ExitCode> {
    let lab = Lab::of_ensembles("run-chaos", false)?;
    let seed = args.seed.unwrap_or_else(|| seed_from("ZKD_CHAOS_SEED"));
    let apache = match args.peer {
        Peer::Apache38 => Software::Apache38,
        Peer::Apache395 => Software::Apache395,
    };
    let mut rng = Rng::new(seed);
    let composition = match args.members.as_str() {
        "zkd" => "ZZZ",
        "java" => "JJJ",
        "mixed" => rng.pick(&["JJZ", "JZJ", "ZJJ", "ZZJ", "ZJZ", "JZZ"]),
        composition => composition,
    };
    println!("chaos {composition}, Apache members {apache}: --seed {seed} --seconds {}", args.seconds);
    let mut tally = Tally::default();
    if args.faults != What::Disk {
        tally.add(&show("chaos", |report| network(&lab, composition, apache, args, &mut rng, report)));
    }
    if args.faults != What::Network {
        tally.add(&show("chaos-disk", |report| disk::run(&lab, composition, apache, report)));
    }
    Ok(tally.end())
}

fn show(name: &str, run: impl FnOnce(&mut Report) -> Result<()>) -> Report {
    let started = Instant::now();
    let mut report = Report::default();
    if let Err(error) = run(&mut report) {
        report.fail(name, format!("{error:#}"));
    }
    print!("{}", report.render(name, started.elapsed()));
    report
}

fn network(
    lab: &Lab,
    composition: &str,
    apache: Software,
    args: &Args,
    rng: &mut Rng,
    report: &mut Report,
) -> Result<()> {
    let mut cluster = Cluster::start(lab, composition, apache)?;
    let only: Option<Vec<&str>> = args.only.as_ref().map(|list| list.split(',').collect());
    let plan = Plan::new(rng, cluster.voters(), Duration::from_secs(args.seconds), only.as_deref());
    ensure!(!plan.steps.is_empty(), "the plan is empty");
    print!("{plan}");
    let clients = Clients::start(&cluster, rng.next_u64(), args.seconds)?;
    let readiness = Readiness::start(&cluster.ensemble, cluster.pages.clone());
    for step in &plan.steps {
        // A run has to be alive to have something to lose.
        let before = clients.rate(LIVELY_LIMIT).with_context(|| format!("before {}", step.fault))?;
        ensure!(before >= LIVELY, "only {before} operations a second before {}", step.fault);
        let at_fault = clients.done();
        let injected = cluster.inject(&step.fault)?;
        // The fault's duration, not a wait for anything.
        std::thread::sleep(step.hold);
        let during = clients.done() - at_fault;
        if let (Fault::Isolate { .. }, Some(alone)) = (&step.fault, injected.alone())
            && step.hold >= ALONE_LIMIT
        {
            readiness.must_not_be_ready(alone, &format!("{} for {} ms", step.fault, step.hold.as_millis()));
        }
        let bitten = cluster.heal(&step.fault, injected)?;
        let healed = Instant::now();
        clients.rate(RECOVERY_LIMIT).with_context(|| format!("after {}", step.fault))?;
        let line = format!(
            "{} for {} ms: {during} operations during it, the first {LIVELY} after it within {} ms",
            step.fault,
            step.hold.as_millis(),
            healed.elapsed().as_millis()
        );
        println!("  {line}");
        if bitten {
            report.pass(&line);
        } else {
            report.note(format!("did not bite: {line}"));
        }
        if step.fault.leaves_a_quorum() && during == 0 && step.hold > QUORUM_MOVES {
            report.note(format!("no operation went through during {}, which leaves a quorum", step.fault));
        }
        cluster.none_ended()?;
    }
    ensure!(report.passed() > 0, "no fault bit");
    cluster.calm()?;
    readiness.end(report);
    let history = clients.stop()?;
    verdict::judge(&mut cluster, &history, report)
}

/// Operations a second below which a run proves nothing.
const LIVELY: u64 = 50;
const LIVELY_LIMIT: Duration = Duration::from_secs(60);
/// An Apache server that was cut off asks others at intervals of up to a minute.
const RECOVERY_LIMIT: Duration = Duration::from_secs(150);
/// By when the rest has noticed and elected.
const QUORUM_MOVES: Duration = Duration::from_secs(8);

impl Fault {
    /// Whether enough members remain in touch to serve somebody.
    fn leaves_a_quorum(&self) -> bool {
        !matches!(self, Fault::KillAll | Fault::ResetAll | Fault::PauseAll)
    }
}
