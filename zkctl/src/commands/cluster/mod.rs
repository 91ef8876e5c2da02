//! `cluster` and `status`: the ensemble as a whole, from what each server says by itself.

pub mod compare;
mod members;
pub mod status;

use crate::context::Context;
use crate::failure::Result;
use crate::group_args::cluster::{ClusterArgs, ClusterCommand};
use crate::reply::Reply;

/// Runs one of the group's commands.
pub async fn run(args: ClusterArgs, context: &mut Context) -> Result<Reply> {
    let admin = &args.admin;
    match args.command {
        ClusterCommand::Status(options) => status::run(admin, &options, context).await,
        ClusterCommand::Members => members::run(admin, context).await,
        ClusterCommand::Epochs => compare::epochs(admin, context).await,
        ClusterCommand::Verify { .. } => compare::verify(admin, context).await,
    }
}
