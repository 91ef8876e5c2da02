//! The order of transactions: each follows the one before it, or begins a later epoch.

use zk_mutants::{Mutant, on};
use zk_proto::Zxid;

/// How a transaction fails to follow the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OrderError {
    /// Some are missing in between.
    Gap {
        /// The transaction before the gap.
        after: Zxid,
    },
    /// It is not above the one before it.
    Regression {
        /// The transaction before it.
        after: Zxid,
    },
}

/// Checks a sequence of zxids for contiguity, also across file borders.
///
/// Mirrors: the check in 3.9 `FileTxnSnapLog`/`ZKDatabase`. Differs: applies to every record, and the first
/// record of a later epoch must be its first transaction.
#[derive(Clone, Copy, Debug)]
pub struct ZxidOrder {
    last: Option<Zxid>,
}

impl ZxidOrder {
    /// What comes first must follow `last`.
    pub fn after(last: Zxid) -> ZxidOrder {
        ZxidOrder { last: Some(last) }
    }

    /// Anything may come first.
    pub fn unknown() -> ZxidOrder {
        ZxidOrder { last: None }
    }

    /// The last zxid accepted.
    pub fn last(&self) -> Option<Zxid> {
        self.last
    }

    /// Checks `next` against the last one; on success, and after a gap, `next` becomes the last one.
    #[inline]
    pub fn check(&mut self, next: Zxid) -> Result<(), OrderError> {
        let Some(last) = self.last else {
            self.last = Some(next);
            return Ok(());
        };
        if next <= last {
            return Err(OrderError::Regression { after: last });
        }
        self.last = Some(next);
        let follows = last.next() == Some(next);
        // Counter 0 is the epoch itself; no server is known to log it, and nothing can lie before it.
        let begins_epoch = next.epoch() > last.epoch() && next.counter() <= 1;
        let blind = on(Mutant::GapIgnored) || on(Mutant::LogAcrossGap);
        if follows || begins_epoch || blind { Ok(()) } else { Err(OrderError::Gap { after: last }) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn successor_and_first_of_a_later_epoch_follow() {
        let mut o = ZxidOrder::after(Zxid::new(1, 5));
        assert_eq!(o.check(Zxid::new(1, 6)), Ok(()));
        assert_eq!(o.check(Zxid::new(4, 1)), Ok(()));
        assert_eq!(o.check(Zxid::new(4, 3)), Err(OrderError::Gap { after: Zxid::new(4, 1) }));
        assert_eq!(o.check(Zxid::new(5, 2)), Err(OrderError::Gap { after: Zxid::new(4, 3) }));
        assert_eq!(o.check(Zxid::new(5, 2)), Err(OrderError::Regression { after: Zxid::new(5, 2) }));
        assert_eq!(o.check(Zxid::new(1, 9)), Err(OrderError::Regression { after: Zxid::new(5, 2) }));
    }

    #[test]
    fn a_full_counter_is_followed_by_a_new_epoch_only() {
        let mut o = ZxidOrder::after(Zxid::new(1, u32::MAX));
        assert_eq!(o.check(Zxid::new(2, 1)), Ok(()));
        let mut o = ZxidOrder::after(Zxid::new(1, u32::MAX));
        assert_eq!(o.check(Zxid::new(2, 0)), Ok(()));
    }
}
