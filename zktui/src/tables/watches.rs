//! Watches: totals by server, and on demand by path or by session.

use super::{Cell, Column, Row, Table, col};
use crate::app::App;
use crate::app::queries::Grouping;
use crate::text::clean;

const TOTALS: [Column; 4] = [
    col("SERVER", 22, false, 0),
    col("WATCHES", 9, true, 0),
    col("PATHS", 9, true, 1),
    col("CONNECTIONS", 12, true, 0),
];
const GROUPS: [Column; 4] = [
    col("SERVER", 22, false, 1),
    col("COUNT", 7, true, 0),
    col("PATH", 40, false, 0),
    col("WHO WATCHES", 0, false, 2),
];

pub(super) fn table(app: &App) -> Table {
    match app.watches.grouping {
        Grouping::Totals => totals(app),
        Grouping::Paths | Grouping::Sessions => groups(app),
    }
}

fn totals(app: &App) -> Table {
    let rows = app.watches.totals.lists.iter().map(|(index, w)| Row {
        id: index.to_string(),
        cells: vec![
            Cell::text(app.model.name(*index)),
            Cell::count(w.value.watches),
            Cell::count(w.value.paths),
            Cell::count(w.value.connections),
        ],
        dim: false,
    });
    let empty = app.watches.totals.empty_text("wchs", "costs next to nothing");
    Table { columns: TOTALS.to_vec(), rows: rows.collect(), total: 0, empty }
}

fn groups(app: &App) -> Table {
    let mut rows = Vec::new();
    for (index, list) in &app.watches.groups.lists {
        for group in &list.value {
            rows.push(Row {
                id: clean(&group.head),
                cells: vec![
                    Cell::text(app.model.name(*index)),
                    Cell::count(i64::try_from(group.members.len()).ok()),
                    Cell::text(clean(&group.head)),
                    Cell::text(clean(&group.members.iter().take(8).cloned().collect::<Vec<_>>().join("  "))),
                ],
                dim: false,
            });
        }
    }
    let mut columns = GROUPS.to_vec();
    let word = if app.watches.grouping == Grouping::Paths { "wchp" } else { "wchc" };
    if word == "wchc" {
        columns[2].name = "SESSION";
        columns[3].name = "WATCHES WHAT";
    }
    let empty = app.watches.groups.empty_text(word, "lists every watch: slow on a server with very many");
    Table { columns, rows, total: 0, empty }
}
