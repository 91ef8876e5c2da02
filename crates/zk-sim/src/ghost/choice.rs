//! Which transactions are chosen: by what the disks of quorums hold, once somebody acts as if they were. S5, S6, S10,
//! S11.

use zk_proto::Zxid;

use super::shadow::View;
use super::{Check, Ghost, Serving, Violation};
use crate::points::Point;
use crate::seam::Node;

impl Ghost {
    pub(super) fn vouch(&mut self, node: Node, view: View) -> Check {
        let current = view.current;
        let init = self.epochs.get(&current).and_then(|e| e.init);
        let holds = init.is_some_and(|init| self.chain.holds(view.last, init));
        let Some(epoch) = self.epochs.get_mut(&current) else { return Ok(()) };
        if holds {
            epoch.vouched.insert(node);
        }
        // A leader may have a follower of its own epoch forget what is not committed, and propose it again: then its
        // old acknowledgement must not count any more. What it forgets for a later leader, it had acknowledged.
        if i64::from(view.last.epoch()) == current {
            epoch.marks.insert(node, view.last.counter());
        } else if view.current == view.accepted {
            epoch.marks.insert(node, 0);
        }
        Ok(())
    }

    /// Lets `chosen` grow by what a quorum of disks holds.
    pub(super) fn choose(&mut self) -> Check {
        let Some((&number, epoch)) = self.epochs.iter_mut().next_back() else { return Ok(()) };
        let mut newest = number;
        let _ = epoch;
        // An older epoch may still grow while a newer one is being claimed.
        let candidates: Vec<i64> = self.epochs.keys().rev().take(4).copied().collect();
        for e in candidates.into_iter().rev() {
            self.choose_in(e)?;
            newest = newest.max(e);
        }
        Ok(())
    }

    pub(super) fn choose_in(&mut self, e: i64) -> Check {
        let Some(epoch) = self.epochs.get(&e) else { return Ok(()) };
        let Some(init) = epoch.init else { return Ok(()) };
        if !epoch.established {
            let vouched = epoch.vouched.clone();
            if !self.may_begin(init, |n| vouched.contains(&n)) {
                if !self.alone_in(epoch, init).is_some_and(|n| vouched.contains(&n)) {
                    return Ok(());
                }
                self.points.hit(Point::LedAlone);
            }
            if let Some(epoch) = self.epochs.get_mut(&e) {
                epoch.established = true;
            }
            self.points.hit(Point::Established);
            if self.quorum.has_groups() {
                self.points.hit(Point::HierarchicalQuorum);
            }
            let older = |s: Serving| matches!(s, Serving::Leader { epoch } if epoch < e);
            if self.members.iter().any(|m| older(m.serving)) {
                self.points.hit(Point::Deposed);
            }
            self.extend(init, e)?;
            self.check_dead(e)?;
        }
        Ok(())
    }

    /// Somebody acts as if `zxid` were chosen. It is, if a quorum of disks holds it; from now on it stays so.
    ///
    /// Not before: what a quorum holds and nobody knows to be so may still be forgotten, see [`Ghost::vouch`].
    pub(super) fn is_chosen(&mut self, zxid: Zxid) -> Result<bool, Violation> {
        if self.chain.position(zxid).is_some() {
            return Ok(true);
        }
        let e = i64::from(zxid.epoch());
        let Some(epoch) = self.epochs.get(&e).filter(|e| e.established) else { return Ok(false) };
        if !self.quorums_hold(zxid, epoch) {
            let alone = self.alone_in(epoch, zxid).and_then(|n| epoch.marks.get(&n));
            if alone.is_none_or(|mark| *mark < zxid.counter()) {
                return Ok(false);
            }
            self.points.hit(Point::CommittedAlone);
        }
        self.extend(zxid, e)?;
        for node in 0..self.members.len() {
            self.check_position(node)?;
        }
        Ok(true)
    }

    pub(super) fn extend(&mut self, last: Zxid, epoch: i64) -> Check {
        if self.chain.position(last).is_some() {
            return Ok(());
        }
        let new = self.chain.choose(last)?;
        for t in &new {
            self.check_chosen(*t, epoch)?;
        }
        for node in 0..self.members.len() {
            let Some(j) = self.junction_of(node, self.members[node].view.last) else {
                return Err(Violation::new("S13", format!("history of node {} is unknown", node + 1)));
            };
            self.members[node].position = j.position;
        }
        Ok(())
    }

    /// S2, S5, S14: a transaction has become chosen.
    pub(super) fn check_chosen(&mut self, t: Zxid, by: i64) -> Check {
        for (e, epoch) in self.epochs.range(i64::from(t.epoch()) + 1..) {
            if let Some(init) = epoch.init
                && *e > by
                && !self.chain.holds(init, t)
            {
                let facts = format!(
                    "{t} became chosen, though the leader of epoch {e} began without it, with {init}"
                );
                return Err(Violation::new("S5", facts));
            }
        }
        if self.chose_restore(t)? {
            return Ok(());
        }
        let payload = self.chain.payload(t).cloned();
        let Some(payload) = payload else {
            return Err(Violation::new("S2", format!("{t} is chosen, and nobody ever proposed it")));
        };
        if let Ok(h) = zk_proto::TxnHeader::decode(&mut zk_proto::Reader::new(&payload)) {
            self.note_kind(&h);
        }
        self.model.apply(t, &payload)
    }

