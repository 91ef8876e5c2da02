//! Drawing plans: which features a run has at all, how often each fault comes, what clients ask for.

use zk_proto::quorum::PacketKind;
use zk_server::LocalSessions;

use super::{Config, CrashKind, DiskConfig, Fault, Op, Plan, Profile, Step, Trigger};
use crate::net::NetConfig;
use crate::queue::{MS, Micros, SECOND};
use crate::seam::{Node, Port};
use crate::tape::{Purpose, Tape};

pub(super) fn plan(seed: u64, profile: Profile, ops: usize) -> Plan {
    let mut config = config(&mut Tape::new(seed, Purpose::Config, 0), profile);
    config.hold_commits = Tape::new(seed, Purpose::Config, 1).flip();
    let faults = faults(&mut Tape::new(seed, Purpose::Faults, 0), profile, &config);
    let mut tape = Tape::new(seed, Purpose::Clients, 0);
    let mut clients = clients(&mut tape, profile, &config, ops);
    // A stream of its own: what the others draw stays as it is.
    let mut tape = Tape::new(seed, Purpose::Config, 2);
    if config.observers == 0 && !config.hierarchical && config.voters > 1 && tape.percent(RECONFIG_PERCENT) {
        reconfigure(&mut tape, &mut config, &mut clients);
    }
    let mut tape = Tape::new(seed, Purpose::Config, 3);
    if tape.percent(LOCAL_PERCENT) {
        config.local_sessions = if tape.one_in(4) { LocalSessions::On } else { LocalSessions::Upgraded };
    }
    let mut tape = Tape::new(seed, Purpose::Config, 4);
    config.observer_masters = config.observers > 0 && tape.flip();
    let mut plan = Plan { seed, profile, config, faults, clients };
    let mut tape = Tape::new(seed, Purpose::Config, 5);
    let is_pair = plan.config.voters == 2 || plan.config.first_members.is_some();
    if is_pair && tape.percent(ORACLE_PERCENT) {
        ask_an_oracle(&mut tape, &mut plan);
    }
    let mut tape = Tape::new(seed, Purpose::Config, 6);
    if tape.percent(READ_ONLY_PERCENT) {
        plan.config.read_only_after_ms = Some(plan.config.tick_ms * tape.magnitude(1, 16));
    }
    let mut tape = Tape::new(seed, Purpose::Config, 7);
    if profile != Profile::Calm && tape.percent(RESIGN_PERCENT) {
        let count = tape.magnitude(1, 16);
        let until = plan.config.safety_us * 9 / 10;
        plan.faults.extend((0..count).map(|_| (tape.between(0, until), Fault::Resign)));
    }
    plan.faults.sort_by_key(|(at, _)| *at);
    plan
}

/// Two voters, with an oracle.
pub(super) fn plan_of_a_pair(seed: u64, profile: Profile, ops: usize) -> Plan {
    let mut plan = plan(seed, profile, ops);
    if plan.config.oracle {
        return plan;
    }
    let c = &mut plan.config;
    let nodes = c.voters + c.observers;
    (c.voters, c.observers, c.hierarchical, c.first_members) =
        (2, nodes.saturating_sub(2).min(2), false, None);
    c.observer_masters &= c.observers > 0;
    let nodes = c.voters + c.observers;
    c.rate_ppm.resize(nodes, 0);
    plan.faults.retain(|(_, fault)| fault.highest_node() < nodes);
    for steps in &mut plan.clients {
        steps.retain(|step| !matches!(step.op, Op::Reconfig { .. }));
    }
    ask_an_oracle(&mut Tape::new(seed, Purpose::Config, 5), &mut plan);
    plan.faults.sort_by_key(|(at, _)| *at);
    plan
}

/// There is an oracle, and it changes its mind now and then.
fn ask_an_oracle(t: &mut Tape, plan: &mut Plan) {
    plan.config.oracle = true;
    let until = plan.config.safety_us * 9 / 10;
    for _ in 0..t.magnitude(2, 40) {
        let permits = if t.one_in(5) { None } else { Some(t.below(plan.config.voters as u64) as Node) };
        plan.faults.push((t.between(0, until), Fault::Oracle { permits }));
    }
}

/// Observers become voters, groups one, and then the membership changes.
pub(super) fn plan_with_changes(seed: u64, profile: Profile, ops: usize) -> Plan {
    let mut plan = plan(seed, profile, ops);
    let c = &mut plan.config;
    if c.first_members.is_none() {
        c.voters += std::mem::take(&mut c.observers);
        c.hierarchical = false;
        reconfigure(&mut Tape::new(seed, Purpose::Config, 2), c, &mut plan.clients);
    }
    if !plan.config.oracle && seed.is_multiple_of(2) {
        ask_an_oracle(&mut Tape::new(seed, Purpose::Config, 5), &mut plan);
        plan.faults.sort_by_key(|(at, _)| *at);
    }
    plan
}

