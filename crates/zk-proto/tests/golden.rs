//! What members of real ensembles sent each other: every byte is decoded, written again as the same bytes, and
//! compared with a listing that a person can read.

use std::fmt::Write as _;

use zk_proto::election::{Hello, MAX_NOTIFICATION_BYTES, Notification};
use zk_proto::quorum::{
    AckEpoch, Activate, Forwarded, LearnerInfo, PROTOCOL_VERSION, PacketKind, QuorumPacket, RevalidateReply,
    RevalidateRequest, SessionTimeouts, decode_protocol_version,
};
use zk_proto::txn::LoggedTxn;
use zk_proto::{AclBytes, DEFAULT_MAX_BUFFER, OpCode, Reader, Request, StatPersisted, Writer, Zxid, frame};

macro_rules! golden {
    ($version:literal, $name:literal, $($end:literal),*) => {
        ($(&include_bytes!(concat!("../testdata/zookeeper-", $version, "/quorum/", $name, ".", $end))[..],)*
         include_str!(concat!("../testdata/zookeeper-", $version, "/quorum/", $name, ".txt")))
    };
    ($name:literal) => {
        golden!("3.8.0", $name, "learner", "leader")
    };
}

#[test]
fn learner_channels_say_what_their_listings_say() {
    let channels = [
        golden!("follower"),
        golden!("observer"),
        golden!("snap"),
        golden!("diff"),
        golden!("empty-diff"),
        golden!("trunc"),
        golden!("reconfig-follower"),
        golden!("reconfig-observer"),
        golden!("3.9.5", "diff", "learner", "leader"),
    ];
    for (learner, leader, listing) in channels {
        let said =
            format!("learner:\n{}leader:\n{}", listed(learner, Side::Learner), listed(leader, Side::Leader));
        assert_eq!(said, listing, "is:\n{said}");
    }
}

