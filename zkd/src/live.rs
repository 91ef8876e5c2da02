//! Settings that may change while the server runs, and how a changed file is taken up (SIGHUP).
//!
//! What is here is read where it is used, without a lock on the way of a request. Everything else holds until the next
//! start, and a reload says so of each key that it finds changed.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError, RwLock};

use crate::config::{Config, ReadyLimits};
use crate::fourlw::Whitelist;
use crate::shared::Shared;

/// Keys that a reload takes up.
const KEYS: [&str; 8] = [
    "zookeeper.maxClientCnxns",
    "zookeeper.maxCnxns",
    "zookeeper.globalOutstandingLimit",
    "zookeeper.fsync.warningthresholdms",
    "zookeeper.slowRequest.thresholdMs",
    "zookeeper.4lw.commands.whitelist",
    "zookeeper.admin.readyz.maxLag",
    "zookeeper.admin.readyz.minFreeInKb",
];

const DYNAMIC_FILE: &str = "zookeeper.dynamicConfigFile";

/// Their values.
#[derive(Debug)]
pub(crate) struct Live {
    outstanding_limit: AtomicU64,
    fsync_warning_ms: AtomicU64,
    slow_request_us: AtomicU64,
    ready_max_lag: AtomicU64,
    ready_min_free_kib: AtomicU64,
    whitelist: RwLock<Whitelist>,
    /// The file's keys and values as they were read last.
    seen: Mutex<Vec<(String, String)>>,
    /// Its secrets at the start, by their marks.
    secrets: Vec<(String, u64)>,
}

impl Live {
    pub(crate) fn new(config: &Config) -> Live {
        let live = Live {
            outstanding_limit: AtomicU64::new(0),
            fsync_warning_ms: AtomicU64::new(0),
            slow_request_us: AtomicU64::new(0),
            ready_max_lag: AtomicU64::new(0),
            ready_min_free_kib: AtomicU64::new(0),
            whitelist: RwLock::default(),
            seen: Mutex::new(properties(config)),
            secrets: secrets(config),
        };
        live.set(config);
        live
    }

    fn set(&self, config: &Config) {
        self.outstanding_limit.store(config.global_outstanding_limit.into(), Ordering::Relaxed);
        self.fsync_warning_ms.store(config.fsync_warning_ms, Ordering::Relaxed);
        let slow_us = match config.slow_request_ms {
            0 => u64::MAX,
            ms => ms.saturating_mul(1000),
        };
        self.slow_request_us.store(slow_us, Ordering::Relaxed);
        self.ready_max_lag.store(config.ready.max_lag, Ordering::Relaxed);
        let min_free_kib = config.ready.min_free_kib.unwrap_or(config.prealloc_kib);
        self.ready_min_free_kib.store(min_free_kib, Ordering::Relaxed);
        *self.whitelist.write().unwrap_or_else(PoisonError::into_inner) = config.fourlw_whitelist.clone();
    }

    /// Requests in flight at which sockets are not read any more.
    pub(crate) fn outstanding_limit(&self) -> u64 {
        self.outstanding_limit.load(Ordering::Relaxed)
    }

    /// A sync of the log that takes longer is worth a warning.
    pub(crate) fn fsync_warning_ms(&self) -> u64 {
        self.fsync_warning_ms.load(Ordering::Relaxed)
    }

    /// A request that takes longer is told of; `u64::MAX`: none is.
    pub(crate) fn slow_request_us(&self) -> u64 {
        self.slow_request_us.load(Ordering::Relaxed)
    }

    /// What a server is not ready with.
    pub(crate) fn ready(&self) -> ReadyLimits {
        ReadyLimits {
            max_lag: self.ready_max_lag.load(Ordering::Relaxed),
            min_free_kib: Some(self.ready_min_free_kib.load(Ordering::Relaxed)),
        }
    }

