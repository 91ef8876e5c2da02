//! The YAML form: the JSON document, spelt as YAML. Hides the crate that writes it.

use std::io::{self, Write};

use super::ordered::Ordered;
use super::{SCHEMA, json};
use crate::reply::{Record, Reply};

fn text(value: &Ordered) -> io::Result<String> {
    serde_saphyr::to_string(value).map_err(io::Error::other)
}

/// Writes one answer as a document; `---` keeps it apart from the one before.
pub fn reply(reply: &Reply, notes: &[String], w: &mut impl Write) -> io::Result<()> {
    let mut buffer = Vec::new();
    json::reply(reply, notes, &mut buffer)?;
    let text = text(&Ordered::parse(&buffer)?)?;
    write!(w, "---\n{text}{}", if text.ends_with('\n') { "" } else { "\n" })
}

/// Opens the document that a stream's records stand in.
pub fn stream_head(w: &mut impl Write) -> io::Result<()> {
    writeln!(w, "---\nschema: {SCHEMA}")
}

/// Writes one record as an item of the list `name`.
pub fn record(name: &str, is_first: bool, record: &Record, w: &mut impl Write) -> io::Result<()> {
    if is_first {
        writeln!(w, "{name}:")?;
    }
    let mut buffer = Vec::new();
    json::record(record, &mut buffer)?;
    let text = text(&Ordered::List(vec![Ordered::parse(&buffer)?]))?;
    write!(w, "{text}{}", if text.ends_with('\n') { "" } else { "\n" })
}

/// Ends a stream.
pub fn stream_end(name: &str, records: u64, notes: &[String], w: &mut impl Write) -> io::Result<()> {
    if records == 0 {
        writeln!(w, "{name}: []")?;
    }
    if notes.is_empty() {
        return Ok(());
    }
    let list = Ordered::List(notes.iter().cloned().map(Ordered::Text).collect());
    write!(w, "{}", text(&Ordered::Map(vec![("notes".into(), list)]))?)
}
