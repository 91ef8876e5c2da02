//! Everything that takes the server's locks at once: writes with watches, four-letter words that walk connections
//! and watches, connections that come and go. All of it must go on.

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::Duration;

use zkd_tests::{RawConn, ServerUnderTest};

const TIMEOUT_MS: i32 = 10_000;
/// How long the load goes on; nothing waits for it.
const LASTS: Duration = Duration::from_millis(1500);

#[test]
fn words_connections_and_writes_do_not_lock_each_other_out() {
    let mut server = ServerUnderTest::start_usual();
    RawConn::connect(server.addr(), TIMEOUT_MS).create("/busy", b"").expect("create");
    let stop = AtomicBool::new(false);
    let turns: [AtomicU32; 4] = Default::default();
    std::thread::scope(|scope| {
        let (server, stop, turns) = (&server, &stop, &turns);
        let until_stopped = move |index: usize, mut turn: Box<dyn FnMut() + Send>| {
            scope.spawn(move || {
                while !stop.load(Ordering::Relaxed) {
                    turn();
                    turns[index].fetch_add(1, Ordering::Relaxed);
                }
            });
        };
        for _ in 0..2 {
            let mut writer = RawConn::connect(server.addr(), TIMEOUT_MS);
            until_stopped(
                0,
                Box::new(move || {
                    writer.get_watch("/busy", true).expect("get");
                    writer.set("/busy", b"x", -1).expect("set");
                    writer.take_events();
                }),
            );
        }
        for _ in 0..3 {
            until_stopped(1, Box::new(|| assert!(server.word("wchp").ends_with('\n'))));
            until_stopped(2, Box::new(|| RawConn::connect(server.addr(), TIMEOUT_MS).close()));
        }
        until_stopped(3, Box::new(|| assert!(server.word("cons").ends_with('\n'))));
        std::thread::sleep(LASTS);
        stop.store(true, Ordering::Relaxed);
    });
    for (index, turns) in turns.iter().enumerate() {
        assert!(turns.load(Ordering::Relaxed) > 10, "activity {index} came to a halt");
    }
    server.assert_alive();
}
