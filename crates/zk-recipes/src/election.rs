//! Who leads: the first in the queue. To stand for election is to take part in the contest ([`crate::Contest`]); this
//! is the view of those who only want to know.

use zk_client::{Client, SessionId, Zxid};

use crate::calls::{self, Deadline, within};
use crate::error::Result;
use crate::layout::{self, Contender, Kind, Layout};

/// Who leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leader {
    /// Its node.
    pub path: String,
    /// What it calls itself.
    pub id: Vec<u8>,
    /// Its session.
    pub session: SessionId,
    /// The zxid that created its node.
    pub fence: Zxid,
    /// How many stand for election, itself included.
    pub candidates: usize,
}

/// Follows an election.
#[derive(Debug)]
pub struct Following<'a> {
    client: &'a Client,
    path: &'a str,
    layout: Layout,
    kind: Kind,
    /// The node that led last; outer `None` before the first look.
    last: Option<Option<String>>,
}

impl<'a> Following<'a> {
    /// Starts with whoever leads now.
    pub fn new(client: &'a Client, path: &'a str, layout: Layout, kind: Kind) -> Following<'a> {
        Following { client, path, layout, kind, last: None }
    }

    /// The next leader, or `None` when nobody leads. Changes between two looks are not all seen, the last one is.
    ///
    /// # Errors
    /// As [`calls::read`].
    pub async fn next(&mut self, deadline: Deadline) -> Result<Option<Leader>> {
        loop {
            let client = self.client;
            let (children, changed) =
                match calls::read(deadline, || client.get_children_watch(self.path)).await {
                    Ok((children, watcher)) => (children.into_value().names, Some(watcher)),
                    Err(error) if error.is_no_node() => (Vec::new(), None),
                    Err(error) => return Err(error),
                };
            let queue: Vec<Contender> = layout::queue(&children);
            let mut candidates = queue.iter().filter(|c| c.layout == self.layout && c.kind == self.kind);
            let first = candidates.clone().next().map(|c| c.name.clone());
            if self.last.as_ref() != Some(&first) {
                let leader = self.leader(first.as_deref(), candidates.by_ref().count(), deadline).await?;
                if first.is_none() || leader.is_some() {
                    self.last = Some(first);
                    return Ok(leader);
                }
                continue;
            }
            match changed {
                Some(watcher) => {
                    if within(deadline, watcher.fired()).await? == Err(zk_client::WatchLost::Expired) {
                        return Err(zk_client::Error::SessionExpired.into());
                    }
                }
                None => self.wait_until_made(deadline).await?,
            }
        }
    }

    async fn leader(
        &self,
        name: Option<&str>,
        candidates: usize,
        deadline: Deadline,
    ) -> Result<Option<Leader>> {
        let Some(name) = name else { return Ok(None) };
        let path = calls::join(self.path, name);
        let node = match calls::read(deadline, || self.client.get_data(&path)).await {
            Err(error) if error.is_no_node() => return Ok(None),
            other => other?.into_value(),
        };
        let (session, fence) = (node.stat.ephemeral_owner, node.stat.czxid);
        Ok(Some(Leader { path, id: node.data.unwrap_or_default(), session, fence, candidates }))
    }

    async fn wait_until_made(&self, deadline: Deadline) -> Result<()> {
        let (stat, watcher) = calls::read(deadline, || self.client.exists_watch(self.path)).await?;
        if stat.value.is_none()
            && within(deadline, watcher.fired()).await? == Err(zk_client::WatchLost::Expired)
        {
            return Err(zk_client::Error::SessionExpired.into());
        }
        Ok(())
    }
}
