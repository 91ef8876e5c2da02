//! The server's configuration: what a `zoo.cfg` says, checked as a whole and turned into typed values with their
//! units in the names. Reading the file is [`properties`], knowing the keys is [`keys`], putting values into a
//! [`Config`] is `build`. Nothing here opens a socket or touches the data directory, `myid` apart.

mod build;
pub mod effective;
pub mod ensemble;
pub mod jaas;
pub mod keys;
pub use zk_proto::members;
pub mod properties;
mod report;
pub mod sasl;
mod secret;
mod secret_files;
pub mod source;
pub mod tls;
mod value;
pub(crate) mod x509;

pub use build::UnknownKeys;
pub use report::{ConfigErrors, Problem, Report, Severity, Warning};
pub use secret::Secret;
pub use x509::AlternativeName;

use zk_tree::auth::AclSchemes;

pub use crate::admin::{AdminCommands, AdminTls, HttpConfig, ReadyLimits};
pub use crate::audit::{AuditConfig, AuditFormat};
use crate::config::ensemble::{Ensemble, Topology};
use crate::config::sasl::ClientSasl;
use crate::config::source::Source;
use crate::config::tls::TlsConfig;
pub use crate::flush::FlushConfig;
use crate::fourlw::Whitelist;
pub use crate::throttle::ConnThrottle;
use etcetera::BaseStrategy;
use std::io;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr, ToSocketAddrs};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Everything a server is told before it starts. [`Config::standalone`] has Apache's defaults.
#[derive(Clone, Debug)]
pub struct Config {
    /// Snapshots and `myid`, below it `version-2`.
    pub data_dir: PathBuf,
    /// Transaction logs, below it `version-2`. The same as `data_dir` unless set.
    pub data_log_dir: PathBuf,
    /// The plain client listener. 0, any free port, comes from [`Config::standalone`] only, never from a file.
    pub client_port: Option<u16>,
    /// Address or name to bind; `None` is every address of the machine, of both families, as `0.0.0.0` is to
    /// Java. See [`Config::client_listen`].
    pub client_addr: Option<String>,
    /// The listener for TLS only. 0 as for `client_port`.
    pub secure_client_port: Option<u16>,
    /// As `client_addr`, for the listener for TLS.
    pub secure_client_addr: Option<String>,
    /// Whether the plain listener takes TLS, too (`client.portUnification`).
    pub client_port_unification: bool,
    /// TLS of clients. There if a listener takes it.
    pub client_tls: Option<TlsConfig>,
    /// Handshakes of clients at a time; above it callers are turned away (`netty.server.outstandingHandshake.limit`).
    pub tls_handshake_limit: u32,
    /// The identity whose certificate makes a super user (`X509AuthenticationProvider.superUser`).
    pub x509_super_user: Option<String>,
    /// How a certificate's subjectAltName gives the identity (`ssl.x509.…`). `None`: its subject is the identity.
    pub x509_alternative_name: Option<AlternativeName>,
    /// The schemes one of which a connection must have authenticated by before it asks for anything
    /// (`enforce.auth.schemes`). Empty: none is needed.
    pub enforced_auth_schemes: Vec<String>,
    /// SASL of clients. `None`: nobody can authenticate by it.
    pub sasl: Option<ClientSasl>,
    /// The argument of `listen(2)`; -1 means the kernel's maximum.
    pub listen_backlog: i32,
    /// The unit of heartbeats and session expiry.
    pub tick_ms: i32,
    /// The shortest session timeout that is granted.
    pub min_session_timeout_ms: i32,
    /// The longest session timeout that is granted.
    pub max_session_timeout_ms: i32,
    /// Connections per client address; 0 is no limit.
    pub max_client_cnxns: u32,
    /// Connections in all; 0 is no limit.
    pub max_cnxns: u32,
    /// Whether client sockets get TCP keep-alive.
    pub client_tcp_keep_alive: bool,
    /// A connection without a session is closed after this long.
    pub sessionless_timeout_ms: u32,
    /// A snapshot is taken after a random number of transactions between half of this and this.
    pub snap_count: u32,
    /// A snapshot is taken when this much log was written since the last (randomised alike). `None`: never for that.
    pub snap_size_limit_kib: Option<u64>,
    /// A log file is closed at this size. `None`: with the next snapshot only.
    pub txn_log_size_limit_kib: Option<u64>,
    /// Log files grow by this much at a time.
    pub prealloc_kib: u64,
    /// How snapshots are written. All kinds are read.
    pub snapshot_compression: SnapshotCompression,
    /// Whether the last zxid is appended to a snapshot (3.9 and later; older servers ignore it).
    pub serialize_last_processed_zxid: bool,
    /// Accept logs without any snapshot (upgrades from 3.4).
    pub snapshot_trust_empty: bool,
    /// Whether missing directories are created.
    pub datadir_autocreate: bool,
    /// Whether an empty database is created without the marker file `initialize`.
    pub db_autocreate: bool,
    /// Whether a write is on the disk before it is answered. `false` loses acknowledged writes with the power.
    pub force_sync: bool,
    /// A slower sync of the log is worth a warning.
    pub fsync_warning_ms: u64,
    /// How long a sync of the log waits for more writes.
    pub flush: FlushConfig,
    /// Requests in flight at which sockets are not read any more.
    pub global_outstanding_limit: u32,
    /// What a server is not ready for clients with.
    pub ready: ReadyLimits,
    /// A request that takes longer is told of in the log; 0: none is.
    pub slow_request_ms: u64,
    /// Requests in flight at which no socket is read; 0 is no limit (`request_throttle_max_requests`).
    pub request_limit: u32,
    /// A connection that waits for that looks again after so long.
    pub request_stall_ms: u32,
    /// What became of keys in the file that nobody knows.
    pub unknown_keys: UnknownKeys,
    /// How long a member that is to stop waits for the answers to what is on its way, in milliseconds.
    pub drain_ms: u64,
    /// A request that has waited longer to be taken up is refused; 0 is for ever.
    pub throttled_op_wait_ms: u32,
    /// A write of more bytes is a large one; 0: none is.
    pub large_request_threshold: u32,
    /// Bytes of large writes that may be in flight.
    pub large_request_max_bytes: u64,
    /// How fast sessions may be opened.
    pub conn_throttle: ConnThrottle,
    /// The longest frame a client may send (`jute.maxbuffer`).
    pub max_buffer_bytes: u32,
    /// Head-room for records that the server itself builds of a request (`jute.maxbuffer.extrasize`).
    pub max_buffer_extra_bytes: u32,
    /// Which four-letter words are answered.
    pub fourlw_whitelist: Whitelist,
    /// Snapshots that a purge keeps, with the logs they need.
    pub autopurge_retain: u32,
    /// How often old files are purged. `None`: never.
    pub autopurge_interval_ms: Option<u64>,
    /// The AdminServer. `None`: there is none.
    pub admin: Option<HttpConfig>,
    /// The page of metrics on a port of its own, as Apache's Prometheus provider has it. `None`: only the AdminServer's.
    pub metrics_page: Option<HttpConfig>,
    /// The same behind TLS, where that is another port.
    pub metrics_secure_page: Option<HttpConfig>,
    /// The audit log. `None`: there is none.
    pub audit: Option<AuditConfig>,
    /// Whether TTL nodes can be created.
    pub extended_types: bool,
    /// Whether hard quotas refuse writes.
    pub enforce_quota: bool,
    /// Whether transactions and snapshots carry the digest of the tree.
    pub digest_enabled: bool,
    /// Whether the scheme `digest` is offered.
    pub digest_auth_enabled: bool,
    /// How passwords of the scheme `digest` are hashed.
    pub digest_alg: DigestAlg,
    /// `user:hash` of the super user.
    pub super_digest: Option<Secret>,
    /// By which names clients may call the ensemble (`ensembleAuthName`); with none of them, by any. `None`: the scheme
    /// `ensemble` is not offered.
    pub ensemble_names: Option<Vec<String>>,
    /// What session passwords are made from (`sessionPasswordKeyFile`). `None`: they are Apache's.
    pub session_password_key: Option<Secret>,
    /// Schemes that ACLs may name although nobody can prove to be of them here: clients of other members can, and the leader
    /// judges their ACLs (`authProvider.…`).
    pub(crate) named_schemes: AclSchemes,
    /// Files with secrets that the configuration names, but for those of TLS.
    pub(crate) secret_files: Vec<PathBuf>,
    /// Whether the transaction that closes a session lists the nodes that go with it.
    pub close_session_paths: bool,
    /// Whether every ACL is ignored.
    pub skip_acl: bool,
    /// How often empty containers and old TTL nodes are looked for.
    pub container_check_interval_ms: u64,
    /// How many of them are deleted in a minute at most.
    pub container_max_per_minute: u32,
    /// A container that never had a child is deleted after this long. `None`: it stays.
    pub container_max_never_used_ms: Option<u64>,
    /// Whether a member without a leader answers reads, for clients that agree to that.
    pub read_only_mode: bool,
    /// Whether the operation reconfig is allowed at all.
    pub reconfig_enabled: bool,
    /// The number in `myid`, if there is such a file. Without meaning to a server that stands alone.
    pub my_id: Option<i64>,
    /// Whether the server stands alone, and if not, the ensemble it is in.
    pub topology: Topology,
    /// The file that says so, if it is one.
    pub source: Option<Arc<Source>>,
}

