//! The three outer forms of a snapshot: plain, gzip, and the container of the Java snappy library
//! (`SnappyOutputStream`, not the framing format).
//!
//! ```text
//! snappy file := 82 'SNAPPY' 00, int 1, int 1, (int compressed length, raw snappy block)*
//! ```

use std::io::{self, Read, Write};
use std::str::FromStr;

use flate2::read::GzDecoder;
use flate2::write::GzEncoder;

/// How a snapshot is compressed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Compression {
    /// Not at all.
    #[default]
    Plain,
    /// One gzip member.
    Gzip,
    /// Blocks of raw snappy.
    Snappy,
}

pub(super) const GZIP_MAGIC: [u8; 2] = [0x1f, 0x8b];
pub(super) const SNAPPY_MAGIC: [u8; 8] = [0x82, b'S', b'N', b'A', b'P', b'P', b'Y', 0];
/// Rest of the container's header: version 1, compatible from version 1 on.
const SNAPPY_VERSIONS: [u8; 8] = [0, 0, 0, 1, 0, 0, 0, 1];
/// Uncompressed bytes of a block as the Java library writes it.
const SNAPPY_BLOCK_BYTES: usize = 32 << 10;
/// Largest block to decompress, in bytes: against bombs, far above what is written.
const SNAPPY_MAX_BLOCK_BYTES: usize = 16 << 20;

impl Compression {
    /// What a file name ends with.
    pub fn suffix(self) -> &'static str {
        match self {
            Compression::Plain => "",
            Compression::Gzip => ".gz",
            Compression::Snappy => ".snappy",
        }
    }

    /// How a snapshot is compressed that begins with these bytes.
    pub fn of_content(first: &[u8]) -> Compression {
        if first.starts_with(&GZIP_MAGIC) {
            Compression::Gzip
        } else if first.starts_with(&SNAPPY_MAGIC) {
            Compression::Snappy
        } else {
            Compression::Plain
        }
    }

    /// Splits a file name's end off.
    pub(super) fn split_suffix(name: &str) -> (&str, Compression) {
        if let Some(rest) = name.strip_suffix(".gz") {
            (rest, Compression::Gzip)
        } else if let Some(rest) = name.strip_suffix(".snappy") {
            (rest, Compression::Snappy)
        } else {
            (name, Compression::Plain)
        }
    }
}

/// A value of `zookeeper.snapshot.compression.method` that is not known.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("unknown compression {0:?}; known are gz and snappy, and the empty word for none")]
pub struct UnknownCompression(String);

impl FromStr for Compression {
    type Err = UnknownCompression;

    /// Reads a value of `zookeeper.snapshot.compression.method`.
    ///
    /// Differs: an unknown word is an error; Java silently takes it for none.
    fn from_str(s: &str) -> Result<Self, Self::Err> {
        match s.to_ascii_lowercase().as_str() {
            "" => Ok(Compression::Plain),
            "gz" => Ok(Compression::Gzip),
            "snappy" => Ok(Compression::Snappy),
            _ => Err(UnknownCompression(s.to_string())),
        }
    }
}

/// Compresses what is written.
pub struct Encoder<W: Write>(Encode<W>);

enum Encode<W: Write> {
    Plain(W),
    Gzip(GzEncoder<W>),
    Snappy(SnappyEncoder<W>),
}

impl<W: Write> Encoder<W> {
    /// Writes the compressed form to `out`.
    pub fn new(out: W, compression: Compression) -> Encoder<W> {
        Encoder(match compression {
            Compression::Plain => Encode::Plain(out),
            Compression::Gzip => Encode::Gzip(GzEncoder::new(out, flate2::Compression::default())),
            Compression::Snappy => Encode::Snappy(SnappyEncoder::new(out)),
        })
    }

    /// Writes what is still held back and gives the output back.
    pub fn finish(self) -> io::Result<W> {
        match self.0 {
            Encode::Plain(out) => Ok(out),
            Encode::Gzip(gz) => gz.finish(),
            Encode::Snappy(s) => s.finish(),
        }
    }
}

