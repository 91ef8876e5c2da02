//! The undo journal: what was there before a command destroyed or changed it, as export files of the user's own in
//! `$XDG_STATE_HOME/zkd/undo`. They are written and synced before the first change, bounded in size, number and age.

use std::fs::{self, File, OpenOptions};
use std::io::{BufWriter, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use etcetera::BaseStrategy;
use jiff::Timestamp;

use super::TreeNode;
use super::jsonl::{Head, JsonlReader, JsonlWriter, SCHEMA, Tail, Values};
use crate::exit::Exit;
use crate::failure::{Failure, Result};
use crate::output::{iso_seconds, now_ms};

/// The largest file: what is larger is not destroyed without `--no-undo`.
const MAX_BYTES: u64 = 256 << 20;
/// All files together; the oldest go first.
const MAX_TOTAL_BYTES: u64 = 1 << 30;
/// As many files as are kept: `set` in a script makes one each time.
const MAX_FILES: usize = 1000;
/// How long files are kept.
const MAX_AGE: Duration = Duration::from_secs(30 * 24 * 3600);
/// A tail is shorter.
const TAIL_BYTES: u64 = 256;

/// A file being written.
pub struct Journal {
    /// There until it is whole or forgotten.
    writer: Option<JsonlWriter<BufWriter<File>>>,
    file: PathBuf,
    nodes: u64,
}

/// A file that is there.
#[derive(Debug)]
pub struct Entry {
    pub id: String,
    pub head: Head,
    /// `None` if the file was cut off.
    pub nodes: Option<u64>,
    pub bytes: u64,
}

impl Journal {
    /// Starts a file about a command, given in words, that changes something on these servers.
    ///
    /// # Errors
    /// The directory or the file cannot be made.
    pub fn begin(command: String, servers: &str) -> Result<Journal> {
        Journal::new(command, servers, false)
    }

    /// The same for a command that changes nodes which stay: their status is kept, for the versions.
    ///
    /// # Errors
    /// The directory or the file cannot be made.
    pub fn begin_change(command: String, servers: &str) -> Result<Journal> {
        Journal::new(command, servers, true)
    }

    fn new(command: String, servers: &str, changes: bool) -> Result<Journal> {
        let dir = dir()?;
        let head = Head {
            schema: SCHEMA.into(),
            root: "/".into(),
            time: iso_seconds(now_ms()),
            servers: servers.to_owned(),
            undoes: Some(command),
            changes,
        };
        let stamp = Timestamp::now().strftime("%Y%m%dT%H%M%S").to_string();
        for number in 1u32..1000 {
            let file = dir.join(format!("{stamp}-{number}.jsonl"));
            let mut options = OpenOptions::new();
            options.write(true).create_new(true);
            #[cfg(unix)]
            std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
            match options.open(&file) {
                Ok(opened) => {
                    let out = BufWriter::with_capacity(256 << 10, opened);
                    let writer =
                        JsonlWriter::new(out, &head, Values::Auto, changes).map_err(|e| io(&file, e))?;
                    return Ok(Journal { writer: Some(writer), file, nodes: 0 });
                }
                Err(e) if e.kind() == std::io::ErrorKind::AlreadyExists => {}
                Err(e) => return Err(io(&file, e)),
            }
        }
        Err(Failure::new(Exit::Unexpected, "Io", format!("cannot find a free name in {}", dir.display())))
    }

    /// Takes a node down.
    ///
    /// # Errors
    /// The file cannot be written, or grows too large.
    pub fn write(&mut self, node: &TreeNode) -> Result<()> {
        let Some(writer) = &mut self.writer else { return Ok(()) };
        writer.write(node).map_err(|e| io(&self.file, e))?;
        self.nodes += 1;
        if self.nodes == 1
            && let Some(id) = self.file.file_stem()
        {
            let id = id.to_string_lossy();
            crate::interrupt::leaves(Some(format!("`zkctl undo {id}` brings back what is gone or changed")));
        }
        if writer.bytes() <= MAX_BYTES {
            return Ok(());
        }
        let said = format!("the undo journal would be larger than {} MiB", MAX_BYTES >> 20);
        Err(Failure::new(Exit::Refused, "UndoTooLarge", said)
            .hint("`zkctl export` it first and run this again with --no-undo"))
    }

    /// Makes it durable so far: what it holds may be destroyed now.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn sync(&mut self) -> Result<()> {
        self.writer.as_mut().map_or(Ok(()), JsonlWriter::sync).map_err(|e| io(&self.file, e))
    }

    /// Makes it whole and durable. Gives its id; none if nothing was taken down.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn commit(mut self) -> Result<Option<String>> {
        let Some(writer) = self.writer.take_if(|_| self.nodes > 0) else { return Ok(None) };
        let out = writer.finish().map_err(|e| io(&self.file, e))?;
        out.get_ref().sync_all().map_err(|e| io(&self.file, e))?;
        purge(&self.file);
        Ok(self.file.file_stem().map(|id| id.to_string_lossy().into_owned()))
    }

    /// Forgets it: nothing was destroyed.
    pub fn discard(mut self) {
        crate::interrupt::leaves(None);
        self.nodes = 0;
    }
}

