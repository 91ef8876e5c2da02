//! Data that a tree of the past leaves in its files: what happens to those meanwhile changes no answer.

use std::os::unix::fs::FileExt;

use zk_forensics::Sources;
use zk_forensics::fold::Watch;
use zk_forensics::travel::{Past, ValueError, When, rebuild};
use zk_proto::path;

use crate::support::{VERSIONS, corpus};

/// A past of a copy of a corpus, and the copy.
fn copied(version: &str) -> (tempfile::TempDir, Past) {
    let dir = tempfile::tempdir().unwrap();
    let from = corpus(version);
    let files = from.logs.iter().map(|l| &l.path).chain(from.snapshots.iter().map(|s| &s.path));
    for path in files {
        std::fs::copy(path, dir.path().join(path.file_name().unwrap())).unwrap();
    }
    let past = rebuild(&Sources::find(&[dir.path()]).unwrap(), When::End, &Watch::default()).unwrap();
    (dir, past)
}

/// Data of a node, if it can be had.
type Data = Result<Option<Vec<u8>>, ValueError>;

/// Every node's data, and how many were left in files.
fn all(past: &Past) -> (Vec<(String, Data)>, usize) {
    let (mut out, mut todo, mut left) = (Vec::new(), vec!["/".to_owned()], 0);
    while let Some(at) = todo.pop() {
        let node = past.tree.find(&at).unwrap();
        todo.extend(node.children().map(|n| path::join(&at, std::str::from_utf8(n).unwrap())));
        left += usize::from(node.place().is_some());
        let data = past.data(&at, &node).map(|d| d.map(|d| d.into_owned()));
        if let Ok(data) = &data {
            let len = data.as_ref().map_or(0, Vec::len);
            assert_eq!(i64::from(node.stat().data_length), len as i64, "{at}");
        }
        out.push((at, data));
    }
    (out, left)
}

#[test]
fn files_may_be_purged_while_a_past_is_asked() {
    for version in VERSIONS {
        let (dir, past) = copied(version);
        let (before, left) = all(&past);
        assert!(left > 0, "{version}: nothing was left in a file");
        for entry in std::fs::read_dir(dir.path()).unwrap() {
            std::fs::remove_file(entry.unwrap().path()).unwrap();
        }
        for ((path, a), (_, b)) in before.into_iter().zip(all(&past).0) {
            assert_eq!(a.unwrap(), b.unwrap(), "{version} {path}");
        }
    }
}

#[test]
fn a_file_that_somebody_writes_into_is_told_and_never_believed() {
    let (dir, past) = copied("3.9.5");
    let (before, _) = all(&past);
    for entry in std::fs::read_dir(dir.path()).unwrap() {
        let file = std::fs::File::options().write(true).open(entry.unwrap().path()).unwrap();
        let len = file.metadata().unwrap().len();
        file.write_all_at(&vec![b'#'; usize::try_from(len).unwrap()], 0).unwrap();
    }
    let (mut changed, mut kept) = (0, 0);
    for ((path, a), (_, b)) in before.iter().zip(all(&past).0) {
        match b {
            Ok(b) => {
                assert_eq!(a.as_ref().unwrap(), &b, "{path}");
                kept += 1;
            }
            Err(ValueError::Changed { node, .. }) => {
                assert_eq!(&node, path);
                changed += 1;
            }
            Err(e) => panic!("{path}: {e}"),
        }
    }
    assert!(changed > 0 && kept > 0);
    // Cut short: there is nothing to read.
    for entry in std::fs::read_dir(dir.path()).unwrap() {
        std::fs::File::options().write(true).open(entry.unwrap().path()).unwrap().set_len(0).unwrap();
    }
    assert!(all(&past).0.iter().any(|(_, data)| matches!(data, Err(ValueError::Io { .. }))));
}
