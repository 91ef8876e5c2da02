//! Starts, row by row: epochs, members without a history, damage, and what the journal refuses.

use zk_proto::Zxid;
use zk_server::member::DiskRequest;
use zk_storage::disk::{CrashOptions, Fault};
use zk_storage::{Disk, MemDisk, StorageError};

use super::support::{History, config, dump, file, journal, run, start, txn, z};
use crate::{Epochs, Journal, JournalConfig, RecoverConfig, Standing, is_damage, recover, set_aside};

/// A disk with transactions up to `last` of epoch 2.
fn disk_with(last: u32) -> MemDisk {
    let disk = MemDisk::new();
    let mut j = journal(&start(&disk).unwrap());
    let txns = (1..=last).map(|i| txn(z(2, i), 1)).collect();
    run(&mut j, vec![DiskRequest::Append { txns }, DiskRequest::Sync { token: 1 }]);
    drop(j);
    for name in ["acceptedEpoch", "currentEpoch"] {
        disk.remove(&file(name)).unwrap();
    }
    disk
}

fn epochs_of(disk: &MemDisk, accepted: &str, current: &str) -> Result<Epochs, StorageError> {
    for (name, text) in [("acceptedEpoch", accepted), ("currentEpoch", current)] {
        if text != "none" {
            disk.put(&file(name), text.as_bytes());
        }
    }
    let found = start(disk)?.epochs.unwrap();
    let written = |name| String::from_utf8(disk.content()[&file(name)].clone()).unwrap();
    assert_eq!(written("acceptedEpoch").trim(), found.accepted.to_string());
    assert_eq!(written("currentEpoch").trim(), found.current.to_string());
    Ok(found)
}

#[test]
fn epochs_are_what_the_files_and_the_history_say() {
    for (accepted, current, expected) in [
        ("none", "none", (2, 2)),
        ("5", "4", (5, 4)),
        ("5", "none", (5, 2)),
        ("none", "4", (4, 4)),
        ("1", "1", (2, 2)),
        ("3", "1", (3, 2)),
        ("3", "4", (4, 4)),
        ("-1", "-1", (2, 2)),
        (" 7\n", "2", (7, 2)),
    ] {
        let disk = disk_with(2);
        // What an interrupted write wanted counts for nothing.
        disk.put(&file("currentEpoch.tmp"), b"9");
        let found = epochs_of(&disk, accepted, current).unwrap();
        assert_eq!((found.accepted, found.current), expected, "{accepted} {current}");
    }
    let empty = epochs_of(&MemDisk::new(), "none", "none").unwrap();
    assert_eq!(empty, Epochs { accepted: 0, current: 0 });
}

#[test]
fn an_epoch_without_its_history_is_damage() {
    let disk = MemDisk::new();
    drop(start(&disk).unwrap());
    for name in ["snapshot.0", "currentEpoch"] {
        disk.remove(&file(name)).unwrap();
    }
    // Promised, and never adopted: nothing is missing.
    disk.put(&file("acceptedEpoch"), b"4");
    assert_eq!(start(&disk.clone()).unwrap().epochs, Some(Epochs { accepted: 4, current: 0 }));
    disk.remove(&file("snapshot.0")).unwrap();
    disk.put(&file("currentEpoch"), b"3");
    let before = disk.content();
    let error = start(&disk).err().unwrap();
    assert!(is_damage(&error), "{error}");
    let text = error.to_string();
    assert!(text.contains("/data/version-2/currentEpoch says that the history of epoch 3"), "{text}");
    assert_eq!(disk.content(), before);
    // As a member that can get it from others.
    set_aside(disk.clone(), &config()).unwrap();
    let found = start(&disk).unwrap();
    assert_eq!((found.last_zxid, found.epochs), (Zxid(-1), Some(Epochs { accepted: 4, current: -1 })));
}

