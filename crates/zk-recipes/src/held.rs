//! What is held: a node of our session that others wait for, and the knowledge how long it is certainly ours.
//!
//! A lock that is thought to be held and is not is worse than none. The session may end at the server while we are cut
//! off and cannot hear of it, so the holder keeps account: every answer proves that the session lived when the question
//! was sent, and from then on it lives for its timeout at least. When that time runs out without another answer, the
//! lock must be given up, connection or not.

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use tokio::time::{Instant, sleep, sleep_until};
use zk_client::{Client, NodeEvent, SessionId, SessionState, WatchLost, Zxid};

use crate::calls::{self, Deadline, Node};
use crate::error::Result;

/// Why something is held no longer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Loss {
    /// The session is gone, and with it the node.
    SessionExpired,
    /// Somebody deleted the node.
    NodeDeleted,
    /// No server has answered for so long that the session may end before what we do under the lock can be stopped.
    Unsure,
}

/// A node that stands for something we hold. Dropping it does not release it: the session's end does, or
/// [`Held::release`].
#[derive(Debug)]
pub struct Held {
    client: Client,
    node: Node,
    confirmed: Instant,
    session: SessionId,
}

/// The node's next event.
type Armed = Pin<Box<dyn Future<Output = Result<NodeEvent, WatchLost>> + Send>>;

/// Part of the session timeout that is kept in reserve for clocks that do not run alike.
const RESERVE: u32 = 10;
/// Questions in one session timeout.
const BEATS: u32 = 4;
/// Between two tries of one question.
const PAUSE: Duration = Duration::from_millis(50);

impl Held {
    /// `confirmed` is a moment, of this process's clock, at or before which a request was sent that was answered.
    pub(crate) fn new(client: Client, node: Node, confirmed: Instant) -> Held {
        let session = client.session_id();
        Held { client, node, confirmed, session }
    }

    /// The node.
    pub fn path(&self) -> &str {
        &self.node.path
    }

    /// The zxid that created the node: it grows from holder to holder, so that a resource which remembers the highest
    /// one that it saw can turn away whoever has lost the lock without knowing it.
    pub fn fence(&self) -> Zxid {
        self.node.stat.czxid
    }

    /// The session that holds it.
    pub fn session(&self) -> SessionId {
        self.session
    }

    /// Longest time that stopping may take, of `wanted`: a third of the session timeout, else there would be none left
    /// to work in.
    pub fn stopping_time(&self, wanted: Duration) -> Duration {
        wanted.min(self.timeout() / 3)
    }

    /// Waits until it is lost, or must be given up as lost. `stopping` is how long it takes to stop what goes on under
    /// the lock: [`Loss::Unsure`] comes that much, and a tenth of the session timeout, before the session can end.
    pub async fn lost(&self, stopping: Duration) -> Loss {
        let mut states = self.client.states();
        let mut confirmed = self.confirmed;
        let mut watch: Armed = Box::pin(std::future::pending());
        let mut next = confirmed;
        loop {
            let timeout = self.timeout();
            let limit = confirmed + timeout.saturating_sub(timeout / RESERVE + stopping);
            tokio::select! {
                () = sleep_until(next) => {}
                _ = watch.as_mut() => {}
                _ = states.wait_for(SessionState::is_final) => return Loss::SessionExpired,
                () = sleep_until(limit) => return Loss::Unsure,
            }
            let asked = Instant::now();
            let answer = tokio::select! {
                answer = self.ask() => answer,
                () = sleep_until(limit) => return Loss::Unsure,
            };
            match answer {
                Ok(Some(armed)) => {
                    watch = armed;
                    confirmed = asked;
                    next = asked + timeout / BEATS;
                }
                Ok(None) => return Loss::NodeDeleted,
                Err(zk_client::Error::SessionExpired | zk_client::Error::Closed) => {
                    return Loss::SessionExpired;
                }
                // Nothing is proved; the limit stands.
                Err(_) => {
                    watch = Box::pin(std::future::pending());
                    sleep(PAUSE).await;
                    next = Instant::now();
                }
            }
        }
    }

    /// Whether the node is there and ours, with a watch on it. The `sync` has the leader answer: a server that is cut
    /// off from the others would go on answering reads while the session ends.
    async fn ask(&self) -> Result<Option<Armed>, zk_client::Error> {
        let synced = self.client.sync(&self.node.path);
        let looked = self.client.exists_watch(&self.node.path);
        synced.await?;
        let (stat, watch) = looked.await?;
        let ours = stat.value.is_some_and(|stat| stat.czxid == self.node.stat.czxid);
        Ok(ours.then(|| Box::pin(watch.fired()) as Armed))
    }

    /// Whether the node is there and ours, as the leader has it now.
    ///
    /// # Errors
    /// Nobody could be asked.
    pub async fn is_ours(&self) -> Result<bool, zk_client::Error> {
        Ok(self.ask().await?.is_some())
    }

    /// Forgets for how long it is certain, and starts to count anew: for what may go on in doubt.
    pub fn in_doubt(self) -> Held {
        Held { confirmed: Instant::now(), ..self }
    }

    /// Deletes the node.
    ///
    /// # Errors
    /// The node may still be there; it goes with the session.
    pub async fn release(self, deadline: Deadline) -> Result<()> {
        calls::delete(&self.client, &self.node.path, deadline).await
    }

    fn timeout(&self) -> Duration {
        let ms = self.client.session().map_or(0, |info| info.timeout_ms);
        Duration::from_millis(ms.into())
    }
}
