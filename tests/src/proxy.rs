//! The network between nodes, in user space: every directed pair dials through a port of its own, so that bytes can be
//! held in one direction, delayed, cut in the middle of a frame, or the connection reset. What flows is counted, so a
//! fault that touched nothing is noticed.
//!
//! A node's hello on the election port names the address at which it wants to be called back; the proxy puts its own
//! there, else the callback would go round it.

use rustix::net::sockopt;
use std::collections::BTreeMap;
use std::io::{ErrorKind, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// A node: a member by its index, or the clients together.
pub type Node = usize;

/// What a port is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Port {
    /// Between leader and learner.
    Quorum,
    /// Votes.
    Election,
    /// Clients.
    Client,
}

/// What happens to bytes of one direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// They pass.
    Pass,
    /// They wait, and so do new connections and ends of connections.
    Hold,
    /// Each piece waits so long.
    Delay(Duration),
}

/// Who dials whom.
#[derive(Clone, Debug)]
pub struct Link {
    /// The node that dials.
    pub dialer: Node,
    /// The node that listens.
    pub target: Node,
    /// What for.
    pub port: Port,
    /// Where the target listens.
    pub to: SocketAddr,
    /// The port put into the dialer's hello: where the target finds the dialer.
    pub callback: Option<u16>,
}

/// What flowed and what was done to it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Bytes that passed.
    pub passed: u64,
    /// Pieces that were held or delayed, connections that were held included.
    pub hindered: u64,
    /// Connections that were reset or cut.
    pub broken: u64,
}

/// All links. Dropping it ends every connection.
pub struct Net {
    shared: Arc<Shared>,
    listeners: Mutex<Vec<SocketAddr>>,
}

#[derive(Default)]
struct Shared {
    state: Mutex<State>,
    changed: Condvar,
    over: AtomicBool,
    passed: AtomicU64,
    hindered: AtomicU64,
    broken: AtomicU64,
}

#[derive(Default)]
struct State {
    rules: BTreeMap<(Node, Node, Port), Rule>,
    /// Bytes still to pass in a direction before its connection is cut.
    cuts: BTreeMap<(Node, Node, Port), usize>,
    connections: BTreeMap<u64, Connection>,
    next: u64,
}

struct Connection {
    nodes: (Node, Node, Port),
    sockets: [TcpStream; 2],
}

const PORTS: [Port; 3] = [Port::Quorum, Port::Election, Port::Client];

impl Default for Net {
    fn default() -> Self {
        Net::new()
    }
}

impl Net {
    /// A network without links, in which everything passes.
    pub fn new() -> Net {
        Net { shared: Arc::new(Shared::default()), listeners: Mutex::new(Vec::new()) }
    }

    /// Accepts at `listener` for this link from now on.
    ///
    /// # Errors
    /// What the operating system says of the listener.
    pub fn serve(&self, listener: TcpListener, link: Link) -> std::io::Result<()> {
        let address = listener.local_addr()?;
        self.listeners.lock().unwrap_or_else(PoisonError::into_inner).push(address);
        let shared = self.shared.clone();
        let link = Arc::new(link);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                if shared.over.load(Ordering::Relaxed) {
                    return;
                }
                let Ok(stream) = stream else { continue };
                let (shared, link) = (shared.clone(), link.clone());
                std::thread::spawn(move || shared.carry(stream, &link));
            }
        });
        Ok(())
    }

    /// Sets what happens to bytes from one node to another, on one port or on all.
    pub fn set(&self, from: Node, to: Node, port: Option<Port>, rule: Rule) {
        let mut state = self.shared.lock();
        for port in PORTS.iter().filter(|each| port.is_none_or(|port| port == **each)) {
            state.rules.insert((from, to, *port), rule);
        }
        drop(state);
        self.shared.changed.notify_all();
    }

    /// Everything passes again.
    pub fn heal(&self) {
        let mut state = self.shared.lock();
        state.rules.clear();
        state.cuts.clear();
        drop(state);
        self.shared.changed.notify_all();
    }

    /// Resets every connection between two nodes, whoever dialled; gives how many there were.
    pub fn reset(&self, one: Node, other: Node) -> usize {
        let mut state = self.shared.lock();
        let between = |nodes: (Node, Node, Port)| {
            (nodes.0 == one && nodes.1 == other) || (nodes.0 == other && nodes.1 == one)
        };
        let ids: Vec<u64> =
            state.connections.iter().filter(|(_, each)| between(each.nodes)).map(|(id, _)| *id).collect();
        for connection in ids.iter().filter_map(|id| state.connections.remove(id)) {
            self.shared.broken.fetch_add(1, Ordering::Relaxed);
            connection.break_off();
        }
        drop(state);
        self.shared.changed.notify_all();
        ids.len()
    }

    /// Cuts the next connection that carries so many more bytes from one node to another, behind the last of them.
    pub fn cut_after(&self, from: Node, to: Node, port: Port, bytes: usize) {
        self.shared.lock().cuts.insert((from, to, port), bytes);
    }

    /// What flowed so far.
    pub fn counts(&self) -> Counts {
        let load = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        Counts {
            passed: load(&self.shared.passed),
            hindered: load(&self.shared.hindered),
            broken: load(&self.shared.broken),
        }
    }
}

