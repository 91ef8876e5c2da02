//! The membership of a running ensemble changes while clients write.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use zk_proto::{ErrorCode, Request};
use zkd_tests::conn::new_session;
use zkd_tests::ensemble::{FORM_LIMIT, PeerPorts, member_settings};
use zkd_tests::{Incoming, PATIENCE, RawConn, ServerUnderTest, Settings, poll};

fn settings(listed: &[PeerPorts]) -> Settings {
    let settings = member_settings(listed).with("reconfigEnabled", true).with("skipACL", "yes");
    settings.with("extendedTypesEnabled", false)
}

/// A session with any of them.
fn any(servers: &[std::net::SocketAddr]) -> Option<RawConn> {
    servers.iter().find_map(|addr| {
        let mut conn = RawConn::try_open(*addr, PATIENCE).ok()?;
        match conn.handshake(&new_session(30_000)) {
            Incoming::Got(response) if response.timeout_ms > 0 => Some(conn),
            _ => None,
        }
    })
}

/// Counts in one node for as long as it is let.
struct Writer {
    stop: Arc<AtomicBool>,
    acknowledged: Arc<AtomicU64>,
    longest: Arc<Mutex<Duration>>,
    thread: std::thread::JoinHandle<()>,
}

impl Writer {
    fn start(servers: Vec<std::net::SocketAddr>) -> Writer {
        let (stop, acknowledged) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicU64::new(0)));
        let longest = Arc::new(Mutex::new(Duration::ZERO));
        let (stopped, count, gap) = (stop.clone(), acknowledged.clone(), longest.clone());
        let thread = std::thread::spawn(move || {
            let mut conn = None;
            let (mut next, mut last) = (1u64, Instant::now());
            while !stopped.load(Ordering::SeqCst) {
                let Some(open) = conn.as_mut() else {
                    conn = any(&servers);
                    continue;
                };
                let data = next.to_string();
                let set = Request::SetData { path: "/n".into(), data: Some(data.as_bytes()), version: -1 };
                open.send(&set);
                match open.recv_reply() {
                    Incoming::Got(reply) if reply.err == 0 => {
                        count.store(next, Ordering::SeqCst);
                        next += 1;
                        let mut gap = gap.lock().expect("a lock");
                        *gap = gap.max(last.elapsed());
                        last = Instant::now();
                    }
                    _ => conn = None,
                }
            }
        });
        Writer { stop, acknowledged, longest, thread }
    }

    fn count(&self) -> u64 {
        self.acknowledged.load(Ordering::SeqCst)
    }

    #[track_caller]
    fn goes_on(&self) {
        let wanted = self.count() + 50;
        poll(FORM_LIMIT, || (self.count() >= wanted).then_some(())).expect("writes go on");
    }

    fn end(self) -> (u64, Duration) {
        self.stop.store(true, Ordering::SeqCst);
        self.thread.join().expect("the writer");
        (self.acknowledged.load(Ordering::SeqCst), *self.longest.lock().expect("a lock"))
    }
}

fn role(server: &ServerUnderTest) -> Option<String> {
    let answer = server.word("srvr");
    answer.lines().find_map(|line| line.strip_prefix("Mode: ")).map(str::to_owned)
}

/// Waits until these serve, one of them as leader, and gives that one.
#[track_caller]
fn leader_of(members: &[ServerUnderTest], among: &[usize]) -> usize {
    let found = poll(FORM_LIMIT, || {
        let roles: Vec<_> = among.iter().map(|i| role(&members[*i])).collect::<Option<_>>()?;
        let leader = roles.iter().position(|r| r == "leader")?;
        Some(among[leader])
    });
    found.unwrap_or_else(|| panic!("no leader among {among:?}:\n{}", members[among[0]].log()))
}

fn line(members: &[ServerUnderTest], ports: &[PeerPorts], index: usize) -> String {
    let p = ports[index];
    format!("server.{}=127.0.0.1:{}:{};{}", index + 1, p.quorum, p.election, members[index].addr())
}

/// Asks whoever answers until it is done: a leader that gives way ends its connections.
#[track_caller]
fn change(servers: &[std::net::SocketAddr], joining: Option<&str>, leaving: Option<&str>) {
    let done = poll(FORM_LIMIT, || {
        let mut conn = any(servers)?;
        let [joining, leaving] = [joining, leaving].map(|text| text.map(Into::into));
        conn.send(&Request::Reconfig { joining, leaving, new_members: None, config_id: -1 });
        match conn.recv_reply() {
            Incoming::Got(reply) if reply.err == 0 => Some(()),
            _ => None,
        }
    });
    done.expect("the membership changes");
}

fn voters(server: &ServerUnderTest) -> Vec<i64> {
    let conf = server.word("conf");
    let lines = conf.lines().filter_map(|l| l.strip_prefix("server.")?.split_once('='));
    lines.filter(|(_, l)| l.contains(":participant")).filter_map(|(id, _)| id.parse().ok()).collect()
}

