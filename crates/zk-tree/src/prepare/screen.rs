//! What can be said of a write before it is prepared: whether it will want a permission that its client does not have.

use zk_proto::{Perms, Request, path};

use super::write::FIXED_NODES;
use super::{FixedAcl, Outcome, Preparer};
use crate::auth::Identities;
use crate::tree::DataTree;

impl Preparer {
    /// Whether a create, delete, setData or setACL is permitted and sets a valid ACL, as far as the tree and what is in flight
    /// tell. Whatever else may be wrong with it is found out when it is prepared.
    ///
    /// Mirrors: ZooKeeper `ZooKeeperServer.authWriteRequest`.
    ///
    /// # Errors
    /// [`zk_proto::ErrorCode::NoAuth`] or [`zk_proto::ErrorCode::InvalidAcl`].
    pub fn screen(&self, tree: &DataTree, who: &Identities, request: &Request<'_>) -> Outcome<()> {
        let parent = |node: &str| path::split(node).map(|(parent, _)| parent.to_owned());
        let (path, perms) = match request {
            Request::Create(create) => {
                FixedAcl::of(create.acl, who, self.config.acl_schemes)?;
                (parent(&create.path), Perms::CREATE)
            }
            Request::Delete { path, .. } if !FIXED_NODES.contains(&&**path) => (parent(path), Perms::DELETE),
            Request::SetData { path, .. } => (Some(path.to_string()), Perms::WRITE),
            Request::SetAcl { path, acl, .. } => {
                FixedAcl::of(*acl, who, self.config.acl_schemes)?;
                (Some(path.to_string()), Perms::ADMIN)
            }
            _ => return Ok(()),
        };
        match path.and_then(|path| self.overlay.view(tree, &path)) {
            Some(node) => self.permit(tree, who, &node, perms),
            None => Ok(()),
        }
    }
}
