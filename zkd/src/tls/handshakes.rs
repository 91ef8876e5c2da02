//! The handshakes under way, which are bounded (`netty.server.outstandingHandshake.limit`).
//!
//! Differs: Apache turns the newcomer away at its limit, so that whoever begins handshakes and does not go on keeps everybody
//! out. Here one that has had time enough makes room.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::Notify;

/// Who is slower than this may have to go. Long, since in a storm of honest callers it is this server that is slow.
const ENOUGH: Duration = Duration::from_secs(1);

/// Handshakes under way.
#[derive(Debug, Default)]
pub(crate) struct Handshakes(Mutex<Table>);

#[derive(Debug, Default)]
struct Table {
    /// In the order in which they began.
    all: BTreeMap<u64, (Instant, Arc<Notify>)>,
    next: u64,
}

/// One of them. Dropping it ends it.
pub(super) struct Slot<'a> {
    of: &'a Handshakes,
    number: u64,
    end: Arc<Notify>,
}

impl Handshakes {
    pub(crate) fn count(&self) -> usize {
        self.table().all.len()
    }

    /// None if there are as many as may be, and none of them has been at it for long.
    pub(super) fn enter(&self, limit: u32) -> Option<Slot<'_>> {
        self.enter_at(limit, Instant::now())
    }

    fn enter_at(&self, limit: u32, now: Instant) -> Option<Slot<'_>> {
        let mut table = self.table();
        if table.all.len() >= limit as usize {
            let oldest = table.all.first_entry()?;
            if now.saturating_duration_since(oldest.get().0) < ENOUGH {
                return None;
            }
            oldest.remove().1.notify_one();
        }
        let (number, end) = (table.next, Arc::new(Notify::new()));
        table.next += 1;
        table.all.insert(number, (now, end.clone()));
        Some(Slot { of: self, number, end })
    }

    fn table(&self) -> MutexGuard<'_, Table> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Slot<'_> {
    /// Resolves when it has to make room.
    pub(super) async fn has_to_go(&self) {
        self.end.notified().await;
    }
}

impl Drop for Slot<'_> {
    fn drop(&mut self) {
        self.of.table().all.remove(&self.number);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn who_is_slow_makes_room_and_who_is_not_stays() {
        let (handshakes, start) = (Handshakes::default(), Instant::now());
        let first = handshakes.enter_at(2, start).unwrap();
        let second = handshakes.enter_at(2, start + ENOUGH / 2).unwrap();
        assert!(handshakes.enter_at(2, start + ENOUGH - Duration::from_millis(1)).is_none());
        let third = handshakes.enter_at(2, start + ENOUGH).unwrap();
        first.has_to_go().await;
        assert_eq!(handshakes.count(), 2);
        assert!(handshakes.enter_at(2, start + ENOUGH).is_none(), "the second is still young");
        drop(first);
        assert_eq!(handshakes.count(), 2);
        drop(second);
        assert!(handshakes.enter_at(2, start + ENOUGH).is_some());
        drop(third);
        assert_eq!(handshakes.count(), 0);
        assert!(handshakes.enter_at(0, start).is_none());
    }
}
