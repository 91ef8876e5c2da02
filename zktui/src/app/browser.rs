//! The tree of znodes as far as it was opened. A row of the screen is two numbers, and its path is made when it is
//! drawn: a znode with 100,000 children costs little more than their names.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use zk_client::{Acl, Stat};

use super::list::List;
use super::net::{Browse, Found};
use crate::time::At;

/// From here on a list of children is expensive to read again.
pub const WIDE: usize = 10_000;
/// So often at most a wide list is read again.
const WIDE_PAUSE_MS: u64 = 10_000;
/// So often at most any list or value is read again by itself.
const PAUSE_MS: u64 = 500;
/// Stats that are kept for the rows on screen.
const MAX_STATS: usize = 5000;
/// Znodes that may be open at once, each with a watch.
const MAX_OPEN: usize = 256;

/// The children of an open znode.
#[derive(Clone, Debug, Default)]
pub struct Listing {
    /// Names in order.
    pub names: Vec<String>,
    /// Why there are none.
    pub error: Option<String>,
    /// When it was read; `None` while it is read for the first time.
    pub at: Option<At>,
    /// Whether an answer is to come.
    pub loading: bool,
    /// Whether something changed since.
    pub changed: bool,
}

/// A znode's value as it was read.
#[derive(Clone, Debug)]
pub struct Value {
    /// Data; null differs from empty.
    pub data: Option<Vec<u8>>,
    /// Stat.
    pub stat: Stat,
    /// ACL, or why it is not to be had.
    pub acl: Result<Vec<Acl>, String>,
}

/// How a value is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ValueMode {
    /// JSON indented, text as text, the rest as hex.
    #[default]
    Decoded,
    /// As text, come what may.
    Text,
    /// Bytes.
    Hex,
}

#[derive(Clone, Copy, Debug)]
struct TreeRow {
    /// Index in `parents`.
    parent: u32,
    /// Index in the parent's names.
    child: u32,
    depth: u16,
}

/// The tree.
#[derive(Clone, Debug, Default)]
pub struct Browser {
    /// Open znodes and their children.
    open: BTreeMap<String, Listing>,
    parents: Vec<String>,
    rows: Vec<TreeRow>,
    /// Where one is.
    pub list: List,
    /// The filter in effect.
    pub filter: String,
    stats: HashMap<String, Option<Stat>>,
    asked_stats: BTreeSet<String>,
    /// The selected znode's value, or why it is not to be had.
    pub value: Option<(String, Result<Value, String>, At)>,
    value_changed: bool,
    value_asked: Option<(String, At)>,
    /// How it is shown.
    pub mode: ValueMode,
    /// Lines scrolled away.
    pub scroll: usize,
    /// The connection, in words.
    pub connection: String,
    /// Whether the tree was ever asked for.
    pub started: bool,
    /// The path to select once it is on the list.
    wanted: Option<String>,
}

impl Browser {
    /// Opens the root, the first time.
    pub fn start(&mut self) -> Vec<Browse> {
        if self.started {
            return Vec::new();
        }
        self.started = true;
        self.connection = "connecting …".to_owned();
        self.open("/")
    }

    /// How many rows there are. The root is one.
    pub fn row_count(&self) -> usize {
        if self.started { self.rows.len() + 1 } else { 0 }
    }

    /// Path and depth of a row.
    pub fn row(&self, index: usize) -> Option<(String, u16)> {
        let Some(index) = index.checked_sub(1) else { return Some(("/".to_owned(), 0)) };
        let row = self.rows.get(index)?;
        let parent = self.parents.get(row.parent as usize)?;
        let name = self.open.get(parent)?.names.get(row.child as usize)?;
        Some((join(parent, name), row.depth))
    }

    /// The selected znode.
    pub fn selected(&self) -> Option<String> {
        self.row(self.list.selected).map(|r| r.0)
    }

    /// Its children, if it is open.
    pub fn listing(&self, path: &str) -> Option<&Listing> {
        self.open.get(path)
    }

    /// A stat, if it was read.
    pub fn stat(&self, path: &str) -> Option<&Stat> {
        self.stats.get(path).and_then(Option::as_ref)
    }

    /// Opens a znode.
    pub fn open(&mut self, path: &str) -> Vec<Browse> {
        if self.open.contains_key(path) || self.open.len() >= MAX_OPEN {
            return Vec::new();
        }
        self.open.insert(path.to_owned(), Listing { loading: true, ..Listing::default() });
        vec![Browse::Children(path.to_owned())]
    }

    /// Opens all above a path, and selects it, now or when it is there.
    pub fn reveal(&mut self, path: &str) -> Vec<Browse> {
        let mut above = Vec::new();
        let mut at = path;
        while at != "/" {
            at = parent(at);
            above.push(at.to_owned());
        }
        let browses = above.iter().rev().flat_map(|p| self.open(p)).collect();
        self.filter.clear();
        self.rebuild();
        self.wanted = Some(path.to_owned());
        self.find_wanted();
        browses
    }

