//! Where a member listens, by name, and what all sockets between members have in common.

use std::fmt;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use socket2::{SockRef, TcpKeepalive};

/// A host as configured, a name or an address, and a port. The name is resolved anew before each use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct HostPort {
    pub(crate) host: String,
    pub(crate) port: u16,
}

impl HostPort {
    /// Reads `host:port`.
    pub(super) fn parse(text: &str) -> Option<HostPort> {
        let (host, port) = text.rsplit_once(':')?;
        let host = host.trim_start_matches('[').trim_end_matches(']');
        let port = port.parse().ok().filter(|port| *port > 0)?;
        (!host.is_empty()).then(|| HostPort { host: host.to_owned(), port })
    }

    /// For the resolver: an address in brackets is an address, too.
    pub(super) fn lookup(&self) -> (&str, u16) {
        (self.host.trim_start_matches('[').trim_end_matches(']'), self.port)
    }
}

/// `host:port`, an IPv6 address in brackets.
impl fmt::Display for HostPort {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.host.parse() {
            Ok(IpAddr::V6(ip)) => write!(f, "[{ip}]:{}", self.port),
            _ => write!(f, "{}:{}", self.host, self.port),
        }
    }
}

/// An address as people write it: IPv4 stays IPv4 on a socket for both.
pub(super) fn canonical(addr: SocketAddr) -> SocketAddr {
    SocketAddr::new(addr.ip().to_canonical(), addr.port())
}

/// Whether the kernel asks now and then if an idle peer is still there (`tcpKeepAlive`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum KeepAlive {
    On,
    Off,
}

impl KeepAlive {
    pub(crate) fn of(is_on: bool) -> KeepAlive {
        if is_on { KeepAlive::On } else { KeepAlive::Off }
    }
}

/// Makes a vanished peer show: within `silence` of the moment at which nothing comes back any more, the socket fails.
/// Without keep-alive a half-open connection on which nothing is sent lasts for ever (K-31).
pub(super) fn watch_over(socket: &SockRef<'_>, silence: Duration, keep_alive: KeepAlive) -> io::Result<()> {
    let probe = (silence / 4).max(Duration::from_secs(1));
    if keep_alive == KeepAlive::On {
        socket.set_tcp_keepalive(&TcpKeepalive::new().with_time(probe).with_interval(probe))?;
    }
    #[cfg(target_os = "linux")]
    socket.set_tcp_user_timeout(Some(silence))?;
    Ok(())
}

/// A socket that was connected to itself: the kernel does that now and then when a port is dialled on which nobody
/// listens, and which it hands out for the call.
pub(super) fn is_own_echo(socket: &SockRef<'_>) -> bool {
    match (socket.local_addr(), socket.peer_addr()) {
        (Ok(local), Ok(peer)) => local == peer,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_written_as_configured() {
        let text = |host: &str| HostPort { host: host.into(), port: 3888 }.to_string();
        assert_eq!(text("zoo1.example"), "zoo1.example:3888");
        assert_eq!(text("::1"), "[::1]:3888");
        assert_eq!(text("[::1]"), "[::1]:3888");
        assert_eq!(HostPort { host: "[::1]".into(), port: 1 }.lookup(), ("::1", 1));
    }
}
