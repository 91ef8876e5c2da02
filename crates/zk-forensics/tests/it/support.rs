//! The captured data directories.

use std::path::{Path, PathBuf};

use zk_forensics::Sources;

pub const VERSIONS: [&str; 2] = ["3.8.0", "3.9.5"];

pub fn dir(version: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("testdata/zookeeper-{version}"))
}

pub fn corpus(version: &str) -> Sources {
    Sources::find(&[dir(version)]).unwrap()
}

pub fn json(version: &str, name: &str) -> serde_json::Value {
    serde_json::from_slice(&std::fs::read(dir(version).join(name)).unwrap()).unwrap()
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
