//! The rules one at a time: what an election answers, counts, takes and decides, message by message.

use super::vote::Ballot;
use super::*;
use crate::{Groups, Membership};
use MemberRole::{Observer, Participant};
use PeerState::{Following, Leading, Looking as LookingState, Observing};
use std::sync::Arc;

const NOTHING: [&str; 0] = [];
const STATES: [PeerState; 4] = [LookingState, Following, Leading, Observing];

fn sid(id: i64) -> ServerId {
    ServerId(id)
}

/// Servers 1 to `voters`, and the observers 11 and 12.
fn membership(voters: i64) -> Arc<Membership> {
    let members = (1..=voters).map(|id| (sid(id), Participant));
    let observers = [(sid(11), Observer), (sid(12), Observer)];
    Arc::new(Membership::new(members.chain(observers), Groups::majority(), 0, "members".into()).unwrap())
}

/// Three groups of one server each, of which the third, server 3, weighs nothing; servers 1, 2 and 4 weigh 1.
fn weighted() -> Arc<Membership> {
    let groups = Groups {
        groups: [(1, vec![sid(1)]), (2, vec![sid(2)]), (3, vec![sid(3), sid(4)])].into(),
        weights: [(sid(3), 0)].into(),
    };
    Arc::new(Membership::new((1..=4).map(|id| (sid(id), Participant)), groups, 0, "".into()).unwrap())
}

/// One election, what it said since it was last asked, and its time.
struct Bench {
    election: Election,
    now_ms: u64,
    out: Vec<ElectionOutput>,
}

impl Bench {
    fn of(my_id: i64, my_role: MemberRole, membership: Arc<Membership>) -> Bench {
        let config = ElectionConfig {
            my_id: sid(my_id),
            memberships: Memberships::of(membership),
            my_role,
            min_notification_ms: 200,
            max_notification_ms: 3200,
            finalize_wait_ms: 200,
        };
        Bench { election: Election::new(config), now_ms: 1000, out: Vec::new() }
    }

    /// A voter of `voters` that has just started with history `zxid` of epoch 1; its first words are forgotten.
    fn looking(my_id: i64, voters: i64, zxid: i64) -> Bench {
        Bench::of(my_id, Participant, membership(voters)).started(zxid, 1)
    }

    fn started(mut self, zxid: i64, epoch: i64) -> Bench {
        self.start(zxid, epoch);
        self.out.clear();
        self
    }

    /// Connected to these.
    fn linked(mut self, peers: &[i64]) -> Bench {
        for peer in peers {
            self.election.link(self.now_ms, sid(*peer), true, &mut self.out);
        }
        self.out.clear();
        self
    }

    fn start(&mut self, zxid: i64, epoch: i64) {
        self.election.start(self.now_ms, Zxid(zxid), epoch, &mut self.out);
    }

    fn hear(&mut self, from: i64, n: &Notification) -> Vec<String> {
        self.election.notification(self.now_ms, sid(from), n, &mut self.out);
        self.said()
    }

    fn link(&mut self, peer: i64, up: bool) -> Vec<String> {
        self.election.link(self.now_ms, sid(peer), up, &mut self.out);
        self.said()
    }

    fn wait(&mut self, ms: u64) -> Vec<String> {
        self.now_ms += ms;
        self.election.tick(self.now_ms, &mut self.out);
        self.said()
    }

    fn said(&mut self) -> Vec<String> {
        self.out.drain(..).map(|o| brief(&o)).collect()
    }

    fn proposal(&self) -> (i64, i64, i64, i64) {
        let vote = self.election.vote();
        (vote.leader.0, vote.zxid.0, vote.epoch, self.election.round())
    }
}

/// `to: state leader zxid round epoch` in one letter for the state, or the decision.
fn brief(output: &ElectionOutput) -> String {
    match output {
        ElectionOutput::Send { to, notification: n } => {
            assert_eq!(n.version, 2);
            assert!(n.config.is_some());
            let (state, zxid) = (n.state.to_string(), n.zxid.0);
            let number = |v: i64| if v == i64::MIN { "min".to_owned() } else { v.to_string() };
            let [leader, zxid, round, epoch] = [n.leader.0, zxid, n.round, n.peer_epoch].map(number);
            format!("{to}: {} {leader} {zxid} {round} {epoch}", &state[..2])
        }
        ElectionOutput::Decided { leader, state } => format!("{state} {leader}"),
    }
}

fn note(state: PeerState, leader: i64, zxid: i64, round: i64, epoch: i64) -> Notification {
    Notification {
        state,
        leader: sid(leader),
        zxid: Zxid(zxid),
        round,
        peer_epoch: epoch,
        version: 2,
        config: None,
    }
}

fn looking(leader: i64, zxid: i64, round: i64) -> Notification {
    note(LookingState, leader, zxid, round, 1)
}

#[test]
fn vote_order_is_epoch_then_zxid_then_id() {
    let m = Memberships::of(membership(3));
    let table = [
        ((2, 5, 1), (1, 5, 1)),
        ((1, 6, 1), (3, 5, 1)),
        ((1, 1, 2), (3, 9, 1)),
        ((1, 1, 0), (1, 1, -1)),
        ((1, -1, 1), (1, -2, 1)),
        ((1, 0, 0), (3, i64::MIN, 0)),
        ((1, 0, 0), (i64::MIN, i64::MIN, i64::MIN)),
    ];
    for (better, worse) in table {
        let [better, worse] =
            [better, worse].map(|(id, zxid, epoch)| Vote { leader: sid(id), zxid: Zxid(zxid), epoch });
        assert!(better.beats(&worse, &m), "{better} against {worse}");
        assert!(!worse.beats(&better, &m), "{worse} against {better}");
        assert!(!better.beats(&better, &m), "{better} against itself");
    }
}

