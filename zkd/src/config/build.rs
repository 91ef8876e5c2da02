//! From entries to a [`Config`]: every entry is read by the type of its key and put in its place, then the whole
//! is checked. Problems are collected, so that one look at the messages is enough to mend a file.

mod admin;
mod ensemble;
mod limits;
mod metrics;
mod sasl;
mod tls;
mod topology;

use crate::config::ensemble::Ensemble;
use crate::config::keys::{self, Category, Key, Kind};
use crate::config::members::{Membership, MultiAddress, Role};
use crate::config::properties::{self, Entry};
use crate::config::report::{ConfigErrors, Problem, Severity, Warning};
use crate::config::source;
use crate::config::value::{self, Value};
use crate::config::{
    AuditConfig, AuditFormat, Config, DEFAULT_CLIENT_PORT, DigestAlg, HttpConfig, Secret, SnapshotCompression,
};
use crate::fourlw::{Whitelist, Word};
use std::collections::BTreeMap;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};

/// What becomes of keys that nobody knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnknownKeys {
    /// They are problems.
    ///
    /// Differs: Apache accepts every key, so that a misspelt one is without effect and nobody notices.
    Refuse,
    /// They are warnings.
    Warn,
}

/// Reads another file than the main one.
pub(super) type ReadFile<'a> = &'a dyn Fn(&Path) -> io::Result<Vec<u8>>;

/// Builds and checks a configuration.
pub(super) fn build(
    text: &[u8],
    name: &str,
    unknown: UnknownKeys,
    read: ReadFile<'_>,
) -> Result<(Config, Vec<Warning>), ConfigErrors> {
    let mut builder = Builder::new(unknown, read);
    let (entries, errors) = properties::parse(text);
    for error in errors {
        builder.problems.push(Problem { file: None, line_number: error.line_number, text: error.text });
    }
    let entries = entries.into_iter().map(without_prefix).collect();
    for entry in builder.last_of_each(entries) {
        builder.entry(&entry);
    }
    builder.finish();
    let Builder { config, mut problems, mut warnings, .. } = builder;
    // What is missing has no line and comes last.
    problems.sort_by_key(|p| (p.file.is_some(), p.line_number.unwrap_or(u32::MAX)));
    warnings.sort_by_key(|w| (w.severity == Severity::Info, w.line_number.unwrap_or(u32::MAX)));
    if problems.is_empty() {
        Ok((config, warnings))
    } else {
        Err(ConfigErrors { name: name.to_owned(), problems, warnings })
    }
}

/// Guides to TLS show its keys as they are given to a Java machine, with `zookeeper.` before them.
///
/// Differs: Apache takes a line of that kind for a property that nobody reads.
fn without_prefix(mut entry: Entry) -> Entry {
    if let Some(bare) = entry.key.strip_prefix("zookeeper.")
        && bare.starts_with("ssl.")
    {
        entry.key = bare.to_owned();
    }
    entry
}

struct Builder<'a> {
    config: Config,
    unknown: UnknownKeys,
    read: ReadFile<'a>,
    problems: Vec<Problem>,
    warnings: Vec<Warning>,
    /// Lines of the keys that are there.
    lines: BTreeMap<String, u32>,
    /// Values for a member of an ensemble, used if the server is one.
    ensemble: Ensemble,
    peer_type: Option<Role>,
    /// `myid` is there and makes no sense, which has been said.
    my_id_is_bad: bool,
    /// Keys to say of, if it stands alone, that they have no effect.
    ensemble_keys: Vec<String>,
    /// What is to be said about keys if the server is a member of an ensemble.
    ensemble_problems: Vec<Problem>,
    ensemble_warnings: Vec<Warning>,
    /// Switches of the authentication between servers that are on, with their lines.
    quorum_auth: BTreeMap<&'static str, u32>,
    security: tls::Security,
    sasl: sasl::Keys,
    java_only: Vec<String>,
    membership_entries: Vec<Entry>,
    multi_address: MultiAddress,
    standalone_enabled: bool,
    admin_enabled: bool,
    ensemble_names: Vec<String>,
    ensemble_scheme: bool,
    audit: AuditConfig,
    audit_enabled: bool,
    metrics: metrics::Keys,
    extra_size_set: bool,
    read_only_mode: bool,
    local_sessions: bool,
    upgrades_sessions: bool,
    data_dir: Option<PathBuf>,
    data_log_dir: Option<PathBuf>,
    dynamic_file: Option<PathBuf>,
    /// -1: as the tick says.
    min_session_timeout_ms: i32,
    max_session_timeout_ms: i32,
}

