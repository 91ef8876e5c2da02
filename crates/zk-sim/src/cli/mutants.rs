//! `zk-sim mutants`: makes one mistake after the other and looks whether scripts and seeds notice.

use std::fmt::Write as _;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use clap::Args;
use zk_mutants::Mutant;
use zk_sim::mutants::{Focus, Hunt, Search, Tried, hunt, scripts, search, try_scripts, without};
use zk_sim::script::Script;

#[derive(Debug, Args)]
pub(super) struct Mutants {
    /// Only these
    #[arg(long, value_parser = mutant, value_delimiter = ',')]
    only: Vec<Mutant>,
    /// Seeds of the family that is named for each, at most
    #[arg(long, default_value_t = 1000)]
    seeds: u64,
    /// The first one, decimal or 0x...
    #[arg(long, default_value = "1", value_parser = super::number)]
    from: u64,
    /// Seconds for each search, at most
    #[arg(long, default_value_t = 60)]
    seconds: u64,
    /// Threads
    #[arg(long, default_value_t = 2)]
    jobs: usize,
    /// Only the scripts
    #[arg(long)]
    scripts: bool,
    /// Also by the general mix, with ten times as many seeds
    #[arg(long)]
    mix: bool,
    /// No mistakes: look whether the plans that find them find anything else
    #[arg(long)]
    none: bool,
    /// With --none: only the plans of this family
    #[arg(long, requires = "none", value_parser = family)]
    family: Option<Focus>,
    /// Also those that are known to take longer
    #[arg(long)]
    long: bool,
}

/// What was found of one mistake.
struct Row {
    tried: Vec<Tried>,
    focused: Option<(Focus, Search)>,
    mixed: Option<Search>,
}

impl Mutants {
    pub(super) fn run(&self) -> bool {
        if self.none {
            let families = Focus::OWN.into_iter().filter(|f| self.family.is_none_or(|only| only == *f));
            let failed = families.filter(|focus| !self.without(*focus)).count();
            return failed == 0;
        }
        if !zk_mutants::COMPILED {
            eprintln!(
                "no mistakes are compiled in: cargo run --profile fast -p zk-sim --features mutants -- mutants"
            );
            return false;
        }
        let scripts = match scripts() {
            Ok(scripts) => scripts,
            Err(e) => {
                eprintln!("{e}");
                return false;
            }
        };
        let list: Vec<Mutant> = if self.only.is_empty() { Mutant::ALL.to_vec() } else { self.only.clone() };
        let (next, rows) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
        let begun = Instant::now();
        std::thread::scope(|scope| {
            for _ in 0..self.jobs.max(1) {
                scope.spawn(|| {
                    while let Some(m) = list.get(next.fetch_add(1, Ordering::Relaxed)) {
                        let row = self.row(*m, &scripts);
                        if let Ok(mut rows) = rows.lock() {
                            rows.push((*m, row));
                        }
                    }
                });
            }
        });
        let mut rows = rows.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
        rows.sort_by_key(|(m, _)| *m);
        self.report(&rows, begun.elapsed())
    }

    fn without(&self, focus: Focus) -> bool {
        let s = without(focus, self.from, self.seeds, Duration::from_secs(self.seconds));
        let seconds = s.took.as_secs_f64();
        match &s.found {
            Some(f) => println!("{:<8} seed {:#x}: {}", focus.name(), f.seed, f.violation),
            None => println!("{:<8} {} seeds pass in {seconds:.0} s", focus.name(), s.seeds),
        }
        s.found.is_none()
    }

    fn row(&self, m: Mutant, scripts: &[Script]) -> Row {
        let tried = try_scripts(m, scripts);
        let profile = match hunt(m) {
            Hunt::Seeds(p) => Some(p),
            Hunt::Long(p, _) => self.long.then_some(p),
            Hunt::Script(_) => None,
        };
        let limit = Duration::from_secs(self.seconds);
        let profile = profile.filter(|_| !self.scripts);
        let focused = profile.map(|p| (p, search(m, Some(p), self.from, self.seeds, limit)));
        let mixed = profile.filter(|_| self.mix);
        let mixed = mixed.map(|_| search(m, None, self.from, self.seeds.saturating_mul(10), limit));
        Row { tried, focused, mixed }
    }

    fn report(&self, rows: &[(Mutant, Row)], took: Duration) -> bool {
        println!("{:<32} {:<34} {:<28} {:<24} {:>7}", "mutant", "scripts", "focused", "mix", "seconds");
        let mut survivors = Vec::new();
        for (m, row) in rows {
            let mut scripts = String::new();
            for t in &row.tried {
                let by = t.result.as_ref().map_or("SURVIVES", |invariant| invariant);
                let _ = write!(scripts, "{} {by} ", t.script);
            }
            let focused = match (&row.focused, hunt(*m)) {
                (Some((p, s)), _) => format!("{} {}", p.name(), outcome(s)),
                (None, Hunt::Long(p, seeds)) => format!("{}, long: above {seeds}", p.name()),
                (None, _) => "-".to_string(),
            };
            let mixed = row.mixed.as_ref().map_or("-".to_string(), outcome);
            let searches = row.focused.iter().map(|(_, s)| s).chain(&row.mixed);
            let seconds: f64 = searches.clone().map(|s| s.took.as_secs_f64()).sum();
            println!("{:<32} {scripts:<34} {focused:<28} {mixed:<24} {seconds:>7.1}", m.name());
            let bad = row.tried.iter().filter_map(|t| t.result.as_ref().err().map(|e| (&t.script, e)));
            for (script, why) in bad {
                survivors.push(format!("{} survives its script {script}: {why}", m.name()));
            }
            for s in searches.clone().flat_map(|s| &s.fails_anyway) {
                survivors.push(format!("seed {s:#x} fails without any mistake ({})", m.name()));
            }
            if searches.clone().next().is_some() && searches.clone().all(|s| s.found.is_none()) {
                survivors.push(format!("{} survives its seeds", m.name()));
            }
        }
        println!("{} mutants, {} survive, {:.0} s", rows.len(), survivors.len(), took.as_secs_f64());
        survivors.iter().for_each(|s| println!("{s}"));
        survivors.is_empty()
    }
}

fn outcome(s: &Search) -> String {
    match &s.found {
        Some(f) => format!("{} in {}", f.violation.invariant, f.seeds),
        None => format!("SURVIVES {}", s.seeds),
    }
}

fn family(name: &str) -> Result<Focus, String> {
    let names = || Focus::OWN.map(Focus::name).join(", ");
    Focus::OWN.into_iter().find(|f| f.name() == name).ok_or_else(|| format!("families are {}", names()))
}

pub(super) fn mutant(name: &str) -> Result<Mutant, String> {
    let names = || Mutant::ALL.iter().map(|m| m.name()).collect::<Vec<_>>().join(", ");
    Mutant::from_name(name).ok_or_else(|| format!("mutants are {}", names()))
}
