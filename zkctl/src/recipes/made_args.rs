//! `--acl` of the recipes: who may do what with the nodes that they make.

use clap::Args;
use zk_proto::Acl;

use crate::node_args::AclList;
use crate::parse::acl_list;

/// Rights on what a recipe makes.
#[derive(Args, Clone, Debug, Default)]
pub struct MadeArgs {
    /// ACL of the nodes that this makes, missing parents included [default: world:anyone:cdrwa]
    #[arg(long, value_name = "ACL", value_parser = acl_list)]
    pub acl: Option<AclList>,
}

impl MadeArgs {
    /// Empty where none was given.
    pub fn list(&self) -> &[Acl] {
        self.acl.as_ref().map_or(&[], |list| &list.0)
    }
}
