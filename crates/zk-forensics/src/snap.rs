//! Questions to one snapshot file, answered while it streams by.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::{BuildHasher, Hasher};

use foldhash::fast::{FixedState, RandomState};
use zk_proto::stat::Owner;
use zk_proto::{Acl, SessionId, StatPersisted, Zxid, path};
use zk_storage::NodeRef;
use zk_storage::snapshot::{OPEN_ACL_ID, SnapshotError, Trailers};

use crate::source::{SnapshotSource, SnapshotStream};

/// The path of a node as people know it: snapshots write the root as an empty one.
pub fn shown_path<'a>(node: &NodeRef<'a>) -> &'a str {
    if node.path.is_empty() { "/" } else { node.path }
}

/// A snapshot whose sessions and ACL lists have been read; its nodes come next.
pub struct Opened {
    reader: SnapshotStream,
    /// Sessions and their timeouts in milliseconds.
    pub sessions: Vec<(SessionId, i32)>,
    /// ACL lists by their ids.
    pub acls: HashMap<i64, Vec<Acl>>,
}

impl Opened {
    /// Opens a snapshot and reads what stands before the nodes.
    ///
    /// # Errors
    /// It cannot be read, or is none.
    pub fn new(source: &SnapshotSource) -> Result<Opened, SnapshotError> {
        let mut reader = source.open()?;
        let mut sessions = Vec::new();
        while let Some(session) = reader.next_session()? {
            sessions.push(session);
        }
        let mut acls = HashMap::from([(OPEN_ACL_ID, Acl::open())]);
        while let Some((id, acl)) = reader.next_acl()? {
            acls.insert(id, acl.to_vec());
        }
        Ok(Opened { reader, sessions, acls })
    }

    /// The next node.
    ///
    /// # Errors
    /// The snapshot is damaged there.
    #[inline]
    pub fn next_node(&mut self) -> Result<Option<NodeRef<'_>>, SnapshotError> {
        self.reader.next_node()
    }

    /// Bytes read so far, uncompressed.
    pub fn offset(&self) -> u64 {
        self.reader.offset()
    }

    /// Reads what is left and checks the seals.
    ///
    /// # Errors
    /// The snapshot is damaged.
    pub fn finish(self) -> Result<Trailers, SnapshotError> {
        self.reader.finish()
    }
}

/// Numbers of a whole snapshot.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Census {
    /// Nodes, the root included.
    pub nodes: u64,
    /// Of these, those without children.
    pub leaves: u64,
    /// Bytes of data.
    pub data_bytes: u64,
    /// Bytes of paths.
    pub path_bytes: u64,
    /// Ephemeral nodes.
    pub ephemerals: u64,
    /// Container nodes.
    pub containers: u64,
    /// Nodes with a time to live.
    pub ttls: u64,
    /// Names in the longest path.
    pub depth: usize,
    /// The largest data and its node.
    pub largest: (u64, String),
    /// The newest transaction that a node tells of.
    pub newest: Zxid,
    /// The latest change, in milliseconds since 1970.
    pub newest_ms: i64,
    /// Sum of the nodes' digests.
    pub digest: u64,
}

impl Census {
    /// Counts a node; `with_digest` computes its digest too, which takes most of the time.
    #[inline]
    pub fn add(&mut self, node: &NodeRef<'_>, with_digest: bool) {
        let bytes = node.data.map_or(0, |d| d.len() as u64);
        self.nodes += 1;
        self.data_bytes += bytes;
        self.path_bytes += node.path.len() as u64;
        match Owner::from_stored(node.stat.ephemeral_owner) {
            Owner::Persistent => {}
            Owner::Session(_) => self.ephemerals += 1,
            Owner::Container => self.containers += 1,
            Owner::Ttl(_) => self.ttls += 1,
        }
        self.depth = self.depth.max(node.path.bytes().filter(|b| *b == b'/').count());
        if bytes > self.largest.0 {
            self.largest = (bytes, shown_path(node).to_owned());
        }
        let stat = &node.stat;
        self.newest = self.newest.max(stat.czxid).max(stat.mzxid).max(stat.pzxid);
        self.newest_ms = self.newest_ms.max(stat.mtime).max(stat.ctime);
        if with_digest {
            let own = zk_tree::digest::of_node(shown_path(node), node.data, stat);
            self.digest = self.digest.wrapping_add(own.into());
        }
    }
}

/// What is wrong with the form of a tree, as its nodes go by.
#[derive(Debug, Default)]
pub struct Structure {
    seen: HashSet<u64, FixedState>,
    hasher: RandomState,
}

