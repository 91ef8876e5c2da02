//! What crosses the election connections: the hello that names the caller, then framed notifications (votes).
//! Who counts a vote, and what is dialled, is for the election and for the network.

use std::sync::Arc;

use crate::jute::{DecodeError, Reader, Writer};
use crate::{ServerId, Zxid};

/// Largest notification that is accepted, in bytes, without the length before it.
pub const MAX_NOTIFICATION_BYTES: usize = 524_288;

/// Longest text of addresses in a hello, in bytes.
pub const MAX_HELLO_ADDRESS_BYTES: usize = 2048;

/// What a server is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(i32)]
pub enum PeerState {
    /// Electing.
    Looking = 0,
    /// Follows a leader and votes.
    Following = 1,
    /// Leads.
    Leading = 2,
    /// Follows a leader without a vote.
    Observing = 3,
}

impl PeerState {
    /// The state of a number on the wire.
    pub fn from_i32(code: i32) -> Option<PeerState> {
        match code {
            0 => Some(PeerState::Looking),
            1 => Some(PeerState::Following),
            2 => Some(PeerState::Leading),
            3 => Some(PeerState::Observing),
            _ => None,
        }
    }
}

impl std::fmt::Display for PeerState {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(match self {
            PeerState::Looking => "LOOKING",
            PeerState::Following => "FOLLOWING",
            PeerState::Leading => "LEADING",
            PeerState::Observing => "OBSERVING",
        })
    }
}

/// Why a notification is dropped. The connection it came on stays.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NotificationError {
    /// It ends within a field, or before the oldest known form does.
    #[error("notification of {length} bytes ends early")]
    Short {
        /// Its whole length in bytes.
        length: usize,
    },
    /// The sender's state is none of the known ones.
    #[error("notification with unknown server state {0}")]
    State(i32),
    /// The configuration's length is negative or reaches beyond the notification.
    #[error("notification with a configuration of {config_length} bytes, {left} are left")]
    ConfigLength {
        /// The length as sent.
        config_length: i32,
        /// Bytes behind it.
        left: usize,
    },
    /// The configuration is not text.
    #[error("notification whose configuration is not UTF-8")]
    ConfigText,
}

/// A vote, and who is voting: its sender's state, the leader it proposes or follows, and its configuration.
///
/// Differs: the state is checked here, before anybody knows whether the sender has a vote; ZooKeeper does not look
/// at the state of a sender without one. A configuration that is not UTF-8 is an error here, a parse failure there.
///
/// Mirrors: ZooKeeper 3.9 `FastLeaderElection.buildMsg` and `Messenger.WorkerReceiver`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notification {
    /// What the sender is doing.
    pub state: PeerState,
    /// The proposed leader.
    pub leader: ServerId,
    /// Last zxid of the proposed leader.
    pub zxid: Zxid,
    /// The sender's election round, or that in which its vote was decided (`electionEpoch`).
    pub round: i64,
    /// Current epoch of the proposed leader.
    pub peer_epoch: i64,
    /// Version of the format: 2 today, 0 for the two forms that do not tell.
    pub version: i32,
    /// Text of the sender's committed configuration. None below version 2, and where it is empty.
    pub config: Option<Arc<str>>,
}

impl Notification {
    /// The version that this code writes.
    pub const VERSION: i32 = 2;

    /// Bytes before the configuration.
    pub const FIXED_BYTES: usize = 44;

    /// Appends the notification, without the length before it.
    pub fn encode(&self, out: &mut Vec<u8>) {
        out.put_i32(self.state as i32);
        out.put_i64(self.leader.0);
        out.put_i64(self.zxid.0);
        out.put_i64(self.round);
        out.put_i64(self.peer_epoch);
        out.put_i32(self.version);
        let config = self.config.as_deref().filter(|_| self.version >= Self::FIRST_WITH_CONFIG);
        out.put_str(config.unwrap_or_default());
    }

    /// Reads a notification, the bytes behind the length. The two oldest forms are told by their length alone.
    ///
    /// # Errors
    /// [`NotificationError`]; the notification is to be skipped.
    pub fn decode(bytes: &[u8]) -> Result<Notification, NotificationError> {
        let mut r = Reader::new(bytes);
        let short = |_: DecodeError| NotificationError::Short { length: bytes.len() };
        let state = r.i32().map_err(short)?;
        let leader = ServerId(r.i64().map_err(short)?);
        let zxid = Zxid(r.i64().map_err(short)?);
        let round = r.i64().map_err(short)?;
        let (peer_epoch, version) = match bytes.len() {
            Self::BYTES_WITHOUT_PEER_EPOCH => (zxid.0 >> 32, 0),
            // The last four bytes of this form are not a version: nobody reads them.
            Self::BYTES_WITHOUT_VERSION => (r.i64().map_err(short)?, 0),
            _ => (r.i64().map_err(short)?, r.i32().map_err(short)?),
        };
        let config =
            if version >= Self::FIRST_WITH_CONFIG { decode_config(&mut r, bytes.len())? } else { None };
        let state = PeerState::from_i32(state).ok_or(NotificationError::State(state))?;
        Ok(Notification { state, leader, zxid, round, peer_epoch, version, config })
    }

