//! Which transactions a question is about. Asks the header first and the body only if it must.

use zk_proto::jute::Decode;
use zk_proto::{OpCode, SessionId, TxnHeader, Zxid};

use crate::expr::Expr;
use crate::txn::{self, Cause};

/// What a transaction must be to be shown: everything that is set must hold.
///
/// The parts of a multi that was refused did not happen. What is asked of parts (path, type, size) is asked of them only
/// where refused writes are asked for: by `errors`, or by an expression with the field `error`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filter {
    /// From this zxid on.
    pub from: Zxid,
    /// Up to this zxid, inclusive.
    pub to: Zxid,
    /// From this time on, in milliseconds since 1970.
    pub since_ms: i64,
    /// Up to this time, inclusive.
    pub until_ms: i64,
    /// Of this epoch.
    pub epoch: Option<u32>,
    /// Of this session.
    pub session: Option<SessionId>,
    /// Touches a path that matches one of these; see [`glob_matches`].
    pub paths: Vec<String>,
    /// Is, or has a part that is, one of these types.
    pub kinds: Vec<i32>,
    /// Is caused by one of these.
    pub causes: Vec<Cause>,
    /// A write that was refused, or a multi that failed.
    pub errors: bool,
    /// Writes at least so many bytes to one node.
    pub min_size: u64,
    /// What else is asked of it.
    pub expr: Option<Expr>,
}

impl Default for Filter {
    /// Everything.
    fn default() -> Filter {
        Filter {
            from: Zxid(i64::MIN),
            to: Zxid(i64::MAX),
            since_ms: i64::MIN,
            until_ms: i64::MAX,
            epoch: None,
            session: None,
            paths: Vec::new(),
            kinds: Vec::new(),
            causes: Vec::new(),
            errors: false,
            min_size: 0,
            expr: None,
        }
    }
}

impl Filter {
    /// What the header alone decides.
    #[inline]
    pub fn admits_header(&self, h: &TxnHeader) -> bool {
        h.zxid >= self.from
            && h.zxid <= self.to
            && h.time >= self.since_ms
            && h.time <= self.until_ms
            && self.epoch.is_none_or(|e| h.zxid.epoch() == e)
            && self.session.is_none_or(|s| h.session == s)
            && (self.causes.is_empty() || self.causes.contains(&Cause::of(h)))
            && (!self.errors || h.kind == OpCode::Error.code() || h.kind == OpCode::Multi.code())
            && (self.kinds.is_empty() || h.kind == OpCode::Multi.code() || self.kinds.contains(&h.kind))
    }

    /// True if the transaction is wanted.
    ///
    /// # Errors
    /// The header would do, but the body cannot be read.
    #[inline]
    pub fn admits(&self, header: &TxnHeader, body: &[u8]) -> Decode<bool> {
        if !self.admits_header(header) || (self.needs_body() && !self.admits_body(header, body)?) {
            return Ok(false);
        }
        self.expr.as_ref().map_or(Ok(true), |expr| expr.admits(header, body, self.errors))
    }

    fn asks_for_refused(&self) -> bool {
        self.errors || self.expr.as_ref().is_some_and(Expr::asks_for_errors)
    }

    fn needs_body(&self) -> bool {
        self.errors || self.min_size > 0 || !self.paths.is_empty() || !self.kinds.is_empty()
    }

    fn admits_body(&self, header: &TxnHeader, body: &[u8]) -> Decode<bool> {
        let is_path = |path: &str| self.paths.iter().any(|glob| glob_matches(glob, path));
        let mut path = self.paths.is_empty();
        let mut size = self.min_size == 0;
        let mut kind = self.kinds.is_empty() || self.kinds.contains(&header.kind);
        let mut error = !self.errors || header.kind == OpCode::Error.code();
        let pass_over = !self.asks_for_refused() && txn::refusal(header.kind, body)?.is_some();
        if header.kind == OpCode::CloseSession.code() {
            txn::closed_paths(body, |p| path |= is_path(p))?;
            return Ok(path && size && kind && error);
        }
        txn::parts(header.kind, body, |part| {
            if pass_over && part.kind != OpCode::Error.code() {
                return Ok(());
            }
            path = path || part.path()?.is_some_and(|p| is_path(&p));
            size = size || part.data_bytes()? >= self.min_size;
            kind = kind || self.kinds.contains(&part.kind);
            error = error || part.kind == OpCode::Error.code();
            Ok(())
        })?;
        Ok(path && size && kind && error)
    }
}

