//! What nodes propose, apply and serve. S1, S5, S12, S15, S17.

use bytes::Bytes;
use zk_proto::{SessionId, Zxid};
use zk_tree::DataTree;

use super::{Check, Ghost, Serving, Violation};
use crate::points::Point;
use crate::seam::Node;

impl Ghost {
    pub(super) fn append(&mut self, node: Node, now_us: u64, txns: &[(Zxid, Bytes)]) -> Check {
        for (zxid, payload) in txns {
            self.chain.learn(*zxid, payload)?;
            self.learn_membership(*zxid, payload);
            let wanted = self.members[node].wanted;
            self.chain.link(wanted, *zxid)?;
            self.members[node].wanted = *zxid;
            self.check_expiry(node, now_us, payload)?;
            let header = zk_proto::TxnHeader::decode(&mut zk_proto::Reader::new(payload)).ok();
            let closes = |h: &zk_proto::TxnHeader| h.kind == zk_proto::OpCode::CloseSession.code();
            self.closing.extend(header.filter(closes).map(|h| h.session));
        }
        Ok(())
    }

    /// S17d: a session expires only if nothing was heard of it for its timeout, and its leader led for as long.
    pub(super) fn check_expiry(&self, node: Node, now_us: u64, payload: &[u8]) -> Check {
        let m = &self.members[node];
        let Serving::Leader { .. } = m.serving else { return Ok(()) };
        let mut r = zk_proto::Reader::new(payload);
        let Ok(h) = zk_proto::TxnHeader::decode(&mut r) else { return Ok(()) };
        let leads_newest =
            matches!(m.serving, Serving::Leader { epoch } if self.established().next_back() == Some(epoch));
        if h.cxid != 0 && h.kind != zk_proto::OpCode::Error.code() && leads_newest {
            self.check_owner(h.session, h.cxid, h.zxid)?;
        }
        if h.kind != zk_proto::OpCode::CloseSession.code() || h.cxid != 0 {
            return Ok(());
        }
        let Some(timeout_ms) = self.model.session_timeout_ms(h.session) else { return Ok(()) };
        let heard = self.members[node].touched_us.get(&h.session).copied();
        self.check_silence(node, now_us, h.session, timeout_ms, heard)
    }

    /// S17d for a session that only this node knew. What others ask of it is no sign of life.
    pub(super) fn local_expired(
        &mut self,
        node: Node,
        now_us: u64,
        session: SessionId,
        timeout_ms: i32,
    ) -> Check {
        self.points.hit(Point::LocalExpired);
        let heard = self.members[node].heard_us.get(&session).copied();
        self.check_silence(node, now_us, session, timeout_ms, heard)
    }

    fn check_silence(
        &self,
        node: Node,
        now_us: u64,
        session: SessionId,
        timeout_ms: i32,
        heard: Option<u64>,
    ) -> Check {
        let m = &self.members[node];
        let heard = heard.unwrap_or(0).max(m.serving_since_us);
        let silent_ms = now_us.saturating_sub(heard) / 1000;
        // A millisecond of rounding.
        if silent_ms + 1 < timeout_ms.max(0) as u64 {
            let facts = format!(
                "node {} expires session {} after {silent_ms} ms of silence; its timeout is {timeout_ms} ms",
                node + 1,
                session
            );
            return Err(Violation::new("S17", facts));
        }
        Ok(())
    }

    pub(super) fn applied(&mut self, node: Node, last: Zxid, digest: u64, mismatches: u64) -> Check {
        let m = &mut self.members[node];
        if last < m.applied {
            let facts = format!("tree of node {} went from {} back to {last}", node + 1, m.applied);
            return Err(Violation::new("S1", facts));
        }
        m.applied = last;
        let view = m.view;
        // Who serves nobody may run ahead: a leader to be applies all of the history that it hands out.
        if m.serving == Serving::ReadOnly {
            let facts = format!("tree of node {} goes on to {last} while it serves reads alone", node + 1);
            return Err(Violation::new("S12", facts));
        }
        if m.serving == Serving::No {
            return if mismatches > 0 { self.digest(node, last, digest, mismatches) } else { Ok(()) };
        }
        if !self.is_chosen(last)? {
            let facts = format!(
                "node {} applied {last}, which is not chosen; {}",
                node + 1,
                self.chain.last_chosen()
            );
            return Err(Violation::new("S1", facts));
        }
        if !self.chain.holds(view.last, last) {
            self.points.hit(Point::AppliedBeforeDurable);
        }
        self.digest(node, last, digest, mismatches)
    }

