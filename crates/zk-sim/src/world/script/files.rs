//! Which file of a data directory a request to a disk is about, and what it does to it.

use std::collections::BTreeMap;
use std::path::Path;

use zk_storage::MemDisk;
use zk_storage::disk::Request;

/// What is done to the files of a disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DiskVerb {
    /// A write.
    Write,
    /// A sync of a file.
    Sync,
    /// A change of length.
    Cut,
    /// A rename to this name.
    Rename,
    /// A removal.
    Remove,
    /// The sync of the directory behind a rename to this name.
    Durable,
}

/// Files of a data directory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileClass {
    /// Log files, also in the making.
    Log,
    /// Snapshots, also in the making.
    Snapshot,
    /// A received snapshot before it has its name.
    Install,
    /// `acceptedEpoch`.
    AcceptedEpoch,
    /// `currentEpoch`.
    CurrentEpoch,
}

/// Which file is behind each inode.
pub(super) struct Classes(BTreeMap<usize, FileClass>);

impl Classes {
    pub(super) fn of(disk: &MemDisk, requests: &[Request]) -> Classes {
        let mut classes = BTreeMap::new();
        for (path, inode) in disk.inodes() {
            classes.extend(class(&path).map(|c| (inode, c)));
        }
        for r in requests {
            if let Request::Create { path, inode } = r {
                classes.extend(class(path).map(|c| (*inode, c)));
            }
        }
        Classes(classes)
    }

    pub(super) fn what(
        &self,
        request: &Request,
        renamed: &mut Option<FileClass>,
    ) -> Option<(DiskVerb, FileClass)> {
        let of = |inode: &usize| self.0.get(inode).copied();
        match request {
            Request::Write { inode, .. } => of(inode).map(|c| (DiskVerb::Write, c)),
            Request::Sync { inode } | Request::LostSync { inode } => of(inode).map(|c| (DiskVerb::Sync, c)),
            Request::SetLen { inode, .. } => of(inode).map(|c| (DiskVerb::Cut, c)),
            Request::Rename { to, .. } => {
                *renamed = class(to);
                renamed.map(|c| (DiskVerb::Rename, c))
            }
            Request::Remove { path } => class(path).map(|c| (DiskVerb::Remove, c)),
            Request::SyncDir { .. } => renamed.take().map(|c| (DiskVerb::Durable, c)),
            Request::Create { .. } | Request::CreateDir { .. } => None,
        }
    }
}

fn class(path: &Path) -> Option<FileClass> {
    let name = path.file_name()?.to_str()?;
    let has = |part: &str| name.contains(part);
    match () {
        () if has("acceptedEpoch") => Some(FileClass::AcceptedEpoch),
        () if has("currentEpoch") => Some(FileClass::CurrentEpoch),
        () if has("install") => Some(FileClass::Install),
        () if has("snapshot") => Some(FileClass::Snapshot),
        () if name.starts_with("log.") || has(".log.") => Some(FileClass::Log),
        () => None,
    }
}
