//! `snap info` and `snap verify`: what a snapshot holds, and whether it is whole.

use std::cell::RefCell;

use zk_forensics::SnapshotSource;
use zk_forensics::snap::{Census, Structure};
use zk_proto::Zxid;
use zk_proto::txn::DIGEST_VERSION;
use zk_storage::snapshot::Compression;

use super::{pick, walk};
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::{Failure, Result};
use crate::offline::snap_args::SnapOne;
use crate::offline::source_args::SourceArgs;
use crate::offline::{sources_of, verdict};
use crate::reply::Reply;
use crate::reply::report::{Cell, Column, Report, Row, Tone};

const INFO: &[Column] = &[Column::new("what", "WHAT"), Column::new("value", "VALUE")];

fn compression(source: &SnapshotSource) -> &'static str {
    match source.compression() {
        Ok(Compression::Gzip) => "gzip",
        Ok(Compression::Snappy) => "snappy",
        _ => "plain",
    }
}

pub fn info(args: &SnapOne, context: &mut Context) -> Result<Reply> {
    let source = pick(&args.file, context)?;
    let mut census = Census::default();
    let (mut sessions, mut acls) = (0usize, 0usize);
    let walked = walk(
        &source,
        context,
        |opened| (sessions, acls) = (opened.sessions.len(), opened.acls.len() - 1),
        |node| {
            census.add(node, false);
            Ok(())
        },
    )?;
    let trailers = walked.trailers.unwrap_or_default();
    let fuzzy = source.zxid.is_some_and(|z| census.newest > z)
        || source.zxid.zip(trailers.digest).is_some_and(|(z, d)| d.zxid > z);
    let facts: Vec<(&'static str, Cell)> = vec![
        ("file", Cell::text(source.path.display().to_string())),
        ("zxid", source.zxid.into()),
        ("compression", compression(&source).into()),
        ("file_bytes", Cell::Bytes(source.len)),
        ("bytes", if trailers.bytes > 0 { Cell::Bytes(trailers.bytes) } else { Cell::None }),
        ("whole", walked.trailers.is_some().into()),
        ("nodes", census.nodes.into()),
        ("data_bytes", Cell::Bytes(census.data_bytes)),
        ("path_bytes", Cell::Bytes(census.path_bytes)),
        ("depth", census.depth.into()),
        ("ephemerals", census.ephemerals.into()),
        ("containers", census.containers.into()),
        ("ttls", census.ttls.into()),
        ("sessions", sessions.into()),
        ("acls", acls.into()),
        ("largest", Cell::text(&census.largest.1)),
        ("largest_bytes", Cell::Bytes(census.largest.0)),
        ("newest_zxid", census.newest.into()),
        ("newest_change", Cell::Time(census.newest_ms)),
        ("digest", trailers.digest.map(|d| format!("{:#x}", d.digest)).into()),
        ("digest_zxid", trailers.digest.map(|d| d.zxid).into()),
        ("last_zxid", trailers.last_zxid.into()),
        ("fuzzy", fuzzy.into()),
    ];
    let rows =
        facts.iter().map(|(name, cell)| Row::new(vec![Cell::text(name.replace('_', " ")), cell.clone()]));
    let mut foot = Vec::new();
    if fuzzy {
        foot.push(
            "fuzzy: written while the tree changed; the log from its zxid on makes it whole".to_owned(),
        );
    }
    let report = Report {
        name: "info",
        fields: facts.clone(),
        columns: INFO,
        rows: rows.collect(),
        foot,
        ..Report::default()
    };
    context.out.show(&Reply::Report(report))?;
    Err(walked.verdict())
}

const VERIFY: &[Column] = &[
    Column::new("file", "FILE"),
    Column::new("zxid", "ZXID"),
    Column::new("nodes", "NODES"),
    Column::new("bytes", "BYTES"),
    Column::new("checksum", "CHECKSUM"),
    Column::new("structure", "STRUCTURE"),
    Column::new("digest", "DIGEST"),
];

