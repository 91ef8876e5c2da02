//! `zk-sim ledger`: runs the seeds that found something once.

use clap::Args;
use zk_sim::batch::run_case;

#[derive(Debug, Args)]
pub(super) struct Ledger {}

impl Ledger {
    pub(super) fn run(&self) -> bool {
        let entries = match zk_sim::ledger::entries() {
            Ok(entries) => entries,
            Err(e) => {
                eprintln!("{e}");
                return false;
            }
        };
        entries.iter().fold(true, |good, e| match run_case(e.case, false).violation {
            None => {
                println!("holds  {:<16} {} {}", e.case.name(), e.invariant, e.what);
                good
            }
            Some(v) => {
                println!("FAIL   {:<16} {v}\n       replay: {}", e.case.name(), e.case.replay());
                false
            }
        })
    }
}
