//! Backups: exact while the tree changes, refused when they are not, given up when the disk says otherwise.

use zk_server::member::DiskRequest;
use zk_storage::snapshot::Compression;
use zk_storage::{MemDisk, StorageError};
use zk_tree::DataTree;

use super::support::{Rng, SEED, config, dump, file, journal, run, seed, start, txn, z};
use crate::backup::{BackupError, UnfitError, read, write};
use crate::stream::StreamLimits;
use crate::{Journal, SnapshotFormat, TreeSource, snapshot};

/// A server that works while a backup of it is taken: between any two turns a transaction is logged and applied.
struct AtWork {
    tree: DataTree,
    journal: Journal<MemDisk>,
    next: u32,
    /// Transactions after which the log is not written any more.
    log_until: u32,
}

impl AtWork {
    fn new(disk: &MemDisk, count: u32) -> AtWork {
        let journal = journal(&start(disk).unwrap());
        let mut this = AtWork { tree: DataTree::new(SEED), journal, next: 1, log_until: u32::MAX };
        (0..count).for_each(|_| this.step());
        this
    }

    fn step(&mut self) {
        let one = txn(z(3, self.next), (self.next % 7) as u8);
        self.tree.apply_payload(&one.1, &mut ()).unwrap();
        if self.next <= self.log_until {
            let append = DiskRequest::Append { txns: vec![one] };
            run(&mut self.journal, vec![append, DiskRequest::Sync { token: 1 }]);
        }
        self.next += 1;
    }
}

impl TreeSource for AtWork {
    fn with<R>(&mut self, look: impl FnOnce(&DataTree) -> R) -> R {
        look(&self.tree)
    }

    fn rest(&mut self) -> bool {
        self.step();
        true
    }
}

fn take(source: &mut AtWork) -> Result<Option<crate::backup::Backup>, BackupError> {
    let dir = source.journal.dir().clone();
    write(&dir, source, SnapshotFormat::default(), &config().options(), SEED + 1, || false)
}

fn content(disk: &MemDisk, backup: &crate::backup::Backup) -> Vec<u8> {
    disk.content()[&backup.path].clone()
}

fn read_plain(bytes: &[u8]) -> Result<DataTree, UnfitError> {
    read(bytes, Compression::of_content(bytes), SEED + 2, StreamLimits::default())
}

#[test]
fn a_backup_of_a_server_at_work_is_the_tree_of_one_transaction() {
    let disk = MemDisk::new();
    let mut source = AtWork::new(&disk, 1500);
    let backup = take(&mut source).unwrap().unwrap();
    assert!(backup.zxid > z(3, 1502), "it did change: {}", backup.zxid);
    let mut then = DataTree::new(SEED);
    for c in 1..=backup.zxid.counter() {
        then.apply_payload(&txn(z(3, c), (c % 7) as u8).1, &mut ()).unwrap();
    }
    let found = read_plain(&content(&disk, &backup)).unwrap();
    assert_eq!(found.last_zxid(), backup.zxid);
    assert_eq!(dump(&found), dump(&then));
    // It is a snapshot like any other, too: the next start builds on it.
    let last = source.tree.last_zxid();
    drop(source);
    let started = start(&disk).unwrap();
    assert_eq!((started.base, started.last_zxid), (backup.zxid, last));
}

#[test]
fn a_snapshot_that_is_a_mix_of_moments_is_no_backup() {
    let disk = MemDisk::new();
    let mut source = AtWork::new(&disk, 1500);
    let dir = source.journal.dir().clone();
    let path = snapshot::write_fuzzy(&dir, &mut source, SnapshotFormat::default()).unwrap().unwrap();
    let result = read_plain(&disk.content()[&path]);
    assert!(matches!(result, Err(UnfitError::Mixed { .. })), "{result:?}");
    let without = SnapshotFormat { digest: false, ..SnapshotFormat::default() };
    let path = snapshot::write_whole(&dir, &source.tree, without).unwrap();
    assert!(matches!(read_plain(&disk.content()[&path]), Err(UnfitError::NoDigest)));
}

