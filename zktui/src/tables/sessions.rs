//! Client connections of all servers, as `cons` lists them, with what `dump` says of their sessions.

use zk_client::admin::Connection;

use super::{Cell, Column, Row, Table, Tone, col};
use crate::app::{App, View};
use crate::text::clean;

pub(super) const COLUMNS: [Column; 11] = [
    col("SESSION", 19, false, 0),
    col("CLIENT", 22, false, 0),
    col("SERVER", 22, false, 1),
    col("TIMEOUT", 8, true, 4),
    col("EPHEM", 6, true, 2),
    col("KIND", 6, false, 4),
    col("OUT", 5, true, 2),
    col("RECV", 9, true, 3),
    col("SENT", 9, true, 6),
    col("MAX LAT", 8, true, 5),
    col("LAST OP", 8, false, 3),
];

/// What stands there instead of a session, and the filter that shows all such connections.
pub(crate) const NONE: &str = "(none)";

/// A connection that asks four-letter words, as our own do: it has no session and will have none.
fn is_word(c: &Connection) -> bool {
    c.session_id.is_none() && c.received.is_none_or(|n| n <= 1)
}

/// How many connections are left out as such.
pub(crate) fn left_out(app: &App) -> usize {
    let all = app.sessions.lists.iter().flat_map(|(_, list)| &list.value);
    if app.list(View::Sessions).filter.contains(NONE) { 0 } else { all.filter(|c| is_word(c)).count() }
}

pub(super) fn table(app: &App) -> Table {
    let mut rows = Vec::new();
    let wants_all = app.list(View::Sessions).filter.contains(NONE);
    for (index, list) in &app.sessions.lists {
        for c in list.value.iter().filter(|c| wants_all || !is_word(c)) {
            let session = match c.session_id {
                Some(id) => Cell::text(id.to_string()),
                None => Cell::text(NONE).tone(Tone::Dim),
            };
            rows.push(Row {
                id: c.session_id.map_or_else(String::new, |id| id.to_string()),
                cells: vec![
                    session,
                    Cell::text(clean(&c.address)),
                    Cell::text(app.model.name(*index)),
                    match c.timeout {
                        Some(ms) => {
                            Cell::number(ms as f64, crate::time::short(u64::try_from(ms).unwrap_or(0)))
                        }
                        None => Cell::number(f64::NAN, "-").tone(Tone::Dim),
                    },
                    count_or_dash(c.session_id.and_then(|id| app.dumps.ephemerals(id))),
                    match c.session_id.and_then(|id| app.dumps.is_local(*index, id)) {
                        Some(true) => Cell::text("local").tone(Tone::Strong),
                        Some(false) => Cell::text("global"),
                        None => Cell::text("-").tone(Tone::Dim),
                    },
                    Cell::count(c.queued),
                    Cell::count(c.received),
                    Cell::count(c.sent),
                    Cell::millis(c.max_latency),
                    Cell::text(c.last_op.as_deref().map_or_else(|| "-".to_owned(), clean)),
                ],
                dim: false,
            });
        }
    }
    let empty = app
        .sessions
        .empty_text("cons", "with dump lists every connection and ephemeral: costs little below 1000");
    Table { columns: COLUMNS.to_vec(), rows, total: 0, empty }
}

fn count_or_dash(count: Option<usize>) -> Cell {
    match count {
        Some(n) => Cell::count(i64::try_from(n).ok()),
        None => Cell::number(f64::NAN, "-").tone(Tone::Dim),
    }
}
