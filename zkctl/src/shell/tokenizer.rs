//! Splits a line into words as a POSIX shell would: blanks separate, quotes group, a backslash escapes.
//! Each word keeps its byte span, and an unfinished one says which quote is open: completion needs both.
//!
//! Beyond POSIX: `$'…'` with `\n`, `\t`, `\r`, `\0`, `\\`, `\'` and `\xHH`; a lone `&` at the end asks for the
//! background; `#` at the start of a word begins a comment. There are no variables, globs or redirections.

use std::ops::Range;

/// One word of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// What it means: quotes and escapes resolved.
    pub text: String,
    /// Where it stands in the line, quotes included.
    pub span: Range<usize>,
    /// True if any part was quoted or escaped.
    pub quoted: bool,
}

/// What is still open at the end of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Open {
    /// Inside `'…`.
    Single,
    /// Inside `"…`.
    Double,
    /// Inside `$'…`.
    Dollar,
    /// A backslash with nothing behind it.
    Backslash,
}

/// A line, split.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    /// The words, in order. The last one is unfinished if `open` is set.
    pub words: Vec<Word>,
    /// What the line leaves open.
    pub open: Option<Open>,
    /// The line ends in an unquoted `&`.
    pub background: bool,
}

impl Line {
    /// The words' meanings.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        self.words.iter().map(|w| w.text.as_str())
    }
}

/// Splits `line`. Never fails: what is unfinished is reported in [`Line::open`].
pub fn split(line: &str) -> Line {
    let mut out = Line::default();
    let mut s = Scanner { line, at: 0 };
    while s.skip_blanks() {
        if s.peek() == Some('#') {
            break;
        }
        let start = s.at;
        let (text, quoted, open) = s.word();
        out.words.push(Word { text, span: start..s.at, quoted });
        out.open = open;
    }
    if out.words.last().is_some_and(|w| w.text == "&" && !w.quoted) {
        out.words.pop();
        out.background = true;
    }
    out
}

/// Writes `text` so that [`split`] reads it back as one word.
pub fn quote(text: &str) -> String {
    let is_bare = |c: char| c.is_alphanumeric() || "/_-.,:=@%+~^[]{}".contains(c);
    if !text.is_empty() && text.chars().all(is_bare) {
        return text.to_owned();
    }
    if text.chars().any(char::is_control) {
        let mut out = String::from("$'");
        for c in text.chars() {
            match c {
                '\n' => out.push_str("\\n"),
                '\t' => out.push_str("\\t"),
                '\r' => out.push_str("\\r"),
                '\\' | '\'' => out.extend(['\\', c]),
                c if (c as u32) < 0x20 || c == '\x7f' => out.push_str(&format!("\\x{:02x}", c as u32)),
                c => out.push(c),
            }
        }
        out.push('\'');
        return out;
    }
    format!("'{}'", text.replace('\'', r"'\''"))
}

struct Scanner<'a> {
    line: &'a str,
    at: usize,
}

