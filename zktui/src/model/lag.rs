//! How far a server is behind its leader, said honestly.
//!
//! Both servers are asked at about the same time but never at the same time, and a zxid says nothing about another
//! epoch. So: transactions are only subtracted within one epoch; the leader's zxid is taken at the moment of the
//! other's answer, between the two answers of the leader around it; and where the remaining doubt is as big as the
//! figure, the figure says so.

use std::collections::VecDeque;

use serde::Serialize;
use zk_proto::Zxid;

use crate::time::At;

/// How far a server is behind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "snake_case", tag = "is")]
pub enum Lag {
    /// Nothing can be said: no leader is known, or no answer of this server.
    #[default]
    Unknown,
    /// It is the leader itself, or stands alone.
    None,
    /// It has not a single transaction of the leader's epoch, and that epoch has some.
    EpochBehind {
        /// The leader's epoch less its own.
        epochs: u32,
    },
    /// So much, within one epoch.
    Behind(Behind),
}

/// A lag within one epoch.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Behind {
    /// Transactions.
    pub txns: u64,
    /// Milliseconds since the leader went past this server's last transaction.
    pub ms: u64,
    /// How wrong `txns` may be: what the leader may have done between the two answers.
    pub doubt_txns: u64,
    /// How the figure is to be read.
    pub how: How,
}

/// How a lag is to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum How {
    /// Both answers are fresh and the doubt is smaller than the figure.
    Exact,
    /// Within the doubt, `±`.
    Within,
    /// At most: the server has not answered since, and may have come nearer, `≤`.
    AtMost,
    /// The time goes further back than the history of the leader, `>`.
    Longer,
}

/// What the leader of one epoch had done when.
#[derive(Clone, Debug, Default)]
pub struct LeaderLine {
    epoch: u32,
    points: VecDeque<(At, i64)>,
}

/// An hour at one answer a second.
const MAX_POINTS: usize = 3700;

impl LeaderLine {
    /// Takes an answer of the leader. Another epoch begins another line.
    pub fn push(&mut self, at: At, zxid: Zxid) {
        if self.points.is_empty() || zxid.epoch() != self.epoch {
            self.points.clear();
            self.epoch = zxid.epoch();
        }
        match self.points.back() {
            // Answers may overtake each other on the way; a zxid never goes back within an epoch.
            Some((last, z)) if at <= *last || zxid.0 < *z => return,
            _ => {}
        }
        // While nothing is written only the ends of the plateau matter.
        if let [.., (_, a), (_, b)] = self.points.make_contiguous()
            && *a == *b
            && *b == zxid.0
            && let Some(last) = self.points.back_mut()
        {
            last.0 = at;
            return;
        }
        if self.points.len() == MAX_POINTS {
            self.points.pop_front();
        }
        self.points.push_back((at, zxid.0));
    }

    /// Forgets everything: there is no leader any more.
    pub fn clear(&mut self) {
        self.points.clear();
    }

    /// The last answer.
    pub fn last(&self) -> Option<(At, Zxid)> {
        self.points.back().map(|(at, z)| (*at, Zxid(*z)))
    }

    /// Transactions a second over the last `window_ms`.
    pub fn rate(&self, window_ms: u64) -> Option<f64> {
        let (end, last) = *self.points.back()?;
        let start =
            self.points.iter().rev().find(|(at, _)| end.since(*at) >= window_ms).or(self.points.front())?;
        let ms = end.since(start.0);
        (ms > 0).then(|| (last - start.1) as f64 * 1000.0 / ms as f64)
    }

    /// The leader's zxid at a moment, between the answers around it; behind the last one, the last one.
    fn at(&self, at: At) -> Option<i64> {
        let index = self.points.partition_point(|(t, _)| *t <= at);
        let before = index.checked_sub(1).and_then(|i| self.points.get(i));
        match (before, self.points.get(index)) {
            (Some((t0, z0)), Some((t1, z1))) => {
                let part = at.since(*t0) as f64 / t1.since(*t0).max(1) as f64;
                Some(z0 + ((z1 - z0) as f64 * part) as i64)
            }
            (Some((_, z)), None) | (None, Some((_, z))) => Some(*z),
            (None, None) => None,
        }
    }

