//! The text of an expression, word by word, and what it says. Nesting is bounded; every error has its column.

use zk_proto::{SessionId, Zxid};

use super::{Compare, ExprError, Field, Node, ParseTime, Value, kinds};
use crate::txn::Cause;

/// Parentheses and negations within each other.
const MAX_DEPTH: usize = 64;

#[derive(Clone, Debug, PartialEq, Eq)]
enum Token {
    /// A field, an operator or a bare value.
    Word(String),
    Quoted(String),
    Sign(&'static str),
}

const SIGNS: [&str; 11] = ["&&", "||", "==", "!=", "<=", ">=", "<", ">", "!", "(", ")"];

struct Parser<'a> {
    tokens: Vec<(usize, Token)>,
    next: usize,
    /// The column behind the text.
    end: usize,
    time: ParseTime<'a>,
}

pub(super) fn parse(text: &str, time: ParseTime<'_>) -> Result<Node, ExprError> {
    let tokens = tokens(text)?;
    let mut parser = Parser { tokens, next: 0, end: text.chars().count() + 1, time };
    let root = parser.any(0)?;
    match parser.peek() {
        None => Ok(root),
        Some(Token::Sign(")")) => Err(parser.error("`)` closes nothing")),
        Some(_) => Err(parser.error("`&&` or `||` is missing before this")),
    }
}

fn tokens(text: &str) -> Result<Vec<(usize, Token)>, ExprError> {
    let mut out = Vec::new();
    let mut rest = text;
    let mut column = 1;
    while let Some(first) = rest.chars().next() {
        let (taken, token) = if first.is_whitespace() {
            (first.len_utf8(), None)
        } else if let Some(sign) = SIGNS.into_iter().find(|s| rest.starts_with(s)) {
            (sign.len(), Some(Token::Sign(sign)))
        } else if first == '"' || first == '\'' {
            let inner = rest.get(1..).unwrap_or_default();
            let Some(end) = inner.find(first) else {
                return Err(ExprError { column, why: "this quote is not closed".into() });
            };
            (end + 2, Some(Token::Quoted(inner.get(..end).unwrap_or_default().to_owned())))
        } else {
            let is_end = |c: char| c.is_whitespace() || "&|=!<>()\"'".contains(c);
            let end = rest.find(is_end).unwrap_or(rest.len());
            if end == 0 {
                let why = format!("`{first}` is no operator; there are {}", COMPARES_TEXT);
                return Err(ExprError { column, why });
            }
            (end, Some(Token::Word(rest.get(..end).unwrap_or_default().to_owned())))
        };
        if let Some(token) = token {
            out.push((column, token));
        }
        column += rest.get(..taken).map_or(1, |t| t.chars().count());
        rest = rest.get(taken..).unwrap_or_default();
    }
    Ok(out)
}

const FIELDS: [(&str, Field); 11] = [
    ("op", Field::Op),
    ("type", Field::Op),
    ("path", Field::Path),
    ("size", Field::Size),
    ("zxid", Field::Zxid),
    ("epoch", Field::Epoch),
    ("session", Field::Session),
    ("cxid", Field::Cxid),
    ("time", Field::Time),
    ("cause", Field::Cause),
    ("error", Field::Error),
];

const COMPARES: [(&str, Compare); 10] = [
    ("==", Compare::Equal),
    ("!=", Compare::Differs),
    ("<", Compare::Less),
    ("<=", Compare::AtMost),
    (">", Compare::More),
    (">=", Compare::AtLeast),
    ("startsWith", Compare::StartsWith),
    ("endsWith", Compare::EndsWith),
    ("contains", Compare::Contains),
    ("matches", Compare::Matches),
];

const COMPARES_TEXT: &str = "== != < <= > >= startsWith endsWith contains matches, and && || !";
const FIELDS_TEXT: &str = "op, path, size, zxid, epoch, session, cxid, time, cause, error";

