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

    /// Takes what has come together. The transactions are to be proposed; what else there is waits behind them.
    pub(super) fn take(&mut self) -> Vec<(Zxid, Bytes)> {
        let batch = self.server.take_batch();
        if batch.is_empty() {
            return Vec::new();
        }
        let bytes = Bytes::from(batch.bytes);
        let txns = batch.items.iter().filter_map(|item| match item {
            Item::Txn { zxid, payload, .. } => Some((*zxid, bytes.slice(payload.clone()))),
            Item::Read { .. } | Item::Sync { .. } => None,
        });
        let txns: Vec<(Zxid, Bytes)> = txns.collect();
        for (_, payload) in &txns {
            self.proposal_sizes = Some(ProposalSizes::with(self.proposal_sizes, payload.len()));
        }
        self.in_flight.push_back(InFlight { bytes, items: batch.items.into() });
        txns
    }

    /// See there.
    pub(super) fn proposal_sizes(&self) -> Option<ProposalSizes> {
        self.proposal_sizes
    }

    /// `sync` requests of learners that wait for proposals before them.
    pub(super) fn pending_syncs(&self) -> usize {
        let items = self.in_flight.iter().flat_map(|f| &f.items);
        items.filter(|item| matches!(item, Item::Sync { .. })).count()
    }

    /// True if something waits that needs no further commit.
    pub(super) fn has_ready(&self) -> bool {
        let first = self.in_flight.front().and_then(|f| f.items.front());
        matches!(first, Some(Item::Read { .. } | Item::Sync { .. }))
    }

    /// Applies and answers, in order, up to the transaction `upto`, and what waits right behind it. Returns the
    /// learners whose sync is done.
    pub(super) fn commit(
        &mut self,
        upto: Zxid,
        tree: &mut DataTree,
        watches: &mut WatchTable,
        times: Times,
        sink: &mut impl Sink,
    ) -> Vec<LinkId> {
        let mut synced = Vec::new();
        while let Some(front) = self.in_flight.front_mut() {
            while let Some(item) = front.items.pop_front_if(|item| match item {
                Item::Txn { zxid, .. } => *zxid <= upto,
                Item::Read { .. } | Item::Sync { .. } => true,
            }) {
                if let Item::Sync { learner } = item {
                    synced.push(learner);
                }
                self.server.commit_item(&front.bytes, &item, tree, watches, times, sink);
            }
            if !front.items.is_empty() {
                break;
            }
            self.in_flight.pop_front();
        }
        synced
    }
}
