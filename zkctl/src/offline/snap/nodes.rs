//! `snap ls`, `tree`, `get`, `du`, `top`, `export`: nodes of a snapshot.

use std::cell::RefCell;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap, HashMap};

use base64::Engine;
use serde_json::json;
use zk_forensics::snap::{Du, shown_path};
use zk_proto::stat::Owner;
use zk_proto::{Acl, Stat, StatPersisted};

use super::{is_below, no_node, pick, stored_path, walk};
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::{Failure, Result};
use crate::offline::snap_args::{
    NodeOrder, SnapDu, SnapGet, SnapLs, SnapPath, SnapTop, SnapTree, UsageOrder,
};
use crate::output::{Pace, SCHEMA, iso_ms, stored_owner};
use crate::parse::acl_text;
use crate::reply::report::{Cell, Column, Report, Row};
use crate::reply::{Encoding, LongRow, Node, Record, Reply, Tree, TreeRow};

/// Stat as clients see it.
fn client_stat(stat: &StatPersisted, data: usize, children: u64) -> Stat {
    let children = i32::try_from(children).unwrap_or(i32::MAX);
    Stat {
        czxid: stat.czxid,
        mzxid: stat.mzxid,
        ctime: stat.ctime,
        mtime: stat.mtime,
        version: stat.version,
        cversion: stat.cversion.wrapping_mul(2).wrapping_sub(children),
        aversion: stat.aversion,
        ephemeral_owner: Owner::from_stored(stat.ephemeral_owner).visible(),
        data_length: i32::try_from(data).unwrap_or(i32::MAX),
        num_children: children,
        pzxid: stat.pzxid,
    }
}

struct Seen {
    stat: StatPersisted,
    data: usize,
    children: u64,
}

/// Answers, and ends as the file deserves it.
fn finish(reply: Reply, walked: &super::Walked, context: &mut Context) -> Result<Reply> {
    context.out.show(&reply)?;
    Err(walked.verdict())
}

pub fn ls(args: &SnapLs, context: &mut Context) -> Result<Reply> {
    let source = pick(&args.at.of.file, context)?;
    let root = stored_path(&args.at.path, context)?;
    if args.recursive {
        return list_all(&source, &args.at.path, &root, context);
    }
    let mut found = false;
    let mut children: BTreeMap<String, Seen> = BTreeMap::new();
    let mut own = None;
    let walked = walk(
        &source,
        context,
        |_| (),
        |node| {
            if !is_below(node.path, &root) {
                return Ok(());
            }
            let rest = node.path.get(root.len() + 1..).unwrap_or_default();
            match rest.split_once('/') {
                None if rest.is_empty() => {
                    found = true;
                    own = Some(node.stat);
                }
                None => {
                    let data = node.data.map_or(0, <[u8]>::len);
                    children.insert(rest.to_owned(), Seen { stat: node.stat, data, children: 0 });
                }
                Some((name, below)) => {
                    if let Some(seen) = children.get_mut(name).filter(|_| !below.contains('/')) {
                        seen.children += 1;
                    }
                }
            }
            Ok(())
        },
    )?;
    if !found && walked.trailers.is_some() {
        return Err(no_node(&args.at.path));
    }
    let path = context.path(&args.at.path)?;
    let reply = if args.long {
        let row =
            |(name, s): (String, Seen)| LongRow { name, stat: client_stat(&s.stat, s.data, s.children) };
        Reply::Long { path, rows: children.into_iter().map(row).collect(), stat: None }
    } else {
        Reply::Names { path, names: children.into_keys().collect(), stat: None, single: false }
    };
    finish(reply, &walked, context)
}