    fn find_wanted(&mut self) {
        let Some(path) = self.wanted.take() else { return };
        self.select(&path);
        if self.selected().as_deref() != Some(&path) {
            self.wanted = Some(path);
        }
    }

    /// Closes a znode, or goes to its parent if it is closed.
    pub fn close_or_up(&mut self) {
        let Some(path) = self.selected() else { return };
        if path != "/" && self.open.contains_key(&path) {
            let below = format!("{path}/");
            self.open.retain(|p, _| *p != path && !p.starts_with(&below));
            return self.rebuild_with(Some(path));
        }
        let parent = parent(&path).to_owned();
        self.select(&parent);
    }

    /// Selects a path if it is on the list.
    pub fn select(&mut self, path: &str) {
        if let Some(index) = (0..self.row_count()).find(|i| self.row(*i).is_some_and(|r| r.0 == path)) {
            self.list.selected = index;
        }
    }

    /// Sets the filter: of the children only those stay whose names pass, and those that are open.
    pub fn set_filter(&mut self, filter: &str) {
        self.filter = filter.to_owned();
        self.rebuild();
    }

    fn rebuild(&mut self) {
        let selected = self.selected();
        self.rebuild_with(selected);
    }

    fn rebuild_with(&mut self, selected: Option<String>) {
        self.rows.clear();
        self.parents.clear();
        let filter = crate::tables::Filter::parse(&self.filter);
        // Depth first, without recursion: a path may be thousands of levels deep.
        let mut stack = vec![("/".to_owned(), 0usize, 1u16, u32::MAX)];
        while let Some((path, from, depth, parent)) = stack.pop() {
            let Some(listing) = self.open.get(&path) else { continue };
            let parent = if parent == u32::MAX {
                self.parents.push(path.clone());
                u32::try_from(self.parents.len() - 1).unwrap_or(u32::MAX)
            } else {
                parent
            };
            for (child, name) in listing.names.iter().enumerate().skip(from) {
                let below =
                    (self.open.len() > 1).then(|| join(&path, name)).filter(|p| self.open.contains_key(p));
                if below.is_none() && !filter.passes(name) {
                    continue;
                }
                self.rows.push(TreeRow { parent, child: child as u32, depth });
                if let Some(below) = below {
                    stack.push((path, child + 1, depth, parent));
                    stack.push((below, 0, depth.saturating_add(1), u32::MAX));
                    break;
                }
            }
        }
        let stays = self.selected() == selected;
        if let (Some(path), false) = (selected, stays) {
            self.select(&path);
        }
        self.list.selected = self.list.selected.min(self.row_count().saturating_sub(1));
    }

    /// Takes what was found.
    pub fn take(&mut self, now: At, found: Found) {
        match found {
            Found::Connection(text) => self.connection = text,
            Found::Children { path, result } => self.take_children(now, path, result),
            Found::Value { path, result } => {
                self.value_asked = None;
                if let Ok(value) = &result {
                    self.stats.insert(path.clone(), Some(value.stat));
                }
                if self.value.as_ref().is_none_or(|v| v.0 != path) {
                    self.scroll = 0;
                }
                self.value = Some((path, result, now));
            }
            Found::Stats(stats) => {
                if self.stats.len() + stats.len() > MAX_STATS {
                    self.stats.clear();
                }
                for (path, stat) in stats {
                    self.asked_stats.remove(&path);
                    self.stats.insert(path, stat);
                }
            }
            Found::Changed(path) => {
                if let Some(listing) = self.open.get_mut(&path) {
                    listing.changed = true;
                }
                self.stats.remove(&path);
                if self.value.as_ref().is_some_and(|v| v.0 == path) {
                    self.value_changed = true;
                }
            }
            Found::Written { .. } | Found::Owner { .. } => {}
        }
    }

    fn take_children(&mut self, now: At, path: String, result: Result<Vec<String>, String>) {
        // Before the names change: rows are places among them.
        let selected = self.selected();
        let Some(listing) = self.open.get_mut(&path) else { return };
        listing.loading = false;
        listing.at = Some(now);
        match result {
            Ok(mut names) => {
                names.sort_unstable();
                listing.names = names;
                listing.error = None;
            }
            Err(why) => {
                listing.names.clear();
                listing.error = Some(why);
            }
        }
        self.rebuild_with(selected);
        self.find_wanted();
    }

