//! `log blame` against an oracle: clients of a server in this process do random things and write down what they did, and
//! what the server must have done for them.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use zk_proto::request::{CreateMode, CreateRequest};
use zk_proto::{AclBytes, OpCode, Perms, Request, Zxid};
use zkd_tests::ops::create_request;
use zkd_tests::rng::{Rng, seed_from};
use zkd_tests::{PATIENCE, RawConn, acls, poll};

use crate::support::{Lab, zkctl};

/// A change as those know it who caused it. What a client cannot know of it is `None`.
#[derive(Debug)]
struct Did {
    path: String,
    op: &'static str,
    cause: &'static str,
    session: Option<String>,
    cxid: i32,
    version: Option<i32>,
    zxid: Option<i64>,
    part: Option<(usize, usize)>,
    siblings: Vec<String>,
}

struct Node {
    owner: Option<String>,
    version: i32,
    aversion: i32,
}

struct Oracle {
    lab: Lab,
    rng: Rng,
    clients: Vec<RawConn>,
    nodes: BTreeMap<String, Node>,
    did: Vec<Did>,
}

fn id(conn: &RawConn) -> String {
    conn.session().id.to_string()
}

impl Oracle {
    fn new(seed: u64) -> Oracle {
        let lab = Lab::with(|c| {
            c.tick_ms = 100;
            c.min_session_timeout_ms = 200;
            c.max_session_timeout_ms = 120_000;
            c.container_check_interval_ms = 50;
            c.snap_count = 60;
        });
        let clients = (0..3).map(|_| RawConn::connect(lab.addr, 120_000)).collect();
        Oracle { lab, rng: Rng::new(seed), clients, nodes: BTreeMap::new(), did: Vec::new() }
    }

    fn path(&mut self) -> String {
        let depth = 1 + self.rng.below(2);
        (0..depth).map(|_| format!("/{}", self.rng.pick(&["a", "b", "c", "d's"]))).collect()
    }

    /// Notes what a client asked for and got.
    fn note(&mut self, who: usize, path: &str, op: &'static str, version: Option<i32>, zxid: i64) {
        let (session, cxid) = (Some(id(&self.clients[who])), self.clients[who].last_xid());
        let path = path.to_owned();
        let (part, siblings, zxid) = (None, Vec::new(), Some(zxid));
        self.did.push(Did { path, op, cause: "client", session, cxid, version, zxid, part, siblings });
    }

    /// Notes what the server did without being asked for it.
    fn note_server(&mut self, path: &str, cause: &'static str, session: Option<String>, cxid: i32) {
        let path = path.to_owned();
        let (op, version, zxid, part, siblings) = ("delete", None, None, None, Vec::new());
        self.did.push(Did { path, op, cause, session, cxid, version, zxid, part, siblings });
    }

    fn create(&mut self, who: usize) {
        let (path, data) = (self.path(), vec![b'v'; self.rng.below(60)]);
        let mode = self.rng.pick(&[
            CreateMode::Persistent,
            CreateMode::Persistent,
            CreateMode::Ephemeral,
            CreateMode::EphemeralSequential,
        ]);
        let reply = self.clients[who].call(&create_request(&path, &data, mode));
        if reply.err == 0 {
            let made = reply.path();
            self.note(who, &made, "create", Some(0), reply.zxid);
            let owner = (mode != CreateMode::Persistent).then(|| id(&self.clients[who]));
            self.nodes.insert(made, Node { owner, version: 0, aversion: 0 });
        }
    }

    fn set(&mut self, who: usize) {
        let path = self.path();
        let request = Request::SetData { path: path.as_str().into(), data: Some(b"set"), version: -1 };
        let reply = self.clients[who].call(&request);
        if reply.err == 0 {
            let version = reply.stat().version;
            self.note(who, &path, "setData", Some(version), reply.zxid);
            self.nodes.get_mut(&path).expect("the oracle knows every node").version = version;
        }
    }

    fn set_acl(&mut self, who: usize) {
        let (path, acl) = (self.path(), acls::one(Perms::ALL, "world", "anyone"));
        let acl = AclBytes::from_bytes(&acl).unwrap();
        let reply = self.clients[who].call(&Request::SetAcl { path: path.as_str().into(), acl, version: -1 });
        if reply.err == 0 {
            let version = reply.stat().aversion;
            self.note(who, &path, "setACL", Some(version), reply.zxid);
            self.nodes.get_mut(&path).expect("the oracle knows every node").aversion = version;
        }
    }

