//! HTTP/1.1 on a listener, with TLS or without: a bounded number of connections, of which none may dawdle.

use std::convert::Infallible;
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::time::Duration;

use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::sync::Semaphore;
use zk_proto::Id;

use super::body::Sent;
use super::route::Routes;
use crate::shared::CORE_METRICS;
use crate::status::metrics::Counter;
use crate::tls::handshake::{self, Door, Greeted};

/// Connections at one time; more have to wait.
const MAX_CONNECTIONS: usize = 64;

/// Longest head of a request, in bytes.
const MAX_HEAD_BYTES: usize = 16 << 10;

/// What is answered.
pub(super) type Answer = Response<Sent>;

/// Who is at the other end.
pub(super) struct Caller {
    pub(super) addr: SocketAddr,
    /// What a certificate has proved.
    pub(super) certificate: Vec<Id>,
}

/// Accepts until the runtime ends. A connection without a whole request within the idle time is closed.
pub(super) async fn serve(listener: TcpListener, door: Door, routes: Arc<Routes>) {
    let listener = match tokio::net::TcpListener::from_std(listener) {
        Ok(listener) => listener,
        Err(e) => return tracing::warn!("no AdminServer: {e}"),
    };
    let places = Arc::new(Semaphore::new(MAX_CONNECTIONS));
    loop {
        let Ok(place) = places.clone().acquire_owned().await else { return };
        let (stream, addr) = match listener.accept().await {
            Ok(accepted) => accepted,
            Err(e) => {
                // Out of descriptors, most likely: those in use have to end first.
                tracing::debug!("the AdminServer cannot accept: {e}");
                tokio::time::sleep(Duration::from_millis(100)).await;
                continue;
            }
        };
        let (door, routes) = (door.clone(), routes.clone());
        tokio::spawn(async move {
            greet(&door, routes, stream, addr).await;
            drop(place);
        });
    }
}

async fn greet(door: &Door, routes: Arc<Routes>, stream: TcpStream, addr: SocketAddr) {
    let config = &routes.shared.config;
    match handshake::greet_http(config, door, routes.idle, stream, addr).await {
        Ok(Greeted::Plain(stream)) => {
            if matches!(door, Door::Both(_)) {
                routes.shared.metrics[CORE_METRICS].count(Counter::InsecureAdmin);
            }
            talk(routes, stream, Caller { addr, certificate: Vec::new() }).await;
        }
        Ok(Greeted::Secured(stream, certificate)) => {
            talk(routes, *stream, Caller { addr, certificate }).await
        }
        Err(refused) => {
            let shared = &routes.shared;
            handshake::note(&shared.metrics[CORE_METRICS], &shared.log_gate, addr, &refused);
        }
    }
}

async fn talk(routes: Arc<Routes>, stream: impl AsyncRead + AsyncWrite + Unpin, caller: Caller) {
    let (idle, caller) = (routes.idle, Arc::new(caller));
    let service = service_fn(move |request: Request<Incoming>| {
        let (routes, caller) = (routes.clone(), caller.clone());
        async move { Ok::<Answer, Infallible>(routes.answer(request, &caller).await) }
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(idle)
        .max_buf_size(MAX_HEAD_BYTES)
        .serve_connection(TokioIo::new(stream), service);
    if let Err(e) = connection.await {
        tracing::debug!("a connection of the AdminServer ended: {e}");
    }
}
