//! The transaction logs that members of one ensemble left behind, read with `zk-storage` and held against each other:
//! which transactions the ensemble chose, and whether every member has them, byte for byte.
//!
//! A log may end in transactions that were never chosen, but only where a snapshot follows them: a member that is told
//! to truncate cuts them off, one that is sent a snapshot leaves them behind it, unread.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::path::Path;
use zk_proto::Zxid;
use zk_storage::{LogEnd, LogReader, OsDisk, snapshot, txlog};

/// What one member has on disk.
#[derive(Clone, Debug, Default)]
pub struct MemberLog {
    /// The member, for messages.
    pub name: String,
    /// Transactions in order: header, body, digest as logged.
    pub records: BTreeMap<Zxid, Vec<u8>>,
    /// Transactions the snapshots are named after, in order.
    pub snapshots: BTreeSet<Zxid>,
    /// Records that stand in the files once more, the same. An Apache 3.8 server leaves such when it loses its leader
    /// right after it was synchronised; a zkd must not.
    pub repeated: usize,
}

/// The transactions of the ensemble, in order.
pub type Chosen = BTreeMap<Zxid, Vec<u8>>;

/// Reads `dir`, a `version-2` directory with logs and snapshots; a torn tail ends a file, as it should.
///
/// # Errors
/// What the file system says, damage that no crash leaves, and a transaction that is there twice and differs.
pub fn read(name: &str, dir: &Path) -> Result<MemberLog, String> {
    let mut log = MemberLog { name: name.to_owned(), ..MemberLog::default() };
    let say = |error: &dyn std::fmt::Display| format!("{name}: {error}");
    for file in txlog::list_logs(&OsDisk, dir).map_err(|error| say(&error))? {
        read_file(&file.path, &mut log)
            .map_err(|error| format!("{name}: {}: {error}", file.path.display()))?;
    }
    let snapshots = snapshot::list_snapshots(&OsDisk, dir).map_err(|error| say(&error))?;
    log.snapshots = snapshots.into_iter().map(|file| file.zxid).collect();
    Ok(log)
}

fn read_file(path: &Path, log: &mut MemberLog) -> Result<(), String> {
    let file = File::open(path).map_err(|error| error.to_string())?;
    let mut reader = LogReader::new(file);
    while let Some(record) = reader.next().map_err(|error| error.to_string())? {
        let zxid = record.head.zxid;
        let newest = log.records.last_key_value().map(|(newest, _)| *newest);
        match log.records.insert(zxid, record.payload.to_vec()) {
            Some(earlier) if earlier == record.payload => log.repeated += 1,
            Some(_) => return Err(format!("{zxid} is there twice and differs")),
            None if newest.is_some_and(|newest| newest > zxid) => {
                return Err(format!("{zxid} stands behind {}", newest.unwrap_or_default()));
            }
            None => {}
        }
    }
    match reader.end() {
        Some(LogEnd::Damaged { offset, reason, .. }) => Err(format!("damaged at {offset}: {reason}")),
        _ => Ok(()),
    }
}

impl MemberLog {
    /// Whether a snapshot from the leader, or one that says nothing new, lies between two records.
    fn snapshot_between(&self, low: Zxid, high: Zxid) -> bool {
        self.snapshots.range(low..high).any(|zxid| *zxid > low)
    }

    /// Whether a snapshot stands behind every record up to and including `zxid` that continues it.
    fn may_be_left_behind(&self, zxid: Zxid) -> bool {
        let mut last = zxid;
        for next in self.records.range(zxid..).map(|(next, _)| *next).skip(1) {
            if self.snapshot_between(last, next) {
                return true;
            }
            if next.epoch() != zxid.epoch() {
                return false;
            }
            last = next;
        }
        self.snapshots.last().is_some_and(|newest| *newest > last)
    }

    /// Whether this log says that there is no such transaction: it goes on behind it without one, and without a
    /// snapshot that would explain the gap.
    fn denies(&self, zxid: Zxid) -> bool {
        let before = self.records.range(..zxid).next_back().map_or(Zxid::ZERO, |(before, _)| *before);
        match self.records.range(zxid..).next() {
            Some((after, _)) => *after != zxid && !self.snapshot_between(before, *after),
            None => false,
        }
    }

    /// A place where transactions of one epoch are missing and no snapshot explains it.
    pub fn hole(&self) -> Option<(Zxid, Zxid)> {
        let mut before = Zxid::ZERO;
        for after in self.records.keys() {
            let follows = match after.epoch() == before.epoch() {
                true => after.counter() == before.counter().wrapping_add(1),
                false => after.counter() == 1,
            };
            if !follows
                && !self.snapshot_between(before, *after)
                && !self.snapshots.contains(&before_of(*after))
            {
                return Some((before, *after));
            }
            before = *after;
        }
        None
    }
}

