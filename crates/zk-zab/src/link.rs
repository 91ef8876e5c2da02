//! Names of connections between members.

/// A connection on the quorum port or that for observers, accepted or dialled. The shell never gives out the same one twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LinkId(pub u64);

/// Which port of a member a link leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Door {
    /// The quorum port, at which a leader serves its learners.
    Quorum,
    /// The port at which a follower serves observers (`observerMasterPort`).
    Observers,
}
