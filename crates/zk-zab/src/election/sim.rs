//! A network of elections for tests: simulated time, connections that break and come back, and just enough of what
//! follows an election (dialling the leader, finding no quorum, giving up) that a decision has its consequences.
//! One seed decides everything.

use std::collections::BTreeMap;

use super::*;
use crate::{Groups, Membership};
use std::sync::Arc;

/// Marsaglia's xorshift with 64 bits of state.
pub(super) struct XorShift(u64);

impl XorShift {
    pub(super) fn new(seed: u64) -> XorShift {
        XorShift(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// A number below `limit`, which is not 0.
    pub(super) fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) % limit
    }

    pub(super) fn within(&mut self, low: u64, high: u64) -> u64 {
        low + self.below(high - low + 1)
    }
}

pub(super) struct Node {
    pub(super) election: Election,
    pub(super) is_up: bool,
    /// Counts the roles it had, so that what was meant for an earlier one is told apart.
    office: u64,
    pub(super) epoch: i64,
    pub(super) zxid: i64,
    /// The leader this one has reached.
    pub(super) leader: Option<i64>,
    /// Who has reached this leader, and in which of its offices.
    pub(super) learners: BTreeMap<i64, u64>,
    pub(super) is_established: bool,
    pub(super) decided_at_ms: Option<u64>,
    pub(super) sent_count: usize,
    last_sent: BTreeMap<i64, Notification>,
}

#[derive(Default)]
struct Wire {
    is_blocked: bool,
    is_connected: bool,
    generation: u64,
    /// When the last message of each direction arrives: none overtakes another on one connection.
    busy_until_ms: BTreeMap<i64, u64>,
}

enum Event {
    Deliver {
        from: i64,
        to: i64,
        life: u64,
        n: Notification,
    },
    /// Both ends are about to notice that they are connected.
    Connect {
        a: i64,
        b: i64,
        generation: u64,
    },
    Link {
        at: i64,
        peer: i64,
        generation: u64,
        up: bool,
    },
    Start {
        id: i64,
        office: u64,
    },
    Dial {
        id: i64,
        leader: i64,
        office: u64,
        attempts_left: u32,
    },
    GiveUp {
        id: i64,
        office: u64,
    },
    /// `learner` and `leader` notice that they have lost each other.
    Sever {
        learner: i64,
        leader: i64,
        office: u64,
    },
}

pub(super) struct Net {
    pub(super) seed: u64,
    pub(super) rng: XorShift,
    pub(super) now_ms: u64,
    pub(super) membership: Arc<Membership>,
    pub(super) nodes: BTreeMap<i64, Node>,
    /// Restarts so far: nothing arrives in a later life.
    lives: BTreeMap<i64, u64>,
    wires: BTreeMap<(i64, i64), Wire>,
    events: BTreeMap<(u64, u64), Event>,
    event_count: u64,
    pub(super) delay_ms: (u64, u64),
    /// Of 100 messages, how many arrive twice.
    pub(super) doubled_percent: u64,
}

impl Net {
    /// Voters 1 to `voters`, then observers; nobody runs and nobody is connected. Histories are random.
    pub(super) fn new(seed: u64, voters: i64, observers: i64) -> Net {
        let members = (1..=voters).map(|id| (ServerId(id), MemberRole::Participant));
        let observing = (voters + 1..=voters + observers).map(|id| (ServerId(id), MemberRole::Observer));
        let members = Membership::new(members.chain(observing), Groups::majority(), 0, "".into());
        let mut net = Net {
            seed,
            rng: XorShift::new(seed),
            now_ms: 0,
            membership: Arc::new(members.unwrap()),
            nodes: BTreeMap::new(),
            lives: BTreeMap::new(),
            wires: BTreeMap::new(),
            events: BTreeMap::new(),
            event_count: 0,
            delay_ms: (1, 10),
            doubled_percent: 0,
        };
        for id in 1..=voters + observers {
            let (epoch, zxid) = (net.rng.below(3) as i64, net.rng.below(4) as i64);
            let node = net.new_node(id, epoch, zxid);
            net.nodes.insert(id, node);
            for other in 1..id {
                net.wires.insert((other, id), Wire::default());
            }
        }
        net
    }

    fn new_node(&self, id: i64, epoch: i64, zxid: i64) -> Node {
        let election = Election::new(ElectionConfig {
            my_id: ServerId(id),
            memberships: Memberships::of(self.membership.clone()),
            my_role: self.membership.role(ServerId(id)).unwrap(),
            min_notification_ms: 200,
            max_notification_ms: 3200,
            finalize_wait_ms: 200,
        });
        Node {
            election,
            is_up: false,
            office: 0,
            epoch,
            zxid,
            leader: None,
            learners: BTreeMap::new(),
            is_established: false,
            decided_at_ms: None,
            sent_count: 0,
            last_sent: BTreeMap::new(),
        }
    }