    const BYTES_WITHOUT_PEER_EPOCH: usize = 28;
    const BYTES_WITHOUT_VERSION: usize = 40;
    const FIRST_WITH_CONFIG: i32 = 2;
}

fn decode_config(r: &mut Reader<'_>, length: usize) -> Result<Option<Arc<str>>, NotificationError> {
    let config_length = r.i32().map_err(|_| NotificationError::Short { length })?;
    let left = r.remaining();
    let bytes = usize::try_from(config_length).ok().and_then(|n| r.bytes(n).ok());
    let bytes = bytes.ok_or(NotificationError::ConfigLength { config_length, left })?;
    let text = std::str::from_utf8(bytes).map_err(|_| NotificationError::ConfigText)?;
    Ok(if text.is_empty() { None } else { Some(text.into()) })
}

/// Why a hello is refused. The connection is to be closed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum HelloError {
    /// The first number is neither a known version nor the id of an ancient server.
    #[error("hello of unknown version {0}")]
    Version(i64),
    /// The address has no byte, or too many.
    #[error("hello with an address of {0} bytes, 1 to {MAX_HELLO_ADDRESS_BYTES} are accepted")]
    AddressLength(i32),
    /// The address is not text, or nothing but separators.
    #[error("hello with an unreadable address")]
    Address,
}

/// The first bytes of an election connection: who calls, and where the caller itself can be called.
///
/// The addresses are as sent, `host:port` each; whether one is a wildcard that is of no use is not looked at.
///
/// Mirrors: ZooKeeper 3.9 `QuorumCnxManager.InitialMessage`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hello {
    /// The caller.
    pub sid: ServerId,
    /// Its election addresses. None from an ancient server, which sends nothing but its id.
    pub addrs: Vec<String>,
}

impl Hello {
    /// Appends the hello: the first version for one address, the second for several, an ancient server's bare id
    /// for none. It should leave in one segment: ZooKeeper reads the address with a single read.
    pub fn encode(&self, out: &mut Vec<u8>) {
        if self.addrs.is_empty() {
            return out.put_i64(self.sid.0);
        }
        out.put_i64(if self.addrs.len() == 1 { VERSION_1 } else { VERSION_2 });
        out.put_i64(self.sid.0);
        out.put_str(&self.addrs.join(&SEPARATOR.to_string()));
    }

    /// Reads the hello at the start of `input`, and tells how many bytes it takes. `None` if more are needed.
    ///
    /// # Errors
    /// [`HelloError`] as soon as the bytes that show it are there.
    pub fn split(input: &[u8]) -> Result<Option<(Hello, usize)>, HelloError> {
        let mut r = Reader::new(input);
        let Ok(version) = r.i64() else { return Ok(None) };
        if version >= 0 {
            return Ok(Some((Hello { sid: ServerId(version), addrs: Vec::new() }, r.offset())));
        }
        if version != VERSION_1 && version != VERSION_2 {
            return Err(HelloError::Version(version));
        }
        let (Ok(sid), Ok(length)) = (r.i64(), r.i32()) else { return Ok(None) };
        let n = usize::try_from(length).ok().filter(|n| (1..=MAX_HELLO_ADDRESS_BYTES).contains(n));
        let Ok(text) = r.bytes(n.ok_or(HelloError::AddressLength(length))?) else { return Ok(None) };
        let text = std::str::from_utf8(text).map_err(|_| HelloError::Address)?;
        let addrs: Vec<String> = text.split(SEPARATOR).filter(|a| !a.is_empty()).map(str::to_owned).collect();
        if addrs.is_empty() {
            return Err(HelloError::Address);
        }
        Ok(Some((Hello { sid: ServerId(sid), addrs }, r.offset())))
    }
}

const VERSION_1: i64 = -65536;
const VERSION_2: i64 = -65535;
const SEPARATOR: char = '|';

#[cfg(test)]
mod tests {
    use super::*;

    fn vote() -> Notification {
        Notification {
            state: PeerState::Leading,
            leader: ServerId(3),
            zxid: Zxid::new(5, 9),
            round: 7,
            peer_epoch: 6,
            version: 2,
            config: Some("server.1=a:1:2:participant\nversion=0".into()),
        }
    }

