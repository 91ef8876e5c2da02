//! Checks of the tree, as far as it was looked at.

use super::scene::{Scene, Tree};
use super::{Check, Finding, Looked, Severity};

/// What a client takes by default: a longer list or value breaks its connection.
const CLIENT_BUFFER: u64 = 1_048_575;

pub const CHECKS: &[Check] = &[
    Check { id: "acl-open", about: "nodes that everybody may change", look: acl_open },
    Check { id: "wide-node", about: "nodes with so many children that clients cannot list them", look: wide },
    Check { id: "big-value", about: "nodes with so much data that it comes near jute.maxbuffer", look: big },
    Check { id: "quota-exceeded", about: "subtrees beyond their quota", look: quota },
    Check { id: "ephemeral-owner-odd", about: "ephemerals whose session no server knows", look: owners },
    Check { id: "ephemerals-many", about: "a session with very many ephemerals", look: many },
];

fn tree(scene: &Scene) -> std::result::Result<&Tree, String> {
    scene.tree.as_ref().map_err(Clone::clone)
}

fn acl_open(scene: &Scene) -> Looked {
    let tree = tree(scene)?;
    let Some(example) = &tree.open_example else { return Ok(Vec::new()) };
    let at_least = if tree.is_cut { "at least " } else { "" };
    let text =
        format!("{at_least}{} that everybody may change, such as {example}", crate::bulk::nodes(tree.open));
    let fix = "zkctl acl set -R PATH ACL --dry-run shows who would lose what";
    Ok(vec![Finding::new(Severity::Info, "", text, fix)])
}

fn wide(scene: &Scene) -> Looked {
    let tree = tree(scene)?;
    let mut found: Vec<Finding> = tree
        .wide
        .iter()
        .map(|(path, children, bytes)| {
            let severity = if *bytes >= CLIENT_BUFFER { Severity::Crit } else { Severity::Info };
            let text = format!(
                "{children} children; their list has at least {bytes} bytes, clients take {CLIENT_BUFFER}"
            );
            Finding::new(
                severity,
                path,
                text,
                "spread them over more parents, or raise jute.maxbuffer of the clients",
            )
        })
        .collect();
    if let Some((path, children)) = &tree.too_wide {
        let text = format!("{children} children: the list is longer than a packet may be");
        found.push(Finding::new(Severity::Crit, path, text, "delete them by name, or raise jute.maxbuffer"));
    }
    Ok(found)
}

fn big(scene: &Scene) -> Looked {
    let finding = |(path, bytes): &(String, i32)| {
        let near = u64::try_from(*bytes).unwrap_or(0) * 10 >= CLIENT_BUFFER * 9;
        let severity = if near { Severity::Warn } else { Severity::Info };
        let text = format!(
            "{bytes} bytes of data; with jute.maxbuffer as it is by default {CLIENT_BUFFER} are the most"
        );
        Finding::new(severity, path, text, "keep the data elsewhere, and its address in the node")
    };
    Ok(tree(scene)?.big.iter().map(finding).collect())
}

fn quota(scene: &Scene) -> Looked {
    let quotas = scene.quotas.as_ref().map_err(Clone::clone)?;
    let found = quotas.iter().filter_map(|q| {
        let used = q.used?;
        let over = q.limits.exceeded(used)?;
        let severity = if over == "over hard limit" { Severity::Crit } else { Severity::Warn };
        let number = |n: Option<i64>| n.map_or("-".into(), |n| n.to_string());
        let text = format!(
            "{over}: {} nodes, {} bytes; limits {}",
            number(used.count),
            number(used.bytes),
            q.limits
        );
        Some(Finding::new(
            severity,
            &q.path,
            text,
            format!("zkctl du {}, or a higher limit: zkctl quota set", q.path),
        ))
    });
    Ok(found.collect())
}

fn owners(scene: &Scene) -> Looked {
    let tree = tree(scene)?;
    let Some(dump) = scene.dump.as_ref().filter(|d| !d.sessions.is_empty()) else {
        return if tree.ephemerals.is_empty() {
            Ok(Vec::new())
        } else {
            Err("no server tells its sessions (dump)".into())
        };
    };
    let odd = tree.ephemerals.iter().filter(|(id, _)| !dump.sessions.contains(id));
    let finding = |(id, (count, example)): (&zk_proto::SessionId, &(u64, String))| {
        let text = format!(
            "{} of session {id}, which no server knows",
            crate::bulk::counted(*count, "ephemeral", "ephemerals")
        );
        Finding::new(
            Severity::Warn,
            example,
            text,
            "look again in a moment; if it stays, delete the nodes by hand",
        )
    };
    Ok(odd.map(finding).collect())
}

fn many(scene: &Scene) -> Looked {
    let found = tree(scene)?.ephemerals.iter().filter(|(_, (count, _))| *count >= 5_000).map(
        |(id, (count, example))| {
            let text = format!("session {id} has {count} ephemerals: its end is one huge transaction");
            Finding::new(Severity::Info, example, text, "spread them over sessions")
        },
    );
    Ok(found.collect())
}
