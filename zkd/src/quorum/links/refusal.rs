//! What is refused on the quorum port, counted by reason; what strangers do is logged now and then.

use std::fmt;
use std::net::SocketAddr;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering::Relaxed;

use crate::log_gate::{LogGate, Subject};

/// Why an accepted link was closed from this side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// What came is no packet, or none that a learner sends.
    BadPacket,
    /// The caller went, or was sent away, before it had said anything.
    Silent,
    /// Too many links at once.
    Crowded,
    /// The caller speaks no TLS where it must, or has not shown who it is.
    Untrusted,
    /// The member that owns the links had no use for it, or not any more.
    HungUp,
}

impl Refusal {
    /// Every reason.
    pub(crate) const ALL: [Refusal; 5] =
        [Refusal::BadPacket, Refusal::Silent, Refusal::Crowded, Refusal::Untrusted, Refusal::HungUp];

    /// A name for metrics.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Refusal::BadPacket => "quorum_port_bad_packet",
            Refusal::Silent => "quorum_port_silent",
            Refusal::Crowded => "quorum_port_crowded",
            Refusal::Untrusted => "quorum_port_untrusted",
            Refusal::HungUp => "quorum_port_hung_up",
        }
    }
}

/// The counters.
#[derive(Debug, Default)]
pub(super) struct Refusals {
    counts: [AtomicU64; Refusal::ALL.len()],
    gate: LogGate,
}

impl Refusals {
    /// How often this happened.
    pub(super) fn count(&self, why: Refusal) -> u64 {
        self.counts[why as usize].load(Relaxed)
    }

    /// Counts it, and logs it unless the same address has been logged for the same reason a moment ago.
    pub(super) fn stranger(&self, peer: SocketAddr, why: Refusal, detail: impl fmt::Display) {
        self.counts[why as usize].fetch_add(1, Relaxed);
        if self.gate.opens(Subject::Addr(peer.ip()), why.name()) {
            tracing::warn!(%peer, "quorum connection refused: {detail}");
        }
    }

    /// Counts a link that the owner has hung up, and logs why: it happens a few times in each change of leaders.
    pub(super) fn hung_up(&self, peer: SocketAddr, detail: impl fmt::Display) {
        self.counts[Refusal::HungUp as usize].fetch_add(1, Relaxed);
        tracing::info!(%peer, "quorum connection hung up: {detail}");
    }
}
