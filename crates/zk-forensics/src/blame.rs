//! Who did what to a node, when, and why: every change of a path with its cause.

use std::collections::HashMap;
use std::fmt;

use zk_proto::jute::{Decode, Reader};
use zk_proto::stat::Owner;
use zk_proto::txn::{CreateKind, Txn};
use zk_proto::{OpCode, SessionId, StatPersisted, TxnHeader, Zxid};
use zk_storage::NodeRef;

use crate::sessions::{Sessions, origin};
use crate::txn::{self, Cause, Part};

/// Paths of a multi's other parts that are kept for a change.
const KEPT_SIBLINGS: usize = 16;

/// What sort of node it is, as far as its end is concerned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// It stays until somebody deletes it.
    Persistent,
    /// It goes with this session.
    Ephemeral(SessionId),
    /// It goes when its last child is gone.
    Container,
    /// It goes when unchanged and childless for so many milliseconds.
    Ttl(i64),
}

impl Sort {
    fn of(kind: CreateKind, session: SessionId) -> Sort {
        match kind {
            CreateKind::Persistent => Sort::Persistent,
            CreateKind::Ephemeral => Sort::Ephemeral(session),
            CreateKind::Container => Sort::Container,
            CreateKind::Ttl(ms) => Sort::Ttl(ms),
        }
    }

    fn of_stat(stat: &StatPersisted) -> Sort {
        match Owner::from_stored(stat.ephemeral_owner) {
            Owner::Persistent => Sort::Persistent,
            Owner::Session(id) => Sort::Ephemeral(id),
            Owner::Container => Sort::Container,
            Owner::Ttl(ms) => Sort::Ttl(ms),
        }
    }
}

/// Why a change happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// A client asked for it; `sort` says what it created.
    Client {
        /// Of a create.
        sort: Option<Sort>,
    },
    /// The session ended, and the node went with it.
    SessionEnd {
        /// By whom.
        cause: Cause,
        /// The session's timeout in milliseconds.
        timeout_ms: Option<i32>,
        /// How long nothing had been logged of it.
        silence_ms: Option<i64>,
        /// The log does not name the node: it is known from its owner.
        implied: bool,
    },
    /// The server reaped it.
    Reaped {
        /// What it was; `None` if its creation is not in reach.
        sort: Option<Sort>,
    },
    /// It was there before the log begins; a snapshot says so.
    Before,
}

impl Why {
    /// A word for programs.
    pub fn word(&self) -> &'static str {
        match self {
            Why::Client { .. } => "client",
            Why::SessionEnd { cause: Cause::Expiry, .. } => "expiry",
            Why::SessionEnd { .. } => "close",
            Why::Reaped { sort: Some(Sort::Container) } => "container",
            Why::Reaped { sort: Some(Sort::Ttl(_)) } => "ttl",
            Why::Reaped { .. } => "reaper",
            Why::Before => "before",
        }
    }
}

/// A change of a node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Which node.
    pub path: String,
    /// The transaction.
    pub zxid: Zxid,
    /// Its time, in milliseconds since 1970.
    pub time_ms: i64,
    /// Whose request it was; none for the server's own.
    pub session: SessionId,
    /// The request's number in that session.
    pub cxid: i32,
    /// Type of the change; of a multi, of the part.
    pub kind: i32,
    /// The version behind it: of the data, or of the ACL if that was set.
    pub version: Option<i32>,
    /// Size of the data behind it, in bytes.
    pub bytes: Option<u64>,
    /// Which part of a multi it is, counted from 1, and of how many.
    pub part: Option<(usize, usize)>,
    /// Paths of the multi's other parts, the first few.
    pub siblings: Vec<String>,
    /// Why it happened.
    pub why: Why,
    /// Where the record is: the file's index and the offset in bytes. `None` if a snapshot tells of it.
    pub place: Option<(usize, u64)>,
}