fn list_all(
    source: &zk_forensics::SnapshotSource,
    typed: &str,
    root: &str,
    context: &mut Context,
) -> Result<Reply> {
    let mut paths = Vec::new();
    let walked = walk(
        source,
        context,
        |_| (),
        |node| {
            if is_below(node.path, root) {
                paths.push(shown_path(node).to_owned());
            }
            Ok(())
        },
    )?;
    if paths.is_empty() && walked.trailers.is_some() {
        return Err(no_node(typed));
    }
    paths.sort();
    context.out.begin("paths", Pace::Bulk)?;
    for path in paths {
        context.out.record(&Record::Path(path))?;
    }
    context.out.end()?;
    Err(walked.verdict())
}

pub fn tree(args: &SnapTree, context: &mut Context) -> Result<Reply> {
    let source = pick(&args.at.of.file, context)?;
    let root = stored_path(&args.at.path, context)?;
    // By the names of the path, so that a node's children follow it and not `a-b` between `a` and `a/c`.
    let mut nodes: BTreeMap<Vec<String>, (StatPersisted, usize)> = BTreeMap::new();
    let mut children: HashMap<Vec<String>, u64> = HashMap::new();
    let mut left_out = 0u64;
    let walked = walk(
        &source,
        context,
        |_| (),
        |node| {
            if !is_below(node.path, &root) {
                return Ok(());
            }
            let rest = node.path.get(root.len()..).unwrap_or_default();
            let names: Vec<String> = rest.split('/').skip(1).map(str::to_owned).collect();
            if let Some((_, parent)) = names.split_last()
                && args.depth.is_none_or(|d| parent.len() <= d)
            {
                *children.entry(parent.to_vec()).or_default() += 1;
            }
            if args.depth.is_some_and(|d| names.len() > d) {
                return Ok(());
            }
            if nodes.len() == args.max_nodes {
                left_out += 1;
                return Ok(());
            }
            nodes.insert(names, (node.stat, node.data.map_or(0, <[u8]>::len)));
            Ok(())
        },
    )?;
    if nodes.is_empty() && walked.trailers.is_some() {
        return Err(no_node(&args.at.path));
    }
    let base = context.path(&args.at.path)?;
    let mut rows: Vec<TreeRow> = nodes
        .into_iter()
        .map(|(names, (stat, data))| TreeRow {
            path: names.iter().fold(base.clone(), |p, n| zk_proto::path::join(&p, n)),
            depth: names.len(),
            stat: client_stat(&stat, data, children.get(&names).copied().unwrap_or(0)),
            is_last: false,
        })
        .collect();
    crate::commands::mark_last(&mut rows);
    context.out.show(&Reply::Tree(Tree { rows, show_size: args.size, ascii: args.ascii }))?;
    if left_out > 0 {
        let said = format!("{left_out} nodes are not drawn; --depth narrows it, --max-nodes lets it go on");
        crate::report(&Failure::new(Exit::Partial, "Partial", said), context.out.format());
        return Err(Failure::silent(Exit::Partial));
    }
    Err(walked.verdict())
}

pub fn get(args: &SnapGet, context: &mut Context) -> Result<Reply> {
    let source = pick(&args.of.file, context)?;
    let wanted = stored_path(&args.path, context)?;
    let mut found: Option<(Option<Vec<u8>>, StatPersisted)> = None;
    let mut children = 0;
    let walked = walk(
        &source,
        context,
        |_| (),
        |node| {
            if node.path == wanted && found.is_none() {
                found = Some((node.data.map(<[u8]>::to_vec), node.stat));
            } else if let Some(rest) =
                node.path.strip_prefix(wanted.as_str()).and_then(|r| r.strip_prefix('/'))
            {
                children += u64::from(!rest.contains('/'));
            }
            Ok(())
        },
    )?;
    let Some((data, stat)) = found else {
        return Err(if walked.trailers.is_some() { no_node(&args.path) } else { walked.verdict() });
    };
    let encoding = match (args.base64, args.hex) {
        (true, _) => Encoding::Base64,
        (_, true) => Encoding::Hex,
        _ => Encoding::Raw,
    };
    let stat = client_stat(&stat, data.as_ref().map_or(0, Vec::len), children);
    let node = Node { path: context.path(&args.path)?, data, stat, encoding, show_stat: args.stat };
    finish(Reply::Data(vec![node]), &walked, context)
}

