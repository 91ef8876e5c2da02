//! `doctor`: looks at every server and at the tree, and says what is wrong or unwise, the worst first, each with what
//! was seen and what mends it.

mod bundle;
mod ensemble;
mod scene;
mod server;
mod tree;

use crate::context::Context;
use crate::exit::Exit;
use crate::failure::{Failure, Result};
use crate::group_args::check::DoctorArgs;
use crate::reply::Reply;
use crate::reply::report::{Column, Report, Row, Tone};
use scene::Scene;

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Worth knowing.
    Info,
    /// Should be mended.
    Warn,
    /// Must be mended now.
    Crit,
}

impl Severity {
    fn name(self) -> &'static str {
        match self {
            Severity::Info => "INFO",
            Severity::Warn => "WARN",
            Severity::Crit => "CRIT",
        }
    }
}

/// Something that a check found.
#[derive(Clone, Debug)]
pub struct Finding {
    pub severity: Severity,
    /// The server or node that it is about; empty for the ensemble.
    pub subject: String,
    /// What was seen.
    pub text: String,
    /// What mends it.
    pub fix: String,
}

impl Finding {
    /// A finding of its parts.
    pub fn new(
        severity: Severity,
        subject: impl Into<String>,
        text: impl Into<String>,
        fix: impl Into<String>,
    ) -> Finding {
        Finding { severity, subject: subject.into(), text: text.into(), fix: fix.into() }
    }
}

/// What a check found, or why it could not look.
pub type Looked = std::result::Result<Vec<Finding>, String>;

/// One check.
pub struct Check {
    pub id: &'static str,
    /// What it looks for.
    pub about: &'static str,
    pub look: fn(&Scene) -> Looked,
}

/// All checks. An id never changes its meaning: scripts name them.
fn checks() -> impl Iterator<Item = &'static Check> {
    ensemble::CHECKS.iter().chain(server::CHECKS).chain(tree::CHECKS)
}

const FINDINGS: &[Column] = &[
    Column::new("severity", "SEV"),
    Column::new("id", "ID"),
    Column::new("subject", "WHERE"),
    Column::new("finding", "FINDING"),
    Column::new("fix", "FIX"),
];
const LIST: &[Column] = &[Column::new("id", "ID"), Column::new("about", "LOOKS FOR")];

/// Runs the checks, prints what they found, and writes the bundle.
pub async fn run(args: DoctorArgs, context: &mut Context) -> Result<Reply> {
    if args.list {
        let rows = checks().map(|c| Row::new(vec![c.id.into(), c.about.into()])).collect();
        return Ok(Reply::Report(Report { name: "checks", columns: LIST, rows, ..Report::default() }));
    }
    if let Some(unknown) = args.only.iter().find(|id| checks().all(|c| c.id != **id)) {
        let shown = crate::sanitise::line(unknown).into_owned();
        return Err(
            Failure::usage(format!("there is no check `{shown}`")).hint("`zkctl doctor --list` lists them")
        );
    }
    let wanted: Vec<&Check> =
        checks().filter(|c| args.only.is_empty() || args.only.iter().any(|id| id == c.id)).collect();
    let scene = Scene::set(&args.admin, args.scan_nodes, context).await?;
    let mut found: Vec<(&Check, Finding)> = Vec::new();
    let mut skipped = Vec::new();
    for check in &wanted {
        match (check.look)(&scene) {
            Ok(findings) => found.extend(findings.into_iter().map(|f| (*check, f))),
            Err(why) => skipped.push(format!("{}: {why}", check.id)),
        }
    }
    found.sort_by_key(|(_, f)| std::cmp::Reverse(f.severity));
    let bad = found.iter().any(|(_, f)| f.severity >= Severity::Warn);
    let report = report(&found, &skipped, wanted.len(), args.fix_hints);
    if let Some(file) = &args.bundle {
        bundle::write(file, &report, &scene).await?;
        context.note(format_args!("wrote {}", file.display()));
    }
    let reply = Reply::Report(report);
    if !bad {
        return Ok(reply);
    }
    context.out.show(&reply)?;
    Err(Failure::silent(Exit::Findings))
}

fn report(found: &[(&Check, Finding)], skipped: &[String], total: usize, fix_hints: bool) -> Report {
    let rows = found.iter().map(|(check, f)| {
        let tone = match f.severity {
            Severity::Crit => Tone::Bad,
            Severity::Warn => Tone::Warning,
            Severity::Info => Tone::Plain,
        };
        let cells = vec![
            f.severity.name().into(),
            check.id.into(),
            f.subject.as_str().into(),
            f.text.as_str().into(),
            f.fix.as_str().into(),
        ];
        Row::new(cells).tone(tone)
    });
    let mut foot = vec![format!(
        "{} from {}, {} skipped",
        crate::bulk::counted(found.len() as u64, "finding", "findings"),
        crate::bulk::counted(total as u64, "check", "checks"),
        skipped.len()
    )];
    foot.extend(skipped.iter().map(|why| format!("skipped {why}")));
    if fix_hints {
        foot.extend(found.iter().map(|(check, f)| format!("fix {}: {}", check.id, f.fix)));
    }
    let fields =
        vec![("checks", total.into()), ("skipped", crate::reply::report::Cell::List(skipped.to_vec()))];
    Report { name: "findings", fields, columns: FINDINGS, rows: rows.collect(), foot, ..Report::default() }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn ids_differ_and_have_one_form() {
        let ids: Vec<&str> = checks().map(|c| c.id).collect();
        assert_eq!(ids.len(), ids.iter().collect::<BTreeSet<_>>().len());
        assert!(ids.len() >= 30, "{}", ids.len());
        assert!(ids.iter().all(|id| id.bytes().all(|b| b.is_ascii_lowercase() || b == b'-')));
    }
}
