//! Arguments of `cluster`, `status`, `leader` and `config`.

use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, Subcommand, ValueEnum, ValueHint};

use super::AdminArgs;
use crate::parse::duration;

#[derive(Args, Debug)]
pub struct ClusterArgs {
    #[command(flatten)]
    pub admin: AdminArgs,
    #[command(subcommand)]
    pub command: ClusterCommand,
}

#[derive(Debug, Subcommand)]
pub enum ClusterCommand {
    /// Print the state of every server, the lag of each follower, and whether there is a quorum
    Status(StatusOptions),
    /// List the members of the ensemble, as its servers tell them
    Members,
    /// Compare the epochs and zxids of the servers: exit code 10 if they contradict each other
    Epochs,
    /// Compare the servers' trees by their digests: exit code 10 if two differ
    Verify {
        /// Ask running servers (files are compared by `zkctl log`)
        #[arg(long, required = true)]
        online: bool,
    },
}

#[derive(Args, Debug)]
pub struct StatusArgs {
    #[command(flatten)]
    pub admin: AdminArgs,
    #[command(flatten)]
    pub options: StatusOptions,
}

#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  zkctl status\n  zkctl status --watch --interval 5s\n  zkctl status --wait healthy --wait-limit 2m && echo go"
)]
pub struct StatusOptions {
    /// Print again and again, until Ctrl-C
    #[arg(long)]
    pub watch: bool,
    /// How long from one to the next
    #[arg(long, value_name = "TIME", default_value = "2s", value_parser = duration)]
    pub interval: Duration,
    /// Wait for a state; exit code 7 if it does not come in time
    #[arg(long, value_name = "STATE", conflicts_with = "watch")]
    pub wait: Option<Wanted>,
    /// How long to wait for it
    #[arg(long, value_name = "TIME", default_value = "60s", value_parser = duration, requires = "wait")]
    pub wait_limit: Duration,
}

/// What `status --wait` waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Wanted {
    // Every server serves, and one leads.
    Healthy,
    // Writes are served.
    Quorum,
}

#[derive(Args, Debug)]
pub struct LeaderArgs {
    #[command(flatten)]
    pub admin: AdminArgs,
    #[command(subcommand)]
    pub command: LeaderCommand,
}

#[derive(Debug, Subcommand)]
pub enum LeaderCommand {
    /// Print who leads, since when, and who follows
    Show,
    /// Ask for another leader: exit code 14 where the servers cannot (Apache ZooKeeper cannot)
    Move {
        /// The id of the server that shall lead
        #[arg(value_name = "ID")]
        id: i64,
    },
}

#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  zkctl config show\n  zkctl config plan --add 'server.4=zk4:2888:3888:observer;2181' --remove 2\n  zkctl config add 'server.4=zk4:2888:3888;2181' --yes\n  zkctl config apply members.txt --dry-run"
)]
pub struct MembershipArgs {
    /// Without one it is `show`
    #[command(subcommand)]
    pub command: Option<MembershipCommand>,
}

#[derive(Debug, Subcommand)]
pub enum MembershipCommand {
    /// Print the members of the ensemble and the version of that list
    Show,
    /// List the memberships that dynamic configuration files of a directory hold, oldest first
    History {
        /// The directory of zoo.cfg, where zoo.cfg.dynamic.* are
        #[arg(value_name = "DIR", value_hint = ValueHint::DirPath)]
        dir: PathBuf,
    },
    /// Say what a change would mean, and whether it is wise; change nothing
    Plan(ChangeArgs),
    /// Add members, or change their lines
    Add {
        /// Lines as in zoo.cfg: server.N=HOST:PORT:PORT[:ROLE];CLIENTPORT
        #[arg(value_name = "SERVER", required = true)]
        servers: Vec<String>,
        #[command(flatten)]
        how: HowArgs,
    },
    /// Remove members
    Remove {
        /// Their ids
        #[arg(value_name = "ID", required = true)]
        ids: Vec<i64>,
        #[command(flatten)]
        how: HowArgs,
    },
    /// Replace the whole list of members
    Set {
        /// All lines: server.N=…
        #[arg(value_name = "SERVER", required = true)]
        servers: Vec<String>,
        #[command(flatten)]
        how: HowArgs,
    },
    /// Make the members those of a file, by adding and removing what differs
    Apply {
        /// Lines server.N=…; `-` is stdin
        #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
        file: PathBuf,
        #[command(flatten)]
        how: HowArgs,
    },
}

#[derive(Args, Debug)]
pub struct ChangeArgs {
    /// A line to add or change: server.N=…
    #[arg(long, value_name = "SERVER")]
    pub add: Vec<String>,
    /// An id to remove
    #[arg(long, value_name = "ID")]
    pub remove: Vec<i64>,
    /// The whole list instead: server.N=…
    #[arg(long, value_name = "SERVER", conflicts_with_all = ["add", "remove"])]
    pub set: Vec<String>,
}

#[derive(Args, Debug)]
pub struct HowArgs {
    /// Only if the list has this version, 0x… or decimal
    #[arg(short, long, value_name = "VERSION", value_parser = version)]
    pub version: Option<i64>,
    /// Print what it would mean, change nothing
    #[arg(long)]
    pub dry_run: bool,
}

fn version(text: &str) -> Result<i64, String> {
    let zxid: zk_proto::Zxid =
        text.parse().map_err(|_| format!("`{text}` is no version; write it like 0x100000000"))?;
    Ok(zxid.0)
}
