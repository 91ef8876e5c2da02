//! Ctrl-C for work that does not await: long loops over files look here now and then.

use std::sync::atomic::{AtomicBool, Ordering};

use crate::failure::{Failure, Result};

static REQUESTED: AtomicBool = AtomicBool::new(false);

/// Ctrl-C was pressed.
pub fn request() {
    REQUESTED.store(true, Ordering::Relaxed);
}

/// A new command starts.
pub fn clear() {
    REQUESTED.store(false, Ordering::Relaxed);
}

/// # Errors
/// [`Failure::interrupted`] if Ctrl-C was pressed since the command started.
pub fn check() -> Result<()> {
    if REQUESTED.load(Ordering::Relaxed) { Err(Failure::interrupted()) } else { Ok(()) }
}
