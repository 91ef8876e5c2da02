//! The seeded generator: valid and invalid requests over few paths, so that they collide. What it must not send, and
//! why, is in `allowed.rs`.

use super::allowed::Peers;
use super::step::{Connect, LastSeen, Op, Password, SLOTS, Step, Who};
use std::fmt::Write as _;
use zk_proto::multi::MultiHeader;
use zk_proto::op::xid;
use zk_proto::{OpCode, Perms, Writer};
use zkd_tests::acls;
use zkd_tests::rng::Rng;

const PATHS: [&str; 12] =
    ["/a", "/a/b", "/a/b/c", "/a/s", "/d", "/d/e", "/d/f", "/e", "/p", "/p/x", "/q", "/q/x"];
/// Nodes that exist from the start, then those of a quota.
const SPECIAL: [&str; 8] = [
    "/",
    "/zookeeper",
    "/zookeeper/quota",
    "/zookeeper/config",
    "/zookeeper/quota/q",
    "/zookeeper/quota/q/zookeeper_limits",
    "/zookeeper/quota/q/zookeeper_stats",
    "/zookeeper/x",
];
const SEQUENTIAL: [&str; 4] = ["/a/s", "/d/n-", "/s", "/q/"];
const BAD_PATHS: [&[u8]; 24] = [
    b"",
    b"a",
    b"a/b",
    b"/a/",
    b"//",
    b"//a",
    b"/a//b",
    b"/a/./b",
    b"/a/.",
    b"/.",
    b"/a/..",
    b"/../a",
    b"/a/../d",
    b"/a\0b",
    b"/a/\x01",
    b"/\x1f",
    b"/\x7f",
    b"/\xc2\x85",
    b"/\xee\x80\x80",
    b"/\xef\xbf\xbf",
    b"/\xf0\x9f\x98\x80",
    b"/\xff",
    b"/a/\xed\xa0\xbd\xed\xb8\x80",
    b"/a/...",
];
const VERSIONS: [i32; 12] = [-1, -1, -1, -1, 0, 0, 1, 2, 3, -2, i32::MAX, i32::MIN];
const UNKNOWN_OPS: [i32; 10] = [0, 10, 23, 50, 99, 108, -2, -1, i32::MAX, i32::MIN];

pub struct Generator {
    rng: Rng,
    peers: Peers,
    next_xid: i32,
    next_key: usize,
    /// Sessions that were opened, whether or not they still live.
    keys: Vec<usize>,
    /// Within a burst nothing may depend on a quota or on a changed ACL: Apache looks at what is applied already.
    in_burst: bool,
}

impl Generator {
    pub fn new(seed: u64, peers: Peers) -> Generator {
        Generator { rng: Rng::new(seed), peers, next_xid: 0, next_key: 0, keys: Vec::new(), in_burst: false }
    }

    /// The next step, given which session each connection carries now.
    pub fn step(&mut self, attached: [Option<usize>; SLOTS]) -> Step {
        let slot = self.rng.below(SLOTS);
        if attached[slot].is_none() {
            return self.connect(slot, attached);
        }
        match self.rng.below(1000) {
            0..6 => Step::HangUp { slot },
            6..12 => self.connect(slot, attached),
            12..16 => Step::Bytes { slot, bytes: self.no_frame() },
            16..26 => self.call(slot, Self::unknown_op),
            26..48 => self.call(slot, Self::auth),
            48..50 => self.call(slot, Self::sasl),
            50..58 => self.call(slot, |generator, _| generator.close_session()),
            58..180 => {
                let count = 2 + self.rng.below(30);
                self.in_burst = true;
                let mut ops: Vec<Op> = (0..count).map(|_| self.ordinary(slot)).collect();
                if self.rng.chance(4) {
                    ops.push(self.close_session());
                }
                self.in_burst = false;
                Step::Burst { slot, ops }
            }
            _ => self.call(slot, Self::ordinary),
        }
    }

    fn call(&mut self, slot: usize, make: impl FnOnce(&mut Self, usize) -> Op) -> Step {
        let op = make(self, slot);
        Step::Call { slot, op }
    }

