//! The command line as data: one clap tree for the program and for the lines of its shell. No behaviour.

use std::ffi::OsString;
use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, Parser, Subcommand, ValueEnum, ValueHint};
use zk_proto::Acl;

use crate::bench_args::BenchArgs;
use crate::bulk_args::{
    DeleteAllArgs, DiffArgs, EditArgs, ExportArgs, GrepArgs, ImportArgs, MirrorArgs, MoveArgs, UndoArgs,
};
pub use crate::connect_args::ConnectArgs;
use crate::form_args::FormArgs;
use crate::group_args::acl::AclCommand;
use crate::group_args::check::{CheckArgs, DoctorArgs, SmokeArgs};
use crate::group_args::cluster::{ClusterArgs, LeaderArgs, MembershipArgs, StatusArgs};
use crate::group_args::quota::{QuotaCommand, QuotaGetArgs, QuotaRmArgs, QuotaSetArgs};
use crate::group_args::server::ServerArgs;
use crate::group_args::session::SessionArgs;
use crate::ls_args::LsArgs;
use crate::offline::log_args::LogCommand;
use crate::offline::snap_args::SnapCommand;
use crate::parse::{acl_list, duration, ttl};
use crate::profile::args::ProfileCommand;
use crate::recipes::args::{CounterCommand, QueueCommand, Recipe};
pub use crate::shell_args::{InShell, ShellLine};
use crate::walk_args::{CopyArgs, DuArgs, FindArgs, TouchArgs, TreeArgs};
use crate::watch_args::{WAIT_HELP, WATCH_HELP, WaitArgs, WatchArgs};
use crate::zkcli_args::ZkcliVerb;

const GLOBAL: &str = "Global options";

/// The admin's command line for ZooKeeper: an interactive shell, scripted commands and offline forensics.
#[derive(Debug, Parser)]
#[command(
    name = "zkctl",
    version,
    max_term_width = 100,
    disable_help_subcommand = true,
    args_override_self = true,
    after_help = "Without a command: a shell on a terminal; from a pipe, the commands on its lines, up to the \
                  first that fails.\n\nTry it with nothing installed:  zkctl playground\n\
                  Exit codes:                     zkctl help exit-codes"
)]
pub struct Cli {
    #[command(flatten)]
    pub connect: ConnectArgs,
    #[command(flatten)]
    pub line: LineArgs,
    #[command(subcommand)]
    pub command: Option<Top>,
}

/// Options that may also be given on a line of the shell.
#[derive(Args, Clone, Debug, Default)]
pub struct LineArgs {
    /// How to print [default: table on a terminal, plain otherwise]
    #[arg(short, long, value_name = "FORMAT", env = "ZKD_OUTPUT", global = true, help_heading = GLOBAL)]
    #[arg(hide_env_values = true)]
    pub output: Option<Format>,
    #[command(flatten)]
    pub form: FormArgs,
    /// Longest wait for one operation [default: 10s]
    #[arg(long, value_name = "TIME", env = "ZKD_TIMEOUT", value_parser = duration, global = true)]
    #[arg(help_heading = GLOBAL, hide_env_values = true)]
    pub timeout: Option<Duration>,
    /// Say nothing on stderr but errors
    #[arg(short, long, global = true, help_heading = GLOBAL)]
    pub quiet: bool,
    /// Do not ask before something that cannot be undone
    #[arg(short, long, env = "ZKD_YES", global = true, help_heading = GLOBAL)]
    #[arg(hide_env_values = true, value_parser = clap::builder::FalseyValueParser::new())]
    pub yes: bool,
    /// Never ask for anything: what would have to be asked fails
    #[arg(long, env = "ZKD_NO_INPUT", global = true, help_heading = GLOBAL)]
    #[arg(hide_env_values = true, value_parser = clap::builder::FalseyValueParser::new())]
    pub no_input: bool,
    /// In a protected profile: the path of what is to be changed, instead of typing it when asked
    #[arg(long, value_name = "PATH", global = true, help_heading = GLOBAL)]
    pub confirm: Vec<String>,
    /// Longest time for the whole run; in the shell for one line
    #[arg(long, value_name = "TIME", env = "ZKD_DEADLINE", value_parser = duration, global = true)]
    #[arg(help_heading = GLOBAL, hide_env_values = true)]
    pub deadline: Option<Duration>,
}

