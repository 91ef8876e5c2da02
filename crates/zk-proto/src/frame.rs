//! Framing: a big-endian length that does not count itself, then that many bytes.

use crate::jute::Writer;

/// A frame's length lies outside what is accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("frame of {length} bytes, at most {max_bytes} are accepted")]
pub struct FrameTooLarge {
    /// The length as sent; may be negative.
    pub length: i32,
    /// The limit.
    pub max_bytes: usize,
}

/// A whole frame's body, and the bytes behind it.
pub type Split<'a> = (&'a [u8], &'a [u8]);

/// Splits the first whole frame off `input`: its body, and what follows it. `None` if more bytes are needed.
///
/// # Errors
/// [`FrameTooLarge`] as soon as the four length bytes are there and are negative or above `max_bytes`.
pub fn split(input: &[u8], max_bytes: usize) -> Result<Option<Split<'_>>, FrameTooLarge> {
    let Some((head, rest)) = input.split_first_chunk::<4>() else {
        return Ok(None);
    };
    let length = i32::from_be_bytes(*head);
    match usize::try_from(length) {
        Ok(n) if n <= max_bytes => Ok(rest.split_at_checked(n)),
        _ => Err(FrameTooLarge { length, max_bytes }),
    }
}

/// Appends a frame whose body `fill` writes.
pub fn write(out: &mut Vec<u8>, fill: impl FnOnce(&mut Vec<u8>)) {
    let start = out.len();
    out.put_i32(0);
    fill(out);
    let len = i32::try_from(out.len() - start - 4).unwrap_or(i32::MAX);
    if let Some(head) = out.get_mut(start..start + 4) {
        head.copy_from_slice(&len.to_be_bytes());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_come_out_whole_or_not_at_all() {
        let mut w = Vec::new();
        write(&mut w, |w| w.put_str("ab"));
        write(&mut w, |_| {});
        for cut in 0..10 {
            assert_eq!(split(&w[..cut], 100).unwrap(), None);
        }
        let (body, rest) = split(&w, 100).unwrap().unwrap();
        assert_eq!((body, rest), (&[0, 0, 0, 2, b'a', b'b'][..], &[0, 0, 0, 0][..]));
        assert_eq!(split(rest, 100).unwrap(), Some((&[][..], &[][..])));
    }

    #[test]
    fn lengths_outside_the_limit_are_refused_at_once() {
        assert!(split(&[0xff, 0xff, 0xff, 0xff], 100).is_err());
        assert!(split(&[0, 0, 0, 101], 100).is_err());
        assert_eq!(split(&[0, 0, 0, 100], 100), Ok(None));
    }
}