#[test]
fn epoch_files_that_do_not_go_together_are_told() {
    for (accepted, current, told) in [
        ("3", "4", Some("acceptedEpoch holds 3, less than the 4 in currentEpoch; raised to 4")),
        ("none", "2", Some("acceptedEpoch is missing, taken as 2")),
        ("2", "none", Some("currentEpoch is missing, taken as 2 from the last transaction")),
        ("2", "2", None),
        ("none", "none", None),
        ("1", "1", None),
    ] {
        let disk = disk_with(2);
        for (name, text) in [("acceptedEpoch", accepted), ("currentEpoch", current)] {
            if text != "none" {
                disk.put(&file(name), text.as_bytes());
            }
        }
        let warnings = start(&disk).unwrap().warnings;
        assert_eq!(warnings.len(), usize::from(told.is_some()), "{warnings:?}");
        assert!(told.is_none_or(|t| warnings[0].contains(t)), "{warnings:?}");
    }
}

#[test]
fn an_epoch_that_cannot_be_read_is_refused_and_nothing_is_changed() {
    for bad in ["", "x", "1 2", "-2", "2147483648", "99999999999999999999", "0x2"] {
        for (accepted, current) in [(bad, "2"), ("2", bad)] {
            let disk = disk_with(2);
            let error = epochs_of(&disk, accepted, current).unwrap_err();
            let name = if accepted == bad { "acceptedEpoch" } else { "currentEpoch" };
            let text = error.to_string();
            assert!(text.contains(name) && text.contains("correct or remove it"), "{text}");
            assert!(!is_damage(&error));
            assert_eq!(disk.content()[&file(name)], bad.as_bytes());
        }
    }
}

#[test]
fn the_beginning_of_an_epoch_counts_as_much_as_its_transactions() {
    let disk = MemDisk::new();
    let mut j = journal(&start(&disk).unwrap());
    let history = History::installed(z(6, 0), vec![txn(z(2, 1), 1)]);
    run(&mut j, vec![DiskRequest::Install { tree: Box::new(history.tree()), token: 1 }]);
    drop(j);
    let found = start(&disk).unwrap();
    assert_eq!(found.epochs, Some(Epochs { accepted: 6, current: 6 }));
    assert_eq!((found.base, found.last_zxid), (z(6, 0), z(6, 0)));
    assert_eq!(dump(&found.tree), history.dump());
}

/// Apache's servers show what their snapshot holds until a leader tells them more, and a leader is told nothing.
#[test]
fn the_first_snapshot_shows_the_membership() {
    let disk = MemDisk::new();
    let member = RecoverConfig { membership: Some("server.1=a:1:2\nversion=0".into()), ..config() };
    drop(recover(disk.clone(), &member).unwrap());
    // Read back without being told.
    let found = start(&disk).unwrap();
    let node = found.tree.find("/zookeeper/config").unwrap();
    assert_eq!(node.data(), Some(&b"server.1=a:1:2\nversion=0"[..]));
}

#[test]
fn an_empty_directory_that_is_not_trusted_leaves_a_member_without_a_history() {
    let cautious = RecoverConfig { db_autocreate: false, ..config() };
    let disk = MemDisk::new();
    for _ in 0..2 {
        let found = recover(disk.clone(), &cautious).unwrap();
        assert_eq!((found.last_zxid, found.epochs), (Zxid(-1), Some(Epochs { accepted: -1, current: -1 })));
        assert!(found.warnings[0].contains("nothing to vouch for"), "{:?}", found.warnings);
    }
    // It takes no transaction before it has a history.
    let mut j = Journal::new(
        &recover(disk.clone(), &cautious).unwrap(),
        JournalConfig::new(&cautious, super::support::small_writer()),
    );
    let append = DiskRequest::Append { txns: vec![txn(z(1, 1), 1)] };
    assert!(matches!(j.execute(append), Err(StorageError::ZxidGap { .. })));
    drop(j);

    let alone = RecoverConfig { standing: Standing::Standalone, ..cautious.clone() };
    assert!(recover(disk.clone(), &alone).is_err());
    disk.put(std::path::Path::new("/data/initialize"), b"");
    assert_eq!(recover(disk.clone(), &cautious).unwrap().last_zxid, Zxid::ZERO);
    assert!(!disk.content().contains_key(std::path::Path::new("/data/initialize")), "it allows one start");
}

