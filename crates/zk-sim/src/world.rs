//! The world: one queue of events over nodes, network, disks and clients.

mod clients;
mod crash;
mod faults;
mod lanes;
mod oracle;
mod phases;
pub mod script;
mod streams;

use std::collections::VecDeque;

use zk_proto::quorum::PacketKind;
use zk_storage::MemDisk;

use crate::client::{Agrees, Client, Want};
use crate::ghost::quorum::Quorum;
use crate::ghost::{Check, Ghost, Observation, Violation};
use crate::net::{Net, NetEvent};
use crate::node;
use crate::plan::{Config, CrashKind, Plan, Trigger};
use crate::queue::{MS, Micros, Queue};
use crate::seam::{Boot, Clocks, Cost, Effect, Io, Node, Process, Standing, Who};
use crate::tape::{Purpose, RollingHash, Tape};

/// Milliseconds since 1970 at which every run begins.
const EPOCH_MS: i64 = 1_700_000_000_000;
/// Events that a run may take.
const MAX_EVENTS: u64 = 3_000_000;
/// How often what waits for a paused process looks whether it goes on.
const PAUSE_LOOK_US: Micros = 200 * MS;
/// Lines of the trace that are kept.
const TRACE_LINES: usize = 200;

/// What happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Event {
    Net(NetEvent),
    Timer {
        node: Node,
        number: u64,
    },
    Work {
        node: Node,
        incarnation: u32,
        lane: usize,
    },
    Restart {
        node: Node,
        incarnation: u32,
    },
    Resume {
        node: Node,
        number: u32,
    },
    Client {
        client: usize,
        number: u64,
    },
    Fault(usize),
    SlowEnds {
        node: Node,
        number: u32,
    },
    RoomAgain(Node),
    OracleRead(Node),
    OracleHeard {
        node: Node,
        incarnation: u32,
        asked_ms: u64,
        permits: bool,
    },
    Heal(u64),
    FlapOn {
        fault: usize,
        left: u32,
    },
    EndOfSafety,
    Probe,
    /// A script wants to go on at this time.
    Wake,
}

#[derive(Debug, Default)]
struct LaneState {
    jobs: VecDeque<Cost>,
    busy: bool,
    /// Jobs since the process began.
    asked: usize,
}

struct Slot {
    process: Option<Box<dyn Process>>,
    disk: MemDisk,
    /// Counts processes; events of an older one are void.
    incarnation: u32,
    rate_ppm: i64,
    wall_offset_ms: i64,
    lanes: [LaneState; 3],
    disk_tape: Tape,
    shell_tape: Tape,
    crash_tape: Tape,
    timer: Option<Micros>,
    timer_number: u64,
    paused_until: Option<Micros>,
    pause_number: u32,
    disk_free_at: Micros,
    slow: u64,
    slow_number: u32,
    /// The disk has no room; processes end and cannot start.
    full: bool,
    /// The next failing sync is one that was made to fail.
    sync_lost: bool,
    armed: Vec<(Trigger, CrashKind, Micros)>,
    crash_in_start: Option<CrashKind>,
    /// The disk was made to fail: the process may end.
    disk_fails: Option<Micros>,
    down_since: Option<Micros>,
    started: Micros,
}

/// Where a run is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    Safety,
    /// A core is whole; since then.
    Liveness {
        core: u64,
        since: Micros,
        served: bool,
    },
    /// Everything is whole.
    Quiescence {
        since: Micros,
    },
    Done,
}

/// How a run ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// What did not hold.
    pub violation: Option<Violation>,
    /// Of everything that happened.
    pub hash: u64,
    /// Events.
    pub events: u64,
    /// Simulated time.
    pub simulated_us: Micros,
    /// Requests that were answered.
    pub answered: usize,
    /// Transactions that were chosen.
    pub chosen: usize,
    /// Paths that were taken.
    pub points: crate::points::Points,
    /// Why liveness could not be judged, if it could not.
    pub inconclusive: Option<String>,
    /// The last lines of the trace, if one was kept.
    pub trace: Vec<String>,
}

