//! Builds a member: recovers its data, opens its ports, starts its threads.

use std::collections::BTreeMap;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use zk_journal::{FeedLimits, Journal, JournalConfig, RecoverConfig, Recovered, Standing, stream};
use zk_proto::{ServerId, Zxid};
use zk_server::member::{Member, MemberConfig, Serving};
use zk_storage::{Fill, OsDisk, StorageError, WriterConfig};
use zk_tree::DataTree;
use zk_zab::{MemberRole, Membership, ZabConfig};

use super::disk::DiskHandle;
use super::host::MemberHost;
use super::log_reader::{self, LogReader};
use super::membership_files::MembershipFiles;
use super::oracle::OracleReader;
use super::refusals::Refusals;
use super::sparing::Sparing;
use super::{MemberCore, MemberEvent};
use crate::config::Config;
use crate::config::ensemble::{Ensemble, QuorumTls};
use crate::core::{SnapshotPolicy, Snapshots};
use crate::queue::Entry;
use crate::quorum::election_net::{ElectionNet, ElectionNetConfig};
use crate::quorum::links::{BACKLOG_LIMIT_BYTES, LinkEvent, Links, LinksConfig};
use crate::quorum::login::QuorumLogin;
use crate::quorum::secure::QuorumSecurity;
use crate::quorum::{HostPort, KeepAlive};
use crate::recover;
use crate::server::StartError;
use crate::shared::Shared;
use crate::tls::Tls;

/// What is there before a thread runs.
pub(crate) struct MemberParts {
    pub(crate) recovered: Recovered<OsDisk>,
    membership: Arc<Membership>,
    ensemble: Ensemble,
    tls: Option<Arc<Tls>>,
    seed: u64,
}

/// Checks the membership and recovers the data.
pub(crate) fn prepare(
    config: &Config,
    ensemble: &Ensemble,
    tls: Option<Arc<Tls>>,
    seed: u64,
) -> Result<MemberParts, StartError> {
    let membership = membership(config, ensemble)?;
    let recovered = recover_member(config, &membership, seed)?;
    let (membership, ensemble) = (Arc::new(membership), ensemble.clone());
    Ok(MemberParts { recovered, membership, ensemble, tls, seed })
}

/// With three voters or more the others have what this one has lost: a damaged history is moved aside, and the member
/// vouches for nothing until a leader has sent it a new one.
fn recover_member(
    config: &Config,
    membership: &Membership,
    seed: u64,
) -> Result<Recovered<OsDisk>, StorageError> {
    let voters = membership.voters().count();
    let settings = recover::settings(config, Standing::Member, seed);
    let settings = RecoverConfig { membership: Some(membership.text().clone()), ..settings };
    let recovered = match zk_journal::recover(OsDisk, &settings) {
        Err(e) if zk_journal::is_damage(&e) && voters >= 3 => {
            let to = zk_journal::set_aside(OsDisk, &settings)?;
            tracing::error!(
                "the history on disk is damaged and has been moved to {}: {e}. This member has no vote that counts until \
                 a leader has sent it a snapshot",
                to.display()
            );
            zk_journal::recover(OsDisk, &settings)?
        }
        other => other?,
    };
    for warning in &recovered.warnings {
        tracing::warn!("{warning}");
    }
    let tree = &recovered.tree;
    recover::warn_of_ttl_nodes(config, tree);
    if let Some(first) = tree.digest_check().first_mismatch() {
        tracing::error!(
            "{} replayed transactions, the first of them {first}, left another tree than their digest says",
            tree.digest_check().mismatches()
        );
    }
    tracing::info!(
        zxid = %recovered.last_zxid,
        nodes = tree.node_count(),
        sessions = tree.sessions().count(),
        replayed = recovered.replayed.txns,
        "recovered"
    );
    Ok(recovered)
}