impl Drop for Journal {
    /// A file that holds nothing is of no use; one that was cut off may be.
    fn drop(&mut self) {
        let Some(mut writer) = self.writer.take() else { return };
        if self.nodes == 0 {
            let _ = fs::remove_file(&self.file);
        } else {
            let _ = writer.sync();
        }
    }
}

/// All entries, the newest first.
///
/// # Errors
/// The directory cannot be read.
pub fn list() -> Result<Vec<Entry>> {
    let mut entries: Vec<Entry> = files(&dir()?)?.into_iter().rev().filter_map(|file| entry(&file)).collect();
    entries.sort_by(|a, b| b.id.cmp(&a.id));
    Ok(entries)
}

/// Opens an entry.
///
/// # Errors
/// There is none of that id, or it cannot be read.
pub fn open(id: &str) -> Result<JsonlReader> {
    let plain = !id.is_empty() && id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    let file = dir()?.join(format!("{id}.jsonl"));
    if !plain || !file.is_file() {
        let said = format!("there is no undo entry {}", crate::sanitise::line(id));
        return Err(Failure::new(Exit::NotFound, "NoEntry", said).hint("`zkctl undo` lists them"));
    }
    JsonlReader::open(&file)
}

fn entry(file: &Path) -> Option<Entry> {
    let head = JsonlReader::open(file).ok()?.head().clone();
    let bytes = fs::metadata(file).ok()?.len();
    Some(Entry {
        id: file.file_stem()?.to_string_lossy().into_owned(),
        head,
        nodes: count(file, bytes),
        bytes,
    })
}

fn count(file: &Path, bytes: u64) -> Option<u64> {
    let mut opened = File::open(file).ok()?;
    opened.seek(SeekFrom::Start(bytes.saturating_sub(TAIL_BYTES))).ok()?;
    let mut end = Vec::new();
    opened.take(TAIL_BYTES).read_to_end(&mut end).ok()?;
    let last = end.trim_ascii_end().rsplit(|b| *b == b'\n').next()?;
    serde_json::from_slice::<Tail>(last).ok().map(|tail| tail.nodes)
}

/// Files of the journal, the oldest first: their names are times.
fn files(dir: &Path) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(dir).map_err(|e| io(dir, e))?;
    let mut files: Vec<PathBuf> = entries
        .filter_map(|entry| entry.ok().map(|e| e.path()))
        .filter(|path| path.extension().is_some_and(|e| e == "jsonl"))
        .collect();
    files.sort();
    Ok(files)
}

/// Removes what is too old, and the oldest of what is too much; never the newest one.
fn purge(newest: &Path) {
    let Some(Ok(all)) = newest.parent().map(files) else { return };
    let mut total = 0u64;
    for (number, file) in all.iter().rev().filter(|f| *f != newest).enumerate() {
        let Ok(meta) = fs::metadata(file) else { continue };
        total += meta.len();
        let age = meta.modified().ok().and_then(|at| SystemTime::now().duration_since(at).ok());
        if number + 1 >= MAX_FILES || total > MAX_TOTAL_BYTES || age.is_some_and(|age| age > MAX_AGE) {
            let _ = fs::remove_file(file);
        }
    }
}

/// The directory, made for the owner only.
fn dir() -> Result<PathBuf> {
    let fail = |why: String| {
        Failure::new(Exit::Unexpected, "Io", why).hint("--no-undo does without the journal of what was there")
    };
    let dirs = etcetera::choose_base_strategy()
        .map_err(|e| fail(format!("cannot find a directory for the undo journal: {e}")))?;
    let dir = dirs.state_dir().unwrap_or_else(|| dirs.data_dir()).join("zkd").join("undo");
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder
        .create(&dir)
        .map_err(|e| fail(format!("cannot make {}: {}", dir.display(), crate::failure::plain_io(&e))))?;
    Ok(dir)
}

fn io(path: &Path, error: std::io::Error) -> Failure {
    Failure::io(format_args!("cannot write the undo journal {}", path.display()), error)
        .hint("--no-undo does without it")
}
