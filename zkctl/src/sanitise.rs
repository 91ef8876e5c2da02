//! Makes text from znodes safe to print on a terminal. Names, values, ACL ids and server replies are bytes
//! that somebody else chose: escape sequences could move the cursor, retitle the window or hide text.

use std::borrow::Cow;
use std::fmt::Write;

/// True for what could act on a terminal or reorder what is seen: control characters, bidirectional
/// overrides and invisible formatting.
fn is_unsafe(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

fn escape(text: &str, keep: fn(char) -> bool) -> Cow<'_, str> {
    if !text.chars().any(|c| is_unsafe(c) && !keep(c)) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            c if !is_unsafe(c) || keep(c) => out.push(c),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if (c as u32) < 0x100 => {
                let _ = write!(out, "\\x{:02x}", c as u32);
            }
            c => {
                let _ = write!(out, "\\u{{{:x}}}", c as u32);
            }
        }
    }
    Cow::Owned(out)
}

/// For text that must stay on one line: a name, a path, a cell of a table.
pub fn line(text: &str) -> Cow<'_, str> {
    escape(text, |_| false)
}

/// For a value: line breaks and tabs stay, everything else that could act is escaped.
pub fn block(text: &str) -> Cow<'_, str> {
    escape(text, |c| c == '\n' || c == '\t')
}

/// For a JSON document: what could act stands only inside its strings, where an escape means the same.
pub fn json(text: &str) -> Cow<'_, str> {
    let is_kept = |c: char| !is_unsafe(c) || c == '\n';
    if text.chars().all(is_kept) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        if is_kept(c) {
            out.push(c);
        } else {
            // All of them are in the basic plane.
            let _ = write!(out, "\\u{:04x}", c as u32);
        }
    }
    Cow::Owned(out)
}

/// For bytes of any kind: valid UTF-8 as [`block`], the rest as `\xHH`.
pub fn bytes(data: &[u8]) -> String {
    let mut out = String::with_capacity(data.len());
    for chunk in data.utf8_chunks() {
        out.push_str(&block(chunk.valid()));
        for b in chunk.invalid() {
            let _ = write!(out, "\\x{b:02x}");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_text_is_borrowed_as_it_is() {
        assert!(matches!(line("/a/é b"), Cow::Borrowed("/a/é b")));
        assert!(matches!(block("a\n\tb"), Cow::Borrowed("a\n\tb")));
    }

    #[test]
    fn what_acts_on_a_terminal_is_escaped() {
        assert_eq!(line("a\u{1b}[31mb\n"), "a\\x1b[31mb\\n");
        assert_eq!(block("a\r\u{7}b\n"), "a\\r\\x07b\n");
        assert_eq!(line("a\u{202e}b\u{9b}c"), "a\\u{202e}b\\x9bc");
        let evil = serde_json::json!({"a": "\u{202e}\u{9b}\u{7f}\u{1b}"}).to_string();
        let safe = json(&evil);
        assert!(safe.is_ascii(), "{safe}");
        assert_eq!(
            serde_json::from_str::<serde_json::Value>(&safe).unwrap()["a"],
            "\u{202e}\u{9b}\u{7f}\u{1b}"
        );
        assert_eq!(bytes(b"ok\xff\x1b\xc3\xa9"), "ok\\xff\\x1bé");
    }
}
