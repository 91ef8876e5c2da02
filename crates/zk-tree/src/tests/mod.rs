//! Behaviour of the whole state machine: requests in, transactions and trees out.

mod random;
mod reconfig;
mod rules;

use zk_proto::request::CreateRequest;
use zk_proto::{AclBytes, ErrorCode, OpCode, Request, SessionId, Zxid};

use crate::{Applied, DataTree, Identities, PrepareConfig, Preparer, WriteContext};

/// A tree with its preparer; every request is applied at once unless it is left in flight.
pub(crate) struct Machine {
    pub(crate) tree: DataTree,
    pub(crate) prep: Preparer,
    pub(crate) who: Identities,
    pub(crate) zxid: i64,
    pub(crate) in_flight: Vec<Vec<u8>>,
}

pub(crate) const SESSION: SessionId = SessionId(0x100_0000_0000_0001);

impl Machine {
    pub(crate) fn new(config: PrepareConfig) -> Machine {
        Machine {
            tree: DataTree::new(1),
            prep: Preparer::new(config),
            who: Identities::of_address("127.0.0.1".parse().unwrap()),
            zxid: 0,
            in_flight: Vec::new(),
        }
    }

    /// Prepares a request of a session and leaves it in flight.
    pub(crate) fn prepare(&mut self, session: SessionId, request: &Request<'_>) -> Result<(), ErrorCode> {
        self.zxid += 1;
        let ctx = WriteContext {
            session,
            cxid: 1,
            zxid: Zxid(self.zxid),
            wall_ms: 1000 + self.zxid,
            who: &self.who,
            no_ephemerals: None,
        };
        let mut out = Vec::new();
        let outcome = self.prep.prepare(&self.tree, ctx, request, &mut out);
        self.in_flight.push(out);
        outcome
    }

    /// Applies what is in flight, checking each transaction's digest. Returns the last result, owned.
    pub(crate) fn settle(&mut self) -> Option<Applied<'static>> {
        let mut last = None;
        for payload in std::mem::take(&mut self.in_flight) {
            let (header, applied) = self.tree.apply_payload(&payload, &mut ()).unwrap();
            self.prep.applied(header.zxid);
            last = Some(owned(applied));
            assert_eq!(self.tree.digest_check().mismatches(), 0, "digest differs after {}", header.zxid);
        }
        last
    }

    pub(crate) fn run(&mut self, request: &Request<'_>) -> Applied<'static> {
        let _ = self.prepare(SESSION, request);
        self.settle().unwrap()
    }
}

fn owned(a: Applied<'_>) -> Applied<'static> {
    match a {
        Applied::Created { path, stat, with_stat } => {
            Applied::Created { path: path.into_owned().into(), stat, with_stat }
        }
        Applied::Multi(all) => Applied::Multi(all.into_iter().map(owned).collect()),
        Applied::Deleted => Applied::Deleted,
        Applied::DataSet(s) => Applied::DataSet(s),
        Applied::Reconfigured { stat, .. } => Applied::Reconfigured { text: &[], stat },
        Applied::AclSet(s) => Applied::AclSet(s),
        Applied::Checked => Applied::Checked,
        Applied::SessionCreated(t) => Applied::SessionCreated(t),
        Applied::SessionClosed => Applied::SessionClosed,
        Applied::Failed(c) => Applied::Failed(c),
    }
}

pub(crate) fn create<'a>(path: &'a str, data: &'a [u8], flags: i32) -> Request<'a> {
    let op = match flags {
        4 => OpCode::CreateContainer,
        5 | 6 => OpCode::CreateTtl,
        _ => OpCode::Create2,
    };
    let ttl_ms = if flags >= 5 { 1000 } else { -1 };
    Request::Create(CreateRequest {
        op,
        path: path.into(),
        data: Some(data),
        acl: AclBytes::OPEN,
        flags,
        ttl_ms,
    })
}
