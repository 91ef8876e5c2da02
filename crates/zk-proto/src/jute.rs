//! Jute, ZooKeeper's serialisation: big-endian primitives, length-prefixed buffers and strings in which
//! length -1 means null, and counted vectors. One bounded [`Reader`], one [`Writer`] over a `Vec<u8>`.

use std::borrow::Cow;

use thiserror::Error;

/// Why bytes could not be read as the record they should be. The peer (or the file) sent nonsense.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum DecodeError {
    /// The record asks for more bytes than are left.
    #[error("record ends early: {needed} more bytes needed at offset {offset}, {left} left")]
    Short {
        /// Offset from the start of the reader's input.
        offset: usize,
        /// Bytes that the field needs.
        needed: usize,
        /// Bytes that are left.
        left: usize,
    },
    /// A negative length other than -1, or a count that the remaining bytes cannot hold.
    #[error("unreasonable length {length} at offset {offset}")]
    Length {
        /// Offset of the length field.
        offset: usize,
        /// The length as read.
        length: i32,
    },
    /// A field that must be present was null.
    #[error("null where a value is required at offset {offset}")]
    Null {
        /// Offset of the length field.
        offset: usize,
    },
    /// A value outside the set that the field allows.
    #[error("unknown {what} {value}")]
    Unknown {
        /// What was being read.
        what: &'static str,
        /// The value as read.
        value: i64,
    },
}

/// Result of decoding.
pub type Decode<T> = Result<T, DecodeError>;

/// A bounded cursor over a record's bytes.
#[derive(Clone, Debug)]
pub struct Reader<'a> {
    rest: &'a [u8],
    start_len: usize,
}

impl<'a> Reader<'a> {
    /// Reads from the start of `bytes`.
    pub fn new(bytes: &'a [u8]) -> Self {
        Reader { rest: bytes, start_len: bytes.len() }
    }

    /// Bytes consumed so far.
    pub fn offset(&self) -> usize {
        self.start_len - self.rest.len()
    }

    /// The bytes not yet consumed.
    pub fn rest(&self) -> &'a [u8] {
        self.rest
    }

    /// How many bytes are left.
    pub fn remaining(&self) -> usize {
        self.rest.len()
    }

    /// True at the end of the input.
    pub fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    /// Takes the next `n` bytes.
    pub fn bytes(&mut self, n: usize) -> Decode<&'a [u8]> {
        match self.rest.split_at_checked(n) {
            Some((head, tail)) => {
                self.rest = tail;
                Ok(head)
            }
            None => Err(DecodeError::Short { offset: self.offset(), needed: n, left: self.rest.len() }),
        }
    }

    fn array<const N: usize>(&mut self) -> Decode<[u8; N]> {
        match self.rest.split_first_chunk::<N>() {
            Some((head, tail)) => {
                self.rest = tail;
                Ok(*head)
            }
            None => Err(DecodeError::Short { offset: self.offset(), needed: N, left: self.rest.len() }),
        }
    }

    /// Reads one byte.
    pub fn u8(&mut self) -> Decode<u8> {
        let [b] = self.array::<1>()?;
        Ok(b)
    }

    /// Reads a boolean: any byte but 0 is true, as in Java.
    pub fn bool(&mut self) -> Decode<bool> {
        Ok(self.u8()? != 0)
    }

    /// Reads an `int`.
    pub fn i32(&mut self) -> Decode<i32> {
        Ok(i32::from_be_bytes(self.array()?))
    }

    /// Reads a `long`.
    pub fn i64(&mut self) -> Decode<i64> {
        Ok(i64::from_be_bytes(self.array()?))
    }

    /// Reads a buffer; `None` is null (length -1), which is not the same as empty.
    pub fn buffer(&mut self) -> Decode<Option<&'a [u8]>> {
        let offset = self.offset();
        match self.i32()? {
            -1 => Ok(None),
            n if n < 0 => Err(DecodeError::Length { offset, length: n }),
            n => self.bytes(n as usize).map(Some),
        }
    }

    /// Reads a string; `None` is null. Invalid UTF-8 is replaced, see [`decode_utf8`].
    pub fn string(&mut self) -> Decode<Option<Cow<'a, str>>> {
        Ok(self.buffer()?.map(decode_utf8))
    }

    /// Reads a string that must not be null.
    pub fn required_string(&mut self) -> Decode<Cow<'a, str>> {
        let offset = self.offset();
        self.string()?.ok_or(DecodeError::Null { offset })
    }

    /// Reads a vector's count; `None` is null (-1). Other negative counts read as empty, as in Java.
    ///
    /// # Errors
    /// [`DecodeError::Length`] if `count` elements of at least `min_element_bytes` cannot fit in what is left.
    pub fn count(&mut self, min_element_bytes: usize) -> Decode<Option<usize>> {
        let offset = self.offset();
        match self.i32()? {
            -1 => Ok(None),
            n if n < 0 => Ok(Some(0)),
            n => {
                let bytes = (n as usize).checked_mul(min_element_bytes.max(1));
                match bytes {
                    Some(bytes) if bytes <= self.rest.len() => Ok(Some(n as usize)),
                    _ => Err(DecodeError::Length { offset, length: n }),
                }
            }
        }
    }

    /// Reads a vector of strings; a null vector reads as empty, null elements are refused.
    pub fn strings(&mut self) -> Decode<Vec<Cow<'a, str>>> {
        let count = self.count(4)?.unwrap_or(0);
        (0..count).map(|_| self.required_string()).collect()
    }
}

