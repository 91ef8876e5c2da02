//! The overview's list: one row for each server.

use super::{Cell, Column, Row, Table, Tone, col};
use crate::app::App;
use crate::model::facts::Role;
use crate::model::judge::State;
use crate::model::lag::{How, Lag};
use crate::model::server::Server;
use crate::text::{count, grouped, millis};

pub(super) const COLUMNS: [Column; 12] = [
    col("ID", 3, true, 0),
    col("SERVER", 22, false, 0),
    col("ROLE", 10, false, 0),
    col("STATE", 8, false, 0),
    col("ZXID", 24, false, 3),
    col("LAG txn", 11, true, 0),
    col("LAG time", 9, true, 2),
    col(SPARK, 20, false, 5),
    col("OUT", 5, true, 1),
    col("p99", 7, true, 0),
    col("FSYNC", 7, true, 6),
    col("CONNS", 6, true, 7),
];

/// The column that is drawn, not written.
pub const SPARK: &str = "LAG last 60 s";

pub(super) fn table(app: &App) -> Table {
    let rows = app.model.servers.iter().enumerate().map(|(i, s)| row(app, i, s)).collect();
    Table { columns: COLUMNS.to_vec(), rows, total: 0, empty: "no server matches".to_owned() }
}

fn row(app: &App, index: usize, s: &Server) -> Row {
    let now = app.model.now;
    let fresh = s.failure.is_none() && s.state != State::Stale;
    let brief = s.brief.as_ref().map(|b| &b.value);
    let detail = s.fresh_detail(now);
    let role = if s.failure.is_none() { s.role() } else { s.role().filter(|_| s.state == State::Slow) };
    let zxid = match s.zxid() {
        Some(z) if fresh => Cell::text(z.to_string()),
        Some(z) => Cell::text(format!("{z} (old)")).tone(Tone::Dim),
        None => Cell::text("-").tone(Tone::Dim),
    };
    let figure = |cell: Cell| if fresh { cell } else { Cell::text("-").tone(Tone::Dim) };
    let cells = vec![
        match s.sid {
            Some(sid) => Cell::number(sid as f64, sid.to_string()),
            None => Cell::number(f64::NAN, "-").tone(Tone::Dim),
        },
        Cell::text(app.model.name(index)),
        role_cell(role),
        state_cell(s, app.look.ascii),
        zxid,
        lag_cell(s),
        Cell::number(s.lag.ms().map_or(f64::NAN, |n| n as f64), lag_time(s.lag)).tone(lag_tone(s)),
        Cell::text(""),
        figure(Cell::count(brief.and_then(|b| b.outstanding))),
        figure(Cell::millis(detail.and_then(|d| d.latency_ms_p99))),
        figure(Cell::millis(s.fsync_ms)),
        figure(Cell::count(brief.and_then(|b| b.connections))),
    ];
    Row { id: index.to_string(), cells, dim: !fresh && s.state != State::New }
}

fn role_cell(role: Option<Role>) -> Cell {
    match role {
        Some(Role::Leader) => Cell::text("L leader").tone(Tone::Strong),
        Some(role) => Cell::text(format!("{} {}", role.letter(), role.name())),
        None => Cell::text("-").tone(Tone::Dim),
    }
}

/// Glyph and word; only the word, in capitals, where there are no glyphs.
fn state_cell(s: &Server, ascii: bool) -> Cell {
    let text =
        if ascii { s.state.ascii().to_owned() } else { format!("{} {}", s.state.glyph(), s.state.word()) };
    Cell::text(text).tone(tone(s.state))
}

/// How a state looks.
pub(crate) fn tone(state: State) -> Tone {
    match state {
        State::New => Tone::Dim,
        State::Ok => Tone::Good,
        State::Sync => Tone::Busy,
        State::Slow => Tone::Warn,
        State::Stale => Tone::Dim,
        State::Denied => Tone::Refused,
        State::Odd => Tone::Odd,
        State::Down => Tone::Bad,
    }
}

fn lag_cell(s: &Server) -> Cell {
    let key = match s.lag {
        Lag::EpochBehind { .. } => f64::MAX,
        lag => lag.txns().map_or(f64::NAN, |n| n as f64),
    };
    let mut text = lag_text(s.lag);
    if let Some(mark) = trend_mark(s) {
        text.push(' ');
        text.push_str(mark);
    }
    Cell::number(key, text).tone(lag_tone(s))
}

fn lag_tone(s: &Server) -> Tone {
    match s.lag {
        Lag::None | Lag::Unknown => Tone::Dim,
        Lag::EpochBehind { .. } => Tone::Warn,
        Lag::Behind(b) if b.how == How::AtMost && b.txns > 0 => Tone::Warn,
        Lag::Behind(b) if b.how == How::AtMost => Tone::Dim,
        Lag::Behind(b) if b.txns >= 1000 || b.ms >= 10_000 => Tone::Bad,
        Lag::Behind(b) if b.txns >= 100 || b.ms >= 2_000 => Tone::Warn,
        Lag::Behind(_) => Tone::Plain,
    }
}

/// Transactions behind, with what is to be thought of the figure.
pub fn lag_text(lag: Lag) -> String {
    match lag {
        Lag::Unknown => "?".to_owned(),
        Lag::None => "-".to_owned(),
        Lag::EpochBehind { epochs: 1 } => "epoch behind".to_owned(),
        Lag::EpochBehind { epochs } => format!("{epochs} epochs"),
        Lag::Behind(b) => {
            let n = if b.txns < 100_000 { grouped(b.txns as i64) } else { count(b.txns as f64) };
            match b.how {
                How::AtMost => format!("≤{n}"),
                How::Within => format!("{n}±{}", count(b.doubt_txns as f64)),
                How::Exact | How::Longer => n,
            }
        }
    }
}

/// Time behind, with what is to be thought of the figure.
pub fn lag_time(lag: Lag) -> String {
    match lag {
        Lag::Unknown => "?".to_owned(),
        Lag::None => "-".to_owned(),
        Lag::EpochBehind { .. } => "?".to_owned(),
        Lag::Behind(b) => {
            let mark = match b.how {
                How::AtMost => "≤",
                How::Longer => ">",
                How::Within => "±",
                How::Exact => "",
            };
            let seconds = b.ms as f64 / 1000.0;
            if b.ms < 60_000 {
                format!("{mark}{seconds:.1} s")
            } else {
                format!("{mark}{}", crate::time::short(b.ms))
            }
        }
    }
}

/// Whether the lag grows or shrinks, once that is clear.
pub fn trend_mark(s: &Server) -> Option<&'static str> {
    let (txns, slope) = (s.lag.txns()?, s.trend?);
    // A slope is one if it would matter within seconds.
    let matters = (txns as f64 * 0.02).max(0.5);
    (txns > 0 && slope.abs() > matters).then_some(if slope > 0.0 { "↑" } else { "↓" })
}

/// The lag's trend in words.
pub(crate) fn trend_text(s: &Server) -> String {
    match (trend_mark(s), s.trend) {
        (Some("↑"), Some(slope)) => format!("growing {} txn/s", count(slope)),
        (Some(_), Some(slope)) => format!("shrinking {} txn/s", count(-slope)),
        _ => "steady".to_owned(),
    }
}

/// Milliseconds or `-`, for plain text.
pub(crate) fn millis_or_dash(ms: Option<f64>) -> String {
    ms.map_or_else(|| "-".to_owned(), millis)
}
