//! `log top`: what a log is full of.

use zk_forensics::top::{By, Tally, Top};
use zk_forensics::txn::body;

use crate::context::Context;
use crate::failure::Result;
use crate::offline::log_args::{LogTop, TopBy, TopWeight};
use crate::offline::{Flow, OnDamage, logs, scan, verdict};
use crate::reply::Reply;
use crate::reply::report::{Cell, Column, Report, Row};

const COLUMNS: &[Column] = &[
    Column::new("key", "WHAT"),
    Column::new("count", "COUNT"),
    Column::new("bytes", "DATA"),
    Column::new("share", "SHARE"),
];

pub fn run(args: &LogTop, context: &mut Context) -> Result<Reply> {
    let found = logs(&args.from.sources, &args.from.dirs)?;
    let filter = args.filter.told(context);
    let files = found.logs_between(filter.from, filter.to);
    let by = match args.by {
        TopBy::Path => By::Path(args.depth),
        TopBy::Session => By::Session,
        TopBy::Op => By::Op,
        TopBy::Error => By::Error,
        TopBy::Server => By::Server,
    };
    let mut top = Top::new(by);
    let damaged = scan(&found, &files, OnDamage::GoOn, context, |scan, step, _| {
        let payload = scan.payload();
        Ok(match filter.admits(&step.header, body(payload)) {
            Ok(true) => Flow::of(top.txn(&step.header, payload)),
            Ok(false) => Flow::Go,
            Err(e) => Flow::Bad(e.to_string()),
        })
    })?;
    let weight = |t: &Tally| match args.weigh {
        TopWeight::Count => t.count,
        TopWeight::Bytes => t.bytes,
    };
    let whole = weight(&top.total).max(1) as f64;
    let ranked = top.ranked(weight);
    let rows = ranked.iter().take(args.limit).map(|(key, t)| {
        Row::new(vec![
            Cell::text(*key),
            t.count.into(),
            Cell::Bytes(t.bytes),
            Cell::Share(weight(t) as f64 / whole),
        ])
    });
    let shown = ranked.len().min(args.limit);
    let foot = vec![format!("{shown} of {} shown; {} operations", ranked.len(), top.total.count)];
    let fields = vec![("distinct", Cell::from(ranked.len())), ("operations", top.total.count.into())];
    let report =
        Report { name: "top", fields, columns: COLUMNS, rows: rows.collect(), foot, ..Report::default() };
    context.out.show(&Reply::Report(report))?;
    Err(verdict(damaged))
}
