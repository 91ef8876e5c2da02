//! How a role begins and ends, and the service of reads alone between two of them.

use zk_mutants::{Mutant, on};
use zk_proto::election::PeerState;
use zk_proto::{Zxid, members};
use zk_tree::ConnId;

use super::{Host, Leading, Learning, Member, Pipeline, Reading, Serving};
use crate::{CloseReason, Server, Sink, Times};

impl Member {
    /// True if reads alone could be answered, as things stand.
    pub(super) fn may_serve_reads(&self) -> bool {
        let looking = self.zab.state() == PeerState::Looking && !self.halted;
        self.config.read_only_after_ms.is_some() && looking && matches!(self.pipeline, Pipeline::None)
    }

    pub(super) fn serves_reads_at_ms(&self) -> u64 {
        self.config.read_only_after_ms.map_or(u64::MAX, |after_ms| self.looking_since_ms + after_ms)
    }

    /// Begins to serve reads alone if it is time, and goes on with it.
    pub(super) fn serve_reads(&mut self, host: &mut impl Host, times: Times) {
        if self.may_serve_reads() && times.now_ms >= self.serves_reads_at_ms() {
            let reading = Reading::new(self.config.server.clone(), times, self.next_session);
            self.pipeline = Pipeline::Reading(Box::new(reading));
            host.serving(Serving::ReadOnly);
        }
        if let Pipeline::Reading(reading) = &mut self.pipeline {
            let expired = reading.expire(times.now_ms);
            end_expired(host, expired);
        }
    }

    /// Before there is a leader again, or the tree changes.
    pub(super) fn stop_reading(&mut self, host: &mut impl Host, times: Times) {
        if let Pipeline::Reading(_) = self.pipeline
            && !on(Mutant::ReadsGoOn)
        {
            self.end_pipeline();
            self.looking_since_ms = times.now_ms;
            host.serving(Serving::No);
        }
    }

    /// No id of a session that only this role knew is given out again, whatever the clock does.
    pub(super) fn end_pipeline(&mut self) {
        let next = match &mut self.pipeline {
            Pipeline::Leading(leading) => *leading.server.next_session_mut(),
            Pipeline::Learning(learning) => *learning.next_session_mut(),
            Pipeline::Reading(reading) => reading.next_session(),
            Pipeline::None => self.next_session,
        };
        self.next_session = self.next_session.max(next);
        self.pipeline = Pipeline::None;
    }

    fn begin_sessions(&self, next: &mut i64) {
        if !on(Mutant::SessionIdsFromClock) {
            *next = self.next_session.max(*next);
        }
    }

    pub(super) fn lead(&mut self, host: &mut impl Host, times: Times, epoch: i64) {
        self.show_membership(host, times);
        let mut server = Server::new(self.config.server.clone(), &host.tree(), times);
        self.begin_sessions(server.next_session_mut());
        self.pipeline = Pipeline::Leading(Box::new(Leading::new(server, Zxid(epoch << 32))));
        host.serving(Serving::Leader { epoch });
        self.restore_is_decided(epoch, self.config.zab.my_id);
    }

    pub(super) fn follow(&mut self, host: &mut impl Host, times: Times, serving: Serving) {
        let Some(link) = self.zab.leader_link() else { return };
        if let Serving::Learner { leader, epoch, .. } = serving {
            self.restore_is_decided(epoch, leader);
        }
        self.show_membership(host, times);
        let last = host.tree().last_zxid();
        let mut learning = Learning::new(self.config.server.clone(), link, times, last);
        self.begin_sessions(learning.next_session_mut());
        self.pipeline = Pipeline::Learning(Box::new(learning));
        host.serving(serving);
    }

    /// `/zookeeper/config` shows the membership that is active, as Java's learners do after every synchronisation. No
    /// transaction says so, and the digest does not cover it. One that a transaction has set since stays: it says what a
    /// reconfiguration that is not active yet brings.
    fn show_membership(&self, host: &mut impl Host, times: Times) {
        let membership = self.zab.memberships().active();
        host.commit(|tree, _, _| {
            let shown = tree.config_text().and_then(members::Membership::version_in);
            if self.config.zab.reconfig && shown >= Some(membership.version()) && membership.version() > 0 {
                return;
            }
            tree.set_config(membership.text().as_bytes(), Zxid(membership.version()), times.wall_ms);
        });
    }
}

/// Closes the connections of sessions that have expired.
pub(super) fn end_expired(host: &mut impl Host, expired: Vec<ConnId>) {
    if !expired.is_empty() {
        host.answer(|sink| {
            expired.into_iter().for_each(|conn| sink.close(conn, CloseReason::SessionExpired));
        });
    }
}
