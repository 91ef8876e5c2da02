//! Who belongs to the ensemble, and which of them together are a quorum. How a configuration is written is
//! [`zk_proto::members`]' business; where members are reached is only compared here.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use zk_mutants::{Mutant, on};
use zk_proto::ServerId;
use zk_proto::members;

/// What a member may become.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MemberRole {
    /// Votes, follows or leads.
    Participant,
    /// Follows and has no vote.
    Observer,
}

impl std::fmt::Display for MemberRole {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(match self {
            MemberRole::Participant => "participant",
            MemberRole::Observer => "observer",
        })
    }
}

/// Groups and weights of a hierarchical configuration. Without groups the majority of the participants decides.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Groups {
    /// Servers of each group, by the group's number. Each participant is in exactly one.
    pub groups: BTreeMap<i64, Vec<ServerId>>,
    /// Weights that are not 1. A server of weight 0 counts for nothing and is not to be elected.
    pub weights: BTreeMap<ServerId, u64>,
}

impl Groups {
    /// No groups.
    pub fn majority() -> Groups {
        Groups::default()
    }
}

/// Why a configuration is none: its author's mistake.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum MembershipError {
    /// An id stands for two members.
    #[error("server {0} is there more than once")]
    Duplicate(ServerId),
    /// A server is in two groups, or twice in one.
    #[error("server {0} is in more than one group")]
    InSeveralGroups(ServerId),
    /// There are groups, and a participant is in none of them.
    #[error("server {0} is a participant and in no group")]
    InNoGroup(ServerId),
    /// Weights mean nothing without groups.
    #[error("there are weights, and no groups")]
    WeightsWithoutGroups,
    /// Not even all participants together are a quorum: there are none, or they have no weight.
    #[error("no set of participants is a quorum")]
    NoQuorum,
}

/// The members of an ensemble under one configuration. Does not change: another configuration is another value.
///
/// Mirrors: ZooKeeper 3.9 `QuorumMaj` and `QuorumHierarchical`. Differs: acknowledgements of servers without a vote
/// are left out here, not by each caller; a server that has no weight weighs nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Membership {
    members: BTreeMap<ServerId, MemberRole>,
    quorum: Quorum,
    version: i64,
    text: Arc<str>,
}

/// Where the others reach the server, by what its line says.
fn address(text: &str, sid: ServerId) -> Option<&str> {
    let line = text.lines().find_map(|l| l.trim().strip_prefix(&format!("server.{}=", sid.0)[..]))?;
    line.split(';').next().map(|a| a.trim_end_matches(":participant").trim_end_matches(":observer"))
}

impl Membership {
    /// A configuration of `members`, of this version (the zxid of its transaction, 0 for the first) and text.
    ///
    /// # Errors
    /// [`MembershipError`] if an id or a group makes no sense, or no quorum is possible.
    pub fn new(
        members: impl IntoIterator<Item = (ServerId, MemberRole)>,
        groups: Groups,
        version: i64,
        text: Arc<str>,
    ) -> Result<Membership, MembershipError> {
        let mut by_id = BTreeMap::new();
        for (sid, role) in members {
            if by_id.insert(sid, role).is_some() {
                return Err(MembershipError::Duplicate(sid));
            }
        }
        let quorum = Quorum::new(&by_id, groups)?;
        let membership = Membership { members: by_id, quorum, version, text };
        if membership.has_quorum(|_| true) { Ok(membership) } else { Err(MembershipError::NoQuorum) }
    }

