//! The oracle of an ensemble of two: somebody outside who knows both servers, and a file at each that says what it has decided.
//!
//! It is truthful: it permits one server at a time, once the permission of the other one has ended, and only one whose disk
//! holds everything that is chosen and that has adopted each epoch that the other one has. Without the last a server that led
//! alone and committed nothing would come back with the higher epoch, and what the other one has committed alone since
//! would be cut off. In scripts it says what it is told to.

use super::{Event, PAUSE_LOOK_US, World};
use crate::ghost::Check;
use crate::queue::{MS, Micros};
use crate::seam::Node;
use crate::tape::{Purpose, Tape};

/// What it has decided, and what it would like to.
#[derive(Debug)]
pub(super) struct Oracle {
    /// When each server looks, and how long it takes to hear of it.
    tape: Tape,
    /// What the file of each says.
    permits: Vec<bool>,
    wanted: Option<Node>,
    /// Before that the last permission may still be believed in.
    free_at: Micros,
}

impl Oracle {
    pub(super) fn new(seed: u64, nodes: usize) -> Oracle {
        let tape = Tape::new(seed, Purpose::Samples, 1);
        Oracle { tape, permits: vec![false; nodes], wanted: None, free_at: 0 }
    }
}

impl World {
    /// Servers read what it says four times in a tick, as zkd does.
    fn oracle_interval_us(&self) -> Micros {
        (self.plan.config.tick_ms * MS / 4).max(MS)
    }

    pub(super) fn begin_oracle(&mut self) {
        if self.plan.config.oracle {
            for node in 0..self.plan.config.voters {
                let at = self.oracle.tape.below(self.oracle_interval_us());
                self.queue.push(at, Event::OracleRead(node));
            }
        }
    }

    /// Whom it permits to go on alone.
    pub(super) fn permitted(&self) -> Option<Node> {
        self.oracle.permits.iter().position(|permits| *permits)
    }

    /// It changes its mind.
    pub(super) fn ask_oracle_for(&mut self, wanted: Option<Node>) {
        let before = self.permitted();
        self.oracle.wanted = wanted;
        if before != wanted && before.is_some() {
            self.oracle.permits.fill(false);
            // A permission lasts for a tick of a clock that may be wrong by 5 %.
            self.oracle.free_at = self.queue.now() + (self.plan.config.tick_ms + 2) * MS * 106 / 100;
        }
    }

    /// What the file of a server says from now on; for scripts.
    pub fn set_oracle(&mut self, node: Node, permits: bool) {
        self.oracle.permits[node] = permits;
    }

    fn decide(&mut self) {
        let Some(wanted) = self.oracle.wanted.filter(|_| self.permitted().is_none()) else { return };
        if self.queue.now() >= self.oracle.free_at
            && self.ghost.holds_all(wanted)
            && self.ghost.knows_epochs(wanted)
        {
            self.oracle.permits[wanted] = true;
            self.log(Some(wanted), || "PERMITTED to go on alone".to_string());
        }
    }

    /// A server looks into its file.
    pub(super) fn read_oracle(&mut self, node: Node) -> Check {
        self.decide();
        let interval = self.oracle_interval_us();
        self.queue.push(self.queue.now() + interval, Event::OracleRead(node));
        let slot = &self.nodes[node];
        if slot.process.is_none() || slot.paused_until.is_some() {
            return Ok(());
        }
        let incarnation = slot.incarnation;
        let asked_ms = self.clocks(node).mono_us / 1000;
        let permits = self.oracle.permits[node];
        let at = self.queue.now() + self.oracle.tape.below(interval / 2);
        self.queue.push(at, Event::OracleHeard { node, incarnation, asked_ms, permits });
        Ok(())
    }

    /// Its thread hands over what it has read.
    pub(super) fn hear_oracle(
        &mut self,
        node: Node,
        incarnation: u32,
        asked_ms: u64,
        permits: bool,
    ) -> Check {
        let now = self.queue.now();
        let slot = &self.nodes[node];
        if slot.incarnation != incarnation {
            return Ok(());
        }
        if let Some(until) = slot.paused_until {
            let at = until.min(now + PAUSE_LOOK_US) + 1;
            self.queue.push(at, Event::OracleHeard { node, incarnation, asked_ms, permits });
            return Ok(());
        }
        let until_ms = if permits { asked_ms + self.plan.config.tick_ms } else { 0 };
        self.ghost.permitted(node, until_ms);
        self.call(node, |p, io| p.oracle(io, asked_ms, permits))
    }
}
