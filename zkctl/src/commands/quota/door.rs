//! The nodes below `/zookeeper/quota`, which lie outside of any chroot.

use zk_client::{Client, ConnectString, CreateMode, Error, ErrorCode, Multi};

use super::limits::Limits;
use crate::context::Context;
use crate::failure::Result;

const ROOT: &str = "/zookeeper/quota";
const LIMITS: &str = "zookeeper_limits";
const STATS: &str = "zookeeper_stats";

/// A session that sees the whole tree.
pub struct Door {
    client: Client,
    chroot: String,
    /// The session is not the context's.
    own: bool,
}

/// A quota as it is stored.
#[derive(Clone, Debug)]
pub struct Stored {
    /// As the caller sees it, below the chroot.
    pub path: String,
    pub limits: Limits,
    /// As the server that was asked counts it.
    pub used: Option<Limits>,
}

impl Door {
    pub async fn open(context: &mut Context) -> Result<Door> {
        let servers = context.servers()?;
        let chroot = servers.chroot().to_owned();
        if chroot.is_empty() {
            return Ok(Door { client: context.client().await?, chroot, own: false });
        }
        let whole = ConnectString::new(servers.servers().to_vec())
            .map_err(|e| crate::failure::Failure::usage(e.to_string()))?;
        let options = context.options().await?;
        let client = Client::connect(whole, options)
            .await
            .map_err(|e| crate::context::connect_failure(context.hosts(), e))?;
        Ok(Door { client, chroot, own: true })
    }

    /// Ends a session of its own.
    pub async fn close(self) {
        if self.own {
            let _ = tokio::time::timeout(crate::context::CLOSE_TIMEOUT, self.client.close()).await;
        }
    }

    /// The node that a path's quota hangs from.
    fn node(&self, path: &str) -> String {
        let path = if path == "/" { "" } else { path };
        format!("{ROOT}{}{path}", self.chroot)
    }

    async fn text(&self, node: &str) -> std::result::Result<Option<Limits>, Error> {
        match self.client.get_data(node).await {
            Ok(reply) => {
                let data = reply.into_value().data.unwrap_or_default();
                Ok(Some(Limits::parse(&String::from_utf8_lossy(&data))))
            }
            Err(e) if e.code() == Some(ErrorCode::NoNode) => Ok(None),
            Err(e) => Err(e),
        }
    }

    /// The quota of this very node.
    pub async fn get(&self, path: &str) -> std::result::Result<Option<Stored>, Error> {
        let node = self.node(path);
        let Some(limits) = self.text(&format!("{node}/{LIMITS}")).await? else { return Ok(None) };
        let used = self.text(&format!("{node}/{STATS}")).await?;
        Ok(Some(Stored { path: path.to_owned(), limits, used }))
    }

    /// Names below a path in the quotas' tree; none if it is not there.
    async fn names(&self, path: &str) -> std::result::Result<Vec<String>, Error> {
        match self.client.get_children(&self.node(path)).await {
            Ok(reply) => {
                let mut names = reply.into_value().names;
                names.retain(|n| n != LIMITS && n != STATS);
                names.sort_unstable();
                Ok(names)
            }
            Err(e) if e.code() == Some(ErrorCode::NoNode) => Ok(Vec::new()),
            Err(e) => Err(e),
        }
    }

    /// Quotas at `path` and so many levels below, in order of path.
    pub async fn list(&self, path: &str, levels: usize) -> std::result::Result<Vec<Stored>, Error> {
        let mut found = Vec::new();
        let mut stack = vec![(path.to_owned(), 0)];
        while let Some((path, depth)) = stack.pop() {
            found.extend(self.get(&path).await?);
            if depth < levels {
                let names = self.names(&path).await?;
                stack.extend(names.iter().rev().map(|n| (zk_proto::path::join(&path, n), depth + 1)));
            }
        }
        Ok(found)
    }

    /// Writes the limits; with a first quota the server starts to count.
    pub async fn put(&self, path: &str, limits: Limits) -> std::result::Result<(), Error> {
        let node = self.node(path);
        let text = limits.to_string();
        let limits_node = format!("{node}/{LIMITS}");
        match self.client.set_data(&limits_node, Some(text.as_bytes()), None).await {
            Ok(_) => return Ok(()),
            Err(e) if e.code() == Some(ErrorCode::NoNode) => {}
            Err(e) => return Err(e),
        }
        let steps: Vec<usize> = node.match_indices('/').map(|(i, _)| i).skip(3).chain([node.len()]).collect();
        for end in steps {
            let parent = node.get(..end).unwrap_or(&node);
            match self.client.create(parent, None, CreateMode::Persistent).await {
                Ok(_) => {}
                Err(e) if e.code() == Some(ErrorCode::NodeExists) => {}
                Err(e) => return Err(e),
            }
        }
        // Both or none: a quota without a count is never noticed.
        let multi = Multi::new().create(&limits_node, Some(text.as_bytes()), CreateMode::Persistent).create(
            &format!("{node}/{STATS}"),
            Some(b"count=0,bytes=0"),
            CreateMode::Persistent,
        );
        self.client.multi(multi).await.map(|_| ())
    }

    /// Deletes the quota, then parents that hold nothing else.
    pub async fn remove(&self, path: &str) -> std::result::Result<(), Error> {
        let node = self.node(path);
        for name in [LIMITS, STATS] {
            ignore(self.client.delete(&format!("{node}/{name}"), None).await, ErrorCode::NoNode)?;
        }
        let mut node = node.as_str();
        while node.len() > ROOT.len() {
            match self.client.delete(node, None).await {
                Ok(_) => {}
                Err(e) if matches!(e.code(), Some(ErrorCode::NotEmpty | ErrorCode::NoNode)) => break,
                Err(e) => return Err(e),
            }
            node = node.rsplit_once('/').map_or("", |(parent, _)| parent);
        }
        Ok(())
    }
}

fn ignore<T>(result: std::result::Result<T, Error>, code: ErrorCode) -> std::result::Result<(), Error> {
    match result {
        Err(e) if e.code() != Some(code) => Err(e),
        _ => Ok(()),
    }
}