#[test]
fn a_server_without_weight_is_never_better() {
    let m = Memberships::of(weighted());
    let vote = |id, zxid| Vote { leader: sid(id), zxid: Zxid(zxid), epoch: 1 };
    assert!(!vote(3, 9).beats(&vote(1, 1), &m));
    assert!(!vote(3, 9).beats(&vote(3, 1), &m));
    assert!(vote(1, 1).beats(&vote(3, 9), &m));
    assert!(!vote(77, 9).beats(&vote(1, 1), &m));
    assert!(!vote(77, 9).beats(&Vote::ABSTENTION, &m));
}

#[test]
fn ballots_agree_by_what_their_voters_do() {
    let base = Ballot {
        vote: Vote { leader: sid(1), zxid: Zxid(7), epoch: 4 },
        round: 3,
        state: LookingState,
        version: 2,
    };
    let with = |state, version| Ballot { state, version, ..base };
    let differing = |b: Ballot| {
        [
            ("leader", Ballot { vote: Vote { leader: sid(2), ..b.vote }, ..b }),
            ("epoch", Ballot { vote: Vote { epoch: 5, ..b.vote }, ..b }),
            ("zxid", Ballot { vote: Vote { zxid: Zxid(8), ..b.vote }, ..b }),
            ("round", Ballot { round: 4, ..b }),
        ]
    };
    let all: &[&str] = &["leader", "epoch", "zxid", "round"];
    let table: [(Ballot, Ballot, &[&str]); 9] = [
        (with(LookingState, 2), with(LookingState, 2), all),
        (with(LookingState, 0), with(Following, 2), all),
        (with(Leading, 2), with(LookingState, 0), all),
        (with(Following, 2), with(Leading, 2), &["leader", "epoch"]),
        (with(Following, 0), with(Leading, 0), &["leader", "epoch"]),
        (with(Following, 1), with(Leading, 2), &["leader", "epoch"]),
        (with(Following, 0), with(Leading, 2), &["leader"]),
        (with(Leading, 1), with(Following, 0), &["leader"]),
        (with(Leading, -3), with(Following, 2), &["leader"]),
    ];
    for (a, b, what_counts) in table {
        assert!(a.same_choice(&b) && b.same_choice(&a), "{a:?} {b:?}");
        for (what, b) in differing(b) {
            assert_eq!(a.same_choice(&b), !what_counts.contains(&what), "{what}: {a:?} {b:?}");
            assert_eq!(b.same_choice(&a), !what_counts.contains(&what), "{what}: {b:?} {a:?}");
        }
    }
}

#[test]
fn start_proposes_itself_to_all_other_voters() {
    let mut b = Bench::of(2, Participant, membership(3));
    b.start(7, 1);
    assert_eq!(b.said(), ["1: LO 2 7 1 1", "3: LO 2 7 1 1"]);
    b.start(8, 2);
    assert_eq!(b.said(), ["1: LO 2 8 2 2", "3: LO 2 8 2 2"]);
}

#[test]
fn who_has_no_vote_proposes_nobody() {
    let mut observer = Bench::of(11, Observer, membership(1));
    observer.start(7, 1);
    assert_eq!(observer.said(), ["1: LO min min 1 min"]);
    let mut joiner = Bench::of(9, Participant, membership(1));
    joiner.start(7, 1);
    assert_eq!(joiner.said(), ["1: LO min 7 1 1"]);
    let mut modest = Bench::of(1, Observer, membership(1));
    modest.start(7, 1);
    assert_eq!(modest.said(), NOTHING);
    assert_eq!(modest.election.state(), LookingState);
}

#[test]
fn a_single_voter_leads_at_once() {
    let mut b = Bench::of(1, Participant, membership(1));
    b.start(7, 1);
    assert_eq!(b.said(), ["LEADING 1"]);
    assert_eq!((b.election.state(), b.election.next_timeout_ms()), (Leading, None));
    let mut wiped = Bench::of(1, Participant, membership(1));
    wiped.start(-1, -1);
    assert_eq!(wiped.said(), NOTHING, "but not without a history");
}

#[test]
fn a_better_vote_is_taken_and_told() {
    let mut b = Bench::looking(2, 5, 7);
    assert_eq!(b.hear(1, &looking(4, 8, 1)).len(), 4);
    assert_eq!(b.proposal(), (4, 8, 1, 1));
    assert_eq!(b.hear(3, &note(LookingState, 3, 1, 1, 2)).len(), 4, "a higher epoch beats a higher zxid");
    assert_eq!(b.proposal(), (3, 1, 2, 1));
}

#[test]
fn a_worse_vote_is_answered_and_an_equal_one_only_to_the_proposed() {
    let mut b = Bench::looking(2, 5, 7).linked(&[1, 5]);
    assert_eq!(b.hear(1, &looking(1, 7, 1)), ["1: LO 2 7 1 1"]);
    assert_eq!(b.hear(3, &looking(2, 7, 1)), NOTHING);
    let mut b = Bench::looking(2, 5, 7).linked(&[1, 5]);
    b.hear(3, &looking(3, 7, 1));
    assert_eq!(b.hear(3, &looking(3, 7, 1)), ["3: LO 3 7 1 1"]);
    assert_eq!(b.hear(4, &looking(3, 7, 1)), NOTHING);
}

