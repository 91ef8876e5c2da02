//! Histories that must fail and histories that must not, and a comparison with trying every order.

use super::*;
use crate::rng::Rng;

const START: Register = Register { value: 0, version: 0 };

fn event(process: usize, call: u64, ret: impl Into<Option<u64>>, action: Action) -> Event {
    Event { process, call, ret: ret.into(), action, time: Time::Strict }
}

fn plain(process: usize, call: u64, ret: u64, value: u64, version: i32) -> Event {
    Event { time: Time::Ordered, ..get(process, call, ret, value, version) }
}

fn get(process: usize, call: u64, ret: u64, value: u64, version: i32) -> Event {
    event(process, call, ret, Action::Get { found: Register { value, version } })
}

fn set(process: usize, call: u64, ret: u64, value: u64, version: i32) -> Event {
    event(process, call, ret, Action::Set { value, answered: Some(version) })
}

fn set_if(process: usize, call: u64, ret: u64, expected: i32, value: u64) -> Event {
    event(process, call, ret, Action::SetIf { expected, value, answered: Some(expected + 1) })
}

fn refused(process: usize, call: u64, ret: u64, expected: i32) -> Event {
    event(process, call, ret, Action::Refused { expected })
}

fn lost_set(process: usize, call: u64, value: u64) -> Event {
    event(process, call, None, Action::Set { value, answered: None })
}

fn lost_set_if(process: usize, call: u64, expected: i32, value: u64) -> Event {
    event(process, call, None, Action::SetIf { expected, value, answered: None })
}

fn judge(events: &[Event]) -> Verdict {
    search(START, events, 1_000_000)
}

#[test]
fn good_histories_fit() {
    let good: &[(&str, &[Event])] = &[
        ("nothing", &[]),
        ("a read of the beginning", &[get(0, 1, 2, 0, 0)]),
        ("a write and its read", &[set(0, 1, 2, 7, 1), get(0, 3, 4, 7, 1)]),
        ("a read during a write sees the old", &[set(0, 1, 9, 7, 1), get(1, 2, 3, 0, 0)]),
        ("a read during a write sees the new", &[set(0, 1, 9, 7, 1), get(1, 2, 3, 7, 1)]),
        ("old, then new, during a write", &[set(0, 1, 9, 7, 1), get(1, 2, 3, 0, 0), get(1, 4, 5, 7, 1)]),
        (
            "writes at once in the other order",
            &[set(0, 1, 9, 7, 2), set(1, 2, 8, 8, 1), get(2, 10, 11, 7, 2)],
        ),
        ("conditional writes in turn", &[set_if(0, 1, 2, 0, 5), set_if(1, 3, 4, 1, 6)]),
        ("one of two conditional writes", &[set_if(0, 1, 5, 0, 5), refused(1, 2, 6, 0), get(0, 7, 8, 5, 1)]),
        ("a lost write seen", &[lost_set(0, 1, 7), get(1, 5, 6, 7, 1)]),
        ("a lost write never seen", &[lost_set(0, 1, 7), get(1, 5, 6, 0, 0)]),
        ("a lost write seen late", &[lost_set(0, 1, 7), get(1, 5, 6, 0, 0), get(1, 7, 8, 7, 1)]),
        (
            "a lost write behind the session's next",
            &[lost_set(0, 1, 7), set(0, 5, 6, 8, 1), get(1, 7, 8, 7, 2)],
        ),
        ("a lost conditional write that had to come", &[lost_set_if(0, 1, 0, 7), refused(1, 4, 5, 0)]),
        ("a plain read of the past", &[set(0, 1, 2, 7, 1), plain(1, 5, 6, 0, 0)]),
        ("plain reads that catch up", &[set(0, 1, 2, 7, 1), plain(1, 5, 6, 0, 0), plain(1, 7, 8, 7, 1)]),
        ("a plain read of the past twice", &[set(0, 1, 2, 7, 1), plain(1, 5, 6, 0, 0), plain(1, 7, 8, 0, 0)]),
        (
            "plain reads of two sessions apart",
            &[set(0, 1, 2, 7, 1), plain(1, 5, 6, 7, 1), plain(2, 7, 8, 0, 0)],
        ),
        ("own write read plainly", &[set(0, 1, 2, 7, 1), plain(0, 3, 4, 7, 1)]),
    ];
    for (name, events) in good {
        assert_eq!(judge(events), Verdict::Fits, "{name}");
        assert!(by_force(START, events), "{name}, by force");
    }
}

