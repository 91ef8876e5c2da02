//! Barriers. A single one is a node: everyone waits as long as it is there. A double one lets its members in when enough
//! have come and out when all are done; members are ephemeral children, and `ready` says that the door is open.
//!
//! Curator and kazoo have the same layout, but for the spelling of a member's random name.

use zk_client::{Acl, Client, CreateMode};

use crate::calls::{self, Deadline, Node, Parents, within};
use crate::error::{Error, Result};
use crate::guid::Guid;
use crate::layout::Layout;
use crate::place::Place;

/// The child that lets members in.
const READY: &str = "ready";

/// Waits until there is no node at `path`.
///
/// # Errors
/// [`Error::TimedOut`], or as [`calls::read`].
pub async fn wait(client: &Client, path: &str, deadline: Deadline) -> Result<()> {
    loop {
        let (stat, watcher) = calls::read(deadline, || client.exists_watch(path)).await?;
        if stat.value.is_none() {
            return Ok(());
        }
        fired(watcher, deadline).await?;
    }
}

/// A double barrier.
#[derive(Clone, Copy, Debug)]
pub struct DoubleBarrier<'a> {
    /// Its node, which is made if it is missing.
    pub path: &'a str,
    /// Whose spelling.
    pub layout: Layout,
    /// How many have to come.
    pub members: u32,
    /// What others see of us.
    pub data: Option<&'a [u8]>,
    /// Of all nodes that are made, those above included; empty: open to everyone.
    pub acl: &'a [Acl],
}

/// A member that is in. Dropping it leaves, without waiting for the others.
#[derive(Debug)]
pub struct Member {
    node: Node,
    place: Place,
}

impl Member {
    /// Its node.
    pub fn path(&self) -> &str {
        &self.node.path
    }
}

impl DoubleBarrier<'_> {
    /// Comes, and waits until enough have. `waiting` hears how many there are.
    ///
    /// # Errors
    /// [`Error::TimedOut`] at the deadline; the member is gone again then. Otherwise as [`calls::read`].
    pub async fn enter(
        &self,
        client: &Client,
        deadline: Deadline,
        waiting: impl FnMut(usize),
    ) -> Result<Member> {
        let member = self.come(client, deadline).await?;
        match self.wait_for_others(client, deadline, waiting).await {
            Ok(()) => Ok(member),
            Err(error) => {
                member.place.give_back().await;
                Err(error)
            }
        }
    }

    async fn come(&self, client: &Client, deadline: Deadline) -> Result<Member> {
        let guid = Guid::new();
        let (name, parents) = match self.layout {
            Layout::Curator => (guid.to_string(), Parents::Containers),
            Layout::Kazoo => (guid.hex(), Parents::Persistent),
        };
        let path = calls::join(self.path, &name);
        let place = Place::at(client, &path);
        loop {
            // The name is ours alone: if it exists, it was us.
            let create = || client.create(&path, self.data, calls::options(CreateMode::Ephemeral, self.acl));
            match calls::write_again(deadline, create).await {
                Err(error) if error.is_no_node() => {
                    calls::make_path(client, self.path, parents, self.acl, deadline).await?;
                    continue;
                }
                Err(error) if !error.is_node_exists() => {
                    place.unless_refused(&error).await;
                    return Err(error);
                }
                _ => {}
            }
            let stat = calls::read(deadline, || client.exists(&path)).await?.into_value();
            return match stat {
                Some(stat) => Ok(Member { node: Node { path, stat }, place }),
                None => Err(Error::NodeGone { path }),
            };
        }
    }

    async fn wait_for_others(
        &self,
        client: &Client,
        deadline: Deadline,
        mut waiting: impl FnMut(usize),
    ) -> Result<()> {
        let ready = calls::join(self.path, READY);
        loop {
            let (open, watcher) = calls::read(deadline, || client.exists_watch(&ready)).await?;
            if open.value.is_some() {
                return Ok(());
            }
            let members = members(calls::children(client, self.path, deadline).await?);
            if members.len() >= self.members as usize {
                let create = || client.create(&ready, None, calls::options(CreateMode::Persistent, self.acl));
                return match calls::write_again(deadline, create).await {
                    Err(error) if !error.is_node_exists() => Err(error),
                    _ => Ok(()),
                };
            }
            waiting(members.len());
            fired(watcher, deadline).await?;
        }
    }

    /// Leaves, and waits until all have. The lowest name stays to the end, so that everyone has one node to wait for.
    ///
    /// # Errors
    /// [`Error::TimedOut`] at the deadline; otherwise as [`calls::read`].
    pub async fn leave(
        &self,
        client: &Client,
        member: Option<Member>,
        deadline: Deadline,
        mut waiting: impl FnMut(usize),
    ) -> Result<()> {
        let mut own = member;
        loop {
            let members = match calls::children(client, self.path, deadline).await {
                Err(error) if error.is_no_node() => Vec::new(),
                other => members(other?),
            };
            let mine = own.as_ref().map(|member| &member.node);
            let mine = mine.filter(|node| members.iter().any(|name| name == node.name()));
            let (Some(lowest), Some(highest)) = (members.first(), members.last()) else { break };
            let others = members.len() - usize::from(mine.is_some());
            let target = match mine {
                Some(node) if others == 0 => {
                    calls::delete(client, &node.path, deadline).await?;
                    gone(&mut own);
                    break;
                }
                Some(node) if node.name() == lowest => highest,
                Some(node) => {
                    calls::delete(client, &node.path, deadline).await?;
                    gone(&mut own);
                    lowest
                }
                None => lowest,
            };
            let target = calls::join(self.path, target);
            waiting(others);
            let (there, watcher) = calls::read(deadline, || client.exists_watch(&target)).await?;
            if there.value.is_some() {
                fired(watcher, deadline).await?;
            }
        }
        calls::delete(client, &calls::join(self.path, READY), deadline).await
    }
}

/// Its node is deleted.
fn gone(own: &mut Option<Member>) {
    if let Some(member) = own.take() {
        member.place.keep();
    }
}

/// In order, without the door.
fn members(mut names: Vec<String>) -> Vec<String> {
    names.retain(|name| name != READY);
    names.sort();
    names
}

async fn fired(watcher: zk_client::Watcher, deadline: Deadline) -> Result<()> {
    match within(deadline, watcher.fired()).await? {
        Err(zk_client::WatchLost::Expired) => Err(zk_client::Error::SessionExpired.into()),
        _ => Ok(()),
    }
}
