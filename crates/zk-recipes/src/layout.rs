//! How contenders are named and ordered: Curator's and kazoo's layouts as pure functions over names.
//!
//! | who | name of a contender in the lock's node |
//! | --- | --- |
//! | Curator `InterProcessMutex`, `LeaderSelector` | `_c_<uuid>-lock-<sequence>` |
//! | Curator `LeaderLatch` | `_c_<uuid>-latch-<sequence>` |
//! | Curator `InterProcessReadWriteLock` | `_c_<uuid>-__READ__<sequence>`, `_c_<uuid>-__WRIT__<sequence>` |
//! | kazoo `Lock`, `WriteLock`, `Election` | `<hex>__lock__<sequence>` |
//! | kazoo `ReadLock` | `<hex>__rlock__<sequence>` |

use crate::guid::Guid;

/// Whose nodes we are to get along with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Layout {
    /// Apache Curator's.
    #[default]
    Curator,
    /// kazoo's.
    Kazoo,
}

/// What a contender wants, and by which name it goes. Locks of different kinds do not see each other, but for
/// readers and writers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Everything: `InterProcessMutex`, `LeaderSelector`; kazoo's `Lock` and `Election`.
    Mutex,
    /// Leadership: `LeaderLatch`. kazoo has no name of its own for it.
    Latch,
    /// To share with readers.
    Read,
    /// Everything, and no readers.
    Write,
}

impl Kind {
    /// A word for people.
    pub fn word(self) -> &'static str {
        match self {
            Kind::Mutex => "lock",
            Kind::Latch => "latch",
            Kind::Read => "read",
            Kind::Write => "write",
        }
    }

    /// Whether a contender of this kind waits for one of the other kind that came before it.
    fn waits_for(self, other: Kind, layout: Layout) -> bool {
        match (self, other) {
            (Kind::Read, Kind::Read) => false,
            (Kind::Read | Kind::Write, Kind::Read | Kind::Write) => true,
            // kazoo's lock and write lock have one name.
            (Kind::Mutex | Kind::Write, Kind::Mutex | Kind::Write) if layout == Layout::Kazoo => true,
            (Kind::Read, Kind::Mutex) if layout == Layout::Kazoo => true,
            (one, other) => one == other,
        }
    }
}

/// The mark between the unique part and the sequence number.
fn mark(layout: Layout, kind: Kind) -> &'static str {
    match (layout, kind) {
        (Layout::Curator, Kind::Mutex) => "lock-",
        (Layout::Curator, Kind::Latch) => "latch-",
        (Layout::Curator, Kind::Read) => "__READ__",
        (Layout::Curator, Kind::Write) => "__WRIT__",
        (Layout::Kazoo, Kind::Read) => "__rlock__",
        (Layout::Kazoo, _) => "__lock__",
    }
}

/// A name for one contender, without the sequence number. Unique, so that the node can be found again.
pub fn prefix(layout: Layout, kind: Kind) -> String {
    let mark = mark(layout, kind);
    match layout {
        Layout::Curator => protected(mark),
        Layout::Kazoo => format!("{}{mark}", Guid::new().hex()),
    }
}

/// A name with Curator's tag of a protected create before it.
pub fn protected(name: &str) -> String {
    format!("_c_{}-{name}", Guid::new())
}

/// A contender's name, understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contender {
    /// Name of the node.
    pub name: String,
    /// By which name it goes.
    pub layout: Layout,
    /// What it wants.
    pub kind: Kind,
    /// Its place; counts up by one with each child that the parent ever had.
    pub sequence: i32,
}

impl Contender {
    /// Understands a child's name; `None` if it belongs to no lock.
    pub fn parse(name: &str) -> Option<Contender> {
        let all = [
            (Layout::Curator, Kind::Mutex),
            (Layout::Curator, Kind::Latch),
            (Layout::Curator, Kind::Read),
            (Layout::Curator, Kind::Write),
            (Layout::Kazoo, Kind::Mutex),
            (Layout::Kazoo, Kind::Read),
        ];
        all.into_iter().find_map(|(layout, kind)| {
            let (_, digits) = name.rsplit_once(mark(layout, kind))?;
            let sequence = sequence(digits)?;
            Some(Contender { name: name.to_owned(), layout, kind, sequence })
        })
    }
}

/// The ten characters that a server appends.
fn sequence(digits: &str) -> Option<i32> {
    let number = digits.strip_prefix('-').unwrap_or(digits);
    let plain = digits.len() >= 10 && !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit());
    if plain { digits.parse().ok() } else { None }
}

