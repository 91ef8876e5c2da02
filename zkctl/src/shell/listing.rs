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
    /// `None` if the server could not tell: a node that is too wide is not asked about at every Tab.
    names: Option<Vec<String>>,
    at: Instant,
}

type Cache = Arc<Mutex<HashMap<String, Entry>>>;

/// Names of children, asked of the server once per [`LIFETIME`].
#[derive(Clone)]
pub struct LiveListing {
    runtime: Handle,
    client: Arc<Mutex<Option<Client>>>,
    cache: Cache,
    /// When the completion under way must be done.
    deadline: Arc<Mutex<Option<Instant>>>,
}

impl LiveListing {
    pub fn new(runtime: Handle) -> LiveListing {
        LiveListing { runtime, client: Arc::default(), cache: Arc::default(), deadline: Arc::default() }
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
            return entry.names.clone();
        }
        let client = self.client.lock().unwrap_or_else(PoisonError::into_inner).clone()?;
        let (path, cache) = (path.to_owned(), self.cache.clone());
        // The request goes on behind the deadline: its answer is there at the next Tab.
        let asked = self.runtime.spawn(async move {
            let names = client.get_children(&path).await.ok().map(|reply| reply.into_value().names);
            let mut cache = cache.lock().unwrap_or_else(PoisonError::into_inner);
            if cache.len() >= MAX_ENTRIES {
                cache.clear();
            }
            cache.insert(path, Entry { names: names.clone(), at: Instant::now() });
            names
        });
        let deadline = *self.deadline.lock().unwrap_or_else(PoisonError::into_inner);
        let left = deadline.map_or(DEADLINE, |at| at.saturating_duration_since(Instant::now()));
        self.runtime.block_on(async { tokio::time::timeout(left, asked).await }).ok()?.ok()?
    }

    fn begin(&self) {
        *self.deadline.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now() + DEADLINE);
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
