//! The tree digest: the sum, modulo 2^64, of a CRC-32 over each node's path, data and stat.
//!
//! Mirrors: ZooKeeper `DigestCalculator`, digest version 2.

use crc32fast::Hasher;
use zk_proto::StatPersisted;

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_initial_tree_has_the_digest_that_zookeeper_writes() {
        let stat = StatPersisted::default();
        let sum = of_node("/", Some(b""), &stat) as u64 + of_node("/zookeeper", Some(b""), &stat) as u64;
        assert_eq!(sum, 0x51C6_D660);
        assert_eq!(of_node("/zookeeper/quota", Some(b""), &stat), 0);
    }
}