fn config(t: &mut Tape, profile: Profile) -> Config {
    let voters = *t.pick(&[3, 3, 3, 3, 5, 5, 5, 4, 2, 1, 7, 6]);
    let observers = if t.percent(25) { t.between(1, 2) as usize } else { 0 };
    let hierarchical = voters >= 6 && t.flip();
    let tick_ms = *t.pick(&[20, 50, 100, 100, 200, 500, 1000, 2000]);
    // A tick must be long beside the network, or nothing is ever stable.
    let slow = tick_ms.min(200) * MS / 20;
    let base_us = t.magnitude(50, slow.clamp(51, 3 * MS));
    let net = NetConfig {
        base_us,
        jitter_us: if t.flip() { base_us / 4 } else { t.magnitude(base_us, slow.max(base_us + 1)) },
        tail_one_in: if t.percent(40) { t.magnitude(20, 2000) } else { 0 },
        tail_us: t.magnitude(1, 2 * tick_ms) * MS,
        fragment_percent: *t.pick(&[0, 2, 10, 60]),
    };
    let sync_us = t.magnitude(20, slow.max(200));
    let disk = DiskConfig {
        write_us: t.magnitude(1, 50),
        sync_us,
        jitter_us: t.magnitude(1, sync_us * 2),
        stall_one_in: if t.percent(30) { t.magnitude(20, 1000) } else { 0 },
        stall_us: t.magnitude(1, 3 * tick_ms) * MS,
    };
    let skewed = t.percent(30);
    let rate_ppm = (0..voters + observers)
        .map(|_| if skewed { *t.pick(&[0, 100, -100, 10_000, -10_000, 50_000, -50_000]) } else { 0 })
        .collect();
    let safety_us = (t.magnitude(5, 60) * SECOND).max(tick_ms * 30 * MS);
    let many = profile == Profile::Session;
    Config {
        voters,
        observers,
        hierarchical,
        first_members: None,
        tick_ms,
        init_limit: t.between(4, 10),
        sync_limit: t.between(3, 6),
        history_txns: *t.pick(&[0, 1, 5, 20, 100, 500, 500]),
        observer_masters: false,
        force_snapshot: t.percent(8),
        hold_commits: false,
        local_sessions: LocalSessions::Off,
        oracle: false,
        read_only_after_ms: None,
        snap_every: *t.pick(&[2, 10, 50, 50, 200, 100_000]),
        log_file_bytes: if t.percent(35) { Some(t.magnitude(300, 20_000)) } else { None },
        net,
        disk,
        rate_ppm,
        clients: if many { t.between(4, 16) as usize } else { t.between(1, 8) as usize },
        window: *t.pick(&[1, 4, 16, 64]),
        timeout_ms: (tick_ms * 4, tick_ms * if many { 8 } else { 20 }),
        long_end: t.percent(20),
        epoch_txns: if t.percent(8) { Some(t.magnitude(4, 100) as u32) } else { None },
        counters_left: if t.percent(4) { Some(t.magnitude(1, 300) as u32) } else { None },
        safety_us,
    }
}

/// In so many of 100 seeds new sessions are known to their node alone.
const LOCAL_PERCENT: u64 = 25;
/// So many of 100 seeds in which there are two voters, or may be, have an oracle.
const ORACLE_PERCENT: u64 = 60;
/// In so many of 100 seeds nodes without a leader answer reads.
const READ_ONLY_PERCENT: u64 = 20;
/// In so many of 100 seeds leaders are asked to let another one lead.
const RESIGN_PERCENT: u64 = 20;
/// So many of 100 seeds that could change the membership do.
const RECONFIG_PERCENT: u64 = 25;

/// Lets the membership change now and then.
fn reconfigure(t: &mut Tape, c: &mut Config, clients: &mut [Vec<Step>]) {
    let nodes = c.voters as u64;
    let all = (1 << nodes) - 1;
    let some = |t: &mut Tape| match t.below(4) {
        0 => all,
        1 => (all & !(1 << t.below(nodes))).max(1),
        // Three of them, or fewer.
        2 => (0..3).fold(0, |set, _| set | 1 << t.below(nodes)),
        _ => (t.next() & all).max(1),
    };
    c.first_members = Some(some(t));
    for _ in 0..t.magnitude(1, 40) {
        let client = t.below(clients.len() as u64) as usize;
        let Some(steps) = clients.get_mut(client).filter(|s| !s.is_empty()) else { continue };
        let voters = some(t);
        let observers = if t.one_in(3) { t.next() & all & !voters } else { 0 };
        let at = t.below(steps.len() as u64) as usize;
        steps.insert(at, Step { think_us: 0, op: Op::Reconfig { voters, observers } });
    }
}

