//! A disk in memory that records every request and can be crashed after any of them: what a power loss or a
//! kill leaves is computed from the requests and from [`CrashOptions`].

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::{DirEntry, Disk, DiskFile, OpenMode};

/// A request that changes the disk, or makes a change durable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Request {
    /// A file was made (not one that was only emptied).
    Create {
        /// Its name.
        path: PathBuf,
        /// Its inode.
        inode: usize,
    },
    /// Bytes were written.
    Write {
        /// The inode.
        inode: usize,
        /// At this offset.
        offset: u64,
        /// These.
        data: Arc<[u8]>,
    },
    /// A file was cut or extended.
    SetLen {
        /// The inode.
        inode: usize,
        /// Its new size in bytes.
        len: u64,
    },
    /// A file's content was made durable.
    Sync {
        /// The inode.
        inode: usize,
    },
    /// A file was renamed.
    Rename {
        /// Old name.
        from: PathBuf,
        /// New name.
        to: PathBuf,
    },
    /// A file was removed.
    Remove {
        /// Its name.
        path: PathBuf,
    },
    /// A directory was made, durably.
    CreateDir {
        /// Its name.
        path: PathBuf,
    },
    /// Names in a directory were made durable.
    SyncDir {
        /// The directory.
        path: PathBuf,
    },
    /// A sync failed, and what it should have made durable never will be, though reads still see it.
    LostSync {
        /// The inode.
        inode: usize,
    },
}

/// What happens to changes that were not synced before the crash.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unsynced {
    /// They are kept: a killed process, or a lucky power loss.
    Keep,
    /// They are gone.
    Drop,
    /// The first so many are kept, in order.
    First(usize),
    /// Of each write, the 512-byte sectors with a set bit (counted over all unsynced writes, modulo 64).
    Sectors(u64),
}

/// How the disk crashes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CrashOptions {
    /// Unsynced content. [`Unsynced::Sectors`] applies here only.
    pub data: Unsynced,
    /// Names created, renamed or removed and whose directory was not synced.
    pub names: Unsynced,
    /// Of the last request, if it is a write, only so many bytes arrive.
    pub tear_last: Option<usize>,
}

impl CrashOptions {
    /// The process is killed: everything that was requested is there.
    pub const KILL: CrashOptions =
        CrashOptions { data: Unsynced::Keep, names: Unsynced::Keep, tear_last: None };
    /// Power is lost and nothing survives but what was synced.
    pub const PESSIMISTIC: CrashOptions =
        CrashOptions { data: Unsynced::Drop, names: Unsynced::Drop, tear_last: None };
}

/// An injected failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Every write, sync and change of names fails after this many more requests.
    AfterRequests(usize),
    /// The next sync of a file fails, once, and the pages that it should have written count as clean from then
    /// on: reads see them, a later sync reports success and writes nothing of them. Writing them again helps.
    LoseSync,
    /// There is no room: creating, writing and making longer fail until this is taken back.
    Full,
}

/// A disk in memory. Clones are handles to the same disk.
#[derive(Clone, Debug, Default)]
pub struct MemDisk {
    state: Arc<Mutex<State>>,
}

/// A file of a [`MemDisk`].
#[derive(Debug)]
pub struct MemFile {
    disk: MemDisk,
    inode: usize,
    writable: bool,
}

/// A lock held on a [`MemDisk`].
#[derive(Debug)]
pub struct MemLock {
    disk: MemDisk,
    path: PathBuf,
}

#[derive(Debug, Default)]
struct State {
    files: BTreeMap<usize, Vec<u8>>,
    names: BTreeMap<PathBuf, usize>,
    dirs: BTreeSet<PathBuf>,
    next_inode: usize,
    /// What the disk held when recording began.
    initial: Image,
    requests: Vec<Request>,
    locks: BTreeSet<PathBuf>,
    requests_to_fault: Option<usize>,
    lose_sync: bool,
    full: bool,
}

/// A disk's content at rest.
#[derive(Clone, Debug, Default)]
struct Image {
    files: BTreeMap<usize, Vec<u8>>,
    names: BTreeMap<PathBuf, usize>,
    dirs: BTreeSet<PathBuf>,
}

impl MemDisk {
    /// An empty disk.
    pub fn new() -> MemDisk {
        MemDisk::default()
    }

    /// The requests so far.
    pub fn requests(&self) -> Vec<Request> {
        self.state().requests.clone()
    }

    /// The requests behind the first `count`.
    pub fn requests_since(&self, count: usize) -> Vec<Request> {
        self.state().requests.get(count..).unwrap_or_default().to_vec()
    }

