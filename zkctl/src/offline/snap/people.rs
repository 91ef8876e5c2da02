//! `snap sessions`, `orphans`, `acls`: who owns and who may.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap, HashSet};

use zk_forensics::sessions::origin;
use zk_forensics::snap::shown_path;
use zk_proto::SessionId;
use zk_proto::stat::Owner;

use super::{pick, walk};
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::{Failure, Result};
use crate::offline::snap_args::SnapOne;
use crate::parse::acl_text;
use crate::reply::Reply;
use crate::reply::report::{Cell, Column, Report, Row, Tone};

const SESSIONS: &[Column] = &[
    Column::new("session", "SESSION"),
    Column::new("server", "SERVER"),
    Column::new("timeout_ms", "TIMEOUT"),
    Column::new("ephemerals", "EPHEMERALS"),
    Column::new("known", "IN SESSION TABLE"),
];

pub fn sessions(args: &SnapOne, context: &mut Context) -> Result<Reply> {
    let source = pick(&args.file, context)?;
    let known: RefCell<BTreeMap<SessionId, i32>> = RefCell::default();
    let mut owned: BTreeMap<SessionId, u64> = BTreeMap::new();
    let walked = walk(
        &source,
        context,
        |o| known.borrow_mut().extend(o.sessions.iter().copied()),
        |node| {
            if let Owner::Session(id) = Owner::from_stored(node.stat.ephemeral_owner) {
                *owned.entry(id).or_default() += 1;
            }
            Ok(())
        },
    )?;
    let known = known.into_inner();
    for id in known.keys() {
        owned.entry(*id).or_default();
    }
    let leaked = owned.keys().filter(|id| !known.contains_key(id)).count();
    let foot = vec![format!("{} sessions; {leaked} own ephemerals and are in no table", known.len())];
    let rows = owned.iter().map(|(id, n)| {
        let timeout = known.get(id);
        let row = Row::new(vec![
            (*id).into(),
            i64::from(origin(*id)).into(),
            timeout.map_or(Cell::None, |t| Cell::Millis((*t).into())),
            (*n).into(),
            timeout.is_some().into(),
        ]);
        if timeout.is_some() { row } else { row.tone(Tone::Bad) }
    });
    let report =
        Report { name: "sessions", columns: SESSIONS, rows: rows.collect(), foot, ..Report::default() };
    context.out.show(&Reply::Report(report))?;
    Err(walked.verdict())
}

const ORPHANS: &[Column] = &[
    Column::new("path", "PATH"),
    Column::new("owner", "OWNER"),
    Column::new("czxid", "CREATED AT"),
    Column::new("ctime", "CREATED"),
];

pub fn orphans(args: &SnapOne, context: &mut Context) -> Result<Reply> {
    let source = pick(&args.file, context)?;
    let known: RefCell<HashSet<SessionId>> = RefCell::default();
    let mut rows = Vec::new();
    let walked = walk(
        &source,
        context,
        |o| known.borrow_mut().extend(o.sessions.iter().map(|(id, _)| *id)),
        |node| {
            if let Owner::Session(id) = Owner::from_stored(node.stat.ephemeral_owner)
                && !known.borrow().contains(&id)
            {
                let stat = &node.stat;
                rows.push(Row::new(vec![
                    Cell::text(shown_path(node)),
                    id.into(),
                    stat.czxid.into(),
                    Cell::Time(stat.ctime),
                ]));
            }
            Ok(())
        },
    )?;
    let count = rows.len();
    let mut foot = vec![format!("{count} ephemeral nodes whose session is not in the snapshot")];
    if count > 0 {
        foot.push(
            "in a fuzzy snapshot a session may have come or gone meanwhile: `log session ID` tells"
                .to_owned(),
        );
    }
    let report = Report { name: "orphans", columns: ORPHANS, rows, foot, ..Report::default() };
    context.out.show(&Reply::Report(report))?;
    if walked.trailers.is_none() || count == 0 {
        Err(walked.verdict())
    } else {
        Err(Failure::silent(Exit::Findings))
    }
}

const ACLS: &[Column] = &[
    Column::new("acl", "ACL"),
    Column::new("nodes", "NODES"),
    Column::new("share", "SHARE"),
    Column::new("example", "FOR EXAMPLE"),
];

pub fn acls(args: &SnapOne, context: &mut Context) -> Result<Reply> {
    let source = pick(&args.file, context)?;
    let lists = RefCell::new(HashMap::new());
    let mut counts: HashMap<i64, (u64, String)> = HashMap::new();
    let mut total = 0u64;
    let walked = walk(
        &source,
        context,
        |o| *lists.borrow_mut() = o.acls.clone(),
        |node| {
            total += 1;
            if let Some((n, _)) = counts.get_mut(&node.acl) {
                *n += 1;
            } else {
                counts.insert(node.acl, (1, shown_path(node).to_owned()));
            }
            Ok(())
        },
    )?;
    let lists = lists.into_inner();
    // One list may stand under several ids: a null one is the open one, too.
    let mut merged: BTreeMap<String, (u64, String)> = BTreeMap::new();
    for (id, (n, example)) in counts {
        let acl = lists.get(&id).map_or_else(|| format!("ACL {id}, which is not listed"), |a| acl_text(a));
        let entry = merged.entry(acl).or_insert((0, example.clone()));
        entry.0 += n;
        entry.1 = entry.1.clone().min(example);
    }
    let mut ranked: Vec<_> = merged.into_iter().collect();
    ranked.sort_by(|a, b| b.1.0.cmp(&a.1.0).then_with(|| a.0.cmp(&b.0)));
    let rows = ranked.into_iter().map(|(acl, (n, example))| {
        Row::new(vec![acl.into(), n.into(), Cell::Share(n as f64 / total.max(1) as f64), example.into()])
    });
    let report = Report { name: "acls", columns: ACLS, rows: rows.collect(), ..Report::default() };
    context.out.show(&Reply::Report(report))?;
    Err(walked.verdict())
}
