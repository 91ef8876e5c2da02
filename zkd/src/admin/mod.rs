//! The AdminServer: a server's status over HTTP, in the shapes of Apache's, with probes that tell the truth and a page
//! for Prometheus. By verb: [`http`] speaks the protocol, [`route`] finds what a path means, [`commands`] makes the
//! fields of Apache's commands, [`health`] judges, [`prometheus`] lists the metrics.
//!
//! Nothing here changes what the server holds. Apache's `snapshot`, `restore` and `shed_connections` are not among the
//! commands.
//!
//! Differs: without `admin.serverAddress` it listens on 127.0.0.1, where Apache's is open to the world.

mod commands;
mod fields;
mod health;
mod http;
mod prometheus;
mod route;

use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener, ToSocketAddrs};
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;

use tokio::sync::Notify;

use crate::listen;
use crate::shared::Shared;

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
        }
    }
}

/// The sockets, bound before the server starts: a port that is taken must not be found when it serves.
#[derive(Default)]
pub(crate) struct Bound {
    listeners: Vec<(TcpListener, HttpConfig)>,
}

impl Bound {
    /// Binds both, as far as they are configured.
    ///
    /// # Errors
    /// The address, and what the system said, if the configuration asks for it.
    pub(crate) fn new(configs: [Option<&HttpConfig>; 2]) -> Result<Bound, (String, io::Error)> {
        let mut bound = Bound::default();
        for config in configs.into_iter().flatten() {
            let name = format!("{}:{}", config.host, config.port);
            match resolve(config).and_then(|addrs| listen::bind(&addrs, BACKLOG)) {
                Ok(listener) => bound.listeners.push((listener, config.clone())),
                Err(e) if config.is_required => return Err((name, e)),
                Err(e) => tracing::warn!("no AdminServer: cannot listen on {name}: {e}"),
            }
        }
        Ok(bound)
    }

    /// Serves on a thread of its own, apart from the clients.
    pub(crate) fn start(self, shared: &Arc<Shared>) -> io::Result<Admin> {
        let stop = Arc::new(Notify::new());
        let mut addrs = Vec::new();
        if self.listeners.is_empty() {
            return Ok(Admin { stop, addrs, thread: None });
        }
        for (listener, _) in &self.listeners {
            addrs.push(listener.local_addr()?);
        }
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let (shared, stopping) = (shared.clone(), stop.clone());
        let thread = std::thread::Builder::new().name("admin".into()).spawn(move || {
            runtime.block_on(async {
                for (listener, config) in self.listeners {
                    let idle = Duration::from_millis(config.idle_timeout_ms.max(1).into());
                    let routes = Arc::new(route::Routes::new(shared.clone(), config.command_url));
                    tokio::spawn(http::serve(listener, routes, idle));
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
    /// Where it listens: the AdminServer proper, then the page of metrics, those that there are.
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
