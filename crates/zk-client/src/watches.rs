//! The client's half of watches: who waits for what, which of them an event concerns, and what must be
//! registered again on a new connection.
//!
//! Invariants:
//! - An entry is made when the server's answer says that the watch is set, never before.
//! - A one-shot entry is gone once an event consumed it, as on the server.

use std::borrow::Cow;
use std::collections::BTreeMap;

use zk_proto::Zxid;
use zk_proto::path;
use zk_proto::request::SetWatches;
use zk_proto::watch::{EventType, WatcherType};

/// Names one receiving end of a watch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WatcherId(pub u64);

/// The server's kinds of watches, and the one that only clients tell apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum WatchKind {
    /// One-shot: data and existence of a node that exists.
    Data,
    /// One-shot: a node that did not exist. The server keeps it as [`WatchKind::Data`], but it is re-armed
    /// differently.
    Exist,
    /// One-shot: the children.
    Child,
    /// Node and children, until removed.
    Persistent,
    /// Node and everything below, until removed.
    Recursive,
}

/// All kinds, in the order in which re-arming sends them.
const KINDS: [WatchKind; 5] =
    [WatchKind::Data, WatchKind::Exist, WatchKind::Child, WatchKind::Persistent, WatchKind::Recursive];

impl WatchKind {
    fn is_one_shot(self) -> bool {
        !matches!(self, WatchKind::Persistent | WatchKind::Recursive)
    }
}

/// Most bytes of paths in one `setWatches`, as in Java's client: a longer frame could exceed the server's limit.
pub const SET_WATCHES_BYTES: usize = 128 * 1024;

#[derive(Clone, Debug, Default)]
struct Entry {
    watchers: Vec<(WatchKind, WatcherId)>,
}

impl Entry {
    /// Takes the one-shot watchers of these kinds out.
    fn take(&mut self, kinds: &[WatchKind], out: &mut Vec<WatcherId>) {
        self.watchers.retain(|(kind, id)| {
            let fires = kinds.contains(kind);
            if fires {
                out.push(*id);
            }
            !(fires && kind.is_one_shot())
        });
    }
}

/// All watches of a session, by path as the server sees it.
#[derive(Clone, Debug, Default)]
pub struct Watches {
    entries: BTreeMap<String, Entry>,
    recursive_count: usize,
}

impl Watches {
    /// Adds a watcher.
    pub fn add(&mut self, kind: WatchKind, path: &str, id: WatcherId) {
        self.recursive_count += usize::from(kind == WatchKind::Recursive);
        match self.entries.get_mut(path) {
            Some(entry) => entry.watchers.push((kind, id)),
            None => {
                self.entries.insert(path.to_owned(), Entry { watchers: vec![(kind, id)] });
            }
        }
    }

    /// Forgets one watcher; nothing happens if it is not there.
    pub fn forget(&mut self, path: &str, id: WatcherId) {
        self.retain_at(path, |_, other| other != id);
    }

    /// Takes out what a successful `removeWatches` removed on the server.
    pub fn remove(&mut self, path: &str, kind: WatcherType) -> Vec<WatcherId> {
        let mut removed = Vec::new();
        self.retain_at(path, |k, id| {
            let gone = match kind {
                WatcherType::Any => true,
                WatcherType::Children => k == WatchKind::Child,
                WatcherType::Data => matches!(k, WatchKind::Data | WatchKind::Exist),
                WatcherType::Persistent => k == WatchKind::Persistent,
                WatcherType::PersistentRecursive => k == WatchKind::Recursive,
            };
            if gone {
                removed.push(id);
            }
            !gone
        });
        removed
    }

    /// Takes everything out.
    pub fn clear(&mut self) -> Vec<WatcherId> {
        self.recursive_count = 0;
        std::mem::take(&mut self.entries).into_values().flat_map(|e| e.watchers).map(|(_, id)| id).collect()
    }

    /// True if there are none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Whom an event concerns; one-shot watchers among them are taken out.
    ///
    /// Mirrors: ZooKeeper `ZKWatchManager.materialize`.
    pub fn fire(&mut self, event: EventType, path: &str) -> Vec<WatcherId> {
        use WatchKind::{Child, Data, Exist, Persistent, Recursive};
        let mut out = Vec::new();
        let kinds: &[WatchKind] = match event {
            EventType::NodeCreated | EventType::NodeDataChanged => &[Data, Exist, Persistent, Recursive],
            EventType::NodeDeleted => &[Data, Exist, Child, Persistent, Recursive],
            EventType::NodeChildrenChanged => &[Child, Persistent],
            _ => return out,
        };
        if let Some(entry) = self.entries.get_mut(path) {
            entry.take(kinds, &mut out);
            if entry.watchers.is_empty() {
                self.entries.remove(path);
            }
        }
        if self.recursive_count > 0 && event != EventType::NodeChildrenChanged {
            let mut at = path;
            while let Some(parent) = path::parent(at) {
                if let Some(entry) = self.entries.get_mut(parent) {
                    entry.take(&[Recursive], &mut out);
                }
                at = parent;
            }
        }
        out
    }

    /// The watchers that stay until removed.
    pub fn persistent(&self) -> Vec<WatcherId> {
        self.entries
            .values()
            .flat_map(|e| &e.watchers)
            .filter(|(kind, _)| !kind.is_one_shot())
            .map(|(_, id)| *id)
            .collect()
    }

