//! Groups: ephemeral children with data. Curator's `GroupMember` names a member by its id, kazoo's `Party` at random with
//! the id as data, its `ShallowParty` by both.

use std::collections::BTreeMap;

use tokio::time::Instant;
use zk_client::{Acl, Client, CreateMode, SessionId, WatchLost};

use crate::calls::{self, Deadline, Node, Parents, within};
use crate::error::{Error, Result};
use crate::guid::Guid;
use crate::held::Held;

/// Whose group.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum GroupLayout {
    /// Curator's `GroupMember`.
    #[default]
    Curator,
    /// kazoo's `Party`.
    Kazoo,
    /// kazoo's `ShallowParty`.
    KazooShallow,
}

/// What kazoo's `Party` puts behind its random name.
const PARTY: &str = "__party__";

/// A group.
#[derive(Clone, Copy, Debug)]
pub struct Group<'a> {
    /// Its node, which is made if it is missing.
    pub path: &'a str,
    /// Whose layout.
    pub layout: GroupLayout,
    /// Of all nodes that are made, those above included; empty: open to everyone.
    pub acl: &'a [Acl],
}

/// One member.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// What it calls itself.
    pub id: String,
    /// Its node.
    pub path: String,
    /// Its data; with kazoo's `Party` that is the id.
    pub data: Vec<u8>,
    /// Its session.
    pub session: SessionId,
    /// Since when, in milliseconds since 1970 by the server's clock.
    pub since_ms: i64,
}

impl Group<'_> {
    /// Joins. With Curator's layout an id can be there but once.
    ///
    /// # Errors
    /// `NodeExists` of another session, or the client's.
    pub async fn join(
        &self,
        client: &Client,
        id: &str,
        data: Option<&[u8]>,
        deadline: Deadline,
    ) -> Result<Held> {
        let (name, parents) = match self.layout {
            GroupLayout::Curator => (id.to_owned(), Parents::Containers),
            GroupLayout::Kazoo => (format!("{}{PARTY}", Guid::new().hex()), Parents::Persistent),
            GroupLayout::KazooShallow => (format!("{}-{id}", Guid::new().hex()), Parents::Persistent),
        };
        let data = if self.layout == GroupLayout::Kazoo { Some(id.as_bytes()) } else { data };
        let path = calls::join(self.path, &name);
        loop {
            let asked = Instant::now();
            let options = || calls::options(CreateMode::Ephemeral, self.acl);
            let created = calls::write_again(deadline, || client.create(&path, data, options())).await;
            match created {
                Err(error) if error.is_no_node() => {
                    calls::make_path(client, self.path, parents, self.acl, deadline).await?;
                    continue;
                }
                Err(error) if !error.is_node_exists() => return Err(error),
                _ => {}
            }
            let exists = created.err();
            let stat = calls::read(deadline, || client.exists(&path)).await?.into_value();
            match (stat, exists) {
                (None, Some(_)) => continue,
                (None, None) => return Err(Error::NodeGone { path }),
                // It may be our own, whose answer was lost.
                (Some(stat), Some(error)) if stat.ephemeral_owner != client.session_id() => {
                    return Err(error);
                }
                (Some(stat), _) => return Ok(Held::new(client.clone(), Node { path, stat }, asked)),
            }
        }
    }

    /// Everyone who is there, by id. A group that is not there has nobody.
    ///
    /// # Errors
    /// The client's.
    pub async fn members(&self, client: &Client, deadline: Deadline) -> Result<Vec<Member>> {
        let names = match calls::children(client, self.path, deadline).await {
            Err(error) if error.is_no_node() => Vec::new(),
            other => other?,
        };
        self.look(client, names, deadline).await
    }

    async fn look(&self, client: &Client, names: Vec<String>, deadline: Deadline) -> Result<Vec<Member>> {
        let mut members = Vec::new();
        for name in names.into_iter().filter(|name| self.is_member(name)) {
            let path = calls::join(self.path, &name);
            let node = match calls::read(deadline, || client.get_data(&path)).await {
                Err(error) if error.is_no_node() => continue,
                other => other?.into_value(),
            };
            let data = node.data.unwrap_or_default();
            let id = match self.layout {
                GroupLayout::Curator => name,
                GroupLayout::Kazoo => String::from_utf8_lossy(&data).into_owned(),
                GroupLayout::KazooShallow => {
                    name.split_once('-').map_or(name.as_str(), |(_, id)| id).to_owned()
                }
            };
            let (session, since_ms) = (node.stat.ephemeral_owner, node.stat.ctime);
            members.push(Member { id, path, data, session, since_ms });
        }
        members.sort_by(|a, b| (&a.id, &a.path).cmp(&(&b.id, &b.path)));
        Ok(members)
    }

    fn is_member(&self, name: &str) -> bool {
        self.layout != GroupLayout::Kazoo || name.contains(PARTY)
    }

    /// Follows who comes and goes.
    pub fn follow<'a>(&'a self, client: &'a Client) -> Following<'a> {
        Following { group: self, client, known: BTreeMap::new(), news: Vec::new() }
    }
}

/// What happened in a group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum News {
    /// Somebody came, or was there at the first look.
    Joined(Member),
    /// Somebody is gone.
    Left(Member),
}

/// Follows a group.
#[derive(Debug)]
pub struct Following<'a> {
    group: &'a Group<'a>,
    client: &'a Client,
    known: BTreeMap<String, Member>,
    news: Vec<News>,
}

impl Following<'_> {
    /// The next one who came or went. Who came and went between two looks is not seen.
    ///
    /// # Errors
    /// [`Error::TimedOut`] at the deadline, or the client's.
    pub async fn next(&mut self, deadline: Deadline) -> Result<News> {
        loop {
            if !self.news.is_empty() {
                return Ok(self.news.remove(0));
            }
            let (client, path) = (self.client, self.group.path);
            let (names, watcher) = match calls::read(deadline, || client.get_children_watch(path)).await {
                Ok((children, watcher)) => (children.into_value().names, watcher),
                Err(error) if error.is_no_node() => {
                    let (stat, watcher) = calls::read(deadline, || client.exists_watch(path)).await?;
                    if stat.value.is_some() {
                        continue;
                    }
                    (Vec::new(), watcher)
                }
                Err(error) => return Err(error),
            };
            self.compare(self.group.look(client, names, deadline).await?);
            if self.news.is_empty() && within(deadline, watcher.fired()).await? == Err(WatchLost::Expired) {
                return Err(zk_client::Error::SessionExpired.into());
            }
        }
    }

    fn compare(&mut self, members: Vec<Member>) {
        let now: BTreeMap<String, Member> = members.into_iter().map(|m| (m.path.clone(), m)).collect();
        let is_same = |a: &Member, b: Option<&Member>| {
            b.is_some_and(|b| a.session == b.session && a.since_ms == b.since_ms)
        };
        let left = self.known.iter().filter(|(path, member)| !is_same(member, now.get(*path)));
        let joined = now.iter().filter(|(path, member)| !is_same(member, self.known.get(*path)));
        let mut news: Vec<News> = left.map(|(_, m)| News::Left(m.clone())).collect();
        news.extend(joined.map(|(_, m)| News::Joined(m.clone())));
        self.known = now;
        self.news = news;
    }
}
