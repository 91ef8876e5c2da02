//! Reports, and grids made of other answers, in every form: the one place that knows how a cell looks.

use std::io::{self, Write};

use anstyle::{AnsiColor, Style};
use serde_json::{Map, Value, json};

use super::Paint;
use super::bars::bar;
use super::grid::{Grid, Head};
use super::table::styled_columns;
use super::text::iso_ms;
use crate::reply::report::{Cell, Column, Report, Row, Tone};

/// One object: the fields, then the rows under their name.
pub fn json(report: &Report) -> Value {
    let mut object: Map<String, Value> =
        report.fields.iter().map(|(key, cell)| ((*key).to_owned(), json_cell(cell))).collect();
    let rows = report.rows.iter().map(|row| json_row(report.columns, row)).collect();
    object.insert(report.name.to_owned(), Value::Array(rows));
    Value::Object(object)
}

/// One row as an object.
pub fn json_row(columns: &[Column], row: &Row) -> Value {
    let pairs = columns.iter().zip(&row.cells).map(|(c, cell)| (c.key.to_owned(), json_cell(cell)));
    Value::Object(pairs.collect())
}

fn json_cell(cell: &Cell) -> Value {
    match cell {
        Cell::None => Value::Null,
        Cell::Text(text) => json!(text),
        Cell::Number(n) | Cell::Millis(n) => json!(n),
        Cell::Decimal(n) | Cell::Share(n) => json!(n),
        Cell::Flag(flag) => json!(flag),
        Cell::Zxid(zxid) => json!(zxid.to_string()),
        Cell::Session(id) => json!(id.to_string()),
        Cell::Time(ms) => json!(iso_ms(*ms)),
        Cell::Bytes(n) => json!(n),
        Cell::List(items) => json!(items),
    }
}

/// One line per row, tab-separated.
pub fn plain(grid: &Grid, paint: Paint, w: &mut impl Write) -> io::Result<()> {
    grid.rows.iter().try_for_each(|row| plain_row(row, paint, w))
}

/// One row, tab-separated.
pub fn plain_row(row: &Row, paint: Paint, w: &mut impl Write) -> io::Result<()> {
    let cells: Vec<String> =
        row.cells.iter().map(|c| paint.line(&plain_cell(c, paint)).into_owned()).collect();
    writeln!(w, "{}", cells.join("\t"))
}

/// A cell for a program: exact, no unit.
pub fn plain_cell(cell: &Cell, paint: Paint) -> String {
    match cell {
        Cell::Time(ms) => paint.time_ms(*ms),
        Cell::Bytes(n) => paint.exact_size(clamp(*n)),
        Cell::Millis(n) => n.to_string(),
        Cell::Share(n) => format!("{n:.4}"),
        other => table_cell(other, paint),
    }
}

/// Under a header, with the foot below.
pub fn table(grid: &Grid, paint: Paint, w: &mut impl Write) -> io::Result<()> {
    grid.above.iter().try_for_each(|line| writeln!(w, "{}", paint.line(line)))?;
    let (kept, left_out) = room(grid, paint);
    let header: Vec<&str> = kept.iter().map(|i| grid.columns[*i].title.as_str()).collect();
    let numeric = |i: usize| {
        let mut cells = grid.rows.iter().filter_map(|r| r.cells.get(i)).filter(|c| **c != Cell::None);
        cells.next().is_some_and(Cell::is_numeric) && cells.all(Cell::is_numeric)
    };
    let right: Vec<usize> = (0..kept.len()).filter(|at| numeric(kept[*at])).collect();
    let cells = |r: &Row| {
        let cell = |i: &usize| r.cells.get(*i).map_or_else(String::new, |c| table_cell(c, paint));
        (kept.iter().map(cell).collect(), tone(r.tone))
    };
    if !grid.rows.is_empty() {
        styled_columns(&header, grid.rows.iter().map(cells).collect(), &right, paint, w)?;
    }
    let dimmed = Style::new().dimmed();
    if !left_out.is_empty() {
        let titles: Vec<&str> = left_out.iter().map(|i| grid.columns[*i].title.as_str()).collect();
        let line = format!("not shown: {} (a wider terminal or --columns has them)", titles.join(", "));
        writeln!(w, "{}", paint.styled(dimmed, &line))?;
    }
    grid.foot.iter().try_for_each(|line| writeln!(w, "{}", paint.styled(dimmed, &paint.line(line))))
}

