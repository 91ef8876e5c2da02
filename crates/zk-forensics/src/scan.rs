//! Walks the records of log files in order, goes on behind damage, and notes every problem on the way.

use std::collections::VecDeque;
use std::io::{self, Read};
use std::path::PathBuf;

use zk_proto::{TxnHeader, Zxid};
use zk_storage::LogEnd;
use zk_storage::txlog::{LogReader, OrderError, RecordHead, ZxidOrder};

use crate::problem::{Problem, What};
use crate::source::LogSource;
use crate::txn;

/// How many of the last records are remembered, to tell repetitions from contradictions.
const REMEMBERED_COUNT: usize = 1 << 16;

/// A record met on the way; its bytes are [`LogScan::payload`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// Which of the files, counted from 0.
    pub file: usize,
    /// Where it is and how large.
    pub head: RecordHead,
    /// The transaction's header.
    pub header: TxnHeader,
    /// The same transaction was met before.
    pub repeated: bool,
}

/// What is known of a file once it was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileFacts {
    /// Its first transaction.
    pub first: Option<TxnHeader>,
    /// Where that begins.
    pub first_offset: u64,
    /// Its last one.
    pub last: Option<TxnHeader>,
    /// How many.
    pub txns: u64,
    /// Bytes of whole records.
    pub bytes: u64,
    /// Bytes of zeros at the end.
    pub padding: u64,
    /// Epochs that begin in it.
    pub epochs: Vec<u32>,
}

/// A walk over the records of log files.
pub struct LogScan<'s> {
    files: &'s [LogSource],
    snapshots: Vec<Zxid>,
    whole: bool,
    index: usize,
    current: Option<LogReader<Box<dyn Read + Send>>>,
    facts: Vec<FileFacts>,
    problems: Vec<Problem>,
    order: ZxidOrder,
    remembered: VecDeque<(Zxid, u32)>,
    repeated: Option<Problem>,
    last_time: Option<i64>,
    /// Bytes of the files before the current one.
    bytes_before: u64,
}

impl<'s> LogScan<'s> {
    /// Over `files`, oldest first. `snapshots` are the zxids of snapshots at hand, which may make up for holes.
    /// `whole` says that nothing should be missing between two files.
    pub fn new(files: &'s [LogSource], snapshots: &[Zxid], whole: bool) -> LogScan<'s> {
        LogScan {
            files,
            snapshots: snapshots.to_vec(),
            whole,
            index: 0,
            current: None,
            facts: Vec::new(),
            problems: Vec::new(),
            order: ZxidOrder::unknown(),
            remembered: VecDeque::new(),
            repeated: None,
            last_time: None,
            bytes_before: 0,
        }
    }

    /// The next record; `None` behind the last one of the last file.
    ///
    /// # Errors
    /// What the system says about reading, with the file.
    #[inline]
    pub fn advance(&mut self) -> Result<Option<Step>, ScanError> {
        loop {
            if self.current.is_none() && !self.open_next()? {
                self.end_repetition();
                return Ok(None);
            }
            let Some(reader) = &mut self.current else { continue };
            match reader.advance() {
                Ok(Some(head)) => {
                    if let Some(step) = self.take(head) {
                        return Ok(Some(step));
                    }
                }
                Ok(None) => self.end_of_records(),
                Err(source) => return Err(self.failed(source)),
            }
        }
    }

    /// Header, body and digest of the record last met.
    #[inline]
    pub fn payload(&self) -> &[u8] {
        self.current.as_ref().map_or(&[], |r| r.payload())
    }

    /// Its checksum, as it is in the file.
    pub fn checksum(&self) -> u32 {
        self.current.as_ref().map_or(0, LogReader::checksum)
    }

    /// Notes that the record last met is no transaction.
    pub fn undecodable(&mut self, step: &Step, why: impl ToString) {
        self.problem(step.head.offset, What::Undecodable { zxid: step.head.zxid, why: why.to_string() });
    }

    /// Takes the problems met so far.
    pub fn take_problems(&mut self) -> Vec<Problem> {
        std::mem::take(&mut self.problems)
    }

    /// True if there are problems to take.
    pub fn has_problems(&self) -> bool {
        !self.problems.is_empty()
    }

    /// What is known of the files so far, the current one included.
    pub fn facts(&self) -> &[FileFacts] {
        &self.facts
    }

    /// Bytes read so far, padding of earlier files included.
    pub fn bytes_done(&self) -> u64 {
        let here = self.current.as_ref().and_then(LogReader::last).map_or(0, |h| h.end());
        self.bytes_before + here
    }

    /// The file of a step.
    pub fn file(&self, index: usize) -> Option<&'s LogSource> {
        self.files.get(index)
    }

    fn open_next(&mut self) -> Result<bool, ScanError> {
        let Some(file) = self.files.get(self.index) else { return Ok(false) };
        let input = match file.open() {
            Ok(input) => input,
            // A server that runs beside us may have purged it; then what follows tells of the hole.
            Err(e) if e.kind() == io::ErrorKind::NotFound && self.whole && self.index == 0 => {
                self.facts.push(FileFacts::default());
                self.index += 1;
                return self.open_next();
            }
            Err(source) => return Err(self.failed(source)),
        };
        self.current = Some(LogReader::new(input));
        self.facts.push(FileFacts::default());
        Ok(true)
    }

