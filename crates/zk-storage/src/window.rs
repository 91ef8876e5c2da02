//! A sliding window over an input stream: records are lent from it, so that reading allocates nothing per
//! record. It can keep the running Adler-32 of what was consumed. It grows only as bytes arrive.

use std::io::{self, Read};

use simd_adler32::Adler32;

/// Bytes asked of the input at once.
const BLOCK_BYTES: usize = 1 << 20;

pub(crate) struct Window<R> {
    input: R,
    buf: Vec<u8>,
    /// Consumed up to here.
    start: usize,
    /// Filled up to here.
    end: usize,
    /// The input's offset of `buf[0]`.
    base: u64,
    eof: bool,
    /// Never asks the input for more than was wanted of the window: what follows on it is somebody else's.
    exact: bool,
    sum: Option<Adler32>,
    /// `sum` covers what was consumed before this position.
    summed: usize,
}

impl<R: Read> Window<R> {
    pub(crate) fn new(input: R) -> Window<R> {
        Window::at(input, 0)
    }

    /// The input stands at `base` of what it reads from.
    pub(crate) fn at(input: R, base: u64) -> Window<R> {
        Window {
            input,
            buf: Vec::new(),
            start: 0,
            end: 0,
            base,
            eof: false,
            exact: false,
            sum: None,
            summed: 0,
        }
    }

    /// Reads not one byte further than it is asked to.
    pub(crate) fn exact(input: R) -> Window<R> {
        Window { exact: true, ..Window::new(input) }
    }

    pub(crate) fn with_checksum(input: R) -> Window<R> {
        Window { sum: Some(Adler32::new()), ..Window::new(input) }
    }

    /// Offset in the input of the first byte not consumed.
    pub(crate) fn offset(&self) -> u64 {
        self.base + self.start as u64
    }

    /// What is at hand and not consumed.
    pub(crate) fn available(&self) -> &[u8] {
        self.buf.get(self.start..self.end).unwrap_or_default()
    }

    /// Makes at least `n` bytes available, fewer only at the end of the input.
    #[inline]
    pub(crate) fn fill(&mut self, n: usize) -> io::Result<&[u8]> {
        if self.end - self.start < n {
            self.refill(n)?;
        }
        Ok(self.available())
    }

    /// Passes over `n` bytes, which must be available.
    #[inline]
    pub(crate) fn consume(&mut self, n: usize) {
        assert!(n <= self.end - self.start, "consumed more than is available");
        self.start += n;
    }

    /// `len` of the bytes just consumed, beginning `back` bytes before the current position.
    #[inline]
    pub(crate) fn behind(&self, back: usize, len: usize) -> &[u8] {
        let from = self.start.saturating_sub(back);
        self.buf.get(from..from + len).unwrap_or_default()
    }

    /// Adler-32 of everything consumed so far.
    pub(crate) fn checksum(&mut self) -> u32 {
        self.bring_sum_up();
        self.sum.as_ref().map_or(0, Adler32::finish)
    }

    fn bring_sum_up(&mut self) {
        if let Some(sum) = &mut self.sum {
            sum.write(self.buf.get(self.summed..self.start).unwrap_or_default());
        }
        self.summed = self.start;
    }

    #[cold]
    fn refill(&mut self, n: usize) -> io::Result<()> {
        if self.eof {
            return Ok(());
        }
        self.bring_sum_up();
        self.buf.copy_within(self.start..self.end, 0);
        self.base += self.start as u64;
        self.end -= self.start;
        self.start = 0;
        self.summed = 0;
        while self.end < n && !self.eof {
            if self.end == self.buf.len() {
                // Doubling: a claimed length alone never makes the window large.
                self.buf.resize((self.buf.len() * 2).max(BLOCK_BYTES), 0);
            }
            let limit = if self.exact { n.min(self.buf.len()) } else { self.buf.len() };
            let room = self.buf.get_mut(self.end..limit).unwrap_or_default();
            match self.input.read(room) {
                Ok(0) => self.eof = true,
                Ok(n) => self.end += n,
                Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
                Err(e) => return Err(e),
            }
        }
        Ok(())
    }
}

/// How many bytes at the start of `bytes` are zero.
pub(crate) fn leading_zeros(bytes: &[u8]) -> usize {
    let mut n = 0;
    let (blocks, _) = bytes.as_chunks::<64>();
    for block in blocks {
        if block.iter().fold(0, |acc, b| acc | b) != 0 {
            break;
        }
        n += 64;
    }
    let rest = bytes.get(n..).unwrap_or_default();
    n + rest.iter().position(|b| *b != 0).unwrap_or(rest.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn checksum_covers_exactly_what_was_consumed() {
        let bytes: Vec<u8> = (0..5_000_000u32).map(|i| (i * 7 % 251) as u8).collect();
        let mut w = Window::with_checksum(&bytes[..]);
        let mut done = 0;
        for step in [1usize, 100, 1 << 20, 3, 2_000_000, 70_000] {
            assert!(w.fill(step).unwrap().len() >= step);
            w.consume(step);
            done += step;
            assert_eq!(w.offset(), done as u64);
            assert_eq!(w.checksum(), simd_adler32::adler32(&&bytes[..done]));
            assert_eq!(w.behind(step, step), &bytes[done - step..done]);
        }
    }

    #[test]
    fn leading_zeros_are_counted_at_every_length() {
        for n in 0..200 {
            let mut v = vec![0u8; n];
            assert_eq!(leading_zeros(&v), n);
            v.extend([1, 0, 0]);
            assert_eq!(leading_zeros(&v), n);
        }
    }
}
