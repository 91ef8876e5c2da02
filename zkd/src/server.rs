//! A whole server: starts the threads in order, stops them in the reverse one.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::thread::JoinHandle;
use std::time::Duration;

use thiserror::Error;
use tokio::sync::{Notify, watch};
use zk_proto::members::MultiAddress;
use zk_server::{LocalSessions, ServerConfig};
use zk_storage::{Fill, StorageError, WriterConfig};
use zk_tree::PrepareConfig;
use zk_tree::auth::AclSchemes;

use crate::admin::{self, Admin};
use crate::audit::{self, Audit};
use crate::clock::Clock;
use crate::config::Config;
use crate::conn::End;
use crate::core::{Core, SnapshotPolicy};
use crate::doors::Doors;
use crate::recover::{self, Recovered};
use crate::shard::Shards;
use crate::shared::{CORE_METRICS, Shared};
use crate::status::metrics::Summary;
use crate::tls::{Reloader, Tls, TlsError};
use crate::{listen, member, purge};

/// Why a server did not start.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum StartError {
    /// The data directory cannot be used as it is.
    #[error("{0}")]
    Storage(#[from] StorageError),
    /// The client address cannot be bound.
    #[error("cannot listen for clients on {addr}: {source}")]
    Listen {
        /// The address as configured.
        addr: String,
        /// What the system said.
        source: io::Error,
    },
    /// The address for the other servers cannot be bound.
    #[error("cannot listen for the other servers on {addr}: {source}")]
    ListenQuorum {
        /// The address as configured.
        addr: String,
        /// What the system said.
        source: io::Error,
    },
    /// The address of the AdminServer or of the metrics cannot be bound.
    #[error("cannot listen for HTTP on {addr}: {source}")]
    ListenHttp {
        /// The address as configured.
        addr: String,
        /// What the system said.
        source: io::Error,
    },
    /// The server lines make no ensemble.
    #[error("the server lines make no ensemble: {0}")]
    Membership(String),
    /// The audit log cannot be opened.
    #[error("cannot open the audit log{}: {source}", path.as_ref().map(|p| format!(" {}", p.display())).unwrap_or_default())]
    Audit {
        /// The file as configured.
        path: Option<std::path::PathBuf>,
        /// What the system said.
        source: io::Error,
    },
    /// TLS cannot be used as it is configured.
    #[error("{0}")]
    Tls(#[from] TlsError),
    /// No thread or runtime could be made.
    #[error("cannot start a thread: {0}")]
    Thread(io::Error),
}

/// Why a server stopped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StopReason {
    /// It was asked to.
    Asked,
    /// The log could not be written. What was acknowledged is safe; nothing more can be.
    Storage(String),
}

/// A running server. Dropping it stops it.
pub struct Server {
    shared: Arc<Shared>,
    client_addr: SocketAddr,
    secure_client_addr: Option<SocketAddr>,
    listener_stops: Vec<Arc<Notify>>,
    stopped: watch::Receiver<Option<StopReason>>,
    threads: Vec<JoinHandle<()>>,
    core: Option<JoinHandle<()>>,
    purge: Option<(std::sync::mpsc::Sender<()>, JoinHandle<()>)>,
    admin: Admin,
    dir: Arc<zk_storage::DataDir<zk_storage::OsDisk>>,
    _reloader: Option<Reloader>,
}

