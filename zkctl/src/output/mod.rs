//! Gives answers a form: `plain`, `table`, `json` and what follows from it. Decides what may go to a terminal; the
//! renderers write.

mod bars;
mod change;
mod csv;
mod grid;
mod json;
mod ordered;
mod plain;
mod progress;
mod report;
mod table;
mod template;
mod text;
mod tree;
mod yaml;
mod zkcli;

use std::io::{self, BufWriter, IsTerminal, Write};
use std::sync::{Mutex, PoisonError};

use crate::args::{Format, When};
use crate::form_args::{ByteForm, FormArgs, TimeForm};
use crate::reply::report::Row;
use crate::reply::{Record, Reply};

pub use bars::sparkline;
use csv::Separator;
pub use grid::UnknownColumn;
pub use json::error as error_json;
pub use progress::Progress;
pub use report::json as report_json;
pub use template::Template;
pub use text::{
    counted, event_line, hex_dump, iso_ms, iso_seconds, now_ms, relative, size as human_size, stored_owner,
};
pub use zkcli::{event as zkcli_event, failure as zkcli_failure};

/// Names the form of all JSON output. Fields may be added under the same name, never changed.
pub const SCHEMA: &str = "zkctl/1";

/// What the renderers need to know about where the text goes.
#[derive(Clone, Copy, Debug)]
pub struct Paint {
    /// Text of others must be made harmless, and data ends in a line break.
    pub terminal: bool,
    pub color: bool,
    /// Columns of the terminal.
    pub width: usize,
    /// Titles stand above columns.
    pub header: bool,
    pub time: TimeForm,
    pub bytes: Option<ByteForm>,
}

impl Paint {
    /// For a pipe or a file.
    pub const PIPE: Paint =
        Paint { terminal: false, color: false, width: 80, header: true, time: TimeForm::Iso, bytes: None };

    /// One line of text of others: sanitised for a terminal.
    fn line<'a>(&self, text: &'a str) -> std::borrow::Cow<'a, str> {
        if self.terminal { crate::sanitise::line(text) } else { text.into() }
    }

    fn styled(&self, style: anstyle::Style, text: &str) -> String {
        if self.color { format!("{style}{text}{style:#}") } else { text.to_owned() }
    }
}

/// Stdout, with a form.
pub struct Out {
    format: Format,
    paint: Paint,
    columns: Vec<String>,
    template: Template,
    writer: Box<dyn Write + Send>,
    stream: Option<StreamState>,
    /// For the next document.
    notes: Mutex<Vec<String>>,
}

struct StreamState {
    name: &'static str,
    records: u64,
    flush_each: bool,
    /// Its rows, in the forms that have columns.
    grid: Option<(grid::Stream, report::Widths)>,
}

impl StreamState {
    fn new(name: &'static str, pace: Pace) -> StreamState {
        StreamState { name, records: 0, flush_each: pace == Pace::Live, grid: None }
    }
}

/// How records of a stream leave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pace {
    /// At once, each.
    Live,
    /// When the buffer is full.
    Bulk,
}

impl Out {
    /// Stdout as it is: a table for people, plain for programs, unless the caller wants a certain form.
    pub fn stdout(wanted: Option<Format>, form: &FormArgs, color: When) -> Out {
        let stdout = io::stdout();
        let terminal = stdout.is_terminal();
        let format = wanted.unwrap_or(if terminal { Format::Table } else { Format::Plain });
        let color = wants_color(color, terminal);
        Out::new(format, form, Paint { terminal, color, width: width(), ..Paint::PIPE }, Box::new(stdout))
    }

    /// Into a file or a pipe.
    pub fn into(writer: Box<dyn Write + Send>, wanted: Option<Format>, form: &FormArgs) -> Out {
        Out::new(wanted.unwrap_or(Format::Plain), form, Paint { width: width(), ..Paint::PIPE }, writer)
    }

    fn new(format: Format, form: &FormArgs, paint: Paint, writer: Box<dyn Write + Send>) -> Out {
        let paint = Paint {
            header: !form.no_header,
            time: form.time.unwrap_or_default(),
            bytes: form.bytes,
            ..paint
        };
        // Whoever asks for the bytes gets them.
        let paint =
            if format == Format::Raw { Paint { terminal: false, color: false, ..paint } } else { paint };
        let writer = Box::new(BufWriter::with_capacity(64 << 10, writer));
        let template = form.template.clone().unwrap_or_default();
        let (format, columns) = match &form.template {
            Some(template) => (Format::Template, template.columns().to_vec()),
            None => (format, form.columns.clone()),
        };
        Out { format, paint, columns, template, writer, stream: None, notes: Mutex::default() }
    }

