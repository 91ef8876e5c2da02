//! Random requests: the digest that preparation foretells is the tree's after applying, whatever is in flight;
//! a tree rebuilt from a walk taken between the steps, plus replay, is the same tree.

use zk_proto::{AclBytes, Request, SessionId};

use super::{Machine, create};
use crate::walk::Walk;
use crate::{DataTree, PrepareConfig};

struct Rng(u64);

impl Rng {
    fn below(&mut self, n: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % n
    }
}

fn path(rng: &mut Rng) -> String {
    let mut p = String::new();
    for _ in 0..=rng.below(3) {
        p.push('/');
        p.push((b'a' + rng.below(3) as u8) as char);
    }
    p
}

fn simple<'a>(rng: &mut Rng, p: &'a str) -> Request<'a> {
    match rng.below(6) {
        0 | 1 => create(p, b"some data", rng.below(7) as i32),
        2 => Request::Delete { path: p.into(), version: -1 },
        3 => Request::SetData { path: p.into(), data: Some(b"other"), version: rng.below(3) as i32 - 1 },
        4 => Request::SetData { path: p.into(), data: None, version: -1 },
        _ => Request::Check { path: p.into(), version: rng.below(2) as i32 - 1 },
    }
}

fn step(m: &mut Machine, rng: &mut Rng) {
    let session = SessionId(0x1000 + rng.below(3) as i64);
    let paths: Vec<String> = (0..4).map(|_| path(rng)).collect();
    let request = match rng.below(12) {
        0 => Request::CloseSession,
        1 => Request::SetAcl { path: (&*paths[0]).into(), acl: AclBytes::OPEN, version: -1 },
        2 | 3 => Request::Multi(paths.iter().map(|p| simple(rng, p)).collect()),
        _ => loop {
            match simple(rng, &paths[0]) {
                Request::Check { .. } => {}
                r => break r,
            }
        },
    };
    let _ = m.prepare(session, &request);
}

/// A tree loaded from a walk whose steps were interleaved with changes.
fn load(nodes: &[(String, Option<Vec<u8>>, zk_proto::StatPersisted)], zxid: zk_proto::Zxid) -> DataTree {
    let mut tree = DataTree::bare(9);
    for (p, data, stat) in nodes {
        let acl = if p == "/zookeeper/config" { 7 } else { -1 };
        if acl == 7 {
            let mut w = Vec::new();
            zk_proto::Acl::encode_list(&zk_proto::Acl::read_only(), &mut w);
            tree.load_acl(7, AclBytes::from_bytes(&w).unwrap());
        }
        tree.load_node(p, data.as_deref(), acl, *stat).unwrap();
    }
    tree.finish_load(zxid, None);
    tree
}

#[test]
fn digests_are_foretold_and_fuzzy_walks_are_repaired() {
    for seed in 1..=60u64 {
        let mut rng = Rng(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15));
        let mut m = Machine::new(PrepareConfig {
            extended_types: true,
            create2_in_multi: seed % 2 == 0,
            ..PrepareConfig::default()
        });
        for _ in 0..300 {
            step(&mut m, &mut rng);
            if rng.below(4) == 0 {
                m.settle();
            }
        }
        m.settle();

        let start = m.tree.last_zxid();
        let mut walk = Walk::new(&m.tree);
        let mut nodes = Vec::new();
        let mut log = Vec::new();
        while walk.step(&m.tree, 2, |v| {
            nodes.push((v.path.to_owned(), v.data.map(<[u8]>::to_vec), *v.stat));
        }) {
            for _ in 0..3 {
                step(&mut m, &mut rng);
            }
            log.extend(m.in_flight.iter().cloned());
            m.settle();
        }
        let mut rebuilt = load(&nodes, start);
        for payload in &log {
            rebuilt.apply_payload(payload, &mut ()).unwrap();
        }
        assert_eq!(rebuilt.digest(), m.tree.digest(), "seed {seed}");
        assert_eq!(rebuilt.node_count(), m.tree.node_count(), "seed {seed}");
        assert_eq!(rebuilt.ephemeral_count(), m.tree.ephemeral_count(), "seed {seed}");
        assert_eq!(rebuilt.approximate_data_bytes(), m.tree.approximate_data_bytes(), "seed {seed}");
    }
}
