//! Foreign programs: run one to its end under a deadline, or keep one as long as its guard lives. Output goes to a
//! file, so no pipe ever fills, and every child dies with us (`setpriv --pdeathsig`), even if we are killed.

use anyhow::{Context, Result, bail, ensure};
use rustix::process::{Pid, Signal, kill_process};
use std::ffi::OsStr;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

/// A command whose process dies with this thread.
pub(super) fn command(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new("setpriv");
    command.args(["--pdeathsig", "KILL", "--"]).arg(program).stdin(Stdio::null());
    command
}

/// A finished program: how it ended, and what it printed on both streams.
pub(super) struct Finished {
    pub(super) status: ExitStatus,
    pub(super) output: String,
}

impl Finished {
    pub(super) fn success(self) -> Result<String> {
        ensure!(self.status.success(), "ended with {}:\n{}", self.status, self.output);
        Ok(self.output)
    }
}

/// Runs `command` to its end, output into `log`.
///
/// # Errors
/// When it cannot start, or was killed because `limit` ran out; the message then has what it printed.
pub(super) fn finish(command: &mut Command, log: &Path, limit: Duration) -> Result<Finished> {
    let mut child = Running::start(command, log)?;
    let status = child.wait(limit);
    let output = String::from_utf8_lossy(&std::fs::read(log)?).into_owned();
    match status {
        Some(status) => Ok(Finished { status, output }),
        None => bail!("still running after {} s, killed:\n{output}", limit.as_secs()),
    }
}

/// A program in the background, killed when dropped.
pub(super) struct Running {
    child: Child,
    pub(super) log: PathBuf,
}

impl Running {
    pub(super) fn start(command: &mut Command, log: &Path) -> Result<Self> {
        if let Some(dir) = log.parent() {
            std::fs::create_dir_all(dir)?;
        }
        let out = File::options().create(true).append(true).open(log)?;
        command.stdout(out.try_clone()?).stderr(out);
        let child = command.spawn().with_context(|| format!("starting {command:?}"))?;
        Ok(Self { child, log: log.to_path_buf() })
    }

    pub(super) fn has_ended(&mut self) -> bool {
        !matches!(self.child.try_wait(), Ok(None))
    }

    /// Waits for the end; `None` when `limit` ran out first.
    pub(super) fn wait(&mut self, limit: Duration) -> Option<ExitStatus> {
        poll(limit, || self.child.try_wait().ok().flatten())
    }

    pub(super) fn terminate(&mut self) -> Result<()> {
        self.signal(Signal::TERM)
    }

    pub(super) fn signal(&self, signal: Signal) -> Result<()> {
        kill_process(Pid::from_child(&self.child), signal).with_context(|| format!("signal {signal:?}"))
    }

    /// Whether all its threads are stopped by a signal.
    pub(super) fn is_stopped(&self) -> bool {
        let tasks = std::fs::read_dir(format!("/proc/{}/task", self.child.id()));
        let states = tasks.into_iter().flatten().flatten().filter_map(|task| {
            let stat = std::fs::read_to_string(task.path().join("stat")).ok()?;
            // The name before it may have any character but ends with the last parenthesis.
            stat.rsplit_once(") ")?.1.chars().next()
        });
        let states: Vec<char> = states.collect();
        !states.is_empty() && states.iter().all(|state| matches!(state, 'T' | 't'))
    }

    pub(super) fn kill(&mut self) {
        // Both fail only when the process is gone already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }

    pub(super) fn output(&self) -> String {
        String::from_utf8_lossy(&std::fs::read(&self.log).unwrap_or_default()).into_owned()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.kill();
    }
}

/// Asks `probe` again and again until it answers or `limit` runs out.
pub(super) fn poll<T>(limit: Duration, mut probe: impl FnMut() -> Option<T>) -> Option<T> {
    let started = Instant::now();
    loop {
        if let Some(answer) = probe() {
            return Some(answer);
        }
        if started.elapsed() > limit {
            return None;
        }
        std::thread::sleep(Duration::from_millis(10));
    }
}
