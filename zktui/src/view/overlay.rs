//! What lies over a view.

use ratatui::layout::Rect;
use ratatui::widgets::{Clear, Widget};

use super::Canvas;
use crate::app::dialog::{Mode, Pager};
use crate::app::palette::Palette;
use crate::tables::Tone;
use crate::text::clean;

pub(super) fn draw(c: &mut Canvas<'_>, area: Rect) {
    match &c.app.mode {
        Mode::Normal | Mode::Filter(_) => {}
        Mode::Palette(palette) => draw_palette(c, area, palette),
        Mode::Pager(pager) => draw_pager(c, area, pager),
        Mode::Diff { draft, lines, scroll } => {
            let title = format!("write {} if its version is still {}", clean(&draft.path), draft.version);
            let inner =
                frame(c, area, 90, lines.len() + 2, &title, "enter writes · e edits again · esc leaves it");
            for (y, (tone, line)) in (inner.y..inner.bottom()).zip(lines.iter().skip(*scroll)) {
                c.put(inner.x, y, inner.width, line, *tone);
            }
        }
        Mode::Columns { selected } => {
            let all = crate::tables::columns(c.app.view);
            let inner = frame(c, area, 40, all.len(), "columns", "space shows or hides · esc closes");
            let offset = (selected + 1).saturating_sub(usize::from(inner.height));
            for (y, (at, column)) in (inner.y..inner.bottom()).zip(all.iter().enumerate().skip(offset)) {
                let mark = if c.app.columns.shows(c.app.view, column.name) { "[x]" } else { "[ ]" };
                let name = if column.name.is_empty() { "(mark)" } else { column.name };
                c.put(inner.x, y, inner.width, &format!("{mark} {name}"), Tone::Plain);
                if at == *selected {
                    c.buffer.set_style(Rect { y, height: 1, ..inner }, c.app.look.theme.selected());
                }
            }
        }
        Mode::Changes { path, lines, scroll } => {
            let title = format!("what changed in {}", clean(path));
            let inner = frame(c, area, 90, lines.len() + 2, &title, "enter: seen as it is now · esc closes");
            for (y, (tone, line)) in (inner.y..inner.bottom()).zip(lines.iter().skip(*scroll)) {
                c.put(inner.x, y, inner.width, line, *tone);
            }
        }
        Mode::Confirm { draft, input } => {
            let title = format!("write {}: {} is protected", clean(&draft.path), clean(&c.app.title));
            let inner = frame(c, area, 70, 4, &title, "enter writes · esc goes back");
            c.put(inner.x, inner.y, inner.width, "type its whole path:", Tone::Warn);
            c.put(inner.x, inner.y + 1, inner.width, &format!("{}▏", input.text), Tone::Strong);
        }
        Mode::Conflict { draft } => {
            let title = format!("{} was changed meanwhile", clean(&draft.path));
            let inner =
                frame(c, area, 70, 5, &title, "r edit again on top of it · o overwrite it · esc leaves it");
            let text = format!("nothing was written: its version is no longer {}", draft.version);
            c.put(inner.x, inner.y, inner.width, &text, Tone::Warn);
        }
        Mode::Owner { input } => {
            let inner = frame(c, area, 70, 3, "owner of an ephemeral", "enter finds it · esc leaves it");
            c.put(inner.x, inner.y, inner.width, &format!("path: {}▏", input.text), Tone::Strong);
        }
        Mode::Add { parent, input } => {
            let title = format!("new znode below {}", clean(parent));
            let inner = frame(c, area, 70, 3, &title, "enter creates it · esc leaves it");
            c.put(inner.x, inner.y, inner.width, &format!("name: {}▏", input.text), Tone::Strong);
        }
        Mode::Delete { path, input, .. } => {
            let title = format!("delete {}", clean(path));
            let inner = frame(c, area, 70, 4, &title, "enter deletes it · esc leaves it");
            c.put(inner.x, inner.y, inner.width, "type its whole path:", Tone::Warn);
            c.put(inner.x, inner.y + 1, inner.width, &format!("{}▏", input.text), Tone::Strong);
        }
    }
}

/// A box in the middle; gives what is inside.
fn frame(c: &mut Canvas<'_>, area: Rect, width: u16, lines: usize, title: &str, keys: &str) -> Rect {
    let width = width.min(area.width);
    let height = u16::try_from(lines + 3).unwrap_or(u16::MAX).clamp(4, area.height.max(4)).min(area.height);
    let rect =
        Rect { x: area.x + (area.width - width) / 2, y: area.y + (area.height - height) / 3, width, height };
    Clear.render(rect, c.buffer);
    c.rule(rect, rect.y, title);
    let bottom = rect.bottom() - 1;
    c.rule(rect, bottom, keys);
    for y in rect.y + 1..bottom {
        c.put(rect.x, y, 1, "│", Tone::Dim);
        c.put(rect.right() - 1, y, 1, "│", Tone::Dim);
    }
    let corners = [
        (rect.x, rect.y, "┌"),
        (rect.right() - 1, rect.y, "┐"),
        (rect.x, bottom, "└"),
        (rect.right() - 1, bottom, "┘"),
    ];
    for (x, y, corner) in corners {
        c.put(x, y, 1, corner, Tone::Dim);
    }
    Rect {
        x: rect.x + 2,
        y: rect.y + 1,
        width: rect.width.saturating_sub(4),
        height: rect.height.saturating_sub(2),
    }
}

fn draw_palette(c: &mut Canvas<'_>, area: Rect, palette: &Palette) {
    let matches = palette.matches();
    let inner = frame(c, area, 74, matches.len().min(16) + 1, palette.title, "enter does it · esc leaves it");
    c.put(inner.x, inner.y, inner.width, &format!(": {}▏", palette.input.text), Tone::Strong);
    let height = usize::from(inner.height.saturating_sub(1));
    let offset = palette.selected.saturating_sub(height.saturating_sub(1));
    for (index, item) in matches.iter().enumerate().skip(offset).take(height) {
        let y = inner.y + 1 + u16::try_from(index - offset).unwrap_or(0);
        let line = Rect { y, height: 1, ..inner };
        c.put(inner.x, y, inner.width.saturating_sub(14), &item.text, Tone::Plain);
        c.put_right(line, y, &item.keys, Tone::Accent);
        if index == palette.selected {
            c.buffer.set_style(line, c.app.look.theme.selected());
        }
    }
}

fn draw_pager(c: &mut Canvas<'_>, area: Rect, pager: &Pager) {
    let shown = pager.shown().count();
    let keys = if pager.filter.text.is_empty() {
        "type to search · esc closes".to_owned()
    } else {
        format!("/{}▏ {shown} found · esc clears", clean(&pager.filter.text))
    };
    let inner = frame(c, area, 90, pager.lines.len(), &clean(&pager.title), &keys);
    let left = pager.lines.iter().map(|(a, _)| a.chars().count()).max().unwrap_or(0);
    let left = u16::try_from(left).unwrap_or(u16::MAX).min(inner.width * 2 / 3);
    for (y, (a, b)) in (inner.y..inner.bottom()).zip(pager.shown().skip(pager.scroll)) {
        if b.is_empty() {
            c.put(inner.x, y, inner.width, a, Tone::Plain);
            continue;
        }
        c.put(inner.x, y, left, a, Tone::Accent);
        c.put(inner.x + left + 2, y, inner.width.saturating_sub(left + 2), b, Tone::Plain);
    }
}
