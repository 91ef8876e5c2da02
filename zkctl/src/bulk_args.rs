//! Arguments of the commands that move, compare or destroy many nodes: `export`, `import`, `diff`, `mirror`, `mv`,
//! `deleteall`, `undo`; and of `grep` and `edit`.

use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, ValueHint};
use globset::GlobMatcher;

use crate::bulk::export::Form;
use crate::bulk::import::{Ephemerals, OnConflict};
use crate::bulk::jsonl::Values;
use crate::bulk::{CONCURRENCY, Pace};
use crate::decode_args::DecodeArgs;
use crate::parse::{duration, glob, rate};
use crate::walk_args::{CopiedAcl, copied_acl};

/// How hard to push, and how long to wait for a server.
#[derive(Args, Clone, Debug)]
pub struct PaceArgs {
    /// Requests under way at once
    #[arg(long, value_name = "COUNT", default_value_t = CONCURRENCY, value_parser = concurrency)]
    pub concurrency: usize,
    /// At most so many nodes a second, such as 500/s
    #[arg(long, value_name = "RATE", value_parser = rate)]
    pub rate: Option<f64>,
    /// How long to wait for a lost connection to come back
    #[arg(long, value_name = "TIME", default_value = "1m", value_parser = duration)]
    pub patience: Duration,
}

impl PaceArgs {
    /// The rate.
    pub fn pace(&self) -> Pace {
        Pace::new(self.rate)
    }
}

/// How many requests may be under way.
pub fn concurrency(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(count @ 1..=10_000) => Ok(count),
        _ => Err("between 1 and 10000 requests can be under way".into()),
    }
}

#[derive(Args, Debug)]
#[command(after_help = "Examples:\n  \
    zkctl export /kafka kafka.jsonl\n  \
    zkctl export / - | gzip > all.jsonl.gz\n  \
    zkctl export /config config-dir --format dir\n  \
    zkctl export /config --format json | jq '.nodes[].path'\n  \
    zkctl export / --format ncdu | ncdu -f -\n\n\
    An export holds paths, data and ACLs, and with --stat versions, zxids and times, which nobody can give to\n\
    another node again. /zookeeper, the server's own, is left out of an export of /.")]
pub struct ExportArgs {
    /// The subtree
    #[arg(value_name = "PATH")]
    pub path: String,
    /// Where to; `-` is stdout
    #[arg(value_name = "FILE", default_value = "-", value_hint = ValueHint::AnyPath)]
    pub file: PathBuf,
    /// jsonl: one file, a line per node; json: one document; dir: a directory per node; ncdu: sizes for ncdu, nothing else
    #[arg(long, value_name = "FORM", default_value = "jsonl")]
    pub format: Form,
    /// The status of each node too
    #[arg(long)]
    pub stat: bool,
    /// How to write data: auto is text where it is UTF-8 and base64 elsewhere
    #[arg(long, value_name = "HOW", default_value = "auto")]
    pub values: Values,
    /// Write over a file that is there
    #[arg(long)]
    pub force: bool,
    #[command(flatten)]
    pub pace: PaceArgs,
}

#[derive(Args, Debug)]
#[command(after_help = "Examples:\n  \
    zkctl import kafka.jsonl --plan\n  \
    zkctl import kafka.jsonl /copy-of-kafka\n  \
    zkctl import kafka.jsonl --on-conflict skip      # goes on with one that was interrupted\n  \
    gunzip -c all.jsonl.gz | zkctl import -\n\n\
    What nobody can set is the new nodes' own: versions, zxids, times, owners, counters of sequential children.")]
pub struct ImportArgs {
    /// An export: a file, a directory, or `-` for stdin
    #[arg(value_name = "FILE", value_hint = ValueHint::AnyPath)]
    pub file: PathBuf,
    /// Where to; where it was exported from if not given
    #[arg(value_name = "PATH")]
    pub path: Option<String>,
    /// Look and say what would be done with each node, write nothing
    #[arg(long, visible_alias = "dry-run")]
    pub plan: bool,
    /// What becomes of nodes that are there
    #[arg(long, value_name = "HOW", default_value = "fail")]
    pub on_conflict: OnConflict,
    /// What becomes of ephemeral nodes: their sessions cannot be given to the new ones
    #[arg(long, value_name = "HOW", default_value = "skip")]
    pub ephemerals: Ephemerals,
    /// ACL of the nodes: keep, default, or SCHEME:ID:PERMS[,…]
    #[arg(long, value_name = "ACL", default_value = "keep", value_parser = copied_acl)]
    pub acl: CopiedAcl,
    /// Refuse a file of more nodes than this, before any is written
    #[arg(long, value_name = "COUNT")]
    pub max_nodes: Option<u64>,
    /// Create missing parents
    #[arg(short, long)]
    pub parents: bool,
    /// Keep no journal of what is written over
    #[arg(long)]
    pub no_undo: bool,
    #[command(flatten)]
    pub pace: PaceArgs,
}

