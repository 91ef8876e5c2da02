//! Keeps those who replace a part of the history apart from those who write snapshots of it or remove old files,
//! which happens on other threads.
//!
//! A snapshot whose history was cut or replaced while it was being written must not get its name: at the next
//! start it would bring back what is gone.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Which history a directory holds: another one after each truncation and each installation. Taken before the
/// state is looked at that a snapshot is to hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Generation(u64);

/// Held by whoever names or removes files of the history.
pub(crate) struct Held<'a>(MutexGuard<'a, u64>);

/// Shared by all handles to a directory.
#[derive(Clone, Debug, Default)]
pub(crate) struct Fence(Arc<Mutex<u64>>);

impl Fence {
    pub(crate) fn generation(&self) -> Generation {
        Generation(*self.lock())
    }

    /// Waits for its turn.
    pub(crate) fn hold(&self) -> Held<'_> {
        Held(self.lock())
    }

    fn lock(&self) -> MutexGuard<'_, u64> {
        // A number is consistent whatever panicked beside it.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Held<'_> {
    /// The history becomes another one.
    pub(crate) fn supersede(&mut self) {
        *self.0 += 1;
    }

    /// True if the history is still the one of `generation`.
    pub(crate) fn is_of(&self, generation: Generation) -> bool {
        *self.0 == generation.0
    }
}
