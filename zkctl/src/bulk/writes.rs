//! Writes under way, many at once, in the order given. A connection that breaks is waited for; a write whose outcome
//! is not known then is looked at before it is sent again.

use std::collections::VecDeque;

use zk_client::{Client, CreateMode, CreateOptions, Created, Error, ErrorCode, Pending, Stat, Zxid};
use zk_proto::Acl;

use super::{Link, Pace, Value};
use crate::interrupt::{self, Deed};

/// Bytes of data that may be under way.
const MAX_BYTES: usize = 8 << 20;

/// One write.
#[derive(Clone, Debug)]
pub enum Op {
    /// A persistent node.
    Create {
        path: String,
        value: Value,
        acl: Vec<Acl>,
    },
    Set {
        path: String,
        value: Value,
        version: Option<i32>,
    },
    SetAcl {
        path: String,
        acl: Vec<Acl>,
    },
    Delete {
        path: String,
        version: Option<i32>,
    },
}

impl Op {
    /// Its node.
    pub fn path(&self) -> &str {
        match self {
            Op::Create { path, .. }
            | Op::Set { path, .. }
            | Op::SetAcl { path, .. }
            | Op::Delete { path, .. } => path,
        }
    }

    /// What it does, for messages.
    pub fn verb(&self) -> &'static str {
        match self {
            Op::Create { .. } => "create",
            Op::Set { .. } => "set",
            Op::SetAcl { .. } => "change the ACL of",
            Op::Delete { .. } => "delete",
        }
    }

    fn weight(&self) -> usize {
        match self {
            Op::Create { value, .. } | Op::Set { value, .. } => value.as_ref().map_or(0, Vec::len) + 256,
            _ => 256,
        }
    }
}

/// What became of a write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    Done,
    /// A create found the node there.
    Exists,
    /// There is no such node, or no parent.
    Missing,
    /// A delete found children.
    NotEmpty,
    /// The node was changed by somebody else.
    Changed,
    /// Anything else that the server refuses.
    Refused(Error),
}

enum Sent {
    Create(Pending<Created>),
    Stat(Pending<Stat>),
    Delete(Pending<()>),
}

struct Flight {
    op: Op,
    sent: Sent,
    /// [`Link::breaks`] and the highest zxid when it was sent.
    breaks: u64,
    zxid: Zxid,
}

/// Writes under way.
pub struct Writes {
    link: Link,
    limit: usize,
    pace: Pace,
    flights: VecDeque<Flight>,
    bytes: usize,
    done: VecDeque<(Op, Outcome)>,
    /// Writes that were sent again after a look.
    repeated: u64,
}

impl Writes {
    /// None yet; `limit` at once at the most.
    pub fn new(link: Link, limit: usize, pace: Pace) -> Writes {
        Writes {
            link,
            limit: limit.max(1),
            pace,
            flights: VecDeque::new(),
            bytes: 0,
            done: VecDeque::new(),
            repeated: 0,
        }
    }

    /// The connection.
    pub fn link(&mut self) -> &mut Link {
        &mut self.link
    }

    /// The connection, when all is done.
    pub fn into_link(self) -> Link {
        self.link
    }

    /// How often the connection was lost, and how many writes were sent again.
    pub fn breaks(&self) -> (u64, u64) {
        (self.link.breaks(), self.repeated)
    }

    /// Sends a write, behind all that were sent before. Waits for room first.
    ///
    /// # Errors
    /// The connection is gone for good; the write that it is about comes along.
    pub async fn push(&mut self, op: Op) -> Result<(), (Op, Error)> {
        // What a break has lost is done again before anything that may depend on it is sent.
        while self.flights.len() >= self.limit || self.bytes > MAX_BYTES || self.has_lost() {
            self.land().await?;
        }
        self.pace.wait().await;
        self.bytes += op.weight();
        let (breaks, zxid) = (self.link.breaks(), self.link.last_zxid());
        let sent = send(self.link.client(), &op);
        self.flights.push_back(Flight { op, sent, breaks, zxid });
        interrupt::under_way(self.flights.len());
        Ok(())
    }

    /// Waits until all writes are done.
    ///
    /// # Errors
    /// As [`Writes::push`].
    pub async fn flush(&mut self) -> Result<(), (Op, Error)> {
        while !self.flights.is_empty() {
            self.land().await?;
        }
        Ok(())
    }

    /// The next write that is done, in the order sent.
    pub fn take(&mut self) -> Option<(Op, Outcome)> {
        self.done.pop_front()
    }

    /// Whether a write under way was sent before the connection was lost, and so may be lost.
    fn has_lost(&self) -> bool {
        self.flights.front().is_some_and(|flight| flight.breaks < self.link.breaks())
    }

    /// Waits for the oldest write.
    async fn land(&mut self) -> Result<(), (Op, Error)> {
        let Some(Flight { op, sent, breaks, zxid }) = self.flights.pop_front() else { return Ok(()) };
        self.bytes = self.bytes.saturating_sub(op.weight());
        interrupt::write_begins(op.verb(), op.path());
        let answer = arrive(sent).await;
        let outcome = match answer {
            Err(error) => match lost(&error) {
                true => self.recover(&op, error, zxid, breaks).await,
                // Something before it was lost while it went its way: its parent, or what is below it.
                false if breaks != self.link.breaks() && depends(&op, &error) => self.again(&op, zxid).await,
                false => Ok(judge(Err(error))),
            },
            done => {
                self.link.alive();
                Ok(judge(done))
            }
        };
        interrupt::write_ended();
        interrupt::under_way(self.flights.len());
        match outcome {
            Ok(outcome) => {
                if matches!(outcome, Outcome::Done) {
                    let deletes = matches!(op, Op::Delete { .. });
                    interrupt::count(if deletes { Deed::Deleted } else { Deed::Written });
                }
                self.done.push_back((op, outcome));
                Ok(())
            }
            Err(error) => Err((op, error)),
        }
    }