    /// The four-letter words that are answered.
    pub(crate) fn whitelist(&self) -> Whitelist {
        self.whitelist.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// Whether the file names the membership that is active, as this server has written it there itself.
fn names_own_membership(shared: &Shared, new: &[(String, String)]) -> bool {
    let (Some(quorum), _) = shared.standing() else { return false };
    let own = format!(".dynamic.{:x}", quorum.membership_version);
    new.iter().any(|(key, value)| key == DYNAMIC_FILE && value.ends_with(&own))
}

/// What a reconfiguration takes out of the file, and what it puts in.
fn is_moved_by_reconfiguration(key: &str, new: &[(String, String)]) -> bool {
    let members = ["server.", "group.", "weight."].iter().any(|family| key.starts_with(family));
    let others =
        ["peerType", "clientPort", "clientPortAddress", "secureClientPort", "secureClientPortAddress"];
    let is_gone = !new.iter().any(|(k, _)| k.strip_prefix("zookeeper.") == Some(key));
    key == "dynamicConfigFile" || is_gone && (members || others.contains(&key))
}

fn properties(config: &Config) -> Vec<(String, String)> {
    config.source.as_ref().map(|s| s.properties.clone()).unwrap_or_default()
}

fn secrets(config: &Config) -> Vec<(String, u64)> {
    config.source.as_ref().map(|s| s.secrets.clone()).unwrap_or_default()
}

/// Reads the server's file again and takes up what may change; what is wrong with the file, or with some of the changes,
/// is in the answer. A file that is refused changes nothing.
///
/// # Errors
/// Why nothing was taken up.
pub(crate) fn reload(shared: &Shared) -> Result<Vec<String>, String> {
    let Some(source) = &shared.config.source else {
        return Err("the server was started without a file: there is nothing to read again".into());
    };
    let unknown = shared.config.unknown_keys;
    let loaded = Config::load_with(&source.path, unknown);
    let (config, _) = loaded.map_err(|e| format!("nothing was taken up: {e}"))?;
    let new = properties(&config);
    let live = &shared.live;
    let mut seen = live.seen.lock().unwrap_or_else(PoisonError::into_inner);
    let of = |all: &[(String, String)], key: &str| {
        all.iter().find(|(k, _)| k == key).map_or_else(|| "the default".to_owned(), |(_, v)| v.clone())
    };
    let mut keys: Vec<&String> = seen.iter().chain(&new).map(|(key, _)| key).collect();
    keys.sort_unstable();
    keys.dedup();
    let is_own = names_own_membership(shared, &new);
    let mut told = Vec::new();
    for key in keys {
        let (before, after) = (of(&seen, key), of(&new, key));
        let bare = key.strip_prefix("zookeeper.").unwrap_or(key);
        if before == after || is_own && is_moved_by_reconfiguration(bare, &new) {
            continue;
        }
        told.push(match KEYS.contains(&key.as_str()) {
            true => format!("{bare}: {after} (was {before})"),
            false => format!("{bare}: {after} takes a restart (is {before})"),
        });
    }
    let new_secrets = secrets(&config);
    let last = |all: &[(String, u64)], key: &str| all.iter().rfind(|(k, _)| k == key).map(|(_, mark)| *mark);
    let mut named: Vec<&str> = new_secrets.iter().map(|(key, _)| key.as_str()).collect();
    named.sort_unstable();
    named.dedup();
    for key in named {
        if let (Some(before), Some(after)) = (last(&live.secrets, key), last(&new_secrets, key))
            && before != after
        {
            let bare = key.strip_prefix("zookeeper.").unwrap_or(key);
            told.push(format!("{bare}: another secret takes a restart"));
        }
    }
    live.set(&config);
    for limits in [&shared.limits, &shared.secure_limits] {
        limits.set(config.max_client_cnxns, config.max_cnxns);
    }
    for (_, tls) in shared.tls.get().into_iter().flatten() {
        match tls.take_up() {
            Ok(done) => told.extend(done),
            Err(why) => told.push(why),
        }
    }
    // Of a key that takes a restart the next reload tells again.
    seen.retain(|(key, _)| !KEYS.contains(&key.as_str()));
    seen.extend(new.into_iter().filter(|(key, _)| KEYS.contains(&key.as_str())));
    Ok(told)
}