/// How to print.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    // Variants carry plain comments: documented ones make clap's help twice as long.
    // Aligned columns for people.
    Table,
    // Lines for other programs, no decoration.
    Plain,
    // One JSON document.
    Json,
    // One JSON object per line.
    Jsonl,
    // The JSON document, as YAML.
    Yaml,
    // Comma-separated values with a line of names.
    Csv,
    // The same with tabs.
    Tsv,
    // As plain, but text of others is not made harmless for a terminal.
    Raw,
    // A line for each row, as --template says.
    #[value(skip)]
    Template,
    // Apache's zkCli's own lines.
    #[value(skip)]
    Zkcli,
}

/// When to colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum When {
    Auto,
    Always,
    Never,
}

/// Commands of the program.
#[derive(Debug, Subcommand)]
pub enum Top {
    #[command(flatten)]
    Verb(Verb),
    /// Start a server or an ensemble on temporary data in this process, with a shell on it
    Playground(PlaygroundArgs),
    #[command(flatten)]
    Recipe(Recipe),
    /// Measure a server: throughput and latency percentiles
    Bench(BenchArgs),
    /// Choose, show and keep profiles: servers, TLS and credentials under a name
    #[command(subcommand)]
    Profile(ProfileCommand),
    /// Print a script that completes this program's arguments in your shell
    Completions(CompletionsArgs),
    /// Print the manual page, for `man -l -`
    Man(ManArgs),
    /// Explain a command or a topic: exit-codes, shell, env
    Help(HelpArgs),
    /// Run the shell's commands on the lines of a file, up to the first that fails
    Run(RunArgs),
    /// Start the shell; the same as no command
    Shell,
    /// Run an expression for --jq: JSON on stdin
    #[command(name = "__jq", hide = true)]
    Jq(crate::decode::jq::JqArgs),
    /// Complete a word of a command line with paths of nodes
    #[command(name = "__complete", hide = true)]
    Complete(CompleteArgs),
}

