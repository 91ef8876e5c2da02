//! The records inside the data of quorum packets. Bytes behind a record are not looked at, as in ZooKeeper.

use crate::jute::{Decode, DecodeError, Reader, Writer};
use crate::{OpCode, ServerId, SessionId};

/// Version of the learner protocol since ZooKeeper 3.4: epochs are negotiated, NEWLEADER is acknowledged after
/// the history is on disk.
pub const PROTOCOL_VERSION: i32 = 0x10000;

/// Reads the data of LEADERINFO: the protocol version of the leader, in four bytes.
pub fn decode_protocol_version(data: Option<&[u8]>) -> Decode<i32> {
    Reader::new(required(data)?).i32()
}

/// A learner's first words: data of FOLLOWERINFO and OBSERVERINFO.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LearnerInfo {
    /// The learner; `None` for an anonymous observer.
    pub sid: Option<ServerId>,
    /// Its protocol version; 1 where it tells none.
    pub protocol: i32,
    /// Version of its committed configuration; 0 where it tells none.
    pub config_version: i64,
}

impl LearnerInfo {
    /// Length of the form that is written, in bytes.
    pub const BYTES: usize = 20;

    /// Reads as much as the length allows: nothing, 8, 12 or 20 bytes.
    ///
    /// Mirrors: ZooKeeper 3.9 `LearnerHandler.run`. Differs: fewer than 8 bytes make an anonymous learner, there
    /// server 0.
    pub fn decode(data: Option<&[u8]>) -> LearnerInfo {
        let mut r = Reader::new(data.unwrap_or_default());
        let sid = r.i64().ok().map(ServerId);
        let protocol = if sid.is_some() { r.i32().ok() } else { None };
        let config_version = if protocol.is_some() { r.i64().ok() } else { None };
        LearnerInfo { sid, protocol: protocol.unwrap_or(1), config_version: config_version.unwrap_or(0) }
    }

    /// Appends the form of 20 bytes. An anonymous learner has none to append: its packet's data is null.
    pub fn encode(&self, out: &mut impl Writer) {
        if let Some(sid) = self.sid {
            out.put_i64(sid.0);
            out.put_i32(self.protocol);
            out.put_i64(self.config_version);
        }
    }
}

/// Data of ACKEPOCH.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AckEpoch {
    /// The learner's current epoch; -1 if this is not to be counted as an acknowledgement.
    pub current_epoch: i32,
}

impl AckEpoch {
    /// Reads the record.
    pub fn decode(data: Option<&[u8]>) -> Decode<AckEpoch> {
        Ok(AckEpoch { current_epoch: Reader::new(required(data)?).i32()? })
    }

    /// Appends the record.
    pub fn encode(&self, out: &mut impl Writer) {
        out.put_i32(self.current_epoch);
    }
}

/// Data of COMMITANDACTIVATE, and, with a payload, of INFORMANDACTIVATE.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Activate<'a> {
    /// Who leads with the new configuration.
    pub leader: ServerId,
    /// The transaction's bytes, for observers; empty for followers, who have it already.
    pub payload: &'a [u8],
}

impl<'a> Activate<'a> {
    /// Reads the record.
    pub fn decode(data: Option<&'a [u8]>) -> Decode<Activate<'a>> {
        let mut r = Reader::new(required(data)?);
        Ok(Activate { leader: ServerId(r.i64()?), payload: r.rest() })
    }

    /// Appends the record.
    pub fn encode(&self, out: &mut impl Writer) {
        out.put_i64(self.leader.0);
        out.put_bytes(self.payload);
    }
}

/// Data of REQUEST: a client's write as a learner forwards it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Forwarded<'a> {
    /// The client's session.
    pub session: SessionId,
    /// The client's number for this request.
    pub cxid: i32,
    /// What it asks for.
    pub op: OpCode,
    /// The request's body; empty for a close, the timeout alone for the opening of a session.
    pub body: &'a [u8],
}

