//! Draws a list: as many columns as fit, as many rows as are seen.

use ratatui::layout::Rect;
use unicode_width::UnicodeWidthStr;

use super::{Canvas, Hit};
use crate::app::View;
use crate::tables::{self, Column, Row, Table, Tone};

/// Draws what a column without text is to show.
pub(super) type Special = fn(&mut Canvas<'_>, &Row, Rect);

/// A view that is one list.
pub(super) fn page(c: &mut Canvas<'_>, area: Rect) {
    let view = c.app.view;
    let Some(table) = tables::of(c.app, view) else { return };
    let title = title(c, view, &table);
    c.rule(area, area.y, &title);
    let body = Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area };
    draw(c, body, &table, None);
}

fn title(c: &Canvas<'_>, view: View, table: &Table) -> String {
    let app = c.app;
    let shown = table.rows.len();
    let mut title = view.name().to_owned();
    if table.total > 0 {
        title = if shown == table.total {
            format!("{title} {shown}")
        } else {
            format!("{title} {shown} of {}", table.total)
        };
    }
    let (age, failures) = match view {
        View::Sessions => (app.sessions.age(app.model.now), app.sessions.failures.len()),
        View::Watches if app.watches.grouping == Default::default() => {
            (app.watches.totals.age(app.model.now), app.watches.totals.failures.len())
        }
        View::Watches => (app.watches.groups.age(app.model.now), app.watches.groups.failures.len()),
        _ => (None, 0),
    };
    if let Some(age) = age {
        title.push_str(&format!(" · {} old, r asks again", crate::time::short(age)));
    }
    if view == View::Sessions {
        match tables::words_left_out(app) {
            0 => {}
            1 => title.push_str(" · 1 connection without a session, /(none) shows it"),
            n => title.push_str(&format!(" · {n} connections without a session, /(none) shows them")),
        }
    }
    if failures > 0 {
        let s = if failures == 1 { "" } else { "s" };
        title.push_str(&format!(" · {failures} server{s} did not answer"));
    }
    if let Some((column, reverse)) = app.list(view).sort
        && let Some(column) = table.columns.get(column)
    {
        title.push_str(&format!(" · by {} {}", column.name, if reverse { "↓" } else { "↑" }));
    }
    title
}

/// Draws a list into an area.
pub(super) fn draw(c: &mut Canvas<'_>, area: Rect, table: &Table, special: Option<Special>) {
    if area.height == 0 {
        return;
    }
    // Room for marks, once there are any.
    let view = c.app.view;
    let gutter = if c.app.seen.marked(view).next().is_some() { 2.min(area.width) } else { 0 };
    let columns = layout(table, area.width - gutter);
    let mut x = area.x + gutter;
    for (index, width) in &columns {
        if let Some(column) = table.columns.get(*index) {
            put_cell(c, x, area.y, *width, column.name, Tone::Head, column.right);
        }
        x += width + 1;
    }
    let body = Rect { y: area.y + 1, height: area.height - 1, ..area };
    if table.rows.is_empty() {
        let empty = if table.total > 0 { "nothing passes the filter: esc clears it" } else { &table.empty };
        c.put(body.x, body.y, body.width, empty, Tone::Dim);
        return;
    }
    let list = c.app.list(c.app.view);
    let height = usize::from(body.height);
    let offset = list.offset(table.rows.len(), height);
    let selected = list.selected.min(table.rows.len() - 1);
    for (index, row) in table.rows.iter().enumerate().skip(offset).take(height) {
        let y = body.y + u16::try_from(index - offset).unwrap_or(0);
        let line = Rect { x: body.x, y, width: body.width, height: 1 };
        if gutter > 0 && c.app.seen.is_marked(view, &row.id) {
            c.put(line.x, y, 1, "*", Tone::Accent);
        }
        draw_row(
            c,
            Rect { x: line.x + gutter, width: line.width - gutter, ..line },
            table,
            &columns,
            row,
            special,
        );
        if index == selected {
            c.buffer.set_style(line, c.app.look.theme.selected());
        }
        c.hits.push((line, Hit::Row(index)));
    }
    if table.rows.len() > height && area.width > 12 {
        let text = format!(" {}/{} ", selected + 1, table.rows.len());
        c.put_right(Rect { y: area.y, ..area }, area.y, &text, Tone::Dim);
    }
}

