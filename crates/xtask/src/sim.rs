//! `cargo xtask sim`: the simulator within a time: the ledger, the scripted schedules, then fresh seeds; and the mutants,
//! which take longer, if they are asked for.

use crate::root;
use anyhow::{Context, Result, ensure};
use std::process::{Command, ExitCode};
use std::time::SystemTime;

#[derive(clap::Args)]
pub(crate) struct Args {
    /// How long fresh seeds are run
    #[arg(long, default_value_t = 240)]
    seconds: u64,
    /// The first seed [default: another each time]
    #[arg(long)]
    from: Option<u64>,
    /// Threads
    #[arg(long, default_value_t = 2)]
    jobs: usize,
    /// Look for planted mistakes as well
    #[arg(long)]
    mutants: bool,
}

pub(crate) fn run(args: &Args) -> Result<ExitCode> {
    build(&[])?;
    let mut good = sim(&["ledger"])?;
    good &= sim(&["script"])?;
    // Backups that take the place of the history are in no other plan.
    good &= sim(&["mutants", "--none", "--family", "restore", "--seconds", "60"])?;
    let from = match args.from {
        Some(from) => from,
        // Twenty bits are enough for years without a repetition, and short enough to be typed.
        None => SystemTime::UNIX_EPOCH.elapsed().context("the clock is before 1970")?.as_secs() << 20,
    };
    let (seconds, jobs, first) = (args.seconds.to_string(), args.jobs.to_string(), from.to_string());
    let batch = ["run", "--seeds", "1000000", "--from", &first, "--seconds", &seconds, "--jobs", &jobs];
    let whole = [&batch[..], &["--keep-going", "--require-points"]].concat();
    good &= sim(&whole)?;
    if args.mutants {
        build(&["--features", "mutants"])?;
        good &= sim(&["mutants"])?;
    }
    Ok(if good { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn build(more: &[&str]) -> Result<()> {
    let mut command = Command::new(env!("CARGO"));
    command.args(["build", "--profile", "fast", "-p", "zk-sim"]).args(more).current_dir(root());
    ensure!(command.status()?.success(), "the simulator cannot be built");
    Ok(())
}

/// True if it found nothing.
fn sim(args: &[&str]) -> Result<bool> {
    println!("+ zk-sim {}", args.join(" "));
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), Into::into);
    let program = target.join("fast").join("zk-sim");
    let status = Command::new(&program).args(args).current_dir(root()).status();
    Ok(status.with_context(|| format!("cannot run {}", program.display()))?.success())
}
