//! What a disk would hold if power failed now and nothing survived but what was synced. Follows the requests of a
//! [`MemDisk`] and reads logs by itself, so that the whole recovery need not run after each of them; on a sample
//! the product's own recovery is asked, and both must agree.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use zk_proto::Zxid;
use zk_storage::MemDisk;
use zk_storage::disk::Request;
use zk_storage::txlog::{FRAME_BYTES, HEADER_BYTES, parse_log_name, payload_zxid};

/// What recovery would find.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct View {
    /// The newest snapshot.
    pub base: Zxid,
    /// The end of the history.
    pub last: Zxid,
    /// File `acceptedEpoch`; -1 without one.
    pub accepted: i64,
    /// File `currentEpoch`; -1 without one.
    pub current: i64,
}

impl View {
    /// The epoch that the member would start with: a transaction of an epoch is only ever logged behind all that
    /// its leader began with, so having one is as good as the file.
    pub fn effective_current(&self) -> i64 {
        self.current.max(i64::from(self.last.epoch()))
    }
}

#[derive(Clone, Debug, Default)]
struct File {
    bytes: Vec<u8>,
    records: Vec<Zxid>,
    parsed: usize,
}

#[derive(Clone, Debug)]
enum Change {
    Write(u64, Arc<[u8]>),
    SetLen(u64),
}

/// The durable part of a disk.
#[derive(Debug)]
pub struct Shadow {
    seen: usize,
    files: BTreeMap<usize, File>,
    names: BTreeMap<PathBuf, usize>,
    pending: Vec<(usize, Change)>,
    pending_names: Vec<Request>,
    /// Transactions of the history above its base.
    history: Vec<Zxid>,
    /// The log file that `history` ends in, and how many of its records are in it.
    tail: Option<(usize, usize)>,
    view: View,
    restructured: bool,
}

/// What came new in a history.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct News {
    /// Neighbours: one and the next.
    pub links: Vec<(Zxid, Zxid)>,
}

impl Shadow {
    /// Of a disk as it is found at a start: all of it is durable.
    pub fn new(disk: &MemDisk) -> (Shadow, News) {
        let content = disk.content();
        let mut shadow = Shadow {
            seen: disk.request_count(),
            files: BTreeMap::new(),
            names: disk.inodes(),
            pending: Vec::new(),
            pending_names: Vec::new(),
            history: Vec::new(),
            tail: None,
            view: View::default(),
            restructured: true,
        };
        for (path, inode) in &shadow.names {
            let bytes = content.get(path).cloned().unwrap_or_default();
            shadow.files.insert(*inode, File { bytes, ..File::default() });
        }
        let mut news = News::default();
        shadow.refresh(&mut news);
        (shadow, news)
    }

    /// What recovery would find.
    pub fn view(&self) -> View {
        self.view
    }

    /// True if there is something behind the last whole record of the newest log file.
    pub fn is_torn(&self) -> bool {
        let Some((inode, _)) = self.tail else { return false };
        self.files
            .get(&inode)
            .is_some_and(|f| f.bytes.get(f.parsed..).is_some_and(|b| b.iter().any(|b| *b != 0)))
    }

    /// True if zeros stand where the next record of the newest log file should, and other bytes behind them.
    pub fn is_torn_inside(&self) -> bool {
        let Some((inode, _)) = self.tail else { return false };
        let rest = self.files.get(&inode).and_then(|f| f.bytes.get(f.parsed..)).unwrap_or_default();
        rest.iter().take(FRAME_BYTES).all(|b| *b == 0) && rest.iter().any(|b| *b != 0)
    }

    /// Log files that begin above this transaction.
    pub fn log_files_above(&self, zxid: Zxid) -> usize {
        let first = |path: &PathBuf| parse_log_name(path.file_name()?.to_str()?);
        self.names.keys().filter_map(first).filter(|z| *z > zxid).count()
    }

    /// Catches up with the disk. True if the view has changed.
    pub fn follow(&mut self, disk: &MemDisk, news: &mut News) -> bool {
        let requests = disk.requests_since(self.seen);
        self.seen += requests.len();
        let mut durable = false;
        for request in requests {
            durable |= self.request(request);
        }
        if !durable {
            return false;
        }
        let before = self.view;
        self.refresh(news);
        before != self.view
    }

