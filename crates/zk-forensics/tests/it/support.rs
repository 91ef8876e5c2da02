//! The captured data directories.

use std::path::{Path, PathBuf};

use zk_forensics::Sources;

/// Releases of Apache ZooKeeper, and zkd.
pub const VERSIONS: [&str; 3] = ["3.8.0", "3.9.5", "zkd"];

pub fn dir(version: &str) -> PathBuf {
    let name = if version == "zkd" { version.to_owned() } else { format!("zookeeper-{version}") };
    Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata").join(name)
}

pub fn corpus(version: &str) -> Sources {
    Sources::find(&[dir(version)]).unwrap()
}

pub fn json(version: &str, name: &str) -> serde_json::Value {
    serde_json::from_slice(&std::fs::read(dir(version).join(name)).unwrap()).unwrap()
}

/// The seeds of a random test: `ZK_FORENSICS_SEED`, or so many from 1 on, and one that was never tried.
pub fn seeds(test: &str, count: u64) -> Vec<u64> {
    if let Some(seed) = std::env::var("ZK_FORENSICS_SEED").ok().and_then(|s| s.parse().ok()) {
        return vec![seed];
    }
    let new = std::time::UNIX_EPOCH.elapsed().map_or(1, |d| d.as_nanos() as u64);
    println!("to repeat the last one: ZK_FORENSICS_SEED={new} cargo test -p zk-forensics --test it {test}");
    (1..=count).chain([new]).collect()
}

/// A small generator: the same numbers from the same seed.
pub struct Rng(pub u64);

impl Rng {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, n: usize) -> usize {
        (self.next() % n.max(1) as u64) as usize
    }
}
