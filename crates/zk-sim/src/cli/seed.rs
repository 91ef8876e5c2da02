//! `zk-sim SEED`: one run, and what led to its end if it ends badly.

use clap::Args;
use zk_sim::batch::{self, Case};

use super::Drawn;

#[derive(Debug, Args)]
pub(super) struct Seed {
    /// The seed, decimal or 0x...
    #[arg(value_parser = super::number, required = true)]
    seed: Option<u64>,
    #[command(flatten)]
    drawn: Drawn,
    /// Print everything that happens
    #[arg(long)]
    trace: bool,
    /// Print the plan: ensemble, faults, requests
    #[arg(long)]
    plan: bool,
}

impl Seed {
    pub(super) fn run(&self) -> bool {
        let Some(seed) = self.seed else { return false };
        let case = Case { seed, profile: self.drawn.profile, ops: self.drawn.ops };
        let plan = case.plan();
        if self.plan {
            print!("{plan}");
        }
        if self.trace {
            batch::run_traced(&plan, |line| println!("{line}"));
        }
        let out = batch::run_case(case, true);
        println!(
            "seed {:#x} {}: {} voters, {} observers, tick {} ms: {} events in {} s, {} requests answered, {} \
             transactions chosen, hash {:016x}",
            case.seed,
            case.profile.name(),
            plan.config.voters,
            plan.config.observers,
            plan.config.tick_ms,
            out.events,
            out.simulated_us / 1_000_000,
            out.answered,
            out.chosen,
            out.hash
        );
        let Some(violation) = &out.violation else {
            println!("{}", if out.inconclusive.is_some() { "inconclusive" } else { "holds" });
            return true;
        };
        if !self.trace {
            for line in batch::last_events(&plan) {
                println!("{line}");
            }
        }
        println!("{violation}");
        println!("replay: {}", case.replay());
        false
    }
}
