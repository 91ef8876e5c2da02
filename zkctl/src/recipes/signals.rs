//! Ctrl-C, SIGTERM, SIGHUP and the run's deadline for recipes: they hold something that must be let go before the end.

use std::future::pending;
use std::time::Duration;

use rustix::process::Signal;
use tokio::signal::unix::{Signal as Stream, SignalKind, signal};
use tokio::time::sleep_until;

use crate::exit::Exit;
use crate::failure::{Failure, Result};
use crate::interrupt;

/// How long after the deadline a command that goes on is ended by force.
const FORCE: Duration = Duration::from_secs(5);

/// The signals that ask for an end.
pub struct Signals {
    interrupt: Stream,
    terminate: Stream,
    hangup: Stream,
    /// How often the deadline has been said.
    late: u32,
    /// The last of SIGTERM and SIGHUP.
    ending: Option<Signal>,
}

impl Signals {
    /// From now on they are caught.
    pub fn catch() -> Result<Signals> {
        let catch = |kind| signal(kind).map_err(|e| Failure::io("cannot catch signals", e));
        Ok(Signals {
            interrupt: catch(SignalKind::interrupt())?,
            terminate: catch(SignalKind::terminate())?,
            hangup: catch(SignalKind::hangup())?,
            late: 0,
            ending: None,
        })
    }

    /// The next one. The deadline comes as SIGTERM, and again when there was time enough to heed it.
    pub async fn next(&mut self) -> Signal {
        let late = self.late;
        let deadline = async {
            match interrupt::deadline() {
                Some((at, _)) if late < 2 => sleep_until((at + FORCE * late).into()).await,
                _ => pending().await,
            }
        };
        let signal = tokio::select! {
            Some(()) = self.interrupt.recv() => Some(Signal::INT),
            Some(()) = self.terminate.recv() => Some(Signal::TERM),
            Some(()) = self.hangup.recv() => Some(Signal::HUP),
            () = deadline => {
                self.late += 1;
                return Signal::TERM;
            }
            else => None,
        };
        match signal {
            Some(signal) => {
                self.ending = Some(signal).filter(|s| *s != Signal::INT).or(self.ending);
                signal
            }
            None => pending().await,
        }
    }

    /// Whether the deadline was the one that asked.
    pub fn are_late(&self) -> bool {
        self.late > 0
    }

    /// Whether the program is to end, not only what it does.
    pub fn want_end(&self) -> bool {
        self.ending.is_some()
    }

    /// How something ends that a signal cut short.
    pub fn cut_short(&self, signal: Signal) -> Failure {
        match signal {
            _ if self.are_late() => Failure::late(),
            Signal::INT => Failure::interrupted(),
            _ => Failure::silent(Exit::Terminated),
        }
    }
}
