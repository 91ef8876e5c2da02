//! What clients were told, against the chosen history: writes that were answered are in it, reads show it as of
//! the zxid that they carry, and no session sees time run backwards.

use std::collections::{BTreeMap, BTreeSet};

use zk_proto::watch::EventType;
use zk_proto::{ErrorCode, SessionId, Stat, Zxid};

use super::{Check, Ghost, Violation};
use crate::points::Point;

/// What a client asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asked {
    /// A change of any kind.
    Write,
    /// `exists`.
    Exists(String),
    /// `getData`.
    Data(String),
    /// `getChildren2`.
    Children(String),
    /// `sync`.
    Sync,
    /// `ping`.
    Ping,
    /// `closeSession`.
    Close,
}

/// What it was answered, as far as it is checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// Zxid in the header.
    pub zxid: Zxid,
    /// Error code in the header.
    pub err: i32,
    /// Stat, if there is one.
    pub stat: Option<Stat>,
    /// Data of a `getData`.
    pub data: Option<Vec<u8>>,
    /// Names of a `getChildren2`.
    pub children: Vec<String>,
    /// The read was to leave a watch.
    pub watch: bool,
}

/// One-shot watches of a connection, by path, with the zxid of the read that left them.
#[derive(Debug, Default)]
struct Watches {
    data: BTreeMap<String, Zxid>,
    children: BTreeMap<String, Zxid>,
}

impl Watches {
    fn register(&mut self, path: &str, asked: &Asked, reply: &Reply) {
        let found = reply.err == 0;
        let table = match asked {
            Asked::Exists(_) => &mut self.data,
            Asked::Data(_) if found => &mut self.data,
            Asked::Children(_) if found => &mut self.children,
            _ => return,
        };
        table.entry(path.to_owned()).or_insert(reply.zxid);
    }
}

#[derive(Debug, Default)]
pub(super) struct Clients {
    seen: BTreeMap<SessionId, Zxid>,
    watches: BTreeMap<SessionId, Watches>,
    /// Requests up to this one were sent over connections that the session has left.
    left_behind: BTreeMap<SessionId, i32>,
    /// Every session that a client was ever given.
    given: BTreeSet<SessionId>,
    /// Sessions for reads alone, with the zxid of what they read, once it is known.
    read_only: BTreeMap<SessionId, Option<Zxid>>,
}

impl Ghost {
    /// A client got a reply to its request `xid` in `session`, from node number `id`.
    pub fn replied(
        &mut self,
        id: usize,
        session: SessionId,
        xid: i32,
        asked: &Asked,
        reply: &Reply,
    ) -> Check {
        let seen = self.clients.seen.entry(session).or_insert(Zxid::ZERO);
        if reply.zxid.0 < 0 {
            return Ok(());
        }
        if reply.zxid < *seen {
            let facts = format!("session {session} saw {seen} and then, from node {id}, {}", reply.zxid);
            return Err(Violation::new("S19", facts));
        }
        *seen = reply.zxid;
        if self.clients.read_only.contains_key(&session) {
            self.read_alone(id, session, asked, reply)?;
            if self.chain.position(reply.zxid).is_none() {
                // The end of its own history, of which nobody knows yet what becomes of it.
                return Ok(());
            }
        }
        if self.chain.position(reply.zxid).is_none() {
            let facts = format!("session {session} saw {}, which is not chosen, at node {id}", reply.zxid);
            return Err(Violation::new("S10", facts));
        }
        self.check_watches(session, reply.zxid)?;
        match asked {
            // The end of a session that only one node knew is no transaction.
            Asked::Close if !self.model.was_opened(session) => Ok(()),
            Asked::Write | Asked::Close => self.check_write(session, xid, reply),
            Asked::Exists(path) | Asked::Data(path) | Asked::Children(path) => {
                self.points.hit(Point::ReadChecked);
                self.check_read(session, path, asked, reply)?;
                if reply.watch {
                    self.clients.watches.entry(session).or_default().register(path, asked, reply);
                }
                Ok(())
            }
            Asked::Sync | Asked::Ping => Ok(()),
        }
    }

    /// S12: a session for reads alone sees one state of its node, and changes nothing.
    fn read_alone(&mut self, id: usize, session: SessionId, asked: &Asked, reply: &Reply) -> Check {
        let read = self.clients.read_only.entry(session).or_default();
        let first = *read.get_or_insert(reply.zxid);
        self.points.hit(Point::ReadOnlyAsked);
        let wrong =
            |facts: String| Err(Violation::new("S12", format!("node {id}, session {session}: {facts}")));
        match asked {
            _ if first != reply.zxid => wrong(format!("reads alone are of {first}, then of {}", reply.zxid)),
            Asked::Write if reply.err == 0 => wrong("a write is done where only reads are served".into()),
            _ => Ok(()),
        }
    }

    /// A client was told that its session is gone. S17: it is, or is about to be by a transaction.
    pub fn said_gone(&self, id: usize, session: SessionId) -> Check {
        match self.model.session_timeout_ms(session) {
            Some(_) if !self.closing.contains(&session) => {
                let facts = format!("node {id} says that session {session} is gone, which nobody has closed");
                Err(Violation::new("S17", facts))
            }
            _ => Ok(()),
        }
    }