    /// True if something became durable.
    fn request(&mut self, request: Request) -> bool {
        match request {
            Request::Create { inode, .. } => {
                self.files.insert(inode, File::default());
                self.pending_names.push(request);
                false
            }
            Request::Rename { .. } | Request::Remove { .. } => {
                self.pending_names.push(request);
                false
            }
            Request::Write { inode, offset, data } => {
                self.pending.push((inode, Change::Write(offset, data)));
                false
            }
            Request::SetLen { inode, len } => {
                self.pending.push((inode, Change::SetLen(len)));
                false
            }
            Request::LostSync { inode } => {
                self.pending.retain(|(i, c)| *i != inode || matches!(c, Change::SetLen(_)));
                false
            }
            Request::CreateDir { .. } => false,
            Request::Sync { inode } => {
                let (now, later): (Vec<_>, Vec<_>) =
                    std::mem::take(&mut self.pending).into_iter().partition(|(i, _)| *i == inode);
                self.pending = later;
                let Some(file) = self.files.get_mut(&inode) else { return false };
                for (_, change) in now {
                    self.restructured |= file.apply(&change);
                }
                true
            }
            Request::SyncDir { path } => {
                let (now, later): (Vec<_>, Vec<_>) = std::mem::take(&mut self.pending_names)
                    .into_iter()
                    .partition(|r| dir_of(r) == Some(&*path));
                self.pending_names = later;
                self.restructured |= !now.is_empty();
                for r in &now {
                    self.apply_name(r);
                }
                true
            }
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

    fn refresh(&mut self, news: &mut News) {
        if self.restructured {
            self.restructured = false;
            self.rebuild(news);
        } else if let Some((inode, taken)) = self.tail
            && let Some(file) = self.files.get_mut(&inode)
        {
            file.parse();
            for zxid in file.records[taken.min(file.records.len())..].iter().copied() {
                push(&mut self.history, self.view.base, zxid, news);
            }
            self.tail = Some((inode, file.records.len()));
        }
        self.view.last = self.history.last().copied().unwrap_or(self.view.base);
    }

    fn rebuild(&mut self, news: &mut News) {
        let (mut base, mut installed) = (None, None);
        let mut logs = Vec::new();
        let (mut accepted, mut current) = (-1, -1);
        for (path, inode) in &self.names {
            // What was moved aside is no part of the history.
            if path.parent().is_none_or(|dir| !dir.ends_with("version-2")) {
                continue;
            }
            let Some(name) = path.file_name().and_then(|n| n.to_str()) else { continue };
            let Some(file) = self.files.get(inode) else { continue };
            if let Some(zxid) = snapshot_zxid(name) {
                if !file.bytes.is_empty() {
                    base = base.max(Some(zxid));
                }
            } else if let Some(zxid) =
                name.strip_prefix(".zkd.install.").and_then(|h| snapshot_zxid(&format!("snapshot.{h}")))
            {
                installed = Some(zxid);
            } else if let Some(zxid) = parse_log_name(name) {
                logs.push((zxid, *inode));
            } else if name == "acceptedEpoch" {
                accepted = number(&file.bytes);
            } else if name == "currentEpoch" {
                current = number(&file.bytes);
            }
        }
        if installed.is_some() {
            // Decided: what else there is will be removed.
            base = installed;
            logs.clear();
        }
        logs.sort();
        self.view.base = base.unwrap_or(Zxid::ZERO);
        self.view.accepted = accepted;
        self.view.current = current;
        self.history.clear();
        self.tail = None;
        for (_, inode) in logs {
            let Some(file) = self.files.get_mut(&inode) else { continue };
            file.parse();
            for zxid in file.records.iter().copied() {
                push(&mut self.history, self.view.base, zxid, news);
            }
            self.tail = Some((inode, file.records.len()));
        }
    }
}

fn push(history: &mut Vec<Zxid>, base: Zxid, zxid: Zxid, news: &mut News) {
    let last = history.last().copied().unwrap_or(base);
    if zxid > last {
        news.links.push((last, zxid));
        history.push(zxid);
    }
}

/// The directory whose sync makes a change of names durable.
fn dir_of(request: &Request) -> Option<&Path> {
    match request {
        Request::Create { path, .. } | Request::Remove { path } => path.parent(),
        Request::Rename { to, .. } => to.parent(),
        _ => None,
    }
}

fn snapshot_zxid(name: &str) -> Option<Zxid> {
    let hex = name.strip_prefix("snapshot.")?.split('.').next()?;
    i64::from_str_radix(hex, 16).ok().map(Zxid)
}

fn number(bytes: &[u8]) -> i64 {
    std::str::from_utf8(bytes).ok().and_then(|t| t.trim().parse().ok()).unwrap_or(-1)
}

impl File {
    /// True if what was parsed before may be wrong now.
    fn apply(&mut self, change: &Change) -> bool {
        match change {
            Change::Write(offset, data) => {
                let (start, end) = (*offset as usize, *offset as usize + data.len());
                if self.bytes.len() < end {
                    self.bytes.resize(end, 0);
                }
                self.bytes[start..end].copy_from_slice(data);
                self.unparse(start)
            }
            Change::SetLen(len) => {
                let len = *len as usize;
                let shorter = len < self.bytes.len();
                self.bytes.resize(len, 0);
                shorter && self.unparse(len)
            }
        }
    }

    fn unparse(&mut self, from: usize) -> bool {
        let stale = from < self.parsed;
        if stale {
            self.parsed = 0;
            self.records.clear();
        }
        stale
    }

    /// Takes in the whole records behind those that were taken in before.
    fn parse(&mut self) {
        if self.parsed == 0 {
            if self.bytes.len() < HEADER_BYTES || !self.bytes.starts_with(b"ZKLG") {
                return;
            }
            self.parsed = HEADER_BYTES;
        }
        while let Some((zxid, bytes)) = self.bytes.get(self.parsed..).and_then(record) {
            self.records.push(zxid);
            self.parsed += bytes;
        }
    }
}

/// The record at the start of `bytes`: its zxid and size.
fn record(bytes: &[u8]) -> Option<(Zxid, usize)> {
    let length = bytes.get(8..FRAME_BYTES)?;
    let length = u32::from_be_bytes(length.try_into().ok()?) as usize;
    if length == 0 {
        return None;
    }
    let payload = bytes.get(FRAME_BYTES..FRAME_BYTES + length)?;
    let end = *bytes.get(FRAME_BYTES + length)?;
    let sum = u64::from_be_bytes(bytes.get(..8)?.try_into().ok()?);
    (end == b'B' && sum == u64::from(adler32(payload)))
        .then(|| payload_zxid(payload))?
        .map(|z| (z, FRAME_BYTES + length + 1))
}

fn adler32(bytes: &[u8]) -> u32 {
    let (mut a, mut b) = (1u32, 0u32);
    for chunk in bytes.chunks(5000) {
        for byte in chunk {
            a += u32::from(*byte);
            b += a;
        }
        a %= 65521;
        b %= 65521;
    }
    b << 16 | a
}
