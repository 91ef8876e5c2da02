//! How long a sync of the log waits for more writes, and how many it takes (`flushDelay`, `maxWriteQueuePollTime`,
//! `maxBatchSize`). Unless told otherwise it never waits: what comes in during one sync is the next one's.
//!
//! Mirrors: ZooKeeper `SyncRequestProcessor`.

use std::time::{Duration, Instant};

/// As configured.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FlushConfig {
    /// From one sync to the next, in milliseconds; 0: as soon as there is something.
    pub delay_ms: u64,
    /// A sync does not wait on when nothing has come for so long. `None`: a third of the delay.
    pub poll_ms: Option<u64>,
    /// With so many transactions it does not wait, and takes no more. `None`: a thousand, and all that there are.
    pub batch: Option<usize>,
}

/// When the last sync was.
#[derive(Debug)]
pub(crate) struct FlushPace {
    config: FlushConfig,
    last: Option<Instant>,
}

impl FlushPace {
    pub(crate) fn new(config: FlushConfig) -> FlushPace {
        FlushPace { config, last: None }
    }

    /// Whether every sync takes what there is, and waits for nothing.
    pub(crate) fn is_off(&self) -> bool {
        self.config.delay_ms == 0 && self.config.batch.is_none()
    }

    /// Whether a sync may take more than these transactions.
    pub(crate) fn has_room(&self, txns: usize) -> bool {
        self.config.batch.is_none_or(|batch| txns < batch)
    }

    /// How long a sync of so many transactions may wait for the next one.
    pub(crate) fn wait(&self, txns: usize, now: Instant) -> Option<Duration> {
        let delay = Duration::from_millis(self.config.delay_ms);
        if txns == 0 || txns >= self.config.batch.unwrap_or(USUAL_BATCH) {
            return None;
        }
        let left = delay.checked_sub(now.saturating_duration_since(self.last?))?;
        let poll = Duration::from_millis(self.config.poll_ms.unwrap_or(self.config.delay_ms / 3));
        Some(left.min(poll)).filter(|wait| !wait.is_zero())
    }

    /// A sync begins.
    pub(crate) fn flushed(&mut self, now: Instant) {
        self.last = Some(now);
    }
}

/// Of Apache's server.
const USUAL_BATCH: usize = 1000;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sync_waits_out_the_delay_unless_nothing_comes_or_there_is_enough() {
        let start = Instant::now();
        let at = |ms| start + Duration::from_millis(ms);
        let pace = |delay_ms, poll_ms, batch| {
            let mut pace = FlushPace::new(FlushConfig { delay_ms, poll_ms, batch });
            assert_eq!(pace.wait(1, start), None, "nothing was synced before");
            pace.flushed(start);
            pace
        };
        let ms = |ms| Some(Duration::from_millis(ms));
        let usual = pace(90, None, None);
        assert_eq!([0, 70, 90, 900].map(|t| usual.wait(1, at(t))), [ms(30), ms(20), None, None]);
        assert_eq!([0, 999, 1000].map(|n| usual.wait(n, at(0))), [None, ms(30), None]);
        assert!(usual.has_room(1_000_000));
        let set = pace(90, Some(50), Some(10));
        assert_eq!([0, 70].map(|t| set.wait(9, at(t))), [ms(50), ms(20)]);
        assert_eq!(set.wait(10, at(0)), None);
        assert_eq!((set.has_room(9), set.has_room(10)), (true, false));
        assert_eq!(pace(0, None, None).wait(1, at(0)), None);
        assert_eq!(pace(90, Some(0), None).wait(1, at(0)), None);
    }
}