/// What both know.
#[derive(Debug, Subcommand)]
pub enum Verb {
    /// List the children of a node
    Ls(LsArgs),
    /// Draw a node and all below it
    Tree(TreeArgs),
    /// Find nodes by name, kind, owner, age or size
    Find(FindArgs),
    /// Search the data of nodes
    Grep(GrepArgs),
    /// Say how much data and how many nodes subtrees hold
    Du(DuArgs),
    /// Print the data of nodes
    Get(GetArgs),
    /// Print the status of nodes
    Stat(StatArgs),
    /// Say whether a node exists: exit code 0 or 3
    Exists(PathArgs),
    /// Create a node and print its path
    Create(CreateArgs),
    /// Change the data of a node
    Set(SetArgs),
    /// Create a node or change its data
    Put(PutArgs),
    /// Write nodes again as they are: a new version and time; create those that are missing
    Touch(TouchArgs),
    /// Copy a node, or a subtree, to another place
    Cp(CopyArgs),
    /// Move a node, or a subtree, to another place
    Mv(MoveArgs),
    /// Change the data of a node in an editor
    Edit(EditArgs),
    /// Delete nodes without children
    #[command(visible_alias = "rm")]
    Delete(DeleteArgs),
    /// Delete a node and all below it
    #[command(visible_alias = "rmr", alias = "deleteAll")]
    Deleteall(DeleteAllArgs),
    /// Bring back what a command destroyed or wrote over
    Undo(UndoArgs),
    /// Compare two subtrees: here, on other servers, or in exports
    Diff(DiffArgs),
    /// Write a subtree into a file or a directory
    Export(ExportArgs),
    /// Create what an export holds
    Import(ImportArgs),
    /// Make a subtree the same as another one, and keep it so
    Mirror(MirrorArgs),
    /// Print or change the ACL of a node
    #[command(subcommand)]
    Acl(AclCommand),
    /// Limit how many nodes and how much data subtrees may have
    #[command(subcommand)]
    Quota(QuotaCommand),
    /// zkCli's spelling of `quota set`
    #[command(name = "setquota", hide = true)]
    SetQuota(QuotaSetArgs),
    /// zkCli's spelling of `quota get`
    #[command(name = "listquota", hide = true)]
    ListQuota(QuotaGetArgs),
    /// zkCli's spelling of `quota rm`
    #[command(name = "delquota", hide = true)]
    DelQuota(QuotaRmArgs),
    /// zkCli's spelling of `acl get`
    #[command(name = "getAcl", alias = "getacl", hide = true)]
    GetAcl(AclGetArgs),
    /// zkCli's spelling of `acl set`
    #[command(name = "setAcl", alias = "setacl", hide = true)]
    SetAcl(AclSetArgs),
    /// zkCli's commands that have another name here
    #[command(flatten)]
    Zkcli(ZkcliVerb),
    /// Add credentials to the session
    #[command(alias = "addAuth")]
    Addauth(AddauthArgs),
    /// Wait until the server has caught up with the leader
    Sync {
        /// Any node; servers ignore which
        #[arg(value_name = "PATH", default_value = "/")]
        path: String,
    },
    /// Print what happens to a node, as it happens
    #[command(after_help = WATCH_HELP)]
    Watch(WatchArgs),
    /// Wait until a node exists, is gone, or is as it should be
    #[command(after_help = WAIT_HELP)]
    Wait(WaitArgs),
    /// Run several writes: all of them or none
    Multi(MultiArgs),
    /// Put into a queue, take from it
    #[command(subcommand)]
    Queue(QueueCommand),
    /// A number that many may change
    #[command(subcommand)]
    Counter(CounterCommand),
    /// List the ephemeral nodes of this session
    #[command(alias = "getEphemerals")]
    Ephemerals {
        /// Only those below this node
        #[arg(value_name = "PATH", default_value = "/")]
        prefix: String,
    },
    /// Count the children of a node and all nodes below it
    #[command(alias = "getAllChildrenNumber")]
    Count(PathArgs),
    /// Print whom the server takes us for
    Whoami,
    /// Look at sessions: where they are, what they hold
    Session(SessionArgs),
    /// Print the state of every server: role, lag, load, version
    Status(StatusArgs),
    /// Ask the servers themselves
    Server(ServerArgs),
    /// Look at the ensemble as a whole
    Cluster(ClusterArgs),
    /// Look at the members of the ensemble and change them
    Config(MembershipArgs),
    /// Check one number against two thresholds, for monitoring
    Check(CheckArgs),
    /// Look for what is wrong or unwise, and say what mends it
    Doctor(DoctorArgs),
    /// Try that servers work: write, read, watch, delete
    Smoke(SmokeArgs),
    /// Print who leads; change it where the servers can
    Leader(LeaderArgs),
    /// Print the version
    Version,
    /// Read transaction logs, without a server
    #[command(subcommand)]
    Log(LogCommand),
    /// Read snapshots, without a server; take one from a server, and restore it
    #[command(subcommand)]
    Snap(SnapCommand),
}

#[derive(Args, Debug)]
pub struct PathArgs {
    /// Which node
    #[arg(value_name = "PATH")]
    pub path: String,
}

#[derive(Args, Debug)]
pub struct StatArgs {
    /// Which nodes
    #[arg(value_name = "PATH", required = true)]
    pub paths: Vec<String>,
    /// For people: ages, sizes with units, and which client owns an ephemeral (asks the servers for their connections)
    #[arg(long)]
    pub human: bool,
    /// Say once in the shell when it changes
    #[arg(short, long)]
    pub watch: bool,
}

