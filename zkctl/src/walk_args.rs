//! Arguments of the commands that walk a subtree: `find`, `tree`, `du`, `cp`; and of `touch`.

use std::time::Duration;

use clap::{Args, ValueEnum};
use globset::GlobMatcher;
use zk_proto::SessionId;

use crate::bulk::import::Ephemerals;
use crate::explore::ExploreArgs;
use crate::node_args::AclList;
use crate::parse::{acl_list, byte_size, duration, glob, regex, session_id};

/// How far below, and how hard to ask, of `ls -R`.
#[derive(Args, Debug, Default)]
pub struct BelowArgs {
    /// With -R: go down so many levels at the most
    #[arg(long, value_name = "LEVELS", requires = "recursive")]
    pub depth: Option<usize>,
    /// With -R: requests under way at once [default: 128]
    #[arg(long, value_name = "COUNT", requires = "recursive", value_parser = crate::bulk_args::concurrency)]
    pub concurrency: Option<usize>,
}

#[derive(Args, Debug)]
#[command(after_help = "Examples:\n  \
    zkctl find /kafka --name 'topic-*' --min-size 64k\n  \
    zkctl find /locks --type e --older 1h\n  \
    zkctl find /config --regex '^/config/.*[.]bak$' --delete --dry-run\n  \
    zkctl find /config -n '*.json' --exec zkctl get {} ';'")]
pub struct FindArgs {
    /// Where to start
    #[arg(value_name = "PATH")]
    pub path: Option<String>,
    /// Nodes whose name matches: `*` and `?` stand for anything, `[a-c]` for one of these
    #[arg(short, long, value_name = "GLOB", value_parser = glob)]
    pub name: Option<GlobMatcher>,
    /// Nodes whose whole path this regular expression finds something in
    #[arg(long, value_name = "REGEX", value_parser = regex)]
    pub regex: Option<regex::Regex>,
    /// Nodes of this kind
    #[arg(short = 't', long = "type", value_name = "KIND")]
    pub kind: Option<NodeKind>,
    /// Ephemeral nodes of this session
    #[arg(long, value_name = "SESSION", value_parser = session_id)]
    pub owner: Option<SessionId>,
    /// Nodes without data and without children
    #[arg(long)]
    pub empty: bool,
    /// Nodes whose data has not changed for so long
    #[arg(long, value_name = "TIME", value_parser = duration)]
    pub older: Option<Duration>,
    /// Nodes whose data has changed within this time
    #[arg(long, value_name = "TIME", value_parser = duration)]
    pub newer: Option<Duration>,
    /// Nodes with so much data at least: 512, 64k, 1M
    #[arg(long, value_name = "SIZE", value_parser = byte_size)]
    pub min_size: Option<u64>,
    /// Nodes with so many children at least
    #[arg(long, value_name = "COUNT")]
    pub min_children: Option<u32>,
    /// Go down so many levels at the most
    #[arg(short, long, value_name = "LEVELS")]
    pub depth: Option<usize>,
    /// Delete them, and nothing else: one that has other nodes below it is refused
    #[arg(long, conflicts_with = "exec")]
    pub delete: bool,
    /// Run a command for each, `{}` being its path, up to a `;`
    #[arg(long, value_name = "CMD", num_args = 1.., value_terminator = ";", allow_hyphen_values = true)]
    pub exec: Vec<String>,
    /// Exit with 10 if anything is found: for what must not be there
    #[arg(long, conflicts_with_all = ["delete", "exec"])]
    pub fail_on_match: bool,
    /// With --delete: refuse if there are more nodes than this [default: 100]
    #[arg(long, value_name = "COUNT", env = "ZKD_MAX_NODES", hide_env_values = true)]
    pub max_nodes: Option<usize>,
    /// With --delete: print what would be deleted, delete nothing
    #[arg(long, requires = "delete")]
    pub dry_run: bool,
    /// Keep no journal of what is deleted
    #[arg(long, requires = "delete")]
    pub no_undo: bool,
}

