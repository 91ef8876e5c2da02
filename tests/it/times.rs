//! The times that a leader stamps into its transactions: read from its log, as `zkctl log verify` reads them.

use std::sync::atomic::{AtomicBool, Ordering};

use zk_proto::request::CreateMode;
use zk_proto::{Reader, Request, TxnHeader, Zxid};
use zkd_tests::ensemble::EnsembleUnderTest;
use zkd_tests::{Program, RawConn, txnlogs};

/// Requests that a client has in flight.
const AT_ONCE: usize = 20;
const ROUNDS: usize = 150;

/// What comes from a leader's own clients and what its learners forward meet in one turn of its core; the one must not get
/// the time of the turn's beginning behind what was stamped later.
#[test]
fn a_leader_never_stamps_an_earlier_time_behind_a_later_one() {
    if !Program::under_test().is_zkd() {
        return;
    }
    let mut ensemble = EnsembleUnderTest::start(3);
    let leader = ensemble.wait_serving();
    let failed = AtomicBool::new(false);
    std::thread::scope(|scope| {
        for client in 0..6 {
            let mut conn = ensemble.conn(client % 3);
            let failed = &failed;
            scope.spawn(move || {
                let path = format!("/times-{client}");
                conn.create_as(&path, b"", CreateMode::Persistent).expect("create");
                for _ in 0..ROUNDS {
                    if !sets(&mut conn, &path) {
                        failed.store(true, Ordering::Relaxed);
                    }
                }
            });
        }
    });
    assert!(!failed.load(Ordering::Relaxed), "every write is answered");
    let log = txnlogs::read("leader", &ensemble.members[leader].data_dir().join("version-2")).expect("a log");
    let times: Vec<(Zxid, i64)> = log.records.iter().map(|(zxid, txn)| (*zxid, time(txn))).collect();
    assert!(times.len() > 6 * AT_ONCE * ROUNDS, "{} transactions", times.len());
    let back: Vec<_> = times
        .windows(2)
        .filter(|pair| pair[0].0.epoch() == pair[1].0.epoch() && pair[1].1 < pair[0].1)
        .map(|pair| format!("{}: {} ms", pair[1].0, pair[1].1 - pair[0].1))
        .collect();
    assert!(back.is_empty(), "{} of {} go back: {:?}", back.len(), times.len(), &back[..back.len().min(5)]);
}

fn sets(conn: &mut RawConn, path: &str) -> bool {
    let set = Request::SetData { path: path.into(), data: Some(b"x"), version: -1 };
    let xids: Vec<i32> = (0..AT_ONCE).map(|_| conn.send(&set)).collect();
    xids.into_iter().all(|xid| conn.recv_reply().expect("an answer").xid == xid)
}

fn time(txn: &[u8]) -> i64 {
    TxnHeader::decode(&mut Reader::new(txn)).expect("a transaction's header").time
}
