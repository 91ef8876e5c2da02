//! `log diff`, and what writes copies: `trim`, `splice`, `repair`.

use std::path::{Path, PathBuf};

use zk_forensics::Sources;
use zk_forensics::cut::{Copied, CutError, OnDamage, copy};
use zk_forensics::diff::{Relation, diff as compare};
use zk_proto::Zxid;

use crate::context::Context;
use crate::exit::Exit;
use crate::failure::{Failure, Result};
use crate::offline::log_args::{LogDiff, LogRepair, LogSplice, LogTrim, ends};
use crate::offline::source_args::DirArgs;
use crate::offline::{line, logs, tell, verdict};
use crate::reply::Reply;
use crate::reply::report::{Cell, Column, Report, Row, Tone};

const DIFF: &[Column] = &[
    Column::new("relation", "RELATION"),
    Column::new("first_zxid", "FIRST"),
    Column::new("last_zxid", "LAST"),
    Column::new("txns", "TXNS"),
];

pub fn diff(args: &LogDiff, context: &mut Context) -> Result<Reply> {
    let side = |path: &PathBuf| logs(std::slice::from_ref(path), &DirArgs::default());
    let (a, b) = (side(&args.a)?, side(&args.b)?);
    let found = compare(&a, &b)?;
    let damaged = tell(&found.problems, context);
    let rows = found.stretches.iter().map(|s| {
        let (word, tone) = match s.kind {
            Relation::Same => ("same in both", Tone::Plain),
            Relation::OnlyFirst => ("only in A", Tone::Warning),
            Relation::OnlySecond => ("only in B", Tone::Warning),
            Relation::MissingInFirst => ("missing in A", Tone::Bad),
            Relation::MissingInSecond => ("missing in B", Tone::Bad),
            Relation::Conflict => ("different", Tone::Bad),
        };
        Row::new(vec![word.into(), s.first.into(), s.last.into(), s.count.into()]).tone(tone)
    });
    let divergent = found.is_divergent();
    let foot = vec![if divergent {
        "the replicas do not have the same history".to_owned()
    } else {
        "no contradiction: what both cover is the same".to_owned()
    }];
    let fields = vec![("divergent", Cell::Flag(divergent))];
    let report =
        Report { name: "stretches", fields, columns: DIFF, rows: rows.collect(), foot, ..Report::default() };
    context.out.show(&Reply::Report(report))?;
    Err(match (damaged, divergent) {
        (true, _) => verdict(true),
        (false, true) => Failure::silent(Exit::Findings),
        (false, false) => verdict(false),
    })
}

pub fn trim(args: &LogTrim, context: &mut Context) -> Result<Reply> {
    let found = logs(&args.from.sources, &args.from.dirs)?;
    let (from, to) = ends(args.zxid);
    write(&found, from, to, &args.to, OnDamage::Refuse, context)
}

pub fn splice(args: &LogSplice, context: &mut Context) -> Result<Reply> {
    let found = logs(&args.from.sources, &args.from.dirs)?;
    write(&found, Zxid(i64::MIN), Zxid(i64::MAX), &args.to, OnDamage::Refuse, context)
}

pub fn repair(args: &LogRepair, context: &mut Context) -> Result<Reply> {
    let found = logs(std::slice::from_ref(&args.file), &DirArgs::default())?;
    write(&found, Zxid(i64::MIN), Zxid(i64::MAX), &args.to, OnDamage::Stop, context)
}

const COPIED: &[Column] = &[
    Column::new("file", "FILE"),
    Column::new("first_zxid", "FIRST"),
    Column::new("last_zxid", "LAST"),
    Column::new("txns", "TXNS"),
    Column::new("bytes", "BYTES"),
];

fn write(
    found: &Sources,
    from: Zxid,
    to: Zxid,
    dir: &Path,
    on_damage: OnDamage,
    context: &mut Context,
) -> Result<Reply> {
    refuse_source_dir(found, dir)?;
    let copied: Copied = copy(found, from, to, dir, on_damage).map_err(|e| match e {
        CutError::Scan(e) => e.into(),
        CutError::Write { path, source } => {
            let exists = source.kind() == std::io::ErrorKind::AlreadyExists;
            let failure = Failure::io(format_args!("cannot write {}", path.display()), source);
            if exists {
                failure.hint("an existing file is never written to: name another directory")
            } else {
                failure
            }
        }
        CutError::Damaged(problem) => {
            Failure::new(Exit::Damaged, "Damaged", format!("nothing was written: {}", line(&problem)))
                .hint("`zkctl log repair FILE --to DIR` copies up to the damage")
        }
        other => Failure::usage(other.to_string()),
    })?;
    tell(&copied.problems, context);
    let mut foot = vec!["every record was copied byte for byte with the checksum that it had".to_owned()];
    if let Some(problem) = &copied.stopped {
        foot.push(format!("cut before the damage; nothing behind it was copied: {}", line(problem)));
    }
    let row = Row::new(vec![
        Cell::text(copied.path.display().to_string()),
        copied.first.into(),
        copied.last.into(),
        copied.txns.into(),
        Cell::Bytes(copied.bytes),
    ]);
    let fields = vec![("cut_before", copied.stopped.as_ref().map(line).into())];
    Ok(Reply::Report(Report {
        name: "copies",
        fields,
        columns: COPIED,
        rows: vec![row],
        foot,
        ..Report::default()
    }))
}

/// A copy in the directory of a server would be taken for one of its logs.
fn refuse_source_dir(found: &Sources, dir: &Path) -> Result<()> {
    let target = std::fs::canonicalize(dir)
        .map_err(|e| Failure::io(format_args!("cannot write to {}", dir.display()), e))?;
    let of = |path: &Path| {
        path.parent().and_then(|p| {
            std::fs::canonicalize(if p.as_os_str().is_empty() { Path::new(".") } else { p }).ok()
        })
    };
    if found.logs.iter().filter_map(|l| of(&l.path)).any(|p| p == target) {
        return Err(Failure::new(Exit::Refused, "Refused", format!("{} holds what is read", dir.display()))
            .hint("name another directory for the copy"));
    }
    Ok(())
}
