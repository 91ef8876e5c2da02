//! Splits a line into words as a POSIX shell would: blanks separate, quotes group, a backslash escapes.
//! Each word keeps its byte span, and an unfinished one says which quote is open: completion needs both.
//!
//! Beyond POSIX: `$'…'` with `\n`, `\t`, `\r`, `\0`, `\\`, `\'` and `\xHH`, which is that byte; a lone `&` at the end asks
//! for the background; `#` at the start of a word begins a comment. `|`, `>` and `>>` mean something only to [`parse`],
//! and only as words of their own. There are no variables and no globs.

use std::ffi::OsString;
use std::ops::Range;
use std::os::unix::ffi::OsStringExt;

/// One word of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// What it means: quotes and escapes resolved.
    pub bytes: Vec<u8>,
    /// The same as text; what is no UTF-8 is replaced.
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

impl Word {
    /// A word that means these bytes.
    pub fn new(bytes: Vec<u8>, span: Range<usize>, quoted: bool) -> Word {
        Word { text: String::from_utf8_lossy(&bytes).into_owned(), bytes, span, quoted }
    }

    /// True for an unquoted operator.
    fn is(&self, operator: &str) -> bool {
        !self.quoted && self.text == operator
    }
}

/// Where a line's output goes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Target {
    /// To the shell's own stdout.
    #[default]
    Stdout,
    /// Into a file, over what it held or behind it.
    File { name: String, append: bool },
    /// Into the stdin of a command of the system's shell.
    Command(String),
}

/// A line of the shell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parsed {
    pub line: Line,
    pub target: Target,
}

/// Splits a line and takes `> FILE`, `>> FILE` or `| COMMAND` off its end.
///
/// # Errors
/// One sentence on what is wrong behind the operator.
pub fn parse(text: &str) -> Result<Parsed, String> {
    let mut line = split(text);
    let is_operator = |w: &Word| [">", ">>", "|"].iter().any(|operator| w.is(operator));
    let Some(at) = line.words.iter().position(is_operator) else {
        return Ok(Parsed { line, target: Target::Stdout });
    };
    let tail = line.words.split_off(at);
    let operator = tail[0].text.clone();
    if line.words.is_empty() {
        return Err(format!("there is no command in front of `{operator}`"));
    }
    let behind = text.get(tail[0].span.end..).unwrap_or_default().trim();
    let target = match (operator.as_str(), &tail[1..]) {
        ("|", _) if behind.is_empty() => return Err("there is no command behind `|`".into()),
        ("|", _) => {
            // What the command makes of its quotes and of `&` is its business.
            line.background = false;
            line.open = None;
            Target::Command(behind.to_owned())
        }
        (_, [file]) => Target::File { name: file.text.clone(), append: operator == ">>" },
        (_, []) => return Err(format!("there is no file behind `{operator}`")),
        _ => {
            return Err(format!(
                "`{operator}` takes one file and ends the line; quote it to mean the sign itself"
            ));
        }
    };
    Ok(Parsed { line, target })
}

impl Line {
    /// The words as the command line has them.
    pub fn arguments(&self) -> Vec<OsString> {
        self.words.iter().map(|w| OsString::from_vec(w.bytes.clone())).collect()
    }

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
        let (bytes, quoted, open) = s.word();
        out.words.push(Word::new(bytes, start..s.at, quoted));
        out.open = open;
    }
    if out.words.last().is_some_and(|w| w.text == "&" && !w.quoted) {
        out.words.pop();
        out.background = true;
    }
    out
}

