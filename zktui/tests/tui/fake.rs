//! An ensemble that does what a test says, second by second, without a network.

use std::collections::BTreeMap;

use zk_client::{Acl, HostPort, SessionId, Stat, Zxid};
use zktui::app::browser::Value;
use zktui::app::net::{Browse, Effect, Found, Net};
use zktui::app::{App, Event, Start};
use zktui::model::facts::{Answer, Brief, Detail, Failure, Member, Membership, Role, Summary, Word};
use zktui::model::{Ask, Polled};
use zktui::time::At;

/// 2026-02-11 14:00:00 UTC.
pub const START: At = At(1_770_818_400_000);

/// What a server is made to do.
#[derive(Clone, Debug)]
pub struct FakeServer {
    pub role: Role,
    pub zxid: Zxid,
    pub version: &'static str,
    /// Milliseconds until it answers; `None` if it never does.
    pub answers_in: Option<u64>,
    pub fails: Option<Failure>,
    pub denies: Vec<Word>,
    pub outstanding: i64,
    pub received: i64,
    pub latency: f64,
    pub fsync: f64,
    /// The 99th percentile, if it is not twice the mean.
    pub p99: Option<f64>,
    pub synced: Option<i64>,
    pub peer_state: Option<&'static str>,
    pub uptime: i64,
    pub expired: i64,
    sums: (f64, f64, f64),
}

/// The ensemble and the application that watches it.
pub struct Fake {
    pub app: App,
    pub now: At,
    pub servers: BTreeMap<HostPort, FakeServer>,
    /// Answers on their way.
    wire: Vec<(At, Polled)>,
    /// Questions by server, since the beginning.
    pub asked: BTreeMap<HostPort, Vec<(At, Word)>>,
    pub effects: Vec<Effect>,
}

pub fn host(n: usize) -> HostPort {
    HostPort::new(format!("zk{n}"), 2181)
}

impl Fake {
    /// So many servers, all named, of which the second leads epoch 19.
    pub fn new(count: usize, start: Start) -> Fake {
        Fake::named(count, count, start)
    }

    /// So many servers, of which so many are named.
    pub fn named(count: usize, named: usize, start: Start) -> Fake {
        let hosts: Vec<HostPort> = (1..=count).map(host).collect();
        let server = |n: usize| FakeServer {
            role: match n {
                2 => Role::Leader,
                n if n > 5 => Role::Observer,
                _ => Role::Follower,
            },
            zxid: Zxid::new(19, 0xa00),
            version: "3.9.5",
            answers_in: Some(4),
            fails: None,
            denies: Vec::new(),
            outstanding: 0,
            received: 10_000,
            latency: 1.5,
            fsync: 2.0,
            p99: None,
            synced: None,
            peer_state: None,
            uptime: 500_000_000,
            expired: 3,
            sums: (0.0, 0.0, 0.0),
        };
        let servers = hosts.iter().cloned().zip((1..=count).map(server)).collect();
        let app = App::new(&hosts[..named], start, START);
        Fake { app, now: START, servers, wire: Vec::new(), asked: BTreeMap::new(), effects: Vec::new() }
    }

    pub fn server(&mut self, n: usize) -> &mut FakeServer {
        self.servers.get_mut(&host(n)).unwrap()
    }

    /// Lets time go by. `each` is called every 100 ms.
    pub fn run_with(&mut self, ms: u64, mut each: impl FnMut(&mut Fake)) {
        let end = self.now.plus(ms);
        while self.now < end {
            self.now = self.now.plus(100);
            for server in self.servers.values_mut() {
                server.received += 20;
                server.uptime += 100;
                server.sums.0 += server.latency * 10.0;
                server.sums.1 += server.fsync * 10.0;
                server.sums.2 += 10.0;
            }
            each(self);
            self.event(Event::Tick);
            self.deliver();
        }
    }