impl<'a> Builder<'a> {
    fn new(unknown: UnknownKeys, read: ReadFile<'a>) -> Self {
        let mut config =
            Config::standalone("", SocketAddr::from((Ipv4Addr::UNSPECIFIED, DEFAULT_CLIENT_PORT)));
        (config.client_port, config.client_addr) = (None, None);
        config.admin = Some(HttpConfig::default());
        Builder {
            config,
            unknown,
            read,
            problems: Vec::new(),
            warnings: Vec::new(),
            lines: BTreeMap::new(),
            ensemble: Ensemble::unset(0, Membership::default()),
            peer_type: None,
            my_id_is_bad: false,
            ensemble_keys: Vec::new(),
            ensemble_problems: Vec::new(),
            ensemble_warnings: Vec::new(),
            quorum_auth: BTreeMap::new(),
            security: tls::Security::new(),
            sasl: sasl::Keys::default(),
            java_only: Vec::new(),
            membership_entries: Vec::new(),
            multi_address: MultiAddress::Disabled,
            standalone_enabled: true,
            admin_enabled: true,
            ensemble_names: Vec::new(),
            ensemble_scheme: false,
            audit: AuditConfig::default(),
            audit_enabled: false,
            metrics: metrics::Keys::new(),
            extra_size_set: false,
            read_only_mode: false,
            local_sessions: false,
            upgrades_sessions: false,
            data_dir: None,
            data_log_dir: None,
            dynamic_file: None,
            min_session_timeout_ms: -1,
            max_session_timeout_ms: -1,
        }
    }

    /// Of entries with one key the last counts, as in Java; that there were others is worth a warning.
    fn last_of_each(&mut self, entries: Vec<Entry>) -> Vec<Entry> {
        let mut last: BTreeMap<String, usize> = BTreeMap::new();
        for (index, entry) in entries.iter().enumerate() {
            if let Some(earlier) = last.insert(entry.key.clone(), index) {
                let line_number = entries[earlier].line_number;
                if entry.key.starts_with("server.") {
                    // Differs: Apache takes the last, and has a server less than was meant.
                    let text = format!(
                        "{} is set on line {line_number} already: every server has a number of its own",
                        entry.key
                    );
                    self.problem(Some(entry.line_number), text);
                    continue;
                }
                let text = format!("{} is set again on line {}, which counts", entry.key, entry.line_number);
                self.warnings.push(Warning {
                    severity: Severity::Warn,
                    line_number: Some(line_number),
                    text,
                });
            }
        }
        let counts = |(index, entry): (usize, Entry)| (last.get(&entry.key) == Some(&index)).then_some(entry);
        entries.into_iter().enumerate().filter_map(counts).collect()
    }

    fn entry(&mut self, entry: &Entry) {
        self.lines.insert(entry.key.clone(), entry.line_number);
        let Some(key) = keys::find(&entry.key) else { return self.unknown_key(entry) };
        let value = match value::read(key, entry) {
            Ok((value, warning)) => {
                if let Some(text) = warning {
                    self.warn(Some(entry.line_number), text);
                }
                value
            }
            Err(text) => return self.problem(Some(entry.line_number), text),
        };
        match key.category {
            Category::Honoured => self.honour(key, entry, value),
            Category::Ensemble | Category::EnsembleNoEffectYet(_) | Category::EnsembleNotYet(_) => {
                self.ensemble_key(key, entry, value)
            }
            Category::JavaOnly => self.java_only.push(entry.key.clone()),
            Category::NoEffectYet => self.warn(Some(entry.line_number), no_effect_yet(key, entry)),
            Category::NotYet(off) if leaves_off(key, entry, off) => {}
            Category::NotYet(off) => self.problem(Some(entry.line_number), not_yet(key, entry, off)),
        }
    }

