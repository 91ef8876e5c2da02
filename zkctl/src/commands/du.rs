//! `du`: what subtrees hold.

use crate::bulk::TreeNode;
use crate::commands::walk;
use crate::context::Context;
use crate::exit::Exit;
use crate::explore::{self, Order};
use crate::failure::{Failure, Result};
use crate::reply::{Reply, Usage};
use crate::walk_args::{DuArgs, DuOrder};

pub async fn run(args: DuArgs, context: &mut Context) -> Result<Reply> {
    let path = context.path(args.path.as_deref().unwrap_or(""))?;
    if args.screen.interactive {
        explore::check(context)?;
        let source = walk::start(&path, None, context).await?;
        explore::run(Box::new(source), args.by.into(), context).await?;
        return Err(Failure::silent(Exit::Ok));
    }
    let mut walk = walk::start(&path, None, context).await?;
    let mut usage = Vec::new();
    // Indices of the subtrees that the node of the moment belongs to, the smallest last.
    let mut inside = Vec::new();
    while let Some(node) = walk.step().await.map_err(|e| e.failure("measure"))? {
        count(node, args.depth, &mut usage, &mut inside);
    }
    let Some(total) = usage.first().cloned() else {
        return Ok(Reply::Nothing);
    };
    usage.sort_by(|a, b| {
        let by = match args.by {
            DuOrder::Bytes => b.bytes.cmp(&a.bytes),
            DuOrder::Nodes => b.nodes.cmp(&a.nodes),
            DuOrder::Children => b.children.cmp(&a.children),
            DuOrder::Path => std::cmp::Ordering::Equal,
        };
        by.then_with(|| a.path.cmp(&b.path))
    });
    let left_out = usage.len().saturating_sub(args.top.unwrap_or(usize::MAX));
    usage.truncate(usage.len() - left_out);
    context.out.show(&Reply::Usage { total, rows: usage, left_out })?;
    walk::finish(walk.seen(), context)?;
    Err(Failure::silent(Exit::Ok))
}

impl From<DuOrder> for Order {
    fn from(order: DuOrder) -> Order {
        match order {
            DuOrder::Bytes => Order::Bytes,
            DuOrder::Nodes => Order::Nodes,
            DuOrder::Children => Order::Children,
            DuOrder::Path => Order::Name,
        }
    }
}

/// Adds a node to all subtrees that it belongs to; nodes come in the order of a walk.
fn count(node: TreeNode, depth: usize, usage: &mut Vec<Usage>, inside: &mut Vec<usize>) {
    let stat = node.stat.unwrap_or_default();
    if node.depth <= depth {
        inside.truncate(node.depth);
        inside.push(usage.len());
        usage.push(Usage { path: node.path, bytes: 0, nodes: 0, children: stat.num_children });
    }
    for index in inside {
        let u = &mut usage[*index];
        u.nodes += 1;
        u.bytes += u64::try_from(stat.data_length).unwrap_or(0);
    }
}
