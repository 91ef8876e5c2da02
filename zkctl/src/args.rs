//! The command line as data: one clap tree for the program and for the lines of its shell. No behaviour.

use std::time::Duration;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::bench_args::BenchArgs;
use crate::bulk_args::{
    DeleteAllArgs, DiffArgs, EditArgs, ExportArgs, GrepArgs, ImportArgs, MirrorArgs, MoveArgs, UndoArgs,
};
pub use crate::connect_args::ConnectArgs;
use crate::diagnostics::DiagnosticsArgs;
use crate::form_args::FormArgs;
use crate::group_args::acl::AclCommand;
use crate::group_args::check::{CheckArgs, DoctorArgs, SmokeArgs};
use crate::group_args::cluster::{ClusterArgs, LeaderArgs, MembershipArgs, StatusArgs};
use crate::group_args::quota::{QuotaCommand, QuotaGetArgs, QuotaRmArgs, QuotaSetArgs};
use crate::group_args::server::ServerArgs;
use crate::group_args::session::SessionArgs;
use crate::ls_args::LsArgs;
use crate::node_args::{
    AclGetArgs, AclSetArgs, AddauthArgs, CreateArgs, DeleteArgs, GetArgs, MultiArgs, PathArgs, PutArgs,
    SetArgs, StatArgs,
};
use crate::offline::log_args::LogCommand;
use crate::offline::snap_args::SnapCommand;
use crate::parse::duration;
use crate::profile::args::ProfileCommand;
use crate::program_args::{CompleteArgs, CompletionsArgs, HelpArgs, ManArgs, PlaygroundArgs, RunArgs};
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
    pub diagnostics: DiagnosticsArgs,
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

/// Line forms of other programs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Style {
    // Apache's TxnLogToolkit and SnapshotFormatter.
    Java,
}

#[cfg(test)]
mod tests {
    use std::ffi::OsString;

    use clap::CommandFactory;

    use super::*;
    use crate::node_args::MultiLine;

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
