//! Backups that take the place of the history. Such a tree is a link of the chain like a transaction: its zxid comes behind the last
//! one of its leader's epoch, and its content is the whole tree. So all that is checked of transactions holds for it: one
//! zxid is one state, what is chosen is never lost, everybody holds what is chosen.
//!
//! S32: who is told that a restore is done has it chosen, and who is told that it is not never gets it.

use std::collections::{BTreeMap, BTreeSet};

use bytes::Bytes;
use zk_journal::stream::{self, StreamLimits};
use zk_proto::Zxid;
use zk_server::member::RestoreOutcome;
use zk_tree::DataTree;

use super::chain::Junction;
use super::{Check, Ghost, Violation};
use crate::points::Point;
use crate::seam::Node;

#[derive(Debug, Default)]
pub(super) struct Restores {
    trees: BTreeMap<Zxid, Bytes>,
    /// Somebody was told that they are not done.
    discarded: BTreeSet<Zxid>,
}

impl Ghost {
    pub(super) fn restore(&mut self, node: Node, zxid: Zxid, tree: Bytes) -> Check {
        self.points.hit(Point::RestoreBegun);
        self.chain.learn(zxid, &tree)?;
        let wanted = self.members[node].wanted;
        self.chain.link(wanted, zxid)?;
        self.members[node].wanted = zxid;
        self.restores.trees.insert(zxid, tree);
        Ok(())
    }

    pub(super) fn restore_ended(&mut self, node: Node, outcome: &RestoreOutcome) -> Check {
        let id = node + 1;
        match outcome {
            RestoreOutcome::Done { restored, .. } => {
                self.points.hit(Point::RestoreDone);
                if self.chain.position(restored.zxid).is_some() {
                    return Ok(());
                }
                let facts =
                    format!("node {id} calls the restore {} done, which is not chosen", restored.zxid);
                Err(Violation::new("S32", facts))
            }
            RestoreOutcome::Discarded { zxid, .. } => {
                self.points.hit(Point::RestoreDiscarded);
                self.restores.discarded.insert(*zxid);
                if self.chain.position(*zxid).is_none() {
                    return Ok(());
                }
                let facts = format!("node {id} calls the restore {zxid} discarded, which is chosen");
                Err(Violation::new("S32", facts))
            }
            RestoreOutcome::Unchanged { .. } => Ok(()),
            RestoreOutcome::Undecided { .. } => {
                self.points.hit(Point::RestoreUndecided);
                Ok(())
            }
        }
    }

    /// A node gives its history up. It may, for a restored tree that the others have gone on without: what it held of what
    /// is chosen does not count as lost, as with a disk that is taken away.
    pub(super) fn set_aside(&mut self, node: Node) {
        let m = &self.members[node];
        let tail = self.chain.junction(m.view.last).map(|j| j.tail).unwrap_or_default();
        if tail.iter().any(|t| self.restores.trees.contains_key(t)) {
            let m = &mut self.members[node];
            m.robbed = true;
            m.rewriting = true;
            m.wanted = Zxid::ZERO;
        }
    }

    /// Where the history on a node's disk leaves the chosen path. One that was given up is none, and has nothing of it.
    pub(super) fn junction_of(&self, node: Node, last: Zxid) -> Option<Junction> {
        match self.members[node].robbed && last == Zxid::ZERO {
            true => Some(Junction { position: 0, tail: Vec::new() }),
            false => self.chain.junction(last),
        }
    }

    /// True if something became chosen that is a restored tree, and the model is that tree now.
    pub(super) fn chose_restore(&mut self, zxid: Zxid) -> Result<bool, Violation> {
        let Some(tree) = self.restores.trees.get(&zxid) else { return Ok(false) };
        if self.restores.discarded.contains(&zxid) {
            let facts =
                format!("the restore {zxid} became chosen, and somebody was told that it is discarded");
            return Err(Violation::new("S32", facts));
        }
        let tree = read(tree, zxid).map_err(|why| Violation::new("S32", why))?;
        self.model.restore(zxid, tree);
        Ok(true)
    }
}

/// A tree out of what is sent to learners.
fn read(bytes: &Bytes, zxid: Zxid) -> Result<DataTree, String> {
    stream::read(&mut &bytes[..], zxid, 1, StreamLimits::default())
        .map_err(|e| format!("the restored tree {zxid} cannot be read: {e}"))
}
