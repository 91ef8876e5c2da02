//! Observers that a follower serves in the leader's place.

use super::*;

const OBSERVER: ServerId = ServerId(4);

/// Three voters and an observer, which a follower serves; the leader, and that follower.
fn world() -> (World, ServerId, ServerId) {
    let mut w = World::shaped(Shape { voters: 3, observers: 1 }, LocalSessions::Off);
    for id in 1..=4 {
        w.start(ServerId(id));
    }
    w.pass(400);
    let leader = w.leader().expect("a leader");
    let master = master(&w);
    assert_ne!(master, leader);
    (w, leader, master)
}

/// Who serves the observer.
fn master(w: &World) -> ServerId {
    match w.nodes[&OBSERVER].shell.serving {
        Serving::Learner { master, observer: true, .. } => master,
        other => panic!("the observer does not serve: {other:?}"),
    }
}

#[test]
fn a_follower_serves_an_observer_and_forwards_what_it_asks() {
    let (mut w, leader, master) = world();
    assert!(w.links.values().all(|ends| *ends != (OBSERVER, leader)), "it has no link to the leader");
    let learners: Vec<ServerId> = w.nodes[&master].member.learners().map(|l| l.sid).collect();
    assert_eq!(learners, [OBSERVER]);
    assert_eq!(w.nodes[&leader].member.learners().count(), 2);
    w.connect(OBSERVER, C, SessionId::NONE, &[0; 16]);
    assert_eq!(w.create(OBSERVER, C, 1, "/a"), Some(0));
    w.connect(leader, D, SessionId::NONE, &[0; 16]);
    assert_eq!(w.create(leader, D, 1, "/b"), Some(0));
    w.assert_all_alike();
    assert!(w.nodes[&OBSERVER].shell.tree.find("/b").is_some());
}

#[test]
fn syncs_keep_their_places_at_each_hop() {
    let (mut w, leader, master) = world();
    w.connect(OBSERVER, C, SessionId::NONE, &[0; 16]);
    assert_each_sees_its_own(&mut w, leader, master, OBSERVER);
    let (mut w, _, master) = world();
    w.connect(OBSERVER, C, SessionId::NONE, &[0; 16]);
    assert_each_sees_its_own(&mut w, master, OBSERVER, OBSERVER);
}

#[test]
fn a_session_moves_between_a_follower_and_its_observer() {
    let (mut w, _, master) = world();
    let opened = w.connect(master, C, SessionId::NONE, &[0; 16]);
    let (session, password) = (opened.session_id, opened.password.to_vec());
    let moved = w.connect(OBSERVER, D, session, &password);
    assert_eq!(moved.session_id, session);
    let closed = &w.nodes[&master].shell.clients.closed;
    assert!(closed.contains(&(C, CloseReason::SessionMoved)), "{closed:?}");
    assert_eq!(w.create(OBSERVER, D, 1, "/a"), Some(0));
    // And a session that nobody has is refused there, too.
    let unknown = SessionId(77);
    let refused = w.connect(OBSERVER, C, unknown, &zk_proto::reply::session_password(unknown));
    assert_eq!(refused.timeout_ms, 0);
}

#[test]
fn an_observer_goes_to_the_next_follower_and_to_a_leader_without_any() {
    let (mut w, leader, first) = world();
    w.connect(leader, C, SessionId::NONE, &[0; 16]);
    w.kill(first);
    assert_eq!(w.create(leader, C, 1, "/meanwhile"), Some(0));
    w.pass(1000);
    let second = master(&w);
    assert!(second != first && second != leader, "{second}");
    assert!(w.nodes[&OBSERVER].shell.tree.find("/meanwhile").is_some());
    // The leader has a quorum with this one alone; without it there is nobody who leads, and observers go with that.
    w.kill(second);
    w.pass(1000);
    assert_eq!(w.nodes[&OBSERVER].shell.serving, Serving::No);
    w.start(first);
    w.start(second);
    w.pass(1000);
    assert_ne!(master(&w), w.leader().expect("a leader"));

    // Nobody but the leader is there.
    let mut w = World::shaped(Shape { voters: 1, observers: 1 }, LocalSessions::Off);
    for id in 1..=2 {
        w.start(ServerId(id));
    }
    w.pass(400);
    let observer = &w.nodes[&ServerId(2)].shell;
    assert!(matches!(observer.serving, Serving::Learner { master: ServerId(1), .. }));
}
