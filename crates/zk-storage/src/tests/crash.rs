//! The crash matrix: a workload on a recording disk, then recovery from what is left after every request, for
//! every kind of crash. The history found must hold everything acknowledged, nothing never written, without a gap,
//! and the server must be able to go on from it.

use zk_proto::Zxid;

use super::support::{Model, Rng, install, open, payload, recover, seed, small_config, z};
use crate::disk::{CrashOptions, MemDisk, Request, Unsynced};
use crate::snapshot::{Compression, SnapshotDigest};
use crate::txlog::LogWriter;
use crate::{Base, DataDir, RecoverOptions, RecoveryReport};

/// What is promised from some request on.
#[derive(Clone, Copy, Debug)]
enum Promise {
    /// Transactions up to here are durable.
    Durable(Zxid),
    /// Transactions up to here may be found.
    Begun(Zxid),
    /// The history may end as low as here.
    TruncationBegun(Zxid),
    /// The history ends here.
    Truncated(Zxid),
    /// This epoch is being stored.
    EpochBegun(i64),
    /// It is stored.
    EpochStored(i64),
}

/// A server's storage at work, noting what it promised and when.
struct Work {
    disk: MemDisk,
    dir: DataDir<MemDisk>,
    log: LogWriter<MemDisk>,
    last: Zxid,
    promises: Vec<(usize, Promise)>,
}

impl Work {
    fn new(disk: MemDisk) -> Work {
        let dir = open(&disk);
        let log = dir.log_writer(small_config());
        Work { disk, dir, log, last: z(0), promises: Vec::new() }
    }

    fn promise(&mut self, p: Promise) {
        self.promises.push((self.disk.request_count(), p));
    }

    fn append(&mut self, count: u32) {
        for _ in 0..count {
            self.last = self.last.next().unwrap();
            self.log.append(self.last, &payload(self.last));
        }
        self.promise(Promise::Begun(self.last));
        self.log.commit().unwrap();
        self.promise(Promise::Durable(self.last));
    }

    fn new_epoch(&mut self, epoch: u32) {
        self.promise(Promise::EpochBegun(epoch.into()));
        self.dir.write_accepted_epoch(epoch.into()).unwrap();
        self.dir.write_current_epoch(epoch.into()).unwrap();
        self.promise(Promise::EpochStored(epoch.into()));
        self.last = Zxid::new(epoch, 0);
    }

    fn snapshot(&mut self, compression: Compression) {
        let zxid = self.log.last().unwrap_or(z(0));
        write_snapshot(&self.dir, zxid, compression);
        self.log.roll().unwrap();
    }

    fn reopen(&mut self) {
        self.log = self.dir.log_writer(small_config());
    }

    fn truncate(&mut self, to: Zxid) {
        self.promise(Promise::TruncationBegun(to));
        self.log = self.dir.log_writer(small_config());
        self.dir.truncate(to, &RecoverOptions::default()).unwrap();
        self.promise(Promise::Truncated(to));
        self.last = to;
    }

    /// A leader's snapshot of a later epoch replaces the history.
    fn install(&mut self, zxid: Zxid) {
        self.log = self.dir.log_writer(small_config());
        self.promise(Promise::Begun(zxid));
        install(&self.dir, zxid, Compression::Plain);
        self.promise(Promise::Durable(zxid));
        self.last = zxid;
    }

    fn purge(&mut self) {
        self.dir.purge(3, 1 << 20).unwrap();
    }
}

fn write_snapshot(dir: &DataDir<MemDisk>, zxid: Zxid, compression: Compression) {
    let mut s = dir.create_snapshot(zxid, compression).unwrap();
    s.sessions([].into_iter()).unwrap();
    s.acls([].into_iter()).unwrap();
    s.node("", Some(&[1; 300]), -1, &Default::default()).unwrap();
    s.node("/a", Some(&[1; 900]), -1, &Default::default()).unwrap();
    s.commit(Some(SnapshotDigest { zxid, version: 2, digest: 0 }), Some(zxid)).unwrap();
}

