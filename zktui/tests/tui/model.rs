//! The monitor as a state machine, with a clock of its own.

use crate::fake::{Fake, START, host};
use zk_client::Zxid;
use zktui::app::Start;
use zktui::model::Quorum;
use zktui::model::alerts::Kind;
use zktui::model::facts::{Failure, Role, Word};
use zktui::model::judge::State;
use zktui::model::lag::{How, Lag};
use zktui::model::timeline::What;

fn fake(count: usize) -> Fake {
    Fake::new(count, Start::default())
}

fn happened(fake: &Fake) -> Vec<String> {
    let mut lines: Vec<String> = fake.app.model.timeline.newest().map(|h| h.what.line()).collect();
    lines.reverse();
    lines
}

#[test]
fn a_healthy_ensemble_is_quiet() {
    let mut f = fake(3);
    f.run_writing(60_000, 10, &[1, 2, 3]);
    let m = &f.app.model;
    assert_eq!((m.ensemble.quorum, m.ensemble.serving, m.ensemble.voters), (Quorum::Ok, 3, 3));
    assert_eq!((m.ensemble.leader, m.ensemble.epoch), (Some(1), Some(19)));
    assert!(m.servers.iter().all(|s| s.state == State::Ok), "{:?}", m.servers);
    assert_eq!(m.alerts.count(), 0);
    assert_eq!(happened(&f), ["zk2:2181: leads epoch 19"]);
    let rate = m.ensemble.writes.unwrap();
    assert!((95.0..105.0).contains(&rate), "{rate}");
}

#[test]
fn each_server_gets_one_or_two_questions_a_second_and_never_one_too_many() {
    let mut f = fake(7);
    f.server(3).answers_in = None;
    f.run(60_000);
    for n in 1..=7 {
        let asked = &f.asked[&host(n)];
        let words = |word| asked.iter().filter(|(_, w)| *w == word).count();
        assert!(words(Word::Srvr) <= 60, "{n}: {}", words(Word::Srvr));
        assert!(asked.len() <= 120, "{n}: {}", asked.len());
        for second in 0..60 {
            let (from, to) = (START.plus(second * 1000), START.plus(second * 1000 + 999));
            let n = asked.iter().filter(|(at, _)| *at >= from && *at <= to).count();
            assert!(n <= 2, "{n} questions in second {second}");
        }
    }
    // Two seconds of silence each, and then longer and longer pauses.
    assert!(f.asked[&host(3)].len() <= 10, "{:?}", f.asked[&host(3)]);
}

#[test]
fn a_follower_that_falls_behind_is_seen_in_txns_seconds_and_trend() {
    let mut f = fake(3);
    f.run_writing(10_000, 10, &[1, 2, 3]);
    f.run_writing(15_000, 10, &[1, 2]);
    let s = &f.app.model.servers[2];
    let Lag::Behind(b) = s.lag else { panic!("{:?}", s.lag) };
    // What the zxids imply: fifteen seconds of a hundred a second, known to a second.
    assert!((1400..=1500).contains(&b.txns), "{b:?}");
    assert!((13_500..=15_500).contains(&b.ms), "{b:?}");
    assert!((s.trend.unwrap() - 100.0).abs() < 15.0, "{:?}", s.trend);
    assert_eq!(s.state, State::Slow);
    assert!(f.app.model.alerts.count() >= 1);
    // It catches up, and that is told once.
    let zxid = f.server(2).zxid;
    f.server(3).zxid = zxid;
    f.run(20_000);
    assert_eq!(f.app.model.servers[2].lag.txns(), Some(0));
    assert_eq!(f.app.model.alerts.count(), 0);
    assert!(happened(&f).iter().any(|l| l.contains("lag (txns) is over")), "{:?}", happened(&f));
}

