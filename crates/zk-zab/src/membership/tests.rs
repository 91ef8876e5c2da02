//! Every set of servers up to seven against the definition written out with sets, and what quorums are for:
//! two of them share a server.

use super::*;
use MemberRole::{Observer, Participant};

fn s(id: i64) -> ServerId {
    ServerId(id)
}

fn voters(n: i64) -> impl Iterator<Item = (ServerId, MemberRole)> {
    (1..=n).map(|id| (s(id), Participant))
}

fn majority(n: i64) -> Membership {
    Membership::new(voters(n), Groups::majority(), 0, "".into()).unwrap()
}

/// The servers of a bit set, bit 0 being server 1.
fn set(bits: u32) -> BTreeSet<ServerId> {
    (0..32).filter(|b| bits >> b & 1 == 1).map(|b| s(b + 1)).collect()
}

/// Every way to divide `n` servers into groups: the group's number of each.
fn partitions(n: usize) -> Vec<Vec<usize>> {
    let mut all = vec![vec![]];
    for _ in 0..n {
        let longer = |p: Vec<usize>| {
            let fresh = p.iter().max().map_or(0, |m| m + 1);
            (0..=fresh).map(move |g| [&p[..], &[g]].concat())
        };
        all = all.into_iter().flat_map(longer).collect();
    }
    all
}

/// Every choice of one of `values` for each of `n` servers.
fn choices(n: usize, values: &[u64]) -> Vec<Vec<u64>> {
    (0..n).fold(vec![vec![]], |all, _| {
        all.into_iter().flat_map(|c| values.iter().map(move |v| [&c[..], &[*v]].concat())).collect()
    })
}

fn grouped(partition: &[usize], weights: &[u64]) -> Groups {
    let mut groups = Groups::default();
    for ((id, group), weight) in (1..).zip(partition).zip(weights) {
        groups.groups.entry(*group as i64).or_default().push(s(id));
        // What is not said is 1: half of the ones are left out.
        if *weight != 1 || id % 2 == 0 {
            groups.weights.insert(s(id), *weight);
        }
    }
    groups
}

/// The definition: in more than half of the groups with weight, more than half of the weight.
fn by_definition(groups: &Groups, acked: &BTreeSet<ServerId>) -> bool {
    let sum = |g: &mut dyn Iterator<Item = &ServerId>| -> u64 {
        g.map(|sid| groups.weights.get(sid).copied().unwrap_or(1)).sum()
    };
    let heavy: Vec<_> = groups.groups.values().filter(|g| sum(&mut g.iter()) > 0).collect();
    let won = heavy
        .iter()
        .filter(|g| sum(&mut g.iter().filter(|sid| acked.contains(sid))) > sum(&mut g.iter()) / 2);
    won.count() > heavy.len() / 2
}

fn check_groups(n: usize, weights: &[Vec<u64>]) {
    let sets: Vec<_> = (0..1u32 << n).map(set).collect();
    for partition in partitions(n) {
        for weights in weights {
            let groups = grouped(&partition, weights);
            let Ok(m) = Membership::new(voters(n as i64), groups.clone(), 0, "".into()) else {
                assert!(weights.iter().all(|w| *w == 0), "{groups:?}");
                continue;
            };
            let mut is_quorum = Vec::new();
            for acked in &sets {
                let quorum = m.has_quorum(|sid| acked.contains(&sid));
                assert_eq!(quorum, by_definition(&groups, acked), "{groups:?}, {acked:?}");
                is_quorum.push(quorum);
            }
            // More acknowledgements never hurt, so two quorums without a common server would show here.
            let disjoint = (0..sets.len()).find(|bits| is_quorum[*bits] && is_quorum[sets.len() - 1 - bits]);
            assert_eq!(disjoint, None, "{groups:?}");
        }
    }
}

#[test]
fn majorities_are_more_than_half_of_the_participants() {
    for n in 1..=7 {
        let observers = [(s(8), Observer), (s(-1), Observer)];
        let m = Membership::new(voters(n).chain(observers), Groups::majority(), 0, "".into()).unwrap();
        for bits in 0..1u32 << 9 {
            let acked = set(bits);
            let votes = acked.iter().filter(|sid| sid.0 <= n).count();
            assert_eq!(m.has_quorum(|sid| acked.contains(&sid)), 2 * votes > n as usize, "{n}: {acked:?}");
        }
    }
}