    /// How many requests there were.
    pub fn request_count(&self) -> usize {
        self.state().requests.len()
    }

    /// Injects a failure, or takes it back.
    pub fn set_fault(&self, fault: Option<Fault>) {
        let mut state = self.state();
        state.lose_sync = fault == Some(Fault::LoseSync);
        state.full = fault == Some(Fault::Full);
        state.requests_to_fault = match fault {
            Some(Fault::AfterRequests(n)) => Some(n),
            Some(Fault::LoseSync | Fault::Full) | None => None,
        };
    }

    /// Every file: name and content.
    pub fn content(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let state = self.state();
        let bytes = |inode| state.files.get(inode).cloned().unwrap_or_default();
        state.names.iter().map(|(path, inode)| (path.clone(), bytes(inode))).collect()
    }

    /// Every file's name and inode.
    pub fn inodes(&self) -> BTreeMap<PathBuf, usize> {
        self.state().names.clone()
    }

    /// Puts a file there, as if it had always been there; its directory too. Not a request.
    pub fn put(&self, path: &Path, content: &[u8]) {
        let mut state = self.state();
        let inode = state.new_inode();
        let dirs: Vec<PathBuf> = path.ancestors().skip(1).map(Path::to_path_buf).collect();
        state.files.insert(inode, content.to_vec());
        state.names.insert(path.to_path_buf(), inode);
        state.dirs.extend(dirs.iter().cloned());
        state.initial.files.insert(inode, content.to_vec());
        state.initial.names.insert(path.to_path_buf(), inode);
        state.initial.dirs.extend(dirs);
    }

