//! Applies transactions: live, and in replay over a fuzzy snapshot, which may already hold their effects.
//!
//! Mirrors: ZooKeeper `DataTree.processTxn`. Differs: the repair of a create that finds its node is the same
//! for every type of create, and a node older than the create that finds it is replaced, since it must have been
//! deleted in between (known-bugs K-11).

use std::borrow::Cow;

use zk_proto::jute::Reader;
use zk_proto::stat::Owner;
use zk_proto::txn::{CreateKind, CreateTxn, LoggedTxn, SubTxn};
use zk_proto::{
    AclBytes, DecodeError, ErrorCode, OpCode, SessionId, Stat, Txn, TxnDigest, TxnHeader, Zxid, path,
};

use crate::acl_cache::AclList;
use crate::content::Content;
use crate::digest::KeptDigests;
use crate::node::{NodeId, created_stat};
use crate::quota::{self, StatsTrack};
use crate::tree::DataTree;

/// What a transaction did, as far as its client is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Applied<'t> {
    /// A node was created.
    Created {
        /// Its path.
        path: Cow<'t, str>,
        /// Its stat.
        stat: Stat,
        /// Whether the operation answers with the stat (all but the plain create do).
        with_stat: bool,
    },
    /// A node was deleted.
    Deleted,
    /// Data was set.
    DataSet(Stat),
    /// The membership was set.
    Reconfigured {
        /// Its text.
        text: &'t [u8],
        /// The stat of `/zookeeper/config`.
        stat: Stat,
    },
    /// An ACL was set.
    AclSet(Stat),
    /// A version check held.
    Checked,
    /// A session was opened, with this timeout in milliseconds.
    SessionCreated(i32),
    /// A session was closed.
    SessionClosed,
    /// Several results; if one is an error, all are.
    Multi(Vec<Applied<'t>>),
    /// Nothing was done. 0 and -2 stand, in a multi, for the operations before and after the one that failed.
    Failed(i32),
}

/// What happened to a node, for watches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// Created.
    Created,
    /// Deleted.
    Deleted,
    /// Its data was set.
    DataChanged,
}

/// Receives the changes of a transaction in the order in which they happen.
pub trait Changes {
    /// `acl` is the node's (a deleted node's last one), `parent_acl` its parent's.
    fn change(&mut self, zxid: Zxid, change: Change, path: &str, acl: &AclList, parent_acl: &AclList);
}

/// Replay has no watchers.
impl Changes for () {
    fn change(&mut self, _: Zxid, _: Change, _: &str, _: &AclList, _: &AclList) {}
}

/// Compares the digest that transactions carry with the tree's own, outside a snapshot's fuzzy zone.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DigestCheck {
    fuzzy_until: Option<(Zxid, Option<u64>)>,
    mismatches: u64,
    first_mismatch: Option<Compared>,
    last: Option<Compared>,
    last_agreed: Option<Zxid>,
}

/// Two digests of the tree that one transaction leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Compared {
    /// The transaction.
    pub zxid: Zxid,
    /// When its leader made it, in milliseconds since 1970.
    pub time_ms: i64,
    /// What its leader, or the snapshot, says of the tree.
    pub foretold: u64,
    /// The tree's own.
    pub own: u64,
}

impl Compared {
    /// Whether it is the same tree.
    pub fn agrees(&self) -> bool {
        self.foretold == self.own
    }
}

impl DigestCheck {
    /// The check after a snapshot of `zxid` whose own digest record is `digest`.
    pub(crate) fn after_snapshot(zxid: Zxid, digest: Option<(Zxid, u64)>) -> DigestCheck {
        let fuzzy_until = match digest {
            Some((end, sum)) if end >= zxid => Some((end, Some(sum))),
            // Without a record nobody knows where the zone ends; the first digest in the log does not tell.
            _ => Some((zxid, None)),
        };
        DigestCheck { fuzzy_until, ..DigestCheck::default() }
    }

    /// True if a tree that has got to `last` may hold traces of later transactions: its snapshot was written while
    /// those were applied.
    pub fn is_fuzzy(&self, last: Zxid) -> bool {
        self.fuzzy_until.is_some_and(|(until, _)| last < until)
    }

