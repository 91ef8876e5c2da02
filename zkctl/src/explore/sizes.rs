//! What subtrees hold, node by node as they come: every node before its children, as all streams of nodes are.

use crate::bulk::TreeNode;

/// Most nodes that are kept one by one; those beyond count for what they are below.
pub const MAX_NODES: usize = 16 << 20;
/// No node.
const NONE: u32 = u32::MAX;

/// A node as it comes.
#[derive(Clone, Debug)]
pub struct Item {
    pub path: String,
    pub depth: usize,
    pub bytes: u64,
    pub denied: bool,
}

impl From<TreeNode> for Item {
    fn from(node: TreeNode) -> Item {
        let bytes = node.stat.map_or(0, |s| u64::try_from(s.data_length).unwrap_or(0));
        Item { path: node.path, depth: node.depth, bytes, denied: node.denied }
    }
}

/// A node among those kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Id(u32);

/// What is known of a node and what is below it.
#[derive(Clone, Debug)]
pub struct Entry {
    pub name: Box<str>,
    /// Of its own data.
    pub own: u64,
    /// Of all data in the subtree.
    pub bytes: u64,
    /// In the subtree, itself included.
    pub nodes: u64,
    pub children: u32,
    /// Its ACL keeps something of it from us.
    pub denied: bool,
    parent: u32,
    first: u32,
    last: u32,
    next: u32,
}

/// A node whose subtree is being read: what was met below it since it was last added up.
#[derive(Clone, Copy, Debug)]
struct Open {
    id: u32,
    bytes: u64,
    nodes: u64,
}

/// The tree of sizes.
#[derive(Debug)]
pub struct Sizes {
    entries: Vec<Entry>,
    limit: usize,
    /// From the root to the node that came last.
    trail: Vec<Open>,
    denied: u64,
    unlisted: u64,
}

impl Sizes {
    /// Keeps `limit` nodes.
    pub fn new(limit: usize) -> Sizes {
        Sizes {
            entries: Vec::new(),
            limit: limit.clamp(1, NONE as usize),
            trail: Vec::new(),
            denied: 0,
            unlisted: 0,
        }
    }

    /// Takes the next node.
    pub fn add(&mut self, item: &Item) {
        self.denied += u64::from(item.denied);
        while self.trail.len() > item.depth {
            self.close_last();
        }
        // Its own parent, or if that one is not kept, what is above.
        let parent = self.trail.last().map_or(NONE, |open| open.id);
        if self.entries.len() >= self.limit {
            self.unlisted += 1;
            if let Some(open) = self.trail.last_mut() {
                open.bytes += item.bytes;
                open.nodes += 1;
            }
            return;
        }
        let Ok(id) = u32::try_from(self.entries.len()) else { return };
        let name = match item.path.rsplit_once('/') {
            Some((_, name)) if parent != NONE => name,
            _ => &item.path,
        };
        self.entries.push(Entry {
            name: name.into(),
            own: item.bytes,
            bytes: 0,
            nodes: 0,
            children: 0,
            denied: item.denied,
            parent,
            first: NONE,
            last: NONE,
            next: NONE,
        });
        self.hang(id, parent);
        self.trail.push(Open { id, bytes: item.bytes, nodes: 1 });
    }

    /// Puts a node behind its siblings.
    fn hang(&mut self, id: u32, parent: u32) {
        let Some(above) = self.entries.get_mut(parent as usize) else { return };
        above.children += 1;
        let before = std::mem::replace(&mut above.last, id);
        match self.entries.get_mut(before as usize) {
            Some(sibling) => sibling.next = id,
            None => {
                if let Some(above) = self.entries.get_mut(parent as usize) {
                    above.first = id;
                }
            }
        }
    }

    /// The subtree of the last node of the trail is whole.
    fn close_last(&mut self) {
        if let Some(open) = self.trail.pop() {
            self.sum(open);
            if let Some(above) = self.trail.last_mut() {
                above.bytes += open.bytes;
                above.nodes += open.nodes;
            }
        }
    }

    fn sum(&mut self, open: Open) {
        if let Some(entry) = self.entries.get_mut(open.id as usize) {
            entry.bytes += open.bytes;
            entry.nodes += open.nodes;
        }
    }

