//! Gives answers a form: `plain`, `table` or `json`. Decides what may go to a terminal; the renderers write.

mod json;
mod plain;
mod progress;
mod report;
mod table;
mod text;
mod tree;

use std::io::{self, BufWriter, IsTerminal, Write};

use crate::args::{Format, When};
use crate::reply::{Record, Reply};

pub use json::error as error_json;
pub use progress::Progress;
pub use text::{event_line, iso_seconds, now_ms};

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
}

impl Paint {
    /// For a pipe or a file.
    #[cfg(test)]
    pub const PIPE: Paint = Paint { terminal: false, color: false, width: 80 };

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
    writer: Box<dyn Write + Send>,
    stream: Option<StreamState>,
}

struct StreamState {
    name: &'static str,
    records: u64,
    flush_each: bool,
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
    pub fn stdout(wanted: Option<Format>, color: When) -> Out {
        let stdout = io::stdout();
        let terminal = stdout.is_terminal();
        let format = wanted.unwrap_or(if terminal { Format::Table } else { Format::Plain });
        let paint = Paint { terminal, color: wants_color(color, terminal), width: width() };
        Out { format, paint, writer: Box::new(BufWriter::with_capacity(64 << 10, stdout)), stream: None }
    }

    /// The form in use.
    pub fn format(&self) -> Format {
        self.format
    }

    /// Where the text goes.
    pub fn paint(&self) -> Paint {
        self.paint
    }

    /// True for the JSON forms.
    pub fn is_json(&self) -> bool {
        is_json(self.format)
    }

    /// Writes one answer.
    pub fn show(&mut self, reply: &Reply) -> io::Result<()> {
        let w = &mut self.writer;
        match self.format {
            Format::Plain => plain::reply(reply, self.paint, w)?,
            Format::Table => table::reply(reply, self.paint, w)?,
            Format::Json | Format::Jsonl => json::reply(reply, w)?,
        }
        self.writer.flush()
    }

    /// Writes text that has a form already.
    pub fn raw(&mut self, text: &str) -> io::Result<()> {
        self.writer.write_all(text.as_bytes())
    }

    /// Starts a stream; `name` is the key of its records in a JSON document.
    pub fn begin(&mut self, name: &'static str, pace: Pace) -> io::Result<()> {
        self.stream = Some(StreamState { name, records: 0, flush_each: pace == Pace::Live });
        if self.format == Format::Json {
            json::stream_head(name, &mut self.writer)?;
        }
        Ok(())
    }

    /// Writes one record of a stream.
    pub fn record(&mut self, record: &Record) -> io::Result<()> {
        let stream = self.stream.get_or_insert(StreamState { name: "records", records: 0, flush_each: true });
        let w = &mut self.writer;
        match self.format {
            Format::Plain => plain::record(record, self.paint, w)?,
            Format::Table => {
                if stream.records == 0 {
                    table::stream_head(stream.name, record, self.paint, w)?;
                }
                table::record(record, self.paint, w)?;
            }
            Format::Json => {
                w.write_all(if stream.records == 0 { b"\n" } else { b",\n" })?;
                json::record(record, w)?;
            }
            Format::Jsonl => {
                json::record(record, w)?;
                w.write_all(b"\n")?;
            }
        }
        stream.records += 1;
        if stream.flush_each { self.writer.flush() } else { Ok(()) }
    }

    /// Ends a stream.
    pub fn end(&mut self) -> io::Result<()> {
        if self.stream.take().is_some() && self.format == Format::Json {
            self.writer.write_all(b"\n]}\n")?;
        }
        self.writer.flush()
    }
}

/// True for the JSON forms.
pub fn is_json(format: Format) -> bool {
    matches!(format, Format::Json | Format::Jsonl)
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
