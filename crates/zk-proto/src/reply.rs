//! Replies of servers: the header, and the bodies that are more than one primitive.

use crate::acl::Id;
use crate::jute::{Decode, Reader, Writer};
use crate::{SessionId, Zxid};

/// What every reply and watch event starts with (16 bytes).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReplyHeader {
    /// The request's xid, or a reserved one.
    pub xid: i32,
    /// The server's last processed zxid when the reply was made; for writes the write's own.
    pub zxid: Zxid,
    /// 0, or an [`crate::ErrorCode`].
    pub err: i32,
}

impl ReplyHeader {
    /// Encoded size in bytes.
    pub const SIZE: usize = 16;

    /// Reads 16 bytes.
    pub fn decode(r: &mut Reader<'_>) -> Decode<ReplyHeader> {
        Ok(ReplyHeader { xid: r.i32()?, zxid: Zxid(r.i64()?), err: r.i32()? })
    }

    /// Appends 16 bytes.
    pub fn encode(&self, w: &mut impl Writer) {
        w.put_i32(self.xid);
        w.put_i64(self.zxid.0);
        w.put_i32(self.err);
    }
}

/// Appends the body of a `whoAmI` reply: the schemes and users of a connection.
pub fn encode_who_am_i(ids: &[Id], w: &mut impl Writer) {
    w.put_len(ids.len());
    for id in ids {
        w.put_str(&id.scheme);
        w.put_str(&id.id);
    }
}

/// Reads the body of a `whoAmI` reply.
pub fn decode_who_am_i(r: &mut Reader<'_>) -> Decode<Vec<Id>> {
    let count = r.count(8)?.unwrap_or(0);
    (0..count)
        .map(|_| {
            let scheme = r.string()?.unwrap_or_default().into_owned();
            let id = r.string()?.unwrap_or_default().into_owned();
            Ok(Id { scheme, id })
        })
        .collect()
}

/// The password that every server of an ensemble derives for a session: Java's `Random`, seeded with the
/// session's id and a public constant. A checksum, not a secret.
///
/// Mirrors: ZooKeeper `ZooKeeperServer.generatePasswd`.
pub fn session_password(session: SessionId) -> crate::connect::Password {
    const MULTIPLIER: u64 = 0x5_DEEC_E66D;
    const MASK: u64 = (1 << 48) - 1;
    const SUPER_SECRET: u64 = 0xB341_5C00;
    let mut seed = ((session.0 as u64 ^ SUPER_SECRET) ^ MULTIPLIER) & MASK;
    let mut out = [0u8; crate::connect::PASSWORD_LEN];
    for chunk in out.chunks_exact_mut(4) {
        seed = (seed.wrapping_mul(MULTIPLIER).wrapping_add(0xB)) & MASK;
        let mut word = (seed >> 16) as u32;
        for b in chunk {
            *b = word as u8;
            word >>= 8;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_am_i_round_trips() {
        let ids = vec![Id::new("ip", "127.0.0.1"), Id::new("digest", "u")];
        let mut w = Vec::new();
        encode_who_am_i(&ids, &mut w);
        assert_eq!(decode_who_am_i(&mut Reader::new(&w)).unwrap(), ids);
    }

    #[test]
    fn password_follows_javas_generator() {
        // java.util.Random(0).nextBytes starts 60 b4 20 bb; the seed is 0 when the id equals the constant.
        assert_eq!(session_password(SessionId(0xB341_5C00))[..4], [0x60, 0xb4, 0x20, 0xbb]);
    }
}
