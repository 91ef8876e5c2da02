//! `log`: transaction logs as a searchable history.

mod blame;
mod cat;
mod changes;
mod copies;
mod export;
mod export_sql;
mod files;
mod plan;
mod session;
mod tail;
mod top;
mod undo;

use super::log_args::LogCommand;
use crate::context::Context;
use crate::failure::Result;
use crate::reply::Reply;

/// Runs one of the commands.
pub fn run(command: LogCommand, context: &mut Context) -> Result<Reply> {
    match command {
        LogCommand::Ls(args) => files::ls(&args, context),
        LogCommand::Cat(args) => cat::run(args, context),
        LogCommand::Verify(args) => files::verify(&args, context),
        LogCommand::Stats(args) => files::stats(&args, context),
        LogCommand::Epochs(args) => files::epochs(&args, context),
        LogCommand::Blame(args) => blame::run(&args, context),
        LogCommand::Session(args) => session::one(&args, context),
        LogCommand::Sessions(args) => session::all(&args, context),
        LogCommand::Top(args) => top::run(&args, context),
        LogCommand::Diff(args) => copies::diff(&args, context),
        LogCommand::Changes(args) => changes::run(&args, context),
        LogCommand::Plan(args) => plan::run(&args, context),
        LogCommand::Tail(args) => tail::run(&args, context),
        LogCommand::Export(args) => export::run(&args, context),
        LogCommand::Undo(args) => undo::run(&args, context),
        LogCommand::Trim(args) => copies::trim(&args, context),
        LogCommand::Splice(args) => copies::splice(&args, context),
        LogCommand::Repair(args) => copies::repair(&args, context),
    }
}
