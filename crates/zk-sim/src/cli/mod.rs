//! The command line: one module for each command. Data goes to stdout, talk to stderr; a run that fails is exit
//! code 1, a wrong command line 2.

mod ledger;
mod mutants;
mod run;
mod script;
mod seed;
mod shrink;

use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};
use zk_sim::plan::Profile;

/// Runs ensembles of zkd in one thread, each from a seed, with faults, and checks at every step what must hold.
#[derive(Debug, Parser)]
#[command(name = "zk-sim", args_conflicts_with_subcommands = true, arg_required_else_help = true)]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    seed: seed::Seed,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Run many seeds
    Run(run::Run),
    /// Make the plan of a failing seed smaller
    Shrink(shrink::Shrink),
    /// Run the seeds that found something once
    Ledger(ledger::Ledger),
    /// Run scripted schedules
    Script(script::Script),
    /// Make one mistake after the other, and look whether scripts and seeds notice
    Mutants(mutants::Mutants),
}

/// What a run is drawn from, besides its seed.
#[derive(Clone, Copy, Debug, Args)]
struct Drawn {
    /// Kind of trouble: mixed, sync, elect, disk, session, calm
    #[arg(long, default_value = "mixed", value_parser = profile)]
    profile: Profile,
    /// Requests of all clients together
    #[arg(long, default_value_t = zk_sim::batch::OPS)]
    ops: usize,
}

/// Reads the command line and does what it says.
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    let good = match (cli.command, cli.seed) {
        (Some(Command::Run(run)), _) => run.run(),
        (Some(Command::Shrink(shrink)), _) => shrink.run(),
        (Some(Command::Ledger(ledger)), _) => ledger.run(),
        (Some(Command::Script(script)), _) => script.run(),
        (Some(Command::Mutants(mutants)), _) => mutants.run(),
        (None, seed) => seed.run(),
    };
    if good { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn profile(name: &str) -> Result<Profile, String> {
    let names = || Profile::ALL.map(Profile::name).join(", ");
    Profile::from_name(name).ok_or_else(|| format!("profiles are {}", names()))
}

/// Decimal, or hexadecimal behind `0x`.
fn number(text: &str) -> Result<u64, String> {
    let parsed = match text.strip_prefix("0x") {
        Some(hex) => u64::from_str_radix(hex, 16),
        None => text.parse(),
    };
    parsed.map_err(|e| e.to_string())
}
