//! The form for people: aligned columns with a header, names in as many columns as fit. Streams are aligned
//! by fixed widths, since a table that is measured first would have to be held in memory.

use std::io::{self, Write};

use anstyle::{AnsiColor, Style};
use comfy_table::{CellAlignment, ContentArrangement, Table, presets};

use super::text::{details, event_line, kind, owner, stat_block};
use super::{Paint, plain};
use crate::bench::BenchReport;
use crate::reply::{LongRow, Record, Reply, TxnRow, Usage};

/// Past this many rows a table is not measured, but written plainly.
const MAX_ROWS: usize = 5_000;

pub fn reply(reply: &Reply, paint: Paint, w: &mut impl Write) -> io::Result<()> {
    match reply {
        Reply::Names { names, stat, single: false, .. } => {
            names_in_columns(names, paint, w)?;
            stat.iter().try_for_each(|s| write!(w, "{}", stat_block(s, paint)))
        }
        Reply::Long { rows, stat, .. } if rows.len() <= MAX_ROWS => {
            long(rows, paint, w)?;
            stat.iter().try_for_each(|s| write!(w, "{}", stat_block(s, paint)))
        }
        Reply::Acl { acl, stat, show_stat, .. } => {
            let rows = acl.iter().map(|a| vec![a.id.scheme.clone(), a.id.id.clone(), a.perms.letters()]);
            columns(&["SCHEME", "ID", "PERMS"], rows.collect(), &[], paint, w)?;
            if *show_stat { write!(w, "{}", stat_block(stat, paint)) } else { Ok(()) }
        }
        Reply::Deleted(d) if d.dry_run => {
            let path = d.paths.first().map_or("", String::as_str);
            let persistent = d.nodes - d.ephemerals;
            writeln!(
                w,
                "would delete {} {}, {} included: {persistent} persistent, {} ephemeral",
                d.nodes,
                if d.nodes == 1 { "node" } else { "nodes" },
                paint.line(path),
                d.ephemerals
            )
        }
        Reply::Multi(rows) => {
            let rows = rows
                .iter()
                .enumerate()
                .map(|(i, r)| vec![(i + 1).to_string(), r.op.into(), r.path.clone(), "ok".into()])
                .collect();
            columns(&["#", "OP", "PATH", "RESULT"], rows, &[0], paint, w)
        }
        Reply::Bench(report) => bench(report, paint, w),
        Reply::Usage { total, rows, left_out } => usage(total, rows, *left_out, paint, w),
        Reply::Watches(rows) => {
            let rows = rows
                .iter()
                .map(|r| vec![r.number.to_string(), r.path.clone(), r.mode.into(), r.events.to_string()])
                .collect();
            columns(&["#", "PATH", "MODE", "EVENTS"], rows, &[0, 3], paint, w)
        }
        Reply::Report(report) => super::report::table(&report.into(), paint, w),
        other => plain::reply(other, paint, w),
    }
}

/// Rows under a header; the columns at `right` are numbers.
fn columns(
    header: &[&str],
    rows: Vec<Vec<String>>,
    right: &[usize],
    paint: Paint,
    w: &mut impl Write,
) -> io::Result<()> {
    let rows = rows.into_iter().map(|row| (row, Style::new())).collect();
    styled_columns(header, rows, right, paint, w)
}