/// Decodes UTF-8 as Java's `String(byte[], UTF_8)` does: what is malformed becomes U+FFFD.
///
/// Java writes text outside the basic plane as two three-byte surrogates; it reads each of those back as
/// one U+FFFD, where Rust's own lossy conversion would give three, and its first two bytes alone as one, too.
pub fn decode_utf8(bytes: &[u8]) -> Cow<'_, str> {
    match std::str::from_utf8(bytes) {
        Ok(s) => Cow::Borrowed(s),
        Err(_) => Cow::Owned(decode_lossy(bytes)),
    }
}

fn decode_lossy(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len());
    let mut rest = bytes;
    while !rest.is_empty() {
        match std::str::from_utf8(rest) {
            Ok(s) => {
                out.push_str(s);
                break;
            }
            Err(e) => {
                let (good, bad) = rest.split_at_checked(e.valid_up_to()).unwrap_or((rest, &[]));
                out.push_str(std::str::from_utf8(good).unwrap_or_default());
                out.push('\u{fffd}');
                let skip = match bad {
                    [0xed, 0xa0..=0xbf, 0x80..=0xbf, ..] => 3,
                    [0xed, 0xa0..=0xbf, ..] => 2,
                    _ => e.error_len().unwrap_or(bad.len()).max(1),
                };
                rest = bad.get(skip..).unwrap_or_default();
            }
        }
    }
    out
}

/// Writes jute records into a byte vector.
pub trait Writer {
    /// Appends raw bytes.
    fn put_bytes(&mut self, bytes: &[u8]);

    /// Appends one byte.
    fn put_u8(&mut self, v: u8) {
        self.put_bytes(&[v]);
    }

    /// Appends a boolean as 0 or 1.
    fn put_bool(&mut self, v: bool) {
        self.put_u8(u8::from(v));
    }

    /// Appends an `int`.
    fn put_i32(&mut self, v: i32) {
        self.put_bytes(&v.to_be_bytes());
    }

    /// Appends a `long`.
    fn put_i64(&mut self, v: i64) {
        self.put_bytes(&v.to_be_bytes());
    }

    /// Appends a count or length. Saturates at `i32::MAX`; no frame is that long.
    fn put_len(&mut self, n: usize) {
        self.put_i32(i32::try_from(n).unwrap_or(i32::MAX));
    }

    /// Appends a buffer; `None` is written as length -1.
    fn put_buffer(&mut self, v: Option<&[u8]>) {
        match v {
            None => self.put_i32(-1),
            Some(b) => {
                self.put_len(b.len());
                self.put_bytes(b);
            }
        }
    }

    /// Appends a string.
    fn put_str(&mut self, v: &str) {
        self.put_buffer(Some(v.as_bytes()));
    }

    /// Appends a vector of strings.
    fn put_strs<S: AsRef<str>>(&mut self, v: &[S]) {
        self.put_len(v.len());
        for s in v {
            self.put_str(s.as_ref());
        }
    }
}

impl Writer for Vec<u8> {
    fn put_bytes(&mut self, bytes: &[u8]) {
        self.extend_from_slice(bytes);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn null_and_empty_buffers_differ() {
        let mut w = Vec::new();
        w.put_buffer(None);
        w.put_buffer(Some(b""));
        w.put_str("é");
        assert_eq!(w, [0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0, 0, 0, 0, 2, 0xc3, 0xa9]);
        let mut r = Reader::new(&w);
        assert_eq!(r.buffer().unwrap(), None);
        assert_eq!(r.buffer().unwrap(), Some(&b""[..]));
        assert_eq!(r.required_string().unwrap(), "é");
        assert!(r.is_empty());
    }

    #[test]
    fn lengths_are_checked_before_use() {
        let mut r = Reader::new(&[0x7f, 0xff, 0xff, 0xff, 1]);
        assert_eq!(r.buffer(), Err(DecodeError::Short { offset: 4, needed: 0x7fff_ffff, left: 1 }));
        let mut r = Reader::new(&[0xff, 0xff, 0xff, 0xfe]);
        assert_eq!(r.buffer(), Err(DecodeError::Length { offset: 0, length: -2 }));
        let mut r = Reader::new(&[0, 0, 0, 2, 0, 0, 0, 0]);
        assert_eq!(r.strings(), Err(DecodeError::Length { offset: 0, length: 2 }));
    }

    #[test]
    fn surrogates_become_one_replacement_each() {
        assert_eq!(decode_utf8(&[b'a', 0xed, 0xa0, 0xbd, 0xed, 0xb8, 0x80, b'b']), "a\u{fffd}\u{fffd}b");
        assert_eq!(decode_utf8(&[0xed, 0xbf, b'b', 0xed, 0xa0]), "\u{fffd}b\u{fffd}");
        assert_eq!(decode_utf8(&[b'a', 0xff, b'b']), "a\u{fffd}b");
        assert_eq!(decode_utf8(&[b'a', 0xe2, 0x82]), "a\u{fffd}");
    }
}
