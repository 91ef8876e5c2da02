//! Access control lists: owned for people, as validated raw bytes for the hot path.

use crate::jute::{Decode, DecodeError, Reader, Writer};

/// The permission bits of an ACL entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Perms(pub i32);

impl Perms {
    /// Read data, children and, on the node itself, the ACL.
    pub const READ: Perms = Perms(1);
    /// Set data.
    pub const WRITE: Perms = Perms(2);
    /// Create children.
    pub const CREATE: Perms = Perms(4);
    /// Delete children.
    pub const DELETE: Perms = Perms(8);
    /// Set the ACL.
    pub const ADMIN: Perms = Perms(16);
    /// All of them.
    pub const ALL: Perms = Perms(31);

    /// True if any bit of `other` is set here.
    pub fn intersects(self, other: Perms) -> bool {
        self.0 & other.0 != 0
    }

    /// The letters that zkCli prints: a subset of `cdrwa`.
    pub fn letters(self) -> String {
        [
            (Perms::CREATE, 'c'),
            (Perms::DELETE, 'd'),
            (Perms::READ, 'r'),
            (Perms::WRITE, 'w'),
            (Perms::ADMIN, 'a'),
        ]
        .iter()
        .filter(|(p, _)| self.intersects(*p))
        .map(|(_, c)| *c)
        .collect()
    }

    /// Reads letters in any order; `None` if there is any other letter.
    pub fn from_letters(s: &str) -> Option<Perms> {
        s.chars().try_fold(Perms(0), |p, c| {
            let bit = match c {
                'c' => Perms::CREATE,
                'd' => Perms::DELETE,
                'r' => Perms::READ,
                'w' => Perms::WRITE,
                'a' => Perms::ADMIN,
                _ => return None,
            };
            Some(Perms(p.0 | bit.0))
        })
    }
}

/// Who: an authentication scheme and an identity within it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Id {
    /// `world`, `auth`, `digest`, `ip`, `sasl`, `x509`, `super`.
    pub scheme: String,
    /// The identity; its syntax is the scheme's.
    pub id: String,
}

impl Id {
    /// An identity of its two parts.
    pub fn new(scheme: impl Into<String>, id: impl Into<String>) -> Id {
        Id { scheme: scheme.into(), id: id.into() }
    }

    /// Everybody.
    pub fn anyone() -> Id {
        Id::new("world", "anyone")
    }
}

/// One entry: these permissions for that identity.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Acl {
    /// Permission bits; the protocol does not validate them.
    pub perms: Perms,
    /// Who.
    pub id: Id,
}

impl Acl {
    /// `world:anyone` with all permissions, as a list.
    pub fn open() -> Vec<Acl> {
        vec![Acl { perms: Perms::ALL, id: Id::anyone() }]
    }

    /// `world:anyone` with READ, as a list.
    pub fn read_only() -> Vec<Acl> {
        vec![Acl { perms: Perms::READ, id: Id::anyone() }]
    }

    /// Appends one entry.
    pub fn encode(&self, w: &mut impl Writer) {
        w.put_i32(self.perms.0);
        w.put_str(&self.id.scheme);
        w.put_str(&self.id.id);
    }

    /// Appends a list.
    pub fn encode_list(acls: &[Acl], w: &mut impl Writer) {
        w.put_len(acls.len());
        for a in acls {
            a.encode(w);
        }
    }
}

/// A vector of ACL entries in its encoded form, known to be well-formed.
///
/// Keeping the bytes lets a server intern lists and copy them into transactions without decoding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct AclBytes<'a>(&'a [u8]);

/// `world:anyone:cdrwa`, encoded.
const OPEN: &[u8] = &[
    0, 0, 0, 1, 0, 0, 0, 31, 0, 0, 0, 5, b'w', b'o', b'r', b'l', b'd', 0, 0, 0, 6, b'a', b'n', b'y', b'o',
    b'n', b'e',
];

/// An entry takes at least this much: perms and two lengths.
const MIN_ENTRY_BYTES: usize = 12;

impl<'a> AclBytes<'a> {
    /// `world:anyone:cdrwa`.
    pub const OPEN: AclBytes<'static> = AclBytes(OPEN);

