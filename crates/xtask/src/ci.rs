//! `cargo xtask ci`: the checks every change passes, in the order that finds the cheap mistakes first.

use crate::{interop, root, tidy};
use anyhow::{Result, ensure};
use std::process::{Command, ExitCode};

#[derive(clap::Args)]
pub(crate) struct Args {
    /// Afterwards run the quick interoperability suites
    #[arg(long)]
    interop: bool,
}

pub(crate) fn run(args: &Args) -> Result<ExitCode> {
    cargo(&["fmt", "--all", "--check"], &[])?;
    tidy::run()?;
    cargo(&["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"], &[])?;
    cargo(&["test", "--workspace"], &[])?;
    cargo(&["doc", "--workspace", "--no-deps"], &[("RUSTDOCFLAGS", "-D rustdoc::broken_intra_doc_links")])?;
    if args.interop { interop::run(&interop::Args::quick()) } else { Ok(ExitCode::SUCCESS) }
}

fn cargo(args: &[&str], env: &[(&str, &str)]) -> Result<()> {
    let line = format!("cargo {}", args.join(" "));
    eprintln!("+ {line}");
    let mut command = Command::new(env!("CARGO"));
    command.args(args).envs(env.iter().copied()).current_dir(root());
    let status = command.status()?;
    ensure!(status.success(), "`{line}` failed ({status})");
    Ok(())
}
