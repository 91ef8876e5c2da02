//! The election port: one connection for each pair, called by the larger id, with a queue of one vote. A smaller id
//! calls to be called back: the larger one may believe in a connection that is no more.

use std::collections::BTreeMap;

use zk_proto::election::{Hello, MAX_NOTIFICATION_BYTES, Notification};
use zk_proto::frame;

use super::{NodeProcess, node_of, sid, times};
use crate::ghost::Observation;
use crate::seam::{Conn, Effect, Io, Node, Port};

/// First wait before a call is made again, in monotonic microseconds.
const RETRY_US: u64 = 20_000;
/// Longest such wait.
const MAX_RETRY_US: u64 = 1_000_000;
/// A call that hangs is given up.
const HANG_US: u64 = 2_000_000;

#[derive(Debug, Default)]
struct Peer {
    conn: Option<Conn>,
    calling: Option<(Conn, u64)>,
    call_at: u64,
    wait: u64,
    /// The newest vote that could not be sent.
    pending: Option<Vec<u8>>,
}

#[derive(Debug)]
pub(super) struct Links {
    node: Node,
    peers: BTreeMap<Node, Peer>,
    /// Who is at the other end, once it has said so, and what has come.
    inputs: BTreeMap<Conn, (Option<Node>, Vec<u8>)>,
}

impl Links {
    pub(super) fn new(node: Node, nodes: usize) -> Links {
        let peers =
            (0..nodes).filter(|n| *n != node).map(|n| (n, Peer { wait: RETRY_US, ..Peer::default() }));
        Links { node, peers: peers.collect(), inputs: BTreeMap::new() }
    }

    pub(super) fn start(&mut self, io: &mut Io<'_>) {
        self.tick(io);
    }

    pub(super) fn tick(&mut self, io: &mut Io<'_>) {
        let now = io.clocks.mono_us;
        for (to, p) in &mut self.peers {
            if let Some((conn, until)) = p.calling {
                if now >= until {
                    io.effects.push(Effect::Close { conn });
                    p.calling = None;
                    p.call_at = now + p.wait;
                }
            } else if p.conn.is_none() && now >= p.call_at {
                let conn = io.new_conn();
                p.calling = Some((conn, now + HANG_US));
                io.effects.push(Effect::Connect { conn, to: *to, port: Port::Election });
            }
        }
    }

    pub(super) fn next_tick_us(&self) -> u64 {
        let due = |p: &Peer| match p.calling {
            Some((_, until)) => until,
            None if p.conn.is_none() => p.call_at,
            None => u64::MAX,
        };
        self.peers.values().map(due).min().unwrap_or(u64::MAX)
    }

    pub(super) fn accepted(&mut self, conn: Conn) {
        self.inputs.insert(conn, (None, Vec::new()));
    }

    /// A call has been answered or refused. Returns whose link is up now.
    pub(super) fn connected(&mut self, io: &mut Io<'_>, conn: Conn, success: bool) -> Option<(Node, bool)> {
        let is_it = |p: &Peer| p.calling.is_some_and(|(c, _)| c == conn);
        let Some((to, p)) = self.peers.iter_mut().find(|(_, p)| is_it(p)) else {
            io.effects.push(Effect::Close { conn });
            return None;
        };
        p.calling = None;
        if !success {
            p.wait = (p.wait * 2).min(MAX_RETRY_US);
            p.call_at = io.clocks.mono_us + p.wait;
            return None;
        }
        let mut hello = Vec::new();
        Hello { sid: sid(self.node), addrs: vec![format!("node{}:3888", self.node + 1)] }.encode(&mut hello);
        if *to > self.node {
            io.effects.push(Effect::Send { conn, bytes: hello.into() });
            io.effects.push(Effect::Close { conn });
            p.wait = (p.wait * 2).min(MAX_RETRY_US);
            p.call_at = io.clocks.mono_us + p.wait;
            return None;
        }
        p.wait = RETRY_US;
        p.conn = Some(conn);
        self.inputs.insert(conn, (Some(*to), Vec::new()));
        hello.extend(p.pending.take().unwrap_or_default());
        io.effects.push(Effect::Send { conn, bytes: hello.into() });
        Some((*to, true))
    }

    /// Returns whose link is down now.
    pub(super) fn closed(&mut self, io: &mut Io<'_>, conn: Conn) -> Option<Node> {
        self.inputs.remove(&conn);
        for (n, p) in &mut self.peers {
            if p.conn == Some(conn) {
                p.conn = None;
                p.call_at = io.clocks.mono_us + p.wait;
                return Some(*n);
            }
            if p.calling.is_some_and(|(c, _)| c == conn) {
                p.calling = None;
                p.call_at = io.clocks.mono_us + p.wait;
            }
        }
        None
    }

    pub(super) fn send(&mut self, io: &mut Io<'_>, to: Node, notification: &Notification) {
        let Some(p) = self.peers.get_mut(&to) else { return };
        io.observe(Observation::Vote { peer: to, out: true, vote: notification.clone() });
        let mut bytes = Vec::new();
        frame::write(&mut bytes, |w| notification.encode(w));
        match p.conn {
            Some(conn) => io.effects.push(Effect::Send { conn, bytes: bytes.into() }),
            None => p.pending = Some(bytes),
        }
    }
}

impl NodeProcess {
    pub(super) fn election_received(&mut self, io: &mut Io<'_>, conn: Conn, bytes: &[u8]) {
        let Some((_, input)) = self.elections.inputs.get_mut(&conn) else { return };
        input.extend_from_slice(bytes);
        loop {
            self.settle(io);
            let Some((from, input)) = self.elections.inputs.get_mut(&conn) else { return };
            match *from {
                None => match Hello::split(input) {
                    Ok(Some((hello, used))) => {
                        input.drain(..used);
                        let peer = node_of(hello.sid);
                        *from = Some(peer);
                        self.election_link_up(io, conn, peer);
                    }
                    Ok(None) => return,
                    Err(_) => {
                        io.effects.push(Effect::Close { conn });
                        self.elections.inputs.remove(&conn);
                        return;
                    }
                },
                Some(peer) => {
                    let Ok(Some((body, rest))) = frame::split(input, MAX_NOTIFICATION_BYTES) else { return };
                    let notification = Notification::decode(body);
                    *input = rest.to_vec();
                    if let Ok(n) = notification {
                        io.observe(Observation::Vote { peer, out: false, vote: n.clone() });
                        self.member.notification(&mut self.shell, times(io), sid(peer), &n);
                    }
                }
            }
        }
    }

    /// A caller has said who it is: it replaces its older connection.
    fn election_link_up(&mut self, io: &mut Io<'_>, conn: Conn, peer: Node) {
        let Some(p) = self.elections.peers.get_mut(&peer) else {
            io.effects.push(Effect::Close { conn });
            self.elections.inputs.remove(&conn);
            return;
        };
        let older = p.conn.take();
        if let Some(older) = older {
            io.effects.push(Effect::Close { conn: older });
            self.elections.inputs.remove(&older);
        }
        if peer < self.elections.node {
            io.effects.push(Effect::Close { conn });
            self.elections.inputs.remove(&conn);
            p.call_at = io.clocks.mono_us;
            if older.is_some() {
                self.member.election_link(&mut self.shell, times(io), sid(peer), false);
            }
            self.elections.tick(io);
            return;
        }
        p.conn = Some(conn);
        p.wait = RETRY_US;
        let pending = p.pending.take();
        if let Some(bytes) = pending {
            io.effects.push(Effect::Send { conn, bytes: bytes.into() });
        }
        self.member.election_link(&mut self.shell, times(io), sid(peer), true);
    }
}
