//! Any answer as rows of cells under columns: for csv, tsv and `--columns`. Reports are that already and some answers
//! have columns of their own; of the others they follow from the JSON document, with dotted names for what is nested.

use std::fmt;
use std::io;

use zk_proto::{Acl, Stat};

use super::json;
use super::ordered::Ordered;
use super::text::{kind, owner};
use crate::reply::report::{Cell, Column, Report, Row};
use crate::reply::{Record, Reply};

/// Rows under columns.
#[derive(Debug, Default)]
pub struct Grid {
    pub columns: Vec<Head>,
    pub rows: Vec<Row>,
    /// Lines above the table, and below it.
    pub above: Vec<String>,
    pub foot: Vec<String>,
}

/// A column's name for programs and its title for people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    pub key: String,
    pub title: String,
    /// It may be left out where there is no room.
    pub minor: bool,
}

impl Head {
    fn new(key: &str) -> Head {
        Head { key: key.to_owned(), title: key.to_uppercase(), minor: false }
    }
}

impl From<&Column> for Head {
    fn from(column: &Column) -> Head {
        Head { key: column.key.to_owned(), title: column.title.to_owned(), minor: column.minor }
    }
}

/// `--columns` names one that the answer does not have.
#[derive(Debug)]
pub struct UnknownColumn {
    pub wanted: String,
    pub known: Vec<String>,
}

impl fmt::Display for UnknownColumn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the answer has no column `{}`", self.wanted)
    }
}

impl std::error::Error for UnknownColumn {}

impl From<&Report> for Grid {
    fn from(report: &Report) -> Grid {
        Grid {
            columns: report.columns.iter().map(Head::from).collect(),
            rows: report.rows.clone(),
            above: report.head.clone(),
            foot: report.foot.clone(),
        }
    }
}

const LONG: &[Column] = &[
    Column::new("name", "NAME"),
    Column::new("type", "TYPE"),
    Column::new("version", "VER"),
    Column::new("size", "SIZE"),
    Column::new("children", "CHILDREN"),
    Column::new("mtime", "MODIFIED"),
    Column::new("owner", "OWNER"),
    Column::new("ctime", "CREATED"),
    Column::new("czxid", "CZXID"),
    Column::new("mzxid", "MZXID"),
    Column::new("pzxid", "PZXID"),
    Column::new("cversion", "CVER"),
    Column::new("aversion", "AVER"),
];

const ACL: &[Column] =
    &[Column::new("scheme", "SCHEME"), Column::new("id", "ID"), Column::new("perms", "PERMS")];

/// An answer as rows.
pub fn of_reply(reply: &Reply) -> io::Result<Grid> {
    let heads = |columns: &[Column]| columns.iter().map(Head::from).collect();
    let one = |key, items: &[String]| Grid {
        columns: vec![Head::new(key)],
        rows: items.iter().map(|i| Row::new(vec![Cell::text(i.as_str())])).collect(),
        ..Grid::default()
    };
    Ok(match reply {
        Reply::Nothing => Grid::default(),
        Reply::Report(report) => report.into(),
        Reply::Names { names, .. } => one("name", names),
        Reply::Ephemerals { paths, .. } => one("path", paths),
        Reply::Acl { acl, .. } => {
            let entry = |a: &Acl| {
                vec![a.id.scheme.as_str().into(), a.id.id.as_str().into(), a.perms.letters().into()]
            };
            let rows = acl.iter().map(|a| Row::new(entry(a))).collect();
            Grid { columns: heads(ACL), rows, ..Grid::default() }
        }
        Reply::Long { rows, .. } => {
            let rows = rows.iter().map(|r| Row::new(long_cells(&r.name, &r.stat))).collect();
            Grid { columns: heads(LONG), rows, ..Grid::default() }
        }
        other => {
            let mut buffer = Vec::new();
            json::reply(other, &[], &mut buffer)?;
            of_document(&Ordered::parse(&buffer)?)
        }
    })
}

fn long_cells(name: &str, s: &Stat) -> Vec<Cell> {
    let size = u64::try_from(s.data_length).unwrap_or_default();
    let owner = owner(s);
    vec![
        name.into(),
        kind(s).into(),
        s.version.into(),
        Cell::Bytes(size),
        s.num_children.into(),
        Cell::Time(s.mtime),
        if owner == "-" { Cell::None } else { owner.into() },
        Cell::Time(s.ctime),
        s.czxid.into(),
        s.mzxid.into(),
        s.pzxid.into(),
        s.cversion.into(),
        s.aversion.into(),
    ]
}

