//! Copies a tree out, for a file or for a learner: what comes before the nodes at once, then a few hundred nodes at
//! a time, each time under the tree's lock, and written in between.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::sync::Arc;

use zk_proto::{Acl, AclBytes, Id, Perms, SessionId, StatPersisted, Zxid};
use zk_storage::{Disk, PendingSnapshot, SnapshotWriter, StorageError};
use zk_tree::walk::{Visit, Walk};
use zk_tree::{AclId, AclList, DataTree};

/// Nodes per turn at the tree.
const STEP_NODES: usize = 256;
/// ACL id of nodes whose ACL came after the list of ACLs had been written. Nobody may do anything with them, but
/// nobody ever sees that: what was applied since then is replayed over it and gives them their own ACL.
const PENDING_ACL: i64 = u32::MAX as i64 + 1;

/// A tree that others change, looked at for some tens of microseconds at a time.
pub trait TreeSource {
    /// Runs `look` with the tree, locked for reading.
    fn with<R>(&mut self, look: impl FnOnce(&DataTree) -> R) -> R;

    /// Called after each turn, when what was read has been written: the place to rest. False gives up.
    fn rest(&mut self) -> bool {
        true
    }
}

/// Whether the tree can change while it is copied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Changes {
    None,
    MayCome,
}

/// Where a copy goes.
pub(crate) trait Output {
    type Error;

    fn head(
        &mut self,
        sessions: &[(SessionId, i32)],
        acls: &[(i64, AclBytes<'_>)],
    ) -> Result<(), Self::Error>;

    fn node(
        &mut self,
        path: &str,
        data: Option<&[u8]>,
        acl: i64,
        stat: &StatPersisted,
    ) -> Result<(), Self::Error>;
}

impl<D: Disk> Output for PendingSnapshot<D> {
    type Error = StorageError;

    fn head(
        &mut self,
        sessions: &[(SessionId, i32)],
        acls: &[(i64, AclBytes<'_>)],
    ) -> Result<(), StorageError> {
        self.sessions(sessions.iter().copied())?;
        self.acls(acls.iter().copied())
    }

    fn node(
        &mut self,
        path: &str,
        data: Option<&[u8]>,
        acl: i64,
        stat: &StatPersisted,
    ) -> Result<(), StorageError> {
        PendingSnapshot::node(self, path, data, acl, stat)
    }
}

impl<W: Write> Output for SnapshotWriter<W> {
    type Error = io::Error;

    fn head(&mut self, sessions: &[(SessionId, i32)], acls: &[(i64, AclBytes<'_>)]) -> io::Result<()> {
        self.sessions(sessions.iter().copied())?;
        self.acls(acls.iter().copied())
    }

    fn node(&mut self, path: &str, data: Option<&[u8]>, acl: i64, stat: &StatPersisted) -> io::Result<()> {
        SnapshotWriter::node(self, path, data, acl, stat)
    }
}

/// A copy under way.
pub(crate) struct TreeCopy {
    zxid: Zxid,
    sessions: Vec<(SessionId, i32)>,
    acls: BTreeMap<AclId, Arc<AclList>>,
    changes: Changes,
    walk: Walk,
    /// Nodes copied out of the tree, until they are written.
    bytes: Vec<u8>,
    nodes: Vec<(usize, Option<usize>, i64, StatPersisted)>,
}

impl TreeCopy {
    /// Begins, with the sessions and ACL lists as they are now.
    pub(crate) fn begin(tree: &DataTree, changes: Changes) -> TreeCopy {
        TreeCopy {
            zxid: tree.last_zxid(),
            sessions: tree.sessions().collect(),
            acls: tree.acl_lists().map(|(id, list)| (id, list.clone())).collect(),
            changes,
            walk: Walk::new(tree),
            bytes: Vec::new(),
            nodes: Vec::new(),
        }
    }

    /// Everything up to this transaction is in the copy.
    pub(crate) fn zxid(&self) -> Zxid {
        self.zxid
    }

    /// Writes all of a tree that nobody changes.
    pub(crate) fn write_all<O: Output>(mut self, tree: &DataTree, out: &mut O) -> Result<(), O::Error> {
        self.write_head(out)?;
        while self.step(tree, out)? {}
        Ok(())
    }

    /// Writes a tree as others change it. False if the source gave up.
    pub(crate) fn write_turns<O: Output>(
        mut self,
        source: &mut impl TreeSource,
        out: &mut O,
    ) -> Result<bool, O::Error> {
        self.write_head(out)?;
        loop {
            let more = source.with(|tree| self.read(tree));
            self.write_nodes(out)?;
            if !more {
                return Ok(true);
            }
            if !source.rest() {
                return Ok(false);
            }
        }
    }

    fn step<O: Output>(&mut self, tree: &DataTree, out: &mut O) -> Result<bool, O::Error> {
        let more = self.read(tree);
        self.write_nodes(out)?;
        Ok(more)
    }

    fn write_head<O: Output>(&self, out: &mut O) -> Result<(), O::Error> {
        let nobody = [Acl { perms: Perms(0), id: Id::anyone() }];
        let mut pending = Vec::new();
        Acl::encode_list(&nobody, &mut pending);
        let mut lists: Vec<(i64, &[u8])> =
            self.acls.iter().map(|(id, list)| (id.to_stored(), list.bytes())).collect();
        if self.changes == Changes::MayCome {
            lists.push((PENDING_ACL, &pending));
        }
        // Lists in the tree were well-formed when they were interned.
        let lists: Vec<_> =
            lists.into_iter().filter_map(|(id, b)| AclBytes::from_bytes(b).ok().map(|a| (id, a))).collect();
        out.head(&self.sessions, &lists)
    }

    /// Copies some nodes; false at the end.
    fn read(&mut self, tree: &DataTree) -> bool {
        let TreeCopy { walk, acls, bytes, nodes, .. } = self;
        walk.step(tree, STEP_NODES, |visit| {
            bytes.extend_from_slice(visit.path.as_bytes());
            bytes.extend_from_slice(visit.data.unwrap_or_default());
            let data_len = visit.data.map(<[u8]>::len);
            nodes.push((visit.path.len(), data_len, acl_id(acls, &visit), *visit.stat));
        })
    }

    fn write_nodes<O: Output>(&mut self, out: &mut O) -> Result<(), O::Error> {
        let mut rest = self.bytes.as_slice();
        for (path_len, data_len, acl, stat) in self.nodes.drain(..) {
            let (path, tail) = rest.split_at(path_len);
            let (data, tail) = tail.split_at(data_len.unwrap_or(0));
            rest = tail;
            out.node(&String::from_utf8_lossy(path), data_len.map(|_| data), acl, &stat)?;
        }
        self.bytes.clear();
        Ok(())
    }
}

fn acl_id(acls: &BTreeMap<AclId, Arc<AclList>>, visit: &Visit<'_>) -> i64 {
    if visit.acl == AclId::OPEN {
        return AclId::OPEN.to_stored();
    }
    match acls.get(&visit.acl) {
        Some(list) if Arc::ptr_eq(list, visit.acl_list) => visit.acl.to_stored(),
        _ => PENDING_ACL,
    }
}
