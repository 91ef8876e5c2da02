//! Text from outside made safe for a terminal, and numbers made short.

use std::borrow::Cow;
use std::fmt::Write;

/// True for what could act on a terminal or reorder what is seen.
fn acts(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// Text that a server chose, on one line: whatever could act is spelled out.
pub fn clean(text: &str) -> String {
    cleaned(text).into_owned()
}

/// As [`clean`]; what is harmless is only lent.
pub fn cleaned(text: &str) -> Cow<'_, str> {
    if !text.chars().any(acts) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            c if !acts(c) => out.push(c),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            c => {
                let _ = write!(out, "\\u{{{:x}}}", c as u32);
            }
        }
    }
    Cow::Owned(out)
}

/// At most so many columns; what is cut off is marked.
pub fn fit(text: &str, width: usize) -> String {
    use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};
    if text.width() <= width {
        return text.to_owned();
    }
    let (mut out, mut used) = (String::new(), 0);
    for c in text.chars() {
        let w = c.width().unwrap_or(0);
        if used + w + 1 > width {
            break;
        }
        used += w;
        out.push(c);
    }
    if width > 0 {
        out.push('…');
    }
    out
}

/// A count in few characters: `812`, `1.2k`, `48k`, `3.1M`.
pub fn count(n: f64) -> String {
    let (value, unit) = match n.abs() {
        v if v < 1000.0 => (n, ""),
        v if v < 1e6 => (n / 1e3, "k"),
        v if v < 1e9 => (n / 1e6, "M"),
        _ => (n / 1e9, "G"),
    };
    if unit.is_empty() {
        if value.fract() == 0.0 || value.abs() >= 10.0 {
            format!("{value:.0}")
        } else {
            format!("{value:.1}")
        }
    } else if value.abs() < 10.0 {
        format!("{value:.1}{unit}")
    } else {
        format!("{value:.0}{unit}")
    }
}

/// Bytes in few characters: `31 B`, `1.2 KiB`.
pub fn bytes(n: i64) -> String {
    let n = n as f64;
    match n {
        v if v < 1024.0 => format!("{n:.0} B"),
        v if v < 1_048_576.0 => format!("{:.1} KiB", n / 1024.0),
        v if v < 1_073_741_824.0 => format!("{:.1} MiB", n / 1_048_576.0),
        _ => format!("{:.1} GiB", n / 1_073_741_824.0),
    }
}

/// Milliseconds with as many digits as matter.
pub fn millis(ms: f64) -> String {
    match ms {
        v if v < 1.0 && v > 0.0 => format!("{v:.1} ms"),
        v if v < 10_000.0 => format!("{v:.0} ms"),
        v => format!("{:.0} s", v / 1000.0),
    }
}

/// A whole number with spaces between thousands.
pub fn grouped(n: i64) -> String {
    let digits = n.unsigned_abs().to_string();
    let mut out = String::new();
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(' ');
        }
        out.push(c);
    }
    if n < 0 { format!("-{out}") } else { out }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_acts_on_a_terminal_is_spelled_out() {
        assert_eq!(clean("a\u{1b}[31mb\n\u{202e}"), "a\\u{1b}[31mb\\n\\u{202e}");
        assert_eq!(clean("é b"), "é b");
    }

    #[test]
    fn what_does_not_fit_is_marked() {
        assert_eq!(
            (fit("abc", 3).as_str(), fit("abcd", 3).as_str(), fit("abcd", 0).as_str()),
            ("abc", "ab…", "")
        );
        assert_eq!(fit("日本語", 4), "日…");
    }

    #[test]
    fn numbers_are_short() {
        assert_eq!(
            [0.0, 2.5, 812.0, 1234.0, 48_411.0, 3.1e6].map(count),
            ["0", "2.5", "812", "1.2k", "48k", "3.1M"]
        );
        assert_eq!([31, 1229].map(bytes), ["31 B", "1.2 KiB"]);
        assert_eq!([1, 48_411, -1_000_000].map(grouped), ["1", "48 411", "-1 000 000"]);
    }
}
