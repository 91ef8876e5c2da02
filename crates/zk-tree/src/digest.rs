//! The tree digest: the sum, modulo 2^64, of a CRC-32 over each node's path, data and stat.
//!
//! Mirrors: ZooKeeper `DigestCalculator`, digest version 2.

use std::collections::VecDeque;

use crc32fast::Hasher;
use zk_proto::{StatPersisted, Zxid};

/// Whether a node's digest counts: everything below `/zookeeper` is local or excluded.
pub fn is_covered(path: &str) -> bool {
    !path.starts_with("/zookeeper/")
}

/// The CRC over path and data, from which [`finish`] goes on with a stat.
///
/// Keeping this prefix lets a change of stat alone be digested without touching the data again.
pub fn prefix(path: &str, data: Option<&[u8]>) -> u32 {
    let mut h = Hasher::new();
    // The root goes in under its other name.
    h.update(if path == "/" { b"" } else { path.as_bytes() });
    h.update(data.unwrap_or_default());
    h.finalize()
}

/// A node's digest, of its [`prefix`] and its stored stat.
pub fn finish(prefix: u32, stat: &StatPersisted) -> u32 {
    let mut h = Hasher::new_with_initial(prefix);
    h.update(&stat.digest_bytes());
    h.finalize()
}

/// A node's digest; 0 where [`is_covered`] says no.
pub fn of_node(path: &str, data: Option<&[u8]>, stat: &StatPersisted) -> u32 {
    if is_covered(path) { finish(prefix(path, data), stat) } else { 0 }
}

/// Digests of the tree after transactions that all servers agree on, for comparing servers with each other.
///
/// Mirrors: ZooKeeper `DataTree.logZxidDigest`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct KeptDigests(VecDeque<(Zxid, u64)>);

/// One is kept for each transaction whose zxid this divides.
const EVERY: i64 = 128;
/// The oldest of more goes.
const KEPT: usize = 1024;

impl KeptDigests {
    /// The digest after this transaction.
    pub(crate) fn note(&mut self, zxid: Zxid, digest: u64) {
        if zxid.0 % EVERY != 0 {
            return;
        }
        if self.0.len() == KEPT {
            self.0.pop_front();
        }
        self.0.push_back((zxid, digest));
    }

    /// Oldest first.
    pub fn iter(&self) -> impl Iterator<Item = (Zxid, u64)> + '_ {
        self.0.iter().copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digests_are_kept_where_every_server_keeps_them_and_not_without_end() {
        let mut kept = KeptDigests::default();
        let last = EVERY * (KEPT as i64 + 3);
        for zxid in 1..=last {
            kept.note(Zxid(zxid), zxid as u64);
        }
        let zxids: Vec<i64> = kept.iter().map(|(zxid, _)| zxid.0).collect();
        assert_eq!((zxids.len(), zxids.first(), zxids.last()), (KEPT, Some(&(4 * EVERY)), Some(&last)));
        assert!(kept.iter().all(|(zxid, digest)| zxid.0 as u64 == digest));
    }

    #[test]
    fn the_initial_tree_has_the_digest_that_zookeeper_writes() {
        let stat = StatPersisted::default();
        let sum = of_node("/", Some(b""), &stat) as u64 + of_node("/zookeeper", Some(b""), &stat) as u64;
        assert_eq!(sum, 0x51C6_D660);
        assert_eq!(of_node("/zookeeper/quota", Some(b""), &stat), 0);
    }
}
