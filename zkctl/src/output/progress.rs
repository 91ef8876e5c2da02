//! A progress bar for long work: on stderr, only on a terminal, only once it has taken a second.

use std::io::IsTerminal;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// How long work may take before it is worth a bar.
const PATIENCE: Duration = Duration::from_secs(1);

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Unit {
    Bytes,
    Nodes,
}

/// Progress over bytes or nodes.
pub struct Progress {
    started: Instant,
    unit: Unit,
    /// `None` if nobody can tell.
    total: Option<u64>,
    done: u64,
    bar: Option<ProgressBar>,
    allowed: bool,
}

impl Progress {
    /// Over `total_bytes`; never shown when `quiet`, or when the output shares the terminal with the bar.
    pub fn new(total_bytes: u64, quiet: bool) -> Progress {
        let allowed = !quiet && !std::io::stdout().is_terminal();
        Progress::over(Unit::Bytes, Some(total_bytes), allowed)
    }

    /// Over bytes of a file whose content goes to a server: nothing is printed meanwhile.
    pub fn of_file(total_bytes: Option<u64>, quiet: bool) -> Progress {
        Progress::over(Unit::Bytes, total_bytes, !quiet)
    }

    /// Over nodes; nothing is printed meanwhile.
    pub fn of_nodes(total: Option<u64>, quiet: bool) -> Progress {
        Progress::over(Unit::Nodes, total, !quiet)
    }

    fn over(unit: Unit, total: Option<u64>, allowed: bool) -> Progress {
        let allowed = allowed && std::io::stderr().is_terminal();
        Progress { started: Instant::now(), unit, total, done: 0, bar: None, allowed }
    }

    /// So much in all is done.
    pub fn set(&mut self, done: u64) {
        self.done = done;
        if !self.allowed {
            return;
        }
        if self.bar.is_none() && self.started.elapsed() >= PATIENCE {
            self.bar = Some(bar(self.unit, self.total));
        }
        if let Some(bar) = &self.bar {
            // More than was expected, since nodes come into being meanwhile, is no more than all.
            if self.total.is_some_and(|total| done > total) {
                bar.set_length(done);
            }
            bar.set_position(done);
        }
    }

    /// How long it has taken.
    pub fn elapsed(&self) -> Duration {
        self.started.elapsed()
    }

    /// Takes the bar away.
    pub fn finish(self) {
        if let Some(bar) = self.bar {
            bar.finish_and_clear();
        }
    }
}

fn bar(unit: Unit, total: Option<u64>) -> ProgressBar {
    let bar = ProgressBar::with_draw_target(total, ProgressDrawTarget::stderr());
    let template = match (unit, total) {
        (Unit::Bytes, Some(_)) => {
            "{bar:30} {percent:>3}%  {bytes}/{total_bytes}  {bytes_per_sec}  {eta} left"
        }
        (Unit::Bytes, None) => "{spinner} {bytes}  {bytes_per_sec}  {elapsed}",
        (Unit::Nodes, Some(_)) => {
            "{bar:30} {percent:>3}%  {human_pos}/{human_len} nodes  {per_sec}  {eta} left"
        }
        (Unit::Nodes, None) => "{spinner} {human_pos} nodes  {per_sec}  {elapsed}",
    };
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style);
    }
    bar
}
