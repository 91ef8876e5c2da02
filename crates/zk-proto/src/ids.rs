//! Newtypes for the 64-bit quantities that are easily swapped: transaction ids, session ids and server ids.

use std::fmt;
use std::num::ParseIntError;
use std::str::FromStr;

/// A transaction id: the epoch in the upper 32 bits, a counter within the epoch in the lower.
///
/// Ordered as a signed number, as ZooKeeper compares it. Prints as `0x` and lower-case hex.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Zxid(pub i64);

impl Zxid {
    /// The zxid of a tree to which nothing was ever applied.
    pub const ZERO: Zxid = Zxid(0);

    /// Builds a zxid of its two halves.
    pub const fn new(epoch: u32, counter: u32) -> Zxid {
        Zxid(((epoch as i64) << 32) | counter as i64)
    }

    /// The leader epoch that issued this transaction.
    pub const fn epoch(self) -> u32 {
        (self.0 >> 32) as u32
    }

    /// The position within the epoch.
    pub const fn counter(self) -> u32 {
        self.0 as u32
    }

    /// The zxid that follows within the same epoch, or `None` when the counter is used up.
    pub const fn next(self) -> Option<Zxid> {
        if self.counter() == u32::MAX { None } else { Some(Zxid(self.0 + 1)) }
    }

    /// The bare hex digits that name log and snapshot files (`log.1a`).
    pub fn file_suffix(self) -> String {
        format!("{:x}", self.0)
    }
}

impl fmt::Display for Zxid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:#x}", self.0)
    }
}

impl fmt::Debug for Zxid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

/// Parses 64 bits written as `0x…` hex, or as decimal.
fn parse_64(s: &str) -> Result<i64, ParseIntError> {
    match s.strip_prefix("0x").or_else(|| s.strip_prefix("0X")) {
        Some(hex) => u64::from_str_radix(hex, 16).map(|v| v as i64),
        None => s.parse::<i64>(),
    }
}

impl FromStr for Zxid {
    type Err = ParseIntError;

    /// Reads `0x…` hex or decimal.
    fn from_str(s: &str) -> Result<Self, Self::Err> {
        parse_64(s).map(Zxid)
    }
}

/// A session id: the server's id in the top byte, then a clock, then a counter. 0 is "no session".
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct SessionId(pub i64);

impl SessionId {
    /// "No session yet": what a new client sends, and the owner of persistent nodes.
    pub const NONE: SessionId = SessionId(0);
}

impl fmt::Display for SessionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:#x}", self.0)
    }
}

impl fmt::Debug for SessionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl FromStr for SessionId {
    type Err = ParseIntError;

    /// Reads `0x…` hex or decimal.
    fn from_str(s: &str) -> Result<Self, Self::Err> {
        parse_64(s).map(SessionId)
    }
}

/// A server's id within its ensemble: `myid` on disk, 64 signed bits on the wire. Prints as decimal.
///
/// Ordered as a signed number, as ZooKeeper compares it; the larger id owns an election connection.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct ServerId(pub i64);

impl fmt::Display for ServerId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for ServerId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl FromStr for ServerId {
    type Err = ParseIntError;

    /// Reads decimal, as `myid` and `server.N` hold it.
    fn from_str(s: &str) -> Result<Self, Self::Err> {
        s.parse().map(ServerId)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zxid_halves_and_text_agree() {
        let z = Zxid::new(0x13, 0xa1f);
        assert_eq!((z.epoch(), z.counter()), (0x13, 0xa1f));
        assert_eq!(z.to_string(), "0x1300000a1f");
        assert_eq!("0x1300000a1f".parse::<Zxid>().unwrap(), z);
        assert_eq!(z.file_suffix(), "1300000a1f");
    }

    #[test]
    fn a_used_up_counter_has_no_next() {
        assert_eq!(Zxid::new(1, u32::MAX).next(), None);
        assert_eq!(Zxid::new(1, 7).next(), Some(Zxid::new(1, 8)));
    }

    #[test]
    fn negative_ids_print_as_unsigned_hex() {
        assert_eq!(Zxid(-1).to_string(), "0xffffffffffffffff");
        assert_eq!("0xffffffffffffffff".parse::<SessionId>().unwrap(), SessionId(-1));
    }

    #[test]
    fn server_ids_are_signed_decimals() {
        assert_eq!("-7".parse::<ServerId>().unwrap(), ServerId(-7));
        assert_eq!(format!("{:>3}", ServerId(5)), "  5");
        assert!(ServerId(-1) < ServerId(0));
        assert!("0x1".parse::<ServerId>().is_err());
    }
}