    /// When the leader went past a zxid. `Err` if that was before the line begins.
    ///
    /// Differs from "when it reached it": after a quiet hour one fresh write would make an hour of lag of that.
    fn passed(&self, zxid: i64) -> Option<Result<At, At>> {
        let index = self.points.partition_point(|(_, z)| *z <= zxid);
        let (t1, z1) = *self.points.get(index)?;
        let Some((t0, z0)) = index.checked_sub(1).and_then(|i| self.points.get(i)).copied() else {
            return Some(Err(t1));
        };
        // The first transaction behind `zxid`, on the straight line between both answers.
        let part = (zxid + 1 - z0) as f64 / (z1 - z0).max(1) as f64;
        Some(Ok(t0.plus((t1.since(t0) as f64 * part) as u64)))
    }

    /// The lag of a server that said `zxid` at `said`, seen `now`. `fresh` if it is expected to have said more by now
    /// only with its next answer; otherwise the figure is an upper bound that grows until it speaks again.
    pub fn lag(&self, zxid: Zxid, said: At, now: At, fresh: bool) -> Lag {
        let Some((leader_at, leader)) = self.last() else { return Lag::Unknown };
        if zxid.epoch() < self.epoch {
            // A new leader names the new epoch before there is a transaction in it, and its followers, with the whole
            // history, go on naming their last transaction, which is of an epoch before.
            return match leader.counter() {
                0 if fresh => behind(0, 0, 0, How::Exact),
                // One that went before that may lack the end of the epoch before, and nobody says where that is.
                0 => Lag::Unknown,
                _ => Lag::EpochBehind { epochs: self.epoch - zxid.epoch() },
            };
        }
        if zxid.epoch() > self.epoch {
            return Lag::Unknown;
        }
        if !fresh {
            let txns = u64::try_from(leader.0 - zxid.0).unwrap_or(0);
            let ms = match self.passed(zxid.0) {
                Some(Ok(at) | Err(at)) if txns > 0 => now.since(at),
                _ => 0,
            };
            return behind(txns, ms, 0, How::AtMost);
        }
        let reference = self.at(said).unwrap_or(leader.0);
        let txns = u64::try_from(reference - zxid.0).unwrap_or(0);
        let skew = if said > leader_at { said.since(leader_at) } else { self.gap_around(said) / 2 };
        let doubt = (self.rate(5000).unwrap_or(0.0) * skew as f64 / 1000.0).ceil() as u64;
        if txns == 0 {
            return behind(0, 0, doubt, How::Exact);
        }
        let (ms, how) = match self.passed(zxid.0) {
            Some(Ok(at)) => (said.since(at), if doubt >= txns { How::Within } else { How::Exact }),
            Some(Err(at)) => (said.since(at), How::Longer),
            None => (0, How::Within),
        };
        behind(txns, ms, doubt, how)
    }

    /// Milliseconds between the two answers of the leader around a moment.
    fn gap_around(&self, at: At) -> u64 {
        let index = self.points.partition_point(|(t, _)| *t <= at);
        match (index.checked_sub(1).and_then(|i| self.points.get(i)), self.points.get(index)) {
            (Some((t0, z0)), Some((t1, z1))) if z0 != z1 => t1.since(*t0),
            _ => 0,
        }
    }
}

fn behind(txns: u64, ms: u64, doubt_txns: u64, how: How) -> Lag {
    Lag::Behind(Behind { txns, ms, doubt_txns, how })
}

impl Lag {
    /// Transactions, where they can be told.
    pub fn txns(self) -> Option<u64> {
        match self {
            Lag::Behind(b) => Some(b.txns),
            _ => None,
        }
    }

