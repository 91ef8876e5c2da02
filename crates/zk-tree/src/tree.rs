//! The data tree: lookups, what a snapshot brings in, and the counters that servers show.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use thiserror::Error;
use zk_proto::stat::Owner;
use zk_proto::{Acl, AclBytes, SessionId, Stat, StatPersisted, Zxid, path};

use crate::acl_cache::{AclCache, AclId, AclList};
use crate::apply::DigestCheck;
use crate::content::{Content, Place};
use crate::digest::{self, KeptDigests};
use crate::node::{Node, NodeId, NodeStore};
use crate::quota::{self, QuotaPaths, StatsTrack};

/// Why a snapshot's content does not make a tree.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum LoadError {
    /// A node came before its parent, or without one.
    #[error("node {0} has no parent in the snapshot")]
    NoParent(String),
    /// A node came twice.
    #[error("node {0} is in the snapshot twice")]
    Duplicate(String),
    /// A node names an ACL that the snapshot does not define.
    #[error("node {path} refers to ACL {acl}, which the snapshot does not define")]
    UnknownAcl {
        /// The node.
        path: String,
        /// The id as stored.
        acl: i64,
    },
    /// A path that no server would have accepted.
    #[error("{0:?} is no path of a node")]
    Path(String),
}

/// The nodes that every tree has.
pub(crate) const CONFIG: &str = "/zookeeper/config";
const BUILT_IN: [&str; 3] = ["/zookeeper", "/zookeeper/quota", CONFIG];

/// The tree of znodes with its sessions, indexes and digest.
#[derive(Debug)]
pub struct DataTree {
    pub(crate) store: NodeStore,
    pub(crate) acls: AclCache,
    pub(crate) sessions: BTreeMap<SessionId, i32>,
    pub(crate) ephemerals: BTreeMap<SessionId, BTreeSet<NodeId>>,
    pub(crate) containers: BTreeSet<NodeId>,
    pub(crate) ttls: BTreeSet<NodeId>,
    pub(crate) quotas: QuotaPaths,
    pub(crate) digest: u64,
    pub(crate) digest_check: DigestCheck,
    pub(crate) kept_digests: KeptDigests,
    pub(crate) last_zxid: Zxid,
    data_bytes: i64,
    stored_acls: BTreeMap<i64, AclId>,
    last_parent: Option<(String, NodeId)>,
}

impl DataTree {
    /// The tree of a server that has never processed anything. `seed` keeps hash order from being guessed.
    pub fn new(seed: u64) -> DataTree {
        let mut tree = DataTree::bare(seed);
        tree.add_built_in();
        tree
    }

    /// A tree with nothing but a root, for a snapshot to be loaded into.
    pub fn bare(seed: u64) -> DataTree {
        let mut tree = DataTree {
            store: NodeStore::new(seed),
            acls: AclCache::new(),
            sessions: BTreeMap::new(),
            ephemerals: BTreeMap::new(),
            containers: BTreeSet::new(),
            ttls: BTreeSet::new(),
            quotas: QuotaPaths::default(),
            digest: 0,
            digest_check: DigestCheck::default(),
            kept_digests: KeptDigests::default(),
            last_zxid: Zxid::ZERO,
            data_bytes: 0,
            stored_acls: BTreeMap::new(),
            last_parent: None,
        };
        tree.redigest(NodeId::ROOT, "/");
        tree
    }

    fn add_built_in(&mut self) {
        for p in BUILT_IN {
            if self.store.find(p).is_some() {
                continue;
            }
            let (parent, name) = path::split(p).unwrap_or_default();
            let Some(parent) = self.store.find(parent) else { continue };
            let id = self.store.insert(parent, name.as_bytes(), Some(b""));
            self.data_bytes += p.len() as i64;
            if p == CONFIG {
                let mut bytes = Vec::new();
                Acl::encode_list(&Acl::read_only(), &mut bytes);
                let acl = AclBytes::from_bytes(&bytes).map(|a| self.acls.intern(a));
                let node = self.store.node_mut(id);
                node.acl = acl.unwrap_or(AclId::OPEN);
                node.stat.aversion = -1;
            }
            self.redigest(id, p);
        }
    }

    /// Zxid of the last transaction that was applied.
    pub fn last_zxid(&self) -> Zxid {
        self.last_zxid
    }

    /// The tree's digest after that transaction.
    pub fn digest(&self) -> u64 {
        self.digest
    }

