//! Quotas: limits and usage per subtree, as text in ordinary nodes below `/zookeeper/quota`.

mod report;

use std::collections::BTreeSet;
use std::fmt;

pub(crate) use report::Breaches;
pub use report::{Measure, QuotaBreach, Strictness, namespace};

/// Root of all quota nodes.
pub const QUOTA_ROOT: &str = "/zookeeper/quota";
/// Name of the node that holds the limits.
pub const LIMITS: &str = "zookeeper_limits";
/// Name of the node that holds the usage.
pub const STATS: &str = "zookeeper_stats";

/// Limits or usage of a subtree; -1 where unset.
///
/// Mirrors: ZooKeeper `StatsTrack`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StatsTrack {
    /// Nodes, the subtree's root included.
    pub count: i64,
    /// Bytes of data.
    pub bytes: i64,
    /// Hard limit of nodes.
    pub count_hard: i64,
    /// Hard limit of bytes.
    pub bytes_hard: i64,
}

impl Default for StatsTrack {
    fn default() -> Self {
        StatsTrack { count: -1, bytes: -1, count_hard: -1, bytes_hard: -1 }
    }
}

impl StatsTrack {
    /// Reads `count=1,bytes=2=;byteHardLimit=3;countHardLimit=4` in the tolerant way of Java: unknown keys and
    /// values that are no number count as unset.
    pub fn parse(text: &[u8]) -> StatsTrack {
        let mut out = StatsTrack::default();
        for part in String::from_utf8_lossy(text).split([',', ';']).filter(|p| !p.is_empty()) {
            let mut halves = part.split('=');
            let key = halves.next().unwrap_or_default();
            let value = halves.next().and_then(|v| v.parse().ok()).unwrap_or(-1);
            match key {
                "count" => out.count = value,
                "bytes" => out.bytes = value,
                "countHardLimit" => out.count_hard = value,
                "byteHardLimit" => out.bytes_hard = value,
                _ => {}
            }
        }
        out
    }
}

impl fmt::Display for StatsTrack {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "count={},bytes={}", self.count, self.bytes)?;
        let mut separator = "=;";
        for (key, value) in [("byteHardLimit", self.bytes_hard), ("countHardLimit", self.count_hard)] {
            if value != -1 {
                write!(f, "{separator}{key}={value}")?;
                separator = ";";
            }
        }
        Ok(())
    }
}

/// The subtree that a node below [`QUOTA_ROOT`] speaks of: `/zookeeper/quota/a/b/zookeeper_limits` → `/a/b`.
pub fn subject<'p>(path: &'p str, last: &str) -> Option<&'p str> {
    let inner = path.strip_prefix(QUOTA_ROOT)?;
    let (subject, name) = inner.rsplit_once('/')?;
    (name == last).then_some(if subject.is_empty() { "/" } else { subject })
}

/// Path of the limits node of a subtree.
pub fn limits_path(subject: &str) -> String {
    format!("{QUOTA_ROOT}{}/{LIMITS}", if subject == "/" { "" } else { subject })
}

/// Path of the usage node of a subtree.
pub fn stats_path(subject: &str) -> String {
    format!("{QUOTA_ROOT}{}/{STATS}", if subject == "/" { "" } else { subject })
}

/// The subtrees that have limits.
#[derive(Clone, Debug, Default)]
pub struct QuotaPaths(BTreeSet<String>);

impl QuotaPaths {
    /// Registers a subtree.
    pub fn insert(&mut self, subject: &str) {
        self.0.insert(subject.to_owned());
    }

    /// Forgets a subtree.
    pub fn remove(&mut self, subject: &str) {
        self.0.remove(subject);
    }

    /// The deepest registered subtree that holds `path`. Nothing below `/zookeeper` is ever counted.
    pub fn find(&self, path: &str) -> Option<&str> {
        if self.0.is_empty() || path == "/zookeeper" || path.starts_with("/zookeeper/") {
            return None;
        }
        let mut at = path;
        loop {
            // The trie of the original has no entry for the root.
            if at.is_empty() {
                return None;
            }
            if let Some(found) = self.0.get(at) {
                return Some(found);
            }
            at = &at[..at.rfind('/')?];
        }
    }

    /// All registered subtrees.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_form_round_trips() {
        for text in [
            "count=1,bytes=2",
            "count=-1,bytes=5=;byteHardLimit=9",
            "count=1,bytes=2=;byteHardLimit=3;countHardLimit=4",
        ] {
            assert_eq!(StatsTrack::parse(text.as_bytes()).to_string(), text);
        }
        assert_eq!(StatsTrack::parse(b"count=x,,bytes"), StatsTrack::default());
    }

    #[test]
    fn the_deepest_prefix_wins_and_names_are_whole() {
        let mut q = QuotaPaths::default();
        q.insert("/a");
        q.insert("/a/b");
        assert_eq!(q.find("/a/b/c"), Some("/a/b"));
        assert_eq!(q.find("/a/bc"), Some("/a"));
        assert_eq!(q.find("/ab"), None);
        assert_eq!(q.find("/zookeeper/quota/a"), None);
        assert_eq!(subject("/zookeeper/quota/a/b/zookeeper_limits", LIMITS), Some("/a/b"));
        assert_eq!(subject("/a/zookeeper_limits", LIMITS), None);
    }
}
