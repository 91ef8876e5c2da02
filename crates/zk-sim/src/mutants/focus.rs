//! Plans that lead where a certain family of mistakes shows: the general mix comes there as well, only more seldom.

use zk_proto::quorum::PacketKind;
use zk_server::LocalSessions;

use crate::batch::OPS;
use crate::plan::{CrashKind, Fault, Plan, Profile, Trigger};
use crate::queue::{MS, Micros};
use crate::seam::Node;
use crate::tape::{Purpose, Tape};

/// A family of plans.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Focus {
    /// As the seeds of a profile are drawn.
    Profile(Profile),
    /// Servers are cut off and die while they log what nobody else has, and come back.
    Tails,
    /// Everybody gets a SNAP, and dies in the middle of it.
    Snap,
    /// Little is kept in memory: learners are served from the log on disk, under load.
    Log,
    /// Disks stall, each in its turn, so that a quorum takes its time.
    Slow,
    /// Servers die at the stages of discovery and synchronization.
    Stages,
    /// The membership changes again and again, among faults of each kind.
    Reconfig,
    /// New sessions are known to their node alone.
    Locals,
    /// Two voters, and an oracle that permits now the one and now the other to go on alone.
    Pair,
    /// Nodes without a leader answer reads.
    Readers,
    /// Observers are served by followers.
    Masters,
    /// Backups take the place of the history, among faults of each kind.
    Restore,
}