    /// A configuration as its text says, which is kept as it is.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn parse(text: &str) -> Result<Membership, String> {
        let (membership, version) = members::Membership::parse(text)?;
        Membership::from_lines(&membership, version, text.into())
    }

    /// A configuration as its lines say, with the text that it goes by.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn from_lines(
        lines: &members::Membership,
        version: i64,
        text: Arc<str>,
    ) -> Result<Membership, String> {
        let role = |role| match role {
            members::Role::Participant => MemberRole::Participant,
            members::Role::Observer => MemberRole::Observer,
        };
        let members = lines.members.iter().map(|(id, m)| (ServerId(*id), role(m.role)));
        let ids = |ids: &Vec<i64>| ids.iter().copied().map(ServerId).collect();
        let groups = Groups {
            groups: lines.groups.iter().map(|(group, members)| (*group, ids(members))).collect(),
            weights: lines.weights.iter().map(|(id, w)| (ServerId(*id), (*w).max(0) as u64)).collect(),
        };
        Membership::new(members, groups, version, text).map_err(|e| e.to_string())
    }

    /// The same members under another version.
    pub(crate) fn with_version(&self, version: i64) -> Membership {
        let mut lines: Vec<&str> = self.text.lines().filter(|l| !l.starts_with("version=")).collect();
        let said = format!("version={version:x}");
        lines.push(&said);
        Membership { version, text: lines.join("\n").into(), ..self.clone() }
    }

    /// True if the others reach the server where they do under the other configuration.
    pub(crate) fn keeps_address(&self, other: &Membership, sid: ServerId) -> bool {
        address(&self.text, sid) == address(&other.text, sid)
    }

    /// True for a participant.
    pub fn is_voter(&self, sid: ServerId) -> bool {
        self.role(sid) == Some(MemberRole::Participant)
    }

    /// The member's role; `None` for a server that does not belong to the ensemble.
    pub fn role(&self, sid: ServerId) -> Option<MemberRole> {
        self.members.get(&sid).copied()
    }

    /// The participants, ascending.
    pub fn voters(&self) -> impl Iterator<Item = ServerId> + '_ {
        self.members().filter(|(_, role)| *role == MemberRole::Participant).map(|(sid, _)| sid)
    }

    /// Everybody, ascending.
    pub fn members(&self) -> impl Iterator<Item = (ServerId, MemberRole)> + '_ {
        self.members.iter().map(|(sid, role)| (*sid, *role))
    }

    /// What the server's vote weighs: 0 without a vote, 1 where nothing else is said.
    pub fn weight(&self, sid: ServerId) -> u64 {
        match &self.quorum {
            _ if !self.is_voter(sid) => 0,
            Quorum::Majority => 1,
            Quorum::Hierarchical(groups) => groups
                .iter()
                .flat_map(|g| &g.voters)
                .find_map(|(voter, weight)| (*voter == sid).then_some(*weight))
                .unwrap_or(0),
        }
    }

    /// True for two voters without groups.
    pub fn is_pair(&self) -> bool {
        self.quorum == Quorum::Majority && self.voters().count() == 2
    }

    /// The configuration's version.
    pub fn version(&self) -> i64 {
        self.version
    }

    /// The configuration's text.
    pub fn text(&self) -> &Arc<str> {
        &self.text
    }

    /// True if those whom `acks` names are a quorum: more than half of the participants, or, with groups, more
    /// than half of the weight in more than half of the groups that have weight. Asks for participants only.
    pub fn has_quorum(&self, acks: impl Fn(ServerId) -> bool) -> bool {
        match &self.quorum {
            Quorum::Majority => {
                let (acked, all) =
                    self.voters().fold((0, 0), |(acked, all), sid| (acked + usize::from(acks(sid)), all + 1));
                let extra = |sid: &ServerId| self.role(*sid) == Some(MemberRole::Observer) && acks(*sid);
                let acked = match on(Mutant::ObserverCounted) {
                    true => acked + self.members.keys().filter(|sid| extra(sid)).count(),
                    false => acked,
                };
                if on(Mutant::QuorumOffByOne) { acked * 2 >= all } else { acked > all / 2 }
            }
            Quorum::Hierarchical(groups) => {
                groups.iter().filter(|g| g.agrees(&acks)).count() > groups.len() / 2
            }
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Quorum {
    Majority,
    /// The groups that have weight.
    Hierarchical(Vec<Group>),
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Group {
    voters: Vec<(ServerId, u64)>,
    /// Weight of everybody who is listed: one with a weight and without a vote makes the group harder to win.
    weight: u128,
}

impl Group {
    fn agrees(&self, acks: impl Fn(ServerId) -> bool) -> bool {
        let acked = self.voters.iter().filter(|(sid, _)| acks(*sid)).map(|(_, weight)| u128::from(*weight));
        acked.sum::<u128>() > self.weight / 2
    }
}

impl Quorum {
    fn new(members: &BTreeMap<ServerId, MemberRole>, groups: Groups) -> Result<Quorum, MembershipError> {
        let Groups { groups, weights } = groups;
        if groups.is_empty() {
            return if weights.is_empty() {
                Ok(Quorum::Majority)
            } else {
                Err(MembershipError::WeightsWithoutGroups)
            };
        }
        let votes = |sid: &ServerId| members.get(sid) == Some(&MemberRole::Participant);
        let weight = |sid: &ServerId| weights.get(sid).copied().unwrap_or(u64::from(votes(sid)));
        let mut grouped = BTreeSet::new();
        if let Some(sid) = groups.values().flatten().find(|sid| !grouped.insert(**sid)) {
            return Err(MembershipError::InSeveralGroups(*sid));
        }
        if let Some(sid) = members.keys().find(|sid| votes(sid) && !grouped.contains(sid)) {
            return Err(MembershipError::InNoGroup(*sid));
        }
        let groups = groups.values().map(|sids| Group {
            voters: sids.iter().filter(|sid| votes(sid)).map(|sid| (*sid, weight(sid))).collect(),
            weight: sids.iter().map(|sid| u128::from(weight(sid))).sum(),
        });
        Ok(Quorum::Hierarchical(groups.filter(|g| g.weight > 0).collect()))
    }
}

#[cfg(test)]
mod tests;
