//! Start-up, row by row of the table in `datadir::recover`, and the small files around it.

use std::path::Path;

use zk_proto::Zxid;

use super::support::{
    ROOT, disk_with, install, log_bytes, open, payload, record_len, recover, recover_with, small_config,
    snap_path, snapshot_bytes, z,
};
use crate::disk::{Disk, MemDisk};
use crate::snapshot::{Compression, SnapshotDigest, SnapshotWriter};
use crate::txlog::CursorNote;
use crate::{Access, Base, DataDir, Epochs, RecoverOptions, StorageError, Warning};

fn logs(range: std::ops::RangeInclusive<i64>) -> Vec<u8> {
    log_bytes(range.map(z))
}

fn snap(n: i64) -> Vec<u8> {
    snapshot_bytes(z(n), 2)
}

fn txns(range: std::ops::RangeInclusive<i64>) -> Vec<Zxid> {
    range.map(z).collect()
}

#[test]
fn the_log_above_the_newest_snapshot_is_replayed() {
    let disk = disk_with(&[
        ("snapshot.0", snap(0)),
        ("snapshot.5", snap(5)),
        ("log.1", logs(1..=4)),
        ("log.5", logs(5..=8)),
        ("log.9", logs(9..=9)),
    ]);
    let (model, report) = recover(&open(&disk)).unwrap();
    assert_eq!((model.snapshot, model.txns), (Some(z(5)), txns(6..=9)));
    assert_eq!((report.last_zxid, report.txns, report.log_files), (z(9), 4, 2));
    assert_eq!((report.warnings.len(), report.torn), (0, None));
}

#[test]
fn a_snapshot_newer_than_every_log_stands_alone() {
    let disk = disk_with(&[("snapshot.8", snap(8)), ("log.1", logs(1..=4))]);
    let (model, report) = recover(&open(&disk)).unwrap();
    assert_eq!((report.last_zxid, model.txns.len()), (z(8), 0));
}

#[test]
fn a_gap_is_fatal_unless_a_snapshot_covers_it() {
    let files = [("snapshot.0", snap(0)), ("log.1", logs(1..=3)), ("log.6", logs(6..=7))];
    match recover(&open(&disk_with(&files))) {
        Err(StorageError::ZxidGap { after, found, offset: 16, .. }) => {
            assert_eq!((after, found), (z(3), z(6)))
        }
        other => panic!("{other:?}"),
    }
    let covered = [&files[..], &[("snapshot.5", snap(5))]].concat();
    assert_eq!(recover(&open(&disk_with(&covered))).unwrap().1.last_zxid, z(7));
}

#[test]
fn a_missing_first_log_is_a_gap() {
    let disk = disk_with(&[("snapshot.0", snap(0)), ("log.6", logs(6..=7))]);
    assert!(matches!(recover(&open(&disk)), Err(StorageError::ZxidGap { .. })));
}

#[test]
fn a_new_epoch_follows_from_its_first_transaction_on() {
    let (e2, e9) = (|n| Zxid::new(2, n), Zxid::new(9, 1));
    let disk = disk_with(&[
        ("snapshot.0", snap(0)),
        ("log.1", logs(1..=3)),
        ("log.200000001", log_bytes([e2(1), e2(2)])),
        ("log.900000001", log_bytes([e9])),
    ]);
    assert_eq!(recover(&open(&disk)).unwrap().1.last_zxid, e9);
    let late = disk_with(&[("snapshot.0", snap(0)), ("log.1", log_bytes([z(1), e2(2)]))]);
    assert!(matches!(recover(&open(&late)), Err(StorageError::ZxidGap { .. })));
}

#[test]
fn transactions_logged_twice_are_passed_over_and_other_regressions_refused() {
    let disk = disk_with(&[("snapshot.0", snap(0)), ("log.1", logs(1..=5)), ("log.4", logs(4..=7))]);
    let (model, report) = recover(&open(&disk)).unwrap();
    assert_eq!(model.txns, txns(1..=7));
    assert!(matches!(
        &report.warnings[..],
        [Warning::Log(CursorNote::Repeated { first: Zxid(4), count: 2, .. })]
    ));
    let mut other = payload(z(4));
    other[0] ^= 1;
    let fork = [&crate::txlog::header_bytes()[..], &super::support::record_bytes(&other)].concat();
    let disk = disk_with(&[("snapshot.0", snap(0)), ("log.1", logs(1..=5)), ("log.4", fork)]);
    assert!(matches!(recover(&open(&disk)), Err(StorageError::ZxidRegression { .. })));
}

