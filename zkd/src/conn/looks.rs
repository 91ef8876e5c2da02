//! What a log may say of bytes that are no frame. They tell an operator who knocks there; they may also be a password, which
//! no log gets.

use std::fmt;

use zk_proto::OpCode;

/// The first bytes of such a frame, its length among them, as far as they may be told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Looks {
    bytes: [u8; MAX_BYTES],
    count: u8,
    op: Option<OpCode>,
}

const MAX_BYTES: usize = 16;
const LENGTH_BYTES: usize = 4;
/// Where the operation of a request stands, behind length and xid.
const OP_AT: usize = 8;

impl Looks {
    /// Of somebody who has said nothing before, in the clear. Two letters in a row may be text, and text may be somebody's
    /// name and password in another protocol: all behind that is left out.
    pub(crate) fn of_stranger(bytes: &[u8]) -> Looks {
        let is_text = |pair: &[u8]| pair.iter().all(|b| matches!(b, b' '..=b'~'));
        let behind = bytes.get(LENGTH_BYTES..MAX_BYTES.min(bytes.len())).unwrap_or_default();
        let told = behind.windows(2).position(is_text).unwrap_or(behind.len());
        Looks::of(bytes, LENGTH_BYTES + told)
    }

    /// Of somebody inside of TLS, where nobody else was to read it: the length alone.
    pub(crate) fn of_secured(bytes: &[u8]) -> Looks {
        Looks::of(bytes, LENGTH_BYTES)
    }

    /// Of a client with a session: who has lost the thread may be in the middle of its credentials, or of
    /// the data of a node. Length and operation alone, the latter if it is one.
    pub(crate) fn of_client(bytes: &[u8]) -> Looks {
        let op = bytes.get(OP_AT..).and_then(|rest| rest.split_first_chunk::<4>());
        let op = op.and_then(|(op, _)| OpCode::from_i32(i32::from_be_bytes(*op)));
        Looks { op, ..Looks::of(bytes, LENGTH_BYTES) }
    }

    fn of(bytes: &[u8], count: usize) -> Looks {
        let mut looks = Looks::default();
        for (to, from) in looks.bytes.iter_mut().zip(bytes.iter().take(count)) {
            *to = *from;
            looks.count += 1;
        }
        looks
    }
}

impl fmt::Display for Looks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (n, byte) in self.bytes.iter().take(self.count.into()).enumerate() {
            let space = if n > 0 { " " } else { "" };
            write!(f, "{space}{byte:02x}")?;
        }
        match self.op {
            Some(op) => write!(f, " ({})", op.name()),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_strangers_bytes_are_told_up_to_what_may_be_text() {
        let of = |bytes: &[u8]| Looks::of_stranger(bytes).to_string();
        let hello = [0x16, 3, 1, 2, 0, 1, 0, 1, 0xfc, 3, 3, 0x80, 0x90, 0xa0, 0xb0, 0xc0, 0xd0, 0xe0];
        assert_eq!(of(&hello), "16 03 01 02 00 01 00 01 fc 03 03 80 90 a0 b0 c0");
        assert_eq!(of(b"GET /?token=s3cr3t HTTP/1.1\r\n"), "47 45 54 20");
        assert_eq!(of(b"AUTH hunter2\r\n"), "41 55 54 48");
        assert_eq!(of(b"\0\0\x10\0\0bob\0hunter2"), "00 00 10 00 00");
        assert_eq!(of(b"*2\r\n$4\r\nAUTH\r\n$7"), "2a 32 0d 0a");
        assert_eq!(of(b"\xff\xff\xff\xff"), "ff ff ff ff");
        assert_eq!(of(b"\xff\xff"), "ff ff");
    }

    #[test]
    fn of_a_client_nothing_is_told_that_it_could_have_meant_for_the_server_alone() {
        let of = |bytes: &[u8]| Looks::of_client(bytes).to_string();
        let whole = [&[0x7f, 0, 0, 0, 0, 0, 0, 9, 0, 0, 0, 5][..], b"\0\0\0\x02/a"].concat();
        assert_eq!(of(&whole), "7f 00 00 00 (setData)");
        // Somewhere inside of an auth packet: scheme and credentials.
        assert_eq!(of(b"gest\0\0\0\x0bbob:hunter2"), "67 65 73 74");
        assert_eq!(of(b"\0\0\0\x04\xff\xff\xff\xfc"), "00 00 00 04");
    }
}
