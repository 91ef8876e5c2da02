//! The audit log: who changed what, from where, and how it ended. By noun: an [`Event`] is what is told, [`asked`] keeps what a
//! client asked for until its outcome is known, [`line`] gives an event its words, [`file`] puts them on the disk.
//!
//! Mirrors: ZooKeeper `org.apache.zookeeper.audit`, with its operations, its keys and their order. Differs: control characters
//! in a path are percent-escaped, since a tab forges fields; hashes in ACLs are left out; `createTTL` is told too; reads,
//! failed authentications and sessions can be; and there is a form in JSON with the zxid and the error.

pub(crate) mod asked;
mod file;
mod line;

use std::io;
use std::net::IpAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread::JoinHandle;

use zk_proto::txn::{LoggedTxn, Txn};
use zk_proto::{ErrorCode, OpCode, SessionId, Zxid};
use zk_server::Completed;
use zk_tree::Identities;

use crate::conn::Conn;
use file::AuditFile;

/// Where and how the audit log is written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AuditConfig {
    /// Appended to; made anew when somebody has moved it away. `None`: among the server's own messages.
    pub file: Option<PathBuf>,
    /// The form of a line.
    pub format: AuditFormat,
    /// Whether reads are told too.
    pub reads: bool,
    /// Whether authentications are told, successful or not.
    pub auth: bool,
    /// Whether sessions are told: opened and closed.
    pub sessions: bool,
}

/// The form of a line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AuditFormat {
    /// Apache's: `key=value` with tabs between.
    #[default]
    Java,
    /// An object of JSON.
    Json,
}

/// How it ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    Success,
    /// With a code of ZooKeeper's errors.
    Failure(i32),
    /// It was begun; how it ends nobody is left to tell.
    Invoked,
}

impl Outcome {
    /// Of a code, in which 0 is success.
    pub(crate) fn of(code: i32) -> Outcome {
        if code == 0 { Outcome::Success } else { Outcome::Failure(code) }
    }

    fn error(self) -> Option<String> {
        let Outcome::Failure(code) = self else { return None };
        Some(ErrorCode::from_i32(code).map_or_else(|| code.to_string(), |e| e.name().to_owned()))
    }
}

/// What is told.
#[derive(Clone, Debug)]
pub(crate) struct Event {
    /// Milliseconds since 1970.
    pub(crate) wall_ms: i64,
    pub(crate) session: Option<SessionId>,
    pub(crate) user: User,
    pub(crate) ip: Option<IpAddr>,
    pub(crate) operation: &'static str,
    pub(crate) znode: Option<String>,
    pub(crate) znode_type: Option<&'static str>,
    pub(crate) acl: Option<String>,
    pub(crate) outcome: Outcome,
    pub(crate) zxid: Option<Zxid>,
}

/// Who did it.
#[derive(Clone, Debug)]
pub(crate) enum User {
    /// The user that the server runs as.
    Server,
    /// A client, by what it has proved to be.
    Client(Arc<Identities>),
}

/// The running audit log. What is told is written in that order by a thread of its own.
pub(crate) struct Audit {
    pub(crate) config: AuditConfig,
    sender: Option<SyncSender<Event>>,
    writer: Option<JoinHandle<()>>,
}

/// Events that wait to be written. Beyond that whoever has something to tell waits: an audit log does not lose lines.
const QUEUE: usize = 16 << 10;

/// Events that are written together.
const MAX_AT_ONCE: usize = 1000;

impl Audit {
    /// Opens the file and starts the thread.
    ///
    /// # Errors
    /// What the system says about the file or the thread.
    pub(crate) fn start(config: AuditConfig, server_id: i64) -> io::Result<Audit> {
        let mut out = config.file.clone().map(AuditFile::open).transpose()?;
        let (sender, events) = sync_channel::<Event>(QUEUE);
        let lines = line::Lines::new(config.format, server_id);
        let writer = std::thread::Builder::new().name("audit".into()).spawn(move || {
            let mut text = String::new();
            while let Ok(event) = events.recv() {
                text.clear();
                let Some(file) = &mut out else {
                    lines.message(&event, &mut text);
                    // Failures are no less part of the account than successes, whatever is logged otherwise.
                    tracing::info!(target: "audit", "{text}");
                    continue;
                };
                let mut count = 1;
                lines.line(&event, &mut text);
                for event in events.try_iter().take(MAX_AT_ONCE) {
                    lines.line(&event, &mut text);
                    count += 1;
                }
                file.append(&text, count);
            }
        })?;
        Ok(Audit { config, sender: Some(sender), writer: Some(writer) })
    }

