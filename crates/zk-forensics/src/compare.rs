//! How two trees differ, below a node.

use zk_proto::StatPersisted;
use zk_tree::{DataTree, NodeRef};

/// A node that is not the same on both sides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Which node.
    pub path: String,
    /// How.
    pub how: How,
}

/// How a node differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// Only the second tree has it.
    Added,
    /// Only the first tree has it.
    Removed,
    /// Both have it.
    Changed {
        /// The data differs.
        data: bool,
        /// The ACL differs.
        acl: bool,
        /// It was deleted and made anew: another creation.
        recreated: bool,
        /// Something else in its status differs.
        stat: bool,
    },
}

/// Calls `each` for every difference below `root`, which is included, by name and every node before its children.
pub fn compare(a: &DataTree, b: &DataTree, root: &str, mut each: impl FnMut(Difference)) {
    let mut todo = vec![root.to_owned()];
    while let Some(path) = todo.pop() {
        let (left, right) = (a.find(&path), b.find(&path));
        let how = match (&left, &right) {
            (None, None) => continue,
            (None, Some(_)) => Some(How::Added),
            (Some(_), None) => Some(How::Removed),
            (Some(l), Some(r)) => changed(l, r),
        };
        let mut names: Vec<&[u8]> =
            left.iter().flat_map(NodeRef::children).chain(right.iter().flat_map(NodeRef::children)).collect();
        names.sort_unstable_by(|x, y| y.cmp(x));
        names.dedup();
        let below = names.iter().map(|n| zk_proto::path::join(&path, &String::from_utf8_lossy(n)));
        todo.extend(below);
        if let Some(how) = how {
            each(Difference { path, how });
        }
    }
}

fn changed(l: &NodeRef<'_>, r: &NodeRef<'_>) -> Option<How> {
    let data = l.data() != r.data();
    let acl = l.acl().bytes() != r.acl().bytes();
    let (s, t) = (l.stored_stat(), r.stored_stat());
    let recreated = s.czxid != t.czxid;
    // What a child's coming and going leaves in its parent is told by the child.
    let own = |s: &StatPersisted| (s.mzxid, s.version, s.aversion, s.ephemeral_owner, s.ctime, s.mtime);
    let stat = own(s) != own(t);
    (data || acl || recreated || stat).then_some(How::Changed { data, acl, recreated, stat })
}
