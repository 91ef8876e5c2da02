//! What a script does to a world, and what it hears of it: packets that are held back, crashes at a named point,
//! damage to a disk. In runs from a seed there are no hooks, and none of this does anything.

mod files;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use bytes::Bytes;
use zk_proto::Zxid;
use zk_proto::quorum::{PacketKind, QuorumPacket};
use zk_server::member::RestoreOutcome;
use zk_storage::MemDisk;
use zk_storage::disk::Fault as DiskFault;

use files::Classes;
pub use files::{DiskVerb, FileClass};

use super::crash::Work;
use super::{Event, Phase, World};
use crate::client::Agrees;
use crate::ghost::{Asked, Check, Observation, Reply, Violation};
use crate::net::{Cut, bit};
use crate::node::NodeBoot;
use crate::plan::{CrashKind, Plan, Step};
use crate::queue::Micros;
use crate::seam::{Conn, Effect, Node, Port, Who};

/// A node that a script stops stays down for this long: until the script starts it.
const FOREVER: Micros = Micros::MAX / 4;
/// Largest packet that is looked into.
const MAX_PACKET: usize = 4 << 20;

/// Before or after the thing itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    /// It has not happened.
    Before,
    /// It has happened, and nothing behind it.
    After,
}

/// Where in a node's life something is to happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Site {
    /// A packet leaves.
    Send(PacketKind, Option<Zxid>),
    /// A packet is processed; nothing has come of it yet.
    Receive(PacketKind, Option<Zxid>),
    /// A request to the disk.
    Disk(DiskVerb, FileClass),
}

/// What happens there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// The script is told.
    Tell,
    /// These nodes (a bit each) die.
    Crash(u64, CrashKind),
}

/// Something that waits for its place.
#[derive(Clone, Copy, Debug)]
struct Armed {
    number: u32,
    node: Node,
    moment: Moment,
    site: Site,
    left: u32,
    action: Action,
}

/// From the first matching packet on, a direction of the quorum connection between two nodes stands still.
#[derive(Clone, Copy, Debug)]
struct Hold {
    from: Node,
    to: Node,
    /// `None` is every packet.
    kind: Option<PacketKind>,
    zxid: Option<Zxid>,
}

/// What a script wants to do and what it has heard.
#[derive(Debug, Default)]
pub struct Hooks {
    armed: Vec<Armed>,
    count: u32,
    fired: BTreeSet<u32>,
    /// What waits for the next bytes to leave.
    behind_send: Vec<(Node, Armed)>,
    holds: Vec<Hold>,
    held: BTreeMap<(Conn, Who), Vec<u8>>,
    may_refuse: BTreeSet<Node>,
    may_halt: BTreeSet<Node>,
    refused: BTreeMap<Node, String>,
    halted: BTreeMap<Node, String>,
    synced: BTreeMap<Node, Vec<(PacketKind, Zxid)>>,
    replies: BTreeMap<usize, Vec<(Asked, Reply)>>,
    resigned: BTreeMap<Node, Result<Node, String>>,
    restored: BTreeMap<Node, String>,
}

impl Hooks {
    /// Why a node refused to start, if it did since it was last asked to.
    pub fn refused(&self, node: Node) -> Option<&str> {
        self.refused.get(&node).map(String::as_str)
    }

    /// Why a process ended by itself.
    pub fn halted(&self, node: Node) -> Option<&str> {
        self.halted.get(&node).map(String::as_str)
    }

    /// How a learner was synchronised, each time: DIFF, TRUNC or SNAP, and the packet's zxid.
    pub fn synced(&self, node: Node) -> &[(PacketKind, Zxid)] {
        self.synced.get(&node).map_or(&[], Vec::as_slice)
    }

    /// What a client was answered, oldest first, without pings.
    pub fn replies(&self, client: usize) -> &[(Asked, Reply)] {
        self.replies.get(&client).map_or(&[], Vec::as_slice)
    }

    /// What a node answered when it was last asked to let another one lead.
    pub fn resigned(&self, node: Node) -> Option<&Result<Node, String>> {
        self.resigned.get(&node)
    }

    /// What a node said of its last restore: `done`, or why not. Nothing while it is at it.
    pub fn restored(&self, node: Node) -> Option<&str> {
        self.restored.get(&node).map(String::as_str)
    }

    /// True once the place with this number was come to.
    pub fn has_fired(&self, number: u32) -> bool {
        self.fired.contains(&number)
    }
}