/// What a client can tell about a node's kind: containers and TTL nodes look persistent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum NodeKind {
    #[value(alias = "p")]
    Persistent,
    #[value(alias = "e")]
    Ephemeral,
    // By its name: ten digits at its end.
    #[value(alias = "s")]
    Sequential,
}

#[derive(Args, Debug)]
pub struct TreeArgs {
    /// Where to start
    #[arg(value_name = "PATH")]
    pub path: Option<String>,
    /// Go down so many levels at the most
    #[arg(short, long, value_name = "LEVELS")]
    pub depth: Option<usize>,
    /// The size of each node's data too
    #[arg(short, long)]
    pub size: bool,
    /// Only ephemeral nodes, and those above them
    #[arg(short, long)]
    pub ephemerals: bool,
    /// Stop after so many nodes
    #[arg(long, value_name = "COUNT", default_value_t = 10_000)]
    pub max_nodes: usize,
    /// Draw with ASCII characters
    #[arg(long)]
    pub ascii: bool,
}

#[derive(Args, Debug)]
pub struct DuArgs {
    /// Where to start
    #[arg(value_name = "PATH")]
    pub path: Option<String>,
    /// Show subtrees so many levels down; deeper nodes count for those above
    #[arg(short, long, value_name = "LEVELS", default_value_t = 1)]
    pub depth: usize,
    /// What to order by, largest first
    #[arg(long, value_name = "WHAT", default_value = "bytes")]
    pub by: DuOrder,
    /// Only the first so many
    #[arg(long, value_name = "COUNT")]
    pub top: Option<usize>,
    #[command(flatten)]
    pub screen: ExploreArgs,
}

/// What `du` orders by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum DuOrder {
    // Of data, of all nodes in the subtree.
    Bytes,
    // In the subtree.
    Nodes,
    // Of the subtree's first node.
    Children,
    // By name.
    Path,
}

#[derive(Args, Debug)]
pub struct TouchArgs {
    /// Which nodes
    #[arg(value_name = "PATH", required = true)]
    pub paths: Vec<String>,
    /// Create missing parents
    #[arg(short, long)]
    pub parents: bool,
}

#[derive(Args, Debug)]
#[command(after_help = "Examples:\n  \
    zkctl cp /config/app /config/app.bak\n  \
    zkctl cp -r /blue /green --overwrite older\n  \
    zkctl cp -r /services /copy --ephemerals skip --acl default")]
pub struct CopyArgs {
    /// What to copy
    #[arg(value_name = "SOURCE")]
    pub source: String,
    /// The copy itself, not the node that it is to stand below
    #[arg(value_name = "TARGET")]
    pub target: String,
    /// All nodes below too
    #[arg(short, long)]
    pub recursive: bool,
    /// Create missing parents of the copy
    #[arg(short, long)]
    pub parents: bool,
    /// ACL of the copies: keep, default (open to everybody), or SCHEME:ID:PERMS[,…]
    #[arg(long, value_name = "ACL", default_value = "keep", value_parser = copied_acl)]
    pub acl: CopiedAcl,
    /// What becomes of ephemeral nodes: they cannot be copied as such, their session is another's
    #[arg(long, value_name = "HOW", default_value = "fail")]
    pub ephemerals: Ephemerals,
    /// Write over nodes that are there already; their other children stay
    #[arg(long, value_name = "WHEN", default_value = "never")]
    pub overwrite: Overwrite,
    /// Keep no journal of what is written over
    #[arg(long)]
    pub no_undo: bool,
}

/// When a copy is written over what is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Overwrite {
    Never,
    Always,
    // If it was changed before the source was.
    Older,
}

/// Where a copy's ACL comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CopiedAcl {
    /// From what is copied.
    Keep,
    /// Open to everybody.
    Default,
    /// From the command line.
    Given(AclList),
}

/// `keep`, `default` or an ACL.
pub fn copied_acl(text: &str) -> Result<CopiedAcl, String> {
    match text {
        "keep" => Ok(CopiedAcl::Keep),
        "default" => Ok(CopiedAcl::Default),
        text => acl_list(text).map(CopiedAcl::Given),
    }
}
