//! Quotas, summed up by namespace: the child of the root that they are of or below. Apache has metrics of these.

use std::collections::BTreeMap;
use std::fmt::Write;

use zk_tree::DataTree;
use zk_tree::quota::{StatsTrack, namespace};

/// The quotas of one namespace.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Quota {
    /// The namespace.
    pub namespace: String,
    /// Nodes that there may be: the hard limits, else the soft ones. `None`: any number.
    pub count_limit: Option<u64>,
    /// Bytes that there may be.
    pub bytes_limit: Option<u64>,
    /// Nodes that there are.
    pub count: u64,
    /// Bytes that there are.
    pub bytes: u64,
}

/// One quota.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuotaDetail {
    /// The subtree.
    pub path: String,
    /// Its limits; -1 is none.
    pub limits: StatsTrack,
    /// What there is, as the quota counts it; -1 where that cannot be read.
    pub usage: StatsTrack,
}

/// So many are told; clients may be allowed to set any number of them. A gauge has the number of all.
const MAX_TOLD: usize = 1000;

/// The first of them by name, and how many there are.
///
/// Differs: a limit that is not set counts for nothing in a sum; in Apache's it takes one off.
pub(crate) fn of(tree: &DataTree) -> (Vec<Quota>, u64) {
    let mut sums: BTreeMap<&str, Quota> = BTreeMap::new();
    for subject in tree.quotas().iter() {
        let Some(name) = namespace(subject) else { continue };
        let sum = sums.entry(name).or_default();
        let (Some(limits), Some(usage)) = (tree.quota_limits(subject), tree.quota_usage(subject)) else {
            continue;
        };
        add(&mut sum.count_limit, limits.count_hard, limits.count);
        add(&mut sum.bytes_limit, limits.bytes_hard, limits.bytes);
        sum.count = sum.count.saturating_add(u64::try_from(usage.count).unwrap_or(0));
        sum.bytes = sum.bytes.saturating_add(u64::try_from(usage.bytes).unwrap_or(0));
    }
    let count = sums.len() as u64;
    let told = sums.into_iter().take(MAX_TOLD);
    (told.map(|(name, sum)| Quota { namespace: name.to_owned(), ..sum }).collect(), count)
}

/// So many are told one by one.
const MAX_DETAILS: usize = 10_000;

/// The first of them by path, and how many there are.
pub(crate) fn details(tree: &DataTree) -> (Vec<QuotaDetail>, u64) {
    let told = tree.quotas().iter().take(MAX_DETAILS).map(|path| QuotaDetail {
        path: path.to_owned(),
        limits: tree.quota_limits(path).unwrap_or_default(),
        usage: tree.quota_usage(path).unwrap_or_default(),
    });
    (told.collect(), tree.quotas().iter().count() as u64)
}

fn add(sum: &mut Option<u64>, hard: i64, soft: i64) {
    if let Ok(limit) = u64::try_from(if hard > -1 { hard } else { soft }) {
        *sum = Some(sum.unwrap_or(0).saturating_add(limit));
    }
}

/// A namespace as a part of a key of `mntr`: a line break or a tab in a name makes no line of its own.
pub fn key_part(namespace: &str) -> String {
    let mut out = String::with_capacity(namespace.len());
    for c in namespace.chars() {
        if c.is_control() || c.is_whitespace() || c == '%' {
            let mut bytes = [0; 4];
            for byte in c.encode_utf8(&mut bytes).bytes() {
                let _ = write!(out, "%{byte:02X}");
            }
        } else {
            out.push(c);
        }
    }
    out
}
