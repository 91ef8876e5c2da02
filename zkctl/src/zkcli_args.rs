//! Commands of zkCli that have another name here, with zkCli's own options.

use std::path::PathBuf;

use clap::{ArgGroup, Args, Subcommand, ValueEnum, ValueHint};
use zk_client::WatcherType;

/// What zkCli calls otherwise.
#[derive(Debug, Subcommand)]
pub enum ZkcliVerb {
    /// zkCli's spelling of `watch`: recursive unless told otherwise
    #[command(name = "addWatch", alias = "addwatch", hide = true)]
    AddWatch(AddWatchArgs),
    /// Print the ensemble's configuration as the servers keep it (zkCli's `config`)
    #[command(name = "getConfig", alias = "getconfig", hide = true)]
    GetConfig(GetConfigArgs),
    /// Change the members of the ensemble, in zkCli's spelling
    Reconfig(ReconfigArgs),
}

#[derive(Args, Debug)]
pub struct AddWatchArgs {
    /// Which node
    #[arg(value_name = "PATH")]
    pub path: String,
    /// Node and children, or everything below
    #[arg(short, long, value_name = "MODE", ignore_case = true, default_value = "PERSISTENT_RECURSIVE")]
    pub mode: AddWatchKind,
}

/// zkCli's names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
#[value(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum AddWatchKind {
    Persistent,
    PersistentRecursive,
}

#[derive(Args, Debug)]
pub struct GetConfigArgs {
    /// Only the version and the addresses for clients
    #[arg(short = 'c', long)]
    pub client: bool,
    /// Say once in the shell when it changes
    #[arg(short, long)]
    pub watch: bool,
    /// The node's status too
    #[arg(short, long)]
    pub stat: bool,
}

#[derive(Args, Debug)]
#[command(group = ArgGroup::new("what").required(true).multiple(true))]
#[command(after_help = "Examples:
  zkctl reconfig --add 'server.4=zk4:2888:3888:observer;2181'
  zkctl reconfig --remove 2,3 --version 0x100000003
  zkctl reconfig --file members.txt

The servers must have reconfigEnabled=true, and the session the right to write /zookeeper/config. zkCli's spelling with one
dash (-add, -remove, -members, -file) works too.")]
pub struct ReconfigArgs {
    /// Members to add or to change: server.N=HOST:PORT:PORT[:ROLE];CLIENTPORT, comma-separated
    #[arg(long, value_name = "SERVERS", group = "what")]
    pub add: Option<String>,
    /// Ids of members to remove, comma-separated
    #[arg(long, value_name = "IDS", group = "what")]
    pub remove: Option<String>,
    /// The whole list instead, comma-separated
    #[arg(long, value_name = "SERVERS", group = "what", conflicts_with_all = ["add", "remove", "file"])]
    pub members: Option<String>,
    /// The whole list from a file, one member on a line
    #[arg(long, value_name = "FILE", group = "what", value_hint = ValueHint::FilePath)]
    #[arg(conflicts_with_all = ["add", "remove"])]
    pub file: Option<PathBuf>,
    /// Only if the configuration has this version: 0x… or, as zkCli has it, hex digits
    #[arg(short, long, value_name = "VERSION", value_parser = config_version)]
    pub version: Option<i64>,
    /// Print the node's status too
    #[arg(short, long)]
    pub stat: bool,
}

/// zkCli reads hex digits; `0x` in front says the same without doubt.
fn config_version(text: &str) -> Result<i64, String> {
    let digits = text.strip_prefix("0x").unwrap_or(text);
    let number =
        i64::from_str_radix(digits, 16).ok().filter(|_| digits.bytes().all(|b| b.is_ascii_hexdigit()));
    number.ok_or_else(|| {
        format!("`{text}` is no version of a configuration; write it like 0x100000003, as `config` prints it")
    })
}

#[derive(Args, Debug)]
#[command(group = ArgGroup::new("kind").multiple(false))]
pub struct RemoveWatchesArgs {
    /// Which node
    #[arg(value_name = "PATH")]
    pub path: String,
    /// On its children
    #[arg(short = 'c', long, group = "kind")]
    pub children: bool,
    /// On its data
    #[arg(short = 'd', long, group = "kind")]
    pub data: bool,
    /// Of any kind; the usual one
    #[arg(short = 'a', long, group = "kind")]
    pub any: bool,
    /// That stay, on the node and its children
    #[arg(short = 'p', long, group = "kind")]
    pub persistent: bool,
    /// That stay, on everything below
    #[arg(short = 'r', long, group = "kind")]
    pub recursive: bool,
    /// Here at least, if there is no connection to the server
    #[arg(short = 'l', long)]
    pub local: bool,
}

impl RemoveWatchesArgs {
    /// What the server is asked to remove.
    pub fn kind(&self) -> WatcherType {
        match self {
            RemoveWatchesArgs { children: true, .. } => WatcherType::Children,
            RemoveWatchesArgs { data: true, .. } => WatcherType::Data,
            RemoveWatchesArgs { persistent: true, .. } => WatcherType::Persistent,
            RemoveWatchesArgs { recursive: true, .. } => WatcherType::PersistentRecursive,
            _ => WatcherType::Any,
        }
    }
}
