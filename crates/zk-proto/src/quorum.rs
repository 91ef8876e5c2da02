//! What crosses the connection between a leader and a learner: `QuorumPacket`s, one after the other without a
//! length before them, and the records inside their data. The tree that follows a SNAP is no packet.
//!
//! Every length is checked against its limit as soon as it is there; until a packet is whole nothing is decoded
//! and nothing is kept.

mod auth;
mod body;

use crate::Zxid;
use crate::jute::{DecodeError, Reader, Writer};

pub use auth::{AuthInfo, MAX_AUTH_ENTRIES, MAX_AUTH_STRING_BYTES};
pub use body::{
    AckEpoch, Activate, Forwarded, LearnerInfo, PROTOCOL_VERSION, RevalidateReply, RevalidateRequest,
    SessionTimeout, SessionTimeouts, decode_protocol_version,
};

macro_rules! packet_kinds {
    ($($(#[$doc:meta])* $name:ident = $code:literal, $text:literal;)*) => {
        /// What a packet is. The numbers are fixed by the protocol.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(i32)]
        pub enum PacketKind {
            $($(#[$doc])* $name = $code,)*
        }

        impl PacketKind {
            /// Every kind.
            pub const ALL: &[PacketKind] = &[$(PacketKind::$name,)*];

            /// The kind of a number.
            pub fn from_i32(code: i32) -> Option<PacketKind> {
                match code {
                    $($code => Some(PacketKind::$name),)*
                    _ => None,
                }
            }

            /// The name as ZooKeeper spells it.
            pub fn name(self) -> &'static str {
                match self {
                    $(PacketKind::$name => $text,)*
                }
            }
        }
    };
}

packet_kinds! {
    /// Learner to leader: a client's write, for the leader to order. Data: [`Forwarded`].
    Request = 1, "REQUEST";
    /// Leader to learner: a transaction. Data: its bytes as in the log.
    Proposal = 2, "PROPOSAL";
    /// Learner to leader: the transaction is on disk.
    Ack = 3, "ACK";
    /// Leader to learner: the transaction is committed.
    Commit = 4, "COMMIT";
    /// Both ways: still there. Data of the learner's: [`SessionTimeouts`].
    Ping = 5, "PING";
    /// Both ways: is this session alive? Data: [`RevalidateRequest`], answered by [`RevalidateReply`].
    Revalidate = 6, "REVALIDATE";
    /// Leader to learner: the oldest sync is done.
    Sync = 7, "SYNC";
    /// Leader to observer: a committed transaction. Data: its bytes as in the log.
    Inform = 8, "INFORM";
    /// Leader to follower: commit of a reconfiguration. Data: [`Activate`] without a payload.
    CommitAndActivate = 9, "COMMITANDACTIVATE";
    /// Leader to learner: the history is complete. Data: the configuration's text.
    NewLeader = 10, "NEWLEADER";
    /// First packet of a follower. Data: [`LearnerInfo`].
    FollowerInfo = 11, "FOLLOWERINFO";
    /// Leader to learner: serve.
    UpToDate = 12, "UPTODATE";
    /// Leader to learner: what is missing follows as proposals.
    Diff = 13, "DIFF";
    /// Leader to learner: forget what is behind this zxid.
    Trunc = 14, "TRUNC";
    /// Leader to learner: the whole tree follows, raw.
    Snap = 15, "SNAP";
    /// First packet of an observer. Data: [`LearnerInfo`].
    ObserverInfo = 16, "OBSERVERINFO";
    /// Leader to learner: the new epoch. Data: the protocol's version.
    LeaderInfo = 17, "LEADERINFO";
    /// Learner to leader: the new epoch is accepted. Data: [`AckEpoch`].
    AckEpoch = 18, "ACKEPOCH";
    /// Leader to observer: a committed reconfiguration. Data: [`Activate`].
    InformAndActivate = 19, "INFORMANDACTIVATE";
}

impl PacketKind {
    /// The number on the wire.
    pub fn code(self) -> i32 {
        self as i32
    }
}

impl std::fmt::Display for PacketKind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.name())
    }
}

/// Why bytes are no packet. Where the next one would start is then unknown: the connection is to be closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PacketError {
    /// No such kind of packet.
    #[error("quorum packet of unknown type {0}")]
    Kind(i32),
    /// The data is longer than accepted, or its length is negative and not that of null.
    #[error("{kind} packet with {length} bytes of data, at most {max} are accepted")]
    DataLength {
        /// What the packet is.
        kind: PacketKind,
        /// The length as sent.
        length: i32,
        /// The limit in bytes.
        max: usize,
    },
    /// The identities are more than accepted, or their count is negative and not that of null.
    #[error("quorum packet with {0} identities, at most {MAX_AUTH_ENTRIES} are accepted")]
    AuthCount(i32),
    /// A part of an identity is longer than accepted, or its length is negative and not that of null.
    #[error("quorum packet with an identity of {0} bytes, at most {MAX_AUTH_STRING_BYTES} are accepted")]
    AuthLength(i32),
}

