//! Damaged files: every cut, every changed byte, every kind of tail. The outcome is the right history up to the
//! damage or a refusal, never another transaction.

use super::support::{
    Rng, disk_with, log_bytes, open, payload, record_bytes, record_len, recover, seed, small_config,
    snap_path, snapshot_bytes, z,
};
use crate::disk::MemDisk;
use crate::fuzz;
use crate::snapshot::{Compression, Decoder, Encoder, SnapshotReader};
use crate::txlog::{BadRecord, HEADER_BYTES, LogEnd, LogReader};
use crate::{StorageError, Warning};
use std::io::Write;

/// Records in file order, and the verdict.
fn scan(bytes: &[u8]) -> (Vec<i64>, LogEnd) {
    let mut r = LogReader::new(bytes);
    let mut out = Vec::new();
    while let Some(record) = r.next().unwrap() {
        assert_eq!(record.payload, payload(record.head.zxid));
        out.push(record.head.zxid.0);
    }
    (out, r.end().unwrap())
}

/// Ends of the records 1..=n in a log that begins with 1.
fn ends(n: i64) -> Vec<usize> {
    let mut at = HEADER_BYTES;
    (1..=n)
        .map(|i| {
            at += record_len(z(i));
            at
        })
        .collect()
}

#[test]
fn every_prefix_of_a_log_ends_clean_at_a_record_or_torn() {
    let (whole, ends) = (log_bytes((1..=6).map(z)), ends(6));
    for cut in 0..=whole.len() {
        for padding in [0, 1, 11, 12, 13, 400] {
            let bytes = [&whole[..cut], &vec![0; padding]].concat();
            let (txns, end) = scan(&bytes);
            let complete = ends.iter().filter(|e| **e <= cut).count() as i64;
            assert_eq!(txns, (1..=complete).collect::<Vec<_>>(), "cut at {cut}");
            let border = complete.checked_sub(1).map_or(HEADER_BYTES, |i| match ends.get(i as usize) {
                Some(e) => *e,
                None => HEADER_BYTES,
            });
            match end {
                LogEnd::Clean { offset, .. } => {
                    assert_eq!(offset as usize, border);
                    // Neither the version nor the id behind the magic is looked at.
                    assert!(cut >= 4);
                    // Bytes lost in a clean end can only be zeros.
                    assert!(whole[border.min(cut)..cut].iter().all(|b| *b == 0), "cut at {cut}");
                }
                LogEnd::Torn { offset, .. } if cut < HEADER_BYTES => assert_eq!(offset, 0),
                LogEnd::Torn { offset, .. } => assert_eq!(offset as usize, border),
                LogEnd::Damaged { .. } => panic!("cut at {cut}: {end:?}"),
            }
        }
    }
}

#[test]
fn every_changed_byte_is_a_torn_tail_or_damage_and_never_another_transaction() {
    let (whole, ends) = (log_bytes((1..=6).map(z)), ends(6));
    for padding in [0, 300] {
        for at in 0..whole.len() {
            for change in [0x01, 0x80, 0x10, 0xff, 0x42] {
                let mut bytes = [&whole[..], &vec![0; padding]].concat();
                bytes[at] ^= change;
                let (txns, end) = scan(&bytes);
                let record = ends.iter().filter(|e| **e <= at).count() as i64;
                if at < HEADER_BYTES {
                    // The version and the id behind the magic are not looked at.
                    let expected = if at < 4 { 0 } else { 6 };
                    assert_eq!(txns.len(), expected, "byte {at}");
                    continue;
                }
                assert_eq!(txns, (1..=record).collect::<Vec<_>>(), "byte {at} ^ {change:#x}");
                match end {
                    LogEnd::Damaged { resume, .. } => {
                        assert!(record < 5, "damage in the last record, byte {at}");
                        assert_eq!(resume, Some(ends[record as usize] as u64));
                    }
                    LogEnd::Torn { offset, .. } => {
                        assert_eq!(record, 5, "torn inside, byte {at} ^ {change:#x}");
                        assert_eq!(offset as usize, ends[4]);
                    }
                    LogEnd::Clean { .. } => panic!("byte {at} ^ {change:#x} went unnoticed"),
                }
            }
        }
    }
}

#[test]
fn every_torn_last_record_with_every_kind_of_tail_is_torn() {
    let (whole, ends) = (log_bytes((1..=4).map(z)), ends(4));
    let old = record_bytes(&payload(z(2)));
    let tails: [Vec<u8>; 5] =
        [vec![], vec![0; 700], vec![0xff; 700], old.clone(), old[..old.len() / 2].to_vec()];
    for cut in ends[2] + 1..ends[3] {
        for tail in &tails {
            // The tail may happen to be the missing bytes.
            let bytes = [&whole[..cut], tail].concat();
            let (txns, end) = scan(&bytes);
            if bytes.starts_with(&whole) {
                continue;
            }
            assert_eq!(txns, [1, 2, 3], "cut at {cut}");
            assert!(
                matches!(end, LogEnd::Torn { .. }) || whole[ends[2]..cut].iter().all(|b| *b == 0),
                "cut at {cut}: {end:?}"
            );
        }
    }
}

