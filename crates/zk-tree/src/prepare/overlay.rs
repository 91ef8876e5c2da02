//! What is in flight: nodes as they will be once every prepared transaction has been applied.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;

use foldhash::fast::FixedState;
use hashbrown::HashMap;
use zk_proto::stat::Owner;
use zk_proto::{AclBytes, SessionId, StatPersisted, Zxid, path};

use crate::acl_cache::{AclId, AclList};
use crate::digest;
use crate::tree::DataTree;

/// The ACL of a node in flight: the tree's own, or one that the tree does not know yet.
#[derive(Clone, Debug)]
pub(super) enum AclRef {
    Tree(AclId),
    New(Arc<AclList>),
}

impl AclRef {
    pub(super) fn new(acl: AclBytes<'_>) -> AclRef {
        if acl.is_open() {
            return AclRef::Tree(AclId::OPEN);
        }
        AclRef::New(Arc::new(AclList::of(acl)))
    }

    pub(super) fn resolve<'x>(&'x self, tree: &'x DataTree) -> &'x AclList {
        match self {
            AclRef::Tree(id) => tree.acls.list(*id),
            AclRef::New(list) => list,
        }
    }
}

/// A node as it will be.
#[derive(Clone, Debug)]
pub(super) struct View {
    pub(super) stat: StatPersisted,
    pub(super) num_children: u32,
    pub(super) data_len: usize,
    pub(super) acl: AclRef,
    /// CRC over path and data, once it was needed.
    prefix: Option<u32>,
    digest: u32,
}

#[derive(Clone, Debug)]
struct Record {
    /// The last transaction in flight that touched the node.
    zxid: Zxid,
    /// `None`: it will be gone.
    view: Option<View>,
}

/// A record as it was before a sub-operation of a multi touched it.
#[derive(Debug)]
pub(super) struct Undo {
    path: Arc<str>,
    before: Option<Record>,
}

#[derive(Debug, Default)]
pub(super) struct Overlay {
    records: HashMap<Arc<str>, Record, FixedState>,
    /// Which records each transaction touched, in order.
    touched: VecDeque<(Zxid, Arc<str>)>,
    /// Ephemerals in flight, by the session that will own them.
    ephemerals: BTreeMap<SessionId, BTreeSet<Arc<str>>>,
    /// The tree's digest once everything in flight is applied.
    pub(super) digest: u64,
    undo: Option<Vec<Undo>>,
}

impl Overlay {
    /// To be called before each transaction: with nothing in flight, the digest is the tree's.
    pub(super) fn begin(&mut self, tree: &DataTree) {
        if self.touched.is_empty() {
            self.digest = tree.digest();
        }
    }

    /// The node as it will be, or `None` if it is not or will be gone.
    pub(super) fn view(&self, tree: &DataTree, path: &str) -> Option<View> {
        if !self.records.is_empty()
            && let Some(record) = self.records.get(canonical(path))
        {
            return record.view.clone();
        }
        let node = tree.find(path)?;
        Some(View {
            stat: *node.stored_stat(),
            num_children: node.num_children() as u32,
            data_len: node.data().map_or(0, <[u8]>::len),
            acl: AclRef::Tree(node.acl_id()),
            prefix: None,
            digest: node.own_digest(),
        })
    }

    /// The node will have this data; `change` sets the rest of its stat.
    pub(super) fn set_data(
        &mut self,
        zxid: Zxid,
        path: &str,
        mut view: View,
        data: Option<&[u8]>,
    ) -> StatPersisted {
        view.data_len = data.map_or(0, <[u8]>::len);
        view.prefix = digest::is_covered(path).then(|| digest::prefix(path, data));
        self.finish(zxid, path, view)
    }

    /// The node's stat or ACL will change, its data will not.
    pub(super) fn set_stat(&mut self, tree: &DataTree, zxid: Zxid, path: &str, mut view: View) {
        if view.prefix.is_none() && digest::is_covered(path) {
            // Without a record of its data in flight, the data is the tree's.
            let data = tree.find(path).and_then(|n| n.data());
            view.prefix = Some(digest::prefix(path, data));
        }
        self.finish(zxid, path, view);
    }

    fn finish(&mut self, zxid: Zxid, path: &str, mut view: View) -> StatPersisted {
        let new = view.prefix.map_or(0, |p| digest::finish(p, &view.stat));
        self.digest = self.digest.wrapping_sub(view.digest as u64).wrapping_add(new as u64);
        view.digest = new;
        let stat = view.stat;
        self.record(zxid, path, Some(view));
        stat
    }

