//! The log writer: what it leaves, with and without zeros ahead, and that it stops after a failure.

use std::path::Path;

use super::support::{
    Rng, log_bytes, open, payload, recover, seed, small_config, snap_path, snapshot_bytes, z,
};
use crate::disk::{Disk, DiskFile, Fault, FileReader, MemDisk, OpenMode, OsDisk, Request};
use crate::txlog::{Fill, HEADER_BYTES, LogEnd, LogReader, LogWriter, WriterConfig, list_logs};
use crate::{Access, DataDir, StorageError};

fn commit_one_by_one<D: Disk>(w: &mut LogWriter<D>, range: std::ops::RangeInclusive<i64>) {
    for n in range {
        w.append(z(n), &payload(z(n)));
        w.commit().unwrap();
    }
}

#[test]
fn what_is_written_is_read_back_and_padded_with_zeros() {
    let disk = MemDisk::new();
    let dir = open(&disk);
    let mut w = dir.log_writer(small_config());
    commit_one_by_one(&mut w, 1..=40);
    let content = disk.content();
    let (used, bytes) = (log_bytes((1..=40).map(z)), &content[&snap_path("log.1")]);
    assert_eq!(bytes[..8], used[..8]);
    assert_eq!(bytes[HEADER_BYTES..used.len()], used[HEADER_BYTES..]);
    assert!(bytes.len() > used.len() && bytes[used.len()..].iter().all(|b| *b == 0));
    // Closing cuts the padding off and takes the durable mark out of the header.
    drop(w);
    assert_eq!(disk.content()[&snap_path("log.1")], used);
}

#[test]
fn a_commit_is_one_write_and_one_sync() {
    let disk = MemDisk::new();
    let dir = open(&disk);
    let mut w = dir.log_writer(WriterConfig { prealloc_bytes: 1 << 20, ..small_config() });
    commit_one_by_one(&mut w, 1..=1);
    let before = disk.request_count();
    w.append(z(2), &payload(z(2)));
    w.append(z(3), &payload(z(3)));
    w.commit().unwrap();
    let new = disk.requests().split_off(before);
    assert!(matches!(new[..], [Request::Write { .. }, Request::Sync { .. }]), "{new:?}");
    w.commit().unwrap();
    assert_eq!(disk.request_count(), before + 2, "nothing to commit is no request");
}

#[test]
fn a_synced_region_lies_ahead_so_that_commits_leave_the_size_alone() {
    let disk = MemDisk::new();
    let dir = open(&disk);
    let mut w = dir.log_writer(WriterConfig { prealloc_bytes: 1 << 20, ..small_config() });
    let mut grown = 0;
    let mut len = 0;
    for n in 1..=5000 {
        w.append(z(n), &payload(z(n)));
        let status = w.status();
        w.commit().unwrap();
        if n > 1 && status.position + 200 > status.filled_to {
            grown += 1;
        }
        len = w.status().position;
    }
    assert_eq!(grown, 0, "a commit reached the end of the zeros");
    assert!(len > 300_000);
}

#[test]
fn an_idle_log_costs_little_and_a_busy_one_gets_more_ahead() {
    let disk = MemDisk::new();
    let dir = open(&disk);
    let mut w = dir.log_writer(WriterConfig { prealloc_bytes: 64 << 20, ..small_config() });
    commit_one_by_one(&mut w, 1..=1);
    assert!(w.status().filled_to <= 512 << 10, "{:?}", w.status());
    for n in 2..=300 {
        let mut some = payload(z(n));
        some.resize(some.len() + 10_000, 1);
        w.append(z(n), &some);
        w.commit().unwrap();
    }
    let status = w.status();
    assert!(status.filled_to - status.position >= 1 << 20, "{status:?}");
    assert!(status.filled_to - status.position <= 8 << 20, "{status:?}");
}

