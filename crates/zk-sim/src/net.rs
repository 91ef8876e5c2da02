//! The network: TCP streams. Bytes of one direction come in order and once, in any fragments, late or never; an end
//! may vanish at any byte, seen by both, by one, or by nobody until something is sent.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use bytes::{Bytes, BytesMut};

use crate::queue::Micros;
use crate::seam::{Conn, Port, Who};
use crate::tape::{Purpose, Tape};

/// How slow and how choppy the network is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NetConfig {
    /// Shortest delay one way.
    pub base_us: Micros,
    /// Up to this much is added.
    pub jitter_us: Micros,
    /// Once in so many times the delay is drawn up to `tail_us`; 0 is never.
    pub tail_one_in: u64,
    /// See there.
    pub tail_us: Micros,
    /// In so many of 100 cases what is sent arrives in pieces.
    pub fragment_percent: u64,
}

impl NetConfig {
    /// Fast and even.
    pub const CALM: NetConfig =
        NetConfig { base_us: 200, jitter_us: 300, tail_one_in: 0, tail_us: 0, fragment_percent: 5 };
}

/// Bytes from some to others do not get through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cut {
    /// Senders, a bit each; see [`bit`].
    pub from: u64,
    /// Receivers.
    pub to: u64,
    /// Of this port alone.
    pub port: Option<Port>,
}

/// The bit of a node or client in a [`Cut`].
pub fn bit(who: Who) -> u64 {
    match who {
        Who::Node(n) => 1 << n,
        Who::Client(c) => 1 << (16 + c.min(47)),
    }
}

/// Something in the network whose time has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NetEvent {
    /// A call reaches the port.
    Arrive(Conn),
    /// The caller hears of success.
    Established(Conn),
    /// The caller hears that nobody listens.
    Refused(Conn),
    /// Bytes, or the end, reach the receiver. 0: caller to called, 1: back.
    Deliver(Conn, usize),
}

/// What the receiver gets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Delivery {
    /// Nothing.
    Nothing,
    /// Bytes.
    Bytes(Who, Bytes),
    /// The end of the stream.
    End(Who),
}

#[derive(Debug, Default)]
struct Dir {
    pieces: VecDeque<(Micros, Bytes)>,
    last_at: Micros,
    scheduled: bool,
    stuck: bool,
    /// Behind the pieces comes the end.
    fin: bool,
    /// The receiver has been told of the end.
    ended: bool,
    /// Something was sent to an end that is gone.
    unanswered: bool,
}

#[derive(Debug)]
struct Stream {
    port: Port,
    who: [Who; 2],
    open: [bool; 2],
    state: State,
    dirs: [Dir; 2],
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Calling { stuck: bool },
    Accepted,
    Open,
}

/// All streams.
#[derive(Debug)]
pub struct Net {
    seed: u64,
    config: NetConfig,
    streams: BTreeMap<Conn, Stream>,
    cuts: BTreeMap<u64, Cut>,
    next_cut: u64,
    tapes: BTreeMap<(Who, Who, Port), Tape>,
    down: BTreeSet<Who>,
    /// Events for the queue.
    pub events: Vec<(Micros, NetEvent)>,
}

impl Net {
    /// A network without streams.
    pub fn new(seed: u64, config: NetConfig) -> Net {
        Net {
            seed,
            config,
            streams: BTreeMap::new(),
            cuts: BTreeMap::new(),
            next_cut: 0,
            tapes: BTreeMap::new(),
            down: BTreeSet::new(),
            events: Vec::new(),
        }
    }

    /// Another speed from now on.
    pub fn set_config(&mut self, config: NetConfig) {
        self.config = config;
    }

    fn tape(&mut self, from: Who, to: Who, port: Port) -> &mut Tape {
        let seed = self.seed;
        self.tapes.entry((from, to, port)).or_insert_with(|| {
            let port = port as u64;
            Tape::new(
                seed,
                Purpose::Network,
                bit(from).trailing_zeros() as u64 * 4096 + bit(to).trailing_zeros() as u64 * 4 + port,
            )
        })
    }

