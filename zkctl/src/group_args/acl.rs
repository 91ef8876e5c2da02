//! Arguments of `acl`, besides those that zkCli knows.

use clap::{Args, Subcommand};

use crate::node_args::{AclGetArgs, AclList, AclSetArgs};
use crate::parse::acl_list;

#[derive(Debug, Subcommand)]
pub enum AclCommand {
    /// Print the ACL of a node
    Get(AclGetArgs),
    /// Replace the ACL of a node
    Set(AclSetArgs),
    /// Give permissions besides those that are there
    #[command(
        after_help = "Examples:\n  zkctl acl add /app digest:bob:HASH:rw\n  zkctl acl add -R /app ip:10.0.0.0/8:r --dry-run"
    )]
    Add(AclAddArgs),
    /// Take permissions, or all of an identity's
    #[command(
        after_help = "Examples:\n  zkctl acl rm /app world:anyone          (whatever everybody has)\n  zkctl acl rm /app world:anyone:wda      (these of it)"
    )]
    Rm(AclRmArgs),
    /// Print what somebody may do with a node, and by which entry
    Check(AclCheckArgs),
    /// Give a node the ACL of another one
    Copy(AclCopyArgs),
    /// Explain an ACL in words; nothing is asked or changed
    Explain {
        /// SCHEME:ID:PERMS[,…]
        #[arg(value_name = "ACL", value_parser = acl_list)]
        acl: AclList,
    },
    /// Print the id that scheme digest has for a user; the password is asked for, or is a line of stdin
    Digest {
        /// The user's name
        #[arg(value_name = "USER")]
        user: String,
    },
}

/// How far a change goes, and whether it is done.
#[derive(Args, Debug)]
pub struct AclHowArgs {
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

#[derive(Args, Debug)]
pub struct AclAddArgs {
    /// Which node
    #[arg(value_name = "PATH")]
    pub path: String,
    /// SCHEME:ID:PERMS[,…], PERMS of cdrwa
    #[arg(value_name = "ACL", value_parser = acl_list)]
    pub acl: AclList,
    #[command(flatten)]
    pub how: AclHowArgs,
}

#[derive(Args, Debug)]
pub struct AclRmArgs {
    /// Which node
    #[arg(value_name = "PATH")]
    pub path: String,
    /// SCHEME:ID, or SCHEME:ID:PERMS
    #[arg(value_name = "WHO", required = true)]
    pub who: Vec<String>,
    #[command(flatten)]
    pub how: AclHowArgs,
}

#[derive(Args, Debug)]
pub struct AclCheckArgs {
    /// Which node
    #[arg(value_name = "PATH")]
    pub path: String,
    /// SCHEME:ID, such as digest:bob, ip:10.1.4.7, sasl:kafka; a bare name is a digest user
    #[arg(value_name = "USER")]
    pub user: String,
    /// Exit code 5 unless all of these are granted
    #[arg(long, value_name = "PERMS", value_parser = perms)]
    pub need: Option<zk_proto::Perms>,
}

#[derive(Args, Debug)]
pub struct AclCopyArgs {
    /// The node that has the ACL
    #[arg(value_name = "SOURCE")]
    pub source: String,
    /// The node that gets it
    #[arg(value_name = "TARGET")]
    pub target: String,
    #[command(flatten)]
    pub how: AclHowArgs,
}

fn perms(text: &str) -> Result<zk_proto::Perms, String> {
    zk_proto::Perms::from_letters(text)
        .filter(|p| p.0 != 0)
        .ok_or_else(|| format!("`{text}`: permissions are letters of cdrwa"))
}
