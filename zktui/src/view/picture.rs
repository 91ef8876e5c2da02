//! A frame as something else than a screen: plain text, text with escape sequences, or an SVG picture.

use std::fmt::Write;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier};

use crate::app::App;

/// Draws the application into a buffer of its own.
pub fn buffer(app: &App, width: u16, height: u16) -> Buffer {
    let area = Rect::new(0, 0, width, height);
    let mut buffer = Buffer::empty(area);
    super::paint(app, area, &mut buffer);
    buffer
}

/// Lines of text, without blanks at their ends.
pub fn text(buffer: &Buffer) -> String {
    let mut out = String::new();
    for y in 0..buffer.area.height {
        let mut line = String::new();
        let mut x = 0;
        while x < buffer.area.width {
            let symbol = buffer[(x, y)].symbol();
            line.push_str(symbol);
            // A wide character has an empty cell behind it.
            x += u16::try_from(unicode_width::UnicodeWidthStr::width(symbol)).unwrap_or(1).max(1);
        }
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}

fn hex(color: Color) -> Option<String> {
    let name = match color {
        Color::Rgb(r, g, b) => return Some(format!("#{r:02x}{g:02x}{b:02x}")),
        Color::Red | Color::LightRed => "#cd3131",
        Color::Green | Color::LightGreen => "#0dbc79",
        Color::Yellow | Color::LightYellow => "#e5e510",
        Color::Blue | Color::LightBlue => "#2472c8",
        Color::Magenta | Color::LightMagenta => "#bc3fbc",
        Color::Cyan | Color::LightCyan => "#11a8cd",
        Color::DarkGray | Color::Gray => "#808080",
        Color::White => "#ffffff",
        _ => return None,
    };
    Some(name.to_owned())
}

/// Lines of text with the colours of a terminal.
pub fn ansi(buffer: &Buffer) -> String {
    let mut out = String::new();
    for y in 0..buffer.area.height {
        let mut last = String::new();
        for x in 0..buffer.area.width {
            let cell = &buffer[(x, y)];
            let mut codes = vec!["0".to_owned()];
            for (modifier, code) in [
                (Modifier::BOLD, "1"),
                (Modifier::DIM, "2"),
                (Modifier::UNDERLINED, "4"),
                (Modifier::REVERSED, "7"),
            ] {
                if cell.modifier.contains(modifier) {
                    codes.push(code.to_owned());
                }
            }
            if let Some(hex) = hex(cell.fg)
                && let Ok(rgb) = u32::from_str_radix(hex.trim_start_matches('#'), 16)
            {
                codes.push(format!("38;2;{};{};{}", rgb >> 16, rgb >> 8 & 255, rgb & 255));
            }
            let codes = codes.join(";");
            if codes != last {
                let _ = write!(out, "\u{1b}[{codes}m");
                last = codes;
            }
            out.push_str(cell.symbol());
        }
        out.push_str("\u{1b}[0m\n");
    }
    out
}

const CELL: (f32, f32) = (8.4, 18.0);
const INK: &str = "#d4d4d4";
const PAPER: &str = "#111418";

/// A picture, the same for the same frame.
pub fn svg(buffer: &Buffer) -> String {
    let (width, height) = (buffer.area.width, buffer.area.height);
    let (w, h) = (f32::from(width) * CELL.0 + 24.0, f32::from(height) * CELL.1 + 24.0);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{w:.0}\" height=\"{h:.0}\" viewBox=\"0 0 {w:.0} {h:.0}\">\n\
         <rect width=\"100%\" height=\"100%\" rx=\"8\" fill=\"{PAPER}\"/>\n\
         <g font-family=\"DejaVu Sans Mono, Menlo, Consolas, monospace\" font-size=\"14\" xml:space=\"preserve\">\n"
    );
    for y in 0..height {
        let mut x = 0;
        while x < width {
            let first = &buffer[(x, y)];
            let start = x;
            let mut text = String::new();
            while x < width {
                let cell = &buffer[(x, y)];
                if (cell.fg, cell.modifier) != (first.fg, first.modifier) {
                    break;
                }
                text.push_str(cell.symbol());
                x += 1;
            }
            run(&mut out, start, y, x - start, &text, first.fg, first.modifier);
        }
    }
    out.push_str("</g>\n</svg>\n");
    out
}

fn run(out: &mut String, x: u16, y: u16, cells: u16, text: &str, fg: Color, modifier: Modifier) {
    let reversed = modifier.contains(Modifier::REVERSED);
    if text.trim().is_empty() && !reversed {
        return;
    }
    let (left, top) = (12.0 + f32::from(x) * CELL.0, 12.0 + f32::from(y) * CELL.1);
    let mut ink = hex(fg).unwrap_or_else(|| INK.to_owned());
    let width = f32::from(cells) * CELL.0;
    if reversed {
        let _ = writeln!(
            out,
            "<rect x=\"{left:.1}\" y=\"{top:.1}\" width=\"{width:.1}\" height=\"{}\" fill=\"{ink}\"/>",
            CELL.1
        );
        ink = PAPER.to_owned();
    }
    let weight = if modifier.contains(Modifier::BOLD) { " font-weight=\"bold\"" } else { "" };
    let under = if modifier.contains(Modifier::UNDERLINED) { " text-decoration=\"underline\"" } else { "" };
    let faint = if modifier.contains(Modifier::DIM) { " fill-opacity=\"0.6\"" } else { "" };
    let escaped = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let _ = writeln!(
        out,
        "<text x=\"{left:.1}\" y=\"{:.1}\" fill=\"{ink}\" textLength=\"{width:.1}\"{weight}{under}{faint}>{escaped}</text>",
        top + 13.5
    );
}