    fn delay(&mut self, from: Who, to: Who, port: Port) -> Micros {
        let c = self.config;
        let t = self.tape(from, to, port);
        let mut d = c.base_us + t.below(c.jitter_us + 1);
        if t.one_in(c.tail_one_in) {
            d += t.magnitude(1, c.tail_us.max(1));
        }
        d.max(1)
    }

    /// True if nothing gets from one to the other.
    pub fn is_cut(&self, from: Who, to: Who, port: Port) -> bool {
        let (from, to) = (bit(from), bit(to));
        self.cuts.values().any(|c| c.from & from != 0 && c.to & to != 0 && c.port.is_none_or(|p| p == port))
    }

    /// Puts a cut in. Returns its number.
    pub fn cut(&mut self, cut: Cut) -> u64 {
        self.next_cut += 1;
        self.cuts.insert(self.next_cut, cut);
        self.next_cut
    }

    /// Takes a cut away.
    pub fn heal(&mut self, cut: u64, now: Micros) {
        if self.cuts.remove(&cut).is_some() {
            self.unstick(now);
        }
    }

    /// Takes away all cuts for which `keep` is false.
    pub fn heal_where(&mut self, mut keep: impl FnMut(&Cut) -> bool, now: Micros) {
        self.cuts.retain(|_, c| keep(c));
        self.unstick(now);
    }

    fn unstick(&mut self, now: Micros) {
        let conns: Vec<Conn> = self.streams.keys().copied().collect();
        for conn in conns {
            for d in 0..2 {
                let Some(s) = self.streams.get(&conn) else { continue };
                let (from, to, port) = (s.who[d], s.who[1 - d], s.port);
                if !s.dirs[d].stuck || self.is_cut(from, to, port) {
                    continue;
                }
                // TCP sends again after a while.
                let at = now + 1000 + self.delay(from, to, port);
                if let Some(s) = self.streams.get_mut(&conn) {
                    s.dirs[d].stuck = false;
                }
                self.schedule(conn, d, at);
            }
            let Some(s) = self.streams.get_mut(&conn) else { continue };
            let (from, to, port) = (s.who[0], s.who[1], s.port);
            if s.state == (State::Calling { stuck: true }) {
                s.state = State::Calling { stuck: false };
                let at = now + 1000 + self.delay(from, to, port);
                self.events.push((at, NetEvent::Arrive(conn)));
            }
        }
    }

    /// Makes a call.
    pub fn connect(&mut self, conn: Conn, from: Who, to: Who, port: Port, now: Micros) {
        let stream = Stream {
            port,
            who: [from, to],
            open: [true, true],
            state: State::Calling { stuck: false },
            dirs: [Dir::default(), Dir::default()],
        };
        self.streams.insert(conn, stream);
        let at = now + self.delay(from, to, port);
        self.events.push((at, NetEvent::Arrive(conn)));
    }

    /// A call has come to the port. Returns whom it is from, to and for which port if it gets through and the
    /// caller still waits; the world then answers with [`Net::accept`] or [`Net::refuse`].
    pub fn arrived(&mut self, conn: Conn) -> Option<(Who, Who, Port)> {
        let s = self.streams.get(&conn)?;
        let (from, to, port) = (s.who[0], s.who[1], s.port);
        // Both ways are needed for the handshake.
        let cut = self.is_cut(from, to, port) || self.is_cut(to, from, port) || self.down.contains(&to);
        let s = self.streams.get_mut(&conn)?;
        if !matches!(s.state, State::Calling { .. }) {
            return None;
        }
        if !s.open[0] {
            self.streams.remove(&conn);
            return None;
        }
        if cut {
            s.state = State::Calling { stuck: true };
            return None;
        }
        Some((from, to, port))
    }