#[test]
fn bad_histories_do_not() {
    let bad: &[(&str, &[Event])] = &[
        ("a read of what nobody wrote", &[get(0, 1, 2, 9, 1)]),
        ("a stale read behind a sync", &[set(0, 1, 2, 7, 1), get(1, 3, 4, 0, 0)]),
        ("a stale read after one's own write", &[set(0, 1, 2, 7, 1), plain(0, 3, 4, 0, 0)]),
        ("new, then old", &[set(0, 1, 9, 7, 1), get(1, 2, 3, 7, 1), get(1, 4, 5, 0, 0)]),
        ("new, then old, by two", &[set(0, 1, 9, 7, 1), get(1, 2, 3, 7, 1), get(2, 4, 5, 0, 0)]),
        ("new, then old, plainly", &[set(0, 1, 2, 7, 1), plain(1, 5, 6, 7, 1), plain(1, 7, 8, 0, 0)]),
        ("a lost update", &[set(0, 1, 2, 7, 1), set(1, 3, 4, 8, 1)]),
        ("two winners of one condition", &[set_if(0, 1, 5, 0, 5), set_if(1, 2, 6, 0, 6)]),
        ("a write that vanished", &[set(0, 1, 2, 7, 1), get(0, 3, 4, 7, 1), get(0, 5, 6, 0, 0)]),
        ("a condition refused for nothing", &[refused(0, 1, 2, 0)]),
        ("a condition met by a later version", &[set(0, 1, 2, 7, 1), set_if(1, 3, 4, 0, 6)]),
        ("writes against real time", &[set(0, 1, 2, 7, 2), set(1, 3, 4, 8, 1)]),
        ("a lost write seen, then gone", &[lost_set(0, 1, 7), get(1, 5, 6, 7, 1), get(1, 7, 8, 0, 0)]),
        ("a lost write seen before its call", &[get(1, 1, 2, 7, 1), lost_set(0, 5, 7)]),
        ("a lost write twice", &[lost_set(0, 1, 7), set(1, 2, 3, 8, 2), set(1, 4, 5, 9, 4)]),
        ("a version that did not count", &[set(0, 1, 2, 7, 1), get(1, 3, 4, 7, 0)]),
        ("a version that counted twice", &[set(0, 1, 2, 7, 2)]),
        (
            "another's value under one's version",
            &[set(0, 1, 9, 7, 1), set(1, 1, 9, 8, 2), get(2, 10, 11, 7, 2)],
        ),
        ("a plain read of the future", &[plain(0, 1, 2, 7, 1)]),
        ("a read behind a refusal that saw more", &[set(0, 1, 2, 7, 1), refused(1, 3, 4, 1)]),
    ];
    for (name, events) in bad {
        assert_eq!(judge(events), Verdict::Violation, "{name}");
        assert!(!by_force(START, events), "{name}, by force");
    }
}

#[test]
fn a_search_that_grows_too_large_is_given_up() {
    let events: Vec<Event> = (0..12).map(|n| lost_set(n, 1, n as u64 + 1)).collect();
    let with_impossible = [events, vec![get(20, 50, 60, 99, 1)]].concat();
    assert_eq!(search(START, &with_impossible, 100), Verdict::Undecided);
}

/// A long history of many clients, as a real run gives it, is decided quickly.
#[test]
fn a_long_history_is_decided() {
    let mut rng = Rng::new(5);
    let (mut register, mut clock, mut events) = (START, 0, Vec::new());
    for n in 0..5000_u64 {
        let process = rng.below(12);
        let (call, ret) = (clock, clock + 1 + rng.below(40) as u64);
        // The next one is called while this one is still under way, but takes effect later.
        clock += 1;
        if rng.chance(50) {
            register = Register { value: n + 1, version: register.version + 1 };
            events.push(set(process, call, ret, n + 1, register.version));
        } else {
            events.push(get(process, call, ret, register.value, register.version));
        }
    }
    assert_eq!(judge(&events), Verdict::Fits);
    let last = events.len() - 1;
    events[last] = get(50, clock + 100, clock + 101, 1, 1);
    assert_eq!(judge(&events), Verdict::Violation);
}