    /// Looks a node up. The empty path is the root, as in Java.
    pub fn find(&self, path: &str) -> Option<NodeRef<'_>> {
        self.store.find(path).map(|id| self.node_ref(id))
    }

    pub(crate) fn node_ref(&self, id: NodeId) -> NodeRef<'_> {
        NodeRef { tree: self, id, node: self.store.node(id) }
    }

    /// Nodes, the root included.
    pub fn node_count(&self) -> usize {
        self.store.len()
    }

    /// Nodes as Java counts them: it keeps the root under two names.
    pub fn node_count_as_java(&self) -> usize {
        self.store.len() + 1
    }

    /// Sum of the lengths of all paths and data, in bytes; as `zk_approximate_data_size`.
    pub fn approximate_data_bytes(&self) -> i64 {
        self.data_bytes + 1
    }

    /// Number of ephemeral nodes.
    pub fn ephemeral_count(&self) -> usize {
        self.ephemerals.values().map(BTreeSet::len).sum()
    }

    /// Number of TTL nodes.
    pub fn ttl_count(&self) -> usize {
        self.ttls.len()
    }

    /// The global sessions and their timeouts in milliseconds.
    pub fn sessions(&self) -> impl Iterator<Item = (SessionId, i32)> {
        self.sessions.iter().map(|(id, t)| (*id, *t))
    }

    /// The timeout of a session in milliseconds, if it is there.
    pub fn session_timeout_ms(&self, session: SessionId) -> Option<i32> {
        self.sessions.get(&session).copied()
    }

    /// Paths of a session's ephemerals.
    pub fn ephemerals_of(&self, session: SessionId) -> Vec<String> {
        let ids = self.ephemerals.get(&session);
        ids.into_iter().flatten().map(|id| self.store.path(*id)).collect()
    }

    /// Sessions that own ephemerals.
    pub fn sessions_with_ephemerals(&self) -> impl Iterator<Item = SessionId> {
        self.ephemerals.keys().copied()
    }

    /// What the subtree's quota allows. It must be one of [`DataTree::quotas`].
    pub fn quota_limits(&self, subject: &str) -> Option<StatsTrack> {
        self.quota_track(&quota::limits_path(subject))
    }

    /// What there is in the subtree, as its quota counts it.
    pub fn quota_usage(&self, subject: &str) -> Option<StatsTrack> {
        self.quota_track(&quota::stats_path(subject))
    }

    fn quota_track(&self, path: &str) -> Option<StatsTrack> {
        self.find(path).map(|node| StatsTrack::parse(node.data().unwrap_or_default()))
    }

    /// Subtrees that have a quota.
    pub fn quotas(&self) -> &QuotaPaths {
        &self.quotas
    }

    /// Containers and TTL nodes that may be reaped at wall time `now_ms`: childless, and used up or expired.
    ///
    /// `max_never_used_ms` is how long a container that never had a child is kept; 0 keeps it for ever.
    ///
    /// Mirrors: ZooKeeper `ContainerManager.getCandidates`.
    pub fn reapable(&self, now_ms: i64, max_never_used_ms: i64) -> Vec<String> {
        let used_up = |n: &Node| {
            let never_used = max_never_used_ms > 0 && now_ms - n.stat.mtime > max_never_used_ms;
            n.num_children == 0 && (n.stat.cversion > 0 || never_used)
        };
        let expired = |n: &Node| match Owner::from_stored(n.stat.ephemeral_owner) {
            Owner::Ttl(ttl) => n.num_children == 0 && now_ms - n.stat.mtime > ttl,
            _ => false,
        };
        let containers = self.containers.iter().filter(|id| used_up(self.store.node(**id)));
        let ttls = self.ttls.iter().filter(|id| expired(self.store.node(**id)));
        containers.chain(ttls).map(|id| self.store.path(*id)).collect()
    }

    /// Shows `text` as the data of `/zookeeper/config`, as of the configuration's version. No transaction does it.
    ///
    /// Mirrors: ZooKeeper `Learner.syncWithLeader` (`initConfigInZKDatabase`).
    pub fn set_config(&mut self, text: &[u8], version: Zxid, wall_ms: i64) {
        let Some(id) = self.store.find(CONFIG) else { return };
        let node = self.store.node_mut(id);
        let before = node.data_len() as i64;
        node.set_data(Some(text));
        node.stat.version = -1;
        node.stat.mzxid = version;
        node.stat.mtime = wall_ms;
        self.count_bytes(text.len() as i64 - before);
    }

    /// The data of `/zookeeper/config`: the membership that was set last, if it is one.
    pub fn config_text(&self) -> Option<&str> {
        std::str::from_utf8(self.find(CONFIG)?.data()?).ok()
    }

    /// Adjusts the byte count of [`DataTree::approximate_data_bytes`].
    pub(crate) fn count_bytes(&mut self, delta: i64) {
        self.data_bytes += delta;
    }

    /// Computes a node's digest anew and corrects the sum.
    pub(crate) fn redigest(&mut self, id: NodeId, path: &str) {
        let node = self.store.node(id);
        let new = match node.place() {
            Some((_, prefix)) => digest::finish(prefix, &node.stat),
            None => digest::of_node(path, node.data(), &node.stat),
        };
        self.replace_digest(id, new);
    }

    /// The same for a node whose [`Content`] was just put in; `prefix` is that of the content.
    pub(crate) fn redigest_from(&mut self, id: NodeId, path: &str, prefix: u32) {
        let covered = digest::is_covered(path);
        let new = if covered { digest::finish(prefix, &self.store.node(id).stat) } else { 0 };
        self.replace_digest(id, new);
    }

    fn replace_digest(&mut self, id: NodeId, new: u32) {
        let old = self.store.node(id).digest;
        self.digest = self.digest.wrapping_sub(old as u64).wrapping_add(new as u64);
        self.store.node_mut(id).digest = new;
    }

    /// Enters a new node into the index of its kind.
    pub(crate) fn index_owner(&mut self, id: NodeId, owner: i64) {
        match Owner::from_stored(owner) {
            Owner::Persistent => {}
            Owner::Session(session) => {
                self.ephemerals.entry(session).or_default().insert(id);
            }
            Owner::Container => {
                self.containers.insert(id);
            }
            Owner::Ttl(_) => {
                self.ttls.insert(id);
            }
        }
    }

    /// Takes a node out of the index of its kind.
    pub(crate) fn unindex_owner(&mut self, id: NodeId, owner: i64) {
        match Owner::from_stored(owner) {
            Owner::Persistent => {}
            Owner::Session(session) => {
                if let Some(ids) = self.ephemerals.get_mut(&session) {
                    ids.remove(&id);
                    if ids.is_empty() {
                        self.ephemerals.remove(&session);
                    }
                }
            }
            Owner::Container => {
                self.containers.remove(&id);
            }
            Owner::Ttl(_) => {
                self.ttls.remove(&id);
            }
        }
    }
}

