//! `log ls`, `verify`, `stats`, `epochs`: what files hold and whether they are whole.

use std::collections::BTreeMap;

use zk_forensics::fold::{Folded, Gather, fold, fold_to_damage};
use zk_forensics::stats::Stats;
use zk_forensics::top::{error_name, kind_name};
use zk_forensics::travel::{TravelError, When, rebuild};
use zk_forensics::txn::body;
use zk_forensics::verify::Verified;
use zk_forensics::{FileFacts, Filter, LogSource, Problem, Sources, What};
use zk_proto::Zxid;

use crate::context::Context;
use crate::exit::Exit;
use crate::failure::{Failure, Result};
use crate::offline::log_args::{LogStats, LogVerify};
use crate::offline::source_args::SourceArgs;
use crate::offline::{Flow, OnDamage, THREADS, line, logs, scan, tell, verdict, watched};
use crate::output::{counted, sparkline};
use crate::reply::Reply;
use crate::reply::report::{Cell, Column, Report, Row, Tone};

fn read<G: Gather>(found: &Sources, context: &Context) -> Result<Folded<G>> {
    let total = found.logs.iter().map(|l| l.len).sum();
    let threads = std::thread::available_parallelism().map_or(1, usize::from).min(THREADS);
    let folded = watched(total, context, |watch| {
        fold::<G>(&found.logs, &found.snapshot_zxids(), found.whole, threads, watch)
    });
    Ok(folded.ok_or_else(|| Failure::new(Exit::Unexpected, "Unexpected", "reading ended early"))??)
}

/// In order and by one thread, up to the first damage.
fn strictly(found: &Sources, context: &Context) -> Result<Folded<Verified>> {
    let total = found.logs.iter().map(|l| l.len).sum();
    let folded = watched(total, context, |watch| {
        fold_to_damage::<Verified>(&found.logs, &found.snapshot_zxids(), found.whole, watch)
    });
    Ok(folded.ok_or_else(|| Failure::new(Exit::Unexpected, "Unexpected", "reading ended early"))??)
}

/// Prints a report and ends as the files deserve it.
fn end<G>(report: Report, folded: &Folded<G>, context: &mut Context) -> Result<Reply> {
    let damaged = tell(&folded.problems, context);
    if folded.more_problems > 0 {
        crate::say(format_args!("and {} more problems", folded.more_problems));
    }
    context.out.show(&Reply::Report(report))?;
    if folded.stopped {
        crate::say("interrupted: this is what was read until then");
        return Err(Failure::silent(Exit::Interrupted));
    }
    Err(verdict(damaged || folded.more_problems > 0 && folded.problems.iter().any(Problem::is_damage)))
}

fn name(source: &LogSource) -> Cell {
    Cell::text(source.path.file_name().map_or_else(|| "-".into(), |n| n.to_string_lossy()))
}

const LS: &[Column] = &[
    Column::new("file", "FILE"),
    Column::new("first_zxid", "FIRST"),
    Column::new("last_zxid", "LAST"),
    Column::new("txns", "TXNS"),
    Column::new("from", "FROM"),
    Column::new("to", "TO"),
    Column::new("bytes", "BYTES"),
    Column::new("file_bytes", "FILE SIZE"),
];

pub fn ls(args: &SourceArgs, context: &mut Context) -> Result<Reply> {
    let found = logs(&args.sources, &args.dirs)?;
    let folded = read::<Verified>(&found, context)?;
    let rows = found.logs.iter().zip(&folded.facts).map(|(log, f)| {
        Row::new(vec![
            name(log),
            f.first.map(|h| h.zxid).into(),
            f.last.map(|h| h.zxid).into(),
            f.txns.into(),
            f.first.map_or(Cell::None, |h| Cell::Time(h.time)),
            f.last.map_or(Cell::None, |h| Cell::Time(h.time)),
            Cell::Bytes(f.bytes),
            Cell::Bytes(log.len),
        ])
    });
    let txns: u64 = folded.facts.iter().map(|f| f.txns).sum();
    let foot =
        vec![format!("{}, {}", counted(folded.facts.len() as u64, "file"), counted(txns, "transaction"))];
    let report = Report { name: "files", columns: LS, rows: rows.collect(), foot, ..Report::default() };
    end(report, &folded, context)
}

