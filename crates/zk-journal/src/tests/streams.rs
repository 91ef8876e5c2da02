//! Trees on their way to a learner: whole, changing meanwhile, cut short, damaged.

use std::io::Read;

use zk_proto::{SessionId, Zxid};
use zk_storage::disk::CrashOptions;
use zk_storage::{MemDisk, StorageError};
use zk_tree::DataTree;

use super::support::{History, Rng, SEED, dump, journal, run, seed, start, txn, z};
use crate::stream::{FuzzyStream, StreamError, StreamLimits, read, write};
use crate::{SnapshotFormat, TreeSource, snapshot};

fn tree(count: u32) -> DataTree {
    History::default().with(&(1..=count).map(|c| txn(z(3, c), (c % 7) as u8)).collect::<Vec<_>>()).tree()
}

/// Gives out a few bytes at a time, and none that nobody asked for.
struct Sips<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Read for Sips<'_> {
    fn read(&mut self, buf: &mut [u8]) -> std::io::Result<usize> {
        let n = buf.len().min(self.bytes.len() - self.at).min(1 + self.at % 7);
        buf[..n].copy_from_slice(&self.bytes[self.at..self.at + n]);
        self.at += n;
        Ok(n)
    }
}

#[test]
fn what_is_written_is_read() {
    for count in [0, 1, 7, 600] {
        let tree = tree(count);
        let mut bytes = write(&tree, Vec::new()).unwrap();
        assert!(bytes.ends_with(b"\x00\x00\x00\x01/\x00\x00\x00\x0aBenWasHere"));
        let len = bytes.len();
        // Packets follow on the connection.
        bytes.extend_from_slice(&[0xff; 100]);
        let mut input = Sips { bytes: &bytes, at: 0 };
        let found = read(&mut input, tree.last_zxid(), SEED + 1, StreamLimits::default()).unwrap();
        assert_eq!(dump(&found), dump(&tree));
        assert_eq!(input.at, len, "not a byte more is taken");
    }
}

#[test]
fn the_zxid_of_the_packet_is_the_trees() {
    let bytes = write(&tree(5), Vec::new()).unwrap();
    assert_eq!(read(&bytes[..], z(4, 0), SEED, StreamLimits::default()).unwrap().last_zxid(), z(4, 0));
}

#[test]
fn a_stream_cut_short_is_an_error_at_every_byte() {
    let bytes = write(&tree(9), Vec::new()).unwrap();
    for cut in 0..bytes.len() {
        let result = read(&bytes[..cut], z(3, 9), SEED, StreamLimits::default());
        assert!(matches!(result, Err(StreamError::Snapshot(_))), "cut at {cut}");
    }
}

#[test]
fn a_damaged_stream_never_panics() {
    let seed = seed("a_damaged_stream_never_panics");
    let mut rng = Rng::new(seed);
    let bytes = write(&tree(12), Vec::new()).unwrap();
    for _ in 0..20_000 {
        let mut bad = bytes.clone();
        for _ in 0..1 + rng.below(3) {
            let at = rng.below(bad.len());
            bad[at] = match rng.below(4) {
                0 => 0,
                1 => 0xff,
                2 => rng.next() as u8,
                _ => bad[at] ^ 1 << rng.below(8),
            };
        }
        let limits = StreamLimits { max_field_bytes: 1 << 20, max_bytes: 1 << 30 };
        if let Ok(found) = read(&bad[..], z(3, 12), SEED, limits) {
            dump(&found);
        }
    }
    let last = bytes.len() - 1;
    for at in last - 9..=last {
        let mut bad = bytes.clone();
        bad[at] ^= 1;
        assert!(read(&bad[..], z(3, 12), SEED, StreamLimits::default()).is_err(), "the signature is checked");
    }
}

#[test]
fn limits_hold_for_fields_and_for_the_whole() {
    let bytes = write(&tree(600), Vec::new()).unwrap();
    let with = |max_field_bytes, max_bytes| {
        read(&bytes[..], z(3, 600), SEED, StreamLimits { max_field_bytes, max_bytes })
    };
    assert!(with(1 << 20, bytes.len() as u64).is_ok());
    assert!(matches!(with(1 << 20, 10_000), Err(StreamError::TooLong { limit: 10_000 })));
    assert!(matches!(with(20, u64::MAX), Err(StreamError::Snapshot(_))));
    // A length that only claims to be large takes no memory.
    let mut claims = write(&DataTree::new(SEED), Vec::new()).unwrap();
    claims[..4].copy_from_slice(&i32::MAX.to_be_bytes());
    assert!(read(&claims[..], Zxid::ZERO, SEED, StreamLimits::default()).is_err());
    claims[..8].copy_from_slice(&[0, 0, 0, 0, 0x7f, 0xff, 0xff, 0xff]);
    assert!(read(&claims[..], Zxid::ZERO, SEED, StreamLimits::default()).is_err());
}

