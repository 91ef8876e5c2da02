//! Expressions over transactions: `op == "delete" && path startsWith "/kafka" && size > 10k`.
//!
//! ```text
//! or      := and ("||" and)*          and := not ("&&" not)*
//! not     := "!" not | "(" or ")" | compare
//! compare := field OP value           value := "text" | 'text' | word
//! ```
//!
//! Fields of the parts of a multi (`op`, `path`, `size`, `code`) are asked of each part: a transaction is wanted if one of
//! its parts is. The multi itself is a part with the type `multi` and without a path.
//! The parts of a multi that was refused did not happen, and are asked only where `error` is: it is then the multi's.

mod parse;

use zk_proto::jute::{Decode, Reader};
use zk_proto::{OpCode, TxnHeader};

use crate::filter::{glob_matches, kinds_named};
use crate::top::error_name;
use crate::txn::{self, Cause};

/// What is asked of a transaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// Its type, or that of a part.
    Op,
    /// A path that it touches.
    Path,
    /// Bytes of data that it writes to a node.
    Size,
    /// Its zxid.
    Zxid,
    /// The epoch in its zxid.
    Epoch,
    /// Its session.
    Session,
    /// The request's number in that session.
    Cxid,
    /// Its time, in milliseconds since 1970.
    Time,
    /// Why it happened.
    Cause,
    /// The error of a write that was refused.
    Error,
}

/// How a field is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Compare {
    /// `==`
    Equal,
    /// `!=`
    Differs,
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `>`
    More,
    /// `>=`
    AtLeast,
    /// `startsWith`
    StartsWith,
    /// `endsWith`
    EndsWith,
    /// `contains`
    Contains,
    /// `matches`, a pattern as in [`glob_matches`]
    Matches,
}

/// What it is compared with.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Value {
    Text(String),
    Number(i64),
    /// Types that a word stands for.
    Kinds(Vec<i32>),
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Node {
    Any(Vec<Node>),
    All(Vec<Node>),
    Not(Box<Node>),
    Test { field: Field, compare: Compare, value: Value },
}

/// An expression, parsed and checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expr {
    root: Node,
}

/// What is wrong with the text of an expression.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("column {column}: {why}")]
pub struct ExprError {
    /// Where, in characters from 1 on.
    pub column: usize,
    /// What.
    pub why: String,
}

/// How points in time are written is the business of those who ask: milliseconds since 1970, or why not.
pub type ParseTime<'a> = &'a dyn Fn(&str) -> Result<i64, String>;

/// One thing that a transaction does: the whole of it, a part of a multi, an ephemeral that goes with its session.
struct Subject<'a> {
    header: &'a TxnHeader,
    kind: i32,
    path: Option<&'a str>,
    bytes: u64,
    code: Option<i32>,
}

impl Expr {
    /// Parses `text`.
    ///
    /// # Errors
    /// Where it is wrong and why.
    pub fn parse(text: &str, time: ParseTime<'_>) -> Result<Expr, ExprError> {
        parse::parse(text, time).map(|root| Expr { root })
    }

    /// True if a test of it is about errors.
    pub fn asks_for_errors(&self) -> bool {
        self.root.asks_for_errors()
    }

    /// True if the transaction, or a part of it, is what the expression asks for; with `refused`, or if it asks for errors,
    /// also a part of a multi that was refused.
    ///
    /// # Errors
    /// Its body cannot be read.
    pub fn admits(&self, header: &TxnHeader, body: &[u8], refused: bool) -> Decode<bool> {
        let refusal = txn::refusal(header.kind, body)?;
        let pass_over = refusal.is_some() && !refused && !self.asks_for_errors();
        let whole = Subject { header, kind: header.kind, path: None, bytes: 0, code: refusal };
        match OpCode::from_i32(header.kind) {
            Some(OpCode::CloseSession) => {
                let mut found = self.root.holds(&whole);
                txn::closed_paths(body, |path| {
                    found = found || self.root.holds(&Subject { path: Some(path), ..whole });
                })?;
                Ok(found)
            }
            kind => {
                let mut found = kind == Some(OpCode::Multi) && self.root.holds(&whole);
                txn::parts(header.kind, body, |part| {
                    let is_error = part.kind == OpCode::Error.code();
                    if pass_over && !is_error {
                        return Ok(());
                    }
                    let path = part.path()?;
                    let code = if is_error { Some(Reader::new(part.body).i32()?) } else { refusal };
                    let bytes = part.data_bytes()?;
                    let subject = Subject { header, kind: part.kind, path: path.as_deref(), bytes, code };
                    found = found || self.root.holds(&subject);
                    Ok(())
                })?;
                Ok(found)
            }
        }
    }
}

impl Node {
    fn asks_for_errors(&self) -> bool {
        match self {
            Node::Any(nodes) | Node::All(nodes) => nodes.iter().any(Node::asks_for_errors),
            Node::Not(node) => node.asks_for_errors(),
            Node::Test { field, .. } => *field == Field::Error,
        }
    }