#[test]
fn large_commits_do_without_zeros_ahead() {
    let disk = MemDisk::new();
    let dir = open(&disk);
    let mut w = dir.log_writer(WriterConfig { prealloc_bytes: 64 << 20, ..small_config() });
    for n in 1..=20 {
        let mut big = payload(z(n));
        big.resize(big.len() + 100_000, 1);
        w.append(z(n), &big);
        w.commit().unwrap();
    }
    let written = disk.requests().iter().filter(|r| matches!(r, crate::disk::Request::Write { .. })).count();
    assert!(written < 60, "{written} writes for 20 commits");
}

#[test]
fn a_roll_begins_a_new_file_named_after_its_first_record() {
    let disk = MemDisk::new();
    let dir = open(&disk);
    let mut w = dir.log_writer(small_config());
    commit_one_by_one(&mut w, 1..=3);
    w.append(z(4), &payload(z(4)));
    w.roll().unwrap();
    w.roll().unwrap();
    commit_one_by_one(&mut w, 5..=6);
    drop(w);
    let content = disk.content();
    assert_eq!(content[&snap_path("log.1")], log_bytes((1..=4).map(z)));
    assert_eq!(content[&snap_path("log.5")], log_bytes((5..=6).map(z)));
}

#[test]
fn the_size_limit_closes_a_file() {
    let disk = MemDisk::new();
    let dir = open(&disk);
    let mut w = dir.log_writer(WriterConfig { size_limit_bytes: Some(500), ..small_config() });
    commit_one_by_one(&mut w, 1..=30);
    drop(w);
    let logs = dir.logs().unwrap();
    assert!(logs.len() > 2, "{logs:?}");
    assert!(logs.iter().all(|l| l.len < 700), "{logs:?}");
}

#[test]
fn an_earlier_file_is_never_appended_to_and_never_replaced_if_it_holds_records() {
    let disk = MemDisk::new();
    let dir = open(&disk);
    commit_one_by_one(&mut dir.log_writer(small_config()), 1..=2);
    commit_one_by_one(&mut dir.log_writer(small_config()), 3..=4);
    assert_eq!(dir.logs().unwrap().len(), 2);
    let mut w = dir.log_writer(small_config());
    w.append(z(3), &payload(z(3)));
    assert!(matches!(w.commit(), Err(StorageError::LogExists { .. })));
}

#[test]
fn a_file_without_records_that_java_left_is_replaced() {
    let disk = MemDisk::new();
    disk.put(&snap_path("log.1"), &[&crate::txlog::header_bytes()[..], &[0; 4096]].concat());
    let dir = open(&disk);
    commit_one_by_one(&mut dir.log_writer(small_config()), 1..=2);
    assert_eq!(disk.content()[&snap_path("log.1")], log_bytes((1..=2).map(z)));
}

#[test]
fn a_failed_request_poisons_the_writer() {
    for after in 0..12 {
        let disk = MemDisk::new();
        let dir = open(&disk);
        let mut w = dir.log_writer(small_config());
        disk.set_fault(Some(Fault::AfterRequests(after)));
        let mut done = 0;
        for n in 1..=5 {
            w.append(z(n), &payload(z(n)));
            match w.commit() {
                Ok(()) => done = n,
                Err(_) => break,
            }
        }
        assert!(done < 5, "the fault did not strike");
        disk.set_fault(None);
        w.append(z(9), &payload(z(9)));
        assert!(matches!(w.commit(), Err(StorageError::Poisoned { .. })), "after {after} requests");
        assert!(matches!(w.roll(), Err(StorageError::Poisoned { .. })));
        drop(w);
        disk.put(&snap_path("snapshot.0"), &snapshot_bytes(z(0), 0));
        let (model, _) = recover(&dir).unwrap();
        assert!(model.txns.len() as i64 >= done, "a committed transaction is gone");
    }
}

#[test]
#[cfg_attr(debug_assertions, allow(unused))]
fn zxids_that_do_not_rise_are_a_broken_invariant() {
    let dir = open(&MemDisk::new());
    let mut w = dir.log_writer(small_config());
    w.append(z(5), &payload(z(5)));
    let again = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| w.append(z(5), &payload(z(5)))));
    assert!(again.is_err());
}