#[test]
fn an_earlier_round_is_answered_and_not_counted() {
    let mut b = Bench::looking(2, 3, 7);
    b.start(7, 1);
    b.said();
    assert_eq!(b.hear(3, &looking(2, 7, 1)), ["3: LO 2 7 2 1"]);
    assert_eq!(b.hear(1, &looking(3, 9, 1)), ["1: LO 2 7 2 1"], "and not taken, however good");
    assert_eq!(b.wait(100), NOTHING);
    assert_eq!(b.wait(100).len(), 2, "a resend, no decision");
}

#[test]
fn a_later_round_is_joined_with_the_better_of_its_vote_and_the_first_own() {
    let mut b = Bench::looking(2, 5, 7);
    b.hear(5, &looking(5, 9, 1));
    assert_eq!(b.proposal(), (5, 9, 1, 1));
    assert_eq!(b.hear(1, &looking(1, 6, 4)).len(), 4);
    assert_eq!(b.proposal(), (2, 7, 1, 4), "what was adopted in the round before is forgotten");
    assert_eq!(b.hear(3, &looking(3, 8, 6)).len(), 4);
    assert_eq!(b.proposal(), (3, 8, 1, 6));
    b.hear(5, &looking(5, 9, 6));
    b.hear(3, &looking(3, 8, 7));
    assert_eq!(b.proposal(), (3, 8, 1, 7), "better than the initial one, though not than the one before");
}

#[test]
fn ballots_of_the_round_before_are_forgotten() {
    let mut b = Bench::looking(3, 5, 7).linked(&[1, 2, 4]);
    b.hear(1, &looking(3, 7, 1));
    assert_eq!(b.hear(2, &looking(1, 0, 2)).len(), 4);
    assert_eq!(b.hear(4, &looking(3, 7, 2)), NOTHING, "1 voted in round 1: 3 and 4 alone are no quorum");
    assert_eq!(b.wait(400).len(), 4);
    assert_eq!(b.election.state(), LookingState);

    // In one round, found leaders compare by id alone: not so 2 and 3, who follow it in another epoch.
    let mut b = Bench::looking(1, 5, 7);
    b.hear(2, &note(Following, 5, 7, 1, 2));
    b.hear(3, &note(Following, 5, 7, 1, 2));
    b.hear(4, &looking(4, 7, 6));
    assert_eq!(b.hear(5, &note(Leading, 5, 7, 6, 3)), NOTHING);
}

#[test]
fn unanimity_of_those_connected_decides_at_once() {
    let mut b = Bench::looking(3, 5, 7).linked(&[1, 2]);
    assert_eq!(b.hear(1, &looking(3, 7, 1)), NOTHING);
    assert_eq!(b.hear(2, &looking(3, 7, 1)), ["LEADING 3"]);
    let mut b = Bench::looking(2, 5, 7).linked(&[1, 3]);
    b.hear(1, &looking(3, 7, 1));
    assert_eq!(b.hear(3, &looking(3, 7, 1)), ["3: LO 3 7 1 1", "FOLLOWING 3"]);
}

#[test]
fn one_connected_and_silent_is_waited_for() {
    let mut b = Bench::looking(3, 3, 7).linked(&[1, 2]);
    b.wait(150);
    assert_eq!(b.hear(2, &looking(3, 7, 1)), NOTHING);
    assert_eq!(b.wait(49), NOTHING);
    assert_eq!(b.wait(1).len(), 2, "the resend at 200 ms");
    assert_eq!(b.election.next_timeout_ms(), Some(1350));
    assert_eq!(b.wait(149), NOTHING);
    assert_eq!(b.wait(1), ["LEADING 3"]);
}

#[test]
fn repetitions_do_not_prolong_the_wait_and_a_better_vote_ends_it() {
    let mut b = Bench::looking(2, 3, 7).linked(&[1, 3]);
    b.hear(1, &looking(2, 7, 1));
    for _ in 0..19 {
        b.wait(10);
        b.hear(1, &looking(2, 7, 1));
    }
    assert_eq!(b.hear(3, &looking(3, 7, 1)), ["1: LO 3 7 1 1", "3: LO 3 7 1 1"]);
    b.wait(10);
    assert_eq!(b.election.state(), LookingState, "{:?}: the wait began anew", b.proposal());
    assert_eq!(b.wait(190), ["FOLLOWING 3"]);
}

#[test]
fn a_quorum_that_falls_apart_does_not_decide() {
    let mut b = Bench::looking(2, 3, 7).linked(&[1, 3]);
    b.hear(1, &looking(2, 7, 1));
    assert_eq!(b.hear(1, &looking(1, 7, 1)), ["1: LO 2 7 1 1"], "1 has started anew");
    assert!(!b.wait(1000).contains(&"LEADING 2".to_owned()));
    // The same when who voted has a leader meanwhile: nobody looks at the quorum before the time is up.
    b.hear(1, &looking(2, 7, 1));
    b.hear(1, &note(Following, 3, 7, 1, 1));
    b.wait(1000);
    assert_eq!((b.election.state(), b.election.next_timeout_ms().is_some()), (LookingState, true));
}

