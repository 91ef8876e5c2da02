//! Connects to a leader's quorum port, or to where a follower serves observers, once. When to try again is the machine's business.

use std::io;
use std::net::{SocketAddr, TcpStream, ToSocketAddrs};
use std::sync::Arc;
use std::time::{Duration, Instant};

use socket2::SockRef;
use zk_proto::ServerId;
use zk_zab::Door;

use super::link::Origin;
use super::login;
use super::wire::{self, Wire};
use super::{HostPort, LinkEvent, Shared};
use crate::quorum::address::is_own_echo;
use crate::quorum::secure::QuorumSecurity;

/// Begins to dial, in place of what is being dialled.
pub(super) fn start(shared: &Arc<Shared>, to: (ServerId, Door), addrs: Vec<HostPort>, timeout: Duration) {
    let number = {
        let mut table = shared.table();
        table.dial += 1;
        table.dial
    };
    let (to, door) = to;
    let dial = Dial { shared: shared.clone(), to, door, number, deadline: Instant::now() + timeout };
    let failed = dial.clone();
    // Not among the threads that are waited for: a name may take long to resolve.
    let thread = std::thread::Builder::new().name("quorum-dial".into()).spawn(move || dial.run(&addrs));
    if let Err(e) = thread {
        failed.fail(format!("no thread for it: {e}"));
    }
}

#[derive(Clone)]
struct Dial {
    shared: Arc<Shared>,
    to: ServerId,
    door: Door,
    number: u64,
    deadline: Instant,
}

impl Dial {
    fn run(&self, addrs: &[HostPort]) {
        let mut failure = "no address is configured".to_owned();
        for (index, host) in addrs.iter().enumerate() {
            match self.connect(host, self.limit(addrs.len() - index)) {
                Ok((stream, addr, wire)) => {
                    let (to, door) = (self.to, self.door);
                    let origin = Origin::Dialed { to, door, addr, dial: self.number };
                    return self.shared.open(stream, origin, wire);
                }
                Err(e) => failure = format!("{host}: {e}"),
            }
            if self.is_over() {
                return self.fail(failure);
            }
        }
        self.fail(failure);
    }

    /// The name is resolved anew each time: it may have moved.
    fn connect(&self, host: &HostPort, limit: Duration) -> io::Result<(TcpStream, SocketAddr, Wire)> {
        let until = Instant::now() + limit;
        let found: Vec<SocketAddr> = host.lookup().to_socket_addrs()?.collect();
        let mut last = io::Error::new(io::ErrorKind::NotFound, "the name has no address");
        for (index, addr) in found.iter().enumerate() {
            let left = until.saturating_duration_since(Instant::now());
            let share = left / (found.len() - index) as u32;
            if share.is_zero() {
                return Err(io::ErrorKind::TimedOut.into());
            }
            match TcpStream::connect_timeout(addr, share) {
                Ok(stream) if is_own_echo(&SockRef::from(&stream)) => {
                    last = io::ErrorKind::ConnectionRefused.into();
                }
                Ok(stream) => match self.wire(&stream, host) {
                    Ok(wire) => return Ok((stream, *addr, wire)),
                    Err(e) => last = e,
                },
                Err(e) => last = e,
            }
        }
        Err(last)
    }

    /// How long the first of so many hosts may take.
    fn limit(&self, hosts: usize) -> Duration {
        let share = self.left() / hosts.max(1) as u32;
        match self.shared.address_timeout.filter(|_| hosts > 1) {
            Some(timeout) => share.min(timeout),
            None => share,
        }
    }

    fn wire(&self, stream: &TcpStream, host: &HostPort) -> io::Result<Wire> {
        let wire = match self.shared.security.as_ref().and_then(QuorumSecurity::for_calls) {
            None => Wire::plain(),
            Some(config) => wire::call(stream, host, config, self.left()).map(Wire::secured)?,
        };
        if let Some(login) = &self.shared.login {
            login::call(stream, &wire, login, self.left())?;
        }
        Ok(wire)
    }

    fn left(&self) -> Duration {
        self.deadline.saturating_duration_since(Instant::now())
    }

    fn is_over(&self) -> bool {
        self.left().is_zero() || !self.is_wanted()
    }

    fn is_wanted(&self) -> bool {
        let table = self.shared.table();
        !table.stopping && table.dial == self.number
    }

    fn fail(&self, reason: String) {
        if self.is_wanted() {
            (self.shared.deliver)(LinkEvent::DialFailed { to: self.to, reason });
        }
    }
}