impl Server {
    /// Recovers the data directory and starts to serve. Returns once clients can connect.
    ///
    /// # Errors
    /// [`StartError`]; nothing is left running then.
    pub fn start(config: Config) -> Result<Server, StartError> {
        let mut config = config;
        let clients = Doors::open(&mut config)?;
        let quorum_tls = match config.ensemble().and_then(|e| e.tls.config()) {
            Some(tls) => Some(Tls::load(tls.clone())?),
            None => None,
        };
        if let (Some(tls), Some(ensemble)) = (&quorum_tls, config.ensemble())
            && let Some(doubt) = tls.doubt_of_hosts(&ensemble.own_hosts())
        {
            tracing::warn!("{doubt}");
        }
        let pages = [&config.admin, &config.metrics_page, &config.metrics_secure_page];
        let http = admin::Bound::new(pages.map(Option::as_ref))?;
        let seed = random_seed();
        let start = std::time::Instant::now();
        let parts = match config.ensemble().cloned() {
            None => Parts::Standalone(recover::recover(&config, seed)?),
            Some(ensemble) => {
                let parts = member::prepare(&config, &ensemble, quorum_tls.clone(), seed)?;
                Parts::Member(Box::new(parts))
            }
        };
        let took = start.elapsed();
        let replayed = parts.replayed().txns;
        let of_clients = clients.tls.clone().map(|tls| ("clients", tls));
        let of_quorum = quorum_tls.map(|tls| ("quorum", tls));
        let sides: Vec<_> = of_clients.into_iter().chain(of_quorum).chain(http.tls()).collect();
        let mut server = Server::start_threads(config, parts, clients, seed)?;
        let watched = sides.iter().map(|(_, tls)| tls.clone()).collect();
        server._reloader = Reloader::start(watched).map_err(StartError::Thread)?;
        let _ = server.shared.tls.set(sides);
        server.admin = http.start(&server.shared, &server.dir).map_err(StartError::Thread)?;
        let metrics = &server.shared.metrics[CORE_METRICS];
        metrics.record_time(Summary::DbInit, took);
        metrics.record_count(Summary::StartupTxns, replayed);
        server.tell_audit("serverStart", audit::Outcome::Success);
        Ok(server)
    }

    fn start_threads(config: Config, parts: Parts, clients: Doors, seed: u64) -> Result<Server, StartError> {
        let clock = Clock::new();
        let audit = start_audit(&config)?;
        // One processor is the core thread's: more busy threads than processors only take turns.
        let shards = std::thread::available_parallelism().map_or(1, |n| n.get() - 1).clamp(1, 16);
        let (stop_tx, stopped) = watch::channel(None);
        let dir;
        let shared;
        let core = match parts {
            Parts::Standalone(Recovered { dir: its_dir, tree, replayed }) => {
                let machine = zk_server::Server::new(standalone_config(&config), &tree, clock.times());
                shared = Arc::new(Shared::new(config, clock, tree, shards, audit));
                dir = its_dir;
                standalone(&shared, &dir, machine, replayed, seed, stop_tx)
            }
            Parts::Member(mut parts) => {
                dir = parts.recovered.dir.clone();
                let tree = std::mem::replace(&mut parts.recovered.tree, zk_tree::DataTree::new(seed));
                shared = Arc::new(Shared::new(config, clock, tree, shards, audit));
                shared.set_serving(crate::status::Serving::No);
                let core = parts.start(shared.clone())?;
                start_core(&shared, stop_tx, move || {
                    core.run().map_err(|e| {
                        tracing::error!("this member stops, the others go on without it: {e}");
                        StopReason::Storage(e)
                    })
                })
            }
        }
        .map_err(StartError::Thread)?;
        Server::start_serving(shared, dir, core, stopped, clients, shards).map_err(StartError::Thread)
    }

    fn start_serving(
        shared: Arc<Shared>,
        dir: Arc<zk_storage::DataDir<zk_storage::OsDisk>>,
        core: JoinHandle<()>,
        stopped: watch::Receiver<Option<StopReason>>,
        clients: Doors,
        shards: usize,
    ) -> io::Result<Server> {
        let (shards, mut threads) = Shards::start(&shared, shards)?;
        let shards = Arc::new(shards);
        let mut listener_stops = Vec::new();
        let (client_addr, secure_client_addr) = (clients.client_addr, clients.secure_client_addr);
        for (listener, door) in clients.listeners {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
            let stop = Arc::new(Notify::new());
            listener_stops.push(stop.clone());
            let (listen_shared, shards) = (shared.clone(), shards.clone());
            threads.push(std::thread::Builder::new().name("listener".into()).spawn(move || {
                runtime.block_on(listen::run(listen_shared, listener, door, shards, stop));
            })?);
        }
        drop(shards);
        let purge = start_purge(&shared, dir.clone())?;
        let admin = Admin::default();
        Ok(Server {
            client_addr,
            secure_client_addr,
            listener_stops,
            stopped,
            threads,
            core: Some(core),
            purge,
            admin,
            dir,
            shared,
            _reloader: None,
        })
    }

    /// Where clients connect: without TLS, unless there is no such port.
    pub fn client_addr(&self) -> SocketAddr {
        self.client_addr
    }

