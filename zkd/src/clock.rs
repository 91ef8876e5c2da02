//! The two clocks: monotonic since start for timeouts, wall for transactions.

use std::time::{Instant, SystemTime, UNIX_EPOCH};

use zk_server::Times;

/// Reads both clocks.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Clock {
    start: Instant,
}

impl Clock {
    pub(crate) fn new() -> Clock {
        Clock { start: Instant::now() }
    }

    /// Microseconds since the server started.
    pub(crate) fn now_us(&self) -> u64 {
        self.start.elapsed().as_micros() as u64
    }

    /// Milliseconds since the server started.
    pub(crate) fn now_ms(&self) -> u64 {
        self.start.elapsed().as_millis() as u64
    }

    /// Milliseconds since 1970.
    pub(crate) fn wall_ms(&self) -> i64 {
        SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| d.as_millis() as i64)
    }

    pub(crate) fn times(&self) -> Times {
        Times { now_ms: self.now_ms(), wall_ms: self.wall_ms() }
    }
}