    fn encoded(n: &Notification) -> Vec<u8> {
        let mut out = Vec::new();
        n.encode(&mut out);
        out
    }

    #[test]
    fn notifications_round_trip() {
        let bytes = encoded(&vote());
        assert_eq!(bytes.len(), Notification::FIXED_BYTES + 36);
        assert_eq!(Notification::decode(&bytes), Ok(vote()));
        let none = Notification { config: None, ..vote() };
        assert_eq!(encoded(&none).len(), Notification::FIXED_BYTES);
        assert_eq!(Notification::decode(&encoded(&none)), Ok(none));
    }

    #[test]
    fn the_form_of_28_bytes_takes_its_epoch_from_the_zxid() {
        let old = Notification::decode(&encoded(&vote())[..28]).unwrap();
        assert_eq!(old, Notification { peer_epoch: 5, version: 0, config: None, ..vote() });
    }

    #[test]
    fn the_form_of_40_bytes_has_no_version() {
        let old = Notification::decode(&encoded(&vote())[..40]).unwrap();
        assert_eq!(old, Notification { version: 0, config: None, ..vote() });
    }

    #[test]
    fn lengths_between_the_forms_end_early() {
        let bytes = encoded(&vote());
        for length in (0..28).chain(29..40).chain(41..44) {
            assert_eq!(Notification::decode(&bytes[..length]), Err(NotificationError::Short { length }));
        }
    }

    #[test]
    fn before_version_2_there_is_no_configuration() {
        for version in [1, 0, -1i32] {
            let mut bytes = encoded(&vote());
            bytes[36..40].copy_from_slice(&version.to_be_bytes());
            for length in [41, 44, bytes.len()] {
                let n = Notification::decode(&bytes[..length]).unwrap();
                assert_eq!(n, Notification { version, config: None, ..vote() });
                assert_eq!(Notification::decode(&encoded(&n)), Ok(n));
            }
        }
    }

    #[test]
    fn a_configuration_must_lie_within_the_notification() {
        let bytes = encoded(&vote());
        for config_length in [-1, i32::MIN, 37, i32::MAX] {
            let mut bytes = bytes.clone();
            bytes[40..44].copy_from_slice(&config_length.to_be_bytes());
            let expected = NotificationError::ConfigLength { config_length, left: 36 };
            assert_eq!(Notification::decode(&bytes), Err(expected));
        }
        for length in 44..bytes.len() {
            assert!(matches!(
                Notification::decode(&bytes[..length]),
                Err(NotificationError::ConfigLength { config_length: 36, .. })
            ));
        }
    }

    #[test]
    fn a_configuration_must_be_text_and_the_state_known() {
        let mut bytes = encoded(&vote());
        bytes[3] = 4;
        assert_eq!(Notification::decode(&bytes), Err(NotificationError::State(4)));
        *bytes.last_mut().unwrap() = 0xff;
        assert_eq!(Notification::decode(&bytes), Err(NotificationError::ConfigText));
    }

    fn hello(sid: i64, addrs: &[&str]) -> (Hello, Vec<u8>) {
        let hello = Hello { sid: ServerId(sid), addrs: addrs.iter().map(|a| a.to_string()).collect() };
        let mut bytes = Vec::new();
        hello.encode(&mut bytes);
        (hello, bytes)
    }

    #[test]
    fn hellos_come_out_whole_or_not_at_all() {
        for (hello, mut bytes) in
            [hello(1, &["a:1"]), hello(-2, &["a:1", "[::1]:2"]), hello(i64::MAX, &[]), hello(0, &[])]
        {
            let used = bytes.len();
            for cut in 0..used {
                assert_eq!(Hello::split(&bytes[..cut]), Ok(None));
            }
            bytes.push(0xff);
            assert_eq!(Hello::split(&bytes), Ok(Some((hello, used))));
        }
    }

    #[test]
    fn bad_hellos_are_refused_as_soon_as_it_shows() {
        assert_eq!(Hello::split(&(-65534i64).to_be_bytes()), Err(HelloError::Version(-65534)));
        let (_, bytes) = hello(1, &["a:1"]);
        for length in [0, -1, 2049] {
            let mut head = bytes[..16].to_vec();
            head.put_i32(length);
            assert_eq!(Hello::split(&head), Err(HelloError::AddressLength(length)));
        }
        for text in [&b"|||"[..], b"\xff\xff\xff"] {
            let mut bytes = bytes.clone();
            bytes[20..].copy_from_slice(text);
            assert_eq!(Hello::split(&bytes), Err(HelloError::Address));
        }
    }
}
