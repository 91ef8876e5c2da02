//! Shards: threads that serve client connections, each with its own runtime. A connection stays on its shard.

use std::net::TcpStream as StdStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::JoinHandle;

use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::task::LocalSet;
use zk_tree::Identities;

use crate::bursts::Verdict;
use crate::conn::{Accounts, Conn, End, Scratch, Transport, serve};
use crate::limits::Place;
use crate::log_gate::Subject;
use crate::shared::Shared;
use crate::status::metrics::Counter;
use crate::tls::handshake::{self, Door, Secured};

/// A connection that was accepted and has its place under the limits.
pub(crate) struct Accepted {
    pub(crate) stream: StdStream,
    pub(crate) addr: std::net::SocketAddr,
    pub(crate) place: Place,
    pub(crate) door: Door,
}

/// The way to one shard. The channel is bounded by the limits on connections and by file descriptors.
pub(crate) struct Shard {
    to: UnboundedSender<Accepted>,
    load: Arc<AtomicUsize>,
}

/// All shards of a server.
pub(crate) struct Shards {
    shards: Vec<Shard>,
}

impl Shards {
    /// Starts `count` threads.
    pub(crate) fn start(
        shared: &Arc<Shared>,
        count: usize,
    ) -> std::io::Result<(Shards, Vec<JoinHandle<()>>)> {
        let mut shards = Vec::new();
        let mut threads = Vec::new();
        for index in 0..count {
            let (to, from) = unbounded_channel();
            let load = Arc::new(AtomicUsize::new(0));
            let (shared, loaded) = (shared.clone(), load.clone());
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
            let thread = std::thread::Builder::new().name(format!("shard-{index}")).spawn(move || {
                let local = LocalSet::new();
                local.block_on(&runtime, run(shared, from, loaded, index + 1));
            })?;
            shards.push(Shard { to, load });
            threads.push(thread);
        }
        Ok((Shards { shards }, threads))
    }

    /// Gives a connection to the shard that has the fewest.
    pub(crate) fn give(&self, accepted: Accepted) {
        let least = self.shards.iter().min_by_key(|s| s.load.load(Ordering::Relaxed));
        if let Some(shard) = least {
            shard.load.fetch_add(1, Ordering::Relaxed);
            // A shard that is gone means that the server stops; the connection is closed by being dropped.
            let _ = shard.to.send(accepted);
        }
    }
}

async fn run(
    shared: Arc<Shared>,
    mut from: UnboundedReceiver<Accepted>,
    load: Arc<AtomicUsize>,
    metrics: usize,
) {
    let scratch = Scratch::new();
    while let Some(accepted) = from.recv().await {
        let (shared, scratch, load) = (shared.clone(), scratch.clone(), load.clone());
        tokio::task::spawn_local(async move {
            // Boxed, since a task keeps the room of its largest step for good, and a TLS handshake is large.
            if let Some((conn, read, tls)) = Box::pin(open(&shared, accepted, metrics)).await {
                let end = serve(shared.clone(), conn.clone(), read, tls, scratch, metrics).await;
                note(&shared, metrics, &conn, end);
            }
            load.fetch_sub(1, Ordering::Relaxed);
        });
    }
}

type Opened = (Arc<Conn>, tokio::net::tcp::OwnedReadHalf, Option<Box<rustls::ServerConnection>>);

async fn open(shared: &Arc<Shared>, accepted: Accepted, metrics: usize) -> Option<Opened> {
    let Accepted { stream, addr, place, door } = accepted;
    let stream = match tokio::net::TcpStream::from_std(stream) {
        Ok(stream) => stream,
        Err(e) => {
            tracing::warn!(peer = %addr, "connection cannot be served: {e}");
            return None;
        }
    };
    let (stream, secured) =
        match handshake::greet(&shared.config, &door, &shared.handshakes, stream, addr).await {
            Ok(greeted) => greeted,
            Err(refused) => {
                handshake::note(&shared.metrics[metrics], &shared.log_gate, addr, &refused);
                return None;
            }
        };
    let (read, write) = stream.into_split();
    let mut who = Identities::of_address(addr.ip());
    let (tls, transport) = match secured {
        None => (None, Transport::Plain),
        Some(Secured { tls, ids }) => {
            ids.into_iter().for_each(|id| who.add(id));
            (Some(tls), Transport::Tls)
        }
    };
    if shared.config.skip_acl {
        who = who.with_checks_skipped();
    }
    let wall_ms = shared.clock.wall_ms();
    let accounts =
        Accounts { asked: shared.audit.is_some(), large: shared.config.large_request_threshold > 0 };
    let new = |id| Arc::new(Conn::new(id, (addr, transport), write, who, wall_ms, place, accounts));
    let conn = shared.conns_mut().insert(new);
    if shared.is_stopping() {
        conn.end(End::Stopping);
    }
    Some((conn, read, tls))
}