#[test]
fn the_loss_of_the_last_silent_link_decides() {
    let mut b = Bench::looking(3, 3, 7).linked(&[1, 2]);
    b.hear(2, &looking(3, 7, 1));
    assert_eq!(b.link(1, false), ["LEADING 3"]);
    let mut b = Bench::looking(3, 3, 7).linked(&[1, 2]);
    assert_eq!(b.link(1, false), NOTHING);
    assert_eq!(b.link(2, false), NOTHING, "nobody objects, and nobody agrees");

    // A quorum with one who follows is none to decide by: the leader itself was not heard.
    let mut b = Bench::looking(1, 5, 7).linked(&[3]);
    b.hear(4, &looking(5, 7, 1));
    assert_eq!(b.hear(2, &note(Following, 5, 7, 1, 1)), NOTHING);
    assert_eq!(b.link(3, false), NOTHING);
}

#[test]
fn a_new_link_gets_the_proposal_and_ends_the_long_pauses() {
    let mut b = Bench::looking(3, 3, 7);
    b.wait(200);
    b.wait(400);
    b.wait(800);
    assert_eq!(b.election.next_timeout_ms(), Some(b.now_ms + 1600));
    assert_eq!(b.link(1, true), ["1: LO 3 7 1 1"]);
    assert_eq!(b.election.next_timeout_ms(), Some(b.now_ms + 200));
    assert_eq!(b.link(1, true), ["1: LO 3 7 1 1"], "up again: its queue is new");
    assert_eq!(b.link(11, true), NOTHING, "an observer asks when it wants to know");
    assert_eq!(b.link(3, true), NOTHING);
    assert_eq!(b.link(99, true), NOTHING);
}

#[test]
fn resends_slow_down_to_the_longest_pause() {
    let mut b = Bench::looking(3, 3, 7);
    let mut pauses = Vec::new();
    for _ in 0..7 {
        let pause = b.election.next_timeout_ms().unwrap() - b.now_ms;
        assert_eq!(b.wait(pause - 1), NOTHING);
        assert_eq!(b.wait(1), ["1: LO 3 7 1 1", "2: LO 3 7 1 1"]);
        pauses.push(pause);
    }
    assert_eq!(pauses, [200, 400, 800, 1600, 3200, 3200, 3200]);
}

#[test]
fn untrusted_histories_neither_give_nor_take_votes() {
    let mut b = Bench::looking(3, 3, 7).linked(&[1, 2]);
    assert_eq!(b.hear(1, &looking(3, -1, 1)), NOTHING);
    assert_eq!(b.hear(1, &looking(1, -1, 9)), NOTHING, "nor do they move the round");
    assert_eq!(b.proposal(), (3, 7, 1, 1));
    assert_eq!(b.hear(1, &looking(1, -1, 0)), ["1: LO 3 7 1 1"]);

    let mut wiped = Bench::looking(3, 3, -1).linked(&[1, 2]);
    assert_eq!(wiped.hear(1, &looking(3, -1, 1)), NOTHING);
    assert_eq!(wiped.hear(2, &looking(2, 7, 1)), NOTHING);
    assert_eq!(wiped.hear(1, &looking(2, 7, 1)), NOTHING);
    assert_eq!(wiped.hear(1, &looking(2, 7, 5)), NOTHING);
    assert_eq!(wiped.proposal(), (3, -1, 1, 1));
    assert_eq!(wiped.hear(1, &note(Following, 2, 7, 4, 1)), NOTHING);
    assert_eq!(wiped.hear(2, &note(Leading, 2, 7, 4, 1)), ["FOLLOWING 2"]);
}

#[test]
fn an_untrusted_server_leads_nobody_who_still_follows_it() {
    for zxid in [7, -1] {
        let mut b = Bench::looking(1, 3, zxid);
        b.hear(2, &note(Following, 1, 7, 1, 1));
        let decided = b.hear(3, &note(Following, 1, 7, 1, 1)) == ["LEADING 1"];
        assert_eq!(decided || b.election.state() == Leading, zxid == 7, "last zxid {zxid}");
    }
}

#[test]
fn votes_of_and_for_servers_without_a_vote_are_not_counted() {
    let mut b = Bench::looking(2, 3, 7);
    for leader in [11, 99, 0, i64::MIN] {
        assert_eq!(b.hear(1, &looking(leader, 99, 1)), NOTHING);
        for state in [Following, Leading] {
            b.hear(1, &note(state, leader, 99, 1, 1));
            assert_eq!(b.hear(3, &note(state, leader, 99, 1, 1)), NOTHING);
        }
    }
    assert_eq!(b.proposal(), (2, 7, 1, 1));
    let mut b = Bench::looking(3, 5, 7);
    b.hear(1, &looking(3, 7, 1));
    b.hear(11, &looking(3, 7, 1));
    b.hear(99, &looking(3, 7, 1));
    assert!(b.wait(200).iter().all(|s| s.contains("LO")), "3 and 1 are two of five");
}