impl Parser<'_> {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.next).map(|(_, token)| token)
    }

    /// Where the next word stands.
    fn column(&self) -> usize {
        self.tokens.get(self.next).map_or(self.end, |(column, _)| *column)
    }

    fn error(&self, why: impl Into<String>) -> ExprError {
        ExprError { column: self.column(), why: why.into() }
    }

    fn takes(&mut self, sign: &str) -> bool {
        let is = matches!(self.peek(), Some(Token::Sign(s)) if *s == sign);
        self.next += usize::from(is);
        is
    }

    fn any(&mut self, depth: usize) -> Result<Node, ExprError> {
        let mut nodes = vec![self.all(depth)?];
        while self.takes("||") {
            nodes.push(self.all(depth)?);
        }
        Ok(Node::Any(nodes))
    }

    fn all(&mut self, depth: usize) -> Result<Node, ExprError> {
        let mut nodes = vec![self.not(depth)?];
        while self.takes("&&") {
            nodes.push(self.not(depth)?);
        }
        Ok(Node::All(nodes))
    }

    fn not(&mut self, depth: usize) -> Result<Node, ExprError> {
        if depth > MAX_DEPTH {
            return Err(self.error(format!("more than {MAX_DEPTH} deep")));
        }
        if self.takes("!") {
            return Ok(Node::Not(Box::new(self.not(depth + 1)?)));
        }
        if self.takes("(") {
            let inner = self.any(depth + 1)?;
            return if self.takes(")") { Ok(inner) } else { Err(self.error("`)` is missing")) };
        }
        self.compare()
    }

    fn compare(&mut self) -> Result<Node, ExprError> {
        let field = match self.peek() {
            Some(Token::Word(word)) => {
                let found = FIELDS.iter().find(|(name, _)| name == word).map(|(_, field)| *field);
                found.ok_or_else(|| self.error(format!("`{word}` is no field; there are {FIELDS_TEXT}")))?
            }
            _ => return Err(self.error(format!("a field is missing here: {FIELDS_TEXT}"))),
        };
        self.next += 1;
        let compare = match self.peek() {
            Some(Token::Sign(s)) => COMPARES.iter().find(|(name, _)| name == s),
            Some(Token::Word(w)) => COMPARES.iter().find(|(name, _)| name == w),
            _ => None,
        };
        let compare = compare.map(|(_, c)| *c);
        let compare =
            compare.ok_or_else(|| self.error(format!("an operator is missing: {COMPARES_TEXT}")))?;
        self.check(field, compare)?;
        self.next += 1;
        let value = match self.peek() {
            Some(Token::Word(text) | Token::Quoted(text)) => text.clone(),
            _ => return Err(self.error("a value is missing here")),
        };
        let value = self.value(field, compare, &value).map_err(|why| self.error(why))?;
        self.next += 1;
        Ok(Node::Test { field, compare, value })
    }

    /// Numbers are smaller and larger, texts begin and contain; types are the same or not.
    fn check(&self, field: Field, compare: Compare) -> Result<(), ExprError> {
        let is_order = matches!(compare, Compare::Less | Compare::AtMost | Compare::More | Compare::AtLeast);
        let is_same = matches!(compare, Compare::Equal | Compare::Differs);
        match field {
            Field::Op if !is_same => Err(self.error("a type is compared with == and !=")),
            Field::Path | Field::Cause if is_order => {
                Err(self.error("this is text: == != startsWith endsWith contains matches"))
            }
            Field::Op | Field::Path | Field::Cause | Field::Error => Ok(()),
            _ if is_order || is_same => Ok(()),
            _ => Err(self.error("this is a number: == != < <= > >=")),
        }
    }

    fn value(&self, field: Field, compare: Compare, text: &str) -> Result<Value, String> {
        let number =
            |n: Option<i64>, what: &str| n.map(Value::Number).ok_or_else(|| format!("`{text}` is no {what}"));
        match field {
            Field::Op => kinds(text).map(Value::Kinds).ok_or_else(|| {
                format!("`{text}` is no type of transaction, such as create, delete, setData, closeSession")
            }),
            Field::Path => Ok(Value::Text(text.to_owned())),
            Field::Cause if compare == Compare::Equal || compare == Compare::Differs => {
                let causes = [Cause::Client, Cause::Close, Cause::Expiry, Cause::Reaper, Cause::Failed];
                let known = causes.iter().any(|c| c.word() == text);
                let why = || format!("`{text}` is no cause; there are client, close, expiry, reaper, failed");
                known.then(|| Value::Text(text.to_owned())).ok_or_else(why)
            }
            Field::Cause => Ok(Value::Text(text.to_owned())),
            Field::Error => Ok(text.parse().map_or_else(|_| Value::Text(text.to_owned()), Value::Number)),
            Field::Size => number(size(text), "size such as 512, 10k or 1M"),
            Field::Zxid => number(text.parse::<Zxid>().ok().map(|z| z.0), "zxid such as 0x1300000a1f"),
            Field::Session => {
                number(text.parse::<SessionId>().ok().map(|s| s.0), "session such as 0x100000c7e140000")
            }
            Field::Epoch | Field::Cxid => number(text.parse().ok(), "number"),
            Field::Time => (self.time)(text).map(Value::Number),
        }
    }
}

/// `512`, `10k`, `1M`, `2G`: powers of 1024.
fn size(text: &str) -> Option<i64> {
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let factor: i64 = match text.get(digits.len()..)?.to_ascii_lowercase().as_str() {
        "" | "b" => 1,
        "k" | "kb" | "kib" => 1 << 10,
        "m" | "mb" | "mib" => 1 << 20,
        "g" | "gb" | "gib" => 1 << 30,
        _ => return None,
    };
    digits.parse::<u32>().ok().map(i64::from)?.checked_mul(factor)
}