/// K-12: a page lost on its way to the disk.
#[test]
fn a_zeroed_record_inside_the_log_is_damage() {
    let mut bytes = log_bytes((1..=3).map(z));
    let ends = ends(3);
    bytes[ends[0]..ends[1]].fill(0);
    let disk =
        disk_with(&[("snapshot.0", snapshot_bytes(z(0), 1)), ("log.1", bytes), ("log.4", log_bytes([z(4)]))]);
    match recover(&open(&disk)) {
        Err(e @ StorageError::LogDamaged { offset, reason: BadRecord::ZeroLength, last, .. }) => {
            assert_eq!((offset as usize, last), (ends[0], z(1)));
            let text = e.to_string();
            assert!(text.contains("zkctl log cat /data/version-2/log.1"), "{text}");
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn scanning_goes_on_behind_damage() {
    let mut bytes = log_bytes((1..=9).map(z));
    let ends = ends(9);
    bytes[ends[1] + 30] ^= 1;
    bytes[ends[5] + 8] ^= 0x40;
    let mut r = LogReader::new(&bytes[..]);
    let (mut txns, mut damages) = (Vec::new(), 0);
    loop {
        match r.advance().unwrap() {
            Some(head) => txns.push(head.zxid.0),
            None if r.resume() => damages += 1,
            None => break,
        }
    }
    assert_eq!((txns, damages), (vec![1, 2, 4, 5, 6, 8, 9], 2));
}

#[test]
fn every_prefix_of_a_snapshot_is_refused_unless_only_trailers_are_gone() {
    let whole = snapshot_bytes(z(9), 3);
    let read = |bytes: &[u8]| SnapshotReader::new(bytes).and_then(SnapshotReader::finish);
    let good: Vec<usize> = (0..=whole.len()).filter(|cut| read(&whole[..*cut]).is_ok()).collect();
    assert_eq!(good, [whole.len() - 54, whole.len() - 21, whole.len()]);
}

#[test]
fn every_changed_byte_of_a_snapshot_is_refused() {
    let whole = snapshot_bytes(z(9), 3);
    for at in 0..whole.len() {
        for change in [0x01, 0x80, 0xff] {
            let mut bytes = whole.clone();
            bytes[at] ^= change;
            let read = SnapshotReader::new(&bytes[..]).and_then(SnapshotReader::finish);
            assert!(read.is_err(), "byte {at} ^ {change:#x}");
        }
    }
}

#[test]
fn every_prefix_and_changed_byte_of_a_compressed_snapshot_is_refused_or_the_same() {
    let whole = snapshot_bytes(z(9), 40);
    for compression in [Compression::Gzip, Compression::Snappy] {
        let mut e = Encoder::new(Vec::new(), compression);
        e.write_all(&whole).unwrap();
        let packed = e.finish().unwrap();
        let read = |bytes: &[u8]| {
            let trailers = SnapshotReader::new(Decoder::new(bytes, compression))?.finish()?;
            Ok::<u64, crate::SnapshotError>(trailers.bytes)
        };
        assert_eq!(read(&packed).unwrap(), whole.len() as u64);
        for at in 0..packed.len() {
            // A cut in gzip's own trailer is the only one behind which all is there.
            if compression == Compression::Snappy || at + 8 < packed.len() {
                assert!(read(&packed[..at]).is_err(), "{compression:?} cut at {at}");
            }
            let mut bytes = packed.clone();
            bytes[at] ^= 0x20;
            if let Ok(n) = read(&bytes) {
                assert_eq!(n, whole.len() as u64, "{compression:?} byte {at}");
            }
        }
    }
}

#[test]
fn a_damaged_newest_snapshot_is_replaced_by_an_older_one_and_the_log() {
    let whole = snapshot_bytes(z(4), 3);
    for at in (0..whole.len()).step_by(3) {
        let mut bytes = whole.clone();
        bytes[at] ^= 4;
        let disk = disk_with(&[
            ("snapshot.0", snapshot_bytes(z(0), 1)),
            ("snapshot.4", bytes),
            ("log.1", log_bytes((1..=6).map(z))),
        ]);
        let (model, report) = recover(&open(&disk)).unwrap();
        assert_eq!((model.snapshot, model.txns.len()), (Some(z(0)), 6));
        assert_eq!(
            (model.nodes.len(), model.sessions.len()),
            (2, 2),
            "K-14: nothing of the failed attempt stays"
        );
        assert!(matches!(
            report.warnings[..],
            [Warning::SnapshotUnusable { .. }] | [Warning::SnapshotIncomplete { .. }]
        ));
    }
}

#[test]
fn random_bytes_and_mutations_are_survived() {
    let seed = seed("random_bytes_and_mutations_are_survived");
    let mut rng = Rng::new(seed);
    let log = log_bytes((1..=30).map(z));
    let snapshot = snapshot_bytes(z(9), 30);
    for _ in 0..3000 {
        let mut bytes = if rng.below(2) == 0 { log.clone() } else { snapshot.clone() };
        for _ in 0..1 + rng.below(6) {
            let at = rng.below(bytes.len());
            match rng.below(5) {
                0 => bytes[at] = rng.next() as u8,
                1 => bytes.truncate(at.max(1)),
                2 => {
                    let end = (at + rng.below(40)).min(bytes.len());
                    bytes[at..end].fill(0);
                }
                3 => {
                    let end = (at + rng.below(100)).min(bytes.len());
                    let part = bytes[at..end].to_vec();
                    let to = rng.below(bytes.len());
                    bytes.splice(to..to, part);
                }
                _ => bytes.extend((0..rng.below(50)).map(|_| rng.next() as u8)),
            }
        }
        fuzz::log_reader(&bytes);
        fuzz::snapshot_reader(&bytes);
        // The same body, without the header.
        fuzz::snapshot_stream(bytes.get(16..).unwrap_or_default());
    }
}

/// Many beginnings of records, none of which is one: the search behind damage must not take quadratic time.
#[test]
fn a_hostile_log_is_given_up_in_bounded_time() {
    let mut bytes = crate::txlog::header_bytes().to_vec();
    let mut fake = record_bytes(&payload(z(1)));
    fake[7] ^= 1;
    fake[8..12].copy_from_slice(&900_000u32.to_be_bytes());
    while bytes.len() < 3_000_000 {
        bytes.extend_from_slice(&fake);
        bytes.push(b'B');
    }
    let (txns, end) = scan(&bytes);
    assert!(txns.is_empty());
    assert!(!matches!(end, LogEnd::Clean { .. }));
}

/// A log of three commits by the writer: one record, then twice some that reach over several sectors. Offsets of where
/// each commit ends.
fn three_commits() -> (Vec<u8>, [usize; 3]) {
    let disk = MemDisk::new();
    let dir = open(&disk);
    let mut log = dir.log_writer(small_config());
    let ends = [1, 20, 20].map(|count| {
        for _ in 0..count {
            let next = log.last().map_or(z(1), |last| last.next().unwrap());
            log.append(next, &payload(next));
        }
        log.commit().unwrap();
        log.status().position as usize
    });
    (disk.content()[&snap_path("log.1")].to_vec(), ends)
}

#[test]
fn a_write_without_its_first_sector_is_torn_and_nothing_of_it_comes_back() {
    let (whole, [_, durable, end]) = three_commits();
    for first in [durable, durable + 512, durable + 700] {
        let mut bytes = whole.clone();
        let sector = first / 512 * 512;
        bytes[first.max(sector)..sector + 512].fill(0);
        let (txns, verdict) = scan(&bytes);
        let LogEnd::Torn { offset, bytes: torn, .. } = verdict else { panic!("{verdict:?}") };
        assert!(durable as u64 <= offset && offset <= first as u64, "{verdict:?}");
        assert_eq!(offset + torn, end as u64);
        assert!(txns.len() >= 21 && txns.len() < 41, "{}", txns.len());

        let disk = disk_with(&[("log.1", bytes.clone()), ("snapshot.0", snapshot_bytes(z(0), 0))]);
        let dir = open(&disk);
        let (_, report) = recover(&dir).unwrap();
        assert_eq!(report.last_zxid, z(txns.len() as i64));
        let kept = dir.repair_tail(report.torn.as_ref().unwrap()).unwrap().kept.unwrap();
        assert_eq!(disk.content()[&kept][..], bytes[offset as usize..end]);
        assert!(recover(&dir).unwrap().1.torn.is_none());
    }
}

#[test]
fn damage_below_the_durable_mark_is_no_torn_write() {
    let (whole, [first, durable, _]) = three_commits();
    for at in HEADER_BYTES..durable {
        let mut bytes = whole.clone();
        bytes[at] ^= 0x10;
        let (txns, verdict) = scan(&bytes);
        assert!(matches!(verdict, LogEnd::Damaged { .. }), "byte {at}: {verdict:?}");
        assert!(txns.len() < if at < first { 1 } else { 21 });
    }
    // Without a mark everything counts as durable.
    for field in [0u64, u64::MAX] {
        let mut bytes = whole.clone();
        bytes[8..16].copy_from_slice(&field.to_be_bytes());
        bytes[durable..durable + 12].fill(0);
        assert!(matches!(scan(&bytes).1, LogEnd::Damaged { .. }));
    }
}