/// A document as rows: those of its first list, or the document itself as the only one.
fn of_document(document: &Ordered) -> Grid {
    let Ordered::Map(entries) = document else { return Grid::default() };
    let list = entries.iter().find_map(|(key, value)| match value {
        Ordered::List(items) => Some((key, items)),
        _ => None,
    });
    let flat: Vec<Vec<(String, Cell)>> = match list {
        Some((key, items)) => items.iter().map(|item| item_cells(key, item)).collect(),
        None => {
            let entries: Vec<_> = entries.iter().filter(|(key, _)| key != "schema").cloned().collect();
            vec![flatten("", &entries)]
        }
    };
    let mut columns: Vec<Head> = Vec::new();
    for (key, _) in flat.iter().flatten() {
        if !columns.iter().any(|c| c.key == *key) {
            columns.push(Head::new(key));
        }
    }
    // Not every document keeps an order of keys: what a row is about comes first.
    columns.sort_by_key(|c| !matches!(c.key.as_str(), "path" | "number" | "op"));
    let rows = flat.into_iter().map(|row| align(&columns, row)).collect();
    Grid { columns, rows, ..Grid::default() }
}

fn align(columns: &[Head], row: Vec<(String, Cell)>) -> Row {
    let cell =
        |c: &Head| row.iter().find(|(key, _)| *key == c.key).map_or(Cell::None, |(_, cell)| cell.clone());
    Row::new(columns.iter().map(cell).collect())
}

fn item_cells(list: &str, item: &Ordered) -> Vec<(String, Cell)> {
    match item {
        Ordered::Map(entries) => flatten("", entries),
        other => vec![(list.to_owned(), cell(list, other))],
    }
}

/// What is nested gets a dotted name; a list becomes one cell.
fn flatten(prefix: &str, entries: &[(String, Ordered)]) -> Vec<(String, Cell)> {
    let mut out = Vec::new();
    for (key, value) in entries {
        let name = if prefix.is_empty() { key.clone() } else { format!("{prefix}.{key}") };
        match value {
            Ordered::Map(inner) => out.extend(flatten(&name, inner)),
            other => out.push((name, cell(key, other))),
        }
    }
    out
}

/// A JSON value as a cell. The schema's names say what a time and what a size is.
fn cell(key: &str, value: &Ordered) -> Cell {
    match value {
        Ordered::Null | Ordered::Map(_) => Cell::None,
        Ordered::Bool(b) => Cell::Flag(*b),
        Ordered::Int(n) if matches!(key, "bytes" | "size" | "data_length") && *n >= 0 => {
            Cell::Bytes(n.unsigned_abs())
        }
        Ordered::Int(n) => Cell::Number(*n),
        Ordered::Big(n) => Cell::text(n.to_string()),
        Ordered::Float(n) => Cell::Decimal(*n),
        Ordered::Text(text) => match text.parse::<jiff::Timestamp>() {
            Ok(time) if matches!(key, "ts" | "time" | "ctime" | "mtime") => Cell::Time(time.as_millisecond()),
            _ => Cell::text(text.as_str()),
        },
        Ordered::List(items) => Cell::List(items.iter().map(inline).collect()),
    }
}

/// A value inside a cell.
fn inline(value: &Ordered) -> String {
    match value {
        Ordered::Text(text) => text.clone(),
        other => serde_json::to_string(other).unwrap_or_default(),
    }
}

impl Grid {
    /// Only these columns, in this order; all of them if none is named.
    ///
    /// # Errors
    /// [`UnknownColumn`], wrapped: rows without such a column.
    pub fn select(self, wanted: &[String]) -> io::Result<Grid> {
        if wanted.is_empty() {
            return Ok(self);
        }
        // An answer without rows may not know its columns.
        if self.columns.is_empty() {
            let columns = wanted.iter().map(|key| Head::new(key)).collect();
            return Ok(Grid { columns, ..self });
        }
        let places = places(&self.columns, wanted)?;
        // Who names columns wants them, whether there is room or not.
        let columns = places.iter().map(|i| Head { minor: false, ..self.columns[*i].clone() }).collect();
        let rows = self.rows.into_iter().map(|row| pick(row, &places)).collect();
        Ok(Grid { columns, rows, above: self.above, foot: self.foot })
    }
}

