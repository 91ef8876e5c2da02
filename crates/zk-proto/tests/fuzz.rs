//! Drives the fuzz targets on stable Rust: seeded random bytes and mutations of well-formed records, for a time
//! that ZKD_FUZZ_MS sets (per target; 300 by default). ZKD_FUZZ_SEED replays a run.

// The test itself has a budget of time and draws its seed from the clock.
#![allow(clippy::disallowed_types, clippy::disallowed_methods)]

use std::time::{Duration, Instant};

use zk_proto::election::{Hello, Notification, PeerState};
use zk_proto::fuzz::TARGETS;
use zk_proto::quorum::{AuthInfo, Forwarded, LearnerInfo, PROTOCOL_VERSION, PacketKind, QuorumPacket};
use zk_proto::request::{CreateRequest, SetWatches};
use zk_proto::txn::{CreateKind, CreateTxn, LoggedTxn, SubTxn};
use zk_proto::{
    Acl, AclBytes, Id, OpCode, Request, ServerId, SessionId, Stat, Txn, TxnDigest, TxnHeader, Writer, Zxid,
    frame,
};

struct Rng(u64);

impl Rng {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, n: usize) -> usize {
        (self.next() % n.max(1) as u64) as usize
    }
}

/// Well-formed input to start from, for all targets alike: what is one target's record is another's garbage.
fn corpus() -> Vec<Vec<u8>> {
    let p = || std::borrow::Cow::from("/a/b");
    let create = CreateRequest {
        op: OpCode::CreateTtl,
        path: p(),
        data: Some(b"data"),
        acl: AclBytes::OPEN,
        flags: 5,
        ttl_ms: 9,
    };
    let sets = SetWatches { data: vec![p()], persistent: vec![p()], ..SetWatches::default() };
    let requests = [
        Request::Create(create.clone()),
        Request::SetData { path: p(), data: None, version: 1 },
        Request::Multi(vec![Request::Create(create), Request::Check { path: p(), version: 0 }]),
        Request::MultiRead(vec![Request::GetData { path: p(), watch: false }]),
        Request::SetWatches2(sets),
        Request::Auth { kind: 0, scheme: "digest".into(), auth: Some(b"a:b") },
    ];
    let mut out = vec![Vec::new()];
    for r in &requests {
        let index = OpCode::ALL.iter().position(|op| *op == r.op_code()).unwrap() as u8;
        let mut bytes = vec![index];
        r.encode_body(&mut bytes);
        out.push(bytes.clone());
        let mut framed = Vec::new();
        frame::write(&mut framed, |w| w.put_bytes(&bytes));
        frame::write(&mut framed, |w| w.put_bytes(b"x"));
        out.push(framed);
    }
    let txns = [
        (
            1,
            Txn::Create(CreateTxn {
                path: p(),
                data: Some(b"d"),
                acl: AclBytes::OPEN,
                kind: CreateKind::Ephemeral,
                parent_cversion: 3,
            }),
        ),
        (-11, Txn::CloseSession { paths: Some(vec![p(), p()]) }),
        (14, Txn::Multi(vec![SubTxn { kind: 2, body: b"\0\0\0\x02/x" }])),
    ];
    for (kind, txn) in txns {
        let header = TxnHeader { session: SessionId(1), cxid: 2, zxid: Zxid(3), time: 4, kind };
        let digest = Some(TxnDigest { version: 2, tree_digest: 5 });
        let mut bytes = Vec::new();
        LoggedTxn { header, txn, digest }.encode(&mut bytes);
        out.push(bytes);
    }
    let mut bytes = Vec::new();
    Acl::encode_list(&Acl::read_only(), &mut bytes);
    Stat::default().encode(&mut bytes);
    out.push(bytes);
    out.push("/é/\u{ffff}".into());
    out.extend(between_members());
    out
}