/// Faults of structure that are told one by one.
const TOLD: u64 = 20;

pub fn verify(args: &SourceArgs, context: &mut Context) -> Result<Reply> {
    let found = sources_of(&args.sources, &args.dirs)?;
    if found.snapshots.is_empty() {
        return Err(Failure::usage("there is no snapshot in what was named"));
    }
    let mut rows = Vec::new();
    let mut damaged = false;
    for source in &found.snapshots {
        let (row, bad) = verify_one(source, context)?;
        damaged |= bad;
        rows.push(row);
    }
    for path in &found.passed_over {
        context.note(format_args!("note: {} is no name of a snapshot or log: passed over", path.display()));
    }
    let foot = vec![format!("result: {}", if damaged { "damaged" } else { "usable" })];
    let fields = vec![("damaged", Cell::Flag(damaged))];
    let report = Report { name: "snapshots", fields, columns: VERIFY, rows, foot, ..Report::default() };
    context.out.show(&Reply::Report(report))?;
    Err(verdict(damaged))
}

fn verify_one(source: &SnapshotSource, context: &Context) -> Result<(Row, bool)> {
    let mut census = Census::default();
    let mut structure = Structure::default();
    let acls = RefCell::new(std::collections::HashMap::new());
    let mut faults = 0u64;
    let walked = walk(
        source,
        context,
        |opened| *acls.borrow_mut() = opened.acls.clone(),
        |node| {
            census.add(node, true);
            if let Some(fault) = structure.check(node, &acls.borrow()) {
                faults += 1;
                if faults <= TOLD {
                    let text = format!("{}: {fault}", source.path.display());
                    crate::say(format_args!("damage: {}", crate::sanitise::line(&text)));
                }
            }
            Ok(())
        },
    )?;
    if faults > TOLD {
        crate::say(format_args!("and {} more faults of structure", faults - TOLD));
    }
    let (digest, wrong) = digest_word(source, &census, walked.trailers.and_then(|t| t.digest));
    if wrong {
        crate::say(format_args!(
            "damage: {}: the digest of its nodes is not the recorded one",
            source.path.display()
        ));
    }
    let bad = walked.trailers.is_none() || faults > 0 || wrong;
    let name = source.path.file_name().map_or_else(|| "-".into(), |n| n.to_string_lossy());
    let row = Row::new(vec![
        Cell::text(name),
        source.zxid.into(),
        census.nodes.into(),
        walked.trailers.map_or(Cell::None, |t| Cell::Bytes(t.bytes)),
        if walked.trailers.is_some() { "ok" } else { "damaged" }.into(),
        if faults == 0 { Cell::text("ok") } else { Cell::text(format!("{faults} faults")) },
        digest.into(),
    ]);
    Ok((if bad { row.tone(Tone::Bad) } else { row }, bad))
}

/// The recorded digest is that of the moment at which the snapshot was finished: nodes written earlier may be older.
fn digest_word(
    source: &SnapshotSource,
    census: &Census,
    recorded: Option<zk_storage::SnapshotDigest>,
) -> (&'static str, bool) {
    match recorded {
        None => ("none recorded", false),
        Some(d) if d.version != DIGEST_VERSION => ("of another version", false),
        // What a server with an empty tree writes.
        Some(d) if d.zxid == Zxid::ZERO && d.digest == 0 => ("none recorded", false),
        Some(d) if source.zxid.is_none_or(|z| z != d.zxid) => ("fuzzy: needs the log", false),
        Some(d) if d.digest == census.digest => ("ok", false),
        Some(_) => ("WRONG", true),
    }
}

impl From<zk_storage::SnapshotError> for Failure {
    fn from(error: zk_storage::SnapshotError) -> Failure {
        Failure::new(Exit::Damaged, "Snapshot", error.to_string())
    }
}