/// How much of each family there is, of 100 faults.
struct Weights {
    crash: u64,
    leader: u64,
    at: u64,
    pause: u64,
    cut: u64,
    reset: u64,
    disk: u64,
    fail: u64,
    wall: u64,
}

fn faults(t: &mut Tape, profile: Profile, c: &Config) -> Vec<(Micros, Fault)> {
    let w = match profile {
        Profile::Calm => return Vec::new(),
        Profile::Sync => {
            Weights { crash: 30, leader: 15, at: 25, pause: 5, cut: 10, reset: 10, disk: 5, fail: 0, wall: 0 }
        }
        Profile::Elect => {
            Weights { crash: 5, leader: 15, at: 10, pause: 10, cut: 35, reset: 25, disk: 0, fail: 0, wall: 0 }
        }
        Profile::Disk => {
            Weights { crash: 25, leader: 5, at: 35, pause: 0, cut: 0, reset: 5, disk: 15, fail: 15, wall: 0 }
        }
        Profile::Session => Weights {
            crash: 10,
            leader: 15,
            at: 0,
            pause: 15,
            cut: 20,
            reset: 20,
            disk: 5,
            fail: 0,
            wall: 15,
        },
        // Each family is there or not: what is left out lets the others combine.
        Profile::Mixed => {
            let mut w = || if t.flip() { t.between(5, 30) } else { 0 };
            Weights {
                crash: w(),
                leader: w(),
                at: w(),
                pause: w(),
                cut: w(),
                reset: w(),
                disk: w(),
                fail: w() / 3,
                wall: w() / 3,
            }
        }
    };
    let count = t.magnitude(2, 60);
    let longest = t.magnitude(50 * MS, (c.safety_us / 3).max(100 * MS));
    let kinds: &[CrashKind] = match t.below(4) {
        0 => &[CrashKind::Kill],
        1 => &[CrashKind::Power],
        2 => &[CrashKind::Random],
        _ => &[CrashKind::Kill, CrashKind::Power, CrashKind::Random],
    };
    let mut out = Vec::new();
    for _ in 0..count {
        let at = t.between(0, c.safety_us * 9 / 10);
        if let Some(fault) = fault(t, &w, c, kinds, longest) {
            out.push((at, fault));
        }
    }
    out.sort_by_key(|(at, _)| *at);
    out
}

fn fault(t: &mut Tape, w: &Weights, c: &Config, kinds: &[CrashKind], longest: Micros) -> Option<Fault> {
    let nodes = (c.voters + c.observers) as u64;
    let all = (1u64 << nodes) - 1;
    let total = w.crash + w.leader + w.at + w.pause + w.cut + w.reset + w.disk + w.fail + w.wall;
    let mut at = t.below(total);
    let mut is = |weight: u64| {
        let hit = at < weight;
        at = at.wrapping_sub(weight);
        hit
    };
    let us = t.magnitude(5 * MS, longest.max(6 * MS));
    let kind = *t.pick(kinds);
    let node = t.below(nodes) as Node;
    Some(if is(w.crash) {
        let nodes = match t.below(6) {
            0 => all,
            1 => t.next() & all,
            _ => 1 << node,
        };
        Fault::Crash { nodes, kind, down_us: us }
    } else if is(w.leader) {
        if t.flip() { Fault::CrashLeader { kind, down_us: us } } else { Fault::IsolateLeader { us } }
    } else if is(w.at) {
        if t.one_in(6) {
            return Some(Fault::CrashInStart { node, kind });
        }
        Fault::CrashAt { node, trigger: trigger(t), kind, down_us: us }
    } else if is(w.pause) {
        Fault::Pause { node, us }
    } else if is(w.cut) {
        cut(t, node, all, us)
    } else if is(w.reset) {
        match t.below(8) {
            0 => Fault::ResetAll,
            1 => Fault::ResetClients,
            _ => {
                let b = (node as u64 + 1 + t.below(nodes.max(2) - 1)) % nodes;
                Fault::Reset { a: node, b: b as Node, port: port(t), one_end: t.flip() }
            }
        }
    } else if is(w.disk) {
        if t.flip() {
            Fault::Stall { node, us }
        } else {
            Fault::Slow { node, factor: t.magnitude(2, 100), us }
        }
    } else if is(w.fail) {
        let down_us = us;
        match t.below(3) {
            0 => Fault::DiskFails { node, after: t.below(12) as usize, down_us },
            1 => Fault::SyncLost { node, down_us },
            _ => Fault::DiskFull { node, us },
        }
    } else {
        let year: i64 = 365 * 24 * 3600 * 1000;
        Fault::Wall {
            node,
            by_ms: *t.pick(&[1000, -1000, 3_600_000, -3_600_000, -10 * year, 15 * year, -60 * year]),
        }
    })
}