/// All contenders among the children, first come first.
pub fn queue(children: &[String]) -> Vec<Contender> {
    let mut all: Vec<Contender> = children.iter().filter_map(|name| Contender::parse(name)).collect();
    all.sort_by(|a, b| (a.sequence, &a.name).cmp(&(b.sequence, &b.name)));
    all
}

/// Of those before it, the last one that `me` has to wait for. Only this one is watched: a release then wakes one
/// contender, or one row of readers.
pub fn predecessor<'a>(queue: &'a [Contender], me: &Contender) -> Option<&'a Contender> {
    let mut before = queue.iter().filter(|c| (c.sequence, &c.name) < (me.sequence, &me.name));
    before.rfind(|c| c.layout == me.layout && me.kind.waits_for(c.kind, me.layout))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(list: &[&str]) -> Vec<String> {
        list.iter().map(|n| (*n).to_owned()).collect()
    }

    fn waits(children: &[&str], me: &str) -> Option<String> {
        let queue = queue(&names(children));
        predecessor(&queue, &Contender::parse(me).unwrap()).map(|c| c.name.clone())
    }

    #[test]
    fn names_are_understood() {
        let is = |name: &str, layout, kind, sequence| {
            let c = Contender::parse(name).unwrap();
            assert_eq!((c.layout, c.kind, c.sequence), (layout, kind, sequence), "{name}");
        };
        is("_c_5b4f9d0a-92ab-4c3e-8d4e-0f5d3c2b1a00-lock-0000000012", Layout::Curator, Kind::Mutex, 12);
        is("lock-0000000001", Layout::Curator, Kind::Mutex, 1);
        is("_c_x-latch-2147483647", Layout::Curator, Kind::Latch, i32::MAX);
        is("_c_x-__READ__0000000003", Layout::Curator, Kind::Read, 3);
        is("_c_x-__WRIT__0000000004", Layout::Curator, Kind::Write, 4);
        is("0123456789abcdef__lock__0000000005", Layout::Kazoo, Kind::Mutex, 5);
        is("0123456789abcdef__rlock__-2147483648", Layout::Kazoo, Kind::Read, i32::MIN);
        for other in ["", "lock-", "lock-1", "ready", "x__lock__00000000aa", "lock-9999999999", "leases"] {
            assert_eq!(Contender::parse(other), None, "{other}");
        }
    }

    #[test]
    fn a_prefix_is_parsed_as_what_it_was_made_for() {
        for layout in [Layout::Curator, Layout::Kazoo] {
            for kind in [Kind::Mutex, Kind::Latch, Kind::Read, Kind::Write] {
                let made = Contender::parse(&format!("{}0000000007", prefix(layout, kind))).unwrap();
                let same = made.kind == kind || layout == Layout::Kazoo && kind != Kind::Read;
                assert!(made.layout == layout && same, "{made:?}");
            }
        }
    }

    #[test]
    fn a_lock_waits_for_the_one_before_it() {
        let all = ["b-lock-0000000003", "z-lock-0000000001", "a-lock-0000000009", "leases"];
        assert_eq!(waits(&all, "z-lock-0000000001"), None);
        assert_eq!(waits(&all, "b-lock-0000000003").as_deref(), Some("z-lock-0000000001"));
        assert_eq!(waits(&all, "a-lock-0000000009").as_deref(), Some("b-lock-0000000003"));
    }

    #[test]
    fn readers_wait_for_writers_only() {
        let all =
            ["a__READ__0000000001", "b__WRIT__0000000002", "c__READ__0000000003", "d__READ__0000000004"];
        assert_eq!(waits(&all, all[0]), None);
        assert_eq!(waits(&all, all[1]).as_deref(), Some(all[0]));
        assert_eq!(waits(&all, all[2]).as_deref(), Some(all[1]));
        assert_eq!(waits(&all, all[3]).as_deref(), Some(all[1]));
        let kazoo = ["a__rlock__0000000001", "b__lock__0000000002", "c__rlock__0000000003"];
        assert_eq!(waits(&kazoo, kazoo[0]), None);
        assert_eq!(waits(&kazoo, kazoo[2]).as_deref(), Some(kazoo[1]));
    }

    #[test]
    fn kinds_that_do_not_know_each_other_do_not_wait() {
        let all = ["a-lock-0000000001", "b-latch-0000000002", "c__lock__0000000003", "d__WRIT__0000000004"];
        for me in all {
            assert_eq!(waits(&all, me), None, "{me}");
        }
    }
}
