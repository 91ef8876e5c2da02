//! Latency by server: what the servers say, and what we see ourselves.

use super::{Cell, Column, Row, Table, col};
use crate::app::App;

pub(super) const COLUMNS: [Column; 10] = [
    col("ID", 3, true, 1),
    col("SERVER", 22, false, 0),
    col("NOW", 8, true, 0),
    col("p50", 8, true, 2),
    col("p99", 8, true, 0),
    col("MEAN", 8, true, 4),
    col("MAX", 8, true, 3),
    col("FSYNC now", 10, true, 1),
    col("FSYNC max", 10, true, 5),
    col("ANSWERS US", 11, true, 1),
];

pub(super) fn table(app: &App) -> Table {
    let rows = app.model.servers.iter().enumerate().map(|(i, s)| {
        let fresh = s.failure.is_none();
        let brief = s.brief.as_ref().filter(|_| fresh);
        let detail = s.fresh_detail(app.model.now).filter(|_| fresh);
        Row {
            id: i.to_string(),
            cells: vec![
                s.sid.map_or_else(|| Cell::text("-"), |sid| Cell::number(sid as f64, sid.to_string())),
                Cell::text(app.model.name(i)),
                Cell::millis(s.latency_ms),
                Cell::millis(detail.and_then(|d| d.latency_ms_p50)),
                Cell::millis(detail.and_then(|d| d.latency_ms_p99)),
                Cell::millis(brief.and_then(|b| b.value.latency_ms_avg)),
                Cell::millis(brief.and_then(|b| b.value.latency_ms_max)),
                Cell::millis(s.fsync_ms),
                Cell::millis(detail.and_then(|d| d.fsync_ms_max)),
                Cell::millis(brief.map(|b| b.took_ms as f64)),
            ],
            dim: !fresh,
        }
    });
    Table { columns: COLUMNS.to_vec(), rows: rows.collect(), total: 0, empty: "no server matches".to_owned() }
}
