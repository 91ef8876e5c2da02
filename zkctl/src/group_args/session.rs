//! Arguments of `session`.

use clap::{Args, Subcommand, ValueEnum};
use zk_proto::SessionId;

use super::AdminArgs;
use crate::parse::session_id;

#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  zkctl session ls --sort ephemerals\n  zkctl session owner /services/api/leader\n  zkctl session get 0x2000a41b3c00011"
)]
pub struct SessionArgs {
    #[command(flatten)]
    pub admin: AdminArgs,
    #[command(subcommand)]
    pub command: SessionCommand,
}

#[derive(Debug, Subcommand)]
pub enum SessionCommand {
    /// List the sessions that are connected, with the client, the server, and how many ephemerals each has
    Ls {
        /// What to order by
        #[arg(long, value_name = "WHAT", default_value = "session")]
        sort: SessionOrder,
    },
    /// Print everything that is known about a session: its connection, ephemerals and watches
    Get {
        /// Its id
        #[arg(value_name = "SESSION", value_parser = session_id)]
        session: SessionId,
    },
    /// Print the session that owns an ephemeral node, and who that is
    Owner {
        /// Which node
        #[arg(value_name = "PATH")]
        path: String,
    },
    /// List the ephemeral nodes of all sessions (`ephemerals` lists those of this one)
    Ephemerals {
        /// Only those below this node
        #[arg(value_name = "PREFIX", default_value = "/")]
        prefix: String,
    },
    /// Print whom the server takes us for
    Whoami,
    /// Let a server close a share of its connections, so that their clients go elsewhere (AdminServer)
    Shed {
        /// The server, by id or host:port
        #[arg(id = "which_server", value_name = "SERVER")]
        server: String,
        /// Share of the connections to close
        #[arg(long, value_name = "PERCENT", value_parser = clap::value_parser!(u8).range(1..=100))]
        percent: u8,
    },
}

/// What `session ls` orders by; the largest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum SessionOrder {
    // By id, the smallest first.
    Session,
    // Nodes owned.
    Ephemerals,
    // Requests waiting.
    Queue,
    // Packets received.
    Received,
    // Since its last answer; only zkd and Apache's AdminServer and cons tell.
    Latency,
}
