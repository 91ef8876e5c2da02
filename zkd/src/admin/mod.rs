//! The AdminServer: a server's status over HTTP, in the shapes of Apache's, with probes that tell the truth and a page
//! for Prometheus. By verb: [`http`] speaks the protocol, [`route`] finds what a path means, [`commands`] makes the
//! fields of Apache's commands, [`health`] judges, [`prometheus`] lists the metrics. What only some may do is
//! [`guarded`]: by [`auth`] it is known who asks.
//!
//! Differs: without `admin.serverAddress` it listens on 127.0.0.1, where Apache's is open to the world. `snapshot` and
//! `restore` are off unless they are switched on, and whoever asks must be the super user or be named in `admin.users`:
//! with Apache anybody may download the whole tree of a server as it is installed (CVE-2025-58457).

mod auth;
mod body;
mod commands;
mod disks;
mod fields;
mod guarded;
mod health;
mod http;
mod prometheus;
mod route;

use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener, ToSocketAddrs};
use std::sync::Arc;
use std::thread::JoinHandle;

use tokio::sync::Notify;
use zk_proto::Id;
use zk_storage::{DataDir, OsDisk};

use crate::config::tls::{TlsConfig, TlsSide};
use crate::listen;
use crate::server::StartError;
use crate::shared::Shared;
use crate::tls::Tls;
use crate::tls::handshake::Door;

/// Where and how status is served over HTTP.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HttpConfig {
    /// Address or name to bind.
    pub host: String,
    /// 0, any free port, never comes from a file.
    pub port: u16,
    /// What the command pages' paths begin with.
    pub command_url: String,
    /// A connection without a request is closed after this long.
    pub idle_timeout_ms: u32,
    /// Whether the configuration asks for it: then it is an error if the port is taken, and otherwise a warning.
    pub is_required: bool,
    /// What may be done over it besides looking.
    pub commands: AdminCommands,
    /// `None`: plain text.
    pub tls: Option<AdminTls>,
}

/// Commands that not everybody may give.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AdminCommands {
    /// Backups may be taken (`admin.snapshot.enabled`).
    pub snapshot: bool,
    /// They may be put back (`admin.restore.enabled`).
    pub restore: bool,
    /// Between two of the same.
    pub interval_ms: u64,
    /// Who may do it besides the super user, if the root's ACL lets them do everything as well (`admin.users`).
    pub users: Vec<Id>,
}

impl Default for AdminCommands {
    /// None of them.
    fn default() -> AdminCommands {
        AdminCommands { snapshot: false, restore: false, interval_ms: 300_000, users: Vec::new() }
    }
}

/// What a server is not ready for clients with, besides not serving them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReadyLimits {
    /// More transactions behind its leader; 0 is no limit (`admin.readyz.maxLag`).
    pub max_lag: u64,
    /// Less space for its data or its log; `None`: as much as the log grows by, 0: it is not judged
    /// (`admin.readyz.minFreeInKb`).
    pub min_free_kib: Option<u64>,
}

impl Default for ReadyLimits {
    /// What is on its way from a leader to those who make a quorum with it is what servers take before they answer: a thousand
    /// requests each (`globalOutstandingLimit`). Many times that is behind only a member that a quorum does without, so the
    /// limit does not take everybody away in a burst of writes.
    fn default() -> ReadyLimits {
        ReadyLimits { max_lag: 50_000, min_free_kib: None }
    }
}

/// TLS of the AdminServer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AdminTls {
    /// The files, those of the connections between servers.
    pub tls: TlsConfig,
    /// Whether callers without TLS are turned away.
    pub is_required: bool,
}

impl Default for HttpConfig {
    /// Apache's defaults, on this machine only.
    fn default() -> HttpConfig {
        HttpConfig {
            host: Ipv4Addr::LOCALHOST.to_string(),
            port: 8080,
            command_url: "/commands".to_owned(),
            idle_timeout_ms: 30_000,
            is_required: false,
            commands: AdminCommands::default(),
            tls: None,
        }
    }
}

