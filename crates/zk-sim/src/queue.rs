//! What happens next: events by time, and among those of one time by a drawn number.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::tape::{Purpose, Tape};

/// True time in microseconds since the run began. Nobody inside the run can read it.
pub type Micros = u64;

/// A millisecond.
pub const MS: Micros = 1000;
/// A second.
pub const SECOND: Micros = 1_000_000;

/// A queue of events.
#[derive(Debug)]
pub struct Queue<E> {
    heap: BinaryHeap<Reverse<Entry<E>>>,
    ties: Tape,
    count: u64,
    now: Micros,
}

#[derive(Debug)]
struct Entry<E> {
    at: Micros,
    tie: u32,
    number: u64,
    event: E,
}

impl<E> Entry<E> {
    fn key(&self) -> (Micros, u32, u64) {
        (self.at, self.tie, self.number)
    }
}

impl<E> PartialEq for Entry<E> {
    fn eq(&self, other: &Self) -> bool {
        self.key() == other.key()
    }
}

impl<E> Eq for Entry<E> {}

impl<E> PartialOrd for Entry<E> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl<E> Ord for Entry<E> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.key().cmp(&other.key())
    }
}

impl<E> Queue<E> {
    /// An empty queue at time 0.
    pub fn new(seed: u64) -> Queue<E> {
        Queue { heap: BinaryHeap::new(), ties: Tape::new(seed, Purpose::Ties, 0), count: 0, now: 0 }
    }

    /// The time.
    pub fn now(&self) -> Micros {
        self.now
    }

    /// Puts an event in; one for the past happens now.
    pub fn push(&mut self, at: Micros, event: E) {
        self.count += 1;
        let entry = Entry { at: at.max(self.now), tie: self.ties.next() as u32, number: self.count, event };
        self.heap.push(Reverse(entry));
    }

    /// Takes the next event out and sets the time to it.
    pub fn pop(&mut self) -> Option<E> {
        let Reverse(entry) = self.heap.pop()?;
        self.now = entry.at;
        Some(entry.event)
    }
}
