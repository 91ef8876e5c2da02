//! Clients that keep an ensemble busy and remember what they were told: writers of sequential records, a session that
//! must never be lost, and takers of a lock. At the end the tree is held against their memory.

use crate::interop::dump::Dump;
use anyhow::{Result, anyhow, bail, ensure};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use tokio::runtime::Runtime;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use zk_client::{Applied, Client, CreateMode, Created, Error, Multi, Options, Reply, SessionState, Zxid};

/// What the writers were told of each record, by writer and number.
#[derive(Default)]
struct Memory {
    /// The name its node got.
    acknowledged: BTreeMap<(usize, usize), String>,
    /// Never applied, by the client's word.
    refused: BTreeSet<(usize, usize)>,
    unknown: BTreeSet<(usize, usize)>,
    /// When an acknowledgement came, of whichever writer.
    times: Vec<Instant>,
    /// Transactions made while holding the lock, with the holder's number in the queue.
    locked: Vec<(Zxid, String)>,
    /// What must not happen and did.
    violations: Vec<String>,
}

pub(super) struct Workload {
    memory: Arc<Mutex<Memory>>,
    stop: watch::Sender<bool>,
    tasks: Vec<JoinHandle<()>>,
    holder: Client,
}

/// What came of it.
pub(super) struct Outcome {
    pub(super) acknowledged: usize,
    pub(super) unknown: usize,
    pub(super) refused: usize,
    pub(super) lock_turns: usize,
    times: Vec<Instant>,
}

const WRITERS: usize = 4;
const LOCKERS: usize = 3;
const ROOT: &str = "/load";
/// Longer than any election, shorter than a case.
const SESSION: Duration = Duration::from_secs(20);

impl Workload {
    pub(super) fn start(runtime: &Runtime, servers: &str) -> Result<Workload> {
        let options = Options {
            session_timeout: SESSION,
            connect_timeout: Duration::from_secs(30),
            request_timeout: Some(Duration::from_secs(15)),
            ..Options::default()
        };
        let connect =
            || async { Ok::<_, anyhow::Error>(Client::connect(servers.parse()?, options.clone()).await?) };
        let memory = Arc::new(Mutex::new(Memory::default()));
        let (stop, stopped) = watch::channel(false);
        runtime.block_on(async {
            let holder = connect().await?;
            for path in [ROOT, "/load/records", "/load/lock", "/load/held"] {
                match holder.create(path, None, CreateMode::Persistent).await {
                    Ok(_) => {}
                    Err(error) => bail!("{path}: {error}"),
                }
            }
            holder.create("/load/ephemeral", None, CreateMode::Ephemeral).await?;
            let mut tasks = Vec::new();
            for writer in 0..WRITERS {
                let client = connect().await?;
                tasks.push(tokio::spawn(write_records(client, writer, memory.clone(), stopped.clone())));
            }
            for _ in 0..LOCKERS {
                let client = connect().await?;
                tasks.push(tokio::spawn(take_turns(client, memory.clone(), stopped.clone())));
            }
            tasks.push(tokio::spawn(watch_session(holder.clone(), memory.clone(), stopped)));
            Ok(Workload { memory, stop, tasks, holder })
        })
    }

    /// Acknowledged writes so far.
    pub(super) fn acknowledged(&self) -> usize {
        lock(&self.memory).acknowledged.len()
    }

    /// The longest time without an acknowledgement since `from`, now included.
    pub(super) fn longest_gap(&self, from: Instant) -> Duration {
        longest_gap(&lock(&self.memory).times, from, Instant::now())
    }

    /// Ends the clients but for the session whose ephemeral is checked last, see `check`.
    pub(super) fn stop(self, runtime: &Runtime) -> Result<Finished> {
        let _ = self.stop.send(true);
        runtime.block_on(async {
            for task in self.tasks {
                let ended = tokio::time::timeout(Duration::from_secs(60), task).await;
                ended.map_err(|_| anyhow!("a client of the workload does not end"))??;
            }
            Ok::<_, anyhow::Error>(())
        })?;
        let memory = std::mem::take(&mut *lock(&self.memory));
        Ok(Finished { memory, holder: self.holder })
    }
}

/// A workload that has ended; its ephemeral is still there.
pub(super) struct Finished {
    memory: Memory,
    holder: Client,
}

