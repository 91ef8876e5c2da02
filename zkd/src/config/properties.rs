//! Java's `.properties` syntax, as `java.util.Properties` reads it, with what that class throws away: the line
//! on which an entry starts, and duplicates. Knows no keys.
//!
//! Differs: the bytes are UTF-8, or Latin-1 where they are not valid UTF-8 (Java takes Latin-1 always, and then
//! a path with an umlaut is not the one that was written); a byte order mark is skipped (Java makes it part of
//! the first key).

use std::borrow::Cow;

/// A longer file is no configuration.
pub const MAX_BYTES: usize = 1024 * 1024;

/// A key and its value, both trimmed as ZooKeeper trims them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Counted from 1; of the first line, where a backslash continues it.
    pub line_number: u32,
    /// Without escapes.
    pub key: String,
    /// Without escapes.
    pub value: String,
}

/// Why a text has no meaning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    /// Counted from 1; `None` when it is about the whole file.
    pub line_number: Option<u32>,
    /// What is wrong.
    pub text: String,
}

/// Reads all entries in their order, and everything that is wrong.
pub fn parse(bytes: &[u8]) -> (Vec<Entry>, Vec<SyntaxError>) {
    if bytes.len() > MAX_BYTES {
        let text =
            "the file is longer than 1 MiB, which no configuration is: is it the right file?".to_owned();
        return (Vec::new(), vec![SyntaxError { line_number: None, text }]);
    }
    let text = decode(bytes);
    let mut entries = Vec::new();
    let mut errors = Vec::new();
    for line in LogicalLines::new(&text) {
        let (key, value) = split(&line.text);
        match (unescape(key), unescape(value)) {
            (Ok(key), Ok(value)) => entries.push(Entry {
                line_number: line.number,
                key: java_trim(&key).to_owned(),
                value: java_trim(&value).to_owned(),
            }),
            (Err(text), _) | (_, Err(text)) => {
                errors.push(SyntaxError { line_number: Some(line.number), text });
            }
        }
    }
    (entries, errors)
}

fn decode(bytes: &[u8]) -> Cow<'_, str> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => Cow::Owned(bytes.iter().map(|&b| char::from(b)).collect()),
    }
}

/// A line with its continuations, without leading blanks and without the backslashes that joined it.
struct LogicalLine {
    number: u32,
    text: String,
}

struct LogicalLines<'a> {
    rest: Option<&'a str>,
    number: u32,
}

impl<'a> LogicalLines<'a> {
    fn new(text: &'a str) -> Self {
        LogicalLines { rest: Some(text), number: 0 }
    }

    /// The next line as it stands in the file. `\r\n` is one end of line.
    fn natural(&mut self) -> Option<&'a str> {
        let rest = self.rest?;
        self.number += 1;
        let Some(end) = rest.find(['\n', '\r']) else {
            self.rest = None;
            return Some(rest);
        };
        let (line, after) = rest.split_at(end);
        self.rest = Some(after.strip_prefix("\r\n").unwrap_or(&after[1..]));
        Some(line)
    }
}

impl Iterator for LogicalLines<'_> {
    type Item = LogicalLine;

    fn next(&mut self) -> Option<LogicalLine> {
        let mut number = 0;
        let mut text = String::new();
        loop {
            let Some(line) = self.natural() else {
                return (!text.is_empty()).then_some(LogicalLine { number, text });
            };
            let line = line.trim_start_matches(BLANKS);
            // As long as nothing was read, the line has not begun, not even behind a lone backslash.
            if text.is_empty() {
                if line.is_empty() || line.starts_with(['#', '!']) {
                    continue;
                }
                number = self.number;
            }
            // An even number of backslashes at the end are escaped ones. A continuation is never a comment, and
            // an empty one ends the line.
            if trailing_backslashes(line).is_multiple_of(2) {
                text.push_str(line);
                return Some(LogicalLine { number, text });
            }
            text.push_str(&line[..line.len() - 1]);
        }
    }
}

fn trailing_backslashes(line: &str) -> usize {
    line.bytes().rev().take_while(|&b| b == b'\\').count()
}

/// Cuts at the first `=`, `:` or blank that is not escaped. Blanks around one separator belong to it.
fn split(line: &str) -> (&str, &str) {
    let mut escaped = false;
    let end = line.find(|c: char| {
        let ends = !escaped && (c == '=' || c == ':' || BLANKS.contains(&c));
        escaped = c == '\\' && !escaped;
        ends
    });
    let (key, rest) = line.split_at(end.unwrap_or(line.len()));
    let rest = rest.trim_start_matches(BLANKS);
    let rest = rest.strip_prefix(['=', ':']).unwrap_or(rest);
    (key, rest.trim_start_matches(BLANKS))
}

fn unescape(text: &str) -> Result<String, String> {
    let mut units: Vec<u16> = Vec::with_capacity(text.len());
    let mut chars = text.chars();
    let mut buf = [0; 2];
    while let Some(c) = chars.next() {
        let plain = match c {
            '\\' => match chars.next() {
                Some('u') => {
                    units.push(hex_unit(&mut chars)?);
                    continue;
                }
                Some('t') => '\t',
                Some('n') => '\n',
                Some('r') => '\r',
                Some('f') => '\x0c',
                Some(other) => other,
                None => break,
            },
            c => c,
        };
        units.extend_from_slice(plain.encode_utf16(&mut buf));
    }
    // Two `\u` escapes may be the halves of one character; half a character is no text.
    Ok(String::from_utf16_lossy(&units))
}

fn hex_unit(chars: &mut std::str::Chars<'_>) -> Result<u16, String> {
    let digits: String = chars.by_ref().take(4).collect();
    match u16::from_str_radix(&digits, 16) {
        Ok(unit) if digits.len() == 4 && !digits.starts_with('+') => Ok(unit),
        _ => {
            Err("\\u must be followed by four hexadecimal digits; a backslash itself is written \\\\"
                .to_owned())
        }
    }
}

/// Java's `String.trim` also takes off control characters.
fn java_trim(text: &str) -> &str {
    text.trim_matches(|c| c <= ' ')
}

const BLANKS: [char; 3] = [' ', '\t', '\x0c'];

#[cfg(test)]
mod tests;
