//! Learners served from the log: exactly the history, also beside the writer, or nothing.

use std::time::{Duration, Instant};

use bytes::Bytes;
use zk_proto::Zxid;
use zk_server::member::{DiskRequest, LogChunk};
use zk_storage::{Disk, MemDisk, WriterConfig};

use super::support::{History, config, file, journal, run, small_writer, start, txn, z};
use crate::{FeedLimits, Journal, JournalConfig, LogFeed, SnapshotFormat, snapshot};

type Txns = Vec<(Zxid, Bytes)>;

const ALL: usize = usize::MAX;

fn txns(chunk: LogChunk) -> Txns {
    match chunk {
        LogChunk::Txns(txns) => txns,
        LogChunk::Unusable(why) => panic!("{why}"),
    }
}

fn refused(chunk: LogChunk) -> String {
    match chunk {
        LogChunk::Txns(txns) => panic!("{} transactions", txns.len()),
        LogChunk::Unusable(why) => why,
    }
}

fn append(j: &mut Journal<MemDisk>, txns: &Txns) {
    run(j, vec![DiskRequest::Append { txns: txns.clone() }, DiskRequest::Sync { token: 1 }]);
}

fn range(epoch: u32, counters: std::ops::RangeInclusive<u32>) -> Txns {
    counters.map(|c| txn(z(epoch, c), 1)).collect()
}

fn feed(j: &Journal<MemDisk>, base: Zxid) -> LogFeed<MemDisk> {
    LogFeed::new(j.dir().clone(), base, FeedLimits::default())
}

/// Epoch 2 up to 9, epoch 4 up to 3, in files of about six.
fn work() -> (Journal<MemDisk>, Txns) {
    let mut j = journal(&start(&MemDisk::new()).unwrap());
    let all: Txns = range(2, 1..=9).into_iter().chain(range(4, 1..=3)).collect();
    for txn in &all {
        append(&mut j, &vec![txn.clone()]);
    }
    (j, all)
}

#[test]
fn a_learner_gets_exactly_what_it_lacks() {
    let (j, all) = work();
    assert!(j.dir().logs().unwrap().len() > 1);
    for max in [1, 300, ALL] {
        for from in 0..all.len() {
            for upto in from + 1..=all.len() {
                let after = if from == 0 { Zxid::ZERO } else { all[from - 1].0 };
                let (mut feed, mut got) = (feed(&j, Zxid::ZERO), Vec::new());
                let end = all[upto - 1].0;
                while got.last().map_or(after, |t: &(Zxid, Bytes)| t.0) < end {
                    let at = got.last().map_or(after, |t| t.0);
                    got.extend(txns(feed.read(at, end, max)));
                }
                assert_eq!(got, all[from..upto]);
            }
        }
    }
}

#[test]
fn the_beginning_of_an_epoch_is_a_place_to_begin() {
    let (j, all) = work();
    assert_eq!(txns(feed(&j, Zxid::ZERO).read(z(4, 0), z(4, 3), ALL)), all[9..]);
    assert_eq!(txns(feed(&j, Zxid::ZERO).read(z(3, 0), z(4, 3), ALL)), all[9..]);
    assert_eq!(txns(feed(&j, Zxid::ZERO).read(z(2, 0), z(2, 1), ALL)), all[..1]);
    assert!(refused(feed(&j, Zxid::ZERO).read(z(5, 0), z(5, 1), ALL)).contains("ends"));
}

#[test]
fn what_the_log_does_not_hold_exactly_is_refused() {
    let (j, all) = work();
    for after in [z(2, 10), z(3, 1), z(3, 2), z(4, 4), z(1, 5)] {
        refused(feed(&j, Zxid::ZERO).read(after, z(4, 9), ALL));
    }
    assert!(refused(feed(&j, Zxid::ZERO).read(z(4, 1), z(4, 4), ALL)).contains("ends"));
    refused(feed(&j, Zxid::ZERO).read(z(4, 3), z(4, 3), ALL));
    // Below the base, what the log holds may never have been committed.
    assert!(refused(feed(&j, z(2, 5)).read(z(2, 4), z(4, 1), ALL)).contains("whole"));
    assert_eq!(txns(feed(&j, z(2, 5)).read(z(2, 5), z(2, 6), ALL)), all[5..6]);
    // A base that was installed is no record.
    assert!(refused(feed(&j, z(3, 7)).read(z(3, 6), z(4, 1), ALL)).contains("below"));
    assert_eq!(txns(feed(&j, z(3, 7)).read(z(3, 7), z(4, 1), ALL)), all[9..10]);
}