/// Bytes before a packet's data.
pub const HEAD_BYTES: usize = 16;

/// What follows the data of a packet without identities, which is every packet but REQUEST.
pub const TAIL: [u8; 4] = [0xff; 4];

/// What precedes the data of a packet; `data_bytes` is its length, `None` for null.
///
/// For a payload that is shared between learners: head, payload and [`TAIL`] make up the packet.
pub fn head(kind: PacketKind, zxid: Zxid, data_bytes: Option<usize>) -> [u8; HEAD_BYTES] {
    let length = data_bytes.map_or(-1, |n| i32::try_from(n).unwrap_or(i32::MAX));
    let [a, b, c, d] = kind.code().to_be_bytes();
    let [e, f, g, h, i, j, k, l] = zxid.0.to_be_bytes();
    let [m, n, o, p] = length.to_be_bytes();
    [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p]
}

/// A packet between a leader and a learner, borrowed from the bytes it came in.
///
/// Mirrors: ZooKeeper 3.9 `QuorumPacket`. Differs: an unknown type ends the connection, there it is logged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QuorumPacket<'a> {
    /// What the packet is.
    pub kind: PacketKind,
    /// A transaction's id, an epoch's first, or -1 where the kind needs none.
    pub zxid: Zxid,
    /// What the kind says; null is not the same as empty.
    pub data: Option<&'a [u8]>,
    /// Identities of the client whose request this is.
    pub auth: AuthInfo<'a>,
}

impl<'a> QuorumPacket<'a> {
    /// A packet without identities.
    pub fn new(kind: PacketKind, zxid: Zxid, data: Option<&'a [u8]>) -> Self {
        QuorumPacket { kind, zxid, data, auth: AuthInfo::NULL }
    }

    /// Reads the packet at the start of `input`, and tells how many bytes it takes. `None` if more are needed.
    /// `max_data` limits its data, in bytes.
    ///
    /// # Errors
    /// [`PacketError`] as soon as the bytes that show it are there.
    pub fn split(input: &'a [u8], max_data: usize) -> Result<Option<(Self, usize)>, PacketError> {
        let mut r = Reader::new(input);
        match Self::read(&mut r, max_data) {
            Ok(packet) => Ok(Some((packet, r.offset()))),
            Err(Stop::Incomplete) => Ok(None),
            Err(Stop::Bad(e)) => Err(e),
        }
    }

    /// Appends the packet.
    pub fn encode(&self, out: &mut impl Writer) {
        out.put_bytes(&head(self.kind, self.zxid, self.data.map(<[u8]>::len)));
        out.put_bytes(self.data.unwrap_or_default());
        out.put_bytes(self.auth.as_bytes());
    }

    fn read(r: &mut Reader<'a>, max_data: usize) -> Result<Self, Stop> {
        let code = r.i32()?;
        let kind = PacketKind::from_i32(code).ok_or(PacketError::Kind(code))?;
        let zxid = Zxid(r.i64()?);
        let too_long = |length| PacketError::DataLength { kind, length, max: max_data };
        let data = bounded_buffer(r, max_data, too_long)?;
        let auth = AuthInfo::read(r)?;
        Ok(QuorumPacket { kind, zxid, data, auth })
    }
}

/// Why reading stopped before the end of a packet.
enum Stop {
    Incomplete,
    Bad(PacketError),
}

impl From<PacketError> for Stop {
    fn from(e: PacketError) -> Stop {
        Stop::Bad(e)
    }
}

/// Only fixed-size reads and reads of a length already checked end up here: what fails them is a lack of bytes.
impl From<DecodeError> for Stop {
    fn from(_: DecodeError) -> Stop {
        Stop::Incomplete
    }
}

/// A buffer of at most `max` bytes, null allowed; any other length is refused before its bytes are there.
fn bounded_buffer<'a>(
    r: &mut Reader<'a>,
    max: usize,
    refuse: impl Fn(i32) -> PacketError,
) -> Result<Option<&'a [u8]>, Stop> {
    let length = r.i32()?;
    if length == -1 {
        return Ok(None);
    }
    let n = usize::try_from(length).ok().filter(|n| *n <= max).ok_or_else(|| refuse(length))?;
    Ok(Some(r.bytes(n)?))
}

#[cfg(test)]
mod tests;
