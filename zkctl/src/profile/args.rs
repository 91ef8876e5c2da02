//! Arguments of `profile`.

use clap::{Args, Subcommand};

#[derive(Debug, Subcommand)]
pub enum ProfileCommand {
    /// List the profiles
    #[command(visible_alias = "list")]
    Ls,
    /// Print what a profile comes to, together with options, environment and defaults
    #[command(after_help = "Examples:\n  zkctl profile show\n  zkctl profile show prod --origin")]
    Show(ShowArgs),
    /// Make a profile the one that is used where none is named
    #[command(after_help = "Examples:\n  zkctl profile use prod\n  zkctl profile use -     the one before")]
    Use(NameArgs),
    /// Go back to the profile used before
    #[command(name = "-")]
    Back,
    /// Add a profile; -C and the other options of the connection say what is in it
    #[command(after_help = "Examples:\n  zkctl profile add dev -C localhost:2181\n  \
        zkctl profile add prod -C zk1:2281,zk2:2281/app --tls-ca ca.pem --auth digest:ops --protected\n  \
         zkctl profile add ops -C zk1 --auth digest:ops \
        --secret-cmd 'pass show zk/prod'")]
    Add(AddArgs),
    /// Open the configuration file in $EDITOR; it is checked before it takes effect
    Edit,
    /// Remove a profile
    Rm(NameArgs),
    /// Check the configuration file, the files that it names, and whether servers answer
    #[command(after_help = "Examples:\n  zkctl profile check\n  zkctl profile check prod --connect-now")]
    Check(CheckArgs),
}

#[derive(Args, Debug)]
pub struct NameArgs {
    /// Which profile
    #[arg(value_name = "NAME", allow_hyphen_values = true)]
    pub name: String,
}

#[derive(Args, Debug)]
pub struct ShowArgs {
    /// Which profile; the one in use if not given
    #[arg(value_name = "NAME")]
    pub name: Option<String>,
    /// Say where each value comes from
    #[arg(long)]
    pub origin: bool,
}

#[derive(Args, Debug)]
pub struct AddArgs {
    /// What to call it
    #[arg(value_name = "NAME")]
    pub name: String,
    /// Changes of what exists must be confirmed by typing the path
    #[arg(long)]
    pub protected: bool,
    /// Nodes that are never changed, with all below; a pattern
    #[arg(long, value_name = "PATH")]
    pub protect: Vec<String>,
    /// Command that prints the secret of --auth
    #[arg(long, value_name = "COMMAND", conflicts_with = "secret_file")]
    pub secret_cmd: Option<String>,
    /// File with the secret of --auth
    #[arg(long, value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    pub secret_file: Option<String>,
    /// Use it from now on
    #[arg(long = "use")]
    pub make_current: bool,
}

#[derive(Args, Debug)]
pub struct CheckArgs {
    /// Which profile; all of them if not given
    #[arg(value_name = "NAME")]
    pub name: Option<String>,
    /// Open a session with each too
    #[arg(long)]
    pub connect_now: bool,
}
