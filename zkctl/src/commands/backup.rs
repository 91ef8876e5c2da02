//! `snap take` and `snap restore`: backups over a server's AdminServer, verified here as well.
//!
//! Apache's server sends a snapshot that it wrote while its tree changed; such a file is told from an exact one by the
//! digest of its nodes, and said to be what it is.

use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use zk_client::admin::{AdminError, Transfer};
use zk_forensics::SnapshotSource;
use zk_forensics::snap::{Census, Opened};
use zk_proto::Zxid;
use zk_proto::txn::DIGEST_VERSION;

use super::server::{gather, words};
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::{Failure, Result};
use crate::group_args::AdminArgs;
use crate::group_args::backup::{SnapRestore, SnapTake};
use crate::group_args::server::WhichServer;
use crate::output::Progress;
use crate::reply::Reply;
use crate::reply::report::{Cell, Column, Report, Row};
use crate::survey::Target;

/// A server takes its snapshot before it sends the first byte, and puts one in place before it answers.
const PATIENCE: Duration = Duration::from_secs(600);

/// How often it is looked how much is sent.
const LOOK_INTERVAL: Duration = Duration::from_millis(100);

const COLUMNS: &[Column] = &[
    Column::new("server", "SERVER"),
    Column::new("file", "FILE"),
    Column::new("zxid", "ZXID"),
    Column::new("nodes", "NODES"),
    Column::new("bytes", "BYTES"),
    Column::new("exact", "EXACT"),
];

pub async fn take(args: SnapTake, context: &mut Context) -> Result<Reply> {
    let target = one(&args.admin, &args.which, context).await?;
    let authorization = credentials(context).await?;
    let dir = if args.to.is_dir() { args.to.clone() } else { parent(&args.to) };
    if !args.to.is_dir() && args.to.exists() {
        let text = format!("{} is there already", args.to.display());
        return Err(Failure::new(Exit::Refused, "Exists", text).hint("--to takes a new file, or a directory"));
    }
    let part = Part::create(&dir)?;
    let mut file = part.file.try_clone().map_err(|e| part.failed(e))?;
    let mut progress = Progress::of_file(None, context.quiet);
    let mut done = 0;
    let transfer = transfer(&target, Some(&authorization));
    let taken = transfer.take_snapshot(|piece| {
        done += piece.len() as u64;
        progress.set(done);
        file.write_all(piece)
    });
    let head = taken.await.map_err(|e| failure(&target, e))?;
    progress.finish();
    file.sync_all().map_err(|e| part.failed(e))?;
    let found = look(&part.path)?;
    let zxid = found.zxid.or(head.last_zxid);
    let to = match (args.to.is_dir(), zxid) {
        (false, _) => args.to.clone(),
        (true, Some(zxid)) => args.to.join(format!("snapshot.{}", zxid.file_suffix())),
        (true, None) => {
            let text = "the server does not say which transaction the snapshot is of, so it has no name";
            return Err(Failure::new(Exit::Unsupported, "NoZxid", text).hint("name the file with --to"));
        }
    };
    part.keep(&to)?;
    if !found.exact {
        // Said even with --quiet: it is not what was asked for.
        context.warn(format_args!(
            "warning: {} is not the tree of one moment: the log of its server from there on makes it whole",
            to.display()
        ));
    }
    let row = vec![
        target.server.to_string().into(),
        Cell::text(to.display().to_string()),
        zxid.into(),
        found.nodes.into(),
        head.bytes.map_or(Cell::None, Cell::Bytes),
        found.exact.into(),
    ];
    Ok(Reply::Report(Report {
        name: "snapshots",
        columns: COLUMNS,
        rows: vec![Row::new(row)],
        ..Report::default()
    }))
}

const RESTORED: &[Column] = &[
    Column::new("server", "SERVER"),
    Column::new("file", "FILE"),
    Column::new("zxid", "ZXID"),
    Column::new("nodes", "NODES"),
    Column::new("last_zxid", "SERVER IS AT"),
    Column::new("epoch", "EPOCH"),
    Column::new("without", "WITHOUT"),
];