/// The lines of a text: a line break inside quotes, or behind a backslash, ends none.
pub fn lines(text: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let mut start = 0;
    let breaks = text.match_indices('\n').map(|(at, _)| at).chain([text.len()]);
    for at in breaks {
        let line = &text[start..at];
        if at == text.len() || split(line).open.is_none() {
            out.push(line.trim_end_matches('\r'));
            start = at + 1;
        }
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

/// The same for bytes of any kind.
#[cfg(test)]
pub fn quote_bytes(bytes: &[u8]) -> String {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return quote(text);
    }
    let escaped: String = bytes.iter().map(|b| format!("\\x{b:02x}")).collect();
    format!("$'{escaped}'")
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

    fn word(&mut self) -> (Vec<u8>, bool, Option<Open>) {
        let mut text = Vec::new();
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
                        push(&mut text, escaped);
                        quoted = true;
                        continue;
                    }
                    None => Some(Open::Backslash),
                },
                c => {
                    push(&mut text, c);
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

    fn single(&mut self, text: &mut Vec<u8>) -> Option<Open> {
        loop {
            match self.next() {
                Some('\'') => return None,
                Some(c) => push(text, c),
                None => return Some(Open::Single),
            }
        }
    }

    fn double(&mut self, text: &mut Vec<u8>) -> Option<Open> {
        loop {
            match self.next() {
                Some('"') => return None,
                Some('\\') => match self.next() {
                    Some(c @ ('"' | '\\' | '$' | '`')) => push(text, c),
                    Some(c) => {
                        text.push(b'\\');
                        push(text, c);
                    }
                    None => return Some(Open::Double),
                },
                Some(c) => push(text, c),
                None => return Some(Open::Double),
            }
        }
    }

    fn dollar(&mut self, text: &mut Vec<u8>) -> Option<Open> {
        loop {
            match self.next() {
                Some('\'') => return None,
                Some('\\') => match self.next() {
                    Some('n') => text.push(b'\n'),
                    Some('t') => text.push(b'\t'),
                    Some('r') => text.push(b'\r'),
                    Some('0') => text.push(0),
                    Some('x') => self.hex(text),
                    Some(c @ ('\\' | '\'' | '"')) => push(text, c),
                    Some(c) => {
                        text.push(b'\\');
                        push(text, c);
                    }
                    None => return Some(Open::Dollar),
                },
                Some(c) => push(text, c),
                None => return Some(Open::Dollar),
            }
        }
    }

    /// One or two hex digits: a byte.
    fn hex(&mut self, text: &mut Vec<u8>) {
        let digits: String =
            self.line[self.at..].chars().take(2).take_while(char::is_ascii_hexdigit).collect();
        match u8::from_str_radix(&digits, 16) {
            Ok(byte) => {
                self.at += digits.len();
                text.push(byte);
            }
            Err(_) => text.extend(b"\\x"),
        }
    }
}

fn push(text: &mut Vec<u8>, c: char) {
    text.extend(c.encode_utf8(&mut [0; 4]).as_bytes());
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
    fn bytes_of_any_kind_can_be_written() {
        let word = |line: &str| split(line).words[0].bytes.clone();
        assert_eq!(word(r"$'\xff\x00\xc3\xa9'"), b"\xff\x00\xc3\xa9");
        for bytes in [&b"\xff\xfe"[..], b"a\x80", b"", b"\0", &(0..=255).collect::<Vec<u8>>()] {
            assert_eq!(word(&quote_bytes(bytes)), bytes);
        }
    }

    #[test]
    fn pasted_lines_are_told_apart() {
        assert_eq!(lines("ls /\r\nget '/a\nb' x\nset \\\n/a"), ["ls /", "get '/a\nb' x", "set \\\n/a"]);
        assert_eq!(lines("ls"), ["ls"]);
    }

    #[test]
    fn output_may_go_to_a_file_or_a_command() {
        let target = |line: &str| parse(line).map(|p| (p.line.texts().count(), p.target));
        let file = |name: &str, append| Target::File { name: name.into(), append };
        assert_eq!(target("ls / > 'a b'"), Ok((2, file("a b", false))));
        assert_eq!(target("ls >> x"), Ok((1, file("x", true))));
        assert_eq!(
            target("ls / | grep 'a | b' > c &"),
            Ok((2, Target::Command("grep 'a | b' > c &".into())))
        );
        assert_eq!(target("set /a x|y"), Ok((3, Target::Stdout)));
        assert_eq!(target("set /a '|'"), Ok((3, Target::Stdout)));
        assert_eq!(target(r"set /a \>"), Ok((3, Target::Stdout)));
        for wrong in ["ls >", "ls |", "| wc", "> x", "ls > a b", "set /a > b > c"] {
            assert!(target(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn no_line_makes_it_panic() {
        let alphabet = ['a', ' ', '\'', '"', '\\', '$', 'x', 'é', '&', '#', '4', '>', '|'];
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
            let _ = parse(&line);
            let split = split(&line);
            for w in &split.words {
                assert!(line.get(w.span.clone()).is_some());
            }
        }
    }
}
