//! Runs of seeds, with what a batch of them adds up to. A run that fails runs a second time: if the two differ, that
//! is the failure (S29).

use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Once;

use crate::ghost::Violation;
use crate::plan::{Plan, Profile};
use crate::points::Points;
use crate::queue::Micros;
use crate::world::{Outcome, World};

/// Requests of all clients of a run, unless something else is asked for.
pub const OPS: usize = 500;

/// A run, by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Case {
    /// The seed.
    pub seed: u64,
    /// The kind of trouble.
    pub profile: Profile,
    /// Requests of all clients together.
    pub ops: usize,
}

impl Case {
    /// A case with the usual number of requests.
    pub fn new(seed: u64, profile: Profile) -> Case {
        Case { seed, profile, ops: OPS }
    }

    /// What it stands for.
    pub fn plan(self) -> Plan {
        Plan::draw(self.seed, self.profile, self.ops)
    }

    /// For people.
    pub fn name(self) -> String {
        format!("{:#x} {}", self.seed, self.profile.name())
    }

    /// The command that runs it again.
    pub fn replay(self) -> String {
        let ops = if self.ops == OPS { String::new() } else { format!(" --ops {}", self.ops) };
        format!("cargo run -p zk-sim -- {:#x} --profile {}{ops}", self.seed, self.profile.name())
    }
}

/// What a batch adds up to.
#[derive(Clone, Debug, Default)]
pub struct Totals {
    /// Runs.
    pub seeds: u64,
    /// Those in which something did not hold.
    pub failed: u64,
    /// Those in which liveness could not be judged.
    pub inconclusive: u64,
    /// Events.
    pub events: u64,
    /// Requests that were answered.
    pub answered: u64,
    /// Simulated time.
    pub simulated_us: Micros,
    /// Paths that were taken.
    pub points: Points,
}

impl Totals {
    /// Adds a run.
    pub fn add(&mut self, out: &Outcome) {
        self.seeds += 1;
        self.failed += u64::from(out.violation.is_some());
        self.inconclusive += u64::from(out.inconclusive.is_some());
        self.events += out.events;
        self.answered += out.answered as u64;
        self.simulated_us += out.simulated_us;
        self.points.merge(&out.points);
    }
}

/// Runs a case; if `twice` or if it fails, twice. S29: both runs are the same.
pub fn run_case(case: Case, twice: bool) -> Outcome {
    let plan = case.plan();
    let mut out = run_plan(&plan);
    if twice || out.violation.is_some() {
        let again = run_plan(&plan);
        if (again.hash, &again.violation) != (out.hash, &out.violation) {
            let facts = format!(
                "two runs differ: {:016x} with {:?}, {:016x} with {:?}",
                out.hash, out.violation, again.hash, again.violation
            );
            out.violation = Some(Violation::new("S29", facts));
        }
    }
    out
}

/// Runs a plan and hands each line of its trace to `line`.
pub fn run_traced(plan: &Plan, line: impl FnMut(&str) + 'static) -> Outcome {
    run_with(plan, |world| world.trace_to(Box::new(line)))
}

/// Runs a plan.
pub fn run_plan(plan: &Plan) -> Outcome {
    run_with(plan, |_| {})
}

/// The last events of a run.
pub fn last_events(plan: &Plan) -> Vec<String> {
    run_with(plan, World::keep_trace).trace
}

fn run_with(plan: &Plan, prepare: impl FnOnce(&mut World)) -> Outcome {
    let mut world = match World::new(plan.clone()) {
        Ok(world) => world,
        Err(violation) => return Outcome::refused(violation),
    };
    prepare(&mut world);
    world.run()
}

thread_local! {
    /// The last panic of this thread while a run was on; `None` outside runs.
    static PANIC: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// S28: nothing panics. A panic inside `f` is a violation instead of the end.
pub fn guarded(f: impl FnOnce() -> Result<(), Violation>) -> Result<(), Violation> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            let noted = PANIC.with_borrow_mut(|p| p.as_mut().map(|text| *text = info.to_string()));
            if noted.is_none() {
                before(info);
            }
        }));
    });
    PANIC.set(Some(String::new()));
    let result = catch_unwind(AssertUnwindSafe(f));
    let text = PANIC.take().unwrap_or_default();
    result.unwrap_or_else(|_| Err(Violation::new("S28", text.replace('\n', " "))))
}
