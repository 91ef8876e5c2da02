//! The receiving ends of watches.

use thiserror::Error;
use tokio::sync::mpsc;
use zk_proto::Zxid;
use zk_proto::watch::EventType;

use crate::driver::Command;
use crate::watches::WatcherId;

/// Something happened to a znode.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NodeEvent {
    /// What.
    pub event: EventType,
    /// To which znode, as the caller writes paths.
    pub path: String,
    /// The transaction that did it, where the server tells (ZooKeeper 3.9 and later).
    pub zxid: Option<Zxid>,
}

/// What a [`WatchStream`] gives.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum WatchEvent {
    /// A znode's event.
    Node(NodeEvent),
    /// The connection was lost. What happens from here to [`WatchEvent::Reconnected`] may never be told.
    Disconnected,
    /// Connected and armed again.
    Reconnected,
    /// The reader fell behind by more than [`STREAM_CAPACITY`] events, and this many were dropped.
    Lagged(u64),
    /// The session is gone. The last event.
    Expired,
}

/// Most events that a stream keeps for its reader.
pub const STREAM_CAPACITY: usize = 65_536;

/// Why a one-shot watch will never fire.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum WatchLost {
    /// The session is gone.
    #[error("the session has expired")]
    Expired,
    /// The watch was removed, the client was closed, or the server refused to re-arm it.
    #[error("the watch was removed")]
    Removed,
}

/// A one-shot watch. It stays armed over reconnects; dropping it disarms it on this side.
#[derive(Debug)]
pub struct Watcher {
    inner: Inner,
}

impl Watcher {
    /// Waits for the event.
    ///
    /// # Errors
    /// [`WatchLost`] if it can no longer come.
    pub async fn fired(mut self) -> Result<NodeEvent, WatchLost> {
        loop {
            match self.inner.events.recv().await {
                Some(WatchEvent::Node(event)) => return Ok(event),
                Some(WatchEvent::Expired) => return Err(WatchLost::Expired),
                Some(_) => {}
                None => return Err(WatchLost::Removed),
            }
        }
    }

    /// The event, if it has come.
    pub fn try_fired(&mut self) -> Option<NodeEvent> {
        loop {
            match self.inner.events.try_recv() {
                Ok(WatchEvent::Node(event)) => return Some(event),
                Ok(_) => {}
                Err(_) => return None,
            }
        }
    }
}

/// A persistent watch. It stays armed over reconnects; dropping it ends it on this side only, the server
/// goes on sending until [`crate::Client::remove_watches`].
#[derive(Debug)]
pub struct WatchStream {
    inner: Inner,
}

impl WatchStream {
    /// The next event; `None` when the watch was removed or the session ended.
    pub async fn next(&mut self) -> Option<WatchEvent> {
        self.inner.events.recv().await
    }

    /// The next event, if there is one already.
    pub fn try_next(&mut self) -> Option<WatchEvent> {
        self.inner.events.try_recv().ok()
    }
}

impl From<Inner> for Watcher {
    fn from(inner: Inner) -> Self {
        Watcher { inner }
    }
}

impl From<Inner> for WatchStream {
    fn from(inner: Inner) -> Self {
        WatchStream { inner }
    }
}

#[derive(Debug)]
pub(crate) struct Inner {
    pub(crate) id: WatcherId,
    /// As the server sees it.
    pub(crate) path: String,
    pub(crate) events: mpsc::Receiver<WatchEvent>,
    pub(crate) commands: mpsc::WeakUnboundedSender<Command>,
}

impl Drop for Inner {
    fn drop(&mut self) {
        if let Some(commands) = self.commands.upgrade() {
            let _ = commands.send(Command::Forget { id: self.id, path: std::mem::take(&mut self.path) });
        }
    }
}

/// A one-shot watch gets its event, or the news that the session is gone.
pub(crate) const WATCHER_CAPACITY: usize = 2;
