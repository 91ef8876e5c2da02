//! A log that grows: the records that have come since the last look, across files, while a server writes.

use std::fs::File;
use std::io::{self, Seek, SeekFrom};
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};

use zk_proto::Zxid;
use zk_storage::LogEnd;
use zk_storage::txlog::{DEFAULT_MAX_RECORD_BYTES, FRAME_BYTES, LogReader, RecordHead, list_logs};
use zk_storage::{OsDisk, StorageError};

use crate::source::LogSource;

/// What a look brought.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum News {
    /// The log was cut below where the last look ended: a leader had it taken back.
    Cut {
        /// Its file.
        path: PathBuf,
        /// The last transaction that had been passed on.
        after: Zxid,
    },
    /// What stands at the end is no record, and another file follows.
    Damaged {
        /// Its file.
        path: PathBuf,
        /// Where, in bytes.
        offset: u64,
    },
}

/// Follows the log of a directory.
pub struct Follow {
    dir: PathBuf,
    path: Option<PathBuf>,
    last: Option<RecordHead>,
    reached: Zxid,
}

impl Follow {
    /// Begins behind `reached`, the last transaction that is known; `dir` is where the log files are.
    pub fn new(dir: &Path, reached: Zxid) -> Follow {
        Follow { dir: dir.to_path_buf(), path: None, last: None, reached }
    }

    /// The directory of a log.
    pub fn dir_of(log: &LogSource) -> PathBuf {
        let dir = log.path.parent().unwrap_or(Path::new("."));
        if dir.as_os_str().is_empty() { PathBuf::from(".") } else { dir.to_path_buf() }
    }

    /// Passes every whole record that is new to `each`, with its file, and returns what else there is to tell.
    ///
    /// # Errors
    /// Those of the disk, and of `each`.
    pub fn look<E: From<StorageError>>(
        &mut self,
        mut each: impl FnMut(&Path, RecordHead, &[u8]) -> Result<(), E>,
    ) -> Result<Vec<News>, E> {
        let mut news = Vec::new();
        loop {
            let files = list_logs(&OsDisk, &self.dir)?;
            if self.path.is_none() {
                let at = files.iter().rposition(|f| f.zxid <= self.reached).unwrap_or(0);
                self.path = files.get(at).map(|f| f.path.clone());
                self.last = None;
            }
            let Some(path) = self.path.clone() else { return Ok(news) };
            let followed = files.iter().any(|f| f.path != path && f.zxid > self.reached);
            let read = self.read(&path, &mut each).and_then(|read| match read {
                // The writer has left it: what is no record there will not become one.
                Ok(()) if followed => self.judge(&path).map(Ok),
                Ok(()) => Ok(Ok(None)),
                Err(e) => Ok(Err(e)),
            });
            match read {
                Ok(Ok(end)) => {
                    if let Some(LogEnd::Damaged { offset, .. }) = end {
                        news.push(News::Damaged { path: path.clone(), offset });
                    }
                }
                Ok(Err(e)) => return Err(e),
                Err(Gone::Cut) => {
                    news.push(News::Cut { path: path.clone(), after: self.reached });
                    self.last = None;
                    self.path = None;
                    self.reached = Zxid::ZERO.max(Zxid(self.reached.0 - 1));
                    return Ok(news);
                }
                Err(Gone::Io(source)) if source.kind() == io::ErrorKind::NotFound => {
                    self.path = None;
                    return Ok(news);
                }
                Err(Gone::Io(source)) => return Err(StorageError::Io { op: "read", path, source }.into()),
            }
            // The next file begins where this one ended; it is there only once this one is complete.
            let next = files.iter().filter(|f| f.zxid > self.reached).min_by_key(|f| f.zxid);
            match next {
                Some(next) if next.path != path => {
                    self.path = Some(next.path.clone());
                    self.last = None;
                }
                _ => return Ok(news),
            }
        }
    }

    /// The file, brought to where the next record must begin.
    fn open(&self, path: &Path) -> Result<File, Gone> {
        let mut file = File::open(path)?;
        if let Some(last) = self.last {
            if file.metadata()?.len() < last.end() {
                return Err(Gone::Cut);
            }
            file.seek(SeekFrom::Start(last.end()))?;
        }
        Ok(file)
    }

    fn reader(&self, file: File) -> LogReader<File> {
        match self.last {
            Some(last) => LogReader::behind(file, last, DEFAULT_MAX_RECORD_BYTES),
            None => LogReader::new(file),
        }
    }

    /// Passes on what is new. Nothing behind the last record is read but where the next one must begin: a log is
    /// preallocated, and its zeros may be many.
    fn read<E>(
        &mut self,
        path: &Path,
        each: &mut impl FnMut(&Path, RecordHead, &[u8]) -> Result<(), E>,
    ) -> Result<Result<(), E>, Gone> {
        let file = self.open(path)?;
        if let Some(last) = self.last {
            let mut frame = [0; FRAME_BYTES];
            let n = file.read_at(&mut frame, last.end())?;
            if frame.iter().take(n).all(|b| *b == 0) {
                return Ok(Ok(()));
            }
        }
        let mut reader = self.reader(file).growing();
        while let Some(head) = reader.advance()? {
            self.last = Some(head);
            if head.zxid > self.reached {
                self.reached = head.zxid;
                if let Err(e) = each(path, head, reader.payload()) {
                    return Ok(Err(e));
                }
            }
        }
        Ok(Ok(()))
    }

    /// How a file ends that is not written to any more. A record that came since it was read last is left to the next look.
    fn judge(&self, path: &Path) -> Result<Option<LogEnd>, Gone> {
        let mut reader = self.reader(self.open(path)?);
        while reader.advance()?.is_some() {}
        Ok(reader.end())
    }
}

enum Gone {
    Cut,
    Io(io::Error),
}

impl From<io::Error> for Gone {
    fn from(e: io::Error) -> Gone {
        Gone::Io(e)
    }
}