    fn unknown_key(&mut self, entry: &Entry) {
        let advice = keys::advice(&entry.key).map(|a| format!("; {a}")).unwrap_or_default();
        let text = format!("unknown key `{}`{advice}", entry.key.escape_debug());
        match self.unknown {
            UnknownKeys::Refuse => self.problem(Some(entry.line_number), text),
            UnknownKeys::Warn => self.warn(Some(entry.line_number), format!("{text} (ignored)")),
        }
    }

    /// Puts a value in its place. The ranges of [`keys::KEYS`] keep the conversions from losing anything.
    fn honour(&mut self, key: &Key, entry: &Entry, value: Value) {
        let line = Some(entry.line_number);
        if self.security_key(entry, &value)
            || self.sasl_key(key.name, entry, &value)
            || self.limit_key(entry, &value)
        {
            return;
        }
        let config = &mut self.config;
        match (key.name, value) {
            ("dataDir", Value::Text(path)) => self.data_dir = self.path(entry, &path),
            ("dataLogDir", Value::Text(path)) => self.data_log_dir = self.path(entry, &path),
            ("dynamicConfigFile", Value::Text(path)) => self.dynamic_file = self.path(entry, &path),
            ("clientPort", Value::Number(n)) => config.client_port = Some(n as u16),
            ("clientPortAddress", Value::Text(host)) if host.is_empty() => {
                self.problem(
                    line,
                    "clientPortAddress has no value: remove the line to listen on every address".into(),
                );
            }
            ("clientPortAddress", Value::Text(host)) => {
                let bare = host.strip_prefix('[').and_then(|h| h.strip_suffix(']')).unwrap_or(&host);
                config.client_addr = (!is_any(bare)).then(|| bare.to_owned());
            }
            ("clientPortListenBacklog", Value::Number(n)) => config.listen_backlog = n as i32,
            ("tickTime", Value::Number(n)) => config.tick_ms = n as i32,
            ("minSessionTimeout", Value::Number(n)) => self.min_session_timeout_ms = n as i32,
            ("maxSessionTimeout", Value::Number(n)) => self.max_session_timeout_ms = n as i32,
            ("maxClientCnxns", Value::Number(n)) => config.max_client_cnxns = n.max(0) as u32,
            ("maxCnxns", Value::Number(n)) => config.max_cnxns = n.max(0) as u32,
            ("clientTcpKeepAlive", Value::Flag(on)) => config.client_tcp_keep_alive = on,
            ("nio.sessionlessCnxnTimeout", Value::Number(n)) => config.sessionless_timeout_ms = n as u32,
            ("autopurge.snapRetainCount", Value::Number(n)) => self.retain(line, n),
            ("autopurge.purgeInterval", Value::Number(ms)) => {
                config.autopurge_interval_ms = (ms > 0).then_some(ms as u64);
            }
            ("snapCount", Value::Number(n)) => self.snap_count(line, n),
            ("snapSizeLimitInKb", Value::Number(n)) => config.snap_size_limit_kib = positive(n),
            ("txnLogSizeLimitInKb", Value::Number(n)) => config.txn_log_size_limit_kib = positive(n),
            ("preAllocSize", Value::Number(n)) => config.prealloc_kib = n as u64,
            ("snapshot.compression.method", Value::Text(method)) => self.compression(line, &method),
            ("snapshot.trust.empty", Value::Flag(on)) => config.snapshot_trust_empty = on,
            ("serializeLastProcessedZxid.enabled", Value::Flag(on)) => {
                config.serialize_last_processed_zxid = on
            }
            ("datadir.autocreate", Value::Flag(on)) => config.datadir_autocreate = on,
            ("db.autocreate", Value::Flag(on)) => config.db_autocreate = on,
            ("forceSync", Value::Flag(on)) => self.force_sync(line, on),
            ("fsync.warningthresholdms", Value::Number(n)) => config.fsync_warning_ms = n as u64,
            ("globalOutstandingLimit", Value::Number(n)) => config.global_outstanding_limit = n as u32,
            ("jute.maxbuffer", Value::Number(n)) => config.max_buffer_bytes = n as u32,
            ("jute.maxbuffer.extrasize", Value::Number(n)) => {
                // Apache raises it, too: less would not hold the head of a transaction.
                config.max_buffer_extra_bytes = n.max(1024) as u32;
                self.extra_size_set = true;
            }
            ("4lw.commands.whitelist", Value::Text(list)) => self.whitelist(line, &list),
            ("extendedTypesEnabled", Value::Flag(on)) => config.extended_types = on,
            ("enforceQuota", Value::Flag(on)) => config.enforce_quota = on,
            ("digest.enabled", Value::Flag(on)) => config.digest_enabled = on,
            ("DigestAuthenticationProvider.enabled", Value::Flag(on)) => config.digest_auth_enabled = on,
            ("DigestAuthenticationProvider.digestAlg", Value::Text(alg)) => self.digest_alg(line, &alg),
            ("DigestAuthenticationProvider.superDigest", Value::Text(text)) => self.super_digest(line, text),
            ("closeSessionTxn.enabled", Value::Flag(on)) => config.close_session_paths = on,
            ("ensembleAuthName", Value::Text(names)) => {
                let names = names.split(',').map(str::trim).filter(|name| !name.is_empty());
                self.ensemble_names = names.map(str::to_owned).collect();
            }
            ("sessionPasswordKeyFile", Value::Text(path)) => self.session_password_key(entry, &path),
            ("skipACL", Value::Flag(on)) => self.skip_acl(line, on),
            ("znode.container.checkIntervalMs", Value::Number(n)) => {
                config.container_check_interval_ms = n as u64
            }
            ("znode.container.maxPerMinute", Value::Number(n)) => config.container_max_per_minute = n as u32,
            ("znode.container.maxNeverUsedIntervalMs", Value::Number(n)) => {
                config.container_max_never_used_ms = positive(n);
            }
            ("standaloneEnabled", Value::Flag(on)) => self.standalone_enabled = on,
            ("reconfigEnabled", Value::Flag(on)) => config.reconfig_enabled = on,
            ("multiAddress.enabled", Value::Flag(true)) => self.multi_address = MultiAddress::Enabled,
            ("multiAddress.enabled", Value::Flag(false)) => {}
            ("admin.enableServer", Value::Flag(on)) => self.admin_enabled = on,
            (name, value) if name.starts_with("audit.") => self.audit(entry, value),
            (name, value) if name.starts_with("metricsProvider.") => self.metrics_key(entry, &value),
            (name, value) if name.starts_with("admin.") => self.admin(entry, value),
            ("server." | "group." | "weight.", _) => self.membership_entries.push(entry.clone()),
            ("authProvider.", Value::Text(class)) => self.auth_provider(entry, &class),
            (name, value) => unreachable!("honoured key {name} has no place for {value:?}"),
        }
    }