/// The first two of a burst are told as they are, the third as what they look like together, and no more of it.
fn note_failed_authentication(shared: &Shared, conn: &Conn) {
    let (peer, session) = (conn.addr, conn.session());
    match shared.auth_failures.failed(peer.ip()) {
        Verdict::Tell => tracing::warn!(%peer, %session, "authentication failed: connection closed"),
        Verdict::Alarm => tracing::error!(
            %peer,
            "authentication failed again and again: somebody guesses, or a client has old credentials. Nothing more is said \
             of this address until it has kept quiet for a minute; auth_failed_count goes on"
        ),
        Verdict::Silence => tracing::debug!(%peer, %session, "authentication failed: connection closed"),
    }
}

/// What the bytes were if they were no length.
fn misdirected(length: i32) -> &'static str {
    match length.to_be_bytes() {
        [0x16, 3, ..] => {
            " (these bytes begin TLS, which is for secureClientPort or takes client.portUnification)"
        }
        [b'G', b'E', b'T', b' '] | [b'P', b'O', b'S', b'T'] | [b'H', b'E', b'A', b'D'] => {
            " (these bytes begin a request of HTTP, which is for admin.serverPort or metricsProvider.httpPort)"
        }
        _ => "",
    }
}

/// Counts and says why a connection ended.
fn note(shared: &Shared, metrics: usize, conn: &Conn, end: End) {
    let metrics = &shared.metrics[metrics];
    let peer = conn.addr;
    // Who sends garbage sends it again; the counters have them all.
    let opens = |reason| shared.log_gate.opens(Subject::Addr(peer.ip()), reason);
    let session = conn.session();
    match end {
        End::Peer | End::Word | End::Stopping | End::Server(zk_server::CloseReason::SessionClosed) => {
            tracing::debug!(%peer, %session, ?end, "connection closed");
            return;
        }
        End::Server(reason) => {
            if reason == zk_server::CloseReason::BadOperation {
                metrics.count(Counter::DropBadFrame);
            }
            tracing::info!(%peer, %session, ?reason, "connection closed by the server");
        }
        End::Io(kind) => {
            metrics.count(Counter::DropIo);
            tracing::debug!(%peer, %session, "connection lost: {kind}");
        }
        End::BadLength(length, looks) => {
            metrics.count(Counter::DropBadLength);
            if opens("length") {
                let what = misdirected(length);
                // Apache's words, which people search for.
                tracing::warn!(
                    %peer,
                    %session,
                    begins = %looks,
                    "Len error. A message from {peer} with advertised length of {length} is either a malformed message or too \
                     large to process (length is greater than jute.maxbuffer={}){what}: connection closed",
                    shared.config.max_buffer_bytes
                );
            }
        }
        End::BadFrame(looks) => {
            metrics.count(Counter::DropBadFrame);
            if opens("frame") {
                tracing::warn!(%peer, %session, begins = %looks, "bytes that are no request: connection closed");
            }
        }
        End::Sessionless => {
            metrics.count(Counter::SessionlessExpired);
            if opens("sessionless") {
                tracing::info!(%peer, "no session within the time for it: connection closed");
            }
        }
        End::SlowReader => {
            metrics.count(Counter::DropSlowReader);
            tracing::warn!(%peer, %session, "the client does not read its replies: connection closed");
        }
        End::Throttled => {
            metrics.count(Counter::ConnectionRejected);
            metrics.count(Counter::DropLimit);
            tracing::debug!(%peer, "sessions come too fast (connection_throttle_tokens): refused");
        }
        End::TooLarge => {
            metrics.count(Counter::LargeRequestsRejected);
            tracing::warn!(%peer, %session, "too many bytes of large requests (largeRequestMaxBytes): connection closed");
        }
        End::Shed => tracing::info!(%peer, %session, "shed: connection closed"),
        End::OtherEnsemble => {
            if shared.auth_failures.tells(peer.ip()) {
                tracing::warn!(%peer, %session, "the client means another ensemble (ensembleAuthName): connection closed");
            }
        }
        End::AuthFailed => note_failed_authentication(shared, conn),
    }
    metrics.count(Counter::ConnectionDrop);
}