    /// Goes nowhere: what stands for the output while somebody else has it.
    pub fn none() -> Out {
        Out::new(Format::Plain, &FormArgs::default(), Paint::PIPE, Box::new(io::sink()))
    }

    /// The form in use.
    pub fn format(&self) -> Format {
        self.format
    }

    /// Where the text goes.
    pub fn paint(&self) -> Paint {
        self.paint
    }

    /// True for the forms that are documents: JSON, JSON lines, YAML.
    pub fn is_json(&self) -> bool {
        is_json(self.format)
    }

    /// Keeps what is to be known of the next answer: documents have it as `notes`.
    pub fn keep_note(&self, note: String) {
        self.notes.lock().unwrap_or_else(PoisonError::into_inner).push(note);
    }

    fn take_notes(&mut self) -> Vec<String> {
        std::mem::take(self.notes.get_mut().unwrap_or_else(PoisonError::into_inner))
    }

    /// Writes one answer.
    pub fn show(&mut self, reply: &Reply) -> io::Result<()> {
        let notes = self.take_notes();
        let (w, paint) = (&mut self.writer, self.paint);
        let has_columns = !self.columns.is_empty();
        let grid = || grid::of_reply(reply)?.select(&self.columns);
        match self.format {
            Format::Plain | Format::Raw if has_columns => report::plain(&grid()?, paint, w)?,
            Format::Plain | Format::Raw => plain::reply(reply, paint, w)?,
            Format::Zkcli => zkcli::reply(reply, paint, w)?,
            Format::Table if has_columns => report::table(&grid()?, paint, w)?,
            Format::Table => table::reply(reply, paint, w)?,
            Format::Json | Format::Jsonl => {
                safely(crate::sanitise::json, paint, w, |w| json::reply(reply, &notes, w))?
            }
            Format::Yaml => safely(crate::sanitise::block, paint, w, |w| yaml::reply(reply, &notes, w))?,
            Format::Csv => csv::grid(&grid()?, Separator::Comma, paint, w)?,
            Format::Tsv => csv::grid(&grid()?, Separator::Tab, paint, w)?,
            Format::Template => self.template.rows(&grid()?.rows, paint, w)?,
        }
        self.writer.flush()
    }

    /// Writes text that has a form already.
    pub fn raw(&mut self, text: &str) -> io::Result<()> {
        self.writer.write_all(text.as_bytes())
    }

    /// Starts a stream; `name` is the key of its records in a JSON document.
    pub fn begin(&mut self, name: &'static str, pace: Pace) -> io::Result<()> {
        self.stream = Some(StreamState::new(name, pace));
        match self.format {
            Format::Json => json::stream_head(name, &mut self.writer),
            Format::Yaml => yaml::stream_head(&mut self.writer),
            _ => Ok(()),
        }
    }

    /// Writes one record of a stream.
    pub fn record(&mut self, record: &Record) -> io::Result<()> {
        let stream = self.stream.get_or_insert_with(|| StreamState::new("records", Pace::Live));
        let (w, paint) = (&mut self.writer, self.paint);
        let is_first = stream.records == 0;
        match self.format {
            Format::Json => {
                w.write_all(if is_first { b"\n" } else { b",\n" })?;
                safely(crate::sanitise::json, paint, w, |w| json::record(record, w))?;
            }
            Format::Jsonl => {
                safely(crate::sanitise::json, paint, w, |w| json::record(record, w))?;
                w.write_all(b"\n")?;
            }
            Format::Yaml => {
                let name = stream.name;
                safely(crate::sanitise::block, paint, w, |w| yaml::record(name, is_first, record, w))?;
            }
            Format::Template => {
                self.template.rows(&stream.cells(record, &self.columns)?, paint, w)?;
            }
            Format::Csv | Format::Tsv => stream.rows(self.format, record, &self.columns, paint, w)?,
            _ if !self.columns.is_empty() => stream.rows(self.format, record, &self.columns, paint, w)?,
            Format::Plain | Format::Raw => plain::record(record, paint, w)?,
            Format::Zkcli => zkcli::record(record, paint, w)?,
            Format::Table if matches!(record, Record::Row { .. }) => {
                stream.rows(self.format, record, &self.columns, paint, w)?;
            }
            Format::Table => {
                if is_first && paint.header {
                    table::stream_head(stream.name, record, paint, w)?;
                }
                table::record(record, paint, w)?;
            }
        }
        stream.records += 1;
        if stream.flush_each { self.writer.flush() } else { Ok(()) }
    }

