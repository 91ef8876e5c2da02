//! The node store: fixed-size nodes in chunks, addressed by small ids, siblings linked through them.
//!
//! A znode of 100 bytes costs about 230 bytes in all, which is why a node holds no path, no map of children
//! and no string: name and data share one allocation, and a child is found through one hash table for the
//! whole tree, keyed by parent and name.

use std::hash::BuildHasher;

use foldhash::fast::FixedState;
use hashbrown::HashTable;
use zk_proto::{StatPersisted, Zxid};

use crate::acl_cache::AclId;
use crate::content::{Content, ELSEWHERE, NAME_LEN, NULL_DATA, Place, data_bytes, pack};

/// A node's place in the store. Reused after a delete; its generation tells the uses apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NodeId(pub(crate) u32);

impl NodeId {
    pub(crate) const ROOT: NodeId = NodeId(0);
    /// "No node" in links.
    const NONE: NodeId = NodeId(u32::MAX);

    fn some(self) -> Option<NodeId> {
        if self == NodeId::NONE { None } else { Some(self) }
    }
}

#[derive(Debug)]
pub(crate) struct Node {
    pub(crate) stat: StatPersisted,
    /// Name, then data or where it lies.
    payload: Box<[u8]>,
    /// Length of the name; the top bits say that the data is null, or lies elsewhere.
    name_len: u32,
    parent: NodeId,
    first_child: NodeId,
    next: NodeId,
    /// The previous sibling; the first child's is the last one.
    prev: NodeId,
    pub(crate) num_children: u32,
    pub(crate) acl: AclId,
    /// This node's part of the tree digest.
    pub(crate) digest: u32,
    /// Counts the uses of this slot; odd while in use.
    pub(crate) generation: u32,
}

// A million znodes are a million of these; growing it is a decision.
const _: () = assert!(size_of::<Node>() == 120);

impl Node {
    fn vacant() -> Node {
        Node {
            stat: StatPersisted::default(),
            payload: Box::default(),
            name_len: 0,
            parent: NodeId::NONE,
            first_child: NodeId::NONE,
            next: NodeId::NONE,
            prev: NodeId::NONE,
            num_children: 0,
            acl: AclId::OPEN,
            digest: 0,
            generation: 0,
        }
    }

    pub(crate) fn name(&self) -> &[u8] {
        &self.payload[..(self.name_len & NAME_LEN) as usize]
    }

    /// The data, which must be here: only a tree of the past has it elsewhere.
    pub(crate) fn data(&self) -> Option<&[u8]> {
        assert!(self.name_len & ELSEWHERE == 0, "the data lies elsewhere");
        if self.name_len & NULL_DATA != 0 { None } else { Some(&self.payload[self.name_len as usize..]) }
    }

    /// Where the data lies if it is not here, and the beginning of its digest.
    pub(crate) fn place(&self) -> Option<(Place, u32)> {
        if self.name_len & ELSEWHERE == 0 {
            return None;
        }
        Place::decode(&self.payload[(self.name_len & NAME_LEN) as usize..])
    }

    pub(crate) fn data_len(&self) -> usize {
        data_bytes(&self.payload, self.name_len)
    }

    fn set_payload(&mut self, name: &[u8], data: Option<&[u8]>) {
        (self.payload, self.name_len) = pack(name, data);
    }

    /// Overwrites name, which must be the same, and data.
    pub(crate) fn set_content(&mut self, content: Content) {
        debug_assert_eq!(self.name(), content.name(), "the content of another node");
        (self.payload, self.name_len) = (content.payload, content.name_len);
    }

    /// Overwrites the data; in place where the length stays the same.
    pub(crate) fn set_data(&mut self, data: Option<&[u8]>) {
        let name_len = (self.name_len & NAME_LEN) as usize;
        match data {
            Some(new) if new.len() + name_len == self.payload.len() => {
                self.payload[name_len..].copy_from_slice(new);
                self.name_len = name_len as u32;
            }
            _ => {
                let name = self.payload[..name_len].to_vec();
                self.set_payload(&name, data);
            }
        }
    }
}

