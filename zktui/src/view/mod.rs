//! Drawing. A frame is a function of the application alone; it changes nothing, and tells where it put what can be
//! clicked.

mod detail;
mod graph;
mod latency;
mod list;
mod overlay;
mod overview;
pub mod picture;
pub mod theme;
mod timeline;
mod top;
mod znodes;

use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::app::{App, View};
use crate::tables::Tone;

/// Something that can be clicked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hit {
    /// The name of a view.
    View(View),
    /// A row of the list, by its index.
    Row(usize),
}

/// What is drawn on, and what was put there.
pub(crate) struct Canvas<'a> {
    pub app: &'a App,
    pub buffer: &'a mut Buffer,
    pub hits: Vec<(Rect, Hit)>,
}

impl Canvas<'_> {
    pub fn style(&self, tone: Tone) -> Style {
        self.app.look.theme.style(tone)
    }

    /// Text at a place, cut off at `width` columns; gives the column behind it. Here at the latest nothing in it acts.
    pub fn put(&mut self, x: u16, y: u16, width: u16, text: &str, tone: Tone) -> u16 {
        let area = self.buffer.area;
        if y >= area.bottom() || x >= area.right() || width == 0 {
            return x;
        }
        let width = width.min(area.right() - x);
        let style = self.style(tone);
        let text = crate::text::fit(&crate::text::cleaned(text), usize::from(width));
        self.buffer.set_stringn(x, y, text, usize::from(width), style).0
    }

    /// Text that ends at the right of an area.
    pub fn put_right(&mut self, area: Rect, y: u16, text: &str, tone: Tone) {
        use unicode_width::UnicodeWidthStr;
        let width = u16::try_from(text.width()).unwrap_or(u16::MAX).min(area.width);
        self.put(area.right() - width, y, width, text, tone);
    }

    /// A line across, with a name in it.
    pub fn rule(&mut self, area: Rect, y: u16, name: &str) {
        if area.width == 0 || y >= area.bottom() {
            return;
        }
        let line = "─".repeat(usize::from(area.width));
        self.put(area.x, y, area.width, &line, Tone::Dim);
        if !name.is_empty() && area.width > 6 {
            self.put(area.x + 2, y, area.width - 4, &format!(" {name} "), Tone::Head);
        }
    }
}

/// Below this there is no room for anything.
const LEAST: (u16, u16) = (16, 4);
/// Below this the narrow layout is used.
pub(crate) const WIDE: u16 = 80;

/// Draws the application.
pub fn draw(app: &App, frame: &mut Frame<'_>) -> Vec<(Rect, Hit)> {
    let area = frame.area();
    paint(app, area, frame.buffer_mut())
}

/// Draws into a buffer.
pub fn paint(app: &App, area: Rect, buffer: &mut Buffer) -> Vec<(Rect, Hit)> {
    let mut canvas = Canvas { app, buffer, hits: Vec::new() };
    if area.width < LEAST.0 || area.height < LEAST.1 {
        canvas.put(area.x, area.y, area.width, "too small", Tone::Warn);
    } else {
        layout(&mut canvas, area);
        overlay::draw(&mut canvas, area);
    }
    let hits = std::mem::take(&mut canvas.hits);
    if app.look.ascii {
        theme::to_ascii(buffer);
    }
    hits
}

fn layout(c: &mut Canvas<'_>, area: Rect) {
    let bottom = if area.height >= 8 { top::bottom_height(c.app, area) } else { 1 };
    let head = top::head(c, area);
    let body = Rect {
        x: area.x,
        y: area.y + head,
        width: area.width,
        height: area.height.saturating_sub(head + bottom),
    };
    match c.app.view {
        View::Overview => overview::draw(c, body),
        View::Server => detail::draw(c, body),
        View::Znodes => znodes::draw(c, body),
        View::Latency => latency::draw(c, body),
        View::Timeline => timeline::draw(c, body),
        View::Sessions | View::Watches | View::Alerts => list::page(c, body),
    }
    top::foot(c, Rect { y: area.bottom() - bottom, height: bottom, ..area });
}

/// Rows of the tree on a screen of this size.
pub fn tree_height(size: (u16, u16)) -> usize {
    usize::from(size.1.saturating_sub(4))
}
