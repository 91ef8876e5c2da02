//! The first judge: an ensemble's own order, read from its logs, replayed into the plain model. Linear in the length of
//! the history, and exact, because every reply names the transaction it is as new as.
//!
//! What it demands:
//! - an acknowledged write is in the log under the zxid of its reply, with the result the model has; a refused one
//!   is refused by the model with the same code at that place; one of unknown outcome happened if it is logged;
//! - writes are in the order of real time; no session writes after its close, it is only told that it is no more; no request is
//!   executed twice;
//! - a read's answer is what the model has at the zxid of its reply;
//! - within a session zxids never go back, over all its connections;
//! - a sync is as new as what was acknowledged before it. Apache's `sync` asks no quorum: a leader that was deposed and
//!   does not know it yet answers with what it has. Such ones are counted, not condemned, unless told so.

use super::history::{Answer, Call, Op, Outcome};
use super::model::Model;
use crate::txnlogs::Chosen;
use std::collections::{BTreeMap, BTreeSet};
use zk_proto::txn::LoggedTxn;
use zk_proto::{ErrorCode, OpCode, SessionId, Txn, Zxid};

/// What was seen besides violations.
#[derive(Clone, Debug, Default)]
pub struct Findings {
    /// Requests without an answer that happened all the same.
    pub unknown_applied: usize,
    /// Requests without an answer that never happened.
    pub unknown_lost: usize,
    /// Syncs older than a write acknowledged before them.
    pub stale_syncs: usize,
    /// Which requests of unknown outcome never happened, by session and xid.
    pub never_happened: BTreeSet<(SessionId, i32)>,
    /// What must not be.
    pub violations: Vec<String>,
}

/// Judges a history by the transactions that were chosen from the ensemble's birth on. `history` is in the order of
/// requests within each session.
pub fn judge(chosen: &Chosen, history: &[Op]) -> Findings {
    let mut judge = Judge { findings: Findings::default(), logged: BTreeMap::new(), at: BTreeMap::new() };
    judge.read_log(chosen);
    judge.place(history);
    judge.replay(chosen);
    judge.real_time(history);
    judge.session_order(history);
    judge.findings
}

struct Judge<'a> {
    findings: Findings,
    logged: BTreeMap<(SessionId, i32), Zxid>,
    /// The requests to be looked at when the model has come to a transaction.
    at: BTreeMap<Zxid, Vec<&'a Op>>,
}

impl<'a> Judge<'a> {
    fn violation(&mut self, op: &Op, why: impl std::fmt::Display) {
        self.findings.violations.push(format!("{why}: {op:?}"));
    }

    /// Finds each client's transactions by session and xid; the server's own have xid 0.
    fn read_log(&mut self, chosen: &Chosen) {
        let mut closed = BTreeSet::new();
        for (zxid, payload) in chosen {
            let Ok(logged) = LoggedTxn::decode(payload) else {
                self.findings.violations.push(format!("{zxid} cannot be decoded"));
                continue;
            };
            let header = logged.header;
            let is_refused =
                matches!(logged.txn, Txn::Error { code } if code == ErrorCode::SessionExpired.code());
            if closed.contains(&header.session) && !is_refused {
                let what = &logged.txn;
                self.findings
                    .violations
                    .push(format!("{zxid} is of {}, closed before: {what:?}", header.session));
            }
            if header.kind == OpCode::CloseSession.code() {
                closed.insert(header.session);
            }
            if header.kind == OpCode::CreateSession.code() || header.cxid == 0 {
                continue;
            }
            if let Some(earlier) = self.logged.insert((header.session, header.cxid), *zxid) {
                let twice = format!("request {} of {} is {earlier} and {zxid}", header.cxid, header.session);
                self.findings.violations.push(twice);
            }
        }
    }

