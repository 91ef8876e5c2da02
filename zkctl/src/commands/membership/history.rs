//! `config history`: the dynamic configuration files that servers leave behind at every change. None is ever deleted by
//! Apache, so together they are the history.

use std::path::Path;

use zk_client::admin::parse_conf;
use zk_proto::Zxid;

use crate::exit::Exit;
use crate::failure::{Failure, Result};
use crate::reply::Reply;
use crate::reply::report::{Cell, Column, Report, Row};
use crate::survey::members;

const COLUMNS: &[Column] = &[
    Column::new("version", "VERSION"),
    Column::new("file", "FILE"),
    Column::new("voters", "VOTERS"),
    Column::new("observers", "OBSERVERS"),
    Column::new("added", "ADDED"),
    Column::new("removed", "REMOVED"),
    Column::new("changed", "CHANGED"),
];

/// Longest file that is read.
const MAX_FILE_BYTES: u64 = 1 << 20;

/// Lists the files `NAME.dynamic.VERSION` of a directory.
pub fn run(dir: &Path) -> Result<Reply> {
    let shown = dir.display();
    let failed = |e| Failure::io(format_args!("cannot read {shown}"), e);
    let mut files: Vec<(Zxid, std::path::PathBuf)> = Vec::new();
    for entry in std::fs::read_dir(dir).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        let name = path.file_name().and_then(|n| n.to_str()).unwrap_or_default();
        let version = name.rsplit_once(".dynamic.").and_then(|(_, v)| i64::from_str_radix(v, 16).ok());
        files.extend(version.map(|v| (Zxid(v), path.clone())));
    }
    files.sort();
    if files.is_empty() {
        let text = format!("{shown} has no files *.dynamic.VERSION");
        return Err(Failure::new(Exit::NotFound, "NoHistory", text)
            .hint("they lie beside zoo.cfg on a server whose membership was changed with reconfig"));
    }
    let mut before: Option<zkd::config::members::Membership> = None;
    let mut rows = Vec::new();
    for (version, path) in files {
        let name = path.display().to_string();
        let failed = |e| Failure::io(format_args!("cannot read {name}"), e);
        if std::fs::metadata(&path).map_err(failed)?.len() > MAX_FILE_BYTES {
            return Err(Failure::new(
                Exit::Damaged,
                "TooLong",
                format!("{name} is too long for a list of members"),
            ));
        }
        let text = std::fs::read_to_string(&path).map_err(failed)?;
        let (now, unread) = members::membership(&parse_conf(&text));
        if let Some(line) = unread.first() {
            let line = crate::sanitise::line(line).into_owned();
            return Err(Failure::new(Exit::Damaged, "Odd", format!("{name}: {line}")));
        }
        let old = before.as_ref().map(|m| m.members.clone()).unwrap_or_default();
        let list = |ids: Vec<i64>| Cell::List(ids.iter().map(i64::to_string).collect());
        let added =
            now.members.keys().filter(|id| before.is_some() && !old.contains_key(id)).copied().collect();
        let removed = old.keys().filter(|id| !now.members.contains_key(id)).copied().collect();
        let changed =
            now.members.iter().filter(|(id, m)| old.get(id).is_some_and(|o| o != *m)).map(|(id, _)| *id);
        rows.push(Row::new(vec![
            version.into(),
            path.file_name().and_then(|n| n.to_str()).unwrap_or_default().into(),
            list(now.voters().collect()),
            list(now.members.keys().filter(|id| !now.voters().any(|v| v == **id)).copied().collect()),
            list(added),
            list(removed),
            list(changed.collect()),
        ]));
        before = Some(now);
    }
    Ok(Reply::Report(Report { name: "history", columns: COLUMNS, rows, ..Report::default() }))
}