    fn connect(&mut self, slot: usize, attached: [Option<usize>; SLOTS]) -> Step {
        let who = if self.keys.is_empty() || self.rng.chance(50) {
            self.next_key += 1;
            self.keys.push(self.next_key);
            Who::New { key: self.next_key }
        } else if self.rng.chance(5) {
            Who::Unknown
        } else {
            let free: Vec<usize> =
                self.keys.iter().copied().filter(|key| !attached.contains(&Some(*key))).collect();
            let from = if free.is_empty() || self.rng.chance(15) { &self.keys } else { &free };
            let key = self.rng.pick(from);
            let password = match self.rng.below(20) {
                0 => Password::Wrong,
                1 => Password::Short,
                2 => Password::Null,
                _ => Password::Right,
            };
            Who::Known { key, password }
        };
        let seen = match self.rng.below(20) {
            0 => LastSeen::Ahead,
            1..10 => LastSeen::Last,
            _ => LastSeen::Zero,
        };
        let timeout_ms = self.rng.pick(&[600_000, 600_000, 600_000, 0, -1, i32::MIN, i32::MAX, 599_999]);
        let read_only = self.rng.pick(&[Some(false), Some(false), Some(true), None]);
        Step::Connect(Connect { slot, who, timeout_ms, read_only, seen })
    }

    fn no_frame(&mut self) -> Vec<u8> {
        let length = self.rng.pick(&[-1, i32::MIN, i32::MAX, 0, 0x0010_0000, i32::from_be_bytes(*b"srvr")]);
        let mut out = length.to_be_bytes().to_vec();
        out.extend([0; 7]);
        out
    }

    fn op(&mut self, code: i32, body: Vec<u8>, note: String) -> Op {
        let xid = match self.rng.below(60) {
            0 => self.rng.pick(&[0, -2, -3, -4, -8, -100, i32::MAX, i32::MIN, 1]),
            _ => {
                self.next_xid += 1;
                self.next_xid
            }
        };
        Op { xid, code, body, zxid_back: None, note }
    }

    fn unknown_op(&mut self, _slot: usize) -> Op {
        let code = match self.rng.below(4) {
            0 if self.peers.has_later_apis() => OpCode::Check.code(),
            _ => self.rng.pick(&UNKNOWN_OPS),
        };
        let mut body = Vec::new();
        put_bytes(&mut body, b"/a");
        body.put_i32(-1);
        self.op(code, body, format!("unknown operation {code}"))
    }

    fn auth(&mut self, _slot: usize) -> Op {
        let (scheme, auth): (&str, Option<&[u8]>) = match self.rng.below(20) {
            0 => ("digest", Some(b"nocolon")),
            1 => ("digest", Some(b"")),
            2 => ("digest", None),
            3 => ("world", Some(b"anyone")),
            4 => ("nosuch", Some(b"x")),
            5 => ("auth", Some(b"")),
            6 => ("ip", Some(b"127.0.0.1")),
            7..10 => ("digest", Some(b"bob:with:colons")),
            _ => ("digest", Some(b"alice:secret")),
        };
        let mut body = Vec::new();
        body.put_i32(self.rng.pick(&[0, 0, 0, 7, -1]));
        put_bytes(&mut body, scheme.as_bytes());
        body.put_buffer(auth);
        let mut op = self.op(OpCode::Auth.code(), body, format!("auth {scheme} {auth:?}"));
        op.xid = xid::AUTH;
        op
    }

    /// Apache answers it, like auth, on the connection's own thread: never in a burst.
    fn sasl(&mut self, _slot: usize) -> Op {
        let mut body = Vec::new();
        body.put_buffer(Some(b"token"));
        self.op(OpCode::Sasl.code(), body, "sasl".into())
    }

    fn close_session(&mut self) -> Op {
        self.op(OpCode::CloseSession.code(), Vec::new(), "closeSession".into())
    }

