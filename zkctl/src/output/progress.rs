//! A progress bar for long work: on stderr, only on a terminal, only once it has taken a second.

use std::io::IsTerminal;
use std::time::{Duration, Instant};

use indicatif::{HumanBytes, ProgressBar, ProgressDrawTarget, ProgressStyle};

/// How long work may take before it is worth a bar.
const PATIENCE: Duration = Duration::from_secs(1);

/// How often the rate is worked out anew.
const PAUSE: Duration = Duration::from_millis(100);

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
    /// When the rate was worked out last.
    told: Option<Instant>,
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
        Progress { started: Instant::now(), unit, total, done: 0, told: None, bar: None, allowed }
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
            if self.told.is_none_or(|at| at.elapsed() >= PAUSE) {
                bar.set_message(pace(self.unit, done, self.total, self.started.elapsed()));
                self.told = Some(Instant::now());
            }
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

/// The rate over all the time, and what is left at it. The bar's own rate begins when it is first drawn, and takes
/// what was done until then for the work of a moment.
fn pace(unit: Unit, done: u64, total: Option<u64>, took: Duration) -> String {
    let rate = done as f64 / took.as_secs_f64().max(0.001);
    let rate_text = match unit {
        Unit::Bytes => format!("{}/s", HumanBytes(rate as u64)),
        Unit::Nodes => format!("{rate:.0}/s"),
    };
    match total {
        Some(total) if rate > 0.0 => {
            format!("{rate_text}  {:.0} s left", total.saturating_sub(done) as f64 / rate)
        }
        _ => format!("{rate_text}  {:.0} s", took.as_secs_f64()),
    }
}

fn bar(unit: Unit, total: Option<u64>) -> ProgressBar {
    let bar = ProgressBar::with_draw_target(total, ProgressDrawTarget::stderr());
    let template = match (unit, total) {
        (Unit::Bytes, Some(_)) => "{bar:30} {percent:>3}%  {bytes}/{total_bytes}  {msg}",
        (Unit::Bytes, None) => "{spinner} {bytes}  {msg}",
        (Unit::Nodes, Some(_)) => "{bar:30} {percent:>3}%  {human_pos}/{human_len} nodes  {msg}",
        (Unit::Nodes, None) => "{spinner} {human_pos} nodes  {msg}",
    };
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style);
    }
    bar
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rate_is_that_of_all_the_time() {
        let two = Duration::from_secs(2);
        assert_eq!(pace(Unit::Nodes, 3000, Some(6000), two), "1500/s  2 s left");
        assert_eq!(pace(Unit::Nodes, 3000, None, two), "1500/s  2 s");
        assert_eq!(pace(Unit::Bytes, 4096, Some(2048), two), "2.00 KiB/s  0 s left");
        assert_eq!(pace(Unit::Nodes, 0, Some(6000), two), "0/s  2 s");
    }
}