const DU: &[Column] = &[
    Column::new("path", "PATH"),
    Column::new("bytes", "DATA"),
    Column::new("nodes", "NODES"),
    Column::new("children", "CHILDREN"),
    Column::new("share", "SHARE"),
];

pub fn du(args: &SnapDu, context: &mut Context) -> Result<Reply> {
    let source = pick(&args.at.of.file, context)?;
    let mut du = Du::new(&context.path(&args.at.path)?, args.depth);
    let walked = walk(
        &source,
        context,
        |_| (),
        |node| {
            du.add(node);
            Ok(())
        },
    )?;
    let mut rows = du.finish();
    let Some(total) = rows.first().cloned() else {
        return Err(if walked.trailers.is_some() { no_node(&args.at.path) } else { walked.verdict() });
    };
    let share = |u: &zk_forensics::snap::Usage| match args.by {
        UsageOrder::Bytes | UsageOrder::Path => u.bytes as f64 / total.bytes.max(1) as f64,
        UsageOrder::Nodes => u.nodes as f64 / total.nodes.max(1) as f64,
        UsageOrder::Children => u.children as f64 / total.nodes.max(1) as f64,
    };
    rows.sort_by(|a, b| {
        let by = match args.by {
            UsageOrder::Bytes => b.bytes.cmp(&a.bytes),
            UsageOrder::Nodes => b.nodes.cmp(&a.nodes),
            UsageOrder::Children => b.children.cmp(&a.children),
            UsageOrder::Path => std::cmp::Ordering::Equal,
        };
        by.then_with(|| a.path.cmp(&b.path))
    });
    let all = rows.len();
    rows.truncate(args.top.unwrap_or(usize::MAX));
    let cells = rows.iter().map(|u| {
        Row::new(vec![
            Cell::text(&u.path),
            Cell::Bytes(u.bytes),
            u.nodes.into(),
            u.children.into(),
            Cell::Share(share(u)),
        ])
    });
    let foot = vec![format!(
        "{} nodes, {} bytes of data in {}; {} of {all} subtrees shown",
        total.nodes,
        total.bytes,
        total.path,
        rows.len()
    )];
    let fields = vec![("total_bytes", Cell::Bytes(total.bytes)), ("total_nodes", total.nodes.into())];
    let report =
        Report { name: "usage", fields, columns: DU, rows: cells.collect(), foot, ..Report::default() };
    finish(Reply::Report(report), &walked, context)
}

const TOP: &[Column] = &[
    Column::new("path", "PATH"),
    Column::new("bytes", "DATA"),
    Column::new("children", "CHILDREN"),
    Column::new("version", "VERSION"),
    Column::new("mtime", "CHANGED"),
];

/// What it is ordered by, path, bytes of data, version, time of the last change.
type Ranked = (i64, String, u64, i32, i64);

pub fn top(args: &SnapTop, context: &mut Context) -> Result<Reply> {
    let source = pick(&args.at.of.file, context)?;
    let root = stored_path(&args.at.path, context)?;
    if args.by == NodeOrder::Children {
        return widest(args, &source, &root, context);
    }
    let mut best: BinaryHeap<Reverse<Ranked>> = BinaryHeap::new();
    let walked = walk(
        &source,
        context,
        |_| (),
        |node| {
            if !is_below(node.path, &root) || args.limit == 0 {
                return Ok(());
            }
            let bytes = node.data.map_or(0, |d| d.len() as u64);
            let key = match args.by {
                NodeOrder::Version => node.stat.version.into(),
                NodeOrder::Mtime => node.stat.mtime,
                _ => i64::try_from(bytes).unwrap_or(i64::MAX),
            };
            let full = best.len() == args.limit;
            if full && best.peek().is_some_and(|Reverse(least)| key <= least.0) {
                return Ok(());
            }
            if full {
                best.pop();
            }
            best.push(Reverse((key, shown_path(node).to_owned(), bytes, node.stat.version, node.stat.mtime)));
            Ok(())
        },
    )?;
    let mut best: Vec<_> = best.into_iter().map(|Reverse(row)| row).collect();
    best.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    let rows = best.into_iter().map(|(_, path, bytes, version, mtime)| {
        Row::new(vec![path.into(), Cell::Bytes(bytes), Cell::None, version.into(), Cell::Time(mtime)])
    });
    let report = Report { name: "nodes", columns: TOP, rows: rows.collect(), ..Report::default() };
    finish(Reply::Report(report), &walked, context)
}