    pub fn run(&mut self, ms: u64) {
        self.run_with(ms, |_| {});
    }

    /// As [`Fake::run`], while the ensemble writes: everybody who keeps up gets the leader's zxid.
    pub fn run_writing(&mut self, ms: u64, per_100ms: i64, keeps_up: &[usize]) {
        self.run_with(ms, |fake| {
            for n in keeps_up {
                let server = fake.server(*n);
                server.zxid = Zxid(server.zxid.0 + per_100ms);
            }
        });
    }

    pub fn event(&mut self, event: Event) {
        let effects = self.app.update(self.now, event);
        self.take(effects);
    }

    fn take(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            if let Effect::Ask(ask) = &effect {
                self.ask(ask.clone());
            }
            self.effects.push(effect);
        }
    }

    fn ask(&mut self, ask: Ask) {
        for word in &ask.words {
            self.asked.entry(ask.server.clone()).or_default().push((self.now, *word));
            let server = &self.servers[&ask.server];
            // The limit of the shell.
            let (took, outcome) = match (server.answers_in, &server.fails) {
                (_, Some(failure)) => (1, Err(failure.clone())),
                (Some(ms), None) if ms < 2000 => (ms, self.answer(&ask.server, *word)),
                _ => (2000, Err(Failure::Timeout(2000))),
            };
            let answered = self.now.plus(took);
            let polled =
                Polled { server: ask.server.clone(), word: *word, asked: self.now, answered, outcome };
            self.wire.push((answered, polled));
        }
    }

    fn answer(&self, of: &HostPort, word: Word) -> Result<Answer, Failure> {
        let s = &self.servers[of];
        if s.denies.contains(&word) {
            return Err(Failure::NotAllowed);
        }
        let sid = |h: &HostPort| h.host.trim_start_matches("zk").parse::<i64>().ok();
        Ok(match word {
            Word::Srvr => Answer::Srvr(Brief {
                version: s.version.to_owned(),
                role: Some(s.role),
                zxid: Some(s.zxid),
                latency_ms_avg: Some(s.latency),
                latency_ms_max: Some(s.latency * 20.0),
                received: Some(s.received),
                sent: Some(s.received),
                connections: Some(100 + sid(of).unwrap_or(0)),
                outstanding: Some(s.outstanding),
                nodes: Some(48_411),
            }),
            Word::Mntr => Answer::Mntr(Box::new(Detail {
                peer_state: s.peer_state.map(str::to_owned),
                latency_ms_p50: Some(s.latency),
                latency_ms_p99: s.p99.or(Some(s.latency * 2.0)),
                latency: Some(Summary { sum: s.sums.0, count: s.sums.2 }),
                fsync: Some(Summary { sum: s.sums.1, count: s.sums.2 }),
                fsync_ms_max: Some(61.0),
                watches: Some(4811),
                ephemerals: Some(203),
                data_bytes: Some(5_400_000),
                fds: Some(310),
                fds_max: Some(65_536),
                uptime_ms: Some(s.uptime),
                learners: (s.role == Role::Leader).then_some(2),
                synced: s.synced,
                voters: Some(3),
                elections: Some(Summary { sum: 412.0, count: 1.0 }),
                expired: Some(s.expired),
                digest_mismatches: Some(0),
                pause_ms_max: Some(40.0),
                views: BTreeMap::new(),
                metrics: vec![("avg_latency".to_owned(), "1.5".to_owned())],
            })),
            Word::Stats | Word::Monitor | Word::Learners | Word::Metrics => {
                return Err(Failure::Unreachable("no AdminServer".to_owned()));
            }
            Word::Conf => Answer::Conf(Membership {
                sid: sid(of),
                tick_ms: Some(2000),
                members: self
                    .servers
                    .iter()
                    .map(|(h, s)| Member {
                        sid: sid(h).unwrap_or(0),
                        client: Some((h.host.clone(), h.port)),
                        host: h.host.clone(),
                        voter: s.role != Role::Observer,
                    })
                    .collect(),
            }),
        })
    }

    fn deliver(&mut self) {
        let (due, wire): (Vec<_>, Vec<_>) = self.wire.drain(..).partition(|(at, _)| *at <= self.now);
        self.wire = wire;
        for (_, polled) in due {
            let effects = self.app.update(self.now, Event::Net(Net::Polled(Box::new(polled))));
            self.take(effects);
        }
    }

    /// Connections and watches, as three servers told them.
    pub fn with_lists(&mut self) {
        let said = |server: HostPort, word, text: &str, now: At| {
            let outcome = Ok(text.to_owned());
            Event::Net(Net::Said { server, word, asked: now, answered: now, outcome })
        };
        self.app.sessions.may_ask(self.now, 2);
        self.app.watches.totals.may_ask(self.now, 2);
        for n in 1..=2 {
            let cons = format!(
                " /10.1.4.{n}:51044[1](queued=0,recved=310,sent=311,sid=0x{n}000a41b3c00011,lop=SETD,est=1770818000000,\
                 to=10000,lcxid=0x15,lzxid=0x1300000a30,lresp=1,llat=1,minlat=0,avglat=1,maxlat=6{n})\n \
                 /10.1.4.9:4011{n}[1](queued=2,recved=23,sent=24,sid=0x{n}00081fa220003b,lop=PING,to=30000)\n"
            );
            self.event(said(host(n), "cons", &cons, self.now));
            let wchs = format!("{n} connections watching 40 paths\nTotal watches:12{n}\n");
            self.event(said(host(n), "wchs", &wchs, self.now));
        }
    }

    /// Children of the root, and the selected znode's value.
    pub fn with_tree(&mut self, wide: bool) {
        self.app.browser.start();
        let found = |found| Event::Net(Net::Found(found));
        self.event(found(Found::Connection("connected to zk1:2181".to_owned())));
        let names = |names: &[&str]| Ok(names.iter().map(|n| (*n).to_owned()).collect());
        self.event(found(Found::Children {
            path: "/".into(),
            result: names(&["services", "queues", "zookeeper"]),
        }));
        let below = if wide { "/queues" } else { "/services" };
        self.app.browser.select(below);
        for browse in self.app.browser.open(below) {
            assert_eq!(browse, Browse::Children(below.to_owned()));
        }
        let children = if wide {
            Ok((0..100_000).map(|i| format!("q-{i:010}")).collect())
        } else {
            names(&["api", "web", "leader"])
        };
        self.event(found(Found::Children { path: below.to_owned(), result: children }));
        self.app.browser.list.selected += if wide { 70_000 } else { 1 };
        let selected = self.app.browser.selected().unwrap();
        let stat = |children, len| Stat {
            czxid: Zxid::new(19, 0xa00),
            mzxid: Zxid::new(19, 0xa1f),
            pzxid: Zxid::new(19, 0xa1f),
            ctime: 1_770_800_400_000,
            mtime: 1_770_818_282_000,
            version: 14,
            cversion: 3,
            aversion: 1,
            ephemeral_owner: SessionId::NONE,
            data_length: len,
            num_children: children,
        };
        let stats = vec![
            (below.to_owned(), Some(stat(if wide { 100_000 } else { 3 }, 0))),
            ("/zookeeper".to_owned(), Some(stat(2, 0))),
            ("/services/leader".to_owned(), Some(Stat { ephemeral_owner: SessionId(0x1000), ..stat(0, 31) })),
        ];
        self.event(found(Found::Stats(stats)));
        let data = Some(b"{\"ttl\":30,\"pool\":{\"max\":64,\"min\":8}}".to_vec());
        let value = Value { data, stat: stat(0, 37), acl: Ok(Acl::open()) };
        self.event(found(Found::Value { path: selected, result: Ok(value) }));
    }
}
