//! The overview: all servers, and below them what the ensemble does and what happened.

use ratatui::layout::Rect;

use super::{Canvas, graph, list};
use crate::model::history::columns;
use crate::tables::{self, Row, Tone};
use crate::text::count;

pub(super) fn draw(c: &mut Canvas<'_>, area: Rect) {
    let Some(table) = tables::of(c.app, c.app.view) else { return };
    let servers = u16::try_from(table.rows.len()).unwrap_or(u16::MAX).max(1);
    // The list gets what it needs; at least a third of the screen is for what happened.
    let below = (area.height / 3).max(area.height.saturating_sub(servers + 3));
    let below = if area.height < 7 { 0 } else { below.min(area.height.saturating_sub(4)) };
    let top = area.height - below;
    list::draw(c, Rect { height: top, ..area }, &table, Some(spark));
    if below == 0 {
        return;
    }
    let rest = Rect { y: area.y + top, height: below, ..area };
    if area.width >= 118 && below >= 5 {
        let third = area.width / 4;
        writes(c, Rect { width: third, ..rest });
        latency(c, Rect { x: rest.x + third + 1, width: third - 1, ..rest });
        let x = rest.x + third * 2 + 1;
        happenings(c, Rect { x, width: area.right() - x, ..rest });
    } else if below >= 10 {
        let graphs = 5;
        let half = area.width / 2;
        writes(c, Rect { width: half, height: graphs, ..rest });
        latency(c, Rect { x: rest.x + half + 1, width: area.width - half - 1, height: graphs, ..rest });
        happenings(c, Rect { y: rest.y + graphs, height: below - graphs, ..rest });
    } else {
        happenings(c, rest);
    }
}

/// A minute of lag, on the scale of the worst one.
fn spark(c: &mut Canvas<'_>, row: &Row, area: Rect) {
    let app = c.app;
    let Some(server) = row.id.parse::<usize>().ok().and_then(|i| app.model.servers.get(i)) else { return };
    let width = usize::from(area.width);
    let span = 60_000 / u64::from(area.width.max(1));
    let end = app.end();
    let lags = columns(&server.history, end, span, width, |p| p.at, |p| p.lag_txns);
    // A state of trouble where there is no figure.
    let gone = columns(
        &server.history,
        end,
        span,
        width,
        |p| p.at,
        |p| f32::from(u8::from(p.state == crate::model::judge::State::Down)),
    );
    let most = lags.iter().flatten().copied().fold(10.0, f32::max);
    let leads = app.model.ensemble.leader == Some(row.id.parse().unwrap_or(usize::MAX));
    let symbols = graph::spark(&lags, most);
    for (i, x) in (0..width).zip(area.x..) {
        let (symbol, tone) = if gone[i] == Some(1.0) {
            ("×", Tone::Bad)
        } else if leads {
            ("·", Tone::Dim)
        } else {
            match lags[i] {
                Some(v) if v >= 100.0 => (symbols[i], Tone::Warn),
                Some(_) => (symbols[i], Tone::Accent),
                None => ("·", Tone::Dim),
            }
        };
        c.put(x, area.y, 1, symbol, tone);
    }
}

fn span_names(c: &Canvas<'_>) -> (String, &'static str) {
    let now = if c.app.back_ms == 0 { "now" } else { "" };
    (format!("{} ago", crate::time::short(c.app.span())), now)
}

fn writes(c: &mut Canvas<'_>, area: Rect) {
    let app = c.app;
    c.rule(area, area.y, "writes/s");
    let body = Rect { y: area.y + 1, height: area.height - 1, ..area };
    let (ago, now) = span_names(c);
    let styles = (c.style(Tone::Accent), c.style(Tone::Dim));
    let values = |n: usize| {
        let span = app.span() / u64::try_from(n.max(1)).unwrap_or(1);
        let w = &app.model.whole;
        columns(w, app.end(), span.max(1), n, |p| p.at, |p| p.writes)
    };
    graph::graph(c.buffer, body, &values, &|v| count(f64::from(v)), styles, (&ago, now));
}

fn latency(c: &mut Canvas<'_>, area: Rect) {
    let app = c.app;
    c.rule(area, area.y, "worst latency");
    let body = Rect { y: area.y + 1, height: area.height - 1, ..area };
    let (ago, now) = span_names(c);
    let styles = (c.style(Tone::Accent), c.style(Tone::Dim));
    let values = |n: usize| worst(app, n, |p| p.latency_ms);
    graph::graph(c.buffer, body, &values, &|v| crate::text::millis(f64::from(v)), styles, (&ago, now));
}

/// The worst of all servers at each moment.
pub(super) fn worst(
    app: &crate::app::App,
    n: usize,
    pick: fn(&crate::model::history::Point) -> f32,
) -> Vec<Option<f32>> {
    let span = (app.span() / u64::try_from(n.max(1)).unwrap_or(1)).max(1);
    let mut all = vec![None; n];
    for server in &app.model.servers {
        let one = columns(&server.history, app.end(), span, n, |p| p.at, pick);
        for (slot, value) in all.iter_mut().zip(one) {
            *slot = match (*slot, value) {
                (Some(a), Some(b)) => Some(f32::max(a, b)),
                (a, b) => a.or(b),
            };
        }
    }
    all
}

/// Alerts that are on, then what happened.
fn happenings(c: &mut Canvas<'_>, area: Rect) {
    let app = c.app;
    c.rule(area, area.y, "alerts and events");
    let mut y = area.y + 1;
    for (whose, kind, alert) in app.model.alerts.active().into_iter().take(usize::from(area.height / 2)) {
        let who = whose.map_or_else(|| "ensemble".to_owned(), |i| app.model.name(i));
        let bad = alert.severity == crate::model::alerts::Severity::Crit;
        let (mark, tone) = if bad { ("✗", Tone::Bad) } else { ("!", Tone::Warn) };
        let age = crate::time::short(app.model.now.since(alert.since));
        let text = format!("{mark} {who}: {} {} ({age})", kind.name(), crate::text::clean(&alert.text));
        c.put(area.x, y, area.width, &app.model.shorten(&text), tone);
        y += 1;
    }
    let end = app.end();
    for happening in app.model.timeline.newest().filter(|h| h.at <= end) {
        if y >= area.bottom() {
            break;
        }
        let x = c.put(area.x, y, area.width, &happening.at.clock(), Tone::Dim);
        let line = tables::happening_line(app, happening);
        let tone = tables::weight_tone(happening.weight);
        c.put(x + 1, y, area.right().saturating_sub(x + 1), &line, tone);
        y += 1;
    }
}
