//! Each checker sees a planted violation: a checker that has never failed is not trusted.

use zk_journal::{Journal, JournalConfig, SnapshotFormat};
use zk_proto::watch::EventType;
use zk_proto::{OpCode, TxnHeader};
use zk_server::member::DiskRequest;
use zk_storage::{Fill, WriterConfig};

use super::*;
use crate::node;

const fn z(epoch: u32, counter: u32) -> Zxid {
    Zxid::new(epoch, counter)
}

const SESSION: SessionId = SessionId(7);
const LINK: Conn = Conn(1);

/// A transaction of `SESSION`.
fn txn(zxid: Zxid, cxid: i32, kind: OpCode, body: &[u8]) -> (Zxid, Bytes) {
    let mut out = Vec::new();
    TxnHeader { session: SESSION, cxid, zxid, time: 1, kind: kind.code() }.encode(&mut out);
    out.extend_from_slice(body);
    (zxid, out.into())
}

fn error(zxid: Zxid) -> (Zxid, Bytes) {
    txn(zxid, 0, OpCode::Error, &(-101i32).to_be_bytes())
}

fn open(zxid: Zxid, timeout_ms: i32) -> (Zxid, Bytes) {
    txn(zxid, 0, OpCode::CreateSession, &timeout_ms.to_be_bytes())
}

/// Three nodes with disks, and a leader to be: node 0.
struct Lab {
    ghost: Ghost,
    disks: Vec<MemDisk>,
    journals: Vec<Journal<MemDisk>>,
}

impl Lab {
    fn new() -> Lab {
        let disks: Vec<MemDisk> = (0..3).map(|_| node::fresh_disk()).collect();
        let ghost = Ghost::new(Quorum::majority(0..3), &disks, DataTree::new(1)).unwrap();
        let config = node::recover_config();
        let journal = |disk: &MemDisk| {
            let writer =
                WriterConfig { prealloc_bytes: 0, fsync: true, size_limit_bytes: None, fill: Fill::Off };
            let recover = config.options();
            let config = JournalConfig { writer, recover, format: SnapshotFormat::default(), seed: 1 };
            Journal::new(&zk_journal::recover(disk.clone(), &node::recover_config()).unwrap(), config)
        };
        let journals = disks.iter().map(journal).collect();
        let mut lab = Lab { ghost, disks, journals };
        for n in 0..3 {
            lab.ghost.started(n, &lab.disks[n], Some(&DataTree::new(1))).unwrap();
        }
        lab
    }

    fn see(&mut self, node: Node, observation: Observation) -> Check {
        let disk = self.disks[node].clone();
        self.ghost.observe(node, &disk, 0, observation)
    }

    fn disk(&mut self, node: Node, requests: Vec<DiskRequest>) -> Check {
        for r in &requests {
            if let DiskRequest::Append { txns } = r {
                self.see(node, Observation::Append { txns: txns.clone() })?;
            }
        }
        self.journals[node].run(requests, &mut Vec::new()).unwrap();
        self.see(node, Observation::Disk)
    }

    fn append(&mut self, node: Node, txn: (Zxid, Bytes)) -> Check {
        self.disk(node, vec![DiskRequest::Append { txns: vec![txn] }, DiskRequest::Sync { token: 1 }])
    }

    fn epochs(&mut self, node: Node, epoch: i64) -> Check {
        self.disk(
            node,
            vec![
                DiskRequest::AcceptedEpoch { epoch, token: 1 },
                DiskRequest::CurrentEpoch { epoch, token: 2 },
            ],
        )
    }

    fn packet(&mut self, node: Node, out: bool, kind: PacketKind, zxid: Zxid) -> Check {
        self.see(node, Observation::Packet { link: LINK, out, kind, zxid, data: None })
    }

    /// Node 0 leads epoch 1, node 1 follows, node 2 is elsewhere.
    fn established() -> Lab {
        let mut lab = Lab::new();
        for n in 0..2 {
            lab.epochs(n, 1).unwrap();
        }
        lab.packet(0, true, PacketKind::Diff, Zxid::ZERO).unwrap();
        lab.packet(0, true, PacketKind::NewLeader, z(1, 0)).unwrap();
        lab.see(0, Observation::Serving(Serving::Leader { epoch: 1 })).unwrap();
        lab
    }

    /// The same, with 1:1 on both disks and applied at the leader.
    fn with_one_chosen(first: (Zxid, Bytes)) -> Lab {
        let mut lab = Lab::established();
        lab.append(0, first.clone()).unwrap();
        lab.append(1, first).unwrap();
        assert!(lab.ghost.is_chosen(z(1, 1)).unwrap());
        lab
    }

    fn reply(&mut self, xid: i32, asked: &Asked, zxid: Zxid, watch: bool) -> Check {
        let reply = Reply { zxid, err: -101, stat: None, data: None, children: Vec::new(), watch };
        self.ghost.replied(1, SESSION, xid, asked, &reply)
    }
}

