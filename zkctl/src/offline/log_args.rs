//! Arguments of the `log` commands.

use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, Subcommand, ValueEnum, ValueHint};
use zk_proto::{SessionId, Zxid};

use super::source_args::{DirArgs, FilterArgs, SourceArgs, ZxidRange, zxid_range};
use crate::args::Style;
use crate::parse::session_id;

#[derive(Debug, Subcommand)]
pub enum LogCommand {
    /// List log files with what each holds
    #[command(after_help = "Example:  zkctl log ls /var/lib/zookeeper")]
    Ls(SourceArgs),
    /// Print transactions, oldest first
    #[command(after_help = "Examples:
  zkctl log cat /var/lib/zookeeper --path '/kafka/**' --op delete --since 2026-03-01T14:00Z
  zkctl log cat version-2/log.1300000a00 --style java | grep /brokers
  zkctl log cat DIR --errors --limit 20 --reverse -o json
  zkctl log cat DIR --where 'op == \"delete\" && path startsWith \"/kafka\"' --since -1h")]
    Cat(LogCat),
    /// Check every record, its checksum, its content and its place in the history
    #[command(
        after_help = "Exit code 11 if there is damage. A torn tail, normal after a crash, is told and is none.
Examples:
  zkctl log verify /var/lib/zookeeper
  zkctl log verify --data-dir /data --log-dir /txlog --replay -o json"
    )]
    Verify(LogVerify),
    /// Count operations, sizes, sessions and errors, and draw them over time
    #[command(after_help = "Examples:
  zkctl log stats /var/lib/zookeeper
  zkctl log stats DIR --where 'path startsWith /kafka' --since 14:00")]
    Stats(LogStats),
    /// List the epochs: their transactions, when each began and how long nobody led before
    #[command(after_help = "Example:  zkctl log epochs /var/lib/zookeeper")]
    Epochs(SourceArgs),
    /// Say who changed a node, when, and why it is gone
    #[command(after_help = "Examples:
  zkctl log blame /services/api/leader /var/lib/zookeeper
  zkctl log blame /services /var/lib/zookeeper -R --deletes --join-log zookeeper.log")]
    Blame(LogBlame),
    /// Tell what a session did, from its opening to its end
    #[command(after_help = "Example:  zkctl log session 0x100081fa220003a /var/lib/zookeeper")]
    Session(LogSession),
    /// List sessions with their lives
    #[command(after_help = "Examples:
  zkctl log sessions DIR --sort lifetime --limit 20
  zkctl log sessions DIR --open --min-ephemerals 100")]
    Sessions(LogSessions),
    /// Rank paths, sessions, types or errors by how often they occur
    #[command(after_help = "Examples:
  zkctl log top DIR --by path --depth 3 --since -1h
  zkctl log top DIR --by session --weigh bytes")]
    Top(LogTop),
    /// Compare the logs of two replicas, transaction by transaction
    #[command(after_help = "Exit code 10 if they contradict each other or one lacks something in the middle.
Example:  zkctl log diff zk1/data zk2/data")]
    Diff(LogDiff),
    /// Say how the tree differs between two moments
    #[command(after_help = "Exit code 10 if it differs.
Example:  zkctl log changes /var/lib/zookeeper --since 2026-03-01T14:00Z --until -1h --path /app")]
    Changes(LogChanges),
    /// Tell what a restart would do: which snapshot it loads and what it replays
    #[command(after_help = "Example:  zkctl log plan /var/lib/zookeeper")]
    Plan(LogPlan),
    /// Print the last transactions, and with -f those to come
    #[command(after_help = "Example:  zkctl log tail -f /var/lib/zookeeper -o jsonl")]
    Tail(LogTail),
    /// Print transactions as evidence: whole, with their data; one JSON object per line, or SQL
    #[command(after_help = "Examples:
  zkctl log export DIR --path /app --since 2026-03-01 > evidence.jsonl
  zkctl log export DIR --redact all > for-the-vendor.jsonl
  zkctl log export DIR --format sql | sqlite3 evidence.db
  sqlite3 evidence.db \"select printf('0x%x', zxid), time, session, op from txns where path = '/app'\"")]
    Export(LogExport),
    /// Write the script that takes a range of changes back; nothing is changed
    #[command(after_help = "The script goes to stdout, for `zkctl multi -f`.
Examples:
  zkctl log undo /app /var/lib/zookeeper --zxid 0x1300000a22..0x1300000a40 > undo.zk
  zkctl log undo /app /var/lib/zookeeper --before 14:00 > undo.zk")]
    Undo(LogUndo),
    /// Copy a range of transactions into a new log file
    #[command(after_help = "Example:  zkctl log trim DIR --zxid 0x100..0x1ff --to /tmp/part")]
    Trim(LogTrim),
    /// Copy several logs into one new file, each transaction once
    #[command(after_help = "Example:  zkctl log splice log.100 log.200 --to /tmp/whole")]
    Splice(LogSplice),
    /// Copy a damaged log up to where it is whole
    #[command(after_help = "Checksums are copied, never made anew.
