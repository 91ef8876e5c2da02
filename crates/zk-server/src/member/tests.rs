//! Three members in one process, over links that are queues and disks that are vectors. The simulator does this with
//! every fault there is; here it is the straight way, to be read and stepped through.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;

use bytes::Bytes;
use zk_proto::connect::{ConnectRequest, ConnectResponse};
use zk_proto::election::PeerState;
use zk_proto::quorum::{Forwarded, PacketKind, QuorumPacket};
use zk_proto::reply::ReplyHeader;
use zk_proto::request::{CreateRequest, RequestHeader};
use zk_proto::{AclBytes, ErrorCode, OpCode, Reader, Request, SessionId, frame};
use zk_tree::watches::EventSink;
use zk_tree::{AclList, ConnId, Identities, WatchTable};
use zk_zab::{Groups, MemberRole, Membership, ZabConfig};

use super::*;
use crate::{CloseReason, Completed, Incoming, LocalSessions, ServerConfig, SessionTracker, Sink};

mod local;
mod nonsense;
mod observers;

#[derive(Default)]
struct Clients {
    out: BTreeMap<ConnId, Vec<u8>>,
    sessions: BTreeMap<ConnId, SessionId>,
    closed: Vec<(ConnId, CloseReason)>,
}

impl EventSink for Clients {
    fn event(&mut self, conn: ConnId, _: &AclList, packet: &[u8]) {
        self.out.entry(conn).or_default().extend_from_slice(packet);
    }
}

impl Sink for Clients {
    fn send(&mut self, conn: ConnId, write: impl FnOnce(&mut Vec<u8>)) {
        write(self.out.entry(conn).or_default());
    }
    fn session_attached(&mut self, conn: ConnId, session: SessionId, _: i32) {
        self.sessions.insert(conn, session);
    }
    fn completed(&mut self, _: Completed) {}
    fn close(&mut self, conn: ConnId, reason: CloseReason) {
        self.closed.push((conn, reason));
    }
}

/// What happens outside of a member, until the world looks.
enum Deed {
    Vote(ServerId, Notification),
    Dial(ServerId, Door),
    Send(LinkId, Bytes),
    Snapshot(LinkId, Zxid),
    HangUp(LinkId),
    Disk(DiskRequest),
    ReadLog(LinkId),
}

struct Shell {
    tree: DataTree,
    watches: WatchTable,
    clients: Clients,
    deeds: VecDeque<Deed>,
    serving: Serving,
    notes: Vec<String>,
}

impl Host for Shell {
    type Sink<'a> = Clients;
    type Tree<'a> = &'a DataTree;

    fn tree(&self) -> &DataTree {
        &self.tree
    }
    fn commit<R>(&mut self, f: impl FnOnce(&mut DataTree, &mut WatchTable, &mut Clients) -> R) -> R {
        f(&mut self.tree, &mut self.watches, &mut self.clients)
    }
    fn answer<R>(&mut self, f: impl FnOnce(&mut Clients) -> R) -> R {
        f(&mut self.clients)
    }
    fn replace_tree(&mut self, tree: DataTree) {
        self.tree = tree;
    }
    fn disk(&mut self, request: DiskRequest) {
        self.deeds.push_back(Deed::Disk(request));
    }
    fn read_log(&mut self, link: LinkId, _: Zxid, _: Zxid) {
        self.deeds.push_back(Deed::ReadLog(link));
    }
    fn memberships(&mut self, _: &zk_zab::Memberships) {}

    fn vote(&mut self, to: ServerId, notification: &Notification) {
        self.deeds.push_back(Deed::Vote(to, notification.clone()));
    }
    fn dial(&mut self, to: ServerId, door: Door) {
        self.deeds.push_back(Deed::Dial(to, door));
    }
    fn send(&mut self, link: LinkId, packets: Bytes) {
        self.deeds.push_back(Deed::Send(link, packets));
    }
    fn send_snapshot(&mut self, link: LinkId, zxid: Zxid) {
        assert_eq!(self.tree.last_zxid(), zxid);
        self.deeds.push_back(Deed::Snapshot(link, zxid));
    }
    fn hang_up(&mut self, link: LinkId, _: &str) {
        self.deeds.push_back(Deed::HangUp(link));
    }
    fn serving(&mut self, serving: Serving) {
        self.serving = serving;
    }
    fn halt(&mut self, reason: &str) {
        panic!("halted: {reason}");
    }
    fn note(&mut self, level: NoteLevel, text: &str) {
        self.notes.push(format!("{level:?} {text}"));
    }
}

