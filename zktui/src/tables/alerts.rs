//! Alerts that are on, the worst first.

use super::{Cell, Column, Row, Table, Tone, col};
use crate::app::App;
use crate::model::alerts::Severity;

pub(super) const COLUMNS: [Column; 5] = [
    col("LEVEL", 5, false, 0),
    col("SERVER", 22, false, 0),
    col("WHAT", 19, false, 0),
    col("FOR", 7, true, 1),
    col("FIGURE", 0, false, 0),
];

pub(super) fn table(app: &App) -> Table {
    let now = app.model.now;
    let rows = app.model.alerts.active().into_iter().map(|(whose, kind, alert)| {
        let (level, tone) = match alert.severity {
            Severity::Warn => ("warn", Tone::Warn),
            Severity::Crit => ("CRIT", Tone::Bad),
        };
        let since = now.since(alert.since);
        Row {
            id: whose.map_or_else(String::new, |i| i.to_string()),
            cells: vec![
                Cell::text(level).tone(tone),
                Cell::text(whose.map_or_else(|| "ensemble".to_owned(), |i| app.model.name(i))),
                Cell::text(kind.name()).tone(tone),
                Cell::number(since as f64, crate::time::short(since)),
                Cell::text(crate::text::clean(&alert.text)),
            ],
            dim: false,
        }
    });
    Table {
        columns: COLUMNS.to_vec(),
        rows: rows.collect(),
        total: 0,
        empty: "no alerts: all is well".to_owned(),
    }
}
