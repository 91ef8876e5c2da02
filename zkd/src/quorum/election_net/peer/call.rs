//! Calls a peer: resolves its name anew, connects, says hello.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use socket2::SockRef;
use tokio::io::AsyncWriteExt;
use tokio::net::{TcpStream, lookup_host};
use tokio::time::{Instant, timeout, timeout_at};
use zk_proto::ServerId;

use super::Connection;
use crate::quorum::HostPort;
use crate::quorum::address::is_own_echo;
use crate::quorum::election_net::Net;
use crate::quorum::election_net::login;
use crate::quorum::election_net::stream::Stream;

/// A connection if this server owns the one to `sid`; none if the peer has been told to make one.
///
/// # Errors
/// With the address that failed.
pub(super) async fn call(net: Arc<Net>, sid: ServerId) -> io::Result<Option<Connection>> {
    let addrs = net.peer(sid).map(|peer| peer.addrs()).unwrap_or_default();
    let deadline = Instant::now() + net.connect_timeout;
    let (tcp, host) = connect(&addrs, deadline).await?;
    net.prepare(&tcp)?;
    let mut stream =
        timeout(net.handshake_timeout, Stream::called(tcp, host, net.security.as_ref())).await??;
    // In one write: ZooKeeper reads the address with a single read.
    let hello = async {
        stream.write_all(&net.hello).await?;
        stream.flush().await
    };
    timeout(net.handshake_timeout, hello).await??;
    if let Some(login) = &net.login {
        timeout(net.handshake_timeout, login::call(&mut stream, login)).await??;
    }
    Ok((net.my_id > sid).then(|| Connection::new(stream, Vec::new())))
}

/// The first address that answers. Each gets an equal share of the time that is left.
async fn connect(addrs: &[HostPort], deadline: Instant) -> io::Result<(TcpStream, &HostPort)> {
    let mut last = io::Error::new(io::ErrorKind::InvalidInput, "no address is configured");
    for (index, addr) in addrs.iter().enumerate() {
        let until = share(deadline, addrs.len() - index);
        match connect_host(addr, until).await {
            Ok(stream) => return Ok((stream, addr)),
            Err(e) => last = io::Error::new(e.kind(), format!("{addr}: {e}")),
        }
    }
    Err(last)
}

async fn connect_host(host: &HostPort, deadline: Instant) -> io::Result<TcpStream> {
    let found: Vec<SocketAddr> = timeout_at(deadline, lookup_host(host.lookup())).await??.collect();
    let mut last = io::Error::new(io::ErrorKind::NotFound, "the name has no address");
    for (index, addr) in found.iter().enumerate() {
        let connected = timeout_at(share(deadline, found.len() - index), TcpStream::connect(addr)).await;
        match connected.unwrap_or_else(|elapsed| Err(elapsed.into())) {
            Ok(stream) if is_own_echo(&SockRef::from(&stream)) => {
                last = io::ErrorKind::ConnectionRefused.into();
            }
            Ok(stream) => return Ok(stream),
            Err(e) => last = e,
        }
    }
    Err(last)
}

/// The end of the first of `parts` equal parts of the time until `deadline`.
fn share(deadline: Instant, parts: usize) -> Instant {
    let now = Instant::now();
    now + deadline.saturating_duration_since(now) / parts.max(1) as u32
}