impl Focus {
    /// Those that are no profile.
    pub const OWN: [Focus; 11] = [
        Focus::Tails,
        Focus::Snap,
        Focus::Log,
        Focus::Slow,
        Focus::Stages,
        Focus::Reconfig,
        Focus::Locals,
        Focus::Pair,
        Focus::Readers,
        Focus::Masters,
        Focus::Restore,
    ];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Focus::Profile(p) => p.name(),
            Focus::Tails => "tails",
            Focus::Snap => "snap",
            Focus::Log => "log",
            Focus::Slow => "slow",
            Focus::Stages => "stages",
            Focus::Reconfig => "reconfig",
            Focus::Locals => "locals",
            Focus::Pair => "pair",
            Focus::Readers => "readers",
            Focus::Masters => "masters",
            Focus::Restore => "restore",
        }
    }

    /// The plan of a seed.
    pub fn plan(self, seed: u64) -> Plan {
        if let Focus::Profile(p) = self {
            return Plan::draw(seed, p, OPS);
        }
        if self == Focus::Reconfig {
            return Plan::draw_with_changes(seed, Profile::ALL[(seed % 5) as usize], OPS);
        }
        if self == Focus::Locals {
            let mut plan = Plan::draw(seed, Profile::ALL[(seed % 6) as usize], OPS);
            plan.config.local_sessions =
                if seed.is_multiple_of(3) { LocalSessions::On } else { LocalSessions::Upgraded };
            return plan;
        }
        if self == Focus::Pair && seed.is_multiple_of(4) {
            return Plan::draw_pair(seed, Profile::ALL[(seed % 5) as usize], OPS);
        }
        if self == Focus::Readers {
            let mut plan = Plan::draw(seed, Profile::ALL[(seed % 5) as usize], OPS);
            plan.config.read_only_after_ms = Some(plan.config.tick_ms * (1 + seed % 3));
            return plan;
        }
        if self == Focus::Masters {
            let mut plan = Plan::draw(seed, Profile::ALL[(seed % 5) as usize], OPS);
            let c = &mut plan.config;
            if c.first_members.is_none() && c.voters > 1 {
                c.observers = c.observers.max(1);
                c.observer_masters = true;
                c.rate_ppm.resize(c.voters + c.observers, 0);
            }
            return plan;
        }
        if self == Focus::Restore {
            return Plan::draw_with_restores(seed, Profile::ALL[(seed % 6) as usize], OPS);
        }
        let mut plan = Plan::draw(seed, Profile::Sync, OPS);
        let mut t = Tape::new(seed, Purpose::Faults, 1);
        let c = &mut plan.config;
        c.voters = if self == Focus::Slow || t.one_in(3) { 5 } else { 3 };
        c.observers = 0;
        c.oracle = self == Focus::Pair;
        if c.oracle {
            c.voters = 2;
        }
        c.first_members = None;
        c.hierarchical = false;
        c.rate_ppm = vec![0; c.voters];
        c.tick_ms = *t.pick(&[20, 50, 100]);
        c.timeout_ms = (c.tick_ms * 10, c.tick_ms * 20);
        c.force_snapshot = self == Focus::Snap;
        c.counters_left = None;
        c.net.tail_one_in = 0;
        if self == Focus::Log {
            c.history_txns = t.below(3) as usize;
            // Short logs that are purged soon: who is far behind gets a SNAP, who is not is read to.
            c.snap_every = *t.pick(&[3, 20, 100_000]);
            c.log_file_bytes = Some(t.magnitude(500, 4000));
            c.disk.write_us = t.magnitude(50, 2000);
        }
        let (voters, tick) = (c.voters as u64, c.tick_ms * MS);
        // One of two asks the other one four times before it asks the oracle.
        let (rounds, ticks) = if self == Focus::Pair { (12, 64) } else { (20, 8) };
        c.safety_us = rounds * ticks * tick;
        if self == Focus::Pair && t.flip() {
            // So little is written that an epoch may end before anything comes of it.
            plan.clients.iter_mut().for_each(|steps| steps.truncate(steps.len() / 16));
        }
        spread(&mut plan, &mut t);
        plan.faults.clear();
        for round in 0..rounds {
            let at = round * ticks * tick + t.below(ticks / 2 * tick);
            self.round(&mut t, at, voters, tick, &mut plan.faults);
        }
        plan.faults.sort_by_key(|(at, _)| *at);
        plan
    }

    fn round(self, t: &mut Tape, at: Micros, voters: u64, tick: Micros, out: &mut Vec<(Micros, Fault)>) {
        let node = t.below(voters) as Node;
        let others = ((1 << voters) - 1) & !(1 << node);
        let kind = *t.pick(&[CrashKind::Kill, CrashKind::Power, CrashKind::Random]);
        let down_us = t.between(1, 6 * tick);
        let trigger = |kinds: &[PacketKind], t: &mut Tape| {
            let packet = *t.pick(kinds);
            let n = t.between(1, 2) as u32;
            if t.flip() { Trigger::PacketOut(packet, n) } else { Trigger::PacketIn(packet, n) }
        };
        use PacketKind as K;
        match self {
            Focus::Tails => {
                let us = t.between(tick / 2, 6 * tick);
                out.push((at, Fault::Cut { from: 1 << node, to: others, both: true, port: None, us }));
                match t.below(3) {
                    0 => out.push((at + us / 2, Fault::Crash { nodes: 1 << node, kind, down_us })),
                    1 => out.push((at + us / 2, Fault::Crash { nodes: (1 << voters) - 1, kind, down_us })),
                    _ => {}
                }
            }
            Focus::Snap => {
                let trigger = match t.flip() {
                    true => Trigger::Work(t.between(1, 6) as u32),
                    false => trigger(&[K::Snap, K::NewLeader, K::Proposal], t),
                };
                let us = t.between(tick / 2, 6 * tick);
                if t.flip() {
                    out.push((at, Fault::Cut { from: 1 << node, to: others, both: true, port: None, us }));
                    out.push((at + us, Fault::CrashAt { node, trigger, kind, down_us }));
                } else {
                    out.push((at, Fault::CrashLeader { kind, down_us }));
                    out.push((at, Fault::CrashAt { node, trigger, kind, down_us }));
                }
            }
            Focus::Log => {
                let other = t.below(voters) as Node;
                out.push((at, Fault::Crash { nodes: 1 << node, kind, down_us }));
                out.push((at, Fault::Crash { nodes: 1 << other, kind, down_us: down_us * 3 }));
            }
            Focus::Slow => {
                for _ in 0..3 {
                    let node = t.below(voters) as Node;
                    out.push((at, Fault::Stall { node, us: t.between(tick / 4, 3 * tick) }));
                }
                if t.flip() {
                    out.push((at, Fault::Crash { nodes: 1 << node, kind, down_us: t.between(1, tick) }));
                }
            }
            Focus::Stages => {
                let kinds =
                    [K::LeaderInfo, K::AckEpoch, K::Diff, K::Trunc, K::NewLeader, K::Ack, K::UpToDate];
                out.push((at, Fault::CrashLeader { kind, down_us }));
                out.push((at, Fault::CrashAt { node, trigger: trigger(&kinds, t), kind, down_us }));
            }
            Focus::Pair => {
                let permits = *t.pick(&[None, Some(0), Some(0), Some(1), Some(1)]);
                out.push((at, Fault::Oracle { permits }));
                let us = t.between(tick, 96 * tick);
                let at = at + t.below(16 * tick);
                out.push(match t.below(4) {
                    0 => (at, Fault::Cut { from: 1 << node, to: others, both: true, port: None, us }),
                    1 => (at, Fault::CrashLeader { kind, down_us: us }),
                    _ => (at, Fault::Crash { nodes: 1 << node, kind, down_us: us }),
                });
            }
            Focus::Profile(_)
            | Focus::Reconfig
            | Focus::Locals
            | Focus::Readers
            | Focus::Masters
            | Focus::Restore => {}
        }
    }
}

/// Spreads the requests over the time that there is.
fn spread(plan: &mut Plan, t: &mut Tape) {
    for steps in &mut plan.clients {
        let pace = plan.config.safety_us * 9 / 10 / steps.len().max(1) as u64;
        for step in steps {
            step.think_us = t.below(pace * 2 + 1);
        }
    }
}