#[test]
fn a_stopped_follower_shows_within_seconds_what_its_zxid_implies() {
    let mut f = fake(3);
    f.run_writing(10_000, 10, &[1, 2, 3]);
    f.server(3).answers_in = None;
    f.run_writing(1_700, 10, &[1, 2]);
    let s = &f.app.model.servers[2];
    let Lag::Behind(b) = s.lag else { panic!("{:?}", s.lag) };
    assert_eq!((b.how, s.state), (How::AtMost, State::Slow));
    assert!((70..=270).contains(&b.txns), "{b:?}");
    f.run_writing(3_000, 10, &[1, 2]);
    assert_eq!(f.app.model.servers[2].state, State::Stale);
    f.run_writing(20_000, 10, &[1, 2]);
    let s = &f.app.model.servers[2];
    assert_eq!(s.state, State::Down, "{}", s.reason);
    assert_eq!(f.app.model.ensemble.quorum, Quorum::NoSpare);
    let lost = happened(&f).iter().filter(|l| l.contains("zk3:2181 lost")).count();
    assert_eq!(lost, 1, "stale and down are one loss: {:?}", happened(&f));
    f.server(3).answers_in = Some(3);
    f.run(16_000);
    assert!(happened(&f).iter().any(|l| l.starts_with("zk3:2181 is back after")), "{:?}", happened(&f));
}

#[test]
fn an_election_is_told_with_its_length_and_cause() {
    let mut f = fake(3);
    f.run_writing(10_000, 10, &[1, 2, 3]);
    f.server(2).fails = Some(Failure::Unreachable("connection refused".to_owned()));
    for n in [1, 3] {
        f.server(n).fails = Some(Failure::NotServing);
    }
    f.run(4_000);
    assert_eq!(f.app.model.ensemble.quorum, Quorum::NoLeader);
    assert_eq!(f.app.model.servers[0].state, State::Sync);
    f.server(1).fails = None;
    f.server(3).fails = None;
    f.server(3).role = Role::Leader;
    f.server(3).zxid = Zxid::new(20, 0);
    f.run(3_000);
    let m = &f.app.model;
    assert_eq!(
        (m.ensemble.leader, m.ensemble.epoch, m.ensemble.quorum),
        (Some(2), Some(20), Quorum::NoSpare)
    );
    // Followers go on naming their last zxid, of an epoch before, and are not behind.
    assert_eq!(m.servers[0].lag.txns(), Some(0));
    let elected = m.timeline.newest().find_map(|h| match &h.what {
        What::Elected { leader, epoch, unavailable_ms, cause, .. } => {
            Some((leader.clone(), *epoch, *unavailable_ms, cause.clone()))
        }
        _ => None,
    });
    let (leader, epoch, unavailable_ms, cause) = elected.unwrap();
    assert_eq!((leader.as_str(), epoch), ("zk3:2181", 20));
    assert!((4_000..=6_000).contains(&unavailable_ms.unwrap()), "{unavailable_ms:?}");
    assert!(cause.unwrap().contains("connection refused"));
    assert!(happened(&f).iter().any(|l| l.starts_with("leader zk2:2181 lost")));
}

#[test]
fn who_is_back_is_asked_every_second_again() {
    let mut f = fake(3);
    f.run(3_000);
    f.server(3).fails = Some(Failure::Unreachable("refused".to_owned()));
    f.run(30_000);
    f.server(3).fails = None;
    f.run(16_000);
    let asked = f.asked[&host(3)].len();
    f.run(5_000);
    assert!(f.asked[&host(3)].len() >= asked + 8, "the pause of its failures goes on");
    assert_eq!(f.app.model.servers[2].state, State::Ok, "{}", f.app.model.servers[2].reason);
}

#[test]
fn two_leaders_are_odd() {
    let mut f = fake(3);
    f.run(3_000);
    f.server(3).role = Role::Leader;
    f.server(3).zxid = Zxid::new(20, 0);
    f.run(3_000);
    let m = &f.app.model;
    assert_eq!((m.ensemble.leader, m.ensemble.leaders), (Some(2), 2));
    assert_eq!(m.servers[1].state, State::Odd, "{}", m.servers[1].reason);
    assert!(m.alerts.active().iter().any(|(_, k, _)| k.name() == "two leaders"));
}

