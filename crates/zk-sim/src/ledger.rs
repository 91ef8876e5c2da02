//! The ledger: seeds that found something once, in `seeds.txt`.

use crate::batch::Case;
use crate::plan::Profile;

/// A line of the ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The run.
    pub case: Case,
    /// What failed then.
    pub invariant: String,
    /// What it was.
    pub what: String,
}

/// All of them.
///
/// # Errors
/// The line that cannot be read.
pub fn entries() -> Result<Vec<Entry>, String> {
    let text = include_str!("../seeds.txt");
    let lines = text.lines().filter(|l| !l.trim_start().starts_with('#') && !l.trim().is_empty());
    lines.map(|l| entry(l).ok_or_else(|| format!("seeds.txt: {l}"))).collect()
}

fn entry(line: &str) -> Option<Entry> {
    let mut words = line.split_whitespace();
    let seed = u64::from_str_radix(words.next()?.strip_prefix("0x")?, 16).ok()?;
    let profile = Profile::from_name(words.next()?)?;
    let invariant = words.next()?.to_string();
    let what = words.collect::<Vec<_>>().join(" ");
    Some(Entry { case: Case::new(seed, profile), invariant, what })
}