#[derive(Args, Debug)]
#[command(after_help = "Examples:\n  \
    zkctl diff /blue /green\n  \
    zkctl diff /kafka zk2:2181/kafka --summary\n  \
    zkctl diff @kafka.jsonl /kafka\n  \
    zkctl diff -U /data/zk@0x500 /data/zk@2026-03-01T14:00Z /config\n  \
    zkctl diff /data/zk@0x500 /config      # then, and now\n\n\
    A and B are a PATH here, HOSTS:PORT/PATH or zk://HOSTS/PATH elsewhere, or files: DIR@WHEN is a data directory at a\n\
    zxid or time, @FILE a data directory, a snapshot or an export. Relative names of data directories, snapshots and\n\
    *.jsonl need no @.\n\
    Exit code 0 if they are the same, 10 if they differ.")]
pub struct DiffArgs {
    /// One subtree
    #[arg(value_name = "A")]
    pub a: String,
    /// The other one
    #[arg(value_name = "B")]
    pub b: String,
    /// Where in the data directories and snapshots; where the other side is if not given
    #[arg(value_name = "PATH")]
    pub path: Option<String>,
    /// Compare data; without any of these three: data and ACLs
    #[arg(long)]
    pub content: bool,
    /// Compare ACLs
    #[arg(long)]
    pub acl: bool,
    /// Compare versions, zxids and times, which differ between servers
    #[arg(long)]
    pub stat: bool,
    /// Only count
    #[arg(long)]
    pub summary: bool,
    /// Show how data and ACLs differ, line by line; data that is no text as a hex dump
    #[arg(short = 'U', long, conflicts_with = "summary")]
    pub unified: bool,
    #[command(flatten)]
    pub pace: PaceArgs,
}

#[derive(Args, Debug)]
#[command(after_help = "Examples:\n  \
    zkctl mirror /kafka zk2:2181/kafka --dry-run\n  \
    zkctl mirror /kafka zk2:2181/kafka --delete --max-nodes 1000\n  \
    zkctl mirror /config zk2:2181/config --watch --rate 200/s\n\n\
    Only what differs is written, so an interrupted mirror goes on when it is started again.")]
pub struct MirrorArgs {
    /// The subtree to copy: PATH, HOSTS:PORT/PATH or @FILE
    #[arg(value_name = "SOURCE")]
    pub source: String,
    /// The subtree that is to be the same: PATH or HOSTS:PORT/PATH
    #[arg(value_name = "TARGET")]
    pub target: String,
    /// Delete what is not in the source
    #[arg(long)]
    pub delete: bool,
    /// Refuse to delete more nodes than this [default: 100]
    #[arg(long, value_name = "COUNT", env = "ZKD_MAX_NODES", hide_env_values = true)]
    pub max_nodes: Option<usize>,
    /// Go on with what changes from now on, until Ctrl-C (ZooKeeper 3.6 and later)
    #[arg(long, conflicts_with = "dry_run")]
    pub watch: bool,
    /// Say what would be done, write nothing
    #[arg(long)]
    pub dry_run: bool,
    /// What becomes of ephemeral nodes
    #[arg(long, value_name = "HOW", default_value = "skip")]
    pub ephemerals: Ephemerals,
    /// Keep no journal of what is written over or deleted
    #[arg(long)]
    pub no_undo: bool,
    #[command(flatten)]
    pub pace: PaceArgs,
}

#[derive(Args, Debug)]
#[command(after_help = "Examples:\n  \
    zkctl mv /old/name /new/name\n  \
    zkctl mv -r /services/a /services/b\n\n\
    Atomic if all of it fits into one request, and said so; else copied, compared, and only then deleted.")]
pub struct MoveArgs {
    /// What to move
    #[arg(value_name = "SOURCE")]
    pub source: String,
    /// Its new path, at which there must be nothing
    #[arg(value_name = "TARGET")]
    pub target: String,
    /// All nodes below too: required if there are any
    #[arg(short, long)]
    pub recursive: bool,
    /// Create missing parents of the target
    #[arg(short, long)]
    pub parents: bool,
    /// Let ephemeral nodes become persistent instead of refusing
    #[arg(long)]
    pub persist: bool,
    /// Refuse to move more nodes than this [default: 100]
    #[arg(long, value_name = "COUNT", env = "ZKD_MAX_NODES", hide_env_values = true)]
    pub max_nodes: Option<usize>,
    /// Say what would be done, do nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Keep no journal of what was there
    #[arg(long)]
    pub no_undo: bool,
}