#[derive(Default)]
struct Disk {
    log: Vec<(Zxid, Bytes)>,
    durable: usize,
    accepted: i64,
    current: i64,
    /// Its base is a snapshot above what a leader may order to be cut to.
    cannot_cut: bool,
    /// Such an order was refused.
    refused: bool,
}

struct Node {
    member: Member,
    shell: Shell,
    disk: Disk,
    up: bool,
}

/// Voters have the first numbers; observers are served by followers.
#[derive(Clone, Copy)]
struct Shape {
    voters: i64,
    observers: i64,
}

struct World {
    shape: Shape,
    nodes: BTreeMap<ServerId, Node>,
    /// The two ends of each link: the one that dialled, the one that accepted.
    links: BTreeMap<LinkId, (ServerId, ServerId)>,
    /// What learners were sent.
    sent: Vec<PacketKind>,
    /// The same, with whom.
    sent_to: Vec<(ServerId, PacketKind)>,
    next_link: u64,
    now_ms: u64,
    local_sessions: LocalSessions,
    /// What the first sends to the second waits here.
    hold: Option<(ServerId, ServerId)>,
    held: Vec<(LinkId, Bytes)>,
}

const TICK_MS: u64 = 100;

fn membership(shape: Shape) -> Arc<Membership> {
    let role = |id| if id > shape.voters { MemberRole::Observer } else { MemberRole::Participant };
    let members = (1..=shape.voters + shape.observers).map(|id| (ServerId(id), role(id)));
    Arc::new(Membership::new(members, Groups::default(), 0, Arc::from("version=0")).unwrap())
}

fn member(id: ServerId, shape: Shape, disk: &Disk, local_sessions: LocalSessions) -> (Member, Shell) {
    let membership = membership(shape);
    let zab = ZabConfig {
        my_id: id,
        role: membership.role(id).unwrap(),
        membership,
        next_membership: None,
        reconfig: false,
        tick_ms: TICK_MS,
        init_limit: 10,
        sync_limit: 5,
        connect_limit: 10,
        history_txns: 500,
        history_bytes: 1 << 20,
        min_notification_ms: 20,
        max_notification_ms: 320,
        finalize_wait_ms: 20,
        observer_masters: shape.observers > 0,
        force_snapshot: false,
        hold_commits: true,
        oracle: false,
        pacing: zk_zab::Pacing::default(),
    };
    let mut tree = DataTree::new(1);
    for (_, payload) in &disk.log {
        tree.apply_payload(payload, &mut ()).unwrap();
    }
    let last = disk.log.last().map_or(Zxid::ZERO, |t| t.0);
    let recovered = Recovered {
        accepted_epoch: disk.accepted.max(i64::from(last.epoch())),
        current_epoch: disk.current.max(i64::from(last.epoch())),
        last_zxid: last,
    };
    let server = ServerConfig { server_id: id.0 as u8, local_sessions, ..ServerConfig::default() };
    let shell = Shell {
        tree,
        watches: WatchTable::new(),
        clients: Clients::default(),
        deeds: VecDeque::new(),
        serving: Serving::No,
        notes: Vec::new(),
    };
    (
        Member::new(
            MemberConfig { zab, server, seed: 1, read_only_after_ms: None, keeps_two_voters: true },
            recovered,
        ),
        shell,
    )
}

impl World {
    fn new(voters: i64) -> World {
        World::shaped(Shape { voters, observers: 0 }, LocalSessions::Off)
    }