    /// The call is answered.
    pub fn accept(&mut self, conn: Conn, now: Micros) {
        let Some(s) = self.streams.get(&conn) else { return };
        let (from, to, port) = (s.who[0], s.who[1], s.port);
        let at = now + self.delay(to, from, port);
        if let Some(s) = self.streams.get_mut(&conn) {
            s.state = State::Accepted;
            s.dirs[1].last_at = at;
        }
        self.events.push((at, NetEvent::Established(conn)));
    }

    /// Nobody listens.
    pub fn refuse(&mut self, conn: Conn, now: Micros) {
        let Some(s) = self.streams.get(&conn) else { return };
        let (from, to, port) = (s.who[0], s.who[1], s.port);
        let at = now + self.delay(to, from, port);
        self.events.push((at, NetEvent::Refused(conn)));
    }

    /// The caller's handshake is over. Returns the caller, if it still waits.
    pub fn established(&mut self, conn: Conn) -> Option<Who> {
        let s = self.streams.get_mut(&conn)?;
        if s.state != State::Accepted {
            return None;
        }
        s.state = State::Open;
        s.open[0].then_some(s.who[0])
    }

    /// A refusal has reached the caller. Returns the caller, if it still waits.
    pub fn refused(&mut self, conn: Conn) -> Option<Who> {
        let s = self.streams.remove(&conn)?;
        s.open[0].then_some(s.who[0])
    }

    /// Sends bytes.
    pub fn send(&mut self, conn: Conn, from: Who, bytes: Bytes, now: Micros) {
        let Some(s) = self.streams.get(&conn) else { return };
        let Some(d) = s.who.iter().position(|w| *w == from) else { return };
        let (to, port) = (s.who[1 - d], s.port);
        // Behind a break nothing gets through, though this end may not have heard of it.
        if !s.open[d] || bytes.is_empty() || s.dirs[d].fin {
            return;
        }
        if !s.open[1 - d] {
            if let Some(s) = self.streams.get_mut(&conn) {
                s.dirs[d].unanswered = true;
            }
            self.answer_with_reset(conn, d, now);
            return;
        }
        let mut pieces = vec![bytes];
        let percent = self.config.fragment_percent;
        let tape = self.tape(from, to, port);
        if tape.percent(percent) {
            for _ in 0..tape.between(1, 3) {
                let Some(last) = pieces.last_mut().filter(|p| p.len() > 1) else { break };
                let tail = last.split_off(tape.between(1, last.len() as u64 - 1) as usize);
                pieces.push(tail);
            }
        }
        for piece in pieces {
            let at = now + self.delay(from, to, port);
            let Some(s) = self.streams.get_mut(&conn) else { return };
            let dir = &mut s.dirs[d];
            dir.last_at = dir.last_at.max(at);
            let at = dir.last_at;
            dir.pieces.push_back((at, piece));
            self.schedule(conn, d, at);
        }
    }

    fn schedule(&mut self, conn: Conn, d: usize, at: Micros) {
        let Some(s) = self.streams.get_mut(&conn) else { return };
        if !s.dirs[d].scheduled && !s.dirs[d].stuck {
            s.dirs[d].scheduled = true;
            self.events.push((at, NetEvent::Deliver(conn, d)));
        }
    }

    /// Whoever would get the next delivery of this direction.
    pub fn receiver(&self, conn: Conn, d: usize) -> Option<Who> {
        self.streams.get(&conn).map(|s| s.who[1 - d])
    }

    /// The receiver is not listening just now: the delivery comes again at `at`.
    pub fn defer(&mut self, conn: Conn, d: usize, at: Micros) {
        if let Some(s) = self.streams.get_mut(&conn) {
            s.dirs[d].scheduled = false;
        }
        self.schedule(conn, d, at);
    }