    pub(super) fn digest(&mut self, node: Node, last: Zxid, digest: u64, mismatches: u64) -> Check {
        if mismatches > 0 {
            return Err(Violation::new(
                "S15",
                format!("tree of node {} has other digests than foretold, at {last}", node + 1),
            ));
        }
        match self.model.digest(last) {
            Some(d) if d != digest => {
                let facts =
                    format!("tree of node {} at {last} has digest {digest:#x}, should be {d:#x}", node + 1);
                Err(Violation::new("S15", facts))
            }
            _ => Ok(()),
        }
    }

    /// S15 for a tree that was built from a disk. A snapshot that was written while the tree changed may reach further
    /// than the log: such a tree is right once it has got there.
    pub(super) fn recovered(&mut self, node: Node, tree: &DataTree) -> Check {
        let (last, check) = (tree.last_zxid(), tree.digest_check());
        if check.is_fuzzy(last) {
            self.points.hit(Point::FuzzyStart);
            return Ok(());
        }
        self.digest(node, last, tree.digest(), check.mismatches())
    }

    pub(super) fn serves(&mut self, node: Node, now_us: u64, serving: Serving) -> Check {
        let m = &mut self.members[node];
        let before = std::mem::replace(&mut m.serving, serving);
        m.serving_since_us = now_us;
        let id = node + 1;
        let applied = m.applied;
        if before == Serving::ReadOnly && serving != Serving::No {
            let facts = format!("node {id} goes from reads alone to {serving:?} with all its sessions");
            return Err(Violation::new("S12", facts));
        }
        match serving {
            Serving::No => {
                if matches!(before, Serving::Leader { .. }) {
                    self.points.hit(Point::LeaderStoodDown);
                }
                Ok(())
            }
            Serving::ReadOnly => {
                self.points.hit(Point::ReadOnlyServed);
                match before {
                    Serving::No => Ok(()),
                    other => {
                        let facts = format!("node {id} serves reads alone in the middle of {other:?}");
                        Err(Violation::new("S12", facts))
                    }
                }
            }
            Serving::Leader { epoch } => {
                self.claim(node, epoch)?;
                self.choose()?;
                self.serves_chosen(node, applied)?;
                if let Some(init) = self.epochs.get(&epoch).and_then(|e| e.init)
                    && !self.chain.holds(applied, init)
                {
                    let facts =
                        format!("node {id} leads epoch {epoch} and has applied {applied}, not {init}");
                    return Err(Violation::new("S5", facts));
                }
                if self.epochs.get(&epoch).is_some_and(|e| e.established) {
                    self.points.hit(Point::Led);
                    return Ok(());
                }
                Err(Violation::new(
                    "S12",
                    format!("node {id} leads epoch {epoch}, which no quorum has on disk"),
                ))
            }
            Serving::Learner { epoch, leader } => {
                self.points.hit(Point::Followed);
                if !self.quorum().voters().contains(&node) {
                    self.points.hit(Point::Observed);
                }
                let m = &self.members[node];
                let told = m.links.values().any(|l| l.up_to_date && l.epoch == Some(epoch));
                let claimed = self.epochs.get(&epoch).and_then(|e| e.claimed);
                if !told || claimed.is_none() || leader.is_some_and(|leader| claimed != Some(leader)) {
                    let facts = format!(
                        "node {id} serves in epoch {epoch} without UPTODATE of its leader {:?}",
                        leader.map(|leader| leader + 1)
                    );
                    return Err(Violation::new("S12", facts));
                }
                self.serves_chosen(node, applied)
            }
        }
    }

    /// S1 at the moment at which a node begins to serve.
    pub(super) fn serves_chosen(&mut self, node: Node, applied: Zxid) -> Check {
        if self.is_chosen(applied)? {
            return Ok(());
        }
        let facts = format!(
            "node {} begins to serve at {applied}, which is not chosen; {}",
            node + 1,
            self.chain.last_chosen()
        );
        Err(Violation::new("S1", facts))
    }
}