    /// Where clients connect with TLS only, if there is such a port.
    pub fn secure_client_addr(&self) -> Option<SocketAddr> {
        self.secure_client_addr
    }

    /// Where the AdminServer and then the pages of metrics listen, those that there are.
    pub fn http_addrs(&self) -> &[SocketAddr] {
        self.admin.addrs()
    }

    /// The configuration, with a port 0 replaced by the port in use.
    pub fn config(&self) -> &Config {
        &self.shared.config
    }

    /// Resolves when the server has stopped, by itself or because it was asked to.
    pub fn stopped(&self) -> impl Future<Output = StopReason> + Send + use<> {
        let mut stopped = self.stopped.clone();
        async move {
            loop {
                if let Some(reason) = stopped.borrow_and_update().clone() {
                    return reason;
                }
                if stopped.changed().await.is_err() {
                    return StopReason::Asked;
                }
            }
        }
    }

    /// Resolves once the thread that owns the server's state has taken up a question; it does not while its disk holds it up.
    pub fn answers(&self) -> impl Future<Output = ()> + Send + use<> {
        let shared = self.shared.clone();
        async move { crate::answer::ask_core(&shared).await }
    }

    /// Reads the configuration file again and takes up what may change while the server runs; returns what was found
    /// changed, and of each whether it takes a restart.
    ///
    /// # Errors
    /// Why nothing was taken up: a file that would be refused at the start.
    pub fn reload(&self) -> Result<Vec<String>, String> {
        crate::live::reload(&self.shared)
    }

    /// Takes no more requests, answers those that are on their way, closes all connections and ends all threads.
    ///
    /// # Errors
    /// [`StopReason::Storage`] if the log could not be written.
    pub fn stop(mut self) -> Result<(), StopReason> {
        self.shut_down()
    }

    fn tell_audit(&self, operation: &'static str, outcome: audit::Outcome) {
        if let Some(audit) = &self.shared.audit {
            audit.tell_of_server(operation, outcome, self.shared.clock.wall_ms());
        }
    }

