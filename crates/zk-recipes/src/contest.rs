//! Locks and elections: a sequential ephemeral node in the queue, and the wait for the one before it to go.

use tokio::time::Instant;
use zk_client::{Acl, Client, CreateMode, ErrorCode};

use crate::calls::{self, Deadline, Node, Parents, within};
use crate::error::{Error, Result};
use crate::held::Held;
use crate::layout::{self, Contender, Kind, Layout};
use crate::place::Place;

/// A place in the queue for a lock.
#[derive(Clone, Copy, Debug)]
pub struct Contest<'a> {
    /// The lock's node, which is made if it is missing.
    pub path: &'a str,
    /// Whose layout.
    pub layout: Layout,
    /// What is wanted.
    pub kind: Kind,
    /// What others see of us: the node's data.
    pub data: Option<&'a [u8]>,
    /// Of all nodes that are made, those above included; empty: open to everyone.
    pub acl: &'a [Acl],
}

/// How often to look when a watch cannot be had.
const LOOK: std::time::Duration = std::time::Duration::from_secs(1);
/// How often to look in spite of a watch. Servers hold back events of nodes that we may not read.
const LOOK_ANYHOW: std::time::Duration = std::time::Duration::from_secs(30);

impl Contest<'_> {
    /// Takes a place and waits until it is the first. `waiting` hears which node it waits for, whenever that changes.
    ///
    /// A place that somebody deletes meanwhile is taken again, at the end.
    ///
    /// # Errors
    /// [`Error::TimedOut`] at the deadline. Then, and if the call is dropped, the place is given up.
    pub async fn win(
        &self,
        client: &Client,
        deadline: Deadline,
        mut waiting: impl FnMut(&str),
    ) -> Result<Held> {
        let asking = calls::asking(deadline);
        loop {
            let prefix = layout::prefix(self.layout, self.kind);
            let mut place = Place::named(client, self.path, &prefix);
            let node = match self.enter(client, &prefix, asking).await {
                Ok(node) => node,
                Err(error) => {
                    place.unless_refused(&error).await;
                    return Err(error);
                }
            };
            place.is(&node);
            match self.wait(client, &node, (asking, deadline), &mut waiting).await {
                Ok(confirmed) => {
                    place.keep();
                    return Ok(Held::new(client.clone(), node, confirmed));
                }
                Err(Error::NodeGone { .. }) => place.keep(),
                Err(error) => {
                    place.give_back().await;
                    return Err(error);
                }
            }
        }
    }

    async fn enter(&self, client: &Client, prefix: &str, deadline: Deadline) -> Result<Node> {
        let parents = match self.layout {
            Layout::Curator => Parents::Containers,
            Layout::Kazoo => Parents::Persistent,
        };
        let options = calls::options(CreateMode::EphemeralSequential, self.acl);
        calls::create_once(client, self.path, prefix, self.data, &options, Some(parents), deadline).await
    }

    /// Waits until the node is the first. The moment returned is one at which the session certainly lived.
    async fn wait(
        &self,
        client: &Client,
        node: &Node,
        (asking, deadline): (Deadline, Deadline),
        waiting: &mut impl FnMut(&str),
    ) -> Result<Instant> {
        let mut me = Contender::parse(node.name())
            .filter(|me| me.sequence >= 0)
            .ok_or_else(|| Error::Overflow { path: self.path.to_owned() })?;
        // kazoo's lock and write lock look alike.
        me.kind = self.kind;
        let mut told = String::new();
        loop {
            let asked = Instant::now();
            let children = match calls::children(client, self.path, asking).await {
                Err(error) if error.is_no_node() => return Err(gone(node)),
                other => other?,
            };
            if !children.contains(&me.name) {
                return Err(gone(node));
            }
            let queue = layout::queue(&children);
            let Some(before) = layout::predecessor(&queue, &me) else { return Ok(asked) };
            let before = calls::join(self.path, &before.name);
            if told != before {
                waiting(&before);
                told.clone_from(&before);
            }
            wait_for_change(client, &before, deadline).await?;
        }
    }
}

/// Waits until a node has changed or gone, or for a while.
pub(crate) async fn wait_for_change(client: &Client, path: &str, deadline: Deadline) -> Result<()> {
    // Not `exists`, which would leave a watch behind where the node is gone.
    match calls::read(deadline, || client.get_data_watch(path)).await {
        Ok((_, watcher)) => {
            let fired = within(deadline, tokio::time::timeout(LOOK_ANYHOW, watcher.fired())).await?;
            match fired {
                Ok(Err(zk_client::WatchLost::Expired)) => Err(zk_client::Error::SessionExpired.into()),
                _ => Ok(()),
            }
        }
        Err(error) if error.is_no_node() => Ok(()),
        Err(Error::Client(e)) if e.code() == Some(ErrorCode::NoAuth) => {
            within(deadline, tokio::time::sleep(LOOK)).await
        }
        Err(error) => Err(error),
    }
}

fn gone(node: &Node) -> Error {
    Error::NodeGone { path: node.path.clone() }
}
