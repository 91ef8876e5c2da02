//! What learners ask of a leader for their clients.

use zk_mutants::{Mutant, on};
use zk_proto::quorum::Forwarded;
use zk_proto::{ErrorCode, OpCode, Reader, Request, SessionId};
use zk_tree::{ConnId, DataTree, Identities, WriteContext};
use zk_zab::LinkId;

use crate::batch::Item;
use crate::{Origin, Server, Times};

impl Server {
    /// A write that a learner forwards for one of its clients.
    ///
    /// Mirrors: ZooKeeper `PrepRequestProcessor` for requests whose owner is a `LearnerHandler`.
    pub(crate) fn forwarded(
        &mut self,
        tree: &DataTree,
        times: Times,
        learner: LinkId,
        request: &Forwarded<'_>,
        who: &Identities,
    ) {
        let Forwarded { session, cxid, op, body } = *request;
        match op {
            OpCode::Sync => {
                self.sessions.touch(session, times.now_ms);
                self.batch.items.push(Item::Sync { learner });
            }
            OpCode::CreateSession => {
                let timeout_ms = Reader::new(body).i32().unwrap_or(self.config.min_session_timeout_ms);
                self.sessions.open(session, timeout_ms, None, times.now_ms);
                self.sessions.is_at_learner(session, learner);
                self.propose(times, session, cxid, Origin::Learner, |prep, ctx, out| {
                    prep.create_session(tree, ctx, timeout_ms, out);
                });
            }
            _ => {
                let elsewhere = op != OpCode::CloseSession && self.may_be_local_elsewhere(session);
                let known = elsewhere || self.sessions.find(session).is_some_and(|s| !s.closing);
                let here = elsewhere || (known && self.sessions.is_at_learner(session, learner));
                // Whoever is unknown here owns nothing here. That it is a local session its own server knows, and says so.
                let no_ephemerals =
                    (elsewhere && !on(Mutant::LocalOwns)).then_some(ErrorCode::SessionExpired);
                if here && op == OpCode::CloseSession {
                    self.sessions.mark_closing(session);
                } else {
                    self.sessions.touch(session, times.now_ms);
                }
                let decoded = Request::decode_body(op, &mut Reader::new(body));
                self.propose_for(
                    times,
                    session,
                    cxid,
                    Origin::Learner,
                    who,
                    |prep, ctx, out| match decoded {
                        _ if !known => prep.error(ctx, ErrorCode::SessionExpired, out),
                        _ if !here => prep.error(ctx, ErrorCode::SessionMoved, out),
                        Err(_) => prep.error(ctx, ErrorCode::MarshallingError, out),
                        Ok(request) => {
                            let ctx = WriteContext { no_ephemerals, ..ctx };
                            let _ = prep.prepare(tree, ctx, &request, out);
                        }
                    },
                );
            }
        }
    }

    /// True if a session that is unknown here may be one that only a learner knows.
    ///
    /// Mirrors: ZooKeeper `LeaderSessionTracker.checkSession`: with local sessions, every session is that this server
    /// cannot have opened itself.
    fn may_be_local_elsewhere(&self, session: SessionId) -> bool {
        let own = (session.0 >> 56) as u8 == self.config.server_id;
        let is_closed = self.closed.contains(session) && !on(Mutant::ClosedForgotten);
        self.locals.is_on() && !own && self.sessions.find(session).is_none() && !is_closed
    }

    /// A learner has heard of a session of the ensemble.
    pub(crate) fn touch_global(&mut self, session: SessionId, at_ms: u64) {
        self.sessions.touch(session, at_ms);
    }

    /// A learner asks whether a session lives; if so it is the learner's from now on. Returns the connection that
    /// had it here.
    pub(crate) fn revalidate(
        &mut self,
        times: Times,
        learner: LinkId,
        session: SessionId,
        timeout_ms: i32,
    ) -> (bool, Option<ConnId>) {
        if self.sessions.find(session).is_none_or(|s| s.closing) {
            return (false, None);
        }
        (true, self.sessions.attach_learner(session, learner, timeout_ms, times.now_ms))
    }
}
