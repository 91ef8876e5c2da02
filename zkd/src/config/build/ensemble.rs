//! The keys that only a member of an ensemble uses. They are read before it is known whether the server is one.

use crate::config::build::{Builder, leaves_off, no_effect_yet, not_yet};
use crate::config::keys::{Category, Key};
use crate::config::members::parse_role;
use crate::config::properties::Entry;
use crate::config::report::{Problem, Severity, Warning};
use crate::config::value::Value;
use zk_server::LocalSessions;

impl Builder<'_> {
    /// Without effect when standing alone, but a value that stops Apache's server stops this one, too.
    pub(super) fn ensemble_key(&mut self, key: &Key, entry: &Entry, value: Value) {
        self.ensemble_keys.push(entry.key.clone());
        let line_number = Some(entry.line_number);
        match (key.name, &value) {
            (name, Value::Flag(true)) if name.starts_with("quorum.auth.") => {
                self.quorum_auth.insert(key.name, entry.line_number);
            }
            _ => {}
        }
        match key.category {
            Category::EnsembleNoEffectYet(off) if !leaves_off(key, entry, off) => {
                let text = no_effect_yet(key, entry);
                self.ensemble_warnings.push(Warning { severity: Severity::Warn, line_number, text });
            }
            Category::EnsembleNotYet(off) if !leaves_off(key, entry, off) => {
                let text = not_yet(key, entry, off);
                self.ensemble_problems.push(Problem { file: None, line_number, text });
            }
            Category::Ensemble => self.honour_in_ensemble(key, entry, value),
            _ => {}
        }
    }

    /// What two keys say together.
    pub(super) fn local_sessions(&mut self) -> LocalSessions {
        match (self.local_sessions, self.upgrades_sessions) {
            (true, true) => LocalSessions::Upgraded,
            (true, false) => LocalSessions::On,
            (false, upgrades) => {
                if upgrades {
                    let text =
                        "localSessionsUpgradingEnabled has no effect without localSessionsEnabled=true";
                    self.warn(None, text.to_owned());
                }
                LocalSessions::Off
            }
        }
    }

    /// Puts a value in its place. The ranges of [`crate::config::keys::KEYS`] keep the conversions from losing
    /// anything.
    fn honour_in_ensemble(&mut self, key: &Key, entry: &Entry, value: Value) {
        let line = Some(entry.line_number);
        if self.security_key(entry, &value) {
            return;
        }
        if let ("oraclePath", Value::Text(text)) = (key.name, &value) {
            self.ensemble.oracle_path = self.path(entry, text);
            return;
        }
        let e = &mut self.ensemble;
        match (key.name, value) {
            (name, Value::Flag(_)) if name.starts_with("quorum.auth.") => {}
            ("quorum.auth.server.saslLoginContext", Value::Text(name)) => {
                self.sasl.quorum_server = Some(name)
            }
            ("quorum.auth.learner.saslLoginContext", Value::Text(name)) => {
                self.sasl.quorum_learner = Some(name)
            }
            ("initLimit", Value::Number(n)) => e.init_limit_ticks = n.max(0) as u32,
            ("syncLimit", Value::Number(n)) => e.sync_limit_ticks = n.max(0) as u32,
            ("connectToLearnerMasterLimit", Value::Number(n)) => e.connect_limit_ticks = positive(n),
            // There is one, and its number has been checked.
            ("electionAlg", Value::Number(_)) => {}
            ("peerType", Value::Text(role)) => match parse_role(&role) {
                Ok(role) => self.peer_type = Some(role),
                Err(text) => self.problem(line, text),
            },
            ("quorumListenOnAllIPs", Value::Flag(on)) => e.listen_on_all_ips = on,
            ("commitLogCount", Value::Number(n)) => {
                e.commit_log_count = n.max(MIN_COMMIT_LOG_COUNT) as u32;
                if n < MIN_COMMIT_LOG_COUNT {
                    let text = format!("commitLogCount={n} is too few: {MIN_COMMIT_LOG_COUNT} are kept");
                    let severity = Severity::Warn;
                    self.ensemble_warnings.push(Warning { severity, line_number: line, text });
                }
            }
            ("snapshotSizeFactor", Value::Ratio(ratio)) => e.snapshot_size_factor = ratio,
            ("readonlymode.enabled", Value::Flag(on)) => self.read_only_mode = on,
            ("localSessionsEnabled", Value::Flag(on)) => self.local_sessions = on,
            ("localSessionsUpgradingEnabled", Value::Flag(on)) => self.upgrades_sessions = on,
            ("leaderServes", Value::Flag(on)) => e.leader_serves = on,
            ("observerMasterPort", Value::Number(n)) => {
                // Apache takes what is negative for off, too.
                e.observer_master_port = u16::try_from(n).ok().filter(|port| *port > 0);
            }
            ("forceSnapshotSync", Value::Flag(on)) => e.force_snapshot_sync = on,
            ("fastleader.minNotificationInterval", Value::Number(n)) => e.min_notification_ms = n as u32,
            ("fastleader.maxNotificationInterval", Value::Number(n)) => e.max_notification_ms = n as u32,
            ("cnxTimeout", Value::Number(n)) => e.cnx_timeout_ms = n as u32,
            ("quorumCnxnTimeoutMs", Value::Number(n)) => e.quorum_cnxn_timeout_ms = positive(n),
            ("electionPortBindRetry", Value::Number(n)) => {
                // Apache takes its default for what is negative, too.
                e.election_bind_attempts = if n < 0 { Some(3) } else { positive(n) };
            }
            ("enableEagerACLCheck", Value::Flag(on)) => e.eager_acl_check = on,
            ("tcpKeepAlive", Value::Flag(on)) => e.tcp_keep_alive = on,
            // The one with the prefix is a property of the Java machine, which counts more.
            ("syncEnabled", Value::Flag(on)) if !self.lines.contains_key("observer.syncEnabled") => {
                e.observer_logs = on
            }
            ("syncEnabled", Value::Flag(_)) => {}
            ("observer.syncEnabled", Value::Flag(on)) => e.observer_logs = on,
            ("multiAddress.reachabilityCheckEnabled", Value::Flag(true)) => {}
            ("multiAddress.reachabilityCheckEnabled", Value::Flag(false)) => e.address_timeout_ms = None,
            // Whichever of the two comes first.
            ("multiAddress.reachabilityCheckTimeoutMs", Value::Number(n)) => {
                e.address_timeout_ms = e.address_timeout_ms.map(|_| n as u32);
            }
            ("leader.maxConcurrentSnapSyncs", Value::Number(n)) => e.pacing.snap_syncs = n as usize,
            ("leader.maxConcurrentDiffSyncs", Value::Number(n)) => e.pacing.diff_syncs = n as usize,
            ("leader.maxTimeToWaitForEpoch", Value::Number(n)) => {
                // Apache takes what is negative for off, too.
                e.pacing.epoch_wait_ms = u64::try_from(n).ok();
            }
            ("leaderConnectDelayDuringRetryMs", Value::Number(n)) => {
                e.pacing.dial_wait_ms = Some(n.max(1) as u64)
            }
            ("observer.reconnectDelayMs", Value::Number(n)) => e.pacing.reconnect_delay_ms = n as u64,
            ("observer.election.DelayMs", Value::Number(n)) => e.pacing.election_delay_ms = n as u64,
            ("observerMaster.sizeLimit", Value::Number(n)) => e.history_bytes = n as u32,
            (name, value) => unreachable!("key {name} of an ensemble has no place for {value:?}"),
        }
    }
}

/// Fewer would make snapshots of what a short absence missed.
const MIN_COMMIT_LOG_COUNT: i64 = 500;

fn positive(n: i64) -> Option<u32> {
    u32::try_from(n).ok().filter(|n| *n > 0)
}