    /// Looks at a record's place in the history; `None` if it is no transaction at all.
    #[inline]
    fn take(&mut self, head: RecordHead) -> Option<Step> {
        let header = match txn::header(self.payload()) {
            Ok(header) => header,
            Err(e) => {
                self.problem(head.offset, What::Undecodable { zxid: head.zxid, why: e.to_string() });
                return None;
            }
        };
        let is_first = self.facts.last().is_some_and(|f| f.txns == 0);
        if is_first {
            self.check_name(head);
        }
        let checksum = self.checksum();
        let repeated = self.check_order(head, checksum, is_first);
        if !repeated {
            self.check_time(head, &header);
        }
        if let Some(facts) = self.facts.last_mut() {
            let epoch = header.zxid.epoch();
            if facts.last.is_none_or(|l| l.zxid.epoch() != epoch) {
                facts.epochs.push(epoch);
            }
            if facts.first.is_none() {
                (facts.first, facts.first_offset) = (Some(header), head.offset);
            }
            facts.last = Some(header);
            facts.txns += 1;
            facts.bytes += head.end() - head.offset;
        }
        Some(Step { file: self.index, head, header, repeated })
    }

    fn check_name(&mut self, head: RecordHead) {
        let named = self.files.get(self.index).and_then(|f| f.zxid);
        if named.is_some_and(|named| named != head.zxid) {
            self.problem(head.offset, What::Name { first: head.zxid });
        }
    }

    /// True if the record was met before.
    #[inline]
    fn check_order(&mut self, head: RecordHead, checksum: u32, is_first: bool) -> bool {
        match self.order.check(head.zxid) {
            Ok(()) => {}
            Err(OrderError::Gap { after }) => self.gap(head, after, is_first),
            Err(OrderError::Regression { after }) => return self.regression(head, after, checksum),
        }
        self.end_repetition();
        if self.remembered.len() == REMEMBERED_COUNT {
            self.remembered.pop_front();
        }
        self.remembered.push_back((head.zxid, checksum));
        false
    }

    #[cold]
    fn gap(&mut self, head: RecordHead, after: Zxid, is_first: bool) {
        // A snapshot of the last missing transaction or a later one holds all of their effects.
        let last_missing = Zxid(head.zxid.0.saturating_sub(1));
        let covered = self.snapshots.iter().copied().filter(|s| *s >= last_missing).min();
        let between_files = is_first && !self.whole;
        self.problem(head.offset, What::Gap { after, next: head.zxid, covered, between_files });
    }

    #[cold]
    fn regression(&mut self, head: RecordHead, after: Zxid, checksum: u32) -> bool {
        let known = self.remembered.partition_point(|(z, _)| *z < head.zxid);
        match self.remembered.get(known) {
            Some((zxid, sum)) if *zxid == head.zxid && *sum == checksum => self.repetition(head),
            Some((zxid, _)) if *zxid == head.zxid => {
                self.problem(head.offset, What::Conflict { zxid: head.zxid });
            }
            _ => self.problem(head.offset, What::OutOfOrder { zxid: head.zxid, after }),
        }
        true
    }

    fn repetition(&mut self, head: RecordHead) {
        if let Some(Problem { what: What::Repeated { count, .. }, .. }) = &mut self.repeated {
            *count += 1;
            return;
        }
        self.problem(head.offset, What::Repeated { first: head.zxid, count: 1 });
        self.repeated = self.problems.pop();
    }

    fn end_repetition(&mut self) {
        self.problems.extend(self.repeated.take());
    }

    #[inline]
    fn check_time(&mut self, head: RecordHead, header: &TxnHeader) {
        if let Some(last) = self.last_time.filter(|last| header.time < *last) {
            let by_ms = last.saturating_sub(header.time);
            self.problem(head.offset, What::TimeBackwards { zxid: header.zxid, by_ms });
        }
        self.last_time = Some(header.time);
    }

    fn end_of_records(&mut self) {
        let Some(reader) = &mut self.current else { return };
        let end = reader.end();
        if reader.resume() {
            self.verdict(end);
            return;
        }
        self.current = None;
        self.verdict(end);
        self.end_repetition();
        self.bytes_before += self.files.get(self.index).map_or(0, |f| f.len);
        self.index += 1;
    }

    fn verdict(&mut self, end: Option<LogEnd>) {
        match end {
            Some(LogEnd::Clean { padding, offset }) => {
                if let Some(facts) = self.facts.last_mut() {
                    facts.padding = padding;
                }
                if self.facts.last().is_some_and(|facts| facts.txns == 0) {
                    self.problem(offset, What::Empty);
                }
            }
            Some(LogEnd::Torn { offset, bytes, reason }) => {
                self.problem(offset, What::Torn { bytes, reason });
            }
            Some(LogEnd::Damaged { offset, reason, resume }) => {
                self.problem(offset, What::Bad { reason, resume });
            }
            None => {}
        }
    }

    fn failed(&self, source: io::Error) -> ScanError {
        let path = self.files.get(self.index).map(|f| f.path.clone()).unwrap_or_default();
        ScanError { path, source }
    }

    fn problem(&mut self, offset: u64, what: What) {
        let path = self.files.get(self.index).map(|f| f.path.clone()).unwrap_or_default();
        self.problems.push(Problem { path, offset, what });
    }
}

/// A file could not be read.
#[derive(Debug, thiserror::Error)]
#[error("cannot read {}: {source}", path.display())]
pub struct ScanError {
    /// Which.
    pub path: PathBuf,
    /// Why.
    pub source: io::Error,
}
