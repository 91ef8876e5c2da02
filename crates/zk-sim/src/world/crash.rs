//! Processes end: killed, without power, at a certain point, or by themselves; and they begin again.

use zk_proto::quorum::PacketKind;
use zk_storage::disk::{CrashOptions, Unsynced};

use super::{Event, LaneState, World};
use crate::ghost::{Check, Observation, Violation};
use crate::node;
use crate::plan::{CrashKind, Trigger};
use crate::points::Point;
use crate::queue::{MS, Micros};
use crate::seam::{Effect, Io, Lane, Node, Who};
use crate::tape::Tape;

/// How far a disk has got when its process dies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Work {
    /// Drawn.
    Any,
    /// In the middle of what it is at.
    Middle,
    /// It has done what it said it has done.
    Nothing,
}

impl World {
    /// A process dies now and comes back after a while.
    pub(super) fn crash(&mut self, node: Node, kind: CrashKind, down_us: Micros, work: Work) -> Check {
        if self.nodes[node].process.is_none() {
            return Ok(());
        }
        self.log(Some(node), || format!("CRASH {kind:?}, down for {down_us} us"));
        let points = &mut self.ghost.points;
        points.hit(match kind {
            CrashKind::Kill => Point::CrashKill,
            CrashKind::Power => Point::CrashPower,
            CrashKind::Random | CrashKind::Torn => Point::CrashRandom,
        });
        match self.standing(node).leads_in {
            "discovery" => self.ghost.points.hit(Point::DiedInDiscovery),
            "synchronization" => self.ghost.points.hit(Point::DiedInSynchronization),
            "broadcast" => self.ghost.points.hit(Point::CrashLeader),
            _ => {}
        }
        let now = self.queue.now();
        if now < self.nodes[node].started + 5 * MS {
            self.ghost.points.hit(Point::CrashDuringStart);
        }
        let slot = &mut self.nodes[node];
        let before = slot.disk.request_count();
        let busy = slot.lanes[Lane::Disk as usize].busy;
        if busy && (work == Work::Middle || work == Work::Any && slot.crash_tape.flip()) {
            let asked = slot.lanes[Lane::Disk as usize].asked;
            if let Some(p) = &mut slot.process {
                p.die_at_work(asked);
            }
            self.ghost.points.hit(Point::CrashAtWork);
        }
        self.end_process(node, kind, before)?;
        self.come_back(node, down_us);
        Ok(())
    }

    /// Takes the process away; the disk keeps what the kind of crash says. The disk has certainly got as far as
    /// request `sure`.
    fn end_process(&mut self, node: Node, kind: CrashKind, sure: usize) -> Check {
        let slot = &mut self.nodes[node];
        let count = slot.disk.request_count();
        let prefix = slot.crash_tape.between(sure as u64, count as u64) as usize;
        self.end_process_behind(node, kind, prefix)
    }

    /// The same, behind so many requests to the disk.
    pub(super) fn end_process_behind(&mut self, node: Node, kind: CrashKind, prefix: usize) -> Check {
        let now = self.queue.now();
        let scripted = self.scripted.is_some();
        let slot = &mut self.nodes[node];
        slot.process = None;
        slot.incarnation += 1;
        slot.lanes = Default::default();
        slot.timer = None;
        slot.timer_number += 1;
        slot.paused_until = None;
        slot.down_since = Some(now);
        slot.armed.clear();
        let tape = &mut slot.crash_tape;
        let count = slot.disk.request_count();
        let mut keep_tape = Tape::new(tape.next(), crate::tape::Purpose::Crash, 0);
        let keep = move || if scripted || keep_tape.flip() { 256 } else { keep_tape.below(257) };
        if kind == CrashKind::Kill {
            self.net.process_ended(Who::Node(node), keep, now);
        } else {
            self.net.power_lost(Who::Node(node), keep);
        }
        if kind == CrashKind::Kill && prefix == count {
            // The system lives on, and so does its cache.
            self.faults_end(node);
            self.ghost.stopped(node);
            return self.ghost.crashed_softly(node, &self.nodes[node].disk);
        }
        let slot = &mut self.nodes[node];
        let options = crash_options(&mut slot.crash_tape, kind);
        slot.disk = slot.disk.crash(prefix, options);
        self.faults_end(node);
        self.ghost.crashed(node, &self.nodes[node].disk)
    }