#[derive(Args, Debug)]
pub struct GetArgs {
    /// Which nodes
    #[arg(value_name = "PATH", required = true)]
    pub paths: Vec<String>,
    /// The status too
    #[arg(short, long)]
    pub stat: bool,
    /// Print as base64
    #[arg(short, long, conflicts_with_all = ["hex", "decode", "jq"])]
    pub base64: bool,
    /// Print as a hex dump
    #[arg(short = 'x', long, conflicts_with_all = ["decode", "jq"])]
    pub hex: bool,
    #[command(flatten)]
    pub decode: crate::decode_args::DecodeArgs,
    #[command(flatten)]
    pub jq: crate::decode_args::JqOption,
    /// Say once in the shell when it changes
    #[arg(short, long)]
    pub watch: bool,
}

/// Data of a node, as an argument.
#[derive(Args, Debug, Default)]
pub struct DataArgs {
    /// Text; `-` reads stdin, `@FILE` reads a file
    #[arg(value_name = "DATA", allow_negative_numbers = true)]
    pub data: Option<OsString>,
    /// DATA is base64
    #[arg(short, long, conflicts_with = "hex")]
    pub base64: bool,
    /// DATA is hex digits
    #[arg(short = 'x', long)]
    pub hex: bool,
    /// Take DATA as it stands, even `-` and `@…`
    #[arg(long)]
    pub literal: bool,
    /// Empty data: zero bytes, the same as ''
    #[arg(long, conflicts_with_all = ["data", "base64", "hex", "literal", "null"])]
    pub empty: bool,
    /// No data at all, which is not the same as empty data
    #[arg(long, conflicts_with_all = ["data", "base64", "hex", "literal"])]
    pub null: bool,
}

#[derive(Args, Debug)]
pub struct CreateArgs {
    /// Which node
    #[arg(value_name = "PATH")]
    pub path: String,
    #[command(flatten)]
    pub data: DataArgs,
    /// ACL, as with --acl (zkCli's third argument)
    #[arg(value_name = "ACL", value_parser = acl_list, hide = true, conflicts_with = "acl")]
    pub acl_positional: Option<AclList>,
    /// Ephemeral: goes when this session ends
    #[arg(short, long)]
    pub ephemeral: bool,
    /// Append a ten-digit counter to the name
    #[arg(short, long)]
    pub sequential: bool,
    /// Container: goes some time after its last child
    #[arg(short, long, conflicts_with_all = ["ephemeral", "sequential", "ttl"])]
    pub container: bool,
    /// Goes when unchanged and childless for so long; a bare number is milliseconds
    #[arg(short, long, value_name = "TIME", value_parser = ttl, conflicts_with = "ephemeral")]
    pub ttl: Option<Duration>,
    /// Create missing parents
    #[arg(short, long)]
    pub parents: bool,
    /// With --sequential: put a unique tag before the name (_c_UUID-), by which the node is found again after a lost
    /// connection, so that it is never created twice
    #[arg(long, requires = "sequential")]
    pub idempotent: bool,
    /// SCHEME:ID:PERMS[,…], PERMS of cdrwa [default: world:anyone:cdrwa]
    #[arg(long, value_name = "ACL", value_parser = acl_list)]
    pub acl: Option<AclList>,
}

#[derive(Args, Debug)]
pub struct SetArgs {
    /// Which node
    #[arg(value_name = "PATH")]
    pub path: String,
    #[command(flatten)]
    pub data: DataArgs,
    /// Only if the node has this version
    #[arg(short, long, value_name = "VERSION", allow_negative_numbers = true)]
    pub version: Option<i32>,
    /// Print the new status
    #[arg(short, long)]
    pub stat: bool,
    /// Keep no journal of what was there
    #[arg(long)]
    pub no_undo: bool,
}

