//! A log that is followed while it grows, byte by byte, and while it is damaged.

use std::path::{Path, PathBuf};

use zk_forensics::LogScan;
use zk_forensics::follow::{Follow, News};
use zk_proto::Zxid;
use zk_storage::StorageError;

use crate::support::{Rng, corpus, seeds};

/// The records of a corpus's first two files, and where they end.
struct Files {
    names: [PathBuf; 2],
    bytes: [Vec<u8>; 2],
    ends: [Vec<usize>; 2],
    zxids: Vec<i64>,
}

fn files() -> Files {
    let sources = corpus("3.9.5");
    let logs = &sources.logs[..2];
    let (mut scan, mut ends, mut zxids) = (LogScan::new(logs, &[], true), [vec![], vec![]], Vec::new());
    while let Some(step) = scan.advance().unwrap() {
        ends[step.file].push(usize::try_from(step.head.end()).unwrap());
        zxids.push(step.head.zxid.0);
    }
    let names = [0, 1].map(|i| PathBuf::from(logs[i].path.file_name().unwrap()));
    let bytes = [0, 1].map(|i| std::fs::read(&logs[i].path).unwrap());
    Files { names, bytes, ends, zxids }
}

fn look(follow: &mut Follow, seen: &mut Vec<i64>) -> Vec<News> {
    let each = |_: &Path, head: zk_storage::txlog::RecordHead, payload: &[u8]| {
        assert_eq!(payload.len(), head.len);
        seen.push(head.zxid.0);
        Ok::<(), StorageError>(())
    };
    follow.look(each).unwrap()
}

#[test]
fn a_log_that_grows_byte_by_byte_is_seen_record_by_record() {
    let files = files();
    // With zeros ahead, as a server leaves them, and without.
    for padding in [0, 4096] {
        let dir = tempfile::tempdir().unwrap();
        let (mut follow, mut seen) = (Follow::new(dir.path(), Zxid::ZERO), Vec::new());
        let mut before = 0;
        for (i, ends) in files.ends.iter().enumerate() {
            let end = *ends.last().unwrap();
            // The second file whole: one that grows is like another.
            let cuts = if i == 0 { 0..=end } else { end..=end };
            for cut in cuts {
                let mut bytes = files.bytes[i][..cut].to_vec();
                bytes.resize(cut + padding, 0);
                std::fs::write(dir.path().join(&files.names[i]), bytes).unwrap();
                assert_eq!(look(&mut follow, &mut seen), [], "cut at {cut}");
                let whole = before + ends.iter().filter(|e| **e <= cut).count();
                assert_eq!(seen, files.zxids[..whole], "cut at {cut}, padding {padding}");
            }
            before += ends.len();
        }
        assert_eq!(seen, files.zxids);
    }
}

#[test]
fn what_is_no_record_is_damage_once_another_file_follows() {
    let files = files();
    let dir = tempfile::tempdir().unwrap();
    let mut bytes = files.bytes[0].clone();
    let third = files.ends[0][2];
    bytes[third + 20] ^= 1;
    std::fs::write(dir.path().join(&files.names[0]), bytes).unwrap();
    let (mut follow, mut seen) = (Follow::new(dir.path(), Zxid::ZERO), Vec::new());
    assert_eq!(look(&mut follow, &mut seen), []);
    assert_eq!(seen, files.zxids[..3]);
    std::fs::write(dir.path().join(&files.names[1]), &files.bytes[1]).unwrap();
    let path = dir.path().join(&files.names[0]);
    assert_eq!(look(&mut follow, &mut seen), [News::Damaged { path, offset: third as u64 }]);
    assert_eq!(seen.len(), 3 + files.ends[1].len());
    assert_eq!(look(&mut follow, &mut seen), []);
}

/// Files that change under it at random: cut, overwritten, zeroed, deleted. It may miss what is damaged, and never brings
/// anything twice, out of order, or what no server wrote.
#[test]
fn a_log_that_changes_at_random_never_misleads_it() {
    let files = files();
    for seed in seeds("a_log_that_changes", 60) {
        let mut rng = Rng(seed);
        let dir = tempfile::tempdir().unwrap();
        let (mut follow, mut seen) = (Follow::new(dir.path(), Zxid::ZERO), Vec::new());
        for _ in 0..30 {
            let i = rng.below(2);
            let path = dir.path().join(&files.names[i]);
            let mut bytes = files.bytes[i].clone();
            bytes.truncate(rng.below(bytes.len() + 1));
            match rng.below(6) {
                0 => drop(std::fs::remove_file(&path)),
                1 if !bytes.is_empty() => {
                    let at = rng.below(bytes.len());
                    let len = rng.below(512).min(bytes.len() - at);
                    bytes[at..at + len].fill(if rng.below(2) == 0 { 0 } else { 0xff });
                    std::fs::write(&path, &bytes).unwrap();
                }
                _ => {
                    let padding = rng.below(3) * 2000;
                    bytes.resize(bytes.len() + padding, 0);
                    std::fs::write(&path, &bytes).unwrap();
                }
            }
            let before = seen.len();
            let news = look(&mut follow, &mut seen);
            let new = &seen[before..];
            assert!(new.windows(2).all(|w| w[0] < w[1]), "seed {seed}: {new:x?}");
            assert!(new.iter().all(|z| files.zxids.contains(z)), "seed {seed}: {new:x?}");
            // Nothing twice, unless it was told that the log was cut.
            let cut = news.iter().any(|n| matches!(n, News::Cut { .. }));
            if cut {
                seen.clear();
            } else {
                assert!(seen.windows(2).all(|w| w[0] < w[1]), "seed {seed}: {seen:x?}");
            }
        }
    }
}
