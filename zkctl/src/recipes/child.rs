//! The command that runs under a lock: how it is started, signalled, stopped, and what its end means.
//!
//! Unless stdin is a terminal the command gets a process group of its own, so that a signal reaches all that it has
//! started, and a signal to our group reaches it only through us, once. On a terminal it stays in our group: a group in
//! the background could not read from there.

use std::ffi::OsString;
use std::io::{self, IsTerminal};
use std::os::unix::process::CommandExt;
use std::process::{Command, ExitStatus};
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process, kill_process_group, test_kill_process_group};
use tokio::sync::oneshot;
use zk_recipes::Loss;

use super::signals::Signals;
use crate::exit::Exit;
use crate::failure::{Failure, Result, plain_io};

/// A running command.
pub struct Job {
    /// From the thread that waits for it.
    ended: oneshot::Receiver<io::Result<ExitStatus>>,
    over: bool,
    pid: Pid,
    own_group: bool,
}

/// How it ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// By itself, or by a signal that was passed on: the exit code.
    Exited(u8),
    /// It was stopped, because of this.
    Stopped(Loss),
}

/// How often to look whether a process group has ended.
const LOOK: Duration = Duration::from_millis(20);

impl Job {
    /// Starts it, with these variables beside our own environment.
    ///
    /// # Errors
    /// With the exit codes that shells use: 127 if there is no such command, 126 if it cannot be executed.
    pub fn start(command: &[OsString], variables: &[(&str, String)]) -> Result<Job> {
        let Some((program, args)) = command.split_first() else {
            return Err(Failure::usage("there is no command behind `--`"));
        };
        let own_group = !io::stdin().is_terminal();
        let mut start = Command::new(program);
        start.args(args);
        for (name, value) in variables {
            start.env(name, value);
        }
        if own_group {
            start.process_group(0);
        }
        let mut child = start.spawn().map_err(|error| {
            let exit = match error.kind() {
                io::ErrorKind::NotFound => Exit::NoCommand,
                io::ErrorKind::PermissionDenied | io::ErrorKind::ExecutableFileBusy => Exit::NotExecutable,
                // What has no format that the system knows.
                _ if error.raw_os_error() == Some(rustix::io::Errno::NOEXEC.raw_os_error()) => {
                    Exit::NotExecutable
                }
                _ => Exit::NotStarted,
            };
            let program = program.to_string_lossy();
            Failure::new(
                exit,
                "Command",
                format!("cannot run {}: {}", crate::sanitise::line(&program), plain_io(&error)),
            )
        })?;
        let pid = Pid::from_child(&child);
        let (tell, ended) = oneshot::channel();
        std::thread::spawn(move || {
            // Nobody listens if we are about to end.
            let _ = tell.send(child.wait());
        });
        Ok(Job { ended, over: false, pid, own_group })
    }

    /// Waits for its end; stops it when `lost` comes first, with `grace` between SIGTERM and SIGKILL. Signals are passed
    /// on, the second as SIGKILL.
    pub async fn run(
        &mut self,
        lost: impl Future<Output = Loss>,
        grace: impl Fn(Loss) -> Duration,
        signals: &mut Signals,
    ) -> Result<Ended> {
        tokio::pin!(lost);
        let mut passed_on = false;
        loop {
            tokio::select! {
                biased;
                code = self.finish() => return code.map(Ended::Exited),
                loss = &mut lost => {
                    self.stop(grace(loss)).await;
                    return Ok(Ended::Stopped(loss));
                }
                signal = signals.next() => {
                    if std::mem::replace(&mut passed_on, true) {
                        self.signal(Signal::KILL);
                    } else if self.own_group || signal != Signal::INT {
                        // In our own group Ctrl-C has reached it already.
                        self.signal(signal);
                    }
                }
            }
        }
    }

    /// Waits for its end; the exit code.
    pub async fn finish(&mut self) -> Result<u8> {
        let status = (&mut self.ended).await.unwrap_or_else(|_| Err(io::Error::other("nobody waits for it")));
        self.over = true;
        status.map(code).map_err(|e| Failure::io("cannot wait for the command", e))
    }

    /// SIGTERM, and SIGKILL for what is left after the grace: also for what the command has started.
    pub async fn stop(&mut self, grace: Duration) {
        self.signal(Signal::TERM);
        let all_ended = async {
            let _ = self.finish().await;
            while self.own_group && test_kill_process_group(self.pid).is_ok() {
                tokio::time::sleep(LOOK).await;
            }
        };
        if tokio::time::timeout(grace, all_ended).await.is_err() {
            self.signal(Signal::KILL);
            if !self.over {
                let _ = self.finish().await;
            }
        }
    }

    /// Fails only when nobody is left.
    fn signal(&self, signal: Signal) {
        let _ = if self.own_group {
            kill_process_group(self.pid, signal)
        } else if !self.over {
            kill_process(self.pid, signal)
        } else {
            Ok(())
        };
    }
}

impl Drop for Job {
    /// Work that was cut short leaves no command behind.
    fn drop(&mut self) {
        if !self.over {
            self.signal(Signal::KILL);
        }
    }
}

/// As a shell puts it.
fn code(status: ExitStatus) -> u8 {
    use std::os::unix::process::ExitStatusExt;
    let code = status.code().or_else(|| status.signal().map(|signal| 128 + signal));
    code.and_then(|code| u8::try_from(code).ok()).unwrap_or(Exit::Unexpected.code())
}
