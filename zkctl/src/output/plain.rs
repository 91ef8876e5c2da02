//! The plain form: lines for other programs. Complete, tab-separated where a line has columns, no header.
//! Data of nodes leaves byte for byte unless it goes to a terminal.

use std::io::{self, Write};

use base64::Engine;

use super::Paint;
use super::text::{details, event_line, hex_dump, kind, owner, stat_block};
use crate::bench::{BenchReport, Latency};
use crate::parse::acl_text;
use crate::reply::{Encoding, Membership, Node, Record, Reply, TxnRow};

pub fn reply(reply: &Reply, paint: Paint, w: &mut impl Write) -> io::Result<()> {
    match reply {
        Reply::Nothing => Ok(()),
        Reply::Created { path, .. } => writeln!(w, "{}", paint.line(path)),
        Reply::Written { stat, show_stat, .. } => {
            if *show_stat {
                write!(w, "{}", stat_block(stat, paint))?;
            }
            Ok(())
        }
        Reply::Deleted(d) if d.dry_run => writeln!(w, "{}", d.nodes),
        Reply::Deleted(_) | Reply::Copied { .. } => Ok(()),
        Reply::Data(nodes) => nodes.iter().try_for_each(|n| node(n, paint, w)),
        Reply::Stats(stats) => stats.iter().enumerate().try_for_each(|(i, (path, stat))| {
            if stats.len() > 1 {
                let gap = if i > 0 { "\n" } else { "" };
                writeln!(w, "{gap}{}:", paint.line(path))?;
            }
            write!(w, "{}", stat_block(stat, paint))
        }),
        Reply::Exists { stat, .. } => writeln!(w, "{}", stat.is_some()),
        Reply::Names { names, stat, .. } => {
            names.iter().try_for_each(|n| writeln!(w, "{}", paint.line(n)))?;
            stat.iter().try_for_each(|s| write!(w, "{}", stat_block(s, paint)))
        }
        Reply::Long { rows, stat, .. } => {
            for r in rows {
                let s = &r.stat;
                let (size, children) = (paint.exact_size(s.data_length.into()), s.num_children);
                let name = paint.line(&r.name);
                let (kind, owner, time) = (kind(s), owner(s), paint.time_ms(s.mtime));
                writeln!(w, "{name}\t{kind}\t{}\t{size}\t{children}\t{time}\t{owner}", s.version)?;
            }
            stat.iter().try_for_each(|s| write!(w, "{}", stat_block(s, paint)))
        }
        Reply::Acl { acl, stat, show_stat, .. } => {
            for entry in acl {
                writeln!(w, "{}", paint.line(&acl_text(std::slice::from_ref(entry))))?;
            }
            if *show_stat { write!(w, "{}", stat_block(stat, paint)) } else { Ok(()) }
        }
        Reply::Ephemerals { paths, .. } => paths.iter().try_for_each(|p| writeln!(w, "{}", paint.line(p))),
        Reply::Count { children, descendants, .. } => {
            writeln!(w, "children\t{children}\ndescendants\t{descendants}")
        }
        Reply::Tree(tree) => super::tree::draw(tree, paint, w),
        Reply::Usage { rows, .. } => rows.iter().try_for_each(|u| {
            let size = paint.exact_size(i64::try_from(u.bytes).unwrap_or(i64::MAX));
            writeln!(w, "{size}\t{}\t{}\t{}", u.nodes, u.children, paint.line(&u.path))
        }),
        Reply::Words { answers, .. } => words(answers, paint, w),
        Reply::Multi(rows) => {
            rows.iter().try_for_each(|r| writeln!(w, "ok\t{}\t{}", r.op, paint.line(&r.path)))
        }
        Reply::Bench(report) => bench(report, w),
        Reply::Watches(rows) => rows
            .iter()
            .try_for_each(|r| writeln!(w, "{}\t{}\t{}\t{}", r.number, r.mode, paint.line(&r.path), r.events)),
        Reply::Membership(m) => membership(m, paint, w),
        Reply::Report(report) => super::report::plain(&report.into(), paint, w),
        Reply::Text { text, .. } => writeln!(w, "{}", paint.line(text)),
    }
}

/// Data as asked for. A terminal gets it harmless and with a line break behind it.
pub fn node(node: &Node, paint: Paint, w: &mut impl Write) -> io::Result<()> {
    let data = node.data.as_deref().unwrap_or_default();
    match node.encoding {
        Encoding::Base64 => writeln!(w, "{}", base64::engine::general_purpose::STANDARD.encode(data))?,
        Encoding::Hex => write!(w, "{}", hex_dump(data))?,
        Encoding::Raw if paint.terminal && node.data.is_none() => {
            writeln!(w, "{}", paint.styled(anstyle::Style::new().dimmed(), "(null)"))?;
        }
        Encoding::Raw if paint.terminal => {
            let text = crate::sanitise::bytes(data);
            write!(w, "{text}{}", if text.is_empty() || text.ends_with('\n') { "" } else { "\n" })?;
        }
        Encoding::Raw => {
            w.write_all(data)?;
            if node.show_stat && !data.is_empty() {
                w.write_all(b"\n")?;
            }
        }
    }
    if node.show_stat { write!(w, "{}", stat_block(&node.stat, paint)) } else { Ok(()) }
}

