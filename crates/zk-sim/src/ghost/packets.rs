//! Checks of what leaves and enters the nodes on the quorum port: acknowledgements, commits, synchronization.

use std::collections::VecDeque;

use zk_proto::quorum::{Activate, PacketKind, SessionTimeouts};
use zk_proto::{Reader, SessionId, Zxid};

use super::{Check, Ghost, Serving, Violation};
use crate::points::Point;
use crate::seam::{Conn, Node};

/// One end of a connection of the quorum protocol.
#[derive(Clone, Debug, Default)]
pub(super) struct Link {
    /// The epoch, from LEADERINFO.
    pub(super) epoch: Option<i64>,
    /// UPTODATE has come or gone.
    pub(super) up_to_date: bool,
    new_leader: bool,
    /// What the learner has said it has.
    learner_last: Option<Zxid>,
    /// The last transaction that the learner has been sent.
    pub(super) told: Option<Zxid>,
    /// Proposals that the learner has not been told to commit.
    outstanding: VecDeque<Zxid>,
    mode: Option<PacketKind>,
    content: usize,
    /// A part of the log on disk has been read for it.
    pub(super) from_log: bool,
}

impl Ghost {
    #[allow(clippy::too_many_arguments, reason = "a packet's fields")]
    pub(super) fn packet(
        &mut self,
        node: Node,
        now_us: u64,
        link: Conn,
        out: bool,
        kind: PacketKind,
        zxid: Zxid,
        data: Option<&[u8]>,
    ) -> Check {
        self.members[node].links.entry(link).or_default();
        if out {
            self.packet_out(node, link, kind, zxid, data)
        } else {
            self.packet_in(node, now_us, link, kind, zxid, data)
        }
    }

    pub(super) fn link_closed(&mut self, node: Node, link: Conn) {
        if let Some(l) = self.members[node].links.remove(&link) {
            let stage = match (l.mode, l.new_leader, l.up_to_date) {
                (None, ..) if l.epoch.is_some() => Point::LinkLostInDiscovery,
                (Some(_), false, _) => Point::LinkLostInSynchronization,
                (Some(_), true, false) => Point::LinkLostBeforeUpToDate,
                (Some(_), true, true) => Point::LinkLostInBroadcast,
                _ => return,
            };
            self.points.hit(stage);
        }
    }

    fn link(&mut self, node: Node, link: Conn) -> &mut Link {
        self.members[node].links.entry(link).or_default()
    }

