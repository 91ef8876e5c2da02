//! Name and data of a node as the store keeps them, made without the tree: a replay does it on another thread than the one
//! that applies, which halves what that one has to do.

use zk_proto::path;

use crate::digest;

/// In the length of a name: the data is null.
pub(crate) const NULL_DATA: u32 = 1 << 31;

/// Name and data of one node, and the beginning of its digest.
#[derive(Debug)]
pub struct Content {
    /// Name, then data.
    pub(crate) payload: Box<[u8]>,
    /// Length of the name; [`NULL_DATA`] says that the data is null.
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

    pub(crate) fn name(&self) -> &[u8] {
        &self.payload[..(self.name_len & !NULL_DATA) as usize]
    }

    /// Size of the data in bytes.
    pub fn data_bytes(&self) -> usize {
        self.payload.len() - self.name().len()
    }
}

/// Name and data in one allocation, and the length of the name.
pub(crate) fn pack(name: &[u8], data: Option<&[u8]>) -> (Box<[u8]>, u32) {
    let mut payload = Vec::with_capacity(name.len() + data.map_or(0, <[u8]>::len));
    payload.extend_from_slice(name);
    payload.extend_from_slice(data.unwrap_or_default());
    (payload.into_boxed_slice(), name.len() as u32 | if data.is_none() { NULL_DATA } else { 0 })
}