#[derive(Args, Debug)]
pub struct PutArgs {
    /// Which node
    #[arg(value_name = "PATH")]
    pub path: String,
    #[command(flatten)]
    pub data: DataArgs,
    /// Create missing parents
    #[arg(short, long)]
    pub parents: bool,
    /// Keep no journal of what was there
    #[arg(long)]
    pub no_undo: bool,
}

#[derive(Args, Debug)]
pub struct DeleteArgs {
    /// Which nodes
    #[arg(value_name = "PATH", required = true)]
    pub paths: Vec<String>,
    /// Only if the node has this version
    #[arg(short, long, value_name = "VERSION", allow_negative_numbers = true)]
    pub version: Option<i32>,
}

#[derive(Args, Debug)]
pub struct AclGetArgs {
    /// Which node
    #[arg(value_name = "PATH")]
    pub path: String,
    /// The status too
    #[arg(short, long)]
    pub stat: bool,
}

#[derive(Args, Debug)]
pub struct AclSetArgs {
    /// Which node
    #[arg(value_name = "PATH")]
    pub path: String,
    /// SCHEME:ID:PERMS[,…], PERMS of cdrwa
    #[arg(value_name = "ACL", value_parser = acl_list)]
    pub acl: AclList,
    /// Only if the ACL has this version
    #[arg(short, long, value_name = "VERSION", allow_negative_numbers = true)]
    pub version: Option<i32>,
    /// Print the new status
    #[arg(short, long)]
    pub stat: bool,
    /// Every node below too
    #[arg(short = 'R', long)]
    pub recursive: bool,
    /// Print who would lose and gain what, change nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Keep no journal of the ACLs that were there
    #[arg(long)]
    pub no_undo: bool,
}

/// A parsed ACL. A type of its own, as clap takes a bare `Vec` for repetition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AclList(pub Vec<Acl>);

#[derive(Args, Debug)]
pub struct AddauthArgs {
    /// digest, or another scheme of the server
    #[arg(value_name = "SCHEME")]
    pub scheme: String,
    /// USER:PASSWORD for digest; `-` reads a line from stdin, `@FILE` a file
    #[arg(value_name = "CREDENTIALS", default_value = "")]
    pub credentials: String,
}

#[derive(Args, Debug)]
pub struct MultiArgs {
    /// Operations, one per line: create|set|delete|check with the arguments of those commands; `-` is stdin
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath, required = true)]
    pub file: PathBuf,
    /// Refuse unless PATH has VERSION
    #[arg(long, value_name = "PATH@VERSION")]
    pub check: Vec<String>,
}

/// A line of a multi's file.
#[derive(Debug, Parser)]
#[command(name = "", no_binary_name = true, disable_help_subcommand = true, disable_help_flag = true)]
pub struct MultiLine {
    #[command(subcommand)]
    pub op: MultiOp,
}

/// Operations of a multi.
#[derive(Debug, Subcommand)]
pub enum MultiOp {
    Create(CreateArgs),
    Set(SetArgs),
    #[command(alias = "rm")]
    Delete(DeleteArgs),
    Check {
        #[arg(value_name = "PATH")]
        path: String,
        #[arg(value_name = "VERSION", allow_negative_numbers = true)]
        version: i32,
    },
}

/// Line forms of other programs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Style {
    // Apache's TxnLogToolkit and SnapshotFormatter.
    Java,
}

#[derive(Args, Debug)]
pub struct PlaygroundArgs {
    /// How many servers; more than one are an ensemble
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u8).range(1..=9))]
    pub servers: u8,
    /// Port on 127.0.0.1 for clients, of the first server; 0 takes free ones
    #[arg(long, value_name = "PORT", default_value_t = 0)]
    pub port: u16,
    /// Keep the data here instead of in a temporary directory
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub data_dir: Option<PathBuf>,
}

