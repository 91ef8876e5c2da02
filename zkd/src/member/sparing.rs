//! An observer that keeps its log short (`syncEnabled=false`): it logs what brings it up to date, and nothing of what it is told
//! while it serves.
//!
//! **What is on its disk stays true**: the history as of a synchronisation that was completed, and the epoch of that one. Behind
//! the first transaction that was left out nothing is appended and no epoch is adopted on disk, until a snapshot replaces it
//! all. What the machine claims while it runs is what it has in memory; nobody counts an observer for anything, and a server
//! that is to vote has to start again first, with what its disk says.
//!
//! Mirrors: ZooKeeper `ObserverZooKeeperServer`. Differs: Apache's observer adopts each epoch on disk, also above a history
//! that it has not written; as a voter it would then win elections with less than was chosen.

use zk_server::member::DiskRequest;

/// How far the disk goes with the machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    /// The history on disk is the machine's.
    Whole,
    /// The same, and from here on nothing is appended.
    Served,
    /// The machine has more.
    Behind,
}

/// What of the machine's requests is done.
#[derive(Debug)]
pub(super) struct Sparing(Stage);

impl Sparing {
    /// Over what was recovered.
    pub(super) fn new() -> Sparing {
        Sparing(Stage::Whole)
    }

    /// What is to be done of a request, if anything; in any case it is answered.
    pub(super) fn admit(&mut self, request: DiskRequest) -> Option<DiskRequest> {
        match (request, self.0) {
            (DiskRequest::Append { .. }, Stage::Served | Stage::Behind) => {
                self.0 = Stage::Behind;
                None
            }
            (DiskRequest::CurrentEpoch { token, .. }, Stage::Behind) => Some(DiskRequest::Sync { token }),
            // What is cut is no more than what was left out; only a tree can be missing then, which the history on disk has
            // to give or to refuse.
            (DiskRequest::Truncate { token, reload: false, .. }, Stage::Behind) => {
                Some(DiskRequest::Sync { token })
            }
            (request, stage) => {
                self.0 = match (&request, stage) {
                    (DiskRequest::CurrentEpoch { .. }, _) => Stage::Served,
                    (
                        DiskRequest::Install { .. }
                        | DiskRequest::SetAside { .. }
                        | DiskRequest::Truncate { .. },
                        _,
                    ) => Stage::Whole,
                    (_, stage) => stage,
                };
                Some(request)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use zk_proto::Zxid;
    use zk_tree::DataTree;

    use super::*;

    fn append(n: i64) -> DiskRequest {
        DiskRequest::Append { txns: vec![(Zxid(n), Bytes::new())] }
    }

    fn epoch(n: i64) -> DiskRequest {
        DiskRequest::CurrentEpoch { epoch: n, token: n as u64 }
    }

    fn done(sparing: &mut Sparing, request: DiskRequest) -> String {
        match sparing.admit(request) {
            None => "nothing".into(),
            Some(DiskRequest::Append { txns }) => format!("append {}", txns[0].0.0),
            Some(DiskRequest::CurrentEpoch { epoch, .. }) => format!("epoch {epoch}"),
            Some(DiskRequest::AcceptedEpoch { epoch, .. }) => format!("promise {epoch}"),
            Some(DiskRequest::Sync { token }) => format!("sync {token}"),
            Some(DiskRequest::Truncate { to, .. }) => format!("cut {}", to.0),
            Some(DiskRequest::Install { .. }) => "install".into(),
            Some(_) => "other".into(),
        }
    }

    #[test]
    fn the_disk_holds_the_history_of_the_last_whole_synchronisation_and_its_epoch() {
        let mut s = Sparing::new();
        assert_eq!(done(&mut s, append(1)), "append 1");
        assert_eq!(done(&mut s, epoch(5)), "epoch 5");
        // Served: what is told now is left out, and answered all the same.
        assert_eq!(done(&mut s, append(2)), "nothing");
        assert_eq!(done(&mut s, DiskRequest::Sync { token: 9 }), "sync 9");
        // The next leader: its promise is kept, its epoch is not adopted over a history with a hole.
        assert_eq!(done(&mut s, DiskRequest::AcceptedEpoch { epoch: 6, token: 10 }), "promise 6");
        assert_eq!(done(&mut s, append(3)), "nothing");
        assert_eq!(done(&mut s, epoch(6)), "sync 6");
        let cut = |reload| DiskRequest::Truncate { to: Zxid(3), reload, token: 11 };
        assert_eq!(done(&mut s, cut(false)), "sync 11");
        // A snapshot makes it whole.
        let tree = Box::new(DataTree::new(1));
        assert_eq!(done(&mut s, DiskRequest::Install { tree, token: 12 }), "install");
        assert_eq!(done(&mut s, append(4)), "append 4");
        assert_eq!(done(&mut s, epoch(7)), "epoch 7");
        assert_eq!(done(&mut s, append(5)), "nothing");
        // A tree that has to be built anew is the disk's, if it can give it.
        assert_eq!(done(&mut s, cut(true)), "cut 3");
        assert_eq!(done(&mut s, append(6)), "append 6");
    }

    #[test]
    fn an_epoch_without_transactions_leaves_the_disk_whole() {
        let mut s = Sparing::new();
        assert_eq!(done(&mut s, epoch(5)), "epoch 5");
        assert_eq!(done(&mut s, epoch(6)), "epoch 6");
        assert_eq!(done(&mut s, append(1)), "nothing");
        assert_eq!(done(&mut s, epoch(7)), "sync 7");
    }
}
