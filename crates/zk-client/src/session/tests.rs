//! The machine by itself: inputs in, exact outputs out, on a clock of the tests' own.

use zk_proto::connect::ConnectResponse;
use zk_proto::reply::ReplyHeader;
use zk_proto::watch::{EventType, SYNC_CONNECTED, WatcherEvent};
use zk_proto::{Reader, Writer};

use super::*;
use crate::watches::WatchKind;

type Machine = Session<u32>;

fn config() -> Config {
    Config {
        host_count: 2,
        session_timeout_ms: 6000,
        attempt_timeout_ms: 1000,
        close_timeout_ms: 500,
        read_only: false,
        auth: Vec::new(),
        sasl: None,
        nonce_seed: [0; 16],
        resume: None,
        max_reply_bytes: 1 << 20,
    }
}

fn at(ms: u64) -> Instant {
    Instant::from_millis(ms)
}

fn outputs(m: &mut Machine) -> Vec<Output<u32>> {
    std::iter::from_fn(|| m.poll_output()).collect()
}

fn hello(timeout_ms: i32, read_only: bool) -> Vec<u8> {
    let response = ConnectResponse {
        protocol_version: 0,
        timeout_ms,
        session_id: SessionId(9),
        password: [1; PASSWORD_LEN],
        read_only: Some(read_only),
    };
    let mut out = Vec::new();
    frame::write(&mut out, |w| response.encode(w));
    out
}

fn reply(xid: i32, zxid: i64, err: i32) -> Vec<u8> {
    let mut out = Vec::new();
    frame::write(&mut out, |w| ReplyHeader { xid, zxid: Zxid(zxid), err }.encode(w));
    out
}

fn event(event: EventType, path: &str, zxid: i64) -> Vec<u8> {
    let mut out = Vec::new();
    frame::write(&mut out, |w| {
        ReplyHeader { xid: -1, zxid: Zxid(zxid), err: 0 }.encode(w);
        WatcherEvent { event, state: SYNC_CONNECTED, path: path.into() }.encode(w);
    });
    out
}

fn request(ticket: u32, class: Class) -> Outgoing<u32> {
    let frame = encode(4, |w| w.put_str("/a"));
    Outgoing { frame, class, effect: Effect::None, timeout_ms: None, ticket }
}

fn flush(m: &mut Machine, now: Instant) -> Vec<u8> {
    let bytes = m.transmit().to_vec();
    m.handle_written(now, bytes.len());
    bytes
}

/// The xids of the frames in `bytes`.
fn xids(mut bytes: &[u8]) -> Vec<i32> {
    let mut out = Vec::new();
    while let Some((body, rest)) = frame::split(bytes, 1 << 20).unwrap() {
        out.push(Reader::new(body).i32().unwrap());
        bytes = rest;
    }
    out
}

/// Dials and shakes hands at `now`; the outputs of that are left to the caller.
fn connect(m: &mut Machine, now: Instant) {
    m.handle_timeout(now);
    m.handle_connected(now);
    flush(m, now);
    m.handle_bytes(now, &hello(6000, false));
}

fn live() -> Machine {
    let mut m = Machine::new(config(), 1, at(0));
    connect(&mut m, at(0));
    outputs(&mut m);
    assert!(m.is_live());
    m
}

fn completed(ticket: u32, error: Error) -> Output<u32> {
    Output::Complete { ticket, result: Err(error) }
}

#[test]
fn dialing_starts_at_once_and_leads_to_a_session() {
    let mut m = Machine::new(config(), 1, at(5));
    assert_eq!(m.poll_timeout(), Some((at(5), Timer::Dial)));
    m.handle_timeout(at(5));
    let [Output::Connect { host }] = outputs(&mut m)[..] else { panic!() };
    assert_eq!(m.poll_timeout(), Some((at(1005), Timer::Attempt)));
    m.handle_connected(at(6));
    let sent = flush(&mut m, at(6));
    let (body, _) = frame::split(&sent, 1000).unwrap().unwrap();
    let said = ConnectRequest::decode(&mut Reader::new(body)).unwrap();
    assert_eq!((said.session_id, said.timeout_ms, said.read_only), (SessionId::NONE, 6000, Some(false)));
    assert_eq!(m.handle_bytes(at(7), &hello(3000, false)), 41);
    assert_eq!(outputs(&mut m), [Output::State(State::Connected { host, read_only: false })]);
    assert_eq!((m.session_id(), m.timeout_ms()), (SessionId(9), 3000));
    assert_eq!(m.poll_timeout(), Some((at(6 + 1000), Timer::Ping)));
}

