//! How two trees differ, below a node.

use zk_proto::StatPersisted;
use zk_tree::NodeRef;

use crate::travel::{Past, ValueError};

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
///
/// # Errors
/// Data that was left in a file cannot be read any more.
pub fn compare(a: &Past, b: &Past, root: &str, mut each: impl FnMut(Difference)) -> Result<(), ValueError> {
    let mut todo = vec![root.to_owned()];
    while let Some(path) = todo.pop() {
        let (left, right) = (a.tree.find(&path), b.tree.find(&path));
        let how = match (&left, &right) {
            (None, None) => continue,
            (None, Some(_)) => Some(How::Added),
            (Some(_), None) => Some(How::Removed),
            (Some(l), Some(r)) => changed((a, l), (b, r), &path)?,
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
    Ok(())
}

/// Reads the data only where neither its length nor its CRC tells.
fn is_same_data(a: Node<'_, '_>, b: Node<'_, '_>, path: &str) -> Result<bool, ValueError> {
    let ((past_a, l), (past_b, r)) = (a, b);
    match (l.place(), r.place()) {
        (Some((_, crc)), Some((_, other))) if crc != other => return Ok(false),
        (Some((ours, _)), Some((theirs, _))) if past_a.values.is_same(ours, &past_b.values, theirs) => {
            return Ok(true);
        }
        _ if l.stat().data_length != r.stat().data_length => return Ok(false),
        _ => {}
    }
    Ok(past_a.data(path, l)? == past_b.data(path, r)?)
}

/// A node with the past that it is of.
type Node<'a, 't> = (&'a Past, &'a NodeRef<'t>);

fn changed(a: Node<'_, '_>, b: Node<'_, '_>, path: &str) -> Result<Option<How>, ValueError> {
    let (l, r) = (a.1, b.1);
    let data = !is_same_data(a, b, path)?;
    let acl = l.acl().bytes() != r.acl().bytes();
    let (s, t) = (l.stored_stat(), r.stored_stat());
    let recreated = s.czxid != t.czxid;
    // What a child's coming and going leaves in its parent is told by the child.
    let own = |s: &StatPersisted| (s.mzxid, s.version, s.aversion, s.ephemeral_owner, s.ctime, s.mtime);
    let stat = own(s) != own(t);
    Ok((data || acl || recreated || stat).then_some(How::Changed { data, acl, recreated, stat }))
}
