//! How commands that wrote many nodes end: counts, what could not be kept, problems, the way back.

use std::time::Duration;

use crate::bulk::import::Counts;
use crate::bulk::{counted, grouped, nodes};
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::{Failure, Result};
use crate::reply::Reply;
use crate::reply::report::{Cell, Column, Report, Row, Tone};

/// What could not be done.
pub const PROBLEMS: &[Column] = &[Column::new("path", "PATH"), Column::new("problem", "PROBLEM")];
/// What is to become of a node.
pub const FATES: &[Column] = &[Column::new("action", "ACTION"), Column::new("path", "PATH")];

/// `in 8.2 s, 121 951/s`.
pub fn speed(count: u64, took: Duration) -> String {
    let seconds = took.as_secs_f64().max(0.001);
    let rate = (count as f64 / seconds).round() as u64;
    format!("in {seconds:.1} s, {}/s", grouped(rate))
}

/// What a copy over the client's protocol never keeps, and what else it did not keep this time.
pub fn not_kept(counts: &Counts) -> String {
    let mut lost = vec!["versions, zxids and times".to_owned()];
    if counts.ephemerals > 0 {
        lost.push(format!("{}, left out", counted(counts.ephemerals, "ephemeral node", "ephemeral nodes")));
    }
    if counts.persisted > 0 {
        let what = counted(counts.persisted, "owner of an ephemeral node", "owners of ephemeral nodes");
        lost.push(format!("{what}, now persistent"));
    }
    if counts.counters > 0 {
        let what = counted(counts.counters, "parent", "parents");
        lost.push(format!("the counters of sequential children of {what}: new ones may meet old names"));
    }
    format!("not preserved: {}", lost.join("; "))
}

/// Says how to bring back what was there.
pub fn way_back(id: Option<&str>, context: &Context) {
    if let Some(id) = id {
        context.note(format_args!("to bring back what was there: zkctl undo {id}"));
    }
}

/// Ends a command: `fields` and problems on stdout, and the exit code "partial" if there are problems.
pub fn end(
    mut fields: Vec<(&'static str, Cell)>,
    counts: &Counts,
    undo: Option<String>,
    context: &mut Context,
) -> Result<Reply> {
    fields.extend([
        ("created", Cell::from(counts.created)),
        ("overwritten", Cell::from(counts.overwritten)),
        ("same", Cell::from(counts.same)),
        ("skipped", Cell::from(counts.left)),
        ("ephemerals_left_out", Cell::from(counts.ephemerals)),
        ("ephemerals_persisted", Cell::from(counts.persisted)),
        ("sequence_counters_lost", Cell::from(counts.counters)),
        ("failed", Cell::from(counts.problems)),
        ("undo", Cell::from(undo)),
    ]);
    let row = |(path, why): &(String, String)| Row::new(vec![path.as_str().into(), why.as_str().into()]);
    let mut rows: Vec<Row> = counts.told.iter().map(row).collect();
    rows.iter_mut().for_each(|row| row.tone = Tone::Bad);
    let untold = counts.problems.saturating_sub(rows.len() as u64);
    let foot = if untold > 0 { vec![format!("… and {} more", grouped(untold))] } else { Vec::new() };
    let reply = Reply::Report(Report {
        name: "problems",
        fields,
        columns: PROBLEMS,
        rows,
        foot,
        ..Report::default()
    });
    if counts.problems == 0 {
        return Ok(reply);
    }
    context.out.show(&reply)?;
    let said = format!("{} could not be written", nodes(counts.problems));
    crate::report(&Failure::new(Exit::Partial, "Partial", said), context.out.format());
    Err(Failure::silent(Exit::Partial))
}
