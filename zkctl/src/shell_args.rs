//! The shell's own commands, which make no sense outside it, as data.

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::args::{LineArgs, Verb};
use crate::profile::args::ProfileCommand;
use crate::program_args::{HelpArgs, RunArgs};
use crate::recipes::args::Recipe;
use crate::zkcli_args::RemoveWatchesArgs;

/// A line of the shell.
#[derive(Debug, Parser)]
#[command(
    name = "",
    no_binary_name = true,
    disable_help_subcommand = true,
    disable_version_flag = true,
    args_override_self = true,
    override_usage = "COMMAND [ARGUMENTS]"
)]
pub struct ShellLine {
    #[command(flatten)]
    pub line: LineArgs,
    #[command(subcommand)]
    pub command: InShell,
}

/// Commands of the shell.
#[derive(Debug, Subcommand)]
pub enum InShell {
    #[command(flatten)]
    Verb(Verb),
    #[command(flatten)]
    Recipe(Recipe),
    /// List what this shell holds: locks, leadership, places in barriers and groups
    Held,
    /// Let go of what this shell holds
    #[command(alias = "unlock")]
    Release {
        /// Its number or its path; all of it if not given
        #[arg(value_name = "PATH")]
        which: Option<String>,
    },
    /// Change the working node: relative paths start here
    Cd {
        /// Where to; the root if not given, the last place if `-`
        #[arg(value_name = "PATH", default_value = "/", allow_hyphen_values = true)]
        path: String,
    },
    /// Print the working node
    Pwd,
    /// Clear the screen
    Clear,
    /// List the watches of this shell
    Watches,
    /// End a watch of this shell
    Unwatch {
        /// Its number or its path; all of them if not given
        #[arg(value_name = "PATH")]
        which: Option<String>,
    },
    /// Remove watches of one kind, in zkCli's spelling
    #[command(name = "removewatches", alias = "removeWatches", hide = true)]
    RemoveWatches(RemoveWatchesArgs),
    /// Print the events of watches, or keep them to `watches`, which counts them
    Printwatches {
        /// Says which it is, if not given
        #[arg(value_name = "WHETHER")]
        whether: Option<Switch>,
    },
    /// Open a new session, here or on other servers
    Connect {
        /// host:port[,host:port…][/chroot]; the same servers if not given
        #[arg(value_name = "HOSTS")]
        hosts: Option<String>,
    },
    /// Look at profiles; `profile use NAME` goes on with that one's servers, `profile -` with those before
    #[command(subcommand)]
    Profile(ProfileCommand),
    /// Close the session; ephemeral nodes of this shell go
    Close,
    /// Print the lines typed so far
    History(HistoryArgs),
    /// Run a line of the history again
    Redo {
        /// Its number
        #[arg(value_name = "N")]
        number: usize,
    },
    /// Run a command several times, up to the first that fails
    Repeat {
        /// How often
        #[arg(value_name = "N")]
        count: u32,
        /// The command with its arguments
        #[arg(value_name = "COMMAND", required = true, trailing_var_arg = true, allow_hyphen_values = true)]
        command: Vec<String>,
    },
    /// Run the commands on the lines of a file, up to the first that fails
    Run(RunArgs),
    /// Change how the prompt looks
    Prompt {
        /// Text with {profile} {host} {role} {tag} {state} {chroot} {cwd} {zxid} {exit} {n}; the usual one if not given
        #[arg(value_name = "TEMPLATE")]
        template: Option<String>,
    },
    /// Leave the shell
    #[command(alias = "exit")]
    Quit,
    /// List the commands, or explain one
    #[command(alias = "?")]
    Help(HelpArgs),
}

#[derive(Args, Debug)]
pub struct HistoryArgs {
    /// How many
    #[arg(value_name = "COUNT", default_value_t = 20)]
    pub count: usize,
    /// Only those of this shell that failed
    #[arg(long)]
    pub failed: bool,
}

/// On or off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Switch {
    On,
    Off,
}
