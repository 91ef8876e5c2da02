//! Arguments of `quota`, and of zkCli's setquota, listquota and delquota.

use clap::{Args, Subcommand};

use crate::parse::byte_size;

#[derive(Debug, Subcommand)]
pub enum QuotaCommand {
    /// Print the quota of a node, and how much of it is used
    Get(QuotaGetArgs),
    /// Limit how many nodes, or how much data, a subtree may have
    Set(QuotaSetArgs),
    /// List the quotas of a node and of its children
    Ls {
        /// Where to look
        #[arg(value_name = "PATH", default_value = "/")]
        path: String,
        /// Those of all nodes below too
        #[arg(short = 'R', long)]
        recursive: bool,
        /// How much of each is used
        #[arg(long)]
        usage: bool,
    },
    /// Take a quota away, or some of its limits
    Rm(QuotaRmArgs),
}

#[derive(Args, Debug)]
pub struct QuotaGetArgs {
    /// Which node
    #[arg(value_name = "PATH")]
    pub path: String,
}

#[derive(Args, Debug)]
#[command(
    after_help = "A soft limit is only logged by the servers; a hard one is enforced where enforceQuota=true (Apache 3.7 and later, zkd).\n\nExamples:\n  zkctl quota set /app -n 10000 -B 64M\n  zkctl setquota -n 5 /app"
)]
pub struct QuotaSetArgs {
    /// Which node
    #[arg(value_name = "PATH")]
    pub path: String,
    /// Soft limit of nodes, the first one included
    #[arg(short = 'n', value_name = "COUNT", value_parser = clap::value_parser!(i64).range(1..))]
    pub soft_count: Option<i64>,
    /// Soft limit of bytes of data: 512, 64k, 1M
    #[arg(short = 'b', value_name = "SIZE", value_parser = byte_size)]
    pub soft_bytes: Option<u64>,
    /// Hard limit of nodes
    #[arg(short = 'N', value_name = "COUNT", value_parser = clap::value_parser!(i64).range(1..))]
    pub hard_count: Option<i64>,
    /// Hard limit of bytes
    #[arg(short = 'B', value_name = "SIZE", value_parser = byte_size)]
    pub hard_bytes: Option<u64>,
}

#[derive(Args, Debug)]
pub struct QuotaRmArgs {
    /// Which node
    #[arg(value_name = "PATH")]
    pub path: String,
    /// Only the soft limit of nodes
    #[arg(short = 'n')]
    pub soft_count: bool,
    /// Only the soft limit of bytes
    #[arg(short = 'b')]
    pub soft_bytes: bool,
    /// Only the hard limit of nodes
    #[arg(short = 'N')]
    pub hard_count: bool,
    /// Only the hard limit of bytes
    #[arg(short = 'B')]
    pub hard_bytes: bool,
}