    /// A session has a new connection. What was sent over those before has request numbers up to `last_xid`; their
    /// watches are gone with them. S17c: no session is given to two clients.
    pub fn attached(&mut self, session: SessionId, moved: bool, last_xid: i32, read_only: bool) -> Check {
        if !self.clients.given.insert(session) && !moved {
            return Err(Violation::new("S17", format!("session {session} is given out a second time")));
        }
        if read_only {
            if self.model.was_opened(session) {
                let facts = format!("session {session} of the ensemble is served by a node for itself");
                return Err(Violation::new("S12", facts));
            }
            self.clients.read_only.entry(session).or_default();
        } else if self.clients.read_only.contains_key(&session) {
            let facts = format!("session {session}, which was for reads alone, is one of the ensemble");
            return Err(Violation::new("S17", facts));
        } else if !self.model.was_opened(session) {
            self.points.hit(Point::LocalServed);
        }
        self.clients.watches.remove(&session);
        self.clients.left_behind.insert(session, last_xid);
        Ok(())
    }

    /// True if a client has got this session.
    pub(super) fn was_given(&self, session: SessionId) -> bool {
        self.clients.given.contains(&session)
    }

    /// S17e: once a session has moved, nothing that was sent over an older connection is done. Asked when the leader
    /// proposes a transaction.
    pub(super) fn check_owner(&self, session: SessionId, cxid: i32, zxid: Zxid) -> Check {
        match self.clients.left_behind.get(&session) {
            Some(left) if cxid <= *left => Err(Violation::new(
                "S17",
                format!("{zxid} is request {cxid} of session {session}, which has left that connection"),
            )),
            _ => Ok(()),
        }
    }

    /// A client got an event. S20 (W2): only for a watch that is there, which it takes away.
    pub fn event(&mut self, session: SessionId, kind: EventType, path: &str) -> Check {
        self.points.hit(Point::WatchFired);
        let watches = self.clients.watches.entry(session).or_default();
        let data = || kind != EventType::NodeChildrenChanged;
        let children = || matches!(kind, EventType::NodeChildrenChanged | EventType::NodeDeleted);
        let had_data = data() && watches.data.remove(path).is_some();
        let had_children = children() && watches.children.remove(path).is_some();
        if had_data || had_children {
            return Ok(());
        }
        let facts = format!("session {session} got {} of {path} without a watch there", kind.name());
        Err(Violation::new("S20", facts))
    }

    /// S20 (W1, W3): whoever sees a zxid has got the events of everything up to it.
    fn check_watches(&self, session: SessionId, seen: Zxid) -> Check {
        let Some(watches) = self.clients.watches.get(&session) else { return Ok(()) };
        let data = watches.data.iter().map(|(p, z)| (p, z, self.model.data_changed(p, *z)));
        let children = watches.children.iter().map(|(p, z)| (p, z, self.model.children_changed(p, *z)));
        for (path, since, changed) in data.chain(children) {
            if let Some(at) = changed.filter(|at| *at <= seen) {
                let facts = format!(
                    "session {session} has watched {path} since {since}, which {at} changed, and sees {seen} without \
                     an event"
                );
                return Err(Violation::new("S20", facts));
            }
        }
        Ok(())
    }

    fn check_write(&self, session: SessionId, xid: i32, reply: &Reply) -> Check {
        if reply.err != 0 {
            return Ok(());
        }
        let header = self.model.header(reply.zxid);
        if header.is_some_and(|h| h.session == session && h.cxid == xid) {
            return Ok(());
        }
        let facts = format!(
            "session {session} was told that its request {xid} is {}, which is {header:?}",
            reply.zxid
        );
        Err(Violation::new("S10", facts))
    }

    fn check_read(&self, session: SessionId, path: &str, asked: &Asked, reply: &Reply) -> Check {
        let held = self.model.held(path, reply.zxid);
        let wrong = |should: String| {
            let facts =
                format!("session {session} read {path} at {}: {reply:?}, should be {should}", reply.zxid);
            Err(Violation::new("S1", facts))
        };
        let plain = |s: Stat| Stat { aversion: 0, ..s };
        match (held, reply.err) {
            (None, e) if e == ErrorCode::NoNode.code() => Ok(()),
            (Some(h), 0) => {
                if reply.stat.map(plain) != Some(plain(h.stat)) {
                    return wrong(format!("{:?}", h.stat));
                }
                if matches!(asked, Asked::Data(_)) && reply.data != h.data {
                    return wrong(format!("{:?}", h.data));
                }
                if matches!(asked, Asked::Children(_)) {
                    let mut names = reply.children.clone();
                    names.sort();
                    let expected = self.model.children(path, reply.zxid);
                    if expected.is_none_or(|e| !e.iter().eq(names.iter())) {
                        return wrong(format!("{expected:?}"));
                    }
                }
                Ok(())
            }
            (held, _) => wrong(format!("{held:?}")),
        }
    }
}