/// What may be found after a crash behind `prefix` requests.
#[derive(Debug, Clone, Copy)]
struct Expected {
    at_least: Zxid,
    at_most: Zxid,
    epoch_stored: Option<i64>,
    epoch_begun: Option<i64>,
}

fn expected(promises: &[(usize, Promise)], prefix: usize) -> Expected {
    let mut e = Expected { at_least: z(0), at_most: z(0), epoch_stored: None, epoch_begun: None };
    for (at, promise) in promises {
        // What is promised after request n holds from prefix n on; what is begun after it, from n + 1 on.
        match *promise {
            Promise::Durable(z) if *at <= prefix => e.at_least = z,
            Promise::Begun(z) if *at < prefix => e.at_most = z,
            Promise::TruncationBegun(z) if *at < prefix => e.at_least = z,
            Promise::Truncated(z) if *at <= prefix => (e.at_least, e.at_most) = (z, z),
            Promise::EpochBegun(n) if *at < prefix => e.epoch_begun = Some(n),
            Promise::EpochStored(n) if *at <= prefix => e.epoch_stored = Some(n),
            _ => {}
        }
    }
    e
}

fn history_is_whole(model: &Model, report: &RecoveryReport) {
    let mut last = model.snapshot.unwrap_or(z(0));
    for zxid in &model.txns {
        let follows = last.next() == Some(*zxid) || (zxid.epoch() > last.epoch() && zxid.counter() == 1);
        assert!(follows, "{zxid} after {last}");
        last = *zxid;
    }
    assert_eq!(report.last_zxid, last);
}

/// Recovers, checks, repairs, goes on and recovers again.
fn check(disk: &MemDisk, e: Expected, what: &str) {
    let dir = open(disk);
    let (model, report) = recover(&dir).unwrap_or_else(|err| panic!("{what}: {err}"));
    history_is_whole(&model, &report);
    assert!(
        e.at_least <= report.last_zxid && report.last_zxid <= e.at_most.max(e.at_least),
        "{what}: found {}, expected {e:?}",
        report.last_zxid
    );
    let epochs = dir.epochs().unwrap();
    for found in [epochs.accepted, epochs.current] {
        assert!(found == e.epoch_stored || found == e.epoch_begun, "{what}: {epochs:?}, expected {e:?}");
    }
    let before = disk.request_count();
    if let Some(torn) = &report.torn {
        dir.repair_tail(torn).unwrap();
    }
    // A crash at any request of the repair leaves what can be repaired again.
    for prefix in before..disk.request_count() {
        for options in [CrashOptions::KILL, CrashOptions::PESSIMISTIC] {
            let again = disk.crash(prefix, options);
            let (_, second) = recover(&open(&again)).unwrap();
            assert_eq!(second.last_zxid, report.last_zxid, "{what}: crash in repair");
        }
    }
    if report.base == Base::Empty {
        write_snapshot(&dir, z(0), Compression::Plain);
    }
    let next = report.last_zxid.next().unwrap();
    let mut log = dir.log_writer(small_config());
    log.append(next, &payload(next));
    log.commit().unwrap();
    let (_, again) = recover(&dir).unwrap();
    assert_eq!(again.last_zxid, next, "{what}: going on");
    assert!(again.torn.is_none());
}