impl<W: Write> Write for Encoder<W> {
    fn write(&mut self, buf: &[u8]) -> io::Result<usize> {
        match &mut self.0 {
            Encode::Plain(out) => out.write(buf),
            Encode::Gzip(gz) => gz.write(buf),
            Encode::Snappy(s) => s.write(buf),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match &mut self.0 {
            Encode::Plain(out) => out.flush(),
            Encode::Gzip(gz) => gz.flush(),
            // A flush would end a block early.
            Encode::Snappy(s) => s.out.flush(),
        }
    }
}

/// Decompresses what is read.
pub struct Decoder<R>(Decode<R>);

enum Decode<R> {
    Plain(R),
    Gzip(Box<GzDecoder<R>>),
    Snappy(SnappyDecoder<R>),
}

impl<R: Read> Decoder<R> {
    /// Reads the compressed form from `input`.
    pub fn new(input: R, compression: Compression) -> Decoder<R> {
        Decoder(match compression {
            Compression::Plain => Decode::Plain(input),
            Compression::Gzip => Decode::Gzip(Box::new(GzDecoder::new(input))),
            Compression::Snappy => Decode::Snappy(SnappyDecoder::new(input)),
        })
    }
}

impl<R: Read> Read for Decoder<R> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        match &mut self.0 {
            Decode::Plain(input) => input.read(buf),
            Decode::Gzip(gz) => gz.read(buf),
            Decode::Snappy(s) => s.read(buf),
        }
    }
}

struct SnappyEncoder<W> {
    out: W,
    encoder: snap::raw::Encoder,
    block: Vec<u8>,
    packed: Vec<u8>,
    begun: bool,
}

impl<W: Write> SnappyEncoder<W> {
    fn new(out: W) -> SnappyEncoder<W> {
        SnappyEncoder {
            out,
            encoder: snap::raw::Encoder::new(),
            block: Vec::with_capacity(SNAPPY_BLOCK_BYTES),
            packed: vec![0; snap::raw::max_compress_len(SNAPPY_BLOCK_BYTES)],
            begun: false,
        }
    }

    fn write_block(&mut self) -> io::Result<()> {
        if !self.begun {
            self.out.write_all(&SNAPPY_MAGIC)?;
            self.out.write_all(&SNAPPY_VERSIONS)?;
            self.begun = true;
        }
        if !self.block.is_empty() {
            let n = self.encoder.compress(&self.block, &mut self.packed).map_err(io::Error::other)?;
            self.out.write_all(&(n as u32).to_be_bytes())?;
            self.out.write_all(self.packed.get(..n).unwrap_or_default())?;
            self.block.clear();
        }
        Ok(())
    }

    fn finish(mut self) -> io::Result<W> {
        self.write_block()?;
        Ok(self.out)
    }
}

