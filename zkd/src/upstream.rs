//! How far a learner's leader has got, as far as it has been heard of here: noted by the thread that reads the link, ahead of
//! the core, so that what waits for a core that cannot keep up is seen.

use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use zk_proto::Zxid;

use crate::status::quorum::UpstreamStatus;

/// The last that was heard of any leader.
#[derive(Debug, Default)]
pub(crate) struct Upstream {
    zxid: AtomicI64,
    heard_ms: AtomicU64,
}

impl Upstream {
    /// Something has come that speaks of transactions up to this one; 0: of none.
    pub(crate) fn heard(&self, zxid: Zxid, now_ms: u64) {
        self.zxid.fetch_max(zxid.0, Ordering::Relaxed);
        self.heard_ms.store(now_ms, Ordering::Relaxed);
    }

    /// For a learner that serves in this epoch and has applied this much.
    pub(crate) fn status(&self, epoch: i64, applied: Zxid, now_ms: u64) -> UpstreamStatus {
        let zxid = Zxid(self.zxid.load(Ordering::Relaxed));
        // What a leader of another epoch has said is not to be caught up with.
        let zxid = Some(zxid).filter(|zxid| i64::from(zxid.epoch()) == epoch).map(|zxid| zxid.max(applied));
        let counted = |zxid: Zxid| match zxid.epoch() == applied.epoch() {
            true => zxid.counter() - applied.counter(),
            // Everything before the epoch was committed, and applied, before the learner began to serve.
            false => zxid.counter(),
        };
        UpstreamStatus {
            zxid,
            lag: zxid.map(|zxid| counted(zxid).into()),
            heard_ms: now_ms.saturating_sub(self.heard_ms.load(Ordering::Relaxed)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_heard_and_not_applied_is_counted_within_the_epoch() {
        let upstream = Upstream::default();
        let lag = |epoch, applied| upstream.status(epoch, applied, 50).lag;
        assert_eq!(lag(3, Zxid::new(3, 1)), None, "nothing was heard yet");
        upstream.heard(Zxid::new(3, 7), 10);
        upstream.heard(Zxid::ZERO, 20);
        upstream.heard(Zxid::new(3, 5), 30);
        let status = upstream.status(3, Zxid::new(3, 4), 50);
        assert_eq!(status, UpstreamStatus { zxid: Some(Zxid::new(3, 7)), lag: Some(3), heard_ms: 20 });
        assert_eq!(lag(3, Zxid::new(2, 900)), Some(7), "nothing of the epoch is applied");
        assert_eq!(
            lag(3, Zxid::new(3, 8)),
            Some(0),
            "a commit may be applied before the next packet is noted"
        );
        assert_eq!(lag(4, Zxid::new(3, 7)), None, "that was another leader");
        upstream.heard(Zxid(i64::MAX), 60);
        assert_eq!(lag(3, Zxid::new(3, 4)), None, "nor is it caught up with what no epoch here has");
    }
}