#[test]
fn a_leader_that_has_just_died_is_not_a_second_one() {
    let mut f = fake(3);
    f.run(3_000);
    // It is silent at first, not refused: its last answer still says that it leads when the next one says so, too.
    f.server(2).answers_in = None;
    f.run(1_100);
    f.server(3).role = Role::Leader;
    f.server(3).zxid = Zxid::new(20, 0);
    f.run(1_500);
    let m = &f.app.model;
    assert_eq!((m.ensemble.leader, m.ensemble.leaders), (Some(2), 1));
    assert!(
        !happened(&f).iter().any(|l| l.contains("two leaders") || l.contains("say that they lead")),
        "{:?}",
        happened(&f)
    );
    assert!(!happened(&f).iter().any(|l| l.contains("while another leads")), "{:?}", happened(&f));
}

#[test]
fn a_zxid_that_goes_back_is_odd() {
    let mut f = fake(3);
    f.run_writing(3_000, 10, &[1, 2, 3]);
    f.server(1).zxid = Zxid::new(19, 5);
    f.run(2_000);
    assert_eq!(f.app.model.servers[0].state, State::Odd);
    assert!(happened(&f).iter().any(|l| l.contains("went back")), "{:?}", happened(&f));
}

#[test]
fn a_refusal_is_told_with_what_to_do() {
    let mut f = fake(3);
    f.server(3).denies = vec![Word::Srvr, Word::Mntr, Word::Conf];
    f.server(1).denies = vec![Word::Mntr];
    f.run(5_000);
    let m = &f.app.model;
    assert_eq!((m.servers[2].state, m.servers[0].state), (State::Denied, State::Ok));
    assert!(m.servers[2].advice().unwrap().contains("4lw.commands.whitelist"));
    assert!(m.servers[0].advice().unwrap().contains("mntr"));
    assert_eq!((m.servers[0].tier(), m.servers[1].tier(), m.servers[2].tier()), ("srvr", "mntr", "-"));
}

#[test]
fn members_that_nobody_named_are_found() {
    let mut f = Fake::named(3, 1, Start::default());
    f.run(5_000);
    let m = &f.app.model;
    assert_eq!(m.servers.len(), 3);
    assert_eq!((m.ensemble.quorum, m.ensemble.serving), (Quorum::Ok, 3));
}

#[test]
fn a_leader_that_counts_the_dead_is_contradicted() {
    let mut f = fake(3);
    f.run(3_000);
    f.server(3).fails = Some(Failure::Unreachable("refused".to_owned()));
    f.server(2).synced = Some(2);
    f.run(12_000);
    let alerts = f.app.model.alerts.active().iter().map(|(_, k, _)| k.name()).collect::<Vec<_>>();
    assert!(alerts.contains(&"followers disagree"), "{alerts:?}");
}

#[test]
fn a_restart_and_expired_sessions_are_told() {
    let mut f = fake(3);
    f.run(3_000);
    f.server(1).uptime = 100;
    f.server(2).expired += 4;
    f.run(2_000);
    assert!(
        happened(&f).contains(&"zk1:2181 was restarted, or joined its leader again".to_owned()),
        "{:?}",
        happened(&f)
    );
    assert!(happened(&f).contains(&"zk2:2181: 4 sessions expired".to_owned()));
}

