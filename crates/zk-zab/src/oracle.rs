//! What the oracle of an ensemble of two says (`oraclePath`).

/// An answer: may this server go on, or lead, without the other voter? At most one of the two must be told that it may, and
/// only one that has what the other has committed, and that has been with it since the other led alone, committing or not: its
/// epoch would be the higher one later. Nobody here can see to that.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Oracle {
    /// It may.
    Permits,
    /// It may not, as far as is known.
    Refuses,
}