/// Loading a snapshot: sessions, then ACLs, then nodes with every parent before its children, then
/// [`DataTree::finish_load`].
impl DataTree {
    /// Makes room for about this many nodes.
    pub fn reserve(&mut self, nodes: usize) {
        self.store.reserve(nodes);
    }

    /// A session of the snapshot.
    pub fn load_session(&mut self, id: SessionId, timeout_ms: i32) {
        self.sessions.insert(id, timeout_ms);
    }

    /// An ACL of the snapshot under its stored id.
    pub fn load_acl(&mut self, stored: i64, acl: AclBytes<'_>) {
        let id = self.acls.intern(acl);
        if let Some(old) = self.stored_acls.insert(stored, id) {
            self.acls.release(old);
        }
    }

    /// A node of the snapshot. The empty path is the root.
    ///
    /// # Errors
    /// [`LoadError`] if it does not fit into the tree so far.
    pub fn load_node(
        &mut self,
        node_path: &str,
        data: Option<&[u8]>,
        stored_acl: i64,
        stat: StatPersisted,
    ) -> Result<(), LoadError> {
        self.load_content(node_path, Content::new(node_path, data), stored_acl, stat)
    }

    /// The same with the content already made, which must be of that path.
    ///
    /// # Errors
    /// [`LoadError`] if it does not fit into the tree so far.
    pub fn load_content(
        &mut self,
        node_path: &str,
        content: Content,
        stored_acl: i64,
        stat: StatPersisted,
    ) -> Result<(), LoadError> {
        let (bytes, prefix) = (content.data_bytes(), content.prefix);
        let acl = match stored_acl {
            -1 => AclId::OPEN,
            stored => *self
                .stored_acls
                .get(&stored)
                .ok_or_else(|| LoadError::UnknownAcl { path: node_path.into(), acl: stored })?,
        };
        let id = if node_path.is_empty() {
            self.store.node_mut(NodeId::ROOT).set_content(content);
            NodeId::ROOT
        } else {
            let (parent, name) = path::split(node_path).ok_or_else(|| LoadError::Path(node_path.into()))?;
            let parent = self.load_parent(parent).ok_or_else(|| LoadError::NoParent(node_path.into()))?;
            if name.is_empty() {
                return Err(LoadError::Path(node_path.into()));
            }
            if self.store.child(parent, name.as_bytes()).is_some() {
                return Err(LoadError::Duplicate(node_path.into()));
            }
            self.data_bytes += node_path.len() as i64;
            self.store.insert_content(parent, content)
        };
        self.data_bytes += bytes as i64;
        let acl = self.acls.share(acl);
        let node = self.store.node_mut(id);
        node.stat = stat;
        node.acl = acl;
        self.index_owner(id, stat.ephemeral_owner);
        self.redigest_from(id, node_path, prefix);
        if let Some(subject) = quota::subject(node_path, quota::LIMITS) {
            self.quotas.insert(subject);
        }
        Ok(())
    }

