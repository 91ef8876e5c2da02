//! `zk-sim run`: a batch of seeds on some threads, with a table of the paths that were taken.

use std::io::IsTerminal;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use clap::Args;
use zk_sim::batch::{Case, OPS, Totals, run_case};
use zk_sim::plan::Profile;
use zk_sim::points::Points;

/// On two cores with nothing else to do, fewer say that the simulator has become slow.
const FLOOR_PER_MINUTE: f64 = 300.0;

#[derive(Debug, Args)]
pub(super) struct Run {
    /// How many seeds
    #[arg(long, default_value_t = 300)]
    seeds: u64,
    /// The first one, decimal or 0x...
    #[arg(long, default_value = "1", value_parser = super::number)]
    from: u64,
    /// Threads
    #[arg(long, default_value_t = 2)]
    jobs: usize,
    /// Only this kind of trouble; otherwise all in rotation
    #[arg(long, value_parser = super::profile)]
    profile: Option<Profile>,
    /// Requests of all clients of a run together
    #[arg(long, default_value_t = OPS)]
    ops: usize,
    /// Begin no seed after so many seconds
    #[arg(long)]
    seconds: Option<u64>,
    /// Go on behind a seed that fails
    #[arg(long)]
    keep_going: bool,
    /// Fail if a path on the list of those that must be taken was not
    #[arg(long)]
    require_points: bool,
}

/// What the threads share.
struct Shared {
    next: AtomicU64,
    stop: AtomicBool,
    totals: Mutex<Totals>,
    begun: Instant,
    progress: bool,
}

impl Run {
    pub(super) fn run(&self) -> bool {
        let shared = Shared {
            next: AtomicU64::new(0),
            stop: AtomicBool::new(false),
            totals: Mutex::new(Totals::default()),
            begun: Instant::now(),
            progress: std::io::stderr().is_terminal(),
        };
        std::thread::scope(|scope| {
            for _ in 0..self.jobs.max(1) {
                scope.spawn(|| self.work(&shared));
            }
        });
        let elapsed = shared.begun.elapsed();
        if shared.progress {
            eprint!("\r\x1b[K");
        }
        let totals = shared.totals.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
        self.report(&totals, elapsed)
    }

    fn work(&self, shared: &Shared) {
        let late = || self.seconds.is_some_and(|s| shared.begun.elapsed() >= Duration::from_secs(s));
        while !shared.stop.load(Ordering::Relaxed) && !late() {
            let n = shared.next.fetch_add(1, Ordering::Relaxed);
            if n >= self.seeds {
                return;
            }
            let seed = self.from.wrapping_add(n);
            let profile = self.profile.unwrap_or(Profile::ALL[(seed % Profile::ALL.len() as u64) as usize]);
            let case = Case { seed, profile, ops: self.ops };
            // Every hundredth runs twice, and so does every one that fails.
            let out = run_case(case, seed.is_multiple_of(100));
            if let Some(violation) = &out.violation {
                println!("FAIL {}: {violation}\n     replay: {}", case.name(), case.replay());
                if !self.keep_going {
                    shared.stop.store(true, Ordering::Relaxed);
                }
            }
            if let Some(facts) = &out.inconclusive {
                println!("inconclusive {}: {facts}", case.name());
            }
            let mut totals = shared.totals.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            totals.add(&out);
            if shared.progress {
                eprint!("\r{} of {} seeds, {} failed", totals.seeds, self.seeds, totals.failed);
            }
        }
    }

    fn report(&self, totals: &Totals, elapsed: Duration) -> bool {
        print!("{}", totals.points.table());
        let missing = totals.points.missing();
        for text in &missing {
            println!("warning: never taken: {text}");
        }
        let required: Vec<&str> =
            Points::required().into_iter().filter(|text| missing.contains(text)).collect();
        let lacks = self.require_points && !required.is_empty();
        if lacks {
            println!("FAIL these paths must be taken: {}", required.join("; "));
        }
        let minutes = elapsed.as_secs_f64() / 60.0;
        println!(
            "{} seeds from {:#x}: {} failed, {} inconclusive; {} events, {} requests answered, {} s simulated; {:.1} \
             s, {:.0} seeds a minute",
            totals.seeds,
            self.from,
            totals.failed,
            totals.inconclusive,
            totals.events,
            totals.answered,
            totals.simulated_us / 1_000_000,
            elapsed.as_secs_f64(),
            totals.seeds as f64 / minutes.max(1e-9),
        );
        if totals.seeds >= 100 && totals.seeds as f64 / minutes < FLOOR_PER_MINUTE {
            println!("warning: fewer than {FLOOR_PER_MINUTE:.0} seeds a minute, on {} threads", self.jobs);
        }
        // More of them would say that the runs ask for what cannot be had.
        let vague = totals.inconclusive * 200 > totals.seeds.max(200);
        if vague {
            println!("FAIL more than one seed in 200 is inconclusive");
        }
        totals.failed == 0 && !lacks && !vague
    }
}
