//! The shell's watches: each is followed by a task that says its events above the input line.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::runtime::Handle;
use tokio::task::AbortHandle;
use zk_client::{WatchLost, WatchStream, Watcher, WatcherType};

use super::announcer::Announcer;
use crate::commands::watch::{Following, Limits, name};
use crate::output::{Paint, event_line, now_ms, zkcli_event};
use crate::reply::{Record, WatchRow};
use crate::zkcli::Wording;

/// What a watch is on, and how long it stays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Once: a node's data.
    Data,
    /// Once: that a node comes into being.
    Exists,
    /// Once: the children.
    Children,
    /// Node and children, until removed.
    Node,
    /// Node and everything below, until removed.
    Recursive,
}

impl Mode {
    fn name(self) -> &'static str {
        match self {
            Mode::Data => "data",
            Mode::Exists => "exists",
            Mode::Children => "children",
            Mode::Node => "node",
            Mode::Recursive => "recursive",
        }
    }

    fn is(self, kind: WatcherType) -> bool {
        match kind {
            WatcherType::Any => true,
            WatcherType::Children => self == Mode::Children,
            WatcherType::Data => matches!(self, Mode::Data | Mode::Exists),
            WatcherType::Persistent => self == Mode::Node,
            WatcherType::PersistentRecursive => self == Mode::Recursive,
        }
    }
}

/// Where a watch's events come from.
pub enum Source {
    Stream(WatchStream, Limits),
    Once(Watcher),
}

/// The watches that are set.
pub struct Watches {
    last_number: u32,
    list: List,
    /// Events are said, not only counted.
    printed: Arc<AtomicBool>,
    wording: Wording,
}

/// What others may ask of the watches.
#[derive(Clone, Default)]
pub struct List(Arc<Mutex<Vec<Entry>>>);

struct Entry {
    number: u32,
    path: String,
    mode: Mode,
    events: Arc<AtomicU64>,
    /// It ended by itself or was removed, not with the session.
    done: Arc<AtomicBool>,
    task: AbortHandle,
}

impl List {
    fn lock(&self) -> MutexGuard<'_, Vec<Entry>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The watches that go with the session, for people.
    pub fn lost(&self) -> Vec<String> {
        let list = self.lock();
        let lost = list.iter().filter(|e| !e.done.load(Ordering::Relaxed));
        lost.map(|e| format!("{} ({})", crate::sanitise::line(&e.path), e.mode.name())).collect()
    }
}

impl Watches {
    /// None yet; their events will be said in these words.
    pub fn new(wording: Wording) -> Watches {
        Watches { last_number: 0, list: List::default(), printed: Arc::new(AtomicBool::new(true)), wording }
    }

    /// The list, to look at later.
    pub fn list(&self) -> List {
        self.list.clone()
    }

    /// Whether events are said.
    pub fn is_printed(&self) -> bool {
        self.printed.load(Ordering::Relaxed)
    }

    /// Says events from now on, or only counts them.
    pub fn set_printed(&self, printed: bool) {
        self.printed.store(printed, Ordering::Relaxed);
    }

    /// Follows a watch from now on; its number.
    pub fn follow(
        &mut self,
        path: String,
        mode: Mode,
        source: Source,
        runtime: &Handle,
        announcer: &Announcer,
    ) -> u32 {
        self.prune();
        self.last_number += 1;
        let number = self.last_number;
        let (events, done) = (Arc::new(AtomicU64::new(0)), Arc::new(AtomicBool::new(false)));
        let speaker = Speaker {
            number,
            events: events.clone(),
            printed: self.printed.clone(),
            announcer: announcer.clone(),
            wording: self.wording,
            mode,
            path: path.clone(),
        };
        let ended = done.clone();
        let task = runtime.spawn(async move {
            let with_session = match source {
                Source::Stream(stream, limits) => speaker.stream(stream, limits).await,
                Source::Once(watcher) => speaker.once(watcher).await,
            };
            // With the session all of them end; that is said once, by whoever watches the session.
            if !with_session {
                ended.store(true, Ordering::Relaxed);
                speaker.ended();
            }
        });
        self.list.lock().push(Entry { number, path, mode, events, done, task: task.abort_handle() });
        number
    }

