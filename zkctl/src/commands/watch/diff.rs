//! What `watch --diff` remembers, to show how things have changed.

use std::collections::{BTreeSet, HashMap};

use zk_client::Client;
use zk_recipes::calls;

use crate::output::now_ms;
use crate::reply::{Change, Record};

/// Data and children as they were last seen.
#[derive(Default)]
pub struct Known {
    data: HashMap<String, Option<Vec<u8>>>,
    names: HashMap<String, BTreeSet<String>>,
}

/// Most nodes that are remembered; of others the old state is not shown.
const MOST: usize = 10_000;

impl Known {
    /// Remembers a node and the names of its children, if it is there.
    pub async fn learn(&mut self, client: &Client, path: &str) -> zk_recipes::Result<()> {
        if let Some(data) = data(client, path).await? {
            self.data.insert(path.to_owned(), data);
        }
        if let Some(names) = names(client, path).await? {
            self.names.insert(path.to_owned(), names);
        }
        Ok(())
    }

    /// What is different now, after an event.
    pub async fn compare(
        &mut self,
        client: &Client,
        event: &str,
        path: &str,
    ) -> zk_recipes::Result<Option<Record>> {
        let (mut old, mut new) = (None, None);
        let (mut added, mut removed) = (Vec::new(), Vec::new());
        match event {
            "children" => {
                let now = names(client, path).await?.unwrap_or_default();
                let before = self.names.get(path).cloned().unwrap_or_default();
                added.extend(now.difference(&before).cloned());
                removed.extend(before.difference(&now).cloned());
                if self.names.len() < MOST || self.names.contains_key(path) {
                    self.names.insert(path.to_owned(), now);
                }
            }
            "deleted" => {
                old = self.data.remove(path).flatten();
                self.names.remove(path);
            }
            _ => {
                let now = data(client, path).await?;
                if event == "initial" {
                    self.learn(client, path).await?;
                } else if let (Some(now), true) =
                    (&now, self.data.len() < MOST || self.data.contains_key(path))
                {
                    old = self.data.insert(path.to_owned(), now.clone()).flatten();
                }
                new = now.flatten();
            }
        }
        if old == new && added.is_empty() && removed.is_empty() {
            return Ok(None);
        }
        let path = path.to_owned();
        Ok(Some(Record::Change(Box::new(Change { time_ms: now_ms(), path, old, new, added, removed }))))
    }
}

/// `None` if there is no such node, or we may not read it.
async fn data(client: &Client, path: &str) -> zk_recipes::Result<Option<Option<Vec<u8>>>> {
    match calls::read(None, || client.get_data(path)).await {
        Ok(node) => Ok(Some(node.into_value().data)),
        Err(error) => absent(error),
    }
}

async fn names(client: &Client, path: &str) -> zk_recipes::Result<Option<BTreeSet<String>>> {
    match calls::children(client, path, None).await {
        Ok(names) => Ok(Some(names.into_iter().collect())),
        Err(error) => absent(error),
    }
}

fn absent<T>(error: zk_recipes::Error) -> zk_recipes::Result<Option<T>> {
    let is_absent = match &error {
        zk_recipes::Error::Client(e) => {
            matches!(e.code(), Some(zk_client::ErrorCode::NoNode | zk_client::ErrorCode::NoAuth))
        }
        _ => false,
    };
    if is_absent { Ok(None) } else { Err(error) }
}
