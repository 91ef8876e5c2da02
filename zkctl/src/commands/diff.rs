//! `diff`: what differs between two subtrees, wherever they are.

mod unified;

use zk_proto::{Acl, SessionId};

use crate::bulk::compare::Pairs;
use crate::bulk::side::{Reading, Side, open_pair, or_a_directory};
use crate::bulk::{TreeNode, Want, grouped, nodes};
use crate::bulk_args::DiffArgs;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::{Failure, Result};
use crate::interrupt;
use crate::output::{Pace, Progress, iso_ms};
use crate::parse::acl_text;
use crate::reply::report::{Cell, Column, Report, Row, Tone};
use crate::reply::{Record, Reply};

const CHANGES: &[Column] = &[
    Column::new("change", "CHANGE"),
    Column::new("path", "PATH"),
    Column::new("differs", "DIFFERS"),
    Column::new("left", "LEFT"),
    Column::new("right", "RIGHT"),
];
/// With `-U`, in the forms that are no text.
const UNIFIED: &[Column] =
    &[CHANGES[0], CHANGES[1], CHANGES[2], CHANGES[3], CHANGES[4], Column::new("unified", "UNIFIED")];
const SUMMARY: &[Column] = &[Column::new("what", "WHAT"), Column::new("nodes", "NODES")];

/// What is compared beside which nodes there are.
#[derive(Clone, Copy, Debug)]
pub struct Aspects {
    pub content: bool,
    pub acl: bool,
    pub stat: bool,
}

#[derive(Default)]
struct Counts {
    same: u64,
    left: u64,
    right: u64,
    differ: u64,
    unread: u64,
}

pub async fn run(args: DiffArgs, context: &mut Context) -> Result<Reply> {
    let any = args.content || args.acl || args.stat;
    let aspects = Aspects { content: args.content || !any, acl: args.acl || !any, stat: args.stat };
    let want = Want { data: aspects.content, acl: aspects.acl, ..Want::default() };
    let (pace, patience) = (args.pace.pace(), args.pace.patience);
    let reading = Reading { want, concurrency: args.pace.concurrency, pace, patience };
    let (a, b) = (Side::parse_any(&args.a)?, Side::parse_any(&args.b)?);
    let or_files = |failure| or_a_directory(failure, &[&args.a, &args.b]);
    let (left, right) =
        open_pair((&a, &b), args.path.as_deref(), &reading, context).await.map_err(or_files)?;
    let titles = (title(left.as_ref(), &args.a), title(right.as_ref(), &args.b));
    if aspects.stat && !(left.has_stat() && right.has_stat()) {
        let which = if left.has_stat() { right.title() } else { left.title() };
        return Err(Failure::usage(format!("{which} has no status to compare")).hint("leave --stat away"));
    }
    let mut pairs = Pairs::new(left, right);
    let mut progress = Progress::of_nodes(None, context.quiet || !args.summary);
    let mut counts = Counts::default();
    let mut begun = false;
    while let Some(pair) = pairs.next().await.map_err(or_files)? {
        // Not before both roots were read: a missing one is an error, not a difference.
        if !std::mem::replace(&mut begun, true) && !args.summary {
            context.out.begin("differences", Pace::Bulk)?;
        }
        interrupt::check()?;
        progress.set(counts.same + counts.left + counts.right + counts.differ);
        let place = if pair.rest.is_empty() { "/" } else { &pair.rest };
        let hunks = if args.unified { unified::text(&pair, aspects, &titles) } else { None };
        let (change, tone, differs, left, right) = match (&pair.left, &pair.right) {
            (Some(l), Some(r)) => {
                counts.unread += u64::from(l.denied || r.denied);
                let differs = aspects.differences(l, r);
                if differs.is_empty() {
                    counts.same += 1;
                    continue;
                }
                counts.differ += 1;
                let texts = (aspects.text(l, &differs), aspects.text(r, &differs));
                ("differs", Tone::Warning, differs, Some(texts.0), Some(texts.1))
            }
            (Some(l), None) => {
                counts.left += 1;
                ("only-left", Tone::Bad, vec![], Some(brief(l)), None)
            }
            (None, r) => {
                counts.right += 1;
                ("only-right", Tone::Good, vec![], None, r.as_ref().map(brief))
            }
        };
        if !args.summary {
            let differs = if differs.is_empty() {
                Cell::None
            } else {
                Cell::List(differs.iter().map(|d| (*d).to_owned()).collect())
            };
            let mut cells = vec![change.into(), place.into(), differs, left.into(), right.into()];
            if !args.unified {
                context.out.record(&Record::Row { columns: CHANGES, row: Row::new(cells).tone(tone) })?;
            } else if unified::is_text(context.out.format()) {
                unified::print(hunks.as_deref().unwrap_or_default(), context)?;
            } else {
                cells.push(hunks.into());
                context.out.record(&Record::Row { columns: UNIFIED, row: Row::new(cells).tone(tone) })?;
            }
        }
    }
    progress.finish();
    pairs.close().await;
    tell(&counts, args.summary, context)
}

/// A side's name above a node's path.
fn title(source: &dyn crate::bulk::TreeSource, typed: &str) -> (String, String) {
    let name = if typed.starts_with('/') && !typed.contains('@') { String::new() } else { source.title() };
    (name, source.root().to_owned())
}