impl<W: Write> Write for SnappyEncoder<W> {
    fn write(&mut self, buf: &[u8]) -> io::Result<usize> {
        if self.block.len() == SNAPPY_BLOCK_BYTES {
            self.write_block()?;
        }
        let n = buf.len().min(SNAPPY_BLOCK_BYTES - self.block.len());
        self.block.extend_from_slice(buf.get(..n).unwrap_or_default());
        Ok(n)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

struct SnappyDecoder<R> {
    input: R,
    decoder: snap::raw::Decoder,
    packed: Vec<u8>,
    block: Vec<u8>,
    position: usize,
    begun: bool,
}

impl<R: Read> SnappyDecoder<R> {
    fn new(input: R) -> SnappyDecoder<R> {
        SnappyDecoder {
            input,
            decoder: snap::raw::Decoder::new(),
            packed: Vec::new(),
            block: Vec::new(),
            position: 0,
            begun: false,
        }
    }

    /// Decompresses the next block; false at the end of the input.
    fn next_block(&mut self) -> io::Result<bool> {
        if !self.begun {
            let mut header = [0; 16];
            self.input.read_exact(&mut header)?;
            if !header.starts_with(&SNAPPY_MAGIC) {
                return Err(invalid("no snappy container"));
            }
            self.begun = true;
        }
        let Some(len) = self.block_len()? else { return Ok(false) };
        self.packed.clear();
        let read = (&mut self.input).take(len as u64).read_to_end(&mut self.packed)?;
        if read < len {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let size = snap::raw::decompress_len(&self.packed).map_err(io::Error::other)?;
        if size > SNAPPY_MAX_BLOCK_BYTES {
            return Err(invalid("snappy block too large"));
        }
        self.block.resize(size, 0);
        self.decoder.decompress(&self.packed, &mut self.block).map_err(io::Error::other)?;
        self.position = 0;
        Ok(true)
    }

    /// Compressed size of the next block in bytes; `None` at the end of the input.
    fn block_len(&mut self) -> io::Result<Option<usize>> {
        let mut len = Vec::with_capacity(4);
        (&mut self.input).take(4).read_to_end(&mut len)?;
        if len.is_empty() {
            return Ok(None);
        }
        let len = len.first_chunk::<4>().ok_or(io::ErrorKind::UnexpectedEof)?;
        let len = u32::from_be_bytes(*len) as usize;
        if len > snap::raw::max_compress_len(SNAPPY_MAX_BLOCK_BYTES) {
            return Err(invalid("snappy block too large"));
        }
        Ok(Some(len))
    }
}

impl<R: Read> Read for SnappyDecoder<R> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        while self.position == self.block.len() {
            if !self.next_block()? {
                return Ok(0);
            }
        }
        let rest = self.block.get(self.position..).unwrap_or_default();
        let n = rest.len().min(buf.len());
        if let (Some(to), Some(from)) = (buf.get_mut(..n), rest.get(..n)) {
            to.copy_from_slice(from);
        }
        self.position += n;
        Ok(n)
    }
}

fn invalid(what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, what)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn round_trip(compression: Compression, len: usize) {
        let bytes: Vec<u8> = (0..len).map(|i| (i * i / 7 % 253) as u8).collect();
        let mut e = Encoder::new(Vec::new(), compression);
        for part in bytes.chunks(1000) {
            e.write_all(part).unwrap();
        }
        let packed = e.finish().unwrap();
        let mut out = Vec::new();
        Decoder::new(&packed[..], compression).read_to_end(&mut out).unwrap();
        assert_eq!(out, bytes);
        if compression != Compression::Plain && len > 0 {
            for cut in [packed.len() - 1, packed.len() / 2, 1] {
                let mut out = Vec::new();
                assert!(Decoder::new(&packed[..cut], compression).read_to_end(&mut out).is_err());
            }
        }
    }

    #[test]
    fn what_is_compressed_is_read_back() {
        for compression in [Compression::Plain, Compression::Gzip, Compression::Snappy] {
            for len in [0, 1, 32 << 10, (32 << 10) + 1, 300_000] {
                round_trip(compression, len);
            }
        }
    }

    #[test]
    fn a_snappy_bomb_is_refused() {
        let mut bytes = [SNAPPY_MAGIC, SNAPPY_VERSIONS].concat();
        bytes.extend(6u32.to_be_bytes());
        // A block that claims 2 GiB.
        bytes.extend([0xff, 0xff, 0xff, 0xff, 0x07, 0]);
        let err = Decoder::new(&bytes[..], Compression::Snappy).read_to_end(&mut Vec::new()).unwrap_err();
        assert_eq!(err.to_string(), "snappy block too large");
    }

    #[test]
    fn words_of_the_setting_are_read() {
        assert_eq!("GZ".parse(), Ok(Compression::Gzip));
        assert_eq!("snappy".parse(), Ok(Compression::Snappy));
        assert_eq!("".parse(), Ok(Compression::Plain));
        assert!("lz4".parse::<Compression>().is_err());
    }
}
