//! One-shot watches, armed again at each look: for modes other than persistent, and for servers before 3.6. What is
//! reported is the difference between two looks, so that the last state is never missed, though steps to it may be.

use std::collections::VecDeque;
use std::pin::Pin;
use std::task::Poll;

use tokio::sync::watch::Receiver;
use zk_client::{Client, EventType, NodeEvent, SessionState, Stat, WatchLost, Zxid};
use zk_recipes::calls;

use crate::watch_args::WatchMode;

/// Something that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// A node's event; so many steps of its data were not seen.
    Node { event: EventType, zxid: Option<Zxid>, missed: u64 },
    /// The connection was lost.
    Disconnected,
    /// It is back.
    Reconnected,
    /// The session is gone.
    Expired,
}

/// A node under one-shot watches.
pub struct Rearmed {
    client: Client,
    path: String,
    mode: WatchMode,
    states: Receiver<SessionState>,
    connected: bool,
    /// What was there at the last look; outer `None` before the first.
    last: Option<Option<Stat>>,
    armed: Vec<Armed>,
    found: VecDeque<Found>,
}

/// A one-shot watch that will give its event.
type Armed = Pin<Box<dyn Future<Output = Result<NodeEvent, WatchLost>> + Send>>;

impl Rearmed {
    /// Looks for the first time.
    pub async fn new(client: Client, path: String, mode: WatchMode) -> zk_recipes::Result<Rearmed> {
        let states = client.states();
        let (last, armed, found) = (None, Vec::new(), VecDeque::new());
        let mut new = Rearmed { client, path, mode, states, connected: true, last, armed, found };
        new.look().await?;
        Ok(new)
    }

    /// The node.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The next thing that is found; `None` behind the session's end.
    pub async fn next(&mut self) -> zk_recipes::Result<Option<Found>> {
        loop {
            if let Some(found) = self.found.pop_front() {
                return Ok(Some(found));
            }
            if self.armed.is_empty() {
                return Ok(None);
            }
            let fired = any(&mut self.armed);
            tokio::select! {
                fired = fired => {
                    if fired == Err(WatchLost::Expired) {
                        self.armed.clear();
                        self.found.push_back(Found::Expired);
                        continue;
                    }
                    match self.look().await {
                        Err(zk_recipes::Error::Client(zk_client::Error::SessionExpired)) => {
                            self.armed.clear();
                            self.found.push_back(Found::Expired);
                        }
                        other => other?,
                    }
                }
                changed = self.states.changed() => {
                    if changed.is_err() {
                        return Ok(None);
                    }
                    self.note_state();
                }
            }
        }
    }

    fn note_state(&mut self) {
        let connected = matches!(&*self.states.borrow_and_update(), SessionState::Connected { .. });
        if connected != std::mem::replace(&mut self.connected, connected) {
            self.found.push_back(if connected { Found::Reconnected } else { Found::Disconnected });
        }
    }

    /// Arms what the mode wants, and reports what is different from the last look.
    async fn look(&mut self) -> zk_recipes::Result<()> {
        let (client, path) = (&self.client, self.path.as_str());
        self.armed.clear();
        let (stat, watcher) = calls::read(None, || client.exists_watch(path)).await?;
        let mut stat = stat.into_value();
        // A node that is not there has no children to watch: the other watch tells when it comes.
        if stat.is_some() && self.mode != WatchMode::Data {
            match calls::read(None, || client.get_children_watch(path)).await {
                Ok((children, watcher)) => {
                    stat = Some(children.stat);
                    self.armed.push(Box::pin(watcher.fired()));
                }
                Err(error) if error.is_no_node() => stat = None,
                Err(error) => return Err(error),
            }
        }
        self.armed.push(Box::pin(watcher.fired()));
        if let Some(before) = self.last.replace(stat) {
            self.found.extend(differences(before.as_ref(), stat.as_ref(), self.mode));
        }
        Ok(())
    }
}

fn differences(before: Option<&Stat>, now: Option<&Stat>, mode: WatchMode) -> Vec<Found> {
    let node = |event, zxid, missed| Found::Node { event, zxid, missed };
    let created = |stat: &Stat| node(EventType::NodeCreated, Some(stat.czxid), 0);
    match (before, now) {
        (None, None) => Vec::new(),
        (None, Some(stat)) => vec![created(stat)],
        (Some(_), None) => vec![node(EventType::NodeDeleted, None, 0)],
        (Some(old), Some(new)) if old.czxid != new.czxid => {
            vec![node(EventType::NodeDeleted, None, 0), created(new)]
        }
        (Some(old), Some(new)) => {
            let mut found = Vec::new();
            if mode != WatchMode::Children && old.mzxid != new.mzxid {
                let steps = i64::from(new.version) - i64::from(old.version);
                let missed = u64::try_from(steps - 1).unwrap_or(0);
                found.push(node(EventType::NodeDataChanged, Some(new.mzxid), missed));
            }
            if mode != WatchMode::Data && old.pzxid != new.pzxid {
                found.push(node(EventType::NodeChildrenChanged, Some(new.pzxid), 0));
            }
            found
        }
    }
}

/// Waits for any of them.
async fn any(armed: &mut [Armed]) -> Result<NodeEvent, WatchLost> {
    std::future::poll_fn(|context| {
        let mut polls = armed.iter_mut().map(|watch| watch.as_mut().poll(context));
        polls.find(Poll::is_ready).unwrap_or(Poll::Pending)
    })
    .await
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stat(czxid: i64, mzxid: i64, pzxid: i64, version: i32) -> Option<Stat> {
        let (czxid, mzxid, pzxid) = (Zxid(czxid), Zxid(mzxid), Zxid(pzxid));
        Some(Stat { czxid, mzxid, pzxid, version, ..Stat::default() })
    }

    fn found(before: Option<Stat>, now: Option<Stat>, mode: WatchMode) -> Vec<(EventType, u64)> {
        let found = differences(before.as_ref(), now.as_ref(), mode);
        found
            .into_iter()
            .filter_map(
                |f| if let Found::Node { event, missed, .. } = f { Some((event, missed)) } else { None },
            )
            .collect()
    }

    #[test]
    fn two_looks_tell_what_happened_between() {
        use EventType::{NodeChildrenChanged, NodeCreated, NodeDataChanged, NodeDeleted};
        let old = stat(1, 2, 3, 0);
        assert_eq!(found(None, old, WatchMode::Any), [(NodeCreated, 0)]);
        assert_eq!(found(old, None, WatchMode::Any), [(NodeDeleted, 0)]);
        assert_eq!(found(old, old, WatchMode::Any), []);
        assert_eq!(found(old, stat(1, 9, 3, 1), WatchMode::Any), [(NodeDataChanged, 0)]);
        assert_eq!(found(old, stat(1, 9, 3, 4), WatchMode::Data), [(NodeDataChanged, 3)]);
        assert_eq!(found(old, stat(1, 9, 8, 1), WatchMode::Children), [(NodeChildrenChanged, 0)]);
        assert_eq!(
            found(old, stat(1, 9, 8, 1), WatchMode::Any),
            [(NodeDataChanged, 0), (NodeChildrenChanged, 0)]
        );
        assert_eq!(found(old, stat(5, 5, 5, 0), WatchMode::Any), [(NodeDeleted, 0), (NodeCreated, 0)]);
    }
}
