//! Everything a client can read of a tree, from one member, and what differs between two such dumps or between a dump
//! and the plain model of the logged transactions.

use anyhow::{Context, Result, bail, ensure};
use std::collections::BTreeMap;
use std::fmt::Debug;
use std::time::Duration;
use zk_client::{Acl, Client, Options, Stat};
use zkd_tests::check::model::Model;

/// Nodes by path.
pub(super) type Dump = BTreeMap<String, Node>;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Node {
    pub(super) data: Option<Vec<u8>>,
    pub(super) acl: Vec<Acl>,
    pub(super) stat: Stat,
}

/// Each member writes this node by itself, at its own time.
const OWN_NODE: &str = "/zookeeper/config";
/// The quota counters are kept by each member too, and no transaction tells of them.
const LOCAL: &str = "/zookeeper";

/// A client of the member at this port alone.
pub(super) async fn client_of(port: u16, session_timeout: Duration) -> Result<Client> {
    let options = Options { session_timeout, connect_timeout: Duration::from_secs(20), ..Options::default() };
    let servers = format!("127.0.0.1:{port}").parse()?;
    Ok(Client::connect(servers, options).await?)
}

/// Reads the whole tree of one member after a `sync`, level by level with all reads of a level under way at once.
pub(super) async fn dump(port: u16) -> Result<Dump> {
    let client = client_of(port, Duration::from_secs(10)).await?;
    let client = client.with_request_timeout(Some(Duration::from_secs(20)));
    client.sync("/").await?;
    let mut nodes = Dump::new();
    let mut level = vec![String::from("/")];
    while !level.is_empty() {
        let asked: Vec<_> = level
            .iter()
            .map(|path| (client.get_data(path), client.get_acl(path), client.get_children(path)))
            .collect();
        let mut next = Vec::new();
        for (path, (data, acl, children)) in level.into_iter().zip(asked) {
            let (data, acl, children) = (data.await?, acl.await?, children.await?);
            let below = if path == "/" { "" } else { path.as_str() };
            next.extend(children.names.iter().map(|name| format!("{below}/{name}")));
            let data = data.into_value();
            nodes.insert(path, Node { data: data.data, acl: acl.into_value().acl, stat: data.stat });
        }
        level = next;
    }
    client.close().await?;
    if let Some(own) = nodes.get_mut(OWN_NODE) {
        own.stat.mtime = 0;
    }
    Ok(nodes)
}

/// Fails with the first differences, if there are any.
pub(super) fn compare(one: (&str, &Dump), other: (&str, &Dump)) -> Result<()> {
    let mut differences = Vec::new();
    for path in one.1.keys().chain(other.1.keys().filter(|path| !one.1.contains_key(*path))) {
        let (left, right) = (one.1.get(path), other.1.get(path));
        if left != right {
            differences.push(format!("{path}: {} {}, {} {}", one.0, short(left), other.0, short(right)));
        }
    }
    ensure!(
        differences.is_empty(),
        "{} nodes differ:\n{}",
        differences.len(),
        differences.iter().take(8).cloned().collect::<Vec<_>>().join("\n")
    );
    Ok(())
}

/// Fails where the dump is not what the logged transactions make.
pub(super) fn compare_with_model(dump: &Dump, model: &Model) -> Result<()> {
    let local = |path: &str| path == LOCAL || path.starts_with("/zookeeper/");
    for (path, found) in dump.iter().filter(|(path, _)| !local(path)) {
        let node =
            model.nodes().get(path).with_context(|| format!("{path} is there, and no log says why"))?;
        let mut acl = Vec::new();
        Acl::encode_list(&found.acl, &mut acl);
        let stat = model.stat(path);
        let same_acl = acl == node.acl || path == "/";
        if found.data != node.data || Some(found.stat) != stat || !same_acl {
            bail!("{path}: by the logs {}, found {}", short(Some((node, stat))), short(Some(found)));
        }
    }
    let missing = model.nodes().keys().find(|path| !dump.contains_key(*path) && !local(path));
    ensure!(missing.is_none(), "{} is missing, by the logs it is there", missing.map_or("", String::as_str));
    Ok(())
}

fn short(value: Option<impl Debug>) -> String {
    let text = value.map_or_else(|| "has none".to_owned(), |value| format!("{value:?}"));
    text.chars().take(500).collect()
}
