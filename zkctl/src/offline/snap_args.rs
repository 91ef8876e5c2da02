//! Arguments of the `snap` commands.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum, ValueHint};

use super::install_args::SnapInstall;
use super::source_args::SourceArgs;
use crate::args::Style;
use crate::group_args::backup::{SnapRestore, SnapTake};

#[derive(Debug, Subcommand)]
pub enum SnapCommand {
    /// Say what a snapshot holds: nodes, sessions, sizes, how far it reaches
    #[command(
        after_help = "Without a file name the newest snapshot of the directory is taken, here and below.
Example:  zkctl snap info /var/lib/zookeeper"
    )]
    Info(SnapOne),
    /// List the children of a node, or all nodes below it
    #[command(after_help = "Example:  zkctl snap ls snapshot.1300000a1f /kafka/brokers/ids -l")]
    Ls(SnapLs),
    /// Draw a node and all below it
    #[command(after_help = "Example:  zkctl snap tree snapshot.1300000a1f /kafka --depth 2")]
    Tree(SnapTree),
    /// Print the sessions and nodes of snapshots
    #[command(after_help = "Examples:
  zkctl snap cat snapshot.1300000a1f -o jsonl
  zkctl snap cat snapshot.1300000a1f --style java")]
    Cat(SnapCat),
    /// Print the data of a node
    #[command(after_help = "Example:  zkctl snap get snapshot.1300000a1f.gz /app/config")]
    Get(SnapGet),
    /// Say how much data and how many nodes subtrees hold
    #[command(after_help = "Example:  zkctl snap du /var/lib/zookeeper / --depth 2 --top 20")]
    Du(SnapDu),
    /// Rank nodes by their data or their children
    #[command(after_help = "Example:  zkctl snap top snapshot.1300000a1f --by children")]
    Top(SnapTop),
    /// Say how two snapshots differ
    #[command(after_help = "Exit code 10 if they differ.
Example:  zkctl snap diff zk1/version-2/snapshot.100 zk2/version-2/snapshot.100")]
    Diff(SnapDiff),
    /// Check seals, structure and digest of snapshots
    #[command(after_help = "Exit code 11 if one is damaged.
Example:  zkctl snap verify /var/lib/zookeeper")]
    Verify(SourceArgs),
    /// List ephemeral nodes whose session the snapshot does not know
    #[command(after_help = "Exit code 10 if there are any.
Example:  zkctl snap orphans /var/lib/zookeeper")]
    Orphans(SnapOne),
    /// List the ACLs in use and how many nodes have each
    #[command(after_help = "Example:  zkctl snap acls /var/lib/zookeeper")]
    Acls(SnapOne),
    /// List the sessions and the ephemerals that each owns
    #[command(after_help = "Example:  zkctl snap sessions /var/lib/zookeeper")]
    Sessions(SnapOne),
    /// Take a backup of a server over its AdminServer, and verify it
    #[command(
        after_help = "zkd's backups are the tree of exactly one transaction; of Apache ZooKeeper's (3.9 and later) it is said
whether they are. The credentials are those of --auth-file; the server must have admin.snapshot.enabled=true.
Examples:
  zkctl snap take --to /backup/
  zkctl -C zk1,zk2,zk3 snap take zk2:2181 --to monday.snapshot --admin 'http://{host}:8080'"
    )]
    Take(SnapTake),
    /// Put a backup in the place of everything that a server or an ensemble has, over an AdminServer
    #[command(
        after_help = "Only an exact backup is taken. Of an ensemble the leader is asked, a zkd, and all members get it, those of Apache
ZooKeeper as well; `zkctl leader show` says who leads. It is done when a quorum has it. Exit code 8 if nobody knows whether it is: then
ask again who leads, and look. For an ensemble at rest there is `snap install`.
Examples:
  zkctl snap restore localhost:2181 monday.snapshot
  zkctl -C zk1,zk2,zk3 snap restore zk2:2181 monday.snapshot --auth-file super.auth"
    )]
    Restore(SnapRestore),
    /// Put a backup in the place of what a server has that does not run
    #[command(
        after_help = "For an ensemble: stop all members, do this on each of them with the same file, start them. What was there is moved
