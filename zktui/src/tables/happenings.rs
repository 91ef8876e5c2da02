//! What happened, the newest first.

use super::{Cell, Column, Row, Table, Tone, col};
use crate::app::App;
use crate::model::timeline::{Happening, Weight};

pub(super) const COLUMNS: [Column; 3] =
    [col("TIME", 8, false, 0), col("", 4, false, 1), col("WHAT", 0, false, 0)];

pub(super) fn table(app: &App) -> Table {
    let end = app.end();
    let rows = app.model.timeline.newest().filter(|h| h.at <= end).enumerate().map(|(i, h)| Row {
        id: i.to_string(),
        cells: vec![
            Cell::number(h.at.0 as f64, h.at.clock()).tone(Tone::Dim),
            Cell::text(mark(h.weight)).tone(tone(h.weight)),
            Cell::text(line(app, h)).tone(tone(h.weight)),
        ],
        dim: false,
    });
    Table {
        columns: COLUMNS.to_vec(),
        rows: rows.collect(),
        total: 0,
        empty: "nothing happened yet".to_owned(),
    }
}

/// One line, with short names.
pub(crate) fn line(app: &App, h: &Happening) -> String {
    app.model.shorten(&crate::text::clean(&h.what.line()))
}

/// A word beside the colour.
fn mark(weight: Weight) -> &'static str {
    match weight {
        Weight::Note => "",
        Weight::Warn => "warn",
        Weight::Crit => "CRIT",
    }
}

/// How it looks.
pub(crate) fn tone(weight: Weight) -> Tone {
    match weight {
        Weight::Note => Tone::Plain,
        Weight::Warn => Tone::Warn,
        Weight::Crit => Tone::Bad,
    }
}
