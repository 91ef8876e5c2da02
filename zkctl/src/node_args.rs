//! Arguments of the commands that read and write single nodes.

use std::ffi::OsString;
use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, Parser, Subcommand, ValueHint};
use zk_proto::Acl;

use crate::group_args::acl::AclHowArgs;
use crate::parse::{acl_list, ttl};

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
    /// Write the data into a file, byte for byte; one that is there is replaced once all of it is written
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    #[arg(conflicts_with_all = ["base64", "hex", "decode", "jq", "stat"])]
    pub file: Option<PathBuf>,
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
    #[command(flatten)]
    pub how: AclHowArgs,
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
