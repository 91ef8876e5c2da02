//! Watches: who wants to hear of which node, and what each change makes them hear.
//!
//! Mirrors: ZooKeeper 3.9 `WatchManager` (two of them: data and child), with independent modes for each path
//! and connection.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use foldhash::fast::FixedState;
use hashbrown::HashMap;
use zk_proto::op::xid;
use zk_proto::reply::ReplyHeader;
use zk_proto::watch::{AddWatchMode, EventType, SYNC_CONNECTED, WatcherEvent, WatcherType};
use zk_proto::{Zxid, frame, path};

use crate::acl_cache::AclList;
use crate::apply::Change;

/// A connection, as its server numbers it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ConnId(pub u64);

/// Receives watch events for connections.
pub trait EventSink {
    /// `packet` is the whole framed event; `acl` is the node's, for the check whether `conn` may read it.
    fn event(&mut self, conn: ConnId, acl: &AclList, packet: &[u8]);
}

/// Which table a watch stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Table {
    /// exists, getData, persistent and recursive watches.
    Data,
    /// getChildren and persistent watches.
    Child,
}

const STANDARD: u8 = 1;
const PERSISTENT: u8 = 2;
const RECURSIVE: u8 = 4;

type Watchers = BTreeMap<ConnId, u8>;

#[derive(Debug, Default)]
struct Entry {
    data: Watchers,
    child: Watchers,
}

impl Entry {
    fn table(&mut self, table: Table) -> &mut Watchers {
        match table {
            Table::Data => &mut self.data,
            Table::Child => &mut self.child,
        }
    }

    fn is_empty(&self) -> bool {
        self.data.is_empty() && self.child.is_empty()
    }

    fn holds(&self, conn: ConnId) -> bool {
        self.data.contains_key(&conn) || self.child.contains_key(&conn)
    }
}

/// All watches of one server.
#[derive(Debug, Default)]
pub struct WatchTable {
    paths: HashMap<Arc<str>, Entry, FixedState>,
    conns: BTreeMap<ConnId, BTreeSet<Arc<str>>>,
    recursive: usize,
}

impl WatchTable {
    /// No watches.
    pub fn new() -> WatchTable {
        WatchTable::default()
    }

    /// True if nobody watches anything.
    pub fn is_empty(&self) -> bool {
        self.conns.is_empty()
    }

    /// Adds a one-shot watch.
    pub fn add_standard(&mut self, conn: ConnId, path: &str, table: Table) {
        self.add(conn, path, table, STANDARD);
    }

    /// Adds a watch that stays until it is removed.
    pub fn add_persistent(&mut self, conn: ConnId, path: &str, mode: AddWatchMode) {
        match mode {
            AddWatchMode::Persistent => {
                self.add(conn, path, Table::Data, PERSISTENT);
                self.add(conn, path, Table::Child, PERSISTENT);
            }
            AddWatchMode::PersistentRecursive => self.add(conn, path, Table::Data, RECURSIVE),
        }
    }

    fn add(&mut self, conn: ConnId, path: &str, table: Table, mode: u8) {
        let key = match self.paths.get_key_value(path) {
            Some((key, _)) => key.clone(),
            None => {
                let key: Arc<str> = path.into();
                self.paths.insert(key.clone(), Entry::default());
                key
            }
        };
        let Some(entry) = self.paths.get_mut(&key) else { return };
        let modes = entry.table(table).entry(conn).or_default();
        if mode == RECURSIVE && *modes & RECURSIVE == 0 {
            self.recursive += 1;
        }
        *modes |= mode;
        self.conns.entry(conn).or_default().insert(key);
    }

    /// Number of paths that a connection watches.
    pub fn paths_of(&self, conn: ConnId) -> usize {
        self.conns.get(&conn).map_or(0, BTreeSet::len)
    }

    /// Whether the connection has a watch of this kind on this path.
    pub fn contains(&self, conn: ConnId, path: &str, kind: WatcherType) -> bool {
        let Some(entry) = self.paths.get(path) else { return false };
        selections(kind).iter().any(|(table, modes)| {
            let watchers = match table {
                Table::Data => &entry.data,
                Table::Child => &entry.child,
            };
            watchers.get(&conn).is_some_and(|m| m & modes != 0)
        })
    }

    /// Removes the connection's watches of this kind on this path. False if there were none.
    pub fn remove(&mut self, conn: ConnId, path: &str, kind: WatcherType) -> bool {
        let mut removed = false;
        for (table, modes) in selections(kind) {
            removed |= self.clear(conn, path, *table, *modes);
        }
        removed
    }

    /// Takes modes off one watcher, and forgets what becomes empty. False if none of them was set.
    fn clear(&mut self, conn: ConnId, path: &str, table: Table, modes: u8) -> bool {
        let Some(entry) = self.paths.get_mut(path) else { return false };
        let watchers = entry.table(table);
        let Some(have) = watchers.get_mut(&conn) else { return false };
        let gone = *have & modes;
        *have &= !modes;
        if *have == 0 {
            watchers.remove(&conn);
        }
        if gone & RECURSIVE != 0 {
            self.recursive -= 1;
        }
        self.forget_if_unused(conn, path);
        gone != 0
    }

