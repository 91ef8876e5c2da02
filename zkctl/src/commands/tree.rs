//! `tree`: a subtree as a drawing.

use zk_proto::SessionId;

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
    if args.ephemerals {
        keep_ephemerals(&mut rows);
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

/// Keeps ephemeral nodes, the nodes above them, and the first one; parents stand before their children.
fn keep_ephemerals(rows: &mut Vec<TreeRow>) {
    // From the end: how deep the nearest node is whose ancestors are wanted.
    let mut wanted = 0;
    let mut kept: Vec<TreeRow> = Vec::new();
    for row in rows.drain(..).rev() {
        let is_above = row.depth < wanted;
        if is_above || row.depth == 0 || row.stat.ephemeral_owner != SessionId::NONE {
            wanted = row.depth;
            kept.push(row);
        }
    }
    kept.reverse();
    *rows = kept;
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

    #[test]
    fn ephemerals_are_kept_with_what_is_above_them() {
        let row = |(depth, path, owner): (usize, &str, i64)| {
            let stat = zk_proto::Stat { ephemeral_owner: SessionId(owner), ..Default::default() };
            TreeRow { path: path.into(), depth, stat, is_last: false }
        };
        let nodes = [
            (0, "/", 0),
            (1, "/a", 0),
            (2, "/a/e", 1),
            (2, "/a/p", 0),
            (1, "/b", 0),
            (2, "/b/c", 0),
            (3, "/b/c/e", 1),
            (3, "/b/c/f", 1),
            (2, "/b/d", 0),
            (3, "/b/d/p", 0),
            (1, "/z", 0),
        ];
        let mut rows: Vec<TreeRow> = nodes.into_iter().map(row).collect();
        keep_ephemerals(&mut rows);
        let paths: Vec<&str> = rows.iter().map(|r| r.path.as_str()).collect();
        assert_eq!(paths, ["/", "/a", "/a/e", "/b", "/b/c", "/b/c/e", "/b/c/f"]);
    }
}