    fn with_local_sessions(voters: i64, local_sessions: LocalSessions) -> World {
        World::shaped(Shape { voters, observers: 0 }, local_sessions)
    }

    fn shaped(shape: Shape, local_sessions: LocalSessions) -> World {
        let mut nodes = BTreeMap::new();
        for id in (1..=shape.voters + shape.observers).map(ServerId) {
            let disk = Disk::default();
            let (member, shell) = member(id, shape, &disk, local_sessions);
            nodes.insert(id, Node { member, shell, disk, up: false });
        }
        World {
            shape,
            nodes,
            links: BTreeMap::new(),
            sent: Vec::new(),
            sent_to: Vec::new(),
            next_link: 1,
            now_ms: 0,
            local_sessions,
            hold: None,
            held: Vec::new(),
        }
    }

    fn times(&self) -> Times {
        Times { now_ms: self.now_ms, wall_ms: 1_700_000_000_000 + self.now_ms as i64 }
    }

    fn with<R>(&mut self, id: ServerId, f: impl FnOnce(&mut Member, &mut Shell, Times) -> R) -> Option<R> {
        let times = self.times();
        let node = self.nodes.get_mut(&id)?;
        if !node.up {
            return None;
        }
        let result = f(&mut node.member, &mut node.shell, times);
        node.member.flush(&mut node.shell, times);
        Some(result)
    }

    fn start(&mut self, id: ServerId) {
        let shape = self.shape;
        let others: Vec<ServerId> =
            self.nodes.iter().filter(|(o, n)| **o != id && n.up).map(|(o, _)| *o).collect();
        let node = self.nodes.get_mut(&id).unwrap();
        node.disk.log.truncate(node.disk.durable);
        (node.member, node.shell) = member(id, shape, &node.disk, self.local_sessions);
        node.up = true;
        self.with(id, |m, s, t| m.start(s, t));
        for o in others {
            self.with(id, |m, s, t| m.election_link(s, t, o, true));
            self.with(o, |m, s, t| m.election_link(s, t, id, true));
        }
        self.settle();
    }

    fn kill(&mut self, id: ServerId) {
        self.nodes.get_mut(&id).unwrap().up = false;
        let gone: Vec<_> =
            self.links.iter().filter(|(_, (a, b))| *a == id || *b == id).map(|(l, _)| *l).collect();
        for link in gone {
            self.cut(link);
        }
        for o in self.nodes.keys().copied().collect::<Vec<_>>() {
            self.with(o, |m, s, t| m.election_link(s, t, id, false));
        }
        self.settle();
    }

    fn cut(&mut self, link: LinkId) {
        if let Some((a, b)) = self.links.remove(&link) {
            for id in [a, b] {
                self.with(id, |m, s, t| m.link_closed(s, t, link, "cut"));
            }
        }
    }

    /// What was held comes in two runs of inputs, of which the first ends behind the first commit.
    fn release(&mut self) {
        let Some((_, to)) = self.hold.take() else { return };
        let held = std::mem::take(&mut self.held);
        let mut packets = Vec::new();
        for (link, bytes) in &held {
            let mut rest = &bytes[..];
            while let Some((packet, used)) = QuorumPacket::split(rest, 1 << 20).unwrap() {
                packets.push((*link, packet));
                rest = &rest[used..];
            }
        }
        let is_commit = |kind| matches!(kind, PacketKind::Commit | PacketKind::Inform);
        let first = packets.iter().position(|(_, p)| is_commit(p.kind)).expect("a commit") + 1;
        for run in [&packets[..first], &packets[first..]] {
            self.with(to, |m, s, t| run.iter().for_each(|(link, p)| m.link_packet(s, t, *link, p)));
        }
        self.settle();
    }

    /// Lets everything happen that needs no time.
    fn settle(&mut self) {
        for _ in 0..100_000 {
            let ids: Vec<_> = self.nodes.keys().copied().collect();
            let next =
                ids.iter().find_map(|id| Some((*id, self.nodes.get_mut(id)?.shell.deeds.pop_front()?)));
            let Some((id, deed)) = next else { return };
            if self.nodes[&id].up {
                self.do_deed(id, deed);
            }
        }
        panic!("it never ends");
    }

