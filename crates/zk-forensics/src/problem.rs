//! What is wrong with a history, with file and byte offset.

use std::fmt;
use std::path::PathBuf;

use zk_proto::Zxid;
use zk_storage::BadRecord;

/// Whether a problem is damage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Worth knowing; every transaction that was acknowledged is there and right.
    Note,
    /// Something is broken, missing or contradicts itself.
    Damage,
}

/// A problem and where it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The file.
    pub path: PathBuf,
    /// Where in it, in bytes (uncompressed ones, for snapshots).
    pub offset: u64,
    /// What it is.
    pub what: What,
}

/// What a problem is.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum What {
    /// An incomplete last record: what a crash leaves.
    Torn {
        /// Bytes up to the last one that is not zero.
        bytes: u64,
        /// What is wrong there.
        reason: BadRecord,
    },
    /// A bad record, or something that is no record.
    Bad {
        /// What is wrong there.
        reason: BadRecord,
        /// Where the next whole record begins.
        resume: Option<u64>,
    },
    /// A record whose checksum is right and whose content is no transaction.
    Undecodable {
        /// Its transaction.
        zxid: Zxid,
        /// Why.
        why: String,
    },
    /// Transactions are missing.
    Gap {
        /// The last one before the hole.
        after: Zxid,
        /// The first one behind it.
        next: Zxid,
        /// A snapshot that holds what the hole held.
        covered: Option<Zxid>,
        /// True if files were named one by one and the hole is between two of them.
        between_files: bool,
    },
    /// The same transactions once more, byte for byte. They are passed over.
    Repeated {
        /// The first of them.
        first: Zxid,
        /// How many.
        count: u64,
    },
    /// A zxid once more, with another content.
    Conflict {
        /// Which.
        zxid: Zxid,
    },
    /// A transaction below the one before it, which is not known as a repetition.
    OutOfOrder {
        /// Which.
        zxid: Zxid,
        /// The highest before it.
        after: Zxid,
    },
    /// The clock of whoever stamped the transactions went backwards.
    TimeBackwards {
        /// The first transaction of the jump.
        zxid: Zxid,
        /// By how much, in milliseconds.
        by_ms: i64,
    },
    /// The file's name is not its first transaction, by which servers find their place in the log.
    Name {
        /// The first transaction.
        first: Zxid,
    },
    /// The file holds no transaction, though its name promises one.
    Empty,
    /// A record repeated after the digest of the tree: the tree is not what the leader had.
    Digest {
        /// The first transaction after which they differed.
        zxid: Zxid,
        /// After how many in all.
        count: u64,
    },
    /// A snapshot that cannot be read as a whole.
    Snapshot {
        /// Why.
        why: String,
    },
}

impl Problem {
    /// Whether it is damage.
    pub fn severity(&self) -> Severity {
        match self.what {
            What::Torn { .. }
            | What::Repeated { .. }
            | What::TimeBackwards { .. }
            | What::Name { .. }
            | What::Empty => Severity::Note,
            What::Gap { covered, between_files, .. } if covered.is_some() || between_files => Severity::Note,
            _ => Severity::Damage,
        }
    }

    /// True for damage.
    pub fn is_damage(&self) -> bool {
        self.severity() == Severity::Damage
    }
}

impl What {
    /// A word for programs.
    pub fn kind(&self) -> &'static str {
        match self {
            What::Torn { .. } => "torn",
            What::Bad { .. } => "bad_record",
            What::Undecodable { .. } => "undecodable",
            What::Gap { .. } => "gap",
            What::Repeated { .. } => "repeated",
            What::Conflict { .. } => "conflict",
            What::OutOfOrder { .. } => "out_of_order",
            What::TimeBackwards { .. } => "time_backwards",
            What::Name { .. } => "name",
            What::Empty => "empty",
            What::Digest { .. } => "digest",
            What::Snapshot { .. } => "snapshot",
        }
    }
}

impl fmt::Display for What {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            What::Torn { bytes, reason } => {
                write!(f, "torn tail: {bytes} bytes are no whole record ({reason}); normal after a crash")
            }
            What::Bad { reason, resume: Some(at) } => {
                write!(f, "{reason}; the next whole record is at offset {at:#x}")
            }
            What::Bad { reason, resume: None } => write!(f, "{reason}; no whole record follows"),
            What::Undecodable { zxid, why } => write!(f, "{zxid} is unreadable: {why}"),
            What::Gap { after, next, covered, between_files } => {
                write!(f, "transactions between {after} and {next} are missing")?;
                match covered {
                    Some(snapshot) => write!(f, "; snapshot {snapshot} holds their effects"),
                    None if *between_files => f.write_str("; they may be in a file that was not named"),
                    None => Ok(()),
                }
            }
            What::Repeated { first, count } => {
                write!(
                    f,
                    "{count} transactions from {first} on are logged twice; the second copy is passed over"
                )
            }
            What::Conflict { zxid } => write!(f, "{zxid} is logged twice with different contents"),
            What::OutOfOrder { zxid, after } => write!(f, "{zxid} comes behind {after}"),
            What::TimeBackwards { zxid, by_ms } => write!(f, "the clock went back {by_ms} ms at {zxid}"),
            What::Empty => f.write_str("no transaction is in it: made and never written to, or cut short"),
            What::Name { first } => write!(f, "the first transaction is {first}, the name says otherwise"),
            What::Digest { zxid, count: 1 } => {
                write!(f, "after {zxid} the tree's digest is not the recorded one")
            }
            What::Digest { zxid, count } => write!(
                f,
                "the tree's digest is not the recorded one after {count} transactions, the first is {zxid}"
            ),
            What::Snapshot { why } => f.write_str(why),
        }
    }
}
