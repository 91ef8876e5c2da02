//! Connect strings: `host:port,host:port/chroot`, IPv6 in brackets, as a URL (`zk://…`, `zks://…` with TLS), and
//! Dubbo's `zookeeper://host:port?backup=host:port`.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;
use zk_proto::path::{self, PathError};

/// The client port where none is given.
pub const DEFAULT_PORT: u16 = 2181;
/// The same behind `zks://`. Apache has no default for its `secureClientPort`; this is the one in its examples.
pub const DEFAULT_TLS_PORT: u16 = 2281;

/// A server's name or address, and its client port.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct HostPort {
    /// Host name, IPv4 address, or IPv6 address without brackets.
    pub host: String,
    /// Client port.
    pub port: u16,
}

impl HostPort {
    /// A server of its two parts.
    pub fn new(host: impl Into<String>, port: u16) -> HostPort {
        HostPort { host: host.into(), port }
    }
}

impl fmt::Display for HostPort {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.host.contains(':') {
            write!(f, "[{}]:{}", self.host, self.port)
        } else {
            write!(f, "{}:{}", self.host, self.port)
        }
    }
}

impl From<std::net::SocketAddr> for HostPort {
    fn from(addr: std::net::SocketAddr) -> Self {
        HostPort { host: addr.ip().to_string(), port: addr.port() }
    }
}

impl FromStr for HostPort {
    type Err = ConnectStringError;

    /// Reads `host`, `host:port`, `[v6]` or `[v6]:port`.
    fn from_str(s: &str) -> Result<Self, Self::Err> {
        HostPort::parse(s, DEFAULT_PORT)
    }
}

impl HostPort {
    fn parse(s: &str, default_port: u16) -> Result<HostPort, ConnectStringError> {
        let s = s.trim();
        if let Some((_, server)) = s.rsplit_once('@') {
            return Err(ConnectStringError::Credentials { server: server.to_owned() });
        }
        let (host, port) = match s.strip_prefix('[') {
            Some(rest) => {
                let (host, tail) =
                    rest.split_once(']').ok_or_else(|| ConnectStringError::Bracket(s.to_owned()))?;
                match tail.strip_prefix(':') {
                    Some(port) => (host, Some(port)),
                    None if tail.is_empty() => (host, None),
                    None => return Err(ConnectStringError::Bracket(s.to_owned())),
                }
            }
            None if s.matches(':').count() > 1 => return Err(ConnectStringError::BareIpv6(s.to_owned())),
            None => match s.split_once(':') {
                Some((host, port)) => (host, Some(port)),
                None => (s, None),
            },
        };
        if host.is_empty() {
            return Err(ConnectStringError::NoHost(s.to_owned()));
        }
        let port = match port {
            None => default_port,
            Some(p) => match p.parse::<u16>() {
                Ok(n) if n != 0 => n,
                _ => return Err(ConnectStringError::Port { port: p.to_owned(), server: s.to_owned() }),
            },
        };
        Ok(HostPort { host: host.to_owned(), port })
    }
}

/// Servers, an optional chroot, and whether to talk TLS.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConnectString {
    servers: Vec<HostPort>,
    chroot: String,
    tls: bool,
}

impl ConnectString {
    /// These servers, in this order; no chroot.
    ///
    /// # Errors
    /// [`ConnectStringError::NoServers`] for an empty list.
    pub fn new(servers: Vec<HostPort>) -> Result<ConnectString, ConnectStringError> {
        if servers.is_empty() {
            return Err(ConnectStringError::NoServers);
        }
        Ok(ConnectString { servers, chroot: String::new(), tls: false })
    }

    /// The same servers with another chroot; `/` and the empty string mean none.
    ///
    /// # Errors
    /// [`ConnectStringError::Chroot`] if it is no valid path.
    pub fn with_chroot(mut self, chroot: &str) -> Result<ConnectString, ConnectStringError> {
        self.chroot = match chroot {
            "" | "/" => String::new(),
            path => {
                path::validate(path)
                    .map_err(|source| ConnectStringError::Chroot { path: path.to_owned(), source })?;
                path.to_owned()
            }
        };
        Ok(self)
    }

    /// The servers, as written.
    pub fn servers(&self) -> &[HostPort] {
        &self.servers
    }

    /// The chroot, or the empty string.
    pub fn chroot(&self) -> &str {
        &self.chroot
    }

    /// Whether it asks for TLS: `zks://`.
    pub fn wants_tls(&self) -> bool {
        self.tls
    }
}

impl From<HostPort> for ConnectString {
    fn from(server: HostPort) -> Self {
        ConnectString { servers: vec![server], chroot: String::new(), tls: false }
    }
}

impl fmt::Display for ConnectString {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.tls {
            f.write_str("zks://")?;
        }
        for (i, server) in self.servers.iter().enumerate() {
            if i > 0 {
                f.write_str(",")?;
            }
            write!(f, "{server}")?;
        }
        f.write_str(&self.chroot)
    }
}

impl FromStr for ConnectString {
    type Err = ConnectStringError;

