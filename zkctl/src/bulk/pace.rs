//! `--rate`: at most so many a second, without bursts longer than a tick.

use std::time::{Duration, Instant};

/// What a burst may hold.
const TICK: Duration = Duration::from_millis(20);

/// Keeps to a rate.
#[derive(Clone, Debug)]
pub struct Pace {
    per_second: Option<f64>,
    /// When the next one is due.
    due: Instant,
}

impl Pace {
    /// At most so many a second; `None` for as many as go.
    pub fn new(per_second: Option<f64>) -> Pace {
        Pace { per_second, due: Instant::now() }
    }

    /// Waits until the next one may go.
    pub async fn wait(&mut self) {
        let Some(per_second) = self.per_second else { return };
        let now = Instant::now();
        if self.due > now + TICK {
            tokio::time::sleep(self.due - now).await;
        }
        // What was not used for longer than a tick is lost: a pause is not made up for by a burst.
        let floor = now.checked_sub(TICK).unwrap_or(now);
        self.due = self.due.max(floor) + Duration::from_secs_f64(1.0 / per_second);
    }
}