/// The transaction before this one in its epoch.
fn before_of(zxid: Zxid) -> Zxid {
    Zxid(zxid.0.wrapping_sub(1))
}

/// Holds the logs of members that had all applied the same last transaction against each other.
///
/// # Errors
/// A transaction that differs between members, one that a member has and another says never was, and holes.
pub fn agree(logs: &[MemberLog]) -> Result<Chosen, String> {
    let mut chosen = Chosen::new();
    for log in logs {
        if let Some((before, after)) = log.hole() {
            return Err(format!("{}: nothing between {before} and {after}, and no snapshot", log.name));
        }
        for (zxid, payload) in &log.records {
            match chosen.get(zxid) {
                None => drop(chosen.insert(*zxid, payload.clone())),
                Some(other) if other == payload => {}
                Some(_) => {
                    return Err(format!("{} has another transaction {zxid} than the others", log.name));
                }
            }
        }
    }
    let all: Vec<Zxid> = chosen.keys().copied().collect();
    for zxid in all {
        let Some(denier) = logs.iter().find(|log| log.denies(zxid)) else { continue };
        if let Some(keeper) =
            logs.iter().find(|log| log.records.contains_key(&zxid) && !log.may_be_left_behind(zxid))
        {
            return Err(format!("{} has {zxid}, and in {} it never was", keeper.name, denier.name));
        }
        chosen.remove(&zxid);
    }
    Ok(chosen)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn log(name: &str, records: &[(u32, u32)], snapshots: &[(u32, u32)]) -> MemberLog {
        let payload = |zxid: Zxid| zxid.0.to_be_bytes().to_vec();
        MemberLog {
            name: name.to_owned(),
            records: records.iter().map(|&(e, c)| Zxid::new(e, c)).map(|z| (z, payload(z))).collect(),
            snapshots: snapshots.iter().map(|&(e, c)| Zxid::new(e, c)).collect(),
            repeated: 0,
        }
    }

    fn zxids(chosen: &Chosen) -> Vec<(u32, u32)> {
        chosen.keys().map(|zxid| (zxid.epoch(), zxid.counter())).collect()
    }

    #[test]
    fn equal_logs_agree() {
        let records = [(1, 1), (1, 2), (2, 1)];
        let chosen = agree(&[log("a", &records, &[]), log("b", &records, &[(0, 0)])]).unwrap();
        assert_eq!(zxids(&chosen), records);
    }

    #[test]
    fn a_log_cut_short_by_a_snapshot_agrees() {
        let a = log("a", &[(1, 1), (1, 2), (1, 3), (1, 4)], &[]);
        let b = log("b", &[(1, 1), (1, 4)], &[(1, 3)]);
        assert_eq!(agree(&[a, b]).unwrap().len(), 4);
    }

    #[test]
    fn a_fresh_member_that_got_a_snapshot_agrees() {
        let a = log("a", &[(1, 1), (1, 2), (1, 3)], &[]);
        let b = log("b", &[(1, 3)], &[(1, 2)]);
        assert_eq!(agree(&[a, b]).unwrap().len(), 3);
    }

    #[test]
    fn a_dead_tail_before_a_snapshot_is_left_out() {
        let a = log("a", &[(1, 1), (2, 1), (2, 2)], &[]);
        let b = log("b", &[(1, 1), (1, 2), (1, 3), (2, 2)], &[(2, 1)]);
        assert_eq!(zxids(&agree(&[a, b]).unwrap()), [(1, 1), (2, 1), (2, 2)]);
    }

    #[test]
    fn a_dead_tail_without_a_snapshot_is_a_difference() {
        let a = log("a", &[(1, 1), (2, 1)], &[]);
        let b = log("b", &[(1, 1), (1, 2), (2, 1)], &[]);
        assert!(agree(&[a, b]).unwrap_err().contains("never was"));
    }

    #[test]
    fn a_hole_is_noticed() {
        let a = log("a", &[(1, 1), (1, 2), (1, 3)], &[]);
        let b = log("b", &[(1, 1), (1, 3)], &[]);
        assert!(agree(&[a.clone(), b]).unwrap_err().contains("nothing between"));
        let late = log("b", &[(1, 2), (1, 3)], &[]);
        assert!(agree(&[a, late]).unwrap_err().contains("nothing between"));
    }

    #[test]
    fn a_lost_transaction_at_the_end_of_an_epoch_is_noticed() {
        let a = log("a", &[(1, 1), (1, 2), (2, 1)], &[]);
        let b = log("b", &[(1, 1), (2, 1)], &[(1, 1)]);
        assert!(agree(&[a, b]).is_err());
    }

    #[test]
    fn another_payload_is_noticed() {
        let a = log("a", &[(1, 1)], &[]);
        let mut b = a.clone();
        b.records.insert(Zxid::new(1, 1), vec![7]);
        assert!(agree(&[a, b]).unwrap_err().contains("another transaction"));
    }
}
