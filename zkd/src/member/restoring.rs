//! A backup takes the place of the tree of the whole ensemble: who asked for it is told what has become of it.

use std::time::{Duration, Instant};

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
    /// It is done, and until then the answer waits for those that have not called this leader yet.
    led: Option<(InPlace, Instant)>,
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
                self.restoring = Some(Waiting { done, since: Instant::now(), led: None });
            }
            Err(why) => {
                // Whoever asked may have gone.
                let _ = done.send(Err(NotRestored::Unchanged(why)));
            }
        }
    }

    /// Says what has become of it, once that is known.
    pub(super) fn tell_of_restore(&mut self) {
        if let Some(outcome) = self.member.take_restore_outcome() {
            self.restore_ended(outcome);
        }
        let without = self.without();
        let Some(Waiting { led: led @ Some(_), .. }) = &mut self.restoring else { return };
        let is_over = |(_, until): &mut (InPlace, Instant)| without.is_empty() || Instant::now() >= *until;
        if let Some((found, _)) = led.take_if(is_over) {
            let ensemble = found.ensemble.map(|led| Led { without, ..led });
            self.answer_restore(Ok(InPlace { ensemble, ..found }));
        }
    }

    fn restore_ended(&mut self, outcome: RestoreOutcome) {
        let result = match outcome {
            RestoreOutcome::Done { restored, epoch, leader } => {
                let zxid = restored.zxid;
                tracing::warn!(%zxid, epoch, leader = leader.0, "a quorum has the restored backup");
                let ensemble = Some(Led { epoch, leader, without: Vec::new() });
                let found = InPlace { zxid, nodes: restored.nodes, digest: restored.digest, ensemble };
                if let Some(waiting) = self.restoring.as_mut().filter(|_| leader == self.host.me) {
                    let ticks = Duration::from_millis(2 * self.member.zab().config().tick_ms);
                    waiting.led = Some((found, Instant::now() + ticks));
                    return;
                }
                Ok(found)
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
                     everything as it was, and so will all: look who leads (`zkctl leader show`), and what is there"
                )))
            }
        };
        self.answer_restore(result);
    }

    fn answer_restore(&mut self, result: Result<InPlace, NotRestored>) {
        let Some(Waiting { done, since, .. }) = self.restoring.take() else { return };
        self.shared.metrics[CORE_METRICS].record_time(Summary::Restore, since.elapsed());
        // Whoever asked may have gone.
        let _ = done.send(result);
    }

    /// When an answer that waits is given at the latest.
    pub(super) fn restore_answer_due(&self) -> Option<Instant> {
        self.restoring.as_ref().and_then(|waiting| waiting.led.as_ref()).map(|(_, until)| *until)
    }

    /// The members that are away: the others have the tree, or are getting it.
    fn without(&self) -> Vec<i64> {
        let is_there = |id: i64| id == self.host.me.0 || self.member.learners().any(|l| l.sid.0 == id);
        self.host.lines.members.keys().copied().filter(|id| !is_there(*id)).collect()
    }

    /// A server as people know it.
    fn named(&self, id: ServerId) -> String {
        let host =
            self.host.lines.members.get(&id.0).and_then(|m| m.addresses.first()).map(|a| a.host.as_str());
        host.map_or_else(|| format!("server {id}"), |host| format!("server {id} ({host})"))
    }
}