    fn do_deed(&mut self, id: ServerId, deed: Deed) {
        match deed {
            Deed::Vote(to, n) => {
                self.with(to, |m, s, t| m.notification(s, t, id, &n));
            }
            Deed::Dial(to, door) => {
                if self.nodes[&to].up {
                    let link = LinkId(self.next_link);
                    self.next_link += 1;
                    self.links.insert(link, (id, to));
                    self.with(to, |m, s, t| m.link_opened(s, t, link, LinkOrigin::Accepted(door)));
                    self.with(id, |m, s, t| m.link_opened(s, t, link, LinkOrigin::Dialed { to }));
                } else {
                    self.with(id, |m, s, t| m.dial_failed(s, t, to));
                }
            }
            Deed::Send(link, bytes) => {
                let Some((a, b)) = self.links.get(&link).copied() else { return };
                let to = if a == id { b } else { a };
                if self.hold == Some((id, to)) {
                    return self.held.push((link, bytes));
                }
                let mut rest = &bytes[..];
                while let Some((packet, used)) = QuorumPacket::split(rest, 1 << 20).unwrap() {
                    if to == a {
                        self.sent.push(packet.kind);
                        self.sent_to.push((to, packet.kind));
                    }
                    self.with(to, |m, s, t| m.link_packet(s, t, link, &packet));
                    rest = &rest[used..];
                }
                assert!(rest.is_empty());
            }
            Deed::Snapshot(link, zxid) => {
                // Rebuilt from the sender's log: this test's trees have nothing that a snapshot would add.
                let (to, _) = self.links[&link];
                let mut tree = DataTree::new(1);
                for (_, payload) in self.nodes[&id].disk.log.iter().filter(|(z, _)| *z <= zxid) {
                    tree.apply_payload(payload, &mut ()).unwrap();
                }
                self.with(to, |m, s, t| m.link_snapshot(s, t, link, zxid, Box::new(tree)));
            }
            Deed::HangUp(link) => self.cut(link),
            Deed::ReadLog(link) => {
                let chunk = LogChunk::Unusable("no log is read here".into());
                self.with(id, |m, s, t| m.log_chunk(s, t, link, chunk));
            }
            Deed::Disk(request) => self.disk(id, request),
        }
    }

    fn disk(&mut self, id: ServerId, request: DiskRequest) {
        let disk = &mut self.nodes.get_mut(&id).unwrap().disk;
        let mut done = None;
        match request {
            DiskRequest::SetAside { token } => {
                *disk = Disk { accepted: disk.accepted, current: -1, ..Disk::default() };
                done = Some((token, Some(Box::new(DataTree::new(1)))));
            }
            _ if disk.refused => return,
            DiskRequest::Truncate { token, .. } if disk.cannot_cut => {
                disk.refused = true;
                let refused = Some("a snapshot holds it".to_owned());
                self.with(id, |m, s, t| m.disk_done(s, t, DiskDone { token, tree: None, refused }));
                return;
            }
            DiskRequest::Append { txns } => disk.log.extend(txns),
            DiskRequest::Memberships { .. } => {}
            DiskRequest::Sync { token } => done = Some((token, None)),
            DiskRequest::AcceptedEpoch { epoch, token } => {
                assert!(epoch > disk.accepted);
                disk.accepted = epoch;
                done = Some((token, None));
            }
            DiskRequest::CurrentEpoch { epoch, token } => {
                assert!(epoch >= disk.current);
                disk.current = epoch;
                done = Some((token, None));
            }
            DiskRequest::Truncate { to, reload, token } => {
                disk.log.retain(|(z, _)| *z <= to);
                let mut tree = DataTree::new(1);
                for (_, payload) in &disk.log {
                    tree.apply_payload(payload, &mut ()).unwrap();
                }
                done = Some((token, reload.then(|| Box::new(tree))));
            }
            DiskRequest::Install { tree, token } => {
                disk.log.clear();
                done = Some((token, Some(tree)));
            }
        }
        if let Some((token, tree)) = done {
            disk.durable = disk.log.len();
            self.with(id, |m, s, t| m.disk_done(s, t, DiskDone { token, tree, refused: None }));
        }
    }