    fn shut_down(&mut self) -> Result<(), StopReason> {
        self.tell_audit("serverStop", audit::Outcome::Invoked);
        self.listener_stops.iter().for_each(|stop| stop.notify_one());
        if self.shared.config.ensemble().is_some() && self.shared.is_serving() {
            let left = crate::drain::drain(&self.shared, Duration::from_millis(self.shared.config.drain_ms));
            if left > 0 {
                tracing::warn!(
                    requests = left,
                    "not all requests were answered in time (request_throttler.shutdownTimeout)"
                );
            }
        }
        self.shared.queue.stop();
        if let Some(core) = self.core.take()
            && core.join().is_err()
        {
            return Err(StopReason::Storage("the core thread panicked".into()));
        }
        stop_serving(&self.shared);
        for thread in self.threads.drain(..) {
            let _ = thread.join();
        }
        if let Some((stop, thread)) = self.purge.take() {
            drop(stop);
            let _ = thread.join();
        }
        self.admin.stop();
        match self.stopped.borrow().clone() {
            Some(reason @ StopReason::Storage(_)) => Err(reason),
            _ => Ok(()),
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if self.core.is_some() {
            let _ = self.shut_down();
        }
    }
}

fn start_audit(config: &Config) -> Result<Option<Audit>, StartError> {
    let id = config.ensemble().map_or(0, |e| e.my_id);
    let start = |c: audit::AuditConfig| {
        let path = c.file.clone();
        Audit::start(c, id).map_err(|source| StartError::Audit { path, source })
    };
    config.audit.clone().map(start).transpose()
}

/// What was recovered, and for whom.
enum Parts {
    Standalone(Recovered),
    Member(Box<member::MemberParts>),
}

impl Parts {
    fn replayed(&self) -> recover::Replayed {
        match self {
            Parts::Standalone(r) => r.replayed,
            Parts::Member(m) => m.replayed(),
        }
    }
}

/// The core thread of a server of its own.
fn standalone(
    shared: &Arc<Shared>,
    dir: &Arc<zk_storage::DataDir<zk_storage::OsDisk>>,
    machine: zk_server::Server,
    replayed: recover::Replayed,
    seed: u64,
    stop: watch::Sender<Option<StopReason>>,
) -> io::Result<JoinHandle<()>> {
    let config = &shared.config;
    let log = dir.log_writer(WriterConfig {
        prealloc_bytes: config.prealloc_kib * 1024,
        fsync: config.force_sync,
        size_limit_bytes: config.txn_log_size_limit_kib.map(|k| k * 1024),
        fill: Fill::Thread,
    });
    let policy = SnapshotPolicy {
        dir: dir.clone(),
        count: config.snap_count as u64,
        log_bytes: config.snap_size_limit_kib.map(|k| k * 1024),
        seed: seed | 1,
    };
    let core = Core::new(shared.clone(), machine, log, policy, replayed);
    start_core(shared, stop, move || {
        core.run().map_err(|e| {
            tracing::error!("the log cannot be written, the server stops: {e}");
            StopReason::Storage(e.to_string())
        })
    })
}

fn start_core(
    shared: &Arc<Shared>,
    stop: watch::Sender<Option<StopReason>>,
    run: impl FnOnce() -> Result<(), StopReason> + Send + 'static,
) -> io::Result<JoinHandle<()>> {
    let shared = shared.clone();
    std::thread::Builder::new().name("core".into()).spawn(move || {
        let reason = run().err().unwrap_or(StopReason::Asked);
        stop_serving(&shared);
        let _ = stop.send(Some(reason));
    })
}

/// Ends every connection, now and in future.
fn stop_serving(shared: &Shared) {
    shared.stopping.store(true, Ordering::SeqCst);
    shared.queue.stop();
    for conn in shared.conns().iter() {
        conn.end(End::Stopping);
    }
}

fn start_purge(
    shared: &Shared,
    dir: Arc<zk_storage::DataDir<zk_storage::OsDisk>>,
) -> io::Result<Option<(std::sync::mpsc::Sender<()>, JoinHandle<()>)>> {
    let Some(interval) = shared.config.autopurge_interval_ms else { return Ok(None) };
    let keep = shared.config.autopurge_retain as usize;
    let (stop, stopped) = std::sync::mpsc::channel();
    let thread = std::thread::Builder::new()
        .name("purge".into())
        .spawn(move || purge::run(&dir, keep, Duration::from_millis(interval), &stopped))?;
    Ok(Some((stop, thread)))
}

/// Java gives a standalone server's sessions the id 1, whatever myid says.
const STANDALONE_ID: u8 = 1;

/// Of a server of its own.
pub(crate) fn standalone_config(config: &Config) -> ServerConfig {
    server_config(config, STANDALONE_ID)
}

pub(crate) fn server_config(config: &Config, server_id: u8) -> ServerConfig {
    ServerConfig {
        server_id,
        tick_ms: config.tick_ms.max(1) as u64,
        min_session_timeout_ms: config.min_session_timeout_ms,
        max_session_timeout_ms: config.max_session_timeout_ms,
        local_sessions: config.ensemble().map_or(LocalSessions::Off, |e| e.local_sessions),
        touch_delay_ms: crate::conn::TOUCH_INTERVAL_MS,
        eager_acl_check: config.ensemble().is_some_and(|e| e.eager_acl_check),
        passwords: crate::session_key::passwords(config.session_password_key.as_ref()),
        prepare: PrepareConfig {
            extended_types: config.extended_types,
            enforce_quota: config.enforce_quota,
            digest: config.digest_enabled,
            reconfig: config.reconfig_enabled,
            multi_address: config.ensemble().map_or(MultiAddress::Disabled, |e| e.multi_address),
            // Any member of an ensemble may be an Apache 3.8, which loses the other form.
            create2_in_multi: config.ensemble().is_none(),
            close_session_paths: config.close_session_paths,
            acl_schemes: AclSchemes {
                x509: config.client_tls.is_some() || config.named_schemes.x509,
                sasl: config.sasl.is_some() || config.named_schemes.sasl,
            },
        },
        skip_acl: config.skip_acl,
        container_check_interval_ms: config.container_check_interval_ms,
        container_max_per_minute: config.container_max_per_minute,
        container_max_never_used_ms: config.container_max_never_used_ms.map_or(0, |ms| ms as i64),
        ..ServerConfig::default()
    }
}

/// Unpredictable enough for hash tables and for the moments of snapshots.
pub(crate) fn random_seed() -> u64 {
    use std::hash::{BuildHasher, Hasher};
    std::collections::hash_map::RandomState::new().build_hasher().finish()
}
