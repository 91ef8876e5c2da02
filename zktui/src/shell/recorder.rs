//! Writes a recording.

use std::fs::{File, OpenOptions};
use std::io::{BufWriter, Write};
use std::path::Path;
use std::time::{Duration, Instant};

use crate::model::{Model, Polled};
use crate::replay;

/// So much may be lost by a crash.
const FLUSH: Duration = Duration::from_secs(2);

/// An open recording.
pub struct Recorder {
    out: BufWriter<File>,
    flushed: Instant,
}

impl Recorder {
    /// Begins a recording in a new file.
    ///
    /// # Errors
    /// If the file is there already, or cannot be made.
    pub fn begin(path: &Path, title: &str, model: &Model) -> Result<Recorder, String> {
        let failed = |e: std::io::Error| format!("cannot record to {}: {e}", path.display());
        let file = OpenOptions::new().write(true).create_new(true).open(path).map_err(failed)?;
        let mut out = BufWriter::new(file);
        replay::begin(&mut out, title, model).map_err(failed)?;
        // What was asked before still counts: without it a recording would begin with nothing.
        Ok(Recorder { out, flushed: Instant::now() })
    }

    /// Writes an answer.
    ///
    /// # Errors
    /// What the file says, such as that the disk is full.
    pub fn write(&mut self, polled: &Polled) -> Result<(), String> {
        let failed = |e: std::io::Error| format!("recording ended: {e}");
        replay::write(&mut self.out, polled).map_err(failed)?;
        if self.flushed.elapsed() >= FLUSH {
            self.flushed = Instant::now();
            self.out.flush().map_err(failed)?;
        }
        Ok(())
    }
}