#[track_caller]
fn fails(check: Check, invariant: &str) {
    assert_eq!(check.expect_err("it must fail").invariant, invariant);
}

#[test]
fn what_is_well_is_well() {
    let mut lab = Lab::with_one_chosen(open(z(1, 1), 1000));
    assert_eq!(lab.ghost.chain.last_chosen(), z(1, 1));
    assert!(lab.ghost.can_recover(0b11, None) && !lab.ghost.can_recover(0b100, None));
    lab.packet(1, true, PacketKind::Ack, z(1, 1)).unwrap();
    lab.reply(1, &Asked::Ping, z(1, 1), false).unwrap();
}

#[test]
fn s1_what_is_not_chosen_is_applied() {
    let mut lab = Lab::established();
    lab.append(0, error(z(1, 1))).unwrap();
    fails(lab.see(0, Observation::Applied { last: z(1, 1), digest: 0, mismatches: 0 }), "S1");
}

#[test]
fn s2_a_transaction_has_two_contents_or_another_proposer() {
    let mut lab = Lab::established();
    lab.append(0, error(z(1, 1))).unwrap();
    fails(lab.append(1, open(z(1, 1), 1000)), "S2");
    let mut lab = Lab::established();
    lab.packet(1, true, PacketKind::Diff, Zxid::ZERO).unwrap();
    lab.ghost.members[1].links.get_mut(&LINK).unwrap().up_to_date = true;
    lab.epochs(1, 2).unwrap();
    lab.packet(1, true, PacketKind::NewLeader, z(2, 0)).unwrap();
    lab.ghost.members[1].links.get_mut(&LINK).unwrap().told = Some(Zxid::ZERO);
    fails(lab.packet(1, true, PacketKind::Proposal, z(1, 1)), "S2");
}

#[test]
fn s5_an_epoch_begins_without_what_is_chosen() {
    let mut lab = Lab::with_one_chosen(error(z(1, 1)));
    lab.epochs(2, 2).unwrap();
    fails(lab.packet(2, true, PacketKind::NewLeader, z(2, 0)), "S5");
}

#[test]
fn s6_two_lead_one_epoch() {
    let mut lab = Lab::established();
    fails(lab.packet(1, true, PacketKind::NewLeader, z(1, 0)), "S6");
}

#[test]
fn s7_an_epoch_is_promised_that_is_not_on_disk() {
    let mut lab = Lab::established();
    fails(lab.packet(0, true, PacketKind::LeaderInfo, z(2, 0)), "S7");
    let fresh = node::fresh_disk();
    fails(lab.ghost.crashed(0, &fresh), "S7");
}

#[test]
fn s8_what_is_not_on_disk_is_acknowledged() {
    let mut lab = Lab::established();
    lab.append(0, error(z(1, 1))).unwrap();
    fails(lab.packet(1, true, PacketKind::Ack, z(1, 1)), "S8");
    fails(lab.packet(2, true, PacketKind::Ack, z(1, 0)), "S8");
    lab.packet(2, false, PacketKind::LeaderInfo, z(1, 0)).unwrap();
    lab.disk(2, vec![DiskRequest::AcceptedEpoch { epoch: 1, token: 1 }]).unwrap();
    fails(lab.packet(2, true, PacketKind::AckEpoch, z(0, 5)), "S8");
}

#[test]
fn s9_something_is_committed_that_no_quorum_has() {
    let mut lab = Lab::established();
    lab.append(0, error(z(1, 1))).unwrap();
    let data = Some(error(z(1, 1)).1);
    let proposal =
        Observation::Packet { link: LINK, out: true, kind: PacketKind::Proposal, zxid: z(1, 1), data };
    lab.ghost.members[0].links.get_mut(&LINK).unwrap().told = Some(Zxid::ZERO);
    lab.see(0, proposal).unwrap();
    fails(lab.packet(0, true, PacketKind::Commit, z(1, 1)), "S9");
    fails(lab.packet(0, true, PacketKind::Commit, z(1, 2)), "S9");
}

#[test]
fn s10_a_quorum_loses_what_is_chosen() {
    let mut lab = Lab::with_one_chosen(error(z(1, 1)));
    let disk = lab.disks[1].clone();
    // Only its log goes.
    for path in disk.content().into_keys().filter(|p| p.to_string_lossy().contains("log.")) {
        zk_storage::Disk::remove(&disk, &path).unwrap();
    }
    fails(lab.ghost.crashed(1, &disk), "S10");
}

#[test]
fn s10_an_answer_is_not_what_is_chosen() {
    let mut lab = Lab::with_one_chosen(open(z(1, 1), 1000));
    let mut told = |zxid, xid| {
        let reply = Reply { zxid, err: 0, stat: None, data: None, children: Vec::new(), watch: false };
        lab.ghost.replied(1, SESSION, xid, &Asked::Write, &reply)
    };
    fails(told(z(1, 1), 3), "S10");
    fails(told(z(1, 2), 3), "S10");
}

