//! A stream of nodes: the one shape in which subtrees are read, wherever they are.

use std::future::Future;
use std::pin::Pin;

use zk_proto::{Acl, Stat};

use crate::failure::Result;

/// A node's data: null differs from empty.
pub type Value = Option<Vec<u8>>;

/// A node with what was asked for.
#[derive(Clone, Debug)]
pub struct TreeNode {
    pub path: String,
    /// Levels below the first node of the stream.
    pub depth: usize,
    /// As far as the source knows it: an export without `--stat` has none.
    pub stat: Option<Stat>,
    /// `None` if it was not asked for, or could not be read.
    pub value: Option<Value>,
    /// `None` if it was not asked for, or could not be read.
    pub acl: Option<Vec<Acl>>,
    /// Its ACL keeps something of it from us: data, ACL, or what is below.
    pub denied: bool,
}

impl TreeNode {
    /// A node of which nothing is known.
    pub fn bare(path: &str, depth: usize) -> TreeNode {
        TreeNode { path: path.to_owned(), depth, stat: None, value: None, acl: None, denied: false }
    }

    /// Whether the server hides digests of its ACL from us, which it does from those who may not administer a node:
    /// `user:x` stands for the password's digest. Written to another node, such an ACL would lock everybody out.
    pub fn is_masked(&self) -> bool {
        is_masked(self.acl.as_deref().unwrap_or_default())
    }
}

/// As [`TreeNode::is_masked`].
pub fn is_masked(acl: &[Acl]) -> bool {
    acl.iter().any(|a| a.id.scheme == "digest" && a.id.id.ends_with(":x"))
}

/// Nodes of a subtree in the order of [`super::order`]: every node before its children, siblings by name. The first
/// one is the subtree's root.
///
/// To read nodes from something new, implement this: everything that compares, copies, exports, searches or measures
/// works on it. A source whose nodes are at hand at once returns `Box::pin(std::future::ready(…))`.
pub trait TreeSource: Send {
    /// The next node; `None` at the end.
    fn next(&mut self) -> Pin<Box<dyn Future<Output = Result<Option<TreeNode>>> + Send + '_>>;

    /// The path of the subtree's root.
    fn root(&self) -> &str;

    /// The source in words, for messages.
    fn title(&self) -> String;

    /// How many bytes of the file were read, for a progress bar; `None` where there is no file.
    fn progress(&self) -> Option<u64> {
        None
    }

    /// Whether nodes come with a status.
    fn has_stat(&self) -> bool {
        true
    }

    /// Ends it; a session that was opened for it is closed.
    fn close(self: Box<Self>) -> Pin<Box<dyn Future<Output = ()> + Send>> {
        Box::pin(std::future::ready(()))
    }
}
