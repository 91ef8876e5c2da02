//! The shell's watches: each is followed by a task that says its events above the input line.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use tokio::runtime::Handle;
use tokio::task::AbortHandle;
use zk_client::WatchStream;

use super::announcer::Announcer;
use crate::commands::watch::{Following, Limits};
use crate::output::{Paint, event_line};
use crate::reply::{Record, WatchRow};

/// The watches that are set.
#[derive(Default)]
pub struct Watches {
    last_number: u32,
    list: Vec<Entry>,
}

struct Entry {
    number: u32,
    path: String,
    recursive: bool,
    events: Arc<AtomicU64>,
    task: AbortHandle,
}

impl Watches {
    /// Follows a watch from now on; its number.
    pub fn follow(
        &mut self,
        path: String,
        recursive: bool,
        stream: WatchStream,
        limits: Limits,
        runtime: &Handle,
        announcer: &Announcer,
    ) -> u32 {
        self.prune();
        self.last_number += 1;
        let number = self.last_number;
        let events = Arc::new(AtomicU64::new(0));
        let (counter, announcer) = (events.clone(), announcer.clone());
        let task = runtime.spawn(async move {
            let mut following = Following::new(stream, limits);
            while let Some(record) = following.next().await {
                // The shell itself says what happens to the session; here only what it means for the watch.
                if matches!(record, Record::Session { gap: false, .. }) {
                    continue;
                }
                counter.fetch_add(1, Ordering::Relaxed);
                announcer.say(format!("[{number}] {}", event_line(&record, Paint::PIPE)));
            }
            announcer.say(format!("[{number}] watch ended"));
        });
        self.list.push(Entry { number, path, recursive, events, task: task.abort_handle() });
        number
    }

    /// Ends those with this number or path, or all; returns the paths that nobody watches any more.
    pub fn end(&mut self, which: Option<&str>, resolved: &str) -> Vec<String> {
        self.prune();
        let number = which.and_then(|w| w.parse::<u32>().ok());
        let chosen = |e: &Entry| which.is_none() || number == Some(e.number) || e.path == resolved;
        let (ended, left): (Vec<Entry>, Vec<Entry>) = self.list.drain(..).partition(chosen);
        self.list = left;
        let mut paths = Vec::new();
        for e in ended {
            e.task.abort();
            if !self.list.iter().any(|l| l.path == e.path) && !paths.contains(&e.path) {
                paths.push(e.path);
            }
        }
        paths
    }

    /// What there is.
    pub fn rows(&mut self) -> Vec<WatchRow> {
        self.prune();
        let row = |e: &Entry| WatchRow {
            number: e.number,
            path: e.path.clone(),
            recursive: e.recursive,
            events: e.events.load(Ordering::Relaxed),
        };
        self.list.iter().map(row).collect()
    }

    fn prune(&mut self) {
        self.list.retain(|e| !e.task.is_finished());
    }
}