    /// A request that leaves the connection open.
    fn ordinary(&mut self, slot: usize) -> Op {
        let mut op = match self.rng.below(100) {
            0..26 => self.create(),
            26..36 => self.delete(),
            36..46 => self.set_data(),
            46..50 if !self.in_burst => self.set_acl(),
            50..62 => self.multi(),
            62..64 => self.multi_read(),
            64..70 => self.watches(slot),
            _ => self.read(slot),
        };
        let may_break = !is_write(op.code) || (self.peers.has_later_apis() && !self.in_burst);
        if op.zxid_back.is_none() && may_break && self.rng.chance(2) {
            self.damage(&mut op);
        }
        op
    }

    /// Cuts the body short, or puts a senseless number into it.
    fn damage(&mut self, op: &mut Op) {
        if op.body.is_empty() {
            return;
        }
        let at = self.rng.below(op.body.len());
        if self.rng.chance(70) {
            op.body.truncate(at);
            let _ = write!(op.note, " CUT at {at}");
        } else {
            // The length of the path.
            let lengths: &[i32] =
                if op.code == OpCode::AddWatch.code() { &[-2] } else { &[-1, -2, i32::MIN, i32::MAX] };
            let length = self.rng.pick(lengths);
            if let Some(head) = op.body.first_chunk_mut::<4>() {
                *head = length.to_be_bytes();
            }
            let _ = write!(op.note, " with path length {length}");
        }
    }

    fn path(&mut self) -> Vec<u8> {
        match self.rng.below(100) {
            0..6 => self.rng.pick(&BAD_PATHS).to_vec(),
            6..14 => {
                let special = if self.in_burst { &SPECIAL[..4] } else { &SPECIAL };
                self.rng.pick(special).as_bytes().to_vec()
            }
            14..24 => {
                let prefix = self.prefix();
                format!("{prefix}{:010}", self.rng.below(8)).into_bytes()
            }
            _ => {
                let paths = if self.in_burst { &PATHS[..10] } else { &PATHS[..] };
                self.rng.pick(paths).as_bytes().to_vec()
            }
        }
    }