    /// Transactions after which the tree's digest was not the leader's.
    pub fn mismatches(&self) -> u64 {
        self.mismatches
    }

    /// The first of them.
    pub fn first_mismatch(&self) -> Option<Zxid> {
        self.first_mismatch.map(|compared| compared.zxid)
    }

    /// The digests of the first of them.
    pub fn first_difference(&self) -> Option<Compared> {
        self.first_mismatch
    }

    /// What was compared last. `None`: no transaction with a digest has come since the tree was made or loaded.
    pub fn last(&self) -> Option<Compared> {
        self.last
    }

    /// The last transaction after which the digests were the same.
    pub fn last_agreed(&self) -> Option<Zxid> {
        self.last_agreed
    }

    fn check(&mut self, header: &TxnHeader, logged: Option<TxnDigest>, own: u64) {
        let zxid = header.zxid;
        if let Some((until, expected)) = self.fuzzy_until {
            if zxid < until {
                return;
            }
            self.fuzzy_until = None;
            if zxid == until
                && let Some(foretold) = expected
                && foretold != own
            {
                self.note(Compared { zxid, time_ms: header.time, foretold, own });
                return;
            }
        }
        if let Some(d) = logged
            && d.version == zk_proto::txn::DIGEST_VERSION
        {
            self.note(Compared { zxid, time_ms: header.time, foretold: d.tree_digest, own });
        }
    }

    fn note(&mut self, compared: Compared) {
        self.last = Some(compared);
        if compared.agrees() {
            self.last_agreed = Some(compared.zxid);
        } else {
            self.mismatches += 1;
            self.first_mismatch.get_or_insert(compared);
        }
    }
}

/// What a node's data becomes.
enum NewData<'a> {
    Bytes(Option<&'a [u8]>),
    Made(Content),
}

