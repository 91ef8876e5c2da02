//! The packet of a login between servers (SASL): in front of everything else on a quorum connection, behind the hello on an
//! election connection.
//!
//! | bytes | what |
//! |---|---|
//! | 8 | [`MAGIC`] |
//! | 4 | [`AuthStatus`] |
//! | 4 | length of the token, -1 for none |
//! | | the token |
//!
//! Mirrors: ZooKeeper's `QuorumAuthPacket`, which has no length in front.

use crate::Writer;

/// What each packet begins with. Its first byte is none that a packet, or a message of the election, can begin with.
pub const MAGIC: i64 = 0x5f24_3501_3501_edcc;
/// The length of what stands before the token.
pub const HEAD_BYTES: usize = 16;
/// Longest token that is read.
pub const MAX_TOKEN_BYTES: usize = 4096;

/// How the login stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AuthStatus {
    /// It goes on.
    InProgress,
    /// It is over, and the caller is let in.
    Success,
    /// It is over, and the caller is not let in.
    Error,
}

impl AuthStatus {
    fn code(self) -> i32 {
        match self {
            AuthStatus::InProgress => 0,
            AuthStatus::Success => 1,
            AuthStatus::Error => -1,
        }
    }

    fn from_code(code: i32) -> Option<AuthStatus> {
        [AuthStatus::InProgress, AuthStatus::Success, AuthStatus::Error]
            .into_iter()
            .find(|s| s.code() == code)
    }
}

/// A packet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QuorumAuthPacket<'a> {
    /// How the login stands.
    pub status: AuthStatus,
    /// The token of the mechanism; none is as good as an empty one.
    pub token: &'a [u8],
}

/// Bytes that are no such packet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum QuorumAuthError {
    /// They do not begin with [`MAGIC`].
    #[error("no packet of a login")]
    NoMagic,
    /// No such status.
    #[error("a packet of a login with the status {0}")]
    Status(i32),
    /// A length that is out of bounds.
    #[error("a token of {0} bytes, {MAX_TOKEN_BYTES} are accepted")]
    Length(i32),
}

impl<'a> QuorumAuthPacket<'a> {
    /// Whether bytes that came first are those of a login, if only in part.
    pub fn begins(bytes: &[u8]) -> bool {
        let magic = MAGIC.to_be_bytes();
        let length = bytes.len().min(magic.len());
        length > 0 && bytes.get(..length) == magic.get(..length)
    }

    /// The packet at the start of some bytes and how long it is; none if it has not come whole.
    ///
    /// # Errors
    /// It is none.
    pub fn split(bytes: &'a [u8]) -> Result<Option<(QuorumAuthPacket<'a>, usize)>, QuorumAuthError> {
        if !bytes.is_empty() && !QuorumAuthPacket::begins(bytes) {
            return Err(QuorumAuthError::NoMagic);
        }
        let int = |at: usize| bytes.get(at..at + 4)?.try_into().ok().map(i32::from_be_bytes);
        let (Some(status), Some(length)) = (int(8), int(12)) else { return Ok(None) };
        let status = AuthStatus::from_code(status).ok_or(QuorumAuthError::Status(status))?;
        let size = match length {
            -1 => 0,
            n => usize::try_from(n)
                .ok()
                .filter(|n| *n <= MAX_TOKEN_BYTES)
                .ok_or(QuorumAuthError::Length(length))?,
        };
        let used = HEAD_BYTES + size;
        Ok(bytes.get(HEAD_BYTES..used).map(|token| (QuorumAuthPacket { status, token }, used)))
    }

    /// Appends its bytes.
    pub fn encode(&self, out: &mut Vec<u8>) {
        out.put_i64(MAGIC);
        out.put_i32(self.status.code());
        out.put_buffer(Some(self.token));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packets_come_back_as_they_went_whole_only() {
        for status in [AuthStatus::InProgress, AuthStatus::Success, AuthStatus::Error] {
            for token in [&b""[..], b"realm=\"a\"", &[7; MAX_TOKEN_BYTES]] {
                let packet = QuorumAuthPacket { status, token };
                let mut bytes = Vec::new();
                packet.encode(&mut bytes);
                for length in 0..bytes.len() {
                    assert_eq!(QuorumAuthPacket::split(&bytes[..length]), Ok(None), "{length}");
                }
                let whole = bytes.len();
                bytes.extend(b"more");
                assert_eq!(QuorumAuthPacket::split(&bytes), Ok(Some((packet, whole))));
            }
        }
    }

    #[test]
    fn what_is_no_packet_is_told_at_once() {
        assert_eq!(MAGIC.to_be_bytes()[..4], [0x5f, 0x24, 0x35, 0x01]);
        assert_eq!(QuorumAuthPacket::split(&[0]), Err(QuorumAuthError::NoMagic));
        assert!(!QuorumAuthPacket::begins(&[]) && !QuorumAuthPacket::begins(&[0x5f, 0]));
        let bytes = |status: i32, length: i32| {
            [&MAGIC.to_be_bytes()[..], &status.to_be_bytes(), &length.to_be_bytes()].concat()
        };
        assert_eq!(QuorumAuthPacket::split(&bytes(2, 0)), Err(QuorumAuthError::Status(2)));
        for length in [-2, i32::MIN, i32::MAX, MAX_TOKEN_BYTES as i32 + 1] {
            assert_eq!(QuorumAuthPacket::split(&bytes(0, length)), Err(QuorumAuthError::Length(length)));
        }
        let none = QuorumAuthPacket { status: AuthStatus::InProgress, token: b"" };
        assert_eq!(QuorumAuthPacket::split(&bytes(0, -1)), Ok(Some((none, 16))));
    }
}