    pub(super) fn come_back(&mut self, node: Node, down_us: Micros) {
        let incarnation = self.nodes[node].incarnation;
        self.queue.push(self.queue.now() + down_us.max(1), Event::Restart { node, incarnation });
    }

    pub(super) fn restart(&mut self, node: Node, incarnation: u32) -> Check {
        let slot = &self.nodes[node];
        if slot.process.is_some() || slot.incarnation != incarnation {
            return Ok(());
        }
        let now = self.queue.now();
        self.faults_end(node);
        self.net.power_back(Who::Node(node), now);
        let clocks = self.clocks(node);
        let mut effects = Vec::new();
        if self.ghost.torn_tail(node) {
            self.ghost.points.hit(Point::TornTail);
        }
        if self.ghost.torn_inside(node) {
            self.ghost.points.hit(Point::TornBatch);
        }
        let slot = &mut self.nodes[node];
        let before = slot.disk.request_count();
        let disk = slot.disk.clone();
        let mut io =
            Io { clocks, effects: &mut effects, tape: &mut slot.shell_tape, next_conn: &mut self.next_conn };
        let booted = self.boot.boot(node, &disk, &mut io);
        if let Some(kind) = self.nodes[node].crash_in_start.take() {
            self.ghost.points.hit(Point::CrashDuringStart);
            self.log(Some(node), || format!("CRASH {kind:?} in start"));
            drop(booted);
            self.end_process(node, kind, before)?;
            self.come_back(node, 10 * MS);
            return Ok(());
        }
        if self.scripted_boot(node, before)? {
            return Ok(());
        }
        let process = match booted {
            Ok(p) => p,
            Err(e) if self.nodes[node].full => {
                self.log(Some(node), || format!("NO START {e}"));
                self.end_process(node, CrashKind::Kill, self.nodes[node].disk.request_count())?;
                self.come_back(node, 50 * MS);
                return Ok(());
            }
            Err(e) if self.scripted_refusal(node, &e) => return Ok(()),
            Err(e) => {
                return Err(Violation::new("S28", format!("node {} does not start: {e}", node + 1)));
            }
        };
        let slot = &mut self.nodes[node];
        slot.process = Some(process);
        slot.incarnation += 1;
        slot.down_since = None;
        slot.disk_fails = None;
        slot.sync_lost = false;
        slot.started = now;
        slot.lanes = std::array::from_fn(|_| LaneState::default());
        let tree = slot.process.as_ref().and_then(|p| p.tree());
        self.ghost.started(node, &slot.disk, tree)?;
        if self.ghost.view(node).base > self.ghost.chain.root() {
            self.ghost.points.hit(Point::RecoveredFromSnapshot);
        }
        self.log(Some(node), || "STARTED".to_string());
        let result = self.carry_out(node, &mut effects);
        self.arm_timer(node);
        result
    }

    pub(super) fn resume(&mut self, node: Node, number: u32) -> Check {
        let slot = &mut self.nodes[node];
        if slot.pause_number != number || slot.paused_until.is_none() {
            return Ok(());
        }
        slot.paused_until = None;
        self.log(Some(node), || "resumed".to_string());
        self.arm_timer(node);
        Ok(())
    }

    /// The process ends by itself.
    pub(super) fn halted(&mut self, node: Node, reason: String) -> Check {
        self.log(Some(node), || format!("HALT {reason}"));
        let allowed = self.scripted_halt(node, &reason);
        let slot = &mut self.nodes[node];
        let full = slot.full.then_some(50 * MS);
        if slot.full {
            self.ghost.points.hit(Point::DiskFull);
        } else if slot.disk_fails.is_some() && slot.sync_lost {
            self.ghost.points.hit(Point::SyncFailed);
        }
        let Some(down_us) = self.nodes[node].disk_fails.take().or(full).or(allowed) else {
            return Err(Violation::new("S28", format!("node {} halts: {reason}", node + 1)));
        };
        self.ghost.points.hit(Point::DiskFailed);
        let count = self.nodes[node].disk.request_count();
        let kind = match self.scripted {
            None if self.nodes[node].crash_tape.flip() => CrashKind::Kill,
            None => CrashKind::Random,
            Some(_) => CrashKind::Kill,
        };
        self.end_process(node, kind, count)?;
        self.come_back(node, down_us);
        Ok(())
    }

