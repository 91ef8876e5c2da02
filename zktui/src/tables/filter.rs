//! What `/` takes: words and regular expressions that rows must match, or must not.

use regex::{Regex, RegexBuilder};

use super::{Column, Row};

/// The largest program that an expression may become.
const REGEX_BYTES: usize = 1 << 20;

/// A filter: words that must all be there, `!word` that must not, `column:word` in that column. A word may be a regular
/// expression; capitals do not matter.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    terms: Vec<Term>,
}

#[derive(Clone, Debug)]
struct Term {
    without: bool,
    column: Option<String>,
    text: String,
    /// The word as an expression, if it is one and more than itself. Half of one, while it is typed, is just text.
    regex: Option<Regex>,
}

impl Term {
    fn new(without: bool, column: Option<String>, text: &str) -> Term {
        let is_more = text.contains(['.', '*', '+', '?', '[', '(', '|', '^', '$', '\\', '{']);
        let build = || RegexBuilder::new(text).case_insensitive(true).size_limit(REGEX_BYTES).build().ok();
        let regex = if is_more { build() } else { None };
        Term { without, column, text: text.to_lowercase(), regex }
    }

    /// As text or as an expression: what stands in a cell can be typed as it stands.
    fn is_in(&self, text: &str) -> bool {
        text.to_lowercase().contains(&self.text) || self.regex.as_ref().is_some_and(|r| r.is_match(text))
    }
}

impl Filter {
    /// Reads a filter; everything is one.
    pub fn parse(text: &str) -> Filter {
        let terms = text.split_whitespace().map(|term| {
            let (without, term) = match term.strip_prefix('!') {
                Some(rest) => (true, rest),
                None => (false, term),
            };
            match term.split_once(':') {
                // `127.0.0.1:2181` is an address, not a column.
                Some((column, value)) if !column.is_empty() && column.chars().all(char::is_alphabetic) => {
                    Term::new(without, Some(column.to_lowercase()), value)
                }
                _ => Term::new(without, None, term),
            }
        });
        Filter { terms: terms.filter(|t| !t.text.is_empty()).collect() }
    }

    pub(super) fn matches(&self, columns: &[Column], row: &Row) -> bool {
        self.terms.iter().all(|term| {
            let mut cells = columns.iter().zip(&row.cells).filter(|(column, _)| {
                term.column.as_ref().is_none_or(|name| column.name.to_lowercase().starts_with(name.as_str()))
            });
            cells.any(|(_, cell)| term.is_in(&cell.text)) != term.without
        })
    }

    /// Whether a bare name passes.
    pub fn passes(&self, name: &str) -> bool {
        self.terms.iter().all(|term| term.is_in(name) != term.without)
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Cell, col};
    use super::*;

    fn row(a: &str, b: &str) -> Row {
        Row { id: String::new(), cells: vec![Cell::text(a), Cell::text(b)], dim: false }
    }

    #[test]
    fn a_filter_of_words_columns_and_their_opposites() {
        let columns = [col("SERVER", 10, false, 0), col("STATE", 10, false, 0)];
        let passes = |filter: &str| {
            let filter = Filter::parse(filter);
            [row("zk1:2181", "ok"), row("zk2:2181", "slow"), row("ok:2181", "down")]
                .iter()
                .map(|r| if filter.matches(&columns, r) { 'x' } else { '-' })
                .collect::<String>()
        };
        assert_eq!(passes(""), "xxx");
        assert_eq!(passes("ok"), "x-x");
        assert_eq!(passes("state:ok"), "x--");
        assert_eq!(passes("!state:ok"), "-xx");
        assert_eq!(passes("!ok zk"), "-x-");
        assert_eq!(passes("ZK1:2181"), "x--", "an address is no column");
        assert_eq!(passes("^ZK[12]"), "xx-");
        assert_eq!(passes("!state:^(ok|slow)$"), "--x");
        assert_eq!(passes("zk[1"), "---", "half an expression is text");
    }

    #[test]
    fn names_pass_as_text_or_as_expressions() {
        let passes = |filter: &str, name: &str| Filter::parse(filter).passes(name);
        assert!(passes("n-.*1$", "n-0000000001") && !passes("n-.*1$", "n-0000000010"));
        assert!(passes("a+b", "A+b") && passes("a+b", "aab"), "text, and an expression");
        assert!(!passes("!^lock-", "lock-7") && passes("!^lock-", "block-7"));
    }
}
