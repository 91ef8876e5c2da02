//! Queues: persistent sequential children, taken in the order of their names.
//!
//! | layout | name of an entry | data |
//! | --- | --- | --- |
//! | kazoo `Queue` | `entry-<priority, 3 digits>-<sequence>` | as it is |
//! | Curator `SimpleDistributedQueue` | `qn-<sequence>` | as it is |
//! | Curator `DistributedQueue` | `queue-<sequence>` | in an envelope of one item or more |
//!
//! A consumer takes an entry by deleting it: the one whose delete succeeds has it. Nothing is locked, so an entry whose
//! consumer dies behind the delete is lost, as with all three of these.

use tokio::time::Instant;
use zk_client::{Acl, Client, CreateMode, ErrorCode, Stat};

use crate::calls::{self, Deadline, Node, Parents, within};
use crate::error::{Error, Result};

/// Whose queue.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum QueueLayout {
    /// kazoo's `Queue`.
    #[default]
    Kazoo,
    /// Curator's `SimpleDistributedQueue`.
    CuratorSimple,
    /// Curator's `DistributedQueue`.
    Curator,
}

impl QueueLayout {
    fn prefix(self) -> &'static str {
        match self {
            QueueLayout::Kazoo => "entry-",
            QueueLayout::CuratorSimple => "qn-",
            QueueLayout::Curator => "queue-",
        }
    }

    fn parents(self) -> Parents {
        match self {
            QueueLayout::Kazoo => Parents::Persistent,
            _ => Parents::Containers,
        }
    }
}

/// A queue.
#[derive(Clone, Copy, Debug)]
pub struct Queue<'a> {
    /// Its node.
    pub path: &'a str,
    /// Whose layout.
    pub layout: QueueLayout,
    /// Of all nodes that are made, those above included; empty: open to everyone.
    pub acl: &'a [Acl],
}

/// An entry that was taken or looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its node.
    pub path: String,
    /// What it holds, without the envelope; several items only in Curator's `DistributedQueue`.
    pub items: Vec<Vec<u8>>,
    /// Its stat.
    pub stat: Stat,
    /// False if the answer to the delete was lost and the entry is gone: by us, or by another consumer.
    pub surely_ours: bool,
}

/// kazoo's priority where none is given.
pub const PRIORITY: u16 = 100;

impl Queue<'_> {
    /// Puts an entry at the end of those of its priority, which only kazoo's layout has. The queue's node is made if it
    /// is missing.
    ///
    /// # Errors
    /// The client's, among them an unknown outcome: the entry's name cannot be made our own, as it decides its place.
    pub async fn put(
        &self,
        client: &Client,
        data: &[u8],
        priority: Option<u16>,
        deadline: Deadline,
    ) -> Result<Node> {
        let prefix = match (self.layout, priority) {
            (QueueLayout::Kazoo, priority) => format!("entry-{:03}-", priority.unwrap_or(PRIORITY)),
            (layout, None) => layout.prefix().to_owned(),
            (_, Some(value)) => {
                return Err(Error::Range { value: value.into(), what: "a queue without priorities" });
            }
        };
        let path = calls::join(self.path, &prefix);
        let sealed = match self.layout {
            QueueLayout::Curator => seal(data),
            _ => data.to_vec(),
        };
        loop {
            let options = calls::options(CreateMode::PersistentSequential, self.acl);
            let created = client.create(&path, Some(&sealed), options);
            match within(deadline, created).await? {
                Ok(created) => {
                    let created = created.into_value();
                    return Ok(Node { path: created.path, stat: created.stat });
                }
                Err(e) if e.code() == Some(ErrorCode::NoNode) => {
                    calls::make_path(client, self.path, self.layout.parents(), self.acl, deadline).await?;
                }
                Err(e) if e.is_retryable() => {}
                Err(e) => return Err(e.into()),
            }
        }
    }

    /// Takes the first entry, and waits for one until the deadline; `None` does not wait.
    ///
    /// # Errors
    /// The client's; [`Error::Foreign`] if the entry's data is not of this layout: it stays in the queue.
    pub async fn take(&self, client: &Client, wait: Option<Deadline>) -> Result<Option<Entry>> {
        loop {
            let deadline = wait.unwrap_or_default();
            let (names, changed) = match calls::read(deadline, || client.get_children_watch(self.path)).await
            {
                Ok((children, watcher)) => (self.sorted(children.into_value().names), Some(watcher)),
                Err(error) if error.is_no_node() => (Vec::new(), None),
                Err(error) => return Err(error),
            };
            for name in names {
                if let Some(entry) = self.take_one(client, &name, deadline).await? {
                    return Ok(Some(entry));
                }
            }
            if wait.is_none() {
                return Ok(None);
            }
            let lost = match changed {
                Some(watcher) => within(deadline, watcher.fired()).await?,
                None => {
                    let (stat, made) = calls::read(deadline, || client.exists_watch(self.path)).await?;
                    if stat.value.is_some() {
                        continue;
                    }
                    within(deadline, made.fired()).await?
                }
            };
            if lost == Err(zk_client::WatchLost::Expired) {
                return Err(zk_client::Error::SessionExpired.into());
            }
        }
    }

    /// `None` if somebody else was faster.
    async fn take_one(&self, client: &Client, name: &str, deadline: Deadline) -> Result<Option<Entry>> {
        let Some(mut entry) = self.look(client, name, deadline).await? else { return Ok(None) };
        loop {
            // Not cut short by the deadline: the outcome decides whose the entry is.
            match client.delete(&entry.path, None).await {
                Ok(_) => return Ok(Some(entry)),
                Err(e) if e.code() == Some(ErrorCode::NoNode) => return Ok(None),
                Err(e) if e.is_retryable() => {}
                Err(zk_client::Error::OutcomeUnknown(_)) => {
                    calls::read(None, || client.sync(&entry.path)).await?;
                    if calls::read(None, || client.exists(&entry.path)).await?.is_none() {
                        entry.surely_ours = false;
                        return Ok(Some(entry));
                    }
                }
                Err(e) => return Err(e.into()),
            }
        }
    }

    /// The first entry, which stays.
    ///
    /// # Errors
    /// As [`Queue::take`].
    pub async fn peek(&self, client: &Client, deadline: Deadline) -> Result<Option<Entry>> {
        for name in self.names(client, deadline).await? {
            if let Some(entry) = self.look(client, &name, deadline).await? {
                return Ok(Some(entry));
            }
        }
        Ok(None)
    }

    /// Names of the entries, first come first.
    ///
    /// # Errors
    /// The client's; a queue that is not there is empty.
    pub async fn names(&self, client: &Client, deadline: Deadline) -> Result<Vec<String>> {
        match calls::children(client, self.path, deadline).await {
            Err(error) if error.is_no_node() => Ok(Vec::new()),
            other => Ok(self.sorted(other?)),
        }
    }

    /// An entry by its name, or `None` if it has gone.
    ///
    /// # Errors
    /// As [`Queue::take`].
    pub async fn look(&self, client: &Client, name: &str, deadline: Deadline) -> Result<Option<Entry>> {
        let path = calls::join(self.path, name);
        let node = match calls::read(deadline, || client.get_data(&path)).await {
            Err(error) if error.is_no_node() => return Ok(None),
            other => other?.into_value(),
        };
        let data = node.data.unwrap_or_default();
        let items = match self.layout {
            QueueLayout::Curator => open(&data).map_err(|why| Error::Foreign {
                path: path.clone(),
                expected: "queue item",
                why,
            })?,
            _ => vec![data],
        };
        Ok(Some(Entry { path, items, stat: node.stat, surely_ours: true }))
    }

    fn sorted(&self, mut names: Vec<String>) -> Vec<String> {
        names.retain(|name| name.starts_with(self.layout.prefix()));
        names.sort();
        names
    }
}

