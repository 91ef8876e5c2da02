//! Asks for a secret on the terminal itself, without echo, whatever stdin is.

use std::fs::File;
use std::io::{BufRead, BufReader, Write};

use rustix::termios::{LocalModes, OptionalActions, Termios, tcgetattr, tcsetattr};
use tokio::io::Interest;
use tokio::io::unix::AsyncFd;

use crate::failure::{Failure, Result};

/// Longest secret that is taken.
const MAX_BYTES: u64 = 4096;

/// `None` without a terminal. Cancelled by Ctrl-C like everything else, and echo is back in any case.
pub async fn ask(question: &str) -> Result<Option<String>> {
    let Ok(terminal) = File::options().read(true).write(true).open("/dev/tty") else { return Ok(None) };
    let fail = |e| Failure::io("cannot ask for the secret", e);
    let quiet = Quiet::new(terminal.try_clone().map_err(fail)?).map_err(fail)?;
    (&terminal).write_all(question.as_bytes()).map_err(fail)?;
    #[allow(deprecated, reason = "the safe form; the file is owned by what waits for it")]
    let terminal = AsyncFd::with_interest(terminal, Interest::READABLE).map_err(fail)?;
    // Readable once there is a whole line.
    terminal.readable().await.map_err(fail)?.retain_ready();
    let mut line = String::new();
    let limited = std::io::Read::take(terminal.get_ref(), MAX_BYTES);
    BufReader::new(limited).read_line(&mut line).map_err(fail)?;
    drop(quiet);
    let _ = terminal.get_ref().write_all(b"\n");
    let secret = line.trim_end_matches(['\n', '\r']);
    if secret.is_empty() {
        return Err(Failure::usage("no secret was given"));
    }
    Ok(Some(secret.to_owned()))
}

/// A terminal without echo, until dropped.
struct Quiet {
    terminal: File,
    before: Termios,
}

impl Quiet {
    fn new(terminal: File) -> std::io::Result<Quiet> {
        let before = tcgetattr(&terminal)?;
        let mut modes = before.clone();
        modes.local_modes.remove(LocalModes::ECHO);
        tcsetattr(&terminal, OptionalActions::Flush, &modes)?;
        Ok(Quiet { terminal, before })
    }
}

impl Drop for Quiet {
    fn drop(&mut self) {
        let _ = tcsetattr(&self.terminal, OptionalActions::Now, &self.before);
    }
}