impl Structure {
    /// Checks that a node comes once, behind its parent, and that its ACL is one of `acls`. Keeps 64 bits of each path.
    pub fn check(&mut self, node: &NodeRef<'_>, acls: &HashMap<i64, Vec<Acl>>) -> Option<String> {
        let own = self.hash(node.path);
        if !node.path.is_empty() {
            if path::validate(node.path).is_err() {
                return Some(format!("{:?} is no path of a node", node.path));
            }
            let parent = match node.path.rsplit_once('/') {
                Some((parent, _)) => parent,
                None => return Some(format!("{:?} is no path of a node", node.path)),
            };
            if !self.seen.contains(&self.hash(parent)) {
                return Some(format!("node {} comes without its parent", node.path));
            }
        }
        if !self.seen.insert(own) {
            return Some(format!("node {} is there twice", shown_path(node)));
        }
        if !acls.contains_key(&node.acl) {
            return Some(format!("node {} has ACL {}, which is not listed", shown_path(node), node.acl));
        }
        None
    }

    fn hash(&self, path: &str) -> u64 {
        let mut h = self.hasher.build_hasher();
        h.write(path.as_bytes());
        h.finish()
    }
}

/// What a subtree holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Usage {
    /// Its first node.
    pub path: String,
    /// Bytes of data.
    pub bytes: u64,
    /// Nodes, its first one included.
    pub nodes: u64,
    /// Children of its first node.
    pub children: u64,
}

/// Sums up subtrees so many levels below a node.
#[derive(Debug)]
pub struct Du {
    root: String,
    depth: usize,
    /// Where sums are being made: one for each level of the path at hand.
    open: Vec<Usage>,
    rows: BTreeMap<String, Usage>,
}

impl Du {
    /// Below `root`, in rows for subtrees up to `depth` levels down.
    pub fn new(root: &str, depth: usize) -> Du {
        let root = if root == "/" { String::new() } else { root.to_owned() };
        Du { root, depth, open: Vec::new(), rows: BTreeMap::new() }
    }

    /// Counts a node.
    #[inline]
    pub fn add(&mut self, node: &NodeRef<'_>) {
        let Some(rest) = node.path.strip_prefix(self.root.as_str()) else { return };
        if !rest.is_empty() && !rest.starts_with('/') {
            return;
        }
        let bytes = node.data.map_or(0, |d| d.len() as u64);
        let base = self.root.len();
        let mut end = base;
        let mut level = 0;
        loop {
            let key = node.path.get(..end).unwrap_or(node.path);
            self.at(level, key);
            let is_child =
                rest.get(end - base..).is_some_and(|r| r.bytes().filter(|b| *b == b'/').count() == 1);
            if let Some(usage) = self.open.get_mut(level) {
                usage.bytes += bytes;
                usage.nodes += 1;
                usage.children += u64::from(is_child);
            }
            if end == node.path.len() || level == self.depth {
                return;
            }
            let next = node.path.get(end + 1..).and_then(|r| r.find('/')).map(|i| end + 1 + i);
            end = next.unwrap_or(node.path.len());
            level += 1;
        }
    }

    /// Makes sure that the sum open at `level` is that of `key`.
    #[inline]
    fn at(&mut self, level: usize, key: &str) {
        if self.open.get(level).is_some_and(|u| u.path == key) {
            return;
        }
        self.close(level);
        let resumed = self.rows.remove(key);
        self.open.push(resumed.unwrap_or_else(|| Usage { path: key.to_owned(), ..Usage::default() }));
    }

    fn close(&mut self, level: usize) {
        for usage in self.open.drain(level.min(self.open.len())..) {
            self.rows.insert(usage.path.clone(), usage);
        }
    }

    /// All sums, by path; the first is that of the node asked for, if there is such a node.
    pub fn finish(mut self) -> Vec<Usage> {
        self.close(0);
        let mut rows: Vec<Usage> = self.rows.into_values().collect();
        for row in &mut rows {
            if row.path.is_empty() {
                row.path.push('/');
            }
        }
        rows
    }
}

/// What is remembered of a node to tell whether another snapshot's is the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Print {
    data: u64,
    acl: u64,
    stat: StatPersisted,
}

/// How two snapshots of a tree differ: remembers a fixed number of bytes and the path for every node of the first.
#[derive(Debug, Default)]
pub struct SnapDiff {
    first: HashMap<Box<str>, Print, RandomState>,
    hasher: RandomState,
}

