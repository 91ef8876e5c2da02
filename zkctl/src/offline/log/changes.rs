//! `log changes`: how the tree differs between two moments.

use zk_forensics::compare::{How, compare};
use zk_forensics::travel::When;

use crate::context::Context;
use crate::exit::Exit;
use crate::failure::{Failure, Result};
use crate::offline::log_args::LogChanges;
use crate::offline::past::{about, lost, rebuild_told};
use crate::offline::source_args::Bound;
use crate::offline::sources_of;
use crate::reply::Reply;
use crate::reply::report::{Cell, Column, Report, Row, Tone};

const COLUMNS: &[Column] = &[
    Column::new("change", "CHANGE"),
    Column::new("path", "PATH"),
    Column::new("what", "WHAT"),
    Column::new("mzxid", "LAST CHANGE"),
];

pub fn run(args: &LogChanges, context: &mut Context) -> Result<Reply> {
    let found = sources_of(&args.from.sources, &args.from.dirs)?;
    let root = context.path(&args.path)?;
    let when = |bound: Bound| match bound {
        Bound::Zxid(zxid) => When::Zxid(zxid),
        Bound::TimeMs(ms) => When::Time(ms),
    };
    let before = rebuild_told(&found, when(args.since), context)?;
    let after = rebuild_told(&found, args.until.map_or(When::End, when), context)?;
    if before.tree.find(&root).is_none() && after.tree.find(&root).is_none() {
        let said = format!("at neither moment there is {}", crate::sanitise::line(&root));
        return Err(Failure::new(Exit::NotFound, "NoNode", said).on(&root));
    }
    let mut rows = Vec::new();
    let compared = compare(&before, &after, &root, |d| {
        let node = after.tree.find(&d.path).or_else(|| before.tree.find(&d.path));
        let (word, tone, what) = match d.how {
            How::Added => ("added", Tone::Good, Cell::None),
            How::Removed => ("removed", Tone::Bad, Cell::None),
            How::Changed { data, acl, recreated, stat } => {
                let parts = [("data", data), ("acl", acl), ("made anew", recreated), ("status", stat)];
                let words: Vec<&str> = parts.iter().filter(|(_, on)| *on).map(|(word, _)| *word).collect();
                ("changed", Tone::Warning, Cell::text(words.join(", ")))
            }
        };
        let mzxid = node.map(|n| n.stored_stat().mzxid);
        rows.push(Row::new(vec![word.into(), d.path.into(), what, mzxid.into()]).tone(tone));
    });
    compared.map_err(lost)?;
    let differs = !rows.is_empty();
    let fields = vec![("from_zxid", Cell::Zxid(before.zxid)), ("to_zxid", Cell::Zxid(after.zxid))];
    let foot = vec![format!("from {}", about(&before)), format!("to {}", about(&after))];
    let report = Report { name: "changes", fields, columns: COLUMNS, rows, foot, ..Report::default() };
    context.out.show(&Reply::Report(report))?;
    Err(Failure::silent(if differs { Exit::Findings } else { Exit::Ok }))
}
