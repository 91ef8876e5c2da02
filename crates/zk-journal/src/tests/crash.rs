//! What members do to their disks, each run through the crash matrix.

use zk_proto::Zxid;
use zk_storage::MemDisk;
use zk_storage::disk::CrashOptions;

use super::matrix::Work;
use super::support::{History, Rng, seed, start, txn, z};

fn run(name: &str, work: impl FnOnce(&mut Work)) {
    let seed = seed(name);
    let mut w = Work::new();
    work(&mut w);
    w.matrix(name, &mut Rng::new(seed));
}

/// What another member has up to `zxid`.
fn of_leader(zxid: Zxid, tag: u8) -> History {
    History::installed(zxid, (1..=4).map(|i| txn(z(1, i), tag)).collect())
}

#[test]
fn appends_and_epochs() {
    run("appends_and_epochs", |w| {
        w.accept(1);
        w.adopt(1);
        w.append_epoch(1, 3, 1);
        w.append(1, 1);
        w.append(6, 1);
        w.accept(3);
        w.adopt(3);
        w.append_epoch(3, 2, 1);
        w.accept(4);
    });
}

#[test]
fn epochs_that_only_the_log_knows() {
    run("epochs_that_only_the_log_knows", |w| {
        w.append_epoch(2, 2, 1);
        w.append_epoch(5, 1, 1);
    });
}

#[test]
fn truncations_under_snapshots_of_what_goes() {
    run("truncations_under_snapshots_of_what_goes", |w| {
        w.append_epoch(1, 4, 1);
        w.truncate(z(1, 3));
        w.append(2, 2);
        w.snapshot();
        // K-1: that snapshot holds what the leader does not have.
        w.truncate(z(1, 4));
        w.append(8, 3);
        w.snapshot();
        w.append(3, 3);
        w.snapshot();
        w.append(1, 3);
        w.truncate(z(1, 9));
        w.append_epoch(2, 2, 4);
        w.truncate(z(2, 0));
        w.append_epoch(3, 1, 5);
    });
}

#[test]
fn a_truncation_under_a_snapshot_that_holds_traces_of_what_goes() {
    run("a_truncation_under_a_snapshot_that_holds_traces_of_what_goes", |w| {
        w.append_epoch(1, 5, 1);
        w.late_snapshot(3);
        w.append(2, 1);
        // The snapshot's name says (1, 2), and it holds (1, 5).
        w.truncate(z(1, 4));
        w.append(2, 2);
        w.late_snapshot(2);
        w.append(1, 2);
        w.truncate(z(1, 6));
    });
}

#[test]
fn a_truncation_to_a_snapshot() {
    run("a_truncation_to_a_snapshot", |w| {
        w.append_epoch(1, 3, 1);
        w.snapshot();
        w.append(2, 1);
        w.truncate(z(1, 3));
        w.append(1, 2);
    });
}

#[test]
fn an_installation_below_a_dead_history() {
    run("an_installation_below_a_dead_history", |w| {
        w.append_epoch(1, 4, 1);
        w.snapshot();
        w.append(6, 1);
        w.snapshot();
        w.append(1, 1);
        // The dead log goes on exactly where the new snapshot ends.
        w.install(of_leader(z(1, 4), 2));
        w.append(3, 3);
        w.install(of_leader(z(1, 9), 4));
        w.append(1, 4);
    });
}

#[test]
fn an_installation_at_the_beginning_of_an_epoch() {
    run("an_installation_at_the_beginning_of_an_epoch", |w| {
        w.accept(2);
        w.append_epoch(2, 3, 1);
        w.accept(4);
        w.install(of_leader(z(4, 0), 2));
        w.adopt(4);
        w.append_epoch(4, 2, 2);
        w.install(History::default());
        w.append_epoch(5, 1, 3);
    });
}