    fn holds(&self, s: &Subject<'_>) -> bool {
        match self {
            Node::Any(nodes) => nodes.iter().any(|n| n.holds(s)),
            Node::All(nodes) => nodes.iter().all(|n| n.holds(s)),
            Node::Not(node) => !node.holds(s),
            Node::Test { field, compare, value } => test(*field, *compare, value, s),
        }
    }
}

fn test(field: Field, compare: Compare, value: &Value, s: &Subject<'_>) -> bool {
    let h = s.header;
    match (field, value) {
        (Field::Op, Value::Kinds(kinds)) => kinds.contains(&s.kind) == (compare == Compare::Equal),
        (Field::Path, Value::Text(text)) => text_holds(compare, s.path, text),
        (Field::Cause, Value::Text(text)) => text_holds(compare, Some(Cause::of(h).word()), text),
        (Field::Error, Value::Text(text)) => text_holds(compare, s.code.map(error_name).as_deref(), text),
        (Field::Error, Value::Number(n)) => s.code.is_some_and(|c| number_holds(compare, c.into(), *n)),
        (field, Value::Number(n)) => {
            let own = match field {
                Field::Size => i64::try_from(s.bytes).unwrap_or(i64::MAX),
                Field::Zxid => h.zxid.0,
                Field::Epoch => h.zxid.epoch().into(),
                Field::Session => h.session.0,
                Field::Cxid => h.cxid.into(),
                Field::Time => h.time,
                _ => return false,
            };
            number_holds(compare, own, *n)
        }
        // The parser lets no other pair through.
        _ => false,
    }
}

/// What has no text differs from every text.
fn text_holds(compare: Compare, own: Option<&str>, text: &str) -> bool {
    let Some(own) = own else { return compare == Compare::Differs };
    match compare {
        Compare::Equal => own == text,
        Compare::Differs => own != text,
        Compare::StartsWith => own.starts_with(text),
        Compare::EndsWith => own.ends_with(text),
        Compare::Contains => own.contains(text),
        Compare::Matches => glob_matches(text, own),
        Compare::Less | Compare::AtMost | Compare::More | Compare::AtLeast => false,
    }
}

fn number_holds(compare: Compare, own: i64, n: i64) -> bool {
    match compare {
        Compare::Equal => own == n,
        Compare::Differs => own != n,
        Compare::Less => own < n,
        Compare::AtMost => own <= n,
        Compare::More => own > n,
        Compare::AtLeast => own >= n,
        _ => false,
    }
}

/// The types that `word` stands for, as `--op` takes it.
fn kinds(word: &str) -> Option<Vec<i32>> {
    kinds_named(word)
}

#[cfg(test)]
mod tests {
    use zk_proto::{SessionId, Writer, Zxid};

    use super::*;

    fn admits(text: &str, kind: i32, body: &[u8]) -> bool {
        let header = TxnHeader {
            session: SessionId(0x1000_0000_0000_00ab),
            cxid: 7,
            zxid: Zxid(0x3_0000_0005),
            time: 1000,
            kind,
        };
        let time = |t: &str| t.parse().map_err(|_| "no time".to_owned());
        Expr::parse(text, &time).unwrap().admits(&header, body, false).unwrap()
    }

    fn set(path: &str, bytes: usize) -> Vec<u8> {
        let mut out = Vec::new();
        out.put_str(path);
        out.put_buffer(Some(&vec![7; bytes]));
        out.put_i32(1);
        out
    }

