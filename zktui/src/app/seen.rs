//! What one wants to find again: bookmarks of znodes, marked rows, and values as they were when one looked first or
//! marked them, to see what changed since or how others differ.

use std::collections::{BTreeSet, VecDeque};

use super::View;
use super::browser::Value;
use crate::time::At;

/// Most values that are remembered.
const MAX_SEEN: usize = 64;
/// Longest value that is remembered.
const MAX_SEEN_BYTES: usize = 256 << 10;
/// Most bookmarks.
const MAX_BOOKMARKS: usize = 256;
/// Most rows that can be marked.
const MAX_MARKS: usize = 1000;

/// A value as it was.
#[derive(Clone, Debug)]
pub struct Snapshot {
    path: String,
    /// Data; null counts as empty.
    pub data: Vec<u8>,
    /// Its version.
    pub version: i32,
    /// When it was read.
    pub at: At,
}

impl Snapshot {
    fn of(path: &str, value: &Value, at: At) -> Option<Snapshot> {
        let data = value.data.clone().unwrap_or_default();
        (data.len() <= MAX_SEEN_BYTES).then(|| Snapshot {
            path: path.to_owned(),
            data,
            version: value.stat.version,
            at,
        })
    }

    /// Whose value it is.
    pub fn path(&self) -> &str {
        &self.path
    }
}

/// Bookmarks, and values as they were.
#[derive(Clone, Debug, Default)]
pub struct Seen {
    values: VecDeque<Snapshot>,
    marks: BTreeSet<(View, String)>,
    held: Option<Snapshot>,
    /// Paths, in the order in which they were marked.
    pub bookmarks: Vec<String>,
}

impl Seen {
    /// With these bookmarks.
    pub fn new(bookmarks: Vec<String>) -> Seen {
        Seen { bookmarks, ..Seen::default() }
    }

    /// A value was read; the first time counts.
    pub fn note(&mut self, path: &str, value: &Value, at: At) {
        if self.find(path).is_none() {
            self.renew(path, value, at);
        }
    }

    /// A value counts as seen as it is now.
    pub fn renew(&mut self, path: &str, value: &Value, at: At) {
        self.values.retain(|s| s.path != path);
        let Some(snapshot) = Snapshot::of(path, value, at) else { return };
        if self.values.len() == MAX_SEEN {
            self.values.pop_front();
        }
        self.values.push_back(snapshot);
    }

    /// Marks a row of a view, or takes the mark away; true if it is marked now.
    pub fn toggle(&mut self, view: View, id: &str) -> bool {
        let mark = (view, id.to_owned());
        if self.marks.remove(&mark) || self.marks.len() >= MAX_MARKS {
            return false;
        }
        self.marks.insert(mark)
    }

    /// Whether a row is marked.
    pub fn is_marked(&self, view: View, id: &str) -> bool {
        self.marks.contains(&(view, id.to_owned()))
    }

    /// The marked rows of a view.
    pub fn marked(&self, view: View) -> impl Iterator<Item = &str> {
        self.marks.iter().filter(move |(v, _)| *v == view).map(|(_, id)| id.as_str())
    }

    /// Holds a marked value, to compare others with; `None` lets go of it.
    pub fn hold(&mut self, path: &str, value: Option<&Value>, at: At) {
        match value {
            Some(value) => self.held = Snapshot::of(path, value, at),
            None if self.held.as_ref().is_some_and(|h| h.path == path) => self.held = None,
            None => {}
        }
    }

    /// The value that was marked last.
    pub fn held(&self) -> Option<&Snapshot> {
        self.held.as_ref()
    }

    /// A value as it was.
    pub fn find(&self, path: &str) -> Option<&Snapshot> {
        self.values.iter().find(|s| s.path == path)
    }

    /// Marks a path, or takes the mark away; true if it is marked now.
    pub fn mark(&mut self, path: &str) -> bool {
        if let Some(at) = self.bookmarks.iter().position(|p| p == path) {
            self.bookmarks.remove(at);
            return false;
        }
        if self.bookmarks.len() == MAX_BOOKMARKS {
            self.bookmarks.remove(0);
        }
        self.bookmarks.push(path.to_owned());
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use zk_client::Stat;

    fn value(data: &[u8]) -> Value {
        Value { data: Some(data.to_vec()), stat: Stat::default(), acl: Ok(Vec::new()) }
    }

    #[test]
    fn the_first_look_counts_until_it_is_renewed() {
        let mut seen = Seen::default();
        seen.note("/a", &value(b"1"), At(1));
        seen.note("/a", &value(b"2"), At(2));
        assert_eq!(seen.find("/a").unwrap().data, b"1");
        seen.renew("/a", &value(b"3"), At(3));
        assert_eq!(
            (seen.find("/a").unwrap().data.as_slice(), seen.find("/a").unwrap().at),
            (&b"3"[..], At(3))
        );
        for n in 0..100 {
            seen.note(&format!("/{n}"), &value(b""), At(4));
        }
        assert_eq!(seen.values.len(), MAX_SEEN);
        seen.note("/long", &value(&vec![0; MAX_SEEN_BYTES + 1]), At(5));
        assert!(seen.find("/long").is_none());
    }

    #[test]
    fn a_mark_is_set_and_taken_away() {
        let mut seen = Seen::default();
        assert!(seen.mark("/a") && seen.mark("/b") && !seen.mark("/a"));
        assert_eq!(seen.bookmarks, ["/b"]);
    }
}
