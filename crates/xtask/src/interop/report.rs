//! What a suite found: a line per case, and the chatter of the programs for when a case failed.

use std::fmt::Write;
use std::process::ExitCode;
use std::time::Duration;

#[derive(Default)]
pub(super) struct Report {
    ok: Vec<String>,
    failures: Vec<(String, String)>,
    notes: Vec<String>,
    chatter: String,
}

impl Report {
    pub(super) fn broken(name: &str, error: &anyhow::Error) -> Self {
        let mut report = Self::default();
        report.fail(name, format!("{error:#}"));
        report
    }

    /// Reads the case lines out of what a program printed; everything else is chatter.
    pub(super) fn read(&mut self, output: &str) {
        for line in output.lines() {
            if let Some(name) = line.strip_prefix("ok ") {
                self.pass(name);
            } else if let Some(rest) = line.strip_prefix("FAIL ") {
                let (name, why) = rest.split_once(": ").unwrap_or((rest, ""));
                self.fail(name, why.to_owned());
            } else {
                self.chatter.push_str(line);
                self.chatter.push('\n');
            }
        }
    }

    pub(super) fn pass(&mut self, name: &str) {
        self.ok.push(name.to_owned());
    }

    pub(super) fn fail(&mut self, name: &str, why: String) {
        self.failures.push((name.to_owned(), why));
    }

    /// A line that is shown whatever the verdict: a measurement, or what could not be tried and why.
    pub(super) fn note(&mut self, line: impl Into<String>) {
        self.notes.push(line.into());
    }

    pub(super) fn check(&mut self, name: &str, outcome: anyhow::Result<()>) {
        match outcome {
            Ok(()) => self.pass(name),
            Err(error) => self.fail(name, format!("{error:#}")),
        }
    }

    pub(super) fn passed(&self) -> usize {
        self.ok.len()
    }

    pub(super) fn failed(&self) -> usize {
        self.failures.len()
    }

    pub(super) fn render(&self, suite: &str, took: Duration) -> String {
        let verdict = if self.failures.is_empty() { "pass" } else { "FAIL" };
        let cases = self.passed() + self.failed();
        let mut out =
            format!("{verdict} {suite}: {} of {cases} cases, {:.1} s\n", self.passed(), took.as_secs_f32());
        for line in &self.notes {
            let _ = writeln!(out, "  note {line}");
        }
        for (name, why) in &self.failures {
            let _ = writeln!(out, "  FAIL {name}: {}", why.replace('\n', "\n    "));
        }
        if !self.failures.is_empty() && !self.chatter.trim().is_empty() {
            let skip = self.chatter.lines().count().saturating_sub(CHATTER_LINES);
            for line in self.chatter.lines().skip(skip) {
                let _ = writeln!(out, "    | {line}");
            }
        }
        out
    }
}

/// What all reports of a run come to.
#[derive(Default)]
pub(super) struct Tally {
    passed: usize,
    failed: usize,
}

impl Tally {
    pub(super) fn add(&mut self, report: &Report) {
        self.passed += report.passed();
        self.failed += report.failed();
    }

    /// Prints the line that every run ends with; a run that proved nothing has failed.
    pub(super) fn end(&self) -> ExitCode {
        println!("{} passed, {} failed", self.passed, self.failed);
        if self.failed > 0 || self.passed == 0 { ExitCode::FAILURE } else { ExitCode::SUCCESS }
    }
}

/// The tail of the chatter shown with a failure; the whole of it is in the log file.
const CHATTER_LINES: usize = 60;
