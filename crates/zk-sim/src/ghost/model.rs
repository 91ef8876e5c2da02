//! The state that the chosen transactions make, with its past: what each path held after each transaction.

use std::collections::{BTreeMap, BTreeSet};

use zk_proto::stat::Owner;
use zk_proto::txn::{LoggedTxn, TxnHeader};
use zk_proto::{OpCode, SessionId, Stat, Txn, Zxid};
use zk_tree::walk::Walk;
use zk_tree::{AclList, Change, Changes, DataTree};

use super::Violation;

/// What a path held, from one transaction on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// Its data.
    pub data: Option<Vec<u8>>,
    /// Its stat; number of children and child versions are those of that moment.
    pub stat: Stat,
}

/// The chosen history, applied.
#[derive(Debug)]
pub struct Model {
    tree: DataTree,
    digests: BTreeMap<Zxid, u64>,
    headers: BTreeMap<Zxid, TxnHeader>,
    held: BTreeMap<String, Vec<(Zxid, Option<Held>)>>,
    children: BTreeMap<String, Vec<(Zxid, BTreeSet<String>)>>,
    last_cxid: BTreeMap<SessionId, i32>,
    opened: BTreeSet<SessionId>,
    closed: BTreeMap<SessionId, Zxid>,
}

#[derive(Default)]
struct Paths(Vec<String>);

impl Changes for Paths {
    fn change(&mut self, _: Zxid, _: Change, path: &str, _: &AclList, _: &AclList) {
        self.0.push(path.to_owned());
    }
}

impl Model {
    /// Begins with a tree.
    pub fn new(tree: DataTree) -> Model {
        let mut model = Model {
            digests: BTreeMap::from([(tree.last_zxid(), tree.digest())]),
            headers: BTreeMap::new(),
            held: BTreeMap::new(),
            children: BTreeMap::new(),
            last_cxid: BTreeMap::new(),
            opened: tree.sessions().map(|(s, _)| s).collect(),
            closed: BTreeMap::new(),
            tree,
        };
        let mut paths = Vec::new();
        Walk::new(&model.tree).step(&model.tree, usize::MAX, |v| paths.push(v.path.to_owned()));
        for p in paths {
            let p = if p.is_empty() { "/" } else { &p };
            model.record(p, model.tree.last_zxid());
        }
        model
    }

    /// The tree at the end of the chosen history.
    pub fn tree(&self) -> &DataTree {
        &self.tree
    }

    /// The digest behind a chosen transaction.
    pub fn digest(&self, zxid: Zxid) -> Option<u64> {
        self.digests.get(&zxid).copied()
    }

    /// The header of a chosen transaction.
    pub fn header(&self, zxid: Zxid) -> Option<&TxnHeader> {
        self.headers.get(&zxid)
    }

    /// Timeout of a session at the end of the chosen history, in milliseconds.
    pub fn session_timeout_ms(&self, session: SessionId) -> Option<i32> {
        self.tree.session_timeout_ms(session)
    }

    /// When a session was closed.
    pub fn closed(&self, session: SessionId) -> Option<Zxid> {
        self.closed.get(&session).copied()
    }

    /// True if a transaction has opened the session, closed since or not.
    pub fn was_opened(&self, session: SessionId) -> bool {
        self.opened.contains(&session)
    }

    /// Sessions that were opened.
    pub fn opened(&self) -> usize {
        self.opened.len()
    }

    /// What a path held behind `zxid`.
    pub fn held(&self, path: &str, zxid: Zxid) -> Option<&Held> {
        at(self.held.get(path)?, zxid)?.as_ref()
    }

    /// Names of a node's children behind `zxid`.
    pub fn children(&self, path: &str, zxid: Zxid) -> Option<&BTreeSet<String>> {
        at(self.children.get(path)?, zxid)
    }

