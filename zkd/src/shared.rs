//! What all threads of a server share, and the table of connections.

use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU8, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use zk_tree::{ConnId, DataTree, WatchTable};

use crate::audit::Audit;
use crate::bursts::Bursts;
use crate::clock::Clock;
use crate::config::Config;
use crate::conn::Conn;
use crate::disk_wait::DiskWait;
use crate::limits::ConnLimits;
use crate::live::Live;
use crate::log_gate::LogGate;
use crate::queue::Queue;
use crate::quotas::QuotaLog;
use crate::slow::SlowLog;
use crate::status::Serving;
use crate::status::metrics::{Counter, Metrics};
use crate::status::quorum::QuorumStatus;
use crate::throttle::Bucket;
use crate::tls::Tls;
use crate::tls::handshakes::Handshakes;
use crate::turnstile::Turnstile;
use crate::upstream::Upstream;

/// The state of one server. Lock order: tree, then watches, then the connection table, then a connection's
/// outgoing bytes.
pub(crate) struct Shared {
    pub(crate) config: Config,
    pub(crate) clock: Clock,
    tree: RwLock<DataTree>,
    watches: Mutex<WatchTable>,
    conns: RwLock<ConnTable>,
    pub(crate) queue: Queue,
    pub(crate) limits: Arc<ConnLimits>,
    /// The same for the TLS port, which counts by itself.
    pub(crate) secure_limits: Arc<ConnLimits>,
    /// What may change while the server runs.
    pub(crate) live: Live,
    /// How fast sessions may be opened.
    pub(crate) bucket: Bucket,
    pub(crate) slow: SlowLog,
    /// Bytes of large writes in flight.
    pub(crate) large_bytes: AtomicU64,
    /// Quotas that were exceeded.
    pub(crate) quotas: QuotaLog,
    /// Who has failed to authenticate lately.
    pub(crate) auth_failures: Bursts,
    /// Of what is said about callers who never get to be clients.
    pub(crate) log_gate: LogGate,
    /// Each TLS that is in use, and for whom; once the server has started.
    pub(crate) tls: OnceLock<Vec<(&'static str, Arc<Tls>)>>,
    /// TLS handshakes of clients under way.
    pub(crate) handshakes: Handshakes,
    /// How far the leader has got that is followed.
    pub(crate) upstream: Upstream,
    /// Whether the log waits for its disk.
    pub(crate) disk_wait: DiskWait,
    /// One for each thread that counts.
    pub(crate) metrics: Vec<Metrics>,
    /// Requests that the core has not answered yet.
    pub(crate) outstanding: AtomicU64,
    /// Connections that wait because there are too many of them.
    pub(crate) turnstile: Arc<Turnstile>,
    /// Sessions that this server alone knows.
    pub(crate) local_sessions: AtomicU64,
    /// Bytes of those that are still in the core's inbox.
    pub(crate) queued_bytes: AtomicU64,
    pub(crate) trace_mask: AtomicI64,
    pub(crate) stopping: AtomicBool,
    /// No more requests are taken; see [`crate::drain`].
    pub(crate) draining: AtomicBool,
    /// The audit log, if there is one.
    pub(crate) audit: Option<Audit>,
    /// A [`Serving`]: less than everything for a member without a leader.
    serving: AtomicU8,
    /// Counts the trees that have been put in place of each other.
    tree_generation: AtomicU64,
    /// A member's part in its ensemble.
    /// What a member last told of itself, and whether it served at that moment: the two have to agree.
    quorum: Mutex<Option<(QuorumStatus, Serving)>>,
}

/// Which [`Metrics`] the core thread counts in; shards use the ones behind it.
pub(crate) const CORE_METRICS: usize = 0;

impl Shared {
    /// True if this server alone knows new sessions.
    pub(crate) fn local_sessions_on(&self) -> bool {
        self.config.ensemble().is_some_and(|e| e.local_sessions != zk_server::LocalSessions::Off)
    }

    pub(crate) fn new(
        config: Config,
        clock: Clock,
        tree: DataTree,
        shards: usize,
        audit: Option<Audit>,
    ) -> Shared {
        Shared {
            limits: Arc::new(ConnLimits::new(config.max_client_cnxns, config.max_cnxns)),
            secure_limits: Arc::new(ConnLimits::new(config.max_client_cnxns, config.max_cnxns)),
            live: Live::new(&config),
            bucket: Bucket::new(config.conn_throttle.clone(), crate::server::random_seed()),
            slow: SlowLog::default(),
            large_bytes: AtomicU64::new(0),
            quotas: QuotaLog::default(),
            auth_failures: Bursts::default(),
            log_gate: LogGate::default(),
            tls: OnceLock::new(),
            handshakes: Handshakes::default(),
            upstream: Upstream::default(),
            disk_wait: DiskWait::default(),
            config,
            clock,
            tree: RwLock::new(tree),
            watches: Mutex::new(WatchTable::new()),
            conns: RwLock::default(),
            queue: Queue::default(),
            metrics: (0..=shards).map(|_| Metrics::new()).collect(),
            outstanding: AtomicU64::new(0),
            turnstile: Arc::default(),
            local_sessions: AtomicU64::new(0),
            queued_bytes: AtomicU64::new(0),
            trace_mask: AtomicI64::new(crate::fourlw::DEFAULT_TRACE_MASK),
            stopping: AtomicBool::new(false),
            draining: AtomicBool::new(false),
            audit,
            serving: AtomicU8::new(Serving::ReadWrite as u8),
            tree_generation: AtomicU64::new(0),
            quorum: Mutex::default(),
        }
    }

