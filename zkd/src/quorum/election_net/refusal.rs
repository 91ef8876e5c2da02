//! What is refused on the election port, counted by reason and logged now and then.

use std::fmt;
use std::net::{IpAddr, SocketAddr};
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering::Relaxed;

use zk_proto::ServerId;

use crate::log_gate::{LogGate, Subject};

macro_rules! refusals {
    ($($(#[$doc:meta])* $name:ident = $text:literal;)*) => {
        /// Why a connection was closed, or a message skipped.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[repr(usize)]
        pub(crate) enum Refusal {
            $($(#[$doc])* $name,)*
        }

        impl Refusal {
            /// Every reason.
            pub(crate) const ALL: &[Refusal] = &[$(Refusal::$name,)*];

            /// A name for metrics.
            pub(crate) fn name(self) -> &'static str {
                match self {
                    $(Refusal::$name => $text,)*
                }
            }
        }
    };
}

refusals! {
    /// The first bytes are no hello.
    BadHello = "election_port_bad_hello";
    /// The caller closed before its hello was complete.
    HelloCut = "election_port_hello_cut";
    /// The hello did not come in time.
    HelloLate = "election_port_hello_late";
    /// The caller speaks no TLS where it must, or has not shown who it is.
    Untrusted = "election_port_untrusted";
    /// No member has this id.
    UnknownId = "election_port_unknown_id";
    /// The caller says that it is this server.
    OwnId = "election_port_own_id";
    /// Too many callers at once.
    Crowded = "election_port_crowded";
    /// A message's length is outside the limits.
    BadLength = "election_port_bad_length";
    /// A message is no vote; it was skipped.
    BadMessage = "election_port_bad_message";
}

const COUNT: usize = Refusal::ALL.len();

/// The counters.
#[derive(Debug, Default)]
pub(super) struct Refusals {
    counts: [AtomicU64; COUNT],
    gate: LogGate,
}

impl Refusals {
    /// How often this happened.
    pub(super) fn count(&self, why: Refusal) -> u64 {
        self.counts[why as usize].load(Relaxed)
    }

    /// A caller who has not shown to be a member was sent away.
    pub(super) fn stranger(&self, addr: SocketAddr, why: Refusal, detail: impl fmt::Display) {
        self.counts[why as usize].fetch_add(1, Relaxed);
        if self.gate.opens(Subject::Addr(addr.ip()), why.name()) {
            tracing::warn!(peer = %addr, "election connection refused: {detail}");
        }
    }

    /// A member said something that it should not.
    pub(super) fn member(&self, sid: ServerId, why: Refusal, detail: impl fmt::Display) {
        self.counts[why as usize].fetch_add(1, Relaxed);
        if self.gate.opens(Subject::Member(sid), why.name()) {
            tracing::warn!(%sid, "bad data on an election connection: {detail}");
        }
    }

    /// A member takes calls and never calls back.
    pub(super) fn unanswered(&self, sid: ServerId) {
        if self.gate.opens(Subject::Member(sid), "unanswered") {
            tracing::warn!(
                "server {sid} takes calls on its election port and does not call back: its configuration has no line \
                 for this server, or one with another address; its log says more"
            );
        }
    }

    /// A member calls from another host while its connection stands.
    pub(super) fn doubled(&self, sid: ServerId, old: IpAddr, new: IpAddr) {
        if self.gate.opens(Subject::Member(sid), "doubled") {
            tracing::warn!(
                "server {sid} calls from {new} while its connection from {old} stands: if both hosts run a server, both \
                 have {sid} in their file myid, and one of them has to change it"
            );
        }
    }

    /// A member cannot be called.
    pub(super) fn unreachable(&self, sid: ServerId, detail: impl fmt::Display) {
        if self.gate.opens(Subject::Member(sid), "unreachable") {
            tracing::warn!(%sid, "cannot open a channel to the election address: {detail}");
        }
    }
}