    /// The first transaction behind `after` that created or deleted a node or set its data.
    pub fn data_changed(&self, path: &str, after: Zxid) -> Option<Zxid> {
        let life = |h: Option<&Held>| h.map(|h| (h.stat.czxid, h.stat.mzxid));
        let past = self.held.get(path)?;
        let before = life(at(past, after).and_then(Option::as_ref));
        past.iter().find(|(z, held)| *z > after && life(held.as_ref()) != before).map(|(z, _)| *z)
    }

    /// The first transaction behind `after` that created or deleted one of a node's children, or the node.
    pub fn children_changed(&self, path: &str, after: Zxid) -> Option<Zxid> {
        let names = self.children.get(path)?;
        let before = at(names, after);
        let changed = names.iter().find(|(z, now)| *z > after && Some(now) != before).map(|(z, _)| *z);
        let born = |h: Option<&Held>| h.map(|h| h.stat.czxid);
        let past = self.held.get(path)?;
        let alive = born(at(past, after).and_then(Option::as_ref));
        let gone = past.iter().find(|(z, held)| *z > after && born(held.as_ref()) != alive).map(|(z, _)| *z);
        changed.into_iter().chain(gone).min()
    }

    /// Nodes that go when this session does, at the end of the chosen history.
    pub fn ephemerals(&self, session: SessionId) -> usize {
        self.tree.ephemerals_of(session).len()
    }

    /// A transaction is chosen. S15, S17, S18.
    pub fn apply(&mut self, zxid: Zxid, payload: &[u8]) -> Result<(), Violation> {
        let logged = LoggedTxn::decode(payload)
            .map_err(|e| Violation::new("S2", format!("chosen {zxid} cannot be decoded: {e}")))?;
        let header = logged.header;
        let is_error = matches!(logged.txn, Txn::Error { .. });
        self.check_session(&header, &logged.txn, is_error)?;
        self.headers.insert(zxid, header);
        let mut paths = Paths::default();
        let applied = self.tree.apply_payload(payload, &mut paths);
        applied.map_err(|e| Violation::new("S2", format!("chosen {zxid} cannot be applied: {e}")))?;
        if let Some(bad) = self.tree.digest_check().first_mismatch() {
            let facts = format!("the digest that {bad} carries is not that of the chosen history");
            return Err(Violation::new("S15", facts));
        }
        if header.kind == OpCode::CloseSession.code() {
            let left = self.tree.ephemerals_of(header.session);
            if !left.is_empty() {
                let facts = format!("{} is closed by {zxid} and still owns {left:?}", header.session);
                return Err(Violation::new("S17", facts));
            }
        }
        for path in paths.0 {
            if let Some(Held { stat, .. }) = self.record(&path, zxid)
                && let Owner::Session(owner) = Owner::from_stored(stat.ephemeral_owner.0)
                && self.tree.session_timeout_ms(owner).is_none()
            {
                let facts = format!("{path} belongs to {owner}, which is not there, behind {zxid}");
                return Err(Violation::new("S17", facts));
            }
            if let Some((parent, _)) = zk_proto::path::split(&path) {
                self.record(parent, zxid);
            }
        }
        self.digests.insert(zxid, self.tree.digest());
        Ok(())
    }

    /// A backup is chosen: this tree takes the place of the one there is.
    pub fn restore(&mut self, zxid: Zxid, tree: DataTree) {
        let mut paths = BTreeSet::new();
        for tree in [&self.tree, &tree] {
            Walk::new(tree).step(tree, usize::MAX, |v| {
                paths.insert(v.path.to_owned());
            });
        }
        let before: Vec<SessionId> = self.tree.sessions().map(|(s, _)| s).collect();
        self.tree = tree;
        for session in before {
            if self.tree.session_timeout_ms(session).is_none() {
                self.closed.entry(session).or_insert(zxid);
            }
        }
        // Sessions that were closed since go on.
        for (session, _) in self.tree.sessions() {
            self.closed.remove(&session);
            self.opened.insert(session);
        }
        for path in paths {
            self.record(if path.is_empty() { "/" } else { &path }, zxid);
        }
        self.digests.insert(zxid, self.tree.digest());
    }

