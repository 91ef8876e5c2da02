//! What the leader has committed: it is applied, and whoever waits for it here is answered.

use zk_proto::{ErrorCode, OpCode, TxnHeader};
use zk_tree::{Applied, DataTree, WatchTable};

use super::Learning;
use super::requests::{Open, Owner};
use super::sessions::opened;
use crate::answers::{Fire, is_moved};
use crate::{Asker, CloseReason, Completed, Sink, Times};

impl Learning {
    /// Applies a committed transaction and answers whoever waits for it here.
    ///
    /// # Errors
    /// The transaction cannot be decoded; nothing has changed then.
    pub(in crate::member) fn apply(
        &mut self,
        times: Times,
        payload: &[u8],
        tree: &mut DataTree,
        watches: &mut WatchTable,
        sink: &mut impl Sink,
    ) -> Result<(), String> {
        let (header, applied) =
            tree.apply_payload(payload, &mut Fire { watches, sink }).map_err(|e| e.to_string())?;
        let asker = self.asker(&header);
        sink.committed(asker, header.zxid, payload, &applied);
        match applied {
            Applied::SessionCreated(_) => {
                if let Some(c) = self.opening.remove(&header.session) {
                    self.attach(header.session, c, sink);
                    opened(c, sink);
                }
            }
            _ => self.answer_write(&header, &applied, tree, watches, sink),
        }
        self.settle(times, &header, sink);
        Ok(())
    }

    /// The connection here whose oldest request led to this transaction.
    pub(super) fn asker(&self, header: &TxnHeader) -> Option<Asker> {
        let conn = self.sessions.get(&header.session)?.conn;
        let first = self.open.get(&conn)?.front()?;
        first.led_to(header).then_some(Asker { conn, xid: header.cxid })
    }

    pub(super) fn answer_write(
        &mut self,
        header: &TxnHeader,
        applied: &Applied<'_>,
        tree: &DataTree,
        watches: &mut WatchTable,
        sink: &mut impl Sink,
    ) {
        let closed = matches!(applied, Applied::SessionClosed);
        let Some(local) = self.sessions.get(&header.session).copied() else { return };
        let conn = local.conn;
        let open = self.open.get_mut(&conn).and_then(|open| open.pop_front_if(|o| o.led_to(header)));
        if closed {
            self.sessions.remove(&header.session);
            self.touched.remove(&header.session);
        }
        let Some(Open::Write { op, xid, received_us, owner, request }) = open else {
            if closed {
                sink.close(conn, CloseReason::SessionExpired);
            }
            return;
        };
        let not_owner = (owner == Owner::MayNot).then(|| not_an_owner(applied)).flatten();
        let applied = not_owner.as_ref().unwrap_or(applied);
        sink.send(conn, |out| crate::reply::applied(out, xid, header.zxid, applied));
        let err = crate::reply::code(applied);
        let done = Completed { conn, op: Some(op), xid, received_us, err };
        if err == 0 {
            sink.completed(done)
        } else {
            sink.completed_unnamed(done, &request)
        }
        if closed {
            sink.close(conn, CloseReason::SessionClosed);
        } else if is_moved(applied) {
            sink.close(conn, CloseReason::SessionMoved);
        }
        self.answer_reads(conn, tree, watches, sink);
    }
}

impl Open {
    /// True if the transaction is what became of this request, if it is its session's.
    fn led_to(&self, header: &TxnHeader) -> bool {
        match self {
            Open::Write { op, xid, .. } => *xid == header.cxid && answers(*op, header.kind),
            Open::Sync { .. } | Open::Read { .. } | Open::Refused { .. } | Open::CloseLocal { .. } => false,
        }
    }
}

/// True if a transaction of this type can be the result of a request of this operation.
fn answers(op: OpCode, kind: i32) -> bool {
    let kind = OpCode::from_i32(kind);
    let creates =
        |o| matches!(o, OpCode::Create | OpCode::Create2 | OpCode::CreateContainer | OpCode::CreateTtl);
    match kind {
        None => false,
        Some(OpCode::Error) => true,
        Some(kind) => kind == op || (creates(op) && creates(kind)),
    }
}

/// What the leader's word that it does not know a session means to a client whose session is local. `None` if it said
/// something else.
///
/// Differs: Java's learners say it of single operations alone, and of a multi that the session has expired.
fn not_an_owner(applied: &Applied<'_>) -> Option<Applied<'static>> {
    let code = |code: i32| match code == ErrorCode::SessionExpired.code() {
        true => ErrorCode::EphemeralOnLocalSession.code(),
        false => code,
    };
    match applied {
        Applied::Failed(c) => Some(Applied::Failed(code(*c))),
        Applied::Multi(results) => {
            let failed = |r: &Applied<'_>| match r {
                Applied::Failed(c) => Some(Applied::Failed(code(*c))),
                _ => None,
            };
            results.iter().map(failed).collect::<Option<Vec<_>>>().map(Applied::Multi)
        }
        _ => None,
    }
}
