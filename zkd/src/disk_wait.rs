//! Whether the log waits for its disk, and since when: a disk that has stopped answers nobody, and the server is the last to
//! say so by itself.

use std::sync::atomic::{AtomicU64, Ordering};

/// Of the one thread that writes the log.
#[derive(Debug, Default)]
pub(crate) struct DiskWait {
    /// When it began, and 1; 0: it does not wait.
    since: AtomicU64,
}

/// It waits until this is dropped.
pub(crate) struct Waiting<'a>(&'a DiskWait);

impl DiskWait {
    /// Begins to wait.
    pub(crate) fn begin(&self, now_ms: u64) -> Waiting<'_> {
        self.since.store(now_ms + 1, Ordering::Relaxed);
        Waiting(self)
    }

    /// For how long it has waited by now.
    pub(crate) fn waited_ms(&self, now_ms: u64) -> Option<u64> {
        let since = self.since.load(Ordering::Relaxed).checked_sub(1)?;
        Some(now_ms.saturating_sub(since))
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.since.store(0, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wait_grows_until_it_is_over() {
        let wait = DiskWait::default();
        assert_eq!(wait.waited_ms(5), None);
        let waiting = wait.begin(0);
        assert_eq!((wait.waited_ms(0), wait.waited_ms(7)), (Some(0), Some(7)));
        drop(waiting);
        assert_eq!(wait.waited_ms(9), None);
    }
}
