//! Reads old transactions from the log on disk for learners that are behind what the leader has in memory.

use std::collections::BTreeMap;
use std::io;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;

use zk_journal::{FeedLimits, LogFeed};
use zk_proto::Zxid;
use zk_server::member::LogChunk;
use zk_storage::{DataDir, OsDisk};
use zk_zab::LinkId;

use super::MemberEvent;
use crate::queue::Entry;
use crate::quorum::links::Links;
use crate::shared::Shared;

/// Bytes of transactions in one piece.
const CHUNK_BYTES: usize = 1 << 20;
/// A learner that has more than this before it is not read for.
const BACKLOG_BYTES: usize = 8 << 20;

/// What the thread is asked for.
#[derive(Debug)]
pub(crate) enum ReadRequest {
    /// The next piece for a learner.
    Read { link: LinkId, after: Zxid, upto: Zxid },
    /// The learner is gone.
    Forget(LinkId),
}

/// The way to the thread. Dropping it waits for its end, for it holds the data directory; it must not wait for a link then.
pub(crate) struct LogReader {
    requests: Option<Sender<ReadRequest>>,
    thread: Option<JoinHandle<()>>,
}

impl LogReader {
    /// Starts the thread.
    pub(super) fn start(run: impl FnOnce(Receiver<ReadRequest>) + Send + 'static) -> io::Result<LogReader> {
        let (requests, inbox) = channel();
        let thread = std::thread::Builder::new().name("log-reader".into()).spawn(move || run(inbox))?;
        Ok(LogReader { requests: Some(requests), thread: Some(thread) })
    }

    pub(super) fn ask(&self, request: ReadRequest) {
        if let Some(requests) = &self.requests {
            // Without the thread the server is about to end.
            let _ = requests.send(request);
        }
    }
}

impl Drop for LogReader {
    fn drop(&mut self) {
        drop(self.requests.take());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// Works until nobody can ask any more. `base` tells below what the log on disk is of doubtful value.
pub(super) fn run(
    shared: &Shared,
    dir: &Arc<DataDir<OsDisk>>,
    links: &Links,
    limits: FeedLimits,
    base: impl Fn() -> Zxid,
    requests: &Receiver<ReadRequest>,
) {
    let mut feeds: BTreeMap<LinkId, LogFeed<OsDisk>> = BTreeMap::new();
    for request in requests {
        match request {
            ReadRequest::Forget(link) => {
                feeds.remove(&link);
            }
            ReadRequest::Read { link, after, upto } => {
                if !links.wait_backlog_below(link, BACKLOG_BYTES) {
                    feeds.remove(&link);
                    continue;
                }
                let feed = feeds.entry(link).or_insert_with(|| LogFeed::new(dir.clone(), base(), limits));
                let chunk = feed.read(after, upto, CHUNK_BYTES);
                if matches!(chunk, LogChunk::Unusable(_)) {
                    feeds.remove(&link);
                }
                shared.queue.push(&[], |_| Entry::Member(MemberEvent::Log(link, chunk)));
            }
        }
    }
}
