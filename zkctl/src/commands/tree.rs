//! `tree`: a subtree as a drawing.

use crate::commands::walk;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::{Failure, Result};
use crate::reply::{Reply, Tree, TreeRow};
use crate::walk_args::TreeArgs;

pub async fn run(args: TreeArgs, context: &mut Context) -> Result<Reply> {
    let path = context.path(args.path.as_deref().unwrap_or(""))?;
    let mut walk = walk::start(&path, args.depth, context).await?;
    let mut rows = Vec::new();
    let mut stopped = false;
    while let Some(node) = walk.step().await.map_err(|e| e.failure("draw"))? {
        if rows.len() == args.max_nodes {
            stopped = true;
            break;
        }
        let stat = node.stat.unwrap_or_default();
        rows.push(TreeRow { path: node.path, depth: node.depth, stat, is_last: false });
    }
    mark_last(&mut rows);
    let reply = Reply::Tree(Tree { rows, show_size: args.size, ascii: args.ascii });
    context.out.show(&reply)?;
    if !stopped {
        walk::finish(walk.seen(), context)?;
        return Err(Failure::silent(Exit::Ok));
    }
    let said =
        format!("stopped after {} nodes; --depth narrows it, --max-nodes lets it go on", args.max_nodes);
    crate::report(&Failure::new(Exit::Partial, "Partial", said), context.out.format());
    Err(Failure::silent(Exit::Partial))
}

/// Finds out who is the last one among its siblings; parents stand before their children.
pub fn mark_last(rows: &mut [TreeRow]) {
    // By depth: whether a later sibling of what comes next, from the end, has been met.
    let mut has_later: Vec<bool> = Vec::new();
    for row in rows.iter_mut().rev() {
        has_later.resize(row.depth + 1, false);
        row.is_last = !std::mem::replace(&mut has_later[row.depth], true);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_of_each_family_is_known() {
        let depths = [0, 1, 2, 2, 1, 2, 3, 1];
        let stat = zk_proto::Stat::default();
        let row = |depth| TreeRow { path: String::new(), depth, stat, is_last: false };
        let mut rows: Vec<TreeRow> = depths.into_iter().map(row).collect();
        mark_last(&mut rows);
        let last: Vec<bool> = rows.iter().map(|r| r.is_last).collect();
        assert_eq!(last, [true, false, false, true, false, true, true, true]);
    }
}