    /// Milliseconds, where they can be told.
    pub fn ms(self) -> Option<u64> {
        match self {
            Lag::Behind(b) => Some(b.ms),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn z(epoch: u32, counter: u32) -> Zxid {
        Zxid::new(epoch, counter)
    }

    /// A hundred transactions a second for ten seconds, asked every second.
    fn line() -> LeaderLine {
        let mut line = LeaderLine::default();
        for s in 0..=10 {
            line.push(At(s * 1000), z(5, s as u32 * 100));
        }
        line
    }

    #[test]
    fn the_leader_is_taken_at_the_moment_of_the_answer() {
        let Lag::Behind(b) = line().lag(z(5, 500), At(9_500), At(9_600), true) else { panic!() };
        // At 9.5 s the leader was at 950; it went past 500 just behind the fifth second.
        assert_eq!((b.txns, b.ms), (450, 4490));
        assert_eq!(b.how, How::Exact);
    }

    #[test]
    fn a_lag_smaller_than_the_doubt_says_so() {
        let Lag::Behind(b) = line().lag(z(5, 990), At(10_400), At(10_400), true) else { panic!() };
        assert_eq!((b.txns, b.doubt_txns, b.how), (10, 40, How::Within));
    }

    #[test]
    fn who_is_ahead_of_an_older_answer_is_not_behind() {
        let Lag::Behind(b) = line().lag(z(5, 1_020), At(10_200), At(10_300), true) else { panic!() };
        assert_eq!((b.txns, b.ms), (0, 0));
    }

    #[test]
    fn zxids_of_two_epochs_are_not_subtracted() {
        assert_eq!(line().lag(z(4, 77), At(10_000), At(10_000), true), Lag::EpochBehind { epochs: 1 });
        assert_eq!(line().lag(z(6, 1), At(10_000), At(10_000), true), Lag::Unknown);
    }

    #[test]
    fn a_new_epoch_without_transactions_leaves_nobody_behind() {
        let mut line = line();
        line.push(At(11_000), z(6, 0));
        assert_eq!(line.lag(z(5, 1000), At(11_000), At(11_000), true).txns(), Some(0));
        assert_eq!(
            line.lag(z(5, 900), At(9_000), At(11_000), false),
            Lag::Unknown,
            "it may lack the end of epoch 5"
        );
        line.push(At(12_000), z(6, 3));
        assert_eq!(line.lag(z(5, 1000), At(12_000), At(12_000), true), Lag::EpochBehind { epochs: 1 });
    }

    #[test]
    fn a_silent_server_is_at_most_so_far_behind_and_the_time_grows() {
        let line = line();
        let Lag::Behind(b) = line.lag(z(5, 300), At(3_000), At(10_000), false) else { panic!() };
        assert_eq!((b.txns, b.ms, b.how), (700, 6990, How::AtMost));
        let Lag::Behind(b) = line.lag(z(5, 300), At(3_000), At(12_000), false) else { panic!() };
        assert_eq!(b.ms, 8990);
    }

    #[test]
    fn a_write_after_a_quiet_hour_makes_no_hour_of_lag() {
        let mut line = LeaderLine::default();
        for s in 0..3600 {
            line.push(At(s * 1000), z(5, 10));
        }
        assert_eq!(line.points.len(), 2, "a plateau has two ends");
        line.push(At(3_600_000), z(5, 11));
        let Lag::Behind(b) = line.lag(z(5, 10), At(3_600_000), At(3_600_000), true) else { panic!() };
        assert!(b.txns == 1 && b.ms <= 1000, "{b:?}");
    }

    #[test]
    fn what_is_older_than_the_line_is_told_as_longer() {
        let mut line = LeaderLine::default();
        line.push(At(1_000), z(5, 100));
        line.push(At(2_000), z(5, 100));
        let Lag::Behind(b) = line.lag(z(5, 10), At(2_000), At(2_000), true) else { panic!() };
        assert_eq!((b.txns, b.ms, b.how), (90, 1000, How::Longer));
    }

    #[test]
    fn the_rate_is_that_of_the_window() {
        assert_eq!(line().rate(5000), Some(100.0));
        assert_eq!(LeaderLine::default().rate(5000), None);
    }
}