impl World {
    /// A world that does nothing by itself: no node runs, no client calls, no fault is planned.
    ///
    /// # Errors
    /// Something is wrong with the plan.
    pub fn for_script(plan: Plan) -> Result<World, Violation> {
        let boot = NodeBoot::new(&plan.config).map_err(|e| Violation::new("plan", e))?;
        let mut world = World::with_boot(plan, Box::new(boot.setting_aside()))?;
        world.scripted = Some(Box::default());
        for slot in &mut world.nodes {
            // What was put on the queue at the beginning is for the process before this one.
            slot.incarnation += 1;
        }
        for client in &mut world.clients {
            client.stopped = true;
            client.agrees = Agrees::No;
        }
        Ok(world)
    }

    /// What a script has heard.
    pub fn hooks(&self) -> Option<&Hooks> {
        self.scripted.as_deref()
    }

    fn hooks_mut(&mut self) -> &mut Hooks {
        self.scripted.get_or_insert_default()
    }

    /// Makes sure that something happens at this time.
    pub fn wake_at(&mut self, at: Micros) {
        self.queue.push(at, Event::Wake);
    }

    /// Number of nodes.
    pub fn node_count(&self) -> usize {
        self.nodes.len()
    }

    /// True if the process of a node runs.
    pub fn is_running(&self, node: Node) -> bool {
        self.nodes[node].process.is_some()
    }

    /// What a node says of itself.
    pub fn standing_of(&self, node: Node) -> crate::seam::Standing {
        self.standing(node)
    }

    /// How many sessions a node alone knows.
    pub fn local_sessions_of(&self, node: Node) -> usize {
        self.nodes[node].process.as_ref().map_or(0, |p| p.local_sessions().len())
    }

    /// The tree of a running node.
    pub fn tree_of(&self, node: Node) -> Option<&zk_tree::DataTree> {
        self.nodes[node].process.as_ref().and_then(|p| p.tree())
    }

    /// Role, epochs and zxids of a node, for people.
    pub fn columns_of(&self, node: Node) -> String {
        self.nodes[node].process.as_ref().map_or_else(|| "down".into(), |p| p.columns())
    }

    /// Starts a node now. One that runs goes on.
    pub fn start_node(&mut self, node: Node) {
        self.hooks_mut().refused.remove(&node);
        let incarnation = self.nodes[node].incarnation;
        self.queue.push(self.queue.now(), Event::Restart { node, incarnation });
    }

    /// A node dies, and stays down.
    ///
    /// # Errors
    /// What does not hold.
    pub fn crash_node(&mut self, node: Node, kind: CrashKind) -> Check {
        self.crash(node, kind, FOREVER, Work::Nothing)
    }

    /// The disk of a node fails: from its next request on, or at its next sync, which loses what it should keep.
    pub fn fail_disk(&mut self, node: Node, fault: DiskFault) {
        let slot = &mut self.nodes[node];
        slot.disk.set_fault(Some(fault));
        slot.disk_fails = Some(FOREVER);
    }

    /// The disk of a node works again, and the process that uses it must not have ended.
    pub fn mend_disk(&mut self, node: Node) {
        let slot = &mut self.nodes[node];
        slot.disk.set_fault(None);
        slot.disk_fails = None;
    }

    /// The disk of a node does nothing for a while.
    pub fn stall_disk(&mut self, node: Node, us: Micros) {
        let until = self.queue.now() + us;
        let slot = &mut self.nodes[node];
        slot.disk_free_at = slot.disk_free_at.max(until);
    }

    /// The disk of a node goes on.
    pub fn unstall_disk(&mut self, node: Node) {
        let now = self.queue.now();
        let incarnation = self.nodes[node].incarnation;
        let slot = &mut self.nodes[node];
        slot.disk_free_at = slot.disk_free_at.min(now);
        for lane in 0..slot.lanes.len() {
            if slot.lanes[lane].busy {
                self.queue.push(now, Event::Work { node, incarnation, lane });
            }
        }
    }

    /// The process of a node stands still for a while.
    pub fn pause_node(&mut self, node: Node, us: Micros) {
        let until = self.queue.now() + us;
        let slot = &mut self.nodes[node];
        if slot.process.is_some() {
            slot.paused_until = Some(until);
            slot.pause_number += 1;
            let number = slot.pause_number;
            self.queue.push(until, Event::Resume { node, number });
        }
    }

    /// The wall clock of a node is set.
    pub fn set_wall(&mut self, node: Node, by_ms: i64) {
        self.nodes[node].wall_offset_ms += by_ms;
    }