/// 4096 nodes to a chunk: growing never moves a node and wastes at most one chunk.
const CHUNK_BITS: u32 = 12;
const CHUNK: usize = 1 << CHUNK_BITS;
/// The index is split so that no growth of a table stalls the tree for long.
const TABLES: usize = 64;

#[derive(Debug)]
pub(crate) struct NodeStore {
    chunks: Vec<Box<[Node]>>,
    used: u32,
    free: Vec<NodeId>,
    tables: Vec<HashTable<u32>>,
    hasher: FixedState,
    count: usize,
}

impl NodeStore {
    /// A store with a root; `seed` keeps the order of the hash tables from being guessed.
    pub(crate) fn new(seed: u64) -> NodeStore {
        let mut store = NodeStore {
            chunks: Vec::new(),
            used: 0,
            free: Vec::new(),
            tables: (0..TABLES).map(|_| HashTable::new()).collect(),
            hasher: FixedState::with_seed(seed),
            count: 0,
        };
        let root = store.allocate();
        assert_eq!(root, NodeId::ROOT);
        let node = store.node_mut(root);
        node.set_payload(b"", Some(b""));
        store
    }

    /// Nodes in use, the root included.
    pub(crate) fn len(&self) -> usize {
        self.count
    }

    pub(crate) fn node(&self, id: NodeId) -> &Node {
        &self.chunks[(id.0 >> CHUNK_BITS) as usize][id.0 as usize & (CHUNK - 1)]
    }

    pub(crate) fn node_mut(&mut self, id: NodeId) -> &mut Node {
        &mut self.chunks[(id.0 >> CHUNK_BITS) as usize][id.0 as usize & (CHUNK - 1)]
    }

    /// The node, if its slot still holds the incarnation of `generation`.
    pub(crate) fn node_if(&self, id: NodeId, generation: u32) -> Option<&Node> {
        Some(self.node(id)).filter(|n| n.generation == generation)
    }

    fn hash(&self, parent: NodeId, name: &[u8]) -> u64 {
        use std::hash::Hasher;
        let mut h = self.hasher.build_hasher();
        h.write_u32(parent.0);
        h.write(name);
        h.finish()
    }

    fn table_of(hash: u64) -> usize {
        // The tables use the low bits for their buckets and the top seven for their tags.
        (hash >> 40) as usize % TABLES
    }

    pub(crate) fn child(&self, parent: NodeId, name: &[u8]) -> Option<NodeId> {
        let hash = self.hash(parent, name);
        self.tables[Self::table_of(hash)]
            .find(hash, |&id| {
                let n = self.node(NodeId(id));
                n.parent == parent && n.name() == name
            })
            .map(|&id| NodeId(id))
    }

    /// Follows a path from the root. The empty path is the root too.
    pub(crate) fn find(&self, path: &str) -> Option<NodeId> {
        let rest = match path.strip_prefix('/') {
            Some(rest) => rest,
            None if path.is_empty() => return Some(NodeId::ROOT),
            None => return None,
        };
        if rest.is_empty() {
            return Some(NodeId::ROOT);
        }
        let mut at = NodeId::ROOT;
        let mut rest = rest.as_bytes();
        loop {
            match memchr_slash(rest) {
                Some(i) => {
                    at = self.child(at, &rest[..i])?;
                    rest = &rest[i + 1..];
                }
                None => return self.child(at, rest),
            }
        }
    }

    fn allocate(&mut self) -> NodeId {
        let id = self.free.pop().unwrap_or_else(|| {
            if self.used as usize == self.chunks.len() * CHUNK {
                self.chunks.push((0..CHUNK).map(|_| Node::vacant()).collect());
            }
            self.used += 1;
            assert!(self.used < u32::MAX, "the tree holds at most 2^32 - 2 nodes");
            NodeId(self.used - 1)
        });
        self.count += 1;
        self.node_mut(id).generation += 1;
        id
    }

