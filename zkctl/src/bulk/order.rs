//! The order of all streams of nodes: every node before its children, siblings by the bytes of their names.
//!
//! That is the order of paths whose slashes sort before every other character; no character of a path is below the
//! slash's stand-in, since paths hold no control characters.

use std::cmp::Ordering;

/// Compares two paths.
pub fn compare(a: &str, b: &str) -> Ordering {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let shared = shared_len(a, b);
    let rank = |path: &[u8]| path.get(shared).map(|byte| if *byte == b'/' { 0 } else { u16::from(*byte) });
    rank(a).cmp(&rank(b))
}

/// How many bytes two paths begin with together. Neighbours share most of their path: eight at a time.
fn shared_len(a: &[u8], b: &[u8]) -> usize {
    let (a_words, b_words) = (a.as_chunks::<8>().0, b.as_chunks::<8>().0);
    for (i, (x, y)) in a_words.iter().zip(b_words).enumerate() {
        let differ = u64::from_le_bytes(*x) ^ u64::from_le_bytes(*y);
        if differ != 0 {
            return i * 8 + differ.trailing_zeros() as usize / 8;
        }
    }
    let start = a_words.len().min(b_words.len()) * 8;
    let (x, y) = (a.get(start..).unwrap_or_default(), b.get(start..).unwrap_or_default());
    start + x.iter().zip(y).position(|(x, y)| x != y).unwrap_or(x.len().min(y.len()))
}

/// A path that sorts in this order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key(pub String);

impl Ord for Key {
    fn cmp(&self, other: &Key) -> Ordering {
        compare(&self.0, &other.0)
    }
}

impl PartialOrd for Key {
    fn partial_cmp(&self, other: &Key) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// What of `path` is below `root`: empty for the root itself, else with a slash in front. `None` if it is elsewhere.
pub fn below<'a>(path: &'a str, root: &str) -> Option<&'a str> {
    if path == root {
        return Some("");
    }
    let rest = path.strip_prefix(root.trim_end_matches('/'))?;
    rest.starts_with('/').then_some(rest)
}

/// The path of what is `rest` below `root`.
pub fn onto(root: &str, rest: &str) -> String {
    match rest {
        "" => root.to_owned(),
        rest => format!("{}{rest}", root.trim_end_matches('/')),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parents_stand_before_children_and_subtrees_are_whole() {
        let short = ["/", "/a", "/a/x", "/a/x/y", "/a b", "/a b/c", "/a!", "/a-b", "/a0", "/b"];
        let long = ["/zkload/d0001", "/zkload/d0001/n0000009", "/zkload/d0001/n0000010", "/zkload/d0002"];
        let sorted: Vec<&str> = short.into_iter().chain(long).collect();
        for (i, a) in sorted.iter().enumerate() {
            for (j, b) in sorted.iter().enumerate() {
                assert_eq!(compare(a, b), i.cmp(&j), "{a} {b}");
            }
        }
    }

    #[test]
    fn paths_move_from_root_to_root() {
        for (path, root, rest) in
            [("/", "/", Some("")), ("/a", "/", Some("/a")), ("/a/b", "/a", Some("/b")), ("/ab", "/a", None)]
        {
            assert_eq!(below(path, root), rest, "{path} {root}");
        }
        assert_eq!(onto("/", "/a"), "/a");
        assert_eq!(onto("/x", "/a"), "/x/a");
        assert_eq!(onto("/x", ""), "/x");
    }
}