/// How a snapshot file is compressed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SnapshotCompression {
    /// Not at all.
    #[default]
    None,
    /// `.gz`.
    Gzip,
    /// `.snappy`.
    Snappy,
}

/// The hash of the scheme `digest`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DigestAlg {
    /// What every client and tool expects.
    #[default]
    Sha1,
    /// SHA-256.
    Sha256,
    /// SHA-512.
    Sha512,
}

impl Config {
    /// Reads and checks a file, with `myid` and the dynamic file it names.
    ///
    /// # Errors
    /// Everything that is wrong with it, each with its line.
    pub fn load(path: &Path) -> Result<(Config, Vec<Warning>), ConfigErrors> {
        Config::load_with(path, UnknownKeys::Refuse)
    }

    /// Like [`Config::load`], with a choice for keys that nobody knows.
    ///
    /// # Errors
    /// As [`Config::load`].
    pub fn load_with(path: &Path, unknown: UnknownKeys) -> Result<(Config, Vec<Warning>), ConfigErrors> {
        let name = path.display().to_string();
        let text = read_bounded(path).map_err(|e| ConfigErrors::file(&name, &e))?;
        let (mut config, mut warnings) = build::build(&text, &name, unknown, &read_bounded)?;
        warnings.extend(secret_files::exposed(&config, path, &text));
        config.source = Some(Arc::new(Source::new(path, &text, &config)));
        config.unknown_keys = unknown;
        Ok((config, warnings))
    }