    /// Adds a child that must not exist yet, as the last of its siblings.
    pub(crate) fn insert(&mut self, parent: NodeId, name: &[u8], data: Option<&[u8]>) -> NodeId {
        let (payload, name_len) = pack(name, data);
        self.insert_packed(parent, payload, name_len)
    }

    /// The same with what was made before.
    pub(crate) fn insert_content(&mut self, parent: NodeId, content: Content) -> NodeId {
        self.insert_packed(parent, content.payload, content.name_len)
    }

    fn insert_packed(&mut self, parent: NodeId, payload: Box<[u8]>, name_len: u32) -> NodeId {
        let id = self.allocate();
        let node = self.node_mut(id);
        (node.payload, node.name_len) = (payload, name_len);
        node.parent = parent;
        let hash = self.hash(parent, self.node(id).name());
        let first = self.node(parent).first_child.some();
        match first {
            None => {
                let node = self.node_mut(id);
                node.prev = id;
                node.next = NodeId::NONE;
                self.node_mut(parent).first_child = id;
            }
            Some(first) => {
                let last = self.node(first).prev;
                self.node_mut(last).next = id;
                self.node_mut(first).prev = id;
                let node = self.node_mut(id);
                node.prev = last;
                node.next = NodeId::NONE;
            }
        }
        self.node_mut(parent).num_children += 1;
        let mut table = std::mem::take(&mut self.tables[Self::table_of(hash)]);
        table.insert_unique(hash, id.0, |&other| {
            let n = self.node(NodeId(other));
            self.hash(n.parent, n.name())
        });
        self.tables[Self::table_of(hash)] = table;
        id
    }

    /// Removes a childless node.
    pub(crate) fn remove(&mut self, id: NodeId) {
        let node = self.node(id);
        assert_eq!(node.num_children, 0, "only childless nodes are removed");
        let (parent, next, prev) = (node.parent, node.next.some(), node.prev);
        let hash = self.hash(parent, node.name());
        let first = self.node(parent).first_child;
        match next {
            Some(next) => self.node_mut(next).prev = prev,
            // The last sibling goes: the first one's back link moves up, unless it is the one that goes.
            None if first != id => self.node_mut(first).prev = prev,
            None => {}
        }
        if first == id {
            self.node_mut(parent).first_child = next.unwrap_or(NodeId::NONE);
        } else {
            self.node_mut(prev).next = next.unwrap_or(NodeId::NONE);
        }
        self.node_mut(parent).num_children -= 1;
        if let Ok(entry) = self.tables[Self::table_of(hash)].find_entry(hash, |&other| other == id.0) {
            entry.remove();
        }
        let generation = self.node(id).generation + 1;
        *self.node_mut(id) = Node { generation, ..Node::vacant() };
        self.free.push(id);
        self.count -= 1;
    }

    pub(crate) fn parent(&self, id: NodeId) -> Option<NodeId> {
        self.node(id).parent.some()
    }

    /// The children in the order of their creation.
    pub(crate) fn children(&self, id: NodeId) -> impl Iterator<Item = (NodeId, &Node)> {
        let mut at = self.node(id).first_child.some();
        std::iter::from_fn(move || {
            let id = at?;
            let node = self.node(id);
            at = node.next.some();
            Some((id, node))
        })
    }

    /// The full path of a node.
    pub(crate) fn path(&self, id: NodeId) -> String {
        let mut names = Vec::new();
        let mut at = id;
        while let Some(parent) = self.parent(at) {
            names.push(self.node(at).name());
            at = parent;
        }
        if names.is_empty() {
            return "/".into();
        }
        let mut path = Vec::with_capacity(names.iter().map(|n| n.len() + 1).sum());
        for name in names.iter().rev() {
            path.push(b'/');
            path.extend_from_slice(name);
        }
        // Names come from paths that were valid text.
        String::from_utf8_lossy(&path).into_owned()
    }

