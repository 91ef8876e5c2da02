//! Automation of the repository: `cargo xtask <command>`. Each command has its module; this file only parses and
//! dispatches.

mod ci;
mod deny;
mod interop;
mod package;
mod sim;
mod tidy;

use clap::{Parser, Subcommand};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

#[derive(Parser)]
#[command(name = "cargo xtask", about = "Automation of the zkd repository")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Everything a change has to pass; only reads
    Ci(ci::Args),
    /// House rules no compiler knows
    Tidy,
    /// Foreign clients and foreign servers against zkd
    Interop(interop::Args),
    /// Ensembles in a simulator: random seeds, the ledger, scripts, mutants
    Sim(sim::Args),
    /// The README's pictures, made anew by the programs that they show
    Pictures,
    /// What a release consists of, in target/package/dist/
    Package(package::Args),
    /// Faults of network, processes and disks on ensembles of real processes
    Chaos(interop::chaos::Args),
}

fn main() -> ExitCode {
    let outcome = match Cli::parse().command {
        Command::Ci(args) => ci::run(&args),
        Command::Tidy => tidy::run().map(|()| ExitCode::SUCCESS),
        Command::Interop(args) => interop::run(&args),
        Command::Sim(args) => sim::run(&args),
        Command::Pictures => interop::pictures::run(),
        Command::Package(args) => package::run(&args),
        Command::Chaos(args) => interop::chaos::run(&args),
    };
    outcome.unwrap_or_else(|error| {
        eprintln!("error: {error:#}");
        ExitCode::FAILURE
    })
}

/// The root of the repository, wherever cargo was called.
pub(crate) fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).unwrap_or(here).to_path_buf()
}