    /// A node will be created; its parent is told by [`Overlay::set_stat`].
    pub(super) fn create(
        &mut self,
        zxid: Zxid,
        path: &str,
        stat: StatPersisted,
        data: Option<&[u8]>,
        acl: AclRef,
    ) {
        let view = View { stat, num_children: 0, data_len: 0, acl, prefix: None, digest: 0 };
        self.set_data(zxid, path, view, data);
        if let Owner::Session(session) = Owner::from_stored(stat.ephemeral_owner)
            && let Some((key, _)) = self.records.get_key_value(path)
        {
            self.ephemerals.entry(session).or_default().insert(key.clone());
        }
    }

    /// A node will be deleted, and its parent will show it.
    pub(super) fn delete(&mut self, tree: &DataTree, zxid: Zxid, path: &str) {
        let Some(view) = self.view(tree, path) else { return };
        self.digest = self.digest.wrapping_sub(view.digest as u64);
        self.record(zxid, path, None);
        let parent_path = path::parent(path).unwrap_or("/");
        if let Some(mut parent) = self.view(tree, parent_path) {
            parent.num_children = parent.num_children.saturating_sub(1);
            parent.stat.pzxid = parent.stat.pzxid.max(zxid);
            self.set_stat(tree, zxid, parent_path, parent);
        }
    }

    /// The ephemerals that a session will own, in order of their paths.
    pub(super) fn ephemerals(&self, tree: &DataTree, session: SessionId) -> BTreeSet<String> {
        let mut all: BTreeSet<String> = tree.ephemerals_of(session).into_iter().collect();
        if let Some(pending) = self.ephemerals.get(&session) {
            all.extend(pending.iter().map(|p| p.to_string()));
        }
        all.retain(|p| self.view(tree, p).is_some_and(|v| v.stat.ephemeral_owner == session.0));
        all
    }

    fn record(&mut self, zxid: Zxid, path: &str, view: Option<View>) {
        let path = canonical(path);
        let record = Record { zxid, view };
        let (key, before) = match self.records.get_key_value(path) {
            Some((key, _)) => {
                let key = key.clone();
                let before = self.records.insert(key.clone(), record);
                (key, before)
            }
            None => {
                let key: Arc<str> = path.into();
                self.records.insert(key.clone(), record);
                (key, None)
            }
        };
        if before.as_ref().is_none_or(|b| b.zxid != zxid) {
            self.touched.push_back((zxid, key.clone()));
        }
        if let Some(undo) = &mut self.undo {
            undo.push(Undo { path: key, before });
        }
    }

    /// From here on changes can be taken back by [`Overlay::roll_back`].
    pub(super) fn mark(&mut self) -> u64 {
        self.undo = Some(Vec::new());
        self.digest
    }

    /// Keeps what was done since the mark.
    pub(super) fn keep(&mut self) {
        self.undo = None;
    }

    /// Takes back what was done since the mark that returned `digest`.
    pub(super) fn roll_back(&mut self, digest: u64) {
        self.digest = digest;
        for Undo { path, before } in self.undo.take().unwrap_or_default().into_iter().rev() {
            match before {
                Some(record) => {
                    self.records.insert(path, record);
                }
                None => {
                    self.records.remove(&path);
                }
            }
        }
    }

    /// The tree now holds everything up to `zxid`.
    pub(super) fn applied(&mut self, zxid: Zxid) {
        if self.touched.back().is_none_or(|(last, _)| *last <= zxid) {
            self.touched.clear();
            self.records.clear();
            self.ephemerals.clear();
            return;
        }
        while let Some((at, path)) = self.touched.pop_front_if(|(at, _)| *at <= zxid) {
            // A later transaction touched the node again: its record stays.
            if self.records.get(&path).is_some_and(|r| r.zxid != at) {
                continue;
            }
            if let Some(Record { view: Some(v), .. }) = self.records.remove(&path)
                && let Owner::Session(session) = Owner::from_stored(v.stat.ephemeral_owner)
                && let Some(pending) = self.ephemerals.get_mut(&session)
            {
                pending.remove(&path);
                if pending.is_empty() {
                    self.ephemerals.remove(&session);
                }
            }
        }
    }
}

/// The root has two names; records know it as `/`.
fn canonical(path: &str) -> &str {
    if path.is_empty() { "/" } else { path }
}