    pub(super) fn ids(&self) -> Vec<i64> {
        self.nodes.keys().copied().collect()
    }

    pub(super) fn is_voter(&self, id: i64) -> bool {
        self.membership.is_voter(ServerId(id))
    }

    fn at(&mut self, at_ms: u64, event: Event) {
        self.event_count += 1;
        self.events.insert((at_ms, self.event_count), event);
    }

    fn soon(&mut self, event: Event) {
        let delay = self.delay();
        self.at(self.now_ms + delay, event);
    }

    fn delay(&mut self) -> u64 {
        let (low, high) = self.delay_ms;
        self.rng.within(low, high)
    }

    fn wire(&mut self, a: i64, b: i64) -> &mut Wire {
        self.wires.get_mut(&(a.min(b), a.max(b))).unwrap()
    }

    /// Starts a server that is down; its connections follow. `start_after_ms` is for its recovery from disk.
    pub(super) fn boot(&mut self, id: i64, start_after_ms: u64) {
        let old = &self.nodes[&id];
        let mut node = self.new_node(id, old.epoch, old.zxid);
        node.is_up = true;
        node.office = old.office + 1;
        let office = node.office;
        self.nodes.insert(id, node);
        self.at(self.now_ms + start_after_ms, Event::Start { id, office });
        self.reconnect(id);
    }

    /// Connects everybody who runs and starts all elections, now.
    pub(super) fn boot_connected(&mut self) {
        for id in self.ids() {
            self.boot(id, 0);
        }
        for (a, b) in self.wires.keys().copied().collect::<Vec<_>>() {
            let wire = self.wire(a, b);
            wire.generation += 1;
            wire.is_connected = true;
            for (at, peer) in [(a, b), (b, a)] {
                let mut out = Vec::new();
                self.nodes.get_mut(&at).unwrap().election.link(0, ServerId(peer), true, &mut out);
                assert!(out.is_empty());
            }
        }
    }

    pub(super) fn kill(&mut self, id: i64) {
        self.nodes.get_mut(&id).unwrap().is_up = false;
        *self.lives.entry(id).or_default() += 1;
        for peer in self.ids() {
            if peer != id {
                self.drop_connections(id, peer, 0);
            }
        }
    }

    /// Cuts two servers off from each other; each notices within a second.
    pub(super) fn block(&mut self, a: i64, b: i64) {
        self.wire(a, b).is_blocked = true;
        self.drop_connections(a, b, 1000);
    }

    pub(super) fn unblock(&mut self, a: i64, b: i64) {
        self.wire(a, b).is_blocked = false;
        self.reconnect(a);
    }

    /// Breaks a connection and leaves the way open.
    pub(super) fn flap(&mut self, a: i64, b: i64) {
        self.drop_connections(a, b, 0);
        self.reconnect(a);
    }

    fn drop_connections(&mut self, a: i64, b: i64, unnoticed_ms: u64) {
        let wire = self.wire(a, b);
        wire.generation += 1;
        wire.is_connected = false;
        wire.busy_until_ms.clear();
        let generation = wire.generation;
        for (at, peer) in [(a, b), (b, a)] {
            let when = self.now_ms + self.delay() + self.rng.within(0, unnoticed_ms);
            self.at(when, Event::Link { at, peer, generation, up: false });
            let office = self.nodes[&at].office;
            self.at(when, Event::Sever { learner: at, leader: peer, office });
        }
    }

    fn reconnect(&mut self, id: i64) {
        for peer in self.ids() {
            if peer == id || !(self.is_voter(id) || self.is_voter(peer)) {
                continue;
            }
            let wire = self.wire(id, peer);
            if wire.is_connected {
                continue;
            }
            wire.generation += 1;
            let generation = wire.generation;
            let (dialled, a, b) = (self.now_ms + 2 * self.delay(), id.min(peer), id.max(peer));
            self.at(dialled, Event::Connect { a, b, generation });
        }
    }

    pub(super) fn can_reach(&self, a: i64, b: i64) -> bool {
        let is_blocked = a != b && self.wires[&(a.min(b), a.max(b))].is_blocked;
        self.nodes[&a].is_up && self.nodes[&b].is_up && !is_blocked
    }

    /// Runs until nothing is due before `until_ms`, or `done` says so. Time then stands at the last thing done.
    pub(super) fn run_until(&mut self, until_ms: u64, done: impl Fn(&Net) -> bool) -> bool {
        while !done(self) {
            let event_at = self.events.first_key_value().map(|((at, _), _)| *at);
            let timers = self.nodes.iter().filter(|(_, node)| node.is_up);
            let timer = timers.filter_map(|(id, node)| Some((node.election.next_timeout_ms()?, *id))).min();
            match (event_at, timer) {
                (Some(at), _) if at <= until_ms && timer.is_none_or(|(t, _)| at <= t) => {
                    self.now_ms = self.now_ms.max(at);
                    if let Some((_, event)) = self.events.pop_first() {
                        self.happen(event);
                    }
                }
                (_, Some((at, id))) if at <= until_ms => {
                    self.now_ms = self.now_ms.max(at);
                    self.on(id, |election, now_ms, out| election.tick(now_ms, out));
                }
                _ => return false,
            }
        }
        true
    }