const VERIFY: &[Column] = &[
    Column::new("file", "FILE"),
    Column::new("first_zxid", "FIRST"),
    Column::new("last_zxid", "LAST"),
    Column::new("txns", "TXNS"),
    Column::new("span_ms", "SPAN"),
    Column::new("records", "RECORDS"),
    Column::new("tail", "TAIL"),
    Column::new("note", "NOTE"),
];

pub fn verify(args: &LogVerify, context: &mut Context) -> Result<Reply> {
    let found = logs(&args.from.sources, &args.from.dirs)?;
    let mut folded =
        if args.strict { strictly(&found, context)? } else { read::<Verified>(&found, context)? };
    let mut fields = Vec::new();
    let mut foot = vec![summary(&folded)];
    if folded.cut_short {
        foot.push("stopped at the first damage: what is behind it was not read".to_owned());
    }
    if args.replay && !folded.stopped && !folded.cut_short {
        let (said, digests, problems) = replay(&found, context)?;
        foot.push(said);
        fields.push(("digests", Cell::from(digests)));
        folded.problems.extend(problems);
    }
    let damaged = folded.problems.iter().any(Problem::is_damage);
    foot.push(format!("result: {}", if damaged { "damaged" } else { "usable" }));
    let problems: Vec<String> = folded.problems.iter().map(line).collect();
    fields.push(("damaged", Cell::Flag(damaged)));
    fields.push(("problems", Cell::List(problems)));
    let rows = found.logs.iter().zip(&folded.facts).map(|(log, f)| verify_row(log, f, &folded.problems));
    let report =
        Report { name: "files", fields, columns: VERIFY, rows: rows.collect(), foot, ..Report::default() };
    end(report, &folded, context)
}

fn verify_row(log: &LogSource, f: &FileFacts, problems: &[Problem]) -> Row {
    let mut torn = None;
    let (mut bad, mut notes) = (0u64, Vec::new());
    for p in problems.iter().filter(|p| p.path == log.path) {
        match &p.what {
            What::Torn { bytes, .. } => torn = Some((p.offset, *bytes)),
            What::Bad { .. } | What::Undecodable { .. } => bad += 1,
            What::TimeBackwards { .. } => notes.push("clock went back".to_owned()),
            other => notes.push(other.kind().replace('_', " ")),
        }
    }
    notes.dedup();
    if let [first, .., last] = f.epochs.as_slice() {
        notes.push(format!("epoch {first} -> {last}"));
    }
    if let Some((offset, bytes)) = torn {
        notes.push(format!("last {bytes} bytes incomplete at offset {offset:#x} (normal after a crash)"));
    }
    let span = f.first.zip(f.last).map(|(a, b)| b.time.saturating_sub(a.time));
    let damaged = problems.iter().any(|p| p.path == log.path && p.is_damage());
    let row = Row::new(vec![
        name(log),
        f.first.map(|h| h.zxid).into(),
        f.last.map(|h| h.zxid).into(),
        f.txns.into(),
        span.map_or(Cell::None, Cell::Millis),
        Cell::text(if bad == 0 { "ok".to_owned() } else { format!("{bad} bad") }),
        Cell::text(if torn.is_some() { "torn" } else { "clean" }),
        Cell::text(notes.join(", ")),
    ]);
    row.tone(if damaged {
        Tone::Bad
    } else if torn.is_some() {
        Tone::Warning
    } else {
        Tone::Plain
    })
}

