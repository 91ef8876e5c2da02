//! Comma- and tab-separated values: a line of names, then a line for each row, quoted where needed.

use std::io::{self, Write};

use super::Paint;
use super::grid::{Grid, Head};
use super::report::plain_cell;
use crate::reply::report::{Cell, Row};

/// What stands between two cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Separator {
    Comma,
    Tab,
}

/// A whole grid.
pub fn grid(grid: &Grid, separator: Separator, paint: Paint, w: &mut impl Write) -> io::Result<()> {
    if !grid.columns.is_empty() {
        head(&grid.columns, separator, paint, w)?;
    }
    rows(&grid.rows, separator, paint, w)
}

/// The line of names, unless it is not wanted.
pub fn head(columns: &[Head], separator: Separator, paint: Paint, w: &mut impl Write) -> io::Result<()> {
    if !paint.header {
        return Ok(());
    }
    let mut writer = writer(separator, w);
    writer.write_record(columns.iter().map(|c| c.key.as_str())).map_err(plain_error)?;
    writer.flush()
}

/// A line for each row.
pub fn rows(rows: &[Row], separator: Separator, paint: Paint, w: &mut impl Write) -> io::Result<()> {
    let mut writer = writer(separator, w);
    for row in rows {
        writer.write_record(row.cells.iter().map(|c| text(c, paint))).map_err(plain_error)?;
    }
    writer.flush()
}

fn writer<W: Write>(separator: Separator, w: W) -> csv::Writer<W> {
    let delimiter = if separator == Separator::Comma { b',' } else { b'\t' };
    csv::WriterBuilder::new().delimiter(delimiter).from_writer(w)
}

fn plain_error(error: csv::Error) -> io::Error {
    error.into()
}

/// A cell. Spreadsheets run text that starts like a formula: an apostrophe in front keeps it text.
fn text(cell: &Cell, paint: Paint) -> String {
    match cell {
        Cell::None => String::new(),
        Cell::Flag(flag) => flag.to_string(),
        Cell::Text(_) | Cell::List(_) => {
            let text = plain_cell(cell, paint);
            let text = paint.line(&text);
            let acts = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
            if acts { format!("'{text}") } else { text.into_owned() }
        }
        other => plain_cell(other, paint),
    }
}