    pub(super) fn note_kind(&mut self, h: &zk_proto::TxnHeader) {
        let kind = zk_proto::OpCode::from_i32(h.kind);
        if kind == Some(zk_proto::OpCode::Reconfig) {
            self.points.hit(Point::Reconfigured);
        }
        if kind == Some(zk_proto::OpCode::Multi) {
            self.points.hit(Point::MultiDone);
        }
        if kind == Some(zk_proto::OpCode::CreateSession) && self.was_given(h.session) {
            self.points.hit(Point::LocalUpgraded);
        }
        if kind == Some(zk_proto::OpCode::CloseSession) {
            if h.cxid != 0 {
                self.points.hit(Point::SessionClosed);
            }
            if self.model.ephemerals(h.session) > 0 {
                self.points.hit(Point::EphemeralGone);
            }
        }
    }

    /// S11: an epoch is established; whoever has adopted it or a later one holds nothing that it discards.
    pub(super) fn check_dead(&mut self, _e: i64) -> Check {
        for node in 0..self.members.len() {
            let view = self.members[node].view;
            let tail = self.chain.junction(view.last).map(|j| j.tail).unwrap_or_default();
            for t in tail {
                if let Some(by) = self.dead_by(t).filter(|by| view.current >= *by) {
                    let facts = format!("{t}, discarded by epoch {by}, is on the disk of node {}", node + 1);
                    return Err(Violation::new("S11", facts));
                }
            }
        }
        Ok(())
    }

    /// The epoch that discards a transaction.
    pub(super) fn dead_by(&self, t: Zxid) -> Option<i64> {
        let epoch = i64::from(t.epoch());
        let later = self.epochs.range(epoch + 1..).find(|(_, e)| e.established)?;
        (!self.chain.holds(later.1.init?, t)).then_some(*later.0)
    }

    /// S10: no quorum lacks a chosen transaction.
    pub(super) fn check_position(&self, node: Node) -> Check {
        let chosen = self.chain.chosen().len();
        if self.members[node].position == chosen {
            return Ok(());
        }
        let lacks = |n: Node| self.members[n].position < chosen && !self.members[n].robbed;
        if self.quorum().is_quorum(lacks) {
            let who: Vec<String> =
                self.quorum().voters().iter().filter(|n| lacks(**n)).map(|n| format!("{}", n + 1)).collect();
            let facts = format!(
                "{} is chosen, and nodes {} lack it on disk",
                self.chain.last_chosen(),
                who.join(", ")
            );
            return Err(Violation::new("S10", facts));
        }
        Ok(())
    }

    /// True if these nodes, a bit each, can go on from their disks alone: a quorum of voters, one of which holds all
    /// that is chosen, or the one that an oracle permits to be one, if it does.
    pub fn can_recover(&self, core: u64, permitted: Option<Node>) -> bool {
        // Who has given its history up counts for nothing until it has another one.
        let counts = |n: Node| !(self.members[n].robbed && self.members[n].view.current == -1);
        let is_in = |n: Node| core >> n & 1 == 1 && counts(n);
        let whole = |n: &Node| is_in(*n) && self.members[*n].position == self.chain.chosen().len();
        let voters = self.quorum().voters();
        self.quorum().is_quorum(is_in) && voters.iter().any(whole) || permitted.is_some_and(|n| whole(&n))
    }

    /// S6, S5: a node says NEWLEADER, or serves as leader, for the first time in an epoch.
    pub(super) fn claim(&mut self, node: Node, epoch: i64) -> Check {
        let wanted = self.members[node].wanted;
        let mut init = wanted;
        while i64::from(init.epoch()) >= epoch {
            let Some(before) = self.chain.before(init) else { break };
            init = before;
        }
        let e = self.epochs.entry(epoch).or_default();
        match e.claimed {
            Some(n) if n == node => return Ok(()),
            Some(n) => {
                let facts = format!("nodes {} and {} both lead epoch {epoch}", n + 1, node + 1);
                return Err(Violation::new("S6", facts));
            }
            None => {}
        }
        e.claimed = Some(node);
        e.init = Some(init);
        let chosen = self.chain.chosen();
        let older = chosen.partition_point(|t| i64::from(t.epoch()) < epoch);
        let held = self.chain.junction(init).map_or(0, |j| j.position);
        if held < older {
            let facts = format!(
                "node {} begins epoch {epoch} with {init}, without {}, which is chosen",
                node + 1,
                chosen[held]
            );
            return Err(Violation::new("S5", facts));
        }
        for n in 0..self.members.len() {
            self.vouch(n, self.members[n].view)?;
        }
        Ok(())
    }
}
