//! What goes wrong.

use zk_storage::disk::Fault as DiskFault;

use super::crash::Work;
use super::{Event, Phase, World};
use crate::ghost::Check;
use crate::net::Cut;
use crate::plan::Fault;
use crate::points::Point;
use crate::queue::Micros;
use crate::seam::{Node, Port, Who};

impl World {
    pub(super) fn fault(&mut self, index: usize) -> Check {
        if self.phase != Phase::Safety {
            return Ok(());
        }
        let Some((_, fault)) = self.plan.faults.get(index).copied() else { return Ok(()) };
        self.log(None, || format!("FAULT {fault:?}"));
        self.note_leader();
        let now = self.queue.now();
        match fault {
            Fault::Crash { nodes, kind, down_us } => {
                for node in (0..self.nodes.len()).filter(|n| nodes >> n & 1 == 1) {
                    self.crash(node, kind, down_us, Work::Any)?;
                }
            }
            Fault::CrashLeader { kind, down_us } => {
                if let Some(node) = self.leader() {
                    self.crash(node, kind, down_us, Work::Any)?;
                }
            }
            Fault::IsolateLeader { us } => {
                if let Some(node) = self.leader() {
                    self.ghost.points.hit(Point::LeaderIsolated);
                    let (one, others) = (1u64 << node, ((1 << self.nodes.len()) - 1) & !(1u64 << node));
                    for (from, to) in [(one, others), (others, one)] {
                        let cut = self.net.cut(Cut { from, to, port: None });
                        self.queue.push(now + us, Event::Heal(cut));
                    }
                }
            }
            Fault::CrashAt { node, trigger, kind, down_us } => {
                self.nodes[node].armed.push((trigger, kind, down_us));
            }
            Fault::CrashInStart { node, kind } => self.nodes[node].crash_in_start = Some(kind),
            Fault::Pause { node, us } => self.pause(node, us),
            Fault::Cut { from, to, both, port, us } => {
                self.ghost.points.hit(Point::Partitioned);
                let cut = self.net.cut(Cut { from, to, port });
                self.queue.push(now + us, Event::Heal(cut));
                if both {
                    let back = self.net.cut(Cut { from: to, to: from, port });
                    self.queue.push(now + us, Event::Heal(back));
                }
            }
            Fault::Flap { times, .. } => return self.flap(index, times),
            Fault::Reset { a, b, port, one_end } => self.reset(a, b, port, one_end)?,
            Fault::ResetAll => {
                for conn in self.net.open_conns() {
                    let keep = [self.samples.below(257), self.samples.below(257)];
                    self.net.reset(conn, keep, now);
                }
            }
            Fault::ResetClients => {
                for client in 0..self.clients.len() {
                    for conn in self.net.conns_of(Who::Client(client)) {
                        let keep = [self.samples.below(257), self.samples.below(257)];
                        self.net.reset(conn, keep, now);
                    }
                }
            }
            Fault::Stall { node, us } => {
                let slot = &mut self.nodes[node];
                slot.disk_free_at = slot.disk_free_at.max(now + us);
            }
            Fault::Slow { node, factor, us } => {
                let slot = &mut self.nodes[node];
                slot.slow = factor;
                slot.slow_number += 1;
                let number = slot.slow_number;
                self.queue.push(now + us, Event::SlowEnds { node, number });
            }
            Fault::DiskFails { node, after, down_us } => {
                let slot = &mut self.nodes[node];
                if slot.process.is_some() && !slot.full {
                    slot.disk.set_fault(Some(DiskFault::AfterRequests(after)));
                    slot.disk_fails = Some(down_us);
                }
            }
            Fault::SyncLost { node, down_us } => {
                let slot = &mut self.nodes[node];
                if slot.process.is_some() && !slot.full {
                    slot.disk.set_fault(Some(DiskFault::LoseSync));
                    slot.disk_fails = Some(down_us);
                    slot.sync_lost = true;
                }
            }
            Fault::DiskFull { node, us } => {
                let slot = &mut self.nodes[node];
                if slot.disk_fails.is_none() && !slot.full {
                    slot.full = true;
                    slot.disk.set_fault(Some(DiskFault::Full));
                    self.queue.push(now + us, Event::RoomAgain(node));
                }
            }
            Fault::Wall { node, by_ms } => {
                self.ghost.points.hit(Point::WallClockJumped);
                self.nodes[node].wall_offset_ms += by_ms;
            }
            Fault::Oracle { permits } => self.ask_oracle_for(permits),
            Fault::Resign => {
                if let Some(node) = self.leader() {
                    let _ = self.resign(node, None)?;
                }
            }
            Fault::Backup => {
                if let Some(node) = self.leader() {
                    self.back_up(node);
                }
            }
            Fault::Restore => {
                if let Some(node) = self.leader() {
                    let _ = self.restore(node)?;
                }
            }
        }
        Ok(())
    }

