//! Tokens as text: `name=value,name="value"…`.

use crate::MAX_TOKEN_BYTES;

/// The directives of a token, in their order.
pub(crate) struct Directives(Vec<(String, Vec<u8>)>);

impl Directives {
    /// None if it is malformed or too long.
    pub(crate) fn parse(token: &[u8]) -> Option<Directives> {
        if token.len() > MAX_TOKEN_BYTES {
            return None;
        }
        let mut bytes = token.iter().copied().peekable();
        let mut out = Vec::new();
        loop {
            while bytes.next_if(|b| b.is_ascii_whitespace() || *b == b',').is_some() {}
            if bytes.peek().is_none() {
                return Some(Directives(out));
            }
            let mut name = String::new();
            while let Some(b) = bytes.next_if(|b| *b != b'=' && *b != b',') {
                name.push(char::from(b));
            }
            bytes.next_if_eq(&b'=')?;
            let mut value = Vec::new();
            if bytes.next_if_eq(&b'"').is_some() {
                loop {
                    match bytes.next()? {
                        b'"' => break,
                        b'\\' => value.push(bytes.next()?),
                        b => value.push(b),
                    }
                }
                // Nothing but blanks may come between a quoted value and the comma.
                while bytes.next_if(u8::is_ascii_whitespace).is_some() {}
                if bytes.peek().is_some_and(|b| *b != b',') {
                    return None;
                }
            } else {
                while let Some(b) = bytes.next_if(|b| *b != b',') {
                    value.push(b);
                }
                value.truncate(value.trim_ascii_end().len());
            }
            out.push((name.trim().to_ascii_lowercase(), value));
        }
    }

    /// The first of this name.
    pub(crate) fn find(&self, name: &str) -> Option<&[u8]> {
        self.0.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_slice())
    }

    /// The only one of this name; more than one is an error.
    pub(crate) fn single(&self, name: &str) -> Result<Option<&[u8]>, String> {
        let mut all = self.0.iter().filter(|(n, _)| n == name).map(|(_, value)| value.as_slice());
        match (all.next(), all.next()) {
            (found, None) => Ok(found),
            (_, Some(_)) => Err(format!("the token has {name} twice")),
        }
    }
}

/// Text as a quoted value.
pub(crate) fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}