    /// Lets time pass.
    fn pass(&mut self, ms: u64) {
        let end = self.now_ms + ms;
        while self.now_ms < end {
            self.now_ms += 5;
            for id in self.nodes.keys().copied().collect::<Vec<_>>() {
                self.with(id, |m, s, t| m.tick(s, t));
            }
            self.settle();
        }
    }

    fn leader(&self) -> Option<ServerId> {
        let leads = |n: &&Node| n.up && matches!(n.shell.serving, Serving::Leader { .. });
        self.nodes.iter().find(|(_, n)| leads(n)).map(|(id, _)| *id)
    }

    fn connect(
        &mut self,
        id: ServerId,
        conn: ConnId,
        session: SessionId,
        password: &[u8],
    ) -> ConnectResponse {
        let request = ConnectRequest {
            protocol_version: 0,
            last_zxid_seen: Zxid::ZERO,
            timeout_ms: 10_000,
            session_id: session,
            password: Some(password),
            read_only: Some(false),
        };
        self.with(id, |m, s, t| m.connect(s, t, conn, &request, 0));
        self.settle();
        let out = self.take(id, conn);
        ConnectResponse::decode(&mut Reader::new(&out[4..])).unwrap()
    }

    fn take(&mut self, id: ServerId, conn: ConnId) -> Vec<u8> {
        self.nodes.get_mut(&id).unwrap().shell.clients.out.remove(&conn).unwrap_or_default()
    }

    fn submit(&mut self, id: ServerId, conn: ConnId, xid: i32, request: &Request<'_>) {
        let mut bytes = Vec::new();
        RequestHeader { xid, op: request.op_code().code() }.encode(&mut bytes);
        request.encode_body(&mut bytes);
        let who = Arc::new(Identities::of_address("127.0.0.1".parse().unwrap()));
        let session = self.nodes[&id].shell.clients.sessions[&conn];
        let incoming = Incoming { conn, session, who: &who, frame: &bytes, received_us: 0 };
        self.with(id, |m, s, t| m.request(s, t, incoming));
    }

    /// Creates a node through `id`; the error code of the reply, if one comes.
    fn create(&mut self, id: ServerId, conn: ConnId, xid: i32, path: &str) -> Option<i32> {
        self.submit(id, conn, xid, &Request::Create(plain_create(path)));
        self.settle();
        self.replies(id, conn).into_iter().find(|h| h.xid == xid).map(|h| h.err)
    }

    fn replies(&mut self, id: ServerId, conn: ConnId) -> Vec<ReplyHeader> {
        let out = self.take(id, conn);
        let mut rest = &out[..];
        let mut headers = Vec::new();
        while let Ok(Some((body, tail))) = frame::split(rest, 1 << 20) {
            headers.push(ReplyHeader::decode(&mut Reader::new(body)).unwrap());
            rest = tail;
        }
        headers
    }

    fn assert_all_alike(&self) {
        let up: Vec<_> = self.nodes.values().filter(|n| n.up).collect();
        let states: BTreeSet<_> =
            up.iter().map(|n| (n.shell.tree.last_zxid(), n.shell.tree.digest(), n.disk.log.len())).collect();
        assert_eq!(states.len(), 1, "{states:?}");
        for n in up {
            assert_eq!(n.shell.tree.digest_check().mismatches(), 0);
        }
    }
}

const C: ConnId = ConnId(1);
const D: ConnId = ConnId(2);

