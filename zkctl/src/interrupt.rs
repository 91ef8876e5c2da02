//! Ctrl-C: for work that does not await, which looks here now and then; and for what was under way when it came.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use crate::failure::{Failure, Result};

static REQUESTED: AtomicBool = AtomicBool::new(false);

/// Ctrl-C was pressed.
pub fn request() {
    REQUESTED.store(true, Ordering::Relaxed);
}

/// A new command starts.
pub fn clear() {
    REQUESTED.store(false, Ordering::Relaxed);
    take_write();
}

/// # Errors
/// [`Failure::interrupted`] if Ctrl-C was pressed since the command started.
pub fn check() -> Result<()> {
    if REQUESTED.load(Ordering::Relaxed) { Err(Failure::interrupted()) } else { Ok(()) }
}

/// A write that was sent and is not answered yet.
#[derive(Clone, Debug)]
pub struct Write {
    pub verb: String,
    pub path: String,
}

/// Not tied to the future that waits for the answer: that one is gone when somebody asks.
static WRITE: Mutex<Option<Write>> = Mutex::new(None);

/// A write is sent.
pub fn write_begins(verb: &str, path: &str) {
    let write = Write { verb: verb.to_owned(), path: path.to_owned() };
    *WRITE.lock().unwrap_or_else(PoisonError::into_inner) = Some(write);
}

/// Its answer, or its end, has come.
pub fn write_ended() {
    take_write();
}

/// The write of which nobody will hear any more.
pub fn take_write() -> Option<Write> {
    WRITE.lock().unwrap_or_else(PoisonError::into_inner).take()
}
