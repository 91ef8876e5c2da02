//! Which ephemeral nodes this program's session has made, so that a lost session can be said with what went with it.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use zk_proto::{SessionId, Stat};

/// Most paths remembered; beyond, they are only counted.
const MAX_PATHS: usize = 10_000;

#[derive(Default)]
struct Known {
    paths: BTreeSet<String>,
    more: usize,
}

/// A cheap handle.
#[derive(Clone, Default)]
pub struct Ephemerals(Arc<Mutex<Known>>);

impl Ephemerals {
    fn lock(&self) -> MutexGuard<'_, Known> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A node was created; remembered if it is ephemeral.
    pub fn created(&self, path: &str, stat: &Stat) {
        if stat.ephemeral_owner == SessionId::NONE {
            return;
        }
        let mut known = self.lock();
        if known.paths.len() < MAX_PATHS {
            known.paths.insert(path.to_owned());
        } else {
            known.more += 1;
        }
    }

    /// A node was deleted.
    pub fn deleted(&self, path: &str) {
        self.lock().paths.remove(path);
    }

    /// The session is gone, and they with it: what they were, and how many more.
    pub fn take(&self) -> (Vec<String>, usize) {
        let Known { paths, more } = std::mem::take(&mut *self.lock());
        (paths.into_iter().collect(), more)
    }
}
