//! Time at a node: its timer, and the lanes of its disk.

use super::{Event, PAUSE_LOOK_US, World, true_time};
use crate::ghost::Check;
use crate::queue::Micros;
use crate::seam::{Cost, Lane, Node};

impl World {
    pub(super) fn arm_timer(&mut self, node: Node) {
        let slot = &mut self.nodes[node];
        let Some(process) = &slot.process else { return };
        let due = process.next_tick_us();
        if due == u64::MAX {
            return;
        }
        let at = true_time(slot.rate_ppm, due).max(self.queue.now());
        if slot.timer.is_none_or(|t| at < t) {
            slot.timer = Some(at);
            slot.timer_number += 1;
            let number = slot.timer_number;
            self.queue.push(at, Event::Timer { node, number });
        }
    }

    pub(super) fn timer(&mut self, node: Node, number: u64) -> Check {
        let slot = &mut self.nodes[node];
        if slot.timer_number != number {
            return Ok(());
        }
        slot.timer = None;
        if slot.paused_until.is_some() {
            return Ok(());
        }
        let due = slot.process.as_ref().map_or(u64::MAX, |p| p.next_tick_us());
        if self.clocks(node).mono_us < due {
            self.arm_timer(node);
            return Ok(());
        }
        self.call(node, |p, io| p.tick(io))
    }

    pub(super) fn work_time(&mut self, node: Node, cost: Cost) -> Micros {
        let c = self.plan.config.disk;
        let slot = &mut self.nodes[node];
        let t = &mut slot.disk_tape;
        let us = match cost {
            Cost::Write => c.write_us,
            Cost::Sync => c.sync_us + t.below(c.jitter_us + 1),
            Cost::Heavy => 2 * (c.sync_us + t.below(c.jitter_us + 1)),
        };
        let stall = if cost != Cost::Write && t.one_in(c.stall_one_in) { t.below(c.stall_us) } else { 0 };
        us * slot.slow + stall
    }

    pub(super) fn start_work(&mut self, node: Node, lane: usize) {
        if self.nodes[node].lanes[lane].busy {
            return;
        }
        let Some(cost) = self.nodes[node].lanes[lane].jobs.front().copied() else { return };
        let us = self.work_time(node, cost);
        let slot = &mut self.nodes[node];
        slot.lanes[lane].busy = true;
        let at = self.queue.now().max(slot.disk_free_at) + us;
        let incarnation = slot.incarnation;
        self.queue.push(at, Event::Work { node, incarnation, lane });
    }

    pub(super) fn work(&mut self, node: Node, incarnation: u32, lane: usize) -> Check {
        let slot = &mut self.nodes[node];
        if slot.incarnation != incarnation {
            return Ok(());
        }
        let now = self.queue.now();
        let paused = slot.paused_until.map_or(0, |until| until.min(now + PAUSE_LOOK_US));
        let later = paused.max(slot.disk_free_at);
        if later > now {
            self.queue.push(later, Event::Work { node, incarnation, lane });
            return Ok(());
        }
        if lane == Lane::Disk as usize && self.dies_at_work(node)? {
            return Ok(());
        }
        let slot = &mut self.nodes[node];
        slot.lanes[lane].jobs.pop_front();
        slot.lanes[lane].busy = false;
        self.start_work(node, lane);
        let lane = [Lane::Disk, Lane::Reader, Lane::Snapshot][lane];
        self.call(node, |p, io| p.work(io, lane))
    }
}
