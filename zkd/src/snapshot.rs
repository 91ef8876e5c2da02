//! Writes snapshots while the server works: the tree is read a few hundred nodes at a time, each time under its
//! shared lock for some tens of microseconds, and written to the file in between.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

use zk_proto::{Acl, AclBytes, Id, Perms, SessionId, StatPersisted, Zxid};
use zk_storage::{Compression, DataDir, OsDisk, PendingSnapshot, SnapshotDigest, StorageError};
use zk_tree::walk::{Visit, Walk};
use zk_tree::{AclId, AclList, DataTree};

use crate::shared::Shared;

/// Nodes per turn at the tree.
const STEP_NODES: usize = 256;
/// After each turn in which clients asked for something, the writer rests for this many times as long as the turn
/// took, so that a snapshot never takes more than a third of a core, and of the disk, from the requests.
const REST: u32 = 2;
/// ACL id of nodes whose ACL came after the list of ACLs had been written. Nobody may do anything with them, but
/// nobody ever sees that: replaying the log from the snapshot's zxid on gives them their own ACL.
const PENDING_ACL: i64 = u32::MAX as i64 + 1;

/// Whether the tree can change while it is written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Changes {
    None,
    MayCome,
}

/// What is written before the nodes, as of the snapshot's zxid.
struct Head {
    zxid: Zxid,
    sessions: Vec<(SessionId, i32)>,
    acls: BTreeMap<AclId, Arc<AclList>>,
}

impl Head {
    fn of(tree: &DataTree) -> Head {
        Head {
            zxid: tree.last_zxid(),
            sessions: tree.sessions().collect(),
            acls: tree.acl_lists().map(|(id, list)| (id, list.clone())).collect(),
        }
    }

    fn write(&self, out: &mut PendingSnapshot<OsDisk>, changes: Changes) -> Result<(), StorageError> {
        let nobody = [Acl { perms: Perms(0), id: Id::anyone() }];
        let mut pending = Vec::new();
        Acl::encode_list(&nobody, &mut pending);
        let mut lists: Vec<(i64, &[u8])> =
            self.acls.iter().map(|(id, list)| (id.to_stored(), list.bytes())).collect();
        if changes == Changes::MayCome {
            lists.push((PENDING_ACL, &pending));
        }
        // Lists in the tree were well-formed when they were interned.
        let lists: Vec<_> =
            lists.into_iter().filter_map(|(id, b)| AclBytes::from_bytes(b).ok().map(|a| (id, a))).collect();
        out.sessions(self.sessions.iter().copied())?;
        out.acls(lists.into_iter())
    }

    fn acl_id(&self, visit: &Visit<'_>) -> i64 {
        if visit.acl == AclId::OPEN {
            return AclId::OPEN.to_stored();
        }
        match self.acls.get(&visit.acl) {
            Some(list) if Arc::ptr_eq(list, visit.acl_list) => visit.acl.to_stored(),
            _ => PENDING_ACL,
        }
    }
}

/// Nodes copied out of the tree, until they are written.
#[derive(Default)]
struct Chunk {
    bytes: Vec<u8>,
    nodes: Vec<(usize, Option<usize>, i64, StatPersisted)>,
}

impl Chunk {
    fn add(&mut self, head: &Head, visit: &Visit<'_>) {
        self.bytes.extend_from_slice(visit.path.as_bytes());
        self.bytes.extend_from_slice(visit.data.unwrap_or_default());
        let data_len = visit.data.map(<[u8]>::len);
        self.nodes.push((visit.path.len(), data_len, head.acl_id(visit), *visit.stat));
    }

    fn write(&mut self, out: &mut PendingSnapshot<OsDisk>) -> Result<(), StorageError> {
        let mut rest = &self.bytes[..];
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

fn digest_of(tree: &DataTree, enabled: bool) -> Option<SnapshotDigest> {
    enabled.then(|| SnapshotDigest {
        zxid: tree.last_zxid(),
        version: zk_proto::txn::DIGEST_VERSION,
        // What Java writes before the first transaction.
        digest: if tree.last_zxid() == Zxid::ZERO { 0 } else { tree.digest() },
    })
}

/// Writes a snapshot of a tree that nobody changes meanwhile.
pub(crate) fn write_whole(
    dir: &DataDir<OsDisk>,
    tree: &DataTree,
    compression: Compression,
    digest: bool,
) -> Result<PathBuf, StorageError> {
    let head = Head::of(tree);
    let mut out = dir.create_snapshot(head.zxid, compression)?;
    head.write(&mut out, Changes::None)?;
    let mut walk = Walk::new(tree);
    let mut chunk = Chunk::default();
    loop {
        let more = walk.step(tree, STEP_NODES, |v| chunk.add(&head, &v));
        chunk.write(&mut out)?;
        if !more {
            break;
        }
    }
    out.commit(digest_of(tree, digest), Some(tree.last_zxid()))
}

/// Writes a snapshot of the tree as others change it; the log from its zxid on makes it whole.
///
/// # Errors
/// What the disk said, or [`StorageError`] of a stop in between; then there is no snapshot, and the log still
/// covers everything.
pub(crate) fn write_fuzzy(
    shared: &Shared,
    dir: &DataDir<OsDisk>,
    compression: Compression,
) -> Result<Option<PathBuf>, StorageError> {
    let (head, mut walk) = {
        let tree = shared.tree();
        (Head::of(&tree), Walk::new(&tree))
    };
    let mut out = dir.create_snapshot(head.zxid, compression)?;
    head.write(&mut out, Changes::MayCome)?;
    let mut chunk = Chunk::default();
    let mut packets = shared.packets_received();
    loop {
        let start = Instant::now();
        let more = walk.step(&shared.tree(), STEP_NODES, |v| chunk.add(&head, &v));
        chunk.write(&mut out)?;
        if !more {
            break;
        }
        if shared.is_stopping() {
            return Ok(None);
        }
        if std::mem::replace(&mut packets, shared.packets_received()) != packets {
            std::thread::sleep(start.elapsed() * REST);
        }
    }
    let (digest, last) = {
        let tree = shared.tree();
        (digest_of(&tree, shared.config.digest_enabled), tree.last_zxid())
    };
    let last = shared.config.serialize_last_processed_zxid.then_some(last);
    out.commit(digest, last).map(Some)
}