fn summary<G>(folded: &Folded<G>) -> String {
    let count = |f: &dyn Fn(&What) -> bool| folded.problems.iter().filter(|p| f(&p.what)).count();
    let txns: u64 = folded.facts.iter().map(|f| f.txns).sum();
    format!(
        "{}; gaps {}  duplicates {}  out of order {}  clock backwards {}",
        counted(txns, "transaction"),
        count(&|w| matches!(w, What::Gap { .. })),
        count(&|w| matches!(w, What::Repeated { .. } | What::Conflict { .. })),
        count(&|w| matches!(w, What::OutOfOrder { .. })),
        count(&|w| matches!(w, What::TimeBackwards { .. })),
    )
}

fn replay(found: &Sources, context: &Context) -> Result<(String, u64, Vec<Problem>)> {
    // From the oldest base on, so that every digest is compared.
    let oldest = found.snapshots.first().cloned().into_iter().collect();
    let whole = Sources { snapshots: oldest, ..found.clone() };
    let total = whole.snapshots.iter().map(|s| s.len).sum();
    let past = watched(total, context, |watch| rebuild(&whole, When::End, watch));
    match past {
        Some(Ok(past)) => {
            let mut problems = Vec::new();
            if let Some(zxid) = past.tree.digest_check().first_mismatch() {
                let path = found.logs.last().map(|l| l.path.clone()).unwrap_or_default();
                problems.push(Problem {
                    path,
                    offset: 0,
                    what: What::Digest { zxid, count: past.digest_mismatches },
                });
            }
            let said = format!("digests checked {}, mismatches {}", past.digests, past.digest_mismatches);
            Ok((said, past.digests, problems))
        }
        Some(Err(TravelError::Stopped)) => Err(Failure::interrupted()),
        Some(Err(e)) => Ok((format!("digests were not checked: {e}"), 0, Vec::new())),
        None => Err(Failure::new(Exit::Unexpected, "Unexpected", "the replay ended early")),
    }
}

const STATS: &[Column] = &[
    Column::new("type", "TYPE"),
    Column::new("count", "COUNT"),
    Column::new("share", "SHARE"),
    Column::new("bytes", "BYTES"),
    Column::new("average", "AVERAGE"),
    Column::new("largest", "LARGEST"),
    Column::new("largest_zxid", "AT"),
];

/// Columns of the drawing over time.
const LINE_WIDTH: usize = 60;

pub fn stats(args: &LogStats, context: &mut Context) -> Result<Reply> {
    let found = logs(&args.from.sources, &args.from.dirs)?;
    let filter = args.filter.told(context);
    // Without a filter several files are read at a time.
    if filter == Filter::default() {
        let folded = read::<Stats>(&found, context)?;
        return end(stats_report(&folded.gathered), &folded, context);
    }
    let files = found.logs_between(filter.from, filter.to);
    let mut stats = Stats::default();
    let damaged = scan(&found, &files, OnDamage::GoOn, context, |scan, step, _| {
        let payload = scan.payload();
        Ok(match filter.admits(&step.header, body(payload)) {
            Ok(true) => Flow::of(stats.txn(step, payload)),
            Ok(false) => Flow::Go,
            Err(e) => Flow::Bad(e.to_string()),
        })
    })?;
    context.out.show(&Reply::Report(stats_report(&stats)))?;
    Err(verdict(damaged))
}