    /// Decides where in the order each request belongs.
    fn place(&mut self, history: &'a [Op]) {
        for op in history {
            let logged = self.logged.get(&(op.session, op.xid)).copied();
            match (&op.outcome, op.call.is_write()) {
                (Outcome::Unknown, true) => match logged {
                    Some(_) => self.findings.unknown_applied += 1,
                    None => {
                        self.findings.unknown_lost += 1;
                        self.findings.never_happened.insert((op.session, op.xid));
                    }
                },
                (Outcome::Unknown, false) => {}
                (Outcome::Ok(zxid, _), true) if logged != Some(*zxid) => {
                    self.violation(op, format!("acknowledged as {zxid}, logged as {logged:?}"));
                }
                (Outcome::Failed(zxid, code), true) => match logged {
                    Some(logged) if logged == *zxid => self.at.entry(*zxid).or_default().push(op),
                    Some(logged) => self.violation(op, format!("refused as {zxid}, logged as {logged}")),
                    // The server that hung up or handed the session on never passed it to the leader.
                    None if GONE.iter().any(|gone| gone.code() == *code) => {}
                    None => self.violation(op, "refused, and no such transaction is logged"),
                },
                (Outcome::Ok(zxid, _) | Outcome::Failed(zxid, _), _) => {
                    self.at.entry(*zxid).or_default().push(op);
                }
            }
        }
    }

    /// Applies one transaction after the other and looks at the requests that belong there.
    fn replay(&mut self, chosen: &Chosen) {
        let mut model = Model::default();
        let mut waiting = std::mem::take(&mut self.at).into_iter().peekable();
        for (zxid, payload) in chosen {
            // Read while the ensemble was at an earlier transaction, or at the beginning of an epoch.
            while let Some((_, ops)) = waiting.next_if(|(at, _)| at < zxid) {
                ops.into_iter().for_each(|op| self.look(&model, op));
            }
            let here = waiting.next_if(|(at, _)| at == zxid).map(|(_, ops)| ops).unwrap_or_default();
            let (writes, reads): (Vec<&Op>, Vec<&Op>) = here.into_iter().partition(|op| op.call.is_write());
            for op in &writes {
                self.look_before(&model, op, payload);
            }
            if let Err(why) = model.apply(payload) {
                self.findings.violations.push(format!("the logs make no sense: {why}"));
                return;
            }
            for op in writes.into_iter().filter(|op| matches!(op.outcome, Outcome::Ok(..))).chain(reads) {
                self.look(&model, op);
            }
        }
        for (_, ops) in waiting {
            ops.into_iter().for_each(|op| self.look(&model, op));
        }
    }

    /// What the model has to say to a write before it is applied: refusals, and sequence numbers.
    fn look_before(&mut self, model: &Model, op: &Op, payload: &[u8]) {
        let logged_code = match LoggedTxn::decode(payload).map(|logged| logged.txn) {
            Ok(Txn::Error { code }) => code,
            _ => 0,
        };
        match &op.outcome {
            // Whose session is elsewhere by then is refused whatever it asks, and that is logged as any refusal.
            Outcome::Failed(_, code) if is_gone(op) && *code == logged_code => {}
            Outcome::Failed(..) if is_gone(op) => self.violation(op, format!("the log says {logged_code}")),
            Outcome::Failed(_, code) => {
                let expected = refusal(model, &op.call).map_or(0, ErrorCode::code);
                if *code != expected || *code != logged_code {
                    self.violation(op, format!("by the model {expected}, by the log {logged_code}"));
                }
            }
            Outcome::Ok(_, Answer::Path(path, _)) => {
                if let Call::Create { path: asked, sequential: true, .. } = &op.call {
                    let parent = asked.rfind('/').map_or("/", |at| if at == 0 { "/" } else { &asked[..at] });
                    let number = model.nodes().get(parent).map_or(-1, |node| node.creations);
                    let expected = format!("{asked}{number:010}");
                    if *path != expected {
                        self.violation(op, format!("by the model its name is {expected}"));
                    }
                }
            }
            _ => {}
        }
    }