    fn audit(&mut self, entry: &Entry, value: Value) {
        match (entry.key.as_str(), value) {
            ("audit.enable", Value::Flag(on)) => self.audit_enabled = on,
            ("audit.file", Value::Text(path)) => self.audit.file = self.path(entry, &path),
            ("audit.format", Value::Text(name)) if name == "java" => self.audit.format = AuditFormat::Java,
            ("audit.format", Value::Text(name)) if name == "json" => self.audit.format = AuditFormat::Json,
            ("audit.events", Value::Text(list)) => {
                for name in list.split(',').map(str::trim).filter(|n| !n.is_empty()) {
                    match name {
                        "reads" => self.audit.reads = true,
                        "auth" => self.audit.auth = true,
                        "sessions" => self.audit.sessions = true,
                        _ => {
                            let text = format!("audit.events: {name:?} is none of reads, auth, sessions");
                            self.problem(Some(entry.line_number), text);
                        }
                    }
                }
            }
            (key, _) => {
                let text = format!("{key}={}: it takes java or json", entry.value);
                self.problem(Some(entry.line_number), text);
            }
        }
    }

    fn path(&mut self, entry: &Entry, text: &str) -> Option<PathBuf> {
        if text.is_empty() {
            self.problem(Some(entry.line_number), format!("{} has no value", entry.key));
            return None;
        }
        let path = PathBuf::from(text);
        if path.is_relative() && !text.starts_with("./") {
            let text = format!(
                "{} is relative to the directory zkd is started in; begin it with ./ if that is meant",
                entry.key
            );
            self.warn(Some(entry.line_number), text);
        }
        Some(path)
    }

