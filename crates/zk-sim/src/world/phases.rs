//! After the faults: a core is made whole and must serve within its time; then everything is, and must agree.

use zk_proto::{SessionId, Zxid};

use super::{Event, Phase, World};
use crate::ghost::{Check, Violation, model};
use crate::net::{NetConfig, bit};
use crate::plan::{DiskConfig, Op, Step};
use crate::points::Point;
use crate::queue::{MS, Micros, SECOND};
use crate::seam::{Node, Who};

/// More epochs are not used up once the faults have ended.
const MAX_EPOCHS: usize = 3;
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
        // Any quorum will do. Where the membership changes it is not known which: nodes differ in what they know of it.
        let permitted = self.permitted().filter(|n| c.first_members.is_none() && self.ghost.holds_all(*n));
        if let Some(permitted) = permitted.filter(|_| self.samples.flip()) {
            core = 1 << permitted;
        }
        while c.first_members.is_none() && self.samples.flip() {
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
        self.note_leader();
        self.calm_since = now;
        self.calm_epoch = self.ghost.established().next_back().unwrap_or(-1);
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
            slot.full = false;
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

    /// What was begun before the faults ended has timed out by then.
    fn settling(&self) -> Micros {
        let c = &self.plan.config;
        c.tick_ms * MS * (c.init_limit + c.sync_limit + 4) * 2 * 12 / 10
    }

    /// L2: once what was begun before has timed out, the leader stays. L1: few epochs are used up before that.
    fn check_leader(&mut self, since: Micros) -> Check {
        let now = self.queue.now();
        let newest = self.ghost.established().next_back().unwrap_or(-1);
        let exhausted = self.plan.config.epoch_txns.is_some();
        let used = self.ghost.established().filter(|e| *e > self.calm_epoch).count();
        if used > MAX_EPOCHS && !exhausted {
            let facts = format!("{used} epochs were established since the faults ended");
            return Err(Violation::new("L1", facts));
        }
        if now < since + self.settling() {
            self.stable_epoch = None;
            return Ok(());
        }
        match self.stable_epoch {
            None => self.stable_epoch = Some(newest),
            Some(epoch) if epoch != newest && !exhausted => {
                let facts =
                    format!("epoch {newest} took the place of epoch {epoch}, and nothing had gone wrong");
                return Err(Violation::new("L2", facts));
            }
            Some(_) => {}
        }
        Ok(())
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
        self.check_leader(self.calm_since)?;
        let serving = |n: &Node| self.standing(*n).serving;
        let all = members.iter().all(serving);
        if !served {
            if all && self.leader().is_some() {
                self.phase = Phase::Liveness { core, since: now, served: true };
                for client in 0..self.clients.len() {
                    if self.clients[client].is_read_only() {
                        self.clients[client].add([Step { think_us: 0, op: Op::Move }]);
                    }
                    self.clients[client].add(last_words(client));
                    self.arm_client(client);
                }
                return Ok(());
            }
            if now > since + self.limit() {
                let who: Vec<String> = members.iter().map(|n| self.describe(*n)).collect();
                let facts =
                    format!("after {} s the core does not serve: {}", (now - since) / SECOND, who.join("; "));
                return self.no_progress(core, "L1", facts);
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
            return self.no_progress(core, "L4", facts);
        }
        Ok(())
    }

    /// A violation, unless what the disks of these nodes hold does not allow for more: then the run says nothing.
    fn no_progress(&mut self, core: u64, invariant: &'static str, facts: String) -> Check {
        if self.ghost.can_recover(core, self.permitted()) {
            return Err(Violation::new(invariant, facts));
        }
        self.inconclusive = Some(format!("{invariant}: {facts}"));
        self.phase = Phase::Done;
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
        self.settled = None;
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
        self.check_leader(self.calm_since)?;
        if self.settled.is_none() && now > since + self.limit() {
            let who: Vec<String> = (0..self.nodes.len()).map(|n| self.describe(n)).collect();
            let facts = format!("nodes do not come together at {last}: {}", who.join("; "));
            return self.no_progress(u64::MAX, "L3", facts);
        }
        if !settled {
            return Ok(());
        }
        let first = *self.settled.get_or_insert(now);
        // With few zxids in an epoch, its leader may end before a timeout does, time and again.
        if self.plan.config.long_end && self.plan.config.epoch_txns.is_none() {
            // Timeouts are at most 20 ticks, expiry is rounded up to ticks, and clocks are wrong by 5 %.
            if now < first + self.plan.config.tick_ms * MS * 24 * 12 / 10 + self.settling() {
                return Ok(());
            }
            self.check_sessions()?;
            self.ghost.points.hit(Point::SessionsSettled);
            self.ghost.points.hit(Point::LeaderKept);
        }
        self.phase = Phase::Done;
        self.compare_all()
    }

    /// L5: a session that no client has is gone.
    fn check_sessions(&self) -> Check {
        let has_client = |s| self.clients.iter().any(|c| c.session() == s);
        let left = self.ghost.model.tree().sessions().find(|(s, _)| !has_client(*s));
        match left {
            Some((s, timeout_ms)) => {
                let facts =
                    format!("session {s} has no client and does not expire; its timeout is {timeout_ms} ms");
                Err(Violation::new("L5", facts))
            }
            None => self.check_local_sessions(has_client),
        }
    }

    fn check_local_sessions(&self, has_client: impl Fn(SessionId) -> bool) -> Check {
        for (node, slot) in self.nodes.iter().enumerate() {
            let all = slot.process.as_ref().map(|p| p.local_sessions()).unwrap_or_default();
            if let Some((s, timeout_ms)) = all.into_iter().find(|(s, _)| !has_client(*s)) {
                let facts = format!(
                    "local session {s} of node {} has no client and does not expire; its timeout is {timeout_ms} ms",
                    node + 1
                );
                return Err(Violation::new("L5", facts));
            }
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
            self.check_older_snapshots(node, image)?;
        }
        Ok(())
    }

    /// S23: the history can be had from the newest snapshot and from the one before it, where the log covers that: a
    /// snapshot of what is applied may be on disk before the log is, and then power may fail.
    fn check_older_snapshots(&self, node: Node, image: zk_storage::MemDisk) -> Check {
        let is_snapshot = |p: &&std::path::PathBuf| {
            // What was moved aside is no part of the history.
            let here = p.parent().is_some_and(|dir| dir.ends_with("version-2"));
            here && p.file_name().and_then(|n| n.to_str()).is_some_and(|n| n.starts_with("snapshot."))
        };
        let content = image.content();
        let newest = |path: &&std::path::PathBuf| snapshot_name(path);
        let mut snapshots: Vec<_> = content.keys().filter(is_snapshot).collect();
        snapshots.sort_by_key(newest);
        let Some(last) = snapshots.pop().filter(|_| !snapshots.is_empty()) else { return Ok(()) };
        if snapshot_name(last) == Some(self.ghost.ahead_of_log(node)) {
            return Ok(());
        }
        let id = node + 1;
        let removed = zk_storage::Disk::remove(&image, last);
        removed.map_err(|e| Violation::new("S23", format!("disk of node {id}: {e}")))?;
        let recovered = super::recover(&image).map_err(|e| {
            Violation::new("S23", format!("node {id} cannot do without {}: {e}", last.display()))
        })?;
        match model::difference(&recovered.tree, self.ghost.model.tree()) {
            Some(difference) => {
                let facts = format!("node {id} without {}: {difference}", last.display());
                Err(Violation::new("S23", facts))
            }
            None => Ok(()),
        }
    }
}

/// The zxid in a snapshot's name.
fn snapshot_name(path: &std::path::Path) -> Option<Zxid> {
    let name = path.file_name().and_then(|n| n.to_str())?;
    i64::from_str_radix(name.split('.').nth(1)?, 16).ok().map(Zxid)
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