    /// Makes room for about this many nodes.
    pub(crate) fn reserve(&mut self, nodes: usize) {
        let hasher = self.hasher.clone();
        let chunks = &self.chunks;
        for table in &mut self.tables {
            table.reserve(nodes / TABLES, |&id| {
                use std::hash::Hasher;
                let n = &chunks[(id >> CHUNK_BITS) as usize][id as usize & (CHUNK - 1)];
                let mut h = hasher.build_hasher();
                h.write_u32(n.parent.0);
                h.write(n.name());
                h.finish()
            });
        }
    }
}

/// Names are short: a plain loop beats a vectorised search's set-up.
fn memchr_slash(bytes: &[u8]) -> Option<usize> {
    bytes.iter().position(|b| *b == b'/')
}

/// The stat of a node that a transaction creates.
pub(crate) fn created_stat(zxid: Zxid, time: i64, owner: i64) -> StatPersisted {
    StatPersisted {
        czxid: zxid,
        mzxid: zxid,
        pzxid: zxid,
        ctime: time,
        mtime: time,
        ephemeral_owner: owner,
        ..StatPersisted::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(store: &NodeStore, id: NodeId) -> Vec<String> {
        store.children(id).map(|(_, n)| String::from_utf8_lossy(n.name()).into_owned()).collect()
    }

    #[test]
    fn siblings_stay_linked_through_any_removal() {
        for gone in 0..4 {
            let mut s = NodeStore::new(1);
            let ids: Vec<_> =
                ["a", "b", "c", "d"].iter().map(|n| s.insert(NodeId::ROOT, n.as_bytes(), None)).collect();
            s.remove(ids[gone]);
            let mut left = vec!["a", "b", "c", "d"];
            left.remove(gone);
            assert_eq!(names(&s, NodeId::ROOT), left);
            s.insert(NodeId::ROOT, b"e", None);
            left.push("e");
            assert_eq!(names(&s, NodeId::ROOT), left);
            assert_eq!(s.node(NodeId::ROOT).num_children, 4);
            assert_eq!(s.len(), 5);
        }
    }

    #[test]
    fn nodes_are_found_by_path_and_give_it_back() {
        let mut s = NodeStore::new(7);
        let mut at = NodeId::ROOT;
        for name in ["x", "yy", "zzz"] {
            at = s.insert(at, name.as_bytes(), Some(b"data"));
        }
        assert_eq!(s.find("/x/yy/zzz"), Some(at));
        assert_eq!(s.path(at), "/x/yy/zzz");
        assert_eq!(s.find("/x/yy/"), None);
        assert_eq!(s.find("x"), None);
        assert_eq!(s.find(""), Some(NodeId::ROOT));
        assert_eq!(s.find("/"), Some(NodeId::ROOT));
        assert_eq!(s.path(NodeId::ROOT), "/");
    }

    #[test]
    fn a_reused_slot_has_another_generation() {
        let mut s = NodeStore::new(7);
        let a = s.insert(NodeId::ROOT, b"a", None);
        let generation = s.node(a).generation;
        s.remove(a);
        assert!(s.node_if(a, generation).is_none());
        assert_eq!(s.insert(NodeId::ROOT, b"a", None), a);
        assert!(s.node_if(a, generation).is_none());
    }

    #[test]
    fn null_and_empty_data_differ() {
        let mut s = NodeStore::new(7);
        let a = s.insert(NodeId::ROOT, b"a", None);
        assert_eq!(s.node(a).data(), None);
        s.node_mut(a).set_data(Some(b""));
        assert_eq!(s.node(a).data(), Some(&b""[..]));
        s.node_mut(a).set_data(Some(b"xyz"));
        assert_eq!(s.node(a).data(), Some(&b"xyz"[..]));
        s.node_mut(a).set_data(None);
        assert_eq!((s.node(a).data(), s.node(a).name()), (None, &b"a"[..]));
    }

    #[test]
    fn many_nodes_survive_growth_of_the_index() {
        let mut s = NodeStore::new(3);
        for i in 0..20_000u32 {
            s.insert(NodeId::ROOT, i.to_string().as_bytes(), Some(b"v"));
        }
        for i in 0..20_000u32 {
            assert!(s.find(&format!("/{i}")).is_some());
        }
        assert_eq!(s.len(), 20_001);
    }
}
