//! Latency: by server, over time, and how it is distributed.

use ratatui::layout::Rect;

use super::{Canvas, graph, list, overview};
use crate::model::history::Point;
use crate::tables::{self, Tone};
use crate::text::millis;
use crate::time::short;

/// Upper limits of the distribution, in milliseconds.
const LIMITS: [(f32, &str); 7] = [
    (1.0, "< 1 ms"),
    (2.0, "1-2 ms"),
    (5.0, "2-5 ms"),
    (10.0, "5-10 ms"),
    (50.0, "10-50 ms"),
    (250.0, "50-250 ms"),
    (f32::INFINITY, "> 250 ms"),
];

pub(super) fn draw(c: &mut Canvas<'_>, area: Rect) {
    let Some(table) = tables::of(c.app, c.app.view) else { return };
    let servers = u16::try_from(table.rows.len()).unwrap_or(u16::MAX).max(1);
    let top = if area.height < 10 { area.height } else { (servers + 2).min(area.height / 2) };
    list::draw(c, Rect { height: top, ..area }, &table, None);
    if top == area.height {
        return;
    }
    let rest = Rect { y: area.y + top, height: area.height - top, ..area };
    let half = area.width / 2;
    let app = c.app;
    let (left, right) =
        (Rect { width: half, ..rest }, Rect { x: rest.x + half + 1, width: area.width - half - 1, ..rest });
    let styles = (c.style(Tone::Accent), c.style(Tone::Dim));
    c.rule(left, left.y, "worst latency of all servers");
    let body = Rect { y: left.y + 1, height: left.height - 1, ..left };
    let values = |n: usize| overview::worst(app, n, |p| p.latency_ms);
    let ago = format!("{} ago", short(app.span()));
    graph::graph(c.buffer, body, &values, &|v| millis(f64::from(v)), styles, (&ago, "now"));
    distribution(c, right);
}

/// How many seconds of how many milliseconds, over the time axis.
fn distribution(c: &mut Canvas<'_>, area: Rect) {
    let app = c.app;
    c.rule(area, area.y, &format!("seconds by mean latency, last {}", short(app.span())));
    let mut counts = [0u32; LIMITS.len()];
    let end = app.end();
    let recent = |p: &&Point| p.at <= end && end.since(p.at) <= app.span() && !p.latency_ms.is_nan();
    for point in app.model.servers.iter().flat_map(|s| s.history.iter()).filter(recent) {
        if let Some(slot) = LIMITS.iter().position(|(limit, _)| point.latency_ms < *limit) {
            counts[slot] += 1;
        }
    }
    let total: u32 = counts.iter().sum();
    if total == 0 {
        c.put(area.x, area.y + 1, area.width, "no requests were seen", Tone::Dim);
        return;
    }
    let room = usize::from(area.width.saturating_sub(18));
    for (i, ((_, name), n)) in LIMITS.iter().zip(counts).enumerate() {
        let y = area.y + 1 + i as u16;
        if y >= area.bottom() {
            break;
        }
        let part = f64::from(n) / f64::from(total);
        c.put(area.x, y, 10, &format!("{name:>9}"), Tone::Dim);
        let bar = "█".repeat((part * room as f64).round() as usize);
        let x = c.put(
            area.x + 11,
            y,
            area.width.saturating_sub(11),
            &bar,
            if i >= 5 { Tone::Warn } else { Tone::Accent },
        );
        if n > 0 {
            c.put(x + 1, y, 5, &format!("{:.0}%", part * 100.0), Tone::Plain);
        }
    }
}
