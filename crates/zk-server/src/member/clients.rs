//! What comes from the clients of this member, and what waits for an answer.

use zk_proto::connect::ConnectRequest;
use zk_proto::{ErrorCode, OpCode, SessionId};
use zk_tree::ConnId;

use super::{Host, Member, Pipeline};
use crate::{CloseReason, Incoming, Sink, Times};

impl Member {
    /// A client's first packet.
    pub fn connect(
        &mut self,
        host: &mut impl Host,
        times: Times,
        conn: ConnId,
        request: &ConnectRequest<'_>,
        received_us: u64,
    ) {
        if request.session_id != SessionId::NONE {
            self.waits_in_vain(request.session_id);
        }
        // The sink may need locks that come before the tree's, so what is said is said afterwards.
        let is_installing = self.is_installing();
        let pipeline = &mut self.pipeline;
        host.commit(|tree, _, sink| match pipeline {
            Pipeline::Leading(_) if is_installing => sink.close(conn, CloseReason::NotServing),
            Pipeline::Leading(leading) => {
                leading.server.connect(tree, times, conn, request, received_us, sink)
            }
            Pipeline::Learning(learning) => learning.connect(tree, times, conn, request, received_us, sink),
            Pipeline::Reading(reading) => reading.connect(tree, times, conn, request, received_us, sink),
            Pipeline::None => sink.close(conn, CloseReason::NotServing),
        });
    }

    /// A request that needs the pipeline.
    pub fn request(&mut self, host: &mut impl Host, times: Times, incoming: Incoming<'_>) {
        if self.holds_request(times, &incoming) {
            return;
        }
        match &mut self.pipeline {
            Pipeline::Leading(leading) if leading.server.is_exhausted() => {}
            Pipeline::Leading(leading) => {
                if incoming.frame.get(4..8) == Some(&OpCode::Reconfig.code().to_be_bytes()[..]) {
                    leading.server.set_ensemble(self.config.ensemble(&self.zab));
                }
                leading.server.request(&host.tree(), times, incoming);
            }
            Pipeline::Learning(learning) => {
                let tree = self.config.server.eager_acl_check.then(|| host.tree());
                learning.request(tree.as_deref(), times, incoming);
            }
            Pipeline::Reading(reading) => {
                host.commit(|tree, watches, sink| reading.request(tree, watches, times, incoming, sink))
            }
            Pipeline::None => {}
        }
    }

    /// See [`crate::Server::refuse`].
    pub fn refuse(&mut self, times: Times, incoming: &Incoming<'_>, code: ErrorCode) -> bool {
        if self.holds_back() {
            // It would overtake what waits.
            return false;
        }
        match &mut self.pipeline {
            Pipeline::Leading(leading) => leading.server.refuse(times, incoming, code),
            Pipeline::Learning(learning) => learning.refuse(times, incoming, code),
            // It answers at once, or nothing at all.
            Pipeline::Reading(_) | Pipeline::None => false,
        }
    }

    /// A session was heard of at `at_ms` (monotonic).
    pub fn touch(&mut self, session: SessionId, at_ms: u64) {
        match &mut self.pipeline {
            Pipeline::Leading(leading) => {
                leading.server.touch(session, at_ms);
            }
            Pipeline::Learning(learning) => learning.touch(session, at_ms),
            Pipeline::Reading(reading) => reading.touch(session, at_ms),
            Pipeline::None => {}
        }
    }

    /// A connection is gone.
    pub fn disconnected(&mut self, session: SessionId, conn: ConnId) {
        match &mut self.pipeline {
            Pipeline::Leading(leading) => leading.server.disconnected(session, conn),
            Pipeline::Learning(learning) => learning.disconnected(session, conn),
            Pipeline::Reading(reading) => reading.disconnected(session, conn),
            Pipeline::None => {}
        }
    }

    pub(super) fn answer_ready(&mut self, host: &mut impl Host, times: Times) {
        match &mut self.pipeline {
            Pipeline::Leading(leading) if leading.has_ready() => {
                let upto = self.applied;
                host.commit(|tree, watches, sink| leading.commit(upto, tree, watches, times, sink));
            }
            Pipeline::Learning(learning) if learning.has_ready() => {
                host.commit(|tree, watches, sink| learning.answer_ready(tree, watches, sink));
            }
            _ => {}
        }
    }
}
