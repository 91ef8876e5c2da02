//! Reads a snapshot as a stream and checks its seals. Lends each element out of a window: nothing is allocated
//! per node, and memory is bounded by the largest element.

use std::io::Read;

use zk_proto::{AclBytes, DecodeError, Reader, SessionId, StatPersisted, Zxid, jute};

use super::{
    DEFAULT_MAX_FIELD_BYTES, NodeRef, SNAPSHOT_MAGIC, STREAM_SIGNATURE, SnapshotDigest, SnapshotError,
};
use crate::window::Window;

type Result<T> = std::result::Result<T, SnapshotError>;

/// Size of a seal in bytes: checksum and the string "/".
const SEAL_BYTES: usize = 13;
/// Size of the digest trailer with its seal (version 2) in bytes.
const DIGEST_BYTES: usize = 20 + SEAL_BYTES;
/// Size of the last-zxid trailer with its seal in bytes.
const LAST_ZXID_BYTES: usize = 8 + SEAL_BYTES;
/// Enough for every trailer, also for a digest written as text, in bytes.
const TAIL_BYTES: usize = 4096;

/// Reads one snapshot, already decompressed.
///
/// Sections come in order: sessions, ACL lists, nodes, trailers. Asking for a later one passes over the rest of
/// the earlier ones. **Nothing read may be relied on before [`finish`](Self::finish) has verified the seals.**
///
/// Mirrors: ZooKeeper `FileSnap.deserialize`. Differs: trailers are recognised by the bytes that are left, where
/// Java goes by its own settings.
pub struct SnapshotReader<R> {
    window: Window<R>,
    max_field_bytes: usize,
    form: Form,
    section: Section,
    /// Holds a path that was not valid UTF-8.
    repaired: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    File,
    Stream,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Section {
    Sessions(i32),
    Acls(i32),
    Nodes,
    Trailers,
}

/// What stands behind the nodes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Trailers {
    /// The digest (3.6 and later).
    pub digest: Option<SnapshotDigest>,
    /// The last transaction applied (3.9 and later).
    pub last_zxid: Option<Zxid>,
    /// Size of the snapshot, uncompressed, in bytes.
    pub bytes: u64,
}

/// Where the parts of a node lie within its bytes.
struct NodeShape {
    path: usize,
    /// `None` is null data.
    data: Option<usize>,
    total: usize,
}

impl<R: Read> SnapshotReader<R> {
    /// Reads and checks the header; elements up to the default limit.
    pub fn new(input: R) -> Result<SnapshotReader<R>> {
        SnapshotReader::with_limit(input, DEFAULT_MAX_FIELD_BYTES)
    }

    /// Reads and checks the header; paths, data and ACL lists of more than `max_field_bytes` are errors.
    pub fn with_limit(input: R, max_field_bytes: usize) -> Result<SnapshotReader<R>> {
        let mut window = Window::with_checksum(input);
        let head = need(&mut window, 16, "the header")?;
        let found = Reader::new(head).i32().unwrap_or_default();
        if found != SNAPSHOT_MAGIC {
            return Err(SnapshotError::BadMagic { found: found as u32 });
        }
        window.consume(16);
        SnapshotReader::begin(window, max_field_bytes, Form::File)
    }

    /// Reads what a leader sends, and no byte beyond: on the connection packets follow. It asks for a few bytes at
    /// a time, so the input should be buffered.
    pub fn stream(input: R, max_field_bytes: usize) -> Result<SnapshotReader<R>> {
        SnapshotReader::begin(Window::exact(input), max_field_bytes, Form::Stream)
    }

    fn begin(mut window: Window<R>, max_field_bytes: usize, form: Form) -> Result<SnapshotReader<R>> {
        let section = Section::Sessions(take_i32(&mut window, "the sessions")?);
        Ok(SnapshotReader { window, max_field_bytes, form, section, repaired: String::new() })
    }

    /// Bytes read so far, uncompressed.
    pub fn offset(&self) -> u64 {
        self.window.offset()
    }

    /// The next session and its timeout in milliseconds.
    pub fn next_session(&mut self) -> Result<Option<(SessionId, i32)>> {
        match self.section {
            Section::Sessions(left) if left > 0 => {
                let mut r = Reader::new(need(&mut self.window, 12, "the sessions")?);
                let session = (SessionId(r.i64().unwrap_or_default()), r.i32().unwrap_or_default());
                self.window.consume(12);
                self.section = Section::Sessions(left - 1);
                Ok(Some(session))
            }
            Section::Sessions(_) => {
                let count = take_i32(&mut self.window, "the ACL lists")?;
                self.section = Section::Acls(count);
                Ok(None)
            }
            _ => Ok(None),
        }
    }