#[test]
fn three_become_five_and_three_again_while_clients_write() {
    let ports: Vec<PeerPorts> = (0..5).map(|_| PeerPorts::free()).collect();
    let mut members: Vec<_> = (1..=3).map(|id| ServerUnderTest::member(settings(&ports[..3]), id)).collect();
    leader_of(&members, &[0, 1, 2]);
    let mut conn = any(&[members[0].addr()]).expect("a session");
    conn.create("/n", b"0").expect("create");
    conn.close();
    let first: Vec<_> = members.iter().map(ServerUnderTest::addr).collect();

    // Each knows itself and the three, who know nothing of it.
    for id in 4..=5 {
        let p = ports[id - 1];
        let own = format!("127.0.0.1:{}:{}:observer", p.quorum, p.election);
        members.push(ServerUnderTest::member(settings(&ports[..3]).with(&format!("server.{id}"), own), id));
    }
    let all: Vec<_> = members.iter().map(ServerUnderTest::addr).collect();
    let writer = Writer::start(all.clone());
    poll(FORM_LIMIT, || (role(&members[3]).is_some() && role(&members[4]).is_some()).then_some(()))
        .expect("the two that want to join are synchronised");
    assert_eq!(voters(&members[0]), [1, 2, 3]);

    let joining = format!("{},{}", line(&members, &ports, 3), line(&members, &ports, 4));
    change(&first, Some(&joining), None);
    leader_of(&members, &[0, 1, 2, 3, 4]);
    poll(FORM_LIMIT, || members.iter().all(|m| voters(m) == [1, 2, 3, 4, 5]).then_some(()))
        .expect("all know the five");
    writer.goes_on();

    // Two that are not needed: any three of the five decide.
    for index in [3, 1] {
        members[index].kill9();
        writer.goes_on();
        members[index].launch();
        leader_of(&members, &[0, 1, 2, 3, 4]);
    }

    // The leader goes, and another.
    let leader = leader_of(&members, &[0, 1, 2, 3, 4]);
    let other = (0..5).find(|i| *i != leader).expect("another");
    change(&all, None, Some(&format!("{},{}", leader + 1, other + 1)));
    let left: Vec<usize> = (0..5).filter(|i| ![leader, other].contains(i)).collect();
    leader_of(&members, &left);
    for index in [leader, other] {
        members[index].kill9();
    }
    writer.goes_on();

    // What they are now is on their disks; two of the three go on without the third.
    let ids: Vec<i64> = left.iter().map(|i| *i as i64 + 1).collect();
    for index in &left {
        members[*index].kill9();
        writer.goes_on();
        members[*index].launch();
        leader_of(&members, &left);
        assert_eq!(voters(&members[*index]), ids);
    }
    let (acknowledged, longest) = writer.end();
    println!("{acknowledged} writes, at most {} ms without one", longest.as_millis());
    let mut conn = any(&[members[left[0]].addr()]).expect("a session");
    conn.call(&Request::Sync { path: "/".into() });
    let (value, _) = conn.get("/n").expect("get");
    let value: u64 = String::from_utf8(value).expect("text").parse().expect("a number");
    // The one behind the last that was acknowledged may have been done, too.
    assert!(value == acknowledged || value == acknowledged + 1, "{value} after {acknowledged}");
}

#[test]
fn what_would_leave_no_quorum_is_refused() {
    let ports: Vec<PeerPorts> = (0..5).map(|_| PeerPorts::free()).collect();
    let members: Vec<_> = (1..=3).map(|id| ServerUnderTest::member(settings(&ports[..3]), id)).collect();
    let leader = leader_of(&members, &[0, 1, 2]);
    let mut conn = any(&[members[(leader + 1) % 3].addr()]).expect("a session");
    let mut ask = |joining: Option<String>, leaving: Option<&str>, config_id: i64| {
        let (joining, leaving) = (joining.map(Into::into), leaving.map(Into::into));
        conn.call(&Request::Reconfig { joining, leaving, new_members: None, config_id }).err
    };
    // Nobody is there who could join.
    let absent = |id: usize| {
        let p = ports[id - 1];
        format!("server.{id}=127.0.0.1:{}:{};{}", p.quorum, p.election, zkd_tests::server::free_port())
    };
    let joining = format!("{},{}", absent(4), absent(5));
    assert_eq!(ask(Some(joining), Some("1"), -1), ErrorCode::NewConfigNoQuorum.code());
    assert_eq!(ask(None, Some("1,2"), -1), ErrorCode::BadArguments.code());
    assert_eq!(ask(None, Some("1"), 7), ErrorCode::BadVersion.code());
    assert_eq!(ask(Some("server.4=x".into()), None, -1), ErrorCode::BadArguments.code());
    // None of it has changed anything.
    assert_eq!(voters(&members[0]), [1, 2, 3]);
    assert_eq!(leader_of(&members, &[0, 1, 2]), leader);
}
