//! The pipeline of a leader: its own clients' requests and those that learners forward become proposals; what is
//! committed is applied and answered in order.

use std::collections::VecDeque;

use bytes::Bytes;
use zk_proto::Zxid;
use zk_tree::{DataTree, WatchTable};
use zk_zab::LinkId;

use crate::batch::Item;
use crate::{Server, Sink, Times};

/// Proposed and not committed.
#[derive(Debug)]
struct InFlight {
    bytes: Bytes,
    items: VecDeque<Item>,
}

/// What is to be done with a batch, in order.
pub(super) enum Step {
    /// These transactions are to be proposed.
    Propose(Vec<(Zxid, Bytes)>),
    /// A learner is to hear when what was proposed before is committed.
    Sync(LinkId),
}

/// The pipeline.
#[derive(Debug)]
pub(super) struct Leading {
    pub(super) server: Server,
    in_flight: VecDeque<InFlight>,
    proposal_sizes: Option<ProposalSizes>,
}

/// Sizes of a leader's proposals in bytes, since it leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ProposalSizes {
    /// Of the last one.
    pub last: usize,
    /// Of the smallest.
    pub min: usize,
    /// Of the largest.
    pub max: usize,
}

impl ProposalSizes {
    fn with(sizes: Option<ProposalSizes>, bytes: usize) -> ProposalSizes {
        let ProposalSizes { min, max, .. } =
            sizes.unwrap_or(ProposalSizes { last: 0, min: bytes, max: bytes });
        ProposalSizes { last: bytes, min: min.min(bytes), max: max.max(bytes) }
    }
}

impl Leading {
    /// `epoch_start` is the zxid in front of the epoch's first transaction.
    pub(super) fn new(mut server: Server, epoch_start: Zxid) -> Leading {
        server.begin_epoch(epoch_start);
        Leading { server, in_flight: VecDeque::new(), proposal_sizes: None }
    }

    /// Takes what has come together. The reads of this server's own clients wait behind the transactions.
    pub(super) fn take(&mut self) -> Vec<Step> {
        let batch = self.server.take_batch();
        if batch.is_empty() {
            return Vec::new();
        }
        let bytes = Bytes::from(batch.bytes);
        let mut steps = Vec::new();
        for item in &batch.items {
            match (item, steps.last_mut()) {
                (Item::Txn { zxid, payload, .. }, last) => {
                    self.proposal_sizes = Some(ProposalSizes::with(self.proposal_sizes, payload.len()));
                    let txn = (*zxid, bytes.slice(payload.clone()));
                    match last {
                        Some(Step::Propose(txns)) => txns.push(txn),
                        _ => steps.push(Step::Propose(vec![txn])),
                    }
                }
                (Item::Sync { learner }, _) => steps.push(Step::Sync(*learner)),
                (Item::Read { .. } | Item::Refused { .. } | Item::CloseLocal { .. }, _) => {}
            }
        }
        let mut items = VecDeque::from(batch.items);
        items.retain(|item| !matches!(item, Item::Sync { .. }));
        if !items.is_empty() {
            self.in_flight.push_back(InFlight { bytes, items });
        }
        steps
    }

    /// See there.
    pub(super) fn proposal_sizes(&self) -> Option<ProposalSizes> {
        self.proposal_sizes
    }

    /// True if something waits that needs no further commit.
    pub(super) fn has_ready(&self) -> bool {
        let first = self.in_flight.front().and_then(|f| f.items.front());
        matches!(first, Some(Item::Read { .. } | Item::Refused { .. } | Item::CloseLocal { .. }))
    }

    /// Applies and answers, in order, up to the transaction `upto`, and what waits right behind it.
    pub(super) fn commit(
        &mut self,
        upto: Zxid,
        tree: &mut DataTree,
        watches: &mut WatchTable,
        times: Times,
        sink: &mut impl Sink,
    ) {
        while let Some(front) = self.in_flight.front_mut() {
            while let Some(item) = front.items.pop_front_if(|item| match item {
                Item::Txn { zxid, .. } => *zxid <= upto,
                Item::Read { .. } | Item::Refused { .. } | Item::CloseLocal { .. } | Item::Sync { .. } => {
                    true
                }
            }) {
                self.server.commit_item(&front.bytes, &item, tree, watches, times, sink);
            }
            if !front.items.is_empty() {
                break;
            }
            self.in_flight.pop_front();
        }
    }
}
