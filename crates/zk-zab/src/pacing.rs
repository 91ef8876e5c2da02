//! How many learners are brought up to date at a time, and who waits for how long before trying again.

use zk_proto::ServerId;

/// Settings that hold something back. The defaults hold nothing back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pacing {
    /// Snapshots sent at a time, above which an observer is sent away (`leader.maxConcurrentSnapSyncs`).
    pub snap_syncs: usize,
    /// The same for everything that is no snapshot (`leader.maxConcurrentDiffSyncs`).
    pub diff_syncs: usize,
    /// An observer lets up to so much time pass before it connects to the leader, or begins anew with the list of followers
    /// that may serve it (`observer.reconnectDelayMs`).
    pub reconnect_delay_ms: u64,
    /// An observer that has lost its leader lets up to so much time pass before it asks who leads
    /// (`observer.election.DelayMs`).
    pub election_delay_ms: u64,
    /// Between two attempts to reach the leader (`leaderConnectDelayDuringRetryMs`). `None`: it grows.
    pub dial_wait_ms: Option<u64>,
    /// A leader to be gives up after so long without a quorum for its epoch once one of the voters looks for a leader again
    /// (`leader.maxTimeToWaitForEpoch`). `None`: only once too many of them do.
    pub epoch_wait_ms: Option<u64>,
}

impl Default for Pacing {
    fn default() -> Pacing {
        Pacing {
            snap_syncs: usize::MAX,
            diff_syncs: usize::MAX,
            reconnect_delay_ms: 0,
            election_delay_ms: 0,
            dial_wait_ms: None,
            epoch_wait_ms: None,
        }
    }
}

/// A time below `limit_ms`, another one for each server and each `turn`: where all have lost the same leader, they do not all
/// come back at the same moment.
///
/// Mirrors: ZooKeeper `Observer.waitForReconnectDelay`. Differs: no chance, so that it can be replayed.
pub(crate) fn share_of(limit_ms: u64, me: ServerId, turn: u64) -> u64 {
    if limit_ms == 0 { 0 } else { spread(me.0 as u64, turn) % limit_ms }
}

/// A number that looks as if it had nothing to do with the two (splitmix64's last step).
pub(crate) fn spread(one: u64, other: u64) -> u64 {
    let mut z = one.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ other;
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_within_the_limit_and_differ_by_server_and_turn() {
        let shares: std::collections::BTreeSet<u64> =
            (1..5).flat_map(|me| (0..5).map(move |turn| share_of(1000, ServerId(me), turn))).collect();
        assert!(shares.len() > 15 && shares.iter().all(|ms| *ms < 1000), "{shares:?}");
        assert_eq!(share_of(0, ServerId(1), 1), 0);
    }
}