    /// What to send on a new connection, in packets of at most [`SET_WATCHES_BYTES`] of path text each (or of
    /// one longer path).
    pub fn set_watches(&self, last_zxid: Zxid) -> Vec<SetWatches<'_>> {
        let mut packets = Vec::new();
        let mut packet = SetWatches { relative_zxid: last_zxid.0, ..SetWatches::default() };
        let mut bytes = 0;
        for kind in KINDS {
            for (path, entry) in &self.entries {
                if !entry.watchers.iter().any(|(k, _)| *k == kind) {
                    continue;
                }
                if bytes > 0 && bytes + path.len() > SET_WATCHES_BYTES {
                    let fresh = SetWatches { relative_zxid: last_zxid.0, ..SetWatches::default() };
                    packets.push(std::mem::replace(&mut packet, fresh));
                    bytes = 0;
                }
                bytes += path.len();
                let list = match kind {
                    WatchKind::Data => &mut packet.data,
                    WatchKind::Exist => &mut packet.exist,
                    WatchKind::Child => &mut packet.child,
                    WatchKind::Persistent => &mut packet.persistent,
                    WatchKind::Recursive => &mut packet.persistent_recursive,
                };
                list.push(Cow::Borrowed(path.as_str()));
            }
        }
        if bytes > 0 {
            packets.push(packet);
        }
        packets
    }

    fn retain_at(&mut self, path: &str, mut keep: impl FnMut(WatchKind, WatcherId) -> bool) {
        let Some(entry) = self.entries.get_mut(path) else { return };
        entry.watchers.retain(|(kind, id)| {
            let stays = keep(*kind, *id);
            if !stays && *kind == WatchKind::Recursive {
                self.recursive_count -= 1;
            }
            stays
        });
        if entry.watchers.is_empty() {
            self.entries.remove(path);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn registry(watches: &[(WatchKind, &str)]) -> Watches {
        let mut w = Watches::default();
        for (i, (kind, path)) in watches.iter().enumerate() {
            w.add(*kind, path, WatcherId(i as u64));
        }
        w
    }

    fn check(watches: &[(WatchKind, &str)], event: EventType, path: &str, fired: &[u64], left: usize) {
        let mut w = registry(watches);
        let ids: Vec<u64> = w.fire(event, path).iter().map(|id| id.0).collect();
        assert_eq!(ids, fired, "{event:?} {path}");
        assert_eq!(w.clear().len(), left, "{event:?} {path}");
    }

    const ALL: &[(WatchKind, &str)] = &[
        (WatchKind::Data, "/a"),
        (WatchKind::Exist, "/a"),
        (WatchKind::Child, "/a"),
        (WatchKind::Persistent, "/a"),
        (WatchKind::Recursive, "/a"),
        (WatchKind::Recursive, "/"),
        (WatchKind::Persistent, "/"),
    ];

    #[test]
    fn events_concern_their_kinds_and_consume_one_shots() {
        check(ALL, EventType::NodeDataChanged, "/a", &[0, 1, 3, 4, 5], 5);
        check(ALL, EventType::NodeCreated, "/a", &[0, 1, 3, 4, 5], 5);
        check(ALL, EventType::NodeDeleted, "/a", &[0, 1, 2, 3, 4, 5], 4);
        check(ALL, EventType::NodeChildrenChanged, "/a", &[2, 3], 6);
        check(ALL, EventType::NodeCreated, "/a/b/c", &[4, 5], 7);
        check(ALL, EventType::NodeCreated, "/ab", &[5], 7);
        check(ALL, EventType::NodeChildrenChanged, "/", &[6], 7);
    }

    #[test]
    fn removal_follows_the_kind() {
        for (kind, removed) in [
            (WatcherType::Any, vec![0, 1, 2, 3, 4]),
            (WatcherType::Data, vec![0, 1]),
            (WatcherType::Children, vec![2]),
            (WatcherType::Persistent, vec![3]),
            (WatcherType::PersistentRecursive, vec![4]),
        ] {
            let mut w = registry(ALL);
            let ids: Vec<u64> = w.remove("/a", kind).iter().map(|id| id.0).collect();
            assert_eq!(ids, removed);
        }
    }

    #[test]
    fn recursion_ends_with_its_last_watch() {
        let mut w = registry(&[(WatchKind::Recursive, "/a")]);
        w.forget("/a", WatcherId(0));
        assert!(w.is_empty());
        assert_eq!(w.recursive_count, 0);
        assert!(w.fire(EventType::NodeCreated, "/a/b").is_empty());
    }

    #[test]
    fn rearming_is_split_by_path_text() {
        let mut w = Watches::default();
        for i in 0..5000 {
            w.add(WatchKind::Data, &format!("/{i:0>99}"), WatcherId(i));
        }
        w.add(WatchKind::Recursive, "/r", WatcherId(9999));
        w.add(WatchKind::Recursive, "/r", WatcherId(10_000));
        let packets = w.set_watches(Zxid(7));
        let sizes: Vec<usize> = packets.iter().map(|p| p.data.iter().map(|s| s.len()).sum()).collect();
        assert_eq!(packets.len(), 4);
        assert_eq!(sizes.iter().sum::<usize>(), 500_000);
        assert!(sizes.iter().all(|s| *s <= SET_WATCHES_BYTES));
        assert!(packets.iter().all(|p| p.relative_zxid == 7));
        assert_eq!(packets[3].persistent_recursive, ["/r"]);
        assert_eq!(packets[0].persistent_recursive.len(), 0);
    }

    #[test]
    fn nothing_to_rearm_is_no_packet() {
        assert!(Watches::default().set_watches(Zxid(1)).is_empty());
    }
}
