//! What was, one point a second, for an hour: bounded, compact, and coarse on purpose.

use std::collections::VecDeque;

use super::judge::State;
use crate::time::At;

/// One second of one server. Absent figures are NaN: an `Option<f32>` takes twice the room.
#[derive(Clone, Copy, Debug)]
pub struct Point {
    /// When.
    pub at: At,
    /// State.
    pub state: State,
    /// Whether it led.
    pub leads: bool,
    /// Transactions behind.
    pub lag_txns: f32,
    /// Milliseconds behind.
    pub lag_ms: f32,
    /// Mean latency of the requests since the point before, in milliseconds.
    pub latency_ms: f32,
    /// 99th percentile as the server tells it.
    pub p99_ms: f32,
    /// Mean sync of the log since the point before, in milliseconds.
    pub fsync_ms: f32,
    /// How long it took to answer us, in milliseconds.
    pub answer_ms: f32,
}

/// One second of the ensemble.
#[derive(Clone, Copy, Debug)]
pub struct Whole {
    /// When.
    pub at: At,
    /// Index of the leader.
    pub leader: Option<usize>,
    /// Epoch.
    pub epoch: Option<i64>,
    /// Transactions a second.
    pub writes: f32,
    /// Packets received a second, by all servers.
    pub requests: f32,
    /// Sessions that expired.
    pub expired: f32,
}

/// The last hour of something.
#[derive(Clone, Debug)]
pub struct Ring<T> {
    points: VecDeque<T>,
    capacity: usize,
}

impl<T> Ring<T> {
    /// Keeps so many points.
    pub fn new(capacity: usize) -> Ring<T> {
        Ring { points: VecDeque::new(), capacity: capacity.max(1) }
    }

    /// Adds one, and drops the oldest when full.
    pub fn push(&mut self, point: T) {
        if self.points.len() == self.capacity {
            self.points.pop_front();
        }
        self.points.push_back(point);
    }

    /// From the oldest to the newest.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &T> + ExactSizeIterator {
        self.points.iter()
    }

    /// The newest.
    pub fn last(&self) -> Option<&T> {
        self.points.back()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.points.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.points.is_empty()
    }
}

/// How long a point stands for.
const POINT_MS: u64 = 1000;

/// The value of `pick` in `columns` slots of `span_ms` each, the last one ending at `end`; the worst of a slot,
/// `None` where there is nothing. Where slots are shorter than a second a point fills all those of its second.
pub fn columns<T>(
    ring: &Ring<T>,
    end: At,
    span_ms: u64,
    columns: usize,
    at: impl Fn(&T) -> At,
    pick: impl Fn(&T) -> f32,
) -> Vec<Option<f32>> {
    let span_ms = span_ms.max(1);
    let mut slots = vec![None; columns];
    for point in ring.iter().rev() {
        let back = usize::try_from(end.since(at(point)) / span_ms).unwrap_or(usize::MAX);
        if back >= columns {
            break;
        }
        let value = pick(point);
        if value.is_nan() {
            continue;
        }
        let more = usize::try_from((POINT_MS - 1) / span_ms).unwrap_or(0).min(back);
        let first = columns - 1 - back;
        for slot in slots.iter_mut().skip(first).take(more + 1) {
            *slot = Some(slot.map_or(value, |worst: f32| worst.max(value)));
        }
    }
    slots
}

/// The slope of the last points over `window_ms`, a second, by least squares; `None` for fewer than three.
pub fn slope<T>(
    ring: &Ring<T>,
    end: At,
    window_ms: u64,
    at: impl Fn(&T) -> At,
    pick: impl Fn(&T) -> f32,
) -> Option<f64> {
    let points: Vec<(f64, f64)> = ring
        .iter()
        .rev()
        .take_while(|p| end.since(at(p)) <= window_ms)
        .filter(|p| !pick(p).is_nan())
        .map(|p| (-(end.since(at(p)) as f64) / 1000.0, f64::from(pick(p))))
        .collect();
    if points.len() < 3 {
        return None;
    }
    let n = points.len() as f64;
    let (mean_x, mean_y) =
        (points.iter().map(|p| p.0).sum::<f64>() / n, points.iter().map(|p| p.1).sum::<f64>() / n);
    let above: f64 = points.iter().map(|(x, y)| (x - mean_x) * (y - mean_y)).sum();
    let below: f64 = points.iter().map(|(x, _)| (x - mean_x).powi(2)).sum();
    (below > 0.0).then(|| above / below)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ring_forgets_the_oldest() {
        let mut ring = Ring::new(3);
        (0..5).for_each(|n| ring.push(n));
        assert_eq!(ring.iter().copied().collect::<Vec<_>>(), [2, 3, 4]);
    }

    #[test]
    fn slots_hold_the_worst_and_leave_gaps() {
        let mut ring = Ring::new(10);
        for (at, v) in [(1_000, 1.0), (1_500, 7.0), (4_000, 2.0), (4_100, f32::NAN)] {
            ring.push((At(at), v));
        }
        let got = columns(&ring, At(4_999), 1000, 4, |p| p.0, |p| p.1);
        assert_eq!(got, [Some(7.0), None, None, Some(2.0)]);
    }

    #[test]
    fn short_slots_show_each_second_as_long_as_it_was() {
        let mut ring = Ring::new(10);
        for (at, v) in [(1_000, 1.0), (2_000, f32::NAN), (3_000, 3.0)] {
            ring.push((At(at), v));
        }
        let got = columns(&ring, At(3_999), 500, 6, |p| p.0, |p| p.1);
        assert_eq!(got, [Some(1.0), Some(1.0), None, None, Some(3.0), Some(3.0)]);
    }

    #[test]
    fn a_slope_is_a_second() {
        let mut ring = Ring::new(10);
        (0..5u64).for_each(|s| ring.push((At(s * 1000), s as f32 * 3.0)));
        let got = slope(&ring, At(4_000), 10_000, |p| p.0, |p| p.1).unwrap();
        assert!((got - 3.0).abs() < 1e-6);
        assert_eq!(slope(&Ring::<(At, f32)>::new(4), At(0), 10, |p| p.0, |p| p.1), None);
    }
}
