//! Before this server stops or lets another one lead: no more requests are taken from its clients, and those that are on their way
//! get their answers. A member needs the others for that, so that it has to happen while everything still runs.

use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use crate::shared::Shared;

/// How often it is looked whether all are answered.
const LOOK_INTERVAL: Duration = Duration::from_millis(2);

/// Takes no more requests and waits until those that were taken are answered, or `limit` is over; returns how many are not.
pub(crate) fn drain(shared: &Shared, limit: Duration) -> u64 {
    shared.draining.store(true, Ordering::SeqCst);
    let began = Instant::now();
    loop {
        let left = shared.outstanding.load(Ordering::SeqCst);
        if left == 0 || began.elapsed() >= limit {
            return left;
        }
        std::thread::sleep(LOOK_INTERVAL);
    }
}

/// Takes requests again.
pub(crate) fn reopen(shared: &Shared) {
    shared.draining.store(false, Ordering::SeqCst);
    shared.conns().iter().for_each(|conn| conn.wake());
}