#[test]
fn groups_decide_by_definition_for_every_weight() {
    for n in 1..=4 {
        check_groups(n, &choices(n, &[0, 1, 2, 3]));
    }
    check_groups(5, &choices(5, &[0, 1, 3]));
}

#[test]
fn groups_decide_by_definition_up_to_seven_servers() {
    check_groups(6, &choices(6, &[0, 1])[48..]);
    let some: Vec<_> = choices(7, &[0, 1, 2, 5]).into_iter().step_by(2741).collect();
    check_groups(7, &some);
}

#[test]
fn three_groups_of_three_need_two_twice() {
    let groups = grouped(&[0, 0, 0, 1, 1, 1, 2, 2, 2], &[1; 9]);
    let m = Membership::new(voters(9), groups, 0, "".into()).unwrap();
    assert!(m.has_quorum(|sid| [1, 2, 4, 5].contains(&sid.0)));
    assert!(!m.has_quorum(|sid| [1, 2, 3, 4, 7].contains(&sid.0)));
}

#[test]
fn weights_are_known_of_participants_alone() {
    let m = majority(2);
    assert_eq!([1, 2, 3].map(|id| m.weight(s(id))), [1, 1, 0]);
    let members = voters(3).chain([(s(4), Observer), (s(5), Observer)]);
    let mut groups = grouped(&[0, 0, 0, 0, 0], &[1, 0, u64::MAX, 7, 1]);
    groups.weights.remove(&s(5));
    let m = Membership::new(members, groups, 0, "".into()).unwrap();
    assert_eq!([1, 2, 3, 4, 5, 6].map(|id| m.weight(s(id))), [1, 0, u64::MAX, 0, 0, 0]);
}

#[test]
fn one_with_weight_and_without_a_vote_only_makes_it_harder() {
    let members = || voters(3).chain([(s(4), Observer)]);
    let m = Membership::new(members(), grouped(&[0; 4], &[1, 1, 1, 2]), 0, "".into()).unwrap();
    assert!(!m.has_quorum(|sid| sid != s(1)));
    assert!(m.has_quorum(|_| true));
    let never = Membership::new(members(), grouped(&[0; 4], &[1, 1, 1, 3]), 0, "".into());
    assert_eq!(never, Err(MembershipError::NoQuorum));
}

#[test]
fn weights_do_not_overflow() {
    let m = Membership::new(voters(3), grouped(&[0; 3], &[u64::MAX; 3]), 0, "".into()).unwrap();
    assert!(m.has_quorum(|sid| sid != s(2)));
    assert!(!m.has_quorum(|sid| sid == s(2)));
}

#[test]
fn members_are_told_in_order() {
    let members = [(s(3), Participant), (s(-1), Observer), (s(1), Participant)];
    let m = Membership::new(members, Groups::majority(), 5, "text".into()).unwrap();
    assert_eq!(m.members().map(|(sid, _)| sid.0).collect::<Vec<_>>(), [-1, 1, 3]);
    assert_eq!(m.voters().map(|sid| sid.0).collect::<Vec<_>>(), [1, 3]);
    assert_eq!((m.role(s(-1)), m.role(s(2))), (Some(Observer), None));
    assert!(m.is_voter(s(3)) && !m.is_voter(s(-1)) && !m.is_voter(s(2)));
    assert_eq!((m.version(), &**m.text()), (5, "text"));
}

#[test]
fn senseless_configurations_are_refused() {
    let refused = |members: Vec<_>, groups| Membership::new(members, groups, 0, "".into()).unwrap_err();
    let two = || voters(2).collect::<Vec<_>>();
    let twice = vec![(s(1), Participant), (s(1), Observer)];
    assert_eq!(refused(twice, Groups::majority()), MembershipError::Duplicate(s(1)));
    assert_eq!(refused(vec![(s(1), Observer)], Groups::majority()), MembershipError::NoQuorum);
    assert_eq!(refused(vec![], Groups::majority()), MembershipError::NoQuorum);
    assert_eq!(refused(two(), grouped(&[0, 1], &[0, 0])), MembershipError::NoQuorum);
    assert_eq!(refused(two(), grouped(&[0], &[1])), MembershipError::InNoGroup(s(2)));
    let weights = Groups { groups: BTreeMap::new(), ..grouped(&[0], &[2]) };
    assert_eq!(refused(two(), weights), MembershipError::WeightsWithoutGroups);
    let mut both = grouped(&[0, 1], &[1, 1]);
    both.groups.entry(1).or_default().push(s(1));
    assert_eq!(refused(two(), both), MembershipError::InSeveralGroups(s(1)));
}