#[test]
fn three_members_elect_a_leader_and_take_writes_through_each() {
    let mut w = World::new(3);
    for id in 1..=3 {
        w.start(ServerId(id));
    }
    w.pass(300);
    let leader = w.leader().expect("a leader");
    for id in (1..=3).map(ServerId) {
        let session = w.connect(id, C, SessionId::NONE, &[0; 16]);
        assert!(session.timeout_ms > 0);
        assert_eq!(w.create(id, C, 1, &format!("/by-{id}")), Some(0), "through {id}, {leader} leads");
        assert_eq!(w.create(id, C, 2, &format!("/by-{id}")), Some(-110));
    }
    w.assert_all_alike();
    // Six sessions and creates, three of them failures.
    assert_eq!(w.nodes[&leader].disk.log.len(), 9);
}

#[test]
fn a_killed_leader_is_replaced_and_comes_back_as_a_follower() {
    let mut w = World::new(3);
    for id in 1..=3 {
        w.start(ServerId(id));
    }
    w.pass(300);
    let first = w.leader().expect("a leader");
    let other = ServerId(if first.0 == 1 { 2 } else { 1 });
    let session = w.connect(other, C, SessionId::NONE, &[0; 16]);
    assert_eq!(w.create(other, C, 1, "/a"), Some(0));
    w.kill(first);
    w.pass(50);
    let second = w.leader().expect("a new leader at once");
    assert_ne!(second, first);
    // The session moves: to a server that did not have it.
    let third = (1..=3).map(ServerId).find(|id| *id != first && *id != other).unwrap();
    let again = w.connect(third, D, session.session_id, &session.password);
    assert_eq!(again.session_id, session.session_id);
    assert_eq!(w.create(third, D, 2, "/b"), Some(0));
    w.start(first);
    w.pass(300);
    assert_eq!(w.leader(), Some(second));
    assert!(
        matches!(w.nodes[&first].shell.serving, Serving::Learner { .. }),
        "{:?}",
        w.nodes[&first].shell.notes
    );
    assert_eq!(w.create(third, D, 3, "/c"), Some(0));
    w.assert_all_alike();
    assert!(w.nodes[&first].shell.tree.find("/c").is_some());
}

#[test]
fn a_history_that_cannot_be_cut_is_given_up() {
    let mut w = World::new(3);
    for id in 1..=3 {
        w.start(ServerId(id));
    }
    w.pass(300);
    let first = w.leader().expect("a leader");
    w.connect(first, C, SessionId::NONE, &[0; 16]);
    let links: Vec<_> = w.links.keys().copied().collect();
    for l in &links {
        let ends = w.links.remove(l).unwrap();
        for id in [ends.0, ends.1].into_iter().filter(|id| *id != first) {
            w.with(id, |m, s, t| m.link_closed(s, t, *l, "cut"));
        }
    }
    assert_eq!(w.create(first, C, 1, "/lost"), None);
    w.kill(first);
    w.pass(100);
    let second = w.leader().expect("a new leader");
    w.connect(second, D, SessionId::NONE, &[0; 16]);
    w.nodes.get_mut(&first).unwrap().disk.cannot_cut = true;
    w.start(first);
    // Writes go on meanwhile: they follow the order to cut, and must not get into the old history.
    for xid in 1..20 {
        w.pass(20);
        assert_eq!(w.create(second, D, xid, &format!("/kept-{xid}")), Some(0));
    }
    w.pass(1000);
    let n = &w.nodes[&first];
    assert!(n.shell.notes.iter().any(|t| t.contains("The history is moved aside")), "{:?}", n.shell.notes);
    assert!(matches!(n.shell.serving, Serving::Learner { .. }));
    assert!(n.shell.tree.find("/lost").is_none() && n.shell.tree.find("/kept-19").is_some());
    assert_eq!(n.shell.tree.digest(), w.nodes[&second].shell.tree.digest());
    assert_eq!(n.disk.current, w.nodes[&second].disk.current);
    // It counts again: with it alone the leader goes on.
    let third = (1..=3).map(ServerId).find(|id| *id != first && *id != second).unwrap();
    w.kill(third);
    w.pass(100);
    assert_eq!(w.create(second, D, 30, "/with-it"), Some(0));
}

