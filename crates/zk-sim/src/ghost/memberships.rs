//! Which voters decide about a transaction: those of the membership in front of a reconfiguration up to it, those that it
//! brings from it on. Read off the history that ends with the transaction, once more and plainly.

use zk_proto::members::{Membership, Role};
use zk_proto::txn::LoggedTxn;
use zk_proto::{OpCode, Txn, TxnHeader, Zxid};

use super::quorum::Quorum;
use super::{Epoch, Ghost};
use crate::seam::Node;

impl Ghost {
    /// A transaction is logged somewhere.
    pub(super) fn learn_membership(&mut self, zxid: Zxid, payload: &[u8]) {
        let kind = payload.get(TxnHeader::SIZE - 4..TxnHeader::SIZE);
        if kind != Some(&OpCode::Reconfig.code().to_be_bytes()[..]) {
            return;
        }
        let Ok(LoggedTxn { txn: Txn::SetData { data: Some(data), .. }, .. }) = LoggedTxn::decode(payload)
        else {
            return;
        };
        let Ok((membership, _)) = Membership::parse(&String::from_utf8_lossy(data)) else { return };
        let voters = membership.members.iter().filter(|(_, m)| m.role == Role::Participant);
        let voters = voters.map(|(id, _)| (*id - 1) as Node);
        self.reconfigurations.insert(zxid, Quorum::majority(voters));
    }

    /// The reconfigurations in the history that ends with `last`, each with the voters before and after it.
    fn reconfigurations(&self, last: Zxid) -> Vec<(Zxid, &Quorum, &Quorum)> {
        let mut out = Vec::new();
        let mut before = &self.quorum;
        for (zxid, after) in self.reconfigurations.iter().filter(|(z, _)| **z <= last) {
            if self.chain.holds(last, *zxid) {
                out.push((*zxid, before, after));
                before = after;
            }
        }
        out
    }

    /// The voters by the history that ends with `last`.
    pub(super) fn quorum_at(&self, last: Zxid) -> &Quorum {
        if self.reconfigurations.is_empty() {
            return &self.quorum;
        }
        self.reconfigurations(last).last().map_or(&self.quorum, |(_, _, after)| *after)
    }

    /// True if these nodes may begin an epoch with this history: a quorum by it, and, where its last reconfiguration is not
    /// chosen, by what was before that, too.
    pub(super) fn may_begin(&self, init: Zxid, has: impl Fn(Node) -> bool) -> bool {
        if self.reconfigurations.is_empty() {
            return self.quorum.is_quorum(has);
        }
        match self.reconfigurations(init).last() {
            None => self.quorum.is_quorum(has),
            Some((zxid, before, after)) => {
                let chosen = self.chain.position(*zxid).is_some();
                after.is_quorum(&has) && (chosen || before.is_quorum(&has))
            }
        }
    }

    /// True if what an epoch's disks hold makes a transaction of that epoch chosen.
    pub(super) fn quorums_hold(&self, zxid: Zxid, epoch: &Epoch) -> bool {
        let mark = |n: Node| epoch.marks.get(&n).copied().unwrap_or(0);
        if self.reconfigurations.is_empty() {
            return self.quorum.reached(mark) >= zxid.counter();
        }
        let of_epoch = |z: &Zxid| z.epoch() == zxid.epoch();
        let open = self.reconfigurations(zxid);
        let open = open.iter().filter(|(z, ..)| of_epoch(z) && self.chain.position(*z).is_none());
        let mut all = open.map(|(z, before, after)| {
            before.reached(mark) >= z.counter() && after.reached(mark) >= z.counter()
        });
        all.all(|held| held) && self.quorum_at(zxid).reached(mark) >= zxid.counter()
    }
}
