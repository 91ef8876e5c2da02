//! Plans in which backups take the place of the history, and something goes wrong right then.

use zk_proto::quorum::PacketKind;

use super::{CrashKind, Fault, Op, Plan, Profile, Trigger, draw};
use crate::queue::{MS, Micros};
use crate::seam::Node;
use crate::tape::{Purpose, Tape};

/// The membership stays, and no oracle lets one of two go on alone.
pub(super) fn plan(seed: u64, profile: Profile, ops: usize) -> Plan {
    let mut plan = draw::plan(seed, profile, ops);
    plan.config.first_members = None;
    plan.config.oracle = false;
    plan.faults.retain(|(_, fault)| !matches!(fault, Fault::Oracle { .. }));
    for steps in &mut plan.clients {
        steps.retain(|step| !matches!(step.op, Op::Reconfig { .. }));
    }
    let mut tape = Tape::new(seed, Purpose::Faults, 2);
    let (tick, until) = (plan.config.tick_ms * MS, plan.config.safety_us * 9 / 10);
    for _ in 0..tape.magnitude(1, 12) {
        let at = tape.between(0, until);
        plan.faults.push((at.saturating_sub(tape.magnitude(1, 20 * tick)), Fault::Backup));
        plan.faults.push((at, Fault::Restore));
        if profile != Profile::Calm {
            trouble(&mut tape, &plan.config, at, tick, &mut plan.faults);
        }
    }
    plan.faults.sort_by_key(|(at, _)| *at);
    plan
}

/// From the moment of a restore on.
fn trouble(t: &mut Tape, c: &super::Config, at: Micros, tick: Micros, out: &mut Vec<(Micros, Fault)>) {
    let nodes = (c.voters + c.observers) as u64;
    let all = (1u64 << nodes) - 1;
    let node = t.below(nodes) as Node;
    let kind = *t.pick(&[CrashKind::Kill, CrashKind::Power, CrashKind::Random, CrashKind::Torn]);
    let soon = at + t.magnitude(1, 4 * tick);
    let us = t.magnitude(MS, 20 * tick);
    match t.below(9) {
        0 => {}
        1 => out.push((soon, Fault::CrashLeader { kind, down_us: us })),
        2 => out.push((soon, Fault::IsolateLeader { us })),
        3 => {
            let nodes = t.next() & all;
            out.push((soon, Fault::Crash { nodes, kind, down_us: us }));
        }
        4 => {
            // Each at a step of its own.
            for node in 0..nodes as Node {
                if t.flip() {
                    let trigger = Trigger::Work(t.between(1, 6) as u32);
                    out.push((at, Fault::CrashAt { node, trigger, kind, down_us: us }));
                }
            }
        }
        5 => {
            use PacketKind as K;
            let packet = *t.pick(&[K::AckEpoch, K::Snap, K::NewLeader, K::Ack, K::UpToDate, K::Trunc]);
            let trigger = if t.flip() { Trigger::PacketOut(packet, 1) } else { Trigger::PacketIn(packet, 1) };
            out.push((at, Fault::CrashAt { node, trigger, kind, down_us: us }));
        }
        6 => {
            let from = t.next() & all;
            out.push((soon, Fault::Cut { from, to: all & !from, both: true, port: None, us }));
        }
        7 => {
            for node in 0..nodes as Node {
                out.push((soon, Fault::Stall { node, us: t.magnitude(1, 6 * tick) }));
            }
        }
        _ => {
            // It has the tree on its disk, and nobody hears of it for a while.
            out.push((soon, Fault::IsolateLeader { us: us + 10 * tick }));
            out.push((soon + us / 2, Fault::CrashLeader { kind, down_us: us }));
        }
    }
}
