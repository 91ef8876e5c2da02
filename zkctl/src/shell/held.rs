//! What the shell's session holds: locks, leadership, places in barriers and groups. Each is followed by a task that says
//! when it is lost.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::runtime::Handle;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use zk_client::{Client, SessionState};
use zk_recipes::barrier::Member;
use zk_recipes::{Held, Loss};

use super::announcer::Announcer;
use crate::output::now_ms;
use crate::recipes::RELEASE;
use crate::reply::report::{Cell, Column, Report, Row, Tone};

/// What something held is, for people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Thing {
    /// `lock`, `read lock`, `write lock`, `permit`, `leadership`, `barrier`, `membership`.
    pub kind: &'static str,
    /// The recipe's node.
    pub path: String,
}

impl Thing {
    /// `the lock /locks/x`.
    pub fn text(&self) -> String {
        format!("{} {}", self.kind, crate::sanitise::line(&self.path))
    }
}

/// How sure it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Held,
    /// No server has answered for longer than the session lives.
    InDoubt,
    /// With the session.
    Expired,
    Deleted,
}

struct Entry {
    number: u32,
    thing: Thing,
    node: String,
    fence: Cell,
    since_ms: i64,
    state: Arc<Mutex<State>>,
    /// `None` for a place in a barrier, which nobody follows.
    task: Option<(oneshot::Sender<()>, JoinHandle<zk_recipes::Result<()>>)>,
    member: Option<Member>,
}

impl Entry {
    fn state(&self) -> State {
        *self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn is_lost(&self) -> bool {
        matches!(self.state(), State::Expired | State::Deleted)
    }
}

/// A cheap handle to the list.
#[derive(Clone, Default)]
pub struct List(Arc<Mutex<Vec<Entry>>>);

impl List {
    fn lock(&self) -> MutexGuard<'_, Vec<Entry>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What goes with the session, for people.
    pub fn names(&self) -> Vec<String> {
        self.lock().iter().filter(|e| e.state() != State::Deleted).map(|e| e.thing.text()).collect()
    }
}

/// What is held, numbered.
#[derive(Default)]
pub struct Holdings {
    last_number: u32,
    list: List,
}

const COLUMNS: &[Column] = &[
    Column::new("number", "NUMBER"),
    Column::new("kind", "KIND"),
    Column::new("path", "PATH"),
    Column::new("state", "STATE"),
    Column::new("since", "SINCE"),
    Column::new("fence", "FENCE"),
    Column::new("node", "NODE"),
];

impl Holdings {
    /// The list, to look at later.
    pub fn list(&self) -> List {
        self.list.clone()
    }

    /// Keeps it from now on, and says through `announcer` when it is lost; its number.
    pub fn hold(&mut self, thing: Thing, held: Held, runtime: &Handle, announcer: Announcer) -> u32 {
        let (stop, stopped) = oneshot::channel();
        let state = Arc::new(Mutex::new(State::Held));
        let (node, fence) = (held.path().to_owned(), Cell::Zxid(held.fence()));
        let number = self.last_number + 1;
        let keeper = Keeper { number, thing: thing.clone(), state: state.clone(), announcer };
        let task = Some((stop, runtime.spawn(keeper.keep(held, stopped))));
        self.add(Entry { number, thing, node, fence, since_ms: now_ms(), state, task, member: None })
    }

    /// Keeps a place in a barrier; its number.
    pub fn stay(&mut self, path: &str, member: Member) -> u32 {
        let entry = Entry {
            number: self.last_number + 1,
            thing: Thing { kind: "barrier", path: path.to_owned() },
            node: member.path().to_owned(),
            fence: Cell::None,
            since_ms: now_ms(),
            state: Arc::new(Mutex::new(State::Held)),
            task: None,
            member: Some(member),
        };
        self.add(entry)
    }

    fn add(&mut self, entry: Entry) -> u32 {
        self.last_number = entry.number;
        self.list.lock().push(entry);
        self.last_number
    }

    /// What is held at this path, if it is one of these kinds.
    pub fn find(&self, path: &str, kinds: &[&str]) -> Option<(u32, Thing)> {
        let list = self.list.lock();
        let mut held = list.iter().filter(|e| !e.is_lost());
        let found = held.find(|e| e.thing.path == path && kinds.contains(&e.thing.kind));
        found.map(|e| (e.number, e.thing.clone()))
    }

    /// The place in this barrier, which is no longer kept.
    pub fn member(&mut self, path: &str) -> Option<Member> {
        let mut list = self.list.lock();
        let at = list.iter().position(|e| e.thing.path == path && e.member.is_some())?;
        list.remove(at).member
    }

