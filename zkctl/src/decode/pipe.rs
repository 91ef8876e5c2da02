//! A command that gets data on its stdin, and what it prints: within a time and a number of bytes. Whoever stops waiting
//! for it, by Ctrl-C too, stops it with all that it has started.

use std::fmt;
use std::io::{self, Read, Write};
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use rustix::process::{Pid, Signal, WaitId, WaitIdOptions, kill_process_group, waitid};

/// Most bytes that a command may print.
const MOST_BYTES: u64 = 64 << 20;
/// What is kept of its stderr; the rest is read and dropped.
const MOST_SAID: u64 = 64 << 10;

/// Why there is no answer.
#[derive(Debug)]
pub enum Broken {
    Io(io::Error),
    TooMuch,
    Late(Duration),
    /// How it ended, and what it said last on stderr.
    Failed(ExitStatus, String),
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Broken::Io(e) => f.write_str(&crate::failure::plain_io(e)),
            Broken::TooMuch => write!(f, "it prints more than {} MiB", MOST_BYTES >> 20),
            Broken::Late(time) => write!(f, "it took longer than {time:?}"),
            Broken::Failed(status, said) if said.is_empty() => write!(f, "it ended with {status}"),
            Broken::Failed(status, said) => write!(f, "it ended with {status}: {said}"),
        }
    }
}

/// What `command` prints when it gets `data`. What it says on stderr is said, harmless for a terminal.
///
/// # Errors
/// It cannot be started, fails, prints too much or takes longer than `time`.
pub async fn through(mut command: Command, data: Vec<u8>, time: Duration) -> Result<Vec<u8>, Broken> {
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    // A group of its own, so that all of it can be stopped.
    command.process_group(0);
    let mut child = command.spawn().map_err(Broken::Io)?;
    let group = Arc::new(Group(Mutex::new(Some(Pid::from_child(&child)))));
    let _stopped_at_the_end = StopOnDrop(Arc::clone(&group));
    let (stdin, stdout, stderr) = (child.stdin.take(), child.stdout.take(), child.stderr.take());
    thread::spawn(move || {
        // A command that does not read all of it is free to do so.
        let _ = stdin.map(|mut pipe| pipe.write_all(&data));
    });
    let said = thread::spawn(move || stderr.map(head).unwrap_or_default());
    let (tell, told) = tokio::sync::oneshot::channel();
    thread::spawn(move || {
        let mut out = Vec::new();
        let read = match stdout {
            Some(pipe) => pipe.take(MOST_BYTES + 1).read_to_end(&mut out),
            None => Ok(0),
        };
        let answer = match read {
            Ok(_) if out.len() as u64 > MOST_BYTES => Err(Broken::TooMuch),
            Ok(_) => Ok(out),
            Err(e) => Err(Broken::Io(e)),
        };
        if answer.is_err() {
            group.stop();
        }
        let status = group.reap(child).map_err(Broken::Io);
        let said = said.join().unwrap_or_default();
        let _ = tell.send(answer.and_then(|out| Ok((out, status?, said))));
    });
    let (out, status, said) = match tokio::time::timeout(time, told).await {
        Ok(Ok(answer)) => answer?,
        Ok(Err(_)) => return Err(Broken::Io(io::Error::other("nobody reads what it prints"))),
        Err(_) => return Err(Broken::Late(time)),
    };
    let said = String::from_utf8_lossy(&said);
    if !status.success() {
        let last = said.lines().map(str::trim).rfind(|line| !line.is_empty()).unwrap_or_default();
        return Err(Broken::Failed(status, crate::sanitise::line(last).into_owned()));
    }
    if !said.trim().is_empty() {
        crate::say(crate::sanitise::block(said.trim_end()));
    }
    Ok(out)
}

/// The beginning; all of it is read, so that nobody waits to write it.
fn head(mut pipe: impl Read) -> Vec<u8> {
    let mut kept = Vec::new();
    let _ = pipe.by_ref().take(MOST_SAID).read_to_end(&mut kept);
    let _ = io::copy(&mut pipe, &mut io::sink());
    kept
}

/// The processes of the command, as long as its number is theirs.
struct Group(Mutex<Option<Pid>>);

impl Group {
    fn stop(&self) {
        if let Some(pid) = *self.0.lock().unwrap_or_else(PoisonError::into_inner) {
            let _ = kill_process_group(pid, Signal::KILL);
        }
    }

    /// Waits for the end of the command; from then on its number may be another's.
    fn reap(&self, mut child: Child) -> io::Result<ExitStatus> {
        let ended =
            waitid(WaitId::Pid(Pid::from_child(&child)), WaitIdOptions::EXITED | WaitIdOptions::NOWAIT);
        let mut pid = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *pid = None;
        drop(pid);
        ended.map_err(io::Error::from)?;
        child.wait()
    }
}

struct StopOnDrop(Arc<Group>);

impl Drop for StopOnDrop {
    fn drop(&mut self) {
        self.0.stop();
    }
}
