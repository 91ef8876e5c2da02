//! Arguments of `server`.

use clap::{Args, Subcommand, ValueEnum};
use regex::Regex;

use super::AdminArgs;

#[derive(Args, Debug)]
pub struct ServerArgs {
    #[command(flatten)]
    pub admin: AdminArgs,
    #[command(subcommand)]
    pub command: ServerCommand,
}

/// One server, or all.
#[derive(Args, Debug)]
pub struct WhichServer {
    /// Its id in the ensemble, or its host:port; every server of the connect string if not given
    #[arg(id = "which_server", value_name = "SERVER")]
    pub server: Option<String>,
}

#[derive(Debug, Subcommand)]
pub enum ServerCommand {
    /// List the servers of the connect string and the members of the ensemble, and who answers
    Ls,
    /// Print what a server is doing: role, zxid, load, latencies
    Stats(WhichServer),
    /// Print every metric of a server
    #[command(
        after_help = "Examples:\n  zkctl server metrics 2 --grep fsync\n  zkctl server metrics -o jsonl | jq 'select(.metric==\"znode_count\")'"
    )]
    Metrics {
        #[command(flatten)]
        which: WhichServer,
        /// Only metrics whose name matches this regular expression
        #[arg(short, long, value_name = "RE", value_parser = Regex::new)]
        grep: Option<Regex>,
    },
    /// Print the environment of a server's process
    Env(WhichServer),
    /// Print the configuration in effect
    Conf(WhichServer),
    /// List the client connections
    Conns(WhichServer),
    /// List the watches of the clients: of each session, of each path, or just how many
    Watches {
        #[command(flatten)]
        which: WhichServer,
        /// What to list by; listing walks all watches of a server and slows a busy one
        #[arg(long, value_name = "WHAT", default_value = "count")]
        by: WatchesBy,
    },
    /// Set a server's latencies and packet counts to zero
    ResetStats {
        #[command(flatten)]
        which: WhichServer,
        /// Those of the connections too
        #[arg(long)]
        conns: bool,
    },
    /// Send a four-letter word to every server and print the answers
    #[command(name = "4lw")]
    FourLetter {
        /// ruok, srvr, stat, mntr, conf, cons, …
        #[arg(value_name = "WORD")]
        word: String,
    },
    /// Send a command to the AdminServers and print the answers
    #[command(
        after_help = "Examples:\n  zkctl server admin leader\n  zkctl server admin monitor --admin 'http://{host}:9080/commands'\n  zkctl server admin set_trace_mask?traceMask=306"
    )]
    Admin {
        /// The command, such as monitor, leader, voting_view, zabstate; a query may follow: COMMAND?NAME=VALUE
        #[arg(value_name = "COMMAND")]
        command: String,
        /// Send this body with POST; `@FILE` reads a file
        #[arg(long, value_name = "BODY")]
        post: Option<String>,
    },
}

/// What `server watches` lists by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum WatchesBy {
    // How many.
    Count,
    // Each session with its paths.
    Session,
    // Each path with its sessions.
    Path,
}