    /// After a loss: waits for the connection, looks, and repeats what was not done.
    async fn recover(&mut self, op: &Op, error: Error, seen: Zxid, sent_in: u64) -> Result<Outcome, Error> {
        let (mut error, mut sent_in) = (error, sent_in);
        loop {
            self.link.outlive(error, sent_in).await?;
            match self.look(op, seen).await? {
                Some(outcome) => return Ok(outcome),
                None => self.repeated += 1,
            }
            sent_in = self.link.breaks();
            match arrive(send(self.link.client(), op)).await {
                Err(e) if lost(&e) => error = e,
                // The server that was asked had not heard of it yet: now it has.
                Err(e) if e.code() == Some(ErrorCode::NodeExists) => {
                    return Ok(self.look(op, seen).await?.unwrap_or(Outcome::Exists));
                }
                answer => {
                    self.link.alive();
                    return Ok(match (op, judge(answer)) {
                        (Op::Delete { .. }, Outcome::Missing) => Outcome::Done,
                        (_, outcome) => outcome,
                    });
                }
            }
        }
    }

    /// Sends a write again that was refused for what came before it.
    async fn again(&mut self, op: &Op, seen: Zxid) -> Result<Outcome, Error> {
        let sent_in = self.link.breaks();
        match arrive(send(self.link.client(), op)).await {
            Err(e) if lost(&e) => self.recover(op, e, seen, sent_in).await,
            answer => Ok(judge(answer)),
        }
    }

    /// Whether a write took effect, by what is there now; `None` if it did not and is to be sent again. `seen` is the
    /// highest zxid known when it was sent: what it made is newer.
    async fn look(&mut self, op: &Op, seen: Zxid) -> Result<Option<Outcome>, Error> {
        let path = op.path();
        // A server that is behind would not know.
        self.link.read(|c| c.sync(path)).await?;
        let found = match self.link.read(|c| c.get_data(path)).await {
            Ok(node) => Some(node),
            Err(e) if e.code() == Some(ErrorCode::NoNode) => None,
            // Made by us with an ACL that keeps us out; the status says whether it is new.
            Err(e) if e.code() == Some(ErrorCode::NoAuth) => {
                let stat = self.link.read(|c| c.exists(path)).await?;
                return Ok(match (op, stat) {
                    (Op::Create { .. }, Some(s)) if s.czxid > seen => Some(Outcome::Done),
                    (Op::Create { .. }, Some(_)) => Some(Outcome::Exists),
                    _ => None,
                });
            }
            Err(e) => return Err(e),
        };
        Ok(match (op, found) {
            (Op::Create { value, .. }, Some(node)) => {
                let ours = node.stat.czxid > seen && node.data == *value;
                Some(if ours { Outcome::Done } else { Outcome::Exists })
            }
            (Op::Set { value, version: Some(version), .. }, Some(node)) => {
                if node.stat.version == *version {
                    None
                } else if node.stat.version == version + 1 && node.data == *value {
                    Some(Outcome::Done)
                } else {
                    Some(Outcome::Changed)
                }
            }
            (Op::Delete { .. }, None) => Some(Outcome::Done),
            _ => None,
        })
    }
}

fn send(client: &Client, op: &Op) -> Sent {
    match op {
        Op::Create { path, value, acl } => {
            let options = CreateOptions::new(CreateMode::Persistent).acl(acl.clone());
            Sent::Create(client.create(path, value.as_deref(), options))
        }
        Op::Set { path, value, version } => Sent::Stat(client.set_data(path, value.as_deref(), *version)),
        Op::SetAcl { path, acl } => Sent::Stat(client.set_acl(path, acl, None)),
        Op::Delete { path, version } => Sent::Delete(client.delete(path, *version)),
    }
}

async fn arrive(sent: Sent) -> Result<(), Error> {
    match sent {
        Sent::Create(pending) => pending.await.map(|_| ()),
        Sent::Stat(pending) => pending.await.map(|_| ()),
        Sent::Delete(pending) => pending.await.map(|_| ()),
    }
}

/// Whether nobody knows what became of it, or it never left.
fn lost(error: &Error) -> bool {
    matches!(
        error,
        Error::NotSent(_)
            | Error::OutcomeUnknown(_)
            | Error::ReadLost(_)
            | Error::SessionExpired
            | Error::Closed
    )
}

/// Whether a refusal may come from a write before it that was lost.
fn depends(op: &Op, error: &Error) -> bool {
    matches!(
        (op, error.code()),
        (Op::Create { .. } | Op::Set { .. } | Op::SetAcl { .. }, Some(ErrorCode::NoNode))
            | (Op::Delete { .. }, Some(ErrorCode::NotEmpty))
    )
}

fn judge(answer: Result<(), Error>) -> Outcome {
    let Err(error) = answer else { return Outcome::Done };
    match error.code() {
        Some(ErrorCode::NodeExists) => Outcome::Exists,
        Some(ErrorCode::NoNode) => Outcome::Missing,
        Some(ErrorCode::NotEmpty) => Outcome::NotEmpty,
        Some(ErrorCode::BadVersion) => Outcome::Changed,
        _ => Outcome::Refused(error),
    }
}