impl fmt::Display for Change {
    /// The cause, for people.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.why {
            Why::Client { sort } => {
                let op = OpCode::from_i32(self.kind);
                let verb = match op {
                    Some(OpCode::SetData) => "set",
                    Some(OpCode::SetAcl) => "ACL change",
                    Some(OpCode::Reconfig) => "reconfiguration",
                    Some(OpCode::Delete) => "delete",
                    _ => "create",
                };
                write!(f, "client {verb}")?;
                match sort {
                    Some(Sort::Ephemeral(_)) => f.write_str(" (ephemeral)")?,
                    Some(Sort::Container) => f.write_str(" (container)")?,
                    Some(Sort::Ttl(ms)) => write!(f, " (ttl {ms} ms)")?,
                    Some(Sort::Persistent) | None => {}
                }
            }
            Why::SessionEnd { cause, timeout_ms, silence_ms, implied } => {
                if cause == Cause::Expiry {
                    f.write_str("session ended by the server (likely expiry")?;
                    if let Some(ms) = timeout_ms {
                        write!(f, ", timeout {ms} ms")?;
                    }
                    if let Some(ms) = silence_ms {
                        write!(f, ", last write {ms} ms before")?;
                    }
                    f.write_str(")")?;
                } else {
                    f.write_str("session closed by its client")?;
                }
                if implied {
                    f.write_str(", node not named in the log")?;
                }
            }
            Why::Reaped { sort: Some(Sort::Container) } => {
                f.write_str("container without children reaped")?
            }
            Why::Reaped { sort: Some(Sort::Ttl(ms)) } => write!(f, "ttl of {ms} ms was over")?,
            Why::Reaped { .. } => f.write_str("reaped by the server (container or ttl)")?,
            Why::Before => f.write_str("before the log begins, from a snapshot")?,
        }
        if let Some((part, count)) = self.part {
            write!(f, ", multi {part}/{count}")?;
        }
        Ok(())
    }
}

/// Collects the changes of a node, or of all nodes below it too.
#[derive(Debug)]
pub struct Blame {
    path: String,
    recursive: bool,
    sorts: HashMap<String, Sort>,
    sessions: Sessions,
    changes: Vec<Change>,
}

impl Blame {
    /// For the node at `path`; with `recursive`, and for those below.
    pub fn new(path: &str, recursive: bool) -> Blame {
        let path = path.to_owned();
        Blame { path, recursive, sorts: HashMap::new(), sessions: Sessions::default(), changes: Vec::new() }
    }

    fn wants(&self, path: &str) -> bool {
        path == self.path
            || (self.recursive
                && path
                    .strip_prefix(self.path.trim_end_matches('/'))
                    .is_some_and(|rest| rest.starts_with('/')))
    }

    /// A session of the snapshot below the log.
    pub fn known_session(&mut self, session: SessionId, timeout_ms: i32) {
        self.sessions.known(session, timeout_ms);
    }

    /// A node of the snapshot below the log, whose first transaction is `first`: its creation and its last change
    /// before that are known from its stat.
    pub fn known_node(&mut self, node: &NodeRef<'_>, first: Zxid) {
        let path = if node.path.is_empty() { "/" } else { node.path };
        let stat = &node.stat;
        if !self.wants(path) || stat.czxid >= first {
            return;
        }
        let sort = Sort::of_stat(stat);
        self.sorts.insert(path.to_owned(), sort);
        let session = if let Sort::Ephemeral(id) = sort { id } else { SessionId::NONE };
        let created = Change {
            path: path.to_owned(),
            zxid: stat.czxid,
            time_ms: stat.ctime,
            session,
            cxid: 0,
            kind: OpCode::Create.code(),
            version: Some(0),
            bytes: None,
            part: None,
            siblings: Vec::new(),
            why: Why::Before,
            place: None,
        };
        let bytes = Some(node.data.map_or(0, |d| d.len() as u64));
        let changed = stat.mzxid > stat.czxid && stat.mzxid < first;
        let unchanged_bytes = if stat.version == 0 { bytes } else { None };
        self.changes.push(Change { bytes: unchanged_bytes, ..created.clone() });
        if changed {
            self.changes.push(Change {
                zxid: stat.mzxid,
                time_ms: stat.mtime,
                session: SessionId::NONE,
                kind: OpCode::SetData.code(),
                version: Some(stat.version),
                bytes,
                ..created
            });
        }
    }

    /// A transaction, in order; `place` is where its record is.
    ///
    /// # Errors
    /// Its body cannot be read.
    pub fn txn(&mut self, h: &TxnHeader, payload: &[u8], place: (usize, u64)) -> Decode<()> {
        let body = txn::body(payload);
        if h.kind == OpCode::CloseSession.code() {
            self.close(h, body, place)?;
            return self.sessions.txn(h, body);
        }
        self.sessions.txn(h, body)?;
        let before = self.changes.len();
        let mut found = Ok(());
        txn::applied(h.kind, body, |part| {
            if part.path()?.is_some_and(|p| self.wants(&p)) && found.is_ok() {
                found = self.part(h, &part, place);
            }
            Ok(())
        })?;
        found?;
        if self.changes.len() > before && h.kind == OpCode::Multi.code() {
            self.add_siblings(before, body)?;
        }
        Ok(())
    }