#[test]
fn failures_go_round_the_hosts_and_then_pause() {
    let mut m = Machine::new(config(), 1, at(0));
    m.handle_timeout(at(0));
    let [Output::Connect { host: first }] = outputs(&mut m)[..] else { panic!() };
    m.handle_connect_failed(at(1), "refused");
    let failed = Output::AttemptFailed { host: first, reason: "refused".to_owned() };
    assert_eq!(outputs(&mut m), [Output::Disconnect, failed]);
    m.handle_timeout(at(1));
    assert_eq!(outputs(&mut m), [Output::Connect { host: 1 - first }]);
    m.handle_timeout(at(1001));
    let failed = Output::AttemptFailed { host: 1 - first, reason: "timed out".to_owned() };
    assert_eq!(outputs(&mut m), [Output::Disconnect, failed]);
    let (next, timer) = m.poll_timeout().unwrap();
    assert_eq!(timer, Timer::Dial);
    assert!((50..=100).contains(&next.since(at(1001))));
    m.handle_timeout(at(1002));
    assert_eq!(outputs(&mut m), []);
}

#[test]
fn answers_complete_in_order_and_split_frames_wait() {
    let mut m = live();
    for ticket in [10, 11] {
        m.submit(at(1), request(ticket, Class::Read));
    }
    assert_eq!(xids(&flush(&mut m, at(1))), [1, 2]);
    let bytes = [reply(1, 5, 0), reply(2, 6, -101)].concat();
    assert_eq!(m.handle_bytes(at(2), &bytes[..19]), 0);
    assert_eq!(m.handle_bytes(at(2), &bytes[..30]), 20);
    assert_eq!(m.handle_bytes(at(2), &bytes[20..]), 20);
    let answer = |xid, zxid, err| Ok(RawReply { xid, zxid: Zxid(zxid), err, body: vec![] });
    let expected = [
        Output::Complete { ticket: 10, result: answer(1, 5, 0) },
        Output::Complete { ticket: 11, result: answer(2, 6, -101) },
    ];
    assert_eq!(outputs(&mut m), expected);
    assert_eq!(m.last_zxid(), Zxid(6));
}

#[test]
fn loss_is_told_by_how_far_each_request_got() {
    let mut m = live();
    for (ticket, class) in [(1, Class::Read), (2, Class::Write), (3, Class::Write)] {
        m.submit(at(1), request(ticket, class));
    }
    let all = m.transmit().len();
    // One byte of the last request stays behind: no server can have understood it.
    m.handle_written(at(1), all - 1);
    m.handle_disconnect(at(2000), "reset");
    let host = m.outputs.iter().find_map(|o| match o {
        Output::AttemptFailed { host, .. } => Some(*host),
        _ => None,
    });
    let expected = [
        Output::Disconnect,
        Output::AttemptFailed { host: host.unwrap(), reason: "reset".to_owned() },
        Output::State(State::Disconnected),
        completed(1, Error::ReadLost(Reason::ConnectionLost)),
        completed(2, Error::OutcomeUnknown(Reason::ConnectionLost)),
        completed(3, Error::NotSent(Reason::ConnectionLost)),
    ];
    assert_eq!(outputs(&mut m), expected);
    // A connection that held for long enough is replaced without a pause.
    assert_eq!(m.poll_timeout(), Some((at(2000), Timer::Dial)));
}

#[test]
fn pings_keep_the_silence_short_and_silence_is_loss() {
    let mut m = live();
    assert_eq!(m.poll_timeout(), Some((at(2000), Timer::Ping)));
    m.handle_timeout(at(2000));
    assert_eq!(xids(&flush(&mut m, at(2000))), [-2]);
    assert_eq!(m.poll_timeout(), Some((at(4000), Timer::Ping)));
    m.handle_bytes(at(2100), &reply(-2, 99, 0));
    assert_eq!(m.last_zxid(), Zxid::ZERO);
    m.handle_timeout(at(4000));
    flush(&mut m, at(4000));
    m.handle_timeout(at(6099));
    assert!(m.is_live());
    m.handle_timeout(at(6100));
    assert!(!m.is_live());
}

#[test]
fn pings_come_at_least_every_ten_seconds() {
    let mut m = Machine::new(config(), 1, at(0));
    m.handle_timeout(at(0));
    m.handle_connected(at(0));
    flush(&mut m, at(0));
    m.handle_bytes(at(0), &hello(600_000, false));
    assert_eq!(m.poll_timeout(), Some((at(10_000), Timer::Ping)));
}

