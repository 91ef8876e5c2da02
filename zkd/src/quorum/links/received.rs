//! Packets on their way to who handles them, counted until they are dropped.

use std::ops::Deref;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use super::MAX_UNHANDLED_BYTES;

#[derive(Debug, Default)]
struct State {
    held: usize,
    is_shut: bool,
}

/// How much of a link is on its way. A link whose packets are handled slower than they come is read slower.
#[derive(Debug, Default)]
pub(super) struct Unhandled {
    state: Mutex<State>,
    dropped: Condvar,
}

impl Unhandled {
    /// Waits for room for these bytes. One lot is let through however large it is. None once the link is shut.
    pub(super) fn hold(self: &Arc<Self>, bytes: Vec<u8>) -> Option<Received> {
        let has_to_wait =
            |s: &mut State| s.held > 0 && s.held + bytes.len() > MAX_UNHANDLED_BYTES && !s.is_shut;
        let state = self.dropped.wait_while(self.lock(), has_to_wait);
        let mut state = state.unwrap_or_else(PoisonError::into_inner);
        if state.is_shut {
            return None;
        }
        state.held += bytes.len();
        Some(Received { bytes, unhandled: self.clone() })
    }

    /// Nobody has to wait any more.
    pub(super) fn shut(&self) {
        self.lock().is_shut = true;
        self.dropped.notify_all();
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Bytes that came over a link.
#[derive(Debug)]
pub(crate) struct Received {
    bytes: Vec<u8>,
    unhandled: Arc<Unhandled>,
}

impl Deref for Received {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.bytes
    }
}

impl Drop for Received {
    fn drop(&mut self) {
        self.unhandled.lock().held -= self.bytes.len();
        self.unhandled.dropped.notify_all();
    }
}
