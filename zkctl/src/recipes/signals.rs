//! Ctrl-C, SIGTERM and SIGHUP for recipes: they hold something that must be let go before the end.

use rustix::process::Signal;
use tokio::signal::unix::{Signal as Stream, SignalKind, signal};

use crate::exit::Exit;
use crate::failure::{Failure, Result};

/// The signals that ask for an end.
pub struct Signals {
    interrupt: Stream,
    terminate: Stream,
    hangup: Stream,
}

impl Signals {
    /// From now on they are caught.
    pub fn catch() -> Result<Signals> {
        let catch = |kind| signal(kind).map_err(|e| Failure::io("cannot catch signals", e));
        Ok(Signals {
            interrupt: catch(SignalKind::interrupt())?,
            terminate: catch(SignalKind::terminate())?,
            hangup: catch(SignalKind::hangup())?,
        })
    }

    /// The next one.
    pub async fn next(&mut self) -> Signal {
        let signal = tokio::select! {
            Some(()) = self.interrupt.recv() => Some(Signal::INT),
            Some(()) = self.terminate.recv() => Some(Signal::TERM),
            Some(()) = self.hangup.recv() => Some(Signal::HUP),
            else => None,
        };
        match signal {
            Some(signal) => signal,
            None => std::future::pending().await,
        }
    }
}

/// How a run ends that a signal cut short.
pub fn cut_short(signal: Signal) -> Failure {
    Failure::silent(if signal == Signal::INT { Exit::Interrupted } else { Exit::Terminated })
}