#[test]
fn the_write_buffer_is_bounded_and_refilled() {
    let mut m = live();
    for ticket in 0..10 {
        let frame = encode(4, |w| w.put_buffer(Some(&[0; 100_000])));
        let timeout_ms = None;
        m.submit(at(1), Outgoing { frame, class: Class::Read, effect: Effect::None, timeout_ms, ticket });
    }
    assert_eq!(xids(m.transmit()), [1, 2, 3]);
    let mut seen = Vec::new();
    while !m.transmit().is_empty() {
        seen.extend(xids(&flush(&mut m, at(2))));
    }
    assert_eq!(seen, (1..=10).collect::<Vec<i32>>());
}

#[test]
fn deadlines_fail_by_state_and_late_answers_are_swallowed() {
    let mut m = live();
    let timed = |ticket, class, ms| Outgoing { timeout_ms: Some(ms), ..request(ticket, class) };
    m.submit(at(0), timed(1, Class::Write, 100));
    m.submit(at(0), timed(2, Class::Read, 50));
    m.submit(at(0), timed(3, Class::Read, 500));
    flush(&mut m, at(0));
    assert_eq!(m.poll_timeout(), Some((at(50), Timer::Request)));
    m.handle_timeout(at(50));
    assert_eq!(outputs(&mut m), [completed(2, Error::ReadLost(Reason::Timeout))]);
    m.handle_timeout(at(100));
    assert_eq!(outputs(&mut m), [completed(1, Error::OutcomeUnknown(Reason::Timeout))]);
    assert_eq!(m.poll_timeout(), Some((at(500), Timer::Request)));
    m.handle_bytes(at(101), &[reply(1, 1, 0), reply(2, 1, 0), reply(3, 1, 0)].concat());
    let done: Vec<_> = outputs(&mut m);
    assert!(matches!(done[..], [Output::Complete { ticket: 3, result: Ok(_) }]), "{done:?}");
}

#[test]
fn xids_wrap_to_one() {
    let mut m = live();
    m.next_xid = i32::MAX;
    m.submit(at(1), request(1, Class::Read));
    m.submit(at(1), request(2, Class::Read));
    assert_eq!(xids(&flush(&mut m, at(1))), [i32::MAX, 1]);
}

#[test]
fn events_do_not_move_the_last_zxid() {
    let mut m = live();
    m.watches.add(WatchKind::Data, "/a", WatcherId(7));
    m.handle_bytes(at(1), &event(EventType::NodeDataChanged, "/a", 50));
    m.handle_bytes(at(1), &event(EventType::NodeDataChanged, "/a", 51));
    let expected = Output::NodeEvent {
        watchers: vec![WatcherId(7)],
        event: EventType::NodeDataChanged,
        path: "/a".to_owned(),
        zxid: Some(Zxid(50)),
    };
    assert_eq!(outputs(&mut m), [expected]);
    assert_eq!(m.last_zxid(), Zxid::ZERO);
}

#[test]
fn an_exists_watch_becomes_what_the_answer_makes_it() {
    for (err, fires_created) in [(0, true), (-101, true), (-102, false)] {
        let mut m = live();
        let effect = Effect::Watch { kind: WatchKind::Exist, path: "/a".to_owned(), id: WatcherId(1) };
        m.submit(at(1), Outgoing { effect, ..request(1, Class::Read) });
        flush(&mut m, at(1));
        m.handle_bytes(at(1), &reply(1, 1, err));
        assert_eq!(!m.watches.is_empty(), fires_created, "{err}");
        if fires_created {
            let packets = m.watches.set_watches(Zxid(1));
            let (data, exist) = if err == 0 { (1, 0) } else { (0, 1) };
            assert_eq!((packets[0].data.len(), packets[0].exist.len()), (data, exist));
        }
    }
}

#[test]
fn a_session_of_a_server_without_quorum_is_not_presented_elsewhere() {
    let mut m = Machine::new(Config { read_only: true, ..config() }, 1, at(0));
    m.handle_timeout(at(0));
    m.handle_connected(at(0));
    flush(&mut m, at(0));
    m.handle_bytes(at(0), &hello(6000, true));
    assert!(
        outputs(&mut m).iter().any(|o| matches!(o, Output::State(State::Connected { read_only: true, .. })))
    );
    m.handle_disconnect(at(5000), "gone");
    m.handle_timeout(at(5000));
    m.handle_connected(at(5000));
    let sent = flush(&mut m, at(5000));
    let (body, _) = frame::split(&sent, 1000).unwrap().unwrap();
    assert_eq!(ConnectRequest::decode(&mut Reader::new(body)).unwrap().session_id, SessionId::NONE);
}

