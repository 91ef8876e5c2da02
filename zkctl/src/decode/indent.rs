//! JSON with line breaks, and nothing else changed: no number is read, no key is moved.

/// The text indented; `None` if it is no JSON.
pub fn indented(data: &[u8]) -> Option<String> {
    serde_json::from_slice::<serde::de::IgnoredAny>(data).ok()?;
    let text = std::str::from_utf8(data).ok()?.trim();
    let mut out = String::with_capacity(text.len() * 2);
    let mut depth = 0usize;
    let mut chars = text.chars().peekable();
    let (mut in_string, mut escaped) = (false, false);
    let line = |out: &mut String, depth: usize| {
        out.push('\n');
        out.extend(std::iter::repeat_n("  ", depth));
    };
    while let Some(c) = chars.next() {
        if in_string {
            out.push(c);
            in_string = escaped || c != '"';
            escaped = !escaped && c == '\\';
            continue;
        }
        match c {
            '{' | '[' => {
                out.push(c);
                while chars.next_if(|c| c.is_ascii_whitespace()).is_some() {}
                if let Some(close) = chars.next_if(|c| matches!(c, '}' | ']')) {
                    out.push(close);
                } else {
                    depth += 1;
                    line(&mut out, depth);
                }
            }
            '}' | ']' => {
                depth = depth.saturating_sub(1);
                line(&mut out, depth);
                out.push(c);
            }
            ',' => {
                out.push(c);
                line(&mut out, depth);
            }
            ':' => out.push_str(": "),
            c if c.is_ascii_whitespace() => {}
            c => {
                in_string = c == '"';
                out.push(c);
            }
        }
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_is_indented_and_not_changed() {
        let text = br#"{"b":1.10,"a":[9007199254740993,{}, []],"s":"x{\"y\\"}"#;
        let expected = "{\n  \"b\": 1.10,\n  \"a\": [\n    9007199254740993,\n    {},\n    []\n  ],\n  \
                        \"s\": \"x{\\\"y\\\\\"\n}";
        assert_eq!(indented(text).as_deref(), Some(expected));
        assert_eq!(indented(b"[ ]").as_deref(), Some("[]"));
        assert_eq!(indented(b" \"a b\" ").as_deref(), Some("\"a b\""));
        for none in [&b"x"[..], b"{", b"{}x", b"\xff", b""] {
            assert_eq!(indented(none), None);
        }
    }
}