fn port(t: &mut Tape) -> Option<Port> {
    *t.pick(&[None, None, Some(Port::Quorum), Some(Port::Election)])
}

fn trigger(t: &mut Tape) -> Trigger {
    use PacketKind as K;
    const KINDS: [PacketKind; 12] = [
        K::LeaderInfo,
        K::AckEpoch,
        K::Diff,
        K::Trunc,
        K::Snap,
        K::NewLeader,
        K::UpToDate,
        K::Ack,
        K::Proposal,
        K::Commit,
        K::Request,
        K::FollowerInfo,
    ];
    let n = t.magnitude(1, 8) as u32;
    match t.below(6) {
        0 | 1 => Trigger::PacketOut(*t.pick(&KINDS), n),
        2 | 3 => Trigger::PacketIn(*t.pick(&KINDS), n),
        4 => Trigger::Work(n * 2),
        _ => Trigger::Effect(t.magnitude(1, 100) as u32),
    }
}

fn cut(t: &mut Tape, node: Node, all: u64, us: Micros) -> Fault {
    let one = 1u64 << node;
    let side = t.next() & all;
    match t.below(5) {
        // Isolated, clients and all.
        0 => Fault::Cut { from: one, to: !one, both: true, port: None, us },
        // From the others, its clients still reach it.
        1 => Fault::Cut { from: one, to: all & !one, both: true, port: port(t), us },
        2 => Fault::Cut { from: one, to: all & !one, both: false, port: port(t), us },
        3 => Fault::Cut { from: side, to: all & !side, both: t.flip(), port: port(t), us },
        _ => Fault::Flap {
            from: one,
            to: all & !one,
            period_us: (us / 8).max(MS),
            times: t.between(2, 10) as u32,
        },
    }
}

fn clients(t: &mut Tape, profile: Profile, c: &Config, ops: usize) -> Vec<Vec<Step>> {
    let keys = *t.pick(&[1, 4, 16]);
    let depth = t.between(1, 2);
    let size = *t.pick(&[0, 16, 16, 100, 2000]);
    let reads = *t.pick(&[10, 40, 70]);
    let restless = match profile {
        Profile::Session => 12,
        Profile::Calm => 1,
        _ => *t.pick(&[0, 0, 2]),
    };
    let per_client = ops / c.clients.max(1);
    let pace = (c.safety_us * 8 / 10) / per_client.max(1) as u64;
    let bursts = t.flip();
    (0..c.clients)
        .map(|_| {
            (0..per_client)
                .map(|_| {
                    let think_us = match (bursts, t.below(10)) {
                        (true, 0) => pace * 10,
                        (true, _) => t.below(50),
                        (false, _) => t.below(pace * 2 + 1),
                    };
                    Step { think_us, op: op(t, keys, depth, size, reads, restless) }
                })
                .collect()
        })
        .collect()
}

fn path(t: &mut Tape, keys: u64, depth: u64) -> String {
    let mut p = format!("/k{}", t.below(keys));
    if depth > 1 && t.flip() {
        p.push_str(&format!("/c{}", t.below(keys)));
    }
    p
}

fn op(t: &mut Tape, keys: u64, depth: u64, size: u64, reads: u64, restless: u64) -> Op {
    if t.percent(restless) {
        return if t.flip() { Op::Close } else { Op::Move };
    }
    let p = path(t, keys, depth);
    if t.percent(reads) {
        return match t.below(8) {
            0 => Op::Sync,
            1 | 2 => Op::Exists { path: p },
            3 | 4 => Op::Children { path: p },
            _ => Op::Get { path: p },
        };
    }
    if t.one_in(12) {
        let ops = (0..t.between(1, 4)).map(|_| change(t, keys, depth, size)).collect();
        return Op::Multi(ops);
    }
    change(t, keys, depth, size)
}

fn change(t: &mut Tape, keys: u64, depth: u64, size: u64) -> Op {
    let path = path(t, keys, depth);
    let size = t.below(size + 1) as usize;
    match t.below(10) {
        0..=3 => Op::Set { path, size },
        4 => Op::Delete { path },
        5 | 6 => Op::Create { path, flags: 0, size },
        7 => Op::Create { path: format!("{path}-e"), flags: 1, size },
        8 => Op::Create { path: format!("{path}-"), flags: 2, size },
        _ => Op::Create { path: format!("{path}-"), flags: 3, size },
    }
}