/// The membership as the broadcast knows it: that of the configuration, or a newer one that this server has noted since.
fn membership(config: &Config, ensemble: &Ensemble) -> Result<Membership, StartError> {
    let configured = Membership::from_lines(&ensemble.membership, ensemble.version, ensemble.text().into());
    let configured = configured.map_err(StartError::Membership)?;
    if !config.reconfig_enabled {
        return Ok(configured);
    }
    let noted = MembershipFiles::noted(&config.data_dir, configured.version())?;
    if let Some(noted) = &noted {
        tracing::warn!(
            "the membership {:x} that is noted in the file membership of {} is newer than the configuration's, {:x}: it counts",
            noted.version(),
            config.data_dir.display(),
            configured.version()
        );
    }
    Ok(noted.unwrap_or(configured))
}

/// What the end of the history brings, if it is newer than what is active. Not where the configuration has no version:
/// then somebody has written the members by hand, and means them.
fn next_membership(config: &Config, active: &Membership, tree: &DataTree) -> Option<Arc<Membership>> {
    let text = tree.config_text().filter(|_| config.reconfig_enabled && active.version() > 0)?;
    let next = Membership::parse(text).ok().filter(|next| next.version() > active.version())?;
    tracing::info!(
        "the membership {:x} is at the end of the history and not known to be active",
        next.version()
    );
    Some(next.into())
}

impl MemberParts {
    /// The zxid of the snapshot that recovery began with, and what it replayed.
    pub(crate) fn replayed(&self) -> zk_journal::Replayed {
        self.recovered.replayed
    }

    /// Opens the ports and starts the threads; what they tell goes into the queue of `shared`. The tree of the
    /// recovery is in `shared` already.
    pub(crate) fn start(self, shared: Arc<Shared>) -> Result<MemberCore, StartError> {
        let MemberParts { recovered, membership, ensemble, tls, seed } = self;
        let config = &shared.config;
        let tick_ms = config.tick_ms.max(1) as u64;
        let writer = WriterConfig {
            prealloc_bytes: config.prealloc_kib * 1024,
            fsync: config.force_sync,
            size_limit_bytes: config.txn_log_size_limit_kib.map(|k| k * 1024),
            fill: Fill::Thread,
        };
        let settings = recover::settings(config, Standing::Member, seed);
        let mut journal = Journal::new(
            &recovered,
            JournalConfig { writer, recover: settings.options(), format: settings.format, seed },
        );
        let policy = SnapshotPolicy {
            dir: recovered.dir.clone(),
            count: config.snap_count as u64,
            log_bytes: config.snap_size_limit_kib.map(|k| k * 1024),
            seed: seed | 1,
        };
        let snapshots = Snapshots::new(shared.clone(), policy, recovered.replayed);
        let me = ServerId(ensemble.my_id);
        let next_membership = next_membership(config, &membership, &shared.tree());
        let mut files = MembershipFiles::new(
            me,
            config.source.as_ref().map(|source| source.path.clone()),
            config.data_dir.clone(),
            membership.version(),
        );
        journal.keep_memberships_by(Box::new(move |memberships| files.keep(memberships)));
        let keeps_no_log = !ensemble.observer_logs && membership.role(me) == Some(MemberRole::Observer);
        let sparing = keeps_no_log.then(Sparing::new);
        let disk =
            DiskHandle::start(shared.clone(), journal, snapshots, sparing).map_err(StartError::Thread)?;
        let max_data = config.max_buffer_bytes as usize + config.max_buffer_extra_bytes as usize;
        let security =
            QuorumSecurity::new(&ensemble.tls, tls, addresses(&ensemble.membership, |a| a.quorum_port));
        let links = Arc::new(start_links(&shared, &ensemble, security.clone(), max_data, seed)?);
        let election = start_election(&shared, &ensemble, security.clone())?;
        warn_of_open_ports(config, &ensemble);
        let observers_listen = ensemble.observers_listen().map_err(|source| StartError::ListenQuorum {
            addr: "the address in this server's line (observerMasterPort)".into(),
            source,
        })?;
        let base = Arc::new(AtomicI64::new(recovered.base.0));
        let limits = FeedLimits {
            snapshot_size_factor: ensemble.snapshot_size_factor,
            max_record_bytes: settings.max_record_bytes,
        };
        let (reader_shared, dir, reader_links) = (shared.clone(), recovered.dir.clone(), links.clone());
        let reader_base = base.clone();
        let log_reader = LogReader::start(move |requests| {
            let base = || Zxid(reader_base.load(Ordering::SeqCst));
            log_reader::run(&reader_shared, &dir, &reader_links, limits, base, &requests);
        })
        .map_err(StartError::Thread)?;
        let epochs = recovered.epochs;
        let member = Member::new(
            MemberConfig {
                zab: ZabConfig {
                    my_id: me,
                    role: membership.role(me).unwrap_or(MemberRole::Participant),
                    membership,
                    next_membership,
                    reconfig: config.reconfig_enabled,
                    tick_ms,
                    init_limit: ensemble.init_limit_ticks.into(),
                    sync_limit: ensemble.sync_limit_ticks.into(),
                    connect_limit: ensemble.connect_limit_ticks.unwrap_or(ensemble.init_limit_ticks).into(),
                    history_txns: ensemble.commit_log_count as usize,
                    history_bytes: ensemble.history_bytes as usize,
                    min_notification_ms: ensemble.min_notification_ms.into(),
                    max_notification_ms: ensemble.max_notification_ms.into(),
                    finalize_wait_ms: FINALIZE_WAIT_MS,
                    observer_masters: ensemble.observer_master_port.is_some(),
                    force_snapshot: ensemble.force_snapshot_sync,
                    hold_commits: true,
                    oracle: ensemble.oracle_path.is_some(),
                    pacing: ensemble.pacing,
                },
                server: crate::server::server_config(config, ensemble.my_id as u8),
                seed,
                keeps_two_voters: ensemble.keeps_two_voters,
                read_only_after_ms: config.read_only_mode.then(|| tick_ms.max(MIN_READ_ONLY_DELAY_MS)),
            },
            zk_zab::Recovered {
                accepted_epoch: epochs.map_or(0, |e| e.accepted),
                current_epoch: epochs.map_or(0, |e| e.current),
                last_zxid: recovered.last_zxid,
            },
        );
        let oracle =
            ensemble.oracle_path.as_ref().map(|path| OracleReader::start(shared.clone(), path.clone()));
        let oracle = oracle.transpose().map_err(StartError::Thread)?;
        let mut host = MemberHost {
            me,
            security,
            disk,
            log_reader,
            election,
            links,
            lines: Arc::default(),
            version: 0,
            quorum_addrs: BTreeMap::new(),
            connect_timeout: Duration::from_millis(ensemble.connect_limit_ms(config.tick_ms)),
            observer_master_port: ensemble.observer_master_port,
            observers_listen,
            max_data,
            leader_serves: ensemble.leader_serves,
            keeps_no_log,
            base,
            _oracle: oracle,
            peers: BTreeMap::new(),
            paces: Default::default(),
            serving: Serving::No,
            proposed: None,
            refusals: Refusals::default(),
            role_changed: false,
            halted: None,
            shared: shared.clone(),
        };
        host.take_memberships(member.zab().memberships());
        Ok(MemberCore::new(shared, member, host))
    }
}

