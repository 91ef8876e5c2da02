//! After the faults: a core is made whole and must serve within its time; then everything is, and must agree.

use super::{Event, Phase, World};
use crate::ghost::{Check, Violation, model};
use crate::net::{NetConfig, bit};
use crate::plan::{DiskConfig, Op, Step};
use crate::queue::{MS, Micros, SECOND};
use crate::seam::{Node, Who};

/// How often the later phases look.
const PROBE_US: Micros = 20 * MS;

impl World {
    /// How long a core may take to serve.
    fn limit(&self) -> Micros {
        let c = &self.plan.config;
        let tick = c.tick_ms * MS;
        // What was begun before may have to time out first, on a slow clock.
        let timeouts = tick * (c.init_limit + c.sync_limit + 4) * 2;
        10 * SECOND + timeouts * 12 / 10
    }

    fn in_core(core: u64, node: Node) -> bool {
        core >> node & 1 == 1
    }

    pub(super) fn end_safety(&mut self) -> Check {
        let c = self.plan.config.clone();
        let voters = c.voters as u64;
        let mut core: u64 = (1 << voters) - 1;
        // Any quorum will do.
        while self.samples.flip() {
            let smaller = core & !(1 << self.samples.below(voters));
            if !self.ghost.quorum().is_quorum(|n| Self::in_core(smaller, n)) {
                break;
            }
            core = smaller;
        }
        for observer in voters..voters + c.observers as u64 {
            core |= u64::from(self.samples.flip()) << observer;
        }
        self.end_safety_with(core)
    }

    /// These nodes, a bit each, are made whole.
    pub(super) fn end_safety_with(&mut self, core: u64) -> Check {
        let now = self.queue.now();
        self.log(None, || format!("LIVENESS core {core:b}"));
        self.phase = Phase::Liveness { core, since: now, served: false };
        self.calm();
        let clients = (0..self.clients.len()).map(|n| bit(Who::Client(n))).fold(0, |a, b| a | b);
        let whole = core | clients;
        self.net.heal_where(|cut| cut.from & whole == 0 || cut.to & whole == 0, now);
        for node in 0..self.nodes.len() {
            if Self::in_core(core, node) {
                self.revive(node);
            } else {
                // Whatever it is at, it stays as it is.
                let slot = &mut self.nodes[node];
                if slot.process.is_none() {
                    slot.incarnation += 1;
                }
                if slot.paused_until.is_some() {
                    slot.paused_until = Some(Micros::MAX / 4);
                    slot.pause_number += 1;
                }
            }
        }
        let homes: Vec<Node> = (0..self.nodes.len()).filter(|n| Self::in_core(core, *n)).collect();
        for (i, client) in self.clients.iter_mut().enumerate() {
            client.drop_steps();
            client.only = homes.get(i % homes.len().max(1)).copied();
        }
        self.queue.push(now + PROBE_US, Event::Probe);
        Ok(())
    }

    fn calm(&mut self) {
        self.net.set_config(NetConfig::CALM);
        self.plan.config.disk =
            DiskConfig { write_us: 5, sync_us: 100, jitter_us: 100, stall_one_in: 0, stall_us: 0 };
        let now = self.queue.now();
        for slot in &mut self.nodes {
            slot.slow = 1;
            slot.disk_free_at = slot.disk_free_at.min(now);
            slot.armed.clear();
            slot.crash_in_start = None;
            if slot.disk_fails.is_none() {
                slot.disk.set_fault(None);
            }
        }
    }

    fn revive(&mut self, node: Node) {
        let now = self.queue.now();
        let slot = &mut self.nodes[node];
        if slot.disk_fails.take().is_some() && slot.process.is_some() {
            // It may have met the fault already, and is about to end.
            slot.disk.set_fault(None);
            slot.disk_fails = Some(MS);
        }
        if slot.process.is_none() {
            let incarnation = slot.incarnation;
            self.queue.push(now, Event::Restart { node, incarnation });
        } else if slot.paused_until.is_some() {
            slot.pause_number += 1;
            let number = slot.pause_number;
            slot.paused_until = Some(now + 1);
            self.queue.push(now + 1, Event::Resume { node, number });
        }
    }