#[test]
fn a_gap_between_files_is_refused() {
    let (mut j, mut all) = work();
    all.extend(range(4, 4..=30));
    for txn in &all[12..] {
        append(&mut j, &vec![txn.clone()]);
    }
    let logs = j.dir().logs().unwrap();
    // One that does not end with its epoch: that nobody could see.
    let n = (0..logs.len()).find(|n| logs[*n].zxid.counter() > 1 && logs[n + 1].zxid.epoch() == 4).unwrap();
    let (gone, next) = (&logs[n], &logs[n + 1]);
    assert_ne!(next.zxid.counter(), 1);
    j.dir().disk().remove(&gone.path).unwrap();
    let why = refused(feed(&j, Zxid::ZERO).read(Zxid::ZERO, z(4, 30), ALL));
    assert!(why.contains("missing"), "{why}");
    refused(feed(&j, Zxid::ZERO).read(gone.zxid, z(4, 30), ALL));
    let behind = all.iter().rposition(|t| t.0 == next.zxid).unwrap();
    assert_eq!(txns(feed(&j, Zxid::ZERO).read(next.zxid, z(4, 30), ALL)), all[behind + 1..]);
}

#[test]
fn a_log_that_is_written_to_is_read_up_to_what_is_durable() {
    let mut j = journal(&start(&MemDisk::new()).unwrap());
    let all = range(2, 1..=40);
    append(&mut j, &all[..2].to_vec());
    let mut feed = feed(&j, Zxid::ZERO);
    let mut got = txns(feed.read(Zxid::ZERO, z(2, 2), ALL));
    for n in 3..=40 {
        append(&mut j, &all[n - 1..n].to_vec());
        if n % 3 == 0 {
            j.roll().unwrap();
        }
        if n % 7 == 0 {
            // Ahead of it there are zeros, and records that are not durable yet.
            let newest = j.dir().logs().unwrap().pop().unwrap();
            let dirty = j.dir().disk().open(&newest.path, zk_storage::OpenMode::ReadWrite).unwrap();
            let at = zk_storage::DiskFile::len(&dirty).unwrap();
            let torn = [0x55; 7];
            zk_storage::DiskFile::write_at(&dirty, &torn, at).unwrap();
            let at_last = got.last().unwrap().0;
            got.extend(txns(feed.read(at_last, z(2, n as u32), ALL)));
            zk_storage::DiskFile::set_len(&dirty, at).unwrap();
        }
    }
    let at_last = got.last().unwrap().0;
    got.extend(txns(feed.read(at_last, z(2, 40), 100)));
    while got.len() < 40 {
        let at_last = got.last().unwrap().0;
        got.extend(txns(feed.read(at_last, z(2, 40), 100)));
    }
    assert_eq!(got, all);
}

#[test]
fn a_truncated_log_is_read_anew() {
    let (mut j, all) = work();
    let mut feed = feed(&j, Zxid::ZERO);
    assert_eq!(txns(feed.read(z(2, 1), z(2, 6), ALL)), all[1..6]);
    run(&mut j, vec![DiskRequest::Truncate { to: z(2, 6), reload: false, token: 1 }]);
    let other = vec![txn(z(2, 7), 2)];
    append(&mut j, &other);
    assert_eq!(txns(feed.read(z(2, 6), z(2, 7), ALL)), other);
}