const MIN_READ_ONLY_DELAY_MS: u64 = 2000;
/// How long an election waits for a better vote, as Java's.
const FINALIZE_WAIT_MS: u64 = 200;

pub(super) fn addresses(
    membership: &crate::config::members::Membership,
    port: impl Fn(&crate::config::members::MemberAddress) -> u16,
) -> BTreeMap<ServerId, Vec<HostPort>> {
    let of = |m: &crate::config::members::Member| {
        m.addresses.iter().map(|a| HostPort { host: a.host.clone(), port: port(a) }).collect()
    };
    membership.members.iter().map(|(id, m)| (ServerId(*id), of(m))).collect()
}

/// Starts what listens at these addresses.
fn listening<T>(
    what: &str,
    addrs: io::Result<Vec<Vec<SocketAddr>>>,
    start: impl FnOnce(Vec<Vec<SocketAddr>>) -> io::Result<T>,
) -> Result<T, StartError> {
    let error = |addr: String, source: io::Error| {
        let hint = match source.kind() {
            io::ErrorKind::AddrNotAvailable => {
                "; if it is another server's address, this server's myid is wrong"
            }
            _ => "",
        };
        StartError::ListenQuorum { addr: format!("{addr} ({what}{hint})"), source }
    };
    let addrs = addrs.map_err(|e| error("the addresses in this server's line".into(), e))?;
    let last: Vec<String> = addrs.iter().filter_map(|group| group.last()).map(ToString::to_string).collect();
    start(addrs).map_err(|e| error(last.join(" and "), e))
}