#[derive(Args, Debug)]
pub struct CompletionsArgs {
    /// For which shell
    #[arg(value_name = "SHELL", required_unless_present = "all")]
    pub shell: Option<clap_complete::Shell>,
    /// Write the scripts for all shells into a directory
    #[arg(long, value_name = "DIR", hide = true, value_hint = ValueHint::DirPath)]
    pub all: Option<PathBuf>,
}

#[derive(Args, Debug)]
pub struct ManArgs {
    /// Write the pages of all commands into a directory
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub all: Option<PathBuf>,
}

#[derive(Args, Debug)]
pub struct RunArgs {
    /// Commands, one on a line; `-` is stdin
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub file: PathBuf,
}

#[derive(Args, Debug)]
pub struct CompleteArgs {
    /// All the time there is
    #[arg(long, value_name = "TIME", default_value = "150ms", value_parser = duration)]
    pub budget: Duration,
    /// The line up to the cursor, instead of words
    #[arg(long, value_name = "LINE", allow_hyphen_values = true)]
    pub line: Option<String>,
    /// The words behind the program's name, the one to complete last
    #[arg(value_name = "WORD", trailing_var_arg = true, allow_hyphen_values = true)]
    pub words: Vec<String>,
}

#[derive(Args, Debug)]
pub struct HelpArgs {
    /// A command or a topic
    #[arg(value_name = "TOPIC")]
    pub topic: Vec<String>,
    /// The exit codes
    #[arg(long, conflicts_with_all = ["topic", "env", "formats", "zkcli"])]
    pub exit_codes: bool,
    /// The environment
    #[arg(long, conflicts_with_all = ["topic", "formats", "zkcli"])]
    pub env: bool,
    /// The forms of output
    #[arg(long, conflicts_with_all = ["topic", "zkcli"])]
    pub formats: bool,
    /// What differs from Apache's zkCli
    #[arg(long, conflicts_with = "topic")]
    pub zkcli: bool,
}

impl HelpArgs {
    /// What is asked about, as words.
    pub fn words(self) -> Vec<String> {
        let flags = [
            (self.exit_codes, "exit-codes"),
            (self.env, "env"),
            (self.formats, "formats"),
            (self.zkcli, "zkcli"),
        ];
        match flags.into_iter().find(|(set, _)| *set) {
            Some((_, topic)) => vec![topic.to_owned()],
            None => self.topic,
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_trees_are_consistent() {
        Cli::command().debug_assert();
        ShellLine::command().debug_assert();
        MultiLine::command().debug_assert();
    }

    #[test]
    fn zkcli_lines_parse() {
        for line in [
            "create -e -s /a data",
            "create /a data world:anyone:r",
            "create -t 1000 /a",
            "set -v 3 -s /a data",
            "set /a -5",
            "get -s /a",
            "delete -v 2 /a",
            "deleteall /a -b 10",
            "getAcl -s /a",
            "setAcl -R /a world:anyone:cdrwa",
            "addauth digest u:p",
            "getEphemerals",
            "getAllChildrenNumber /a",
            "ls -s /",
            "ls",
            "rmr /a",
            "stat /a",
            "sync /",
            "addWatch /a",
            "addWatch -m PERSISTENT /a",
            "addWatch -m persistent_recursive /a",
            "removewatches /a",
            "removewatches /a -d -l",
            "reconfig -v 100000000 -add server.1=h:1:2;3 -remove 3",
            "reconfig -file f",
            "reconfig -members server.1=h:1:2;3 -s",
            "redo 3",
            "printwatches off",
            "history",
            "get -w /a",
            "ls -w /a",
            "stat -w /a",
            "connect h:2181",
            "close",
            "quit",
            "get /a -o json",
        ] {
            let words = crate::zkcli::verb_words(line.split(' ').map(OsString::from).collect());
            let parsed = ShellLine::try_parse_from(words);
            assert!(parsed.is_ok(), "{line}: {}", parsed.unwrap_err());
        }
    }
}
