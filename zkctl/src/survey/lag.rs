//! How far a follower is behind its leader.

use zk_proto::Zxid;

/// Transactions that a server at `own` lacks of a leader at `leader`; 0 for one that is ahead, as it may seem when
/// the two were not asked at the same moment.
///
/// Across epochs only the leader's part can be counted. It is also what a follower lacks that shows no zxid yet, or
/// that of the epoch before: until the first commit of an epoch followers tell what they had.
pub fn transactions(leader: Zxid, own: Zxid) -> u64 {
    if leader.epoch() == own.epoch() {
        return u64::from(leader.counter().saturating_sub(own.counter()));
    }
    if own.epoch() > leader.epoch() { 0 } else { u64::from(leader.counter()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn within_an_epoch_and_across() {
        let z = |epoch: i64, counter: i64| Zxid(epoch << 32 | counter);
        assert_eq!(transactions(z(2, 10), z(2, 4)), 6);
        assert_eq!(transactions(z(2, 10), z(2, 11)), 0);
        assert_eq!(transactions(z(2, 0), z(1, 99)), 0);
        assert_eq!(transactions(z(2, 3), Zxid(0)), 3);
        assert_eq!(transactions(z(2, 3), z(3, 1)), 0);
    }
}