#[test]
fn a_damaged_log_is_set_aside_and_an_installation_ends_that() {
    let disk = disk_with(5);
    let log = file("log.200000001");
    let mut bytes = disk.content()[&log].clone();
    bytes[100] ^= 1;
    disk.put(&log, &bytes);
    let error = start(&disk).err().unwrap();
    assert!(is_damage(&error), "{error}");
    let aside = set_aside(disk.clone(), &config()).unwrap();
    assert_eq!(disk.content()[&aside.join("log.200000001")], bytes);
    let found = start(&disk).unwrap();
    assert_eq!(found.last_zxid, Zxid(-1));
    assert!(found.warnings[0].contains("moved aside"), "{:?}", found.warnings);
    let mut j = journal(&found);
    drop(found);
    let history = History::installed(z(2, 5), vec![txn(z(2, 5), 1)]);
    run(&mut j, vec![DiskRequest::Install { tree: Box::new(history.tree()), token: 1 }]);
    run(&mut j, vec![DiskRequest::Append { txns: vec![txn(z(2, 6), 1)] }, DiskRequest::Sync { token: 2 }]);
    drop(j);
    assert_eq!(start(&disk).unwrap().last_zxid, z(2, 6));
    assert!(disk.content().contains_key(&aside.join("log.200000001")), "nothing is deleted");
}

#[test]
fn a_truncation_to_what_is_not_there_is_refused_and_changes_nothing() {
    let disk = disk_with(5);
    drop(start(&disk).unwrap());
    let before = disk.content();
    for to in [z(2, 6), z(1, 7), z(3, 0), z(2, 0).max(Zxid(1))] {
        let mut j = journal(&start(&disk).unwrap());
        let cut = DiskRequest::Truncate { to, reload: true, token: 9 };
        let done = j.execute(cut).unwrap().unwrap();
        if to == z(2, 0) {
            assert_eq!(done.refused, None, "the epoch's first transaction follows");
            assert_eq!(done.tree.unwrap().last_zxid(), Zxid::ZERO);
            let append = DiskRequest::Append { txns: vec![txn(z(2, 1), 2)] };
            run(&mut j, vec![append, DiskRequest::Sync { token: 1 }]);
        } else {
            assert!(done.refused.unwrap().contains("cannot truncate") && done.tree.is_none());
            assert_eq!(disk.content(), before);
        }
    }
    assert_eq!(start(&disk).unwrap().last_zxid, z(2, 1));
}

#[test]
fn one_sync_answers_all_that_are_at_hand() {
    let disk = disk_with(1);
    let mut j = journal(&start(&disk).unwrap());
    let append = |i| DiskRequest::Append { txns: vec![txn(z(2, i), 1)] };
    let sync = |token| DiskRequest::Sync { token };
    let done = run(
        &mut j,
        vec![
            append(2),
            sync(1),
            append(3),
            sync(2),
            sync(3),
            DiskRequest::AcceptedEpoch { epoch: 3, token: 4 },
            append(4),
            sync(5),
        ],
    );
    assert_eq!(done.iter().map(|d| d.token).collect::<Vec<_>>(), [1, 2, 3, 4, 5]);
    assert_eq!((j.status().syncs, j.status().txns, j.take_sync_times().len()), (2, 3, 2));
    assert_eq!((j.last(), j.epochs().accepted), (z(2, 4), 3));
    // What nobody waits for may wait.
    assert!(j.execute(append(5)).unwrap().is_none());
    assert_eq!(j.status().syncs, 2);
}

