//! A report: rows of typed cells under columns, the shape that most answers have. Every output form follows from it,
//! so a command that answers with one needs no code in the renderers.

use zk_proto::{SessionId, Zxid};

/// Rows under columns.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// Key of the rows in JSON.
    pub name: &'static str,
    /// What is said of the whole: fields beside the rows in JSON, not printed otherwise.
    pub fields: Vec<(&'static str, Cell)>,
    /// Lines above the table, for people only.
    pub head: Vec<String>,
    pub columns: &'static [Column],
    pub rows: Vec<Row>,
    /// Lines below the table, for people only.
    pub foot: Vec<String>,
}

/// A column: its key in JSON and CSV, its title for people.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    pub key: &'static str,
    pub title: &'static str,
    /// A table that is too wide for the terminal can do without it.
    pub minor: bool,
}

impl Column {
    /// A column; the title is for people, the key for programs.
    pub const fn new(key: &'static str, title: &'static str) -> Column {
        Column { key, title, minor: false }
    }

    /// A column that a table leaves out, the last one first, where the terminal is too narrow.
    pub const fn minor(key: &'static str, title: &'static str) -> Column {
        Column { key, title, minor: true }
    }
}

/// A row; as many cells as there are columns.
#[derive(Clone, Debug, Default)]
pub struct Row {
    pub cells: Vec<Cell>,
    pub tone: Tone,
}

impl Row {
    /// A row in the usual tone.
    pub fn new(cells: Vec<Cell>) -> Row {
        Row { cells, tone: Tone::Plain }
    }

    /// The same row in another tone.
    pub fn tone(mut self, tone: Tone) -> Row {
        self.tone = tone;
        self
    }
}

/// How a row strikes the eye where there is colour. The text must say it too.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    #[default]
    Plain,
    Good,
    Warning,
    Bad,
    Dim,
}

/// A value with its kind, which decides its form: ids are `0x…` strings in JSON and times are ISO 8601.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Cell {
    /// Not known or not there: `null`, or `-` for people.
    #[default]
    None,
    Text(String),
    Number(i64),
    Decimal(f64),
    Flag(bool),
    /// A part of a whole, from 0 to 1; people see a bar.
    Share(f64),
    Zxid(Zxid),
    Session(SessionId),
    /// Milliseconds since 1970, UTC.
    Time(i64),
    /// A number of bytes; people see it with a unit.
    Bytes(u64),
    /// Milliseconds; people see it with a unit.
    Millis(i64),
    List(Vec<String>),
}

impl Cell {
    /// Text.
    pub fn text(text: impl Into<String>) -> Cell {
        Cell::Text(text.into())
    }

    /// A number that may not be known.
    pub fn number(number: Option<u64>) -> Cell {
        number.map_or(Cell::None, Cell::from)
    }

    /// Stands at the right edge of its column.
    pub fn is_numeric(&self) -> bool {
        matches!(self, Cell::Number(_) | Cell::Decimal(_) | Cell::Bytes(_) | Cell::Millis(_))
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Cell {
        Cell::Text(text.to_owned())
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Cell {
        Cell::Text(text)
    }
}

impl From<bool> for Cell {
    fn from(flag: bool) -> Cell {
        Cell::Flag(flag)
    }
}

impl From<i32> for Cell {
    fn from(n: i32) -> Cell {
        Cell::Number(n.into())
    }
}

impl From<i64> for Cell {
    fn from(n: i64) -> Cell {
        Cell::Number(n)
    }
}

impl From<u64> for Cell {
    fn from(n: u64) -> Cell {
        Cell::Number(i64::try_from(n).unwrap_or(i64::MAX))
    }
}

impl From<usize> for Cell {
    fn from(n: usize) -> Cell {
        Cell::from(n as u64)
    }
}

impl From<Zxid> for Cell {
    fn from(zxid: Zxid) -> Cell {
        Cell::Zxid(zxid)
    }
}

impl From<SessionId> for Cell {
    fn from(id: SessionId) -> Cell {
        Cell::Session(id)
    }
}

impl<T: Into<Cell>> From<Option<T>> for Cell {
    fn from(value: Option<T>) -> Cell {
        value.map_or(Cell::None, Into::into)
    }
}
