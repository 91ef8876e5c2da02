//! Takes calls on the election port: each caller says who it is on a task of its own and is then handed to the task
//! of that peer.

use std::collections::VecDeque;
use std::fmt;
use std::io;
use std::net::{SocketAddr, TcpListener as StdListener};
use std::sync::atomic::Ordering::Relaxed;
use std::sync::{Arc, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::io::AsyncReadExt;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::AbortHandle;
use zk_proto::ServerId;
use zk_proto::election::{Hello, MAX_HELLO_ADDRESS_BYTES};

use super::login;
use super::peer::{Arrival, Connection};
use super::stream::Stream;
use super::{MAX_HANDSHAKES, Net, Refusal};
use crate::quorum::HostPort;
use crate::quorum::address::canonical;

/// Without file descriptors, as a rule: some are given back meanwhile.
const ACCEPT_PAUSE: Duration = Duration::from_millis(50);
/// More than a hello can have. What is read behind one belongs to the connection.
const HELLO_BUFFER_BYTES: usize = MAX_HELLO_ADDRESS_BYTES + 64;

/// A caller that has not said who it is.
pub(super) struct Handshake {
    addr: SocketAddr,
    task: AbortHandle,
}

/// Accepts until the runtime ends.
pub(super) async fn run(net: Arc<Net>, listener: StdListener) {
    let listener = match TcpListener::from_std(listener) {
        Ok(listener) => listener,
        Err(e) => return tracing::error!("the election listener cannot be used: {e}"),
    };
    loop {
        match listener.accept().await {
            Ok((stream, addr)) => admit(&net, stream, canonical(addr)),
            Err(e) => {
                tracing::warn!("accept on the election port failed: {e}");
                tokio::time::sleep(ACCEPT_PAUSE).await;
            }
        }
    }
}

fn admit(net: &Arc<Net>, stream: TcpStream, addr: SocketAddr) {
    let mut handshakes = handshakes(net);
    handshakes.retain(|h| !h.task.is_finished());
    if handshakes.len() >= MAX_HANDSHAKES
        && let Some(oldest) = handshakes.pop_front()
    {
        oldest.task.abort();
        net.refusals.stranger(oldest.addr, Refusal::Crowded, "too many callers, this one was the slowest");
    }
    let task = tokio::spawn(greet(net.clone(), stream, addr)).abort_handle();
    handshakes.push_back(Handshake { addr, task });
}

async fn greet(net: Arc<Net>, stream: TcpStream, addr: SocketAddr) {
    if let Err(e) = net.prepare(&stream) {
        return tracing::debug!(peer = %addr, "election connection lost before it was used: {e}");
    }
    let read = async {
        let accepted = Stream::accepted(stream, net.security.as_ref()).await;
        let mut stream = accepted.map_err(|e| (Refusal::Untrusted, e))?;
        let (hello, mut rest) = read_hello(&mut stream).await?;
        if let Some(login) = &net.login {
            let let_in = login::accept(&mut stream, &mut rest, addr, login).await;
            let_in.map_err(|e| (Refusal::Untrusted, e))?;
        }
        Ok((hello, Connection::new(stream, rest)))
    };
    let read = tokio::time::timeout(net.handshake_timeout, read).await;
    let read = read.unwrap_or_else(|_| Err((Refusal::HelloLate, "the hello did not come in time".into())));
    let routed = read.and_then(|(hello, connection)| route(&net, &hello, addr, connection));
    if let Err((why, detail)) = routed {
        net.refusals.stranger(addr, why, detail);
    }
}

type Refused = (Refusal, String);

async fn read_hello(stream: &mut Stream) -> Result<(Hello, Vec<u8>), Refused> {
    let mut buffer = Vec::with_capacity(HELLO_BUFFER_BYTES);
    loop {
        let cut = |detail: &dyn fmt::Display, length: usize| {
            Err((Refusal::HelloCut, format!("{detail} after {length} bytes of the hello")))
        };
        match (&mut *stream).take((HELLO_BUFFER_BYTES - buffer.len()) as u64).read_buf(&mut buffer).await {
            Ok(0) => return cut(&"closed", buffer.len()),
            Ok(_) => {}
            Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
            Err(e) => return cut(&e, buffer.len()),
        }
        match Hello::split(&buffer) {
            Ok(None) => {}
            Ok(Some((hello, used))) => return Ok((hello, buffer.split_off(used))),
            Err(e) => {
                let start = buffer.get(..32).unwrap_or(&buffer).escape_ascii();
                return Err((Refusal::BadHello, format!("{e}: {start}")));
            }
        }
    }
}

/// Hands the caller to the peer's task. The address that a member names for itself is not used: anybody can name any. A
/// server that wants to become one has no other.
fn route(net: &Arc<Net>, hello: &Hello, addr: SocketAddr, connection: Connection) -> Result<(), Refused> {
    let ServerId(id) = hello.sid;
    if hello.sid == net.my_id {
        let what = format!(
            "the caller says that it is this server, {id}: either it has the same number in its file myid, or another \
             server line of this server leads back to it"
        );
        return Err((Refusal::OwnId, what));
    }
    let known = net.peer(hello.sid);
    let may_join = net.takes_strangers && (0..i64::MAX).contains(&id);
    if known.is_none() && !may_join {
        return Err((Refusal::UnknownId, format!("no member has the id {id}")));
    }
    let is_stranger = known.as_ref().is_none_or(|peer| peer.on_demand.load(Relaxed));
    let claimed: Vec<HostPort> = hello.addrs.iter().filter_map(|a| HostPort::parse(a)).collect();
    if let Some(security) = net.security.as_ref().filter(|_| connection.stream().is_secure()) {
        let certificate = connection.stream().certificate();
        let checked = match is_stranger {
            true => security.check_stranger(certificate, hello.sid, &claimed),
            false => security.check_caller(certificate, addr, Some(hello.sid)),
        };
        checked.map_err(|e| (Refusal::Untrusted, e))?;
    }
    let peer = match known {
        Some(peer) => {
            if is_stranger {
                peer.set_addrs(claimed);
            }
            peer
        }
        None => {
            let crowded = || (Refusal::Crowded, "too many servers that are no members".to_owned());
            net.add_stranger(hello.sid, claimed).ok_or_else(crowded)?
        }
    };
    let arrival = if hello.sid > net.my_id { Arrival::Connection(connection) } else { Arrival::Knock };
    let crowded = |_| (Refusal::Crowded, format!("too many connections of member {id} at once"));
    peer.arrivals.try_send(arrival).map_err(crowded)
}

fn handshakes(net: &Net) -> MutexGuard<'_, VecDeque<Handshake>> {
    net.handshakes.lock().unwrap_or_else(PoisonError::into_inner)
}