/// Random small histories, most of them nearly right: the search and trying every order agree on each.
#[test]
fn the_search_agrees_with_trying_every_order() {
    let (mut fits, mut violations) = (0, 0);
    for seed in 0..100_000 {
        let events = random_history(&mut Rng::new(seed));
        let expected = by_force(START, &events);
        let verdict = judge(&events);
        let agreed = if expected { Verdict::Fits } else { Verdict::Violation };
        assert_eq!(verdict, agreed, "seed {seed}: {events:?}");
        if expected { fits += 1 } else { violations += 1 }
    }
    assert!(
        fits > 10_000 && violations > 10_000,
        "{fits} fit, {violations} do not: too one-sided to prove anything"
    );
}

fn random_history(rng: &mut Rng) -> Vec<Event> {
    let count = 1 + rng.below(6);
    let mut ends = [0_u64; 3];
    let mut register = START;
    let mut events = Vec::new();
    for n in 0..count {
        let process = rng.below(3);
        let call = ends[process] + 1 + rng.below(4) as u64;
        let ret = call + 1 + rng.below(6) as u64;
        ends[process] = ret;
        let wrong = rng.chance(15);
        let seen = if wrong {
            Register { value: rng.below(3) as u64, version: rng.below(3) as i32 }
        } else {
            register
        };
        let next = Register { value: n as u64 + 1, version: register.version + 1 };
        let answered = Some(if wrong { seen.version + 1 } else { next.version });
        let (action, after) = match rng.below(5) {
            0 => (Action::Set { value: next.value, answered }, next),
            1 => (Action::SetIf { expected: seen.version, value: next.value, answered }, next),
            2 => (Action::Refused { expected: if rng.chance(50) { seen.version } else { 7 } }, register),
            _ => (Action::Get { found: seen }, register),
        };
        let lost = matches!(action, Action::Set { .. } | Action::SetIf { .. }) && rng.chance(20);
        let action = match action {
            Action::Set { value, .. } if lost => Action::Set { value, answered: None },
            Action::SetIf { expected, value, .. } if lost => {
                Action::SetIf { expected, value, answered: None }
            }
            other => other,
        };
        if !lost || rng.chance(50) {
            register = after;
        }
        let ordered = matches!(action, Action::Get { .. }) && rng.chance(40);
        let time = if ordered { Time::Ordered } else { Time::Strict };
        events.push(Event { process, call, ret: (!lost).then_some(ret), action, time });
    }
    events
}

/// Every order of every subset that has all answered operations: the definition itself.
fn by_force(initial: Register, events: &[Event]) -> bool {
    fn go(register: Register, events: &[Event], done: &mut Vec<bool>) -> bool {
        if events.iter().zip(done.iter()).all(|(event, done)| *done || event.ret.is_none()) {
            return true;
        }
        for candidate in 0..events.len() {
            if done[candidate]
                || (0..events.len()).any(|other| !done[other] && must_precede(events, other, candidate))
            {
                continue;
            }
            let Some(next) = step(register, events[candidate].action) else { continue };
            done[candidate] = true;
            if go(next, events, done) {
                return true;
            }
            done[candidate] = false;
        }
        false
    }
    go(initial, events, &mut vec![false; events.len()])
}

fn must_precede(events: &[Event], first: usize, second: usize) -> bool {
    let (one, other) = (&events[first], &events[second]);
    let Some(ret) = one.ret else { return false };
    let session = first < second && one.process == other.process && other.ret.is_some();
    let real_time = one.time == Time::Strict && other.time == Time::Strict && ret < other.call;
    session || real_time
}

fn step(register: Register, action: Action) -> Option<Register> {
    let next = |value| Register { value, version: register.version + 1 };
    let checked = |value, answered: Option<i32>| {
        answered.is_none_or(|answered| answered == register.version + 1).then(|| next(value))
    };
    match action {
        Action::Set { value, answered } => checked(value, answered),
        Action::SetIf { expected, value, answered } if expected == register.version => {
            checked(value, answered)
        }
        Action::SetIf { .. } => None,
        Action::Refused { expected } => (expected != register.version).then_some(register),
        Action::Get { found } => (found == register).then_some(register),
    }
}