    /// A delivery is due.
    pub fn deliver(&mut self, conn: Conn, d: usize, now: Micros) -> Delivery {
        let Some(s) = self.streams.get(&conn) else { return Delivery::Nothing };
        let (from, to, port) = (s.who[d], s.who[1 - d], s.port);
        let cut = self.is_cut(from, to, port);
        let Some(s) = self.streams.get_mut(&conn) else { return Delivery::Nothing };
        let dir = &mut s.dirs[d];
        dir.scheduled = false;
        if cut {
            dir.stuck = true;
            return Delivery::Nothing;
        }
        if !s.open[1 - d] {
            dir.pieces.clear();
            self.forget_if_done(conn);
            return Delivery::Nothing;
        }
        let mut got: Option<BytesMut> = None;
        let mut single: Option<Bytes> = None;
        while let Some((_, bytes)) = dir.pieces.pop_front_if(|(at, _)| *at <= now) {
            match (&mut got, single.take()) {
                (None, None) => single = Some(bytes),
                (None, Some(first)) => {
                    let mut all = BytesMut::from(&first[..]);
                    all.extend_from_slice(&bytes);
                    got = Some(all);
                }
                (Some(all), _) => all.extend_from_slice(&bytes),
            }
        }
        let next = dir.pieces.front().map(|(at, _)| *at);
        let fin = dir.fin;
        let got = single.or(got.map(BytesMut::freeze));
        match (got, next) {
            (Some(bytes), next) => {
                if let Some(at) = next.or(fin.then_some(now)) {
                    self.schedule(conn, d, at);
                }
                Delivery::Bytes(to, bytes)
            }
            (None, Some(at)) => {
                self.schedule(conn, d, at);
                Delivery::Nothing
            }
            (None, None) if fin && !dir.ended => {
                dir.ended = true;
                s.open[1 - d] = false;
                self.forget_if_done(conn);
                Delivery::End(to)
            }
            (None, None) => Delivery::Nothing,
        }
    }

    fn forget_if_done(&mut self, conn: Conn) {
        if self.streams.get(&conn).is_some_and(|s| !s.open[0] && !s.open[1]) {
            self.streams.remove(&conn);
        }
    }

    /// An end closes: what it sent still arrives, and then the end.
    pub fn close(&mut self, conn: Conn, who: Who, now: Micros) {
        let Some(s) = self.streams.get_mut(&conn) else { return };
        let Some(d) = s.who.iter().position(|w| *w == who) else { return };
        if !s.open[d] {
            return;
        }
        s.open[d] = false;
        s.dirs[1 - d].pieces.clear();
        s.dirs[d].fin = true;
        if !s.open[1 - d] || matches!(s.state, State::Calling { .. }) {
            self.forget_if_done(conn);
            return;
        }
        let (from, to, port) = (s.who[d], s.who[1 - d], s.port);
        let at = now + self.delay(from, to, port);
        if let Some(s) = self.streams.get_mut(&conn) {
            let at = at.max(s.dirs[d].last_at);
            self.schedule(conn, d, at);
        }
    }

    /// The connection breaks between its ends: each gets `keep` of 256 parts of what is on its way to it, and then
    /// the end.
    pub fn reset(&mut self, conn: Conn, keep: [u64; 2], now: Micros) {
        for (d, keep) in keep.into_iter().enumerate() {
            let Some(s) = self.streams.get_mut(&conn) else { return };
            if matches!(s.state, State::Calling { .. }) {
                return;
            }
            cut_pieces(&mut s.dirs[d].pieces, keep);
            s.dirs[d].fin = true;
            let at = s.dirs[d].pieces.front().map_or(now + 1, |(at, _)| *at);
            self.schedule(conn, d, at);
        }
    }

    /// One end believes that the connection is gone, the other is not told. Returns whom to tell.
    pub fn break_one_end(&mut self, conn: Conn, end: usize, now: Micros) -> Option<Who> {
        let s = self.streams.get_mut(&conn)?;
        if s.state != State::Open || !s.open[end] {
            return None;
        }
        s.open[end] = false;
        let who = s.who[end];
        s.dirs[1 - end].pieces.clear();
        // What it sent before is lost as well.
        s.dirs[end].pieces.clear();
        self.forget_if_done(conn);
        let _ = now;
        Some(who)
    }

