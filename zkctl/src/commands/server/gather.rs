//! Asks several servers and makes one report of their answers: a server that does not answer costs its rows, and
//! the reason stands beside the others'.

use std::future::Future;

use crate::context::Context;
use crate::exit::Exit;
use crate::failure::{Failure, Result};
use crate::group_args::AdminArgs;
use crate::group_args::server::WhichServer;
use crate::reply::Reply;
use crate::reply::report::{Cell, Column, Report, Row};
use crate::survey::{self, Known, Survey, Target, Trouble};

/// The servers that are meant: one by its id or address, or all.
pub async fn targets(admin: &AdminArgs, which: &WhichServer, context: &Context) -> Result<Vec<Target>> {
    let all = survey::targets(context, admin)?;
    let Some(name) = &which.server else { return Ok(all) };
    if let Some(target) = all.iter().find(|t| t.server.to_string() == *name) {
        return Ok(vec![target.clone()]);
    }
    if name.parse::<i64>().is_ok() {
        let survey = Survey::take(&all).await;
        if let Some(view) = survey.find(name) {
            return Ok(vec![view.target.clone()]);
        }
    }
    let names: Vec<String> = all.iter().map(|t| t.server.to_string()).collect();
    let shown = crate::sanitise::line(name);
    Err(Failure::usage(format!("no server `{shown}` in the connect string")).hint(format!(
        "it has {}; an id works for members of an ensemble that tell theirs",
        names.join(", ")
    )))
}

/// Asks each target for rows. With rows from at least one it is a report; otherwise a failure: 14 if all of them
/// could tell and do not, else 6.
pub async fn report<F>(
    name: &'static str,
    columns: &'static [Column],
    targets: &[Target],
    ask: impl Fn(Target) -> F,
    context: &Context,
) -> Result<Reply>
where
    F: Future<Output = Known<Vec<Row>>> + Send + 'static,
{
    let answers = survey::ask_all(targets, ask).await;
    let mut rows = Vec::new();
    let mut troubles = Vec::new();
    for (target, answer) in targets.iter().zip(answers) {
        match answer {
            Ok(some) => rows.extend(some),
            Err(trouble) => troubles.push((target.server.to_string(), trouble)),
        }
    }
    if troubles.len() == targets.len() {
        return Err(nobody(&troubles));
    }
    Ok(Reply::Report(finish(Report { name, columns, rows, ..Report::default() }, &troubles, context)))
}

/// Adds who did not answer: a field in JSON, lines below a table, stderr otherwise.
pub fn finish(mut report: Report, troubles: &[(String, Trouble)], context: &Context) -> Report {
    let lines: Vec<String> = troubles.iter().map(|(server, why)| format!("{server}: {why}")).collect();
    report.foot.extend(lines.iter().map(|line| format!("! {line}")));
    if context.out.format() == crate::args::Format::Plain {
        for line in &lines {
            context.note(format_args!("note: {}", crate::sanitise::line(line)));
        }
    }
    report.fields.push(("unavailable", Cell::List(lines)));
    report
}

/// The failure when no server answered.
pub fn nobody(troubles: &[(String, Trouble)]) -> Failure {
    let denied = troubles.iter().any(|(_, t)| t.is_denied());
    let down = troubles.iter().all(|(_, t)| matches!(t, Trouble::Down(_) | Trouble::NotServing));
    let (exit, code) = match (denied, down) {
        (true, _) => (Exit::Unsupported, "NotOffered"),
        (_, true) => (Exit::CannotConnect, "ConnectionLoss"),
        _ => (Exit::Unexpected, "Odd"),
    };
    let lines: Vec<String> = troubles.iter().map(|(server, why)| format!("{server}: {why}")).collect();
    Failure::new(exit, code, format!("no server answers this: {}", lines.join("; ")))
}