#[test]
fn election_connections_say_what_their_listings_say() {
    let connections = [
        golden!("3.8.0", "looking", "caller", "called"),
        golden!("3.8.0", "following", "caller", "called"),
        golden!("3.8.0", "leading", "caller", "called"),
        golden!("3.8.0", "observing", "caller", "called"),
        golden!("3.8.0", "multi-address", "caller", "called"),
    ];
    for (caller, called, listing) in connections {
        let (hello, rest) = greeted(caller);
        let said = format!("caller:\n{hello}{}called:\n{}", votes(rest), votes(called));
        assert_eq!(said, listing, "is:\n{said}");
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Learner,
    Leader,
}

/// One line for each packet of a stream.
fn listed(bytes: &[u8], side: Side) -> String {
    let mut out = String::new();
    let mut at = 0;
    while at < bytes.len() {
        let (packet, used) =
            QuorumPacket::split(&bytes[at..], DEFAULT_MAX_BUFFER).unwrap().expect("a whole packet");
        for cut in 0..used {
            assert_eq!(QuorumPacket::split(&bytes[at..at + cut], DEFAULT_MAX_BUFFER), Ok(None));
        }
        assert_eq!(written(|w| packet.encode(w)), bytes[at..at + used]);
        at += used;
        writeln!(out, "  {} {}{}", packet.kind, packet.zxid, described(&packet, side)).unwrap();
        if packet.kind == PacketKind::Snap {
            at += tree(&bytes[at..], &mut out);
        }
    }
    out
}

/// What a packet's data says. Whatever is decoded must make the data up again.
fn described(packet: &QuorumPacket<'_>, side: Side) -> String {
    let data = packet.data;
    let same = |fill: &dyn Fn(&mut Vec<u8>)| assert_eq!(Some(&written(fill)[..]), data);
    if packet.kind != PacketKind::Request {
        assert!(packet.auth.is_null());
    }
    match (packet.kind, side) {
        (PacketKind::FollowerInfo | PacketKind::ObserverInfo, Side::Learner) => {
            let info = LearnerInfo::decode(data);
            same(&|w| info.encode(w));
            assert_eq!(info.protocol, PROTOCOL_VERSION);
            format!(" server {} config {}", info.sid.unwrap(), Zxid(info.config_version))
        }
        (PacketKind::LeaderInfo, Side::Leader) => {
            assert_eq!(decode_protocol_version(data), Ok(PROTOCOL_VERSION));
            same(&|w| w.put_i32(PROTOCOL_VERSION));
            String::new()
        }
        (PacketKind::AckEpoch, Side::Learner) => {
            let ack = AckEpoch::decode(data).unwrap();
            same(&|w| ack.encode(w));
            format!(" epoch {}", ack.current_epoch)
        }
        (PacketKind::Request, Side::Learner) => {
            let request = Forwarded::decode(data).unwrap();
            same(&|w| request.encode(w));
            let ids: String =
                packet.auth.to_vec().iter().map(|id| format!(" {}:{}", id.scheme, id.id)).collect();
            let ids = if packet.auth.is_null() { " null".to_owned() } else { ids };
            format!(" {} {} {}, by{ids}", request.session, request.cxid, asked(&request))
        }
        (PacketKind::Proposal | PacketKind::Inform, Side::Leader) => transaction(packet.zxid, data.unwrap()),
        (PacketKind::CommitAndActivate | PacketKind::InformAndActivate, Side::Leader) => {
            let activate = Activate::decode(data).unwrap();
            same(&|w| activate.encode(w));
            let txn = match packet.kind {
                PacketKind::InformAndActivate => transaction(packet.zxid, activate.payload),
                _ => String::new(),
            };
            format!(" leader {}{txn}", activate.leader)
        }
        (PacketKind::NewLeader, Side::Leader) => {
            format!(" {:?}", std::str::from_utf8(data.unwrap()).unwrap().lines().last().unwrap())
        }
        (PacketKind::Ping, Side::Learner) => {
            let sessions = SessionTimeouts::decode(data).unwrap();
            same(&|w| SessionTimeouts::encode(sessions.iter(), w));
            sessions.iter().map(|s| format!(" {}:{}", s.session, s.timeout_ms)).collect()
        }
        (PacketKind::Revalidate, Side::Learner) => {
            let RevalidateRequest(asked) = RevalidateRequest::decode(data).unwrap();
            same(&|w| asked.encode(w));
            format!(" {}:{}", asked.session, asked.timeout_ms)
        }
        (PacketKind::Revalidate, Side::Leader) => {
            let reply = RevalidateReply::decode(data).unwrap();
            same(&|w| reply.encode(w));
            format!(" {} {}", reply.session, reply.valid)
        }
        (kind, _) => {
            assert_eq!(data, None, "{kind}");
            String::new()
        }
    }
}

/// A forwarded request's operation; its body must be whole.
fn asked(request: &Forwarded<'_>) -> String {
    match request.op {
        OpCode::CreateSession => {
            format!("createSession {}", i32::from_be_bytes(request.body.try_into().unwrap()))
        }
        op => {
            let mut r = Reader::new(request.body);
            let body = Request::decode_body(op, &mut r).unwrap();
            assert!(r.is_empty());
            assert_eq!(written(|w| body.encode_body(w)), request.body);
            op.name().to_owned()
        }
    }
}

fn transaction(zxid: Zxid, payload: &[u8]) -> String {
    let txn = LoggedTxn::decode(payload).unwrap();
    assert_eq!(written(|w| txn.encode(w)), payload);
    assert_eq!(txn.header.zxid, zxid);
    assert!(txn.digest.is_some() || txn.header.kind == OpCode::Error.code());
    let op = OpCode::from_i32(txn.header.kind).unwrap();
    format!(" {} {} {}", txn.header.session, txn.header.cxid, op.name())
}

/// The tree that follows SNAP; gives its length in bytes.
fn tree(bytes: &[u8], out: &mut String) -> usize {
    let mut r = Reader::new(bytes);
    for _ in 0..r.i32().unwrap() {
        writeln!(out, "    session {:#x}:{}", r.i64().unwrap(), r.i32().unwrap()).unwrap();
    }
    for _ in 0..r.i32().unwrap() {
        let id = r.i64().unwrap();
        writeln!(out, "    acl {id}, {} entries", AclBytes::decode(&mut r).unwrap().to_vec().len()).unwrap();
    }
    loop {
        let path = r.required_string().unwrap();
        if path == "/" {
            break;
        }
        let data = r.buffer().unwrap().map(<[u8]>::len);
        let acl = r.i64().unwrap();
        let stat = StatPersisted::decode(&mut r).unwrap();
        writeln!(out, "    node {path:?} data {data:?} acl {acl} mzxid {}", stat.mzxid).unwrap();
    }
    assert_eq!(r.required_string().unwrap(), "BenWasHere");
    r.offset()
}

/// The hello, as a line, and what follows it.
fn greeted(bytes: &[u8]) -> (String, &[u8]) {
    let (hello, used) = Hello::split(bytes).unwrap().expect("a whole hello");
    for cut in 0..used {
        assert_eq!(Hello::split(&bytes[..cut]), Ok(None));
    }
    assert_eq!(written(|w| hello.encode(w)), bytes[..used]);
    (format!("  hello of {} at {}\n", hello.sid, hello.addrs.join(" and ")), &bytes[used..])
}

/// One line for each notification of a stream.
fn votes(mut bytes: &[u8]) -> String {
    let mut out = String::new();
    while let Some((body, rest)) = frame::split(bytes, MAX_NOTIFICATION_BYTES).unwrap() {
        let n = Notification::decode(body).unwrap();
        assert_eq!(written(|w| n.encode(w)), body);
        assert_eq!(n.version, Notification::VERSION);
        let config = n.config.as_deref().unwrap();
        writeln!(
            out,
            "  {} for {} zxid {} round {} epoch {}, {} servers, {}",
            n.state,
            n.leader,
            n.zxid,
            n.round,
            n.peer_epoch,
            config.lines().count() - 1,
            config.lines().last().unwrap()
        )
        .unwrap();
        bytes = rest;
    }
    assert!(bytes.is_empty());
    out
}

fn written(fill: impl FnOnce(&mut Vec<u8>)) -> Vec<u8> {
    let mut out = Vec::new();
    fill(&mut out);
    out
}