Example:  zkctl log repair version-2/log.1300000a00 --to /tmp/repaired")]
    Repair(LogRepair),
}

#[derive(Args, Debug)]
pub struct LogCat {
    #[command(flatten)]
    pub from: SourceArgs,
    #[command(flatten)]
    pub filter: FilterArgs,
    /// So many transactions at the most; with --reverse, the last ones
    #[arg(long, value_name = "COUNT")]
    pub limit: Option<u64>,
    /// Newest first
    #[arg(long)]
    pub reverse: bool,
    /// Print as another program does
    #[arg(long, value_name = "STYLE")]
    pub style: Option<Style>,
    /// Stop at the first damaged record
    #[arg(long)]
    pub strict: bool,
}

#[derive(Args, Debug)]
pub struct LogStats {
    #[command(flatten)]
    pub from: SourceArgs,
    #[command(flatten)]
    pub filter: FilterArgs,
}

#[derive(Args, Debug)]
pub struct LogVerify {
    #[command(flatten)]
    pub from: SourceArgs,
    /// Rebuild the tree too and compare its digest after every transaction that has one
    #[arg(long)]
    pub replay: bool,
    /// Stop at the first damage: what is behind it is not read
    #[arg(long)]
    pub strict: bool,
}

#[derive(Args, Debug)]
pub struct LogBlame {
    /// Which node
    #[arg(value_name = "PATH")]
    pub path: String,
    #[command(flatten)]
    pub from: SourceArgs,
    /// All nodes below too
    #[arg(short = 'R', long)]
    pub recursive: bool,
    /// Only deletes
    #[arg(long)]
    pub deletes: bool,
    /// From here on: a zxid (0x…) or a time
    #[arg(long, value_name = "WHEN", value_parser = super::source_args::bound, allow_hyphen_values = true)]
    pub since: Option<super::source_args::Bound>,
    /// Up to here, inclusive
    #[arg(long, value_name = "WHEN", value_parser = super::source_args::bound, allow_hyphen_values = true)]
    pub until: Option<super::source_args::Bound>,
    /// A server's log or audit log: client addresses are taken from it
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub join_log: Vec<PathBuf>,
}

#[derive(Args, Debug)]
pub struct LogSession {
    /// Which session
    #[arg(value_name = "ID", value_parser = session_id)]
    pub id: SessionId,
    #[command(flatten)]
    pub from: SourceArgs,
    /// A server's log or audit log: client addresses are taken from it
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub join_log: Vec<PathBuf>,
}

#[derive(Args, Debug)]
pub struct LogSessions {
    #[command(flatten)]
    pub from: SourceArgs,
    /// What to order by, largest first
    #[arg(long, value_name = "WHAT", default_value = "opened")]
    pub sort: SessionOrder,
    /// Only sessions that had not ended
    #[arg(long)]
    pub open: bool,
    /// Only sessions that made at least so many ephemerals
    #[arg(long, value_name = "COUNT")]
    pub min_ephemerals: Option<u64>,
    /// So many at the most
    #[arg(long, value_name = "COUNT")]
    pub limit: Option<usize>,
    /// A server's log or audit log: client addresses are taken from it
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub join_log: Vec<PathBuf>,
}

/// What sessions are ordered by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum SessionOrder {
    // By the transaction that opened them, oldest first.
    Opened,
    Lifetime,
    Txns,
    Ephemerals,
    Errors,
}

#[derive(Args, Debug)]
pub struct LogTop {
    #[command(flatten)]
    pub from: SourceArgs,
    #[command(flatten)]
    pub filter: FilterArgs,
    /// What to count
    #[arg(long, value_name = "WHAT", default_value = "path")]
    pub by: TopBy,
    /// Names of a path that count as one
    #[arg(long, value_name = "NAMES", default_value_t = 2)]
    pub depth: usize,
    /// What makes the first ones first
    #[arg(long, value_name = "WHAT", default_value = "count")]
    pub weigh: TopWeight,
    /// So many rows
    #[arg(long, value_name = "COUNT", default_value_t = 20)]
    pub limit: usize,
}

/// What `log top` counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum TopBy {
    Path,
    Session,
    Op,
    Error,
    Server,
}

/// What `log top` orders by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum TopWeight {
    Count,
    Bytes,
}