    fn prefix(&mut self) -> &'static str {
        let prefixes = if self.in_burst { &SEQUENTIAL[..3] } else { &SEQUENTIAL };
        self.rng.pick(prefixes)
    }

    fn data_for(&mut self, path: &[u8]) -> Option<Vec<u8>> {
        if path.ends_with(b"/zookeeper_limits") {
            let text = [
                "count=3,bytes=-1",
                "count=-1,bytes=20",
                "count=5,bytes=50=;byteHardLimit=60;countHardLimit=6",
            ];
            return Some(self.rng.pick(&text).as_bytes().to_vec());
        }
        if path.ends_with(b"/zookeeper_stats") {
            return Some(b"count=0,bytes=0".to_vec());
        }
        match self.rng.below(10) {
            0 => None,
            1 => Some(Vec::new()),
            2 => Some(vec![b'x'; 40]),
            _ => Some(format!("d{}", self.rng.below(100)).into_bytes()),
        }
    }

    fn acl(&mut self, path: &[u8], in_multi: bool) -> (Vec<u8>, &'static str) {
        let open = (acls::one(Perms::ALL, "world", "anyone"), "open");
        if self.rng.chance(4) {
            return self.bad_acl(in_multi);
        }
        if !path.starts_with(b"/p") {
            return open;
        }
        match self.rng.below(9) {
            0 => (acls::one(Perms::READ, "world", "anyone"), "read"),
            1 => (acls::one(Perms::ALL, "auth", ""), "auth"),
            2 => (acls::one(Perms::ALL, "digest", "alice:aYXlLOpEooaV1cRAvUL1fp9Qt7E="), "alice"),
            3 => (acls::list(&[(1, "auth", ""), (30, "digest", "bob:x")]), "auth+bob"),
            4 => (acls::list(&[(31, "ip", "127.0.0.1"), (1, "world", "anyone")]), "ip"),
            5 => (acls::list(&[(31, "ip", "127.0.0.0/8"), (31, "ip", "127.0.0.0/8")]), "ip twice"),
            6 => (
                acls::list(&[(16, "digest", "alice:aYXlLOpEooaV1cRAvUL1fp9Qt7E="), (31, "ip", "10.0.0.1")]),
                "admin",
            ),
            7 => (acls::one(Perms(0), "world", "anyone"), "nothing"),
            _ => open,
        }
    }

    fn bad_acl(&mut self, in_multi: bool) -> (Vec<u8>, &'static str) {
        match self.rng.below(10) {
            0 if !in_multi => (vec![0xff; 4], "null list"),
            0 | 1 => (vec![0; 4], "empty list"),
            2 => (acls::one(Perms::ALL, "world", "bob"), "world:bob"),
            3 => (acls::one(Perms::ALL, "nosuch", "x"), "unknown scheme"),
            4 => (acls::one(Perms::ALL, "digest", "nocolon"), "digest without colon"),
            5 => (acls::one(Perms::ALL, "digest", "a:b:c"), "digest with two colons"),
            6 => (acls::one(Perms::ALL, "ip", "300.1.1.1"), "no address"),
            7 => (acls::one(Perms::ALL, "ip", "10.0.0.0/33"), "too many bits"),
            8 => (acls::list(&[(31, "world", "anyone"), (31, "", "")]), "empty scheme"),
            _ => {
                let mut body = Vec::new();
                body.put_i32(1);
                body.put_i32(31);
                body.put_i32(-1);
                body.put_i32(-1);
                (body, "null scheme and id")
            }
        }
    }

    fn create(&mut self) -> Op {
        let (code, body, note) = self.create_body(false);
        self.op(code, body, note)
    }

    /// Operation, flags and TTL always belong together; see `allowed.rs`.
    fn create_body(&mut self, in_multi: bool) -> (i32, Vec<u8>, String) {
        let (code, flags, ttl_ms) = match self.rng.below(20) {
            0 => (OpCode::CreateContainer, 4, None),
            1 => (OpCode::CreateTtl, 5, Some(3_600_000)),
            2 => (OpCode::CreateTtl, 6, Some(3_600_000)),
            3 => (
                OpCode::CreateTtl,
                5,
                Some(self.rng.pick(&[0, -1, -5, i64::MIN, i64::MAX, 0xff_ffff_ffff, 0x100_0000_0000])),
            ),
            4..7 => (self.create_op(), 1, None),
            7..10 => (self.create_op(), 2, None),
            10..12 => (self.create_op(), 3, None),
            12 if !in_multi => {
                (self.create_op(), self.rng.pick(&[-1, 5, 6, 7, 100, i32::MAX, i32::MIN]), None)
            }
            _ => (self.create_op(), 0, None),
        };
        let sequential = matches!(flags, 2 | 3 | 6);
        let path =
            if sequential && self.rng.chance(80) { self.prefix().as_bytes().to_vec() } else { self.path() };
        // What a closing session leaves of a quota depends on the order of its deletes.
        let flags = if path.starts_with(b"/zookeeper/quota") && flags == 1 { 0 } else { flags };
        let data = self.data_for(&path);
        let (acl, acl_note) = self.acl(&path, in_multi);
        let mut body = Vec::new();
        put_bytes(&mut body, &path);
        body.put_buffer(data.as_deref());
        body.put_bytes(&acl);
        body.put_i32(flags);
        if let Some(ttl_ms) = ttl_ms {
            body.put_i64(ttl_ms);
        }
        let note = format!(
            "{} \"{}\" flags {flags} ttl {ttl_ms:?} acl {acl_note}",
            code.name(),
            path.escape_ascii()
        );
        (code.code(), body, note)
    }

    fn create_op(&mut self) -> OpCode {
        self.rng.pick(&[OpCode::Create, OpCode::Create2])
    }

    fn delete(&mut self) -> Op {
        let (code, body, note) = self.versioned(OpCode::Delete);
        self.op(code, body, note)
    }

    fn versioned(&mut self, op: OpCode) -> (i32, Vec<u8>, String) {
        let (path, version) = (self.path(), self.rng.pick(&VERSIONS));
        let mut body = Vec::new();
        put_bytes(&mut body, &path);
        body.put_i32(version);
        (op.code(), body, format!("{} \"{}\" version {version}", op.name(), path.escape_ascii()))
    }

    fn set_data(&mut self) -> Op {
        let (code, body, note) = self.set_data_body();
        self.op(code, body, note)
    }

    fn set_data_body(&mut self) -> (i32, Vec<u8>, String) {
        let (path, version) = (self.path(), self.rng.pick(&VERSIONS));
        let data = self.data_for(&path);
        let mut body = Vec::new();
        put_bytes(&mut body, &path);
        body.put_buffer(data.as_deref());
        body.put_i32(version);
        (OpCode::SetData.code(), body, format!("setData \"{}\" version {version}", path.escape_ascii()))
    }

    fn set_acl(&mut self) -> Op {
        let (path, version) = (self.path(), self.rng.pick(&VERSIONS));
        let (acl, acl_note) = self.acl(&path, false);
        let mut body = Vec::new();
        put_bytes(&mut body, &path);
        body.put_bytes(&acl);
        body.put_i32(version);
        let note = format!("setACL \"{}\" {acl_note} version {version}", path.escape_ascii());
        self.op(OpCode::SetAcl.code(), body, note)
    }

    fn multi(&mut self) -> Op {
        let mut body = Vec::new();
        let mut note = "multi".to_owned();
        for _ in 0..self.rng.below(6) {
            let (code, sub, sub_note) = match self.rng.below(20) {
                0..8 => self.create_body(true),
                8..12 => self.versioned(OpCode::Delete),
                12..16 => self.set_data_body(),
                16..19 => self.versioned(OpCode::Check),
                _ => self.stranger_in_multi(),
            };
            MultiHeader { kind: code, done: false, err: -1 }.encode(&mut body);
            body.put_bytes(&sub);
            let _ = write!(note, "; {sub_note}");
        }
        MultiHeader::END.encode(&mut body);
        self.op(OpCode::Multi.code(), body, note)
    }

    /// An operation that no multi may hold.
    fn stranger_in_multi(&mut self) -> (i32, Vec<u8>, String) {
        if !self.peers.has_later_apis() {
            return self.versioned(OpCode::Check);
        }
        let op =
            self.rng.pick(&[OpCode::SetAcl, OpCode::Multi, OpCode::GetData, OpCode::Exists, OpCode::Sync]);
        let mut body = Vec::new();
        put_bytes(&mut body, b"/a");
        body.put_bool(false);
        (op.code(), body, format!("STRANGER {}", op.name()))
    }

    fn multi_read(&mut self) -> Op {
        let mut body = Vec::new();
        let mut note = "multiRead".to_owned();
        for _ in 0..self.rng.below(5) {
            let op = self.rng.pick(&[OpCode::GetData, OpCode::GetData, OpCode::GetChildren]);
            let path = self.path();
            MultiHeader { kind: op.code(), done: false, err: -1 }.encode(&mut body);
            put_bytes(&mut body, &path);
            body.put_bool(self.rng.chance(20));
            let _ = write!(note, "; {} \"{}\"", op.name(), path.escape_ascii());
        }
        MultiHeader::END.encode(&mut body);
        self.op(OpCode::MultiRead.code(), body, note)
    }

    fn read(&mut self, slot: usize) -> Op {
        let op = match self.rng.below(39) {
            0..9 => OpCode::Exists,
            9..18 => OpCode::GetData,
            18..22 => OpCode::GetChildren,
            22..26 => OpCode::GetChildren2,
            26..29 => OpCode::GetAcl,
            29..31 => OpCode::GetAllChildrenNumber,
            31..33 => OpCode::Sync,
            33..35 => OpCode::GetEphemerals,
            35 => OpCode::WhoAmI,
            36 => OpCode::Ping,
            37 => OpCode::Reconfig,
            _ => OpCode::GetData,
        };
        let path = self.path();
        let mut body = Vec::new();
        let watch = self.rng.chance(40) && self.may_watch_once(slot, &path);
        match op {
            OpCode::Exists | OpCode::GetData | OpCode::GetChildren | OpCode::GetChildren2 => {
                put_bytes(&mut body, &path);
                body.put_bool(watch);
            }
            OpCode::GetAcl | OpCode::GetAllChildrenNumber | OpCode::Sync | OpCode::GetEphemerals => {
                put_bytes(&mut body, &path);
            }
            OpCode::Reconfig => {
                body.put_buffer(None);
                body.put_buffer(None);
                body.put_str("server.1=127.0.0.1:1:2;3");
                body.put_i64(-1);
            }
            _ => {}
        }
        let note = format!("{} \"{}\" watch {watch}", op.name(), path.escape_ascii());
        self.op(op.code(), body, note)
    }

    /// ZooKeeper before 3.9 mixes up the kinds of watches of one connection: there, odd connections get one-time
    /// watches, connection 0 persistent and connection 2 recursive ones.
    fn may_watch_once(&self, slot: usize, path: &[u8]) -> bool {
        self.peers.has_later_apis() || (slot % 2 == 1 && !path.starts_with(b"/p"))
    }

    fn may_watch_for_long(&self, slot: usize, mode: i32) -> bool {
        self.peers.has_later_apis() || !(0..=1).contains(&mode) || slot == 2 * mode as usize
    }

    fn watches(&mut self, slot: usize) -> Op {
        match self.rng.below(8) {
            0..3 => {
                let modes: Vec<i32> = [0, 0, 1, 1, 1, 2, -1]
                    .into_iter()
                    .filter(|mode| self.may_watch_for_long(slot, *mode))
                    .collect();
                let (path, mode) = (self.path(), self.rng.pick(&modes));
                let mut body = Vec::new();
                put_bytes(&mut body, &path);
                body.put_i32(mode);
                self.op(
                    OpCode::AddWatch.code(),
                    body,
                    format!("addWatch \"{}\" mode {mode}", path.escape_ascii()),
                )
            }
            3..6 if self.peers.has_later_apis() => {
                let op = self.rng.pick(&[OpCode::CheckWatches, OpCode::RemoveWatches]);
                let (path, kind) = (self.path(), self.rng.pick(&[1, 2, 3, 4, 5, 0, 6, -1]));
                let mut body = Vec::new();
                put_bytes(&mut body, &path);
                body.put_i32(kind);
                self.op(op.code(), body, format!("{} \"{}\" kind {kind}", op.name(), path.escape_ascii()))
            }
            6..8 => self.set_watches(slot),
            _ => self.op(OpCode::Ping.code(), Vec::new(), "ping".into()),
        }
    }

    fn set_watches(&mut self, slot: usize) -> Op {
        let code = self.rng.pick(&[OpCode::SetWatches, OpCode::SetWatches2]);
        let lists = if code == OpCode::SetWatches { 3 } else { 5 };
        let back = self.rng.pick(&[0, 1, 3, 10, 50, -5]);
        let mut body = vec![0; 8];
        let mut note = format!("{} from {back} back", code.name());
        for list in 0..lists {
            let mut paths = Vec::new();
            for _ in 0..self.rng.below(3) {
                let path = self.path();
                let allowed = match list {
                    0..3 => self.may_watch_once(slot, &path),
                    _ => self.may_watch_for_long(slot, list - 3),
                };
                paths.extend(allowed.then_some(path));
            }
            body.put_len(paths.len());
            note.push(';');
            for path in paths {
                put_bytes(&mut body, &path);
                let _ = write!(note, " \"{}\"", path.escape_ascii());
            }
        }
        let mut op = self.op(code.code(), body, note);
        op.zxid_back = Some(back);
        op.xid = xid::SET_WATCHES;
        op
    }
}

fn put_bytes(out: &mut Vec<u8>, bytes: &[u8]) {
    out.put_buffer(Some(bytes));
}

fn is_write(code: i32) -> bool {
    OpCode::from_i32(code).is_some_and(OpCode::is_write)
}