#[derive(Args, Debug)]
#[command(after_help = "Examples:\n  \
    zkctl deleteall /queues/old --dry-run\n  \
    zkctl deleteall /queues/old --max-nodes 20000 --yes\n  \
    zkctl deleteall /queues --keep-root\n  \
    zkctl deleteall /locks --match 'lock-*'\n\n\
    `zkctl undo` lists what can be brought back.")]
pub struct DeleteAllArgs {
    /// Which nodes
    #[arg(value_name = "PATH", required = true)]
    pub paths: Vec<String>,
    /// Refuse to delete more nodes than this [default: 100]
    #[arg(long, value_name = "COUNT", env = "ZKD_MAX_NODES", hide_env_values = true)]
    pub max_nodes: Option<usize>,
    /// Requests under way at once
    #[arg(short, long, value_name = "COUNT", default_value_t = 100)]
    pub batch: usize,
    /// Leave the node itself, delete what is below it
    #[arg(long)]
    pub keep_root: bool,
    /// Of the nodes below only those whose name matches, and all below these
    #[arg(long = "match", value_name = "GLOB", value_parser = glob)]
    pub name: Option<GlobMatcher>,
    /// Count and say what would be deleted, delete nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Keep no journal of what was there
    #[arg(long)]
    pub no_undo: bool,
}

#[derive(Args, Debug)]
#[command(after_help = "Examples:\n  \
    zkctl undo                          # what there is\n  \
    zkctl undo 20260301T140322-1 --dry-run\n  \
    zkctl undo 20260301T140322-1\n\n\
    Nodes are made again with their data and ACLs. Versions, zxids, times and counters of sequential children are\n\
    new; ephemeral nodes stay away, their sessions are gone.")]
pub struct UndoArgs {
    /// Which entry; without one they are listed
    #[arg(value_name = "ID")]
    pub id: Option<String>,
    /// Say what would be done, do nothing
    #[arg(long, requires = "id")]
    pub dry_run: bool,
    /// Also write over nodes that somebody made or changed since
    #[arg(long, requires = "id")]
    pub overwrite: bool,
    /// ACL of what is brought back: keep, default, or SCHEME:ID:PERMS[,…]
    #[arg(long, value_name = "ACL", default_value = "keep", value_parser = copied_acl, requires = "id")]
    pub acl: CopiedAcl,
}

#[derive(Args, Debug)]
#[command(after_help = "Examples:\n  \
    zkctl grep -i 'broker[0-9]+' /kafka\n  \
    zkctl grep -l password /\n  \
    zkctl grep -F '\"port\": 2181' /services --decode json\n  \
    zkctl grep timeout /blobs --decode 'gunzip -c'\n\n\
    Data that is no text is searched too, and only said to match. Exit code 3 if nothing does.")]
pub struct GrepArgs {
    /// A regular expression, for lines of data
    #[arg(value_name = "REGEX")]
    pub pattern: String,
    /// Where to look
    #[arg(value_name = "PATH")]
    pub path: Option<String>,
    /// Upper and lower case are the same
    #[arg(short, long)]
    pub ignore_case: bool,
    /// Only paths
    #[arg(short = 'l', long = "files-with-matches", conflicts_with = "count")]
    pub list: bool,
    /// Only the number of matching lines of each node that has any
    #[arg(short, long)]
    pub count: bool,
    #[command(flatten)]
    pub decode: DecodeArgs,
    /// The expression is plain text
    #[arg(short = 'F', long)]
    pub fixed: bool,
    /// Exit with 10 if anything matches and with 0 if nothing does: for what must not be there
    #[arg(long)]
    pub fail_on_match: bool,
}

#[derive(Args, Debug)]
#[command(after_help = "Examples:\n  \
    EDITOR=vim zkctl edit /config/app\n\n\
    The change is shown before it is written. It is written only over the version that was read: if somebody else\n\
    was faster, your draft is kept and named.")]
pub struct EditArgs {
    /// Which node
    #[arg(value_name = "PATH")]
    pub path: String,
    /// Keep no journal of what was there
    #[arg(long)]
    pub no_undo: bool,
}
