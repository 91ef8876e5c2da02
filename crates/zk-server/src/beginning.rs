//! What is kept of a request until it is answered, so that whoever tells of it can name its node: the transaction of one that
//! failed does not.

/// Longest beginning: header, length, and more of a path than anybody shows.
const MAX_BYTES: usize = 12 + 1024;

/// Header and the string behind it, which is the path of most operations. `frame` is a whole frame's body.
pub(crate) fn of(frame: &[u8]) -> &[u8] {
    let Some((length, _)) = frame.get(8..).and_then(|rest| rest.split_first_chunk::<4>()) else {
        return frame;
    };
    let length = usize::try_from(i32::from_be_bytes(*length)).unwrap_or(0);
    frame.get(..(12 + length).min(MAX_BYTES)).unwrap_or(frame)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_ends_with_the_path_and_is_bounded() {
        let frame = |length: i32, rest: &[u8]| [&[1; 8][..], &length.to_be_bytes(), rest].concat();
        assert_eq!(of(&frame(2, b"/adata")), frame(2, b"/a"));
        assert_eq!(of(&frame(-1, b"data")), frame(-1, b""));
        assert_eq!(of(&frame(9, b"/a")), frame(9, b"/a"));
        assert_eq!(of(&[1; 10]), [1; 10]);
        assert_eq!(of(&frame(i32::MAX, &[7; 5000])).len(), MAX_BYTES);
    }
}