impl Scanner<'_> {
    fn peek(&self) -> Option<char> {
        self.line[self.at..].chars().next()
    }

    fn next(&mut self) -> Option<char> {
        let c = self.peek()?;
        self.at += c.len_utf8();
        Some(c)
    }

    /// True if anything is left behind the blanks.
    fn skip_blanks(&mut self) -> bool {
        loop {
            let rest = &self.line[self.at..];
            if rest.starts_with("\\\n") {
                self.at += 2;
            } else if rest.starts_with(char::is_whitespace) {
                self.next();
            } else {
                break;
            }
        }
        self.at < self.line.len()
    }

    fn word(&mut self) -> (String, bool, Option<Open>) {
        let mut text = String::new();
        let mut quoted = false;
        while let Some(c) = self.peek() {
            if c.is_whitespace() {
                break;
            }
            self.next();
            let open = match c {
                '\'' => self.single(&mut text),
                '"' => self.double(&mut text),
                '$' if self.peek() == Some('\'') => {
                    self.next();
                    self.dollar(&mut text)
                }
                '\\' => match self.next() {
                    // A line that goes on behind its end.
                    Some('\n') => continue,
                    Some(escaped) => {
                        text.push(escaped);
                        quoted = true;
                        continue;
                    }
                    None => Some(Open::Backslash),
                },
                c => {
                    text.push(c);
                    continue;
                }
            };
            quoted = true;
            if open.is_some() {
                return (text, quoted, open);
            }
        }
        (text, quoted, None)
    }

    fn single(&mut self, text: &mut String) -> Option<Open> {
        loop {
            match self.next() {
                Some('\'') => return None,
                Some(c) => text.push(c),
                None => return Some(Open::Single),
            }
        }
    }

    fn double(&mut self, text: &mut String) -> Option<Open> {
        loop {
            match self.next() {
                Some('"') => return None,
                Some('\\') => match self.next() {
                    Some(c @ ('"' | '\\' | '$' | '`')) => text.push(c),
                    Some(c) => text.extend(['\\', c]),
                    None => return Some(Open::Double),
                },
                Some(c) => text.push(c),
                None => return Some(Open::Double),
            }
        }
    }

    fn dollar(&mut self, text: &mut String) -> Option<Open> {
        loop {
            match self.next() {
                Some('\'') => return None,
                Some('\\') => match self.next() {
                    Some('n') => text.push('\n'),
                    Some('t') => text.push('\t'),
                    Some('r') => text.push('\r'),
                    Some('0') => text.push('\0'),
                    Some('x') => self.hex(text),
                    Some(c @ ('\\' | '\'' | '"')) => text.push(c),
                    Some(c) => text.extend(['\\', c]),
                    None => return Some(Open::Dollar),
                },
                Some(c) => text.push(c),
                None => return Some(Open::Dollar),
            }
        }
    }

    /// One or two hex digits; a word is text, so values above 0x7f become that Unicode character.
    fn hex(&mut self, text: &mut String) {
        let digits: String =
            self.line[self.at..].chars().take(2).take_while(char::is_ascii_hexdigit).collect();
        match u8::from_str_radix(&digits, 16) {
            Ok(byte) => {
                self.at += digits.len();
                text.push(char::from(byte));
            }
            Err(_) => text.push_str("\\x"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(line: &str) -> Vec<String> {
        split(line).texts().map(str::to_owned).collect()
    }

    #[test]
    fn blanks_separate_and_quotes_group() {
        assert_eq!(texts("  create  /a\t'x y' "), ["create", "/a", "x y"]);
        assert_eq!(texts(r#"set /a "say \"hi\" \n""#), ["set", "/a", r#"say "hi" \n"#]);
        assert_eq!(texts(r"a\ b c\'d"), ["a b", "c'd"]);
        assert_eq!(texts("set /a \\\n b"), ["set", "/a", "b"]);
        assert_eq!(texts("set /a\\\nb"), ["set", "/ab"]);
        assert_eq!(texts("pre'fix ed'post"), ["prefix edpost"]);
        assert_eq!(texts("set /a ''"), ["set", "/a", ""]);
        assert_eq!(texts(r"set /a $'a\tb\n\x41\'\q'"), ["set", "/a", "a\tb\nA'\\q"]);
    }

    #[test]
    fn spans_cover_the_words_with_their_quotes() {
        let line = "get  'a b' é";
        let split = split(line);
        let parts: Vec<&str> = split.words.iter().map(|w| &line[w.span.clone()]).collect();
        assert_eq!(parts, ["get", "'a b'", "é"]);
    }

    #[test]
    fn what_is_open_is_said() {
        assert_eq!(split("get '/a").open, Some(Open::Single));
        assert_eq!(split("get \"/a").open, Some(Open::Double));
        assert_eq!(split("get $'/a").open, Some(Open::Dollar));
        assert_eq!(split("get /a\\").open, Some(Open::Backslash));
        assert_eq!(split("get '/a").words[1].text, "/a");
        assert_eq!(split("get '/a'").open, None);
    }

    #[test]
    fn comments_and_background() {
        assert_eq!(texts("ls / # all of it"), ["ls", "/"]);
        assert_eq!(texts("ls /a#b"), ["ls", "/a#b"]);
        assert!(texts("# nothing").is_empty());
        let line = split("watch /a &");
        assert!(line.background);
        assert_eq!(line.words.len(), 2);
        assert!(!split("set /a '&'").background);
    }

    #[test]
    fn every_quoted_text_reads_back_as_one_word() {
        for text in
            ["", "/a/b", "it's", "a b", "\n\t\\'", "#x", "&", "$'x'", "\u{1b}[0m", "é\"`$", "\\x41", "\0"]
        {
            assert_eq!(texts(&quote(text)), [text], "{}", quote(text));
        }
    }

    #[test]
    fn no_line_makes_it_panic() {
        let alphabet = ['a', ' ', '\'', '"', '\\', '$', 'x', 'é', '&', '#', '4'];
        // Every line of five of these characters.
        for n in 0..alphabet.len().pow(5) {
            let mut n = n;
            let line: String = (0..5)
                .map(|_| {
                    let c = alphabet[n % alphabet.len()];
                    n /= alphabet.len();
                    c
                })
                .collect();
            let split = split(&line);
            for w in &split.words {
                assert!(line.get(w.span.clone()).is_some());
            }
        }
    }
}