    fn part(&mut self, h: &TxnHeader, part: &Part<'_>, place: (usize, u64)) -> Decode<()> {
        let length = |data: Option<&[u8]>| Some(data.map_or(0, |d| d.len() as u64));
        let (path, version, bytes, why) = match Txn::decode(part.kind, &mut Reader::new(part.body))? {
            Txn::Create(c) => {
                let sort = Sort::of(c.kind, h.session);
                self.sorts.insert(c.path.to_string(), sort);
                (c.path.into_owned(), Some(0), length(c.data), Why::Client { sort: Some(sort) })
            }
            Txn::Delete { path } => {
                let sort = self.sorts.remove(&*path);
                let reaped = part.kind == OpCode::DeleteContainer.code();
                let why = if reaped { Why::Reaped { sort } } else { Why::Client { sort: None } };
                (path.into_owned(), None, None, why)
            }
            Txn::SetData { path, data, version } => {
                (path.into_owned(), Some(version), length(data), Why::Client { sort: None })
            }
            Txn::SetAcl { path, version, .. } => {
                (path.into_owned(), Some(version), None, Why::Client { sort: None })
            }
            // A check changes nothing.
            _ => return Ok(()),
        };
        self.changes.push(Change {
            path,
            zxid: h.zxid,
            time_ms: h.time,
            session: h.session,
            cxid: h.cxid,
            kind: part.kind,
            version,
            bytes,
            part: part.index.map(|i| (i + 1, part.count)),
            siblings: Vec::new(),
            why,
            place: Some(place),
        });
        Ok(())
    }

    fn close(&mut self, h: &TxnHeader, body: &[u8], place: (usize, u64)) -> Decode<()> {
        let mut gone: Vec<(String, bool)> = Vec::new();
        txn::closed_paths(body, |p| {
            if self.wants(p) {
                gone.push((p.to_owned(), false));
            }
        })?;
        // Without a list, and beside an incomplete one, a session's end takes whatever it owns.
        let owned = self.sorts.iter().filter(|(_, sort)| **sort == Sort::Ephemeral(h.session));
        let mut implied: Vec<String> =
            owned.map(|(p, _)| p.clone()).filter(|p| !gone.iter().any(|(g, _)| g == p)).collect();
        implied.sort();
        gone.extend(implied.into_iter().map(|p| (p, true)));
        let life = self.sessions.get(h.session).copied().unwrap_or_default();
        let silence_ms = (life.last_ms > 0).then(|| h.time.saturating_sub(life.last_ms));
        for (path, implied) in gone {
            self.sorts.remove(&path);
            self.changes.push(Change {
                path,
                zxid: h.zxid,
                time_ms: h.time,
                session: h.session,
                cxid: h.cxid,
                kind: OpCode::Delete.code(),
                version: None,
                bytes: None,
                part: None,
                siblings: Vec::new(),
                why: Why::SessionEnd {
                    cause: Cause::of(h),
                    timeout_ms: life.timeout_ms,
                    silence_ms,
                    implied,
                },
                place: Some(place),
            });
        }
        Ok(())
    }

    fn add_siblings(&mut self, from: usize, body: &[u8]) -> Decode<()> {
        let mut paths = Vec::new();
        txn::parts(OpCode::Multi.code(), body, |part| {
            if paths.len() <= KEPT_SIBLINGS {
                paths.extend(part.path()?.map(|p| (part.index, p.into_owned())));
            }
            Ok(())
        })?;
        for change in self.changes.iter_mut().skip(from) {
            let own = change.part.map(|(number, _)| number - 1);
            let others = paths.iter().filter(|(index, _)| *index != own).take(KEPT_SIBLINGS);
            change.siblings = others.map(|(_, p)| p.clone()).collect();
        }
        Ok(())
    }

    /// The changes so far, in the order in which they happened.
    pub fn changes(&self) -> &[Change] {
        &self.changes
    }

    /// The sessions met.
    pub fn sessions(&self) -> &Sessions {
        &self.sessions
    }

    /// Servers on which the sessions of the changes were opened.
    pub fn origins(&self) -> Vec<(SessionId, u8)> {
        let mut ids: Vec<_> =
            self.changes.iter().map(|c| c.session).filter(|s| *s != SessionId::NONE).collect();
        ids.sort();
        ids.dedup();
        ids.into_iter().map(|id| (id, origin(id))).collect()
    }
}
