//! `snap diff`: how two snapshots differ, node by node.

use std::cell::RefCell;
use std::collections::HashMap;

use zk_forensics::snap::{SnapDiff, shown_path};

use super::{pick, walk};
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::{Failure, Result};
use crate::offline::snap_args;
use crate::offline::verdict;
use crate::reply::Reply;
use crate::reply::report::{Cell, Column, Report, Row, Tone};

const COLUMNS: &[Column] =
    &[Column::new("change", "CHANGE"), Column::new("path", "PATH"), Column::new("what", "WHAT")];

pub fn run(args: &snap_args::SnapDiff, context: &mut Context) -> Result<Reply> {
    let (a, b) = (pick(&args.a, context)?, pick(&args.b, context)?);
    let acls = RefCell::new(HashMap::new());
    let mut diff = SnapDiff::default();
    let first = walk(
        &a,
        context,
        |o| *acls.borrow_mut() = o.acls.clone(),
        |node| {
            diff.first(node, &acls.borrow());
            Ok(())
        },
    )?;
    let mut rows: Vec<(String, &'static str, String, Tone)> = Vec::new();
    let second = walk(
        &b,
        context,
        |o| *acls.borrow_mut() = o.acls.clone(),
        |node| {
            match diff.second(node, &acls.borrow()) {
                Err(()) => rows.push((shown_path(node).to_owned(), "added", String::new(), Tone::Good)),
                Ok(Some(c)) if !args.content || c.data || c.acl => {
                    let parts =
                        [("data", c.data), ("acl", c.acl), ("made anew", c.recreated), ("status", c.stat)];
                    let what: Vec<&str> = parts.iter().filter(|(_, on)| *on).map(|(word, _)| *word).collect();
                    rows.push((shown_path(node).to_owned(), "changed", what.join(", "), Tone::Warning));
                }
                Ok(_) => {}
            }
            Ok(())
        },
    )?;
    let damaged = first.trailers.is_none() || second.trailers.is_none();
    if !damaged {
        rows.extend(diff.left().into_iter().map(|path| (path, "removed", String::new(), Tone::Bad)));
    }
    rows.sort_by(|a, b| a.0.cmp(&b.0));
    let count = |word: &str| rows.iter().filter(|r| r.1 == word).count();
    let foot =
        vec![format!("{} added, {} removed, {} changed", count("added"), count("removed"), count("changed"))];
    let differs = !rows.is_empty();
    let rows = rows.into_iter().map(|(path, change, what, tone)| {
        let what = if what.is_empty() { Cell::None } else { Cell::text(what) };
        Row::new(vec![change.into(), path.into(), what]).tone(tone)
    });
    let report =
        Report { name: "changes", columns: COLUMNS, rows: rows.collect(), foot, ..Report::default() };
    context.out.show(&Reply::Report(report))?;
    if damaged {
        crate::say("what only the first one has is not listed: one of them is damaged");
        return Err(verdict(true));
    }
    Err(Failure::silent(if differs { Exit::Findings } else { Exit::Ok }))
}
