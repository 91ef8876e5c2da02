//! Arguments of the commands that walk a subtree: `find`, `tree`, `du`.

use std::time::Duration;

use clap::{Args, ValueEnum};
use globset::GlobMatcher;
use zk_proto::SessionId;

use crate::parse::{byte_size, duration, glob, session_id};

#[derive(Args, Debug)]
pub struct FindArgs {
    /// Where to start
    #[arg(value_name = "PATH")]
    pub path: Option<String>,
    /// Nodes whose name matches: `*` and `?` stand for anything, `[a-c]` for one of these
    #[arg(short, long, value_name = "GLOB", value_parser = glob)]
    pub name: Option<GlobMatcher>,
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
}

/// What a client can tell about a node's kind: containers and TTL nodes look persistent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum NodeKind {
    #[value(alias = "p")]
    Persistent,
    #[value(alias = "e")]
    Ephemeral,
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