#[test]
fn a_gap_is_never_written() {
    let disk = disk_with(2);
    let mut j = journal(&start(&disk).unwrap());
    let before = disk.content();
    let append = DiskRequest::Append { txns: vec![txn(z(2, 4), 1)] };
    assert!(matches!(j.execute(append), Err(StorageError::ZxidGap { .. })));
    assert!(matches!(j.execute(DiskRequest::Sync { token: 1 }), Err(StorageError::Poisoned { .. })));
    assert_eq!(disk.content(), before);
}

#[test]
fn after_a_failure_nothing_is_answered_and_a_restart_finds_what_was_promised() {
    let history = History::default().with(&[txn(z(2, 1), 1), txn(z(2, 2), 1)]);
    for n in 0..30 {
        let disk = disk_with(2);
        let mut j = journal(&start(&disk).unwrap());
        disk.set_fault(Some(Fault::AfterRequests(n)));
        let installed = History::installed(z(2, 2), vec![txn(z(2, 2), 7)]);
        let requests = vec![
            DiskRequest::Append { txns: vec![txn(z(2, 3), 1)] },
            DiskRequest::CurrentEpoch { epoch: 3, token: 1 },
            DiskRequest::Truncate { to: z(2, 1), reload: true, token: 2 },
            DiskRequest::Install { tree: Box::new(installed.tree()), token: 3 },
        ];
        let mut done = Vec::new();
        let failed = j.run(requests, &mut done).is_err();
        assert_eq!(failed, done.len() < 3, "{n}");
        if failed {
            let sync = DiskRequest::Sync { token: 4 };
            assert!(matches!(j.execute(sync), Err(StorageError::Poisoned { .. })));
        }
        drop(j);
        let found = start(&disk.crash(usize::MAX, CrashOptions::PESSIMISTIC)).unwrap();
        let epoch = found.epochs.unwrap().current;
        assert!(done.is_empty() || epoch == 3, "{n}: {epoch}");
        let tree = dump(&found.tree);
        let (full, cut) = (history.with(&[txn(z(2, 3), 1)]), history.cut(z(2, 1)));
        let allowed = match done.len() {
            0 => vec![history.dump(), full.dump()],
            1 => vec![full.dump(), history.dump(), cut.dump()],
            2 => vec![cut.dump(), installed.dump()],
            _ => vec![installed.dump()],
        };
        assert!(allowed.contains(&tree), "{n}, {} answered: {tree}", done.len());
    }
}

#[test]
fn a_log_without_a_snapshot_is_trusted_for_one_start() {
    let disk = disk_with(3);
    disk.remove(&file("snapshot.0")).unwrap();
    let error = start(&disk).err().unwrap();
    assert!(matches!(error, StorageError::SnapshotMissing { .. }) && !is_damage(&error));
    let trusting = RecoverConfig { trust_empty_snapshot: true, ..config() };
    let tree = dump(&recover(disk.clone(), &trusting).unwrap().tree);
    let found = start(&disk).unwrap();
    assert_eq!((dump(&found.tree), found.base, found.last_zxid), (tree, Zxid::ZERO, z(2, 3)));
}

#[test]
fn a_logged_transaction_of_an_unknown_type_is_refused_and_nothing_is_changed() {
    let disk = MemDisk::new();
    let mut j = journal(&start(&disk).unwrap());
    let mut newer = Vec::new();
    let kind = 9999;
    let session = zk_proto::SessionId(1);
    zk_proto::TxnHeader { session, cxid: 1, zxid: z(1, 2), time: 1, kind }.encode(&mut newer);
    let append = DiskRequest::Append { txns: vec![txn(z(1, 1), 1), (z(1, 2), newer.into())] };
    run(&mut j, vec![append, DiskRequest::Sync { token: 1 }]);
    drop(j);
    let before = disk.content();
    for _ in 0..2 {
        let error = start(&disk).map(drop).unwrap_err().to_string();
        assert!(error.contains("9999") && error.contains("0x100000002"), "{error}");
    }
    assert!(disk.content() == before, "something was changed");
}