fn widest(
    args: &SnapTop,
    source: &zk_forensics::SnapshotSource,
    root: &str,
    context: &mut Context,
) -> Result<Reply> {
    let mut children: HashMap<String, u64> = HashMap::new();
    // Siblings stand together: the sum at hand is kept out of the table.
    let mut at: (String, u64) = (String::new(), 0);
    let walked = walk(
        source,
        context,
        |_| (),
        |node| {
            if !is_below(node.path, root) || node.path == root {
                return Ok(());
            }
            let parent = node.path.rsplit_once('/').map_or("", |(parent, _)| parent);
            if at.0 != parent {
                let (path, n) = std::mem::replace(&mut at, (parent.to_owned(), 0));
                *children.entry(path).or_default() += n;
            }
            at.1 += 1;
            Ok(())
        },
    )?;
    *children.entry(at.0).or_default() += at.1;
    let mut ranked: Vec<_> = children.into_iter().filter(|(_, n)| *n > 0).collect();
    ranked.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let rows = ranked.into_iter().take(args.limit).map(|(path, n)| {
        let path = if path.is_empty() { "/".to_owned() } else { path };
        Row::new(vec![path.into(), Cell::None, n.into(), Cell::None, Cell::None])
    });
    let report = Report { name: "nodes", columns: TOP, rows: rows.collect(), ..Report::default() };
    finish(Reply::Report(report), &walked, context)
}

pub fn export(args: &SnapPath, context: &mut Context) -> Result<Reply> {
    let source = pick(&args.of.file, context)?;
    let root = stored_path(&args.path, context)?;
    let acls: RefCell<HashMap<i64, Vec<Acl>>> = RefCell::default();
    let mut count = 0u64;
    // The output is what the nodes are written to while they pass by.
    let mut out = std::mem::replace(&mut context.out, crate::output::Out::none());
    let walked = walk(
        &source,
        context,
        |opened| *acls.borrow_mut() = opened.acls.clone(),
        |node| {
            if !is_below(node.path, &root) {
                return Ok(());
            }
            count += 1;
            let s = &node.stat;
            let acls = acls.borrow();
            let object = json!({
                "schema": SCHEMA,
                "path": shown_path(node),
                "data_base64": node.data.map(|d| base64::engine::general_purpose::STANDARD.encode(d)),
                "acl": acl_text(acls.get(&node.acl).map_or(&[][..], Vec::as_slice)),
                "czxid": s.czxid.to_string(),
                "mzxid": s.mzxid.to_string(),
                "pzxid": s.pzxid.to_string(),
                "ctime": iso_ms(s.ctime),
                "mtime": iso_ms(s.mtime),
                "version": s.version,
                "cversion": s.cversion,
                "aversion": s.aversion,
                "owner": stored_owner(s.ephemeral_owner),
            });
            Ok(out.raw(&format!("{object}\n"))?)
        },
    );
    let flushed = out.end();
    context.out = out;
    flushed?;
    let walked = walked?;
    if count == 0 && walked.trailers.is_some() {
        return Err(no_node(&args.path));
    }
    context.note(format_args!("{count} nodes"));
    Err(walked.verdict())
}