    fn retain(&mut self, line: Option<u32>, n: i64) {
        if n < 3 {
            self.warn(line, format!("autopurge.snapRetainCount={n} is too few: 3 snapshots are kept"));
        }
        self.config.autopurge_retain = n.max(3) as u32;
    }

    fn snap_count(&mut self, line: Option<u32>, n: i64) {
        if n < 2 {
            self.warn(line, format!("snapCount={n} is too few: 2 is taken"));
        }
        self.config.snap_count = n.max(2) as u32;
    }

    fn force_sync(&mut self, line: Option<u32>, on: bool) {
        if !on {
            self.warn(
                line,
                "forceSync=no: writes that were acknowledged are lost when the machine crashes".into(),
            );
        }
        self.config.force_sync = on;
    }

    fn skip_acl(&mut self, line: Option<u32>, on: bool) {
        if on {
            self.warn(line, "skipACL=yes: everybody may do everything, whatever the ACLs say".into());
        }
        self.config.skip_acl = on;
    }

    fn compression(&mut self, line: Option<u32>, method: &str) {
        self.config.snapshot_compression = match method.to_ascii_lowercase().as_str() {
            "" => SnapshotCompression::None,
            "gz" => SnapshotCompression::Gzip,
            "snappy" => SnapshotCompression::Snappy,
            _ => {
                let text = format!("snapshot.compression.method: `{method}` is not gz, snappy or empty");
                return self.problem(line, text);
            }
        };
    }

    fn digest_alg(&mut self, line: Option<u32>, name: &str) {
        self.config.digest_alg = match name.to_ascii_uppercase().replace('-', "").as_str() {
            "SHA" | "SHA1" => DigestAlg::Sha1,
            "SHA256" => DigestAlg::Sha256,
            "SHA512" => DigestAlg::Sha512,
            _ => {
                let key = "DigestAuthenticationProvider.digestAlg";
                return self.problem(line, format!("{key}: `{name}` is not SHA1, SHA-256 or SHA-512"));
            }
        };
    }

    fn super_digest(&mut self, line: Option<u32>, text: String) {
        // The value is a secret, and so it appears in no message.
        if !text.split_once(':').is_some_and(|(user, hash)| !user.is_empty() && !hash.is_empty()) {
            let text = "DigestAuthenticationProvider.superDigest must be user:hash, for example super: and the \
                        base64 of the hash; as it is nobody could log in with it";
            return self.problem(line, text.to_owned());
        }
        self.config.super_digest = Some(Secret::new(text));
    }

    fn whitelist(&mut self, line: Option<u32>, list: &str) {
        let (whitelist, unknown) = Whitelist::parse(list);
        self.config.fourlw_whitelist = whitelist;
        for name in unknown {
            let name = name.escape_debug();
            self.warn(line, format!("4lw.commands.whitelist: `{name}` is no four-letter word zkd knows"));
        }
    }

