//! What a member of an ensemble is told before it starts: who it is, who the others are, and its limits on the way
//! to and in a quorum. Times that the file gives in ticks stay in ticks here and have a method in milliseconds.

use crate::config::members::{HostPort, Member, MemberAddress, Membership, MultiAddress, Role};
use crate::config::sasl::QuorumSasl;
use crate::config::tls::TlsConfig;
use std::collections::BTreeSet;
use std::io;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr, ToSocketAddrs};
use std::path::PathBuf;

use zk_server::LocalSessions;
use zk_zab::Pacing;

/// Whether a server is alone.
#[derive(Clone, Debug, Default)]
pub enum Topology {
    /// Nobody else; no server number either.
    #[default]
    Standalone,
    /// A member of an ensemble, of one voter at least (`standaloneEnabled=false`).
    Ensemble(Box<Ensemble>),
}

/// One member's view of its ensemble. [`Ensemble::new`] has Apache's defaults and its sample's limits.
#[derive(Clone, Debug)]
pub struct Ensemble {
    /// The number in `myid`. It is one of the members'.
    pub my_id: i64,
    /// All members, this one included.
    pub membership: Membership,
    /// The version of the membership: the end of the dynamic file's name, else 0.
    pub version: i64,
    /// Ticks that a learner has to connect and catch up after an election (`initLimit`), at least 1.
    pub init_limit_ticks: u32,
    /// Ticks without a word after which leader and learner give each other up (`syncLimit`), at least 1.
    pub sync_limit_ticks: u32,
    /// Ticks to reach the leader (`connectToLearnerMasterLimit`). `None`: as `init_limit_ticks`.
    pub connect_limit_ticks: Option<u32>,
    /// Whether the ports for the other members are bound on every address of the machine.
    pub listen_on_all_ips: bool,
    /// How long opening an election connection may take (`cnxTimeout`).
    pub cnx_timeout_ms: u32,
    /// How long the first words on an election connection may take (`quorumCnxnTimeoutMs`). `None`: as the sync
    /// limit.
    pub quorum_cnxn_timeout_ms: Option<u32>,
    /// How often the election port is tried before the server gives up. `None`: for ever.
    pub election_bind_attempts: Option<u32>,
    /// The first wait for votes before they are asked for again (`fastleader.minNotificationInterval`).
    pub min_notification_ms: u32,
    /// The longest such wait; each doubles the one before it (`fastleader.maxNotificationInterval`).
    ///
    /// Differs: 3.2 s unless set, a minute in Apache's server, which then may sleep through its chance.
    pub max_notification_ms: u32,
    /// Whether new sessions are known to their server alone (`localSessionsEnabled`, `localSessionsUpgradingEnabled`).
    pub local_sessions: LocalSessions,
    /// Whether a leader serves clients (`leaderServes`).
    pub leader_serves: bool,
    /// Committed transactions kept in memory for learners that come back (`commitLogCount`), at least 500.
    pub commit_log_count: u32,
    /// A learner is sent the log instead of a snapshot up to this fraction of the snapshot's size
    /// (`snapshotSizeFactor`). Negative: never from the disk.
    pub snapshot_size_factor: f64,
    /// Whether a learner always gets a snapshot (`forceSnapshotSync`).
    pub force_snapshot_sync: bool,
    /// Where followers serve observers, so that these leave the leader alone (`observerMasterPort`). `None`: nowhere.
    pub observer_master_port: Option<u16>,
    /// Bytes of committed transactions kept in memory for learners, observers of this server's among them
    /// (`observerMaster.sizeLimit`).
    pub history_bytes: u32,
    /// Whether connections between members have TCP keep-alive (`tcpKeepAlive`).
    pub tcp_keep_alive: bool,
    /// Whether writes without permission are refused before they are forwarded (`enableEagerACLCheck`).
    pub eager_acl_check: bool,
    /// Whether an observer logs what it is told while it serves (`syncEnabled`, `observer.syncEnabled`).
    pub observer_logs: bool,
    /// Whether servers that join may have several addresses (`multiAddress.enabled`).
    pub multi_address: MultiAddress,
    /// How long a call of one of several addresses may take before the next one is tried
    /// (`multiAddress.reachabilityCheckTimeoutMs`). `None`: its share of the time that there is
    /// (`multiAddress.reachabilityCheckEnabled=false`).
    pub address_timeout_ms: Option<u32>,
    /// What is held back.
    pub pacing: Pacing,
    /// Where it says whether this one of two voters may go on without the other (`oraclePath`).
    pub oracle_path: Option<PathBuf>,
    /// Whether a change of the membership must leave two voters (`standaloneEnabled`).
    pub keeps_two_voters: bool,
    /// TLS between the members (`sslQuorum`, `portUnification`).
    pub tls: QuorumTls,
    /// SASL between the members. `None`: nobody logs in.
    pub sasl: Option<QuorumSasl>,
}