    /// Adds up what was met in the subtrees that are being read.
    pub fn add_up(&mut self) {
        let mut below = (0, 0);
        for at in (0..self.trail.len()).rev() {
            let Some(open) = self.trail.get_mut(at) else { continue };
            let whole = Open { id: open.id, bytes: open.bytes + below.0, nodes: open.nodes + below.1 };
            (open.bytes, open.nodes) = (0, 0);
            below = (whole.bytes, whole.nodes);
            self.sum(whole);
        }
    }

    /// The first one, once it is there.
    pub fn root(&self) -> Option<Id> {
        (!self.entries.is_empty()).then_some(Id(0))
    }

    /// A node.
    pub fn get(&self, id: Id) -> Option<&Entry> {
        self.entries.get(id.0 as usize)
    }

    /// The node above.
    pub fn parent(&self, id: Id) -> Option<Id> {
        self.get(id).map(|e| e.parent).filter(|parent| *parent != NONE).map(Id)
    }

    /// Children as they came.
    pub fn children(&self, id: Id) -> impl Iterator<Item = Id> {
        let next = |id: u32| (id != NONE).then_some(Id(id));
        let first = self.get(id).and_then(|e| next(e.first));
        std::iter::successors(first, move |id| self.get(*id).and_then(|e| next(e.next)))
    }

    /// The whole path of a node.
    pub fn path(&self, id: Id) -> String {
        let mut names: Vec<&str> = Vec::new();
        let mut at = Some(id);
        while let Some(entry) = at.and_then(|id| self.get(id)) {
            names.push(&entry.name);
            at = at.and_then(|id| self.parent(id));
        }
        let root = names.pop().unwrap_or_default().to_owned();
        names.iter().rev().fold(root, |path, name| zk_proto::path::join(&path, name))
    }

    /// Nodes of which the ACL keeps something from us.
    pub fn denied(&self) -> u64 {
        self.denied
    }

    /// Nodes that were counted and are not kept.
    pub fn unlisted(&self) -> u64 {
        self.unlisted
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(limit: usize, nodes: &[(&str, usize, u64)]) -> Sizes {
        let mut sizes = Sizes::new(limit);
        for (path, depth, bytes) in nodes {
            sizes.add(&Item { path: (*path).into(), depth: *depth, bytes: *bytes, denied: false });
        }
        sizes
    }

    /// Path, bytes and nodes of all that is kept.
    fn totals(sizes: &Sizes) -> Vec<(String, u64, u64)> {
        let mut out = Vec::new();
        let mut todo: Vec<Id> = sizes.root().into_iter().collect();
        while let Some(id) = todo.pop() {
            let entry = sizes.get(id).unwrap();
            out.push((sizes.path(id), entry.bytes, entry.nodes));
            todo.extend(sizes.children(id));
        }
        out.sort();
        out
    }

    const NODES: &[(&str, usize, u64)] = &[
        ("/w", 0, 1),
        ("/w/a", 1, 2),
        ("/w/a/b", 2, 3),
        ("/w/a/b/c", 3, 4),
        ("/w/d", 1, 5),
        ("/w/d/e", 2, 6),
    ];

    fn row(path: &str, bytes: u64, nodes: u64) -> (String, u64, u64) {
        (path.into(), bytes, nodes)
    }

    #[test]
    fn sums_are_the_same_however_often_they_are_added_up_on_the_way() {
        let expected = [
            row("/w", 21, 6),
            row("/w/a", 9, 3),
            row("/w/a/b", 7, 2),
            row("/w/a/b/c", 4, 1),
            row("/w/d", 11, 2),
            row("/w/d/e", 6, 1),
        ];
        let mut often = Sizes::new(MAX_NODES);
        for node in NODES {
            often.add(&Item { path: node.0.into(), depth: node.1, bytes: node.2, denied: false });
            often.add_up();
            often.add_up();
        }
        let mut once = of(MAX_NODES, NODES);
        once.add_up();
        assert_eq!(totals(&once), expected);
        assert_eq!(totals(&often), expected);
    }

    #[test]
    fn nodes_beyond_the_limit_count_for_what_they_are_below() {
        let mut sizes = of(2, NODES);
        sizes.add_up();
        assert_eq!(totals(&sizes), [row("/w", 21, 6), row("/w/a", 9, 3)]);
        assert_eq!(sizes.unlisted(), 4);
    }
}
