//! What a subtree on the command line may be: a node here, a node elsewhere, an export, a server's files.

use std::path::{Path, PathBuf};
use std::time::Duration;

use zk_forensics::Sources;
use zk_forensics::travel::When;

use super::dir::DirReader;
use super::document;
use super::past::PastTree;
use super::{Link, Pace, Patience, TreeSource, Walk, Want};
use crate::context::Context;
use crate::failure::{Failure, Result};
use crate::offline::past;

/// A subtree, as typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Side {
    /// On the servers of the connection.
    Here(String),
    /// On other servers.
    There { hosts: String, path: String },
    /// In an export: a file of JSON lines or a directory.
    Export(PathBuf),
    /// In a server's files: the tree of a moment.
    Past { files: Vec<PathBuf>, when: When, spec: String },
}

impl Side {
    /// As [`Side::parse`], and files by themselves: `@FILE`, `DIR@WHEN`, and relative names of what is there and is an
    /// export, a data directory or a snapshot. An absolute path without `@` is always a node's.
    ///
    /// # Errors
    /// The files cannot be looked at.
    pub fn parse_any(text: &str) -> Result<Side> {
        let marked = text.strip_prefix('@');
        let spec = marked.unwrap_or(text);
        if marked.is_none() && spec.starts_with('/') && !spec.contains('@') {
            return Ok(Side::parse(text));
        }
        if let Some((files, when)) = spec.rsplit_once('@')
            && !Path::new(spec).exists()
            && (marked.is_some() || files.split(',').all(|f| !f.is_empty() && Path::new(f).exists()))
            && !when.contains('/')
        {
            let (files, when) = past::parse_spec(spec)?;
            return Ok(Side::Past { files, when, spec: spec.to_owned() });
        }
        let file = Path::new(spec);
        if file.exists() && (marked.is_some() || !spec.starts_with('/')) {
            if is_server_files(file)? {
                let files = vec![file.to_path_buf()];
                return Ok(Side::Past { files, when: When::End, spec: spec.to_owned() });
            }
            // A file that happens to have the name of a node is no export.
            if marked.is_some() || file.extension().is_some_and(|e| e == "jsonl") {
                return Ok(Side::Export(file.to_path_buf()));
            }
        }
        Ok(Side::parse(text))
    }

    /// `@FILE`, `HOST:PORT[,…]/PATH`, `zk://HOSTS/PATH`, or a path.
    pub fn parse(text: &str) -> Side {
        if let Some(file) = text.strip_prefix('@') {
            return Side::Export(PathBuf::from(file));
        }
        let bare = text.strip_prefix("zk://").or_else(|| text.strip_prefix("zookeeper://"));
        let address = bare.unwrap_or(text);
        let (hosts, path) = match address.split_once('/') {
            Some((hosts, rest)) => (hosts, format!("/{rest}")),
            None => (address, "/".to_owned()),
        };
        let has_port = |host: &str| {
            host.rsplit_once(':').is_some_and(|(name, port)| !name.is_empty() && port.parse::<u16>().is_ok())
        };
        if bare.is_some() || !hosts.is_empty() && hosts.split(',').any(has_port) {
            return Side::There { hosts: hosts.to_owned(), path };
        }
        Side::Here(text.to_owned())
    }
}

/// A node that does not exist and has the name of a directory here, which the one who typed it may have meant.
pub fn or_a_directory(failure: Failure, typed: &[&str]) -> Failure {
    let meant = |t: &&&str| failure.path() == Some(**t) && t.starts_with('/') && Path::new(t).is_dir();
    match typed.iter().find(meant) {
        Some(dir) if failure.code() == "NoNode" => {
            let dir = crate::sanitise::line(dir);
            let said = format!(
                "{}; {dir} without `@` is a node, and there is a directory of that name",
                failure.message()
            );
            failure.say(said).hint(format!(
                "@{dir} or {dir}@WHEN is the data directory, --offline {dir} reads it for one side"
            ))
        }
        _ => failure,
    }
}

