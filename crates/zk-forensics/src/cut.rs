//! Copies of logs: a part of one, several joined, or a damaged one up to where it is whole. Records are copied byte for
//! byte with the checksum that they have; none is ever computed anew. Only new files are written.

use std::fs::{File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use thiserror::Error;
use zk_proto::Zxid;
use zk_storage::txlog::{END_MARK, LOG_MAGIC, LOG_VERSION, log_name};

use crate::problem::Problem;
use crate::scan::{LogScan, ScanError};
use crate::source::Sources;

/// What to do about damage and holes in what is copied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnDamage {
    /// Copy nothing.
    Refuse,
    /// End the copy before it.
    Stop,
}

/// What was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Copied {
    /// The new file.
    pub path: PathBuf,
    /// Its first transaction.
    pub first: Zxid,
    /// Its last one.
    pub last: Zxid,
    /// How many.
    pub txns: u64,
    /// Its size in bytes.
    pub bytes: u64,
    /// What was met in the files that were read.
    pub problems: Vec<Problem>,
    /// The copy ends before this damage; what follows it was not copied.
    pub stopped: Option<Problem>,
}

/// Why there is no copy.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum CutError {
    /// A log cannot be read.
    #[error(transparent)]
    Scan(#[from] ScanError),
    /// The new file cannot be written.
    #[error("cannot write {}: {source}", path.display())]
    Write {
        /// The new file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// There is damage in what should be copied.
    #[error("{} at offset {:#x}: {}", .0.path.display(), .0.offset, .0.what)]
    Damaged(Box<Problem>),
    /// Nothing to copy.
    #[error("there is no whole transaction to copy")]
    Empty,
}

/// Copies the transactions `from..=to` of `sources` into a new file `log.<first>` in `dir`, each once.
///
/// # Errors
/// See [`CutError`]. A file that was begun is removed again.
pub fn copy(
    sources: &Sources,
    from: Zxid,
    to: Zxid,
    dir: &Path,
    on_damage: OnDamage,
) -> Result<Copied, CutError> {
    let files = sources.logs_between(from, to);
    let mut scan = LogScan::new(&files, &[], true);
    let mut out: Option<Output> = None;
    let mut problems = Vec::new();
    let mut stopped = None;
    // Damage right before the first transaction to copy: others may have been there.
    let mut doubt = None;
    loop {
        let step = scan.advance()?;
        for problem in scan.take_problems() {
            match (problem.is_damage(), out.is_some()) {
                (true, true) if stopped.is_none() => stopped = Some(problem),
                (true, false) => doubt = Some(problem),
                _ => problems.push(problem),
            }
        }
        if stopped.is_some() {
            break;
        }
        let Some(step) = step else { break };
        if step.head.zxid > to {
            break;
        }
        if step.head.zxid < from {
            problems.extend(doubt.take());
            continue;
        }
        if step.repeated {
            continue;
        }
        if let Some(problem) = doubt.take() {
            return Err(CutError::Damaged(Box::new(problem)));
        }
        let out = match &mut out {
            Some(out) => out,
            None => out.insert(Output::create(dir, step.head.zxid)?),
        };
        out.record(step.head.zxid, scan.checksum(), scan.payload())?;
    }
    let Some(out) = out else {
        let damage = doubt.or(problems.into_iter().find(Problem::is_damage));
        return Err(damage.map_or(CutError::Empty, |p| CutError::Damaged(Box::new(p))));
    };
    if let (OnDamage::Refuse, Some(problem)) = (on_damage, &stopped) {
        let problem = Box::new(problem.clone());
        out.discard();
        return Err(CutError::Damaged(problem));
    }
    let mut copied = out.finish()?;
    (copied.problems, copied.stopped) = (problems, stopped);
    Ok(copied)
}

struct Output {
    writer: BufWriter<File>,
    copied: Copied,
}

impl Output {
    fn create(dir: &Path, first: Zxid) -> Result<Output, CutError> {
        let path = dir.join(log_name(first));
        let fail = |source| CutError::Write { path: path.clone(), source };
        let file = OpenOptions::new().write(true).create_new(true).open(&path).map_err(fail)?;
        let copied =
            Copied { path, first, last: first, txns: 0, bytes: 0, problems: Vec::new(), stopped: None };
        let mut out = Output { writer: BufWriter::with_capacity(1 << 20, file), copied };
        out.write(&LOG_MAGIC.to_be_bytes())?;
        out.write(&LOG_VERSION.to_be_bytes())?;
        out.write(&[0; 8])?;
        Ok(out)
    }

    fn record(&mut self, zxid: Zxid, checksum: u32, payload: &[u8]) -> Result<(), CutError> {
        self.write(&u64::from(checksum).to_be_bytes())?;
        self.write(&u32::try_from(payload.len()).unwrap_or(u32::MAX).to_be_bytes())?;
        self.write(payload)?;
        self.write(&[END_MARK])?;
        self.copied.last = zxid;
        self.copied.txns += 1;
        Ok(())
    }

    fn write(&mut self, bytes: &[u8]) -> Result<(), CutError> {
        self.copied.bytes += bytes.len() as u64;
        let path = &self.copied.path;
        self.writer.write_all(bytes).map_err(|source| CutError::Write { path: path.clone(), source })
    }

    fn finish(self) -> Result<Copied, CutError> {
        let path = self.copied.path.clone();
        let fail = |source| CutError::Write { path: path.clone(), source };
        let file = self.writer.into_inner().map_err(|e| fail(e.into_error()))?;
        file.sync_all().map_err(fail)?;
        Ok(self.copied)
    }

    fn discard(self) {
        // It is ours: it did not exist before.
        let _ = std::fs::remove_file(&self.copied.path);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_existing_file_is_never_written_to() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join(log_name(Zxid(1)));
        std::fs::write(&path, b"mine").unwrap();
        assert!(matches!(Output::create(dir.path(), Zxid(1)), Err(CutError::Write { .. })));
        assert_eq!(std::fs::read(&path).unwrap(), b"mine");
    }
}