impl Finished {
    /// Holds the tree against what the clients were told.
    pub(super) fn check(self, runtime: &Runtime, tree: &Dump) -> Result<Outcome> {
        let memory = &self.memory;
        ensure!(memory.violations.is_empty(), "{}", memory.violations.join("\n"));
        ensure!(
            memory.acknowledged.len() >= 50,
            "only {} writes: nothing is proven",
            memory.acknowledged.len()
        );
        self.check_records(tree)?;
        let session = self.holder.session_id();
        let ephemeral = tree.get("/load/ephemeral").map(|node| node.stat.ephemeral_owner);
        ensure!(ephemeral == Some(session), "the ephemeral of {session} has become {ephemeral:?}");
        let turns = check_turns(&memory.locked)?;
        runtime.block_on(self.holder.close())?;
        Ok(Outcome {
            acknowledged: memory.acknowledged.len(),
            unknown: memory.unknown.len(),
            refused: memory.refused.len(),
            lock_turns: turns,
            times: memory.times.clone(),
        })
    }

    fn check_records(&self, tree: &Dump) -> Result<()> {
        let mut found: BTreeMap<(usize, usize), Vec<&str>> = BTreeMap::new();
        for (path, node) in tree.range("/load/records/".to_owned()..) {
            let Some(name) = path.strip_prefix("/load/records/") else { break };
            let text = String::from_utf8_lossy(node.data.as_deref().unwrap_or_default()).into_owned();
            let record = text.split_once(':').and_then(|(w, n)| Some((w.parse().ok()?, n.parse().ok()?)));
            let Some(record) = record else { bail!("{path} holds {text:?}") };
            found.entry(record).or_default().push(name);
        }
        for (record, name) in &self.memory.acknowledged {
            let names = found.get(record).cloned().unwrap_or_default();
            ensure!(names == [name.as_str()], "{record:?} was acknowledged as {name}, found {names:?}");
        }
        for (record, names) in &found {
            ensure!(!self.memory.refused.contains(record), "{record:?} was refused, found {names:?}");
            ensure!(names.len() == 1, "{record:?} was written once, found {names:?}");
            let known = self.memory.acknowledged.contains_key(record) || self.memory.unknown.contains(record);
            ensure!(known, "{record:?} was never sent, found {names:?}");
        }
        Ok(())
    }
}

impl Outcome {
    /// The longest time without an acknowledgement of any writer.
    pub(super) fn longest_gap(&self) -> Duration {
        let (first, last) = (self.times.first().copied(), self.times.last().copied());
        first.zip(last).map_or(Duration::ZERO, |(first, last)| longest_gap(&self.times, first, last))
    }
}

fn longest_gap(times: &[Instant], from: Instant, to: Instant) -> Duration {
    let mut longest = Duration::ZERO;
    let mut before = from;
    for time in times.iter().copied().filter(|time| *time >= from).chain([to]) {
        longest = longest.max(time.saturating_duration_since(before));
        before = time;
    }
    longest
}

fn lock(memory: &Mutex<Memory>) -> MutexGuard<'_, Memory> {
    memory.lock().unwrap_or_else(PoisonError::into_inner)
}

/// One record after the other, each tried once.
async fn write_records(
    client: Client,
    writer: usize,
    memory: Arc<Mutex<Memory>>,
    stop: watch::Receiver<bool>,
) {
    let prefix = format!("/load/records/{writer}-");
    for number in 0.. {
        if *stop.borrow() {
            break;
        }
        let data = format!("{writer}:{number}");
        let outcome = client.create(&prefix, Some(data.as_bytes()), CreateMode::PersistentSequential).await;
        match remember(&memory, (writer, number), outcome) {
            Told::Well => {}
            Told::Failed => pause().await,
            Told::SessionGone => return,
        }
    }
    let _ = client.close().await;
}

/// How a write went, for what to do next.
enum Told {
    Well,
    Failed,
    SessionGone,
}

fn remember(memory: &Mutex<Memory>, record: (usize, usize), outcome: Result<Reply<Created>, Error>) -> Told {
    let mut memory = lock(memory);
    let error = match outcome {
        Ok(created) => {
            let name = created.path.trim_start_matches("/load/records/").to_owned();
            memory.acknowledged.insert(record, name);
            memory.times.push(Instant::now());
            return Told::Well;
        }
        Err(error) => error,
    };
    let known = if error.applied() == Applied::No { &mut memory.refused } else { &mut memory.unknown };
    known.insert(record);
    if matches!(error, Error::SessionExpired | Error::Closed) {
        memory.violations.push(format!("writer {}'s session is gone: {error}", record.0));
        return Told::SessionGone;
    }
    Told::Failed
}

/// Not to spin while nobody serves.
async fn pause() {
    tokio::time::sleep(Duration::from_millis(20)).await;
}

async fn watch_session(client: Client, memory: Arc<Mutex<Memory>>, mut stop: watch::Receiver<bool>) {
    let mut states = client.states();
    let lost = tokio::select! {
        _ = stop.wait_for(|stop| *stop) => return,
        lost = states.wait_for(SessionState::is_final) => lost.map(|state| state.clone()),
    };
    let mut memory = lock(&memory);
    memory.violations.push(format!("the ephemeral's session ended as {lost:?}"));
}

