//! Damaged copies: every cut and every changed byte of a small log and of a small snapshot, zeroed pages, repeated and
//! exchanged records. Never a panic; never a wrong answer without a warning.

use std::collections::BTreeMap;
use std::path::Path;

use zk_forensics::blame::Blame;
use zk_forensics::compare::compare;
use zk_forensics::fold::{Watch, fold};
use zk_forensics::snap::{Census, Opened, Structure};
use zk_forensics::stats::Stats;
use zk_forensics::travel::{Past, TravelError, Verdict, When, rebuild};
use zk_forensics::verify::Verified;
use zk_forensics::{LogScan, Problem, Sources};
use zk_proto::Zxid;

use crate::support::{Rng, corpus, dir, seeds};

/// Payloads of a log by zxid, and what was wrong with it.
fn scan(sources: &Sources) -> (BTreeMap<i64, Vec<u8>>, Vec<Problem>) {
    let mut scan = LogScan::new(&sources.logs, &sources.snapshot_zxids(), true);
    let mut found = BTreeMap::new();
    while let Some(step) = scan.advance().unwrap() {
        if !step.repeated {
            found.insert(step.head.zxid.0, scan.payload().to_vec());
        }
    }
    (found, scan.take_problems())
}

/// A copy of a corpus's first files: one log behind snapshot 0, and the next snapshot and log.
struct Small {
    dir: tempfile::TempDir,
    /// The same files, for the trees: they leave data in them.
    _untouched: tempfile::TempDir,
    whole: BTreeMap<i64, Vec<u8>>,
    trees: BTreeMap<i64, Past>,
}

impl Small {
    fn new() -> Small {
        let (dir, untouched) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let from = corpus("3.9.5");
        for path in [&from.logs[0].path, &from.logs[1].path, &from.snapshots[0].path, &from.snapshots[1].path]
        {
            for to in [&dir, &untouched] {
                std::fs::copy(path, to.path().join(path.file_name().unwrap())).unwrap();
            }
        }
        let sources = Sources::find(&[untouched.path()]).unwrap();
        let (whole, problems) = scan(&sources);
        assert_eq!(problems, []);
        let mut trees: BTreeMap<i64, Past> = BTreeMap::new();
        for zxid in std::iter::once(&0).chain(whole.keys()) {
            trees.insert(*zxid, rebuild(&sources, When::Zxid(Zxid(*zxid)), &Watch::default()).unwrap());
        }
        Small { dir, _untouched: untouched, whole, trees }
    }

    fn path(&self, name: &str) -> std::path::PathBuf {
        self.dir.path().join(name)
    }

    fn sources(&self) -> Sources {
        Sources::find(&[self.dir.path()]).unwrap()
    }

    /// Reads a damaged copy in every way. True if something was told.
    fn check(&self, what: &str, turn: usize) -> bool {
        let sources = self.sources();
        let (found, problems) = scan(&sources);
        for (zxid, payload) in &found {
            assert_eq!(self.whole.get(zxid), Some(payload), "{what}: another transaction {zxid:#x}");
        }
        let lost = found.len() < self.whole.len();
        assert!(!lost || !problems.is_empty(), "{what}: transactions are missing and nothing was said");
        for threads in [1, 2] {
            let watch = Watch::default();
            let verified =
                fold::<Verified>(&sources.logs, &sources.snapshot_zxids(), true, threads, &watch).unwrap();
            assert_eq!(verified.gathered.txns as usize, found.len(), "{what}");
            let mut ours: Vec<_> =
                problems.iter().map(|p| (p.path.clone(), p.offset, p.what.kind())).collect();
            let mut theirs: Vec<_> =
                verified.problems.iter().map(|p| (p.path.clone(), p.offset, p.what.kind())).collect();
            ours.sort();
            theirs.sort();
            assert_eq!(theirs, ours, "{what}: {threads} threads");
            fold::<Stats>(&sources.logs, &[], true, threads, &watch).unwrap();
        }
        self.check_travel(&sources, what, turn) || !problems.is_empty()
    }

    /// A tree is that of its moment, or doubt was cast on it.
    fn check_travel(&self, sources: &Sources, what: &str, turn: usize) -> bool {
        let mut told = false;
        let last = *self.whole.keys().last().unwrap();
        // One moment each: there are thousands of copies.
        let when = [When::End, When::Zxid(Zxid(last)), When::Zxid(Zxid(last / 2))][turn % 3];
        match rebuild(sources, when, &Watch::default()) {
            Ok(past) => {
                let doubt = matches!(past.verdict, Verdict::Approximate(_));
                told |= doubt || !past.problems.is_empty();
                let right = &self.trees[&past.zxid.0];
                let mut same = past.tree.digest() == right.tree.digest();
                compare(&past, right, "/", |_| same = false).unwrap();
                assert!(same || doubt, "{what}: another tree at {}", past.zxid);
                if let When::Zxid(zxid) = when {
                    assert_eq!(past.zxid, zxid, "{what}");
                } else if past.zxid.0 < last {
                    assert!(!past.problems.is_empty(), "{what}: short and nothing was said");
                }
            }
            Err(TravelError::Scan(e)) => panic!("{what}: {e}"),
            Err(_) => told = true,
        }

        told
    }
}

