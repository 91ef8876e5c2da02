//! `log plan`: what a restart would load and replay, found out by doing it without a server.

use std::path::Path;
use std::time::Instant;

use zk_proto::{AclBytes, SessionId, Zxid};
use zk_storage::snapshot::NodeRef;
use zk_storage::{
    Access, Base, DataDir, OsDisk, RecoverOptions, RecoveryTarget, SnapshotDigest, StorageError, TargetError,
};

use crate::context::Context;
use crate::exit::Exit;
use crate::failure::{Failure, Result};
use crate::offline::log_args::LogPlan;
use crate::output::counted;
use crate::reply::Reply;
use crate::reply::report::{Cell, Column, Report, Row};

/// Builds nothing: the question is what would be read.
#[derive(Default)]
struct Nothing {
    first: Option<Zxid>,
}

impl RecoveryTarget for Nothing {
    fn begin_snapshot(&mut self, _: Zxid) {}

    fn session(&mut self, _: SessionId, _: i32) -> Result<(), TargetError> {
        Ok(())
    }

    fn acl(&mut self, _: i64, _: AclBytes<'_>) -> Result<(), TargetError> {
        Ok(())
    }

    fn node(&mut self, _: NodeRef<'_>) -> Result<(), TargetError> {
        Ok(())
    }

    fn snapshot_done(&mut self, _: Option<SnapshotDigest>, _: Option<Zxid>) -> Result<(), TargetError> {
        Ok(())
    }

    fn discard_snapshot(&mut self) {}

    fn txn(&mut self, zxid: Zxid, _: &[u8]) -> Result<(), TargetError> {
        self.first.get_or_insert(zxid);
        Ok(())
    }
}

const COLUMNS: &[Column] = &[Column::new("step", "STEP"), Column::new("what", "WHAT")];

pub fn run(args: &LogPlan, context: &mut Context) -> Result<Reply> {
    let dir = args.dir.as_deref().or(args.dirs.data_dir.as_deref()).unwrap_or(Path::new("."));
    // The parent is what a server is configured with.
    let dir = if dir.ends_with("version-2") { dir.parent().unwrap_or(dir) } else { dir };
    let log_dir = args.dirs.log_dir.as_deref();
    let log_dir = log_dir.map(|d| if d.ends_with("version-2") { d.parent().unwrap_or(d) } else { d });
    let started = Instant::now();
    let mut target = Nothing::default();
    let report = DataDir::open(OsDisk, dir, log_dir, Access::ReadOnly)
        .and_then(|d| d.recover(&RecoverOptions::default(), &mut target))
        .map_err(failure)?;
    let took_ms = i64::try_from(started.elapsed().as_millis()).unwrap_or(i64::MAX);
    let (base, nodes) = match &report.base {
        Base::Snapshot { file, nodes, .. } => (Some(file.path.display().to_string()), *nodes),
        Base::Empty | Base::Untrusted => (None, 0),
    };
    let mut rows = vec![
        (
            "load",
            base.as_ref().map_or_else(
                || "nothing: start empty".to_owned(),
                |b| format!("{b}, {}", counted(nodes, "node")),
            ),
        ),
        (
            "replay",
            format!(
                "{}, {} bytes, from {}",
                counted(report.txns, "transaction"),
                report.txn_bytes,
                counted(report.log_files as u64, "log file")
            ),
        ),
    ];
    if let Some(torn) = &report.torn {
        rows.push(("cut", format!("{} bytes of a torn tail off {}", torn.bytes, torn.path.display())));
    }
    rows.push(("end", format!("at {}", report.last_zxid)));
    for warning in &report.warnings {
        context.note(format_args!("note: {}", crate::sanitise::line(&warning.to_string())));
    }
    let fields = vec![
        ("snapshot", base.into()),
        ("nodes", nodes.into()),
        ("first_zxid", target.first.into()),
        ("last_zxid", report.last_zxid.into()),
        ("txns", report.txns.into()),
        ("bytes", report.txn_bytes.into()),
        ("read_ms", Cell::Number(took_ms)),
    ];
    let rows = rows.into_iter().map(|(step, what)| Row::new(vec![step.into(), what.into()])).collect();
    let foot = vec![format!("reading all of it took {took_ms} ms here; a server also builds the tree")];
    Ok(Reply::Report(Report { name: "steps", fields, columns: COLUMNS, rows, foot, ..Report::default() }))
}

fn failure(error: StorageError) -> Failure {
    let exit = match &error {
        StorageError::NoDirectory { .. } => Exit::Usage,
        StorageError::Io { .. } => Exit::Unexpected,
        _ => Exit::Damaged,
    };
    Failure::new(exit, "Storage", format!("a server would not start: {error}"))
}
