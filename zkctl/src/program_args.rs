//! Arguments of the commands that are about the program itself: help, completions, playground, files of commands.

use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, ValueHint};

use crate::parse::duration;

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
