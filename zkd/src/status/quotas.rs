//! Quotas of children of the root, with what is used: the only ones that Apache has metrics of.

use zk_tree::DataTree;
use zk_tree::quota::{self, StatsTrack};

/// The quota of one child of the root.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quota {
    /// The child's name.
    pub namespace: String,
    /// Nodes that it may have: the hard limit, else the soft one. `None`: any number.
    pub count_limit: Option<u64>,
    /// Bytes that it may have.
    pub bytes_limit: Option<u64>,
    /// Nodes that it has.
    pub count: u64,
    /// Bytes that it has.
    pub bytes: u64,
}

/// So many are told; clients may be allowed to set any number of them. A gauge has the number of all.
const MAX_TOLD: usize = 1000;

/// The first of them by name, and how many there are.
pub(crate) fn of(tree: &DataTree) -> (Vec<Quota>, u64) {
    let top =
        |path: &&str| path.strip_prefix('/').is_some_and(|name| !name.is_empty() && !name.contains('/'));
    let track = |path: String| {
        let data = tree.find(&path).and_then(|node| node.data()).unwrap_or_default();
        StatsTrack::parse(data)
    };
    let limit = |hard: i64, soft: i64| u64::try_from(if hard > -1 { hard } else { soft }).ok();
    let used = |n: i64| u64::try_from(n).unwrap_or(0);
    let all = || tree.quotas().iter().filter(top);
    let told = all().take(MAX_TOLD).map(|path| {
        let (limits, usage) = (track(quota::limits_path(path)), track(quota::stats_path(path)));
        Quota {
            namespace: path.trim_start_matches('/').to_owned(),
            count_limit: limit(limits.count_hard, limits.count),
            bytes_limit: limit(limits.bytes_hard, limits.bytes),
            count: used(usage.count),
            bytes: used(usage.bytes),
        }
    });
    (told.collect(), all().count() as u64)
}