#[test]
fn a_log_much_longer_than_a_snapshot_is_refused_at_once() {
    let disk = MemDisk::new();
    let recovered = start(&disk).unwrap();
    let writer = WriterConfig { size_limit_bytes: Some(8 << 20), ..small_writer() };
    let mut j = Journal::new(&recovered, JournalConfig::new(&config(), writer));
    let large = |c: u32| {
        let (zxid, payload) = txn(z(1, c), 1);
        (zxid, Bytes::from([&payload[..], &vec![0; 900_000]].concat()))
    };
    for c in 1..=80 {
        append(&mut j, &vec![large(c)]);
    }
    let read = |factor: f64, after: Zxid| {
        let limits = FeedLimits { snapshot_size_factor: factor, ..FeedLimits::default() };
        let mut feed = LogFeed::new(j.dir().clone(), Zxid::ZERO, limits);
        feed.read(after, z(1, 80), 1 << 20)
    };
    assert!(refused(read(0.33, Zxid::ZERO)).contains("a snapshot is less"));
    assert_eq!(txns(read(0.0, Zxid::ZERO)).len(), 2);
    assert!(refused(read(-1.0, z(1, 79))).contains("negative"));
    assert!(refused(read(f64::NAN, z(1, 79))).contains("negative"));
    // Less than 64 MiB are always served.
    assert_eq!(txns(read(0.33, z(1, 20)))[0].0, z(1, 21));
    assert!(refused(read(0.33, z(1, 2))).contains("a snapshot is less"));
}

#[test]
fn a_hundred_thousand_transactions_are_read_in_less_than_a_second() {
    let mut j = journal(&start(&MemDisk::new()).unwrap());
    let writer = WriterConfig { size_limit_bytes: None, ..small_writer() };
    j = Journal::new(
        &crate::Recovered {
            dir: j.dir().clone(),
            tree: History::default().tree(),
            last_zxid: Zxid::ZERO,
            base: Zxid::ZERO,
            epochs: None,
            replayed: Default::default(),
            warnings: Vec::new(),
        },
        JournalConfig::new(&config(), writer),
    );
    append(&mut j, &range(1, 1..=100_000));
    let start = Instant::now();
    let (mut feed, mut at, mut count) = (feed(&j, Zxid::ZERO), z(1, 1), 1);
    while at < z(1, 100_000) {
        let chunk = txns(feed.read(at, z(1, 100_000), 1 << 20));
        count += chunk.len();
        at = chunk.last().unwrap().0;
    }
    assert_eq!(count, 100_000);
    // Even unoptimised and beside other work.
    assert!(start.elapsed() < Duration::from_secs(5), "{:?}", start.elapsed());
    println!("100000 transactions in {:?}", start.elapsed());
}

#[test]
fn a_purge_beside_the_reading_makes_it_unusable_and_no_more() {
    let (mut j, _) = work();
    let mut feed = feed(&j, Zxid::ZERO);
    assert_eq!(txns(feed.read(Zxid::ZERO, z(2, 1), ALL)).len(), 1);
    for c in 4..8 {
        let tree = History::default().with(&range(4, 1..=c - 1)).tree();
        snapshot::write_whole(j.dir(), &tree, SnapshotFormat::default()).unwrap();
        append(&mut j, &range(4, c..=c));
        j.roll().unwrap();
    }
    assert!(!j.dir().purge(3, 1 << 20).unwrap().removed.is_empty());
    assert!(!j.dir().disk().exists(&file("log.200000001")).unwrap());
    refused(feed.read(z(2, 1), z(4, 7), ALL));
}

#[test]
fn the_beginning_of_an_epoch_does_not_hide_what_was_purged_in_front_of_it() {
    let mut j = journal(&start(&MemDisk::new()).unwrap());
    let all: Txns = [range(2, 1..=3), range(4, 1..=2), range(5, 1..=4)].concat();
    for txn in &all {
        if txn.0.counter() == 1 {
            j.roll().unwrap();
        }
        append(&mut j, &vec![txn.clone()]);
    }
    let base = z(2, 3);
    for end in [3, 6, 7, 8] {
        let tree = History::default().with(&all[..end]).tree();
        snapshot::write_whole(j.dir(), &tree, SnapshotFormat::default()).unwrap();
    }
    let upto = z(5, 4);
    // Two that begin at the base: one has read a part when the purge comes.
    let mut beside = feed(&j, base);
    assert_eq!(txns(beside.read(base, upto, 1)), all[3..4]);
    assert!(!j.dir().purge(3, 1 << 20).unwrap().removed.is_empty());
    assert_eq!(j.dir().logs().unwrap()[0].zxid, z(5, 1));
    refused(feed(&j, base).read(base, upto, ALL));
    refused(feed(&j, base).read(z(4, 0), upto, ALL));
    refused(beside.read(z(4, 1), upto, ALL));
    assert_eq!(txns(feed(&j, base).read(z(5, 1), upto, ALL)), all[6..]);
}