#[derive(Args, Debug)]
pub struct LogDiff {
    /// Data directory or log file of one replica
    #[arg(value_name = "A", value_hint = ValueHint::AnyPath)]
    pub a: PathBuf,
    /// Data directory or log file of the other one
    #[arg(value_name = "B", value_hint = ValueHint::AnyPath)]
    pub b: PathBuf,
}

#[derive(Args, Debug)]
pub struct LogChanges {
    #[command(flatten)]
    pub from: SourceArgs,
    /// The first moment: a zxid (0x…) or a time
    #[arg(long, value_name = "WHEN", value_parser = super::source_args::bound, allow_hyphen_values = true)]
    pub since: super::source_args::Bound,
    /// The second moment; the end of the log if not given
    #[arg(long, value_name = "WHEN", value_parser = super::source_args::bound, allow_hyphen_values = true)]
    pub until: Option<super::source_args::Bound>,
    /// Only this node and those below it
    #[arg(long, value_name = "PATH", default_value = "/")]
    pub path: String,
}

#[derive(Args, Debug)]
pub struct LogPlan {
    /// A dataDir
    #[arg(value_name = "DIR", value_hint = ValueHint::DirPath, required_unless_present = "data_dir")]
    pub dir: Option<PathBuf>,
    #[command(flatten)]
    pub dirs: DirArgs,
}

#[derive(Args, Debug)]
pub struct LogTail {
    #[command(flatten)]
    pub from: SourceArgs,
    #[command(flatten)]
    pub filter: FilterArgs,
    /// Go on with what is written from now on
    #[arg(short, long)]
    pub follow: bool,
    /// So many of the last transactions first
    #[arg(short = 'n', long, value_name = "COUNT", default_value_t = 10)]
    pub lines: u64,
    /// End after this time
    #[arg(long = "for", value_name = "TIME", value_parser = crate::parse::duration)]
    pub duration: Option<Duration>,
}

#[derive(Args, Debug)]
pub struct LogExport {
    #[command(flatten)]
    pub from: SourceArgs,
    #[command(flatten)]
    pub filter: FilterArgs,
    /// Leave out: data (its size stays), names in paths and ids in ACLs (each the same word every time), or all of it
    #[arg(long, value_name = "WHAT", value_delimiter = ',', num_args = 0..=1, default_missing_value = "data")]
    pub redact: Vec<Redact>,
    /// So many transactions at the most
    #[arg(long, value_name = "COUNT")]
    pub limit: Option<u64>,
    /// What is written, whatever -o says: a JSON object per line, or a script that makes tables in sqlite3
    #[arg(long, value_name = "FORMAT", default_value = "jsonl")]
    pub format: ExportFormat,
}

/// What `log export` writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ExportFormat {
    Jsonl,
    Sql,
}

/// What `log export` leaves out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Redact {
    // Data of nodes.
    Data,
    // Names in paths, other than ZooKeeper's own.
    Paths,
    // Ids in ACLs.
    Ids,
    All,
}

#[derive(Args, Debug)]
pub struct LogUndo {
    /// Node whose subtree is to be as it was
    #[arg(value_name = "PATH")]
    pub path: String,
    #[command(flatten)]
    pub from: SourceArgs,
    /// The changes to take back: zxids A..B, inclusive; without B, all from A on
    #[arg(long, value_name = "A..B", value_parser = zxid_range, required_unless_present = "before")]
    pub zxid: Option<ZxidRange>,
    /// Take back everything from here on: a zxid (0x…) or a time
    #[arg(
        long,
        value_name = "WHEN",
        value_parser = super::source_args::bound,
        allow_hyphen_values = true,
        conflicts_with = "zxid"
    )]
    pub before: Option<super::source_args::Bound>,
}

#[derive(Args, Debug)]
pub struct LogTrim {
    #[command(flatten)]
    pub from: SourceArgs,
    /// Zxids from A to B, inclusive; either may be left out
    #[arg(long, value_name = "A..B", value_parser = zxid_range, required = true)]
    pub zxid: ZxidRange,
    /// Directory for the new file, which gets the name of its first transaction
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub to: PathBuf,
}

#[derive(Args, Debug)]
pub struct LogSplice {
    #[command(flatten)]
    pub from: SourceArgs,
    /// Directory for the new file, which gets the name of its first transaction
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub to: PathBuf,
}

#[derive(Args, Debug)]
pub struct LogRepair {
    /// The damaged log
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub file: PathBuf,
    /// Directory for the new file, which gets the name of its first transaction
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub to: PathBuf,
}

/// The zxids of a range, open ends filled in.
pub fn ends(range: ZxidRange) -> (Zxid, Zxid) {
    (range.from.unwrap_or(Zxid(i64::MIN)), range.to.unwrap_or(Zxid(i64::MAX)))
}