/// Types of transactions that a word stands for: the names of Java's tools, in any case, and `create`, `delete` and
/// `set` for all of their kinds.
pub fn kinds_named(word: &str) -> Option<Vec<i32>> {
    let codes = |ops: &[OpCode]| Some(ops.iter().map(|op| op.code()).collect());
    match word.to_ascii_lowercase().as_str() {
        "create" => codes(&[OpCode::Create, OpCode::Create2, OpCode::CreateContainer, OpCode::CreateTtl]),
        "delete" => codes(&[OpCode::Delete, OpCode::DeleteContainer]),
        "set" => codes(&[OpCode::SetData]),
        word => {
            let loggable = [
                OpCode::Create2,
                OpCode::CreateContainer,
                OpCode::CreateTtl,
                OpCode::DeleteContainer,
                OpCode::SetData,
                OpCode::SetAcl,
                OpCode::Reconfig,
                OpCode::Check,
                OpCode::Multi,
                OpCode::CreateSession,
                OpCode::CloseSession,
                OpCode::Error,
            ];
            let found = loggable.into_iter().find(|op| op.name().eq_ignore_ascii_case(word))?;
            codes(&[found])
        }
    }
}

/// `*` and `?` stay within a name, `**` crosses names, and a pattern without wildcards also takes all below it.
pub fn glob_matches(pattern: &str, path: &str) -> bool {
    if !pattern.contains(['*', '?']) {
        let prefix = pattern.trim_end_matches('/');
        return path.strip_prefix(prefix).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    }
    matches(pattern.as_bytes(), path.as_bytes())
}

/// Backtracks to the last star that may still grow: quadratic at worst, never exponential, for one kind of
/// star; `**` is retried outside `*`.
fn matches(pattern: &[u8], text: &[u8]) -> bool {
    let (mut p, mut t) = (0, 0);
    let mut narrow: Option<(usize, usize)> = None;
    let mut wide: Option<(usize, usize)> = None;
    loop {
        match pattern.get(p) {
            Some(b'*') if pattern.get(p + 1) == Some(&b'*') => {
                p += 2;
                wide = Some((p, t));
                narrow = None;
                continue;
            }
            Some(b'*') => {
                p += 1;
                narrow = Some((p, t));
                continue;
            }
            Some(&c) if text.get(t).is_some_and(|&b| b == c || (c == b'?' && b != b'/')) => {
                (p, t) = (p + 1, t + 1);
                continue;
            }
            None if t == text.len() => return true,
            _ => {}
        }
        if let Some((at, from)) = narrow
            && text.get(from).is_some_and(|b| *b != b'/')
        {
            narrow = Some((at, from + 1));
            (p, t) = (at, from + 1);
        } else if let Some((at, from)) = wide
            && from < text.len()
        {
            wide = Some((at, from + 1));
            narrow = None;
            (p, t) = (at, from + 1);
        } else {
            return false;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn globs_stay_within_names_unless_doubled() {
        for (pattern, path, expected) in [
            ("/a", "/a", true),
            ("/a", "/a/b/c", true),
            ("/a", "/ab", false),
            ("/", "/x", true),
            ("/a/*", "/a/b", true),
            ("/a/*", "/a/b/c", false),
            ("/a/**", "/a/b/c", true),
            ("/**/lock-*", "/x/y/lock-1", true),
            ("/**/lock-*", "/x/y/lock-1/z", false),
            ("/a?c", "/abc", true),
            ("/a?c", "/a/c", false),
            ("**c", "/a/b/c", true),
            ("/*/*/c", "/a/b/c", true),
            ("/a*b*c", "/axbxbxc", true),
        ] {
            assert_eq!(glob_matches(pattern, path), expected, "{pattern} {path}");
        }
    }

    #[test]
    fn words_stand_for_types() {
        assert_eq!(kinds_named("delete"), Some(vec![2, 20]));
        assert_eq!(kinds_named("SETACL"), Some(vec![7]));
        assert_eq!(kinds_named("closesession"), Some(vec![-11]));
        assert_eq!(kinds_named("getData"), None);
    }

    #[test]
    fn a_body_is_asked_only_if_it_matters() {
        let header = TxnHeader { session: SessionId(7), cxid: 1, zxid: Zxid(5), time: 100, kind: 2 };
        let nonsense = &[0xff; 3];
        assert_eq!(Filter::default().admits(&header, nonsense), Ok(true));
        let other = Filter { session: Some(SessionId(8)), paths: vec!["/a".into()], ..Filter::default() };
        assert_eq!(other.admits(&header, nonsense), Ok(false));
        let path = Filter { paths: vec!["/a".into()], ..Filter::default() };
        assert!(path.admits(&header, nonsense).is_err());
        assert_eq!(path.admits(&header, &[0, 0, 0, 2, b'/', b'a']), Ok(true));
        assert_eq!(path.admits(&header, &[0, 0, 0, 2, b'/', b'b']), Ok(false));
    }
}
