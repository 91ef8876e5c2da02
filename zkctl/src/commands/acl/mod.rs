//! `acl`: who may do what with a node; changes that say first who loses what.

mod change;
mod explain;
pub mod who;

use std::io::IsTerminal;

use crate::commands::set::wanted;
use crate::context::Context;
use crate::failure::{Failure, Result};
use crate::group_args::acl::{AclCommand, AclHowArgs};
use crate::node_args::{AclGetArgs, AclSetArgs};
use crate::reply::Reply;
use change::{Change, How};

/// Runs one of the group's commands.
pub async fn run(command: AclCommand, context: &mut Context) -> Result<Reply> {
    match command {
        AclCommand::Get(args) => get(args, context).await,
        AclCommand::Set(args) => set(args, context).await,
        AclCommand::Add(args) => {
            let path = context.path(&args.path)?;
            change::run(&path, &Change::Add(args.acl.0), how(&args.how), context).await
        }
        AclCommand::Rm(args) => {
            let path = context.path(&args.path)?;
            change::run(&path, &Change::remove(&args.who)?, how(&args.how), context).await
        }
        AclCommand::Copy(args) => {
            let (source, target) = (context.path(&args.source)?, context.path(&args.target)?);
            let acl =
                context.read("read the ACL of", &source, |c| c.get_acl(&source)).await?.into_value().acl;
            change::run(&target, &Change::Set(acl), how(&args.how), context).await
        }
        AclCommand::Check(args) => explain::check(args, context).await,
        AclCommand::Explain { acl } => Ok(explain::explain(&acl.0)),
        AclCommand::Digest { user } => digest(&user),
    }
}

fn how(args: &AclHowArgs) -> How {
    How { recursive: args.recursive, dry_run: args.dry_run, no_undo: args.no_undo, ..How::default() }
}

pub async fn get(args: AclGetArgs, context: &mut Context) -> Result<Reply> {
    let path = context.path(&args.path)?;
    let value = context.read("read the ACL of", &path, |c| c.get_acl(&path)).await?.into_value();
    Ok(Reply::Acl { path, acl: value.acl, stat: value.stat, show_stat: args.stat })
}

pub async fn set(args: AclSetArgs, context: &mut Context) -> Result<Reply> {
    let path = context.path(&args.path)?;
    let how = How { version: wanted(args.version), show_stat: args.stat, ..how(&args.how) };
    change::run(&path, &Change::Set(args.acl.0), how, context).await
}

/// The password never stands on a command line: others could see it there.
fn digest(user: &str) -> Result<Reply> {
    if user.is_empty() || user.contains(':') {
        let shown = crate::sanitise::line(user).into_owned();
        return Err(Failure::usage(format!("`{shown}` is no name of a user"))
            .hint("give the name alone; the password is asked for, or is the first line of stdin"));
    }
    let secret = if std::io::stdin().is_terminal() {
        rpassword::prompt_password(format!("password of {}: ", crate::sanitise::line(user)))
            .map_err(|e| Failure::io("cannot read the password", e))?
    } else {
        let mut line = String::new();
        std::io::stdin().read_line(&mut line).map_err(|e| Failure::io("cannot read stdin", e))?;
        line.trim_end_matches(['\n', '\r']).to_owned()
    };
    if secret.is_empty() {
        return Err(Failure::usage("the password is empty"));
    }
    let text = who::digest_id(user, format!("{user}:{secret}").as_bytes());
    Ok(Reply::Text { key: "digest", text })
}
