//! What the machine needs to know of the configuration.

use zk_tree::PrepareConfig;

use crate::{LocalSessions, SessionPasswords};

/// Settings of the machine. Times are in milliseconds.
#[derive(Clone, Debug)]
pub struct ServerConfig {
    /// Top byte of the session ids that this server gives out; 1 for a standalone server.
    pub server_id: u8,
    /// Length of a tick: the grain of session expiry.
    pub tick_ms: u64,
    /// Shortest session timeout that is granted.
    pub min_session_timeout_ms: i32,
    /// Longest session timeout that is granted.
    pub max_session_timeout_ms: i32,
    /// Whether new sessions are known to this server alone. Nothing to a server that stands alone.
    pub local_sessions: LocalSessions,
    /// How late news of a session's activity may come in; expiry waits that much longer.
    pub touch_delay_ms: u64,
    /// So many zxids of an epoch are used; then a new epoch must begin. Fewer than there are, so that whatever one run
    /// of inputs proposes still has one.
    pub epoch_txns: u32,
    /// Validation of writes.
    pub prepare: PrepareConfig,
    /// A write that its client has no permission for, or that sets an invalid ACL, is refused before it becomes a transaction
    /// or goes to the leader (`enableEagerACLCheck`).
    pub eager_acl_check: bool,
    /// What clients show to take a session up again.
    pub passwords: SessionPasswords,
    /// Every ACL is ignored, also for requests that learners forward (`skipACL=yes`).
    pub skip_acl: bool,
    /// How often containers and TTL nodes are looked at.
    pub container_check_interval_ms: u64,
    /// Most of them that are reaped in a minute.
    pub container_max_per_minute: u32,
    /// How long a container that never had a child is kept; 0 is for ever.
    pub container_max_never_used_ms: i64,
}

impl ServerConfig {
    /// The timeout that a client gets which asks for this one, in milliseconds. The longest one granted wins over the shortest.
    pub(crate) fn granted_timeout_ms(&self, asked_ms: i32) -> i32 {
        asked_ms.max(self.min_session_timeout_ms).min(self.max_session_timeout_ms)
    }
}

impl Default for ServerConfig {
    fn default() -> Self {
        ServerConfig {
            server_id: 1,
            tick_ms: 3000,
            min_session_timeout_ms: 6000,
            max_session_timeout_ms: 60_000,
            local_sessions: LocalSessions::Off,
            touch_delay_ms: 0,
            epoch_txns: u32::MAX - (1 << 20),
            prepare: PrepareConfig::default(),
            eager_acl_check: false,
            passwords: SessionPasswords::default(),
            skip_acl: false,
            container_check_interval_ms: 60_000,
            container_max_per_minute: 10_000,
            container_max_never_used_ms: 300_000,
        }
    }
}
