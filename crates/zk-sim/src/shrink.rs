//! Makes the plan of a failing run smaller: faults, clients, requests, nodes and values are left out or reduced as
//! long as the same invariant fails. Every choice of a run has a stream of its own, so what is left stays as it was.

use crate::batch::run_plan;
use crate::ghost::Violation;
use crate::net::NetConfig;
use crate::plan::{Fault, Op, Plan};
use crate::queue::Micros;

/// What came of it.
#[derive(Clone, Debug)]
pub struct Smaller {
    /// The smallest plan that was found.
    pub plan: Plan,
    /// How it fails.
    pub violation: Violation,
    /// Runs that it took.
    pub runs: usize,
}

struct Search<'a> {
    plan: Plan,
    violation: Violation,
    runs: usize,
    out_of_time: &'a dyn Fn() -> bool,
}

/// Looks for a smaller plan until `out_of_time` or nothing more can be left out. The plan must fail with
/// `invariant`.
pub fn shrink(plan: Plan, invariant: &'static str, out_of_time: impl Fn() -> bool) -> Smaller {
    let violation = Violation::new(invariant, "not reproduced");
    let mut search = Search { plan, violation, runs: 0, out_of_time: &out_of_time };
    let whole = search.plan.clone();
    search.accepts(whole);
    loop {
        let before = search.plan.clone();
        search.cut_time();
        search.drop_clients();
        search.drop_faults();
        search.drop_ops();
        search.drop_nodes();
        search.simplify();
        if search.plan == before || out_of_time() {
            return Smaller { plan: search.plan, violation: search.violation, runs: search.runs };
        }
    }
}

impl Search<'_> {
    /// Takes the plan if it fails in the same way.
    fn accepts(&mut self, plan: Plan) -> bool {
        if self.runs > 0 && (plan == self.plan || (self.out_of_time)()) {
            return false;
        }
        self.runs += 1;
        match run_plan(&plan).violation {
            Some(v) if v.invariant == self.violation.invariant => {
                self.plan = plan;
                self.violation = v;
                true
            }
            _ => false,
        }
    }

    fn attempt(&mut self, change: impl FnOnce(&mut Plan)) -> bool {
        let mut plan = self.plan.clone();
        change(&mut plan);
        self.accepts(plan)
    }

    /// Leaves out runs of a list, long ones first, for as long as the rest still fails.
    fn delete(&mut self, len: impl Fn(&Plan) -> usize, remove: impl Fn(&mut Plan, usize, usize)) {
        let mut size = len(&self.plan).div_ceil(2);
        while size > 0 {
            let mut at = 0;
            while at < len(&self.plan) && !(self.out_of_time)() {
                let end = (at + size).min(len(&self.plan));
                if !self.attempt(|p| remove(p, at, end)) {
                    at += size;
                }
            }
            size /= 2;
        }
    }

    /// An earlier end of the safety phase.
    fn cut_time(&mut self) {
        let mut step: Micros = self.plan.config.safety_us / 2;
        while step > 1000 && !(self.out_of_time)() {
            let shorter = self.plan.config.safety_us.saturating_sub(step);
            if !self.attempt(|p| {
                p.config.safety_us = shorter;
                p.faults.retain(|(at, _)| *at < shorter);
            }) {
                step /= 2;
            }
        }
    }

    /// A client without requests stays, so that the others keep their numbers; those at the end go.
    fn drop_clients(&mut self) {
        for n in 0..self.plan.clients.len() {
            if !self.plan.clients[n].is_empty() {
                self.attempt(|p| p.clients[n].clear());
            }
        }
        while self.plan.clients.len() > 1
            && self.plan.clients.last().is_some_and(Vec::is_empty)
            && self.attempt(|p| {
                p.clients.pop();
                p.config.clients = p.clients.len();
            })
        {}
    }

    fn drop_faults(&mut self) {
        self.delete(
            |p| p.faults.len(),
            |p, from, to| {
                p.faults.drain(from..to);
            },
        );
    }

    fn drop_ops(&mut self) {
        for n in 0..self.plan.clients.len() {
            self.delete(
                |p| p.clients[n].len(),
                |p, from, to| {
                    // What comes behind stays at its time.
                    let gone: Micros = p.clients[n].drain(from..to).map(|s| s.think_us).sum();
                    if let Some(next) = p.clients[n].get_mut(from) {
                        next.think_us += gone;
                    }
                },
            );
        }
    }

    fn drop_nodes(&mut self) {
        while self.plan.config.observers > 0
            && self.attempt(|p| {
                p.config.observers -= 1;
                forget_node(p);
            })
        {}
        while self.plan.config.voters > 1
            && self.plan.config.observers == 0
            && self.attempt(|p| {
                p.config.voters -= 1;
                p.config.hierarchical = false;
                forget_node(p);
            })
        {}
    }

    fn simplify(&mut self) {
        self.attempt(|p| p.config.rate_ppm.iter_mut().for_each(|r| *r = 0));
        self.attempt(|p| p.config.hierarchical = false);
        self.attempt(|p| p.config.net = NetConfig { fragment_percent: 0, ..NetConfig::CALM });
        self.attempt(|p| {
            p.config.net.jitter_us = 0;
            p.config.net.tail_one_in = 0;
        });
        self.attempt(|p| {
            p.config.disk.jitter_us = 0;
            p.config.disk.stall_one_in = 0;
        });
        self.attempt(|p| p.config.observer_masters = false);
        self.attempt(|p| p.config.force_snapshot = false);
        self.attempt(|p| p.config.epoch_txns = None);
        self.attempt(|p| p.config.log_file_bytes = None);
        self.attempt(|p| p.config.snap_every = 100_000);
        self.attempt(|p| p.config.history_txns = 500);
        self.attempt(|p| p.config.window = 1);
        self.attempt(|p| p.clients.iter_mut().flatten().for_each(|s| shorten(&mut s.op)));
    }
}

/// The last node is no more.
fn forget_node(p: &mut Plan) {
    let nodes = p.config.voters + p.config.observers;
    p.config.rate_ppm.truncate(nodes);
    let all = (1u64 << nodes) - 1;
    p.config.first_members = p.config.first_members.map(|first| (first & all).max(1));
    for steps in &mut p.clients {
        steps.retain(
            |s| !matches!(s.op, Op::Reconfig { voters, observers } if (voters | observers) & !all != 0),
        );
    }
    p.faults.retain(|(_, fault)| match fault {
        Fault::Crash { nodes: who, .. } => who >> nodes == 0,
        Fault::CrashAt { node, .. }
        | Fault::CrashInStart { node, .. }
        | Fault::Pause { node, .. }
        | Fault::Stall { node, .. }
        | Fault::Slow { node, .. }
        | Fault::DiskFails { node, .. }
        | Fault::SyncLost { node, .. }
        | Fault::DiskFull { node, .. }
        | Fault::Wall { node, .. } => *node < nodes,
        Fault::Reset { a, b, .. } => *a < nodes && *b < nodes,
        _ => true,
    });
}

fn shorten(op: &mut Op) {
    match op {
        Op::Create { size, .. } | Op::Set { size, .. } => *size = 0,
        Op::Multi(ops) => ops.iter_mut().for_each(shorten),
        _ => {}
    }
}
