//! Time as the model sees it: milliseconds since 1970, handed in from outside. Nothing below `model` reads a clock,
//! so a recording or a test runs through the same code at its own pace.

use serde::{Deserialize, Serialize};
use std::time::{Instant, SystemTime, UNIX_EPOCH};

/// A moment: milliseconds since 1970.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct At(pub u64);

impl At {
    /// Milliseconds from `earlier` to here; 0 if it is not earlier.
    pub fn since(self, earlier: At) -> u64 {
        self.0.saturating_sub(earlier.0)
    }

    /// So many milliseconds later.
    pub fn plus(self, ms: u64) -> At {
        At(self.0.saturating_add(ms))
    }

    /// So many milliseconds earlier.
    pub fn minus(self, ms: u64) -> At {
        At(self.0.saturating_sub(ms))
    }

    /// Half way from here to `later`.
    pub fn midpoint(self, later: At) -> At {
        At(self.0 + later.since(self) / 2)
    }

    /// Time of day in UTC, as `14:03:22`.
    pub fn clock(self) -> String {
        let s = self.0 / 1000 % 86_400;
        format!("{:02}:{:02}:{:02}", s / 3600, s / 60 % 60, s % 60)
    }

    /// Date and time in UTC, as `2026-02-11T09:00:00Z`.
    pub fn iso(self) -> String {
        let seconds = i64::try_from(self.0 / 1000).unwrap_or(i64::MAX);
        jiff::Timestamp::from_second(seconds).map_or_else(|_| "-".to_owned(), |t| t.to_string())
    }
}

/// The clock of a running program: monotonic, told in wall time as of its start, so that a step of the system's
/// clock neither repeats nor skips a moment.
#[derive(Clone, Copy, Debug)]
pub struct Clock {
    start: Instant,
    wall: u64,
}

impl Clock {
    /// A clock that goes from now on.
    pub fn start() -> Clock {
        let wall = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| d.as_millis());
        Clock { start: Instant::now(), wall: u64::try_from(wall).unwrap_or(0) }
    }

    /// The present moment.
    pub fn now(&self) -> At {
        At(self.wall + u64::try_from(self.start.elapsed().as_millis()).unwrap_or(0))
    }
}

/// A length of time in few characters: `320 ms`, `4.2 s`, `12 m`, `3 h`, `6 d`.
pub fn short(ms: u64) -> String {
    match ms {
        0..1000 => format!("{ms} ms"),
        1000..10_000 => format!("{}.{} s", ms / 1000, ms % 1000 / 100),
        10_000..120_000 => format!("{} s", ms / 1000),
        120_000..7_200_000 => format!("{} m", ms / 60_000),
        7_200_000..172_800_000 => format!("{} h", ms / 3_600_000),
        _ => format!("{} d", ms / 86_400_000),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_short() {
        let texts = [0, 999, 4_250, 42_000, 600_000, 8_000_000, 600_000_000].map(short);
        assert_eq!(texts, ["0 ms", "999 ms", "4.2 s", "42 s", "10 m", "2 h", "6 d"]);
    }

    #[test]
    fn moments_are_told_in_utc() {
        let at = At(1_770_800_400_000);
        assert_eq!((at.clock().as_str(), at.iso().as_str()), ("09:00:00", "2026-02-11T09:00:00Z"));
        assert_eq!(At(10).midpoint(At(20)), At(15));
        assert_eq!(At(10).since(At(20)), 0);
    }
}