#[test]
fn a_minority_serves_nothing_and_an_unacknowledged_tail_is_forgotten() {
    let mut w = World::new(3);
    for id in 1..=3 {
        w.start(ServerId(id));
    }
    w.pass(300);
    let first = w.leader().expect("a leader");
    w.connect(first, C, SessionId::NONE, &[0; 16]);
    let others: Vec<_> = (1..=3).map(ServerId).filter(|id| *id != first).collect();
    // What the leader sends is lost from here on.
    let links: Vec<_> = w.links.keys().copied().collect();
    for l in &links {
        let ends = w.links.remove(l).unwrap();
        for id in [ends.0, ends.1].into_iter().filter(|id| *id != first) {
            w.with(id, |m, s, t| m.link_closed(s, t, *l, "cut"));
        }
    }
    assert_eq!(w.create(first, C, 1, "/lost"), None);
    assert!(w.nodes[&first].disk.log.iter().any(|(z, _)| z.counter() == 2));
    w.kill(first);
    w.pass(100);
    let second = w.leader().expect("a new leader");
    w.connect(others[0], D, SessionId::NONE, &[0; 16]);
    assert_eq!(w.create(others[0], D, 1, "/kept"), Some(0));
    w.start(first);
    w.pass(300);
    assert_eq!(w.leader(), Some(second));
    assert!(w.nodes[&first].shell.tree.find("/lost").is_none());
    assert!(w.nodes[&first].shell.tree.find("/kept").is_some());
    w.assert_all_alike();
    w.kill(others[0]);
    w.kill(others[1]);
    w.pass(2000);
    assert_eq!(w.nodes[&first].shell.serving, Serving::No);
}

#[test]
fn a_link_to_somebody_else_than_the_leader_is_not_used() {
    let (mut m, mut s) =
        member(ServerId(1), Shape { voters: 3, observers: 0 }, &Disk::default(), LocalSessions::Off);
    let times = Times { now_ms: 0, wall_ms: 1_700_000_000_000 };
    m.start(&mut s, times);
    for (from, state) in [(2, PeerState::Following), (3, PeerState::Leading)] {
        let vote = Notification {
            state,
            leader: ServerId(3),
            zxid: Zxid::ZERO,
            round: 1,
            peer_epoch: 0,
            version: Notification::VERSION,
            config: None,
        };
        m.election_link(&mut s, times, ServerId(from), true);
        m.notification(&mut s, times, ServerId(from), &vote);
    }
    assert_eq!(m.zab().leader(), Some(ServerId(3)));
    // The call was made for an election before.
    m.link_opened(&mut s, times, LinkId(8), LinkOrigin::Dialed { to: ServerId(2) });
    assert_eq!(m.zab().leader_link(), None);
    assert!(s.deeds.iter().any(|d| matches!(d, Deed::HangUp(LinkId(8)))));
    m.link_opened(&mut s, times, LinkId(9), LinkOrigin::Dialed { to: ServerId(3) });
    assert_eq!(m.zab().leader_link(), Some(LinkId(9)));
}

/// A Java learner takes its own requests in the order in which it sent them: a commit of its own that overtakes the answer
/// to an earlier sync is no longer recognised, and all its later writes wait for that one for ever.
#[test]
fn a_learners_sync_is_answered_before_what_it_asked_behind_it() {
    let mut w = World::new(3);
    for id in 1..=2 {
        w.start(ServerId(id));
    }
    w.pass(300);
    let leader = w.leader().expect("a leader");
    let follower = ServerId(3 - leader.0);
    w.connect(follower, C, SessionId::NONE, &[0; 16]);
    let session = w.nodes[&follower].shell.clients.sessions[&C];
    ask_and_watch(&mut w, leader, follower, session, &[(1, Some("/a")), (2, None), (3, Some("/b"))]);
    assert_eq!(w.sent, [PacketKind::Commit, PacketKind::Sync, PacketKind::Commit]);
}