    fn forget_if_unused(&mut self, conn: ConnId, path: &str) {
        let Some(entry) = self.paths.get(path) else { return };
        if !entry.holds(conn)
            && let Some(paths) = self.conns.get_mut(&conn)
        {
            paths.remove(path);
            if paths.is_empty() {
                self.conns.remove(&conn);
            }
        }
        if entry.is_empty() {
            self.paths.remove(path);
        }
    }

    /// Forgets a connection.
    pub fn remove_connection(&mut self, conn: ConnId) {
        for path in self.conns.remove(&conn).unwrap_or_default() {
            let Some(entry) = self.paths.get_mut(&path) else { continue };
            entry.child.remove(&conn);
            if entry.data.remove(&conn).is_some_and(|modes| modes & RECURSIVE != 0) {
                self.recursive -= 1;
            }
            if entry.is_empty() {
                self.paths.remove(&path);
            }
        }
    }

    /// Fires what a change of a node fires, in the protocol's order.
    pub fn fire(
        &mut self,
        zxid: Zxid,
        change: Change,
        node: &str,
        acl: &AclList,
        parent_acl: &AclList,
        sink: &mut impl EventSink,
    ) {
        if self.is_empty() {
            return;
        }
        let parent = path::parent(node).unwrap_or("/");
        let none = BTreeSet::new();
        match change {
            Change::DataChanged => {
                self.trigger(Table::Data, node, EventType::NodeDataChanged, zxid, acl, &none, sink);
            }
            Change::Created => {
                self.trigger(Table::Data, node, EventType::NodeCreated, zxid, acl, &none, sink);
                self.trigger(
                    Table::Child,
                    parent,
                    EventType::NodeChildrenChanged,
                    zxid,
                    parent_acl,
                    &none,
                    sink,
                );
            }
            Change::Deleted => {
                let told = self.trigger(Table::Data, node, EventType::NodeDeleted, zxid, acl, &none, sink);
                self.trigger(Table::Child, node, EventType::NodeDeleted, zxid, acl, &told, sink);
                self.trigger(
                    Table::Child,
                    parent,
                    EventType::NodeChildrenChanged,
                    zxid,
                    parent_acl,
                    &none,
                    sink,
                );
            }
        }
    }

    /// Tells the watchers of `node` in one table, and those of recursive watches above it; one-shot watches go.
    /// Connections in `told` have heard already. Returns who has been told.
    #[allow(clippy::too_many_arguments, reason = "one call site, and each is a different thing")]
    fn trigger(
        &mut self,
        table: Table,
        node: &str,
        event: EventType,
        zxid: Zxid,
        acl: &AclList,
        told: &BTreeSet<ConnId>,
        sink: &mut impl EventSink,
    ) -> BTreeSet<ConnId> {
        let mut audience = BTreeSet::new();
        let mut spent = Vec::new();
        if let Some(entry) = self.paths.get_mut(node) {
            for (conn, modes) in entry.table(table).iter_mut() {
                // A recursive watch never hears of children as such.
                if event != EventType::NodeChildrenChanged || *modes & (STANDARD | PERSISTENT) != 0 {
                    audience.insert(*conn);
                }
                if *modes & STANDARD != 0 {
                    spent.push(*conn);
                }
            }
        }
        for conn in spent {
            self.clear(conn, node, table, STANDARD);
        }
        if self.recursive > 0 && table == Table::Data {
            let mut at = path::parent(node);
            while let Some(above) = at {
                if let Some(entry) = self.paths.get(above) {
                    let recursive = entry.data.iter().filter(|(_, m)| *m & RECURSIVE != 0);
                    audience.extend(recursive.map(|(conn, _)| *conn));
                }
                at = path::parent(above);
            }
        }
        if !audience.is_empty() {
            let packet = encode_event(zxid, event, node);
            for conn in audience.difference(told) {
                sink.event(*conn, acl, &packet);
            }
        }
        audience
    }

    /// Number of watches in both tables.
    pub fn len(&self) -> usize {
        self.paths.values().map(|e| e.data.len() + e.child.len()).sum()
    }

    /// Every watch of the data table, ordered by connection and path: what the words `wchs`, `wchc` and `wchp`
    /// speak of. They know nothing of child watches.
    pub fn data_watches(&self) -> BTreeSet<(ConnId, &str)> {
        let pairs = self.paths.iter().flat_map(|(p, e)| e.data.keys().map(move |c| (*c, &**p)));
        pairs.collect()
    }
}