/// What members of an ensemble send each other.
fn between_members() -> Vec<Vec<u8>> {
    let mut out = Vec::new();
    let vote = Notification {
        state: PeerState::Looking,
        leader: ServerId(3),
        zxid: Zxid::new(2, 1),
        round: 4,
        peer_epoch: 2,
        version: Notification::VERSION,
        config: Some("server.1=a:1:2:participant\nversion=0".into()),
    };
    for length in [28, 40, 44, 80] {
        let mut bytes = Vec::new();
        vote.encode(&mut bytes);
        bytes.truncate(length);
        out.push(bytes);
    }
    for addrs in [vec![], vec!["a:1".into()], vec!["a:1".into(), "[::1]:2".into()]] {
        let mut bytes = Vec::new();
        Hello { sid: ServerId(1), addrs }.encode(&mut bytes);
        out.push(bytes);
    }
    let mut ids = Vec::new();
    AuthInfo::encode_ids(&[Id::new("ip", "::1"), Id::new("digest", "u:h")], &mut ids);
    let mut info = Vec::new();
    LearnerInfo { sid: Some(ServerId(2)), protocol: PROTOCOL_VERSION, config_version: 0 }.encode(&mut info);
    let mut request = Vec::new();
    Forwarded { session: SessionId(7), cxid: 1, op: OpCode::Delete, body: b"\0\0\0\x02/x" }
        .encode(&mut request);
    let auth = AuthInfo::from_bytes(&ids).unwrap();
    let mut stream = Vec::new();
    QuorumPacket::new(PacketKind::FollowerInfo, Zxid(0), Some(&info)).encode(&mut stream);
    QuorumPacket { kind: PacketKind::Request, zxid: Zxid(-1), data: Some(&request), auth }
        .encode(&mut stream);
    QuorumPacket::new(PacketKind::Ping, Zxid(9), Some(&[])).encode(&mut stream);
    QuorumPacket::new(PacketKind::Commit, Zxid(9), None).encode(&mut stream);
    out.extend([stream, info, request]);
    out
}

fn mutate(rng: &mut Rng, corpus: &[Vec<u8>]) -> Vec<u8> {
    let mut bytes = corpus[rng.below(corpus.len())].clone();
    for _ in 0..rng.below(6) {
        let at = rng.below(bytes.len());
        match rng.below(6) {
            0 => bytes.truncate(at),
            1 => bytes.insert(at, rng.next() as u8),
            2 if !bytes.is_empty() => bytes[at] ^= 1 << rng.below(8),
            3 if !bytes.is_empty() => bytes[at] = [0, 0xff, 0x7f, 0x80][rng.below(4)],
            4 if bytes.len() >= at + 4 => {
                let lengths = [-1i32, i32::MIN, i32::MAX, 0, 1, bytes.len() as i32];
                bytes[at..at + 4].copy_from_slice(&lengths[rng.below(6)].to_be_bytes());
            }
            _ => {
                let other = &corpus[rng.below(corpus.len())];
                bytes.extend_from_slice(&other[..rng.below(other.len() + 1)]);
            }
        }
    }
    bytes
}

#[test]
fn no_bytes_break_a_decoder() {
    let number = |name: &str| std::env::var(name).ok().and_then(|v| v.parse::<u64>().ok());
    let seed = number("ZKD_FUZZ_SEED").unwrap_or_else(|| {
        let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
        now.as_nanos() as u64 | 1
    });
    let budget = Duration::from_millis(number("ZKD_FUZZ_MS").unwrap_or(300));
    println!("replay: ZKD_FUZZ_SEED={seed} cargo test -p zk-proto --test fuzz -- --nocapture");
    let corpus = corpus();
    for (name, target) in TARGETS {
        let mut rng = Rng(seed | 1);
        corpus.iter().for_each(|c| target(c));
        let start = Instant::now();
        let mut runs = 0u64;
        while start.elapsed() < budget {
            let bytes = mutate(&mut rng, &corpus);
            let result = std::panic::catch_unwind(|| target(&bytes));
            assert!(result.is_ok(), "{name} fails on {bytes:02x?} (seed {seed})");
            runs += 1;
        }
        println!("{name}: {runs} inputs");
        assert!(runs > 100, "{name} is too slow: {runs} inputs in {budget:?}");
    }
}
