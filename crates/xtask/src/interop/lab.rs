//! The place a run happens in: where things lie, which server is judged, and how to start it.

use super::ensemble::Software;
use super::peers::{self, Peers};
use super::process::{self, command};
use super::report::Report;
use super::server::{Program, Server, Settings};
use super::{Args, Peer};
use crate::root;
use anyhow::{Context, Result, ensure};
use rustix::fs::{FlockOperation, flock};
use std::fs::File;
use std::path::PathBuf;
use std::process::Command;
use std::sync::OnceLock;
use std::time::Duration;

pub(super) struct Lab {
    pub(super) peers: Peers,
    pub(super) judged: Program,
    zkd: OnceLock<Program>,
    pub(super) judges_apache: bool,
    pub(super) quick: bool,
    dir: PathBuf,
    runs: PathBuf,
    /// Held as long as the directories of the run are in use.
    _guard: Option<File>,
}

impl Lab {
    /// Installs what is missing and builds zkd, unless another server is judged.
    pub(super) fn prepare(args: &Args) -> Result<Self> {
        let dir = root().join("target/interop");
        std::fs::create_dir_all(&dir)?;
        let peers = peers::install(&dir)?;
        let judged = match (&args.server, args.peer) {
            (Some(line), _) => Program::from_line(line)?,
            (None, Some(Peer::Apache38)) => peers.apache38.clone(),
            (None, Some(Peer::Apache395)) => peers.apache395.clone(),
            (None, None) => zkd_program()?,
        };
        let runs = dir.join("run");
        if runs.exists() {
            std::fs::remove_dir_all(&runs).context("clearing the last run")?;
        }
        Ok(Self {
            peers,
            judged,
            zkd: OnceLock::new(),
            judges_apache: args.peer.is_some(),
            quick: args.quick,
            dir,
            runs,
            _guard: None,
        })
    }

    /// `ZKCTL_BIN`, or zkctl of this tree; built when it is first wanted.
    pub(super) fn zkctl(&self) -> Result<PathBuf> {
        if let Some(binary) = std::env::var_os("ZKCTL_BIN") {
            return Ok(binary.into());
        }
        let mut build = command(env!("CARGO"));
        // What is judged is what it says, not how fast: the tests have built it like this already.
        build.args(["build", "--quiet", "-p", "zkctl"]).current_dir(root());
        ensure!(build.status()?.success(), "building zkctl failed");
        let binary = target_dir().join("debug/zkctl");
        ensure!(binary.exists(), "{} was not built", binary.display());
        Ok(binary)
    }

    /// A lab whose programs are asked for one by one: for what starts ensembles.
    pub(super) fn of_ensembles(runs: &str, quick: bool) -> Result<Self> {
        let dir = root().join("target/interop");
        std::fs::create_dir_all(&dir)?;
        let peers = peers::install(&dir)?;
        let runs = dir.join(runs);
        let guard = File::options().create(true).append(true).open(runs.with_extension("lock"))?;
        flock(&guard, FlockOperation::NonBlockingLockExclusive).context("another such run is under way")?;
        if runs.exists() {
            std::fs::remove_dir_all(&runs).context("clearing the last run")?;
        }
        let judged = peers.apache395.clone();
        Ok(Self {
            peers,
            judged,
            zkd: OnceLock::new(),
            judges_apache: false,
            quick,
            dir,
            runs,
            _guard: Some(guard),
        })
    }

    /// The program of an ensemble's member; zkd is built when it is first wanted.
    pub(super) fn program(&self, software: Software) -> Result<Program> {
        match software {
            Software::Apache38 => Ok(self.peers.apache38.clone()),
            Software::Apache395 => Ok(self.peers.apache395.clone()),
            Software::Zkd => match self.zkd.get() {
                Some(program) => Ok(program.clone()),
                None => {
                    let built = zkd_program()?;
                    Ok(self.zkd.get_or_init(|| built).clone())
                }
            },
        }
    }

    /// Peer programs of this repository.
    pub(super) fn sources(&self) -> PathBuf {
        root().join("tests/interop")
    }

    /// Where a suite builds what outlives the run.
    pub(super) fn build_dir(&self, name: &str) -> Result<PathBuf> {
        let dir = self.dir.join("build").join(name);
        std::fs::create_dir_all(&dir)?;
        Ok(dir)
    }

    /// Where a suite writes: logs, data directories. Emptied when the next run starts.
    pub(super) fn run_dir(&self, name: &str) -> Result<PathBuf> {
        let dir = self.runs.join(name);
        std::fs::create_dir_all(&dir)?;
        Ok(dir)
    }

    /// Starts a fresh judged server for the suite `name`.
    pub(super) fn serve(&self, name: &str, settings: &Settings) -> Result<Server> {
        Server::start(&self.judged, &self.run_dir(name)?.join("server"), settings)
    }

    /// Runs a peer program and reads its case lines. A program that ends badly without naming a failed case, or names
    /// no case at all, is itself a failed case.
    pub(super) fn run_program(&self, name: &str, command: &mut Command, limit: Duration) -> Result<Report> {
        let log = self.run_dir(name)?.join("program.log");
        let mut report = Report::default();
        match process::finish(command, &log, limit) {
            Ok(finished) => {
                report.read(&finished.output);
                if report.failed() == 0 && (!finished.status.success() || report.passed() == 0) {
                    report.fail(name, format!("the program ended with {}", finished.status));
                }
            }
            Err(error) => {
                report.read(&std::fs::read_to_string(&log).unwrap_or_default());
                report.fail(name, format!("the program did not end: {:.60}", error.to_string()));
            }
        }
        Ok(report)
    }

    /// Runs a build step to success.
    pub(super) fn build(&self, name: &str, command: &mut Command) -> Result<()> {
        let log = self.run_dir(name)?.join("build.log");
        process::finish(command, &log, Duration::from_secs(600))?
            .success()
            .context("building the peer program")?;
        Ok(())
    }
}

fn zkd_program() -> Result<Program> {
    Ok(Program::new(zkd_binary()?, ["--config", "CFG"]))
}

/// `ZKD_BIN`, or the binary of this tree, built.
pub(super) fn zkd_binary() -> Result<PathBuf> {
    if let Some(binary) = std::env::var_os("ZKD_BIN") {
        return Ok(binary.into());
    }
    let mut build = command(env!("CARGO"));
    build.args(["build", "--quiet", "--profile", "fast", "-p", "zkd"]).current_dir(root());
    ensure!(build.status()?.success(), "building zkd failed");
    let binary = target_dir().join("fast/zkd");
    ensure!(binary.exists(), "{} was not built", binary.display());
    Ok(binary)
}

pub(super) fn target_dir() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}