    /// A process ends and its system closes its connections: of what it sent, `keep` of 256 parts arrive.
    pub fn process_ended(&mut self, who: Who, mut keep: impl FnMut() -> u64, now: Micros) {
        for conn in self.conns_of(who) {
            let Some(s) = self.streams.get_mut(&conn) else { continue };
            let d = usize::from(s.who[0] != who);
            cut_pieces(&mut s.dirs[d].pieces, keep());
            self.close(conn, who, now);
        }
    }

    /// A machine loses power: what it sent may still arrive, nothing tells the others.
    pub fn power_lost(&mut self, who: Who, mut keep: impl FnMut() -> u64) {
        self.down.insert(who);
        for conn in self.conns_of(who) {
            let Some(s) = self.streams.get_mut(&conn) else { continue };
            let d = usize::from(s.who[0] != who);
            cut_pieces(&mut s.dirs[d].pieces, keep());
            s.open[d] = false;
            s.dirs[1 - d].pieces.clear();
            if matches!(s.state, State::Calling { .. }) && d == 0 {
                self.streams.remove(&conn);
            }
            self.forget_if_done(conn);
        }
    }

    /// The machine is up again: it answers what is sent to connections it knows nothing of.
    pub fn power_back(&mut self, who: Who, now: Micros) {
        self.down.remove(&who);
        for conn in self.conns_of(who) {
            let Some(s) = self.streams.get_mut(&conn) else { continue };
            let d = usize::from(s.who[0] == who);
            if let State::Calling { stuck: true } = s.state {
                s.state = State::Calling { stuck: false };
                self.events.push((now + 1000, NetEvent::Arrive(conn)));
            } else if s.dirs[d].unanswered {
                self.answer_with_reset(conn, d, now);
            }
        }
    }

    /// Direction `d` leads to an end that is gone.
    fn answer_with_reset(&mut self, conn: Conn, d: usize, now: Micros) {
        let Some(s) = self.streams.get(&conn) else { return };
        let (from, to, port) = (s.who[d], s.who[1 - d], s.port);
        if self.down.contains(&to) || self.is_cut(from, to, port) || s.dirs[1 - d].fin {
            return;
        }
        let at = now + self.delay(from, to, port) + self.delay(to, from, port);
        if let Some(s) = self.streams.get_mut(&conn) {
            s.dirs[1 - d].fin = true;
            let at = at.max(s.dirs[1 - d].last_at);
            self.schedule(conn, 1 - d, at);
        }
    }

    /// The connections that somebody is an end of.
    pub fn conns_of(&self, who: Who) -> Vec<Conn> {
        self.streams.iter().filter(|(_, s)| s.who.contains(&who)).map(|(c, _)| *c).collect()
    }

    /// Which port a connection belongs to, and its two ends, the caller first.
    pub fn ends(&self, conn: Conn) -> Option<(Port, [Who; 2])> {
        self.streams.get(&conn).map(|s| (s.port, s.who))
    }

    /// The open connections between two, of a port.
    pub fn conns_between(&self, a: Who, b: Who, port: Option<Port>) -> Vec<Conn> {
        let fits = |s: &Stream| s.who.contains(&a) && s.who.contains(&b) && port.is_none_or(|p| p == s.port);
        self.streams.iter().filter(|(_, s)| s.state == State::Open && fits(s)).map(|(c, _)| *c).collect()
    }

    /// All open connections.
    pub fn open_conns(&self) -> Vec<Conn> {
        self.streams.iter().filter(|(_, s)| s.state == State::Open).map(|(c, _)| *c).collect()
    }

    /// Takes `who` for an end of the connection.
    pub fn has(&self, conn: Conn, who: Who) -> bool {
        self.streams.get(&conn).is_some_and(|s| (0..2).any(|d| s.who[d] == who && s.open[d]))
    }
}