/// The columns that are printed, and those for which a terminal has no room: first columns without anything in them go,
/// then minor ones, the last first. What is then still too wide the terminal wraps: nothing else is left out.
fn room(grid: &Grid, paint: Paint) -> (Vec<usize>, Vec<usize>) {
    let mut kept: Vec<usize> = (0..grid.columns.len()).collect();
    if !paint.terminal {
        return (kept, Vec::new());
    }
    let cells = |i: usize| grid.rows.iter().filter_map(move |r| r.cells.get(i));
    let width = |i: usize| {
        let title = grid.columns[i].title.chars().count();
        let widest = cells(i).map(|c| crate::sanitise::line(&table_cell(c, paint)).chars().count()).max();
        widest.unwrap_or_default().max(title) + 2
    };
    let widths: Vec<usize> = kept.iter().map(|i| width(*i)).collect();
    // The gap behind the last column needs no room.
    let fits = |kept: &[usize]| kept.iter().map(|i| widths[*i]).sum::<usize>() <= paint.width + 2;
    let empty = |i: usize| grid.columns[i].minor && cells(i).all(|c| *c == Cell::None);
    let mut left_out = Vec::new();
    for wanted in [true, false] {
        for i in (0..grid.columns.len()).rev().filter(|i| grid.columns[*i].minor && empty(*i) == wanted) {
            if fits(&kept) {
                break;
            }
            kept.retain(|k| *k != i);
            // Nothing is missed of a column without anything in it.
            left_out.extend((!wanted).then_some(i));
        }
    }
    left_out.sort_unstable();
    (kept, left_out)
}

/// Widths of a stream's columns: a table that is measured first would have to be held in memory, so the first row
/// decides.
#[derive(Debug, Default)]
pub struct Widths(Vec<usize>);

impl Widths {
    /// Wide enough for the titles and this row.
    pub fn of(columns: &[Head], first: &Row, paint: Paint) -> Widths {
        let width = |(i, c): (usize, &Head)| {
            let cell = first
                .cells
                .get(i)
                .map_or(0, |cell| crate::sanitise::line(&table_cell(cell, paint)).chars().count());
            cell.max(c.title.chars().count())
        };
        Widths(columns.iter().enumerate().map(width).collect())
    }

    /// The line of titles.
    pub fn head(&self, columns: &[Head], paint: Paint, w: &mut impl Write) -> io::Result<()> {
        let line = self.line(columns.iter().map(|c| c.title.clone()));
        writeln!(w, "{}", paint.styled(Style::new().bold(), &line))
    }

    /// The line of a row.
    pub fn row(&self, row: &Row, paint: Paint, w: &mut impl Write) -> io::Result<()> {
        let line =
            self.line(row.cells.iter().map(|c| crate::sanitise::line(&table_cell(c, paint)).into_owned()));
        let style = tone(row.tone);
        writeln!(w, "{}", if style == Style::new() { line } else { paint.styled(style, &line) })
    }

    fn line(&self, cells: impl Iterator<Item = String>) -> String {
        let mut line = String::new();
        for (cell, width) in cells.zip(&self.0) {
            line.push_str(&format!("{cell:<width$}  "));
        }
        line.truncate(line.trim_end().len());
        line
    }
}

fn clamp(n: u64) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

/// A cell for people.
fn table_cell(cell: &Cell, paint: Paint) -> String {
    match cell {
        Cell::None => "-".into(),
        Cell::Text(text) => text.clone(),
        Cell::Number(n) => n.to_string(),
        Cell::Decimal(n) => format!("{n:.2}"),
        Cell::Share(n) => bar(*n),
        Cell::Flag(flag) => if *flag { "yes" } else { "no" }.into(),
        Cell::Zxid(zxid) => zxid.to_string(),
        Cell::Session(id) => id.to_string(),
        Cell::Time(ms) => paint.time_seconds(*ms),
        Cell::Bytes(n) => paint.size(clamp(*n)),
        Cell::Millis(n) => format!("{n} ms"),
        Cell::List(items) => items.join(","),
    }
}

fn tone(tone: Tone) -> Style {
    match tone {
        Tone::Plain => Style::new(),
        Tone::Good => AnsiColor::Green.on_default(),
        Tone::Warning => AnsiColor::Yellow.on_default(),
        Tone::Bad => AnsiColor::Red.on_default(),
        Tone::Dim => Style::new().dimmed(),
    }
}