    /// So many requests are not in flight any more.
    pub(crate) fn done(&self, count: u64) {
        let left = self.outstanding.fetch_sub(count, Ordering::SeqCst).saturating_sub(count);
        if left < u64::from(self.config.request_limit) {
            self.turnstile.call_first();
        }
    }

    pub(crate) fn tree(&self) -> RwLockReadGuard<'_, DataTree> {
        self.tree.read().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn tree_mut(&self) -> RwLockWriteGuard<'_, DataTree> {
        self.tree.write().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn watches(&self) -> MutexGuard<'_, WatchTable> {
        self.watches.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn conns(&self) -> RwLockReadGuard<'_, ConnTable> {
        self.conns.read().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn conns_mut(&self) -> RwLockWriteGuard<'_, ConnTable> {
        self.conns.write().unwrap_or_else(PoisonError::into_inner)
    }

    /// Packets that clients have sent so far, to tell a busy server from an idle one.
    pub(crate) fn packets_received(&self) -> u64 {
        self.metrics.iter().map(|m| m.counter(Counter::PacketsReceived)).sum()
    }

    /// Puts another tree in the place of the one there is.
    pub(crate) fn replace_tree(&self, tree: DataTree) {
        let old = {
            let mut current = self.tree_mut();
            self.tree_generation.fetch_add(1, Ordering::SeqCst);
            std::mem::replace(&mut *current, tree)
        };
        // A large one takes its time to go: nobody has to wait for that.
        drop(old);
    }

    /// Which tree it is; another number means another tree.
    pub(crate) fn tree_generation(&self) -> u64 {
        self.tree_generation.load(Ordering::SeqCst)
    }

    pub(crate) fn set_serving(&self, serving: Serving) {
        self.serving.store(serving as u8, Ordering::SeqCst);
    }

    pub(crate) fn serving(&self) -> Serving {
        let serving = self.serving.load(Ordering::SeqCst);
        let known = [Serving::ReadWrite, Serving::ReadOnly].into_iter().find(|s| *s as u8 == serving);
        known.map_or(Serving::No, |serving| self.unless_stopping(serving))
    }

    fn unless_stopping(&self, serving: Serving) -> Serving {
        if self.is_stopping() { Serving::No } else { serving }
    }

    /// True if clients are served, if only their reads.
    pub(crate) fn is_serving(&self) -> bool {
        self.serving() != Serving::No
    }

    pub(crate) fn set_quorum_status(&self, status: QuorumStatus) {
        let serving = self.serving();
        *self.quorum.lock().unwrap_or_else(PoisonError::into_inner) = Some((status, serving));
    }

    /// How a member stands in its ensemble, with whether it serves, of one moment: one who looks for a leader is not
    /// shown as a follower that serves nobody. `None` in the place of the former without an ensemble.
    pub(crate) fn standing(&self) -> (Option<QuorumStatus>, Serving) {
        match self.quorum.lock().unwrap_or_else(PoisonError::into_inner).clone() {
            Some((status, serving)) => (Some(status), self.unless_stopping(serving)),
            None => (None, self.serving()),
        }
    }

    /// Begins anew to count what goes to and from observers.
    pub(crate) fn reset_observers(&self) {
        let quorum = self.quorum.lock().unwrap_or_else(PoisonError::into_inner);
        let observers = quorum.iter().flat_map(|(status, _)| status.fed_observers());
        observers.filter_map(|o| o.traffic.as_ref()).for_each(|traffic| traffic.reset());
    }

    pub(crate) fn is_draining(&self) -> bool {
        self.draining.load(Ordering::SeqCst)
    }

    pub(crate) fn is_stopping(&self) -> bool {
        self.stopping.load(Ordering::Relaxed)
    }
}

/// The open connections by their id: slot in the lower half, use count of the slot in the upper.
#[derive(Debug, Default)]
pub(crate) struct ConnTable {
    slots: Vec<Slot>,
    free: Vec<u32>,
}

#[derive(Debug, Default)]
struct Slot {
    uses: u32,
    conn: Option<Arc<Conn>>,
}

impl ConnTable {
    /// Enters the connection that `make` builds for its id.
    pub(crate) fn insert(&mut self, make: impl FnOnce(ConnId) -> Arc<Conn>) -> Arc<Conn> {
        let index = self.free.pop().unwrap_or_else(|| {
            self.slots.push(Slot::default());
            (self.slots.len() - 1) as u32
        });
        let slot = &mut self.slots[index as usize];
        slot.uses += 1;
        let conn = make(ConnId(((slot.uses as u64) << 32) | index as u64));
        slot.conn = Some(conn.clone());
        conn
    }

    pub(crate) fn find(&self, id: ConnId) -> Option<&Arc<Conn>> {
        self.slots.get(id.0 as u32 as usize)?.conn.as_ref().filter(|c| c.id == id)
    }

    pub(crate) fn remove(&mut self, id: ConnId) {
        let index = id.0 as u32;
        if self.find(id).is_some()
            && let Some(slot) = self.slots.get_mut(index as usize)
        {
            slot.conn = None;
            self.free.push(index);
        }
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Arc<Conn>> {
        self.slots.iter().filter_map(|s| s.conn.as_ref())
    }
}