/// Says how it ended, by text and by exit code.
fn tell(counts: &Counts, summary: bool, context: &mut Context) -> Result<Reply> {
    let different = counts.left + counts.right + counts.differ;
    if summary {
        let rows = [
            ("same", counts.same),
            ("differs", counts.differ),
            ("only-left", counts.left),
            ("only-right", counts.right),
        ];
        let rows = rows.into_iter().map(|(what, n)| Row::new(vec![what.into(), n.into()])).collect();
        let fields =
            vec![("identical", Cell::from(different == 0)), ("unreadable", Cell::from(counts.unread))];
        let report = Report { name: "summary", fields, columns: SUMMARY, rows, ..Report::default() };
        context.out.show(&Reply::Report(report))?;
    } else {
        context.out.end()?;
        let both = nodes(counts.same);
        match different {
            0 => context.note(format_args!("no differences: {both}")),
            _ => context.note(format_args!(
                "{} differ, {} only left, {} only right; {both} the same",
                grouped(counts.differ),
                grouped(counts.left),
                grouped(counts.right)
            )),
        }
    }
    if counts.unread > 0 {
        let said = format!("{} could not be read on one side or both: not permitted", nodes(counts.unread));
        crate::report(&Failure::new(Exit::Partial, "Partial", said), context.out.format());
    }
    Err(Failure::silent(match (different, counts.unread) {
        (0, 0) => Exit::Ok,
        (0, _) => Exit::Partial,
        _ => Exit::Findings,
    }))
}

impl Aspects {
    /// What of two nodes differs. What one side does not know is not compared.
    pub fn differences(self, left: &TreeNode, right: &TreeNode) -> Vec<&'static str> {
        let mut out = Vec::new();
        if let (true, Some(l), Some(r)) = (self.content, &left.value, &right.value)
            && l != r
        {
            out.push("data");
        }
        if let (true, Some(l), Some(r)) = (self.acl, &left.acl, &right.acl)
            && !same_acl(l, r)
        {
            out.push("acl");
        }
        let ephemeral = |n: &TreeNode| n.stat.map_or(SessionId::NONE, |s| s.ephemeral_owner);
        if (ephemeral(left) == SessionId::NONE) != (ephemeral(right) == SessionId::NONE) {
            out.push("kind");
        }
        if let (true, Some(l), Some(r)) = (self.stat, left.stat, right.stat) {
            let pairs = [
                ("version", i64::from(l.version), i64::from(r.version)),
                ("cversion", l.cversion.into(), r.cversion.into()),
                ("aversion", l.aversion.into(), r.aversion.into()),
                ("czxid", l.czxid.0, r.czxid.0),
                ("mzxid", l.mzxid.0, r.mzxid.0),
                ("pzxid", l.pzxid.0, r.pzxid.0),
                ("ctime", l.ctime, r.ctime),
                ("mtime", l.mtime, r.mtime),
                ("owner", l.ephemeral_owner.0, r.ephemeral_owner.0),
            ];
            out.extend(pairs.into_iter().filter(|(_, l, r)| l != r).map(|(name, ..)| name));
        }
        out
    }

    /// What a node has of what differs.
    fn text(self, node: &TreeNode, differs: &[&str]) -> String {
        let mut out = Vec::new();
        for what in differs {
            match (*what, node.stat) {
                ("data", _) => out.push(size(node)),
                ("acl", _) => out.push(node.acl.as_deref().map_or_else(String::new, acl_text)),
                ("kind", Some(s)) if s.ephemeral_owner != SessionId::NONE => {
                    out.push(format!("ephemeral of {}", s.ephemeral_owner));
                }
                ("kind", _) => out.push("persistent".into()),
                ("version", Some(s)) => out.push(format!("version {}", s.version)),
                ("cversion", Some(s)) => out.push(format!("cversion {}", s.cversion)),
                ("aversion", Some(s)) => out.push(format!("aversion {}", s.aversion)),
                ("mzxid", Some(s)) => out.push(format!("mzxid {}", s.mzxid)),
                ("czxid", Some(s)) => out.push(format!("czxid {}", s.czxid)),
                ("pzxid", Some(s)) => out.push(format!("pzxid {}", s.pzxid)),
                ("ctime", Some(s)) => out.push(format!("ctime {}", iso_ms(s.ctime))),
                ("mtime", Some(s)) => out.push(format!("mtime {}", iso_ms(s.mtime))),
                ("owner", Some(s)) => out.push(format!("owner {}", s.ephemeral_owner)),
                _ => {}
            }
        }
        out.join(" ")
    }
}

/// The order of an ACL's entries says nothing.
fn same_acl(left: &[Acl], right: &[Acl]) -> bool {
    left == right || left.len() == right.len() && left.iter().all(|a| right.contains(a))
}

fn brief(node: &TreeNode) -> String {
    if node.value.is_some() { size(node) } else { "-".into() }
}

fn size(node: &TreeNode) -> String {
    match &node.value {
        Some(None) => "null".into(),
        Some(Some(bytes)) => crate::bulk::counted(bytes.len() as u64, "byte", "bytes"),
        None => "-".into(),
    }
}