    fn check_session(&mut self, h: &TxnHeader, txn: &Txn<'_>, is_error: bool) -> Result<(), Violation> {
        match txn {
            Txn::CreateSession { .. } if !self.opened.insert(h.session) => {
                let facts = format!("session {} is opened a second time by {}", h.session, h.zxid);
                return Err(Violation::new("S17", facts));
            }
            Txn::CloseSession { .. } => {
                self.closed.entry(h.session).or_insert(h.zxid);
            }
            _ if !is_error && self.closed.contains_key(&h.session) => {
                let facts = format!("{} acts in session {}, which is closed", h.zxid, h.session);
                return Err(Violation::new("S17", facts));
            }
            _ => {}
        }
        if h.cxid != 0 && !is_error {
            let last = self.last_cxid.insert(h.session, h.cxid).unwrap_or(0);
            if last >= h.cxid {
                let facts = format!(
                    "session {}: request {} is chosen behind {last}, by {}",
                    h.session, h.cxid, h.zxid
                );
                return Err(Violation::new("S18", facts));
            }
        }
        Ok(())
    }

    fn record(&mut self, path: &str, zxid: Zxid) -> Option<Held> {
        let node = self.tree.find(path);
        let now = node.map(|n| Held { data: n.data().map(<[u8]>::to_vec), stat: n.stat() });
        let children: BTreeSet<String> = node
            .map(|n| n.children().map(|c| String::from_utf8_lossy(c).into_owned()).collect())
            .unwrap_or_default();
        put(self.children.entry(path.to_owned()).or_default(), zxid, children);
        put(self.held.entry(path.to_owned()).or_default(), zxid, now.clone());
        now
    }
}

fn put<T: PartialEq>(past: &mut Vec<(Zxid, T)>, zxid: Zxid, now: T) {
    match past.last_mut() {
        Some((z, held)) if *z == zxid => *held = now,
        Some((_, held)) if *held == now => {}
        _ => past.push((zxid, now)),
    }
}

fn at<T>(past: &[(Zxid, T)], zxid: Zxid) -> Option<&T> {
    let behind = past.partition_point(|(z, _)| *z <= zxid);
    past.get(behind.checked_sub(1)?).map(|(_, held)| held)
}

/// How two trees differ; `None` if they do not. What members keep for themselves (`/zookeeper/config`) is left out.
pub fn difference(a: &DataTree, b: &DataTree) -> Option<String> {
    let sessions = |t: &DataTree| t.sessions().collect::<Vec<_>>();
    if sessions(a) != sessions(b) {
        return Some(format!("sessions {:?} and {:?}", sessions(a), sessions(b)));
    }
    let ephemerals = |t: &DataTree| -> BTreeMap<SessionId, BTreeSet<String>> {
        t.sessions_with_ephemerals().map(|s| (s, t.ephemerals_of(s).into_iter().collect())).collect()
    };
    if ephemerals(a) != ephemerals(b) {
        return Some(format!("ephemerals {:?} and {:?}", ephemerals(a), ephemerals(b)));
    }
    type Node = (Option<Vec<u8>>, zk_proto::StatPersisted, Vec<u8>);
    let nodes = |t: &DataTree| {
        let mut out: BTreeMap<String, Node> = BTreeMap::new();
        Walk::new(t).step(t, usize::MAX, |v| {
            if v.path != "/zookeeper/config" {
                let node = (v.data.map(<[u8]>::to_vec), *v.stat, v.acl_list.bytes().to_vec());
                out.insert(v.path.to_owned(), node);
            }
        });
        out
    };
    let (x, y) = (nodes(a), nodes(b));
    let all: BTreeSet<&String> = x.keys().chain(y.keys()).collect();
    all.into_iter()
        .find(|p| x.get(*p) != y.get(*p))
        .map(|p| format!("{p}: {:?} and {:?}", x.get(p), y.get(p)))
}
