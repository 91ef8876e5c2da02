//! Names of connections between members.

/// A connection on the quorum port, accepted or dialled. The shell never gives out the same one twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LinkId(pub u64);