#[test]
fn a_torn_tail_is_reported_and_cut_off_and_kept_aside() {
    let whole = logs(1..=3);
    let torn = [&whole[..whole.len() - 5], &[0; 300]].concat();
    let disk = disk_with(&[("snapshot.0", snap(0)), ("log.1", torn)]);
    let dir = open(&disk);
    let (model, report) = recover(&dir).unwrap();
    assert_eq!(model.txns, txns(1..=2));
    let torn = report.torn.unwrap();
    assert_eq!(torn.offset as usize, logs(1..=2).len());
    assert!(report.warnings[0].to_string().contains("incomplete record after zxid 0x2"));
    let repaired = dir.repair_tail(&torn).unwrap();
    assert_eq!(repaired.len, Some(torn.offset));
    let content = disk.content();
    assert_eq!(content[&snap_path("log.1")], logs(1..=2));
    let kept = &content[&repaired.kept.unwrap()];
    assert_eq!(kept.len() as u64, torn.bytes);
    assert!(whole.ends_with(b"B") && whole[torn.offset as usize..].starts_with(kept));
    // Once more: nothing is left to repair, and a new file goes on.
    assert_eq!(recover(&dir).unwrap().1.torn, None);
    let mut w = dir.log_writer(small_config());
    w.append(z(3), &payload(z(3)));
    w.commit().unwrap();
    let (model, report) = recover(&dir).unwrap();
    assert_eq!((model.txns, report.warnings.len()), (txns(1..=3), 0));
}

#[test]
fn a_last_log_without_a_whole_record_is_removed() {
    let whole = logs(3..=3);
    for cut in [0, 1, 15, 17, 30] {
        let disk =
            disk_with(&[("snapshot.0", snap(0)), ("log.1", logs(1..=2)), ("log.3", whole[..cut].to_vec())]);
        let dir = open(&disk);
        let (model, report) = recover(&dir).unwrap();
        assert_eq!(model.txns, txns(1..=2));
        match report.torn {
            Some(torn) => {
                assert_eq!(dir.repair_tail(&torn).unwrap().len, None);
                assert!(!disk.exists(&snap_path("log.3")).unwrap());
            }
            // A byte of zeros behind the header is padding.
            None => assert_eq!(cut, 17),
        }
        let mut w = dir.log_writer(small_config());
        w.append(z(3), &payload(z(3)));
        w.commit().unwrap();
        assert_eq!(recover(&dir).unwrap().0.txns, txns(1..=3));
    }
}

#[test]
fn a_torn_record_in_an_earlier_log_is_harmless_only_if_the_next_one_goes_on_there() {
    let whole = logs(1..=3);
    let torn = whole[..whole.len() - 1].to_vec();
    let files = [("snapshot.0", snap(0)), ("log.1", torn)];
    let good = disk_with(&[&files[..], &[("log.3", logs(3..=4))]].concat());
    let (model, report) = recover(&open(&good)).unwrap();
    assert_eq!(model.txns, txns(1..=4));
    assert!(matches!(&report.warnings[..], [Warning::Log(CursorNote::TornInside(_))]));
    let bad = disk_with(&[&files[..], &[("log.4", logs(4..=5))]].concat());
    assert!(matches!(recover(&open(&bad)), Err(StorageError::ZxidGap { .. })));
}

