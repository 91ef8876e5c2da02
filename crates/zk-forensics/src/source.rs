//! What there is to read: the log files and snapshots of a data directory, or files named one by one.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use thiserror::Error;
use zk_proto::Zxid;
use zk_storage::snapshot::{Compression, Decoder, SnapshotError, SnapshotReader, parse_snapshot_name};
use zk_storage::txlog::parse_log_name;

/// Directory of the current format below a data directory.
const VERSION_DIR: &str = "version-2";

/// A log file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogSource {
    /// Where it is; `-` is stdin.
    pub path: PathBuf,
    /// The transaction in its name, if it is named as servers name logs.
    pub zxid: Option<Zxid>,
    /// Size in bytes; 0 for stdin.
    pub len: u64,
}

/// A snapshot file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SnapshotSource {
    /// Where it is; `-` is stdin.
    pub path: PathBuf,
    /// The transaction in its name, if it is named as servers name snapshots.
    pub zxid: Option<Zxid>,
    /// Size in bytes; 0 for stdin.
    pub len: u64,
}

/// Log files and snapshots, each oldest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sources {
    /// The logs.
    pub logs: Vec<LogSource>,
    /// The snapshots.
    pub snapshots: Vec<SnapshotSource>,
    /// True if a directory was named: then what is missing between two files is missing from the history.
    pub whole: bool,
    /// Files of the directory that look like logs or snapshots and are none by their name, such as `log.5.bak`.
    pub passed_over: Vec<PathBuf>,
}

/// Why there is nothing to read.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum SourceError {
    /// A file or directory cannot be looked at.
    #[error("cannot read {}: {source}", path.display())]
    Io {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A directory without logs and snapshots.
    #[error("{} holds neither transaction logs nor snapshots", path.display())]
    Empty {
        /// The directory.
        path: PathBuf,
    },
}

impl SourceError {
    fn io(path: &Path) -> impl FnOnce(io::Error) -> SourceError {
        let path = path.to_path_buf();
        move |source| SourceError::Io { path, source }
    }
}

impl Sources {
    /// Finds what `paths` name: data directories (with or without `version-2`), or files.
    ///
    /// # Errors
    /// A name that cannot be looked at, or a directory without anything to read.
    pub fn find<P: AsRef<Path>>(paths: &[P]) -> Result<Sources, SourceError> {
        let mut out = Sources::default();
        for path in paths {
            out.add(path.as_ref())?;
        }
        out.sort();
        Ok(out)
    }

    fn add(&mut self, path: &Path) -> Result<(), SourceError> {
        if path == Path::new("-") {
            self.logs.push(LogSource { path: path.into(), zxid: None, len: 0 });
            self.snapshots.push(SnapshotSource { path: path.into(), zxid: None, len: 0 });
            return Ok(());
        }
        let about = fs::metadata(path).map_err(SourceError::io(path))?;
        if about.is_dir() {
            self.whole = true;
            return self.add_dir(path);
        }
        self.add_file(path, about.len())
    }

    fn add_dir(&mut self, dir: &Path) -> Result<(), SourceError> {
        let before = self.logs.len() + self.snapshots.len();
        let below = dir.join(VERSION_DIR);
        for dir in [dir, &below] {
            let entries = match fs::read_dir(dir) {
                Ok(entries) => entries,
                Err(e) if e.kind() == io::ErrorKind::NotFound => continue,
                Err(e) => return Err(SourceError::io(dir)(e)),
            };
            for entry in entries {
                self.add_entry(&entry.map_err(SourceError::io(dir))?.path())?;
            }
        }
        if before == self.logs.len() + self.snapshots.len() {
            return Err(SourceError::Empty { path: dir.to_path_buf() });
        }
        Ok(())
    }

    fn add_entry(&mut self, path: &Path) -> Result<(), SourceError> {
        let Some(name) = path.file_name().and_then(OsStr::to_str) else { return Ok(()) };
        let (log, snapshot) = (parse_log_name(name), parse_snapshot_name(name));
        if log.is_none() && snapshot.is_none() {
            if name.starts_with("log.") || name.starts_with("snapshot.") {
                self.passed_over.push(path.to_path_buf());
            }
            return Ok(());
        }
        let about = match fs::metadata(path) {
            Ok(about) => about,
            // A server that runs beside us may have purged it.
            Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(()),
            Err(e) => return Err(SourceError::io(path)(e)),
        };
        if about.is_dir() {
            return Ok(());
        }
        let (path, len) = (path.to_path_buf(), about.len());
        match snapshot {
            Some((zxid, _)) => self.snapshots.push(SnapshotSource { path, zxid: Some(zxid), len }),
            None => self.logs.push(LogSource { path, zxid: log, len }),
        }
        Ok(())
    }

    /// A file that was named: by its name, or by what is in it.
    fn add_file(&mut self, path: &Path, len: u64) -> Result<(), SourceError> {
        let name = path.file_name().and_then(OsStr::to_str).unwrap_or_default();
        let (log, snapshot) = (parse_log_name(name), parse_snapshot_name(name).map(|(zxid, _)| zxid));
        let is_snapshot = snapshot.is_some() || (log.is_none() && looks_like_snapshot(path)?);
        let path = path.to_path_buf();
        if is_snapshot {
            self.snapshots.push(SnapshotSource { path, zxid: snapshot, len });
        } else {
            self.logs.push(LogSource { path, zxid: log, len });
        }
        Ok(())
    }