impl Outcome {
    /// Of a plan that cannot be run.
    pub(crate) fn refused(violation: Violation) -> Outcome {
        Outcome {
            violation: Some(violation),
            hash: 0,
            events: 0,
            simulated_us: 0,
            answered: 0,
            chosen: 0,
            points: crate::points::Points::default(),
            inconclusive: None,
            trace: Vec::new(),
        }
    }
}

/// Where the lines of a trace go.
enum Trace {
    Off,
    Keep(VecDeque<String>),
    To(Box<dyn FnMut(&str)>),
}

impl Trace {
    fn is_off(&self) -> bool {
        matches!(self, Trace::Off)
    }
}

/// A run.
pub struct World {
    plan: Plan,
    queue: Queue<Event>,
    net: Net,
    boot: Box<dyn Boot>,
    nodes: Vec<Slot>,
    clients: Vec<Client>,
    client_timers: Vec<(Option<Micros>, u64)>,
    /// Where each client's session was attached last, and in which epoch.
    attached: Vec<(Node, i64)>,
    /// The checkers.
    pub ghost: Ghost,
    next_conn: u64,
    hash: RollingHash,
    events: u64,
    phase: Phase,
    /// Nothing goes wrong any more since then.
    calm_since: Micros,
    /// The newest epoch of then.
    calm_epoch: i64,
    /// The epoch that must stay.
    stable_epoch: Option<i64>,
    /// All nodes are alike since then.
    settled: Option<Micros>,
    /// Who led, and in which epoch, when the last fault began.
    leader_at_fault: Option<(Node, i64)>,
    /// Why liveness could not be judged.
    inconclusive: Option<String>,
    samples: Tape,
    oracle: oracle::Oracle,
    /// A tree that was kept, as it is sent to learners, and its zxid.
    backup: Option<(zk_proto::Zxid, Vec<u8>)>,
    /// What a script wants to do and to hear of; nothing in runs from a seed.
    scripted: Option<Box<script::Hooks>>,
    trace: Trace,
    effects: Vec<Effect>,
    wants: Vec<Want>,
}

impl World {
    /// The run of a plan, with the product's nodes.
    ///
    /// # Errors
    /// Something is wrong with the plan.
    pub fn new(plan: Plan) -> Result<World, Violation> {
        let boot = node::NodeBoot::new(&plan.config).map_err(|e| Violation::new("plan", e))?;
        World::with_boot(plan, Box::new(boot))
    }

    /// The run of a plan with other nodes.
    ///
    /// # Errors
    /// Something is wrong with the plan.
    pub fn with_boot(plan: Plan, boot: Box<dyn Boot>) -> Result<World, Violation> {
        let c = &plan.config;
        let count = c.voters + c.observers;
        let disks: Vec<MemDisk> = (0..count).map(|_| node::fresh_disk()).collect();
        let tree = node::first_tree(c);
        for disk in disks.iter().filter(|_| c.counters_left.is_some()) {
            node::generate(disk, &tree).map_err(|e| Violation::new("plan", e))?;
        }
        let ghost = Ghost::new(quorum(c), &disks, tree)?;
        let seed = plan.seed;
        let slot = |(n, disk): (usize, MemDisk)| Slot {
            process: None,
            disk,
            incarnation: 0,
            rate_ppm: c.rate_ppm.get(n).copied().unwrap_or(0),
            wall_offset_ms: 0,
            lanes: Default::default(),
            disk_tape: Tape::new(seed, Purpose::Disk, n as u64),
            shell_tape: Tape::new(seed, Purpose::Shell, n as u64),
            crash_tape: Tape::new(seed, Purpose::Crash, n as u64),
            timer: None,
            timer_number: 0,
            paused_until: None,
            pause_number: 0,
            disk_free_at: 0,
            slow: 1,
            slow_number: 0,
            full: false,
            sync_lost: false,
            armed: Vec::new(),
            crash_in_start: None,
            disk_fails: None,
            down_since: Some(0),
            started: 0,
        };
        let client = |(i, steps): (usize, &Vec<crate::plan::Step>)| {
            let tape = Tape::new(seed, Purpose::Client, i as u64);
            let mut client = Client::new(i, count, tape, steps.clone(), c.window, c.timeout_ms);
            if c.read_only_after_ms.is_some() {
                let mut tape = Tape::new(seed, Purpose::Client, (1 << 32) + i as u64);
                client.agrees = *tape.pick(&[Agrees::No, Agrees::Forgets, Agrees::Keeps]);
            }
            client
        };
        let clients: Vec<Client> = plan.clients.iter().enumerate().map(client).collect();
        let mut world = World {
            queue: Queue::new(seed),
            net: Net::new(seed, c.net),
            boot,
            nodes: disks.into_iter().enumerate().map(slot).collect(),
            client_timers: vec![(None, 0); clients.len()],
            attached: vec![(0, -1); clients.len()],
            clients,
            ghost,
            next_conn: 0,
            hash: RollingHash(seed),
            events: 0,
            phase: Phase::Safety,
            samples: Tape::new(seed, Purpose::Samples, 0),
            oracle: oracle::Oracle::new(seed, count),
            backup: None,
            scripted: None,
            trace: Trace::Off,
            inconclusive: None,
            leader_at_fault: None,
            calm_since: 0,
            calm_epoch: -1,
            stable_epoch: None,
            settled: None,
            effects: Vec::new(),
            wants: Vec::new(),
            plan,
        };
        world.begin();
        Ok(world)
    }

