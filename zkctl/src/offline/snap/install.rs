//! `snap install`: a backup in the place of the history of a server that does not run.
//!
//! What was there is moved aside, never removed. The epoch files that are written make this history a later one than any
//! that the ensemble has had: who has it outranks a member that was forgotten, and no client sees zxids come again.

use std::fs::{self, File, Metadata};
use std::io::{self, Read};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, PermissionsExt, chown};
use std::path::{Path, PathBuf};

use zk_proto::Zxid;
use zk_storage::datadir::{Access, LOCK_NAME, VERSION_DIR};
use zk_storage::{Compression, DataDir, Disk, OsDisk};

use crate::commands::backup;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::{Failure, Result};
use crate::offline::install_args::SnapInstall;
use crate::reply::Reply;
use crate::reply::report::{Cell, Column, Report, Row};

/// So many elections an ensemble may have had since the backup, if nothing is left that says how many.
const UNKNOWN_EPOCHS: i64 = 1000;
/// Epochs have 31 bits that every ZooKeeper takes.
const MAX_EPOCH: i64 = i32::MAX as i64 - 1;
/// Where it is made ready.
const NEW: &str = "version-2.new";

const COLUMNS: &[Column] = &[
    Column::new("data_dir", "DATA DIR"),
    Column::new("file", "SNAPSHOT"),
    Column::new("zxid", "ZXID"),
    Column::new("nodes", "NODES"),
    Column::new("epoch", "EPOCH"),
    Column::new("aside", "WHAT WAS THERE"),
];

pub fn run(args: &SnapInstall, context: &mut Context) -> Result<Reply> {
    let found = backup::look(&args.file)?;
    let zxid = found.zxid.filter(|_| found.exact).ok_or_else(|| {
        let text = format!("{} is not the tree of one moment, or does not say so", args.file.display());
        Failure::new(Exit::Refused, "Inexact", text)
            .hint("a snapshot of a server goes with the log behind it: copy both, see docs/backup.md")
    })?;
    let place = Place::find(&args.data_dir, args.data_log_dir.as_deref())?;
    // Held to the end: a zkd that is started meanwhile is refused. (Apache ZooKeeper looks at no lock.)
    let _locks = place.lock()?;
    let known = place.epoch()?;
    let epoch = match args.epoch {
        Some(epoch) => epoch,
        None => known.unwrap_or_else(|| i64::from(zxid.epoch()) + UNKNOWN_EPOCHS) + 1,
    };
    check_epoch(epoch, zxid, known)?;
    let name = place.make(&args.file, zxid, epoch)?;
    let aside = place.exchange()?;
    if known.is_none() && args.epoch.is_none() {
        context.note(format_args!(
            "note: nothing is left that says how often the ensemble has elected since {zxid}: {epoch} is taken to be above it"
        ));
    }
    let row = vec![
        Cell::text(place.data.display().to_string()),
        Cell::text(place.data.join(VERSION_DIR).join(name).display().to_string()),
        zxid.into(),
        found.nodes.into(),
        epoch.into(),
        aside.map(|path| Cell::text(path.display().to_string())).into(),
    ];
    let foot = vec![
        "of an ensemble: the same file on all its members, and only then start the first of them".to_owned(),
    ];
    Ok(Reply::Report(Report {
        name: "installed",
        columns: COLUMNS,
        rows: vec![Row::new(row)],
        foot,
        ..Report::default()
    }))
}

fn check_epoch(epoch: i64, zxid: Zxid, known: Option<i64>) -> Result<()> {
    let least = known.unwrap_or(-1).max(i64::from(zxid.epoch()));
    if (least..=MAX_EPOCH).contains(&epoch) {
        return Ok(());
    }
    Err(Failure::new(Exit::Refused, "Epoch", format!("epoch {epoch} is none of {least} to {MAX_EPOCH}"))
        .hint("--epoch takes one that the ensemble has not had yet"))
}

/// A server's directories: of one kind with two of them, or both in one.
struct Place {
    data: PathBuf,
    log: PathBuf,
    owner: Metadata,
}

impl Place {
    fn find(data: &Path, log: Option<&Path>) -> Result<Place> {
        let dir = |path: &Path| match fs::metadata(path) {
            Ok(found) if found.is_dir() => Ok(found),
            Ok(_) => Err(Failure::usage(format!("{} is no directory", path.display()))),
            Err(e) => Err(Failure::io(format_args!("cannot look at {}", path.display()), e)),
        };
        if data.file_name().is_some_and(|name| name == VERSION_DIR) {
            return Err(Failure::usage(format!("{} is not a dataDir but what is in one", data.display()))
                .hint("name the directory above it, which zoo.cfg calls dataDir"));
        }
        let owner = dir(data)?;
        let log = log.unwrap_or(data);
        dir(log)?;
        let resolve = |path: &Path| {
            fs::canonicalize(path)
                .map_err(|e| Failure::io(format_args!("cannot look at {}", path.display()), e))
        };
        Ok(Place { data: resolve(data)?, log: resolve(log)?, owner })
    }

    fn roots(&self) -> impl Iterator<Item = &PathBuf> {
        // The log goes first: without it the old snapshots are still an old history, and nothing new is there.
        [&self.log, &self.data].into_iter().take(if self.log == self.data { 1 } else { 2 })
    }