    fn from_str(s: &str) -> Result<Self, Self::Err> {
        let s = s.trim();
        let (scheme, rest) = match s.split_once("://") {
            Some((scheme, rest)) => (scheme, rest),
            None => ("", s),
        };
        let (tls, dubbo) = match scheme.to_ascii_lowercase().as_str() {
            "" | "zk" => (false, false),
            "zks" => (true, false),
            "zookeeper" => (false, true),
            _ => return Err(ConnectStringError::Scheme(scheme.to_owned())),
        };
        let port = if tls { DEFAULT_TLS_PORT } else { DEFAULT_PORT };
        // In the plain form a question mark may be part of the chroot.
        let (rest, query) = match rest.split_once('?') {
            Some((rest, query)) if !scheme.is_empty() => (rest, query),
            _ => (rest, ""),
        };
        let (list, chroot) = match rest.find('/') {
            Some(at) => rest.split_at_checked(at).unwrap_or((rest, "")),
            None => (rest, ""),
        };
        let mut servers = parse_list(list, port)?;
        for parameter in query.split('&').filter(|p| !p.is_empty()) {
            match parameter.split_once('=') {
                Some(("backup", backup)) if dubbo => servers.extend(parse_list(&unescape(backup), port)?),
                // Dubbo's own settings, which mean nothing to a connection.
                _ if dubbo => {}
                _ => {
                    let name = parameter.split('=').next().unwrap_or_default();
                    return Err(ConnectStringError::Parameter(name.to_owned()));
                }
            }
        }
        let mut out = ConnectString::new(servers)?.with_chroot(chroot)?;
        out.tls = tls;
        Ok(out)
    }
}

fn parse_list(list: &str, default_port: u16) -> Result<Vec<HostPort>, ConnectStringError> {
    let parts = list.split(',').filter(|p| !p.trim().is_empty());
    parts.map(|part| HostPort::parse(part, default_port)).collect()
}

/// `%3A` and the like, which some tools write into the values of a URL. What is no escape stays as it is.
fn unescape(text: &str) -> String {
    let mut parts = text.split('%');
    let mut bytes = parts.next().unwrap_or_default().as_bytes().to_vec();
    for part in parts {
        let digits = part.get(..2).filter(|d| d.bytes().all(|b| b.is_ascii_hexdigit()));
        match digits.and_then(|d| u8::from_str_radix(d, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                bytes.extend_from_slice(part.get(2..).unwrap_or_default().as_bytes());
            }
            None => {
                bytes.push(b'%');
                bytes.extend_from_slice(part.as_bytes());
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Why a connect string could not be read.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ConnectStringError {
    /// No server at all.
    #[error("no server is named; expected host:port[,host:port…][/chroot]")]
    NoServers,
    /// A URL of something else.
    #[error("unknown scheme {0:?}; known are zk://, zks:// (TLS) and zookeeper://")]
    Scheme(String),
    /// A parameter where there are none.
    #[error("unknown parameter {0:?}; only zookeeper:// takes one, ?backup=host:port,…")]
    Parameter(String),
    /// `user:password@host`. What stands before the host is not repeated: it may be a secret.
    #[error("credentials before {server:?}: they do not belong in a connect string")]
    Credentials {
        /// The server as written.
        server: String,
    },
    /// A server without a host.
    #[error("no host in {0:?}")]
    NoHost(String),
    /// A port that is no number from 1 to 65535.
    #[error("bad port {port:?} in {server:?}")]
    Port {
        /// The port as written.
        port: String,
        /// The server as written.
        server: String,
    },
    /// `[` without `]`, or something behind it that is no port.
    #[error("unbalanced bracket in {0:?}; expected [address]:port")]
    Bracket(String),
    /// An IPv6 address without brackets, of which the port cannot be told.
    #[error("{0:?} looks like an IPv6 address; write it as [address]:port")]
    BareIpv6(String),
    /// The chroot is no valid path.
    #[error("bad chroot {path:?}: {source}")]
    Chroot {
        /// The chroot as written.
        path: String,
        /// The rule that it breaks.
        source: PathError,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(input: &str, expected: &str) {
        assert_eq!(input.parse::<ConnectString>().unwrap().to_string(), expected, "{input}");
    }

    #[test]
    fn accepted_forms() {
        check("h1", "h1:2181");
        check("h1:2182, h2", "h1:2182,h2:2181");
        check("h1:2181,h2:2181/app/x", "h1:2181,h2:2181/app/x");
        check("h1/", "h1:2181");
        check("[::1]:2182,[fe80::1]/c", "[::1]:2182,[fe80::1]:2181/c");
        check("zookeeper://a:2181?backup=b:2182,c", "a:2181,b:2182,c:2181");
        check("zookeeper://a?timeout=3&backup=b", "a:2181,b:2181");
        check("zookeeper://a/x", "a:2181/x");
        check("zookeeper://a:2182,b?backup=c%3A2183%2Cd&group=g%", "a:2182,b:2181,c:2183,d:2181");
        check("zk://h1,[::1]:2182/a?", "h1:2181,[::1]:2182/a");
        check("h/a?b", "h:2181/a?b");
        check("ZKS://h1:2182,h2/app", "zks://h1:2182,h2:2281/app");
        assert!("zks://h".parse::<ConnectString>().unwrap().wants_tls());
        check("zks://h1:2182,h2:2281/app", "zks://h1:2182,h2:2281/app");
    }

    #[test]
    fn refused_forms() {
        for (input, part) in [
            ("", "no server"),
            ("/a", "no server"),
            ("h:0", "bad port"),
            ("h:99999", "bad port"),
            ("h:x", "bad port"),
            (":2181", "no host"),
            ("::1", "IPv6"),
            ("[::1", "bracket"),
            ("[::1]x", "bracket"),
            ("h/a/", "bad chroot"),
            ("h/a//b", "bad chroot"),
            ("http://h", "unknown scheme \"http\""),
            ("zk://h?backup=a", "unknown parameter \"backup\""),
            ("zk://", "no server"),
            ("zookeeper://a?backup=b:x", "bad port \"x\" in \"b:x\""),
        ] {
            let error = input.parse::<ConnectString>().unwrap_err().to_string();
            assert!(error.contains(part), "{input}: {error}");
        }
        let error = "zookeeper://u:canary@h:1".parse::<ConnectString>().unwrap_err().to_string();
        assert!(error.contains("\"h:1\"") && !error.contains("canary"), "{error}");
    }
}
