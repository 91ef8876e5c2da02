//! `srvr` and `stat`: what a server is doing, in a few lines.

use std::fmt;

use zk_proto::Zxid;

use super::connections::{Connection, parse_connection};
use super::number;

/// The answer to `srvr`, and to `stat` with its clients.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Srvr {
    /// What stands before `version:`, `Zookeeper` for the original.
    pub product: String,
    /// Version line behind that.
    pub version: String,
    /// The server lacks its quorum and serves reads only.
    pub read_only: bool,
    /// Latencies in milliseconds: least, mean, most.
    pub latency_ms: Option<(f64, f64, f64)>,
    /// Packets received.
    pub received: Option<i64>,
    /// Packets sent.
    pub sent: Option<i64>,
    /// Open connections, that of the question included.
    pub connections: Option<i64>,
    /// Requests under way.
    pub outstanding: Option<i64>,
    /// Last processed zxid.
    pub zxid: Option<Zxid>,
    /// Role.
    pub mode: Option<Mode>,
    /// Number of znodes.
    pub node_count: Option<i64>,
    /// Sizes of proposals in bytes; leaders only.
    pub proposal_sizes: Option<ProposalSizes>,
    /// Connections; `stat` only.
    pub clients: Vec<Connection>,
    /// `name: value` lines that are none of the above.
    pub other: Vec<(String, String)>,
}

impl Srvr {
    /// The leading numbers of the version.
    pub fn release(&self) -> Option<(u32, u32, u32)> {
        let numbers = self.version.split(|c: char| !(c.is_ascii_digit() || c == '.')).next()?;
        let mut parts = numbers.split('.').map(|p| p.parse::<u32>().ok());
        Some((parts.next()??, parts.next()??, parts.next().flatten().unwrap_or(0)))
    }
}

/// A server's role as `srvr` names it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Mode {
    /// Has the ensemble's lead.
    Leader,
    /// Votes and follows.
    Follower,
    /// Follows without a vote.
    Observer,
    /// Is alone.
    Standalone,
    /// Lacks its quorum and serves reads only.
    ReadOnly,
    /// Anything else.
    Other(String),
}

impl Mode {
    fn parse(s: &str) -> Mode {
        match s {
            "leader" => Mode::Leader,
            "follower" => Mode::Follower,
            "observer" => Mode::Observer,
            "standalone" => Mode::Standalone,
            "read-only" => Mode::ReadOnly,
            other => Mode::Other(other.to_owned()),
        }
    }
}

impl fmt::Display for Mode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Mode::Leader => "leader",
            Mode::Follower => "follower",
            Mode::Observer => "observer",
            Mode::Standalone => "standalone",
            Mode::ReadOnly => "read-only",
            Mode::Other(other) => other,
        })
    }
}

/// Sizes of a leader's proposals in bytes; -1 before the first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ProposalSizes {
    /// Of the last one.
    pub last: i64,
    /// Of the smallest.
    pub min: i64,
    /// Of the largest.
    pub max: i64,
}

/// Reads the answer to `srvr`.
pub fn parse_srvr(text: &str) -> Srvr {
    let mut srvr = Srvr::default();
    for line in text.lines() {
        if line.starts_with("READ-ONLY mode") {
            srvr.read_only = true;
        } else if let Some(client) = line.strip_prefix(' ').and_then(parse_connection) {
            srvr.clients.push(client);
        } else if let Some((name, value)) = line.split_once(':') {
            take_line(&mut srvr, name.trim(), value.trim());
        }
    }
    srvr.read_only |= srvr.mode == Some(Mode::ReadOnly);
    srvr
}

/// Reads the answer to `stat`.
pub fn parse_stat(text: &str) -> Srvr {
    parse_srvr(text)
}