    /// Lets go of those with this number or path, or of all: what they were, or what went wrong.
    pub async fn release(&mut self, which: Option<&str>, path: &str) -> Vec<(Thing, zk_recipes::Result<()>)> {
        let number = which.and_then(|w| w.parse::<u32>().ok());
        let chosen = |e: &Entry| which.is_none() || number == Some(e.number) || e.thing.path == path;
        let entries: Vec<Entry> = {
            let mut list = self.list.lock();
            list.retain(|e| !e.is_lost());
            let (chosen, left) = list.drain(..).partition(chosen);
            *list = left;
            chosen
        };
        let mut ended = Vec::new();
        for entry in entries {
            let result = match entry.task {
                Some((stop, task)) => {
                    let _ = stop.send(());
                    task.await.unwrap_or(Ok(()))
                }
                // A place in a barrier is given back when it is dropped.
                None => Ok(()),
            };
            ended.push((entry.thing, result));
        }
        ended
    }

    /// The session ends: what goes with it.
    pub fn forget(&mut self) -> Vec<String> {
        let names = self.list.names();
        for entry in self.list.lock().drain(..) {
            if let Some((_, task)) = entry.task {
                task.abort();
            }
        }
        names
    }

    /// The first that somebody took from us, once.
    pub fn take_lost(&mut self) -> Option<Thing> {
        let mut list = self.list.lock();
        let at = list.iter().position(|e| e.state() == State::Deleted)?;
        Some(list.remove(at).thing)
    }

    /// What is held, as an answer.
    pub fn report(&self) -> Report {
        let rows: Vec<Row> = self.list.lock().iter().map(row).collect();
        let foot = if rows.is_empty() { vec!["this shell holds nothing".to_owned()] } else { Vec::new() };
        Report { name: "held", columns: COLUMNS, rows, foot, ..Report::default() }
    }
}

fn row(entry: &Entry) -> Row {
    let (state, tone) = match entry.state() {
        State::Held => ("held", Tone::Plain),
        State::InDoubt => ("in doubt", Tone::Bad),
        State::Expired => ("expired", Tone::Bad),
        State::Deleted => ("deleted", Tone::Bad),
    };
    let cells = vec![
        Cell::Number(entry.number.into()),
        Cell::from(entry.thing.kind),
        Cell::text(&entry.thing.path),
        Cell::from(state),
        Cell::Time(entry.since_ms),
        entry.fence.clone(),
        Cell::text(&entry.node),
    ];
    Row::new(cells).tone(tone)
}

/// Keeps one of them.
struct Keeper {
    number: u32,
    thing: Thing,
    state: Arc<Mutex<State>>,
    announcer: Announcer,
}

/// Between two questions whether something in doubt is there.
const PAUSE: Duration = Duration::from_millis(200);

impl Keeper {
    /// Until it is lost, or let go.
    async fn keep(self, mut held: Held, mut stop: oneshot::Receiver<()>) -> zk_recipes::Result<()> {
        loop {
            let loss = tokio::select! {
                biased;
                _ = &mut stop => return release(held).await,
                loss = held.lost(Duration::ZERO) => loss,
            };
            if loss == Loss::Unsure {
                self.becomes(State::InDoubt);
                self.say(
                    "no server has answered for so long that the session may have ended: it may be lost",
                );
                let settled = tokio::select! {
                    biased;
                    _ = &mut stop => return release(held).await,
                    settled = settled(&held) => settled,
                };
                held = held.in_doubt();
                if settled.is_none() {
                    self.becomes(State::Held);
                    self.say("the session goes on, it is still held");
                    continue;
                }
            }
            // What went with the session is said once, by whoever watches the session.
            if loss == Loss::NodeDeleted || held.is_ours().await.is_ok_and(|ours| !ours) {
                self.becomes(State::Deleted);
                self.say("somebody deleted our node: it is lost");
            } else {
                self.becomes(State::Expired);
            }
            return Ok(());
        }
    }

    fn becomes(&self, state: State) {
        *self.state.lock().unwrap_or_else(PoisonError::into_inner) = state;
    }

    fn say(&self, what: &str) {
        self.announcer.say(format!("[{}] {}: {what}", self.number, self.thing.text()));
    }
}

/// Lets go, and waits a while for that; it goes on behind it.
async fn release(held: Held) -> zk_recipes::Result<()> {
    match tokio::time::timeout(RELEASE, tokio::spawn(held.release(None))).await {
        Ok(done) => done.unwrap_or(Ok(())),
        Err(_) => Err(zk_recipes::Error::TimedOut),
    }
}

/// Waits until it is known whether it is still held: `None` if it is.
async fn settled(held: &Held) -> Option<()> {
    loop {
        match held.is_ours().await {
            Ok(true) => return None,
            Ok(false) | Err(zk_client::Error::SessionExpired | zk_client::Error::Closed) => return Some(()),
            Err(_) => tokio::time::sleep(PAUSE).await,
        }
    }
}

/// Says on `announcer` that a session which nobody else watches has ended, and what went with it.
pub async fn mourn(client: Client, list: List, announcer: Announcer) {
    let session = client.session_id();
    let ended = client.states().wait_for(|s| s.is_final()).await.map(|state| state.clone());
    let names = list.names();
    if matches!(ended, Ok(SessionState::Expired)) && !names.is_empty() {
        announcer.say(format!("session {session} has expired, and with it the {}", names.join(", ")));
    }
}
