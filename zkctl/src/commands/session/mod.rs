//! `session`: whose sessions are where, and what they hold; and what concerns our own.

mod list;
mod own;
mod shed;

pub use list::{best_dump, clients};
pub use own::{addauth, ephemerals, sync, whoami};

use crate::context::Context;
use crate::failure::Result;
use crate::group_args::session::{SessionArgs, SessionCommand};
use crate::reply::Reply;

/// Runs one of the group's commands.
pub async fn run(args: SessionArgs, context: &mut Context) -> Result<Reply> {
    let admin = &args.admin;
    match args.command {
        SessionCommand::Ls { sort } => list::ls(admin, sort, context).await,
        SessionCommand::Get { session } => list::get(admin, session, context).await,
        SessionCommand::Owner { path } => list::owner(admin, &path, context).await,
        SessionCommand::Ephemerals { prefix } => list::ephemerals(admin, &prefix, context).await,
        SessionCommand::Whoami => whoami(context).await,
        SessionCommand::Shed { server, percent } => shed::run(admin, &server, percent, context).await,
    }
}
