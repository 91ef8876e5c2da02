//! Walks a tree in steps, so that a snapshot can be written while the tree changes between the steps.
//!
//! Every node that exists when the walk begins and is not deleted meanwhile is visited once, each after its
//! parent. Nodes that come or change meanwhile may or may not show; replaying the log from the walk's start
//! repairs that.

use std::sync::Arc;

use zk_proto::StatPersisted;

use crate::acl_cache::{AclId, AclList};
use crate::node::NodeId;
use crate::tree::DataTree;

/// One node as a snapshot stores it.
#[derive(Debug)]
pub struct Visit<'t> {
    /// Path; the root is the empty string.
    pub path: &'t str,
    /// Data; null differs from empty.
    pub data: Option<&'t [u8]>,
    /// ACL: its id, which may have been given to another list since the walk began.
    pub acl: AclId,
    /// ACL: the list itself.
    pub acl_list: &'t Arc<AclList>,
    /// Stat as stored.
    pub stat: &'t StatPersisted,
}

struct Pending {
    id: NodeId,
    generation: u32,
    /// Length of the parent's path.
    parent_path_len: usize,
}

/// Where a walk has got to. Holds ids only, so the tree may change between two steps.
pub struct Walk {
    todo: Vec<Pending>,
    path: String,
}

impl Walk {
    /// A walk over the whole tree.
    pub fn new(tree: &DataTree) -> Walk {
        let root = tree.store.node(NodeId::ROOT);
        let start = Pending { id: NodeId::ROOT, generation: root.generation, parent_path_len: 0 };
        Walk { todo: vec![start], path: String::new() }
    }

    /// Visits up to `limit` nodes. False when there are none left.
    pub fn step(&mut self, tree: &DataTree, limit: usize, mut visit: impl FnMut(Visit<'_>)) -> bool {
        for _ in 0..limit {
            let Some(next) = self.todo.pop() else { return false };
            // A slot that was freed and used again holds another node.
            let Some(node) = tree.store.node_if(next.id, next.generation) else { continue };
            self.path.truncate(next.parent_path_len);
            if next.id != NodeId::ROOT {
                self.path.push('/');
                self.path.push_str(&String::from_utf8_lossy(node.name()));
            }
            let here = self.path.len();
            visit(Visit {
                path: &self.path,
                data: node.data(),
                acl: node.acl,
                acl_list: tree.acls.list(node.acl),
                stat: &node.stat,
            });
            self.todo.extend(tree.store.children(next.id).map(|(id, n)| Pending {
                id,
                generation: n.generation,
                parent_path_len: here,
            }));
        }
        !self.todo.is_empty()
    }
}

impl DataTree {
    /// All ACL lists but the open one, with their ids.
    pub fn acl_lists(&self) -> impl Iterator<Item = (AclId, &Arc<AclList>)> {
        self.acls.iter()
    }
}