impl DataTree {
    /// Decodes a log record's payload and applies it.
    ///
    /// # Errors
    /// What is wrong with the bytes; the tree is then unchanged.
    pub fn apply_payload<'t>(
        &mut self,
        payload: &'t [u8],
        changes: &mut impl Changes,
    ) -> Result<(TxnHeader, Applied<'t>), DecodeError> {
        let LoggedTxn { header, txn, digest } = LoggedTxn::decode(payload)?;
        Ok((header, self.apply(&header, txn, digest, changes)))
    }

    /// Applies one transaction. `digest` is what the leader expects of the tree afterwards.
    pub fn apply<'t>(
        &mut self,
        header: &TxnHeader,
        txn: Txn<'t>,
        digest: Option<TxnDigest>,
        changes: &mut impl Changes,
    ) -> Applied<'t> {
        self.apply_with(header, txn, None, digest, changes)
    }

    /// Applies one transaction in a replay. A create, or a change of data, may come with the node's content already made
    /// from its path and data; what it says as its data itself does not count then.
    pub fn replay(
        &mut self,
        header: &TxnHeader,
        txn: Txn<'_>,
        content: Option<Content>,
        digest: Option<TxnDigest>,
    ) {
        self.apply_with(header, txn, content, digest, &mut ());
    }

    fn apply_with<'t>(
        &mut self,
        header: &TxnHeader,
        txn: Txn<'t>,
        content: Option<Content>,
        digest: Option<TxnDigest>,
        changes: &mut impl Changes,
    ) -> Applied<'t> {
        let applied = match txn {
            Txn::CreateSession { timeout_ms } => {
                self.sessions.insert(header.session, timeout_ms);
                Applied::SessionCreated(timeout_ms)
            }
            Txn::CloseSession { paths } => self.close_session(header, paths, changes),
            Txn::Multi(subs) => self.multi(header, subs, changes),
            single => self.single(header, header.kind, single, content, changes),
        };
        self.last_zxid = self.last_zxid.max(header.zxid);
        self.digest_check.check(header, digest, self.digest);
        // What is not settled yet is no digest of this transaction.
        if self.digest_check.fuzzy_until.is_none() {
            self.kept_digests.note(header.zxid, self.digest);
        }
        applied
    }

    /// Digests that other servers keep, too.
    pub fn kept_digests(&self) -> &KeptDigests {
        &self.kept_digests
    }

    /// How the digests compared so far.
    pub fn digest_check(&self) -> &DigestCheck {
        &self.digest_check
    }

    /// Deletes the ephemerals of sessions that are not there, as a standalone server does at its start.
    /// Returns how many.
    pub fn drop_orphaned_ephemerals(&mut self) -> usize {
        let gone: Vec<SessionId> =
            self.ephemerals.keys().filter(|s| !self.sessions.contains_key(s)).copied().collect();
        let mut count = 0;
        for session in gone {
            for p in self.ephemerals_of(session) {
                count += 1;
                self.delete(self.last_zxid, &p, &mut ());
            }
        }
        count
    }

    fn single<'t>(
        &mut self,
        header: &TxnHeader,
        kind: i32,
        txn: Txn<'t>,
        content: Option<Content>,
        changes: &mut impl Changes,
    ) -> Applied<'t> {
        match txn {
            Txn::Create(create) => self.create(header, kind, create, content, changes),
            Txn::Delete { path } => self.delete(header.zxid, &path, changes),
            Txn::SetData { path, data, version } => {
                let new = content.map_or(NewData::Bytes(data), NewData::Made);
                match self.set_data(header, &path, new, version, changes) {
                    Applied::DataSet(stat) if kind == OpCode::Reconfig.code() => {
                        Applied::Reconfigured { text: data.unwrap_or_default(), stat }
                    }
                    other => other,
                }
            }
            Txn::SetAcl { path, acl, version } => self.set_acl(&path, acl, version),
            Txn::Check { .. } => Applied::Checked,
            Txn::Error { code } => Applied::Failed(code),
            // Sessions and multis are never nested; were one to come, it is refused alike everywhere.
            Txn::CreateSession { .. } | Txn::CloseSession { .. } | Txn::Multi(_) => {
                Applied::Failed(ErrorCode::MarshallingError.code())
            }
        }
    }

    fn create<'t>(
        &mut self,
        header: &TxnHeader,
        kind: i32,
        txn: CreateTxn<'t>,
        content: Option<Content>,
        changes: &mut impl Changes,
    ) -> Applied<'t> {
        let zxid = header.zxid;
        let Some((parent_path, name)) = path::split(&txn.path) else {
            return Applied::Failed(ErrorCode::BadArguments.code());
        };
        let Some(parent) = self.store.find(parent_path) else {
            return Applied::Failed(ErrorCode::NoNode.code());
        };
        if name.is_empty() {
            return Applied::Failed(ErrorCode::NodeExists.code());
        }
        let existing = self.store.child(parent, name.as_bytes());
        self.raise_cversion(parent, parent_path, txn.parent_cversion, zxid);
        let must_stay = |id| {
            let node = self.store.node(id);
            node.stat.czxid >= zxid || node.num_children > 0
        };
        if existing.is_some_and(must_stay) {
            return Applied::Failed(ErrorCode::NodeExists.code());
        }
        if let Some(stale) = existing {
            self.remove_node(stale, &txn.path);
        }

        let owner = match txn.kind {
            CreateKind::Persistent => 0,
            CreateKind::Ephemeral => header.session.0,
            CreateKind::Container => Owner::Container.to_stored(),
            CreateKind::Ttl(ms) => Owner::Ttl(ms).to_stored(),
        };
        let (id, prefix) = match content {
            Some(content) => {
                let prefix = content.prefix;
                (self.store.insert_content(parent, content), Some(prefix))
            }
            None => (self.store.insert(parent, name.as_bytes(), txn.data), None),
        };
        let acl = self.acls.intern(txn.acl);
        let node = self.store.node_mut(id);
        node.stat = created_stat(zxid, header.time, owner);
        node.acl = acl;
        self.index_owner(id, owner);
        match prefix {
            Some(prefix) => self.redigest_from(id, &txn.path, prefix),
            None => self.redigest(id, &txn.path),
        }
        // The usage that a quota's node gets below is not in the reply.
        let stat = self.node_ref(id).stat();
        let bytes = self.store.node(id).data_len() as i64;
        self.count_bytes(txn.path.len() as i64 + bytes);

        if let Some(subject) = quota::subject(&txn.path, quota::LIMITS) {
            self.quotas.insert(subject);
        } else if let Some(subject) = quota::subject(&txn.path, quota::STATS) {
            self.recount_quota(subject);
        }
        self.charge_quota(&txn.path, 1, bytes);
        self.tell(zxid, Change::Created, id, &txn.path, changes);
        let with_stat = kind != OpCode::Create.code();
        Applied::Created { stat, path: txn.path, with_stat }
    }

    /// Raises a parent's count of creations, and with it its pzxid; neither ever falls.
    fn raise_cversion(&mut self, parent: NodeId, parent_path: &str, cversion: i32, zxid: Zxid) {
        let stat = &mut self.store.node_mut(parent).stat;
        let cversion = if cversion == -1 { stat.cversion.wrapping_add(1) } else { cversion };
        if cversion > stat.cversion {
            stat.cversion = cversion;
            stat.pzxid = zxid;
            self.redigest(parent, parent_path);
        }
    }

    fn raise_pzxid(&mut self, parent: NodeId, parent_path: &str, zxid: Zxid) {
        let stat = &mut self.store.node_mut(parent).stat;
        if zxid > stat.pzxid {
            stat.pzxid = zxid;
            self.redigest(parent, parent_path);
        }
    }

    fn delete<'t>(&mut self, zxid: Zxid, node_path: &str, changes: &mut impl Changes) -> Applied<'t> {
        let no_node = Applied::Failed(ErrorCode::NoNode.code());
        let Some((parent_path, name)) = path::split(node_path) else { return no_node };
        let Some(parent) = self.store.find(parent_path) else { return no_node };
        // In replay the node may be gone already; the parent must show the delete all the same.
        self.raise_pzxid(parent, parent_path, zxid);
        let id = match self.store.child(parent, name.as_bytes()) {
            Some(id) if self.store.node(id).num_children == 0 => id,
            Some(_) => return Applied::Failed(ErrorCode::NotEmpty.code()),
            None => return no_node,
        };
        let bytes = self.store.node(id).data_len() as i64;
        let acl = self.node_ref(id).acl().clone();
        let parent_acl = self.node_ref(parent).acl().clone();
        self.remove_node(id, node_path);
        if let Some(subject) = quota::subject(node_path, quota::LIMITS) {
            self.quotas.remove(subject);
        }
        self.charge_quota(node_path, -1, -bytes);
        changes.change(zxid, Change::Deleted, node_path, &acl, &parent_acl);
        Applied::Deleted
    }

    fn remove_node(&mut self, id: NodeId, node_path: &str) {
        let node = self.store.node(id);
        let (acl, owner, digest) = (node.acl, node.stat.ephemeral_owner, node.digest);
        self.count_bytes(-(node_path.len() as i64 + node.data_len() as i64));
        self.digest = self.digest.wrapping_sub(digest as u64);
        self.unindex_owner(id, owner);
        self.acls.release(acl);
        self.store.remove(id);
    }

    fn set_data<'t>(
        &mut self,
        header: &TxnHeader,
        node_path: &str,
        data: NewData<'_>,
        version: i32,
        changes: &mut impl Changes,
    ) -> Applied<'t> {
        let Some(id) = self.store.find(node_path) else {
            return Applied::Failed(ErrorCode::NoNode.code());
        };
        let node = self.store.node_mut(id);
        let before = node.data_len() as i64;
        let prefix = match data {
            NewData::Bytes(data) => {
                node.set_data(data);
                None
            }
            NewData::Made(content) => {
                let prefix = content.prefix;
                node.set_content(content);
                Some(prefix)
            }
        };
        let delta = node.data_len() as i64 - before;
        node.stat.version = version;
        node.stat.mzxid = header.zxid;
        node.stat.mtime = header.time;
        match prefix {
            Some(prefix) => self.redigest_from(id, node_path, prefix),
            None => self.redigest(id, node_path),
        }
        self.count_bytes(delta);
        self.charge_quota(node_path, 0, delta);
        self.tell(header.zxid, Change::DataChanged, id, node_path, changes);
        Applied::DataSet(self.node_ref(id).stat())
    }

    fn set_acl<'t>(&mut self, node_path: &str, acl: AclBytes<'_>, version: i32) -> Applied<'t> {
        let Some(id) = self.store.find(node_path) else {
            return Applied::Failed(ErrorCode::NoNode.code());
        };
        let new = self.acls.intern(acl);
        let node = self.store.node_mut(id);
        let old = std::mem::replace(&mut node.acl, new);
        node.stat.aversion = version;
        self.acls.release(old);
        self.redigest(id, node_path);
        Applied::AclSet(self.node_ref(id).stat())
    }

    fn multi<'t>(
        &mut self,
        header: &TxnHeader,
        subs: Vec<SubTxn<'t>>,
        changes: &mut impl Changes,
    ) -> Applied<'t> {
        let failed = subs.iter().position(|s| s.kind == OpCode::Error.code());
        let results = subs.iter().enumerate().map(|(i, sub)| {
            let txn = Txn::decode(sub.kind, &mut Reader::new(sub.body));
            match (failed, txn) {
                (_, Ok(Txn::Error { code })) => Applied::Failed(code),
                (None, Ok(txn)) => self.single(header, sub.kind, txn, None, changes),
                (None, Err(_)) => Applied::Failed(ErrorCode::MarshallingError.code()),
                (Some(first), _) if i < first => Applied::Failed(0),
                (Some(_), _) => Applied::Failed(ErrorCode::RuntimeInconsistency.code()),
            }
        });
        Applied::Multi(results.collect())
    }

    fn close_session<'t>(
        &mut self,
        header: &TxnHeader,
        paths: Option<Vec<Cow<'t, str>>>,
        changes: &mut impl Changes,
    ) -> Applied<'t> {
        self.sessions.remove(&header.session);
        for p in paths.unwrap_or_default() {
            self.delete(header.zxid, &p, changes);
        }
        // A log without lists, or a list that missed one.
        for p in self.ephemerals_of(header.session) {
            self.delete(header.zxid, &p, changes);
        }
        Applied::SessionClosed
    }

    fn tell(&self, zxid: Zxid, change: Change, id: NodeId, node_path: &str, changes: &mut impl Changes) {
        let node = self.node_ref(id);
        let parent = self.store.parent(id).unwrap_or(NodeId::ROOT);
        changes.change(zxid, change, node_path, node.acl(), self.node_ref(parent).acl());
    }

    /// Adds to the usage of the deepest quota above `node_path`. Local: no version moves, no digest counts it.
    fn charge_quota(&mut self, node_path: &str, count: i64, bytes: i64) {
        let Some(subject) = self.quotas.find(node_path) else { return };
        let stats_path = quota::stats_path(subject);
        let Some(id) = self.store.find(&stats_path) else { return };
        let mut usage = StatsTrack::parse(self.store.node(id).data().unwrap_or_default());
        usage.count += count;
        usage.bytes += bytes;
        self.set_quota_usage(id, usage);
    }

    /// Counts the nodes and bytes of a subtree anew.
    pub(crate) fn recount_quota(&mut self, subject: &str) {
        let Some(id) = self.store.find(&quota::stats_path(subject)) else { return };
        let mut usage = StatsTrack { count: 0, bytes: 0, ..StatsTrack::default() };
        let mut todo: Vec<NodeId> = self.store.find(subject).into_iter().collect();
        while let Some(at) = todo.pop() {
            usage.count += 1;
            usage.bytes += self.store.node(at).data_len() as i64;
            todo.extend(self.store.children(at).map(|(id, _)| id));
        }
        self.set_quota_usage(id, usage);
    }

    fn set_quota_usage(&mut self, id: NodeId, usage: StatsTrack) {
        let before = self.store.node(id).data_len() as i64;
        let text = usage.to_string();
        self.store.node_mut(id).set_data(Some(text.as_bytes()));
        self.count_bytes(text.len() as i64 - before);
    }
}
