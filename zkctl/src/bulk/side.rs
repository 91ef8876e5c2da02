//! What a subtree on the command line may be: a node here, a node elsewhere, an export.

use std::path::{Path, PathBuf};
use std::time::Duration;

use super::dir::DirReader;
use super::jsonl::JsonlReader;
use super::{Link, Pace, Patience, TreeSource, Walk, Want};
use crate::context::Context;
use crate::failure::{Failure, Result};

/// A subtree, as typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Side {
    /// On the servers of the connection.
    Here(String),
    /// On other servers.
    There { hosts: String, path: String },
    /// In an export: a file of JSON lines or a directory.
    Export(PathBuf),
}

impl Side {
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

/// Opens an export, of either form.
pub fn open_export(file: &Path) -> Result<Box<dyn TreeSource>> {
    if file.is_dir() { Ok(Box::new(DirReader::open(file)?)) } else { Ok(Box::new(JsonlReader::open(file)?)) }
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
    let (link, path, chrooted) = connect(side, reading.patience, context).await?;
    let walk = Walk::new(link, &path, reading.want).without_system(chrooted);
    Ok(Box::new(walk.paced(reading.concurrency, reading.pace.clone())))
}

/// Connects to a live subtree: the connection, the path there, and whether a chroot hides the server's own nodes.
pub async fn connect(side: &Side, patience: Duration, context: &mut Context) -> Result<(Link, String, bool)> {
    match side {
        Side::Export(file) => {
            Err(Failure::usage(format!("{} is a file, and this needs a server", file.display())))
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