    /// Checks a text, named in messages. Reads no file: there is no `myid`, and naming a dynamic file is an error.
    ///
    /// # Errors
    /// As [`Config::load`].
    pub fn parse(text: impl AsRef<[u8]>, name: &str) -> Result<(Config, Vec<Warning>), ConfigErrors> {
        build::build(text.as_ref(), name, UnknownKeys::Refuse, &|_| Err(io::ErrorKind::NotFound.into()))
    }

    /// A server of an embedding program or a test: Apache's defaults, two directories in one, port 0 allowed.
    pub fn standalone(data_dir: impl Into<PathBuf>, addr: SocketAddr) -> Config {
        let data_dir = data_dir.into();
        Config {
            data_log_dir: data_dir.clone(),
            data_dir,
            client_port: Some(addr.port()),
            client_addr: Some(addr.ip().to_string()),
            secure_client_port: None,
            secure_client_addr: None,
            client_port_unification: false,
            client_tls: None,
            tls_handshake_limit: DEFAULT_HANDSHAKE_LIMIT,
            x509_super_user: None,
            x509_alternative_name: None,
            enforced_auth_schemes: Vec::new(),
            sasl: None,
            listen_backlog: -1,
            tick_ms: DEFAULT_TICK_MS,
            min_session_timeout_ms: DEFAULT_TICK_MS * 2,
            max_session_timeout_ms: DEFAULT_TICK_MS * 20,
            max_client_cnxns: 60,
            max_cnxns: 0,
            client_tcp_keep_alive: false,
            sessionless_timeout_ms: 10_000,
            snap_count: 100_000,
            snap_size_limit_kib: Some(4_194_304),
            txn_log_size_limit_kib: None,
            prealloc_kib: 65_536,
            snapshot_compression: SnapshotCompression::None,
            serialize_last_processed_zxid: true,
            snapshot_trust_empty: false,
            datadir_autocreate: true,
            db_autocreate: true,
            force_sync: true,
            fsync_warning_ms: 1000,
            flush: FlushConfig::default(),
            global_outstanding_limit: 1000,
            ready: ReadyLimits::default(),
            slow_request_ms: 1000,
            request_limit: 0,
            request_stall_ms: 100,
            drain_ms: 10_000,
            unknown_keys: UnknownKeys::Refuse,
            throttled_op_wait_ms: 0,
            large_request_threshold: 0,
            large_request_max_bytes: 100 << 20,
            conn_throttle: ConnThrottle::default(),
            max_buffer_bytes: zk_proto::DEFAULT_MAX_BUFFER as u32,
            max_buffer_extra_bytes: zk_proto::DEFAULT_MAX_BUFFER as u32,
            fourlw_whitelist: Whitelist::default(),
            autopurge_retain: 3,
            autopurge_interval_ms: None,
            admin: None,
            metrics_page: None,
            metrics_secure_page: None,
            audit: None,
            extended_types: false,
            enforce_quota: false,
            digest_enabled: true,
            digest_auth_enabled: true,
            digest_alg: DigestAlg::Sha1,
            super_digest: None,
            ensemble_names: None,
            session_password_key: None,
            named_schemes: AclSchemes::default(),
            secret_files: Vec::new(),
            close_session_paths: true,
            skip_acl: false,
            container_check_interval_ms: 60_000,
            container_max_per_minute: 10_000,
            container_max_never_used_ms: Some(300_000),
            read_only_mode: false,
            reconfig_enabled: false,
            my_id: None,
            topology: Topology::Standalone,
            source: None,
        }
    }