    /// Keeps the last lines of what happens, for [`Outcome::trace`].
    pub fn keep_trace(&mut self) {
        self.trace = Trace::Keep(VecDeque::new());
    }

    /// Hands each line of what happens to `line`.
    pub fn trace_to(&mut self, line: Box<dyn FnMut(&str)>) {
        self.trace = Trace::To(line);
    }

    /// True if the run has come to its end: nothing is left to happen, or everything is compared.
    pub fn is_over(&self) -> bool {
        self.phase == Phase::Done
    }

    fn begin(&mut self) {
        for node in 0..self.nodes.len() {
            let at = self.nodes[node].crash_tape.below(20 * MS);
            self.queue.push(at, Event::Restart { node, incarnation: 0 });
        }
        for (i, (at, _)) in self.plan.faults.iter().enumerate() {
            self.queue.push(*at, Event::Fault(i));
        }
        for client in 0..self.clients.len() {
            self.arm_client(client);
        }
        self.queue.push(self.plan.config.safety_us, Event::EndOfSafety);
        self.begin_oracle();
    }

    /// Runs to the end.
    pub fn run(mut self) -> Outcome {
        let ended = crate::batch::guarded(|| {
            while !self.is_over() {
                self.step()?;
            }
            Ok(())
        });
        self.outcome(ended.err())
    }

    /// What came of it so far.
    pub fn outcome(self, violation: Option<Violation>) -> Outcome {
        Outcome {
            violation,
            hash: self.hash.0,
            events: self.events,
            simulated_us: self.queue.now(),
            answered: self.clients.iter().map(|c| c.answered).sum(),
            chosen: self.ghost.chain.chosen().len(),
            points: self.ghost.points,
            inconclusive: self.inconclusive,
            trace: match self.trace {
                Trace::Keep(lines) => lines.into(),
                Trace::Off | Trace::To(_) => Vec::new(),
            },
        }
    }

    /// The time.
    pub fn now(&self) -> Micros {
        self.queue.now()
    }

