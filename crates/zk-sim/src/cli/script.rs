//! `zk-sim script`: runs schedules, those of the repository or others.

use std::path::PathBuf;
use std::time::Instant;

use clap::Args;
use zk_mutants::Mutant;
use zk_sim::script::{self, Script as Schedule};

#[derive(Debug, Args)]
pub(super) struct Script {
    /// Files, or names of schedules of the repository; all of those if there is none
    names: Vec<String>,
    /// Make this mistake (needs the feature `mutants`)
    #[arg(long, value_parser = super::mutants::mutant)]
    mutant: Option<Mutant>,
    /// Print what happened, whatever came of it
    #[arg(long)]
    trace: bool,
}

impl Script {
    pub(super) fn run(&self) -> bool {
        let scripts = match self.scripts() {
            Ok(scripts) => scripts,
            Err(e) => {
                eprintln!("{e:#}");
                return false;
            }
        };
        scripts.iter().filter(|s| !self.one(s)).count() == 0
    }

    fn scripts(&self) -> anyhow::Result<Vec<Schedule>> {
        let all = script::schedules()?;
        if self.names.is_empty() {
            return Ok(all);
        }
        let pick = |name: &String| match all.iter().find(|s| s.name == *name) {
            Some(s) => Ok(s.clone()),
            None => script::load(&PathBuf::from(name))
                .map_err(|e| e.context(format!("{name} is no schedule of the repository"))),
        };
        self.names.iter().map(pick).collect()
    }

    fn one(&self, s: &Schedule) -> bool {
        let begun = Instant::now();
        zk_mutants::choose(self.mutant);
        let ran = s.run(true);
        zk_mutants::choose(None);
        let ms = begun.elapsed().as_millis();
        let (trace, good) = match ran {
            Ok(ran) => {
                println!("{:<24} passes  {ms:>5} ms {:>7} events", s.name, ran.events);
                (ran.trace, true)
            }
            Err(f) => {
                println!("{:<24} FAILS   {ms:>5} ms {f}", s.name);
                (f.trace, false)
            }
        };
        if self.trace {
            trace.iter().for_each(|l| println!("{l}"));
        }
        good
    }
}