#[test]
fn a_log_that_does_not_reach_the_tree_makes_no_backup() {
    let disk = MemDisk::new();
    let mut source = AtWork::new(&disk, 1500);
    source.log_until = 1501;
    let result = take(&mut source);
    assert!(matches!(result, Err(BackupError::LogShort { last, .. }) if last == z(3, 1501)), "{result:?}");
    let names = disk.content().into_keys().filter(|p| p.display().to_string().contains("snapshot"));
    assert_eq!(names.collect::<Vec<_>>(), [file("snapshot.0")], "nothing is left");
}

#[test]
fn a_tree_that_is_not_what_the_log_says_makes_no_backup() {
    let disk = MemDisk::new();
    let mut source = AtWork::new(&disk, 900);
    // A transaction that the log has otherwise, as after a fault of the memory.
    source.tree.apply_payload(&txn(z(3, source.next), 99).1, &mut ()).unwrap();
    let logged = DiskRequest::Append { txns: vec![txn(z(3, source.next), 1)] };
    source.next += 1;
    struct Faulty(AtWork, Option<DiskRequest>, bool);
    impl TreeSource for Faulty {
        fn with<R>(&mut self, look: impl FnOnce(&DataTree) -> R) -> R {
            // The copy begins before the transaction in question.
            if !std::mem::replace(&mut self.2, true) {
                let mut before = DataTree::new(SEED);
                for c in 1..=900 {
                    before.apply_payload(&txn(z(3, c), (c % 7) as u8).1, &mut ()).unwrap();
                }
                return look(&before);
            }
            look(&self.0.tree)
        }

        fn rest(&mut self) -> bool {
            if let Some(logged) = self.1.take() {
                run(&mut self.0.journal, vec![logged, DiskRequest::Sync { token: 2 }]);
            }
            true
        }
    }
    let dir = source.journal.dir().clone();
    let mut source = Faulty(source, Some(logged), false);
    let format = SnapshotFormat::default();
    let result = write(&dir, &mut source, format, &config().options(), SEED, || false);
    assert!(matches!(result, Err(BackupError::Mismatch { .. })), "{result:?}");
}

#[test]
fn a_history_that_is_cut_meanwhile_makes_no_backup() {
    struct Cut(AtWork);
    impl TreeSource for Cut {
        fn with<R>(&mut self, look: impl FnOnce(&DataTree) -> R) -> R {
            look(&self.0.tree)
        }

        fn rest(&mut self) -> bool {
            self.0.journal.dir().truncate(z(3, 900), &Default::default()).unwrap();
            true
        }
    }
    let disk = MemDisk::new();
    let source = AtWork::new(&disk, 1000);
    let dir = source.journal.dir().clone();
    let format = SnapshotFormat::default();
    let result = write(&dir, &mut Cut(source), format, &config().options(), SEED, || false);
    assert!(matches!(result, Err(BackupError::Storage(StorageError::Superseded { .. }))), "{result:?}");
}

#[test]
fn damage_is_found_wherever_it_is_and_in_every_form() {
    let seed = seed("damage_is_found_wherever_it_is_and_in_every_form");
    let mut rng = Rng::new(seed);
    for compression in [Compression::Plain, Compression::Gzip, Compression::Snappy] {
        let disk = MemDisk::new();
        let mut source = AtWork::new(&disk, 40);
        let dir = source.journal.dir().clone();
        let format = SnapshotFormat { compression, ..SnapshotFormat::default() };
        let backup = write(&dir, &mut source, format, &config().options(), SEED, || false).unwrap().unwrap();
        let bytes = content(&disk, &backup);
        let whole = dump(&read_plain(&bytes).unwrap());
        for _ in 0..2000 {
            let mut bad = bytes.clone();
            let at = rng.below(bad.len());
            if rng.below(4) == 0 {
                bad.truncate(at);
            } else {
                bad[at] ^= 1 << rng.below(8);
            }
            // A bit that decides nothing, such as the time in gzip's header, may be another one.
            if let Ok(tree) = read_plain(&bad) {
                assert_eq!(dump(&tree), whole, "{compression:?}: byte {at} of {}", bytes.len());
            }
        }
        let limits = StreamLimits { max_bytes: 100, ..StreamLimits::default() };
        let long = read(&bytes[..], compression, SEED, limits);
        assert!(matches!(long, Err(UnfitError::TooLong { limit: 100 })), "{long:?}");
    }
}