fn start_links(
    shared: &Arc<Shared>,
    ensemble: &Ensemble,
    security: Option<QuorumSecurity>,
    max_data: usize,
    seed: u64,
) -> Result<Links, StartError> {
    let limits = stream::StreamLimits { max_field_bytes: max_data.max(16 << 20), ..Default::default() };
    listening("quorum port", ensemble.quorum_listen(), |listen| {
        let queue = shared.clone();
        Links::start(LinksConfig {
            listen,
            max_data,
            backlog_limit: BACKLOG_LIMIT_BYTES,
            write_timeout: Duration::from_millis(ensemble.init_limit_ms(shared.config.tick_ms).max(1)),
            deliver: Arc::new(move |event| {
                if let LinkEvent::Packets { heard: Some(zxid), .. } = &event {
                    queue.upstream.heard(*zxid, queue.clock.now_ms());
                }
                queue.queue.push(&[], |_| Entry::Member(MemberEvent::Link(event)));
            }),
            load_snapshot: Arc::new(move |input, zxid| {
                stream::read(input, zxid, seed, limits).map(Box::new).map_err(|e| e.to_string())
            }),
            address_timeout: ensemble.address_timeout_ms.map(|ms| Duration::from_millis(ms.into())),
            keep_alive: KeepAlive::of(ensemble.tcp_keep_alive),
            security: security.clone(),
            login: QuorumLogin::new(ensemble.sasl.as_ref()),
        })
    })
}

/// Whoever reaches the ports between servers is a member to them, unless he has to prove it.
fn warn_of_open_ports(config: &Config, ensemble: &Ensemble) {
    let proves = matches!(ensemble.tls, QuorumTls::Required(_))
        || ensemble.sasl.as_ref().is_some_and(|s| s.server_requires);
    let addrs = [ensemble.quorum_listen(), ensemble.election_listen()];
    let is_reached =
        addrs.into_iter().flatten().flatten().flatten().any(|addr| !addr.ip().to_canonical().is_loopback());
    if proves || !is_reached {
        return;
    }
    let more = if config.reconfig_enabled {
        ", and with reconfigEnabled=true change who the members are"
    } else {
        ""
    };
    tracing::warn!(
        "anybody who reaches this server's quorum and election ports can speak as a member{more}: sslQuorum=true or \
         quorum.auth.serverRequireSasl=true closes them, a firewall keeps them for the members"
    );
}

fn start_election(
    shared: &Arc<Shared>,
    ensemble: &Ensemble,
    security: Option<QuorumSecurity>,
) -> Result<ElectionNet, StartError> {
    let tick_ms = shared.config.tick_ms;
    let me = ServerId(ensemble.my_id);
    let mut peers = addresses(&ensemble.membership, |a| a.election_port);
    let my_addrs = peers.remove(&me).unwrap_or_default();
    listening("election port", ensemble.election_listen(), |listen| {
        let queue = shared.clone();
        let config = ElectionNetConfig {
            my_id: me,
            my_addrs,
            listen,
            bind_attempts: ensemble.election_bind_attempts.unwrap_or(0),
            peers: peers.into_iter().collect(),
            takes_strangers: shared.config.reconfig_enabled,
            connect_timeout: Duration::from_millis(ensemble.cnx_timeout_ms.into()),
            handshake_timeout: Duration::from_millis(ensemble.quorum_cnxn_timeout_ms(tick_ms).max(1)),
            silence_timeout: Duration::from_millis(ensemble.sync_limit_ms(tick_ms).max(1)),
            keep_alive: KeepAlive::of(ensemble.tcp_keep_alive),
            security: security.clone(),
            login: QuorumLogin::new(ensemble.sasl.as_ref()),
        };
        let deliver = move |event| {
            queue.queue.push(&[], |_| Entry::Member(MemberEvent::Election(event)));
        };
        ElectionNet::start(config, Arc::new(deliver))
    })
}