/// The tables and modes that a kind of watch stands in.
fn selections(kind: WatcherType) -> &'static [(Table, u8)] {
    const ALL: u8 = STANDARD | PERSISTENT | RECURSIVE;
    match kind {
        WatcherType::Children => &[(Table::Child, STANDARD)],
        WatcherType::Data => &[(Table::Data, STANDARD)],
        WatcherType::Any => &[(Table::Child, ALL), (Table::Data, ALL)],
        WatcherType::Persistent => &[(Table::Child, PERSISTENT), (Table::Data, PERSISTENT)],
        WatcherType::PersistentRecursive => &[(Table::Data, RECURSIVE)],
    }
}

/// A whole framed event.
pub fn encode_event(zxid: Zxid, event: EventType, node: &str) -> Vec<u8> {
    let mut out = Vec::with_capacity(4 + ReplyHeader::SIZE + 12 + node.len());
    frame::write(&mut out, |w| {
        ReplyHeader { xid: xid::NOTIFICATION, zxid, err: 0 }.encode(w);
        WatcherEvent { event, state: SYNC_CONNECTED, path: node.into() }.encode(w);
    });
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use zk_proto::{AclBytes, Reader};

    #[derive(Default)]
    struct Heard(Vec<(u64, EventType, String)>);

    impl EventSink for Heard {
        fn event(&mut self, conn: ConnId, _: &AclList, packet: &[u8]) {
            let mut r = Reader::new(&packet[4..]);
            ReplyHeader::decode(&mut r).unwrap();
            let e = WatcherEvent::decode(&mut r).unwrap();
            self.0.push((conn.0, e.event, e.path.into_owned()));
        }
    }

    fn fire(t: &mut WatchTable, change: Change, node: &str) -> Vec<(u64, EventType, String)> {
        let open = AclList::of(AclBytes::OPEN);
        let mut heard = Heard::default();
        t.fire(Zxid(1), change, node, &open, &open, &mut heard);
        heard.0
    }

    const A: ConnId = ConnId(1);
    const B: ConnId = ConnId(2);

    #[test]
    fn a_one_shot_watch_fires_once() {
        let mut t = WatchTable::new();
        t.add_standard(A, "/a", Table::Data);
        t.add_standard(A, "/a", Table::Data);
        assert_eq!(fire(&mut t, Change::DataChanged, "/a"), [(1, EventType::NodeDataChanged, "/a".into())]);
        assert!(fire(&mut t, Change::DataChanged, "/a").is_empty());
        assert!(t.is_empty());
        assert_eq!(t.len(), 0);
    }

    #[test]
    fn a_delete_is_heard_once_by_who_watches_data_and_children() {
        let mut t = WatchTable::new();
        t.add_standard(A, "/a", Table::Data);
        t.add_standard(A, "/a", Table::Child);
        t.add_standard(B, "/", Table::Child);
        assert_eq!(
            fire(&mut t, Change::Deleted, "/a"),
            [(1, EventType::NodeDeleted, "/a".into()), (2, EventType::NodeChildrenChanged, "/".into())]
        );
        assert!(t.is_empty());
    }

    #[test]
    fn recursive_watches_hear_of_everything_below_but_not_of_children() {
        let mut t = WatchTable::new();
        t.add_persistent(A, "/a", AddWatchMode::PersistentRecursive);
        for _ in 0..2 {
            assert_eq!(
                fire(&mut t, Change::Created, "/a/b/c"),
                [(1, EventType::NodeCreated, "/a/b/c".into())]
            );
        }
        assert!(fire(&mut t, Change::Created, "/ab").is_empty());
        assert!(t.remove(A, "/a", WatcherType::Any));
        assert!(fire(&mut t, Change::Created, "/a/b").is_empty());
    }

    #[test]
    fn a_child_watch_survives_a_recursive_one_on_the_same_path() {
        let mut t = WatchTable::new();
        t.add_standard(A, "/a", Table::Child);
        t.add_persistent(A, "/a", AddWatchMode::PersistentRecursive);
        let heard = fire(&mut t, Change::Created, "/a/b");
        assert_eq!(
            heard,
            [(1, EventType::NodeCreated, "/a/b".into()), (1, EventType::NodeChildrenChanged, "/a".into())]
        );
    }

    #[test]
    fn persistent_watches_hear_of_node_and_children() {
        let mut t = WatchTable::new();
        t.add_persistent(A, "/a", AddWatchMode::Persistent);
        assert_eq!(fire(&mut t, Change::Deleted, "/a"), [(1, EventType::NodeDeleted, "/a".into())]);
        assert_eq!(fire(&mut t, Change::Created, "/a/b"), [(1, EventType::NodeChildrenChanged, "/a".into())]);
        assert!(!t.contains(A, "/a", WatcherType::Data));
        assert!(t.contains(A, "/a", WatcherType::Persistent));
        assert!(!t.remove(A, "/a", WatcherType::Children));
        t.remove_connection(A);
        assert!(t.is_empty());
    }
}
