//! What the line editor asks while the user types: completion, hints from the history, open quotes, colour.

use std::borrow::Cow;
use std::cell::RefCell;

use anstyle::Style;
use rustyline::completion::{Completer, Pair};
use rustyline::highlight::Highlighter;
use rustyline::hint::{Hinter, HistoryHinter};
use rustyline::validate::{ValidationContext, ValidationResult, Validator};
use rustyline::{Context, Helper};

use super::completer::{self, Listing};
use super::tokenizer::{self, Open};

/// The editor's helper.
pub struct ShellHelper<L> {
    pub listing: L,
    pub grammar: clap::Command,
    pub cwd: RefCell<String>,
    pub color: bool,
    hinter: HistoryHinter,
}

impl<L: Listing> ShellHelper<L> {
    pub fn new(listing: L, grammar: clap::Command, color: bool) -> ShellHelper<L> {
        ShellHelper { listing, grammar, cwd: RefCell::new("/".into()), color, hinter: HistoryHinter::new() }
    }
}

impl<L: Listing> Helper for ShellHelper<L> {}

impl<L: Listing> Completer for ShellHelper<L> {
    type Candidate = Pair;

    fn complete(&self, line: &str, pos: usize, _: &Context<'_>) -> rustyline::Result<(usize, Vec<Pair>)> {
        let done = completer::complete(&self.grammar, line, pos, &self.cwd.borrow(), &self.listing);
        let pairs = done.candidates.into_iter().map(|c| Pair {
            // Names come from the server and are about to be listed on a terminal.
            display: crate::sanitise::line(&c.display).into_owned(),
            replacement: c.replacement,
        });
        Ok((done.start, pairs.collect()))
    }
}

impl<L> Hinter for ShellHelper<L> {
    type Hint = String;

    fn hint(&self, line: &str, pos: usize, context: &Context<'_>) -> Option<String> {
        self.hinter.hint(line, pos, context)
    }
}

impl<L> Validator for ShellHelper<L> {
    /// A line with an open quote, or a backslash at its end, goes on.
    fn validate(&self, context: &mut ValidationContext<'_>) -> rustyline::Result<ValidationResult> {
        Ok(match tokenizer::split(context.input()).open {
            Some(Open::Single | Open::Double | Open::Dollar | Open::Backslash) => {
                ValidationResult::Incomplete
            }
            None => ValidationResult::Valid(None),
        })
    }
}

impl<L> Highlighter for ShellHelper<L> {
    fn highlight_hint<'h>(&self, hint: &'h str) -> Cow<'h, str> {
        let dim = Style::new().dimmed();
        if self.color { Cow::Owned(format!("{dim}{hint}{dim:#}")) } else { Cow::Borrowed(hint) }
    }
}