/// The last voter of the active membership was started anew, in round 1; those whom a reconfiguration makes voters abstain,
/// many rounds later, and their word counts for it. With two rounds for good there is no leader for good.
#[test]
fn an_abstention_of_a_later_round_is_not_counted_and_yet_moves_on_the_round() {
    let mut b = Bench::looking(2, 3, 7);
    let sent = b.hear(1, &looking(i64::MIN, 99, 8));
    assert_eq!(b.proposal(), (2, 7, 1, 8));
    assert_eq!(sent.len(), 2, "told to both: {sent:?}");
    assert_eq!(b.hear(1, &looking(i64::MIN, 99, 8)), NOTHING);
    assert_eq!(b.hear(3, &looking(2, 7, 8)), ["LEADING 2"], "a quorum: 2 and 3");
}

#[test]
fn a_server_without_a_vote_is_answered_with_the_current_vote_and_round() {
    for from in [11, 99, -5] {
        let mut b = Bench::looking(2, 3, 7).linked(&[3]);
        b.hear(1, &looking(1, 8, 3));
        for round in [0, 1, 3, 70] {
            assert_eq!(b.hear(from, &looking(2, 7, round)), [format!("{from}: LO 1 8 3 1")]);
        }
        for state in [Following, Leading, Observing] {
            assert_eq!(b.hear(from, &note(state, 1, 8, 3, 1)), NOTHING);
        }
    }
    let mut b = Bench::looking(1, 1, 7);
    b.start(7, 1);
    b.said();
    b.election.designate(Vote { leader: sid(1), zxid: Zxid(99), epoch: -1 }, Following);
    assert_eq!(b.hear(11, &looking(0, 0, 0)), ["11: FO 1 99 2 -1"], "the logical clock");
}

#[test]
fn a_voter_is_told_the_round_of_the_vote() {
    let mut b = Bench::looking(1, 3, 7);
    b.election.designate(Vote { leader: sid(2), zxid: Zxid(99), epoch: -1 }, Following);
    assert_eq!(b.hear(3, &looking(3, 9, 5)), ["3: FO 2 99 -1 -1"]);
    b.election.set_epoch(4);
    assert_eq!(b.hear(3, &looking(3, 9, 5)), ["3: FO 2 99 -1 4"]);
    assert_eq!(b.election.round(), 1);
    assert!(!b.election.has_supporter(sid(2)));
}

#[test]
fn answers_to_servers_without_a_vote_are_bounded_while_looking() {
    let mut b = Bench::looking(2, 3, 7);
    let ask = |b: &mut Bench| b.hear(11, &looking(3, 9, 50)).len();
    let answered: usize = (0..1000).map(|_| ask(&mut b)).sum();
    assert_eq!(answered, looking::OUTSIDER_ANSWERS_PER_RESEND as usize);
    b.wait(200);
    assert_eq!(ask(&mut b), 1);
}

#[test]
fn an_observer_never_answers_and_never_leads() {
    let mut b = Bench::of(11, Observer, membership(3)).started(7, 1).linked(&[1, 2, 3]);
    b.start(7, 1);
    b.said();
    assert_eq!(b.hear(1, &looking(1, 7, 1)), NOTHING, "an earlier round");
    assert_eq!(b.hear(1, &looking(2, 7, 3)).len(), 3, "a later one is joined");
    assert_eq!(b.hear(2, &looking(2, 7, 3)), NOTHING);
    assert_eq!(b.hear(3, &looking(2, 7, 3)), ["OBSERVING 2"]);
}

#[test]
fn an_observer_finds_the_established_leader() {
    let mut b = Bench::of(11, Observer, membership(3)).started(7, 1);
    assert_eq!(b.hear(1, &note(Following, 3, 7, 4, 2)), NOTHING);
    assert_eq!(b.hear(12, &note(Observing, 3, 7, 4, 2)), NOTHING);
    assert_eq!(b.hear(3, &note(Leading, 3, 7, 4, 2)), ["OBSERVING 3"]);
    assert_eq!(b.election.round(), 4);
}

#[test]
fn an_established_leader_is_joined_when_a_quorum_and_itself_say_so() {
    for leader_first in [false, true] {
        let mut b = Bench::looking(1, 5, 7);
        let mut heard = [(2, Following), (4, Following), (5, Leading)];
        if leader_first {
            heard.reverse();
        }
        let [first, second, third] =
            heard.map(|(from, state)| (from, note(state, 5, from * 10, 40 + from, 3)));
        assert_eq!(b.hear(first.0, &first.1), NOTHING);
        assert_eq!(b.hear(second.0, &second.1), NOTHING);
        assert_eq!(b.hear(third.0, &third.1), ["FOLLOWING 5"]);
        assert_eq!(b.election.round(), third.1.round);
    }
}

#[test]
fn followers_alone_establish_nobody() {
    let mut b = Bench::looking(1, 5, 7);
    for round in [1, 9] {
        for from in [2, 3, 4] {
            assert_eq!(b.hear(from, &note(Following, 5, 7, round, 3)), NOTHING, "round {round}");
        }
    }
    assert_eq!(b.hear(5, &note(Following, 5, 7, 9, 3)), NOTHING, "nor if the leader only follows itself");
    assert_eq!(b.hear(5, &note(Observing, 5, 7, 9, 3)), NOTHING);
    assert_eq!(b.hear(5, &note(Leading, 5, 7, 9, 3)), ["FOLLOWING 5"]);
}

#[test]
fn a_leader_alone_is_not_joined() {
    let mut b = Bench::looking(1, 5, 7);
    assert_eq!(b.hear(5, &note(Leading, 5, 7, 1, 3)), NOTHING);
    assert_eq!(b.hear(5, &note(Leading, 5, 7, 9, 3)), NOTHING);
    assert_eq!(b.hear(4, &note(Following, 5, 7, 9, 3)), NOTHING, "two of five");
}