    /// Nothing gets from some to others; clients reach whom they reach.
    pub fn cut_nodes(&mut self, from: &[Node], to: &[Node]) {
        let bits = |nodes: &[Node]| nodes.iter().fold(0, |all, n| all | bit(Who::Node(*n)));
        self.net.cut(Cut { from: bits(from), to: bits(to), port: None });
    }

    /// All cuts are gone.
    pub fn heal_all(&mut self) {
        let now = self.queue.now();
        self.net.heal_where(|_| false, now);
    }

    /// All connections between two nodes break; both hear of it.
    pub fn break_connections(&mut self, a: Node, b: Node) {
        let now = self.queue.now();
        for conn in self.net.conns_between(Who::Node(a), Who::Node(b), None) {
            self.hooks_mut().held.retain(|(c, _), _| *c != conn);
            self.net.reset(conn, [256, 256], now);
        }
    }

    /// A client calls this node, now and whenever it has no connection.
    pub fn send_client_to(&mut self, client: usize, node: Node) {
        self.clients[client].stopped = false;
        self.clients[client].only = Some(node);
        self.arm_client(client);
    }

    /// Whether a client agrees to reads alone from now on.
    pub fn set_agrees(&mut self, client: usize, agrees: Agrees) {
        self.clients[client].agrees = agrees;
    }

    /// A leader is asked to let another one lead.
    ///
    /// # Errors
    /// What does not hold.
    pub fn resign_node(&mut self, node: Node, to: Option<Node>) -> Check {
        let result = self.resign(node, to)?;
        self.hooks_mut().resigned.insert(node, result);
        Ok(())
    }

    /// The tree of a node is kept.
    pub fn back_up_node(&mut self, node: Node) {
        self.back_up(node);
    }

    /// A leader is asked to put what was kept in the place of the ensemble's tree.
    ///
    /// # Errors
    /// What does not hold.
    pub fn restore_node(&mut self, node: Node) -> Check {
        self.hooks_mut().restored.remove(&node);
        if let Err(why) = self.restore(node)? {
            self.hooks_mut().restored.insert(node, format!("not begun: {why}"));
        }
        Ok(())
    }

    /// Gives a client something to do.
    pub fn give(&mut self, client: usize, step: Step) {
        self.clients[client].add([step]);
        self.arm_client(client);
    }

    /// True if a client waits for nothing.
    pub fn is_idle(&self, client: usize) -> bool {
        self.clients[client].is_done()
    }

    /// True if a server serves it.
    pub fn is_attached(&self, client: usize) -> bool {
        self.clients[client].is_open()
    }

    /// Holds back what goes from one node to another over the quorum port, from the first matching packet on.
    pub fn hold(&mut self, from: Node, to: Node, kind: Option<PacketKind>, zxid: Option<Zxid>) {
        self.hooks_mut().holds.push(Hold { from, to, kind, zxid });
    }

    /// Lets go what was held back between two nodes, or all of it.
    pub fn release(&mut self, link: Option<(Node, Node)>) {
        let now = self.queue.now();
        let hooks = self.hooks_mut();
        hooks.holds.retain(|h| link.is_some_and(|l| l != (h.from, h.to)));
        let held = std::mem::take(&mut hooks.held);
        for ((conn, who), bytes) in held {
            let here = match (self.net.ends(conn), link) {
                (Some((_, ends)), Some((from, to))) => {
                    who == Who::Node(from) && ends.contains(&Who::Node(to))
                }
                _ => true,
            };
            if here {
                self.net.send(conn, who, bytes.into(), now);
            } else {
                self.hooks_mut().held.insert((conn, who), bytes);
            }
        }
    }

    /// Sends a packet in the place of a node, in front of what is held back there.
    ///
    /// # Errors
    /// There is no connection.
    pub fn inject(
        &mut self,
        from: Node,
        to: Node,
        kind: PacketKind,
        zxid: Zxid,
        data: Option<&[u8]>,
    ) -> Result<(), String> {
        let conns = self.net.conns_between(Who::Node(from), Who::Node(to), Some(Port::Quorum));
        let conn = conns.last().copied().ok_or("no connection of the quorum port between them")?;
        let mut bytes = Vec::new();
        QuorumPacket::new(kind, zxid, data).encode(&mut bytes);
        let now = self.queue.now();
        self.net.send(conn, Who::Node(from), bytes.into(), now);
        Ok(())
    }

    /// Arms an action for the `nth` time (from 1 on) that a node comes to a place. Returns its number.
    pub fn arm(&mut self, node: Node, moment: Moment, site: Site, nth: u32, action: Action) -> u32 {
        let hooks = self.hooks_mut();
        hooks.count += 1;
        let number = hooks.count;
        hooks.armed.push(Armed { number, node, moment, site, left: nth.max(1), action });
        number
    }