aside to version-2.before-N. The history begins with a new epoch, so that zxids go on, and a member that was forgotten takes
it over from the others. Exit code 12 if a zkd runs on the directory, or the backup is not the tree of one moment.
Examples:
  zkctl snap install monday.snapshot /var/lib/zookeeper
  zkctl snap install monday.snapshot /data --data-log-dir /datalog"
    )]
    Install(SnapInstall),
    /// Print every node with data, ACL and status; always one JSON object per line
    #[command(after_help = "Example:  zkctl snap export snapshot.1300000a1f /app > app.jsonl")]
    Export(SnapPath),
}

#[derive(Args, Debug)]
pub struct SnapOne {
    /// A snapshot, also .gz and .snappy, or a data directory
    #[arg(value_name = "FILE|DIR", value_hint = ValueHint::AnyPath)]
    pub file: PathBuf,
}

#[derive(Args, Debug)]
pub struct SnapPath {
    #[command(flatten)]
    pub of: SnapOne,
    /// Which node
    #[arg(value_name = "PATH", default_value = "/")]
    pub path: String,
}

#[derive(Args, Debug)]
pub struct SnapLs {
    #[command(flatten)]
    pub at: SnapPath,
    /// One line per child: type, version, size, children, time, owner
    #[arg(short, long)]
    pub long: bool,
    /// Every node below, by full path
    #[arg(short = 'R', long, conflicts_with = "long")]
    pub recursive: bool,
}

#[derive(Args, Debug)]
pub struct SnapTree {
    #[command(flatten)]
    pub at: SnapPath,
    /// Go down so many levels at the most
    #[arg(short, long, value_name = "LEVELS")]
    pub depth: Option<usize>,
    /// The size of each node's data too
    #[arg(short, long)]
    pub size: bool,
    /// Stop after so many nodes
    #[arg(long, value_name = "COUNT", default_value_t = 10_000)]
    pub max_nodes: usize,
    /// Draw with ASCII characters
    #[arg(long)]
    pub ascii: bool,
}

#[derive(Args, Debug)]
pub struct SnapCat {
    /// Snapshots, also .gz and .snappy
    #[arg(value_name = "FILE", required = true, value_hint = ValueHint::FilePath)]
    pub files: Vec<PathBuf>,
    /// Print as another program does
    #[arg(long, value_name = "STYLE")]
    pub style: Option<Style>,
    /// Print the data too
    #[arg(short, long)]
    pub data: bool,
}

#[derive(Args, Debug)]
pub struct SnapGet {
    #[command(flatten)]
    pub of: SnapOne,
    /// Which node
    #[arg(value_name = "PATH")]
    pub path: String,
    /// The status too
    #[arg(short, long)]
    pub stat: bool,
    /// Print as base64
    #[arg(short, long, conflicts_with = "hex")]
    pub base64: bool,
    /// Print as a hex dump
    #[arg(short = 'x', long)]
    pub hex: bool,
}

#[derive(Args, Debug)]
pub struct SnapDu {
    #[command(flatten)]
    pub at: SnapPath,
    /// Show subtrees so many levels down; deeper nodes count for those above
    #[arg(short, long, value_name = "LEVELS", default_value_t = 1)]
    pub depth: usize,
    /// What to order by, largest first
    #[arg(long, value_name = "WHAT", default_value = "bytes")]
    pub by: UsageOrder,
    /// Only the first so many
    #[arg(long, value_name = "COUNT")]
    pub top: Option<usize>,
    #[command(flatten)]
    pub screen: crate::explore::ExploreArgs,
}

/// What `snap du` orders by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum UsageOrder {
    Bytes,
    Nodes,
    Children,
    Path,
}

#[derive(Args, Debug)]
pub struct SnapTop {
    #[command(flatten)]
    pub at: SnapPath,
    /// What makes the first ones first
    #[arg(long, value_name = "WHAT", default_value = "bytes")]
    pub by: NodeOrder,
    /// So many rows
    #[arg(long, value_name = "COUNT", default_value_t = 20)]
    pub limit: usize,
}

/// What `snap top` orders by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum NodeOrder {
    // Of data.
    Bytes,
    Children,
    // Changes of the data.
    Version,
    // Time of the last change.
    Mtime,
}

#[derive(Args, Debug)]
pub struct SnapDiff {
    /// One snapshot
    #[arg(value_name = "A", value_hint = ValueHint::AnyPath)]
    pub a: PathBuf,
    /// The other one
    #[arg(value_name = "B", value_hint = ValueHint::AnyPath)]
    pub b: PathBuf,
    /// Only data and ACLs, not versions, zxids and times
    #[arg(long)]
    pub content: bool,
}