    fn auth_provider(&mut self, entry: &Entry, class: &str) {
        let simple = class.rsplit('.').next().unwrap_or(class);
        match simple {
            "DigestAuthenticationProvider" | "IPAuthenticationProvider" => {}
            "X509AuthenticationProvider" => {
                self.config.named_schemes.x509 = true;
                self.x509_provider(entry);
            }
            "SASLAuthenticationProvider" => {
                self.config.named_schemes.sasl = true;
                self.sasl.provider = Some(entry.line_number);
            }
            "EnsembleAuthenticationProvider" => self.ensemble_scheme = true,
            _ => {
                let text =
                    format!("{}: zkd cannot load Java classes, only the schemes it has itself", entry.key);
                self.problem(Some(entry.line_number), text);
            }
        }
    }

    /// A client says by the scheme `ensemble` whom it means to talk to.
    fn ensemble_scheme(&mut self) {
        let names = std::mem::take(&mut self.ensemble_names);
        if self.ensemble_scheme {
            self.config.ensemble_names = Some(names);
        } else if !names.is_empty() {
            let line = self.lines.get("ensembleAuthName").copied();
            let text = "ensembleAuthName has no effect without \
                        authProvider.1=org.apache.zookeeper.server.auth.EnsembleAuthenticationProvider";
            self.warn(line, text.into());
        }
    }

    fn session_password_key(&mut self, entry: &Entry, path: &str) {
        let Some(path) = self.path(entry, path) else { return };
        self.config.secret_files.push(path.clone());
        let key = match (self.read)(&path) {
            Ok(bytes) => String::from_utf8(bytes).map_err(|_| "it is no text".to_owned()),
            Err(e) => Err(format!("it cannot be read: {e}")),
        };
        match key.map(|key| key.trim().to_owned()) {
            Ok(key) if key.len() >= MIN_SESSION_KEY => {
                self.config.session_password_key = Some(Secret::new(key))
            }
            problem => {
                let why = problem.err().unwrap_or_else(|| {
                    format!("it holds less than {MIN_SESSION_KEY} characters: openssl rand -base64 32 makes a good one")
                });
                let file = Some(path.display().to_string());
                let text = format!("the secret of sessionPasswordKeyFile: {why}");
                self.problems.push(Problem { file, line_number: None, text });
            }
        }
    }

    /// What needs more than one line to be decided.
    fn finish(&mut self) {
        self.directories();
        self.session_limits();
        if !self.admin_enabled {
            self.config.admin = None;
        }
        let is_asked_for =
            ["admin.enableServer", "admin.serverPort"].iter().any(|k| self.lines.contains_key(*k));
        if let Some(admin) = self.config.admin.as_mut().filter(|_| is_asked_for) {
            admin.is_required = true;
        }
        self.admin_commands();
        self.ensemble_scheme();
        if self.audit_enabled {
            self.config.audit = Some(self.audit.clone());
        }
        self.metrics_pages();
        if !self.extra_size_set {
            self.config.max_buffer_extra_bytes = self.config.max_buffer_bytes.max(1024);
        }
        self.config.read_only_mode = self.read_only_mode;
        if self.read_only_mode {
            self.config.fourlw_whitelist = self.config.fourlw_whitelist.clone().with(Word::Isro);
        }
        self.quorum_auth();
        self.my_id();
        self.dynamic_membership();
        let lines = self.server_lines();
        self.listener(&lines);
        self.client_sasl();
        self.client_security();
        self.finish_admin_security();
        self.topology(lines);
        self.list_ineffective();
        self.list_unprefixed();
    }

    /// Apache's server has these from its command line only: in its file they do nothing, and nobody is told.
    fn list_unprefixed(&mut self) {
        // That the JAAS file moves from the command line into this one is known to whoever moved it.
        let is_one = |key: &&String| source::is_without_prefix(key) && !key.starts_with("java.");
        let keys: Vec<String> = self.lines.keys().filter(is_one).cloned().collect();
        if !keys.is_empty() {
            let text = format!(
                "in effect here, though Apache's server takes it from its command line only: {}",
                keys.join(", ")
            );
            self.warnings.push(Warning { severity: Severity::Info, line_number: None, text });
        }
    }