    /// A server for the person at the keyboard: 127.0.0.1:2181, data under their state directory
    /// (`$XDG_STATE_HOME/zkd`, else `~/.local/state/zkd`).
    ///
    /// # Errors
    /// If there is no home directory.
    pub fn default_user() -> io::Result<Config> {
        let base =
            etcetera::choose_base_strategy().map_err(|e| io::Error::new(io::ErrorKind::NotFound, e))?;
        let data_dir = base.state_dir().unwrap_or_else(|| base.data_dir()).join("zkd");
        let addr = SocketAddr::from((Ipv4Addr::LOCALHOST, DEFAULT_CLIENT_PORT));
        Ok(Config::standalone(data_dir, addr).with_tick_ms(2000))
    }

    /// The same server with another tick, and with the session limits that follow from it.
    pub fn with_tick_ms(mut self, tick_ms: i32) -> Config {
        self.tick_ms = tick_ms;
        self.min_session_timeout_ms = tick_ms * 2;
        self.max_session_timeout_ms = tick_ms * 20;
        self
    }

    /// The same server as a member of an ensemble.
    pub fn with_ensemble(mut self, ensemble: Ensemble) -> Config {
        self.my_id = Some(ensemble.my_id);
        self.topology = Topology::Ensemble(Box::new(ensemble));
        self
    }