    fn packet_in(
        &mut self,
        node: Node,
        now_us: u64,
        link: Conn,
        kind: PacketKind,
        zxid: Zxid,
        data: Option<&[u8]>,
    ) -> Check {
        match kind {
            PacketKind::LeaderInfo => self.link(node, link).epoch = Some(i64::from(zxid.epoch())),
            PacketKind::AckEpoch => self.link(node, link).learner_last = Some(zxid),
            PacketKind::UpToDate => self.link(node, link).up_to_date = true,
            PacketKind::NewLeader => self.link(node, link).new_leader = true,
            PacketKind::Diff | PacketKind::Trunc | PacketKind::Snap => {
                self.link(node, link).mode = Some(kind)
            }
            PacketKind::Commit => {
                let l = self.link(node, link);
                if l.new_leader && !l.up_to_date {
                    self.points.hit(Point::CommitBeforeUpToDate);
                }
            }
            PacketKind::Ack if zxid.counter() != 0 && self.chain.position(zxid).is_some() => {
                self.points.hit(Point::AckAfterCommit);
            }
            PacketKind::Ping => {
                if let Ok(sessions) = SessionTimeouts::decode(data) {
                    let sessions: Vec<SessionId> = sessions.iter().map(|s| s.session).collect();
                    for s in sessions {
                        self.members[node].touched_us.insert(s, now_us);
                    }
                }
            }
            PacketKind::Request | PacketKind::Revalidate => {
                let session = data.and_then(|d| Reader::new(d).i64().ok()).map(SessionId);
                if let Some(s) = session {
                    self.members[node].touched_us.insert(s, now_us);
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn packet_out(
        &mut self,
        node: Node,
        link: Conn,
        kind: PacketKind,
        zxid: Zxid,
        data: Option<&[u8]>,
    ) -> Check {
        let id = node + 1;
        let view = self.members[node].view;
        match kind {
            PacketKind::LeaderInfo => {
                let epoch = i64::from(zxid.epoch());
                self.link(node, link).epoch = Some(epoch);
                if view.accepted != epoch {
                    let facts = format!("node {id} says LEADERINFO({epoch}) with {view:?} on disk");
                    return Err(Violation::new("S7", facts));
                }
            }
            PacketKind::AckEpoch => {
                let l = self.link(node, link);
                l.learner_last = Some(zxid);
                let epoch = l.epoch;
                if epoch != Some(view.accepted) {
                    let facts = format!("node {id} acknowledges epoch {epoch:?} with {view:?} on disk");
                    return Err(Violation::new("S7", facts));
                }
                if zxid != view.last && zxid.0 != -1 {
                    let facts = format!("node {id} claims {zxid} with {view:?} on disk");
                    return Err(Violation::new("S8", facts));
                }
            }
            PacketKind::Ack => return self.ack(node, zxid),
            PacketKind::Diff | PacketKind::Trunc | PacketKind::Snap => self.sync(node, link, kind, zxid),
            PacketKind::Proposal => {
                self.chain.learn(zxid, data.unwrap_or_default())?;
                self.told(node, link, zxid)?;
                let claimed = self.epochs.get(&i64::from(zxid.epoch())).and_then(|e| e.claimed);
                let l = self.link(node, link);
                if l.new_leader && claimed != Some(node) {
                    let facts = format!("node {id} proposes {zxid} in an epoch that {claimed:?} leads");
                    return Err(Violation::new("S2", facts));
                }
                l.outstanding.push_back(zxid);
                if !l.new_leader {
                    l.content += 1;
                    self.points.hit(Point::SyncContent);
                }
            }
            PacketKind::Commit | PacketKind::CommitAndActivate => {
                let expected = self.link(node, link).outstanding.pop_front();
                if expected != Some(zxid) {
                    let facts = format!("node {id} tells a learner to commit {zxid}, next is {expected:?}");
                    return Err(Violation::new("S9", facts));
                }
                if !self.link(node, link).new_leader {
                    // The history with which the epoch begins is called committed in the synchronization; nobody
                    // acts on it before UPTODATE.
                    let wanted = self.members[node].wanted;
                    if self.chain.holds(wanted, zxid) {
                        return Ok(());
                    }
                }
                return self.commit(node, zxid, "COMMIT");
            }
            PacketKind::Inform | PacketKind::InformAndActivate => {
                let activate =
                    (kind == PacketKind::InformAndActivate).then(|| Activate::decode(data).ok()).flatten();
                let payload = activate.map_or(data.unwrap_or_default(), |a| a.payload);
                self.chain.learn(zxid, payload)?;
                self.told(node, link, zxid)?;
                return self.commit(node, zxid, "INFORM");
            }
            PacketKind::NewLeader => {
                let l = self.link(node, link);
                l.new_leader = true;
                let (mode, content, open) = (l.mode, l.content, !l.outstanding.is_empty());
                if open {
                    self.points.hit(Point::ProposalBeforeNewLeader);
                }
                match mode {
                    Some(PacketKind::Diff) if content == 0 => self.points.hit(Point::DiffEmpty),
                    Some(PacketKind::Trunc) if content > 0 => self.points.hit(Point::TruncThenDiff),
                    _ => {}
                }
                let epoch = i64::from(zxid.epoch());
                // A follower says it to its observers, with the epoch of its leader.
                if let Serving::Learner { epoch: own, .. } = self.serving(node)
                    && own == epoch
                    && self.epochs.get(&epoch).is_some_and(|e| e.established)
                {
                    self.points.hit(Point::ServedByFollower);
                    return Ok(());
                }
                self.claim(node, epoch)?;
                return self.choose();
            }
            PacketKind::UpToDate => {
                let l = self.link(node, link);
                l.up_to_date = true;
                let epoch = l.epoch;
                if !epoch.and_then(|e| self.epochs.get(&e)).is_some_and(|e| e.established) {
                    let facts =
                        format!("node {id} says UPTODATE in epoch {epoch:?}, which no quorum has on disk");
                    return Err(Violation::new("S12", facts));
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// S8, first part.
    fn ack(&mut self, node: Node, zxid: Zxid) -> Check {
        let view = self.members[node].view;
        let id = node + 1;
        let epoch = i64::from(zxid.epoch());
        if zxid.counter() != 0 {
            return if self.chain.holds(view.last, zxid) {
                Ok(())
            } else {
                let facts = format!("node {id} acknowledges {zxid} with {view:?} on disk");
                Err(Violation::new("S8", facts))
            };
        }
        let init = self.epochs.get(&epoch).and_then(|e| e.init);
        if view.current != epoch || !init.is_some_and(|init| self.chain.holds(view.last, init)) {
            let facts = format!(
                "node {id} acknowledges NEWLEADER({epoch}), which begins with {init:?}, with {view:?} on disk"
            );
            return Err(Violation::new("S8", facts));
        }
        Ok(())
    }

    fn sync(&mut self, node: Node, link: Conn, kind: PacketKind, zxid: Zxid) {
        let l = self.link(node, link);
        l.mode = Some(kind);
        l.told = match kind {
            PacketKind::Diff => l.learner_last,
            _ => Some(zxid),
        };
        if kind == PacketKind::Diff {
            let from_log = self.link(node, link).from_log;
            self.points.hit(if from_log { Point::DiffFromDisk } else { Point::DiffFromMemory });
        }
        self.points.hit(match kind {
            PacketKind::Diff => Point::Diff,
            PacketKind::Trunc => Point::Trunc,
            _ => Point::Snap,
        });
    }

    /// S13, S9: what a learner is sent follows what it was sent before.
    fn told(&mut self, node: Node, link: Conn, zxid: Zxid) -> Check {
        let l = self.link(node, link);
        let (before, mode) = (l.told, l.mode);
        l.told = Some(zxid);
        let (Some(before), Some(mode)) = (before, mode) else {
            let facts =
                format!("node {} sends {zxid} to a learner before it has said how to synchronize", node + 1);
            return Err(Violation::new("S9", facts));
        };
        self.chain.link(before, zxid).map_err(|v| {
            Violation::new(
                "S13",
                format!("node {} sends a learner {zxid} behind {before} ({mode}): {}", node + 1, v.facts),
            )
        })
    }

    /// S9: only what is chosen is committed.
    fn commit(&mut self, node: Node, zxid: Zxid, what: &str) -> Check {
        if !self.is_chosen(zxid)? {
            let facts = format!(
                "node {} says {what}({zxid}), and no quorum has it on disk; last chosen is {}",
                node + 1,
                self.chain.last_chosen()
            );
            return Err(Violation::new("S9", facts));
        }
        Ok(())
    }
}
