//! A progress bar for long local work: on stderr, only on a terminal, only once it has taken a second.

use std::io::IsTerminal;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// How long work may take before it is worth a bar.
const PATIENCE: Duration = Duration::from_secs(1);

/// Progress over bytes.
pub struct Progress {
    started: Instant,
    total_bytes: u64,
    done_bytes: u64,
    bar: Option<ProgressBar>,
    allowed: bool,
}

impl Progress {
    /// Over `total_bytes`; never shown when `quiet`, or when the output shares the terminal with the bar.
    pub fn new(total_bytes: u64, quiet: bool) -> Progress {
        let allowed = !quiet && std::io::stderr().is_terminal() && !std::io::stdout().is_terminal();
        Progress { started: Instant::now(), total_bytes, done_bytes: 0, bar: None, allowed }
    }

    /// `bytes` in all are done.
    pub fn set(&mut self, bytes: u64) {
        self.done_bytes = bytes;
        if !self.allowed {
            return;
        }
        if self.bar.is_none() && self.started.elapsed() >= PATIENCE {
            self.bar = Some(bar(self.total_bytes));
        }
        if let Some(bar) = &self.bar {
            bar.set_position(bytes);
        }
    }

    /// Takes the bar away.
    pub fn finish(self) {
        if let Some(bar) = self.bar {
            bar.finish_and_clear();
        }
    }
}

fn bar(total_bytes: u64) -> ProgressBar {
    let bar = ProgressBar::with_draw_target(Some(total_bytes), ProgressDrawTarget::stderr());
    let template = "{bar:30} {percent:>3}%  {bytes}/{total_bytes}  {bytes_per_sec}  {eta} left";
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style);
    }
    bar
}