    /// The ensemble, unless the server stands alone.
    pub fn ensemble(&self) -> Option<&Ensemble> {
        match &self.topology {
            Topology::Standalone => None,
            Topology::Ensemble(ensemble) => Some(ensemble),
        }
    }

    /// Where to listen for plain clients, in order of preference: the first address that can be bound is the
    /// listener. Every address of the machine is tried as `[::]`, which takes IPv4 as well, then as `0.0.0.0`.
    /// Empty without a client port.
    ///
    /// # Errors
    /// If the configured name does not resolve.
    pub fn client_listen(&self) -> io::Result<Vec<SocketAddr>> {
        listen_addrs(self.client_addr.as_deref(), self.client_port)
    }

    /// The same for TLS clients.
    ///
    /// # Errors
    /// If the configured name does not resolve.
    pub fn secure_client_listen(&self) -> io::Result<Vec<SocketAddr>> {
        listen_addrs(self.secure_client_addr.as_deref(), self.secure_client_port)
    }

    /// The TLS that is in use, for whomever.
    pub(crate) fn tls_sides(&self) -> impl Iterator<Item = &TlsConfig> {
        let pages = [&self.admin, &self.metrics_page, &self.metrics_secure_page].into_iter().flatten();
        let pages = pages.filter_map(|page| page.tls.as_ref()).map(|a| &a.tls);
        self.client_tls.iter().chain(self.ensemble().and_then(|e| e.tls.config())).chain(pages)
    }

    /// Where snapshots lie.
    pub fn snapshot_dir(&self) -> PathBuf {
        self.data_dir.join("version-2")
    }

    /// Where transaction logs lie.
    pub fn log_dir(&self) -> PathBuf {
        self.data_log_dir.join("version-2")
    }
}

fn listen_addrs(host: Option<&str>, port: Option<u16>) -> io::Result<Vec<SocketAddr>> {
    match (host, port) {
        (_, None) => Ok(Vec::new()),
        (None, Some(port)) => {
            Ok(vec![(Ipv6Addr::UNSPECIFIED, port).into(), (Ipv4Addr::UNSPECIFIED, port).into()])
        }
        (Some(host), Some(port)) => Ok((host, port).to_socket_addrs()?.collect()),
    }
}

/// Looks at a file as the server would, for `zkd config check`: also into the stores that it names.
pub fn check(path: &Path) -> Report {
    check_with(path, UnknownKeys::Refuse)
}

/// Like [`check`], with a choice for keys that nobody knows.
pub fn check_with(path: &Path, unknown: UnknownKeys) -> Report {
    let mut report = Report::new(path, Config::load_with(path, unknown));
    if let Ok((config, _)) = Config::load_with(path, unknown) {
        for tls in config.tls_sides() {
            let ensemble = config.ensemble().filter(|e| e.tls.config() == Some(tls));
            match crate::tls::look_at(tls, &ensemble.map(Ensemble::own_hosts).unwrap_or_default()) {
                Ok(doubts) => report.warnings.extend(doubts.into_iter().map(Warning::of_file)),
                Err(e) => {
                    let text = e.to_string();
                    report.problems.push(Problem { file: None, line_number: None, text });
                }
            }
        }
        report.problems.dedup();
        report.warnings.dedup();
    }
    report
}

/// Apache has no limit unless one is set. A caller counts from its first bytes to the end of its handshake, of which
/// there are thousands at a time only when something is wrong.
const DEFAULT_HANDSHAKE_LIMIT: u32 = 1000;

/// What a server without `tickTime` takes.
const DEFAULT_TICK_MS: i32 = 3000;
const DEFAULT_CLIENT_PORT: u16 = 2181;

/// Reads a file of at most [`properties::MAX_BYTES`]; what is longer is no configuration but a mistake.
fn read_bounded(path: &Path) -> io::Result<Vec<u8>> {
    use std::io::Read;
    let mut bytes = Vec::new();
    std::fs::File::open(path)?.take(properties::MAX_BYTES as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests;