fn end_of_records(path: &Path) -> usize {
    let bytes = std::fs::read(path).unwrap();
    bytes.iter().rposition(|b| *b != 0).unwrap() + 1
}

#[test]
fn every_cut_of_a_log_is_told_unless_it_is_padding() {
    let small = Small::new();
    let path = small.path("log.1");
    let whole = std::fs::read(&path).unwrap();
    let end = end_of_records(&path);
    for cut in 0..=whole.len() {
        if cut > end + 40 && cut % 512 != 0 {
            continue;
        }
        std::fs::write(&path, &whole[..cut]).unwrap();
        let told = small.check(&format!("cut at {cut}"), cut);
        assert!(told || cut >= end, "cut at {cut} went unnoticed");
    }
}

#[test]
fn every_changed_byte_of_a_log_is_told() {
    let small = Small::new();
    let path = small.path("log.1");
    let whole = std::fs::read(&path).unwrap();
    let end = end_of_records(&path);
    for at in 0..whole.len() {
        if at > end + 40 && at % 512 != 0 {
            continue;
        }
        let mut bytes = whole.clone();
        bytes[at] ^= 1 << (at % 8);
        std::fs::write(&path, &bytes).unwrap();
        let told = small.check(&format!("byte {at}"), at);
        // Version and id behind the magic are looked at by no server either.
        assert!(told || (4..16).contains(&at), "byte {at} went unnoticed");
    }
}

#[test]
fn every_changed_byte_of_a_snapshot_leaves_the_tree_right() {
    let small = Small::new();
    let name = small.sources().snapshots[1].path.clone();
    let whole = std::fs::read(&name).unwrap();
    let sources = small.sources();
    for at in 0..whole.len() {
        let mut bytes = whole.clone();
        bytes[at] ^= 1 << (at % 8);
        std::fs::write(&name, &bytes).unwrap();
        small.check_travel(&sources, &format!("byte {at} of the snapshot"), at);
        // Read for itself, it is found damaged at the latest by its seals.
        let read = || {
            let mut opened = Opened::new(&sources.snapshots[1])?;
            let (mut census, mut structure) = (Census::default(), Structure::default());
            let mut faults = 0;
            let acls = opened.acls.clone();
            while let Some(node) = opened.next_node()? {
                census.add(&node, true);
                faults += usize::from(structure.check(&node, &acls).is_some());
            }
            opened.finish()?;
            Ok::<usize, zk_storage::SnapshotError>(faults)
        };
        assert!(read().is_err(), "byte {at} of the snapshot went unnoticed");
    }
    for cut in 0..whole.len() {
        std::fs::write(&name, &whole[..cut]).unwrap();
        small.check_travel(&sources, &format!("snapshot cut at {cut}"), cut);
    }
}

/// Mutations that a disk or a person makes. `ZK_FORENSICS_SEED` replays one.
#[test]
fn random_damage_never_leads_to_a_wrong_answer() {
    let small = Small::new();
    let names = ["log.1".to_owned(), {
        let log = &small.sources().logs[1].path;
        log.file_name().unwrap().to_str().unwrap().to_owned()
    }];
    let originals: Vec<Vec<u8>> = names.iter().map(|n| std::fs::read(small.path(n)).unwrap()).collect();
    for seed in seeds("random_damage", 100) {
        let mut rng = Rng(seed);
        for (name, original) in names.iter().zip(&originals) {
            let mut bytes = original.clone();
            for _ in 0..1 + rng.below(3) {
                mutate(&mut bytes, &mut rng);
            }
            std::fs::write(small.path(name), &bytes).unwrap();
        }
        let written: Vec<_> = names.iter().map(|n| std::fs::read(small.path(n)).unwrap()).collect();
        small.check(&format!("ZK_FORENSICS_SEED={seed}"), seed as usize);
        let sources = small.sources();
        let mut blame = Blame::new("/", true);
        let mut scan = LogScan::new(&sources.logs, &[], true);
        while let Some(step) = scan.advance().unwrap() {
            blame.txn(&step.header, scan.payload(), (step.file, step.head.offset)).unwrap();
        }
        for (name, bytes) in names.iter().zip(written) {
            assert_eq!(std::fs::read(small.path(name)).unwrap(), bytes, "seed {seed}: {name} was written to");
        }
    }
}