/// Every prefix of the requests with every kind of crash.
fn matrix(work: &Work, name: &str, rng: &mut Rng) {
    let requests = work.disk.requests();
    for prefix in 0..=requests.len() {
        let e = expected(&work.promises, prefix);
        let what = |kind: &str| format!("{name}, crash ({kind}) behind request {prefix}");
        let crash = |options| work.disk.crash(prefix, options);
        check(&crash(CrashOptions::KILL), e, &what("kill"));
        check(&crash(CrashOptions::PESSIMISTIC), e, &what("pessimistic"));
        for n in 1..4 {
            let some = CrashOptions { data: Unsynced::Drop, names: Unsynced::First(n), tear_last: None };
            check(&crash(some), e, &what("data lost, names kept"));
            let some = CrashOptions { data: Unsynced::First(n), names: Unsynced::Drop, tear_last: None };
            check(&crash(some), e, &what("names lost, data kept"));
        }
        for _ in 0..12 {
            let mask = rng.next();
            let some = CrashOptions { data: Unsynced::Sectors(mask), ..CrashOptions::KILL };
            check(&crash(some), e, &what(&format!("sectors {mask:#x}")));
        }
        if let Some(Request::Write { data, .. }) = prefix.checked_sub(1).and_then(|i| requests.get(i)) {
            let step = if data.len() > 1500 { 97 } else { 1 };
            for cut in (0..data.len()).step_by(step) {
                let torn = CrashOptions { tear_last: Some(cut), ..CrashOptions::KILL };
                check(&crash(torn), e, &what(&format!("torn at byte {cut}")));
            }
        }
    }
}

fn run(name: &str, f: impl FnOnce(&mut Work)) {
    let seed = seed(name);
    let disk = MemDisk::new();
    let mut work = Work::new(disk);
    work.snapshot(Compression::Plain);
    f(&mut work);
    matrix(&work, name, &mut Rng::new(seed));
}

#[test]
fn crash_in_commits_of_several_sizes() {
    run("crash_in_commits_of_several_sizes", |w| {
        for count in [1, 1, 3, 1, 9, 2, 1] {
            w.append(count);
        }
    });
}

#[test]
fn crash_in_a_roll_with_a_snapshot() {
    run("crash_in_a_roll_with_a_snapshot", |w| {
        w.append(2);
        w.snapshot(Compression::Plain);
        w.append(1);
        w.snapshot(Compression::Snappy);
        w.append(2);
    });
}

#[test]
fn crash_in_snapshots_with_a_purge() {
    run("crash_in_snapshots_with_a_purge", |w| {
        for compression in [Compression::Plain, Compression::Gzip, Compression::Plain, Compression::Plain] {
            w.append(1);
            w.snapshot(compression);
        }
        w.append(1);
        w.purge();
        w.append(1);
    });
}

#[test]
fn crash_in_the_replacement_of_the_history() {
    run("crash_in_the_replacement_of_the_history", |w| {
        w.append(3);
        w.snapshot(Compression::Plain);
        w.append(2);
        w.install(Zxid::new(4, 7));
        w.append(2);
    });
}

#[test]
fn crash_in_epoch_changes() {
    run("crash_in_epoch_changes", |w| {
        w.new_epoch(1);
        w.append(2);
        w.reopen();
        w.new_epoch(2);
        w.append(1);
        w.new_epoch(12);
        w.append(1);
    });
}

#[test]
fn crash_in_truncations_inside_at_the_edge_of_and_across_files() {
    run("crash_in_truncations_inside_at_the_edge_of_and_across_files", |w| {
        w.append(4);
        w.truncate(z(3));
        w.append(3);
        w.snapshot(Compression::Plain);
        w.append(2);
        w.reopen();
        w.append(1);
        w.truncate(z(6));
        w.append(2);
        w.truncate(z(2));
        w.append(1);
    });
}

#[test]
fn crash_in_a_truncation_that_only_removes_a_snapshot_and_shortens_a_log() {
    run("crash_in_a_truncation_that_only_removes_a_snapshot_and_shortens_a_log", |w| {
        w.append(3);
        w.snapshot(Compression::Plain);
        w.truncate(z(2));
    });
}

#[test]
fn crash_of_a_server_that_restarts_after_each_commit() {
    run("crash_of_a_server_that_restarts_after_each_commit", |w| {
        for _ in 0..4 {
            w.append(1);
            w.reopen();
        }
    });
}