/// When to give up waiting for an entry.
pub fn until(wait: Option<std::time::Duration>) -> Deadline {
    wait.map(|wait| Instant::now() + wait)
}

const ENVELOPE_VERSION: u32 = 0x0001_0001;
const ITEM: u8 = 1;
const END: u8 = 2;

/// One item in Curator's envelope: version, then items of code, length and bytes, then an end.
fn seal(data: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(data.len() + 10);
    out.extend_from_slice(&ENVELOPE_VERSION.to_be_bytes());
    out.push(ITEM);
    out.extend_from_slice(&u32::try_from(data.len()).unwrap_or(u32::MAX).to_be_bytes());
    out.extend_from_slice(data);
    out.push(END);
    out
}

/// The items of an envelope.
fn open(mut bytes: &[u8]) -> Result<Vec<Vec<u8>>, String> {
    let mut next = |count: usize| -> Result<&[u8], String> {
        let (head, tail) = bytes.split_at_checked(count).ok_or("it ends in the middle")?;
        bytes = tail;
        Ok(head)
    };
    let number = |bytes: &[u8]| bytes.iter().fold(0u32, |n, byte| n << 8 | u32::from(*byte));
    let version = number(next(4)?);
    if version != ENVELOPE_VERSION {
        return Err(format!("its version is 0x{version:x}, not 0x{ENVELOPE_VERSION:x}"));
    }
    let mut items = Vec::new();
    loop {
        match next(1)? {
            [END] => return Ok(items),
            [ITEM] => {
                let size = number(next(4)?);
                items.push(next(usize::try_from(size).unwrap_or(usize::MAX))?.to_vec());
            }
            other => return Err(format!("an item starts with {other:?}")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_envelope_opens_to_what_was_put_in() {
        for data in [&b""[..], b"x", &[1, 2, 0, 255]] {
            assert_eq!(open(&seal(data)), Ok(vec![data.to_vec()]));
        }
        assert_eq!(seal(b"ab"), [0, 1, 0, 1, 1, 0, 0, 0, 2, b'a', b'b', 2]);
        assert_eq!(open(&[0, 1, 0, 1, 1, 0, 0, 0, 1, b'a', 1, 0, 0, 0, 0, 2]).unwrap().len(), 2);
    }

    #[test]
    fn what_is_no_envelope_is_refused() {
        for bad in
            [&b"plain text"[..], &[0, 1, 0, 1], &[0, 1, 0, 1, 3], &[0, 1, 0, 1, 1, 255, 255, 255, 255, 0]]
        {
            assert!(open(bad).is_err(), "{bad:?}");
        }
    }
}