/// What transactions that are kept in memory for learners may take unless it is said otherwise.
pub(super) const HISTORY_BYTES: u32 = 64 << 20;

/// How the members talk to each other. A running ensemble changes from the first to the last one member at a time, all
/// members through one stage before the next.
#[derive(Clone, Debug, Default)]
pub enum QuorumTls {
    /// In plain text.
    #[default]
    Off,
    /// Calls in plain text, takes calls of both kinds.
    Accepted(TlsConfig),
    /// Calls with TLS, takes calls of both kinds.
    Preferred(TlsConfig),
    /// TLS only.
    Required(TlsConfig),
}

impl QuorumTls {
    /// The files, if there is TLS at all.
    pub fn config(&self) -> Option<&TlsConfig> {
        match self {
            QuorumTls::Off => None,
            QuorumTls::Accepted(config) | QuorumTls::Preferred(config) | QuorumTls::Required(config) => {
                Some(config)
            }
        }
    }
}

impl Ensemble {
    /// The hosts at which the others find this member.
    pub(crate) fn own_hosts(&self) -> Vec<&str> {
        let own = self.membership.members.get(&self.my_id);
        let hosts = own.into_iter().flat_map(|member| &member.addresses).map(|address| address.host.as_str());
        hosts.filter(|host| !crate::config::build::is_any(host)).collect()
    }

    /// A member with Apache's defaults; ten ticks to catch up and five of silence, as in its sample.
    ///
    /// # Errors
    /// What is wrong with the membership, or that this server is not in it.
    pub fn new(my_id: i64, membership: Membership) -> Result<Ensemble, String> {
        if !membership.members.contains_key(&my_id) {
            return Err(format!("My id {my_id} not in the peer list"));
        }
        match membership.problems().into_iter().next() {
            Some(problem) => Err(problem),
            None => Ok(Ensemble {
                init_limit_ticks: 10,
                sync_limit_ticks: 5,
                ..Ensemble::unset(my_id, membership)
            }),
        }
    }

    /// What holds before a file was read: no limits, and nothing checked.
    pub(super) fn unset(my_id: i64, membership: Membership) -> Ensemble {
        Ensemble {
            my_id,
            membership,
            version: 0,
            init_limit_ticks: 0,
            sync_limit_ticks: 0,
            connect_limit_ticks: None,
            listen_on_all_ips: false,
            cnx_timeout_ms: 5000,
            quorum_cnxn_timeout_ms: None,
            election_bind_attempts: Some(3),
            min_notification_ms: 200,
            max_notification_ms: 3200,
            local_sessions: LocalSessions::Off,
            leader_serves: true,
            commit_log_count: 500,
            snapshot_size_factor: 0.33,
            force_snapshot_sync: false,
            observer_master_port: None,
            history_bytes: HISTORY_BYTES,
            tcp_keep_alive: true,
            eager_acl_check: false,
            observer_logs: true,
            multi_address: MultiAddress::Disabled,
            address_timeout_ms: Some(1000),
            pacing: Pacing { snap_syncs: 10, diff_syncs: 100, ..Pacing::default() },
            oracle_path: None,
            keeps_two_voters: true,
            tls: QuorumTls::Off,
            sasl: None,
        }
    }

    /// This server's own line. `None` only if the fields were set by hand and do not fit together.
    pub fn me(&self) -> Option<&Member> {
        self.membership.members.get(&self.my_id)
    }

    /// Whether this server votes.
    pub fn role(&self) -> Role {
        self.me().map_or(Role::Observer, |me| me.role)
    }

    /// [`Ensemble::init_limit_ticks`] of `tick_ms` each, in milliseconds.
    pub fn init_limit_ms(&self, tick_ms: i32) -> u64 {
        ticks_ms(self.init_limit_ticks, tick_ms)
    }

    /// [`Ensemble::sync_limit_ticks`] of `tick_ms` each, in milliseconds.
    pub fn sync_limit_ms(&self, tick_ms: i32) -> u64 {
        ticks_ms(self.sync_limit_ticks, tick_ms)
    }

    /// How long a learner tries to reach its leader, in milliseconds.
    pub fn connect_limit_ms(&self, tick_ms: i32) -> u64 {
        ticks_ms(self.connect_limit_ticks.unwrap_or(self.init_limit_ticks), tick_ms)
    }

    /// How long the first words on an election connection may take, in milliseconds.
    pub fn quorum_cnxn_timeout_ms(&self, tick_ms: i32) -> u64 {
        self.quorum_cnxn_timeout_ms.map_or_else(|| self.sync_limit_ms(tick_ms), u64::from)
    }

    /// Where a leader listens for its learners: for each of its addresses, in order of preference as
    /// [`super::Config::client_listen`].
    ///
    /// # Errors
    /// If a name in this server's line does not resolve.
    pub fn quorum_listen(&self) -> io::Result<Vec<Vec<SocketAddr>>> {
        self.listen(|a| a.quorum_port)
    }

