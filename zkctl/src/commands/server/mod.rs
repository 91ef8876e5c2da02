//! `server`: what the servers of the connect string say about themselves, each asked by itself.

mod answers;
pub mod gather;
pub mod lists;
pub mod words;

use crate::context::Context;
use crate::failure::Result;
use crate::group_args::server::{ServerArgs, ServerCommand};
use crate::reply::Reply;

/// Runs one of the group's commands.
pub async fn run(args: ServerArgs, context: &mut Context) -> Result<Reply> {
    let admin = &args.admin;
    match args.command {
        ServerCommand::Ls => answers::ls(admin, context).await,
        ServerCommand::Stats(which) => answers::stats(admin, &which, context).await,
        ServerCommand::Metrics { which, grep } => {
            answers::metrics(admin, &which, grep.as_ref(), context).await
        }
        ServerCommand::Env(which) => answers::env(admin, &which, context).await,
        ServerCommand::Conf(which) => answers::conf(admin, &which, context).await,
        ServerCommand::Conns(which) => lists::conns(admin, &which, context).await,
        ServerCommand::Watches { which, by } => lists::watches(admin, &which, by, context).await,
        ServerCommand::ResetStats { which, conns } => words::reset(admin, &which, conns, context).await,
        ServerCommand::FourLetter { word } => words::four_letter_word(&word, context).await,
        ServerCommand::Admin { command, post } => {
            words::admin(admin, &command, post.as_deref(), context).await
        }
    }
}