impl<'a> Forwarded<'a> {
    /// Reads the record.
    pub fn decode(data: Option<&'a [u8]>) -> Decode<Forwarded<'a>> {
        let mut r = Reader::new(required(data)?);
        let session = SessionId(r.i64()?);
        let cxid = r.i32()?;
        let code = r.i32()?;
        let op = OpCode::from_i32(code)
            .ok_or(DecodeError::Unknown { what: "operation", value: i64::from(code) })?;
        Ok(Forwarded { session, cxid, op, body: r.rest() })
    }

    /// Appends the record.
    pub fn encode(&self, out: &mut impl Writer) {
        out.put_i64(self.session.0);
        out.put_i32(self.cxid);
        out.put_i32(self.op.code());
        out.put_bytes(self.body);
    }
}

/// A session and how long it lives without a sign of life.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SessionTimeout {
    /// The session.
    pub session: SessionId,
    /// Its timeout in milliseconds.
    pub timeout_ms: i32,
}

impl SessionTimeout {
    /// Length of one in bytes.
    pub const BYTES: usize = 12;

    /// Reads one.
    pub fn decode(r: &mut Reader<'_>) -> Decode<SessionTimeout> {
        Ok(SessionTimeout { session: SessionId(r.i64()?), timeout_ms: r.i32()? })
    }

    /// Appends one.
    pub fn encode(&self, out: &mut impl Writer) {
        out.put_i64(self.session.0);
        out.put_i32(self.timeout_ms);
    }
}

/// Data of a learner's PING: the sessions that gave a sign of life since the last one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SessionTimeouts<'a>(&'a [u8]);

impl<'a> SessionTimeouts<'a> {
    /// Takes the data, which must be present (with nothing to tell a learner sends an empty one) and whole.
    pub fn decode(data: Option<&'a [u8]>) -> Decode<SessionTimeouts<'a>> {
        let data = required(data)?;
        match data.len() % SessionTimeout::BYTES {
            0 => Ok(SessionTimeouts(data)),
            left => {
                let needed = SessionTimeout::BYTES - left;
                Err(DecodeError::Short { offset: data.len() - left, needed, left })
            }
        }
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.0.len() / SessionTimeout::BYTES
    }

    /// The sessions in the order sent; one may occur more than once.
    pub fn iter(&self) -> impl Iterator<Item = SessionTimeout> + use<'a> {
        let mut r = Reader::new(self.0);
        std::iter::from_fn(move || SessionTimeout::decode(&mut r).ok())
    }

    /// Appends the sessions.
    pub fn encode(sessions: impl IntoIterator<Item = SessionTimeout>, out: &mut impl Writer) {
        sessions.into_iter().for_each(|s| s.encode(out));
    }
}

/// Data of a learner's REVALIDATE: a client came back with this session and is served here from now on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RevalidateRequest(pub SessionTimeout);

impl RevalidateRequest {
    /// Reads the record.
    pub fn decode(data: Option<&[u8]>) -> Decode<RevalidateRequest> {
        SessionTimeout::decode(&mut Reader::new(required(data)?)).map(RevalidateRequest)
    }

    /// Appends the record.
    pub fn encode(&self, out: &mut impl Writer) {
        self.0.encode(out);
    }
}

/// Data of the leader's REVALIDATE.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RevalidateReply {
    /// The session asked for.
    pub session: SessionId,
    /// Whether it is alive.
    pub valid: bool,
}

impl RevalidateReply {
    /// Reads the record.
    pub fn decode(data: Option<&[u8]>) -> Decode<RevalidateReply> {
        let mut r = Reader::new(required(data)?);
        Ok(RevalidateReply { session: SessionId(r.i64()?), valid: r.bool()? })
    }

    /// Appends the record.
    pub fn encode(&self, out: &mut impl Writer) {
        out.put_i64(self.session.0);
        out.put_bool(self.valid);
    }
}

fn required(data: Option<&[u8]>) -> Decode<&[u8]> {
    data.ok_or(DecodeError::Null { offset: 0 })
}
