//! Arguments of `check`, `doctor` and `smoke`.

use std::path::PathBuf;

use clap::{Args, ValueEnum, ValueHint};

use super::AdminArgs;

#[derive(Args, Debug)]
#[command(
    after_help = "Exit codes: 0, or 10 for a warning or worse; with --format nagios 0, 1, 2, 3 for OK, WARNING, CRITICAL, UNKNOWN;\nwith --format prometheus 0.\n\nExamples:\n  zkctl check lag --warn 100 --crit 1000 --format nagios\n  zkctl check fsync --warn 20ms --crit 100ms\n  zkctl check znode /app/leader --of age --crit 1h"
)]
pub struct CheckArgs {
    #[command(flatten)]
    pub admin: AdminArgs,
    /// What to check
    #[arg(value_name = "WHAT")]
    pub what: What,
    /// The node, for `znode`
    #[arg(value_name = "PATH")]
    pub path: Option<String>,
    /// Of a node: what to measure
    #[arg(long, value_name = "WHAT", default_value = "children")]
    pub of: OfNode,
    /// From this value on it is a warning; a number, or a time such as 20ms
    #[arg(long, value_name = "VALUE", value_parser = threshold, allow_negative_numbers = true)]
    pub warn: Option<f64>,
    /// From this value on it is critical
    #[arg(long, value_name = "VALUE", value_parser = threshold, allow_negative_numbers = true)]
    pub crit: Option<f64>,
    /// For whom
    #[arg(long, value_name = "FORM", default_value = "text")]
    pub format: CheckForm,
}

/// What `check` measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum What {
    /// Voters that do not serve; without a quorum it is critical [from 1, 2 on]
    Ensemble,
    /// How many more voters may fail before writes stop [at 0, -1]
    Quorum,
    /// Mean time from request to answer, in ms [from 50, 250 on]
    Latency,
    /// Transactions that the last follower is behind [from 100, 1000 on]
    Lag,
    /// Mean time of an fsync of the log, in ms [from 20, 100 on]
    Fsync,
    /// Live sessions [from 10000, 50000 on]
    Sessions,
    /// A node: that it exists, and what --of says [from never on]
    Znode,
}

/// What of a node is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum OfNode {
    // How many there are.
    Children,
    // Bytes of its data.
    Bytes,
    // Milliseconds since its data changed.
    Age,
}

/// For whom the answer is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum CheckForm {
    // People, or what -o says.
    Text,
    // A plug-in of Nagios, Icinga, Sensu.
    Nagios,
    // The text file collector of Prometheus' node exporter.
    Prometheus,
    // As -o json.
    Json,
}

fn threshold(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(n) if n.is_finite() => Ok(n),
        _ => crate::parse::duration(text)
            .map(|d| d.as_secs_f64() * 1000.0)
            .map_err(|_| format!("`{text}` is neither a number nor a time such as 20ms")),
    }
}

#[derive(Args, Debug)]
#[command(
    after_help = "Exit code 10 with findings of severity WARN or CRIT.\n\nExamples:\n  zkctl doctor\n  zkctl doctor --only fsync-slow\n  zkctl doctor --bundle zk-support.tar.gz"
)]
pub struct DoctorArgs {
    #[command(flatten)]
    pub admin: AdminArgs,
    /// Only these checks, by their ids
    #[arg(long, value_name = "ID", value_delimiter = ',')]
    pub only: Vec<String>,
    /// Print what mends each finding on a line of its own
    #[arg(long)]
    pub fix_hints: bool,
    /// List the checks
    #[arg(long)]
    pub list: bool,
    /// Write what was found and what the servers said to a file, for support; it holds no secrets and no data
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub bundle: Option<PathBuf>,
    /// Look at so many nodes of the tree at the most; 0 leaves it alone
    #[arg(long, value_name = "COUNT", default_value_t = 20_000)]
    pub scan_nodes: u64,
}

#[derive(Args, Debug)]
#[command(
    after_help = "Makes nodes of its own below --root and deletes them again. Exit code 10 if a step failed.\n\nExamples:\n  zkctl smoke\n  zkctl smoke --servers one-by-one --root /tmp-smoke"
)]
pub struct SmokeArgs {
    /// A session with every server at once, each of which must see what the others write; or one after the other
    #[arg(long, value_name = "HOW", default_value = "all")]
    pub servers: SmokeServers,
    /// The node to work below; made if missing
    #[arg(long, value_name = "PATH", default_value = "/zkctl-smoke")]
    pub root: String,
}

/// Which servers `smoke` tries at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum SmokeServers {
    // Together.
    All,
    // Each by itself.
    OneByOne,
}