pub async fn restore(args: SnapRestore, context: &mut Context) -> Result<Reply> {
    let target = one(&args.admin, &WhichServer { server: Some(args.server.clone()) }, context).await?;
    let authorization = credentials(context).await?;
    let found = look(&args.file)?;
    if !found.exact {
        let text = format!("{} is not the tree of one moment, or does not say so", args.file.display());
        return Err(Failure::new(Exit::Refused, "Inexact", text)
            .hint("put it into an empty dataDir with the logs of its server; see docs/backup.md"));
    }
    let zxid = found.zxid.map_or_else(|| "an unknown zxid".to_owned(), |z| z.to_string());
    let question = format!(
        "put {} nodes of {zxid} in the place of everything that {} has, with the whole ensemble if it leads one, and let \
         all clients go?",
        found.nodes, target.server
    );
    context.confirm_change("/", &question).await?;
    // Said even with --quiet: clients will notice.
    context
        .warn(format_args!("warning: restoring {}; all clients are let go when it is done", target.server));
    let cannot = |e: io::Error| Failure::io(format_args!("cannot read {}", args.file.display()), e);
    let file = File::open(&args.file).map_err(cannot)?;
    let len = file.metadata().map_err(cannot)?.len();
    let answer = send(&transfer(&target, Some(&authorization)), file, len, context.quiet).await;
    let answer = answer.map_err(|e| failure(&target, e))?;
    let without = answer.get("without").and_then(serde_json::Value::as_array);
    let without = without.map(|all| all.iter().map(ToString::to_string).collect::<Vec<_>>());
    if let Some(without) = without.as_deref().filter(|all| !all.is_empty()) {
        context.warn(format_args!(
            "warning: server {} was not there and gets it when it comes back; one of Apache ZooKeeper should do so while a \
             zkd leads (docs/backup.md)",
            crate::sanitise::line(&without.join(", "))
        ));
    }
    let row = vec![
        target.server.to_string().into(),
        Cell::text(args.file.display().to_string()),
        found.zxid.into(),
        found.nodes.into(),
        answer.get("last_zxid").and_then(serde_json::Value::as_i64).map(Zxid).into(),
        Cell::number(answer.get("epoch").and_then(serde_json::Value::as_u64)),
        without.map_or(Cell::None, Cell::List),
    ];
    Ok(Reply::Report(Report {
        name: "servers",
        columns: RESTORED,
        rows: vec![Row::new(row)],
        ..Report::default()
    }))
}

/// Sends the file, and shows how far it has got.
async fn send(
    transfer: &Transfer<'_>,
    file: File,
    len: u64,
    quiet: bool,
) -> std::result::Result<serde_json::Map<String, serde_json::Value>, AdminError> {
    let sent = Arc::new(AtomicU64::new(0));
    let mut progress = Progress::of_file(Some(len), quiet);
    let mut look = tokio::time::interval(LOOK_INTERVAL);
    let answer = transfer.restore_snapshot(file, len, sent.clone());
    tokio::pin!(answer);
    loop {
        tokio::select! {
            answer = &mut answer => {
                progress.finish();
                return answer;
            }
            _ = look.tick() => progress.set(sent.load(Ordering::Relaxed)),
        }
    }
}

/// The server that is meant.
async fn one(admin: &AdminArgs, which: &WhichServer, context: &Context) -> Result<Target> {
    match gather::targets(admin, which, context).await?.as_slice() {
        [target] => Ok(target.clone()),
        several => Err(Failure::usage(format!("which of the {} servers?", several.len()))
            .hint("name one, by its id or as host:port")),
    }
}

async fn credentials(context: &mut Context) -> Result<String> {
    words::authorization(context).await?.ok_or_else(|| {
        Failure::new(
            Exit::NotPermitted,
            "NoCredentials",
            "backups take credentials of scheme digest: the super user's, with zkd or of who is in its admin.users",
        )
        .hint("--auth-file FILE with a line digest:USER:PASSWORD")
    })
}

