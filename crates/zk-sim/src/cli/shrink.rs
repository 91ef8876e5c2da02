//! `zk-sim shrink SEED`: a smaller plan that breaks the same invariant.

use std::time::Duration;

use clap::Args;
use zk_sim::batch::{self, Case};
use zk_sim::shrink::shrink;

use super::Drawn;

#[derive(Debug, Args)]
pub(super) struct Shrink {
    /// The seed, decimal or 0x...
    #[arg(value_parser = super::number)]
    seed: u64,
    #[command(flatten)]
    drawn: Drawn,
    /// How long to try, such as 120s
    #[arg(long, default_value = "120s", value_parser = seconds)]
    budget: Duration,
    /// Print the last events of the smaller run as well
    #[arg(long)]
    trace: bool,
}

impl Shrink {
    pub(super) fn run(&self) -> bool {
        let case = Case { seed: self.seed, profile: self.drawn.profile, ops: self.drawn.ops };
        let plan = case.plan();
        let Some(violation) = batch::run_plan(&plan).violation else {
            println!("{} holds: there is nothing to make smaller", case.name());
            return true;
        };
        let begun = std::time::Instant::now();
        let smaller = shrink(plan, violation.invariant, || begun.elapsed() >= self.budget);
        print!("{}", smaller.plan);
        if self.trace {
            for line in batch::last_events(&smaller.plan) {
                println!("{line}");
            }
        }
        println!("{}", smaller.violation);
        println!("{} runs in {:.1} s", smaller.runs, begun.elapsed().as_secs_f64());
        false
    }
}

fn seconds(text: &str) -> Result<Duration, String> {
    let number = text.strip_suffix('s').unwrap_or(text);
    number.parse().map(Duration::from_secs).map_err(|_| "a number of seconds, such as 120s".into())
}
