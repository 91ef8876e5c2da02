//! What a log is full of: transactions counted by path, session, type or error.

use std::collections::HashMap;

use foldhash::fast::RandomState;
use zk_proto::jute::{Decode, Reader};
use zk_proto::{ErrorCode, OpCode, SessionId, TxnHeader};

use crate::txn::{self, Part};

/// What to count by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// The first so many names of the path.
    Path(usize),
    /// The session.
    Session,
    /// The type.
    Op,
    /// The error code of refused writes.
    Error,
    /// The server on which the session was opened.
    Server,
}

/// A count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Operations; parts of a multi count each.
    pub count: u64,
    /// Bytes of data that they write.
    pub bytes: u64,
}

/// Counts.
#[derive(Debug)]
pub struct Top {
    by: By,
    tallies: HashMap<String, Tally, RandomState>,
    /// Of everything.
    pub total: Tally,
}

impl Top {
    /// Counts by `by`.
    pub fn new(by: By) -> Top {
        Top { by, tallies: HashMap::default(), total: Tally::default() }
    }

    /// A transaction.
    ///
    /// # Errors
    /// Its body cannot be read.
    pub fn txn(&mut self, h: &TxnHeader, payload: &[u8]) -> Decode<()> {
        let body = txn::body(payload);
        match self.by {
            By::Path(depth) if h.kind == OpCode::CloseSession.code() => {
                txn::closed_paths(body, |p| self.add(prefix(p, depth), 0))
            }
            By::Error if h.kind == OpCode::Error.code() => {
                let code = Reader::new(body).i32()?;
                self.add(&error_name(code), 0);
                Ok(())
            }
            By::Error if h.kind != OpCode::Multi.code() => Ok(()),
            By::Error => txn::parts(h.kind, body, |part| self.error_part(&part)),
            by => txn::applied(h.kind, body, |part| {
                let bytes = part.data_bytes()?;
                match by {
                    By::Path(depth) => {
                        if let Some(path) = part.path()? {
                            self.add(prefix(&path, depth), bytes);
                        }
                    }
                    By::Session => self.add(&session_name(h.session), bytes),
                    By::Op => self.add(&kind_name(part.kind), bytes),
                    By::Server => self.add(&crate::sessions::origin(h.session).to_string(), bytes),
                    By::Error => {}
                }
                Ok(())
            }),
        }
    }

    fn error_part(&mut self, part: &Part<'_>) -> Decode<()> {
        if part.kind == OpCode::Error.code() {
            let code = Reader::new(part.body).i32()?;
            // 0 and -2 stand for the parts before and behind the one that failed.
            if code != 0 && code != ErrorCode::RuntimeInconsistency.code() {
                self.add(&error_name(code), 0);
            }
        }
        Ok(())
    }

    fn add(&mut self, key: &str, bytes: u64) {
        self.total.count += 1;
        self.total.bytes += bytes;
        if let Some(tally) = self.tallies.get_mut(key) {
            tally.count += 1;
            tally.bytes += bytes;
        } else {
            self.tallies.insert(key.to_owned(), Tally { count: 1, bytes });
        }
    }

    /// The counts, largest first by `key`, then by name.
    pub fn ranked(&self, key: impl Fn(&Tally) -> u64) -> Vec<(&str, Tally)> {
        let mut out: Vec<(&str, Tally)> = self.tallies.iter().map(|(k, t)| (k.as_str(), *t)).collect();
        out.sort_by(|a, b| key(&b.1).cmp(&key(&a.1)).then(a.0.cmp(b.0)));
        out
    }
}

fn session_name(session: SessionId) -> String {
    if session == SessionId::NONE { "server".to_owned() } else { session.to_string() }
}

/// The name of a type, or its number.
pub fn kind_name(kind: i32) -> String {
    OpCode::from_i32(kind).map_or_else(|| kind.to_string(), |op| op.name().to_owned())
}

/// The name of an error code, or its number.
pub fn error_name(code: i32) -> String {
    ErrorCode::from_i32(code).map_or_else(|| code.to_string(), |c| format!("{c:?}"))
}

/// The first `depth` names of a path.
pub fn prefix(path: &str, depth: usize) -> &str {
    if depth == 0 || path == "/" {
        return "/";
    }
    let mut slashes = path.match_indices('/').skip(depth);
    slashes.next().map_or(path, |(at, _)| path.get(..at).unwrap_or(path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_prefix_has_so_many_names() {
        for (path, depth, expected) in [
            ("/a/b/c", 0, "/"),
            ("/a/b/c", 1, "/a"),
            ("/a/b/c", 2, "/a/b"),
            ("/a/b/c", 9, "/a/b/c"),
            ("/", 3, "/"),
        ] {
            assert_eq!(prefix(path, depth), expected);
        }
    }
}