    /// What is to be read for a screen of `height` rows: the selected value, stats of what is seen, what changed.
    pub fn wants(&mut self, now: At, height: usize) -> Vec<Browse> {
        if !self.started {
            return Vec::new();
        }
        let mut wants = Vec::new();
        for (path, listing) in &mut self.open {
            let pause = if listing.names.len() >= WIDE { WIDE_PAUSE_MS } else { PAUSE_MS };
            if listing.changed && !listing.loading && listing.at.is_none_or(|at| now.since(at) >= pause) {
                listing.changed = false;
                listing.loading = true;
                wants.push(Browse::Children(path.clone()));
            }
        }
        if let Some(path) = self.selected() {
            let other = self.value.as_ref().is_none_or(|v| v.0 != path);
            let due = self.value.as_ref().is_none_or(|v| now.since(v.2) >= PAUSE_MS);
            let asked =
                self.value_asked.as_ref().is_some_and(|(p, at)| *p == path && now.since(*at) < 15_000);
            if (other || (self.value_changed && due)) && !asked {
                self.value_changed = false;
                self.value_asked = Some((path.clone(), now));
                wants.push(Browse::Value(path));
            }
        }
        let offset = self.list.offset(self.row_count(), height);
        let seen = (offset..offset + height).filter_map(|i| self.row(i)).map(|r| r.0);
        let missing: Vec<String> =
            seen.filter(|p| !self.stats.contains_key(p) && !self.asked_stats.contains(p)).collect();
        if !missing.is_empty() {
            self.asked_stats.extend(missing.iter().cloned());
            wants.push(Browse::Stats(missing));
        }
        wants
    }

    /// Reads everything again.
    pub fn refresh(&mut self) {
        self.stats.clear();
        self.asked_stats.clear();
        self.value_changed = true;
        self.value_asked = None;
        for listing in self.open.values_mut() {
            listing.changed = true;
            listing.loading = false;
        }
    }
}

/// A child's path.
pub fn join(parent: &str, name: &str) -> String {
    if parent == "/" { format!("/{name}") } else { format!("{parent}/{name}") }
}

/// The path above.
pub fn parent(path: &str) -> &str {
    match path.rfind('/') {
        Some(0) | None => "/",
        Some(at) => &path[..at],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn children(b: &mut Browser, path: &str, names: &[&str]) {
        let result = Ok(names.iter().map(|n| (*n).to_owned()).collect());
        b.take(At(0), Found::Children { path: path.to_owned(), result });
    }

    fn shown(b: &Browser) -> Vec<String> {
        (0..b.row_count()).filter_map(|i| b.row(i)).map(|(p, d)| format!("{d}{p}")).collect()
    }

    #[test]
    fn opened_and_closed() {
        let mut b = Browser::default();
        assert_eq!(b.start(), [Browse::Children("/".into())]);
        children(&mut b, "/", &["b", "a"]);
        assert_eq!(shown(&b), ["0/", "1/a", "1/b"]);
        b.list.selected = 1;
        assert_eq!(b.open("/a").len(), 1);
        children(&mut b, "/a", &["x", "y"]);
        assert_eq!(shown(&b), ["0/", "1/a", "2/a/x", "2/a/y", "1/b"]);
        b.list.selected = 3;
        b.close_or_up();
        assert_eq!(b.selected().as_deref(), Some("/a"));
        b.close_or_up();
        assert_eq!(shown(&b), ["0/", "1/a", "1/b"]);
    }

    #[test]
    fn the_selection_stays_with_its_znode() {
        let mut b = Browser::default();
        b.start();
        children(&mut b, "/", &["b", "c"]);
        b.list.selected = 2;
        children(&mut b, "/", &["a", "b", "c"]);
        assert_eq!(b.selected().as_deref(), Some("/c"));
    }

    #[test]
    fn a_hundred_thousand_children_are_cheap_and_not_read_again_and_again() {
        let mut b = Browser::default();
        b.start();
        let names = (0..100_000).map(|i| format!("n-{i:010}")).collect();
        b.take(At(0), Found::Children { path: "/".into(), result: Ok(names) });
        assert_eq!(b.row_count(), 100_001);
        b.list.selected = 70_000;
        let wants = b.wants(At(0), 40);
        let stats = wants.iter().find_map(|w| match w {
            Browse::Stats(paths) => Some(paths.len()),
            _ => None,
        });
        assert_eq!(stats, Some(40), "only what is seen");
        for ms in (0..9_000).step_by(100) {
            b.take(At(ms), Found::Changed("/".into()));
            assert!(b.wants(At(ms), 40).iter().all(|w| !matches!(w, Browse::Children(_))));
        }
        assert!(b.wants(At(10_000), 40).contains(&Browse::Children("/".into())));
    }

    #[test]
    fn a_bookmark_is_gone_to_through_what_is_closed() {
        let mut b = Browser::default();
        b.start();
        children(&mut b, "/", &["a", "b"]);
        assert_eq!(b.reveal("/a/x/y"), [Browse::Children("/a".into()), Browse::Children("/a/x".into())]);
        children(&mut b, "/a/x", &["w", "y"]);
        children(&mut b, "/a", &["x"]);
        assert_eq!(b.selected().as_deref(), Some("/a/x/y"));
        // Afterwards the selection is the user's again.
        b.list.selected = 0;
        children(&mut b, "/a", &["x", "z"]);
        assert_eq!(b.selected().as_deref(), Some("/"));
    }

    #[test]
    fn a_filter_leaves_what_passes() {
        let mut b = Browser::default();
        b.start();
        children(&mut b, "/", &["brokers", "config", "admin"]);
        b.set_filter("o");
        assert_eq!(shown(&b), ["0/", "1/brokers", "1/config"]);
    }
}