/// The lock recipe: a queue of ephemeral sequential nodes, its head holds the lock. While it does it writes, each time
/// on condition that its own node is still there, so that what was written says who held the lock when.
async fn take_turns(client: Client, memory: Arc<Mutex<Memory>>, stop: watch::Receiver<bool>) {
    while !*stop.borrow() {
        if let Err(error) = take_turn(&client, &memory, &stop).await {
            if matches!(error, Error::SessionExpired | Error::Closed) {
                lock(&memory).violations.push(format!("a locker's session is gone: {error}"));
                return;
            }
            pause().await;
            // A node of an unknown outcome would stand in everybody's way for as long as the session lives.
            while !*stop.borrow() && forget_turns(&client).await.is_err() {
                pause().await;
            }
        }
    }
    let _ = client.close().await;
}

async fn forget_turns(client: &Client) -> Result<(), Error> {
    client.sync("/load").await?;
    for path in client.get_ephemerals("/load/lock").await?.into_value() {
        match client.delete(&path, None).await {
            Err(error) if error.code() != Some(zk_client::ErrorCode::NoNode) => return Err(error),
            _ => {}
        }
    }
    Ok(())
}

async fn take_turn(
    client: &Client,
    memory: &Mutex<Memory>,
    stop: &watch::Receiver<bool>,
) -> Result<(), Error> {
    let mine = client.create("/load/lock/q-", None, CreateMode::EphemeralSequential).await?.into_value().path;
    let name = mine.trim_start_matches("/load/lock/").to_owned();
    loop {
        let mut names = client.get_children("/load/lock").await?.into_value().names;
        names.sort();
        let before = names.iter().take_while(|other| **other != name).last().cloned();
        let Some(before) = before else { break };
        let before = format!("/load/lock/{before}");
        let (exists, watcher) = client.exists_watch(&before).await?;
        if exists.is_some_and(|stat| stat.ephemeral_owner == client.session_id()) {
            // One of our own that was thought lost and came after all.
            match client.delete(&before, None).await {
                Err(error) if error.code() != Some(zk_client::ErrorCode::NoNode) => return Err(error),
                _ => {}
            }
        } else if exists.is_some() {
            // A watch lost with its connection is as good a reason to look again.
            let _ = tokio::time::timeout(Duration::from_secs(1), watcher.fired()).await;
        }
        if *stop.borrow() {
            break;
        }
    }
    if !*stop.borrow() {
        for _ in 0..3 {
            let held = Multi::new().check(&mine, 0).set_data("/load/held", Some(name.as_bytes()), None);
            let zxid = client.multi(held).await?.zxid;
            lock(memory).locked.push((zxid, name.clone()));
        }
    }
    client.delete(&mine, None).await.map(drop)
}

/// In the order of the transactions nobody writes between two writes of one holder, and turns go by the queue.
fn check_turns(locked: &[(Zxid, String)]) -> Result<usize> {
    let ordered: BTreeMap<Zxid, &str> = locked.iter().map(|(zxid, name)| (*zxid, name.as_str())).collect();
    ensure!(ordered.len() == locked.len(), "two holders of the lock wrote in one transaction");
    let (mut turns, mut holder) = (0, "");
    for (zxid, name) in ordered {
        ensure!(name >= holder, "at {zxid} {name} held the lock although {holder} had it later in the queue");
        if name != holder {
            turns += 1;
            holder = name;
        }
    }
    ensure!(turns >= 3, "the lock was taken {turns} times: nothing is proven");
    Ok(turns)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn locked(turns: &[(i64, &str)]) -> Vec<(Zxid, String)> {
        turns.iter().map(|(zxid, name)| (Zxid(*zxid), (*name).to_owned())).collect()
    }

    #[test]
    fn a_lock_held_twice_is_noticed() {
        assert_eq!(check_turns(&locked(&[(3, "b"), (1, "a"), (2, "a"), (4, "c")])).unwrap(), 3);
        assert!(check_turns(&locked(&[(1, "a"), (2, "b"), (3, "a"), (4, "c")])).is_err());
        assert!(check_turns(&locked(&[(1, "a")])).is_err());
    }

    #[test]
    fn the_longest_gap_counts_both_ends() {
        let start = Instant::now();
        let at = |ms| start + Duration::from_millis(ms);
        assert_eq!(longest_gap(&[at(10), at(20)], at(0), at(100)), Duration::from_millis(80));
        assert_eq!(longest_gap(&[], at(0), at(7)), Duration::from_millis(7));
    }
}
