//! What is said about a configuration: problems that stop the start, warnings that do not, and the report of
//! `zkd config check` that shows both.

use crate::config::Config;
use crate::config::ensemble::Ensemble;
use crate::config::members::{Member, Role};
use std::fmt;
use std::io;
use std::path::Path;

/// Something that stops the server from starting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The file, when it is not the main one (a dynamic file, `myid`).
    pub file: Option<String>,
    /// The line, counted from 1, on which the key starts. `None` when something is missing.
    pub line_number: Option<u32>,
    /// What is wrong, and what to do.
    pub text: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        place(f, self.file.as_deref(), self.line_number)?;
        f.write_str(&self.text)
    }
}

/// How much a [`Warning`] matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    /// Good to know, nothing to do.
    Info,
    /// Probably not what was meant.
    Warn,
}

/// Something to tell before the server starts anyway.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// How much it matters.
    pub severity: Severity,
    /// The line, counted from 1.
    pub line_number: Option<u32>,
    /// What there is to know.
    pub text: String,
}

impl Warning {
    /// About a file that the configuration names, or its own.
    pub(super) fn of_file(text: String) -> Warning {
        Warning { severity: Severity::Warn, line_number: None, text }
    }
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        place(f, None, self.line_number)?;
        f.write_str(&self.text)
    }
}

/// A file with more problems than this is not a configuration with mistakes.
const MAX_SHOWN: usize = 100;

fn place(f: &mut fmt::Formatter<'_>, file: Option<&str>, line_number: Option<u32>) -> fmt::Result {
    if let Some(file) = file {
        write!(f, "{file}: ")?;
    }
    match line_number {
        Some(n) => write!(f, "line {n}: "),
        None => Ok(()),
    }
}

/// Everything that is wrong with a configuration, in the order of its lines.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct ConfigErrors {
    /// The name of the file.
    pub name: String,
    /// At least one.
    pub problems: Vec<Problem>,
    /// What would have been said if it had been right.
    pub warnings: Vec<Warning>,
}

impl ConfigErrors {
    /// The file itself could not be read.
    pub(super) fn file(name: &str, error: &io::Error) -> ConfigErrors {
        let text = match error.kind() {
            // Apache's words, which its users search for.
            io::ErrorKind::NotFound => format!("{name} file is missing"),
            _ => format!("cannot read {name}: {error}"),
        };
        let problem = Problem { file: None, line_number: None, text };
        ConfigErrors { name: name.to_owned(), problems: vec![problem], warnings: Vec::new() }
    }
}

impl fmt::Display for ConfigErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let count = self.problems.len();
        write!(f, "{}: {count} problem{}", self.name, if count == 1 { "" } else { "s" })?;
        for problem in self.problems.iter().take(MAX_SHOWN) {
            write!(f, "\n  {problem}")?;
        }
        match count.checked_sub(MAX_SHOWN) {
            None | Some(0) => Ok(()),
            Some(more) => write!(f, "\n  and {more} more; is this the right file?"),
        }
    }
}

/// The outcome of `zkd config check`.
#[derive(Clone, Debug)]
pub struct Report {
    /// The file that was looked at.
    pub name: String,
    /// What stops a start.
    pub problems: Vec<Problem>,
    /// What does not.
    pub warnings: Vec<Warning>,
    /// The ensemble that the server would be a member of.
    pub ensemble: Option<Ensemble>,
}

impl Report {
    pub(super) fn new(path: &Path, outcome: Result<(Config, Vec<Warning>), ConfigErrors>) -> Report {
        let name = path.display().to_string();
        match outcome {
            Ok((config, warnings)) => {
                let ensemble = config.ensemble().cloned();
                Report { name, problems: Vec::new(), warnings, ensemble }
            }
            Err(e) => Report { name, problems: e.problems, warnings: e.warnings, ensemble: None },
        }
    }

    /// Whether a server would start with it.
    pub fn is_ok(&self) -> bool {
        self.problems.is_empty()
    }

    /// 0, or 2 as Apache's server ends on an invalid configuration.
    pub fn exit_code(&self) -> u8 {
        if self.is_ok() { 0 } else { 2 }
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for problem in self.problems.iter().take(MAX_SHOWN) {
            writeln!(f, "error: {problem}")?;
        }
        if let Some(more @ 1..) = self.problems.len().checked_sub(MAX_SHOWN) {
            writeln!(f, "error: and {more} more; is this the right file?")?;
        }
        for warning in self.warnings.iter().take(MAX_SHOWN) {
            let word = match warning.severity {
                Severity::Info => "note",
                Severity::Warn => "warning",
            };
            writeln!(f, "{word}: {warning}")?;
        }
        if let Some(ensemble) = &self.ensemble {
            members(f, ensemble)?;
        }
        let verdict = if self.is_ok() { "would start" } else { "would not start" };
        writeln!(f, "{}: zkd {verdict} with this configuration", self.name)
    }
}

/// The members of an ensemble, a line each, and what a quorum is.
fn members(f: &mut fmt::Formatter<'_>, ensemble: &Ensemble) -> fmt::Result {
    let all = &ensemble.membership;
    let voters = all.participant_count();
    write!(f, "ensemble of {} ({voters} vote): ", count(all.members.len(), "server"))?;
    if all.is_hierarchical() {
        writeln!(f, "a quorum is most of the weight in most of {}", count(all.groups.len(), "group"))?;
    } else {
        writeln!(f, "{} of the voters are a quorum, {} may fail", voters / 2 + 1, (voters - 1) / 2)?;
    }
    for (sid, member) in &all.members {
        let role = match member.role {
            Role::Participant => "votes   ",
            Role::Observer => "observes",
        };
        write!(f, "  server.{sid:<3} {role}  {}", Addresses(member))?;
        if let Some((group, _)) = all.groups.iter().find(|(_, sids)| sids.contains(sid)) {
            write!(f, "  group {group}, weight {}", all.weight(*sid))?;
        }
        writeln!(f, "{}", if *sid == ensemble.my_id { "  (this server)" } else { "" })?;
    }
    Ok(())
}

fn count(n: usize, of: &str) -> String {
    format!("{n} {of}{}", if n == 1 { "" } else { "s" })
}

/// Where the other members and clients find a member.
struct Addresses<'a>(&'a Member);

impl fmt::Display for Addresses<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = self.0.to_string();
        let (members, client) = text.split_once(';').unwrap_or((&text, ""));
        let members = members.trim_end_matches(":participant").trim_end_matches(":observer");
        f.write_str(members)?;
        if client.is_empty() { Ok(()) } else { write!(f, ", clients on {client}") }
    }
}
