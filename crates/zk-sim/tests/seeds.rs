//! Runs of the whole simulator: the ledger, a few seeds of each profile, the same run twice, and canaries of what only
//! whole runs can show.

use zk_sim::batch::{Case, guarded, run_case, run_plan};
use zk_sim::ghost::Violation;
use zk_sim::plan::{Plan, Profile};
use zk_sim::seam::{Boot, Conn, Io, Lane, Node, Port, Process, Standing, Who};
use zk_sim::world::World;
use zk_storage::MemDisk;

/// Requests of a run: fewer than usual, as nothing is optimised here.
const OPS: usize = 120;

fn holds(case: Case, twice: bool) {
    let out = run_case(case, twice);
    if let Some(violation) = out.violation {
        panic!("{violation}\nreplay: {}", case.replay());
    }
}

#[test]
fn seeds_of_the_ledger_hold() {
    for e in zk_sim::ledger::entries().unwrap() {
        holds(Case { ops: OPS, ..e.case }, false);
    }
}

#[test]
fn some_seeds_of_each_profile_hold() {
    for profile in Profile::ALL {
        for seed in 1..=3 {
            holds(Case { seed, profile, ops: OPS }, false);
        }
    }
}

#[test]
fn some_seeds_with_restores_hold() {
    for seed in 1..=9 {
        let plan = Plan::draw_with_restores(seed, Profile::ALL[(seed % 6) as usize], OPS);
        if let Some(violation) = run_plan(&plan).violation {
            panic!("{violation}\nreplay: zk-sim mutants --none --family restore --from {seed} --seeds 1");
        }
    }
}

#[test]
fn one_seed_is_one_run() {
    for profile in [Profile::Mixed, Profile::Disk] {
        holds(Case { seed: 4711, profile, ops: OPS }, true);
    }
}

#[test]
fn a_panic_is_a_violation() {
    let ended = guarded(|| panic!("a bolt from the blue"));
    let violation = ended.unwrap_err();
    assert_eq!(violation.invariant, "S28");
    assert!(violation.facts.contains("a bolt from the blue"), "{violation}");
    assert_eq!(guarded(|| Ok(())), Ok(()));
}

/// A node that does nothing.
struct Idle;

impl Process for Idle {
    fn accepted(&mut self, _: &mut Io<'_>, _: Conn, _: Port, _: Who) {}
    fn connected(&mut self, _: &mut Io<'_>, _: Conn, _: bool) {}
    fn received(&mut self, _: &mut Io<'_>, _: Conn, _: &[u8]) {}
    fn closed(&mut self, _: &mut Io<'_>, _: Conn) {}
    fn work(&mut self, _: &mut Io<'_>, _: Lane) {}
    fn die_at_work(&mut self, _: usize) {}
    fn tick(&mut self, _: &mut Io<'_>) {}
    fn next_tick_us(&self) -> u64 {
        u64::MAX
    }
    fn columns(&self) -> String {
        String::new()
    }
    fn tree(&self) -> Option<&zk_tree::DataTree> {
        None
    }
    fn standing(&self) -> Standing {
        Standing::default()
    }
}

impl Boot for Idle {
    fn boot(&mut self, _: Node, _: &MemDisk, _: &mut Io<'_>) -> Result<Box<dyn Process>, String> {
        Ok(Box::new(Idle))
    }
}

/// A node that does not start.
struct Refuses;

impl Boot for Refuses {
    fn boot(&mut self, _: Node, _: &MemDisk, _: &mut Io<'_>) -> Result<Box<dyn Process>, String> {
        Err("not today".into())
    }
}

fn ends(boot: impl Boot + 'static) -> Option<Violation> {
    let plan = Plan::draw(1, Profile::Calm, 20);
    World::with_boot(plan, Box::new(boot)).unwrap().run().violation
}

#[test]
fn an_ensemble_that_does_nothing_is_noticed() {
    assert_eq!(ends(Idle).map(|v| v.invariant), Some("L1"));
}

#[test]
fn a_node_that_does_not_start_is_noticed() {
    assert_eq!(ends(Refuses).map(|v| v.invariant), Some("S28"));
}

#[test]
fn a_plan_is_made_smaller() {
    let mut plan = Plan::draw(1, Profile::Mixed, 60);
    // Nobody can start on a disk without room that never gets any.
    plan.config.voters = 0;
    plan.config.observers = 1;
    let violation = run_plan(&plan).violation.expect("no voters");
    let runs = std::cell::Cell::new(0);
    let smaller = zk_sim::shrink::shrink(plan.clone(), violation.invariant, || {
        runs.set(runs.get() + 1);
        runs.get() > 300
    });
    assert!(smaller.plan.op_count() < plan.op_count().max(1));
    assert!(smaller.plan.to_string().contains("plan of seed"));
}
