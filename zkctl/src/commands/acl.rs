//! `acl get` and `acl set`.

use zk_proto::ErrorCode;

use crate::args::{AclGetArgs, AclSetArgs};
use crate::commands::set::wanted;
use crate::commands::walk::{Walk, no_node};
use crate::context::Context;
use crate::failure::Result;
use crate::interrupt;
use crate::reply::Reply;

pub async fn get(args: AclGetArgs, context: &mut Context) -> Result<Reply> {
    let path = context.path(&args.path)?;
    let value = context.read("read the ACL of", &path, |c| c.get_acl(&path)).await?.into_value();
    Ok(Reply::Acl { path, acl: value.acl, stat: value.stat, show_stat: args.stat })
}

pub async fn set(args: AclSetArgs, context: &mut Context) -> Result<Reply> {
    let path = context.path(&args.path)?;
    let acl = args.acl.0;
    let version = wanted(args.version);
    if !args.recursive {
        let stat = context
            .write("change the ACL of", &path, |c| c.set_acl(&path, &acl, version))
            .await?
            .into_value();
        return Ok(Reply::Written { path, stat, show_stat: args.stat });
    }
    let client = context.client().await?;
    let mut walk = Walk::new(client.clone(), &path);
    let mut changed = 0usize;
    let mut stat = None;
    while let Some(step) = walk.next().await {
        let step = step.map_err(|e| context.failure("list", &path, e))?;
        interrupt::write_begins("change the ACL of", &step.path);
        let answer = client.set_acl(&step.path, &acl, version).await;
        interrupt::write_ended();
        match answer {
            Ok(reply) => stat = stat.or(Some(reply.into_value())),
            Err(e) if e.code() == Some(ErrorCode::NoNode) && changed > 0 => continue,
            Err(e) => {
                let failure = context.failure("change the ACL of", &step.path, e);
                let text = format!("{}; {changed} nodes were changed before", failure.message());
                return Err(failure.say(text));
            }
        }
        changed += 1;
    }
    let Some(stat) = stat else { return Err(context.failure("change the ACL of", &path, no_node(&path))) };
    context
        .note(format_args!("changed the ACL of {changed} {}", if changed == 1 { "node" } else { "nodes" }));
    Ok(Reply::Written { path, stat, show_stat: args.stat })
}