/// The same, each row in its style.
pub fn styled_columns(
    header: &[&str],
    rows: Vec<(Vec<String>, Style)>,
    right: &[usize],
    paint: Paint,
    w: &mut impl Write,
) -> io::Result<()> {
    let styles: Vec<Style> = rows.iter().map(|(_, style)| *style).collect();
    let mut table = Table::new();
    table.load_style(presets::NOTHING).set_content_arrangement(ContentArrangement::Disabled);
    table.set_header(header.to_vec());
    for (row, _) in rows {
        table.add_row(row.iter().map(|cell| crate::sanitise::line(cell).into_owned()).collect::<Vec<_>>());
    }
    for (i, column) in table.column_iter_mut().enumerate() {
        column.set_padding((0, 2));
        if right.contains(&i) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    // Cells have no line breaks (the sanitiser escapes them): one line for the header and one for each row.
    let lines = table.lines().zip(std::iter::once(Style::new().bold()).chain(styles));
    for (line, style) in lines.skip(usize::from(!paint.header)) {
        let line = line.trim_end();
        let plain = style == Style::new();
        writeln!(w, "{}", if plain { line.to_owned() } else { paint.styled(style, line) })?;
    }
    Ok(())
}

fn long(rows: &[LongRow], paint: Paint, w: &mut impl Write) -> io::Result<()> {
    let cells = rows
        .iter()
        .map(|r| {
            let s = &r.stat;
            vec![
                r.name.clone(),
                kind(s).into(),
                s.version.to_string(),
                paint.size(s.data_length.into()),
                s.num_children.to_string(),
                paint.time_seconds(s.mtime),
                owner(s),
            ]
        })
        .collect();
    columns(&["NAME", "TYPE", "VER", "SIZE", "CHILDREN", "MODIFIED", "OWNER"], cells, &[2, 3, 4], paint, w)?;
    let n = rows.len();
    let line = format!("{n} {}", if n == 1 { "node" } else { "nodes" });
    writeln!(w, "{}", paint.styled(Style::new().dimmed(), &line))
}

/// Cells of a whole bar.
const BAR_CELLS: usize = 20;

/// With a bar for each subtree's share of the data.
fn usage(total: &Usage, rows: &[Usage], left_out: usize, paint: Paint, w: &mut impl Write) -> io::Result<()> {
    let share = |u: &Usage| u.bytes as f64 / total.bytes.max(1) as f64;
    let cells = rows
        .iter()
        .map(|u| {
            let size = paint.size(i64::try_from(u.bytes).unwrap_or(i64::MAX));
            let percent = format!("{:.1} %", share(u) * 100.0);
            vec![size, percent, bar(share(u)), u.nodes.to_string(), u.children.to_string(), u.path.clone()]
        })
        .collect();
    columns(&["SIZE", "SHARE", "", "NODES", "CHILDREN", "PATH"], cells, &[0, 1, 3, 4], paint, w)?;
    if left_out > 0 {
        let line = format!("{left_out} more");
        writeln!(w, "{}", paint.styled(Style::new().dimmed(), &line))?;
    }
    Ok(())
}

/// A bar in eighths of a cell.
fn bar(share: f64) -> String {
    const PARTS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
    let eighths = (share.clamp(0.0, 1.0) * (BAR_CELLS * 8) as f64).round() as usize;
    format!("{}{}", "█".repeat(eighths / 8), PARTS[eighths % 8])
}

fn bench(report: &BenchReport, paint: Paint, w: &mut impl Write) -> io::Result<()> {
    let mix = report.reads_percent.map_or(String::new(), |p| format!(" ({p} % reads)"));
    let rate = format!("{:.0} ops/s", report.ops_per_second);
    writeln!(
        w,
        "{}  {}{mix}, {} connections × {} requests, values of {} bytes, {:.1} s",
        paint.styled(Style::new().bold(), &rate),
        report.workload,
        report.connections,
        report.pipeline,
        report.value_bytes,
        report.seconds
    )?;
    let ms = |us: f64| format!("{:.3}", us / 1000.0);
    let rows = plain::latencies(report)
        .into_iter()
        .map(|(name, l)| {
            let times = [l.min, l.mean, l.p50, l.p90, l.p99, l.p999, l.max];
            [name.to_owned(), l.count.to_string()].into_iter().chain(times.map(ms)).collect()
        })
        .collect();
    let header = ["LATENCY ms", "COUNT", "MIN", "MEAN", "P50", "P90", "P99", "P99.9", "MAX"];
    columns(&header, rows, &[1, 2, 3, 4, 5, 6, 7, 8], paint, w)?;
    if report.per_server {
        let row = |s: &crate::bench::ServerLatency| {
            let l = &s.latency_us;
            let rate = format!("{:.0}", s.ops_per_second);
            [s.server.clone(), rate].into_iter().chain([l.p50, l.p90, l.p99, l.p999, l.max].map(ms)).collect()
        };
        let rows = report.by_server.iter().map(row).collect();
        columns(
            &["SERVER", "OPS/s", "P50", "P90", "P99", "P99.9", "MAX"],
            rows,
            &[1, 2, 3, 4, 5, 6],
            paint,
            w,
        )?;
    }
    bars(report, paint, w)?;
    if let Some(delay) = report.start_delay_us {
        let line = format!(
            "requests started {} ms late at p99, {} ms at most; that is part of their latency",
            ms(delay.p99),
            ms(delay.max)
        );
        writeln!(w, "{}", paint.styled(Style::new().dimmed(), &line))?;
    }
    if report.errors > 0 {
        let kinds: Vec<String> = report.errors_by_kind.iter().map(|(k, n)| format!("{k}: {n}")).collect();
        let line = format!("{} errors ({})", report.errors, kinds.join(", "));
        writeln!(w, "{}", paint.styled(AnsiColor::Red.on_default(), &line))?;
    }
    Ok(())
}

/// The histogram, a line for each bucket.
fn bars(report: &BenchReport, paint: Paint, w: &mut impl Write) -> io::Result<()> {
    const WIDTH: u64 = 40;
    let most = report.histogram.iter().map(|b| b.count).max().unwrap_or(0);
    for bucket in &report.histogram {
        // Eighths of a character, and never nothing for something.
        let eighths =
            (bucket.count * WIDTH * 8).checked_div(most).unwrap_or(0).max(u64::from(bucket.count > 0));
        let (whole, rest) = (usize::try_from(eighths / 8).unwrap_or(0), eighths % 8);
        let part = [None, Some('▏'), Some('▎'), Some('▍'), Some('▌'), Some('▋'), Some('▊'), Some('▉')]
            .get(usize::try_from(rest).unwrap_or(0))
            .copied()
            .flatten();
        let bar: String = std::iter::repeat_n('█', whole).chain(part).collect();
        let share = bucket.count as f64 * 100.0 / report.ops.max(1) as f64;
        let limit = match bucket.up_to_us {
            us if us < 1_000 => format!("{us} µs"),
            us if us < 1_000_000 => format!("{:.1} ms", us as f64 / 1e3),
            us => format!("{:.1} s", us as f64 / 1e6),
        };
        let bar = paint.styled(AnsiColor::Cyan.on_default(), &bar);
        writeln!(w, "≤{limit:>9}  {share:>5.1} %  {bar}")?;
    }
    Ok(())
}

/// As `ls` does: filled downwards, as many columns as the width holds.
fn names_in_columns(names: &[String], paint: Paint, w: &mut impl Write) -> io::Result<()> {
    let names: Vec<_> = names.iter().map(|n| crate::sanitise::line(n)).collect();
    let Some(widest) = names.iter().map(|n| n.chars().count()).max() else { return Ok(()) };
    let per_line = (paint.width / (widest + 2)).max(1);
    let lines = names.len().div_ceil(per_line);
    for line in 0..lines {
        let mut text = String::new();
        for name in names.iter().skip(line).step_by(lines) {
            text.push_str(name);
            text.extend(std::iter::repeat_n(' ', widest + 2 - name.chars().count()));
        }
        writeln!(w, "{}", text.trim_end())?;
    }
    Ok(())
}

/// What stands above a stream's first record.
pub fn stream_head(_name: &str, first: &Record, paint: Paint, w: &mut impl Write) -> io::Result<()> {
    match first {
        Record::Txn(_) => {
            let head = txn_columns("ZXID", "TIME (UTC)", "SESSION", "CXID", "TYPE", "PATH", "DETAILS");
            writeln!(w, "{}", paint.styled(Style::new().bold(), &head))
        }
        _ => Ok(()),
    }
}

pub fn record(record: &Record, paint: Paint, w: &mut impl Write) -> io::Result<()> {
    match record {
        Record::Event { .. } | Record::Session { .. } => {
            let style = match record {
                Record::Event { event: "deleted", .. } => AnsiColor::Red.on_default(),
                Record::Event { event: "created", .. } => AnsiColor::Green.on_default(),
                Record::Session { .. } => AnsiColor::Yellow.on_default(),
                _ => Style::new(),
            };
            writeln!(w, "{}", paint.styled(style, &event_line(record, paint)))
        }
        Record::Txn(t) => txn(t, paint, w),
        other => plain::record(other, paint, w),
    }
}

fn txn(t: &TxnRow, paint: Paint, w: &mut impl Write) -> io::Result<()> {
    let session = t.session.to_string();
    let line = |zxid: &str, time: &str, session: &str, cxid: &str, op: &crate::reply::TxnOp| {
        let path = op.path.as_deref().unwrap_or("-");
        let details = details(op);
        txn_columns(
            zxid,
            time,
            session,
            cxid,
            &op.kind,
            &crate::sanitise::line(path),
            &crate::sanitise::line(&details),
        )
    };
    let zxid = t.zxid.to_string();
    let cxid = format!("{:#x}", t.cxid);
    let head = line(&zxid, &paint.time_ms(t.time_ms), &session, &cxid, &t.op);
    let style = if t.op.kind == "error" { Style::new().dimmed() } else { Style::new() };
    writeln!(w, "{}", paint.styled(style, head.trim_end()))?;
    for part in &t.parts {
        writeln!(w, "{}", line("", "", "", "", part).trim_end())?;
    }
    Ok(())
}

fn txn_columns(
    zxid: &str,
    time: &str,
    session: &str,
    cxid: &str,
    kind: &str,
    path: &str,
    details: &str,
) -> String {
    format!("{zxid:<14}  {time:<24}  {session:<18}  {cxid:<8}  {kind:<15}  {path:<32}  {details}")
}