    pub(super) fn probe(&mut self) -> Check {
        let now = self.queue.now();
        self.queue.push(now + PROBE_US, Event::Probe);
        match self.phase {
            Phase::Safety | Phase::Done => Ok(()),
            Phase::Liveness { core, since, served } => self.probe_liveness(core, since, served),
            Phase::Quiescence { since } => self.probe_quiescence(since),
        }
    }

    fn probe_liveness(&mut self, core: u64, since: Micros, served: bool) -> Check {
        let now = self.queue.now();
        let members: Vec<Node> = (0..self.nodes.len()).filter(|n| Self::in_core(core, *n)).collect();
        let serving = |n: &Node| self.standing(*n).serving;
        let all = members.iter().all(serving);
        if !served {
            if all && self.leader().is_some() {
                self.phase = Phase::Liveness { core, since: now, served: true };
                for client in 0..self.clients.len() {
                    self.clients[client].add(last_words(client));
                    self.arm_client(client);
                }
                return Ok(());
            }
            if now > since + self.limit() {
                let who: Vec<String> = members.iter().map(|n| self.describe(*n)).collect();
                let facts =
                    format!("after {} s the core does not serve: {}", (now - since) / SECOND, who.join("; "));
                return Err(Violation::new("L1", facts));
            }
            return Ok(());
        }
        let done = self.clients.iter().all(crate::client::Client::is_done);
        if done && all {
            self.quiesce();
            return Ok(());
        }
        if now > since + self.limit() {
            let open = self.clients.iter().enumerate().filter(|(_, c)| !c.is_done());
            let who: Vec<String> = open
                .map(|(i, c)| format!("client {i} (open {}) waits since {:?}", c.is_open(), c.waits_since()))
                .collect();
            let nodes: Vec<String> = members.iter().map(|n| self.describe(*n)).collect();
            let facts = format!("requests are not answered: {}; {}", who.join(", "), nodes.join("; "));
            return Err(Violation::new("L4", facts));
        }
        Ok(())
    }

    fn describe(&self, node: Node) -> String {
        match &self.nodes[node].process {
            Some(p) => format!("{} {}", node + 1, p.columns()),
            None => format!("{} down", node + 1),
        }
    }

    fn quiesce(&mut self) {
        let now = self.queue.now();
        self.log(None, || "QUIESCENCE".to_string());
        self.phase = Phase::Quiescence { since: now };
        self.calm();
        self.net.heal_where(|_| false, now);
        for node in 0..self.nodes.len() {
            self.revive(node);
        }
    }

    fn probe_quiescence(&mut self, since: Micros) -> Check {
        let now = self.queue.now();
        let last = self.ghost.chain.last_chosen();
        let settled = (0..self.nodes.len()).all(|n| {
            let at = self.nodes[n].process.as_ref().and_then(|p| p.tree()).map(|t| t.last_zxid());
            self.standing(n).serving && at == Some(last) && self.ghost.view(n).last == last
        });
        if settled {
            self.phase = Phase::Done;
            return self.compare_all();
        }
        if now > since + self.limit() {
            let who: Vec<String> = (0..self.nodes.len()).map(|n| self.describe(n)).collect();
            let facts = format!("nodes do not come together at {last}: {}", who.join("; "));
            return Err(Violation::new("L3", facts));
        }
        Ok(())
    }

    /// S15, S16, S10: everybody holds the same, in memory and on disk.
    fn compare_all(&mut self) -> Check {
        for node in 0..self.nodes.len() {
            let tree = self.nodes[node].process.as_ref().and_then(|p| p.tree());
            let Some(tree) = tree else { continue };
            if let Some(difference) = model::difference(tree, self.ghost.model.tree()) {
                return Err(Violation::new("S16", format!("tree of node {}: {difference}", node + 1)));
            }
            let disk = &self.nodes[node].disk;
            let image = disk.crash(disk.request_count(), zk_storage::disk::CrashOptions::PESSIMISTIC);
            self.ghost.check_image(node, &image, true)?;
        }
        Ok(())
    }
}

/// What every client must be able to do in the end.
fn last_words(client: usize) -> Vec<Step> {
    let path = format!("/last-{client}");
    let ops = [
        Op::Create { path: path.clone(), flags: 0, size: 10 },
        Op::Sync,
        Op::Get { path: path.clone() },
        Op::Create { path: format!("{path}-e"), flags: 1, size: 0 },
        Op::Close,
    ];
    ops.into_iter().map(|op| Step { think_us: MS, op }).collect()
}