#[test]
fn damage_that_the_snapshot_covers_is_a_warning() {
    let mut bytes = logs(1..=8);
    bytes[logs(1..=3).len() + 20] ^= 1;
    let log = ("log.1", bytes);
    let (model, report) = recover(&open(&disk_with(&[("snapshot.5", snap(5)), log.clone()]))).unwrap();
    assert_eq!(model.txns, txns(6..=8));
    assert!(matches!(&report.warnings[..], [Warning::Log(CursorNote::DamageBelow { .. })]));
    for below in [0, 3] {
        let name = format!("snapshot.{below}");
        let disk = disk_with(&[(name.as_str(), snap(below)), log.clone()]);
        match recover(&open(&disk)) {
            Err(StorageError::LogDamaged { offset, .. }) => assert_eq!(offset as usize, logs(1..=3).len()),
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn a_snapshot_that_the_target_refuses_is_passed_over() {
    let mut w = SnapshotWriter::new(Vec::new());
    w.sessions([].into_iter()).unwrap();
    w.acls([].into_iter()).unwrap();
    w.node("/refused", None, -1, &Default::default()).unwrap();
    let refused = w.finish(None, None).unwrap();
    let files = [("snapshot.3", refused.clone()), ("log.1", logs(1..=4))];
    let older = disk_with(&[&files[..], &[("snapshot.0", snap(0))]].concat());
    let (model, report) = recover(&open(&older)).unwrap();
    assert_eq!((model.snapshot, model.txns.len()), (Some(z(0)), 4));
    assert!(report.warnings[0].to_string().contains("a parent is missing"));
    match recover(&open(&disk_with(&files))) {
        Err(StorageError::NoUsableSnapshot { tried: 1, .. }) => {}
        other => panic!("{other:?}"),
    }
}

#[test]
fn logs_without_a_snapshot_are_refused_unless_trusted() {
    let disk = disk_with(&[("log.1", logs(1..=4)), ("snapshot.3", Vec::new())]);
    let dir = open(&disk);
    assert!(matches!(recover(&dir), Err(StorageError::SnapshotMissing { .. })));
    let trusting = RecoverOptions { trust_empty_snapshot: true, ..RecoverOptions::default() };
    let (model, report) = recover_with(&dir, &trusting).unwrap();
    assert_eq!((report.base, model.txns), (Base::Empty, txns(1..=4)));
    assert!(matches!(&report.warnings[..], [Warning::SnapshotIncomplete { .. }]));
    let late = disk_with(&[("log.3", logs(3..=4))]);
    assert!(matches!(recover(&open(&late)), Err(StorageError::SnapshotMissing { .. })));
    assert!(matches!(recover_with(&open(&late), &trusting), Err(StorageError::ZxidGap { .. })));
}

#[test]
fn an_empty_directory_starts_empty_or_has_nothing_to_vouch_for() {
    let dir = open(&disk_with(&[]));
    let (_, report) = recover(&dir).unwrap();
    assert_eq!((report.base, report.last_zxid), (Base::Empty, z(0)));
    let wary = RecoverOptions { trust_empty_dir: false, ..RecoverOptions::default() };
    let (_, report) = recover_with(&dir, &wary).unwrap();
    assert_eq!((report.base, report.last_zxid), (Base::Untrusted, z(-1)));
}

#[test]
fn a_log_that_ends_below_what_was_durable_is_refused() {
    let disk = disk_with(&[("snapshot.0", snap(0)), ("log.1", logs(1..=4))]);
    let with = |n| RecoverOptions { durable: Some(z(n)), ..RecoverOptions::default() };
    assert!(recover_with(&open(&disk), &with(4)).is_ok());
    assert!(matches!(recover_with(&open(&disk), &with(5)), Err(StorageError::LogShort { .. })));
}

#[test]
fn a_fuzzy_snapshot_ahead_of_the_log_is_reported() {
    let mut w = SnapshotWriter::new(Vec::new());
    w.sessions([].into_iter()).unwrap();
    w.acls([].into_iter()).unwrap();
    w.node("", None, -1, &Default::default()).unwrap();
    let fuzzy = w.finish(Some(SnapshotDigest { zxid: z(9), version: 2, digest: 0 }), None).unwrap();
    let disk = disk_with(&[("snapshot.3", fuzzy), ("log.1", logs(1..=5))]);
    let (_, report) = recover(&open(&disk)).unwrap();
    assert_eq!(report.warnings, [Warning::SnapshotAheadOfLog { reaches: z(9), last: z(5) }]);
}

#[test]
fn what_was_left_unfinished_is_removed_at_opening_and_only_for_writing() {
    let names = [".zkd.snapshot.5.tmp", "snapshot.5.tmp", ".zkd.log.tmp", "snapshot.0", "currentEpoch.tmp"];
    let files: Vec<_> = names.iter().map(|n| (*n, snap(0))).collect();
    let disk = disk_with(&files);
    DataDir::open(disk.clone(), Path::new("/data"), None, Access::ReadOnly).unwrap();
    assert_eq!(disk.content().len(), names.len());
    open(&disk);
    let left: Vec<_> = disk.content().into_keys().collect();
    assert_eq!(left, [snap_path("currentEpoch.tmp"), snap_path("snapshot.0")]);
}

#[test]
fn epochs_are_stored_and_read_back() {
    let disk = disk_with(&[]);
    let dir = open(&disk);
    assert_eq!(dir.epochs().unwrap(), Epochs::default());
    dir.write_accepted_epoch(12).unwrap();
    dir.write_current_epoch(11).unwrap();
    assert_eq!(
        dir.epochs().unwrap(),
        Epochs { accepted: Some(12), current: Some(11), current_pending: None }
    );
    assert_eq!(disk.content()[&snap_path("acceptedEpoch")], b"12");
    for bad in ["", "x", "1 2", "0x1"] {
        disk.put(&snap_path("currentEpoch"), bad.as_bytes());
        assert!(matches!(dir.epochs(), Err(StorageError::BadNumber { .. })), "{bad:?}");
    }
    disk.put(&snap_path("currentEpoch"), b"-1\n");
    disk.put(&snap_path("currentEpoch.tmp"), b"7");
    let epochs = dir.epochs().unwrap();
    assert_eq!((epochs.current, epochs.current_pending), (Some(-1), Some(7)));
    disk.put(&snap_path("currentEpoch.tmp"), b"");
    assert_eq!(dir.epochs().unwrap().current_pending, None);
}

#[test]
fn my_id_is_the_first_line_without_blanks() {
    let disk = disk_with(&[]);
    let dir = open(&disk);
    assert_eq!(dir.my_id().unwrap(), None);
    for (text, id) in [("3", Some(3)), ("255\nrest", Some(255)), (" 3", None), ("3 ", None), ("", None)] {
        disk.put(Path::new("/data/myid"), text.as_bytes());
        assert_eq!(dir.my_id().ok().flatten(), id, "{text:?}");
    }
}

#[test]
fn the_initialize_marker_counts_once() {
    let disk = disk_with(&[]);
    let dir = open(&disk);
    assert!(!dir.take_initialize_marker().unwrap());
    disk.put(Path::new("/data/initialize"), b"");
    assert!(dir.has_initialize_marker().unwrap());
    assert!(dir.take_initialize_marker().unwrap());
    assert!(!dir.has_initialize_marker().unwrap());
}

#[test]
fn swapped_directories_are_noticed() {
    let disk = MemDisk::new();
    disk.put(Path::new("/s/version-2/log.1"), &logs(1..=1));
    disk.put(Path::new("/l/version-2/snapshot.0"), &snap(0));
    let opened = DataDir::open(disk, Path::new("/s"), Some(Path::new("/l")), Access::Create);
    assert!(matches!(opened, Err(StorageError::MixedDirectories { .. })));
}

#[test]
fn separate_directories_are_used_and_sized() {
    let disk = MemDisk::new();
    let dir = DataDir::open(disk.clone(), Path::new("/s"), Some(Path::new("/l")), Access::Create).unwrap();
    dir.create_snapshot(z(0), Compression::Plain)
        .map(|mut s| {
            s.sessions([].into_iter()).unwrap();
            s.acls([].into_iter()).unwrap();
            s.node("", None, -1, &Default::default()).unwrap();
            s.commit(None, Some(z(0))).unwrap();
        })
        .unwrap();
    let mut w = dir.log_writer(small_config());
    w.append(z(1), &payload(z(1)));
    w.roll().unwrap();
    assert!(disk.exists(Path::new("/s/version-2/snapshot.0")).unwrap());
    assert_eq!(dir.sizes().unwrap().log_dir_bytes, logs(1..=1).len() as u64);
    assert_eq!(recover(&dir).unwrap().1.last_zxid, z(1));
}

fn names(disk: &MemDisk) -> Vec<String> {
    disk.content().keys().map(|p| p.file_name().unwrap().to_str().unwrap().to_string()).collect()
}

#[test]
fn a_purge_keeps_three_snapshots_and_the_logs_that_they_need() {
    let mut files: Vec<(String, Vec<u8>)> = Vec::new();
    for n in [0, 10, 20, 30, 40] {
        files.push((format!("snapshot.{n:x}"), snap(n)));
    }
    for n in [1, 11, 18, 21, 41] {
        files.push((format!("log.{n:x}"), logs(n..=n)));
    }
    files.push(("snapshot.32".to_string(), Vec::new()));
    let files: Vec<_> = files.iter().map(|(n, b)| (n.as_str(), b.clone())).collect();
    let disk = disk_with(&files);
    let report = open(&disk).purge(1, 1 << 20).unwrap();
    assert_eq!(report.removed, ["snapshot.0", "snapshot.a", "log.1", "log.b"]);
    assert_eq!(
        names(&disk),
        ["log.12", "log.15", "log.29", "snapshot.14", "snapshot.1e", "snapshot.28", "snapshot.32"]
    );
    assert_eq!(open(&disk).purge(3, 1 << 20).unwrap().removed, [""; 0]);
}

#[test]
fn a_purge_refuses_if_the_newest_snapshot_does_not_verify() {
    let mut broken = snap(40);
    broken[40] ^= 1;
    let disk = disk_with(&[
        ("snapshot.0", snap(0)),
        ("snapshot.a", snap(10)),
        ("snapshot.14", snap(20)),
        ("snapshot.28", broken),
    ]);
    let report = open(&disk).purge(3, 1 << 20).unwrap();
    assert!(report.removed.is_empty() && report.refused.is_some());
    assert_eq!(names(&disk).len(), 4);
}

#[test]
fn a_replaced_history_leaves_only_the_new_snapshot() {
    let files = [
        ("snapshot.0", snap(0)),
        ("snapshot.5", snap(5)),
        ("snapshot.8", snap(8)),
        ("log.1", logs(1..=6)),
        ("log.7", logs(7..=9)),
    ];
    for zxid in [z(3), z(5), z(7), z(8), z(20)] {
        let disk = disk_with(&files);
        let dir = open(&disk);
        let path = install(&dir, zxid, Compression::Gzip);
        assert_eq!(path, snap_path(&format!("snapshot.{}.gz", zxid.file_suffix())));
        let left: Vec<_> = disk.content().into_keys().collect();
        assert_eq!(left, [path]);
        assert_eq!(recover(&dir).unwrap().1.last_zxid, zxid);
    }
}

#[test]
fn a_truncation_cuts_inside_at_the_edge_of_and_across_files() {
    for to in 1..=8 {
        let disk = disk_with(&[
            ("snapshot.0", snap(0)),
            ("snapshot.5", snap(5)),
            ("log.1", logs(1..=3)),
            ("log.4", logs(4..=6)),
            ("log.7", [logs(7..=8), vec![0; 500]].concat()),
        ]);
        let dir = open(&disk);
        dir.truncate(z(to), &RecoverOptions::default()).unwrap();
        let (model, report) = recover(&dir).unwrap();
        assert_eq!(report.last_zxid, z(to), "truncated to {to}");
        assert_eq!(model.snapshot, Some(z(if to < 5 { 0 } else { 5 })), "K-1: no newer snapshot stays");
        assert!(report.warnings.is_empty());
        dir.truncate(z(to), &RecoverOptions::default()).unwrap();
        let mut w = dir.log_writer(small_config());
        w.append(z(to + 1), &payload(z(to + 1)));
        w.commit().unwrap();
        assert_eq!(recover(&dir).unwrap().1.last_zxid, z(to + 1));
    }
}

#[test]
fn a_truncation_to_the_beginning_of_an_epoch_ends_before_its_first_transaction() {
    let disk =
        disk_with(&[("snapshot.5", snap(5)), ("log.6", log_bytes([z(6), Zxid::new(2, 1), Zxid::new(2, 2)]))]);
    let dir = open(&disk);
    dir.truncate(Zxid::new(2, 0), &RecoverOptions::default()).unwrap();
    assert_eq!(recover(&dir).unwrap().1.last_zxid, z(6));
}

#[test]
fn a_truncation_behind_damage_that_the_snapshot_covers_ends_at_its_target() {
    let mut log = logs(1..=9);
    let at = 16 + record_len(z(1)) + 20;
    log[at] ^= 0xff;
    let disk = disk_with(&[("snapshot.5", snap(5)), ("log.1", log)]);
    let dir = open(&disk);
    dir.truncate(z(7), &RecoverOptions::default()).unwrap();
    assert_eq!(recover(&dir).unwrap().1.last_zxid, z(7));
}

#[test]
fn a_snapshot_begun_before_a_truncation_gets_no_name() {
    let disk = disk_with(&[("snapshot.5", snap(5)), ("log.6", logs(6..=9))]);
    let dir = open(&disk);
    let begin = |of| {
        let mut s = dir.create_snapshot_of(of, z(8), Compression::Plain).unwrap();
        s.sessions([].into_iter()).unwrap();
        s.acls([].into_iter()).unwrap();
        s.node("", None, -1, &Default::default()).unwrap();
        s
    };
    let of = dir.generation();
    begin(of).commit(None, None).unwrap();
    let late = begin(of);
    dir.truncate(z(7), &RecoverOptions::default()).unwrap();
    assert!(matches!(late.commit(None, None), Err(StorageError::Superseded { .. })));
    assert_eq!(names(&disk), ["log.6", "snapshot.5"]);
}

#[test]
fn a_history_moved_aside_leaves_a_member_with_nothing_to_vouch_for() {
    let files = [("snapshot.5", snap(5)), ("log.6", logs(6..=9)), ("acceptedEpoch", b"3".to_vec())];
    let disk = disk_with(&files);
    open(&disk).set_aside().unwrap();
    for _ in 0..2 {
        let dir = open(&disk);
        assert_eq!(recover(&dir).unwrap().1.base, Base::Untrusted);
        assert_eq!(dir.epochs().unwrap().accepted, Some(3), "a promise is a promise");
    }
    let aside = Path::new(ROOT).join("version-2.damaged-1");
    assert_eq!(disk.content()[&aside.join("log.6")], logs(6..=9));
    let dir = open(&disk);
    install(&dir, z(0), Compression::Plain);
    assert_eq!(recover(&dir).unwrap().1.last_zxid, z(0));
    drop(dir);
    open(&disk).set_aside().unwrap();
    assert!(disk.content().contains_key(&Path::new(ROOT).join("version-2.damaged-2/snapshot.0")));
}

#[test]
fn a_truncation_to_what_is_not_there_changes_nothing() {
    let files = [("snapshot.6", snap(6)), ("log.5", logs(5..=9))];
    let fuzzy = {
        let mut w = SnapshotWriter::new(Vec::new());
        w.sessions([].into_iter()).unwrap();
        w.acls([].into_iter()).unwrap();
        w.node("", None, -1, &Default::default()).unwrap();
        w.finish(Some(SnapshotDigest { zxid: z(9), version: 2, digest: 0 }), None).unwrap()
    };
    for (files, to) in [
        (files.to_vec(), z(5)),
        (files.to_vec(), Zxid::new(1, 1)),
        (vec![("snapshot.5", snap(5)), ("log.6", log_bytes([z(6), z(7), Zxid::new(1, 1)]))], z(8)),
        (vec![("snapshot.6", fuzzy), ("log.5", logs(5..=9))], z(7)),
        // The snapshot above was not made of this log.
        (vec![("snapshot.4", snap(4)), ("log.5", logs(5..=9)), ("snapshot.b", snap(11))], z(7)),
        // A crash half-way would leave a gap.
        (
            vec![
                ("snapshot.4", snap(4)),
                ("log.5", logs(5..=9)),
                ("snapshot.b", snap(11)),
                ("log.c", logs(12..=13)),
            ],
            z(7),
        ),
        // The beginning of an epoch, but not of the one that follows.
        (vec![("snapshot.5", snap(5)), ("log.6", log_bytes([z(6), Zxid::new(2, 1)]))], Zxid::new(1, 0)),
    ] {
        let disk = disk_with(&files);
        let before = disk.content();
        let done = open(&disk).truncate(to, &RecoverOptions::default());
        assert!(matches!(done, Err(StorageError::CannotTruncate { .. })), "{to}: {done:?}");
        assert_eq!(disk.content(), before);
    }
}
