//! The client listener: accepts, applies the limits, gives connections to the shards.

use std::io;
use std::net::{SocketAddr, TcpListener as StdListener};
use std::sync::Arc;
use std::time::Duration;

use socket2::{Domain, Protocol, Socket, Type};
use tokio::net::TcpListener;
use tokio::sync::Notify;

use crate::limits::{ConnLimits, Full};
use crate::log_gate::Subject;
use crate::shard::{Accepted, Shards};
use crate::shared::{CORE_METRICS, Shared};
use crate::status::metrics::Counter;
use crate::tls::handshake::Door;

/// What `listen(2)` gets for "as many as the kernel allows": it cuts this down itself.
const KERNEL_MAXIMUM: i32 = 65_535;

/// Binds the first of `addrs` that can be bound.
///
/// # Errors
/// The last address's error, if none can.
pub(crate) fn bind(addrs: &[SocketAddr], backlog: i32) -> io::Result<StdListener> {
    let mut last = io::Error::new(io::ErrorKind::InvalidInput, "no client address is configured");
    for addr in addrs {
        match bind_one(*addr, backlog) {
            Ok(listener) => return Ok(listener),
            Err(e) => last = io::Error::new(e.kind(), format!("{addr}: {e}")),
        }
    }
    Err(last)
}

fn bind_one(addr: SocketAddr, backlog: i32) -> io::Result<StdListener> {
    let socket = Socket::new(Domain::for_address(addr), Type::STREAM, Some(Protocol::TCP))?;
    if addr.is_ipv6() && addr.ip().is_unspecified() {
        socket.set_only_v6(false)?;
    }
    socket.set_reuse_address(true)?;
    socket.set_nonblocking(true)?;
    socket.bind(&addr.into())?;
    socket.listen(if backlog > 0 { backlog } else { KERNEL_MAXIMUM })?;
    Ok(socket.into())
}

/// Accepts until `stop`.
pub(crate) async fn run(
    shared: Arc<Shared>,
    listener: StdListener,
    door: Door,
    shards: Arc<Shards>,
    stop: Arc<Notify>,
) {
    let limits = if matches!(door, Door::Secure(_)) { &shared.secure_limits } else { &shared.limits };
    let listener = match TcpListener::from_std(listener) {
        Ok(listener) => listener,
        Err(e) => {
            tracing::error!("the client listener cannot be used: {e}");
            return;
        }
    };
    loop {
        let accepted = tokio::select! {
            () = stop.notified() => return,
            accepted = listener.accept() => accepted,
        };
        match accepted {
            Ok((stream, addr)) => admit(&shared, limits, &door, &shards, stream, addr),
            Err(e) => {
                // Out of file descriptors, as a rule: wait for some to be given back instead of spinning.
                tracing::warn!("accept failed: {e}");
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        }
    }
}

/// Counts each, and tells in Apache's words of the first from an address and minute.
fn refuse(shared: &Shared, addr: SocketAddr, full: Full) {
    let metrics = &shared.metrics[CORE_METRICS];
    metrics.count(Counter::ConnectionRejected);
    metrics.count(Counter::DropLimit);
    if !shared.log_gate.opens(Subject::Addr(addr.ip()), "limit") {
        return;
    }
    match full {
        Full::PerAddr(max) => {
            tracing::warn!(peer = %addr, "Too many connections from {} - max is {max} (maxClientCnxns)", addr.ip());
        }
        Full::InAll(max) => {
            tracing::warn!(peer = %addr, "Too many connections max allowed is {max} (maxCnxns)")
        }
    }
}

fn admit(
    shared: &Arc<Shared>,
    limits: &Arc<ConnLimits>,
    door: &Door,
    shards: &Shards,
    stream: tokio::net::TcpStream,
    addr: SocketAddr,
) {
    let addr = SocketAddr::new(addr.ip().to_canonical(), addr.port());
    let place = match limits.take(addr.ip()) {
        Ok(place) => place,
        Err(full) => return refuse(shared, addr, full),
    };
    let setup = || -> io::Result<std::net::TcpStream> {
        stream.set_nodelay(true)?;
        let stream = stream.into_std()?;
        if shared.config.client_tcp_keep_alive {
            Socket::from(stream.try_clone()?).set_keepalive(true)?;
        }
        Ok(stream)
    };
    match setup() {
        Ok(stream) => shards.give(Accepted { stream, addr, place, door: door.clone() }),
        Err(e) => tracing::debug!(peer = %addr, "connection lost before it was served: {e}"),
    }
}