    /// What was to fail with a process has had its chance; a disk without room stays so.
    fn faults_end(&mut self, node: Node) {
        let slot = &self.nodes[node];
        slot.disk.set_fault(slot.full.then_some(zk_storage::disk::Fault::Full));
    }

    /// Looks whether the process is to die at this effect. True if it has.
    pub(super) fn dies_at(&mut self, node: Node, effect: &Effect) -> Result<bool, Violation> {
        if self.nodes[node].armed.is_empty() {
            return Ok(false);
        }
        let packet = match effect {
            Effect::Observe(Observation::Packet { out, kind, .. }) => Some((*out, *kind)),
            _ => None,
        };
        let Some((kind, down_us)) = self.due(node, |t| counts(t, packet)) else { return Ok(false) };
        self.crash(node, kind, down_us, Work::Any)?;
        Ok(true)
    }

    pub(super) fn dies_at_work(&mut self, node: Node) -> Result<bool, Violation> {
        let Some((kind, down_us)) = self.due(node, |t| matches!(t, Trigger::Work(_))) else {
            return Ok(false);
        };
        self.crash(node, kind, down_us, Work::Middle)?;
        Ok(true)
    }

    /// Counts triggers down; returns what is due.
    fn due(&mut self, node: Node, counts: impl Fn(&Trigger) -> bool) -> Option<(CrashKind, Micros)> {
        let mut due = None;
        self.nodes[node].armed.retain_mut(|(trigger, kind, down_us)| {
            if !counts(trigger) {
                return true;
            }
            let left = match trigger {
                Trigger::PacketOut(_, n)
                | Trigger::PacketIn(_, n)
                | Trigger::Work(n)
                | Trigger::Effect(n) => n,
            };
            *left = left.saturating_sub(1);
            if *left == 0 {
                due = Some((*kind, *down_us));
            }
            *left > 0
        });
        due
    }

    /// On a sample: what would be recovered if power failed now is what the checkers think, and every way in which
    /// power can fail leaves a history that they know.
    pub(super) fn sample_image(&mut self, node: Node) -> Check {
        if !self.samples.one_in(40) {
            return Ok(());
        }
        self.ghost.points.hit(Point::ImageRecovered);
        let disk = &self.nodes[node].disk;
        let count = disk.request_count();
        let pessimistic = disk.crash(count, CrashOptions::PESSIMISTIC);
        self.ghost.check_image(node, &pessimistic, true)?;
        let kind = CrashKind::Random;
        let random = disk.crash(count, crash_options(&mut self.samples, kind));
        self.ghost.check_image(node, &random, false)
    }
}

fn counts(trigger: &Trigger, packet: Option<(bool, PacketKind)>) -> bool {
    match trigger {
        Trigger::PacketOut(kind, _) => packet == Some((true, *kind)),
        Trigger::PacketIn(kind, _) => packet == Some((false, *kind)),
        Trigger::Effect(_) => true,
        Trigger::Work(_) => false,
    }
}

/// What a crash of this kind leaves.
fn crash_options(t: &mut Tape, kind: CrashKind) -> CrashOptions {
    let unsynced = |t: &mut Tape| match t.below(4) {
        0 => Unsynced::Keep,
        1 => Unsynced::Drop,
        _ => Unsynced::First(t.below(6) as usize),
    };
    match kind {
        CrashKind::Kill => CrashOptions::KILL,
        CrashKind::Power => CrashOptions::PESSIMISTIC,
        CrashKind::Torn => CrashOptions { data: Unsynced::Sectors(!0b10), ..CrashOptions::KILL },
        CrashKind::Random => CrashOptions {
            data: if t.flip() { Unsynced::Sectors(t.next()) } else { unsynced(t) },
            names: unsynced(t),
            tear_last: if t.flip() { Some(t.below(300) as usize) } else { None },
        },
    }
}

/// Recovers a copy of a disk with the product's own recovery.
pub(in crate::world) fn recover(
    disk: &zk_storage::MemDisk,
) -> Result<zk_journal::Recovered<zk_storage::MemDisk>, String> {
    zk_journal::recover(disk.clone(), &node::recover_config()).map_err(|e| e.to_string())
}
