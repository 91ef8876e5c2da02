//! Helpers of the black-box tests: a raw protocol connection, a server process (zkd or Apache ZooKeeper), a seeded
//! generator of random numbers, and polling with a deadline. What is tested lies in `it/`.

pub mod acls;
pub mod check;
pub mod conn;
pub mod ensemble;
pub mod http;
pub mod leader;
pub mod ops;
pub mod proxy;
pub mod rng;
pub mod server;
pub mod txnlogs;
pub mod voter;

pub use conn::{Event, Incoming, Packet, RawConn, Reply, Session};
pub use server::{Program, ServerUnderTest, Settings};

use std::time::{Duration, Instant};

/// How long a test waits for what must come.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// Asks `probe` until it gives something or the limit passes.
pub fn poll<T>(limit: Duration, mut probe: impl FnMut() -> Option<T>) -> Option<T> {
    let deadline = Instant::now() + limit;
    loop {
        if let Some(found) = probe() {
            return Some(found);
        }
        if Instant::now() >= deadline {
            return None;
        }
        std::thread::sleep(Duration::from_millis(5));
    }
}
