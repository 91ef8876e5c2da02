//! Walks the records above a given transaction, in order, across log files, and checks that none is missing.
//! Recovery replays through it; a leader feeds learners from it.

use std::collections::VecDeque;
use std::path::{Path, PathBuf};

use zk_mutants::{Mutant, on};
use zk_proto::Zxid;

use super::order::{OrderError, ZxidOrder};
use super::{BadRecord, LogEnd, LogFile, LogReader, RecordHead, list_logs};
use crate::disk::{Disk, FileReader, OpenMode};
use crate::error::{IoContext, StorageError};

/// How many of the last records are remembered to recognise repetitions.
const REMEMBERED_COUNT: usize = 1024;

/// A record and its file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoggedAt {
    /// The log file.
    pub path: PathBuf,
    /// Where in it.
    pub head: RecordHead,
}

/// An incomplete last record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TornTail {
    /// The log file.
    pub path: PathBuf,
    /// End of the last whole record, in bytes; 0 if not even the file's header is whole.
    pub offset: u64,
    /// Bytes behind it up to the last one that is not zero.
    pub bytes: u64,
    /// What is wrong there.
    pub reason: BadRecord,
    /// True if the file holds no whole record.
    pub no_records: bool,
}

/// Something on the way that an operator should hear of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CursorNote {
    /// A torn record in a file that others follow; nothing is missing, as the next file goes on from there.
    TornInside(TornTail),
    /// A bad record, but only below where the cursor began.
    DamageBelow {
        /// The log file.
        path: PathBuf,
        /// Where the bad record begins, in bytes.
        offset: u64,
        /// What is wrong with it.
        reason: BadRecord,
    },
    /// The same transactions once more, byte for byte; they were passed over.
    Repeated {
        /// The log file of the repetition.
        path: PathBuf,
        /// Its first transaction.
        first: Zxid,
        /// How many.
        count: u64,
    },
}

/// Records above a transaction, in order, across files.
pub struct LogCursor<D: Disk> {
    disk: D,
    log_dir: PathBuf,
    files: VecDeque<LogFile>,
    max_record_bytes: usize,
    base: Zxid,
    order: ZxidOrder,
    current: Option<(LogReader<FileReader<D::File>>, PathBuf)>,
    /// Zxid and checksum of the last records passed on.
    remembered: VecDeque<(Zxid, u32)>,
    /// Damage passed over below `base`: if transactions turn out to be missing, this is why.
    below: Option<(PathBuf, u64, BadRecord)>,
    notes: Vec<CursorNote>,
    torn: Option<TornTail>,
    files_read: usize,
    bytes_read: u64,
}

impl<D: Disk> LogCursor<D> {
    /// The records above `after` in `log_dir`, the first of which must follow `after`.
    ///
    /// Begins in the newest file whose name is not above `after`, or in the oldest.
    pub fn open(disk: D, log_dir: &Path, after: Zxid, max_record_bytes: usize) -> Result<Self, StorageError> {
        LogCursor::begin(disk, log_dir, after, after, max_record_bytes)
    }

    /// The records from `first` on, which must be there itself.
    pub fn open_at(
        disk: D,
        log_dir: &Path,
        first: Zxid,
        max_record_bytes: usize,
    ) -> Result<Self, StorageError> {
        LogCursor::begin(disk, log_dir, first, Zxid(first.0.saturating_sub(1)), max_record_bytes)
    }

    /// Begins in the newest file that is not above `file`, and passes over records up to `base`.
    fn begin(
        disk: D,
        log_dir: &Path,
        file: Zxid,
        base: Zxid,
        max_record_bytes: usize,
    ) -> Result<Self, StorageError> {
        let files = list_logs(&disk, log_dir)?;
        let start = files.iter().rposition(|f| f.zxid <= file).unwrap_or(0);
        Ok(LogCursor {
            disk,
            log_dir: log_dir.to_path_buf(),
            files: files.into_iter().skip(start).collect(),
            max_record_bytes,
            base,
            order: ZxidOrder::after(base),
            current: None,
            remembered: VecDeque::with_capacity(REMEMBERED_COUNT),
            below: None,
            notes: Vec::new(),
            torn: None,
            files_read: 0,
            bytes_read: 0,
        })
    }

    /// Looks at the log anew, behind the record last stepped to: it may have been written to since, and what was
    /// read ahead is then out of date.
    pub fn refresh(&mut self) -> Result<(), StorageError> {
        let mut files = list_logs(&self.disk, &self.log_dir)?;
        self.torn = None;
        let here = self.current.take().and_then(|(reader, path)| Some((reader.last()?, path)));
        if let Some((head, path)) = here {
            let at = files.iter().position(|f| f.path == path);
            files.drain(..at.map_or(0, |at| at + 1));
            let opened = self.disk.open(&path, OpenMode::Read).at("open", &path)?;
            let input = FileReader::at(opened, head.end());
            self.current = Some((LogReader::behind(input, head, self.max_record_bytes), path));
        } else {
            // At the beginning of a file, or behind the last one.
            self.base = self.last();
            let start = files.iter().rposition(|f| f.zxid <= self.base).unwrap_or(0);
            files.drain(..start);
        }
        self.files = files.into();
        Ok(())
    }