    pub(super) fn run_for(&mut self, ms: u64) {
        let until_ms = self.now_ms + ms;
        self.run_until(until_ms, |_| false);
        self.now_ms = until_ms;
    }

    fn happen(&mut self, event: Event) {
        match event {
            Event::Deliver { from, to, life, n } => {
                if self.nodes[&to].is_up && self.lives.get(&to).copied().unwrap_or(0) == life {
                    self.on(to, |election, now_ms, out| {
                        election.notification(now_ms, ServerId(from), &n, out);
                    });
                    self.reconsider(to);
                }
            }
            Event::Connect { a, b, generation } => self.connect(a, b, generation),
            Event::Link { at, peer, generation, up } => self.notice_link(at, peer, generation, up),
            Event::Start { id, office } => self.start(id, office),
            Event::Dial { id, leader, office, attempts_left } => {
                self.dial(id, leader, office, attempts_left);
            }
            Event::GiveUp { id, office } => {
                let node = &self.nodes[&id];
                if node.is_up && node.office == office && !node.is_established {
                    self.look_again(id);
                }
            }
            Event::Sever { learner, leader, office } => self.sever(learner, leader, office),
        }
    }

    fn connect(&mut self, a: i64, b: i64, generation: u64) {
        let is_open = self.can_reach(a, b);
        let wire = self.wire(a, b);
        if wire.generation != generation || !is_open {
            return;
        }
        wire.is_connected = true;
        for (at, peer) in [(a, b), (b, a)] {
            self.soon(Event::Link { at, peer, generation, up: true });
        }
    }

    fn notice_link(&mut self, at: i64, peer: i64, generation: u64, up: bool) {
        let is_current = self.wire(at, peer).generation == generation;
        if !self.nodes[&at].is_up || (up && !is_current) || (!up && self.wire(at, peer).is_connected) {
            return;
        }
        // The transport repeats what it sent last on every new connection, however old that is.
        if let Some(n) = self.nodes[&at].last_sent.get(&peer).cloned().filter(|_| up) {
            self.transmit(at, peer, n);
        }
        self.on(at, |election, now_ms, out| election.link(now_ms, ServerId(peer), up, out));
        self.reconsider(at);
    }

    fn start(&mut self, id: i64, office: u64) {
        let node = &self.nodes[&id];
        if node.is_up && node.office == office {
            let (zxid, epoch) = (Zxid(node.zxid), node.epoch);
            self.on(id, |election, now_ms, out| election.start(now_ms, zxid, epoch, out));
        }
    }

    fn on(&mut self, id: i64, act: impl FnOnce(&mut Election, u64, &mut Vec<ElectionOutput>)) {
        let mut out = Vec::new();
        act(&mut self.nodes.get_mut(&id).unwrap().election, self.now_ms, &mut out);
        for output in out {
            match output {
                ElectionOutput::Send { to, notification } => {
                    let node = self.nodes.get_mut(&id).unwrap();
                    node.sent_count += 1;
                    node.last_sent.insert(to.0, notification.clone());
                    self.transmit(id, to.0, notification);
                }
                ElectionOutput::Decided { leader, state } => self.decided(id, leader.0, state),
            }
        }
    }

    fn transmit(&mut self, from: i64, to: i64, n: Notification) {
        let times = if self.rng.below(100) < self.doubled_percent { 2 } else { 1 };
        for _ in 0..times {
            let earliest = self.now_ms + self.delay();
            let wire = self.wire(from, to);
            if !wire.is_connected {
                return;
            }
            let busy = wire.busy_until_ms.entry(to).or_default();
            *busy = earliest.max(*busy);
            let (at, life) = (*busy, self.lives.get(&to).copied().unwrap_or(0));
            self.at(at, Event::Deliver { from, to, life, n: n.clone() });
        }
    }

    fn decided(&mut self, id: i64, leader: i64, state: PeerState) {
        let now_ms = self.now_ms;
        let node = self.nodes.get_mut(&id).unwrap();
        assert!((leader == id) == (state == PeerState::Leading), "seed {}: {id} is {state}", self.seed);
        node.office += 1;
        node.decided_at_ms = Some(now_ms);
        let office = node.office;
        self.at(now_ms + 20_000, Event::GiveUp { id, office });
        if leader == id {
            self.try_establish(id);
        } else {
            self.soon(Event::Dial { id, leader, office, attempts_left: 5 });
        }
    }