fn draw_row(
    c: &mut Canvas<'_>,
    line: Rect,
    table: &Table,
    columns: &[(usize, u16)],
    row: &Row,
    special: Option<Special>,
) {
    let mut x = line.x;
    for (index, width) in columns {
        let (Some(column), Some(cell)) = (table.columns.get(*index), row.cells.get(*index)) else { continue };
        let area = Rect { x, width: *width, ..line };
        match special {
            Some(special) if column.name == tables::SPARK => special(c, row, area),
            _ => {
                let tone = if row.dim && cell.tone == Tone::Plain { Tone::Dim } else { cell.tone };
                put_cell(c, x, line.y, *width, &cell.text, tone, column.right);
            }
        }
        x += width + 1;
    }
}

fn put_cell(c: &mut Canvas<'_>, x: u16, y: u16, width: u16, text: &str, tone: Tone, right: bool) {
    let used = u16::try_from(text.width()).unwrap_or(u16::MAX);
    let x = if right && used < width { x + width - used } else { x };
    c.put(x, y, width.min(used.max(1)), text, tone);
}

/// Which columns fit, and how wide they are: each as wide as it must be, and those that may go, go.
fn layout(table: &Table, width: u16) -> Vec<(usize, u16)> {
    let needed = |index: usize, column: &Column| -> u16 {
        let widest = table.rows.iter().filter_map(|r| r.cells.get(index)).map(|c| c.text.width()).max();
        let widest = u16::try_from(widest.unwrap_or(0).max(column.name.width())).unwrap_or(u16::MAX);
        match column.width {
            0 => widest.min(20),
            limit if column.name == tables::SPARK => limit,
            // Text gives way, a figure does not: half a number is another number.
            limit if !column.right => widest.min(limit.max(u16::try_from(column.name.width()).unwrap_or(0))),
            _ => widest,
        }
    };
    let mut columns: Vec<(usize, u16)> =
        table.columns.iter().enumerate().map(|(i, column)| (i, needed(i, column))).collect();
    let total = |columns: &[(usize, u16)]| columns.iter().map(|(_, w)| w + 1).sum::<u16>().saturating_sub(1);
    while total(&columns) > width {
        let goes = |index: usize| table.columns.get(index).map_or(0, |c| c.goes);
        let Some(at) = (0..columns.len()).max_by_key(|i| (goes(columns[*i].0), *i)) else { break };
        if goes(columns[at].0) == 0 {
            break;
        }
        columns.remove(at);
    }
    // What takes the rest gets it; the sparkline shares.
    let rest = width.saturating_sub(total(&columns));
    let taker = columns
        .iter()
        .position(|(i, _)| table.columns.get(*i).is_some_and(|c| c.width == 0 || c.name == tables::SPARK));
    if let Some((_, width)) = taker.and_then(|i| columns.get_mut(i)) {
        *width = if table.columns.iter().any(|c| c.name == tables::SPARK) {
            (*width + rest).min(60)
        } else {
            *width + rest
        };
    }
    // Still too wide: the widest texts are cut.
    let mut over = total(&columns).saturating_sub(width);
    while over > 0 {
        let text = |i: usize| table.columns.get(i).is_some_and(|c| !c.right);
        let Some(widest) = columns.iter_mut().filter(|(i, w)| text(*i) && *w > 4).max_by_key(|(_, w)| *w)
        else {
            break;
        };
        widest.1 -= 1;
        over -= 1;
    }
    columns
}