    /// Takes the next vector of ACL entries from `r`, checking every length.
    pub fn decode(r: &mut Reader<'a>) -> Decode<AclBytes<'a>> {
        let whole = r.rest();
        let start = r.offset();
        if let Some(tail) = whole.strip_prefix(OPEN) {
            r.bytes(whole.len() - tail.len())?;
            return Ok(AclBytes(OPEN));
        }
        for _ in 0..r.count(MIN_ENTRY_BYTES)?.unwrap_or(0) {
            r.i32()?;
            r.buffer()?;
            r.buffer()?;
        }
        let len = r.offset() - start;
        whole.get(..len).map(AclBytes).ok_or(DecodeError::Short { offset: start, needed: len, left: 0 })
    }

    /// Wraps bytes that must be exactly one well-formed vector.
    pub fn from_bytes(bytes: &'a [u8]) -> Decode<AclBytes<'a>> {
        let mut r = Reader::new(bytes);
        let acl = AclBytes::decode(&mut r)?;
        if r.is_empty() {
            Ok(acl)
        } else {
            Err(DecodeError::Unknown { what: "trailing bytes after an ACL", value: r.remaining() as i64 })
        }
    }

    /// The encoded vector, count included.
    pub fn as_bytes(&self) -> &'a [u8] {
        self.0
    }

    /// True for `world:anyone:cdrwa` alone.
    pub fn is_open(&self) -> bool {
        self.0 == OPEN
    }

    /// The entries; `None` for a null vector. Null schemes and ids read as `None` too.
    pub fn entries(&self) -> Option<Vec<AclEntry<'a>>> {
        let mut r = Reader::new(self.0);
        let count = r.count(MIN_ENTRY_BYTES).ok()??;
        let mut out = Vec::with_capacity(count);
        for _ in 0..count {
            let perms = Perms(r.i32().ok()?);
            let scheme = r.string().ok()?;
            let id = r.string().ok()?;
            out.push(AclEntry { perms, scheme, id });
        }
        Some(out)
    }

    /// The entries as owned values, null strings as empty ones; a null vector reads as empty.
    pub fn to_vec(&self) -> Vec<Acl> {
        let own = |s: Option<std::borrow::Cow<'_, str>>| s.unwrap_or_default().into_owned();
        self.entries()
            .unwrap_or_default()
            .into_iter()
            .map(|e| Acl { perms: e.perms, id: Id { scheme: own(e.scheme), id: own(e.id) } })
            .collect()
    }

    /// Appends the encoded vector.
    pub fn encode(&self, w: &mut impl Writer) {
        w.put_bytes(self.0);
    }
}

/// An entry as received: scheme and id may be null.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AclEntry<'a> {
    /// Permission bits.
    pub perms: Perms,
    /// Scheme.
    pub scheme: Option<std::borrow::Cow<'a, str>>,
    /// Identity.
    pub id: Option<std::borrow::Cow<'a, str>>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_open_constant_is_the_encoded_open_list() {
        let mut w = Vec::new();
        Acl::encode_list(&Acl::open(), &mut w);
        assert_eq!(w, OPEN);
        assert_eq!(AclBytes::OPEN.to_vec(), Acl::open());
    }

    #[test]
    fn lists_round_trip() {
        let list = vec![
            Acl { perms: Perms(3), id: Id::new("digest", "u:h") },
            Acl { perms: Perms(-1), id: Id::new("ip", "10.0.0.0/8") },
        ];
        let mut w = Vec::new();
        Acl::encode_list(&list, &mut w);
        w.push(9);
        let mut r = Reader::new(&w);
        assert_eq!(AclBytes::decode(&mut r).unwrap().to_vec(), list);
        assert_eq!(r.rest(), [9]);
    }

    #[test]
    fn a_count_beyond_the_input_is_refused() {
        let mut r = Reader::new(&[0x10, 0, 0, 0, 0, 0, 0, 1]);
        assert!(matches!(AclBytes::decode(&mut r), Err(DecodeError::Length { .. })));
    }

    #[test]
    fn letters_round_trip() {
        assert_eq!(Perms::ALL.letters(), "cdrwa");
        assert_eq!(Perms::from_letters("awrdc"), Some(Perms::ALL));
        assert_eq!(Perms::from_letters("x"), None);
    }
}
