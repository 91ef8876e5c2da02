//! Name and data of a node as the store keeps them, made without the tree: a replay does it on another thread than the one
//! that applies, which halves what that one has to do.

use zk_proto::path;

use crate::digest;

/// In the length of a name: the data is null.
pub(crate) const NULL_DATA: u32 = 1 << 31;
/// In the length of a name: behind it is no data but a [`Place`], and the beginning of the digest.
pub(crate) const ELSEWHERE: u32 = 1 << 30;
/// The bits of a name's length that are its length.
pub(crate) const NAME_LEN: u32 = ELSEWHERE - 1;

/// Where data lies that a tree of the past does not hold: whoever built the tree knows the files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// Which file, by a number of the builder's.
    pub file: u32,
    /// Where in it, in bytes.
    pub offset: u64,
    /// How many bytes.
    pub len: u32,
}

impl Place {
    /// Its size behind a name, with the beginning of the digest, in bytes. Shorter data is better kept itself.
    pub const BYTES: usize = 20;

    fn encode(self, prefix: u32) -> [u8; Place::BYTES] {
        let mut out = [0; Place::BYTES];
        let words = [self.file, (self.offset >> 32) as u32, self.offset as u32, self.len, prefix];
        for (to, word) in out.chunks_exact_mut(4).zip(words) {
            to.copy_from_slice(&word.to_be_bytes());
        }
        out
    }

    /// The place, and the beginning of the digest.
    pub(crate) fn decode(bytes: &[u8]) -> Option<(Place, u32)> {
        let (words, rest) = bytes.as_chunks::<4>();
        let [file, high, low, len, prefix] = *words else { return None };
        let [file, high, low, len, prefix] = [file, high, low, len, prefix].map(u32::from_be_bytes);
        let offset = u64::from(high) << 32 | u64::from(low);
        rest.is_empty().then_some((Place { file, offset, len }, prefix))
    }
}

/// Name and data of one node, and the beginning of its digest.
#[derive(Debug)]
pub struct Content {
    /// Name, then data.
    pub(crate) payload: Box<[u8]>,
    /// Length of the name; [`NULL_DATA`] says that the data is null, [`ELSEWHERE`] that only its place is here.
    pub(crate) name_len: u32,
    /// CRC over path and data.
    pub(crate) prefix: u32,
}

impl Content {
    /// For the node at `path`.
    pub fn new(path: &str, data: Option<&[u8]>) -> Content {
        let name = path::split(path).map_or("", |(_, name)| name);
        let prefix = if digest::is_covered(path) { digest::prefix(path, data) } else { 0 };
        let (payload, name_len) = pack(name.as_bytes(), data);
        Content { payload, name_len, prefix }
    }

    /// For the node at `path`, whose data is not kept but lies at `place`; its length is the place's. Below `/zookeeper` data is
    /// kept all the same: the tree itself reads quotas.
    pub fn elsewhere(path: &str, data: &[u8], place: Place) -> Content {
        debug_assert_eq!(data.len(), place.len as usize, "the place of other data");
        if !digest::is_covered(path) {
            return Content::new(path, Some(data));
        }
        let name = path::split(path).map_or("", |(_, name)| name);
        let prefix = digest::prefix(path, Some(data));
        let (payload, name_len) = pack(name.as_bytes(), Some(&place.encode(prefix)));
        Content { payload, name_len: name_len | ELSEWHERE, prefix }
    }

    pub(crate) fn name(&self) -> &[u8] {
        &self.payload[..(self.name_len & NAME_LEN) as usize]
    }

    /// What it takes in memory: name and data, or name and place, in bytes.
    pub fn held_bytes(&self) -> usize {
        self.payload.len()
    }

    /// Size of the data in bytes, wherever it lies.
    pub(crate) fn data_bytes(&self) -> usize {
        data_bytes(&self.payload, self.name_len)
    }
}

/// Size of the data behind a name in bytes, wherever it lies.
pub(crate) fn data_bytes(payload: &[u8], name_len: u32) -> usize {
    let held = &payload[(name_len & NAME_LEN) as usize..];
    let place = if name_len & ELSEWHERE != 0 { Place::decode(held) } else { None };
    place.map_or(held.len(), |(place, _)| place.len as usize)
}

/// Name and data in one allocation, and the length of the name.
pub(crate) fn pack(name: &[u8], data: Option<&[u8]>) -> (Box<[u8]>, u32) {
    let mut payload = Vec::with_capacity(name.len() + data.map_or(0, <[u8]>::len));
    payload.extend_from_slice(name);
    payload.extend_from_slice(data.unwrap_or_default());
    (payload.into_boxed_slice(), name.len() as u32 | if data.is_none() { NULL_DATA } else { 0 })
}
