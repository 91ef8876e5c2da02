//! `Stat`: what a client sees of a znode's history, and its form on disk.

use crate::jute::{Decode, Reader, Writer};
use crate::{SessionId, Zxid};

/// A znode's status as clients see it (68 bytes on the wire).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stat {
    /// Transaction that created the node.
    pub czxid: Zxid,
    /// Transaction that last changed its data.
    pub mzxid: Zxid,
    /// Creation time, milliseconds since 1970.
    pub ctime: i64,
    /// Time of the last change of data, milliseconds since 1970.
    pub mtime: i64,
    /// Number of data changes.
    pub version: i32,
    /// Number of changes of the set of children.
    pub cversion: i32,
    /// Number of ACL changes.
    pub aversion: i32,
    /// Session that owns an ephemeral node, else [`SessionId::NONE`].
    pub ephemeral_owner: SessionId,
    /// Length of the data in bytes; 0 for null.
    pub data_length: i32,
    /// Number of children.
    pub num_children: i32,
    /// Transaction that last created or deleted a child.
    pub pzxid: Zxid,
}

impl Stat {
    /// Encoded size in bytes.
    pub const SIZE: usize = 68;

    /// Reads the 68 bytes.
    pub fn decode(r: &mut Reader<'_>) -> Decode<Stat> {
        Ok(Stat {
            czxid: Zxid(r.i64()?),
            mzxid: Zxid(r.i64()?),
            ctime: r.i64()?,
            mtime: r.i64()?,
            version: r.i32()?,
            cversion: r.i32()?,
            aversion: r.i32()?,
            ephemeral_owner: SessionId(r.i64()?),
            data_length: r.i32()?,
            num_children: r.i32()?,
            pzxid: Zxid(r.i64()?),
        })
    }

    /// Appends the 68 bytes.
    pub fn encode(&self, w: &mut impl Writer) {
        w.put_i64(self.czxid.0);
        w.put_i64(self.mzxid.0);
        w.put_i64(self.ctime);
        w.put_i64(self.mtime);
        w.put_i32(self.version);
        w.put_i32(self.cversion);
        w.put_i32(self.aversion);
        w.put_i64(self.ephemeral_owner.0);
        w.put_i32(self.data_length);
        w.put_i32(self.num_children);
        w.put_i64(self.pzxid.0);
    }
}

/// A znode's status as snapshots hold it (60 bytes): `cversion` counts creations only, and
/// `ephemeral_owner` also encodes container and TTL nodes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StatPersisted {
    /// Transaction that created the node.
    pub czxid: Zxid,
    /// Transaction that last changed its data.
    pub mzxid: Zxid,
    /// Creation time, milliseconds since 1970.
    pub ctime: i64,
    /// Time of the last change of data, milliseconds since 1970.
    pub mtime: i64,
    /// Number of data changes.
    pub version: i32,
    /// Number of children ever created.
    pub cversion: i32,
    /// Number of ACL changes.
    pub aversion: i32,
    /// Raw owner: session, container marker or TTL.
    pub ephemeral_owner: i64,
    /// Transaction that last created or deleted a child.
    pub pzxid: Zxid,
}

impl StatPersisted {
    /// Encoded size in bytes.
    pub const SIZE: usize = 60;

    /// Reads the 60 bytes.
    pub fn decode(r: &mut Reader<'_>) -> Decode<StatPersisted> {
        Ok(StatPersisted {
            czxid: Zxid(r.i64()?),
            mzxid: Zxid(r.i64()?),
            ctime: r.i64()?,
            mtime: r.i64()?,
            version: r.i32()?,
            cversion: r.i32()?,
            aversion: r.i32()?,
            ephemeral_owner: r.i64()?,
            pzxid: Zxid(r.i64()?),
        })
    }