fn transfer<'a>(target: &'a Target, authorization: Option<&'a str>) -> Transfer<'a> {
    Transfer { url: &target.admin, tls: target.admin_tls.as_ref(), authorization, patience: PATIENCE }
}

fn failure(target: &Target, error: AdminError) -> Failure {
    let text = crate::sanitise::line(&error.to_string()).into_owned();
    match error {
        AdminError::NotPermitted { .. } => Failure::new(Exit::NotPermitted, "NotPermitted", text),
        AdminError::Refused { .. } => Failure::new(Exit::Refused, "Refused", text),
        AdminError::NoAdminServer { .. } => Failure::new(Exit::Unsupported, "NotOffered", text).hint(
            format!("--admin names the AdminServer of {}; Apache has backups from 3.9 on", target.server),
        ),
        AdminError::Undecided { .. } => Failure::new(Exit::OutcomeUnknown, "Undecided", text),
        AdminError::Timeout { .. } => Failure::new(Exit::OutcomeUnknown, "Timeout", text),
        _ => Failure::new(Exit::CannotConnect, "ConnectionLoss", text),
    }
}

/// What is in a snapshot.
pub(crate) struct Found {
    /// The transaction, if it says which.
    pub(crate) zxid: Option<Zxid>,
    /// Its nodes.
    pub(crate) nodes: u64,
    /// It is the tree of one transaction: the digest that it carries is that of its nodes.
    pub(crate) exact: bool,
}

/// Reads it whole.
pub(crate) fn look(path: &Path) -> Result<Found> {
    let damaged = |e: zk_storage::SnapshotError| {
        Failure::new(Exit::Damaged, "Damaged", format!("{}: {e}", path.display()))
    };
    let len = std::fs::metadata(path)
        .map_err(|e| Failure::io(format_args!("cannot read {}", path.display()), e))?
        .len();
    let source = SnapshotSource { path: path.to_owned(), zxid: None, len };
    let mut opened = Opened::new(&source).map_err(damaged)?;
    let mut census = Census::default();
    while let Some(node) = opened.next_node().map_err(damaged)? {
        census.add(&node, true);
        if census.nodes.is_multiple_of(4096) {
            crate::interrupt::check()?;
        }
    }
    let trailers = opened.finish().map_err(damaged)?;
    let digest = trailers.digest.filter(|d| d.version == DIGEST_VERSION);
    let zxid = trailers.last_zxid.or(digest.map(|d| d.zxid));
    let is_new = |d: &zk_storage::SnapshotDigest| d.zxid == Zxid::ZERO && d.digest == 0;
    let exact = digest.is_some_and(|d| Some(d.zxid) == zxid && (d.digest == census.digest || is_new(&d)));
    Ok(Found { zxid, nodes: census.nodes, exact })
}

/// A file that is not finished. Let go of, it leaves nothing.
struct Part {
    path: PathBuf,
    file: File,
}

impl Part {
    fn create(dir: &Path) -> Result<Part> {
        let path = dir.join(format!(".zkctl.{}.part", std::process::id()));
        let file = File::options().read(true).write(true).create_new(true).open(&path);
        let file = file.map_err(|e| Failure::io(format_args!("cannot create {}", path.display()), e))?;
        Ok(Part { path, file })
    }

    fn failed(&self, error: io::Error) -> Failure {
        Failure::io(format_args!("cannot write {}", self.path.display()), error)
    }

    /// Gives it its name, which must be free, durably.
    fn keep(&self, to: &Path) -> Result<()> {
        let cannot = |e| Failure::io(format_args!("cannot write {}", to.display()), e);
        // As a link the name is taken only if nobody has it.
        std::fs::hard_link(&self.path, to).map_err(cannot)?;
        File::open(parent(to)).and_then(|dir| dir.sync_all()).map_err(cannot)
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.path);
    }
}

fn parent(path: &Path) -> PathBuf {
    match path.parent() {
        Some(dir) if dir != Path::new("") => dir.to_owned(),
        _ => PathBuf::from("."),
    }
}