#[test]
fn in_the_same_round_found_leaders_compare_by_id_and_looking_votes_in_full() {
    // Other epochs: of another round it would not do, see the next test.
    let mut b = Bench::looking(1, 5, 7);
    b.hear(2, &note(Following, 5, 1, 1, 0));
    b.hear(3, &note(Following, 5, 2, 1, 8));
    assert_eq!(b.hear(5, &note(Leading, 5, 9, 1, 9)), ["FOLLOWING 5"]);

    // Ballots of looking voters count beside them if all four fields agree: 2 still looks, and so does this server.
    let mut b = Bench::looking(1, 5, 7);
    b.hear(2, &looking(5, 7, 1));
    assert_eq!(b.proposal(), (5, 7, 1, 1));
    assert_eq!(b.hear(5, &note(Leading, 5, 7, 1, 1)), ["FOLLOWING 5"]);
    for (zxid, epoch) in [(8, 1), (7, 2)] {
        let mut b = Bench::looking(1, 5, 7);
        b.hear(2, &looking(5, 7, 1));
        assert_eq!(b.hear(5, &note(Leading, 5, zxid, 1, epoch)), NOTHING, "zxid {zxid} epoch {epoch}");
    }
}

#[test]
fn in_other_rounds_found_leaders_compare_by_id_and_epoch() {
    let mut b = Bench::looking(1, 5, 7);
    b.hear(2, &note(Following, 5, 1, 6, 2));
    b.hear(3, &note(Following, 5, 2, 7, 3));
    assert_eq!(b.hear(5, &note(Leading, 5, 9, 8, 3)), NOTHING, "2 follows it in another epoch");
    assert_eq!(
        b.hear(2, &note(Following, 5, 1, 6, 3)),
        ["FOLLOWING 5"],
        "2 is synchronised (ZOOKEEPER-1732)"
    );
    assert_eq!(b.election.round(), 6);
    assert_eq!(b.proposal(), (5, 1, 3, 6));
}

#[test]
fn a_mixed_round_is_joined_across_rounds() {
    // One of them by chance in this server's round: it counts in both sets.
    let mut b = Bench::looking(1, 5, 7);
    b.hear(2, &note(Following, 5, 1, 1, 3));
    b.hear(3, &note(Following, 5, 1, 6, 3));
    assert_eq!(b.hear(5, &note(Leading, 5, 1, 6, 3)), ["FOLLOWING 5"]);
}

#[test]
fn the_two_oldest_forms_compare_by_leader_alone_with_the_current_one() {
    // A 28 byte notification has the epoch of its zxid, a 40 byte one its own; neither has a version.
    let long = note(Following, 5, 0x2_0000_0001, 9, 3);
    let mut wire = Vec::new();
    long.encode(&mut wire);
    let oldest = Notification::decode(&wire[..28]).unwrap();
    let older = Notification::decode(&wire[..40]).unwrap();
    assert_eq!((oldest.version, oldest.peer_epoch, older.version, older.peer_epoch), (0, 2, 0, 3));

    let leads = note(Leading, 5, 0, 9, 77);
    let mut b = Bench::looking(1, 5, 7);
    b.hear(2, &oldest);
    b.hear(3, &older);
    assert_eq!(b.hear(5, &leads), ["FOLLOWING 5"]);

    // Among themselves their epochs count.
    let mut b = Bench::looking(1, 5, 7);
    b.hear(2, &oldest);
    b.hear(3, &older);
    let old_leader = Notification { version: 0, ..note(Leading, 5, 0, 9, 3) };
    assert_eq!(b.hear(5, &old_leader), NOTHING);
    assert_eq!(b.hear(2, &older), ["FOLLOWING 5"]);
}

#[test]
fn the_two_oldest_forms_vote() {
    let mut wire = Vec::new();
    note(LookingState, 3, 0x1_0000_0007, 1, 1).encode(&mut wire);
    for length in [28, 40, wire.len()] {
        let n = Notification::decode(&wire[..length]).unwrap();
        let mut b = Bench::looking(2, 3, 0x1_0000_0007).linked(&[3]);
        assert_eq!(b.hear(3, &n).last().unwrap(), "FOLLOWING 3", "{length} bytes");
    }
}

#[test]
fn who_is_followed_as_leader_leads_only_in_the_same_round() {
    let mut b = Bench::looking(1, 3, 7);
    for round in [0, 2, 9] {
        for from in [2, 3] {
            assert_eq!(b.hear(from, &note(Following, 1, 7, round, 1)), NOTHING, "round {round}");
        }
    }
    assert_eq!(b.hear(2, &note(Following, 1, 7, 1, 1)), ["LEADING 1"], "itself and 2");
    let mut observer = Bench::of(1, Observer, membership(3)).started(7, 1);
    for from in [2, 3] {
        assert_eq!(observer.hear(from, &note(Following, 1, 7, 1, 1)), NOTHING);
    }
}

#[test]
fn a_proposed_server_is_told_that_another_one_was_found() {
    let mut b = Bench::looking(1, 5, 7);
    b.hear(2, &looking(2, 8, 1));
    b.hear(4, &note(Following, 5, 7, 9, 3));
    b.hear(3, &note(Following, 5, 7, 9, 3));
    assert_eq!(b.hear(5, &note(Leading, 5, 7, 9, 3)), ["2: FO 5 7 9 3", "FOLLOWING 5"]);
}

