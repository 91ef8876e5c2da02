//! `log blame`: who changed a node, and why it is gone.

use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};

use zk_forensics::addresses::Addresses;
use zk_forensics::blame::{Blame, Change, Why};
use zk_forensics::snap::Opened;
use zk_forensics::top::kind_name;
use zk_forensics::{LogScan, Sources};
use zk_proto::{OpCode, SessionId, Zxid};

use crate::args::Format;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::{Failure, Result};
use crate::offline::log_args::LogBlame;
use crate::offline::source_args::Bound;
use crate::offline::{Flow, OnDamage, logs, scan, verdict};
use crate::reply::Reply;
use crate::reply::report::{Cell, Column, Report, Row, Tone};

const FOR_PEOPLE: &[Column] = &[
    Column::new("zxid", "ZXID"),
    Column::new("time", "TIME"),
    Column::new("op", "OP"),
    Column::new("version", "VER"),
    Column::new("bytes", "SIZE"),
    Column::new("session", "BY SESSION"),
    Column::new("client", "CLIENT"),
    Column::new("why", "CAUSE"),
    Column::new("path", "PATH"),
];

const FOR_PROGRAMS: &[Column] = &[
    Column::new("zxid", "ZXID"),
    Column::new("time", "TIME"),
    Column::new("op", "OP"),
    Column::new("version", "VER"),
    Column::new("bytes", "SIZE"),
    Column::new("session", "BY SESSION"),
    Column::new("client", "CLIENT"),
    Column::new("why", "CAUSE"),
    Column::new("path", "PATH"),
    Column::new("cause", "CAUSE WORD"),
    Column::new("cxid", "CXID"),
    Column::new("part", "PART"),
    Column::new("parts", "PARTS"),
    Column::new("siblings", "SIBLINGS"),
    Column::new("file", "FILE"),
    Column::new("offset", "OFFSET"),
];

pub fn run(args: &LogBlame, context: &mut Context) -> Result<Reply> {
    let found = logs(&args.from.sources, &args.from.dirs)?;
    let path = context.path(&args.path)?;
    let addresses = addresses(&args.join_log)?;
    let mut blame = Blame::new(&path, args.recursive);
    before(&found, &mut blame, context)?;
    let (mut first, mut last) = (None, Zxid::ZERO);
    let damaged = scan(&found, &found.logs, OnDamage::GoOn, context, |scan, step, _| {
        first.get_or_insert(step.head.zxid);
        last = step.head.zxid;
        Ok(Flow::of(blame.txn(&step.header, scan.payload(), (step.file, step.head.offset))))
    })?;
    let wanted: Vec<&Change> = blame.changes().iter().filter(|c| is_wanted(args, c)).collect();
    let for_people = context.out.format() == Format::Table;
    let rows = wanted.iter().map(|c| row(c, &found, &addresses, for_people)).collect();
    let mut foot = vec![covered(&found, first, last)];
    foot.extend(origins(&blame));
    if wanted.is_empty() && !blame.changes().is_empty() {
        foot.push(format!("{} changes were left out by the filters", blame.changes().len()));
    }
    let report = Report {
        name: "changes",
        fields: vec![
            ("path", Cell::text(&path)),
            ("covered_from", first.into()),
            ("covered_to", Cell::Zxid(last)),
            ("damaged", damaged.into()),
        ],
        columns: if for_people { FOR_PEOPLE } else { FOR_PROGRAMS },
        rows,
        foot,
        ..Report::default()
    };
    context.out.show(&Reply::Report(report))?;
    if blame.changes().is_empty() && !damaged {
        let said = format!("nothing in this log touches {}", crate::sanitise::line(&path));
        return Err(Failure::new(Exit::NotFound, "NoNode", said).on(&path));
    }
    Err(verdict(damaged))
}