    /// A node may refuse to start from now on, and may end by itself.
    pub fn allow(&mut self, node: Node) {
        let hooks = self.hooks_mut();
        hooks.may_refuse.insert(node);
        hooks.may_halt.insert(node);
    }

    /// The disk of a node that is down.
    pub fn disk_of(&self, node: Node) -> &MemDisk {
        &self.nodes[node].disk
    }

    /// Somebody has changed the disk of a node that is down: the copies there do not count as lost.
    pub fn replace_disk(&mut self, node: Node, files: &BTreeMap<PathBuf, Vec<u8>>) {
        let disk = MemDisk::new();
        for (path, content) in files {
            disk.put(path, content);
        }
        self.nodes[node].disk = disk;
        self.ghost.wiped(node, &self.nodes[node].disk);
    }

    /// Another server has left a file on the disk of a node that is down.
    ///
    /// # Errors
    /// What does not hold then.
    pub fn add_file(&mut self, node: Node, path: &Path, content: &[u8]) -> Check {
        self.nodes[node].disk.put(path, content);
        self.ghost.crashed(node, &self.nodes[node].disk)
    }

    /// Everything is made whole; then everybody must serve, answer, and hold the same.
    pub fn conclude(&mut self) -> Check {
        let hooks = self.hooks_mut();
        hooks.armed.clear();
        hooks.behind_send.clear();
        self.release(None);
        for client in &mut self.clients {
            client.stopped = false;
        }
        self.end_safety_with((1 << self.nodes.len()) - 1)
    }

    /// True if the comparison at the end was made.
    pub fn is_concluded(&self) -> bool {
        self.phase == Phase::Done
    }

    pub(super) fn scripted_send(&mut self, conn: Conn, who: Who, bytes: Bytes) -> Bytes {
        let Some(hooks) = &mut self.scripted else { return bytes };
        if hooks.holds.is_empty() && hooks.held.is_empty() {
            return bytes;
        }
        if let Some(held) = hooks.held.get_mut(&(conn, who)) {
            held.extend_from_slice(&bytes);
            return Bytes::new();
        }
        let Some((Port::Quorum, ends)) = self.net.ends(conn) else { return bytes };
        let to = if ends[0] == who { ends[1] } else { ends[0] };
        let rules = hooks.holds.iter().filter(|h| Who::Node(h.from) == who && Who::Node(h.to) == to);
        let first = rules.filter_map(|h| first_match(&bytes, h)).min();
        match first {
            None => bytes,
            Some(at) => {
                hooks.held.insert((conn, who), bytes[at..].to_vec());
                bytes.slice(..at)
            }
        }
    }

    pub(super) fn scripted_before(&mut self, node: Node, effect: &Effect) -> Result<bool, Violation> {
        let Effect::Observe(Observation::Packet { out, kind, zxid, .. }) = effect else { return Ok(false) };
        let matches = |site: Site| match site {
            Site::Send(k, z) => *out && k == *kind && z.is_none_or(|z| z == *zxid),
            Site::Receive(k, z) => !*out && k == *kind && z.is_none_or(|z| z == *zxid),
            Site::Disk(..) => false,
        };
        let mut died = false;
        for armed in self.scripted_due(node, matches) {
            if *out && armed.moment == Moment::After {
                self.hooks_mut().behind_send.push((node, armed));
            } else {
                died |= self.scripted_fire(node, armed)?;
            }
        }
        Ok(died)
    }

    pub(super) fn scripted_after(&mut self, node: Node, sends: bool) -> Check {
        let Some(hooks) = self.scripted.as_mut().filter(|h| sends && !h.behind_send.is_empty()) else {
            return Ok(());
        };
        let (now, later) = std::mem::take(&mut hooks.behind_send).into_iter().partition(|(n, _)| *n == node);
        hooks.behind_send = later;
        let now: Vec<(Node, Armed)> = now;
        for (_, armed) in now {
            self.scripted_fire(node, armed)?;
        }
        Ok(())
    }

    /// Takes out what is due at this node.
    fn scripted_due(&mut self, node: Node, matches: impl Fn(Site) -> bool) -> Vec<Armed> {
        let Some(hooks) = &mut self.scripted else { return Vec::new() };
        let mut due = Vec::new();
        hooks.armed.retain_mut(|a| {
            if a.node != node || !matches(a.site) {
                return true;
            }
            a.left -= 1;
            if a.left == 0 {
                due.push(*a);
            }
            a.left > 0
        });
        due
    }