fn words(answers: &[crate::reply::WordAnswer], paint: Paint, w: &mut impl Write) -> io::Result<()> {
    for a in answers {
        if answers.len() > 1 {
            writeln!(w, "== {}", a.server)?;
        }
        match &a.answer {
            Ok(text) => {
                let text = if paint.terminal { crate::sanitise::block(text) } else { text.into() };
                write!(w, "{text}{}", if text.ends_with('\n') { "" } else { "\n" })?;
            }
            Err(why) => writeln!(w, "error: {why}")?,
        }
    }
    Ok(())
}

/// The text as the servers keep it, or zkCli's line for clients.
fn membership(m: &Membership, paint: Paint, w: &mut impl Write) -> io::Result<()> {
    if m.clients_only {
        let clients: Vec<String> = m.members.iter().filter_map(|m| m.client_address()).collect();
        let version = m.version.map_or("-".into(), |v| format!("{:x}", v.0));
        writeln!(w, "{version} {}", paint.line(&clients.join(",")))?;
    } else {
        let text = if paint.terminal { crate::sanitise::block(&m.text) } else { m.text.as_str().into() };
        write!(w, "{text}{}", if text.is_empty() || text.ends_with('\n') { "" } else { "\n" })?;
    }
    if m.show_stat { write!(w, "{}", stat_block(&m.stat, paint)) } else { Ok(()) }
}

/// `name TAB value`, latencies in microseconds.
fn bench(report: &BenchReport, w: &mut impl Write) -> io::Result<()> {
    writeln!(w, "workload\t{}", report.workload)?;
    writeln!(w, "ops\t{}\nops_per_second\t{:.1}", report.ops, report.ops_per_second)?;
    writeln!(w, "seconds\t{:.3}\nerrors\t{}", report.seconds, report.errors)?;
    if report.per_server {
        for s in &report.by_server {
            writeln!(w, "{} ops_per_second\t{:.1}", s.server, s.ops_per_second)?;
            writeln!(w, "{} p99_us\t{:.1}", s.server, s.latency_us.p99)?;
        }
    }
    for (name, l) in latencies(report) {
        let values = [("min", l.min), ("mean", l.mean), ("p50", l.p50), ("p90", l.p90), ("p99", l.p99)];
        for (stat, us) in values.into_iter().chain([("p999", l.p999), ("max", l.max)]) {
            writeln!(w, "{name}_{stat}_us\t{us}")?;
        }
    }
    Ok(())
}

/// The histograms of a report, by name.
pub fn latencies(report: &BenchReport) -> Vec<(&'static str, Latency)> {
    let parts = [("read", report.read_latency_us), ("write", report.write_latency_us)];
    let parts = parts.into_iter().filter_map(|(name, l)| Some((name, l?)));
    std::iter::once(("all", report.latency_us)).chain(parts).collect()
}

pub fn record(record: &Record, paint: Paint, w: &mut impl Write) -> io::Result<()> {
    match record {
        Record::Row { row, .. } => super::report::plain_row(row, paint, w),
        Record::Path(path) | Record::Found { path, .. } => writeln!(w, "{}", paint.line(path)),
        Record::Event { time_ms, event, path, zxid } => {
            let zxid = zxid.map_or("-".into(), |z| z.to_string());
            writeln!(w, "{}\t{event}\t{}\t{zxid}", paint.time_ms(*time_ms), paint.line(path))
        }
        Record::Change(change) => super::change::show(change, paint, w),
        // Said on stderr, where people look.
        Record::WatchSet { .. } => Ok(()),
        Record::Session { .. } => writeln!(w, "{}", event_line(record, paint)),
        Record::Txn(txn) => self::txn(txn, paint, w),
        Record::SnapHead { file, zxid } => {
            let zxid = zxid.map_or("-".into(), |z| z.to_string());
            writeln!(w, "snapshot\t{}\t{zxid}", paint.line(file))
        }
        Record::SnapSession { session, timeout_ms } => writeln!(w, "session\t{session}\t{timeout_ms}"),
        Record::SnapNode(n) => {
            let s = &n.stat;
            write!(
                w,
                "node\t{}\tczxid={} mzxid={} pzxid={} ctime={} mtime={} version={} cversion={} aversion={} \
                 owner={} size={} acl={}",
                paint.line(&n.path),
                s.czxid,
                s.mzxid,
                s.pzxid,
                paint.time_ms(s.ctime),
                paint.time_ms(s.mtime),
                s.version,
                s.cversion,
                s.aversion,
                super::text::stored_owner(s.ephemeral_owner),
                n.data.as_ref().map_or(0, Vec::len),
                paint.line(&acl_text(&n.acl)),
            )?;
            match (&n.data, n.show_data) {
                (Some(d), true) => {
                    writeln!(w, " data={}", base64::engine::general_purpose::STANDARD.encode(d))
                }
                (None, true) => writeln!(w, " data=null"),
                (_, false) => writeln!(w),
            }
        }
    }
}

/// zxid, time, session, cxid, type, path, details. Parts of a multi follow, each on its own line with an
/// empty zxid to the left, so that one line is one change.
fn txn(t: &TxnRow, paint: Paint, w: &mut impl Write) -> io::Result<()> {
    let path = |p: &Option<String>| p.as_deref().map_or("-".into(), |p| paint.line(p).into_owned());
    writeln!(
        w,
        "{}\t{}\t{}\t{:#x}\t{}\t{}\t{}",
        t.zxid,
        paint.time_ms(t.time_ms),
        t.session,
        t.cxid,
        t.op.kind,
        path(&t.op.path),
        paint.line(&details(&t.op))
    )?;
    for part in &t.parts {
        writeln!(w, "\t\t\t\t{}\t{}\t{}", part.kind, path(&part.path), paint.line(&details(part)))?;
    }
    Ok(())
}