    /// Compares an answer with the model at its place.
    fn look(&mut self, model: &Model, op: &Op) {
        let fits = match (&op.call, &op.outcome) {
            (
                Call::Create { path, data, sequential, ephemeral },
                Outcome::Ok(_, Answer::Path(made, stat)),
            ) => {
                let node = model.nodes().get(made);
                let named = if *sequential { made.starts_with(path.as_str()) } else { made == path };
                let owned = node.is_some_and(|node| (node.owner == op.session) == *ephemeral);
                named
                    && owned
                    && node.is_some_and(|n| n.data.as_ref() == Some(data))
                    && model.stat(made) == Some(*stat)
            }
            (Call::Set { path, data, .. }, Outcome::Ok(_, Answer::Stat(stat))) => {
                let node = model.nodes().get(path);
                node.is_some_and(|node| node.data.as_ref() == Some(data)) && model.stat(path) == Some(*stat)
            }
            (Call::Delete { path, .. }, Outcome::Ok(..)) => !model.nodes().contains_key(path),
            (Call::Get { path }, Outcome::Ok(_, Answer::Data(data, stat))) => {
                model.nodes().get(path).is_some_and(|node| node.data == *data)
                    && model.stat(path) == Some(*stat)
            }
            (Call::Get { path } | Call::Children { path }, Outcome::Failed(_, code)) => {
                *code == ErrorCode::NoNode.code() && !model.nodes().contains_key(path)
            }
            (Call::Children { path }, Outcome::Ok(_, Answer::Names(names))) => {
                model.nodes().contains_key(path) && model.children(path).eq(names.iter().map(String::as_str))
            }
            (Call::Sync, _) => true,
            _ => false,
        };
        if !fits {
            let path = match &op.call {
                Call::Create { path, .. } | Call::Set { path, .. } | Call::Get { path } => path.as_str(),
                Call::Delete { path, .. } | Call::Children { path } => path.as_str(),
                Call::Sync => "",
            };
            let has = (model.nodes().get(path), model.stat(path));
            self.violation(op, format!("the model at {} has {has:?}", model.last()));
        }
    }

    /// A write that was sent after another had been acknowledged comes after it; so should a sync.
    fn real_time(&mut self, history: &[Op]) {
        let mut done: Vec<(u64, Zxid)> = history
            .iter()
            .filter(|op| op.call.is_write())
            .filter_map(|op| Some((op.completed_us, op.outcome.zxid()?)))
            .collect();
        done.sort_unstable();
        let mut sent: Vec<&Op> = history.iter().collect();
        sent.sort_by_key(|op| op.invoked_us);
        let mut done = done.into_iter().peekable();
        let mut newest = Zxid::ZERO;
        for op in sent {
            while let Some((_, zxid)) = done.next_if(|(completed, _)| *completed < op.invoked_us) {
                newest = newest.max(zxid);
            }
            let zxid = op.outcome.zxid().or_else(|| self.logged.get(&(op.session, op.xid)).copied());
            match (&op.call, zxid) {
                (call, Some(zxid)) if call.is_write() && zxid <= newest && !is_gone(op) => {
                    self.violation(op, format!("{newest} had been acknowledged before it was sent"));
                }
                (Call::Sync, Some(zxid)) if zxid < newest => self.findings.stale_syncs += 1,
                _ => {}
            }
        }
    }

    fn session_order(&mut self, history: &[Op]) {
        let mut newest: BTreeMap<SessionId, Zxid> = BTreeMap::new();
        for op in history.iter().filter(|op| !is_gone(op)) {
            let Some(zxid) = op.outcome.zxid() else { continue };
            let newest = newest.entry(op.session).or_default();
            if zxid < *newest || (op.call.is_write() && zxid == *newest) {
                let seen = *newest;
                self.findings.violations.push(format!("the session had seen {seen} before: {op:?}"));
            }
            *newest = (*newest).max(zxid);
        }
    }
}

/// Refusals that no transaction stands for.
const GONE: &[ErrorCode] = &[ErrorCode::SessionExpired, ErrorCode::SessionMoved, ErrorCode::ConnectionLoss];

fn is_gone(op: &Op) -> bool {
    matches!(&op.outcome, Outcome::Failed(_, code) if GONE.iter().any(|gone| gone.code() == *code))
}

fn refusal(model: &Model, call: &Call) -> Option<ErrorCode> {
    match call {
        // A sequence number makes the name new.
        Call::Create { path, sequential: true, .. } => model.create_error(&format!("{path}\u{0}")),
        Call::Create { path, .. } => model.create_error(path),
        Call::Delete { path, version } => model.delete_error(path, *version),
        Call::Set { path, version, .. } => model.set_error(path, *version),
        Call::Get { .. } | Call::Children { .. } | Call::Sync => None,
    }
}

#[cfg(test)]
mod tests;
