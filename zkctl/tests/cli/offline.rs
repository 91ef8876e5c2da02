//! `log cat` and `snap cat` on files captured from Apache ZooKeeper, and on damaged copies of them.

use std::path::PathBuf;

use crate::support::{Run, zkctl};

fn captured(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../crates/zk-storage/testdata/zookeeper-3.8.0").join(name)
}

fn cat(kind: &str, file: &std::path::Path, args: &[&str]) -> Run {
    let mut all = vec![kind, "cat", file.to_str().unwrap()];
    all.extend(args);
    zkctl(&all)
}

/// Compares with a checked-in text; `ZKCTL_BLESS=1` writes it.
#[track_caller]
fn is_golden(name: &str, text: &str) {
    crate::text::is_golden(name, &text.replace(env!("CARGO_MANIFEST_DIR"), "ZKCTL"));
}

#[test]
fn a_log_prints_one_line_per_change() {
    let run = cat("log", &captured("log.1"), &[]).exits(0);
    is_golden("log.plain.txt", &run.text());
    is_golden("log.table.txt", &cat("log", &captured("log.1"), &["-o", "table"]).exits(0).text());
    is_golden("log.jsonl", &cat("log", &captured("log.1"), &["-o", "jsonl"]).exits(0).text());
    is_golden("log.java.txt", &cat("log", &captured("log.1"), &["--style", "java"]).exits(0).text());
}

#[test]
fn filters_narrow_a_log() {
    let count = |args: &[&str]| {
        cat("log", &captured("log.1"), &[args, &["-o", "json"]].concat()).exits(0).json()["txns"]
            .as_array()
            .unwrap()
            .len()
    };
    let all = count(&[]);
    assert!(count(&["--since", "0x5"]) + count(&["--until", "0x4"]) == all);
    assert!(count(&["--path", "/a"]) < all);
    assert_eq!(count(&["--path", "/nowhere"]), 0);
    assert_eq!(count(&["--session", "0x99"]), 0);
    assert_eq!(count(&["--since", "2100-01-01"]), 0);
    cat("log", &captured("log.1"), &["--since", "yesterday"]).exits(2);
}

#[test]
fn a_torn_tail_is_told_and_is_no_damage() {
    let dir = tempfile::tempdir().unwrap();
    let mut bytes = std::fs::read(captured("log.1")).unwrap();
    bytes.truncate(bytes.len() - 3);
    let file = dir.path().join("log.1");
    std::fs::write(&file, bytes).unwrap();
    let run = cat("log", &file, &[]).exits(0);
    assert!(run.stderr.contains("at offset 0x") && run.stderr.contains("torn tail"), "{}", run.stderr);
}

#[test]
fn damage_inside_a_log_is_11_and_what_follows_is_printed() {
    let dir = tempfile::tempdir().unwrap();
    let bytes = std::fs::read(captured("log.1")).unwrap();
    let whole = cat("log", &captured("log.1"), &["-o", "json"]).json();
    let txns = whole["txns"].as_array().unwrap();
    let offset = txns[4]["offset"].as_u64().unwrap();
    let mut broken = bytes.clone();
    broken[usize::try_from(offset).unwrap() + 30] ^= 1;
    let file = dir.path().join("log.1");
    std::fs::write(&file, &broken).unwrap();
    let run = cat("log", &file, &["-o", "json"]).exits(11);
    assert!(run.stderr.contains(&format!("at offset {offset:#x}")), "{}", run.stderr);
    assert_eq!(run.json()["txns"].as_array().unwrap().len(), txns.len() - 1);
    let strict = cat("log", &file, &["-o", "json", "--strict"]).exits(11);
    assert_eq!(strict.json()["txns"].as_array().unwrap().len(), 4);
    assert_eq!(std::fs::read(&file).unwrap(), broken);
}

#[test]
fn no_cut_and_no_flipped_byte_makes_it_fail_otherwise() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("copy");
    for (kind, name) in [("log", "log.1"), ("snap", "snapshot.16")] {
        let bytes = std::fs::read(captured(name)).unwrap();
        let step = bytes.len() / 12;
        for at in (0..bytes.len()).step_by(step) {
            std::fs::write(&file, &bytes[..at]).unwrap();
            let cut = cat(kind, &file, &[]);
            assert!(matches!(cut.code, 0 | 11), "{kind} cut at {at}: {} {}", cut.code, cut.stderr);
            let mut flipped = bytes.clone();
            flipped[at] ^= 0x40;
            std::fs::write(&file, &flipped).unwrap();
            let flip = cat(kind, &file, &[]);
            assert!(matches!(flip.code, 0 | 11), "{kind} flipped at {at}: {} {}", flip.code, flip.stderr);
        }
    }
}

#[test]
fn snapshots_print_in_every_compression() {
    let run = cat("snap", &captured("snapshot.16"), &["--data"]).exits(0);
    is_golden("snap.plain.txt", &run.text().replace("../crates/", ""));
    is_golden("snap.java.txt", &cat("snap", &captured("snapshot.16"), &["--style", "java"]).exits(0).text());
    let nodes = |name: &str| {
        let json = cat("snap", &captured(name), &["-o", "json"]).exits(0).json();
        json["records"].as_array().unwrap().iter().filter(|r| r["kind"] == "node").count()
    };
    assert_eq!(nodes("snapshot.1f7.gz"), 505);
    assert_eq!(nodes("snapshot.1f7.snappy"), 505);
}

#[test]
fn a_damaged_snapshot_is_11() {
    let dir = tempfile::tempdir().unwrap();
    let mut bytes = std::fs::read(captured("snapshot.16")).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    let file = dir.path().join("snapshot.16");
    std::fs::write(&file, bytes).unwrap();
    let run = cat("snap", &file, &["-o", "json"]).exits(11);
    assert!(run.stderr.contains("damage: "), "{}", run.stderr);
    run.json();
}

#[test]
fn missing_files_and_foreign_files() {
    let dir = tempfile::tempdir().unwrap();
    cat("log", &dir.path().join("nope"), &[]).exits(1);
    cat("log", dir.path(), &[]).exits(2);
    let text = dir.path().join("text");
    std::fs::write(&text, "this is no log, and no snapshot either").unwrap();
    cat("log", &text, &[]).exits(11);
    cat("snap", &text, &[]).exits(11);
}