    /// The disk as found after a crash behind the first `prefix` requests.
    pub fn crash(&self, prefix: usize, options: CrashOptions) -> MemDisk {
        let state = self.state();
        let prefix = prefix.min(state.requests.len());
        let done = state.requests.get(..prefix).unwrap_or_default();
        let mut replay = Replay { image: state.initial.clone(), data: Vec::new(), names: Vec::new() };
        for (i, request) in done.iter().enumerate() {
            let torn = options.tear_last.filter(|_| i + 1 == prefix);
            replay.request(request, torn);
        }
        let image = replay.crash(options);
        let next_inode = image.files.keys().next_back().map_or(0, |i| i + 1);
        let crashed = State {
            files: image.files.clone(),
            names: image.names.clone(),
            dirs: image.dirs.clone(),
            next_inode,
            initial: image,
            ..State::default()
        };
        MemDisk { state: Arc::new(Mutex::new(crashed)) }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Requests replayed into what is durable and what is pending.
struct Replay {
    image: Image,
    /// Unsynced writes and cuts, in order.
    data: Vec<(usize, Change)>,
    /// Unsynced changes of names, in order.
    names: Vec<Request>,
}

#[derive(Clone)]
enum Change {
    Write(u64, Arc<[u8]>),
    SetLen(u64),
}

impl Replay {
    fn request(&mut self, request: &Request, torn: Option<usize>) {
        match request {
            Request::Create { inode, .. } => {
                self.image.files.insert(*inode, Vec::new());
                self.names.push(request.clone());
            }
            Request::Rename { .. } | Request::Remove { .. } => self.names.push(request.clone()),
            Request::Write { inode, offset, data } => {
                let keep = torn.unwrap_or(data.len()).min(data.len());
                let data = Arc::from(data.get(..keep).unwrap_or_default());
                self.data.push((*inode, Change::Write(*offset, data)));
            }
            Request::SetLen { inode, len } => self.data.push((*inode, Change::SetLen(*len))),
            Request::Sync { inode } => {
                let (now, later) = std::mem::take(&mut self.data).into_iter().partition(|(i, _)| i == inode);
                self.data = later;
                let now: Vec<(usize, Change)> = now;
                for (inode, change) in now {
                    self.image.apply(inode, &change);
                }
            }
            Request::LostSync { inode } => {
                self.data.retain(|(i, change)| i != inode || matches!(change, Change::SetLen(_)));
            }
            Request::CreateDir { path } => {
                self.image.dirs.insert(path.clone());
            }
            Request::SyncDir { path } => {
                let (now, later): (Vec<_>, Vec<_>) =
                    std::mem::take(&mut self.names).into_iter().partition(|r| r.dir() == Some(path));
                self.names = later;
                now.iter().for_each(|r| self.image.apply_name(r));
            }
        }
    }

    fn crash(mut self, options: CrashOptions) -> Image {
        let kept = |unsynced: Unsynced, count: usize| match unsynced {
            Unsynced::Keep | Unsynced::Sectors(_) => count,
            Unsynced::Drop => 0,
            Unsynced::First(n) => n.min(count),
        };
        let names = kept(options.names, self.names.len());
        for request in self.names.iter().take(names) {
            self.image.apply_name(request);
        }
        let data = kept(options.data, self.data.len());
        let mut sector = 0;
        for (inode, change) in self.data.iter().take(data) {
            match (options.data, change) {
                (Unsynced::Sectors(mask), Change::Write(offset, bytes)) => {
                    for (at, part) in by_sector(*offset, bytes) {
                        if mask >> (sector % 64) & 1 == 1 {
                            self.image.apply(*inode, &Change::Write(at, part.into()));
                        }
                        sector += 1;
                    }
                }
                _ => self.image.apply(*inode, change),
            }
        }
        let named: BTreeSet<usize> = self.image.names.values().copied().collect();
        self.image.files.retain(|inode, _| named.contains(inode));
        self.image
    }
}

impl Request {
    /// The directory whose sync makes this change of names durable.
    fn dir(&self) -> Option<&Path> {
        match self {
            Request::Create { path, .. } | Request::Remove { path } => path.parent(),
            Request::Rename { to, .. } => to.parent(),
            _ => None,
        }
    }
}

impl Image {
    fn apply(&mut self, inode: usize, change: &Change) {
        let Some(file) = self.files.get_mut(&inode) else { return };
        match change {
            Change::Write(offset, data) => write_into(file, *offset, data),
            Change::SetLen(len) => file.resize(*len as usize, 0),
        }
    }

    fn apply_name(&mut self, request: &Request) {
        match request {
            Request::Create { path, inode } => {
                self.names.insert(path.clone(), *inode);
            }
            Request::Rename { from, to } => {
                if let Some(inode) = self.names.remove(from) {
                    self.names.insert(to.clone(), inode);
                }
            }
            Request::Remove { path } => {
                self.names.remove(path);
            }
            _ => {}
        }
    }
}

fn write_into(file: &mut Vec<u8>, offset: u64, data: &[u8]) {
    let start = offset as usize;
    let end = start + data.len();
    if file.len() < end {
        file.resize(end, 0);
    }
    if let Some(room) = file.get_mut(start..end) {
        room.copy_from_slice(data);
    }
}

impl State {
    fn new_inode(&mut self) -> usize {
        self.next_inode += 1;
        self.next_inode - 1
    }

    /// Records a request, or fails it if a fault is due.
    fn record(&mut self, request: Request) -> io::Result<()> {
        match &mut self.requests_to_fault {
            Some(0) => return Err(io::Error::other("injected fault")),
            Some(n) => *n -= 1,
            None => {}
        }
        let longer = |inode, len| self.files.get(inode).is_none_or(|f| f.len() < len);
        let needs_room = match &request {
            Request::Write { .. } | Request::Create { .. } | Request::CreateDir { .. } => true,
            Request::SetLen { inode, len } => longer(inode, *len as usize),
            _ => false,
        };
        if self.full && needs_room {
            return Err(io::Error::new(io::ErrorKind::StorageFull, "injected fault: no room"));
        }
        self.requests.push(request);
        Ok(())
    }
}

fn not_found(path: &Path) -> io::Error {
    io::Error::new(io::ErrorKind::NotFound, format!("no {}", path.display()))
}

impl Disk for MemDisk {
    type File = MemFile;
    type Lock = MemLock;

    fn open(&self, path: &Path, mode: OpenMode) -> io::Result<MemFile> {
        let mut state = self.state();
        let known = state.names.get(path).copied();
        let inode = match (known, mode) {
            (Some(inode), OpenMode::Create) => {
                state.record(Request::SetLen { inode, len: 0 })?;
                if let Some(file) = state.files.get_mut(&inode) {
                    file.clear();
                }
                inode
            }
            (Some(inode), _) => inode,
            (None, OpenMode::Create) => {
                if !path.parent().is_some_and(|dir| state.dirs.contains(dir)) {
                    return Err(not_found(path));
                }
                let inode = state.new_inode();
                state.record(Request::Create { path: path.to_path_buf(), inode })?;
                state.files.insert(inode, Vec::new());
                state.names.insert(path.to_path_buf(), inode);
                inode
            }
            (None, _) => return Err(not_found(path)),
        };
        Ok(MemFile { disk: self.clone(), inode, writable: mode != OpenMode::Read })
    }

    fn read_dir(&self, dir: &Path) -> io::Result<Vec<DirEntry>> {
        let state = self.state();
        if !state.dirs.contains(dir) {
            return Err(not_found(dir));
        }
        let name = |path: &Path| path.file_name().and_then(|n| n.to_str()).map(str::to_string);
        let files =
            state.names.iter().filter(|(p, _)| p.parent() == Some(dir)).filter_map(|(path, inode)| {
                let len = state.files.get(inode).map_or(0, |f| f.len() as u64);
                Some(DirEntry { name: name(path)?, len, is_dir: false })
            });
        let dirs = state
            .dirs
            .iter()
            .filter(|p| p.parent() == Some(dir))
            .filter_map(|path| Some(DirEntry { name: name(path)?, len: 0, is_dir: true }));
        Ok(files.chain(dirs).collect())
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        let mut state = self.state();
        let inode = *state.names.get(from).ok_or_else(|| not_found(from))?;
        state.record(Request::Rename { from: from.to_path_buf(), to: to.to_path_buf() })?;
        state.names.remove(from);
        state.names.insert(to.to_path_buf(), inode);
        Ok(())
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        let mut state = self.state();
        if !state.names.contains_key(path) {
            return Err(not_found(path));
        }
        state.record(Request::Remove { path: path.to_path_buf() })?;
        state.names.remove(path);
        Ok(())
    }

    fn create_dir_all(&self, dir: &Path) -> io::Result<()> {
        let mut state = self.state();
        let missing: Vec<PathBuf> =
            dir.ancestors().filter(|d| !state.dirs.contains(*d)).map(Path::to_path_buf).collect();
        for path in missing.into_iter().rev() {
            state.record(Request::CreateDir { path: path.clone() })?;
            state.dirs.insert(path);
        }
        Ok(())
    }

    fn sync_dir(&self, dir: &Path) -> io::Result<()> {
        self.state().record(Request::SyncDir { path: dir.to_path_buf() })
    }

    fn len(&self, path: &Path) -> io::Result<Option<u64>> {
        let state = self.state();
        Ok(state.names.get(path).and_then(|inode| state.files.get(inode)).map(|f| f.len() as u64))
    }

    fn is_dir(&self, dir: &Path) -> io::Result<bool> {
        Ok(self.state().dirs.contains(dir))
    }

    fn lock(&self, path: &Path) -> io::Result<Option<MemLock>> {
        let fresh = self.state().locks.insert(path.to_path_buf());
        Ok(fresh.then(|| MemLock { disk: self.clone(), path: path.to_path_buf() }))
    }
}

impl Drop for MemLock {
    fn drop(&mut self) {
        self.disk.state().locks.remove(&self.path);
    }
}

impl MemFile {
    fn record(&self, state: &mut State, request: Request) -> io::Result<()> {
        if !self.writable {
            return Err(io::Error::new(io::ErrorKind::PermissionDenied, "opened for reading"));
        }
        state.record(request)
    }
}

impl DiskFile for MemFile {
    fn read_at(&self, buf: &mut [u8], offset: u64) -> io::Result<usize> {
        let state = self.disk.state();
        let file = state.files.get(&self.inode).map(Vec::as_slice).unwrap_or_default();
        let rest = usize::try_from(offset).ok().and_then(|o| file.get(o..)).unwrap_or_default();
        let n = rest.len().min(buf.len());
        if let (Some(to), Some(from)) = (buf.get_mut(..n), rest.get(..n)) {
            to.copy_from_slice(from);
        }
        Ok(n)
    }

    fn write_at(&self, buf: &[u8], offset: u64) -> io::Result<()> {
        let mut state = self.disk.state();
        self.record(&mut state, Request::Write { inode: self.inode, offset, data: buf.into() })?;
        if let Some(file) = state.files.get_mut(&self.inode) {
            write_into(file, offset, buf);
        }
        Ok(())
    }

    fn set_len(&self, len: u64) -> io::Result<()> {
        let mut state = self.disk.state();
        self.record(&mut state, Request::SetLen { inode: self.inode, len })?;
        if let Some(file) = state.files.get_mut(&self.inode) {
            file.resize(len as usize, 0);
        }
        Ok(())
    }

    fn len(&self) -> io::Result<u64> {
        Ok(self.disk.state().files.get(&self.inode).map_or(0, |f| f.len() as u64))
    }

    fn sync_data(&self) -> io::Result<()> {
        let mut state = self.disk.state();
        if std::mem::take(&mut state.lose_sync) {
            self.record(&mut state, Request::LostSync { inode: self.inode })?;
            return Err(io::Error::other("injected fault"));
        }
        self.record(&mut state, Request::Sync { inode: self.inode })
    }

    fn sync_all(&self) -> io::Result<()> {
        self.sync_data()
    }
}

/// What a crash keeps or loses as a whole, in bytes.
const SECTOR_BYTES: u64 = 512;

/// A write as the disk gets it: cut where a sector of the file ends.
fn by_sector(offset: u64, bytes: &[u8]) -> impl Iterator<Item = (u64, &[u8])> {
    let first = (SECTOR_BYTES - offset % SECTOR_BYTES).min(bytes.len() as u64) as usize;
    let (head, rest) = bytes.split_at(first);
    let behind = offset + first as u64;
    let rest = rest.chunks(SECTOR_BYTES as usize).enumerate();
    std::iter::once((offset, head)).chain(rest.map(move |(i, part)| (behind + i as u64 * SECTOR_BYTES, part)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn disk() -> (MemDisk, PathBuf) {
        let disk = MemDisk::new();
        disk.create_dir_all(Path::new("/d")).unwrap();
        (disk, PathBuf::from("/d/f"))
    }

    #[test]
    fn a_pessimistic_crash_keeps_only_what_was_synced_in_both_ways() {
        let (disk, path) = disk();
        let f = disk.open(&path, OpenMode::Create).unwrap();
        f.write_at(b"abc", 0).unwrap();
        f.sync_data().unwrap();
        let all = disk.request_count();
        assert!(disk.crash(all, CrashOptions::PESSIMISTIC).content().is_empty(), "its name was not synced");
        disk.sync_dir(Path::new("/d")).unwrap();
        f.write_at(b"def", 3).unwrap();
        let all = disk.request_count();
        assert_eq!(disk.crash(all, CrashOptions::PESSIMISTIC).content()[&path], b"abc");
        assert_eq!(disk.crash(all, CrashOptions::KILL).content()[&path], b"abcdef");
        let torn = CrashOptions { tear_last: Some(1), ..CrashOptions::KILL };
        assert_eq!(disk.crash(all, torn).content()[&path], b"abcd");
    }

    #[test]
    fn a_rename_without_directory_sync_may_be_undone() {
        let (disk, path) = disk();
        disk.put(&path, b"old");
        let tmp = Path::new("/d/t");
        let f = disk.open(tmp, OpenMode::Create).unwrap();
        f.write_at(b"new", 0).unwrap();
        f.sync_all().unwrap();
        disk.rename(tmp, &path).unwrap();
        let all = disk.request_count();
        assert_eq!(disk.crash(all, CrashOptions::PESSIMISTIC).content()[&path], b"old");
        assert_eq!(disk.crash(all, CrashOptions::KILL).content()[&path], b"new");
    }

    #[test]
    fn an_injected_fault_fails_every_later_request() {
        let (disk, path) = disk();
        disk.set_fault(Some(Fault::AfterRequests(1)));
        let f = disk.open(&path, OpenMode::Create).unwrap();
        assert!(f.write_at(b"x", 0).is_err());
        assert!(f.sync_data().is_err());
        disk.set_fault(None);
        assert!(f.write_at(b"x", 0).is_ok());
    }

    #[test]
    fn a_full_disk_takes_nothing_more_and_keeps_what_it_has() {
        let (disk, path) = disk();
        let f = disk.open(&path, OpenMode::Create).unwrap();
        f.write_at(b"abc", 0).unwrap();
        disk.set_fault(Some(Fault::Full));
        assert_eq!(f.write_at(b"d", 3).unwrap_err().kind(), io::ErrorKind::StorageFull);
        assert!(f.set_len(9).is_err() && disk.open(Path::new("/d/g"), OpenMode::Create).is_err());
        f.sync_data().unwrap();
        disk.sync_dir(Path::new("/d")).unwrap();
        f.set_len(2).unwrap();
        assert_eq!(disk.content()[&path], b"ab");
        disk.set_fault(None);
        f.write_at(b"d", 2).unwrap();
    }

    #[test]
    fn a_lost_sync_is_not_made_good_by_the_next_one() {
        let (disk, path) = disk();
        let f = disk.open(&path, OpenMode::Create).unwrap();
        disk.sync_dir(Path::new("/d")).unwrap();
        f.write_at(b"abc", 0).unwrap();
        disk.set_fault(Some(Fault::LoseSync));
        assert!(f.sync_data().is_err());
        f.write_at(b"def", 3).unwrap();
        f.sync_data().unwrap();
        assert_eq!(disk.content()[&path], b"abcdef");
        let all = disk.request_count();
        let found = disk.crash(all, CrashOptions::KILL).content();
        assert_eq!(found[&path], b"\0\0\0def");
        assert_eq!(disk.requests_since(all - 1), [Request::Sync { inode: 0 }]);
    }
}
