//! The lives of sessions, as a log tells them.

use std::collections::HashMap;

use foldhash::fast::RandomState;
use zk_proto::jute::{Decode, Reader};
use zk_proto::txn::{CreateKind, Txn};
use zk_proto::{OpCode, SessionId, TxnHeader, Zxid};

use crate::txn::{self, Cause};

/// A session.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Life {
    /// The transaction that opened it, and its time; `None` if that was before the log begins.
    pub opened: Option<(Zxid, i64)>,
    /// Its timeout in milliseconds, where known.
    pub timeout_ms: Option<i32>,
    /// The transaction that ended it, its time, and why.
    pub ended: Option<(Zxid, i64, Cause)>,
    /// Time of its last transaction before the end.
    pub last_ms: i64,
    /// Transactions, without its opening and its end.
    pub txns: u64,
    /// Of these, refused ones.
    pub errors: u64,
    /// Ephemeral nodes that it made.
    pub ephemerals: u64,
    /// Ephemeral nodes that went when it ended.
    pub dropped: u64,
}

impl Life {
    /// How long it lived, in milliseconds; of an open one, until its last transaction.
    pub fn lifetime_ms(&self) -> Option<i64> {
        let (_, from) = self.opened?;
        let to = self.ended.map_or(self.last_ms, |(_, at, _)| at);
        Some(to.saturating_sub(from))
    }

    /// How long nothing was logged of it before its end, in milliseconds.
    pub fn silence_ms(&self) -> Option<i64> {
        self.ended.map(|(_, at, _)| at.saturating_sub(self.last_ms))
    }
}

/// Of a session id, the server that made it: its highest byte.
pub fn origin(session: SessionId) -> u8 {
    (session.0 as u64 >> 56) as u8
}

/// All sessions met.
#[derive(Debug, Default)]
pub struct Sessions {
    lives: HashMap<SessionId, Life, RandomState>,
}

impl Sessions {
    /// A session that a snapshot below the log holds.
    pub fn known(&mut self, session: SessionId, timeout_ms: i32) {
        self.lives.entry(session).or_default().timeout_ms = Some(timeout_ms);
    }

    /// A transaction.
    ///
    /// # Errors
    /// Its body cannot be read.
    pub fn txn(&mut self, h: &TxnHeader, body: &[u8]) -> Decode<()> {
        if h.session == SessionId::NONE {
            return Ok(());
        }
        let life = self.lives.entry(h.session).or_default();
        match OpCode::from_i32(h.kind) {
            Some(OpCode::CreateSession) => {
                // The id may have been used before, if servers were set up anew.
                *life = Life {
                    opened: Some((h.zxid, h.time)),
                    timeout_ms: Some(Reader::new(body).i32()?),
                    last_ms: h.time,
                    ..Life::default()
                };
            }
            Some(OpCode::CloseSession) => {
                life.ended = Some((h.zxid, h.time, Cause::of(h)));
                txn::closed_paths(body, |_| life.dropped += 1)?;
            }
            kind => {
                life.txns += 1;
                life.last_ms = h.time;
                let refused = kind == Some(OpCode::Error) || txn::refusal(h.kind, body)?.is_some();
                life.errors += u64::from(refused);
                txn::applied(h.kind, body, |part| {
                    life.ephemerals += u64::from(is_ephemeral_create(part.kind, part.body)?);
                    Ok(())
                })?;
            }
        }
        Ok(())
    }

    /// What is known of a session so far.
    pub fn get(&self, session: SessionId) -> Option<&Life> {
        self.lives.get(&session)
    }

    /// All of them, in no order.
    pub fn iter(&self) -> impl Iterator<Item = (SessionId, &Life)> {
        self.lives.iter().map(|(id, life)| (*id, life))
    }
}

fn is_ephemeral_create(kind: i32, body: &[u8]) -> Decode<bool> {
    if kind != OpCode::Create.code() && kind != OpCode::Create2.code() {
        return Ok(false);
    }
    Ok(match Txn::decode(kind, &mut Reader::new(body))? {
        Txn::Create(c) => c.kind == CreateKind::Ephemeral,
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_highest_byte_names_the_server() {
        assert_eq!(origin(SessionId(0x0200_0a41_b3c0_0011)), 2);
        assert_eq!(origin(SessionId(-1)), 255);
    }

    #[test]
    fn a_life_from_opening_to_expiry() {
        let mut sessions = Sessions::default();
        let head =
            |zxid, time, cxid, kind| TxnHeader { session: SessionId(9), cxid, zxid: Zxid(zxid), time, kind };
        sessions.txn(&head(1, 1000, 0, -10), &[0, 0, 0x27, 0x10]).unwrap();
        sessions.txn(&head(2, 3000, 1, -1), &[0xff, 0xff, 0xff, 0x9a]).unwrap();
        sessions.txn(&head(3, 14000, 0, -11), &[0, 0, 0, 1, 0, 0, 0, 2, b'/', b'e']).unwrap();
        let life = sessions.get(SessionId(9)).unwrap();
        assert_eq!((life.timeout_ms, life.txns, life.errors, life.dropped), (Some(10_000), 1, 1, 1));
        assert_eq!(life.ended, Some((Zxid(3), 14000, Cause::Expiry)));
        assert_eq!((life.lifetime_ms(), life.silence_ms()), (Some(13_000), Some(11_000)));
    }
}