    /// Tells an event.
    pub(crate) fn tell(&self, event: Event) {
        if let Some(sender) = &self.sender {
            // The thread ends only with this sender.
            let _ = sender.send(event);
        }
    }

    /// Tells something of the server itself.
    pub(crate) fn tell_of_server(&self, operation: &'static str, outcome: Outcome, wall_ms: i64) {
        self.tell(Event::new(User::Server, operation, outcome, wall_ms));
    }

    /// Tells what somebody did, or wanted to do, over the AdminServer.
    pub(crate) fn tell_of_admin(
        &self,
        operation: &'static str,
        who: Arc<Identities>,
        ip: IpAddr,
        outcome: Outcome,
        wall_ms: i64,
    ) {
        self.tell(Event { ip: Some(ip), ..Event::new(User::Client(who), operation, outcome, wall_ms) });
    }

    /// A session was closed, by the client of `conn` or by nobody who is connected here; its ephemerals went with it.
    pub(crate) fn tell_of_closed_session(&self, conn: Option<&Conn>, payload: &[u8], wall_ms: i64) {
        let Ok(LoggedTxn { header, txn: Txn::CloseSession { paths }, .. }) = LoggedTxn::decode(payload)
        else {
            return;
        };
        let operation = "ephemeralZNodeDeletionOnSessionCloseOrExpire";
        let event = Event {
            session: Some(header.session),
            zxid: Some(header.zxid),
            ..Event::new(User::Server, operation, Outcome::Success, wall_ms)
        };
        for path in paths.into_iter().flatten() {
            self.tell(Event { znode: Some(path.into_owned()), ..event.clone() });
        }
        if self.config.sessions {
            let user = conn.map_or(User::Server, |c| User::Client(c.who()));
            self.tell(Event { operation: "closeSession", user, ip: conn.map(|c| c.addr.ip()), ..event });
        }
    }

    /// A request was answered. Writes have been told when they were committed.
    pub(crate) fn tell_of_answer(&self, conn: &Conn, done: &Completed, wall_ms: i64) {
        match done.op {
            Some(OpCode::CreateSession) if self.config.sessions => {
                self.tell(Event::of_client(conn, "createSession", Outcome::of(done.err), wall_ms));
            }
            Some(op) if self.config.reads && !op.is_write() => {
                let event = conn.asked.as_ref().and_then(|q| asked::answered(conn, q, done, wall_ms));
                event.into_iter().for_each(|e| self.tell(e));
            }
            _ => {}
        }
    }

    /// A read was answered at once. `frame` is the request's.
    pub(crate) fn tell_of_read(&self, conn: &Conn, frame: &[u8], code: i32, wall_ms: i64) {
        if self.config.reads
            && let Some(event) = asked::read(conn, &self.config, frame, code, wall_ms)
        {
            self.tell(event);
        }
    }

    /// A client has tried to prove something.
    pub(crate) fn tell_of_authentication(&self, conn: &Conn, code: i32, wall_ms: i64) {
        if self.config.auth {
            self.tell(Event::of_client(conn, "addAuth", Outcome::of(code), wall_ms));
        }
    }
}

impl Event {
    fn of_client(conn: &Conn, operation: &'static str, outcome: Outcome, wall_ms: i64) -> Event {
        Event {
            session: Some(conn.session()).filter(|s| *s != SessionId::NONE),
            ip: Some(conn.addr.ip()),
            ..Event::new(User::Client(conn.who()), operation, outcome, wall_ms)
        }
    }

    fn new(user: User, operation: &'static str, outcome: Outcome, wall_ms: i64) -> Event {
        Event {
            wall_ms,
            session: None,
            user,
            ip: None,
            operation,
            znode: None,
            znode_type: None,
            acl: None,
            outcome,
            zxid: None,
        }
    }
}

impl Drop for Audit {
    fn drop(&mut self) {
        self.sender = None;
        if let Some(writer) = self.writer.take() {
            let _ = writer.join();
        }
    }
}

#[cfg(test)]
mod tests;
