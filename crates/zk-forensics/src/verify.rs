//! Whether a log is whole: every checksum, every transaction's form, the order across files.

use zk_proto::jute::Decode;

use crate::fold::Gather;
use crate::scan::Step;
use crate::txn;

/// Gathers what a verification counts; what is wrong comes out as problems.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Verified {
    /// Transactions, each once.
    pub txns: u64,
}

impl Gather for Verified {
    #[inline]
    fn txn(&mut self, step: &Step, payload: &[u8]) -> Decode<()> {
        self.txns += 1;
        txn::check(&step.header, txn::body(payload))
    }

    fn append(&mut self, later: Verified) {
        self.txns += later.txns;
    }
}