/// The answer to a sync and the commits before and behind it come in one piece: what the client asked in between sees what
/// was committed in front of it, and nothing of what comes later, and everything is answered.
#[test]
fn what_is_asked_between_a_sync_and_the_next_write_is_answered_between_them() {
    let mut w = World::new(3);
    for id in 1..=3 {
        w.start(ServerId(id));
    }
    w.pass(300);
    let leader = w.leader().expect("a leader");
    let follower = (1..=3).map(ServerId).find(|id| *id != leader).unwrap();
    w.connect(follower, C, SessionId::NONE, &[0; 16]);
    assert_each_sees_its_own(&mut w, leader, follower, follower);
}

/// Creates `/n`, syncs and asks for `/n+1`, for some n, all of it sent before anything is answered. `held` hears of it from
/// `from` late, and then of all of it.
fn assert_each_sees_its_own(w: &mut World, from: ServerId, held: ServerId, client_of: ServerId) {
    w.hold = Some((from, held));
    let mut xid = 0;
    for n in 0..5 {
        let (path, next) = (format!("/{n}"), format!("/{}", n + 1));
        for request in [
            Request::Create(plain_create(&path)),
            Request::Sync { path: "/".into() },
            Request::Exists { path: path.as_str().into(), watch: false },
            Request::Exists { path: next.into(), watch: false },
        ] {
            xid += 1;
            w.submit(client_of, C, xid, &request);
        }
    }
    w.settle();
    w.release();
    let answers: Vec<(i32, i32)> = w.replies(client_of, C).into_iter().map(|h| (h.xid, h.err)).collect();
    let expected: Vec<(i32, i32)> = (1..=20).map(|xid| (xid, if xid % 4 == 0 { -101 } else { 0 })).collect();
    assert_eq!(answers, expected);
}

/// The zxid with which an epoch begins is no transaction that a SYNC could wait for.
#[test]
fn a_sync_in_a_new_epoch_waits_for_nothing() {
    let mut w = World::new(3);
    for id in 1..=2 {
        w.start(ServerId(id));
    }
    w.pass(300);
    let leader = w.leader().expect("a leader");
    let follower = ServerId(3 - leader.0);
    ask_and_watch(&mut w, leader, follower, SessionId(7), &[(1, None), (2, Some("/a"))]);
    assert_eq!(w.sent, [PacketKind::Sync, PacketKind::Commit]);
}

/// Sends requests of a learner's client in one run of inputs; without a path they are syncs. What the leader commits it
/// does at once, since its disk is slow.
fn ask_and_watch(
    w: &mut World,
    leader: ServerId,
    follower: ServerId,
    session: SessionId,
    requests: &[(i32, Option<&str>)],
) {
    let (link, _) = w.links.iter().find(|(_, ends)| **ends == (follower, leader)).expect("a link");
    let link = *link;
    w.with(leader, |m, s, t| {
        for &(cxid, path) in requests {
            let mut body = Vec::new();
            let op = match path {
                Some(path) => {
                    Request::Create(plain_create(path)).encode_body(&mut body);
                    OpCode::Create
                }
                None => OpCode::Sync,
            };
            let mut data = Vec::new();
            Forwarded { session, cxid, op, body: &body }.encode(&mut data);
            m.link_packet(s, t, link, &QuorumPacket::new(PacketKind::Request, Zxid(-1), Some(&data)));
        }
    });
    let deeds = std::mem::take(&mut w.nodes.get_mut(&leader).unwrap().shell.deeds);
    let (slow, rest): (Vec<_>, Vec<_>) = deeds.into_iter().partition(|deed| matches!(deed, Deed::Disk(_)));
    w.sent.clear();
    rest.into_iter().for_each(|deed| w.do_deed(leader, deed));
    w.settle();
    slow.into_iter().for_each(|deed| w.do_deed(leader, deed));
    w.settle();
    w.sent.retain(|kind| matches!(kind, PacketKind::Commit | PacketKind::Sync));
}

fn plain_create(path: &str) -> CreateRequest<'_> {
    let (data, acl) = (Some(&b"x"[..]), AclBytes::OPEN);
    CreateRequest { op: OpCode::Create, path: path.into(), data, acl, flags: 0, ttl_ms: 0 }
}
