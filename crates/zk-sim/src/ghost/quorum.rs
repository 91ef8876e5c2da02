//! Who is a majority: the definition, once more and plainly, so that the checkers do not trust the product's.

use std::collections::BTreeSet;

use crate::seam::Node;

/// The voters of an ensemble.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quorum {
    voters: BTreeSet<Node>,
    /// Groups of a hierarchical ensemble; empty for a plain majority.
    groups: Vec<Vec<(Node, u64)>>,
}

impl Quorum {
    /// More than half of the voters.
    pub fn majority(voters: impl IntoIterator<Item = Node>) -> Quorum {
        Quorum { voters: voters.into_iter().collect(), groups: Vec::new() }
    }

    /// More than half of the groups that have weight, and in each of those more than half of its weight.
    pub fn hierarchical(groups: Vec<Vec<(Node, u64)>>) -> Quorum {
        Quorum { voters: groups.iter().flatten().map(|(n, _)| *n).collect(), groups }
    }

    /// The voters.
    pub fn voters(&self) -> &BTreeSet<Node> {
        &self.voters
    }

    /// True for a hierarchical ensemble.
    pub fn has_groups(&self) -> bool {
        !self.groups.is_empty()
    }

    /// True if those for whom `has` says yes are a quorum.
    pub fn is_quorum(&self, has: impl Fn(Node) -> bool) -> bool {
        if self.groups.is_empty() {
            return self.voters.iter().filter(|n| has(**n)).count() * 2 > self.voters.len();
        }
        let total = |g: &[(Node, u64)]| g.iter().map(|(_, w)| w).sum::<u64>();
        let heavy: Vec<_> = self.groups.iter().filter(|g| total(g) > 0).collect();
        let won =
            |g: &[(Node, u64)]| g.iter().filter(|(n, _)| has(*n)).map(|(_, w)| w).sum::<u64>() * 2 > total(g);
        heavy.iter().filter(|g| won(g)).count() * 2 > heavy.len()
    }

    /// The highest mark that a quorum has reached.
    pub fn reached(&self, mark: impl Fn(Node) -> u32) -> u32 {
        let mut marks: Vec<u32> = self.voters.iter().map(|n| mark(*n)).collect();
        marks.sort_unstable_by(|a, b| b.cmp(a));
        marks.into_iter().find(|m| self.is_quorum(|n| mark(n) >= *m)).unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn majorities() {
        let q = Quorum::majority([0, 1, 2, 3]);
        assert!(!q.is_quorum(|n| n < 2) && q.is_quorum(|n| n < 3) && !q.is_quorum(|n| n > 3));
        assert_eq!(q.reached(|n| [5, 9, 7, 0][n]), 5);
    }

    #[test]
    fn groups() {
        let q = Quorum::hierarchical(vec![
            vec![(0, 1), (1, 1), (2, 1)],
            vec![(3, 1), (4, 1), (5, 1)],
            vec![(6, 1)],
        ]);
        assert!(q.is_quorum(|n| [0, 1, 3, 4].contains(&n)));
        assert!(!q.is_quorum(|n| [0, 1, 2, 3].contains(&n)));
        assert!(q.is_quorum(|n| [0, 1, 6].contains(&n)));
    }
}