/// How a node of two snapshots differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NodeChange {
    /// Its data.
    pub data: bool,
    /// Its ACL.
    pub acl: bool,
    /// It was made anew.
    pub recreated: bool,
    /// Something else in its own status.
    pub stat: bool,
}

impl SnapDiff {
    fn print(&self, node: &NodeRef<'_>, acls: &HashMap<i64, Vec<Acl>>) -> Print {
        let mut data = self.hasher.build_hasher();
        data.write_u8(u8::from(node.data.is_some()));
        data.write(node.data.unwrap_or_default());
        let mut acl = self.hasher.build_hasher();
        // Ids differ from server to server: the lists count.
        for entry in acls.get(&node.acl).map_or(&[][..], Vec::as_slice) {
            acl.write_i32(entry.perms.0);
            for text in [&entry.id.scheme, &entry.id.id] {
                acl.write(text.as_bytes());
                acl.write_u8(0xff);
            }
        }
        Print { data: data.finish(), acl: acl.finish(), stat: node.stat }
    }

    /// A node of the first snapshot.
    pub fn first(&mut self, node: &NodeRef<'_>, acls: &HashMap<i64, Vec<Acl>>) {
        let print = self.print(node, acls);
        self.first.insert(shown_path(node).into(), print);
    }

    /// A node of the second one: `Ok(None)` if it is the same, `Err` if the first has none of its path.
    #[allow(clippy::result_unit_err)]
    pub fn second(
        &mut self,
        node: &NodeRef<'_>,
        acls: &HashMap<i64, Vec<Acl>>,
    ) -> Result<Option<NodeChange>, ()> {
        let now = self.print(node, acls);
        let before = self.first.remove(shown_path(node)).ok_or(())?;
        let own = |s: &StatPersisted| (s.mzxid, s.version, s.aversion, s.ephemeral_owner, s.ctime, s.mtime);
        let change = NodeChange {
            data: before.data != now.data,
            acl: before.acl != now.acl,
            recreated: before.stat.czxid != now.stat.czxid,
            stat: own(&before.stat) != own(&now.stat),
        };
        let same = NodeChange { data: false, acl: false, recreated: false, stat: false };
        Ok((change != same).then_some(change))
    }

    /// Paths that only the first has, by name.
    pub fn left(self) -> Vec<String> {
        let mut out: Vec<String> = self.first.into_keys().map(String::from).collect();
        out.sort();
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn node(path: &str, data: &'static [u8]) -> (String, &'static [u8]) {
        (path.to_owned(), data)
    }

    fn du(root: &str, depth: usize, nodes: &[(String, &'static [u8])]) -> Vec<(String, u64, u64, u64)> {
        let mut du = Du::new(root, depth);
        for (path, data) in nodes {
            du.add(&NodeRef { path, data: Some(data), acl: -1, stat: StatPersisted::default() });
        }
        du.finish().into_iter().map(|u| (u.path, u.bytes, u.nodes, u.children)).collect()
    }

    #[test]
    fn sums_do_not_depend_on_the_order_of_siblings() {
        let nodes = [
            node("", b""),
            node("/a", b"12"),
            node("/b", b"1"),
            node("/a/x", b"123"),
            node("/ab", b"9"),
            node("/a/x/y", b"4"),
        ];
        let expected = [("/", 8, 6, 3), ("/a", 6, 3, 1), ("/ab", 1, 1, 0), ("/b", 1, 1, 0)];
        let expected: Vec<_> = expected.iter().map(|(p, b, n, c)| (p.to_string(), *b, *n, *c)).collect();
        assert_eq!(du("/", 1, &nodes), expected);
        assert_eq!(du("/a", 0, &nodes), [("/a".to_owned(), 6, 3, 1)]);
        assert_eq!(du("/none", 3, &nodes), []);
    }

    #[test]
    fn a_tree_that_is_none_is_seen() {
        let acls = HashMap::from([(-1, Acl::open())]);
        let mut s = Structure::default();
        let n = |path, acl| NodeRef { path, data: None, acl, stat: StatPersisted::default() };
        assert_eq!(s.check(&n("", -1), &acls), None);
        assert_eq!(s.check(&n("/a", -1), &acls), None);
        assert!(s.check(&n("/a", -1), &acls).unwrap().contains("twice"));
        assert!(s.check(&n("/b/c", -1), &acls).unwrap().contains("parent"));
        assert!(s.check(&n("/d", 7), &acls).unwrap().contains("ACL 7"));
        assert!(s.check(&n("e", -1), &acls).is_some());
    }
}
