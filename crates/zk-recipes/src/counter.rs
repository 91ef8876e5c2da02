//! Counters: a number in a node's data, changed by comparing versions.

use zk_client::{Acl, Client, CreateMode, ErrorCode};

use crate::calls::{self, Deadline, Parents};
use crate::error::{Error, Result};

/// How the number is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CounterLayout {
    /// Decimal digits: kazoo's `Counter`.
    #[default]
    Kazoo,
    /// Four bytes, big-endian: Curator's `SharedCount`, and kazoo's `Counter` with `support_curator`.
    Curator,
    /// Eight bytes, big-endian: Curator's `DistributedAtomicLong`.
    CuratorLong,
}

/// A counter.
#[derive(Clone, Copy, Debug)]
pub struct Counter<'a> {
    /// Its node.
    pub path: &'a str,
    /// How the number is written.
    pub layout: CounterLayout,
    /// Of all nodes that are made, those above included; empty: open to everyone.
    pub acl: &'a [Acl],
}

/// What a change came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change {
    /// Before.
    pub before: i64,
    /// Now.
    pub after: i64,
    /// Version of the node's data.
    pub version: i32,
}

impl Counter<'_> {
    /// The number and its version. `None` if there is no node; a node without data counts as 0.
    ///
    /// # Errors
    /// [`Error::Foreign`] if the data is no number of this layout, or the client's.
    pub async fn get(&self, client: &Client, deadline: Deadline) -> Result<Option<(i64, i32)>> {
        let node = match calls::read(deadline, || client.get_data(self.path)).await {
            Err(error) if error.is_no_node() => return Ok(None),
            other => other?.into_value(),
        };
        let data = node.data.unwrap_or_default();
        Ok(Some((self.read(&data)?, node.stat.version)))
    }

    /// Adds, and gives the number before and after. A missing node is made and counts as 0.
    ///
    /// # Errors
    /// [`Error::Range`] if the result does not fit; an unknown outcome where it cannot be told whether a write whose
    /// answer was lost is ours.
    pub async fn add(&self, client: &Client, delta: i64, deadline: Deadline) -> Result<Change> {
        loop {
            let found = self.get(client, deadline).await?;
            let before = found.map_or(0, |(value, _)| value);
            let sum = i128::from(before) + i128::from(delta);
            let after = i64::try_from(sum).map_err(|_| self.range(sum))?;
            if let Some(version) = self.write(client, found.map(|f| f.1), after, deadline).await? {
                return Ok(Change { before, after, version });
            }
        }
    }

    /// Sets the number to `new` if it is `expected`. `Err` inside if it is another: that one.
    ///
    /// # Errors
    /// As [`Counter::add`].
    pub async fn compare_and_set(
        &self,
        client: &Client,
        expected: i64,
        new: i64,
        deadline: Deadline,
    ) -> Result<Result<Change, i64>> {
        loop {
            let found = self.get(client, deadline).await?;
            let before = found.map_or(0, |(value, _)| value);
            if before != expected {
                return Ok(Err(before));
            }
            if let Some(version) = self.write(client, found.map(|f| f.1), new, deadline).await? {
                return Ok(Ok(Change { before, after: new, version }));
            }
        }
    }

    /// Writes over this version; gives the new one, or `None` if somebody else was faster.
    async fn write(
        &self,
        client: &Client,
        version: Option<i32>,
        value: i64,
        deadline: Deadline,
    ) -> Result<Option<i32>> {
        let data = self.encode(value)?;
        let result = match version {
            None => {
                let options = calls::options(CreateMode::Persistent, self.acl);
                client.create(self.path, Some(&data), options).await.map(|c| c.stat.version)
            }
            Some(version) => client.set_data(self.path, Some(&data), Some(version)).await.map(|s| s.version),
        };
        match result {
            Ok(version) => Ok(Some(version)),
            Err(e) if e.is_retryable() => Ok(None),
            Err(e) => match (e.code(), version) {
                (Some(ErrorCode::BadVersion), _) | (Some(ErrorCode::NodeExists), None) => Ok(None),
                (Some(ErrorCode::NoNode), Some(_)) => Ok(None),
                (Some(ErrorCode::NoNode), None) => {
                    let above = calls::parent(self.path);
                    calls::make_path(client, above, Parents::Persistent, self.acl, deadline).await?;
                    Ok(None)
                }
                _ if matches!(e, zk_client::Error::OutcomeUnknown(_)) => {
                    self.settle(client, version, &data, e, deadline).await
                }
                _ => Err(e.into()),
            },
        }
    }

    /// Finds out what became of a write whose answer was lost. Over one version only one write succeeds: if the version
    /// stands still it was not ours, and neither if the next one holds another number. If it holds ours, or versions
    /// have gone on, nobody can tell.
    async fn settle(
        &self,
        client: &Client,
        version: Option<i32>,
        data: &[u8],
        error: zk_client::Error,
        deadline: Deadline,
    ) -> Result<Option<i32>> {
        calls::read(deadline, || client.sync(self.path)).await?;
        let now = match calls::read(deadline, || client.get_data(self.path)).await {
            Err(e) if e.is_no_node() && version.is_none() => return Ok(None),
            other => other?.into_value(),
        };
        let ours = version.map_or(0, |v| v.wrapping_add(1));
        let untouched = version.is_some_and(|v| v == now.stat.version);
        let another = now.stat.version == ours && now.data.as_deref() != Some(data);
        if untouched || another { Ok(None) } else { Err(error.into()) }
    }

    fn read(&self, data: &[u8]) -> Result<i64> {
        let foreign =
            |why: String| Error::Foreign { path: self.path.to_owned(), expected: self.layout.name(), why };
        match self.layout {
            _ if data.is_empty() => Ok(0),
            CounterLayout::Kazoo => {
                let text = std::str::from_utf8(data).ok().map(str::trim);
                text.and_then(|t| t.parse().ok()).ok_or_else(|| foreign("its data is no whole number".into()))
            }
            CounterLayout::Curator => data
                .try_into()
                .map(|bytes| i32::from_be_bytes(bytes).into())
                .map_err(|_| foreign(format!("it has {} bytes, not 4", data.len()))),
            CounterLayout::CuratorLong => data
                .try_into()
                .map(i64::from_be_bytes)
                .map_err(|_| foreign(format!("it has {} bytes, not 8", data.len()))),
        }
    }

    fn encode(&self, value: i64) -> Result<Vec<u8>> {
        Ok(match self.layout {
            CounterLayout::Kazoo => value.to_string().into_bytes(),
            CounterLayout::Curator => {
                i32::try_from(value).map_err(|_| self.range(value.into()))?.to_be_bytes().to_vec()
            }
            CounterLayout::CuratorLong => value.to_be_bytes().to_vec(),
        })
    }

    fn range(&self, value: i128) -> Error {
        Error::Range { value, what: self.layout.name() }
    }
}

impl CounterLayout {
    fn name(self) -> &'static str {
        match self {
            CounterLayout::Kazoo => "counter in decimal digits",
            CounterLayout::Curator => "counter of 4 bytes",
            CounterLayout::CuratorLong => "counter of 8 bytes",
        }
    }
}