    fn delete(&mut self, who: usize) {
        let path = self.path();
        let reply = self.clients[who].call(&Request::Delete { path: path.as_str().into(), version: -1 });
        if reply.err == 0 {
            self.note(who, &path, "delete", None, reply.zxid);
            self.nodes.remove(&path);
        }
    }

    /// Several nodes at once; every third time it is refused, and nobody did anything.
    fn multi(&mut self, who: usize) {
        let refused = self.rng.chance(33);
        let names: BTreeSet<String> = (0..3).map(|_| format!("/m{}", self.rng.below(6))).collect();
        let mut planned: Vec<(String, &'static str)> = Vec::new();
        for path in names {
            let op = match (self.nodes.contains_key(&path), self.rng.chance(50)) {
                (false, _) => "create",
                (true, true) => "setData",
                (true, false) => "delete",
            };
            planned.push((path, op));
        }
        let mut ops: Vec<Request<'_>> = Vec::new();
        for (path, op) in &planned {
            ops.push(match *op {
                "create" => create_request(path, b"in a multi", CreateMode::Persistent),
                "setData" => {
                    Request::SetData { path: path.as_str().into(), data: Some(b"multi"), version: -1 }
                }
                _ => Request::Delete { path: path.as_str().into(), version: -1 },
            });
        }
        if refused {
            ops.push(Request::Check { path: "/zookeeper".into(), version: 4711 });
        }
        let reply = self.clients[who].call(&Request::Multi(ops));
        if refused {
            return;
        }
        let count = planned.len();
        for (index, (path, op)) in planned.iter().enumerate() {
            let version = match *op {
                "create" => Some(0),
                "setData" => Some(self.nodes[path].version + 1),
                _ => None,
            };
            self.note(who, path, op, version, reply.zxid);
            let last = self.did.last_mut().expect("just noted");
            last.part = Some((index + 1, count));
            last.siblings = planned.iter().map(|(p, _)| p.clone()).filter(|p| p != path).collect();
            match version {
                Some(version) => {
                    self.nodes.insert(path.clone(), Node { owner: None, version, aversion: 0 });
                }
                None => drop(self.nodes.remove(path)),
            }
        }
    }

    /// Nodes of a session go with it.
    fn drop_ephemerals(&mut self, session: &str, cause: &'static str, cxid: i32) {
        let owned = self.nodes.iter().filter(|(_, n)| n.owner.as_deref() == Some(session));
        let owned: Vec<String> = owned.map(|(p, _)| p.clone()).collect();
        for path in owned {
            self.nodes.remove(&path);
            self.note_server(&path, cause, Some(session.to_owned()), cxid);
        }
    }

    fn close(&mut self, who: usize) {
        let new = RawConn::connect(self.lab.addr, 120_000);
        let old = std::mem::replace(&mut self.clients[who], new);
        let (session, cxid) = (id(&old), old.last_xid() + 1);
        old.close();
        self.drop_ephemerals(&session, "close", cxid);
    }

    fn wait_gone(&mut self, path: &str) {
        let client = &mut self.clients[0];
        let gone = poll(PATIENCE, || client.exists(path, false).is_err().then_some(()));
        assert!(gone.is_some(), "{path} never went");
    }

    /// A client that falls silent.
    fn expire(&mut self, turn: usize) {
        let mut silent = RawConn::connect(self.lab.addr, 300);
        let path = format!("/silent{turn}");
        let reply = silent.call(&create_request(&path, b"nobody pings", CreateMode::Ephemeral));
        assert_eq!(reply.err, 0);
        self.clients.push(silent);
        let who = self.clients.len() - 1;
        self.note(who, &path, "create", Some(0), reply.zxid);
        let silent = self.clients.pop().expect("just pushed");
        let session = id(&silent);
        silent.hang_up();
        self.wait_gone(&path);
        self.note_server(&path, "expiry", Some(session), 0);
    }

    /// A container that was used, and a node whose time is over.
    fn reap(&mut self, turn: usize) {
        let (container, ttl) = (format!("/container{turn}"), format!("/ttl{turn}"));
        let child = format!("{container}/child");
        let reply = self.clients[0].call(&create_request(&container, b"", CreateMode::Container));
        self.note(0, &container, "create", Some(0), reply.zxid);
        let reply = self.clients[0].call(&create_request(&child, b"", CreateMode::Persistent));
        self.note(0, &child, "create", Some(0), reply.zxid);
        let reply = self.clients[0].call(&Request::Delete { path: child.as_str().into(), version: -1 });
        self.note(0, &child, "delete", None, reply.zxid);
        self.wait_gone(&container);
        self.note_server(&container, "container", None, 0);
        let request = CreateRequest {
            op: OpCode::CreateTtl,
            path: ttl.as_str().into(),
            data: Some(b"short"),
            acl: AclBytes::OPEN,
            flags: CreateMode::Ttl as i32,
            ttl_ms: 1,
        };
        let reply = self.clients[0].call(&Request::Create(request));
        self.note(0, &ttl, "create", Some(0), reply.zxid);
        self.wait_gone(&ttl);
        self.note_server(&ttl, "ttl", None, 0);
    }

    fn step(&mut self) {
        let who = self.rng.below(self.clients.len());
        match self.rng.below(20) {
            0..=5 => self.create(who),
            6..=10 => self.set(who),
            11..=13 => self.delete(who),
            14..=15 => self.set_acl(who),
            16..=18 => self.multi(who),
            _ => self.close(who),
        }
    }
}

/// What blame says of a change, beside what is known of it.
fn assert_told(told: &Value, did: &Did, what: &str) {
    let op = told["op"].as_str().unwrap();
    // The kinds of creates and deletes are told by name; what they are about is told by the cause.
    let op = ["create", "delete"].into_iter().find(|kind| op.starts_with(kind)).unwrap_or(op);
    assert_eq!(op, did.op, "{what}");
    assert_eq!(told["cause"], did.cause, "{what}");
    assert_eq!(told["session"], did.session.clone().map_or(Value::Null, Value::from), "{what}");
    assert_eq!(told["cxid"], did.cxid, "{what}");
    assert_eq!(told["version"], did.version.map_or(Value::Null, Value::from), "{what}");
    if let Some(zxid) = did.zxid {
        assert_eq!(told["zxid"], Zxid(zxid).to_string(), "{what}");
    }
    let part = |n: Option<usize>| n.map_or(Value::Null, Value::from);
    assert_eq!(told["part"], part(did.part.map(|p| p.0)), "{what}");
    assert_eq!(told["parts"], part(did.part.map(|p| p.1)), "{what}");
    let siblings: Vec<&str> =
        told["siblings"].as_array().into_iter().flatten().map(|p| p.as_str().unwrap()).collect();
    assert_eq!(siblings, did.siblings, "{what}");
}

#[test]
fn blame_says_what_those_know_who_did_it() {
    let seed = seed_from("ZKCTL_BLAME_SEED");
    println!("to repeat: ZKCTL_BLAME_SEED={seed} cargo test -p zkctl --test cli blame_says");
    let mut oracle = Oracle::new(seed);
    for turn in 0..3 {
        for _ in 0..70 {
            oracle.step();
        }
        oracle.expire(turn);
        oracle.reap(turn);
    }
    let dir = oracle.lab.path("data");
    let all = zkctl(&["log", "blame", "/", &dir, "-R", "-o", "json"]).exits(0).json();
    let mut told: BTreeMap<&str, Vec<&Value>> = BTreeMap::new();
    // The first snapshot knows the server's own nodes.
    for change in all["changes"].as_array().unwrap().iter().filter(|c| c["cause"] != "before") {
        told.entry(change["path"].as_str().unwrap()).or_default().push(change);
    }
    let mut did: BTreeMap<&str, Vec<&Did>> = BTreeMap::new();
    for one in &oracle.did {
        did.entry(&one.path).or_default().push(one);
    }
    assert!(did.len() > 15, "seed {seed}: too little was done");
    assert_eq!(told.keys().collect::<Vec<_>>(), did.keys().collect::<Vec<_>>(), "seed {seed}");
    for (path, did) in &did {
        let told = &told[path];
        assert_eq!(told.len(), did.len(), "seed {seed}, {path}: {told:#?}\n{did:#?}");
        for (told, did) in told.iter().zip(did) {
            assert_told(told, did, &format!("seed {seed}: {told}\n{did:?}"));
        }
    }
    // One path alone, as it is asked for as a rule.
    for path in did.keys().step_by(7) {
        let one = zkctl(&["log", "blame", path, &dir, "-o", "json"]).exits(0).json();
        let one: Vec<&Value> = one["changes"].as_array().unwrap().iter().collect();
        assert_eq!(one, told[path], "seed {seed}");
    }
}
