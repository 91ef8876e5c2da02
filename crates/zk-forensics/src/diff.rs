//! How the logs of two replicas differ: transactions that only one has, and zxids with two contents.

use zk_proto::Zxid;

use crate::problem::Problem;
use crate::scan::{LogScan, ScanError, Step};
use crate::source::Sources;

/// A stretch of transactions in which two logs are alike, or differ in one way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// How they relate.
    pub kind: Relation,
    /// First transaction.
    pub first: Zxid,
    /// Last transaction.
    pub last: Zxid,
    /// How many.
    pub count: u64,
}

/// How two logs relate in a stretch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    /// Both have it, byte for byte.
    Same,
    /// Only the first has it, below where the second begins or behind where it ends.
    OnlyFirst,
    /// Only the second has it, below where the first begins or behind where it ends.
    OnlySecond,
    /// The first lacks what lies between transactions that it has.
    MissingInFirst,
    /// The second lacks what lies between transactions that it has.
    MissingInSecond,
    /// Both have a transaction of this zxid, and it is not the same one.
    Conflict,
}

/// What a comparison found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LogDiff {
    /// The stretches, in order.
    pub stretches: Vec<Stretch>,
    /// What is wrong in the logs themselves.
    pub problems: Vec<Problem>,
}

impl LogDiff {
    /// True if the logs contradict each other, or one lacks something in the middle.
    pub fn is_divergent(&self) -> bool {
        self.stretches.iter().any(|s| {
            matches!(s.kind, Relation::Conflict | Relation::MissingInFirst | Relation::MissingInSecond)
        })
    }
}

struct Side<'s> {
    scan: LogScan<'s>,
    step: Option<Step>,
}

impl<'s> Side<'s> {
    fn new(sources: &'s Sources) -> Result<Side<'s>, ScanError> {
        let scan = LogScan::new(&sources.logs, &sources.snapshot_zxids(), sources.whole);
        let mut side = Side { scan, step: None };
        side.advance()?;
        Ok(side)
    }

    /// To the next transaction above the one it stands at.
    fn advance(&mut self) -> Result<(), ScanError> {
        loop {
            self.step = self.scan.advance()?;
            match self.step {
                Some(step) if step.repeated => {}
                _ => return Ok(()),
            }
        }
    }

    fn zxid(&self) -> Option<Zxid> {
        self.step.map(|s| s.head.zxid)
    }
}

/// Compares two logs transaction by transaction.
///
/// # Errors
/// A file cannot be read.
pub fn diff(a: &Sources, b: &Sources) -> Result<LogDiff, ScanError> {
    let (mut left, mut right) = (Side::new(a)?, Side::new(b)?);
    let mut out = LogDiff::default();
    let (mut left_begun, mut right_begun) = (false, false);
    loop {
        let (kind, zxid) = match (left.zxid(), right.zxid()) {
            (None, None) => break,
            (Some(l), Some(r)) if l == r => {
                (left_begun, right_begun) = (true, true);
                let same = left.scan.payload() == right.scan.payload();
                left.advance()?;
                right.advance()?;
                (if same { Relation::Same } else { Relation::Conflict }, l)
            }
            (Some(l), r) if r.is_none_or(|r| l < r) => {
                left_begun = true;
                left.advance()?;
                let inside = right_begun && r.is_some();
                (if inside { Relation::MissingInSecond } else { Relation::OnlyFirst }, l)
            }
            (l, Some(r)) => {
                right_begun = true;
                right.advance()?;
                let inside = left_begun && l.is_some();
                (if inside { Relation::MissingInFirst } else { Relation::OnlySecond }, r)
            }
            (Some(_), None) => break,
        };
        out.add(kind, zxid);
    }
    out.problems = left.scan.take_problems();
    out.problems.extend(right.scan.take_problems());
    Ok(out)
}

impl LogDiff {
    fn add(&mut self, kind: Relation, zxid: Zxid) {
        match self.stretches.last_mut() {
            Some(s) if s.kind == kind => {
                s.last = zxid;
                s.count += 1;
            }
            _ => self.stretches.push(Stretch { kind, first: zxid, last: zxid, count: 1 }),
        }
    }
}