    /// Snapshots list siblings one after the other, so the last parent is nearly always the right one.
    fn load_parent(&mut self, parent: &str) -> Option<NodeId> {
        if let Some((path, id)) = &self.last_parent
            && path == parent
        {
            return Some(*id);
        }
        let id = self.store.find(parent)?;
        self.last_parent = Some((parent.to_owned(), id));
        Some(id)
    }

    /// Ends the loading of the snapshot named by `zxid`. `digest` is the snapshot's own: the zxid at which its
    /// fuzzy zone ends and the digest that the tree must then have.
    pub fn finish_load(&mut self, zxid: Zxid, digest: Option<(Zxid, u64)>) {
        self.last_parent = None;
        for (_, id) in std::mem::take(&mut self.stored_acls) {
            self.acls.release(id);
        }
        self.add_built_in();
        self.last_zxid = zxid;
        self.digest_check = DigestCheck::after_snapshot(zxid, digest);
        let subjects: Vec<String> = self.quotas.iter().map(str::to_owned).collect();
        for subject in subjects {
            self.recount_quota(&subject);
        }
    }

    /// The same content at a later transaction: what a restore makes of a snapshot, whose zxids must not come again.
    ///
    /// # Panics
    /// If `zxid` is before what the tree holds.
    pub fn carry_to(&mut self, zxid: Zxid) {
        assert!(zxid >= self.last_zxid, "a tree of {} cannot be one of {zxid}", self.last_zxid);
        self.last_zxid = zxid;
        self.digest_check = DigestCheck::default();
        self.kept_digests = KeptDigests::default();
    }
}

/// One node of a tree.
#[derive(Clone, Copy)]
pub struct NodeRef<'t> {
    tree: &'t DataTree,
    id: NodeId,
    node: &'t Node,
}

impl<'t> NodeRef<'t> {
    /// Data; null differs from empty. Must not be asked of a node that has a [`NodeRef::place`].
    pub fn data(&self) -> Option<&'t [u8]> {
        self.node.data()
    }

    /// Where the data lies, and the CRC over path and data, if the tree does not hold it: only a tree that was built with
    /// [`Content::elsewhere`] has such nodes.
    pub fn place(&self) -> Option<(Place, u32)> {
        self.node.place()
    }

    /// Stat as stored.
    pub fn stored_stat(&self) -> &'t StatPersisted {
        &self.node.stat
    }

    /// Stat as clients see it.
    pub fn stat(&self) -> Stat {
        let s = &self.node.stat;
        let children = self.node.num_children as i32;
        Stat {
            czxid: s.czxid,
            mzxid: s.mzxid,
            ctime: s.ctime,
            mtime: s.mtime,
            version: s.version,
            cversion: s.cversion.wrapping_mul(2).wrapping_sub(children),
            aversion: s.aversion,
            ephemeral_owner: Owner::from_stored(s.ephemeral_owner).visible(),
            data_length: self.node.data_len() as i32,
            num_children: children,
            pzxid: s.pzxid,
        }
    }

    /// The ACL.
    pub fn acl(&self) -> &'t Arc<AclList> {
        self.tree.acls.list(self.node.acl)
    }

    pub(crate) fn acl_id(&self) -> AclId {
        self.node.acl
    }

    pub(crate) fn own_digest(&self) -> u32 {
        self.node.digest
    }

    /// Number of children.
    pub fn num_children(&self) -> usize {
        self.node.num_children as usize
    }

    /// Names of the children, in the order of their creation.
    pub fn children(&self) -> impl Iterator<Item = &'t [u8]> + use<'t> {
        self.tree.store.children(self.id).map(|(_, n)| n.name())
    }

    /// Number of all nodes below this one.
    pub fn descendants(&self) -> usize {
        if self.id == NodeId::ROOT {
            return self.tree.store.len() - 1;
        }
        let mut count = 0;
        let mut todo = vec![self.id];
        while let Some(at) = todo.pop() {
            for (id, n) in self.tree.store.children(at) {
                count += 1;
                if n.num_children > 0 {
                    todo.push(id);
                }
            }
        }
        count
    }
}