    /// Where votes are received, as [`Ensemble::quorum_listen`].
    ///
    /// # Errors
    /// If a name in this server's line does not resolve.
    pub fn election_listen(&self) -> io::Result<Vec<Vec<SocketAddr>>> {
        self.listen(|a| a.election_port)
    }

    /// Where this server takes observers while it follows, as [`Ensemble::quorum_listen`]. Empty without
    /// [`Ensemble::observer_master_port`].
    ///
    /// # Errors
    /// If a name in this server's line does not resolve.
    pub fn observers_listen(&self) -> io::Result<Vec<Vec<SocketAddr>>> {
        self.observer_master_port.map_or_else(|| Ok(Vec::new()), |port| self.listen(|_| port))
    }

    /// The membership in Apache's canonical form, as it goes over the wire and into `/zookeeper/config`.
    pub fn text(&self) -> String {
        self.membership.text(self.version)
    }

    fn listen(&self, port: impl Fn(&MemberAddress) -> u16) -> io::Result<Vec<Vec<SocketAddr>>> {
        let addresses = self.me().map(|me| &me.addresses[..]).unwrap_or_default();
        if self.listen_on_all_ips {
            let ports: BTreeSet<u16> = addresses.iter().map(port).collect();
            let both =
                |port| vec![(Ipv6Addr::UNSPECIFIED, port).into(), (Ipv4Addr::UNSPECIFIED, port).into()];
            return Ok(ports.into_iter().map(both).collect());
        }
        let resolve = |a: &MemberAddress| Ok((a.host.as_str(), port(a)).to_socket_addrs()?.collect());
        addresses.iter().map(resolve).collect()
    }
}

/// The ports of a member on this machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LoopbackPorts {
    /// For its learners while it leads.
    pub quorum: u16,
    /// For votes.
    pub election: u16,
    /// For clients.
    pub client: u16,
}

/// A voter on this machine, for embedding programs and tests.
pub fn loopback_voter(ports: LoopbackPorts) -> Member {
    let host = Ipv4Addr::LOCALHOST.to_string();
    let (quorum_port, election_port) = (ports.quorum, ports.election);
    Member {
        addresses: vec![MemberAddress { host: host.clone(), quorum_port, election_port }],
        role: Role::Participant,
        client: Some(HostPort { host, port: ports.client }),
        secure_client: None,
    }
}

fn ticks_ms(ticks: u32, tick_ms: i32) -> u64 {
    u64::from(ticks) * u64::from(tick_ms.unsigned_abs())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ensemble() -> Ensemble {
        let mut membership = Membership::default();
        for (sid, line) in [(1, "127.0.0.1:1:2"), (2, "localhost:3:4"), (3, "127.0.0.1:5:6:observer")] {
            membership.members.insert(sid, Member::parse(line, MultiAddress::Disabled).expect("a member"));
        }
        Ensemble::new(1, membership).expect("a good membership")
    }

    #[test]
    fn limits_follow_the_tick_unless_they_are_set() {
        let mut e = ensemble();
        assert_eq!((e.init_limit_ms(2000), e.sync_limit_ms(2000)), (20_000, 10_000));
        assert_eq!((e.connect_limit_ms(2000), e.quorum_cnxn_timeout_ms(2000)), (20_000, 10_000));
        (e.connect_limit_ticks, e.quorum_cnxn_timeout_ms) = (Some(3), Some(70));
        assert_eq!((e.connect_limit_ms(2000), e.quorum_cnxn_timeout_ms(2000)), (6000, 70));
    }

    #[test]
    fn members_are_listened_for_where_the_line_says_or_everywhere() {
        let mut e = ensemble();
        assert_eq!(e.quorum_listen().expect("one"), [["127.0.0.1:1".parse().expect("an address")]]);
        assert_eq!(e.election_listen().expect("one"), [["127.0.0.1:2".parse().expect("an address")]]);
        let line = "127.0.0.1:1:2|127.0.0.2:3:4|127.0.0.3:1:4";
        let several = Member::parse(line, MultiAddress::Enabled).expect("a member");
        e.membership.members.insert(1, several);
        let each: Vec<_> =
            e.election_listen().expect("three").concat().iter().map(ToString::to_string).collect();
        assert_eq!(each, ["127.0.0.1:2", "127.0.0.2:4", "127.0.0.3:4"]);
        e.listen_on_all_ips = true;
        let all: Vec<_> = e.quorum_listen().expect("all").concat().iter().map(ToString::to_string).collect();
        assert_eq!(all, ["[::]:1", "0.0.0.0:1", "[::]:3", "0.0.0.0:3"]);
    }

    #[test]
    fn who_is_not_in_the_list_is_no_member() {
        let e = ensemble();
        assert_eq!((e.role(), e.version), (Role::Participant, 0));
        assert_eq!(Ensemble::new(3, e.membership.clone()).map(|e| e.role()), Ok(Role::Observer));
        let said = Ensemble::new(7, e.membership).expect_err("not there");
        assert_eq!(said, "My id 7 not in the peer list");
    }
}
