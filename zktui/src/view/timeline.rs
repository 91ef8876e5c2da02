//! The timeline: a lane for the leader, the epoch and each server, and below what happened. In a recording it is also
//! where one looks for the moment.

use ratatui::layout::Rect;

use super::{Canvas, graph, list};
use crate::model::history::columns;
use crate::model::judge::State;
use crate::tables::{self, Tone};

pub(super) fn draw(c: &mut Canvas<'_>, area: Rect) {
    let app = c.app;
    let Some(table) = tables::of(app, app.view) else { return };
    let servers = u16::try_from(app.model.servers.len()).unwrap_or(u16::MAX);
    let lanes = if area.height >= 9 { (servers.saturating_add(3)).min(area.height - 4) } else { 0 };
    let start = app.end().minus(app.span());
    c.rule(area, area.y, &format!("timeline {} – {}", start.clock(), app.end().clock()));
    let body = Rect { y: area.y + 1, height: lanes, ..area };
    if lanes > 0 {
        draw_lanes(c, body);
    }
    let y = area.y + 1 + lanes;
    if lanes > 0 && y < area.bottom() {
        c.rule(area, y, &format!("events {}", table.rows.len()));
    }
    let y = y + u16::from(lanes > 0);
    list::draw(c, Rect { y, height: area.bottom().saturating_sub(y), ..area }, &table, None);
}

fn draw_lanes(c: &mut Canvas<'_>, area: Rect) {
    let app = c.app;
    let name_width: u16 = if area.width >= 80 { 22 } else { 12 };
    let width = usize::from(area.width.saturating_sub(name_width));
    if width == 0 {
        return;
    }
    let span = (app.span() / u64::try_from(width).unwrap_or(1)).max(1);
    let end = app.end();
    let x = area.x + name_width;
    // Who led, and which epoch it was: a mark where it changed.
    let epochs =
        columns(&app.model.whole, end, span, width, |p| p.at, |p| p.epoch.map_or(f32::NAN, |e| e as f32));
    c.put(area.x, area.y, name_width - 1, "epoch", Tone::Dim);
    let mut last = None;
    for (i, epoch) in epochs.iter().enumerate() {
        let Some(epoch) = epoch else { continue };
        if last != Some(*epoch) {
            let tone = if last.is_some() { Tone::Warn } else { Tone::Plain };
            let room = area.right().saturating_sub(x + i as u16);
            c.put(x + i as u16, area.y, room, &format!("│{epoch}"), tone);
            last = Some(*epoch);
        }
    }
    for (index, server) in app.model.servers.iter().enumerate() {
        let y = area.y + 1 + index as u16;
        if y + 1 >= area.bottom() {
            break;
        }
        c.put(area.x, y, name_width - 1, &app.model.name(index), Tone::Plain);
        let states = columns(&server.history, end, span, width, |p| p.at, |p| rank(p.state, p.leads));
        for (i, rank) in states.iter().enumerate() {
            let (symbol, tone) = symbol(*rank);
            c.put(x + i as u16, y, 1, symbol, tone);
        }
    }
    let y = area.bottom() - 1;
    c.put(area.x, y, name_width - 1, "expired sessions", Tone::Dim);
    let expired = columns(
        &app.model.whole,
        end,
        span,
        width,
        |p| p.at,
        |p| if p.expired > 0.0 { p.expired } else { f32::NAN },
    );
    let most = expired.iter().flatten().copied().fold(1.0, f32::max);
    for ((i, value), symbol) in expired.iter().enumerate().zip(graph::spark(&expired, most)) {
        let tone = if value.is_some() { Tone::Warn } else { Tone::Dim };
        c.put(x + i as u16, y, 1, symbol, tone);
    }
}

/// The worst state of a slot wins; leading is the best.
fn rank(state: State, leads: bool) -> f32 {
    match state {
        State::Ok if leads => 1.0,
        State::Ok => 2.0,
        State::Slow => 3.0,
        State::Sync => 4.0,
        State::New => 0.0,
        State::Stale => 5.0,
        State::Denied => 6.0,
        State::Odd => 7.0,
        State::Down => 8.0,
    }
}

fn symbol(rank: Option<f32>) -> (&'static str, Tone) {
    match rank.map(|r| r as u8) {
        Some(1) => ("█", Tone::Good),
        Some(2) => ("▄", Tone::Good),
        Some(3) => ("!", Tone::Warn),
        Some(4) => ("~", Tone::Busy),
        Some(5) => ("◌", Tone::Dim),
        Some(6) => ("⊘", Tone::Refused),
        Some(7) => ("?", Tone::Odd),
        Some(8) => ("✗", Tone::Bad),
        _ => ("·", Tone::Dim),
    }
}