    /// Ends a stream.
    pub fn end(&mut self) -> io::Result<()> {
        if let Some(stream) = self.stream.take() {
            let notes = self.take_notes();
            match self.format {
                Format::Json => json::stream_end(&notes, &mut self.writer)?,
                Format::Yaml => yaml::stream_end(stream.name, stream.records, &notes, &mut self.writer)?,
                _ => {}
            }
        }
        self.writer.flush()
    }
}

impl StreamState {
    /// The rows of a record, of these columns.
    fn cells(&mut self, record: &Record, wanted: &[String]) -> io::Result<Vec<Row>> {
        let grid = match self.grid.take() {
            Some((grid, _)) => grid,
            None => grid::Stream::new(record, wanted)?,
        };
        let rows = grid.rows(record);
        self.grid = Some((grid, report::Widths::default()));
        rows
    }

    /// Writes a record in a form that has columns; the first one brings the line of titles.
    fn rows(
        &mut self,
        format: Format,
        record: &Record,
        wanted: &[String],
        paint: Paint,
        w: &mut impl Write,
    ) -> io::Result<()> {
        let separator = if format == Format::Csv { Separator::Comma } else { Separator::Tab };
        if self.grid.is_none() {
            let grid = grid::Stream::new(record, wanted)?;
            let (columns, rows) = (grid.columns(), grid.rows(record)?);
            let widths = report::Widths::of(&columns, rows.first().unwrap_or(&Row::default()), paint);
            match format {
                Format::Csv | Format::Tsv => csv::head(&columns, separator, paint, w)?,
                Format::Table if paint.header => widths.head(&columns, paint, w)?,
                _ => {}
            }
            self.grid = Some((grid, widths));
        }
        let Some((grid, widths)) = &self.grid else { return Ok(()) };
        let rows = grid.rows(record)?;
        match format {
            Format::Csv | Format::Tsv => csv::rows(&rows, separator, paint, w),
            Format::Table => rows.iter().try_for_each(|row| widths.row(row, paint, w)),
            _ => rows.iter().try_for_each(|row| report::plain_row(row, paint, w)),
        }
    }
}

/// Writes a document, for a terminal with what could act on it escaped.
fn safely(
    escape: fn(&str) -> std::borrow::Cow<'_, str>,
    paint: Paint,
    w: &mut dyn Write,
    write: impl FnOnce(&mut Box<dyn Write + '_>) -> io::Result<()>,
) -> io::Result<()> {
    if !paint.terminal {
        let mut direct: Box<dyn Write + '_> = Box::new(w);
        return write(&mut direct);
    }
    let mut text = Vec::new();
    let mut buffer: Box<dyn Write + '_> = Box::new(&mut text);
    write(&mut buffer)?;
    drop(buffer);
    w.write_all(escape(&String::from_utf8_lossy(&text)).as_bytes())
}

/// True for the forms that are documents. Errors are JSON there, which is YAML too.
pub fn is_json(format: Format) -> bool {
    matches!(format, Format::Json | Format::Jsonl | Format::Yaml)
}

/// `NO_COLOR` and `TERM=dumb` are honoured unless the command line says otherwise.
pub fn wants_color(when: When, terminal: bool) -> bool {
    match when {
        When::Always => true,
        When::Never => false,
        When::Auto => {
            let set = |name| std::env::var_os(name).is_some_and(|v| !v.is_empty());
            let dumb = std::env::var_os("TERM").is_some_and(|t| t == "dumb");
            terminal && !set("NO_COLOR") && !dumb || set("CLICOLOR_FORCE") && !set("NO_COLOR")
        }
    }
}

fn width() -> usize {
    comfy_table::Table::new().width().filter(|w| *w > 0).map_or(80, usize::from)
}

#[cfg(test)]
mod tests;
