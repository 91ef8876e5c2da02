//! The identities in a packet: those of the client whose request a learner forwards.

use std::borrow::Cow;

use super::{PacketError, Stop, TAIL, bounded_buffer};
use crate::Id;
use crate::jute::{Decode, DecodeError, Reader, Writer, decode_utf8};

/// Most identities that a packet may carry.
pub const MAX_AUTH_ENTRIES: usize = 64;

/// Longest scheme or id of an identity in a packet, in bytes.
pub const MAX_AUTH_STRING_BYTES: usize = 64 << 10;

/// A vector of identities in its encoded form, known to be well-formed and within the limits.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct AuthInfo<'a>(&'a [u8]);

impl<'a> AuthInfo<'a> {
    /// No vector, which is not the same as an empty one.
    pub const NULL: AuthInfo<'static> = AuthInfo(&TAIL);

    /// Wraps bytes that must be exactly one vector, such as [`encode_ids`](Self::encode_ids) makes.
    ///
    /// # Errors
    /// [`DecodeError`] if they are not, or exceed the limits.
    pub fn from_bytes(bytes: &'a [u8]) -> Decode<AuthInfo<'a>> {
        let mut r = Reader::new(bytes);
        match AuthInfo::read(&mut r) {
            Ok(auth) if r.is_empty() => Ok(auth),
            Ok(_) => Err(DecodeError::Unknown {
                what: "trailing bytes after identities",
                value: r.remaining() as i64,
            }),
            Err(Stop::Incomplete) => {
                Err(DecodeError::Short { offset: r.offset(), needed: 1, left: r.remaining() })
            }
            Err(Stop::Bad(PacketError::AuthCount(length) | PacketError::AuthLength(length))) => {
                Err(DecodeError::Length { offset: r.offset(), length })
            }
            Err(Stop::Bad(_)) => Err(DecodeError::Length { offset: r.offset(), length: 0 }),
        }
    }

    /// Appends a vector of `ids`, encoded. It is the caller who keeps it within the limits of a packet.
    pub fn encode_ids(ids: &[Id], out: &mut impl Writer) {
        out.put_len(ids.len());
        for id in ids {
            out.put_str(&id.scheme);
            out.put_str(&id.id);
        }
    }

    /// The encoded vector, count included.
    pub fn as_bytes(&self) -> &'a [u8] {
        self.0
    }

    /// True where there is no vector.
    pub fn is_null(&self) -> bool {
        self.0 == TAIL
    }

    /// The identities, scheme and id each; a null string reads as an empty one, a null vector as no identity.
    pub fn entries(&self) -> impl Iterator<Item = (Cow<'a, str>, Cow<'a, str>)> + use<'a> {
        let mut r = Reader::new(self.0);
        let count = r.i32().unwrap_or(0).max(0);
        let mut text = move || r.buffer().map(|b| decode_utf8(b.unwrap_or_default())).ok();
        (0..count).map_while(move |_| Some((text()?, text()?)))
    }

    /// The identities as owned values.
    pub fn to_vec(&self) -> Vec<Id> {
        self.entries().map(|(scheme, id)| Id::new(scheme, id)).collect()
    }

    pub(super) fn read(r: &mut Reader<'a>) -> Result<AuthInfo<'a>, Stop> {
        let (start, whole) = (r.offset(), r.rest());
        let count = r.i32()?;
        if count < -1 || count > MAX_AUTH_ENTRIES as i32 {
            return Err(PacketError::AuthCount(count).into());
        }
        for _ in 0..2 * count.max(0) {
            bounded_buffer(r, MAX_AUTH_STRING_BYTES, PacketError::AuthLength)?;
        }
        Ok(AuthInfo(whole.get(..r.offset() - start).unwrap_or_default()))
    }
}

impl Default for AuthInfo<'_> {
    fn default() -> Self {
        AuthInfo::NULL
    }
}

/// Credentials may stand in an id: what is printed is how many there are.
impl std::fmt::Debug for AuthInfo<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.is_null() { f.write_str("null") } else { write!(f, "{} identities", self.entries().count()) }
    }
}