    /// The next ACL list and its id.
    pub fn next_acl(&mut self) -> Result<Option<(i64, AclBytes<'_>)>> {
        while self.next_session()?.is_some() {}
        match self.section {
            Section::Acls(left) if left > 0 => {
                let len = self.acl_len()?;
                self.window.consume(8 + len);
                self.section = Section::Acls(left - 1);
                let offset = self.window.offset() - (8 + len) as u64;
                let mut r = Reader::new(self.window.behind(8 + len, 8 + len));
                let acl = |source| SnapshotError::Acl { offset, source };
                let id = r.i64().map_err(acl)?;
                Ok(Some((id, AclBytes::decode(&mut r).map_err(acl)?)))
            }
            Section::Acls(_) => {
                self.section = Section::Nodes;
                Ok(None)
            }
            _ => Ok(None),
        }
    }

    /// The next node; the root comes first, with the path "".
    #[inline]
    pub fn next_node(&mut self) -> Result<Option<NodeRef<'_>>> {
        while matches!(self.section, Section::Sessions(_) | Section::Acls(_)) {
            self.next_acl()?;
        }
        if self.section != Section::Nodes {
            return Ok(None);
        }
        let Some(shape) = self.node_shape()? else {
            match self.form {
                Form::File => self.check_seal()?,
                Form::Stream => self.check_signature()?,
            }
            self.section = Section::Trailers;
            return Ok(None);
        };
        self.window.consume(shape.total);
        self.lend_node(&shape).map(Some)
    }

    /// Reads what is left, checks all seals and returns the trailers, of which a stream has none.
    pub fn finish(mut self) -> Result<Trailers> {
        while self.next_node()?.is_some() {}
        let mut trailers = Trailers::default();
        if self.form == Form::Stream {
            trailers.bytes = self.window.offset();
            return Ok(trailers);
        }
        let left = self.window.fill(TAIL_BYTES)?.len();
        if left >= DIGEST_BYTES {
            trailers.digest = Some(self.digest()?);
            self.check_seal()?;
        }
        let left = self.window.fill(TAIL_BYTES)?.len();
        if left >= LAST_ZXID_BYTES {
            let mut r = Reader::new(self.window.available());
            trailers.last_zxid = Some(Zxid(r.i64().unwrap_or_default()));
            self.window.consume(8);
            self.check_seal()?;
        } else if left > 0 {
            return Err(self.truncated("the trailers"));
        }
        trailers.bytes = self.window.offset();
        Ok(trailers)
    }

    /// Encoded size of the ACL list behind the id at the window's position, in bytes. Asks for no byte behind it.
    fn acl_len(&mut self) -> Result<usize> {
        let count = self.acl_field(8)?;
        let mut at = 12;
        for _ in 0..count.unwrap_or(0) {
            // Permissions, then scheme and id.
            at += 4;
            for _ in 0..2 {
                let len = self.acl_field(at)?.unwrap_or(0);
                at += 4 + len;
            }
            if at > self.max_field_bytes {
                return Err(self.unreasonable("an ACL list", at as i64));
            }
        }
        need(&mut self.window, at, "the ACL lists")?;
        match count {
            Some(_) => Ok(at - 8),
            None => Err(SnapshotError::Null { what: "an ACL list", offset: self.window.offset() }),
        }
    }

    /// The count or length `skip` bytes from the window's position, within an ACL list; `None` is null.
    fn acl_field(&mut self, skip: usize) -> Result<Option<usize>> {
        let bytes = need(&mut self.window, skip + 4, "the ACL lists")?;
        let length = bytes.get(skip..).and_then(|b| b.first_chunk()).map_or(0, |b| i32::from_be_bytes(*b));
        match usize::try_from(length) {
            Ok(len) if len <= self.max_field_bytes => Ok(Some(len)),
            Err(_) if length == -1 => Ok(None),
            _ => Err(self.unreasonable("an ACL list", length.into())),
        }
    }

    fn unreasonable(&self, what: &'static str, length: i64) -> SnapshotError {
        SnapshotError::Length { what, length, offset: self.window.offset() }
    }

    /// Sizes of the node at the window's position, all of it made available; `None` at the end mark.
    #[inline]
    fn node_shape(&mut self) -> Result<Option<NodeShape>> {
        let path = self.field_len(0, "a path")?;
        let Some(path) = path else {
            return Err(SnapshotError::Null { what: "a path", offset: self.window.offset() });
        };
        if path == 1 && self.window.fill(5)?.get(4) == Some(&b'/') {
            self.window.consume(5);
            return Ok(None);
        }
        let data = self.field_len(4 + path, "a node's data")?;
        let total = 4 + path + 4 + data.unwrap_or(0) + 8 + StatPersisted::SIZE;
        need(&mut self.window, total, "the nodes")?;
        Ok(Some(NodeShape { path, data, total }))
    }

    /// The length field `skip` bytes from the window's position; `None` is null.
    #[inline]
    fn field_len(&mut self, skip: usize, what: &'static str) -> Result<Option<usize>> {
        let bytes = need(&mut self.window, skip + 4, "the nodes")?;
        let length = bytes.get(skip..).and_then(|b| b.first_chunk()).map_or(0, |b| i32::from_be_bytes(*b));
        match usize::try_from(length) {
            Ok(len) if len <= self.max_field_bytes => Ok(Some(len)),
            Err(_) if length == -1 => Ok(None),
            _ => Err(self.unreasonable(what, length.into())),
        }
    }

    /// The node just consumed.
    #[inline]
    fn lend_node(&mut self, shape: &NodeShape) -> Result<NodeRef<'_>> {
        let offset = self.window.offset() - shape.total as u64;
        let node = self.window.behind(shape.total, shape.total);
        let short = || SnapshotError::Truncated { what: "the nodes", offset };
        let (path, rest) = node.get(4..).and_then(|b| b.split_at_checked(shape.path)).ok_or_else(short)?;
        let (data, rest) =
            rest.get(4..).and_then(|b| b.split_at_checked(shape.data.unwrap_or(0))).ok_or_else(short)?;
        let mut r = Reader::new(rest);
        let acl = r.i64().map_err(|_| short())?;
        let stat = StatPersisted::decode(&mut r).map_err(|_| short())?;
        let path = match std::str::from_utf8(path) {
            Ok(path) => path,
            Err(_) => {
                self.repaired = jute::decode_utf8(path).into_owned();
                &self.repaired
            }
        };
        Ok(NodeRef { path, data: shape.data.map(|_| data), acl, stat })
    }

    fn digest(&mut self) -> Result<SnapshotDigest> {
        let offset = self.window.offset();
        let mut r = Reader::new(self.window.available());
        let mut decode = || {
            let (zxid, version) = (Zxid(r.i64()?), r.i32()?);
            let digest = if version < 2 {
                r.buffer()?;
                0
            } else {
                r.i64()? as u64
            };
            Ok::<_, DecodeError>((SnapshotDigest { zxid, version, digest }, r.offset()))
        };
        let (digest, len) =
            decode().map_err(|_| SnapshotError::Truncated { what: "the digest trailer", offset })?;
        self.window.consume(len);
        Ok(digest)
    }

    fn check_seal(&mut self) -> Result<()> {
        let computed = self.window.checksum();
        let offset = self.window.offset();
        let mut r = Reader::new(need(&mut self.window, SEAL_BYTES, "a seal")?);
        let stored = r.i64().unwrap_or_default() as u64;
        if stored != u64::from(computed) {
            return Err(SnapshotError::Seal { offset, stored, computed });
        }
        if r.buffer().ok().flatten() != Some(b"/") {
            return Err(SnapshotError::SealMark { offset });
        }
        self.window.consume(SEAL_BYTES);
        Ok(())
    }

    fn check_signature(&mut self) -> Result<()> {
        let offset = self.window.offset();
        let len = 4 + STREAM_SIGNATURE.len();
        let mut r = Reader::new(need(&mut self.window, len, "the signature")?);
        if r.buffer().ok().flatten() != Some(STREAM_SIGNATURE.as_bytes()) {
            return Err(SnapshotError::Signature { offset });
        }
        self.window.consume(len);
        Ok(())
    }

    fn truncated(&self, what: &'static str) -> SnapshotError {
        SnapshotError::Truncated { what, offset: self.window.offset() }
    }
}

/// At least `n` bytes, or the error that they are missing.
#[inline]
fn need<'w, R: Read>(window: &'w mut Window<R>, n: usize, what: &'static str) -> Result<&'w [u8]> {
    let offset = window.offset();
    let bytes = window.fill(n)?;
    if bytes.len() < n { Err(SnapshotError::Truncated { what, offset }) } else { Ok(bytes) }
}

fn take_i32<R: Read>(window: &mut Window<R>, what: &'static str) -> Result<i32> {
    let v = Reader::new(need(window, 4, what)?).i32().unwrap_or_default();
    window.consume(4);
    Ok(v)
}
