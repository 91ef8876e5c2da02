//! Arguments of `ls`: which nodes, how much of them, in what order.

use clap::{Args, ValueEnum};

use crate::walk_args::BelowArgs;

#[derive(Args, Debug)]
pub struct LsArgs {
    /// Node whose children to list
    #[arg(value_name = "PATH")]
    pub path: Option<String>,
    /// One line per child: type, version, size, children, time, owner
    #[arg(short, long)]
    pub long: bool,
    /// The node's own status too
    #[arg(short, long)]
    pub stat: bool,
    /// Every node below, by full path
    #[arg(short = 'R', long, conflicts_with_all = ["long", "stat"])]
    pub recursive: bool,
    #[command(flatten)]
    pub below: BelowArgs,
    /// What to order by: names from the first on, the rest from the latest or largest on
    #[arg(long, value_name = "WHAT", default_value = "name", conflicts_with = "recursive")]
    pub sort: LsOrder,
    /// Only the first so many
    #[arg(long, value_name = "COUNT", value_parser = clap::value_parser!(u64).range(1..))]
    pub limit: Option<u64>,
    /// One name per line on a terminal too
    #[arg(short = '1', long = "single", conflicts_with = "long")]
    pub single: bool,
    /// Say once in the shell when it changes
    #[arg(short, long)]
    pub watch: bool,
}

/// What `ls` orders by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LsOrder {
    Name,
    // Time of creation.
    Ctime,
    // Time of the last change of the data.
    Mtime,
    // Of the data.
    Size,
    // Their number.
    Children,
}