/// Where the wanted columns stand.
fn places(columns: &[Head], wanted: &[String]) -> io::Result<Vec<usize>> {
    let place = |key: &String| {
        let key = key.trim();
        let whole = columns.iter().position(|c| c.key.eq_ignore_ascii_case(key));
        // `mzxid` is enough for `stat.mzxid`.
        let last = |c: &Head| c.key.rsplit('.').next().is_some_and(|last| last.eq_ignore_ascii_case(key));
        whole.or_else(|| columns.iter().position(last)).ok_or_else(|| {
            let known = columns.iter().map(|c| c.key.clone()).collect();
            io::Error::other(UnknownColumn { wanted: key.to_owned(), known })
        })
    };
    wanted.iter().map(place).collect()
}

fn pick(row: Row, places: &[usize]) -> Row {
    let cells = places.iter().map(|i| row.cells.get(*i).cloned().unwrap_or_default()).collect();
    Row { cells, tone: row.tone }
}

/// The rows of a stream: its columns are fixed by its first record.
#[derive(Debug)]
pub struct Stream {
    all: Vec<Head>,
    places: Vec<usize>,
}

impl Stream {
    /// For the stream that starts with this record.
    ///
    /// # Errors
    /// [`UnknownColumn`], wrapped.
    pub fn new(first: &Record, wanted: &[String]) -> io::Result<Stream> {
        let all: Vec<Head> = match first {
            Record::Row { columns, .. } => columns.iter().map(Head::from).collect(),
            other => stream_keys(other).iter().map(|key| Head::new(key)).collect(),
        };
        let places = if wanted.is_empty() { (0..all.len()).collect() } else { places(&all, wanted)? };
        Ok(Stream { all, places })
    }

    /// The columns that are printed.
    pub fn columns(&self) -> Vec<Head> {
        self.places.iter().map(|i| self.all[*i].clone()).collect()
    }

    /// A record as rows: one, and one more for each part of a multi.
    pub fn rows(&self, record: &Record) -> io::Result<Vec<Row>> {
        if let Record::Row { row, .. } = record {
            return Ok(vec![pick(row.clone(), &self.places)]);
        }
        let mut buffer = Vec::new();
        json::record(record, &mut buffer)?;
        let Ordered::Map(entries) = Ordered::parse(&buffer)? else { return Ok(Vec::new()) };
        let mut cells = flatten("", &entries);
        let Record::Txn(txn) = record else { return Ok(vec![pick(align(&self.all, cells), &self.places)]) };
        cells.retain(|(key, _)| key != "type" && key != "path");
        let ops = std::iter::once(&txn.op).chain(&txn.parts).map(|op| {
            let path = Cell::from(op.path.clone());
            let details = Cell::text(super::text::details(op));
            let own = [("type".to_owned(), Cell::text(op.kind.as_str())), ("path".to_owned(), path)];
            let row = own.into_iter().chain([("details".to_owned(), details)]).chain(cells.clone()).collect();
            pick(align(&self.all, row), &self.places)
        });
        Ok(ops.collect())
    }
}

/// The columns of streams whose records differ.
fn stream_keys(first: &Record) -> &'static [&'static str] {
    match first {
        Record::Row { .. } => &[],
        Record::Path(_) => &["path"],
        Record::Found { .. } => &[
            "path",
            "stat.czxid",
            "stat.mzxid",
            "stat.pzxid",
            "stat.epoch",
            "stat.ctime",
            "stat.mtime",
            "stat.version",
            "stat.cversion",
            "stat.aversion",
            "stat.ephemeral_owner",
            "stat.data_length",
            "stat.num_children",
        ],
        Record::WatchSet { .. } | Record::Event { .. } | Record::Session { .. } | Record::Change(_) => {
            &["ts", "event", "path", "zxid", "state", "gap_possible", "missed"]
        }
        Record::Txn(_) => {
            &["zxid", "epoch", "time", "session", "cxid", "type", "path", "details", "digest", "offset"]
        }
        Record::SnapHead { .. } | Record::SnapSession { .. } | Record::SnapNode(_) => &[
            "kind",
            "path",
            "file",
            "zxid",
            "session",
            "timeout_ms",
            "value.encoding",
            "value.data",
            "value.null",
            "acl",
            "stat.czxid",
            "stat.mzxid",
            "stat.pzxid",
            "stat.ctime",
            "stat.mtime",
            "stat.version",
            "stat.cversion",
            "stat.aversion",
            "stat.owner",
            "stat.data_length",
        ],
    }
}