/// What the oldest snapshot knows from before the log begins.
fn before(found: &Sources, blame: &mut Blame, context: &mut Context) -> Result<()> {
    let mut first = LogScan::new(&found.logs, &[], false);
    let Some(first) = first.advance()?.map(|s| s.head.zxid) else { return Ok(()) };
    let Some(oldest) = found.snapshots.first() else { return Ok(()) };
    let mut read = || {
        let mut opened = Opened::new(oldest)?;
        for (session, timeout_ms) in std::mem::take(&mut opened.sessions) {
            blame.known_session(session, timeout_ms);
        }
        while let Some(node) = opened.next_node()? {
            blame.known_node(&node, first);
        }
        Ok::<(), zk_storage::SnapshotError>(())
    };
    if let Err(e) = read() {
        context.note(format_args!(
            "note: {} tells less of what was before: {e}",
            crate::sanitise::line(&oldest.path.display().to_string())
        ));
    }
    Ok(())
}

fn is_wanted(args: &LogBlame, c: &Change) -> bool {
    let from = match args.since {
        Some(Bound::Zxid(z)) => c.zxid >= z,
        Some(Bound::TimeMs(ms)) => c.time_ms >= ms,
        None => true,
    };
    let to = match args.until {
        Some(Bound::Zxid(z)) => c.zxid <= z,
        Some(Bound::TimeMs(ms)) => c.time_ms <= ms,
        None => true,
    };
    from && to && (!args.deletes || is_delete(c))
}

fn is_delete(c: &Change) -> bool {
    matches!(OpCode::from_i32(c.kind), Some(OpCode::Delete | OpCode::DeleteContainer))
}

fn row(c: &Change, found: &Sources, addresses: &Addresses, for_people: bool) -> Row {
    let session = if c.session == SessionId::NONE { Cell::None } else { Cell::Session(c.session) };
    let mut cells = vec![
        c.zxid.into(),
        Cell::Time(c.time_ms),
        Cell::text(kind_name(c.kind)),
        c.version.into(),
        c.bytes.map_or(Cell::None, Cell::Bytes),
        session,
        addresses.get(c.session).into(),
        Cell::text(c.to_string()),
        Cell::text(&c.path),
    ];
    if !for_people {
        let file = c.place.and_then(|(file, _)| found.logs.get(file)).map(|f| f.path.display().to_string());
        cells.extend([
            Cell::text(c.why.word()),
            if c.why == Why::Before { Cell::None } else { c.cxid.into() },
            c.part.map(|(n, _)| n).into(),
            c.part.map(|(_, of)| of).into(),
            if c.siblings.is_empty() { Cell::None } else { Cell::List(c.siblings.clone()) },
            file.into(),
            Cell::number(c.place.map(|(_, offset)| offset)),
        ]);
    }
    let row = Row::new(cells);
    if is_delete(c) { row.tone(Tone::Warning) } else { row }
}

fn covered(found: &Sources, first: Option<Zxid>, last: Zxid) -> String {
    let Some(first) = first else { return "the log holds no transaction".to_owned() };
    let snapshot = found.snapshots.first().map_or_else(
        || "no snapshot tells what was before".to_owned(),
        |s| format!("before that: {}", s.path.file_name().unwrap_or_default().to_string_lossy()),
    );
    let files = crate::output::counted(found.logs.len() as u64, "log file");
    format!("covered: {first} to {last} in {files}; {snapshot}")
}

/// The highest byte of a session id is the server on which it was opened.
fn origins(blame: &Blame) -> Option<String> {
    const SHOWN: usize = 8;
    let origins = blame.origins();
    let (shown, more) = origins.split_at(origins.len().min(SHOWN));
    let mut list: Vec<String> = shown.iter().map(|(id, server)| format!("{id} on server {server}")).collect();
    if !more.is_empty() {
        list.push(format!("and {} more", more.len()));
    }
    (!list.is_empty()).then(|| format!("sessions were opened: {}", list.join(", ")))
}

/// Client addresses out of a server's logs.
pub fn addresses(files: &[PathBuf]) -> Result<Addresses> {
    let mut out = Addresses::default();
    for file in files {
        let fail = |e| Failure::io(format_args!("cannot read {}", Path::new(file).display()), e);
        let input = File::open(file).map_err(fail)?;
        out.read(BufReader::with_capacity(1 << 20, input)).map_err(fail)?;
    }
    if !files.is_empty() && out.is_empty() {
        return Err(Failure::usage("no line of the joined logs names a session and an address")
            .hint("give zookeeper.log at level INFO, or the audit log"));
    }
    Ok(out)
}