    #[test]
    fn every_field_can_be_asked() {
        let body = set("/kafka/a", 20_000);
        for (text, expected) in [
            (r#"op == "setData" && path startsWith "/kafka" && size > 10k"#, true),
            (r#"op == delete || size >= 20000"#, true),
            (r#"op == "delete""#, false),
            (r#"op != delete"#, true),
            (r#"!(op == set)"#, false),
            (r#"path matches "/*/a" && path endsWith 'a' && path contains fk"#, true),
            (r#"path == /kafka"#, false),
            (r#"session == 0x10000000000000ab && cxid == 7 && epoch == 3"#, true),
            (r#"zxid > 0x300000005"#, false),
            (r#"zxid >= 0x300000005 && time <= "1000""#, true),
            (r#"cause == client"#, true),
            (r#"error == NoNode"#, false),
            (r#"op == delete && size > 1 || path != /x"#, true),
        ] {
            assert_eq!(admits(text, OpCode::SetData.code(), &body), expected, "{text}");
        }
        let code = (-101i32).to_be_bytes();
        assert!(admits("error == NoNode && error < 0", OpCode::Error.code(), &code));
    }

    #[test]
    fn one_part_of_a_multi_must_be_all_of_it() {
        let (big, small) = (set("/a", 100), set("/b", 1));
        let mut body = Vec::new();
        body.put_i32(2);
        for part in [&big, &small] {
            body.put_i32(5);
            body.put_buffer(Some(part));
        }
        let multi = OpCode::Multi.code();
        assert!(admits("path == /a && size == 100", multi, &body));
        assert!(!admits("path == /b && size == 100", multi, &body));
        assert!(admits("op == multi", multi, &body));
    }

    #[test]
    fn parts_of_a_refused_multi_match_only_where_errors_are_asked_for() {
        let done = set("/a", 100);
        let mut body = Vec::new();
        body.put_i32(3);
        for (kind, part) in
            [(5, done), (-1, (-103i32).to_be_bytes().to_vec()), (-1, (-2i32).to_be_bytes().to_vec())]
        {
            body.put_i32(kind);
            body.put_buffer(Some(&part));
        }
        let multi = OpCode::Multi.code();
        for (text, expected) in [
            ("path == /a", false),
            ("size > 1", false),
            ("op == set", false),
            ("op == multi", true),
            ("op == error", true),
            ("error == BadVersion", true),
            ("error == -2", true),
            ("error == NoNode", false),
            ("path == /a && error == BadVersion", true),
            ("path == /a && error != NoNode", true),
            ("path == /b && error == BadVersion", false),
        ] {
            assert_eq!(admits(text, multi, &body), expected, "{text}");
        }
        let header = TxnHeader { session: SessionId(1), cxid: 1, zxid: Zxid(1), time: 1, kind: multi };
        let expr = Expr::parse("path == /a", &|_| Err(String::new())).unwrap();
        assert!(expr.admits(&header, &body, true).unwrap());
    }

    #[test]
    fn errors_point_at_the_column() {
        let time = |t: &str| Err(format!("`{t}` is no time"));
        for (text, column, why) in [
            ("", 1, "a field"),
            ("op = delete", 4, "=="),
            ("op == destroy", 7, "no type"),
            ("opp == delete", 1, "no field"),
            ("size > lots", 8, "no size"),
            ("size startsWith 5", 6, "number"),
            ("path > 5", 6, "text"),
            ("(op == set", 11, ")"),
            ("op == set path == /x", 11, "&&"),
            ("op == \"set", 7, "quote"),
            ("é == 1", 1, "field"),
            ("time > now", 8, "no time"),
            ("op == set &&", 13, "field"),
            ("zxid == yesterday", 9, "zxid"),
        ] {
            let e = Expr::parse(text, &time).unwrap_err();
            assert_eq!(e.column, column, "{text}: {e}");
            assert!(e.why.contains(why), "{text}: {e}");
        }
        let deep = "(".repeat(10_000);
        assert!(Expr::parse(&deep, &time).unwrap_err().why.contains("deep"));
        assert!(Expr::parse(&"!".repeat(10_000), &time).unwrap_err().why.contains("deep"));
    }

    #[test]
    fn no_text_and_no_body_makes_it_fail_otherwise() {
        const WORDS: [&str; 22] = [
            "op",
            "path",
            "size",
            "time",
            "zxid",
            "==",
            "!=",
            "<",
            ">=",
            "startsWith",
            "matches",
            "&&",
            "||",
            "!",
            "(",
            ")",
            "\"a",
            "'b'",
            "10k",
            "delete",
            "é*\u{202e}",
            "&",
        ];
        const PHRASES: &[&str] = &[
            "op == \"delete\"",
            "!(op != \"create\")",
            "size > 10k",
            "zxid >= 0x5",
            "path startsWith \"/a\"",
            "(path == \"/\" || size < 3)",
        ];
        let time = |t: &str| t.parse().map_err(|_| "no time".to_owned());
        let mut state = 1u64;
        let mut next = |n: usize| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) as usize % n
        };
        let mut parsed = 0;
        for _ in 0..20_000 {
            // Of words thrown together few make sense, so every other text is put together as it should be.
            let text = if next(2) == 0 {
                let words: Vec<&str> = (0..1 + next(7)).map(|_| WORDS[next(WORDS.len())]).collect();
                words.join([" ", ""][next(2)])
            } else {
                let phrases: Vec<&str> = (0..1 + next(4)).map(|_| PHRASES[next(PHRASES.len())]).collect();
                phrases.join([" && ", " || "][next(2)])
            };
            match Expr::parse(&text, &time) {
                Err(e) => assert!((1..=text.chars().count() + 1).contains(&e.column), "{text}: {e}"),
                Ok(expr) => {
                    parsed += 1;
                    let kind = [1, 2, 5, 14, -11, -1, -10, 99][next(8)];
                    let zxid = Zxid(next(1 << 20) as i64);
                    let header = TxnHeader { session: SessionId(1), cxid: 1, zxid, time: 5, kind };
                    let body: Vec<u8> = (0..next(40)).map(|_| [0, 0, 0, 1, 5, 255, b'/'][next(7)]).collect();
                    let _ = expr.admits(&header, &body, next(2) == 0);
                }
            }
        }
        assert!(parsed > 5_000, "{parsed}");
    }
}