fn take_line(srvr: &mut Srvr, name: &str, value: &str) {
    match name {
        "Latency min/avg/max" => {
            srvr.latency_ms =
                three(value).and_then(|[a, b, c]| Some((a.parse().ok()?, b.parse().ok()?, c.parse().ok()?)))
        }
        "Received" => srvr.received = number(value),
        "Sent" => srvr.sent = number(value),
        "Connections" => srvr.connections = number(value),
        "Outstanding" => srvr.outstanding = number(value),
        "Zxid" => srvr.zxid = number(value).map(Zxid),
        "Mode" => srvr.mode = Some(Mode::parse(value)),
        "Node count" => srvr.node_count = number(value),
        "Proposal sizes last/min/max" => {
            srvr.proposal_sizes = three(value).and_then(|[last, min, max]| {
                Some(ProposalSizes { last: number(last)?, min: number(min)?, max: number(max)? })
            });
        }
        "Clients" => {}
        _ => match name.strip_suffix(" version") {
            Some(product) if srvr.version.is_empty() => {
                srvr.product = product.to_owned();
                srvr.version = value.to_owned();
            }
            _ => srvr.other.push((name.to_owned(), value.to_owned())),
        },
    }
}

fn three(value: &str) -> Option<[&str; 3]> {
    let mut parts = value.split('/').map(str::trim);
    Some([parts.next()?, parts.next()?, parts.next()?])
}

#[cfg(test)]
mod tests {
    use super::*;

    const LEADER: &str = "Zookeeper version: 3.8.0-${mvngit.commit.id}, built on 2024-12-29 17:54 UTC
Latency min/avg/max: 0/1.25/4
Received: 2
Sent: 1
Connections: 1
Outstanding: 0
Zxid: 0x10000000c
Mode: leader
Node count: 9
Proposal sizes last/min/max: 74/36/382
";

    #[test]
    fn a_leader_of_apache() {
        let s = parse_srvr(LEADER);
        assert_eq!((s.product.as_str(), s.release()), ("Zookeeper", Some((3, 8, 0))));
        assert_eq!(s.latency_ms, Some((0.0, 1.25, 4.0)));
        assert_eq!((s.received, s.sent, s.connections, s.outstanding), (Some(2), Some(1), Some(1), Some(0)));
        assert_eq!((s.zxid, s.mode.as_ref()), (Some(Zxid(0x1_0000_000c)), Some(&Mode::Leader)));
        assert_eq!(s.proposal_sizes, Some(ProposalSizes { last: 74, min: 36, max: 382 }));
        assert!(s.other.is_empty() && s.clients.is_empty() && !s.read_only);
    }

    #[test]
    fn a_server_without_quorum() {
        let text = "Zookeeper version: 3.9.4-7246445ec281f3dbf53dc54e970c914f39713903, built on 2025\n\
                    READ-ONLY mode; serving only read-only clients\nMode: read-only\n";
        let s = parse_srvr(text);
        assert!(s.read_only);
        assert_eq!(s.mode, Some(Mode::ReadOnly));
        assert_eq!(s.release(), Some((3, 9, 4)));
    }

    #[test]
    fn a_compatible_server() {
        let s = parse_srvr("ClickHouse Keeper version: v24.8.1-stable\nSent : 7\nZxid: 42\nFoo: bar\n");
        assert_eq!((s.product.as_str(), s.sent, s.zxid), ("ClickHouse Keeper", Some(7), Some(Zxid(42))));
        assert_eq!(s.other, [("Foo".to_owned(), "bar".to_owned())]);
    }

    #[test]
    fn stat_lists_clients() {
        let text = LEADER.replacen(
            '\n',
            "\nClients:\n /127.0.0.1:52526[1](queued=0,recved=4,sent=5)\n \
             /0:0:0:0:0:0:0:1:52542[0](queued=0,recved=1,sent=0)\n\n",
            1,
        );
        let s = parse_stat(&text);
        assert_eq!(s.clients.len(), 2);
        assert_eq!(s.clients[1].address, "0:0:0:0:0:0:0:1:52542");
        assert_eq!(s.node_count, Some(9));
    }
}