#[test]
fn observing_voters_are_ignored() {
    let mut b = Bench::looking(1, 3, 7);
    for from in [2, 3, 2] {
        assert_eq!(b.hear(from, &note(Observing, 3, 7, 1, 1)), NOTHING);
    }
    assert_eq!(b.hear(3, &note(Leading, 3, 7, 1, 1)), NOTHING);
    assert_eq!(b.hear(2, &note(Observing, 3, 7, 1, 1)), NOTHING);
    assert_eq!(b.hear(2, &note(Following, 3, 7, 1, 1)), ["FOLLOWING 3"]);
}

#[test]
fn weight_decides_and_no_weight_is_not_elected() {
    let mut b = Bench::of(3, Participant, weighted()).started(99, 9).linked(&[1, 2, 4]);
    assert_eq!(b.hear(1, &looking(1, 7, 1)).len(), 3, "its own history counts for nothing");
    assert_eq!(b.proposal(), (1, 7, 1, 1));
    let mut b = Bench::of(1, Participant, weighted()).started(7, 1);
    assert_eq!(b.hear(3, &looking(3, 99, 1)), ["3: LO 1 7 1 1"]);
    assert_eq!(b.hear(3, &looking(1, 7, 1)), NOTHING, "one of three groups");
    assert_eq!(b.wait(199), NOTHING);
    assert_eq!(b.hear(4, &looking(1, 7, 1)), ["LEADING 1"], "two of three");
}

#[test]
fn a_settled_server_answers_looking_voters_and_is_moved_by_nobody() {
    for role in [Following, Leading, Observing] {
        let mut b = Bench::looking(1, 3, 7);
        b.hear(2, &note(Following, 3, 5, 4, 2));
        assert_eq!(b.hear(3, &note(Leading, 3, 5, 4, 2)), ["FOLLOWING 3"]);
        b.election.settled(role);
        b.election.set_epoch(6);
        let code = &role.to_string()[..2];
        for (leader, zxid, round, epoch) in [(2, 99, 1, 1), (2, 99, 99, 99), (3, 5, 4, 2), (-1, -1, -1, -1)] {
            for state in STATES {
                for from in [2, 3] {
                    let answer = b.hear(from, &note(state, leader, zxid, round, epoch));
                    match state {
                        LookingState => assert_eq!(answer, [format!("{from}: {code} 3 5 4 6")]),
                        _ => assert_eq!(answer, NOTHING),
                    }
                }
            }
        }
        assert_eq!(b.link(2, true), NOTHING);
        assert_eq!(b.link(2, false), NOTHING);
        assert_eq!(b.wait(100_000), NOTHING);
        assert_eq!((b.election.state(), b.proposal()), (role, (3, 5, 6, 4)));
    }
}

#[test]
fn an_idle_server_keeps_silent() {
    let mut fresh = Bench::of(1, Participant, membership(3));
    let mut retired = Bench::looking(1, 3, 7);
    retired.election.settled(LookingState);
    for b in [&mut fresh, &mut retired] {
        for state in STATES {
            for from in [1, 2, 11, 99] {
                assert_eq!(b.hear(from, &note(state, 3, 9, 9, 9)), NOTHING);
            }
        }
        assert_eq!(b.link(2, true), NOTHING);
        assert_eq!(b.wait(10_000), NOTHING);
        assert_eq!((b.election.state(), b.election.next_timeout_ms()), (LookingState, None));
    }
    retired.start(7, 1);
    assert_eq!(retired.election.round(), 2, "rounds go on");
}

#[test]
fn a_message_under_the_own_id_is_ignored() {
    let mut b = Bench::looking(1, 1, 7);
    for state in STATES {
        assert_eq!(b.hear(1, &note(state, 1, 99, 99, 99)), NOTHING);
    }
}

#[test]
fn a_leader_knows_who_left_it() {
    let leader = || {
        let mut b = Bench::looking(3, 5, 7).linked(&[1, 2]);
        b.hear(1, &looking(3, 7, 1));
        assert_eq!(b.hear(2, &looking(3, 7, 1)), ["LEADING 3"]);
        b
    };
    let supporters = |b: &Bench| (1..=5).filter(|id| b.election.has_supporter(sid(*id))).collect::<Vec<_>>();
    assert_eq!(supporters(&leader()), [1, 2, 3]);
    for (n, stays) in [
        (looking(3, 7, 1), true),
        (looking(5, 9, 1), false),
        (looking(1, 7, 1), false),
        (looking(3, 7, 2), false),
        (looking(2, 7, 0), false),
        (note(Following, 3, 9, 8, 8), true),
        (note(Following, 5, 9, 1, 1), false),
        (note(Leading, 1, 9, 1, 1), false),
    ] {
        let mut b = leader();
        b.hear(1, &n);
        assert_eq!(supporters(&b), if stays { vec![1, 2, 3] } else { vec![2, 3] }, "{n:?}");
    }
    let mut b = leader();
    b.link(1, true);
    b.link(4, false);
    assert_eq!(supporters(&b), [1, 2, 3]);
    b.link(1, false);
    assert_eq!(supporters(&b), [2, 3]);
    b.link(1, true);
    assert_eq!(supporters(&b), [2, 3], "nobody knows what it did meanwhile");
    let mut b = Bench::looking(3, 5, 7).linked(&[1]);
    b.hear(1, &looking(1, 7, 1));
    b.hear(2, &looking(3, 7, 1));
    b.hear(4, &looking(3, 7, 1));
    assert_eq!(b.wait(200), ["LEADING 3"]);
    assert_eq!(supporters(&b), [2, 3, 4], "1 voted for itself");
    let mut b = leader();
    b.start(7, 1);
    assert_eq!(supporters(&b), [] as [i64; 0]);
}