    /// A leader is asked to let another one lead. Whom it names, or why it does not.
    pub(super) fn resign(
        &mut self,
        node: Node,
        to: Option<Node>,
    ) -> Result<Result<Node, String>, crate::ghost::Violation> {
        if self.nodes[node].paused_until.is_some() {
            return Ok(Err("it stands still".into()));
        }
        let mut result = Err("it is down".to_string());
        self.call(node, |p, io| result = p.resign(io, to))?;
        if result.is_ok() {
            self.ghost.points.hit(Point::Resigned);
        }
        self.log(Some(node), || format!("asked to resign: {result:?}"));
        Ok(result)
    }

    /// Keeps a node's tree.
    pub(super) fn back_up(&mut self, node: Node) {
        let tree = self.nodes[node].process.as_ref().and_then(|p| p.tree());
        let Some(tree) = tree else { return };
        let zxid = tree.last_zxid();
        self.backup = zk_journal::stream::write(tree, Vec::new()).ok().map(|bytes| (zxid, bytes));
        self.log(Some(node), || format!("backup of {zxid}"));
    }

    /// A leader is asked to put what was kept in the place of the ensemble's tree. Why it does not begin with it.
    pub(super) fn restore(&mut self, node: Node) -> Result<Result<(), String>, crate::ghost::Violation> {
        if self.nodes[node].paused_until.is_some() {
            return Ok(Err("it stands still".into()));
        }
        let kept = self.backup.as_ref().map(|(zxid, bytes)| {
            zk_journal::stream::read(&mut &bytes[..], *zxid, 1, zk_journal::stream::StreamLimits::default())
        });
        let tree = match kept.transpose() {
            Ok(tree) => tree.unwrap_or_else(|| zk_tree::DataTree::new(1)),
            Err(e) => return Ok(Err(e.to_string())),
        };
        let mut result = Err("it is down".to_string());
        self.call(node, |p, io| result = p.restore(io, tree))?;
        self.log(Some(node), || format!("asked to restore: {result:?}"));
        Ok(result)
    }

    /// A disk that was full has room again.
    pub(super) fn room_again(&mut self, node: Node) {
        let slot = &mut self.nodes[node];
        if std::mem::take(&mut slot.full) {
            slot.disk.set_fault(None);
            self.ghost.points.hit(Point::DiskHasRoom);
            self.log(Some(node), || "ROOM AGAIN".to_string());
        }
    }

    /// A fault begins: did the leader live through the one before?
    pub(super) fn note_leader(&mut self) {
        let now = self.leader().map(|n| (n, self.standing(n).epoch));
        if now.is_some() && now == self.leader_at_fault {
            self.ghost.points.hit(Point::LeaderKeptThroughFault);
        }
        self.leader_at_fault = now;
    }

    fn pause(&mut self, node: Node, us: Micros) {
        self.ghost.points.hit(Point::Paused);
        let until = self.queue.now() + us;
        let slot = &mut self.nodes[node];
        if slot.process.is_none() || slot.paused_until.is_some_and(|t| t >= until) {
            return;
        }
        slot.paused_until = Some(until);
        slot.pause_number += 1;
        let number = slot.pause_number;
        self.queue.push(until, Event::Resume { node, number });
    }

    pub(super) fn flap(&mut self, fault: usize, left: u32) -> Check {
        let Some((_, Fault::Flap { from, to, period_us, .. })) = self.plan.faults.get(fault).copied() else {
            return Ok(());
        };
        if left == 0 || self.phase != Phase::Safety {
            return Ok(());
        }
        let now = self.queue.now();
        for (from, to) in [(from, to), (to, from)] {
            let cut = self.net.cut(Cut { from, to, port: None });
            self.queue.push(now + period_us, Event::Heal(cut));
        }
        self.queue.push(now + 2 * period_us, Event::FlapOn { fault, left: left - 1 });
        Ok(())
    }

    fn reset(&mut self, a: Node, b: Node, port: Option<Port>, one_end: bool) -> Check {
        let now = self.queue.now();
        for conn in self.net.conns_between(Who::Node(a), Who::Node(b), port) {
            if one_end {
                let end = self.samples.below(2) as usize;
                if let Some(who) = self.net.break_one_end(conn, end, now) {
                    self.tell_closed(who, conn)?;
                }
            } else {
                let keep = [self.samples.below(257), self.samples.below(257)];
                self.net.reset(conn, keep, now);
            }
        }
        Ok(())
    }
}