    /// Appends the 60 bytes.
    pub fn encode(&self, w: &mut impl Writer) {
        w.put_i64(self.czxid.0);
        w.put_i64(self.mzxid.0);
        w.put_i64(self.ctime);
        w.put_i64(self.mtime);
        w.put_i32(self.version);
        w.put_i32(self.cversion);
        w.put_i32(self.aversion);
        w.put_i64(self.ephemeral_owner);
        w.put_i64(self.pzxid.0);
    }

    /// The bytes that the tree digest covers, in its own order of fields.
    ///
    /// Mirrors: ZooKeeper `DigestCalculator`.
    pub fn digest_bytes(&self) -> [u8; Self::SIZE] {
        let mut out = [0u8; Self::SIZE];
        let fields = [self.czxid.0, self.mzxid.0, self.pzxid.0, self.ctime, self.mtime];
        let (longs, tail) = out.split_at_mut(40);
        for (chunk, v) in longs.chunks_exact_mut(8).zip(fields) {
            chunk.copy_from_slice(&v.to_be_bytes());
        }
        let (ints, owner) = tail.split_at_mut(12);
        for (chunk, v) in ints.chunks_exact_mut(4).zip([self.version, self.cversion, self.aversion]) {
            chunk.copy_from_slice(&v.to_be_bytes());
        }
        owner.copy_from_slice(&self.ephemeral_owner.to_be_bytes());
        out
    }
}

/// What a stored `ephemeral_owner` says about its node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner {
    /// A persistent node.
    Persistent,
    /// An ephemeral of this session.
    Session(SessionId),
    /// A container: reaped once its last child is gone.
    Container,
    /// A TTL node: reaped when childless and unmodified for this many milliseconds.
    Ttl(i64),
}

/// The stored owner of a container.
pub const CONTAINER_OWNER: i64 = i64::MIN;
/// The largest TTL in milliseconds (40 bits).
pub const MAX_TTL_MS: i64 = 0xff_ffff_ffff;
const TTL_MARK: u64 = 0xff00_0000_0000_0000;

impl Owner {
    /// Interprets a stored owner with extended types enabled.
    ///
    /// Differs: with them disabled Java takes a TTL owner for a session and deletes the node at start-up; here
    /// the encoding alone decides, since the flag must not change what a stored node is.
    pub fn from_stored(raw: i64) -> Owner {
        match raw {
            0 => Owner::Persistent,
            CONTAINER_OWNER => Owner::Container,
            _ if (raw as u64) & TTL_MARK == TTL_MARK => Owner::Ttl(raw & MAX_TTL_MS),
            _ => Owner::Session(SessionId(raw)),
        }
    }

    /// The stored form.
    pub fn to_stored(self) -> i64 {
        match self {
            Owner::Persistent => 0,
            Owner::Session(id) => id.0,
            Owner::Container => CONTAINER_OWNER,
            Owner::Ttl(ms) => (TTL_MARK | (ms & MAX_TTL_MS) as u64) as i64,
        }
    }

    /// What clients see: the session of an ephemeral, 0 for every other kind.
    pub fn visible(self) -> SessionId {
        match self {
            Owner::Session(id) => id,
            _ => SessionId::NONE,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn owners_round_trip() {
        for o in [
            Owner::Persistent,
            Owner::Session(SessionId(0x100_0000_0000_0001)),
            Owner::Container,
            Owner::Ttl(1),
            Owner::Ttl(MAX_TTL_MS),
        ] {
            assert_eq!(Owner::from_stored(o.to_stored()), o);
        }
        assert_eq!(Owner::Ttl(5).to_stored() as u64, 0xff00_0000_0000_0005);
    }

    #[test]
    fn encoded_sizes_are_as_documented() {
        let mut w = Vec::new();
        Stat::default().encode(&mut w);
        assert_eq!(w.len(), Stat::SIZE);
        let mut w = Vec::new();
        StatPersisted::default().encode(&mut w);
        assert_eq!(w.len(), StatPersisted::SIZE);
    }
}