    /// By the zxid in the name. Files without one keep the order in which they were named, and come first.
    fn sort(&mut self) {
        self.logs.sort_by_key(|l| l.zxid);
        self.snapshots.sort_by_key(|s| s.zxid);
        self.passed_over.sort();
    }

    /// The logs that may hold a transaction of `from..=to`. What is left out is before or behind it by its name.
    pub fn logs_between(&self, from: Zxid, to: Zxid) -> Vec<LogSource> {
        let next_zxid = |i: usize| self.logs.get(i + 1).and_then(|next| next.zxid);
        let wanted = |(i, log): &(usize, &LogSource)| {
            let before = next_zxid(*i).is_some_and(|next| next <= from) && log.zxid.is_some();
            let behind = log.zxid.is_some_and(|z| z > to);
            !before && !behind
        };
        self.logs.iter().enumerate().filter(wanted).map(|(_, log)| log.clone()).collect()
    }

    /// The zxids in the names of the snapshots.
    pub fn snapshot_zxids(&self) -> Vec<Zxid> {
        self.snapshots.iter().filter_map(|s| s.zxid).collect()
    }
}

impl LogSource {
    /// Opens the file for reading.
    ///
    /// # Errors
    /// What the system says.
    pub fn open(&self) -> io::Result<Box<dyn Read + Send>> {
        open(&self.path)
    }
}

/// A reader of a snapshot, decompressed.
pub type SnapshotStream = SnapshotReader<Decoder<io::Chain<io::Cursor<Vec<u8>>, Box<dyn Read + Send>>>>;

impl SnapshotSource {
    /// Opens the snapshot, whatever its compression: the first bytes tell, as names may have been changed.
    ///
    /// # Errors
    /// What the system says, or what is wrong with the snapshot's head.
    pub fn open(&self) -> Result<SnapshotStream, SnapshotError> {
        let mut input = open(&self.path)?;
        let mut head = Vec::new();
        (&mut input).take(8).read_to_end(&mut head)?;
        let compression = compression_of(&head);
        SnapshotReader::new(Decoder::new(io::Cursor::new(head).chain(input), compression))
    }

    /// How the file is compressed, by its first bytes.
    ///
    /// # Errors
    /// What the system says.
    pub fn compression(&self) -> io::Result<Compression> {
        let mut head = Vec::new();
        open(&self.path)?.take(8).read_to_end(&mut head)?;
        Ok(compression_of(&head))
    }
}

fn open(path: &Path) -> io::Result<Box<dyn Read + Send>> {
    if path == Path::new("-") { Ok(Box::new(io::stdin())) } else { Ok(Box::new(File::open(path)?)) }
}

fn compression_of(head: &[u8]) -> Compression {
    match head {
        [0x1f, 0x8b, ..] => Compression::Gzip,
        [0x82, b'S', b'N', b'A', b'P', b'P', b'Y', 0] => Compression::Snappy,
        _ => Compression::Plain,
    }
}

fn looks_like_snapshot(path: &Path) -> Result<bool, SourceError> {
    let mut head = Vec::new();
    let open = File::open(path).map_err(SourceError::io(path))?;
    open.take(8).read_to_end(&mut head).map_err(SourceError::io(path))?;
    Ok(head.starts_with(b"ZKSN") || compression_of(&head) != Compression::Plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn touch(dir: &Path, names: &[&str]) {
        for name in names {
            fs::write(dir.join(name), b"").unwrap();
        }
    }

    #[test]
    fn a_directory_is_sorted_by_number_and_says_what_it_passes_over() {
        let dir = tempfile::tempdir().unwrap();
        let below = dir.path().join(VERSION_DIR);
        fs::create_dir(&below).unwrap();
        touch(
            &below,
            &["log.a", "log.9", "log.10", "log.9.bak", "snapshot.0", "acceptedEpoch", "snapshot.5.tmp"],
        );
        let found = Sources::find(&[dir.path()]).unwrap();
        let zxids: Vec<_> = found.logs.iter().filter_map(|l| l.zxid).collect();
        assert_eq!(zxids, [Zxid(9), Zxid(10), Zxid(16)]);
        assert_eq!(found.snapshot_zxids(), [Zxid(0)]);
        assert_eq!(found.passed_over.len(), 2);
        assert!(found.whole);
        assert_eq!(Sources::find(&[&below]).unwrap(), found);
    }

    #[test]
    fn logs_outside_a_range_are_left_out() {
        let log = |z| LogSource { path: PathBuf::new(), zxid: Some(Zxid(z)), len: 0 };
        let sources = Sources { logs: vec![log(1), log(10), log(20)], ..Sources::default() };
        let zxids = |from, to| -> Vec<i64> {
            sources.logs_between(Zxid(from), Zxid(to)).iter().filter_map(|l| l.zxid).map(|z| z.0).collect()
        };
        assert_eq!(zxids(0, 100), [1, 10, 20]);
        assert_eq!(zxids(10, 19), [10]);
        assert_eq!(zxids(9, 10), [1, 10]);
        assert_eq!(zxids(25, 30), [20]);
    }

    #[test]
    fn nothing_to_read_is_an_error() {
        let dir = tempfile::tempdir().unwrap();
        assert!(matches!(Sources::find(&[dir.path()]), Err(SourceError::Empty { .. })));
        assert!(matches!(Sources::find(&[dir.path().join("none")]), Err(SourceError::Io { .. })));
    }
}