impl Drop for Net {
    fn drop(&mut self) {
        self.shared.over.store(true, Ordering::Relaxed);
        let connections = std::mem::take(&mut self.shared.lock().connections);
        connections.into_values().for_each(Connection::break_off);
        self.shared.changed.notify_all();
        for address in self.listeners.lock().unwrap_or_else(PoisonError::into_inner).iter() {
            // Wakes the thread that accepts there.
            let _ = TcpStream::connect_timeout(address, Duration::from_secs(1));
        }
    }
}

impl Connection {
    /// Both ends see a reset: closing with lingering off and bytes of no interest any more.
    fn break_off(self) {
        for socket in &self.sockets {
            let _ = sockopt::set_socket_linger(socket, Some(Duration::ZERO));
            let _ = socket.shutdown(Shutdown::Read);
        }
        for socket in &self.sockets {
            let _ = socket.shutdown(Shutdown::Both);
        }
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// One connection from its acceptance to its end.
    fn carry(self: &Arc<Self>, mut dialed: TcpStream, link: &Link) {
        let way = (link.dialer, link.target, link.port);
        let Some(rule) = self.wait_for_passage(way, None) else { return };
        if let Rule::Delay(delay) = rule {
            std::thread::sleep(delay);
        }
        let Ok(mut onward) = TcpStream::connect_timeout(&link.to, Duration::from_secs(5)) else {
            let _ = sockopt::set_socket_linger(&dialed, Some(Duration::ZERO));
            return;
        };
        let _ = dialed.set_nodelay(true);
        let _ = onward.set_nodelay(true);
        if let Some(callback) = link.callback
            && pass_hello(&mut dialed, &mut onward, callback).is_err()
        {
            return;
        }
        let clones = [dialed.try_clone(), onward.try_clone(), dialed.try_clone(), onward.try_clone()];
        let [Ok(dialed_reader), Ok(onward_reader), Ok(one), Ok(other)] = clones else { return };
        let id = {
            let mut state = self.lock();
            state.next += 1;
            let id = state.next;
            state.connections.insert(id, Connection { nodes: way, sockets: [one, other] });
            id
        };
        let shared = self.clone();
        let back = (link.target, link.dialer, link.port);
        let answers = std::thread::spawn(move || shared.pump(id, onward_reader, dialed, back));
        self.pump(id, dialed_reader, onward, way);
        let _ = answers.join();
        self.lock().connections.remove(&id);
    }

    /// Carries bytes of one direction until it ends.
    fn pump(&self, id: u64, mut from: TcpStream, mut to: TcpStream, way: (Node, Node, Port)) {
        let mut buffer = [0; 16 * 1024];
        loop {
            let read = match from.read(&mut buffer) {
                Ok(read) => read,
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                Err(_) => return self.break_off(id),
            };
            let Some(rule) = self.wait_for_passage(way, Some(id)) else { return };
            if let Rule::Delay(delay) = rule {
                self.hindered.fetch_add(1, Ordering::Relaxed);
                std::thread::sleep(delay);
            }
            if read == 0 {
                let _ = to.shutdown(Shutdown::Write);
                return;
            }
            let allowed = self.cut(way, read);
            self.passed.fetch_add(allowed as u64, Ordering::Relaxed);
            if to.write_all(&buffer[..allowed]).is_err() {
                return self.break_off(id);
            }
            if allowed < read {
                self.broken.fetch_add(1, Ordering::Relaxed);
                return self.break_off(id);
            }
        }
    }

    /// How many of these bytes pass before the connection is cut.
    fn cut(&self, way: (Node, Node, Port), bytes: usize) -> usize {
        let mut state = self.lock();
        match state.cuts.get_mut(&way) {
            Some(left) if *left < bytes => {
                let allowed = *left;
                state.cuts.remove(&way);
                allowed
            }
            Some(left) => {
                *left -= bytes;
                bytes
            }
            None => bytes,
        }
    }

    fn break_off(&self, id: u64) {
        let connection = self.lock().connections.remove(&id);
        if let Some(connection) = connection {
            connection.break_off();
        }
        self.changed.notify_all();
    }

    /// Waits as long as the direction is held; `None` once the connection or the network is gone.
    fn wait_for_passage(&self, way: (Node, Node, Port), id: Option<u64>) -> Option<Rule> {
        let mut state = self.lock();
        let mut counted = false;
        loop {
            let gone = id.is_some_and(|id| !state.connections.contains_key(&id));
            if gone || self.over.load(Ordering::Relaxed) {
                return None;
            }
            match state.rules.get(&way).copied().unwrap_or(Rule::Pass) {
                Rule::Hold => {
                    if !counted {
                        counted = true;
                        self.hindered.fetch_add(1, Ordering::Relaxed);
                    }
                    state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
                }
                rule => return Some(rule),
            }
        }
    }
}

/// Longest address list a hello may carry.
const MAX_HELLO_BYTES: usize = 2048;

/// Forwards an election hello (version, id, addresses) in one piece, with the proxy's own address in it.
fn pass_hello(from: &mut TcpStream, to: &mut TcpStream, callback: u16) -> std::io::Result<()> {
    let mut version = [0; 8];
    from.read_exact(&mut version)?;
    if i64::from_be_bytes(version) >= 0 {
        // An ancient peer: this is its id, and nothing follows.
        return to.write_all(&version);
    }
    let mut head = [0; 12];
    from.read_exact(&mut head)?;
    let length = u32::from_be_bytes([head[8], head[9], head[10], head[11]]) as usize;
    if length > MAX_HELLO_BYTES {
        return Err(std::io::Error::other("no hello"));
    }
    let mut addresses = vec![0; length];
    from.read_exact(&mut addresses)?;
    let own = format!("127.0.0.1:{callback}");
    let mut out = Vec::with_capacity(20 + own.len());
    out.extend_from_slice(&version);
    out.extend_from_slice(&head[..8]);
    out.extend_from_slice(&u32::try_from(own.len()).unwrap_or(0).to_be_bytes());
    out.extend_from_slice(own.as_bytes());
    to.write_all(&out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::poll;

    const LIMIT: Duration = Duration::from_secs(5);

    /// A server that accepts one connection, and a client through the proxy.
    fn pair(callback: Option<u16>) -> (Net, TcpStream, TcpListener) {
        let server = TcpListener::bind("127.0.0.1:0").unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let entrance = listener.local_addr().unwrap();
        let net = Net::new();
        let to = server.local_addr().unwrap();
        net.serve(listener, Link { dialer: 0, target: 1, port: Port::Quorum, to, callback }).unwrap();
        let client = TcpStream::connect(entrance).unwrap();
        client.set_read_timeout(Some(LIMIT)).unwrap();
        (net, client, server)
    }

    fn accept(server: &TcpListener) -> TcpStream {
        let stream = server.accept().unwrap().0;
        stream.set_read_timeout(Some(LIMIT)).unwrap();
        stream
    }

    fn read(stream: &mut TcpStream, count: usize) -> Vec<u8> {
        let mut bytes = vec![0; count];
        stream.read_exact(&mut bytes).unwrap();
        bytes
    }

    #[test]
    fn bytes_pass_both_ways_and_the_end_too() {
        let (_net, mut client, server) = pair(None);
        let mut served = accept(&server);
        client.write_all(b"there").unwrap();
        assert_eq!(read(&mut served, 5), b"there");
        served.write_all(b"back").unwrap();
        assert_eq!(read(&mut client, 4), b"back");
        drop(served);
        assert_eq!(client.read(&mut [0; 1]).unwrap(), 0);
    }

    #[test]
    fn one_direction_is_held_and_let_go() {
        let (net, mut client, server) = pair(None);
        let mut served = accept(&server);
        net.set(0, 1, None, Rule::Hold);
        client.write_all(b"there").unwrap();
        served.write_all(b"back").unwrap();
        assert_eq!(read(&mut client, 4), b"back");
        assert!(poll(LIMIT, || (net.counts().hindered == 1).then_some(())).is_some());
        served.set_nonblocking(true).unwrap();
        assert_eq!(served.read(&mut [0; 1]).unwrap_err().kind(), ErrorKind::WouldBlock);
        served.set_nonblocking(false).unwrap();
        net.heal();
        assert_eq!(read(&mut served, 5), b"there");
    }

    #[test]
    fn a_connection_is_cut_in_the_middle() {
        let (net, mut client, server) = pair(None);
        let mut served = accept(&server);
        net.cut_after(0, 1, Port::Quorum, 3);
        client.write_all(b"there").unwrap();
        let mut got = Vec::new();
        let _ = served.read_to_end(&mut got);
        assert!(got == b"the" || got.is_empty(), "{got:?}");
        assert_eq!(net.counts().broken, 1);
    }

    #[test]
    fn a_reset_reaches_both_ends() {
        let (net, mut client, server) = pair(None);
        let mut served = accept(&server);
        client.write_all(b"x").unwrap();
        assert_eq!(read(&mut served, 1), b"x");
        assert_eq!(net.reset(1, 0), 1);
        let ended = |stream: &mut TcpStream| !matches!(stream.read(&mut [0; 1]), Ok(1));
        assert!(ended(&mut client) && ended(&mut served));
    }

    #[test]
    fn a_hello_names_the_proxy() {
        let (_net, mut client, server) = pair(Some(7));
        let mut hello = (-65536_i64).to_be_bytes().to_vec();
        hello.extend_from_slice(&3_i64.to_be_bytes());
        hello.extend_from_slice(&4_u32.to_be_bytes());
        hello.extend_from_slice(b"h:99more");
        client.write_all(&hello).unwrap();
        let mut served = accept(&server);
        let got = read(&mut served, 20 + 11 + 4);
        assert_eq!(&got[8..16], &3_i64.to_be_bytes());
        assert_eq!(&got[16..20], &11_u32.to_be_bytes());
        assert_eq!(&got[20..], b"127.0.0.1:7more");
    }
}
