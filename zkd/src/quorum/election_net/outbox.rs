//! The vote to be sent to a peer: the newest one only, and again after a reconnect.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;
use zk_proto::election::Notification;

#[derive(Debug, Default)]
struct Votes {
    waiting: Option<Arc<[u8]>>,
    /// The last one that was taken, whether or not it arrived.
    last: Option<Arc<[u8]>>,
}

/// A queue for one frame: a newer one replaces it. Nobody wants an old vote.
///
/// Mirrors: ZooKeeper `QuorumCnxManager.queueSendMap` and `lastMessageSent`.
#[derive(Debug, Default)]
pub(super) struct Outbox {
    votes: Mutex<Votes>,
    filled: Notify,
}

impl Outbox {
    /// Replaces what waits.
    pub(super) fn put(&self, notification: &Notification) {
        let mut frame = vec![0; LENGTH_BYTES];
        notification.encode(&mut frame);
        let length = (frame.len() - LENGTH_BYTES) as u32;
        for (to, from) in frame.iter_mut().zip(length.to_be_bytes()) {
            *to = from;
        }
        self.lock().waiting = Some(frame.into());
        self.filled.notify_one();
    }

    /// What waits.
    pub(super) fn take(&self) -> Option<Arc<[u8]>> {
        let mut votes = self.lock();
        let frame = votes.waiting.take()?;
        votes.last = Some(frame.clone());
        Some(frame)
    }

    /// What waits; if nothing does, the last one that was taken. For the begin of a connection: the last frame of
    /// the one before may have been lost with it.
    pub(super) fn take_or_repeat(&self) -> Option<Arc<[u8]>> {
        self.take().or_else(|| self.lock().last.clone())
    }

    /// Resolves once something was put in since the last call.
    pub(super) async fn filled(&self) {
        self.filled.notified().await;
    }

    fn lock(&self) -> MutexGuard<'_, Votes> {
        self.votes.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

const LENGTH_BYTES: usize = 4;
