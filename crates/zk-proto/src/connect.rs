//! The session handshake: the only packets without a header.

use crate::jute::{Decode, Reader, Writer};
use crate::{SessionId, Zxid};

/// Length of a session password in bytes.
pub const PASSWORD_LEN: usize = 16;

/// A session password.
pub type Password = [u8; PASSWORD_LEN];

/// A client's first packet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConnectRequest<'a> {
    /// Always 0; servers do not check it.
    pub protocol_version: i32,
    /// Highest zxid that this client has seen.
    pub last_zxid_seen: Zxid,
    /// Requested session timeout in milliseconds.
    pub timeout_ms: i32,
    /// Session to re-attach to, or [`SessionId::NONE`].
    pub session_id: SessionId,
    /// Password of that session.
    pub password: Option<&'a [u8]>,
    /// `Some(true)` accepts a read-only server; `None` is a client older than 3.4, which must be answered
    /// without the flag.
    pub read_only: Option<bool>,
}

impl<'a> ConnectRequest<'a> {
    /// Reads the packet's body.
    pub fn decode(r: &mut Reader<'a>) -> Decode<Self> {
        Ok(ConnectRequest {
            protocol_version: r.i32()?,
            last_zxid_seen: Zxid(r.i64()?),
            timeout_ms: r.i32()?,
            session_id: SessionId(r.i64()?),
            password: r.buffer()?,
            read_only: if r.is_empty() { None } else { Some(r.bool()?) },
        })
    }

    /// Appends the packet's body.
    pub fn encode(&self, w: &mut impl Writer) {
        w.put_i32(self.protocol_version);
        w.put_i64(self.last_zxid_seen.0);
        w.put_i32(self.timeout_ms);
        w.put_i64(self.session_id.0);
        w.put_buffer(self.password);
        if let Some(flag) = self.read_only {
            w.put_bool(flag);
        }
    }
}

/// The server's answer. A `timeout_ms` of 0 or less says that the session is gone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConnectResponse {
    /// Always 0.
    pub protocol_version: i32,
    /// Negotiated session timeout in milliseconds.
    pub timeout_ms: i32,
    /// The session.
    pub session_id: SessionId,
    /// Its password.
    pub password: Password,
    /// Whether the server is read-only; absent where the request had no flag.
    pub read_only: Option<bool>,
}

impl ConnectResponse {
    /// What tells a client that its session is gone.
    pub fn expired(read_only: Option<bool>) -> Self {
        ConnectResponse {
            protocol_version: 0,
            timeout_ms: 0,
            session_id: SessionId::NONE,
            password: [0; PASSWORD_LEN],
            read_only,
        }
    }

    /// Reads the packet's body. A password of another length is cut or padded with zeros.
    pub fn decode(r: &mut Reader<'_>) -> Decode<Self> {
        let protocol_version = r.i32()?;
        let timeout_ms = r.i32()?;
        let session_id = SessionId(r.i64()?);
        let mut password = [0; PASSWORD_LEN];
        for (to, from) in password.iter_mut().zip(r.buffer()?.unwrap_or_default()) {
            *to = *from;
        }
        let read_only = if r.is_empty() { None } else { Some(r.bool()?) };
        Ok(ConnectResponse { protocol_version, timeout_ms, session_id, password, read_only })
    }

    /// Appends the packet's body.
    pub fn encode(&self, w: &mut impl Writer) {
        w.put_i32(self.protocol_version);
        w.put_i32(self.timeout_ms);
        w.put_i64(self.session_id.0);
        w.put_buffer(Some(&self.password));
        if let Some(flag) = self.read_only {
            w.put_bool(flag);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_read_only_flag_is_optional_both_ways() {
        for read_only in [None, Some(false), Some(true)] {
            let req = ConnectRequest {
                protocol_version: 0,
                last_zxid_seen: Zxid(7),
                timeout_ms: 30_000,
                session_id: SessionId(5),
                password: Some(&[1; 16]),
                read_only,
            };
            let mut w = Vec::new();
            req.encode(&mut w);
            assert_eq!(ConnectRequest::decode(&mut Reader::new(&w)).unwrap(), req);
            let rsp = ConnectResponse { read_only, ..ConnectResponse::expired(None) };
            let mut w = Vec::new();
            rsp.encode(&mut w);
            assert_eq!(w.len(), if read_only.is_some() { 37 } else { 36 });
            assert_eq!(ConnectResponse::decode(&mut Reader::new(&w)).unwrap(), rsp);
        }
    }
}