    fn dial(&mut self, id: i64, leader: i64, office: u64, attempts_left: u32) {
        let node = &self.nodes[&id];
        if !node.is_up || node.office != office {
            return;
        }
        let (epoch, zxid) = (node.epoch, node.zxid);
        let host = &self.nodes[&leader];
        let accepts = self.can_reach(id, leader)
            && host.election.state() == PeerState::Leading
            && (host.is_established || !self.is_voter(id) || (host.epoch, host.zxid) >= (epoch, zxid));
        if accepts {
            self.nodes.get_mut(&leader).unwrap().learners.insert(id, office);
            self.nodes.get_mut(&id).unwrap().leader = Some(leader);
            self.try_establish(leader);
        } else if attempts_left == 0 {
            self.look_again(id);
        } else {
            let next = Event::Dial { id, leader, office, attempts_left: attempts_left - 1 };
            self.at(self.now_ms + 100, next);
        }
    }

    /// Leads for good once a quorum is there, and brings everybody who is there to its own state.
    fn try_establish(&mut self, leader: i64) {
        let host = &self.nodes[&leader];
        let is_here = |sid: ServerId| sid.0 == leader || host.learners.contains_key(&sid.0);
        if !host.is_established && !self.membership.has_quorum(is_here) {
            return;
        }
        let newest = self.nodes.values().map(|node| node.epoch).max().unwrap_or(0);
        let (epoch, zxid) = (if host.is_established { host.epoch } else { newest + 1 }, host.zxid);
        let here: Vec<i64> = host.learners.keys().copied().chain([leader]).collect();
        for id in here {
            let node = self.nodes.get_mut(&id).unwrap();
            (node.epoch, node.zxid, node.is_established) = (epoch, zxid, true);
            node.election.set_epoch(epoch);
        }
    }

    /// A transaction reaches the leader and some of its learners.
    pub(super) fn write(&mut self, leader: i64) {
        if !self.nodes[&leader].is_established || self.nodes[&leader].leader.is_some() {
            return;
        }
        let host = self.nodes.get_mut(&leader).unwrap();
        host.zxid += 1;
        let (zxid, learners) = (host.zxid, host.learners.clone());
        for id in learners.into_keys() {
            if self.rng.below(3) > 0 {
                self.nodes.get_mut(&id).unwrap().zxid = zxid;
            }
        }
    }

    /// A leader that nobody waits for any more does not wait either.
    fn reconsider(&mut self, id: i64) {
        let node = &self.nodes[&id];
        if node.election.state() != PeerState::Leading || node.is_established {
            return;
        }
        let may_come = |sid: ServerId| {
            sid.0 == id || node.learners.contains_key(&sid.0) || node.election.has_supporter(sid)
        };
        if !self.membership.has_quorum(may_come) {
            self.look_again(id);
        }
    }

    fn sever(&mut self, learner: i64, leader: i64, office: u64) {
        let host = self.nodes.get_mut(&leader).unwrap();
        let is_this = host.learners.get(&learner) == Some(&office);
        if is_this {
            host.learners.remove(&learner);
        }
        if is_this && host.is_up && host.is_established {
            let is_here = |sid: ServerId| sid.0 == leader || host.learners.contains_key(&sid.0);
            if !self.membership.has_quorum(is_here) {
                self.look_again(leader);
            }
        }
        let node = &self.nodes[&learner];
        if node.is_up && node.leader == Some(leader) && node.office == office {
            self.look_again(learner);
        }
    }

    pub(super) fn look_again(&mut self, id: i64) {
        let node = self.nodes.get_mut(&id).unwrap();
        node.office += 1;
        node.is_established = false;
        node.decided_at_ms = None;
        let learners = std::mem::take(&mut node.learners);
        let leader = node.leader.take();
        node.election.settled(PeerState::Looking);
        let office = node.office;
        if let Some(host) = leader.and_then(|leader| self.nodes.get_mut(&leader)) {
            host.learners.remove(&id);
        }
        for (learner, office) in learners {
            self.soon(Event::Sever { learner, leader: id, office });
        }
        let pause_ms = if self.is_voter(id) { 0 } else { self.rng.within(0, 200) };
        self.at(self.now_ms + pause_ms, Event::Start { id, office });
    }

    /// The one leader that has a quorum and everybody else who runs, if that is how things are.
    pub(super) fn united_under(&self) -> Option<i64> {
        let leads = |node: &Node| node.is_established && node.election.state() == PeerState::Leading;
        let (leader, host) = self.nodes.iter().find(|(_, node)| node.is_up && leads(node))?;
        let all_here = self.nodes.iter().all(|(id, node)| {
            !node.is_up || id == leader || (host.learners.contains_key(id) && node.is_established)
        });
        all_here.then_some(*leader)
    }
}
