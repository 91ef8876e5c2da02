//! Whether a server's tree is the one that its transactions say it should be. Each transaction carries the digest of the tree
//! that it leaves, foretold by who led when it was made; whoever applies it compares.

use zk_proto::Zxid;
use zk_tree::{Compared, DigestCheck};

/// What the comparisons have come to, since the tree was made or loaded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Consistency {
    /// The last comparison.
    pub last: Option<Compared>,
    /// The last transaction after which both were the same.
    pub last_agreed: Option<Zxid>,
    /// The first after which they were not.
    pub first_difference: Option<Compared>,
    /// How many of those there were.
    pub mismatches: u64,
}

/// The last comparison, in a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// No transaction with a digest has come yet.
    Unknown,
    /// It is the same tree.
    Agrees,
    /// It is not. Which of the two is wrong the comparison does not say.
    Differs,
}

impl Consistency {
    /// As the tree has found it.
    pub fn of(check: &DigestCheck) -> Consistency {
        Consistency {
            last: check.last(),
            last_agreed: check.last_agreed(),
            first_difference: check.first_difference(),
            mismatches: check.mismatches(),
        }
    }

    /// Trees that differ go on to do so until what is different has been written anew, so the last comparison counts.
    pub fn verdict(&self) -> Verdict {
        match self.last {
            None => Verdict::Unknown,
            Some(last) if last.agrees() => Verdict::Agrees,
            Some(_) => Verdict::Differs,
        }
    }
}

impl Verdict {
    /// In a word.
    pub fn name(self) -> &'static str {
        match self {
            Verdict::Unknown => "unknown",
            Verdict::Agrees => "agrees",
            Verdict::Differs => "differs",
        }
    }
}