    fn lock(&self) -> Result<Vec<impl Sized + use<>>> {
        let mut locks = Vec::new();
        for dir in self.roots().map(|root| root.join(VERSION_DIR)).filter(|dir| dir.is_dir()) {
            let path = dir.join(LOCK_NAME);
            let lock = OsDisk.lock(&path);
            let lock = lock.map_err(|e| Failure::io(format_args!("cannot lock {}", path.display()), e))?;
            locks.push(lock.ok_or_else(|| {
                Failure::new(Exit::Refused, "Running", format!("a server runs on {}", dir.display()))
                    .hint("stop it, and all other members of its ensemble, first")
            })?);
        }
        Ok(locks)
    }

    /// The last epoch that this member has promised, if it has anything left that says so.
    fn epoch(&self) -> Result<Option<i64>> {
        if !self.data.join(VERSION_DIR).is_dir() || !self.log.join(VERSION_DIR).is_dir() {
            return Ok(None);
        }
        let log = (self.log != self.data).then_some(self.log.as_path());
        let refused = |e: zk_storage::StorageError| {
            Failure::new(Exit::Damaged, "Damaged", e.to_string())
                .hint("move its version-2 away by hand, and give --epoch")
        };
        let dir = DataDir::open(OsDisk, &self.data, log, Access::ReadOnly).map_err(refused)?;
        let epochs = dir.epochs().map_err(refused)?;
        let last = dir.logs().map_err(refused)?.last().map(|log| i64::from(log.zxid.epoch()));
        Ok(epochs.accepted.into_iter().chain(epochs.current).chain(last).max().filter(|epoch| *epoch >= 0))
    }

    /// Writes the new history beside the old one, durably; gives the snapshot's name.
    fn make(&self, file: &Path, zxid: Zxid, epoch: i64) -> Result<String> {
        for root in self.roots() {
            let new = root.join(NEW);
            if new.exists() {
                // Of an installation that did not come to its end.
                fs::remove_dir_all(&new).map_err(|e| cannot("remove", &new, e))?;
            }
            let mode = self.owner.permissions().mode() & 0o777;
            fs::DirBuilder::new().mode(mode).create(&new).map_err(|e| cannot("create", &new, e))?;
        }
        let new = self.data.join(NEW);
        let mut from = File::open(file).map_err(|e| cannot("read", file, e))?;
        let mut first = Vec::new();
        from.by_ref().take(8).read_to_end(&mut first).map_err(|e| cannot("read", file, e))?;
        let suffix = Compression::of_content(&first).suffix();
        let name = format!("snapshot.{}{suffix}", zxid.file_suffix());
        self.write(&new.join(&name), &mut first.chain(from))?;
        for epochs in ["acceptedEpoch", "currentEpoch"] {
            self.write(&new.join(epochs), &mut epoch.to_string().as_bytes())?;
        }
        for root in self.roots() {
            let new = root.join(NEW);
            self.give(&new)?;
            sync_dir(&new)?;
        }
        Ok(name)
    }

    fn write(&self, path: &Path, from: &mut impl Read) -> Result<()> {
        let mut write = || {
            let mut file = File::create_new(path)?;
            io::copy(from, &mut file)?;
            file.sync_all()
        };
        write().map_err(|e| cannot("write", path, e))?;
        self.give(path)
    }

    /// Whoever runs this: it is the server that has to read and write it.
    fn give(&self, path: &Path) -> Result<()> {
        let found = fs::metadata(path).map_err(|e| cannot("look at", path, e))?;
        if (found.uid(), found.gid()) == (self.owner.uid(), self.owner.gid()) {
            return Ok(());
        }
        chown(path, Some(self.owner.uid()), Some(self.owner.gid())).map_err(|e| {
            cannot("give", path, e)
                .hint("run it as the server's user, or as root: the server must be able to write there")
        })
    }

    /// The old history goes aside and the new one in its place; gives where the old one is.
    fn exchange(&self) -> Result<Option<PathBuf>> {
        let mut aside = None;
        for root in self.roots() {
            let old = root.join(VERSION_DIR);
            if old.exists() {
                let to = free_name(root)?;
                fs::rename(&old, &to).map_err(|e| cannot("move aside", &old, e))?;
                aside = Some(to);
            }
        }
        for root in self.roots() {
            let (new, old) = (root.join(NEW), root.join(VERSION_DIR));
            fs::rename(&new, &old).map_err(|e| cannot("rename", &new, e))?;
            sync_dir(root)?;
        }
        Ok(aside)
    }
}

/// `version-2.before-1`, or the first number that is free.
fn free_name(root: &Path) -> Result<PathBuf> {
    (1..10_000)
        .map(|n| root.join(format!("{VERSION_DIR}.before-{n}")))
        .find(|path| !path.exists())
        .ok_or_else(|| {
            Failure::new(Exit::Refused, "Full", format!("{} is full of old histories", root.display()))
                .hint("remove some of its version-2.before-N")
        })
}

fn sync_dir(dir: &Path) -> Result<()> {
    File::open(dir).and_then(|dir| dir.sync_all()).map_err(|e| cannot("write", dir, e))
}

fn cannot(what: &str, path: &Path, error: io::Error) -> Failure {
    Failure::io(format_args!("cannot {what} {}", path.display()), error)
}