/// Keeps the first `keep` of 256 parts of the bytes.
fn cut_pieces(pieces: &mut VecDeque<(Micros, Bytes)>, keep: u64) {
    let total: usize = pieces.iter().map(|(_, b)| b.len()).sum();
    let mut left = (total as u64 * keep.min(256) / 256) as usize;
    pieces.retain_mut(|(_, b)| {
        b.truncate(left);
        left -= b.len();
        !b.is_empty()
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::queue::Queue;

    const A: Who = Who::Node(0);
    const B: Who = Who::Node(1);
    const C: Conn = Conn(1);

    struct Lab {
        net: Net,
        queue: Queue<NetEvent>,
        got: Vec<u8>,
        ended: Vec<Who>,
    }

    impl Lab {
        fn new() -> Lab {
            let mut lab = Lab {
                net: Net::new(1, NetConfig { fragment_percent: 80, ..NetConfig::CALM }),
                queue: Queue::new(1),
                got: Vec::new(),
                ended: Vec::new(),
            };
            lab.net.connect(C, A, B, Port::Quorum, 0);
            lab.run();
            lab
        }

        fn run(&mut self) {
            loop {
                for (at, e) in std::mem::take(&mut self.net.events) {
                    self.queue.push(at, e);
                }
                let Some(e) = self.queue.pop() else { return };
                let now = self.queue.now();
                match e {
                    NetEvent::Arrive(c) => {
                        if self.net.arrived(c).is_some() {
                            self.net.accept(c, now);
                        }
                    }
                    NetEvent::Established(c) => assert_eq!(self.net.established(c), Some(A)),
                    NetEvent::Refused(_) => unreachable!(),
                    NetEvent::Deliver(c, d) => match self.net.deliver(c, d, now) {
                        Delivery::Bytes(_, b) => self.got.extend_from_slice(&b),
                        Delivery::End(who) => self.ended.push(who),
                        Delivery::Nothing => {}
                    },
                }
            }
        }
    }

    #[test]
    fn bytes_arrive_in_order_whatever_the_fragments() {
        let mut lab = Lab::new();
        let text: Vec<u8> = (0..200).collect();
        for part in text.chunks(7) {
            lab.net.send(C, A, Bytes::copy_from_slice(part), lab.queue.now());
        }
        lab.net.close(C, A, lab.queue.now());
        lab.run();
        assert_eq!(lab.got, text);
        assert_eq!(lab.ended, [B]);
    }

    #[test]
    fn a_cut_holds_bytes_until_it_heals() {
        let mut lab = Lab::new();
        let cut = lab.net.cut(Cut { from: bit(A), to: bit(B), port: None });
        lab.net.send(C, A, Bytes::from_static(b"x"), lab.queue.now());
        lab.run();
        assert_eq!(lab.got, b"");
        lab.net.heal(cut, lab.queue.now());
        lab.run();
        assert_eq!(lab.got, b"x");
    }

    #[test]
    fn the_other_end_of_a_lost_machine_hears_of_it_when_it_sends_and_the_machine_is_back() {
        let mut lab = Lab::new();
        lab.net.power_lost(B, || 256);
        lab.net.send(C, A, Bytes::from_static(b"x"), lab.queue.now());
        lab.run();
        assert_eq!(lab.ended, []);
        lab.net.power_back(B, lab.queue.now());
        lab.run();
        assert_eq!((&lab.got[..], &lab.ended[..]), (&b""[..], &[A][..]));
    }

    #[test]
    fn a_reset_lets_a_prefix_through() {
        let mut lab = Lab::new();
        lab.net.send(C, A, Bytes::from_static(&[7; 256]), lab.queue.now());
        lab.net.reset(C, [100, 0], lab.queue.now());
        // The sender does not know yet.
        lab.net.send(C, A, Bytes::from_static(&[8; 10]), lab.queue.now());
        lab.run();
        assert_eq!(lab.got, [7; 100]);
        assert_eq!(lab.ended.len(), 2);
    }
}
