//! The verbs. One file per family; each command takes its arguments and the context and returns a value, or
//! streams records to the output itself.

mod acl;
pub(crate) mod backup;
pub mod bench;
mod bulk_report;
mod check;
mod cluster;
mod copy;
mod create;
mod delete;
mod diff;
mod doctor;
mod du;
mod edit;
mod export;
mod find;
mod get;
mod grep;
mod import;
mod leader;
mod ls;
mod membership;
mod mirror;
pub mod multi;
mod mv;
mod quota;
pub mod reconfig;
mod server;
mod session;
mod set;
mod smoke;
mod stat;
mod touch;
mod tree;
mod undo;
mod wait;
pub mod walk;
pub use tree::mark_last;
pub mod watch;

use crate::args::Verb;
use crate::context::Context;
use crate::failure::Result;
use crate::offline::snap_args::SnapCommand;
use crate::reply::Reply;
use crate::zkcli_args::ZkcliVerb;

/// Runs a verb and prints its answer.
pub async fn run(verb: Verb, context: &mut Context) -> Result<()> {
    if context.is_offline() {
        crate::offline::past::check(&verb)?;
    }
    let reply = match verb {
        Verb::Ls(args) => ls::run(args, context).await,
        Verb::Tree(args) => tree::run(args, context).await,
        Verb::Find(args) => find::run(args, context).await,
        Verb::Grep(args) => grep::run(args, context).await,
        Verb::Du(args) => du::run(args, context).await,
        Verb::Get(args) => get::run(args, context).await,
        Verb::Stat(args) => stat::stat(args, context).await,
        Verb::Exists(args) => return stat::exists(args, context).await,
        Verb::Create(args) => create::create(args, context).await,
        Verb::Set(args) => set::set(args, context).await,
        Verb::Put(args) => set::put(args, context).await,
        Verb::Touch(args) => touch::run(args, context).await,
        Verb::Cp(args) => copy::run(args, context).await,
        Verb::Mv(args) => mv::run(args, context).await,
        Verb::Edit(args) => edit::run(args, context).await,
        Verb::Delete(args) => delete::delete(args, context).await,
        Verb::Deleteall(args) => delete::delete_all(args, context).await,
        Verb::Undo(args) => undo::run(args, context).await,
        Verb::Diff(args) => diff::run(args, context).await,
        Verb::Export(args) => export::run(args, context).await,
        Verb::Import(args) => import::run(args, context).await,
        Verb::Mirror(args) => mirror::run(args, context).await,
        Verb::Acl(command) => acl::run(command, context).await,
        Verb::GetAcl(args) => acl::get(args, context).await,
        Verb::SetAcl(args) => acl::set(args, context).await,
        Verb::Quota(command) => quota::run(command, context).await,
        Verb::SetQuota(args) => quota::set(args, context).await,
        Verb::ListQuota(args) => quota::get(args, context).await,
        Verb::DelQuota(args) => quota::delete(args, context).await,
        Verb::Addauth(args) => session::addauth(args, context).await,
        Verb::Sync { path } => session::sync(&path, context).await,
        Verb::Watch(args) => watch::run(args, context).await,
        Verb::Wait(args) => wait::run(args, context).await,
        Verb::Zkcli(ZkcliVerb::AddWatch(args)) => watch::run(args.into(), context).await,
        Verb::Zkcli(ZkcliVerb::GetConfig(args)) => reconfig::config(args, context).await,
        Verb::Zkcli(ZkcliVerb::Reconfig(args)) => reconfig::reconfig(args, context).await,
        Verb::Multi(args) => multi::run(args, context).await,
        Verb::Queue(command) => crate::recipes::queue::run(command, context).await,
        Verb::Counter(command) => crate::recipes::counter::run(command, context).await,
        Verb::Ephemerals { prefix } => session::ephemerals(&prefix, context).await,
        Verb::Count(args) => stat::count(args, context).await,
        Verb::Whoami => session::whoami(context).await,
        Verb::Session(args) => session::run(args, context).await,
        Verb::Status(args) => cluster::status::run(&args.admin, &args.options, context).await,
        Verb::Server(args) => server::run(args, context).await,
        Verb::Cluster(args) => cluster::run(args, context).await,
        Verb::Config(args) => membership::run(args, context).await,
        Verb::Check(args) => check::run(args, context).await,
        Verb::Doctor(args) => doctor::run(args, context).await,
        Verb::Smoke(args) => smoke::run(args, context).await,
        Verb::Leader(args) => leader::run(args, context).await,
        Verb::Version => {
            let text = format!("zkctl {}", env!("CARGO_PKG_VERSION"));
            Ok(Reply::Text { key: "version", text })
        }
        Verb::Log(command) => crate::offline::log::run(command, context),
        Verb::Snap(SnapCommand::Du(args)) if args.screen.interactive => {
            crate::offline::snap::explore(&args, context).await
        }
        Verb::Snap(SnapCommand::Take(args)) => backup::take(args, context).await,
        Verb::Snap(SnapCommand::Restore(args)) => backup::restore(args, context).await,
        Verb::Snap(command) => crate::offline::snap::run(command, context),
    }?;
    if !matches!(reply, Reply::Nothing) || context.out.is_json() {
        context.out.show(&reply)?;
    }
    Ok(())
}
