//! Colours. What a tone means is also said by a word or a glyph: colour is never alone. The default is the Okabe-Ito
//! set, which people with any of the usual colour vision deficiencies tell apart.

use ratatui::buffer::Buffer;
use ratatui::style::{Color, Modifier, Style};

use crate::tables::Tone;

/// A set of colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Theme {
    /// Okabe-Ito, for terminals with 24-bit colour.
    #[default]
    Okabe,
    /// The same set, darkened for a light background.
    Light,
    /// The terminal's own 16 colours.
    Terminal16,
    /// White and yellow on black.
    HighContrast,
    /// No colours: bold, dim and reversed only.
    Mono,
}

impl Theme {
    /// How a tone looks.
    pub fn style(self, tone: Tone) -> Style {
        let (okabe, sixteen, high) = match tone {
            Tone::Plain | Tone::Strong => (None, None, Some(Color::White)),
            Tone::Dim => (Some(Color::Rgb(128, 128, 128)), Some(Color::DarkGray), Some(Color::Gray)),
            Tone::Good => (Some(Color::Rgb(0, 158, 115)), Some(Color::Green), Some(Color::White)),
            Tone::Busy => (Some(Color::Rgb(86, 180, 233)), Some(Color::Cyan), Some(Color::Cyan)),
            Tone::Warn => (Some(Color::Rgb(230, 159, 0)), Some(Color::Yellow), Some(Color::Yellow)),
            Tone::Bad => (Some(Color::Rgb(213, 94, 0)), Some(Color::Red), Some(Color::LightRed)),
            Tone::Refused => {
                (Some(Color::Rgb(204, 121, 167)), Some(Color::Magenta), Some(Color::LightMagenta))
            }
            Tone::Odd => (Some(Color::Rgb(240, 228, 66)), Some(Color::LightYellow), Some(Color::LightYellow)),
            Tone::Head => (Some(Color::Rgb(86, 180, 233)), Some(Color::Blue), Some(Color::White)),
            Tone::Accent => (Some(Color::Rgb(86, 180, 233)), Some(Color::Cyan), Some(Color::White)),
        };
        let color = match self {
            Theme::Okabe => okabe,
            Theme::Light => light(tone),
            Theme::Terminal16 => sixteen,
            Theme::HighContrast => high,
            Theme::Mono => None,
        };
        let modifier = match tone {
            Tone::Strong | Tone::Head | Tone::Warn => Modifier::BOLD,
            Tone::Bad | Tone::Odd | Tone::Refused => Modifier::BOLD | Modifier::UNDERLINED,
            // Some terminals cannot show grey on black well enough to read it with DIM on top.
            Tone::Dim if self == Theme::Mono => Modifier::DIM,
            _ => Modifier::empty(),
        };
        let style = Style::new().add_modifier(modifier);
        color.map_or(style, |c| style.fg(c))
    }

    /// The selected row.
    pub fn selected(self) -> Style {
        Style::new().add_modifier(Modifier::REVERSED)
    }
}

/// The set on white: as far apart, and dark enough to be read.
fn light(tone: Tone) -> Option<Color> {
    match tone {
        Tone::Plain | Tone::Strong => None,
        Tone::Dim => Some(Color::Rgb(105, 105, 105)),
        Tone::Good => Some(Color::Rgb(0, 116, 84)),
        Tone::Busy => Some(Color::Rgb(0, 98, 155)),
        Tone::Warn => Some(Color::Rgb(140, 90, 0)),
        Tone::Bad => Some(Color::Rgb(180, 60, 0)),
        Tone::Refused => Some(Color::Rgb(150, 60, 115)),
        Tone::Odd => Some(Color::Rgb(98, 92, 0)),
        Tone::Head | Tone::Accent => Some(Color::Rgb(0, 90, 143)),
    }
}

/// Puts ASCII in the place of everything else: lines, glyphs, and what servers said.
pub fn to_ascii(buffer: &mut Buffer) {
    for cell in &mut buffer.content {
        let symbol = cell.symbol();
        if !symbol.is_ascii() {
            let ascii = ascii(symbol);
            cell.set_symbol(ascii);
        }
    }
}

fn ascii(symbol: &str) -> &'static str {
    match symbol {
        "─" | "—" | "–" => "-",
        "│" => "|",
        "┌" | "┐" | "└" | "┘" | "├" | "┤" | "┬" | "┴" | "┼" => "+",
        "▁" => "_",
        "▂" => ".",
        "▃" => "-",
        "▄" => "=",
        "▅" => "+",
        "▆" => "*",
        "▇" => "%",
        "█" => "#",
        "▓" => "*",
        "▒" => "~",
        "░" => ".",
        "✓" | "·" => ".",
        "✗" | "×" => "x",
        "◌" => "o",
        "⊘" => "x",
        "↑" => "^",
        "↓" => "v",
        "→" => ">",
        "←" => "<",
        "▸" | "▶" => ">",
        "▾" => "v",
        "≤" => "<",
        "±" => "~",
        "≈" => "~",
        "…" => "~",
        "‖" => "=",
        _ => "?",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    /// Relative luminance, as WCAG defines it.
    fn luminance(color: Color) -> f64 {
        let Color::Rgb(r, g, b) = color else { panic!("{color:?}") };
        let part = |v: u8| {
            let v = f64::from(v) / 255.0;
            if v <= 0.03928 { v / 12.92 } else { ((v + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b)
    }

    const STATES: [Tone; 6] = [Tone::Good, Tone::Busy, Tone::Warn, Tone::Bad, Tone::Refused, Tone::Odd];

    #[test]
    fn every_colour_is_readable_on_black() {
        for tone in STATES.into_iter().chain([Tone::Dim, Tone::Head, Tone::Accent]) {
            let fg = Theme::Okabe.style(tone).fg.unwrap();
            let contrast = (luminance(fg) + 0.05) / 0.05;
            assert!(contrast >= 4.5, "{tone:?}: {contrast:.1}");
        }
    }

    #[test]
    fn every_colour_of_the_light_theme_is_readable_on_white() {
        for tone in STATES.into_iter().chain([Tone::Dim, Tone::Head, Tone::Accent]) {
            let contrast = 1.05 / (luminance(Theme::Light.style(tone).fg.unwrap()) + 0.05);
            assert!(contrast >= 4.5, "{tone:?}: {contrast:.1}");
        }
    }

    #[test]
    fn states_have_different_colours() {
        for theme in [Theme::Okabe, Theme::Light, Theme::Terminal16] {
            let colours: BTreeSet<String> =
                STATES.iter().map(|t| format!("{:?}", theme.style(*t).fg)).collect();
            assert_eq!(colours.len(), STATES.len(), "{theme:?}");
        }
    }

    #[test]
    fn mono_has_no_colours() {
        assert!(STATES.iter().all(|t| Theme::Mono.style(*t).fg.is_none()));
    }
}