#[test]
fn s11_what_was_discarded_is_on_a_disk_that_knows_better() {
    let mut lab = Lab::established();
    lab.append(0, error(z(1, 1))).unwrap();
    // Nodes 1 and 2 go on without it.
    for n in 1..3 {
        lab.epochs(n, 2).unwrap();
    }
    lab.packet(1, true, PacketKind::NewLeader, z(2, 0)).unwrap();
    fails(lab.epochs(0, 2), "S11");
}

#[test]
fn s12_a_node_serves_that_is_not_synchronised() {
    let mut lab = Lab::established();
    fails(lab.see(1, Observation::Serving(Serving::Learner { leader: Some(0), epoch: 1 })), "S12");
    let mut lab = Lab::new();
    lab.epochs(0, 1).unwrap();
    fails(lab.see(0, Observation::Serving(Serving::Leader { epoch: 1 })), "S12");
}

#[test]
fn s13_a_history_has_a_gap() {
    let mut lab = Lab::established();
    fails(lab.see(0, Observation::Append { txns: vec![error(z(1, 2))] }), "S13");
    lab.packet(0, true, PacketKind::Diff, Zxid::ZERO).unwrap();
    lab.ghost.members[0].links.get_mut(&LINK).unwrap().told = Some(z(1, 1));
    fails(lab.packet(0, true, PacketKind::Proposal, z(1, 3)), "S13");
}

#[test]
fn s15_a_tree_is_another_one() {
    let mut lab = Lab::with_one_chosen(open(z(1, 1), 1000));
    let digest = lab.ghost.model.digest(z(1, 1)).unwrap();
    lab.see(0, Observation::Applied { last: z(1, 1), digest, mismatches: 0 }).unwrap();
    fails(lab.see(0, Observation::Applied { last: z(1, 1), digest: digest + 1, mismatches: 0 }), "S15");
    fails(lab.see(0, Observation::Applied { last: z(1, 1), digest, mismatches: 1 }), "S15");
}

#[test]
fn s16_trees_differ() {
    let lab = Lab::with_one_chosen(open(z(1, 1), 1000));
    assert!(model::difference(lab.ghost.model.tree(), lab.ghost.model.tree()).is_none());
    assert!(model::difference(lab.ghost.model.tree(), &DataTree::new(1)).is_some());
}

#[test]
fn s17_a_session_expires_early_or_acts_over_a_connection_that_it_left() {
    let mut lab = Lab::with_one_chosen(open(z(1, 1), 1000));
    fails(lab.append(0, txn(z(1, 2), 0, OpCode::CloseSession, b"")), "S17");
    lab.ghost.attached(SESSION, true, 5, false).unwrap();
    fails(lab.append(0, txn(z(1, 3), 5, OpCode::SetData, b"")), "S17");
}

#[test]
fn s18_requests_are_chosen_out_of_order() {
    let mut lab = Lab::with_one_chosen(open(z(1, 1), 1000));
    let close = |zxid, cxid| txn(zxid, cxid, OpCode::CloseSession, b"");
    for n in 0..2 {
        lab.append(n, close(z(1, 2), 9)).unwrap();
        lab.append(n, close(z(1, 3), 8)).unwrap();
    }
    fails(lab.ghost.is_chosen(z(1, 3)).map(|_| ()), "S18");
}

#[test]
fn s19_time_runs_backwards() {
    let mut lab = Lab::with_one_chosen(open(z(1, 1), 1000));
    lab.reply(1, &Asked::Ping, z(1, 1), false).unwrap();
    fails(lab.reply(2, &Asked::Ping, Zxid::ZERO, false), "S19");
}

#[test]
fn s20_an_event_is_missing_or_too_many() {
    let mut lab = Lab::with_one_chosen(open(z(1, 1), 1000));
    fails(lab.ghost.event(SESSION, EventType::NodeCreated, "/a"), "S20");
    lab.reply(1, &Asked::Exists("/a".into()), z(1, 1), true).unwrap();
    let create = create_txn(z(1, 2), "/a");
    for n in 0..2 {
        lab.append(n, create.clone()).unwrap();
    }
    assert!(lab.ghost.is_chosen(z(1, 2)).unwrap());
    fails(lab.reply(2, &Asked::Ping, z(1, 2), false), "S20");
    lab.ghost.event(SESSION, EventType::NodeCreated, "/a").unwrap();
    lab.reply(3, &Asked::Ping, z(1, 2), false).unwrap();
}

fn create_txn(zxid: Zxid, path: &str) -> (Zxid, Bytes) {
    use zk_proto::Writer as _;
    let mut body = Vec::new();
    body.put_str(path);
    body.put_i32(0);
    // No ACL, not ephemeral, the parent's child version.
    body.put_i32(0);
    body.push(0);
    body.put_i32(1);
    txn(zxid, 3, OpCode::Create, &body)
}
