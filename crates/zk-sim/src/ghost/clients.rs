//! What clients were told, against the chosen history: writes that were answered are in it, reads show it as of
//! the zxid that they carry, and no session sees time run backwards.

use std::collections::BTreeMap;

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
}

#[derive(Debug, Default)]
pub(super) struct Clients {
    seen: BTreeMap<SessionId, Zxid>,
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
        if self.chain.position(reply.zxid).is_none() {
            let facts = format!("session {session} saw {}, which is not chosen, at node {id}", reply.zxid);
            return Err(Violation::new("S10", facts));
        }
        match asked {
            Asked::Write | Asked::Close => self.check_write(session, xid, reply),
            Asked::Exists(path) | Asked::Data(path) | Asked::Children(path) => {
                self.points.hit(Point::ReadChecked);
                self.check_read(session, path, asked, reply)
            }
            Asked::Sync | Asked::Ping => Ok(()),
        }
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
