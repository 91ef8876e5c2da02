//! The lines typed so far: which of them are kept, where, and how they ended.

use std::path::PathBuf;
use std::time::Duration;

use etcetera::BaseStrategy;

use super::{Flow, tokenizer};
use crate::failure::Failure;
use crate::reply::Reply;
use crate::reply::report::{Cell, Column, Report, Row};

/// Lines kept.
pub const MAX_LINES: usize = 10_000;

const COLUMNS: &[Column] = &[
    Column::new("number", "#"),
    Column::new("line", "LINE"),
    Column::new("exit", "EXIT"),
    Column::new("duration_ms", "TOOK"),
];

/// A line, and how it ended if it was run here.
#[derive(Debug)]
struct Entry {
    line: String,
    ended: Option<(u8, Duration)>,
}

/// The lines of earlier shells and of this one.
#[derive(Debug, Default)]
pub struct History {
    entries: Vec<Entry>,
    /// The line being run is the last entry.
    is_open: bool,
}

impl History {
    /// With the lines of earlier shells.
    pub fn load(&mut self, lines: impl Iterator<Item = String>) {
        self.entries = lines.map(|line| Entry { line, ended: None }).collect();
    }

    /// A line is about to be run; kept unless it is private or blank.
    pub fn begin(&mut self, line: &str) {
        self.is_open = !is_private(line) && !line.trim().is_empty();
        if self.is_open {
            if self.entries.len() == MAX_LINES {
                self.entries.remove(0);
            }
            self.entries.push(Entry { line: line.to_owned(), ended: None });
        }
    }

    /// It has ended.
    pub fn end(&mut self, result: &Result<Flow, Failure>, took: Duration) {
        let exit = result.as_ref().map_or_else(|f| f.exit().code(), |_| 0);
        if std::mem::take(&mut self.is_open)
            && let Some(last) = self.entries.last_mut()
        {
            last.ended = Some((exit, took));
        }
    }

    /// Exit code of the line that was run last.
    pub fn last_exit(&self) -> u8 {
        self.entries.iter().rev().find_map(|e| e.ended).map_or(0, |(exit, _)| exit)
    }

    /// How many lines there are.
    pub fn count(&self) -> usize {
        self.entries.len()
    }

    /// A line by its number.
    pub fn line(&self, number: usize) -> Option<&str> {
        self.entries.get(number.checked_sub(1)?).map(|e| e.line.as_str())
    }

    /// The last lines, all or those that failed.
    pub fn report(&self, count: usize, failed: bool) -> Reply {
        let is_wanted = |e: &Entry| !failed || e.ended.is_some_and(|(exit, _)| exit != 0);
        let mut rows: Vec<Row> =
            self.entries.iter().enumerate().filter(|(_, e)| is_wanted(e)).map(row).collect();
        rows.drain(..rows.len().saturating_sub(count));
        Reply::Report(Report { name: "history", columns: COLUMNS, rows, ..Report::default() })
    }
}

fn row((index, entry): (usize, &Entry)) -> Row {
    let exit = entry.ended.map(|(exit, _)| i64::from(exit));
    let took = entry.ended.and_then(|(_, took)| i64::try_from(took.as_millis()).ok());
    let took = took.map_or(Cell::None, Cell::Millis);
    Row::new(vec![(index + 1).into(), entry.line.as_str().into(), exit.into(), took])
}

/// `$XDG_STATE_HOME/zkd/zkctl_history`. The editor writes it with mode 0600; here its directory is made,
/// for the owner only. `None` if there is no home: the shell works without a history file.
pub fn file() -> Option<PathBuf> {
    let dirs = etcetera::choose_base_strategy().ok()?;
    let dir = dirs.state_dir().unwrap_or_else(|| dirs.data_dir()).join("zkd");
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(&dir).ok()?;
    Some(dir.join("zkctl_history"))
}

/// True for lines that must not be stored: those that start with a blank, and those that carry credentials.
pub fn is_private(line: &str) -> bool {
    if line.starts_with(char::is_whitespace) {
        return true;
    }
    tokenizer::split(line).texts().any(is_secret)
}

/// Words that are credentials, or announce some.
fn is_secret(word: &str) -> bool {
    let word = word.to_ascii_lowercase();
    let named = |name: &str| word.contains(&format!("{name}=")) || word.contains(&format!("{name}:"));
    matches!(word.as_str(), "addauth" | "--auth" | "--password")
        || word.starts_with("--auth=")
        || ["password", "passwd", "secret", "token"].into_iter().any(named)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exit::Exit;

    #[test]
    fn secrets_and_lines_with_a_leading_blank_are_private() {
        for line in [
            "addauth digest u:p",
            "-q AddAuth digest u:p",
            "'addauth' digest u:p",
            " ls /",
            "set /app/config '{\"db_password\": 1, Password: x}'",
            "ls / --auth=digest:u:p",
            "set /a secret=x",
        ] {
            assert!(is_private(line), "{line}");
        }
        for line in ["ls /", "get /addauth", "get /secrets", "ls /token"] {
            assert!(!is_private(line), "{line}");
        }
    }

    #[test]
    fn lines_are_numbered_and_know_how_they_ended() {
        let mut history = History::default();
        history.load(["old".to_owned()].into_iter());
        for (line, result) in [("ls /", Ok(Flow::Continue)), ("get /x", Err(Failure::silent(Exit::NotFound)))]
        {
            history.begin(line);
            history.end(&result, Duration::from_millis(2));
        }
        history.begin("addauth digest u:p");
        history.end(&Ok(Flow::Continue), Duration::ZERO);
        assert_eq!((history.line(1), history.line(3), history.line(4)), (Some("old"), Some("get /x"), None));
        assert_eq!((history.line(0), history.last_exit(), history.count()), (None, 3, 3));
        let Reply::Report(report) = history.report(20, true) else { panic!() };
        assert_eq!(report.rows[0].cells[..3], [3usize.into(), "get /x".into(), Cell::Number(3)]);
        assert_eq!(report.rows.len(), 1);
    }
}