/// Whole records at other places, which no checksum shows: `ZK_FORENSICS_SEED` replays one.
#[test]
fn records_that_are_repeated_exchanged_or_lost_are_told_apart() {
    let small = Small::new();
    let path = small.path("log.1");
    let whole = std::fs::read(&path).unwrap();
    let log = small.sources().logs[0].clone();
    let (mut scan_log, mut borders) = (LogScan::new(std::slice::from_ref(&log), &[], true), Vec::new());
    while let Some(step) = scan_log.advance().unwrap() {
        borders.push(usize::try_from(step.head.offset).unwrap());
        borders.push(usize::try_from(step.head.end()).unwrap());
    }
    borders.dedup();
    let records = borders.len() - 1;
    for seed in seeds("records_that_are", 60) {
        let mut rng = Rng(seed);
        let mut order: Vec<usize> = (0..records).collect();
        let at = 1 + rng.below(records - 2);
        // What happened, and whether it is damage.
        let damaged = match rng.below(4) {
            0 => {
                order.insert(at, at - 1);
                false
            }
            1 => {
                order.swap(at, at - 1);
                true
            }
            2 => {
                order.remove(at);
                true
            }
            _ => {
                let piece: Vec<usize> = order[at..].to_vec();
                order.extend(piece);
                false
            }
        };
        let mut bytes = whole[..borders[0]].to_vec();
        for i in order {
            bytes.extend_from_slice(&whole[borders[i]..borders[i + 1]]);
        }
        std::fs::write(&path, &bytes).unwrap();
        let told = small.check(&format!("seed {seed}"), seed as usize);
        let (_, problems) = scan(&Sources { snapshots: Vec::new(), ..small.sources() });
        assert!(told, "seed {seed}: nothing was said");
        assert_eq!(problems.iter().any(Problem::is_damage), damaged, "seed {seed}: {problems:?}");
    }
}

fn mutate(bytes: &mut Vec<u8>, rng: &mut Rng) {
    if bytes.is_empty() {
        return;
    }
    let at = rng.below(bytes.len());
    let len = 1 + rng.below(600).min(bytes.len() - at - 1);
    match rng.below(6) {
        // A page that never reached the disk.
        0 => bytes[at..at + len].fill(0),
        1 => bytes[at] ^= 1 << rng.below(8),
        2 => bytes.truncate(at),
        // A piece twice, or at another place.
        3 => {
            let piece = bytes[at..at + len].to_vec();
            let to = rng.below(bytes.len());
            bytes.splice(to..to, piece);
        }
        4 => {
            let piece: Vec<u8> = bytes.drain(at..at + len).collect();
            let to = rng.below(bytes.len() + 1);
            bytes.splice(to..to, piece);
        }
        _ => bytes[at..at + len].fill_with(|| rng.next() as u8),
    }
}

#[test]
fn a_log_that_is_there_twice_is_counted_once() {
    let small = Small::new();
    // As if somebody had put two copies side by side.
    std::fs::copy(small.path("log.1"), small.path("log.2")).unwrap();
    let sources = small.sources();
    let (found, problems) = scan(&sources);
    assert_eq!(found.len(), small.whole.len());
    assert!(problems.iter().all(|p| !p.is_damage()), "{problems:?}");
    assert!(problems.iter().any(|p| p.what.kind() == "repeated"));
}

#[test]
fn a_missing_file_is_a_hole_unless_a_snapshot_makes_up_for_it() {
    let from = corpus("3.9.5");
    let damage = |snapshots: &[Zxid]| {
        let logs: Vec<_> =
            from.logs.iter().enumerate().filter(|(i, _)| *i != 1).map(|(_, l)| l.clone()).collect();
        let mut scan = LogScan::new(&logs, snapshots, true);
        while scan.advance().unwrap().is_some() {}
        let problems = scan.take_problems();
        assert_eq!(problems.iter().filter(|p| p.what.kind() == "gap").count(), 1);
        problems.iter().any(Problem::is_damage)
    };
    assert!(damage(&[]));
    assert!(!damage(&from.snapshot_zxids()));
}

#[test]
fn what_is_read_is_never_written_to() {
    let files = || -> Vec<(std::path::PathBuf, Vec<u8>)> {
        let dir = dir("3.8.0").join("version-2");
        let mut out: Vec<_> = std::fs::read_dir(dir)
            .unwrap()
            .map(|e| e.unwrap().path())
            .map(|p| (p.clone(), std::fs::read(p).unwrap()))
            .collect();
        out.sort();
        out
    };
    let before = files();
    rebuild(&corpus("3.8.0"), When::End, &Watch::default()).unwrap();
    assert_eq!(before, files());
}