fn stats_report(stats: &Stats) -> Report {
    let mut kinds: Vec<_> = stats.kinds.iter().collect();
    kinds.sort_by_key(|(kind, k)| (std::cmp::Reverse(k.count), **kind));
    let rows = kinds.into_iter().map(|(kind, k)| {
        Row::new(vec![
            Cell::text(kind_name(*kind)),
            k.count.into(),
            Cell::Share(k.count as f64 / stats.txns.max(1) as f64),
            Cell::Bytes(k.bytes),
            Cell::Bytes(k.bytes / k.count.max(1)),
            Cell::Bytes(k.largest),
            k.largest_at.into(),
        ])
    });
    let errors: Vec<String> = stats.errors.iter().map(|(c, n)| format!("{} {n}", error_name(*c))).collect();
    let mut fields = vec![
        ("txns", Cell::from(stats.txns)),
        ("bytes", Cell::from(stats.bytes)),
        ("from", stats.span_ms.map_or(Cell::None, |s| Cell::Time(s.0))),
        ("to", stats.span_ms.map_or(Cell::None, |s| Cell::Time(s.1))),
        ("sessions_closed", stats.closed.into()),
        ("sessions_expired", stats.expired.into()),
        ("errors", Cell::List(errors.clone())),
    ];
    let mut foot = vec![format!(
        "{}; sessions closed {}, expired {}",
        counted(stats.txns, "transaction"),
        stats.closed,
        stats.expired
    )];
    if let Some((first, last)) = stats.span_ms {
        let seconds = last.saturating_sub(first).max(1) as f64 / 1000.0;
        let rate = stats.txns as f64 / seconds;
        fields.push(("txns_per_second", Cell::Decimal(rate)));
        foot.push(format!("{rate:.1} a second on average"));
    }
    if !errors.is_empty() {
        foot.push(format!("refused: {}", errors.join(", ")));
    }
    let sizes: Vec<u64> = stats.sizes.to_vec();
    if let Some(top) = sizes.iter().rposition(|n| *n > 0) {
        let line = sparkline(sizes.get(..=top).unwrap_or_default());
        foot.push(format!("data sizes, 0 to {} bytes, doubling:  {line}", (1u64 << top) - 1));
    }
    for (what, timeline) in [("transactions", &stats.timeline), ("expiries", &stats.expiries)] {
        if let Some((columns, _, width_ms)) = timeline.columns(LINE_WIDTH) {
            let each = std::time::Duration::from_millis(width_ms.unsigned_abs());
            foot.push(format!("{what} over time, {each:?} each:  {}", sparkline(&columns)));
        }
    }
    Report { name: "types", fields, columns: STATS, rows: rows.collect(), foot, ..Report::default() }
}

const EPOCHS: &[Column] = &[
    Column::new("epoch", "EPOCH"),
    Column::new("first_zxid", "FIRST"),
    Column::new("last_zxid", "LAST"),
    Column::new("txns", "TXNS"),
    Column::new("from", "FROM"),
    Column::new("to", "TO"),
    Column::new("pause_ms", "PAUSE BEFORE"),
];

/// An epoch's first and last transaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Epoch {
    first: (Zxid, i64),
    last: (Zxid, i64),
    txns: u64,
}

#[derive(Debug, Default)]
struct Epochs(BTreeMap<u32, Epoch>);

impl Gather for Epochs {
    fn txn(&mut self, step: &zk_forensics::Step, _: &[u8]) -> zk_proto::jute::Decode<()> {
        let at = (step.header.zxid, step.header.time);
        let epoch = self.0.entry(step.header.zxid.epoch()).or_insert(Epoch { first: at, last: at, txns: 0 });
        epoch.last = at;
        epoch.txns += 1;
        Ok(())
    }

    fn append(&mut self, later: Epochs) {
        for (number, theirs) in later.0 {
            let ours = self.0.entry(number).or_insert(Epoch { txns: 0, ..theirs });
            ours.last = theirs.last;
            ours.txns += theirs.txns;
        }
    }
}

pub fn epochs(args: &SourceArgs, context: &mut Context) -> Result<Reply> {
    let found = logs(&args.sources, &args.dirs)?;
    let folded = read::<Epochs>(&found, context)?;
    let mut before: Option<Epoch> = None;
    let mut rows = Vec::new();
    for (number, epoch) in &folded.gathered.0 {
        let pause = before.map(|b| epoch.first.1.saturating_sub(b.last.1));
        before = Some(*epoch);
        rows.push(Row::new(vec![
            i64::from(*number).into(),
            epoch.first.0.into(),
            epoch.last.0.into(),
            epoch.txns.into(),
            Cell::Time(epoch.first.1),
            Cell::Time(epoch.last.1),
            pause.map_or(Cell::None, Cell::Millis),
        ]));
    }
    let report = Report { name: "epochs", columns: EPOCHS, rows, ..Report::default() };
    end(report, &folded, context)
}