    /// One event.
    ///
    /// # Errors
    /// What does not hold.
    pub fn step(&mut self) -> Check {
        for (at, e) in std::mem::take(&mut self.net.events) {
            self.queue.push(at, Event::Net(e));
        }
        let Some(event) = self.queue.pop() else {
            self.phase = Phase::Done;
            return Ok(());
        };
        self.events += 1;
        if self.events > MAX_EVENTS {
            return Err(Violation::new("events", format!("the run does not end: {MAX_EVENTS} events")));
        }
        self.hash.add(self.queue.now());
        match event {
            Event::Net(e) => self.net_event(e),
            Event::Timer { node, number } => self.timer(node, number),
            Event::Work { node, incarnation, lane } => self.work(node, incarnation, lane),
            Event::Restart { node, incarnation } => self.restart(node, incarnation),
            Event::Resume { node, number } => self.resume(node, number),
            Event::Client { client, number } => self.client_timer(client, number),
            Event::Fault(i) => self.fault(i),
            Event::SlowEnds { node, number } => {
                let slot = &mut self.nodes[node];
                if slot.slow_number == number {
                    slot.slow = 1;
                }
                Ok(())
            }
            Event::RoomAgain(node) => {
                self.room_again(node);
                Ok(())
            }
            Event::OracleRead(node) => self.read_oracle(node),
            Event::OracleHeard { node, incarnation, asked_ms, permits } => {
                self.hear_oracle(node, incarnation, asked_ms, permits)
            }
            Event::Heal(cut) => {
                self.net.heal(cut, self.queue.now());
                Ok(())
            }
            Event::FlapOn { fault, left } => self.flap(fault, left),
            Event::EndOfSafety => self.end_safety(),
            Event::Probe => self.probe(),
            Event::Wake => Ok(()),
        }
    }

    fn clocks(&self, node: Node) -> Clocks {
        let slot = &self.nodes[node];
        let mono_us = mono(slot.rate_ppm, self.queue.now());
        Clocks { mono_us, wall_ms: EPOCH_MS + (mono_us / 1000) as i64 + slot.wall_offset_ms }
    }

    fn standing(&self, node: Node) -> Standing {
        self.nodes[node].process.as_ref().map(|p| p.standing()).unwrap_or_default()
    }

    fn leader(&self) -> Option<Node> {
        (0..self.nodes.len()).filter(|n| self.standing(*n).leading).max_by_key(|n| self.standing(*n).epoch)
    }

    fn log(&mut self, node: Option<Node>, text: impl FnOnce() -> String) {
        if self.trace.is_off() {
            return;
        }
        let now = self.queue.now();
        let columns = match node {
            Some(n) => match &self.nodes[n].process {
                Some(p) => format!("{} {}", n + 1, p.columns()),
                None => format!("{} down", n + 1),
            },
            None => "-".to_string(),
        };
        let line = format!("{:>10}.{:03} {columns:<90} {}", now / 1000, now % 1000, text());
        match &mut self.trace {
            Trace::Off => {}
            Trace::Keep(lines) => {
                if lines.len() == TRACE_LINES {
                    lines.pop_front();
                }
                lines.push_back(line);
            }
            Trace::To(to) => to(&line),
        }
    }