/// The sockets, bound before the server starts: a port that is taken must not be found when it serves.
#[derive(Default)]
pub(crate) struct Bound {
    listeners: Vec<(TcpListener, HttpConfig, Door)>,
}

impl Bound {
    /// Binds those that are configured, and reads what their TLS needs.
    ///
    /// # Errors
    /// The address, and what the system said, if the configuration asks for it; TLS that cannot be used in any case.
    pub(crate) fn new(configs: [Option<&HttpConfig>; 3]) -> Result<Bound, StartError> {
        let mut bound = Bound::default();
        for config in configs.into_iter().flatten() {
            let door = match &config.tls {
                None => Door::Plain,
                Some(tls) if tls.is_required => Door::Secure(Tls::load(tls.tls.clone())?),
                Some(tls) => Door::Both(Tls::load(tls.tls.clone())?),
            };
            let addr = format!("{}:{}", config.host, config.port);
            match resolve(config).and_then(|addrs| listen::bind(&addrs, BACKLOG)) {
                Ok(listener) => bound.listeners.push((listener, config.clone(), door)),
                Err(source) if config.is_required => return Err(StartError::ListenHttp { addr, source }),
                Err(e) => tracing::warn!("no AdminServer: cannot listen on {addr}: {e}"),
            }
        }
        Ok(bound)
    }

    /// The TLS in use, and of which pages.
    pub(crate) fn tls(&self) -> Vec<(&'static str, Arc<Tls>)> {
        let of = |(_, _, door): &(TcpListener, HttpConfig, Door)| match door {
            Door::Plain => None,
            // The AdminServer has the certificate between servers.
            Door::Secure(tls) | Door::Both(tls) => match tls.config().side {
                TlsSide::Metrics => Some(("metrics", tls.clone())),
                TlsSide::Clients | TlsSide::Quorum => Some(("admin", tls.clone())),
            },
        };
        self.listeners.iter().filter_map(of).collect()
    }

    /// Serves on a thread of its own, apart from the clients.
    pub(crate) fn start(self, shared: &Arc<Shared>, dir: &Arc<DataDir<OsDisk>>) -> io::Result<Admin> {
        let stop = Arc::new(Notify::new());
        let mut addrs = Vec::new();
        if self.listeners.is_empty() {
            return Ok(Admin { stop, addrs, thread: None });
        }
        for (listener, ..) in &self.listeners {
            addrs.push(listener.local_addr()?);
        }
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let (shared, dir, stopping) = (shared.clone(), dir.clone(), stop.clone());
        let thread = std::thread::Builder::new().name("admin".into()).spawn(move || {
            runtime.block_on(async {
                for (listener, config, door) in self.listeners {
                    let routes = route::Routes::new(shared.clone(), dir.clone(), config);
                    tokio::spawn(http::serve(listener, door, Arc::new(routes)));
                }
                stopping.notified().await;
            });
        })?;
        Ok(Admin { stop, addrs, thread: Some(thread) })
    }
}

/// The running AdminServer, if there is one.
#[derive(Default)]
pub(crate) struct Admin {
    stop: Arc<Notify>,
    addrs: Vec<SocketAddr>,
    thread: Option<JoinHandle<()>>,
}

impl Admin {
    /// Where it listens: the AdminServer proper, then the pages of metrics, those that there are.
    pub(crate) fn addrs(&self) -> &[SocketAddr] {
        &self.addrs
    }

    /// Ends it, whoever is connected.
    pub(crate) fn stop(&mut self) {
        self.stop.notify_one();
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// Connections that wait to be accepted; there are few.
const BACKLOG: i32 = 64;

fn resolve(config: &HttpConfig) -> io::Result<Vec<SocketAddr>> {
    Ok((config.host.as_str(), config.port).to_socket_addrs()?.collect())
}
