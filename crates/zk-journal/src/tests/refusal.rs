//! A truncation that the disk cannot do: nothing that was asked for behind it may be done, and the history can be
//! given up as a whole.

use zk_proto::Zxid;
use zk_server::member::DiskRequest;
use zk_storage::MemDisk;

use super::support::{History, dump, journal, run, start, txn, z};
use crate::Epochs;

/// A member whose history begins with a snapshot at (2, 4) and goes on to (2, 5); epoch 2 is adopted.
fn sent_by_snapshot() -> (MemDisk, crate::Journal<MemDisk>, History) {
    let disk = MemDisk::new();
    let mut j = journal(&start(&disk).unwrap());
    let history = History::installed(z(2, 4), (1..=4).map(|n| txn(z(2, n), 1)).collect());
    run(
        &mut j,
        vec![
            DiskRequest::Install { tree: Box::new(history.tree()), token: 1 },
            DiskRequest::Append { txns: vec![txn(z(2, 5), 1)] },
            DiskRequest::AcceptedEpoch { epoch: 2, token: 2 },
            DiskRequest::CurrentEpoch { epoch: 2, token: 3 },
        ],
    );
    let history = history.with(&[txn(z(2, 5), 1)]);
    (disk, j, history)
}

/// What a leader of epoch 4 makes of it, as it comes: cut to (2, 3), then its own history, then NEWLEADER.
fn cut_below_the_snapshot() -> Vec<DiskRequest> {
    vec![
        DiskRequest::AcceptedEpoch { epoch: 4, token: 4 },
        DiskRequest::Truncate { to: z(2, 3), reload: true, token: 5 },
        DiskRequest::Append { txns: vec![txn(z(3, 1), 9)] },
        DiskRequest::Sync { token: 6 },
        DiskRequest::CurrentEpoch { epoch: 4, token: 7 },
    ]
}

#[test]
fn what_was_to_follow_a_refused_truncation_is_not_done() {
    let (disk, mut j, history) = sent_by_snapshot();
    let done = run(&mut j, cut_below_the_snapshot());
    assert_eq!(done.iter().map(|d| d.token).collect::<Vec<_>>(), [4, 5]);
    assert!(done[1].refused.is_some());
    // Not in the same batch, not later.
    assert!(run(&mut j, vec![DiskRequest::Sync { token: 8 }]).is_empty());
    drop(j);
    let found = start(&disk).unwrap();
    assert_eq!((found.last_zxid, found.epochs), (z(2, 5), Some(Epochs { accepted: 4, current: 2 })));
    assert_eq!(dump(&found.tree), history.dump());
}

#[test]
fn a_history_that_is_given_up_is_moved_aside_and_another_one_takes_its_place() {
    let (disk, mut j, _) = sent_by_snapshot();
    run(&mut j, cut_below_the_snapshot());
    let done = run(&mut j, vec![DiskRequest::SetAside { token: 8 }]).pop().unwrap();
    assert_eq!((done.token, done.tree.unwrap().last_zxid()), (8, Zxid::ZERO));
    let aside = "/data/version-2.damaged-1/snapshot.200000004";
    assert!(disk.content().contains_key(std::path::Path::new(aside)), "{:?}", disk.content().keys());
    // A start in between: it has nothing to vouch for.
    drop(j);
    let found = start(&disk).unwrap();
    assert_eq!((found.last_zxid, found.epochs), (Zxid(-1), Some(Epochs { accepted: 4, current: -1 })));
    let mut j = journal(&found);
    drop(found);
    let history = History::installed(z(3, 1), vec![txn(z(3, 1), 9)]);
    let done = run(
        &mut j,
        vec![
            DiskRequest::Install { tree: Box::new(history.tree()), token: 9 },
            DiskRequest::CurrentEpoch { epoch: 4, token: 10 },
        ],
    );
    assert_eq!(done.len(), 2);
    drop(j);
    let found = start(&disk).unwrap();
    assert_eq!((found.last_zxid, found.epochs), (z(3, 1), Some(Epochs { accepted: 4, current: 4 })));
    assert_eq!(dump(&found.tree), history.dump());
}

#[test]
fn without_a_start_in_between_it_goes_on_alike() {
    let (disk, mut j, _) = sent_by_snapshot();
    run(&mut j, cut_below_the_snapshot());
    let history = History::installed(z(3, 1), vec![txn(z(3, 1), 9)]);
    let done = run(
        &mut j,
        vec![
            DiskRequest::SetAside { token: 8 },
            DiskRequest::Sync { token: 9 },
            DiskRequest::AcceptedEpoch { epoch: 5, token: 10 },
            DiskRequest::Install { tree: Box::new(history.tree()), token: 11 },
            DiskRequest::Append { txns: vec![txn(z(3, 2), 9)] },
            DiskRequest::CurrentEpoch { epoch: 5, token: 12 },
        ],
    );
    assert_eq!(done.iter().map(|d| d.token).collect::<Vec<_>>(), [8, 9, 10, 11, 12]);
    drop(j);
    let found = start(&disk).unwrap();
    assert_eq!((found.last_zxid, found.epochs), (z(3, 2), Some(Epochs { accepted: 5, current: 5 })));
    assert_eq!(dump(&found.tree), history.with(&[txn(z(3, 2), 9)]).dump());
}