/// Whether these are a server's: logs or snapshots.
fn is_server_files(file: &Path) -> Result<bool> {
    match Sources::find(&[file]) {
        Ok(found) => Ok(!found.snapshots.is_empty() || found.logs.iter().any(|log| log.zxid.is_some())),
        Err(zk_forensics::SourceError::Empty { .. }) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

/// Opens an export, of any form.
pub fn open_export(file: &Path) -> Result<Box<dyn TreeSource>> {
    if file.is_dir() { Ok(Box::new(DirReader::open(file)?)) } else { document::open(file) }
}

/// How a live subtree is read.
#[derive(Clone, Debug)]
pub struct Reading {
    pub want: Want,
    pub concurrency: usize,
    pub pace: Pace,
    pub patience: Duration,
}

/// Opens a subtree for reading.
pub async fn open(side: &Side, reading: &Reading, context: &mut Context) -> Result<Box<dyn TreeSource>> {
    if let Side::Export(file) = side {
        return open_export(file);
    }
    if let Side::Past { files, when, spec } = side {
        return open_past(files, *when, spec, "/", context);
    }
    let (link, path, chrooted) = connect(side, reading.patience, context).await?;
    let walk = Walk::new(link, &path, reading.want).without_system(chrooted);
    Ok(Box::new(walk.paced(reading.concurrency, reading.pace.clone())))
}

/// Opens two subtrees. A tree of the past is read from `at` on, or from where the other side is.
///
/// # Errors
/// One of them cannot be opened, or `at` is given and neither is of the past.
pub async fn open_pair(
    sides: (&Side, &Side),
    at: Option<&str>,
    reading: &Reading,
    context: &mut Context,
) -> Result<(Box<dyn TreeSource>, Box<dyn TreeSource>)> {
    let at = at.map(|typed| context.path(typed)).transpose()?;
    let (left, right) = match sides {
        (Side::Past { .. }, Side::Past { .. }) => {
            let root = at.unwrap_or_else(|| "/".to_owned());
            (past_at(sides.0, &root, context)?, past_at(sides.1, &root, context)?)
        }
        (Side::Past { .. }, other) | (other, Side::Past { .. }) => {
            let source = open(other, reading, context).await?;
            // A server's files know no chroot.
            let chroot = match other {
                Side::Here(_) => context.servers()?.chroot().to_owned(),
                _ => String::new(),
            };
            let root = at.unwrap_or_else(|| super::order::onto(&format!("{chroot}/"), source.root()));
            let root = if root.len() > 1 { root.trim_end_matches('/') } else { &root };
            match sides {
                (Side::Past { .. }, _) => (past_at(sides.0, root, context)?, source),
                _ => (source, past_at(sides.1, root, context)?),
            }
        }
        _ if at.is_some() => {
            return Err(Failure::usage("a third path is for data directories and snapshots")
                .hint("write it behind the hosts, or in place of the path"));
        }
        _ => (open(sides.0, reading, context).await?, open(sides.1, reading, context).await?),
    };
    Ok((left, right))
}

fn past_at(side: &Side, root: &str, context: &Context) -> Result<Box<dyn TreeSource>> {
    match side {
        Side::Past { files, when, spec } => open_past(files, *when, spec, root, context),
        _ => Err(Failure::usage("not a data directory")),
    }
}

/// Rebuilds a tree of the past, for reading from `root` on. What is doubtful about it is said.
pub fn open_past(
    files: &[PathBuf],
    when: When,
    spec: &str,
    root: &str,
    context: &Context,
) -> Result<Box<dyn TreeSource>> {
    Ok(Box::new(PastTree::open(files, when, spec, root, context)?))
}

/// Connects to a live subtree: the connection, the path there, and whether a chroot hides the server's own nodes.
pub async fn connect(side: &Side, patience: Duration, context: &mut Context) -> Result<(Link, String, bool)> {
    match side {
        Side::Export(file) => {
            Err(Failure::usage(format!("{} is a file, and this needs a server", file.display())))
        }
        Side::Past { spec, .. } => {
            Err(Failure::usage(format!("{spec} is a server's files, and this needs a server")))
        }
        Side::Here(typed) => {
            let path = context.path(typed)?;
            let chrooted = !context.servers()?.chroot().is_empty();
            Ok((Link::of(context, Patience::Long(patience)).await?, path, chrooted))
        }
        Side::There { hosts, path } => {
            let path = context.path(path)?;
            Ok((Link::to(hosts, context, patience).await?, path, false))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sides_are_told_apart() {
        let there = |hosts: &str, path: &str| Side::There { hosts: hosts.into(), path: path.into() };
        for (text, side) in [
            ("/a", Side::Here("/a".into())),
            ("a/b", Side::Here("a/b".into())),
            ("a:b/c", Side::Here("a:b/c".into())),
            ("@f.jsonl", Side::Export("f.jsonl".into())),
            ("h:2181/a/b", there("h:2181", "/a/b")),
            ("h:2181,g:2181", there("h:2181,g:2181", "/")),
            ("zk://h/a", there("h", "/a")),
            ("[::1]:2181/a", there("[::1]:2181", "/a")),
        ] {
            assert_eq!(Side::parse(text), side, "{text}");
        }
    }
}