    /// Bytes of log behind the record last stepped to, padding included.
    pub fn bytes_left(&self) -> Result<u64, StorageError> {
        let mut left: u64 = self.files.iter().map(|f| f.len).sum();
        if let Some((reader, path)) = &self.current {
            let len = self.disk.len(path).at("look up", path)?.unwrap_or(0);
            left += len.saturating_sub(reader.last().map_or(0, |h| h.end()));
        }
        Ok(left)
    }

    /// Steps to the next record; its payload is [`LogCursor::payload`].
    ///
    /// # Errors
    /// Damage, gaps and regressions, with file and offset; what the disk said.
    pub fn advance(&mut self) -> Result<Option<RecordHead>, StorageError> {
        loop {
            let Some((reader, path)) = &mut self.current else {
                let Some(file) = self.files.pop_front() else { return Ok(None) };
                let opened = self.disk.open(&file.path, OpenMode::Read).at("open", &file.path)?;
                let reader = LogReader::with_limit(FileReader::new(opened), self.max_record_bytes);
                self.current = Some((reader, file.path));
                self.files_read += 1;
                continue;
            };
            match reader.advance().at("read", path)? {
                Some(head) if head.zxid <= self.base => {}
                Some(head) => {
                    if self.accept(head)? {
                        self.bytes_read += head.len as u64;
                        return Ok(Some(head));
                    }
                }
                None => self.end_of_file()?,
            }
        }
    }

    /// The payload of the record last stepped to.
    pub fn payload(&self) -> &[u8] {
        self.current.as_ref().map_or(&[], |(reader, _)| reader.payload())
    }

    /// File of the record last stepped to.
    pub fn path(&self) -> Option<&Path> {
        self.current.as_ref().map(|(_, path)| path.as_path())
    }

    /// The last transaction stepped to, or where the cursor began.
    pub fn last(&self) -> Zxid {
        self.order.last().unwrap_or(self.base)
    }

    /// Files opened so far.
    pub fn files_read(&self) -> usize {
        self.files_read
    }

    /// Payload bytes passed on so far.
    pub fn bytes_read(&self) -> u64 {
        self.bytes_read
    }

    /// What was met on the way and taken out of the cursor by this call.
    pub fn take_notes(&mut self) -> Vec<CursorNote> {
        std::mem::take(&mut self.notes)
    }

    /// At the end: the torn record of the last file, if it has one.
    pub fn torn(&self) -> Option<&TornTail> {
        self.torn.as_ref()
    }

    /// True if the record is to be passed on, false if it only repeats.
    fn accept(&mut self, head: RecordHead) -> Result<bool, StorageError> {
        let Some((reader, path)) = &self.current else { return Ok(false) };
        let checksum = simd_adler32::adler32(&reader.payload());
        match self.order.check(head.zxid) {
            Ok(()) => {
                if self.remembered.len() == REMEMBERED_COUNT {
                    self.remembered.pop_front();
                }
                self.remembered.push_back((head.zxid, checksum));
                Ok(true)
            }
            Err(OrderError::Gap { after }) => Err(match self.below.take() {
                Some((path, offset, reason)) => {
                    StorageError::LogDamaged { path, offset, reason, last: after }
                }
                None => {
                    StorageError::ZxidGap { path: path.clone(), offset: head.offset, after, found: head.zxid }
                }
            }),
            // A Java server that was told of transactions it had logged but forgotten logs them again.
            Err(OrderError::Regression { .. }) if self.remembered.contains(&(head.zxid, checksum)) => {
                match self.notes.last_mut() {
                    Some(CursorNote::Repeated { path: at, count, .. }) if at == path => *count += 1,
                    _ => self.notes.push(CursorNote::Repeated {
                        path: path.clone(),
                        first: head.zxid,
                        count: 1,
                    }),
                }
                Ok(false)
            }
            Err(OrderError::Regression { after }) => Err(StorageError::ZxidRegression {
                path: path.clone(),
                offset: head.offset,
                after,
                found: head.zxid,
            }),
        }
    }

    fn end_of_file(&mut self) -> Result<(), StorageError> {
        let Some((mut reader, path)) = self.current.take() else { return Ok(()) };
        match reader.end() {
            None | Some(LogEnd::Clean { .. }) => {}
            Some(LogEnd::Torn { offset, reason, .. })
                if reader.last().is_none() && (on(Mutant::TornIsFatal) || on(Mutant::LogUnderFinalName)) =>
            {
                return Err(StorageError::LogDamaged { path, offset, reason, last: self.last() });
            }
            Some(LogEnd::Torn { offset, bytes, reason }) => {
                let torn = TornTail { path, offset, bytes, reason, no_records: reader.last().is_none() };
                if self.files.is_empty() {
                    self.torn = Some(torn);
                } else {
                    self.notes.push(CursorNote::TornInside(torn));
                }
            }
            Some(LogEnd::Damaged { offset, reason, .. }) if on(Mutant::DamageIsTorn) => {
                let no_records = reader.last().is_none();
                self.torn = Some(TornTail { path, offset, bytes: 0, reason, no_records });
            }
            Some(LogEnd::Damaged { offset, reason, .. }) => {
                // Below the snapshot nothing is needed, as long as what is needed turns out to be complete.
                if self.last() != self.base || !reader.resume() {
                    return Err(StorageError::LogDamaged { path, offset, reason, last: self.last() });
                }
                self.notes.push(CursorNote::DamageBelow { path: path.clone(), offset, reason });
                self.below = Some((path.clone(), offset, reason));
                self.current = Some((reader, path));
            }
        }
        Ok(())
    }
}
