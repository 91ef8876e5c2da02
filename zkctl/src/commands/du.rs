//! `du`: what subtrees hold.

use crate::commands::walk::{Step, Walk, no_node};
use crate::context::Context;
use crate::failure::Result;
use crate::reply::{Reply, Usage};
use crate::walk_args::{DuArgs, DuOrder};

pub async fn run(args: DuArgs, context: &mut Context) -> Result<Reply> {
    let path = context.path(args.path.as_deref().unwrap_or(""))?;
    let client = context.client().await?;
    let mut walk = Walk::new(client, &path);
    let mut usage = Vec::new();
    // Indices of the subtrees that the node of the moment belongs to, the smallest last.
    let mut inside = Vec::new();
    while let Some(step) = walk.next().await {
        let step = step.map_err(|e| context.failure("measure", &path, e))?;
        count(step, args.depth, &mut usage, &mut inside);
    }
    let Some(total) = usage.first().cloned() else {
        return Err(context.failure("measure", &path, no_node(&path)));
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
    Ok(Reply::Usage { total, rows: usage, left_out })
}

/// Adds a node to all subtrees that it belongs to; nodes come in the order of a walk.
fn count(step: Step, depth: usize, usage: &mut Vec<Usage>, inside: &mut Vec<usize>) {
    if step.depth <= depth {
        inside.truncate(step.depth);
        inside.push(usage.len());
        usage.push(Usage { path: step.path, bytes: 0, nodes: 0, children: step.stat.num_children });
    }
    for index in inside {
        let u = &mut usage[*index];
        u.nodes += 1;
        u.bytes += u64::try_from(step.stat.data_length).unwrap_or(0);
    }
}
