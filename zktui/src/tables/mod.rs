//! Lists as data: columns, rows of cells, a filter and an order. What is drawn, what the keys move over, what is
//! copied and what is filtered is one and the same table.

mod alerts;
mod filter;
mod happenings;
mod latency;
mod servers;
mod sessions;
mod watches;

use std::cmp::Ordering;

use crate::app::{App, View};
pub use filter::Filter;
pub(crate) use happenings::{line as happening_line, tone as weight_tone};
pub use servers::{SPARK, lag_text, lag_time, trend_mark};
pub(crate) use servers::{millis_or_dash, tone as state_tone, trend_text};
pub(crate) use sessions::left_out as words_left_out;

/// How a cell is to look. What it means, not a colour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Tone {
    /// As usual.
    #[default]
    Plain,
    /// Less important, or old.
    Dim,
    /// More important.
    Strong,
    /// All is well.
    Good,
    /// On its way.
    Busy,
    /// Look at it.
    Warn,
    /// Act.
    Bad,
    /// Refused.
    Refused,
    /// Contradicts.
    Odd,
    /// A heading.
    Head,
    /// A key, a mark.
    Accent,
}

/// By what a row is sorted.
#[derive(Clone, Debug, PartialEq)]
pub enum Key {
    /// A number; unknown ones are NaN and come last.
    Number(f64),
    /// Text.
    Text(String),
}

/// One cell.
#[derive(Clone, Debug)]
pub struct Cell {
    /// What stands there.
    pub text: String,
    /// How it looks.
    pub tone: Tone,
    /// By what it is sorted.
    pub key: Key,
}

impl Cell {
    /// Text.
    pub fn text(text: impl Into<String>) -> Cell {
        let text = text.into();
        Cell { key: Key::Text(text.clone()), text, tone: Tone::Plain }
    }

    /// A number with its text.
    pub fn number(value: f64, text: impl Into<String>) -> Cell {
        Cell { text: text.into(), tone: Tone::Plain, key: Key::Number(value) }
    }

    /// A whole number, or `-`.
    pub fn count(value: Option<i64>) -> Cell {
        match value {
            Some(n) => Cell::number(n as f64, crate::text::grouped(n)),
            None => Cell::number(f64::NAN, "-").tone(Tone::Dim),
        }
    }

    /// Milliseconds, or `-`.
    pub fn millis(value: Option<f64>) -> Cell {
        match value {
            Some(ms) => Cell::number(ms, crate::text::millis(ms)),
            None => Cell::number(f64::NAN, "-").tone(Tone::Dim),
        }
    }

    /// The same with another look.
    pub fn tone(mut self, tone: Tone) -> Cell {
        self.tone = tone;
        self
    }
}

/// One column.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// Heading.
    pub name: &'static str,
    /// How wide it wants to be; 0 takes what is left.
    pub width: u16,
    /// Figures stand to the right.
    pub right: bool,
    /// Columns of a higher number go first when there is no room; 0 stays.
    pub goes: u8,
}

/// A column.
pub const fn col(name: &'static str, width: u16, right: bool, goes: u8) -> Column {
    Column { name, width, right, goes }
}

/// One row.
#[derive(Clone, Debug)]
pub struct Row {
    /// What it is about: a server's index, a session, a path.
    pub id: String,
    /// One cell for each column.
    pub cells: Vec<Cell>,
    /// The whole row is of the past.
    pub dim: bool,
}

impl Row {
    /// Its cells as one line, without those that are empty.
    pub fn text(&self) -> String {
        let cells = self.cells.iter().map(|c| c.text.as_str()).filter(|t| !t.is_empty());
        cells.collect::<Vec<_>>().join("  ")
    }
}

/// A list.
#[derive(Clone, Debug)]
pub struct Table {
    /// Columns.
    pub columns: Vec<Column>,
    /// Rows, filtered and in order.
    pub rows: Vec<Row>,
    /// How many there are without the filter.
    pub total: usize,
    /// What to say when there are none.
    pub empty: String,
}

/// The columns of a view's list; none where there is no list.
pub fn columns(view: View) -> Vec<Column> {
    match view {
        // Watches have others for each way to group them.
        View::Server | View::Znodes | View::Watches => Vec::new(),
        View::Overview => servers::COLUMNS.to_vec(),
        View::Sessions => sessions::COLUMNS.to_vec(),
        View::Latency => latency::COLUMNS.to_vec(),
        View::Timeline => happenings::COLUMNS.to_vec(),
        View::Alerts => alerts::COLUMNS.to_vec(),
    }
}

/// The list of a view.
pub fn of(app: &App, view: View) -> Option<Table> {
    let mut table = match view {
        View::Overview => servers::table(app),
        View::Server => return None,
        View::Sessions => sessions::table(app),
        View::Znodes => return None,
        View::Watches => watches::table(app),
        View::Latency => latency::table(app),
        View::Timeline => happenings::table(app),
        View::Alerts => alerts::table(app),
    };
    app.columns.apply(view, &mut table);
    let list = app.list(view);
    table.total = table.rows.len();
    let filter = Filter::parse(&list.filter);
    table.rows.retain(|row| filter.matches(&table.columns, row));
    if let Some((column, reverse)) = list.sort {
        table.rows.sort_by(|a, b| compare(a, b, column, reverse));
    }
    Some(table)
}

fn compare(a: &Row, b: &Row, column: usize, reverse: bool) -> Ordering {
    let (Some(a), Some(b)) = (a.cells.get(column), b.cells.get(column)) else { return Ordering::Equal };
    match (&a.key, &b.key) {
        (Key::Number(x), Key::Number(y)) if x.is_nan() || y.is_nan() => x.is_nan().cmp(&y.is_nan()),
        (Key::Number(x), Key::Number(y)) => turn(x.total_cmp(y), reverse),
        (Key::Text(x), Key::Text(y)) => turn(x.cmp(y), reverse),
        (Key::Number(_), Key::Text(_)) => Ordering::Less,
        (Key::Text(_), Key::Number(_)) => Ordering::Greater,
    }
}

fn turn(order: Ordering, reverse: bool) -> Ordering {
    if reverse { order.reverse() } else { order }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_unknown_comes_last_either_way() {
        let rows = [f64::NAN, 2.0, 1.0].map(|n| Row {
            id: n.to_string(),
            cells: vec![Cell::number(n, "")],
            dim: false,
        });
        let order = |reverse| {
            let mut rows = rows.to_vec();
            rows.sort_by(|a, b| compare(a, b, 0, reverse));
            rows.into_iter().map(|r| r.id).collect::<Vec<_>>()
        };
        assert_eq!(order(false), ["1", "2", "NaN"]);
        assert_eq!(order(true), ["2", "1", "NaN"]);
    }
}