#[test]
fn a_refusal_in_place_of_a_session_is_told() {
    let mut m = Machine::new(config(), 1, at(0));
    m.handle_timeout(at(0));
    m.handle_connected(at(0));
    m.handle_bytes(at(0), &reply(0, 5, -119));
    let told = outputs(&mut m).into_iter().find_map(|o| match o {
        Output::AttemptFailed { reason, .. } => Some(reason),
        _ => None,
    });
    assert_eq!(told.as_deref(), Some("the server refused to open a session: Not a read-only call"));
}

#[test]
fn expiry_is_final() {
    let mut m = live();
    m.watches.add(WatchKind::Persistent, "/a", WatcherId(7));
    m.handle_disconnect(at(5000), "gone");
    m.submit(at(5000), request(1, Class::Write));
    outputs(&mut m);
    m.handle_timeout(at(5000));
    m.handle_connected(at(5000));
    m.handle_bytes(at(5000), &hello(0, false));
    let ended = outputs(&mut m);
    let gone = Output::SessionEvent { watchers: vec![WatcherId(7)], change: Change::Expired };
    assert!(ended.contains(&Output::State(State::Expired)));
    assert!(ended.contains(&gone));
    assert!(ended.contains(&completed(1, Error::SessionExpired)));
    assert!(m.has_ended());
    assert_eq!(m.poll_timeout(), None);
    m.submit(at(5001), request(2, Class::Read));
    m.close(at(5001), 3);
    let after = outputs(&mut m);
    assert_eq!(after[0], completed(2, Error::SessionExpired));
    assert!(matches!(after[1], Output::Complete { ticket: 3, result: Ok(_) }));
}

#[test]
fn a_close_without_an_answer_ends_all_the_same() {
    let mut m = live();
    m.submit(at(1), request(1, Class::Write));
    m.close(at(1), 2);
    m.submit(at(1), request(3, Class::Read));
    assert_eq!(outputs(&mut m), [completed(3, Error::Closed)]);
    assert_eq!(xids(&flush(&mut m, at(1))), [1, 2]);
    m.handle_timeout(at(501));
    let ended = outputs(&mut m);
    assert!(ended.contains(&completed(1, Error::OutcomeUnknown(Reason::Closed))));
    assert!(ended.contains(&completed(2, Error::OutcomeUnknown(Reason::Timeout))));
    assert!(m.has_ended());
}

#[test]
fn a_close_waits_for_a_connection_but_not_for_long() {
    let mut m = Machine::new(Config { close_timeout_ms: 10_000, ..config() }, 1, at(0));
    connect(&mut m, at(0));
    m.handle_disconnect(at(5000), "gone");
    m.close(at(5000), 1);
    connect(&mut m, at(5000));
    assert_eq!(xids(&flush(&mut m, at(5000))), [1]);
    m.handle_bytes(at(5001), &reply(1, 7, 0));
    assert!(matches!(outputs(&mut m).last(), Some(Output::Complete { ticket: 1, result: Ok(_) })));
    assert!(m.has_ended());

    let mut m = live();
    m.config.close_timeout_ms = 10_000;
    m.handle_disconnect(at(5000), "gone");
    m.close(at(5000), 1);
    m.handle_timeout(at(5000));
    m.handle_connect_failed(at(5000), "refused");
    outputs(&mut m);
    m.handle_timeout(at(5000 + OFFLINE_CLOSE_MS));
    assert!(outputs(&mut m).contains(&completed(1, Error::NotSent(Reason::NotConnected))));
    assert!(m.has_ended());
}

#[test]
fn arbitrary_bytes_never_panic() {
    let mut seed = 1u64;
    let mut next = move || {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as u32
    };
    for _ in 0..20_000 {
        let mut m = live();
        m.watches.add(WatchKind::Recursive, "/", WatcherId(1));
        m.submit(at(1), request(1, Class::Write));
        let mut bytes = match next() % 3 {
            0 => reply(1, 1, 0),
            1 => event(EventType::NodeCreated, "/a/b", 3),
            _ => [reply(-4, 0, 0), reply(-8, 0, -6), reply(-2, 0, 0)].concat(),
        };
        for _ in 0..next() % 4 {
            let place = next() as usize % bytes.len();
            bytes[place] = next() as u8;
        }
        m.handle_bytes(at(2), &bytes);
        m.handle_disconnect(at(3), "end");
        let tickets = outputs(&mut m).iter().filter(|o| matches!(o, Output::Complete { .. })).count();
        assert_eq!(tickets, 1);
    }
}
