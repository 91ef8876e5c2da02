//! A backup takes the place of the tree of the whole ensemble: who asked for it is told what has become of it.

use std::time::Instant;

use tokio::sync::oneshot;
use zk_proto::ServerId;
use zk_server::member::RestoreOutcome;

use super::MemberCore;
use crate::core::{InPlace, Led, NotRestored, Restore};
use crate::shared::CORE_METRICS;
use crate::status::metrics::Summary;

/// Who asked, and since when.
#[derive(Debug)]
pub(super) struct Waiting {
    done: oneshot::Sender<Result<InPlace, NotRestored>>,
    since: Instant,
}

impl MemberCore {
    /// Only the leader may; the others say who that is.
    pub(super) fn may_restore(&self) -> Result<(), String> {
        self.member.may_restore().map_err(|why| match self.member.zab().leader() {
            Some(leader) if leader != self.host.me => {
                format!("{} leads, and a restore is for the leader: ask its AdminServer", self.named(leader))
            }
            _ => why,
        })
    }

    pub(super) fn restore(&mut self, restore: Restore) {
        let Restore { tree, done } = restore;
        let times = self.shared.clock.times();
        let (held, nodes) = (tree.last_zxid(), tree.node_count());
        let begun = self
            .may_restore()
            .and_then(|()| self.member.restore(times, Box::new(tree), self.shared.config.drain_ms));
        match begun {
            Ok(()) => {
                tracing::warn!(%held, nodes, "restoring a backup: it is to take the place of the ensemble's tree");
                self.restoring = Some(Waiting { done, since: Instant::now() });
            }
            Err(why) => {
                // Whoever asked may have gone.
                let _ = done.send(Err(NotRestored::Unchanged(why)));
            }
        }
    }

    /// Says what has become of it, once that is known.
    pub(super) fn tell_of_restore(&mut self) {
        let Some(outcome) = self.member.take_restore_outcome() else { return };
        let result = match outcome {
            RestoreOutcome::Done { restored, epoch, leader } => {
                let without = if leader == self.host.me { self.without() } else { Vec::new() };
                let zxid = restored.zxid;
                tracing::warn!(%zxid, epoch, leader = leader.0, ?without, "a quorum has the restored backup");
                let ensemble = Some(Led { epoch, leader, without });
                Ok(InPlace { zxid, nodes: restored.nodes, digest: restored.digest, ensemble })
            }
            RestoreOutcome::Unchanged { why } => Err(NotRestored::Unchanged(why)),
            RestoreOutcome::Discarded { zxid, leader } => {
                let leader = self.named(leader);
                tracing::error!(%zxid, "the backup is not in place: {leader} leads, and everything is as it was");
                Err(NotRestored::Discarded(format!(
                    "{leader} was elected before a quorum had the backup, and everything is as it was before; try again there"
                )))
            }
            RestoreOutcome::Undecided { zxid, why } => {
                tracing::error!(%zxid, "it is not known what becomes of the backup: {why}");
                Err(NotRestored::Undecided(format!(
                    "it is not decided whether the backup is restored, as zxid {zxid}: {why}. The next leader has the backup or \
                     everything as it was, and so will all: look who leads (`zkctl leader`), and what is there"
                )))
            }
        };
        let Some(Waiting { done, since }) = self.restoring.take() else { return };
        self.shared.metrics[CORE_METRICS].record_time(Summary::Restore, since.elapsed());
        // Whoever asked may have gone.
        let _ = done.send(result);
    }

    /// The members that have not been brought up to date.
    fn without(&self) -> Vec<i64> {
        let synced = |id: i64| self.member.learners().any(|l| l.synced && l.sid.0 == id);
        self.host.lines.members.keys().copied().filter(|id| *id != self.host.me.0 && !synced(*id)).collect()
    }

    /// A server as people know it.
    fn named(&self, id: ServerId) -> String {
        let host =
            self.host.lines.members.get(&id.0).and_then(|m| m.addresses.first()).map(|a| a.host.as_str());
        host.map_or_else(|| format!("server {id}"), |host| format!("server {id} ({host})"))
    }
}
