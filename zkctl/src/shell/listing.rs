//! Names for completion, with a deadline: a server that stalls must not stall the prompt.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use tokio::runtime::Handle;
use zk_client::Client;

use super::completer::Listing;

/// Longest that Tab may wait for the server.
const DEADLINE: Duration = Duration::from_millis(150);

/// How long names are taken to be true.
const LIFETIME: Duration = Duration::from_secs(5);

/// Most nodes remembered.
const MAX_ENTRIES: usize = 1_000;

struct Entry {
    names: Vec<String>,
    at: Instant,
}

type Cache = Arc<Mutex<HashMap<String, Entry>>>;

/// Names of children, asked of the server once per [`LIFETIME`].
#[derive(Clone)]
pub struct LiveListing {
    runtime: Handle,
    client: Arc<Mutex<Option<Client>>>,
    cache: Cache,
}

impl LiveListing {
    pub fn new(runtime: Handle) -> LiveListing {
        LiveListing { runtime, client: Arc::default(), cache: Arc::default() }
    }

    /// Which session to ask, from now on.
    pub fn set_client(&self, client: Option<Client>) {
        *self.client.lock().unwrap_or_else(PoisonError::into_inner) = client;
    }

    /// Forgets all names; after each command, since it may have changed them.
    pub fn forget(&self) {
        self.cache.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}

impl Listing for LiveListing {
    fn nodes(&self, path: &str) -> Option<Vec<String>> {
        if let Some(entry) = self.cache.lock().unwrap_or_else(PoisonError::into_inner).get(path)
            && entry.at.elapsed() < LIFETIME
        {
            return Some(entry.names.clone());
        }
        let client = self.client.lock().unwrap_or_else(PoisonError::into_inner).clone()?;
        let (path, cache) = (path.to_owned(), self.cache.clone());
        // The request goes on behind the deadline: its answer is there at the next Tab.
        let asked = self.runtime.spawn(async move {
            let names = client.get_children(&path).await.ok()?.into_value().names;
            let mut cache = cache.lock().unwrap_or_else(PoisonError::into_inner);
            if cache.len() >= MAX_ENTRIES {
                cache.clear();
            }
            cache.insert(path, Entry { names: names.clone(), at: Instant::now() });
            Some(names)
        });
        self.runtime.block_on(async { tokio::time::timeout(DEADLINE, asked).await }).ok()?.ok()?
    }

    fn files(&self, dir: &str) -> Option<Vec<String>> {
        let entries = std::fs::read_dir(dir).ok()?.flatten();
        Some(
            entries
                .filter_map(|e| {
                    let mut name = e.file_name().into_string().ok()?;
                    if e.file_type().is_ok_and(|t| t.is_dir()) {
                        name.push('/');
                    }
                    Some(name)
                })
                .collect(),
        )
    }
}
