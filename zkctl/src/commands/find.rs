//! `find`: the nodes of a subtree that fit, as they are met.

use zk_proto::{SessionId, Stat};

use crate::commands::walk;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::{Failure, Result};
use crate::output::{Pace, now_ms};
use crate::reply::{Record, Reply};
use crate::walk_args::{FindArgs, NodeKind};

pub async fn run(args: FindArgs, context: &mut Context) -> Result<Reply> {
    let path = context.path(args.path.as_deref().unwrap_or(""))?;
    let mut walk = walk::start(&path, args.depth, context).await?;
    let now_ms = now_ms();
    let mut met = false;
    while let Some(node) = walk.step().await.map_err(|e| e.failure("search"))? {
        if !std::mem::replace(&mut met, true) {
            context.out.begin("nodes", Pace::Live)?;
        }
        let stat = node.stat.unwrap_or_default();
        if fits(&args, &node.path, &stat, now_ms) {
            context.out.record(&Record::Found { path: node.path, stat })?;
        }
    }
    context.out.end()?;
    walk::finish(walk.seen(), context)?;
    Err(Failure::silent(Exit::Ok))
}

/// Whether a node is what is looked for: everything that was asked must hold.
fn fits(args: &FindArgs, path: &str, stat: &Stat, now_ms: i64) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let is_ephemeral = stat.ephemeral_owner != SessionId::NONE;
    let age_ms = now_ms.saturating_sub(stat.mtime);
    let at_least =
        |limit: std::time::Duration| age_ms >= i64::try_from(limit.as_millis()).unwrap_or(i64::MAX);
    args.name.as_ref().is_none_or(|glob| glob.is_match(name))
        && args.kind.is_none_or(|kind| is_ephemeral == (kind == NodeKind::Ephemeral))
        && args.owner.is_none_or(|owner| stat.ephemeral_owner == owner)
        && (!args.empty || stat.data_length == 0 && stat.num_children == 0)
        && args.older.is_none_or(at_least)
        && args.newer.is_none_or(|limit| !at_least(limit))
        && args.min_size.is_none_or(|bytes| u64::try_from(stat.data_length).is_ok_and(|n| n >= bytes))
        && args.min_children.is_none_or(|count| u32::try_from(stat.num_children).is_ok_and(|n| n >= count))
}