    /// Ends those with this number or path, or all; returns the paths that nobody watches any more.
    pub fn end(&mut self, which: Option<&str>, resolved: &str) -> Vec<String> {
        let number = which.and_then(|w| w.parse::<u32>().ok());
        self.end_where(|e| which.is_none() || number == Some(e.number) || e.path == resolved)
    }

    /// Ends those of a kind on a path, on this side.
    pub fn end_kind(&mut self, path: &str, kind: WatcherType) -> usize {
        let before = self.rows().len();
        self.end_where(|e| e.path == path && e.mode.is(kind));
        before - self.rows().len()
    }

    fn end_where(&mut self, chosen: impl Fn(&Entry) -> bool) -> Vec<String> {
        self.prune();
        let mut list = self.list.lock();
        let (ended, left): (Vec<Entry>, Vec<Entry>) = list.drain(..).partition(chosen);
        *list = left;
        let mut paths = Vec::new();
        for e in ended {
            e.task.abort();
            if !list.iter().any(|l| l.path == e.path) && !paths.contains(&e.path) {
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
            mode: e.mode.name(),
            events: e.events.load(Ordering::Relaxed),
        };
        self.list.lock().iter().map(row).collect()
    }

    fn prune(&mut self) {
        self.list.lock().retain(|e| !e.task.is_finished());
    }
}

/// Says and counts a watch's events.
struct Speaker {
    number: u32,
    events: Arc<AtomicU64>,
    printed: Arc<AtomicBool>,
    announcer: Announcer,
    wording: Wording,
    mode: Mode,
    path: String,
}

impl Speaker {
    /// Until the end; true if the session ended with it.
    async fn stream(&self, stream: WatchStream, limits: Limits) -> bool {
        let mut following = Following::new(stream, limits);
        while let Some(record) = following.next().await {
            // The shell itself says what happens to the session; here only what it means for the watch.
            let lost = following.expired || matches!(record, Record::Session { gap: false, .. });
            if !lost {
                self.say(&record);
            }
        }
        following.expired
    }

    async fn once(&self, watcher: Watcher) -> bool {
        match watcher.fired().await {
            Ok(event) => {
                if let Some(kind) = name(event.event) {
                    self.say(&Record::Event {
                        time_ms: now_ms(),
                        event: kind,
                        path: event.path,
                        zxid: event.zxid,
                    });
                }
                false
            }
            Err(lost) => {
                if lost == WatchLost::Removed {
                    self.removed();
                }
                lost == WatchLost::Expired
            }
        }
    }

    fn ended(&self) {
        match (self.wording, self.mode) {
            (Wording::Own, _) => self.announcer.say(format!("[{}] watch ended", self.number)),
            (Wording::Zkcli, Mode::Node | Mode::Recursive) => self.removed(),
            (Wording::Zkcli, _) => {}
        }
    }

    /// zkCli hears of a removal as of an event.
    fn removed(&self) {
        let event = match self.mode {
            Mode::Data | Mode::Exists => "DataWatchRemoved",
            Mode::Children => "ChildWatchRemoved",
            Mode::Node | Mode::Recursive => "PersistentWatchRemoved",
        };
        if self.wording == Wording::Zkcli {
            self.say(&Record::Event { time_ms: now_ms(), event, path: self.path.clone(), zxid: None });
        }
    }

    fn say(&self, record: &Record) {
        self.events.fetch_add(1, Ordering::Relaxed);
        if self.printed.load(Ordering::Relaxed) {
            let own = || format!("[{}] {}", self.number, event_line(record, Paint::PIPE));
            let zkcli = if self.wording == Wording::Zkcli { zkcli_event(record) } else { None };
            self.announcer.say(zkcli.unwrap_or_else(own));
        }
    }
}