    fn directories(&mut self) {
        match self.data_dir.clone() {
            Some(dir) => {
                self.config.data_log_dir = self.data_log_dir.clone().unwrap_or_else(|| dir.clone());
                self.config.data_dir = dir;
            }
            None if self.lines.contains_key("dataDir") => {}
            None => self.problem(None, "dataDir is not set: add dataDir=/path/to/a/directory".into()),
        }
    }

    fn session_limits(&mut self) {
        let tick_ms = self.config.tick_ms;
        let or_ticks = |ms: i32, ticks: i32| if ms == -1 { tick_ms * ticks } else { ms };
        let (min, max) =
            (or_ticks(self.min_session_timeout_ms, 2), or_ticks(self.max_session_timeout_ms, 20));
        if min > max {
            let line = self.lines.get("minSessionTimeout").or(self.lines.get("maxSessionTimeout")).copied();
            let text =
                format!("minSessionTimeout must not be larger than maxSessionTimeout ({min} ms > {max} ms)");
            self.problem(line, text);
        }
        if min < 0 {
            let line = self.lines.get("minSessionTimeout").copied();
            self.warn(line, format!("minSessionTimeout={min}: sessions may be as short as clients like"));
        }
        if max < 1 {
            let line = self.lines.get("maxSessionTimeout").copied();
            self.problem(line, format!("maxSessionTimeout={max} would expire every session at once"));
        }
        (self.config.min_session_timeout_ms, self.config.max_session_timeout_ms) = (min, max);
    }

    fn list_ineffective(&mut self) {
        let (mut ensemble, java) =
            (std::mem::take(&mut self.ensemble_keys), std::mem::take(&mut self.java_only));
        if self.config.admin.as_ref().is_some_and(|admin| admin.tls.is_some()) {
            ensemble.retain(|key| !key.starts_with("ssl.quorum."));
        }
        for (keys, why) in [(ensemble, "a server that stands alone"), (java, "zkd, only on Java's server")] {
            if !keys.is_empty() {
                let text = format!("no effect on {why}: {}", keys.join(", "));
                self.warnings.push(Warning { severity: Severity::Info, line_number: None, text });
            }
        }
    }

    fn problem(&mut self, line_number: Option<u32>, text: String) {
        self.problems.push(Problem { file: None, line_number, text });
    }

    fn warn(&mut self, line_number: Option<u32>, text: String) {
        self.warnings.push(Warning { severity: Severity::Warn, line_number, text });
    }
}

/// A secret that is shorter can be guessed.
const MIN_SESSION_KEY: usize = 16;
/// Whether this value leaves a feature off that is not there.
fn leaves_off(key: &Key, entry: &Entry, off: &[&str]) -> bool {
    let is = |text: &str| entry.value.eq_ignore_ascii_case(text);
    // A property flag of another value means false to Apache; it has been warned of.
    off.iter().any(|off| is(off)) || (key.kind == Kind::PropertyFlag && off.contains(&"false") && !is("true"))
}

fn not_yet(key: &Key, entry: &Entry, off: &[&str]) -> String {
    let instead = match off {
        [] | [""] => "remove the line".to_owned(),
        [off, ..] => format!("remove the line, or set it to {off}"),
    };
    format!("{}: {} is not in this version of zkd: {instead}", entry.key, key.meaning)
}

fn no_effect_yet(key: &Key, entry: &Entry) -> String {
    format!("{} has no effect: this version of zkd does not have {}", entry.key, key.meaning)
}

/// What Java takes for every address, of both families.
pub(super) fn is_any(host: &str) -> bool {
    matches!(host, "0.0.0.0" | "::")
}

fn positive(n: i64) -> Option<u64> {
    u64::try_from(n).ok().filter(|n| *n > 0)
}