#[test]
fn a_recording_plays_to_the_same_state() {
    use zktui::app::net::{Effect, Net};
    use zktui::app::{App, Event};
    let mut f = fake(3);
    let mut bytes = Vec::new();
    zktui::replay::begin(&mut bytes, "test", &f.app.model).unwrap();
    f.event(Event::Recording(Ok("x".to_owned())));
    f.run_writing(10_000, 10, &[1, 2, 3]);
    f.server(2).fails = Some(Failure::Unreachable("refused".to_owned()));
    f.run(5_000);
    for effect in &f.effects {
        if let Effect::Record(polled) = effect {
            zktui::replay::write(&mut bytes, polled).unwrap();
        }
    }
    // A crash in the middle of the last line loses that line only.
    bytes.extend_from_slice(b"{\"server\":\"zk1:2181\",\"wor");
    let player = zktui::replay::Player::read(bytes.as_slice()).unwrap();
    let mut app = App::replay(player, Start::default());
    let App { replay, model, .. } = &mut app;
    let player = replay.as_mut().unwrap();
    player.seek(player.end(), model);
    assert_eq!(model.ensemble.leader, None);
    assert_eq!(model.servers[1].state, State::Down);
    // Back to when all was well, and forth again.
    player.seek(player.started().plus(9_000), model);
    assert_eq!((model.ensemble.leader, model.servers[1].state), (Some(1), State::Ok));
    player.seek(player.end(), model);
    assert_eq!(model.servers[1].state, State::Down);
    let _ = Net::Found;
}

/// Each picture moves the place from which time is counted; the second that it lasts must move with it, or a recording runs ever
/// faster.
#[test]
fn a_recording_runs_as_fast_as_it_says() {
    use zktui::app::App;
    use zktui::time::At;
    let mut f = fake(3);
    let mut bytes = Vec::new();
    zktui::replay::begin(&mut bytes, "test", &f.app.model).unwrap();
    f.event(zktui::app::Event::Recording(Ok("x".to_owned())));
    f.run_writing(60_000, 10, &[1, 2, 3]);
    for effect in &f.effects {
        if let zktui::app::net::Effect::Record(polled) = effect {
            zktui::replay::write(&mut bytes, polled).unwrap();
        }
    }
    let player = zktui::replay::Player::read(bytes.as_slice()).unwrap();
    let mut app = App::replay(player, Start::default());
    let App { replay, model, .. } = &mut app;
    let player = replay.as_mut().unwrap();
    let began = player.started();
    let mut clock = At(1_000_000);
    let mut play = |player: &mut zktui::replay::Player, model: &mut zktui::model::Model, ms: u64| {
        for _ in 0..ms / 25 {
            clock = clock.plus(25);
            player.tick(clock, model);
        }
        (clock, model.now.since(began))
    };
    let about = |at: u64, wanted: u64| assert!(at.abs_diff(wanted) <= 150, "at {at} ms and not {wanted}");
    let (_, at) = play(player, model, 10_000);
    about(at, 10_000);
    let (now, _) = play(player, model, 0);
    player.pace(now, true);
    let (now, at) = play(player, model, 5_000);
    about(at, 20_000);
    // Whoever stops it and chooses another pace goes on where it was stopped.
    player.toggle(now);
    let (now, _) = play(player, model, 7_000);
    player.pace(now, true);
    player.toggle(now);
    let (_, at) = play(player, model, 1_000);
    about(at, 25_000);
}

#[test]
fn a_percentile_of_the_past_is_no_alert_for_ever() {
    let has = |f: &Fake, n: usize| {
        let whose = f.app.model.servers.iter().position(|s| s.host == host(n));
        f.app.model.alerts.get(whose, Kind::LatencyP99).is_some()
    };
    let mut f = fake(3);
    f.server(1).p99 = Some(431.0);
    f.server(3).p99 = Some(431.0);
    f.run(20_000);
    assert!(has(&f, 1) && has(&f, 3) && !has(&f, 2));
    // The mean is too small now for one request in a hundred to take 50 ms; the percentile stays as it was.
    f.server(1).latency = 0.2;
    // And this one is gone.
    f.server(3).fails = Some(Failure::Unreachable("connection refused".into()));
    f.run(30_000);
    assert!(!has(&f, 1) && !has(&f, 3));
    assert!(f.app.model.alerts.active().iter().any(|(_, k, _)| k.name() == "down"));
}