/// A tree to which a transaction is applied between any two turns.
struct Busy {
    tree: DataTree,
    next: u32,
    turns_left: usize,
}

impl TreeSource for Busy {
    fn with<R>(&mut self, look: impl FnOnce(&DataTree) -> R) -> R {
        look(&self.tree)
    }

    fn rest(&mut self) -> bool {
        self.tree.apply_payload(&txn(z(3, self.next), 9).1, &mut ()).unwrap();
        self.next += 1;
        self.turns_left -= 1;
        self.turns_left > 0
    }
}

#[test]
fn a_tree_that_changes_while_it_is_sent_is_made_whole_by_what_follows() {
    let mut source = Busy { tree: tree(1500), next: 1501, turns_left: 100 };
    let stream = FuzzyStream::begin(&source.tree);
    assert_eq!(stream.zxid(), z(3, 1500));
    let bytes = stream.write(&mut source, Vec::new()).unwrap().unwrap();
    assert!(source.next > 1503, "it did change");
    let mut found = read(&bytes[..], z(3, 1500), SEED, StreamLimits::default()).unwrap();
    for c in 1501..source.next {
        found.apply_payload(&txn(z(3, c), 9).1, &mut ()).unwrap();
    }
    assert_eq!(dump(&found), dump(&source.tree));

    let mut source = Busy { turns_left: 2, ..source };
    assert!(FuzzyStream::begin(&source.tree).write(&mut source, Vec::new()).unwrap().is_none());
}

#[test]
fn a_snapshot_of_a_tree_that_changes_is_made_whole_by_the_log() {
    let disk = MemDisk::new();
    let recovered = start(&disk).unwrap();
    let mut j = journal(&recovered);
    drop(recovered);
    let append = |j: &mut _, counters: std::ops::Range<u32>, tag: fn(u32) -> u8| {
        let txns = counters.map(|c| txn(z(3, c), tag(c))).collect();
        let append = zk_server::member::DiskRequest::Append { txns };
        run(j, vec![append, zk_server::member::DiskRequest::Sync { token: 1 }]);
    };
    append(&mut j, 1..1501, |c| (c % 7) as u8);
    let mut source = Busy { tree: tree(1500), next: 1501, turns_left: 100 };
    snapshot::write_fuzzy(j.dir(), &mut source, SnapshotFormat::default()).unwrap().unwrap();
    append(&mut j, 1501..source.next, |_| 9);
    drop(j);
    let found = start(&disk.crash(usize::MAX, CrashOptions::PESSIMISTIC)).unwrap();
    assert_eq!(found.base, z(3, 1500));
    assert_eq!(dump(&found.tree), dump(&source.tree));
    assert_eq!(found.tree.session_timeout_ms(SessionId(z(3, 1503).0 << 8 | 9)), Some(4009));
}

/// Cuts the history while a snapshot of it is written.
struct Cutting<'a> {
    tree: DataTree,
    dir: &'a zk_storage::DataDir<MemDisk>,
}

impl TreeSource for Cutting<'_> {
    fn with<R>(&mut self, look: impl FnOnce(&DataTree) -> R) -> R {
        look(&self.tree)
    }

    fn rest(&mut self) -> bool {
        self.dir.truncate(z(3, 900), &Default::default()).unwrap();
        true
    }
}

#[test]
fn a_snapshot_whose_history_was_cut_meanwhile_is_given_up() {
    let disk = MemDisk::new();
    let mut j = journal(&start(&disk).unwrap());
    let txns = (1..=1000).map(|c| txn(z(3, c), (c % 7) as u8)).collect();
    let requests = vec![
        zk_server::member::DiskRequest::Append { txns },
        zk_server::member::DiskRequest::Sync { token: 1 },
    ];
    run(&mut j, requests);
    let dir = j.dir().clone();
    drop(j);
    let mut source = Cutting { tree: tree(1000), dir: &dir };
    let result = snapshot::write_fuzzy(&dir, &mut source, SnapshotFormat::default());
    assert!(matches!(result, Err(StorageError::Superseded { .. })), "{result:?}");
    assert_eq!(dir.snapshots().unwrap().len(), 1);
}