/// The thread that zeroes ahead and the writer share a file: nothing of either may end up in the other's range.
#[test]
fn the_filling_thread_never_touches_records() {
    let seed = seed("the_filling_thread_never_touches_records");
    let mut rng = Rng::new(seed);
    let tmp = tempfile::tempdir().unwrap();
    let dir = DataDir::open(OsDisk, tmp.path(), None, Access::Create).unwrap();
    let config = WriterConfig { prealloc_bytes: 4 << 20, fill: Fill::Thread, ..WriterConfig::default() };
    let mut w = dir.log_writer(config);
    let mut written: Vec<Vec<u8>> = Vec::new();
    for n in 1..=1500 {
        let mut bytes = payload(z(n));
        let extra = if rng.below(40) == 0 { rng.below(700_000) } else { rng.below(3000) };
        bytes.resize(bytes.len() + extra, n as u8 | 1);
        w.append(z(n), &bytes);
        written.push(bytes);
        if rng.below(3) == 0 {
            w.commit().unwrap();
        }
        if rng.below(400) == 0 {
            w.roll().unwrap();
        }
    }
    w.commit().unwrap();
    drop(w);
    let mut seen = 0;
    for file in dir.logs().unwrap() {
        let opened = OsDisk.open(&file.path, OpenMode::Read).unwrap();
        assert_eq!(opened.len().unwrap(), file.len);
        let mut r = LogReader::new(FileReader::new(opened));
        while let Some(record) = r.next().unwrap() {
            assert_eq!(record.payload, written[seen], "seed {seed}");
            seen += 1;
        }
        assert!(matches!(r.end(), Some(LogEnd::Clean { padding: 0, .. })), "{:?}", r.end());
    }
    assert_eq!(seen, written.len());
}

#[test]
fn a_real_directory_is_locked_against_a_second_user() {
    let tmp = tempfile::tempdir().unwrap();
    let dir = DataDir::open(OsDisk, tmp.path(), None, Access::Create).unwrap();
    assert!(matches!(
        DataDir::open(OsDisk, tmp.path(), None, Access::Existing),
        Err(StorageError::Locked { .. })
    ));
    assert!(DataDir::open(OsDisk, tmp.path(), None, Access::ReadOnly).is_ok());
    drop(dir);
    assert!(DataDir::open(OsDisk, tmp.path(), None, Access::Existing).is_ok());
    let none = tmp.path().join("none");
    assert!(matches!(
        DataDir::open(OsDisk, &none, None, Access::Existing),
        Err(StorageError::NoDirectory { .. })
    ));
}

#[test]
fn names_that_are_no_logs_are_passed_over() {
    let disk = MemDisk::new();
    for name in ["log.5.bak", "log.x", "torn.log.1.16", "log.7"] {
        disk.put(&snap_path(name), b"");
    }
    let names = list_logs(&disk, Path::new("/data/version-2")).unwrap();
    assert_eq!(names.iter().map(|l| l.zxid).collect::<Vec<_>>(), [z(7)]);
}

/// Counts what is asked of it.
struct Counted<'a> {
    bytes: &'a [u8],
    read: usize,
}

impl std::io::Read for Counted<'_> {
    fn read(&mut self, buf: &mut [u8]) -> std::io::Result<usize> {
        let n = std::io::Read::read(&mut self.bytes, buf)?;
        self.read += n;
        Ok(n)
    }
}

#[test]
fn a_reader_of_a_growing_log_leaves_its_zeros_alone_and_gives_no_verdict() {
    let mut bytes = log_bytes((1..=3).map(z));
    let end = bytes.len();
    bytes.resize(16 << 20, 0);
    let mut input = Counted { bytes: &bytes, read: 0 };
    let mut reader = LogReader::new(&mut input).growing();
    let mut count = 0;
    while reader.advance().unwrap().is_some() {
        count += 1;
    }
    assert_eq!((count, reader.end()), (3, None));
    assert!(input.read <= 2 << 20, "{} bytes were read", input.read);
    // Half a record, or half a header, may still become a whole one.
    for cut in 0..end {
        let mut reader = LogReader::new(&bytes[..cut]).growing();
        while reader.advance().unwrap().is_some() {}
        assert_eq!(reader.end(), None, "cut at {cut}");
    }
}