#[test]
fn the_last_round_is_not_left() {
    let mut b = Bench::looking(3, 3, 7).linked(&[1]);
    b.hear(1, &looking(1, 7, i64::MAX));
    assert_eq!(b.proposal(), (3, 7, 1, i64::MAX));
    b.start(7, 1);
    assert_eq!(b.election.round(), i64::MAX);
    b.said();
    assert_eq!(b.hear(1, &looking(3, 7, i64::MAX)), ["LEADING 3"]);
}

#[test]
fn the_epoch_of_a_proposal_is_not_overwritten() {
    let mut b = Bench::looking(3, 3, 7);
    b.election.set_epoch(99);
    assert_eq!(b.proposal(), (3, 7, 1, 1));
}

#[test]
fn no_input_panics_or_is_answered_without_bound() {
    for seed in 1..=200 {
        let mut rng = sim::XorShift::new(seed);
        let edge = |rng: &mut sim::XorShift| match rng.below(8) {
            0 => i64::MIN,
            1 => i64::MAX,
            2 => -1,
            _ => rng.below(6) as i64,
        };
        let voters = 1 + rng.below(5) as i64;
        let me = rng.below(voters as u64 + 2) as i64;
        let role = if rng.below(4) == 0 { Observer } else { Participant };
        let mut b = Bench::of(me, role, membership(voters));
        for step in 0..2000 {
            b.now_ms =
                b.now_ms.saturating_add(if rng.below(500) == 0 { u64::MAX / 64 } else { rng.below(40) });
            let at = b.now_ms;
            match rng.below(40) {
                0 => b.election.start(at, Zxid(edge(&mut rng)), edge(&mut rng), &mut b.out),
                1 => b.election.settled(STATES[rng.below(4) as usize]),
                2 => b.election.set_epoch(edge(&mut rng)),
                3 => b.election.designate(Vote::ABSTENTION, STATES[rng.below(4) as usize]),
                4..8 => b.election.tick(at, &mut b.out),
                8..12 => b.election.link(at, sid(edge(&mut rng)), rng.below(2) == 0, &mut b.out),
                _ => {
                    let n = Notification {
                        state: STATES[rng.below(4) as usize],
                        leader: sid(edge(&mut rng)),
                        zxid: Zxid(edge(&mut rng)),
                        round: edge(&mut rng),
                        peer_epoch: edge(&mut rng),
                        version: edge(&mut rng) as i32,
                        config: None,
                    };
                    b.election.notification(at, sid(edge(&mut rng)), &n, &mut b.out);
                }
            }
            assert!(b.out.len() <= voters as usize + 1, "seed {seed} step {step}: {:?}", b.out);
            for output in b.out.drain(..) {
                let to_myself = matches!(output, ElectionOutput::Send { to, .. } if to == sid(me));
                assert!(!to_myself, "seed {seed} step {step}");
            }
            if let Phase::Looking(looking) = &b.election.phase {
                assert!(looking.ballots_kept() <= voters as usize, "seed {seed} step {step}");
            }
        }
    }
}

/// Server 3 becomes a voter by a reconfiguration that 3 and 1 have in their histories.
fn reserve(id: i64, zxid: i64) -> Bench {
    let active = "server.1=a:1:2\nserver.2=b:1:2\nversion=1";
    let next = "server.1=a:1:2\nserver.3=c:1:2\nversion=2";
    let parse = |text: &str| Arc::new(crate::Membership::parse(text).expect("a membership"));
    let mut bench = Bench::of(id, Participant, parse(active));
    bench.election.set_memberships(Memberships::with_next(parse(active), Some(parse(next))), Participant);
    bench.started(zxid, 1)
}

#[test]
fn whom_a_reconfiguration_makes_a_voter_is_a_candidate_if_nobody_knows_as_much() {
    let mut b = reserve(3, 9);
    assert_eq!(b.hear(1, &looking(1, 8, 1)), NOTHING, "it is ahead of 1 and needed: 1 cannot lead");
    b.wait(200);
    assert_eq!(b.proposal().0, i64::MIN, "somebody better may not have been heard yet");
    b.wait(400);
    b.wait(800);
    assert_eq!(b.proposal(), (3, 9, 1, 1));
    // Somebody who votes already and knows as much comes first, whatever the ids.
    b.hear(2, &looking(2, 9, 1));
    assert_eq!(b.proposal(), (2, 9, 1, 1));
    // Of one who knows as much it takes the vote at once.
    let mut b = reserve(3, 9);
    b.hear(1, &looking(1, 9, 1));
    assert_eq!(b.proposal(), (1, 9, 1, 1));
    // The others take its vote.
    let mut b = reserve(1, 8);
    b.hear(3, &looking(3, 9, 1));
    assert_eq!(b.proposal(), (3, 9, 1, 1));
}