#[test]
fn an_installation_over_a_snapshot_of_the_same_name() {
    run("an_installation_over_a_snapshot_of_the_same_name", |w| {
        w.append_epoch(1, 4, 1);
        w.snapshot();
        w.append(2, 1);
        w.install(of_leader(z(1, 4), 2));
        w.append(1, 2);
    });
}

#[test]
fn a_history_moved_aside_is_not_half_there_after_a_crash() {
    let mut w = Work::new();
    w.accept(3);
    w.append_epoch(3, 4, 1);
    w.snapshot();
    w.append(9, 1);
    let disk = w.disk.crash(usize::MAX, CrashOptions::KILL);
    drop(w);
    crate::set_aside(disk.clone(), &super::support::config()).unwrap();
    for prefix in 0..=disk.request_count() {
        for options in [CrashOptions::KILL, CrashOptions::PESSIMISTIC] {
            let crashed = disk.crash(prefix, options);
            let found = start(&crashed).unwrap();
            let whole = found.last_zxid == z(3, 13) && found.tree.last_zxid() == z(3, 13);
            assert!(whole || found.last_zxid == Zxid(-1), "{} behind {prefix}", found.last_zxid);
            assert_eq!(found.epochs.unwrap().accepted, 3, "a promise is a promise");
            drop(found);
            // And nothing is lost.
            let names = crashed.content().into_keys().filter(|p| p.to_string_lossy().contains("/log."));
            let records = disk.content().into_keys().filter(|p| p.to_string_lossy().contains("/log."));
            assert_eq!(names.count(), records.count());
        }
    }
    installs_again(disk);
}

/// A member without a history gets one, crashing at every request.
fn installs_again(disk: MemDisk) {
    let found = start(&disk).unwrap();
    assert_eq!((found.last_zxid, found.epochs.unwrap().current), (Zxid(-1), -1));
    let mut j = super::support::journal(&found);
    drop(found);
    let disk = {
        drop(j);
        disk.crash(usize::MAX, CrashOptions::KILL)
    };
    j = super::support::journal(&start(&disk).unwrap());
    let history = of_leader(z(5, 0), 2);
    let tree = Box::new(history.tree());
    let install = zk_server::member::DiskRequest::Install { tree, token: 1 };
    super::support::run(&mut j, vec![install]);
    for prefix in 0..=disk.request_count() {
        for options in [CrashOptions::KILL, CrashOptions::PESSIMISTIC] {
            let found = start(&disk.crash(prefix, options)).unwrap();
            let has = super::support::dump(&found.tree) == history.dump();
            assert!(has || found.last_zxid == Zxid(-1));
            assert!(has || prefix < disk.request_count());
        }
    }
}

#[test]
fn any_order_of_work() {
    let seed = seed("any_order_of_work");
    let mut rng = Rng::new(seed);
    for _ in 0..3 {
        let mut w = Work::new();
        for tag in 1..9 {
            let epoch = w.history.last().epoch();
            match rng.below(7) {
                0 => w.append_epoch(epoch + 1 + rng.below(2) as u32, 1 + rng.below(3) as u32, tag),
                1 => w.snapshot(),
                2 => {
                    let e = w.epochs.accepted + 1;
                    w.accept(e);
                    w.adopt(e);
                }
                3 if !w.history.txns.is_empty() => {
                    let at = rng.below(w.history.txns.len());
                    let to = w.history.txns[at].0;
                    w.truncate(to);
                }
                4 => {
                    let zxid = z(1 + rng.below(1 + epoch as usize) as u32, 4 + rng.below(4) as u32);
                    w.install(of_leader(zxid, tag));
                }
                5 if w.history.txns.len() > 2 => w.late_snapshot(1 + rng.below(2)),
                _ if w.history.last() == Zxid::ZERO => w.append_epoch(1, 2, tag),
                _ => w.append(1 + rng.below(5) as u32, tag),
            }
        }
        w.matrix("any_order_of_work", &mut rng);
    }
}