    /// Lets a process do something and carries out what it wants.
    fn call(&mut self, node: Node, f: impl FnOnce(&mut dyn Process, &mut Io<'_>)) -> Check {
        let clocks = self.clocks(node);
        let mut effects = std::mem::take(&mut self.effects);
        let slot = &mut self.nodes[node];
        let Some(process) = &mut slot.process else {
            self.effects = effects;
            return Ok(());
        };
        let requests = slot.disk.request_count();
        let mut io =
            Io { clocks, effects: &mut effects, tape: &mut slot.shell_tape, next_conn: &mut self.next_conn };
        f(&mut **process, &mut io);
        let result = match self.scripted_disk(node, requests) {
            Ok(true) => Ok(()),
            Ok(false) => self.carry_out(node, &mut effects),
            Err(v) => Err(v),
        };
        effects.clear();
        self.effects = effects;
        self.arm_timer(node);
        result
    }

    fn carry_out(&mut self, node: Node, effects: &mut Vec<Effect>) -> Check {
        let incarnation = self.nodes[node].incarnation;
        for effect in effects.drain(..) {
            if self.nodes[node].incarnation != incarnation {
                // It died in between; nothing behind that has happened.
                return Ok(());
            }
            if self.dies_at(node, &effect)? || self.scripted_before(node, &effect)? {
                return Ok(());
            }
            let sends = matches!(effect, Effect::Send { .. });
            self.effect(node, effect)?;
            self.scripted_after(node, sends)?;
        }
        Ok(())
    }

    fn effect(&mut self, node: Node, effect: Effect) -> Check {
        let now = self.queue.now();
        let who = Who::Node(node);
        match effect {
            Effect::Connect { conn, to, port } => self.net.connect(conn, who, Who::Node(to), port, now),
            Effect::Send { conn, bytes } => {
                self.hash.add_bytes(&bytes);
                let bytes = self.scripted_send(conn, who, bytes);
                self.net.send(conn, who, bytes, now);
            }
            Effect::Close { conn } => self.net.close(conn, who, now),
            Effect::Work { lane, cost } => {
                let state = &mut self.nodes[node].lanes[lane as usize];
                state.jobs.push_back(cost);
                state.asked += 1;
                self.start_work(node, lane as usize);
            }
            Effect::Observe(observation) => return self.observe(node, observation),
            Effect::Halt { reason } => return self.halted(node, reason),
        }
        Ok(())
    }

    fn observe(&mut self, node: Node, observation: Observation) -> Check {
        if !self.trace.is_off() {
            match &observation {
                Observation::Disk => {}
                Observation::Append { txns } => {
                    let zxids: Vec<_> = txns.iter().map(|(z, _)| *z).collect();
                    self.log(Some(node), || format!("append {zxids:?}"));
                }
                Observation::Packet { kind: PacketKind::Ping, .. } => {}
                Observation::Vote { peer, out, vote: v } => {
                    let arrow = if *out { "->" } else { "<-" };
                    let text = format!(
                        "vote {arrow} {}: {} {} {} round {} epoch {}",
                        peer + 1,
                        v.state,
                        v.leader,
                        v.zxid,
                        v.round,
                        v.peer_epoch
                    );
                    self.log(Some(node), || text);
                }
                Observation::Packet { link, out, kind, zxid, .. } => {
                    let arrow = if *out { "->" } else { "<-" };
                    let (link, kind, zxid) = (link.0, *kind, *zxid);
                    self.log(Some(node), || format!("{arrow} {kind} {zxid} over {link}"));
                }
                other => {
                    let text = format!("{other:?}");
                    self.log(Some(node), || text);
                }
            }
        }
        self.scripted_observe(node, &observation);
        let mono_us = self.clocks(node).mono_us;
        let disk_event = matches!(observation, Observation::Disk);
        let before = self.ghost.view(node);
        self.ghost.observe(node, &self.nodes[node].disk, mono_us, observation)?;
        if disk_event {
            let view = self.ghost.view(node);
            self.hash.add(view.last.0 as u64 ^ (view.current as u64) << 48);
            if view != before {
                self.log(Some(node), || format!("disk: {view:?}"));
                self.sample_image(node)?;
            }
        }
        Ok(())
    }
}

/// Recovers a copy of a disk with the product's own recovery.
///
/// # Errors
/// Why it refuses.
pub(crate) fn recover(disk: &MemDisk) -> Result<zk_journal::Recovered<MemDisk>, String> {
    crash::recover(disk)
}

/// Who is a majority of this ensemble.
fn quorum(c: &Config) -> Quorum {
    if c.hierarchical {
        let groups = node::groups(c.voters).into_iter().map(|g| g.into_iter().map(|n| (n, 1)).collect());
        return Quorum::hierarchical(groups.collect());
    }
    match c.first_members {
        Some(first) => Quorum::majority((0..c.voters).filter(|n| first >> n & 1 == 1)),
        None => Quorum::majority(0..c.voters),
    }
}

/// What a clock shows that is wrong by so many millionths.
fn mono(ppm: i64, now: Micros) -> u64 {
    (now as i128 * (1_000_000 + ppm) as i128 / 1_000_000) as u64
}

/// When such a clock shows at least this.
fn true_time(ppm: i64, mono: u64) -> Micros {
    let (scaled, rate) = (mono as i128 * 1_000_000, (1_000_000 + ppm) as i128);
    ((scaled + rate - 1) / rate) as Micros
}