    /// Does it. True if the node itself has died of it.
    fn scripted_fire(&mut self, node: Node, armed: Armed) -> Result<bool, Violation> {
        self.hooks_mut().fired.insert(armed.number);
        let Action::Crash(nodes, kind) = armed.action else { return Ok(false) };
        for n in (0..self.nodes.len()).filter(|n| nodes >> n & 1 == 1) {
            self.crash_node(n, kind)?;
        }
        Ok(nodes >> node & 1 == 1)
    }

    /// Looks at what a call has asked of the disk. True if the process has died in the middle of it.
    pub(super) fn scripted_disk(&mut self, node: Node, before: usize) -> Result<bool, Violation> {
        let waits = |a: &Armed| a.node == node && matches!(a.site, Site::Disk(..));
        if !self.scripted.as_ref().is_some_and(|h| h.armed.iter().any(waits)) {
            return Ok(false);
        }
        let disk = self.nodes[node].disk.clone();
        let requests = disk.requests_since(before);
        let classes = Classes::of(&disk, &requests);
        let mut renamed = None;
        for (i, request) in requests.iter().enumerate() {
            let what = classes.what(request, &mut renamed);
            if let Some((verb, class)) = what {
                self.log(Some(node), || format!("disk: {verb:?} {class:?}"));
            }
            for armed in self.scripted_due(node, |site| what.is_some_and(|(v, c)| site == Site::Disk(v, c))) {
                self.hooks_mut().fired.insert(armed.number);
                let Action::Crash(nodes, kind) = armed.action else { continue };
                let behind = before + i + usize::from(armed.moment == Moment::After);
                self.log(Some(node), || format!("CRASH {kind:?} at {what:?}"));
                if nodes >> node & 1 == 1 {
                    self.end_process_behind(node, kind, behind)?;
                    self.come_back(node, FOREVER);
                }
                self.scripted_fire(node, armed)?;
                return Ok(nodes >> node & 1 == 1);
            }
        }
        Ok(false)
    }

    /// The same for what a start has asked of the disk.
    pub(super) fn scripted_boot(&mut self, node: Node, before: usize) -> Result<bool, Violation> {
        self.scripted_disk(node, before)
    }

    pub(super) fn scripted_refusal(&mut self, node: Node, reason: &str) -> bool {
        let Some(hooks) = self.scripted.as_mut().filter(|h| h.may_refuse.contains(&node)) else {
            return false;
        };
        hooks.refused.insert(node, reason.to_string());
        true
    }

    pub(super) fn scripted_halt(&mut self, node: Node, reason: &str) -> Option<Micros> {
        let hooks = self.scripted.as_mut()?;
        hooks.halted.insert(node, reason.to_string());
        hooks.may_halt.contains(&node).then_some(FOREVER)
    }

    pub(super) fn scripted_reply(&mut self, client: usize, asked: &Asked, reply: &Reply) {
        if let Some(hooks) = self.scripted.as_mut().filter(|_| *asked != Asked::Ping) {
            hooks.replies.entry(client).or_default().push((asked.clone(), reply.clone()));
        }
    }

    pub(super) fn scripted_observe(&mut self, node: Node, observation: &Observation) {
        if let (Some(hooks), Observation::RestoreEnded(outcome)) = (&mut self.scripted, observation) {
            let text = match outcome {
                RestoreOutcome::Done { .. } => "done".into(),
                RestoreOutcome::Unchanged { why } => format!("unchanged: {why}"),
                RestoreOutcome::Discarded { .. } => "discarded".into(),
                RestoreOutcome::Undecided { why, .. } => format!("undecided: {why}"),
            };
            hooks.restored.insert(node, text);
        }
        if let Some(hooks) = &mut self.scripted
            && let Observation::Packet {
                out: false,
                kind: kind @ (PacketKind::Diff | PacketKind::Trunc | PacketKind::Snap),
                zxid,
                ..
            } = observation
        {
            hooks.synced.entry(node).or_default().push((*kind, *zxid));
        }
    }
}

/// Where in these bytes the first packet begins that is to be held.
fn first_match(bytes: &Bytes, hold: &Hold) -> Option<usize> {
    let mut at = 0;
    while let Ok(Some((packet, used))) = QuorumPacket::split(&bytes[at..], MAX_PACKET) {
        if hold.kind.is_none_or(|k| k == packet.kind) && hold.zxid.is_none_or(|z| z == packet.zxid) {
            return Some(at);
        }
        if packet.kind == PacketKind::Snap {
            // What follows is a tree.
            return None;
        }
        at += used;
    }
    None
}
